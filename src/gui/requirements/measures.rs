//! Choosing a measure: the menu of the commonest for a new requirement, and the picker with all of them.

use egui::{Button, ComboBox, RichText, Ui};

use super::words::{sensible_subject, subjects, why_no_subject};
use crate::catalog::{QualityGroup, catalog};
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
        caption(ui, "All qualities");
        for group in [QualityGroup::System, QualityGroup::Model, QualityGroup::Data] {
            ui.menu_button(format!("Of the {}", group.label().to_lowercase()), |ui| {
                chosen = show_qualities(ui, project, group).or(chosen.take());
            });
        }
    });
    chosen
}

/// The quality attributes of a group, each with its measures.
fn show_qualities(ui: &mut Ui, project: &Project, group: QualityGroup) -> Option<MeasureKey> {
    let mut chosen = None;
    let qualities = catalog().qualities.iter().filter(|(_, quality)| quality.group == group);
    for (name, quality) in qualities {
        let menu = ui.menu_button(name, |ui| {
            ui.set_min_width(280.0);
            for measure in catalog().measures_of(name) {
                chosen = show_entry(ui, project, measure).or(chosen.take());
            }
        });
        menu.response.on_hover_text(&quality.explanation);
    }
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
            for (quality, meaning) in &catalog().qualities {
                caption(ui, quality).on_hover_text(&meaning.explanation);
                let text = |measure: &Measure| catalog().measure_text(*measure);
                for measure in catalog().measures_of(quality) {
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
