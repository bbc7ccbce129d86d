//! Advice about rows that Command takes and nothing is sent to.

use crate::entra::lint::credentials::CARD;
use crate::entra::lint::near::nearest;
use crate::entra::lint::review::{Review, Rule, page, sends, told};
use crate::entra::lint::targets::VERKADA_EXTERNAL_ID;
use crate::entra::lint::{MappingFinding, MappingSeverity};
use crate::entra::request::ResourceKind;
use crate::entra::schema::{command_targets, recommended_source, standing};

const UNMAPPED: Rule = Rule {
    id: "target-unmapped",
    severity: MappingSeverity::Advice,
    why: "Command holds this of a person, and nothing is sent to it. For people whom SCIM manages, only SCIM can fill it.",
    source: page::GUIDE,
};

const CARDS: Rule = Rule {
    id: "card-unmapped",
    severity: MappingSeverity::Advice,
    why: "Access cards can come from extension attributes of Entra, so that they follow people who join and leave. It is optional.",
    source: page::GUIDE,
};

pub(super) fn check(review: &Review<'_>, found: &mut Vec<MappingFinding>) {
    if review.kind != ResourceKind::User || review.mapping.rows.is_empty() {
        return;
    }
    let is_mapped = |target: &str| {
        // A misspelled row has a finding of its own, whose fix fills this target.
        let is_meant = |row: &str| {
            row.eq_ignore_ascii_case(target)
                || nearest(row).is_some_and(|near| near.meant() == target)
        };
        review.rows().any(|(_, row)| is_meant(&row.target) && sends(row))
    };
    let sends_external_id = review.row_of("externalId").is_some();
    for target in command_targets() {
        let has_own_rule = ["userName", "active"].contains(&target)
            || CARD.contains(&target)
            || (target == VERKADA_EXTERNAL_ID && sends_external_id);
        if has_own_rule || is_mapped(target) {
            continue;
        }
        let Some((standing, source)) = standing(target).zip(recommended_source(target)) else {
            continue;
        };
        let title = format!("{} is not sent", standing.becomes);
        let row = review.row_of(target).map(|(at, _)| at);
        let (evidence, label) = match row {
            None => (format!("No row has {target} as its target."), "Add row".to_owned()),
            Some(_) => (
                format!("The row of {target} has no source."),
                format!("Take it from {}", told(&source)),
            ),
        };
        let finding = review.finding(&UNMAPPED, row, title, evidence);
        found.push(finding.with_fix(label, review.fill(source, target, None)));
    }
    if !CARD.iter().any(|target| is_mapped(target)) {
        let evidence = if CARD.iter().any(|target| review.row_of(target).is_some()) {
            "No row of one of Verkada's card attributes has a source."
        } else {
            "No row has one of Verkada's card attributes as its target."
        };
        let finding = review.finding(&CARDS, None, "Access cards are not sent", evidence);
        let rows = CARD.iter().filter_map(|target| Some((*target, recommended_source(target)?)));
        let edits = rows.flat_map(|(target, source)| review.fill(source, target, None));
        found.push(finding.with_fix("Add the five rows", edits.collect()));
    }
}
