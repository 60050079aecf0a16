//! The order to train one candidate: everything it needs in one value that can travel to another process as JSON.

use std::fs::File;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::error::LearnError;
use super::images::image_files;
use crate::model::{
    Algorithm, Budget, Candidate, CandidateId, ComponentId, Dataset, DatasetSource, Evidence, Goal, Judging, LossPoint,
    Measure, OperatingPoint, Project, SplitRule,
};

/// Raised whenever the same job would now give other measured values, so that earlier evidence shows as stale.
const CODE_VERSION: u32 = 4;

/// One candidate to train and to judge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrainingJob {
    /// The component that the candidate could fill.
    pub component: ComponentId,
    /// The candidate's identifier.
    pub candidate_id: CandidateId,
    /// How it learns.
    pub candidate: Candidate,
    /// What it learns from.
    pub dataset: Dataset,
    /// Which rows are held out.
    pub split: SplitRule,
    /// How the decision threshold is set.
    pub operating_point: OperatingPoint,
    /// The measure that candidates are ranked by.
    pub primary: Measure,
    /// How thoroughly it is judged.
    pub judging: Judging,
    /// The project's folder, which relative paths start from.
    pub folder: PathBuf,
}

/// What a training has to say while it runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum TrainingEvent {
    /// What is being done, and how much of the whole job is done.
    Stage {
        /// A few words for people.
        name: String,
        /// Share of the whole job, 0 to 1.
        fraction: f32,
    },
    /// The loss so far; at most about 200 of these per training.
    Loss(LossPoint),
    /// The candidate is trained and judged.
    Finished(Box<Evidence>),
    /// There is no result, and why.
    Failed {
        /// A sentence for people.
        message: String,
    },
}

impl TrainingJob {
    /// Seed of how rows are divided.
    pub(super) fn split_seed(&self) -> u64 {
        match self.split {
            SplitRule::Stratified { seed, .. } | SplitRule::Grouped { seed, .. } => seed,
            SplitRule::ByTime { .. } => 1,
        }
    }

    /// The job that trains `candidate` for `component`; `None` when the project lacks one of them or the dataset.
    pub fn of(project: &Project, component: &ComponentId, candidate: &CandidateId, folder: &Path) -> Option<Self> {
        let task = project.tasks.get(component)?;
        Some(Self {
            component: component.clone(),
            candidate_id: candidate.clone(),
            candidate: task.candidates.get(candidate)?.clone(),
            dataset: project.datasets.get(&task.dataset)?.clone(),
            split: task.split.clone(),
            operating_point: task.operating_point,
            primary: task.primary,
            judging: task.judging.clone(),
            folder: folder.to_owned(),
        })
    }
}

/// A hash of all that decides the measured quality: the rows (or the settings that generate them), target, features,
/// split, operating point, judging, algorithm, seed and code version. Names, descriptions and budgets do not count.
///
/// # Errors
/// The dataset's file cannot be read.
pub fn fingerprint(job: &TrainingJob) -> Result<String, LearnError> {
    let mut digest = Sha256::new();
    add(&mut digest, "rows", rows_fingerprint(job)?.as_bytes());
    let mut excluded = job.dataset.excluded.clone();
    excluded.sort();
    excluded.dedup();
    add(&mut digest, "excluded", json(&excluded)?.as_bytes());
    add(&mut digest, "operating point", json(&job.operating_point)?.as_bytes());
    add(&mut digest, "judging", json(&Judging { budget: Budget::default(), ..job.judging.clone() })?.as_bytes());
    if job.judging.growing {
        add(&mut digest, "primary", job.primary.key().as_bytes());
    }
    add(&mut digest, "algorithm", json(&job.candidate.algorithm)?.as_bytes());
    add(&mut digest, "search", json(&job.candidate.search)?.as_bytes());
    add(&mut digest, "seed", &job.candidate.seed.to_le_bytes());
    Ok(short(digest))
}

/// A hash of the rows that candidates are judged on: with the same one their answers can be compared case by case.
pub(super) fn rows_fingerprint(job: &TrainingJob) -> Result<String, LearnError> {
    let mut digest = Sha256::new();
    add(&mut digest, "code", &CODE_VERSION.to_le_bytes());
    match &job.dataset.source {
        DatasetSource::TableFile { path } => add(&mut digest, "rows", &digest_of(&job.folder.join(path))?),
        DatasetSource::Images { path, settings } => {
            add(&mut digest, "images", json(settings)?.as_bytes());
            add_images(&mut digest, &job.folder.join(path))?;
        }
        DatasetSource::GeneratedFraud(settings) => add(&mut digest, "generator", json(settings)?.as_bytes()),
    }
    add(&mut digest, "target", job.dataset.target.as_bytes());
    add(&mut digest, "goal", json(&job.dataset.goal)?.as_bytes());
    add(&mut digest, "split", json(&job.split)?.as_bytes());
    add(&mut digest, "folds", json(&job.judging.folds)?.as_bytes());
    Ok(short(digest))
}

/// The names say the class, so they count as well.
fn add_images(digest: &mut Sha256, root: &Path) -> Result<(), LearnError> {
    for file in image_files(root)? {
        let inside = file.strip_prefix(root).ok().filter(|inside| !inside.as_os_str().is_empty());
        // Of files that were chosen one by one, only the name stays when a project is moved.
        let inside = inside.or_else(|| file.file_name().map(Path::new)).unwrap_or(&file);
        add(digest, "image", inside.to_string_lossy().replace('\\', "/").as_bytes());
        add(digest, "pixels", &digest_of(&file)?);
    }
    Ok(())
}

fn add(digest: &mut Sha256, label: &str, bytes: &[u8]) {
    digest.update(label);
    digest.update((bytes.len() as u64).to_le_bytes());
    digest.update(bytes);
}

fn short(digest: Sha256) -> String {
    let mut start = [0; 16];
    start.copy_from_slice(&digest.finalize()[..16]);
    format!("{:032x}", u128::from_be_bytes(start))
}

/// A hash of what is in the file, which may be larger than the memory.
fn digest_of(path: &Path) -> Result<[u8; 32], LearnError> {
    let unreadable =
        |error: std::io::Error| LearnError::File { file: path.display().to_string(), problem: error.to_string() };
    let mut file = File::open(path).map_err(unreadable)?;
    let mut hash = Sha256::new();
    std::io::copy(&mut file, &mut hash).map_err(unreadable)?;
    Ok(hash.finalize().into())
}

fn json(value: &impl Serialize) -> Result<String, LearnError> {
    serde_json::to_string(value).map_err(|error| LearnError::Internal(error.to_string()))
}

/// Refuses settings that cannot be trained with, naming the setting and what it can be.
pub(super) fn check_settings(job: &TrainingJob) -> Result<(), LearnError> {
    let share = job.split.test_share();
    require(share > 0.0 && share < 1.0, "The held-out share", "between 0 and 1, such as 0.3")?;
    match job.operating_point {
        OperatingPoint::Probability(at) => {
            require((0.0..=1.0).contains(&at), "The threshold's probability", "between 0 and 1, such as 0.5")?;
        }
        OperatingPoint::FalsePositiveRate(rate) => {
            require((0.0..=1.0).contains(&rate), "The false positive rate", "between 0 and 1, such as 0.01")?;
        }
        OperatingPoint::LeastCost => {
            let is_known = job.judging.costs.is_some() || !matches!(job.dataset.goal, Goal::Binary { .. });
            require(is_known, "What wrong decisions cost", "stated, for a threshold of least cost")?;
        }
    }
    check_judging(&job.judging)?;
    if let Some(search) = job.candidate.search {
        require((2..=1000).contains(&search.tries), "The number of settings tried", "a whole number from 2 to 1000")?;
        let is_factor = search.factor > 1.0 && search.factor <= 1000.0;
        require(is_factor, "How far tried settings lie apart", "above 1 and at most 1000, such as 4")?;
    }
    let (algorithm, goal) = (&job.candidate.algorithm, &job.dataset.goal);
    if !algorithm.suits(goal) {
        let families: Vec<_> = Algorithm::families(goal).iter().map(Algorithm::label).collect();
        let what = format!("{} cannot do {}; the family", algorithm.label(), goal.label().to_lowercase());
        return Err(LearnError::Setting { what, allowed: format!("one of: {}", families.join(", ")) });
    }
    check_algorithm(algorithm)
}

fn check_judging(judging: &Judging) -> Result<(), LearnError> {
    if let Some(folds) = judging.folds {
        require((2..=100).contains(&folds.count), "The number of folds", "a whole number from 2 to 100")?;
        require((1..=100).contains(&folds.repeats), "The number of repeats", "a whole number from 1 to 100")?;
    }
    require(judging.seeds <= 100, "The number of further seeds", "a whole number from 0 to 100")?;
    if let Some(costs) = judging.costs {
        for cost in [costs.false_positive, costs.false_negative] {
            require(cost >= 0.0 && cost.is_finite(), "What a wrong decision costs", "0 or more")?;
        }
    }
    Ok(())
}

pub(super) fn check_algorithm(algorithm: &Algorithm) -> Result<(), LearnError> {
    let count = |value: u32, most: u32, what: &str| {
        require((1..=most).contains(&value), what, &format!("a whole number from 1 to {most}"))
    };
    let rate = |value: f64, what: &str| require(value > 0.0 && value <= 1.0, what, "above 0 and at most 1");
    let penalty = |value: f64| require(value >= 0.0 && value.is_finite(), "The L2 penalty", "0 or more");
    match algorithm {
        Algorithm::Baseline | Algorithm::NaiveBayes | Algorithm::Rules(_) => Ok(()),
        Algorithm::LinearRegression(settings) => penalty(settings.l2),
        Algorithm::NearestNeighbours(settings) => count(settings.neighbours, 10_000, "The number of neighbours"),
        Algorithm::SupportVectors(settings) => {
            require(settings.cost > 0.0 && settings.cost <= 1e6, "The cost", "above 0 and at most 1,000,000")
        }
        Algorithm::ExplainableBoosting(settings) => {
            count(settings.rounds, 10_000, "The number of rounds")?;
            rate(settings.learning_rate, "The learning rate")?;
            require(settings.pairs <= 100, "The number of pairs", "a whole number from 0 to 100")
        }
        Algorithm::LogisticRegression(settings) => {
            count(settings.iterations, 100_000, "The number of iterations")?;
            penalty(settings.l2)
        }
        Algorithm::MultiLayerPerceptron(settings) => {
            count(settings.epochs, 100_000, "The number of epochs")?;
            count(settings.batch, 1_000_000, "The batch size")?;
            rate(settings.learning_rate, "The learning rate")?;
            require(settings.hidden.len() <= 10, "The number of hidden layers", "10 or fewer")?;
            settings.hidden.iter().try_for_each(|&units| count(units, 4096, "The number of units of a hidden layer"))
        }
        Algorithm::ConvolutionalNetwork(settings) => {
            count(settings.epochs, 100_000, "The number of epochs")?;
            count(settings.batch, 1_000_000, "The batch size")?;
            rate(settings.learning_rate, "The learning rate")?;
            require((1..=10).contains(&settings.layers.len()), "The number of convolutional layers", "1 to 10")?;
            for layer in &settings.layers {
                count(layer.filters, 1024, "The number of filters of a layer")?;
                let fits = layer.kernel % 2 == 1 && layer.kernel <= 15;
                require(fits, "The size of a kernel", "an odd number from 1 to 15")?;
            }
            require(settings.hidden.len() <= 10, "The number of hidden layers", "10 or fewer")?;
            settings.hidden.iter().try_for_each(|&units| count(units, 4096, "The number of units of a hidden layer"))
        }
        Algorithm::DecisionTree(settings) => {
            count(settings.max_depth, 64, "The tree's depth")?;
            count(settings.min_leaf, 1_000_000, "The number of rows in a leaf")
        }
        Algorithm::RandomForest(settings) => {
            count(settings.trees, 10_000, "The number of trees")?;
            count(settings.max_depth, 64, "The trees' depth")
        }
        Algorithm::GradientBoosting(settings) => {
            count(settings.rounds, 10_000, "The number of rounds")?;
            rate(settings.learning_rate, "The learning rate")?;
            count(settings.max_depth, 16, "The trees' depth")
        }
    }
}

fn require(holds: bool, what: &str, allowed: &str) -> Result<(), LearnError> {
    if holds { Ok(()) } else { Err(LearnError::Setting { what: what.to_owned(), allowed: allowed.to_owned() }) }
}
