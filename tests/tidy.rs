//! The rules of the code that neither the compiler nor clippy knows: layers, confined crates, sizes, words.
//!
//! Each rule is a function from a file's path and text to what is wrong with it, and is tried on a planted violation
//! beside it. It reads lines, not syntax: what macros and renamed imports hide is left to review.
#![expect(clippy::expect_used, reason = "a test that can not go on has failed")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// What a top-level module may name, beside itself and `limits`.
const LAYERS: [(&str, &[&str]); 11] = [
    ("limits", &[]),
    ("scim", &[]),
    ("verkada", &["scim"]),
    ("entra", &["scim", "verkada"]),
    ("client", &["scim", "verkada", "entra"]),
    ("secrets", &["verkada"]),
    ("journal", &["scim", "verkada", "secrets"]),
    ("sandbox", &["scim", "verkada", "entra"]),
    ("session", &["scim", "verkada", "entra", "client", "secrets", "journal", "sandbox"]),
    ("ui", &["scim", "verkada", "entra", "journal", "session"]),
    (
        "app",
        &["scim", "verkada", "entra", "client", "secrets", "journal", "sandbox", "session", "ui"],
    ),
];

/// Where a crate may be named.
const CONFINED: [(&str, &[&str]); 17] = [
    ("egui", &["src/ui/", "src/app/"]),
    ("egui_extras", &["src/ui/", "src/app/"]),
    ("eframe", &["src/app/"]),
    ("winit", &["src/app/"]),
    ("rfd", &["src/app/"]),
    ("poll_promise", &["src/app/"]),
    ("arboard", &["src/app/"]),
    ("reqwest", &["src/client/"]),
    ("axum", &["src/sandbox/"]),
    ("hyper", &["src/sandbox/"]),
    ("hyper_util", &["src/client/", "src/sandbox/"]),
    ("rusqlite", &["src/sandbox/"]),
    ("keyring_core", &["src/secrets/"]),
    ("secret_service", &["src/secrets/"]),
    ("zbus_secret_service_keyring_store", &["src/secrets/"]),
    ("zbus", &["src/secrets/", "src/app/sleep.rs"]),
    (
        "tokio",
        &[
            "src/client/",
            "src/sandbox/",
            "src/session/worker.rs",
            "src/session/backend.rs",
            "src/session/jobs/",
        ],
    ),
];

/// Modules of values alone.
const PURE: [&str; 3] = ["scim", "verkada", "entra"];

/// What has no place in them.
const IMPURE: [&str; 10] = [
    "std::fs",
    "std::net::Tcp",
    "std::net::Udp",
    "std::thread",
    "std::env",
    "SystemTime",
    "Instant::now",
    "time::Instant",
    "Timestamp::now",
    "async fn",
];

/// Parts of `session` that the screen must not know: it speaks with them through actions and outcomes.
const BEHIND_THE_SCREEN: [&str; 3] = ["session::worker", "session::jobs", "session::backend"];

/// Calls of the client that change something, by name.
const WRITES: [&str; 10] = [
    "write_create",
    "write_patch",
    "write_delete",
    "write_entra",
    "write_add_domain",
    "write_remove_domain",
    "write_refresh_token",
    "write_delete_user",
    "write_remove_user",
    "write_user_field",
];

/// Where they may be named: in the client itself, and where an intent is on disk before anything is sent.
const WRITERS: [&str; 2] = ["src/client/", "src/session/jobs/act"];

/// Lines of code a file may have before its tests.
const FILE_LINES: usize = 400;

/// Lines of documentation in `src/lib.rs`.
const MAP_LINES: usize = 120;

/// What the top level of the repository holds.
const TOP_LEVEL: [&str; 18] = [
    ".ci",
    ".clippy.toml",
    ".config",
    ".deny.toml",
    ".gitattributes",
    ".gitignore",
    ".rustfmt.toml",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "assets",
    "benches",
    "dist",
    "src",
    "tests",
];

/// What is wrong with a source file, line by line.
fn faults(path: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if !text.starts_with("//! ") {
        faults.push("does not open with a sentence saying what it is".to_owned());
    }
    if path.ends_with("/tests.rs") || path.contains("/tests/") {
        return faults;
    }
    let lines: Vec<&str> = text.lines().collect();
    let code = before_tests(&lines);
    if code.len() > FILE_LINES {
        faults.push(format!("has {} lines before its tests, more than {FILE_LINES}", code.len()));
    }
    for (number, line) in code.iter().enumerate() {
        let line = without_comment(line);
        let found = [
            layers(path, line),
            confined(path, line),
            pure(path, line),
            imports(path, line),
            writes(path, line),
        ];
        faults.extend(found.into_iter().flatten().map(|fault| format!("{}: {fault}", number + 1)));
    }
    faults
}

/// The lines before the test module that ends the file.
fn before_tests<'a>(lines: &'a [&'a str]) -> &'a [&'a str] {
    let tests = lines
        .windows(2)
        .position(|pair| pair[0].starts_with("#[cfg(test)]") && pair[1].starts_with("mod tests {"));
    &lines[..tests.unwrap_or(lines.len())]
}

fn without_comment(line: &str) -> &str {
    if line.trim_start().starts_with("//") {
        return "";
    }
    line.find(" // ").map_or(line, |at| &line[..at])
}

fn module_of(path: &str) -> &str {
    let below = path.strip_prefix("src/").unwrap_or(path);
    below.split(['/', '.']).next().unwrap_or(below)
}

/// Names of our own modules that come after `crate::` in this line.
fn named_modules(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("crate::")
        .filter(|(at, _)| is_root(line, *at))
        .map(|(at, root)| word(&line[at + root.len()..]))
}

/// Whether what starts here is the start of a path.
fn is_root(line: &str, at: usize) -> bool {
    !line[..at].ends_with(|before: char| before.is_alphanumeric() || "_:$".contains(before))
}

fn word(text: &str) -> &str {
    let end = text.find(|character: char| !character.is_alphanumeric() && character != '_');
    &text[..end.unwrap_or(text.len())]
}

fn layers(path: &str, line: &str) -> Option<String> {
    let module = module_of(path);
    let (_, allowed) = LAYERS.iter().find(|(name, _)| *name == module)?;
    let is_known = |name: &str| LAYERS.iter().any(|(known, _)| *known == name);
    let bad = named_modules(line).find(|name| {
        is_known(name) && *name != module && *name != "limits" && !allowed.contains(name)
    });
    if let Some(bad) = bad {
        return Some(format!("`{module}` must not name `{bad}`"));
    }
    let hidden =
        BEHIND_THE_SCREEN.iter().find(|hidden| module == "ui" && line.contains(*hidden))?;
    Some(format!("`ui` must not name `{hidden}`"))
}

fn confined(path: &str, line: &str) -> Option<String> {
    let names = |name: &str| {
        line.match_indices(name).any(|(at, _)| {
            is_root(line, at) && word(&line[at..]) == name && {
                let rest = &line[at + name.len()..];
                rest.starts_with("::")
                    || (line.trim_start().starts_with("use ") && rest.starts_with([';', ' ']))
            }
        })
    };
    CONFINED
        .iter()
        .find(|(name, places)| names(name) && !places.iter().any(|place| path.starts_with(place)))
        .map(|(name, places)| format!("`{name}` is only for {}", places.join(", ")))
}

fn pure(path: &str, line: &str) -> Option<String> {
    let module = PURE.into_iter().find(|pure| module_of(path) == *pure)?;
    let impure = IMPURE.into_iter().find(|impure| line.contains(impure))?;
    Some(format!("`{module}` holds values alone, `{impure}` does not belong there"))
}

fn writes(path: &str, line: &str) -> Option<String> {
    let named = |name: &&&str| {
        line.match_indices(**name).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            !before.is_some_and(|before| before.is_alphanumeric() || before == '_')
                && word(&line[at..]) == **name
        })
    };
    let name = WRITES.iter().find(named)?;
    let may_write = WRITERS.iter().any(|place| path.starts_with(place));
    (!may_write).then(|| format!("`{name}` changes something, which is only for {}", WRITERS[1]))
}

fn imports(path: &str, line: &str) -> Option<String> {
    let is_top = path.matches('/').count() == 1
        || (path.matches('/').count() == 2 && path.ends_with("/mod.rs"));
    if line.contains("super::super") {
        return Some("`super::super` is hard to follow, name the path from `crate`".to_owned());
    }
    if is_top
        && line.match_indices("super::").any(|(at, _)| is_root(line, at))
        && !line.contains("pub(in")
    {
        return Some("`super` is the whole crate here, name the module from `crate`".to_owned());
    }
    if line.contains("crate::{") {
        return Some(
            "`crate::{…}` hides which modules are named, write one `use` for each".to_owned(),
        );
    }
    let is_export = line.trim_start().starts_with("pub") && line.contains(" use ");
    let foreign = named_modules(line)
        .find(|name| *name != module_of(path))
        .filter(|_| is_export && path != "src/lib.rs");
    foreign.map(|name| format!("`{name}` is exported again, which carries it past the layers"))
}

/// What is wrong with the words of any tracked file.
fn word_faults(path: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for (what, words) in forbidden_words() {
            for found in words.iter().filter(|word| line.contains(word.as_str())) {
                faults.push(format!("{path}:{}: {what}: {found}", number + 1));
            }
        }
    }
    faults
}

/// Put together here, so that this file does not hold them.
fn forbidden_words() -> [(&'static str, Vec<String>); 3] {
    let join =
        |pairs: &[(&str, &str)]| pairs.iter().map(|(start, end)| format!("{start}{end}")).collect();
    [
        (
            "unfinished work",
            join(&[
                ("TO", "DO"),
                ("FIX", "ME"),
                ("XX", "X:"),
                ("HA", "CK"),
                ("to", "do!("),
                ("unimple", "mented!("),
                ("#[ig", "nore"),
            ]),
        ),
        (
            "the host of a package registry",
            join(&[
                ("crates", ".io"),
                ("pypi", ".org"),
                ("pythonhosted", ".org"),
                ("npmjs", ".org"),
                ("npmjs", ".com"),
                ("deb.debian", ".org"),
            ]),
        ),
        ("a path of one machine", join(&[("/ro", "ot/"), ("/ho", "me/"), ("/wo", "rk/")])),
    ]
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Paths of all files git knows, from the root of the repository.
fn tracked() -> Vec<String> {
    let output = Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(root())
        .output()
        .expect("git is installed");
    assert!(
        output.status.success(),
        "git lists the files: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let names = String::from_utf8(output.stdout).expect("paths are text");
    names
        .split_terminator('\0')
        .filter(|path| root().join(path).is_file())
        .map(str::to_owned)
        .collect()
}

fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "rs")
}

fn read(path: &str) -> Option<String> {
    String::from_utf8(fs::read(root().join(path)).expect("a tracked file can be read")).ok()
}

#[track_caller]
fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn sources_keep_their_layers_crates_sizes_and_imports() {
    let sources = tracked().into_iter().filter(|path| path.starts_with("src/") && is_rust(path));
    let faults: Vec<String> = sources
        .flat_map(|path| {
            let found = faults(&path, &read(&path).unwrap_or_default());
            found.into_iter().map(move |fault| format!("{path}:{fault}"))
        })
        .collect();
    assert_none(&faults);
}

#[test]
fn tests_and_benches_say_what_they_are() {
    let files = tracked().into_iter().filter(|path| is_rust(path) && !path.starts_with("src/"));
    let silent: Vec<String> =
        files.filter(|path| !read(path).unwrap_or_default().starts_with("//! ")).collect();
    assert_none(&silent);
}

#[test]
fn no_file_has_unfinished_work_registries_or_paths_of_a_machine() {
    let files = tracked()
        .into_iter()
        .filter(|path| path != "Cargo.lock" && !path.starts_with("tests/data/"));
    let faults: Vec<String> = files
        .flat_map(|path| read(&path).map(|text| word_faults(&path, &text)).unwrap_or_default())
        .collect();
    assert_none(&faults);
}

#[test]
fn every_module_has_a_place_in_the_layers() {
    let lib = read("src/lib.rs").expect("the crate has a root");
    let lines: Vec<&str> = lib.lines().collect();
    // A module with an attribute is a test's.
    let modules = lines
        .windows(2)
        .filter(|pair| !pair[0].starts_with("#["))
        .filter_map(|pair| pair[1].strip_prefix("mod ")?.strip_suffix(';'));
    let unknown: Vec<String> = modules
        .filter(|module| !LAYERS.iter().any(|(name, _)| name == module))
        .map(str::to_owned)
        .collect();
    assert_none(&unknown);
    assert!(!lib.contains("pub mod"), "modules are private; lib.rs exports what is used");
    let map = lib.lines().filter(|line| line.starts_with("//!")).count();
    assert!(map <= MAP_LINES, "the map has {map} lines, more than {MAP_LINES}");
}

#[test]
fn every_limit_is_explained_and_used() {
    let limits = read("src/limits.rs").expect("there is a table of limits");
    let sources: Vec<String> = tracked()
        .iter()
        .filter(|path| path.starts_with("src/") && is_rust(path) && *path != "src/limits.rs")
        .filter_map(|path| read(path))
        .collect();
    let faults: Vec<String> = limit_faults(&limits, &sources);
    assert_none(&faults);
}

fn limit_faults(limits: &str, sources: &[String]) -> Vec<String> {
    let lines: Vec<&str> = limits.lines().collect();
    let mut faults = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(name) = line.split("const ").nth(1).map(word) else { continue };
        if at == 0 || !lines[at - 1].starts_with("///") {
            faults.push(format!("{name} is not explained"));
        }
        let is_used = |text: &str| {
            text.match_indices("limits::")
                .any(|(start, root)| word(&text[start + root.len()..]) == name)
        };
        if !sources.iter().any(|text| is_used(text)) {
            faults.push(format!("{name} limits nothing"));
        }
    }
    faults
}

#[test]
fn the_top_level_shows_the_product() {
    let mut strange: Vec<String> = tracked()
        .iter()
        .filter_map(|path| path.split('/').next())
        .filter(|top| !TOP_LEVEL.contains(top))
        .map(str::to_owned)
        .collect();
    strange.dedup();
    assert_none(&strange);
}

#[test]
fn dependencies_are_kept_to_the_rules() {
    let rules = read(".deny.toml").expect("cargo-deny has its rules");
    for rule in [
        "multiple-versions = \"deny\"",
        "wildcards = \"deny\"",
        "unknown-registry = \"deny\"",
        "unknown-git = \"deny\"",
        "crate = \"openssl-sys\"",
        "crate = \"anyhow\"",
    ] {
        assert!(rules.contains(rule), "{rule}");
    }
    let manifest = read("Cargo.toml").expect("there is a manifest");
    assert!(manifest.contains("unsafe_code = \"forbid\""));
    assert!(!manifest.contains("git = "), "dependencies come from the registry");
}

/// Whether a planted line is reported, and its lawful twin is not.
#[track_caller]
fn planted(path: &str, line: &str, reported: &str) {
    let found = faults(path, &format!("//! Planted.\n\n{line}\n"));
    assert!(found.iter().any(|fault| fault.contains(reported)), "{path}: {line}: {found:?}");
}

#[track_caller]
fn lawful(path: &str, line: &str) {
    assert_eq!(
        faults(path, &format!("//! Planted.\n\n{line}\n")),
        Vec::<String>::new(),
        "{path}: {line}"
    );
}

#[test]
fn planted_layer_violations_are_reported() {
    planted("src/scim/filter.rs", "use crate::verkada::Region;", "`scim` must not name `verkada`");
    planted(
        "src/client/mod.rs",
        "fn f() { crate::sandbox::start() }",
        "`client` must not name `sandbox`",
    );
    planted(
        "src/sandbox/store.rs",
        "    client: crate::client::Http,",
        "`sandbox` must not name `client`",
    );
    planted("src/session/state.rs", "use crate::ui::Pages;", "`session` must not name `ui`");
    planted("src/ui/pages/users.rs", "use crate::client::Error;", "`ui` must not name `client`");
    planted(
        "src/ui/mod.rs",
        "use crate::session::worker::Worker;",
        "`ui` must not name `session::worker`",
    );
    planted("src/limits.rs", "use crate::scim::Filter;", "`limits` must not name `scim`");
    lawful("src/session/state.rs", "use crate::client::Error;");
    lawful("src/scim/filter.rs", "use crate::limits;");
    lawful("src/scim/filter.rs", "/// As [`crate::verkada::Region`].");
    lawful("src/scim/filter.rs", "let x = 1; // crate::verkada");
    lawful("src/scim/tests.rs", "use crate::verkada::Region;");
}

#[test]
fn planted_crates_are_reported() {
    planted("src/session/state.rs", "use egui::Color32;", "`egui` is only for");
    planted("src/ui/mod.rs", "eframe::run_native()", "`eframe` is only for");
    planted("src/sandbox/mod.rs", "let c = reqwest::Client::new();", "`reqwest` is only for");
    planted("src/client/http.rs", "use axum::Router;", "`axum` is only for");
    planted("src/session/settings/mod.rs", "use rusqlite;", "`rusqlite` is only for");
    planted("src/session/state.rs", "use tokio::sync::Mutex;", "`tokio` is only for");
    planted("src/app/mod.rs", "keyring_core::Entry::new()", "`keyring_core` is only for");
    lawful("src/session/jobs/users.rs", "use tokio::sync::Mutex;");
    lawful("src/session/state.rs", "let my_egui::x = self.egui;");
}

#[test]
fn planted_io_in_pure_modules_is_reported() {
    planted("src/scim/list.rs", "use std::fs;", "`scim` holds values alone");
    planted(
        "src/verkada/region.rs",
        "let now = jiff::Timestamp::now();",
        "`verkada` holds values alone",
    );
    planted("src/verkada/region.rs", "async fn f() {}", "`verkada` holds values alone");
    lawful("src/verkada/tenant/host.rs", "use std::net::IpAddr;");
    lawful("src/client/http.rs", "use std::fs;");
}

#[test]
fn planted_writes_are_reported() {
    let only = "changes something, which is only for src/session/jobs/act";
    for name in WRITES {
        planted("src/session/jobs/read.rs", &format!("client.{name}(&id).await?;"), only);
        planted("src/session/update/mod.rs", &format!("AdminClient::{name}"), only);
        planted("src/app/headless.rs", &format!("            .{name}("), only);
        lawful("src/session/jobs/act/mod.rs", &format!("client.{name}(&id).await?;"));
        lawful("src/session/jobs/act.rs", &format!("client.{name}(&id).await?;"));
        lawful("src/client/write.rs", &format!("client.{name}(&id).await?;"));
        lawful("src/session/jobs/read.rs", &format!("/// Not {name}."));
    }
    lawful(
        "src/session/jobs/read.rs",
        "file.write_all(b\"x\")?; text.write_created(); un_write_patch();",
    );
}

#[test]
fn every_call_that_changes_something_is_known_here() {
    let sources = tracked().into_iter().filter(|path| path.starts_with("src/client/"));
    let sources = sources.filter(|path| !path.contains("/tests/")).filter_map(|path| read(&path));
    let mut found: Vec<String> = sources
        .flat_map(|text| {
            let names = text.match_indices("fn write_").map(|(at, _)| word(&text[at + 3..]));
            names.map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    found.sort();
    let mut known = WRITES.map(str::to_owned).to_vec();
    known.sort();
    assert_eq!(found, known);
}

#[test]
fn planted_imports_are_reported() {
    planted("src/scim/a/b.rs", "use super::super::filter;", "`super::super`");
    planted("src/scim/mod.rs", "use super::limits;", "`super` is the whole crate");
    planted("src/limits.rs", "use super::scim;", "`super` is the whole crate");
    planted("src/session/mod.rs", "use crate::{scim, verkada};", "`crate::{…}`");
    planted(
        "src/session/mod.rs",
        "pub(crate) use crate::client::Http;",
        "`client` is exported again",
    );
    lawful("src/session/mod.rs", "pub(crate) use crate::session::state::State;");
    lawful("src/scim/filter.rs", "use super::path::AttrPath;");
}

#[test]
fn planted_files_without_a_sentence_or_too_long_are_reported() {
    assert!(faults("src/scim/a.rs", "use std::fmt;\n")[0].contains("does not open with"));
    let long = format!("//! Planted.\n{}", "\n".repeat(FILE_LINES));
    assert!(faults("src/scim/a.rs", &long)[0].contains("401 lines"));
    let tested =
        format!("//! Planted.\n#[cfg(test)]\nmod tests {{\n{}}}\n", "\n".repeat(2 * FILE_LINES));
    assert_eq!(faults("src/scim/a.rs", &tested), Vec::<String>::new());
    let elsewhere = format!("//! Planted.\n#[cfg(test)]\nmod tests;\n{}", "\n".repeat(FILE_LINES));
    assert!(faults("src/scim/a.rs", &elsewhere)[0].contains("403 lines"));
}

#[test]
fn planted_words_are_reported() {
    for (_, words) in forbidden_words() {
        for word in words {
            assert_eq!(
                word_faults("README.md", &format!("first\nsee {word} here\n")).len(),
                1,
                "{word}"
            );
        }
    }
}

#[test]
fn planted_limits_are_reported() {
    let limits =
        "/// Explained.\nconst A: u8 = 1;\nconst B: u8 = 1;\n/// Explained.\nconst AB: u8 = 1;\n";
    let sources = ["limits::A + limits::B".to_owned()];
    assert_eq!(limit_faults(limits, &sources), ["B is not explained", "AB limits nothing"]);
}
