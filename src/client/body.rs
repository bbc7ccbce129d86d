//! Reads a response body under caps: bytes on the wire, bytes after decompression, and what it claims to be.

use std::io;
use std::io::Write;

use flate2::write::GzDecoder;
use reqwest::Response;
use reqwest::header::CONTENT_ENCODING;

use crate::client::error::{Error, ErrorKind};
use crate::limits;

/// What was read of a body.
#[derive(Default)]
pub(crate) struct Body {
    pub(crate) bytes: Vec<u8>,
    pub(crate) wire_bytes: usize,
}

/// Reads a body to its end; one byte over a cap is an error.
pub(crate) async fn read_whole(
    response: &mut Response,
    doing: &'static str,
) -> Result<Body, Error> {
    let mut reader = Reader::new(response, doing, limits::BODY_BYTES)?;
    let mut wire_bytes = 0_usize;
    while let Some(chunk) =
        response.chunk().await.map_err(|failure| Error::from_transport(doing, &failure))?
    {
        wire_bytes += chunk.len();
        if wire_bytes > limits::BODY_WIRE_BYTES {
            return Err(too_large(doing));
        }
        reader.push(&chunk).map_err(|failure| reader_failed(doing, &failure))?;
    }
    let bytes = reader.finish().map_err(|failure| reader_failed(doing, &failure))?;
    Ok(Body { bytes, wire_bytes })
}

/// Reads the beginning of an error body. What cannot be read is left out: the status says enough.
pub(crate) async fn read_some(response: &mut Response, doing: &'static str) -> Body {
    let Ok(mut reader) = Reader::new(response, doing, limits::ERROR_BODY_BYTES) else {
        return Body::default();
    };
    let mut wire_bytes = 0_usize;
    while let Ok(Some(chunk)) = response.chunk().await {
        wire_bytes += chunk.len();
        if reader.push(&chunk).is_err() || wire_bytes >= limits::ERROR_BODY_BYTES {
            break;
        }
    }
    Body { bytes: reader.into_bytes(), wire_bytes }
}

/// Tells a body that is no SCIM from one that may be. The words of a web page are worth naming: it is mostly the sign-in
/// page of a network or a proxy.
pub(crate) fn expect_json(
    content_type: Option<&str>,
    bytes: &[u8],
    doing: &'static str,
) -> Result<(), Error> {
    let start =
        bytes.iter().position(|byte| !byte.is_ascii_whitespace()).and_then(|at| bytes.get(at..));
    let start = start.unwrap_or_default();
    let essence = content_type
        .and_then(|value| value.split(';').next())
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let is_page = essence.contains("html") || start.starts_with(b"<");
    if is_page {
        let title =
            page_title(bytes).map(|title| format!(" titled \"{title}\"")).unwrap_or_default();
        return Err(Error::new(
            ErrorKind::Malformed,
            doing,
            format!(
                "a web page{title} came instead of SCIM, such as the sign-in page of a network or a proxy"
            ),
        ));
    }
    let is_json = essence.ends_with("/json") || essence.ends_with("+json");
    if is_json || essence.is_empty() {
        return Ok(());
    }
    let shown: String = essence.chars().filter(char::is_ascii_graphic).take(60).collect();
    Err(Error::new(
        ErrorKind::Malformed,
        doing,
        format!("the answer is {shown}, not application/scim+json"),
    ))
}

/// The title of a web page, on one line.
pub(crate) fn page_title(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes.get(..limits::ERROR_BODY_BYTES).unwrap_or(bytes));
    let lower = text.to_ascii_lowercase();
    let start = lower.find("<title")?;
    let start = start + lower.get(start..)?.find('>')? + 1;
    let end = start + lower.get(start..)?.find("</")?;
    let title = one_line(text.get(start..end)?, 80);
    (!title.is_empty()).then_some(title)
}

/// Text on one line without control characters, at most so many characters.
pub(crate) fn one_line(text: &str, most: usize) -> String {
    let visible = |character: char| match character {
        // Bidirectional controls could turn the sentence around them.
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => ' ',
        _ if character.is_control() => ' ',
        _ => character,
    };
    let text: String = text.chars().take(most.saturating_mul(8)).map(visible).collect();
    let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((cut, _)) = line.char_indices().nth(most) {
        line.truncate(cut);
        line.push('…');
    }
    line
}

/// Decompresses as the bytes come.
enum Reader {
    Plain(Capped),
    Gzip(Box<GzDecoder<Capped>>),
}

impl Reader {
    fn new(response: &Response, doing: &'static str, cap: usize) -> Result<Self, Error> {
        let expected = response
            .content_length()
            .and_then(|length| usize::try_from(length).ok())
            .unwrap_or_default();
        let sink = Capped { bytes: Vec::with_capacity(expected.min(1024 * 1024)), cap };
        let encoding = response
            .headers()
            .get(CONTENT_ENCODING)
            .map(|value| value.as_bytes().to_ascii_lowercase());
        match encoding.as_deref() {
            None | Some(b"" | b"identity") => Ok(Self::Plain(sink)),
            Some(b"gzip" | b"x-gzip") => Ok(Self::Gzip(Box::new(GzDecoder::new(sink)))),
            Some(_) => Err(Error::new(
                ErrorKind::Malformed,
                doing,
                "the answer is compressed in a way that was not asked for",
            )),
        }
    }

    fn push(&mut self, chunk: &[u8]) -> io::Result<()> {
        match self {
            Self::Plain(sink) => sink.write_all(chunk),
            Self::Gzip(decoder) => decoder.write_all(chunk),
        }
    }

    fn finish(self) -> io::Result<Vec<u8>> {
        match self {
            Self::Plain(sink) => Ok(sink.bytes),
            Self::Gzip(decoder) => decoder.finish().map(|sink| sink.bytes),
        }
    }

    /// What came so far, whole or not.
    fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Plain(sink) => sink.bytes,
            Self::Gzip(mut decoder) => std::mem::take(&mut decoder.get_mut().bytes),
        }
    }
}

/// Takes bytes up to a cap and fails beyond it.
struct Capped {
    bytes: Vec<u8>,
    cap: usize,
}

impl Write for Capped {
    fn write(&mut self, chunk: &[u8]) -> io::Result<usize> {
        let room = self.cap.saturating_sub(self.bytes.len());
        let taken = chunk.get(..room).unwrap_or(chunk);
        if taken.is_empty() && !chunk.is_empty() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(taken);
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn reader_failed(doing: &'static str, failure: &io::Error) -> Error {
    match failure.kind() {
        io::ErrorKind::FileTooLarge => too_large(doing),
        // The body ended inside of the compressed stream.
        io::ErrorKind::UnexpectedEof => {
            Error::new(ErrorKind::Interrupted, doing, "the compressed answer is cut off")
        }
        _ => Error::new(ErrorKind::Malformed, doing, "the compressed answer is damaged"),
    }
}

fn too_large(doing: &'static str) -> Error {
    let megabytes = limits::BODY_BYTES / (1024 * 1024);
    Error::new(ErrorKind::TooLarge, doing, format!("the answer is larger than {megabytes} MiB"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_json_passes_and_a_web_page_is_named() {
        for (content_type, body, expected) in [
            (Some("application/scim+json"), "{}", None),
            (Some("application/json; charset=utf-8"), "{}", None),
            (Some("APPLICATION/SCIM+JSON"), "{}", None),
            (None, "{}", None),
            (Some("text/html"), "{}", Some("a web page came")),
            (
                Some("application/json"),
                " <html><TITLE>Sign\nin</TITLE>",
                Some("a web page titled \"Sign in\" came"),
            ),
            (None, "<!doctype html>", Some("a web page came")),
            (Some("text/plain"), "{}", Some("text/plain, not application/scim+json")),
            (Some("application/octet-stream"), "", Some("octet-stream")),
        ] {
            let result = expect_json(content_type, body.as_bytes(), "Read users");
            let reason = result.as_ref().err().map(Error::reason);
            match (reason, expected) {
                (None, None) => {}
                (Some(reason), Some(part)) => assert!(reason.contains(part), "{reason}"),
                _ => panic!("{content_type:?} {body}: {reason:?}"),
            }
        }
    }

    #[test]
    fn a_cap_takes_its_last_byte_and_refuses_the_next() {
        let mut sink = Capped { bytes: Vec::new(), cap: 4 };
        sink.write_all(b"abcd").unwrap();
        assert_eq!(sink.write_all(b"e").unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(sink.bytes, b"abcd");
    }

    #[test]
    fn a_servers_words_become_one_harmless_line() {
        assert_eq!(one_line(" a\r\n\tb\u{1b}[2J\u{202e}c ", 300), "a b [2J c");
        assert_eq!(one_line(&"x".repeat(400), 300).chars().count(), 301);
    }
}
