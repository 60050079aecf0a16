//! Components and boundaries made from the elements of a workspace.

use std::collections::{BTreeMap, BTreeSet};

use super::attributes::{self, Stated};
use super::kinds::component_kind;
use super::workspace_in::Import;
use super::workspace_out::{MARK_ELEMENT, WHOLE};
use crate::catalog::catalog;
use crate::exchange::structurizr::{Element, ElementHandle, ElementKind, GroupHandle};
use crate::model::{Boundary, BoundaryId, BoundaryKind, Component, ComponentId, Rectangle, unused_id};

/// Reads elements and groups.
pub(super) fn read(import: &mut Import<'_>) {
    let workspace = import.workspace;
    let has_parts: BTreeSet<_> = workspace.elements.iter().filter_map(|element| element.parent).collect();
    let areas = areas(import);
    for (index, element) in workspace.elements.iter().enumerate() {
        let handle = ElementHandle(index);
        match element.kind {
            ElementKind::SoftwareSystem if has_parts.contains(&handle) => system(import, handle, element),
            ElementKind::Component => part(import, handle, element),
            _ => component(import, handle, element, &areas),
        }
    }
    for (group, id) in areas {
        let is_used = import.clip.system.components.values().any(|component| component.boundaries.contains(&id));
        if !is_used && let Some(group) = workspace.groups.get(group.0) {
            import.clip.system.boundaries.shift_remove(&id);
            import.omit(format!("the group \"{}\", which has nothing inside that is drawn", group.name), group.place);
        }
    }
}

/// One boundary for each group.
fn areas(import: &mut Import<'_>) -> BTreeMap<GroupHandle, BoundaryId> {
    let mut areas = BTreeMap::new();
    for (index, group) in import.workspace.groups.iter().enumerate() {
        let id = new_boundary(import, &group.name, BoundaryKind::Area, "");
        areas.insert(GroupHandle(index), id);
    }
    areas
}

fn new_boundary(import: &mut Import<'_>, name: &str, kind: BoundaryKind, description: &str) -> BoundaryId {
    let boundaries = &mut import.clip.system.boundaries;
    let id = BoundaryId::new(&unused_id(name, |id| boundaries.contains_key(&BoundaryId::new(id))));
    let shape = Rectangle::default();
    let boundary = Boundary { name: name.to_owned(), kind, description: description.to_owned(), style: None, shape };
    boundaries.insert(id.clone(), boundary);
    id
}

/// A software system with parts is drawn around them. The system that stands for the whole drawing needs no frame.
fn system(import: &mut Import<'_>, handle: ElementHandle, element: &Element) {
    let Stated { facts, other, numbers } = attributes::read(&element.attributes);
    if other.contains_key(WHOLE) {
        return;
    }
    let id = new_boundary(import, &element.name, BoundaryKind::System, &element.attributes.description);
    import.systems.insert(handle, id);
    if !facts.is_empty() || !numbers.is_empty() || !other.is_empty() {
        let what = format!("technology, tags, link and properties of \"{}\", which is drawn as a frame", element.name);
        import.omit(what, element.place);
    }
}

/// What a container consists of is not drawn; its container stands for it.
fn part(import: &mut Import<'_>, handle: ElementHandle, element: &Element) {
    let container = element.parent.and_then(|parent| import.components.get(&parent).cloned());
    let within = container.as_ref().and_then(|id| import.clip.system.components.get(id));
    let within = within.map_or_else(String::new, |found| format!(" within \"{}\"", found.name));
    import.omit(format!("the component \"{}\"{within}: the drawing shows containers", element.name), element.place);
    import.components.extend(container.map(|id| (handle, id)));
}

fn component(
    import: &mut Import<'_>,
    handle: ElementHandle,
    element: &Element,
    areas: &BTreeMap<GroupHandle, BoundaryId>,
) {
    let Stated { numbers, mut facts, other } = attributes::read(&element.attributes);
    let stated_kind = other.get("kind").filter(|kind| catalog().component_kind(kind).is_some()).cloned();
    let kind = stated_kind.clone().unwrap_or_else(|| guessed_kind(element).to_owned());
    if element.kind == ElementKind::CustomElement {
        facts.own.insert(MARK_ELEMENT.to_owned(), "custom".to_owned());
    }
    let mut boundaries: BTreeSet<BoundaryId> = BTreeSet::new();
    let mut at = Some(handle);
    while let Some(here) = at {
        let Some(found) = import.workspace.element(here) else { break };
        boundaries.extend(import.systems.get(&here).cloned());
        boundaries.extend(chain(import, found.group).iter().filter_map(|group| areas.get(group)).cloned());
        at = found.parent.filter(|parent| parent.0 < here.0);
    }
    for (name, value) in &other {
        if let Some(boundary) = named_boundary(import, name, value) {
            boundaries.insert(boundary);
        } else if name != "kind" {
            import.omit(format!("the property cantilever.{name} of \"{}\"", element.name), element.place);
        }
    }
    let components = &mut import.clip.system.components;
    let wanted = element.identifier.as_deref().unwrap_or(&element.name);
    let id = ComponentId::new(&unused_id(wanted, |id| components.contains_key(&ComponentId::new(id))));
    let new = Component {
        name: element.name.clone(),
        kind,
        description: element.attributes.description.clone(),
        shape: Rectangle::default(),
        deployed_on: None,
        boundaries,
        properties: numbers,
        facts,
    };
    components.insert(id.clone(), new);
    let is_certain = matches!(element.kind, ElementKind::Person | ElementKind::SoftwareSystem);
    if stated_kind.is_none() && !is_certain {
        import.guessed.insert(id.clone());
    }
    import.components.insert(handle, id);
}

fn guessed_kind(element: &Element) -> &'static str {
    match element.kind {
        ElementKind::Person => "user",
        ElementKind::SoftwareSystem => "external_system",
        _ => component_kind(&element.name, &element.attributes.technology, &element.attributes.tags),
    }
}

fn chain(import: &Import<'_>, group: Option<GroupHandle>) -> Vec<GroupHandle> {
    let mut chain = Vec::new();
    let mut at = group;
    while let Some(here) = at {
        chain.push(here);
        at = import.workspace.groups.get(here.0).and_then(|group| group.parent).filter(|parent| parent.0 < here.0);
    }
    chain
}

/// The boundary that a property such as `cantilever.team` names, made if it is not there.
fn named_boundary(import: &mut Import<'_>, property: &str, name: &str) -> Option<BoundaryId> {
    let word = property.split('.').next().unwrap_or_default();
    let (_, kind) = super::elements_out::BOUNDARY_WORDS.into_iter().find(|(known, _)| *known == word)?;
    let boundaries = &import.clip.system.boundaries;
    let there = boundaries.iter().find(|(_, boundary)| boundary.kind == kind && boundary.name == name);
    Some(match there.map(|(id, _)| id.clone()) {
        Some(id) => id,
        None => new_boundary(import, name, kind, ""),
    })
}
