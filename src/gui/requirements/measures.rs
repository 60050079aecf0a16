//! Choosing a measure: the menu of the commonest for a new requirement, and the picker with all of them.

use egui::{Button, ComboBox, RichText, Ui};
use strum::IntoEnumIterator as _;

use super::words::{sensible_subject, subjects, why_no_subject};
use crate::catalog::catalog;
use crate::gui::fields::{caption, name};
use crate::gui::theme::{palette, strong};
use crate::model::{Measure, MeasureKey, Project};

/// What is required most often, in groups.
const COMMONEST: [&[Measure]; 4] = [
    &[Measure::ResponseTimeP99, Measure::Availability, Measure::MaximumThroughput],
    &[Measure::MonthlyCost, Measure::CostPerRequest],
    &[Measure::ModelAge, Measure::MonthlyEnergy, Measure::PropagationCost],
    &[
        Measure::Recall,
        Measure::Precision,
        Measure::FalsePositiveRate,
        Measure::RocAuc,
        Measure::InferenceP99,
        Measure::ModelSize,
        Measure::UsedFeatures,
    ],
];

/// A menu of the commonest requirements; gives the chosen one.
pub(super) fn add_menu(ui: &mut Ui, project: &Project, is_primary: bool) -> Option<MeasureKey> {
    let mut chosen = None;
    let colors = palette(ui.visuals());
    let button = if is_primary {
        Button::new(strong("Add requirement").color(colors.card)).fill(colors.accent)
    } else {
        Button::new("Add requirement")
    };
    egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        ui.set_min_width(300.0);
        for (index, group) in COMMONEST.iter().enumerate() {
            if index > 0 {
                ui.separator();
            }
            for measure in *group {
                chosen = show_entry(ui, project, *measure).or(chosen.take());
            }
        }
        ui.separator();
        caption(ui, "Any other measure can be chosen afterwards.");
    });
    chosen
}

fn show_entry(ui: &mut Ui, project: &Project, measure: Measure) -> Option<MeasureKey> {
    let subject = sensible_subject(project, measure);
    let of = subject.as_ref().map_or_else(String::new, |subject| project.subject_name(subject));
    let of = RichText::new(of).small();
    let response = ui.add_enabled(subject.is_some(), Button::new(measure.label()).shortcut_text(of));
    name(&response, &format!("Require {}", measure.label()));
    let response = response.on_hover_text(&catalog().measure_text(measure).explanation);
    let response = response.on_disabled_hover_text(why_no_subject(measure));
    let subject = subject.filter(|_| response.clicked())?;
    ui.close();
    Some(MeasureKey::new(measure, subject))
}

/// The choice among all measures, grouped by quality attribute; gives the new one.
pub(super) fn measure_picker(ui: &mut Ui, project: &Project, value: Measure) -> Option<Measure> {
    let mut chosen = None;
    let response = ComboBox::from_id_salt("measure")
        .selected_text(value.label())
        .width(ui.available_width())
        .height(440.0)
        .truncate()
        .show_ui(ui, |ui| {
            for quality in qualities() {
                caption(ui, quality);
                let text = |measure: &Measure| catalog().measure_text(*measure);
                for measure in Measure::iter().filter(|measure| text(measure).quality == quality) {
                    let is_possible = !subjects(project, measure).is_empty();
                    let button = Button::selectable(measure == value, measure.label());
                    let response = ui.add_enabled(is_possible, button);
                    let response = response.on_hover_text(&text(&measure).explanation);
                    if response.on_disabled_hover_text(why_no_subject(measure)).clicked() {
                        chosen = Some(measure);
                    }
                }
                ui.add_space(4.0);
            }
        })
        .response;
    name(&response, "Measure");
    chosen.filter(|chosen| *chosen != value)
}

/// The quality attributes in the order of their measures.
fn qualities() -> Vec<&'static str> {
    let mut qualities: Vec<&'static str> = Vec::new();
    for measure in Measure::iter() {
        let quality = catalog().measure_text(measure).quality.as_str();
        if !qualities.contains(&quality) {
            qualities.push(quality);
        }
    }
    qualities
}
