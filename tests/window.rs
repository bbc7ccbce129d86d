//! The built program in a real window, on an X server of its own that nobody sees.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that can not go on has failed"
)]
#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::fs;
use std::io::BufRead as _;
use std::io::BufReader;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::ExitStatus;
use std::process::Output;
use std::process::Stdio;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use scim_desk::ADMIN_TOKEN_PREFIX;
use scim_desk::SCIM_TOKEN_PREFIX;
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_mins(1);

/// Asks until there is an answer.
#[track_caller]
fn wait_for<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        thread::park_timeout(Duration::from_millis(50));
    }
}

/// An X server without a screen.
struct Screen {
    server: Child,
    display: String,
}

impl Screen {
    fn start() -> Self {
        let mut server = Command::new("Xvfb")
            // Without `-noreset` the server begins anew whenever its last client leaves, such as a tool that looks for the
            // window, and drops a program that connects at that moment.
            .args(["-displayfd", "1", "-noreset"])
            .args(["-screen", "0", "1280x800x24", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed (dist/test.sh does that)");
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let number = line.trim();
        assert!(!number.is_empty(), "Xvfb started");
        Self { server, display: format!(":{number}") }
    }

    fn tool(&self, name: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(name);
        command.args(arguments).env("DISPLAY", &self.display);
        command
            .output()
            .unwrap_or_else(|error| panic!("{name} is installed (dist/test.sh does that): {error}"))
    }

    /// The program's window, as a number, once it is shown.
    fn window(&self, desk: &mut Desk) -> String {
        wait_for("a window", || {
            desk.assert_running();
            let found = self.tool("xdotool", &["search", "--onlyvisible", "--name", "^SCIM Desk"]);
            String::from_utf8(found.stdout).unwrap().lines().next().map(str::to_owned)
        })
    }

    /// How many pixels each color has.
    fn colors(&self, window: &str) -> BTreeMap<String, usize> {
        let shot = self.tool(
            "import",
            &["-window", window, "-depth", "8", "-format", "%c", "histogram:info:-"],
        );
        let text = String::from_utf8_lossy(&shot.stdout).into_owned();
        text.lines()
            .filter_map(|line| {
                let (count, rest) = line.trim().split_once(':')?;
                let color = rest.split_whitespace().find(|word| word.starts_with('#'))?;
                Some((color.get(..7)?.to_owned(), count.parse().ok()?))
            })
            .collect()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.server.kill().unwrap_or_default();
        self.server.wait().map(drop).unwrap_or_default();
    }
}

/// The running program with a home of its own.
struct Desk {
    child: Child,
}

impl Desk {
    fn assert_running(&mut self) {
        if let Some(status) = self.child.try_wait().unwrap() {
            let mut said = String::new();
            for line in BufReader::new(self.child.stderr.take().unwrap()).lines() {
                said += &(line.unwrap() + "\n");
            }
            panic!("the program ended with {status}: {said}");
        }
    }

    fn wait(&mut self) -> ExitStatus {
        wait_for("the program to end", || self.child.try_wait().unwrap())
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.child.kill().unwrap_or_default();
        self.child.wait().map(drop).unwrap_or_default();
    }
}

/// Folders that belong to one test.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        fs::create_dir(home.run()).unwrap();
        fs::set_permissions(home.run(), fs::Permissions::from_mode(0o700)).unwrap();
        home
    }

    fn run(&self) -> PathBuf {
        self.0.path().join("run")
    }

    fn desk_folder(&self) -> PathBuf {
        self.0.path().join("desk")
    }

    /// The program, knowing of no screen, no session and no folders but its own.
    fn program(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_scim-desk"));
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.0.path())
            .env("XDG_RUNTIME_DIR", self.run())
            .env("SCIM_DESK_HOME", self.desk_folder())
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("LANG", "C.UTF-8")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// The program on this screen, with its log at its loudest.
    fn open(&self, screen: &Screen) -> Desk {
        let mut command = self.program();
        command.env("DISPLAY", &screen.display).env("SCIM_DESK_LOG", "trace");
        Desk { child: command.spawn().unwrap() }
    }
}

/// Waits until the window shows something: many colors, none of which fills it.
#[track_caller]
fn assert_drawn(screen: &Screen, window: &str, desk: &mut Desk) {
    wait_for("a drawn window", || {
        desk.assert_running();
        let colors = screen.colors(window);
        let pixels: usize = colors.values().sum();
        let most = colors.values().copied().max().unwrap_or_default();
        // Text and icons have many shades; a blank or half-made window has a few.
        (colors.len() > 60 && most < pixels * 98 / 100).then_some(())
    });
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn the_window_opens_with_its_title_and_shows_something_and_closes() {
    let (screen, home) = (Screen::start(), Home::new());
    let mut desk = home.open(&screen);
    let window = screen.window(&mut desk);
    assert_drawn(&screen, &window, &mut desk);
    // Without a window manager the keyboard goes to nobody until the window has the focus.
    screen.tool("xdotool", &["windowfocus", "--sync", &window, "key", "ctrl+q"]);
    let status = desk.wait();
    assert!(status.success(), "{status}");
    let kept = files(&home.desk_folder());
    assert!(!kept.is_empty());
    for path in kept {
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", path.display());
        let bytes = fs::read(&path).unwrap();
        for secret in [SCIM_TOKEN_PREFIX, ADMIN_TOKEN_PREFIX] {
            // The tokens of this run's sandbox begin with these; nothing may write them down.
            assert_eq!(
                memchr::memmem::find(&bytes, secret.as_bytes()),
                None,
                "{secret} in {}",
                path.display()
            );
        }
    }
}

/// A token nobody has.
const CANARY: &str = "window-canary-41c97be05d2f8a63-Qm5Z";

/// What another program reads from the clipboard; `None` when there is nothing of that kind.
fn clipboard(screen: &Screen, target: &str) -> Option<String> {
    let read = screen.tool("xclip", &["-selection", "clipboard", "-o", "-t", target]);
    read.status.success().then(|| text(&read.stdout))
}

/// Presses a key once the window is at rest, and waits until that shows.
fn key_and_see(screen: &Screen, window: &str, key: &str) {
    let mut before = screen.colors(window);
    wait_for("the window to be at rest", || {
        let seen = screen.colors(window);
        let is_at_rest = seen == before;
        before = seen;
        is_at_rest.then_some(())
    });
    screen.tool("xdotool", &["key", key]);
    wait_for(key, || (screen.colors(window) != before).then_some(()));
}

/// Starts on a connection without a token, types one, and copies it from the dialog in which it waits because this
/// session has no keyring.
fn with_a_copied_token(screen: &Screen, home: &Home) -> Desk {
    let config = home.desk_folder().join("config");
    fs::create_dir_all(&config).unwrap();
    let settings = r#"{"version": 1, "active_connection": "a1", "connections":
        [{"key": "a1", "name": "Halcyon", "kind": "scim", "url": "https://scim.halcyon.example/scim"}]}"#;
    fs::write(config.join("settings.json"), settings).unwrap();
    let mut desk = home.open(screen);
    let window = screen.window(&mut desk);
    assert_drawn(screen, &window, &mut desk);
    screen.tool("xdotool", &["windowfocus", "--sync", &window]);
    // The safe button has the focus; the field is the first thing after it.
    key_and_see(screen, &window, "Tab");
    screen.tool("xdotool", &["type", "--delay", "20", CANARY]);
    key_and_see(screen, &window, "Tab");
    key_and_see(screen, &window, "space");
    // In the dialog that follows, the button that copies is the first thing after the safe one.
    key_and_see(screen, &window, "Tab");
    screen.tool("xdotool", &["key", "space"]);
    wait_for("the token on the clipboard", || {
        desk.assert_running();
        clipboard(screen, "UTF8_STRING")
    });
    desk
}

#[test]
fn a_copied_token_is_marked_and_gone_after_a_lock_and_after_the_end() {
    for (key, ends) in [("ctrl+l", false), ("ctrl+q", true)] {
        let (screen, home) = (Screen::start(), Home::new());
        let mut desk = with_a_copied_token(&screen, &home);
        assert_eq!(clipboard(&screen, "UTF8_STRING").as_deref(), Some(CANARY));
        assert_eq!(clipboard(&screen, "x-kde-passwordManagerHint").as_deref(), Some("secret"));
        screen.tool("xdotool", &["key", key]);
        wait_for("an empty clipboard", || clipboard(&screen, "TARGETS").is_none().then_some(()));
        if ends {
            assert!(desk.wait().success());
        } else {
            desk.assert_running();
        }
        for path in files(&home.desk_folder()) {
            let bytes = fs::read(&path).unwrap();
            assert_eq!(memchr::memmem::find(&bytes, CANARY.as_bytes()), None, "{}", path.display());
        }
    }
}

#[test]
fn without_a_display_the_program_says_so_and_fails() {
    let home = Home::new();
    let output = home.program().output().unwrap();
    let said = text(&output.stderr);
    assert!(!output.status.success());
    assert!(said.contains("DISPLAY") || said.contains("display"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn a_display_that_does_not_answer_is_told() {
    let home = Home::new();
    let output = home.program().env("DISPLAY", ":7654").output().unwrap();
    let said = text(&output.stderr);
    assert!(!output.status.success());
    assert!(said.contains("could not be opened") && said.contains("X server"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn when_nothing_can_draw_the_program_says_what_was_tried() {
    let (screen, home) = (Screen::start(), Home::new());
    let output = home
        .program()
        .env("DISPLAY", &screen.display)
        .env("LIBGL_DRIVERS_PATH", "/nonexistent")
        .env("__GLX_VENDOR_LIBRARY_NAME", "none")
        .env("__EGL_VENDOR_LIBRARY_FILENAMES", "/nonexistent")
        .env("VK_DRIVER_FILES", "/nonexistent")
        .output()
        .unwrap();
    let said = text(&output.stderr);
    assert!(!output.status.success());
    assert!(said.contains("glow could not draw") && said.contains("wgpu could not draw"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn unreadable_settings_are_set_aside_and_the_window_opens() {
    let (screen, home) = (Screen::start(), Home::new());
    let config = home.desk_folder().join("config");
    fs::create_dir_all(&config).unwrap();
    fs::write(config.join("settings.json"), "{ \"theme\": \"da").unwrap();
    let mut desk = home.open(&screen);
    let window = screen.window(&mut desk);
    assert_drawn(&screen, &window, &mut desk);
    let aside = files(&config)
        .into_iter()
        .find(|path| path.extension().is_some_and(|end| end == "unreadable"));
    assert_eq!(
        fs::read_to_string(aside.expect("the file is set aside")).unwrap(),
        "{ \"theme\": \"da"
    );
}

#[test]
fn a_folder_that_can_not_be_written_is_no_reason_not_to_open() {
    let (screen, home) = (Screen::start(), Home::new());
    fs::write(home.desk_folder(), "a file where the folder should be").unwrap();
    let mut desk = home.open(&screen);
    let window = screen.window(&mut desk);
    assert_drawn(&screen, &window, &mut desk);
}

#[test]
fn a_second_window_on_the_same_folder_opens_or_says_why_not() {
    let (screen, home) = (Screen::start(), Home::new());
    let mut first = home.open(&screen);
    let window = screen.window(&mut first);
    assert_drawn(&screen, &window, &mut first);
    let mut second = home.open(&screen);
    wait_for("a second window or its refusal", || {
        let shown = screen.tool("xdotool", &["search", "--onlyvisible", "--name", "^SCIM Desk"]);
        let windows = text(&shown.stdout).lines().count();
        (windows == 2 || second.child.try_wait().unwrap().is_some()).then_some(())
    });
    first.assert_running();
}

#[test]
fn a_taken_port_is_told_with_its_number() {
    let home = Home::new();
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = home
        .program()
        .args(["sandbox", "--ephemeral", "--people", "0", "--port", &port])
        .output()
        .unwrap();
    let said = text(&output.stderr);
    assert!(!output.status.success());
    assert!(said.contains(&port), "{said}");
}
