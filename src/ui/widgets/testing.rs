//! A window without a screen for the tests of widgets, with our faces and theme.

use egui::Ui;
use egui_kittest::Harness;

use crate::ui::theme;

/// Runs `draw` in a window of 1000 by 600 points.
pub(crate) fn harness<'a, S: 'a>(
    state: S,
    mut draw: impl FnMut(&mut Ui, &mut S) + 'a,
) -> Harness<'a, S> {
    let mut harness = Harness::builder()
        .with_size([1000.0, 600.0])
        .with_max_steps(60)
        .with_step_dt(0.05)
        .with_context_setup(theme::install)
        .allow_missing_glyphs()
        .build_ui_state(move |ui, state: &mut S| draw(ui, state), state);
    harness.run_ok();
    harness
}
