//! Learning against figures from elsewhere: scikit-learn on the same rows, and what must hold for any training.

#![expect(clippy::unwrap_used, reason = "a test whose oracle cannot be read has failed")]

#[path = "learning/fraud.rs"]
mod fraud;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use cantilever::learn::{
    LearnError, Trained, TrainingEvent, TrainingJob, average_precision, brier_score, fingerprint, fit,
    fraud_sample_settings, roc_auc, train, wilson_interval,
};
use cantilever::model::{
    Algorithm, BoostingSettings, Candidate, CandidateId, ComponentId, Dataset, DatasetSource, ErrorCosts, Evidence,
    ExplainableSettings, ForestSettings, FraudGenerator, Goal, Judging, LinearSettings, LogisticSettings, Measure,
    Measured, NeighbourSettings, OperatingPoint, PerceptronSettings, SplitRule, SupportVectorSettings, TreeSettings,
};
use serde_json::{Value, json};

fn wdbc(algorithm: Algorithm) -> TrainingJob {
    TrainingJob {
        component: ComponentId::new("model"),
        candidate_id: CandidateId::new("candidate"),
        candidate: Candidate { name: "Candidate".to_owned(), algorithm, seed: 11, search: None },
        dataset: Dataset {
            name: "Breast cancer".to_owned(),
            description: String::new(),
            source: DatasetSource::TableFile { path: "data/wdbc.csv".to_owned() },
            target: "diagnosis".to_owned(),
            goal: yes("malignant"),
            excluded: Vec::new(),
        },
        split: SplitRule::Stratified { test_share: 0.3, seed: 7 },
        operating_point: OperatingPoint::Probability(0.5),
        primary: Measure::RocAuc,
        judging: Judging::default(),
        folder: root().join("sample_projects/cancer_prognosis"),
    }
}

fn yes(positive: &str) -> Goal {
    Goal::Binary { positive: positive.to_owned() }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn oracle(file: &str) -> Value {
    let text = std::fs::read_to_string(root().join("tests/oracles").join(file)).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn go_on(_: TrainingEvent) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn fitted(job: &TrainingJob) -> Trained {
    fit(job, &mut go_on).unwrap()
}

fn starting(label: &str) -> Algorithm {
    Algorithm::families(&yes("")).into_iter().find(|algorithm| algorithm.label() == label).unwrap()
}

/// Our held-out accuracy must lie in the 95 % interval of scikit-learn's, and the area under the curve close to its.
fn check_like_scikit_learn(label: &str, key: &str) {
    let trained = fitted(&wdbc(starting(label)));
    let test = &trained.split().test;
    let (labels, probabilities) = (trained.labels(test), trained.answers(test));
    let right = labels.iter().zip(&probabilities).filter(|(label, score)| (**score >= 0.5) == **label).count();
    let accuracy = right as f64 / labels.len() as f64;
    let theirs = &oracle("scikit_learn.json")["models"][key];
    let their_right = (theirs["accuracy"].as_f64().unwrap() * labels.len() as f64).round() as u64;
    let (low, high) = wilson_interval(their_right, labels.len() as u64).unwrap();
    assert!((low..=high).contains(&accuracy), "{label}: accuracy {accuracy}, scikit-learn {low} to {high}");
    let (area, their_area) = (roc_auc(&probabilities, &labels).unwrap(), theirs["roc_auc"].as_f64().unwrap());
    assert!((area - their_area).abs() < 0.02, "{label}: area {area}, scikit-learn {their_area}");
}

#[test]
fn every_algorithm_is_as_right_as_in_scikit_learn() {
    for (label, key) in [
        ("Logistic regression", "logistic_regression"),
        ("Multi-layer perceptron", "multi_layer_perceptron"),
        ("Decision tree", "decision_tree"),
        ("Random forest", "random_forest"),
        ("Gradient boosting", "gradient_boosting"),
    ] {
        check_like_scikit_learn(label, key);
    }
}

#[test]
fn the_split_is_the_one_that_scikit_learn_was_given() {
    let split = fitted(&wdbc(starting("Decision tree"))).split().clone();
    let exported = json!({ "fitting": split.fitting, "validation": split.validation, "test": split.test });
    assert_eq!(exported, oracle("wdbc_split.json"));
}

#[test]
#[ignore = "writes the row numbers that tests/oracles/scikit_learn.py reads; run it after changing the split on purpose"]
fn export_the_split() {
    let split = fitted(&wdbc(starting("Decision tree"))).split().clone();
    let exported = json!({ "fitting": split.fitting, "validation": split.validation, "test": split.test });
    std::fs::write(root().join("tests/oracles/wdbc_split.json"), format!("{exported}\n")).unwrap();
}

#[test]
fn logistic_regression_reaches_the_optimum_that_scikit_learn_finds() {
    let theirs = &oracle("scikit_learn.json")["logistic_regression"];
    let settings = LogisticSettings { iterations: 2000, l2: 1.0 };
    let trained = fitted(&wdbc(Algorithm::LogisticRegression(settings)));
    let (weights, intercepts) = trained.coefficients().unwrap();
    for (ours, theirs) in weights.iter().zip(numbers(&theirs["coefficients"])) {
        assert!((f64::from(*ours) - theirs).abs() < 2e-4, "weight {ours}, scikit-learn {theirs}");
    }
    assert!((f64::from(intercepts[0]) - theirs["intercept"].as_f64().unwrap()).abs() < 2e-4);
    let probabilities = trained.answers(&trained.split().test);
    for (ours, theirs) in probabilities.iter().zip(numbers(&theirs["test_probabilities"])) {
        assert!((ours - theirs).abs() < 5e-5, "probability {ours}, scikit-learn {theirs}");
    }
}

#[test]
fn the_starting_logistic_regression_is_close_to_the_optimum() {
    let theirs = numbers(&oracle("scikit_learn.json")["logistic_regression"]["test_probabilities"]);
    let trained = fitted(&wdbc(starting("Logistic regression")));
    for (ours, theirs) in trained.answers(&trained.split().test).iter().zip(theirs) {
        assert!((ours - theirs).abs() < 5e-5, "probability {ours}, scikit-learn {theirs}");
    }
}

#[test]
fn measures_agree_with_scikit_learn() {
    let theirs = &oracle("scikit_learn.json")["measures"];
    let scores = numbers(&theirs["scores"]);
    let labels: Vec<bool> = numbers(&theirs["labels"]).into_iter().map(|label| label == 1.0).collect();
    for (key, ours) in [
        ("roc_auc", roc_auc(&scores, &labels).unwrap()),
        ("average_precision", average_precision(&scores, &labels).unwrap()),
        ("brier_score", brier_score(&scores, &labels)),
    ] {
        let theirs = theirs[key].as_f64().unwrap();
        assert!((ours - theirs).abs() < 1e-12, "{key}: {ours}, scikit-learn {theirs}");
    }
}

/// Small enough to train within a second, of every family that decides between yes and no.
fn quick_algorithms() -> [Algorithm; 10] {
    [
        Algorithm::Baseline,
        Algorithm::NaiveBayes,
        Algorithm::NearestNeighbours(NeighbourSettings { neighbours: 7, by_distance: true }),
        Algorithm::SupportVectors(SupportVectorSettings { linear: false, cost: 1.0 }),
        Algorithm::ExplainableBoosting(ExplainableSettings { rounds: 30, learning_rate: 0.1, pairs: 1 }),
        Algorithm::LogisticRegression(LogisticSettings { iterations: 60, l2: 1.0 }),
        Algorithm::MultiLayerPerceptron(PerceptronSettings {
            hidden: vec![8],
            epochs: 5,
            batch: 32,
            learning_rate: 0.01,
        }),
        Algorithm::DecisionTree(TreeSettings { max_depth: 4, min_leaf: 5 }),
        Algorithm::RandomForest(ForestSettings { trees: 9, max_depth: 8 }),
        Algorithm::GradientBoosting(BoostingSettings { rounds: 20, learning_rate: 0.2, max_depth: 3 }),
    ]
}

/// Every measure that does not depend on how fast or large this process is.
fn repeatable(evidence: &Evidence) -> Vec<(Measure, Measured)> {
    let timed = [
        Measure::InferenceP50,
        Measure::InferenceP99,
        Measure::BatchThroughput,
        Measure::TrainingMemory,
        Measure::TrainingTime,
        Measure::TrainingProcessorTime,
        Measure::TrainingEnergy,
        Measure::UpdateShare,
        Measure::ExplanationTime,
    ];
    let measured = evidence.measured.iter().filter(|(measure, _)| !timed.contains(measure));
    measured.map(|(measure, measured)| (*measure, *measured)).collect()
}

#[test]
fn the_same_seed_gives_the_same_evidence_and_every_measure() {
    for algorithm in quick_algorithms() {
        let label = algorithm.label();
        let costs = Some(ErrorCosts { false_positive: 1.0, false_negative: 20.0 });
        let judging = Judging { costs, ..Judging::default() };
        let job = TrainingJob { judging, ..wdbc(algorithm) };
        let (first, second) = (train(&job, &mut go_on).unwrap(), train(&job, &mut go_on).unwrap());
        assert_eq!(repeatable(&first), repeatable(&second), "{label}");
        assert_eq!((&first.roc, &first.losses, first.threshold), (&second.roc, &second.losses, second.threshold));
        assert_eq!(first.fingerprint, fingerprint(&job).unwrap());
        assert_eq!(first.details, second.details, "{label}");
        check_measures(label, &first);
        assert_eq!((first.training_rows, first.test_rows, first.positive_test_rows), (398, 171, Some(64)));
        let is_blind = label == "Baseline";
        assert_eq!(first.value(Measure::Accuracy).unwrap() > 85.0, !is_blind, "{label}");
        let (p50, p99) = (first.value(Measure::InferenceP50).unwrap(), first.value(Measure::InferenceP99).unwrap());
        assert!(0.0 < p50 && p50 <= p99);
    }
}

/// Every measure of a yes-or-no model is there, but for what such a model cannot have.
fn check_measures(label: &str, evidence: &Evidence) {
    let has_leaves = ["Decision tree", "Random forest", "Gradient boosting"].contains(&label);
    let is_blind = label == "Baseline";
    let measured = Measure::Accuracy..=Measure::CalibrationError;
    for measure in <Measure as strum::IntoEnumIterator>::iter().filter(|measure| measured.contains(measure)) {
        use Measure::{
            Determination, Interpretability, Leaves, MeanAbsoluteError, PinballLoss, Precision, RootMeanSquaredError,
            RuleLength, SurrogateFit,
        };
        let expected = match measure {
            MeanAbsoluteError | RootMeanSquaredError | Determination | PinballLoss | Interpretability => false,
            Leaves => has_leaves,
            RuleLength => label == "Decision tree",
            // What says the same of every case flags none, and there is nothing to repeat.
            Precision | SurrogateFit => !is_blind,
            _ => true,
        };
        assert_eq!(evidence.measured.contains_key(&measure), expected, "{label}: {measure:?}");
        let finite = evidence.value(measure).is_none_or(|value| value.is_finite() && value >= 0.0);
        assert!(finite, "{label}: {measure:?}");
    }
}

#[test]
fn another_seed_gives_another_model() {
    for algorithm in quick_algorithms() {
        let job = wdbc(algorithm);
        let other = TrainingJob { candidate: Candidate { seed: 12, ..job.candidate.clone() }, ..job.clone() };
        // Logistic regression has one optimum, a single tree one best split, and gradient boosting uses every row.
        let random = matches!(
            job.candidate.algorithm,
            Algorithm::MultiLayerPerceptron(_) | Algorithm::RandomForest(_) | Algorithm::ExplainableBoosting(_)
        );
        let scores = |job: &TrainingJob| {
            let trained = fitted(job);
            trained.scores(&trained.split().test)
        };
        assert_eq!(scores(&job) != scores(&other), random, "{}", job.candidate.algorithm.label());
    }
}

#[test]
fn held_out_rows_are_never_learned_from() {
    let text = std::fs::read_to_string(wdbc(starting("Decision tree")).folder.join("data/wdbc.csv")).unwrap();
    let split = fitted(&wdbc(starting("Decision tree"))).split().clone();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for row in &split.test {
        let cells: Vec<&str> = lines[row + 1].split(',').collect();
        let spoiled: Vec<String> = cells
            .iter()
            .map(|cell| cell.parse::<f64>().map_or((*cell).to_owned(), |x| (-1e6 * x).to_string()))
            .collect();
        lines[row + 1] = spoiled.join(",");
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("data")).unwrap();
    std::fs::write(folder.path().join("data/wdbc.csv"), lines.join("\n")).unwrap();
    for algorithm in quick_algorithms() {
        let job = TrainingJob { operating_point: OperatingPoint::FalsePositiveRate(0.1), ..wdbc(algorithm) };
        let spoiled = TrainingJob { folder: folder.path().to_owned(), ..job.clone() };
        let (clean, spoiled) = (fitted(&job), fitted(&spoiled));
        let label = job.candidate.algorithm.label();
        assert_eq!(clean.saved_bytes().unwrap(), spoiled.saved_bytes().unwrap(), "{label}");
        assert_eq!(clean.threshold(), spoiled.threshold(), "{label}");
        assert_eq!(clean.scores(&split.fitting), spoiled.scores(&split.fitting), "{label}");
        if label != "Baseline" {
            assert_ne!(clean.scores(&split.test), spoiled.scores(&split.test), "{label}");
        }
    }
}

#[test]
fn single_rows_and_blocks_get_the_same_probability() {
    for algorithm in quick_algorithms() {
        let label = algorithm.label();
        let trained = fitted(&wdbc(algorithm));
        let rows = &trained.split().test;
        for (row, together) in rows.iter().zip(trained.answers(rows)) {
            let alone = trained.answers(&[*row])[0];
            assert!((alone - together).abs() < 1e-6, "{label}: {alone} alone, {together} in a block");
        }
    }
}

#[test]
fn a_training_reports_progress_and_a_thin_loss_curve() {
    let settings = BoostingSettings { rounds: 950, learning_rate: 0.1, max_depth: 2 };
    let (mut fractions, mut losses) = (Vec::new(), Vec::new());
    let mut report = |event| {
        match event {
            TrainingEvent::Stage { fraction, .. } => fractions.push(fraction),
            TrainingEvent::Loss(point) => losses.push(point),
            other => panic!("training reports only stages and losses, not {other:?}"),
        }
        ControlFlow::Continue(())
    };
    let evidence = train(&wdbc(Algorithm::GradientBoosting(settings)), &mut report).unwrap();
    assert!(fractions.is_sorted() && fractions[0] == 0.0 && *fractions.last().unwrap() <= 1.0, "{fractions:?}");
    assert!((100..=201).contains(&losses.len()), "{} points", losses.len());
    assert_eq!(losses, evidence.losses);
    assert!(losses.is_sorted_by(|a, b| a.step < b.step));
    assert!(losses.last().unwrap().training < 0.2 * losses[0].training);
    assert_eq!(losses.last().unwrap().step, 950);
}

#[test]
fn a_training_can_be_stopped_at_any_report() {
    for algorithm in quick_algorithms() {
        let job = wdbc(algorithm);
        for stop_at in 1..=5 {
            let mut reports = 0;
            let result = train(&job, &mut |_| {
                reports += 1;
                if reports >= stop_at { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            assert_eq!(result.err(), Some(LearnError::Cancelled));
            assert_eq!(reports, stop_at, "no report follows the one that was answered with a stop");
        }
    }
}

fn check_refused(change: impl Fn(&mut TrainingJob), expected: &str) {
    let mut job = wdbc(starting("Decision tree"));
    change(&mut job);
    let message = train(&job, &mut go_on).unwrap_err().to_string();
    assert!(message.contains(expected), "\"{message}\" does not say \"{expected}\"");
}

#[test]
fn impossible_jobs_are_refused_with_a_remedy() {
    let algorithm = |algorithm: Algorithm| move |job: &mut TrainingJob| job.candidate.algorithm = algorithm.clone();
    check_refused(
        algorithm(Algorithm::LogisticRegression(LogisticSettings { iterations: 0, l2: 1.0 })),
        "The number of iterations must be a whole number from 1",
    );
    check_refused(
        algorithm(Algorithm::LogisticRegression(LogisticSettings { iterations: 5, l2: f64::NAN })),
        "The L2 penalty must be 0 or more",
    );
    check_refused(
        algorithm(Algorithm::RandomForest(ForestSettings { trees: 0, max_depth: 5 })),
        "The number of trees must be a whole number from 1",
    );
    check_refused(|job| job.dataset.target = "stage".to_owned(), "has no column \"stage\"");
    check_refused(|job| job.dataset.goal = yes("yes"), "such as: malignant, benign");
    check_refused(|job| job.dataset.goal = Goal::Number, "holds text, so it is no number to predict");
    check_refused(
        algorithm(Algorithm::LinearRegression(LinearSettings { l2: 1.0 })),
        "Linear regression cannot do binary classification; the family must be one of: Baseline, Rules, Logistic regression",
    );
    check_refused(|job| job.split = SplitRule::Stratified { test_share: 1.0, seed: 1 }, "between 0 and 1, such as 0.3");
    check_refused(
        |job| job.split = SplitRule::ByTime { column: "day".to_owned(), test_share: 0.3 },
        "has no column \"day\", which is named as the time to split by",
    );
    check_refused(|job| job.folder = Path::new("/nowhere").to_owned(), "check the dataset's path");
    check_refused(
        |job| job.dataset.source = DatasetSource::GeneratedFraud(FraudGenerator { days: 0, ..fraud_sample_settings() }),
        "The number of days must be 1 or more",
    );
}

#[test]
fn the_fingerprint_follows_what_matters_and_nothing_else() {
    let job = wdbc(starting("Decision tree"));
    let original = fingerprint(&job).unwrap();
    let check = |change: &dyn Fn(&mut TrainingJob), is_same: bool| {
        let mut changed = job.clone();
        change(&mut changed);
        assert_eq!(fingerprint(&changed).unwrap() == original, is_same, "{changed:?}");
    };
    check(&|job| job.candidate.name = "Renamed".to_owned(), true);
    check(&|job| job.dataset.description = "Told otherwise".to_owned(), true);
    check(&|job| job.component = ComponentId::new("renamed"), true);
    check(&|job| job.candidate.seed = 1, false);
    check(&|job| job.candidate.algorithm = starting("Random forest"), false);
    check(&|job| job.dataset.excluded.push("mean_radius".to_owned()), false);
    check(&|job| job.dataset.goal = yes("benign"), false);
    check(&|job| job.operating_point = OperatingPoint::FalsePositiveRate(0.5), false);
    check(&|job| job.split = SplitRule::Stratified { test_share: 0.3, seed: 8 }, false);
    check(&|job| job.dataset.source = DatasetSource::GeneratedFraud(fraud_sample_settings()), false);
}
