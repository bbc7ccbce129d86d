//! A value read from a field a person filled, with what they should be told about it.

use std::fmt;

/// A parsed value and everything that was changed in it or is doubtful about it.
#[derive(Debug)]
pub struct Checked<T> {
    /// The value to use.
    pub value: T,
    /// What to tell the person; empty when nothing is notable.
    pub notices: Vec<Notice>,
}

/// One thing to tell about an accepted value. Never holds any part of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// White space or line breaks around the value were dropped.
    TrimmedSpace,
    /// The word `Bearer` before the token was dropped.
    RemovedBearer,
    /// A feature flag meant for Entra's own request dialect was dropped from the URL.
    RemovedEntraFlag(String),
    /// The host is neither Verkada's nor this computer.
    CustomHost(String),
    /// The host belongs to Verkada, but the URL is none of the SCIM addresses Verkada documents.
    UndocumentedVerkadaAddress,
    /// The host has letters outside ASCII; this is its name as computers see it.
    InternationalHost {
        /// The host as written.
        shown: String,
        /// The host as it is looked up.
        punycode: String,
    },
}

/// The text without white space around it, and without line breaks that a copy from JSON or a script left at its
/// end as `\\n`.
pub(super) fn trim_pasted(text: &str) -> &str {
    let mut trimmed = text.trim();
    while let Some(shorter) =
        ["\\n", "\\r", "\\t"].into_iter().find_map(|mark| trimmed.strip_suffix(mark))
    {
        trimmed = shorter.trim_end();
    }
    trimmed
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TrimmedSpace => f.write_str("Removed spaces or line breaks around the value."),
            Self::RemovedBearer => {
                f.write_str("Removed the word “Bearer”: only the token itself belongs here.")
            }
            Self::RemovedEntraFlag(flag) => write!(
                f,
                "Removed “?{flag}”: it changes how Entra writes its requests and has no meaning here."
            ),
            Self::CustomHost(host) => write!(
                f,
                "{host} is not a Verkada host. The token will be sent there: go on only if you run or trust it."
            ),
            Self::UndocumentedVerkadaAddress => f.write_str(
                "This is a Verkada host, but not a SCIM address that Verkada documents for US, EU or AUS.",
            ),
            Self::InternationalHost { shown, punycode } => {
                write!(f, "{shown} is looked up as {punycode}. Check that this is the host you mean.")
            }
        }
    }
}
