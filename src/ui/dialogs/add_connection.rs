//! Adds a connection: what stands there, where, and its token, which goes straight into the keyring.

use std::path::{Path, PathBuf};

use egui::Ui;

use crate::session::action::Action;
use crate::session::connection::{ConnectionKind, NewConnection};
use crate::ui::dialogs::LOCKED;
use crate::ui::theme::icons;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::dialog::{Answer, Dialog};
use crate::ui::widgets::field::Field;
use crate::ui::widgets::secret_field::{SecretBuffer, SecretField};
use crate::ui::widgets::select::Select;
use crate::ui::{Asked, Go, Page};
use crate::verkada::{Checked, Notice, Region, ScimToken, TenantUrl};

const WIDTH: f32 = 520.0;
/// The button beside the path of a file, and the gap before it.
const CHOOSE: f32 = 112.0;

/// What can be added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Target {
    #[default]
    Us,
    Eu,
    Aus,
    CommandElsewhere,
    Scim,
}

const TARGETS: [(Target, &str); 5] = [
    (Target::Us, "Verkada Command, United States"),
    (Target::Eu, "Verkada Command, Europe"),
    (Target::Aus, "Verkada Command, Australia"),
    (Target::CommandElsewhere, "Verkada Command, another tenant URL"),
    (Target::Scim, "Any other SCIM 2.0 server"),
];

impl Target {
    fn kind(self) -> ConnectionKind {
        match self {
            Self::Us | Self::Eu | Self::Aus | Self::CommandElsewhere => ConnectionKind::Command,
            Self::Scim => ConnectionKind::Scim,
        }
    }

    /// The tenant URL that goes with it, where there is one.
    fn url(self) -> Option<&'static str> {
        match self {
            Self::Us => Region::Us.scim_base_url(),
            Self::Eu => Region::Eu.scim_base_url(),
            Self::Aus => Region::Aus.scim_base_url(),
            Self::CommandElsewhere | Self::Scim => None,
        }
    }
}

/// The half-filled form.
#[derive(Default)]
pub(super) struct AddConnection {
    target: Target,
    name: String,
    url: String,
    token: SecretBuffer,
    ca_file: String,
    /// Why the token cannot be used, found when it was taken; never any part of it.
    token_error: Option<String>,
    was_tried: bool,
}

impl AddConnection {
    /// Draws the form.
    pub(super) fn ui(&mut self, ui: &mut Ui, asked: &mut Asked<'_>) {
        let mut url = None;
        let answer = Dialog::new("Add connection", "Cancel")
            .text("Read people and groups of another organization. Nothing there is changed.")
            .act(Button::primary("Save and check"))
            .width(WIDTH)
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = size::GAP;
                Select::new("Where").width(WIDTH).show(ui, &mut self.target, &TARGETS);
                url = self.url_ui(ui);
                self.token_ui(ui);
                let missing = self.was_tried && self.name.trim().is_empty();
                let error = missing.then_some("Give it a name that you will recognize.");
                Field::new("Name")
                    .hint("Halcyon Freight, production")
                    .error(error)
                    .show(ui, &mut self.name);
                self.ca_ui(ui, asked);
            });
        match answer {
            Answer::Acted => self.save(url, asked),
            Answer::Closed => {
                self.token.wipe();
                asked.push(Action::CloseDialog);
            }
            Answer::Waiting | Answer::Aside => {}
        }
    }

    fn url_ui(&mut self, ui: &mut Ui) -> Option<Checked<TenantUrl>> {
        if let Some(url) = self.target.url() {
            let mut shown = url.to_owned();
            let field = Field::new("Tenant URL").note("Fixed for this region.").mono();
            ui.add_enabled_ui(false, |ui| field.show(ui, &mut shown));
            return TenantUrl::parse(url).ok();
        }
        let parsed = TenantUrl::parse(&self.url);
        let is_silent = self.url.is_empty() && !self.was_tried;
        let error = parsed.as_ref().err().filter(|_| !is_silent).map(ToString::to_string);
        let notices = parsed.as_ref().map(|checked| notes(&checked.notices)).unwrap_or_default();
        let mut field = Field::new("Tenant URL")
            .hint("https://scim.example.com/scim")
            .mono()
            .error(error.as_deref());
        if !notices.is_empty() {
            field = field.note(&notices);
        }
        field.show(ui, &mut self.url);
        parsed.ok()
    }

    fn token_ui(&mut self, ui: &mut Ui) {
        let missing = self.was_tried && self.token.is_empty() && self.token_error.is_none();
        let error = self.token_error.as_deref().or(missing.then_some("Paste the token."));
        let field = SecretField::new("SCIM token")
            .hint("Paste it here")
            .note("It goes into this computer's keyring and nowhere else.")
            .error(error);
        if field.show(ui, &mut self.token).changed() {
            self.token_error = None;
        }
    }

    fn ca_ui(&mut self, ui: &mut Ui, asked: &mut Asked<'_>) {
        ui.horizontal(|ui| {
            Field::new("Certificate authority (optional)")
                .hint("Path of a PEM file")
                .note("Only for a server with a private certificate authority.")
                .width(WIDTH - CHOOSE)
                .show(ui, &mut self.ca_file);
            if ui
                .add(Button::plain("Choose…").icon(icons::FOLDER).name("Choose a certificate file"))
                .clicked()
            {
                asked.push(Action::AskCaFile);
            }
        });
    }

    fn save(&mut self, url: Option<Checked<TenantUrl>>, asked: &mut Asked<'_>) {
        self.was_tried = true;
        let Some(tenant) = url.filter(|_| !self.name.trim().is_empty() && !self.token.is_empty())
        else {
            return;
        };
        match ScimToken::parse(&self.token.take()) {
            Err(error) => self.token_error = Some(error.to_string()),
            Ok(token) => {
                let ca_file = self.ca_file.trim();
                let new = NewConnection {
                    name: self.name.trim().to_owned(),
                    kind: self.target.kind(),
                    tenant: tenant.value,
                    ca_file: (!ca_file.is_empty()).then(|| PathBuf::from(ca_file)),
                };
                asked.push(Action::AddConnection(Box::new(new), token.value));
                asked.go(Go::To(Page::Diagnose));
            }
        }
    }

    /// Overwrites the token.
    pub(super) fn lock(&mut self) {
        if !self.token.is_empty() {
            self.token.wipe();
            self.token_error = Some(LOCKED.to_owned());
        }
    }

    /// Takes the file that was chosen.
    pub(super) fn ca_file_chosen(&mut self, path: &Path) {
        self.ca_file = path.display().to_string();
    }
}

/// What was noticed about a value, in one text.
fn notes(notices: &[Notice]) -> String {
    notices.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
