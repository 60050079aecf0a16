//! What rules a design out, and where that comes from.

use egui::{Label, RichText, Ui};
use strum::IntoEnumIterator as _;

use super::form::Form;
use super::qualities::strength;
use super::{Part, Wish};
use crate::classroom::StepKind;
use crate::gui::fields::{caption, card, name};
use crate::gui::theme::{STEP, palette, strong};
use crate::model::{ConstraintType, Requirement, RequirementId};

pub(super) fn show(ui: &mut Ui, form: &mut Form<'_, '_>) -> Option<Wish> {
    let project = std::sync::Arc::clone(&form.project);
    if project.requirements.is_empty() {
        return show_no_requirement(ui, "A constraint is a quality that is not negotiable. Add the qualities first.");
    }
    let (hard, soft): (Vec<_>, Vec<_>) = project.requirements.iter().partition(|(_, one)| one.is_hard());
    for (id, requirement) in hard {
        show_constraint(ui, form, id, requirement);
        ui.add_space(STEP);
    }
    if !soft.is_empty() {
        caption(ui, "No constraints: a design that misses them is less desirable");
        for (id, requirement) in soft {
            let mut changed = requirement.clone();
            card(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.add(Label::new(&requirement.name).truncate()).on_hover_text(project.sentence(requirement));
                strength(ui, &mut changed);
            });
            form.put(id, changed);
            ui.add_space(STEP);
        }
    }
    None
}

/// A sentence, and the way to the step where requirements are added.
pub(super) fn show_no_requirement(ui: &mut Ui, text: &str) -> Option<Wish> {
    ui.label(RichText::new(text).color(palette(ui.visuals()).weak));
    ui.add_space(STEP);
    let part = Part::Step(StepKind::Qualities);
    ui.button("Go to the qualities").clicked().then_some(Wish::Open(Some(part)))
}

fn show_constraint(ui: &mut Ui, form: &mut Form<'_, '_>, id: &RequirementId, requirement: &Requirement) {
    let mut changed = requirement.clone();
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        let title = ui.add(Label::new(strong(&requirement.name)).truncate());
        title.on_hover_text(form.project.sentence(requirement));
        let limit = if requirement.threshold.is_known() {
            format!("{} {}", requirement.measure.measure.label(), requirement.relation())
        } else {
            format!("{}, no limit stated yet", requirement.measure.measure.label())
        };
        caption(ui, &limit);
        caption(ui, "Where it comes from");
        ui.horizontal_wrapped(|ui| {
            for kind in ConstraintType::iter() {
                let is_it = requirement.constraint == kind;
                let button = ui.selectable_label(is_it, kind.label()).on_hover_text(kind.meaning());
                name(&button, &format!("{} constraint: {}", kind.label(), requirement.name));
                if button.clicked() {
                    changed.constraint = kind;
                }
            }
        });
        strength(ui, &mut changed);
    });
    form.put(id, changed);
}
