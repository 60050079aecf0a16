//! The style or pattern that a boundary states: its rule, whether it holds, and what it is expected to bring.

use egui::{CollapsingHeader, RichText, Ui};

use crate::analysis::declared_findings;
use crate::catalog::catalog;
use crate::gui::fields::{caption, signed};
use crate::gui::icons::Sign;
use crate::gui::sketch::templates::show_effects;
use crate::gui::theme::palette;
use crate::model::{BoundaryId, Project, Style};

/// Shows what is to be said about `style`, which the boundary `id` states.
pub(super) fn show(ui: &mut Ui, project: &Project, id: &BoundaryId, style: Style) {
    let template = catalog().template(style);
    let colors = palette(ui.visuals());
    caption(ui, &template.purpose);
    ui.label(format!("Rule: {}", template.rule));
    let broken = declared_findings(project, id);
    if broken.is_empty() {
        signed(ui, Sign::Check, colors.good, RichText::new("The rule holds").color(colors.good));
    }
    for finding in &broken {
        signed(ui, Sign::Warning, colors.caution, RichText::new("The rule is broken").color(colors.caution));
        ui.label(&finding.message);
        ui.label(RichText::new(&finding.remedy).small().color(colors.weak));
    }
    let title = format!("What {} is expected to bring", crate::model::in_sentence(&template.name));
    CollapsingHeader::new(title).id_salt(("effects", id.as_str())).show(ui, |ui| show_effects(ui, template));
}
