//! What makes one design better than another: points for the soft requirements, compared with each other only.

use egui::{Label, RichText, Slider, Ui};

use super::Wish;
use super::constraints::show_no_requirement;
use super::form::Form;
use crate::edit::Edit;
use crate::gui::fields::{at_the_right, caption, name};
use crate::gui::requirements::points_field;
use crate::gui::theme::{STEP, palette};
use crate::model::{Requirement, RequirementId, Strength, Unit};
use crate::session::Action;

/// The most points that a requirement can get.
const MOST: f64 = 100.0;
/// What the field and the share beside the slider need.
const BESIDE: f32 = 100.0;

pub(super) fn show(ui: &mut Ui, form: &mut Form<'_, '_>) -> Option<Wish> {
    let project = std::sync::Arc::clone(&form.project);
    let soft: Vec<_> = project.requirements.iter().filter(|(_, one)| !one.is_hard()).collect();
    if soft.is_empty() {
        let text = "Soft requirements are weighed against each other: what a design loses in one it can make up for in \
                    another. Make a quality soft first.";
        return show_no_requirement(ui, text);
    }
    caption(ui, "Points from 0 to 100 count in proportion to each other.");
    let sum: f64 = soft.iter().filter_map(|(_, one)| points(one)).sum();
    for (id, requirement) in soft {
        show_weight(ui, form, (id, requirement), sum);
    }
    None
}

fn points(requirement: &Requirement) -> Option<f64> {
    let Strength::Soft { weight, .. } = requirement.strength else { return None };
    Some(weight)
}

fn show_weight(ui: &mut Ui, form: &mut Form<'_, '_>, (id, requirement): (&RequirementId, &Requirement), sum: f64) {
    let Strength::Soft { weight, worst } = requirement.strength else { return };
    let colors = palette(ui.visuals());
    let with = |weight: f64| Requirement { strength: Strength::Soft { weight, worst }, ..requirement.clone() };
    ui.add_space(STEP);
    ui.horizontal(|ui| {
        at_the_right(ui, |ui| {
            let share = if sum > 0.0 { weight / sum * 100.0 } else { 0.0 };
            ui.label(RichText::new(format!("{share:.0} %")).small().color(colors.weak)).on_hover_text("Of all points");
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let title = ui.add(Label::new(&requirement.name).truncate());
                title.on_hover_text(form.project.sentence(requirement));
            });
        });
    });
    ui.horizontal(|ui| {
        ui.visuals_mut().widgets.inactive.bg_fill = colors.border;
        ui.spacing_mut().slider_width = (ui.available_width() - BESIDE).max(60.0);
        let mut moved = weight;
        let slider = ui.add(Slider::new(&mut moved, 0.0..=MOST).integer().show_value(false));
        name(&slider, &format!("Weight of {}", requirement.name));
        if slider.drag_started() {
            form.scene.ask(Action::Begin(format!("weigh {}", requirement.name)));
        }
        // Who takes the gesture back with Escape does not go on with it.
        let is_gesture = slider.dragged() && (slider.drag_started() || form.scene.session.is_gesturing());
        // The slider rounds what it shows: what nobody moved stays as it was stated.
        if slider.changed() && (is_gesture || !slider.dragged() && slider.has_focus()) {
            form.scene.edit(Edit::PutRequirement(id.clone(), with(moved)));
        }
        if slider.drag_stopped() {
            form.scene.ask(Action::Commit);
        }
        let label = format!("Points of {}", requirement.name);
        // What is wrong with a number stands below its field.
        let typed = ui.vertical(|ui| points_field(ui, ("points", id), &label, Some(weight))).inner;
        if let Some(typed) = typed
            && let Some(typed) = typed.amount_in(Unit::Count)
        {
            form.scene.edit(Edit::PutRequirement(id.clone(), with(typed)));
        }
    });
}
