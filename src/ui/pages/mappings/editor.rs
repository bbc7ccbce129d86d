//! The row that is looked at: its source, target and rules, why it comes to what it does, and the request Entra would send.

use egui::{Align, Frame, Key, Layout, Margin, Modifiers, Popup, Response, ScrollArea, Ui, Vec2};

use crate::entra::{
    AttributeMapping, ExpressionText, FlowType, ResourceKind, RowPreview, Source, standing,
};
use crate::session::action::Action;
use crate::session::mappings::action::MappingsAction;
use crate::session::mappings::document::OpenDocument;
use crate::session::state::State;
use crate::ui::Asked;
use crate::ui::pages::mappings::requests::RequestsView;
use crate::ui::pages::mappings::source::ExpressionField;
use crate::ui::pages::mappings::trace::WhyView;
use crate::ui::pages::mappings::{rows, verdict, words};
use crate::ui::theme::icons;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::button::Button;
use crate::ui::widgets::field::Field;
use crate::ui::widgets::menu;
use crate::ui::widgets::select::Select;
use crate::ui::widgets::{badge, chip, tabs, text};

/// The narrow fields of a row.
const NARROW: f32 = 150.0;
/// A narrower field of the target has a line of its own.
const NARROWEST_TARGET: f32 = 160.0;
/// Room for how well a target is known, beside what stands at the right.
const ROOM_FOR_STANDING: f32 = 280.0;
/// A field with its label.
const FIELD: f32 = 52.0;

/// What stands where a person would be tried.
const NO_GROUPS: &str = "Rows of groups are looked through, but not tried on a group: no list of Entra's groups is read here. The rows of users are tried on people.";

/// What of the row is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Side {
    /// Its fields.
    #[default]
    Row,
    /// Every part of its expression with its value.
    Why,
    /// What becomes of the whole person.
    Person,
    /// What Entra would send of the whole person.
    Requests,
}

/// The kinds of sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Direct,
    Expression,
    Constant,
    None,
}

/// What is typed into the row looked at.
#[derive(Default)]
pub(super) struct RowEditor {
    side: Side,
    draft: Option<Draft>,
    expression: ExpressionField,
    requests: RequestsView,
    why: WhyView,
}

/// The texts of a row while they are typed.
struct Draft {
    kind: ResourceKind,
    row: usize,
    /// The row as these texts say; when the mapping says another, somebody else changed it.
    mapping: AttributeMapping,
    source: String,
    target: String,
    default: String,
    /// What the kinds had that the row is not of just now.
    kept: Vec<(Kind, String)>,
    /// The last source that was not none.
    last: Source,
}

impl Draft {
    fn new(kind: ResourceKind, row: usize, mapping: &AttributeMapping) -> Self {
        Self {
            kind,
            row,
            source: text_of(&mapping.source),
            target: mapping.target.clone(),
            default: mapping.default.clone().unwrap_or_default(),
            kept: Vec::new(),
            last: mapping.source.clone(),
            mapping: mapping.clone(),
        }
    }

    /// Goes to another kind: with what that had last, or else with what the source is in its spelling.
    fn turn_to(&mut self, kind: Kind) {
        let source = &self.mapping.source;
        if *source != Source::None {
            self.last.clone_from(source);
        }
        let before = self.kept.iter().position(|(kept, _)| *kept == kind);
        let before = before.map(|at| self.kept.swap_remove(at).1);
        let now = before.unwrap_or_else(|| converted(&self.last, kind));
        self.kept.push((kind_of(source), std::mem::replace(&mut self.source, now)));
    }
}

impl RowEditor {
    /// Draws the editor of one row.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        state: &State,
        document: &OpenDocument,
        kind: ResourceKind,
        row: usize,
        asked: &mut Asked<'_>,
    ) {
        let rows = &document.mappings().of(kind).rows;
        let mut is_target_typed = false;
        Frame::new().inner_margin(Margin { left: 16, right: 16, top: 8, bottom: 8 }).show(
            ui,
            |ui| {
                let Some(mapping) = rows.get(row) else {
                    text::muted(ui, "Choose a row to see and change it.");
                    return;
                };
                let same = |draft: &Draft| {
                    draft.kind == kind && draft.row == row && draft.mapping == *mapping
                };
                let draft = self
                    .draft
                    .take()
                    .filter(same)
                    .unwrap_or_else(|| Draft::new(kind, row, mapping));
                let draft = self.draft.insert(draft);
                let person = state.mappings.person.as_ref().filter(|_| kind == ResourceKind::User);
                let tried = person.and_then(|person| person.row(row));
                heading_ui(ui, state, kind, rows, row, tried, asked);
                tabs::tabs(
                    ui,
                    &mut self.side,
                    &[
                        (Side::Row, "Row"),
                        (Side::Why, "Why"),
                        (Side::Person, "Person"),
                        (Side::Requests, "Requests"),
                    ],
                );
                ui.add_space(size::GAP);
                match self.side {
                    Side::Why | Side::Person | Side::Requests if kind == ResourceKind::Group => {
                        text::muted(ui, NO_GROUPS);
                    }
                    Side::Row => {
                        ScrollArea::vertical().id_salt("row").auto_shrink(false).show(ui, |ui| {
                            // The bar of the area lies over its right edge.
                            ui.set_max_width(ui.available_width() - size::GAP_LARGE);
                            let mut changed = mapping.clone();
                            // What was typed into one row is nothing that another could take back.
                            let of = (state.mappings.document_number, kind as u8, row);
                            let target = ui.push_id(of, |ui| {
                                row_ui(
                                    ui,
                                    state,
                                    document,
                                    draft,
                                    &mut self.expression,
                                    &mut changed,
                                )
                            });
                            let target = target.inner;
                            is_target_typed = target.has_focus();
                            // Spaces mean nothing, and are still to stay as they are typed.
                            let is_new = text_of(&changed.source) != text_of(&mapping.source);
                            if is_new || changed != *mapping {
                                draft.mapping = changed.clone();
                                asked.push(Action::Mappings(MappingsAction::Type(
                                    kind,
                                    row,
                                    Box::new(changed),
                                )));
                            }
                        });
                    }
                    Side::Why => self.why.ui(ui, mapping, row, tried, state),
                    Side::Person => verdict::ui(ui, state, document),
                    Side::Requests => self.requests.ui(ui, state, asked),
                }
            },
        );
        if state.mappings.typed_row.is_some() && !is_target_typed {
            asked.push(Action::Mappings(MappingsAction::TargetTyped));
        }
    }
}

/// Whether the key for the menu of a row was pressed.
fn is_menu_wanted(ui: &Ui) -> bool {
    ui.input_mut(|input| {
        input.consume_key(Modifiers::SHIFT, Key::F10)
            || input.consume_key(Modifiers::NONE, Key::Menu)
    })
}

fn heading_ui(
    ui: &mut Ui,
    state: &State,
    kind: ResourceKind,
    rows: &[AttributeMapping],
    row: usize,
    tried: Option<&RowPreview>,
    asked: &mut Asked<'_>,
) {
    let Some(mapping) = rows.get(row) else { return };
    ui.horizontal(|ui| {
        text::strong(ui, &words::target(&mapping.target));
        if let Some(known) = standing(&mapping.target).filter(|_| kind == ResourceKind::User) {
            let (tone, word) = if known.is_confirmed {
                (Tone::Good, "Confirmed")
            } else {
                (Tone::Neutral, "Recommended")
            };
            text::muted(ui, &format!("→ {}", known.becomes));
            let about = format!("{}\n\nSource: {}", known.says, known.address);
            // In a narrow pane it would lie under what stands at the right.
            if ui.available_width() >= ROOM_FOR_STANDING {
                badge::badge(ui, tone, word).on_hover_text(about);
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let more = Button::ghost("Actions").icon(icons::DOWN);
            let more = ui.add(more.name("What can be done with this row").tip("Shift F10"));
            if is_menu_wanted(ui) && !state.is_asking() {
                Popup::open_id(ui.ctx(), Popup::default_response_id(&more));
                more.request_focus();
            }
            let wanted = menu::menu(&more, |ui| rows::row_menu_ui(ui, kind, rows, Some(row)));
            if let Some(action) = wanted.flatten() {
                asked.push(Action::Mappings(action));
            }
            if let Some(tried) = tried {
                let (tone, word) = words::change(tried);
                badge::badge(ui, tone, word).on_hover_text(words::says(tried));
            }
        });
    });
}

/// Draws the fields of a row; returns the one of the target.
fn row_ui(
    ui: &mut Ui,
    state: &State,
    document: &OpenDocument,
    draft: &mut Draft,
    expression: &mut ExpressionField,
    changed: &mut AttributeMapping,
) -> Response {
    let mut kind = kind_of(&draft.mapping.source);
    ui.horizontal(|ui| {
        text::muted(ui, "Source");
        for (choice, name) in [
            (Kind::Direct, "Direct"),
            (Kind::Expression, "Expression"),
            (Kind::Constant, "Constant"),
            (Kind::None, "None"),
        ] {
            if chip::chip(ui, name, kind == choice).clicked() && kind != choice {
                draft.turn_to(choice);
                kind = choice;
            }
        }
    });
    ui.add_space(size::GAP_SMALL);
    match kind {
        Kind::None => {}
        Kind::Expression => {
            expression.ui(ui, &mut draft.source, || state.mappings.attributes());
        }
        Kind::Direct => {
            Field::new("Entra attribute").mono().show(ui, &mut draft.source);
        }
        Kind::Constant => {
            Field::new("Text that everybody gets").mono().show(ui, &mut draft.source);
        }
    }
    changed.source = source_of(kind, &draft.source);
    ui.add_space(size::GAP);
    let target = fields_ui(ui, draft, changed);
    if let Some(unlisted) = words::unlisted_target(document, draft.kind, &draft.target) {
        text::error(ui, &unlisted);
    }
    target
}

/// Draws the fields beside the source, in one line where there is room; returns the one of the target.
fn fields_ui(ui: &mut Ui, draft: &mut Draft, changed: &mut AttributeMapping) -> Response {
    let room = ui.available_width();
    let beside = room - 3.0 * (NARROW + size::GAP);
    let (wide, narrow) = if beside >= NARROWEST_TARGET {
        (beside, NARROW)
    } else if room >= 3.0 * NARROW + 2.0 * size::GAP {
        (room, (room - 2.0 * size::GAP) / 3.0)
    } else {
        (room, ((room - size::GAP) / 2.0).floor())
    };
    let place = |ui: &mut Ui, width: f32, add: &mut dyn FnMut(&mut Ui) -> Response| {
        let room = Vec2::new(width, FIELD);
        ui.allocate_ui_with_layout(room, Layout::top_down(Align::Min), |ui| add(ui)).inner
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(size::GAP);
        let target = place(ui, wide, &mut |ui| {
            Field::new("Target attribute").mono().show(ui, &mut draft.target)
        });
        changed.target.clone_from(&draft.target);
        place(ui, narrow, &mut |ui| Field::new("Default at creation").show(ui, &mut draft.default));
        changed.default = (!draft.default.is_empty()).then(|| draft.default.clone());
        let mut precedence =
            vec![(None, "No"), (Some(1), "1st"), (Some(2), "2nd"), (Some(3), "3rd")];
        let other = changed.matching.map(|at| format!("{at}th")).unwrap_or_default();
        if !precedence.iter().any(|(known, _)| *known == changed.matching) {
            precedence.push((changed.matching, &other));
        }
        place(ui, narrow, &mut |ui| {
            Select::new("Match by it").show(ui, &mut changed.matching, &precedence)
        });
        let flows = [
            (FlowType::Always, "Always"),
            (FlowType::ObjectAddOnly, "Only at creation"),
            (FlowType::ValueAddOnly, "ValueAddOnly"),
            (FlowType::MultiValueAddOnly, "MultiValueAddOnly"),
            (FlowType::AttributeAddOnly, "AttributeAddOnly"),
        ];
        place(ui, narrow, &mut |ui| Select::new("Apply").show(ui, &mut changed.flow, &flows));
        target
    })
    .inner
}

const fn kind_of(source: &Source) -> Kind {
    match source {
        Source::None => Kind::None,
        Source::Direct(_) => Kind::Direct,
        Source::Constant(_) => Kind::Constant,
        Source::Expression(_) => Kind::Expression,
    }
}

fn text_of(source: &Source) -> String {
    match source {
        Source::None => String::new(),
        Source::Direct(text) | Source::Constant(text) => text.clone(),
        Source::Expression(text) => text.text().to_owned(),
    }
}

/// The text of a source as another kind would write it.
fn converted(source: &Source, kind: Kind) -> String {
    match (source, kind) {
        (Source::Direct(name), Kind::Expression) => format!("[{name}]"),
        (Source::Constant(text), Kind::Expression) => {
            format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
        }
        (_, Kind::None) => String::new(),
        (Source::Expression(text), Kind::Direct) => {
            text.text().trim().trim_start_matches('[').trim_end_matches(']').to_owned()
        }
        (other, _) => text_of(other),
    }
}

fn source_of(kind: Kind, text: &str) -> Source {
    match kind {
        Kind::None => Source::None,
        Kind::Direct => Source::Direct(text.trim().to_owned()),
        Kind::Constant => Source::Constant(text.to_owned()),
        Kind::Expression => Source::Expression(ExpressionText::new(text)),
    }
}
