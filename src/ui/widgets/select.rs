//! A box that shows one choice and opens a menu of the others.

use egui::Event;
use egui::Popup;
use egui::Response;
use egui::ScrollArea;
use egui::Sense;
use egui::Ui;
use egui::Vec2;
use egui::WidgetInfo;
use egui::accesskit::Role;

use crate::ui::theme;
use crate::ui::theme::fonts;
use crate::ui::theme::icons;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::menu;
use crate::ui::widgets::menu::Item;
use crate::ui::widgets::paint;
use crate::ui::widgets::text;

/// A menu that is longer scrolls.
const HIGHEST: f32 = 320.0;
/// Letters typed this long after one another belong to one word, in seconds.
const TYPING_PAUSE: f64 = 1.0;

/// A choice with its label above: `Select::new("Region").show(ui, &mut region, &[(Region::Us, "United States"), …])`.
#[must_use = "a choice does nothing until it is shown"]
pub(crate) struct Select<'a> {
    label: &'a str,
    width: f32,
}

impl<'a> Select<'a> {
    /// The label is also the accessible name.
    pub(crate) const fn new(label: &'a str) -> Self {
        Self { label, width: f32::INFINITY }
    }

    /// A fixed width; otherwise as wide as there is room.
    pub(crate) const fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Draws label and box; `changed()` of the response says that another choice was made.
    pub(crate) fn show<T: Clone + PartialEq>(
        self,
        ui: &mut Ui,
        current: &mut T,
        choices: &[(T, &str)],
    ) -> Response {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = size::GAP_SMALL;
            text::label(ui, self.label);
            self.show_bare(ui, current, choices)
        })
        .inner
    }

    /// Draws only the box; the label stays its accessible name.
    pub(crate) fn show_bare<T: Clone + PartialEq>(
        self,
        ui: &mut Ui,
        current: &mut T,
        choices: &[(T, &str)],
    ) -> Response {
        let shown =
            choices.iter().find(|(choice, _)| choice == current).map_or("", |(_, name)| *name);
        let width = self.width.min(ui.available_width());
        let mut response = paint_box(ui, self.label, shown, width);
        let at = choices.iter().position(|(choice, _)| choice == current);
        let mut chosen = None;
        menu::menu(&response, |ui| {
            // A click leaves the focus with nobody, and keys would go astray.
            let opened = response.clicked().then_some(at.unwrap_or(0));
            let wanted = opened.or_else(|| typed(ui, &response, choices));
            ScrollArea::vertical().max_height(HIGHEST).show(ui, |ui| {
                for (number, (choice, name)) in choices.iter().enumerate() {
                    let item = Item::new(name).checked(choice == current).show(ui);
                    if wanted == Some(number) {
                        item.request_focus();
                    }
                    if item.gained_focus() {
                        item.scroll_to_me(None);
                    }
                    if item.clicked() {
                        chosen = Some(choice);
                    }
                }
            });
        });
        if let Some(choice) = chosen {
            response.request_focus();
            if choice != current {
                current.clone_from(choice);
                response.mark_changed();
            }
        }
        response
    }
}

/// The letters typed lately over an open list.
#[derive(Clone, Default)]
struct Typed {
    letters: String,
    at: f64,
}

/// The choice that begins with the letters typed: in this frame, and shortly before.
fn typed<T>(ui: &Ui, of: &Response, choices: &[(T, &str)]) -> Option<usize> {
    let (new, now) = ui.input(|input| {
        let texts = input.events.iter().filter_map(|event| match event {
            // Space chooses.
            Event::Text(text) if text != " " => Some(text.as_str()),
            _ => None,
        });
        (texts.collect::<String>(), input.time)
    });
    if new.is_empty() {
        return None;
    }
    let id = of.id.with("typed");
    let before: Typed = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let before = Some(before).filter(|typed| now - typed.at <= TYPING_PAUSE);
    let letters = before.unwrap_or_default().letters + &new.to_lowercase();
    let found =
        choices.iter().position(|(_, name)| name.to_lowercase().starts_with(letters.as_str()));
    ui.data_mut(|data| data.insert_temp(id, Typed { letters, at: now }));
    found
}

fn paint_box(ui: &mut Ui, name: &str, shown: &str, width: f32) -> Response {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, size::CONTROL), Sense::click());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ComboBox, ui.is_enabled(), name);
        info.current_text_value = Some(shown.to_owned());
        info
    });
    let fill = if response.hovered() { tokens.hover } else { tokens.surface };
    paint::frame(ui.painter(), rect, size::RADIUS, fill, tokens.control);
    let galley =
        paint::line_in(ui.painter(), shown, fonts::body(), tokens.text, rect.width() - 36.0);
    paint::put(ui.painter(), rect.left() + 10.0, rect.center().y, galley);
    let open = Popup::is_id_open(ui.ctx(), Popup::default_response_id(&response));
    let arrow = if open { icons::UP } else { icons::DOWN };
    let center = egui::pos2(rect.right() - 16.0, rect.center().y);
    paint::icon(ui.painter(), center, arrow, size::ICON, tokens.text_muted);
    if response.has_focus() {
        paint::focus_ring(ui, rect, size::RADIUS);
    }
    response
}

#[cfg(test)]
mod tests {
    use egui::Key;
    use egui::accesskit::Role;
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    use super::Select;
    use crate::ui::widgets::testing;
    use crate::ui::widgets::testing::harness;

    #[test]
    fn another_choice_is_made_from_the_menu() {
        let mut harness = harness("us", |ui, region: &mut &str| {
            Select::new("Region").show(ui, region, &[("us", "United States"), ("eu", "Europe")]);
        });
        let field = harness.get_by_role_and_label(Role::ComboBox, "Region");
        assert_eq!(field.value().as_deref(), Some("United States"));
        field.click();
        harness.run();
        harness.get_by_label("Europe").click();
        harness.run();
        assert_eq!(*harness.state(), "eu");
    }

    #[test]
    fn a_list_opened_by_a_click_is_left_by_keys() {
        let mut harness = harness("us", |ui, region: &mut &str| {
            let choices = [("us", "United States"), ("eu", "Europe"), ("ua", "Ukraine")];
            Select::new("Region").show(ui, region, &choices);
        });
        for (letters, chosen) in [(&["e"][..], "eu"), (&["u", "k"], "ua"), (&["x"], "ua")] {
            let field = harness.get_by_role_and_label(Role::ComboBox, "Region").rect().center();
            testing::click_at(&mut harness, field);
            for letter in letters {
                harness.event(egui::Event::Text((*letter).to_owned()));
                harness.run_steps(2);
            }
            harness.key_press(Key::Enter);
            harness.run_steps(4);
            assert_eq!(*harness.state(), chosen);
            assert!(harness.query_by_role(Role::MenuItemCheckBox).is_none(), "it is closed");
            assert!(harness.get_by_role_and_label(Role::ComboBox, "Region").is_focused());
            harness.run_steps(30);
        }
    }

    #[test]
    fn a_choice_far_down_is_reached_by_keyboard_in_a_low_window() {
        let names: Vec<String> = (0..90).map(|number| format!("Attribute {number}")).collect();
        let mut harness = harness(0, |ui, chosen: &mut usize| {
            let choices: Vec<(usize, &str)> =
                names.iter().enumerate().map(|(at, name)| (at, name.as_str())).collect();
            Select::new("Attribute").show(ui, chosen, &choices);
        });
        harness.get_by_role_and_label(Role::ComboBox, "Attribute").focus();
        harness.run_steps(4);
        harness.key_press(Key::Enter);
        harness.run_steps(4);
        let is_there =
            |harness: &Harness<'_, usize>| harness.get_by_label("Attribute 80").is_focused();
        for _ in 0..200 {
            if is_there(&harness) {
                break;
            }
            harness.key_press(Key::ArrowDown);
            harness.run_steps(4);
        }
        let bottom = harness.get_by_label("Attribute 80").rect().bottom();
        let window = harness.ctx.content_rect().bottom();
        assert!(is_there(&harness) && bottom < window, "{bottom} of {window}");
        harness.key_press(Key::Enter);
        harness.run_steps(4);
        assert_eq!(*harness.state(), 80);
    }
}
