//! A design that was considered and is not taken, and why.

use egui::{RichText, Ui};

use super::choice::show_picks;
use super::form::Form;
use crate::gui::decision::{design_title, show_feasibility};
use crate::gui::fields::{caption, card, long_text_field, pick};
use crate::gui::theme::{STEP, palette};
use crate::model::Design;

pub(super) fn show(ui: &mut Ui, form: &mut Form<'_, '_>) {
    let session = form.scene.session;
    let options = options(form);
    if options.is_empty() {
        let text = "There is no other design yet. Look at one that is not chosen, at the stage Trade-offs, or consider \
                    it in the step before.";
        ui.label(RichText::new(text).color(palette(ui.visuals()).weak));
    } else {
        caption(ui, "A considered design, or the one that is looked at");
        let rejected = form.breakout.rejected.clone().unwrap_or_default();
        if let Some(rejected) = pick(ui, "rejected", "Rejected design", &rejected, &options) {
            form.reject(rejected);
        }
    }
    if let Some(rejected) = form.breakout.rejected.clone() {
        ui.add_space(STEP);
        card(ui, |ui| {
            ui.set_width(ui.available_width());
            show_picks(ui, session, &rejected);
            show_feasibility(ui, session, ("The rejected design", &rejected));
        });
    }
    ui.add_space(STEP);
    let label = "Why it was rejected, and what is given up without it";
    if let Some(why) = long_text_field(ui, "why rejected", label, &form.breakout.why_rejected, 4) {
        form.change(|breakout| breakout.why_rejected = why);
    }
}

/// The rejected design, those that were considered, and the one that is looked at; not the chosen one.
fn options(form: &Form<'_, '_>) -> Vec<(Design, String)> {
    let session = form.scene.session;
    let decision = form.decision.as_ref().map(|(_, decision)| decision);
    let chosen = decision.and_then(|decision| decision.design.as_ref());
    let looked_at = Some(session.design()).filter(|design| !design.picks.is_empty());
    let considered = decision.into_iter().flat_map(|decision| decision.considered.iter());
    let mut designs: Vec<&Design> = Vec::new();
    for design in form.breakout.rejected.iter().chain(considered).chain(looked_at) {
        if Some(design) != chosen && !designs.contains(&design) {
            designs.push(design);
        }
    }
    designs.into_iter().map(|design| (design.clone(), design_title(session, design))).collect()
}
