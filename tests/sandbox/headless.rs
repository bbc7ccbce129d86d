//! The file and the process: what is kept, who may read it, what a kill, a full disk and a broken file leave behind.

use std::io::{BufRead as _, BufReader, Seek as _, SeekFrom, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use scim_desk::{SandboxConfig, SandboxError, Storage};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::nasty::{Item, Outcome, check_area};
use crate::server::{Reply, Server, config, exchange, person};

const FILE: &str = "organization.sqlite";

fn kept(folder: &Path, people: u32) -> SandboxConfig {
    SandboxConfig { storage: Storage::Folder(folder.to_owned()), ..config(people) }
}

/// A sandbox in a process of its own, killed when dropped.
struct Process {
    child: Child,
    ready: Value,
}

impl Process {
    fn start(folder: &Path, more: &[&str]) -> Self {
        let mut child = command(folder, more).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"));
        Self { child, ready }
    }

    fn text(&self, key: &str) -> &str {
        self.ready[key].as_str().unwrap()
    }

    fn send(&self, method: &str, path: &str, body: &str) -> std::io::Result<Reply> {
        let (_, rest) = self.text("base_url").split_once("://").unwrap();
        let address: SocketAddr = rest.split('/').next().unwrap().parse().unwrap();
        let request = format!(
            "{method} /scim{path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\nConnection: close\r\n\
             Content-Type: application/scim+json\r\nContent-Length: {}\r\n\r\n{body}",
            self.text("token"),
            body.len()
        );
        exchange(address, request.as_bytes())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Gone already is as good.
        self.child.kill().unwrap_or_default();
        self.child.wait().map(drop).unwrap_or_default();
    }
}

fn command(folder: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scim-desk"));
    command.args(["sandbox", "--json", "--people", "5", "--data"]).arg(folder).args(more);
    command
}

/// Runs to the end; the exit code and what was said.
fn failed(command: &mut Command) -> (Option<i32>, String) {
    let output = command.stdin(Stdio::null()).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn the_process_says_where_it_serves_and_ends_on_sigterm() {
    let folder = TempDir::new().unwrap();
    let mut process = Process::start(folder.path(), &["--seed", "3", "--domain", "a.example"]);
    for key in ["base_url", "token", "admin_url", "admin_token"] {
        assert!(!process.text(key).is_empty());
    }
    let list = process.send("GET", "/Users", "").unwrap().expect(200).json();
    assert_eq!(list["totalResults"], 5);
    let status = Command::new("kill").arg(process.child.id().to_string()).status().unwrap();
    assert!(status.success());
    assert_eq!(process.child.wait().unwrap().code(), Some(0));
}

#[test]
fn what_was_acknowledged_survives_a_kill() {
    let folder = TempDir::new().unwrap();
    let mut acknowledged = Vec::new();
    for round in 0..15 {
        let process = Process::start(folder.path(), &["--domain", "halcyon.example"]);
        let pid = process.child.id().to_string();
        let killer = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(15 + 4 * round));
            Command::new("kill").args(["-9", &pid]).status().unwrap()
        });
        for number in 0.. {
            let name = format!("r{round}n{number}");
            match process.send("POST", "/Users", &person(&name).to_string()) {
                Ok(reply) if reply.status == 201 => acknowledged.push((reply.id(), name)),
                Ok(reply) => panic!("{}", String::from_utf8_lossy(&reply.body)),
                Err(_) => break,
            }
        }
        assert!(killer.join().unwrap().success());
    }
    let process = Process::start(folder.path(), &[]);
    assert!(!acknowledged.is_empty());
    for (id, name) in &acknowledged {
        let read = process.send("GET", &format!("/Users/{id}"), "").unwrap().expect(200).json();
        assert_eq!(read["userName"], json!(format!("{name}@halcyon.example")));
    }
    let total =
        process.send("GET", "/Users?count=0", "").unwrap().json()["totalResults"].as_u64().unwrap();
    // The last request of a round may have been carried out and its answer lost.
    let least = acknowledged.len() as u64 + 5;
    assert!((least..=least + 15).contains(&total), "{total} of {least}");
}

#[test]
fn everything_is_kept_between_runs_and_the_old_token_is_dead() {
    let folder = TempDir::new().unwrap();
    let server = Server::with(kept(folder.path(), 20)).unwrap();
    let id = server.person("ada");
    let (old_token, people) =
        (server.token().to_owned(), server.get("/Users").json()["totalResults"].clone());
    server.stop();
    let server = Server::with(kept(folder.path(), 999)).unwrap();
    assert_eq!(server.get("/Users").json()["totalResults"], people);
    let location =
        server.get(&format!("/Users/{id}")).expect(200).json()["meta"]["location"].clone();
    assert_eq!(location, json!(format!("{}/Users/{id}", server.sandbox.base_url())));
    server.request("GET", "/scim/Users", &old_token, "", None).error(401, None);
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let needle = server.token().as_bytes();
        assert!(
            !bytes.windows(needle.len()).any(|window| window == needle),
            "the token is in a file"
        );
    }
}

#[cfg(unix)]
#[test]
fn only_the_owner_reads_the_files_whatever_the_umask() {
    use std::os::unix::fs::PermissionsExt as _;
    for umask in ["000", "022", "077"] {
        let parent = TempDir::new().unwrap();
        let folder = parent.path().join("data").join("sandbox");
        let program = env!("CARGO_BIN_EXE_scim-desk");
        let script = format!("umask {umask}; exec \"$0\" sandbox --json --people 5 --data \"$1\"");
        let mut child = Command::new("sh")
            .args(["-c", &script, program])
            .arg(&folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let process = Process { child, ready: serde_json::from_str(&line).unwrap() };
        process.send("POST", "/Users", &person("ada").to_string()).unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700, "umask {umask}");
        let files: Vec<_> =
            std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert!(files.len() >= 4, "{files:?}");
        for file in files {
            assert_eq!(mode(&file), 0o600, "umask {umask} {}", file.display());
        }
    }
}

#[test]
fn a_folder_in_use_or_not_writable_is_told() {
    let folder = TempDir::new().unwrap();
    let running = Process::start(folder.path(), &[]);
    let (code, said) = failed(&mut command(folder.path(), &[]));
    assert_eq!(code, Some(1));
    assert!(said.contains("Another sandbox is running"), "{said}");
    drop(running);
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let (code, said) = failed(&mut command(&file.join("below"), &[]));
    assert_eq!(code, Some(1));
    assert!(said.contains("cannot keep its data"), "{said}");
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = port.local_addr().unwrap().port().to_string();
    let (code, said) = failed(&mut command(folder.path(), &["--port", &taken]));
    assert_eq!(code, Some(1));
    assert!(said.contains("is taken"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let folder = TempDir::new().unwrap();
    let program = env!("CARGO_BIN_EXE_scim-desk");
    let limited = |kib: u32, people: u32| {
        // SIGXFSZ is ignored, so that a write beyond the limit is an error instead of the end.
        let script = format!(
            "trap '' XFSZ; ulimit -f {kib}; exec \"$0\" sandbox --json --people {people} --data \"$1\""
        );
        let mut command = Command::new("sh");
        command.args(["-c", &script, program]).arg(folder.path());
        command
    };
    let (code, said) = failed(&mut limited(16, 5000));
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("disk is full"), "{said}");

    let mut child = limited(1024, 5).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let process = Process { child, ready: serde_json::from_str(&line).unwrap() };
    let mut body = person("ada");
    body["title"] = json!("x".repeat(50_000));
    let domain = |number: usize| {
        let mut body = body.clone();
        body["userName"] = json!(format!("p{number}@halcyon.example"));
        body["emails"] = json!([]);
        body.to_string()
    };
    let mut taken = 0;
    let refused = loop {
        let reply = process.send("POST", "/Users", &domain(taken)).unwrap();
        if reply.status != 201 {
            break reply;
        }
        taken += 1;
        assert!(taken < 1000, "the disk never fills");
    };
    refused.error(507, None);
    let total =
        process.send("GET", "/Users?count=0", "").unwrap().expect(200).json()["totalResults"]
            .clone();
    assert_eq!(total, json!(taken + 5));
    drop(process);
    let process = Process::start(folder.path(), &[]);
    assert_eq!(process.send("GET", "/Users?count=0", "").unwrap().json()["totalResults"], total);
    process.send("POST", "/Users", &domain(taken)).unwrap().expect(201);
}

/// What a broken file leads to: a start that tells of it and serves, or an error.
fn outcome_of(folder: &Path) -> Outcome {
    match Server::with(kept(folder, 5)) {
        Err(error) => Outcome::error(error),
        Ok(server) => {
            let aside = server.sandbox.set_aside().cloned();
            if let Some(path) = &aside {
                assert!(path.exists());
                assert!(path.file_name().unwrap().to_string_lossy().contains("broken-20"));
            }
            // Sound or rebuilt, it serves; what quick_check cannot see is caught when it is read.
            let list = server.get("/Users");
            assert!([200, 500].contains(&list.status));
            server.get("/ServiceProviderConfig").expect(200);
            if aside.is_some() {
                Outcome::saying(&["recover"], "set aside")
            } else {
                Outcome::of(&["recover", "ok"])
            }
        }
    }
}

#[test]
fn nasty_sqlite_files_end_as_declared() {
    check_area("file-import", |item: &Item| {
        let text = item.text()?;
        if !text.contains("SQLite") {
            return None;
        }
        let folder = TempDir::new().ok()?;
        Server::with(kept(folder.path(), 5)).ok()?.stop();
        let path = folder.path().join(FILE);
        if text.contains("newer") {
            let connection = rusqlite::Connection::open(&path).ok()?;
            connection.pragma_update(None, "user_version", 99).ok()?;
            drop(connection);
            let before = std::fs::read(&path).ok()?;
            let outcome = outcome_of(folder.path());
            assert_eq!(
                std::fs::read(&path).ok()?,
                before,
                "a file of a newer version was written to"
            );
            return Some(outcome);
        }
        let mut file = std::fs::File::options().read(true).write(true).open(&path).ok()?;
        if text.contains("flipped bit") {
            // The kind of the second page, so that the tree above it no longer fits.
            let mut bytes = std::fs::read(&path).ok()?;
            *bytes.get_mut(4096)? ^= 0x10;
            file.write_all(&bytes).ok()?;
        } else if text.contains("zeros") {
            file.set_len(0).ok()?;
            file.write_all(&vec![0; 4096]).ok()?;
        } else {
            file.seek(SeekFrom::Start(0)).ok()?;
            file.write_all(b"not a database at all").ok()?;
        }
        drop(file);
        Some(outcome_of(folder.path()))
    });
}

#[test]
fn any_flipped_bit_leaves_a_sandbox_that_serves() {
    let folder = TempDir::new().unwrap();
    Server::with(kept(folder.path(), 30)).unwrap().stop();
    let sound = std::fs::read(folder.path().join(FILE)).unwrap();
    let mut aside = 0;
    for turn in 0..40_usize {
        let folder = TempDir::new().unwrap();
        let mut bytes = sound.clone();
        let place = turn.wrapping_mul(0x9e37_79b9_7f4a_7c15) % bytes.len();
        bytes[place] ^= 1 << (turn % 8);
        std::fs::write(folder.path().join(FILE), bytes).unwrap();
        match Server::with(kept(folder.path(), 5)) {
            Ok(server) => {
                aside += usize::from(server.sandbox.set_aside().is_some());
                for path in ["/Users", "/Groups", "/Users?filter=active+eq+true"] {
                    assert!([200, 500].contains(&server.get(path).status));
                }
            }
            Err(SandboxError::Newer { .. }) => {}
            Err(error) => panic!("bit {} of byte {place}: {error}", turn % 8),
        }
    }
    assert!(aside < 40);
}
