//! Filters against two other opinions: a slow and simple evaluator, and the parser of `scim_v2`.

use proptest::prelude::*;
use scim_v2::filter as other;
use serde_json::{Value, json};

use crate::scim::filter::{Comparison, Expression};
use crate::scim::patch::PatchPath;
use crate::scim::schema::USER;
use crate::scim::tests::resource;
use crate::scim::{Filter, Resource, SyntaxError};

/// A filter as the generator makes it.
#[derive(Clone, Debug)]
enum Tree {
    And(Vec<Self>),
    Or(Vec<Self>),
    Not(Box<Self>),
    Present(usize),
    Compare(usize, &'static str, Value),
    Email(Box<Self>),
}

/// Attributes to filter by: how they are written, where their values lie, and what the schema says of them.
const ATTRIBUTES: [(&str, &[&str], &str); 10] = [
    ("userName", &["userName"], "text"),
    ("urn:ietf:params:scim:schemas:core:2.0:User:title", &["title"], "text"),
    ("externalId", &["externalId"], "exact"),
    ("active", &["active"], "boolean"),
    ("name.familyName", &["name", "familyName"], "text"),
    ("emails", &["emails", "value"], "text"),
    ("emails.type", &["emails", "type"], "text"),
    ("emails.primary", &["emails", "primary"], "boolean"),
    (
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
        &["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "department"],
        "text",
    ),
    ("meta.lastModified", &["meta", "lastModified"], "date"),
];

/// The same for the inside of `emails[…]`.
const PARTS: [(&str, &[&str], &str); 3] = [
    ("value", &["value"], "text"),
    ("type", &["type"], "text"),
    ("primary", &["primary"], "boolean"),
];

const TEXTS: [&str; 9] = ["a", "A", "ab", "B", "ß", "SS", "é", "É", "a\"\\b"];
const DATES: [(&str, i64); 4] = [
    ("2011-05-13T04:42:34Z", 0),
    ("2011-05-13T06:42:34+02:00", 0),
    ("2011-05-13T04:42:34.000Z", 0),
    ("2011-05-13T04:42:35-00:01", 61),
];

fn people() -> impl Strategy<Value = Resource> {
    let text = || proptest::option::weighted(0.7, proptest::sample::select(TEXTS.as_slice()));
    let boolean = || {
        proptest::option::weighted(
            0.7,
            proptest::sample::select(vec![
                json!(true),
                json!(false),
                json!("True"),
                json!("False"),
            ]),
        )
    };
    let email = (text(), text(), boolean()).prop_map(|(value, kind, primary)| {
        let mut email = json!({});
        for (name, part) in [
            ("value", value.map(Value::from)),
            ("type", kind.map(Value::from)),
            ("primary", primary),
        ] {
            if let Some(part) = part {
                email[name] = part;
            }
        }
        email
    });
    let date = proptest::option::of(proptest::sample::select(DATES.as_slice()));
    let emails = proptest::option::of(proptest::collection::vec(email, 0..3));
    ((text(), text(), text(), text(), text()), boolean(), emails, date).prop_map(
        |(texts, active, emails, date)| {
            let mut row = json!({});
            let mut put = |path: &[&str], value: Option<Value>| {
                let Some(value) = value else { return };
                match path {
                    [name] => row[name] = value,
                    [name, part] => row[name][part] = value,
                    _ => {}
                }
            };
            let values = [texts.0, texts.1, texts.2, texts.3, texts.4];
            for (value, index) in values.into_iter().zip([0, 1, 2, 4, 8]) {
                put(ATTRIBUTES[index].1, value.map(Value::from));
            }
            put(&["active"], active);
            put(&["emails"], emails.map(Value::from));
            put(&["meta", "lastModified"], date.map(|(text, _)| json!(text)));
            resource(row)
        },
    )
}

fn leaf(attributes: &'static [(&str, &[&str], &str)]) -> impl Strategy<Value = Tree> {
    (0..attributes.len(), 0..9usize, any::<prop::sample::Index>(), any::<bool>()).prop_map(
        move |(attribute, operator, choice, is_present)| {
            if is_present && operator == 0 {
                return Tree::Present(attribute);
            }
            let kind = attributes[attribute].2;
            let operators: &[&'static str] = match kind {
                "boolean" => &["eq", "ne"],
                "date" => &["eq", "ne", "gt", "ge", "lt", "le"],
                _ => &["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"],
            };
            let word = operators[operator % operators.len()];
            let value = match (kind, word) {
                (_, "eq" | "ne") if choice.index(6) == 0 => Value::Null,
                ("boolean", _) => json!(choice.index(2) == 0),
                ("date", _) => json!(DATES[choice.index(DATES.len())].0),
                ("text" | "exact", "eq") if choice.index(17) == 1 => json!(choice.index(3)),
                _ => json!(TEXTS[choice.index(TEXTS.len())]),
            };
            Tree::Compare(attribute, word, value)
        },
    )
}

fn nest(leaf: BoxedStrategy<Tree>, depth: u32) -> BoxedStrategy<Tree> {
    leaf.prop_recursive(depth, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Tree::And),
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Tree::Or),
            inner.prop_map(|inner| Tree::Not(Box::new(inner))),
        ]
    })
    .boxed()
}

fn trees() -> BoxedStrategy<Tree> {
    let inside = nest(leaf(&PARTS).boxed(), 2).prop_map(|inside| Tree::Email(Box::new(inside)));
    nest(prop_oneof![4 => leaf(&ATTRIBUTES), 1 => inside].boxed(), 4)
}

impl Tree {
    /// Written with a bracket around every operand, so that precedence plays no part.
    fn write(&self, attributes: &[(&str, &[&str], &str)]) -> String {
        let join = |terms: &[Self], word: &str| {
            terms
                .iter()
                .map(|term| format!("({})", term.write(attributes)))
                .collect::<Vec<_>>()
                .join(word)
        };
        match self {
            Self::And(terms) => join(terms, " and "),
            Self::Or(terms) => join(terms, " or "),
            Self::Not(inner) => format!("not ({})", inner.write(attributes)),
            Self::Present(attribute) => format!("{} pr", attributes[*attribute].0),
            Self::Compare(attribute, word, value) => {
                format!("{} {word} {value}", attributes[*attribute].0)
            }
            Self::Email(inside) => format!("emails[{}]", inside.write(&PARTS)),
        }
    }

    fn holds(&self, row: &Value, attributes: &[(&str, &[&str], &str)]) -> bool {
        match self {
            Self::And(terms) => terms.iter().all(|term| term.holds(row, attributes)),
            Self::Or(terms) => terms.iter().any(|term| term.holds(row, attributes)),
            Self::Not(inner) => !inner.holds(row, attributes),
            Self::Present(attribute) => {
                let values = values(row, attributes[*attribute].1);
                // `emails pr` asks for anything in the list, the other paths for their own part.
                match attributes[*attribute].0 {
                    "emails" => row["emails"].as_array().is_some_and(|all| {
                        all.iter().any(|one| one.as_object().is_some_and(|o| !o.is_empty()))
                    }),
                    _ => values.iter().any(|value| !value.is_null() && value != ""),
                }
            }
            Self::Compare(attribute, word, wanted) => {
                let (_, path, kind) = attributes[*attribute];
                values(row, path).iter().any(|value| compare(value, word, wanted, kind))
            }
            Self::Email(inside) => row["emails"]
                .as_array()
                .is_some_and(|all| all.iter().any(|email| inside.holds(email, &PARTS))),
        }
    }
}

/// Every value at a path; one null when there is none.
fn values(row: &Value, path: &[&str]) -> Vec<Value> {
    let mut now = vec![row.clone()];
    for name in path {
        let next = now.iter().map(|value| value.get(name).cloned().unwrap_or(Value::Null));
        now = next
            .flat_map(|value| match value {
                Value::Array(elements) if elements.is_empty() => vec![Value::Null],
                Value::Array(elements) => elements,
                other => vec![other],
            })
            .collect();
    }
    now
}

fn compare(value: &Value, word: &str, wanted: &Value, kind: &str) -> bool {
    let normal = |value: &Value| match (kind, value) {
        ("boolean", Value::String(text)) => json!(text == "True"),
        ("text", Value::String(text)) => json!(text.to_ascii_lowercase()),
        ("date", Value::String(text)) => {
            json!(DATES.iter().find(|(date, _)| date == text).unwrap().1)
        }
        (_, other) => other.clone(),
    };
    let (value, wanted) = (normal(value), normal(wanted));
    let order = match (&value, &wanted) {
        (Value::String(left), Value::String(right)) => Some(left.as_bytes().cmp(right.as_bytes())),
        (Value::Number(left), Value::Number(right)) => Some(left.as_i64().cmp(&right.as_i64())),
        _ => None,
    };
    let texts = value.as_str().zip(wanted.as_str());
    match word {
        "eq" => value == wanted,
        "ne" => value != wanted,
        "co" => texts.is_some_and(|(text, part)| text.contains(part)),
        "sw" => texts.is_some_and(|(text, part)| text.starts_with(part)),
        "ew" => texts.is_some_and(|(text, part)| text.ends_with(part)),
        "gt" => order.is_some_and(std::cmp::Ordering::is_gt),
        "ge" => order.is_some_and(std::cmp::Ordering::is_ge),
        "lt" => order.is_some_and(std::cmp::Ordering::is_lt),
        _ => order.is_some_and(std::cmp::Ordering::is_le),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4 * ProptestConfig::default().cases, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn filters_match_what_a_slow_and_simple_evaluator_says(tree in trees(), people in proptest::collection::vec(people(), 4)) {
        let text = tree.write(&ATTRIBUTES);
        let Ok(filter) = Filter::parse(&text) else {
            return Err(TestCaseError::fail(format!("not read: {text}")));
        };
        prop_assert_eq!(filter.check(&USER), Ok(()), "{}", text);
        for person in people {
            let expected = tree.holds(&Value::Object(person.as_map().clone()), &ATTRIBUTES);
            prop_assert_eq!(filter.matches(&person, &USER), expected, "{} on {:?}", text, person);
            for (path, value) in filter.required_equalities() {
                let alone = Filter::parse(&format!("{path} eq {value}")).unwrap();
                prop_assert!(!expected || alone.matches(&person, &USER), "{} is not required by {}", path, text);
            }
        }
    }

    #[test]
    fn what_is_printed_reads_the_same_and_as_scim_v2_reads_it(tree in trees()) {
        let filter = Filter::parse(&tree.write(&ATTRIBUTES)).unwrap();
        let printed = filter.to_string();
        let again = Filter::parse(&printed);
        prop_assert_eq!(again.as_ref(), Ok(&filter), "{}", &printed);
        prop_assert_eq!(same_as_other(&printed), Ok(()));
    }

    #[test]
    fn changed_filters_are_read_as_scim_v2_reads_them(tree in trees(), changes in mutations()) {
        let text = mutate(&Filter::parse(&tree.write(&ATTRIBUTES)).unwrap().to_string(), &changes);
        prop_assert_eq!(same_as_other(&text), Ok(()));
    }

    #[test]
    fn changed_paths_are_read_as_scim_v2_reads_them(inside in nest(leaf(&PARTS).boxed(), 2), form in 0..6usize, changes in mutations()) {
        let inside = inside.write(&PARTS);
        let path = match form {
            0 => "name.familyName".to_owned(),
            1 => ATTRIBUTES[8].0.to_owned(),
            2 => "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User".to_owned(),
            3 => format!("emails[{inside}].value"),
            _ => format!("emails[{inside}]"),
        };
        prop_assert_eq!(same_path_as_other(&path), Ok(()));
        prop_assert_eq!(same_path_as_other(&mutate(&path, &changes)), Ok(()));
    }

    #[test]
    fn numbers_read_back_exactly(number in any::<f64>(), whole in any::<i64>()) {
        for text in [format!("a eq {whole}"), format!("a eq {number:e}"), format!("a eq {number}")] {
            if let Ok(filter) = Filter::parse(&text) {
                prop_assert_eq!(Filter::parse(&filter.to_string()), Ok(filter));
            }
        }
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in ".{0,80}", bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        for text in [text, String::from_utf8_lossy(&bytes).into_owned()] {
            match Filter::parse(&text) {
                Ok(filter) => prop_assert_eq!(Filter::parse(&filter.to_string()), Ok(filter)),
                Err(error) => {
                    prop_assert!(error.position <= text.chars().count());
                    prop_assert!(!error.message.chars().any(crate::scim::quote::is_deceptive), "{}", error.message);
                }
            }
        }
    }
}

fn mutations() -> impl Strategy<Value = Vec<(usize, usize, usize)>> {
    proptest::collection::vec((0..4usize, any::<usize>(), any::<usize>()), 1..4)
}

/// Removes, doubles, replaces or inserts a piece.
fn mutate(text: &str, changes: &[(usize, usize, usize)]) -> String {
    const PIECES: [&str; 30] = [
        "(",
        ")",
        "[",
        "]",
        " ",
        "  ",
        "\"",
        "\\",
        ".",
        ":",
        "not ",
        "not(",
        " and ",
        " or ",
        " eq ",
        " pr",
        "true",
        "null",
        "-1",
        "0",
        "e5",
        "$ref",
        "urn:",
        "é",
        "\t",
        "\"\"",
        "\\u0041",
        "emails[type pr].value eq 1",
        "_",
        "1.5",
    ];
    let mut characters: Vec<String> = text.chars().map(String::from).collect();
    for (kind, place, choice) in changes {
        let place = place % (characters.len() + 1);
        let piece = PIECES[choice % PIECES.len()].to_owned();
        match kind {
            0 if place < characters.len() => drop(characters.remove(place)),
            1 if place < characters.len() => characters.insert(place, characters[place].clone()),
            2 if place < characters.len() => characters[place] = piece,
            _ => characters.insert(place, piece),
        }
    }
    characters.concat()
}

/// Compares our reading of a text with that of `scim_v2`. What differs on purpose is listed here, and nothing else may.
fn same_as_other(text: &str) -> Result<(), String> {
    match (Filter::parse(text), text.parse::<other::Filter>()) {
        (Err(_), Err(_)) => Ok(()),
        (Ok(ours), Ok(theirs)) => {
            let (ours, theirs) = (flat(&ours.0), from_other(&theirs));
            if ours == theirs { Ok(()) } else { Err(format!("{text}\n{ours:?}\n{theirs:?}")) }
        }
        (Ok(_), Err(_)) => may_be_read_by_us_alone(text),
        (Err(error), Ok(_)) => may_be_refused_by_us_alone(text, &error),
    }
}

/// The same for paths of PATCH operations.
fn same_path_as_other(text: &str) -> Result<(), String> {
    match (PatchPath::parse(text), text.parse::<other::PatchPath>()) {
        (Err(_), Err(_)) => Ok(()),
        (Ok(ours), Ok(theirs)) => {
            let theirs = match &theirs {
                other::PatchPath::Attr(path) => (path.to_string().to_ascii_lowercase(), None),
                other::PatchPath::Value(path) => {
                    let sub_attribute =
                        path.sub_attr.as_ref().map(|name| format!(".{name}")).unwrap_or_default();
                    let place = format!("{}{sub_attribute}", path.attr).to_ascii_lowercase();
                    (place, Some(element_from_other(&path.filter)))
                }
            };
            let ours =
                (ours.attribute.to_string().to_ascii_lowercase(), ours.filter.as_ref().map(flat));
            if ours == theirs { Ok(()) } else { Err(format!("{text}\n{ours:?}\n{theirs:?}")) }
        }
        (Ok(_), Err(_)) => may_be_read_by_us_alone(text),
        // A path stands in JSON and was not typed: spaces around its names are no slip of a hand.
        (Err(error), Ok(_)) if error.message.ends_with("found a space") => Ok(()),
        (Err(error), Ok(_)) => may_be_refused_by_us_alone(text, &error),
    }
}

/// `scim_v2` takes a space and a word behind a bracket for an operator. `not(` is the form of the RFC, Entra puts a
/// sub-attribute behind brackets, and `$ref` is a name.
fn may_be_read_by_us_alone(text: &str) -> Result<(), String> {
    let outside = outside_of_strings(text).to_ascii_lowercase();
    let is_known = ["( ", "[ ", "not(", "].", "$"].iter().any(|part| outside.contains(part))
        || outside.starts_with(' ');
    if is_known { Ok(()) } else { Err(format!("only we read {text}")) }
}

/// We are stricter about white space, limits, names and conditions that would match everything.
fn may_be_refused_by_us_alone(text: &str, error: &SyntaxError) -> Result<(), String> {
    const REASONS: [&str; 12] = [
        "match everything",
        "conditions",
        "plain names",
        "belongs directly after the attribute",
        "begins with urn:",
        "too large",
        "beside the dot",
        "begins with a letter",
        "is missing before",
        "whole schema",
        "one level",
        "after the colon",
    ];
    let outside = outside_of_strings(text);
    let is_known = outside.contains(" [")
        || outside.contains(['\t', '\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{a0}'])
        || REASONS.iter().any(|words| error.message.contains(words));
    if is_known { Ok(()) } else { Err(format!("only scim_v2 reads {text}: {error}")) }
}

fn outside_of_strings(text: &str) -> String {
    let (mut outside, mut inside, mut escaped) = (String::new(), false, false);
    for character in text.chars() {
        match character {
            '"' if !escaped => inside = !inside,
            '\\' if inside && !escaped => {
                escaped = true;
                continue;
            }
            _ if !inside => outside.push(character),
            _ => {}
        }
        escaped = false;
    }
    outside
}

/// A common form of both trees.
#[derive(Debug, PartialEq)]
enum Flat {
    And(Vec<Self>),
    Or(Vec<Self>),
    Not(Box<Self>),
    Present(String),
    Compare(String, String, Value),
    Element(String, Box<Self>),
}

fn and(terms: impl Iterator<Item = Flat>) -> Flat {
    let terms = terms.flat_map(|term| match term {
        Flat::And(inner) => inner,
        other => vec![other],
    });
    Flat::And(terms.collect())
}

fn or(terms: impl Iterator<Item = Flat>) -> Flat {
    let terms = terms.flat_map(|term| match term {
        Flat::Or(inner) => inner,
        other => vec![other],
    });
    Flat::Or(terms.collect())
}

fn flat(ours: &Expression) -> Flat {
    match ours {
        Expression::And(terms) => and(terms.iter().map(flat)),
        Expression::Or(terms) => or(terms.iter().map(flat)),
        Expression::Not(inner) => Flat::Not(Box::new(flat(inner))),
        Expression::Present(path) => Flat::Present(path.to_string().to_ascii_lowercase()),
        Expression::Compare(Comparison { path, operator, value }) => Flat::Compare(
            path.to_string().to_ascii_lowercase(),
            operator.word().to_owned(),
            value.clone(),
        ),
        Expression::Element(path, inner) => {
            Flat::Element(path.to_string().to_ascii_lowercase(), Box::new(flat(inner)))
        }
    }
}

fn from_other(theirs: &other::Filter) -> Flat {
    match theirs {
        other::Filter::Attr(attribute) => attribute_from_other(attribute),
        other::Filter::ValuePath(path) => Flat::Element(
            path.attr.to_string().to_ascii_lowercase(),
            Box::new(element_from_other(&path.filter)),
        ),
        other::Filter::Not(inner) => Flat::Not(Box::new(from_other(inner))),
        other::Filter::And(terms) => and(terms.iter().map(from_other)),
        other::Filter::Or(terms) => or(terms.iter().map(from_other)),
    }
}

fn element_from_other(theirs: &other::ValFilter) -> Flat {
    match theirs {
        other::ValFilter::Attr(attribute) => attribute_from_other(attribute),
        other::ValFilter::Not(inner) => Flat::Not(Box::new(element_from_other(inner))),
        other::ValFilter::And(terms) => and(terms.iter().map(element_from_other)),
        other::ValFilter::Or(terms) => or(terms.iter().map(element_from_other)),
    }
}

fn attribute_from_other(theirs: &other::AttrExp) -> Flat {
    match theirs {
        other::AttrExp::Present(path) => Flat::Present(path.to_string().to_ascii_lowercase()),
        other::AttrExp::Comparison(path, operator, value) => {
            let value = match value {
                other::CompValue::False => json!(false),
                other::CompValue::True => json!(true),
                other::CompValue::Null => Value::Null,
                other::CompValue::Number(number) => Value::Number(number.clone()),
                other::CompValue::Str(text) => json!(text),
            };
            Flat::Compare(path.to_string().to_ascii_lowercase(), operator.to_string(), value)
        }
    }
}
