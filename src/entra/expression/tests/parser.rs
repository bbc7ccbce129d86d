//! What is read and what is refused.

use crate::entra::expression::{Comparison, Constant, Expression, Function, Node};

/// Reads what has to be readable.
pub(super) fn read(text: &str) -> Expression {
    Expression::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn parts_are_read_with_their_places() {
    let text = " Iif( [country] <> \"a\\\\\\\"b\" ,\n , -1.5 ) ";
    let expression = read(text);
    let Node::Call(call) = expression.root() else { panic!("{expression:?}") };
    assert_eq!(call.function, Function::Iif);
    assert_eq!(call.span, 1..text.len() - 1);
    let [Some(Node::Compare { left, comparison, right, span }), None, Some(number)] =
        call.arguments.as_slice()
    else {
        panic!("{call:?}")
    };
    assert_eq!(*comparison, Comparison::NotEqual);
    assert_eq!(text.get(span.clone()), Some("[country] <> \"a\\\\\\\"b\""));
    assert!(matches!(&**left, Node::Attribute { name, .. } if &**name == "country"));
    let Node::Constant { value, .. } = &**right else { panic!("{right:?}") };
    assert_eq!(*value, Constant::Text("a\\\"b".into()));
    let Node::Constant { value, .. } = number else { panic!("{number:?}") };
    assert_eq!(*value, Constant::Decimal(-1.5));
}
