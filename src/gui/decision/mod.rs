//! The stage "Decision": the record of what was decided and why, and the report about it.

mod design;
mod export;
mod outcome;
mod record;
#[cfg(test)]
mod tests;

use egui::{CentralPanel, Frame, Panel, RichText, Ui};

use super::Scene;
use super::fields::{empty_state, primary_button};
use super::icons::Sign;
use super::requirements::{note, scroll};
use super::theme::{STEP, palette};
use crate::model::Decision;
use crate::session::{Action, Session, Stage};

/// Width of the panel with the export.
const EXPORT: f32 = 310.0;
/// Lines longer than this are hard to read.
const WIDEST: f32 = 860.0;

/// Shows the stage in all the space that `ui` has.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>) {
    let ground = Frame::new().fill(palette(ui.visuals()).panel);
    let panel = Panel::right("decision export").frame(ground).default_size(EXPORT).size_range(270.0..=420.0);
    panel.show(ui, |ui| scroll(ui, "export", |ui| export::show(ui, scene)));
    CentralPanel::default().frame(Frame::NONE).show(ui, |ui| {
        let session = scene.session;
        // What was already written stays in sight, whatever became of the designs.
        if session.space().axes().is_empty() && session.project().decision == Decision::default() {
            show_no_design(ui, scene);
            return;
        }
        scroll(ui, "record", |ui| {
            ui.set_max_width(ui.available_width().min(WIDEST));
            record::show(ui, scene);
        });
    });
}

fn show_no_design(ui: &mut Ui, scene: &mut Scene<'_>) {
    let session = scene.session;
    let text = "A design takes one option for every open choice: which model fills a component, which node it runs on, \
                how many replicas there are. As soon as something is left open, there are designs to decide between.";
    let stage = stage_of_remedy(session);
    empty_state(ui, "There is nothing to decide yet", text, |ui| {
        show_open_choices(ui, session);
        if primary_button(ui, &format!("Go to the stage {}", stage.label())).clicked() {
            scene.ask(Action::GoTo(stage));
        }
    });
}

/// Says which choices have no option yet, and what to do about each.
fn show_open_choices(ui: &mut Ui, session: &Session) {
    let caution = palette(ui.visuals()).caution;
    for sentence in session.space().open() {
        note(ui, Sign::Warning, caution, RichText::new(sentence));
        ui.add_space(STEP);
    }
}

/// Where options come from: candidates from the stage Models, all else from the drawing.
fn stage_of_remedy(session: &Session) -> Stage {
    if session.project().choices.is_empty() { Stage::Sketch } else { Stage::Models }
}
