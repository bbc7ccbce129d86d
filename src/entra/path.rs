//! The target attribute of a mapping, as Entra writes it: `name.givenName`, `emails[type eq "work"].value`, `urn:…:User:department`.

use std::fmt;

use serde_json::{Map, Value, json};

use crate::scim::schema::USER;
use crate::scim::{AttrPath, Comparison, Expression, Operator, PatchPath, SyntaxError};

/// An attribute path that Entra can fill. It keeps the spelling it came in.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributePath {
    text: String,
    attribute: AttrPath,
    /// The sub-attribute in brackets and what it must be.
    element: Option<(Box<str>, Value)>,
}

/// Why a text is no such path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// Not a path at all.
    #[error("The attribute path is not valid: {0}")]
    Syntax(SyntaxError),
    /// A URN without an attribute behind it.
    #[error("The attribute path names a whole schema. Add the attribute after the last colon.")]
    WholeSchema,
    /// Brackets that say more than one equality.
    #[error(
        "Only one equality may stand in the brackets of an attribute path, such as [type eq \"work\"]."
    )]
    NotOneEquality,
}

impl AttributePath {
    /// Reads a path.
    pub fn parse(text: &str) -> Result<Self, PathError> {
        let PatchPath { attribute, filter } = PatchPath::parse(text).map_err(PathError::Syntax)?;
        if attribute.attribute.is_empty() {
            return Err(PathError::WholeSchema);
        }
        let element = match filter {
            None => None,
            Some(Expression::Compare(Comparison { path, operator: Operator::Eq, value }))
                if path.schema.is_none() && path.sub_attribute.is_none() =>
            {
                Some((path.attribute, value))
            }
            Some(_) => return Err(PathError::NotOneEquality),
        };
        Ok(Self { text: text.to_owned(), attribute, element })
    }

    /// The path as it came.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it leads to elements of a list that brackets choose.
    pub(crate) const fn is_filtered(&self) -> bool {
        self.element.is_some()
    }

    /// Whether both lead to the same place, however they are spelled.
    pub(crate) fn is_same_place(&self, other: &Self) -> bool {
        let same_element = match (&self.element, &other.element) {
            (None, None) => true,
            (Some((key, value)), Some((other_key, other_value))) => {
                key.eq_ignore_ascii_case(other_key) && is_same(value, other_value)
            }
            _ => false,
        };
        same_element
            && is_same_name(self.extension(), other.extension())
            && self.attribute.attribute.eq_ignore_ascii_case(&other.attribute.attribute)
            && is_same_name(
                self.attribute.sub_attribute.as_deref(),
                other.attribute.sub_attribute.as_deref(),
            )
    }

    /// Whether it leads to a part of what the other one names whole, or to just that.
    pub(crate) fn is_within(&self, whole: &Self) -> bool {
        let is_whole = whole.element.is_none() && whole.attribute.sub_attribute.is_none();
        let is_same_attribute = is_same_name(self.extension(), whole.extension())
            && self.attribute.attribute.eq_ignore_ascii_case(&whole.attribute.attribute);
        self.is_same_place(whole) || (is_whole && is_same_attribute)
    }

    /// Whether upper and lower case differ there (RFC 7643 section 2.2: they do not, unless the schema says so).
    pub(crate) fn is_case_exact(&self) -> bool {
        let name = &self.attribute.attribute;
        let attribute = match self.extension() {
            None => USER.attribute(name),
            Some(urn) => USER.extension(urn).and_then(|schema| schema.attribute(name)),
        };
        let leaf = match &self.attribute.sub_attribute {
            None => attribute,
            Some(part) => attribute.and_then(|attribute| attribute.sub_attribute(part)),
        };
        leaf.is_some_and(|leaf| leaf.case_exact)
    }

    /// The URN of the extension that it leads into.
    fn extension(&self) -> Option<&str> {
        self.attribute.schema.as_deref().filter(|urn| !is_core(urn))
    }

    /// What a resource has where the path leads; none where it has nothing. Of several elements that the brackets choose, the
    /// first counts.
    pub(crate) fn value_in<'a>(&self, resource: &'a Map<String, Value>) -> Option<&'a Value> {
        let place = match self.extension() {
            Some(urn) => member(resource, urn)?.as_object()?,
            None => resource,
        };
        let slot = member(place, &self.attribute.attribute)?;
        let holder = match &self.element {
            None => slot,
            Some((key, wanted)) => slot.as_array()?.iter().find(|element| {
                let own = element.as_object().and_then(|element| member(element, key));
                own.is_some_and(|own| is_same(own, wanted))
            })?,
        };
        let found = match &self.attribute.sub_attribute {
            None => holder,
            Some(name) => member(holder.as_object()?, name)?,
        };
        (!found.is_null()).then_some(found)
    }

    /// Puts a value where the path leads in a resource that is being made. Extensions nest under their URN.
    pub(crate) fn put(&self, resource: &mut Map<String, Value>, value: Value) {
        match self.extension() {
            Some(urn) => {
                let extension = resource.entry(urn).or_insert(Value::Null);
                within(extension, |place| self.put_in(place, value));
            }
            None => self.put_in(resource, value),
        }
    }

    fn put_in(&self, place: &mut Map<String, Value>, value: Value) {
        let slot = place.entry(&*self.attribute.attribute).or_insert(Value::Null);
        let sub_attribute = self.attribute.sub_attribute.as_deref();
        let Some((key, wanted)) = &self.element else {
            match sub_attribute {
                None => *slot = value,
                Some(name) => within(slot, |map| drop(map.insert(name.to_owned(), value))),
            }
            return;
        };
        let put = |element: &mut Value| {
            within(element, |map| match (sub_attribute, value) {
                (None, Value::Object(parts)) => map.extend(parts),
                (name, value) => drop(map.insert(name.unwrap_or("value").to_owned(), value)),
            });
        };
        let mut list = match slot.take() {
            Value::Array(list) => list,
            _ => Vec::new(),
        };
        let is_meant = |element: &Value| element.get(&**key) == Some(wanted);
        if let Some(element) = list.iter_mut().find(|element| is_meant(element)) {
            put(element);
        } else {
            let mut element = json!({&**key: wanted});
            put(&mut element);
            list.push(element);
        }
        *slot = Value::Array(list);
    }
}

impl fmt::Display for AttributePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn is_core(urn: &str) -> bool {
    use crate::scim::schema::{CORE_GROUP, CORE_USER};
    [CORE_USER, CORE_GROUP].iter().any(|core| core.eq_ignore_ascii_case(urn))
}

/// A member by name, without regard to ASCII case (RFC 7643 section 2.1); an exact hit goes first.
fn member<'a>(map: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    map.get(name).or_else(|| {
        map.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    })
}

fn is_same_name(one: Option<&str>, other: Option<&str>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
        (one, other) => one == other,
    }
}

/// Types such as `work` are the same in any case (RFC 7643 section 4.1.2).
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::String(one), Value::String(other)) => one.eq_ignore_ascii_case(other),
        _ => one == other,
    }
}

/// Changes the object that a value is, or becomes.
fn within(value: &mut Value, change: impl FnOnce(&mut Map<String, Value>)) {
    let mut map = match value.take() {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    change(&mut map);
    *value = Value::Object(map);
}
