//! What a person can ask for.

use std::path::PathBuf;

use crate::journal::entry::RunId;
use crate::session::connection::{ConnectionKey, NewConnection};
use crate::session::export::ExportFormat;
use crate::session::guided::When;
use crate::session::mappings::action::MappingsAction;
use crate::session::organization::StartOver;
use crate::session::people::{Query, SortKey};
use crate::session::plan::Consent;
use crate::session::plan::practice::{PracticeForm, PracticeWish};
use crate::session::settings::ThemeChoice;
use crate::verkada::{EmailDomain, ScimToken, Verb};

/// One request of a person. Not `Clone`, for a token may travel in it.
#[derive(Debug)]
pub(crate) enum Action {
    /// Something on the Mappings page.
    Mappings(MappingsAction),
    /// Make a connection the active one.
    Connect(ConnectionKey),
    /// Read people and groups again.
    Refresh,
    /// Stop the reading that is under way.
    StopReading,
    /// Show only some people.
    FilterPeople(Query),
    /// Show only people the server finds with a SCIM filter; empty text shows all again.
    AskScimFilter(String),
    /// Show people in another order.
    SortPeople(SortKey),
    /// Look at one person closely.
    OpenPerson(String),
    /// Look at nobody.
    ClosePerson,
    /// Look at one group closely.
    OpenGroup(String),
    /// Look at no group.
    CloseGroup,
    /// Open the dialog that adds a connection.
    AskAddConnection,
    /// Open the dialog that replaces a connection's token.
    AskReplaceToken(ConnectionKey),
    /// Open the dialog that forgets a connection.
    AskForget(ConnectionKey),
    /// Add a connection; its token goes into the keyring.
    AddConnection(Box<NewConnection>, ScimToken),
    /// Put another token into the keyring.
    ReplaceToken(ConnectionKey, ScimToken),
    /// Try the keyring again with the token at hand.
    RetryKeyring,
    /// Keep the token at hand in memory until the program ends.
    KeepForThisRun,
    /// Remove this computer's own copy of a connection and its token.
    Forget(ConnectionKey),
    /// Close the dialog.
    CloseDialog,
    /// Run the staged check of the active connection.
    Check,
    /// Stop the staged check.
    StopCheck,
    /// Take a notice off the list.
    Dismiss(u64),
    /// Take all notices off the list.
    DismissAll,
    /// Forget the recorded exchanges.
    ClearActivity,
    /// Light, dark, or as the system.
    SetTheme(ThemeChoice),
    /// The size of everything on screen, in percent.
    SetScale(u16),
    /// Keep how a table is laid out.
    SetColumns(&'static str, Vec<(String, f32)>),
    /// Ask where to, then write the people shown to a file.
    AskExport(ExportFormat),
    /// Write the people shown to a file.
    Export(ExportFormat, PathBuf),
    /// Ask for a file with a certificate authority.
    AskCaFile,
    /// Put text that is no secret on the clipboard.
    Copy(String),
    /// Put the token of the open dialog on the clipboard, marked as secret, for a short time.
    CopyToken,
    /// Take tokens out of memory and off the clipboard.
    Lock(LockReason),
    /// Make a plan, or confirm the one that is shown.
    Plan(PlanAction),
    /// Steer a run, or look at one.
    Run(RunAction),
    /// Go on with work that is done by hand in Command.
    Guided(RunId, GuidedAction),
    /// Unlock or lock writes to the connection.
    Writes(WritesAction),
    /// Look at domains, token and deleted users, or care for them.
    Organization(OrganizationAction),
}

/// Why tokens leave the memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LockReason {
    /// Somebody wants it.
    Asked,
    /// Nobody was there for long.
    Idle,
    /// The computer slept, or is about to.
    Slept,
}

/// What can be asked about plans.
#[derive(Debug)]
pub(crate) enum PlanAction {
    /// Plan to take these people away, by SCIM id.
    Remove(Verb, Vec<String>),
    /// Plan to put a domain on the list.
    AddDomain(EmailDomain),
    /// Plan to take a domain off the list.
    RemoveDomain(String),
    /// Plan to make a new SCIM token.
    RefreshToken,
    /// Carry out the plan that is shown.
    Confirm(Consent),
    /// Open the form for something the identity provider is to do.
    AskPractice(Box<PracticeForm>),
    /// Plan what the identity provider is to do.
    Practice(Box<PracticeWish>),
}

/// What can be asked about runs.
#[derive(Debug)]
pub(crate) enum RunAction {
    /// Wait before the next call.
    Pause,
    /// Go on.
    Resume,
    /// End before the next call.
    Stop,
    /// Look at one.
    Show(RunId),
    /// Plan the same again for whom it was not done.
    Repeat(RunId),
    /// Find out by reading what came of calls that nobody knows about.
    Settle(RunId),
    /// Try again to open the record.
    OpenRecord,
    /// Check the record on disk from its first line.
    Verify,
}

/// What can be asked about one guided run. Targets go by their index.
#[derive(Debug)]
pub(crate) enum GuidedAction {
    /// Look at it.
    Show,
    /// Look at a target before or after acting in Command.
    Check(u32, When),
    /// Keep a note about a target.
    Note(u32, String),
    /// Leave a target alone, for a reason.
    Skip(u32, String),
    /// Open the dialog that asks before the run is stopped.
    AskStop,
    /// End it where it is.
    Stop,
}

/// What can be asked about the lock on writes.
#[derive(Debug)]
pub(crate) enum WritesAction {
    /// Open the dialog that unlocks.
    AskUnlock,
    /// Unlock writes for one piece of work; the name of the connection, as it was typed.
    Unlock(String),
    /// Lock now; a run that writes stops before its next call.
    Lock,
}

/// What can be asked about domains, token and deleted users.
#[derive(Debug)]
pub(crate) enum OrganizationAction {
    /// Read domains and token.
    Read,
    /// Read deleted users.
    ReadDeleted,
    /// Open the dialog that adds a domain.
    AskAddDomain,
    /// Try the keyring again with the token that is shown once.
    StoreToken,
    /// Keep the token that is shown once in memory until the program ends.
    HoldToken,
    /// Let go of the token that is shown once.
    CloseToken,
    /// Open the dialog that takes the token a Refresh in Command has made.
    AskRotate,
    /// Prove a token that Refresh in Command has made, and keep it instead of the old one.
    Rotate(ScimToken),
    /// Open the dialog that begins the practice organization anew.
    AskStartOver,
    /// Begin the practice organization anew.
    StartOver(StartOver),
    /// Put these people on the list of those who can not be taken away, by userName.
    Protect(Vec<String>),
    /// Take somebody off that list, by userName.
    Unprotect(String),
}

/// What was asked for in one frame.
#[derive(Debug, Default)]
pub(crate) struct Actions(Vec<Action>);

impl Actions {
    /// Asks for something.
    pub(crate) fn push(&mut self, action: Action) {
        self.0.push(action);
    }

    /// Whether nothing was asked for.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes all of it.
    pub(crate) fn take(&mut self) -> Vec<Action> {
        std::mem::take(&mut self.0)
    }
}
