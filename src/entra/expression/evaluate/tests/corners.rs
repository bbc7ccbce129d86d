//! Choices and what is not documented: each corner is met where the table says so.

use serde_json::{Value as Json, json};

use super::{check, check_plain, check_x, evaluated, person, traced};
use crate::entra::expression::evaluate::Corner;

fn somebody() -> Json {
    json!({"a": "x", "b": "", "n": "10", "f": "false", "many": ["x", "y"]})
}

#[test]
fn choices_are_made_as_documented() {
    let person = somebody();
    let cases = [
        ("Switch([a], \"d\", \"x\", \"1\", \"x\", \"2\")", json!("1")),
        ("Switch([a], \"d\", \"X\", \"1\")", json!("d")),
        ("Switch([a], , \"X\", \"1\")", json!(null)),
        ("Switch([missing], \"d\", \"\", \"1\")", json!("1")),
        ("Switch([b], \"d\", [missing], \"1\")", json!("1")),
        ("Switch(Len([n]), \"d\", 2, \"two\")", json!("two")),
        ("Switch([a], \"d\", \"x\", [many])", json!(["x", "y"])),
        ("Switch([a], Error(\"no\"), \"x\", \"1\")", json!("1")),
        ("Switch([a], Error(\"no\"), \"z\", \"1\")", json!("fails")),
        ("Switch([a], Append(Error(\"no\"), \"\"), \"x\", \"1\")", json!("fails")),
        ("IIF(IsPresent([a]), [a], Error(\"a is required\"))", json!("x")),
        ("IIF(IsPresent(\"\"), [a], Error(\"a is required\"))", json!("fails")),
        ("IIF(Error(\"no\"), [a], [a])", json!("fails")),
        ("Coalesce([a], Error(\"a is required\"))", json!("x")),
        ("Coalesce([missing], Error(\"a is required\"))", json!("fails")),
        ("IIF(\"132538464000000001\" > 132538464000000000, \"later\", \"not\")", json!("later")),
        ("IIF(9007199254740993 = 9007199254740992, \"same\", \"not\")", json!("not")),
        ("IIF(\"1.5\" > \"1.25\", \"more\", \"less\")", json!("more")),
        ("Append(SelectUniqueValue(\"a\", \"b\"), \"c\")", json!("fails")),
        ("Switch([a], \"d\", \"x\", \"1\", \"y\", CDate(\"no\"))", json!("fails")),
        ("Coalesce([missing], [b], [a])", json!("")),
        ("Coalesce([missing], [a])", json!("x")),
        ("Coalesce([missing], [missing], \"\")", json!("")),
        ("Coalesce([missing], [many])", json!(["x", "y"])),
        ("IIF([a] = \"x\", \"1\", \"2\")", json!("1")),
        ("IIF([a] = \"X\", \"1\", \"2\")", json!("2")),
        ("IIF([a] <> \"X\", \"1\", \"2\")", json!("1")),
        ("IIF([b] = \"\", \"1\", \"2\")", json!("fails")),
        ("IIF(\"x\" = [missing], \"1\", \"2\")", json!("fails")),
        ("IIF(IsNullOrEmpty([b]), \"1\", \"2\")", json!("fails")),
        ("IIF(IsPresent([a]), \"1\", \"2\")", json!("1")),
        ("IIF(Switch([b], \"f\", \"\", \"t\") = \"t\", \"1\", \"2\")", json!("1")),
        ("IIF(Coalesce([missing], \"t\") = \"t\", \"1\", \"2\")", json!("1")),
        ("IIF(Join(\"\", [a], [missing]) = \"x\", \"1\", \"2\")", json!("1")),
        ("IIF(ToLower([missing]) = \"x\", \"1\", \"2\")", json!("fails")),
        ("IIF([a] = \"x\", [missing], \"2\")", json!(null)),
        ("IIF([a] = \"x\", \"1\", CDate([a]))", json!("fails")),
        ("IIF(Len([n]) = \"2\", \"1\", \"2\")", json!("1")),
        ("IIF(Len([n]) = 2, \"1\", \"2\")", json!("1")),
        ("IIF([n] > 9, \"1\", \"2\")", json!("1")),
        ("IIF([n] > \"9\", \"1\", \"2\")", json!("1")),
        ("IIF([n] >= 10, \"1\", \"2\")", json!("1")),
        ("IIF([n] < 10.5, \"1\", \"2\")", json!("1")),
        ("IIF([n] <= 9, \"1\", \"2\")", json!("2")),
        ("IIF([a] > \"w\", \"1\", \"2\")", json!("1")),
        ("IIF([f], \"1\", \"2\")", json!("2")),
        ("IIF([a], \"1\", \"2\")", json!("fails")),
    ];
    for (expression, expected) in cases {
        check(expression, &person, expected);
    }
}

#[test]
fn tests_tell_what_a_value_is() {
    let person = somebody();
    let cases = [
        ("CBool([missing] = \"\")", json!("True")),
        ("CBool([missing] = [missing])", json!("True")),
        ("CBool([missing] > [a])", json!("False")),
        ("CBool([a] = [many])", json!("not here")),
        ("CBool(\"tRuE\")", json!("True")),
        ("CBool(0)", json!("False")),
        ("CBool(-1)", json!("True")),
        ("CBool(\"0.0\")", json!("False")),
        ("CBool([missing])", json!("False")),
        ("CBool(\"yes\")", json!("fails")),
        ("Not(\"True\")", json!("False")),
        ("Not(\"true\")", json!("True")),
        ("Not([missing])", json!("True")),
        ("Not([a])", json!("True")),
        ("Not(IsNull([a]))", json!("True")),
        ("IsNull([b])", json!("False")),
        ("IsNothing([missing])", json!("True")),
        ("IsNullOrEmpty([b])", json!("True")),
        ("IsPresent([many])", json!("True")),
        ("IsString([a])", json!("True")),
        ("IsString(1)", json!("True")),
        ("IsString([missing])", json!("False")),
        ("IsString([many])", json!("False")),
        ("Redact([many])", json!(["x", "y"])),
        ("Redact([missing])", json!(null)),
        ("Error(\"stop\")", json!("fails")),
        ("IgnoreFlowIfNullOrEmpty([missing])", json!({"flow": "dropped"})),
        ("IgnoreFlowIfNullOrEmpty([many])", json!(["x", "y"])),
        ("IgnoreFlowIfNullOrEmpty(0)", json!("0")),
        ("Append(IgnoreFlowIfNullOrEmpty([b]), \"z\")", json!("z")),
        ("DefaultDomain()", json!("not here")),
        ("SingleAppRoleAssignment([a])", json!("x")),
        ("SingleAppRoleAssignment([missing])", json!(null)),
        ("SingleAppRoleAssignment([many])", json!("not here")),
        ("AppRoleAssignmentsComplex([missing])", json!(null)),
        ("AppRoleAssignmentsComplex([many])", json!("not here")),
        ("AssertiveAppRoleAssignmentsComplex([many])", json!("not here")),
        ("AppRoleAssignments([many])", json!("not here")),
        ("StringFromSid([a])", json!("not here")),
        ("\"text\"", json!("text")),
        ("12", json!("12")),
        ("&HFF", json!("255")),
    ];
    for (expression, expected) in cases {
        check(expression, &person, expected);
    }
}

#[test]
fn absent_values_stay_absent() {
    for expression in [
        "Append([x], \"a\")",
        "Prepend(\"a\", [x])",
        "BitAnd([x], 1)",
        "CStr([x])",
        "Mid([x], 1, 2)",
        "Mid(\"abc\", 1, [x])",
        "Left(\"abc\", [x])",
        "Len([x])",
        "NormalizeDiacritics([x])",
        "PCase([x])",
        "StripSpaces([x])",
        "ToLower([x])",
        "ToUpper([x])",
        "Trim([x])",
        "ConvertToBase64([x])",
        "CRef([x])",
        "DNComponent([x], 1)",
        "DateFromNum([x])",
        "CDate([x])",
        "SelectUniqueValue([x], [x])",
    ] {
        check_x(expression, None::<&str>, None::<&str>);
        assert!(
            traced(expression, &json!({})).corners.contains(&Corner::NullArgument),
            "{expression} says nothing"
        );
    }
}

#[test]
fn a_corner_is_told_where_it_is_met() {
    let cases = [
        ("CBool([none] = \"a\")", "", Corner::NullCompared),
        ("Join(\"-\", [none], [x])", "a", Corner::NullJoined),
        ("IIF([x] = \"a\", \"b\", \"c\")", "", Corner::EmptyCondition),
        ("CBool([x] < \"b\")", "a", Corner::TextOrder),
        ("Left([x], 1)", "😀", Corner::HalfCharacter),
        ("InStr([x], \"a\")", "a", Corner::InStrCompare),
        ("InStr([x], \"a\", 1, vbTextCompare)", "é", Corner::TextCompare),
        ("Mid([x], 9, 1)", "a", Corner::OutsideOfText),
        ("Mid([x], 0, 1)", "a", Corner::OutsideOfText),
        ("Count([x])", "a", Corner::SingleAsMany),
        ("Word([x], 1, \" \")", "a  b", Corner::WordGaps),
        ("Split([x], \",\")", "a, b", Corner::SplitValues),
        ("RemoveDuplicates(Split([x], \",\"))", "a,b,a", Corner::DuplicateOrder),
        ("NormalizeDiacritics([x])", "đ", Corner::DiacriticBeyondTable),
        ("StripSpaces([x])", "a\tb", Corner::OtherWhiteSpace),
        ("Append(IgnoreFlowIfNullOrEmpty([x]), \"a\")", "", Corner::NestedDrop),
        (
            "FormatDateTime([x], , \"yyyy-MM-ddzzz\", \"yyyy\")",
            "2020-01-01+01:00",
            Corner::ServerZone,
        ),
        ("FormatDateTime([x], , \"yyyy\", \"yyyy\")", "", Corner::EmptyDate),
        ("FormatDateTime([x], , \"yy\", \"yyyy\")", "35", Corner::TwoDigitYear),
        (
            "DateDiff(\"h\", CDate([x]), CDate(\"2020-01-01T01:00\"))",
            "2020-01-01T00:30",
            Corner::PartialUnit,
        ),
        ("Not([x])", "true", Corner::BooleanCase),
        ("CBool([x])", "1", Corner::BooleanText),
        ("Replace([x], , \"(?<n>a)\", \"n\", \"$1\", , )", "a", Corner::LiteralReplacement),
        ("Replace([none], , \"(?<n>a)\", \"n\", , [x], )", "b", Corner::NoMatch),
        ("Replace([x], , \".\", , \"-\", , )", "😀", Corner::PatternPairs),
        ("Replace([x], , \"(?i)k\", , \"-\", , )", "\u{212a}", Corner::PatternCase),
        ("RandomString(1, 0, 0, 0, 0, \"\")", "", Corner::RandomAlphabet),
        ("SelectUniqueValue([x], \"b\")", "a", Corner::TargetValues),
        ("SingleAppRoleAssignment([x])", "a", Corner::RoleName),
        ("Len([x])", "a", Corner::UnlistedFunction),
    ];
    for (expression, x, corner) in cases {
        let corners = traced(expression, &json!({"x": x})).all_corners();
        assert!(corners.contains(&corner), "{expression}: {corners:?} lacks {corner:?}");
        assert!(corner.sentence().ends_with('.'), "{corner:?}");
    }
    let plain = traced("Join(\" \", [a], ToUpper([a]), Left([a], 1))", &json!({"a": "b"}));
    assert_eq!(plain.all_corners(), [], "documented all through");
}

#[test]
fn candidates_are_tried_in_their_order() {
    let expression = "SelectUniqueValue([none], \"a\", \"b\")";
    let with = |taken: &[&str]| {
        let mut person = person(&json!({}));
        person.taken = Some(taken.iter().map(|&taken| taken.to_owned()).collect());
        evaluated(expression, &person).ok()
    };
    assert_eq!(with(&[]), Some(json!("a")));
    assert_eq!(with(&["a"]), Some(json!("b")));
    assert_eq!(with(&["a", "b"]), None);
    check_plain(expression, "a");
}

#[test]
fn chance_is_drawn_within_its_rules() {
    let text = |expression: &str| match evaluated(expression, &person(&json!({}))) {
        Ok(Json::String(text)) => text,
        other => panic!("{expression}: {other:?}"),
    };
    let guid = text("Guid()");
    let bytes: Vec<usize> = guid.split('-').map(str::len).collect();
    assert_eq!(bytes, [8, 4, 4, 4, 12], "{guid}");
    assert_eq!(guid.chars().nth(14), Some('4'), "{guid}");
    assert!(guid.chars().nth(19).is_some_and(|variant| "89ab".contains(variant)), "{guid}");
    let drawn = text("RandomString(256, 3, 2, 4, 5, \"0O!l\")");
    let count = |is: fn(&char) -> bool| drawn.chars().filter(is).count();
    assert_eq!(drawn.chars().count(), 256);
    assert!(count(char::is_ascii_digit) >= 3 && count(char::is_ascii_punctuation) >= 2, "{drawn}");
    assert!(
        count(char::is_ascii_uppercase) >= 4 && count(char::is_ascii_lowercase) >= 5,
        "{drawn}"
    );
    assert!(!drawn.contains(['0', 'O', '!', 'l']), "{drawn}");
    let exact = text("RandomString(4, 1, 1, 1, 1, \"\")");
    assert_eq!(exact.chars().filter(char::is_ascii_punctuation).count(), 1, "{exact}");
}
