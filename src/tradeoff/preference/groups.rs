//! Groups of similar designs: what makes a front of hundreds a handful of really different ones.
//!
//! Two designs are as different as the objective in which they differ most, as a share of the range that the front
//! covers. Groups are merged pairwise, always the two whose union is least wide (complete linkage): the width of a
//! group is the greatest difference between two of its members in any objective, so it can be promised to the reader,
//! which no average distance can. Merging stops where designs of a group would no longer be similar, rather than at
//! the best silhouette: a front is mostly one connected surface, and a silhouette then favours two halves of it.

use super::super::points::Points;
use super::scale::Scaled;

/// Widest group that is merged even when there are few enough: designs that differ by no more than this share of the
/// range in every objective are similar.
pub const SIMILAR: f64 = 0.05;

/// Most clusters that are merged pair by pair; of more designs the nearest are put together first.
const MOST_CLUSTERS: usize = 1000;

/// Designs that are similar.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The member whose greatest difference from another member is smallest; of several the one with the smallest sum
    /// of scaled coordinates, then the first.
    pub representative: usize,
    /// Indices of all designs of the group, ascending.
    pub members: Vec<usize>,
    /// How much a member differs from the representative at most in any objective, as a share (0 to 1) of the range
    /// that the front covers.
    pub radius: f64,
    /// How much two members differ at most in any objective, as such a share.
    pub width: f64,
}

/// Groups the points of a front (smaller is better in every coordinate) into at most `most` groups, one at least: fewer
/// where designs are [`SIMILAR`], and no two groups are together no wider than that. The groups stand in the order of
/// their representatives. Points with a coordinate that is not finite cannot be compared and are in no group; equal
/// points are always in the same one.
///
/// Of more than 1,000 different points only the 1,000 that are farthest from each other are merged, each with the
/// points nearest to it: what is said about a group still holds, but groups may be wider than merging one by one would
/// leave them, and there are never more than 1,000.
pub fn groups(front: &Points, most: usize) -> Vec<Group> {
    let scaled = Scaled::of(front);
    let mut clusters = nearest_together(&scaled.points, MOST_CLUSTERS);
    let mut merges = merges(&clusters.iter().map(|cluster| cluster.extent.clone()).collect::<Vec<_>>());
    // The chain of neighbours finds merges out of order; a wider one never comes before one that it is made of.
    merges.sort_by(|a, b| a.width.total_cmp(&b.width));
    let mut left = clusters.len();
    for merge in merges {
        if left <= most.max(1) && merge.width > SIMILAR {
            break;
        }
        let absorbed = std::mem::take(&mut clusters[merge.absorbed]);
        clusters[merge.kept].absorb(absorbed);
        left -= 1;
    }
    let occupied = clusters.into_iter().filter(|cluster| !cluster.members.is_empty());
    let mut groups: Vec<Group> = occupied.map(|cluster| cluster.into_group(&scaled)).collect();
    groups.sort_by_key(|group| group.representative);
    groups
}

/// Points and how far they extend.
#[derive(Clone, Debug, Default)]
struct Cluster {
    members: Vec<usize>,
    extent: Extent,
}

impl Cluster {
    fn absorb(&mut self, other: Self) {
        self.members.extend(other.members);
        self.extent.include(&other.extent);
    }

    fn into_group(mut self, scaled: &Scaled) -> Group {
        self.members.sort_unstable();
        // The extent touches a member on every side, so its farthest side is as far as the farthest member.
        let radius = |member: usize| self.extent.farthest(scaled.points.row(member));
        let sum = |member: usize| scaled.points.row(member).iter().sum::<f64>();
        let nearer = |a: &usize, b: &usize| radius(*a).total_cmp(&radius(*b)).then(sum(*a).total_cmp(&sum(*b)));
        let representative = self.members.iter().copied().min_by(nearer).unwrap_or_default();
        Group {
            representative: scaled.known[representative],
            radius: radius(representative),
            width: self.extent.width(),
            members: self.members.into_iter().map(|member| scaled.known[member]).collect(),
        }
    }
}

/// The least box around points.
#[derive(Clone, Debug, Default)]
struct Extent {
    low: Vec<f64>,
    high: Vec<f64>,
}

impl Extent {
    fn of(point: &[f64]) -> Self {
        Self { low: point.to_vec(), high: point.to_vec() }
    }

    fn include(&mut self, other: &Self) {
        self.low.iter_mut().zip(&other.low).for_each(|(low, other)| *low = low.min(*other));
        self.high.iter_mut().zip(&other.high).for_each(|(high, other)| *high = high.max(*other));
    }

    fn width(&self) -> f64 {
        self.union_width(self)
    }

    /// Width of the box around both.
    fn union_width(&self, other: &Self) -> f64 {
        let lows = self.low.iter().zip(&other.low).map(|(a, b)| a.min(*b));
        let highs = self.high.iter().zip(&other.high).map(|(a, b)| a.max(*b));
        lows.zip(highs).map(|(low, high)| high - low).fold(0.0, f64::max)
    }

    /// Greatest distance from a point inside to a side.
    fn farthest(&self, point: &[f64]) -> f64 {
        let sides = point.iter().zip(self.low.iter().zip(&self.high));
        sides.map(|(value, (low, high))| (value - low).max(high - value)).fold(0.0, f64::max)
    }
}

/// Greatest difference of two points in a coordinate.
fn difference(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

/// At most `most` clusters: centres are chosen one by one, each the point farthest from those before (Gonzalez 1985),
/// and every point belongs to its nearest centre. With as many different points or fewer, a cluster is points that are
/// equal.
fn nearest_together(points: &Points, most: usize) -> Vec<Cluster> {
    let mut nearest: Vec<(f64, usize)> = vec![(f64::INFINITY, 0); points.len()];
    let mut clusters: Vec<Cluster> = Vec::new();
    while clusters.len() < most {
        // The first of those that are equally far.
        let farther = |a: usize, b: usize| if nearest[b].0 > nearest[a].0 { b } else { a };
        let Some(centre) = (0..points.len()).reduce(farther).filter(|point| nearest[*point].0 > 0.0) else { break };
        for (point, nearest) in nearest.iter_mut().enumerate() {
            let distance = difference(points.row(point), points.row(centre));
            if distance < nearest.0 {
                *nearest = (distance, clusters.len());
            }
        }
        clusters.push(Cluster { members: Vec::new(), extent: Extent::of(points.row(centre)) });
    }
    for (point, (_, cluster)) in nearest.into_iter().enumerate() {
        clusters[cluster].absorb(Cluster { members: vec![point], extent: Extent::of(points.row(point)) });
    }
    clusters
}

/// Two clusters that become one.
struct Merge {
    /// The cluster that takes the other one in.
    kept: usize,
    /// The one that is no more.
    absorbed: usize,
    /// Width of both together.
    width: f64,
}

/// All merges down to one cluster, by following nearest neighbours until two are each other's (Benzécri 1982): what
/// merging the nearest pair again and again gives, without looking at every pair each time.
fn merges(extents: &[Extent]) -> Vec<Merge> {
    let mut extents = extents.to_vec();
    let mut left: Vec<usize> = (0..extents.len()).collect();
    let mut chain: Vec<usize> = Vec::new();
    let mut merges = Vec::new();
    while left.len() > 1 {
        let last = *chain.last().unwrap_or(&left[0]);
        if chain.is_empty() {
            chain.push(last);
        }
        // The first of equals, so that the chain cannot run in a circle: in one, everybody would have to prefer who
        // comes after them to who comes before.
        let others = left.iter().copied().filter(|other| *other != last);
        let widths = others.map(|other| (extents[last].union_width(&extents[other]), other));
        let Some((width, next)) = widths.reduce(|a, b| if b.0 < a.0 { b } else { a }) else { break };
        if chain.len() > 1 && chain[chain.len() - 2] == next {
            chain.truncate(chain.len() - 2);
            let (kept, absorbed) = (last.min(next), last.max(next));
            let extent = std::mem::take(&mut extents[absorbed]);
            extents[kept].include(&extent);
            left.retain(|cluster| *cluster != absorbed);
            merges.push(Merge { kept, absorbed, width });
        } else {
            chain.push(next);
        }
    }
    merges
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn three_heaps_are_three_groups() {
        let heap = |x: f64, y: f64| [[x, y], [x + 0.2, y - 0.1], [x + 0.1, y - 0.05]];
        let values = [heap(0.0, 90.0), heap(4.0, 40.0), heap(10.0, 0.1)].concat().concat();
        let mut front = Points::of(2, values);
        let found = groups(&front, 7);
        let members: Vec<_> = found.iter().map(|group| group.members.clone()).collect();
        assert_eq!(members, [[0, 1, 2], [3, 4, 5], [6, 7, 8]]);
        assert_eq!(found.iter().map(|group| group.representative).collect::<Vec<_>>(), [2, 5, 8]);
        assert!(found.iter().all(|group| group.width < 0.02 && group.radius < 0.011));
        // With room for two, the two nearest heaps go together.
        assert_eq!(groups(&front, 2)[0].members.len(), 6);
        assert_eq!(groups(&front, 0).len(), 1);
        // A point that is not known is in no group.
        front.push(&[f64::NAN, 1.0]);
        assert_eq!(groups(&front, 7), found);
    }

    #[test]
    fn no_point_one_point_and_equal_points() {
        assert_eq!(groups(&Points::of(2, Vec::new()), 5), []);
        let alone = Group { representative: 0, members: vec![0], radius: 0.0, width: 0.0 };
        assert_eq!(groups(&Points::of(2, vec![3.0, 4.0]), 5), [alone]);
        let equal = Group { representative: 0, members: vec![0, 1, 2], radius: 0.0, width: 0.0 };
        assert_eq!(groups(&Points::of(1, vec![3.0; 3]), 5), [equal]);
    }

    #[test]
    fn ten_thousand_points_are_grouped() {
        // On a bulging surface in five dimensions, without a random number.
        let golden = [0.754_877, 0.569_840, 0.430_159, 0.324_717, 0.245_122];
        let point = |index: u32| {
            let parts = golden.map(|step| 0.01 + (f64::from(index) * step).fract());
            let sum: f64 = parts.iter().sum();
            parts.map(|part| (part / sum).powi(2))
        };
        let front = Points::of(5, (0..10_000).flat_map(point).collect());
        let found = groups(&front, 9);
        assert_eq!(found.len(), 9);
        assert_eq!(found.iter().map(|group| group.members.len()).sum::<usize>(), 10_000);
        check(&front, &found, 9).unwrap();
    }

    /// What is promised of groups, without the choice of pairs.
    fn check(front: &Points, found: &[Group], most: usize) -> Result<(), TestCaseError> {
        let scaled = Scaled::of(front);
        let row = |index: usize| scaled.points.row(scaled.known.binary_search(&index).unwrap());
        let mut all: Vec<usize> = found.iter().flat_map(|group| group.members.clone()).collect();
        all.sort_unstable();
        prop_assert_eq!(all, scaled.known.clone());
        prop_assert!(found.len() <= most);
        prop_assert!(found.is_sorted_by_key(|group| group.representative));
        let width = |members: &[usize]| {
            let side = |at: usize| {
                let values = || members.iter().map(|member| row(*member)[at]);
                values().fold(0.0, f64::max) - values().fold(1.0, f64::min)
            };
            (0..front.dimensions()).map(side).fold(0.0, f64::max)
        };
        for group in found {
            prop_assert!(group.members.contains(&group.representative) && group.members.is_sorted());
            prop_assert!((group.width - width(&group.members)).abs() < 1e-12);
            prop_assert!(found.len() == most || group.width <= SIMILAR);
            let farthest = |from: usize| {
                group.members.iter().map(|member| difference(row(from), row(*member))).fold(0.0, f64::max)
            };
            prop_assert_eq!(group.radius, farthest(group.representative));
            let some = group.members.iter().step_by(1 + group.members.len() / 50);
            prop_assert!(some.clone().all(|member| farthest(*member) >= group.radius));
        }
        for (position, group) in found.iter().enumerate() {
            for other in &found[..position] {
                prop_assert!(width(&[&group.members[..], &other.members].concat()) > SIMILAR);
            }
        }
        Ok(())
    }

    /// Complete linkage as it is defined: the pair whose members differ least at most, again and again.
    fn widths_of_complete_linkage(points: &Points) -> Vec<f64> {
        let mut clusters: Vec<Vec<usize>> = (0..points.len()).map(|point| vec![point]).collect();
        let mut widths = Vec::new();
        while clusters.len() > 1 {
            let linkage = |a: usize, b: usize| {
                let pairs = clusters[a].iter().flat_map(|first| clusters[b].iter().map(move |second| (first, second)));
                pairs.map(|(a, b)| difference(points.row(*a), points.row(*b))).fold(0.0, f64::max)
            };
            let pairs = (0..clusters.len()).flat_map(|b| (0..b).map(move |a| (a, b)));
            let nearest = pairs.map(|(a, b)| (linkage(a, b), a, b)).min_by(|x, y| x.0.total_cmp(&y.0)).unwrap();
            widths.push(nearest.0);
            let absorbed = clusters.remove(nearest.2);
            clusters[nearest.1].extend(absorbed);
        }
        widths
    }

    /// Coordinates of any value, or of few, so that widths and points are often equal; some are not numbers.
    fn coordinates() -> impl Strategy<Value = Vec<f64>> {
        let few = prop_oneof![60 => (0..5_u8).prop_map(f64::from), 1 => Just(f64::NAN)];
        prop_oneof![prop::collection::vec(0.0_f64..1.0, 5..300), prop::collection::vec(few, 5..300)]
    }

    proptest! {
        #[test]
        fn groups_keep_their_promises(
            dimensions in 1_usize..=5,
            values in coordinates(),
            most in 1_usize..12,
        ) {
            let front = Points::of(dimensions, values[..values.len() / dimensions * dimensions].to_vec());
            let found = groups(&front, most);
            check(&front, &found, most)?;
            prop_assert_eq!(&found, &groups(&front, most));
            // Equal points are together.
            for group in &found {
                let twins = (0..front.len()).filter(|index| front.row(*index) == front.row(group.representative));
                prop_assert!(twins.into_iter().all(|twin| group.members.contains(&twin)));
            }
            // Whatever the clusters to start with are, the promises hold.
            let thinned = nearest_together(&Scaled::of(&front).points, 5);
            prop_assert!(thinned.len() <= 5 && thinned.iter().all(|cluster| !cluster.members.is_empty()));
        }

        #[test]
        fn merging_is_complete_linkage(values in prop::collection::vec(0.0_f64..1.0, 2..60)) {
            let points = Points::of(2, values[..values.len() / 2 * 2].to_vec());
            let extents: Vec<Extent> = (0..points.len()).map(|point| Extent::of(points.row(point))).collect();
            let mut widths: Vec<f64> = merges(&extents).iter().map(|merge| merge.width).collect();
            widths.sort_by(f64::total_cmp);
            prop_assert_eq!(widths, widths_of_complete_linkage(&points));
        }
    }
}
