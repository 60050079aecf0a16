//! What each group's choice is to every other group.

use super::answer::Answer;
use super::choice::Choice;
use super::demands::Demands;
use crate::classroom::{Judged, ReferenceRegret, Regret, Weighed};

/// What differs by less is worth the same: sums of the same numbers in another order.
pub(in crate::classroom) const SAME_WORTH: f64 = 1e-9;

/// Judges every choice by every group, and those of groups and the reference by each other. The regret of a choice is what
/// it is worth less than the best choice of the class that is feasible for the group.
pub(super) fn regret(answers: &[Answer<'_>], reference: Option<&Choice<'_>>) -> Regret {
    let choices: Vec<&Choice<'_>> = answers.iter().map(|answer| &answer.choice).collect();
    let (rows, of_reference): (Vec<Vec<Judged>>, Vec<Judged>) =
        choices.iter().map(|judge| row(&judge.demands, &choices, reference)).unzip();
    let judged = |of: usize| rows.iter().map(move |row| &row[of]);
    let by_others = |of: usize| judged(of).enumerate().filter(move |(judge, _)| *judge != of).map(|(_, judged)| judged);
    let worst_for_others = (0..choices.len()).map(|of| worst(by_others(of))).collect();
    let infeasible_for = (0..choices.len()).map(|of| infeasible(judged(of))).collect();
    let reference = reference.filter(|reference| reference.chosen.is_some()).map(|reference| {
        let (judges, own) = row(&reference.demands, &choices, Some(reference));
        let (worst, infeasible_for) = (worst(of_reference.iter()), infeasible(of_reference.iter()));
        ReferenceRegret { judged_by: of_reference, judges, own, worst, infeasible_for }
    });
    Regret { rows, worst_for_others, infeasible_for, reference }
}

fn worst<'j>(judged: impl Iterator<Item = &'j Judged>) -> Option<f64> {
    let regrets = judged.filter_map(|judged| match judged {
        Judged::Feasible(weighed) => weighed.regret,
        _ => None,
    });
    regrets.max_by(f64::total_cmp)
}

fn infeasible<'j>(judged: impl Iterator<Item = &'j Judged>) -> usize {
    judged.filter(|judged| matches!(judged, Judged::Infeasible(_))).count()
}

/// All choices as one judges them, and that of the reference.
fn row(demands: &Demands<'_>, choices: &[&Choice<'_>], reference: Option<&Choice<'_>>) -> (Vec<Judged>, Judged) {
    let judged = |of: &Choice<'_>| match &of.qualities {
        None => Judged::Nothing,
        Some(qualities) => demands.judge(qualities),
    };
    let mut row: Vec<Judged> = choices.iter().map(|choice| judged(choice)).collect();
    let mut of_reference = reference.map_or(Judged::Nothing, judged);
    let worth = |judged: &Judged| match judged {
        Judged::Feasible(weighed) => weighed.worth,
        _ => None,
    };
    let best = row.iter().filter_map(worth).max_by(f64::total_cmp);
    for judged in row.iter_mut().chain([&mut of_reference]) {
        if let Judged::Feasible(Weighed { worth, regret, .. }) = judged {
            let less = |(best, worth): (f64, f64)| if (best - worth).abs() < SAME_WORTH { 0.0 } else { best - worth };
            *regret = best.zip(*worth).map(less);
        }
    }
    (row, of_reference)
}
