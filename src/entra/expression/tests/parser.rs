//! What is read, and what is refused with which words at which place.

use super::read;
use crate::entra::expression::{Comparison, Constant, Expression, Function, Node};

#[test]
fn parts_are_read_with_their_places() {
    let text = " iif( [country] <> \"a\\\\\\\"b\" ,\n -1.5, &hf ) ";
    let expression = read(text);
    let Node::Call(call) = expression.root() else { panic!("{expression:?}") };
    assert_eq!(call.function, Function::Iif);
    assert_eq!(call.span, 1..text.len() - 1);
    let [Some(Node::Compare { left, comparison, right, span }), Some(number), Some(hex)] =
        call.arguments.as_slice()
    else {
        panic!("{call:?}")
    };
    assert_eq!(*comparison, Comparison::NotEqual);
    assert_eq!(text.get(span.clone()), Some("[country] <> \"a\\\\\\\"b\""));
    assert!(matches!(&**left, Node::Attribute { name, .. } if &**name == "country"));
    let value = |node: &Node| match node {
        Node::Constant { value, .. } => value.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(value(right), Constant::Text("a\\\"b".into()));
    assert_eq!(value(number), Constant::Decimal(-1.5));
    assert_eq!(value(hex), Constant::Hexadecimal(15));
}

#[test]
fn attributes_are_named_in_the_order_of_the_text() {
    let expression = read("IIF([a.b] = [c], Join(\"\", [d_1], [a.b]), \"[e]\")");
    assert_eq!(expression.attributes().collect::<Vec<_>>(), ["a.b", "c", "d_1", "a.b"]);
}

/// The text is refused at the part between `«` and `»`, with these words.
#[track_caller]
fn check(marked: &str, words: &str) {
    let text = marked.replace(['«', '»'], "");
    let start = marked.find('«').expect("a place is marked");
    let end = marked.find('»').expect("a place is marked") - '«'.len_utf8();
    let error = Expression::parse(&text).expect_err(&text);
    assert!(error.message.contains(words), "{text}: {error}");
    assert_eq!(error.span, start..end, "{text}: {error}");
}

#[test]
fn pieces_that_are_none_are_refused() {
    check("Join(«“»,”, [a], [b])", "typographic quote");
    check("Join«（»\"\", [a]）", "full-width");
    check("Append([a], «'»b')", "double quotes");
    check("«[»mail", "not closed");
    check("Join(\"\", «[»a, [b])", "not closed");
    check("«[]»", "no name");
    check("ToLower(«[ ]»)", "no name");
    check("ToLower([a]«]»)", "No attribute is open");
    check("Append([a], «\"»b)", "not closed");
    check("«\"»C:\\\"", "backslash before a quote");
    check("Append([a], \"x«\\d»\")", "Write two for one");
    check("Append([a], \"«\\ü»\")", "Write two for one");
    check("Mid([a], «1x», 2)", "not a number");
    check("Mid([a], «1.», 2)", "not a number");
    check("Mid([a], «-», 2)", "not a number");
    check("BitAnd(«&HG», 1)", "not a number");
    check("Mid([a], «99999999999999999999», 5)", "too large");
    check("BitAnd(«&H8000000000000000», 1)", "too large");
    check("[a] «&» [b]", "cloud sync");
    check("[a]«;»", "cannot stand here");
    check("[a] «+» [b]", "cannot stand here");
    check("[a]«\u{feff}»", "[U+FEFF]");
}

#[test]
fn pieces_in_the_wrong_place_are_refused() {
    check("«»", "empty");
    check("«  \n»", "empty");
    check("[a]«[b]»", "side by side");
    check("Append([a] «\"b\"»)", "Write a comma");
    check("ToLower([a])«)»", "one “)” more");
    check("«)»", "No function is open");
    check("«,»", "comma");
    check("[a]«,» [b]", "Join");
    check("«(»[a])", "bracket stands behind the name");
    check("[a]«(»[b])", "bracket stands behind the name");
    check("[a] «=» [b]", "nest IIF");
    check("Not([a] «=» [b])", "nest IIF");
    check("IIF([a], [b] «=» \"c\", \"d\")", "nest IIF");
    check("IIF([a] = [b] «=» [c], \"d\", \"e\")", "nest IIF");
    check("IIF(«=» [b], \"d\", \"e\")", "Write a value before it");
    check("IIF([a] = «,» \"d\", \"e\")", "comma");
    check("IIF([a] = \"1\" «AND» [b] = \"2\", \"d\", \"e\")", "Nest IIF");
    check("«Or»([a], [b])", "Nest IIF");
    check("«Join(»\"\", [a], \"b\"", "not closed");
    check("Join(\"\", «Mid(»[a], 1, 2", "not closed");
    check("«Join(»", "not closed");
}

#[test]
fn names_that_are_none_are_refused_with_what_was_meant() {
    check("«Evil»([a])", "no function “Evil”");
    check("«ToLowr»([a])", "Was ToLower meant?");
    check("«Instring»([a])", "no function");
    check("«Upper»([a])", "Was ToUpper meant?");
    check("«Concat»([a], [b])", "Was Join meant?");
    check("«If»([a], [b])", "Was IIF meant?");
    check("«Substring»([a], 1)", "Was Mid meant?");
    check("ToLower(«mail»)", "[mail] for the attribute");
    check("«True»", "\"True\" for the text");
    check("Append([a], «Now»)", "Now(…)");
    check(&format!("«{}»([a])", "x".repeat(9000)), "no function");
}

#[test]
fn calls_with_other_arguments_than_the_function_takes_are_refused() {
    check("«ToLower()»", "“source”");
    check("«Mid([a], , 3)»", "“start”");
    check("«Mid([a])»", "“start”");
    check("Guid(«[a])»", "takes no arguments");
    check("«Guid(,)»", "takes no arguments");
    check("Not([a], «[b])»", "takes 1 argument ");
    check("ToLower([a], \"en\", «[b], [c])»", "takes 2 arguments");
    check("«Join(\",\")»", "“source”");
    check("«Join(\",\", )»", "“source”");
    check("«SelectUniqueValue([a])»", "2 values or more");
    check("Switch([a], , \"False\", \"True\", «\"True\"»)", "key of Switch has no value");
    check("Switch([a], \"x\", «\"y\"»)", "key of Switch has no value");
    check("«Switch([a], , \"x\", , \"y\", \"z\")»", "value of pair 1");
    check("«Switch([a], , \"x\", \"y\", , \"z\")»", "key of pair 2");
}

#[test]
fn texts_beyond_the_limits_are_refused() {
    let name = "x".repeat(9998);
    assert_eq!(read(&format!("[{name}]")).attributes().count(), 1);
    check(&format!("«»[{name}x]"), "longer than 10000");
    let nested = |depth: usize| format!("{}[a]{}", "ToLower(".repeat(depth), ")".repeat(depth));
    read(&nested(64));
    check(&nested(65).replacen("ToLower([a]", "«ToLower»([a]", 1), "64 deep");
    let wide = |count: usize| format!("Coalesce({}[a])", "[a],".repeat(count - 1));
    read(&wide(1000));
    let error = Expression::parse(&wide(1001)).expect_err("too many");
    assert!(error.message.contains("more than 1000 arguments"), "{error}");
}

#[test]
fn the_longest_texts_are_counted_in_characters() {
    read(&format!("\"{}\"", "ü".repeat(9998)));
}
