//! The table of routes, and what every request passes before and after its handler.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::Request;
use axum::extract::State;
use axum::extract::rejection::PathRejection;
use axum::http::HeaderMap;
use axum::http::Method;
use axum::http::Response;
use axum::http::StatusCode;
use axum::http::header;
use axum::middleware;
use axum::middleware::Next;
use axum::routing::MethodFilter;
use axum::routing::on;

use crate::limits;
use crate::sandbox::admin;
use crate::sandbox::auth::Guess;
use crate::sandbox::auth::Verdict;
use crate::sandbox::auth::judge;
use crate::sandbox::bulk;
use crate::sandbox::discovery;
use crate::sandbox::drift;
use crate::sandbox::faults::Trouble;
use crate::sandbox::faults::When;
use crate::sandbox::guard;
use crate::sandbox::list;
use crate::sandbox::provisioning;
use crate::sandbox::reply;
use crate::sandbox::reply::Refusal;
use crate::sandbox::resources;
use crate::sandbox::serve::Cut;
use crate::sandbox::shared::Shared;
use crate::sandbox::store::Kind;
use crate::scim::ScimType;
use crate::scim::query_string;

/// Path of the SCIM endpoints.
pub(crate) const SCIM: &str = "/scim";
/// Path of the admin endpoints.
pub(crate) const ADMIN: &str = "/admin";

/// What a route does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Endpoint {
    List(Kind),
    Search(Kind),
    Create(Kind),
    Read(Kind),
    Replace(Kind),
    Patch(Kind),
    Delete(Kind),
    SearchAll,
    Bulk,
    Me,
    Config,
    ResourceTypes,
    ResourceType,
    Schemas,
    Schema,
    AdminProvisioning,
    AdminAddDomain,
    AdminRemoveDomain,
    AdminRefreshToken,
    AdminDeletedUsers,
    AdminPerson,
    AdminEdit,
    AdminDelete,
    AdminRemove,
    AdminHoldings,
    AdminStats,
    AdminFaults,
    AdminAddFault,
    AdminClearFaults,
    AdminRemoveFault,
}

impl Endpoint {
    /// Whether a POST may come without a body.
    const fn may_be_silent(self) -> bool {
        matches!(self, Self::AdminRefreshToken | Self::AdminDelete | Self::AdminRemove)
    }
}

/// Every route: what it does, its method and its path. The server is built from it, and so are tests of it.
pub(crate) const ROUTES: [(Endpoint, Method, &str); 39] = [
    (Endpoint::List(Kind::User), Method::GET, "/scim/Users"),
    (Endpoint::Create(Kind::User), Method::POST, "/scim/Users"),
    (Endpoint::Search(Kind::User), Method::POST, "/scim/Users/.search"),
    (Endpoint::Read(Kind::User), Method::GET, "/scim/Users/{id}"),
    (Endpoint::Replace(Kind::User), Method::PUT, "/scim/Users/{id}"),
    (Endpoint::Patch(Kind::User), Method::PATCH, "/scim/Users/{id}"),
    (Endpoint::Delete(Kind::User), Method::DELETE, "/scim/Users/{id}"),
    (Endpoint::List(Kind::Group), Method::GET, "/scim/Groups"),
    (Endpoint::Create(Kind::Group), Method::POST, "/scim/Groups"),
    (Endpoint::Search(Kind::Group), Method::POST, "/scim/Groups/.search"),
    (Endpoint::Read(Kind::Group), Method::GET, "/scim/Groups/{id}"),
    (Endpoint::Replace(Kind::Group), Method::PUT, "/scim/Groups/{id}"),
    (Endpoint::Patch(Kind::Group), Method::PATCH, "/scim/Groups/{id}"),
    (Endpoint::Delete(Kind::Group), Method::DELETE, "/scim/Groups/{id}"),
    (Endpoint::SearchAll, Method::POST, "/scim/.search"),
    (Endpoint::Bulk, Method::POST, "/scim/Bulk"),
    (Endpoint::Me, Method::GET, "/scim/Me"),
    (Endpoint::Me, Method::POST, "/scim/Me"),
    (Endpoint::Me, Method::PUT, "/scim/Me"),
    (Endpoint::Config, Method::GET, "/scim/ServiceProviderConfig"),
    (Endpoint::ResourceTypes, Method::GET, "/scim/ResourceTypes"),
    (Endpoint::ResourceType, Method::GET, "/scim/ResourceTypes/{id}"),
    (Endpoint::Schemas, Method::GET, "/scim/Schemas"),
    (Endpoint::Schema, Method::GET, "/scim/Schemas/{id}"),
    (Endpoint::AdminProvisioning, Method::GET, "/admin/provisioning"),
    (Endpoint::AdminAddDomain, Method::POST, "/admin/domains"),
    (Endpoint::AdminRemoveDomain, Method::DELETE, "/admin/domains/{id}"),
    (Endpoint::AdminRefreshToken, Method::POST, "/admin/token"),
    (Endpoint::AdminDeletedUsers, Method::GET, "/admin/deleted-users"),
    (Endpoint::AdminPerson, Method::GET, "/admin/users/{id}"),
    (Endpoint::AdminEdit, Method::PATCH, "/admin/users/{id}"),
    (Endpoint::AdminDelete, Method::POST, "/admin/users/{id}/delete"),
    (Endpoint::AdminRemove, Method::POST, "/admin/users/{id}/permanently-remove"),
    (Endpoint::AdminHoldings, Method::POST, "/admin/holdings"),
    (Endpoint::AdminStats, Method::GET, "/admin/stats"),
    (Endpoint::AdminFaults, Method::GET, "/admin/faults"),
    (Endpoint::AdminAddFault, Method::POST, "/admin/faults"),
    (Endpoint::AdminClearFaults, Method::DELETE, "/admin/faults"),
    (Endpoint::AdminRemoveFault, Method::DELETE, "/admin/faults/{id}"),
];

/// A request after everything that does not depend on its route.
pub(crate) struct Call {
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// The whole server but its listener.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    let mut router = Router::new();
    for (endpoint, method, path) in ROUTES {
        let Ok(filter) = MethodFilter::try_from(method) else { continue };
        let handler = move |State(shared): State<Arc<Shared>>,
                            id: Result<Path<String>, PathRejection>,
                            request: Request| async move {
            let id = id.map(|Path(id)| id).unwrap_or_default();
            match respond(endpoint, &shared, id, request).await {
                Ok(response) => response,
                Err(refusal) => refusal.into_response(),
            }
        };
        router = router.route(path, on(filter, handler));
        // RFC 7644 3.13: a client may ask for a version of the protocol in the path.
        if let Some(rest) = path.strip_prefix(SCIM) {
            router = router.route(&format!("{SCIM}/v2{rest}"), on(filter, handler));
        }
    }
    router
        .fallback(|| async { Refusal::not_found().into_response() })
        .method_not_allowed_fallback(|| async {
            Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "This address does not take this method")
                .into_response()
        })
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), pass))
        .with_state(shared)
}

/// What every request goes through, whether there is a route for it or not.
async fn pass(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response<Body> {
    let (method, uri) = (request.method(), request.uri());
    if let Err(refusal) = shared.guard.admit(method, uri, request.headers()) {
        return refusal.into_response();
    }
    let path = uri.path();
    let verdict = if path == ADMIN || path.starts_with("/admin/") {
        judge(request.headers(), &shared.admin_token)
    } else {
        shared.scim_token.judge(request.headers())
    };
    if verdict != Verdict::Right {
        return unauthorized(&shared, &verdict).await;
    }
    shared.stats.count();
    let below = match path.strip_prefix(SCIM) {
        Some(rest) => rest.strip_prefix("/v2").unwrap_or(rest),
        None => path,
    };
    let troubles = shared.faults.strike(method, below);
    if troubles.is_empty() {
        next.run(request).await
    } else {
        struck(&shared, troubles, request, next).await
    }
}

/// Answers a missing or wrong token; more than a few wrong ones a second have to wait.
async fn unauthorized(shared: &Shared, verdict: &Verdict) -> Response<Body> {
    if *verdict == Verdict::Wrong
        && let Guess::Delay(delay) = shared.guesses.count(tokio::time::Instant::now())
    {
        tokio::time::sleep(delay).await;
        return Refusal::new(StatusCode::TOO_MANY_REQUESTS, "Too many wrong tokens; wait a second")
            .with_header(header::RETRY_AFTER, "1")
            .into_response();
    }
    Refusal::new(StatusCode::UNAUTHORIZED, "A valid bearer token is required")
        .with_header(header::WWW_AUTHENTICATE, "Bearer realm=\"scim\"")
        .into_response()
}

/// Carries out the troubles that struck a request.
async fn struck(
    shared: &Arc<Shared>,
    troubles: Vec<Trouble>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let cut = request.extensions().get::<Cut>().cloned().unwrap_or_default();
    let (mut truncate, mut cut_after, mut drifts) = (false, false, Vec::new());
    for trouble in troubles {
        match trouble {
            Trouble::Delay { milliseconds } => {
                tokio::time::sleep(Duration::from_millis(milliseconds)).await;
            }
            Trouble::Throttle { retry_after } => {
                let refusal = Refusal::new(
                    StatusCode::TOO_MANY_REQUESTS,
                    "Too many requests; this was asked for",
                );
                return match retry_after {
                    Some(text) => refusal.with_header(header::RETRY_AFTER, text).into_response(),
                    None => refusal.into_response(),
                };
            }
            Trouble::Status { status } => {
                let status =
                    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                return Refusal::new(status, "This error was asked for").into_response();
            }
            Trouble::Reset { when: When::Before } => {
                cut.now();
                return reply::empty(StatusCode::INTERNAL_SERVER_ERROR);
            }
            Trouble::Reset { when: When::After } => cut_after = true,
            // A limit strikes as a 429, or not at all.
            Trouble::Limit { .. } => {}
            Trouble::Truncate => truncate = true,
            Trouble::Drift { add, remove } => drifts.push((add, remove)),
        }
    }
    let mut response = next.run(request).await;
    for (add, remove) in drifts {
        drift::drift(shared, add, remove).await;
    }
    if truncate {
        response = halve(response).await;
    }
    if cut_after {
        cut.now();
    }
    response
}

/// Announces the whole body and sends half of it.
async fn halve(response: Response<Body>) -> Response<Body> {
    let (mut parts, body) = response.into_parts();
    let Ok(whole) = axum::body::to_bytes(body, usize::MAX).await else {
        return Response::from_parts(parts, Body::empty());
    };
    parts.headers.insert(header::CONTENT_LENGTH, whole.len().into());
    let half = whole.slice(..whole.len() / 2);
    let pieces = futures_util::stream::unfold(Some(half), |half| async move {
        if let Some(half) = half {
            return Some((Ok(half), None));
        }
        // The half has to leave before the error ends the connection.
        tokio::time::sleep(Duration::from_millis(20)).await;
        Some((Err(std::io::Error::from(std::io::ErrorKind::ConnectionAborted)), None))
    });
    Response::from_parts(parts, Body::from_stream(pieces))
}

/// Reads the body where there is one to expect, then hands the call to its endpoint.
async fn respond(
    endpoint: Endpoint,
    shared: &Arc<Shared>,
    id: String,
    request: Request,
) -> Result<Response<Body>, Refusal> {
    let (parts, body) = request.into_parts();
    let query = read_query(parts.uri.query().unwrap_or_default())?;
    let takes_body = matches!(parts.method, Method::POST | Method::PUT | Method::PATCH);
    let body = if takes_body {
        // Some of what an admin does has nothing to say beside its address.
        if !endpoint.may_be_silent() || parts.headers.contains_key(header::CONTENT_TYPE) {
            guard::check_media_type(&parts.headers)?;
        }
        read_body(&parts.headers, body).await?
    } else {
        Bytes::new()
    };
    let call = Call { query, headers: parts.headers, body };
    match endpoint {
        Endpoint::List(kind) => list::list(shared, kind, call).await,
        Endpoint::Search(Kind::User) => list::search(shared, &[Kind::User], call).await,
        Endpoint::Search(Kind::Group) => list::search(shared, &[Kind::Group], call).await,
        Endpoint::SearchAll => list::search(shared, &[Kind::User, Kind::Group], call).await,
        Endpoint::Create(kind) => resources::create(shared, kind, &call).await,
        Endpoint::Read(kind) => resources::read(shared, kind, &id, &call),
        Endpoint::Replace(kind) => resources::replace(shared, kind, &id, &call).await,
        Endpoint::Patch(kind) => resources::patch(shared, kind, &id, &call).await,
        Endpoint::Delete(kind) => resources::delete(shared, kind, &id, &call).await,
        Endpoint::Bulk => bulk::bulk(shared, &call).await,
        Endpoint::Me => Err(discovery::no_me()),
        Endpoint::Config => Ok(discovery::config(shared)),
        Endpoint::ResourceTypes => discovery::resource_types(shared, &call),
        Endpoint::ResourceType => discovery::resource_type(shared, &id),
        Endpoint::Schemas => discovery::schemas(shared, &call),
        Endpoint::Schema => discovery::schema(shared, &id),
        Endpoint::AdminProvisioning => provisioning::read(shared),
        Endpoint::AdminAddDomain => provisioning::add_domain(shared, &call),
        Endpoint::AdminRemoveDomain => provisioning::remove_domain(shared, &id),
        Endpoint::AdminRefreshToken => provisioning::refresh(shared),
        Endpoint::AdminDeletedUsers => admin::deleted_users(shared, &call),
        Endpoint::AdminPerson => admin::person(shared, &id),
        Endpoint::AdminEdit => admin::edit(shared, &id, &call),
        Endpoint::AdminDelete => admin::delete(shared, &id, &call),
        Endpoint::AdminRemove => admin::remove(shared, &id, &call).await,
        Endpoint::AdminHoldings => admin::holdings(shared, &call),
        Endpoint::AdminStats => admin::stats(shared),
        Endpoint::AdminFaults => Ok(admin::faults(shared)),
        Endpoint::AdminAddFault => admin::add_fault(shared, &call),
        Endpoint::AdminClearFaults => Ok(admin::clear_faults(shared)),
        Endpoint::AdminRemoveFault => admin::remove_fault(shared, &id),
    }
}

fn read_query(query: &str) -> Result<Vec<(String, String)>, Refusal> {
    query_string::decode(query)
        .map_err(|error| Refusal::of(ScimType::InvalidValue, error.to_string()))
}

async fn read_body(headers: &HeaderMap, body: Body) -> Result<Bytes, Refusal> {
    let too_large = || {
        Refusal::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("The body is larger than {} bytes", limits::SANDBOX_BODY_BYTES),
        )
        .with_header(header::CONNECTION, "close")
    };
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    if announced
        .and_then(|text| text.parse::<u64>().ok())
        .is_some_and(|size| size > limits::SANDBOX_BODY_BYTES as u64)
    {
        return Err(too_large());
    }
    match tokio::time::timeout(
        limits::SANDBOX_BODY,
        axum::body::to_bytes(body, limits::SANDBOX_BODY_BYTES),
    )
    .await
    {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_)) => Err(too_large()),
        Err(_) => Err(Refusal::new(StatusCode::REQUEST_TIMEOUT, "The body did not arrive in time")
            .with_header(header::CONNECTION, "close")),
    }
}

/// Every route as method and path, so that a test can try each.
pub fn routes() -> Vec<(&'static str, &'static str)> {
    let name = |method: &Method| {
        ["GET", "POST", "PUT", "PATCH", "DELETE"].into_iter().find(|name| method == name)
    };
    ROUTES.iter().filter_map(|(_, method, path)| Some((name(method)?, *path))).collect()
}
