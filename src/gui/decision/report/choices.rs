//! What can be chosen before a report is written: its parts, which are its table of contents as well, and the format.

use egui::{Button, Checkbox, Label, ProgressBar, RichText, Ui};
use strum::IntoEnumIterator as _;

use super::parts::{Content, format_meaning, why_empty};
use super::sheet::Sheet;
use super::{LOOK_AGAIN, command, why_not};
use crate::gui::Scene;
use crate::gui::dialogs::Purpose;
use crate::gui::fields::{at_the_right, caption, heading, name, pick_any, primary_button};
use crate::gui::icons::Sign;
use crate::gui::requirements::note;
use crate::gui::theme::{STEP, palette};
use crate::report::Part;
use crate::session::{Action, Command, ExportStep, ReportFile, Session};

/// How far links lie below the box of their part.
const INDENT: f32 = 20.0;
/// How high links are.
const LINK: f32 = 19.0;

/// Shows the panel.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, file: &mut ReportFile, sheet: &mut Sheet) {
    let session = scene.session;
    let weak = palette(ui.visuals()).weak;
    heading(ui, "Export");
    let about = match (session.project().decided_design(), session.space().axes().is_empty()) {
        (Some(_), _) => "It is about the current decision and the design that was decided for.",
        (None, false) => "Nothing is decided: it is about the design that is looked at.",
        (None, true) => "It is about the system as drawn.",
    };
    ui.add(Label::new(RichText::new(about).color(weak)).wrap());
    ui.add_space(2.0 * STEP);
    show_format(ui, file);
    ui.add_space(STEP);
    show_export(ui, scene, file);
    ui.add_space(3.0 * STEP);
    show_parts(ui, session, file, sheet);
    ui.add_space(3.0 * STEP);
    command::show(ui, session, file);
}

fn show_format(ui: &mut Ui, file: &mut ReportFile) {
    caption(ui, "Format");
    if let Some(format) = pick_any(ui, "report format", "Format", &file.format, |format| format.label()) {
        file.format = format;
    }
    let meaning = RichText::new(format_meaning(file.format)).small().color(palette(ui.visuals()).weak);
    ui.add(Label::new(meaning).wrap());
}

fn show_export(ui: &mut Ui, scene: &mut Scene<'_>, file: &ReportFile) {
    let why_not = why_not(scene.session, file);
    let shortcut = Command::ExportReport.shortcut().map(|shortcut| shortcut.to_string()).unwrap_or_default();
    let export = ui.add_enabled_ui(why_not.is_none(), |ui| primary_button(ui, "Export…")).inner;
    let export = export.on_hover_text(format!("Asks where to write the report ({shortcut})"));
    if export.on_disabled_hover_text(why_not.unwrap_or_default()).clicked() {
        scene.ask_for_file(Purpose::Export(file.clone()));
    }
    if let Some(step) = scene.session.export_step() {
        show_step(ui, scene, step);
    } else if let Some(why_not) = why_not {
        note(ui, Sign::Information, palette(ui.visuals()).accent, RichText::new(why_not).small());
    }
}

fn show_step(ui: &mut Ui, scene: &mut Scene<'_>, step: ExportStep) {
    ui.ctx().request_repaint_after(LOOK_AGAIN);
    let text = match step {
        ExportStep::Making(done, total) if total > 0 => format!("Making the report: {} %", 100 * done / total),
        ExportStep::Making(..) => "Making the report".to_owned(),
        ExportStep::Writing => "Writing the files".to_owned(),
    };
    caption(ui, &text);
    if let ExportStep::Making(done, total @ 1..) = step {
        ui.add(ProgressBar::new(done as f32 / total as f32).desired_width(ui.available_width()));
    }
    let can_cancel = step != ExportStep::Writing;
    let cancel = ui.add_enabled(can_cancel, Button::new("Cancel the export"));
    if cancel.on_disabled_hover_text("Files are written whole: that takes a moment").clicked() {
        scene.ask(Action::CancelExport);
    }
}

fn show_parts(ui: &mut Ui, session: &Session, file: &mut ReportFile, sheet: &mut Sheet) {
    ui.horizontal(|ui| {
        caption(ui, "What stands in it");
        at_the_right(ui, |ui| {
            let none = ui.small_button("None");
            name(&none, "No part");
            if none.clicked() {
                file.parts.clear();
            }
            let all = ui.small_button("All");
            name(&all, "All parts");
            if all.clicked() {
                file.parts = Part::iter().collect();
            }
        });
    });
    for part in Part::iter() {
        let content = sheet.report().map(|report| Content::of(report, part));
        if content.is_some_and(|content| content.sections == 0) {
            show_empty(ui, session, part);
            continue;
        }
        let mut is_ticked = file.parts.contains(&part);
        ui.horizontal(|ui| {
            let tick = ui.checkbox(&mut is_ticked, part.label());
            if let Some(content) = content {
                tick.on_hover_text(content.in_words());
                at_the_right(ui, |ui| caption(ui, &content.brief()));
            }
        });
        if is_ticked {
            file.parts.insert(part);
            show_links(ui, part, sheet);
        } else {
            file.parts.remove(&part);
        }
    }
}

/// A part that there is nothing of, with the reason.
fn show_empty(ui: &mut Ui, session: &Session, part: Part) {
    let why = why_empty(session, part);
    ui.add_enabled(false, Checkbox::new(&mut false, part.label())).on_disabled_hover_text(why);
    ui.horizontal_top(|ui| {
        ui.add_space(INDENT);
        ui.add(Label::new(RichText::new(why).small().color(palette(ui.visuals()).weak)).wrap());
    });
}

/// The sections of a part, to go to.
fn show_links(ui: &mut Ui, part: Part, sheet: &mut Sheet) {
    let mut wanted = None;
    for (section, title) in sheet.contents(part) {
        ui.horizontal(|ui| {
            // Lines of text rather than a column of buttons.
            ui.spacing_mut().interact_size.y = LINK;
            ui.spacing_mut().button_padding = egui::vec2(STEP, 1.0);
            ui.add_space(INDENT);
            let is_shown = sheet.current() == Some(section);
            let link = ui.add(Button::selectable(is_shown, RichText::new(title).small()).truncate());
            name(&link, &format!("Go to {title}"));
            if link.clicked() {
                wanted = Some(section);
            }
        });
    }
    if let Some(section) = wanted {
        sheet.go_to(section);
        ui.ctx().request_repaint();
    }
}
