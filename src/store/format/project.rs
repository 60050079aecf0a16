//! A whole project file, and what the architect states besides the drawing and the learning tasks.

use serde::{Deserialize, Serialize};

use super::acceptance::SavedAcceptance;
use super::alternative::SavedAlternatives;
use super::breakout::SavedBreakout;
use super::cascade::SavedCascade;
use super::choice::{SavedChoice, SavedExclusion};
use super::decision::{FormerDecision, SavedDecision};
use super::evidence::SavedEvidence;
use super::learning::{SavedDataset, SavedTask};
use super::requirement::{SavedJudgements, SavedRequirement, SavedStakeholder};
use super::scenario::{SavedScenario, SavedTotalLoad};
use super::system::SavedSystem;
use super::unique::UniqueList;
use super::view::SavedView;
use super::{FORMAT, VERSION};
use crate::model::{EvidenceBook, Project};

/// A whole file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedProject {
    format: String,
    version: u64,
    name: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    system: SavedSystem,
    #[serde(default, skip_serializing_if = "UniqueList::is_empty")]
    views: UniqueList<SavedView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    alternatives: Option<SavedAlternatives>,
    #[serde(default)]
    scenarios: UniqueList<SavedScenario>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    total_load: Option<SavedTotalLoad>,
    #[serde(default)]
    requirements: UniqueList<SavedRequirement>,
    #[serde(default, skip_serializing_if = "UniqueList::is_empty")]
    stakeholders: UniqueList<SavedStakeholder>,
    #[serde(default, skip_serializing_if = "UniqueList::is_empty")]
    judgements: UniqueList<SavedJudgements>,
    #[serde(default)]
    datasets: UniqueList<SavedDataset>,
    #[serde(default)]
    tasks: UniqueList<SavedTask>,
    #[serde(default)]
    choices: UniqueList<SavedChoice>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    exclusions: Vec<SavedExclusion>,
    #[serde(default)]
    decisions: UniqueList<SavedDecision>,
    /// Of versions 1 to 6.
    #[serde(default, skip_serializing)]
    decision: Option<FormerDecision>,
    #[serde(default, skip_serializing_if = "UniqueList::is_empty")]
    accepted: UniqueList<SavedAcceptance>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    breakout: Option<SavedBreakout>,
    #[serde(default)]
    evidence: UniqueList<SavedEvidence>,
    #[serde(default, skip_serializing_if = "UniqueList::is_empty")]
    cascades: UniqueList<SavedCascade>,
}

impl SavedProject {
    /// The saved form of a project and what was measured for it.
    pub(super) fn of(project: &Project, evidence: &EvidenceBook) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            name: project.name.clone(),
            description: project.description.clone(),
            system: (&project.system).into(),
            views: UniqueList(project.views.iter().map(|(key, layout)| SavedView::of(key, layout)).collect()),
            alternatives: SavedAlternatives::of(&project.alternatives),
            scenarios: UniqueList::of(&project.scenarios, SavedScenario::of),
            total_load: project.total_load.as_ref().map(Into::into),
            requirements: UniqueList::of(&project.requirements, SavedRequirement::of),
            stakeholders: UniqueList::of(&project.stakeholders, SavedStakeholder::of),
            judgements: UniqueList(project.judgements.iter().map(SavedJudgements::of).collect()),
            datasets: UniqueList::of(&project.datasets, SavedDataset::of),
            tasks: UniqueList::of(&project.tasks, SavedTask::of),
            choices: UniqueList::of(&project.choices, SavedChoice::of),
            exclusions: project.exclusions.iter().map(SavedExclusion::from).collect(),
            decisions: UniqueList::of(&project.decisions, SavedDecision::of),
            decision: None,
            accepted: UniqueList(project.accepted.iter().map(SavedAcceptance::of).collect()),
            breakout: project.breakout.as_ref().map(SavedBreakout::of),
            evidence: UniqueList(
                evidence
                    .iter()
                    .map(|(component, candidate, found)| SavedEvidence::of(component, candidate, found))
                    .collect(),
            ),
            cascades: UniqueList(evidence.stored_cascades().map(SavedCascade::of).collect()),
        }
    }

    /// The project and its evidence.
    pub(super) fn open(self) -> (Project, EvidenceBook) {
        let mut decisions = self.decisions.into_collection(SavedDecision::open);
        if let Some(former) = self.decision {
            former.open(&mut decisions);
        }
        let project = Project {
            name: self.name,
            description: self.description,
            system: self.system.into(),
            views: self.views.0.into_iter().map(SavedView::open).collect(),
            alternatives: self.alternatives.map(SavedAlternatives::open).unwrap_or_default(),
            scenarios: self.scenarios.into_collection(SavedScenario::open),
            total_load: self.total_load.map(Into::into),
            requirements: self.requirements.into_collection(SavedRequirement::open),
            stakeholders: self.stakeholders.into_collection(SavedStakeholder::open),
            judgements: self.judgements.0.into_iter().map(SavedJudgements::open).collect(),
            datasets: self.datasets.into_collection(SavedDataset::open),
            tasks: self.tasks.into_collection(SavedTask::open),
            choices: self.choices.into_collection(SavedChoice::open),
            exclusions: self.exclusions.into_iter().map(SavedExclusion::open).collect(),
            decisions,
            accepted: self.accepted.0.into_iter().map(SavedAcceptance::open).collect(),
            breakout: self.breakout.map(SavedBreakout::open),
        };
        let mut book = EvidenceBook::default();
        for saved in self.evidence.0 {
            let (component, candidate, evidence) = saved.open();
            book.insert(component, candidate, evidence);
        }
        for saved in self.cascades.0 {
            let (component, pair, cascade) = saved.open();
            book.insert_cascade(component, pair, cascade);
        }
        (project, book)
    }
}
