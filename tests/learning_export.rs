//! Files of trained models: complete, the same every time, and predictions that stand beside the right lines.
//! `tests/oracles/read_model.py` answers from such files with independent code.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use cantilever::learn::{LearnError, ModelFile, Trained, TrainingJob, fit, model_file, onnx_file, predictions_csv};
use cantilever::model::{
    Algorithm, Candidate, CandidateId, ComponentId, Dataset, DatasetSource, Goal, Judging, Measure, OperatingPoint,
    SplitRule,
};
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles")
}

fn trained(file: &str, goal: Goal, algorithm: Algorithm) -> Trained {
    let dataset = Dataset {
        name: String::new(),
        description: String::new(),
        source: DatasetSource::TableFile { path: file.to_owned() },
        target: "target".to_owned(),
        goal,
        excluded: vec!["turn".to_owned()],
    };
    let job = TrainingJob {
        component: ComponentId::new("model"),
        candidate_id: CandidateId::new("candidate"),
        candidate: Candidate { name: String::new(), algorithm, seed: 1, search: None },
        dataset,
        split: SplitRule::ByTime { column: "turn".to_owned(), test_share: 0.3 },
        operating_point: OperatingPoint::Probability(0.5),
        primary: Measure::RocAuc,
        judging: Judging::default(),
        folder: folder(),
    };
    fit(&job, &mut |_| ControlFlow::Continue(())).unwrap_or_else(|error| panic!("{error}"))
}

fn families(goal: &Goal, file: &str) -> impl Iterator<Item = (&'static str, Trained)> {
    let of_goal = Algorithm::families(goal).into_iter();
    of_goal.map(move |algorithm| (algorithm.label(), trained(file, goal.clone(), algorithm)))
}

/// The description in a file of either format.
fn description(extension: &str, bytes: &[u8]) -> Value {
    if extension == "json" {
        return serde_json::from_slice(bytes).unwrap_or_else(|error| panic!("{error}"));
    }
    let length = u64::from_le_bytes(bytes[..8].try_into().unwrap_or_else(|error| panic!("{error}"))) as usize;
    serde_json::from_slice::<Value>(&bytes[8..8 + length]).unwrap_or_else(|error| panic!("{error}"))["__metadata__"]
        .clone()
}

/// Leaves files where `read_model.py` can be run on them: `target/tmp/export/<table> <family>/`.
fn keep(file: &str, family: &str, trained: &Trained, files: impl Iterator<Item = ModelFile>) {
    let table = Path::new(file).file_stem().unwrap_or_default().to_string_lossy();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("export").join(format!("{table} {family}"));
    std::fs::create_dir_all(&folder).unwrap_or_else(|error| panic!("{error}"));
    for file in files {
        std::fs::write(folder.join("model").with_extension(file.extension), file.bytes)
            .unwrap_or_else(|error| panic!("{error}"));
    }
    let mut predictions =
        std::fs::File::create(folder.join("predictions.csv")).unwrap_or_else(|error| panic!("{error}"));
    predictions_csv(trained, &trained.split().test, &mut predictions).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn every_family_can_be_taken_out() {
    let layers = ["Linear regression", "Logistic regression", "Multi-layer perceptron"];
    let trees = ["Decision tree", "Random forest", "Gradient boosting"];
    let rows = ["Nearest neighbours", "Support vector machine"];
    for (goal, file) in [(Goal::Classes, "data/penguins.csv"), (Goal::Number, "data/cars.csv")] {
        for (family, trained) in families(&goal, file) {
            let written = model_file(&trained).unwrap();
            assert_eq!(written, model_file(&trained).unwrap(), "{family}");
            let is_layers = layers.contains(&family);
            assert_eq!(written.extension, if is_layers { "safetensors" } else { "json" }, "{family}");
            let description = description(written.extension, &written.bytes);
            assert_eq!(description["family"], family);
            assert_eq!(description["target"], "target");
            assert_eq!(description["notice"].is_string(), rows.contains(&family), "{family}");
            let onnx = onnx_file(&trained).unwrap();
            assert_eq!(onnx.is_some(), is_layers || trees.contains(&family), "{family}");
            keep(file, family, &trained, [Some(written), onnx].into_iter().flatten());
        }
    }
}

#[test]
fn predictions_name_the_line_the_truth_and_every_class() {
    let goal = Goal::Classes;
    let trained = trained("data/penguins.csv", goal, Algorithm::Baseline);
    let (rows, mut table) = (&trained.split().test[..3], Vec::new());
    predictions_csv(&trained, rows, &mut table).unwrap();
    let file = std::fs::read_to_string(folder().join("data/penguins.csv")).unwrap();
    let lines: Vec<&str> = file.lines().collect();
    let target = lines[0].split(',').position(|name| name == "target").unwrap();
    let mut records = csv::Reader::from_reader(&table[..]);
    let classes = trained.classes().iter().map(|class| format!("probability of {class}"));
    let header: Vec<String> = ["row", "truth", "decision"].map(str::to_owned).into_iter().chain(classes).collect();
    assert_eq!(records.headers().unwrap(), header);
    let mut found = 0;
    for (record, row) in records.records().zip(rows) {
        let record = record.unwrap();
        let line: usize = record[0].parse().unwrap();
        assert_eq!(line, row + 2);
        assert_eq!(lines[line - 1].split(',').nth(target), Some(&record[1]));
        let total: f64 = record.iter().skip(3).map(|share| share.parse::<f64>().unwrap()).sum();
        assert!((total - 1.0).abs() < 1e-9, "{total}");
        found += 1;
    }
    assert_eq!(found, 3);
}

#[test]
fn rows_that_do_not_exist_and_full_disks_are_told() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let trained = trained("data/cars.csv", Goal::Number, Algorithm::Baseline);
    let message = predictions_csv(&trained, &[999_999], &mut Vec::new()).unwrap_err().to_string();
    assert!(message.contains("row 1000000 was to be predicted"), "{message}");
    assert!(matches!(predictions_csv(&trained, &[0], &mut Full), Err(LearnError::Write { .. })));
}
