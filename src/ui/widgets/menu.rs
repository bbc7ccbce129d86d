//! Menus under buttons and at the pointer; arrow keys, Esc and focus return are egui's own.

use egui::Align;
use egui::Layout;
use egui::Popup;
use egui::PopupCloseBehavior;
use egui::Response;
use egui::Sense;
use egui::Ui;
use egui::Vec2;
use egui::WidgetInfo;
use egui::accesskit::Role;
use egui::containers::menu::MenuConfig;
use egui::containers::menu::is_in_menu;

use crate::ui::theme;
use crate::ui::theme::fonts;
use crate::ui::theme::icons;
use crate::ui::theme::icons::Icon;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::paint;

const ITEM: f32 = 28.0;
const NARROWEST: f32 = 168.0;

/// Opens under a button when it is clicked, until an entry is chosen.
pub(crate) fn menu<R>(button: &Response, add: impl FnOnce(&mut Ui) -> R) -> Option<R> {
    let popup = Popup::menu(button).gap(4.0).width(button.rect.width().max(NARROWEST));
    above(popup, button, add)
}

/// The same, but stays open while entries are checked.
pub(crate) fn checklist<R>(button: &Response, add: impl FnOnce(&mut Ui) -> R) -> Option<R> {
    let popup = Popup::menu(button)
        .gap(4.0)
        .width(NARROWEST)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    above(popup, button, add)
}

/// Opens at the pointer on a secondary click.
pub(crate) fn context_menu<R>(target: &Response, add: impl FnOnce(&mut Ui) -> R) -> Option<R> {
    above(Popup::context_menu(target).width(NARROWEST), target, add)
}

/// Shows a menu above the dialog it belongs to. Both are layers of one order, and a press on a dialog brings that to the
/// top: in the same frame as the release that opens the menu it would stay there.
fn above<R>(popup: Popup<'_>, of: &Response, add: impl FnOnce(&mut Ui) -> R) -> Option<R> {
    if !of.interact_rect.is_positive() {
        // It was scrolled out of sight; its menu would slide over what has nothing to do with it.
        Popup::close_id(&of.ctx, popup.get_id());
    }
    let shown = popup.show(|ui| contents(ui, add))?;
    let layer = shown.response.layer_id;
    if layer.order == of.layer_id.order {
        of.ctx.set_sublayer(of.layer_id, layer);
    }
    Some(shown.inner)
}

fn contents<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.spacing_mut().item_spacing = Vec2::ZERO;
    ui.set_min_width(NARROWEST);
    ui.with_layout(Layout::top_down_justified(Align::Min), add).inner
}

/// An entry: an icon or room for one, a text, and keys that do the same.
#[must_use = "an entry does nothing until it is shown"]
pub(crate) struct Item<'a> {
    text: &'a str,
    icon: Option<Icon>,
    keys: &'a str,
    checked: Option<Checked>,
    blocked: Option<&'a str>,
    marked: bool,
    width: f32,
}

/// Whether an entry is the chosen one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Checked {
    /// It is.
    Yes,
    /// It is not.
    No,
}

impl From<bool> for Checked {
    fn from(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}

impl<'a> Item<'a> {
    /// A plain entry.
    pub(crate) const fn new(text: &'a str) -> Self {
        Self {
            text,
            icon: None,
            keys: "",
            checked: None,
            blocked: None,
            marked: false,
            width: f32::INFINITY,
        }
    }

    /// An icon before the text.
    pub(crate) const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Keys that do the same.
    pub(crate) const fn keys(mut self, keys: &'a str) -> Self {
        self.keys = keys;
        self
    }

    /// One of several, with a check mark on the chosen ones.
    pub(crate) fn checked(mut self, checked: impl Into<Checked>) -> Self {
        self.checked = Some(checked.into());
        self
    }

    /// Disabled while this is `Some`; the reason and the way out are shown when the pointer rests on it.
    pub(crate) const fn blocked(mut self, reason: Option<&'a str>) -> Self {
        self.blocked = reason;
        self
    }

    /// The one that Enter takes while the focus is in a field.
    pub(crate) const fn marked(mut self) -> Self {
        self.marked = true;
        self
    }

    /// At most so wide: a longer text is cut, and whole when the pointer rests on it.
    pub(crate) const fn within(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Draws it; `clicked()` of the response says that it was chosen.
    pub(crate) fn show(self, ui: &mut Ui) -> Response {
        let response = ui.add_enabled_ui(self.blocked.is_none(), |ui| self.paint(ui)).inner;
        // A menu closes by itself for clicks of the pointer alone.
        let closes = MenuConfig::find(ui).close_behavior == PopupCloseBehavior::CloseOnClick;
        if response.clicked() && closes && is_in_menu(ui) {
            ui.close();
        }
        match self.blocked {
            Some(reason) => response.on_disabled_hover_text(reason),
            None => response,
        }
    }

    fn paint(&self, ui: &mut Ui) -> Response {
        let tokens = theme::tokens(ui);
        let keys = paint::line(ui.painter(), self.keys, fonts::small(), tokens.text_hint);
        let room = if self.keys.is_empty() { 0.0 } else { keys.size().x + 24.0 };
        let most = self.width - 34.0 - room - 12.0;
        let galley = paint::line_in(ui.painter(), self.text, fonts::body(), tokens.text, most);
        let is_cut = galley.elided;
        let width = (34.0 + galley.size().x + room + 12.0).max(ui.available_width());
        let (rect, response) = ui.allocate_exact_size(Vec2::new(width, ITEM), Sense::click());
        response.widget_info(|| match self.checked {
            Some(checked) => WidgetInfo::selected(
                Role::MenuItemCheckBox,
                ui.is_enabled(),
                checked == Checked::Yes,
                self.text,
            ),
            None => WidgetInfo::labeled(Role::MenuItem, ui.is_enabled(), self.text),
        });
        let is_marked = self.marked || response.has_focus();
        if response.hovered() || is_marked {
            ui.painter().rect_filled(rect, f32::from(size::RADIUS), tokens.hover);
        }
        if is_marked {
            ui.painter().rect_filled(rect, f32::from(size::RADIUS), tokens.accent_soft);
        }
        let middle = rect.center().y;
        let icon = match self.checked {
            Some(Checked::Yes) => Some((icons::CHECK, tokens.accent)),
            Some(Checked::No) => None,
            None => self.icon.map(|icon| (icon, tokens.text_muted)),
        };
        if let Some((icon, color)) = icon {
            paint::icon(
                ui.painter(),
                egui::pos2(rect.left() + 17.0, middle),
                icon,
                size::ICON,
                color,
            );
        }
        paint::put(ui.painter(), rect.left() + 34.0, middle, galley);
        let keys_left = rect.right() - 10.0 - keys.size().x;
        paint::put(ui.painter(), keys_left, middle, keys);
        if is_cut { response.on_hover_text(self.text) } else { response }
    }
}

/// A line between groups of entries.
pub(crate) fn separator(ui: &mut Ui) {
    ui.add_space(4.0);
    paint::separator(ui);
    ui.add_space(4.0);
}

/// A caption over a group of entries.
pub(crate) fn heading(ui: &mut Ui, text: &str) {
    let tokens = theme::tokens(ui);
    let galley = paint::line(ui.painter(), text, fonts::tiny(), tokens.text_hint);
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(galley.size().x + 20.0, 24.0), Sense::hover());
    paint::put(ui.painter(), rect.left() + 10.0, rect.center().y, galley);
    paint::announce(&response, Role::Label, text);
}

#[cfg(test)]
mod tests {
    use egui::Key;
    use egui::accesskit::Role;
    use egui_kittest::kittest::NodeT as _;
    use egui_kittest::kittest::Queryable as _;

    use super::Item;
    use super::menu;
    use crate::ui::widgets::button::Button;
    use crate::ui::widgets::testing::harness;

    fn draw(ui: &mut egui::Ui, chosen: &mut Vec<&'static str>) {
        let button = ui.add(Button::plain("Export"));
        menu(&button, |ui| {
            for entry in ["CSV", "JSON"] {
                if Item::new(entry).show(ui).clicked() {
                    chosen.push(entry);
                }
            }
        });
    }

    #[test]
    fn a_menu_opens_chooses_and_closes_by_pointer() {
        let mut harness = harness(vec![], draw);
        assert!(harness.query_by_label("JSON").is_none());
        harness.get_by_label("Export").click();
        harness.run();
        harness.get_by_role_and_label(Role::MenuItem, "JSON").click();
        harness.run();
        assert_eq!(*harness.state(), ["JSON"]);
        assert!(harness.query_by_label("JSON").is_none());
    }

    #[test]
    fn a_menu_works_by_keyboard_alone() {
        let mut harness = harness(vec![], draw);
        harness.get_by_label("Export").focus();
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
        harness.key_press(Key::ArrowDown);
        harness.run();
        harness.key_press(Key::ArrowDown);
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().len(), 1);
        assert!(harness.query_by_label("JSON").is_none(), "it is closed");
    }

    #[test]
    fn a_blocked_entry_does_nothing_and_says_why() {
        let reason = "Deactivate the person in Entra first";
        let mut harness = harness(false, |ui, chosen: &mut bool| {
            let button = ui.add(Button::plain("More"));
            menu(&button, |ui| {
                *chosen |= Item::new("Delete…").blocked(Some(reason)).show(ui).clicked();
            });
        });
        harness.get_by_label("More").click();
        harness.run();
        let entry = harness.get_by_role_and_label(Role::MenuItem, "Delete…");
        assert!(entry.accesskit_node().is_disabled());
        entry.hover();
        harness.run_steps(60);
        assert!(harness.query_by_label(reason).is_some());
        harness.get_by_role_and_label(Role::MenuItem, "Delete…").click();
        harness.run();
        assert!(!harness.state());
    }

    #[test]
    fn escape_closes_a_menu() {
        let mut harness = harness(vec![], draw);
        harness.get_by_label("Export").click();
        harness.run();
        harness.key_press(Key::Escape);
        harness.run();
        assert!(harness.query_by_label("JSON").is_none());
        assert!(harness.state().is_empty());
    }
}
