//! What the candidate and a second one decide in sequence: unsure cases go on, how many says a slider.

use egui::{Grid, RichText, ScrollArea, Slider, Ui, Vec2, vec2};

use super::columns::{interval_text, value_text};
use super::curves;
use super::stand::Stand;
use super::table::Row;
use crate::analysis::Cascade;
use crate::gui::fields::{caption, name, pick};
use crate::model::{
    CandidateId, CascadeEvidence, CascadePoint, Evidence, Goal, Measure, Measured, Quantity, Unit, format_number,
};

/// Height of the curve.
const CURVE: f32 = 120.0;

/// A candidate that could decide what another one is not sure of.
pub(super) struct Follower<'a> {
    pub id: &'a CandidateId,
    pub name: &'a str,
    pub evidence: &'a Evidence,
    /// What was measured on the two together, or why there is nothing to show.
    pub together: Result<&'a CascadeEvidence, String>,
}

/// What was asked for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wish {
    /// The second model becomes an open choice.
    Open,
    /// This candidate shall decide up to so many percent of the cases in the design.
    Use(CandidateId, f64),
}

/// The candidates that could follow `row`: slower and better ones, and those of which it was measured.
pub(super) fn followers<'a>(stand: &Stand<'a>, row: &Row<'a>) -> Vec<Follower<'a>> {
    let (session, component) = (stand.session, stand.component);
    if row.evidence.is_none() || *stand.goal() == Goal::Number {
        return Vec::new();
    }
    let sensible = session.sensible_cascades(component);
    let book = session.evidence();
    let follower = |(id, candidate): (&'a CandidateId, &'a crate::model::Candidate)| {
        let evidence = book.get(component, id)?;
        let stored = book.stored_cascade(component, row.id, id);
        let is_sensible = sensible.iter().any(|[first, second]| first == row.id && second == id);
        if stored.is_none() && !is_sensible {
            return None;
        }
        let together = book.cascade(component, row.id, id).ok_or_else(|| {
            let problem = session.cascade_problem(&(component.clone(), row.id.clone(), id.clone()));
            match (problem, stored) {
                (Some(problem), _) => format!("It could not be measured: {problem}."),
                (None, _) if session.is_measuring_cascades() => "It is being measured.".to_owned(),
                (None, Some(_)) => "One of the two was trained anew since the cascade was measured.".to_owned(),
                (None, None) if stand.second_choice().is_some() => {
                    "It is measured as soon as both candidates are up to date.".to_owned()
                }
                (None, None) => "It is measured while the second model is left open.".to_owned(),
            }
        });
        Some(Follower { id, name: &candidate.name, evidence, together })
    };
    stand.task.candidates.iter().filter_map(follower).collect()
}

/// Shows what `row` decides together with one of `followers`; `is_open` says whether the second model is an open
/// choice.
pub(super) fn show(
    ui: &mut Ui,
    id: &str,
    (row, followers): (&Row<'_>, &[Follower<'_>]),
    (primary, is_open): (Measure, bool),
    size: Vec2,
) -> Option<Wish> {
    let first = row.evidence?;
    let memory = ui.make_persistent_id(("second model", id));
    let remembered: Option<CandidateId> = ui.data(|data| data.get_temp(memory));
    let second = followers.iter().find(|follower| remembered.as_ref() == Some(follower.id)).or(followers.first())?;
    let mut wish = None;
    ScrollArea::vertical().id_salt("cascade").max_height(size.y).auto_shrink([false, false]).show(ui, |ui| {
        caption(ui, "Cases that it is least sure of are decided by");
        let options: Vec<_> = followers.iter().map(|one| (one.id.clone(), one.name.to_owned())).collect();
        if let Some(chosen) = pick(ui, ("second", id), "Second model", second.id, &options) {
            ui.data_mut(|data| data.insert_temp(memory, chosen));
        }
        match &second.together {
            Ok(together) => {
                let candidates = [(row.id, first), (second.id, second.evidence)];
                if let Some(share) = show_together(ui, id, (candidates, together), (primary, is_open), size) {
                    wish = Some(Wish::Use(second.id.clone(), share));
                }
            }
            Err(reason) => drop(caption(ui, reason)),
        }
        if !is_open {
            let hint = "Makes it an open choice which second model decides unsure cases, and how many: each takes \
                        part in the trade-off";
            if ui.button("Leave the second model open").on_hover_text(hint).clicked() {
                wish = Some(Wish::Open);
            }
        }
    });
    wish
}

/// The slider, the curve and the numbers; gives the share in percent that shall be used in the design.
fn show_together(
    ui: &mut Ui,
    id: &str,
    (candidates, together): ([(&CandidateId, &Evidence); 2], &CascadeEvidence),
    (primary, is_open): (Measure, bool),
    size: Vec2,
) -> Option<f64> {
    let choosable: Vec<&CascadePoint> = together.choosable().collect();
    if choosable.is_empty() {
        caption(ui, "It is equally sure of most cases, so no few of them can go on.");
        return None;
    }
    let memory = ui.make_persistent_id(("share passed on", id));
    let remembered = ui.data(|data| data.get_temp::<usize>(memory)).unwrap_or(choosable.len() / 2);
    let mut place = remembered.min(choosable.len() - 1);
    ui.horizontal(|ui| {
        ui.spacing_mut().slider_width = (size.x - 110.0).max(80.0);
        let slider = ui.add(Slider::new(&mut place, 0..=choosable.len() - 1).show_value(false));
        name(&slider, "Share passed on");
        if slider.changed() {
            ui.data_mut(|data| data.insert_temp(memory, place));
        }
        ui.label(RichText::new(format!("up to {}", percent(choosable[place].share))).small());
    });
    let point = choosable[place];
    caption(ui, &told(point));
    curves::cascade(ui, id, together, (primary, point), vec2(size.x - 12.0, CURVE));
    show_numbers(ui, (candidates, together), (primary, point));
    let hint = if is_open { "Looks at the design with both in place" } else { "Leave the second model open first" };
    let button = ui.add_enabled(is_open, egui::Button::new("Use both in the design"));
    let is_wanted = button.on_hover_text(hint).on_disabled_hover_text(hint).clicked();
    is_wanted.then_some(point.share)
}

/// What goes on at this point: `9.7 % of the held-out rows, those with a confidence of at most 0.34`.
fn told(point: &CascadePoint) -> String {
    let least = point.threshold.map_or(String::new(), |threshold| {
        format!(", those with a confidence of at most {}", format_number(super::columns::rounded(threshold)))
    });
    format!("{} of the held-out rows{least}", percent((point.passed_on * 10.0).round() / 10.0))
}

fn percent(amount: f64) -> String {
    Quantity::measured(amount, Unit::Percent).to_string()
}

/// The two alone and both together, on the same rows.
fn show_numbers(
    ui: &mut Ui,
    (candidates, together): ([(&CandidateId, &Evidence); 2], &CascadeEvidence),
    (primary, point): (Measure, &CascadePoint),
) {
    let [first, second] = candidates;
    let alone = |evidence: &Evidence, end: Option<&CascadePoint>, measure| {
        // Of the same rows where all of them are at hand, not of folds.
        let of_end = end.and_then(|end| end.measured.get(&measure).copied());
        of_end.or_else(|| evidence.measured.get(&measure).copied())
    };
    let (none, all) = (together.points.first(), together.points.last());
    let (none, all) = (none.filter(|end| end.passed_on <= 0.0), all.filter(|end| end.passed_on >= 100.0));
    let cascade = Cascade { first, second, point };
    let others = point.measured.keys().copied().filter(|measure| *measure != primary);
    let measures = std::iter::once(primary).chain(others).chain([Measure::ModelSize]);
    ui.spacing_mut().item_spacing.y = 2.0;
    Grid::new("cascade").num_columns(4).striped(true).min_col_width(58.0).min_row_height(17.0).show(ui, |ui| {
        for head in ["", "first alone", "both", "second alone"] {
            caption(ui, head);
        }
        ui.end_row();
        let microseconds = |time: Option<f64>| Measured { value: time.unwrap_or(f64::NAN), interval: None };
        let times = [Cascade::mean_of(first.1), cascade.mean_time(), Cascade::mean_of(second.1)].map(microseconds);
        show_line(ui, "Mean time per decision", Measure::InferenceP50, times.map(Some));
        for measure in measures {
            let together = cascade
                .value(measure)
                .map(|value| point.measured.get(&measure).copied().unwrap_or(Measured { value, interval: None }));
            let values = [alone(first.1, none, measure), together, alone(second.1, all, measure)];
            if values.iter().any(Option::is_some) {
                show_line(ui, measure.label(), measure, values);
            }
        }
    });
}

fn show_line(ui: &mut Ui, label: &str, measure: Measure, values: [Option<Measured>; 3]) {
    ui.label(RichText::new(label).small());
    for (place, value) in values.into_iter().enumerate() {
        let value = value.filter(|value| value.value.is_finite());
        let text = value.map_or_else(|| "unknown".to_owned(), |value| value_text(measure, value.value));
        let text = RichText::new(text).small();
        let shown = ui.label(if place == 1 { text.strong() } else { text });
        if let Some(ends) = value.and_then(|value| value.interval) {
            shown.on_hover_text(format!("95 % interval {}", interval_text(measure, ends)));
        }
    }
    ui.end_row();
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use egui_kittest::kittest::Queryable as _;

    use super::super::status::Status;
    use super::super::test_support::window;
    use super::*;
    use crate::model::{Algorithm, Candidate, TreeSettings};

    fn evidence(time: f64, recall: f64) -> Evidence {
        let alone = |value| Measured { value, interval: None };
        let measured = [
            (Measure::InferenceP50, alone(time)),
            (Measure::InferenceP99, alone(time)),
            (Measure::ModelSize, alone(10.0 * time)),
            (Measure::Recall, alone(recall)),
        ];
        Evidence { measured: measured.into(), ..Evidence::default() }
    }

    fn point(share: f64, recall: f64) -> CascadePoint {
        let measured = [(Measure::Recall, Measured { value: recall, interval: Some((recall - 2.0, recall + 2.0)) })];
        let threshold = (share > 0.0).then_some(share / 100.0);
        CascadePoint { share, threshold, passed_on: share, measured: measured.into() }
    }

    #[test]
    fn both_together_stand_between_the_two_alone() {
        let (first, second) = (evidence(100.0, 60.0), evidence(4000.0, 90.0));
        let points = vec![point(0.0, 60.0), point(5.0, 80.0), point(100.0, 90.0)];
        let together = CascadeEvidence { fingerprints: <[String; 2]>::default(), points };
        let (quick, deep) = (CandidateId::new("quick"), CandidateId::new("deep"));
        let algorithm = Algorithm::DecisionTree(TreeSettings { max_depth: 3, min_leaf: 1 });
        let candidate = Candidate { name: "Quick".to_owned(), algorithm, seed: 1, search: None };
        let wish = RefCell::new(None);
        let content = |ui: &mut Ui| {
            let row = Row {
                id: &quick,
                candidate: &candidate,
                status: Status::Measured(crate::session::Freshness::Current),
                evidence: Some(&first),
                is_in_design: false,
            };
            let follower = Follower { id: &deep, name: "Deep", evidence: &second, together: Ok(&together) };
            let asked = show(ui, "test", (&row, &[follower]), (Measure::Recall, true), vec2(420.0, 500.0));
            if asked.is_some() {
                *wish.borrow_mut() = asked;
            }
        };
        let mut harness = window([460.0, 560.0], content);
        // 100 µs and 5 % of 4,000 µs.
        for text in ["up to 5 %", "80.0 %", "60.0 %", "90.0 %", "300 µs"] {
            assert!(harness.query_all_by_label(text).next().is_some(), "{text} is not shown");
        }
        harness.get_by_label("Use both in the design").click();
        harness.run();
        assert_eq!(*wish.borrow(), Some(Wish::Use(deep.clone(), 5.0)));
    }

    #[test]
    fn what_goes_on_is_told_in_rows_and_confidence() {
        let mut one = point(10.0, 80.0);
        one.passed_on = 9.72;
        assert_eq!(told(&one), "9.7 % of the held-out rows, those with a confidence of at most 0.1");
    }
}
