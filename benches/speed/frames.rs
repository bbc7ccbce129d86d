//! Work for a frame while the table scrolls, and for a keystroke in the quick filter.

use std::time::Instant;

use scim_desk::Headless;

use crate::people::{self, Rows};
use crate::table::{Table, grouped, percentile};

const PAGE_ROWS: usize = 200;
const FRAMES: usize = 600;
const STEP: f32 = 90.0;
/// Far beyond the last of a million rows.
const TO_THE_END: f32 = -1e9;
/// What somebody types, a letter at a time, then takes back.
const TYPED: [&str; 5] = ["smith", "kei tanaka", "person99", "oper björn", "zzz"];

pub(crate) fn measure(table: &mut Table) {
    for (people, goal) in [(100_000, 16.0), (1_000_000, 150.0)] {
        let mut window = filled(people);
        let people = grouped(people as f64);
        scroll(table, &mut window, &people);
        filter(table, &mut window, &people, goal);
    }
}

fn filled(people: usize) -> Headless {
    let mut window = Headless::default();
    for first in (0..people).step_by(PAGE_ROWS) {
        let page = people::page(people, first, PAGE_ROWS, Rows::Whole);
        assert_eq!(window.take(page.as_bytes()), people.min(first + PAGE_ROWS));
    }
    window.finish();
    window
}

fn scroll(table: &mut Table, window: &mut Headless, people: &str) {
    for (place, jump, step) in
        [("from the top", -TO_THE_END, -STEP), ("near the end", TO_THE_END, STEP)]
    {
        window.frame(jump);
        for _ in 0..60 {
            window.frame(0.0);
        }
        let mut times = Vec::new();
        let mut triangles = 0;
        for _ in 0..FRAMES {
            let begun = Instant::now();
            triangles = window.frame(step);
            times.push(begun.elapsed().as_secs_f64() * 1e3);
        }
        assert!(triangles > 2_000, "the table is drawn");
        table.add(
            format!("frame while {people} people scroll, {place}"),
            "p99 4 ms",
            format!("p99 {:.2} ms", percentile(&times, 99)),
            format!("p50 {:.2} ms, {triangles} triangles", percentile(&times, 50)),
        );
    }
}

fn filter(table: &mut Table, window: &mut Headless, people: &str, goal: f64) {
    let mut times = Vec::new();
    let mut most = (0.0, String::new());
    for typed in TYPED {
        let ends: Vec<usize> =
            typed.char_indices().map(|(at, letter)| at + letter.len_utf8()).collect();
        let back = ends.iter().rev().skip(1).chain(&[0]);
        for &end in ends.iter().chain(back) {
            let text = typed.get(..end).unwrap_or_default();
            let begun = Instant::now();
            window.filter(text);
            let took = begun.elapsed().as_secs_f64() * 1e3;
            window.frame(0.0);
            times.push(took);
            if took > most.0 {
                most = (took, text.to_owned());
            }
        }
    }
    table.add(
        format!("quick filter, a keystroke at {people} people"),
        format!("{goal:.0} ms"),
        format!("p99 {:.1} ms", percentile(&times, 99)),
        format!("p50 {:.1} ms, slowest {:.1} ms for “{}”", percentile(&times, 50), most.0, most.1),
    );
}
