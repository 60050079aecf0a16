//! All comparisons among some thousand points at once: one bit for each pair, 64 pairs in a step.
//!
//! Going through the points by rank in one dimension, a row of bits says which of the better ones were met so far. What
//! remains of a point's row after all dimensions are the points that cover it.

use super::ranks::Ranked;

/// Most better points that are taken at once.
const WIDEST: usize = 4096;

/// Memory that is used again and again.
#[derive(Default)]
pub(super) struct Bits {
    /// Rank and place of points, in one number each.
    keys: Vec<u64>,
    met: Vec<u64>,
    /// A row of bits for each of the worse points.
    rows: Vec<u64>,
}

impl Bits {
    /// Tells `covered` the points of `worse` that are in no dimension from `first` on better than some point of
    /// `better`; one may be told more than once.
    pub(super) fn cover(
        &mut self,
        ranked: &Ranked,
        (better, worse): (&[u32], &[u32]),
        first: usize,
        mut covered: impl FnMut(u32),
    ) {
        for better in better.chunks(WIDEST) {
            let words = better.len().div_ceil(64);
            self.rows.clear();
            self.rows.resize(words * worse.len(), u64::MAX);
            for dimension in first..ranked.dimensions {
                // Of equal ranks the better points come first.
                self.sort(better.iter().chain(worse).map(|point| ranked.row(*point)[dimension]));
                self.met.clear();
                self.met.resize(words, 0);
                for key in &self.keys {
                    let place = place(*key);
                    match place.checked_sub(better.len()) {
                        None => self.met[place / 64] |= 1 << (place % 64),
                        Some(place) => narrow(&mut self.rows[place * words..][..words], &self.met),
                    }
                }
            }
            for (point, row) in worse.iter().zip(self.rows.chunks_exact(words)) {
                if row.iter().any(|word| *word != 0) {
                    covered(*point);
                }
            }
        }
    }

    /// Tells `kept` the points from `from` to before `to` that none of the others among them dominates.
    pub(super) fn front(&mut self, ranked: &Ranked, from: u32, to: u32, kept: impl FnMut(u32)) {
        let count = (to - from) as usize;
        let words = count.div_ceil(64);
        self.rows.clear();
        self.rows.resize(words * count, 0);
        // In lexicographic order only an earlier point can dominate a later one.
        for (place, row) in self.rows.chunks_exact_mut(words.max(1)).enumerate() {
            row[..place / 64].fill(u64::MAX);
            row[place / 64] = (1 << (place % 64)) - 1;
        }
        for dimension in 1..ranked.dimensions {
            self.sort((from..to).map(|point| ranked.row(point)[dimension]));
            self.met.clear();
            self.met.resize(words, 0);
            for ties in self.keys.chunk_by(|a, b| a >> 32 == b >> 32) {
                for place in ties.iter().map(|key| place(*key)) {
                    self.met[place / 64] |= 1 << (place % 64);
                }
                for place in ties.iter().map(|key| place(*key)) {
                    narrow(&mut self.rows[place * words..][..words], &self.met);
                }
            }
        }
        let is_kept = |point: &u32| {
            let place = (point - from) as usize;
            self.rows[place * words..][..words].iter().all(|word| *word == 0)
        };
        (from..to).filter(is_kept).for_each(kept);
    }

    /// Brings the places of `ranks` into the order of the ranks, and equal ones into that of their places.
    fn sort(&mut self, ranks: impl Iterator<Item = u32>) {
        self.keys.clear();
        self.keys.extend((0..).zip(ranks).map(|(place, rank): (u64, u32)| u64::from(rank) << 32 | place));
        self.keys.sort_unstable();
    }
}

/// The place in a key of rank and place.
fn place(key: u64) -> usize {
    key as u32 as usize
}

fn narrow(row: &mut [u64], met: &[u64]) {
    for (word, met) in row.iter_mut().zip(met) {
        *word &= met;
    }
}
