//! The table in a window without a screen: pointer, keyboard, screen reader, a million rows.

use egui::Key;
use egui::Modifiers;
use egui::MouseWheelUnit;
use egui::TouchPhase;
use egui::accesskit::Role;
use egui::accesskit::Toggled;
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;
use egui_kittest::kittest::Queryable as _;

use super::Table;
use super::cell::Cell;
use super::column::Column;
use super::column::Order;
use super::state::TableState;
use crate::ui::theme::tokens::Tone;
use crate::ui::widgets::testing::harness;

struct Page {
    rows: usize,
    table: TableState,
    order: Vec<Order>,
    opened: Vec<usize>,
    changes: usize,
    columns: Vec<Column<'static>>,
}

fn page(rows: usize) -> Page {
    Page {
        rows,
        table: TableState::default(),
        order: vec![],
        opened: vec![],
        changes: 0,
        columns: vec![
            Column::new("Name", 200.0).grow(),
            Column::new("Mail", 200.0),
            Column::new("State", 100.0),
            Column::new("Number", 80.0).right().unsorted(),
        ],
    }
}

fn draw(ui: &mut egui::Ui, page: &mut Page) {
    let cell = |row: usize, column: usize| match column {
        0 => Cell::name(format!("Person {row}")),
        1 => Cell::muted(format!("p{row}@a.example")),
        2 => Cell::badge(Tone::Good, "Active"),
        _ => Cell::text(row.to_string()),
    };
    let key = |row: usize| u32::try_from(row).expect("few rows");
    let find = |letters: &str| {
        let number = letters.to_lowercase().strip_prefix("person ")?.parse().ok()?;
        Some(number)
    };
    let shown = Table::new("People", &page.columns, page.rows, &key, &cell)
        .order(&page.order)
        .checkboxes()
        .find(&find)
        .show(ui, &mut page.table, |ui| {
            ui.label("Nobody yet");
        });
    page.opened.extend(shown.opened);
    page.changes += usize::from(shown.changed);
    if let Some(order) = shown.ordered {
        page.order = order;
    }
}

fn selected(harness: &Harness<'_, Page>) -> Vec<u32> {
    harness.state().table.selected.iter().collect()
}

fn press(harness: &mut Harness<'_, Page>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
}

#[test]
fn a_screen_reader_finds_table_headers_rows_and_cells() {
    let mut harness = harness(page(1_000), draw);
    let table = harness.get_by_role_and_label(Role::Table, "People");
    assert_eq!(table.accesskit_node().data().row_count(), Some(1_000));
    assert_eq!(table.accesskit_node().data().column_count(), Some(4));
    harness.get_by_role_and_label(Role::ColumnHeader, "Mail");
    harness.get_by_role_and_label(Role::Cell, "p3@a.example");
    let row = harness.get_by_role_and_label(Role::Row, "Person 3, row 4 of 1000");
    assert_eq!(row.accesskit_node().data().is_selected(), Some(false));
    harness.get_by_role_and_label(Role::Cell, "Person 3").click();
    harness.run();
    let row = harness.get_by_role_and_label(Role::Row, "Person 3, row 4 of 1000");
    assert_eq!(row.accesskit_node().data().is_selected(), Some(true));
    assert!(harness.query_by_label("Person 500").is_none(), "rows out of sight have no nodes");
}

#[test]
fn clicks_select_one_add_or_extend() {
    let mut harness = harness(page(1_000), draw);
    harness.get_by_label("Person 3").click();
    harness.run();
    assert_eq!(selected(&harness), [3]);
    harness.get_by_label("Person 6").click_modifiers(Modifiers::SHIFT);
    harness.run();
    assert_eq!(selected(&harness), [3, 4, 5, 6]);
    harness.get_by_label("Person 9").click_modifiers(Modifiers::COMMAND);
    harness.run();
    assert_eq!(selected(&harness), [3, 4, 5, 6, 9]);
    harness.get_by_label("Select Person 4").click();
    harness.run();
    assert_eq!(selected(&harness), [3, 5, 6, 9]);
    assert_eq!(harness.state().table.cursor(), Some(4));
    assert_eq!(harness.state().changes, 4);
}

#[test]
fn the_box_in_the_header_has_three_states() {
    let mut harness = harness(page(50), draw);
    let toggled = |harness: &Harness<'_, Page>| {
        harness.get_by_label("Select all rows").accesskit_node().toggled()
    };
    assert_eq!(toggled(&harness), Some(Toggled::False));
    harness.get_by_label("Select Person 4").click();
    harness.run();
    assert_eq!(toggled(&harness), Some(Toggled::Mixed));
    harness.get_by_label("Select all rows").click();
    harness.run();
    assert_eq!(toggled(&harness), Some(Toggled::True));
    assert_eq!(selected(&harness).len(), 50);
    harness.get_by_label("Select all rows").click();
    harness.run();
    assert!(selected(&harness).is_empty());
}

#[test]
fn the_keyboard_moves_selects_and_opens() {
    let mut harness = harness(page(1_000_000), draw);
    harness.get_by_label("Person 3").click();
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(selected(&harness), [4]);
    press(&mut harness, Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(selected(&harness), [4, 5]);
    press(&mut harness, Modifiers::COMMAND, Key::ArrowDown);
    press(&mut harness, Modifiers::NONE, Key::Space);
    assert_eq!(selected(&harness), [4, 5, 6]);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(harness.state().opened, [6]);
    press(&mut harness, Modifiers::NONE, Key::End);
    assert_eq!(selected(&harness), [999_999]);
    harness.get_by_label("Person 999999");
    press(&mut harness, Modifiers::NONE, Key::PageUp);
    let cursor = harness.state().table.cursor().expect("a cursor");
    assert!((999_980..999_990).contains(&cursor), "{cursor}");
    press(&mut harness, Modifiers::NONE, Key::Home);
    assert_eq!(selected(&harness), [0]);
    press(&mut harness, Modifiers::COMMAND, Key::A);
    assert_eq!(harness.state().table.selected.len(), 1_000_000);
}

#[test]
fn typing_goes_to_the_row_that_begins_so() {
    let mut harness = harness(page(1_000), draw);
    harness.get_by_label("Person 3").click();
    harness.run();
    for letters in ["p", "erson", " ", "77", "7"] {
        harness.event(egui::Event::Text(letters.to_owned()));
        harness.step();
    }
    harness.run();
    assert_eq!(selected(&harness), [777]);
    harness.get_by_label("Person 777");
}

#[test]
fn headers_order_and_turn() {
    let mut harness = harness(page(10), draw);
    for (header, modifiers) in [
        ("Name", Modifiers::NONE),
        ("Name", Modifiers::NONE),
        ("State", Modifiers::SHIFT),
        ("Number", Modifiers::NONE),
    ] {
        harness.get_by_role_and_label(Role::ColumnHeader, header).click_modifiers(modifiers);
        harness.run();
    }
    let order = &harness.state().order;
    assert_eq!(order.len(), 2);
    assert_eq!(order[0].direction, super::column::Direction::Descending);
    assert_eq!(order[1], Order::ascending(2));
}

#[test]
fn a_column_is_dragged_wider_and_fitted_by_a_double_click() {
    let mut harness = harness(page(10), draw);
    let edge = harness.get_by_role_and_label(Role::ColumnHeader, "Mail").rect().right_center();
    harness.drag_at(edge - egui::vec2(3.0, 0.0));
    harness.run();
    harness.hover_at(edge + egui::vec2(57.0, 0.0));
    harness.run();
    harness.drop_at(edge + egui::vec2(57.0, 0.0));
    harness.run();
    let width = harness.state().table.widths["Mail"];
    assert!((width - 260.0).abs() < 1.5, "{width}");
    let edge = harness.get_by_role_and_label(Role::ColumnHeader, "Mail").rect().right_center();
    harness.hover_at(edge - egui::vec2(3.0, 0.0));
    harness.run_steps(20);
    for _ in 0..2 {
        harness.drag_at(edge - egui::vec2(3.0, 0.0));
        harness.step();
        harness.drop_at(edge - egui::vec2(3.0, 0.0));
        harness.step();
    }
    harness.run();
    let width = harness.state().table.widths["Mail"];
    assert!((100.0..160.0).contains(&width), "{width}");
}

fn wheel(harness: &mut Harness<'_, Page>, points: f32) {
    harness.hover_at(egui::pos2(300.0, 300.0));
    harness.event(egui::Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        source: egui::MouseWheelSource::Trackpad,
        delta: egui::vec2(0.0, points),
        phase: TouchPhase::Move,
        modifiers: Modifiers::NONE,
    });
    harness.run();
}

#[test]
fn at_the_end_of_a_million_rows_every_point_of_the_wheel_counts() {
    let mut harness = harness(page(1_000_000), draw);
    let last = 999_999;
    harness.state_mut().table.go_to(last, 999_999);
    harness.run();
    let view = 600.0 - 33.0 - 16.0;
    let end = harness.state().table.scroll.top;
    assert!((end - (32_000_000.0 - view)).abs() < 8.5, "{end}");
    let row = harness.get_by_label("Person 999999").rect();
    for _ in 0..40 {
        wheel(&mut harness, 1.0);
    }
    let moved = end - harness.state().table.scroll.top;
    assert!((moved - 40.0).abs() < 0.01, "moved {moved}");
    let now = harness.get_by_label("Person 999998").rect();
    assert!((now.top() - (row.top() - 32.0 + 40.0)).abs() < 0.6, "{row:?} {now:?}");
    wheel(&mut harness, -1_000_000.0);
    assert!((harness.state().table.scroll.top - end).abs() < 0.01);
}

#[test]
fn the_bar_pages_beside_its_handle_and_drags_to_the_end() {
    let mut harness = harness(page(100_000), draw);
    let area = harness.get_by_role_and_label(Role::Table, "People").rect();
    let bar = area.right() - 5.0;
    harness.hover_at(egui::pos2(bar, area.center().y));
    harness.drag_at(egui::pos2(bar, area.center().y));
    harness.run();
    harness.drop_at(egui::pos2(bar, area.center().y));
    harness.run();
    let page = harness.state().table.scroll.top;
    assert!((400.0..600.0).contains(&page), "{page}");
    let handle = egui::pos2(bar, area.top() + 33.0 + 10.0);
    harness.drag_at(handle);
    harness.run();
    harness.hover_at(egui::pos2(bar, area.bottom() + 200.0));
    harness.run();
    harness.drop_at(egui::pos2(bar, area.bottom() + 200.0));
    harness.run();
    harness.get_by_label("Person 99999");
}

#[test]
fn columns_that_do_not_fit_move_sideways_under_the_first() {
    let mut state = page(10);
    state.columns =
        vec![Column::new("Name", 300.0), Column::new("Mail", 600.0), Column::new("State", 500.0)];
    let mut harness = harness(state, draw);
    let name = harness.get_by_role_and_label(Role::ColumnHeader, "Name").rect();
    harness.get_by_label("Person 1").click();
    harness.run();
    for _ in 0..30 {
        press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    }
    assert_eq!(harness.get_by_role_and_label(Role::ColumnHeader, "Name").rect(), name);
    let state = harness.get_by_role_and_label(Role::ColumnHeader, "State").rect();
    assert!(state.width() > 490.0, "{state:?}");
}

#[test]
fn without_rows_the_page_fills_the_body() {
    let harness = harness(page(0), draw);
    harness.get_by_label("Nobody yet");
}

#[test]
fn frames_of_a_scrolling_table_are_measured() {
    for rows in [100_000, 1_000_000] {
        let ctx = egui::Context::default();
        crate::ui::theme::install(&ctx);
        let mut page = page(rows);
        let mut times = vec![];
        for frame in 0..300 {
            let input = egui::RawInput {
                screen_rect: Some(egui::Rect::from_min_size(
                    egui::Pos2::ZERO,
                    egui::vec2(1280.0, 800.0),
                )),
                time: Some(f64::from(frame) / 60.0),
                ..egui::RawInput::default()
            };
            let extent = super::scroll::Extent { rows, view: 700.0 };
            page.table.scroll.by(90.0, extent);
            let start = std::time::Instant::now();
            let output = ctx.run_ui(input, |ui| draw(ui, &mut page));
            let shapes = ctx.tessellate(output.shapes.clone(), 1.0).len();
            times.push(start.elapsed());
            assert!(shapes > 0);
            output.drop_without_applying_deltas();
        }
        times.sort();
        println!("{rows} rows: p50 {:?}, p99 {:?}", times[150], times[297]);
        assert!((page.table.scroll.top - 27_000.0).abs() < 0.01);
    }
}

#[test]
fn nasty_names_stay_on_their_row_and_break_nothing() {
    let names: Vec<String> = crate::nasty::items("name")
        .expect("the list of nasty inputs")
        .iter()
        .map(|item| String::from_utf8_lossy(&item.input).into_owned())
        .collect();
    assert!(names.len() > 20);
    let columns =
        [Column::new("Name", 120.0), Column::new("Badge", 120.0), Column::new("Id", 120.0)];
    let draw = |ui: &mut egui::Ui, table: &mut TableState| {
        let cell = |row: usize, column: usize| match column {
            0 => Cell::name(names[row].as_str()),
            1 => Cell::badge(Tone::Warning, names[row].as_str()),
            _ => Cell::mono(names[row].as_str()),
        };
        let key = |row: usize| u32::try_from(row).expect("few rows");
        Table::new("Names", &columns, names.len(), &key, &cell).checkboxes().show(
            ui,
            table,
            |_| {},
        );
    };
    let mut harness = harness(TableState::default(), draw);
    for row in 0..names.len() {
        harness.state_mut().go_to(row, u32::try_from(row).expect("few rows"));
        harness.run_steps(2);
        let label = format!(", row {} of {}", row + 1, names.len());
        let rect =
            harness.get_by(|node| node.label().is_some_and(|name| name.ends_with(&label))).rect();
        assert!(rect.height() <= 32.01, "{:?}: {rect:?}", names[row]);
    }
    for row in harness.get_all_by_role(Role::Row) {
        let name = row.accesskit_node().label().unwrap_or_default();
        assert!(!name.contains(['\u{202e}', '\u{200b}', '\0', '\u{1b}']), "{name:?}");
    }
}
