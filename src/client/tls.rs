//! What the client trusts, and what a server's certificate says.

use std::sync::Once;

use reqwest::Certificate;
use reqwest::ClientBuilder;

use crate::client::error::{Error, ErrorKind};

/// Installs ring for the whole process; reqwest's builder panics without a provider.
pub(crate) fn install_provider() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        // It fails only when the program installed another provider before, which then serves as well.
        rustls::crypto::ring::default_provider().install_default().unwrap_or_default();
    });
}

/// Adds the CA certificates of a connection to the ones the system trusts.
pub(crate) fn trust(
    builder: ClientBuilder,
    extra_ca: Option<&str>,
) -> Result<ClientBuilder, Error> {
    let Some(pem) = extra_ca else { return Ok(builder) };
    let unusable =
        |reason: &str| Error::new(ErrorKind::Settings, "Read the CA certificate", reason);
    let certificates = Certificate::from_pem_bundle(pem.as_bytes())
        .map_err(|_unreadable| unusable("it is not a certificate in PEM form"))?;
    if certificates.is_empty() {
        return Err(unusable("there is no certificate in the PEM text"));
    }
    Ok(builder.tls_certs_merge(certificates))
}
