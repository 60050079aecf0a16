//! Single held-out rows with the reasons for their answers: the surest, the most mistaken, the closest calls.

use std::time::Instant;

use super::super::error::LearnError;
use super::super::explain::{Contributions, Rows, Sampling, contributions, evenly, flips, most_questions};
use super::super::progress::Progress;
use super::super::targets::Output;
use super::super::trained::Trained;
use super::behaviour::raw;
use super::judging::{Case, decisions};
use crate::model::{Contribution, ExplainedCase, Flip, format_number};

/// Fitting rows that a case is compared with, at most and at least, and orders for each in which features join.
const BACKGROUND: usize = 100;
const LEAST_BACKGROUND: usize = 20;
const ORDERS: usize = 4;
const SEED: u64 = 0xCA5E;
/// Features that are kept of each case, and changes that would turn its decision.
const MOST_CONTRIBUTIONS: usize = 20;
const MOST_FLIPS: usize = 5;
/// A standard error below this share of what is explained is rounding.
const ROUNDING: f64 = 1e-5;
/// Most classes of which the surest case is explained.
const MOST_CLASSES: usize = 4;

/// A row that was chosen, and what of its answer is explained.
#[derive(Debug, PartialEq, Eq)]
struct Chosen {
    why: String,
    /// Its place among the held-out rows.
    place: usize,
    /// The place of the score that is explained.
    of: usize,
}

/// Explains a few of the held-out rows, and says how many milliseconds one explanation takes; beside fewer background
/// rows than usual, reckoned for the usual number. `questions` is how many rows the model can be asked about in good time.
pub(super) fn explained(
    trained: &Trained,
    case: Case<'_>,
    questions: usize,
    progress: &mut Progress<'_>,
) -> Result<(Vec<ExplainedCase>, Option<f64>), LearnError> {
    // What listens to nothing has no reasons.
    let listens = (0..trained.preparation.columns()).any(|column| trained.model.uses(column));
    let chosen = if listens { chosen(case, trained.classes()) } else { Vec::new() };
    let features = trained.examples.features.len();
    let affordable = (questions / chosen.len().max(1) / most_questions(features, ORDERS)).min(BACKGROUND);
    if affordable < LEAST_BACKGROUND || chosen.is_empty() {
        return Ok((Vec::new(), None));
    }
    let sampling = Sampling { permutations: ORDERS * affordable, seed: SEED };
    let fitting = &trained.split.fitting;
    let rows: Vec<usize> = evenly(fitting.len(), affordable).map(|place| fitting[place]).collect();
    let (values, levels) = raw(trained, &rows);
    let background = Rows { values: &values, features, levels: &levels };
    let (mut explained, mut times) = (Vec::new(), Vec::new());
    for (done, chosen) in (0..).zip(&chosen) {
        let row = trained.split.test[chosen.place];
        let asked = trained.examples.raw_row(row);
        let width = case.output.width();
        let mut score = |asked: &[f64]| -> Vec<f64> {
            trained.scores_raw(asked).into_iter().skip(chosen.of).step_by(width).collect()
        };
        let mut step = |_, _| progress.step(done, 6);
        let started = Instant::now();
        let found = contributions(background, asked, sampling, &mut score, &mut step)?;
        times.push(started.elapsed().as_secs_f64() * 1e3);
        let flips = turned(trained, background, asked, case, &mut |_, _| progress.step(done, 6))?;
        explained.push(told(trained, case, chosen, &found, flips));
    }
    times.sort_by(f64::total_cmp);
    let whole = BACKGROUND as f64 / affordable as f64;
    Ok((explained, times.get(times.len() / 2).map(|time| time * whole)))
}

/// Which rows are told most by.
fn chosen(case: Case<'_>, classes: &[String]) -> Vec<Chosen> {
    let Case { output, answers, threshold, .. } = case;
    let codes = case.truth.codes();
    let decided = decisions(output, answers, threshold);
    let mut all: Vec<Chosen> = Vec::new();
    let mut add = |why: String, best: Option<usize>, of: usize| {
        if let Some(place) = best.filter(|place| all.iter().all(|chosen| chosen.place != *place)) {
            all.push(Chosen { why, place, of });
        }
    };
    let rows = || 0..case.truth.len();
    match output {
        Output::Positive => {
            for (class, truth, how) in [(1, 1, "rightly"), (1, 0, "wrongly"), (0, 0, "rightly"), (0, 1, "wrongly")] {
                let of_kind = rows().filter(|row| decided[*row] == class && codes[*row] == truth);
                let sureness = |row: usize| if class == 1 { answers[row] } else { -answers[row] };
                add(format!("Surest {}, {how}", classes[class as usize]), greatest(of_kind, sureness), 0);
            }
            let edge = threshold.unwrap_or(0.5);
            add("Closest to the threshold".to_owned(), greatest(rows(), |row| -(answers[row] - edge).abs()), 0);
        }
        Output::Classes(count) => {
            let share = |row: usize, class: usize| answers[row * count + class];
            for (class, name) in classes.iter().take(MOST_CLASSES).enumerate() {
                let right = rows().filter(|row| decided[*row] as usize == class && codes[*row] as usize == class);
                add(format!("Surest {name}, rightly"), greatest(right, |row| share(row, class)), class);
            }
            let of_decided = |row: usize| share(row, decided[row] as usize);
            let wrong = greatest(rows().filter(|row| decided[*row] != codes[*row]), of_decided);
            add("Surest, wrongly".to_owned(), wrong, wrong.map_or(0, |row| decided[row] as usize));
            let closest = greatest(rows(), |row| -of_decided(row));
            add("Closest call".to_owned(), closest, closest.map_or(0, |row| decided[row] as usize));
        }
        Output::Number => {
            let beyond = |row: usize| answers[row] - case.truth.numbers()[row];
            add("Highest".to_owned(), greatest(rows(), |row| answers[row]), 0);
            add("Lowest".to_owned(), greatest(rows(), |row| -answers[row]), 0);
            add("Farthest above the truth".to_owned(), greatest(rows(), beyond), 0);
            add("Farthest below the truth".to_owned(), greatest(rows(), |row| -beyond(row)), 0);
        }
    }
    all
}

/// The row of the greatest value; of several the first.
fn greatest(rows: impl Iterator<Item = usize>, value: impl Fn(usize) -> f64) -> Option<usize> {
    rows.fold(None, |best: Option<usize>, row| match best {
        Some(best) if value(best) >= value(row) => Some(best),
        _ => Some(row),
    })
}

/// Changes of a single feature that turn the decision; none for numbers, which decide nothing.
fn turned(
    trained: &Trained,
    background: Rows<'_>,
    asked: &[f64],
    case: Case<'_>,
    step: &mut dyn FnMut(usize, usize) -> Result<(), LearnError>,
) -> Result<Vec<Flip>, LearnError> {
    if case.output == Output::Number {
        return Ok(Vec::new());
    }
    let mut decide = |asked: &[f64]| decisions(case.output, &trained.answer_raw(asked), case.threshold);
    let found = flips(background, asked, &mut decide, step)?;
    let flips = found.into_iter().take(MOST_FLIPS).map(|flip| {
        let mut changed = asked.to_vec();
        changed[flip.feature] = flip.value;
        let decision = decide(&changed).first().and_then(|class| trained.classes().get(*class as usize));
        Flip {
            feature: trained.examples.features[flip.feature].name.clone(),
            value: value_text(trained, flip.feature, flip.value),
            between: flip.share_between,
            decision: decision.cloned().unwrap_or_default(),
        }
    });
    Ok(flips.collect())
}

/// The case in words and numbers of its table.
fn told(trained: &Trained, case: Case<'_>, chosen: &Chosen, found: &Contributions, flips: Vec<Flip>) -> ExplainedCase {
    let Chosen { why, place, of } = chosen;
    let row = trained.split.test[*place];
    let answers = &case.answers[place * case.output.width()..(place + 1) * case.output.width()];
    let class = |code: u32| trained.classes().get(code as usize).cloned().unwrap_or_default();
    let (truth, decision, explained) = match case.output {
        Output::Number => (format_number(case.truth.numbers()[*place]), None, trained.target.clone()),
        output => {
            let decided = decisions(output, answers, case.threshold)[0];
            let explained = if output == Output::Positive { 1 } else { *of as u32 };
            (class(case.truth.codes()[*place]), Some(class(decided)), class(explained))
        }
    };
    let unit = match case.output {
        Output::Number => trained.target.clone(),
        _ if !trained.model.adds_evidence() => "probability".to_owned(),
        Output::Positive => "log-odds".to_owned(),
        Output::Classes(_) => "points of evidence".to_owned(),
    };
    let asked = trained.examples.raw_row(row);
    let sum: f64 = found.of_features.iter().sum();
    let rounding = ROUNDING * found.of_features.iter().fold(sum.abs(), |most, of| most.max(of.abs()));
    let features = trained.examples.features.iter().enumerate();
    let contributions = features.map(|(feature, of_feature)| Contribution {
        feature: of_feature.name.clone(),
        value: value_text(trained, feature, asked[feature]),
        added: found.of_features[feature],
        deviation: if found.deviations[feature] > rounding { found.deviations[feature] } else { 0.0 },
    });
    let mut contributions: Vec<Contribution> = contributions.filter(|of| of.added != 0.0).collect();
    contributions.sort_by(|a, b| b.added.abs().total_cmp(&a.added.abs()));
    gather_rest(&mut contributions);
    ExplainedCase {
        choice: why.clone(),
        place: match trained.examples.lines.get(row) {
            Some(line) => format!("line {line}"),
            None => format!("row {}", row + 1),
        },
        truth,
        decision,
        answer: answers[*of],
        explained,
        unit,
        base: found.base,
        score: found.base + sum,
        contributions,
        flips,
    }
}

/// What the least features add becomes one entry, so that the sum stays right.
fn gather_rest(contributions: &mut Vec<Contribution>) {
    if contributions.len() <= MOST_CONTRIBUTIONS {
        return;
    }
    let rest = contributions.split_off(MOST_CONTRIBUTIONS - 1);
    contributions.push(Contribution {
        feature: format!("{} other features", rest.len()),
        value: String::new(),
        added: rest.iter().map(|of| of.added).sum(),
        // They go together, so that nothing less than their sum is certain.
        deviation: rest.iter().map(|of| of.deviation).sum(),
    });
}

fn value_text(trained: &Trained, feature: usize, value: f64) -> String {
    let dictionary = &trained.examples.features[feature].dictionary;
    match dictionary.get(value as usize) {
        _ if value.is_nan() => "missing".to_owned(),
        Some(text) => text.clone(),
        // No separators: it may be a year. Twelve digits: it may be a time, and a change may be small.
        None => format!("{value:.11e}").parse::<f64>().unwrap_or(value).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::targets::Targets;
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn the_surest_the_most_mistaken_and_the_closest_are_chosen() {
        let answers = [0.9, 0.95, 0.2, 0.05, 0.7, 0.54, 0.45, 0.3];
        let truth = Targets::Classes(vec![1, 0, 1, 0, 1, 1, 0, 1]);
        let case =
            Case { output: Output::Positive, answers: &answers, truth: &truth, threshold: Some(0.5), costs: None };
        let all = chosen(case, &names(&["good", "bad"]));
        let places: Vec<(&str, usize)> = all.iter().map(|chosen| (chosen.why.as_str(), chosen.place)).collect();
        assert_eq!(
            places,
            [
                ("Surest bad, rightly", 0),
                ("Surest bad, wrongly", 1),
                ("Surest good, rightly", 3),
                ("Surest good, wrongly", 2),
                ("Closest to the threshold", 5),
            ]
        );
    }

    #[test]
    fn no_row_is_chosen_twice() {
        let truth = Targets::Numbers(vec![1.0, 5.0, 3.0]);
        let case =
            Case { output: Output::Number, answers: &[1.5, 4.0, 3.0], truth: &truth, threshold: None, costs: None };
        // The highest is also farthest below the truth, the lowest farthest above it.
        let places: Vec<usize> = chosen(case, &[]).iter().map(|chosen| chosen.place).collect();
        assert_eq!(places, [1, 0]);
        let answers = [0.8, 0.1, 0.1, 0.4, 0.35, 0.25, 0.1, 0.2, 0.7];
        let truth = Targets::Classes(vec![0, 1, 2]);
        let case = Case { output: Output::Classes(3), answers: &answers, truth: &truth, threshold: None, costs: None };
        let all = chosen(case, &names(&["a", "b", "c"]));
        let places: Vec<(usize, usize)> = all.iter().map(|chosen| (chosen.place, chosen.of)).collect();
        assert_eq!(places, [(0, 0), (2, 2), (1, 0)]);
    }

    #[test]
    fn the_rest_is_gathered_and_the_sum_stays() {
        let contribution =
            |place: u8| Contribution { feature: place.to_string(), value: String::new(), added: 1.0, deviation: 0.5 };
        let mut all: Vec<Contribution> = (0..30).map(contribution).collect();
        gather_rest(&mut all);
        assert_eq!((all.len(), all[19].feature.as_str(), all[19].added), (20, "11 other features", 11.0));
        assert_eq!(all[19].deviation, 5.5);
    }
}
