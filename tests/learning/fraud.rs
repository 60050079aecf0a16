//! The simulated card frauds as a task: hard enough to tell models apart, and learnable.

use cantilever::learn::{TrainingJob, fraud_sample_exclusions, fraud_sample_settings, roc_auc};
use cantilever::model::{
    Algorithm, BoostingSettings, Dataset, DatasetSource, FraudGenerator, OperatingPoint, SplitRule,
};

use super::{fitted, starting, wdbc, yes};

#[test]
fn the_fraud_task_is_hard_but_learnable() {
    let settings = FraudGenerator { days: 60, ..fraud_sample_settings() };
    let area = |algorithm| {
        let trained = fitted(&fraud(algorithm, settings));
        let test = &trained.split().test;
        roc_auc(&trained.answers(test), &trained.labels(test)).unwrap()
    };
    let boosting = area(Algorithm::GradientBoosting(BoostingSettings { rounds: 60, learning_rate: 0.1, max_depth: 4 }));
    let logistic = area(starting("Logistic regression"));
    assert!((0.85..0.99).contains(&boosting), "boosting {boosting}");
    assert!(logistic > 0.6 && logistic < boosting - 0.01, "logistic {logistic}, boosting {boosting}");
}

fn fraud(algorithm: Algorithm, settings: FraudGenerator) -> TrainingJob {
    let dataset = Dataset {
        source: DatasetSource::GeneratedFraud(settings),
        target: "is_fraud".to_owned(),
        goal: yes("1"),
        excluded: fraud_sample_exclusions(),
        ..wdbc(algorithm.clone()).dataset
    };
    TrainingJob {
        dataset,
        split: SplitRule::ByTime { column: "time_in_days".to_owned(), test_share: 0.25 },
        operating_point: OperatingPoint::FalsePositiveRate(0.01),
        ..wdbc(algorithm)
    }
}
