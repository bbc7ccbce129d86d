//! What went wrong, as a person is told: what happened, why, and what to do.

use crate::client;

/// One thing that went wrong. It never holds a secret or a raw address with a query: every error type it is made of keeps those out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// What was being done when it happened, as "read people".
    pub(crate) doing: String,
    /// Why it failed.
    pub(crate) why: String,
    /// What the person can do about it.
    pub(crate) advice: String,
}

impl Problem {
    /// A problem in three parts.
    pub(crate) fn new(
        doing: impl Into<String>,
        why: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self { doing: doing.into(), why: why.into(), advice: advice.into() }
    }

    /// The headline.
    pub(crate) fn title(&self) -> String {
        format!("Could not {}", self.doing)
    }

    /// All of it, for the clipboard.
    pub(crate) fn text(&self) -> String {
        format!("{}\n{}\n{}", self.title(), self.why, self.advice)
    }
}

impl From<&client::Error> for Problem {
    fn from(error: &client::Error) -> Self {
        let doing = error.doing();
        let doing = doing.char_indices().next().map_or_else(String::new, |(_, first)| {
            first.to_lowercase().chain(doing.chars().skip(1)).collect()
        });
        let why = match error.request_id() {
            Some(request_id) => format!("{} (request {request_id})", error.reason()),
            None => error.reason().to_owned(),
        };
        Self::new(doing, why, error.hint())
    }
}
