//! Rules about the attribute list of the app, as far as the schema came with it.

use crate::entra::lint::near::nearest;
use crate::entra::lint::review::{Review, Rule, page, quoted};
use crate::entra::lint::{Edit, MappingFinding, MappingSeverity};
use crate::entra::mapping::{Mutability, TargetAttribute};
use crate::entra::request::ResourceKind;
use crate::entra::schema::{described, standing};
use crate::verkada::name::shown;

const UNLISTED: Rule = Rule {
    id: "target-unlisted",
    severity: MappingSeverity::Error,
    why: "Entra does not know the attribute and logs SchemaAttributeNotFound. Verkada's guide adds missing ones under “Edit attribute list”.",
    source: page::GUIDE,
};

const CASE: Rule = Rule {
    id: "target-case",
    severity: MappingSeverity::Warning,
    why: "Names of the attribute list are taken as they are written.",
    source: page::CUSTOMIZE,
};

const TYPE: Rule = Rule {
    id: "target-type",
    severity: MappingSeverity::Warning,
    why: "Verkada's guide lists this attribute as a single text, so that leading zeros and letters stay.",
    source: page::GUIDE,
};

const SCIM_TYPE: Rule = Rule {
    id: "target-type",
    severity: MappingSeverity::Warning,
    why: "SCIM has this attribute as a single text (RFC 7643 section 4). Entra changes or refuses values that do not have the type of its list.",
    source: page::SCIM,
};

const CASE_EXACT: Rule = Rule {
    id: "target-case-exact",
    severity: MappingSeverity::Warning,
    why: "Verkada's guide sets Case-sensitive to Yes. Otherwise Entra does not send a change of upper and lower case alone.",
    source: page::GUIDE,
};

const READ_ONLY: Rule = Rule {
    id: "target-read-only",
    severity: MappingSeverity::Warning,
    why: "The list says that nothing writes this attribute, so that Entra does not send it.",
    source: page::CUSTOMIZE,
};

const REQUIRED: Rule = Rule {
    id: "required-unmapped",
    severity: MappingSeverity::Error,
    why: "People without a value in a required attribute are skipped with AttributeValidationFailed.",
    source: page::LOGS,
};

pub(super) fn check(review: &Review<'_>, found: &mut Vec<MappingFinding>) {
    let targets = &review.mapping.targets;
    if targets.is_empty() {
        return;
    }
    for (at, row) in review.rows() {
        let target = row.target.as_str();
        if review.listed(target).is_some() || nearest(target).is_some() {
            continue;
        }
        let evidence = format!("The target is {}.", quoted(target));
        if let Some(other) = targets.iter().find(|listed| listed.name.eq_ignore_ascii_case(target))
        {
            let title = "A target is in another case than in the attribute list";
            let finding = review.finding(&CASE, Some(at), title, evidence);
            let label = format!("Use {}", shown(&other.name));
            found.push(finding.with_fix(label, review.rename(at, &other.name)));
        } else {
            let title = "A target is missing from the attribute list";
            let finding = review.finding(&UNLISTED, Some(at), title, evidence);
            found.push(finding.with_fix("Add to the attribute list", review.describe(target)));
        }
    }
    for target in targets {
        found.extend(description(review, target));
        found.extend(scim_type(review, target));
        found.extend(required(review, target));
        found.extend(read_only(review, target));
    }
}

/// Whether an attribute of Verkada's is described as its guide says.
fn description(review: &Review<'_>, target: &TargetAttribute) -> Option<MappingFinding> {
    if !target.name.contains(":verkada:") || nearest(&target.name).is_some() {
        return None;
    }
    let right = described(&target.name);
    let row = review.row_of(&target.name).map(|(at, _)| at);
    let is_text = target.kind.eq_ignore_ascii_case(&right.kind) && !target.is_multi_valued;
    let (rule, title, evidence) = if !is_text {
        let many = if target.is_multi_valued { " with several values" } else { "" };
        let evidence = format!("{} is of type {}{many}.", shown(&target.name), shown(&target.kind));
        (&TYPE, "An attribute of Verkada's is not a text", evidence)
    } else if right.is_case_exact && !target.is_case_exact {
        let evidence = format!("{} is not case-sensitive.", shown(&target.name));
        (&CASE_EXACT, "Verkada's externalId is not case-sensitive", evidence)
    } else {
        return None;
    };
    let finding = review.finding(rule, row, title, evidence);
    Some(
        finding.with_fix("Describe it as the guide does", vec![Edit::Describe(review.kind, right)]),
    )
}

/// Whether another attribute that Command takes is described as the text that it is; `active` may be a text or a boolean.
fn scim_type(review: &Review<'_>, target: &TargetAttribute) -> Option<MappingFinding> {
    let is_ours = target.name.contains(":verkada:") || target.name == "active";
    let (row, _) = review.row_of(&target.name)?;
    let is_text = target.kind.eq_ignore_ascii_case("String") && !target.is_multi_valued;
    if review.kind == ResourceKind::Group || is_ours || is_text || standing(&target.name).is_none()
    {
        return None;
    }
    let many = if target.is_multi_valued { " with several values" } else { "" };
    let evidence = format!("{} is of type {}{many}.", shown(&target.name), shown(&target.kind));
    let title = "A text is described as something else";
    let finding = review.finding(&SCIM_TYPE, Some(row), title, evidence);
    let text = "String".to_owned();
    let right = TargetAttribute { kind: text, is_multi_valued: false, ..target.clone() };
    Some(finding.with_fix("Make it a text", vec![Edit::Describe(review.kind, right)]))
}

/// A row into an attribute that nothing writes. The id has a rule of its own.
fn read_only(review: &Review<'_>, target: &TargetAttribute) -> Option<MappingFinding> {
    let (row, _) = review.sending_row_of(&target.name)?;
    if target.mutability != Mutability::ReadOnly || target.name.eq_ignore_ascii_case("id") {
        return None;
    }
    let evidence = format!("{} is ReadOnly in the attribute list.", quoted(&target.name));
    let title = "A row sends to an attribute that is read-only";
    let finding = review.finding(&READ_ONLY, Some(row), title, evidence);
    let writable = TargetAttribute { mutability: Mutability::Writable, ..target.clone() };
    Some(finding.with_fix("Make it writable", vec![Edit::Describe(review.kind, writable)]))
}

/// A required attribute that no row fills. Command gives the id itself; rules of their own tell of names.
fn required(review: &Review<'_>, target: &TargetAttribute) -> Option<MappingFinding> {
    let has_own_rule = ["id", "userName", "displayName"].contains(&target.name.as_str());
    if !target.is_required || has_own_rule || review.sending_row_of(&target.name).is_some() {
        return None;
    }
    let evidence = format!("{} is required and no row sends anything to it.", quoted(&target.name));
    let finding = review.finding(&REQUIRED, None, "A required attribute is not mapped", evidence);
    let optional = TargetAttribute { is_required: false, ..target.clone() };
    Some(finding.with_fix("Make it optional", vec![Edit::Describe(review.kind, optional)]))
}
