//! A sandbox under test and a client that sends exactly what it is told.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use scim_desk::{
    AllowList, EmailDomain, Port, Sandbox, SandboxConfig, SandboxError, Setup, Storage, TokenWish,
};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

pub(crate) const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
pub(crate) const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
pub(crate) const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
pub(crate) const ACCESS: &str = "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User";
pub(crate) const CORE: &str = "urn:ietf:params:scim:schemas:extension:verkada:core:2.0:User";
pub(crate) const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
pub(crate) const SEARCH: &str = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
pub(crate) const BULK: &str = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
pub(crate) const ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";

/// A running sandbox.
pub(crate) struct Server {
    pub(crate) sandbox: Sandbox,
    runtime: Runtime,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| {
            panic!("{error}: {} {}", self.head, String::from_utf8_lossy(&self.body))
        })
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (own, value) = line.split_once(':')?;
            own.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    pub(crate) fn id(&self) -> String {
        self.json()["id"].as_str().unwrap().to_owned()
    }

    /// The `scimType` of an error whose body is complete.
    #[track_caller]
    pub(crate) fn error(&self, status: u16, scim_type: Option<&str>) {
        let body = String::from_utf8_lossy(&self.body);
        assert_eq!(self.status, status, "{body}");
        let error = self.json();
        assert_eq!(error["schemas"], json!([ERROR]), "{body}");
        assert_eq!(error["status"], json!(status.to_string()), "{body}");
        assert_eq!(error.get("scimType").and_then(Value::as_str), scim_type, "{body}");
        assert!(!error["detail"].as_str().unwrap().is_empty(), "{body}");
    }

    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.body));
        self
    }

    /// The `userName` or `displayName` of each row.
    pub(crate) fn names(&self) -> Vec<String> {
        let list = self.json();
        let rows = list["Resources"].as_array().unwrap();
        assert_eq!(list["itemsPerPage"], json!(rows.len()));
        let name = |row: &Value| row.get("userName").or_else(|| row.get("displayName")).cloned();
        rows.iter().filter_map(name).filter_map(|name| name.as_str().map(str::to_owned)).collect()
    }
}

/// A clock that goes on by a second whenever it is asked.
pub(crate) fn ticking() -> scim_desk::Clock {
    let start = jiff::Timestamp::now().as_second();
    let ticks = std::sync::atomic::AtomicI64::new(start);
    Arc::new(move || {
        let now = ticks.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        jiff::Timestamp::from_second(now).unwrap()
    })
}

pub(crate) fn config(people: u32) -> SandboxConfig {
    SandboxConfig {
        port: Port::Any,
        setup: Setup::Provisioned,
        token: TokenWish::New,
        storage: Storage::Ephemeral,
        people,
        seed: 7,
        domains: vec![EmailDomain::parse("halcyon.example").unwrap()],
        allow: AllowList::Listed,
        clock: Arc::new(jiff::Timestamp::now),
    }
}

impl Server {
    pub(crate) fn start(people: u32) -> Self {
        Self::with(config(people)).unwrap()
    }

    pub(crate) fn with(config: SandboxConfig) -> Result<Self, SandboxError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let sandbox = runtime.block_on(Sandbox::start(config))?;
        Ok(Self { sandbox, runtime })
    }

    /// Stops and waits for the folder to be free.
    pub(crate) fn stop(self) {
        self.runtime.block_on(self.sandbox.stop());
    }

    pub(crate) fn address(&self) -> SocketAddr {
        let (_, rest) = self.sandbox.base_url().split_once("://").unwrap();
        rest.split('/').next().unwrap().parse().unwrap()
    }

    pub(crate) fn port(&self) -> u16 {
        self.address().port()
    }

    pub(crate) fn token(&self) -> &str {
        self.sandbox.token().unwrap().reveal()
    }

    /// Sends bytes and reads until the server closes.
    pub(crate) fn raw(&self, request: &[u8]) -> std::io::Result<Reply> {
        exchange(self.address(), request)
    }

    /// A SCIM request with the right token; the path is below the base URL.
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &str,
        body: Option<&Value>,
    ) -> Reply {
        self.request(method, &format!("/scim{path}"), self.token(), headers, body)
    }

    pub(crate) fn request(
        &self,
        method: &str,
        path: &str,
        token: &str,
        headers: &str,
        body: Option<&Value>,
    ) -> Reply {
        let body = body.map(Value::to_string).unwrap_or_default();
        let media = if body.is_empty() { "" } else { "Content-Type: application/scim+json\r\n" };
        let text = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\
             {media}Content-Length: {}\r\n{headers}\r\n{body}",
            self.address(),
            body.len()
        );
        self.raw(text.as_bytes()).unwrap()
    }

    pub(crate) fn get(&self, path: &str) -> Reply {
        self.send("GET", path, "", None)
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Reply {
        self.send("POST", path, "", Some(body))
    }

    pub(crate) fn put(&self, path: &str, body: &Value) -> Reply {
        self.send("PUT", path, "", Some(body))
    }

    pub(crate) fn delete(&self, path: &str) -> Reply {
        self.send("DELETE", path, "", None)
    }

    /// PATCH with these operations.
    pub(crate) fn patch(&self, path: &str, operations: &Value) -> Reply {
        self.send("PATCH", path, "", Some(&json!({ "schemas": [PATCH], "Operations": operations })))
    }

    /// Searches with a filter, encoded for a URL.
    pub(crate) fn filter(&self, kind: &str, filter: &str) -> Reply {
        self.get(&format!("/{kind}?filter={}", encoded(filter)))
    }

    /// Makes a person and says under which id.
    pub(crate) fn person(&self, name: &str) -> String {
        self.post("/Users", &person(name)).expect(201).id()
    }

    pub(crate) fn admin(&self, method: &str, path: &str, body: Option<&Value>) -> Reply {
        self.admin_with(method, path, "", body)
    }

    pub(crate) fn admin_with(
        &self,
        method: &str,
        path: &str,
        headers: &str,
        body: Option<&Value>,
    ) -> Reply {
        let token = self.sandbox.admin_token().reveal();
        self.request(method, &format!("/admin{path}"), token, headers, body)
    }

    /// What Command keeps of a person.
    pub(crate) fn record(&self, id: &str) -> Value {
        self.admin("GET", &format!("/users/{id}"), None).expect(200).json()
    }

    /// Switches a person on or off, as the identity provider does.
    pub(crate) fn set_active(&self, id: &str, active: &Value) {
        let operations = json!([{"op": "Replace", "path": "active", "value": active}]);
        self.patch(&format!("/Users/{id}"), &operations).expect(200);
    }
}

/// A person of the listed domain.
pub(crate) fn person(name: &str) -> Value {
    let mail = format!("{name}@halcyon.example");
    json!({
        "schemas": [USER], "userName": mail, "active": true,
        "emails": [{"value": mail, "type": "work", "primary": true}],
    })
}

pub(crate) fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        write!(encoded, "%{byte:02X}").unwrap();
    }
    encoded
}

/// Sends bytes and reads until the server closes.
pub(crate) fn exchange(address: SocketAddr, request: &[u8]) -> std::io::Result<Reply> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    // The server may refuse before it has read everything.
    let sent = stream.write_all(request);
    let mut bytes = Vec::new();
    if let Err(error) = stream.read_to_end(&mut bytes)
        && bytes.is_empty()
    {
        return Err(error);
    }
    if bytes.is_empty() {
        sent?;
        return Err(std::io::ErrorKind::UnexpectedEof.into());
    }
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let mut body = bytes[end + 4..].to_vec();
    if head.to_ascii_lowercase().contains("transfer-encoding: chunked") {
        body = unchunked(&body);
    }
    Ok(Reply { status, head, body })
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|window| window == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap(), 16).unwrap();
        body.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = &rest[end + 4 + size..];
        if size == 0 {
            break;
        }
    }
    body
}
