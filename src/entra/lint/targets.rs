//! Rules about where values go.

use crate::entra::lint::near::nearest;
use crate::entra::lint::review::{Review, Rule, page, quoted, told};
use crate::entra::lint::{Edit, MappingFinding, MappingSeverity};
use crate::entra::mapping::AttributeMapping;
use crate::entra::request::ResourceKind;
use crate::entra::schema::standing;
use crate::verkada::name::shown;

const TWICE: Rule = Rule {
    id: "target-twice",
    severity: MappingSeverity::Error,
    why: "Two rows send to one attribute. Which of them counts is not documented.",
    source: page::CUSTOMIZE,
};

const ID: Rule = Rule {
    id: "id-mapped",
    severity: MappingSeverity::Error,
    why: "Command gives the id and Entra keeps it to find the object again. It must not be mapped.",
    source: page::CUSTOMIZE,
};

const WITHHELD: Rule = Rule {
    id: "never-provisioned",
    severity: MappingSeverity::Warning,
    why: "Entra provisions neither passwords nor photos, so the row does nothing.",
    source: page::KNOWN_ISSUES,
};

const SHAPE: Rule = Rule {
    id: "urn-shape",
    severity: MappingSeverity::Warning,
    why: "Attributes whose name does not follow urn:ietf:params:scim:schemas:extension:Name:2.0:User:attribute are dropped when a person is \
          created and arrive only with a later change.",
    source: "https://documentation.immuta.com",
};

const UNKNOWN: Rule = Rule {
    id: "target-not-known",
    severity: MappingSeverity::Advice,
    why: "No page of Verkada says that Command takes this attribute. It may be ignored.",
    source: page::GUIDE,
};

const NOT_VERKADAS: Rule = Rule {
    id: "urn-not-verkadas",
    severity: MappingSeverity::Warning,
    why: "The name is of Verkada's extension, and the guide lists no such attribute there. Command ignores it, or refuses the request.",
    source: page::GUIDE,
};

const EXTERNAL_ID: Rule = Rule {
    id: "standard-external-id",
    severity: MappingSeverity::Advice,
    why: "Verkada's guide asks for its own externalId, which Command stores and its API finds people by. What becomes of SCIM's own externalId, \
          no page says; it must not be changed after the first cycle, either.",
    source: page::GUIDE,
};

/// Verkada's own externalId.
pub(super) const VERKADA_EXTERNAL_ID: &str =
    "urn:ietf:params:scim:schemas:extension:verkada:core:2.0:User:externalId";

pub(super) fn check(review: &Review<'_>, found: &mut Vec<MappingFinding>) {
    for (at, row) in review.rows() {
        let first = review.row_of(&row.target).map_or(at, |(first, _)| first);
        if first < at {
            found.push(twice(review, first, at));
        }
        if row.target.eq_ignore_ascii_case("id") {
            let evidence = format!("Row {} maps {} to id.", at + 1, told(&row.source));
            let finding = review.finding(&ID, Some(at), "The id is mapped", evidence);
            found.push(finding.with_fix("Remove row", vec![Edit::Remove(review.kind, at)]));
        } else if is_withheld(row) {
            let evidence = format!("The target is {}.", quoted(&row.target));
            let finding = review.finding(&WITHHELD, Some(at), "The row does nothing", evidence);
            found.push(finding.with_fix("Remove row", vec![Edit::Remove(review.kind, at)]));
        } else if review.kind == ResourceKind::User {
            found.extend(person(review, at, row));
        }
    }
}

fn twice(review: &Review<'_>, first: usize, second: usize) -> MappingFinding {
    let rows = &review.mapping.rows;
    let target = rows.get(second).map_or("", |row| &row.target);
    let evidence = format!(
        "Rows {} and {} both have {} as their target.",
        first + 1,
        second + 1,
        shown(target)
    );
    let finding = review.finding(&TWICE, Some(second), "A target is mapped twice", evidence);
    // The row that matches finds people; the other one goes.
    let matches = |at: usize| rows.get(at).is_some_and(|row| row.matching.is_some());
    let gone = if matches(second) && !matches(first) { first } else { second };
    finding.with_fix(format!("Remove row {}", gone + 1), vec![Edit::Remove(review.kind, gone)])
}

fn is_withheld(row: &AttributeMapping) -> bool {
    let target = row.target.to_ascii_lowercase();
    target == "password" || target == "photos" || target.starts_with("photos[")
}

fn person(review: &Review<'_>, at: usize, row: &AttributeMapping) -> Option<MappingFinding> {
    let target = row.target.as_str();
    if target.eq_ignore_ascii_case("externalId") {
        return Some(external_id(review, at, row));
    }
    if standing(target).is_some() || nearest(target).is_some() {
        return None;
    }
    let evidence = format!("The target is {}.", quoted(target));
    if target.to_ascii_lowercase().contains(":verkada:") {
        return Some(review.finding(
            &NOT_VERKADAS,
            Some(at),
            "Verkada's guide has no such attribute",
            evidence,
        ));
    }
    let is_urn = target.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("urn:"));
    Some(if is_urn && !has_shape(target) {
        review.finding(&SHAPE, Some(at), "A target will be missing at creation", evidence)
    } else {
        review.finding(&UNKNOWN, Some(at), "Command may not take a target", evidence)
    })
}

/// `urn:ietf:params:scim:schemas:extension:Name:2.0:User:attribute`, or the same of a core schema.
fn has_shape(target: &str) -> bool {
    let schemas = "urn:ietf:params:scim:schemas:";
    let Some(rest) = target.strip_prefix(schemas) else { return false };
    let name = rest.strip_prefix("extension:").or_else(|| rest.strip_prefix("core:").map(|_| rest));
    let split = name.and_then(|name| name.split_once(":2.0:User:"));
    split.is_some_and(|(name, attribute)| !name.is_empty() && !attribute.is_empty())
}

fn external_id(review: &Review<'_>, at: usize, row: &AttributeMapping) -> MappingFinding {
    let evidence = format!("Row {} maps {} to externalId.", at + 1, told(&row.source));
    let title = "SCIM's externalId is not Verkada's";
    let finding = review.finding(&EXTERNAL_ID, Some(at), title, evidence);
    // A row that matches is how Entra finds people; it is not moved lightly.
    if row.matching.is_some() || review.row_of(VERKADA_EXTERNAL_ID).is_some() {
        return finding;
    }
    finding.with_fix("Send it as Verkada's externalId", review.rename(at, VERKADA_EXTERNAL_ID))
}
