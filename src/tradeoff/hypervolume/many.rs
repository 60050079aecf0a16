//! The hypervolume in six and more dimensions: what each point adds in one dimension fewer, which is its box without
//! the hypervolume of the others as far as they reach into it.

use super::{array, five};

/// The hypervolume of `points`, which are all better than the reference.
pub(super) fn volume<'a>(points: impl Iterator<Item = &'a [f64]>, reference: &[f64]) -> f64 {
    let last = reference.len() - 1;
    let mut points: Vec<&[f64]> = points.collect();
    points.sort_unstable_by(|a, b| a[last].total_cmp(&b[last]));
    let mut levels: Vec<Level> = (5..=reference.len()).map(|_| Level::default()).collect();
    let (top, lower) = levels.split_last_mut().expect("there are at least six dimensions");
    top.points = points.concat();
    top.volume(lower, reference)
}

/// What is needed in one number of dimensions, used again and again.
#[derive(Default)]
struct Level {
    /// One point after the other, ascending in the last coordinate.
    points: Vec<f64>,
    /// The points met so far without their last coordinate, ascending in the one before; none covers another.
    met: Vec<f64>,
    /// Where the box ends that the points are in.
    end: Vec<f64>,
    /// For five dimensions.
    sweep: five::Sweep,
}

impl Level {
    /// The hypervolume of the points. There is a lower level for each number of dimensions from five on.
    fn volume(&mut self, lower: &mut [Level], reference: &[f64]) -> f64 {
        let points = self.points.chunks_exact(reference.len());
        let Some((next, lower)) = lower.split_last_mut() else {
            return self.sweep.volume(points.map(array), array(reference));
        };
        let last = reference.len() - 1;
        self.met.clear();
        let mut volume = 0.0;
        for (point, along) in points.map(|row| row.split_at(last)) {
            let added = next.add(lower, &mut self.met, point, &reference[..last]);
            volume += added * (reference[last] - along[0]);
        }
        volume
    }

    /// Adds `point` to those met, and takes away those that it covers. The volume that it dominates and none of them
    /// does.
    fn add(&mut self, lower: &mut [Level], met: &mut Vec<f64>, point: &[f64], reference: &[f64]) -> f64 {
        let mut end = std::mem::take(&mut self.end);
        end.clear();
        end.extend_from_slice(reference);
        let mut added = 0.0;
        if narrow(&mut end, met, point) {
            self.points.clear();
            for other in met.chunks_exact(point.len()) {
                if other.iter().zip(&end).all(|(other, end)| other < end) {
                    self.points.extend(other.iter().zip(point).map(|(other, value)| other.max(*value)));
                }
            }
            let whole: f64 = point.iter().zip(&end).map(|(value, end)| end - value).product();
            added = whole - self.volume(lower, &end);
            put_in(met, point);
        }
        self.end = end;
        added
    }
}

/// Moves `end`, where the box of `point` ends, to where others cover all that is beyond. Whether none covers `point`.
fn narrow(end: &mut [f64], others: &[f64], point: &[f64]) -> bool {
    for other in others.chunks_exact(point.len()) {
        // One that is worse in one dimension alone ends the box there.
        let mut worse = other.iter().zip(point).enumerate().filter(|(_, (other, value))| other > value);
        match (worse.next(), worse.next()) {
            (None, _) => return false,
            (Some((dimension, (other, _))), None) => end[dimension] = end[dimension].min(*other),
            _ => {}
        }
    }
    true
}

/// Puts `point` in its place, and takes away those that it covers.
fn put_in(points: &mut Vec<f64>, point: &[f64]) {
    let dimensions = point.len();
    let mut kept = 0;
    for from in (0..points.len()).step_by(dimensions) {
        let other = from..from + dimensions;
        if points[other.clone()].iter().zip(point).any(|(other, value)| other < value) {
            points.copy_within(other, kept);
            kept += dimensions;
        }
    }
    points.truncate(kept);
    let is_beyond = |other: &[f64]| other[dimensions - 1] > point[dimensions - 1];
    let place = points.chunks_exact(dimensions).position(is_beyond).map_or(kept, |place| place * dimensions);
    points.splice(place..place, point.iter().copied());
}
