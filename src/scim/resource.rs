//! A SCIM resource as it came: JSON kept whole, so that no unknown attribute is lost.

use serde_json::{Map, Value};

use crate::scim::error::{ScimError, ScimType};

/// A JSON object of a User, a Group or anything else with an `id`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resource(Map<String, Value>);

impl Resource {
    /// Takes an object; anything else is a syntax error.
    pub(crate) fn from_value(value: Value) -> Result<Self, ScimError> {
        match value {
            Value::Object(map) => Ok(Self(map)),
            _ => Err(ScimError::new(ScimType::InvalidSyntax, "A resource must be a JSON object")),
        }
    }

    /// Takes an object's map.
    pub(crate) const fn from_map(map: Map<String, Value>) -> Self {
        Self(map)
    }

    /// The whole object.
    pub const fn as_map(&self) -> &Map<String, Value> {
        &self.0
    }

    /// The whole object, to be changed.
    pub(crate) const fn as_map_mut(&mut self) -> &mut Map<String, Value> {
        &mut self.0
    }

    /// The whole object, taken out.
    pub(crate) fn into_map(self) -> Map<String, Value> {
        self.0
    }

    /// An attribute by name, without regard to ASCII case (RFC 7643 section 2.1); an exact hit goes first.
    pub fn get(&self, name: &str) -> Option<&Value> {
        field(&self.0, name)
    }

    /// The text of an attribute.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Value::as_str)
    }

    /// The `id`, when it is a text.
    pub fn id(&self) -> Option<&str> {
        self.text("id")
    }

    /// The `externalId` of the core, when it is a text.
    pub(crate) fn external_id(&self) -> Option<&str> {
        self.text("externalId")
    }

    /// One field of `meta`, such as `lastModified` or `version`.
    pub(crate) fn meta(&self, name: &str) -> Option<&str> {
        field(self.get("meta")?.as_object()?, name)?.as_str()
    }

    /// The JSON text.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        // A map of JSON values always serializes.
        serde_json::to_vec(&self.0).unwrap_or_default()
    }
}

/// A value by name, without regard to ASCII case; an exact hit goes first.
pub(crate) fn field<'a>(map: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    map.get(name).or_else(|| {
        map.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    })
}

/// The key under which a map holds a name in whatever case.
pub(crate) fn key_of<'a>(map: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    map.get_key_value(name)
        .map(|(key, _)| key.as_str())
        .or_else(|| map.keys().find(|key| key.eq_ignore_ascii_case(name)).map(String::as_str))
}

/// A boolean as it is met on the wire: `true`, and Entra's `"True"` (learn.microsoft.com, SCIM compatibility).
pub(crate) fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}
