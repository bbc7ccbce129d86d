//! The admin API: what a person does on Command's own pages, and trouble on request.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Response;
use axum::http::StatusCode;
use serde_json::Value;
use serde_json::json;

use crate::limits;
use crate::sandbox::faults::Fault;
use crate::sandbox::precondition::Precondition;
use crate::sandbox::record;
use crate::sandbox::record::Dossier;
use crate::sandbox::record::Subject;
use crate::sandbox::reply;
use crate::sandbox::reply::Refusal;
use crate::sandbox::resources;
use crate::sandbox::router::Call;
use crate::sandbox::shared::Shared;
use crate::sandbox::shared::read_json;
use crate::sandbox::shared::timestamp;
use crate::sandbox::standing;
use crate::sandbox::store::DepartedAfter;
use crate::sandbox::store::Kind;
use crate::scim::ScimType;
use crate::verkada::admin::DeletedPage;
use crate::verkada::admin::HoldingsAnswer;
use crate::verkada::admin::HoldingsQuestion;

/// Deleted users, the longest deleted first, in pages: `after` is the `next` of the page before.
pub(crate) fn deleted_users(shared: &Shared, call: &Call) -> Result<Response<Body>, Refusal> {
    let after = call.query.iter().find(|(name, _)| name == "after");
    let after = match after {
        Some((_, text)) => place(text).ok_or_else(|| {
            Refusal::of(ScimType::InvalidValue, "after must be the next of another page")
        })?,
        None => DepartedAfter::default(),
    };
    let size = usize::try_from(limits::PAGE_ROWS).unwrap_or(usize::MAX);
    let page = shared.store.read(|rows| {
        let found = rows.departed_after(&after, size)?;
        let last = found.last().filter(|_| found.len() == size);
        let next = last.map(|last| format!("{}~{}", last.deleted_at, last.seq));
        let deleted_users = found
            .into_iter()
            .map(|departed| record::deleted_user(rows, shared.seeded, departed))
            .collect::<Result<_, _>>()?;
        Ok::<_, Refusal>(DeletedPage { total: rows.departed_count()?, deleted_users, next })
    })?;
    Ok(answer(StatusCode::OK, &json!(page)))
}

/// Reads the `next` of a page: when somebody was deleted, and the row.
fn place(text: &str) -> Option<DepartedAfter> {
    let (deleted_at, seq) = text.split_once('~')?;
    let at: jiff::Timestamp = deleted_at.parse().ok()?;
    Some(DepartedAfter { deleted_at: timestamp(at), seq: seq.parse().ok()? })
}

/// Everything Command keeps of one person.
pub(crate) fn person(shared: &Shared, id: &str) -> Result<Response<Body>, Refusal> {
    let id = resources::known(id)?;
    let record = shared.store.read(|rows| {
        let subject = Subject::find(rows, id.as_str())?.ok_or_else(Refusal::not_found)?;
        Ok::<_, Refusal>(Dossier::open(rows, shared.seeded, &subject)?.record()?)
    })?;
    Ok(answer(StatusCode::OK, &json!(record)))
}

/// What is attached to many people, in the order they are asked for; whoever is not there is left out.
pub(crate) fn holdings(shared: &Shared, call: &Call) -> Result<Response<Body>, Refusal> {
    let asked: HoldingsQuestion =
        serde_json::from_value(read_json(&call.body)?).map_err(|error| {
            Refusal::of(ScimType::InvalidSyntax, format!("ids must be a list of ids: {error}"))
        })?;
    if asked.ids.len() > limits::SANDBOX_HOLDINGS {
        return Err(Refusal::of(
            ScimType::InvalidValue,
            format!("At most {} ids can be asked for at once", limits::SANDBOX_HOLDINGS),
        ));
    }
    let people = shared.store.read(|rows| {
        let mut people = Vec::with_capacity(asked.ids.len());
        for id in &asked.ids {
            if let Some(subject) = Subject::find(rows, id)? {
                people.push(Dossier::open(rows, shared.seeded, &subject)?.holdings()?);
            }
        }
        Ok::<_, Refusal>(people)
    })?;
    Ok(answer(StatusCode::OK, &json!(HoldingsAnswer { people })))
}

/// Changes what belongs to Command.
pub(crate) fn edit(shared: &Shared, id: &str, call: &Call) -> Result<Response<Body>, Refusal> {
    let (id, precondition) = (resources::known(id)?, Precondition::of(&call.headers)?);
    let record = standing::edit(shared, &id, &precondition, &read_json(&call.body)?)?;
    Ok(answer(StatusCode::OK, &json!(record)))
}

/// Moves a person to Deleted users.
pub(crate) fn delete(shared: &Shared, id: &str, call: &Call) -> Result<Response<Body>, Refusal> {
    standing::delete(shared, &resources::known(id)?, &Precondition::of(&call.headers)?)?;
    Ok(reply::empty(StatusCode::NO_CONTENT))
}

/// Erases a person with everything attached. Waits for the disk, and so runs where waiting is no harm.
pub(crate) async fn remove(
    shared: &Arc<Shared>,
    id: &str,
    call: &Call,
) -> Result<Response<Body>, Refusal> {
    let (id, precondition) = (resources::known(id)?, Precondition::of(&call.headers)?);
    let shared = Arc::clone(shared);
    let work =
        tokio::task::spawn_blocking(move || standing::remove(&shared, &id, &precondition)).await;
    work.map_err(|error| {
        tracing::error!(%error, "a permanent removal ended early");
        Refusal::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "The removal ended early; read whether the person is still there",
        )
    })??;
    Ok(reply::empty(StatusCode::NO_CONTENT))
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
