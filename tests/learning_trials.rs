//! What further trainings, groups, prices and disturbances say about candidates, against scikit-learn's figures
//! (`tests/oracles/trials.py`) where there are any.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use cantilever::learn::{TrainingEvent, TrainingJob, fit, train};
use cantilever::model::{
    Algorithm, Candidate, CandidateId, ComponentId, Dataset, DatasetSource, ErrorCosts, Evidence, Folds,
    ForestSettings, Goal, Judging, LinearSettings, LogisticSettings, Measure, Measured, OperatingPoint,
    PerceptronSettings, SplitRule, TreeSettings,
};
use serde_json::Value;

/// Columns of text, and the one that tells the fold.
const TEXTS_OF_ADULT: [&str; 8] =
    ["workclass", "education", "marital_status", "occupation", "relationship", "race", "sex", "native_country"];
const TEXTS_OF_DIAMONDS: [&str; 3] = ["cut", "color", "clarity"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles")
}

fn figures() -> Value {
    let text = std::fs::read_to_string(folder().join("trials.json")).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

fn job(file: &str, goal: Goal, left_out: &[&str], algorithm: Algorithm) -> TrainingJob {
    let excluded = left_out.iter().chain(&["turn"]).map(|name| (*name).to_owned()).collect();
    TrainingJob {
        component: ComponentId::new("model"),
        candidate_id: CandidateId::new("candidate"),
        candidate: Candidate { name: "Candidate".to_owned(), algorithm, seed: 1, search: None },
        dataset: Dataset {
            name: file.to_owned(),
            description: String::new(),
            source: DatasetSource::TableFile { path: format!("data/{file}.csv") },
            target: "target".to_owned(),
            goal,
            excluded,
        },
        split: SplitRule::ByTime { column: "turn".to_owned(), test_share: 0.3 },
        operating_point: OperatingPoint::Probability(0.5),
        primary: Measure::RocAuc,
        judging: Judging::default(),
        folder: folder(),
    }
}

fn adult(algorithm: Algorithm, judging: Judging) -> TrainingJob {
    let goal = Goal::Binary { positive: ">50K".to_owned() };
    TrainingJob { judging, ..job("adult", goal, &TEXTS_OF_ADULT, algorithm) }
}

fn trained(job: &TrainingJob) -> Evidence {
    train(job, &mut |_| ControlFlow::Continue(())).unwrap_or_else(|error| panic!("{error}"))
}

#[track_caller]
fn check_close(actual: f64, expected: &Value, tolerance: f64, what: &str) {
    let expected = expected.as_f64().unwrap_or(f64::NAN);
    assert!((actual - expected).abs() <= tolerance, "{what}: {actual} instead of {expected}");
}

#[track_caller]
fn check_folds(evidence: &Evidence, measure: Measure, expected: &Value, tolerance: f64) {
    let values = &evidence.trials.folds[&measure];
    let theirs = expected["values"].as_array().map_or(0, Vec::len);
    assert_eq!(values.len(), theirs, "{measure:?}");
    for (fold, value) in values.iter().enumerate() {
        check_close(f64::from(*value), &expected["values"][fold], tolerance, &format!("fold {fold}"));
    }
    let Measured { value, interval } = evidence.measured[&measure];
    let (low, high) = interval.unwrap_or_default();
    check_close(value, &expected["mean"], tolerance, "mean");
    check_close((high - low) / 2.0, &expected["half"], tolerance, "half of the interval");
}

#[test]
fn folds_by_time_agree_with_scikit_learn() {
    let folds = || Judging { folds: Some(Folds { count: 4, repeats: 1 }), ..Judging::default() };
    let evidence = trained(&adult(Algorithm::NaiveBayes, folds()));
    check_folds(&evidence, Measure::Accuracy, &figures()["adult"]["accuracy"], 1e-4);
    let ridge = Algorithm::LinearRegression(LinearSettings { l2: 1.0 });
    let job = TrainingJob { judging: folds(), ..job("diamonds", Goal::Number, &TEXTS_OF_DIAMONDS, ridge) };
    check_folds(&trained(&job), Measure::Determination, &figures()["diamonds"]["determination"], 1e-4);
}

#[test]
fn repeated_folds_judge_every_row_once_a_repeat() {
    let judging = Judging { folds: Some(Folds { count: 5, repeats: 2 }), ..Judging::default() };
    let by_time = adult(Algorithm::NaiveBayes, judging);
    let split = SplitRule::Stratified { test_share: 0.3, seed: 3 };
    let evidence = trained(&TrainingJob { split, ..by_time.clone() });
    let folds = &evidence.trials.folds[&Measure::RocAuc];
    assert_eq!(folds.len(), 10);
    assert!(folds.windows(2).any(|pair| pair[0] != pair[1]));
    let Measured { value, interval } = evidence.measured[&Measure::RocAuc];
    let (low, high) = interval.unwrap();
    assert!(low < value && value < high && high - low < 0.1, "{low} {value} {high}");
    assert!(evidence.warnings.iter().any(|warning| warning.contains("means over 10 folds")), "{:?}", evidence.warnings);
}

#[test]
fn groups_agree_with_scikit_learn() {
    let judging = Judging { protected: Some("sex".to_owned()), ..Judging::default() };
    let evidence = trained(&adult(Algorithm::NaiveBayes, judging));
    let expected = &figures()["adult"]["groups"];
    let mut recalls = Vec::new();
    let mut shares = Vec::new();
    for result in &evidence.details.groups {
        let theirs = &expected[&result.group];
        assert_eq!(Some(result.rows), theirs["rows"].as_u64(), "{}", result.group);
        assert_eq!(result.positives, theirs["positives"].as_u64(), "{}", result.group);
        for (measure, key) in
            [(Measure::Recall, "recall"), (Measure::Precision, "precision"), (Measure::FlaggedShare, "flagged_share")]
        {
            check_close(result.measured[&measure].value, &theirs[key], 1e-6, key);
        }
        recalls.push(result.measured[&Measure::Recall].value);
        shares.push(result.measured[&Measure::FlaggedShare].value);
    }
    assert_eq!(recalls.len(), 2);
    let value = |measure| evidence.value(measure).unwrap_or(f64::NAN);
    assert!((value(Measure::GroupRecallGap) - (recalls[0] - recalls[1]).abs()).abs() < 1e-9);
    assert!((value(Measure::WorstGroupRecall) - recalls[0].min(recalls[1])).abs() < 1e-9);
    let ratio = shares[0].min(shares[1]) / shares[0].max(shares[1]);
    assert!((value(Measure::GroupSelectionRatio) - ratio).abs() < 1e-9);
}

#[test]
fn the_price_of_errors_agrees_with_scikit_learn() {
    let costs = ErrorCosts { false_positive: 1.0, false_negative: 4.0 };
    let judging = Judging { costs: Some(costs), ..Judging::default() };
    let at_half = adult(Algorithm::NaiveBayes, judging);
    let expected = &figures()["adult"];
    let cost = trained(&at_half).value(Measure::ErrorCost).unwrap_or(f64::NAN);
    check_close(cost, &expected["cost_at_half"], 1e-6, "cost at one half");
    let least =
        fit(&TrainingJob { operating_point: OperatingPoint::LeastCost, ..at_half }, &mut |_| ControlFlow::Continue(()))
            .unwrap();
    let (rows, threshold) = (&least.split().validation, least.threshold().unwrap());
    let pairs = least.answers(rows).into_iter().zip(least.labels(rows));
    let cost: f64 = pairs
        .map(|(answer, label)| match (answer >= threshold, label) {
            (true, false) => costs.false_positive,
            (false, true) => costs.false_negative,
            _ => 0.0,
        })
        .sum();
    check_close(cost, &expected["least_cost_of_validation"], 1e-9, "least cost");
}

#[test]
fn luck_shows_where_numbers_are_drawn() {
    let seeds = || Judging { seeds: 2, ..Judging::default() };
    let steady = trained(&adult(Algorithm::NaiveBayes, seeds()));
    assert_eq!(steady.value(Measure::SeedDeviation), Some(0.0));
    assert_eq!(steady.value(Measure::PredictionChurn), Some(0.0));
    let settings = PerceptronSettings { hidden: vec![8], epochs: 3, batch: 64, learning_rate: 0.01 };
    let lucky = trained(&adult(Algorithm::MultiLayerPerceptron(settings), seeds()));
    let churn = lucky.value(Measure::PredictionChurn).unwrap_or(0.0);
    assert!(churn > 0.0 && churn < 30.0, "{churn}");
    assert!(lucky.value(Measure::SeedDeviation).unwrap_or(0.0) > 0.0);
    assert_eq!(lucky.value(Measure::Repeatability), Some(100.0));
}

#[test]
fn more_rows_bring_more_until_they_do_not() {
    let growing = Judging { growing: true, ..Judging::default() };
    let forest = Algorithm::RandomForest(ForestSettings { trees: 30, max_depth: 12 });
    let evidence = trained(&adult(forest, growing));
    let growth = evidence.details.growth.as_ref().unwrap();
    assert_eq!((growth.measure, growth.baseline), (Measure::RocAuc, 0.5));
    let rows: Vec<u64> = growth.points.iter().map(|(rows, _)| *rows).collect();
    assert!(rows.len() >= 5 && rows.is_sorted() && rows.last() == Some(&evidence.training_rows), "{rows:?}");
    let (first, last) = (growth.points[0].1, growth.points[growth.points.len() - 1].1);
    assert!(first > 0.6 && first < last, "{:?}", growth.points);
    let needed = evidence.value(Measure::DataNeed);
    let is_rising = evidence.warnings.iter().any(|warning| warning.contains("more rows may help"));
    assert!(needed.is_some_and(|needed| needed < 1400.0) != is_rising, "{needed:?} {:?}", evidence.warnings);
}

#[test]
fn disturbances_cost_those_who_listen() {
    let evidence = trained(&adult(Algorithm::NaiveBayes, Judging::default()));
    let disturbed = &evidence.details.disturbed;
    // Two noises, two kinds of gaps, the unusual rows, and the later ones.
    assert_eq!(disturbed.len(), 6, "{disturbed:?}");
    let lost: Vec<f64> = disturbed.iter().map(|disturbed| disturbed.lost.value).collect();
    assert!(lost[3] > lost[2] && lost[3] > 1.0, "half of the values missing hurts more than a tenth: {lost:?}");
    let worst = lost[..5].iter().copied().fold(f64::NEG_INFINITY, f64::max);
    assert_eq!(evidence.value(Measure::RobustnessLoss), Some(worst));
    assert_eq!(evidence.value(Measure::DriftLoss), Some(lost[5]));
    let baseline = trained(&adult(Algorithm::Baseline, Judging::default()));
    assert_eq!(baseline.value(Measure::RobustnessLoss), Some(0.0), "the same answer to every case");
}

#[test]
fn the_same_seed_gives_the_same_trials() {
    let judging = Judging {
        folds: Some(Folds { count: 3, repeats: 1 }),
        seeds: 1,
        growing: true,
        protected: Some("age".to_owned()),
        costs: Some(ErrorCosts { false_positive: 1.0, false_negative: 4.0 }),
        ..Judging::default()
    };
    let forest = Algorithm::RandomForest(ForestSettings { trees: 5, max_depth: 6 });
    let job = TrainingJob { operating_point: OperatingPoint::LeastCost, ..adult(forest, judging) };
    let mut fractions = Vec::new();
    let first = train(&job, &mut |event| {
        if let TrainingEvent::Stage { fraction, .. } = event {
            fractions.push(fraction);
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    let second = trained(&job);
    assert_eq!((&first.trials, &first.details), (&second.trials, &second.details));
    assert!(fractions.is_sorted() && fractions.iter().all(|fraction| *fraction <= 1.0), "{fractions:?}");
    let names: Vec<&str> = first.details.groups.iter().map(|result| result.group.as_str()).collect();
    assert_eq!(names.len(), 4, "quarters of the ages: {names:?}");
}

#[test]
fn single_cases_are_explained_by_what_adds_up() {
    let judging = Judging { protected: Some("age".to_owned()), ..Judging::default() };
    let tree = Algorithm::DecisionTree(TreeSettings { max_depth: 2, min_leaf: 5 });
    let evidence = trained(&adult(tree, judging.clone()));
    let used = evidence.value(Measure::UsedFeatures).unwrap_or(f64::NAN);
    assert_eq!(evidence.details.cases.len(), 5, "{:?}", evidence.details.cases);
    for case in &evidence.details.cases {
        let sum: f64 = case.contributions.iter().map(|of| of.added).sum();
        assert!((case.base + sum - case.score).abs() < 1e-4, "{case:?}");
        assert_eq!(case.answer, case.score, "a tree's score is its answer");
        assert!(case.contributions.len() as f64 <= used, "what is not used adds nothing: {case:?}");
        let decision = case.decision.as_deref();
        assert!(case.flips.iter().all(|flip| Some(flip.decision.as_str()) != decision), "{case:?}");
        assert_eq!(case.choice.contains("wrongly"), decision != Some(&case.truth) && !case.choice.contains("Closest"));
    }
    assert!(evidence.value(Measure::ExplanationTime).is_some_and(|time| time > 0.0));
    let logistic = Algorithm::LogisticRegression(LogisticSettings { iterations: 50, l2: 1.0 });
    let evidence = trained(&adult(logistic, judging));
    for case in &evidence.details.cases {
        let probability = 1.0 / (1.0 + (-case.score).exp());
        assert!((probability - case.answer).abs() < 1e-4, "the score is the log-odds: {case:?}");
        // A sum of features has no order, so that nothing is left to chance.
        assert!(case.contributions.iter().all(|of| of.deviation < 1e-4), "{case:?}");
    }
}

#[test]
fn numbers_are_explained_in_their_own_unit() {
    let ridge = Algorithm::LinearRegression(LinearSettings { l2: 1.0 });
    let evidence = trained(&job("diamonds", Goal::Number, &TEXTS_OF_DIAMONDS, ridge));
    let cases = &evidence.details.cases;
    assert!(cases.len() >= 2 && cases.iter().all(|case| case.decision.is_none() && case.flips.is_empty()));
    let highest = cases.iter().find(|case| case.choice == "Highest").unwrap();
    assert!(cases.iter().all(|case| case.answer <= highest.answer));
    assert!((highest.answer - highest.score).abs() < 1e-3 * highest.score.abs(), "{highest:?}");
}

#[test]
fn an_update_has_a_time_of_its_own_where_a_model_can_take_rows_in() {
    let share = |algorithm: Algorithm| trained(&adult(algorithm, Judging::default())).value(Measure::UpdateShare);
    // How large it is, is a matter of time, which no test measures: only what is trained anew has 100 % exactly.
    let is_its_own = |share: f64| share > 0.0 && share != 100.0;
    assert!(share(Algorithm::NaiveBayes).is_some_and(is_its_own));
    let settings = PerceptronSettings { hidden: vec![8], epochs: 10, batch: 64, learning_rate: 0.01 };
    assert!(share(Algorithm::MultiLayerPerceptron(settings)).is_some_and(is_its_own));
    assert_eq!(share(Algorithm::DecisionTree(TreeSettings { max_depth: 3, min_leaf: 5 })), Some(100.0));
    assert_eq!(share(Algorithm::Baseline), None, "there is nothing to bring up to date");
}
