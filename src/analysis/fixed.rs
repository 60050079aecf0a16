//! Qualities of the whole system that no choice changes: they are read off the drawing and its numbers alone.

use crate::model::{Measure, MeasureKey, Project, Property, Provenance, Subject};

use super::freshness::model_age;
use super::known::{Known, Sourced, quality, stated};
use super::rules::{personal_crossings, propagation_cost, team_coupling, watched_share};
use super::types::Qualities;

/// Every such quality, known or not.
pub(super) fn qualities(project: &Project) -> Qualities {
    let system = &project.system;
    let percent = |share: Option<f64>, missing: &str| {
        share.map(|share| Sourced::new(share * 100.0, Provenance::Measured)).ok_or_else(|| missing.to_owned())
    };
    let count = |count: usize| Ok(Sourced::new(count as f64, Provenance::Measured));
    let (crossings, open) = personal_crossings(system);
    let empty = "nothing is drawn yet";
    let no_teams = "draw the boundaries of at least two teams";
    let known: [(Measure, Known); 8] = [
        (Measure::ModelAge, model_age(project)),
        (Measure::PropagationCost, percent(propagation_cost(system), empty)),
        (Measure::TeamCoupling, percent(team_coupling(system), no_teams)),
        (Measure::PersonalCrossings, count(crossings)),
        (Measure::OpenCrossings, count(open)),
        (Measure::ObservedShare, percent(watched_share(system), empty)),
        (Measure::AlertDelay, longest(project, Property::AlertDelay, "a monitor")),
        (Measure::RollbackTime, longest(project, Property::RollbackTime, "what releases models")),
    ];
    known
        .into_iter()
        .map(|(measure, known)| (MeasureKey::new(measure, Subject::System), quality(&known, measure.unit())))
        .collect()
}

/// The largest stated number of the property among all components, in the property's unit.
fn longest(project: &Project, property: Property, whose: &str) -> Known {
    let numbers = project.system.components.values().filter_map(|component| stated(&component.properties, property));
    let longest = numbers.reduce(|a, b| if b.value > a.value { b } else { a });
    longest.ok_or_else(|| format!("state the {} of {whose}", property.label().to_lowercase()))
}
