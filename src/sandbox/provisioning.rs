//! The SCIM page of Command: domains, the token that the first of them brings, Refresh.

use axum::body::Body;
use axum::http::Response;
use axum::http::StatusCode;
use serde_json::Value;
use serde_json::json;

use crate::sandbox::auth::Minted;
use crate::sandbox::reply;
use crate::sandbox::reply::Refusal;
use crate::sandbox::router::Call;
use crate::sandbox::shared::Shared;
use crate::sandbox::shared::read_json;
use crate::sandbox::shared::timestamp;
use crate::sandbox::store::StoreError;
use crate::sandbox::token::KnownToken;
use crate::scim::ScimType;
use crate::verkada::EmailDomain;
use crate::verkada::admin::ListedDomain;
use crate::verkada::admin::Provisioning;

/// The allow-list and what is known of the token.
pub(crate) fn read(shared: &Shared) -> Result<Response<Body>, Refusal> {
    let domains = shared.store.read(|rows| Ok::<_, Refusal>(rows.domains()?))?;
    let domains = domains
        .into_iter()
        .map(|(name, added_at)| {
            let added_at = added_at.parse().map_err(|_no_time| {
                StoreError::Damaged("the allow-list has a time that is none".to_owned())
            })?;
            Ok(ListedDomain { name, added_at })
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    let page = Provisioning { domains, token: shared.scim_token.record() };
    Ok(answer(StatusCode::OK, &json!(page)))
}

/// Puts a domain on the allow-list. The first one of an organization without a token brings it.
pub(crate) fn add_domain(shared: &Shared, call: &Call) -> Result<Response<Body>, Refusal> {
    let body = read_json(&call.body)?;
    let Some(name) = body.get("name").and_then(Value::as_str) else {
        return Err(Refusal::of(
            ScimType::InvalidSyntax,
            "name must be a text such as halcyon.example",
        ));
    };
    let domain = EmailDomain::parse(name)
        .map_err(|error| Refusal::of(ScimType::InvalidValue, error.to_string()))?;
    let now = shared.moment();
    let exchange = shared.scim_token.exchange();
    let minted = match shared.scim_token.record() {
        Some(_) => None,
        None => Some(KnownToken::mint(now).map_err(no_chance)?),
    };
    shared.store.write(|writer| {
        if !writer.add_domain(domain.as_str(), &timestamp(now))? {
            return Err(Refusal::new(
                StatusCode::CONFLICT,
                format!("{domain} is on the list already"),
            ));
        }
        match &minted {
            Some((_, known)) => Ok(known.keep(writer)?),
            None => Ok(()),
        }
    })?;
    let token = minted.map(|(minted, known)| {
        let told = told(&minted, &known);
        shared.scim_token.replace(known);
        told
    });
    drop(exchange);
    let listed = ListedDomain { name: domain.as_str().to_owned(), added_at: now };
    Ok(answer(StatusCode::CREATED, &json!({ "domain": listed, "token": token })))
}

/// Takes a domain off the allow-list. Its people stay, but can be changed no more.
pub(crate) fn remove_domain(shared: &Shared, name: &str) -> Result<Response<Body>, Refusal> {
    let domain = EmailDomain::parse(name).map_err(|_no_domain| Refusal::not_found())?;
    let was_there =
        shared.store.write(|writer| Ok::<_, Refusal>(writer.remove_domain(domain.as_str())?))?;
    if was_there { Ok(reply::empty(StatusCode::NO_CONTENT)) } else { Err(Refusal::not_found()) }
}

/// Refresh: a new token, and the old one is dead at once (help.verkada.com, SCIM token management).
pub(crate) fn refresh(shared: &Shared) -> Result<Response<Body>, Refusal> {
    let exchange = shared.scim_token.exchange();
    if shared.scim_token.record().is_none() {
        return Err(Refusal::new(
            StatusCode::CONFLICT,
            "SCIM is not set up: the first domain brings a token. Add a domain",
        ));
    }
    let (minted, known) = KnownToken::mint(shared.moment()).map_err(no_chance)?;
    shared.store.write(|writer| known.keep(writer))?;
    let told = told(&minted, &known);
    shared.scim_token.replace(known);
    drop(exchange);
    Ok(answer(StatusCode::OK, &told))
}

/// A token as it is handed over once.
fn told(minted: &Minted, known: &KnownToken) -> Value {
    json!({ "record": known.record(), "secret": minted.reveal() })
}

fn no_chance(error: getrandom::Error) -> Refusal {
    tracing::error!(%error, "no random bytes for a token");
    Refusal::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "The system gives no random bytes for a token; nothing was changed. Try again",
    )
}

fn answer(status: StatusCode, value: &Value) -> Response<Body> {
    reply::json(status, value.to_string().into_bytes())
}
