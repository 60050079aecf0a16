//! How computed numbers of designs follow measured ones: to the first order, each measured number on its own.
//!
//! `value + Σ slope · (drawn − measured)`, with a slope of its own below and above what was measured. Differences are
//! added, not factors multiplied: what a system sums up (times one after the other, prices, work, utilisation) is
//! straight in each of its numbers, and then the sum is exact for any of them together. Where waiting lines bend it,
//! the slopes are those of the chords from the value as it was measured to either end of what is drawn, so that both
//! ends are met.
//!
//! Overload is no number. Whether it comes is told by how busy the busiest component is, which is straight in the
//! times: from 100 % on the value has no bound.

use super::super::replicates::Range;

/// What one measured number does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Effect {
    /// Where the measured number stands among the readings.
    pub place: u32,
    /// Change of the value per change of the number, where it is lower than it was measured. In single precision: with
    /// a hundred thousand designs there are millions of them.
    pub below: f32,
    /// The same where it is higher.
    pub above: f32,
}

/// Computed numbers of designs.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Courses {
    /// By rising design and position of the measure.
    numbers: Vec<Course>,
    effects: Vec<Effect>,
    /// How busy something is, from 1 on overloaded; each with its effects.
    strains: Vec<(f64, (u32, u32))>,
}

#[derive(Clone, Debug, PartialEq)]
struct Course {
    design: u32,
    position: u32,
    base: f64,
    effects: (u32, u32),
    strain: Option<u32>,
}

impl Courses {
    /// Adds a number that is the last one yet by design and position, with what it has as all was measured.
    pub fn push(&mut self, (design, position): (usize, usize), base: f64, effects: &[Effect], strain: Option<u32>) {
        let effects = self.keep(effects);
        self.numbers.push(Course { design: design as u32, position: position as u32, base, effects, strain });
    }

    /// Adds how busy something is: the place to name it by.
    pub fn strain(&mut self, base: f64, effects: &[Effect]) -> u32 {
        let effects = self.keep(effects);
        self.strains.push((base, effects));
        self.strains.len() as u32 - 1
    }

    /// How many numbers there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Where the number of a design stands; `None` for one that follows nothing.
    pub fn find(&self, design: usize, position: usize) -> Option<usize> {
        let wanted = (design as u32, position as u32);
        self.numbers.binary_search_by_key(&wanted, |course| (course.design, course.position)).ok()
    }

    /// The number at a place, within `range`, where the measured numbers are moved by `shift`; `None` where it has no
    /// bound.
    pub fn value(&self, place: usize, range: Range, shift: impl Fn(usize) -> f64) -> Option<f64> {
        let course = &self.numbers[place];
        let is_overloaded = course.strain.is_some_and(|strain| {
            let (base, effects) = self.strains[strain as usize];
            self.moved(base, effects, &shift) >= 1.0
        });
        (!is_overloaded).then(|| range.cut(self.moved(course.base, course.effects, &shift)))
    }

    /// The position of the measure that the number at a place is one of.
    pub fn position(&self, place: usize) -> usize {
        self.numbers[place].position as usize
    }

    fn keep(&mut self, effects: &[Effect]) -> (u32, u32) {
        let from = self.effects.len() as u32;
        self.effects.extend(effects);
        (from, self.effects.len() as u32)
    }

    fn moved(&self, base: f64, (from, to): (u32, u32), shift: &impl Fn(usize) -> f64) -> f64 {
        let effects = self.effects[from as usize..to as usize].iter();
        effects.fold(base, |value, effect| {
            let shift = shift(effect.place as usize);
            value + shift * f64::from(if shift < 0.0 { effect.below } else { effect.above })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_moves_it_by_itself() {
        let mut courses = Courses::default();
        let effects = [Effect { place: 0, below: 2.0, above: 4.0 }, Effect { place: 3, below: 0.5, above: 0.5 }];
        courses.push((1, 0), 10.0, &effects, None);
        courses.push((4, 2), 7.0, &effects[..1], None);
        let shifts = |shifts: [f64; 4]| move |place: usize| shifts[place];
        let at = |of: [f64; 4]| courses.value(0, Range::positive(), shifts(of));
        assert_eq!(at([0.0; 4]), Some(10.0));
        assert_eq!(at([-1.0, 9.0, 9.0, 2.0]), Some(9.0));
        assert_eq!(at([1.0, 0.0, 0.0, -2.0]), Some(13.0));
        assert_eq!(at([-100.0, 0.0, 0.0, 0.0]), Some(0.0), "no time is below nothing");
        assert_eq!((courses.find(4, 2), courses.find(1, 0), courses.find(1, 2)), (Some(1), Some(0), None));
        assert_eq!(courses.position(1), 2);
    }

    #[test]
    fn from_full_use_on_there_is_no_bound() {
        let mut courses = Courses::default();
        // Two numbers that each leave it below, and together do not.
        let busier = |place: u32| Effect { place, below: 0.25, above: 0.25 };
        let strain = courses.strain(0.5, &[busier(0), busier(1)]);
        courses.push((0, 0), 10.0, &[Effect { place: 0, below: 1.0, above: 1.0 }], Some(strain));
        let at = |shifts: [f64; 2]| courses.value(0, Range::positive(), |place| shifts[place]);
        assert_eq!(at([1.0, 0.0]), Some(11.0));
        assert_eq!(at([1.0, 1.0]), None);
        assert_eq!(at([1.0, -1.0]), Some(11.0));
    }
}
