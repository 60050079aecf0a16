//! Requirements, who weighs them, and what people judge, as they stand in a saved file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::number::Number;
use super::quantity::SavedQuantity;
use super::unique::{Identified, UniqueMap};
use super::words::{SavedConstraintType, SavedLevel, SavedMeasure};
use crate::model::{
    ComponentId, ConnectorId, ConstraintType, DatasetId, Judgement, MeasureKey, NodeId, Requirement, RequirementId,
    ScenarioId, Situation, Stakeholder, StakeholderId, Strength, Subject,
};

/// A requirement. What is absent was not stated.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedRequirement {
    id: String,
    name: String,
    measure: SavedMeasure,
    of: SavedSubject,
    threshold: SavedQuantity,
    strength: SavedStrength,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    situation: Option<SavedSituation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    constraint: Option<SavedConstraintType>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    importance: Option<SavedLevel>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    difficulty: Option<SavedLevel>,
    #[serde(default)]
    rationale: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    owner: String,
    #[serde(default, skip_serializing_if = "UniqueMap::is_empty")]
    weights: UniqueMap<String, Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    derived_from: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SavedSubject {
    System,
    Scenario(String),
    Component(String),
    Connector(String),
    Node(String),
    Dataset(String),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum SavedStrength {
    Hard,
    Soft {
        weight: Number,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        worst: Option<SavedQuantity>,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedSituation {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    source: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    stimulus: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    environment: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    response: String,
}

/// Somebody who weighs requirements.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedStakeholder {
    id: String,
    name: String,
}

/// What was said about one quality.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedJudgements {
    measure: SavedMeasure,
    of: SavedSubject,
    judgements: Vec<SavedJudgement>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedJudgement {
    person: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<Number>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    reason: String,
}

impl Identified for SavedRequirement {
    fn identifier(&self) -> String {
        format!("\"{}\"", self.id)
    }
}

impl Identified for SavedStakeholder {
    fn identifier(&self) -> String {
        format!("\"{}\"", self.id)
    }
}

impl Identified for SavedJudgements {
    fn identifier(&self) -> String {
        let subject = serde_json::to_string(&self.of).unwrap_or_default();
        format!("the judgements of \"{}\" of {subject}", self.measure.0.key())
    }
}

impl SavedRequirement {
    pub(super) fn of(id: &RequirementId, requirement: &Requirement) -> Self {
        let weights: BTreeMap<_, _> =
            requirement.weights.iter().map(|(id, weight)| (id.to_string(), Number(*weight))).collect();
        Self {
            id: id.to_string(),
            name: requirement.name.clone(),
            measure: SavedMeasure(requirement.measure.measure),
            of: (&requirement.measure.subject).into(),
            threshold: requirement.threshold.into(),
            strength: requirement.strength.into(),
            situation: (!requirement.situation.is_empty()).then(|| (&requirement.situation).into()),
            constraint: Some(requirement.constraint)
                .filter(|other| *other != ConstraintType::default())
                .map(Into::into),
            importance: requirement.importance.map(Into::into),
            difficulty: requirement.difficulty.map(Into::into),
            rationale: requirement.rationale.clone(),
            owner: requirement.owner.clone(),
            weights: UniqueMap(weights),
            derived_from: requirement.derived_from.as_ref().map(ToString::to_string),
        }
    }

    pub(super) fn open(self) -> (RequirementId, Requirement) {
        let weights = self.weights.0.into_iter().map(|(id, Number(weight))| (StakeholderId::new(&id), weight));
        let requirement = Requirement {
            name: self.name,
            measure: MeasureKey::new(self.measure.0, self.of.into()),
            threshold: self.threshold.into(),
            strength: self.strength.into(),
            situation: self.situation.map(Into::into).unwrap_or_default(),
            constraint: self.constraint.map(Into::into).unwrap_or_default(),
            importance: self.importance.map(Into::into),
            difficulty: self.difficulty.map(Into::into),
            rationale: self.rationale,
            owner: self.owner,
            weights: weights.collect(),
            derived_from: self.derived_from.map(|id| RequirementId::new(&id)),
        };
        (RequirementId::new(&self.id), requirement)
    }
}

impl From<&Subject> for SavedSubject {
    fn from(subject: &Subject) -> Self {
        match subject {
            Subject::System => Self::System,
            Subject::Scenario(id) => Self::Scenario(id.to_string()),
            Subject::Component(id) => Self::Component(id.to_string()),
            Subject::Connector(id) => Self::Connector(id.to_string()),
            Subject::Node(id) => Self::Node(id.to_string()),
            Subject::Dataset(id) => Self::Dataset(id.to_string()),
        }
    }
}

impl From<SavedSubject> for Subject {
    fn from(saved: SavedSubject) -> Self {
        match saved {
            SavedSubject::System => Self::System,
            SavedSubject::Scenario(id) => Self::Scenario(ScenarioId::new(&id)),
            SavedSubject::Component(id) => Self::Component(ComponentId::new(&id)),
            SavedSubject::Connector(id) => Self::Connector(ConnectorId::new(&id)),
            SavedSubject::Node(id) => Self::Node(NodeId::new(&id)),
            SavedSubject::Dataset(id) => Self::Dataset(DatasetId::new(&id)),
        }
    }
}

impl From<Strength> for SavedStrength {
    fn from(strength: Strength) -> Self {
        match strength {
            Strength::Hard => Self::Hard,
            Strength::Soft { weight, worst } => Self::Soft { weight: Number(weight), worst: worst.map(Into::into) },
        }
    }
}

impl From<SavedStrength> for Strength {
    fn from(saved: SavedStrength) -> Self {
        match saved {
            SavedStrength::Hard => Self::Hard,
            SavedStrength::Soft { weight, worst } => Self::Soft { weight: weight.0, worst: worst.map(Into::into) },
        }
    }
}

impl From<&Situation> for SavedSituation {
    fn from(situation: &Situation) -> Self {
        Self {
            source: situation.source.clone(),
            stimulus: situation.stimulus.clone(),
            environment: situation.environment.clone(),
            response: situation.response.clone(),
        }
    }
}

impl From<SavedSituation> for Situation {
    fn from(saved: SavedSituation) -> Self {
        Self {
            source: saved.source,
            stimulus: saved.stimulus,
            environment: saved.environment,
            response: saved.response,
        }
    }
}

impl SavedStakeholder {
    pub(super) fn of(id: &StakeholderId, stakeholder: &Stakeholder) -> Self {
        Self { id: id.to_string(), name: stakeholder.name.clone() }
    }

    pub(super) fn open(self) -> (StakeholderId, Stakeholder) {
        (StakeholderId::new(&self.id), Stakeholder { name: self.name })
    }
}

impl SavedJudgements {
    pub(super) fn of((key, judgements): (&MeasureKey, &Vec<Judgement>)) -> Self {
        let judgements = judgements.iter().map(|judgement| SavedJudgement {
            person: judgement.person.clone(),
            value: judgement.value.map(Number),
            reason: judgement.reason.clone(),
        });
        Self { measure: SavedMeasure(key.measure), of: (&key.subject).into(), judgements: judgements.collect() }
    }

    pub(super) fn open(self) -> (MeasureKey, Vec<Judgement>) {
        let judgements = self.judgements.into_iter().map(|saved| Judgement {
            person: saved.person,
            value: saved.value.map(|value| value.0),
            reason: saved.reason,
        });
        (MeasureKey::new(self.measure.0, self.of.into()), judgements.collect())
    }
}
