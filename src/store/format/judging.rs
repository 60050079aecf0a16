//! The saved form of how thoroughly candidates are judged, from version 5 on.

use serde::{Deserialize, Serialize};

use super::number::Number;
use crate::model::{Budget, ErrorCosts, Folds, Judging};

/// How candidates are judged beyond the rows that are held out.
#[derive(Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct SavedJudging {
    #[serde(skip_serializing_if = "Option::is_none")]
    folds: Option<SavedFolds>,
    #[serde(skip_serializing_if = "is_zero")]
    seeds: u32,
    #[serde(skip_serializing_if = "is_false")]
    growing: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    protected: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    costs: Option<SavedCosts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    budget_seconds: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    budget_megabytes: Option<Number>,
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedFolds {
    count: u32,
    repeats: u32,
}

/// In dollars a case.
#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedCosts {
    false_positive: Number,
    false_negative: Number,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_zero(value: &u32) -> bool {
    *value == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_false(value: &bool) -> bool {
    !value
}

impl SavedJudging {
    /// Whether there is nothing to save.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The saved form.
    pub(super) fn of(judging: &Judging) -> Self {
        Self {
            folds: judging.folds.map(|Folds { count, repeats }| SavedFolds { count, repeats }),
            seeds: judging.seeds,
            growing: judging.growing,
            protected: judging.protected.clone(),
            costs: judging.costs.map(|costs| SavedCosts {
                false_positive: Number(costs.false_positive),
                false_negative: Number(costs.false_negative),
            }),
            budget_seconds: judging.budget.seconds.map(Number),
            budget_megabytes: judging.budget.megabytes.map(Number),
        }
    }

    /// How candidates are judged, from its saved form.
    pub(super) fn open(self) -> Judging {
        Judging {
            folds: self.folds.map(|SavedFolds { count, repeats }| Folds { count, repeats }),
            seeds: self.seeds,
            growing: self.growing,
            protected: self.protected,
            costs: self.costs.map(|costs| ErrorCosts {
                false_positive: costs.false_positive.0,
                false_negative: costs.false_negative.0,
            }),
            budget: Budget {
                seconds: self.budget_seconds.map(|seconds| seconds.0),
                megabytes: self.budget_megabytes.map(|megabytes| megabytes.0),
            },
        }
    }
}
