//! The left rail: which page is shown, and how much there is on each.

use egui::accesskit::Role;
use egui::{Align, Layout, Sense, Ui, Vec2, WidgetInfo};

use crate::session::state::State;
use crate::ui::theme::tokens::size;
use crate::ui::theme::{self, fonts, icons};
use crate::ui::widgets::{paint, text};
use crate::ui::{Asked, Go, Page, words};

const ITEM: f32 = 32.0;

/// Draws the rail.
pub(crate) fn rail_ui(ui: &mut Ui, page: Page, state: &State, asked: &mut Asked<'_>) {
    ui.spacing_mut().item_spacing.y = 2.0;
    item_ui(ui, page, Page::Overview, None, asked);
    section_ui(ui, "People");
    item_ui(ui, page, Page::Users, Some(state.users.people.len()).filter(|count| *count > 0), asked);
    item_ui(ui, page, Page::Groups, Some(state.groups.groups.len()).filter(|count| *count > 0), asked);
    section_ui(ui, "Connection");
    item_ui(ui, page, Page::Diagnose, Some(state.check.concerns()).filter(|count| *count > 0), asked);
    section_ui(ui, "Record");
    item_ui(ui, page, Page::Activity, Some(state.notices.all().len()).filter(|count| *count > 0), asked);
    ui.with_layout(Layout::bottom_up(Align::Min), |ui| item_ui(ui, page, Page::Settings, None, asked));
}

fn section_ui(ui: &mut Ui, title: &str) {
    ui.add_space(size::GAP);
    ui.horizontal(|ui| {
        ui.add_space(size::CELL);
        text::overline(ui, title);
    });
}

fn item_ui(ui: &mut Ui, shown: Page, page: Page, count: Option<usize>, asked: &mut Asked<'_>) {
    let tokens = theme::tokens(ui);
    let is_shown = shown == page;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ITEM), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_shown, page.label()));
    let (fill, color) = match (is_shown, response.hovered()) {
        (true, _) => (tokens.accent_soft, tokens.accent),
        (false, true) => (tokens.hover, tokens.text),
        (false, false) => (tokens.surface, tokens.text_muted),
    };
    ui.painter().rect_filled(rect, size::RADIUS, fill);
    paint::icon(ui.painter(), egui::pos2(rect.left() + 18.0, rect.center().y), icon(page), size::ICON, color);
    let font = if is_shown { fonts::strong() } else { fonts::body() };
    let label_color = if is_shown { tokens.accent } else { tokens.text };
    let label = paint::line(ui.painter(), page.label(), font, label_color);
    paint::put(ui.painter(), rect.left() + 36.0, rect.center().y, label);
    if let Some(count) = count {
        let font = if is_shown { fonts::small_medium() } else { fonts::small() };
        let number = paint::line(ui.painter(), &words::count(count), font, color);
        let left = rect.right() - size::CELL - number.size().x;
        paint::put(ui.painter(), left, rect.center().y, number);
    }
    if response.has_focus() {
        paint::focus_ring(ui, rect, size::RADIUS);
    }
    if response.clicked() {
        asked.go(Go::To(page));
    }
}

/// The icon of a page.
pub(crate) fn icon(page: Page) -> icons::Icon {
    match page {
        Page::Overview => icons::OVERVIEW,
        Page::Users => icons::USERS,
        Page::Groups => icons::GROUPS,
        Page::Diagnose => icons::DIAGNOSE,
        Page::Activity => icons::ACTIVITY,
        Page::Settings => icons::SETTINGS,
    }
}
