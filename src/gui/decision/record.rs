//! The decision record: context, status, deciders, the design, rationale and consequences.

use egui::{RichText, Ui};
use strum::IntoEnumIterator as _;

use super::{design, outcome};
use crate::edit::Edit;
use crate::gui::Scene;
use crate::gui::fields::{at_the_right, caption, long_text_field, text_field};
use crate::gui::theme::STEP;
use crate::model::{Decision, DecisionStatus};

/// Shows the record.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>) {
    let session = scene.session;
    let mut decision = session.project().decision.clone();
    show_head(ui, scene, &mut decision);
    ui.add_space(STEP);
    let context = "Context: the problem, and why it must be decided now";
    if let Some(text) = long_text_field(ui, "decision context", context, &decision.context, 3) {
        decision.context = text;
        put(scene, &decision);
    }
    ui.add_space(STEP);
    if let Some(text) = text_field(ui, "decision deciders", "Deciders", &decision.deciders) {
        decision.deciders = text;
        put(scene, &decision);
    }
    ui.add_space(3.0 * STEP);
    if let Some(wish) = design::show(ui, scene, decision.design.as_ref()) {
        decision.design = match wish {
            design::Wish::Decide(design) => Some(design),
            design::Wish::Withdraw => None,
        };
        put(scene, &decision);
    }
    ui.add_space(3.0 * STEP);
    outcome::show(ui, session);
    let rationale = "Rationale: why this design and not another";
    if let Some(text) = long_text_field(ui, "decision rationale", rationale, &decision.rationale, 5) {
        decision.rationale = text;
        put(scene, &decision);
    }
    ui.add_space(STEP);
    let consequences = "Consequences: what is given up, what follows, when to look again";
    if let Some(text) = long_text_field(ui, "decision consequences", consequences, &decision.consequences, 4) {
        decision.consequences = text;
        put(scene, &decision);
    }
}

fn show_head(ui: &mut Ui, scene: &mut Scene<'_>, decision: &mut Decision) {
    let name = &scene.session.project().name;
    ui.horizontal(|ui| {
        ui.label(RichText::new(format!("Decision: {name}")).heading());
        at_the_right(ui, |ui| {
            let mut chosen = None;
            for status in DecisionStatus::iter().collect::<Vec<_>>().into_iter().rev() {
                let is_current = decision.status == status;
                if ui.radio(is_current, status.label()).clicked() && !is_current {
                    chosen = Some(status);
                }
            }
            caption(ui, "Status");
            if let Some(status) = chosen {
                decision.status = status;
                put(scene, decision);
            }
        });
    });
}

fn put(scene: &mut Scene<'_>, decision: &Decision) {
    scene.edit(Edit::Decide(decision.clone()));
}
