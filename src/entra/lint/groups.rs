//! Rules about the mapping of groups.

use crate::entra::lint::review::{Review, Rule, page, sends};
use crate::entra::lint::{Edit, MappingFinding, MappingSeverity};
use crate::entra::mapping::Source;
use crate::entra::request::ResourceKind;

const EXTERNAL_ID: Rule = Rule {
    id: "group-external-id",
    severity: MappingSeverity::Error,
    why: "Entra adds this row by default. Verkada's guide says to remove it, because it causes problems with the configuration.",
    source: page::GUIDE,
};

const DISABLED: Rule = Rule {
    id: "groups-disabled",
    severity: MappingSeverity::Advice,
    why: "No group and no membership reaches Command, so that access groups cannot be built on groups of Entra.",
    source: page::CUSTOMIZE,
};

const NAME: Rule = Rule {
    id: "group-name-missing",
    severity: MappingSeverity::Error,
    why: "Groups in Command are known by their name, and SCIM requires one of a group (RFC 7643 section 4.2).",
    source: page::SCIM,
};

const NAME_MATCHING: Rule = Rule {
    id: "group-name-not-matching",
    severity: MappingSeverity::Warning,
    why: "Entra finds a group in Command by what matches. Without the name, a group that is there already is created a second time.",
    source: page::SCIM,
};

const MEMBERS: Rule = Rule {
    id: "group-members-missing",
    severity: MappingSeverity::Warning,
    why: "Groups arrive in Command without anybody in them.",
    source: page::SCIM,
};

pub(super) fn check(review: &Review<'_>, found: &mut Vec<MappingFinding>) {
    let mapping = review.mapping;
    let is_absent = mapping.rows.is_empty() && !mapping.is_enabled;
    if review.kind != ResourceKind::Group || is_absent {
        return;
    }
    for (at, row) in review.rows().filter(|(_, row)| row.target.eq_ignore_ascii_case("externalId"))
    {
        // Without a source nothing is sent; the guide wants the row gone all the same.
        let (severity, title) = if sends(row) {
            (EXTERNAL_ID.severity, "Groups send externalId")
        } else {
            (MappingSeverity::Advice, "Groups have a row of externalId without a source")
        };
        let evidence =
            format!("Row {} maps {} to externalId.", at + 1, super::review::told(&row.source));
        let finding = review.finding(&EXTERNAL_ID, Some(at), title, evidence);
        let finding = finding.with_severity(severity);
        found.push(finding.with_fix("Remove row", vec![Edit::Remove(review.kind, at)]));
    }
    if !mapping.is_enabled {
        let finding = review.finding(
            &DISABLED,
            None,
            "Groups are not provisioned",
            "The mapping of groups is switched off.",
        );
        found.push(finding.with_fix("Provision groups", vec![Edit::Enable(review.kind, true)]));
    }
    found.extend(unsent(review, "displayName", &NAME, "Groups send no name"));
    if let Some((at, row)) = review.row_of("displayName")
        && row.matching.is_none()
    {
        let finding = review.finding(
            &NAME_MATCHING,
            Some(at),
            "Groups do not match by their name",
            "The row of displayName has no matching precedence.",
        );
        let free = free_precedence(review);
        let edits = review.change(at, |row| row.matching = Some(free));
        found.push(finding.with_fix("Match by name", edits));
    }
    found.extend(unsent(review, "members", &MEMBERS, "Groups send no members"));
}

/// A target that no row sends anything to.
fn unsent(review: &Review<'_>, target: &str, rule: &Rule, title: &str) -> Option<MappingFinding> {
    if review.sending_row_of(target).is_some() {
        return None;
    }
    let row = review.row_of(target).map(|(at, _)| at);
    let (evidence, label) = match row {
        None => (format!("No row has {target} as its target."), "Add row".to_owned()),
        Some(_) => {
            (format!("The row of {target} has no source."), format!("Take it from {target}"))
        }
    };
    let finding = review.finding(rule, row, title, evidence);
    let matching = (target == "displayName").then(|| free_precedence(review));
    let edits = review.fill(Source::Direct(target.to_owned()), target, matching);
    Some(finding.with_fix(label, edits))
}

/// The lowest precedence that no row has.
pub(super) fn free_precedence(review: &Review<'_>) -> u32 {
    let is_taken =
        |precedence: &u32| review.rows().any(|(_, row)| row.matching == Some(*precedence));
    (1..u32::MAX).find(|precedence| !is_taken(precedence)).unwrap_or(u32::MAX)
}
