//! Styles and patterns as templates: what each is for, what it is expected to do to qualities, its rule, and the elements
//! that are put into a drawing.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Deserialize;

use super::words::{assumed, connector_kind, fact, property};
use crate::model::{BoundaryKind, CallCondition, ConnectorKind, Fact, FactValue, KindId, Properties, Style};

/// A style or pattern, ready to be put into a drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// What the boundary around it declares.
    pub style: Style,
    /// Whether it shapes a whole system or solves one problem in it.
    pub sort: TemplateSort,
    /// Its name, in sentence case.
    pub name: String,
    /// What it is, in one sentence.
    pub purpose: String,
    /// When it is worth its price.
    pub when: String,
    /// The rule that what is inside has to keep, in words.
    pub rule: String,
    /// Keys of the checks that look whether the rule is kept.
    pub checks: Vec<String>,
    /// What it is expected to do to qualities: from the literature, not measured on this system.
    pub effects: Vec<Effect>,
    /// Where that is written, as whole references.
    pub sources: Vec<String>,
    /// The deployment nodes that are drawn.
    pub nodes: Vec<TemplateNode>,
    /// The boundaries that are drawn inside the one that declares the style.
    pub boundaries: Vec<TemplateBoundary>,
    /// The components that are drawn.
    pub components: Vec<TemplateComponent>,
    /// The connectors among them.
    pub connectors: Vec<TemplateConnector>,
}

/// What a template is a template of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TemplateSort {
    /// A shape of whole systems.
    Style,
    /// A solution of one problem within a system.
    Pattern,
}

/// What a style or pattern is expected to do to one quality.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effect {
    /// Name of the quality attribute in `qualities.json`.
    pub quality: String,
    /// Which way.
    #[serde(rename = "effect")]
    pub tendency: Tendency,
    /// Why, in one sentence.
    pub why: String,
}

/// Which way a quality is expected to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tendency {
    /// It gets better.
    Better,
    /// It gets worse.
    Worse,
    /// It depends on numbers that the template does not know.
    Depends,
}

/// A deployment node of a template; it is drawn around the components that run on it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateNode {
    /// What the template calls it.
    pub id: String,
    /// Its kind.
    pub kind: KindId,
    /// Its name.
    pub name: String,
}

/// A boundary of a template; it is drawn around the components that lie in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateBoundary {
    /// What the template calls it.
    pub id: String,
    /// What it separates.
    pub kind: BoundaryKind,
    /// Its name.
    pub name: String,
}

/// A component of a template.
#[derive(Clone, Debug, PartialEq)]
pub struct TemplateComponent {
    /// What the template calls it.
    pub id: String,
    /// Its kind.
    pub kind: KindId,
    /// Its name.
    pub name: String,
    /// Column and row of the grid that the template is drawn on.
    pub at: [f32; 2],
    /// Whether it lies outside the boundary that declares the style.
    pub is_outside: bool,
    /// The node of the template that it runs on.
    pub node: Option<String>,
    /// The boundaries of the template that it lies within.
    pub within: Vec<String>,
    /// Numbers besides those that its kind usually has, marked as assumed.
    pub properties: Properties,
    /// What else is stated; a component is named as the template calls it.
    pub facts: BTreeMap<Fact, FactValue>,
}

/// A connector of a template.
#[derive(Clone, Debug, PartialEq)]
pub struct TemplateConnector {
    /// The component that calls, sends or feeds.
    pub source: String,
    /// The component at the other end.
    pub target: String,
    /// How the two interact.
    pub kind: ConnectorKind,
    /// Text beside the line.
    pub label: String,
    /// When a request takes it.
    pub condition: CallCondition,
    /// Whether it is called at the same time as the other parallel calls of its source.
    pub is_parallel: bool,
    /// Numbers besides those that its kind usually has, marked as assumed.
    pub properties: Properties,
    /// What else is stated.
    pub facts: BTreeMap<Fact, FactValue>,
}

impl TemplateSort {
    /// The heading above templates of this sort.
    pub fn label(self) -> &'static str {
        match self {
            Self::Style => "Styles",
            Self::Pattern => "Patterns",
        }
    }
}

impl Tendency {
    /// The word shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Depends => "depends",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    key: String,
    sort: TemplateSort,
    name: String,
    purpose: String,
    when: String,
    rule: String,
    checks: Vec<String>,
    effects: Vec<Effect>,
    sources: Vec<String>,
    #[serde(default)]
    nodes: Vec<TemplateNode>,
    #[serde(default)]
    boundaries: Vec<BoundaryEntry>,
    components: Vec<ComponentEntry>,
    connectors: Vec<ConnectorEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BoundaryEntry {
    id: String,
    kind: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ComponentEntry {
    id: String,
    kind: KindId,
    name: String,
    at: [f32; 2],
    #[serde(default)]
    outside: bool,
    #[serde(default)]
    node: Option<String>,
    #[serde(default)]
    within: Vec<String>,
    #[serde(default)]
    properties: Words,
    #[serde(default)]
    facts: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConnectorEntry {
    from: String,
    to: String,
    kind: String,
    #[serde(default)]
    label: String,
    #[serde(default)]
    condition: Option<String>,
    #[serde(default)]
    parallel: bool,
    #[serde(default)]
    properties: Words,
    #[serde(default)]
    facts: Words,
}

/// Answers by key.
type Words = BTreeMap<String, String>;

/// Reads `templates.json`; `literature` are the references by key.
pub(super) fn read_templates(text: &str, literature: &IndexMap<String, String>) -> Result<Vec<Template>, String> {
    let entries: Vec<Entry> = serde_json::from_str(text).map_err(|error| format!("templates.json: {error}"))?;
    let read = |entry: Entry| {
        let key = entry.key.clone();
        read_template(entry, literature).map_err(|error| format!("templates.json, {key}: {error}"))
    };
    entries.into_iter().map(read).collect()
}

/// Reads `literature.json`.
pub(super) fn read_literature(text: &str) -> Result<IndexMap<String, String>, String> {
    serde_json::from_str(text).map_err(|error| format!("literature.json: {error}"))
}

fn read_template(entry: Entry, literature: &IndexMap<String, String>) -> Result<Template, String> {
    let style = entry.key.parse().map_err(|_unknown| format!("no style {}", entry.key))?;
    let source = |key: &String| literature.get(key).cloned().ok_or_else(|| format!("no reference {key}"));
    let boundary = |boundary: BoundaryEntry| {
        let kind = boundary_kind(&boundary.kind)?;
        Ok(TemplateBoundary { id: boundary.id, kind, name: boundary.name })
    };
    Ok(Template {
        style,
        sort: entry.sort,
        name: entry.name,
        purpose: entry.purpose,
        when: entry.when,
        rule: entry.rule,
        checks: entry.checks,
        effects: entry.effects,
        sources: entry.sources.iter().map(source).collect::<Result<_, String>>()?,
        nodes: entry.nodes,
        boundaries: entry.boundaries.into_iter().map(boundary).collect::<Result<_, String>>()?,
        components: entry.components.into_iter().map(read_component).collect::<Result<_, String>>()?,
        connectors: entry.connectors.into_iter().map(read_connector).collect::<Result<_, String>>()?,
    })
}

fn read_component(entry: ComponentEntry) -> Result<TemplateComponent, String> {
    Ok(TemplateComponent {
        properties: read_properties(&entry.properties)?,
        facts: read_facts(&entry.facts)?,
        id: entry.id,
        kind: entry.kind,
        name: entry.name,
        at: entry.at,
        is_outside: entry.outside,
        node: entry.node,
        within: entry.within,
    })
}

fn read_connector(entry: ConnectorEntry) -> Result<TemplateConnector, String> {
    Ok(TemplateConnector {
        kind: connector_kind(&entry.kind)?,
        condition: condition(entry.condition.as_deref())?,
        properties: read_properties(&entry.properties)?,
        facts: read_facts(&entry.facts)?,
        source: entry.from,
        target: entry.to,
        label: entry.label,
        is_parallel: entry.parallel,
    })
}

fn read_properties(words: &Words) -> Result<Properties, String> {
    let read = |(key, text): (&String, &String)| {
        let property = property(key)?;
        Ok((property, assumed(property, text).map_err(|error| format!("{key}: {error}"))?))
    };
    words.iter().map(read).collect()
}

fn read_facts(words: &Words) -> Result<BTreeMap<Fact, FactValue>, String> {
    let read = |(key, word): (&String, &String)| {
        let fact = fact(key)?;
        Ok((fact, fact.answer(word).ok_or_else(|| format!("{word} is no answer to {key}"))?))
    };
    words.iter().map(read).collect()
}

fn boundary_kind(word: &str) -> Result<BoundaryKind, String> {
    match word {
        "trust_zone" => Ok(BoundaryKind::TrustZone),
        "team" => Ok(BoundaryKind::Team),
        "tier" => Ok(BoundaryKind::Tier),
        "area" => Ok(BoundaryKind::Area),
        _ => Err(format!("no boundary kind {word}")),
    }
}

fn condition(word: Option<&str>) -> Result<CallCondition, String> {
    match word {
        None => Ok(CallCondition::Always),
        Some("when_flagged") => Ok(CallCondition::WhenFlagged),
        Some("when_missed") => Ok(CallCondition::WhenMissed),
        Some("one_of") => Ok(CallCondition::OneOf),
        Some(word) => Err(format!("no condition {word}")),
    }
}

#[cfg(test)]
mod tests;
