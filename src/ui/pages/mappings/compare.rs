//! Two versions of a mapping side by side: what the edit changes, for whom, and in which rows.

use std::sync::Arc;

use egui::{Align, Frame, Layout, Margin, ScrollArea, Ui};

use crate::entra::{
    Directory, EditEffect, EffectKind, Mappings, ResourceKind, RowDifference, RowField,
};
use crate::session::action::Action;
use crate::session::mappings::action::MappingsAction;
use crate::session::mappings::trial::Compared;
use crate::session::remote::Remote;
use crate::session::state::State;
use crate::ui::Asked;
use crate::ui::pages::mappings::words as said;
use crate::ui::pages::{banner, split};
use crate::ui::theme::icons;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::banner::Banner;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::card::card;
use crate::ui::widgets::empty::EmptyState;
use crate::ui::widgets::table::Table;
use crate::ui::widgets::table::cell::Cell;
use crate::ui::widgets::table::column::Column;
use crate::ui::widgets::table::state::TableState;
use crate::ui::widgets::{badge, nav, text};
use crate::ui::words;

/// The pane of people.
const PANE: f32 = 480.0;
const PERSON: Column<'_> = Column::new("Person", 200.0).grow().unsorted();
const MAIL: Column<'_> = Column::new("userPrincipalName", 220.0).grow().unsorted();

const KINDS: [(EffectKind, &str); 6] = [
    (EffectKind::Changed, "Sent otherwise"),
    (EffectKind::Added, "Sent for the first time"),
    (EffectKind::Cleared, "Not sent any more"),
    (EffectKind::Invalid, "Newly invalid"),
    (EffectKind::Disabled, "Disabled"),
    (EffectKind::Enabled, "Enabled"),
];

/// What is chosen on this part of the page.
pub(super) struct CompareView {
    kind: EffectKind,
    target: Option<usize>,
    table: TableState,
    width: Option<f32>,
    /// The people behind the chosen count.
    people: Option<Found>,
}

/// People behind a count.
struct Found {
    /// What they were counted from.
    effect: Arc<EditEffect>,
    kind: EffectKind,
    target: Option<usize>,
    people: Vec<u32>,
}

impl Default for CompareView {
    fn default() -> Self {
        Self {
            kind: EffectKind::Changed,
            target: None,
            table: TableState::default(),
            width: None,
            people: None,
        }
    }
}

impl CompareView {
    /// Draws the part; returns a person whom somebody wants to look at, and the target at which they count.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        state: &State,
        asked: &mut Asked<'_>,
    ) -> Option<(usize, Option<String>)> {
        let compared = match &state.mappings.compared {
            Remote::Ready(compared) => compared,
            Remote::Failed { problem, .. } => {
                let (title, about) = (problem.title(), problem.explanation());
                banner::empty_ui(ui, icons::FAILED, &title, &about, None);
                return None;
            }
            Remote::Loading { .. } | Remote::NotAsked => {
                let about = "Every person is tried on both versions.";
                banner::empty_ui(ui, icons::WAITING, "Comparing the mappings", about, None);
                return None;
            }
        };
        heading_ui(ui, state, compared, asked);
        let is_same = |found: &Found| Arc::ptr_eq(&found.effect, &compared.effect);
        if !self.people.as_ref().is_some_and(is_same) {
            self.people = None;
            let counted = |kind: EffectKind| compared.effect.count_of(kind, None) > 0;
            let first = KINDS.iter().map(|(kind, _)| *kind).find(|kind| counted(*kind));
            (self.kind, self.target) = (first.unwrap_or(EffectKind::Changed), None);
        }
        let mut width = self.width.unwrap_or(PANE);
        let Self { kind, target, table, people, .. } = self;
        let known = people.take().filter(|found| (found.kind, found.target) == (*kind, *target));
        let found = people.insert(known.unwrap_or_else(|| {
            table.reset();
            let found = compared.effect.people(*kind, *target);
            Found {
                effect: Arc::clone(&compared.effect),
                kind: *kind,
                target: *target,
                people: found.filter_map(|at| u32::try_from(at).ok()).collect(),
            }
        }));
        let mut opened = None;
        split(
            ui,
            &mut width,
            PANE,
            asked,
            |ui, _| left_ui(ui, compared, kind, target),
            |ui, _| opened = people_ui(ui, compared, &found.people, table),
        );
        self.width = Some(width);
        // Whoever is opened is one of the people that are there now.
        let are_there = |people: &Arc<Directory>| Arc::ptr_eq(people, &compared.people);
        let person = opened.filter(|_| state.mappings.people.value().is_some_and(are_there))?;
        let at = self.target.or_else(|| compared.effect.target_of(person, self.kind));
        Some((person, at.and_then(|at| compared.effect.targets().get(at)).cloned()))
    }
}

fn heading_ui(ui: &mut Ui, state: &State, compared: &Compared, asked: &mut Asked<'_>) {
    let margin = Margin { left: 20, right: 20, top: 0, bottom: 12 };
    Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.horizontal(|ui| {
            let sentence = if compared.people.is_empty() {
                "Choose people to see whom the edit changes.".to_owned()
            } else {
                compared.effect.to_string()
            };
            text::strong(ui, &sentence);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.add(Button::plain("Close comparison").icon(icons::CLOSE)).clicked() {
                    asked.push(Action::Mappings(MappingsAction::CloseComparison));
                }
            });
        });
        text::muted(ui, &format!("Compared with {}", compared.with));
        if compared.revision != state.mappings.revision.mapping {
            ui.add_space(size::GAP);
            let shown = Banner::new(Tone::Warning, "The mapping or the people changed since")
                .detail("What stands below is of the version before.")
                .actions(&["Compare again"]);
            if shown.show(ui).is_some() {
                asked.push(Action::Mappings(MappingsAction::CompareAgain));
            }
        }
    });
}

fn left_ui(ui: &mut Ui, compared: &Compared, kind: &mut EffectKind, target: &mut Option<usize>) {
    ScrollArea::vertical().id_salt("differences").auto_shrink(false).show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 20, right: 16, top: 4, bottom: 12 }).show(
            ui,
            |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                nav::group(ui, "People");
                for (of, name) in KINDS {
                    let count = compared.effect.count_of(of, None);
                    let is_chosen = *kind == of && target.is_none();
                    if nav::item(ui, icons::CIRCLE, name, &words::count(count), is_chosen).clicked()
                    {
                        (*kind, *target) = (of, None);
                    }
                    for (at, name) in compared.effect.targets().iter().enumerate() {
                        let count = compared.effect.count_of(of, Some(at));
                        if count == 0 || *kind != of {
                            continue;
                        }
                        let is_chosen = *target == Some(at);
                        let name = said::target(name);
                        if nav::item(ui, icons::RIGHT, &name, &words::count(count), is_chosen)
                            .clicked()
                        {
                            *target = Some(at);
                        }
                    }
                }
                nav::group(ui, "Rows");
                ui.spacing_mut().item_spacing.y = size::GAP;
                let of = |kind: ResourceKind| match kind {
                    ResourceKind::User => &compared.difference.users,
                    ResourceKind::Group => &compared.difference.groups,
                };
                for kind in [ResourceKind::User, ResourceKind::Group] {
                    let difference = of(kind);
                    for row in &difference.rows {
                        row_ui(ui, compared, kind, row);
                    }
                    for target in &difference.targets {
                        text::muted(
                            ui,
                            &format!("On the attribute list: {}", said::target(target)),
                        );
                    }
                    if difference.is_scoped_otherwise {
                        text::muted(ui, "Another filter decides who is in scope.");
                    }
                    if difference.is_switched || difference.is_allowed_otherwise {
                        text::muted(ui, "What Entra may do is another.");
                    }
                }
                if compared.difference.is_empty() {
                    text::muted(ui, "Both versions are the same.");
                }
            },
        );
    });
}

fn row_ui(ui: &mut Ui, compared: &Compared, kind: ResourceKind, row: &RowDifference) {
    let of = |mappings: &Mappings, at: usize| {
        mappings
            .of(kind)
            .rows
            .get(at)
            .map(|row| (said::target(&row.target), said::source(&row.source)))
    };
    let (tone, word, old, new, fields) = match row {
        RowDifference::Added(at) => {
            (Tone::Good, "Added", None, of(&compared.after, *at), String::new())
        }
        RowDifference::Removed(at) => {
            (Tone::Danger, "Removed", of(&compared.before, *at), None, String::new())
        }
        RowDifference::Changed { old, new, fields } => (
            Tone::Accent,
            "Changed",
            of(&compared.before, *old),
            of(&compared.after, *new),
            fields.iter().map(|field| field_name(*field)).collect::<Vec<_>>().join(", "),
        ),
    };
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = size::GAP_SMALL;
        ui.horizontal(|ui| {
            badge::badge(ui, tone, word);
            if kind == ResourceKind::Group {
                badge::badge(ui, Tone::Neutral, "Groups");
            }
            let target = new.as_ref().or(old.as_ref()).map_or("", |(target, _)| target);
            text::mono(ui, target);
            if !fields.is_empty() {
                text::hint(ui, &fields);
            }
        });
        match (&old, &new) {
            (Some((_, old)), Some((_, new))) if old != new => {
                text::muted(ui, &format!("before: {old}"));
                text::body(ui, &format!("now: {new}"));
            }
            (_, Some((_, source))) | (Some((_, source)), None) => drop(text::muted(ui, source)),
            (None, None) => {}
        }
    });
}

const fn field_name(field: RowField) -> &'static str {
    match field {
        RowField::Source => "source",
        RowField::Target => "target",
        RowField::Default => "default",
        RowField::Matching => "matching",
        RowField::Flow => "when it is applied",
    }
}

fn people_ui(
    ui: &mut Ui,
    compared: &Compared,
    found: &[u32],
    table: &mut TableState,
) -> Option<usize> {
    let columns = [PERSON, MAIL];
    let cell = |at: usize, column: usize| -> Cell<'_> {
        let person = found.get(at).and_then(|at| compared.people.person(*at as usize));
        match (person, column) {
            (Some(person), 0) => Cell::name(person.label()),
            (Some(person), _) => Cell::muted(person.text("userPrincipalName").unwrap_or_default()),
            (None, _) => Cell::empty(),
        }
    };
    let key = |at: usize| found.get(at).copied().unwrap_or(u32::MAX);
    let shown = Table::new("People of the comparison", &columns, found.len(), &key, &cell);
    let done = shown.show(ui, table, |ui| {
        EmptyState::new(icons::OK, "Nobody", "The edit does this to nobody.").show(ui);
    });
    done.opened.and_then(|at| found.get(at)).map(|at| *at as usize)
}
