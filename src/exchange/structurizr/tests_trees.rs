//! Grows random trees in the form that the reader gives them, with texts that are hard to write.

use super::syntax::chain_of_groups;
use super::*;

/// Pieces that the writer may trip over.
pub(super) const HOSTILE: &[&str] = &[
    "\"",
    "\\",
    "\n",
    "{",
    "}",
    "${x}",
    "${",
    "$",
    "😀",
    "n",
    "\\n",
    "\\\"",
    "->",
    "=",
    "//",
    "/*",
    "*/",
    "\"\"\"",
    "#",
    "\r",
    "\r\n",
    "\t",
    " ",
    "\0",
    "!include x",
    "${backslash}",
    "${dollar}",
    "\u{feff}",
    "\u{2028}",
    "患者",
    "this",
    "é",
    "name",
    ",",
    "'",
    "extends",
    ":",
    "\\\n",
    "!const a b",
];

/// A source of decisions.
struct Dice {
    values: Vec<u32>,
    at: usize,
    count: usize,
}

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.at += 1;
        let value = self.values.get(self.at % self.values.len().max(1)).copied().unwrap_or(0);
        // Mixing the position in keeps a short list of values from repeating itself.
        (value as usize ^ (self.at * 2_654_435_761) >> 7) % sides
    }

    fn text(&mut self) -> String {
        let pieces = self.roll(5);
        (0..pieces).map(|_| HOSTILE[self.roll(HOSTILE.len())]).collect()
    }

    fn texts(&mut self) -> Vec<String> {
        (0..self.roll(3)).map(|_| self.text()).collect()
    }

    fn tags(&mut self) -> Vec<String> {
        let clean = |text: String| text.replace(',', ";").trim().to_owned();
        self.texts().into_iter().map(clean).filter(|tag| !tag.is_empty()).collect()
    }

    fn pairs(&mut self) -> Properties {
        (0..self.roll(3)).map(|_| (self.text(), self.text())).collect()
    }

    fn identifier(&mut self) -> Option<String> {
        self.count += 1;
        (self.roll(2) == 0).then(|| format!("Id_{}-x", self.count))
    }

    /// An identifier that others may have elsewhere, where that is allowed.
    fn inner_identifier(&mut self, hierarchical: bool, sibling: usize) -> Option<String> {
        if hierarchical && self.roll(2) == 0 { Some(format!("part{sibling}")) } else { self.identifier() }
    }

    fn attributes(&mut self) -> Attributes {
        Attributes {
            description: self.text(),
            technology: self.text(),
            tags: self.tags(),
            url: self.text(),
            properties: self.pairs(),
        }
    }

    /// The group of the next sibling: some of the groups that are open, and perhaps new ones in them.
    fn group(&mut self, groups: &mut Vec<Group>, before: Option<GroupHandle>) -> Option<GroupHandle> {
        let chain = chain_of_groups(groups, before);
        let mut at = chain.get(..self.roll(chain.len() + 1)).and_then(|kept| kept.last().copied());
        for _ in 0..[0, 0, 1, 2][self.roll(4)] {
            let group = Group { identifier: self.identifier(), name: self.text(), parent: at, place: Place::default() };
            at = Some(GroupHandle(groups.len()));
            groups.push(group);
        }
        at
    }
}

fn grow_elements(dice: &mut Dice, workspace: &mut Workspace, parent: Option<ElementHandle>) {
    use ElementKind::{Component, Container, CustomElement, Person, SoftwareSystem};
    let kinds: &[ElementKind] = match parent.and_then(|parent| workspace.element(parent)).map(|element| element.kind) {
        None => &[Person, SoftwareSystem, SoftwareSystem, CustomElement],
        Some(SoftwareSystem) => &[Container],
        Some(Container) => &[Component],
        Some(_) => return,
    };
    let mut group = None;
    let hierarchical = workspace.identifiers == IdentifierScope::Hierarchical && parent.is_some();
    for sibling in 0..dice.roll(4) {
        group = dice.group(&mut workspace.groups, group);
        let kind = kinds[dice.roll(kinds.len())];
        let mut attributes = dice.attributes();
        if matches!(kind, Person | SoftwareSystem) {
            attributes.technology.clear();
        }
        let handle = ElementHandle(workspace.elements.len());
        let identifier = dice.inner_identifier(hierarchical, sibling);
        let (name, place) = (dice.text(), Place::default());
        workspace.elements.push(Element { identifier, kind, name, attributes, group, parent, place });
        grow_elements(dice, workspace, Some(handle));
    }
}

fn grow_items(
    dice: &mut Dice,
    (hierarchical, running): (bool, &[ElementHandle]),
    environment: &mut Environment,
    parent: Option<ItemHandle>,
    depth: usize,
) {
    let mut group = None;
    for sibling in 0..dice.roll(4) {
        group = dice.group(&mut environment.groups, group);
        let mut attributes = dice.attributes();
        let kind = match dice.roll(3) {
            1 if parent.is_some() => DeploymentItemKind::Infrastructure { name: dice.text() },
            2 if parent.is_some() && !running.is_empty() => {
                attributes.technology.clear();
                DeploymentItemKind::Instance { element: running[dice.roll(running.len())] }
            }
            _ => DeploymentItemKind::Node { name: dice.text(), instances: dice.text() },
        };
        let mut deployment_groups = Vec::new();
        if !matches!(kind, DeploymentItemKind::Infrastructure { .. }) && !environment.deployment_groups.is_empty() {
            deployment_groups.extend(
                (0..dice.roll(3)).map(|_| DeploymentGroupHandle(dice.roll(environment.deployment_groups.len()))),
            );
        }
        let is_node = matches!(kind, DeploymentItemKind::Node { .. });
        let handle = ItemHandle(environment.items.len());
        let identifier = dice.inner_identifier(hierarchical, sibling);
        let place = Place::default();
        environment.items.push(DeploymentItem {
            identifier,
            kind,
            attributes,
            deployment_groups,
            group,
            parent,
            place,
        });
        if is_node && depth < 4 {
            grow_items(dice, (hierarchical, running), environment, Some(handle), depth + 1);
        }
    }
}

fn grow_environment(dice: &mut Dice, workspace: &Workspace) -> Environment {
    let hierarchical = workspace.identifiers == IdentifierScope::Hierarchical;
    let running: Vec<ElementHandle> = handles_of(workspace, &[ElementKind::SoftwareSystem, ElementKind::Container]);
    let mut environment = Environment { identifier: dice.identifier(), name: dice.text(), ..Environment::default() };
    for _ in 0..dice.roll(3) {
        let group = DeploymentGroup { identifier: dice.identifier(), name: dice.text(), place: Place::default() };
        environment.deployment_groups.push(group);
    }
    grow_items(dice, (hierarchical, &running), &mut environment, None, 0);
    for _ in 0..dice.roll(4) {
        let mut end = || match (dice.roll(3), workspace.elements.len(), environment.items.len()) {
            (0, 1.., _) | (_, 1.., 0) => {
                Some(DeploymentEnd::Element(ElementHandle(dice.roll(workspace.elements.len()))))
            }
            (_, _, 1..) => Some(DeploymentEnd::Item(ItemHandle(dice.roll(environment.items.len())))),
            _ => None,
        };
        let (Some(source), Some(destination)) = (end(), end()) else { continue };
        let (identifier, attributes, place) = (dice.identifier(), dice.attributes(), Place::default());
        environment.relationships.push(DeploymentRelationship { identifier, source, destination, attributes, place });
    }
    environment
}

fn handles_of(workspace: &Workspace, kinds: &[ElementKind]) -> Vec<ElementHandle> {
    let elements = workspace.elements.iter().enumerate();
    elements.filter(|(_, element)| kinds.contains(&element.kind)).map(|(at, _)| ElementHandle(at)).collect()
}

fn grow_view(dice: &mut Dice, workspace: &Workspace) -> Option<View> {
    use ViewKind::{Component, Container, Custom, Deployment, Dynamic, Filtered, SystemContext, SystemLandscape};
    let kinds = [SystemLandscape, SystemContext, Container, Component, Dynamic, Dynamic, Deployment, Filtered, Custom];
    let kind = kinds[dice.roll(kinds.len())];
    let mut view = View::new(kind, Place::default());
    let (systems, containers) =
        (handles_of(workspace, &[ElementKind::SoftwareSystem]), handles_of(workspace, &[ElementKind::Container]));
    let mut of = |handles: &[ElementHandle]| {
        (!handles.is_empty()).then(|| ViewScope::Element(handles[dice.roll(handles.len())]))
    };
    view.scope = match kind {
        SystemContext | Container => of(&systems)?,
        Component => of(&containers)?,
        Dynamic => of(&containers).unwrap_or(ViewScope::All),
        Deployment => of(&systems).unwrap_or(ViewScope::All),
        _ => ViewScope::None,
    };
    if kind == Deployment {
        let count = workspace.environments.len();
        view.environment = Some(EnvironmentHandle(dice.roll(count.max(1)))).filter(|_| count > 0);
        view.environment?;
    }
    dice.count += 1;
    view.key = if dice.roll(3) == 0 { String::new() } else { format!("{}{}", dice.text(), dice.count) };
    (view.title, view.description, view.is_default) = (dice.text(), dice.text(), dice.roll(4) == 0);
    view.properties = dice.pairs();
    if kind == Filtered {
        let mode = if dice.roll(2) == 0 { FilterMode::Include } else { FilterMode::Exclude };
        view.filter = Some(Filter { base_key: dice.text(), mode, tags: dice.tags() });
        return Some(view);
    }
    if dice.roll(2) == 0 {
        let directions = [Direction::TopBottom, Direction::BottomTop, Direction::LeftRight, Direction::RightLeft];
        let (direction, rank_separation) = (directions[dice.roll(4)], dice.roll(999) as u32);
        view.layout = Some(AutoLayout { direction, rank_separation, node_separation: 300 });
    }
    if kind == Dynamic {
        view.lines = grow_lines(dice, workspace);
        return Some(view);
    }
    for _ in 0..dice.roll(4) {
        let mode = if dice.roll(2) == 0 { RuleMode::Include } else { RuleMode::Exclude };
        let mut expressions = dice.texts();
        expressions.push(["*", "->a->", "a.b", "element.tag==X", "=", "{"][dice.roll(6)].to_owned());
        view.rules.push(Rule { mode, expressions: expressions.clone() });
        view.animation.push(expressions);
    }
    Some(view)
}

fn grow_lines(dice: &mut Dice, workspace: &Workspace) -> Vec<DynamicLine> {
    let mut lines = Vec::new();
    let mut depth = 0;
    for _ in 0..dice.roll(8) {
        match dice.roll(5) {
            0 => {
                lines.push(DynamicLine::ParallelStart);
                depth += 1;
            }
            1 if depth > 0 => {
                lines.push(DynamicLine::ParallelEnd);
                depth -= 1;
            }
            _ if workspace.elements.is_empty() => {}
            _ => {
                let along = dice.roll(2) == 0 && !workspace.relationships.is_empty();
                let relationship = along.then(|| RelationshipHandle(dice.roll(workspace.relationships.len())));
                let ends = relationship
                    .and_then(|handle| workspace.relationship(handle))
                    .map(|one| (one.source, one.destination));
                let mut any = || ElementHandle(dice.roll(workspace.elements.len()));
                let (source, destination) = ends.unwrap_or((any(), any()));
                let technology = if along { String::new() } else { dice.text() };
                lines.push(DynamicLine::Message(Message {
                    order: dice.text(),
                    source,
                    destination,
                    relationship,
                    description: dice.text(),
                    technology,
                    url: dice.text(),
                    properties: dice.pairs(),
                    place: Place::default(),
                }));
            }
        }
    }
    lines.extend((0..depth).map(|_| DynamicLine::ParallelEnd));
    lines
}

/// Grows a tree as the reader makes them, from decisions.
pub(super) fn grow_workspace(values: Vec<u32>) -> Workspace {
    let mut dice = Dice { values, at: 0, count: 0 };
    let mut workspace = Workspace { name: dice.text(), description: dice.text(), ..Workspace::default() };
    if dice.roll(2) == 0 {
        workspace.identifiers = IdentifierScope::Hierarchical;
    }
    (workspace.implied_relationships, workspace.properties) = (dice.text(), dice.pairs());
    (workspace.model_properties, workspace.views_properties) = (dice.pairs(), dice.pairs());
    workspace.configuration =
        Configuration { scope: dice.text(), visibility: dice.text(), users: dice.pairs(), properties: dice.pairs() };
    grow_elements(&mut dice, &mut workspace, None);
    for _ in 0..dice.roll(6) {
        let count = workspace.elements.len();
        if count > 0 {
            let (source, destination) = (ElementHandle(dice.roll(count)), ElementHandle(dice.roll(count)));
            let (identifier, attributes, place) = (dice.identifier(), dice.attributes(), Place::default());
            workspace.relationships.push(Relationship { identifier, source, destination, attributes, place });
        }
    }
    for _ in 0..dice.roll(3) {
        let environment = grow_environment(&mut dice, &workspace);
        workspace.environments.push(environment);
    }
    for _ in 0..dice.roll(6) {
        let view = grow_view(&mut dice, &workspace);
        workspace.views.extend(view);
    }
    let inner = workspace.environments.iter().flat_map(|environment| &environment.groups);
    if workspace.groups.iter().chain(inner).any(|group| group.parent.is_some()) {
        workspace.model_properties.push(("structurizr.groupSeparator".to_owned(), "/".to_owned()));
    }
    workspace
}
