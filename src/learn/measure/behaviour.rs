//! How a model behaves, whatever it is made of: what it listens to, how far its features act alone, whether a small tree
//! could stand in for it.

use std::collections::BTreeMap;

use super::super::algorithm::{Growth, Inside, Tree, TreeTruth};
use super::super::error::LearnError;
use super::super::explain::{
    EVALUATION_ROWS, Rows, Shuffles, complexity, dependence, effects, evenly, importance, spread,
};
use super::super::prepare::{Matrix, Preparation};
use super::super::progress::Progress;
use super::super::targets::{Output, Targets};
use super::super::trained::Trained;
use super::cases;
use super::judging::{Case, loss};
use super::numbers::determination;
use crate::model::{Curve, Details, FeatureImportance, Measure, Measured};

/// Shuffles of each feature, and their seed: the same for every candidate.
const SHUFFLES: Shuffles = Shuffles { repeats: 5, seed: 0x1A7E };
/// Operations that asking a model about its features may take; with fewer rows than the least it says too little.
const MOST_OPERATIONS: f64 = 4e9;
const FEWEST_ROWS: usize = 50;
/// Samples that the spread is taken over.
const SAMPLES: usize = 5;
/// Features whose partial dependence is drawn, and rows that it is the mean over.
const DEPENDENCES: usize = 6;
const DEPENDENCE_ROWS: usize = 200;
/// More features than this are not looked at one by one: they are pixels or words.
const MOST_FEATURES: usize = 200;
/// A feature of more levels than this is not drawn.
const MOST_LEVELS: usize = 50;
/// More classes than this are not explained one by one.
const MOST_CLASSES: usize = 10;
/// Depth of the tree that stands in, and rows in its leaves at least.
const SURROGATE_DEPTH: u32 = 3;
const SURROGATE_LEAF: u32 = 5;
/// Most rows that it is fitted on.
const SURROGATE_ROWS: usize = 20_000;
/// Standard deviations to either end of a 95 % interval.
const Z: f64 = 1.96;

/// Adds what can be measured to `measured` and `details`.
pub(super) fn measure(
    trained: &Trained,
    case: Case<'_>,
    (measured, details): (&mut BTreeMap<Measure, Measured>, &mut Details),
    warnings: &mut Vec<String>,
    progress: &mut Progress<'_>,
) -> Result<(), LearnError> {
    if let Some(value) = surrogate_fit(trained)? {
        measured.insert(Measure::SurrogateFit, Measured { value, interval: None });
    }
    let features = trained.examples.features.len();
    if features > MOST_FEATURES || trained.examples.aim.output.classes() > MOST_CLASSES {
        return Ok(());
    }
    let test = &trained.split.test;
    let asked = affordable_rows(trained, measured);
    if asked < FEWEST_ROWS.min(test.len()) {
        warnings
            .push("What the model listens to was not measured: asking it often enough would take too long.".to_owned());
        return Ok(());
    }
    let chosen: Vec<usize> = evenly(test.len(), asked).map(|place| test[place]).collect();
    details.importance = importances(trained, &chosen, progress)?;
    if trained.examples.aim.output.width() == 1 {
        let few: Vec<usize> = evenly(test.len(), asked.min(DEPENDENCE_ROWS)).map(|place| test[place]).collect();
        details.dependence = dependences(trained, &few, &details.importance, progress)?;
    }
    let wider: Vec<usize> = evenly(test.len(), SAMPLES * asked).map(|place| test[place]).collect();
    effects_of(trained, &chosen, &wider, measured, progress)?;
    progress.enter("Explaining single cases", 0.9, 0.92)?;
    let (cases, milliseconds) = cases::explained(trained, case, affordable_questions(measured), progress)?;
    details.cases = cases;
    if let Some(value) = milliseconds {
        measured.insert(Measure::ExplanationTime, Measured { value, interval: None });
    }
    Ok(())
}

/// Questions that can be asked in good time.
fn affordable_questions(measured: &BTreeMap<Measure, Measured>) -> usize {
    let operations = measured.get(&Measure::PredictionOperations).map_or(1.0, |measured| measured.value.max(1.0));
    (MOST_OPERATIONS / operations) as usize
}

/// Rows that a model can be asked about. A feature takes two questions a row for its effect, ten for its spread and five
/// for its importance; the partial dependences take fifty each.
fn affordable_rows(trained: &Trained, measured: &BTreeMap<Measure, Measured>) -> usize {
    let questions = 17 * trained.examples.features.len() + 50 * DEPENDENCES;
    EVALUATION_ROWS.min(affordable_questions(measured) / questions)
}

/// The raw cells of `rows`, and how many levels each feature has.
pub(super) fn raw(trained: &Trained, rows: &[usize]) -> (Vec<f64>, Vec<usize>) {
    let values = rows.iter().flat_map(|row| trained.examples.raw_row(*row).iter().copied()).collect();
    let levels = trained.examples.features.iter().map(|feature| feature.dictionary.len()).collect();
    (values, levels)
}

fn importances(
    trained: &Trained,
    rows: &[usize],
    progress: &mut Progress<'_>,
) -> Result<Vec<FeatureImportance>, LearnError> {
    let (values, levels) = raw(trained, rows);
    let features = levels.len();
    let raw = Rows { values: &values, features, levels: &levels };
    let truth = trained.examples.aim.targets.of(rows);
    let width = trained.examples.aim.output.width();
    // Each answer is the loss of its row, so that the loss of all is their mean.
    let mut answer = |asked: &[f64]| {
        let answers = trained.answer_raw(asked);
        answers.chunks_exact(width).enumerate().map(|(row, answer)| loss(answer, &truth, row)).collect()
    };
    let mut mean = |losses: &[f64]| losses.iter().sum::<f64>() / losses.len().max(1) as f64;
    let mut step = |done: usize, total: usize| progress.step(done as u32, 2 * total as u32);
    let found = importance(raw, &mut answer, &mut mean, SHUFFLES, &mut step)?;
    let names = trained.examples.features.iter().map(|feature| feature.name.clone());
    let mut importance: Vec<FeatureImportance> = names
        .zip(found)
        .map(|(feature, found)| FeatureImportance { feature, loss: found.mean, deviation: found.deviation })
        .collect();
    importance.sort_by(|a, b| b.loss.total_cmp(&a.loss));
    Ok(importance)
}

/// The mean answer by the value of each of the most important features.
fn dependences(
    trained: &Trained,
    rows: &[usize],
    importance: &[FeatureImportance],
    progress: &mut Progress<'_>,
) -> Result<Vec<Curve>, LearnError> {
    let (values, levels) = raw(trained, rows);
    let raw = Rows { values: &values, features: levels.len(), levels: &levels };
    let mut answer = |asked: &[f64]| trained.answer_raw(asked);
    let features = &trained.examples.features;
    let mut curves = Vec::new();
    for chosen in importance.iter().filter(|of| of.loss > 0.0).take(DEPENDENCES) {
        let Some(place) = features.iter().position(|feature| feature.name == chosen.feature) else { continue };
        let levels = features[place].dictionary.clone();
        if levels.len() <= MOST_LEVELS {
            let points = dependence(raw, place, &mut answer, &mut |_, _| progress.step(1, 2))?;
            curves.push(Curve { feature: chosen.feature.clone(), levels, points });
        }
    }
    Ok(curves)
}

/// Interaction strength and main effect complexity on native scores; of several classes, the mean over them.
fn effects_of(
    trained: &Trained,
    rows: &[usize],
    wider: &[usize],
    measured: &mut BTreeMap<Measure, Measured>,
    progress: &mut Progress<'_>,
) -> Result<(), LearnError> {
    let width = trained.examples.aim.output.width();
    let (values, levels) = raw(trained, rows);
    let (wide_values, _) = raw(trained, wider);
    let features = levels.len();
    let mut sums = [(0.0, 0.0); 2];
    let mut is_spread_known = true;
    for place in 0..width {
        let mut answer =
            |asked: &[f64]| -> Vec<f64> { trained.scores_raw(asked).into_iter().skip(place).step_by(width).collect() };
        // The second half of the stage: of each class first the effects, then their spread.
        let mut part = |number: usize, done: usize, total: usize| {
            let share = (2 * place + number) as f64 + done as f64 / total.max(1) as f64;
            progress.step((1000.0 * (2.0 * width as f64 + share)) as u32, 4000 * width as u32)
        };
        let rows = Rows { values: &values, features, levels: &levels };
        let found = complexity(&effects(rows, &mut answer, &mut |done, total| part(0, done, total))?);
        let wide = Rows { values: &wide_values, features, levels: &levels };
        let spread = spread(wide, &mut answer, &mut |done, total| part(1, done, total))?;
        is_spread_known &= spread.is_some();
        let of_spread = spread.map_or((0.0, 0.0), |of| (of.interaction_strength, of.main_effect_complexity));
        let of_effects = (found.interaction_strength, found.main_effect_complexity);
        for (sum, found) in sums.iter_mut().zip([of_effects, of_spread]) {
            *sum = (sum.0 + found.0, sum.1 + found.1);
        }
    }
    let [values, deviations] = sums.map(|(strength, complexity)| [strength / width as f64, complexity / width as f64]);
    let measures = [Measure::InteractionStrength, Measure::MainEffectComplexity];
    for ((measure, value), deviation) in measures.into_iter().zip(values).zip(deviations) {
        let interval = is_spread_known.then_some(((value - Z * deviation).max(0.0), value + Z * deviation));
        measured.insert(measure, Measured { value, interval });
    }
    Ok(())
}

/// How much of the variance of the model's native scores a small tree explains on rows that it was not fitted on (the
/// mean over several classes); `None` where the model always says the same.
fn surrogate_fit(trained: &Trained) -> Result<Option<f64>, LearnError> {
    let width = trained.examples.aim.output.width();
    let (fitting, test) = (&trained.split.fitting, &trained.split.test);
    let fitted: Vec<usize> = evenly(fitting.len(), SURROGATE_ROWS).map(|place| fitting[place]).collect();
    let (fitting_scores, test_scores) = (trained.scores(&fitted), trained.scores(test));
    let plain = if trained.preparation.is_raw() {
        // A table that nothing can be learned from leaves no tree to compare with.
        let Ok(plain) = Preparation::fit(&trained.examples, fitting, (false, false), &mut Vec::new()) else {
            return Ok(None);
        };
        Some(plain)
    } else {
        None
    };
    let preparation = plain.as_ref().unwrap_or(&trained.preparation);
    let fitting_rows = preparation.matrix(&trained.examples, &fitted);
    let test_rows = preparation.matrix(&trained.examples, test);
    let growth = Growth {
        max_depth: SURROGATE_DEPTH,
        min_leaf: SURROGATE_LEAF,
        random_features: false,
        seed: 0,
        weights: Vec::new(),
        output: Output::Number,
    };
    let mut sum = 0.0;
    for place in 0..width {
        let of_place = |scores: &[f64]| scores.iter().copied().skip(place).step_by(width).collect::<Vec<f64>>();
        let scores = Targets::Numbers(of_place(&fitting_scores));
        let tree = Tree::grow(&fitting_rows.values, &TreeTruth::of(&scores), &growth)?;
        let said: Vec<f64> = (0..test_rows.rows()).map(|row| f64::from(tree.follow(test_rows.row(row)).0[0])).collect();
        let Some(share) = determination(&said, &of_place(&test_scores), None) else { return Ok(None) };
        sum += share;
    }
    Ok(Some(sum / width as f64))
}

/// Comparisons on the way to an answer, for a model that is one tree or a list of rules: the mean over prepared rows.
pub(super) fn rule_length(trained: &Trained, rows: &Matrix) -> Option<f64> {
    let length = |row: &[f32]| match trained.model.inside() {
        Inside::Tree(tree) => Some(tree.follow(row).1),
        Inside::Rules(_) => Some(trained.model.operations(row)),
        _ => None,
    };
    let lengths: u64 = (0..rows.rows()).map(|row| length(rows.row(row))).sum::<Option<u64>>()?;
    Some(lengths as f64 / rows.rows().max(1) as f64)
}
