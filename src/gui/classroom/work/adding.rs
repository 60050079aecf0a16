//! Adding a quality: first what matters, then how it is measured.

use egui::style::ScrollAnimation;
use egui::{Align, Button, ComboBox, Rect, RichText, Ui, Vec2};

use super::form::Form;
use super::known::has_value;
use crate::catalog::{QualityGroup, catalog};
use crate::edit::{Edit, create};
use crate::gui::fields::{caption, card, name};
use crate::gui::requirements::{sensible_subject, subjects, why_no_subject};
use crate::gui::theme::{STEP, palette, strong};
use crate::model::{Measure, Project, Subject};

/// Height of the list of qualities from which on it is scrolled.
const LIST: f32 = 440.0;
/// Frames in which the list is laid out; it keeps the place that it was scrolled to last unless it is led back to the top.
const LAID_OUT: usize = 2;

/// The quality that is about to be added.
#[derive(Default)]
pub(super) struct Adding {
    /// Its name in the catalogue.
    quality: Option<&'static str>,
    /// For how many frames the list has been open.
    frames: usize,
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
            if show_measure(ui, form, measure)
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
    let frames = adding.frames;
    let list = ComboBox::from_id_salt("quality to add")
        .selected_text("Add quality…")
        .width(ui.available_width())
        .height(LIST)
        .show_ui(ui, |ui| {
            if frames < LAID_OUT {
                let top = Rect::from_min_size(ui.cursor().min, Vec2::ZERO);
                ui.scroll_to_rect_animation(top, Some(Align::Min), ScrollAnimation::none());
                ui.ctx().request_repaint();
            }
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
        });
    adding.frames = if list.inner.is_some() { frames.saturating_add(1) } else { 0 };
    name(&list.response, "Add quality");
}

/// Says whether it was chosen.
fn show_measure(ui: &mut Ui, form: &Form<'_, '_>, measure: Measure) -> bool {
    let project = &form.project;
    let unit = RichText::new(measure.unit().symbol()).small();
    let button = Button::new(measure.label()).shortcut_text(unit).min_size(egui::vec2(ui.available_width(), 0.0));
    let response = ui.add_enabled(subject(project, measure).is_some(), button);
    name(&response, &format!("Measure {}", measure.label()));
    let response = response.on_hover_text(&catalog().measure_text(measure).explanation);
    let is_chosen = response.on_disabled_hover_text(why_no_subject(measure)).clicked();
    if has_value(form.scene.session, measure) == Some(false) {
        let hint = "No design has a value of it: nothing measures, computes or judges it yet";
        caption(ui, "no value yet").on_hover_text(hint);
    }
    is_chosen
}

/// What the measure is most likely meant of: the usual sort of thing, or whatever there is.
fn subject(project: &Project, measure: Measure) -> Option<Subject> {
    let first = || subjects(project, measure).into_iter().next().map(|(subject, _)| subject);
    sensible_subject(project, measure).or_else(first)
}
