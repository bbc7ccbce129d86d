//! The table of domains: one row each, with what can be done about it, and the share that is covered.

use egui::accesskit::Role;
use egui::{
    Align, CornerRadius, Frame, Layout, Margin, Rect, ScrollArea, Sense, Stroke, Ui, UiBuilder,
    Vec2,
};

use crate::session::action::{Action, OrganizationAction, PlanAction};
use crate::session::connection::DomainKeeper;
use crate::session::coverage::{Coverage, CoveredDomain, DomainStanding};
use crate::session::people::Query;
use crate::session::state::State;
use crate::ui::pages::domains::words::{self, Counted};
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::theme::{self, fonts};
use crate::ui::widgets::badge;
use crate::ui::widgets::button::{self, Button};
use crate::ui::widgets::share_bar::share_bar;
use crate::ui::widgets::{paint, text};
use crate::ui::words as general;
use crate::ui::{Asked, Go, Page};
use crate::verkada::{EmailDomain, name};

const PEOPLE: f32 = 72.0;
const STANDING: f32 = 118.0;
const ACTION: f32 = 86.0;
/// Rows that are seen at once; more scroll.
const MOST: usize = 14;

/// Draws the table with a frame around it.
pub(super) fn ui(
    ui: &mut Ui,
    state: &State,
    coverage: &Coverage,
    keeper: DomainKeeper,
    asked: &mut Asked<'_>,
) {
    let tokens = theme::tokens(ui);
    let frame = Frame::new()
        .fill(tokens.surface)
        .stroke(Stroke::new(size::LINE, tokens.line))
        .corner_radius(CornerRadius::same(size::RADIUS_LARGE));
    frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        ui.set_min_width(ui.available_width());
        header_ui(ui);
        let counted = (coverage.people > 0 || state.users.is_whole).into();
        let height = size::ROW * to_f32(coverage.domains.len().min(MOST));
        let area = ScrollArea::vertical()
            .id_salt("domains")
            .max_height(height)
            .min_scrolled_height(height);
        area.auto_shrink([false, true]).show_rows(
            ui,
            size::ROW,
            coverage.domains.len(),
            |ui, seen| {
                for domain in coverage.domains.get(seen).unwrap_or_default() {
                    row_ui(ui, domain, keeper, counted, asked);
                }
            },
        );
        foot_ui(ui, state, coverage, keeper);
    });
}

/// Where the columns of a row are: domain, people, coverage, standing, action.
fn columns(row: Rect) -> [Rect; 5] {
    let free = (row.width() - PEOPLE - STANDING - ACTION).max(0.0);
    let mut left = row.left();
    [free * 0.44, PEOPLE, free * 0.56, STANDING, ACTION].map(|width| {
        let cell = Rect::from_x_y_ranges(left..=left + width, row.y_range());
        left += width;
        cell.shrink2(Vec2::new(size::CELL, 0.0))
    })
}

fn header_ui(ui: &mut Ui) {
    let wanted = Vec2::new(ui.available_width(), size::TABLE_HEADER);
    let (rect, _) = ui.allocate_exact_size(wanted, Sense::hover());
    let tokens = theme::tokens(ui);
    let mut corners = CornerRadius::ZERO;
    (corners.nw, corners.ne) = (size::RADIUS_LARGE, size::RADIUS_LARGE);
    ui.painter().rect_filled(rect, corners, tokens.raised);
    let titles = ["Domain", "People", "Coverage", "State"];
    for (number, (cell, title)) in columns(rect).into_iter().zip(titles).enumerate() {
        let galley = paint::line(ui.painter(), title, fonts::small_medium(), tokens.text_muted);
        let left = if number == 1 { cell.right() - galley.size().x } else { cell.left() };
        paint::put(ui.painter(), left, rect.center().y, galley);
    }
    line(ui, rect);
}

fn row_ui(
    ui: &mut Ui,
    domain: &CoveredDomain,
    keeper: DomainKeeper,
    counted: Counted,
    asked: &mut Asked<'_>,
) {
    let wanted = Vec2::new(ui.available_width(), size::ROW);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
    let (shown, says) = (words::shown(&domain.name), words::coverage(domain, keeper, counted));
    let (tone, standing) = words::standing(domain, keeper, counted);
    paint::announce(&response, Role::Row, &format!("{shown}: {says}. {standing}"));
    let tokens = theme::tokens(ui);
    if response.contains_pointer() {
        ui.painter().rect_filled(rect, 0.0, tokens.hover);
    }
    let [named, people, covers, state, action] = columns(rect);
    let middle = rect.center().y;
    let text_in = |cell: Rect, text: &str, font, color| {
        let galley = paint::line_in(ui.painter(), text, font, color, cell.width());
        let is_cut = galley.elided;
        paint::put(ui.painter(), cell.left(), middle, galley);
        is_cut
    };
    let is_cut = text_in(named, &shown, fonts::medium(), tokens.text)
        | text_in(covers, &says, fonts::body(), tokens.text_muted);
    ui.scope_builder(cell_of(people, Layout::right_to_left(Align::Center)), |ui| {
        people_ui(ui, domain, &shown, asked);
    });
    ui.scope_builder(cell_of(state, Layout::left_to_right(Align::Center)), |ui| {
        badge::badge(ui, tone, standing)
    });
    ui.scope_builder(cell_of(action, Layout::right_to_left(Align::Center)), |ui| {
        action_ui(ui, domain, keeper, &shown, asked);
    });
    line(ui, rect);
    if is_cut {
        response.on_hover_text(name::shown(&format!("{shown}\n{says}")));
    }
}

fn cell_of(rect: Rect, layout: Layout) -> UiBuilder {
    UiBuilder::new().max_rect(rect).layout(layout)
}

/// What can be done about a domain: one thing, as a quiet link.
fn action_ui(
    ui: &mut Ui,
    domain: &CoveredDomain,
    keeper: DomainKeeper,
    shown: &str,
    asked: &mut Asked<'_>,
) {
    match &domain.standing {
        DomainStanding::Listed | DomainStanding::Unused => {
            // A note of one's own goes at once; at the sandbox a dialog asks first.
            let (text, name) = match keeper {
                DomainKeeper::AdminApi => ("Remove…", format!("Remove {shown}…")),
                DomainKeeper::ByHand | DomainKeeper::OwnList => {
                    ("Remove", format!("Remove {shown} from your list"))
                }
            };
            if button::quiet_link(ui, text, &name).clicked() {
                asked.push(Action::Plan(PlanAction::RemoveDomain(domain.name.clone())));
            }
        }
        DomainStanding::NotListed => {
            let name = format!("Add {shown}");
            if let Ok(parsed) = EmailDomain::parse(&domain.name)
                && button::quiet_link(ui, "Add", &name).clicked()
            {
                asked.push(Action::Plan(PlanAction::AddDomain(parsed)));
            }
        }
        DomainStanding::LookAlike { .. } => {
            if button::quiet_link(ui, "Show", &showing(shown)).clicked() {
                show_people(domain, asked);
            }
        }
    }
}

/// The number of people; it leads to them, where the action of the row does not.
fn people_ui(ui: &mut Ui, domain: &CoveredDomain, shown: &str, asked: &mut Asked<'_>) {
    let count = general::count(domain.people);
    let is_led_elsewhere = matches!(domain.standing, DomainStanding::LookAlike { .. });
    if domain.people == 0 || is_led_elsewhere {
        text::body(ui, &count);
    } else if button::quiet_link(ui, &count, &showing(shown)).clicked() {
        show_people(domain, asked);
    }
}

fn showing(shown: &str) -> String {
    format!("Show the people of {shown}")
}

fn show_people(domain: &CoveredDomain, asked: &mut Asked<'_>) {
    let query = Query { domain: Some(domain.name.clone()), ..Query::default() };
    asked.push(Action::FilterPeople(query));
    asked.go(Go::To(Page::Users));
}

fn foot_ui(ui: &mut Ui, state: &State, coverage: &Coverage, keeper: DomainKeeper) {
    let margin = Margin { left: 12, right: 12, top: 12, bottom: 12 };
    Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.spacing_mut().item_spacing = Vec2::new(size::GAP, size::GAP_SMALL);
        if coverage.people == 0 {
            text::hint(ui, "Nobody was read yet, so nobody can be counted.");
            return;
        }
        if keeper != DomainKeeper::AdminApi && coverage.names_none() {
            text::hint(ui, "Note the domains that are listed there, to see who is outside.");
            return;
        }
        let says = words::share(coverage);
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                text::muted(ui, &says);
                let width = ui.available_width();
                share_bar(ui, width, &parts(coverage), &says);
            });
        });
        if coverage.without_domain > 0 {
            let people = general::counted(coverage.without_domain, "person has", "people have");
            let note = format!("{people} a userName that is no mail address: no domain covers it.");
            text::toned(ui, Tone::Warning, &note);
        }
        if !state.users.is_whole {
            text::hint(ui, "Counted over the people read so far; the list is not whole.");
        }
    });
}

/// The covered, those outside, and among them those with a look-alike.
fn parts(coverage: &Coverage) -> [(Tone, usize); 3] {
    let alike = coverage
        .domains
        .iter()
        .filter(|domain| matches!(domain.standing, DomainStanding::LookAlike { .. }));
    let alike = alike.map(|domain| domain.people).sum::<usize>().min(coverage.outside());
    [
        (Tone::Accent, coverage.covered),
        (Tone::Warning, alike),
        (Tone::Danger, coverage.outside() - alike),
    ]
}

fn line(ui: &Ui, rect: Rect) {
    let stroke = Stroke::new(size::LINE, theme::tokens(ui).line);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, stroke);
}

#[expect(clippy::cast_precision_loss, reason = "a handful of rows")]
const fn to_f32(number: usize) -> f32 {
    number as f32
}

/// Draws an organization whose list is empty: what comes first, and what it brings.
pub(super) fn first_ui(ui: &mut Ui, keeper: DomainKeeper, asked: &mut Asked<'_>) {
    let (title, about, step) = match keeper {
        DomainKeeper::AdminApi => (
            "SCIM is not set up yet",
            "Add the mail domain of your people. The first domain brings the SCIM token, which is shown once; with it and the tenant URL, Entra can provision.",
            "Add the first domain…",
        ),
        DomainKeeper::ByHand => (
            "No domain on your list yet",
            "Command does not tell its domains to anybody, so this desk keeps a list beside it. Note the domains that stand in Command, and see whom they leave outside.",
            "Note a domain…",
        ),
        DomainKeeper::OwnList => (
            "No domain on your list yet",
            "This server does not tell which mail domains it takes. Keep a list here, and see who is outside of it.",
            "Note a domain…",
        ),
    };
    ui.add_space(size::GAP_LARGE);
    let icon = crate::ui::theme::icons::AT;
    if crate::ui::pages::banner::empty_ui(ui, icon, title, about, Some(step)) {
        asked.push(Action::Organization(OrganizationAction::AskAddDomain));
    }
    ui.add_space(size::GAP_LARGE);
}

/// Draws the button that adds a domain, for the heading of the page.
pub(super) fn add_ui(ui: &mut Ui, keeper: DomainKeeper, asked: &mut Asked<'_>) {
    let text = if keeper == DomainKeeper::AdminApi { "Add domain…" } else { "Note domain…" };
    if ui.add(Button::primary(text).icon(crate::ui::theme::icons::ADD)).clicked() {
        asked.push(Action::Organization(OrganizationAction::AskAddDomain));
    }
}
