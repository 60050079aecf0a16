//! What is drawn, found in the background where that takes long: until then new lines run anyhow.

use std::sync::Arc;

use egui::Context;

use crate::diagram::Diagram;
use crate::gui::waking;
use crate::model::{Project, ViewKey};
use crate::work::{Background, Monitor, Poll};

/// With more connectors than this, finding their ways would be felt.
const MANY: usize = 400;

/// The drawing with its lines.
#[derive(Default)]
pub(super) struct Routing {
    /// What is shown.
    shown: Arc<Diagram>,
    /// The last one whose lines have all found their ways.
    settled: Arc<Diagram>,
    search: Option<Background<Option<Diagram>>>,
}

impl Routing {
    /// What is shown now.
    pub fn shown(&self) -> &Arc<Diagram> {
        &self.shown
    }

    /// The drawing of a view of the project.
    pub fn diagram(&mut self, project: &Arc<Project>, view: &ViewKey, context: &Context) -> Arc<Diagram> {
        if is_of(&self.shown, project, view) {
            self.take_over(project, view);
        } else if project.system.connectors.len() > MANY {
            self.shown = Arc::new(self.settled.sketchy(project, view));
            self.search = self.start(project, view, context);
        } else {
            self.settle(self.settled.next(project, view));
        }
        Arc::clone(&self.shown)
    }

    fn settle(&mut self, diagram: Diagram) {
        self.search = None;
        self.settled = Arc::new(diagram);
        self.shown = Arc::clone(&self.settled);
    }

    fn start(&self, project: &Arc<Project>, view: &ViewKey, context: &Context) -> Option<Background<Option<Diagram>>> {
        let (settled, project, view) = (Arc::clone(&self.settled), Arc::clone(project), view.clone());
        let search =
            move |monitor: &Monitor| settled.next_while(&project, &view, &|| monitor.progress(0, 0).is_continue());
        Background::start("lines", &waking(context), search).ok()
    }

    fn take_over(&mut self, project: &Arc<Project>, view: &ViewKey) {
        let Some(search) = &self.search else { return };
        match search.poll() {
            Poll::Pending => {}
            Poll::Ready(Some(diagram)) if is_of(&diagram, project, view) => self.settle(diagram),
            // What was overtaken, or failed, is given up: the plain lines stay.
            Poll::Ready(_) | Poll::Crashed => self.search = None,
        }
    }
}

fn is_of(diagram: &Diagram, project: &Arc<Project>, view: &ViewKey) -> bool {
    Arc::ptr_eq(diagram.project(), project) && diagram.view() == view
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::edit::{Edit, create};
    use crate::model::{ConnectorKind, Point};

    /// A row of components, each calling the one after the next: every line has a box in its way.
    fn row(connectors: usize) -> Project {
        let mut project = Project::default();
        let (_, prototype) = create::component(&project, "service", Point::default());
        for index in 0..connectors + 2 {
            let mut component = prototype.clone();
            component.shape.corner = Point::new(index as f32 * 220.0, 0.0);
            Edit::PutComponent(format!("c{index}").as_str().into(), component).apply(&mut project).unwrap();
        }
        for index in 0..connectors {
            let ends = [index, index + 2].map(|index| format!("c{index}").as_str().into());
            let (_, connector) = create::connector(&project, &ends[0], &ends[1], ConnectorKind::SynchronousCall);
            Edit::PutConnector(format!("k{index}").as_str().into(), connector).apply(&mut project).unwrap();
        }
        project
    }

    #[test]
    fn few_lines_find_their_ways_at_once() {
        let (project, context) = (Arc::new(row(10)), Context::default());
        let mut routing = Routing::default();
        let shown = routing.diagram(&project, &ViewKey::Everything, &context);
        assert_eq!(shown.connectors, Diagram::of(&project).connectors);
        assert!(routing.search.is_none());
    }

    #[test]
    fn many_lines_are_drawn_plainly_until_their_ways_are_found() {
        let (project, context) = (Arc::new(row(MANY + 1)), Context::default());
        let mut routing = Routing::default();
        let first = routing.diagram(&project, &ViewKey::Everything, &context);
        assert_eq!(first.connectors.len(), MANY + 1);
        let wanted = Diagram::of(&project).connectors;
        assert_ne!(first.connectors, wanted);
        let deadline = Instant::now() + Duration::from_mins(1);
        while routing.diagram(&project, &ViewKey::Everything, &context).connectors != wanted {
            assert!(Instant::now() < deadline, "the ways are never found");
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(routing.search.is_none());
    }
}
