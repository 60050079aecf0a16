//! Images learned from end to end: from IDX files and from a table of pixels, with a convolutional network.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use cantilever::learn::{TrainingJob, is_images, look_at_images, train};
use cantilever::model::{
    Algorithm, Candidate, CandidateId, ComponentId, ConvolutionLayer, ConvolutionSettings, Dataset, DatasetSource,
    Goal, ImageSettings, Judging, Measure, OperatingPoint, SplitRule,
};
use serde_json::Value;

fn oracles() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles")
}

fn network(epochs: u32) -> Algorithm {
    Algorithm::ConvolutionalNetwork(ConvolutionSettings {
        layers: vec![ConvolutionLayer { filters: 16, kernel: 3, pool: true }],
        hidden: vec![32],
        epochs,
        batch: 32,
        learning_rate: 0.003,
    })
}

fn job(source: DatasetSource, goal: Goal, algorithm: Algorithm, folder: PathBuf) -> TrainingJob {
    TrainingJob {
        component: ComponentId::new("model"),
        candidate_id: CandidateId::new("candidate"),
        candidate: Candidate { name: "Candidate".to_owned(), algorithm, seed: 1, search: None },
        dataset: Dataset {
            name: "Images".to_owned(),
            description: String::new(),
            source,
            target: "class".to_owned(),
            goal,
            excluded: Vec::new(),
        },
        split: SplitRule::Stratified { test_share: 0.3, seed: 1 },
        operating_point: OperatingPoint::Probability(0.5),
        primary: Measure::Accuracy,
        judging: Judging::default(),
        folder,
    }
}

/// The digits of `tests/oracles/data`, judged on the rows that scikit-learn was judged on.
fn digits(algorithm: Algorithm) -> TrainingJob {
    let source = DatasetSource::TableFile { path: "data/digits.csv".to_owned() };
    let mut job = job(source, Goal::Classes, algorithm, oracles());
    "target".clone_into(&mut job.dataset.target);
    job.dataset.excluded = vec!["turn".to_owned()];
    job.split = SplitRule::ByTime { column: "turn".to_owned(), test_share: 0.3 };
    job
}

/// 60 images of 6 × 6 pixels: upright bars are of class 0, level ones of class 1.
fn write_idx(folder: &Path) -> std::io::Result<()> {
    let mut images = vec![0, 0, 8, 3, 0, 0, 0, 60, 0, 0, 0, 6, 0, 0, 0, 6];
    let mut labels = vec![0, 0, 8, 1, 0, 0, 0, 60];
    for image in 0..60_usize {
        let (class, place) = (image % 2, image / 2 % 6);
        for row in 0..6 {
            for column in 0..6 {
                let is_lit = if class == 0 { column == place } else { row == place };
                // A little of everything else, so that no two images are alike.
                images.push(if is_lit { 220 } else { (image * 7 + row * 5 + column * 3) as u8 % 40 });
            }
        }
        labels.push(class as u8);
    }
    std::fs::write(folder.join("train-images-idx3-ubyte"), images)?;
    std::fs::write(folder.join("train-labels-idx1-ubyte"), labels)
}

#[test]
fn bars_in_idx_files_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    write_idx(folder.path()).unwrap();
    assert!(is_images(folder.path()));
    let look = look_at_images(folder.path()).unwrap();
    assert_eq!((look.images, look.usual_size, look.classes.len()), (60, (6, 6), 2));
    let source = DatasetSource::Images { path: String::new(), settings: look.proposed };
    let goal = Goal::Binary { positive: "1".to_owned() };
    let evidence =
        train(&job(source, goal, network(40), folder.path().to_owned()), &mut |_| ControlFlow::Continue(())).unwrap();
    assert!(evidence.value(Measure::Accuracy) >= Some(90.0), "{:?}", evidence.measured.get(&Measure::Accuracy));
    let disturbances: Vec<&str> = evidence.details.disturbed.iter().map(|of| of.disturbance.as_str()).collect();
    assert!(disturbances.contains(&"Turned by 15 degrees") && disturbances.contains(&"Out of focus"));
    // 3 × 3 × 16 weights and 16 offsets; 3 × 3 × 16 values to 32 units, and these to one score.
    assert_eq!(evidence.value(Measure::Parameters), Some(f64::from(160 + 144 * 32 + 32 + 33)));
}

#[test]
fn a_convolutional_network_does_at_least_as_well_as_scikit_learns_perceptron() {
    let text = std::fs::read_to_string(oracles().join("families.json")).unwrap();
    let figures: Value = serde_json::from_str(&text).unwrap();
    let set = figures["sets"].as_array().unwrap().iter().find(|set| set["name"] == "digits").unwrap();
    let families = set["families"].as_array().unwrap();
    let perceptron = families.iter().find(|family| family["algorithm"]["MultiLayerPerceptron"].is_object()).unwrap();
    let theirs = 100.0 * perceptron["balanced_accuracy"].as_f64().unwrap();
    let evidence = train(&digits(network(20)), &mut |_| ControlFlow::Continue(())).unwrap();
    let ours = evidence.measured[&Measure::BalancedAccuracy];
    assert!(ours.interval.is_some_and(|(_, high)| high >= theirs), "{ours:?}, scikit-learn {theirs}");
}

#[test]
fn what_is_no_image_is_refused_with_a_reason() {
    let mut job = digits(network(1));
    job.dataset.excluded.push("pixel_0_0".to_owned());
    let reason = train(&job, &mut |_| ControlFlow::Continue(())).unwrap_err().to_string();
    assert!(reason.contains("needs images"), "63 columns are no square: {reason}");
    let settings = ImageSettings { width: 6, height: 6, colour: false, most: 100 };
    let source = DatasetSource::Images { path: "data".to_owned(), settings };
    let refused = train(&self::job(source, Goal::Classes, network(1), oracles()), &mut |_| ControlFlow::Continue(()));
    let reason = refused.unwrap_err().to_string();
    assert!(reason.contains("data") && reason.len() > 60, "{reason}");
}
