//! What stands in one cell.

use std::borrow::Cow;

use crate::ui::theme::icons::Icon;
use crate::ui::theme::tokens::Tone;

/// One cell: text with a look, perhaps an icon before it. Made only for rows that are seen.
#[derive(Clone, Debug)]
pub(crate) struct Cell<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) look: Look,
    pub(super) icon: Option<(Icon, Tone)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Plain,
    Name,
    Muted,
    Mono,
    Badge(Tone),
}

impl<'a> Cell<'a> {
    fn new(text: impl Into<Cow<'a, str>>, look: Look) -> Self {
        Self { text: text.into(), look, icon: None }
    }

    /// Plain text.
    pub(crate) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::new(text, Look::Plain)
    }

    /// The name of what the row is about.
    pub(crate) fn name(text: impl Into<Cow<'a, str>>) -> Self {
        Self::new(text, Look::Name)
    }

    /// Text of less weight.
    pub(crate) fn muted(text: impl Into<Cow<'a, str>>) -> Self {
        Self::new(text, Look::Muted)
    }

    /// Fixed-width text, for ids.
    pub(crate) fn mono(text: impl Into<Cow<'a, str>>) -> Self {
        Self::new(text, Look::Mono)
    }

    /// A badge.
    pub(crate) fn badge(tone: Tone, text: impl Into<Cow<'a, str>>) -> Self {
        Self::new(text, Look::Badge(tone))
    }

    /// Nothing.
    pub(crate) const fn empty() -> Self {
        Self { text: Cow::Borrowed(""), look: Look::Plain, icon: None }
    }

    /// An icon before the text.
    pub(crate) fn icon(mut self, icon: Icon, tone: Tone) -> Self {
        self.icon = Some((icon, tone));
        self
    }
}
