//! Values from a client, brought into the form the schema asks for, or refused.
//!
//! Read as meant: names in any case, `"True"` for a boolean, one element for a list, the bare id of a manager or an array
//! with one (Entra), `null` for not assigned. Dropped: sub-attributes nobody knows, and those that can only be read.

use std::collections::HashMap;

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
    places: HashMap<String, Vec<usize>>,
}

impl<'a> ElementList<'a> {
    pub(crate) fn new(attribute: &'a Attribute, elements: Vec<Value>) -> Self {
        let mut places = HashMap::<_, Vec<_>>::with_capacity(elements.len());
        for (place, element) in elements.iter().enumerate() {
            places.entry(identity(attribute, element)).or_default().push(place);
        }
        Self { attribute, elements, places }
    }

    /// Adds an element. One that is there already, with the same `value` and no other `type`, takes over the parts.
    pub(crate) fn merge(&mut self, element: Value) {
        let places = self.places.entry(identity(self.attribute, &element)).or_default();
        for place in places.iter() {
            let Some(known) = self.elements.get_mut(*place) else { continue };
            match (known, element.as_object()) {
                (Value::Object(known), Some(parts)) if same_type(known, parts) => {
                    known.extend(parts.clone());
                    return;
                }
                (Value::Object(_), Some(_)) => {}
                _ => return,
            }
        }
        places.push(self.elements.len());
        self.elements.push(element);
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

fn same_type(left: &Map<String, Value>, right: &Map<String, Value>) -> bool {
    let kind = |parts: &Map<String, Value>| {
        parts.get("type").and_then(Value::as_str).map(str::to_ascii_lowercase)
    };
    match (kind(left), kind(right)) {
        (Some(left), Some(right)) => left == right,
        _ => true,
    }
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
    use super::is_base64;

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
