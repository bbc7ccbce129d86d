//! A rule about mappings beside the one that is judged.

use crate::entra::lint::review::{Review, Rule, page, quoted};
use crate::entra::lint::{MappingFinding, MappingSeverity};

const FURTHER: Rule = Rule {
    id: "mapping-further",
    severity: MappingSeverity::Warning,
    why: "Entra runs every mapping that is enabled, and only the first of a kind is shown and judged here. What the other one sends, nothing \
          here tells.",
    source: page::CUSTOMIZE,
};

pub(super) fn check(review: &Review<'_>, found: &mut Vec<MappingFinding>) {
    for name in &review.mapping.further {
        let evidence =
            format!("{} is enabled beside {}.", quoted(name), quoted(&review.mapping.name));
        let title = "Another mapping of the same kind is not judged";
        found.push(review.finding(&FURTHER, None, title, evidence));
    }
}
