//! PATCH on attributes that are lists: add without doubles, replace, remove some or all.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::scim::error::{ScimError, ScimType};
use crate::scim::filter::{Comparison, Expression, Operator};
use crate::scim::normalize::{self, ElementList, check_primary, identity, is_hollow, is_primary};
use crate::scim::patch::apply::{assign, store, unassign};
use crate::scim::patch::{PatchPath, Verb};
use crate::scim::quote::quote;
use crate::scim::resource::{field, key_of};
use crate::scim::schema::{Attribute, Mutability};
use crate::scim::target::Target;

/// Changes a list in the object that holds it.
pub(super) fn change(
    verb: Verb,
    path: &PatchPath,
    value: Option<Value>,
    target: Target,
    holder: &mut Map<String, Value>,
) -> Result<(), ScimError> {
    let attribute = target.attribute;
    // Taken out and not copied: when this fails, the whole changed copy of the resource is dropped.
    let held = key_of(holder, attribute.name).map(str::to_owned);
    let before = match held.and_then(|key| holder.get_mut(&key)).map(Value::take) {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(elements)) => elements,
        Some(one) => vec![one],
    };
    let selected = Selected { attribute, sub_attribute: target.sub_attribute, path };
    let primary_before = before.iter().position(is_primary);
    // One that is written to itself does not step back.
    let primary_before = primary_before.filter(|place| {
        let is_whole = path.filter.is_none() && target.sub_attribute.is_none();
        is_whole || before.get(*place).is_some_and(|element| !selected.is_selected(element))
    });
    // Only a change of the parts of elements can make two of them the same.
    let changes_parts =
        target.sub_attribute.is_some() || (path.filter.is_some() && verb != Verb::Remove);
    let mut after = match (verb, value) {
        (Verb::Remove, value) => selected.remove(before, value)?,
        (Verb::Add, Some(value)) => selected.add(before, value)?,
        (Verb::Replace, Some(value)) => selected.replace(before, value)?,
        (Verb::Add | Verb::Replace, None) => before,
    };
    yield_primary(&mut after, primary_before);
    if changes_parts {
        let mut list = ElementList::new(attribute, Vec::with_capacity(after.len()));
        for element in after {
            list.merge(element);
        }
        after = list.into_elements();
    }
    check_primary(attribute, &after)?;
    store(attribute, (!after.is_empty()).then_some(Value::Array(after)), holder);
    Ok(())
}

/// The one that was primary steps back when another became primary (RFC 7644 section 3.5.2).
fn yield_primary(elements: &mut [Value], primary_before: Option<usize>) {
    let Some(old) = primary_before else { return };
    let others = elements
        .iter()
        .enumerate()
        .filter(|(place, element)| *place != old && is_primary(element))
        .count();
    if others == 1
        && elements.get(old).is_some_and(is_primary)
        && let Some(Value::Object(parts)) = elements.get_mut(old)
    {
        parts.insert("primary".to_owned(), Value::Bool(false));
    }
}

/// The part of a list that a path selects.
struct Selected<'a> {
    attribute: &'static Attribute,
    sub_attribute: Option<&'static Attribute>,
    path: &'a PatchPath,
}

impl Selected<'_> {
    fn is_selected(&self, element: &Value) -> bool {
        self.path
            .filter
            .as_ref()
            .is_none_or(|filter| filter.matches_element(element, self.attribute))
    }

    fn needs_object(&self) -> ScimError {
        normalize::invalid(format!(
            "The value of {} must be an object",
            quote(&self.path.to_string())
        ))
    }

    fn add(&self, mut elements: Vec<Value>, value: Value) -> Result<Vec<Value>, ScimError> {
        if self.path.filter.is_none() && self.sub_attribute.is_none() {
            let added = normalize::value(self.attribute, value)?;
            let mut list = ElementList::new(self.attribute, elements);
            if let Some(Value::Array(added)) = added {
                for element in added {
                    list.merge(element);
                }
            }
            return Ok(list.into_elements());
        }
        if elements.iter().any(|element| self.is_selected(element)) {
            return self.assign_selected(elements, &value, Verb::Add);
        }
        // Entra adds `emails[type eq "work"].value` to a person without a work address, and expects it to be made.
        let mut element =
            self.path.filter.as_ref().map_or_else(|| Some(Map::new()), described).ok_or_else(
                || {
                    let detail = format!(
                        "No element meets {}, and none can be made from this condition",
                        quote(&self.path.to_string())
                    );
                    ScimError::new(ScimType::NoTarget, detail)
                },
            )?;
        match (self.sub_attribute, value) {
            (Some(sub_attribute), value) => assign(sub_attribute, value, &mut element)?,
            (None, Value::Object(parts)) => element.extend(parts),
            (None, _) => return Err(self.needs_object()),
        }
        if let Some(element) = normalize::single(self.attribute, Value::Object(element))? {
            if !self.is_selected(&element) {
                let path = quote(&self.path.to_string());
                return Err(normalize::invalid(format!(
                    "The value contradicts the condition in {path}"
                )));
            }
            elements.push(element);
        }
        Ok(elements)
    }

    fn replace(&self, elements: Vec<Value>, value: Value) -> Result<Vec<Value>, ScimError> {
        if self.path.filter.is_none() && self.sub_attribute.is_none() {
            return Ok(match normalize::value(self.attribute, value)? {
                Some(Value::Array(elements)) => elements,
                _ => Vec::new(),
            });
        }
        if elements.iter().any(|element| self.is_selected(element)) {
            return self.assign_selected(elements, &value, Verb::Replace);
        }
        if self.path.filter.is_some() {
            return Err(ScimError::new(
                ScimType::NoTarget,
                format!("No element meets {}", quote(&self.path.to_string())),
            ));
        }
        // Replacing what is not there is adding (RFC 7644 section 3.5.2.3).
        self.add(elements, value)
    }

    fn assign_selected(
        &self,
        elements: Vec<Value>,
        value: &Value,
        verb: Verb,
    ) -> Result<Vec<Value>, ScimError> {
        let mut after = Vec::with_capacity(elements.len());
        for element in elements {
            if !self.is_selected(&element) {
                after.push(element);
                continue;
            }
            let old = parts(self.attribute, element)?;
            let mut new = old.clone();
            if let Some(sub_attribute) = self.sub_attribute {
                assign(sub_attribute, value.clone(), &mut new)?;
            } else {
                let value =
                    normalize::single(self.attribute, with_identity(self.attribute, value, &old))?;
                let Some(Value::Object(value)) = value else { return Err(self.needs_object()) };
                if verb == Verb::Replace {
                    new.clear();
                }
                new.extend(value);
            }
            self.check_immutable(&old, &new)?;
            if !is_hollow(self.attribute, &new) {
                after.push(Value::Object(new));
            }
        }
        Ok(after)
    }

    /// What was set once stays (RFC 7643 section 7: immutable).
    fn check_immutable(
        &self,
        old: &Map<String, Value>,
        new: &Map<String, Value>,
    ) -> Result<(), ScimError> {
        let immutable = |sub: &&Attribute| sub.mutability == Mutability::Immutable;
        for sub_attribute in self.attribute.sub_attributes.iter().filter(immutable) {
            if field(old, sub_attribute.name)
                .is_some_and(|value| field(new, sub_attribute.name) != Some(value))
            {
                let detail =
                    format!("{}.{} can be set once only", self.attribute.name, sub_attribute.name);
                return Err(ScimError::new(ScimType::Mutability, detail));
            }
        }
        Ok(())
    }

    fn remove(&self, elements: Vec<Value>, value: Option<Value>) -> Result<Vec<Value>, ScimError> {
        if let Some(sub_attribute) = self.sub_attribute {
            return self.remove_part(elements, sub_attribute);
        }
        if self.path.filter.is_some() {
            // Removing what is gone already is no error: Entra repeats requests whose answer was lost.
            return Ok(elements.into_iter().filter(|element| !self.is_selected(element)).collect());
        }
        match value {
            None => Ok(Vec::new()),
            Some(value) => self.remove_listed(elements, value),
        }
    }

    fn remove_part(
        &self,
        elements: Vec<Value>,
        sub_attribute: &Attribute,
    ) -> Result<Vec<Value>, ScimError> {
        if sub_attribute.mutability == Mutability::Immutable {
            let detail =
                format!("{}.{} can be set once only", self.attribute.name, sub_attribute.name);
            return Err(ScimError::new(ScimType::Mutability, detail));
        }
        let mut after = Vec::with_capacity(elements.len());
        for element in elements {
            if !self.is_selected(&element) {
                after.push(element);
                continue;
            }
            let mut new = parts(self.attribute, element)?;
            unassign(sub_attribute, &mut new)?;
            if !is_hollow(self.attribute, &new) {
                after.push(Value::Object(new));
            }
        }
        Ok(after)
    }

    /// Removes the elements that `value` names. A server that reads the RFC literally would empty the whole group here.
    fn remove_listed(&self, elements: Vec<Value>, value: Value) -> Result<Vec<Value>, ScimError> {
        let listed = match value {
            Value::Array(listed) => listed,
            one => vec![one],
        };
        let mut identities = HashSet::new();
        for element in listed {
            let element = match element {
                Value::Null => None,
                element => normalize::single(self.attribute, element)?,
            };
            let Some(element) = element else {
                let detail =
                    format!("value has an element that names nothing in {}", self.attribute.name);
                return Err(normalize::invalid(detail));
            };
            identities.insert(identity(self.attribute, &element));
        }
        let keep = |element: &Value| !identities.contains(&identity(self.attribute, element));
        Ok(elements.into_iter().filter(keep).collect())
    }
}

/// The parts that a filter demands: those of an element that would meet it. `None` when it does not say.
fn described(filter: &Expression) -> Option<Map<String, Value>> {
    match filter {
        Expression::Compare(Comparison { path, operator: Operator::Eq, value }) => {
            Some(Map::from_iter([(path.attribute.to_string(), value.clone())]))
        }
        Expression::And(terms) => {
            let mut all = Map::new();
            for term in terms {
                for (name, value) in described(term)? {
                    if all.insert(name, value).is_some() {
                        return None;
                    }
                }
            }
            Some(all)
        }
        _ => None,
    }
}

/// A new value for an element; what can be set once only is taken over from the old one.
fn with_identity(attribute: &Attribute, value: &Value, old: &Map<String, Value>) -> Value {
    let mut value = value.clone();
    let Value::Object(parts) = &mut value else { return value };
    for sub_attribute in attribute.sub_attributes {
        if sub_attribute.mutability == Mutability::Immutable
            && field(parts, sub_attribute.name).is_none()
            && let Some(kept) = field(old, sub_attribute.name)
        {
            parts.insert(sub_attribute.name.to_owned(), kept.clone());
        }
    }
    value
}

fn parts(attribute: &Attribute, element: Value) -> Result<Map<String, Value>, ScimError> {
    match element {
        Value::Object(parts) => Ok(parts),
        other => match normalize::single(attribute, other)? {
            Some(Value::Object(parts)) => Ok(parts),
            _ => Ok(Map::new()),
        },
    }
}
