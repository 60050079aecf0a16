//! Elements and groups of a workspace made from components and boundaries.

use std::collections::{BTreeMap, BTreeSet};

use super::attributes;
use super::workspace_out::{Export, INFRASTRUCTURE, MARK_ELEMENT, WHOLE, called, identifier};
use crate::catalog::catalog;
use crate::exchange::structurizr::{Attributes, Element, ElementHandle, ElementKind, Group, GroupHandle, Place};
use crate::model::{BoundaryId, BoundaryKind, Component, ComponentId, System};

/// Boundaries that become a property of what lies inside.
pub(super) const BOUNDARY_WORDS: [(&str, BoundaryKind); 5] = [
    ("trust_zone", BoundaryKind::TrustZone),
    ("team", BoundaryKind::Team),
    ("tier", BoundaryKind::Tier),
    ("jurisdiction", BoundaryKind::Jurisdiction),
    ("area", BoundaryKind::Area),
];

/// Kinds of components that are people.
const PEOPLE: [&str; 2] = ["user", "reviewer"];

/// What stands at the top of the model.
enum Top<'a> {
    Alone(ElementKind, &'a ComponentId, &'a Component),
    /// A software system with its parts; the one without a boundary stands for the whole drawing.
    System(Option<&'a BoundaryId>, Vec<(&'a ComponentId, &'a Component)>),
}

/// Writes people, systems, containers and the groups around them.
pub(super) fn write(export: &mut Export<'_>) {
    let system = &export.project.system;
    let tops = tops(system);
    let areas: Vec<_> = tops.iter().map(|top| areas_of_top(system, top)).collect();
    let nesting = Nesting::of(&areas);
    for index in nesting.order() {
        let group = group(export, None, &nesting.chains[index]);
        let spare = &nesting.spare[index];
        match &tops[index] {
            Top::Alone(kind, id, component) => {
                let placing = Placing { kind: *kind, parent: None, group, spare };
                element(export, id, component, &placing);
            }
            Top::System(boundary, members) => parts(export, *boundary, members, (group, &areas[index])),
        }
    }
}

fn tops(system: &System) -> Vec<Top<'_>> {
    let mut tops: Vec<Top<'_>> = Vec::new();
    let mut system_of: BTreeMap<Option<&BoundaryId>, usize> = BTreeMap::new();
    for (id, component) in &system.components {
        let mark = component.facts.own.get(MARK_ELEMENT).map(String::as_str);
        if mark == Some(INFRASTRUCTURE) && component.deployed_on.is_some() {
            continue;
        }
        let is_system =
            |id: &&BoundaryId| system.boundaries.get(*id).is_some_and(|found| found.kind == BoundaryKind::System);
        let within = component.boundaries.iter().find(is_system);
        let outside = catalog().component_kind(&component.kind).is_some_and(|kind| kind.outside);
        let alone = if PEOPLE.contains(&component.kind.as_str()) {
            Some(ElementKind::Person)
        } else if mark == Some("custom") {
            Some(ElementKind::CustomElement)
        } else {
            (outside && within.is_none()).then_some(ElementKind::SoftwareSystem)
        };
        if let Some(kind) = alone {
            tops.push(Top::Alone(kind, id, component));
            continue;
        }
        let position = *system_of.entry(within).or_insert_with(|| {
            tops.push(Top::System(within, Vec::new()));
            tops.len() - 1
        });
        if let Some(Top::System(_, members)) = tops.get_mut(position) {
            members.push((id, component));
        }
    }
    tops
}

/// The areas around something; around a system with parts those that all parts have in common.
fn areas_of_top<'a>(system: &'a System, top: &Top<'a>) -> BTreeSet<&'a BoundaryId> {
    match top {
        Top::Alone(_, _, component) => areas(system, component),
        Top::System(_, members) => {
            let mut common = members.iter().map(|(_, component)| areas(system, component));
            let first = common.next().unwrap_or_default();
            common.fold(first, |common, areas| common.intersection(&areas).copied().collect())
        }
    }
}

fn areas<'a>(system: &'a System, component: &'a Component) -> BTreeSet<&'a BoundaryId> {
    let is_area = |id: &&BoundaryId| system.boundaries.get(*id).is_some_and(|found| found.kind == BoundaryKind::Area);
    component.boundaries.iter().filter(is_area).collect()
}

fn parts<'a>(
    export: &mut Export<'a>,
    boundary: Option<&'a BoundaryId>,
    members: &[(&'a ComponentId, &'a Component)],
    (group, around): (Option<GroupHandle>, &BTreeSet<&'a BoundaryId>),
) {
    let drawn = boundary.and_then(|id| export.project.system.boundaries.get(id));
    let whole = if export.project.name.trim().is_empty() { "System" } else { export.project.name.trim() };
    let mut attributes = Attributes::default();
    match drawn {
        Some(drawn) => attributes.description.clone_from(&drawn.description),
        None => attributes.properties.push((format!("cantilever.{WHOLE}"), "yes".to_owned())),
    }
    let handle = push(
        export,
        Element {
            identifier: boundary.and_then(|id| identifier(id.as_str())),
            kind: ElementKind::SoftwareSystem,
            name: drawn.map_or(whole, |drawn| drawn.name.as_str()).to_owned(),
            attributes,
            group,
            parent: None,
            place: Place::default(),
        },
    );
    export.systems.insert(handle);
    let system = &export.project.system;
    let areas: Vec<_> =
        members.iter().map(|(_, component)| areas(system, component).difference(around).copied().collect()).collect();
    let nesting = Nesting::of(&areas);
    for index in nesting.order() {
        let group = self::group(export, Some(handle), &nesting.chains[index]);
        let (id, component) = members[index];
        let kind = ElementKind::Container;
        element(export, id, component, &Placing { kind, parent: Some(handle), group, spare: &nesting.spare[index] });
    }
}

/// Where an element goes.
struct Placing<'a> {
    kind: ElementKind,
    parent: Option<ElementHandle>,
    group: Option<GroupHandle>,
    /// Areas that no group can say.
    spare: &'a [&'a BoundaryId],
}

fn element<'a>(export: &mut Export<'a>, id: &'a ComponentId, component: &Component, placing: &Placing<'_>) {
    let boundaries = &export.project.system.boundaries;
    let mut other = vec![("kind".to_owned(), component.kind.clone())];
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for boundary in &component.boundaries {
        let Some(drawn) = boundaries.get(boundary) else { continue };
        if drawn.kind == BoundaryKind::Area && !placing.spare.contains(&boundary) {
            continue;
        }
        let Some((word, _)) = BOUNDARY_WORDS.into_iter().find(|(_, kind)| *kind == drawn.kind) else { continue };
        let count = counts.entry(word).or_insert(0);
        *count += 1;
        let name = if *count == 1 { word.to_owned() } else { format!("{word}.{count}") };
        other.push((name, drawn.name.clone()));
    }
    let is_in_system = |id| boundaries.get(id).is_some_and(|found| found.kind == BoundaryKind::System);
    if placing.parent.is_none() && component.boundaries.iter().any(is_in_system) {
        let name = called(export.project, id);
        export.omit(format!("\"{name}\" lies within a system; there it stands outside, as people do"));
    }
    let other: Vec<_> = other.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    let has_technology = matches!(placing.kind, ElementKind::Container | ElementKind::CustomElement);
    let stated = (&component.properties, &component.facts);
    let attributes = attributes::write(&component.description, stated, has_technology, &other);
    let new = Element {
        identifier: identifier(id.as_str()),
        kind: placing.kind,
        name: component.name.clone(),
        attributes,
        group: placing.group,
        parent: placing.parent,
        place: Place::default(),
    };
    let handle = push(export, new);
    export.elements.insert(id, handle);
}

fn push(export: &mut Export<'_>, element: Element) -> ElementHandle {
    export.workspace.elements.push(element);
    ElementHandle(export.workspace.elements.len() - 1)
}

/// The innermost of nested groups around elements of the same parent, made if it is not there.
fn group(export: &mut Export<'_>, parent: Option<ElementHandle>, chain: &[&BoundaryId]) -> Option<GroupHandle> {
    let mut inner = None;
    for id in chain {
        let name = export.project.system.boundaries.get(*id).map_or("", |found| found.name.as_str());
        // The last elements are siblings of what comes next, so their groups are those that may go on.
        let siblings = export.workspace.elements.iter().filter(|element| element.parent == parent);
        let groups = &export.workspace.groups;
        let used = siblings.flat_map(|element| around(groups, element.group));
        let known = used
            .into_iter()
            .find(|handle| groups.get(handle.0).is_some_and(|group| group.name == name && group.parent == inner));
        inner = Some(known.unwrap_or_else(|| {
            let group = Group { identifier: None, name: name.to_owned(), parent: inner, place: Place::default() };
            export.workspace.groups.push(group);
            GroupHandle(export.workspace.groups.len() - 1)
        }));
    }
    inner
}

fn around(groups: &[Group], group: Option<GroupHandle>) -> Vec<GroupHandle> {
    std::iter::successors(group, |at| groups.get(at.0)?.parent).take(groups.len()).collect()
}

/// Sets that overlap in any way as groups that nest: every item is in one chain of groups, outermost first.
struct Nesting<'a> {
    chains: Vec<Vec<&'a BoundaryId>>,
    /// What an item is in besides its chain.
    spare: Vec<Vec<&'a BoundaryId>>,
}

impl<'a> Nesting<'a> {
    fn of(items: &[BTreeSet<&'a BoundaryId>]) -> Self {
        let mut sizes: BTreeMap<&BoundaryId, usize> = BTreeMap::new();
        for area in items.iter().flatten() {
            *sizes.entry(area).or_insert(0) += 1;
        }
        let mut outer_of: BTreeMap<&'a BoundaryId, Option<&'a BoundaryId>> = BTreeMap::new();
        let mut nesting = Self { chains: Vec::new(), spare: Vec::new() };
        for item in items {
            let mut areas: Vec<_> = item.iter().copied().collect();
            areas.sort_by_key(|area| (std::cmp::Reverse(sizes.get(area).copied()), *area));
            let (mut chain, mut spare): (Vec<&BoundaryId>, Vec<&BoundaryId>) = (Vec::new(), Vec::new());
            for area in areas {
                let outer = *outer_of.entry(area).or_insert_with(|| chain.last().copied());
                if outer == chain.last().copied() { chain.push(area) } else { spare.push(area) }
            }
            nesting.chains.push(chain);
            nesting.spare.push(spare);
        }
        nesting
    }

    /// The items in an order in which every group is in one piece; otherwise as they come.
    fn order(&self) -> Vec<usize> {
        let mut first: BTreeMap<&[&BoundaryId], usize> = BTreeMap::new();
        for (index, chain) in self.chains.iter().enumerate() {
            for end in 1..=chain.len() {
                first.entry(&chain[..end]).or_insert(index);
            }
        }
        let key = |index: &usize| {
            let chain = &self.chains[*index];
            let mut key: Vec<_> = (1..=chain.len()).map(|end| first[&chain[..end]]).collect();
            key.push(*index);
            key
        };
        let mut order: Vec<_> = (0..self.chains.len()).collect();
        order.sort_by_key(key);
        order
    }
}
