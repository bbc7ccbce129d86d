//! The same people as Entra has them: what Command got, and the few changes since that a preview is there to show.

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};

use crate::entra::{Column, Directory, DirectoryBuilder};
use crate::sandbox::people::chance::{Chance, Shuffle};
use crate::sandbox::people::flaw::Flaw;
use crate::sandbox::people::person::{Details, phone};
use crate::sandbox::people::sketch::{Rank, Sketch};
use crate::sandbox::people::work::{DEPARTMENTS, Department};
use crate::sandbox::people::{COMPANY_NAME, Company, cards, resource};
use crate::sandbox::shared::{timestamp, uuid};

const SALT_NEWS: u64 = 14 << 40;
const SALT_ACCOUNT: u64 = 15 << 40;
const SALT_MOVE: u64 = 16 << 40;

/// How many of a thousand people have joined since the last cycle.
const NEWCOMERS_OF_THOUSAND: u64 = 6;

/// What changed in Entra since Command got a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum News {
    /// Another title.
    Promoted,
    /// Another department, and a title of it.
    Moved,
    /// Disabled; Command does not know yet.
    Disabled,
    /// The employee number was emptied. Entra can not clear it in Command.
    NumberEmptied,
    /// The telephone number was emptied. Entra can not clear it in Command.
    PhoneEmptied,
}

/// How many of a thousand people have each, before those are left out who have a flaw or are gone.
const NEWS: [(News, u32); 5] = [
    (News::Promoted, 6),
    (News::Moved, 4),
    (News::Disabled, 3),
    (News::NumberEmptied, 3),
    (News::PhoneEmptied, 2),
];

/// The columns, in the order in which the portal shows them.
const ATTRIBUTES: [&str; 28] = [
    "objectId",
    "userPrincipalName",
    "displayName",
    "givenName",
    "surname",
    "mail",
    "mailNickname",
    "accountEnabled",
    "assigned",
    "jobTitle",
    "department",
    "companyName",
    "employeeId",
    "employeeType",
    "manager",
    "telephoneNumber",
    "mobile",
    "city",
    "country",
    "usageLocation",
    "preferredLanguage",
    "createdDateTime",
    "extensionAttribute1",
    "extensionAttribute2",
    "extensionAttribute3",
    "extensionAttribute4",
    "extensionAttribute5",
    "extensionAttribute6",
];

/// The parts of a card in the order of Verkada's guide, from extensionAttribute1 on.
const CARD: [&str; 5] =
    ["cardFormat", "cardNumber", "cardNumberHex", "credentialStatus", "facilityCode"];

impl Company {
    /// Everybody as Entra has them: those whom Command knows, in the same order, then the newcomers. Verkada's externalId
    /// comes from extensionAttribute6. `seeded_at` is when the organization was filled.
    pub(crate) fn entra_directory(&self, seeded_at: Timestamp) -> Directory {
        let mut builder = DirectoryBuilder::default();
        let columns = ATTRIBUTES.map(|name| builder.column(name));
        let mut put = |sketch: &Sketch<'_>, news: Option<News>| {
            self.put(&mut builder, &columns, sketch, news, seeded_at);
        };
        for index in 0..self.people {
            if let Some(sketch) = self.named_sketch(index) {
                put(&sketch, self.news(&sketch));
            }
        }
        for sketch in self.newcomers() {
            put(&sketch, None);
        }
        builder.finish()
    }

    /// What changed since Command got a person. Who has a flaw or is gone is instructive already.
    pub(super) fn news(&self, sketch: &Sketch<'_>) -> Option<News> {
        if sketch.flaw.is_some() || !sketch.active || sketch.rank != Rank::Staff {
            return None;
        }
        let block = u64::from(sketch.index / 1000);
        let mut lot = Shuffle::new(self.seed, SALT_NEWS + block, 1000).at(sketch.index % 1000);
        for (news, count) in NEWS {
            if lot < count {
                return Some(news);
            }
            lot -= count;
        }
        None
    }

    /// Who has joined; their places are behind those who have left, so that nobody is like them.
    pub(super) fn newcomers(&self) -> impl Iterator<Item = Sketch<'_>> {
        let first = self.people.saturating_add(self.former_count());
        let count = (u64::from(self.people) * NEWCOMERS_OF_THOUSAND).div_ceil(1000);
        let count = u32::try_from(count).unwrap_or_default();
        (first..first.saturating_add(count)).filter_map(|index| {
            let sketch = self.sketch(index)?;
            Some(Sketch { active: true, flaw: None, ..sketch })
        })
    }

    fn put(
        &self,
        builder: &mut DirectoryBuilder,
        columns: &[Column; ATTRIBUTES.len()],
        sketch: &Sketch<'_>,
        news: Option<News>,
        seeded_at: Timestamp,
    ) {
        let Details {
            user_name,
            mail,
            local,
            display_name,
            employee_number,
            phone,
            has_external_id,
        } = self.details(sketch);
        let account = Account::of(self, sketch, news);
        let (department, title) = position(
            sketch,
            news,
            &mut Chance::new(self.seed, SALT_MOVE + u64::from(sketch.index)),
        );
        let card = cards::card(self, sketch);
        let part = |name: &str| {
            card.as_ref().and_then(|card| card.get(name)).and_then(|value| value.as_str())
        };
        let id = object_id(self.seed, sketch.index);
        let manager = sketch.manager.map(|manager| object_id(self.seed, manager));
        let (created_ago, _) = self.times(sketch);
        let created = SignedDuration::from_secs(i64::try_from(created_ago).unwrap_or_default());
        let created = seeded_at.checked_sub(created).map(timestamp).unwrap_or_default();
        let external_id = has_external_id.then(|| resource::external_id(sketch.index, self.seed));
        let number = (news != Some(News::NumberEmptied)).then_some(employee_number);
        let phone = phone.filter(|_| news != Some(News::PhoneEmptied));
        let values: [Option<&str>; ATTRIBUTES.len()] = [
            Some(&id),
            Some(&user_name),
            Some(&display_name),
            Some(sketch.given.written),
            sketch.family.map(|family| family.written),
            mail.as_deref(),
            Some(&local),
            Some(account.enabled),
            Some(account.assigned),
            Some(title),
            Some(department.name),
            Some(COMPANY_NAME),
            number.as_deref(),
            Some(if sketch.contractor { "Contractor" } else { "Employee" }),
            manager.as_deref(),
            phone.as_deref(),
            account.mobile.as_deref(),
            Some(sketch.site.city),
            Some(sketch.site.country),
            Some(sketch.site.country),
            Some(sketch.names.culture.locale),
            Some(&created),
            part(CARD[0]),
            part(CARD[1]),
            part(CARD[2]),
            part(CARD[3]),
            part(CARD[4]),
            external_id.as_deref(),
        ];
        for (column, value) in columns.iter().zip(values) {
            builder.set(*column, value.unwrap_or_default());
        }
        builder.end_person();
    }
}

/// What only Entra knows of a person.
struct Account {
    enabled: &'static str,
    assigned: &'static str,
    mobile: Option<String>,
}

impl Account {
    /// Of those who are deactivated in Command, most are disabled, and some only lost the application.
    fn of(company: &Company, sketch: &Sketch<'_>, news: Option<News>) -> Self {
        let mut chance = Chance::new(company.seed, SALT_ACCOUNT + u64::from(sketch.index));
        let is_unassigned = chance.percent(20) && !sketch.active;
        let is_disabled = !sketch.active && !is_unassigned || news == Some(News::Disabled);
        let word = |is: bool| if is { "True" } else { "False" };
        Self {
            enabled: word(!is_disabled),
            assigned: word(!is_unassigned),
            mobile: (chance.percent(35) && !sketch.has(Flaw::BadPhone))
                .then(|| phone(sketch, &mut chance)),
        }
    }
}

/// Department and title, after what changed. The next title of the list, or the next department, is always another one.
fn position(
    sketch: &Sketch<'_>,
    news: Option<News>,
    chance: &mut Chance,
) -> (&'static Department, &'static str) {
    let department = sketch.department;
    match news {
        Some(News::Promoted) => {
            let at = department.titles.iter().position(|title| *title == sketch.title);
            let next = at.and_then(|at| department.titles.get(at + 1));
            (department, next.copied().unwrap_or(department.manager))
        }
        Some(News::Moved) => {
            let at = DEPARTMENTS.iter().position(|other| other.name == department.name);
            let next = at.and_then(|at| DEPARTMENTS.get((at + 1) % DEPARTMENTS.len()));
            let next = next.unwrap_or(department);
            (next, chance.pick(next.titles).copied().unwrap_or(next.manager))
        }
        _ => (department, sketch.title),
    }
}

/// The id in Entra: the same for the same person in every company of the same seed.
fn object_id(seed: u64, index: u32) -> String {
    let digest = Sha256::digest(format!("entra {seed} {index}"));
    uuid(digest.first_chunk().copied().unwrap_or_default())
}
