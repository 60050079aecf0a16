//! Name, seed and settings of a candidate as fields; leaving one of them is one step to undo.

use egui::{RichText, TextEdit, TextStyle, Ui};

use super::networks::{self, Ends};
use super::number::{Limits, number, pair, whole_number};
use crate::gui::fields::{caption, draft, pick, text_field};
use crate::gui::theme::palette;
use crate::learn::{DatasetSummary, Input, check_rules, starting_rules};
use crate::model::{
    Algorithm, BoostingSettings, Candidate, CandidateId, Dataset, ExplainableSettings, ForestSettings, Goal,
    LinearSettings, LogisticSettings, NeighbourSettings, RuleSettings, Search, SearchMethod, SupportVectorSettings,
    TreeSettings,
};

/// What a search starts from.
const USUAL_SEARCH: Search = Search { tries: 12, factor: 4.0, by: SearchMethod::Random };

/// What settings depend on.
pub(super) struct Surroundings<'a> {
    /// The data.
    pub dataset: &'a Dataset,
    /// What it holds.
    pub summary: &'a DatasetSummary,
}

impl Surroundings<'_> {
    /// Whether the rows are images, or can be.
    pub fn are_images(&self) -> bool {
        matches!(self.summary.input(self.dataset), Input::Image(_))
    }

    /// What comes into a network and goes out.
    fn ends(&self) -> Ends {
        let outputs = if self.dataset.goal == Goal::Classes { self.summary.classes.len() } else { 1 };
        Ends { input: self.summary.input(self.dataset), outputs }
    }
}

/// Shows the fields of `candidate`; gives the candidate as it shall be after a field was left.
/// `known` is what the table says, once it has been read.
pub(super) fn show(
    ui: &mut Ui,
    id: &CandidateId,
    candidate: &Candidate,
    known: Option<&Surroundings<'_>>,
) -> Option<Candidate> {
    let mut changed = candidate.clone();
    if let Some(name) = text_field(ui, ("name", id), "Name", &candidate.name)
        && !name.trim().is_empty()
    {
        name.trim().clone_into(&mut changed.name);
    }
    let seed = &mut changed.seed;
    match &mut changed.algorithm {
        Algorithm::Baseline => {
            caption(ui, "Gives every case the same answer: what any other candidate must beat.");
        }
        Algorithm::Rules(settings) => rules(ui, id, settings, known),
        Algorithm::NaiveBayes => {
            caption(ui, "Counts, means and variances of each class; there is nothing to set.");
        }
        Algorithm::LinearRegression(LinearSettings { l2 }) => real(ui, id, "L2 penalty", l2, Limits::PENALTY),
        Algorithm::NearestNeighbours(settings) => neighbours(ui, id, settings),
        Algorithm::SupportVectors(settings) => support_vectors(ui, id, settings),
        Algorithm::ExplainableBoosting(settings) => explainable(ui, id, settings, seed),
        Algorithm::LogisticRegression(settings) => logistic(ui, id, settings),
        Algorithm::MultiLayerPerceptron(settings) => {
            networks::perceptron(ui, id, settings);
            pair(ui, |ui| seed_field(ui, id, seed), |_| ());
        }
        Algorithm::ConvolutionalNetwork(settings) => {
            networks::convolution(ui, id, settings);
            pair(ui, |ui| seed_field(ui, id, seed), |_| ());
        }
        Algorithm::DecisionTree(settings) => tree(ui, id, settings, seed),
        Algorithm::RandomForest(settings) => forest(ui, id, settings, seed),
        Algorithm::GradientBoosting(settings) => boosting(ui, id, settings, seed),
    }
    show_search(ui, id, &mut changed);
    networks::show_size(ui, &changed, || known.map(Surroundings::ends));
    (changed != *candidate).then_some(changed)
}

/// Whether better settings are looked for around the stated ones.
fn show_search(ui: &mut Ui, id: &CandidateId, candidate: &mut Candidate) {
    if matches!(candidate.algorithm, Algorithm::Baseline | Algorithm::Rules(_) | Algorithm::NaiveBayes) {
        return;
    }
    let mut is_on = candidate.search.is_some();
    let hint = "Tries other settings around these and takes those that do best on validation rows, which are part of \
                the training rows";
    if ui.checkbox(&mut is_on, "Look for better settings").on_hover_text(hint).changed() {
        candidate.search = is_on.then_some(USUAL_SEARCH);
    }
    let Some(Search { tries, factor, by }) = &mut candidate.search else { return };
    let options = [(SearchMethod::Random, "Random settings".to_owned()), (SearchMethod::Grid, "A grid".to_owned())];
    if let Some(chosen) = pick(ui, ("search by", id), "Search by", by, &options) {
        *by = chosen;
    }
    pair(
        ui,
        |ui| whole(ui, id, "Tried, at most", tries, Limits::TRIES),
        |ui| real(ui, id, "Up to times", factor, Limits::FACTOR),
    );
}

/// A field for the text; what is wrong with it shows below it while it is typed.
fn rules(ui: &mut Ui, id: &CandidateId, settings: &mut RuleSettings, known: Option<&Surroundings<'_>>) {
    const LABEL: &str = "Rules, the first that holds decides";
    let field = ui.make_persistent_id(("rules", id));
    caption(ui, LABEL);
    let edit = |ui: &mut Ui, text: &mut String| {
        let rows = text.lines().count().clamp(8, 20);
        let editor = TextEdit::multiline(text).id(field).font(TextStyle::Monospace).desired_rows(rows);
        ui.add(editor.desired_width(f32::INFINITY))
    };
    if let Some(text) = draft(ui, field, &settings.text, edit, LABEL) {
        settings.text = text;
    }
    let typed: Option<String> = ui.data(|data| data.get_temp(field));
    let Some(Surroundings { dataset, summary }) = known else { return };
    let vocabulary = summary.vocabulary(dataset);
    match check_rules(typed.as_deref().unwrap_or(&settings.text), &vocabulary) {
        Err(error) => {
            ui.colored_label(palette(ui.visuals()).bad, RichText::new(error.to_string()).small());
        }
        Ok(notes) => {
            for note in notes {
                caption(ui, &note);
            }
        }
    }
    if settings.text.trim().is_empty() && typed.is_none() && ui.button("Begin with an example").clicked() {
        settings.text = starting_rules(&vocabulary);
    }
}

fn neighbours(ui: &mut Ui, id: &CandidateId, settings: &mut NeighbourSettings) {
    whole(ui, id, "Neighbours", &mut settings.neighbours, Limits::TREES);
    ui.checkbox(&mut settings.by_distance, "Closer ones count more");
}

fn support_vectors(ui: &mut Ui, id: &CandidateId, settings: &mut SupportVectorSettings) {
    caption(ui, "Kernel");
    let options = [(false, "Radial".to_owned()), (true, "Linear".to_owned())];
    if let Some(linear) = pick(ui, ("kernel", id), "Kernel", &settings.linear, &options) {
        settings.linear = linear;
    }
    real(ui, id, "Cost", &mut settings.cost, Limits::COST);
}

fn explainable(ui: &mut Ui, id: &CandidateId, settings: &mut ExplainableSettings, seed: &mut u64) {
    let ExplainableSettings { rounds, learning_rate, pairs } = settings;
    pair(
        ui,
        |ui| whole(ui, id, "Rounds", rounds, Limits::TREES),
        |ui| real(ui, id, "Learning rate", learning_rate, Limits::RATE),
    );
    pair(ui, |ui| whole(ui, id, "Pairs", pairs, Limits::PAIRS), |ui| seed_field(ui, id, seed));
}

fn logistic(ui: &mut Ui, id: &CandidateId, settings: &mut LogisticSettings) {
    let LogisticSettings { iterations, l2 } = settings;
    pair(
        ui,
        |ui| real(ui, id, "L2 penalty", l2, Limits::PENALTY),
        |ui| whole(ui, id, "Iterations, at most", iterations, Limits::EPOCHS),
    );
}

fn tree(ui: &mut Ui, id: &CandidateId, settings: &mut TreeSettings, seed: &mut u64) {
    let TreeSettings { max_depth, min_leaf } = settings;
    pair(
        ui,
        |ui| whole(ui, id, "Depth, at most", max_depth, Limits::DEPTH),
        |ui| whole(ui, id, "Rows per leaf", min_leaf, Limits::ROWS),
    );
    pair(ui, |ui| seed_field(ui, id, seed), |_| ());
}

fn forest(ui: &mut Ui, id: &CandidateId, settings: &mut ForestSettings, seed: &mut u64) {
    let ForestSettings { trees, max_depth } = settings;
    pair(
        ui,
        |ui| whole(ui, id, "Trees", trees, Limits::TREES),
        |ui| whole(ui, id, "Depth, at most", max_depth, Limits::DEPTH),
    );
    pair(ui, |ui| seed_field(ui, id, seed), |_| ());
}

fn boosting(ui: &mut Ui, id: &CandidateId, settings: &mut BoostingSettings, seed: &mut u64) {
    let BoostingSettings { rounds, learning_rate, max_depth } = settings;
    pair(
        ui,
        |ui| whole(ui, id, "Rounds", rounds, Limits::TREES),
        |ui| real(ui, id, "Learning rate", learning_rate, Limits::RATE),
    );
    pair(ui, |ui| whole(ui, id, "Depth, at most", max_depth, Limits::BOOSTED_DEPTH), |ui| seed_field(ui, id, seed));
}

fn whole(ui: &mut Ui, id: &CandidateId, label: &str, value: &mut u32, limits: Limits) {
    if let Some(new) = whole_number(ui, id, label, *value, limits) {
        *value = new;
    }
}

fn real(ui: &mut Ui, id: &CandidateId, label: &str, value: &mut f64, limits: Limits) {
    if let Some(new) = number(ui, id, label, *value, limits) {
        *value = new;
    }
}

fn seed_field(ui: &mut Ui, id: &CandidateId, seed: &mut u64) {
    if let Some(new) = number(ui, id, "Seed", *seed as f64, Limits::SEED) {
        *seed = new as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::{LearnError, TrainingJob, fit};
    use crate::model::{DatasetSource, Judging, Measure, OperatingPoint, SplitRule};

    /// Whether training itself accepts a setting: it checks settings before it looks for the data, which is not there.
    fn is_accepted_by_training(algorithm: Algorithm) -> bool {
        let job = TrainingJob {
            component: "model".into(),
            candidate_id: "candidate".into(),
            candidate: Candidate { name: "Candidate".to_owned(), algorithm, seed: 1, search: None },
            dataset: Dataset {
                name: String::new(),
                description: String::new(),
                source: DatasetSource::TableFile { path: "no such file.csv".to_owned() },
                target: String::new(),
                goal: Goal::Binary { positive: String::new() },
                excluded: Vec::new(),
            },
            split: SplitRule::Stratified { test_share: 0.3, seed: 1 },
            operating_point: OperatingPoint::Probability(0.5),
            primary: Measure::RocAuc,
            judging: Judging::default(),
            folder: "no such folder".into(),
        };
        match fit(&job, &mut |_| std::ops::ControlFlow::Continue(())) {
            Err(LearnError::Setting { .. }) => false,
            Err(_) => true,
            Ok(_) => panic!("there is no data to fit"),
        }
    }

    #[test]
    fn the_fields_accept_what_training_accepts() {
        let check = |limits: Limits, values: &[f64], algorithm: &dyn Fn(f64) -> Algorithm| {
            for value in values {
                let accepted = is_accepted_by_training(algorithm(*value));
                assert_eq!(limits.objection(*value).is_none(), accepted, "{value} in {:?}", algorithm(*value));
            }
        };
        let logistic = |iterations, l2| Algorithm::LogisticRegression(LogisticSettings { iterations, l2 });
        check(Limits::EPOCHS, &[0.0, 1.0, 100_000.0, 100_001.0], &|value| logistic(value as u32, 1.0));
        check(Limits::PENALTY, &[-1e-9, 0.0, 1e12], &|value| logistic(1, value));
        check(Limits::RATE, &[-0.1, 0.0, 1e-9, 1.0, 1.1], &|learning_rate| {
            let settings = BoostingSettings { rounds: 1, learning_rate, max_depth: 3 };
            Algorithm::GradientBoosting(settings)
        });
        let forest = |trees, max_depth| Algorithm::RandomForest(ForestSettings { trees, max_depth });
        check(Limits::TREES, &[0.0, 1.0, 10_000.0, 10_001.0], &|value| forest(value as u32, 3));
        check(Limits::DEPTH, &[0.0, 1.0, 64.0, 65.0], &|value| forest(1, value as u32));
        check(Limits::ROWS, &[0.0, 1.0, 1_000_000.0, 1_000_001.0], &|value| {
            Algorithm::DecisionTree(TreeSettings { max_depth: 3, min_leaf: value as u32 })
        });
        check(Limits::TREES, &[0.0, 1.0, 10_000.0, 10_001.0], &|value| {
            Algorithm::NearestNeighbours(NeighbourSettings { neighbours: value as u32, by_distance: false })
        });
        check(Limits::COST, &[0.0, 1e-9, 1e6, 2e6], &|cost| {
            Algorithm::SupportVectors(SupportVectorSettings { linear: true, cost })
        });
        check(Limits::PAIRS, &[0.0, 100.0, 101.0], &|value| {
            let settings = ExplainableSettings { rounds: 1, learning_rate: 0.1, pairs: value as u32 };
            Algorithm::ExplainableBoosting(settings)
        });
        check(Limits::BOOSTED_DEPTH, &[0.0, 1.0, 16.0, 17.0], &|value| {
            let settings = BoostingSettings { rounds: 1, learning_rate: 0.1, max_depth: value as u32 };
            Algorithm::GradientBoosting(settings)
        });
        assert!(Limits::EPOCHS.objection(1.5).is_some(), "epochs are whole");
    }
}
