//! URLs of one SCIM service provider, built so that neither an id nor a filter nor a link can bend them.

use std::fmt::Write as _;

use reqwest::Url;

use crate::scim::ResourceId;

/// The base of a service provider; every call stays below it.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    base: Url,
}

/// Where one call goes: the URL, and the template that may be logged and shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) url: Url,
    /// Path with placeholders for ids and without query values, which may hold names (RFC 7644 section 7.5.2).
    pub(crate) template: String,
}

impl Endpoint {
    /// `base` was checked by `TenantUrl`: no query, no fragment, no user info.
    pub(crate) fn new(base: &str) -> Option<Self> {
        let base = Url::parse(base.trim_end_matches('/')).ok()?;
        (base.has_host() && !base.cannot_be_a_base()).then_some(Self { base })
    }

    pub(crate) fn base(&self) -> &Url {
        &self.base
    }

    pub(crate) fn is_loopback(&self) -> bool {
        match self.base.host_str() {
            Some("localhost") => true,
            Some(host) => host
                .trim_matches(['[', ']'])
                .parse::<std::net::IpAddr>()
                .is_ok_and(|address| address.is_loopback()),
            None => false,
        }
    }

    /// A collection or discovery document, with query parameters.
    pub(crate) fn collection(&self, name: &str, query: &[(&str, String)]) -> Option<Target> {
        let mut path = format!("/{name}");
        let mut template = path.clone();
        for (index, (key, value)) in query.iter().enumerate() {
            let separator = if index == 0 { '?' } else { '&' };
            write!(path, "{separator}{key}={}", percent_encoded(value)).ok()?;
            write!(template, "{separator}{key}=…").ok()?;
        }
        Some(Target { url: self.below(&path)?, template })
    }

    /// One resource of a collection. `None` when the built URL does not read back as exactly this id.
    pub(crate) fn resource(&self, collection: &str, id: &ResourceId) -> Option<Target> {
        let url = self.below(&format!("/{collection}/{}", percent_encoded(id.as_str())))?;
        let expected = format!("{}/{collection}/", self.base.path().trim_end_matches('/'));
        let segment = url.path().strip_prefix(&expected)?;
        (!segment.contains('/')
            && percent_decoded(segment)? == id.as_str()
            && url.query().is_none())
        .then(|| Target { url, template: format!("/{collection}/{{id}}") })
    }

    /// Something that can be done to one resource, as a segment behind its id.
    pub(crate) fn resource_part(
        &self,
        collection: &str,
        id: &ResourceId,
        part: &'static str,
    ) -> Option<Target> {
        let Target { url, template } = self.resource(collection, id)?;
        let url = Url::parse(&format!("{url}/{part}")).ok()?;
        url.path().ends_with(part).then(|| Target { url, template: format!("{template}/{part}") })
    }

    /// Whether a link the server gave leads to the same scheme, host and port, the only place the token may go.
    pub(crate) fn owns(&self, link: &str) -> bool {
        self.base.join(link).is_ok_and(|link| {
            link.origin() == self.base.origin()
                && link.username().is_empty()
                && link.password().is_none()
        })
    }

    /// Scheme, host and port of a link, for a message; its path and query may hold anything.
    pub(crate) fn place(&self, link: &str) -> Option<String> {
        let link = self.base.join(link).ok()?;
        link.has_host().then(|| link.origin().ascii_serialization())
    }

    fn below(&self, path: &str) -> Option<Url> {
        let base = self.base.as_str().trim_end_matches('/');
        let url = Url::parse(&format!("{base}{path}")).ok()?;
        // What the parser normalized must still be what was written.
        (url.as_str().strip_prefix(base)? == path && url.origin() == self.base.origin())
            .then_some(url)
    }
}

/// Every byte but the unreserved characters of RFC 3986 as `%XX`, so that a space is `%20`, a plus is `%2B`, and a dot
/// segment cannot appear in other ways than literally.
pub(crate) fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            _ => {
                encoded.push('%');
                for digit in [byte >> 4, byte & 15] {
                    encoded.push(
                        char::from_digit(digit.into(), 16).unwrap_or('0').to_ascii_uppercase(),
                    );
                }
            }
        }
    }
    encoded
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            _ => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn endpoint() -> Endpoint {
        Endpoint::new("https://scim.example:8443/organization/scim/").unwrap()
    }

    #[test]
    fn the_path_of_the_tenant_url_stays_in_front() {
        let query =
            [("filter", "userName eq \"a+b c@example.com\"".to_owned()), ("count", "1".to_owned())];
        let target = endpoint().collection("Users", &query).unwrap();
        assert_eq!(
            target.url.as_str(),
            "https://scim.example:8443/organization/scim/Users?filter=userName%20eq%20%22a%2Bb%20c%40example.com%22&count=1"
        );
        assert_eq!(target.template, "/Users?filter=…&count=…");
        let id = ResourceId::parse("ada@example.com").unwrap();
        let target = endpoint().resource("Users", &id).unwrap();
        assert_eq!(target.url.path(), "/organization/scim/Users/ada%40example.com");
        assert_eq!(target.template, "/Users/{id}");
        let bare = Endpoint::new("http://127.0.0.1:9/").unwrap();
        assert_eq!(
            bare.resource("Groups", &id).unwrap().url.as_str(),
            "http://127.0.0.1:9/Groups/ada%40example.com"
        );
    }

    #[test]
    fn only_the_same_scheme_host_and_port_own_a_link() {
        let endpoint = endpoint();
        for (link, owned) in [
            ("https://scim.example:8443/organization/scim/Users/1", true),
            ("https://SCIM.example:8443/other", true),
            ("/Users/1", true),
            ("Users/1", true),
            ("http://scim.example:8443/organization/scim/Users/1", false),
            ("https://scim.example/organization/scim/Users/1", false),
            ("https://scim.example:8444/Users/1", false),
            ("https://evil.example:8443/Users/1", false),
            ("https://scim.example.evil.example:8443/", false),
            ("https://scim.example:8443@evil.example/", false),
            ("https://user:secret@scim.example:8443/", false),
            ("//evil.example/x", false),
            ("\\\\evil.example\\x", false),
            ("javascript:alert(1)", false),
            ("file:///etc/passwd", false),
            ("https://", false),
        ] {
            assert_eq!(endpoint.owns(link), owned, "{link}");
        }
    }

    #[test]
    fn loopback_is_told_by_the_host_alone() {
        for (base, loopback) in [
            ("http://127.0.0.1:1/scim", true),
            ("http://127.9.9.9/scim", true),
            ("http://[::1]:80/scim", true),
            ("http://localhost:5/scim", true),
            ("https://localhost.example/scim", false),
            ("https://127.0.0.1.example/scim", false),
            ("https://10.0.0.1/scim", false),
        ] {
            assert_eq!(Endpoint::new(base).unwrap().is_loopback(), loopback, "{base}");
        }
    }

    /// Three decoders that differ in strictness read back what was written.
    #[test]
    fn a_filter_survives_the_query_of_every_decoder() {
        let endpoint = endpoint();
        for value in
            ["userName eq \"a b\"", "a+b", "50%", "%2B", "é ü 漢字", "a&b=c#d?e", "\"\\\"\\\\\""]
        {
            let target = endpoint.collection("Users", &[("filter", value.to_owned())]).unwrap();
            let query = target.url.query().unwrap();
            assert!(!query.contains('+') && !query.contains(' '), "{query}");
            // application/x-www-form-urlencoded, as most frameworks read a query.
            assert_eq!(target.url.query_pairs().next().unwrap().1, value);
            // Plain percent-decoding, where a plus stays a plus.
            assert_eq!(percent_decoded(query.strip_prefix("filter=").unwrap()).unwrap(), value);
            // A form decoder that reads a plus as a space.
            let form = query.strip_prefix("filter=").unwrap().replace('+', " ");
            assert_eq!(percent_decoded(&form).unwrap(), value);
        }
    }

    fn stays_in_place(endpoint: &Endpoint, text: &str) {
        let Ok(id) = ResourceId::parse(text) else { return };
        let target = endpoint.resource("Users", &id).unwrap();
        let url = target.url.as_str();
        let rest = url.strip_prefix("https://scim.example:8443/organization/scim/Users/").unwrap();
        assert!(!rest.is_empty() && !rest.contains(['/', '?', '#', '\\']), "{url}");
        assert_eq!(target.url.path_segments().unwrap().count(), 4, "{url}");
        assert_eq!(percent_decoded(rest).unwrap(), text);
    }

    #[test]
    fn a_million_ids_never_leave_their_collection() {
        // Small alphabet, rich in what bends URLs; xorshift keeps the run repeatable.
        let alphabet: Vec<char> = "..%2eE/\\?#@:+-_~ aZ0\t\r\n\0é;&=".chars().collect();
        let endpoint = endpoint();
        let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
        let mut next = || {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            usize::try_from(seed >> 33).unwrap()
        };
        let mut text = String::new();
        for _ in 0..1_000_000 {
            text.clear();
            text.extend((0..next() % 6).map(|_| alphabet[next() % alphabet.len()]));
            stays_in_place(&endpoint, &text);
        }
    }

    proptest! {
        #[test]
        fn any_id_that_is_accepted_stays_in_place(text in "[A-Za-z0-9._~@:+-]{1,256}", wild in "\\PC{0,20}") {
            stays_in_place(&endpoint(), &text);
            stays_in_place(&endpoint(), &wild);
        }
    }
}
