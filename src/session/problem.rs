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
        Self { doing: doing.into(), why: sentence(&why.into()), advice: sentence(&advice.into()) }
    }

    /// The headline.
    pub(crate) fn title(&self) -> String {
        format!("Could not {}", self.doing)
    }

    /// Why, and what to do.
    pub(crate) fn explanation(&self) -> String {
        format!("{} {}", self.why, self.advice)
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

/// A sentence of words that stood in the middle of one: a capital at the beginning, a period at the end.
pub(crate) fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return String::new() };
    let end = if text.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("{}{}{end}", first.to_uppercase(), letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_a_sentence() {
        for (text, sentence_of_it) in [
            ("the host is unknown", "The host is unknown."),
            ("Wait.", "Wait."),
            ("", ""),
            (" é", "É."),
        ] {
            assert_eq!(sentence(text), sentence_of_it);
        }
    }
}
