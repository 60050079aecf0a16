//! What one component contributes to the numbers of a design, by the options of the choices that matter to it.

use super::dependence::Choices;

/// How the contributions of components make a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// Sums over all components, each with what it is a sum of.
    Cost,
    Energy,
    Carbon,
    /// Of a scenario, minus the logarithm of the share of requests that a part lets through.
    Failure(usize),
    /// Of a scenario, failures per hour that end it.
    Interruptions(usize),
    /// Of a scenario, replicas at ten times its load.
    Replicas(usize),
    /// Of a scenario, the part of the mean response time, of its variance and of its third moment.
    Mean(usize),
    Variance(usize),
    Third(usize),
    /// A measure that one component alone decides, by its position.
    Alone(usize),
    /// Greatest values: of a scenario, minus the load per second that a component bears, and how busy it is.
    Throughput(usize),
    Utilisation(usize),
}

impl Slot {
    /// Whether contributions add up; else the greatest counts.
    pub(super) fn is_sum(self) -> bool {
        !matches!(self, Self::Throughput(_) | Self::Utilisation(_))
    }
}

/// The contributions of one component in every one of its states.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// The choices that it depends on, in order, each with how far its options are apart.
    pub(super) strides: Vec<(usize, usize)>,
    pub(super) states: usize,
    /// Values of all slots, state by state.
    pub(super) values: Vec<f64>,
    /// What is united bit by bit.
    pub(super) bits: Vec<u64>,
    /// Own moments and rates of calls, for response times that do not simply add up.
    pub(super) extra: Vec<f64>,
    pub(super) extra_width: usize,
}

impl Table {
    /// For these choices, of which `counts` has the number of options; `None` when there are more than `most` states.
    pub(super) fn new(choices: &Choices, counts: &[usize], most: usize) -> Option<Self> {
        let mut states: usize = 1;
        let mut strides: Vec<(usize, usize)> = Vec::with_capacity(choices.len());
        for choice in choices.iter().rev() {
            strides.push((*choice, states));
            states = states.checked_mul(counts[*choice]).filter(|states| *states <= most)?;
        }
        strides.reverse();
        Some(Self { strides, states, ..Self::default() })
    }

    /// The state when the choices have these options.
    pub(super) fn state(&self, options: &[usize]) -> usize {
        self.strides.iter().map(|(choice, stride)| options[*choice] * stride).sum()
    }

    /// Sets the options of its choices to those of a state.
    pub(super) fn pick(&self, state: usize, counts: &[usize], options: &mut [usize]) {
        for (choice, stride) in &self.strides {
            options[*choice] = state / stride % counts[*choice];
        }
    }

    /// The last choice that matters, counted from 1; 0 where none does.
    pub(super) fn level(&self) -> usize {
        self.strides.last().map_or(0, |(choice, _)| choice + 1)
    }

    pub(super) fn row(&self, state: usize, width: usize) -> &[f64] {
        &self.values[state * width..][..width]
    }
}

/// The finest grid on which the sums of typical values are told apart.
const FINEST: f64 = 1.0 / (1_u64 << 40) as f64;

/// The coarsest grid on which all sums are still exact.
const EXACT: f64 = 1.0 / (1_u64 << 52) as f64;

/// Rounds the numbers of one sum to multiples of one power of two, so that their sums are exact: those of equal parts are
/// then equal in whatever order they are added, and what is smaller in part is smaller in the whole. The relative
/// difference is about 10⁻¹².
pub(super) fn make_exact(tables: &mut [Table], slot: usize, width: usize) {
    let (mut greatest, mut typical) = (0.0, 0.0);
    for table in tables.iter() {
        let column = (0..table.states).map(|state| table.row(state, width)[slot].abs());
        let mut finite: Vec<f64> = column.filter(|value| value.is_finite()).collect();
        finite.sort_by(f64::total_cmp);
        greatest += finite.last().copied().unwrap_or(0.0);
        typical += finite.get(finite.len() / 2).copied().unwrap_or(0.0);
    }
    if greatest <= 0.0 {
        return;
    }
    let grid = (greatest * EXACT).max(typical * FINEST).log2().ceil().exp2();
    if !grid.is_normal() {
        return;
    }
    for table in tables {
        for row in table.values.chunks_exact_mut(width.max(1)) {
            row[slot] = (row[slot] / grid).round() * grid;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_and_options_are_one_to_one() {
        let counts = [3, 2, 4];
        let table = Table::new(&[0, 2].into(), &counts, 100).expect("there are 12 states");
        assert_eq!((table.states, table.level()), (12, 3));
        let mut options = [0, 1, 0];
        for state in 0..12 {
            table.pick(state, &counts, &mut options);
            assert_eq!((table.state(&options), options[1]), (state, 1));
        }
        assert!(Table::new(&[0, 2].into(), &counts, 11).is_none());
        assert_eq!(Table::new(&Choices::new(), &counts, 1).map(|table| (table.states, table.level())), Some((1, 0)));
    }

    #[test]
    fn sums_become_exact_and_stay_close() {
        let table = |values: &[f64]| Table { states: values.len(), values: values.to_vec(), ..Table::default() };
        let mut tables = [table(&[0.1, 0.3, 1e4]), table(&[0.2, 0.7, f64::INFINITY]), table(&[0.3, f64::NAN, 1.0])];
        let before = tables.clone();
        make_exact(&mut tables, 0, 1);
        for (table, before) in tables.iter().zip(&before) {
            for (value, before) in table.values.iter().zip(&before.values).filter(|(_, before)| before.is_finite()) {
                assert!((value - before).abs() < 1e-9 * before.abs(), "{value} is not {before}");
            }
        }
        let [a, b, c] = [0, 1, 2].map(|table| tables[table].values[0]);
        assert_eq!((a + b) + c, a + (b + c));
        assert!(tables[1].values[2].is_infinite() && tables[2].values[1].is_nan());
    }
}
