//! Breaking a requirement down to components, and keeping what was derived in step with its parent.

use egui::{RichText, Ui};

use super::Draft;
use crate::analysis::Budgets;
use crate::edit::{Edit, create};
use crate::gui::fields::caption;
use crate::gui::icons::Sign;
use crate::gui::requirements::note;
use crate::gui::theme::{STEP, palette};
use crate::model::{
    ComponentId, ElementId, MeasureKey, Project, Quantity, Requirement, RequirementId, Strength, Subject,
};
use crate::session::Session;

/// Shows the parent of a derived requirement, or what can be derived from this one; gives a requirement to show instead.
pub(super) fn show(ui: &mut Ui, session: &Session, draft: &mut Draft<'_, '_>) -> Option<RequirementId> {
    ui.add_space(STEP);
    match draft.requirement.derived_from.clone() {
        Some(parent) => show_parent(ui, session, draft, &parent),
        None => show_components(ui, session, draft),
    }
}

fn show_parent(
    ui: &mut Ui,
    session: &Session,
    draft: &mut Draft<'_, '_>,
    parent: &RequirementId,
) -> Option<RequirementId> {
    let project = session.project();
    let name = project.requirements.get(parent).map_or(parent.as_str(), |parent| parent.name.as_str());
    caption(ui, "Derived from");
    let asked = ui.link(name).clicked().then(|| parent.clone());
    match session.analysis().and_then(|analysis| analysis.budgets.get(draft.id)) {
        None => {}
        Some(Err(reason)) => {
            note(ui, Sign::Warning, palette(ui.visuals()).caution, RichText::new(reason.to_string()).small());
        }
        Some(Ok(left)) => {
            ui.horizontal(|ui| {
                ui.label(RichText::new(format!("It leaves {left} now.")).small());
                let rounded = rounded(draft.requirement.measure.measure.direction(), *left);
                let is_same = draft.requirement.threshold.to_string() == rounded.to_string();
                let take = ui.add_enabled(!is_same, egui::Button::new("Take over").small());
                if take.on_disabled_hover_text("That is the limit already.").clicked() {
                    draft.change(|requirement| requirement.threshold = rounded);
                }
            });
        }
    }
    asked
}

fn show_components(ui: &mut Ui, session: &Session, draft: &mut Draft<'_, '_>) -> Option<RequirementId> {
    let project = session.project();
    let components = Budgets::components(project, &draft.requirement);
    if components.is_empty() {
        return None;
    }
    let mut made = None;
    let is_stated = draft.requirement.threshold.is_known();
    let button = egui::Button::new("Derive a limit for a component");
    ui.add_enabled_ui(is_stated, |ui| {
        egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
            ui.set_min_width(220.0);
            caption(ui, "What everything else leaves, as it is now, for");
            for component in &components {
                let name = project.element_name(&ElementId::Component(component.clone()));
                if ui.button(&name).clicked() {
                    made = Some(component.clone());
                    ui.close();
                }
            }
        });
    });
    let component = made?;
    match session.budget(&draft.requirement, &component) {
        Ok(left) => {
            let (id, requirement) = derived(project, draft.id, &draft.requirement, &component, left);
            draft.scene.edit(Edit::PutRequirement(id.clone(), requirement));
            Some(id)
        }
        Err(reason) => {
            draft.scene.ask(crate::session::Action::Tell(format!("No limit could be derived: {reason}.")));
            None
        }
    }
}

/// The requirement on a component that follows from one on the whole.
fn derived(
    project: &Project,
    parent_id: &RequirementId,
    parent: &Requirement,
    component: &ComponentId,
    left: Quantity,
) -> (RequirementId, Requirement) {
    let measure = parent.measure.measure;
    let subject = Subject::Component(component.clone());
    let known = project.requirements.iter().find(|(_, other)| {
        other.derived_from.as_ref() == Some(parent_id) && other.measure == MeasureKey::new(measure, subject.clone())
    });
    let limit = rounded(measure.direction(), left);
    if let Some((id, requirement)) = known {
        return (id.clone(), Requirement { threshold: limit, ..requirement.clone() });
    }
    let (id, requirement) = create::requirement(project, measure, subject.clone());
    let name = format!("{}: {}", project.subject_name(&subject), measure.label().to_lowercase());
    let rationale = format!("What \"{}\" leaves for it, everything else as it was then.", parent.name);
    let requirement = Requirement {
        name,
        threshold: limit,
        strength: match parent.strength {
            Strength::Hard => Strength::Hard,
            // The worst value of the whole is none of the part.
            Strength::Soft { weight, .. } => Strength::Soft { weight, worst: None },
        },
        constraint: crate::model::ConstraintType::Design,
        rationale,
        derived_from: Some(parent_id.clone()),
        ..requirement
    };
    (id, requirement)
}

/// Three significant digits, to the strict side: a rounded limit must not leave more than there is.
fn rounded(direction: crate::model::Direction, left: Quantity) -> Quantity {
    let Some(amount) = left.amount().filter(|amount| *amount > 0.0) else { return left };
    // A share close to all keeps what tells it from all.
    let significant =
        if left.unit() == crate::model::Unit::Percent { (100.0 - amount).abs().max(1e-9) } else { amount };
    let step = 10_f64.powf(significant.log10().floor() - 2.0);
    let steps = amount / step;
    let steps = match direction {
        crate::model::Direction::Lower => steps.floor(),
        crate::model::Direction::Higher => steps.ceil(),
    };
    // Dividing by a whole number gives the nearest short decimal, multiplying by a small one does not.
    let rounded = if step < 1.0 { steps / (1.0 / step).round() } else { steps * step };
    Quantity::new(rounded, left.unit(), left.provenance())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Direction, Unit};

    #[test]
    fn a_limit_is_rounded_to_the_strict_side() {
        let of = |amount, unit, direction| rounded(direction, Quantity::estimated(amount, unit)).amount().unwrap();
        assert_eq!(of(112.87, Unit::Millisecond, Direction::Lower), 112.0);
        assert_eq!(of(1.2345, Unit::Millisecond, Direction::Lower), 1.23);
        assert_eq!(of(98.591_55, Unit::Percent, Direction::Higher), 98.6);
        assert_eq!(of(99.987_654, Unit::Percent, Direction::Higher), 99.9877);
        assert_eq!(of(1234.5, Unit::PerSecond, Direction::Higher), 1240.0);
    }
}
