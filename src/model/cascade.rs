//! Two candidates in sequence: the first decides every case, and those that it is least sure of go on to the second.

use std::collections::BTreeMap;

use super::evidence::Measured;
use super::measure::Measure;

/// What a cascade of two candidates was measured to be worth, from the answers of both to the same held-out rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CascadeEvidence {
    /// Fingerprints of the evidence of the first and of the second candidate that it was measured with; with other
    /// evidence it is stale.
    pub fingerprints: [String; 2],
    /// By rising share passed on, each share once: from the first alone to the second alone.
    pub points: Vec<CascadePoint>,
}

/// A cascade at one threshold of confidence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CascadePoint {
    /// At most so many percent of the held-out rows were to be passed on, 0 to 100: what designs name it by, because
    /// training anew does not change it.
    pub share: f64,
    /// A case of which the first candidate is at most this confident goes on, 0 (undecided) to 1 (certain); `None`
    /// where none goes on.
    pub threshold: Option<f64>,
    /// Percent of the held-out rows that went on, 0 to 100: less than `share` where rows are equally confident, which
    /// stay together.
    pub passed_on: f64,
    /// Each measure of quality of what the two decide together.
    pub measured: BTreeMap<Measure, Measured>,
}

impl CascadeEvidence {
    /// The point that designs name by this share in percent.
    pub fn point(&self, share: f64) -> Option<&CascadePoint> {
        self.points.iter().find(|point| point.share == share)
    }

    /// The points at which both candidates have a part.
    pub fn choosable(&self) -> impl Iterator<Item = &CascadePoint> {
        self.points.iter().filter(|point| point.share > 0.0 && point.passed_on > 0.0 && point.passed_on < 100.0)
    }
}

impl CascadePoint {
    /// The measured value of `measure`, in its unit.
    pub fn value(&self, measure: Measure) -> Option<f64> {
        self.measured.get(&measure).map(|measured| measured.value)
    }
}
