//! What the lines and frames of a drawing mean, as far as it uses them.

use super::connectors::DrawnConnector;
use super::placed::Placed;
use crate::catalog::catalog;
use crate::model::{BoundaryKind, ConnectorKind, ElementId, System};

/// A sign with a meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegendEntry {
    /// The mark of machine-learned components.
    Learned,
    /// The frame of a deployment node.
    Node,
    /// The broken line of a boundary.
    Boundary(BoundaryKind),
    /// The line of a connector.
    Connector(ConnectorKind),
}

impl LegendEntry {
    /// What it means.
    pub fn label(self) -> &'static str {
        match self {
            Self::Learned => "Machine learning",
            Self::Node => "Deployment node",
            Self::Boundary(kind) => kind.label(),
            Self::Connector(kind) => kind.label(),
        }
    }
}

/// Lengths of dashes and gaps in turn of a boundary's line, in units of the drawing: the pattern tells the kind, wherever it
/// is drawn.
pub fn boundary_dashes(kind: BoundaryKind) -> &'static [f32] {
    match kind {
        BoundaryKind::TrustZone => &[10.0, 5.0],
        BoundaryKind::Team => &[3.0, 4.0],
        BoundaryKind::Tier => &[16.0, 4.0, 3.0, 4.0],
        BoundaryKind::Jurisdiction => &[14.0, 4.0, 3.0, 4.0, 3.0, 4.0],
        BoundaryKind::System => &[18.0, 3.0],
        BoundaryKind::Area => &[4.0, 6.0],
    }
}

/// The signs that a drawing uses.
pub(super) fn legend(system: &System, frames: &[Placed], connectors: &[DrawnConnector]) -> Vec<LegendEntry> {
    let is_learned = |kind: &str| catalog().component_kind(kind).is_some_and(|kind| kind.ml);
    let learned = system.components.values().any(|component| is_learned(&component.kind));
    let nodes = frames.iter().any(|frame| matches!(frame.element, ElementId::Node(_)));
    let boundaries = frames.iter().filter_map(|frame| match &frame.element {
        ElementId::Boundary(id) => system.boundaries.get(id).map(|boundary| boundary.kind),
        _ => None,
    });
    let kinds = connectors.iter().map(|drawn| drawn.kind);
    let mut entries = Vec::new();
    entries.extend(learned.then_some(LegendEntry::Learned));
    entries.extend(nodes.then_some(LegendEntry::Node));
    entries.extend(each_once(boundaries).into_iter().map(LegendEntry::Boundary));
    entries.extend(each_once(kinds).into_iter().map(LegendEntry::Connector));
    entries
}

fn each_once<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    values.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}
