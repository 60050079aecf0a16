//! What lies in what: deployment nodes as the architect states them, and boundaries between them as far as they nest.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{BoundaryId, ComponentId, ElementId, NodeId, System};

/// Frames and what lies directly in each.
pub(super) struct Hierarchy {
    parents: BTreeMap<ElementId, ElementId>,
    content: BTreeMap<ElementId, Vec<ElementId>>,
    /// What moves and lies in nothing that moves.
    pub roots: Vec<ElementId>,
}

/// A frame with the components in it, by number.
struct Cluster {
    element: ElementId,
    inside: BTreeSet<usize>,
}

impl Hierarchy {
    /// The hierarchy of what is drawn; with boundaries where they move as a whole and neither cut a node nor one another.
    pub fn new(system: &System, moves: &dyn Fn(&ElementId) -> bool, with_boundaries: bool) -> Self {
        let mut clusters = nodes(system);
        if with_boundaries {
            add_boundaries(system, moves, &mut clusters);
        }
        // From the outside to the inside; of equals the first is the outer one.
        clusters.sort_by_key(|cluster| std::cmp::Reverse(cluster.inside.len()));
        let mut parents = BTreeMap::new();
        for (rank, cluster) in clusters.iter().enumerate() {
            let around = clusters[..rank].iter().rev().find(|outer| outer.inside.is_superset(&cluster.inside));
            let stated = match &cluster.element {
                // A node with nothing in it lies where it is stated to lie.
                ElementId::Node(id) if cluster.inside.is_empty() => {
                    let parent = system.nodes.get(id).and_then(|node| node.parent.clone());
                    parent.filter(|parent| parent != id && system.nodes.contains_key(parent)).map(ElementId::Node)
                }
                _ => around.map(|outer| outer.element.clone()),
            };
            parents.extend(stated.map(|outer| (cluster.element.clone(), outer)));
        }
        for (index, id) in system.components.keys().enumerate() {
            let innermost = clusters.iter().rev().find(|cluster| cluster.inside.contains(&index));
            parents.extend(innermost.map(|frame| (ElementId::Component(id.clone()), frame.element.clone())));
        }
        let nodes = system.nodes.keys().map(|id| ElementId::Node(id.clone()));
        let components = system.components.keys().map(|id| ElementId::Component(id.clone()));
        let boundaries = clusters.iter().map(|cluster| cluster.element.clone());
        let boundaries = boundaries.filter(|element| matches!(element, ElementId::Boundary(_)));
        let mut hierarchy = Self { parents, content: BTreeMap::new(), roots: Vec::new() };
        for element in nodes.chain(boundaries.collect::<Vec<_>>()).chain(components) {
            let parent = hierarchy.parents.get(&element).cloned();
            let outer = std::iter::successors(parent.as_ref(), |outer| hierarchy.parents.get(*outer));
            if moves(&element) && !outer.take(super::DEEPEST).any(moves) {
                hierarchy.roots.push(element.clone());
            }
            if let Some(parent) = parent {
                hierarchy.content.entry(parent).or_default().push(element);
            }
        }
        hierarchy
    }

    /// What lies directly in a frame.
    pub fn content(&self, frame: &ElementId) -> &[ElementId] {
        self.content.get(frame).map_or(&[], Vec::as_slice)
    }

    /// The element among `positions` that a component lies in, or is.
    pub fn lifted(&self, component: &ComponentId, positions: &BTreeMap<&ElementId, usize>) -> Option<usize> {
        let own = ElementId::Component(component.clone());
        let outer = std::iter::successors(Some(&own), |element| self.parents.get(element));
        outer.take(super::DEEPEST).find_map(|element| positions.get(element).copied())
    }
}

/// All nodes, outer ones before those in them.
fn nodes(system: &System) -> Vec<Cluster> {
    let mut inside: BTreeMap<&NodeId, BTreeSet<usize>> = system.nodes.keys().map(|id| (id, BTreeSet::new())).collect();
    for (index, component) in system.components.values().enumerate() {
        let Some(node) = &component.deployed_on else { continue };
        for outer in system.node_and_parents(node) {
            inside.entry(outer).or_default().insert(index);
        }
    }
    let mut nodes: Vec<_> = inside.into_iter().filter(|(id, _)| system.nodes.contains_key(*id)).collect();
    nodes.sort_by_key(|(id, _)| system.node_and_parents(id).count());
    nodes.into_iter().map(|(id, inside)| Cluster { element: ElementId::Node(id.clone()), inside }).collect()
}

/// Boundaries that nest with everything before them; the larger first.
fn add_boundaries(system: &System, moves: &dyn Fn(&ElementId) -> bool, clusters: &mut Vec<Cluster>) {
    let mut members: BTreeMap<&BoundaryId, BTreeSet<usize>> = BTreeMap::new();
    for (index, component) in system.components.values().enumerate() {
        for id in &component.boundaries {
            members.entry(id).or_default().insert(index);
        }
    }
    let all_move = |inside: &BTreeSet<usize>| {
        inside.iter().all(|index| {
            let component = system.components.get_index(*index);
            component.is_some_and(|(id, _)| moves(&ElementId::Component(id.clone())))
        })
    };
    let mut boundaries: Vec<_> = system
        .boundaries
        .keys()
        .filter_map(|id| Some((ElementId::Boundary(id.clone()), members.remove(id)?)))
        .filter(|(element, inside)| moves(element) && all_move(inside))
        .collect();
    boundaries.sort_by_key(|(_, inside)| std::cmp::Reverse(inside.len()));
    for (element, inside) in boundaries {
        let nests = |cluster: &Cluster| {
            cluster.inside.is_disjoint(&inside)
                || cluster.inside.is_superset(&inside)
                || (cluster.inside.is_subset(&inside) && moves(&cluster.element))
        };
        if clusters.iter().all(nests) {
            clusters.push(Cluster { element, inside });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Edit, create};
    use crate::model::{BoundaryKind, Point, Project};

    /// Components with the node and the boundaries that each lies in.
    fn project(components: &[(&str, Option<&str>, &[&str])]) -> Project {
        let mut project = Project::default();
        for id in ["cloud", "machine"] {
            let (_, mut node) = create::node(&project, "cloud_region", Point::default());
            node.parent = (id == "machine").then(|| "cloud".into());
            Edit::PutNode(id.into(), node).apply(&mut project).unwrap();
        }
        for (name, node, boundaries) in components {
            for boundary in *boundaries {
                let (_, drawn) = create::boundary(&project, BoundaryKind::Team, Point::default());
                Edit::PutBoundary((*boundary).into(), drawn).apply(&mut project).unwrap();
            }
            let (_, mut component) = create::component(&project, "service", Point::default());
            component.deployed_on = node.map(Into::into);
            component.boundaries = boundaries.iter().map(|id| (*id).into()).collect();
            Edit::PutComponent((*name).into(), component).apply(&mut project).unwrap();
        }
        project
    }

    fn parent_of(project: &Project, element: &ElementId) -> Option<String> {
        let hierarchy = Hierarchy::new(&project.system, &|_| true, true);
        hierarchy.parents.get(element).map(|parent| match parent {
            ElementId::Node(id) => id.to_string(),
            ElementId::Boundary(id) => id.to_string(),
            _ => unreachable!("{parent:?} is no frame"),
        })
    }

    #[test]
    fn boundaries_lie_between_the_nodes_that_they_do_not_cut() {
        let project = project(&[
            ("a", Some("cloud"), &["team"]),
            ("b", Some("machine"), &["team", "pair"]),
            ("c", Some("machine"), &["team", "pair"]),
            ("d", Some("cloud"), &[]),
            ("e", None, &["loose"]),
        ]);
        let component = |id: &str| parent_of(&project, &ElementId::Component(id.into()));
        assert_eq!(component("a").as_deref(), Some("team"));
        assert_eq!(component("b").as_deref(), Some("pair"));
        assert_eq!(component("d").as_deref(), Some("cloud"));
        assert_eq!(component("e").as_deref(), Some("loose"));
        let boundary = |id: &str| parent_of(&project, &ElementId::Boundary(id.into()));
        assert_eq!(boundary("pair").as_deref(), Some("machine"));
        assert_eq!(boundary("team").as_deref(), Some("cloud"));
        assert_eq!(parent_of(&project, &ElementId::Node("machine".into())).as_deref(), Some("team"));
    }

    #[test]
    fn a_boundary_that_cuts_another_is_no_frame() {
        let project = project(&[
            ("a", Some("cloud"), &["large"]),
            ("b", None, &["large", "small"]),
            ("c", None, &["large"]),
            ("d", Some("cloud"), &["small"]),
        ]);
        assert_eq!(parent_of(&project, &ElementId::Component("b".into())), None, "both cut the cloud");
        assert_eq!(parent_of(&project, &ElementId::Component("a".into())).as_deref(), Some("cloud"));
    }
}
