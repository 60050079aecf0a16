//! What measures of things are called where several projects may know the thing.

use crate::model::{MeasureKey, Project, Subject};

/// Projects in the order in which they are asked for names.
#[derive(Debug)]
pub(super) struct Names<'a> {
    projects: Vec<&'a Project>,
}

impl<'a> Names<'a> {
    /// Names by the first of these projects that has the thing.
    pub fn of(projects: Vec<&'a Project>) -> Self {
        Self { projects }
    }

    /// The measure with its subject.
    pub fn name(&self, key: &MeasureKey) -> String {
        let knowing = self.projects.iter().find(|project| has(project, &key.subject)).or(self.projects.first());
        knowing.map_or_else(|| Project::default().measure_name(key), |project| project.measure_name(key))
    }
}

fn has(project: &Project, subject: &Subject) -> bool {
    match subject {
        Subject::System => true,
        Subject::Scenario(id) => project.scenarios.contains_key(id),
        Subject::Dataset(id) => project.datasets.contains_key(id),
        Subject::Component(_) | Subject::Connector(_) | Subject::Node(_) => {
            subject.element().is_some_and(|element| project.system.contains(&element))
        }
    }
}
