//! What Command itself keeps of a person of the company: roles, credentials, the past and the doors, the same for the
//! same person for ever. Nothing of it is stored; it follows from the seed and the id.

use jiff::SignedDuration;
use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;
use sha2::Digest as _;
use sha2::Sha256;

use crate::sandbox::people::chance::Chance;
use crate::verkada::admin::{AccessEvent, Credential, CredentialOrigin, HistoryEntry, Role};

/// Who the history says it was.
pub(crate) const BY_PROVIDER: &str = "Entra ID over SCIM";
/// Who the history says it was.
pub(crate) const BY_ADMIN: &str = "A Command admin";

const SALT_BELONGINGS: u64 = 11 << 40;
const SALT_PAST: u64 = 12 << 40;
const SALT_DOORS: u64 = 13 << 40;

const MINUTE: u32 = 60;
const HOUR: u32 = 60 * MINUTE;

/// What of a person decides what is made up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Facts {
    pub(crate) department: String,
    pub(crate) title: String,
    pub(crate) city: String,
    pub(crate) has_card: bool,
}

/// What an admin gave a person in Command.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Belongings {
    pub(crate) roles: Vec<Role>,
    pub(crate) permissions: Vec<String>,
    /// Only those that did not come over SCIM.
    pub(crate) credentials: Vec<Credential>,
}

/// The life of a seeded person up to the first thing that is written down about them.
#[derive(Clone, Debug)]
pub(crate) struct Life {
    /// The chance of this person.
    own: u64,
    facts: Facts,
    created: Timestamp,
    last: Last,
    /// Nobody goes through a door after this.
    until: Timestamp,
}

/// What the identity provider did last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Last {
    Changed(Timestamp),
    Deactivated(Timestamp),
}

impl Life {
    /// The life of the person with this id; `seeded_at` is when the organization was filled.
    pub(crate) fn new(
        (seed, seeded_at): (u64, Timestamp),
        id: &str,
        facts: Facts,
        created: Timestamp,
        last: Last,
    ) -> Self {
        let digest = Sha256::digest(format!("life {seed} {id}"));
        let own = u64::from_be_bytes(digest.first_chunk().copied().unwrap_or_default());
        let until = match last {
            Last::Changed(_) => seeded_at,
            Last::Deactivated(at) => at,
        };
        Self { own, facts, created, last, until }
    }

    /// What the identity provider did last.
    pub(crate) const fn last(&self) -> Last {
        self.last
    }

    /// What admins gave the person.
    pub(crate) fn belongings(&self) -> Belongings {
        let mut chance = Chance::new(self.own, SALT_BELONGINGS);
        Belongings {
            roles: self.roles(&mut chance),
            permissions: self.permissions(&mut chance),
            credentials: self.credentials(&mut chance),
        }
    }

    fn roles(&self, chance: &mut Chance) -> Vec<Role> {
        let role =
            |name: &str, scope: &str| Role { name: name.to_owned(), scope: scope.to_owned() };
        let site = format!("Site: {}", self.facts.city);
        let title = self.facts.title.as_str();
        let leads = ["Manager", "Head of", "Chief", "General Counsel", "Lead"];
        let mut roles = Vec::new();
        if self.facts.department == "IT" {
            roles.push(match chance.below(4) {
                0 => role("Org Admin", "Organization"),
                1 => role("Access Admin", "Organization"),
                _ => role("Command User Admin", "Organization"),
            });
        }
        if title.contains("Security") {
            roles.push(role("Access Admin", &site));
        }
        if leads.iter().any(|lead| title.contains(lead)) {
            roles.push(role("Site Admin", &site));
        } else if chance.percent(72) {
            roles.push(role("Site Viewer", &site));
        }
        roles
    }

    fn permissions(&self, chance: &mut Chance) -> Vec<String> {
        let city = &self.facts.city;
        let mut permissions = vec![format!("Doors: {city}, main entrance")];
        if chance.percent(60) {
            permissions.push(format!("Doors: {city}, {}", area(&self.facts.department)));
        }
        if chance.percent(18) {
            permissions.push(format!("Cameras: {city}, live view of the yard"));
        }
        permissions
    }

    fn credentials(&self, chance: &mut Chance) -> Vec<Credential> {
        let active = matches!(self.last, Last::Changed(_));
        [
            ("Mobile pass", "Bluetooth unlock", 34),
            ("Entry code", "Keypad", 14),
            ("Card", "Spare card", 7),
        ]
        .into_iter()
        .filter(|(_, _, percent)| chance.percent(*percent))
        .map(|(kind, label, _)| Credential {
            kind: kind.to_owned(),
            label: label.to_owned(),
            active,
            origin: CredentialOrigin::Command,
        })
        .collect()
    }

    /// What happened, oldest first.
    pub(crate) fn past(&self) -> Vec<HistoryEntry> {
        let entry =
            |at: Timestamp, by: &str, what: String| HistoryEntry { at, by: by.to_owned(), what };
        let mut chance = Chance::new(self.own, SALT_PAST);
        let (Last::Changed(last) | Last::Deactivated(last)) = self.last;
        let mut past = vec![entry(self.created, BY_PROVIDER, "Created by provisioning".to_owned())];
        let mut at = self.created;
        for role in self.belongings().roles {
            at = between(&mut chance, at, last);
            past.push(entry(
                at,
                BY_ADMIN,
                format!("Given the role {} ({})", role.name, role.scope),
            ));
        }
        match self.last {
            Last::Changed(last) if last > at => {
                let names = ["title", "phoneNumbers", "department, manager", "cardNumber"];
                let name = chance.pick(&names).copied().unwrap_or("title");
                past.push(entry(last, BY_PROVIDER, format!("Changed: {name}")));
            }
            Last::Changed(_) => {}
            Last::Deactivated(last) => {
                past.push(entry(last, BY_PROVIDER, "Deactivated".to_owned()));
            }
        }
        past
    }

    /// How often a door was tried.
    pub(crate) fn door_events(&self) -> u64 {
        let belongings = self.belongings();
        if !self.facts.has_card && belongings.credentials.is_empty() {
            return 0;
        }
        let days = self.until.duration_since(self.created).as_hours() / 24;
        let days = u64::try_from(days).unwrap_or_default();
        // Five days in seven, less holidays, in and out and a door between now and then.
        let percent = 90 + Chance::new(self.own, SALT_DOORS).below(260);
        1 + days * u64::from(percent) / 100
    }

    /// The newest doors tried, newest first, at most `count`.
    pub(crate) fn doors(&self, count: u64) -> Vec<AccessEvent> {
        let count = self.door_events().min(count);
        let mut chance = Chance::new(self.own, SALT_DOORS + 1);
        let areas = ["main entrance", area(&self.facts.department), "canteen"];
        let mut at = self.until;
        (0..count)
            .map(|_| {
                at = earlier(at, 12 * MINUTE + chance.below(9 * HOUR));
                let area = chance.pick(&areas).copied().unwrap_or("main entrance");
                let result = match chance.below(50) {
                    0 => "Denied: outside of the schedule",
                    1 => "Denied: door locked down",
                    _ => "Granted",
                };
                AccessEvent {
                    at: at.max(self.created),
                    door: format!("{}, {area}", self.facts.city),
                    result: result.to_owned(),
                }
            })
            .collect()
    }
}

/// Where people of a department work.
fn area(department: &str) -> &'static str {
    match department {
        "Operations" => "loading dock",
        "Warehouse" => "warehouse hall",
        "Fleet" => "fuel yard",
        "IT" | "Network" => "server room",
        "Finance" => "cash office",
        "Facilities" => "plant room",
        _ => "front office",
    }
}

fn between(chance: &mut Chance, from: Timestamp, to: Timestamp) -> Timestamp {
    let seconds = u32::try_from(to.duration_since(from).as_secs()).unwrap_or_default();
    let later = SignedDuration::from_secs(i64::from(chance.below(seconds / 3)));
    from.checked_add(later).unwrap_or(from)
}

fn earlier(at: Timestamp, seconds: u32) -> Timestamp {
    at.checked_sub(SignedDuration::from_secs(i64::from(seconds))).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn life(number: u32, last: fn(Timestamp) -> Last) -> Life {
        let facts = Facts {
            department: "Fleet".to_owned(),
            title: "Van Driver".to_owned(),
            city: "Leeds".to_owned(),
            has_card: !number.is_multiple_of(3),
        };
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let (created, changed) = (at("2025-10-01T08:00:00Z"), at("2026-09-01T08:00:00Z"));
        Life::new(
            (7, at("2026-11-01T00:00:00Z")),
            &format!("id-{number}"),
            facts,
            created,
            last(changed),
        )
    }

    #[test]
    fn a_life_is_the_same_each_time_and_differs_between_people() {
        let (one, again, other) =
            (life(1, Last::Changed), life(1, Last::Changed), life(2, Last::Changed));
        assert_eq!(one.belongings(), again.belongings());
        assert_eq!((one.past(), one.doors(20)), (again.past(), again.doors(20)));
        assert_ne!(one.doors(20), other.doors(20));
    }

    #[test]
    fn what_is_made_up_goes_together() {
        let (mut with_roles, mut with_credentials, mut with_doors) = (0, 0, 0);
        for number in 0..300 {
            for life in [life(number, Last::Changed), life(number, Last::Deactivated)] {
                let past = life.past();
                assert!(past.is_sorted_by_key(|entry| entry.at), "{past:?}");
                assert!(past.iter().all(|entry| entry.at >= life.created));
                let doors = life.doors(20);
                assert!(doors.iter().rev().is_sorted_by_key(|event| event.at));
                assert!(doors.iter().all(|event| (life.created..life.until).contains(&event.at)));
                assert_eq!(doors.len() as u64, life.door_events().min(20));
                let deactivated = matches!(life.last, Last::Deactivated(_));
                assert_eq!(past.iter().any(|entry| entry.what == "Deactivated"), deactivated);
                let belongings = life.belongings();
                assert!(belongings.credentials.iter().all(|one| one.active != deactivated));
                with_roles += usize::from(!belongings.roles.is_empty());
                with_credentials += usize::from(!belongings.credentials.is_empty());
                with_doors += usize::from(!doors.is_empty());
            }
        }
        assert!((350..500).contains(&with_roles), "{with_roles}");
        assert!((180..350).contains(&with_credentials), "{with_credentials}");
        assert!((400..600).contains(&with_doors), "{with_doors}");
    }
}
