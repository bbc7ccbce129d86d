//! One resource at a time: create, read, replace, patch, delete, the same for both kinds.

use axum::body::Body;
use axum::http::Response;
use axum::http::StatusCode;
use axum::http::header;

use crate::sandbox::document::resource_type;
use crate::sandbox::groups;
use crate::sandbox::precondition::Precondition;
use crate::sandbox::reply;
use crate::sandbox::reply::Refusal;
use crate::sandbox::router::Call;
use crate::sandbox::shared::Shared;
use crate::sandbox::shared::read_json;
use crate::sandbox::shared::read_stored;
use crate::sandbox::store::Kind;
use crate::sandbox::store::Members;
use crate::sandbox::store::Stored;
use crate::sandbox::users;
use crate::scim::Changed;
use crate::scim::ListQuery;
use crate::scim::PatchRequest;
use crate::scim::Projection;
use crate::scim::Resource;
use crate::scim::ResourceId;
use crate::scim::validate;

/// A resource after a write.
pub(crate) enum Written {
    Changed(Stored),
    /// Everything was as asked already, so its version stays (RFC 7644 3.5.2).
    Same(Stored),
}

impl Written {
    pub(crate) fn into_stored(self) -> Stored {
        match self {
            Self::Changed(stored) | Self::Same(stored) => stored,
        }
    }
}

/// POST (RFC 7644 3.3).
pub(crate) async fn create(
    shared: &Shared,
    kind: Kind,
    call: &Call,
) -> Result<Response<Body>, Refusal> {
    let projection = projection(call)?;
    let stored = create_from(shared, kind, &Resource::from_value(read_json(&call.body)?)?).await?;
    let location = location(shared, kind, &stored.id);
    let mut response = represent(StatusCode::CREATED, kind, stored, &projection)?;
    reply::set(&mut response, header::LOCATION, &location);
    Ok(response)
}

/// Creates from a body; Bulk comes here too.
pub(crate) async fn create_from(
    shared: &Shared,
    kind: Kind,
    body: &Resource,
) -> Result<Stored, Refusal> {
    let resource = validate(body, resource_type(kind))?;
    match kind {
        Kind::User => users::create(shared, resource).await,
        Kind::Group => groups::create(shared, resource).await,
    }
}

/// GET (RFC 7644 3.4.1).
pub(crate) fn read(
    shared: &Shared,
    kind: Kind,
    id: &str,
    call: &Call,
) -> Result<Response<Body>, Refusal> {
    let projection = projection(call)?;
    let id = known(id)?;
    let members = members_needed(kind, &projection);
    let found = shared.store.read(|rows| rows.by_id(kind, id.as_str(), members))?;
    let stored = found.ok_or_else(Refusal::not_found)?;
    if Precondition::of(&call.headers)?.is_known(stored.version)? {
        let mut response = reply::empty(StatusCode::NOT_MODIFIED);
        reply::set(&mut response, header::ETAG, &reply::etag(stored.version));
        return Ok(response);
    }
    represent(StatusCode::OK, kind, stored, &projection)
}

/// PUT (RFC 7644 3.5.1).
pub(crate) async fn replace(
    shared: &Shared,
    kind: Kind,
    id: &str,
    call: &Call,
) -> Result<Response<Body>, Refusal> {
    let projection = projection(call)?;
    let (id, precondition) = (known(id)?, Precondition::of(&call.headers)?);
    let body = Resource::from_value(read_json(&call.body)?)?;
    let stored = replace_with(shared, kind, &id, &precondition, &body).await?.into_stored();
    represent(StatusCode::OK, kind, stored, &projection)
}

/// Replaces with a body; Bulk comes here too.
pub(crate) async fn replace_with(
    shared: &Shared,
    kind: Kind,
    id: &ResourceId,
    precondition: &Precondition,
    body: &Resource,
) -> Result<Written, Refusal> {
    let resource = validate(body, resource_type(kind))?;
    match kind {
        Kind::User => {
            let replace = |old: Resource| Ok(Some(users::replacement(&old, &resource)));
            users::change(shared, id, precondition, replace).await
        }
        Kind::Group => groups::change(shared, id, precondition, |_| Ok(Some(resource))).await,
    }
}

/// PATCH (RFC 7644 3.5.2). A group is answered with 204: Entra asks for no members it did not send.
pub(crate) async fn patch(
    shared: &Shared,
    kind: Kind,
    id: &str,
    call: &Call,
) -> Result<Response<Body>, Refusal> {
    let projection = projection(call)?;
    let (id, precondition) = (known(id)?, Precondition::of(&call.headers)?);
    let request = PatchRequest::from_value(read_json(&call.body)?)?;
    let stored = patch_with(shared, kind, &id, &precondition, &request).await?.into_stored();
    if kind == Kind::Group && projection.is_default() {
        let mut response = reply::empty(StatusCode::NO_CONTENT);
        reply::set(&mut response, header::ETAG, &reply::etag(stored.version));
        return Ok(response);
    }
    represent(StatusCode::OK, kind, stored, &projection)
}

/// Patches; Bulk comes here too.
pub(crate) async fn patch_with(
    shared: &Shared,
    kind: Kind,
    id: &ResourceId,
    precondition: &Precondition,
    request: &PatchRequest,
) -> Result<Written, Refusal> {
    let apply = |mut resource: Resource| {
        let changed = request.apply(&mut resource, resource_type(kind))?;
        Ok((changed == Changed::Yes).then_some(resource))
    };
    match kind {
        Kind::User => users::change(shared, id, precondition, apply).await,
        Kind::Group => groups::change(shared, id, precondition, apply).await,
    }
}

/// DELETE (RFC 7644 3.6).
pub(crate) async fn delete(
    shared: &Shared,
    kind: Kind,
    id: &str,
    call: &Call,
) -> Result<Response<Body>, Refusal> {
    delete_known(shared, kind, &known(id)?, &Precondition::of(&call.headers)?).await?;
    Ok(reply::empty(StatusCode::NO_CONTENT))
}

/// Deletes; Bulk comes here too.
pub(crate) async fn delete_known(
    shared: &Shared,
    kind: Kind,
    id: &ResourceId,
    precondition: &Precondition,
) -> Result<(), Refusal> {
    match kind {
        Kind::User => users::delete(shared, id, precondition).await,
        Kind::Group => groups::delete(shared, id, precondition).await,
    }
}

/// Which attributes the answer is to have.
fn projection(call: &Call) -> Result<Projection, Refusal> {
    let pairs: Vec<_> = call
        .query
        .iter()
        .filter(|(name, _)| {
            ["attributes", "excludedAttributes"].iter().any(|own| own.eq_ignore_ascii_case(name))
        })
        .cloned()
        .collect();
    Ok(ListQuery::from_pairs(&pairs)?.projection)
}

/// An id as it stands in a path; one that cannot exist is simply not found.
pub(crate) fn known(id: &str) -> Result<ResourceId, Refusal> {
    ResourceId::parse(id).map_err(|_reason| Refusal::not_found())
}

/// The URL of a resource.
pub(crate) fn location(shared: &Shared, kind: Kind, id: &str) -> String {
    format!("{}/{}/{id}", shared.base, kind.endpoint())
}

/// Whether members have to be read at all: Entra always leaves them out.
pub(crate) fn members_needed(kind: Kind, projection: &Projection) -> Members {
    if kind == Kind::Group && projection.leaves_out(resource_type(kind), "members") {
        Members::Left
    } else {
        Members::Listed
    }
}

/// The answer with a resource, as it is stored unless something else was asked for.
fn represent(
    status: StatusCode,
    kind: Kind,
    stored: Stored,
    projection: &Projection,
) -> Result<Response<Body>, Refusal> {
    let body = if projection.is_default() {
        stored.body
    } else {
        projected(kind, &stored.body, projection)?
    };
    let mut response = reply::json(status, body);
    reply::set(&mut response, header::ETAG, &reply::etag(stored.version));
    Ok(response)
}

/// A resource with only what was asked for.
pub(crate) fn projected(
    kind: Kind,
    body: &[u8],
    projection: &Projection,
) -> Result<Vec<u8>, Refusal> {
    let mut resource = read_stored(body)?;
    projection.apply(&mut resource, resource_type(kind));
    Ok(resource.to_bytes())
}
