//! No token is to be found outside of the header it travels in: not in logs at their loudest, not in debug texts, errors
//! or recorded exchanges, not in any file, not in the arguments or environment of a process.
#![expect(clippy::unwrap_used, reason = "a test that can not go on has failed")]

use std::fmt::Debug;
use std::fs;
use std::io;
use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Read as _;
use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::Mutex;
use std::thread;

use scim_desk::ADMIN_TOKEN_PREFIX;
use scim_desk::AllowList;
use scim_desk::Collection;
use scim_desk::Http;
use scim_desk::HttpOptions;
use scim_desk::Port;
use scim_desk::SCIM_TOKEN_PREFIX;
use scim_desk::Sandbox;
use scim_desk::SandboxConfig;
use scim_desk::ScimClient;
use scim_desk::ScimToken;
use scim_desk::SecretKind;
use scim_desk::Setup;
use scim_desk::Slot;
use scim_desk::Storage;
use scim_desk::TenantUrl;
use scim_desk::TokenWish;
use scim_desk::Vault;

/// A made-up token that a live organization could have.
const LIVE: &str = "vkd-live-canary-41c97be05d2f8a63-Qm5Z";
/// One that every server refuses.
const WRONG: &str = "vkd-wrong-canary-9ab2703e6f15dc84-Tx8K";
/// One that a server sends back in its answer.
const ECHOED: &str = "vkd-echoed-canary-70d4e8b1a95c236f-Lw3P";

/// A place, and what was written there.
type Written = (String, Vec<u8>);

/// What was written anywhere.
#[derive(Default, Clone)]
struct Places(Arc<Mutex<Vec<Written>>>);

impl Places {
    fn add(&self, place: &str, bytes: impl Into<Vec<u8>>) {
        self.0.lock().unwrap().push((place.to_owned(), bytes.into()));
    }

    fn add_debug(&self, place: &str, value: &impl Debug) {
        self.add(place, format!("{value:?} {value:#?}"));
    }

    fn add_files(&self, folder: &Path) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                self.add_files(&path);
            } else {
                self.add(&path.display().to_string(), fs::read(&path).unwrap());
            }
        }
    }

    #[cfg(target_os = "linux")]
    fn add_process(&self, id: u32) {
        for name in ["cmdline", "environ"] {
            let path = format!("/proc/{id}/{name}");
            self.add(&path, fs::read(&path).unwrap());
        }
    }

    /// Places and encodings in which the secret can be read.
    fn holding(&self, secret: &str) -> Vec<String> {
        let places = self.0.lock().unwrap();
        assert!(!places.is_empty());
        let mut found = Vec::new();
        for (place, bytes) in places.iter() {
            for (encoding, needle) in encodings(secret) {
                if contains(bytes, &needle) {
                    found.push(format!("{place}: {encoding}"));
                }
            }
        }
        found
    }
}

/// The log, written here instead of to a file.
impl Write for Places {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut places = self.0.lock().unwrap();
        match places.iter_mut().find(|(place, _)| place == "log") {
            Some((_, log)) => log.extend_from_slice(bytes),
            None => places.push(("log".to_owned(), bytes.to_vec())),
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    memchr::memmem::find(bytes, needle).is_some()
}

/// The ways in which a secret could have been written down. A text encoded inside of a longer one shifts, so base 64
/// is looked for at all three shifts, without the characters that depend on what stands beside it.
fn encodings(secret: &str) -> Vec<(&'static str, Vec<u8>)> {
    let bytes = secret.as_bytes();
    let mut all = vec![
        ("as it is", bytes.to_vec()),
        ("its first twelve characters", bytes[..12].to_vec()),
        ("in hex", bytes.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect()),
        (
            "in upper hex",
            bytes.iter().flat_map(|byte| format!("{byte:02X}").into_bytes()).collect(),
        ),
        (
            "percent-encoded",
            bytes.iter().flat_map(|byte| format!("%{byte:02X}").into_bytes()).collect(),
        ),
        (
            "escaped as in JSON",
            bytes.iter().flat_map(|byte| format!("\\u{byte:04x}").into_bytes()).collect(),
        ),
        ("in UTF-16", secret.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("as a list of numbers", format!("{bytes:?}").trim_matches(['[', ']']).as_bytes().to_vec()),
    ];
    for (alphabet, encoding) in [(BASE_64, "in base 64"), (BASE_64_URL, "in base 64 for URLs")] {
        for shift in 0..3 {
            let encoded = base_64(&[&vec![b'-'; shift], bytes].concat(), alphabet);
            let inner = (shift * 4).div_ceil(3)..encoded.len() - 4;
            all.push((encoding, encoded[inner].to_vec()));
        }
    }
    all
}

const BASE_64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const BASE_64_URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn base_64(bytes: &[u8], alphabet: &[u8; 64]) -> Vec<u8> {
    let mut encoded = Vec::new();
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0, |bits, byte| bits << 8 | u32::from(*byte))
            << (8 * (3 - group.len()));
        encoded.extend((0..4).map(|at| alphabet[(bits >> (18 - 6 * at)) as usize & 63]));
    }
    encoded
}

/// A server that answers each request with a server fault and the request itself.
fn echo_server() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = Vec::new();
            let mut buffer = [0; 4096];
            while !contains(&request, b"\r\n\r\n") {
                match stream.read(&mut buffer) {
                    Ok(0) | Err(_) => break,
                    Ok(length) => request.extend_from_slice(&buffer[..length]),
                }
            }
            let request = String::from_utf8_lossy(&request).into_owned();
            let authorization =
                request.lines().find(|line| line.to_ascii_lowercase().starts_with("authorization"));
            let value = authorization
                .and_then(|line| line.split_once(": "))
                .map(|(_, value)| value)
                .unwrap_or_default();
            let detail =
                format!("bad header {value} and again {}", value.trim_start_matches("Bearer "));
            let body = format!("{{\"schemas\":[],\"status\":\"400\",\"detail\":\"{detail}\"}}");
            let head = format!(
                "HTTP/1.1 400 Bad Request\r\nX-Echo: {value}\r\nLocation: /{value}\r\nContent-Length: {}\r\n\r\n",
                body.len()
            );
            drop(stream.write_all(format!("{head}{body}").as_bytes()));
        }
    });
    format!("http://{address}/scim")
}

fn client(base: &str, token: &ScimToken, places: &Places) -> ScimClient {
    let heard = places.clone();
    let options = HttpOptions {
        extra_ca: None,
        clock: Arc::new(jiff::Timestamp::now),
        chance: Arc::new(|| 7),
        observer: Arc::new(move |event| heard.add_debug("exchange", &event)),
    };
    let http = Http::new(&TenantUrl::parse(base).unwrap().value, options).unwrap();
    ScimClient::new(http, token).unwrap()
}

async fn use_client(client: &ScimClient, places: &Places) {
    for collection in [Collection::Users, Collection::Groups] {
        let mut listing = client.list(collection);
        while let Some(page) = listing.next().await {
            if let Err(error) = page {
                places.add_debug("error", &error);
                places.add("error text", error.to_string());
            }
        }
    }
}

fn token(text: &str) -> ScimToken {
    ScimToken::parse(text).unwrap().value
}

/// The part of a minted token that is secret: its beginning is the same for all and may be seen.
fn secret_part(minted: &str) -> &str {
    minted.strip_prefix(SCIM_TOKEN_PREFIX).unwrap()
}

#[test]
fn tokens_are_nowhere_but_in_their_header() {
    let places = Places::default();
    let log = places.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || log.clone())
        .init();
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let [scim, admin] = runtime.block_on(async {
        let config = SandboxConfig {
            port: Port::Any,
            setup: Setup::Provisioned,
            token: TokenWish::New,
            storage: Storage::Folder(folder.path().to_owned()),
            people: 250,
            seed: 1,
            domains: Vec::new(),
            allow: AllowList::Any,
            clock: Arc::new(jiff::Timestamp::now),
        };
        let sandbox = Sandbox::start(config).await.unwrap();
        let minted = sandbox.token().unwrap().reveal().to_owned();
        for (base, text) in [
            (sandbox.base_url(), minted.as_str()),
            (sandbox.base_url(), WRONG),
            ("http://127.0.0.1:9/scim", LIVE),
            (&echo_server(), ECHOED),
        ] {
            let token = token(text);
            places.add_debug("token", &token);
            use_client(&client(base, &token, &places), &places).await;
        }
        places.add_files(folder.path());
        let sandbox_admin = sandbox.admin_token().reveal().to_owned();
        sandbox.stop().await;
        [secret_part(&minted).to_owned(), sandbox_admin]
    });
    keep(&places, &token(LIVE));
    places.add_files(folder.path());
    #[cfg(target_os = "linux")]
    places.add_process(std::process::id());
    for secret in [&scim, &admin[ADMIN_TOKEN_PREFIX.len()..], LIVE, WRONG, ECHOED] {
        assert_eq!(places.holding(secret), Vec::<String>::new());
    }
    let log_length =
        places.0.lock().unwrap().iter().find(|(place, _)| place == "log").map(|(_, log)| log.len());
    assert!(log_length.unwrap() > 1000, "the log was on");
    assert!(!places.holding("ListResponse").is_empty(), "exchanges were recorded");
}

/// Saves, loads and forgets in memory and in a system that may have no keyring.
fn keep(places: &Places, token: &ScimToken) {
    let tenant = TenantUrl::parse("https://scim.example/v2").unwrap().value;
    let slot = Slot::new("k1", &tenant.origin(), SecretKind::ScimToken, "Leaks");
    places.add_debug("slot", &slot);
    for vault in [Vault::memory(), Vault::system()] {
        places.add_debug("saved", &vault.save(&slot, token));
        places.add_debug("loaded", &vault.load(&slot));
        places.add_debug("forgotten", &vault.forget(&slot));
    }
    places.add_debug("refused", &ScimToken::parse(&format!("{LIVE} {LIVE}")));
    places.add_debug("refused", &TenantUrl::parse(&format!("https://{LIVE}@scim.example")));
}

#[cfg(target_os = "linux")]
#[test]
fn a_sandbox_of_its_own_tells_its_token_to_its_reader_alone() {
    let places = Places::default();
    let folder = tempfile::tempdir().unwrap();
    let mut sandbox = Command::new(env!("CARGO_BIN_EXE_scim-desk"))
        .args(["sandbox", "--json", "--people", "10", "--data"])
        .arg(folder.path())
        .env("SCIM_DESK_LOG", "trace")
        .env("RUST_LOG", "trace")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = String::new();
    let mut output = BufReader::new(sandbox.stdout.take().unwrap());
    output.read_line(&mut told).unwrap();
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let minted = told["token"].as_str().unwrap();
    places.add_process(sandbox.id());
    places.add_files(folder.path());
    sandbox.kill().unwrap();
    sandbox.wait().unwrap();
    let mut rest = Vec::new();
    output.read_to_end(&mut rest).unwrap();
    sandbox.stderr.take().unwrap().read_to_end(&mut rest).unwrap();
    places.add("what else it said", rest);
    places.add_files(folder.path());
    assert_eq!(places.holding(secret_part(minted)), Vec::<String>::new());
    let admin = told["admin_token"].as_str().unwrap().strip_prefix(ADMIN_TOKEN_PREFIX).unwrap();
    assert_eq!(places.holding(admin), Vec::<String>::new());
}

/// A user who owns nothing.
#[cfg(target_os = "linux")]
const NOBODY: u32 = 65_534;

/// Starts a program in `folder` without a limit on core dumps; as nobody where this test runs as root, for whom
/// nothing is out of reach.
#[cfg(target_os = "linux")]
fn without_limits(folder: &Path, program: &Path, arguments: &str) -> std::process::Child {
    use std::os::unix::fs::PermissionsExt as _;
    use std::os::unix::process::CommandExt as _;
    let mut command = Command::new("sh");
    command
        .args(["-c", &format!("ulimit -c unlimited; exec \"$0\" {arguments}")])
        .arg(program)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    if rustix::process::getuid().is_root() {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o777)).unwrap();
        command.uid(NOBODY);
    }
    command.spawn().unwrap()
}

/// Whom the files below `/proc` that tell of this process belong to: its user, or root when it is not to be looked into.
#[cfg(target_os = "linux")]
fn owner(process: &std::process::Child) -> u32 {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(format!("/proc/{}/environ", process.id())).unwrap().uid()
}

#[cfg(target_os = "linux")]
#[test]
fn a_crash_writes_no_memory_to_disk_and_nobody_looks_into_the_process() {
    use std::os::unix::process::ExitStatusExt as _;
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("program");
    fs::copy(env!("CARGO_BIN_EXE_scim-desk"), &program).unwrap();
    let arguments = "sandbox --ephemeral --people 0 --json";
    let mut sandbox = without_limits(folder.path(), &program, arguments);
    let mut told = String::new();
    BufReader::new(sandbox.stdout.take().unwrap()).read_line(&mut told).unwrap();
    assert!(told.contains("token"), "it runs");
    let mut other = without_limits(folder.path(), Path::new("cat"), "");
    other.stdin.as_ref().unwrap().write_all(b"x").unwrap();
    other.stdout.as_mut().unwrap().read_exact(&mut [0]).unwrap();
    assert_ne!(owner(&other), 0, "the files of another program belong to its user");
    assert_eq!(owner(&sandbox), 0);
    let limits = fs::read_to_string(format!("/proc/{}/limits", sandbox.id())).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().collect::<Vec<_>>()[4..6], ["0", "0"], "{core}");
    let id = rustix::process::Pid::from_child(&sandbox);
    rustix::process::kill_process(id, rustix::process::Signal::ABORT).unwrap();
    let status = sandbox.wait().unwrap();
    assert_eq!(status.signal(), Some(rustix::process::Signal::ABORT.as_raw()));
    assert!(!status.core_dumped());
    let left: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(left, [program]);
    other.kill().unwrap();
    other.wait().unwrap();
}

#[test]
fn planted_secrets_are_found_in_every_encoding() {
    let escaped = LIVE.bytes().flat_map(|byte| format!("\\u{byte:04x}").into_bytes()).collect();
    let utf16: Vec<u8> = LIVE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (planted, encoding) in [
        (format!("a {LIVE} b").into_bytes(), "as it is"),
        (LIVE.as_bytes()[..14].to_vec(), "its first twelve characters"),
        (LIVE.bytes().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect(), "in hex"),
        (
            LIVE.bytes().flat_map(|byte| format!("%{byte:02X}").into_bytes()).collect(),
            "percent-encoded",
        ),
        (escaped, "escaped as in JSON"),
        (utf16, "in UTF-16"),
        (format!("{:?}", format!("x{LIVE}x").as_bytes()).into_bytes(), "as a list of numbers"),
        (base_64(format!("Bearer {LIVE}").as_bytes(), BASE_64), "in base 64"),
        (base_64(format!("user:{LIVE}:").as_bytes(), BASE_64), "in base 64"),
        (base_64(format!("?{LIVE}").as_bytes(), BASE_64_URL), "in base 64 for URLs"),
    ] {
        let places = Places::default();
        places.add("here", planted);
        assert!(places.holding(LIVE).contains(&format!("here: {encoding}")), "{encoding}");
    }
}
