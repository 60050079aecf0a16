//! The component whose model is worked on: its task, its candidates and where each of them stands.

use super::status::Status;
use super::table::Row;
use crate::catalog::catalog;
use crate::edit::create;
use crate::model::{
    Algorithm, Candidate, CandidateId, ChoiceId, ComponentId, DatasetSource, ElementId, Goal, LearningTask,
    OpenQuestion, Pick, Project,
};
use crate::session::Session;
use crate::work::JobName;

/// What the parts of the stage read about the component.
pub(super) struct Stand<'a> {
    /// The application's state.
    pub session: &'a Session,
    /// The component.
    pub component: &'a ComponentId,
    /// What it learns.
    pub task: &'a LearningTask,
    /// The open choice of the component's model.
    pub choice: Option<&'a ChoiceId>,
}

impl<'a> Stand<'a> {
    /// The candidate's name among all trainings.
    pub fn name_of(&self, candidate: &CandidateId) -> JobName {
        (self.component.clone(), candidate.clone())
    }

    /// What is predicted; yes or no as long as the dataset is missing.
    pub fn goal(&self) -> &'a Goal {
        static USUAL: Goal = Goal::Binary { positive: String::new() };
        self.session.project().datasets.get(&self.task.dataset).map_or(&USUAL, |dataset| &dataset.goal)
    }

    /// The families of the starting set that no candidate is of.
    pub fn missing_of_starting_set(&self) -> Vec<Algorithm> {
        let dataset = self.session.project().datasets.get(&self.task.dataset);
        let are_images = dataset.is_some_and(|dataset| matches!(dataset.source, DatasetSource::Images { .. }));
        let mut families = if are_images {
            Algorithm::starting_set_for_images(self.goal())
        } else {
            Algorithm::starting_set(self.goal())
        };
        families.retain(|algorithm| !create::has_family(self.task, algorithm));
        families
    }

    /// Tells the curves of this candidate from those of others.
    pub fn curve_id(&self, candidate: &CandidateId) -> String {
        format!("{} {candidate}", self.component)
    }

    /// The candidate in the design that is looked at.
    pub fn picked(&self) -> Option<&'a CandidateId> {
        match self.session.design().picks.get(self.choice?)? {
            Pick::Candidate(id) => Some(id),
            _ => None,
        }
    }

    /// The open choice of what decides the cases that the component's model is not sure of.
    pub fn second_choice(&self) -> Option<&'a ChoiceId> {
        open(self.session.project(), self.component, &OpenQuestion::Cascade)
    }

    /// The candidates in the user's order.
    pub fn rows(&self) -> Vec<Row<'a>> {
        let picked = self.picked();
        let row = |(id, candidate): (&'a CandidateId, &'a Candidate)| {
            let status = Status::of(self.session, &self.name_of(id));
            let evidence = self.session.evidence().get(self.component, id);
            Row { id, candidate, status, evidence, is_in_design: picked == Some(id) }
        };
        self.task.candidates.iter().map(row).collect()
    }
}

/// The components that a model fills, those with a learning task first.
pub(super) fn components(project: &Project) -> Vec<ComponentId> {
    let has_task = |id: &&ComponentId| project.tasks.contains_key(*id);
    let with_task = project.system.components.keys().filter(has_task);
    let could = project.system.components.iter().filter(|(id, component)| {
        catalog().component_kind(&component.kind).is_some_and(|kind| kind.learns) && !project.tasks.contains_key(*id)
    });
    with_task.chain(could.map(|(id, _)| id)).cloned().collect()
}

/// What is selected on the drawing, else the first.
pub(super) fn first_choice(session: &Session, components: &[ComponentId]) -> Option<ComponentId> {
    let is_selected = |id: &&ComponentId| session.selection().contains(&ElementId::Component((*id).clone()));
    components.iter().find(is_selected).or_else(|| components.first()).cloned()
}

/// The open choice of the component's model.
pub(super) fn open_choice<'a>(project: &'a Project, component: &ComponentId) -> Option<&'a ChoiceId> {
    open(project, component, &OpenQuestion::Candidate)
}

fn open<'a>(project: &'a Project, component: &ComponentId, question: &OpenQuestion) -> Option<&'a ChoiceId> {
    let mut choices = project.choices.iter();
    choices.find(|(_, choice)| choice.is_about(component) && choice.question == *question).map(|(id, _)| id)
}
