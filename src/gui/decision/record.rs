//! The record of one decision: how far it is, who decides, the problem, the designs, and the reasons.

use std::sync::Arc;

use egui::{Button, RichText, Ui};
use strum::IntoEnumIterator as _;

use super::dates::date_field;
use super::{design, drivers, outcome};
use crate::edit::{Edit, create};
use crate::gui::Scene;
use crate::gui::fields::{caption, long_text_field, primary_button, text_field};
use crate::gui::icons::Sign;
use crate::gui::requirements::note;
use crate::gui::theme::{STEP, palette, strong};
use crate::model::{Date, Decision, DecisionId, DecisionStatus, Design};
use crate::session::{Action, today};

/// One of the texts of a decision.
type Part = fn(&mut Decision) -> &mut String;

/// A record being shown; what was changed is put into the project at once.
struct Form<'s, 'a> {
    scene: &'s mut Scene<'a>,
    id: &'s DecisionId,
    decision: Decision,
}

/// Shows the record; gives another decision that is to be shown instead.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, id: &DecisionId, compared: &[Design]) -> Option<DecisionId> {
    let project = Arc::clone(scene.session.project());
    let decision = project.decisions.get(id)?.clone();
    let mut form = Form { scene, id, decision };
    form.show_title(ui);
    let other = form.show_relations(ui);
    form.show_dates(ui);
    form.text(ui, ("Context: the problem, and why it must be decided now", 3), |decision| &mut decision.context);
    ui.add_space(STEP);
    form.show_people(ui);
    ui.add_space(2.0 * STEP);
    if let Some(wanted) = drivers::show(ui, &project, &form.decision) {
        form.decision.drivers = wanted;
        form.put();
    }
    ui.add_space(2.0 * STEP);
    if let Some(wish) = design::show(ui, form.scene, &form.decision, compared) {
        wish.grant(&mut form.decision);
        form.put();
    }
    ui.add_space(3.0 * STEP);
    outcome::show(ui, form.scene.session, form.decision.design.as_ref());
    form.show_drafting(ui);
    form.text(ui, ("Rationale: why this design and not another", 6), |decision| &mut decision.rationale);
    let consequences = "Consequences: what is gained, what is given up, what follows";
    form.text(ui, (consequences, 5), |decision| &mut decision.consequences);
    form.text(ui, ("Confirmation: how it is checked", 4), |decision| &mut decision.confirmation);
    form.text(ui, ("Dissent: who is of another opinion, and why", 2), |decision| &mut decision.dissent);
    ui.add_space(3.0 * STEP);
    form.show_ending(ui);
    other
}

impl Form<'_, '_> {
    fn put(&mut self) {
        self.scene.edit(Edit::PutDecision(self.id.clone(), self.decision.clone()));
    }

    /// A text of several lines.
    fn text(&mut self, ui: &mut Ui, (label, rows): (&str, usize), part: Part) {
        let value = part(&mut self.decision).clone();
        if let Some(text) = long_text_field(ui, (label, self.id), label, &value, rows) {
            *part(&mut self.decision) = text;
            self.put();
        }
        ui.add_space(STEP);
    }

    fn show_title(&mut self, ui: &mut Ui) {
        if let Some(title) = text_field(ui, ("title", self.id), "Title", &self.decision.title) {
            self.decision.title = title;
            self.put();
        }
        ui.horizontal_wrapped(|ui| {
            caption(ui, "Status");
            for status in DecisionStatus::iter() {
                let is_current = self.decision.status == status;
                if ui.radio(is_current, status.label()).clicked() && !is_current {
                    self.decision = create::with_status(&self.decision, status, now());
                    self.put();
                }
            }
        });
    }

    /// Which decision it supersedes, and which supersedes it; gives one that was clicked.
    fn show_relations(&self, ui: &mut Ui) -> Option<DecisionId> {
        let (project, colors) = (self.scene.session.project(), palette(ui.visuals()));
        let mut clicked = None;
        let mut line = |ui: &mut Ui, words: &str, id: &DecisionId| {
            let name = project.decisions.get(id).map_or(id.as_str(), Decision::name);
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new(words).color(colors.weak));
                if ui.link(name).on_hover_text("Shows that decision").clicked() {
                    clicked = Some(id.clone());
                }
            });
        };
        if let Some(older) = self.decision.supersedes.as_ref().filter(|id| project.decisions.contains_key(*id)) {
            let is_accepted = self.decision.status == DecisionStatus::Accepted;
            line(ui, if is_accepted { "It supersedes" } else { "If it is accepted, it supersedes" }, older);
        }
        let superseded_by = project.superseded_by(self.id);
        if let Some(newer) = superseded_by {
            line(ui, "It is superseded by", newer);
        }
        let would =
            |other: &Decision| other.status == DecisionStatus::Proposed && other.supersedes.as_ref() == Some(self.id);
        for (newer, _) in project.decisions.iter().filter(|(_, other)| superseded_by.is_none() && would(other)) {
            line(ui, "It is to be superseded by the proposal", newer);
        }
        clicked
    }

    fn show_dates(&mut self, ui: &mut Ui) {
        let is_settled = self.decision.status != DecisionStatus::Proposed;
        // Other projects have decisions with the same identifiers.
        let file = self.scene.session.file();
        ui.columns(2, |columns| {
            if is_settled {
                let label = format!("{} on", self.decision.status.label());
                if date_field(&mut columns[0], ("date", self.id, file), &label, &mut self.decision.date) {
                    self.put();
                }
            } else {
                caption(&mut columns[0], "Date");
                let text = "set as soon as it is accepted or rejected";
                columns[0].label(RichText::new(text).color(palette(columns[0].visuals()).weak));
            }
            let label = "To be revisited on";
            if date_field(&mut columns[1], ("revisit", self.id, file), label, &mut self.decision.revisit) {
                self.put();
            }
        });
        let is_due = self.decision.revisit.zip(now()).is_some_and(|(revisit, now)| revisit <= now);
        if is_due && self.scene.session.project().superseded_by(self.id).is_none() {
            note(ui, Sign::Warning, palette(ui.visuals()).caution, "The day to look at it again has come.");
        }
        ui.add_space(STEP);
    }

    fn show_people(&mut self, ui: &mut Ui) {
        let parts: [(&str, Part); 3] = [
            ("Deciders", |decision| &mut decision.deciders),
            ("Consulted", |decision| &mut decision.consulted),
            ("Informed", |decision| &mut decision.informed),
        ];
        ui.columns(parts.len(), |columns| {
            for (ui, (label, part)) in columns.iter_mut().zip(parts) {
                let value = part(&mut self.decision).clone();
                if let Some(text) = text_field(ui, (label, self.id), label, &value) {
                    *part(&mut self.decision) = text;
                    self.put();
                }
            }
        });
    }

    /// The button that fills the empty reasons from the numbers.
    fn show_drafting(&mut self, ui: &mut Ui) {
        let session = self.scene.session;
        let is_empty = |text: &String| text.trim().is_empty();
        let texts = [&self.decision.rationale, &self.decision.consequences, &self.decision.confirmation];
        let why_not = if self.decision.design.is_none() {
            Some("Decide for a design first.")
        } else if !texts.into_iter().any(is_empty) {
            Some("Rationale, consequences and confirmation are written; empty one of them to have it drafted anew.")
        } else if session.is_computing() {
            Some("One moment: newer numbers are being worked out.")
        } else if self.decision.design.as_ref().is_some_and(|design| session.judged(design).is_none()) {
            Some("No numbers: the design is not one of those that were evaluated.")
        } else {
            None
        };
        ui.horizontal_wrapped(|ui| {
            ui.label(strong("Reasons"));
            let label = "Draft from the numbers";
            if let Some(why_not) = why_not {
                ui.add_enabled(false, Button::new(label)).on_disabled_hover_text(why_not);
            } else if primary_button(ui, label).on_hover_text("Fills what is empty; what was written stays").clicked()
                && let Some(draft) = session.draft(&self.decision)
            {
                let decision = &mut self.decision;
                for (text, drafted) in [
                    (&mut decision.rationale, draft.rationale),
                    (&mut decision.consequences, draft.consequences),
                    (&mut decision.confirmation, draft.confirmation),
                ] {
                    if text.trim().is_empty() {
                        *text = drafted;
                    }
                }
                let step = format!("draft the reasons of {}", self.decision.name());
                let edit = Edit::PutDecision(self.id.clone(), self.decision.clone());
                self.scene.ask(Action::EditAll(step, vec![edit]));
            }
            caption(ui, "what is met, gained and given up, what would flip it, how certain it is");
        });
        ui.add_space(STEP);
    }

    fn show_ending(&mut self, ui: &mut Ui) {
        let project = self.scene.session.project();
        let is_in_force = self.decision.status == DecisionStatus::Accepted && project.superseded_by(self.id).is_none();
        ui.horizontal_wrapped(|ui| {
            let supersede = ui.add_enabled(is_in_force, Button::new("Supersede by a new decision"));
            let why_not = "Only an accepted decision that nothing has superseded yet can be superseded.";
            let hint = "Begins a proposal about the same problem, which takes its place as soon as it is accepted";
            if supersede.on_hover_text(hint).on_disabled_hover_text(why_not).clicked()
                && let Some((id, decision)) = create::successor(project, self.id)
            {
                self.scene.edit(Edit::PutDecision(id, decision));
            }
            if ui.button("Remove this decision").clicked() {
                self.scene.edit(Edit::RemoveDecision(self.id.clone()));
            }
        });
    }
}

/// Today; `None` where the clock gives no day.
fn now() -> Option<Date> {
    today().parse().ok()
}
