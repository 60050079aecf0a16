//! Writes the views with their rules, layouts and steps.

use super::syntax::ElementHandle;
use super::syntax_views::{
    AutoLayout, Direction, DynamicLine, FilterMode, Message, RuleMode, View, ViewKind, ViewScope,
};
use super::writer::Writer;
use super::writer_identifiers::element_path;

pub(super) fn views(writer: &mut Writer<'_>) {
    writer.output.open("views");
    writer.output.pairs("properties", &writer.workspace.views_properties);
    for (index, view) in writer.workspace.views.iter().enumerate() {
        if index > 0 {
            writer.output.gap();
        }
        self::view(writer, view);
    }
    writer.output.close();
}

fn view(writer: &mut Writer<'_>, view: &View) {
    let head = head(writer, view);
    let output = &mut writer.output;
    if view.kind == ViewKind::Filtered && view.title.is_empty() && view.properties.is_empty() && !view.is_default {
        // Older tools know filtered views only without a block.
        let line = output.statement(&head, &[&view.key, &view.description]);
        output.line(&line);
        return;
    }
    let line = output.statement(&head, &[&view.key]);
    output.open(&line);
    output.attribute("title", &view.title);
    output.attribute("description", &view.description);
    if view.is_default {
        output.line("default");
    }
    for rule in view.rules.iter().filter(|rule| !rule.expressions.is_empty()) {
        let keyword = match rule.mode {
            RuleMode::Include => "include",
            RuleMode::Exclude => "exclude",
        };
        let words: Vec<String> = rule.expressions.iter().map(|expression| output.word(expression)).collect();
        output.line(&format!("{keyword} {}", words.join(" ")));
    }
    if view.animation.iter().any(|step| !step.is_empty()) {
        output.open("animation");
        for step in view.animation.iter().filter(|step| !step.is_empty()) {
            let words: Vec<String> = step.iter().map(|expression| output.word(expression)).collect();
            output.line(&words.join(" "));
        }
        output.close();
    }
    lines(writer, view);
    if let Some(layout) = &view.layout {
        writer.output.line(&layout_line(layout));
    }
    writer.output.pairs("properties", &view.properties);
    writer.output.close();
}

/// The statement of a view up to its key.
fn head(writer: &mut Writer<'_>, view: &View) -> String {
    let scope = match view.scope {
        ViewScope::Element(element) => path(writer, element),
        ViewScope::All | ViewScope::None => "*".to_owned(),
    };
    match view.kind {
        ViewKind::SystemLandscape => "systemLandscape".to_owned(),
        ViewKind::Custom => "custom".to_owned(),
        ViewKind::SystemContext => format!("systemContext {scope}"),
        ViewKind::Container => format!("container {scope}"),
        ViewKind::Component => format!("component {scope}"),
        ViewKind::Dynamic => format!("dynamic {scope}"),
        ViewKind::Deployment => {
            let environment = view.environment.and_then(|handle| writer.names.environments.get(handle.0));
            format!("deployment {scope} {}", environment.map_or("\"\"", |names| &names.own))
        }
        ViewKind::Filtered => {
            let Some(filter) = &view.filter else { return "filtered \"\" include \"\"".to_owned() };
            let mode = match filter.mode {
                FilterMode::Include => "include",
                FilterMode::Exclude => "exclude",
            };
            let (base, tags) = (writer.output.quoted(&filter.base_key), writer.output.quoted(&filter.tags.join(",")));
            format!("filtered {base} {mode} {tags}")
        }
    }
}

fn lines(writer: &mut Writer<'_>, view: &View) {
    let mut depth = 0_usize;
    for line in &view.lines {
        match line {
            DynamicLine::Message(message) => self::message(writer, message),
            DynamicLine::ParallelStart => {
                writer.output.open_bare();
                depth += 1;
            }
            // An end without a start would close the view itself.
            DynamicLine::ParallelEnd if depth == 0 => {}
            DynamicLine::ParallelEnd => {
                writer.output.close();
                depth -= 1;
            }
        }
    }
    for _ in 0..depth {
        writer.output.close();
    }
}

fn message(writer: &mut Writer<'_>, message: &Message) {
    let named = message.relationship.filter(|_| message.technology.is_empty());
    let named = named.and_then(|handle| writer.names.relationships.get(handle.0).cloned().flatten());
    let ends =
        named.unwrap_or_else(|| format!("{} -> {}", path(writer, message.source), path(writer, message.destination)));
    let output = &mut writer.output;
    let order = match message.order.as_str() {
        "" => String::new(),
        order => format!("{} ", output.word(&format!("{order}:"))),
    };
    let line = output.statement(&format!("{order}{ends}"), &[&message.description, &message.technology]);
    if message.url.is_empty() && message.properties.is_empty() {
        output.line(&line);
        return;
    }
    output.open(&line);
    output.attribute("url", &message.url);
    output.pairs("properties", &message.properties);
    output.close();
}

fn layout_line(layout: &AutoLayout) -> String {
    let direction = match layout.direction {
        Direction::TopBottom => "tb",
        Direction::BottomTop => "bt",
        Direction::LeftRight => "lr",
        Direction::RightLeft => "rl",
    };
    if (layout.rank_separation, layout.node_separation) == (300, 300) {
        return format!("autoLayout {direction}");
    }
    format!("autoLayout {direction} {} {}", layout.rank_separation, layout.node_separation)
}

fn path(writer: &Writer<'_>, element: ElementHandle) -> String {
    element_path(writer.workspace, &writer.names, element)
}
