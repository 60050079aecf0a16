//! What a group's answer is made of while it is shown: what is changed goes into the project at once, and several changes
//! in one frame do not undo each other.

use std::sync::Arc;

use egui::Ui;

use crate::edit::{Edit, create};
use crate::gui::Scene;
use crate::gui::fields::long_text_field;
use crate::model::{Breakout, Decision, DecisionId, Design, Project, Requirement, RequirementId};
use crate::session::Action;

/// An answer being shown.
pub(super) struct Form<'s, 'a> {
    pub scene: &'s mut Scene<'a>,
    /// The project as it is in this frame.
    pub project: Arc<Project>,
    /// What the group says beside the project.
    pub breakout: Breakout,
    /// The decision that counts.
    pub decision: Option<(DecisionId, Decision)>,
}

impl<'s, 'a> Form<'s, 'a> {
    /// `None` outside of a class.
    pub fn begin(scene: &'s mut Scene<'a>) -> Option<Self> {
        let project = Arc::clone(scene.session.project());
        let breakout = project.breakout.clone()?;
        let decision = project.current_decision().map(|(id, decision)| (id.clone(), decision.clone()));
        Some(Self { scene, project, breakout, decision })
    }

    /// Changes what the group says beside the project.
    pub fn change(&mut self, change: impl FnOnce(&mut Breakout)) {
        change(&mut self.breakout);
        self.scene.edit(Edit::PutBreakout(Some(Box::new(self.breakout.clone()))));
    }

    /// Changes the decision; nothing while there is none.
    pub fn change_decision(&mut self, change: impl FnOnce(&mut Decision)) {
        if let Some((id, decision)) = &mut self.decision {
            change(decision);
            self.scene.edit(Edit::PutDecision(id.clone(), decision.clone()));
        }
    }

    /// Chooses a design, in a new decision if there is none yet.
    pub fn choose(&mut self, design: Design) {
        if self.decision.is_some() {
            self.change_decision(|decision| decision.choose(design));
        } else {
            let (id, decision) = create::decision_for(&self.project, design);
            self.scene.edit(Edit::PutDecision(id.clone(), decision.clone()));
            self.decision = Some((id, decision));
        }
    }

    /// Considers a design, in a new decision if there is none yet.
    pub fn consider(&mut self, design: Design) {
        let (id, mut decision) = self.decision.take().unwrap_or_else(|| create::decision(&self.project));
        decision.consider(design);
        self.scene.edit(Edit::PutDecision(id.clone(), decision.clone()));
        self.decision = Some((id, decision));
    }

    /// Rejects a design, which is then one of those that were considered.
    pub fn reject(&mut self, design: Design) {
        self.breakout.rejected = Some(design.clone());
        let mut edits = vec![Edit::PutBreakout(Some(Box::new(self.breakout.clone())))];
        if let Some((id, decision)) = &mut self.decision {
            decision.consider(design);
            edits.push(Edit::PutDecision(id.clone(), decision.clone()));
        }
        self.scene.ask(Action::EditAll("reject a design".to_owned(), edits));
    }

    /// Replaces a requirement if it was changed.
    pub fn put(&mut self, id: &RequirementId, changed: Requirement) {
        if self.project.requirements.get(id) != Some(&changed) {
            self.scene.edit(Edit::PutRequirement(id.clone(), changed));
        }
    }

    /// A text of the decision; nothing while there is none.
    pub fn decision_text(&mut self, ui: &mut Ui, (label, rows): (&str, usize), part: fn(&mut Decision) -> &mut String) {
        let Some((id, decision)) = &mut self.decision else { return };
        let value = part(decision).clone();
        if let Some(text) = long_text_field(ui, (label, &*id), label, &value, rows) {
            self.change_decision(|decision| *part(decision) = text);
        }
    }
}
