//! Every design of a space, one after the other: which meet every limit, what each limit removes, which are on the front.

use std::ops::ControlFlow;

use super::super::space::DesignSpace;
use super::front::Fronts;
use super::limits::{Judged, Objective, Test};
use super::{Failure, Found, Removed};
use crate::analysis::{Factors, Walk};

/// Designs between two looks at whether to stop.
const STEP: u64 = 1 << 14;

/// Goes through every combination of `space` that is a design, as `admits` says. Memory is that of the front.
pub(super) fn enumerate(
    (space, admits): (&DesignSpace, &dyn Fn(u64) -> bool),
    factors: &Factors,
    (tests, objectives): (&[Test], &[Objective]),
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Found, Failure> {
    let size = u64::try_from(space.combinations()).unwrap_or(u64::MAX);
    let mut removed: Vec<Removed> = tests.iter().map(Removed::none).collect();
    let mut fronts = Fronts::new(objectives.to_vec(), factors.doubts());
    let mut walk = factors.walk();
    let (mut number, mut feasible) = (0_u64, 0_u64);
    loop {
        if number.is_multiple_of(STEP) && (progress(number, size).is_break() || fronts.is_too_large()) {
            return Err(if fronts.is_too_large() { Failure::LargeFront } else { Failure::Stopped });
        }
        if admits(number) && is_feasible(&walk, tests, &mut removed) {
            feasible += 1;
            fronts.push(number, &walk);
        }
        number += 1;
        if !walk.advance() {
            break;
        }
    }
    let comparing = fronts.comparing();
    if comparing.len() < objectives.len() && feasible > 0 {
        // On what is known of no design nothing can be compared: the others are.
        return if comparing.is_empty() {
            Ok(Found { feasible: Some(feasible), removed, ..Found::default() })
        } else {
            enumerate((space, admits), factors, (tests, &comparing), progress)
        };
    }
    let incomparable = fronts.incomparable;
    let front = fronts.finish(|number| {
        walk.go_to(&options_at(space, u128::from(number)));
        walk.doubt()
    });
    Ok(Found {
        front: front.into_iter().map(u128::from).collect(),
        feasible: Some(feasible),
        removed,
        incomparable: Some(incomparable),
        objectives: comparing,
        ..Found::default()
    })
}

/// Whether a design meets every limit; counts what each of them removes.
fn is_feasible(walk: &Walk<'_>, tests: &[Test], removed: &mut [Removed]) -> bool {
    let mut failed = 0;
    let mut last = 0;
    for (position, (test, removed)) in tests.iter().zip(removed.iter_mut()).enumerate() {
        match test.judge(walk.value(test.position)) {
            Judged::Met => continue,
            Judged::Missed => {}
            Judged::Undecided => removed.undecided += 1,
        }
        removed.removed += 1;
        failed += 1;
        last = position;
    }
    if failed == 1 {
        removed[last].removed_alone += 1;
    }
    failed == 0
}

/// The option of every choice that the design with this number takes.
pub(super) fn options_at(space: &DesignSpace, number: u128) -> Vec<usize> {
    (0..space.axes().len()).map(|position| space.option_of(number, position) as usize).collect()
}
