//! How long learning, answering and reading take, beside scikit-learn, LightGBM, PyTorch, ONNX Runtime and pandas.
//!
//! ```text
//! python3 -m pip install scikit-learn==1.9.1 lightgbm==4.7.0 onnxruntime==1.32.0 skl2onnx==1.20.0 protobuf==6.33.2 \
//!     torch==2.15.0 numpy==2.4.6 pandas==3.1.1
//! taskset --cpu-list 0,1 cargo bench --bench learning
//! ```
//!
//! The variable PYTHON names another Python, such as that of a virtual environment. `-- forest file` after it takes
//! only what has one of these words in its name. "explainable boosting" is taken only when named, and needs
//! `interpret-core==0.7.8` besides. PyTorch's build for processors alone is enough; with protobuf 7 skl2onnx 1.20 fails
//! at boosted trees. Both sides have two processor cores; a machine with more is limited by `taskset`, which holds for
//! what is started as well. Ours and every peer take turns, [`ROUNDS`] times; medians are printed, and a ratio below 1
//! says that we are faster. Nothing else may run beside: how many cores were free is said at the start and the end.
//!
//! What the times include:
//! - "fit", ours: from the table in memory to the model, which is `Measure::TrainingTime`: medians, means and
//!   deviations of the columns, the prepared rows in 32 bits (fitting and validation), the model, and the loss on the
//!   validation rows after each pass or round, of boosting on the fitting rows as well. Neither reading the file nor
//!   splitting.
//! - "fit", peers: from rows of 64-bit numbers in memory to the model; with `StandardScaler` where ours scales. No loss
//!   on the validation rows, as usual, but for the networks, of which every pass ends with it or with the answers it
//!   needs. On both sides support vectors are calibrated on these rows, and explainable boosting stops by them.
//!   scikit-learn boosts with `HistGradientBoostingClassifier`.
//! - "one row": from a row of raw numbers to its probabilities, the median over different held-out rows, on one thread;
//!   ours is `Measure::InferenceP50`. Peers are called from Python, as people call them: scikit-learn's `predict_proba`
//!   with the scaler, LightGBM's `Booster.predict`, PyTorch's network with the scaler, ONNX Runtime with what skl2onnx
//!   makes of scikit-learn's model, fed with a row that is in 32 bits already.
//! - "read": from the file's path to typed columns in memory, beside `pandas.read_csv` with its defaults, which round
//!   some numbers in the last digit.
//!
//! The last columns say how good the models are on the same held-out rows: area under the ROC curve of yes or no, share
//! of rows told right of more classes. Times of models that are not about equally good say nothing.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it found")]

mod peers;

use std::ops::ControlFlow;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use cantilever::learn::{TrainingEvent, TrainingJob, fit, most_likely, summarise, train};
use cantilever::model::{
    Algorithm, Candidate, CandidateId, ComponentId, ConvolutionLayer, ConvolutionSettings, Dataset, DatasetSource,
    Goal, Judging, Measure, OperatingPoint, PerceptronSettings, SplitRule,
};
use serde_json::{Value, json};

use self::peers::Peers;

/// That of the program: burn allocates a buffer per operation.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What installs all that the peers need.
const INSTALL: &str = "python3 -m pip install scikit-learn==1.9.1 lightgbm==4.7.0 onnxruntime==1.32.0 \
                       skl2onnx==1.20.0 protobuf==6.33.2 torch==2.15.0 numpy==2.4.6 pandas==3.1.1";
/// How often each side is timed.
const ROUNDS: usize = 5;
/// Threads of each side.
const THREADS: usize = 2;
/// Between two measurements: threads of the other side spin a while before they sleep.
const PAUSE: Duration = Duration::from_millis(500);
/// With fewer cores to themselves, peers whose threads wait for each other take many times as long.
const FEWEST_FREE_CORES: f64 = 1.8;
/// The same as in `learning_peers.py`.
const TEST_SHARE: f64 = 0.2;

/// A file that the peers make. Of its rows 64 % are fitted on, 16 % validate, 20 % judge.
#[derive(Clone, Copy)]
struct Table {
    file: &'static str,
    kind: &'static str,
    rows: usize,
}

/// 50,000 fitting rows of 20 numbers, yes or no.
const TABLE: Table = Table { file: "table.csv", kind: "yes_or_no", rows: 78_125 };
/// 4,000 fitting rows, for what takes the square of the rows.
const SMALL: Table = Table { file: "small.csv", kind: "yes_or_no", rows: 6_250 };
/// 10,000 fitting rows of 28 x 28 pixels, ten classes.
const PICTURES: Table = Table { file: "pictures.csv", kind: "pictures", rows: 15_625 };
/// 20 columns of numbers alone.
const LARGE: Table = Table { file: "large.csv", kind: "numbers", rows: 1_000_000 };

/// One thing that is timed.
struct Case {
    name: String,
    table: Table,
    work: Work,
    peers: Vec<&'static str>,
    /// Whether it is left out unless it is named.
    is_optional: bool,
}

/// What is done to a table.
enum Work {
    /// A model is fitted, and asked about single rows.
    FitAndAsk(Algorithm),
    /// A model is fitted, and only that is timed: measuring hundreds of columns takes long.
    Fit(Algorithm),
    /// The file is read.
    Read,
}

/// What one side took, in milliseconds by what it is, and how good its model is.
#[derive(Default)]
struct Found {
    times: Vec<(&'static str, f64)>,
    quality: Option<f64>,
    left_out: Option<String>,
}

fn main() -> Result<()> {
    ensure!(!cfg!(debug_assertions), "times of a debug build say nothing; run `cargo bench --bench learning`");
    let cores = thread::available_parallelism()?.get();
    ensure!(
        cores == THREADS,
        "both sides are to have {THREADS} cores, and here are {cores}; run `taskset --cpu-list 0,1 cargo bench --bench \
         learning`"
    );
    // cargo adds --bench.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let cases: Vec<Case> = cases().into_iter().filter(|case| case.is_wanted(&words)).collect();
    ensure!(!cases.is_empty(), "nothing has one of these words in its name: {}", words.join(", "));
    let folder = tempfile::tempdir()?;
    let mut peers = Peers::start("learning_peers.py", INSTALL, folder.path(), THREADS)?;
    print_environment(&mut peers)?;
    println!(
        "{:<38} {:<14} {:>12} {:>12} {:>8} {:>9} {:>9}",
        "what", "peer", "ours ms", "peer ms", "ratio", "ours good", "peer good"
    );
    let mut written = Vec::new();
    for case in &cases {
        let Table { file, kind, rows } = case.table;
        if !written.contains(&file) {
            peers.ask(&json!({"do": "write", "file": file, "kind": kind, "rows": rows}))?;
            written.push(file);
        }
        run(case, folder.path(), &mut peers).with_context(|| case.name.clone())?;
    }
    // Something may have come to run beside.
    print_environment(&mut peers)
}

/// Everything that can be timed.
fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for algorithm in Algorithm::families(&Goal::Binary { positive: "yes".to_owned() }) {
        let (table, peers) = match &algorithm {
            // Nothing is learned.
            Algorithm::Baseline | Algorithm::Rules(_) => continue,
            Algorithm::NearestNeighbours(_) | Algorithm::SupportVectors(_) => {
                (SMALL, vec!["scikit-learn", "ONNX Runtime"])
            }
            Algorithm::GradientBoosting(_) => (TABLE, vec!["LightGBM", "scikit-learn", "ONNX Runtime"]),
            Algorithm::MultiLayerPerceptron(_) => (TABLE, vec!["PyTorch", "scikit-learn", "ONNX Runtime"]),
            Algorithm::ExplainableBoosting(_) => (TABLE, vec!["InterpretML"]),
            _ => (TABLE, vec!["scikit-learn", "ONNX Runtime"]),
        };
        let is_optional = matches!(algorithm, Algorithm::ExplainableBoosting(_));
        let name = algorithm.label().to_lowercase();
        let (name, algorithm) = match algorithm {
            // One pass on both sides, whenever they would stop.
            Algorithm::MultiLayerPerceptron(settings) => {
                let name = "perceptron 32-16, one epoch".to_owned();
                (name, Algorithm::MultiLayerPerceptron(PerceptronSettings { epochs: 1, ..settings }))
            }
            other => (name, other),
        };
        cases.push(Case { name, table, work: Work::FitAndAsk(algorithm), peers, is_optional });
    }
    let settings = PerceptronSettings { hidden: vec![300, 100], epochs: 1, batch: 64, learning_rate: 0.001 };
    cases.push(Case {
        name: "perceptron 784-300-100-10, epoch".to_owned(),
        table: PICTURES,
        work: Work::Fit(Algorithm::MultiLayerPerceptron(settings)),
        peers: vec!["PyTorch", "scikit-learn"],
        is_optional: false,
    });
    let layer = |filters| ConvolutionLayer { filters, kernel: 3, pool: true };
    cases.push(Case {
        name: "convolutional network, one epoch".to_owned(),
        table: PICTURES,
        work: Work::Fit(Algorithm::ConvolutionalNetwork(ConvolutionSettings {
            layers: vec![layer(32), layer(64)],
            hidden: vec![128],
            epochs: 1,
            batch: 64,
            learning_rate: 0.001,
        })),
        peers: vec!["PyTorch"],
        is_optional: false,
    });
    cases.push(Case {
        name: "file of 1,000,000 x 20".to_owned(),
        table: LARGE,
        work: Work::Read,
        peers: vec!["pandas"],
        is_optional: false,
    });
    cases
}

impl Case {
    /// Whether one of `words` is in its name, or there are none and it is not optional.
    fn is_wanted(&self, words: &[String]) -> bool {
        words.iter().any(|word| self.name.contains(word.as_str())) || (words.is_empty() && !self.is_optional)
    }

    fn ours(&self, folder: &Path) -> Result<Found> {
        match &self.work {
            Work::FitAndAsk(algorithm) => train_and_measure(&job(self.table, algorithm, folder)),
            Work::Fit(algorithm) => fit_alone(&job(self.table, algorithm, folder)),
            Work::Read => read(self.table, folder),
        }
    }

    fn theirs(&self, peer: &str, peers: &mut Peers) -> Result<Found> {
        let file = self.table.file;
        let answer = peers.ask(&match &self.work {
            Work::FitAndAsk(algorithm) => {
                json!({"do": "learn", "peer": peer, "algorithm": algorithm, "file": file, "is_asked": true})
            }
            Work::Fit(algorithm) => {
                json!({"do": "learn", "peer": peer, "algorithm": algorithm, "file": file, "is_asked": false})
            }
            Work::Read => json!({"do": "read", "file": file}),
        })?;
        if let Some(rows) = answer["rows"].as_u64() {
            ensure!(rows == self.table.rows as u64, "{peer} read {rows} rows");
        }
        let times = ["fit", "one_row", "read"].into_iter();
        Ok(Found {
            times: times.filter_map(|what| Some((what, answer[what].as_f64()?))).collect(),
            quality: answer["quality"].as_f64(),
            left_out: answer["left_out"].as_str().map(str::to_owned),
        })
    }
}

/// The order to train `algorithm` on the rows that the peers take.
fn job(table: Table, algorithm: &Algorithm, folder: &Path) -> TrainingJob {
    let is_binary = table.kind == "yes_or_no";
    let goal = if is_binary { Goal::Binary { positive: "yes".to_owned() } } else { Goal::Classes };
    TrainingJob {
        component: ComponentId::new("model"),
        candidate_id: CandidateId::new("candidate"),
        candidate: Candidate { name: "Candidate".to_owned(), algorithm: algorithm.clone(), seed: 1, search: None },
        dataset: Dataset {
            name: table.file.to_owned(),
            description: String::new(),
            source: DatasetSource::TableFile { path: table.file.to_owned() },
            target: "target".to_owned(),
            goal: goal.clone(),
            excluded: vec!["turn".to_owned()],
        },
        split: SplitRule::ByTime { column: "turn".to_owned(), test_share: TEST_SHARE },
        operating_point: OperatingPoint::Probability(0.5),
        primary: goal.usual_primary(),
        judging: Judging::default(),
        folder: folder.to_owned(),
    }
}

/// The times that a training measures of itself.
fn train_and_measure(job: &TrainingJob) -> Result<Found> {
    let evidence = train(job, &mut |_| ControlFlow::Continue(()))?;
    let value = |measure: Measure| evidence.value(measure).with_context(|| format!("no {}", measure.label()));
    let times = vec![("fit", value(Measure::TrainingTime)? * 1e3), ("one_row", value(Measure::InferenceP50)? / 1e3)];
    Ok(Found { times, quality: Some(value(Measure::RocAuc)?), left_out: None })
}

/// The time from the start of the fitting stage to the fitted model; of several classes, nothing else is in between.
fn fit_alone(job: &TrainingJob) -> Result<Found> {
    let mut started = None;
    let trained = fit(job, &mut |event| {
        if matches!(&event, TrainingEvent::Stage { name, .. } if name == "Fitting the model") && started.is_none() {
            started = Some(Instant::now());
        }
        ControlFlow::Continue(())
    })?;
    let started: Instant = started.context("the stage of fitting has another name")?;
    let times = vec![("fit", started.elapsed().as_secs_f64() * 1e3)];
    let test = &trained.split().test;
    let told = most_likely(&trained.answers(test), trained.classes().len());
    let right = told.iter().zip(trained.codes(test)).filter(|(told, truth)| **told == *truth).count();
    Ok(Found { times, quality: Some(right as f64 / test.len() as f64), left_out: None })
}

/// The time to read a file. What is asked about it names no column of it, which ends it once the file is read.
fn read(table: Table, folder: &Path) -> Result<Found> {
    let dataset = Dataset {
        name: table.file.to_owned(),
        description: String::new(),
        source: DatasetSource::TableFile { path: table.file.to_owned() },
        target: "nothing".to_owned(),
        goal: Goal::Number,
        excluded: Vec::new(),
    };
    let started = Instant::now();
    let outcome = summarise(&dataset, folder, &mut |_, _| ControlFlow::Continue(()));
    let times = vec![("read", started.elapsed().as_secs_f64() * 1e3)];
    match outcome {
        Err(error) if error.to_string().contains("has no column \"nothing\"") => {}
        Err(error) => return Err(error.into()),
        Ok(_) => bail!("a column that is not there was described"),
    }
    Ok(Found { times, ..Found::default() })
}

/// Ours and the peers in turn, then a line for each peer and time.
fn run(case: &Case, folder: &Path, peers: &mut Peers) -> Result<()> {
    let mut ours = Vec::new();
    let mut theirs: Vec<Vec<Found>> = case.peers.iter().map(|_| Vec::new()).collect();
    for _ in 0..ROUNDS {
        thread::sleep(PAUSE);
        ours.push(case.ours(folder)?);
        for (peer, found) in case.peers.iter().zip(&mut theirs) {
            // What cannot be had is not asked for again.
            if found.iter().all(|found| found.left_out.is_none()) {
                thread::sleep(PAUSE);
                found.push(case.theirs(peer, peers)?);
            }
        }
    }
    for (what, label) in [("fit", "fit"), ("one_row", "one row"), ("read", "read")] {
        let Some(our_time) = median(times(&ours, what)) else { continue };
        for (peer, found) in case.peers.iter().zip(&theirs) {
            let Some(their_time) = median(times(found, what)) else { continue };
            println!(
                "{:<38} {peer:<14} {:>12} {:>12} {:>8.3} {:>9} {:>9}",
                format!("{}: {label}", case.name),
                milliseconds(our_time),
                milliseconds(their_time),
                our_time / their_time,
                goodness(&ours),
                goodness(found)
            );
        }
    }
    for (peer, found) in case.peers.iter().zip(&theirs) {
        if let Some(reason) = found.iter().find_map(|found| found.left_out.as_ref()) {
            println!("{:<38} {peer:<14} left out: {reason}", case.name);
        }
    }
    Ok(())
}

/// All that was taken of `what`.
fn times(found: &[Found], what: &str) -> Vec<f64> {
    found.iter().flat_map(|found| &found.times).filter(|(of, _)| *of == what).map(|(_, time)| *time).collect()
}

/// The middle of an odd number of values; nothing of none.
fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// Single rows take microseconds, fits take seconds.
fn milliseconds(time: f64) -> String {
    if time < 10.0 { format!("{time:.4}") } else { format!("{time:.1}") }
}

fn goodness(found: &[Found]) -> String {
    median(found.iter().filter_map(|found| found.quality).collect()).map_or(String::new(), |good| format!("{good:.4}"))
}

fn print_environment(peers: &mut Peers) -> Result<()> {
    println!("Cantilever {}, {THREADS} threads on each side, {ROUNDS} rounds", env!("CARGO_PKG_VERSION"));
    let environment = peers.ask(&json!({"do": "environment"}))?;
    for line in environment["lines"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        println!("{line}");
    }
    let free = environment["free_cores"].as_f64().context("the peers do not say how many cores are free")?;
    println!("free cores: {free:.2}");
    if free < FEWEST_FREE_CORES {
        println!(
            "BUSY: something else runs. Threads that wait for each other suffer most, so no ratio is worth anything."
        );
    }
    Ok(())
}
