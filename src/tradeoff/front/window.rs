//! Small fronts in two to four dimensions: all points in one pass, beside the front of those before them.
//!
//! A few strong points of that front are compared with many others at once; what they leave meets the whole front. That
//! takes long where the front is large: then the pass is given up early.

use std::mem;

use super::super::points::Points;
use super::pivots::spread;

/// Points that meet the strongest before the front changes; one bit each.
const BLOCK: usize = 64;
/// Points that are compared at once.
const LANES: usize = 8;
/// Points of the front that all others are compared with first.
const STRONGEST: usize = 4;
/// The strongest are chosen after so many blocks, and again whenever there are as many times more.
const CHOICE: usize = 4;
/// Points that the choice looks at; one bit each.
const JUDGES: usize = 32;
/// So many blocks from all over come first, or one in so many where that is more, lest all strong points come last.
const FIRST_BLOCKS: usize = 64;
const FIRST_SHARE: usize = 256;
/// Comparisons with the front that each point allows, while its blocks come from all over and afterwards.
const COMPARISONS: usize = 16;
const COMPARISONS_LATER: usize = 4;
/// Comparisons that are allowed from the start, and how many may be saved up.
const COMPARISONS_AT_FIRST: usize = 512;
const MOST_COMPARISONS: usize = 1 << 16;

/// Indices of the points on the front, ascending; `None` when the front is large, and in other dimensions.
pub(super) fn front(points: &Points) -> Option<Vec<usize>> {
    match points.dimensions() {
        2 => front_of::<2>(points),
        3 => front_of::<3>(points),
        4 => front_of::<4>(points),
        _ => None,
    }
}

fn front_of<const D: usize>(points: &Points) -> Option<Vec<usize>> {
    let rows = points.values().as_chunks::<D>().0;
    let (blocks, rest) = rows.as_chunks::<BLOCK>();
    let mut window = Window::<D>::new();
    let first_blocks = FIRST_BLOCKS.max(blocks.len() / FIRST_SHARE).min(blocks.len());
    let first = (0..first_blocks).map(|turn| spread(turn, blocks.len()));
    let mut is_done = vec![false; blocks.len()];
    let (mut done, mut next_choice) = (0, CHOICE);
    for number in first.chain(0..blocks.len()) {
        if mem::replace(&mut is_done[number], true) {
            continue;
        }
        let block = &blocks[number];
        window.allow(BLOCK * if done < first_blocks { COMPARISONS } else { COMPARISONS_LATER });
        let mut remaining = window.not_dominated(block);
        while remaining != 0 {
            let place = remaining.trailing_zeros() as usize;
            remaining &= remaining - 1;
            window.push(&block[place], number * BLOCK + place)?;
        }
        done += 1;
        if done == next_choice {
            window.choose_strongest(&std::array::from_fn(|turn| rows[spread(turn, rows.len())]));
            next_choice *= CHOICE;
        }
    }
    window.allow(rest.len() * COMPARISONS);
    for (index, row) in (blocks.len() * BLOCK..).zip(rest) {
        window.push(row, index)?;
    }
    let mut front: Vec<usize> = window.members.into_iter().map(|(_, index)| index).collect();
    front.sort_unstable();
    Some(front)
}

/// The front of the points so far.
struct Window<const D: usize> {
    /// Coordinates and indices; those that dominate many others come early.
    members: Vec<([f64; D], usize)>,
    /// Present or former members, each moved up by the least step in one dimension: what such a point covers, the
    /// member dominates.
    strongest: Option<[[f64; D]; STRONGEST]>,
    /// How many more times a point may be compared with a member.
    comparisons: usize,
}

impl<const D: usize> Window<D> {
    fn new() -> Self {
        Self { members: Vec::with_capacity(BLOCK), strongest: None, comparisons: COMPARISONS_AT_FIRST }
    }

    fn allow(&mut self, comparisons: usize) {
        self.comparisons = (self.comparisons + comparisons).min(MOST_COMPARISONS);
    }

    /// Adds a point unless a member dominates it, and takes away the members that it dominates. `None` when that takes
    /// too many comparisons.
    fn push(&mut self, row: &[f64; D], index: usize) -> Option<()> {
        let found = self.members.iter().position(|(member, _)| covers(member, row) | covers(row, member));
        self.comparisons = self.comparisons.checked_sub(found.unwrap_or(self.members.len()))?;
        match found {
            Some(place) if !covers(&self.members[place].0, row) => self.replace(place, row, index)?,
            // What an equal point does not dominate, this one does not either.
            Some(place) if self.members[place].0 == *row => self.members.push((*row, index)),
            Some(0) => {}
            Some(place) => self.members.swap(place - 1, place),
            None if row.iter().any(|value| value.is_nan()) => {}
            None => self.members.push((*row, index)),
        }
        Some(())
    }

    /// Puts a point in the place of the first member that it dominates, and takes away the others.
    fn replace(&mut self, place: usize, row: &[f64; D], index: usize) -> Option<()> {
        self.comparisons = self.comparisons.checked_sub(self.members.len() - place)?;
        self.members[place] = (*row, index);
        let mut next = place + 1;
        while let Some((member, _)) = self.members.get(next) {
            if covers(row, member) {
                self.members.swap_remove(next);
            } else {
                next += 1;
            }
        }
        Some(())
    }

    /// A bit for each of these points that the strongest do not dominate; may miss it where coordinates are equal.
    #[expect(clippy::needless_bitwise_bool, reason = "the branches take longer than the comparisons")]
    fn not_dominated(&self, block: &[[f64; D]; BLOCK]) -> u64 {
        let Some(strongest) = &self.strongest else { return u64::MAX };
        let mut remaining = 0;
        for (number, rows) in block.as_chunks::<LANES>().0.iter().enumerate() {
            let columns: [[f64; LANES]; D] =
                std::array::from_fn(|dimension| std::array::from_fn(|lane| rows[lane][dimension]));
            // By how much the strongest are worse than each point: in the worst dimension, the best of them. Of such
            // numbers the compiler takes several at once. Equal infinities differ by what is not a number: it is
            // passed over, or nothing is covered. Points that are not comparable may be left out: they are not on the
            // front.
            let mut least = [f64::INFINITY; LANES];
            for strong in strongest {
                let mut worse = columns[0].map(|value| strong[0] - value);
                // Iterators would move the columns through memory, which takes twice as long.
                for dimension in 1..D {
                    for lane in 0..LANES {
                        let other = strong[dimension] - columns[dimension][lane];
                        worse[lane] = if other > worse[lane] { other } else { worse[lane] };
                    }
                }
                for (least, worse) in least.iter_mut().zip(worse) {
                    *least = if worse < *least { worse } else { *least };
                }
            }
            if least.iter().fold(false, |any, least| any | (*least > 0.0)) {
                let bits = least.iter().rev().fold(0, |bits, least| bits << 1 | u64::from(*least > 0.0));
                remaining |= bits << (number * LANES);
            }
        }
        remaining
    }

    /// Chooses the members that cover most of these points, each of what the ones before it leave, and lets them come
    /// first.
    fn choose_strongest(&mut self, judges: &[[f64; D]; JUDGES]) {
        let covered = |member| judges.iter().fold(0, |bits, judge| bits << 1 | u32::from(covers(member, judge)));
        let mut covered: Vec<u32> = self.members.iter().map(|(member, _)| covered(member)).collect();
        for place in 0..STRONGEST.min(covered.len()) {
            let best = (place..covered.len()).max_by_key(|other| covered[*other].count_ones()).unwrap_or(place);
            self.members.swap(place, best);
            covered.swap(place, best);
            let taken = covered[place];
            for covered in &mut covered {
                *covered &= !taken;
            }
        }
        // What is infinitely bad covers nothing.
        let mut strongest = [[f64::INFINITY; D]; STRONGEST];
        for (place, (strong, (member, _))) in strongest.iter_mut().zip(self.members.iter().cycle()).enumerate() {
            // Each in another dimension, lest all miss points where a coordinate is nearly always the same. From what is
            // infinitely bad there is no step up: moved there, a point would cover its equals.
            let mut dimensions = (0..D).map(|step| (place + step) % D);
            if let Some(dimension) = dimensions.find(|at| member[*at] < f64::INFINITY) {
                *strong = *member;
                strong[dimension] = strong[dimension].next_up();
            }
        }
        self.strongest = Some(strongest);
    }
}

/// Whether `a` is nowhere worse than `b`.
#[inline]
#[expect(clippy::needless_bitwise_bool, reason = "the branches take longer than the comparisons")]
fn covers<const D: usize>(a: &[f64; D], b: &[f64; D]) -> bool {
    a.iter().zip(b).fold(true, |covers, (a, b)| covers & (a <= b))
}
