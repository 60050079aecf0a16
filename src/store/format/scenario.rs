//! Scenarios, as they stand in a saved file.

use serde::{Deserialize, Serialize};

use super::quantity::SavedQuantity;
use super::unique::{Identified, UniqueMap};
use crate::model::{ComponentId, ConnectorId, Motion, Path, Scenario, ScenarioId, Step, TotalLoad};

/// A use of the system.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedScenario {
    id: String,
    name: String,
    #[serde(default)]
    description: String,
    entry: String,
    mean_load: SavedQuantity,
    peak_load: SavedQuantity,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    share: Option<SavedQuantity>,
    /// What is said of each connector of the path; absent while the path follows all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    path: Option<UniqueMap<String, SavedStep>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    motion: Option<SavedMotion>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedStep {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    calls: Option<SavedQuantity>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parallel: Option<bool>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedMotion {
    speed: SavedQuantity,
    deceleration: SavedQuantity,
}

/// All requests to the system.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedTotalLoad {
    mean: SavedQuantity,
    peak: SavedQuantity,
}

impl Identified for SavedScenario {
    fn identifier(&self) -> String {
        format!("\"{}\"", self.id)
    }
}

impl SavedScenario {
    pub(super) fn of(id: &ScenarioId, scenario: &Scenario) -> Self {
        Self {
            id: id.to_string(),
            name: scenario.name.clone(),
            description: scenario.description.clone(),
            entry: scenario.entry.to_string(),
            mean_load: scenario.mean_load.into(),
            peak_load: scenario.peak_load.into(),
            share: scenario.share.map(Into::into),
            path: match &scenario.path {
                Path::Derived => None,
                Path::Drawn(steps) => {
                    Some(UniqueMap(steps.iter().map(|(id, step)| (id.to_string(), step.into())).collect()))
                }
            },
            motion: scenario
                .motion
                .map(|motion| SavedMotion { speed: motion.speed.into(), deceleration: motion.deceleration.into() }),
        }
    }

    pub(super) fn open(self) -> (ScenarioId, Scenario) {
        let step = |(id, step): (String, SavedStep)| (ConnectorId::new(&id), step.into());
        let scenario = Scenario {
            name: self.name,
            description: self.description,
            entry: ComponentId::new(&self.entry),
            mean_load: self.mean_load.into(),
            peak_load: self.peak_load.into(),
            share: self.share.map(Into::into),
            path: self.path.map_or(Path::Derived, |steps| Path::Drawn(steps.0.into_iter().map(step).collect())),
            motion: self
                .motion
                .map(|motion| Motion { speed: motion.speed.into(), deceleration: motion.deceleration.into() }),
        };
        (ScenarioId::new(&self.id), scenario)
    }
}

impl From<&Step> for SavedStep {
    fn from(step: &Step) -> Self {
        Self { calls: step.calls.map(Into::into), parallel: step.parallel }
    }
}

impl From<SavedStep> for Step {
    fn from(saved: SavedStep) -> Self {
        Self { calls: saved.calls.map(Into::into), parallel: saved.parallel }
    }
}

impl From<&TotalLoad> for SavedTotalLoad {
    fn from(load: &TotalLoad) -> Self {
        Self { mean: load.mean.into(), peak: load.peak.into() }
    }
}

impl From<SavedTotalLoad> for TotalLoad {
    fn from(saved: SavedTotalLoad) -> Self {
        Self { mean: saved.mean.into(), peak: saved.peak.into() }
    }
}
