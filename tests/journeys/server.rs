//! Another organization on loopback, which the app knows nothing of, and the trouble it makes.

use std::io::Read as _;
use std::io::Write as _;
use std::net::TcpStream;
use std::sync::Arc;

use jiff::Timestamp;
use scim_desk::AllowList;
use scim_desk::Fault;
use scim_desk::Port;
use scim_desk::Sandbox;
use scim_desk::SandboxConfig;
use scim_desk::Setup;
use scim_desk::Storage;
use scim_desk::TokenWish;
use scim_desk::Trouble;
use tokio::runtime::Builder;
use tokio::runtime::Runtime;

/// A SCIM server that a test can disturb and stop.
pub(crate) struct Server {
    runtime: Runtime,
    sandbox: Option<Sandbox>,
    url: String,
    token: String,
}

impl Server {
    pub(crate) fn with_people(people: u32) -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let config = SandboxConfig {
            port: Port::Any,
            setup: Setup::Provisioned,
            token: TokenWish::New,
            storage: Storage::Ephemeral,
            people,
            seed: 7,
            domains: Vec::new(),
            allow: AllowList::Listed,
            clock: Arc::new(Timestamp::now),
        };
        let sandbox = runtime.block_on(Sandbox::start(config)).unwrap();
        let (url, token) =
            (sandbox.base_url().to_owned(), sandbox.token().unwrap().reveal().to_owned());
        Self { runtime, sandbox: Some(sandbox), url, token }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// The trouble meets every request for people after the first so many.
    pub(crate) fn trouble_after(&self, skip: u64, trouble: Trouble) {
        let fault = Fault { path: Some("/Users".to_owned()), skip, ..Fault::every(trouble) };
        self.sandbox.as_ref().unwrap().add_fault(fault);
    }

    /// The trouble meets one request for people, the one after the first so many.
    pub(crate) fn trouble_once_after(&self, skip: u64, trouble: Trouble) {
        let fault = Fault {
            path: Some("/Users".to_owned()),
            skip,
            count: Some(1),
            ..Fault::every(trouble)
        };
        self.sandbox.as_ref().unwrap().add_fault(fault);
    }

    pub(crate) fn calm(&self) {
        self.sandbox.as_ref().unwrap().clear_faults();
    }

    /// What a person does on Command's own pages.
    pub(crate) fn delete_by_hand(&self, id: &str) {
        let sandbox = self.sandbox.as_ref().unwrap();
        let (host, path) =
            sandbox.admin_url().trim_start_matches("http://").split_once('/').unwrap();
        let request = format!(
            "POST /{path}/users/{id}/delete HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {}\r\n\
             Content-Length: 0\r\nConnection: close\r\n\r\n",
            sandbox.admin_token().reveal()
        );
        let mut stream = TcpStream::connect(host).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 20"), "{answer:.40}");
    }

    /// Nothing listens there any more.
    pub(crate) fn stop(&mut self) {
        if let Some(sandbox) = self.sandbox.take() {
            self.runtime.block_on(sandbox.stop());
        }
    }
}
