//! Decision records as they stand in a saved file: a list from version 7 on, a single one without a name before.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::choice::SavedPick;
use super::unique::{Identified, UniqueMap};
use super::words::SavedStatus;
use crate::model::{ChoiceId, Collection, Date, Decision, DecisionId, Design, RequirementId, unused_id};

/// A decision. What is absent was not stated.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedDecision {
    id: String,
    title: String,
    status: SavedStatus,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    supersedes: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<SavedDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revisit: Option<SavedDate>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    deciders: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    consulted: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    informed: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    context: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    drivers: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    considered: Vec<SavedDesign>,
    /// The option taken by choice; null while nothing is chosen.
    #[serde(default)]
    design: Option<SavedDesign>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    rationale: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    consequences: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    confirmation: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    dissent: String,
}

/// The only decision of a project of versions 1 to 6.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormerDecision {
    status: SavedStatus,
    #[serde(default)]
    deciders: String,
    #[serde(default)]
    context: String,
    #[serde(default)]
    rationale: String,
    #[serde(default)]
    consequences: String,
    #[serde(default)]
    design: Option<SavedDesign>,
}

/// The option taken by choice.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct SavedDesign(UniqueMap<String, SavedPick>);

/// A day as year-month-day.
#[derive(Clone, Copy)]
struct SavedDate(Date);

impl Identified for SavedDecision {
    fn identifier(&self) -> String {
        format!("\"{}\"", self.id)
    }
}

impl SavedDecision {
    pub(super) fn of(id: &DecisionId, decision: &Decision) -> Self {
        Self {
            id: id.to_string(),
            title: decision.title.clone(),
            status: decision.status.into(),
            supersedes: decision.supersedes.as_ref().map(DecisionId::to_string),
            date: decision.date.map(SavedDate),
            revisit: decision.revisit.map(SavedDate),
            deciders: decision.deciders.clone(),
            consulted: decision.consulted.clone(),
            informed: decision.informed.clone(),
            context: decision.context.clone(),
            drivers: decision.drivers.iter().map(RequirementId::to_string).collect(),
            considered: decision.considered.iter().map(Into::into).collect(),
            design: decision.design.as_ref().map(Into::into),
            rationale: decision.rationale.clone(),
            consequences: decision.consequences.clone(),
            confirmation: decision.confirmation.clone(),
            dissent: decision.dissent.clone(),
        }
    }

    pub(super) fn open(self) -> (DecisionId, Decision) {
        let decision = Decision {
            title: self.title,
            status: self.status.into(),
            supersedes: self.supersedes.as_deref().map(DecisionId::new),
            date: self.date.map(|date| date.0),
            revisit: self.revisit.map(|date| date.0),
            deciders: self.deciders,
            consulted: self.consulted,
            informed: self.informed,
            context: self.context,
            drivers: self.drivers.iter().map(|id| RequirementId::new(id)).collect(),
            considered: self.considered.into_iter().map(Into::into).collect(),
            design: self.design.map(Into::into),
            rationale: self.rationale,
            consequences: self.consequences,
            confirmation: self.confirmation,
            dissent: self.dissent,
        };
        (DecisionId::new(&self.id), decision)
    }
}

impl FormerDecision {
    /// Puts it among the `decisions`, unless it says nothing.
    pub(super) fn open(self, decisions: &mut Collection<DecisionId, Decision>) {
        let mut decision = Decision {
            status: self.status.into(),
            deciders: self.deciders,
            context: self.context,
            rationale: self.rationale,
            consequences: self.consequences,
            ..Decision::default()
        };
        if let Some(design) = self.design {
            decision.choose(design.into());
        }
        if decision == Decision::default() {
            return;
        }
        "Decision".clone_into(&mut decision.title);
        let id = unused_id("Decision", |id| decisions.contains_key(&DecisionId::new(id)));
        decisions.insert(DecisionId::new(&id), decision);
    }
}

impl From<&Design> for SavedDesign {
    fn from(design: &Design) -> Self {
        Self(UniqueMap(design.picks.iter().map(|(choice, pick)| (choice.to_string(), pick.into())).collect()))
    }
}

impl From<SavedDesign> for Design {
    fn from(saved: SavedDesign) -> Self {
        let picks = saved.0.0.into_iter();
        Self { picks: picks.map(|(choice, pick)| (ChoiceId::new(&choice), pick.into())).collect() }
    }
}

impl Serialize for SavedDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for SavedDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Self).map_err(serde::de::Error::custom)
    }
}
