//! Targets that are nearly an attribute of Verkada's or of the enterprise extension.

use crate::entra::lint::distance::distance;
use crate::entra::lint::review::{Review, Rule, page, quoted};
use crate::entra::lint::{MappingFinding, MappingSeverity};
use crate::entra::request::ResourceKind;
use crate::entra::schema::extension_targets;
use crate::limits;

const CASE: Rule = Rule {
    id: "urn-case",
    severity: MappingSeverity::Warning,
    why: "Verkada's guide gives the name in this case, and Entra takes names as they are written. With another case the value may never arrive.",
    source: page::GUIDE,
};

const SPELLING: Rule = Rule {
    id: "urn-spelling",
    severity: MappingSeverity::Error,
    why: "Entra sends the value under a name that Command does not know, so that it is lost or the request is refused.",
    source: page::GUIDE,
};

/// How many letters of a target may be wrong.
const LETTERS: usize = 3;

/// How a target differs from the attribute that was probably meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Near {
    /// In upper and lower case alone.
    Case(&'static str),
    /// In its spelling.
    Spelling(&'static str),
}

impl Near {
    /// The attribute that was probably meant.
    pub(super) const fn meant(self) -> &'static str {
        match self {
            Self::Case(meant) | Self::Spelling(meant) => meant,
        }
    }
}

pub(super) fn check(review: &Review<'_>, found: &mut Vec<MappingFinding>) {
    if review.kind != ResourceKind::User {
        return;
    }
    for (at, row) in review.rows() {
        let (rule, meant, title) = match nearest(&row.target) {
            None => continue,
            Some(Near::Case(meant)) => (&CASE, meant, "A target is in another case"),
            Some(Near::Spelling(meant)) => (&SPELLING, meant, "A target is misspelled"),
        };
        let evidence =
            format!("The target is {}; {} was probably meant.", quoted(&row.target), quoted(meant));
        let finding = review.finding(rule, Some(at), title, evidence);
        found.push(finding.with_fix("Correct the target", review.rename(at, meant)));
    }
}

/// The extension attribute that a target nearly is; none for one that is right, or nothing of the kind.
pub(super) fn nearest(target: &str) -> Option<Near> {
    if target.len() > limits::TARGET_COMPARED_BYTES
        || extension_targets().any(|known| known == target)
    {
        return None;
    }
    if let Some(known) = extension_targets().find(|known| known.eq_ignore_ascii_case(target)) {
        return Some(Near::Case(known));
    }
    let lower = target.to_ascii_lowercase();
    let last = last_part(&lower);
    let is_same_attribute = |known: &&str| last_part(known).eq_ignore_ascii_case(last);
    let (mut verkada, mut others): (Vec<_>, Vec<_>) =
        extension_targets().partition(|known| known.contains("verkada"));
    // `externalId` alone is SCIM's own; the names of cards are nobody else's.
    let is_bare_card = !lower.contains(':') && last != "externalid";
    if (lower.contains("verkada") || is_bare_card)
        && let Some(known) = verkada.iter().find(|known| is_same_attribute(known))
    {
        return Some(Near::Spelling(known));
    }
    if lower.starts_with("urn:")
        && lower.contains("enterprise")
        && let Some(known) = others.iter().find(|known| is_same_attribute(known))
    {
        return Some(Near::Spelling(known));
    }
    if !lower.starts_with("urn:") {
        return None;
    }
    verkada.append(&mut others);
    let scored = verkada
        .into_iter()
        .filter_map(|known| Some((distance(&known.to_ascii_lowercase(), &lower, LETTERS)?, known)));
    scored.min_by_key(|(letters, _)| *letters).map(|(_, known)| Near::Spelling(known))
}

fn last_part(name: &str) -> &str {
    name.rsplit([':', '.']).next().unwrap_or(name)
}
