//! Every limit of the program, in one table.

use std::time::Duration;

/// Longest filter text that is parsed.
pub(crate) const FILTER_BYTES: usize = 8 * 1024;
/// Deepest nesting of parentheses and brackets in a filter or a path.
pub(crate) const FILTER_DEPTH: usize = 64;
/// Most comparisons in one filter.
pub(crate) const FILTER_TERMS: usize = 100;
/// Most operations in one PATCH request.
pub(crate) const PATCH_OPERATIONS: usize = 100;
/// Most attributes that the operations of one PATCH request change.
pub(crate) const PATCH_CHANGES: usize = 200;
/// Most attributes that a request names in `attributes` or `excludedAttributes`.
pub(crate) const PROJECTION_ATTRIBUTES: usize = 100;
/// Longest resource id, in characters.
pub(crate) const RESOURCE_ID_CHARS: usize = 256;
/// Deepest nesting of arrays and objects in a JSON text.
pub(crate) const JSON_DEPTH: usize = 64;
/// Most different keys of all objects in one place of a page that is read quickly; at most 64, for each has a bit.
pub(crate) const QUICK_PLACE_KEYS: usize = 64;
/// Most different keys on a page that is read quickly, counted in each place.
pub(crate) const QUICK_PAGE_KEYS: u16 = 512;
/// Most rows in one page of a list.
pub(crate) const PAGE_ROWS: u64 = 200;
/// Pages a walk may read beyond the expected number, as a share of it in percent.
pub(crate) const EXTRA_PAGES_PERCENT: u64 = 20;
/// Pages a walk may always read beyond the expected number.
pub(crate) const EXTRA_PAGES: u64 = 2;
/// Most problems of rows that are told for one page.
pub(crate) const PAGE_PROBLEMS: usize = 100;
/// Most pages of one list that are ever read.
pub(crate) const WALK_PAGES: u64 = 20_000;
/// Ids of a list that room is made for when its server says how many they are; others have to come first.
pub(crate) const IDS_EXPECTED: u64 = 1 << 18;
/// Most operations in one Bulk request.
pub(crate) const BULK_OPERATIONS: usize = 1000;

/// Longest text that `RandomString` of a mapping makes (Entra's own limit).
pub(crate) const EXPRESSION_RANDOM_CHARS: usize = 256;
/// Longest regular expression of a mapping that is compiled.
pub(crate) const PATTERN_BYTES: usize = 10_000;
/// Deepest nesting of groups in it.
pub(crate) const PATTERN_DEPTH: usize = 64;
/// Largest automaton that one part of it may become.
pub(crate) const PATTERN_COMPILED_BYTES: usize = 2 * 1024 * 1024;
/// Longest value that it is tried on.
pub(crate) const PATTERN_TEXT_BYTES: usize = 4096;
/// Most steps back for one match.
pub(crate) const PATTERN_STEPS: usize = 20_000;
/// Most matches in one value, where each may take so many steps.
pub(crate) const PATTERN_MATCHES: usize = 100;

/// Largest response body as it comes over the wire.
pub(crate) const BODY_WIRE_BYTES: usize = 32 * 1024 * 1024;
/// Largest response body after decompression.
pub(crate) const BODY_BYTES: usize = 64 * 1024 * 1024;
/// Largest part of an error body that is kept.
pub(crate) const ERROR_BODY_BYTES: usize = 64 * 1024;
/// Longest part of a server's words that is shown.
pub(crate) const ERROR_SHOWN_CHARS: usize = 300;
/// Largest head of a response.
pub(crate) const RESPONSE_HEADER_BYTES: usize = 64 * 1024;
/// Most header lines of a response.
pub(crate) const RESPONSE_HEADERS: usize = 100;
/// Time to open a connection.
pub(crate) const CONNECT: Duration = Duration::from_secs(10);
/// Time without a byte while a response is read.
pub(crate) const IDLE: Duration = Duration::from_secs(30);
/// Time for one call.
pub(crate) const CALL: Duration = Duration::from_mins(1);
/// Time for reading one list to its end.
pub(crate) const WALK: Duration = Duration::from_mins(15);
/// Attempts for one call, the first included.
pub(crate) const ATTEMPTS: u32 = 3;
/// Shortest wait between two attempts.
pub(crate) const BACKOFF_FIRST: Duration = Duration::from_millis(500);
/// Longest wait between two attempts.
pub(crate) const BACKOFF_LONGEST: Duration = Duration::from_secs(20);
/// Longest Retry-After that is obeyed without asking.
pub(crate) const RETRY_AFTER_LONGEST: Duration = Duration::from_mins(10);
/// Shortest wait after Command refused a call as one too many.
pub(crate) const COOLDOWN_FIRST: Duration = Duration::from_secs(10);
/// Longest such wait, without its random part.
pub(crate) const COOLDOWN_LONGEST: Duration = Duration::from_mins(2);
/// Calls to Command in any five seconds.
pub(crate) const CALLS_PER_5_SECONDS: usize = 20;
/// Calls to Command in any minute.
pub(crate) const CALLS_PER_MINUTE: usize = 240;

/// Longest text of one keyring entry, in ASCII characters (Windows: 2,560 bytes of UTF-16).
pub(crate) const KEYRING_ENTRY_CHARS: usize = 1280;
/// Longest name that is shown whole, in grapheme clusters.
pub(crate) const NAME_SHOWN_GRAPHEMES: usize = 120;
/// Most characters of one grapheme cluster that are shown; more marks would paint over other rows.
pub(crate) const NAME_SHOWN_CLUSTER_CHARS: usize = 16;
/// Longest beginning of a text that is judged or shown on one line.
pub(crate) const NAME_JUDGED_BYTES: usize = 16 * 1024;
/// Longest mail address (RFC 5321 section 4.5.3.1.3, without the angle brackets).
pub(crate) const MAIL_CHARS: usize = 254;
/// Longest part of a mail address before the sign (RFC 5321 section 4.5.3.1.1).
pub(crate) const MAIL_LOCAL_BYTES: usize = 64;
/// Longest display name that Entra has.
pub(crate) const DISPLAY_NAME_CHARS: usize = 256;
/// Longest first or last name, and department, that Entra has.
pub(crate) const NAME_PART_CHARS: usize = 64;
/// Longest job title that Entra has.
pub(crate) const TITLE_CHARS: usize = 128;
/// Longest phone number that Entra has.
pub(crate) const PHONE_CHARS: usize = 64;
/// Longest value of any other attribute that Entra has, such as an extension attribute.
pub(crate) const VALUE_CHARS: usize = 1024;
/// Mail domains whose verdict one part of a preview remembers.
pub(crate) const DOMAINS_REMEMBERED: usize = 4096;
/// People that a preview looks at before it asks whether it should go on.
pub(crate) const PREVIEW_PEOPLE: usize = 4096;
/// People whose values a preview makes together: their texts fit into the nearer caches.
pub(crate) const PREVIEW_BATCH: usize = 512;
/// Memory that the values of these people may take; where it is not enough they are looked at one by one.
pub(crate) const PREVIEW_BATCH_BYTES: usize = 32 * 1024 * 1024;
/// Largest file that a subcommand for scripts reads.
pub(crate) const SCRIPT_FILE_BYTES: u64 = 512 * 1024 * 1024;
/// People that a report for people shows, of each kind; one page of more is slow to open.
pub(crate) const REPORT_PEOPLE: usize = 1000;
/// Longest tenant URL.
pub(crate) const TENANT_URL_BYTES: usize = 2048;
/// Time a copied token stays on the clipboard.
pub(crate) const CLIPBOARD_SECRET: Duration = Duration::from_secs(30);
/// Sleep of the computer, as a jump of the wall clock, after which the window locks.
pub(crate) const SLEEP_LOCK: Duration = Duration::from_mins(1);
/// Time without input until the window locks.
pub(crate) const IDLE_LOCK: Duration = Duration::from_mins(15);

/// Time the sandbox waits for a request's head.
pub(crate) const SANDBOX_HEADER: Duration = Duration::from_secs(5);
/// Time the sandbox waits for a request's body.
pub(crate) const SANDBOX_BODY: Duration = Duration::from_secs(10);
/// Largest request body the sandbox reads.
pub(crate) const SANDBOX_BODY_BYTES: usize = 1024 * 1024;
/// Bytes after which the sandbox ends a page, so that pages of large groups can be read.
pub(crate) const SANDBOX_PAGE_BYTES: usize = 4 * 1024 * 1024;
/// Most connections the sandbox serves at once.
pub(crate) const SANDBOX_CONNECTIONS: usize = 64;
/// Most people whose holdings the sandbox tells at once.
pub(crate) const SANDBOX_HOLDINGS: usize = 200;
/// Entries of a history that the sandbox shows, the newest.
pub(crate) const SANDBOX_HISTORY_SHOWN: usize = 50;
/// Entries of an access log that the sandbox shows, the newest.
pub(crate) const SANDBOX_DOORS_SHOWN: u64 = 20;
/// Most roles, permissions or credentials that an admin gives one person.
pub(crate) const SANDBOX_BELONGINGS: usize = 100;
/// How long a sandbox waits for the lock of its folder.
pub(crate) const SANDBOX_LOCK: Duration = Duration::from_millis(400);
/// Wrong tokens a second until the sandbox makes them wait.
pub(crate) const SANDBOX_WRONG_TOKENS_PER_SECOND: usize = 5;

/// Clock skew from which a banner is shown.
pub(crate) const CLOCK_SKEW: Duration = Duration::from_mins(5);

/// Time after which a silent keyring is taken to be asking the person.
pub(crate) const KEYRING_NOTICE: Duration = Duration::from_secs(3);

/// Time after which a keyring is given up.
pub(crate) const KEYRING_ANSWER: Duration = Duration::from_mins(2);

/// Largest provisioning schema that is opened; real ones have some hundred kilobytes.
pub(crate) const SCHEMA_BYTES: usize = 16 * 1024 * 1024;
/// Deepest JSON of a provisioning schema: of the deepest expression that is written, each call takes three levels and a
/// comparison in it three more; what stands around a source takes less than the rest.
pub(crate) const SCHEMA_DEPTH: usize = 6 * EXPRESSION_DEPTH + 20;
/// Most JSON values of a provisioning schema.
pub(crate) const SCHEMA_VALUES: usize = 1_000_000;
/// Most rows of one mapping, and most attributes of one target.
pub(crate) const SCHEMA_ROWS: usize = 2_000;
/// People whom a finding of a mapping names.
pub(crate) const FINDING_PEOPLE: usize = 3;
/// Most fixes that are applied one after another.
pub(crate) const FINDING_FIXES: usize = 500;
/// Longest target of a mapping that is compared letter by letter with the known ones.
pub(crate) const TARGET_COMPARED_BYTES: usize = 200;

/// Largest settings file that is read.
pub(crate) const SETTINGS_BYTES: usize = 4 * 1024 * 1024;
/// Longest text in the settings.
pub(crate) const SETTINGS_TEXT_BYTES: usize = 4 * 1024;

/// Longest line that is written to the journal: a run of some 60,000 people.
pub(crate) const JOURNAL_LINE_BYTES: usize = 16 * 1024 * 1024;
/// Longest line that is read from a journal; a run that is carried over to a new one may be longer than it was.
pub(crate) const JOURNAL_LINE_READ_BYTES: usize = 64 * 1024 * 1024;

/// Exchanges kept for the activity page.
pub(crate) const EXCHANGES_KEPT: usize = 1000;
/// Notices kept until they are dismissed.
pub(crate) const NOTICES_KEPT: usize = 200;
/// Outcomes that may wait for the screen before jobs are held back.
pub(crate) const OUTCOMES_WAITING: usize = 64;
/// Outcomes one frame takes in.
pub(crate) const OUTCOMES_PER_FRAME: usize = 12;

/// People of one plan above which a second phrase is asked for.
pub(crate) const BRAKE_PEOPLE: usize = 50;
/// Share of all people, in percent, above which a second phrase is asked for.
pub(crate) const BRAKE_PERCENT: usize = 10;
/// Share of all people, in percent, above which a plan is refused.
pub(crate) const BRAKE_REFUSED_PERCENT: usize = 20;
/// How long a plan may be confirmed after it was made, and how old the list behind it may be.
pub(crate) const PLAN_VALID: Duration = Duration::from_mins(10);
/// Time between a confirmation and the first call.
pub(crate) const COUNTDOWN: Duration = Duration::from_secs(10);
/// The same for a plan that needed a second phrase.
pub(crate) const COUNTDOWN_OF_MANY: Duration = Duration::from_mins(1);
/// The first call, then so many more, are done with special care: any failure among them pauses the run.
pub(crate) const SMALL_FIRST: [usize; 2] = [1, 5];
/// Share of failures, in percent, at which a run stops.
pub(crate) const RUN_FAILURES_PERCENT: usize = 5;
/// Longest reason or ticket, in bytes.
pub(crate) const REASON_BYTES: usize = 500;
/// Times one call of a run is sent when the server says that there were too many.
pub(crate) const THROTTLED_ATTEMPTS: u32 = 8;
/// How long a check of work done by hand waits before it looks again, where SCIM still shows somebody.
pub(crate) const GUIDED_LOOKS: [Duration; 3] =
    [Duration::from_secs(2), Duration::from_secs(5), Duration::from_secs(10)];
/// How long a look before work done by hand counts.
pub(crate) const GUIDED_LOOK_VALID: Duration = Duration::from_mins(10);
/// How long writes stay unlocked for one piece of work.
pub(crate) const UNLOCKED: Duration = Duration::from_mins(10);

/// Longest mapping expression, in characters; Entra takes no longer one
/// (learn.microsoft.com/entra/identity/app-provisioning/known-issues).
pub(crate) const EXPRESSION_CHARS: usize = 10_000;
/// Deepest nesting of functions in a mapping expression.
pub(crate) const EXPRESSION_DEPTH: usize = 64;
/// All values together that the functions of one evaluation of a mapping expression come to, in bytes. Nobody's attributes come
/// near; functions in functions could fill any memory.
pub(crate) const EXPRESSION_MADE_BYTES: usize = 256 * 1024;
/// Longest name of an attribute for which another is guessed, in bytes.
pub(crate) const NEAR_NAME_BYTES: usize = 128;
/// Most arguments of one function in a mapping expression.
pub(crate) const EXPRESSION_ARGUMENTS: usize = 1000;

/// Steps of a mapping that can be taken back.
pub(crate) const MAPPING_STEPS: usize = 200;
/// What `Guid` and `RandomString` begin with in a preview, so that a person shows the same again.
pub(crate) const PREVIEW_SEED: u64 = 1;
/// Warnings about a file that are told one by one.
pub(crate) const WARNINGS_TOLD: usize = 10;
/// Largest file of people of Entra that is read: a Graph list of half a million.
pub(crate) const DIRECTORY_BYTES: usize = 512 * 1024 * 1024;
/// Most people of Entra in one file.
pub(crate) const DIRECTORY_PEOPLE: usize = 1_000_000;
/// Most attributes of the people in one file.
pub(crate) const DIRECTORY_COLUMNS: usize = 500;
/// Longest value of an attribute in a file of people.
pub(crate) const DIRECTORY_FIELD_BYTES: usize = 32 * 1024;
/// People of a CSV file among whom an example of each column is looked for.
pub(crate) const DIRECTORY_EXAMPLE_PEOPLE: usize = 100;
/// Characters of such an example.
pub(crate) const DIRECTORY_EXAMPLE_CHARS: usize = 100;
/// Texts of a column up to which each person's takes two bytes. Each part of a preview looks all of them up.
pub(crate) const DIRECTORY_SHARED_TEXTS: usize = 1024;
/// Names that are told of a file of people in which nothing is known.
pub(crate) const NAMES_TOLD: usize = 5;
/// Most warnings about single people that are told for one file of people.
pub(crate) const DIRECTORY_WARNINGS: usize = 100;
/// Most pairs of names of one attribute that are told to differ in one file of people.
pub(crate) const RIVALS_TOLD: usize = 50;
