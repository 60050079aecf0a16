//! Pictures need no more digits than can be seen, and a project with many candidates is a large file otherwise.

use crate::model::{Curve, Details, Readable, TreeNode};

/// Significant digits that are kept.
const DIGITS: usize = 5;

/// `details` with numbers of five significant digits.
pub(super) fn rounded(mut details: Details) -> Details {
    for point in &mut details.calibration {
        point.predicted = significant(point.predicted);
        point.observed = significant(point.observed);
    }
    details.precision_recall.iter_mut().for_each(round_pair);
    details.residuals.iter_mut().for_each(round_pair);
    for importance in &mut details.importance {
        importance.loss = significant(importance.loss);
        importance.deviation = significant(importance.deviation);
    }
    details.dependence.iter_mut().for_each(round_curve);
    for case in &mut details.cases {
        let numbers = case.contributions.iter_mut().flat_map(|of| [&mut of.added, &mut of.deviation]);
        let own = [&mut case.answer, &mut case.base, &mut case.score];
        numbers.chain(own).for_each(|number| *number = significant(*number));
    }
    match &mut details.readable {
        // Lines of rules have few digits already.
        None | Some(Readable::Rules(_)) => {}
        Some(Readable::Weights(weights)) => {
            let of_features = weights.weights.iter_mut().flat_map(|(_, of_feature)| of_feature);
            of_features.chain(&mut weights.intercepts).for_each(|weight| *weight = significant(*weight));
        }
        Some(Readable::Tree(nodes)) => {
            let answers = nodes.iter_mut().filter_map(|node| match node {
                TreeNode::Leaf { answer, .. } => Some(answer),
                TreeNode::Split { .. } => None,
            });
            answers.flatten().for_each(|number| *number = significant(*number));
        }
        Some(Readable::Curves { intercept, curves }) => {
            *intercept = significant(*intercept);
            curves.iter_mut().for_each(round_curve);
        }
    }
    details
}

fn round_curve(curve: &mut Curve) {
    curve.points.iter_mut().for_each(round_pair);
}

fn round_pair((first, second): &mut (f64, f64)) {
    (*first, *second) = (significant(*first), significant(*second));
}

/// The number of few digits that is next to `value`.
fn significant(value: f64) -> f64 {
    format!("{value:.*e}", DIGITS - 1).parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_digits_are_kept() {
        let kept = [123_456_789.0, -0.012_345_678, 1.0 / 3.0, 99_999.6, 0.0, 1e-300].map(significant);
        assert_eq!(kept, [123_460_000.0, -0.012_346, 0.33333, 100_000.0, 0.0, 1e-300]);
        assert!(significant(f64::NAN).is_nan());
        let curve = || Curve { feature: "a".to_owned(), levels: Vec::new(), points: vec![(2.0, 1.0 / 3.0)] };
        let readable = Readable::Curves { intercept: 2.0 / 3.0, curves: vec![curve()] };
        let details = Details { dependence: vec![curve()], readable: Some(readable), ..Details::default() };
        let rounded = rounded(details);
        assert_eq!(rounded.dependence[0].points, [(2.0, 0.33333)]);
        assert!(matches!(rounded.readable, Some(Readable::Curves { intercept: 0.66667, .. })));
    }
}
