//! The ways to Delete and Permanently remove, wherever people are shown: each only opens the dialog that shows the plan.

use egui::{Frame, Margin, Ui, UiBuilder};

use crate::session::action::{Action, OrganizationAction, PlanAction};
use crate::session::people::{Person, PersonState};
use crate::session::state::State;
use crate::ui::theme::icons::{self, Icon};
use crate::ui::theme::tokens::size;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::menu::{self, Item};
use crate::ui::widgets::{paint, text};
use crate::ui::{Asked, theme, words};
use crate::verkada::Verb;

/// The height of the bar that appears when several rows are chosen.
const BAR: f32 = 46.0;

/// Draws the entries of a person's menu.
pub(super) fn items_ui(ui: &mut Ui, state: &State, person: &Person<'_>, asked: &mut Asked<'_>) {
    menu::separator(ui);
    for &verb in state.removal_verbs() {
        let blocked = state.removal_blocked(verb, person.state(), person.user_name());
        let item = Item::new(label(verb)).icon(icon(verb)).blocked(blocked.as_deref());
        if item.show(ui).clicked() {
            asked.push(remove(verb, vec![person.id().to_owned()]));
        }
    }
    let (text, action) = protection(state, person.user_name());
    if Item::new(text).icon(icons::SHIELD).show(ui).clicked() {
        asked.push(action);
    }
}

/// Draws the buttons for one person; why they are blocked stands below them.
pub(super) fn buttons_ui(
    ui: &mut Ui,
    state: &State,
    (id, user_name, standing): (&str, &str, PersonState),
    asked: &mut Asked<'_>,
) {
    let mut why = None;
    ui.horizontal_wrapped(|ui| {
        for &verb in state.removal_verbs() {
            let blocked = state.removal_blocked(verb, standing, user_name);
            if ui.add(button(verb).blocked(blocked.as_deref())).clicked() {
                asked.push(remove(verb, vec![id.to_owned()]));
            }
            why = why.take().or(blocked);
        }
    });
    if let Some(why) = why {
        reason_ui(ui, &why);
    }
}

/// Draws why something can not be done, with a lock before it.
pub(super) fn reason_ui(ui: &mut Ui, why: &str) {
    ui.horizontal_top(|ui| {
        let room = egui::Vec2::splat(size::LINE_HEIGHT);
        let (rect, _) = ui.allocate_exact_size(room, egui::Sense::hover());
        let color = theme::tokens(ui).text_muted;
        paint::icon(ui.painter(), rect.center(), icons::LOCK, size::ICON, color);
        ui.vertical(|ui| text::small(ui, why));
    });
}

/// Puts somebody on the list of protected people, or takes them off it.
pub(super) fn protection(state: &State, user_name: &str) -> (&'static str, Action) {
    let user_name = user_name.to_owned();
    if state.protects(&user_name) {
        ("Stop protecting", Action::Organization(OrganizationAction::Unprotect(user_name)))
    } else {
        let names = vec![user_name];
        ("Protect from removal", Action::Organization(OrganizationAction::Protect(names)))
    }
}

/// What a choice of several rows asks for.
pub(super) enum Chosen {
    /// Take all of them away.
    Remove(Verb),
    /// Protect all of them.
    Protect,
    /// Choose nobody.
    Nobody,
}

/// Draws a table, and below it, while several rows are chosen, what can be done with them.
pub(super) fn with_bar(
    ui: &mut Ui,
    state: &State,
    chosen: usize,
    verbs: &[Verb],
    table_ui: impl FnOnce(&mut Ui),
) -> Option<Chosen> {
    if chosen < 2 {
        table_ui(ui);
        return None;
    }
    let (_, rect) = ui.allocate_space(ui.available_size());
    let (above, below) = rect.split_top_bottom_at_y((rect.bottom() - BAR).max(rect.top()));
    table_ui(&mut ui.new_child(UiBuilder::new().id_salt("above the bar").max_rect(above)));
    let tokens = theme::tokens(ui);
    ui.painter().rect_filled(below, 0.0, tokens.raised);
    ui.painter().hline(below.x_range(), below.top(), (size::LINE, tokens.line));
    let mut bar = ui.new_child(UiBuilder::new().id_salt("the chosen").max_rect(below));
    let mut asked = None;
    let margin = Margin { left: 16, right: 16, top: 8, bottom: 8 };
    Frame::new().inner_margin(margin).show(&mut bar, |ui| {
        ui.horizontal(|ui| {
            text::strong(ui, &format!("{} chosen", words::count(chosen)));
            ui.add_space(size::GAP);
            let blocked = state.work_blocked();
            for &verb in verbs {
                let name = format!("{verb} the {} chosen…", words::count(chosen));
                let button = button(verb).name(&name).blocked(blocked.as_deref());
                if ui.add(button).clicked() {
                    asked = Some(Chosen::Remove(verb));
                }
            }
            if ui.add(Button::ghost("Protect").icon(icons::SHIELD)).clicked() {
                asked = Some(Chosen::Protect);
            }
            if ui.add(Button::ghost("Choose nobody").icon(icons::CLOSE)).clicked() {
                asked = Some(Chosen::Nobody);
            }
        });
    });
    asked
}

/// Asks for the plan.
pub(super) fn remove(verb: Verb, ids: Vec<String>) -> Action {
    Action::Plan(PlanAction::Remove(verb, ids))
}

/// What the entry says.
pub(super) const fn label(verb: Verb) -> &'static str {
    match verb {
        Verb::PermanentlyRemove => "Permanently remove…",
        _ => "Delete…",
    }
}

/// The sign of the verb.
pub(super) const fn icon(verb: Verb) -> Icon {
    match verb {
        Verb::PermanentlyRemove => icons::ERASE,
        _ => icons::TRASH,
    }
}

/// The button of the verb, blocked or not as the caller knows.
pub(super) const fn button(verb: Verb) -> Button<'static> {
    match verb {
        Verb::PermanentlyRemove => Button::danger(label(verb)).icon(icon(verb)),
        _ => Button::plain(label(verb)).icon(icon(verb)),
    }
}
