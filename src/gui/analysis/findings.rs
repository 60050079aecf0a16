//! What the checks have to say, the worst first; a click shows the elements.

use egui::{CollapsingHeader, RichText, Ui};

use crate::analysis::{Analysis, Finding, Severity};
use crate::catalog::catalog;
use crate::gui::Scene;
use crate::gui::fields::{card, heading, show_sign};
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
        for finding in &analysis.findings {
            show_one(ui, scene, finding);
        }
    });
}

fn show_one(ui: &mut Ui, scene: &mut Scene<'_>, finding: &Finding) {
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
