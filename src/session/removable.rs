//! Whether somebody can be taken away from this window now, and if not, why and what to do about it.

use crate::session::connection::{Access, Removal};
use crate::session::people::PersonState;
use crate::session::runs::Ledger;
use crate::session::state::State;
use crate::verkada::Verb;
use crate::verkada::lifecycle::{Change, Offer, UserStatus};

impl State {
    /// The ways in which the active connection takes people away, the milder first.
    pub(crate) fn removal_verbs(&self) -> &'static [Verb] {
        match self.profile().map(|profile| profile.capabilities().removal) {
            Some(Removal::AdminApi | Removal::ByHand) => &[Verb::Delete, Verb::PermanentlyRemove],
            Some(Removal::ScimDelete) => &[Verb::Delete],
            None => &[],
        }
    }

    /// Why no plan can be made now, whomever it is for.
    pub(crate) fn work_blocked(&self) -> Option<String> {
        if let Ledger::Failed(problem) = &self.runs.ledger {
            return Some(format!("{}. {}", problem.title(), problem.explanation()));
        }
        if self.runs.is_busy() {
            return Some(
                "Another piece of work is under way. Wait until it has ended, or stop it; its progress is in the status bar."
                    .to_owned(),
            );
        }
        let access = self.profile()?.capabilities().access;
        (access == Access::Locked && !self.is_unlocked()).then(|| {
            "This connection is locked. Unlock it for one piece of work with the lock in the top bar."
                .to_owned()
        })
    }

    /// Why this person can not be taken away now, with what to do first.
    pub(crate) fn removal_blocked(
        &self,
        verb: Verb,
        standing: PersonState,
        user_name: &str,
    ) -> Option<String> {
        if self.protects(user_name) {
            return Some(
                "On your list of protected people. Take the person off it first.".to_owned(),
            );
        }
        let change = match verb {
            Verb::PermanentlyRemove => Change::PermanentlyRemove,
            _ => Change::Delete,
        };
        let status = match standing {
            PersonState::Deactivated => UserStatus::Deactivated,
            PersonState::Active | PersonState::Unknown => UserStatus::Active,
        };
        let not_yet = status.next_steps().into_iter().find_map(|step| match step.offer {
            Offer::NotYet(why) if step.change == change => Some(why.to_owned()),
            _ => None,
        });
        not_yet.or_else(|| self.work_blocked())
    }

    /// Whether somebody is on the list of those who can not be taken away from the active connection.
    pub(crate) fn protects(&self, user_name: &str) -> bool {
        self.settings.protects(&self.active.0, user_name)
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::session::connection::{ConnectionKind, Profile};
    use crate::session::problem::Problem;
    use crate::session::runs::{LiveRun, Phase};
    use crate::session::settings::Settings;
    use crate::session::state::Unlocked;
    use crate::verkada::TenantUrl;

    fn state(kind: ConnectionKind) -> State {
        let tenant = TenantUrl::parse("https://scim.example.com/scim").unwrap().value;
        let profile = Profile { kind, tenant: Some(tenant), ..Profile::sandbox() };
        State::new(Settings::default(), vec![profile], Timestamp::UNIX_EPOCH)
    }

    #[track_caller]
    fn check(state: &State, standing: PersonState, reason: Option<&str>) {
        for &verb in state.removal_verbs() {
            let blocked = state.removal_blocked(verb, standing, "ada@halcyon.example");
            match reason {
                None => assert_eq!(blocked, None, "{verb}"),
                Some(reason) => assert!(blocked.unwrap().contains(reason), "{verb}"),
            }
        }
    }

    #[test]
    fn only_those_whom_the_identity_provider_deactivated_can_be_taken_away() {
        for kind in [ConnectionKind::Sandbox, ConnectionKind::Command] {
            let state = state(kind);
            assert_eq!(state.removal_verbs().len(), 2);
            check(&state, PersonState::Deactivated, None);
            check(&state, PersonState::Active, Some("Deactivate the person in Entra first"));
            check(&state, PersonState::Unknown, Some("Deactivate the person in Entra first"));
        }
    }

    #[test]
    fn protected_people_can_not_be_taken_away_whatever_their_case() {
        let mut state = state(ConnectionKind::Sandbox);
        state.settings.care_mut("sandbox").protected.push("ADA@halcyon.example".to_owned());
        check(&state, PersonState::Deactivated, Some("protected people"));
    }

    #[test]
    fn a_locked_connection_knows_one_kind_of_delete_and_only_while_unlocked() {
        let mut state = state(ConnectionKind::Scim);
        assert_eq!(state.removal_verbs(), [Verb::Delete]);
        check(&state, PersonState::Deactivated, Some("Unlock it for one piece of work"));
        let until = "1970-01-01T00:10:00Z".parse().unwrap();
        state.unlocked = Some(Unlocked { connection: state.active.clone(), until });
        check(&state, PersonState::Deactivated, None);
    }

    #[test]
    fn nothing_is_offered_beside_other_work_or_without_a_record() {
        let mut state = state(ConnectionKind::Sandbox);
        let run = crate::journal::entry::RunId::from_random([1; 16]);
        state.runs.live = Some(LiveRun { run, phase: Phase::Running, first_call_at: None });
        check(&state, PersonState::Deactivated, Some("under way"));
        state.runs.live = None;
        state.runs.ledger =
            Ledger::Failed(Problem::new("open the record", "the keyring is locked", "Unlock it"));
        check(&state, PersonState::Deactivated, Some("Could not open the record"));
    }
}
