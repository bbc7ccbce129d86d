//! The tenant URL: where a SCIM server is, checked so that a token never goes to a place it was not meant for.

mod error;
mod host;

use std::fmt;

use url::Url;

use crate::limits;
use crate::verkada::checked::trim_pasted;
use crate::verkada::{Checked, Notice};

pub use error::TenantError;

/// The base URL of a SCIM server: https (or http on this computer), no user, query or fragment,
/// no slash at its end.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TenantUrl(Url);

/// The place a token is bound to: scheme, host and port.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    scheme: String,
    host: String,
    port: u16,
}

/// Flags that Entra takes out of the tenant URL for its own request dialect
/// (learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility).
const ENTRA_FLAGS: [&str; 2] = ["aadOptscim062020", "AzureAdScimPatch2017"];

impl TenantUrl {
    /// Reads a URL as pasted. Every check is made on the text itself, before anything is normalized.
    pub fn parse(text: &str) -> Result<Checked<Self>, TenantError> {
        let mut notices = Vec::new();
        let trimmed = trim_pasted(text);
        if trimmed.len() != text.len() {
            notices.push(Notice::TrimmedSpace);
        }
        check_characters(trimmed)?;
        let (scheme, rest) = trimmed.split_once("://").ok_or(TenantError::NoScheme)?;
        if rest.contains('#') {
            return Err(TenantError::Fragment);
        }
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        notices.extend(entra_flags(query)?);
        let (authority, path) = place.split_at(place.find('/').unwrap_or(place.len()));
        check_authority(authority)?;
        let path = path.trim_end_matches('/');
        check_path(path)?;
        let url = Url::parse(&format!("{scheme}://{authority}{path}"))
            .map_err(|_detail| TenantError::Malformed)?;
        let standing = host::judge(authority, &url)?;
        match (url.scheme(), &standing) {
            ("https", _) | ("http", host::Standing::Loopback) => {}
            ("http", _) => return Err(TenantError::PlainHttp),
            _ => return Err(TenantError::NoScheme),
        }
        notices.extend(host::notice(standing, &url));
        Ok(Checked { value: Self(url), notices })
    }

    /// The URL as text, without a slash at its end.
    pub fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    /// The scheme, host and port a token for this URL is bound to.
    pub fn origin(&self) -> Origin {
        Origin::of(&self.0)
    }

    /// The URL of something below this base; each segment is escaped, so none can leave it.
    pub fn join<'a>(&self, segments: impl IntoIterator<Item = &'a str>) -> Url {
        let mut url = self.0.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        url
    }
}

impl fmt::Display for TenantUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Origin {
    /// The origin of any http or https URL.
    pub fn of(url: &Url) -> Self {
        Self {
            scheme: url.scheme().to_owned(),
            host: url.host_str().unwrap_or_default().to_owned(),
            port: url.port_or_known_default().unwrap_or_default(),
        }
    }

    /// The host as it is looked up.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port, also where the URL leaves it to the scheme.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl fmt::Display for Origin {
    /// Always names the port, so that two origins never read the same.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}:{}", self.scheme, self.host, self.port)
    }
}

fn check_characters(text: &str) -> Result<(), TenantError> {
    if text.is_empty() {
        return Err(TenantError::Empty);
    }
    if text.len() > limits::TENANT_URL_BYTES {
        return Err(TenantError::TooLong);
    }
    // A URL parser drops or rewrites these silently (WHATWG URL, 4.1 and 4.4).
    let refused = |character: char| {
        character.is_whitespace()
            || character.is_control()
            || crate::verkada::name::is_invisible(character)
            || matches!(character, '\\' | '"' | '<' | '>' | '`' | '{' | '}' | '|' | '^')
    };
    if text.contains(refused) { Err(TenantError::ForbiddenCharacter) } else { Ok(()) }
}

fn check_authority(authority: &str) -> Result<(), TenantError> {
    if authority.is_empty() {
        return Err(TenantError::NoHost);
    }
    if authority.contains('@') {
        return Err(TenantError::UserInfo);
    }
    // Percent signs and full-width dots would be decoded into another host.
    if authority.contains(['%', '。', '．', '｡'])
        || authority.ends_with('.')
        || authority.contains(".:")
    {
        return Err(TenantError::OddHost);
    }
    Ok(())
}

fn check_path(path: &str) -> Result<(), TenantError> {
    if !path.is_ascii() {
        return Err(TenantError::ForbiddenCharacter);
    }
    for segment in path.split('/').skip(1) {
        let plain = segment.to_ascii_lowercase().replace("%2e", ".");
        if plain == "." || plain == ".." {
            return Err(TenantError::DotSegment);
        }
        if plain.is_empty() || ["%2f", "%5c", "%00"].iter().any(|hidden| plain.contains(hidden)) {
            return Err(TenantError::OddPath);
        }
    }
    Ok(())
}

fn entra_flags(query: &str) -> Result<Vec<Notice>, TenantError> {
    query
        .split('&')
        .filter(|part| !part.is_empty())
        .map(|part| {
            let name = part.strip_suffix('=').unwrap_or(part);
            ENTRA_FLAGS
                .into_iter()
                .find(|flag| flag.eq_ignore_ascii_case(name))
                .map(|flag| Notice::RemovedEntraFlag(flag.to_owned()))
                .ok_or(TenantError::Query)
        })
        .collect()
}

#[cfg(test)]
mod tests;
