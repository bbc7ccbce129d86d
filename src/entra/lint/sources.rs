//! Rules about where values come from.

use crate::entra::directory::{DirectoryPerson, KnownAttribute, is_extension};
use crate::entra::expression::{Function, Node, Value};
use crate::entra::lint::distance::distance;
use crate::entra::lint::review::{Review, Rule, has_source, page, quoted, sends, told};
use crate::entra::lint::{Edit, MappingFinding, MappingSeverity};
use crate::entra::mapping::{AttributeMapping, ExpressionText, Source};
use crate::entra::request::ResourceKind;
use crate::entra::schema::recommended_source;
use crate::limits;
use crate::verkada::name::shown;

const CONSTANT: Rule = Rule {
    id: "constant-for-person",
    severity: MappingSeverity::Error,
    why: "Everybody gets the same value where Command wants one of each person; the second one is refused or overwrites the first.",
    source: page::CUSTOMIZE,
};

pub(super) const MULTI_VALUED: Rule = Rule {
    id: "multi-valued-source",
    severity: MappingSeverity::Warning,
    why: "People with more than one value fail with SchemaPropertyCanOnlyAcceptValue.",
    source: page::LOGS,
};

const REFERENCE: Rule = Rule {
    id: "reference-into-text",
    severity: MappingSeverity::Error,
    why: "A reference is the id of another object in the target. A text cannot hold it, and custom attributes cannot be references.",
    source: page::CUSTOMIZE,
};

const TEXT_INTO_REFERENCE: Rule = Rule {
    id: "text-into-reference",
    severity: MappingSeverity::Error,
    why: "Entra looks for an object that the value refers to, finds none and logs UnableToResolveReferenceAttributeValue.",
    source: page::LOGS,
};

const GRAPH_NAME: Rule = Rule {
    id: "source-graph-name",
    severity: MappingSeverity::Warning,
    why: "Mappings call this attribute otherwise than Graph does; by the name of Graph nobody has a value.",
    source: page::PROPERTIES,
};

const CASE: Rule = Rule {
    id: "source-case",
    severity: MappingSeverity::Warning,
    why: "Names of attributes are case-sensitive. By this name nobody may have a value.",
    source: page::CUSTOMIZE,
};

const NOT_KNOWN: Rule = Rule {
    id: "source-not-known",
    severity: MappingSeverity::Warning,
    why: "Names of attributes are taken as they are written. By a name that Entra does not have, nobody has a value.",
    source: page::CUSTOMIZE,
};

const NOT_OFFERED: Rule = Rule {
    id: "source-not-offered",
    severity: MappingSeverity::Warning,
    why: "Entra does not offer this attribute as a source. Keep the value in a directory extension and map that.",
    source: page::KNOWN_ISSUES,
};

/// Targets in which two people cannot have the same.
const UNIQUE: [&str; 5] = [
    "userName",
    "externalId",
    "urn:ietf:params:scim:schemas:extension:verkada:core:2.0:User:externalId",
    "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:cardNumber",
    "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:cardNumberHex",
];

/// Targets that are a person's own, even if two may have the same.
const PERSONAL: [&str; 6] = [
    r#"emails[type eq "work"].value"#,
    "name.givenName",
    "name.familyName",
    "name.formatted",
    "displayName",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber",
];

/// Attributes that are ids of other objects.
pub(super) const REFERENCES: [&str; 3] = ["manager", "members", "owners"];

/// Attributes that provisioning does not offer.
const WITHHELD: [&str; 3] = ["samAccountName", "onPremisesSamAccountName", "userType"];

pub(super) fn check(review: &Review<'_>, found: &mut Vec<MappingFinding>) {
    for (at, row) in review.rows() {
        found.extend(constant(review, at, row));
        if let Source::Direct(name) = &row.source {
            found.extend(several(review, at, row, name));
            found.extend(named(review, at, name, |meant| Source::Direct(meant.to_owned())));
        }
        found.extend(reference(review, at, row));
    }
}

fn constant(review: &Review<'_>, at: usize, row: &AttributeMapping) -> Option<MappingFinding> {
    let default = row.default.as_deref().filter(|_| !has_source(row) && sends(row));
    if !is_constant(&row.source) && default.is_none() {
        return None;
    }
    let is_in = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(&row.target));
    let is_unique = is_in(&UNIQUE) || row.matching.is_some();
    if !is_unique && (review.kind == ResourceKind::Group || !is_in(&PERSONAL)) {
        return None;
    }
    let severity = if is_unique { MappingSeverity::Error } else { MappingSeverity::Warning };
    let from = default.map_or_else(
        || told(&row.source),
        |default| format!("nothing, and its default {}", quoted(default)),
    );
    let evidence = format!("The source of {} is {from}.", shown(&row.target));
    let finding = review.finding(&CONSTANT, Some(at), "Everybody gets the same value", evidence);
    let source = recommended_source(&row.target).filter(|_| review.kind == ResourceKind::User);
    let label = source.as_ref().map(|source| format!("Take it from {}", told(source)));
    let edits = source.map(|source| vec![Edit::SetSource(review.kind, at, source)]);
    let finding = finding.with_severity(severity);
    Some(finding.with_fix(label.unwrap_or_default(), edits.unwrap_or_default()))
}

/// A constant, or an expression that reads no attribute and draws nothing by chance.
fn is_constant(source: &Source) -> bool {
    match source {
        Source::Constant(text) => !text.is_empty(),
        Source::None | Source::Direct(_) => false,
        Source::Expression(text) => text.expression().is_ok_and(|expression| {
            expression.root().walk().all(|node| match node {
                Node::Attribute { .. } => false,
                Node::Constant { .. } | Node::Compare { .. } => true,
                Node::Call(call) => !matches!(
                    call.function,
                    Function::Guid | Function::RandomString | Function::Now
                ),
            })
        }),
    }
}

fn several(
    review: &Review<'_>,
    at: usize,
    row: &AttributeMapping,
    name: &str,
) -> Option<MappingFinding> {
    let takes_many = review.listed(&row.target).is_some_and(|target| target.is_multi_valued);
    if takes_many || REFERENCES.contains(&name) {
        return None;
    }
    let known = KnownAttribute::named(name).is_some_and(|known| known.is_multi_valued);
    let column = review.people.and_then(|people| people.column(name));
    let has_many = |column| {
        let is_many = |person: &DirectoryPerson<'_>| matches!(person.value_at(column), Value::Many(values) if values.len() > 1);
        review.everybody().filter(is_many).count()
    };
    let people = column.map_or(0, has_many);
    if !known && people == 0 {
        return None;
    }
    let evidence = if people > 0 {
        format!("{people} people have more than one value in {}.", shown(name))
    } else {
        format!("{} can have more than one value.", shown(name))
    };
    let title = "Several values go into a single one";
    let finding = review.finding(&MULTI_VALUED, Some(at), title, evidence);
    let (text, label) = if name == "appRoleAssignments" {
        (format!("SingleAppRoleAssignment([{name}])"), "Take a single role")
    } else {
        (format!("Item([{name}], 1)"), "Take the first value")
    };
    let source = Source::Expression(ExpressionText::new(text));
    Some(finding.with_fix(label, vec![Edit::SetSource(review.kind, at, source)]))
}

/// Whether a source reads an attribute by a name that Entra does not know; `renamed` is the source with the right one.
pub(super) fn named(
    review: &Review<'_>,
    at: usize,
    name: &str,
    renamed: impl FnOnce(&str) -> Source,
) -> Option<MappingFinding> {
    if WITHHELD.iter().any(|withheld| withheld.eq_ignore_ascii_case(name)) {
        let evidence = format!("The source is {}.", quoted(name));
        return Some(review.finding(&NOT_OFFERED, Some(at), "The source is not offered", evidence));
    }
    let known = KnownAttribute::all();
    let is_listed = review.mapping.sources.iter().any(|listed| listed == name);
    if is_listed || known.iter().any(|known| known.name == name) {
        return None;
    }
    let is_near = |known: &&str| known.eq_ignore_ascii_case(name);
    let (rule, title, meant) =
        if let Some(other) = known.iter().find(|known| known.graph == Some(name)) {
            (&GRAPH_NAME, "The source has the name of Graph", other.name)
        } else if let Some(other) = known_names(review).find(is_near) {
            (&CASE, "The source is in another case", other)
        } else {
            return not_known(review, at, name, renamed);
        };
    let evidence = format!("The source is {}; mappings call it {}.", quoted(name), shown(meant));
    let finding = review.finding(rule, Some(at), title, evidence);
    let edits = vec![Edit::SetSource(review.kind, at, renamed(meant))];
    Some(finding.with_fix(format!("Use {}", shown(meant)), edits))
}

/// The names of attributes that are known, and those that the schema lists.
fn known_names<'a>(review: &Review<'a>) -> impl Iterator<Item = &'a str> + use<'a> {
    let known = KnownAttribute::all().iter().map(|known| known.name);
    known.chain(review.mapping.sources.iter().map(String::as_str))
}

/// A name that the schema does not list, or that is nearly one that is known. Extensions and short names are not guessed,
/// and a name with another number in it is another name. Only one wrong letter is mended by a button: `objectSid` is not
/// `objectId`, though two letters lead from one to the other.
fn not_known(
    review: &Review<'_>,
    at: usize,
    name: &str,
    renamed: impl FnOnce(&str) -> Source,
) -> Option<MappingFinding> {
    let has_list = !review.mapping.sources.is_empty();
    let is_guessed = has_list || review.kind == ResourceKind::User;
    if !is_guessed || is_extension(name) || name.len() > limits::TARGET_COMPARED_BYTES {
        return None;
    }
    let title = "The source is no attribute that is known";
    let finding = |evidence: String| review.finding(&NOT_KNOWN, Some(at), title, evidence);
    let number = name.strip_prefix("extensionAttribute");
    if number.is_some_and(|number| number.bytes().all(|digit| digit.is_ascii_digit())) {
        let evidence = "Entra has extensionAttribute1 to extensionAttribute15";
        return Some(finding(format!("The source is {}; {evidence}.", quoted(name))));
    }
    let wrong_letters = match name.len() {
        0..5 => 0,
        5..10 => 1,
        _ => 2,
    };
    let scored = known_names(review)
        .filter_map(|known| Some((distance(known, name, wrong_letters)?, known)))
        .filter(|(_, known)| digits(known).eq(digits(name)));
    match scored.min_by_key(|(letters, _)| *letters) {
        Some((letters, meant)) => {
            let evidence =
                format!("The source is {}; {} was probably meant.", quoted(name), shown(meant));
            let finding = finding(evidence);
            if letters > 1 {
                return Some(finding);
            }
            let edits = vec![Edit::SetSource(review.kind, at, renamed(meant))];
            Some(finding.with_fix(format!("Use {}", shown(meant)), edits))
        }
        None if has_list => {
            let evidence = "is not among the attributes of Entra that the schema lists";
            Some(finding(format!("{} {evidence}.", quoted(name))))
        }
        None => None,
    }
}

/// The digits in a name.
fn digits(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(u8::is_ascii_digit)
}

fn reference(review: &Review<'_>, at: usize, row: &AttributeMapping) -> Option<MappingFinding> {
    let listed = review.listed(&row.target)?;
    let takes_reference = listed.kind.eq_ignore_ascii_case("Reference");
    let is_reference = match &row.source {
        Source::None => return None,
        Source::Direct(name) => REFERENCES.contains(&name.as_str()),
        Source::Constant(_) | Source::Expression(_) => false,
    };
    let (rule, title) = match (is_reference, takes_reference) {
        (true, false) => (&REFERENCE, "A reference goes into a text"),
        (false, true) => (&TEXT_INTO_REFERENCE, "A text goes into a reference"),
        _ => return None,
    };
    let evidence = format!(
        "The source is {}, the target {} is of type {}.",
        told(&row.source),
        shown(&row.target),
        shown(&listed.kind)
    );
    Some(review.finding(rule, Some(at), title, evidence))
}
