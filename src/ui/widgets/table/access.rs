//! The rows in sight, as a screen reader sees them; costs nothing while none listens.

use egui::Response;
use egui::Sense;
use egui::Ui;
use egui::UiBuilder;
use egui::WidgetInfo;
use egui::accesskit::Role;

use crate::ui::widgets::paint;
use crate::ui::widgets::table::Table;
use crate::ui::widgets::table::body;
use crate::ui::widgets::table::layout::Layout;
use crate::ui::widgets::table::state::TableState;
use crate::verkada::name;

/// Describes the table, its rows and cells.
pub(super) fn describe(
    ui: &mut Ui,
    table: &Table<'_, '_>,
    layout: &Layout,
    state: &TableState,
    response: &Response,
) {
    paint::announce(response, Role::RowGroup, &format!("Rows of {}", table.name));
    let listening = ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
        node.set_bounds(bounds(layout.header.union(layout.body)));
        node.set_row_count(table.count);
        node.set_column_count(table.columns.len());
    });
    if listening.is_none() {
        return;
    }
    let cursor = state.cursor();
    let mut active = None;
    for row in state.scroll.visible(layout.extent) {
        let id = row_ui(ui, table, layout, state, response, row);
        if cursor == Some((table.key)(row)) {
            active = Some(id);
        }
    }
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_multiselectable();
        if let Some(id) = active {
            node.set_active_descendant(id.accesskit_id());
        }
    });
}

fn row_ui(
    ui: &mut Ui,
    table: &Table<'_, '_>,
    layout: &Layout,
    state: &TableState,
    response: &Response,
    row: usize,
) -> egui::Id {
    let key = (table.key)(row);
    let selected = state.selected.contains(key);
    let rect = body::row_rect(ui, layout, state, row);
    let first = (table.cell)(row, 0).text;
    let name = name::shown(&first);
    let builder = UiBuilder::new()
        .scope_id(response.id.with(("row", row)))
        .max_rect(rect)
        .accessibility_parent(response.id)
        .accessibility_role(Role::Row)
        .accessibility_label(format!("{name}, row {} of {}", row + 1, table.count));
    let mut row_ui = ui.new_child(builder);
    row_ui.shrink_clip_rect(layout.body);
    let id = row_ui.unique_id();
    row_ui.ctx().accesskit_node_builder(id, |node| {
        node.set_bounds(bounds(rect.intersect(layout.body)));
        node.set_row_index(row);
        node.set_selected(selected);
    });
    if let Some(check) = layout.check(rect) {
        let response = row_ui.interact(check, id.with("check"), Sense::hover());
        let name = format!("Select {name}");
        response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, selected, &name));
    }
    for column in layout.columns() {
        let place = layout.cell(column, rect).intersect(layout.clip(column, layout.body));
        if !place.is_positive() {
            continue;
        }
        let cell = (table.cell)(row, column);
        let response = row_ui.interact(place, id.with(column), Sense::hover());
        paint::announce(&response, Role::Cell, &name::shown(&cell.text));
        row_ui.ctx().accesskit_node_builder(response.id, |node| node.set_column_index(column));
    }
    id
}

fn bounds(rect: egui::Rect) -> egui::accesskit::Rect {
    egui::accesskit::Rect {
        x0: rect.min.x.into(),
        y0: rect.min.y.into(),
        x1: rect.max.x.into(),
        y1: rect.max.y.into(),
    }
}
