//! Looks, and the connections this computer knows.

use egui::{Align, Layout, Ui};

use crate::session::action::Action;
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
