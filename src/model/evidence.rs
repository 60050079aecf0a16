//! What was measured on trained candidates. Evidence is no part of the project: undo never takes it back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::cascade::CascadeEvidence;
use super::evidence_detail::Details;
use super::id::{CandidateId, ComponentId};
use super::measure::Measure;
use super::quantity::Quantity;

/// A measured value with its 95 % interval, in the measure's unit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The value.
    pub value: f64,
    /// Lower and upper end of the 95 % interval, where one was computed.
    pub interval: Option<(f64, f64)>,
}

/// Loss after one pass (or one boosting round).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LossPoint {
    /// Passes or rounds done, from 1.
    pub step: u32,
    /// Mean loss on the fitting rows.
    pub training: f64,
    /// Mean loss on the validation rows.
    pub validation: f64,
}

/// Where and with what a measurement was made; without it a latency means little.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Environment {
    /// Processor model.
    pub processor: String,
    /// Operating system and architecture.
    pub system: String,
    /// Version of this program, and whether it was an optimised build.
    pub program: String,
    /// Date and time (UTC, ISO 8601).
    pub measured_at: String,
}

/// All that was measured on one trained candidate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Hash of data, features, split, settings, seed and code version; another hash means that the result is stale.
    pub fingerprint: String,
    /// Values by measure.
    pub measured: BTreeMap<Measure, Measured>,
    /// Rows the model was fitted on, validation rows included.
    pub training_rows: u64,
    /// Rows it was judged on.
    pub test_rows: u64,
    /// Positive rows among those it was judged on; `None` unless the goal is yes or no.
    pub positive_test_rows: Option<u64>,
    /// The settings that a search found, in one line; `None` where the stated ones were used.
    pub found: Option<String>,
    /// Features offered to the model.
    pub features: u64,
    /// Probability at which a case counts as positive; `None` unless the goal is yes or no.
    pub threshold: Option<f64>,
    /// Loss over the training, for models that are trained in steps.
    pub losses: Vec<LossPoint>,
    /// What it takes to compare it with another candidate.
    pub trials: Trials,
    /// Receiver operating characteristic: (false positive rate, recall), thinned to at most 200 points.
    pub roc: Vec<(f64, f64)>,
    /// Where it errs, what it listens to, how it can be read.
    pub details: Details,
    /// Where the measurements were made.
    pub environment: Environment,
    /// What a reader must know to judge the numbers.
    pub warnings: Vec<String>,
}

/// What candidates that were judged on the same rows are compared by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Trials {
    /// Names the rows and how they were divided: only evidence with the same name can be compared case by case.
    pub rows: String,
    /// Whether each held-out row was decided right, in order; of classes only.
    pub right: Vec<bool>,
    /// Each measure of quality on resamples of the held-out rows, which are the same for every candidate.
    pub resamples: BTreeMap<Measure, Vec<f32>>,
    /// Each measure of quality on the held-out part of each fold; empty without cross-validation.
    pub folds: BTreeMap<Measure, Vec<f32>>,
    /// Rows that judge a fold over rows that train it; 0 without cross-validation.
    pub held_out_to_kept: f64,
}

/// Evidence by component and candidate, and of candidates in sequence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EvidenceBook {
    entries: BTreeMap<ComponentId, BTreeMap<CandidateId, Evidence>>,
    /// By first and second candidate.
    cascades: BTreeMap<ComponentId, BTreeMap<(CandidateId, CandidateId), CascadeEvidence>>,
}

impl Measured {
    /// The value as one of `measure`, with where it comes from.
    pub fn quantity(&self, measure: Measure) -> Quantity {
        match measure {
            // Nobody metered it: usual watts times what was measured.
            Measure::TrainingEnergy => Quantity::assumed(self.value, measure.unit()),
            _ => Quantity::measured(self.value, measure.unit()),
        }
    }
}

impl Evidence {
    /// The measured value of `measure`, in its unit.
    pub fn value(&self, measure: Measure) -> Option<f64> {
        self.measured.get(&measure).map(|measured| measured.value)
    }
}

impl EvidenceBook {
    /// What was measured on `candidate` for `component`.
    pub fn get(&self, component: &ComponentId, candidate: &CandidateId) -> Option<&Evidence> {
        self.entries.get(component)?.get(candidate)
    }

    /// Keeps `evidence`, replacing what was there.
    pub fn insert(&mut self, component: ComponentId, candidate: CandidateId, evidence: Evidence) {
        self.entries.entry(component).or_default().insert(candidate, evidence);
    }

    /// Forgets what was measured on `candidate`.
    pub fn remove(&mut self, component: &ComponentId, candidate: &CandidateId) -> Option<Evidence> {
        let candidates = self.entries.get_mut(component)?;
        let removed = candidates.remove(candidate);
        // No empty entry stays behind: a book must equal the one that is saved and opened again.
        if candidates.is_empty() {
            self.entries.remove(component);
        }
        removed
    }

    /// Every entry, ordered by component and candidate.
    pub fn iter(&self) -> impl Iterator<Item = (&ComponentId, &CandidateId, &Evidence)> {
        self.entries.iter().flat_map(|(component, candidates)| {
            candidates.iter().map(move |(candidate, evidence)| (component, candidate, evidence))
        })
    }

    /// What was measured on a cascade of two candidates of `component`; `None` also where one of them was measured anew
    /// since, see [`Self::stored_cascade`].
    pub fn cascade(
        &self,
        component: &ComponentId,
        first: &CandidateId,
        second: &CandidateId,
    ) -> Option<&CascadeEvidence> {
        let is_current = |found: &&CascadeEvidence| {
            let print = |candidate| self.get(component, candidate).map(|evidence| evidence.fingerprint.as_str());
            [first, second].map(print) == [0, 1].map(|place: usize| Some(found.fingerprints[place].as_str()))
        };
        self.stored_cascade(component, first, second).filter(is_current)
    }

    /// The same, also where it is stale.
    pub fn stored_cascade(
        &self,
        component: &ComponentId,
        first: &CandidateId,
        second: &CandidateId,
    ) -> Option<&CascadeEvidence> {
        self.cascades.get(component)?.get(&(first.clone(), second.clone()))
    }

    /// Keeps what was measured on a cascade, replacing what was there.
    pub fn insert_cascade(
        &mut self,
        component: ComponentId,
        [first, second]: [CandidateId; 2],
        evidence: CascadeEvidence,
    ) {
        self.cascades.entry(component).or_default().insert((first, second), evidence);
    }

    /// Every cascade with its component, first and second candidate, in this order; stale ones as well.
    pub fn stored_cascades(&self) -> impl Iterator<Item = (&ComponentId, [&CandidateId; 2], &CascadeEvidence)> {
        self.cascades.iter().flat_map(|(component, pairs)| {
            pairs.iter().map(move |((first, second), evidence)| (component, [first, second], evidence))
        })
    }

    /// What is in this book or in `other`; where both have something, what `other` says.
    #[must_use]
    pub fn overlaid_with(&self, other: &Self) -> Self {
        let mut both = self.clone();
        for (component, candidate, evidence) in other.iter() {
            both.insert(component.clone(), candidate.clone(), evidence.clone());
        }
        for (component, [first, second], evidence) in other.stored_cascades() {
            both.insert_cascade(component.clone(), [first.clone(), second.clone()], evidence.clone());
        }
        both
    }

    /// Whether nothing was measured yet.
    pub fn is_empty(&self) -> bool {
        self.entries.values().all(BTreeMap::is_empty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_book_laid_over_another_wins_where_both_say_something() {
        let of = |fingerprint: &str| Evidence { fingerprint: fingerprint.to_owned(), ..Evidence::default() };
        let pair = || ["tree".into(), "forest".into()];
        let (mut given, mut own) = (EvidenceBook::default(), EvidenceBook::default());
        given.insert("scorer".into(), "tree".into(), of("given"));
        given.insert("scorer".into(), "forest".into(), of("given"));
        own.insert("scorer".into(), "forest".into(), of("own"));
        own.insert("ranker".into(), "tree".into(), of("own"));
        own.insert_cascade("scorer".into(), pair(), CascadeEvidence::default());
        let both = given.overlaid_with(&own);
        let told: Vec<_> = both
            .iter()
            .map(|(component, candidate, found)| (component.as_str(), candidate.as_str(), found.fingerprint.as_str()))
            .collect();
        assert_eq!(told, [("ranker", "tree", "own"), ("scorer", "forest", "own"), ("scorer", "tree", "given")]);
        assert_eq!(both.stored_cascades().count(), 1);
        assert_eq!(given.overlaid_with(&EvidenceBook::default()), given);
        assert_eq!(EvidenceBook::default().overlaid_with(&own), own);
    }
}
