//! What the checks have to say, the worst first; a click shows the elements.

use egui::{CollapsingHeader, RichText, Ui};

use crate::analysis::{Analysis, Finding, Severity};
use crate::catalog::catalog;
use crate::edit::Edit;
use crate::gui::Scene;
use crate::gui::fields::{card, heading, show_sign, text_field};
use crate::gui::icons::Sign;
use crate::gui::theme::palette;
use crate::session::{Action, Stage};

/// Shows the findings.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, analysis: &Analysis) {
    heading(ui, "Findings");
    card(ui, |ui| {
        ui.set_min_width(ui.available_width());
        if analysis.findings.is_empty() {
            ui.label(RichText::new("The checks found nothing to object to.").color(palette(ui.visuals()).weak));
        }
        let project = std::sync::Arc::clone(scene.session.project());
        let is_accepted = |finding: &&Finding| finding.accepted_in(&project).is_some();
        let (accepted, open): (Vec<_>, Vec<_>) = analysis.findings.iter().partition(is_accepted);
        for finding in open {
            show_one(ui, scene, finding, None);
        }
        if !accepted.is_empty() {
            let title = RichText::new(format!("Accepted: {}", accepted.len()));
            CollapsingHeader::new(title).id_salt("accepted findings").show(ui, |ui| {
                for finding in accepted {
                    show_one(ui, scene, finding, finding.accepted_in(&project));
                }
            });
        }
    });
}

/// A finding; an accepted one with the reason.
fn show_one(ui: &mut Ui, scene: &mut Scene<'_>, finding: &Finding, accepted: Option<&str>) {
    let colors = palette(ui.visuals());
    let (sign, color) = match finding.severity {
        Severity::Error => (Sign::Cross, colors.bad),
        Severity::Warning => (Sign::Warning, colors.caution),
        Severity::Note => (Sign::Information, colors.weak),
    };
    ui.horizontal_top(|ui| {
        show_sign(ui, sign, color);
        ui.vertical(|ui| {
            ui.label(&finding.message);
            ui.label(RichText::new(&finding.remedy).small().color(colors.weak));
            if !finding.elements.is_empty() && ui.link(RichText::new("Show on the drawing").small()).clicked() {
                scene.ask(Action::Select(finding.elements.iter().cloned().collect()));
                scene.ask(Action::GoTo(Stage::Sketch));
            }
            show_reason(ui, finding);
            match accepted {
                Some(reason) => show_acceptance(ui, scene, finding, reason),
                None => offer_acceptance(ui, scene, finding),
            }
        });
    });
}

/// Why the rule matters, and the tactics against what it found, on demand.
fn show_reason(ui: &mut Ui, finding: &Finding) {
    let Some(rule) = catalog().rule(finding.rule) else { return };
    let title = RichText::new(format!("{}: why it matters, and what helps", rule.title)).small();
    CollapsingHeader::new(title).id_salt((finding.rule, &finding.elements)).show(ui, |ui| {
        ui.label(RichText::new(&rule.why).small());
        for tactic in &rule.tactics {
            ui.label(RichText::new(format!("• {tactic}")).small());
        }
    });
}

/// A field for the reason why a finding is left as it is.
fn offer_acceptance(ui: &mut Ui, scene: &mut Scene<'_>, finding: &Finding) {
    let title = RichText::new("Accept with a reason").small();
    let id = (finding.rule, &finding.elements);
    CollapsingHeader::new(title).id_salt((id, "accept")).show(ui, |ui| {
        if let Some(reason) = text_field(ui, (id, "reason"), "Why it is left as it is", "") {
            scene.edit(Edit::AcceptFinding(finding.key(), Some(reason)));
        }
    });
}

fn show_acceptance(ui: &mut Ui, scene: &mut Scene<'_>, finding: &Finding, reason: &str) {
    ui.label(RichText::new(format!("Accepted: {reason}")).small());
    if ui.link(RichText::new("Open it again").small()).clicked() {
        scene.edit(Edit::AcceptFinding(finding.key(), None));
    }
}
