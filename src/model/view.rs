//! Views: one project, looked at in several ways. What changes in one view has changed in all, since a view holds no
//! elements of its own, only what it hides and where it draws things.

use std::collections::{BTreeMap, BTreeSet};

use super::element::ElementId;
use super::geometry::Rectangle;
use super::id::{ConnectorId, ScenarioId};
use super::system::Line;

/// A way to look at the project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ViewKey {
    /// Everything that is drawn.
    #[default]
    Everything,
    /// The system as one box among the people and systems around it (C4: system context).
    Context,
    /// Components and connectors, without where they run (C4: containers and components).
    Components,
    /// What runs where (C4: deployment).
    Deployment,
    /// Where data comes from and goes to.
    DataFlow,
    /// What takes part in one scenario (C4: dynamic).
    Scenario(ScenarioId),
}

/// What a view does otherwise than by itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ViewLayout {
    /// Elements that this view leaves out, though it would show them.
    pub hidden: BTreeSet<ElementId>,
    /// Places and sizes in this view; what is not listed lies where it lies when everything is shown.
    pub places: BTreeMap<ElementId, Rectangle>,
    /// Lines placed by hand in this view.
    pub lines: BTreeMap<ConnectorId, Line>,
}

impl ViewLayout {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.hidden.is_empty() && self.places.is_empty() && self.lines.is_empty()
    }
}
