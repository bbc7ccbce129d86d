//! Rules about expressions.

use crate::entra::expression::{
    Call, Comparison, Constant, Expression, Function, Node, ProblemSeverity,
};
use crate::entra::lint::review::{Review, Rule, page, quoted, told};
use crate::entra::lint::{Edit, MappingFinding, MappingSeverity};
use crate::entra::mapping::{ExpressionText, Source};

const UNREADABLE: Rule = Rule {
    id: "expression-unreadable",
    severity: MappingSeverity::Error,
    why: "Entra refuses to save an expression that it cannot read.",
    source: page::FUNCTIONS,
};

const PROBLEM: Rule = Rule {
    id: "expression-problem",
    severity: MappingSeverity::Warning,
    why: "The expression can be read, and does something else than was probably meant, or fails.",
    source: page::FUNCTIONS,
};

pub(super) const EMPTY_CONDITION: Rule = Rule {
    id: "iif-empty-source",
    severity: MappingSeverity::Warning,
    why: "IIF fails for people whose attribute in the condition is empty; Microsoft lists this test as not supported. A Switch with the key \"\" does it.",
    source: page::FUNCTIONS,
};

const SWITCH_NULL: Rule = Rule {
    id: "switch-null",
    severity: MappingSeverity::Warning,
    why: "Whoever has none of the keys gets nothing: no value is sent, and what Command holds stays as it is.",
    source: page::FUNCTIONS,
};

pub(super) fn check(review: &Review<'_>, found: &mut Vec<MappingFinding>) {
    for (at, row) in review.rows() {
        let Source::Expression(text) = &row.source else { continue };
        let expression = match text.expression() {
            Ok(expression) => expression,
            Err(error) => {
                let evidence = format!("{}: {error}", quoted(text.text()));
                let title = "An expression cannot be read";
                found.push(review.finding(&UNREADABLE, Some(at), title, evidence));
                continue;
            }
        };
        for problem in expression.problems() {
            let (severity, title) = match problem.severity {
                ProblemSeverity::Warning => (MappingSeverity::Warning, "An expression is doubtful"),
                ProblemSeverity::Error => (MappingSeverity::Error, "An expression fails"),
            };
            let part = text.text().get(problem.span.clone()).unwrap_or_default();
            let evidence = format!("{}: {}", quoted(part), problem.message);
            let finding = review.finding(&PROBLEM, Some(at), title, evidence);
            found.push(finding.with_severity(severity));
        }
        found.extend(empty_conditions(review, at, text, expression));
        // A default of the row fills what a Switch leaves open, though only at creation.
        if may_be_null(expression.root()) {
            let evidence = format!("{} has no default.", told(&row.source));
            let title = "A Switch may come to nothing";
            found.push(review.finding(&SWITCH_NULL, Some(at), title, evidence));
        }
    }
}

fn empty_conditions(
    review: &Review<'_>,
    at: usize,
    text: &ExpressionText,
    expression: &Expression,
) -> Option<MappingFinding> {
    let choices = expression.root().walk().filter_map(|node| match node {
        Node::Call(call) if call.function == Function::Iif => Some(call),
        _ => None,
    });
    let mut tests = choices
        .filter_map(|call| Some((call, EmptyTest::within(call.arguments.first()?.as_ref()?)?)));
    let (choice, question) = tests.next()?;
    let part = text.text().get(choice.span.clone()).unwrap_or_default();
    let evidence =
        format!("{} tests whether {} is empty.", quoted(part), quoted(question.attribute));
    let title = "IIF fails for an empty attribute";
    let finding = review.finding(&EMPTY_CONDITION, Some(at), title, evidence);
    let edits = question.as_switch(text.text(), choice).map(|switch| {
        let mut mended = text.text().to_owned();
        mended.replace_range(choice.span.clone(), &switch);
        vec![Edit::SetSource(review.kind, at, Source::typed(&mended))]
    });
    Some(finding.with_fix("Use Switch instead", edits.unwrap_or_default()))
}

/// Whether a condition asks if an attribute is empty.
pub(super) fn asks_for_empty(condition: &Node) -> bool {
    EmptyTest::within(condition).is_some()
}

/// A condition that asks whether an attribute is empty.
struct EmptyTest<'a> {
    attribute: &'a str,
    /// Whether it is the whole condition, and which argument of IIF it chooses where the attribute is empty.
    empty: Option<usize>,
}

impl<'a> EmptyTest<'a> {
    fn within(condition: &'a Node) -> Option<Self> {
        if let Some((attribute, empty)) = test_of(condition) {
            return Some(Self { attribute, empty: Some(empty) });
        }
        let (attribute, _) = condition.walk().find_map(test_of)?;
        Some(Self { attribute, empty: None })
    }

    /// The same choice as a Switch on the attribute; none where it takes more than attributes and constants to write it.
    fn as_switch(&self, text: &str, call: &Call) -> Option<String> {
        let empty = self.empty?;
        let given = 3 - empty;
        let argument = |index: usize| {
            let node = call.arguments.get(index)?.as_ref()?;
            let is_plain = matches!(node, Node::Attribute { .. } | Node::Constant { .. });
            text.get(node.span().clone()).filter(|_| is_plain)
        };
        let (given, empty) = (argument(given)?, argument(empty)?);
        Some(format!("Switch([{}], {given}, \"\", {empty})", self.attribute))
    }
}

/// The attribute that a condition asks about, and which argument of IIF is for the empty one.
fn test_of(condition: &Node) -> Option<(&str, usize)> {
    match condition {
        Node::Call(call) => {
            let empty = match call.function {
                Function::IsPresent => 2,
                Function::IsNullOrEmpty | Function::IsNull | Function::IsNothing => 1,
                Function::Not => {
                    let (attribute, empty) = test_of(call.arguments.first()?.as_ref()?)?;
                    return Some((attribute, 3 - empty));
                }
                _ => return None,
            };
            Some((attribute(call.arguments.first()?.as_ref()?)?, empty))
        }
        Node::Compare { left, comparison, right, .. } => {
            let empty = match comparison {
                Comparison::Equal => 1,
                Comparison::NotEqual => 2,
                _ => return None,
            };
            let name = match (is_empty_text(left), is_empty_text(right)) {
                (false, true) => attribute(left),
                (true, false) => attribute(right),
                _ => None,
            };
            Some((name?, empty))
        }
        Node::Attribute { .. } | Node::Constant { .. } => None,
    }
}

fn attribute(node: &Node) -> Option<&str> {
    match node {
        Node::Attribute { name, .. } => Some(name),
        _ => None,
    }
}

fn is_empty_text(node: &Node) -> bool {
    matches!(node, Node::Constant { value: Constant::Text(text), .. } if text.is_empty())
}

/// Whether a Switch without a default decides the result.
fn may_be_null(node: &Node) -> bool {
    let Node::Call(call) = node else { return false };
    let argument = |index: usize| call.arguments.get(index).and_then(Option::as_ref);
    match call.function {
        Function::Switch => {
            let values = call.arguments.iter().skip(3).step_by(2).flatten();
            (argument(1).is_none() && !names_every_state(call))
                || argument(1).into_iter().chain(values).any(may_be_null)
        }
        // These are there for nothing; Join leaves nothing out.
        Function::Coalesce | Function::IgnoreFlowIfNullOrEmpty | Function::Join => false,
        Function::Iif => [1, 2].into_iter().filter_map(argument).any(may_be_null),
        _ => argument(0).is_some_and(may_be_null),
    }
}

/// A Switch on `IsSoftDeleted`, which is always True or False, with a key for both.
fn names_every_state(call: &Call) -> bool {
    let source = call.arguments.first().and_then(Option::as_ref).and_then(attribute);
    let keys = call.arguments.iter().skip(2).step_by(2).flatten();
    let keys: Vec<&str> = keys
        .filter_map(|key| match key {
            Node::Constant { value: Constant::Text(text), .. } => Some(&**text),
            _ => None,
        })
        .collect();
    source == Some("IsSoftDeleted") && keys.contains(&"True") && keys.contains(&"False")
}
