//! Dialogs about domains and the token: what they say, and what a click or a key asks for.

use std::sync::Arc;

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;
use jiff::Timestamp;

use crate::entra::ColumnPlan;
use crate::journal::entry::{Manner, Place, RunId, Target};
use crate::session::action::{Action, Actions, OrganizationAction, PlanAction};
use crate::session::connection::{ConnectionKey, Profile};
use crate::session::organization::{OneTimeToken, Rotated, Step};
use crate::session::outcome::PreviewId;
use crate::session::people::{NewPerson, People};
use crate::session::plan::people::Planned;
use crate::session::plan::wish::{Subjects, Wish};
use crate::session::plan::{Basis, Deed, Extent, Plan};
use crate::session::problem::Problem;
use crate::session::remote::Remote;
use crate::session::settings::Settings;
use crate::session::state::{Dialog, PlanDialog, PlanStage, State};
use crate::ui::Asked;
use crate::ui::dialogs::Dialogs;
use crate::ui::widgets::testing;
use crate::verkada::admin::{ListedDomain, Provisioning, TokenRecord};
use crate::verkada::{ScimToken, TenantUrl, Verb};

fn now() -> Timestamp {
    "2026-11-20T14:20:00Z".parse().unwrap()
}

fn tenant() -> TenantUrl {
    TenantUrl::parse("http://127.0.0.1:43127/scim").unwrap().value
}

fn record() -> TokenRecord {
    TokenRecord { made_at: now(), fingerprint: "5e:91:c0:2b".to_owned() }
}

/// The sandbox with one listed domain and nine people in it.
fn state() -> State {
    let mut profile = Profile::sandbox();
    profile.tenant = Some(tenant());
    let mut state = State::new(Settings::default(), vec![profile], now());
    state.organization.provisioning = Remote::Ready(Provisioning {
        domains: vec![ListedDomain { name: "halcyon.example".to_owned(), added_at: now() }],
        token: Some(record()),
    });
    let mut people = People::default();
    for number in 0..9 {
        let (id, mail) = (number.to_string(), format!("p{number}@halcyon.example"));
        people.push(&NewPerson { id: &id, user_name: &mail, mail: &mail, ..NewPerson::default() });
    }
    state.users.begin(now());
    state.users.page(&people, None);
    drop(state.users.end(now(), Ok(())));
    state
}

fn plan(verb: Verb, target: &str, covers: usize) -> Dialog {
    let basis = Basis { read_at: Some(now()), extent: Extent::Whole, all: covers };
    let (deed, subjects) = match verb {
        Verb::RefreshToken => (Deed::RefreshToken, Subjects::Token),
        _ => (Deed::RemoveDomain, Subjects::Domain(target.to_owned())),
    };
    let wish = Wish {
        verb,
        deed: deed.clone(),
        manner: Manner::Direct,
        subjects,
        basis,
        protected: Vec::new(),
    };
    let plan = Plan {
        run: RunId::from_random([7; 16]),
        verb,
        deed,
        manner: Manner::Direct,
        connection: ConnectionKey::sandbox(),
        place: Place {
            connection: "sandbox".to_owned(),
            name: "Halcyon Freight".to_owned(),
            kind: "sandbox".to_owned(),
            origin: "http://127.0.0.1:43127".to_owned(),
        },
        basis,
        targets: vec![Planned {
            target: Target {
                id: target.to_owned(),
                user_name: String::new(),
                display_name: target.to_owned(),
                fingerprint: String::new(),
            },
            standing: None,
            holdings: None,
        }],
        left_out: Vec::new(),
        made_at: now(),
    };
    Dialog::Plan(Box::new(PlanDialog {
        wish,
        preview: PreviewId::default().next(),
        stage: PlanStage::Ready(Box::new(plan)),
    }))
}

fn minted(stored: Step) -> Dialog {
    Dialog::OneTimeToken(Box::new(OneTimeToken {
        token: Arc::new(ScimToken::parse("canary-41c7-one-time-7Qd2").unwrap().value),
        name: "Halcyon Freight".to_owned(),
        tenant: tenant(),
        record: record(),
        stored,
        accepted: Step::Done("accepted by /Users, 200 in 3 ms".to_owned()),
        old_refused: Some(Step::Pending),
    }))
}

fn kept() -> Step {
    Step::Done("in the keyring as SCIM Desk · Halcyon Freight".to_owned())
}

struct Shown {
    dialogs: Dialogs,
    state: State,
    asked: Vec<String>,
}

fn show(dialog: Dialog) -> Harness<'static, Shown> {
    let mut state = state();
    state.dialog = Some(dialog);
    let shown = Shown { dialogs: Dialogs::default(), state, asked: Vec::new() };
    let mut harness = testing::harness(shown, |ui, shown| {
        let (mut actions, mut go) = (Actions::default(), Vec::new());
        let asked = &mut Asked { actions: &mut actions, go: &mut go };
        shown.dialogs.ui(ui, &shown.state, asked);
        let words = actions.take().into_iter().map(|action| match action {
            Action::CloseDialog => "close".to_owned(),
            Action::CopyToken => "copy the token".to_owned(),
            Action::Copy(text) => format!("copy {text}"),
            Action::Plan(PlanAction::Confirm(consent)) => format!("confirm {}", consent.phrase),
            Action::Plan(PlanAction::AddDomain(domain)) => format!("add {}", domain.as_str()),
            Action::Organization(OrganizationAction::CloseToken) => "let go".to_owned(),
            Action::Organization(OrganizationAction::StoreToken) => "store".to_owned(),
            Action::Organization(OrganizationAction::HoldToken) => "hold".to_owned(),
            Action::Organization(OrganizationAction::Rotate(_)) => "rotate".to_owned(),
            Action::Organization(OrganizationAction::StartOver(over)) => format!("{over:?}"),
            other => format!("{other:?}"),
        });
        shown.asked.extend(words);
    });
    // A click in the very frames in which a modal appears is lost.
    harness.run_steps(6);
    harness
}

#[track_caller]
fn click(harness: &mut Harness<'_, Shown>, name: &str, expected: &[&str]) {
    harness.state_mut().asked.clear();
    harness.get_by_role_and_label(Role::Button, name).click();
    harness.run_steps(4);
    assert_eq!(harness.state().asked, expected, "{name}");
}

#[track_caller]
fn type_into(harness: &mut Harness<'_, Shown>, role: Role, name: &str, text: &str) {
    harness.get_by_role_and_label(role, name).focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(role, name).type_text(text);
    // What is said below the field moves what stands under it.
    harness.run_steps(6);
}

#[test]
fn removing_a_domain_that_covers_people_asks_for_the_phrase_and_enter_is_no_consent() {
    let mut harness = show(plan(Verb::RemoveDomain, "halcyon.example", 9));
    harness.get_by_label("This domain covers 9 people");
    click(&mut harness, "Remove halcyon.example", &[]);
    let phrase = "REMOVE 1 HALCYON FREIGHT";
    type_into(&mut harness, Role::TextInput, &format!("Type {phrase}"), phrase);
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    assert!(harness.state().asked.is_empty(), "{:?}", harness.state().asked);
    click(&mut harness, "Remove halcyon.example", &[&format!("confirm {phrase}")]);
}

#[test]
fn a_domain_that_covers_nobody_goes_without_a_phrase() {
    let mut harness = show(plan(Verb::RemoveDomain, "halcyon-it.example", 0));
    harness.get_by_label("Nobody among the people read has an address there.");
    click(&mut harness, "Keep halcyon-it.example", &["close"]);
    click(&mut harness, "Remove halcyon-it.example", &["confirm "]);
}

#[test]
fn refreshing_the_token_says_what_breaks_and_asks_for_the_phrase() {
    let mut harness = show(plan(Verb::RefreshToken, "SCIM token", 0));
    harness.get_by_label("The old token is dead at once, and Entra's provisioning fails");
    click(&mut harness, "Refresh the token", &[]);
    let phrase = "REFRESH 1 HALCYON FREIGHT";
    type_into(&mut harness, Role::TextInput, &format!("Type {phrase}"), phrase);
    click(&mut harness, "Refresh the token", &[&format!("confirm {phrase}")]);
}

#[test]
fn an_expired_plan_says_so_instead_of_asking_for_a_phrase() {
    let mut harness = show(plan(Verb::RefreshToken, "SCIM token", 0));
    harness.state_mut().state.now = now() + jiff::SignedDuration::from_mins(11);
    harness.run_steps(2);
    assert!(harness.query_by_label_contains("This plan is older than 10 minutes").is_some());
    assert!(harness.query_by_label("Type this to confirm").is_none());
    click(&mut harness, "Refresh the token", &[]);
}

#[test]
fn a_domain_is_checked_as_it_is_typed() {
    #[track_caller]
    fn check(typed: &str, said: &str, asked: &[&str]) {
        let mut harness = show(Dialog::AddDomain);
        type_into(&mut harness, Role::TextInput, "Domain", typed);
        assert!(harness.query_by_label_contains(said).is_some(), "{typed}: {said}");
        click(&mut harness, "Add domain", asked);
    }
    let nobody = "Nobody among the people read";
    check("ada@halcyon.example", "This is more than a domain", &[]);
    check("halcyon", "at least two parts", &[]);
    check("@Halcyon.example", "halcyon.example is on the list already.", &[]);
    check("halcyon-air.example", nobody, &["add halcyon-air.example"]);
    check("ha1cyon.example", "This reads like halcyon.example", &["add ha1cyon.example"]);
    check("gmail.com", "Anybody can have an address there", &["add gmail.com"]);
    check("", "can be provisioned", &[]);
}

#[test]
fn a_one_time_token_is_never_described_and_goes_only_when_it_is_safe() {
    let mut harness = show(minted(kept()));
    harness.get_by_label("Kept in the keyring as SCIM Desk · Halcyon Freight");
    harness.get_by_label("New token accepted by /Users, 200 in 3 ms");
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    assert!(harness.state().asked.is_empty(), "Esc must not lose it");
    // Neither copied nor seen: a question first.
    click(&mut harness, "I have it, close", &[]);
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::Dialog, "Does Entra have it?");
    click(&mut harness, "Back to the token", &[]);
    harness.run_steps(4);
    click(&mut harness, "Copy the token", &["copy the token"]);
    click(&mut harness, "Copy the tenant URL", &["copy http://127.0.0.1:43127/scim"]);
    click(&mut harness, "Reveal the token", &[]);
    for node in harness.root().children_recursive() {
        assert!(!format!("{:?}", node.accesskit_node()).contains("canary"));
    }
    click(&mut harness, "Hide the token", &[]);
    click(&mut harness, "I have it, close", &["let go"]);
}

#[test]
fn a_token_the_keyring_refused_can_be_tried_again_or_held_and_is_not_let_go_by_one_click() {
    let locked = Problem::new("keep the token", "The keyring is locked.", "Unlock it");
    let mut harness = show(minted(Step::Failed(locked)));
    assert!(harness.query_by_label_contains("The keyring is locked.").is_some());
    click(&mut harness, "Try the keyring again", &["store"]);
    click(&mut harness, "Keep it for this run only", &["hold"]);
    click(&mut harness, "Copy the token", &["copy the token"]);
    click(&mut harness, "I have it, close", &[]);
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::Dialog, "Close without the token in the keyring?");
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    assert!(harness.state().asked.is_empty(), "Enter goes back to the token");
    click(&mut harness, "I have it, close", &[]);
    harness.run_steps(4);
    click(&mut harness, "Close and let it go", &["let go"]);
}

#[test]
fn a_token_made_in_command_is_pasted_once_and_a_wrong_one_is_told_without_it() {
    let refused =
        Problem::new("use the new token", "The server does not take it.", "Copy it again.");
    let mut harness = show(Dialog::Rotate(Some(refused)));
    harness.get_by_label("Could not use the new token");
    click(&mut harness, "Prove and keep it", &[]);
    type_into(&mut harness, Role::PasswordInput, "New SCIM token", "two canary words");
    click(&mut harness, "Prove and keep it", &[]);
    assert!(harness.query_by_label_contains("has a space inside").is_some());
    type_into(&mut harness, Role::PasswordInput, "New SCIM token", "made-up-canary-token-41c7");
    click(&mut harness, "Prove and keep it", &["rotate"]);
}

#[test]
fn what_came_of_a_new_token_is_shown_step_by_step() {
    let alive =
        Problem::new("see the token before dead", "the server still takes it", "Look in Command.");
    let mut harness = show(Dialog::Rotated(Box::new(Rotated {
        name: "Halcyon, production".to_owned(),
        fingerprint: "5e:91:c0:2b".to_owned(),
        hint: "7Qd2".to_owned(),
        at: now(),
        accepted: Step::Done("accepted by /Users, 200 in 3 ms".to_owned()),
        stored: kept(),
        old_refused: Some(Step::Failed(alive)),
        recorded: Step::Done("in the record of this desk".to_owned()),
    })));
    harness.get_by_label("New token accepted by /Users, 200 in 3 ms");
    assert!(harness.query_by_label_contains("The server still takes it").is_some());
    harness.get_by_label("Receipt in the record of this desk");
    click(&mut harness, "Close", &["close"]);
}

#[test]
fn starting_over_names_what_it_begins_with() {
    let mut harness = show(Dialog::StartOver);
    click(&mut harness, "Keep it as it is", &["close"]);
    click(&mut harness, "Start over with a new company", &["Provisioned"]);
}

fn columns() -> Dialog {
    let csv = b"First Name,Abteilung,userPrincipalName,upn\nAda,Ops,a@x.example,\n";
    let plan = ColumnPlan::of_csv(csv);
    Dialog::Columns("/tmp/odd.csv".into(), plan.unwrap())
}

/// Clicks on the list of a column, and returns where one of its entries then is.
#[track_caller]
fn opened(harness: &mut Harness<'_, Shown>, column: &str, entry: &str) -> egui::Pos2 {
    let label = format!("Attribute of {column}");
    let list = harness.get_by_role_and_label(Role::ComboBox, &label).rect().center();
    testing::click_at(harness, list);
    harness.get_by_role_and_label(Role::MenuItemCheckBox, entry).rect().center()
}

#[test]
fn a_list_of_a_dialog_opens_above_it_each_time() {
    let mut harness = show(columns());
    let value = |harness: &Harness<'_, Shown>, column: &str| {
        let label = format!("Attribute of {column}");
        harness.get_by_role_and_label(Role::ComboBox, &label).value().unwrap()
    };
    for round in 0..2 {
        for (column, entry) in [("First Name", "displayName"), ("Abteilung", "givenName")] {
            // Once more, for a list that was open before came to lie under the dialog.
            opened(&mut harness, column, entry);
            harness.key_press(Key::Escape);
            harness.run_steps(4);
            let at = opened(&mut harness, column, entry);
            testing::click_at(&mut harness, at);
            assert_eq!(value(&harness, column), entry, "round {round}");
        }
        harness.state_mut().state.dialog = None;
        harness.run_steps(6);
        harness.state_mut().state.dialog = Some(columns());
        harness.run_steps(6);
    }
    assert!(harness.state().asked.is_empty(), "{:?}", harness.state().asked);
}

#[test]
fn a_column_shows_its_first_value_and_how_sure_it_is() {
    let mut harness = show(columns());
    harness.get_by_label("Ops");
    assert!(harness.query_by_label("chosen").is_none());
    for said in ["similar name", "not Entra's", "same name", "fills in"] {
        harness.get_by_label(said);
    }
    let at = opened(&mut harness, "Abteilung", "givenName");
    testing::click_at(&mut harness, at);
    harness.run_steps(4);
    harness.get_by_label("chosen");
    assert!(harness.query_by_label("not Entra's").is_none());
}

#[test]
fn enter_in_a_list_of_a_dialog_is_no_answer_to_the_dialog() {
    let mut harness = show(columns());
    opened(&mut harness, "First Name", "givenName");
    for letters in ["g", "iv"] {
        harness.event(egui::Event::Text(letters.to_owned()));
        harness.run_steps(2);
    }
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    let list = harness.get_by_role_and_label(Role::ComboBox, "Attribute of First Name");
    assert_eq!(list.value().as_deref(), Some("givenName"));
    assert!(harness.state().asked.is_empty(), "{:?}", harness.state().asked);
    click(&mut harness, "Cancel", &["close"]);
}

#[test]
fn a_person_is_typed_by_keys_alone_and_a_name_that_waits_is_not_dropped() {
    let mut harness = show(Dialog::TypedPerson);
    let another = "Another attribute";
    type_into(&mut harness, Role::TextInput, another, "city");
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    let city = harness.get_by_role_and_label(Role::TextInput, "city");
    assert!(city.is_focused());
    city.type_text("Oslo");
    harness.run_steps(4);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    assert!(harness.get_by_role_and_label(Role::TextInput, "city").is_focused());
    type_into(&mut harness, Role::TextInput, another, "state");
    let waits = harness.get_by_role_and_label(Role::Button, "Try the mapping");
    assert!(waits.accesskit_node().is_disabled(), "a name waits to be added");
    click(&mut harness, "Add attribute", &[]);
    let state = harness.get_by_role_and_label(Role::TextInput, "state");
    assert!(state.is_focused(), "what it is comes next");
    state.type_text("Viken");
    harness.run_steps(4);
    let typed = r#"Mappings(TypedPerson([("city", "Oslo"), ("state", "Viken")]))"#;
    click(&mut harness, "Try the mapping", &[typed]);
}
