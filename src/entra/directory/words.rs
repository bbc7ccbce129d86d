//! Words that mean true or false, and headers that say the opposite of the attribute they stand for.

use unicode_normalization::UnicodeNormalization as _;

/// True and yes as people and spreadsheets of six languages write them.
const YES: &[&str] = &[
    "true",
    "yes",
    "1",
    "y",
    "t",
    "on",
    "wahr",
    "ja",
    "vrai",
    "oui",
    "verdadero",
    "sí",
    "si",
    "vero",
    "sì",
    "verdadeiro",
    "sim",
    "waar",
];

/// False and no in the same languages.
const NO: &[&str] = &[
    "false", "no", "0", "n", "f", "off", "falsch", "nein", "faux", "non", "falso", "não", "nao",
    "onwaar", "nee",
];

/// What an account is that may sign in, and what it is otherwise. They mean the same whatever the header asks, unlike yes
/// and no.
const ALLOWED: &[&str] = &["allowed", "sign-in allowed"];
const BLOCKED: &[&str] = &["blocked", "sign-in blocked"];

/// Such words too, but below “Block sign in” nobody knows whether the account or the block is meant.
const ENABLED: &[&str] = &["enabled", "active"];
const DISABLED: &[&str] = &["disabled", "inactive"];

/// The spelling of the engine for what means true or false, in any case and with blanks around.
pub(super) fn boolean(value: &str) -> Option<&'static str> {
    read(value, &[YES, ALLOWED, ENABLED], &[NO, BLOCKED, DISABLED])
}

/// The same below a header that says who is blocked: yes is `False`.
pub(super) fn turned_round(value: &str) -> Option<&'static str> {
    read(value, &[NO, ALLOWED], &[YES, BLOCKED])
}

fn read(value: &str, means_true: &[&[&str]], means_false: &[&[&str]]) -> Option<&'static str> {
    let value = value.trim();
    // Spreadsheets keep a word as text by an apostrophe before it.
    let value = value.strip_prefix('\'').unwrap_or(value);
    let folded;
    let value = if value.is_ascii() {
        value
    } else {
        folded = value.to_lowercase();
        &folded
    };
    let is = |lists: &[&[&str]]| {
        lists.iter().any(|words| words.iter().any(|word| value.eq_ignore_ascii_case(word)))
    };
    if is(means_true) {
        Some("True")
    } else if is(means_false) {
        Some("False")
    } else {
        None
    }
}

/// Whether a header says who may not sign in, though its attribute is who may: `Block sign in (Yes/No) [accountEnabled]
/// Required` of Entra's template for many people, in the languages of the portal that spell it alike, and `Block credential`
/// of the Microsoft 365 admin center. `Enabled (No = blocked)` says who may.
pub(super) fn says_blocked(header: &str) -> bool {
    let words = header.split('[').next().unwrap_or_default();
    // One blank for each mark, and one before the first word.
    let is_mark = |letter: char| !letter.is_alphanumeric();
    let words =
        format!(" {}", words.nfc().collect::<String>().to_lowercase()).replace(is_mark, " ");
    let has = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
    has(&["bloc", "blok", "bloq", "disabled", "deactivated"])
        && !has(&["enabled", "allowed"])
        && !has(NOT_BLOCKED)
}

/// Who is not blocked, or not any more, in the same languages: words, and beginnings of words.
const NOT_BLOCKED: &[&str] = &[
    "not bloc",
    "not disabled",
    "not deactivated",
    "unbloc",
    "notbloc",
    "notdisabled",
    "notdeactivated",
    "nonbloc",
    "non bloc",
    "non bloq",
    "nicht bloc",
    "nichtbloc",
    "entbloc",
    "pas bloq",
    "débloc",
    "débloq",
    " debloc",
    " debloq",
    "no bloq",
    "desbloq",
    "não bloq",
    "nao bloq",
    "sblocc",
    "niet geblok",
    "niet blok",
    "deblok",
];
