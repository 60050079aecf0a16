//! The editor of one requirement.

mod budgets;
mod filing;
mod judgements;
mod measured;
mod situation;
mod strength;

pub(in crate::gui) use measured::bare_limit_field;
pub(in crate::gui) use strength::{USUAL_WEIGHT, points_field};

use egui::{CollapsingHeader, Label, RichText, Ui};

use super::list::verdict;
use crate::edit::Edit;
use crate::gui::Scene;
use crate::gui::explanation::explained;
use crate::gui::fields::{
    caption, card, heading, long_text_field, outcome_look, provenance_mark, quality_text, signed, text_field,
};
use crate::gui::theme::{STEP, strong};
use crate::model::{Method, Requirement, RequirementId};
use crate::session::Session;

/// Changes of one requirement, each a step of its own even when two come in one frame.
pub(super) struct Draft<'a, 'b> {
    scene: &'a mut Scene<'b>,
    id: &'a RequirementId,
    requirement: Requirement,
}

impl Draft<'_, '_> {
    fn change(&mut self, change: impl FnOnce(&mut Requirement)) {
        change(&mut self.requirement);
        self.scene.edit(Edit::PutRequirement(self.id.clone(), self.requirement.clone()));
    }
}

/// Shows the editor; gives another requirement that was added or asked for.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, id: &RequirementId) -> Option<RequirementId> {
    let session = scene.session;
    let project = session.project();
    let requirement = project.requirements.get(id)?;
    let mut draft = Draft { scene, id, requirement: requirement.clone() };
    heading(ui, "Requirement");
    ui.add(Label::new(RichText::new(project.sentence(requirement)).italics()).wrap());
    ui.add_space(STEP);
    if let Some(name) = text_field(ui, ("requirement name", id), "Name", &requirement.name) {
        draft.change(|requirement| requirement.name = name);
    }
    ui.add_space(STEP);
    measured::show(ui, project, &mut draft);
    show_verdict(ui, session, &draft);
    let asked = budgets::show(ui, session, &mut draft);
    strength::show(ui, project, &mut draft);
    if draft.requirement.measure.measure.method() != Method::Computed {
        section(ui, "What people judge", false, |ui| judgements::show(ui, &mut draft));
    }
    section(ui, "Situation: who does what, when?", true, |ui| situation::show(ui, project, &mut draft));
    section(ui, "Importance, origin, owner", false, |ui| filing::show(ui, &mut draft));
    ui.add_space(STEP);
    let rationale = &requirement.rationale;
    if let Some(text) = long_text_field(ui, ("requirement rationale", id), "Rationale: why, and who asks", rationale, 3)
    {
        draft.change(|requirement| requirement.rationale = text);
    }
    ui.add_space(2.0 * STEP);
    if ui.button("Remove requirement").clicked() {
        draft.scene.edit(Edit::RemoveRequirement(id.clone()));
    }
    asked
}

/// A part of the editor that can be folded away.
fn section(ui: &mut Ui, title: &str, is_open: bool, content: impl FnOnce(&mut Ui)) {
    ui.add_space(STEP);
    let header = CollapsingHeader::new(RichText::new(title).strong()).id_salt(("section", title));
    header.default_open(is_open).show_unindented(ui, content);
}

fn show_verdict(ui: &mut Ui, session: &Session, draft: &Draft<'_, '_>) {
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        let Some(verdict) = verdict(session, draft.id) else {
            caption(ui, "Being judged…");
            return;
        };
        let (sign, color, word) = outcome_look(ui.visuals(), verdict.outcome);
        ui.horizontal(|ui| {
            signed(ui, sign, color, strong(word).color(color));
            if verdict.quality.quantity.is_known() || verdict.quality.is_overloaded() {
                let value = ui.label(strong(quality_text(&verdict.quality)));
                explained(value, session, &draft.requirement.measure);
            }
            if verdict.quality.quantity.is_known() {
                provenance_mark(ui, verdict.quality.quantity.provenance());
                caption(ui, verdict.quality.quantity.provenance().label());
            }
        });
        ui.label(RichText::new(&verdict.reason).small());
        if let Some(worth) = verdict.worth {
            ui.label(RichText::new(format!("Worth {:.0} % of a design that reaches it.", worth * 100.0)).small());
        }
    });
}
