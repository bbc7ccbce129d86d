//! File dialogs of the system: asked for in one frame, answered in a later one.

use std::collections::VecDeque;
use std::path::PathBuf;

use egui::Context;
use poll_promise::Promise;

use crate::session::export::ExportFormat;
use crate::session::mappings::action::MappingsAction;
use crate::session::mappings::document::{OpenDocument, Origin};
use crate::session::mappings::trial::ReportFormat;

/// What was chosen, and for what.
pub(super) enum Chosen {
    /// Where to write the people shown.
    Export(ExportFormat, PathBuf),
    /// A file with a certificate authority.
    CaFile(PathBuf),
    /// A file of the Mappings page, and what is to be done with it.
    Mapping(MappingsAction),
    /// The system has no dialog to show.
    NoDialog,
}

/// Whether a file was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    File,
    Nothing,
}

#[derive(Clone, Copy)]
enum Purpose {
    Export(ExportFormat),
    CaFile,
    OpenSchema,
    CompareSchema,
    SaveSchema,
    People,
    Report(ReportFormat),
}

struct Open {
    purpose: Purpose,
    answer: Promise<Option<PathBuf>>,
    asked: std::time::Instant,
}

/// The dialog that is open; there is at most one.
#[derive(Default)]
pub(super) struct Files {
    open: Option<Open>,
    /// What is chosen without a dialog, in this order.
    chosen: VecDeque<PathBuf>,
}

/// A dialog that comes back empty sooner than this was never seen by anybody.
const UNSEEN: std::time::Duration = std::time::Duration::from_millis(150);

impl Files {
    /// The first dialogs are not shown: these files are chosen in them.
    pub(super) fn choosing(chosen: Vec<PathBuf>) -> Self {
        Self { open: None, chosen: chosen.into() }
    }

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

    /// Asks for a file that the Mappings page wants, if it wants one. A schema that was opened or saved before is proposed to
    /// be saved there.
    pub(super) fn ask_mapping(
        &mut self,
        ctx: &Context,
        action: &MappingsAction,
        opened: Option<&OpenDocument>,
    ) -> Asked {
        let dialog = rfd::FileDialog::new();
        match action {
            MappingsAction::AskOpen | MappingsAction::AskCompare => {
                let purpose = if *action == MappingsAction::AskOpen {
                    Purpose::OpenSchema
                } else {
                    Purpose::CompareSchema
                };
                let dialog = dialog
                    .set_title("Provisioning schema exported from Entra")
                    .add_filter("Schema JSON", &["json"]);
                self.ask(ctx, purpose, move || dialog.pick_file());
            }
            MappingsAction::AskSave => {
                let mut dialog = dialog
                    .set_title("Save the schema JSON")
                    .set_file_name("provisioning-schema.json")
                    .add_filter("Schema JSON", &["json"]);
                if let Some(Origin::File(path)) = opened.map(|opened| &opened.origin)
                    && let (Some(folder), Some(name)) = (path.parent(), path.file_name())
                {
                    dialog = dialog.set_directory(folder).set_file_name(name.to_string_lossy());
                }
                self.ask(ctx, Purpose::SaveSchema, move || dialog.save_file());
            }
            MappingsAction::AskPeople => {
                let dialog = dialog
                    .set_title("People to try the mapping on")
                    .add_filter("People, CSV or JSON", &["csv", "json", "jsonl"]);
                self.ask(ctx, Purpose::People, move || dialog.pick_file());
            }
            MappingsAction::AskReport(format) => {
                let end = format.extension();
                let dialog = dialog
                    .set_title("Write a report of everyone")
                    .set_file_name(format!("mapping-preview.{end}"))
                    .add_filter(end.to_uppercase(), &[end]);
                self.ask(ctx, Purpose::Report(*format), move || dialog.save_file());
            }
            _ => return Asked::Nothing,
        }
        Asked::File
    }

    /// The dialog blocks its own thread, never the window.
    fn ask(
        &mut self,
        ctx: &Context,
        purpose: Purpose,
        show: impl FnOnce() -> Option<PathBuf> + Send + 'static,
    ) {
        if self.open.is_some() {
            return;
        }
        let ctx = ctx.clone();
        let answer = if let Some(path) = self.chosen.pop_front() {
            ctx.request_repaint();
            Promise::from_ready(Some(path))
        } else {
            Promise::spawn_thread("file dialog", move || {
                let chosen = std::panic::catch_unwind(std::panic::AssertUnwindSafe(show))
                    .unwrap_or_default();
                ctx.request_repaint();
                chosen
            })
        };
        self.open = Some(Open { purpose, answer, asked: std::time::Instant::now() });
    }

    /// The answer, once.
    pub(super) fn poll(&mut self) -> Option<Chosen> {
        let open = self.open.take()?;
        match open.answer.try_take() {
            Ok(Some(path)) => Some(match open.purpose {
                Purpose::Export(format) => Chosen::Export(format, path),
                Purpose::CaFile => Chosen::CaFile(path),
                Purpose::OpenSchema => Chosen::Mapping(MappingsAction::Open(path)),
                Purpose::CompareSchema => Chosen::Mapping(MappingsAction::Compare(path)),
                Purpose::SaveSchema => Chosen::Mapping(MappingsAction::Save(path)),
                Purpose::People => Chosen::Mapping(MappingsAction::PeopleOfFile(path)),
                Purpose::Report(format) => Chosen::Mapping(MappingsAction::Report(format, path)),
            }),
            Ok(None) if open.asked.elapsed() < UNSEEN => Some(Chosen::NoDialog),
            Ok(None) => None,
            Err(answer) => {
                self.open = Some(Open { answer, ..open });
                None
            }
        }
    }
}
