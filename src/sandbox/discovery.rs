//! What the server tells about itself (RFC 7644 4, RFC 7643 5 to 7).

use axum::body::Body;
use axum::http::Response;
use axum::http::StatusCode;
use serde_json::Value;
use serde_json::json;

use crate::limits;
use crate::sandbox::reply;
use crate::sandbox::reply::Refusal;
use crate::sandbox::router::Call;
use crate::sandbox::shared::Shared;
use crate::sandbox::snapshots;
use crate::scim::schema;
use crate::scim::schema::ResourceType;
use crate::scim::schema::Schema;

/// `/ServiceProviderConfig`.
pub(crate) fn config(shared: &Shared) -> Response<Body> {
    let supported = json!({ "supported": true });
    let config = json!({
        "schemas": [schema::SERVICE_PROVIDER_CONFIG],
        "documentationUri": "https://help.verkada.com/command/security/identity-providers/microsoft-entra-id",
        "patch": supported,
        "bulk": {
            "supported": true,
            "maxOperations": limits::BULK_OPERATIONS,
            "maxPayloadSize": limits::SANDBOX_BODY_BYTES,
        },
        "filter": { "supported": true, "maxResults": limits::PAGE_ROWS },
        "changePassword": { "supported": false },
        "sort": supported,
        "etag": supported,
        // RFC 9865 section 4.
        "pagination": {
            "cursor": true,
            "index": true,
            "defaultPaginationMethod": "index",
            "defaultPageSize": crate::sandbox::list::DEFAULT_ROWS,
            "maxPageSize": limits::PAGE_ROWS,
            "cursorTimeout": snapshots::TIMEOUT.as_secs(),
        },
        "authenticationSchemes": [{
            "type": "oauthbearertoken",
            "name": "Bearer token",
            "description": "The SCIM token of the organization, in the Authorization header",
            "specUri": "https://www.rfc-editor.org/info/rfc6750",
            "primary": true,
        }],
        "meta": {
            "resourceType": "ServiceProviderConfig",
            "location": format!("{}/ServiceProviderConfig", shared.base),
        },
    });
    answer(&config)
}

/// `/ResourceTypes`.
pub(crate) fn resource_types(shared: &Shared, call: &Call) -> Result<Response<Body>, Refusal> {
    refuse_filter(call)?;
    let all: Vec<Value> =
        schema::RESOURCE_TYPES.iter().map(|known| known.to_value(&shared.base)).collect();
    Ok(whole(&all))
}

/// `/ResourceTypes/{name}`.
pub(crate) fn resource_type(shared: &Shared, name: &str) -> Result<Response<Body>, Refusal> {
    let known = ResourceType::find(name).ok_or_else(Refusal::not_found)?;
    Ok(answer(&known.to_value(&shared.base)))
}

/// `/Schemas`.
pub(crate) fn schemas(shared: &Shared, call: &Call) -> Result<Response<Body>, Refusal> {
    refuse_filter(call)?;
    let all: Vec<Value> =
        schema::SCHEMAS.iter().map(|known| known.to_value(&shared.base)).collect();
    Ok(whole(&all))
}

/// `/Schemas/{urn}`.
pub(crate) fn schema(shared: &Shared, urn: &str) -> Result<Response<Body>, Refusal> {
    let known = Schema::find(urn).ok_or_else(Refusal::not_found)?;
    Ok(answer(&known.to_value(&shared.base)))
}

/// `/Me`: the token is the organization's and belongs to no person (RFC 7644 3.11).
pub(crate) fn no_me() -> Refusal {
    Refusal::new(
        StatusCode::NOT_IMPLEMENTED,
        "A SCIM token belongs to the organization, so there is no /Me",
    )
}

/// RFC 7644 4: a filter on these endpoints is answered with 403, so that nobody takes the whole for a match.
fn refuse_filter(call: &Call) -> Result<(), Refusal> {
    if call.query.iter().any(|(name, _)| name.eq_ignore_ascii_case("filter")) {
        return Err(Refusal::new(StatusCode::FORBIDDEN, "This endpoint takes no filter"));
    }
    Ok(())
}

fn whole(resources: &[Value]) -> Response<Body> {
    answer(&json!({
        "schemas": [schema::LIST_RESPONSE],
        "totalResults": resources.len(),
        "startIndex": 1,
        "itemsPerPage": resources.len(),
        "Resources": resources,
    }))
}

fn answer(value: &Value) -> Response<Body> {
    reply::json(StatusCode::OK, value.to_string().into_bytes())
}
