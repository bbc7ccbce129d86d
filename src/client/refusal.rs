//! What a server says when it refuses: SCIM's own error, else any JSON, else text or a web page, else the status alone.

use serde_json::Value;

use crate::client::body::{one_line, page_title};
use crate::client::redact::Redactor;
use crate::limits;
use crate::scim::{ScimError, json};

/// The readable part of an error body.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) scim: Option<ScimError>,
    /// On one line, short, without secrets.
    pub(crate) words: Option<String>,
}

/// Where JSON errors that are no SCIM keep their words; Verkada's API answers `{id, message, data}`.
const FIELDS: [&str; 6] =
    ["detail", "message", "error_description", "title", "description", "error"];

/// Reads an error body. It never fails.
pub(crate) fn read(body: &[u8], status: u16, redactor: Option<&Redactor>) -> Refusal {
    let shown = |text: &str| {
        let line = one_line(text, limits::ERROR_SHOWN_CHARS + limits::KEYRING_ENTRY_CHARS);
        let line = redactor.map_or_else(|| line.clone(), |redactor| redactor.clean(&line));
        Some(one_line(&line, limits::ERROR_SHOWN_CHARS)).filter(|line| !line.is_empty())
    };
    if let Ok(value) = json::parse(body) {
        let scim = ScimError::from_value(&value, status).map(|mut error| {
            error.detail = shown(&error.detail).unwrap_or_default();
            error
        });
        let words = match &scim {
            Some(error) if !error.detail.is_empty() => Some(error.detail.clone()),
            _ => find_words(&value).and_then(shown),
        };
        return Refusal { scim, words };
    }
    let text = String::from_utf8_lossy(body);
    let words = if text.trim_start().starts_with('<') {
        page_title(body).or_else(|| {
            text.split(['<', '>']).map(str::trim).find(|part| part.contains(' ')).map(str::to_owned)
        })
    } else {
        text.trim().lines().next().map(str::to_owned)
    };
    Refusal { scim: None, words: words.as_deref().and_then(shown) }
}

/// The reason of an error: what the status means, then the server's own words.
pub(crate) fn words(status: u16, said: Option<&str>) -> String {
    let meaning = match status {
        401 => "the server refused the token",
        403 => "the token may not do this",
        404 => "the server knows nothing at this address",
        409 => "it collides with another resource",
        412 => "it was changed meanwhile",
        429 => "the server asks for fewer calls",
        501 => "the server does not offer this",
        503 => "the server is not available",
        500..=599 => "the server failed",
        400..=499 => "the server refused the request",
        _ => "the server answered with an odd status",
    };
    match said {
        Some(said) => format!("{meaning} ({status}): {said}"),
        None => format!("{meaning} ({status})"),
    }
}

fn find_words(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        Value::Object(map) => {
            let field = FIELDS.iter().find_map(|name| map.get(*name))?;
            match field {
                // Microsoft Graph nests: {"error": {"code", "message"}}.
                Value::Object(inner) => FIELDS.iter().find_map(|name| inner.get(*name)?.as_str()),
                other => other.as_str(),
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, expected: Option<&str>) {
        assert_eq!(read(body.as_bytes(), 400, None).words.as_deref(), expected, "{body}");
    }

    #[test]
    fn words_are_found_in_whatever_form_a_server_refuses() {
        check(
            r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","detail":"No such attribute"}"#,
            Some("No such attribute"),
        );
        check(r#"{"status":409,"detail":"taken","scimType":"uniqueness"}"#, Some("taken"));
        check(r#"{"id":"0e2d","message":"Token expired","data":null}"#, Some("Token expired"));
        check(r#"{"error":{"code":"x","message":"Too many requests"}}"#, Some("Too many requests"));
        check(r#""Unauthorized""#, Some("Unauthorized"));
        check("Unauthorized\r\nline 2", Some("Unauthorized"));
        check("<html><head><title>502 Bad\nGateway</title></head>", Some("502 Bad Gateway"));
        check("<p>Something went wrong</p>", Some("Something went wrong"));
        check("", None);
        check("[]", None);
        check("{", Some("{"));
        check("\u{1b}[31mred\u{7}", Some("[31mred"));
        assert_eq!(read(&[0xff, 0xfe], 500, None).words.as_deref(), Some("\u{fffd}\u{fffd}"));
    }

    #[test]
    fn a_status_is_read_as_text_and_as_number() {
        for status in ["\"409\"", "409"] {
            let body = format!(r#"{{"status":{status},"scimType":"uniqueness","detail":"taken"}}"#);
            let scim = read(body.as_bytes(), 400, None).scim.unwrap();
            assert_eq!((scim.status, scim.detail.as_str()), (409, "taken"));
        }
    }

    #[test]
    fn a_long_page_of_words_is_cut_and_an_echoed_token_is_not_shown() {
        let token = "vk_canary_0123456789abcdefghij";
        let redactor = Redactor::new(token);
        for lead in 280..310 {
            let body = format!("{{\"message\":\"{}{token} is bad\"}}", "x".repeat(lead));
            let words = read(body.as_bytes(), 401, Some(&redactor)).words.unwrap();
            assert!(
                words.chars().count() <= limits::ERROR_SHOWN_CHARS + 1 && !words.contains("canary"),
                "{words}"
            );
        }
    }
}
