//! Answers: SCIM JSON, and an Error body for everything that is not a success.

use std::fmt::Write as _;

use axum::body::Body;
use axum::http::HeaderName;
use axum::http::HeaderValue;
use axum::http::Response;
use axum::http::StatusCode;
use axum::http::header;
use serde_json::Value;

use crate::sandbox::store::StoreError;
use crate::scim::ScimError;
use crate::scim::ScimType;

/// A request that is not granted, with everything the answer says.
#[derive(Debug)]
pub(crate) struct Refusal {
    error: ScimError,
    headers: Vec<(HeaderName, String)>,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        ScimError::with_status(status.as_u16(), detail).into()
    }

    pub(crate) fn of(scim_type: ScimType, detail: impl Into<String>) -> Self {
        ScimError::new(scim_type, detail).into()
    }

    pub(crate) fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// The same words whether the resource never was, is gone, or belongs to somebody else.
    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "Nothing is known under this address")
    }

    pub(crate) fn with_header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    pub(crate) fn to_value(&self) -> Value {
        self.error.to_value()
    }

    pub(crate) fn into_response(self) -> Response<Body> {
        let mut response = json(self.status(), self.to_value().to_string().into_bytes());
        for (name, value) in self.headers {
            set(&mut response, name, &value);
        }
        response
    }
}

impl From<ScimError> for Refusal {
    fn from(error: ScimError) -> Self {
        Self { error, headers: Vec::new() }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Taken { what } => Self::of(
                ScimType::Uniqueness,
                format!("Another person in this organization has this {what}"),
            ),
            StoreError::Full => Self::new(
                StatusCode::INSUFFICIENT_STORAGE,
                "The disk of the sandbox is full; nothing was changed. Free some space and send the request again",
            ),
            StoreError::Damaged(detail) => {
                tracing::error!(detail, "the sandbox cannot use its file");
                Self::new(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "The file of the sandbox cannot be read or written; nothing was changed. Start the sandbox again",
                )
            }
        }
    }
}

/// A body of SCIM JSON.
pub(crate) fn json(status: StatusCode, body: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/scim+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// An answer without a body.
pub(crate) fn empty(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// Sets a header whose text comes from us and is therefore always legal.
pub(crate) fn set(response: &mut Response<Body>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// The weak entity tag of a version counter, as `meta.version` and `ETag` carry it.
pub(crate) fn etag(version: i64) -> String {
    format!("W/\"{version}\"")
}

/// Appends a number without an allocation of its own.
pub(crate) fn push_number(text: &mut String, number: impl std::fmt::Display) {
    // Writing to a String cannot fail.
    write!(text, "{number}").unwrap_or_default();
}
