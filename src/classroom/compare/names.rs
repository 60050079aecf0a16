//! What measures of things are called where several projects may know the thing.

use crate::model::{MeasureKey, Project};

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
        let knowing = self.projects.iter().find(|project| project.has_subject(&key.subject)).or(self.projects.first());
        knowing.map_or_else(|| Project::default().measure_name(key), |project| project.measure_name(key))
    }
}
