//! How candidates are judged: which rows are held out, where the decision threshold lies, which measure ranks.

use egui::Ui;

use super::data::{numeric_columns, other_columns};
use super::number::{Limits, measured_number, number, pair, share_objection};
use super::summaries::Known;
use crate::catalog::catalog;
use crate::gui::fields::{caption, heading, pick, text_field};
use crate::model::{Dataset, Goal, LearningTask, OperatingPoint, Quantity, SplitRule, Unit};

/// What a new split by random rows starts its shuffle with.
const FIRST_SEED: u64 = 1;
/// Settings that a changed operating point starts from.
const USUAL_PROBABILITY: f64 = 0.5;
const USUAL_FALSE_POSITIVE_RATE: f64 = 0.01;

/// Shows the rules of `task`; gives the task as it shall be.
pub(super) fn show(ui: &mut Ui, task: &LearningTask, dataset: &Dataset, known: Known<'_>) -> Option<LearningTask> {
    let mut changed = task.clone();
    heading(ui, "Judging");
    split(ui, &mut changed.split, dataset, known);
    if let Goal::Binary { .. } = dataset.goal {
        super::thorough::costs(ui, &mut changed.judging);
        operating_point(ui, &mut changed.operating_point, changed.judging.costs.is_some());
    }
    caption(ui, "Candidates are ranked by");
    let options: Vec<_> =
        dataset.goal.qualities().iter().map(|measure| (*measure, measure.label().to_owned())).collect();
    if let Some(primary) = pick(ui, "primary", "Candidates are ranked by", &task.primary, &options) {
        changed.primary = primary;
    }
    caption(ui, &catalog().measure_text(changed.primary).explanation);
    super::thorough::show(ui, &mut changed.judging, &changed.split, &other_columns(dataset, known));
    (changed != *task).then_some(changed)
}

/// The ways of holding rows out.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Random,
    Groups,
    Time,
}

fn split(ui: &mut Ui, rule: &mut SplitRule, dataset: &Dataset, known: Known<'_>) {
    let way = match rule {
        SplitRule::Stratified { .. } => Way::Random,
        SplitRule::Grouped { .. } => Way::Groups,
        SplitRule::ByTime { .. } => Way::Time,
    };
    let test_share = rule.test_share();
    let (columns, all) = (numeric_columns(dataset, known), other_columns(dataset, known));
    caption(ui, "Rows held out to judge");
    let random =
        if dataset.goal == Goal::Number { "Random, large and small alike" } else { "Random, each class alike" };
    let options = [
        (Way::Random, random.to_owned()),
        (Way::Groups, "Whole groups at random".to_owned()),
        (Way::Time, "The last by time".to_owned()),
    ];
    if let Some(way) = pick(ui, "split", "Rows held out to judge", &way, &options) {
        let named = |columns: &[String], part: &str| {
            let found = columns.iter().find(|name| name.to_lowercase().contains(part)).or_else(|| columns.first());
            found.cloned().unwrap_or_default()
        };
        *rule = match way {
            Way::Random => SplitRule::Stratified { test_share, seed: FIRST_SEED },
            Way::Groups => SplitRule::Grouped { column: named(&all, "id"), test_share, seed: FIRST_SEED },
            Way::Time => SplitRule::ByTime { column: named(&columns, "time"), test_share },
        };
    }
    match rule {
        SplitRule::Stratified { test_share, seed } => {
            pair(ui, |ui| share_field(ui, test_share), |ui| seed_field(ui, seed));
        }
        SplitRule::Grouped { column, test_share, seed } => {
            pair(ui, |ui| share_field(ui, test_share), |ui| seed_field(ui, seed));
            if let Some(new) = column_field(ui, "group", "Groups by", column, &all) {
                *column = new;
            }
        }
        SplitRule::ByTime { column, test_share } => pair(
            ui,
            |ui| share_field(ui, test_share),
            |ui| {
                if let Some(new) = column_field(ui, "time", "Ordered by", column, &columns) {
                    *column = new;
                }
            },
        ),
    }
}

fn seed_field(ui: &mut Ui, seed: &mut u64) {
    if let Some(new) = number(ui, "split seed", "Seed", *seed as f64, Limits::SEED) {
        *seed = new as u64;
    }
}

/// A choice of a column; as long as the columns are not known, a text.
pub(super) fn column_field(ui: &mut Ui, id: &str, label: &str, value: &String, columns: &[String]) -> Option<String> {
    if columns.is_empty() {
        return text_field(ui, id, label, value).map(|text| text.trim().to_owned());
    }
    caption(ui, label);
    let options: Vec<_> = columns.iter().map(|name| (name.clone(), name.clone())).collect();
    pick(ui, id, label, value, &options)
}

fn share_field(ui: &mut Ui, share: &mut f64) {
    let value = Quantity::estimated(*share * 100.0, Unit::Percent);
    if let Some(percent) = measured_number(ui, "share", "Share held out", value, share_objection) {
        *share = percent / 100.0;
    }
}

/// The ways from a probability to a decision.
#[derive(Clone, Copy, PartialEq)]
enum Rule {
    Probability,
    Rate,
    Cost,
}

fn operating_point(ui: &mut Ui, point: &mut OperatingPoint, has_costs: bool) {
    // Without a price there is no least one.
    if !has_costs && *point == OperatingPoint::LeastCost {
        *point = OperatingPoint::Probability(USUAL_PROBABILITY);
    }
    let rule = match point {
        OperatingPoint::Probability(_) => Rule::Probability,
        OperatingPoint::FalsePositiveRate(_) => Rule::Rate,
        OperatingPoint::LeastCost => Rule::Cost,
    };
    caption(ui, "A case counts as positive");
    let mut options = vec![
        (Rule::Probability, "from a probability on".to_owned()),
        (Rule::Rate, "up to a false positive rate".to_owned()),
    ];
    if has_costs {
        options.push((Rule::Cost, "where errors cost least".to_owned()));
    }
    if let Some(rule) = pick(ui, "operating point", "A case counts as positive", &rule, &options) {
        *point = match rule {
            Rule::Probability => OperatingPoint::Probability(USUAL_PROBABILITY),
            Rule::Rate => OperatingPoint::FalsePositiveRate(USUAL_FALSE_POSITIVE_RATE),
            Rule::Cost => OperatingPoint::LeastCost,
        };
    }
    match point {
        OperatingPoint::LeastCost => {
            caption(ui, "Set on validation rows, which are part of the training rows.");
        }
        OperatingPoint::Probability(at) => {
            if let Some(new) = number(ui, "probability", "Probability", *at, Limits::PROBABILITY) {
                *at = new;
            }
        }
        OperatingPoint::FalsePositiveRate(rate) => {
            let value = Quantity::estimated(*rate * 100.0, Unit::Percent);
            let objection = |percent| Limits::PERCENT.objection(percent);
            if let Some(percent) = measured_number(ui, "rate", "False positive rate, at most", value, objection) {
                *rate = percent / 100.0;
            }
        }
    }
}
