//! Every request the app sent, redacted, and everything the person was told.

use egui::{Align, Frame, Layout, Margin, ScrollArea, Ui};

use crate::session::action::Action;
use crate::session::activity::{ActivityEntry, Went};
use crate::session::state::State;
use crate::ui::pages::record::RecordTab;
use crate::ui::pages::{banner, header_ui, split};
use crate::ui::theme::icons;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::toasts;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::card::toned_card;
use crate::ui::widgets::table::Table;
use crate::ui::widgets::table::cell::Cell;
use crate::ui::widgets::table::column::Column;
use crate::ui::widgets::table::state::TableState;
use crate::ui::widgets::tabs::tabs;
use crate::ui::widgets::text;
use crate::ui::{Asked, words};

const COLUMNS: [Column<'static>; 6] = [
    Column::new("Time", 82.0).unsorted(),
    Column::new("Method", 70.0).unsorted(),
    Column::new("Path", 180.0).grow().unsorted(),
    Column::new("Status", 118.0).unsorted(),
    Column::new("Took", 76.0).right().unsorted(),
    Column::new("Size", 84.0).right().unsorted(),
];

const PANE: f32 = 420.0;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    #[default]
    Requests,
    Record,
    Messages,
}

/// What is chosen on the page.
#[derive(Default)]
pub(crate) struct ActivityPage {
    tab: Tab,
    record: RecordTab,
    table: TableState,
    width: Option<f32>,
}

impl ActivityPage {
    /// Draws the page.
    pub(crate) fn ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        let about = match self.tab {
            Tab::Requests | Tab::Messages => {
                "Kept until the window closes; secrets are never in it"
            }
            Tab::Record => "Kept on this computer; what is written stays, line after line",
        };
        header_ui(ui, "Activity", about, |ui| {
            let (label, action) = match self.tab {
                Tab::Requests => ("Clear requests", Action::ClearActivity),
                Tab::Messages => ("Dismiss all", Action::DismissAll),
                Tab::Record => return,
            };
            if ui.add(Button::plain(label)).clicked() {
                asked.push(action);
            }
        });
        let record = format!("Record {}", words::count(state.runs.recorded.len()));
        let requests = format!("Requests {}", words::count(state.activity.len()));
        let messages = format!("Messages {}", words::count(state.notices.all().len()));
        Frame::new().inner_margin(Margin { left: 20, right: 20, top: 0, bottom: 12 }).show(
            ui,
            |ui| {
                let all = [
                    (Tab::Requests, requests.as_str()),
                    (Tab::Record, &record),
                    (Tab::Messages, &messages),
                ];
                tabs(ui, &mut self.tab, &all);
            },
        );
        match self.tab {
            Tab::Requests => self.requests_ui(ui, state, asked),
            Tab::Record => self.record.ui(ui, state, asked),
            Tab::Messages => messages_ui(ui, state, asked),
        }
    }

    fn requests_ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        let count = state.activity.len();
        let chosen = self.table.cursor().and_then(|key| {
            (0..count)
                .find_map(|row| state.activity.newest(row).filter(|entry| number(entry) == key))
        });
        let Some(entry) = chosen else { return self.table_ui(ui, state) };
        let mut width = self.width.unwrap_or(PANE);
        let right = |ui: &mut Ui, asked: &mut Asked<'_>| {
            Frame::new().inner_margin(Margin::same(16)).show(ui, |ui| entry_ui(ui, entry, asked));
        };
        split(ui, &mut width, PANE, asked, |ui, _| self.table_ui(ui, state), right);
        self.width = Some(width);
    }

    fn table_ui(&mut self, ui: &mut Ui, state: &State) {
        let key = |row: usize| state.activity.newest(row).map_or(u32::MAX, number);
        let cell = |row: usize, column: usize| {
            state.activity.newest(row).map_or_else(Cell::empty, |entry| cell(entry, column))
        };
        Table::new("Requests", &COLUMNS, state.activity.len(), &key, &cell).show(
            ui,
            &mut self.table,
            |ui| {
                banner::empty_ui(
                    ui,
                    icons::ACTIVITY,
                    "No request yet",
                    "Every request of this window is listed here, with secrets taken out.",
                    None,
                );
            },
        );
    }
}

fn number(entry: &ActivityEntry) -> u32 {
    u32::try_from(entry.number).unwrap_or(u32::MAX)
}

fn cell(entry: &ActivityEntry, column: usize) -> Cell<'_> {
    match column {
        0 => Cell::muted(words::clock(entry.at)),
        1 => Cell::mono(entry.method.as_str()),
        2 => Cell::mono(entry.path.as_str()),
        3 => Cell::badge(tone(entry.went), entry.status.as_str()),
        4 => Cell::text(format!("{} ms", entry.took.as_millis())),
        _ => Cell::muted(words::bytes(entry.bytes)),
    }
}

fn tone(went: Went) -> Tone {
    match went {
        Went::Well => Tone::Good,
        Went::Refused => Tone::Warning,
        Went::Failed => Tone::Danger,
    }
}

fn entry_ui(ui: &mut Ui, entry: &ActivityEntry, asked: &mut Asked<'_>) {
    ui.horizontal(|ui| {
        text::title(ui, &format!("{} {}", entry.method, entry.status));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui
                .add(
                    Button::ghost("Copy")
                        .icon(icons::COPY)
                        .name("Copy this request and its answer"),
                )
                .clicked()
            {
                asked.push(Action::Copy(format!("{}\n\n{}", entry.request, entry.response)));
            }
        });
    });
    let tries = if entry.attempt > 1 { format!(", try {}", entry.attempt) } else { String::new() };
    text::muted(ui, &format!("{}{tries}, {} ms", words::moment(entry.at), entry.took.as_millis()));
    ui.add_space(size::GAP);
    ScrollArea::vertical().id_salt(entry.number).auto_shrink(false).show(ui, |ui| {
        text::strong(ui, "Sent");
        entry.request.lines().for_each(|line| drop(text::mono(ui, line)));
        ui.add_space(size::GAP);
        text::strong(ui, "Received");
        entry.response.lines().for_each(|line| drop(text::mono(ui, line)));
    });
}

fn messages_ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
    if state.notices.all().is_empty() {
        banner::empty_ui(
            ui,
            icons::INBOX,
            "Nothing to tell",
            "Failures and results are kept here until you dismiss them.",
            None,
        );
        return;
    }
    super::body_ui(ui, |ui| {
        ui.set_max_width(760.0_f32.min(ui.available_width()));
        for notice in state.notices.all().iter().rev() {
            toned_card(ui, toasts::tone(notice.weight), |ui| {
                ui.horizontal(|ui| {
                    text::strong(ui, &notice.title);
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        if ui
                            .add(Button::of_icon(
                                icons::CLOSE,
                                &format!("Dismiss message {}", notice.number),
                            ))
                            .clicked()
                        {
                            asked.push(Action::Dismiss(notice.number));
                        }
                        if ui
                            .add(Button::of_icon(
                                icons::COPY,
                                &format!("Copy message {}", notice.number),
                            ))
                            .clicked()
                        {
                            asked.push(Action::Copy(format!("{}\n{}", notice.title, notice.text)));
                        }
                        text::hint(ui, &words::clock(notice.at));
                    });
                });
                text::body(ui, &notice.text);
            });
            ui.add_space(size::GAP);
        }
    });
}
