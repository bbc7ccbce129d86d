//! Whether the host of a tenant URL is Verkada's, this computer, somebody's own, or a deception.

use core::net::{Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use crate::verkada::name;
use crate::verkada::{Notice, Region};

use super::TenantError;

/// Whose host it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// `localhost` or an address of the loopback interface, written plainly.
    Loopback,
    /// A host below Verkada's own domains.
    Verkada,
    /// Anything else that can be a server.
    Custom,
}

/// Domains that Verkada itself uses; GovCloud has its own.
const VERKADA_DOMAINS: [&str; 2] = ["verkada.com", "verkadagov.com"];

/// Judges the host of a parsed URL beside the authority it was written as.
pub(super) fn judge(authority: &str, url: &Url) -> Result<Standing, TenantError> {
    match url.host() {
        None => Err(TenantError::NoHost),
        Some(Host::Ipv4(address)) => judge_ipv4(authority, address),
        Some(Host::Ipv6(address)) => judge_ipv6(address),
        Some(Host::Domain("localhost")) => Ok(Standing::Loopback),
        Some(Host::Domain(domain)) => judge_domain(authority, domain),
    }
}

/// What to tell about an accepted host.
pub(super) fn notice(standing: Standing, url: &Url) -> Option<Notice> {
    let host = url.host_str().unwrap_or_default();
    match standing {
        Standing::Loopback => None,
        Standing::Verkada => {
            let plain = url.as_str().trim_end_matches('/');
            let documented =
                Region::ALL.into_iter().any(|region| region.scim_base_url() == Some(plain));
            (!documented).then_some(Notice::UndocumentedVerkadaAddress)
        }
        Standing::Custom => Some(match idna::domain_to_unicode(host) {
            (shown, Ok(())) if shown != host => {
                Notice::InternationalHost { shown, punycode: host.to_owned() }
            }
            _ => Notice::CustomHost(host.to_owned()),
        }),
    }
}

fn judge_ipv4(authority: &str, address: Ipv4Addr) -> Result<Standing, TenantError> {
    let written = authority.split(':').next().unwrap_or_default();
    // Parsers read 127.1, 0x7f000001 and 017700000001 as addresses too.
    if written != address.to_string() {
        return Err(TenantError::OddHost);
    }
    if address.is_loopback() {
        return Ok(Standing::Loopback);
    }
    // 169.254.169.254 hands out the credentials of cloud machines.
    if address.is_unspecified()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_broadcast()
    {
        return Err(TenantError::ReservedAddress(written.to_owned()));
    }
    Ok(Standing::Custom)
}

fn judge_ipv6(address: Ipv6Addr) -> Result<Standing, TenantError> {
    if address == Ipv6Addr::LOCALHOST {
        return Ok(Standing::Loopback);
    }
    if address.is_unspecified()
        || address.is_unicast_link_local()
        || address.is_multicast()
        || address.to_ipv4_mapped().is_some()
    {
        return Err(TenantError::ReservedAddress(address.to_string()));
    }
    Ok(Standing::Custom)
}

fn judge_domain(authority: &str, domain: &str) -> Result<Standing, TenantError> {
    let below = |owner: &str| {
        domain.strip_suffix(owner).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    // Full-width and other compatible letters become plain ones: a person did not type that.
    let rewritten = !authority.is_ascii() && domain.is_ascii() && !domain.contains("xn--");
    let (shown, _validity) = idna::domain_to_unicode(domain);
    if VERKADA_DOMAINS.into_iter().any(below) {
        // What is below Verkada's domain has no letters outside ASCII.
        return if rewritten || shown != domain {
            Err(TenantError::LookAlike(domain.to_owned()))
        } else {
            Ok(Standing::Verkada)
        };
    }
    if shown.split('.').any(poses_as_verkada) {
        return Err(TenantError::LookAlike(domain.to_owned()));
    }
    if rewritten {
        return Err(TenantError::OddHost);
    }
    if shown.split('.').any(name::mixes_scripts) {
        return Err(TenantError::MixedScript(domain.to_owned()));
    }
    Ok(Standing::Custom)
}

/// Whether a label outside Verkada's domains reads as its name: the name itself, one with foreign
/// letters or digits in it, or one with its ending glued on (`verkada-com`).
fn poses_as_verkada(label: &str) -> bool {
    let reads_as = |name: &str| {
        label.chars().count() == name.len()
            && label.chars().zip(name.chars()).all(|(written, meant)| {
                written == meant
                    || !written.is_ascii()
                    || matches!((written, meant), ('4', 'a') | ('3', 'e'))
            })
    };
    reads_as("verkada")
        || reads_as("verkadagov")
        || label.contains("verkada-com")
        || label.contains("verkadacom")
}
