//! The listener: HTTP/1.1 with time limits and a cap on connections.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper_util::rt::TokioIo;
use hyper_util::rt::TokioTimer;
use hyper_util::service::TowerToHyperService;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::io::ReadBuf;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::limits;

/// Serves until `stop` changes or its sender is gone, then ends every connection.
pub(crate) async fn serve(listener: TcpListener, router: Router, mut stop: watch::Receiver<()>) {
    let places = Arc::new(Semaphore::new(limits::SANDBOX_CONNECTIONS));
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            _ = stop.changed() => break,
            Some(_) = connections.join_next() => continue,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, _)) = accepted else {
            // Out of file descriptors: wait for a connection to end instead of spinning.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
            turn_away(&stream);
            continue;
        };
        let router = router.clone();
        connections.spawn(async move {
            if let Err(error) = converse(stream, router).await {
                tracing::debug!(%error, "a sandbox connection ended early");
            }
            drop(place);
        });
    }
    connections.shutdown().await;
}

/// Tells a connection over the cap so, without waiting for it.
fn turn_away(stream: &TcpStream) {
    const FULL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\nRetry-After: 1\r\n\r\n";
    if let Err(error) = stream.try_write(FULL) {
        tracing::debug!(%error, "a connection over the cap was already gone");
    }
}

async fn converse(stream: TcpStream, router: Router) -> hyper::Result<()> {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "no TCP_NODELAY");
    }
    let cut = Cut::default();
    let wire = Wire { stream, cut: cut.clone(), pending: Vec::new() };
    let service = Conversation { router: TowerToHyperService::new(router), cut };
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits::SANDBOX_HEADER)
        .max_headers(limits::RESPONSE_HEADERS)
        .serve_connection(TokioIo::new(wire), service)
        .await
}

/// Asks the wire under a request to break; a fault uses it.
#[derive(Clone, Default)]
pub(crate) struct Cut(Arc<AtomicBool>);

impl Cut {
    pub(crate) fn now(&self) {
        self.0.store(true, Ordering::Release);
    }

    fn asked(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// Gives each request the [`Cut`] of its own connection.
struct Conversation {
    router: TowerToHyperService<Router>,
    cut: Cut,
}

impl Service<Request<Incoming>> for Conversation {
    type Response = <TowerToHyperService<Router> as Service<Request<Body>>>::Response;
    type Error = <TowerToHyperService<Router> as Service<Request<Body>>>::Error;
    type Future = <TowerToHyperService<Router> as Service<Request<Body>>>::Future;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(self.cut.clone());
        self.router.call(request)
    }
}

/// A TCP stream that can be reset from above.
struct Wire {
    stream: TcpStream,
    cut: Cut,
    /// Bytes of a request that did not fit when it was rewritten.
    pending: Vec<u8>,
}

impl Wire {
    fn broken(&self) -> Option<io::Error> {
        if !self.cut.asked() {
            return None;
        }
        // Without lingering the drop that follows sends RST instead of FIN.
        self.stream.set_zero_linger().err().or_else(|| Some(io::ErrorKind::ConnectionReset.into()))
    }
}

/// Entra writes the quotes of a filter into the URL as they are (learn.microsoft.com, question 2238842), and the HTTP
/// library refuses them there. They become `%22`. What is inside of a body cannot be taken for a request line: JSON has
/// no raw line break within a text.
fn without_raw_quotes(bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.starts_with(b"GET /") || !bytes.contains(&b'"') {
        return None;
    }
    let end = bytes.windows(2).position(|pair| pair == b"\r\n")?;
    let (line, rest) = bytes.split_at_checked(end)?;
    if !line.contains(&b'"') || !line.ends_with(b" HTTP/1.1") {
        return None;
    }
    let mut text = Vec::with_capacity(bytes.len() + 32);
    for byte in line {
        match byte {
            b'"' => text.extend_from_slice(b"%22"),
            other => text.push(*other),
        }
    }
    text.extend_from_slice(rest);
    Some(text)
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.pending.is_empty() {
            let before = buffer.filled().len();
            std::task::ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
            let Some(text) = buffer.filled().get(before..).and_then(without_raw_quotes) else {
                return Poll::Ready(Ok(()));
            };
            self.pending = text;
            buffer.set_filled(before);
        }
        let fits = self.pending.len().min(buffer.remaining());
        let rest = self.pending.split_off(fits);
        buffer.put_slice(&self.pending);
        self.pending = rest;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.broken() {
            Some(error) => Poll::Ready(Err(error)),
            None => Pin::new(&mut self.stream).poll_write(context, bytes),
        }
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match self.broken() {
            Some(error) => Poll::Ready(Err(error)),
            None => Pin::new(&mut self.stream).poll_write_vectored(context, slices),
        }
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.broken() {
            Some(error) => Poll::Ready(Err(error)),
            None => Pin::new(&mut self.stream).poll_shutdown(context),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_quotes_in_a_request_line_are_escaped_and_nothing_else_is_touched() {
        let check = |text: &str, expected: Option<&str>| {
            let rewritten = without_raw_quotes(text.as_bytes());
            assert_eq!(rewritten.as_deref(), expected.map(str::as_bytes), "{text}");
        };
        check(
            "GET /scim/Users?filter=a+eq+\"b\" HTTP/1.1\r\nIf-Match: \"x\"\r\n\r\n",
            Some("GET /scim/Users?filter=a+eq+%22b%22 HTTP/1.1\r\nIf-Match: \"x\"\r\n\r\n"),
        );
        check("GET /scim/Users HTTP/1.1\r\nIf-Match: \"x\"\r\n\r\n", None);
        check("GET /scim/Users?\"", None);
        check("{\"a\":\"GET / HTTP/1.1\"}\r\n", None);
        check("GET /\"", None);
    }
}
