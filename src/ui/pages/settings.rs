//! Looks, and the connections this computer knows.

use egui::{Align, Layout, Ui};

use crate::session::action::{Action, OrganizationAction};
use crate::session::connection::{ConnectionKind, Profile, TokenState};
use crate::session::settings::ThemeChoice;
use crate::session::state::State;
use crate::ui::pages::{body_ui, header_ui};
use crate::ui::shell::tone;
use crate::ui::theme::icons;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::card::card;
use crate::ui::widgets::select::Select;
use crate::ui::widgets::{badge, paint, text};
use crate::ui::{Asked, words};
use crate::verkada::TenantUrl;

const WIDTH: f32 = 720.0;
const CHOICE: f32 = 240.0;
const SCALES: [(u16, &str); 6] =
    [(80, "80 %"), (90, "90 %"), (100, "100 %"), (125, "125 %"), (150, "150 %"), (200, "200 %")];
const THEMES: [(ThemeChoice, &str); 3] = [
    (ThemeChoice::System, "As the system"),
    (ThemeChoice::Light, "Light"),
    (ThemeChoice::Dark, "Dark"),
];

/// Draws the page.
pub(crate) fn ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
    header_ui(ui, "Settings", "Kept on this computer", |_| {});
    body_ui(ui, |ui| {
        ui.set_max_width(WIDTH.min(ui.available_width()));
        card(ui, |ui| looks_ui(ui, state, asked));
        ui.add_space(size::GAP_LARGE);
        card(ui, |ui| connections_ui(ui, state, asked));
        ui.add_space(size::GAP_LARGE);
        card(ui, |ui| protected_ui(ui, state, asked));
        ui.add_space(size::GAP_LARGE);
        card(ui, privacy_ui);
    });
}

fn looks_ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
    text::strong(ui, "Looks");
    ui.add_space(size::GAP);
    ui.horizontal(|ui| {
        let mut theme = state.settings.theme;
        if Select::new("Theme").width(CHOICE).show(ui, &mut theme, &THEMES).changed() {
            asked.push(Action::SetTheme(theme));
        }
        ui.add_space(size::GAP);
        let mut scale = state.settings.scale_percent;
        if Select::new("Size").width(CHOICE).show(ui, &mut scale, &SCALES).changed() {
            asked.push(Action::SetScale(scale));
        }
    });
}

fn connections_ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
    ui.horizontal(|ui| {
        text::strong(ui, "Connections");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.add(Button::plain("Add connection…").icon(icons::ADD)).clicked() {
                asked.push(Action::AskAddConnection);
            }
        });
    });
    for profile in &state.connections {
        ui.add_space(size::GAP);
        paint::separator(ui);
        ui.add_space(size::GAP);
        connection_ui(ui, state, profile, asked);
    }
}

fn connection_ui(ui: &mut Ui, state: &State, profile: &Profile, asked: &mut Asked<'_>) {
    ui.horizontal(|ui| {
        ui.vertical(|ui| {
            ui.spacing_mut().interact_size.y = size::LINE_HEIGHT;
            ui.spacing_mut().item_spacing.y = size::GAP_SMALL;
            ui.horizontal(|ui| {
                badge::badge(ui, tone(profile.kind), profile.capabilities().badge);
                text::strong(ui, &profile.name);
            });
            text::mono(ui, profile.tenant.as_ref().map(TenantUrl::as_str).unwrap_or_default());
            text::hint(ui, &token_line(profile, state));
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if profile.kind != ConnectionKind::Sandbox {
                let forget = format!("Forget {}", profile.name);
                if ui.add(Button::ghost("Forget…").name(&forget)).clicked() {
                    asked.push(Action::AskForget(profile.key.clone()));
                }
                let replace = format!("Replace the token of {}", profile.name);
                if ui.add(Button::plain("Replace token…").name(&replace)).clicked() {
                    asked.push(Action::AskReplaceToken(profile.key.clone()));
                }
            }
            if profile.key == state.active {
                text::muted(ui, "In use");
            } else if ui.add(Button::plain("Use").name(&format!("Use {}", profile.name))).clicked()
            {
                asked.push(Action::Connect(profile.key.clone()));
            }
        });
    });
}

fn token_line(profile: &Profile, state: &State) -> String {
    let kept = match &profile.token {
        TokenState::Missing => "No token on this computer".to_owned(),
        TokenState::ThisRun => "Token in memory, for this run only".to_owned(),
        TokenState::Keyring { hint } => {
            format!("Token …{hint} in the keyring, for {} alone", profile.place())
        }
    };
    match profile.proven_at {
        Some(at) => format!("{kept} · proven {}", words::ago(at, state.now)),
        None => kept,
    }
}

/// Who can not be taken away from the active connection.
fn protected_ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
    let place = state.profile().map(|profile| profile.name.as_str()).unwrap_or_default();
    text::strong(ui, "Protected people");
    ui.add_space(size::GAP_SMALL);
    text::muted(
        ui,
        &format!("They are left out of every Delete and Permanently remove in {place}."),
    );
    let protected = state.settings.care(&state.active.0).protected;
    if protected.is_empty() {
        ui.add_space(size::GAP);
        text::hint(
            ui,
            "Nobody yet. Put your own account, the last admin and break-glass accounts here: open the person and choose Protect from removal.",
        );
    }
    for user_name in protected {
        ui.add_space(size::GAP);
        ui.horizontal(|ui| {
            text::mono(ui, &user_name);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let name = format!("Stop protecting {user_name}");
                if ui.add(Button::plain("Stop protecting").name(&name)).clicked() {
                    let action = OrganizationAction::Unprotect(user_name);
                    asked.push(Action::Organization(action));
                }
            });
        });
    }
}

fn privacy_ui(ui: &mut Ui) {
    text::strong(ui, "Privacy");
    ui.add_space(size::GAP);
    for line in [
        "Tokens lie in the keyring of this computer and nowhere else. There is no file with secrets.",
        "Nothing is sent anywhere but to the connections above. There is no telemetry, no account, no cloud.",
        "The log holds no names, no mail addresses and no secrets. People who were read are forgotten when the window closes.",
        "SCIM Desk is not affiliated with Verkada or Microsoft.",
    ] {
        text::body(ui, line);
        ui.add_space(size::GAP_SMALL);
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::Queryable as _;

    use super::*;
    use crate::session::action::Actions;
    use crate::ui::testing;
    use crate::ui::widgets::testing::harness;

    #[test]
    fn the_protected_are_listed_and_taken_off_one_by_one() {
        let mut state = testing::state();
        let names = ["ada@halcyon.example".to_owned(), "break-glass@halcyon.example".to_owned()];
        state.settings.care_mut("sandbox").protected.extend(names);
        let mut harness = harness((state, Vec::new()), |ui, (state, seen)| {
            let (mut actions, mut go) = (Actions::default(), Vec::new());
            let asked = &mut Asked { actions: &mut actions, go: &mut go };
            card(ui, |ui| protected_ui(ui, state, asked));
            seen.extend(actions.take());
        });
        harness.get_by_label("Stop protecting break-glass@halcyon.example").click();
        harness.run_steps(2);
        let [Action::Organization(OrganizationAction::Unprotect(name))] = &harness.state().1[..]
        else {
            panic!("{:?}", harness.state().1)
        };
        assert_eq!(name, "break-glass@halcyon.example");
    }
}
