//! A person written down: sign-in name, mail, telephone and the times of the record.

use crate::sandbox::people::Company;
use crate::sandbox::people::chance::Chance;
use crate::sandbox::people::flaw::Flaw;
use crate::sandbox::people::resource;
use crate::sandbox::people::sketch::Sketch;
use crate::sandbox::people::{FormerPerson, NewPerson};

const SALT_DETAILS: u64 = 7 << 40;
const SALT_TIMES: u64 = 8 << 40;

const HOUR: u32 = 3600;
const DAY: u32 = 24 * HOUR;

/// The texts of a person.
pub(super) struct Details {
    pub(super) user_name: String,
    pub(super) mail: Option<String>,
    /// The part of the mail before the @.
    pub(super) local: String,
    pub(super) display_name: String,
    pub(super) employee_number: String,
    pub(super) phone: Option<String>,
    pub(super) has_external_id: bool,
}

impl Company {
    /// The person at a place, ready to be stored.
    pub(super) fn person(&self, index: u32) -> Option<NewPerson> {
        let sketch = self.named_sketch(index)?;
        let (created_seconds_ago, changed_seconds_ago) = self.times(&sketch);
        Some(NewPerson {
            user: resource::user(self, &sketch, self.details(&sketch)),
            manager: sketch.manager,
            created_seconds_ago,
            changed_seconds_ago,
        })
    }

    /// Who somebody is, with the name of the colleague whom they share it with.
    pub(super) fn named_sketch(&self, index: u32) -> Option<Sketch<'_>> {
        let sketch = self.sketch(index)?;
        let Some(twin) = self.shares_with(&sketch, Flaw::SharedDisplayName) else {
            return Some(sketch);
        };
        let Sketch { names, given, family, namesakes, .. } = self.sketch(twin)?;
        Some(Sketch { names, given, family, namesakes, initial: Some('b'), ..sketch })
    }

    /// Somebody who has left: deactivated first, deleted a little later.
    pub(super) fn former(&self, index: u32) -> Option<FormerPerson> {
        let mut sketch = self.sketch(index)?;
        sketch.active = false;
        sketch.flaw = None;
        let mut chance = Chance::new(self.seed, SALT_TIMES + u64::from(index));
        let deleted = u64::from(chance.below(160 * DAY) + 2 * HOUR);
        let deactivated = deleted + u64::from(HOUR + chance.below(20 * DAY));
        let person = NewPerson {
            user: resource::user(self, &sketch, self.details(&sketch)),
            manager: sketch.manager,
            created_seconds_ago: deactivated + u64::from(DAY + chance.below(900 * DAY)),
            changed_seconds_ago: deactivated,
        };
        Some(FormerPerson { person, deleted_seconds_ago: deleted })
    }

    pub(super) fn details(&self, sketch: &Sketch<'_>) -> Details {
        let mut chance = Chance::new(self.seed, SALT_DETAILS + u64::from(sketch.index));
        let local = local(sketch);
        let number = self.shares_with(sketch, Flaw::SharedEmployeeNumber).unwrap_or(sketch.index);
        let employee_number = format!("HF-{}", 20_000 + u64::from(number));
        let domain = self.domain(sketch);
        let mail = format!("{local}@{domain}");
        let user_name = if sketch.has(Flaw::UserNameDiffersFromMail) {
            format!("{}@{domain}", employee_number.to_ascii_lowercase())
        } else {
            mail.clone()
        };
        let phone = if sketch.has(Flaw::BadPhone) {
            chance.pick(&BAD_PHONES).map(|phone| (*phone).to_owned())
        } else {
            chance.percent(88).then(|| phone(sketch, &mut chance))
        };
        Details {
            user_name,
            mail: (!sketch.has(Flaw::MissingMail)).then_some(mail),
            local,
            display_name: display_name(sketch),
            employee_number,
            phone,
            has_external_id: chance.percent(94),
        }
    }

    fn domain(&self, sketch: &Sketch<'_>) -> &str {
        let domains = &self.domains;
        match (sketch.flaw.map(|place| place.flaw), &domains.second) {
            (Some(Flaw::DomainNotListed), _) => &domains.not_listed,
            (Some(Flaw::LookAlikeDomain), _) => &domains.look_alike,
            // The last lots of every thousand have no flaw.
            (None, Some(second)) if sketch.lot >= 976 => second,
            _ => &domains.main,
        }
    }

    /// Most people came with the first cycle, 412 days ago; the others joined since. Changes get rarer with age.
    pub(super) fn times(&self, sketch: &Sketch<'_>) -> (u64, u64) {
        let mut chance = Chance::new(self.seed, SALT_TIMES + u64::from(sketch.index));
        let created = if chance.percent(70) {
            412 * DAY + HOUR - chance.below(HOUR)
        } else {
            2 * HOUR + chance.below(412 * DAY)
        };
        let latest = if sketch.active { created } else { created.min(90 * DAY) };
        let mut changed = latest;
        for _ in 0..3 {
            changed = changed.min(chance.below(latest));
        }
        (u64::from(created), u64::from(changed.max(10 * 60).min(created)))
    }
}

const BAD_PHONES: [&str; 5] =
    ["0312/5550148", "312.555.0123 x22", "+1 (312) 555-O148", "n/a", "555 0199 or 555 0198"];

fn local(sketch: &Sketch<'_>) -> String {
    let mut local = sketch.given.local.clone();
    if let Some(initial) = sketch.initial {
        local.push('.');
        local.push(initial);
    }
    if let Some(family) = sketch.family {
        local.push('.');
        local.push_str(&family.local);
    }
    if sketch.namesakes > 0 {
        local.push_str(&(sketch.namesakes + 1).to_string());
    }
    local
}

fn display_name(sketch: &Sketch<'_>) -> String {
    let shown = sketch.names.shown(sketch.given, sketch.family);
    match sketch.flaw.map(|place| place.flaw) {
        Some(Flaw::ZeroWidthInName) => format!("{shown}\u{200b}"),
        Some(Flaw::TurnedName) => format!("\u{202e}{shown}"),
        Some(Flaw::NameLooksEmpty) => "\u{200b}\u{200b}".to_owned(),
        Some(Flaw::MixedScriptName) => {
            let family = sketch.family.map_or("", |family| family.latin);
            with_cyrillic_letter(&format!("{} {family}", sketch.given.latin))
        }
        _ => shown,
    }
}

/// Replaces the first letter that has a Cyrillic twin.
fn with_cyrillic_letter(latin: &str) -> String {
    [('a', "\u{430}"), ('e', "\u{435}"), ('o', "\u{43e}"), ('i', "\u{456}"), ('y', "\u{443}")]
        .into_iter()
        .find(|(letter, _)| latin.contains(*letter))
        .map_or_else(
            || latin.to_owned(),
            |(letter, twin)| latin.trim_end().replacen(letter, twin, 1),
        )
}

/// A telephone number of the place somebody works at.
pub(super) fn phone(sketch: &Sketch<'_>, chance: &mut Chance) -> String {
    let digit = |place: char, chance: &mut Chance| match place {
        '#' => char::from_digit(chance.below(10), 10).unwrap_or('0'),
        other => other,
    };
    sketch.site.phone.chars().map(|place| digit(place, chance)).collect()
}
