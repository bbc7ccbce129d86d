//! A window without a screen for the tests of widgets, with our faces and theme.

use egui::Event;
use egui::Modifiers;
use egui::PointerButton;
use egui::Pos2;
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

/// A click with the pointer, which what lies above takes: press and release come in one frame, as from a touchpad.
pub(crate) fn click_at<S>(harness: &mut Harness<'_, S>, at: Pos2) {
    harness.input_mut().events.push(Event::PointerMoved(at));
    harness.run_steps(1);
    for pressed in [true, false] {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        let event = Event::PointerButton { pos: at, button, pressed, modifiers };
        harness.input_mut().events.push(event);
    }
    harness.run_steps(4);
}
