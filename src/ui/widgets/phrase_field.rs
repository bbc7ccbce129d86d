//! A field for the words that confirm: typed letter by letter, never pasted, so that they are read.

use egui::CornerRadius;
use egui::Event;
use egui::Id;
use egui::Response;
use egui::Sense;
use egui::TextEdit;
use egui::Ui;
use egui::Vec2;
use egui::accesskit::Role;
use egui::text::LayoutJob;
use egui::text::TextFormat;

use crate::session::plan::phrase::Progress;
use crate::ui::theme;
use crate::ui::theme::fonts;
use crate::ui::theme::tokens::Tone;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::field;
use crate::ui::widgets::paint;
use crate::ui::widgets::text;
use crate::verkada::name;

/// Longest text that can be typed, in characters; no phrase comes near it.
const LONGEST: usize = 1_024;
const PADDING: f32 = 10.0;

/// Whether the last thing tried was to paste.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Paste {
    #[default]
    NotTried,
    Refused,
}

/// The phrase that is wanted, and a field to type it into.
#[must_use = "a field does nothing until it is shown"]
pub(crate) struct PhraseField<'a> {
    phrase: &'a str,
}

impl<'a> PhraseField<'a> {
    /// The phrase stands above the field; "Type" and the phrase are the accessible name.
    pub(crate) const fn new(phrase: &'a str) -> Self {
        Self { phrase }
    }

    /// Draws it; whether the phrase was typed is for the plan to say.
    pub(crate) fn show(self, ui: &mut Ui, typed: &mut String) -> Response {
        let id = ui.scope_id().with(("phrase", self.phrase));
        let mut paste = Self::refuse_paste(ui, id);
        let name = format!("Type {}", self.phrase);
        let progress = Progress::of(self.phrase, typed);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = size::GAP_SMALL;
            text::label(ui, "Type this to confirm");
            self.wanted(ui, progress);
            let edit = TextEdit::singleline(typed).id(id).font(fonts::mono()).char_limit(LONGEST);
            let wrong = matches!(progress, Progress::Astray(_)).into();
            let width = ui.available_width();
            let response = field::boxed(ui, edit, "", width, field::Insets::plain(), wrong);
            if response.changed() {
                paste = Paste::NotTried;
                ui.data_mut(|data| data.insert_temp(id, paste));
            }
            self.below(ui, Progress::of(self.phrase, typed), paste);
            response.accessible_name(&name)
        })
        .inner
    }

    /// Takes pasted text away before the field sees it, and remembers that until something is typed.
    fn refuse_paste(ui: &Ui, id: Id) -> Paste {
        if ui.memory(|memory| memory.has_focus(id)) {
            let pasted = ui.input_mut(|input| {
                let before = input.events.len();
                input.events.retain(|event| !matches!(event, Event::Paste(_)));
                before != input.events.len()
            });
            if pasted {
                ui.data_mut(|data| data.insert_temp(id, Paste::Refused));
            }
        }
        ui.data(|data| data.get_temp(id)).unwrap_or_default()
    }

    /// The phrase, with what is right of it in another color.
    fn wanted(&self, ui: &mut Ui, progress: Progress) {
        let tokens = theme::tokens(ui);
        let shown = name::shown(self.phrase);
        let right = progress.right(shown.chars().count());
        let split = shown.char_indices().nth(right).map_or(shown.len(), |(at, _)| at);
        let (done, rest) = shown.split_at_checked(split).unwrap_or((&shown, ""));
        let mut job = LayoutJob { break_on_newline: false, ..LayoutJob::default() };
        job.wrap.max_width = ui.available_width() - 2.0 * PADDING;
        for (part, color) in [(done, tokens.good), (rest, tokens.text)] {
            job.append(part, 0.0, TextFormat::simple(fonts::mono(), color));
        }
        let galley = ui.painter().layout_job(job);
        let wanted = Vec2::new(ui.available_width(), galley.size().y + 2.0 * 6.0);
        let (place, response) = ui.allocate_exact_size(wanted, Sense::hover());
        ui.painter().rect_filled(place, CornerRadius::same(size::RADIUS), tokens.sunken);
        paint::put(ui.painter(), place.left() + PADDING, place.center().y, galley);
        paint::announce(&response, Role::Label, self.phrase);
    }

    fn below(&self, ui: &mut Ui, progress: Progress, paste: Paste) {
        let all = self.phrase.chars().count();
        let right = progress.right(all);
        if paste == Paste::Refused {
            text::error(ui, "Pasting is off here: these words are there to be read. Type them.");
            return;
        }
        match progress {
            Progress::Untouched => text::hint(ui, "Capitals or not makes no difference."),
            Progress::OnTheWay(_) => text::hint(ui, &format!("{right} of {all} characters match")),
            Progress::Astray(_) => {
                text::error(ui, &format!("Differs after {right} of {all} characters"))
            }
            Progress::Typed => text::toned(ui, Tone::Good, "Matches"),
        };
    }
}

#[cfg(test)]
mod tests {
    use egui::Event;
    use egui::accesskit::Role;
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    use super::PhraseField;
    use crate::ui::widgets::testing::harness;

    const PHRASE: &str = "REMOVE 3 HALCYON FREIGHT";
    const NAME: &str = "Type REMOVE 3 HALCYON FREIGHT";

    fn field() -> Harness<'static, String> {
        let mut harness = harness(String::new(), |ui, typed: &mut String| {
            PhraseField::new(PHRASE).show(ui, typed);
        });
        harness.get_by_role_and_label(Role::TextInput, NAME).focus();
        harness.run();
        harness
    }

    fn type_text(harness: &mut Harness<'_, String>, text: &str) {
        harness.get_by_role_and_label(Role::TextInput, NAME).type_text(text);
        harness.run();
    }

    #[test]
    fn the_field_says_how_far_the_phrase_is_right() {
        let mut harness = field();
        harness.get_by_label(PHRASE);
        for (typed, said) in
            [("remove", "6 of 24 characters match"), (" 4", "Differs after 7 of 24 characters")]
        {
            type_text(&mut harness, typed);
            harness.get_by_label(said);
        }
        harness.state_mut().clear();
        harness.run();
        type_text(&mut harness, PHRASE);
        harness.get_by_label("Matches");
    }

    #[test]
    fn pasted_text_is_refused_with_a_word_why_until_something_is_typed() {
        let mut harness = field();
        harness.event(Event::Paste(PHRASE.to_owned()));
        harness.run();
        assert_eq!(harness.state(), "");
        assert!(harness.query_by_label_contains("Pasting is off here").is_some());
        type_text(&mut harness, "R");
        assert_eq!(harness.state(), "R");
        assert!(harness.query_by_label_contains("Pasting is off here").is_none());
    }
}
