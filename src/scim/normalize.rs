//! Values from a client, brought into the form the schema asks for, or refused.
//!
//! Read as meant: names in any case, `"True"` for a boolean, one element for a list, the bare id of a manager or an array
//! with one (Entra), `null` for not assigned. Dropped: sub-attributes nobody knows, and those that can only be read.

use std::collections::{HashMap, VecDeque};

use serde_json::{Map, Value};

use crate::scim::error::{ScimError, ScimType};
use crate::scim::instant;
use crate::scim::quote::quote;
use crate::scim::resource::boolean;
use crate::scim::schema::{Attribute, Kind, Mutability};

/// A value of an attribute in its usual form; `None` when the value says that nothing is assigned.
pub(crate) fn value(attribute: &Attribute, value: Value) -> Result<Option<Value>, ScimError> {
    if !attribute.multi_valued {
        return single(attribute, value);
    }
    let elements = match value {
        Value::Null => return Ok(None),
        Value::Array(elements) => elements,
        one => vec![one],
    };
    let mut list = ElementList::new(attribute, Vec::new());
    for element in elements {
        if element.is_null() {
            return Err(invalid(format!("{} has an element that is null", attribute.name)));
        }
        if let Some(element) = single(attribute, element)? {
            list.merge(element);
        }
    }
    let elements = list.into_elements();
    check_primary(attribute, &elements)?;
    Ok((!elements.is_empty()).then_some(Value::Array(elements)))
}

/// One value: of an attribute that is no list, or one element of a list.
pub(crate) fn single(attribute: &Attribute, value: Value) -> Result<Option<Value>, ScimError> {
    let wrong = |found: &Value| {
        let (name, kind) = (attribute.name, attribute.kind.word());
        Err(invalid(format!("{name} is of type {kind} and cannot be {}", said(found))))
    };
    match (attribute.kind, value) {
        (Kind::Boolean, value) => match boolean(&value) {
            Some(value) => Ok(Some(Value::Bool(value))),
            // Null must not read as false and shut a person out.
            None => wrong(&value),
        },
        (_, Value::Null) => Ok(None),
        (Kind::String | Kind::Reference, Value::String(text)) => Ok(Some(Value::String(text))),
        (Kind::DateTime, Value::String(text)) => match instant::parse(&text) {
            Some(_) => Ok(Some(Value::String(text))),
            None => Err(invalid(format!("{} is not a date with time and offset", attribute.name))),
        },
        (Kind::Binary, Value::String(text)) if is_base64(&text) => Ok(Some(Value::String(text))),
        (Kind::Binary, Value::String(_)) => {
            Err(invalid(format!("{} is not Base64", attribute.name)))
        }
        (Kind::Complex, Value::Object(map)) => object(attribute, map),
        (Kind::Complex, Value::Array(mut elements)) if !attribute.multi_valued => {
            match elements.len() {
                0 => Ok(None),
                1 => single(attribute, elements.swap_remove(0)),
                _ => Err(invalid(format!("{} has one value, not a list", attribute.name))),
            }
        }
        (Kind::Complex, Value::String(text)) if attribute.sub_attribute("value").is_some() => {
            Ok(Some(Value::Object(Map::from_iter([("value".to_owned(), Value::String(text))]))))
        }
        (_, found) => wrong(&found),
    }
}

/// The parts of a complex value.
fn object(attribute: &Attribute, map: Map<String, Value>) -> Result<Option<Value>, ScimError> {
    let mut parts = Map::new();
    for (key, part) in map {
        let Some(sub_attribute) = attribute.sub_attribute(&key) else { continue };
        if sub_attribute.mutability == Mutability::ReadOnly || part.is_null() {
            continue;
        }
        if let Some(part) = value(sub_attribute, part)?
            && parts.insert(sub_attribute.name.to_owned(), part).is_some()
        {
            let detail = format!("{} has {} twice", attribute.name, quote(&key));
            return Err(ScimError::new(ScimType::InvalidSyntax, detail));
        }
    }
    let is_identity =
        |sub: &&Attribute| sub.name == "value" && sub.mutability == Mutability::Immutable;
    if let Some(identity) = attribute.sub_attributes.iter().find(is_identity)
        && !parts.contains_key(identity.name)
    {
        return Err(invalid(format!(
            "{} has an element without {}",
            attribute.name, identity.name
        )));
    }
    Ok((!is_hollow(attribute, &parts)).then_some(Value::Object(parts)))
}

/// Whether a complex value has nothing but its labels left.
pub(crate) fn is_hollow(attribute: &Attribute, parts: &Map<String, Value>) -> bool {
    let is_label = |name: &str| attribute.multi_valued && matches!(name, "type" | "primary");
    parts.iter().all(|(name, part)| part.is_null() || is_label(name))
}

/// A list may have one primary element at most (RFC 7643 section 2.4).
pub(crate) fn check_primary(attribute: &Attribute, elements: &[Value]) -> Result<(), ScimError> {
    if elements.iter().filter(|element| is_primary(element)).count() > 1 {
        return Err(invalid(format!("{} has more than one primary element", attribute.name)));
    }
    Ok(())
}

/// Whether an element is the primary one.
pub(crate) fn is_primary(element: &Value) -> bool {
    element.get("primary").and_then(boolean) == Some(true)
}

/// Elements of a list, into which others are merged without doubles.
#[derive(Debug)]
pub(crate) struct ElementList<'a> {
    attribute: &'a Attribute,
    elements: Vec<Value>,
    /// Places of the elements by their identity, so that adding many members to many stays fast.
    places: HashMap<String, Places>,
}

/// Where the elements with one identity stand.
#[derive(Debug)]
struct Places {
    first: usize,
    /// The first of each type, in lower case.
    by_type: HashMap<String, usize>,
    /// Those without a type, in order: they are the same as one of any type.
    untyped: VecDeque<usize>,
}

impl Places {
    /// No element yet; the next one will stand at `place`.
    fn beginning_at(place: usize) -> Self {
        Self { first: place, by_type: HashMap::new(), untyped: VecDeque::new() }
    }

    fn note(&mut self, kind: Option<String>, place: usize) {
        match kind {
            Some(kind) => {
                let first = self.by_type.entry(kind).or_insert(place);
                *first = (*first).min(place);
            }
            None => self.untyped.push_back(place),
        }
    }

    /// The first element that is the same as one of this type.
    fn same_as(&self, kind: Option<&str>) -> Option<usize> {
        let Some(kind) = kind else {
            let is_empty = self.by_type.is_empty() && self.untyped.is_empty();
            return (!is_empty).then_some(self.first);
        };
        let untyped = self.untyped.front().copied();
        self.by_type.get(kind).copied().into_iter().chain(untyped).min()
    }

    /// The first without a type took over one.
    fn gained(&mut self, kind: String) {
        if let Some(place) = self.untyped.pop_front() {
            self.note(Some(kind), place);
        }
    }
}

impl<'a> ElementList<'a> {
    pub(crate) fn new(attribute: &'a Attribute, elements: Vec<Value>) -> Self {
        let mut places = HashMap::with_capacity(elements.len());
        for (place, element) in elements.iter().enumerate() {
            let known = places.entry(identity(attribute, element));
            known.or_insert_with(|| Places::beginning_at(place)).note(kind(element), place);
        }
        Self { attribute, elements, places }
    }

    /// Adds an element. One that is there already, with the same `value` and no other `type`, takes over the parts.
    pub(crate) fn merge(&mut self, element: Value) {
        let end = self.elements.len();
        let places = self.places.entry(identity(self.attribute, &element));
        let places = places.or_insert_with(|| Places::beginning_at(end));
        let own_kind = kind(&element);
        let Some(place) = places.same_as(own_kind.as_deref()) else {
            places.note(own_kind, end);
            return self.elements.push(element);
        };
        if let (Some(Value::Object(known)), Value::Object(parts)) =
            (self.elements.get_mut(place), element)
        {
            let had_kind = known.get("type").is_some_and(Value::is_string);
            known.extend(parts);
            if let Some(own_kind) = own_kind.filter(|_| !had_kind) {
                places.gained(own_kind);
            }
        }
    }

    pub(crate) fn into_elements(self) -> Vec<Value> {
        self.elements
    }
}

/// What tells two elements of a list apart: `value` by its case rule, else the whole element.
pub(crate) fn identity(attribute: &Attribute, element: &Value) -> String {
    let (text, case_exact) = match (attribute.sub_attribute("value"), element) {
        (Some(value), Value::Object(parts)) => {
            (parts.get("value").and_then(Value::as_str), value.case_exact)
        }
        (Some(value), Value::String(text)) => (Some(text.as_str()), value.case_exact),
        (None, Value::String(text)) => (Some(text.as_str()), attribute.case_exact),
        _ => (None, true),
    };
    match text {
        Some(text) if case_exact => format!("={text}"),
        Some(text) => format!("={}", text.to_ascii_lowercase()),
        None => element.to_string(),
    }
}

/// The `type` of an element, in lower case.
fn kind(element: &Value) -> Option<String> {
    element.get("type").and_then(Value::as_str).map(str::to_ascii_lowercase)
}

fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - body.len() <= 2
        && body
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_'))
}

fn said(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "this text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

pub(crate) fn invalid(detail: String) -> ScimError {
    ScimError::new(ScimType::InvalidValue, detail)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::nasty::in_time;
    use crate::scim::schema::USER;

    fn emails() -> &'static Attribute {
        USER.attribute("emails").unwrap()
    }

    /// The rule as it is written, without an index: the first element with the same value and no other type takes over.
    fn merge_slowly(elements: &mut Vec<Value>, element: &Value) {
        let is_same = |known: &&mut Value| {
            let differs =
                matches!((kind(known), kind(element)), (Some(left), Some(right)) if left != right);
            identity(emails(), known) == identity(emails(), element) && !differs
        };
        match (elements.iter_mut().find(is_same), element) {
            (None, element) => elements.push(element.clone()),
            (Some(Value::Object(known)), Value::Object(parts)) => known.extend(parts.clone()),
            (Some(_), _) => {}
        }
    }

    fn element() -> impl Strategy<Value = Value> {
        let value = prop_oneof![Just("a"), Just("A"), Just("b")];
        let kind = prop::option::of(prop_oneof![Just("work"), Just("WORK"), Just("home")]);
        (value, kind, prop::option::of(0..3)).prop_map(|(value, kind, display)| {
            let mut parts = Map::from_iter([("value".to_owned(), Value::from(value))]);
            parts.extend(kind.map(|kind| ("type".to_owned(), Value::from(kind))));
            parts.extend(display.map(|display| ("display".to_owned(), Value::from(display))));
            if parts.len() == 1 && value == "b" { Value::from(value) } else { Value::Object(parts) }
        })
    }

    proptest! {
        #[test]
        fn the_index_changes_nothing_of_the_rule(
            before in prop::collection::vec(element(), 0..6),
            added in prop::collection::vec(element(), 0..8),
        ) {
            let mut list = ElementList::new(emails(), before.clone());
            let mut slow = before;
            for element in added {
                merge_slowly(&mut slow, &element);
                list.merge(element);
            }
            prop_assert_eq!(list.into_elements(), slow);
        }
    }

    #[test]
    fn many_elements_of_one_value_take_time_in_proportion() {
        let element =
            |number| serde_json::json!({ "value": "a@example.com", "type": format!("t{number}") });
        let elements: Vec<Value> = (0..10_000).map(element).collect();
        let bytes = Value::from(elements.clone()).to_string().len();
        in_time(bytes, || {
            let merged = value(emails(), Value::from(elements.clone())).unwrap().unwrap();
            assert_eq!(merged.as_array().unwrap().len(), elements.len());
        })
        .unwrap();
    }

    #[test]
    fn base64_is_told_from_other_text() {
        for text in ["", "AAAA", "AAA=", "AA==", "a+/0", "a-_0"] {
            assert!(is_base64(text), "{text}");
        }
        for text in ["A", "AAAAA", "A===", "====", "AA=A", "AA A", "AAA.", "éé", "AA==AA=="] {
            assert!(!is_base64(text), "{text}");
        }
    }
}
