//! Open decisions, options taken and options ruled out, as they stand in a saved file.

use serde::{Deserialize, Serialize};

use super::number::Number;
use super::quantity::SavedQuantity;
use super::unique::{Identified, UniqueMap};
use super::words::SavedProperty;
use crate::model::{
    Absence, Amount, CandidateId, Choice, ChoiceId, ComponentId, ConnectorId, ElementId, Exclusion, NodeId,
    OpenQuestion, Pick, Quantity,
};

/// `{"id": …, "component": …, "question": …}`; a choice about another element names that instead.
#[derive(Serialize, Deserialize)]
#[serde(try_from = "ChoiceFields")]
pub(super) struct SavedChoice(ChoiceFields);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ChoiceFields {
    id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    component: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    connector: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    node: Option<String>,
    question: SavedQuestion,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum SavedQuestion {
    Candidate,
    Cascade,
    Node(Vec<String>),
    Replicas { fewest: u32, most: u32 },
    Presence(SavedAbsence),
    Fallback(Vec<Option<String>>),
    Number { property: SavedProperty, values: Vec<SavedQuantity> },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SavedAbsence {
    Bypassed,
    Dropped,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum SavedPick {
    Candidate(String),
    Second(Option<SavedSecond>),
    Node(String),
    Replicas(u32),
    Present(bool),
    Fallback(Option<String>),
    Number(Option<SavedAmount>),
}

/// A candidate that decides up to so many percent of the cases.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedSecond {
    candidate: String,
    share: SavedAmount,
}

/// A number in the unit of its property.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SavedAmount(Amount);

/// Options that must not be taken together.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedExclusion {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    reason: String,
    options: UniqueMap<String, Vec<SavedPick>>,
}

impl Identified for SavedChoice {
    fn identifier(&self) -> String {
        format!("\"{}\"", self.0.id)
    }
}

impl TryFrom<ChoiceFields> for SavedChoice {
    type Error = &'static str;

    fn try_from(fields: ChoiceFields) -> Result<Self, Self::Error> {
        match [&fields.component, &fields.connector, &fields.node].into_iter().flatten().count() {
            1 => Ok(Self(fields)),
            0 => Err("a choice names the component, the connector or the node that it is about"),
            _ => Err("a choice is about one component, connector or node; leave out the others"),
        }
    }
}

impl SavedChoice {
    pub(super) fn of(id: &ChoiceId, choice: &Choice) -> Self {
        let question = match &choice.question {
            OpenQuestion::Candidate => SavedQuestion::Candidate,
            OpenQuestion::Cascade => SavedQuestion::Cascade,
            OpenQuestion::Node(nodes) => SavedQuestion::Node(nodes.iter().map(NodeId::to_string).collect()),
            OpenQuestion::Replicas { fewest, most } => SavedQuestion::Replicas { fewest: *fewest, most: *most },
            OpenQuestion::Presence(Absence::Bypassed) => SavedQuestion::Presence(SavedAbsence::Bypassed),
            OpenQuestion::Presence(Absence::Dropped) => SavedQuestion::Presence(SavedAbsence::Dropped),
            OpenQuestion::Fallback(options) => {
                SavedQuestion::Fallback(options.iter().map(|id| id.as_ref().map(ComponentId::to_string)).collect())
            }
            OpenQuestion::Number { property, values } => SavedQuestion::Number {
                property: SavedProperty(*property),
                values: values.iter().map(|value| (*value).into()).collect(),
            },
        };
        let mut fields = ChoiceFields { id: id.to_string(), component: None, connector: None, node: None, question };
        match &choice.element {
            ElementId::Component(id) => fields.component = Some(id.to_string()),
            ElementId::Connector(id) => fields.connector = Some(id.to_string()),
            ElementId::Node(id) => fields.node = Some(id.to_string()),
            // Nothing can be left open about these; the name is kept, and the checks say that it names nothing.
            ElementId::Boundary(id) => fields.component = Some(id.to_string()),
            ElementId::Note(id) => fields.component = Some(id.to_string()),
        }
        Self(fields)
    }

    pub(super) fn open(self) -> (ChoiceId, Choice) {
        let Self(fields) = self;
        let question = match fields.question {
            SavedQuestion::Candidate => OpenQuestion::Candidate,
            SavedQuestion::Cascade => OpenQuestion::Cascade,
            SavedQuestion::Node(nodes) => OpenQuestion::Node(nodes.iter().map(|id| NodeId::new(id)).collect()),
            SavedQuestion::Replicas { fewest, most } => OpenQuestion::Replicas { fewest, most },
            SavedQuestion::Presence(SavedAbsence::Bypassed) => OpenQuestion::Presence(Absence::Bypassed),
            SavedQuestion::Presence(SavedAbsence::Dropped) => OpenQuestion::Presence(Absence::Dropped),
            SavedQuestion::Fallback(options) => {
                OpenQuestion::Fallback(options.into_iter().map(|id| id.map(|id| ComponentId::new(&id))).collect())
            }
            SavedQuestion::Number { property, values } => {
                OpenQuestion::Number { property: property.0, values: values.into_iter().map(Quantity::from).collect() }
            }
        };
        let element = match (fields.component, fields.connector, fields.node) {
            (_, Some(id), _) => ElementId::Connector(ConnectorId::new(&id)),
            (_, _, Some(id)) => ElementId::Node(NodeId::new(&id)),
            (id, ..) => ElementId::Component(ComponentId::new(&id.unwrap_or_default())),
        };
        (ChoiceId::new(&fields.id), Choice { element, question })
    }
}

impl From<&Pick> for SavedPick {
    fn from(pick: &Pick) -> Self {
        match pick {
            Pick::Candidate(id) => Self::Candidate(id.to_string()),
            Pick::Second(second) => Self::Second(
                second
                    .as_ref()
                    .map(|(id, share)| SavedSecond { candidate: id.to_string(), share: SavedAmount(*share) }),
            ),
            Pick::Node(id) => Self::Node(id.to_string()),
            Pick::Replicas(number) => Self::Replicas(*number),
            Pick::Present(is_there) => Self::Present(*is_there),
            Pick::Fallback(id) => Self::Fallback(id.as_ref().map(ComponentId::to_string)),
            Pick::Number(amount) => Self::Number(amount.map(SavedAmount)),
        }
    }
}

impl From<SavedPick> for Pick {
    fn from(saved: SavedPick) -> Self {
        match saved {
            SavedPick::Candidate(id) => Self::Candidate(CandidateId::new(&id)),
            SavedPick::Second(second) => {
                Self::Second(second.map(|second| (CandidateId::new(&second.candidate), second.share.0)))
            }
            SavedPick::Node(id) => Self::Node(NodeId::new(&id)),
            SavedPick::Replicas(number) => Self::Replicas(number),
            SavedPick::Present(is_there) => Self::Present(is_there),
            SavedPick::Fallback(id) => Self::Fallback(id.map(|id| ComponentId::new(&id))),
            SavedPick::Number(amount) => Self::Number(amount.map(|SavedAmount(amount)| amount)),
        }
    }
}

impl Serialize for SavedAmount {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Number(self.0.value()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for SavedAmount {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Number::deserialize(deserializer).map(|Number(value)| Self(Amount::new(value)))
    }
}

impl From<&Exclusion> for SavedExclusion {
    fn from(exclusion: &Exclusion) -> Self {
        let options = exclusion.options.iter();
        let options = options.map(|(choice, picks)| (choice.to_string(), picks.iter().map(Into::into).collect()));
        Self { reason: exclusion.reason.clone(), options: UniqueMap(options.collect()) }
    }
}

impl SavedExclusion {
    pub(super) fn open(self) -> Exclusion {
        let options = self.options.0.into_iter();
        let options =
            options.map(|(choice, picks)| (ChoiceId::new(&choice), picks.into_iter().map(Into::into).collect()));
        Exclusion { reason: self.reason, options: options.collect() }
    }
}
