//! The command palette: one field that finds pages, commands, people and groups.

use egui::accesskit::Role;
use egui::{
    Align2, Area, Frame, Key, Margin, Modifiers, Order, ScrollArea, Sense, Ui, Vec2, WidgetInfo,
};
use memchr::memmem;

use crate::session::action::{Action, LockReason, OrganizationAction, PlanAction};
use crate::session::export::ExportFormat;
use crate::session::people::{Query, fold, rows_with_text};
use crate::session::settings::ThemeChoice;
use crate::session::state::State;
use crate::ui::shell::page_icon;
use crate::ui::theme::icons::{self, Icon};
use crate::ui::theme::tokens::size;
use crate::ui::theme::{self, fonts};
use crate::ui::widgets::field::Search;
use crate::ui::widgets::{paint, text};
use crate::ui::{Asked, Go, Page, words};
use crate::verkada::Verb;

const WIDTH: f32 = 560.0;
const MOST_PEOPLE: usize = 8;
const MOST_GROUPS: usize = 4;

/// What an entry does.
enum Does {
    Act(Action),
    Go(Go),
}

struct Entry {
    icon: Icon,
    label: String,
    detail: String,
    does: Does,
}

/// The palette while it is open, and what is typed into it.
#[derive(Default)]
pub(crate) struct Palette {
    is_open: bool,
    text: String,
    chosen: usize,
    found: Found,
}

/// Who and which groups have the words typed: looked for when the words or the lists change, not in every frame.
#[derive(Default)]
struct Found {
    text: String,
    revisions: (u64, u64),
    people: Vec<u32>,
    groups: Vec<usize>,
}

impl Found {
    fn follow(&mut self, state: &State, text: &str) {
        let revisions = (state.users.revision, state.groups.revision);
        if self.text == text && self.revisions == revisions {
            return;
        }
        let folded = fold(text.trim());
        let groups = state.groups.groups.iter().enumerate();
        *self = if folded.is_empty() {
            Self { text: text.to_owned(), revisions, ..Self::default() }
        } else {
            Self {
                text: text.to_owned(),
                revisions,
                people: rows_with_text(&state.users.people, text, MOST_PEOPLE),
                groups: groups
                    .filter(|(_, group)| memmem::find(&fold(&group.name), &folded).is_some())
                    .map(|(position, _)| position)
                    .take(MOST_GROUPS)
                    .collect(),
            }
        };
    }
}

impl Palette {
    /// Whether it is open.
    pub(crate) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Opens it empty.
    pub(crate) fn open(&mut self) {
        *self = Self { is_open: true, ..Self::default() };
    }

    /// Draws it while it is open.
    pub(crate) fn ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        if !self.is_open {
            return;
        }
        self.found.follow(state, &self.text);
        let entries = entries(state, &self.found);
        let (up, down, enter, escape) = ui.input_mut(|input| {
            (
                input.consume_key(Modifiers::NONE, Key::ArrowUp),
                input.consume_key(Modifiers::NONE, Key::ArrowDown),
                input.consume_key(Modifiers::NONE, Key::Enter),
                input.consume_key(Modifiers::NONE, Key::Escape),
            )
        });
        self.chosen = match (up, down) {
            (true, _) => self.chosen.saturating_sub(1),
            (_, true) => (self.chosen + 1).min(entries.len().saturating_sub(1)),
            (false, false) => self.chosen.min(entries.len().saturating_sub(1)),
        };
        let clicked = self.panel_ui(ui, &entries);
        let done = if enter { Some(self.chosen) } else { clicked };
        if let Some(entry) = done.and_then(|chosen| entries.into_iter().nth(chosen)) {
            match entry.does {
                Does::Act(action) => asked.push(action),
                Does::Go(go) => asked.go(go),
            }
            self.is_open = false;
        }
        if escape {
            self.is_open = false;
        }
    }

    fn panel_ui(&mut self, ui: &mut Ui, entries: &[Entry]) -> Option<usize> {
        let tokens = theme::tokens(ui);
        let area = Area::new(egui::Id::unique("palette"))
            .order(Order::Foreground)
            .anchor(Align2::CENTER_TOP, Vec2::new(0.0, size::TOP_BAR + size::GAP));
        let frame = Frame::new()
            .fill(tokens.surface)
            .stroke((size::LINE, tokens.line_strong))
            .corner_radius(size::RADIUS_LARGE)
            .inner_margin(Margin::same(8))
            .shadow(ui.visuals().popup_shadow);
        let shown = area.show(ui.ctx(), |ui| {
            frame
                .show(ui, |ui| {
                    ui.set_width(WIDTH);
                    let field = Search::new("Find a person, group or command")
                        .width(WIDTH)
                        .show(ui, &mut self.text);
                    field.request_focus();
                    if field.changed() {
                        self.chosen = 0;
                    }
                    ui.add_space(size::GAP_SMALL);
                    ScrollArea::vertical()
                        .max_height(420.0)
                        .show(ui, |ui| self.entries_ui(ui, entries))
                        .inner
                })
                .inner
        });
        if ui.input(|input| input.pointer.any_click())
            && !shown.response.contains_pointer()
            && shown.inner.is_none()
        {
            self.is_open = false;
        }
        shown.inner
    }

    fn entries_ui(&self, ui: &mut Ui, entries: &[Entry]) -> Option<usize> {
        let tokens = theme::tokens(ui);
        let mut clicked = None;
        ui.spacing_mut().item_spacing.y = 0.0;
        for (position, entry) in entries.iter().enumerate() {
            let (rect, response) =
                ui.allocate_exact_size(Vec2::new(ui.available_width(), size::ROW), Sense::click());
            let is_chosen = position == self.chosen;
            let name = format!("{} {}", entry.label, entry.detail);
            response.widget_info(|| {
                WidgetInfo::selected(Role::ListBoxOption, true, is_chosen, name.trim_end())
            });
            if is_chosen || response.hovered() {
                ui.painter().rect_filled(
                    rect,
                    size::RADIUS,
                    if is_chosen { tokens.accent_soft } else { tokens.hover },
                );
            }
            paint::icon(
                ui.painter(),
                egui::pos2(rect.left() + 18.0, rect.center().y),
                entry.icon,
                size::ICON,
                tokens.text_muted,
            );
            let detail =
                paint::line(ui.painter(), &entry.detail, fonts::small(), tokens.text_muted);
            let room = rect.width() - 36.0 - detail.size().x - 2.0 * size::CELL;
            let label =
                paint::line_in(ui.painter(), &entry.label, fonts::body(), tokens.text, room);
            paint::put(ui.painter(), rect.left() + 36.0, rect.center().y, label);
            let left = rect.right() - size::CELL - detail.size().x;
            paint::put(ui.painter(), left, rect.center().y, detail);
            if is_chosen {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                clicked = Some(position);
            }
        }
        if entries.is_empty() {
            text::muted(ui, "Nothing of that name");
        }
        clicked
    }
}

fn entries(state: &State, found: &Found) -> Vec<Entry> {
    let folded = fold(found.text.trim());
    let mut entries = commands(state);
    entries.retain(|entry| memmem::find(&fold(&entry.label), &folded).is_some());
    let people = found.people.iter().filter_map(|&row| state.users.people.get(row));
    entries.extend(people.map(|person| Entry {
        icon: icons::USERS,
        label: person.name().to_owned(),
        detail: person.mail().to_owned(),
        does: Does::Go(Go::Person(person.id().to_owned())),
    }));
    let groups = found.groups.iter().filter_map(|&position| state.groups.groups.get(position));
    entries.extend(groups.map(|group| Entry {
        icon: icons::GROUPS,
        label: group.name.clone(),
        detail: words::counted(group.size(), "member", "members"),
        does: Does::Go(Go::Group(group.id.clone())),
    }));
    entries
}

fn entry(icon: icons::Icon, label: &str, detail: &str, does: Does) -> Entry {
    Entry { icon, label: label.to_owned(), detail: detail.to_owned(), does }
}

/// How the open person can be taken away.
fn removals(state: &State) -> Vec<Entry> {
    let mut entries = Vec::new();
    let open = state.person.as_ref().and_then(|open| state.users.people.find(&open.id));
    if let Some(person) = open.and_then(|row| state.users.people.get(row)) {
        for &verb in state.removal_verbs() {
            if state.removal_blocked(verb, person.state(), person.user_name()).is_some() {
                continue;
            }
            let icon = if verb == Verb::Delete { icons::TRASH } else { icons::ERASE };
            let plan = PlanAction::Remove(verb, vec![person.id().to_owned()]);
            let label = format!("{verb} {}…", person.name());
            entries.push(entry(
                icon,
                &label,
                "shows the plan first",
                Does::Act(Action::Plan(plan)),
            ));
        }
    }
    entries
}

fn commands(state: &State) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Page::ALL
        .into_iter()
        .zip(1..)
        .map(|(page, number)| {
            entry(
                page_icon(page),
                &format!("Go to {}", page.label()),
                &format!("Ctrl {number}"),
                Does::Go(Go::To(page)),
            )
        })
        .collect();
    entries.extend([
        entry(icons::REFRESH, "Read people and groups again", "F5", Does::Act(Action::Refresh)),
        entry(icons::DIAGNOSE, "Check the connection", "", Does::Act(Action::Check)),
        entry(icons::LOCK, "Lock now", "Ctrl L", Does::Act(Action::Lock(LockReason::Asked))),
        entry(
            icons::AT,
            "Add domain…",
            "",
            Does::Act(Action::Organization(OrganizationAction::AskAddDomain)),
        ),
        entry(
            icons::KEY,
            "Refresh the SCIM token…",
            "",
            Does::Act(Action::Plan(PlanAction::RefreshToken)),
        ),
        entry(icons::ADD, "Add connection…", "Ctrl N", Does::Act(Action::AskAddConnection)),
        entry(
            icons::FILTER,
            "Show everybody",
            "",
            Does::Act(Action::FilterPeople(Query::default())),
        ),
        entry(
            icons::DOWNLOAD,
            "Export the people shown as CSV…",
            "",
            Does::Act(Action::AskExport(ExportFormat::Csv)),
        ),
        entry(
            icons::DOWNLOAD,
            "Export the people shown as JSON…",
            "",
            Does::Act(Action::AskExport(ExportFormat::Json)),
        ),
        entry(icons::SUN, "Light theme", "", Does::Act(Action::SetTheme(ThemeChoice::Light))),
        entry(icons::MOON, "Dark theme", "", Does::Act(Action::SetTheme(ThemeChoice::Dark))),
        entry(
            icons::THEME,
            "Theme as the system",
            "",
            Does::Act(Action::SetTheme(ThemeChoice::System)),
        ),
        entry(icons::KEYBOARD, "Keyboard shortcuts", "?", Does::Go(Go::Shortcuts)),
    ]);
    if !state.guided.open.is_empty() {
        let page = Page::Guided;
        let label = format!("Go to {}", page.label());
        entries.push(entry(page_icon(page), &label, "", Does::Go(Go::To(page))));
    }
    entries.extend(removals(state));
    for profile in state.connections.iter().filter(|profile| profile.key != state.active) {
        let label = format!("Switch to {}", profile.name);
        entries.push(entry(
            icons::CONNECT,
            &label,
            profile.capabilities().badge,
            Does::Act(Action::Connect(profile.key.clone())),
        ));
    }
    entries
}
