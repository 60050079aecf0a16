//! In which order boxes stand within their layers, so that few lines cross.

use std::collections::BTreeMap;

/// Rounds of improvement, each once forwards and once backwards.
const ROUNDS: usize = 12;

/// Boxes, and points where long lines pass a layer, layer by layer in their order.
pub(super) struct Ordered {
    /// Numbers of boxes; those beyond the number of boxes are points of lines.
    pub layers: Vec<Vec<usize>>,
    /// Pieces of lines, each from one layer to the next.
    pub pieces: Vec<(usize, usize)>,
}

/// Orders boxes within their layers. `edges` run from a lower to a higher layer; `across` says where each box is drawn
/// now: that order is kept unless another one has fewer crossings.
pub(super) fn ordered(layer_of: &[usize], edges: impl Iterator<Item = (usize, usize)>, across: &[f32]) -> Ordered {
    let count = layer_of.iter().max().map_or(0, |last| last + 1);
    let mut layers = vec![Vec::new(); count];
    let mut place: Vec<f32> = across.to_vec();
    for (node, layer) in layer_of.iter().enumerate() {
        layers[*layer].push(node);
    }
    let mut pieces = Vec::new();
    for (from, to) in edges {
        let mut last = from;
        let steps = layer_of[to] - layer_of[from];
        for step in 1..steps {
            let point = place.len();
            let share = step as f32 / steps as f32;
            place.push(across[from] + (across[to] - across[from]) * share);
            layers[layer_of[from] + step].push(point);
            pieces.push((last, point));
            last = point;
        }
        pieces.push((last, to));
    }
    for layer in &mut layers {
        layer.sort_by(|a, b| place[*a].total_cmp(&place[*b]).then(a.cmp(b)));
    }
    let mut best = Ordered { layers, pieces };
    improve(&mut best, place.len());
    best
}

fn improve(best: &mut Ordered, count: usize) {
    let (mut before, mut after) = (vec![Vec::new(); count], vec![Vec::new(); count]);
    for (from, to) in &best.pieces {
        before[*to].push(*from);
        after[*from].push(*to);
    }
    let mut fewest = crossings(&best.layers, &after);
    let mut layers = best.layers.clone();
    for round in 0..ROUNDS {
        if fewest == 0 {
            return;
        }
        let is_forwards = round % 2 == 0;
        let indices: Vec<usize> =
            if is_forwards { (1..layers.len()).collect() } else { (0..layers.len().saturating_sub(1)).rev().collect() };
        for index in indices {
            let neighbours = if is_forwards { &before } else { &after };
            let fixed = if is_forwards { index - 1 } else { index + 1 };
            let positions = positions(&layers[fixed]);
            sort_by_means(&mut layers[index], neighbours, &positions);
        }
        swap_neighbours(&mut layers, &before, &after);
        let now = crossings(&layers, &after);
        if now < fewest {
            (fewest, best.layers) = (now, layers.clone());
        }
    }
}

fn positions(layer: &[usize]) -> BTreeMap<usize, usize> {
    layer.iter().enumerate().map(|(position, node)| (*node, position)).collect()
}

/// Sorts a layer by the mean place of each box's neighbours in the layer before or after; boxes without any stay.
fn sort_by_means(layer: &mut [usize], neighbours: &[Vec<usize>], positions: &BTreeMap<usize, usize>) {
    let mean = |node: usize| {
        let found: Vec<_> = neighbours[node].iter().filter_map(|other| positions.get(other)).collect();
        (!found.is_empty()).then(|| found.iter().map(|place| **place as f32).sum::<f32>() / found.len() as f32)
    };
    let slots: Vec<usize> = (0..layer.len()).filter(|slot| mean(layer[*slot]).is_some()).collect();
    let mut sorted: Vec<_> = slots.iter().map(|slot| (mean(layer[*slot]).unwrap_or_default(), layer[*slot])).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (slot, (_, node)) in slots.into_iter().zip(sorted) {
        layer[slot] = node;
    }
}

/// Swaps neighbours of a layer where that alone saves crossings.
fn swap_neighbours(layers: &mut [Vec<usize>], before: &[Vec<usize>], after: &[Vec<usize>]) {
    for index in 0..layers.len() {
        let lower = index.checked_sub(1).map(|index| positions(&layers[index])).unwrap_or_default();
        let upper = layers.get(index + 1).map(|layer| positions(layer)).unwrap_or_default();
        for slot in 1..layers[index].len() {
            let (left, right) = (layers[index][slot - 1], layers[index][slot]);
            let cost = |first: usize, second: usize| {
                crossed(&before[first], &before[second], &lower) + crossed(&after[first], &after[second], &upper)
            };
            if cost(right, left) < cost(left, right) {
                layers[index].swap(slot - 1, slot);
            }
        }
    }
}

/// Crossings of the lines of two boxes of which the first stands first.
fn crossed(first: &[usize], second: &[usize], positions: &BTreeMap<usize, usize>) -> usize {
    let places = |nodes: &[usize]| nodes.iter().filter_map(|node| positions.get(node).copied()).collect::<Vec<_>>();
    let (first, second) = (places(first), places(second));
    first.iter().map(|a| second.iter().filter(|b| **b < *a).count()).sum()
}

/// Crossings between neighbouring layers.
pub(super) fn crossings(layers: &[Vec<usize>], after: &[Vec<usize>]) -> usize {
    let mut sum = 0;
    for pair in layers.windows(2) {
        let positions = positions(&pair[1]);
        // Places of line ends in the order of their starts: each pair that stands the wrong way round is a crossing.
        let ends = pair[0].iter().flat_map(|node| {
            let mut ends: Vec<_> = after[*node].iter().filter_map(|to| positions.get(to).copied()).collect();
            ends.sort_unstable();
            ends
        });
        sum += inversions(&ends.collect::<Vec<_>>(), pair[1].len());
    }
    sum
}

/// Pairs that stand the wrong way round, counted with a tree of partial sums (Fenwick).
fn inversions(places: &[usize], count: usize) -> usize {
    let mut sums = vec![0_usize; count + 1];
    let mut found = 0;
    for (seen, place) in places.iter().enumerate() {
        let (mut up_to, mut at) = (0, place + 1);
        while at > 0 {
            up_to += sums[at];
            at &= at - 1;
        }
        found += seen - up_to;
        let mut at = place + 1;
        while at <= count {
            sums[at] += 1;
            at += at & at.wrapping_neg();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn brute(places: &[usize]) -> usize {
        let later = |index: usize| places[index + 1..].iter().filter(|later| **later < places[index]).count();
        (0..places.len()).map(later).sum()
    }

    proptest! {
        #[test]
        fn inversions_are_what_counting_pairs_gives(places in prop::collection::vec(0_usize..12, 0..30)) {
            prop_assert_eq!(inversions(&places, 12), brute(&places));
        }
    }

    #[test]
    fn a_twisted_ladder_is_untwisted() {
        let layers = [0, 0, 0, 1, 1, 1];
        let edges = [(0, 5), (1, 4), (2, 3)];
        let found = ordered(&layers, edges.into_iter(), &[0.0, 1.0, 2.0, 0.0, 1.0, 2.0]);
        assert_eq!(found.layers, [vec![0, 1, 2], vec![5, 4, 3]]);
    }

    #[test]
    fn without_crossings_the_order_stays() {
        let layers = [0, 1, 1, 1];
        let found = ordered(&layers, [(0, 1), (0, 2), (0, 3)].into_iter(), &[0.0, 7.0, 3.0, 5.0]);
        assert_eq!(found.layers[1], [2, 3, 1]);
    }
}
