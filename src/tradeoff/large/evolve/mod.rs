//! A genetic search (NSGA-II; Deb and others 2002) of a drawing with too many designs to go through where these do not
//! simply add up; then of whatever lies near to what it found (Pareto local search; Paquete and others 2004).
//!
//! The genetic search only leads the way: the front is kept apart from it, of every design that was looked at. What is
//! less certain never pushes off what is more certain there, as on every front.

mod genes;
mod ground;
#[cfg(test)]
mod tests;

use std::sync::{Mutex, PoisonError};

use heuropt::prelude::{Evaluation, Nsga2, Nsga2Config, ObjectiveSpace, Optimizer as _, Problem};

use super::drawings::Part;
use super::limits::{Objective, Test};
use super::{Failure, Found, Progress};
use crate::analysis::Factors;
use genes::{First, Genes, Heirs};
use ground::Ground;

/// Most looks at designs, over all drawings: some seconds.
pub(super) const MOST_LOOKS: u64 = 1_000_000;

/// Designs of a generation, fewer where little may be looked at.
const POPULATION: (u64, u64) = (20, 200);

/// One generation for so many looks.
const LOOKS_PER_MEMBER: u64 = 100;

/// Generations between two looks at whether to stop.
const GENERATIONS: usize = 10;

/// Of ten looks, those of the genetic search once there is something to look around from.
const TENTHS: u64 = 3;

/// Rows of checks without anything new that end the genetic search: with designs on the front, and without.
const FRUITLESS: (u32, u32) = (2, 6);

/// Most choices that are changed at once to look around a design.
pub(super) const MOST_CHANGES: u8 = 2;

/// How far a genetic search went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reached {
    /// Different designs that were looked at.
    pub(super) looked_at: u64,
    /// Designs that differ in up to so many choices from one on the front were all looked at.
    pub(super) changes: u8,
}

/// Looks at up to about `most` of the designs of a drawing: at all of them where there are no more. Equal seeds give
/// equal results.
pub(super) fn evolve(
    part: &Part<'_>,
    factors: &Factors,
    (tests, objectives): (&[Test], &[Objective]),
    (seed, most): (u64, u64),
    progress: Progress<'_>,
) -> Result<Found, Failure> {
    let mut ground = Ground::new(part, factors, (tests, objectives), most);
    if objectives.is_empty() {
        let reached = Some(Reached { looked_at: 0, changes: 0 });
        return Ok(Found { reached, ..Found::default() });
    }
    let is_all = ground.size() <= u128::from(most);
    let mut changes = 0;
    if is_all {
        ground.go_through(progress)?;
        changes = MOST_CHANGES;
    } else {
        ground = breed(ground, seed, progress)?;
        while changes < MOST_CHANGES && ground.look_around(usize::from(changes) + 1, progress)? {
            changes += 1;
        }
        if (1..MOST_CHANGES).contains(&changes) && !ground.is_closed() {
            // What a further round found before it ended has neighbours that nobody looked at.
            changes = 0;
        }
    }
    let comparing = ground.comparing();
    if ground.has_feasible && !comparing.is_empty() && comparing.len() < objectives.len() {
        // On what is known of no design nothing can be compared: the others are.
        return evolve(part, factors, (tests, &comparing), (seed, most), progress);
    }
    Ok(Found {
        front: ground.members(),
        feasible: (is_all && !ground.has_feasible).then_some(0),
        is_fruitless: !ground.has_feasible,
        objectives: if ground.has_feasible { comparing } else { objectives.to_vec() },
        reached: Some(Reached { looked_at: ground.looked_at, changes }),
        ..Found::default()
    })
}

/// Generation after generation, until nothing new comes or the share of the looks is used.
fn breed<'a>(ground: Ground<'a>, seed: u64, progress: Progress<'_>) -> Result<Ground<'a>, Failure> {
    let (genes, most) = (Genes::of(&ground), ground.most);
    let width = ground.width();
    let population_size = (most / LOOKS_PER_MEMBER).clamp(POPULATION.0, POPULATION.1) as usize;
    let ground = Mutex::new(ground);
    let (mut population, mut leg, mut fruitless, mut next) = (Vec::new(), 0_u64, 0, 0);
    loop {
        // The generator spreads neighbouring seeds.
        let config = Nsga2Config { population_size, generations: GENERATIONS, seed: seed.wrapping_add(leg << 32) };
        let first = First { genes: &genes, given: population };
        let mut search = Nsga2::new(config, first, Heirs { genes: &genes, ground: &ground });
        let bred = search.run(&Question { ground: &ground, width });
        population = bred.population.into_vec().into_iter().map(|one| one.decision).collect();
        leg += 1;
        let mut ground = ground.lock().unwrap_or_else(PoisonError::into_inner);
        let spent = ground.spent();
        if progress(spent.min(most), most).is_break() {
            return Err(Failure::Stopped);
        }
        if spent >= next {
            // Later and later, since finding the front takes the longer the more there are on it.
            next = spent + spent / 3;
            fruitless = if ground.advances() { 0 } else { fruitless + 1 };
            if fruitless > 0 {
                // The best half goes on; fresh designs take the place of the others.
                population.truncate(population_size / 2);
            }
        }
        let (has_members, share) = (ground.has_members(), most * TENTHS / 10);
        let is_over = if has_members {
            fruitless >= FRUITLESS.0 || spent >= share
        } else {
            fruitless >= FRUITLESS.1 || spent >= most
        };
        if is_over {
            break;
        }
    }
    Ok(ground.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// What the genetic search is asked: the least of everything that is compared, among designs that break no rule.
struct Question<'g, 'a> {
    ground: &'g Mutex<Ground<'a>>,
    width: usize,
}

impl Problem for Question<'_, '_> {
    type Decision = Vec<usize>;

    fn objectives(&self) -> ObjectiveSpace {
        let named = |place: usize| heuropt::prelude::Objective::minimize(place.to_string());
        ObjectiveSpace::new((0..self.width).map(named).collect())
    }

    fn evaluate(&self, options: &Vec<usize>) -> Evaluation {
        let mut ground = self.ground.lock().unwrap_or_else(PoisonError::into_inner);
        let judged = ground.judge(options);
        Evaluation::constrained(judged.costs, judged.violation)
    }
}
