//! The one way a secret gets onto the clipboard: marked as secret, and taken off again while it is still ours.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::session::problem::Problem;
use crate::verkada::ScimToken;

/// How often a clipboard that another program holds open at this moment is tried.
const TRIES: u32 = 20;
/// The pause between two tries.
const PAUSE: Duration = Duration::from_millis(50);
/// How long the end of the program waits for the clipboard.
const LAST_WAIT: Duration = Duration::from_secs(2);

type Wake = Arc<dyn Fn() + Send + Sync>;

/// Puts tokens onto the clipboard and takes them off again: after a time, on request, at the end of the program.
///
/// All talk with the clipboard happens on a thread of its own, because reading it waits for another program. The mark
/// (`x-kde-passwordManagerHint` on Linux, exclusion from monitoring, history and cloud on Windows, the concealed type on
/// macOS) asks clipboard managers to keep no copy; it is a convention, not a lock. What somebody else copied meanwhile
/// stays. Whether a content is ours is known by its SHA-256, so that no further copy of the token waits in memory.
pub struct SecretClipboard {
    keep: Duration,
    wake: Wake,
    thread: Option<Thread>,
    until: Option<Instant>,
}

/// Why the clipboard did not do what was asked, in the words of the system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClipboardTrouble {
    /// The token is not on the clipboard.
    NotCopied(String),
    /// The token may still be on the clipboard.
    NotCleared(String),
}

impl ClipboardTrouble {
    /// As a person is told.
    pub(super) fn problem(self) -> Problem {
        match self {
            Self::NotCopied(why) => Problem::new(
                "copy the token",
                why,
                "Try again. On Wayland the compositor has to offer the data-control protocol or an X server",
            ),
            Self::NotCleared(why) => Problem::new(
                "take the token off the clipboard",
                why,
                "Copy something else, so that the token is not there any more",
            ),
        }
    }
}

struct Thread {
    orders: Sender<Order>,
    told: Receiver<Told>,
}

enum Order {
    Copy(SecretString),
    /// Takes ours off; the sender, if any, is dropped when that is done.
    Clear(Option<SyncSender<()>>),
}

enum Told {
    Copied(Instant),
    Cleared,
    Trouble(ClipboardTrouble),
}

impl SecretClipboard {
    /// Keeps each token on the clipboard for this long; `wake` is called from another thread when [`Self::poll`] has news.
    pub fn new(keep: Duration, wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self { keep, wake: Arc::new(wake), thread: None, until: None }
    }

    /// Puts the token onto the clipboard, marked as secret. Returns at once; [`Self::poll`] tells of a failure.
    pub fn copy(&mut self, token: &ScimToken) {
        let thread =
            self.thread.get_or_insert_with(|| Thread::start(self.keep, Arc::clone(&self.wake)));
        thread.ask(Order::Copy(token.secret().clone()));
    }

    /// Takes the token off the clipboard if it is still there. Returns at once.
    pub fn clear(&mut self) {
        if let Some(thread) = &self.thread {
            thread.ask(Order::Clear(None));
        }
    }

    /// The same, and waits until it is done, but not forever: for the end of the program.
    pub fn clear_and_wait(&mut self) {
        if let Some(thread) = &self.thread {
            let (done, wait) = sync_channel(0);
            thread.ask(Order::Clear(Some(done)));
            // Nothing is ever sent: the sender is dropped when the work is done.
            if wait.recv_timeout(LAST_WAIT) == Err(RecvTimeoutError::Timeout) {
                tracing::warn!("the clipboard did not answer before the program ended");
            }
        }
    }

    /// How long the token stays on the clipboard; `None` when none is there.
    pub fn remaining(&self) -> Option<Duration> {
        self.until.map(|until| until.saturating_duration_since(Instant::now()))
    }

    /// Takes in what the thread did; returns what went wrong.
    pub fn poll(&mut self) -> Option<ClipboardTrouble> {
        while let Some(told) = self.thread.as_ref().and_then(|thread| thread.told.try_recv().ok()) {
            match told {
                Told::Copied(until) => self.until = Some(until),
                Told::Cleared => self.until = None,
                Told::Trouble(trouble) => {
                    self.until = None;
                    return Some(trouble);
                }
            }
        }
        None
    }
}

impl Thread {
    fn start(keep: Duration, wake: Wake) -> Self {
        let (orders, asked) = channel();
        let (tell, told) = channel();
        let failed = tell.clone();
        let spawned = thread::Builder::new().name("clipboard".to_owned()).spawn(move || {
            Serving { asked, tell, wake, keep, clipboard: None, ours: None }.run();
        });
        if let Err(error) = spawned {
            // The receiver is at hand, so this arrives.
            failed
                .send(Told::Trouble(ClipboardTrouble::NotCopied(error.to_string())))
                .unwrap_or_default();
        }
        Self { orders, told }
    }

    /// A thread that is gone has taken the token off, or never put it on.
    fn ask(&self, order: Order) {
        self.orders.send(order).unwrap_or_default();
    }
}

/// The thread's side.
struct Serving {
    asked: Receiver<Order>,
    tell: Sender<Told>,
    wake: Wake,
    keep: Duration,
    clipboard: Option<arboard::Clipboard>,
    ours: Option<Ours>,
}

/// The token that was put onto the clipboard.
struct Ours {
    digest: [u8; 32],
    until: Instant,
}

impl Serving {
    fn run(mut self) {
        loop {
            let order = match &self.ours {
                None => self.asked.recv().map_err(|_gone| RecvTimeoutError::Disconnected),
                Some(ours) => {
                    let left = ours.until.saturating_duration_since(Instant::now());
                    self.asked.recv_timeout(left)
                }
            };
            match order {
                Ok(Order::Copy(secret)) => self.copy(&secret),
                Ok(Order::Clear(done)) => {
                    self.clear();
                    drop(done);
                }
                Err(RecvTimeoutError::Timeout) => self.clear(),
                Err(RecvTimeoutError::Disconnected) => return self.clear(),
            }
        }
    }

    fn copy(&mut self, secret: &SecretString) {
        let text = opened(secret);
        let until = Instant::now() + self.keep;
        match self.with_clipboard(|clipboard| marked(clipboard.set()).text(text)) {
            Ok(()) => {
                self.ours = Some(Ours { digest: digest(text), until });
                self.tell(Told::Copied(until));
            }
            Err(error) => {
                self.tell(Told::Trouble(ClipboardTrouble::NotCopied(error.to_string())));
            }
        }
    }

    /// Between looking and clearing another program may copy something; that moment can not be closed.
    fn clear(&mut self) {
        let Some(ours) = self.ours.take() else { return };
        let cleared = self.with_clipboard(|clipboard| {
            match clipboard.get().text().map(Zeroizing::new) {
                Ok(text) if digest(&text) == ours.digest => clipboard.clear(),
                // Somebody else's text, or something that is no text, or nothing.
                Ok(_)
                | Err(arboard::Error::ContentNotAvailable | arboard::Error::ConversionFailure) => {
                    Ok(())
                }
                Err(error) => Err(error),
            }
        });
        self.tell(match cleared {
            Ok(()) => Told::Cleared,
            Err(error) => Told::Trouble(ClipboardTrouble::NotCleared(error.to_string())),
        });
    }

    /// On X11 and Wayland the clipboard serves what was copied for as long as it is open, so it is kept open.
    fn with_clipboard(
        &mut self,
        mut work: impl FnMut(&mut arboard::Clipboard) -> Result<(), arboard::Error>,
    ) -> Result<(), arboard::Error> {
        let clipboard = match &mut self.clipboard {
            Some(clipboard) => clipboard,
            closed => closed.insert(arboard::Clipboard::new()?),
        };
        let mut tries = 1;
        loop {
            match work(clipboard) {
                Err(arboard::Error::ClipboardOccupied) if tries < TRIES => {
                    tries += 1;
                    thread::sleep(PAUSE);
                }
                result => return result,
            }
        }
    }

    /// A window that is gone wants no news.
    fn tell(&self, told: Told) {
        if self.tell.send(told).is_ok() {
            (self.wake)();
        }
    }
}

/// Marks what is put onto the clipboard as secret.
fn marked(set: arboard::Set<'_>) -> arboard::Set<'_> {
    #[cfg(target_os = "macos")]
    let set = arboard::SetExtApple::exclude_from_history(set);
    #[cfg(windows)]
    let set = {
        use arboard::SetExtWindows as _;
        set.exclude_from_monitoring().exclude_from_cloud().exclude_from_history()
    };
    #[cfg(all(unix, not(target_os = "macos")))]
    let set = arboard::SetExtLinux::exclude_from_history(set);
    set
}

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

#[expect(
    clippy::disallowed_methods,
    reason = "what a person asked to have on the clipboard has to be opened for it"
)]
fn opened(secret: &SecretString) -> &str {
    secret.expose_secret()
}
