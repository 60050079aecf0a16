//! The stage "Decision": the records of what was decided and why, and the report about it.

mod considered;
mod dates;
mod design;
mod drivers;
mod list;
mod outcome;
mod record;
mod report;
#[cfg(test)]
mod tests;

pub(super) use considered::{MOST_CONSIDERED, title as design_title};
pub(super) use design::show_feasibility;

use std::sync::Arc;

use egui::{CentralPanel, Frame, Margin, Panel, RichText, Ui};
use strum::IntoEnumIterator as _;

use self::report::ReportPage;
use super::Scene;
use super::dialogs::Purpose;
use super::fields::{empty_state, primary_button};
use super::icons::Sign;
use super::requirements::{note, scroll};
use super::theme::{STEP, palette};
use crate::edit::{Edit, create};
use crate::model::{DecisionId, Design, Project};
use crate::session::{Action, Session, Stage};

/// Width of the list of decisions.
const LIST: f32 = 244.0;
/// Frames until a text that was left by a click has become part of the project.
const FRAMES_TO_ARRIVE: u8 = 2;
/// Lines longer than this are hard to read.
const WIDEST: f32 = 860.0;

/// What there is to see on the stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumIter)]
enum Page {
    /// What was decided and why.
    #[default]
    Record,
    /// What is handed on.
    Report,
}

/// What the stage remembers between frames.
#[derive(Default)]
pub(super) struct DecisionView {
    page: Page,
    report: ReportPage,
    selected: Option<DecisionId>,
    /// The decision that was selected before a click on another one, with the frames in which its texts may still arrive.
    left: Option<(DecisionId, u8)>,
    /// The project when it was looked at last.
    seen: Arc<Project>,
}

impl DecisionView {
    /// Shows the stage in all the space that `ui` has; `compared` are designs that stand side by side elsewhere.
    pub fn show(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, compared: &[Design]) {
        let looks = self.shows_report() && report::is_possible(scene.session);
        if looks != scene.session.is_report_wanted() {
            scene.ask(Action::WantReport(looks));
        }
        // What is shown now: a field that a click on another page takes the focus from still gives its text.
        let page = self.page;
        let bar = Frame::new().fill(palette(ui.visuals()).panel).inner_margin(Margin::symmetric(14, 5));
        Panel::top("decision pages").frame(bar).show(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                for page in Page::iter() {
                    ui.selectable_value(&mut self.page, page, page.label()).on_hover_text(page.meaning());
                }
            });
        });
        match page {
            Page::Record => self.show_record(ui, scene, compared),
            Page::Report => self.report.show(ui, scene),
        }
        if self.page != page {
            ui.ctx().request_repaint();
        }
    }

    /// Whether the report is in sight on this stage.
    pub fn shows_report(&self) -> bool {
        self.page == Page::Report
    }

    /// Turns to the report.
    pub fn turn_to_report(&mut self) {
        self.page = Page::Report;
    }

    /// What a file is asked for to export the report as it was chosen, if it can be exported now.
    pub fn export(&self, session: &Session) -> Option<Purpose> {
        self.report.can_export(session).then(|| self.report.purpose())
    }

    fn show_record(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, compared: &[Design]) {
        let project = Arc::clone(scene.session.project());
        let ground = Frame::new().fill(palette(ui.visuals()).panel);
        let mut clicked = None;
        if !project.decisions.is_empty() {
            let panel = Panel::left("decisions").frame(ground).default_size(LIST).size_range(170.0..=320.0);
            panel.show(ui, |ui| {
                scroll(ui, "decisions", |ui| clicked = list::show(ui, scene, self.selected.as_ref()));
            });
        }
        CentralPanel::default().frame(Frame::NONE).show(ui, |ui| match &self.selected {
            Some(id) => {
                let other = scroll(ui, &format!("record {id}"), |ui| {
                    ui.set_max_width(ui.available_width().min(WIDEST));
                    record::show(ui, scene, id, compared)
                });
                clicked = clicked.take().or(other);
            }
            None => show_no_decision(ui, scene),
        });
        // Afterwards: a field that loses the focus to a click in the list still belongs to the old selection.
        if clicked.is_some() {
            self.left = self.selected.take().map(|left| (left, FRAMES_TO_ARRIVE));
            self.selected = clicked;
            ui.ctx().request_repaint();
        }
    }

    /// Selects the decision that was begun or changed elsewhere; what was selected may have gone. To be called in every
    /// frame, whichever stage is shown: a decision that is begun on another stage would look like all the others if the
    /// project had not been seen before.
    pub fn follow(&mut self, project: &Arc<Project>) {
        if !Arc::ptr_eq(&self.seen, project) {
            let left = self.left.as_ref().map(|(left, _)| left);
            let is_other = |id: &DecisionId| {
                self.selected.as_ref() != Some(id)
                    && left != Some(id)
                    && self.seen.decisions.get(id) != project.decisions.get(id)
            };
            let mut changed = project.decisions.keys().filter(|id| is_other(id));
            if let (Some(one), None) = (changed.next(), changed.next()) {
                self.selected = Some(one.clone());
            }
            self.seen = Arc::clone(project);
        }
        self.left = self.left.take().filter(|(_, frames)| *frames > 0).map(|(left, frames)| (left, frames - 1));
        if !self.selected.as_ref().is_some_and(|id| project.decisions.contains_key(id)) {
            let current = project.current_decision().map(|(id, _)| id.clone());
            self.selected = current.or_else(|| project.decisions.keys().next().cloned());
        }
    }
}

impl Page {
    fn label(self) -> &'static str {
        match self {
            Self::Record => "Record",
            Self::Report => "Report",
        }
    }

    fn meaning(self) -> &'static str {
        match self {
            Self::Record => "What was decided, out of what, by whom and why",
            Self::Report => "The decision with all its numbers, to read here and to export",
        }
    }
}

fn show_no_decision(ui: &mut Ui, scene: &mut Scene<'_>) {
    let session = scene.session;
    let begin = |ui: &mut Ui, scene: &mut Scene<'_>| {
        if ui.button("Begin a decision").on_hover_text("A record without a design as yet").clicked() {
            let (id, decision) = create::decision(session.project());
            scene.edit(Edit::PutDecision(id, decision));
        }
    };
    if session.space().axes().is_empty() {
        let text = "A design takes one option for every open choice: which model fills a component, which node it runs \
                    on, how many replicas there are. As soon as something is left open, there are designs to decide \
                    between.";
        let stage = stage_of_remedy(session);
        empty_state(ui, "There is nothing to decide yet", text, |ui| {
            show_open_choices(ui, session);
            if primary_button(ui, &format!("Go to the stage {}", stage.label())).clicked() {
                scene.ask(Action::GoTo(stage));
            }
            begin(ui, scene);
        });
        return;
    }
    let text = "A decision says which design was chosen out of which, by whom, and why. The first draft of the reasons \
                is written from the numbers.";
    empty_state(ui, "Nothing is decided yet", text, |ui| {
        show_open_choices(ui, session);
        if primary_button(ui, design::DECIDE).clicked() {
            let (id, decision) = create::decision_for(session.project(), session.design().clone());
            scene.edit(Edit::PutDecision(id, decision));
        }
        if ui.button(format!("Go to the stage {}", Stage::Tradeoffs.label())).clicked() {
            scene.ask(Action::GoTo(Stage::Tradeoffs));
        }
        begin(ui, scene);
    });
}

/// Says which choices have no option yet, and what to do about each.
pub(super) fn show_open_choices(ui: &mut Ui, session: &Session) {
    let caution = palette(ui.visuals()).caution;
    for sentence in session.space().open() {
        note(ui, Sign::Warning, caution, RichText::new(sentence));
        ui.add_space(STEP);
    }
}

/// Where options come from: candidates from the stage Models, all else from the drawing.
pub(super) fn stage_of_remedy(session: &Session) -> Stage {
    if session.project().choices.is_empty() { Stage::Sketch } else { Stage::Models }
}
