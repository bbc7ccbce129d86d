//! A monkey at the whole window: whatever it presses, nothing is taken away as long as nobody types the phrase.

use std::collections::HashSet;
use std::mem::{Discriminant, discriminant};

use egui::accesskit::{Action as Press, NodeId, Role};
use egui::{Context, Event, Key, Modifiers, PointerButton, Pos2, RawInput, Rect, Vec2};
use jiff::SignedDuration;
use serde_json::json;

use crate::session::action::{Action, Actions, PlanAction};
use crate::session::job::Job;
use crate::session::mappings::action::MappingsAction;
use crate::session::mappings::testing::answer;
use crate::session::outcome::Outcome;
use crate::session::plan::Consent;
use crate::session::plan::wish::Subjects;
use crate::session::state::{Dialog, PlanStage, State};
use crate::session::update::Order;
use crate::ui::{Pages, testing, theme};
use crate::verkada::Verb;
use crate::verkada::admin::{DeletedUser, Standing};

const SIZE: Vec2 = Vec2::new(1280.0, 800.0);
const EVENTS: usize = 5_000;
const EVENTS_IN_A_FRAME: usize = 10;
/// So often it is put before a plan, for by chance alone it would see few of them.
const FRAMES_TO_A_PLAN: u32 = 25;
/// And so often on the page of mappings, which has the most that can be pressed.
const FRAMES_TO_MAPPINGS: u32 = 40;

/// The letters it types; without an H the phrase of Halcyon Freight can not come about.
const WORDS: [&str; 11] = [
    "a",
    "DELETE 1 ",
    "REMOVE 3 ",
    "TR-4471",
    "freig",
    " ",
    "7",
    "userName sw \"a\"",
    "[mail]",
    "Replace(",
    ")",
];
const KEYS: [Key; 22] = [
    Key::Tab,
    Key::Enter,
    Key::Space,
    Key::Escape,
    Key::ArrowDown,
    Key::ArrowUp,
    Key::ArrowLeft,
    Key::ArrowRight,
    Key::Home,
    Key::End,
    Key::PageDown,
    Key::Delete,
    Key::Backspace,
    Key::F5,
    Key::A,
    Key::K,
    Key::F,
    Key::Y,
    Key::Z,
    Key::Num2,
    Key::Num4,
    Key::Num6,
];

/// Numbers by chance, the same for the same seed (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap()
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        if all.is_empty() { None } else { Some(all[self.below(all.len())]) }
    }
}

/// A window without a screen, with a state that answers as the sandbox would.
struct Window {
    ctx: Context,
    pages: Pages,
    state: State,
    actions: Actions,
    chance: Chance,
    frame: u32,
    /// Middles of what can be pressed, as the screen reader was told in the last frame.
    controls: Vec<Pos2>,
    seen: Seen,
}

/// What the monkey came across.
#[derive(Default)]
struct Seen {
    plans: usize,
    blocked_frames: usize,
    pastes: usize,
    verbs: HashSet<String>,
    destroyed: Vec<String>,
    /// What was asked of the Mappings page, each kind once.
    mapped: HashSet<Discriminant<MappingsAction>>,
}

impl Window {
    fn new(seed: u64) -> Self {
        let ctx = Context::default();
        theme::install(&ctx);
        ctx.enable_accesskit();
        let mut window = Self {
            ctx,
            pages: Pages::default(),
            state: testing::state(),
            actions: Actions::default(),
            chance: Chance(seed),
            frame: 0,
            controls: Vec::new(),
            seen: Seen::default(),
        };
        let orders = window.state.start();
        window.answer(orders);
        window
    }

    /// One frame with these events, and everything that comes of it.
    fn frame(&mut self, events: Vec<Event>) {
        self.frame += 1;
        self.state.now += SignedDuration::from_millis(50);
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            time: Some(f64::from(self.frame) / 20.0),
            focused: true,
            events,
            ..RawInput::default()
        };
        let mut output =
            self.ctx.run_ui(input, |ui| self.pages.ui(ui, &self.state, &mut self.actions));
        if let Some(update) = output.platform_output.accesskit_update.take() {
            self.controls = controls(&update.nodes);
        }
        output.drop_without_applying_deltas();
        for action in self.actions.take() {
            if let Action::Mappings(action) = &action {
                self.seen.mapped.insert(discriminant(action));
            }
            let orders = self.state.apply(action);
            self.answer(orders);
        }
        if let Some(Dialog::Plan(dialog)) = &self.state.dialog
            && matches!(dialog.stage, PlanStage::Ready(_))
        {
            self.seen.blocked_frames += 1;
        }
    }

    /// Does what the jobs would do.
    fn answer(&mut self, orders: Vec<Order>) {
        for order in orders {
            let Order::Do(job) = order else { continue };
            for outcome in self.outcomes(job) {
                let orders = self.state.absorb(outcome);
                self.answer(orders);
            }
        }
    }

    fn outcomes(&mut self, job: Job) -> Vec<Outcome> {
        match job {
            Job::Carry { confirmed, .. } => {
                let verb = confirmed.plan().verb;
                if verb.is_destructive() {
                    self.seen.destroyed.push(verb.to_string());
                }
                Vec::new()
            }
            Job::Preview { preview, wish, .. } => {
                self.seen.plans += 1;
                self.seen.verbs.insert(wish.verb.to_string());
                let result = match &wish.subjects {
                    Subjects::People(people) => {
                        let ids: Vec<_> = people.iter().map(|one| one.id.clone()).collect();
                        Ok(Box::new(testing::plan_of(&self.state, &wish, &ids)))
                    }
                    Subjects::Domain(name) => {
                        let ids = [name.clone()];
                        Ok(Box::new(testing::plan_of(&self.state, &wish, &ids)))
                    }
                    Subjects::NewDomain(_) | Subjects::Token | Subjects::Practice(_) => {
                        let ids = ["scim-token".to_owned()];
                        Ok(Box::new(testing::plan_of(&self.state, &wish, &ids)))
                    }
                };
                vec![Outcome::Previewed { preview, result }]
            }
            Job::ReadPeople { epoch, generation, .. } => vec![
                Outcome::PeoplePage {
                    epoch,
                    generation,
                    people: Box::new(testing::people(30)),
                    expected: Some(30),
                },
                Outcome::PeopleRead { epoch, generation, outcome: Ok(()) },
            ],
            Job::ReadGroups { epoch, generation, .. } => {
                vec![Outcome::GroupsRead { epoch, generation, outcome: Ok(()) }]
            }
            Job::ReadPerson { epoch, id, .. } => {
                let number = self.chance.below(30);
                let user = testing::user(&json!({
                    "id": id, "userName": format!("person{number}@halcyon.example"),
                    "active": false, "displayName": "Person",
                }));
                vec![Outcome::PersonRead { epoch, id, result: Ok(Box::new(user)) }]
            }
            Job::ReadRecord { epoch, id, .. } => {
                vec![Outcome::RecordRead { epoch, id, result: Ok(Box::new(testing::record(3))) }]
            }
            Job::Mappings(job) => vec![Outcome::Mappings(answer(job))],
            Job::ReadDeleted { epoch, .. } => {
                vec![Outcome::DeletedRead { epoch, result: Ok(deleted()) }]
            }
            _ => Vec::new(),
        }
    }

    /// One thing a person could do, as the events it makes.
    fn next(&mut self) -> Vec<Event> {
        match self.chance.below(10) {
            0..=5 => {
                let anywhere = Pos2::new(
                    f32::from(u16::try_from(self.chance.below(1280)).unwrap()),
                    f32::from(u16::try_from(self.chance.below(800)).unwrap()),
                );
                let control = self.chance.one_of(&self.controls);
                let at =
                    if self.chance.below(5) == 0 { anywhere } else { control.unwrap_or(anywhere) };
                let button = if self.chance.below(8) == 0 {
                    PointerButton::Secondary
                } else {
                    PointerButton::Primary
                };
                click(at, button, self.modifiers())
            }
            6 | 7 => {
                let key = KEYS[self.chance.below(KEYS.len())];
                press(key, self.modifiers())
            }
            8 => vec![Event::Text(WORDS[self.chance.below(WORDS.len())].to_owned())],
            _ => vec![self.paste()],
        }
    }

    /// What a button somewhere on a page does.
    fn ask_for_a_plan(&mut self) {
        let verbs = self.state.removal_verbs();
        let Some(verb) = self.chance.one_of(verbs) else { return };
        let people = 1 + self.chance.below(4);
        let ids = (0..people).map(|number| testing::id(number * 3)).collect();
        self.actions.push(Action::Plan(PlanAction::Remove(verb, ids)));
    }

    fn modifiers(&mut self) -> Modifiers {
        match self.chance.below(6) {
            0 => Modifiers::COMMAND,
            1 => Modifiers::SHIFT,
            _ => Modifiers::NONE,
        }
    }

    /// The phrase itself, from the clipboard: it must be refused.
    fn paste(&mut self) -> Event {
        let phrase = match &self.state.dialog {
            Some(Dialog::Plan(dialog)) => match &dialog.stage {
                PlanStage::Ready(plan) => plan.demand().phrase,
                PlanStage::Reading { .. } | PlanStage::Failed(_) => None,
            },
            _ => None,
        };
        self.seen.pastes += usize::from(phrase.is_some());
        Event::Paste(phrase.unwrap_or_else(|| "anything".to_owned()))
    }
}

/// Middles of what can be pressed or typed into.
fn controls(nodes: &[(NodeId, egui::accesskit::Node)]) -> Vec<Pos2> {
    let pressable = nodes.iter().map(|(_, node)| node).filter(|node| {
        node.supports_action(Press::Click)
            || node.role() == Role::TextInput
            || node.role() == Role::Row
    });
    #[expect(clippy::cast_possible_truncation, reason = "points of a screen")]
    let middle = |node: &egui::accesskit::Node| {
        let bounds = node.bounds()?;
        let (x, y) = (f64::midpoint(bounds.x0, bounds.x1), f64::midpoint(bounds.y0, bounds.y1));
        Some(Pos2::new(x as f32, y as f32))
    };
    pressable
        .filter_map(middle)
        .filter(|at| Rect::from_min_size(Pos2::ZERO, SIZE).contains(*at))
        .collect()
}

fn click(pos: Pos2, button: PointerButton, modifiers: Modifiers) -> Vec<Event> {
    let button = |pressed| Event::PointerButton { pos, button, pressed, modifiers };
    vec![Event::PointerMoved(pos), button(true), button(false)]
}

fn press(key: Key, modifiers: Modifiers) -> Vec<Event> {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    vec![event(true), event(false)]
}

fn deleted() -> Vec<DeletedUser> {
    let one = |number: usize| DeletedUser {
        id: testing::id(100 + number),
        user_name: format!("left{number}@halcyon.example"),
        display_name: format!("Left {number}"),
        department: None,
        deleted_at: testing::now(),
        kept: testing::holdings(100 + number, Standing::Deleted),
    };
    (0..12).map(one).collect()
}

/// Runs these seeds; returns what was come across.
fn run(seeds: std::ops::Range<u64>) -> Seen {
    let mut all = Seen::default();
    for seed in seeds {
        let mut window = Window::new(seed);
        window.frame(Vec::new());
        let mut left = EVENTS;
        while left > 0 {
            let mut events = Vec::new();
            for _ in 0..EVENTS_IN_A_FRAME.min(left) {
                events.extend(window.next());
                left -= 1;
            }
            if window.frame.is_multiple_of(FRAMES_TO_A_PLAN) && window.state.dialog.is_none() {
                window.ask_for_a_plan();
            }
            if window.frame.is_multiple_of(FRAMES_TO_MAPPINGS) {
                events.extend(press(Key::Num6, Modifiers::COMMAND));
            }
            window.frame(events);
        }
        let seen = window.seen;
        assert!(seen.destroyed.is_empty(), "seed {seed}: {:?} was carried out", seen.destroyed);
        all.plans += seen.plans;
        all.blocked_frames += seen.blocked_frames;
        all.pastes += seen.pastes;
        all.verbs.extend(seen.verbs);
        all.mapped.extend(seen.mapped);
    }
    all
}

/// The monkey gets to the place where it could do harm, or its silence would prove nothing.
#[track_caller]
fn check(seeds: std::ops::Range<u64>) {
    let seen = run(seeds);
    assert!(seen.plans > 100, "{} plans", seen.plans);
    assert!(seen.blocked_frames > 100, "{} frames with a plan", seen.blocked_frames);
    assert!(seen.pastes > 10, "{} pastes of the phrase", seen.pastes);
    assert!(seen.mapped.len() >= 10, "{} kinds of work on mappings", seen.mapped.len());
    for verb in ["Delete", "Permanently remove"] {
        assert!(seen.verbs.contains(verb), "{verb} was never planned: {:?}", seen.verbs);
    }
}

#[test]
fn one_hundred_thousand_random_events_never_cause_a_destructive_call_first_half() {
    check(0..10);
}

#[test]
fn one_hundred_thousand_random_events_never_cause_a_destructive_call_second_half() {
    check(10..20);
}

#[test]
fn a_destructive_call_would_be_noticed() {
    let mut window = Window::new(1);
    let ids = vec![testing::id(3)];
    let remove = PlanAction::Remove(Verb::Delete, ids);
    window.actions.push(Action::Plan(remove));
    window.frame(Vec::new());
    let consent = Consent {
        reason: "HR-4471".to_owned(),
        phrase: "DELETE 1 HALCYON FREIGHT".to_owned(),
        second_phrase: "1 OF 1000 PEOPLE".to_owned(),
    };
    let confirm = PlanAction::Confirm(consent);
    window.actions.push(Action::Plan(confirm));
    window.frame(Vec::new());
    assert_eq!(window.seen.destroyed, ["Delete"]);
}
