//! What missing a requirement means: a design is ruled out, or worth less, to some more than to others.

use egui::Ui;

use super::Draft;
use super::measured::limit_field;
use crate::gui::fields::{caption, hinted_quantity_field};
use crate::gui::theme::STEP;
use crate::model::{Project, Quantity, StakeholderId, Strength, Unit};

/// Importance of a requirement that has just been made soft, in points.
pub(in crate::gui) const USUAL_WEIGHT: f64 = 50.0;

pub(super) fn show(ui: &mut Ui, project: &Project, draft: &mut Draft<'_, '_>) {
    ui.add_space(STEP);
    caption(ui, "A design that misses it");
    let is_hard = draft.requirement.is_hard();
    if ui.radio(is_hard, "Hard: is ruled out").clicked() && !is_hard {
        draft.change(|requirement| requirement.strength = Strength::Hard);
    }
    if ui.radio(!is_hard, "Soft: is less desirable").clicked() && is_hard {
        draft.change(|requirement| requirement.strength = Strength::Soft { weight: USUAL_WEIGHT, worst: None });
    }
    let Strength::Soft { weight, worst } = draft.requirement.strength else { return };
    ui.add_space(STEP);
    let measure = draft.requirement.measure.measure;
    let id = ("requirement worst", draft.id, measure);
    let now = worst.unwrap_or(Quantity::unknown(measure.unit()));
    if let Some(worst) = limit_field(ui, id, ("Worst acceptable value, worth nothing", "Worst"), measure, now) {
        let worst = worst.is_known().then_some(worst);
        draft.change(|requirement| requirement.strength = Strength::Soft { weight, worst });
    }
    caption(ui, "The limit itself is worth everything, values between the two in proportion.");
    ui.add_space(STEP);
    caption(ui, "Importance, 0 to 100 points");
    let new = points_field(ui, ("requirement weight", draft.id), "Importance", Some(weight));
    if let Some(weight) = new.and_then(|new| new.amount_in(Unit::Count)) {
        draft.change(|requirement| requirement.strength = Strength::Soft { weight, worst });
    }
    for (id, stakeholder) in &project.stakeholders {
        show_weight(ui, draft, id, &stakeholder.name);
    }
}

/// The weight that one stakeholder gives; empty while it is the same as everybody's.
fn show_weight(ui: &mut Ui, draft: &mut Draft<'_, '_>, id: &StakeholderId, name: &str) {
    ui.horizontal(|ui| {
        let own = draft.requirement.weights.get(id).copied();
        let label = format!("Importance for {name}");
        let salt = ("stakeholder weight", draft.id, id);
        if let Some(new) = points_field(ui, salt, &label, own) {
            draft.change(|requirement| {
                match new.amount_in(Unit::Count) {
                    Some(weight) => requirement.weights.insert(id.clone(), weight),
                    None => requirement.weights.remove(id),
                };
            });
        }
        ui.label(format!("for {name}"));
    });
}

/// A field for points; gives the new number, unknown when it was emptied.
pub(in crate::gui) fn points_field(
    ui: &mut Ui,
    id: impl egui::AsIdSalt,
    label: &str,
    value: Option<f64>,
) -> Option<Quantity> {
    let shown = value.map_or(Quantity::unknown(Unit::Count), |value| Quantity::estimated(value, Unit::Count));
    let objection = |amount: f64| (!(0.0..=100.0).contains(&amount)).then_some("Importance goes from 0 to 100 points.");
    hinted_quantity_field(ui, id, (label, 80.0, "the same"), (shown, Unit::Count), objection)
}
