//! A TCP server inside of the test that answers HTTP by a script, broken in every way a network can be.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// What the server does next on a connection. After the last step it waits for the next request.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Sends bytes.
    Send(Vec<u8>),
    /// Waits.
    Wait(Duration),
    /// Closes the connection in order.
    Close,
    /// Cuts the connection off with a TCP reset.
    Reset,
    /// Keeps the connection and says nothing ever again.
    Hold,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// The whole head.
    pub(crate) head: String,
    /// The body, as long as the head says.
    pub(crate) body: Vec<u8>,
    /// 0 for the first request to this server.
    pub(crate) number: usize,
    /// When it had come.
    pub(crate) at: Instant,
}

impl Request {
    /// The method.
    pub(crate) fn method(&self) -> &str {
        self.head.split(' ').next().unwrap_or_default()
    }

    /// A header by its name in any case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (own, value) = line.split_once(':')?;
            own.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    /// Path and query.
    pub(crate) fn target(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    /// The path alone.
    pub(crate) fn path(&self) -> &str {
        self.target().split('?').next().unwrap_or_default()
    }

    /// A parameter of the query as it was written.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let query = self.target().split_once('?')?.1;
        query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }
}

/// The server. Dropping it ends it and its connections.
pub(crate) struct FaultServer {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
    task: JoinHandle<()>,
}

impl FaultServer {
    /// Starts a server that answers each request with the steps of the script.
    pub(crate) async fn start(
        script: impl Fn(&Request) -> Vec<Step> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (script, log) = (Arc::new(script), Arc::clone(&requests));
        let task = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let (script, log) = (Arc::clone(&script), Arc::clone(&log));
                connections.spawn(async move { serve(stream, &log, &*script).await });
            }
        });
        Self { address, requests, task }
    }

    /// The address of a server that is not there.
    pub(crate) async fn refused() -> SocketAddr {
        TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
    }

    /// Every request so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// The SCIM base URL.
    pub(crate) fn base_url(&self) -> String {
        format!("http://{}/scim", self.address)
    }
}

impl Drop for FaultServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(
    mut stream: TcpStream,
    log: &Mutex<Vec<Request>>,
    script: &(dyn Fn(&Request) -> Vec<Step> + Send + Sync),
) {
    let mut received = Vec::new();
    loop {
        let Some(end) = received.windows(4).position(|four| four == b"\r\n\r\n") else {
            let mut chunk = [0; 4096];
            match stream.read(&mut chunk).await {
                Ok(count) if count > 0 => received.extend_from_slice(&chunk[..count]),
                _ => return,
            }
            continue;
        };
        let head = String::from_utf8_lossy(&received[..end]).into_owned();
        received.drain(..end + 4);
        let Some(body) = read_body(&mut stream, &mut received, &head).await else { return };
        let request = {
            let mut log = log.lock().unwrap();
            let request = Request { head, body, number: log.len(), at: Instant::now() };
            log.push(request.clone());
            request
        };
        for step in script(&request) {
            let sent = match step {
                Step::Send(bytes) => {
                    stream.write_all(&bytes).await.is_ok() && stream.flush().await.is_ok()
                }
                Step::Wait(pause) => {
                    tokio::time::sleep(pause).await;
                    true
                }
                Step::Close => return,
                Step::Reset => return stream.set_zero_linger().unwrap(),
                Step::Hold => std::future::pending().await,
            };
            if !sent {
                return;
            }
        }
    }
}

/// The body of a request; none when the connection ends before it does.
async fn read_body(stream: &mut TcpStream, received: &mut Vec<u8>, head: &str) -> Option<Vec<u8>> {
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    let length = length.unwrap_or_default();
    while received.len() < length {
        let mut chunk = [0; 4096];
        match stream.read(&mut chunk).await {
            Ok(count) if count > 0 => received.extend_from_slice(&chunk[..count]),
            _ => return None,
        }
    }
    Some(received.drain(..length).collect())
}

/// A whole answer that is sent at once.
pub(crate) fn answer(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<Step> {
    let body = body.as_ref();
    let mut bytes = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n{headers}\r\n", body.len())
        .into_bytes();
    bytes.extend_from_slice(body);
    vec![Step::Send(bytes)]
}

/// An answer of SCIM's own media type.
pub(crate) fn scim(status: &str, body: impl AsRef<[u8]>) -> Vec<Step> {
    answer(status, "Content-Type: application/scim+json\r\n", body)
}

/// A page of a list with the given ids.
pub(crate) fn page(total: usize, start: usize, ids: impl IntoIterator<Item = String>) -> String {
    let rows: Vec<String> = ids.into_iter().map(|id| row(&id)).collect();
    format!(
        "{{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:ListResponse\"],\"totalResults\":{total},\
         \"startIndex\":{start},\"itemsPerPage\":{},\"Resources\":[{}]}}",
        rows.len(),
        rows.join(",")
    )
}

/// One user.
pub(crate) fn row(id: &str) -> String {
    format!(
        "{{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"id\":\"{id}\",\
         \"userName\":\"{id}@example.com\",\"displayName\":\"{id}\"}}"
    )
}

/// A well-behaved list of users `u1` to `u{total}`, single users among them, no filter.
pub(crate) fn well_behaved(total: usize, most: usize) -> impl Fn(&Request) -> Vec<Step> {
    move |request| {
        let name = request.path().trim_start_matches("/scim");
        if let Some(id) = name.strip_prefix("/Users/").or_else(|| name.strip_prefix("/Groups/")) {
            return scim("200 OK", row(id));
        }
        if name != "/Users" && name != "/Groups" {
            return scim("200 OK", "{}");
        }
        if request.parameter("filter").is_some() {
            return scim("200 OK", page(0, 1, []));
        }
        let number = |name, default| {
            request.parameter(name).and_then(|text| text.parse().ok()).unwrap_or(default)
        };
        let start: usize = number("startIndex", 1);
        let count = number("count", most).min(most);
        let ids = (start..=total).take(count).map(|number| format!("u{number}"));
        scim("200 OK", page(total, start, ids))
    }
}
