//! HTTP/1.1 by hand: as little work as can be, so that the server is what is measured.

use std::cell::Cell;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::LocalSet;

/// One connection that is kept alive.
pub(crate) struct Wire {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Wire {
    /// Opens a connection to `127.0.0.1:port`.
    pub(crate) async fn open(authority: &str) -> Self {
        let stream = TcpStream::connect(authority).await.expect("the server listens");
        stream.set_nodelay(true).expect("a socket of ours");
        Self { stream, buffer: vec![0; 256 * 1024] }
    }

    /// Sends a request and reads the answer; returns its status and the range of its body in the buffer.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> Answer<'_> {
        self.stream.write_all(request).await.expect("the server reads");
        let mut filled = 0;
        let (head, length) = loop {
            filled += self.read(filled).await;
            let seen = self.buffer.get(..filled).unwrap_or_default();
            if let Some(end) = memchr::memmem::find(seen, b"\r\n\r\n") {
                let (head, _) = seen.split_at(end);
                break (end + 4, content_length(head));
            }
        };
        let whole = head + length;
        if self.buffer.len() < whole {
            self.buffer.resize(whole, 0);
        }
        while filled < whole {
            filled += self.read(filled).await;
        }
        let status = self.buffer.get(9..12).and_then(|digits| std::str::from_utf8(digits).ok());
        let status = status.and_then(|digits| digits.parse().ok()).unwrap_or_default();
        Answer { status, body: self.buffer.get(head..whole).unwrap_or_default() }
    }

    async fn read(&mut self, from: usize) -> usize {
        let room = self.buffer.get_mut(from..).unwrap_or_default();
        let read = self.stream.read(room).await.expect("the server answers");
        assert!(read > 0, "the server hung up");
        read
    }
}

/// An answer.
pub(crate) struct Answer<'a> {
    pub(crate) status: u16,
    pub(crate) body: &'a [u8],
}

fn content_length(head: &[u8]) -> usize {
    const NAME: &[u8] = b"content-length:";
    let lines = head.split(|&byte| byte == b'\n');
    let mut value = lines.filter_map(|line| {
        let (name, value) = line.split_at_checked(NAME.len())?;
        name.eq_ignore_ascii_case(NAME).then_some(value)
    });
    let text = value.next_back().and_then(|value| std::str::from_utf8(value).ok());
    text.and_then(|text| text.trim().parse().ok()).unwrap_or_default()
}

/// Whom a request is for.
#[derive(Clone, Copy)]
pub(crate) struct To<'a> {
    pub(crate) authority: &'a str,
    pub(crate) token: &'a str,
}

impl To<'_> {
    /// A request as it goes over the wire.
    pub(crate) fn request(self, method: &str, path: &str, body: &str) -> Vec<u8> {
        let Self { authority, token } = self;
        let length = body.len();
        let content = if body.is_empty() {
            String::new()
        } else {
            format!("Content-Type: application/scim+json\r\nContent-Length: {length}\r\n")
        };
        format!(
            "{method} {path} HTTP/1.1\r\nHost: {authority}\r\nAuthorization: Bearer {token}\r\n{content}\r\n{body}"
        )
        .into_bytes()
    }
}

/// Requests a second over some kept-alive connections; `request` makes the request of a number, every answer must have the status.
pub(crate) fn rate(
    to: To<'_>,
    connections: usize,
    time: Duration,
    status: u16,
    request: &dyn Fn(To<'_>, u64) -> Vec<u8>,
) -> f64 {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let done = Cell::new(0_u64);
    let next = Cell::new(0_u64);
    let talk = async |deadline: Instant| {
        let mut wire = Wire::open(to.authority).await;
        while Instant::now() < deadline {
            let number = next.replace(next.get() + 1);
            let answer = wire.ask(&request(to, number)).await;
            assert_eq!(answer.status, status, "{}", String::from_utf8_lossy(answer.body));
            done.set(done.get() + 1);
        }
    };
    let begun = Instant::now();
    let deadline = begun + time;
    LocalSet::new().block_on(&runtime, async {
        let all = (0..connections).map(|_| talk(deadline));
        futures_util::future::join_all(all).await;
    });
    done.get() as f64 / begun.elapsed().as_secs_f64()
}
