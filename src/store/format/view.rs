//! What views do otherwise than by themselves; since version 2.

use serde::{Deserialize, Serialize};

use super::element::SavedElement;
use super::number::{SavedPoint, SavedRectangle};
use super::unique::Identified;
use crate::model::{ConnectorId, Line, ScenarioId, ViewKey, ViewLayout};

/// One view.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedView {
    view: SavedViewKey,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    hidden: Vec<SavedElement>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    places: Vec<SavedPlace>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    lines: Vec<SavedLine>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SavedViewKey {
    Everything,
    Context,
    Components,
    Deployment,
    DataFlow,
    Scenario(String),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedPlace {
    element: SavedElement,
    shape: SavedRectangle,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedLine {
    connector: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    bends: Vec<SavedPoint>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label_offset: Option<SavedPoint>,
}

impl Identified for SavedView {
    fn identifier(&self) -> String {
        match &self.view {
            SavedViewKey::Everything => "everything".to_owned(),
            SavedViewKey::Context => "context".to_owned(),
            SavedViewKey::Components => "components".to_owned(),
            SavedViewKey::Deployment => "deployment".to_owned(),
            SavedViewKey::DataFlow => "data_flow".to_owned(),
            SavedViewKey::Scenario(id) => format!("scenario \"{id}\""),
        }
    }
}

impl SavedView {
    pub(super) fn of(key: &ViewKey, layout: &ViewLayout) -> Self {
        let view = match key {
            ViewKey::Everything => SavedViewKey::Everything,
            ViewKey::Context => SavedViewKey::Context,
            ViewKey::Components => SavedViewKey::Components,
            ViewKey::Deployment => SavedViewKey::Deployment,
            ViewKey::DataFlow => SavedViewKey::DataFlow,
            ViewKey::Scenario(id) => SavedViewKey::Scenario(id.to_string()),
        };
        let places = layout.places.iter();
        let lines = layout.lines.iter().map(|(id, line)| SavedLine {
            connector: id.to_string(),
            bends: line.bends.iter().copied().map(SavedPoint::from).collect(),
            label_offset: line.label_offset.map(SavedPoint::from),
        });
        Self {
            view,
            hidden: layout.hidden.iter().map(SavedElement::from).collect(),
            places: places
                .map(|(element, shape)| SavedPlace { element: element.into(), shape: (*shape).into() })
                .collect(),
            lines: lines.collect(),
        }
    }

    pub(super) fn open(self) -> (ViewKey, ViewLayout) {
        let key = match self.view {
            SavedViewKey::Everything => ViewKey::Everything,
            SavedViewKey::Context => ViewKey::Context,
            SavedViewKey::Components => ViewKey::Components,
            SavedViewKey::Deployment => ViewKey::Deployment,
            SavedViewKey::DataFlow => ViewKey::DataFlow,
            SavedViewKey::Scenario(id) => ViewKey::Scenario(ScenarioId::new(&id)),
        };
        let line = |saved: SavedLine| {
            let bends = saved.bends.into_iter().map(Into::into).collect();
            (ConnectorId::new(&saved.connector), Line { bends, label_offset: saved.label_offset.map(Into::into) })
        };
        let layout = ViewLayout {
            hidden: self.hidden.into_iter().map(Into::into).collect(),
            places: self.places.into_iter().map(|place| (place.element.into(), place.shape.into())).collect(),
            lines: self.lines.into_iter().map(line).collect(),
        };
        (key, layout)
    }
}
