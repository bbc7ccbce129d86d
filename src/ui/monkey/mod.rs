//! A monkey at the whole window: whatever it presses, nothing is taken away as long as nobody types the phrase.

mod window;

use crate::session::action::{Action, PlanAction};
use crate::session::plan::Consent;
use crate::ui::monkey::window::{Before, Seen, Window};
use crate::ui::testing;
use crate::verkada::Verb;

const EVENTS: usize = 5_000;
const EVENTS_IN_A_FRAME: usize = 10;
/// A menu takes one click to open and another one to choose; of several in a frame only the last counts.
const EVENTS_IN_A_FRAME_THERE: usize = 2;
const EVENTS_ON_MAPPINGS: usize = 3_000;

/// Runs these seeds; returns what was come across.
fn run(seeds: std::ops::Range<u64>, before: Before) -> Seen {
    let mut all = Seen::default();
    for seed in seeds {
        let mut window = Window::new(seed);
        window.frame(Vec::new());
        let (mut left, in_a_frame) = match before {
            Before::APlan => (EVENTS, EVENTS_IN_A_FRAME),
            Before::Mappings => (EVENTS_ON_MAPPINGS, EVENTS_IN_A_FRAME_THERE),
        };
        while left > 0 {
            let mut events = Vec::new();
            for _ in 0..in_a_frame.min(left) {
                events.extend(window.next());
                left -= 1;
            }
            window.frame(events);
            window.put(before);
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
    let seen = run(seeds, Before::APlan);
    assert!(seen.plans > 100, "{} plans", seen.plans);
    assert!(seen.blocked_frames > 100, "{} frames with a plan", seen.blocked_frames);
    assert!(seen.pastes > 10, "{} pastes of the phrase", seen.pastes);
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
fn six_thousand_random_events_on_the_page_of_mappings_break_nothing() {
    let seen = run(20..22, Before::Mappings);
    assert!(seen.mapped.len() >= 20, "{} kinds of work on mappings", seen.mapped.len());
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
