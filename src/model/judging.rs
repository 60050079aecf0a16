//! How thoroughly candidates are judged, what wrong decisions cost, and how much one training may take.

use serde::{Deserialize, Serialize};

/// How candidates are judged beyond the rows that are held out; by default no further.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Judging {
    /// Cross-validation, whose means then stand for the quality; `None` for the held-out rows alone.
    pub folds: Option<Folds>,
    /// Further trainings that differ in their seed alone; they say how far luck goes.
    pub seeds: u32,
    /// Whether it is also trained on growing shares of the rows, which says how much data is needed.
    pub growing: bool,
    /// Column that says who a row is about: whether all of them are treated alike is then measured.
    pub protected: Option<String>,
    /// What wrong decisions cost; only where the goal is yes or no.
    pub costs: Option<ErrorCosts>,
    /// How much one training may take; no part of what is measured.
    pub budget: Budget,
}

/// Cross-validation: parts of the rows take turns being held out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Folds {
    /// Parts, at least 2.
    pub count: u32,
    /// How often the rows are divided anew, at least 1; by time there is one way only.
    pub repeats: u32,
}

/// What wrong decisions cost, in dollars a case, each at least 0.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErrorCosts {
    /// Of a case that is flagged and should not be.
    pub false_positive: f64,
    /// Of a case that is not flagged and should be.
    pub false_negative: f64,
}

/// What one training may take before it is ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Budget {
    /// Wall-clock seconds from the start of its worker; `None` for as long as it takes.
    pub seconds: Option<f64>,
    /// Megabytes of memory; `None` for what the machine has.
    pub megabytes: Option<f64>,
}
