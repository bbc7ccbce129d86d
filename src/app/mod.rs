//! The window: eframe, logging, dialogs of the system.

pub(crate) mod cli;
pub(crate) mod clipboard;
pub(crate) mod dumps;
mod eval;
mod files;
pub(crate) mod headless;
mod lint;
mod lock;
mod logging;
mod milestones;
mod preview;
mod scripts;
pub(crate) mod sleep;
mod verify;
pub(crate) mod window;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use egui::{Context, Ui, Vec2, ViewportCommand};
use jiff::Timestamp;

use crate::limits;
use crate::sandbox::Storage;
use crate::secrets::Vault;
use crate::session::action::{Action, Actions, LockReason};
use crate::session::backend::{Backend, Places};
use crate::session::connection::Profile;
use crate::session::mappings::action::MappingsAction;
use crate::session::mappings::document::OpenDocument;
use crate::session::notice::Weight;
use crate::session::settings::{Folders, Settings, SettingsFile, ThemeChoice, Warning};
use crate::session::state::State;
use crate::session::update::Order;
use crate::session::worker::{Wake, Worker};
use crate::ui::{Pages, theme};

use clipboard::SecretClipboard;
use files::{Chosen, Files};
use lock::{Lock, Presence, Seen};
use milestones::Milestones;
use sleep::GoingToSleep;

/// Everything the window holds.
pub struct App {
    state: State,
    pages: Pages,
    actions: Actions,
    worker: Worker,
    files: Files,
    milestones: Milestones,
    now: fn() -> Timestamp,
    settings: Arc<SettingsFile>,
    applied: Option<(ThemeChoice, u16)>,
    size: Option<Vec2>,
    clipboard: SecretClipboard,
    lock: Lock,
    sleep: Option<Receiver<GoingToSleep>>,
    opened: Instant,
}

/// What a window starts with.
pub struct Start {
    settings: Arc<SettingsFile>,
    read: (Settings, Vec<Warning>),
    places: Places,
    keyring: Vault,
    now: fn() -> Timestamp,
    warnings: Vec<String>,
    chosen: Vec<PathBuf>,
}

/// Settings as they were read once, however often a window is tried.
#[derive(Clone)]
pub(crate) struct ReadSettings {
    file: Arc<SettingsFile>,
    read: (Settings, Vec<Warning>),
}

impl ReadSettings {
    /// Reads the settings of this person.
    pub(crate) fn of(folders: &Folders) -> Self {
        let file = SettingsFile::in_folder(&folders.config);
        let read = file.load(clock()());
        Self { file: Arc::new(file), read }
    }

    /// The size the window had when it was last closed.
    pub(crate) fn window_size(&self) -> Option<Vec2> {
        self.read.0.window.map(|(width, height)| Vec2::new(width, height))
    }
}

impl Start {
    /// A window that keeps everything below this folder.
    pub fn inside(home: &Path, keyring: Vault, sandbox_people: u32) -> Self {
        let folders = Folders::inside(home);
        Self::new(&folders, ReadSettings::of(&folders), keyring, sandbox_people, Vec::new())
    }

    /// The same with another wall clock.
    #[must_use]
    pub fn with_clock(self, now: fn() -> Timestamp) -> Self {
        Self { now, ..self }
    }

    /// The same with runs that wait no longer than this before their first call.
    #[must_use]
    pub fn with_countdown(mut self, longest: Duration) -> Self {
        self.places.longest_countdown = longest;
        self
    }

    /// The same with dialogs of the system in which these files are chosen, one after the other; none of them is shown.
    #[must_use]
    pub fn with_chosen_files(self, chosen: Vec<PathBuf>) -> Self {
        Self { chosen, ..self }
    }

    /// A window with these settings, and what went wrong before it was there.
    pub(crate) fn new(
        folders: &Folders,
        settings: ReadSettings,
        keyring: Vault,
        sandbox_people: u32,
        warnings: Vec<String>,
    ) -> Self {
        let places = Places {
            sandbox: Storage::Folder(folders.sandbox()),
            sandbox_people,
            journal: folders.journal(),
            longest_countdown: Duration::MAX,
        };
        let ReadSettings { file, read } = settings;
        Self { settings: file, read, places, keyring, now: clock(), warnings, chosen: Vec::new() }
    }
}

/// The wall clock, taken here so that everything else is given one.
fn clock() -> fn() -> Timestamp {
    Timestamp::now
}

impl App {
    /// Starts the threads and asks for the first people.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn new(ctx: &Context, start: Start) -> std::io::Result<Self> {
        theme::install(ctx);
        let now = (start.now)();
        let (settings, warnings) = start.read;
        let mut connections = vec![Profile::sandbox()];
        connections.extend(settings.connections().iter().cloned());
        let mut state = State::new(settings, connections, now);
        state.runs.file = start.places.journal.file.display().to_string();
        for Warning { field, problem } in warnings {
            state.notices.tell(now, Weight::Warning, format!("Settings: {field}"), problem);
        }
        for warning in start.warnings {
            state.notices.tell(now, Weight::Warning, "Not everything is as usual", warning);
        }
        let waker = ctx.clone();
        let wake: Wake = Arc::new(move || waker.request_repaint());
        let settings = start.settings;
        let file = Arc::clone(&settings);
        let worker = Worker::start(wake, |outbox| {
            Backend::new(start.now, start.places, file, start.keyring, outbox)
        })?;
        let waker = ctx.clone();
        let clipboard =
            SecretClipboard::new(limits::CLIPBOARD_SECRET, move || waker.request_repaint());
        let mut app = Self {
            state,
            pages: Pages::default(),
            actions: Actions::default(),
            worker,
            files: Files::choosing(start.chosen),
            milestones: Milestones::begin(),
            now: start.now,
            settings,
            applied: None,
            size: None,
            clipboard,
            lock: Lock::begin(Seen { wall: now, awake: Duration::ZERO }),
            sleep: None,
            opened: Instant::now(),
        };
        let orders = app.state.start();
        app.carry_out(orders);
        app.apply_looks(ctx);
        Ok(app)
    }

    /// Locks before the computer sleeps too, where the system tells of it.
    pub(crate) fn lock_before_sleep(&mut self, ctx: &Context) {
        let (tell, told) = channel();
        let waker = ctx.clone();
        sleep::watch_sleep(move |sleep| {
            // A window that is gone holds nothing back.
            if tell.send(sleep).is_ok() {
                waker.request_repaint();
            }
        });
        self.sleep = Some(told);
    }

    /// Takes in what jobs found out and does what was asked for; draws nothing.
    fn step(&mut self, ctx: &Context) {
        self.state.now = (self.now)();
        for outcome in self.worker.drain() {
            let orders = self.state.absorb(outcome);
            self.carry_out(orders);
        }
        for action in self.actions.take() {
            self.act(ctx, action);
        }
        match self.files.poll() {
            Some(Chosen::Export(format, path)) => self.act(ctx, Action::Export(format, path)),
            Some(Chosen::CaFile(path)) => self.pages.ca_file_chosen(&path),
            Some(Chosen::Mapping(action)) => self.act(ctx, Action::Mappings(action)),
            Some(Chosen::NoDialog) => self.state.notices.tell(
                self.state.now,
                Weight::Warning,
                "The system shows no file dialog",
                "No desktop portal and no zenity was found. Install one of them, or type the path where there is a field for it.",
            ),
            None => {}
        }
        self.close_when_asked(ctx);
        self.milestones.note(ctx, &self.state.users);
        self.apply_looks(ctx);
        self.lock_when_due(ctx);
        self.follow_the_clipboard();
        if self.worker.has_more() {
            ctx.request_repaint();
        }
        self.wake_for_the_clock(ctx);
    }

    /// A window that holds a mapping with changes that are not saved asks before it closes.
    fn close_when_asked(&mut self, ctx: &Context) {
        let is_asked = ctx.input(|input| input.viewport().close_requested());
        let mapping = self.state.mappings.document.as_ref();
        if is_asked && mapping.is_some_and(OpenDocument::is_unsaved) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.act(ctx, Action::Mappings(MappingsAction::Quit));
        }
    }

    /// After a quarter of an hour without input, and before and after the computer sleeps, no token stays in memory that
    /// the keyring can give again.
    fn lock_when_due(&mut self, ctx: &Context) {
        let is_touched = ctx.input(|input| !input.raw.events.is_empty());
        let presence = if is_touched { Presence::Touched } else { Presence::Untouched };
        let seen = Seen { wall: self.state.now, awake: self.opened.elapsed() };
        let due = self.lock.due(seen, presence);
        let told = self.sleep.as_ref().and_then(|sleep| sleep.try_recv().ok());
        let reason = if told.is_some() { Some(LockReason::Slept) } else { due };
        if let Some(reason) = reason {
            self.lock(reason);
        }
        // Only now may the computer sleep.
        drop(told);
    }

    /// Drops tokens wherever they are: in clients, in half-filled fields, on the clipboard.
    fn lock(&mut self, reason: LockReason) {
        self.pages.lock();
        self.clipboard.clear();
        let orders = self.state.apply(Action::Lock(reason));
        self.carry_out(orders);
    }

    /// Takes in what became of a token that was copied.
    fn follow_the_clipboard(&mut self) {
        if let Some(trouble) = self.clipboard.poll() {
            self.state.notices.fail(self.state.now, &trouble.problem());
        }
        let left = self.clipboard.remaining();
        self.state.clipboard_clears_at =
            left.and_then(|left| self.state.now.checked_add(left).ok());
    }

    fn act(&mut self, ctx: &Context, action: Action) {
        match action {
            Action::Copy(text) => copy(ctx, text),
            Action::CopyToken => {
                if let Some(token) = self.state.token_at_hand() {
                    self.clipboard.copy(token);
                }
            }
            Action::Lock(reason) => self.lock(reason),
            Action::AskExport(format) => self.files.ask_export(ctx, format),
            Action::AskCaFile => self.files.ask_ca_file(ctx),
            Action::Mappings(action)
                if self.files.ask_mapping(ctx, &action, self.state.mappings.document.as_ref())
                    == files::Asked::File => {}
            action => {
                if let Action::Mappings(MappingsAction::Discard(wanted)) = &action
                    && **wanted == MappingsAction::Quit
                {
                    ctx.send_viewport_cmd(ViewportCommand::Close);
                }
                let orders = self.state.apply(action);
                self.carry_out(orders);
            }
        }
    }

    fn carry_out(&mut self, orders: Vec<Order>) {
        for order in orders {
            match order {
                Order::Do(job) => self.worker.submit(job),
                Order::Stop(slot) => self.worker.stop(slot),
            }
        }
    }

    fn apply_looks(&mut self, ctx: &Context) {
        let wanted = (self.state.settings.theme, self.state.settings.scale_percent);
        if self.applied == Some(wanted) {
            return;
        }
        self.applied = Some(wanted);
        ctx.set_theme(match wanted.0 {
            ThemeChoice::System => egui::ThemePreference::System,
            ThemeChoice::Light => egui::ThemePreference::Light,
            ThemeChoice::Dark => egui::ThemePreference::Dark,
        });
        ctx.set_zoom_factor(f32::from(wanted.1) / 100.0);
    }

    /// Times on screen grow old without any event. They are redrawn as seldom as their words change.
    fn wake_for_the_clock(&self, ctx: &Context) {
        let now = self.state.now;
        let counts_down = self.state.waiting_until.is_some_and(|until| until > now)
            || self.state.is_unlocked()
            || self.state.guided.busy.is_some()
            || self.state.clipboard_clears_at.is_some();
        let seconds = if counts_down {
            1
        } else {
            self.state.users.read_at.map_or(3600, |read_at| crate::ui::ago_changes_in(read_at, now))
        };
        let soonest = Duration::from_secs(seconds).min(self.lock.looks_again_in());
        ctx.request_repaint_after(soonest);
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.step(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.pages.ui(ui, &self.state, &mut self.actions);
        if !self.actions.is_empty() {
            ui.ctx().request_repaint();
        }
        self.size = ui.input(|input| input.viewport().inner_rect).map(|rect| rect.size());
    }

    /// The size of the window is written once, when it closes, and a copied token is taken off the clipboard: nothing else
    /// is waited for.
    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.clipboard.clear_and_wait();
        let size = self.size.map(|size| (size.x.round(), size.y.round()));
        if size.is_some() && size != self.state.settings.window {
            self.state.settings.window = size;
            if let Err(error) = self.settings.save(&self.state.settings) {
                tracing::warn!(%error, "the size of the window was not kept");
            }
        }
    }
}

/// The one way to the clipboard for what is no secret.
fn copy(ctx: &Context, text: String) {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one function that may; secrets never come here"
    )]
    ctx.copy_text(text);
}
