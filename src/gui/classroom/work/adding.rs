//! Adding a quality: first what matters, then how it is measured.

use egui::{Button, ComboBox, RichText, Ui};

use super::form::Form;
use crate::catalog::{QualityGroup, catalog};
use crate::edit::{Edit, create};
use crate::gui::fields::{caption, card, name};
use crate::gui::requirements::{sensible_subject, subjects, why_no_subject};
use crate::gui::theme::{STEP, palette, strong};
use crate::model::{Measure, Project, Subject};

/// Height of the list of qualities from which on it is scrolled.
const LIST: f32 = 440.0;

/// The quality that is about to be added.
#[derive(Default)]
pub(super) struct Adding {
    /// Its name in the catalogue.
    quality: Option<&'static str>,
}

pub(super) fn show(ui: &mut Ui, form: &mut Form<'_, '_>, adding: &mut Adding) {
    show_qualities(ui, adding);
    let Some(quality) = adding.quality else { return };
    let Some(text) = catalog().qualities.get(quality) else { return };
    let weak = palette(ui.visuals()).weak;
    ui.add_space(STEP);
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(strong(quality));
        ui.label(RichText::new(&text.explanation).small());
        for question in &text.questions {
            ui.label(RichText::new(format!("• {question}")).small().color(weak));
        }
        ui.add_space(STEP);
        caption(ui, "How is it measured?");
        for measure in catalog().measures_of(quality) {
            if show_measure(ui, &form.project, measure)
                && let Some(subject) = subject(&form.project, measure)
            {
                let (id, requirement) = create::requirement(&form.project, measure, subject);
                form.scene.edit(Edit::PutRequirement(id, requirement));
                adding.quality = None;
            }
        }
        ui.add_space(STEP);
        if ui.button("Not this one").clicked() {
            adding.quality = None;
        }
    });
}

/// The qualities of the catalogue, grouped by what they are qualities of.
fn show_qualities(ui: &mut Ui, adding: &mut Adding) {
    let response = ComboBox::from_id_salt("quality to add")
        .selected_text("Add quality…")
        .width(ui.available_width())
        .height(LIST)
        .show_ui(ui, |ui| {
            for group in [QualityGroup::System, QualityGroup::Model, QualityGroup::Data] {
                caption(ui, &format!("Of the {}", group.label().to_lowercase()));
                for (name, quality) in catalog().qualities.iter().filter(|(_, quality)| quality.group == group) {
                    let is_shown = adding.quality == Some(name.as_str());
                    if ui.selectable_label(is_shown, name).on_hover_text(&quality.explanation).clicked() {
                        adding.quality = Some(name);
                    }
                }
                ui.add_space(STEP);
            }
        })
        .response;
    name(&response, "Add quality");
}

/// Says whether it was chosen.
fn show_measure(ui: &mut Ui, project: &Project, measure: Measure) -> bool {
    let unit = RichText::new(measure.unit().symbol()).small();
    let button = Button::new(measure.label()).shortcut_text(unit).min_size(egui::vec2(ui.available_width(), 0.0));
    let response = ui.add_enabled(subject(project, measure).is_some(), button);
    name(&response, &format!("Measure {}", measure.label()));
    let response = response.on_hover_text(&catalog().measure_text(measure).explanation);
    response.on_disabled_hover_text(why_no_subject(measure)).clicked()
}

/// What the measure is most likely meant of: the usual sort of thing, or whatever there is.
fn subject(project: &Project, measure: Measure) -> Option<Subject> {
    let first = || subjects(project, measure).into_iter().next().map(|(subject, _)| subject);
    sensible_subject(project, measure).or_else(first)
}
