//! What is known to be wrong or doubtful about an expression from its text alone, whoever it is for.

mod arguments;
mod dates;
mod switch;
mod texts;

use crate::entra::expression::{
    Call, Constant, Expression, ExpressionProblem, Function, FunctionScope, Node,
};
use crate::verkada::name::shown;

impl Expression {
    /// What is wrong or doubtful about it, in the order of the text.
    pub fn problems(&self) -> Vec<ExpressionProblem> {
        let mut problems = self.oddities().to_vec();
        for node in self.root().walk() {
            match node {
                Node::Attribute { name, .. } => problems.extend(attribute(node, name)),
                Node::Call(call) => check_call(call, &mut problems),
                Node::Constant { .. } | Node::Compare { .. } => {}
            }
        }
        problems.extend(self.nested_unique_values());
        problems.sort_by_key(|problem| problem.span.start);
        problems
    }

    /// `SelectUniqueValue` in another function.
    fn nested_unique_values(&self) -> impl Iterator<Item = ExpressionProblem> {
        self.root().walk().skip(1).filter_map(|node| match node {
            Node::Call(call) if call.function == Function::SelectUniqueValue => {
                Some(ExpressionProblem::error(
                    &call.span,
                    "SelectUniqueValue has to be the outermost function. Take it out of the other one.",
                ))
            }
            _ => None,
        })
    }
}

fn check_call(call: &Call, problems: &mut Vec<ExpressionProblem>) {
    problems.extend(scope(call));
    problems.extend(short_form(call));
    arguments::check(call, problems);
    match call.function {
        Function::Switch => switch::check(call, problems),
        Function::DateAdd | Function::DateDiff => problems.extend(dates::interval(call)),
        Function::FormatDateTime => dates::formats(call, problems),
        Function::Left | Function::Mid | Function::Item | Function::Word => {
            problems.extend(texts::places(call));
        }
        Function::RandomString => problems.extend(texts::random(call)),
        Function::Replace => texts::replace(call, problems),
        _ => {}
    }
}

/// A function that Microsoft's page for applications does not tell of.
fn scope(call: &Call) -> Option<ExpressionProblem> {
    let name = call.function.name();
    let message = match (call.function.entry().scope, call.function) {
        (_, Function::SelectUniqueValue) => "SelectUniqueValue works for provisioning into Active Directory alone, not into applications such as Command.".to_owned(),
        (FunctionScope::Applications, _) => return None,
        (FunctionScope::CloudSync, _) => format!(
            "Microsoft tells of {name} for cloud sync alone; whether Entra takes it in the mapping of an application is not documented. Try it in Entra's expression builder."
        ),
        (FunctionScope::Undocumented, _) => format!(
            "No page of Microsoft tells what {name} does. Try it in Entra's expression builder."
        ),
    };
    Some(ExpressionProblem::warning(&call.span, message))
}

/// A form of a function that is told of for cloud sync alone.
fn short_form(call: &Call) -> Option<ExpressionProblem> {
    let count = call.arguments.len();
    let is_short = call.function.entry().short_form.is_some_and(|short| short.len() == count);
    is_short.then(|| {
        ExpressionProblem::warning(
            &call.span,
            format!(
                "The form of {} with {count} arguments is told of for cloud sync alone. For an application write {}.",
                call.function.name(),
                call.function.signature()
            ),
        )
    })
}

/// A name that no attribute of a person has.
fn attribute(node: &Node, name: &str) -> Option<ExpressionProblem> {
    let message = if name.trim() != name {
        format!(
            "There is a space between the brackets and the name of this attribute. Write [{}].",
            shown(name.trim())
        )
    } else if name.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("urn:")) {
        "This is the name of an attribute in the target. An expression reads attributes of Entra, such as [mail].".to_owned()
    } else {
        return None;
    };
    Some(ExpressionProblem::warning(node.span(), message))
}

/// The argument in this place, where it is there.
fn argument(call: &Call, index: usize) -> Option<&Node> {
    call.arguments.get(index)?.as_ref()
}

/// The constant in this place, where one is there.
fn constant(call: &Call, index: usize) -> Option<&Constant> {
    match argument(call, index)? {
        Node::Constant { value, .. } => Some(value),
        _ => None,
    }
}

/// The text in this place, where a constant one is there.
fn text(call: &Call, index: usize) -> Option<&str> {
    match constant(call, index)? {
        Constant::Text(text) => Some(text),
        _ => None,
    }
}

/// The whole number in this place, where a constant one is there.
fn integer(call: &Call, index: usize) -> Option<i64> {
    match constant(call, index)? {
        Constant::Integer(number) | Constant::Hexadecimal(number) => Some(*number),
        Constant::Text(text) => text.trim().parse().ok(),
        Constant::Decimal(_) | Constant::Word(_) => None,
    }
}
