//! What changes on the drawing only: places, order, groups and locks. What the system means stays the same.

use std::collections::BTreeSet;
use std::hash::Hash;

use crate::model::{Collection, ConnectorId, ElementId, GroupId, Line, NodeId, Project, Rectangle, System, ViewKey};

/// New places of what is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placement {
    /// The view in which they hold.
    pub view: ViewKey,
    /// New shapes of boxes and frames.
    pub shapes: Vec<(ElementId, Rectangle)>,
    /// New bends and label places of connectors.
    pub lines: Vec<(ConnectorId, Line)>,
}

impl Placement {
    /// The system with its elements in their new places, whatever view is meant.
    pub fn applied(&self, system: &System) -> System {
        let mut placed = system.clone();
        place_in(&mut placed, self);
        placed
    }

    /// Whether nothing is placed.
    pub fn is_empty(&self) -> bool {
        self.shapes.is_empty() && self.lines.is_empty()
    }
}

/// Gives elements new places, in the view that is meant.
pub(super) fn place(project: &mut Project, placement: &Placement) {
    if placement.view == ViewKey::Everything {
        place_in(&mut project.system, placement);
        return;
    }
    let layout = project.views.entry(placement.view.clone()).or_default();
    layout.places.extend(placement.shapes.iter().cloned());
    for (id, line) in &placement.lines {
        if *line == Line::default() {
            layout.lines.remove(id);
        } else {
            layout.lines.insert(id.clone(), line.clone());
        }
    }
    project.views.retain(|_, layout| !layout.is_empty());
}

/// Leaves elements out of a view; what it left out before it shows again.
pub(super) fn hide(project: &mut Project, view: &ViewKey, hidden: &BTreeSet<ElementId>) {
    project.views.entry(view.clone()).or_default().hidden.clone_from(hidden);
    project.views.retain(|_, layout| !layout.is_empty());
}

/// Gives elements new places; what is not there is left out.
fn place_in(system: &mut System, placement: &Placement) {
    for (id, line) in &placement.lines {
        if let Some(connector) = system.connectors.get_mut(id) {
            connector.line.clone_from(line);
        }
    }
    for (element, shape) in &placement.shapes {
        let place = match element {
            ElementId::Component(id) => system.components.get_mut(id).map(|found| &mut found.shape),
            ElementId::Node(id) => system.nodes.get_mut(id).map(|found| &mut found.shape),
            ElementId::Boundary(id) => system.boundaries.get_mut(id).map(|found| &mut found.shape),
            ElementId::Note(id) => system.notes.get_mut(id).map(|found| &mut found.shape),
            ElementId::Connector(_) => None,
        };
        if let Some(place) = place {
            *place = *shape;
        }
    }
}

/// Brings elements to the front, or sends them to the back, each among its sort.
pub(super) fn reorder(system: &mut System, elements: &BTreeSet<ElementId>, to_front: bool) {
    let has = |element: ElementId| elements.contains(&element);
    reorder_in(&mut system.components, |id| has(ElementId::Component(id.clone())), to_front);
    reorder_in(&mut system.connectors, |id| has(ElementId::Connector(id.clone())), to_front);
    reorder_in(&mut system.nodes, |id| has(ElementId::Node(id.clone())), to_front);
    reorder_in(&mut system.boundaries, |id| has(ElementId::Boundary(id.clone())), to_front);
    reorder_in(&mut system.notes, |id| has(ElementId::Note(id.clone())), to_front);
}

fn reorder_in<K: Hash + Eq + Clone, V>(items: &mut Collection<K, V>, is_moved: impl Fn(&K) -> bool, to_front: bool) {
    // What is drawn last lies in front. The sort is stable, so everything else keeps its order.
    items.sort_by_cached_key(|id, _| is_moved(id) == to_front);
}

/// Makes a group of the members that are there; groups that are left with one member or none vanish.
pub(super) fn group(system: &mut System, id: &GroupId, members: &BTreeSet<ElementId>) {
    let members: BTreeSet<_> = members.iter().filter(|element| system.contains(element)).cloned().collect();
    for others in system.groups.values_mut() {
        others.retain(|element| !members.contains(element));
    }
    system.groups.insert(id.clone(), members);
    drop_small_groups(system);
}

/// Groups of one member or none are no groups.
pub(super) fn drop_small_groups(system: &mut System) {
    system.groups.retain(|_, members| members.len() > 1);
}

/// Draws a node as one small box, or opens it again.
pub(super) fn collapse(system: &mut System, id: &NodeId, collapsed: bool) {
    if collapsed {
        system.collapsed.insert(id.clone());
    } else {
        system.collapsed.remove(id);
    }
}

/// Locks or unlocks the elements that are there.
pub(super) fn lock(system: &mut System, elements: &BTreeSet<ElementId>, locked: bool) {
    for element in elements {
        if locked && system.contains(element) {
            system.locked.insert(element.clone());
        } else {
            system.locked.remove(element);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::edit::{Edit, create};
    use crate::model::{ElementId, FindingKey, GroupId, Point, Project};

    fn project() -> (Project, Vec<ElementId>) {
        let mut project = Project::default();
        for index in 0..4 {
            let (id, component) = create::component(&project, "service", Point::new(index as f32 * 200.0, 0.0));
            Edit::PutComponent(id, component).apply(&mut project).unwrap();
        }
        let elements = project.system.elements().collect();
        (project, elements)
    }

    #[test]
    fn what_comes_to_the_front_is_drawn_last_and_the_rest_keeps_its_order() {
        let (mut project, all) = project();
        let moved = [all[0].clone(), all[2].clone()].into();
        Edit::Reorder { elements: moved, to_front: true }.apply(&mut project).unwrap();
        let order: Vec<_> = project.system.elements().collect();
        assert_eq!(order, [&all[1], &all[3], &all[0], &all[2]].map(Clone::clone));
        let moved = [all[3].clone()].into();
        Edit::Reorder { elements: moved, to_front: false }.apply(&mut project).unwrap();
        assert_eq!(project.system.elements().next(), Some(all[3].clone()));
    }

    #[test]
    fn an_element_is_in_one_group_and_a_group_has_two_members_or_more() {
        let (mut project, all) = project();
        let group = |name: &str, members: &[usize]| {
            Edit::Group(GroupId::new(name), members.iter().map(|index| all[*index].clone()).collect())
        };
        group("a", &[0, 1, 2]).apply(&mut project).unwrap();
        group("b", &[1, 2]).apply(&mut project).unwrap();
        let names: Vec<_> = project.system.groups.keys().map(GroupId::as_str).collect();
        assert_eq!(names, ["b"]);
        Edit::Delete(vec![all[1].clone()]).apply(&mut project).unwrap();
        assert!(project.system.groups.is_empty());
    }

    #[test]
    fn deleting_forgets_what_was_accepted_of_it() {
        let (mut project, all) = project();
        let key = |element: &ElementId| FindingKey { rule: "rule".to_owned(), elements: [element.clone()].into() };
        for element in &all[..2] {
            Edit::AcceptFinding(key(element), Some(" on purpose ".to_owned())).apply(&mut project).unwrap();
        }
        assert_eq!(project.accepted[&key(&all[0])], "on purpose");
        Edit::Delete(vec![all[0].clone()]).apply(&mut project).unwrap();
        assert_eq!(project.accepted.keys().collect::<Vec<_>>(), [&key(&all[1])]);
        Edit::AcceptFinding(key(&all[1]), None).apply(&mut project).unwrap();
        assert!(project.accepted.is_empty());
    }

    #[test]
    fn deleting_forgets_the_lock() {
        let (mut project, all) = project();
        Edit::Lock { elements: [all[0].clone()].into(), locked: true }.apply(&mut project).unwrap();
        assert_eq!(project.system.locked.len(), 1);
        Edit::Delete(vec![all[0].clone()]).apply(&mut project).unwrap();
        assert!(project.system.locked.is_empty());
    }
}
