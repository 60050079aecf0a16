//! The situation in which a requirement must hold: source, stimulus, environment and response of its scenario; artifact
//! and response measure are its subject and its limit.

use egui::{RichText, Ui};

use super::Draft;
use crate::catalog::{Example, catalog};
use crate::gui::fields::{caption, hinted_text_field};
use crate::gui::theme::{STEP, palette};
use crate::model::{Measure, Project, Quantity, Requirement, Situation};

/// The parts that are stated in words: name, and where it stands.
type Part = (&'static str, fn(&mut Situation) -> &mut String, fn(&Example) -> &str);

const PARTS: [Part; 4] = [
    ("Source: who or what acts", |situation| &mut situation.source, |example| &example.source),
    ("Stimulus: what it does", |situation| &mut situation.stimulus, |example| &example.stimulus),
    ("Environment: under which circumstances", |situation| &mut situation.environment, |example| &example.environment),
    ("Response: what happens then", |situation| &mut situation.response, |example| &example.response),
];

pub(super) fn show(ui: &mut Ui, project: &Project, draft: &mut Draft<'_, '_>) {
    let weak = palette(ui.visuals()).weak;
    let measure = draft.requirement.measure.measure;
    let example = &catalog().quality_of(measure).example;
    let mut situation = draft.requirement.situation.clone();
    for (label, part, shown) in PARTS {
        let value = part(&mut situation).clone();
        let hint = format!("e.g. {}", shown(example));
        if let Some(text) = hinted_text_field(ui, (label, draft.id), (label, &hint), &value) {
            draft.change(|requirement| *part(&mut requirement.situation) = text);
        }
        ui.add_space(STEP);
    }
    let subject = project.subject_name(&draft.requirement.measure.subject);
    caption(ui, &format!("Artifact: {subject}. Response measure: {}.", draft.requirement.relation()));
    ui.add_space(STEP);
    let is_empty = draft.requirement.situation.is_empty();
    let offer = ui.add_enabled(is_empty, egui::Button::new("Begin with the worked example").small());
    let offer = offer.on_hover_text("Fills in a situation of another system, to be changed into yours.");
    if offer.on_disabled_hover_text("A situation is stated already.").clicked() {
        draft.change(|requirement| follow(requirement, measure, example));
    }
    ui.label(RichText::new(format!("Why in the example: {}", example.rationale)).small().color(weak));
}

/// States what the example states, where nothing is stated yet.
fn follow(requirement: &mut Requirement, measure: Measure, example: &Example) {
    for (_, part, shown) in PARTS {
        shown(example).clone_into(part(&mut requirement.situation));
    }
    if !requirement.threshold.is_known() && example.measure == measure {
        let read = Quantity::parse(&example.threshold, measure.unit());
        requirement.threshold = read.unwrap_or(requirement.threshold);
    }
}
