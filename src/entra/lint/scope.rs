//! Rules about the scoping filter, which decides who is there at all.

use crate::entra::directory::{AttributeKind, KnownAttribute};
use crate::entra::lint::review::{Review, Rule, page, quoted};
use crate::entra::lint::{MappingFinding, MappingSeverity};
use crate::entra::request::ResourceKind;
use crate::entra::scope::ScopingFilter;

const UNKNOWN: Rule = Rule {
    id: "scope-unknown",
    severity: MappingSeverity::Warning,
    why: "Only Entra can judge that part of the filter. Here it keeps nobody out, so that a preview may tell of people whom Entra leaves out or \
          deactivates.",
    source: page::SCOPE,
};

const NOT_ALLOWED: Rule = Rule {
    id: "scope-attribute",
    severity: MappingSeverity::Warning,
    why: "Entra takes no attributes with several values, references, dates or userType in a scoping filter, and names are case-sensitive. Who \
          does not pass the filter is deactivated in Command.",
    source: page::SCOPE,
};

const LACKING: Rule = Rule {
    id: "scope-lacking",
    severity: MappingSeverity::Warning,
    why: "A clause on an empty attribute is false, so that everybody who has to pass it counts as out of scope and leaves Command. Perhaps the \
          file only lacks the column.",
    source: page::SCOPE,
};

pub(super) fn check(review: &Review<'_>, found: &mut Vec<MappingFinding>) {
    let Some(filter) = &review.mapping.scope else { return };
    for doubt in filter.doubts() {
        let title = "A part of the scoping filter cannot be judged here";
        found.push(review.finding(&UNKNOWN, None, title, doubt));
    }
    if review.kind == ResourceKind::User {
        attributes(review, filter, found);
    }
}

fn attributes(review: &Review<'_>, filter: &ScopingFilter, found: &mut Vec<MappingFinding>) {
    let clauses = filter.groups.iter().flat_map(|group| &group.clauses);
    let mut names: Vec<&str> = clauses.map(|clause| clause.attribute.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    for (name, reason) in names.iter().filter_map(|name| Some((name, not_allowed(name)?))) {
        let evidence = format!("{} {reason}.", quoted(name));
        let title = "The scoping filter reads an attribute that it cannot";
        found.push(review.finding(&NOT_ALLOWED, None, title, evidence));
    }
    let Some(people) = review.people else { return };
    for name in filter.needs().into_iter().filter(|name| !people.has_any(name)) {
        let evidence = format!("None of the people has {}.", quoted(name));
        let title = "The scoping filter looks at an attribute that nobody has";
        found.push(review.finding(&LACKING, None, title, evidence));
    }
}

/// Why an attribute cannot stand in a filter.
fn not_allowed(name: &str) -> Option<String> {
    let known = KnownAttribute::all();
    let Some(attribute) = known.iter().find(|known| known.name == name) else {
        let is_near = |known: &&KnownAttribute| {
            known.graph == Some(name) || known.name.eq_ignore_ascii_case(name)
        };
        return known.iter().find(is_near).map(|known| format!("is called {}", known.name));
    };
    let reason = match attribute.kind {
        _ if name == "userType" => "is not offered",
        _ if attribute.is_multi_valued => "can have several values",
        AttributeKind::Reference => "is a reference to somebody else",
        AttributeKind::Date => "is a date",
        AttributeKind::Text | AttributeKind::Boolean => return None,
    };
    Some(reason.to_owned())
}
