//! What is drawn where: boxes, frames and lines of a project, found by place. The window and the reports show the same.
//!
//! Nothing here paints, and nothing changes a project: moves come out as a `Placement` for the edit to make.
//! A [`Diagram`] says which shapes there are, from back to front; whoever paints decides on colours.

mod aligning;
mod arranging;
mod comparing;
mod connectors;
mod detour;
mod dropping;
mod elbow;
mod index;
mod legend;
pub mod letters;
mod moving;
mod placed;
mod route;
mod snapping;
mod view;

pub use aligning::{Alignment, Axis, aligned, distributed};
pub use arranging::{Arrangement, arranged};
pub use comparing::{Difference, compared};
use connectors::Care;
pub use connectors::{DrawnConnector, PLATE_LETTERS, PLATE_LINE};
pub use dropping::dropped;
pub use elbow::elbow;
pub use index::{Hit, Visible};
pub use legend::{LegendEntry, boundary_dashes};
pub use moving::{carried, displaced, moved};
pub use placed::{Placed, TITLE_HEIGHT, is_drawable};
pub use snapping::{Guide, Snapped, snapped};
pub use view::whole_system;

use std::sync::Arc;

use self::index::{Index, Sort};
use crate::model::{ElementId, NodeId, Point, Project, Rectangle, System, ViewKey};

/// Everything that is drawn of a project.
#[derive(Debug, Default)]
pub struct Diagram {
    project: Arc<Project>,
    view: ViewKey,
    /// The system as the view shows it, where that differs from the project's.
    shown: Option<System>,
    /// Boundaries and nodes that are not collapsed, from back to front: what is larger lies behind.
    pub frames: Vec<Placed>,
    /// Components, and collapsed nodes, from back to front.
    pub boxes: Vec<Placed>,
    /// Notes, from back to front.
    pub notes: Vec<Placed>,
    /// Connectors, in the project's order.
    pub connectors: Vec<DrawnConnector>,
    /// What its lines and frames mean.
    pub legend: Vec<LegendEntry>,
    index: Index,
}

impl Diagram {
    /// Everything that is drawn of `project`.
    pub fn of(project: &Arc<Project>) -> Self {
        Self::of_view(project, &ViewKey::Everything)
    }

    /// What a view shows of `project`.
    pub fn of_view(project: &Arc<Project>, view: &ViewKey) -> Self {
        Self::default().next(project, view)
    }

    /// What a view shows of the project after a change. Of a large drawing, lines far from every change stay as they are
    /// here, if this shows the same view.
    #[must_use]
    pub fn next(&self, project: &Arc<Project>, view: &ViewKey) -> Self {
        self.next_while(project, view, &|| true).unwrap_or_default()
    }

    /// As [`Diagram::next`]; `None` as soon as `goes_on` says no.
    pub fn next_while(&self, project: &Arc<Project>, view: &ViewKey, goes_on: &dyn Fn() -> bool) -> Option<Self> {
        self.made(project, view, Care::Full(goes_on))
    }

    /// As [`Diagram::next`], at once: new lines run anyhow and have no label. For large drawings, until the good ways are
    /// found.
    #[must_use]
    pub fn sketchy(&self, project: &Arc<Project>, view: &ViewKey) -> Self {
        self.made(project, view, Care::Sketchy).unwrap_or_default()
    }

    fn made(&self, project: &Arc<Project>, view: &ViewKey, care: Care<'_>) -> Option<Self> {
        let shown = view::shown(project, view);
        let system = shown.as_ref().unwrap_or(&project.system);
        let placed::Layers { frames, boxes, notes, stand_ins } = placed::layers(system);
        let before = (self.view == *view).then_some(self);
        let connectors = connectors::drawn_connectors(system, (&frames, &boxes), &stand_ins, before, care)?;
        let index = Index::new(&frames, &boxes, &notes, &connectors);
        let legend = legend::legend(system, &frames, &connectors);
        let (project, view) = (Arc::clone(project), view.clone());
        Some(Self { project, view, shown, frames, boxes, notes, connectors, legend, index })
    }

    /// The project that this was made from.
    pub fn project(&self) -> &Arc<Project> {
        &self.project
    }

    /// The view that it shows.
    pub fn view(&self) -> &ViewKey {
        &self.view
    }

    /// The system as it is shown: without what the view leaves out, with a box for the whole where the view has one.
    pub fn system(&self) -> &System {
        self.shown.as_ref().unwrap_or(&self.project.system)
    }

    /// Where an element is drawn; `None` for connectors and for what is hidden in a collapsed node.
    pub fn shape(&self, element: &ElementId) -> Option<Rectangle> {
        self.index.place(element).and_then(|place| self.placed(place)).map(|placed| placed.shape)
    }

    /// The connector as it is drawn.
    pub fn connector(&self, element: &ElementId) -> Option<&DrawnConnector> {
        let (Sort::Connector, index) = self.index.place(element)? else { return None };
        self.connectors.get(index)
    }

    /// How many components run on a node and on the nodes that are part of it.
    pub fn count_inside(&self, node: &NodeId) -> usize {
        let system = self.system();
        let is_inside = |on: &NodeId| system.node_and_parents(on).any(|outer| outer == node);
        system.components.values().filter(|component| component.deployed_on.as_ref().is_some_and(is_inside)).count()
    }

    /// The smallest rectangle around everything; `None` when nothing is drawn.
    pub fn extent(&self) -> Option<Rectangle> {
        let boxes = self.frames.iter().chain(&self.boxes).chain(&self.notes).map(|placed| placed.shape);
        let lines = self.connectors.iter().map(DrawnConnector::extent);
        boxes.chain(lines).reduce(Rectangle::union)
    }

    /// What lies in `area`, each sort from back to front.
    pub fn visible(&self, area: Rectangle) -> Visible {
        self.index.visible(area)
    }

    /// What lies in `area`, and wherever they lie these `others` with the connectors that end at them.
    pub fn visible_with<'e>(&self, area: Rectangle, others: impl Iterator<Item = &'e ElementId>) -> Visible {
        self.index.visible_with(area, others)
    }

    /// The foremost element at `point`; lines are hit within `reach` units.
    pub fn at(&self, point: Point, reach: f32) -> Option<Hit> {
        self.index.at(self, point, reach)
    }

    fn placed(&self, (sort, index): (Sort, usize)) -> Option<&Placed> {
        match sort {
            Sort::Frame => self.frames.get(index),
            Sort::Box => self.boxes.get(index),
            Sort::Note => self.notes.get(index),
            Sort::Connector => None,
        }
    }

    /// The foremost component or collapsed node within `margin` of `point`.
    pub fn box_near(&self, point: Point, margin: f32) -> Option<&Placed> {
        let around = Rectangle::spanning(point, point).grown(margin);
        self.visible(around).boxes.last().and_then(|index| self.boxes.get(*index))
    }
}

#[cfg(test)]
mod tests;
