//! SCIM Desk: one window on what Microsoft Entra ID provisions into Verkada Command.
//!
//! # From above
//!
//! The window shows an organization: people and groups read over SCIM 2.0 from a connection. A connection is the embedded
//! sandbox, Verkada Command, or any other SCIM server; all three are read by the same client over real HTTP, so that the
//! sandbox is the practice ground of a person and the test server of this package alike.
//!
//! ```text
//!  Pages::ui(&State) ──Action──▶ State::apply ──Order──▶ Worker::submit ──▶ jobs::run ──▶ client, secrets, journal, sandbox
//!      ▲                                                                        │
//!      └──────────── State ◀── State::absorb ◀── Outcome ◀── Worker::drain ◀── Outbox::send
//! ```
//!
//! # Layers
//!
//! | module | what it is | may name |
//! |---|---|---|
//! | [`limits`] | every limit, in one table | – |
//! | [`scim`] | RFC 7643, 7644 and 9865 as values: resources, filters, PATCH, lists, walks | – |
//! | [`verkada`] | Command's own: regions, tenant URLs, tokens, cards, states, names fit to be shown | `scim` |
//! | [`entra`] | Entra's requests in both dialects; mappings, their expressions, schema, findings, preview; directories of people | `scim`, `verkada` |
//! | [`client`] | HTTP: reading and writing, the sandbox's admin API, the staged check, what went over the wire | `scim`, `verkada`, `entra` |
//! | [`secrets`] | the keyring | `verkada` |
//! | [`journal`] | what was about to be changed and what came of it, on disk | `scim`, `verkada`, `secrets` |
//! | [`sandbox`] | a SCIM service provider on loopback that behaves as Command does, and its people in Entra | `scim`, `verkada`, `entra` |
//! | [`session`] | what the app knows and decides; the jobs it has done elsewhere | all above |
//! | [`ui`] | draws the state, fills the actions | `scim`, `verkada`, `entra`, `session`, values of `journal` |
//! | [`app`] | the window, the command line, the log, dialogs of the system | all |
//!
//! `tests/tidy.rs` holds the code to this table, and each outside crate to the modules that may use it.
//!
//! # What always holds
//!
//! - `scim`, `verkada` and `entra` are functions on values: no file, no socket, no thread, no clock. They cannot hang or fail for
//!   another reason than their input.
//! - `ui` does no IO and holds no lock. What it draws is in `State`, or half-typed in a page. Work on a frame grows with the
//!   rows seen, not with the rows there are.
//! - `State` changes in `State::apply` and `State::absorb` only; both are plain functions that return work as orders.
//! - A refresh never blanks a list. A list counts as whole only when a `CompleteList` says so, and nothing but a whole,
//!   undrifted walk makes one.
//! - A token is a `ScimToken`: it cannot be printed, compared, cloned or serialized. Four places open it:
//!   `client/auth.rs` and `secrets`, and for a person who asks for a token that was just made, `app/clipboard.rs` and
//!   `ui/widgets/reveal.rs`. It goes to the scheme, host and port it was saved for, and follows no redirect.
//! - Every change goes one way: a `Plan` from what was just read, `Plan::confirm`, and `jobs::act`, which reads each target
//!   again, records the intent, calls, proves and records the outcome. Nothing but a `Confirmed` can be carried out.
//!   Live Command is never written to: there `jobs::act::guided` only reads before and after a person acted by hand.
//! - A change is sent once, and its error says whether it may have been made. What changes something is named `write_…`, and
//!   only `client` and `session/jobs/act`, where the intent is on disk first, may name it.
//! - A line of the journal is on disk when `Journal::record` returns, and nothing else makes a `Recorded`.
//! - The program writes no core dump, and on Linux no other program of the same person reads its memory.
//! - What a server sends is data: ids are checked before an address is made of them, texts before they are drawn, bodies are
//!   cut off at a limit, and an answer to a filter is filtered again.
//!
//! # Five walks through the code
//!
//! **A page of people.** `Action::Refresh` makes `State::refresh` begin a reading with a new `Generation` and return
//! `Job::ReadPeople`. `jobs::read::people` asks the `Backend` for the client, which takes the token from the vault once, and
//! follows a `Listing`: several pages are on their way where the server pages evenly, a plain one is read straight into
//! `ListedUser`s and an odd one by way of its JSON, `scim::Walk` judges each, and each becomes a small `People` that travels
//! in `Outcome::PeoplePage`. `State::people_page` drops pages of another generation or connection and appends the others;
//! `PeopleView` merges the new rows into the sorted and filtered ones. A second pass over the ids alone shows whether the
//! list stood still. Then `Outcome::PeopleRead` says whole, or why not.
//!
//! **A token, from the field to the keyring.** `widgets::secret_field` keeps what is typed in memory that is wiped.
//! `ScimToken::parse` checks it, the buffer is emptied, and the token moves through `Action::AddConnection` and
//! `Job::SaveToken` into the vault, on a thread of its own, for a keyring may ask its owner. If it cannot be saved it comes
//! back in `Outcome::TokenNotSaved` and waits in the dialog. Once saved, the connection is shown and checked.
//!
//! **A removal.** `PlanAction::Remove` makes `State::ask_remove` open the dialog and return `Job::Preview`, which reads each
//! person (`act::eyes`) and returns a `Plan`: whom it holds, whom it leaves out and why, what is lost, how hard it is to
//! confirm (`plan::brake`). What is typed goes through `Plan::confirm`; only then is there a `Job::Carry`. `act::carry` counts
//! down, reads each person again, has `act::ledger` write the intent, lets `act::deed` call and prove, and writes the outcome.
//! The screen folds the same entries into `Runs` that a later start reads from the file; `act::settle` finds out by reading
//! what came of calls that were open when the program ended.
//!
//! **A mapping tried on everyone.** A key typed into an expression makes `MappingsAction::Type`; `State::mappings_asked` changes
//! the `OpenDocument`, previews the chosen person at once, and returns a job that looks for findings. `MappingsAction::TryEveryone`
//! hands a `Preview` to `jobs::mappings`, which looks at chunks of the `Directory` on all cores beside the `Holdings` that were
//! read over SCIM: `Preview::chunk` has each row evaluated for a batch of people (`Expression::evaluate_all`, which leaves the
//! unusual ones to `Expression::evaluate_read`), then judges person by person. `Everyone::merge` counts one byte for each row of
//! each person. What is said of one person is made again from the same judgment when somebody asks.
//!
//! **A request to the sandbox.** `sandbox::serve` reads it under time limits, `guard` refuses foreign hosts and
//! browsers, `auth` compares the hash of the token, and `router` calls a handler. A read copies stored bytes out of
//! SQLite; a write parses, applies `scim::PatchRequest` or the like, asks `rules` what Command would say, has
//! `chronicle` tell the history, and is answered once the transaction is committed that it shares with those beside it.
//! What an admin does comes the same way with another token, to `provisioning` and `standing`; `record` puts together
//! what is stored of a person and what follows from the seed.

mod app;
mod client;
mod entra;
mod journal;
mod limits;
mod sandbox;
mod scim;
mod secrets;
mod session;
mod ui;
mod verkada;

pub use app::cli::{Asked, run};
#[doc(hidden)]
pub use app::clipboard::{ClipboardTrouble, SecretClipboard};
pub use app::dumps::forbid_dumps;
#[doc(hidden)]
pub use app::headless::{Headless, TypedRows};
#[doc(hidden)]
pub use app::sleep::{GoingToSleep, watch_sleep};
pub use app::window::{WindowOptions, open as open_window};
pub use app::{App, Start};
pub use client::{
    Acted, CallPace, Chance, Check, Clock as ClientClock, Collection, Discovery,
    Error as ClientError, ErrorKind, Event, Exchange, ExchangeOutcome, Feature, Found, Http,
    HttpOptions, Listing, Observer, ScimClient, Stage, StageReport, StageState, WaitReason,
    Waiting, Written,
};
pub use entra::{
    Actions as MappingActions, Allowed, Arena as ExpressionArena, Ask, Assignment, AttributeKind,
    AttributeMapping, AttributePath, Attributes, Call, CardColumns, CardProblem, CardReport,
    Chance as ExpressionChance, Change, ClauseJudgement, Column, ColumnPlan,
    Comparison as ExpressionComparison, Completeness as FilterCompleteness,
    Completion as ExpressionCompletion, CompletionKind as ExpressionCompletionKind,
    Completions as ExpressionCompletions, Confidence, Constant, Corner as ExpressionCorner,
    Dialect, Directory, DirectoryPerson, DirectoryReader, Edit, Evaluation, Expression,
    ExpressionError, ExpressionProblem, ExpressionText, FileProblem, FilterClause, FilterGroup,
    Fix, Flow, FlowType, Function, FunctionEntry, FunctionScope, Given, GraphSource,
    GroupJudgement, Highlight as ExpressionHighlight, KnownAttribute, MappingDifference,
    MappingFinding, MappingSeverity, Mappings, Method as EntraMethod, Mutability, Node,
    ObjectDifference, ObjectMapping, Occurs, Parameter, ParameterKind, PathError, PersonKeys,
    PlannedColumn, ProblemSeverity, ReadColumn, ReadDirectory, Request, ResourceKind,
    RowDifference, RowField, SaveError, SchemaDocument, SchemaError, ScopeJudgement, ScopeOperator,
    ScopingFilter, SoftDeletion, Source as MappingSource, Span, Standing as RowStanding, Switch,
    TargetAttribute, Trace as ExpressionTrace, Unevaluated, UnevaluatedKind, Value as EntraValue,
    ValueRef as EntraValueRef, Verdict as ScopeVerdict, complete as complete_expression,
    highlight as highlight_expression, is_soft_deleted, lint as lint_mappings,
    mend as mend_mappings, signature_at, standing as row_standing,
};
pub use entra::{
    Chunk as PreviewChunk, Clash, CountKind, EditEffect, EffectChunk, EffectKind, Everyone,
    Found as FoundInCommand, Holdings, HoldingsFull, PersonOutcome, PersonPreview, Preview,
    PreviewReport, ReportWarning, RowChange, RowPreview, SeededChance, SkipReason, Surroundings,
    Trouble as ValueTrouble,
};

pub use sandbox::{
    ADMIN_TOKEN_PREFIX, AllowList, Clock, Error as SandboxError, Fault, Minted, Port,
    SCIM_TOKEN_PREFIX, Sandbox, SandboxConfig, Setup, Storage, TokenWish, Trouble, When,
    routes as sandbox_routes, serve_until_stopped,
};
pub use scim::{
    CompleteList, Filter, ListError, ListPage, ListRow, ListedGroup, ListedUser, Partial,
    PartialReason, Resource, ResourceId, ResourceIdError, RowProblem, ScimError, ScimType,
    Severity, SyntaxError,
};
pub use secrets::{Error as VaultError, JournalKey, SecretKind, Slot, Vault};
pub use verkada::{
    BitRole, CardBits, CardBitsError, CardCheck, CardDamage, CardDraft, CardField, CardFinding,
    CardLayout, CardNumbers, CardSeverity, Checked, DecodedCard, DomainError, EmailDomain,
    GraphRequest, Notice, Origin, Parity, Region, ScimToken, SharedBy, SharedCard, TenantError,
    TenantUrl, TokenError, TokenHint,
};

#[cfg(test)]
#[path = "../tests/support/nasty.rs"]
mod nasty;
