//! The header of a table: titles, order, widths, and the box that selects everything.

use egui::CursorIcon;
use egui::Rect;
use egui::Response;
use egui::Sense;
use egui::Stroke;
use egui::Ui;
use egui::WidgetInfo;
use egui::accesskit::Role;
use egui::accesskit::SortDirection;

use crate::ui::theme;
use crate::ui::theme::fonts;
use crate::ui::theme::icons;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::checkbox;
use crate::ui::widgets::checkbox::Check;
use crate::ui::widgets::paint;
use crate::ui::widgets::table::Table;
use crate::ui::widgets::table::column;
use crate::ui::widgets::table::column::Direction;
use crate::ui::widgets::table::column::Order;
use crate::ui::widgets::table::layout::Layout;
use crate::ui::widgets::table::state::Rows;
use crate::ui::widgets::table::state::TableState;

const GRIP: f32 = 8.0;

/// Draws the header; returns the order that a click asked for.
pub(super) fn show(
    ui: &mut Ui,
    table: &Table<'_, '_>,
    layout: &Layout,
    state: &mut TableState,
) -> Option<Vec<Order>> {
    let tokens = theme::tokens(ui);
    let rect = layout.header;
    ui.painter().rect_filled(rect, 0.0, tokens.raised);
    let mut wanted = None;
    for index in layout.columns() {
        wanted = title(ui, table, layout, index).or(wanted);
    }
    // After the titles: each grip reaches into the next title.
    for index in layout.columns() {
        grip(ui, table, layout, state, index);
    }
    if let Some(check) = layout.check(rect) {
        select_all(ui, check, table.rows(), state);
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(size::LINE, tokens.line));
    wanted
}

fn title(ui: &mut Ui, table: &Table<'_, '_>, layout: &Layout, index: usize) -> Option<Vec<Order>> {
    let column = table.columns.get(index)?;
    let tokens = theme::tokens(ui);
    let cell = layout.cell(index, layout.header);
    let clip = layout.clip(index, layout.header);
    let seen = cell.intersect(clip);
    if !seen.is_positive() {
        return None;
    }
    let order = table.order.iter().find(|order| order.column == index);
    let sense = if column.sorts { Sense::click() } else { Sense::hover() };
    let response = ui.interact(seen, ui.scope_id().with(("header", column.title)), sense);
    announce(ui, &response, column.title, order);
    let color = if order.is_some() || (response.hovered() && column.sorts) {
        tokens.text
    } else {
        tokens.text_muted
    };
    let painter = ui.painter().with_clip_rect(seen.intersect(ui.clip_rect()));
    let arrow = if order.is_some() { 16.0 } else { 0.0 };
    let room = cell.width() - 2.0 * size::CELL - arrow;
    let galley = paint::line_in(&painter, column.title, fonts::small_medium(), color, room);
    let x = match column.align {
        egui::Align::Max => cell.right() - size::CELL - arrow - galley.size().x,
        egui::Align::Min | egui::Align::Center => cell.left() + size::CELL,
    };
    let end = paint::put(&painter, x, cell.center().y, galley);
    if let Some(order) = order {
        let icon = match order.direction {
            Direction::Ascending => icons::SORT_UP,
            Direction::Descending => icons::SORT_DOWN,
        };
        paint::icon(
            &painter,
            egui::pos2(end + 10.0, cell.center().y),
            icon,
            size::TEXT_SMALL,
            color,
        );
    }
    if response.has_focus() {
        paint::focus_ring(ui, seen.shrink(4.0), 4);
    }
    response.clicked().then(|| {
        let also = ui.input(|input| input.modifiers.shift);
        if also {
            column::also_order_by(table.order, index)
        } else {
            column::order_by(table.order, index)
        }
    })
}

fn announce(ui: &Ui, response: &Response, title: &str, order: Option<&Order>) {
    let name = if title.is_empty() { "Actions" } else { title };
    paint::announce(response, Role::ColumnHeader, name);
    if let Some(order) = order {
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_sort_direction(match order.direction {
                Direction::Ascending => SortDirection::Ascending,
                Direction::Descending => SortDirection::Descending,
            });
        });
    }
}

/// The edge that is dragged to make a column wider, double-clicked to fit its content.
fn grip(ui: &Ui, table: &Table<'_, '_>, layout: &Layout, state: &mut TableState, index: usize) {
    let Some(column) = table.columns.get(index) else { return };
    let cell = layout.cell(index, layout.header);
    let zone = Rect::from_x_y_ranges(cell.right() - GRIP..=cell.right() + 1.0, cell.y_range());
    if !layout.clip(index, layout.header).contains(zone.center()) {
        return;
    }
    let id = ui.scope_id().with(("grip", column.title));
    let response =
        ui.interact(zone, id, Sense::CLICK | Sense::DRAG).on_hover_cursor(CursorIcon::ResizeColumn);
    if response.dragged() {
        let width = (cell.width() + response.drag_delta().x).max(column::NARROWEST);
        state.widths.insert(column.title.to_owned(), width);
    }
    if response.double_clicked() {
        state.widths.insert(column.title.to_owned(), fitting(ui, table, layout, state, index));
    }
    if response.hovered() || response.dragged() {
        let tokens = theme::tokens(ui);
        let line = Stroke::new(size::FOCUS, tokens.accent);
        ui.painter().vline(cell.right() - 1.0, cell.shrink(6.0).y_range(), line);
    }
}

/// As wide as the widest text in sight.
fn fitting(
    ui: &Ui,
    table: &Table<'_, '_>,
    layout: &Layout,
    state: &TableState,
    index: usize,
) -> f32 {
    let width = |text: &str| {
        paint::line(ui.painter(), text, fonts::medium(), egui::Color32::PLACEHOLDER).size().x
    };
    let title = table.columns.get(index).map_or(0.0, |column| width(column.title) + 16.0);
    let cells = state.scroll.visible(layout.extent).map(|row| {
        let cell = (table.cell)(row, index);
        let extra = if cell.icon.is_some() { 20.0 } else { 0.0 };
        let badge = if matches!(cell.look, super::cell::Look::Badge(_)) { 16.0 } else { 0.0 };
        width(&cell.text) + extra + badge
    });
    let widest = cells.fold(title, f32::max);
    (widest + 2.0 * size::CELL + 2.0).clamp(column::NARROWEST, column::WIDEST_FIT)
}

fn select_all(ui: &Ui, rect: Rect, rows: Rows<'_>, state: &mut TableState) {
    let all = rows.count > 0
        && state.selected.len() >= rows.count
        && [0, rows.count - 1].into_iter().all(|row| state.selected.contains((rows.key)(row)));
    let check = match (state.selected.is_empty(), all) {
        (true, _) => Check::Off,
        (false, true) => Check::On,
        (false, false) => Check::Mixed,
    };
    let response = ui.interact(rect, ui.scope_id().with("select all"), Sense::click());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::CheckBox, true, "Select all rows");
        info.selected = (check != Check::Mixed).then_some(check == Check::On);
        info
    });
    if response.clicked() {
        if all { state.selected.clear() } else { state.select_all(rows) }
    }
    checkbox::paint_box(ui.painter(), theme::tokens(ui), rect.center(), check);
    if response.has_focus() {
        paint::focus_ring(
            ui,
            Rect::from_center_size(rect.center(), egui::Vec2::splat(size::CHECK)),
            4,
        );
    }
}
