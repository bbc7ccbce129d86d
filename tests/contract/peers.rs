//! The client against SCIM servers that nobody here wrote: scim2-server and SCIMMY.
//!
//! Their quirks differ: scim2-server speaks HTTP/1.0 and closes every connection, and orders rows by random id; SCIMMY
//! says itemsPerPage as it was asked for, and compares names with regard to case.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use scim_desk::{Collection, ErrorKind, Filter, ResourceId, Stage, StageState};

use crate::probe::Probe;

const TOKEN: &str = "peer-token-0123456789abcdef";
const PEOPLE: usize = 450;
const GROUPS: usize = 3;

/// A server in a process of its own, filled with people.
struct Peer {
    base: String,
    process: Child,
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to stop.
        self.process.kill().and_then(|()| self.process.wait().map(drop)).unwrap_or_default();
    }
}

fn folder() -> PathBuf {
    let folder = std::env::var_os("SCIM_DESK_PEERS").expect(
        "SCIM_DESK_PEERS names no folder with scim2-server and SCIMMY: run dist/test.sh, which installs them",
    );
    PathBuf::from(folder)
}

impl Peer {
    fn scim2_server() -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = Command::new(folder().join("venv/bin/scim2-server"))
            .args(["--port", &port.to_string(), "--bearer-token", TOKEN])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("scim2-server starts: run dist/test.sh, which installs it");
        let peer = Self { base: format!("http://127.0.0.1:{port}/v2"), process };
        let deadline = Instant::now() + Duration::from_mins(1);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < deadline, "scim2-server does not listen");
            std::thread::yield_now();
        }
        peer
    }

    fn scimmy(naive: &str) -> Self {
        // The program is handed over as text, so that Node looks for its modules in the folder it runs in.
        let mut process = Command::new("node")
            .arg("--input-type=module")
            .current_dir(folder().join("scimmy"))
            .envs([("TOKEN", TOKEN), ("NAIVE", naive)])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node starts: run dist/test.sh, which installs it");
        let program = include_str!("scimmy/server.mjs");
        process.stdin.take().unwrap().write_all(program.as_bytes()).unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(
            line.starts_with("http://"),
            "SCIMMY does not start: run dist/test.sh, which installs it"
        );
        Self { base: line.trim().to_owned(), process }
    }

    /// Creates people and groups over HTTP, and returns the id of the first person.
    async fn fill(&self) -> String {
        let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
        let create = |path: &str, body: String| {
            let request = client.post(format!("{}/{path}", self.base)).bearer_auth(TOKEN);
            let request = request.header("Content-Type", "application/scim+json").body(body);
            async move {
                let response = request.send().await.unwrap();
                let status = response.status();
                let bytes = response.bytes().await.unwrap();
                assert_eq!(status.as_u16(), 201, "{}", String::from_utf8_lossy(&bytes));
                let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
                value["id"].as_str().unwrap().to_owned()
            }
        };
        let mut first = None;
        for number in 0..PEOPLE {
            let name = format!("person.{number}@example.com");
            let body = serde_json::json!({
                "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
                "userName": name,
                "name": {"givenName": "Person", "familyName": format!("Nummer {number} Ünïcode 漢字")},
                "emails": [{"value": name, "type": "work", "primary": true}],
                "active": number % 7 != 0,
            });
            let id = create("Users", body.to_string()).await;
            first.get_or_insert(id);
        }
        let first = first.unwrap();
        for number in 0..GROUPS {
            let body = serde_json::json!({
                "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
                "displayName": format!("Group {number}"),
                "members": [{"value": first}],
            });
            create("Groups", body.to_string()).await;
        }
        first
    }
}

/// Everything the client offers, against one server.
async fn try_everything(peer: &Peer) {
    let probe = Probe::new(&peer.base, TOKEN);
    let first = peer.fill().await;

    let users = probe.read(Collection::Users).await;
    assert!(users.error.is_none(), "{:?}", users.error);
    let names: std::collections::HashSet<_> =
        (0..PEOPLE).map(|number| format!("person.{number}@example.com")).collect();
    assert_eq!(users.texts("userName"), names);
    assert_eq!(users.end.unwrap().len(), PEOPLE);
    let groups = probe.read(Collection::Groups).await;
    assert_eq!(groups.texts("displayName").len(), GROUPS);
    assert_eq!(groups.end.unwrap().len(), GROUPS);

    let id = ResourceId::parse(&first).unwrap();
    let person = probe.client.get(Collection::Users, &id).await.unwrap();
    assert_eq!(person.text("userName"), Some("person.0@example.com"));
    let unknown = ResourceId::parse("00000000000000000000000000000000").unwrap();
    let error = probe.client.get(Collection::Users, &unknown).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::NotFound, Some(404)));

    for (name, count) in [("person.77@example.com", 1), ("nobody@example.com", 0)] {
        let filter = Filter::parse(&format!("userName eq \"{name}\"")).unwrap();
        let found = probe.client.find(Collection::Users, &filter).await.unwrap();
        assert_eq!((found.matching.len(), found.unrelated), (count, 0), "{name}");
    }

    let ends = probe.check().await;
    assert_eq!(ends.len(), Stage::ALL.len());
    for (stage, state) in ends {
        assert!(
            matches!(state, StageState::Passed { .. } | StageState::Skipped { .. }),
            "{stage:?}: {state:?}"
        );
    }
    probe.assert_silent();

    let wrong = Probe::new(&peer.base, "another-token-0123456789");
    let error = wrong.read(Collection::Users).await.error.unwrap();
    assert_eq!(error.kind(), ErrorKind::Unauthorized, "{error:?}");
    let ends = wrong.check().await;
    assert!(matches!(ends.last(), Some((Stage::Token, StageState::Failed { .. }))), "{ends:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn scim2_server_is_read_whole() {
    try_everything(&Peer::scim2_server()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn scimmy_is_read_whole() {
    try_everything(&Peer::scimmy("0")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn scimmy_as_its_own_guide_has_it_is_read_whole() {
    try_everything(&Peer::scimmy("1")).await;
}
