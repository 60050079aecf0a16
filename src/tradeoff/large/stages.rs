//! The best combinations of one option for each of several stages, found without going through all of them.
//!
//! What is nowhere better and somewhere worse than another choice for the first stages stays so whatever is added: it can
//! go before the next stage is looked at (sums of Pareto sets; Bellman's principle). That holds as long as nothing but
//! sums and extremes puts stages together. Nothing of this crate is used here.

use std::collections::{BTreeMap, BTreeSet};

/// How the values of the stages make the value of the whole; smaller is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Combine {
    /// They add up. The logarithms of what is multiplied are to be added.
    Sum,
    /// The greatest of them.
    Greatest,
}

/// One of the numbers that are carried from stage to stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coordinate {
    /// How it is put together.
    pub combine: Combine,
    /// Whether a whole with a smaller sum is really better. Where it is not, as with a number that only a limit looks at,
    /// and with every [`Combine::Greatest`], a smaller value alone sorts nothing out: in the end both may be equal.
    pub decides: bool,
}

/// The options of one stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stage {
    /// The class of each option. The classes of all stages are united bit by bit; only what is of the same class is
    /// compared.
    pub classes: Vec<u64>,
    /// The values of the options, one option after the other. Sums have to be exact: see [`prune`].
    pub values: Vec<f64>,
}

/// Combinations that are left.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Combinations {
    /// Stages that each has an option of.
    pub stages: usize,
    /// The option of every stage, one combination after the other.
    pub picks: Vec<u32>,
    /// Their classes.
    pub classes: Vec<u64>,
    /// Their values, one combination after the other.
    pub values: Vec<f64>,
}

/// Combinations that are made before what is dominated among them is sorted out.
const BLOCK: usize = 1 << 18;

impl Combinations {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.classes.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.classes.is_empty()
    }

    /// The option that the combination at `index` takes of every stage.
    pub fn of(&self, index: usize) -> &[u32] {
        &self.picks[index * self.stages..][..self.stages]
    }
}

/// Every combination that no other one surely dominates: all that can be best under any measure that never gets better
/// when a coordinate grows, equally good ones included, and perhaps some more. `None` when there are more than `most` of
/// them, or when `front` gives none: the caller stopped it.
///
/// `front` finds, among points with so many coordinates, those that no other one is no worse than everywhere and better
/// than somewhere, equal points included.
///
/// Sums have to be exact, as those of whole numbers are, or what is better before may be equal in the end. No value may be
/// without an order (NaN).
///
/// # Panics
/// When a stage has another number of values than its options have coordinates.
pub fn prune(
    coordinates: &[Coordinate],
    stages: &[Stage],
    most: usize,
    front: &mut dyn FnMut(usize, Vec<f64>) -> Option<Vec<usize>>,
) -> Option<Combinations> {
    let mut pruning = Pruning { coordinates, most, front };
    // The smallest first: then the most is sorted out before the largest multiplies it.
    let mut order: Vec<usize> = (0..stages.len()).collect();
    order.sort_by_key(|stage| stages[*stage].classes.len());
    let mut done: Option<Combinations> = None;
    for stage in &order {
        let stage = &stages[*stage];
        assert_eq!(stage.values.len(), stage.classes.len() * coordinates.len(), "every option has all coordinates");
        let picks = (0..stage.classes.len()).map(|option| option as u32).collect();
        let alone = Combinations { stages: 1, picks, classes: stage.classes.clone(), values: stage.values.clone() };
        let alone = pruning.reduce(&alone)?;
        done = Some(match done {
            None => alone,
            Some(before) => pruning.product(&before, &alone)?,
        });
    }
    let mut combinations = done?;
    // Back into the order of the stages.
    let picks = std::mem::take(&mut combinations.picks);
    combinations.picks = vec![0; picks.len()];
    let rows = combinations.picks.chunks_exact_mut(order.len()).zip(picks.chunks_exact(order.len()));
    for (row, found) in rows {
        order.iter().zip(found).for_each(|(stage, pick)| row[*stage] = *pick);
    }
    Some(combinations)
}

struct Pruning<'a> {
    coordinates: &'a [Coordinate],
    most: usize,
    front: &'a mut dyn FnMut(usize, Vec<f64>) -> Option<Vec<usize>>,
}

impl Pruning<'_> {
    fn product(&mut self, before: &Combinations, stage: &Combinations) -> Option<Combinations> {
        let size = self.coordinates.len();
        let mut all = Combinations { stages: before.stages + 1, ..Combinations::default() };
        let mut limit = BLOCK;
        for index in 0..before.len() {
            let values = &before.values[index * size..][..size];
            for option in 0..stage.len() {
                all.picks.extend_from_slice(before.of(index));
                all.picks.push(stage.picks[option]);
                all.classes.push(before.classes[index] | stage.classes[option]);
                let added = &stage.values[option * size..][..size];
                let pairs = values.iter().zip(added).zip(self.coordinates);
                all.values.extend(pairs.map(|((value, added), coordinate)| coordinate.combine.of(*value, *added)));
            }
            if all.len() >= limit {
                all = self.reduce(&all)?;
                limit = BLOCK.max(2 * all.len());
            }
        }
        self.reduce(&all)
    }

    /// Sorts out what others surely dominate.
    fn reduce(&mut self, all: &Combinations) -> Option<Combinations> {
        let size = self.coordinates.len();
        let mut members: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for (index, class) in all.classes.iter().enumerate() {
            members.entry(*class).or_default().push(index);
        }
        let mut kept = Vec::new();
        for members in members.into_values() {
            let values: Vec<f64> =
                members.iter().flat_map(|index| &all.values[index * size..][..size]).copied().collect();
            let places = self.survivors(values)?;
            kept.extend(places.into_iter().map(|place| members[place]));
        }
        if kept.len() > self.most {
            return None;
        }
        kept.sort_unstable();
        Some(Combinations {
            stages: all.stages,
            picks: kept.iter().flat_map(|index| all.of(*index)).copied().collect(),
            classes: kept.iter().map(|index| all.classes[*index]).collect(),
            values: kept.iter().flat_map(|index| &all.values[index * size..][..size]).copied().collect(),
        })
    }

    /// Places of the points that stay: those on the front, and those that only points dominate whose deciding sums are the
    /// same.
    fn survivors(&mut self, values: Vec<f64>) -> Option<Vec<usize>> {
        let size = self.coordinates.len();
        let count = values.len() / size.max(1);
        let decides: Vec<usize> = (0..size).filter(|place| self.coordinates[*place].surely_decides()).collect();
        if decides.len() == size {
            return (self.front)(size, values);
        }
        let front = (self.front)(size, values.clone())?;
        let point = |index: usize| &values[index * size..][..size];
        // Adding 0 turns -0 into 0.
        let sums =
            |index: usize| -> Vec<u64> { decides.iter().map(|place| (point(index)[*place] + 0.0).to_bits()).collect() };
        let known: BTreeSet<Vec<u64>> = front.iter().map(|index| sums(*index)).collect();
        let mut is_kept = vec![false; count];
        for index in &front {
            is_kept[*index] = true;
        }
        let is_dominated = |index: usize, own: &[u64]| {
            front.iter().any(|other| {
                point(*other).iter().zip(point(index)).all(|(other, own)| other <= own) && sums(*other) != own
            })
        };
        for (index, is_kept) in is_kept.iter_mut().enumerate().filter(|(_, is_kept)| !**is_kept) {
            let own = sums(index);
            *is_kept = known.contains(&own) && !is_dominated(index, &own);
        }
        Some((0..count).filter(|index| is_kept[*index]).collect())
    }
}

impl Coordinate {
    fn surely_decides(self) -> bool {
        self.decides && self.combine == Combine::Sum
    }
}

impl Combine {
    /// The value of two stages together.
    pub fn of(self, one: f64, other: f64) -> f64 {
        match self {
            Self::Sum => one + other,
            Self::Greatest => one.max(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers without a pattern that matters here (splitmix64).
    struct Random(u64);

    impl Random {
        fn below(&mut self, end: u64) -> u64 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = self.0;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            (mixed ^ (mixed >> 31)) % end
        }
    }

    fn dominates(one: &[f64], other: &[f64]) -> bool {
        one.iter().zip(other).all(|(one, other)| one <= other) && one != other
    }

    fn brute_force(dimensions: usize, values: &[f64]) -> Vec<usize> {
        let rows: Vec<&[f64]> = values.chunks_exact(dimensions).collect();
        (0..rows.len()).filter(|index| !rows.iter().any(|other| dominates(other, rows[*index]))).collect()
    }

    #[expect(clippy::unnecessary_wraps, clippy::needless_pass_by_value, reason = "as pruning asks for it")]
    fn front(dimensions: usize, values: Vec<f64>) -> Option<Vec<usize>> {
        Some(brute_force(dimensions, &values))
    }

    /// A space of few small numbers, so that ties abound.
    fn space(random: &mut Random) -> (Vec<Coordinate>, Vec<Stage>) {
        let dimensions = 2 + random.below(3) as usize;
        let coordinates: Vec<Coordinate> = (0..dimensions)
            .map(|_| Coordinate {
                combine: if random.below(3) == 0 { Combine::Greatest } else { Combine::Sum },
                decides: random.below(4) > 0,
            })
            .collect();
        let classes = [1, 2, 4][random.below(3) as usize];
        let stages = (0..2 + random.below(3)).map(|_| {
            let options = 1 + random.below(6);
            let classes = (0..options).map(|_| random.below(classes)).collect();
            let values = (0..options * dimensions as u64).map(|_| random.below(5) as f64).collect();
            Stage { classes, values }
        });
        let stages = stages.collect();
        (coordinates, stages)
    }

    /// Every combination with its class and its values.
    fn enumerated(coordinates: &[Coordinate], stages: &[Stage]) -> Vec<(Vec<u32>, u64, Vec<f64>)> {
        let size = coordinates.len();
        let mut all: Vec<(Vec<u32>, u64, Option<Vec<f64>>)> = vec![(Vec::new(), 0, None)];
        for stage in stages {
            let mut next = Vec::new();
            for (picks, class, values) in &all {
                for (option, own) in stage.classes.iter().enumerate() {
                    let added = &stage.values[option * size..][..size];
                    let combined = values.as_ref().map_or_else(
                        || added.to_vec(),
                        |values| {
                            let pairs = values.iter().zip(added).zip(coordinates);
                            pairs.map(|((value, added), one)| one.combine.of(*value, *added)).collect()
                        },
                    );
                    next.push(([picks.as_slice(), &[option as u32]].concat(), class | own, Some(combined)));
                }
            }
            all = next;
        }
        all.into_iter().map(|(picks, class, values)| (picks, class, values.unwrap_or_default())).collect()
    }

    /// What a whole is compared on: the sums that decide and the extremes, each class with a price of its own.
    fn measures(coordinates: &[Coordinate], class: u64, values: &[f64]) -> Vec<f64> {
        let is_compared = |coordinate: &Coordinate| coordinate.decides;
        let compared = coordinates.iter().zip(values).filter(|(coordinate, _)| is_compared(coordinate));
        compared.map(|(_, value)| *value).chain([class as f64]).collect()
    }

    #[test]
    fn a_thousand_random_spaces_have_the_front_of_their_enumeration() {
        let mut random = Random(7);
        let (mut ties, mut sorted_out) = (0, 0);
        for case in 0..1000 {
            let (coordinates, stages) = space(&mut random);
            let all = enumerated(&coordinates, &stages);
            let limit = random.below(8) as f64;
            // What nobody compares by is limited: a limit on the first of such coordinates.
            let limited = coordinates.iter().position(|coordinate| !coordinate.decides);
            let is_feasible = |values: &[f64]| limited.is_none_or(|place| values[place] <= limit);
            let best = |all: &[(Vec<u32>, u64, Vec<f64>)]| -> Vec<Vec<u32>> {
                let feasible: Vec<_> = all.iter().filter(|(_, _, values)| is_feasible(values)).collect();
                let measured: Vec<Vec<f64>> =
                    feasible.iter().map(|(_, class, values)| measures(&coordinates, *class, values)).collect();
                let dimensions = measures(&coordinates, 0, &vec![0.0; coordinates.len()]).len();
                let mut found: Vec<Vec<u32>> = brute_force(dimensions, &measured.concat())
                    .into_iter()
                    .map(|index| feasible[index].0.clone())
                    .collect();
                found.sort();
                found
            };
            let pruned = prune(&coordinates, &stages, usize::MAX, &mut front).expect("nobody stops it");
            let size = coordinates.len();
            let left: Vec<_> = (0..pruned.len())
                .map(|index| {
                    let values = pruned.values[index * size..][..size].to_vec();
                    (pruned.of(index).to_vec(), pruned.classes[index], values)
                })
                .collect();
            for one in &left {
                assert!(all.contains(one), "case {case}: {one:?} is not a combination of the space");
            }
            let expected = best(&all);
            assert_eq!(best(&left), expected, "case {case}");
            sorted_out += all.len() - left.len();
            let values = |picks: &Vec<u32>| all.iter().find(|one| one.0 == *picks).map(|one| (one.1, one.2.clone()));
            ties += expected.windows(2).filter(|pair| values(&pair[0]) == values(&pair[1])).count();
        }
        assert!(ties > 100, "only {ties} ties");
        assert!(sorted_out > 10_000, "only {sorted_out} were sorted out");
    }

    #[test]
    fn what_is_too_much_or_stopped_gives_nothing() {
        let coordinates = [Coordinate { combine: Combine::Greatest, decides: true }];
        let stage = Stage { classes: vec![0; 4], values: vec![1.0, 2.0, 3.0, 4.0] };
        let stages = [stage.clone(), stage];
        assert_eq!(prune(&coordinates, &stages, 16, &mut front).map(|left| left.len()), Some(16));
        assert_eq!(prune(&coordinates, &stages, 15, &mut front), None);
        assert_eq!(prune(&coordinates, &stages, 16, &mut |_, _| None), None);
        assert_eq!(prune(&coordinates, &[], 16, &mut front), None);
    }
}
