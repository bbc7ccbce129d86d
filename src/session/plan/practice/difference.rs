//! What differs between a resource before and after: one line for each attribute, to be kept in the record and shown.

use std::fmt;

use serde_json::{Deserializer, Map, Value};

/// One attribute before and after. Written as `title: "Analyst" → "Lead"`, and read back from that.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Difference {
    /// Which, as a path; attributes of extensions behind the name of the extension, as `enterprise:department`.
    pub(crate) attribute: String,
    /// The value before; none where there was none.
    pub(crate) before: Option<Value>,
    /// The value after; none where there is none.
    pub(crate) after: Option<Value>,
}

const ARROW: &str = " → ";
const NOTHING: &str = "nothing";

/// Parts of a resource that the server keeps for itself, and members of a group, of which there may be very many.
const NOT_TOLD: [&str; 5] = ["meta", "schemas", "id", "members", "groups"];

/// What is masked but for its end: it opens doors, and the record lives long.
const MASKED: [&str; 2] = [":cardNumber", ":cardNumberHex"];

/// All differences, in the order of the attributes before; new ones follow.
pub(crate) fn differences(
    before: &Map<String, Value>,
    after: &Map<String, Value>,
) -> Vec<Difference> {
    let (before, after) = (flat(before), flat(after));
    let mut found = Vec::new();
    for (attribute, old) in &before {
        let new = value(&after, attribute);
        if new != Some(old) {
            found.push(Difference::of(attribute, Some(old), new));
        }
    }
    for (attribute, new) in &after {
        if value(&before, attribute).is_none() {
            found.push(Difference::of(attribute, None, Some(new)));
        }
    }
    found
}

impl Difference {
    fn of(attribute: &str, before: Option<&Value>, after: Option<&Value>) -> Self {
        let shown = |value: Option<&Value>| value.map(|value| masked(attribute, value));
        Self { attribute: attribute.to_owned(), before: shown(before), after: shown(after) }
    }

    /// Reads a line that [`Difference`] wrote; none for any other line.
    pub(crate) fn parse(line: &str) -> Option<Self> {
        let (attribute, rest) = line.split_once(": ")?;
        let (before, rest) = read(rest)?;
        let (after, rest) = read(rest.strip_prefix(ARROW)?)?;
        let is_whole = rest.is_empty() && !attribute.is_empty() && !attribute.contains(' ');
        is_whole.then(|| Self { attribute: attribute.to_owned(), before, after })
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |f: &mut fmt::Formatter<'_>, value: &Option<Value>| match value {
            Some(value) => write!(f, "{value}"),
            None => f.write_str(NOTHING),
        };
        write!(f, "{}: ", self.attribute)?;
        side(f, &self.before)?;
        f.write_str(ARROW)?;
        side(f, &self.after)
    }
}

/// A value at the beginning of a text, and what follows it.
fn read(text: &str) -> Option<(Option<Value>, &str)> {
    if let Some(rest) = text.strip_prefix(NOTHING) {
        return Some((None, rest));
    }
    let mut values = Deserializer::from_str(text).into_iter::<Value>();
    let value = values.next()?.ok()?;
    let rest = text.get(values.byte_offset()..)?;
    Some((Some(value), rest))
}

fn value<'a>(flat: &'a [(String, Value)], attribute: &str) -> Option<&'a Value> {
    flat.iter().find(|(name, _)| name == attribute).map(|(_, value)| value)
}

/// Every value with its path: objects taken apart, elements of lists by their type where it is the only one.
fn flat(resource: &Map<String, Value>) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for (name, value) in resource {
        if NOT_TOLD.contains(&name.as_str()) {
            continue;
        }
        match value {
            Value::Object(extension) if name.starts_with("urn:") => {
                for (attribute, value) in extension {
                    put(&mut found, format!("{}:{attribute}", short(name)), value);
                }
            }
            _ => put(&mut found, name.clone(), value),
        }
    }
    found
}

/// The name of an extension: its URN without what all of them have.
fn short(urn: &str) -> &str {
    let name = urn.strip_prefix("urn:ietf:params:scim:schemas:extension:").unwrap_or(urn);
    name.strip_suffix(":2.0:User").unwrap_or(name)
}

fn put(found: &mut Vec<(String, Value)>, name: String, value: &Value) {
    match value {
        Value::Null => {}
        Value::Object(parts) => {
            for (part, value) in parts {
                put(found, format!("{name}.{part}"), value);
            }
        }
        Value::Array(elements) if elements.is_empty() => {}
        Value::Array(elements) => match types(elements) {
            Some(types) => {
                for (kind, element) in types.iter().zip(elements) {
                    let parts = element.as_object().into_iter().flatten();
                    for (part, value) in parts.filter(|(part, _)| *part != "type") {
                        put(found, format!("{name}[{kind}].{part}"), value);
                    }
                }
            }
            None => found.push((name, value.clone())),
        },
        Value::Bool(_) | Value::Number(_) | Value::String(_) => found.push((name, value.clone())),
    }
}

/// The types of the elements of a list, if each has one of its own.
fn types(elements: &[Value]) -> Option<Vec<&str>> {
    let types: Vec<&str> =
        elements.iter().map(|element| element.get("type")?.as_str()).collect::<Option<_>>()?;
    let is_plain = |kind: &&str| kind.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let are_own =
        types.iter().zip(0..).all(|(kind, at)| !types.iter().take(at).any(|own| own == kind));
    (are_own && types.iter().all(is_plain)).then_some(types)
}

fn masked(attribute: &str, value: &Value) -> Value {
    match value {
        Value::String(text) if MASKED.iter().any(|name| attribute.ends_with(name)) => {
            let end = text.chars().count().saturating_sub(2).max(1);
            Value::String(format!("…{}", text.chars().skip(end).collect::<String>()))
        }
        _ => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ACCESS: &str = "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User";

    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "values are written where they are used")]
    fn check(before: Value, after: Value, lines: &[&str]) {
        let found = differences(before.as_object().unwrap(), after.as_object().unwrap());
        let written: Vec<_> = found.iter().map(ToString::to_string).collect();
        assert_eq!(written, lines);
        for (difference, line) in found.iter().zip(lines) {
            assert_eq!(Difference::parse(line).as_ref(), Some(difference), "{line}");
        }
    }

    #[test]
    fn differences_are_told_attribute_by_attribute() {
        check(
            json!({"active": true, "title": "Analyst"}),
            json!({"active": false, "title": "Analyst"}),
            &["active: true → false"],
        );
        check(
            json!({"title": "a: b → \"c\"", "nickName": "Ada", "roles": []}),
            json!({"title": "nothing", "userType": "Guest"}),
            &[
                "title: \"a: b → \\\"c\\\"\" → \"nothing\"",
                "nickName: \"Ada\" → nothing",
                "userType: nothing → \"Guest\"",
            ],
        );
        check(
            json!({"emails": [{"type": "work", "value": "a", "primary": true}], "name": {"givenName": "Ada"}}),
            json!({"emails": [{"type": "work", "value": "b", "primary": true}], "name": {"givenName": "Eve"}}),
            &["emails[work].value: \"a\" → \"b\"", "name.givenName: \"Ada\" → \"Eve\""],
        );
        check(
            json!({"tags": ["a"]}),
            json!({"tags": ["a", "b"]}),
            &["tags: [\"a\"] → [\"a\",\"b\"]"],
        );
    }

    #[test]
    fn what_the_server_keeps_for_itself_is_not_told_and_card_numbers_only_by_their_end() {
        check(
            json!({"meta": {"version": "1"}, "id": "1", "members": [], ACCESS: {"cardNumber": "7790", "facilityCode": "11"}}),
            json!({"meta": {"version": "2"}, "id": "1", "members": [1], ACCESS: {"cardNumber": "81234", "facilityCode": "12"}}),
            &[
                "verkada:access:cardNumber: \"…90\" → \"…34\"",
                "verkada:access:facilityCode: \"11\" → \"12\"",
            ],
        );
        check(
            json!({ACCESS: {"cardNumber": "1"}}),
            json!({ACCESS: {"cardNumber": "12"}}),
            &["verkada:access:cardNumber: \"…\" → \"…2\""],
        );
    }

    #[test]
    fn attributes_of_one_name_in_two_schemas_are_two_attributes() {
        const CORE: &str = "urn:ietf:params:scim:schemas:extension:verkada:core:2.0:User";
        check(
            json!({"externalId": "ada", CORE: {"externalId": "a-1"}, "active": true}),
            json!({"externalId": "ada", CORE: {"externalId": "a-2"}, "active": true}),
            &["verkada:core:externalId: \"a-1\" → \"a-2\""],
        );
    }

    #[test]
    fn other_lines_are_not_taken_for_differences() {
        for line in [
            "PATCH /Users/1: 204",
            "Read again: gone",
            "active: true",
            "active: true → ",
            "active: true → false.",
            "some words: 1 → 2",
            "",
        ] {
            assert_eq!(Difference::parse(line), None, "{line}");
        }
    }
}
