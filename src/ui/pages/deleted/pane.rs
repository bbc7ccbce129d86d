//! One deleted person closely: what was kept, what a permanent removal erases, what a re-provision brings back.

use egui::{Align, Layout, ScrollArea, Ui};

use crate::session::people::PersonState;
use crate::session::state::State;
use crate::ui::pages::{practice, removal};
use crate::ui::theme::icons;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::avatar::avatar;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::card::{KeyValue, card};
use crate::ui::widgets::{badge, text};
use crate::ui::{Asked, words};
use crate::verkada::admin::DeletedUser;
use crate::verkada::{Verb, name};

/// Draws the pane; true when it is to be closed.
pub(super) fn ui(ui: &mut Ui, state: &State, one: &DeletedUser, asked: &mut Asked<'_>) -> bool {
    let closed = head_ui(ui, state, one);
    ScrollArea::vertical().id_salt("deleted person").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = size::GAP_SMALL;
        KeyValue::new("userName", &one.user_name).mono().show(ui);
        KeyValue::new("Department", one.department.as_deref().unwrap_or_default()).show(ui);
        KeyValue::new("Deleted", &words::moment(one.deleted_at)).show(ui);
        KeyValue::new("SCIM id", &one.id).mono().show(ui);
        ui.add_space(size::GAP);
        card(ui, |ui| kept_ui(ui, one));
        ui.add_space(size::GAP);
        card(ui, |ui| next_ui(ui, state, one, asked));
    });
    closed
}

fn head_ui(ui: &mut Ui, state: &State, one: &DeletedUser) -> bool {
    let mut closed = false;
    ui.horizontal(|ui| {
        avatar(ui, &one.display_name);
        ui.add_space(size::GAP_SMALL);
        ui.vertical(|ui| {
            ui.set_width(ui.available_width() - 36.0);
            ui.spacing_mut().item_spacing.y = 2.0;
            text::title(ui, &name::shown(&one.display_name));
            text::muted(ui, &name::shown(one.department.as_deref().unwrap_or_default()));
        });
        ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
            closed = ui.add(Button::of_icon(icons::CLOSE, "Close this deleted user")).clicked();
        });
    });
    ui.add_space(size::GAP_SMALL);
    ui.horizontal(|ui| {
        badge::badge(ui, Tone::Danger, "Deleted");
        if state.protects(&one.user_name) {
            badge::badge_with(ui, Tone::Accent, Some(icons::SHIELD), "Protected");
        }
    });
    ui.add_space(size::GAP);
    closed
}

fn kept_ui(ui: &mut Ui, one: &DeletedUser) {
    ui.spacing_mut().item_spacing.y = size::GAP_SMALL;
    text::strong(ui, "What was kept");
    let kept = &one.kept;
    let all = [
        [("Roles", kept.roles), ("Permissions", kept.permissions)],
        [("Credentials", kept.credentials), ("Groups", kept.groups)],
        [("History", kept.history_entries), ("Access log", kept.access_log_entries)],
    ];
    for pair in all {
        ui.columns_const(|[left, right]| {
            for (ui, (label, count)) in [left, right].into_iter().zip(pair) {
                let count = if count == 0 { "–".to_owned() } else { words::count(count) };
                KeyValue::new(label, &count).name_width(88.0).show(ui);
            }
        });
    }
}

fn next_ui(ui: &mut Ui, state: &State, one: &DeletedUser, asked: &mut Asked<'_>) {
    ui.spacing_mut().item_spacing.y = size::GAP_SMALL;
    text::strong(ui, "What can happen next");
    text::body(
        ui,
        "Re-provision: assign the person to the app in Entra again. The same record comes back with everything above, under the same SCIM id.",
    );
    text::body(
        ui,
        "Permanently remove: everything above is erased. A later provision makes a new person with another id and nothing attached.",
    );
    ui.add_space(size::GAP_SMALL);
    // Deleted people were deactivated before; nothing else stands in the way.
    let blocked =
        state.removal_blocked(Verb::PermanentlyRemove, PersonState::Deactivated, &one.user_name);
    let verb = Verb::PermanentlyRemove;
    if ui.add(removal::button(verb).blocked(blocked.as_deref())).clicked() {
        asked.push(removal::remove(verb, vec![one.id.clone()]));
    }
    if let Some(why) = &blocked {
        removal::reason_ui(ui, why);
    }
    practice::provision_again_ui(ui, state, one, asked);
    protect_ui(ui, state, &one.user_name, asked);
}

/// The button that puts somebody on the list of protected people, or takes them off it.
fn protect_ui(ui: &mut Ui, state: &State, user_name: &str, asked: &mut Asked<'_>) {
    let (label, action) = removal::protection(state, user_name);
    if ui.add(Button::ghost(label).icon(icons::SHIELD)).clicked() {
        asked.push(action);
    }
}
