//! The stages below SCIM: name, connection, TLS, clock.

use std::io;
use std::net::SocketAddr;

use reqwest::Method;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::client::certificate::CertificateFacts;
use crate::client::check::Finding;
use crate::client::error::ErrorKind;
use crate::client::http::{Call, Content, Http};
use crate::client::wait::words;
use crate::limits;

/// Finds the addresses of the server, or of the proxy that stands in between.
pub(super) async fn look_up(http: &Http) -> Result<(Vec<SocketAddr>, String), Finding> {
    let (host, port, role) = place(http).ok_or_else(|| Finding::Failed {
        what: "The tenant URL names no host",
        why: "there is no host and port in it".to_owned(),
        advice: "Enter the tenant URL as the server's admin gave it.".to_owned(),
    })?;
    let advice = || {
        format!("Check the spelling of {host}, the network connection, the VPN and the DNS server.")
    };
    let failed = |why: String| Finding::Failed {
        what: "The host name has no address",
        why,
        advice: advice(),
    };
    let found = match timeout(limits::CONNECT, tokio::net::lookup_host((host.as_str(), port))).await
    {
        Ok(Ok(found)) => found.collect::<Vec<_>>(),
        Ok(Err(failure)) => return Err(failed(format!("looking up {host} failed ({failure})"))),
        Err(_elapsed) => {
            return Err(failed(format!("no answer about {host} in {}", words(limits::CONNECT))));
        }
    };
    let Some(first) = found.first() else {
        return Err(failed(format!("{host} is known but has no address")));
    };
    let more = match found.len() {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    let note = format!("{role}{host} is {}{more}", first.ip());
    Ok((found, note))
}

/// Opens a TCP connection to the first address that accepts one.
pub(super) async fn connect(addresses: &[SocketAddr]) -> Finding {
    let mut why = "there is no address to connect to".to_owned();
    for address in addresses {
        why = match timeout(limits::CONNECT, TcpStream::connect(address)).await {
            Ok(Ok(_stream)) => return Finding::Passed(format!("{address} accepts connections")),
            Ok(Err(failure)) => match failure.kind() {
                io::ErrorKind::ConnectionRefused => {
                    format!("nothing listens at {address} (connection refused)")
                }
                _ => format!("connecting to {address} failed ({failure})"),
            },
            Err(_elapsed) => format!("{address} did not answer in {}", words(limits::CONNECT)),
        };
    }
    Finding::Failed {
        what: "No connection",
        why,
        advice:
            "Check the port in the tenant URL, firewalls and the VPN, and whether the server runs."
                .to_owned(),
    }
}

/// Makes a TLS handshake by a request without the token: whatever HTTP status comes, the server has proved who it is.
pub(super) async fn handshake(http: &Http) -> Finding {
    if http.endpoint().base().scheme() != "https" {
        return Finding::Skipped("Plain HTTP: the server runs on this computer".to_owned());
    }
    let Some(target) = http.endpoint().collection("ServiceProviderConfig", &[]) else {
        return Finding::Skipped("No URL can be built".to_owned());
    };
    let call = Call {
        doing: "Check the certificate",
        method: Method::GET,
        target,
        authorization: None,
        content: Content::default(),
    };
    if let Err(error) = http.send(&call).await {
        match error.kind() {
            ErrorKind::Tls => return Finding::failed("The server cannot prove who it is", &error),
            ErrorKind::Unreachable | ErrorKind::TimedOut | ErrorKind::Interrupted
                if error.status().is_none() =>
            {
                return Finding::failed("The server does not answer", &error);
            }
            _ => {}
        }
    }
    let Some(facts) = http.certificate().as_deref().and_then(CertificateFacts::read) else {
        return Finding::Passed("The certificate is trusted".to_owned());
    };
    let unnamed = "an unnamed party";
    let note = format!(
        "{}, issued by {}, valid until {}",
        facts.subject.as_deref().or_else(|| http.endpoint().base().host_str()).unwrap_or(unnamed),
        facts.issuer.as_deref().unwrap_or(unnamed),
        facts.expires.strftime("%Y-%m-%d"),
    );
    let left = facts.expires.duration_since(http.now());
    if left < jiff::SignedDuration::from_hours(14 * 24) {
        return Finding::Warned {
            note,
            advice: "Ask the server's admin to renew the certificate soon.".to_owned(),
        };
    }
    Finding::Passed(note)
}

/// Compares the server's clock, as every answer tells it, with this computer's.
pub(super) fn clock(http: &Http) -> Finding {
    let Some(skew) = http.clock_skew() else {
        return Finding::Skipped("The server does not tell its time".to_owned());
    };
    let amount = skew.unsigned_abs();
    if amount <= limits::CLOCK_SKEW {
        return Finding::Passed(match amount.as_secs() {
            0..=2 => "The clocks agree".to_owned(),
            _ => format!("The clocks agree within {}", words(amount)),
        });
    }
    let direction = if skew.is_negative() { "behind" } else { "ahead of" };
    Finding::Warned {
        note: format!("The server's clock is {} {direction} this computer's", words(amount)),
        advice: "Set this computer's clock by the network. Times shown beside each other cannot be trusted until then."
            .to_owned(),
    }
}

/// Host and port to connect to, and how to speak of them.
fn place(http: &Http) -> Option<(String, u16, &'static str)> {
    if let Some(proxy) = http.proxy() {
        let (host, port) = proxy.rsplit_once(':').unwrap_or((proxy, "80"));
        return Some((
            host.trim_matches(['[', ']']).to_owned(),
            port.parse().ok()?,
            "Through the system's proxy: ",
        ));
    }
    let base = http.endpoint().base();
    let host = base.host_str()?.trim_matches(['[', ']']).to_owned();
    Some((host, base.port_or_known_default()?, ""))
}
