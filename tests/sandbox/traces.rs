//! What a permanent removal leaves in the folder: nothing. And files of the first format: brought over whole, or not at all.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use rusqlite::Connection;
use scim_desk::{SandboxConfig, Storage, TokenWish};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::server::{ACCESS, CORE, ENTERPRISE, GROUP, Server, config, person};

const FILE: &str = "organization.sqlite";
/// How often the process is killed, each time a little later.
const TURNS: u32 = 24;
const COPY: &str = "organization.before-2.sqlite";

fn kept(folder: &Path, people: u32) -> SandboxConfig {
    SandboxConfig { storage: Storage::Folder(folder.to_owned()), ..config(people) }
}

/// How often a text stands in the files of a folder.
fn occurrences(folder: &Path, text: &str) -> usize {
    let mut found = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        found += memchr::memmem::find_iter(&bytes, text.as_bytes()).count();
    }
    found
}

/// A person in whose every text there is a canary.
fn canary(name: &str, fill: usize) -> Value {
    let mut body = person(&format!("{name}-user"));
    body["title"] = json!(format!("{name}-title {}", "x".repeat(fill)));
    body["name"] =
        json!({"givenName": format!("{name}-given"), "familyName": format!("{name}-family")});
    body["externalId"] = json!(format!("{name}-external"));
    body[ACCESS] = json!({"cardNumber": format!("{name}-card"), "credentialStatus": "active"});
    body[CORE] = json!({"externalId": format!("{name}-verkada")});
    body[ENTERPRISE] = json!({"department": format!("{name}-department")});
    body
}

#[test]
fn nothing_of_a_removed_person_stays_in_any_file() {
    let folder = TempDir::new().unwrap();
    let server = Server::with(kept(folder.path(), 60)).unwrap();
    let mut people = Vec::new();
    for number in 0..60_usize {
        let name = format!("canary{number:02}");
        let id = server.post("/Users", &canary(&name, number * 97 % 3000)).expect(201).id();
        people.push((name, id));
    }
    let members: Vec<Value> = people.iter().map(|(_, id)| json!({ "value": id })).collect();
    server
        .post("/Groups", &json!({"schemas": [GROUP], "displayName": "G", "members": members}))
        .expect(201);
    // Rows grow and shrink, so that they move between pages and leave old places behind.
    for (number, (name, id)) in people.iter().enumerate() {
        for turn in 0..4_usize {
            let fill = (number * 131 + turn * 1777) % 6000;
            let title = format!("{name}-title-{turn} {}", "y".repeat(fill));
            let step = json!([{"op": "replace", "path": "title", "value": title}]);
            server.patch(&format!("/Users/{id}"), &step).expect(200);
        }
        let roles = json!({"permissions": [format!("{name}-permission")]});
        server.admin("PATCH", &format!("/users/{id}"), Some(&roles)).expect(200);
        server.set_active(id, &json!(false));
        if number % 3 == 0 {
            server.admin("POST", &format!("/users/{id}/delete"), None).expect(204);
        }
    }
    assert!(occurrences(folder.path(), "canary07-card") > 0, "the scan sees what is there");
    let (removed, left): (Vec<_>, Vec<_>) =
        people.iter().enumerate().partition(|(number, _)| number % 2 == 0);
    for (_, (name, id)) in removed {
        server.admin("POST", &format!("/users/{id}/permanently-remove"), None).expect(204);
        assert_eq!(occurrences(folder.path(), name), 0, "{name}");
        assert_eq!(occurrences(folder.path(), id), 0, "{name}");
    }
    for (_, (name, id)) in left {
        assert!(occurrences(folder.path(), &format!("{name}-card")) > 0);
        let record = server.record(id);
        assert_eq!(record["permissions"][0], json!(format!("{name}-permission")));
    }
}

/// Turns a file of today into one of the first format.
fn into_first_format(folder: &Path) {
    let (new, old) = (folder.join(FILE), folder.join("old.sqlite"));
    let connection = Connection::open(&old).unwrap();
    connection.execute_batch(include_str!("schema-1.sql")).unwrap();
    connection.pragma_update(None, "user_version", 1).unwrap();
    connection.execute("ATTACH ?1 AS new", [new.to_string_lossy()]).unwrap();
    for table in
        ["organization", "users", "mails", "verkada_external_ids", "deleted", "groups", "members"]
    {
        connection
            .execute_batch(&format!("INSERT INTO main.{table} SELECT * FROM new.{table}"))
            .unwrap();
    }
    connection
        .execute_batch(
            "INSERT INTO main.domains SELECT name FROM new.domains;
             DELETE FROM main.organization WHERE key IN ('seeded_at', 'token_made_at');",
        )
        .unwrap();
    drop(connection);
    std::fs::rename(&old, &new).unwrap();
    for suffix in ["-wal", "-shm"] {
        let beside = folder.join(format!("{FILE}{suffix}"));
        assert!(!beside.exists() || std::fs::remove_file(beside).is_ok());
    }
}

#[test]
fn a_file_of_the_first_format_is_brought_over_with_everybody() {
    let folder = TempDir::new().unwrap();
    let server = Server::with(kept(folder.path(), 100)).unwrap();
    let ada = server.person("ada");
    let gone = server.person("gone");
    server.delete(&format!("/Users/{gone}")).expect(204);
    let old_token = server.token().to_owned();
    let all = server.get("/Users?count=200").json();
    let rows = |list: &Value| {
        let rows = list["Resources"].as_array().unwrap();
        rows.iter().map(|row| (row["id"].clone(), row["userName"].clone())).collect::<Vec<_>>()
    };
    let seeded = all["Resources"][3]["id"].as_str().unwrap().to_owned();
    server.stop();
    into_first_format(folder.path());

    let keep = SandboxConfig { token: TokenWish::Keep, ..kept(folder.path(), 5) };
    let server = Server::with(keep).unwrap();
    assert!(server.sandbox.set_aside().is_none() && server.sandbox.token().is_none());
    let page = server.admin("GET", "/provisioning", None).expect(200).json();
    assert_eq!((&page["token"], page["domains"].as_array().unwrap().len()), (&Value::Null, 1));
    assert_eq!(server.request("GET", "/scim/Users", &old_token, "", None).status, 401);
    for (id, standing, entries) in [(&ada, "active", 1), (&gone, "deleted", 2)] {
        let record = server.record(id);
        assert_eq!(
            (&record["standing"], &record["historyEntries"]),
            (&json!(standing), &json!(entries))
        );
        assert_eq!((&record["roles"], &record["accessLogEntries"]), (&json!([]), &json!(0)));
    }
    assert!(server.record(&seeded)["historyEntries"].as_u64().unwrap() >= 1);
    assert_ne!(server.record(&seeded)["permissions"], json!([]));
    server.stop();
    assert!(folder.path().join(COPY).exists());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(folder.path().join(COPY)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    let server = Server::with(kept(folder.path(), 5)).unwrap();
    assert_eq!(rows(&server.get("/Users?count=200").json()), rows(&all));
    assert!(occurrences(folder.path(), &gone) > 1, "the copy has it too");
    server.admin("POST", &format!("/users/{gone}/permanently-remove"), None).expect(204);
    assert_eq!(occurrences(folder.path(), &gone), 0);
    assert!(!folder.path().join(COPY).exists());
}

#[cfg(unix)]
#[test]
fn a_kill_while_a_file_is_brought_over_loses_nothing() {
    let source = TempDir::new().unwrap();
    let server = Server::with(kept(source.path(), 4000)).unwrap();
    let ada = server.person("ada");
    server.stop();
    into_first_format(source.path());
    let first = std::fs::read(source.path().join(FILE)).unwrap();
    let version = |folder: &Path| -> i64 {
        let connection = Connection::open(folder.join(FILE)).unwrap();
        connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
    };
    let start = |folder: &Path| {
        std::fs::write(folder.join(FILE), &first).unwrap();
        Command::new(env!("CARGO_BIN_EXE_scim-desk"))
            .args(["sandbox", "--json", "--data"])
            .arg(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let folder = TempDir::new().unwrap();
    let began = Instant::now();
    let mut child = start(folder.path());
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut String::new()).unwrap();
    let whole = began.elapsed();
    child.kill().unwrap();
    child.wait().unwrap();

    let mut killed_before = 0;
    for turn in 0..TURNS {
        let folder = TempDir::new().unwrap();
        let mut child = start(folder.path());
        std::thread::sleep(whole * turn / TURNS);
        child.kill().unwrap();
        child.wait().unwrap();
        killed_before += u32::from(version(folder.path()) == 1);
        let server = Server::with(kept(folder.path(), 5)).unwrap();
        assert!(server.sandbox.set_aside().is_none(), "turn {turn}");
        let total = server.get("/Users?count=0").json()["totalResults"].clone();
        assert_eq!(total, json!(4001), "turn {turn}");
        assert_eq!(server.record(&ada)["historyEntries"], 1, "turn {turn}");
        server.stop();
        assert_eq!(version(folder.path()), 2);
    }
    assert!((1..TURNS).contains(&killed_before), "killed on both sides: {killed_before}");
}
