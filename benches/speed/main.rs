//! Measures the numbers that SCIM Desk promises and prints them as one table.
//!
//! `cargo bench` measures all, `cargo bench -- sandbox frames` only some of: sandbox, reading, mappings, window, frames.
//! Everything is measured beside something bare, in turns in one run, and nothing is asserted: a busy machine is no fault.
#![expect(clippy::expect_used, reason = "a measurement that can not go on has failed")]
#![expect(clippy::cast_precision_loss, reason = "what is counted here is far below 2^52")]

mod bare;
mod frames;
mod mappings;
mod people;
mod process;
mod reading;
mod sandbox;
mod table;
mod window;
mod wire;

use table::Table;

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<mimalloc::MiMalloc> =
    zeroizing_alloc::ZeroAlloc(mimalloc::MiMalloc);

/// What fills a part of the table.
type Measure = fn(&mut Table);

const SECTIONS: [(&str, Measure); 5] = [
    ("sandbox", sandbox::measure),
    ("reading", reading::measure),
    ("mappings", mappings::measure),
    ("window", window::measure),
    ("frames", frames::measure),
];

fn main() {
    let words: Vec<String> =
        std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["bare-handler", folder] => bare::serve_answers(folder.as_ref()),
        ["bare-pages", people] => bare::serve_pages(people.parse().expect("a number of people")),
        ["bare-window"] => bare::open_window(),
        wanted => {
            let mut table = Table::default();
            for (name, measure) in SECTIONS {
                if wanted.is_empty() || wanted.contains(&name) {
                    measure(&mut table);
                }
            }
            table.print();
        }
    }
}
