//! One HTTP connection to one service provider: deadlines, retries, caps, and a record of every try.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, DATE, HeaderMap, HeaderValue, LOCATION,
};
use reqwest::{Client, Method, Response, StatusCode};
use tokio::time::Instant;

use crate::client::auth::Authorization;
use crate::client::body;
use crate::client::body::Body;
use crate::client::endpoint::{Endpoint, Target};
use crate::client::error::{Error, ErrorKind};
use crate::client::exchange::{Exchange, ExchangeOutcome, head};
use crate::client::gate::{Gate, Pace};
use crate::client::redact::Redactor;
use crate::client::refusal;
use crate::client::tls;
use crate::client::wait::{
    Chance, Clock, Event, Observer, WaitReason, Waiting, backoff, http_date, retry_after, words,
};
use crate::limits;
use crate::verkada::TenantUrl;

/// Bytes of a body that an [`Exchange`] keeps.
const EXCERPT_BYTES: usize = 4096;
/// SCIM's media type, and the one servers send instead (RFC 7644 section 3.1).
const MEDIA_TYPES: &str = "application/scim+json, application/json";

/// The way to one service provider. Clones share connections, pace and pauses: one for each organization.
#[derive(Clone)]
pub struct Http(Arc<Inner>);

struct Inner {
    client: Client,
    endpoint: Endpoint,
    gate: Gate,
    proxy: Option<String>,
    clock: Clock,
    chance: Chance,
    observer: Observer,
}

/// What differs between connections, and what tests replace.
#[derive(Clone)]
pub struct HttpOptions {
    /// Certificates in PEM form that this connection trusts besides the system's.
    pub extra_ca: Option<String>,
    /// The wall clock.
    pub clock: Clock,
    /// Random numbers for pauses and probes.
    pub chance: Chance,
    /// Hears of every try and wait.
    pub observer: Observer,
}

/// One call.
pub(crate) struct Call<'a> {
    /// Such as "Read users": how messages about it begin.
    pub(crate) doing: &'static str,
    pub(crate) method: Method,
    pub(crate) target: Target,
    pub(crate) authorization: Option<&'a Authorization>,
}

/// A success.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    /// The server's clock.
    pub(crate) date: Option<Timestamp>,
    /// The server's certificate in DER form.
    pub(crate) certificate: Option<Vec<u8>>,
}

impl Http {
    /// Prepares the connection; nothing is sent yet.
    pub fn new(tenant: &TenantUrl, options: HttpOptions) -> Result<Self, Error> {
        let unusable =
            |reason: &str| Error::new(ErrorKind::Settings, "Prepare the connection", reason);
        let endpoint = Endpoint::new(tenant.as_str())
            .ok_or_else(|| unusable("the tenant URL cannot be used"))?;
        tls::install_provider();
        let mut builder = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .user_agent(concat!("scim-desk/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(limits::CONNECT)
            .read_timeout(limits::IDLE)
            .http1_max_headers(limits::RESPONSE_HEADERS)
            .http2_max_header_list_size(
                u32::try_from(limits::RESPONSE_HEADER_BYTES).unwrap_or(u32::MAX),
            )
            .tls_info(true);
        let mut proxy = None;
        if endpoint.is_loopback() {
            // A proxy from the environment would get the token; loading the system's certificates takes time.
            builder = builder.no_proxy();
            if endpoint.base().scheme() == "http" {
                builder = builder.tls_certs_only([]);
            }
        } else {
            builder = builder.https_only(true);
            let system = hyper_util::client::proxy::matcher::Matcher::from_system();
            let uri = endpoint.base().as_str().parse().ok();
            proxy = uri.and_then(|uri| system.intercept(&uri)).map(|found| {
                // Never the user name and password of the proxy.
                found.uri().authority().map_or_else(String::new, |place| {
                    place.as_str().rsplit('@').next().unwrap_or_default().to_owned()
                })
            });
        }
        if endpoint.base().scheme() == "https" {
            builder = tls::trust(builder, options.extra_ca.as_deref())?;
        }
        let client = builder
            .build()
            .map_err(|failure| Error::from_transport("Prepare the connection", &failure))?;
        let pace = if is_command(&endpoint) { Pace::Command } else { Pace::Free };
        let HttpOptions { extra_ca: _, clock, chance, observer } = options;
        Ok(Self(Arc::new(Inner {
            client,
            endpoint,
            gate: Gate::new(pace),
            proxy,
            clock,
            chance,
            observer,
        })))
    }

    /// The proxy in use, as host and port.
    pub fn proxy(&self) -> Option<&str> {
        self.0.proxy.as_deref()
    }

    pub(crate) fn endpoint(&self) -> &Endpoint {
        &self.0.endpoint
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.0.clock)()
    }

    pub(crate) fn random(&self) -> u64 {
        (self.0.chance)()
    }

    /// Sends a call until it succeeds, fails for good, or has used up its attempts. Dropping it ends it at once.
    pub(crate) async fn send(&self, call: &Call<'_>) -> Result<Answer, Error> {
        let gate = &self.0.gate;
        let mut attempt = 1;
        loop {
            gate.enter(|reason, pause| self.tell_wait(reason, pause)).await;
            let error = match self.attempt(call, attempt).await {
                Ok(answer) => {
                    gate.succeeded();
                    return Ok(answer);
                }
                Err(error) => error,
            };
            // Whoever was asked to wait, waits, also when this call is given up.
            let asked = error.kind().retry_after().filter(|pause| !pause.is_zero());
            if let Some(pause) = asked {
                gate.close_for(pause.min(limits::RETRY_AFTER_LONGEST));
            }
            // Only a method that changes nothing may be repeated blindly (RFC 9110 section 9.2.1).
            let again = error.kind().is_retryable()
                && call.method.is_safe()
                && attempt < limits::ATTEMPTS
                && asked.is_none_or(|pause| pause <= limits::RETRY_AFTER_LONGEST);
            if !again || (asked.is_none() && !gate.take_retry()) {
                return Err(error);
            }
            if asked.is_none() {
                let pause = backoff(attempt, self.random());
                self.tell_wait(WaitReason::Backoff, pause);
                tokio::time::sleep(pause).await;
            }
            attempt += 1;
        }
    }

    async fn attempt(&self, call: &Call<'_>, attempt: u32) -> Result<Answer, Error> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static(MEDIA_TYPES));
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
        if let Some(authorization) = call.authorization {
            headers.insert(AUTHORIZATION, authorization.header.clone());
        }
        let redactor = call.authorization.map(|authorization| &authorization.redactor);
        let mut record = Record {
            at: self.now(),
            begin: Instant::now(),
            request_head: head(
                &format!("{} {}", call.method, call.target.template),
                &headers,
                redactor,
            ),
            response_head: String::new(),
            wire_bytes: 0,
            body: Vec::new(),
            status: None,
        };
        let result =
            match tokio::time::timeout(limits::CALL, self.exchange(call, headers, &mut record))
                .await
            {
                Ok(result) => result,
                Err(_elapsed) => Err(Error::new(
                    ErrorKind::TimedOut,
                    call.doing,
                    format!("the answer was not whole after {}", words(limits::CALL)),
                )),
            };
        (self.0.observer)(Event::Exchange(Box::new(
            record.exchange(call, attempt, &result, redactor),
        )));
        result.map(|mut answer| {
            answer.body = record.body;
            answer
        })
    }

    async fn exchange(
        &self,
        call: &Call<'_>,
        headers: HeaderMap,
        record: &mut Record,
    ) -> Result<Answer, Error> {
        let redactor = call.authorization.map(|authorization| &authorization.redactor);
        let transport = |failure: reqwest::Error| Error::from_transport(call.doing, &failure);
        let request =
            self.0.client.request(call.method.clone(), call.target.url.clone()).headers(headers);
        let mut response = request.send().await.map_err(transport)?;
        let status = response.status();
        record.status = Some(status.as_u16());
        record.response_head =
            head(&format!("{:?} {status}", response.version()), response.headers(), redactor);
        check_headers(call.doing, response.headers())?;
        if !status.is_success() {
            let Body { bytes, wire_bytes } = body::read_some(&mut response, call.doing).await;
            (record.body, record.wire_bytes) = (bytes, wire_bytes);
            return Err(self.refused(call, &response, &record.body));
        }
        if status != StatusCode::NO_CONTENT {
            let Body { bytes, wire_bytes } = body::read_whole(&mut response, call.doing).await?;
            (record.body, record.wire_bytes) = (bytes, wire_bytes);
            body::expect_json(
                text(response.headers(), CONTENT_TYPE.as_str()),
                &record.body,
                call.doing,
            )?;
        }
        Ok(Answer {
            status: status.as_u16(),
            body: Vec::new(),
            date: text(response.headers(), DATE.as_str()).and_then(http_date),
            certificate: certificate(&response),
        })
    }

    /// The error of an answer that is no success.
    fn refused(&self, call: &Call<'_>, response: &Response, body: &[u8]) -> Error {
        let headers = response.headers();
        let status = response.status().as_u16();
        let pause = text(headers, "retry-after").and_then(|value| retry_after(value, self.now()));
        let kind = ErrorKind::of_status(status, pause);
        let redactor = call.authorization.map(|authorization| &authorization.redactor);
        let said = refusal::read(body, status, redactor);
        let reason = if kind == ErrorKind::Redirected {
            let place =
                text(headers, LOCATION.as_str()).and_then(|link| self.0.endpoint.place(link));
            format!(
                "the server points to {} ({status})",
                place.as_deref().unwrap_or("another address")
            )
        } else {
            refusal::words(status, said.words.as_deref())
        };
        Error::new(kind, call.doing, reason).with_answer(
            status,
            said.scim,
            request_id(headers, redactor),
        )
    }

    fn tell_wait(&self, reason: WaitReason, pause: Duration) {
        let until = self.now().checked_add(pause).unwrap_or(Timestamp::MAX);
        (self.0.observer)(Event::Waiting(Waiting { reason, until }));
    }
}

/// What is known of a try while it runs.
struct Record {
    at: Timestamp,
    begin: Instant,
    request_head: String,
    response_head: String,
    wire_bytes: usize,
    body: Vec<u8>,
    status: Option<u16>,
}

impl Record {
    fn exchange(
        &mut self,
        call: &Call<'_>,
        attempt: u32,
        result: &Result<Answer, Error>,
        redactor: Option<&Redactor>,
    ) -> Exchange {
        let outcome = match (result, self.status) {
            (Err(error), _) if error.status().is_none() => {
                ExchangeOutcome::Failed { kind: error.kind() }
            }
            (_, Some(status)) => ExchangeOutcome::Answered { status },
            (Err(error), None) => ExchangeOutcome::Failed { kind: error.kind() },
            (Ok(answer), None) => ExchangeOutcome::Answered { status: answer.status },
        };
        let body = match redactor {
            Some(redactor) => redactor.excerpt(&self.body, EXCERPT_BYTES),
            None => String::from_utf8_lossy(self.body.get(..EXCERPT_BYTES).unwrap_or(&self.body))
                .into_owned(),
        };
        Exchange {
            at: self.at,
            attempt,
            method: call.method.to_string(),
            path: call.target.template.clone(),
            outcome,
            took: self.begin.elapsed(),
            sent_bytes: 0,
            wire_bytes: self.wire_bytes,
            body_bytes: self.body.len(),
            request_head: std::mem::take(&mut self.request_head),
            response_head: std::mem::take(&mut self.response_head),
            body,
        }
    }
}

fn is_command(endpoint: &Endpoint) -> bool {
    endpoint.base().host_str().is_some_and(|host| {
        ["verkada.com", "verkadagov.com"].iter().any(|domain| {
            host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
    })
}

/// HTTP/1 counts header lines but not their bytes.
fn check_headers(doing: &'static str, headers: &HeaderMap) -> Result<(), Error> {
    let bytes: usize =
        headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    if bytes > limits::RESPONSE_HEADER_BYTES || headers.len() > limits::RESPONSE_HEADERS {
        return Err(Error::new(ErrorKind::TooLarge, doing, "the head of the answer is too large"));
    }
    Ok(())
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn request_id(headers: &HeaderMap, redactor: Option<&Redactor>) -> Option<String> {
    const NAMES: [&str; 6] = [
        "x-request-id",
        "request-id",
        "x-amzn-requestid",
        "x-correlation-id",
        "x-amz-cf-id",
        "cf-ray",
    ];
    let value = NAMES.into_iter().find_map(|name| text(headers, name))?;
    let value = redactor.map_or_else(|| value.to_owned(), |redactor| redactor.clean(value));
    Some(body::one_line(&value, 100))
}

fn certificate(response: &Response) -> Option<Vec<u8>> {
    response.extensions().get::<reqwest::tls::TlsInfo>()?.peer_certificate().map(<[u8]>::to_vec)
}
