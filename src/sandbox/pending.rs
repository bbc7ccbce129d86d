//! Stand-ins for what the SCIM core is about to bring; goes with the next merge.
#![expect(
    missing_docs,
    clippy::unnecessary_wraps,
    clippy::unused_self,
    reason = "goes with the next merge"
)]

use serde_json::Value;

use crate::scim::Filter;

use crate::scim::schema::ResourceType;
use crate::scim::{Resource, ScimError, ScimType};

#[derive(Clone, Default)]
pub(crate) struct Projection {
    attributes: Vec<String>,
    excluded: Vec<String>,
}

impl Projection {
    pub(crate) fn from_pairs(pairs: &[(String, String)]) -> Result<Self, ScimError> {
        let get = |name: &str| -> Vec<String> {
            pairs
                .iter()
                .filter(|(key, _)| key.eq_ignore_ascii_case(name))
                .flat_map(|(_, value)| value.split(','))
                .map(|part| part.trim().to_owned())
                .filter(|part| !part.is_empty())
                .collect()
        };
        Ok(Self { attributes: get("attributes"), excluded: get("excludedAttributes") })
    }
    pub(crate) fn is_whole(&self) -> bool {
        self.attributes.is_empty() && self.excluded.is_empty()
    }
    pub(crate) fn leaves_out(&self, name: &str) -> bool {
        self.excluded.iter().any(|own| own.eq_ignore_ascii_case(name))
    }
    pub(crate) fn apply(&self, resource: &mut Resource, _: &ResourceType) {
        let map = resource.as_map_mut();
        map.retain(|key, _| {
            ["id", "schemas"].contains(&key.as_str())
                || ((self.attributes.is_empty()
                    || self.attributes.iter().any(|own| {
                        own.split('.').next().is_some_and(|own| own.eq_ignore_ascii_case(key))
                    }))
                    && !self.leaves_out(key))
        });
    }
}

#[derive(Default)]
pub(crate) struct ListQuery {
    pub(crate) filter: Option<Filter>,
    pub(crate) start_index: Option<i64>,
    pub(crate) count: Option<i64>,
    pub(crate) cursor: Option<String>,
    pub(crate) projection: Projection,
}

impl ListQuery {
    pub(crate) fn from_pairs(pairs: &[(String, String)]) -> Result<Self, ScimError> {
        let get = |name: &str| {
            pairs
                .iter()
                .find(|(key, _)| key.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.clone())
        };
        let number = |name: &str| {
            get(name)
                .map(|text| {
                    text.parse().map_err(|_| {
                        ScimError::new(ScimType::InvalidValue, format!("{name} is no number"))
                    })
                })
                .transpose()
        };
        Ok(Self {
            filter: get("filter").map(|text| Filter::parse(&text).map_err(|error| error.in_filter())).transpose()?,
            start_index: number("startIndex")?,
            count: number("count")?,
            cursor: get("cursor"),
            projection: Projection::from_pairs(pairs)?,
        })
    }
    pub(crate) fn from_value(value: &Value) -> Result<Self, ScimError> {
        let pairs: Vec<(String, String)> = value
            .as_object()
            .into_iter()
            .flatten()
            .map(|(key, value)| {
                (key.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            })
            .collect();
        Self::from_pairs(&pairs)
    }
}

pub(crate) fn validate(resource: &Resource, _: &ResourceType) -> Result<Resource, ScimError> {
    Ok(resource.clone())
}

pub(crate) struct PatchRequest(Value);

impl PatchRequest {
    pub(crate) fn from_value(value: Value) -> Result<Self, ScimError> {
        Ok(Self(value))
    }
    pub(crate) fn apply(&self, resource: &mut Resource, _: &ResourceType) -> Result<(), ScimError> {
        for operation in self.0.get("Operations").and_then(Value::as_array).into_iter().flatten() {
            let value = operation.get("value").cloned().unwrap_or_default();
            match operation.get("path").and_then(Value::as_str) {
                Some(path) => {
                    resource.as_map_mut().insert(path.to_owned(), value);
                }
                None => {
                    if let Value::Object(map) = value {
                        resource.as_map_mut().extend(map)
                    }
                }
            }
        }
        Ok(())
    }
}
