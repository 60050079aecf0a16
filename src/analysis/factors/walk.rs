//! One design after the other, in order: only what the changed choices matter to is put together anew.

use super::Factors;
use super::composition::Composition;
use super::formula::Put;
use super::moments::Moments;

/// The numbers of one design after the other. The options of the last choice change fastest.
#[derive(Clone, Debug)]
pub struct Walk<'f> {
    factors: &'f Factors,
    options: Vec<usize>,
    /// The state of each table.
    states: Vec<usize>,
    /// What the tables contribute whose last choice is no later than each level, one level after the other.
    values: Vec<f64>,
    bits: Vec<u64>,
    /// What each set of nodes adds, with the bits that it was worked out for.
    nodes: Vec<f64>,
    nodes_of: Vec<u64>,
    /// What each component of each composition answers after.
    responses: Vec<Vec<Moments>>,
    composed: Vec<Moments>,
}

impl<'f> Walk<'f> {
    pub(super) fn new(factors: &'f Factors) -> Self {
        let (levels, width) = (factors.counts.len() + 1, factors.neutral.len());
        let mut walk = Self {
            factors,
            options: vec![0; factors.counts.len()],
            states: vec![0; factors.tables.len()],
            values: vec![0.0; levels * width],
            bits: vec![0; levels],
            nodes: factors.sets.iter().map(|set| set.added(0)).collect(),
            nodes_of: vec![0; factors.sets.len()],
            responses: factors.compositions.iter().map(Composition::responses).collect(),
            composed: vec![Moments::UNKNOWN; factors.compositions.len()],
        };
        walk.update(0);
        walk
    }

    /// Goes to the design that takes these options, one for every choice.
    ///
    /// # Panics
    /// When there are other than one option for each choice.
    pub fn go_to(&mut self, options: &[usize]) {
        self.options.copy_from_slice(options);
        self.update(0);
    }

    /// Goes on to the next design; `false` after the last one.
    pub fn advance(&mut self) -> bool {
        for choice in (0..self.options.len()).rev() {
            if self.options[choice] + 1 < self.factors.counts[choice] {
                self.options[choice] += 1;
                self.update(choice + 1);
                return true;
            }
            self.options[choice] = 0;
        }
        false
    }

    /// The options that the design takes.
    pub fn options(&self) -> &[usize] {
        &self.options
    }

    /// The value of the measure at `position` of [`Factors::measures`], in its unit: not a number where it is not known,
    /// infinite for a response time without a bound because something is overloaded.
    pub fn value(&self, position: usize) -> f64 {
        self.put().value(self.factors.formulas[position])
    }

    /// How far the least certain of the compared numbers is from measured, 0 to 2.
    pub fn doubt(&self) -> u8 {
        self.factors.doubt(self.last_bits())
    }

    /// How many of the parts that numbers are put together from bring one of these bits, see [`Factors::spoilers`].
    pub fn bearers(&self, bits: u64) -> usize {
        let parts = self.factors.tables.iter().zip(&self.states);
        parts.filter(|(table, state)| table.bits[**state] & bits != 0).count()
    }

    pub(super) fn put(&self) -> Put<'_> {
        let width = self.factors.neutral.len();
        Put {
            values: &self.values[self.options.len() * width..],
            bits: self.last_bits(),
            nodes: &self.nodes,
            composed: &self.composed,
            times: &self.factors.times,
            percentiles: &self.factors.percentiles,
        }
    }

    fn last_bits(&self) -> u64 {
        self.bits[self.options.len()]
    }

    /// Puts together anew what choices from `first` on (counted from 1) matter to; everything for 0.
    fn update(&mut self, first: usize) {
        let factors = self.factors;
        let width = factors.neutral.len();
        for level in first..self.bits.len() {
            let (before, rest) = self.values.split_at_mut(level * width);
            let own = &mut rest[..width];
            if level == 0 {
                own.copy_from_slice(&factors.neutral);
                self.bits[0] = 0;
            } else {
                own.copy_from_slice(&before[(level - 1) * width..]);
                self.bits[level] = self.bits[level - 1];
            }
            for table in &factors.by_level[level] {
                let found = &factors.tables[*table];
                let state = found.state(&self.options);
                self.states[*table] = state;
                factors.contribute(own, found.row(state, width));
                self.bits[level] |= found.bits[state];
            }
            for (composition, responses) in factors.compositions.iter().zip(&mut self.responses) {
                composition.update(level, &factors.tables, &self.states, responses);
            }
        }
        for (composed, responses) in self.composed.iter_mut().zip(&self.responses) {
            *composed = Composition::response(responses);
        }
        let bits = self.last_bits();
        for (position, set) in factors.sets.iter().enumerate() {
            let needed = bits & set.mask;
            if needed != self.nodes_of[position] {
                self.nodes_of[position] = needed;
                self.nodes[position] = set.added(needed);
            }
        }
    }
}
