//! Different points as ranks: whole numbers compare faster than the numbers they stand for, and ties are plain.

use super::super::points::Points;
use super::order_key;

/// Different comparable points in lexicographic order.
pub(super) struct Ranked {
    /// Coordinates of each point, at least one.
    pub(super) dimensions: usize,
    /// For each point its rank in every dimension, from 1; equal values share one. One point after the other.
    pub(super) ranks: Vec<u32>,
    /// Indices of the given points, those that are equal side by side.
    members: Vec<u32>,
    /// Where the members of each point begin, and where those of the last one end.
    starts: Vec<u32>,
}

impl Ranked {
    /// # Panics
    /// When there are more than 4 billion points.
    pub(super) fn of(points: &Points) -> Self {
        let dimensions = points.dimensions();
        let count = u32::try_from(points.len()).expect("the front is sought among up to 4 billion points");
        let is_comparable = |index: &u32| !points.row(*index as usize).iter().any(|value| value.is_nan());
        let comparable: Vec<u32> = (0..count).filter(is_comparable).collect();
        let mut ranks = vec![0; points.len() * dimensions];
        let mut keyed: Vec<(u64, u32)> = Vec::with_capacity(comparable.len());
        // The first dimension comes last: its order stays.
        for dimension in (0..dimensions).rev() {
            keyed.clear();
            keyed.extend(comparable.iter().map(|index| (order_key(points.row(*index as usize)[dimension]), *index)));
            keyed.sort_unstable_by_key(|(key, _)| *key);
            let (mut last, mut rank) = (0, 0);
            for (key, index) in &keyed {
                rank += u32::from(*key != last);
                last = *key;
                ranks[*index as usize * dimensions + dimension] = rank;
            }
        }
        let row = |index: u32| &ranks[index as usize * dimensions..][..dimensions];
        for ties in keyed.chunk_by_mut(|(a, _), (b, _)| a == b) {
            if ties.len() > 1 {
                ties.sort_unstable_by(|(_, a), (_, b)| row(*a).cmp(row(*b)));
            }
        }
        let mut different: Vec<u32> = Vec::with_capacity(keyed.len() * dimensions);
        let mut starts = Vec::with_capacity(keyed.len() + 1);
        for (place, (_, index)) in (0..).zip(&keyed) {
            let is_new = different.len().checked_sub(dimensions).is_none_or(|last| different[last..] != *row(*index));
            if is_new {
                starts.push(place);
                different.extend_from_slice(row(*index));
            }
        }
        starts.push(keyed.len() as u32);
        let members = keyed.into_iter().map(|(_, index)| index).collect();
        Self { dimensions, ranks: different, members, starts }
    }

    /// Number of different points.
    pub(super) fn len(&self) -> u32 {
        self.starts.len() as u32 - 1
    }

    /// The ranks of a point.
    pub(super) fn row(&self, point: u32) -> &[u32] {
        &self.ranks[point as usize * self.dimensions..][..self.dimensions]
    }

    /// Indices of the given points that are equal to this one.
    pub(super) fn members(&self, point: u32) -> impl Iterator<Item = usize> {
        let [from, to] = [0, 1].map(|next| self.starts[point as usize + next] as usize);
        self.members[from..to].iter().map(|index| *index as usize)
    }
}
