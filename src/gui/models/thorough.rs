//! How thoroughly candidates are judged: cross-validation, other seeds, fewer rows, groups of people, and budgets.

use egui::{CollapsingHeader, RichText, Ui};

use super::number::{Limits, measured_number, number, pair, whole_number};
use crate::gui::fields::{caption, pick};
use crate::model::{Folds, Judging, Quantity, SplitRule, Unit};

/// What switching on starts from.
const USUAL_FOLDS: Folds = Folds { count: 5, repeats: 1 };
const USUAL_SEEDS: u32 = 4;

/// Shows `judging`, which is changed in place. `columns` are those that can say who a row is about.
pub(super) fn show(ui: &mut Ui, judging: &mut Judging, split: &SplitRule, columns: &[String]) {
    let title = RichText::new(format!("More thorough{}", trainings_text(judging))).small();
    CollapsingHeader::new(title).id_salt("thorough").show(ui, |ui| {
        // As far to the right as what is not indented.
        ui.set_max_width(ui.available_width() - 4.0);
        folds(ui, &mut judging.folds, matches!(split, SplitRule::ByTime { .. }));
        seeds(ui, &mut judging.seeds);
        ui.checkbox(&mut judging.growing, "Train on fewer rows too").on_hover_text(
            "Trains on 1/64 of the rows, 1/32 and so on: shows whether more data would help, and how many rows are \
             needed",
        );
        protected(ui, &mut judging.protected, columns);
        budget(ui, judging);
    });
}

/// How many trainings a candidate takes, where it is more than one.
fn trainings_text(judging: &Judging) -> String {
    let folds = judging.folds.map_or(0, |folds| folds.count * folds.repeats);
    let count = 1 + folds + judging.seeds + if judging.growing { 7 } else { 0 };
    if count == 1 { String::new() } else { format!(": {count} trainings a candidate") }
}

fn folds(ui: &mut Ui, folds: &mut Option<Folds>, by_time: bool) {
    let mut is_on = folds.is_some();
    let hint = "Parts of the rows take turns being held out; the means over them then stand for the quality, with \
                intervals that allow for the shared rows (Nadeau and Bengio 2003)";
    if ui.checkbox(&mut is_on, "Cross-validation").on_hover_text(hint).changed() {
        *folds = is_on.then_some(USUAL_FOLDS);
    }
    let Some(Folds { count, repeats }) = folds else { return };
    let count_field = |ui: &mut Ui, count: &mut u32| {
        if let Some(new) = whole_number(ui, "folds", "Folds", *count, Limits::FOLDS) {
            *count = new;
        }
    };
    if by_time {
        count_field(ui, count);
        caption(ui, "By time, each part is judged by what was learned from all earlier ones.");
        return;
    }
    pair(
        ui,
        |ui| count_field(ui, count),
        |ui| {
            if let Some(new) = whole_number(ui, "repeats", "Repeats", *repeats, Limits::REPEATS) {
                *repeats = new;
            }
        },
    );
}

fn seeds(ui: &mut Ui, seeds: &mut u32) {
    let mut is_on = *seeds > 0;
    let hint = "Trains anew with other seeds: says how far luck goes, and how many cases are then decided otherwise";
    if ui.checkbox(&mut is_on, "Other seeds").on_hover_text(hint).changed() {
        *seeds = if is_on { USUAL_SEEDS } else { 0 };
    }
    if is_on && let Some(new) = whole_number(ui, "seeds", "Further trainings", *seeds, Limits::REPEATS) {
        *seeds = new;
    }
}

fn protected(ui: &mut Ui, protected: &mut Option<String>, columns: &[String]) {
    caption(ui, "Groups to treat alike");
    let none = (None, "Not looked at".to_owned());
    let mut options: Vec<(Option<String>, String)> = vec![none];
    options.extend(columns.iter().map(|name| (Some(name.clone()), format!("By {name}"))));
    // A column that is not there any more is still shown.
    if let Some(name) = protected.as_ref().filter(|name| !columns.contains(name)) {
        options.push((Some(name.clone()), format!("By {name}")));
    }
    if let Some(chosen) = pick(ui, "protected", "Groups to treat alike", protected, &options) {
        *protected = chosen;
    }
}

fn budget(ui: &mut Ui, judging: &mut Judging) {
    caption(ui, "A training may take, 0 for no limit");
    let budget = &mut judging.budget;
    let limit = |value: f64| (value > 0.0).then_some(value);
    let objection = |value| Limits::NOT_NEGATIVE.objection(value);
    pair(
        ui,
        |ui| {
            let value = Quantity::estimated(budget.seconds.unwrap_or(0.0), Unit::Second);
            if let Some(new) = measured_number(ui, "seconds", "Time", value, objection) {
                budget.seconds = limit(new);
            }
        },
        |ui| {
            let value = Quantity::estimated(budget.megabytes.unwrap_or(0.0), Unit::Megabyte);
            if let Some(new) = measured_number(ui, "megabytes", "Memory", value, objection) {
                budget.megabytes = limit(new);
            }
        },
    );
}

/// What wrong decisions cost, as two numbers in dollars.
pub(super) fn costs(ui: &mut Ui, judging: &mut Judging) {
    let mut is_on = judging.costs.is_some();
    let hint = "Gives the cost of errors per 1,000 cases as a measure, and a threshold at which it is least";
    if ui.checkbox(&mut is_on, "Errors have a price").on_hover_text(hint).changed() {
        let even = crate::model::ErrorCosts { false_positive: 1.0, false_negative: 10.0 };
        judging.costs = is_on.then_some(even);
    }
    let Some(costs) = &mut judging.costs else { return };
    let field = |ui: &mut Ui, label: &str, value: &mut f64| {
        if let Some(new) = number(ui, "cost", label, *value, Limits::NOT_NEGATIVE) {
            *value = new;
        }
    };
    pair(
        ui,
        |ui| field(ui, "False alarm, $", &mut costs.false_positive),
        |ui| field(ui, "Missed case, $", &mut costs.false_negative),
    );
}
