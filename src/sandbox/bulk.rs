//! Many operations in one request (RFC 7644 3.7), each of them a transaction of its own.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Body;
use axum::http::Response;
use axum::http::StatusCode;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::limits;
use crate::sandbox::precondition::Precondition;
use crate::sandbox::reply;
use crate::sandbox::reply::Refusal;
use crate::sandbox::resources;
use crate::sandbox::router::Call;
use crate::sandbox::shared::Shared;
use crate::sandbox::shared::read_json;
use crate::sandbox::store::Kind;
use crate::scim::PatchRequest;
use crate::scim::Resource;
use crate::scim::ScimType;
use crate::scim::schema;

/// What stands before the `bulkId` of another operation (RFC 7644 3.7.2).
const REFERENCE: &str = "bulkId:";

/// POST on `/Bulk`.
pub(crate) async fn bulk(shared: &Arc<Shared>, call: &Call) -> Result<Response<Body>, Refusal> {
    let request = Request::read(read_json(&call.body)?)?;
    let shared = Arc::clone(shared);
    let work = tokio::task::spawn_blocking(move || {
        tokio::runtime::Handle::current().block_on(request.carry_out(&shared))
    });
    let results = work.await.map_err(|error| {
        tracing::error!(%error, "a Bulk request ended early");
        Refusal::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "The Bulk request ended early; read what became of it",
        )
    })?;
    let body = json!({ "schemas": [schema::BULK_RESPONSE], "Operations": results });
    Ok(reply::json(StatusCode::OK, body.to_string().into_bytes()))
}

struct Request {
    operations: Vec<Operation>,
    /// Errors after which nothing more is done.
    fail_on_errors: Option<usize>,
}

/// One operation as it came; it is judged only when its turn comes.
#[derive(Clone)]
struct Operation {
    method: String,
    path: String,
    bulk_id: Option<String>,
    version: Option<String>,
    data: Value,
}

/// What an operation did.
struct Done {
    status: StatusCode,
    location: Option<String>,
    version: Option<String>,
    id: Option<String>,
}

impl Request {
    fn read(body: Value) -> Result<Self, Refusal> {
        let wrong = |detail: &str| Refusal::of(ScimType::InvalidSyntax, detail);
        let body = Resource::from_value(body)?;
        let schemas = body.get("schemas").and_then(Value::as_array);
        if !schemas
            .is_some_and(|urns| urns.iter().any(|urn| urn.as_str() == Some(schema::BULK_REQUEST)))
        {
            return Err(wrong("schemas must list the BulkRequest message"));
        }
        let Some(Value::Array(operations)) = body.get("Operations") else {
            return Err(wrong("Operations must be an array"));
        };
        if operations.len() > limits::BULK_OPERATIONS {
            let detail =
                format!("A Bulk request holds at most {} operations", limits::BULK_OPERATIONS);
            return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, detail));
        }
        let fail_on_errors = match body.get("failOnErrors") {
            None | Some(Value::Null) => None,
            Some(value) => {
                let number = value.as_u64().filter(|number| *number > 0);
                Some(number.ok_or_else(|| wrong("failOnErrors must be a whole number from 1"))?)
            }
        };
        Ok(Self {
            operations: operations.iter().map(Operation::read).collect::<Result<_, _>>()?,
            fail_on_errors: fail_on_errors.and_then(|number| usize::try_from(number).ok()),
        })
    }

    /// Runs what can run, in the order of the request; an operation that names a later one waits for it.
    async fn carry_out(self, shared: &Shared) -> Vec<Value> {
        let mut ids = HashMap::new();
        let mut results: Vec<Option<Value>> = self.operations.iter().map(|_| None).collect();
        let mut errors = 0;
        loop {
            let mut progress = false;
            for (place, operation) in self.operations.iter().enumerate() {
                let Some(slot @ None) = results.get_mut(place) else { continue };
                if self.fail_on_errors.is_some_and(|most| errors >= most) {
                    break;
                }
                let result = match operation.resolved(&ids) {
                    Ok(operation) => operation.carry_out(shared).await,
                    Err(missing) if self.creates(&missing, &ids) => continue,
                    Err(missing) => Err(unresolved(&missing)),
                };
                progress = true;
                errors += usize::from(result.is_err());
                if let (Ok(done), Some(bulk_id)) = (&result, &operation.bulk_id) {
                    ids.insert(bulk_id.clone(), done.id.clone());
                } else if let Some(bulk_id) = &operation.bulk_id {
                    ids.insert(bulk_id.clone(), None);
                }
                *slot = Some(operation.report(result));
            }
            if !progress {
                break;
            }
        }
        let stopped = self.fail_on_errors.is_some_and(|most| errors >= most);
        let pairs = results.into_iter().zip(&self.operations);
        // What is left waits for itself in a circle, unless the request was stopped.
        pairs
            .filter_map(|(result, operation)| match result {
                None if stopped => None,
                None => Some(operation.report(Err(unresolved("a circle of references")))),
                result => result,
            })
            .collect()
    }

    /// Whether an operation that has not run yet will give this `bulkId` an id.
    fn creates(&self, bulk_id: &str, ids: &HashMap<String, Option<String>>) -> bool {
        !ids.contains_key(bulk_id)
            && self.operations.iter().any(|operation| {
                operation.bulk_id.as_deref() == Some(bulk_id)
                    && operation.method.eq_ignore_ascii_case("POST")
            })
    }
}

impl Operation {
    fn read(value: &Value) -> Result<Self, Refusal> {
        let wrong = |detail: &str| Refusal::of(ScimType::InvalidSyntax, detail);
        let operation = Resource::from_value(value.clone())?;
        let text = |name: &str| match operation.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(wrong(&format!("{name} of an operation must be a text"))),
        };
        Ok(Self {
            method: text("method")?.ok_or_else(|| wrong("an operation needs a method"))?,
            path: text("path")?.ok_or_else(|| wrong("an operation needs a path"))?,
            bulk_id: text("bulkId")?,
            version: text("version")?,
            data: operation.get("data").cloned().unwrap_or_default(),
        })
    }

    /// The operation with ids in place of references; the first reference that has no id yet is the error.
    fn resolved(&self, ids: &HashMap<String, Option<String>>) -> Result<Self, String> {
        let mut resolved = self.clone();
        let mut missing = None;
        let mut resolve = |text: &mut String| {
            if let Some(start) = text.find(REFERENCE).filter(|start| {
                *start == 0 || text.get(..*start).is_some_and(|before| before.ends_with('/'))
            }) {
                let name = text.get(start + REFERENCE.len()..).unwrap_or_default().to_owned();
                match ids.get(&name) {
                    Some(Some(id)) => text.replace_range(start.., id),
                    _ => missing = Some(name),
                }
            }
        };
        resolve(&mut resolved.path);
        each_text(&mut resolved.data, &mut resolve);
        missing.map_or(Ok(resolved), Err)
    }

    async fn carry_out(&self, shared: &Shared) -> Result<Done, Refusal> {
        let (kind, id) = self.target()?;
        let precondition = match &self.version {
            Some(version) => Precondition::version(version)?,
            None => Precondition::default(),
        };
        let body = || Resource::from_value(self.data.clone());
        let method = self.method.to_ascii_uppercase();
        match (method.as_str(), id) {
            ("POST", None) => {
                if self.bulk_id.is_none() {
                    return Err(Refusal::of(
                        ScimType::InvalidSyntax,
                        "POST in a Bulk request needs a bulkId",
                    ));
                }
                let stored = resources::create_from(shared, kind, &body()?).await?;
                Ok(Done::at(StatusCode::CREATED, shared, kind, stored.id, Some(stored.version)))
            }
            ("PUT", Some(id)) => {
                let id = resources::known(&id)?;
                let stored = resources::replace_with(shared, kind, &id, &precondition, &body()?)
                    .await?
                    .into_stored();
                Ok(Done::at(StatusCode::OK, shared, kind, stored.id, Some(stored.version)))
            }
            ("PATCH", Some(id)) => {
                let id = resources::known(&id)?;
                let request = PatchRequest::from_value(self.data.clone())?;
                let stored = resources::patch_with(shared, kind, &id, &precondition, &request)
                    .await?
                    .into_stored();
                Ok(Done::at(StatusCode::OK, shared, kind, stored.id, Some(stored.version)))
            }
            ("DELETE", Some(id)) => {
                resources::delete_known(shared, kind, &resources::known(&id)?, &precondition)
                    .await?;
                Ok(Done::at(StatusCode::NO_CONTENT, shared, kind, id, None))
            }
            _ => Err(Refusal::of(
                ScimType::InvalidValue,
                "This method does not go with this path in a Bulk request",
            )),
        }
    }

    /// `/Users`, or `/Users/` and an id.
    fn target(&self) -> Result<(Kind, Option<String>), Refusal> {
        let wrong = || {
            Refusal::of(
                ScimType::InvalidValue,
                "path must be /Users or /Groups, with an id behind it or not",
            )
        };
        let path = self.path.strip_prefix('/').ok_or_else(wrong)?;
        let (endpoint, id) = match path.split_once('/') {
            Some((endpoint, id)) => (endpoint, Some(id.to_owned())),
            None => (path, None),
        };
        let kinds = [Kind::User, Kind::Group];
        let kind = kinds.into_iter().find(|kind| kind.endpoint() == endpoint).ok_or_else(wrong)?;
        Ok((kind, id))
    }

    fn report(&self, result: Result<Done, Refusal>) -> Value {
        let mut report = Map::new();
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                report.insert(name.to_owned(), value);
            }
        };
        put("method", Some(json!(self.method)));
        put("bulkId", self.bulk_id.as_ref().map(|bulk_id| json!(bulk_id)));
        match result {
            Ok(done) => {
                put("version", done.version.map(Value::String));
                put("location", done.location.map(Value::String));
                put("status", Some(json!(done.status.as_str())));
            }
            Err(refusal) => {
                put("status", Some(json!(refusal.status().as_str())));
                put("response", Some(refusal.to_value()));
            }
        }
        Value::Object(report)
    }
}

impl Done {
    fn at(
        status: StatusCode,
        shared: &Shared,
        kind: Kind,
        id: String,
        version: Option<i64>,
    ) -> Self {
        Self {
            status,
            location: Some(resources::location(shared, kind, &id)),
            version: version.map(reply::etag),
            id: Some(id),
        }
    }
}

fn unresolved(bulk_id: &str) -> Refusal {
    let detail = format!("No operation of this request gave an id to bulkId {bulk_id:?}");
    Refusal::from(crate::scim::ScimError {
        status: 409,
        scim_type: Some(ScimType::InvalidValue),
        detail,
    })
}

/// Visits every text that is a value; JSON from outside is limited in depth.
fn each_text(value: &mut Value, visit: &mut impl FnMut(&mut String)) {
    match value {
        Value::String(text) => visit(text),
        Value::Array(values) => values.iter_mut().for_each(|value| each_text(value, visit)),
        Value::Object(map) => map.values_mut().for_each(|value| each_text(value, visit)),
        _ => {}
    }
}
