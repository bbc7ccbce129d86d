//! The top bar: which connection, what it allows, search, theme, help.

use egui::{Align, Layout, Ui, Vec2};

use crate::session::action::{Action, WritesAction};
use crate::session::connection::{Access, ConnectionKind, Profile};
use crate::session::settings::ThemeChoice;
use crate::session::state::State;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::theme::{self, fonts, icons};
use crate::ui::widgets::button::Button;
use crate::ui::widgets::menu::{self, Item};
use crate::ui::widgets::{badge, chip, paint};
use crate::ui::{Asked, Go, Page};

const SWITCHER: f32 = 240.0;
const SEARCH: f32 = 320.0;

/// Draws the top bar.
pub(crate) fn top_bar_ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
    ui.horizontal_centered(|ui| {
        let title = paint::line(ui.painter(), "SCIM Desk", fonts::strong(), theme::tokens(ui).text);
        let (rect, _) = ui
            .allocate_exact_size(Vec2::new(size::RAIL - 47.0, size::CONTROL), egui::Sense::hover());
        paint::put(ui.painter(), rect.left(), rect.center().y, title);
        switcher_ui(ui, state, asked);
        ui.add_space(size::GAP_SMALL);
        access_ui(ui, state, asked);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.add(Button::of_icon(icons::HELP, "Keyboard shortcuts")).clicked() {
                asked.go(Go::Shortcuts);
            }
            theme_ui(ui, asked);
            search_ui(ui, asked);
        });
    });
}

/// The color of a kind of connection.
pub(crate) fn tone(kind: ConnectionKind) -> Tone {
    match kind {
        ConnectionKind::Sandbox => Tone::Sandbox,
        ConnectionKind::Command => Tone::Danger,
        ConnectionKind::Scim => Tone::Accent,
    }
}

fn switcher_ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
    let Some(active) = state.profile() else { return };
    let tokens = theme::tokens(ui);
    let name = format!("Connection {}: {}", active.capabilities().badge, active.name);
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(SWITCHER, size::CONTROL), egui::Sense::click());
    paint::announce(&response, egui::accesskit::Role::ComboBox, &name);
    let fill = if response.hovered() { tokens.hover } else { tokens.surface };
    paint::frame(ui.painter(), rect, size::RADIUS, fill, tokens.line_strong);
    let mut inside = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(rect.shrink2(Vec2::new(6.0, 0.0)))
            .layout(Layout::left_to_right(Align::Center)),
    );
    badge::badge(&mut inside, tone(active.kind), active.capabilities().badge);
    let left = inside.cursor().left() + 2.0;
    let label = paint::line_in(
        ui.painter(),
        &active.name,
        fonts::medium(),
        tokens.text,
        rect.right() - left - 26.0,
    );
    paint::put(ui.painter(), left, rect.center().y, label);
    paint::icon(
        ui.painter(),
        egui::pos2(rect.right() - 14.0, rect.center().y),
        icons::DOWN,
        size::TEXT_SMALL,
        tokens.text_muted,
    );
    if response.has_focus() {
        paint::focus_ring(ui, rect, size::RADIUS);
    }
    menu::menu(&response, |ui| switcher_menu_ui(ui, state, asked));
}

fn switcher_menu_ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
    ui.set_min_width(SWITCHER);
    menu::heading(ui, "Connections");
    for profile in &state.connections {
        let text = entry(profile);
        if Item::new(&text).checked(profile.key == state.active).show(ui).clicked() {
            asked.push(Action::Connect(profile.key.clone()));
        }
    }
    menu::separator(ui);
    if Item::new("Add connection…").icon(icons::ADD).keys("Ctrl N").show(ui).clicked() {
        asked.push(Action::AskAddConnection);
    }
    if Item::new("Manage connections").icon(icons::SETTINGS).show(ui).clicked() {
        asked.go(Go::To(Page::Settings));
    }
}

fn entry(profile: &Profile) -> String {
    match profile.region() {
        Some(region) => format!("{} · Command {region}", profile.name),
        None => format!("{} · {}", profile.name, profile.capabilities().badge),
    }
}

fn access_ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
    let Some(profile) = state.profile() else { return };
    match profile.capabilities().access {
        Access::ReadAndWrite => {
            let tip = "Nothing here is real: a fictional company on this computer.";
            if chip::pill(ui, Tone::Neutral, icons::UNLOCK, "Practice").on_hover_text(tip).clicked()
            {
                asked.go(Go::To(Page::Overview));
            }
        }
        Access::Locked => lock_ui(ui, state, asked),
        Access::ReadOnly => {
            let tip = "This connection is only read, and nothing unlocks it: Verkada has no API for what could be changed here, so it is done by hand in Command, step by step.";
            if chip::pill(ui, Tone::Neutral, icons::LOCK, "Read only").on_hover_text(tip).clicked()
            {
                asked.go(Go::To(Page::Overview));
            }
        }
    }
}

/// The lock of a connection that may be written to for one piece of work, with the time that is left.
fn lock_ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
    let Some(unlocked) = state.unlocked.as_ref().filter(|_| state.is_unlocked()) else {
        let tip =
            "Nothing is written to this connection until you unlock it for one piece of work.";
        if chip::pill(ui, Tone::Neutral, icons::LOCK, "Locked").on_hover_text(tip).clicked() {
            asked.push(Action::Writes(WritesAction::AskUnlock));
        }
        return;
    };
    let seconds = unlocked.until.as_second().saturating_sub(state.now.as_second());
    let word = format!("Unlocked {}:{:02}", seconds / 60, seconds % 60);
    let tip = "Writes are possible until this time is over or the next run ends.";
    chip::pill(ui, Tone::Warning, icons::UNLOCK, &word).on_hover_text(tip);
    if ui.add(Button::plain("Lock writes").icon(icons::LOCK)).clicked() {
        asked.push(Action::Writes(WritesAction::Lock));
    }
}

fn theme_ui(ui: &mut Ui, asked: &mut Asked<'_>) {
    let (icon, name, choice) = if ui.visuals().dark_mode {
        (icons::SUN, "Switch to the light theme", ThemeChoice::Light)
    } else {
        (icons::MOON, "Switch to the dark theme", ThemeChoice::Dark)
    };
    if ui.add(Button::of_icon(icon, name)).clicked() {
        asked.push(Action::SetTheme(choice));
    }
}

fn search_ui(ui: &mut Ui, asked: &mut Asked<'_>) {
    let tokens = theme::tokens(ui);
    let width = SEARCH.min(ui.available_width() - size::GAP);
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(width, size::CONTROL), egui::Sense::click());
    paint::announce(&response, egui::accesskit::Role::Button, "Find a person, group or command");
    let fill = if response.hovered() { tokens.hover } else { tokens.surface };
    paint::frame(ui.painter(), rect, size::RADIUS, fill, tokens.line_strong);
    paint::icon(
        ui.painter(),
        egui::pos2(rect.left() + 17.0, rect.center().y),
        icons::SEARCH,
        size::ICON,
        tokens.text_muted,
    );
    let hint = paint::line_in(
        ui.painter(),
        "Find a person, group or command",
        fonts::body(),
        tokens.text_hint,
        width - 88.0,
    );
    paint::put(ui.painter(), rect.left() + 32.0, rect.center().y, hint);
    let keys = egui::Rect::from_min_max(
        egui::pos2(rect.right() - 56.0, rect.top()),
        rect.right_bottom() - Vec2::new(8.0, 0.0),
    );
    let mut inside = ui.new_child(
        egui::UiBuilder::new().max_rect(keys).layout(Layout::right_to_left(Align::Center)),
    );
    badge::key_hint(&mut inside, "Ctrl K");
    if response.has_focus() {
        paint::focus_ring(ui, rect, size::RADIUS);
    }
    if response.clicked() {
        asked.go(Go::Palette);
    }
}
