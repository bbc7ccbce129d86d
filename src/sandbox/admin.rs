//! The admin API: what a person does on Command's own pages, and trouble on request.

use axum::body::Body;
use axum::http::Response;
use axum::http::StatusCode;
use serde_json::Value;
use serde_json::json;

use crate::limits;
use crate::sandbox::document;
use crate::sandbox::faults::Fault;
use crate::sandbox::reply;
use crate::sandbox::reply::Refusal;
use crate::sandbox::router::Call;
use crate::sandbox::shared::Shared;
use crate::sandbox::shared::read_json;
use crate::sandbox::store::Departed;
use crate::sandbox::store::Kind;
use crate::sandbox::store::StoreError;
use crate::scim::ScimType;

/// The domain list.
pub(crate) fn domains(shared: &Shared) -> Response<Body> {
    let domains = shared.store.domains();
    answer(StatusCode::OK, &json!({ "domains": domains }))
}

/// Deleted users, oldest first, in pages: `after` is the `next` of the page before.
pub(crate) fn deleted_users(shared: &Shared, call: &Call) -> Result<Response<Body>, Refusal> {
    let after = call.query.iter().find(|(name, _)| name == "after").map(|(_, value)| value.parse());
    let after = match after {
        Some(Err(_)) => {
            return Err(Refusal::of(
                ScimType::InvalidValue,
                "after must be the next of another page",
            ));
        }
        Some(Ok(after)) => after,
        None => 0,
    };
    let page = usize::try_from(limits::PAGE_ROWS).unwrap_or(usize::MAX);
    let (found, total) = shared.store.read(|rows| {
        Ok::<_, StoreError>((rows.departed_after(after, page)?, rows.departed_count()?))
    })?;
    let next =
        (found.len() == page).then(|| found.last().map(|last| last.seq.to_string())).flatten();
    let users: Vec<Value> = found.iter().map(departed).collect();
    Ok(answer(StatusCode::OK, &json!({ "total": total, "deletedUsers": users, "next": next })))
}

fn departed(departed: &Departed) -> Value {
    let groups: Option<Value> =
        departed.groups.as_deref().and_then(|text| serde_json::from_slice(text).ok());
    json!({
        "id": departed.id,
        "deletedAt": departed.deleted_at,
        "user": document::reopened(&departed.body).map(crate::scim::Resource::into_value),
        "groups": groups.unwrap_or_else(|| json!([])),
    })
}

/// Counts.
pub(crate) fn stats(shared: &Shared) -> Result<Response<Body>, Refusal> {
    let deleted = shared.store.read(|rows| rows.departed_count().map(|count| json!(count)))?;
    Ok(answer(
        StatusCode::OK,
        &json!({
            "users": shared.store.count(Kind::User),
            "groups": shared.store.count(Kind::Group),
            "deletedUsers": deleted,
            "requests": shared.stats.requests(),
        }),
    ))
}

/// The armed faults and what they did.
pub(crate) fn faults(shared: &Shared) -> Response<Body> {
    answer(StatusCode::OK, &json!({ "faults": shared.faults.all() }))
}

/// Arms a fault.
pub(crate) fn add_fault(shared: &Shared, call: &Call) -> Result<Response<Body>, Refusal> {
    let fault: Fault = serde_json::from_value(read_json(&call.body)?).map_err(|error| {
        Refusal::of(ScimType::InvalidSyntax, format!("This is no fault: {error}"))
    })?;
    if let Some(problem) = fault.problem() {
        return Err(Refusal::of(ScimType::InvalidValue, problem));
    }
    Ok(answer(StatusCode::CREATED, &json!(shared.faults.add(fault))))
}

/// Disarms every fault.
pub(crate) fn clear_faults(shared: &Shared) -> Response<Body> {
    shared.faults.clear();
    reply::empty(StatusCode::NO_CONTENT)
}

/// Disarms one fault.
pub(crate) fn remove_fault(shared: &Shared, id: &str) -> Result<Response<Body>, Refusal> {
    let removed = id.parse().is_ok_and(|id| shared.faults.remove(id));
    if removed { Ok(reply::empty(StatusCode::NO_CONTENT)) } else { Err(Refusal::not_found()) }
}

fn answer(status: StatusCode, value: &Value) -> Response<Body> {
    reply::json(status, value.to_string().into_bytes())
}
