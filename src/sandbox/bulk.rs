//! Bulk.

use axum::body::Body;
use axum::http::{Response, StatusCode};

use crate::sandbox::reply::Refusal;
use crate::sandbox::router::Call;
use crate::sandbox::shared::Shared;

pub(crate) async fn bulk(_: &Shared, _: &Call) -> Result<Response<Body>, Refusal> {
    Err(Refusal::new(StatusCode::NOT_IMPLEMENTED, "not yet"))
}
