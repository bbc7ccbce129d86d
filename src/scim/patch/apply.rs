//! Carries out a PATCH on a resource, wholly or not at all.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::scim::error::{ScimError, ScimType};
use crate::scim::normalize;
use crate::scim::patch::{Changed, Origin, PatchPath, PatchRequest, Place, Step, Verb, at, list};
use crate::scim::path::AttrPath;
use crate::scim::quote::quote;
use crate::scim::resource::{Resource, field, key_of};
use crate::scim::schema::{Attribute, Mutability, ResourceType, Schema};
use crate::scim::target::Target;

impl PatchRequest {
    /// Changes the resource. When one step fails, the resource stays as it was.
    pub(crate) fn apply(
        &self,
        resource: &mut Resource,
        resource_type: &ResourceType,
    ) -> Result<Changed, ScimError> {
        let mut changed = resource.as_map().clone();
        for step in &self.steps {
            step.apply(&mut changed, resource_type).map_err(|error| at(step.operation, error))?;
        }
        if changed == *resource.as_map() {
            return Ok(Changed::No);
        }
        *resource.as_map_mut() = changed;
        Ok(Changed::Yes)
    }
}

impl Step {
    fn apply(
        &self,
        resource: &mut Map<String, Value>,
        resource_type: &ResourceType,
    ) -> Result<(), ScimError> {
        if self.origin == Origin::Key && self.repeats(resource, resource_type) {
            return Ok(());
        }
        match self.path.place(resource_type)? {
            Place::Extension(schema) => self.apply_to_extension(resource, resource_type, schema),
            Place::Attribute(target) => {
                let value = self.value.clone();
                change(
                    self.verb,
                    &self.path,
                    value,
                    target,
                    container(resource, target.extension)?,
                )?;
                settle_extension(resource, resource_type, target.extension);
                Ok(())
            }
        }
    }

    /// Whether a key of a value without a path only repeats what a client cannot change: some send the whole resource
    /// back. A different value is refused further on.
    fn repeats(&self, resource: &Map<String, Value>, resource_type: &ResourceType) -> bool {
        let Ok(target) = Target::find(&self.path.attribute, resource_type) else { return false };
        if self.path.filter.is_some() || target.sub_attribute.is_some() {
            return false;
        }
        if target.attribute.name == "schemas" {
            let known = |urn: &Value| {
                let urn = urn.as_str().unwrap_or_default();
                resource_type.schema.id.eq_ignore_ascii_case(urn)
                    || resource_type.extension(urn).is_some()
            };
            return self
                .value
                .as_ref()
                .and_then(Value::as_array)
                .is_some_and(|urns| urns.iter().all(known));
        }
        target.attribute.mutability == Mutability::ReadOnly
            && target.value_in(resource) == self.value.as_ref()
    }

    fn apply_to_extension(
        &self,
        resource: &mut Map<String, Value>,
        resource_type: &ResourceType,
        schema: &'static Schema,
    ) -> Result<(), ScimError> {
        let values = match (self.verb, &self.value) {
            (Verb::Remove, _) | (Verb::Replace, Some(Value::Null)) => {
                remove(resource, schema.id);
                settle_extension(resource, resource_type, Some(schema));
                return Ok(());
            }
            (_, Some(Value::Object(values))) => values,
            _ => {
                return Err(normalize::invalid(format!(
                    "The value of {} must be an object",
                    schema.id
                )));
            }
        };
        let mut spellings = HashSet::new();
        // An object-oriented client gives the extension a `schemas` of its own (scim2-models does).
        for (name, value) in values.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("schemas"))
        {
            if !spellings.insert(name.to_ascii_lowercase()) {
                let detail = format!("{} stands twice, in different case", quote(name));
                return Err(ScimError::new(ScimType::InvalidSyntax, detail));
            }
            let attribute = AttrPath::parse(name).map_err(|error| error.in_path())?;
            let attribute = AttrPath { schema: Some(schema.id.into()), ..attribute };
            let path = PatchPath { attribute, filter: None };
            let (operation, verb, origin) = (self.operation, self.verb, self.origin);
            let step = Self { operation, verb, path, value: Some(value.clone()), origin };
            step.apply(resource, resource_type)?;
        }
        Ok(())
    }
}

/// Changes one attribute in the object that holds it.
fn change(
    verb: Verb,
    path: &PatchPath,
    value: Option<Value>,
    target: Target,
    holder: &mut Map<String, Value>,
) -> Result<(), ScimError> {
    let attribute = target.attribute;
    if attribute.multi_valued {
        return list::change(verb, path, value, target, holder);
    }
    let Some(sub_attribute) = target.sub_attribute else {
        return match (verb, value) {
            (Verb::Remove, _) | (_, None) => unassign(attribute, holder),
            (_, Some(value)) => assign(attribute, value, holder),
        };
    };
    let mut parts = parts_of(attribute, holder)?;
    match (verb, value) {
        (Verb::Remove, _) | (_, None) => unassign(sub_attribute, &mut parts)?,
        (_, Some(value)) => assign(sub_attribute, value, &mut parts)?,
    }
    store(attribute, (!parts.is_empty()).then_some(Value::Object(parts)), holder);
    Ok(())
}

/// Gives an attribute that is no list its value; the parts of a complex one are changed one by one.
pub(super) fn assign(
    attribute: &Attribute,
    value: Value,
    holder: &mut Map<String, Value>,
) -> Result<(), ScimError> {
    let Some(value) = normalize::value(attribute, value)? else {
        return unassign(attribute, holder);
    };
    let value = match value {
        Value::Object(new) => {
            let mut parts = parts_of(attribute, holder)?;
            // Another `value` is another person or thing: what was known about the old one must go.
            if new.get("value").is_some_and(|value| parts.get("value") != Some(value)) {
                parts.clear();
            }
            parts.extend(new);
            Value::Object(parts)
        }
        value => value,
    };
    if attribute.required && value.as_str().is_some_and(|text| text.trim().is_empty()) {
        return Err(normalize::invalid(format!("{} must not be empty", attribute.name)));
    }
    store(attribute, Some(value), holder);
    Ok(())
}

/// Takes the value of an attribute away (RFC 7644 section 3.5.2.2).
pub(super) fn unassign(
    attribute: &Attribute,
    holder: &mut Map<String, Value>,
) -> Result<(), ScimError> {
    if attribute.required {
        return Err(ScimError::new(
            ScimType::Mutability,
            format!("{} is required", attribute.name),
        ));
    }
    store(attribute, None, holder);
    Ok(())
}

/// Puts a value under the attribute's name, whatever case the name had before.
pub(super) fn store(attribute: &Attribute, value: Option<Value>, holder: &mut Map<String, Value>) {
    match (value, key_of(holder, attribute.name).map(str::to_owned)) {
        (Some(value), Some(key)) => {
            holder.insert(key, value);
        }
        (Some(value), None) => {
            holder.insert(attribute.name.to_owned(), value);
        }
        (None, _) => remove(holder, attribute.name),
    }
}

/// The parts of a complex attribute as they are now, in their usual form.
fn parts_of(
    attribute: &Attribute,
    holder: &Map<String, Value>,
) -> Result<Map<String, Value>, ScimError> {
    match field(holder, attribute.name) {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(parts)) => Ok(parts.clone()),
        Some(other) => match normalize::single(attribute, other.clone())? {
            Some(Value::Object(parts)) => Ok(parts),
            _ => Ok(Map::new()),
        },
    }
}

/// The object that holds the attributes of a schema; an extension's is made when it is not there.
fn container<'a>(
    resource: &'a mut Map<String, Value>,
    extension: Option<&'static Schema>,
) -> Result<&'a mut Map<String, Value>, ScimError> {
    let Some(schema) = extension else { return Ok(resource) };
    let key = key_of(resource, schema.id).unwrap_or(schema.id).to_owned();
    match resource.entry(key).or_insert_with(|| Value::Object(Map::new())) {
        Value::Object(map) => Ok(map),
        _ => Err(normalize::invalid(format!("{} is not an object", schema.id))),
    }
}

/// Lists an extension in `schemas` when it has attributes, and takes both away when it has none. Entra patches
/// attributes of extensions that it did not list when it created the resource.
fn settle_extension(
    resource: &mut Map<String, Value>,
    resource_type: &ResourceType,
    extension: Option<&'static Schema>,
) {
    let Some(schema) = extension else { return };
    let is_used =
        field(resource, schema.id).and_then(Value::as_object).is_some_and(|map| !map.is_empty());
    if !is_used {
        remove(resource, schema.id);
    }
    let key = key_of(resource, "schemas").unwrap_or("schemas").to_owned();
    let listed = resource.entry(key).or_insert_with(|| json!([resource_type.schema.id]));
    let Value::Array(urns) = listed else { return };
    let is_it = |urn: &Value| urn.as_str().is_some_and(|urn| urn.eq_ignore_ascii_case(schema.id));
    match (is_used, urns.iter().any(is_it)) {
        (true, false) => urns.push(Value::String(schema.id.to_owned())),
        (false, true) => urns.retain(|urn| !is_it(urn)),
        _ => {}
    }
}

fn remove(map: &mut Map<String, Value>, name: &str) {
    if let Some(key) = key_of(map, name).map(str::to_owned) {
        map.shift_remove(&key);
    }
}
