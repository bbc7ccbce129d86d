//! PATCH requests (RFC 7644 section 3.5.2) as the RFC has them, and as Entra sends them.
//!
//! Where Entra strays from the RFC (learn.microsoft.com, "Known issues and resolutions with SCIM 2.0 protocol
//! compliance"): operations are spelled `Add`, `Replace`, `Remove`; booleans come as `"True"` and `"False"`; the keys of an
//! operation without a path are paths themselves (`name.givenName`, `urn:…:User:department`, `emails[type eq "work"].value`);
//! `Remove` of `members` names the members in `value`, and means only those.

mod apply;
mod list;
mod path;

pub(crate) use path::{PatchPath, Place};

use serde_json::{Map, Value};

use crate::limits;
use crate::scim::error::{ScimError, ScimType};
use crate::scim::quote::quote;
use crate::scim::resource::field;
use crate::scim::schema;

/// A checked PATCH request: each step has a path.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PatchRequest {
    steps: Vec<Step>,
}

/// Whether a PATCH changed anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Changed {
    /// The resource differs from before.
    Yes,
    /// It was so already.
    No,
}

/// One change to one place.
#[derive(Clone, Debug, PartialEq)]
struct Step {
    /// The operation it came from, from 1.
    operation: usize,
    verb: Verb,
    path: PatchPath,
    value: Option<Value>,
    origin: Origin,
}

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    Add,
    Replace,
    Remove,
}

/// Where the path of a step stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// In `path`.
    Path,
    /// In a key of `value`.
    Key,
}

impl PatchRequest {
    /// Reads a request body.
    pub(crate) fn from_value(body: Value) -> Result<Self, ScimError> {
        let Value::Object(body) = body else { return Err(syntax("The body is not a JSON object")) };
        let is_patch = field(&body, "schemas").and_then(Value::as_array).is_some_and(|schemas| {
            schemas
                .iter()
                .filter_map(Value::as_str)
                .any(|urn| urn.eq_ignore_ascii_case(schema::PATCH_OP))
        });
        if !is_patch {
            return Err(syntax(format!("schemas must name {}", schema::PATCH_OP)));
        }
        let Some(Value::Array(operations)) = field(&body, "Operations") else {
            return Err(syntax("Operations is missing, or is not an array"));
        };
        if operations.is_empty() {
            return Err(syntax("Operations is empty"));
        }
        if operations.len() > limits::PATCH_OPERATIONS {
            return Err(syntax(format!(
                "There are more than {} operations",
                limits::PATCH_OPERATIONS
            )));
        }
        let mut steps = Vec::with_capacity(operations.len());
        for (index, operation) in operations.iter().enumerate() {
            let operation =
                operation.as_object().ok_or_else(|| syntax("An operation is not a JSON object"));
            operation
                .and_then(|operation| read(index + 1, operation, &mut steps))
                .map_err(|error| at(index + 1, error))?;
        }
        if steps.len() > limits::PATCH_CHANGES {
            return Err(syntax(format!("There are more than {} changes", limits::PATCH_CHANGES)));
        }
        Ok(Self { steps })
    }
}

fn read(
    number: usize,
    operation: &Map<String, Value>,
    steps: &mut Vec<Step>,
) -> Result<(), ScimError> {
    let verb = match field(operation, "op") {
        Some(Value::String(word)) => Verb::parse(word)?,
        _ => return Err(syntax("op is missing, or is not a text")),
    };
    let value = field(operation, "value").cloned();
    let path = match field(operation, "path") {
        None | Some(Value::Null) => None,
        Some(Value::String(path)) => Some(PatchPath::parse(path).map_err(|error| error.in_path())?),
        Some(_) => return Err(ScimError::new(ScimType::InvalidPath, "path is not a text")),
    };
    match (path, value) {
        (Some(_), None) if verb != Verb::Remove => {
            Err(ScimError::new(ScimType::InvalidValue, "value is missing"))
        }
        (Some(path), value) => {
            steps.push(Step { operation: number, verb, path, value, origin: Origin::Path });
            Ok(())
        }
        (None, _) if verb == Verb::Remove => Err(ScimError::new(
            ScimType::NoTarget,
            "path is missing: it is not said what to remove",
        )),
        (None, Some(Value::Object(values))) => read_keys(number, verb, values, steps),
        (None, _) => {
            let detail = "Without a path, value must be an object with the attributes to change";
            Err(ScimError::new(ScimType::InvalidValue, detail))
        }
    }
}

/// Reads the keys of a value without a path, each of which is a path.
fn read_keys(
    number: usize,
    verb: Verb,
    values: Map<String, Value>,
    steps: &mut Vec<Step>,
) -> Result<(), ScimError> {
    let first = steps.len();
    for (key, value) in values {
        let path = PatchPath::parse(&key).map_err(|error| error.in_path())?;
        steps.push(Step { operation: number, verb, path, value: Some(value), origin: Origin::Key });
    }
    let mut spellings = std::collections::HashSet::new();
    for step in steps.get(first..).unwrap_or_default() {
        let spelling = step.path.to_string();
        if !spellings.insert(spelling.to_ascii_lowercase()) {
            return Err(syntax(format!("{} stands twice in value", quote(&spelling))));
        }
    }
    Ok(())
}

impl Verb {
    fn parse(word: &str) -> Result<Self, ScimError> {
        let known = [("add", Self::Add), ("replace", Self::Replace), ("remove", Self::Remove)];
        let verb = known
            .into_iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(word))
            .map(|(_, verb)| verb);
        verb.ok_or_else(|| {
            syntax(format!("op {} is unknown: it must be add, replace or remove", quote(word)))
        })
    }
}

fn syntax(detail: impl Into<String>) -> ScimError {
    ScimError::new(ScimType::InvalidSyntax, detail)
}

/// Says at which operation an error arose.
fn at(operation: usize, mut error: ScimError) -> ScimError {
    error.detail.insert_str(0, &format!("Operation {operation}: "));
    error
}
