//! Opening the window: size, title, and which way it is drawn.

use std::process::ExitCode;

use eframe::{NativeOptions, Renderer};
use egui::{Vec2, ViewportBuilder};

use crate::app::{App, ReadSettings, Start, logging};
use crate::secrets::Vault;
use crate::session::settings::Folders;

const TITLE: &str = "SCIM Desk";
const SIZE: Vec2 = Vec2::new(1280.0, 800.0);
const SMALLEST: Vec2 = Vec2::new(900.0, 560.0);

/// What the command line says about the window.
#[derive(Clone, Debug)]
pub struct WindowOptions {
    /// People a new sandbox begins with.
    pub people: u32,
    /// Draw in this way and no other.
    pub renderer: Option<Renderer>,
}

/// Opens the window and returns when it is closed.
///
/// On Windows and macOS wgpu draws, elsewhere OpenGL: behind a remote desktop the OpenGL of Windows is often too old. When one way
/// does not work the other is tried, and the person is told of both.
pub fn open(options: &WindowOptions) -> ExitCode {
    let Some(folders) = Folders::find() else {
        return fail(
            "This system names no folder for the settings of programs. Set SCIM_DESK_HOME to a folder of yours.",
        );
    };
    let order = match options.renderer {
        Some(renderer) => vec![renderer],
        None if cfg!(any(windows, target_os = "macos")) => vec![Renderer::Wgpu, Renderer::Glow],
        None => vec![Renderer::Glow, Renderer::Wgpu],
    };
    let mut warnings = prepare(&folders);
    let settings = ReadSettings::of(&folders);
    let mut failures = Vec::new();
    for renderer in order {
        match run(renderer, options, &folders, settings.clone(), warnings.clone()) {
            Ok(()) => return ExitCode::SUCCESS,
            Err(error) => {
                let failure = format!(
                    "{renderer} could not draw the window: {}",
                    without_places(&error.to_string())
                );
                tracing::error!(%failure);
                warnings.push(failure.clone());
                failures.push(failure);
            }
        }
    }
    fail(&explain(&failures))
}

/// Some errors name the place in their own source where they arose, which tells nobody anything.
fn without_places(error: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in error.split_whitespace() {
        let is_place = word.contains('/') && word.contains(".rs:");
        if !is_place {
            words.push(word);
        } else if words.last() == Some(&"at") {
            words.pop();
        }
    }
    words.join(" ")
}

fn prepare(folders: &Folders) -> Vec<String> {
    let made = crate::session::settings::make_private(&folders.data)
        .and_then(|()| logging::start(&folders.data));
    made.err()
        .map(|error| {
            format!("No log is written: {error}. Check the folder {}.", folders.data.display())
        })
        .into_iter()
        .collect()
}

fn run(
    renderer: Renderer,
    options: &WindowOptions,
    folders: &Folders,
    settings: ReadSettings,
    warnings: Vec<String>,
) -> Result<(), eframe::Error> {
    let size = settings.window_size().map_or(SIZE, |size| size.max(SMALLEST));
    let start = Start::new(folders, settings, Vault::system(), options.people, warnings);
    let viewport = ViewportBuilder::default()
        .with_title(TITLE)
        .with_app_id("scim-desk")
        .with_inner_size(size)
        .with_min_inner_size(SMALLEST);
    let native = NativeOptions { viewport, renderer, ..NativeOptions::default() };
    eframe::run_native(
        TITLE,
        native,
        Box::new(move |creation| {
            let mut app = App::new(&creation.egui_ctx, start)?;
            app.lock_before_sleep(&creation.egui_ctx);
            Ok(Box::new(app))
        }),
    )
}

fn explain(failures: &[String]) -> String {
    let has_display = cfg!(not(target_os = "linux"))
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    if has_display {
        format!(
            "The window could not be opened.\n{}\nUpdate the graphics driver, or set LIBGL_ALWAYS_SOFTWARE=1 to draw without it.",
            failures.join("\n")
        )
    } else {
        "There is no display to open the window on: neither DISPLAY nor WAYLAND_DISPLAY is set.\n\
         Start SCIM Desk from a desktop session, or over SSH with `ssh -X`. Without a display, `scim-desk sandbox` serves the practice organization."
            .to_owned()
    }
}

fn fail(text: &str) -> ExitCode {
    use std::io::Write as _;
    // Nothing is left to tell when standard error is gone.
    writeln!(std::io::stderr(), "scim-desk: {text}").unwrap_or_default();
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_told_without_the_place_in_its_source() {
        let told =
            "os error at /build/winit-0.30/src/x11/mod.rs:788: no connection to the X server";
        assert_eq!(without_places(told), "os error no connection to the X server");
        assert_eq!(without_places("nothing at all"), "nothing at all");
    }
}
