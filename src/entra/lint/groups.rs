//! Rules about the mapping of groups.

use crate::entra::lint::review::{Review, Rule, page};
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
        let finding = review.finding(
            &EXTERNAL_ID,
            Some(at),
            "Groups send externalId",
            format!("Row {} maps {} to externalId.", at + 1, super::review::told(&row.source)),
        );
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
    let direct = |name: &str| Source::Direct(name.to_owned());
    match review.row_of("displayName") {
        None => {
            let finding = review.finding(
                &NAME,
                None,
                "Groups send no name",
                "No row has displayName as its target.",
            );
            let edits = review.add(direct("displayName"), "displayName", Some(1));
            found.push(finding.with_fix("Add row", edits));
        }
        Some((at, row)) if row.matching.is_none() => {
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
        Some(_) => {}
    }
    if review.row_of("members").is_none() {
        let finding = review.finding(
            &MEMBERS,
            None,
            "Groups send no members",
            "No row has members as its target.",
        );
        let edits = review.add(direct("members"), "members", None);
        found.push(finding.with_fix("Add row", edits));
    }
}

/// The lowest precedence that no row has.
pub(super) fn free_precedence(review: &Review<'_>) -> u32 {
    let is_taken =
        |precedence: &u32| review.rows().any(|(_, row)| row.matching == Some(*precedence));
    (1..u32::MAX).find(|precedence| !is_taken(precedence)).unwrap_or(u32::MAX)
}
