//! One try of one call: what is sent, what is read, what is written down of it.

use jiff::Timestamp;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, IF_MATCH,
    LOCATION, RETRY_AFTER,
};
use reqwest::{Response, StatusCode};
use tokio::time::Instant;
use zeroize::Zeroize as _;

use crate::client::body;
use crate::client::body::Body;
use crate::client::error::{Error, ErrorKind};
use crate::client::exchange::{Exchange, ExchangeOutcome, head};
use crate::client::http::{Answer, AnswerHolds, Call, Http, MediaType};
use crate::client::redact::Redactor;
use crate::client::refusal;
use crate::client::wait::{Event, retry_after, words};
use crate::limits;

/// Bytes of a body that an [`Exchange`] keeps.
const EXCERPT_BYTES: usize = 4096;
/// What an [`Exchange`] keeps of a body with a token.
const NOT_RECORDED: &str = "Not recorded: it holds a token.";
/// SCIM's media type, and the one servers send instead (RFC 7644 section 3.1).
const MEDIA_TYPES: &str = "application/scim+json, application/json";
/// Where servers and their gateways put a name for the call.
const REQUEST_IDS: [&str; 6] =
    ["x-request-id", "request-id", "x-amzn-requestid", "x-correlation-id", "x-amz-cf-id", "cf-ray"];

/// What is known of a try while it runs.
struct Record {
    at: Timestamp,
    begin: Instant,
    request_head: String,
    response_head: String,
    status: u16,
    etag: Option<String>,
    body: Body,
    holds: AnswerHolds,
}

impl Drop for Record {
    /// Also when the call was given up half-way.
    fn drop(&mut self) {
        if self.holds == AnswerHolds::Token {
            self.body.bytes.zeroize();
        }
    }
}

impl Http {
    /// Sends a call once, within the deadline of a call, and returns the answer of a success.
    pub(super) async fn attempt(&self, call: &Call<'_>, attempt: u32) -> Result<Answer, Error> {
        let headers = request_headers(call);
        let first_line = format!("{} {}", call.method, call.target.template);
        let mut record = Record {
            at: self.now(),
            begin: Instant::now(),
            request_head: head(&first_line, &headers, call.redactor()),
            response_head: String::new(),
            status: 0,
            etag: None,
            body: Body::default(),
            holds: call.content.answer,
        };
        let exchange = self.exchange(call, headers, &mut record);
        let result = match tokio::time::timeout(limits::CALL, exchange).await {
            Ok(result) => result,
            Err(_elapsed) => {
                let reason = format!("the answer was not whole after {}", words(limits::CALL));
                Err(Error::new(ErrorKind::TimedOut, call.doing, reason))
            }
        };
        let outcome = match &result {
            Err(error) if error.status().is_none() => {
                ExchangeOutcome::Failed { kind: error.kind() }
            }
            _ => ExchangeOutcome::Answered { status: record.status },
        };
        tracing::debug!(
            http.method = %call.method,
            http.path = call.target.template,
            http.status = record.status,
            http.attempt = attempt,
            duration_ms = u64::try_from(record.begin.elapsed().as_millis()).unwrap_or(u64::MAX),
            "a call has ended"
        );
        self.tell(Event::Exchange(Box::new(record.exchange(call, attempt, outcome))));
        result.map(|()| Answer {
            status: record.status,
            etag: record.etag.take(),
            body: std::mem::take(&mut record.body.bytes),
        })
    }

    async fn exchange(
        &self,
        call: &Call<'_>,
        headers: HeaderMap,
        record: &mut Record,
    ) -> Result<(), Error> {
        let mut request = self.request(call).headers(headers);
        if let Some(body) = call.content.body {
            request = request.body(body.to_vec());
        }
        let sent = request.send().await;
        let mut response = sent.map_err(|failure| Error::from_transport(call.doing, &failure))?;
        let status = response.status();
        let first_line = format!("{:?} {status}", response.version());
        record.status = status.as_u16();
        record.response_head = match call.content.answer {
            AnswerHolds::Data => head(&first_line, response.headers(), call.redactor()),
            AnswerHolds::Token => first_line,
        };
        record.etag = text(response.headers(), ETAG.as_str()).map(str::to_owned);
        self.notice(&response);
        check_headers(call.doing, response.headers())?;
        if !status.is_success() {
            record.body = body::read_some(&mut response, call.doing).await;
            return Err(self.refused(call, &response, &record.body.bytes));
        }
        if status != StatusCode::NO_CONTENT {
            record.body = body::read_whole(&mut response, call.doing).await?;
            let content_type = text(response.headers(), CONTENT_TYPE.as_str());
            // A write may be answered with a success and nothing else, whatever that is labeled as.
            if call.method.is_safe() || !record.body.bytes.is_empty() {
                let checked = body::expect_json(content_type, &record.body.bytes, call.doing);
                checked.map_err(|error| match call.content.answer {
                    AnswerHolds::Data => error,
                    // The title of a web page may be the token.
                    AnswerHolds::Token => {
                        Error::new(ErrorKind::Malformed, call.doing, "the answer is not JSON")
                    }
                })?;
            }
        }
        Ok(())
    }

    /// The error of an answer that is no success.
    fn refused(&self, call: &Call<'_>, response: &Response, body: &[u8]) -> Error {
        let headers = response.headers();
        let status = response.status().as_u16();
        let pause =
            text(headers, RETRY_AFTER.as_str()).and_then(|value| retry_after(value, self.now()));
        let kind = ErrorKind::of_status(status, pause);
        let said = match call.content.answer {
            AnswerHolds::Data => refusal::read(body, status, call.redactor()),
            // Whatever such a server says may hold the token.
            AnswerHolds::Token => refusal::Refusal::default(),
        };
        let reason = if kind == ErrorKind::Redirected {
            let place = match text(headers, LOCATION.as_str()) {
                Some(link) if self.endpoint().owns(link) => "another path of its own".to_owned(),
                Some(link) => self.endpoint().place(link).unwrap_or("an odd address".to_owned()),
                None => "another address without saying which".to_owned(),
            };
            format!("the server points to {place} ({status})")
        } else {
            refusal::words(status, said.words.as_deref())
        };
        let request_ids = match call.content.answer {
            AnswerHolds::Data => REQUEST_IDS.as_slice(),
            AnswerHolds::Token => &[],
        };
        let request_id = request_ids.iter().find_map(|name| text(headers, name)).map(|id| {
            let id = call.redactor().map_or_else(|| id.to_owned(), |redactor| redactor.clean(id));
            body::one_line(&id, 100)
        });
        Error::new(kind, call.doing, reason).with_answer(status, said.scim, request_id)
    }
}

impl Record {
    fn exchange(&mut self, call: &Call<'_>, attempt: u32, outcome: ExchangeOutcome) -> Exchange {
        Exchange {
            at: self.at,
            attempt,
            method: call.method.to_string(),
            path: call.target.template.clone(),
            outcome,
            took: self.begin.elapsed(),
            wire_bytes: self.body.wire_bytes,
            body_bytes: self.body.bytes.len(),
            request_head: std::mem::take(&mut self.request_head),
            request_body: excerpt(call.content.body.unwrap_or_default(), call.redactor()),
            response_head: std::mem::take(&mut self.response_head),
            body: match self.holds {
                AnswerHolds::Data => excerpt(&self.body.bytes, call.redactor()),
                AnswerHolds::Token if self.body.bytes.is_empty() => String::new(),
                AnswerHolds::Token => NOT_RECORDED.to_owned(),
            },
        }
    }
}

fn request_headers(call: &Call<'_>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static(MEDIA_TYPES));
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    if let Some(authorization) = call.authorization {
        headers.insert(AUTHORIZATION, authorization.header.clone());
    }
    if call.content.body.is_some() {
        let media_type = match call.content.media_type {
            MediaType::Scim => "application/scim+json",
            MediaType::Json => "application/json",
        };
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    }
    if let Some(version) = call.content.if_match {
        headers.insert(IF_MATCH, version.clone());
    }
    headers
}

fn excerpt(bytes: &[u8], redactor: Option<&Redactor>) -> String {
    match redactor {
        Some(redactor) => redactor.excerpt(bytes, EXCERPT_BYTES),
        None => String::from_utf8_lossy(bytes.get(..EXCERPT_BYTES).unwrap_or(bytes)).into_owned(),
    }
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

pub(super) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}
