//! File dialogs of the system: asked for in one frame, answered in a later one.

use std::path::PathBuf;

use egui::Context;
use poll_promise::Promise;

use crate::session::export::ExportFormat;

/// What was chosen, and for what.
pub(super) enum Chosen {
    /// Where to write the people shown.
    Export(ExportFormat, PathBuf),
    /// A file with a certificate authority.
    CaFile(PathBuf),
    /// The system has no dialog to show.
    NoDialog,
}

#[derive(Clone, Copy)]
enum Purpose {
    Export(ExportFormat),
    CaFile,
}

struct Open {
    purpose: Purpose,
    answer: Promise<Option<PathBuf>>,
    asked: std::time::Instant,
}

/// The dialog that is open; there is at most one.
#[derive(Default)]
pub(super) struct Files(Option<Open>);

/// A dialog that comes back empty sooner than this was never seen by anybody.
const UNSEEN: std::time::Duration = std::time::Duration::from_millis(150);

impl Files {
    /// Asks where to write the people shown.
    pub(super) fn ask_export(&mut self, ctx: &Context, format: ExportFormat) {
        let dialog = rfd::FileDialog::new()
            .set_title("Export the people shown")
            .set_file_name(format!("people.{}", format.extension()))
            .add_filter(format.extension().to_uppercase(), &[format.extension()]);
        self.ask(ctx, Purpose::Export(format), move || dialog.save_file());
    }

    /// Asks for a file with a certificate authority.
    pub(super) fn ask_ca_file(&mut self, ctx: &Context) {
        let dialog = rfd::FileDialog::new()
            .set_title("Certificate authority to trust")
            .add_filter("PEM", &["pem", "crt", "cer"]);
        self.ask(ctx, Purpose::CaFile, move || dialog.pick_file());
    }

    /// The dialog blocks its own thread, never the window.
    fn ask(
        &mut self,
        ctx: &Context,
        purpose: Purpose,
        show: impl FnOnce() -> Option<PathBuf> + Send + 'static,
    ) {
        if self.0.is_some() {
            return;
        }
        let ctx = ctx.clone();
        let answer = Promise::spawn_thread("file dialog", move || {
            let chosen =
                std::panic::catch_unwind(std::panic::AssertUnwindSafe(show)).unwrap_or_default();
            ctx.request_repaint();
            chosen
        });
        self.0 = Some(Open { purpose, answer, asked: std::time::Instant::now() });
    }

    /// The answer, once.
    pub(super) fn poll(&mut self) -> Option<Chosen> {
        let open = self.0.take()?;
        match open.answer.try_take() {
            Ok(Some(path)) => Some(match open.purpose {
                Purpose::Export(format) => Chosen::Export(format, path),
                Purpose::CaFile => Chosen::CaFile(path),
            }),
            Ok(None) if open.asked.elapsed() < UNSEEN => Some(Chosen::NoDialog),
            Ok(None) => None,
            Err(answer) => {
                self.0 = Some(Open { answer, ..open });
                None
            }
        }
    }
}
