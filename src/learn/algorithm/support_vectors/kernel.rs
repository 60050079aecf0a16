//! Similarities of rows: what a support vector machine measures with, and the rows of them that the solver keeps.

use super::super::neighbours::{LANES, RowBlocks};

/// How similar two rows are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) enum Kernel {
    /// The scalar product.
    Linear,
    /// exp(−gamma · squared distance).
    Radial {
        /// How fast similarity fades.
        gamma: f32,
    },
}

impl Kernel {
    /// How fast similarity fades; `None` for the scalar product.
    pub fn gamma(self) -> Option<f32> {
        match self {
            Self::Linear => None,
            Self::Radial { gamma } => Some(gamma),
        }
    }

    /// Similarities of the rows of each block to `row`.
    pub fn similarities(self, blocks: &RowBlocks, row: &[f32], mut take: impl FnMut(usize, &[f32; LANES])) {
        match self {
            Self::Linear => blocks.products(row).enumerate().for_each(|(block, products)| take(block, &products)),
            Self::Radial { gamma } => {
                for (block, mut values) in blocks.squared_distances(row).enumerate() {
                    for value in &mut values {
                        *value = exponential(-gamma * *value);
                    }
                    take(block, &values);
                }
            }
        }
    }

    /// The similarity of a row to itself.
    pub fn with_itself(self, row: &[f32]) -> f32 {
        match self {
            Self::Linear => row.iter().fold(0.0, |sum, value| sum + f64::from(*value) * f64::from(*value)) as f32,
            Self::Radial { .. } => 1.0,
        }
    }

    /// Σ coefficient · similarity over the rows of `blocks`.
    pub fn weighted_sum(self, blocks: &RowBlocks, coefficients: &[f64], row: &[f32]) -> f64 {
        let mut sums = [0.0; LANES];
        self.similarities(blocks, row, |block, similarities| {
            let coefficients = coefficients[block * LANES..].iter();
            for ((sum, coefficient), similarity) in sums.iter_mut().zip(coefficients).zip(similarities) {
                *sum += coefficient * f64::from(*similarity);
            }
        });
        sums.iter().sum()
    }
}

/// The exponential of a number that is not positive, to a few units in the last place. The library's is a call per
/// number; this is plain arithmetic that the compiler does for several numbers at once.
fn exponential(value: f32) -> f32 {
    /// Adding it rounds to a whole number, which the lowest bits then hold.
    const ROUNDER: f32 = 12_582_912.0;
    /// The natural logarithm of 2 in two parts, the first with few bits, so that its products are exact.
    const LN_2_HIGH: f32 = 0.693_359_4;
    const LN_2_LOW: f32 = -2.121_944_4e-4;
    // Below, results would no longer be normal numbers.
    let value = if value > -87.0 { value } else { -87.0 };
    let rounded = value * std::f32::consts::LOG2_E + ROUNDER;
    let whole = rounded - ROUNDER;
    let rest = value - whole * LN_2_HIGH - whole * LN_2_LOW;
    // Taylor's series; the rest is at most half of ln 2 in size.
    let series = [1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0];
    let fraction = series.iter().fold(0.0, |sum, factor| sum * rest + factor);
    let power = f32::from_bits((rounded.to_bits() << 23).wrapping_add(127 << 23));
    fraction * power
}

/// No slot or no row.
const NONE: u32 = u32::MAX;

/// Rows of similarities to all active rows, as many as fit; the one asked for longest ago makes room.
pub(super) struct Cache {
    bytes: usize,
    /// Values in a row, a multiple of `LANES`.
    length: usize,
    /// Place of each row in `slots`, or `NONE`.
    slot_of: Vec<u32>,
    slots: Vec<Slot>,
    clock: u64,
}

struct Slot {
    row: u32,
    asked: u64,
    similarities: Vec<f32>,
}

impl Cache {
    /// A cache of at most so many bytes, but at least two rows, for the similarities of `rows` rows.
    pub fn new(bytes: usize, rows: usize) -> Self {
        Self { bytes, length: 0, slot_of: vec![NONE; rows], slots: Vec::new(), clock: 0 }
    }

    /// Forgets everything; rows have this many values from now on.
    pub fn clear(&mut self, length: usize) {
        self.length = length;
        self.slots.clear();
        self.slot_of.fill(NONE);
    }

    /// Keeps only the values at these places, which ascend, and only the rows that `is_active`.
    pub fn compact(&mut self, places: &[usize], is_active: impl Fn(usize) -> bool) {
        self.length = places.len().next_multiple_of(LANES);
        self.slot_of.fill(NONE);
        self.slots.retain(|slot| is_active(slot.row as usize));
        for (number, slot) in self.slots.iter_mut().enumerate() {
            self.slot_of[slot.row as usize] = number as u32;
            for (to, from) in places.iter().enumerate() {
                slot.similarities[to] = slot.similarities[*from];
            }
            // Their places may lie beyond the end: a row never grows, since the number of places does not.
            slot.similarities.truncate(self.length);
            slot.similarities.shrink_to_fit();
        }
    }

    /// The slot that holds `row`, worked out by `fill` if it is not there yet.
    pub fn slot(&mut self, row: usize, fill: impl FnOnce(&mut [f32])) -> usize {
        self.clock += 1;
        if self.slot_of[row] == NONE {
            let fits = (self.bytes / (self.length * size_of::<f32>()).max(1)).max(2);
            let slot = if self.slots.len() < fits {
                self.slots.push(Slot { row: NONE, asked: 0, similarities: vec![0.0; self.length] });
                self.slots.len() - 1
            } else {
                let oldest = self.slots.iter().enumerate().min_by_key(|(_, slot)| slot.asked);
                oldest.map_or(0, |(place, _)| place)
            };
            let old = std::mem::replace(&mut self.slots[slot].row, row as u32);
            if old != NONE {
                self.slot_of[old as usize] = NONE;
            }
            self.slot_of[row] = slot as u32;
            fill(&mut self.slots[slot].similarities);
        }
        let slot = self.slot_of[row] as usize;
        self.slots[slot].asked = self.clock;
        slot
    }

    /// The similarities in a slot.
    pub fn similarities(&self, slot: usize) -> &[f32] {
        &self.slots[slot].similarities
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_is_right_to_six_digits() {
        for step in 0..87_000 {
            let value = -step as f32 / 1000.0;
            let exact = f64::from(value).exp();
            let error = (f64::from(exponential(value)) - exact).abs() / exact;
            assert!(error < 5e-7, "{value}: {error}");
        }
        assert_eq!(exponential(0.0), 1.0);
        assert!(exponential(f32::NEG_INFINITY) < 1e-37);
    }

    #[test]
    fn the_cache_forgets_what_was_asked_for_longest_ago() {
        let mut cache = Cache::new(2 * LANES * size_of::<f32>(), 3);
        cache.clear(LANES);
        for row in [0, 1, 0, 2] {
            let slot = cache.slot(row, |out| out.fill(row as f32));
            assert_eq!(cache.similarities(slot), [row as f32; LANES]);
        }
        let slot = cache.slot(0, |_| panic!("row 0 was asked for after row 1"));
        assert_eq!(cache.similarities(slot)[0], 0.0);
        let mut is_filled = false;
        cache.slot(1, |_| is_filled = true);
        assert!(is_filled);
    }
}
