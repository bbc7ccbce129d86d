//! A field for tokens: masked on screen and in the accessibility tree, wiped when let go, without an undo history.

use std::ops::Range;

use egui::Response;
use egui::TextBuffer;
use egui::TextEdit;
use egui::Ui;
use egui::text::CharIndex;
use egui::text_edit::TextEditState;
use zeroize::Zeroizing;

use crate::ui::theme::fonts;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::field;
use crate::ui::widgets::text;

/// Longest secret that can be typed, in bytes; room for it is taken once, so that growing leaves no copies behind.
const LONGEST: usize = 4_096;

/// What is said when more was pasted than there is room for.
const TOO_LONG: &str =
    "That is longer than 4,096 bytes, so none of it was taken. Paste the token alone.";

/// What is typed into a [`SecretField`]; overwritten in memory when cleared, taken or dropped.
pub(crate) struct SecretBuffer {
    text: Zeroizing<String>,
    /// Whether the last thing typed or pasted was refused because there is no room for it.
    refused: bool,
}

impl Default for SecretBuffer {
    fn default() -> Self {
        Self { text: Zeroizing::new(String::with_capacity(LONGEST)), refused: false }
    }
}

impl std::fmt::Debug for SecretBuffer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SecretBuffer(…)")
    }
}

impl SecretBuffer {
    /// Whether nothing was typed.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Moves the secret out and leaves nothing behind.
    pub(crate) fn take(&mut self) -> Zeroizing<String> {
        std::mem::take(self).text
    }

    /// Overwrites what was typed.
    pub(crate) fn wipe(&mut self) {
        drop(self.take());
    }
}

impl TextBuffer for SecretBuffer {
    fn is_mutable(&self) -> bool {
        true
    }

    fn as_str(&self) -> &str {
        &self.text
    }

    fn insert_text(&mut self, text: &str, char_index: CharIndex) -> usize {
        self.refused = self.text.len() + text.len() > LONGEST;
        if self.refused {
            return 0;
        }
        let at = self.byte_index_from_char_index(char_index);
        self.text.insert_str(at.0, text);
        text.chars().count()
    }

    fn delete_char_range(&mut self, char_range: Range<CharIndex>) {
        let start = self.byte_index_from_char_index(char_range.start).0;
        let end = self.byte_index_from_char_index(char_range.end).0;
        self.refused = false;
        self.text.drain(start..end.max(start));
    }

    fn type_id(&self) -> std::any::TypeId {
        std::any::TypeId::of::<Self>()
    }
}

/// One masked line with a label above it and a note or an error below.
#[must_use = "a field does nothing until it is shown"]
pub(crate) struct SecretField<'a> {
    label: &'a str,
    hint: &'a str,
    note: &'a str,
    error: Option<&'a str>,
}

impl<'a> SecretField<'a> {
    /// The label is also the accessible name.
    pub(crate) const fn new(label: &'a str) -> Self {
        Self { label, hint: "", note: "", error: None }
    }

    /// Shown while the field is empty.
    pub(crate) const fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// Shown under the field.
    pub(crate) const fn note(mut self, note: &'a str) -> Self {
        self.note = note;
        self
    }

    /// What is wrong; it must not quote the secret.
    pub(crate) const fn error(mut self, error: Option<&'a str>) -> Self {
        self.error = error;
        self
    }

    /// Draws it. After the text was used, call [`SecretBuffer::take`] or [`SecretBuffer::wipe`].
    pub(crate) fn show(self, ui: &mut Ui, buffer: &mut SecretBuffer) -> Response {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = size::GAP_SMALL;
            let label = text::label(ui, self.label);
            let width = ui.available_width();
            let wrong = (self.error.is_some() || buffer.refused).into();
            let edit = TextEdit::singleline(buffer).password(true).font(fonts::mono());
            let response = field::boxed(ui, edit, self.hint, width, field::Insets::plain(), wrong);
            // egui's undo history keeps plain copies of everything that was ever in the field.
            if let Some(mut state) = TextEditState::load(ui.ctx(), response.id) {
                state.clear_undoer();
                state.store(ui.ctx(), response.id);
            }
            let response = response.labelled_by(label.id);
            let refused = buffer.refused.then_some(TOO_LONG);
            field::below(ui, self.note, refused.or(self.error));
            response
        })
        .inner
    }
}

#[cfg(test)]
mod tests {
    use egui::TextBuffer as _;
    use egui::accesskit::Role;
    use egui::text::CharIndex;
    use egui::text_edit::TextEditState;
    use egui_kittest::kittest::NodeT as _;
    use egui_kittest::kittest::Queryable as _;

    use super::SecretBuffer;
    use super::SecretField;
    use crate::ui::widgets::testing::harness;

    const CANARY: &str = "canary-7Qd2-token";

    #[test]
    fn the_secret_is_in_no_accessibility_node_and_in_no_undo_history() {
        let id = std::cell::Cell::new(egui::Id::NULL);
        let mut harness = harness(SecretBuffer::default(), |ui, buffer: &mut SecretBuffer| {
            id.set(SecretField::new("SCIM token").hint("Paste it").show(ui, buffer).id);
        });
        harness.get_by_role_and_label(Role::PasswordInput, "SCIM token").focus();
        harness.run();
        harness.get_by_role_and_label(Role::PasswordInput, "SCIM token").type_text(CANARY);
        harness.run();
        assert_eq!(harness.state().as_str(), CANARY);
        for node in harness.root().children_recursive() {
            assert!(!format!("{:?}", node.accesskit_node()).contains(CANARY));
            assert!(!node.value().is_some_and(|value| value.contains("canary")));
        }
        let state = TextEditState::load(&harness.ctx, id.get()).expect("the field has state");
        let mut undoer = state.undoer();
        let undo = undoer.undo(&(state.cursor.char_range().unwrap_or_default(), String::new()));
        assert!(undo.is_none(), "an undo step is kept");
    }

    #[test]
    fn taking_the_secret_leaves_an_empty_buffer() {
        let mut buffer = SecretBuffer::default();
        assert_eq!(buffer.insert_text(CANARY, CharIndex(0)), CANARY.len());
        assert_eq!(buffer.take().as_str(), CANARY);
        assert!(buffer.is_empty());
        assert_eq!(format!("{buffer:?}"), "SecretBuffer(…)");
    }

    #[test]
    fn the_buffer_never_grows_beyond_the_room_it_took() {
        let mut buffer = SecretBuffer::default();
        let room = buffer.text.capacity();
        assert_eq!(buffer.insert_text(&"a".repeat(super::LONGEST + 1), CharIndex(0)), 0);
        buffer.insert_text(&"a".repeat(super::LONGEST), CharIndex(0));
        assert_eq!(buffer.text.capacity(), room);
        buffer.delete_char_range(CharIndex(1)..CharIndex(super::LONGEST));
        assert_eq!(buffer.as_str(), "a");
        buffer.wipe();
        assert!(buffer.is_empty());
    }

    #[test]
    fn a_paste_that_is_too_long_is_told_and_nothing_of_it_is_kept() {
        let mut harness = harness(SecretBuffer::default(), |ui, buffer: &mut SecretBuffer| {
            SecretField::new("SCIM token").show(ui, buffer);
        });
        let mut paste = |text: String, is_told: bool, expected: &str| {
            harness.get_by_role_and_label(Role::PasswordInput, "SCIM token").focus();
            harness.run();
            harness.event(egui::Event::Paste(text));
            harness.run();
            assert_eq!(harness.query_by_label(super::TOO_LONG).is_some(), is_told);
            assert_eq!(harness.state().as_str(), expected);
        };
        paste("a".repeat(super::LONGEST + 1), true, "");
        paste("b".to_owned(), false, "b");
        paste("c".repeat(super::LONGEST), true, "b");
        paste("d".to_owned(), false, "bd");
    }
}
