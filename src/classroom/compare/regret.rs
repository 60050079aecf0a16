//! What each group's choice is to every other group.

use super::answer::Answer;
use crate::classroom::{Judged, Regret, Weighed};

/// What differs by less is worth the same: sums of the same numbers in another order.
pub(in crate::classroom) const SAME_WORTH: f64 = 1e-9;

/// Judges every choice by every group. The regret of a choice is what it is worth less than the best choice of the class
/// that is feasible for the group.
pub(super) fn regret(answers: &[Answer<'_>]) -> Regret {
    let rows: Vec<Vec<Judged>> = answers.iter().map(|judge| row(judge, answers)).collect();
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
    Regret { rows, worst_for_others, infeasible_for }
}

/// All choices as one group judges them.
fn row(judge: &Answer<'_>, answers: &[Answer<'_>]) -> Vec<Judged> {
    let judged = |of: &Answer<'_>| match &of.qualities {
        None => Judged::Nothing,
        Some(qualities) => judge.demands.judge(qualities),
    };
    let mut row: Vec<Judged> = answers.iter().map(judged).collect();
    let worth = |judged: &Judged| match judged {
        Judged::Feasible(weighed) => weighed.worth,
        _ => None,
    };
    let best = row.iter().filter_map(worth).max_by(f64::total_cmp);
    for judged in &mut row {
        if let Judged::Feasible(Weighed { worth, regret, .. }) = judged {
            let less = |(best, worth): (f64, f64)| if best - worth < SAME_WORTH { 0.0 } else { best - worth };
            *regret = best.zip(*worth).map(less);
        }
    }
    row
}
