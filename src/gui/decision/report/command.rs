//! The command that writes the same report without a window.

use egui::{Label, RichText, Ui};
use strum::IntoEnumIterator as _;

use super::parts::format_key;
use crate::gui::fields::caption;
use crate::gui::icons::Sign;
use crate::gui::requirements::note;
use crate::gui::theme::palette;
use crate::report::{Format, Part};
use crate::session::{ReportFile, Session, shell_quoted};

/// Shows the command that does what "Export…" does.
pub(super) fn show(ui: &mut Ui, session: &Session, file: &ReportFile) {
    let colors = palette(ui.visuals());
    caption(ui, "The same without a window");
    let Some(saved) = session.file() else {
        ui.add(Label::new("Save the project first: the command reads its file.").wrap());
        return;
    };
    if file.parts.is_empty() {
        ui.add(Label::new("Tick at least one part: there is nothing to write.").wrap());
        return;
    }
    let folder = if saved.ends_with("project.json") { session.folder() } else { saved };
    let command = format!("cantilever report {} {}", shell_quoted(&folder.display().to_string()), flags(file));
    egui::Frame::new().fill(colors.canvas).corner_radius(4).inner_margin(8).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.add(Label::new(RichText::new(&command).monospace().small()).wrap());
    });
    if ui.button("Copy command").clicked() {
        ui.ctx().copy_text(command);
    }
    if session.project().decided_design().is_none() && !session.space().axes().is_empty() {
        let text = "Nothing is decided: it is about the best candidates, whichever design is looked at here.";
        note(ui, Sign::Information, colors.accent, RichText::new(text).small());
    }
    if session.is_changed() {
        let text = RichText::new("It reads the saved file; some changes are not saved yet.").small();
        note(ui, Sign::Warning, colors.caution, text);
    }
}

/// What makes the command write this: where to, in which format, and which parts unless all.
fn flags(file: &ReportFile) -> String {
    let format = file.format;
    let output = match format {
        Format::Records => "records".to_owned(),
        Format::Tables => "tables".to_owned(),
        Format::Pictures => "pictures".to_owned(),
        _ => format!("report.{}", format.extension()),
    };
    let mut flags = format!("-o {output} --format {}", format_key(format));
    if !Part::iter().all(|part| file.parts.contains(&part)) {
        let parts: Vec<String> = file.parts.iter().copied().map(Part::key).collect();
        flags = format!("{flags} --parts {}", parts.join(","));
    }
    flags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_takes_every_choice() {
        let takes = |file: &ReportFile| {
            let line = format!("cantilever report PROJECT {}", flags(file));
            let parsed = <crate::cli::Arguments as clap::Parser>::try_parse_from(line.split(' '));
            assert!(parsed.is_ok(), "{line}");
        };
        for format in Format::iter() {
            takes(&ReportFile { format, ..ReportFile::default() });
        }
        for part in Part::iter() {
            takes(&ReportFile { parts: [part].into(), ..ReportFile::default() });
        }
    }

    #[test]
    fn the_command_names_what_was_chosen() {
        let mut file = ReportFile::default();
        assert_eq!(flags(&file), "-o report.html --format html");
        file.format = Format::Tables;
        file.parts = [Part::OtherDecisions, Part::Summary].into();
        assert_eq!(flags(&file), "-o tables --format csv --parts summary,other_decisions");
    }
}
