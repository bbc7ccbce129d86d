//! The counts of everybody, each of which opens its people.

use egui::{Frame, Margin, ScrollArea, Ui};

use crate::entra::{Clash, CountKind, Everyone, SkipReason, Trouble};
use crate::session::state::State;
use crate::ui::pages::mappings::words as said;
use crate::ui::theme::icons;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::{nav, text};
use crate::ui::words;

/// The counts, in the order of the page.
const GROUPS: [(&str, &[CountKind]); 3] = [
    (
        "In the next cycle",
        &[
            CountKind::Create,
            CountKind::Update,
            CountKind::Enable,
            CountKind::Disable,
            CountKind::Same,
            CountKind::Skipped,
        ],
    ),
    ("Values", &[CountKind::Changed, CountKind::Blank, CountKind::Kept, CountKind::Unmapped]),
    (
        "To look at",
        &[CountKind::Invalid, CountKind::Clashing, CountKind::Failed, CountKind::Unknown],
    ),
];

/// Draws the counts, in one row of the mapping or in all.
pub(super) fn ui(
    ui: &mut Ui,
    everyone: &Everyone,
    state: &State,
    chosen: &mut CountKind,
    row: Option<usize>,
) {
    ScrollArea::vertical().id_salt("counts").auto_shrink(false).show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 12, right: 12, top: 8, bottom: 12 }).show(
            ui,
            |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                for (group, kinds) in GROUPS {
                    nav::group(ui, group);
                    for kind in kinds {
                        count_ui(ui, everyone, *kind, chosen, row);
                        for part in parts(*kind).filter(|part| everyone.count_of(*part, row) > 0) {
                            count_ui(ui, everyone, part, chosen, row);
                        }
                    }
                }
                if state.mappings.held.value().is_some() {
                    nav::group(ui, "Only in Command");
                    let untouched = words::counted(everyone.untouched().len(), "person", "people");
                    ui.horizontal(|ui| {
                        ui.add_space(size::CELL);
                        text::muted(ui, &format!("{untouched}, left alone"));
                    });
                }
            },
        );
    });
}

fn count_ui(
    ui: &mut Ui,
    everyone: &Everyone,
    kind: CountKind,
    chosen: &mut CountKind,
    row: Option<usize>,
) {
    let count = everyone.count_of(kind, row);
    let is_part = matches!(
        kind,
        CountKind::SkippedBecause(_) | CountKind::InvalidBecause(_) | CountKind::ClashingBy(_)
    );
    let icon = if is_part { icons::RIGHT } else { icon(kind, count) };
    let name = short(kind);
    if nav::item(ui, icon, &name, &words::count(count), *chosen == kind).clicked() {
        *chosen = kind;
    }
}

fn icon(kind: CountKind, count: usize) -> icons::Icon {
    match kind {
        CountKind::Invalid | CountKind::Clashing | CountKind::Failed if count > 0 => icons::ALERT,
        CountKind::Unknown | CountKind::Kept | CountKind::Skipped if count > 0 => icons::WARNING,
        CountKind::Create => icons::ADD,
        CountKind::Disable => icons::PAUSE,
        CountKind::Enable => icons::PLAY,
        CountKind::Same => icons::OK,
        _ => icons::CIRCLE,
    }
}

/// The reasons that a count is made of.
fn parts(kind: CountKind) -> impl Iterator<Item = CountKind> {
    let skips = SkipReason::ALL.map(CountKind::SkippedBecause);
    let troubles = Trouble::ALL.map(CountKind::InvalidBecause);
    let clashes = Clash::ALL.map(CountKind::ClashingBy);
    let all = skips.into_iter().chain(troubles).chain(clashes);
    all.filter(move |part| match part {
        CountKind::SkippedBecause(_) => kind == CountKind::Skipped,
        CountKind::InvalidBecause(_) => kind == CountKind::Invalid,
        CountKind::ClashingBy(_) => kind == CountKind::Clashing,
        _ => false,
    })
}

/// A count in few words; what it means whole is said where its people are shown.
fn short(kind: CountKind) -> String {
    match kind {
        CountKind::Kept => "Kept in Command".to_owned(),
        CountKind::Changed => "Changed".to_owned(),
        CountKind::Blank => "Blank".to_owned(),
        CountKind::Unmapped => "Without a source".to_owned(),
        CountKind::Failed => "Failed expression".to_owned(),
        CountKind::Unknown => "Only Entra knows".to_owned(),
        CountKind::SkippedBecause(reason) => said::skip_word(reason).to_owned(),
        CountKind::InvalidBecause(trouble) => said::trouble_name(trouble).to_owned(),
        CountKind::ClashingBy(clash) => said::clash_name(clash).to_owned(),
        other => other.to_string(),
    }
}
