//! The rules of a closed loopback server, decided before any routing.

use axum::http::HeaderMap;
use axum::http::Method;
use axum::http::StatusCode;
use axum::http::Uri;
use axum::http::header::CONTENT_TYPE;
use axum::http::header::HOST;
use axum::http::header::ORIGIN;

use crate::sandbox::auth;
use crate::sandbox::reply::Refusal;
use crate::scim::query_string;

/// The two spellings of our own authority; anything else is somebody's DNS (RFC 9110 7.2).
pub(crate) struct Guard {
    hosts: [String; 2],
}

impl Guard {
    pub(crate) fn new(port: u16) -> Self {
        Self { hosts: [format!("127.0.0.1:{port}"), format!("localhost:{port}")] }
    }

    /// Refuses what did not come from a plain local client.
    pub(crate) fn admit(
        &self,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Result<(), Refusal> {
        self.check_host(uri, headers)?;
        if headers.contains_key(ORIGIN)
            || headers.keys().any(|name| name.as_str().starts_with("sec-fetch-"))
        {
            return Err(forbidden(
                "requests from web pages are refused; use a client outside the browser",
            ));
        }
        if method == Method::OPTIONS {
            return Err(forbidden(
                "cross-origin preflights are refused: no web page may reach this server",
            ));
        }
        if uri.query().is_some_and(carries_token) {
            return Err(Refusal::bad_request(
                "a token belongs in the Authorization header, never in the URL; treat this one as leaked",
            ));
        }
        Ok(())
    }

    fn check_host(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
        let mut hosts = headers.get_all(HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else {
            return Err(Refusal::bad_request("exactly one Host header is required"));
        };
        let ours = |host: &[u8]| self.hosts.iter().any(|own| own.as_bytes() == host);
        let target = uri.authority().is_none_or(|authority| ours(authority.as_str().as_bytes()));
        if ours(host.as_bytes()) && target {
            Ok(())
        } else {
            Err(forbidden("this server answers only to its own loopback address"))
        }
    }
}

fn forbidden(detail: &str) -> Refusal {
    Refusal::new(StatusCode::FORBIDDEN, detail)
}

/// Tokens in URLs end in logs and histories (RFC 6750 5.3), so they are refused even beside a right header.
fn carries_token(query: &str) -> bool {
    let Ok(pairs) = query_string::decode(query) else {
        return false;
    };
    pairs.iter().any(|(name, value)| {
        ["access_token", "token", "authorization", "bearer"]
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known))
            || [auth::SCIM_TOKEN_PREFIX, auth::ADMIN_TOKEN_PREFIX]
                .iter()
                .any(|prefix| value.contains(prefix) || name.contains(prefix))
    })
}

/// Only JSON may be sent: a form or plain text is what a web page can post without asking.
pub(crate) fn check_media_type(headers: &HeaderMap) -> Result<(), Refusal> {
    let mut values = headers.get_all(CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(unsupported());
    };
    let essence =
        value.as_bytes().split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
    let known = [b"application/scim+json".as_slice(), b"application/json"];
    if known.iter().any(|json| essence.eq_ignore_ascii_case(json)) {
        Ok(())
    } else {
        Err(unsupported())
    }
}

fn unsupported() -> Refusal {
    Refusal::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "send the body as application/scim+json or application/json",
    )
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderName;
    use axum::http::HeaderValue;

    use super::*;

    fn admitted(method: &str, target: &str, headers: &[(&str, &str)]) -> u16 {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(
                HeaderName::from_bytes(name.as_bytes()).unwrap(),
                HeaderValue::from_str(value).unwrap(),
            );
        }
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        match Guard::new(8080).admit(&method, &target.parse().unwrap(), &map) {
            Ok(()) => 200,
            Err(refusal) => refusal.status().as_u16(),
        }
    }

    #[test]
    fn only_the_two_own_hosts_with_the_port_pass() {
        for (host, status) in [
            ("127.0.0.1:8080", 200),
            ("localhost:8080", 200),
            ("127.0.0.1", 403),
            ("localhost", 403),
            ("127.0.0.1:8081", 403),
            ("127.0.0.1:80800", 403),
            ("LOCALHOST:8080", 403),
            ("localhost.:8080", 403),
            ("[::1]:8080", 403),
            ("127.1:8080", 403),
            ("0.0.0.0:8080", 403),
            ("attacker.example", 403),
            ("127.0.0.1:8080.attacker.example", 403),
            ("127.0.0.1.nip.example:8080", 403),
            ("user@127.0.0.1:8080", 403),
            ("", 403),
        ] {
            assert_eq!(admitted("GET", "/scim/Users", &[("host", host)]), status, "{host}");
        }
        assert_eq!(admitted("GET", "/scim/Users", &[]), 400);
        let own = ("host", "127.0.0.1:8080");
        assert_eq!(admitted("GET", "/scim/Users", &[own, own]), 400);
        assert_eq!(admitted("GET", "http://attacker.example/scim/Users", &[own]), 403);
        assert_eq!(admitted("GET", "http://127.0.0.1:8080/scim/Users", &[own]), 200);
    }

    #[test]
    fn browsers_and_tokens_in_the_query_are_refused() {
        let own = ("host", "127.0.0.1:8080");
        for (method, target, extra, status) in [
            ("GET", "/scim/Users", ("origin", "https://attacker.example"), 403),
            ("GET", "/scim/Users", ("origin", "null"), 403),
            ("GET", "/scim/Users", ("origin", "http://127.0.0.1:8080"), 403),
            ("GET", "/scim/Users", ("sec-fetch-site", "same-origin"), 403),
            ("GET", "/scim/Users", ("sec-fetch-mode", "cors"), 403),
            ("OPTIONS", "/scim/Users", ("access-control-request-method", "POST"), 403),
            ("GET", "/scim/Users?access_token=x", ("accept", "*/*"), 400),
            ("GET", "/scim/Users?ACCESS%5FTOKEN=x", ("accept", "*/*"), 400),
            ("GET", "/scim/Users?q=scimdesk_sandbox_00", ("accept", "*/*"), 400),
            ("GET", "/scim/Users?aadOptscim062020", ("accept", "*/*"), 200),
        ] {
            assert_eq!(
                admitted(method, target, &[own, extra]),
                status,
                "{method} {target} {extra:?}"
            );
        }
    }

    #[test]
    fn only_json_media_types_carry_a_body() {
        for (value, passes) in [
            ("application/scim+json", true),
            ("application/json", true),
            ("Application/SCIM+JSON; charset=utf-8", true),
            ("text/plain", false),
            ("application/x-www-form-urlencoded", false),
            ("application/jsonp", false),
            ("text/plain; application/json", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, HeaderValue::from_str(value).unwrap());
            assert_eq!(check_media_type(&headers).is_ok(), passes, "{value}");
        }
        assert!(check_media_type(&HeaderMap::new()).is_err());
    }
}
