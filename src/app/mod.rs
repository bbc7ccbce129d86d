//! The window: eframe, logging, dialogs of the system.

pub(crate) mod cli;
mod files;
pub(crate) mod headless;
mod logging;
mod milestones;
mod verify;
pub(crate) mod window;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use egui::{Context, Ui, Vec2};
use jiff::Timestamp;

use crate::limits;
use crate::sandbox::Storage;
use crate::secrets::Vault;
use crate::session::action::{Action, Actions};
use crate::session::backend::{Backend, Places};
use crate::session::connection::Profile;
use crate::session::job::Job;
use crate::session::notice::Weight;
use crate::session::settings::{Folders, Settings, SettingsFile, ThemeChoice, Warning};
use crate::session::state::State;
use crate::session::update::Order;
use crate::session::worker::{Wake, Worker};
use crate::ui::{Pages, theme};

use files::{Chosen, Files};
use milestones::Milestones;

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
    idle: Idle,
}

/// When somebody last touched the window, and whether tokens were dropped since.
struct Idle {
    since: Timestamp,
    is_locked: bool,
}

/// What a window starts with.
pub struct Start {
    settings: Arc<SettingsFile>,
    read: (Settings, Vec<Warning>),
    places: Places,
    keyring: Vault,
    now: fn() -> Timestamp,
    warnings: Vec<String>,
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
        Self { settings: file, read, places, keyring, now: clock(), warnings }
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
        let mut app = Self {
            state,
            pages: Pages::default(),
            actions: Actions::default(),
            worker,
            files: Files::default(),
            milestones: Milestones::begin(),
            now: start.now,
            settings,
            applied: None,
            size: None,
            idle: Idle { since: now, is_locked: false },
        };
        let orders = app.state.start();
        app.carry_out(orders);
        app.apply_looks(ctx);
        Ok(app)
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
            Some(Chosen::NoDialog) => self.state.notices.tell(
                self.state.now,
                Weight::Warning,
                "The system shows no file dialog",
                "No desktop portal and no zenity was found. Install one of them, or type the path where there is a field for it.",
            ),
            None => {}
        }
        self.milestones.note(ctx, &self.state.users);
        self.apply_looks(ctx);
        self.drop_tokens_when_idle(ctx);
        if self.worker.has_more() {
            ctx.request_repaint();
        }
        self.wake_for_the_clock(ctx);
    }

    /// After a quarter of an hour without input no token stays in memory that the keyring can give again.
    fn drop_tokens_when_idle(&mut self, ctx: &Context) {
        let now = self.state.now;
        if ctx.input(|input| !input.raw.events.is_empty()) {
            self.idle = Idle { since: now, is_locked: false };
        } else if !self.idle.is_locked
            && now.duration_since(self.idle.since).unsigned_abs() >= limits::IDLE_LOCK
        {
            self.idle.is_locked = true;
            self.worker.submit(Job::ReleaseAll);
        }
    }

    fn act(&mut self, ctx: &Context, action: Action) {
        match action {
            Action::Copy(text) => copy(ctx, text),
            Action::AskExport(format) => self.files.ask_export(ctx, format),
            Action::AskCaFile => self.files.ask_ca_file(ctx),
            action => {
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
            || self.state.guided.busy.is_some();
        let seconds = if counts_down {
            1
        } else {
            self.state.users.read_at.map_or(3600, |read_at| crate::ui::ago_changes_in(read_at, now))
        };
        let until_locked = if self.idle.is_locked { u64::MAX } else { limits::IDLE_LOCK.as_secs() };
        ctx.request_repaint_after(Duration::from_secs(seconds.min(until_locked)));
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

    /// The size of the window is written once, when it closes: nothing else is waited for.
    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
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
