//! What a server says about itself. It may fail, and it may be wrong: nothing else depends on it.

use serde_json::{Map, Value};

use crate::client::error::Error;
use crate::client::scim::{ScimClient, malformed};
use crate::scim::json;

/// The three discovery documents (RFC 7644 section 4), as far as they could be read.
#[derive(Debug, Default)]
pub struct Discovery {
    /// What the `ServiceProviderConfig` claims; `None` for what it leaves out.
    pub features: Vec<Feature>,
    /// Whether the server would rather be paged through by cursor than by index (RFC 9865 section 4).
    pub prefers_cursors: bool,
    /// Names of the resource types.
    pub resource_types: Vec<String>,
    /// Ids of the schemas.
    pub schemas: Vec<String>,
    /// The documents that could not be read, and why.
    pub problems: Vec<Error>,
}

/// A feature of the protocol and whether the server claims it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feature {
    /// The attribute of `ServiceProviderConfig`.
    pub name: &'static str,
    /// What it claims.
    pub supported: bool,
}

/// The features of RFC 7643 section 5, and the pagination of RFC 9865 section 4.
const FEATURES: [&str; 7] =
    ["patch", "bulk", "filter", "sort", "etag", "changePassword", "pagination"];

impl ScimClient {
    /// Reads the discovery documents. What fails is listed, not returned as an error.
    pub async fn discover(&self) -> Discovery {
        let mut found = Discovery::default();
        match self
            .document("Read the service provider's configuration", "ServiceProviderConfig")
            .await
        {
            Ok(Value::Object(config)) => {
                found.features = features(&config);
                found.prefers_cursors = prefers_cursors(&config);
                self.heed(&found);
            }
            Ok(_) => {}
            Err(error) => found.problems.push(error),
        }
        match self.document("Read the resource types", "ResourceTypes").await {
            Ok(value) => found.resource_types = names(value, "name"),
            Err(error) => found.problems.push(error),
        }
        match self.document("Read the schemas", "Schemas").await {
            Ok(value) => found.schemas = names(value, "id"),
            Err(error) => found.problems.push(error),
        }
        found
    }

    async fn document(&self, doing: &'static str, name: &str) -> Result<Value, Error> {
        let target = self.http().endpoint().collection(name, &[]);
        let body = self.call(doing, target).await?;
        json::parse(&body).map_err(|error| malformed(doing, &error))
    }
}

fn get<'a>(map: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    map.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

fn features(config: &Map<String, Value>) -> Vec<Feature> {
    let claimed = |name: &'static str| {
        let value = get(config, name)?.as_object()?;
        let flag = if name == "pagination" { "cursor" } else { "supported" };
        let supported = match get(value, flag)? {
            Value::Bool(flag) => *flag,
            Value::String(text) => text.eq_ignore_ascii_case("true"),
            _ => return None,
        };
        Some(Feature { name, supported })
    };
    FEATURES.into_iter().filter_map(claimed).collect()
}

fn prefers_cursors(config: &Map<String, Value>) -> bool {
    let Some(pagination) = get(config, "pagination").and_then(Value::as_object) else {
        return false;
    };
    let claims = |name: &str| get(pagination, name).and_then(Value::as_bool);
    let default = get(pagination, "defaultPaginationMethod").and_then(Value::as_str);
    let cursors = claims("cursor") == Some(true);
    cursors && (claims("index") == Some(false) || default == Some("cursor"))
}

/// Reads a list response, a bare array, or a single document; some servers leave out totalResults, or spell Resources in
/// lower case.
fn names(value: Value, field: &str) -> Vec<String> {
    let rows = match value {
        Value::Array(rows) => rows,
        Value::Object(map) => match get(&map, "Resources") {
            Some(Value::Array(rows)) => rows.clone(),
            _ => vec![Value::Object(map)],
        },
        _ => Vec::new(),
    };
    let name = |row: &Value| get(row.as_object()?, field)?.as_str().map(str::to_owned);
    rows.iter().filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn documents_are_read_in_every_shape_servers_send() {
        for value in [
            json!({"totalResults": 2, "Resources": [{"id": "a"}, {"id": "b"}]}),
            json!({"resources": [{"ID": "a"}, {"id": "b"}, {"id": 3}, null]}),
            json!([{"id": "a"}, {"id": "b"}]),
        ] {
            assert_eq!(names(value, "id"), ["a", "b"]);
        }
        assert_eq!(names(json!({"id": "a"}), "id"), ["a"]);
        assert!(names(json!("text"), "id").is_empty());
    }

    #[test]
    fn cursors_are_preferred_only_where_the_server_says_so() {
        for (pagination, expected) in [
            (json!({"cursor": true, "index": true, "defaultPaginationMethod": "cursor"}), true),
            (json!({"cursor": true, "index": false}), true),
            (json!({"cursor": true, "index": true, "defaultPaginationMethod": "index"}), false),
            (json!({"cursor": false, "defaultPaginationMethod": "cursor"}), false),
            (json!(true), false),
        ] {
            let config = json!({"pagination": pagination});
            assert_eq!(prefers_cursors(config.as_object().unwrap()), expected, "{config}");
        }
    }

    #[test]
    fn claims_are_read_and_what_is_left_out_stays_unknown() {
        let config = json!({"patch": {"supported": true}, "Sort": {"supported": "False"}, "etag": {}, "bulk": 1,
                            "pagination": {"cursor": true}});
        let features = features(config.as_object().unwrap());
        let claims: Vec<_> =
            features.iter().map(|feature| (feature.name, feature.supported)).collect();
        assert_eq!(claims, [("patch", true), ("sort", false), ("pagination", true)]);
    }
}
