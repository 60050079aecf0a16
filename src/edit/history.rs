//! Undo and redo as labelled snapshots. A gesture opens a transaction, changes the project as often as it likes, and
//! commits once: one drag is one step.

use std::sync::Arc;

use super::edits::{Edit, EditError};
use crate::model::Project;

/// Steps kept, whatever the project's size; the oldest is forgotten first.
const FEWEST: usize = 100;
/// Steps kept at most.
const MOST: usize = 10_000;
/// Memory that the past may take, about, in bytes.
const MEMORY: usize = 512 << 20;

/// The project with its past and its undone future.
#[derive(Clone, Debug, Default)]
pub struct History {
    project: Arc<Project>,
    past: Vec<Snapshot>,
    future: Vec<Snapshot>,
    open: Option<Snapshot>,
}

/// The project as it was before a step.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// What the step did.
    pub label: String,
    /// The project without the step.
    pub project: Arc<Project>,
}

impl History {
    /// A project without past.
    pub fn new(project: Project) -> Self {
        Self { project: Arc::new(project), ..Self::default() }
    }

    /// The project as it is now.
    pub fn project(&self) -> &Arc<Project> {
        &self.project
    }

    /// Opens a transaction; one that was open is committed first.
    pub fn begin(&mut self, label: impl Into<String>) {
        self.commit();
        self.open = Some(Snapshot { label: label.into(), project: Arc::clone(&self.project) });
    }

    /// Makes an edit: inside the open transaction, or as a step of its own.
    ///
    /// # Errors
    /// The edit cannot be made; nothing has changed.
    pub fn edit(&mut self, edit: &Edit) -> Result<(), EditError> {
        if self.open.is_some() {
            return edit.apply(Arc::make_mut(&mut self.project));
        }
        self.begin(edit.label(&self.project));
        let outcome = edit.apply(Arc::make_mut(&mut self.project));
        self.commit();
        outcome
    }

    /// Ends the open transaction: one step, or none if nothing differs.
    pub fn commit(&mut self) {
        let Some(before) = self.open.take() else { return };
        if *before.project == *self.project {
            // The same value: keep the old allocation, so that nobody takes it for a change.
            self.project = before.project;
            return;
        }
        self.future.clear();
        self.past.push(before);
        let excess = self.past.len().saturating_sub(limit(&self.project));
        self.past.drain(..excess);
    }

    /// Takes the open transaction back.
    pub fn abort(&mut self) {
        if let Some(before) = self.open.take() {
            self.project = before.project;
        }
    }

    /// Whether a transaction is open.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// What undo would take back.
    pub fn undo_label(&self) -> Option<&str> {
        self.past.last().map(|step| step.label.as_str())
    }

    /// What redo would bring back.
    pub fn redo_label(&self) -> Option<&str> {
        self.future.last().map(|step| step.label.as_str())
    }

    /// Takes the last step back; an open transaction is committed first. Returns whether there was a step.
    pub fn undo(&mut self) -> bool {
        self.commit();
        let Some(step) = self.past.pop() else { return false };
        let now = std::mem::replace(&mut self.project, step.project);
        self.future.push(Snapshot { label: step.label, project: now });
        true
    }

    /// Brings the last undone step back. Returns whether there was one.
    pub fn redo(&mut self) -> bool {
        self.commit();
        let Some(step) = self.future.pop() else { return false };
        let now = std::mem::replace(&mut self.project, step.project);
        self.past.push(Snapshot { label: step.label, project: now });
        true
    }
}

/// How many steps are kept of a project of this size.
fn limit(project: &Project) -> usize {
    let system = &project.system;
    let drawn = system.components.len() + system.connectors.len() + system.nodes.len() + system.notes.len();
    let stated = project.requirements.len() + project.scenarios.len() + project.decisions.len();
    let others = stated + project.choices.len() + project.tasks.len();
    // A drawn element with its numbers and texts takes about a kilobyte.
    let bytes = 4096 + 1024 * (drawn + others);
    (MEMORY / bytes).clamp(FEWEST, MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn describe(name: &str) -> Edit {
        Edit::Describe { name: name.to_owned(), description: String::new() }
    }

    #[test]
    fn a_gesture_is_one_step_and_undo_redo_return_equal_projects() {
        let mut history = History::new(Project::default());
        history.begin("drag");
        for name in ["a", "b", "c"] {
            history.edit(&describe(name)).expect("describing always works");
        }
        history.commit();
        assert_eq!(history.undo_label(), Some("drag"));
        assert!(history.undo());
        assert_eq!(history.project().name, "");
        assert_eq!(history.redo_label(), Some("drag"));
        assert!(history.redo());
        assert_eq!(history.project().name, "c");
        assert!(!history.redo());
    }

    #[test]
    fn abort_restores_and_an_empty_gesture_leaves_no_step() {
        let mut history = History::new(Project::default());
        history.begin("drag");
        history.edit(&describe("a")).expect("describing always works");
        history.abort();
        assert_eq!(history.project().name, "");
        history.begin("nothing");
        history.edit(&describe("")).expect("describing always works");
        history.commit();
        assert_eq!(history.undo_label(), None);
    }

    #[test]
    fn the_past_is_bounded_and_a_new_step_clears_the_future() {
        let mut history = History::new(Project::default());
        for index in 0..MOST + 20 {
            history.edit(&describe(&format!("step {index}"))).expect("describing always works");
        }
        let mut steps = 0;
        while history.undo() {
            steps += 1;
        }
        assert_eq!(steps, MOST);
        history.edit(&describe("other")).expect("describing always works");
        assert_eq!(history.redo_label(), None);
    }
}
