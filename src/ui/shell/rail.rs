//! The left rail: which page is shown, and how much there is on each.

use egui::{Align, Layout, Ui};

use crate::session::mappings::document::OpenDocument;
use crate::session::state::State;
use crate::ui::theme::icons;
use crate::ui::widgets::nav;
use crate::ui::{Asked, Go, Page, words};

/// Draws the rail.
pub(crate) fn rail_ui(ui: &mut Ui, page: Page, state: &State, asked: &mut Asked<'_>) {
    ui.spacing_mut().item_spacing.y = 2.0;
    item_ui(ui, page, Page::Overview, None, asked);
    item_ui(ui, page, Page::Domains, None, asked);
    nav::group(ui, "People");
    item_ui(
        ui,
        page,
        Page::Users,
        Some(state.users.people.len()).filter(|count| *count > 0),
        asked,
    );
    item_ui(
        ui,
        page,
        Page::Groups,
        Some(state.groups.groups.len()).filter(|count| *count > 0),
        asked,
    );
    let by_hand = state.guided.open.len();
    if by_hand > 0 || page == Page::Guided {
        let count = Some(by_hand).filter(|count| *count > 0);
        item_ui(ui, page, Page::Guided, count, asked);
    }
    item_ui(
        ui,
        page,
        Page::Deleted,
        Some(state.deleted_users().len()).filter(|count| *count > 0),
        asked,
    );
    nav::group(ui, "Provisioning");
    let unsaved = state.mappings.document.as_ref().filter(|document| document.is_unsaved());
    item_ui(ui, page, Page::Mappings, unsaved.map(OpenDocument::steps), asked);
    item_ui(
        ui,
        page,
        Page::Diagnose,
        Some(state.check.concerns()).filter(|count| *count > 0),
        asked,
    );
    nav::group(ui, "Record");
    item_ui(
        ui,
        page,
        Page::Activity,
        Some(state.notices.all().len()).filter(|count| *count > 0),
        asked,
    );
    ui.with_layout(Layout::bottom_up(Align::Min), |ui| {
        item_ui(ui, page, Page::Settings, None, asked);
    });
}

fn item_ui(ui: &mut Ui, shown: Page, page: Page, count: Option<usize>, asked: &mut Asked<'_>) {
    let count = count.map(words::count).unwrap_or_default();
    if nav::item(ui, icon(page), page.label(), &count, shown == page).clicked() {
        asked.go(Go::To(page));
    }
}

/// The icon of a page.
pub(crate) fn icon(page: Page) -> icons::Icon {
    match page {
        Page::Overview => icons::OVERVIEW,
        Page::Domains => icons::AT,
        Page::Users => icons::USERS,
        Page::Groups => icons::GROUPS,
        Page::Guided => icons::EXTERNAL,
        Page::Deleted => icons::TRASH,
        Page::Mappings => icons::MAPPINGS,
        Page::Diagnose => icons::DIAGNOSE,
        Page::Activity => icons::ACTIVITY,
        Page::Settings => icons::SETTINGS,
    }
}
