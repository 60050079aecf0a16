//! The front against its definition, word for word, and the ways to find it against each other.

use proptest::prelude::*;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::bits::Bits;
use super::ranks::Ranked;
use super::*;

/// The definition.
fn brute_force(points: &Points) -> Vec<usize> {
    let comparable = |point: &[f64]| point.iter().all(|value| !value.is_nan());
    let dominates = |a: &[f64], b: &[f64]| {
        comparable(a) && a.iter().zip(b).all(|(a, b)| a <= b) && a.iter().zip(b).any(|(a, b)| a < b)
    };
    let is_on_front = |point: &[f64]| comparable(point) && !points.rows().any(|other| dominates(other, point));
    (0..points.len()).filter(|index| is_on_front(points.row(*index))).collect()
}

/// Points with 1 to 7 coordinates, out of few values so that ties abound, or of many; some are not numbers. Large and
/// small values may be opposed, which makes large fronts.
fn points(most: usize) -> impl Strategy<Value = Points> {
    let value = prop_oneof![
        20 => (0..6_i32).prop_map(f64::from),
        4 => -1.0..6.0_f64,
        1 => prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(-0.0), Just(f64::NEG_INFINITY)],
    ];
    (1..=7_usize, any::<bool>()).prop_flat_map(move |(dimensions, is_opposed)| {
        let rows = prop::collection::vec(prop::collection::vec(value.clone(), dimensions), 0..most);
        rows.prop_map(move |mut rows| {
            if is_opposed && dimensions > 1 {
                for row in &mut rows {
                    row[dimensions - 1] = -row[..dimensions - 1].iter().sum::<f64>() + 0.2 * row[dimensions - 1];
                }
            }
            Points::from_rows(dimensions, rows)
        })
    })
}

/// Points from a seed, each coordinate 0 to 1 before it is changed.
fn random_points(seed: u64, count: usize, dimensions: usize, mut change: impl FnMut(&mut [f64])) -> Points {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut points = Points::with_capacity(dimensions, count);
    let mut row = vec![0.0; dimensions];
    for _ in 0..count {
        row.fill_with(|| random.random());
        change(&mut row);
        points.push(&row);
    }
    points
}

#[test]
fn equals_stay_where_they_are_infinitely_bad() {
    let rows: [&[f64]; 4] = [
        &[f64::NEG_INFINITY, f64::INFINITY],
        &[2.0, f64::NEG_INFINITY, f64::INFINITY],
        &[f64::INFINITY, 1.0, f64::INFINITY, 0.0],
        &[f64::INFINITY; 4],
    ];
    for row in rows {
        let points = Points::from_rows(row.len(), (0..700).map(|_| row));
        assert_eq!(window::front(&points), Some((0..700).collect()), "{row:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_front_is_what_the_definition_says(points in points(200)) {
        prop_assert_eq!(pareto_front(&points), brute_force(&points));
    }

    #[test]
    fn a_first_pass_changes_nothing(points in points(900)) {
        let expected = front_of_all(&points);
        prop_assert_eq!(large_front(&points), expected.clone());
        prop_assert_eq!(window::front(&points).unwrap_or_else(|| expected.clone()), expected);
    }

    #[test]
    fn all_ways_agree(points in points(300), fewest in 1..40_u32) {
        prop_assume!(points.dimensions() >= 3);
        let expected = front_of_all(&points);
        let ranked = Ranked::of(&points);
        let indices = |front: &[u32]| {
            let mut indices: Vec<usize> = front.iter().flat_map(|point| ranked.members(*point)).collect();
            indices.sort_unstable();
            indices
        };
        let mut front = Vec::new();
        Bits::default().front(&ranked, 0, ranked.len(), |point| front.push(point));
        prop_assert_eq!(&indices(&front), &expected);
        if points.dimensions() > 3 {
            prop_assert_eq!(&indices(&divide::front_by_parts(&ranked, fewest)), &expected);
        }
    }

    #[test]
    fn a_builder_finds_the_same(points in points(300), limit in 2..50_usize) {
        let mut builder = FrontBuilder::with_limit(points.dimensions(), limit);
        let half = points.len() / 2;
        let part = |from, to| Points::from_rows(points.dimensions(), (from..to).map(|index| points.row(index)));
        builder.extend(7, &part(0, half));
        let so_far: Vec<u64> = pareto_front(&part(0, half)).into_iter().map(|index| index as u64 + 7).collect();
        prop_assert_eq!(builder.so_far(), so_far);
        builder.extend(7 + half as u64, &part(half, points.len()));
        let (indices, kept) = builder.finish();
        let front = pareto_front(&points);
        prop_assert_eq!(indices, front.iter().map(|index| *index as u64 + 7).collect::<Vec<_>>());
        prop_assert_eq!(kept.len(), front.len());
        prop_assert!(kept.rows().zip(&front).all(|(row, index)| row == points.row(*index)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_smallest_and_largest_numbers_are_compared_exactly(points in extremes()) {
        let expected = brute_force(&points);
        prop_assert_eq!(pareto_front(&points), expected.clone());
        prop_assert_eq!(window::front(&points).unwrap_or_else(|| expected.clone()), expected);
    }
}

/// So many points that the strongest are chosen of them, with the numbers between which differences are smallest and
/// largest.
fn extremes() -> impl Strategy<Value = Points> {
    let least = f64::from_bits(1);
    let value = prop_oneof![
        8 => prop::sample::select(vec![0.0, -0.0, least, -least, 2.0 * least, f64::MIN_POSITIVE]),
        4 => prop::sample::select(vec![f64::MAX, f64::INFINITY, 1.0, 1.0_f64.next_up()]),
        1 => prop::sample::select(vec![-f64::MAX, f64::NEG_INFINITY, f64::NAN]),
    ];
    (2..=4_usize).prop_flat_map(move |dimensions| {
        let rows = prop::collection::vec(prop::collection::vec(value.clone(), dimensions), 300..500);
        rows.prop_map(move |rows| Points::from_rows(dimensions, rows))
    })
}

#[test]
fn more_points_than_bits_at_once_cover_as_well() {
    // On a descending line; one further point is covered by the last of them alone, one by none.
    let line = (0..6000).map(|place| [0.0, f64::from(place), -f64::from(place), 0.0]);
    let ranked = Ranked::of(&Points::from_rows(4, line.chain([[1.0, 5999.5, -5999.0, 0.0], [1.0, 0.5, -0.5, 0.0]])));
    let better: Vec<u32> = (0..6000).collect();
    let mut covered = Vec::new();
    Bits::default().cover(&ranked, (&better, &[6001, 6000]), 1, |point| covered.push(point));
    assert_eq!(covered, [6001]);
}

#[test]
fn large_fronts_are_found_whole() {
    for dimensions in 2..=6 {
        // On a sphere no point dominates another. A copy is on the front as well, what lies beyond it is not.
        let sphere = |row: &mut [f64]| {
            let length = row.iter().map(|value| value * value).sum::<f64>().sqrt();
            for value in row {
                *value /= length;
            }
        };
        let mut points = random_points(dimensions as u64, 6000, dimensions, sphere);
        for index in 0..6000 {
            let row: Vec<f64> =
                points.row(index).iter().map(|value| value + f64::from(index % 2 == 0) * 1e-9).collect();
            points.push(&row);
        }
        let expected: Vec<usize> = (0..12_000).filter(|index| *index < 6000 || index % 2 == 1).collect();
        assert_eq!(pareto_front(&points), expected, "{dimensions} dimensions");
        assert_eq!(window::front(&points), None, "{dimensions} dimensions");
    }
}

#[test]
fn the_order_of_points_changes_no_small_front() {
    for dimensions in 2..=4 {
        let points = random_points(60, 10_000, dimensions, |row| row[1] = (50.0 * row[1]).floor());
        let mut rows: Vec<(usize, &[f64])> = points.rows().enumerate().collect();
        let expected = large_front(&points);
        for dimension in 0..2 {
            rows.sort_by(|(_, a), (_, b)| a[dimension].total_cmp(&b[dimension]));
            for is_falling in [false, true] {
                let ordered = Points::from_rows(dimensions, rows.iter().map(|(_, row)| row));
                let mut front: Vec<usize> = pareto_front(&ordered).iter().map(|place| rows[*place].0).collect();
                front.sort_unstable();
                assert_eq!(front, expected, "{dimensions} dimensions, by the {dimension}th, falling: {is_falling}");
                rows.reverse();
            }
        }
    }
}

#[test]
fn small_fronts_of_many_points_are_found() {
    for dimensions in 1..=6 {
        let mut points = random_points(40, 20_000, dimensions, |_| {});
        let on_grid =
            random_points(41, 2000, dimensions, |row| row.iter_mut().for_each(|value| *value = (5.0 * *value).floor()));
        assert_eq!(pareto_front(&on_grid), brute_force(&on_grid), "{dimensions} dimensions");
        let front = pareto_front(&points);
        assert_eq!(front, front_of_all(&points), "{dimensions} dimensions");
        assert_eq!(large_front(&points), front, "{dimensions} dimensions");
        assert_eq!(window::front(&points), (2..=4).contains(&dimensions).then_some(front), "{dimensions} dimensions");
        let mut builder = FrontBuilder::new(dimensions);
        for round in 0..5 {
            builder.extend(round * 20_000, &points);
            points = random_points(42 + round, 20_000, dimensions, |_| {});
        }
        let (indices, kept) = builder.finish();
        assert!(indices.is_sorted());
        assert_eq!(pareto_front(&kept).len(), kept.len());
    }
}

#[test]
fn o29_four_models_by_error_and_cost() {
    let points = Points::from_rows(2, [[0.10, 2.0], [0.08, 5.0], [0.12, 1.0], [0.11, 3.0]]);
    assert_eq!(pareto_front(&points), [0, 1, 2]);
    assert!(pareto_front(&Points::new(3)).is_empty());
    assert!(pareto_front(&Points::from_rows(0, [[]; 3])).is_empty());
}
