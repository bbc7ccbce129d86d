//! Functions on arguments that nobody means: they come to something or say why not.

use std::cell::Cell;

use serde_json::json;

use super::{Dice, evaluated, person};
use crate::entra::expression::evaluate::{Chance as _, UnevaluatedKind};
use crate::entra::expression::{Expression, Function};

/// Arguments as they stand in an expression.
const ARGUMENTS: [&str; 34] = [
    "",
    "\"\"",
    "[null]",
    "[empty]",
    "[emoji]",
    "[accents]",
    "[many]",
    "[none]",
    "[long]",
    "[control]",
    "0",
    "1",
    "2",
    "-1",
    "9223372036854775807",
    "-9223372036854775807",
    "1.5",
    "&HFF",
    "\"d\"",
    "\"ww\"",
    "\"2020-02-29T23:59:59.9999999-14:00\"",
    "\"9999-12-31\"",
    "\"0001-01-01\"",
    "Now()",
    "\"yyyy-MM-dd\"",
    "\"FFFFFFF\"",
    "\"(?<n>.)\\\\b$\"",
    "\"(?i)[^k-[é]]+?\"",
    "\"n\"",
    "\"$1${n}$'\"",
    "\"tr-TR\"",
    "vbTextCompare",
    "UTF8",
    "\"64\"",
];

#[test]
fn nasty_arguments_come_to_something_or_say_why_not() {
    let person = person(&json!({
        "empty": "", "emoji": "a😀\u{200d}👩🏽b", "accents": "É e\u{301} ß İı ǆ Σς", "many": ["", "é", "😀", "é"],
        "none": [], "long": "=é, ".repeat(500), "control": "\u{0}\t\u{202e}\r\n",
    }));
    let dice = Dice(Cell::new(7));
    let draw = |end: usize| usize::try_from(dice.next()).unwrap() % end;
    let mut tried = 0;
    for round in 0..4000 {
        let function = Function::ALL[round % Function::ALL.len()];
        let arguments: Vec<&str> = (0..draw(8)).map(|_| ARGUMENTS[draw(ARGUMENTS.len())]).collect();
        let expression = format!("{}({})", function.name(), arguments.join(", "));
        if Expression::parse(&expression).is_err() {
            continue;
        }
        tried += 1;
        if let Err(error) = evaluated(&expression, &person) {
            let raw = error.message.chars().find(|character| {
                character.is_control()
                    || matches!(
                        character,
                        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
                    )
            });
            assert_eq!(raw, None, "{expression}: {}", error.message);
            assert!(error.message.ends_with(['.', '”', ')']), "{expression}: {}", error.message);
            assert!(expression.get(error.span).is_some(), "{expression}");
        }
    }
    assert!(tried > 400, "only {tried} expressions can be read");
}

#[test]
fn nasty_repetitions_are_stopped_before_they_fill_the_memory() {
    let person = person(&json!({
        "x": "a", "long": "a".repeat(32_000), "commas": "a,".repeat(16_000), "many": vec!["b".repeat(100); 2000],
    }));
    let nested = |times: usize, around: &dyn Fn(String) -> String, inmost: &str| {
        (0..times).fold(inmost.to_owned(), |text, _| around(text))
    };
    let a = "a".repeat(40);
    let twice = |text| format!("Replace({text}, \"a\", , , \"{a}\", , )");
    for expression in [
        nested(15, &twice, "[x]"),
        nested(60, &|text| format!("ConvertToUTF8Hex({text})"), "[x]"),
        nested(60, &|text| format!("ConvertToBase64({text})"), "[x]"),
        nested(6, &|text| format!("Append({text}, {text})"), "[long]"),
        nested(5, &|text| format!("Join([long], {text}, [many])"), "[x]"),
        "Item(Split([commas], \",\"), 1)".to_owned(),
        "Replace([x], \"a\", , , , , Replace([long], \"a\", , , [long], , ))".to_owned(),
        "Replace(Left([long], 4000), , \"a\", , [long], , )".to_owned(),
        format!("Replace(Left([long], 4000), , \"a\", , \"{}\", , )", "$_".repeat(4000)),
    ] {
        let came = evaluated(&expression, &person);
        assert_eq!(came.map_err(|error| error.kind), Err(UnevaluatedKind::NotHere), "{expression}");
    }
}
