//! Writes a flowchart.

use std::fmt::Write as _;

use super::escape::{quoted, yaml};
use super::names::{self, is_plain};
use super::shapes::brackets_of;
use super::syntax::{ArrowHead, Diagram, Direction, End, Group, LineStyle, Link, Node, NodeKind, Shape};

/// What is still to be written of the groups. A list of these takes the place of recursion.
enum Task {
    Open(usize),
    Close,
}

/// Writes the diagram.
pub(super) fn write(diagram: &Diagram) -> String {
    let all = diagram.nodes.iter().map(|node| &*node.id).chain(diagram.groups.iter().map(|group| &*group.id));
    let names = names::assign(all);
    let (nodes, groups) = names.split_at(diagram.nodes.len());
    let mut text = String::new();
    if !diagram.title.is_empty() {
        put(&mut text, 0, &format!("---\ntitle: {}\n---", yaml(&diagram.title)));
    }
    put(&mut text, 0, &format!("flowchart {}", direction(diagram.direction)));
    for (keyword, words) in [("accTitle", &diagram.accessible_title), ("accDescr", &diagram.accessible_description)] {
        if !words.is_empty() {
            put(&mut text, 1, &format!("{keyword}: {}", quoted(words)));
        }
    }
    write_groups(diagram, (nodes, groups), &mut text);
    for (index, node) in diagram.nodes.iter().enumerate().filter(|(_, node)| holder(diagram, node.parent).is_none()) {
        write_node(node, name(nodes, index), 1, &mut text);
    }
    for link in &diagram.links {
        let known = |end| match end {
            End::Node(index) => nodes.get(index),
            End::Group(index) => groups.get(index),
        };
        if let Some((from, to)) = known(link.from).zip(known(link.to)) {
            write_link(link, (from, to), &mut text);
        }
    }
    let classes = diagram
        .nodes
        .iter()
        .enumerate()
        .flat_map(|(index, node)| node.classes.iter().map(move |class| (name(nodes, index), class)));
    for (node, class) in classes.filter(|(_, class)| is_plain(class)) {
        put(&mut text, 1, &format!("class {node} {class}"));
    }
    text
}

/// Groups with what lies in them; nodes first, then inner groups.
fn write_groups(diagram: &Diagram, (nodes, groups): (&[String], &[String]), text: &mut String) {
    let tops = (0..diagram.groups.len()).filter(|index| holder(diagram, diagram.groups[*index].parent).is_none());
    let mut tasks: Vec<Task> = tops.map(Task::Open).collect();
    tasks.reverse();
    let mut depth = 1;
    while let Some(task) = tasks.pop() {
        let Task::Open(index) = task else {
            depth -= 1;
            put(text, depth, "end");
            continue;
        };
        let title = diagram.groups.get(index).map_or("", |group| &group.title);
        put(text, depth, &format!("subgraph {}[\"{}\"]", name(groups, index), quoted(title)));
        depth += 1;
        for (inner, node) in diagram.nodes.iter().enumerate().filter(|(_, node)| node.parent == Some(index)) {
            write_node(node, name(nodes, inner), depth, text);
        }
        tasks.push(Task::Close);
        let is_inside = |group: &Group| group.parent == Some(index);
        let inner: Vec<_> = diagram.groups.iter().enumerate().filter(|(_, group)| is_inside(group)).collect();
        tasks.extend(inner.into_iter().rev().map(|(index, _)| Task::Open(index)));
    }
}

/// The group around something; none if it does not exist or lies inside itself.
fn holder(diagram: &Diagram, parent: Option<usize>) -> Option<usize> {
    let around = |index: &usize| diagram.groups.get(*index).and_then(|group| group.parent);
    let parent = parent.filter(|index| *index < diagram.groups.len())?;
    let mut outward = std::iter::successors(Some(parent), around).take(diagram.groups.len() + 1);
    let is_circular = outward.by_ref().count() > diagram.groups.len();
    (!is_circular).then_some(parent)
}

fn name(names: &[String], index: usize) -> &str {
    names.get(index).map_or("", String::as_str)
}

fn write_node(node: &Node, name: &str, depth: usize, text: &mut String) {
    let label = quoted(&node.label);
    let shape = match &node.kind {
        NodeKind::Shape(shape) => shape.clone(),
        NodeKind::Element(_) => Shape::Rectangle,
    };
    let line = match (brackets_of(&shape), shape) {
        (Some((open, close)), _) => format!("{name}{open}\"{label}\"{close}"),
        (None, Shape::Named(form)) => {
            let form: String = form.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect();
            format!("{name}@{{ shape: {form}, label: \"{label}\" }}")
        }
        (None, _) => format!("{name}[\"{label}\"]"),
    };
    put(text, depth, &line);
}

fn write_link(link: &Link, (from, to): (&str, &str), text: &mut String) {
    // Mermaid draws no head at the start alone: such a link is written the other way round.
    let is_backward = link.end_head == ArrowHead::None && link.start_head != ArrowHead::None;
    let (from, to) = if is_backward { (to, from) } else { (from, to) };
    let end = if is_backward { link.start_head } else { link.end_head };
    let is_double = !is_backward && link.start_head == link.end_head && end != ArrowHead::None;
    let head = match end {
        ArrowHead::None => "",
        ArrowHead::Arrow => ">",
        ArrowHead::Circle => "o",
        ArrowHead::Cross => "x",
    };
    let tail = match (is_double, end) {
        (true, ArrowHead::Arrow) => "<",
        (true, _) => head,
        _ => "",
    };
    let has_head = !head.is_empty();
    let line = match link.style {
        LineStyle::Solid if has_head => format!("{tail}--{head}"),
        LineStyle::Solid => "---".to_owned(),
        LineStyle::Dotted => format!("{tail}-.-{head}"),
        LineStyle::Thick if has_head => format!("{tail}=={head}"),
        LineStyle::Thick => "===".to_owned(),
        LineStyle::Invisible => "~~~".to_owned(),
    };
    let is_labelled = !link.label.is_empty() && link.style != LineStyle::Invisible;
    let label = if is_labelled { format!("|\"{}\"|", quoted(&link.label)) } else { String::new() };
    put(text, 1, &format!("{from} {line}{label} {to}"));
}

fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::TopToBottom => "TB",
        Direction::BottomToTop => "BT",
        Direction::LeftToRight => "LR",
        Direction::RightToLeft => "RL",
    }
}

fn put(text: &mut String, depth: usize, line: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{:indent$}{line}", "", indent = 4 * depth);
}
