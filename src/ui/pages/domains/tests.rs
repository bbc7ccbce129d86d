//! The page as a person has it: what stands there, and what a click asks for.

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use jiff::{SignedDuration, Timestamp};

use crate::journal::entry::{self, Entry, How, Manner, Place, RunId, Target};
use crate::session::action::{Action, Actions, OrganizationAction, PlanAction};
use crate::session::connection::{ConnectionKind, Profile, TokenState};
use crate::session::people::{NewPerson, People};
use crate::session::problem::Problem;
use crate::session::remote::Remote;
use crate::session::settings::{Settings, TokenCare};
use crate::session::state::{Link, State};
use crate::ui::pages::domains::DomainsPage;
use crate::ui::widgets::testing;
use crate::ui::{Asked, Go};
use crate::verkada::admin::{ListedDomain, Provisioning, TokenRecord};
use crate::verkada::{TenantUrl, Verb};

fn now() -> Timestamp {
    "2026-11-20T14:20:00Z".parse().unwrap()
}

fn people(domains: &[(&str, usize)]) -> People {
    let mut people = People::default();
    for (domain, count) in domains {
        for number in 0..*count {
            let (id, mail) = (format!("{domain}{number}"), format!("p{number}@{domain}"));
            let person =
                NewPerson { id: &id, user_name: &mail, mail: &mail, ..NewPerson::default() };
            people.push(&person);
        }
    }
    people
}

fn told(domains: &[&str]) -> Provisioning {
    let listed = |name: &&str| ListedDomain { name: (*name).to_owned(), added_at: now() };
    Provisioning {
        domains: domains.iter().map(listed).collect(),
        token: (!domains.is_empty()).then(|| TokenRecord {
            made_at: now() - SignedDuration::from_hours(24 * 12),
            fingerprint: "5e:91:c0:2b".to_owned(),
        }),
    }
}

/// A connection of a kind, with people read.
fn state(kind: ConnectionKind) -> State {
    let mut profile = Profile::sandbox();
    profile.kind = kind;
    profile.tenant = Some(TenantUrl::parse("http://127.0.0.1:43127/scim").unwrap().value);
    profile.token = TokenState::Keyring { hint: "7Qd2".to_owned() };
    let mut settings = Settings::default();
    settings.care_mut("sandbox").token = Some(TokenCare {
        made_at: Some(now() - SignedDuration::from_hours(50)),
        fingerprint: "5e:91:c0:2b".to_owned(),
        hint: "7Qd2".to_owned(),
        ..TokenCare::default()
    });
    let mut state = State::new(settings, vec![profile], now());
    state.link = Link::Up { latency_ms: 3, at: now() };
    state.users.begin(now());
    let people = people(&[
        ("halcyon.example", 40),
        ("halcyon-air.example", 4),
        ("halcyon-parts.example", 3),
        ("ha1cyon.example", 1),
    ]);
    state.users.page(&people, None);
    drop(state.users.end(now(), Ok(())));
    state
}

fn sandbox() -> State {
    let mut state = state(ConnectionKind::Sandbox);
    state.organization.provisioning =
        Remote::Ready(told(&["halcyon-air.example", "halcyon-it.example", "halcyon.example"]));
    state
}

struct Shown {
    page: DomainsPage,
    state: State,
    asked: Vec<String>,
}

fn show(state: State) -> Harness<'static, Shown> {
    let shown = Shown { page: DomainsPage::default(), state, asked: Vec::new() };
    testing::harness(shown, |ui, shown| {
        let (mut actions, mut go) = (Actions::default(), Vec::new());
        let asked = &mut Asked { actions: &mut actions, go: &mut go };
        shown.page.ui(ui, &shown.state, asked);
        let words = actions.take().into_iter().map(|action| match action {
            Action::Plan(PlanAction::RemoveDomain(name)) => format!("remove {name}"),
            Action::Plan(PlanAction::AddDomain(domain)) => format!("add {}", domain.as_str()),
            Action::Plan(PlanAction::RefreshToken) => "refresh the token".to_owned(),
            Action::Organization(OrganizationAction::Read) => "read".to_owned(),
            Action::Organization(OrganizationAction::AskAddDomain) => "ask for a domain".to_owned(),
            Action::Organization(OrganizationAction::AskRotate) => "ask for the token".to_owned(),
            Action::Organization(OrganizationAction::AskStartOver) => {
                "ask to start over".to_owned()
            }
            Action::FilterPeople(query) => format!("show {}", query.domain.unwrap_or_default()),
            Action::Check => "prove".to_owned(),
            Action::Copy(text) => format!("copy {text}"),
            other => format!("{other:?}"),
        });
        shown.asked.extend(words);
        shown.asked.extend(go.into_iter().map(|go| match go {
            Go::To(page) => format!("go to {}", page.label()),
            other => format!("{other:?}"),
        }));
    })
}

#[track_caller]
fn click(harness: &mut Harness<'_, Shown>, name: &str, expected: &[&str]) {
    harness.state_mut().asked.clear();
    harness.get_by_label(name).click();
    harness.run();
    assert_eq!(harness.state().asked, expected, "{name}");
}

#[test]
fn each_domain_says_how_it_stands_and_offers_what_can_be_done() {
    let mut harness = show(sandbox());
    for row in [
        "halcyon.example: Covers 40 people. Listed",
        "halcyon-air.example: Covers 4 people. Listed",
        "halcyon-it.example: Covers nobody. Listed, unused",
        "halcyon-parts.example: 3 people fail until it is listed. Not listed",
        "ha1cyon.example: Looks like halcyon.example: its letters look the same. Look-alike",
    ] {
        harness.get_by_role_and_label(Role::Row, row);
    }
    harness.get_by_role_and_label(Role::Meter, "91.6 % covered, 4 people outside");
    harness.get_by_label("3 domains listed · 1 token for the organization");
    click(&mut harness, "Remove halcyon.example…", &["remove halcyon.example"]);
    click(&mut harness, "Add halcyon-parts.example", &["add halcyon-parts.example"]);
    let show_people = ["show ha1cyon.example", "go to Users"];
    click(&mut harness, "Show the people of ha1cyon.example", &show_people);
    assert!(
        harness.query_by_label("Add ha1cyon.example").is_none(),
        "one does not list a disguise"
    );
    click(&mut harness, "Add domain…", &["ask for a domain"]);
    let over = "Start the practice organization over…";
    click(&mut harness, over, &["ask to start over"]);
}

#[test]
fn the_token_is_known_by_its_end_its_age_and_its_proof_and_can_not_be_copied() {
    let mut harness = show(sandbox());
    for text in ["A token, hidden, that ends in 7Qd2", "Not proven yet"] {
        harness.get_by_label(text);
    }
    for value in ["12 days", "5e:91:c0:2b", "The keyring of this computer"] {
        assert!(harness.query_by_label_contains(value).is_some(), "{value}");
    }
    assert!(harness.query_by_label_contains("Copy").is_none());
    click(&mut harness, "Prove the token", &["prove"]);
    click(&mut harness, "Refresh token…", &["refresh the token"]);
    harness.state_mut().state.connections[0].proven_at = Some(now());
    harness.run();
    harness.get_by_label("Proven just now");
}

#[test]
fn a_token_that_was_replaced_elsewhere_is_told() {
    let mut state = sandbox();
    if let Some(token) = &mut state.settings.care_mut("sandbox").token {
        token.fingerprint = "00:00:00:00".to_owned();
    }
    let harness = show(state);
    harness.get_by_label("Not this one any more");
    harness.get_by_label("Paste the present token…");
}

#[test]
fn the_list_is_asked_for_once_and_its_absence_explained() {
    let mut state = state(ConnectionKind::Sandbox);
    let harness = show(state);
    assert_eq!(harness.state().asked.first().map(String::as_str), Some("read"));
    harness.get_by_label("Reading the domains");
    state = self::state(ConnectionKind::Sandbox);
    state.organization.provisioning.begin();
    let harness = show(state);
    assert!(harness.state().asked.is_empty(), "asked while it is on its way");
    state = self::state(ConnectionKind::Sandbox);
    let gone = Problem::new("read the domains", "the server is gone", "Start it again");
    state.organization.provisioning.finish(Err(gone));
    let mut harness = show(state);
    harness.get_by_label("Could not read the domains");
    click(&mut harness, "Try again", &["read"]);
}

#[test]
fn an_earlier_list_stays_and_says_so() {
    let mut state = sandbox();
    state.organization.provisioning.begin();
    let gone = Problem::new("read the domains", "the server is gone", "Start it again");
    state.organization.provisioning.finish(Err(gone));
    let mut harness = show(state);
    harness.get_by_label("The domains shown are from an earlier reading");
    harness.get_by_role_and_label(Role::Row, "halcyon-it.example: Covers nobody. Listed, unused");
    click(&mut harness, "Read again", &["read"]);
}

#[test]
fn an_organization_without_a_domain_explains_the_first_set_up() {
    let mut state = state(ConnectionKind::Sandbox);
    state.connections[0].token = TokenState::Missing;
    state.organization.provisioning = Remote::Ready(told(&[]));
    state.settings.care_mut("sandbox").token = None;
    state.users.clear();
    let mut harness = show(state);
    harness.get_by_label("SCIM is not set up yet");
    harness.get_by_label("None yet");
    click(&mut harness, "Add the first domain…", &["ask for a domain"]);
}

#[test]
fn command_is_guided_with_a_list_of_ones_own() {
    let mut state = state(ConnectionKind::Command);
    state.settings.care_mut("sandbox").domains = vec!["halcyon.example".to_owned()];
    let mut harness = show(state);
    assert!(harness.state().asked.is_empty(), "nobody tells the domains of Command");
    harness.get_by_role_and_label(Role::Row, "halcyon.example: Covers 40 people. Listed");
    let remove = "Remove halcyon.example from your list";
    click(&mut harness, remove, &["remove halcyon.example"]);
    let parts = "halcyon-parts.example: 3 people, not on your list. Not noted";
    harness.get_by_role_and_label(Role::Row, parts);
    harness.get_by_label("In Command, by hand");
    let newest = "Admin › Login & Access › User Provisioning › SCIM";
    harness.get_by_label(newest);
    assert!(
        harness.query_by_label("Admin › Org Settings › SCIM").is_none(),
        "older ones are folded"
    );
    harness.get_by_label("Not there? Older places").click();
    harness.run();
    harness.get_by_label("Admin › Org Settings › SCIM");
    click(&mut harness, "I refreshed it in Command…", &["ask for the token"]);
    harness.get_by_label("Refresh the token").click();
    harness.run();
    let warning = "Provisioning fails from Refresh until Entra has the new token";
    harness.get_by_label(warning);
    // It is below what is in sight.
    harness.state_mut().asked.clear();
    harness.get_by_label("I refreshed it, paste the new token…").click_accesskit();
    harness.run();
    assert_eq!(harness.state().asked, ["ask for the token"]);
}

#[test]
fn where_no_domain_was_noted_nobody_is_said_to_be_outside() {
    let harness = show(state(ConnectionKind::Command));
    harness.get_by_label("Note the domains that are listed there, to see who is outside.");
    assert!(harness.query_by_role(Role::Meter).is_none());
    assert!(harness.query_by_label_contains("Not listed").is_none());
}

#[test]
fn nobody_is_said_to_be_covered_before_anybody_was_read() {
    let mut state = sandbox();
    state.users.clear();
    let harness = show(state);
    harness.get_by_role_and_label(Role::Row, "halcyon.example: Not counted yet. Listed");
    harness.get_by_label("Nobody was read yet, so nobody can be counted.");
}

#[test]
fn another_server_has_a_list_of_ones_own_and_no_guide() {
    let mut harness = show(state(ConnectionKind::Scim));
    harness.get_by_label("No domain on your list yet");
    assert!(harness.query_by_label("In Command, by hand").is_none());
    click(&mut harness, "Note a domain…", &["ask for a domain"]);
    click(&mut harness, "Replace token…", &["ask for the token"]);
}

#[test]
fn a_receipt_shows_what_proved_it_and_is_copied_as_text() {
    let mut state = sandbox();
    let run = RunId::from_random([3; 16]);
    let target = Target {
        id: "scim-token".to_owned(),
        user_name: String::new(),
        display_name: "SCIM token".to_owned(),
        fingerprint: "5e:91:c0:2b".to_owned(),
    };
    let planned = Entry::Planned {
        run: run.clone(),
        verb: Verb::RefreshToken,
        place: Place {
            connection: "sandbox".to_owned(),
            name: "Halcyon Freight".to_owned(),
            kind: "sandbox".to_owned(),
            origin: "http://127.0.0.1:43127".to_owned(),
        },
        reason: String::new(),
        share_percent_tenths: None,
        manner: Manner::Guided,
        targets: vec![target],
    };
    let evidence =
        vec!["New token 5e:91:c0:2b".to_owned(), "Old token: refused with 401".to_owned()];
    let result = entry::Outcome::Done;
    state.runs.take(1, now(), &planned);
    state.runs.take(2, now(), &Entry::Outcome { run: run.clone(), number: 0, result, evidence });
    state.runs.take(3, now(), &Entry::Ended { run, how: How::Finished });
    let mut harness = show(state);
    harness.get_by_label("Receipts");
    harness.get_by_label("Old token: refused with 401");
    harness.get_by_label("by hand in Command");
    harness.state_mut().asked.clear();
    let button = harness.query_by_label_contains("Copy the receipt of").unwrap();
    button.click();
    harness.run();
    let [copied] = harness.state().asked.as_slice() else { panic!("one text is copied") };
    for part in ["Halcyon Freight", "- New token 5e:91:c0:2b", "http://127.0.0.1:43127"] {
        assert!(copied.contains(part), "{copied}");
    }
}

#[test]
fn a_hundred_thousand_domains_draw_as_fast_as_five() {
    let mut state = sandbox();
    let domains: Vec<String> = (0..100_000).map(|number| format!("d{number}.example")).collect();
    let counted: Vec<(&str, usize)> = domains.iter().map(|name| (name.as_str(), 1)).collect();
    state.users.begin(now());
    state.users.page(&people(&counted), None);
    drop(state.users.end(now(), Ok(())));
    let harness = show(state);
    let rows = harness.query_all_by_role(Role::Row).count();
    assert!(rows < 20, "{rows} rows were drawn");
}
