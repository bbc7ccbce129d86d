//! The SCIM error message of RFC 7644 section 3.12.

use serde_json::{Map, Value, json};

use crate::scim::schema;

/// Why a service provider refused a request, as it stands on the wire.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{detail}", self.prefix())]
pub struct ScimError {
    /// The HTTP status.
    pub status: u16,
    /// The detail keyword, where there is one.
    pub scim_type: Option<ScimType>,
    /// For a person.
    pub detail: String,
}

/// The detail keywords of RFC 7644 table 9 and of RFC 9865 section 2.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScimType {
    /// The filter is malformed, or compares an attribute in a way that makes no sense.
    InvalidFilter,
    /// The filter yields more results than the server is willing to return.
    TooMany,
    /// The value is taken by another resource.
    Uniqueness,
    /// The attribute cannot be changed.
    Mutability,
    /// The body is not what the schema of the message asks for.
    InvalidSyntax,
    /// The path of a PATCH operation is malformed.
    InvalidPath,
    /// The path names nothing that can be worked on.
    NoTarget,
    /// A required value is missing, or a value does not suit its attribute.
    InvalidValue,
    /// The protocol version is not served.
    InvalidVers,
    /// Sensitive information stood in the request URI.
    Sensitive,
    /// The cursor is unknown (RFC 9865).
    InvalidCursor,
    /// The cursor was good once (RFC 9865).
    ExpiredCursor,
    /// The count does not suit the cursor (RFC 9865).
    InvalidCount,
}

impl ScimType {
    /// Every keyword.
    pub(crate) const ALL: [Self; 13] = [
        Self::InvalidFilter,
        Self::TooMany,
        Self::Uniqueness,
        Self::Mutability,
        Self::InvalidSyntax,
        Self::InvalidPath,
        Self::NoTarget,
        Self::InvalidValue,
        Self::InvalidVers,
        Self::Sensitive,
        Self::InvalidCursor,
        Self::ExpiredCursor,
        Self::InvalidCount,
    ];

    /// The keyword on the wire.
    pub(crate) const fn keyword(self) -> &'static str {
        match self {
            Self::InvalidFilter => "invalidFilter",
            Self::TooMany => "tooMany",
            Self::Uniqueness => "uniqueness",
            Self::Mutability => "mutability",
            Self::InvalidSyntax => "invalidSyntax",
            Self::InvalidPath => "invalidPath",
            Self::NoTarget => "noTarget",
            Self::InvalidValue => "invalidValue",
            Self::InvalidVers => "invalidVers",
            Self::Sensitive => "sensitive",
            Self::InvalidCursor => "invalidCursor",
            Self::ExpiredCursor => "expiredCursor",
            Self::InvalidCount => "invalidCount",
        }
    }

    /// Reads a keyword in any case.
    pub(crate) fn from_keyword(keyword: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.keyword().eq_ignore_ascii_case(keyword))
    }

    /// The HTTP status that table 9 pairs with the keyword.
    pub(crate) const fn status(self) -> u16 {
        match self {
            Self::Uniqueness => 409,
            Self::Sensitive => 403,
            _ => 400,
        }
    }
}

impl ScimError {
    /// An error with a keyword and the status that belongs to it.
    pub(crate) fn new(scim_type: ScimType, detail: impl Into<String>) -> Self {
        Self { status: scim_type.status(), scim_type: Some(scim_type), detail: detail.into() }
    }

    /// An error that has only a status.
    pub(crate) fn with_status(status: u16, detail: impl Into<String>) -> Self {
        Self { status, scim_type: None, detail: detail.into() }
    }

    /// The body of RFC 7644 section 3.12; `status` is a string there.
    pub(crate) fn to_value(&self) -> Value {
        let mut body = Map::new();
        body.insert("schemas".to_owned(), json!([schema::ERROR_MESSAGE]));
        body.insert("status".to_owned(), Value::String(self.status.to_string()));
        if let Some(scim_type) = self.scim_type {
            body.insert("scimType".to_owned(), Value::String(scim_type.keyword().to_owned()));
        }
        body.insert("detail".to_owned(), Value::String(self.detail.clone()));
        Value::Object(body)
    }

    /// Reads an error body: `status` as string or number, keyword and detail optional, names in any case. `None` when
    /// the value is no SCIM error at all. `http_status` stands in when the body has no status of its own.
    pub(crate) fn from_value(value: &Value, http_status: u16) -> Option<Self> {
        let body = value.as_object()?;
        let field = |name: &str| {
            body.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
        };
        let is_error = field("schemas").and_then(Value::as_array).is_some_and(|schemas| {
            schemas.iter().any(|schema| schema.as_str() == Some(schema::ERROR_MESSAGE))
        });
        let detail = field("detail").and_then(Value::as_str);
        let keyword = field("scimType").and_then(Value::as_str);
        if !is_error && detail.is_none() && keyword.is_none() {
            return None;
        }
        let status = match field("status") {
            Some(Value::String(text)) => text.trim().parse().ok(),
            Some(Value::Number(number)) => {
                number.as_u64().and_then(|number| u16::try_from(number).ok())
            }
            _ => None,
        };
        Some(Self {
            status: status.unwrap_or(http_status),
            scim_type: keyword.and_then(ScimType::from_keyword),
            detail: detail.unwrap_or_default().to_owned(),
        })
    }

    fn prefix(&self) -> String {
        match self.scim_type {
            Some(scim_type) => format!("{} {}: ", self.status, scim_type.keyword()),
            None => format!("{}: ", self.status),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_keyword_goes_over_the_wire_and_back() {
        for scim_type in ScimType::ALL {
            let error = ScimError::new(scim_type, "why");
            let value = error.to_value();
            assert_eq!(value["status"], scim_type.status().to_string());
            assert_eq!(value["schemas"], json!(["urn:ietf:params:scim:api:messages:2.0:Error"]));
            assert_eq!(ScimError::from_value(&value, 0), Some(error));
        }
        let plain = ScimError::with_status(404, "gone");
        assert_eq!(plain.to_value().get("scimType"), None);
        assert_eq!(ScimError::from_value(&plain.to_value(), 0), Some(plain));
    }

    #[test]
    fn errors_of_lax_servers_are_read() {
        let read = |value: Value| {
            ScimError::from_value(&value, 400)
                .map(|error| (error.status, error.scim_type, error.detail))
        };
        let urn = schema::ERROR_MESSAGE;
        for (value, expected) in [
            (json!({ "schemas": [urn], "status": 409 }), Some((409, None, String::new()))),
            (
                json!({ "schemas": [urn], "status": "nonsense", "detail": "x" }),
                Some((400, None, "x".to_owned())),
            ),
            (
                json!({ "detail": "x", "scimType": "UNIQUENESS" }),
                Some((400, Some(ScimType::Uniqueness), "x".to_owned())),
            ),
            (json!({ "Detail": "x", "Status": "500" }), Some((500, None, "x".to_owned()))),
            (
                json!({ "schemas": [urn], "status": 70000, "scimType": "ownWord" }),
                Some((400, None, String::new())),
            ),
            (json!({ "message": "x" }), None),
            (json!([]), None),
            (json!("x"), None),
        ] {
            assert_eq!(read(value.clone()), expected, "{value}");
        }
    }
}
