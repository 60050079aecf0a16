//! Explorations by hand, for the tests of this room.

use proptest::prelude::*;
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use super::{DesignSpace, Exploration, Limit};
use crate::analysis::test_support::TestProject;
use crate::analysis::{Qualities, Quality};
use crate::model::{EvidenceBook, Measure, MeasureKey, OpenQuestion, Quantity, Requirement, Subject};

/// A standard normal number (Box and Muller).
pub(super) fn normal(random: &mut ChaCha8Rng) -> f64 {
    let radius = (-2.0 * (1.0 - random.random::<f64>()).ln()).sqrt();
    radius * (std::f64::consts::TAU * random.random::<f64>()).cos()
}

/// The 95 % interval of the median of what a sorted sample of an even count was drawn from, between ranks, as times are
/// measured.
pub(super) fn median_interval(sorted: &[f64]) -> (f64, f64) {
    let (middle, half) = (0.5 * (sorted.len() - 1) as f64, 1.96 * 0.5 * (sorted.len() as f64).sqrt());
    let at = |place: f64| {
        let below = place.floor() as usize;
        sorted[below] + place.fract() * (sorted[below + 1] - sorted[below])
    };
    (at(middle - half), at(middle + half))
}

/// Three measures; the first two are better low, the third is better high.
pub(super) fn keys() -> [MeasureKey; 3] {
    let scenario = || Subject::Scenario("use".into());
    [
        MeasureKey::new(Measure::ResponseTimeMean, scenario()),
        MeasureKey::new(Measure::MonthlyCost, Subject::System),
        MeasureKey::new(Measure::MaximumThroughput, scenario()),
    ]
}

/// A design for each row, with these values.
pub(super) fn exploration(rows: &[[Option<f64>; 3]]) -> Exploration {
    let question = OpenQuestion::Replicas { fewest: 1, most: rows.len() as u32 };
    let project = TestProject::new().component("scorer", &[]).choice("replicas", "scorer", question).build();
    let qualities = |row: &[Option<f64>; 3]| -> Qualities {
        let quality = |(key, value): (MeasureKey, &Option<f64>)| {
            let unit = key.measure.unit();
            let quantity = value.map_or(Quantity::unknown(unit), |value| Quantity::estimated(value, unit));
            (key, Quality::of(quantity))
        };
        keys().into_iter().zip(row).map(quality).collect()
    };
    Exploration::of(DesignSpace::of(&project, &EvidenceBook::default()), rows.iter().map(qualities))
}

/// A limit on the measure at `position`, with the requirement that it is of.
pub(super) fn limit(position: usize, threshold: Option<f64>) -> (Limit, Requirement) {
    let key = keys()[position].clone();
    let unit = key.measure.unit();
    let threshold = threshold.map_or(Quantity::unknown(unit), |amount| Quantity::estimated(amount, unit));
    let id = format!("r{position}");
    let project = TestProject::new().requirement(&id, key.measure, key.subject.clone(), threshold).build();
    (Limit { requirement: id.as_str().into(), key, threshold }, project.requirements[0].clone())
}

/// Values out of few, so that ties abound; some are not known.
pub(super) fn numbers() -> impl Strategy<Value = [Option<f64>; 3]> {
    let value = || prop::option::weighted(0.95, prop_oneof![(1..8_i32).prop_map(f64::from), 0.5..12.0_f64]);
    [value(), value(), value()]
}
