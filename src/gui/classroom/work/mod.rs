//! The panel that guides a group through an exercise: one part of the answer after the other, beside every stage.

mod adding;
mod brief;
mod choice;
mod constraints;
mod form;
mod hand_in;
mod head;
mod known;
mod qualities;
mod rejection;
#[cfg(test)]
mod stories;
#[cfg(test)]
mod stories_beside;
mod weights;

use std::sync::Arc;
use std::time::Duration;

use egui::{Align, Frame, Margin, Panel, Ui};

use self::adding::Adding;
use self::form::Form;
use crate::classroom::{Step, StepKind, steps};
use crate::gui::Scene;
use crate::gui::fields::beside_next_field;
use crate::gui::icons::Sign;
use crate::gui::requirements::{note, scroll};
use crate::gui::theme::{STEP, palette};
use crate::model::RequirementId;

/// Width of the panel; the stages keep what they need of a window of 1280 points.
const WIDTH: f32 = 320.0;
/// Narrowest and widest that it can be pulled.
const WIDTHS: std::ops::RangeInclusive<f32> = 280.0..=440.0;
/// Width of what is left of it when it is folded away.
const STRIP: f32 = 64.0;
/// Between two looks at the clock while it runs.
const TICK: Duration = Duration::from_millis(500);

/// What of the panel can be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// A part of the answer.
    Step(StepKind),
    /// What is missing, and handing in.
    HandIn,
}

/// What was asked for in the panel that is not an edit of the project.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Wish {
    /// Opens a part; closes all.
    Open(Option<Part>),
    /// Folds the panel away, or opens it again.
    Fold(bool),
    /// Shows a requirement on its stage.
    Show(RequirementId),
}

/// What the window remembers of it.
#[derive(Default)]
pub(super) struct WorkView {
    /// The document that all this is about, see [`crate::session::Session::document_number`].
    document: Option<u64>,
    open: Option<Part>,
    is_folded: bool,
    /// The part that is open was just opened: it is brought into sight.
    is_turned: bool,
    /// Granted with the next frame: a field that is left by the click gives its text first.
    wish: Option<Wish>,
    adding: Adding,
    asked_for: Option<RequirementId>,
}

impl WorkView {
    pub fn show(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let project = Arc::clone(scene.session.project());
        if project.breakout.is_none() {
            return;
        }
        let steps = steps(&project, scene.session.evidence());
        self.settle(scene.session.document_number(), &steps);
        if scene.session.timer().is_some_and(|timer| timer.is_running) {
            ui.ctx().request_repaint_after(TICK);
        }
        let ground = Frame::new().fill(palette(ui.visuals()).panel);
        let wish = if self.is_folded {
            let strip = Panel::left("folded work").frame(ground.inner_margin(6)).resizable(false).exact_size(STRIP);
            strip.show(ui, |ui| head::show_strip(ui, scene, &steps)).inner
        } else {
            // In a narrow window the stage keeps its half.
            let widest = (ui.available_width() / 2.0).clamp(*WIDTHS.start(), *WIDTHS.end());
            let range = *WIDTHS.start()..=widest;
            let panel = Panel::left("work").frame(ground).default_size(WIDTH.min(widest)).size_range(range);
            panel.show(ui, |ui| beside_next_field(ui, |ui| self.show_panel(ui, scene, &steps))).inner
        };
        let granted = std::mem::replace(&mut self.wish, wish);
        if let Some(granted) = granted {
            self.grant(granted);
            // What was granted is shown by the next frame, whether or not anything else happens.
            ui.ctx().request_repaint();
        }
        if self.wish.is_some() {
            // The field that is written in has one more frame to give its text.
            if ui.ctx().text_edit_focused() {
                ui.memory_mut(|memory| memory.focused().into_iter().for_each(|id| memory.surrender_focus(id)));
            }
            ui.ctx().request_repaint();
        }
    }

    /// Whether it is folded away.
    pub fn is_folded(&self) -> bool {
        self.is_folded
    }

    /// The requirement that was asked for, to be shown on its stage.
    pub fn take_asked_for(&mut self) -> Option<RequirementId> {
        self.asked_for.take()
    }

    fn grant(&mut self, wish: Wish) {
        match wish {
            Wish::Open(part) => (self.open, self.is_turned) = (part, part.is_some()),
            Wish::Fold(is_folded) => self.is_folded = is_folded,
            Wish::Show(requirement) => self.asked_for = Some(requirement),
        }
    }

    /// Begins with what is missing first when something else is worked on: another exercise, or the same one anew.
    fn settle(&mut self, document: u64, steps: &[Step]) {
        if self.document == Some(document) {
            return;
        }
        let first = steps.iter().find(|step| !step.is_done());
        *self = Self {
            open: Some(first.map_or(Part::HandIn, |step| Part::Step(step.kind))),
            is_turned: true,
            document: Some(document),
            ..Self::default()
        };
    }

    fn show_panel(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, steps: &[Step]) -> Option<Wish> {
        let mut form = Form::begin(scene)?;
        let margin = Frame::new().inner_margin(Margin { left: 14, right: 14, top: 10, bottom: 6 });
        let mut wish = margin.show(ui, |ui| head::show(ui, &mut form, steps)).inner;
        ui.separator();
        scroll(ui, "work", |ui| {
            for (number, step) in steps.iter().enumerate() {
                let part = Part::Step(step.kind);
                let clicked = self.show_row(ui, number + 1, (step.label(), Some(step.is_done())), part);
                wish = clicked.or(wish.take());
                if self.open == Some(part) {
                    wish = self.show_step(ui, &mut form, step).or(wish.take());
                    wish = show_next(ui, steps.get(number + 1)).or(wish.take());
                }
            }
            let clicked = self.show_row(ui, steps.len() + 1, ("Hand in", None), Part::HandIn);
            wish = clicked.or(wish.take());
            if self.open == Some(Part::HandIn) {
                wish = hand_in::show(ui, &mut form, steps).or(wish.take());
            }
        });
        wish
    }

    /// The row of a part; says what a click on it asks for.
    fn show_row(
        &mut self,
        ui: &mut Ui,
        number: usize,
        (label, is_done): (&str, Option<bool>),
        part: Part,
    ) -> Option<Wish> {
        let is_open = self.open == Some(part);
        let row = head::show_row(ui, number, (label, is_done), is_open);
        if is_open && std::mem::take(&mut self.is_turned) {
            row.scroll_to_me(Some(Align::Min));
        }
        row.clicked().then_some(Wish::Open((!is_open).then_some(part)))
    }

    fn show_step(&mut self, ui: &mut Ui, form: &mut Form<'_, '_>, step: &Step) -> Option<Wish> {
        // Whether anything is missing may change while a slider below is dragged, which must stay the same one: a scope
        // counts as one whatever is in it.
        ui.scope(|ui| {
            if let Some(missing) = &step.missing {
                note(ui, Sign::Information, palette(ui.visuals()).accent, missing);
                ui.add_space(STEP);
            }
        });
        let wish = match step.kind {
            StepKind::Brief => {
                brief::show(ui, form);
                None
            }
            StepKind::Qualities => qualities::show(ui, form, &mut self.adding),
            StepKind::Constraints => constraints::show(ui, form),
            StepKind::Weights => weights::show(ui, form),
            StepKind::Choice => {
                choice::show(ui, form);
                None
            }
            StepKind::Rejection => {
                rejection::show(ui, form);
                None
            }
        };
        ui.add_space(2.0 * STEP);
        wish
    }
}

/// The way to the part that follows; handing in follows the last step.
fn show_next(ui: &mut Ui, next: Option<&Step>) -> Option<Wish> {
    let (part, label) = next.map_or((Part::HandIn, "Hand in"), |step| (Part::Step(step.kind), step.label()));
    let wish = ui.button(format!("Next: {label}")).clicked().then_some(Wish::Open(Some(part)));
    ui.add_space(2.0 * STEP);
    wish
}
