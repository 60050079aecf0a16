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
    let worst = |of: usize| {
        let others = rows.iter().enumerate().filter(|(judge, _)| *judge != of);
        let regrets = others.filter_map(|(_, row)| match &row[of] {
            Judged::Feasible(weighed) => weighed.regret,
            _ => None,
        });
        regrets.max_by(f64::total_cmp)
    };
    let infeasible = |of: usize| rows.iter().filter(|row| matches!(row[of], Judged::Infeasible(_))).count();
    let worst_for_others = (0..answers.len()).map(worst).collect();
    let infeasible_for = (0..answers.len()).map(infeasible).collect();
    let reference = reference.filter(|reference| reference.chosen.is_some()).map(|reference| {
        let (judges, own) = row(&reference.demands, &choices, Some(reference));
        ReferenceRegret { judged_by: of_reference, judges, own }
    });
    Regret { rows, worst_for_others, infeasible_for, reference }
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
