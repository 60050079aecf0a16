//! How candidates are judged: which rows are held out, where the decision threshold lies, which measure ranks.

use egui::Ui;
use strum::IntoEnumIterator as _;

use super::data::numeric_columns;
use super::number::{Limits, measured_number, number, pair, share_objection};
use super::summaries::Known;
use crate::catalog::catalog;
use crate::gui::fields::{caption, heading, pick, text_field};
use crate::model::{Dataset, LearningTask, Measure, OperatingPoint, Quantity, SplitRule, Unit};

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
    operating_point(ui, &mut changed.operating_point);
    caption(ui, "Candidates are ranked by");
    let options: Vec<_> = quality_measures().map(|measure| (measure, measure.label().to_owned())).collect();
    if let Some(primary) = pick(ui, "primary", "Candidates are ranked by", &task.primary, &options) {
        changed.primary = primary;
    }
    caption(ui, &catalog().measure_text(changed.primary).explanation);
    (changed != *task).then_some(changed)
}

/// The measures that say how well a model decides.
fn quality_measures() -> impl Iterator<Item = Measure> {
    Measure::iter().filter(|measure| (Measure::Accuracy..=Measure::BrierScore).contains(measure))
}

fn split(ui: &mut Ui, rule: &mut SplitRule, dataset: &Dataset, known: Known<'_>) {
    let is_by_time = matches!(rule, SplitRule::ByTime { .. });
    let (SplitRule::Stratified { test_share, .. } | SplitRule::ByTime { test_share, .. }) = &*rule;
    let share = *test_share;
    let columns = numeric_columns(dataset, known);
    caption(ui, "Rows held out to judge");
    let options = [(false, "Random, each class alike".to_owned()), (true, "The last by time".to_owned())];
    if let Some(by_time) = pick(ui, "split", "Rows held out to judge", &is_by_time, &options) {
        *rule = if by_time {
            let column = columns.iter().find(|name| name.contains("time")).or_else(|| columns.first());
            SplitRule::ByTime { column: column.cloned().unwrap_or_default(), test_share: share }
        } else {
            SplitRule::Stratified { test_share: share, seed: FIRST_SEED }
        };
    }
    match rule {
        SplitRule::Stratified { test_share, seed } => pair(
            ui,
            |ui| share_field(ui, test_share),
            |ui| {
                if let Some(new) = number(ui, "split seed", "Seed", *seed as f64, Limits::SEED) {
                    *seed = new as u64;
                }
            },
        ),
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

fn operating_point(ui: &mut Ui, point: &mut OperatingPoint) {
    let is_rate = matches!(point, OperatingPoint::FalsePositiveRate(_));
    caption(ui, "A case counts as positive");
    let options = [(false, "from a probability on".to_owned()), (true, "up to a false positive rate".to_owned())];
    if let Some(rate) = pick(ui, "operating point", "A case counts as positive", &is_rate, &options) {
        *point = if rate {
            OperatingPoint::FalsePositiveRate(USUAL_FALSE_POSITIVE_RATE)
        } else {
            OperatingPoint::Probability(USUAL_PROBABILITY)
        };
    }
    match point {
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
