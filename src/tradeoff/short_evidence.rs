//! What of the evidence the numbers of a system depend on.

use crate::model::{Evidence, EvidenceBook, Measure};

/// What analyses read off what was measured on a model.
pub(super) const MEASURED: [Measure; 5] =
    [Measure::InferenceP50, Measure::InferenceP99, Measure::FlaggedShare, Measure::Recall, Measure::FalsePositiveRate];

/// All that was measured, without the pictures and resamples that no quality of a system depends on.
pub(super) fn in_short(evidence: &EvidenceBook) -> EvidenceBook {
    let mut short = EvidenceBook::default();
    for (component, candidate, found) in evidence.iter() {
        let found = Evidence {
            fingerprint: found.fingerprint.clone(),
            measured: found.measured.clone(),
            test_rows: found.test_rows,
            positive_test_rows: found.positive_test_rows,
            ..Evidence::default()
        };
        short.insert(component.clone(), candidate.clone(), found);
    }
    for (component, [first, second], cascade) in evidence.stored_cascades() {
        short.insert_cascade(component.clone(), [first.clone(), second.clone()], cascade.clone());
    }
    short
}
