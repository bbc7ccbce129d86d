//! Settings survive bad fields, kills, full disks and later versions.

use std::env;
use std::fs;
use std::io::BufRead as _;
use std::io::BufReader;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use proptest::prelude::*;

use super::file::SettingsError;
use super::*;
use crate::limits;
use crate::session::connection::ConnectionKey;
use crate::verkada::TenantUrl;

const FULL: &str = r#"{
  "version": 1,
  "theme": "dark",
  "scale_percent": 125,
  "active_connection": "a1b2",
  "window": { "width": 1280.0, "height": 800.0 },
  "connections": [
    {
      "key": "a1b2",
      "name": "Halcyon Freight",
      "kind": "command",
      "url": "https://api.command.verkada.com/scim",
      "ca_file": "/etc/ca.pem",
      "token_hint": "7Qd2",
      "proven_at": "2026-11-23T09:14:00Z"
    }
  ],
  "tables": {
    "users": { "columns": [ { "name": "mail", "width": 220.0 }, { "name": "title", "width": 90.0 } ] }
  }
}"#;

fn now() -> jiff::Timestamp {
    "2026-11-23T20:40:05Z".parse().unwrap()
}

fn read(text: &str) -> (Settings, Vec<String>) {
    let (settings, warnings) = Settings::read(text.as_bytes()).unwrap();
    (settings, warnings.iter().map(ToString::to_string).collect())
}

fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

/// The text with one field changed: what is warned of, and whether writing it back loses nothing.
fn check(field: &str, value: &Value, warned: &[&str]) {
    let mut text = json(FULL.as_bytes());
    *text.pointer_mut(field).unwrap_or_else(|| panic!("{field}")) = value.clone();
    let (settings, warnings) = read(&text.to_string());
    assert_eq!(warnings.len(), warned.len(), "{field} {value}: {warnings:?}");
    for (warning, start) in warnings.iter().zip(warned) {
        assert!(warning.starts_with(start), "{warning}");
    }
    let rest = Settings::read(&settings.to_bytes()).unwrap().0;
    assert_eq!(rest.connections().len(), settings.connections().len());
}

#[test]
fn what_is_written_is_read_again() {
    let (settings, warnings) = read(FULL);
    assert_eq!(warnings, Vec::<String>::new());
    assert_eq!(json(&settings.to_bytes()), json(FULL.as_bytes()));
    assert_eq!(settings.theme, ThemeChoice::Dark);
    assert_eq!(settings.scale_percent, 125);
    assert_eq!(settings.window, Some((1280.0, 800.0)));
    assert_eq!(settings.columns("users").unwrap().first(), Some(&("mail".to_owned(), 220.0)));
    let profile = settings.connections().first().unwrap();
    assert_eq!(profile.tenant.as_ref().unwrap().as_str(), "https://api.command.verkada.com/scim");
    assert_eq!(profile.token, TokenState::Keyring { hint: "7Qd2".to_owned() });
}

#[test]
fn a_bad_field_costs_only_itself() {
    check("/theme", &json!("pink"), &["theme: it is not system, light or dark"]);
    check("/theme", &json!(null), &[]);
    check("/scale_percent", &json!(4), &["scale_percent: "]);
    check("/scale_percent", &json!("100"), &["scale_percent: "]);
    check("/version", &json!(-1), &["version: "]);
    check("/active_connection", &json!(["a1b2"]), &["active_connection: "]);
    check("/active_connection", &json!("x".repeat(5000)), &["active_connection: "]);
    check("/window", &json!({ "width": 1e300, "height": 1 }), &["window: "]);
    check("/window/height", &json!(0), &["window: "]);
    check("/tables", &json!(3), &["tables: "]);
    check("/tables/users", &json!(3), &["tables.users: "]);
    check("/tables/users/columns/0/width", &json!(-4), &[]);
    check("/connections", &json!({}), &["connections: "]);
    check("/connections/0", &json!(7), &["connections[0]: "]);
    check("/connections/0/key", &json!("../a"), &["connections[0].key: "]);
    check(
        "/connections/0/key",
        &json!("sandbox"),
        &["connections[0].key: another connection has it"],
    );
    check("/connections/0/name", &json!(7), &["connections[0].name: "]);
    check("/connections/0/kind", &json!("graph"), &["connections[0].kind: "]);
    check("/connections/0/url", &json!("http://evil.example/scim"), &["connections[0].url: "]);
    check("/connections/0/ca_file", &json!(1), &["connections[0].ca_file: "]);
    check(
        "/connections/0/token_hint",
        &json!("a-whole-token-in-clear"),
        &["connections[0].token_hint: "],
    );
    check("/connections/0/proven_at", &json!("yesterday"), &["connections[0].proven_at: "]);
}

#[test]
fn what_this_program_does_not_know_is_written_back() {
    let mut text = json(FULL.as_bytes());
    text["new_idea"] = json!({ "deep": [1, 2] });
    text["connections"][0]["color"] = json!("red");
    text["tables"]["users"]["sort"] = json!("mail");
    text["tables"]["doors"] = json!({ "later": true });
    let unknown_kind =
        json!({ "key": "zz", "kind": "graph", "url": "https://graph.example", "x": 1 });
    text["connections"].as_array_mut().unwrap().push(unknown_kind.clone());
    let (mut settings, _) = read(&text.to_string());
    settings.theme = ThemeChoice::Light;
    text["theme"] = json!("light");
    assert_eq!(json(&settings.to_bytes()), text);
    assert!(!format!("{settings:?}").contains("deep"), "values of unknown fields are not shown");
    settings.set_connections(&[]);
    assert_eq!(json(&settings.to_bytes())["connections"], json!([unknown_kind]));
}

#[test]
fn the_sandbox_and_tokens_of_this_run_are_not_written() {
    let mut settings = Settings::default();
    let mut held = Profile::sandbox();
    held.key = ConnectionKey("b2".to_owned());
    held.kind = ConnectionKind::Scim;
    held.tenant = Some(TenantUrl::parse("https://scim.example/v2").unwrap().value);
    settings.set_connections(&[Profile::sandbox(), held]);
    let written = json(&settings.to_bytes());
    let expected = json!([{ "key": "b2", "name": "Halcyon Freight", "kind": "scim", "url": "https://scim.example/v2" }]);
    assert_eq!(written["connections"], expected);
}

#[test]
fn only_what_is_no_json_object_is_unreadable() {
    for (text, why) in [
        (&b""[..], Unreadable::NotJson { line: 1, column: 0 }),
        (b"{\"theme\":\n \"dark\"", Unreadable::NotJson { line: 2, column: 7 }),
        (b"[]", Unreadable::NotAnObject),
        (b"\xff\xfe{\0}\0", Unreadable::NotJson { line: 1, column: 1 }),
    ] {
        assert_eq!(Settings::read(text).unwrap_err(), why);
    }
    assert_eq!(
        Settings::read(&vec![b' '; limits::SETTINGS_BYTES + 1]).unwrap_err(),
        Unreadable::TooLarge
    );
    assert!(Settings::read(&"[".repeat(100_000).into_bytes()).is_err());
    assert!(Settings::read(format!("\u{feff}{FULL}").as_bytes()).is_ok());
}

proptest! {
    #[test]
    fn no_bytes_make_reading_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _read_or_not = Settings::read(&bytes).is_ok();
    }

    #[test]
    fn a_flipped_byte_is_read_or_refused_and_what_is_read_can_be_written(at in 0..FULL.len(), byte in any::<u8>()) {
        let mut bytes = FULL.as_bytes().to_vec();
        bytes[at] = byte;
        if let Ok((settings, _)) = Settings::read(&bytes) {
            prop_assert!(Settings::read(&settings.to_bytes()).is_ok());
        }
    }
}

#[test]
fn the_file_and_its_folder_are_the_owners_alone() {
    let home = tempfile::tempdir().unwrap();
    let folders = Folders::inside(home.path());
    let file = SettingsFile::in_folder(&folders.config);
    file.save(&read(FULL).0).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folders.config), 0o700);
        assert_eq!(mode(&folders.config.join("settings.json")), 0o600);
    }
    let names: Vec<_> =
        fs::read_dir(&folders.config).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["settings.json"]);
    let (settings, warnings) = file.load(now());
    assert_eq!((settings.theme, warnings.len()), (ThemeChoice::Dark, 0));
}

#[test]
fn an_unreadable_file_is_set_aside_with_a_date_and_the_program_goes_on() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("settings.json");
    fs::write(&path, "{ half").unwrap();
    let file = SettingsFile::in_folder(home.path());
    let (settings, warnings) = file.load(now());
    assert_eq!(settings.theme, ThemeChoice::System);
    let aside = home.path().join("settings-2026-11-23-204005.unreadable");
    assert!(
        warnings.first().unwrap().to_string().contains(aside.to_str().unwrap()),
        "{warnings:?}"
    );
    assert_eq!(fs::read_to_string(aside).unwrap(), "{ half");
    file.save(&settings).unwrap();
    assert!(path.exists());
}

#[test]
fn a_later_versions_file_is_used_but_never_written_over() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("settings.json");
    let later = FULL.replace("\"version\": 1", "\"version\": 2");
    fs::write(&path, &later).unwrap();
    let file = SettingsFile::in_folder(home.path());
    let (settings, warnings) = file.load(now());
    assert_eq!(settings.connections().len(), 1);
    assert!(warnings.first().unwrap().to_string().contains("later version"), "{warnings:?}");
    assert!(matches!(file.save(&settings), Err(SettingsError::Later { version: 2, .. })));
    assert_eq!(fs::read_to_string(&path).unwrap(), later);
}

#[test]
fn a_file_that_can_not_be_read_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    // A folder in its place can be neither read nor written.
    fs::create_dir(home.path().join("settings.json")).unwrap();
    let file = SettingsFile::in_folder(home.path());
    let (settings, warnings) = file.load(now());
    assert_eq!(warnings.len(), 1);
    assert!(matches!(file.save(&settings), Err(SettingsError::NotRead { .. })));
}

#[test]
fn a_folder_that_can_not_be_written_is_told() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("config"), "a file").unwrap();
    let file = SettingsFile::in_folder(&home.path().join("config"));
    let (settings, _) = file.load(now());
    assert!(matches!(
        file.save(&settings),
        Err(SettingsError::NotRead { .. } | SettingsError::NotWritten { .. })
    ));
}

#[cfg(unix)]
#[test]
fn a_link_to_settings_kept_elsewhere_stays_a_link() {
    let home = tempfile::tempdir().unwrap();
    let elsewhere = home.path().join("elsewhere.json");
    fs::write(&elsewhere, "{}").unwrap();
    let config = home.path().join("config");
    fs::create_dir(&config).unwrap();
    std::os::unix::fs::symlink(&elsewhere, config.join("settings.json")).unwrap();
    SettingsFile::in_folder(&config).save(&read(FULL).0).unwrap();
    assert!(fs::symlink_metadata(config.join("settings.json")).unwrap().is_symlink());
    assert_eq!(json(&fs::read(&elsewhere).unwrap()), json(FULL.as_bytes()));
}

#[test]
fn leftovers_of_a_killed_run_are_removed_after_a_day() {
    let home = tempfile::tempdir().unwrap();
    let leftover = home.path().join("settings.json.77-0.new");
    fs::write(&leftover, "half").unwrap();
    let file = SettingsFile::in_folder(home.path());
    let written =
        jiff::Timestamp::try_from(fs::metadata(&leftover).unwrap().modified().unwrap()).unwrap();
    drop(file.load(written + Duration::from_hours(23)));
    assert!(leftover.exists());
    drop(file.load(written + Duration::from_hours(25)));
    assert!(!leftover.exists());
}

/// Runs the body of the named test in a process of its own, started through `start`; the body finds the folder here.
const INSIDE: &str = "SCIM_DESK_SETTINGS_TEST";

fn again(test: &str, folder: &Path, start: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{start} exec \"$@\""), "sh"]).arg(env::current_exe().unwrap());
    command
        .args([&format!("session::settings::tests::{test}"), "--exact", "--nocapture"])
        .env(INSIDE, folder);
    command
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_the_old_settings_stay() {
    if let Some(folder) = env::var_os(INSIDE) {
        let file = SettingsFile::in_folder(Path::new(&folder));
        let (mut settings, _) = file.load(now());
        settings.set_columns(
            "groups",
            (0..1000).map(|column| (format!("column {column}"), 90.0)).collect(),
        );
        assert!(matches!(file.save(&settings), Err(SettingsError::Full { .. })));
        return;
    }
    let home = tempfile::tempdir().unwrap();
    SettingsFile::in_folder(home.path()).save(&read(FULL).0).unwrap();
    // A limit on the size of files stands in for a full disk: both fail in the middle of writing.
    let output = again(
        "a_full_disk_is_told_and_the_old_settings_stay",
        home.path(),
        "trap '' XFSZ; ulimit -f 8;",
    );
    let output = { output }.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(json(&fs::read(home.path().join("settings.json")).unwrap()), json(FULL.as_bytes()));
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1, "nothing half-written is left");
}

#[cfg(unix)]
#[test]
fn a_kill_at_any_moment_leaves_the_old_settings_or_the_new_ones() {
    let small = read(FULL).0;
    let mut large = small.clone();
    large
        .set_columns("groups", (0..200).map(|column| (format!("column {column}"), 90.0)).collect());
    if let Some(folder) = env::var_os(INSIDE) {
        let file = SettingsFile::in_folder(Path::new(&folder));
        file.save(&small).unwrap();
        println!("writing");
        loop {
            file.save(&large).unwrap();
            file.save(&small).unwrap();
        }
    }
    let kills: u64 =
        env::var("SCIM_DESK_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(200);
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("settings.json");
    let mut seen = [0, 0];
    for kill in 0..kills {
        let mut child =
            again("a_kill_at_any_moment_leaves_the_old_settings_or_the_new_ones", home.path(), "")
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap().ends_with("writing")));
        // The moment of the kill is the point of the test, not a wait for something.
        thread::sleep(Duration::from_micros(kill * 7919 % 12_000));
        child.kill().unwrap();
        child.wait().unwrap();
        let bytes = fs::read(&path).unwrap();
        let version = [&small, &large].iter().position(|settings| settings.to_bytes() == bytes);
        seen[version.expect("the old settings or the new ones")] += 1;
    }
    assert!(seen.iter().all(|count| *count > 0), "{seen:?}");
    let (settings, warnings) = SettingsFile::in_folder(home.path()).load(now());
    assert_eq!((settings.connections().len(), warnings.len()), (1, 0));
}
