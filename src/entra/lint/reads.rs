//! Rules about the attributes that an expression reads.

use crate::entra::directory::KnownAttribute;
use crate::entra::expression::{Call, Expression, Function, Node, ParameterKind};
use crate::entra::lint::expressions::{EMPTY_CONDITION, asks_for_empty};
use crate::entra::lint::review::{Review, Rule, Witnesses, page, quoted};
use crate::entra::lint::sources::{MULTI_VALUED, REFERENCES, named};
use crate::entra::lint::{Edit, MappingFinding, MappingSeverity};
use crate::entra::mapping::{AttributeMapping, ExpressionText, Source};
use crate::limits;
use crate::verkada::name::shown;

const SEVERAL_IN_TEXT: Rule = Rule {
    id: MULTI_VALUED.id,
    severity: MappingSeverity::Warning,
    why: "The function takes one text, and what Entra makes of several values there is not documented.",
    source: page::FUNCTIONS,
};

/// Attributes of SCIM that take several values as a whole (RFC 7643 section 4).
const TAKE_MANY: [&str; 5] = ["roles", "entitlements", "members", "emails", "phoneNumbers"];

pub(super) fn check(review: &Review<'_>, found: &mut Vec<MappingFinding>) {
    for (at, row) in review.rows() {
        let Source::Expression(text) = &row.source else { continue };
        let Ok(expression) = text.expression() else { continue };
        found.extend(misnamed(review, at, text, expression));
        found.extend(several(review, at, row, text, expression));
        found.extend(several_in_text(review, at, text, expression));
        found.extend(empty_condition(review, at, expression));
    }
}

fn misnamed(
    review: &Review<'_>,
    at: usize,
    text: &ExpressionText,
    expression: &Expression,
) -> Vec<MappingFinding> {
    let mut names: Vec<&str> = expression.attributes().collect();
    names.sort_unstable();
    names.dedup();
    let finding = |name: &&str| {
        named(review, at, name, |meant| {
            let spans = expression.root().walk().filter_map(|node| match node {
                Node::Attribute { name: own, span, .. } if **own == **name => Some(span.clone()),
                _ => None,
            });
            let mut mended = text.text().to_owned();
            for span in spans.collect::<Vec<_>>().into_iter().rev() {
                mended.replace_range(span, &format!("[{meant}]"));
            }
            Source::typed(&mended)
        })
    };
    names.iter().filter_map(finding).collect()
}

fn several(
    review: &Review<'_>,
    at: usize,
    row: &AttributeMapping,
    text: &ExpressionText,
    expression: &Expression,
) -> Option<MappingFinding> {
    let target = row.target.as_str();
    let takes_many = review.listed(target).is_some_and(|listed| listed.is_multi_valued)
        || TAKE_MANY.iter().any(|known| known.eq_ignore_ascii_case(target));
    if takes_many || !gives_many(expression.root()) {
        return None;
    }
    let evidence = format!("{} can come to more than one value.", shown(text.text()));
    let title = "Several values go into a single one";
    let finding = review.finding(&MULTI_VALUED, Some(at), title, evidence);
    let source = Source::typed(&format!("Item({}, 1)", text.text()));
    Some(finding.with_fix("Take the first value", vec![Edit::SetSource(review.kind, at, source)]))
}

/// Whether a part can come to several values.
fn gives_many(node: &Node) -> bool {
    let Node::Call(call) = node else { return is_many(node) };
    let argument = |index: usize| call.arguments.get(index).and_then(Option::as_ref);
    match call.function {
        Function::Split | Function::RemoveDuplicates => true,
        Function::Iif => [1, 2].into_iter().filter_map(argument).any(gives_many),
        Function::Switch => {
            let values = call.arguments.iter().skip(3).step_by(2).flatten();
            argument(1).into_iter().chain(values).any(gives_many)
        }
        Function::Coalesce => call.arguments.iter().flatten().any(gives_many),
        Function::IgnoreFlowIfNullOrEmpty | Function::Redact => argument(0).is_some_and(gives_many),
        _ => false,
    }
}

/// An attribute that is known to hold several values.
fn is_many(node: &Node) -> bool {
    matches!(node, Node::Attribute { name, .. }
        if !REFERENCES.contains(&&**name)
            && KnownAttribute::named(name).is_some_and(|known| known.is_multi_valued))
}

/// Several values in a function that takes one text.
fn several_in_text(
    review: &Review<'_>,
    at: usize,
    text: &ExpressionText,
    expression: &Expression,
) -> Option<MappingFinding> {
    let (call, argument) = expression.root().walk().find_map(|node| {
        let Node::Call(call) = node else { return None };
        let count = call.arguments.len();
        let takes_text = |index: usize| {
            let parameter = call.function.parameter(index, count);
            parameter.is_some_and(|parameter| parameter.kind == ParameterKind::Text)
        };
        let arguments = call.arguments.iter().enumerate();
        arguments
            .filter_map(|(index, argument)| Some((index, argument.as_ref()?)))
            .find(|(index, argument)| takes_text(*index) && gives_many(argument))
            .map(|(_, argument)| (call, argument))
    })?;
    let part = text.text().get(argument.span().clone())?;
    let evidence = format!(
        "{} can come to more than one value, and {} takes one text.",
        quoted(part),
        call.function.name()
    );
    let title = "A function on one text gets several values";
    let finding = review.finding(&SEVERAL_IN_TEXT, Some(at), title, evidence);
    let mut mended = text.text().to_owned();
    mended.replace_range(argument.span().clone(), &format!("Item({part}, 1)"));
    let edits = vec![Edit::SetSource(review.kind, at, Source::typed(&mended))];
    Some(finding.with_fix("Take the first value", edits))
}

/// People who lack what the condition of an IIF looks at.
fn empty_condition(
    review: &Review<'_>,
    at: usize,
    expression: &Expression,
) -> Option<MappingFinding> {
    let people = review.people?;
    let conditions = expression.root().walk().filter_map(|node| match node {
        Node::Call(call) if call.function == Function::Iif => call.arguments.first()?.as_ref(),
        _ => None,
    });
    let mut names = Vec::new();
    // A condition that asks for the empty one has a finding of its own.
    conditions
        .filter(|condition| !asks_for_empty(condition))
        .for_each(|condition| push_read(condition, &mut names));
    let columns = names.into_iter().filter_map(|name| Some((name, people.column(name)?)));
    let mut lacking = columns.map(|(name, column)| {
        let mut lacking = Witnesses::telling(limits::FINDING_PEOPLE);
        for person in review.everybody() {
            if person.value_at(column).is_null_or_empty() {
                lacking.add(|| shown(&person.label()).into_owned());
            }
        }
        (name, lacking)
    });
    let (name, lacking) = lacking.find(|(_, lacking)| lacking.count > 0)?;
    let evidence = format!(
        "The condition looks at {}. Without it: {}.",
        shown(name),
        lacking.of(people.len())
    );
    let title = "IIF fails for people without an attribute";
    Some(review.finding(&EMPTY_CONDITION, Some(at), title, evidence))
}

/// The attributes that a condition looks at as they are; some functions say what becomes of an empty one.
fn push_read<'a>(node: &'a Node, names: &mut Vec<&'a str>) {
    match node {
        Node::Attribute { name, .. } => names.push(name),
        Node::Constant { .. } => {}
        Node::Compare { left, right, .. } => {
            push_read(left, names);
            push_read(right, names);
        }
        Node::Call(call) if says_what_empty_is(call) => {}
        Node::Call(call) => {
            call.arguments.iter().flatten().for_each(|argument| push_read(argument, names));
        }
    }
}

const fn says_what_empty_is(call: &Call) -> bool {
    matches!(
        call.function,
        Function::Switch | Function::Coalesce | Function::Iif | Function::Join | Function::Replace
    )
}
