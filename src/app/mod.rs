//! The window: eframe, logging, dialogs of the system.

pub(crate) mod cli;
mod files;
pub(crate) mod headless;
mod logging;
mod milestones;
pub(crate) mod window;

use std::sync::Arc;
use std::time::Duration;

use egui::{Context, Ui};
use jiff::Timestamp;

use crate::secrets::Vault;
use crate::session::action::{Action, Actions};
use crate::session::backend::{Backend, Places};
use crate::session::connection::Profile;
use crate::session::notice::Weight;
use crate::session::settings::{SettingsFile, ThemeChoice, Warning};
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
    applied: Option<(ThemeChoice, u16)>,
}

/// What a window starts with.
pub struct Start {
    /// Where settings are kept.
    pub(crate) settings: SettingsFile,
    /// Where the sandbox keeps its organization, and how large a new one is.
    pub(crate) places: Places,
    /// Where tokens are kept.
    pub(crate) keyring: Vault,
    /// The wall clock.
    pub(crate) now: fn() -> Timestamp,
    /// What went wrong before the window was there.
    pub(crate) warnings: Vec<String>,
}

impl App {
    /// Reads the settings, starts the threads and asks for the first people.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn new(ctx: &Context, start: Start) -> std::io::Result<Self> {
        theme::install(ctx);
        let now = (start.now)();
        let (settings, warnings) = start.settings.load(now);
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
        let worker = Worker::start(wake, |outbox| Backend::new(start.now, start.places, start.settings, start.keyring, outbox))?;
        let mut app = Self {
            state,
            pages: Pages::default(),
            actions: Actions::default(),
            worker,
            files: Files::default(),
            milestones: Milestones::begin(),
            now: start.now,
            applied: None,
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
            Some(Chosen::CaFile(path)) => self.pages.ca_file_chosen(path),
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
        if self.worker.has_more() {
            ctx.request_repaint();
        }
        self.wake_for_the_clock(ctx);
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
        let seconds = if self.state.waiting_until.is_some_and(|until| until > now) {
            1
        } else {
            self.state.users.read_at.map_or(3600, |read_at| crate::ui::ago_changes_in(read_at, now))
        };
        ctx.request_repaint_after(Duration::from_secs(seconds));
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
    }
}

/// The one way to the clipboard for what is no secret.
fn copy(ctx: &Context, text: String) {
    #[expect(clippy::disallowed_methods, reason = "this is the one function that may; secrets never come here")]
    ctx.copy_text(text);
}
