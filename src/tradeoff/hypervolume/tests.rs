//! Hypervolumes against counting cells, against what other programs say, and against what must hold for any points.

use proptest::prelude::*;
use serde_json::Value;

use super::*;

/// Small whole numbers: every cell of the grid is covered whole or not at all. The reference is a corner of the grid.
fn cells(points: &Points, side: usize) -> f64 {
    let dimensions = points.dimensions();
    let is_covered = |cell: &usize| {
        let mut rest = *cell;
        let place: Vec<f64> = (0..dimensions)
            .map(|_| {
                let coordinate = rest % side;
                rest /= side;
                coordinate as f64
            })
            .collect();
        points.rows().any(|row| row.iter().zip(&place).all(|(value, place)| value <= place))
    };
    (0..side.pow(dimensions as u32)).filter(is_covered).count() as f64
}

/// Points on a grid; some touch the reference or lie beyond it.
fn grid_points() -> impl Strategy<Value = (Points, usize)> {
    (1..=6_usize).prop_flat_map(|dimensions| {
        let side = [0, 30, 12, 8, 6, 5, 4][dimensions];
        let value = prop_oneof![30 => (0..=side as i32).prop_map(f64::from), 1 => Just(f64::NAN)];
        prop::collection::vec(prop::collection::vec(value, dimensions), 0..25)
            .prop_map(move |rows| (Points::from_rows(dimensions, rows), side))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn the_hypervolume_is_the_number_of_cells((points, side) in grid_points()) {
        let numbers = points.rows().filter(|row| row.iter().all(|value| !value.is_nan()));
 let counted = Points::from_rows(points.dimensions(), numbers);
        prop_assert_eq!(hypervolume(&points, &vec![side as f64; points.dimensions()]), cells(&counted, side));
    }

    #[test]
    fn one_more_dimension_of_the_same_width_changes_the_unit_alone(
        rows in prop::collection::vec(prop::collection::vec(-1.0..1.2_f64, 5), 0..40),
    ) {
        // Each number of dimensions has its own way.
        for dimensions in 1..=5 {
            let flat = Points::from_rows(dimensions, rows.iter().map(|row| &row[..dimensions]));
            let wide = flat.rows().map(|row| row.iter().copied().chain([-1.0]).collect::<Vec<_>>());
            let wide = Points::from_rows(dimensions + 1, wide);
            let flat = hypervolume(&flat, &[1.0; 5][..dimensions]);
let wide = hypervolume(&wide, &[1.0; 6][..=dimensions]);
            prop_assert!((2.0 * flat - wide).abs() <= 1e-12 * wide, "{} and {} in {}", flat, wide, dimensions);
        }
    }

    #[test]
    fn the_order_of_points_and_dimensions_is_all_the_same(
        rows in prop::collection::vec(prop::collection::vec(0.0..1.0_f64, 6), 0..30),
        dimensions in 2..=6_usize,
    ) {
        let volume = |rows: &[Vec<f64>]| {
            let points = Points::from_rows(dimensions, rows.iter().map(|row| &row[..dimensions]));
hypervolume(&points, &[1.0; 6][..dimensions])
        };
        let mut other = rows.clone();
        other.reverse();
        for row in &mut other {
 row[..dimensions].rotate_left(1);
}
        let (one, other) = (volume(&rows), volume(&other));
        prop_assert!((one - other).abs() <= 1e-12 * one, "{} and {}", one, other);
    }
}

#[test]
fn the_hypervolume_is_what_moocore_and_pymoo_say() {
    let cases: Value = serde_json::from_str(include_str!("../../../tests/oracles/hypervolume.json")).unwrap();
    let numbers = |value: &Value| value.as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect();
    let cases = cases["cases"].as_array().unwrap();
    assert!(cases.len() >= 10);
    for case in cases {
        let reference: Vec<f64> = numbers(&case["reference"]);
        let rows: Vec<Vec<f64>> = case["points"].as_array().unwrap().iter().map(numbers).collect();
        let volume = hypervolume(&Points::from_rows(reference.len(), rows), &reference);
        for program in ["moocore", "pymoo"] {
            let said = case[program].as_f64().unwrap();
            assert!((volume - said).abs() <= 1e-12 * said, "{volume}, {program}: {said}");
        }
    }
}

#[test]
fn points_that_do_not_count_and_infinite_ones() {
    let volume = |rows: &[[f64; 2]]| hypervolume(&Points::from_rows(2, rows), &[1.0, 1.0]);
    assert_eq!(volume(&[]), 0.0);
    assert_eq!(volume(&[[1.0, 0.0], [0.0, 1.5], [f64::NAN, 0.0]]), 0.0);
    assert_eq!(volume(&[[0.5, 0.5], [0.25, 0.75]]), 0.3125);
    assert_eq!(volume(&[[0.5, f64::NEG_INFINITY]]), f64::INFINITY);
    assert_eq!(hypervolume(&Points::from_rows(1, [[2.0], [1.0]]), &[f64::INFINITY]), f64::INFINITY);
    for dimensions in 2..=6 {
        let far = Points::from_rows(dimensions, [vec![-1e300; dimensions], vec![-2e300; dimensions]]);
        assert_eq!(hypervolume(&far, &vec![0.0; dimensions]), f64::INFINITY);
    }
    assert_eq!(hypervolume(&Points::new(0), &[]), 0.0);
}
