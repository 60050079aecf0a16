//! Measures of quality against scikit-learn's figures for real data: decisions between two and among several classes,
//! and predicted numbers. `tests/oracles/metrics.py` wrote the figures.

#![expect(clippy::unwrap_used, reason = "a test whose oracle cannot be read has failed")]

use std::path::Path;

use cantilever::learn::{
    ClassConfusion, average_precision, brier_of_classes, brier_score, calibration_curve, calibration_error,
    determination, log_loss, mean_absolute_error, median_absolute_error, most_likely, pinball_loss, roc_auc,
    roc_auc_one_against_rest, root_mean_squared_error,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Predictions for held-out rows of some data sets with a kind of target, by name.
fn cases(kind: &str) -> Vec<(String, Value)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles/metrics.json");
    let oracle: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    oracle[kind].as_object().unwrap().clone().into_iter().collect()
}

fn read<T: DeserializeOwned>(case: &Value, name: &str) -> T {
    T::deserialize(&case[name]).unwrap()
}

/// Runs `figures` without and with weights and compares all that scikit-learn has with what it gives.
#[track_caller]
fn check_figures(name: &str, case: &Value, figures: impl Fn(Option<&[u32]>) -> Vec<(&'static str, f64)>) {
    let weights: Vec<u32> = read(case, "weights");
    assert!(weights.contains(&0) && weights.contains(&3), "{name}: the weights say too little");
    for (key, counts) in [("figures", None), ("weighted_figures", Some(weights.as_slice()))] {
        let expected = case[key].as_object().unwrap();
        let actual = figures(counts);
        for (measure, actual) in &actual {
            let expected = expected[*measure].as_f64().unwrap();
            assert!((actual - expected).abs() < 1e-9, "{name}, {key}: {measure} is {actual} instead of {expected}");
        }
        let compared: Vec<_> = actual.iter().map(|(measure, _)| *measure).collect();
        let missed: Vec<_> = expected.keys().filter(|measure| !compared.contains(&measure.as_str())).collect();
        assert!(missed.is_empty() || counts.is_some(), "{name}: {missed:?} were not compared");
    }
}

#[test]
fn two_classes_agree_with_scikit_learn() {
    for (name, case) in cases("binary") {
        let codes: Vec<u32> = read(&case, "truth");
        let decided: Vec<u32> = read(&case, "decided");
        let probabilities: Vec<f64> = read(&case, "probabilities");
        let labels: Vec<bool> = codes.iter().map(|code| *code == 1).collect();
        let of_both: Vec<f64> =
            probabilities.iter().flat_map(|probability| [1.0 - probability, *probability]).collect();
        check_figures(&name, &case, |counts| {
            let confusion = ClassConfusion::count(&codes, &decided, 2, counts);
            let [hits, misses, false_alarms] =
                [(1, 1), (1, 0), (0, 1)].map(|(code, decided)| confusion.at(code, decided) as f64);
            let mut figures = vec![
                ("accuracy", confusion.accuracy().unwrap()),
                ("balanced_accuracy", confusion.balanced_accuracy().unwrap()),
                ("f1", 2.0 * hits / (2.0 * hits + misses + false_alarms)),
                ("precision", hits / (hits + false_alarms)),
                ("recall", hits / (hits + misses)),
                ("log_loss", log_loss(&of_both, 2, &codes, counts)),
                ("brier", brier_of_classes(&of_both, 2, &codes, counts) / 2.0),
                ("roc_auc", roc_auc_one_against_rest(&of_both, 2, &codes, counts).unwrap()),
            ];
            if counts.is_none() {
                figures.push(("brier", brier_score(&probabilities, &labels)));
                figures.push(("roc_auc", roc_auc(&probabilities, &labels).unwrap()));
                figures.push(("average_precision", average_precision(&probabilities, &labels).unwrap()));
            }
            figures
        });
    }
}

#[test]
fn calibration_curves_agree_with_scikit_learn() {
    for (name, case) in cases("binary") {
        let codes: Vec<u32> = read(&case, "truth");
        let probabilities: Vec<f64> = read(&case, "probabilities");
        let labels: Vec<bool> = codes.iter().map(|code| *code == 1).collect();
        let curve = calibration_curve(&probabilities, &labels, 10);
        let predicted: Vec<f64> = read(&case["calibration_curve"], "predicted");
        let observed: Vec<f64> = read(&case["calibration_curve"], "observed");
        assert_eq!((curve.len(), curve.len()), (predicted.len(), observed.len()), "{name}");
        assert_eq!(curve.iter().map(|point| point.rows).sum::<u64>(), labels.len() as u64, "{name}");
        for ((point, predicted), observed) in curve.iter().zip(predicted).zip(observed) {
            let close = (point.predicted - predicted).abs() < 1e-9 && (point.observed - observed).abs() < 1e-9;
            assert!(close, "{name}: {point:?} instead of {predicted} and {observed}");
        }
    }
}

#[test]
fn several_classes_agree_with_scikit_learn() {
    for (name, case) in cases("multi_class") {
        let classes: usize = read(&case, "classes");
        let codes: Vec<u32> = read(&case, "truth");
        let decided: Vec<u32> = read(&case, "decided");
        let probabilities = read::<Vec<Vec<f64>>>(&case, "probabilities").concat();
        assert_eq!(most_likely(&probabilities, classes), decided, "{name}");
        let confidence: Vec<f64> =
            probabilities.chunks(classes).zip(&decided).map(|(row, decided)| row[*decided as usize]).collect();
        let right: Vec<bool> = codes.iter().zip(&decided).map(|(code, decided)| code == decided).collect();
        check_figures(&name, &case, |counts| {
            let confusion = ClassConfusion::count(&codes, &decided, classes, counts);
            vec![
                ("accuracy", confusion.accuracy().unwrap()),
                ("balanced_accuracy", confusion.balanced_accuracy().unwrap()),
                ("macro_f1", confusion.macro_f1().unwrap()),
                ("macro_precision", confusion.macro_precision().unwrap()),
                ("log_loss", log_loss(&probabilities, classes, &codes, counts)),
                ("brier", brier_of_classes(&probabilities, classes, &codes, counts)),
                ("roc_auc", roc_auc_one_against_rest(&probabilities, classes, &codes, counts).unwrap()),
                ("calibration_error", calibration_error(&confidence, &right, counts)),
            ]
        });
    }
}

#[test]
fn predicted_numbers_agree_with_scikit_learn() {
    for (name, case) in cases("regression") {
        let (predicted, truth): (Vec<f64>, Vec<f64>) = (read(&case, "predicted"), read(&case, "truth"));
        check_figures(&name, &case, |counts| {
            vec![
                ("mean_absolute_error", mean_absolute_error(&predicted, &truth, counts)),
                ("median_absolute_error", median_absolute_error(&predicted, &truth, counts)),
                ("root_mean_squared_error", root_mean_squared_error(&predicted, &truth, counts)),
                ("determination", determination(&predicted, &truth, counts).unwrap()),
                ("pinball_0.1", pinball_loss(&predicted, &truth, 0.1, counts)),
                ("pinball_0.5", pinball_loss(&predicted, &truth, 0.5, counts)),
                ("pinball_0.9", pinball_loss(&predicted, &truth, 0.9, counts)),
            ]
        });
    }
}
