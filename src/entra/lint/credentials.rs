//! Rules about the five attributes of an access card.

use crate::entra::directory::{Directory, DirectoryPerson};
use crate::entra::lint::near::nearest;
use crate::entra::lint::review::{Review, Rule, page, quoted, sends, told};
use crate::entra::lint::{Edit, MappingFinding, MappingSeverity};
use crate::entra::mapping::Source;
use crate::entra::request::ResourceKind;
use crate::entra::schema::recommended_source;
use crate::verkada::card::{CREDENTIAL_STATUSES, CardFormat};

const INCOMPLETE: Rule = Rule {
    id: "card-incomplete",
    severity: MappingSeverity::Warning,
    why: "Command makes a card of its format and its number or hex, and only when credentialStatus is “active” at the first time.",
    source: page::GUIDE,
};

const SLOT: Rule = Rule {
    id: "card-slot",
    severity: MappingSeverity::Error,
    why: "Command makes no card, or a wrong one, of a value that belongs into another attribute.",
    source: page::GUIDE,
};

const ORDER: Rule = Rule {
    id: "card-order",
    severity: MappingSeverity::Advice,
    why: "Any extension attribute may hold any part of a card, as long as who fills them keeps to the same order. Verkada's guide has format, \
          number, hex, status and facility code in 1 to 5.",
    source: page::GUIDE,
};

const SPELLING: Rule = Rule {
    id: "card-spelling",
    severity: MappingSeverity::Error,
    why: "Verkada's guide and API give these words in one spelling, and no page says that Command takes another one, so that it counts as no \
          card here.",
    source: page::GUIDE,
};

const NEVER_ACTIVE: Rule = Rule {
    id: "card-never-active",
    severity: MappingSeverity::Warning,
    why: "credentialStatus has to be “active” when a card is first set up, or it is not made. Cards that Command has already are switched off \
          or deleted.",
    source: page::GUIDE,
};

const SHARED_SOURCE: Rule = Rule {
    id: "card-same-source",
    severity: MappingSeverity::Error,
    why: "Format, number, hex, status and facility code say different things, so that one of the two is wrong for everybody.",
    source: page::GUIDE,
};

/// The status at which Command makes a card.
const FIRST_STATUS: &str = "active";

const FORMAT: &str = "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:cardFormat";
const NUMBER: &str = "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:cardNumber";
const HEX: &str = "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:cardNumberHex";
const STATUS: &str =
    "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:credentialStatus";
const FACILITY: &str =
    "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:facilityCode";

/// The attributes of a card, in the order of Verkada's guide.
pub(super) const CARD: [&str; 5] = [FORMAT, NUMBER, HEX, STATUS, FACILITY];

pub(super) fn check(review: &Review<'_>, found: &mut Vec<MappingFinding>) {
    if review.kind != ResourceKind::User {
        return;
    }
    // A misspelled row has a finding of its own, whose fix fills its target.
    let is_meant = |row: &str, target: &str| {
        row.eq_ignore_ascii_case(target) || nearest(row).is_some_and(|near| near.meant() == target)
    };
    let is_mapped =
        |target: &&str| review.rows().any(|(_, row)| is_meant(&row.target, target) && sends(row));
    let mapped: Vec<&str> = CARD.into_iter().filter(is_mapped).collect();
    if mapped.is_empty() {
        return;
    }
    found.extend(incomplete(review, &mapped));
    found.extend(CARD.into_iter().filter_map(|target| constant(review, target)));
    found.extend(shared_source(review));
    let slots = slots(review);
    let misplaced: Vec<MappingFinding> = misplaced(review, &slots).collect();
    if misplaced.is_empty() {
        found.extend(order(review));
    }
    found.extend(misplaced);
}

fn incomplete(review: &Review<'_>, mapped: &[&str]) -> Option<MappingFinding> {
    let lacks = |target: &str| !mapped.contains(&target);
    let severity = if lacks(STATUS) || (lacks(NUMBER) && lacks(HEX)) {
        MappingSeverity::Error
    } else if lacks(FORMAT) {
        MappingSeverity::Warning
    } else if lacks(FACILITY) || lacks(NUMBER) || lacks(HEX) {
        // Which of them a format needs depends on the format.
        MappingSeverity::Advice
    } else {
        return None;
    };
    let missing: Vec<&str> = CARD.into_iter().filter(|target| lacks(target)).collect();
    let names: Vec<&str> = missing.iter().map(|target| short(target)).collect();
    let evidence = format!("No row sends anything to {}.", names.join(", "));
    let finding =
        review.finding(&INCOMPLETE, None, "The rows of the card are incomplete", evidence);
    // An attribute that another row reads holds something else already.
    let is_free = |source: &Source| review.rows().all(|(_, row)| row.source != *source);
    let edits: Option<Vec<Vec<Edit>>> = missing
        .iter()
        .map(|target| {
            let source = recommended_source(target).filter(is_free)?;
            Some(review.fill(source, target, None))
        })
        .collect();
    let edits = edits.unwrap_or_default().concat();
    Some(finding.with_severity(severity).with_fix("Add the missing rows", edits))
}

/// Two parts of a card from one attribute.
fn shared_source(review: &Review<'_>) -> Option<MappingFinding> {
    let rows: Vec<_> =
        CARD.into_iter().filter_map(|target| Some((target, review.row_of(target)?))).collect();
    let pairs = rows
        .iter()
        .enumerate()
        .flat_map(|(at, one)| rows.iter().skip(at + 1).map(move |other| (one, other)));
    let is_shared = |one: &Source, other: &Source| matches!(one, Source::Direct(_)) && one == other;
    let ((one, (_, row)), (other, (at, _))) = pairs
        .into_iter()
        .find(|((_, (_, one)), (_, (_, other)))| is_shared(&one.source, &other.source))?;
    let evidence =
        format!("{} and {} both come from {}.", short(one), short(other), told(&row.source));
    let title = "Two parts of a card come from one attribute";
    let finding = review.finding(&SHARED_SOURCE, Some(*at), title, evidence);
    // A number of one digit may be written the same in both.
    let may_be = [*one, *other].iter().all(|target| [NUMBER, HEX, FACILITY].contains(target));
    let severity = if may_be { MappingSeverity::Warning } else { MappingSeverity::Error };
    Some(finding.with_severity(severity))
}

/// A row of a card with what people have in its source.
struct Slot<'a> {
    row: usize,
    target: &'static str,
    source: &'a Source,
    values: Values,
}

/// What people have in one attribute.
#[derive(Default)]
struct Values {
    all: usize,
    formats: usize,
    statuses: usize,
    digits: usize,
    hexadecimals: usize,
    /// One that is no fit for the target.
    odd: Option<String>,
}

fn slots<'a>(review: &Review<'a>) -> Vec<Slot<'a>> {
    let Some(people) = review.people else { return Vec::new() };
    let slot = |target: &'static str| {
        let (row, mapping) = review.row_of(target)?;
        let Source::Direct(name) = &mapping.source else { return None };
        let values = values(people, name, target);
        Some(Slot { row, target, source: &mapping.source, values })
    };
    CARD.into_iter().filter_map(slot).collect()
}

/// A constant that can stand in no card.
fn constant(review: &Review<'_>, target: &'static str) -> Option<MappingFinding> {
    let (row, mapping) = review.row_of(target)?;
    let Source::Constant(text) = &mapping.source else { return None };
    if text.is_empty() {
        return None;
    }
    let set = |source| vec![Edit::SetSource(review.kind, row, source)];
    // What people hold is looked at with patience; a constant goes to everybody as it is written here.
    let (is_right, meant) = match target {
        FORMAT => (
            CardFormat::named(text).is_some(),
            CardFormat::meant_by(text).map(|format| format.name),
        ),
        STATUS => (CREDENTIAL_STATUSES.contains(&text.as_str()), status_meant_by(text)),
        _ => (looked_at(std::iter::once(text.as_str()), target).fits(target), None),
    };
    if is_right {
        let is_off = target == STATUS && text != FIRST_STATUS;
        let evidence = format!("credentialStatus is {} for everybody.", quoted(text));
        let title = "Nobody ever gets a card";
        let finding = || review.finding(&NEVER_ACTIVE, Some(row), title, evidence);
        return is_off.then(|| {
            let label = format!("Make it {FIRST_STATUS}");
            finding().with_fix(label, set(Source::Constant(FIRST_STATUS.to_owned())))
        });
    }
    if let Some(meant) = meant {
        let evidence =
            format!("{} is written otherwise than Command's {}.", quoted(text), quoted(meant));
        let title = format!("{} is not written as Command takes it", short(target));
        let finding = review.finding(&SPELLING, Some(row), title, evidence);
        let edits = set(Source::Constant(meant.to_owned()));
        return Some(finding.with_fix(format!("Make it {meant}"), edits));
    }
    let evidence = format!("{} is no {}.", quoted(text), kind(target));
    let title = format!("{} has the value of something else", short(target));
    let finding = review.finding(&SLOT, Some(row), title, evidence);
    let Some(source) = recommended_source(target) else { return Some(finding) };
    let label = format!("Take it from {}", told(&source));
    Some(finding.with_fix(label, set(source)))
}

/// The word for a status that was written in another case.
fn status_meant_by(text: &str) -> Option<&'static str> {
    CREDENTIAL_STATUSES.into_iter().find(|known| known.eq_ignore_ascii_case(text))
}

fn values(people: &Directory, name: &str, target: &str) -> Values {
    let Some(column) = people.column(name) else { return Values::default() };
    let texts = people.people().filter_map(|person: DirectoryPerson<'_>| person.text_at(column));
    looked_at(texts, target)
}

fn looked_at<'a>(texts: impl Iterator<Item = &'a str>, target: &str) -> Values {
    let mut values = Values::default();
    for text in texts.filter(|text| !text.is_empty()) {
        let before = values.fitting(target);
        values.all += 1;
        values.statuses += usize::from(status_meant_by(text).is_some());
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        values.digits += usize::from(is_number);
        // No format is called by a number, and there are many numbers to look at.
        values.formats += usize::from(!is_number && CardFormat::meant_by(text).is_some());
        values.hexadecimals += usize::from(text.bytes().all(|byte| byte.is_ascii_hexdigit()));
        if values.odd.is_none() && values.fitting(target) == before {
            values.odd = Some(text.to_owned());
        }
    }
    values
}

impl Values {
    /// How many may stand in a target.
    fn fitting(&self, target: &str) -> usize {
        match target {
            FORMAT => self.formats,
            STATUS => self.statuses,
            HEX => self.hexadecimals,
            _ => self.digits,
        }
    }

    /// Whether most of them may.
    fn fits(&self, target: &str) -> bool {
        self.all > 0 && self.fitting(target) * 2 >= self.all
    }
}

fn misplaced(review: &Review<'_>, slots: &[Slot<'_>]) -> impl Iterator<Item = MappingFinding> {
    slots.iter().filter(|slot| slot.values.all > 0 && !slot.values.fits(slot.target)).map(|slot| {
        let Slot { row, target, source, values } = slot;
        let few = values.all - values.fitting(target);
        let evidence = format!(
            "{few} of {} values of {} are no {}, such as {}.",
            values.all,
            told(source),
            kind(target),
            quoted(values.odd.as_deref().unwrap_or_default()),
        );
        let title = format!("{} has the values of something else", short(target));
        let finding = review.finding(&SLOT, Some(*row), title, evidence);
        let is_better = |other: &&Slot<'_>| {
            let may_go = !other.values.fits(other.target) || values.fits(other.target);
            other.row != *row && may_go && other.values.fits(target)
        };
        let Some(other) = slots.iter().find(is_better) else { return finding };
        let edits = vec![
            Edit::SetSource(review.kind, *row, other.source.clone()),
            Edit::SetSource(review.kind, other.row, (*source).clone()),
        ];
        finding.with_fix(format!("Swap with {}", short(other.target)), edits)
    })
}

/// The guide's five attributes in another order than the guide's.
fn order(review: &Review<'_>) -> Option<MappingFinding> {
    let guide: Vec<Source> = CARD.into_iter().filter_map(recommended_source).collect();
    let other = CARD.into_iter().zip(&guide).find_map(|(target, own)| {
        let (at, row) = review.row_of(target)?;
        (row.source != *own && guide.contains(&row.source)).then_some((at, row, own))
    });
    let (at, row, own) = other?;
    let evidence = format!(
        "{} comes from {}, in the guide from {}.",
        short(&row.target),
        told(&row.source),
        told(own)
    );
    Some(review.finding(&ORDER, Some(at), "The card attributes are in another order", evidence))
}

fn kind(target: &str) -> &'static str {
    match target {
        FORMAT => "card format that Command knows",
        STATUS => "credential status",
        HEX => "hexadecimal number",
        _ => "number",
    }
}

fn short(target: &str) -> &str {
    target.rsplit(':').next().unwrap_or(target)
}
