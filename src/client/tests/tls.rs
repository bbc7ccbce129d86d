//! TLS is always checked, and each refusal says why.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::fault_server::{Step, page, row, scim};
use super::{CANARY, Probe};
use crate::client::{ErrorKind, Stage, StageState};

struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

impl Authority {
    fn new(name: &str) -> Self {
        let mut parameters = CertificateParams::new(Vec::new()).unwrap();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        parameters.distinguished_name.push(rcgen::DnType::CommonName, name);
        Self {
            issuer: CertifiedIssuer::self_signed(parameters, KeyPair::generate().unwrap()).unwrap(),
        }
    }

    fn pem(&self) -> String {
        self.issuer.pem()
    }
}

/// How the certificate of a server is made.
struct Made {
    name: &'static str,
    expires: i32,
}

/// A TLS server with one user. Returns its base URL.
async fn serve(
    authority: Option<&Authority>,
    made: Made,
    versions: &[&'static rustls::SupportedProtocolVersion],
) -> String {
    let key = KeyPair::generate().unwrap();
    let mut parameters = CertificateParams::new(vec![made.name.to_owned()]).unwrap();
    parameters.not_before = rcgen::date_time_ymd(2020, 1, 1);
    parameters.not_after = rcgen::date_time_ymd(made.expires, 1, 1);
    parameters.distinguished_name.push(rcgen::DnType::CommonName, made.name);
    let certificate = match authority {
        Some(authority) => parameters.signed_by(&key, &authority.issuer).unwrap(),
        None => parameters.self_signed(&key).unwrap(),
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key.serialize_der().try_into().unwrap())
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let mut request = [0; 4096];
                while let Ok(count) = stream.read(&mut request).await {
                    if count == 0 {
                        return;
                    }
                    let list = format!("{{\"totalResults\":1,\"Resources\":[{}]}}", row("u1"));
                    let head = String::from_utf8_lossy(&request[..count]).into_owned();
                    let body = if head.contains("filter=") { page(0, 1, []) } else { list };
                    let steps = scim("200 OK", body);
                    let Some(Step::Send(bytes)) = steps.first() else { return };
                    if stream.write_all(bytes).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    format!("https://localhost:{port}/scim")
}

#[tokio::test]
async fn a_certificate_that_proves_nothing_is_refused_with_the_reason() {
    let (trusted, unknown) = (Authority::new("Example CA"), Authority::new("Other CA"));
    let good = Made { name: "localhost", expires: 2090 };
    let cases = [
        (None, good, "certificate"),
        (
            Some(&unknown),
            Made { name: "localhost", expires: 2090 },
            "not issued by a CA that this computer trusts",
        ),
        (Some(&trusted), Made { name: "other.example", expires: 2090 }, "for another host name"),
        (Some(&trusted), Made { name: "localhost", expires: 2021 }, "has expired"),
    ];
    for (authority, made, words) in cases {
        let base = serve(authority, made, rustls::ALL_VERSIONS).await;
        let probe = Probe::with_ca(&base, Some(trusted.pem())).unwrap();
        let error = probe.walk().await.error.unwrap();
        assert_eq!(error.kind(), ErrorKind::Tls, "{error}");
        assert!(error.to_string().contains(words), "{words}: {error}");
        assert_eq!(probe.exchanges().len(), 1, "a refusal is not tried again");
        probe.assert_no_canary(Some(&error));
    }
}

#[tokio::test]
async fn a_ca_of_the_connection_is_trusted_by_this_connection_alone() {
    let authority = Authority::new("Example CA");
    for versions in [rustls::ALL_VERSIONS, &[&rustls::version::TLS12], &[&rustls::version::TLS13]] {
        let base =
            serve(Some(&authority), Made { name: "localhost", expires: 2090 }, versions).await;
        let with = Probe::with_ca(&base, Some(authority.pem())).unwrap();
        assert_eq!(with.walk().await.ids(), ["u1"]);
        let without = Probe::new(&base);
        assert_eq!(without.walk().await.error.unwrap().kind(), ErrorKind::Tls);
    }
}

#[tokio::test]
async fn the_check_shows_the_certificate_and_warns_before_it_expires() {
    let authority = Authority::new("Example CA");
    for (expires, warned) in [(2090, false), (2027, true)] {
        let base =
            serve(Some(&authority), Made { name: "localhost", expires }, rustls::ALL_VERSIONS)
                .await;
        let now = if warned { "2026-12-25T00:00:00Z" } else { super::NOW };
        let probe = Probe::at(now, &base, Some(authority.pem())).unwrap();
        let mut check = probe.client.check();
        let mut seen = None;
        while let Some(report) = check.next().await {
            if report.stage == Stage::Tls && report.state != StageState::Started {
                seen = Some(report.state);
            }
        }
        let year = format!("issued by Example CA, valid until {expires}-01-01");
        match seen.unwrap() {
            StageState::Passed { note, .. } => assert!(!warned && note.contains(&year), "{note}"),
            StageState::Warned { note, .. } => assert!(warned && note.contains(&year), "{note}"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_ca_that_is_no_certificate_is_refused_before_anything_is_sent() {
    for pem in
        ["", "no certificate", "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n"]
    {
        let error =
            Probe::with_ca("https://scim.example/scim", Some(pem.to_owned())).err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Settings, "{pem}: {error}");
        assert!(!error.to_string().contains(CANARY));
    }
}

#[tokio::test]
async fn a_server_without_tls_of_this_century_is_told_apart() {
    // A ServerHello of TLS 1.0: version, random, no session, TLS_RSA_WITH_AES_128_CBC_SHA, no compression.
    let mut old = vec![0x16, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1];
    old.extend([7; 32]);
    old.extend([0, 0, 0x2f, 0]);
    let refusal = vec![0x15, 3, 1, 0, 2, 2, 70];
    for (bytes, words) in [
        (old, "no TLS version from 1.2 up"),
        (refusal, "ended the TLS handshake (ProtocolVersion)"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec(), "does not speak TLS"),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut hello = [0; 4096];
                if stream.read(&mut hello).await.is_ok() {
                    stream.write_all(&bytes).await.unwrap();
                }
            }
        });
        let probe = Probe::new(&format!("https://localhost:{port}/scim"));
        let error = probe.walk().await.error.unwrap();
        assert_eq!(error.kind(), ErrorKind::Tls, "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }
}
