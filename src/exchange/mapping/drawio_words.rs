//! What the words, the data and the form of a cell of draw.io say.

use super::attributes::{self, Stated};
use super::drawio_in::KIND;
use super::kinds::component_kind;
use super::relationships_in::kind_by_words;
use crate::exchange::drawio::Cell;
use crate::exchange::structurizr::Attributes;
use crate::model::{BoundaryKind, ConnectorKind, Fact};

/// What a cell says: name, description, numbers and facts, and what only we say.
pub(super) struct Said {
    pub name: String,
    pub description: String,
    pub stated: Stated,
}

/// What a cell says by its words and its data. The shapes of C4 have fields for name, technology and description; others
/// write them one below the other.
pub(super) fn said(cell: &Cell) -> Said {
    let field = |name: &str| cell.data.get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let mut lines = cell.label.lines();
    let mut name = field("c4Name");
    let (mut technology, mut description) = (field("c4Technology"), field("c4Description"));
    if name.is_none() {
        let first = lines.next().unwrap_or_default().to_owned();
        let second = lines.clone().next().and_then(|line| line.strip_prefix('[')?.strip_suffix(']'));
        if let Some(bracket) = second {
            technology =
                technology.or(Some(bracket.split_once(':').map_or(bracket, |(_, after)| after).trim().to_owned()));
            description = description.or(Some(lines.skip(1).collect::<Vec<_>>().join(" ")));
            name = Some(first);
        } else {
            name = Some(on_one_line(&cell.label));
        }
    }
    let known =
        ["c4Name", "c4Type", "c4Technology", "c4Description", "c4Application", "tooltip", "technology", "tags", "link"];
    let rest = cell.data.iter().filter(|(key, value)| !known.contains(&key.as_str()) && !value.is_empty());
    let tags = field("tags").unwrap_or_default();
    let attributes = Attributes {
        description: field("tooltip").or(description).unwrap_or_default(),
        technology: field("technology").or(technology).unwrap_or_default(),
        tags: tags.split_whitespace().map(str::to_owned).collect(),
        url: field("link").unwrap_or_default(),
        properties: rest.map(|(key, value)| (key.clone(), value.clone())).collect(),
    };
    let stated = attributes::read(&attributes);
    Said { name: name.unwrap_or_default(), description: attributes.description, stated }
}

/// What a component most likely is: by the form that was drawn, else by words.
pub(super) fn kind_of(cell: &Cell, name: &str, stated: &Stated) -> String {
    let form = cell.style.form().to_lowercase();
    let c4 = cell.data.get("c4Type").map(|kind| kind.to_lowercase()).unwrap_or_default();
    let says = |words: &[&str]| words.iter().any(|word| form.contains(word));
    let technology = stated.facts.text(Fact::Technology);
    let last = form.rsplit(['.', ' ']).next().unwrap_or_default().replace('_', " ");
    let by_words = || component_kind(name, &format!("{technology} {last}"), &[]);
    let kind = if c4 == "person" || says(&["actor", "person", "mxgraph.basic.user"]) {
        "user"
    } else if says(&["cylinder", "datastore", "database"]) && cell.style.get("direction") == Some("south") {
        "queue"
    } else if says(&["cylinder", "datastore", "database"]) {
        match by_words() {
            kind @ ("feature_store" | "model_registry" | "cache" | "queue") => kind,
            _ => "data_store",
        }
    } else if c4 == "software system" || says(&["cloud"]) {
        "external_system"
    } else {
        by_words()
    };
    kind.to_owned()
}

/// What a frame separates, by its words.
pub(super) fn boundary_kind(said: &Said, cell: &Cell) -> BoundaryKind {
    use strum::IntoEnumIterator as _;
    if let Some(word) = said.stated.other.get(KIND) {
        return BoundaryKind::iter().find(|kind| kind.label() == word).unwrap_or(BoundaryKind::Area);
    }
    if cell.data.get("c4Type").is_some_and(|kind| kind.ends_with("Boundary")) {
        return BoundaryKind::System;
    }
    let words = said.name.to_lowercase();
    let says =
        |list: &[&str]| list.iter().any(|word| words.split(|l: char| !l.is_alphanumeric()).any(|found| found == *word));
    if says(&["zone", "dmz", "trust", "vpc", "subnet", "network", "perimeter"]) {
        BoundaryKind::TrustZone
    } else if says(&["team", "squad", "department"]) {
        BoundaryKind::Team
    } else if says(&["tier", "layer"]) {
        BoundaryKind::Tier
    } else if says(&["system"]) {
        BoundaryKind::System
    } else {
        BoundaryKind::Area
    }
}

/// How two components most likely interact, by the look of the line, else by its words.
pub(super) fn kind_of_line(cell: &Cell, label: &str) -> ConnectorKind {
    let style = &cell.style;
    let first_dash =
        style.get("dashPattern").and_then(|pattern| pattern.split_whitespace().next()?.parse::<f32>().ok());
    let is_thick = style.number("strokeWidth").is_some_and(|width| width >= 3.0);
    match (style.is_on("dashed"), first_dash) {
        (true, Some(dash)) if dash <= 2.0 => ConnectorKind::InProcess,
        (true, _) if is_thick => ConnectorKind::Stream,
        (true, _) => ConnectorKind::AsynchronousEvent,
        _ if is_thick || style.form().contains("link") || style.form().contains("flexArrow") => ConnectorKind::DataFlow,
        _ => kind_by_words(label),
    }
}

pub(super) fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
