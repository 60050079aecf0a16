//! Where boxes stand across the flow: close to the middle of their neighbours, none on top of another.

use super::order::Ordered;

/// Rounds of settling; more change nothing that shows.
const ROUNDS: usize = 24;

/// The middle of every box (and line point) across the flow. `extents` are sizes across the flow, 0 for line points.
pub(super) fn middles(ordered: &Ordered, extents: &[f32], gap: f32) -> Vec<f32> {
    let count = extents.len();
    let (mut before, mut after) = (vec![Vec::new(); count], vec![Vec::new(); count]);
    for (from, to) in &ordered.pieces {
        before[*to].push(*from);
        after[*from].push(*to);
    }
    let mut middles = vec![0.0; count];
    for layer in &ordered.layers {
        let offsets = offsets(layer, extents, gap);
        let height = offsets.last().copied().unwrap_or_default();
        for (node, offset) in layer.iter().zip(&offsets) {
            middles[*node] = offset - height / 2.0;
        }
    }
    for round in 0..ROUNDS {
        let indices: Vec<usize> = if round % 2 == 0 {
            (0..ordered.layers.len()).collect()
        } else {
            (0..ordered.layers.len()).rev().collect()
        };
        for index in indices {
            let layer = &ordered.layers[index];
            // Late rounds look at both sides, early ones at the side that was just settled.
            let wanted = layer.iter().map(|node| {
                let neighbours: Vec<usize> = match (round + 6 < ROUNDS, round % 2 == 0) {
                    (true, true) => before[*node].clone(),
                    (true, false) => after[*node].clone(),
                    (false, _) => before[*node].iter().chain(&after[*node]).copied().collect(),
                };
                let own = middles[*node];
                if neighbours.is_empty() { own } else { median(&neighbours, &middles) }
            });
            let settled = settled(&wanted.collect::<Vec<_>>(), &offsets(layer, extents, gap));
            for (node, middle) in layer.iter().zip(settled) {
                middles[*node] = middle;
            }
        }
    }
    middles
}

fn median(nodes: &[usize], middles: &[f32]) -> f32 {
    let mut places: Vec<f32> = nodes.iter().map(|node| middles[*node]).collect();
    places.sort_by(f32::total_cmp);
    let half = places.len() / 2;
    if places.len() % 2 == 1 { places[half] } else { f32::midpoint(places[half - 1], places[half]) }
}

/// How far each middle is at least from the first one.
fn offsets(layer: &[usize], extents: &[f32], gap: f32) -> Vec<f32> {
    let mut offsets = Vec::with_capacity(layer.len());
    let mut at = 0.0;
    for (index, node) in layer.iter().enumerate() {
        if index > 0 {
            at += f32::midpoint(extents[layer[index - 1]], extents[*node]) + gap;
        }
        offsets.push(at);
    }
    offsets
}

/// The places closest to those `wanted`, in the sense of least squares, that are at least as far apart as `offsets` say:
/// isotonic regression by pooling adjacent violators (Ayer et al. 1955).
fn settled(wanted: &[f32], offsets: &[f32]) -> Vec<f32> {
    let mut pools: Vec<(f32, usize)> = Vec::new();
    for (want, offset) in wanted.iter().zip(offsets) {
        pools.push((want - offset, 1));
        while let [.., (lower, low_count), (upper, high_count)] = pools.as_slice()
            && lower > upper
        {
            let count = low_count + high_count;
            let mean = (lower * *low_count as f32 + upper * *high_count as f32) / count as f32;
            pools.truncate(pools.len() - 2);
            pools.push((mean, count));
        }
    }
    let places = pools.into_iter().flat_map(|(place, count)| std::iter::repeat_n(place, count));
    places.zip(offsets).map(|(place, offset)| place + offset).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(wanted: &[f32], offsets: &[f32], expected: &[f32]) {
        assert_eq!(settled(wanted, offsets), expected);
    }

    #[test]
    fn what_fits_stays_and_what_does_not_is_shared_out() {
        check(&[0.0, 100.0], &[0.0, 50.0], &[0.0, 100.0]);
        check(&[10.0, 10.0], &[0.0, 50.0], &[-15.0, 35.0]);
        check(&[0.0, 0.0, 300.0], &[0.0, 50.0, 100.0], &[-25.0, 25.0, 300.0]);
    }

    #[test]
    fn a_chain_stands_in_one_line() {
        let ordered = Ordered { layers: vec![vec![0, 1], vec![2], vec![3]], pieces: vec![(0, 2), (2, 3)] };
        let middles = middles(&ordered, &[60.0, 60.0, 60.0, 60.0], 40.0);
        assert!((middles[0] - middles[2]).abs() < 0.01 && (middles[2] - middles[3]).abs() < 0.01, "{middles:?}");
    }
}
