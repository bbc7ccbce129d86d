//! The way to one service provider: what is trusted, how it is reached, and when a call is tried again.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use reqwest::header::{DATE, HeaderValue};
use reqwest::{Client, Method, RequestBuilder, Response};

use crate::client::attempt::text;
use crate::client::auth::Authorization;
use crate::client::endpoint::{Endpoint, Target};
use crate::client::error::{Error, ErrorKind};
use crate::client::gate::{CallPace, Gate, Pace};
use crate::client::redact::Redactor;
use crate::client::tls;
use crate::client::wait::{
    Chance, Clock, Event, Observer, WaitReason, Waiting, backoff, http_date,
};
use crate::limits;
use crate::verkada::{Region, TenantUrl};

/// One organization's connection. Clones share sockets, pace and pauses; make one for each organization.
#[derive(Clone)]
pub struct Http(Arc<Inner>);

struct Inner {
    client: Client,
    endpoint: Endpoint,
    region: Region,
    gate: Gate,
    proxy: Option<String>,
    clock: Clock,
    chance: Chance,
    observer: Observer,
    noticed: Mutex<Noticed>,
}

/// What every answer tells by the way.
#[derive(Clone, Default)]
struct Noticed {
    certificate: Option<Vec<u8>>,
    skew: Option<SignedDuration>,
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
    pub(crate) content: Content<'a>,
}

/// What a call carries besides its address, and what may be written down of the answer.
#[derive(Clone, Copy, Default)]
pub(crate) struct Content<'a> {
    /// The body, as JSON text.
    pub(crate) body: Option<&'a [u8]>,
    pub(crate) media_type: MediaType,
    /// The version that the call is about (RFC 7644 section 3.14).
    pub(crate) if_match: Option<&'a HeaderValue>,
    pub(crate) answer: AnswerHolds,
}

/// How a body is labeled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum MediaType {
    /// SCIM's own (RFC 7644 section 8.1).
    #[default]
    Scim,
    /// Plain JSON, as the sandbox's admin API speaks it.
    Json,
}

/// Whether the answer's body may be recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum AnswerHolds {
    /// Nothing secret.
    #[default]
    Data,
    /// A token: neither body nor headers are recorded, and the body is wiped when it is dropped.
    Token,
}

/// What came back from a call that succeeded.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) etag: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Call<'_> {
    pub(crate) fn redactor(&self) -> Option<&Redactor> {
        self.authorization.map(|authorization| &authorization.redactor)
    }
}

impl Http {
    /// Prepares the connection; nothing is sent yet.
    pub fn new(tenant: &TenantUrl, options: HttpOptions) -> Result<Self, Error> {
        const DOING: &str = "Prepare the connection";
        let HttpOptions { extra_ca, clock, chance, observer } = options;
        let endpoint = Endpoint::new(tenant.as_str()).ok_or_else(|| {
            Error::new(ErrorKind::Settings, DOING, "the tenant URL cannot be used")
        })?;
        tls::install_provider();
        let headers = u32::try_from(limits::RESPONSE_HEADER_BYTES).unwrap_or(u32::MAX);
        let mut builder = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .user_agent(concat!("scim-desk/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(limits::CONNECT)
            .read_timeout(limits::IDLE)
            .http1_max_headers(limits::RESPONSE_HEADERS)
            .http2_max_header_list_size(headers)
            .tls_info(true);
        let mut proxy = None;
        if endpoint.is_loopback() {
            // A proxy from the environment would get the token.
            builder = builder.no_proxy();
        } else {
            builder = builder.https_only(true);
            proxy = system_proxy(&endpoint);
        }
        builder = if endpoint.base().scheme() == "https" {
            tls::trust(builder, extra_ca.as_deref())?
        } else {
            // The system's certificates are not needed, and may not even be there.
            builder.tls_certs_only([])
        };
        let client = builder.build().map_err(|failure| Error::from_transport(DOING, &failure))?;
        let gate = Gate::new(if is_command(&endpoint) { Pace::Command } else { Pace::Free });
        let region = Region::recognize(tenant);
        let noticed = Mutex::default();
        Ok(Self(Arc::new(Inner {
            client,
            endpoint,
            region,
            gate,
            proxy,
            clock,
            chance,
            observer,
            noticed,
        })))
    }

    /// How fast calls may follow each other at present.
    pub(crate) fn pace(&self) -> CallPace {
        self.0.gate.call_pace()
    }

    /// The proxy in use, as host and port.
    pub fn proxy(&self) -> Option<&str> {
        self.0.proxy.as_deref()
    }

    /// How far the server's clock was ahead of this computer's at the last answer.
    pub fn clock_skew(&self) -> Option<SignedDuration> {
        self.noticed(|noticed| noticed.skew)
    }

    /// The server's certificate at the last answer, in DER form.
    pub(crate) fn certificate(&self) -> Option<Vec<u8>> {
        self.noticed(|noticed| noticed.certificate.clone())
    }

    pub(crate) fn region(&self) -> Region {
        self.0.region
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

    /// Sends a call until it succeeds, fails for good, or has used up its attempts, and returns the answer of the success.
    /// Dropping it ends it at once.
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
            let asked = error.kind().retry_after().filter(|pause| !pause.is_zero());
            let shortened = asked.map(|pause| pause.min(limits::RETRY_AFTER_LONGEST));
            let is_throttled = matches!(error.kind(), ErrorKind::Throttled { .. });
            // Every call to this organization waits, also when this one is given up.
            match shortened {
                asked if is_throttled => gate.refused(asked, self.random()),
                Some(pause) => gate.close_for(pause),
                None => {}
            }
            // Only a method that changes nothing may be repeated blindly (RFC 9110 section 9.2.1). Whoever changes something
            // looks at its target again first.
            let again =
                error.kind().is_retryable() && call.method.is_safe() && attempt < limits::ATTEMPTS;
            if !again || asked != shortened || (asked.is_none() && !gate.take_retry()) {
                return Err(error);
            }
            if asked.is_none() && !is_throttled {
                let pause = backoff(attempt, self.random());
                self.tell_wait(WaitReason::Backoff, pause);
                tokio::time::sleep(pause).await;
            }
            attempt += 1;
        }
    }

    pub(super) fn request(&self, call: &Call<'_>) -> RequestBuilder {
        self.0.client.request(call.method.clone(), call.target.url.clone())
    }

    pub(super) fn tell(&self, event: Event) {
        (self.0.observer)(event);
    }

    /// Keeps what an answer tells besides what was asked for.
    pub(super) fn notice(&self, response: &Response) {
        let date = text(response.headers(), DATE.as_str()).and_then(http_date);
        let tls = response.extensions().get::<reqwest::tls::TlsInfo>();
        let certificate = tls.and_then(|tls| tls.peer_certificate()).map(<[u8]>::to_vec);
        let skew = date.map(|date| date.duration_since(self.now()));
        *self.0.noticed.lock().unwrap_or_else(PoisonError::into_inner) =
            Noticed { certificate, skew };
    }

    fn noticed<T>(&self, read: impl Fn(&Noticed) -> T) -> T {
        read(&self.0.noticed.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn tell_wait(&self, reason: WaitReason, pause: Duration) {
        let until = self.now().checked_add(pause).unwrap_or(Timestamp::MAX);
        self.tell(Event::Waiting(Waiting { reason, until }));
    }
}

/// The proxy that reqwest will use, without its user name and password.
fn system_proxy(endpoint: &Endpoint) -> Option<String> {
    let system = hyper_util::client::proxy::matcher::Matcher::from_system();
    let found = system.intercept(&endpoint.base().as_str().parse().ok()?)?;
    found.uri().authority()?.as_str().rsplit('@').next().map(str::to_owned)
}

fn is_command(endpoint: &Endpoint) -> bool {
    let host = endpoint.base().host_str().unwrap_or_default();
    ["verkada.com", "verkadagov.com"].iter().any(|domain| {
        host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}
