//! The style or pattern that a boundary states: its rule, whether it holds, and what it is expected to bring.

use std::sync::Arc;

use egui::{CollapsingHeader, Id, RichText, Ui};

use crate::analysis::{Finding, declared_findings};
use crate::catalog::catalog;
use crate::gui::fields::{caption, signed};
use crate::gui::icons::Sign;
use crate::gui::sketch::templates::show_effects;
use crate::gui::theme::palette;
use crate::model::{BoundaryId, Project, Style};

/// Shows what is to be said about `style`, which the boundary `id` states.
pub(super) fn show(ui: &mut Ui, project: &Arc<Project>, id: &BoundaryId, style: Style) {
    let template = catalog().template(style);
    let colors = palette(ui.visuals());
    caption(ui, &template.purpose);
    ui.label(format!("Rule: {}", template.rule));
    let broken = broken(ui, project, id);
    let is_empty = !project.system.components.values().any(|component| component.boundaries.contains(id));
    if is_empty && broken.is_empty() {
        caption(ui, "Nothing is inside yet that could keep the rule or break it");
    } else if broken.is_empty() {
        signed(ui, Sign::Check, colors.good, RichText::new("The rule holds").color(colors.good));
    }
    for finding in broken.iter() {
        signed(ui, Sign::Warning, colors.caution, RichText::new("The rule is broken").color(colors.caution));
        ui.label(&finding.message);
        ui.label(RichText::new(&finding.remedy).small().color(colors.weak));
    }
    let title = format!("What {} is expected to bring", crate::model::in_sentence(&template.name));
    CollapsingHeader::new(title).id_salt(("effects", id.as_str())).show(ui, |ui| show_effects(ui, template));
}

/// What breaks a stated rule, with what it was worked out from.
#[derive(Clone)]
struct Broken {
    project: Arc<Project>,
    boundary: BoundaryId,
    findings: Arc<[Finding]>,
}

/// What breaks the rule that the boundary `id` states. Some rules follow every way through the drawing: that is done once
/// for each project, not in every frame.
fn broken(ui: &Ui, project: &Arc<Project>, id: &BoundaryId) -> Arc<[Finding]> {
    let place = Id::unique("what breaks the stated rule");
    let kept: Option<Broken> = ui.data(|data| data.get_temp(place));
    let is_current = |kept: &Broken| Arc::ptr_eq(&kept.project, project) && kept.boundary == *id;
    if let Some(kept) = kept.filter(is_current) {
        return kept.findings;
    }
    let findings: Arc<[Finding]> = declared_findings(project, id).into();
    let broken = Broken { project: Arc::clone(project), boundary: id.clone(), findings: Arc::clone(&findings) };
    ui.data_mut(|data| data.insert_temp(place, broken));
    findings
}
