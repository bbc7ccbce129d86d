//! `If-Match` and `If-None-Match` (RFC 7644 3.14, RFC 9110 13).

use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::http::header;

use crate::sandbox::reply::Refusal;
use crate::scim::ETag;
use crate::scim::ETagCondition;

/// The conditions of one request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Precondition {
    if_match: Option<ETagCondition>,
    if_none_match: Option<ETagCondition>,
}

impl Precondition {
    pub(crate) fn of(headers: &HeaderMap) -> Result<Self, Refusal> {
        let read = |name: header::HeaderName| {
            let mut values = headers.get_all(&name).iter();
            let Some(value) = values.next() else { return Ok(None) };
            let condition = value.to_str().ok().and_then(ETagCondition::parse);
            match (condition, values.next()) {
                (Some(condition), None) => Ok(Some(condition)),
                _ => Err(Refusal::bad_request(format!(
                    "{name} must be * or a list of entity tags such as W/\"3\""
                ))),
            }
        };
        Ok(Self { if_match: read(header::IF_MATCH)?, if_none_match: read(header::IF_NONE_MATCH)? })
    }

    /// The condition of one Bulk operation.
    pub(crate) fn version(text: &str) -> Result<Self, Refusal> {
        match ETagCondition::parse(text) {
            Some(condition) => Ok(Self { if_match: Some(condition), if_none_match: None }),
            None => Err(Refusal::bad_request("version must be an entity tag such as W/\"3\"")),
        }
    }

    /// For a write: 412 when the resource is not the one the client means.
    pub(crate) fn check(&self, version: i64) -> Result<(), Refusal> {
        let current = tag(version);
        let expected =
            self.if_match.as_ref().is_none_or(|condition| condition.includes(Some(&current)));
        let fresh =
            self.if_none_match.as_ref().is_none_or(|condition| !condition.includes(Some(&current)));
        if expected && fresh {
            return Ok(());
        }
        let detail =
            format!("The resource has changed: its version is now {current}. Read it again");
        Err(Refusal::new(StatusCode::PRECONDITION_FAILED, detail)
            .with_header(header::ETAG, current.to_string()))
    }

    /// For a read: whether the client has this version already.
    pub(crate) fn is_known(&self, version: i64) -> Result<bool, Refusal> {
        if let Some(condition) = &self.if_none_match
            && condition.includes(Some(&tag(version)))
        {
            return Ok(true);
        }
        self.check(version).map(|()| false)
    }
}

fn tag(version: i64) -> ETag {
    ETag::weak(u64::try_from(version).unwrap_or_default())
}
