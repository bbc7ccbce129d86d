//! The fields of a row and of an attribute definition, as JSON and back, and what of them differs.

use serde_json::{Value, json};

use crate::entra::mapping::{
    Actions, Allowed, AttributeMapping, FlowType, Mutability, TargetAttribute,
};
use crate::entra::schema::source;
use crate::entra::schema::tree::Cursor;
use crate::entra::scope::ScopingFilter;

/// A member of an object and what it becomes.
pub(super) type Change<'a> = (&'a str, Value);

const FLOW_TYPES: [(FlowType, &str); 5] = [
    (FlowType::Always, "Always"),
    (FlowType::ObjectAddOnly, "ObjectAddOnly"),
    (FlowType::MultiValueAddOnly, "MultiValueAddOnly"),
    (FlowType::ValueAddOnly, "ValueAddOnly"),
    (FlowType::AttributeAddOnly, "AttributeAddOnly"),
];

/// Reads a row. What is odd about it goes into `odd`; none where it names no target or its source is no object.
pub(super) fn read_row(row: Cursor<'_>, odd: &mut Vec<String>) -> Option<AttributeMapping> {
    let target = row.get("targetAttributeName")?.text()?.into_owned();
    let source = match row.get("source") {
        Some(source) if !source.is_null() => source::read(source, odd)?,
        _ => crate::entra::mapping::Source::None,
    };
    let default = row.get("defaultValue").and_then(Cursor::words).filter(|text| !text.is_empty());
    let matching = match row.get("matchingPriority").and_then(Cursor::words) {
        None => None,
        Some(words) => {
            let number = words.parse::<u32>();
            if number.is_err() {
                odd.push(format!("its matchingPriority is {words}"));
            }
            number.ok().filter(|number| *number > 0)
        }
    };
    let flow = match row.get("flowType").and_then(Cursor::text) {
        None => FlowType::Always,
        Some(words) => {
            let known = FLOW_TYPES.iter().find(|(_, name)| name.eq_ignore_ascii_case(&words));
            if known.is_none() {
                odd.push(format!("its flowType is “{words}”"));
            }
            known.map_or(FlowType::Always, |(flow, _)| *flow)
        }
    };
    let default = default.map(std::borrow::Cow::into_owned);
    Some(AttributeMapping { source, target, default, matching, flow })
}

/// A new row with every field that Entra writes (Graph `attributeMapping`).
pub(super) fn row_json(row: &AttributeMapping) -> Value {
    json!({
        "defaultValue": default_json(row),
        "exportMissingReferences": false,
        "flowBehavior": "FlowWhenChanged",
        "flowType": flow_word(row.flow),
        "matchingPriority": row.matching.unwrap_or_default(),
        "targetAttributeName": row.target,
        "source": source::json(&row.source),
    })
}

pub(super) fn row_changes(old: &AttributeMapping, new: &AttributeMapping) -> Vec<Change<'static>> {
    let mut changes = Vec::new();
    if old.source != new.source {
        changes.push(("source", source::json(&new.source)));
    }
    if old.target != new.target {
        changes.push(("targetAttributeName", json!(new.target)));
    }
    if default_json(old) != default_json(new) {
        changes.push(("defaultValue", default_json(new)));
    }
    if old.matching.unwrap_or_default() != new.matching.unwrap_or_default() {
        changes.push(("matchingPriority", json!(new.matching.unwrap_or_default())));
    }
    if old.flow != new.flow {
        changes.push(("flowType", json!(flow_word(new.flow))));
    }
    changes
}

/// Reads an attribute definition; none where it has no name.
pub(super) fn read_target(target: Cursor<'_>) -> Option<TargetAttribute> {
    let truth = |name: &str| target.get(name).and_then(Cursor::truth).unwrap_or_default();
    let kind = target.get("type").and_then(Cursor::text);
    let mutability = target.get("mutability").and_then(Cursor::text);
    let is_read_only = mutability.is_some_and(|words| words.eq_ignore_ascii_case(READ_ONLY));
    Some(TargetAttribute {
        name: target.get("name")?.text()?.into_owned(),
        kind: kind.map_or_else(|| "String".to_owned(), std::borrow::Cow::into_owned),
        is_required: truth("required"),
        is_multi_valued: truth("multivalued"),
        is_case_exact: truth("caseExact"),
        mutability: if is_read_only { Mutability::ReadOnly } else { Mutability::Writable },
    })
}

/// A new attribute definition with every field that Entra writes (Graph `attributeDefinition`).
pub(super) fn target_json(target: &TargetAttribute) -> Value {
    json!({
        "anchor": false,
        "caseExact": target.is_case_exact,
        "defaultValue": null,
        "flowNullValues": false,
        "multivalued": target.is_multi_valued,
        "mutability": mutability_word(target.mutability),
        "name": target.name,
        "required": target.is_required,
        "type": target.kind,
        "apiExpressions": [],
        "metadata": [],
        "referencedObjects": [],
    })
}

pub(super) fn target_changes(old: &TargetAttribute, new: &TargetAttribute) -> Vec<Change<'static>> {
    let mut changes = Vec::new();
    if old.name != new.name {
        changes.push(("name", json!(new.name)));
    }
    if old.kind != new.kind {
        changes.push(("type", json!(new.kind)));
    }
    for (name, old, new) in [
        ("required", old.is_required, new.is_required),
        ("multivalued", old.is_multi_valued, new.is_multi_valued),
        ("caseExact", old.is_case_exact, new.is_case_exact),
    ] {
        if old != new {
            changes.push((name, json!(new)));
        }
    }
    if old.mutability != new.mutability {
        changes.push(("mutability", json!(mutability_word(new.mutability))));
    }
    changes
}

const READ_ONLY: &str = "ReadOnly";

const fn mutability_word(mutability: Mutability) -> &'static str {
    match mutability {
        Mutability::Writable => "ReadWrite",
        Mutability::ReadOnly => READ_ONLY,
    }
}

/// Reads `Add,Update,Delete`. Where nothing is said, everything is allowed.
pub(super) fn read_actions(words: Option<&str>) -> Actions {
    let Some(words) = words else { return Actions::default() };
    let allowed = |action: &str| {
        let is_named = words.split(',').any(|word| word.trim().eq_ignore_ascii_case(action));
        if is_named { Allowed::Yes } else { Allowed::No }
    };
    Actions { create: allowed("Add"), update: allowed("Update"), delete: allowed("Delete") }
}

/// `Add,Update,Delete`, or `None`.
pub(super) fn action_words(actions: Actions) -> String {
    let words = [(actions.create, "Add"), (actions.update, "Update"), (actions.delete, "Delete")];
    let allowed: Vec<&str> = words
        .into_iter()
        .filter_map(|(allowed, word)| (allowed == Allowed::Yes).then_some(word))
        .collect();
    if allowed.is_empty() { "None".to_owned() } else { allowed.join(",") }
}

/// A scoping filter, or `null`.
pub(super) fn scope_json(scope: Option<&ScopingFilter>) -> Value {
    scope.map_or(Value::Null, ScopingFilter::to_json)
}

fn default_json(row: &AttributeMapping) -> Value {
    row.default.as_deref().filter(|text| !text.is_empty()).map_or(Value::Null, Value::from)
}

fn flow_word(flow: FlowType) -> &'static str {
    FLOW_TYPES.iter().find(|(known, _)| *known == flow).map_or("Always", |(_, name)| name)
}
