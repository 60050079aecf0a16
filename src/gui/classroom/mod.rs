//! Breakouts in the window: the panel that guides a group, the page on which an exercise is prepared, and the page on
//! which a class is compared.

mod compare;
mod prepare;
mod work;

use egui::{ScrollArea, Ui};

use super::Scene;
use crate::model::RequirementId;
use crate::session::Session;
use compare::CompareView;
use prepare::PrepareView;
use work::WorkView;

/// Whether a page of the classroom stands in place of the stages.
pub(super) fn takes_the_page(session: &Session) -> bool {
    session.class().is_some() || session.exercise_draft().is_some()
}

/// What the window remembers about breakouts.
#[derive(Default)]
pub(super) struct ClassroomView {
    work: WorkView,
    prepare: PrepareView,
    compare: CompareView,
}

impl ClassroomView {
    /// Whether a class is on the projector: nothing else is to be in sight.
    pub fn is_presenting(&self, session: &Session) -> bool {
        session.class().is_some() && self.compare.is_presenting()
    }

    /// The page that stands in place of the stages: a class that is compared before an exercise that is prepared.
    pub fn show_page(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        // A table of a class scrolls by itself, and a presentation has the whole page.
        if scene.session.class().is_some() {
            self.compare.show(ui, scene);
            return;
        }
        ScrollArea::vertical().id_salt("classroom").auto_shrink(false).show(ui, |ui| self.prepare.show(ui, scene));
    }

    /// Beside every stage, while an exercise is worked on: what the group was asked, and how far it is.
    pub fn show_work(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        if is_at_work(scene.session) {
            self.work.show(ui, scene);
        }
    }

    /// Whether the guide stands beside the stage and takes room from it.
    pub fn is_guiding(&self, session: &Session) -> bool {
        is_at_work(session) && !self.work.is_folded()
    }

    /// The requirement that was asked for beside the stage, to be shown on its own.
    pub fn take_asked_for(&mut self) -> Option<RequirementId> {
        self.work.take_asked_for()
    }
}

/// Whether an exercise is worked on.
fn is_at_work(session: &Session) -> bool {
    session.is_open() && session.project().breakout.is_some()
}
