//! In how many draws of what was measured each design meets every limit.

use super::draws::{Cell, Draws};
use super::exploration::Exploration;
use super::region::Region;
use crate::model::Direction;

/// Designs between two looks at whether to stop.
const STEP: usize = 64;

/// The designs that meet every limit in some draw, and in which draws they do. A design that misses a limit by the
/// numbers as they stand is among them where these numbers could be others.
#[derive(Clone, Debug)]
pub(super) struct Feasibility {
    /// Ascending.
    designs: Vec<usize>,
    replicates: usize,
    /// Words of a design.
    width: usize,
    /// By design, a bit for each draw.
    words: Vec<u64>,
}

/// A limit whose number is not the same in every draw.
struct Test {
    cell: Cell,
    direction: Direction,
    /// In the measure's unit.
    threshold: f64,
}

impl Feasibility {
    /// Judges every design in every draw by the limits of `region`; `None` where it was stopped.
    pub fn of(
        draws: &Draws,
        (exploration, region): (&Exploration, &Region),
        is_stopped: &mut dyn FnMut() -> bool,
    ) -> Option<Self> {
        let replicates = draws.replicates();
        let width = replicates.div_ceil(u64::BITS as usize);
        let mut found = Self { designs: Vec::new(), replicates, width, words: Vec::new() };
        let mut own = vec![0_u64; width];
        for index in 0..exploration.len() {
            if index.is_multiple_of(STEP) && is_stopped() {
                return None;
            }
            let Some(tests) = tests(draws, (exploration, region), index) else { continue };
            own.fill(0);
            for replicate in 0..replicates {
                let meets = |test: &Test| test.direction.meets(draws.value(replicate, test.cell), test.threshold);
                if tests.iter().all(meets) {
                    own[replicate / u64::BITS as usize] |= 1 << (replicate % u64::BITS as usize);
                }
            }
            if own.iter().any(|word| *word != 0) {
                found.designs.push(index);
                found.words.extend(&own);
            }
        }
        Some(found)
    }

    /// The designs, ascending.
    pub fn designs(&self) -> &[usize] {
        &self.designs
    }

    /// Leaves out the designs for which `keeps` does not hold.
    pub fn keep(&mut self, keeps: impl Fn(usize) -> bool) {
        let all = std::mem::take(&mut self.designs).into_iter().zip(self.words.chunks_exact(self.width.max(1)));
        let (designs, words): (Vec<usize>, Vec<&[u64]>) = all.filter(|(design, _)| keeps(*design)).unzip();
        self.words = words.concat();
        self.designs = designs;
    }

    /// Whether the design at a place among [`Self::designs`] meets every limit in a draw.
    pub fn holds(&self, place: usize, replicate: usize) -> bool {
        let word = self.words[place * self.width + replicate / u64::BITS as usize];
        word >> (replicate % u64::BITS as usize) & 1 == 1
    }

    /// The share of the draws, 0 to 1, in which the design at a place does not meet every limit.
    pub fn missed(&self, place: usize) -> f64 {
        let own = &self.words[place * self.width..(place + 1) * self.width];
        let met: u32 = own.iter().map(|word| word.count_ones()).sum();
        1.0 - f64::from(met) / self.replicates as f64
    }
}

/// What decides in which draws a design is feasible: nothing where it always is. `None` where nothing can be said,
/// because a number or a limit is not known or something is overloaded as it was measured, and where it never is, because a
/// number that is the same in every draw misses its limit.
fn tests(draws: &Draws, (exploration, region): (&Exploration, &Region), index: usize) -> Option<Vec<Test>> {
    let mut tests = Vec::new();
    for (position, limit) in region.limits().iter().enumerate() {
        if region.is_undecided_at(index, position) {
            return None;
        }
        let measure = limit.key.measure;
        let cell = draws.position(&limit.key).map(|place| draws.cell(exploration, index, place));
        match cell.filter(|cell| draws.is_uncertain(*cell)) {
            Some(cell) => {
                let threshold = limit.threshold.amount_in(measure.unit())?;
                tests.push(Test { cell, direction: measure.direction(), threshold });
            }
            None if region.is_missed_at(index, position) => return None,
            None => {}
        }
    }
    Some(tests)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_told_apart_beyond_a_word() {
        let mut found = Feasibility {
            designs: vec![2, 5, 9],
            replicates: 70,
            width: 2,
            words: vec![u64::MAX, 63, 0, 1, 1 << 63, 2],
        };
        assert_eq!([0, 1, 2].map(|place| (found.missed(place) * 70.0).round()), [0.0, 69.0, 68.0]);
        found.keep(|design| design != 5);
        assert_eq!(found.designs(), [2, 9]);
        assert_eq!([62, 63, 64, 65, 66].map(|replicate| found.holds(1, replicate)), [false, true, false, true, false]);
        assert!((0..70).all(|replicate| found.holds(0, replicate)));
    }
}
