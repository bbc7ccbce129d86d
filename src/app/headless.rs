//! The users page without a window and a reading without a screen, for `benches` alone.

use egui::{Context, Event, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase, Vec2};
use jiff::Timestamp;

use crate::scim::{ListPage, ListRow as _, ListedUser};
use crate::session::action::{Action, Actions};
use crate::session::connection::Profile;
use crate::session::jobs::people_of;
use crate::session::people::{People, Query};
use crate::session::settings::Settings;
use crate::session::state::State;
use crate::ui::{Pages, theme};

const SIZE: Vec2 = Vec2::new(1280.0, 800.0);
const OVER_THE_TABLE: Pos2 = Pos2::new(600.0, 500.0);

/// Rows of people as a reading makes them.
#[doc(hidden)]
#[derive(Default)]
pub struct TypedRows(People);

impl TypedRows {
    /// Makes rows of a page and keeps them.
    pub fn take(&mut self, page: &ListPage<ListedUser>) {
        self.0.append(&people_of(page));
    }

    /// The number of rows.
    #[expect(clippy::len_without_is_empty, reason = "nobody asks")]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

/// The whole window, drawn into nothing.
#[doc(hidden)]
pub struct Headless {
    ctx: Context,
    pages: Pages,
    state: State,
    actions: Actions,
    frames: u32,
}

impl Default for Headless {
    fn default() -> Self {
        let ctx = Context::default();
        theme::install(&ctx);
        let mut state =
            State::new(Settings::default(), vec![Profile::sandbox()], Timestamp::UNIX_EPOCH);
        state.users.begin(Timestamp::UNIX_EPOCH);
        Self { ctx, pages: Pages::default(), state, actions: Actions::default(), frames: 0 }
    }
}

impl Headless {
    /// Takes in a page of people as it comes over the wire; returns how many are there now.
    pub fn take(&mut self, body: &[u8]) -> usize {
        if let Ok(page) = ListedUser::read_page(body) {
            self.state.users.page(&people_of(&page), Some(page.total_results));
        }
        self.state.users.people.len()
    }

    /// Ends the reading.
    pub fn finish(&mut self) {
        drop(self.state.users.end(Timestamp::UNIX_EPOCH, Ok(())));
    }

    /// Types into the quick filter; returns how many people are left.
    pub fn filter(&mut self, text: &str) -> usize {
        let query = Query { text: text.to_owned(), ..Query::default() };
        drop(self.state.apply(Action::FilterPeople(query)));
        self.state.users.view.rows().len()
    }

    /// Draws one frame, the wheel turned by so many points; returns the number of triangles.
    pub fn frame(&mut self, wheel: f32) -> usize {
        self.frames += 1;
        let turn = Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: Vec2::new(0.0, wheel),
            phase: TouchPhase::Move,
            modifiers: egui::Modifiers::NONE,
            source: egui::MouseWheelSource::Unknown,
        };
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            time: Some(f64::from(self.frames) / 60.0),
            events: vec![Event::PointerMoved(OVER_THE_TABLE), turn],
            ..RawInput::default()
        };
        let mut output =
            self.ctx.run_ui(input, |ui| self.pages.ui(ui, &self.state, &mut self.actions));
        for action in self.actions.take() {
            drop(self.state.apply(action));
        }
        let shapes = std::mem::take(&mut output.shapes);
        let pixels_per_point = output.pixels_per_point;
        output.drop_without_applying_deltas();
        let meshes = self.ctx.tessellate(shapes, pixels_per_point);
        let indices = meshes.iter().map(|clipped| match &clipped.primitive {
            egui::epaint::Primitive::Mesh(mesh) => mesh.indices.len(),
            egui::epaint::Primitive::Callback(_) => 0,
        });
        indices.sum::<usize>() / 3
    }
}
