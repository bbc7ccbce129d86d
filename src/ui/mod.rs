//! Draws the state, fills the actions; no IO.

mod dialogs;
#[cfg(test)]
mod monkey;
mod pages;
mod palette;
mod runs;
mod shell;
mod shortcuts;
#[cfg(test)]
mod testing;
pub(crate) mod theme;
mod toasts;
mod widgets;
mod words;

pub(crate) use words::ago_changes_in;

use std::path::Path;

use egui::{CentralPanel, Frame, Panel, Ui};

use crate::session::action::{Action, Actions};
use crate::session::state::State;
use crate::ui::dialogs::Dialogs;
use crate::ui::pages::activity::ActivityPage;
use crate::ui::pages::deleted::DeletedPage;
use crate::ui::pages::domains::DomainsPage;
use crate::ui::pages::groups::GroupsPage;
use crate::ui::pages::guided::GuidedPage;
use crate::ui::pages::mappings::MappingsPage;
use crate::ui::pages::users::UsersPage;
use crate::ui::pages::{diagnose, overview, settings};
use crate::ui::palette::Palette;
use crate::ui::runs::Glance;
use crate::ui::theme::tokens::size;
use crate::ui::toasts::Toasts;

/// A page of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Page {
    /// The state of the connection, people and groups at a glance.
    Overview,
    /// Domains, whom they cover, and the token.
    Domains,
    /// The people.
    #[default]
    Users,
    /// The groups.
    Groups,
    /// What is done by hand in Command. In the rail only while there is some.
    Guided,
    /// Who was deleted, and what was kept of them.
    Deleted,
    /// What Entra is told to send, tried on people.
    Mappings,
    /// The staged check of the connection.
    Diagnose,
    /// What went over the network, and what the person was told.
    Activity,
    /// Theme, scale, connections.
    Settings,
}

impl Page {
    /// All pages that are always there, in the order of the rail.
    pub(crate) const ALL: [Self; 9] = [
        Self::Overview,
        Self::Domains,
        Self::Users,
        Self::Groups,
        Self::Deleted,
        Self::Mappings,
        Self::Diagnose,
        Self::Activity,
        Self::Settings,
    ];

    /// Its name on screen.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Domains => "Domains & token",
            Self::Users => "Users",
            Self::Groups => "Groups",
            Self::Guided => "Guided work",
            Self::Deleted => "Deleted users",
            Self::Mappings => "Mappings",
            Self::Diagnose => "Diagnose",
            Self::Activity => "Activity",
            Self::Settings => "Settings",
        }
    }
}

/// What is asked of the window itself rather than of the state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Go {
    /// Show a page.
    To(Page),
    /// Show a person on the users page.
    Person(String),
    /// Show a group on the groups page.
    Group(String),
    /// Open the command palette.
    Palette,
    /// Show the keyboard shortcuts.
    Shortcuts,
}

/// Where pages put what they ask for.
pub(crate) struct Asked<'a> {
    /// Of the state.
    pub(crate) actions: &'a mut Actions,
    /// Of the window.
    pub(crate) go: &'a mut Vec<Go>,
}

impl Asked<'_> {
    /// Asks the state for something.
    pub(crate) fn push(&mut self, action: Action) {
        self.actions.push(action);
    }

    /// Asks the window for something.
    pub(crate) fn go(&mut self, go: Go) {
        self.go.push(go);
    }
}

/// Everything half-typed or merely local: which page is shown, what is typed and not yet asked for.
#[derive(Default)]
pub(crate) struct Pages {
    page: Page,
    domains: DomainsPage,
    users: UsersPage,
    groups: GroupsPage,
    guided: GuidedPage,
    /// The last time that guided work came forward.
    guided_turn: u64,
    deleted: DeletedPage,
    mappings: MappingsPage,
    activity: ActivityPage,
    dialogs: Dialogs,
    palette: Palette,
    shortcuts_are_open: bool,
    toasts: Toasts,
    glance: Glance,
    epoch: crate::session::outcome::Epoch,
}

impl Pages {
    /// Draws the window.
    pub(crate) fn ui(&mut self, ui: &mut Ui, state: &State, actions: &mut Actions) {
        if self.epoch != state.epoch {
            self.epoch = state.epoch;
            self.domains = DomainsPage::default();
            self.users = UsersPage::default();
            self.groups = GroupsPage::default();
            self.deleted = DeletedPage::default();
        }
        if self.guided_turn != state.guided.turn {
            self.guided_turn = state.guided.turn;
            self.page = Page::Guided;
        }
        self.glance.follow(&state.runs);
        let mut go = Vec::new();
        let asked = &mut Asked { actions, go: &mut go };
        shortcuts::lock(ui, asked);
        let is_blocked = state.is_asking() || self.palette.is_open() || self.shortcuts_are_open;
        if !is_blocked {
            shortcuts::global(ui, self.page, asked);
        }
        Panel::top("top bar")
            .exact_size(size::TOP_BAR)
            .frame(shell::bar_frame(ui))
            .show(ui, |ui| shell::top_bar_ui(ui, state, asked));
        Panel::bottom("status bar")
            .exact_size(size::STATUS_BAR)
            .frame(shell::bar_frame(ui))
            .show(ui, |ui| shell::status_bar_ui(ui, self.page, state, &self.glance, asked));
        Panel::left("rail")
            .exact_size(size::RAIL)
            .resizable(false)
            .frame(shell::rail_frame(ui))
            .show(ui, |ui| shell::rail_ui(ui, self.page, state, asked));
        let frame = Frame::new().fill(theme::tokens(ui).background);
        CentralPanel::default().frame(frame).show(ui, |ui| self.page_ui(ui, state, asked));
        self.dialogs.ui(ui, state, asked);
        self.palette.ui(ui, state, asked);
        if self.shortcuts_are_open && shortcuts::sheet_ui(ui) {
            self.shortcuts_are_open = false;
        }
        self.toasts.ui(ui, state, asked);
        for go in go {
            self.go(go, actions);
        }
    }

    fn page_ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        match self.page {
            Page::Overview => overview::ui(ui, state, asked),
            Page::Domains => self.domains.ui(ui, state, asked),
            Page::Users => self.users.ui(ui, state, asked),
            Page::Groups => self.groups.ui(ui, state, asked),
            Page::Guided => self.guided.ui(ui, state, asked),
            Page::Deleted => self.deleted.ui(ui, state, asked),
            Page::Mappings => self.mappings.ui(ui, state, asked),
            Page::Diagnose => diagnose::ui(ui, state, asked),
            Page::Activity => self.activity.ui(ui, state, asked),
            Page::Settings => settings::ui(ui, state, asked),
        }
    }

    fn go(&mut self, go: Go, actions: &mut Actions) {
        match go {
            Go::To(page) => self.page = page,
            Go::Person(id) => {
                self.page = Page::Users;
                self.users.show(&id);
                actions.push(Action::OpenPerson(id));
            }
            Go::Group(id) => {
                self.page = Page::Groups;
                actions.push(Action::OpenGroup(id));
            }
            Go::Palette => self.palette.open(),
            Go::Shortcuts => self.shortcuts_are_open = true,
        }
    }

    /// Overwrites what is typed into fields for tokens.
    pub(crate) fn lock(&mut self) {
        self.dialogs.lock();
    }

    /// Takes the certificate file that the person chose.
    pub(crate) fn ca_file_chosen(&mut self, path: &Path) {
        self.dialogs.ca_file_chosen(path);
    }
}
