//! The report: what stands in it, the buttons that write it, and the command that does the same.

use egui::{Button, Label, RichText, Ui};

use crate::gui::Scene;
use crate::gui::dialogs::Purpose;
use crate::gui::fields::{caption, heading, primary_button};
use crate::gui::icons::Sign;
use crate::gui::requirements::note;
use crate::gui::theme::{STEP, palette};
use crate::model::group_thousands;
use crate::report::Format;
use crate::session::{Command, Session};

/// Shows the panel.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>) {
    let session = scene.session;
    let weak = palette(ui.visuals()).weak;
    heading(ui, "Report");
    let about = match (session.project().decided_design(), session.space().axes().is_empty()) {
        (Some(_), _) => "It is about the current decision and the design that was decided for.",
        (None, false) => "Nothing is decided: it is about the design that is looked at.",
        (None, true) => "It is about the system as drawn.",
    };
    ui.label(RichText::new(about).color(weak));
    ui.add_space(STEP);
    show_buttons(ui, scene);
    ui.add_space(3.0 * STEP);
    caption(ui, "What stands in it");
    for line in contents(session) {
        ui.horizontal_top(|ui| {
            ui.label(RichText::new("·").color(weak));
            ui.add(Label::new(line).wrap());
        });
    }
    ui.add_space(3.0 * STEP);
    show_command(ui, session);
}

fn show_buttons(ui: &mut Ui, scene: &mut Scene<'_>) {
    let is_possible = !scene.session.project().system.components.is_empty();
    let why_not = "Nothing is drawn yet, so there is nothing to report.";
    let shortcut = Command::ExportReport.shortcut().map(|shortcut| shortcut.to_string()).unwrap_or_default();
    ui.add_enabled_ui(is_possible, |ui| {
        let html = primary_button(ui, "Export HTML…");
        let hint = format!("One self-contained page that opens in every browser ({shortcut})");
        if html.on_hover_text(hint).on_disabled_hover_text(why_not).clicked() {
            scene.ask_for_file(Purpose::Export(Format::Html));
        }
        let markdown = ui.add(Button::new("Export Markdown…"));
        let hint = "Text for a repository, with its pictures beside it";
        if markdown.on_hover_text(hint).on_disabled_hover_text(why_not).clicked() {
            scene.ask_for_file(Purpose::Export(Format::Markdown));
        }
    });
    if !is_possible {
        note(ui, Sign::Information, palette(ui.visuals()).accent, RichText::new(why_not).small());
    }
}

/// What a reader will find, with how much of it there is.
fn contents(session: &Session) -> Vec<String> {
    let project = session.project();
    let count = |count: usize, one: &str, many: &str| match count {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        count => format!("{} {many}", grouped(count)),
    };
    let mut lines = vec![
        format!("The context, and verdicts on {}", count(project.requirements.len(), "requirement", "requirements")),
        match project.decisions.len() {
            0 | 1 => "The decision with its reasons, as far as they are written".to_owned(),
            several => format!("{several} decisions with their reasons, the current one first"),
        },
        "The drawing of the architecture".to_owned(),
    ];
    match session.exploration() {
        Some(Ok(exploration)) => {
            let feasible = session.region().map_or(0, |region| region.feasible());
            let designs = count(exploration.len(), "design", "designs");
            let feasible = grouped(feasible);
            lines.push(format!("{designs} compared, {feasible} of them feasible, with the trade-off as a plot"));
        }
        Some(Err(error)) => lines.push(format!("No comparison of designs: {error}")),
        None => lines.push("The designs compared".to_owned()),
    }
    let measured =
        session.candidates().iter().filter(|name| session.evidence().get(&name.0, &name.1).is_some()).count();
    lines.push("Response time, availability and cost of the design, part by part".to_owned());
    lines.push(format!("What was measured on {}", count(measured, "candidate", "candidates")));
    lines.push("Open findings, assumptions and numbers that nobody measured".to_owned());
    lines.push("Data, seeds, machine and commands to make it again".to_owned());
    lines
}

fn grouped(count: usize) -> String {
    group_thousands(&count.to_string())
}

fn show_command(ui: &mut Ui, session: &Session) {
    let colors = palette(ui.visuals());
    caption(ui, "The same without a window");
    let Some(file) = session.file() else {
        ui.label("Save the project first: the command reads its file.");
        return;
    };
    let folder = if file.ends_with("project.json") { session.folder() } else { file };
    let command = format!("cantilever report {} -o report.html", quoted(&folder.display().to_string()));
    egui::Frame::new().fill(colors.canvas).corner_radius(4).inner_margin(8).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(RichText::new(&command).monospace().small());
    });
    if ui.button("Copy command").clicked() {
        ui.ctx().copy_text(command);
    }
    if session.is_changed() {
        let text = RichText::new("It reads the saved file; some changes are not saved yet.").small();
        note(ui, Sign::Warning, colors.caution, text);
    }
}

/// `path` as a shell takes it.
fn quoted(path: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || "/._-+:\\".contains(letter);
    if path.chars().all(is_plain) { path.to_owned() } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn paths_survive_the_shell() {
        assert_eq!(quoted("/home/ann/fraud-2_v1.0"), "/home/ann/fraud-2_v1.0");
        assert_eq!(quoted("/home/ann/card fraud"), "'/home/ann/card fraud'");
        assert_eq!(quoted("ann's"), r"'ann'\''s'");
    }
}
