//! Edits of what is required, of how the system is used and of who judges it.

use cantilever::edit::{Edit, create, path};
use cantilever::model::{Judgement, Level, MeasureKey, Motion, Project, Quantity, Strength, Unit};

use super::Step;
use super::parts::{component, measure, subject, text};

/// A requirement on anything, possible or not, with everything that can be said of it.
pub fn requirement_edit(project: &Project, (_, a, b): Step) -> Option<Edit> {
    let (id, mut requirement) = create::requirement(project, measure(a)?, subject(project, b)?);
    let unit = requirement.measure.measure.unit();
    requirement.threshold = Quantity::estimated(f64::from(a), unit);
    let worst = a.is_multiple_of(3).then(|| Quantity::estimated(f64::from(b), unit));
    requirement.strength = if b.is_multiple_of(2) { Strength::Hard } else { Strength::Soft { weight: 1.0, worst } };
    requirement.rationale = text(a);
    requirement.situation.source = text(b);
    requirement.situation.response = text(a.wrapping_add(b));
    requirement.importance = a.is_multiple_of(2).then_some(Level::High);
    requirement.weights = project.stakeholders.keys().take(1).map(|id| (id.clone(), f64::from(b % 100))).collect();
    requirement.derived_from = project.requirements.keys().next().filter(|_| b.is_multiple_of(5)).cloned();
    Some(Edit::PutRequirement(id, requirement))
}

/// Edits of how the system is used and of who judges it.
pub fn use_edit(project: &Project, (what, a, b): Step) -> Option<Edit> {
    let scenarios = &project.scenarios;
    let (id, scenario) = scenarios.get_index(usize::from(a) % scenarios.len().max(1))?;
    let mut scenario = scenario.clone();
    Some(match what {
        26 => {
            let connectors = &project.system.connectors;
            let (connector, _) = connectors.get_index(usize::from(b) % connectors.len().max(1))?;
            Edit::PutScenario(id.clone(), path::with_connector(&project.system, &scenario, connector))
        }
        27 => {
            let changed = path::with_component(&project.system, &scenario, &component(project, b)?)?;
            Edit::PutScenario(id.clone(), changed)
        }
        28 => {
            scenario.share = b.is_multiple_of(2).then(|| Quantity::estimated(f64::from(b), Unit::Percent));
            let (speed, deceleration) = (Unit::KilometrePerHour, Unit::MetrePerSecondSquared);
            scenario.motion = a.is_multiple_of(2).then(|| Motion {
                speed: Quantity::estimated(f64::from(a), speed),
                deceleration: Quantity::estimated(f64::from(b), deceleration),
            });
            Edit::PutScenario(id.clone(), scenario)
        }
        29 => {
            let (id, stakeholder) = create::stakeholder(project);
            if project.stakeholders.len() > 3 {
                return Some(Edit::RemoveStakeholder(project.stakeholders.keys().next()?.clone()));
            }
            Edit::PutStakeholder(id, stakeholder)
        }
        30 => {
            let judgement =
                Judgement { person: text(a), value: b.is_multiple_of(2).then(|| f64::from(b % 7)), reason: text(b) };
            let key = MeasureKey::new(measure(a)?, subject(project, b)?);
            Edit::Judge(key, if a.is_multiple_of(4) { Vec::new() } else { vec![judgement; usize::from(b % 3)] })
        }
        _ => {
            let moved = project.requirements.keys().skip(usize::from(a % 3)).step_by(2).cloned().collect();
            Edit::MoveRequirements(moved, project.requirements.keys().nth(usize::from(b % 4)).cloned())
        }
    })
}
