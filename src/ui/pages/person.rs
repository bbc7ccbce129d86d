//! One person closely: profile with its locks, access credential, groups, and the resource as the server keeps it.

use egui::{Align, Layout, ScrollArea, Ui};

use crate::scim::{User, VerkadaAccess};
use crate::session::action::Action;
use crate::session::people::Person;
use crate::session::state::{OpenPerson, State};
use crate::ui::pages::history::History;
use crate::ui::pages::users::state_tone;
use crate::ui::pages::{next_steps, practice};
use crate::ui::theme::icons;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::avatar::avatar;
use crate::ui::widgets::button::{self, Button};
use crate::ui::widgets::card::{KeyValue, card, toned_card};
use crate::ui::widgets::code::{CodeDocument, code};
use crate::ui::widgets::tabs::tabs;
use crate::ui::widgets::{badge, menu, text};
use crate::ui::{Asked, Go, words};
use crate::verkada::lifecycle::UserStatus;
use crate::verkada::{attributes, card as credential, name};

const NAMES: f32 = 104.0;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    #[default]
    Profile,
    Access,
    Groups,
    Scim,
    History,
}

/// Which part of a person is shown.
#[derive(Default)]
pub(super) struct PersonPane {
    tab: Tab,
    json: Option<ShownJson>,
    history: History,
}

impl PersonPane {
    /// Draws the pane.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        state: &State,
        open: &OpenPerson,
        asked: &mut Asked<'_>,
    ) {
        let row = state.users.people.find(&open.id);
        let person = row.and_then(|row| state.users.people.get(row));
        let user = open.user.value().map(AsRef::as_ref);
        head_ui(ui, state, person.as_ref(), user, asked);
        if let Some(problem) = open.user.problem() {
            toned_card(ui, Tone::Danger, |ui| {
                text::strong(ui, &problem.title());
                text::body(ui, &problem.why);
                text::muted(ui, &problem.advice);
                if button::link(ui, "Try again").clicked() {
                    asked.push(Action::OpenPerson(open.id.clone()));
                }
            });
            ui.add_space(size::GAP);
        }
        let groups: Vec<_> =
            row.map(|row| state.groups.of_person(row).collect()).unwrap_or_default();
        let count = format!("Groups {}", groups.len());
        tabs(
            ui,
            &mut self.tab,
            &[
                (Tab::Profile, "Profile"),
                (Tab::Access, "Access"),
                (Tab::Groups, &count),
                (Tab::Scim, "SCIM"),
                (Tab::History, "History"),
            ],
        );
        ui.add_space(size::GAP);
        if self.tab == Tab::History {
            return scroll(ui, "history", |ui| self.history.ui(ui, state, open, asked));
        }
        let Some(user) = user else {
            text::muted(ui, if open.user.is_loading() { "Reading this person…" } else { "" });
            return;
        };
        match self.tab {
            Tab::Profile => {
                scroll(ui, "profile", |ui| {
                    profile_ui(ui, (open, user), person.as_ref(), state, asked);
                });
            }
            Tab::Access => scroll(ui, "access", |ui| access_ui(ui, user, state)),
            Tab::Groups => scroll(ui, "groups", |ui| groups_ui(ui, &groups, state, asked)),
            Tab::Scim | Tab::History => self.scim_ui(ui, user, asked),
        }
    }

    fn scim_ui(&mut self, ui: &mut Ui, user: &User, asked: &mut Asked<'_>) {
        let kept = self.json.take().filter(|kept| kept.user == *user);
        let shown = self.json.insert(kept.unwrap_or_else(|| ShownJson {
            user: user.clone(),
            document: CodeDocument::new(
                serde_json::to_string_pretty(user.0.as_map()).unwrap_or_default(),
            ),
        }));
        ui.horizontal(|ui| {
            text::hint(ui, "As the server sent it");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.add(Button::ghost("Copy JSON").icon(icons::COPY)).clicked() {
                    asked.push(Action::Copy(shown.document.text().to_owned()));
                }
            });
        });
        if let Some(text) = code(ui, "SCIM resource", &mut shown.document) {
            asked.push(Action::Copy(text));
        }
    }
}

/// The resource as text, kept while the same version of the same person is shown.
struct ShownJson {
    user: User,
    document: CodeDocument,
}

fn scroll(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui)) {
    ScrollArea::vertical().id_salt(name).auto_shrink(false).show(ui, add);
}

fn head_ui(
    ui: &mut Ui,
    state: &State,
    person: Option<&Person<'_>>,
    user: Option<&User>,
    asked: &mut Asked<'_>,
) {
    let shown_name =
        person.map(Person::name).or(user.and_then(User::display_name)).unwrap_or_default();
    ui.horizontal(|ui| {
        avatar(ui, shown_name);
        ui.add_space(size::GAP_SMALL);
        ui.vertical(|ui| {
            ui.set_width(ui.available_width() - 36.0);
            ui.spacing_mut().item_spacing.y = 2.0;
            text::title(ui, &name::shown(shown_name));
            let title = person.map(Person::title).unwrap_or_default();
            let department = person.map(Person::department).unwrap_or_default();
            let line = [title, department]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" · ");
            text::muted(ui, &name::shown(&line));
        });
        ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
            if ui.add(Button::of_icon(icons::CLOSE, "Close this person")).clicked() {
                asked.push(Action::ClosePerson);
            }
        });
    });
    ui.add_space(size::GAP_SMALL);
    ui.horizontal_wrapped(|ui| {
        if let Some(person) = person {
            badge::badge(ui, state_tone(person.state()), person.state().label());
        }
        badge::badge(ui, Tone::Accent, "SCIM Managed");
        if person.is_some_and(|person| state.protects(person.user_name())) {
            badge::badge_with(ui, Tone::Accent, Some(icons::SHIELD), "Protected");
        }
        if let Some(person) = person {
            practice::person_ui(ui, state, person.id(), asked);
        }
    });
    ui.add_space(size::GAP_SMALL);
}

fn value_ui(ui: &mut Ui, path: &str, value: &str, asked: &mut Asked<'_>) {
    let rule = attributes::rule(path);
    let label = rule.map_or(path, |rule| rule.label);
    let shown = name::shown(value);
    let mut row = KeyValue::new(label, &shown).name_width(NAMES);
    let why;
    if let Some(rule) = rule
        && let Some(reason) = rule.locked_because
    {
        why = format!("{reason}\n{}", rule.source);
        row = row.locked("", &why);
    }
    let response = row.show(ui);
    menu::context_menu(&response, |ui| {
        if menu::Item::new("Copy value").icon(icons::COPY).show(ui).clicked() {
            asked.push(Action::Copy(value.to_owned()));
        }
    });
}

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:";
const ACCESS: &str = "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:";
const VERKADA: &str = "urn:ietf:params:scim:schemas:extension:verkada:core:2.0:User:";

fn profile_ui(
    ui: &mut Ui,
    (open, user): (&OpenPerson, &User),
    person: Option<&Person<'_>>,
    state: &State,
    asked: &mut Asked<'_>,
) {
    ui.spacing_mut().item_spacing.y = size::GAP_SMALL;
    // Whoever is deactivated is looked at to decide what becomes of them.
    let is_actionable = UserStatus::from_active(user.active()) == UserStatus::Deactivated;
    if is_actionable {
        next_steps::ui(ui, state, open, user, asked);
        ui.add_space(size::GAP);
    }
    let parts = user.name();
    let enterprise = user.enterprise();
    let rows = [
        ("userName", user.user_name()),
        ("emails", user.email()),
        ("name.givenName", parts.given_name),
        ("name.familyName", parts.family_name),
        ("phoneNumbers", user.phone_number()),
        ("title", user.title()),
    ];
    for (path, value) in rows {
        value_ui(ui, path, value.unwrap_or_default(), asked);
    }
    for (attribute, value) in [
        ("employeeNumber", enterprise.employee_number),
        ("department", enterprise.department),
        ("organization", enterprise.organization),
    ] {
        value_ui(ui, &format!("{ENTERPRISE}{attribute}"), value.unwrap_or_default(), asked);
    }
    if state.profile().is_some_and(|profile| profile.capabilities().speaks_verkada) {
        value_ui(
            ui,
            &format!("{VERKADA}externalId"),
            user.verkada_external_id().unwrap_or_default(),
            asked,
        );
    }
    value_ui(ui, "id", user.id().unwrap_or_default(), asked);
    for path in ["created", "lastModified"] {
        let time = user.0.meta(path).unwrap_or_default();
        let shown = time.parse().map_or_else(|_| time.to_owned(), words::moment);
        value_ui(ui, &format!("meta.{path}"), &shown, asked);
    }
    ui.add_space(size::GAP);
    findings_ui(ui, user, person);
    if !is_actionable {
        next_steps::ui(ui, state, open, user, asked);
    }
}

/// Draws what is doubtful about a person, each with what to do.
fn findings_ui(ui: &mut Ui, user: &User, person: Option<&Person<'_>>) {
    let shown = person.map(Person::name).or(user.display_name()).unwrap_or_default();
    for finding in name::findings(shown) {
        finding_ui(ui, Tone::Warning, &finding.to_string());
    }
    credential_findings_ui(ui, &user.access());
}

/// Draws what is doubtful about an access credential.
fn credential_findings_ui(ui: &mut Ui, access: &VerkadaAccess<'_>) {
    for finding in credential::check(access) {
        let tone = match finding.severity() {
            credential::Severity::Error => Tone::Danger,
            credential::Severity::Warning => Tone::Warning,
        };
        finding_ui(ui, tone, &finding.to_string());
    }
}

fn finding_ui(ui: &mut Ui, tone: Tone, finding: &str) {
    toned_card(ui, tone, |ui| text::body(ui, finding));
    ui.add_space(size::GAP);
}

fn access_ui(ui: &mut Ui, user: &User, state: &State) {
    if !state.profile().is_some_and(|profile| profile.capabilities().speaks_verkada)
        && credential::is_absent(&user.access())
    {
        text::muted(ui, "This server does not carry access credentials.");
        return;
    }
    let access = user.access();
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = size::GAP_SMALL;
        ui.horizontal(|ui| {
            text::strong(ui, "Access credential");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let (tone, word) = match access.credential_status {
                    _ if credential::is_absent(&access) => (Tone::Neutral, "none"),
                    Some("active") => (Tone::Good, "active"),
                    Some("deactivated") => (Tone::Warning, "deactivated"),
                    Some("deleted") => (Tone::Danger, "deleted"),
                    Some(_) | None => (Tone::Danger, "not active"),
                };
                badge::badge(ui, tone, word);
            });
        });
        if credential::is_absent(&access) {
            text::muted(
                ui,
                "SCIM carries no card for this person. Cards can also be given in Command itself; SCIM does not show those.",
            );
            return;
        }
        for (attribute, value) in [
            ("cardFormat", access.card_format),
            ("facilityCode", access.facility_code),
            ("cardNumber", access.card_number),
            ("cardNumberHex", access.card_number_hex),
            ("credentialStatus", access.credential_status),
        ] {
            let rule = attributes::rule(&format!("{ACCESS}{attribute}"));
            let shown = name::shown(value.unwrap_or_default());
            let why = rule.and_then(|rule| rule.locked_because).unwrap_or_default();
            KeyValue::new(rule.map_or(attribute, |rule| rule.label), &shown)
                .name_width(NAMES)
                .locked("", why)
                .show(ui);
        }
    });
    ui.add_space(size::GAP);
    credential_findings_ui(ui, &access);
}

fn groups_ui(
    ui: &mut Ui,
    groups: &[&crate::session::groups::GroupRow],
    state: &State,
    asked: &mut Asked<'_>,
) {
    if groups.is_empty() {
        let text = if state.groups.read_at.is_some() {
            "In no group that SCIM shows."
        } else {
            "The groups are not read yet."
        };
        text::muted(ui, text);
        return;
    }
    for group in groups {
        ui.horizontal(|ui| {
            if button::link(ui, &name::shown(&group.name)).clicked() {
                asked.go(Go::Group(group.id.clone()));
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                text::hint(ui, &words::counted(group.size(), "member", "members"));
            });
        });
    }
    ui.add_space(size::GAP);
    text::hint(ui, "Membership of a SCIM managed group changes only in Entra.");
}
