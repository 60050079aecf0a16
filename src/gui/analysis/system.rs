//! Numbers that belong to no bill: of the whole system, and of a scenario besides its response time.

use egui::{RichText, Ui};

use crate::analysis::Analysis;
use crate::gui::explanation::explained;
use crate::gui::fields::{card, heading, provenance_mark, quality_text, row};
use crate::gui::theme::palette;
use crate::model::{Measure, MeasureKey, ScenarioId, Subject};
use crate::session::Session;

const OF_SYSTEM: [Measure; 10] = [
    Measure::MonthlyEnergy,
    Measure::MonthlyCarbon,
    Measure::ModelAge,
    Measure::PropagationCost,
    Measure::TeamCoupling,
    Measure::PersonalCrossings,
    Measure::OpenCrossings,
    Measure::ObservedShare,
    Measure::AlertDelay,
    Measure::RollbackTime,
];

const OF_SCENARIO: [Measure; 7] = [
    Measure::Availability,
    Measure::MonthlyDowntime,
    Measure::UptimeBetweenFailures,
    Measure::MaximumThroughput,
    Measure::TenfoldReplicas,
    Measure::TimedOutShare,
    Measure::StoppingDistance,
];

/// Shows those of the system, each with how it came about on hover; what is unknown says what to state.
pub(super) fn show(ui: &mut Ui, session: &Session, analysis: &Analysis) {
    heading(ui, "Energy, age, change and care");
    card(ui, |ui| {
        ui.set_min_width(ui.available_width());
        for measure in OF_SYSTEM {
            show_one(ui, session, analysis, &MeasureKey::new(measure, Subject::System));
        }
    });
}

/// Shows those of a scenario; the way to stop only of one with a vehicle.
pub(super) fn show_scenario(ui: &mut Ui, session: &Session, analysis: &Analysis, scenario: &ScenarioId) {
    let moves = session.project().scenarios.get(scenario).is_some_and(|scenario| scenario.motion.is_some());
    let shown = OF_SCENARIO.into_iter().filter(|measure| moves || *measure != Measure::StoppingDistance);
    for measure in shown {
        show_one(ui, session, analysis, &MeasureKey::new(measure, Subject::Scenario(scenario.clone())));
    }
}

fn show_one(ui: &mut Ui, session: &Session, analysis: &Analysis, key: &MeasureKey) {
    let Some(quality) = analysis.qualities.get(key) else { return };
    let row = row(ui, key.measure.label(), |ui| {
        provenance_mark(ui, quality.quantity.provenance());
        ui.label(quality_text(quality));
    });
    explained(row, session, key);
    if let Some(note) = &quality.note {
        ui.label(RichText::new(note).small().color(palette(ui.visuals()).weak));
    }
}
