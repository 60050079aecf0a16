//! What the design that is looked at leaves out of the drawing: it is drawn faintly and said to be left out.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::edit::as_designed;
use crate::model::{Design, ElementId, Pick, Project};

/// How much is seen of what is left out.
pub(super) const FAINT: f32 = 0.4;
/// What is said of it.
pub(super) const WORDS: &str = "left out in this design";

/// The elements that a design leaves out; worked out anew only when project or design is another one.
#[derive(Default)]
pub(super) struct Absent {
    known: Option<(Arc<Project>, Design)>,
    elements: BTreeSet<ElementId>,
}

impl Absent {
    /// Follows project and design.
    pub fn update(&mut self, project: &Arc<Project>, design: &Design) {
        let is_current = |(known, of): &(Arc<Project>, Design)| Arc::ptr_eq(known, project) && of == design;
        if !self.known.as_ref().is_some_and(is_current) {
            self.elements = left_out(project, design);
            self.known = Some((Arc::clone(project), design.clone()));
        }
    }

    /// Whether the design has everything that is drawn.
    pub fn is_empty(&self) -> bool {
        self.elements.is_empty()
    }

    /// Whether the design leaves an element out.
    pub fn contains(&self, element: &ElementId) -> bool {
        self.elements.contains(element)
    }
}

/// What goes with an element that is left out is left out as well, such as its connectors.
fn left_out(project: &Project, design: &Design) -> BTreeSet<ElementId> {
    if !design.picks.values().any(|pick| *pick == Pick::Present(false)) {
        return BTreeSet::new();
    }
    let designed = as_designed(project, design);
    project.system.elements().filter(|element| !designed.system.contains(element)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::TestProject;
    use crate::model::{Absence, ConnectorId, OpenQuestion};

    #[test]
    fn an_element_goes_with_its_connectors() {
        let project = TestProject::new()
            .component("app", &[])
            .component("check", &[])
            .component("store", &[])
            .call("app", "check", 1.0)
            .call("app", "store", 1.0)
            .choice("checks", "check", OpenQuestion::Presence(Absence::Dropped))
            .build();
        let project = Arc::new(project);
        let design = |is_there| Design { picks: [("checks".into(), Pick::Present(is_there))].into() };
        let mut absent = Absent::default();
        absent.update(&project, &design(false));
        let gone = [ElementId::Component("check".into()), ElementId::Connector(ConnectorId::new("app-check"))];
        assert_eq!(absent.elements, gone.clone().into());
        assert!(gone.iter().all(|element| absent.contains(element)));
        absent.update(&project, &design(true));
        assert!(absent.is_empty());
    }
}
