//! Sequential minimal optimisation: two coefficients at a time, chosen by how much the pair can gain (Fan, Chen and
//! Lin 2005), on ever fewer rows, as those that will stay at their bounds are put aside.
//!
//! Written with signed coefficients b, classification and regression are the same problem: the least ½ bᵀKb + qᵀb
//! where Σb = 0 and every b lies within its own bounds. The gradient is Kb + q.

use std::ops::ControlFlow;

use super::super::super::prepare::Matrix;
use super::super::neighbours::{LANES, RowBlocks, in_parallel};
use super::kernel::Cache;
use super::{Settings, Stop, Stopped, Vectors};

/// Most steps between two attempts to put rows aside.
const SHRINK_INTERVAL: usize = 1000;
/// Steps between two questions whether to stop.
const STOP_INTERVAL: u64 = 16;
/// Steps of progress that a solution is reported in.
const PROGRESS_STEPS: u32 = 1000;
/// Steps after which an answer is given although it is not the optimum yet.
const MOST_STEPS: u64 = 10_000_000;
/// Least bend along a pair; rows that repeat each other have none.
const LEAST_BEND: f32 = 1e-12;
/// Values whose best is found together; the place of the best is looked up only in the best such chunk.
const CHUNK: usize = 512;
/// Rows whose gradients are renewed between two questions whether to stop.
const RENEWED_AT_ONCE: usize = 2048;

/// What is solved. Variable v belongs to row v modulo the number of rows.
pub(super) struct Problem<'a> {
    pub rows: &'a Matrix,
    /// q, per variable.
    pub linear: Vec<f64>,
    /// Least value of each coefficient, at most 0.
    pub lowest: Vec<f64>,
    /// Greatest value of each coefficient, at least 0.
    pub highest: Vec<f64>,
}

/// The optimum.
pub(super) struct Solution {
    /// Signed coefficients, per variable.
    pub coefficients: Vec<f64>,
    /// What is added to Σ coefficient · similarity.
    pub intercept: f64,
    /// Whether the optimum was reached.
    pub settled: bool,
}

/// The variables that are still worked on; all lists are filled up to a multiple of `LANES`.
struct Active {
    variables: Vec<usize>,
    blocks: RowBlocks,
    gradient: Vec<f64>,
    /// 0 where the coefficient can grow, else minus infinity.
    can_rise: Vec<f64>,
    /// 0 where it can fall, else minus infinity.
    can_fall: Vec<f64>,
    /// Similarity of each row to itself.
    diagonal: Vec<f32>,
}

/// How far from the optimum: what the best coefficient to raise and the best to lower would gain.
#[derive(Clone, Copy)]
struct Gap {
    riser: usize,
    rise: f64,
    fall: f64,
}

/// A problem on the way to its solution.
struct Solver<'a> {
    problem: &'a Problem<'a>,
    settings: &'a Settings,
    coefficients: Vec<f64>,
    /// Of all variables; right only for those that are not active.
    gradient: Vec<f64>,
    active: Active,
    cache: Cache,
    first_gap: f64,
    done: u32,
}

/// Solves `problem`.
pub(super) fn solve(problem: &Problem<'_>, settings: &Settings, stop: &mut Stop<'_>) -> Result<Solution, Stopped> {
    let variables = problem.linear.len();
    let mut solver = Solver {
        problem,
        settings,
        coefficients: vec![0.0; variables],
        gradient: problem.linear.clone(),
        active: Active::empty(problem.rows.columns),
        cache: Cache::new(settings.cache_bytes, problem.rows.rows()),
        first_gap: f64::INFINITY,
        done: 0,
    };
    solver.activate((0..variables).collect());
    let settled = solver.run(stop)?;
    let intercept = -solver.level();
    Ok(Solution { coefficients: solver.coefficients, intercept, settled })
}

impl Solver<'_> {
    /// Steps until the gap is within the tolerance.
    fn run(&mut self, stop: &mut Stop<'_>) -> Result<bool, Stopped> {
        let variables = self.coefficients.len();
        let interval = variables.min(SHRINK_INTERVAL) as u64;
        let mut gap = self.active.gap();
        (self.first_gap, self.done) = (gap.rise + gap.fall, 0);
        let (mut until_shrink, mut was_renewed) = (interval, false);
        for step in 0..MOST_STEPS {
            if step.is_multiple_of(STOP_INTERVAL) {
                self.report(gap.rise + gap.fall, stop)?;
            }
            if until_shrink == 0 {
                until_shrink = interval;
                if !was_renewed && gap.rise + gap.fall <= self.settings.tolerance * 10.0 {
                    // Near the optimum, rows that were put aside too early come back once.
                    was_renewed = true;
                    self.renew(stop)?;
                    gap = self.active.gap();
                }
                self.shrink(gap);
                gap = self.active.gap();
            }
            if gap.rise + gap.fall < self.settings.tolerance {
                self.renew(stop)?;
                gap = self.active.gap();
                if gap.rise + gap.fall < self.settings.tolerance {
                    return Ok(true);
                }
                until_shrink = 1;
            }
            gap = self.step(gap);
            until_shrink -= 1;
        }
        self.renew(stop)?;
        Ok(false)
    }

    /// Tells how far the gap has closed; it closes about evenly in its logarithm.
    fn report(&mut self, gap: f64, stop: &mut Stop<'_>) -> Result<(), Stopped> {
        let share = (self.first_gap / gap).ln() / (self.first_gap / self.settings.tolerance).ln();
        // A share that is not a number becomes 0.
        self.done = self.done.max((share.clamp(0.0, 1.0) * f64::from(PROGRESS_STEPS)) as u32);
        match stop(self.done, PROGRESS_STEPS) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Stopped),
        }
    }

    /// Raises the best coefficient and lowers the one that gains most with it.
    fn step(&mut self, gap: Gap) -> Gap {
        let first_slot = self.row_of_similarities(gap.riser);
        let faller = self.active.best_faller(gap, self.cache.similarities(first_slot));
        let second_slot = self.row_of_similarities(faller);
        let (first, second) = (self.cache.similarities(first_slot), self.cache.similarities(second_slot));
        let active = &mut self.active;
        let [own, others, shared] = [active.diagonal[gap.riser], active.diagonal[faller], first[faller]].map(f64::from);
        let bend = (own + others - 2.0 * shared).max(f64::from(LEAST_BEND));
        let wanted = (gap.rise + active.gradient[faller]) / bend;
        let (up, down) = (active.variables[gap.riser], active.variables[faller]);
        let (highest, lowest) = (self.problem.highest[up], self.problem.lowest[down]);
        let (room_up, room_down) = (highest - self.coefficients[up], self.coefficients[down] - lowest);
        let length = wanted.min(room_up).min(room_down);
        // A bound is taken over exactly, so that a coefficient at its bound is known for one.
        let raised = if length == room_up { highest } else { self.coefficients[up] + length };
        let lowered = if length == room_down { lowest } else { self.coefficients[down] - length };
        (self.coefficients[up], self.coefficients[down]) = (raised, lowered);
        for (place, variable) in [(gap.riser, up), (faller, down)] {
            let coefficient = self.coefficients[variable];
            active.can_rise[place] = open(coefficient < self.problem.highest[variable]);
            active.can_fall[place] = open(coefficient > self.problem.lowest[variable]);
        }
        active.advance(length, first, second)
    }

    /// The cache's slot with the similarities of an active variable to all active ones.
    fn row_of_similarities(&mut self, place: usize) -> usize {
        let rows = self.problem.rows;
        let row = self.active.variables[place] % rows.rows();
        let (kernel, blocks) = (self.settings.kernel, &self.active.blocks);
        self.cache.slot(row, |out| {
            kernel.similarities(blocks, rows.row(row), |block, similarities| {
                out[block * LANES..(block + 1) * LANES].copy_from_slice(similarities);
            });
        })
    }

    /// Puts aside the variables that are at a bound and would rather go beyond it than any other moves.
    fn shrink(&mut self, gap: Gap) {
        let active = &self.active;
        let stays = |place: &usize| {
            let gradient = active.gradient[*place];
            let (can_rise, can_fall) = (active.can_rise[*place] == 0.0, active.can_fall[*place] == 0.0);
            (can_rise || -gradient <= gap.rise) && (can_fall || gradient <= gap.fall)
        };
        let places: Vec<usize> = (0..active.variables.len()).filter(stays).collect();
        // Moving everything together for a few rows does not pay.
        if places.len() * 10 > active.variables.len() * 9 {
            return;
        }
        active.write_gradient(&mut self.gradient);
        let variables: Vec<usize> = places.iter().map(|place| active.variables[*place]).collect();
        let rows = self.problem.rows.rows();
        let mut is_active = vec![false; rows];
        for variable in &variables {
            is_active[variable % rows] = true;
        }
        self.cache.compact(&places, |row| is_active[row]);
        self.fill_active(variables);
    }

    /// Works out the gradients of the variables that were put aside, and takes them back.
    fn renew(&mut self, stop: &mut Stop<'_>) -> Result<(), Stopped> {
        let variables = self.coefficients.len();
        if self.active.variables.len() == variables {
            return Ok(());
        }
        self.active.write_gradient(&mut self.gradient);
        let mut is_active = vec![false; variables];
        for variable in &self.active.variables {
            is_active[*variable] = true;
        }
        let aside: Vec<usize> = (0..variables).filter(|variable| !is_active[*variable]).collect();
        let vectors = Vectors::new(self.problem.rows, &self.coefficients, self.settings.kernel);
        let rows = self.problem.rows;
        let mut sums = vec![0.0; aside.len()];
        for (sums, aside) in sums.chunks_mut(RENEWED_AT_ONCE).zip(aside.chunks(RENEWED_AT_ONCE)) {
            if stop(self.done, PROGRESS_STEPS).is_break() {
                return Err(Stopped);
            }
            in_parallel(sums, |first, sums| {
                for (sum, variable) in sums.iter_mut().zip(&aside[first..]) {
                    *sum = vectors.sum_of_similarities(rows.row(variable % rows.rows()));
                }
            });
        }
        for (variable, sum) in aside.into_iter().zip(sums) {
            self.gradient[variable] = sum + self.problem.linear[variable];
        }
        self.activate((0..variables).collect());
        Ok(())
    }

    /// Makes these variables the active ones; similarities are worked out anew.
    fn activate(&mut self, variables: Vec<usize>) {
        self.cache.clear(variables.len().next_multiple_of(LANES));
        self.fill_active(variables);
    }

    fn fill_active(&mut self, variables: Vec<usize>) {
        let problem = self.problem;
        let rows = problem.rows.rows();
        let filled = variables.len().next_multiple_of(LANES);
        let per_variable = |value: &dyn Fn(usize) -> f64, rest: f64| {
            let mut values: Vec<f64> = variables.iter().map(|variable| value(*variable)).collect();
            values.resize(filled, rest);
            values
        };
        let coefficients = &self.coefficients;
        let gradient = per_variable(&|variable| self.gradient[variable], 0.0);
        let can_rise = per_variable(&|v| open(coefficients[v] < problem.highest[v]), f64::NEG_INFINITY);
        let can_fall = per_variable(&|v| open(coefficients[v] > problem.lowest[v]), f64::NEG_INFINITY);
        let itself = |variable: &usize| self.settings.kernel.with_itself(problem.rows.row(variable % rows));
        let mut diagonal: Vec<f32> = variables.iter().map(itself).collect();
        diagonal.resize(filled, 0.0);
        let blocks = RowBlocks::of_rows(problem.rows, variables.iter().map(|variable| variable % rows));
        self.active = Active { variables, blocks, gradient, can_rise, can_fall, diagonal };
    }

    /// The gradient that all free coefficients share at the optimum, all variables being active.
    fn level(&self) -> f64 {
        let active = &self.active;
        let (mut sum, mut free, mut above, mut below) = (0.0, 0.0, f64::INFINITY, f64::NEG_INFINITY);
        for (place, gradient) in active.gradient.iter().enumerate().take(active.variables.len()) {
            match (active.can_rise[place] == 0.0, active.can_fall[place] == 0.0) {
                (true, true) => (sum, free) = (sum + gradient, free + 1.0),
                (true, false) => above = above.min(*gradient),
                (false, _) => below = below.max(*gradient),
            }
        }
        match (free > 0.0, above.is_finite(), below.is_finite()) {
            (true, ..) => sum / free,
            (false, true, true) => f64::midpoint(above, below),
            (false, true, false) => above,
            (false, false, _) => below,
        }
    }
}

/// 0 if open, else minus infinity: added to a gain, it rules out what may not move.
fn open(is_open: bool) -> f64 {
    if is_open { 0.0 } else { f64::NEG_INFINITY }
}

impl Active {
    fn empty(columns: usize) -> Self {
        let blocks = RowBlocks::new(&Matrix { values: Vec::new(), columns });
        let (gradient, can_rise, can_fall) = (Vec::new(), Vec::new(), Vec::new());
        Self { variables: Vec::new(), blocks, gradient, can_rise, can_fall, diagonal: Vec::new() }
    }

    fn write_gradient(&self, all: &mut [f64]) {
        self.variables.iter().zip(&self.gradient).for_each(|(variable, gradient)| all[*variable] = *gradient);
    }

    /// The gap as it stands.
    fn gap(&mut self) -> Gap {
        let nothing = vec![0.0; self.gradient.len()];
        self.advance(0.0, &nothing, &nothing)
    }

    /// Follows a step of this length up the first row of similarities and down the second, and finds the gap on the
    /// way.
    fn advance(&mut self, length: f64, first: &[f32], second: &[f32]) -> Gap {
        let (mut best, mut rise, mut fall) = (0, f64::NEG_INFINITY, f64::NEG_INFINITY);
        for (number, gradients) in self.gradient.chunks_mut(CHUNK).enumerate() {
            let from = number * CHUNK;
            let until = from + gradients.len();
            let (can_rise, can_fall) = (&self.can_rise[from..until], &self.can_fall[from..until]);
            let (first, second) = (&first[from..until], &second[from..until]);
            let (mut rises, mut falls) = ([f64::NEG_INFINITY; LANES / 2], [f64::NEG_INFINITY; LANES / 2]);
            for (block, gradients) in gradients.chunks_exact_mut(LANES / 2).enumerate() {
                let places = block * LANES / 2..(block + 1) * LANES / 2;
                let (can_rise, can_fall) = (&can_rise[places.clone()], &can_fall[places.clone()]);
                let (first, second) = (&first[places.clone()], &second[places]);
                for lane in 0..LANES / 2 {
                    let gradient = gradients[lane] + length * (f64::from(first[lane]) - f64::from(second[lane]));
                    gradients[lane] = gradient;
                    rises[lane] = greater(can_rise[lane] - gradient, rises[lane]);
                    falls[lane] = greater(can_fall[lane] + gradient, falls[lane]);
                }
            }
            let highest = rises.into_iter().fold(f64::NEG_INFINITY, greater);
            fall = falls.into_iter().fold(fall, greater);
            if highest > rise {
                (best, rise) = (from, highest);
            }
        }
        let mut gains =
            self.can_rise[best..].iter().zip(&self.gradient[best..]).map(|(open, gradient)| open - gradient);
        Gap { riser: best + gains.position(|gain| gain == rise).unwrap_or(0), rise, fall }
    }

    /// The variable that gains most when it falls while the riser, whose similarities are given, rises.
    fn best_faller(&self, gap: Gap, similarities: &[f32]) -> usize {
        let own = self.diagonal[gap.riser];
        let gain = |gradient: f64, can_fall: f64, diagonal: f32, similarity: f32| {
            let slope = (gap.rise + gradient + can_fall) as f32;
            let bend = own + diagonal - 2.0 * similarity;
            let bend = if bend > LEAST_BEND { bend } else { LEAST_BEND };
            if slope > 0.0 { slope * slope / bend } else { 0.0 }
        };
        let (mut best, mut most) = (0, 0.0);
        for from in (0..self.gradient.len()).step_by(CHUNK) {
            let until = self.gradient.len().min(from + CHUNK);
            let mut gains = [0.0_f32; LANES];
            for place in (from..until).step_by(LANES) {
                let gradients = &self.gradient[place..place + LANES];
                let can_fall = &self.can_fall[place..place + LANES];
                let diagonals = &self.diagonal[place..place + LANES];
                let similarities = &similarities[place..place + LANES];
                for lane in 0..LANES {
                    let gain = gain(gradients[lane], can_fall[lane], diagonals[lane], similarities[lane]);
                    gains[lane] = if gain > gains[lane] { gain } else { gains[lane] };
                }
            }
            let highest = gains.into_iter().fold(0.0, f32::max);
            if highest > most {
                (best, most) = (from, highest);
            }
        }
        let chunk = best..self.gradient.len().min(best + CHUNK);
        let gain_at = |place: &usize| {
            gain(self.gradient[*place], self.can_fall[*place], self.diagonal[*place], similarities[*place])
        };
        chunk.clone().find(|place| gain_at(place) == most).unwrap_or(chunk.start)
    }
}

/// The greater of two numbers that are never missing, which unlike the library's is one instruction.
fn greater(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}
