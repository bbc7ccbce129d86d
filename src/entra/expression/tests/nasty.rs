//! Nasty expressions, as far as their text alone decides.

use crate::entra::expression::{Expression, ProblemSeverity, complete, highlight, signature_at};
use crate::nasty::{Item, Outcome, check_area};

#[test]
fn nasty_expressions_end_as_declared() {
    check_area("mapping-expression", |item: &Item| {
        let Some(text) = item.text() else { return Some(Outcome::error("It is not UTF-8")) };
        edit(text);
        Some(end(text))
    });
}

fn end(text: &str) -> Outcome {
    let expression = match Expression::parse(text) {
        Ok(expression) => expression,
        Err(error) => {
            assert!(text.get(error.span.clone()).is_some(), "{error:?}");
            return Outcome::error(error);
        }
    };
    assert_eq!(Expression::parse(&expression.to_string()).as_ref(), Ok(&expression));
    let mut problems = expression.problems();
    problems.sort_by_key(|problem| problem.severity);
    match problems.pop() {
        None => Outcome::of(&["ok"]),
        Some(problem) if problem.severity == ProblemSeverity::Error => {
            Outcome::error(problem.message)
        }
        Some(problem) => Outcome::saying(&["warn"], problem.message),
    }
}

/// What an editor asks for while this is typed.
fn edit(text: &str) {
    let stretches = highlight(text);
    assert!(stretches.iter().all(|(span, _)| text.get(span.clone()).is_some()));
    signature_at(text, text.len() / 2);
    complete(text, text.len() / 2, &["mail"]);
}
