//! What is wrong or doubtful about a mapping, and how to mend it.
//!
//! Each rule has an id that stays the same, a reason and an address. What Verkada's page leaves open is advice, never more.
//! Rules that look at people read attributes that are mapped directly; what an expression gives them, the preview shows.

mod active;
mod credentials;
mod distance;
mod edit;
mod expressions;
mod further;
mod groups;
mod matching;
mod near;
mod reads;
mod review;
mod scope;
mod sources;
mod target_list;
mod targets;
mod template;

use crate::entra::directory::Directory;
use crate::entra::mapping::Mappings;
use crate::entra::request::ResourceKind;
use crate::limits;
use review::Review;

pub use edit::Edit;

/// Something wrong or doubtful about a mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct MappingFinding {
    /// Which rule found it, in words that stay the same: `group-external-id`.
    pub rule: &'static str,
    /// How much it matters.
    pub severity: MappingSeverity,
    /// Of people, or of groups.
    pub kind: ResourceKind,
    /// Which row, if it is about one.
    pub row: Option<usize>,
    /// What, in a few words.
    pub title: String,
    /// What was seen.
    pub evidence: String,
    /// Why it matters.
    pub why: String,
    /// Who says so: an address.
    pub source: &'static str,
    /// How to mend it.
    pub fix: Option<Fix>,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MappingSeverity {
    /// Worth a thought; Verkada's and Microsoft's pages leave it open.
    Advice,
    /// Goes wrong for some people.
    Warning,
    /// Goes wrong.
    Error,
}

/// How to mend a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// On the button: `Remove row`.
    pub label: String,
    /// What is done, in this order.
    pub edits: Vec<Edit>,
}

/// Every finding about the mappings, what goes wrong first. People, if there are any to look at, are evidence.
pub fn lint(mappings: &Mappings, people: Option<&Directory>) -> Vec<MappingFinding> {
    let mut found = Vec::new();
    for kind in [ResourceKind::User, ResourceKind::Group] {
        let review = Review { kind, mapping: mappings.of(kind), people };
        for check in CHECKS {
            check(&review, &mut found);
        }
    }
    found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    found
}

/// The mappings after all offered fixes of findings that matter at least so much, one after another, for a fix may bring
/// other findings to light; and how many were applied.
pub fn mend(
    mappings: &Mappings,
    people: Option<&Directory>,
    least: MappingSeverity,
) -> (Mappings, usize) {
    let mut mended = mappings.clone();
    for applied in 0..limits::FINDING_FIXES {
        let found = lint(&mended, people);
        let changed =
            found.iter().filter(|finding| finding.severity >= least).find_map(|finding| {
                let mut next = mended.clone();
                finding.fix.as_ref()?.edits.iter().for_each(|edit| next.apply(edit));
                (next != mended).then_some(next)
            });
        match changed {
            Some(next) => mended = next,
            None => return (mended, applied),
        }
    }
    (mended, limits::FINDING_FIXES)
}

type Check = fn(&Review<'_>, &mut Vec<MappingFinding>);

const CHECKS: [Check; 13] = [
    active::check,
    credentials::check,
    expressions::check,
    further::check,
    groups::check,
    matching::check,
    near::check,
    reads::check,
    scope::check,
    sources::check,
    target_list::check,
    targets::check,
    template::check,
];

#[cfg(test)]
mod tests;
