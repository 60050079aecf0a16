//! A first pass over the points: a few strong ones dominate most of the others, wherever the front is small.

use std::cmp::Reverse;

use super::super::points::Points;

/// With fewer points there is nothing to gain.
const FEWEST_POINTS: usize = 512;
/// Most passes, each with pivots from what remained.
const PASSES: usize = 8;
/// One point of so many is in the sample, within limits.
const SAMPLED: usize = 128;
const SMALLEST_SAMPLE: usize = 256;
/// The largest sample has so many points, doubled for each dimension, because pivots are harder to find in more.
const LARGEST_SAMPLE: usize = 256;
const MOST_DOUBLINGS: usize = 5;
/// Points of the sample that are compared with the best of it.
const JUDGES: usize = 1024;
/// The best of the sample, of which the pivots are chosen.
const CANDIDATES: usize = 64;
const MOST_PIVOTS: usize = 16;
/// Pivots that are compared one by one, before all at once.
const STRONGEST: usize = 4;
/// Most pivots that are kept over several passes.
const MOST_IN_ALL: usize = 128;
/// Of the judges, a pivot has to dominate one in so many that no other pivot dominates.
const LEAST_GAIN: usize = 256;
/// Of the judges, all pivots together have to dominate one in so many.
const LEAST_SHARE: usize = 8;
/// Pivots that are compared at once.
const LANES: usize = 8;

/// What a pass leaves.
pub(super) struct Remaining {
    pub(super) points: Points,
    /// Where they stand among the given points.
    pub(super) indices: Vec<usize>,
}

/// Leaves out points that are certainly not on the front; `None` when it is not worth it.
pub(super) fn sort_out(points: &Points) -> Option<Remaining> {
    let pivots = Pivots::among(points)?;
    let mut indices = pivots.not_dominated(points);
    let dimensions = points.dimensions();
    let mut remaining = Points::from_rows(dimensions, indices.iter().map(|index| points.row(*index)));
    let mut before = points.len();
    for _ in 1..PASSES {
        // Equal points are dominated by none of them, however strong they look.
        if remaining.len() * LEAST_SHARE > before * (LEAST_SHARE - 1) {
            break;
        }
        before = remaining.len();
        let Some(pivots) = Pivots::among(&remaining) else { break };
        let kept = pivots.not_dominated(&remaining);
        remaining.keep(&kept);
        indices = kept.into_iter().map(|place| indices[place]).collect();
    }
    Some(Remaining { points: remaining, indices })
}

/// Points that dominate many others.
#[derive(Default)]
pub(super) struct Pivots {
    dimensions: usize,
    /// The first of them, which nearly always decide in few dimensions, one after the other.
    strongest: Vec<f64>,
    /// For eight pivots at a time their first coordinates, then their second ones, and so on.
    coordinates: Vec<[f64; LANES]>,
}

impl Pivots {
    /// Whether one of them dominates `point`; may miss it for a point that equals one of them.
    pub(super) fn dominate(&self, point: &[f64]) -> bool {
        let size = self.dimensions.max(1);
        self.strongest.chunks_exact(size).any(|pivot| dominates_alone(pivot, point))
            || any_dominates(self.coordinates.chunks_exact(size), point)
    }

    /// Indices of the points that none of them dominates, and of some that equal one of them.
    fn not_dominated(&self, points: &Points) -> Vec<usize> {
        // Where the compiler knows the number of coordinates, it is about twice as fast.
        match self.dimensions {
            2 => self.not_dominated_of::<2>(points),
            3 => self.not_dominated_of::<3>(points),
            4 => self.not_dominated_of::<4>(points),
            5 => self.not_dominated_of::<5>(points),
            6 => self.not_dominated_of::<6>(points),
            _ => points.rows().enumerate().filter(|(_, row)| !self.dominate(row)).map(|(index, _)| index).collect(),
        }
    }

    fn not_dominated_of<const D: usize>(&self, points: &Points) -> Vec<usize> {
        let strongest = self.strongest.as_chunks::<D>().0;
        let blocks = self.coordinates.as_chunks::<D>().0;
        let rows = points.rows().filter_map(<[f64]>::first_chunk::<D>).enumerate();
        let kept = rows.filter(|(_, row)| {
            !strongest.iter().any(|pivot| dominates_alone(pivot, *row))
                && !any_dominates(blocks.iter().map(<[_; D]>::as_slice), *row)
        });
        kept.map(|(index, _)| index).collect()
    }

    /// Strong points among `points`; `None` when they would not dominate many of the others.
    pub(super) fn among(points: &Points) -> Option<Self> {
        if points.len() < FEWEST_POINTS {
            return None;
        }
        let sample = sample(points);
        let judges = &sample[..sample.len().min(JUDGES)];
        let candidates = candidates(&sample);
        let mut dominated = Self::of(&candidates).covered(judges);
        let (mut pivots, mut gained) = (Vec::new(), 0);
        while pivots.len() < MOST_PIVOTS {
            let gain = |place: &usize| dominated[*place].iter().map(|word| word.count_ones() as usize).sum::<usize>();
            let best = (0..candidates.len()).max_by_key(|place| (gain(place), Reverse(*place)))?;
            let gain = gain(&best);
            if gain == 0 || gain * LEAST_GAIN < judges.len() {
                break;
            }
            gained += gain;
            pivots.push(candidates[best]);
            let taken = dominated[best].clone();
            for words in &mut dominated {
                words.iter_mut().zip(&taken).for_each(|(word, taken)| *word &= !taken);
            }
        }
        (gained * LEAST_SHARE >= judges.len() && gained > 0).then(|| Self::of(&pivots))
    }

    /// Adds others, and drops the oldest when there are too many.
    pub(super) fn add(&mut self, others: Self) {
        self.dimensions = others.dimensions;
        self.strongest = others.strongest;
        self.coordinates.extend(others.coordinates);
        let most = MOST_IN_ALL / LANES * self.dimensions;
        self.coordinates.drain(..self.coordinates.len().saturating_sub(most));
    }

    /// These points.
    fn of(pivots: &[&[f64]]) -> Self {
        let dimensions = pivots.first().map_or(0, |pivot| pivot.len());
        let mut coordinates = Vec::new();
        for pivots in pivots.chunks(LANES) {
            // What is not a number covers nothing.
            let coordinate = |lane, dimension| pivots.get(lane).map_or(f64::NAN, |pivot: &&[f64]| pivot[dimension]);
            let lanes = |dimension| std::array::from_fn(|lane| coordinate(lane, dimension));
            coordinates.extend((0..dimensions).map(lanes));
        }
        let strongest = pivots.iter().take(STRONGEST).copied().flatten().copied().collect();
        Self { dimensions, strongest, coordinates }
    }

    /// For each of them a bit for each of `points`: whether it covers it.
    fn covered(&self, points: &[&[f64]]) -> Vec<Vec<u64>> {
        let blocks = self.coordinates.chunks_exact(self.dimensions.max(1));
        let mut covered = vec![vec![0; points.len().div_ceil(64)]; blocks.len() * LANES];
        for (pivots, covered) in blocks.zip(covered.chunks_exact_mut(LANES)) {
            for (place, point) in points.iter().enumerate() {
                for (words, misses) in covered.iter_mut().zip(misses(pivots, point)) {
                    words[place / 64] |= u64::from(misses == 0.0) << (place % 64);
                }
            }
        }
        covered
    }
}

fn dominates(a: &[f64], b: &[f64]) -> bool {
    a.iter().zip(b).all(|(a, b)| a <= b) && a != b
}

/// The same without a branch for each coordinate.
#[inline]
#[expect(clippy::needless_bitwise_bool, reason = "the branches take longer than the comparisons")]
fn dominates_alone(a: &[f64], b: &[f64]) -> bool {
    let pairs = || a.iter().zip(b);
    pairs().fold(true, |covers, (a, b)| covers & (a <= b)) && pairs().any(|(a, b)| a != b)
}

/// Whether one of eight points in some block dominates `point`.
#[inline]
#[expect(clippy::needless_bitwise_bool, reason = "the branches take longer than the comparisons")]
fn any_dominates<'a>(mut blocks: impl Iterator<Item = &'a [[f64; LANES]]>, point: &[f64]) -> bool {
    blocks.any(|pivots| {
        let misses = misses(pivots, point);
        // Were the point equal to this pivot, hardly another one would dominate it.
        misses.iter().fold(false, |any, misses| any | (*misses == 0.0))
            && misses
                .iter()
                .position(|misses| *misses == 0.0)
                .is_some_and(|lane| pivots.iter().zip(point).any(|(coordinates, value)| coordinates[lane] != *value))
    })
}

/// For each of eight points, given by coordinate, in how many coordinates it is worse than `point`. They are counted
/// in floating point because the compiler then compares several at once.
#[inline]
fn misses(points: &[[f64; LANES]], point: &[f64]) -> [f64; LANES] {
    let mut misses = [0.0; LANES];
    for (coordinates, value) in points.iter().zip(point) {
        for (misses, coordinate) in misses.iter_mut().zip(coordinates) {
            *misses += if coordinate <= value { 0.0 } else { 1.0 };
        }
    }
    misses
}

/// Comparable points from all over, in no order.
fn sample(points: &Points) -> Vec<&[f64]> {
    let largest = LARGEST_SAMPLE << points.dimensions().min(MOST_DOUBLINGS);
    let size = (points.len() / SAMPLED).clamp(SMALLEST_SAMPLE, largest);
    let rows = (0..size).map(|turn| points.row(spread(turn, points.len())));
    rows.filter(|row| !row.iter().any(|value| value.is_nan())).collect()
}

/// A place among `count` for each turn, all over them.
pub(super) fn spread(turn: usize, count: usize) -> usize {
    // Multiples of the golden ratio spread evenly, and hit no period of the points.
    let fraction = (turn as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((u128::from(fraction) * count as u128) >> 64) as usize
}

/// Those of the sample that would dominate most if the dimensions had nothing to do with each other, without those that
/// another one dominates or equals.
fn candidates<'a>(sample: &[&'a [f64]]) -> Vec<&'a [f64]> {
    let Some(first) = sample.first() else { return Vec::new() };
    let mut shares: Vec<(f64, u32)> = (0..sample.len() as u32).map(|place| (1.0, place)).collect();
    let mut order: Vec<(f64, u32)> = Vec::with_capacity(sample.len());
    for dimension in 0..first.len() {
        order.clear();
        order.extend((0..).zip(sample).map(|(place, point)| (point[dimension], place)));
        order.sort_unstable_by(|(a, _), (b, _)| a.total_cmp(b));
        let mut beyond = sample.len();
        for ties in order.chunk_by(|(a, _), (b, _)| a == b) {
            for (_, place) in ties {
                shares[*place as usize].0 *= beyond as f64 / sample.len() as f64;
            }
            beyond -= ties.len();
        }
    }
    shares.sort_unstable_by(|(a, place), (b, other)| b.total_cmp(a).then(place.cmp(other)));
    let mut candidates: Vec<&[f64]> = Vec::new();
    for point in shares.iter().take(CANDIDATES).map(|(_, place)| sample[*place as usize]) {
        // A better share in every dimension: what dominates comes first.
        if !candidates.iter().any(|better| *better == point || dominates(better, point)) {
            candidates.push(point);
        }
    }
    candidates
}
