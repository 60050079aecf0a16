//! The page "Report": what an export would write, with the choice of parts and of the format beside it.

mod blocks;
mod choices;
mod command;
mod parts;
mod pictures;
mod sheet;
#[cfg(test)]
mod stories;
mod tables;

use std::time::Duration;

use egui::{CentralPanel, Frame, Margin, Panel, ProgressBar, RichText, Ui};

use self::sheet::Sheet;
use crate::gui::Scene;
use crate::gui::dialogs::Purpose;
use crate::gui::fields::{empty_state, primary_button};
use crate::gui::icons::Sign;
use crate::gui::requirements::{note, scroll};
use crate::gui::theme::palette;
use crate::model::capitalised;
use crate::session::{Action, ReportFile, ReportPreview, Session, Stage};

/// Width of the panel with the choices.
const CHOICES: f32 = 310.0;
/// Between two looks at how far something is.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// What the page remembers between frames.
#[derive(Default)]
pub(super) struct ReportPage {
    file: ReportFile,
    sheet: Sheet,
}

impl ReportPage {
    /// What the user is asked a file for.
    pub fn purpose(&self) -> Purpose {
        Purpose::Export(self.file.clone())
    }

    /// Whether anything can be exported now.
    pub fn can_export(&self, session: &Session) -> bool {
        why_not(session, &self.file).is_none()
    }

    /// Shows the page in all the space that `ui` has.
    pub fn show(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        if !is_possible(scene.session) {
            show_nothing_drawn(ui, scene);
            return;
        }
        let preview = scene.session.report_preview();
        if let Some(ReportPreview::Ready(report) | ReportPreview::Making { before: Some(report), .. }) = preview {
            self.sheet.take_over(report, &self.file.parts);
        } else {
            self.sheet = Sheet::default();
        }
        let colors = palette(ui.visuals());
        let ground = Frame::new().fill(colors.panel);
        let panel = Panel::left("report choices").frame(ground).default_size(CHOICES).size_range(290.0..=420.0);
        panel.show(ui, |ui| {
            scroll(ui, "report choices", |ui| choices::show(ui, scene, &mut self.file, &mut self.sheet));
        });
        CentralPanel::default().frame(Frame::new().fill(colors.canvas)).show(ui, |ui| {
            let has_sheet = self.sheet.is_there();
            match preview {
                Some(ReportPreview::Failed(reason)) => {
                    let text = format!("{reason}. An export tries again.");
                    empty_state(ui, "The report could not be made", &text, |_| {});
                }
                Some(ReportPreview::Making { done, total, .. }) if has_sheet => {
                    show_strip(ui, &format!("The report before the last change; {}", progress(done, total)));
                    ui.ctx().request_repaint_after(LOOK_AGAIN);
                }
                Some(ReportPreview::Ready(_)) => {}
                Some(ReportPreview::Making { done, total, .. }) => show_making(ui, scene.session, (done, total)),
                None => show_making(ui, scene.session, (0, 0)),
            }
            if has_sheet {
                self.sheet.show(ui);
            }
        });
    }
}

/// Whether there is anything to report.
pub(super) fn is_possible(session: &Session) -> bool {
    !session.project().system.components.is_empty()
}

/// Why nothing can be exported.
fn why_not(session: &Session, file: &ReportFile) -> Option<&'static str> {
    if !is_possible(session) {
        Some("Nothing is drawn yet, so there is nothing to report.")
    } else if file.parts.is_empty() {
        Some("Tick at least one part.")
    } else if session.export_step().is_some() {
        Some("An export is under way.")
    } else {
        None
    }
}

fn show_nothing_drawn(ui: &mut Ui, scene: &mut Scene<'_>) {
    let text = "Nothing is drawn yet, so there is nothing to report. A report says what the system is, what is required \
                of it, and what was decided on which numbers.";
    empty_state(ui, "Nothing to report yet", text, |ui| {
        if primary_button(ui, "Go to the sketch").clicked() {
            scene.ask(Action::GoTo(Stage::Sketch));
        }
    });
}

/// A line above the report that says that it is not the newest one.
fn show_strip(ui: &mut Ui, text: &str) {
    let colors = palette(ui.visuals());
    Frame::new().fill(colors.panel).inner_margin(Margin::symmetric(14, 6)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        note(ui, Sign::Information, colors.caution, RichText::new(text).small());
    });
}

fn show_making(ui: &mut Ui, session: &Session, (done, total): (u64, u64)) {
    // The report waits for the designs, which know best how far they are.
    let designs = session.exploration_progress().filter(|(_, total)| *total > 0);
    let text = designs.map_or_else(
        || progress(done, total),
        |(done, total)| format!("the designs are being evaluated first: {done} of {total}"),
    );
    let (done, total) = designs.unwrap_or((done, total));
    empty_state(ui, "One moment", &format!("{}.", capitalised(&text)), |ui| {
        if total > 0 {
            ui.add(ProgressBar::new(done as f32 / total as f32).desired_width(320.0));
        }
    });
    ui.ctx().request_repaint_after(LOOK_AGAIN);
}

fn progress(done: u64, total: u64) -> String {
    let percent = (100 * done).checked_div(total).map(|percent| format!(": {percent} %"));
    format!("the report is being made{}", percent.unwrap_or_default())
}
