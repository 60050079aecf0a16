//! The hypervolume in four dimensions: swept along the fourth, each point adds what it alone dominates in the others.

/// Memory that is used again and again.
#[derive(Default)]
pub(super) struct Sweep {
    /// The points met so far without the fourth coordinate, ascending in the third; none covers another.
    met: Vec<[f64; 3]>,
    uncovered: Uncovered,
}

impl Sweep {
    /// The hypervolume of `points`, which are all better than the reference and ascend in the fourth coordinate.
    pub(super) fn volume(&mut self, points: &[[f64; 4]], reference: [f64; 4]) -> f64 {
        self.met.clear();
        let [x, y, z, end] = reference;
        points.iter().map(|point| self.add([point[0], point[1], point[2]], [x, y, z]) * (end - point[3])).sum()
    }

    /// Adds a point, and takes away those that it covers. The volume that it dominates and no other does.
    fn add(&mut self, point: [f64; 3], reference: [f64; 3]) -> f64 {
        let level = self.met.partition_point(|other| other[2] <= point[2]);
        let [x, y, z] = point;
        // Of what is below, how far the region before the point is free in each dimension.
        let [mut right, mut top, _] = reference;
        for other in &self.met[..level] {
            right = if other[1] <= y && other[0] < right { other[0] } else { right };
            top = if other[0] <= x && other[1] < top { other[1] } else { top };
        }
        if right <= x || top <= y {
            return 0.0;
        }
        self.uncovered.start([x, y], [right, top]);
        for other in &self.met[..level] {
            if other[0] < right && other[1] < top {
                self.uncovered.cover([other[0], other[1]]);
            }
        }
        self.uncovered.measure();
        // Upwards until one covers all that is left.
        let (mut volume, mut below) = (0.0, z);
        let (mut kept, mut end) = (level, level);
        while let Some(other) = self.met.get(end).copied() {
            if other[0] <= x && other[1] <= y {
                break;
            }
            end += 1;
            let is_covered = other[0] >= x && other[1] >= y;
            if !is_covered {
                self.met[kept] = other;
                kept += 1;
            }
            let area = self.uncovered.area;
            if self.uncovered.cover([other[0].max(x), other[1].max(y)]) {
                volume += area * (other[2] - below);
                below = other[2];
            }
        }
        let ceiling = self.met.get(end).map_or(reference[2], |other| other[2]);
        volume += self.uncovered.area * (ceiling - below);
        if kept < end {
            self.met.drain(kept + 1..end);
            self.met[level..=kept].rotate_right(1);
            self.met[level] = point;
        } else {
            self.met.insert(level, point);
        }
        volume
    }
}

/// The part of a rectangle that no point covers: below a descending staircase.
#[derive(Default)]
struct Uncovered {
    corner: [f64; 2],
    /// Ascending in the first coordinate from that of the corner, descending in the second to that of the corner.
    steps: Vec<[f64; 2]>,
    area: f64,
}

impl Uncovered {
    /// All of a rectangle.
    fn start(&mut self, corner: [f64; 2], [right, top]: [f64; 2]) {
        self.corner = corner;
        self.steps.clear();
        self.steps.extend([[corner[0], top], [right, corner[1]]]);
        self.area = (right - corner[0]) * (top - corner[1]);
    }

    /// Computes the area afresh, which else gathers rounding errors.
    fn measure(&mut self) {
        let strip = |pair: &[[f64; 2]]| (pair[1][0] - pair[0][0]) * (pair[0][1] - self.corner[1]);
        self.area = self.steps.windows(2).map(strip).sum();
    }

    /// Takes away what `point`, which is nowhere better than the corner, covers. Whether that is anything.
    fn cover(&mut self, point: [f64; 2]) -> bool {
        let after = self.steps.iter().position(|step| step[0] > point[0]).unwrap_or(self.steps.len());
        let before = self.steps[after - 1];
        if before[1] <= point[1] {
            return false;
        }
        let (mut from, mut height, mut to) = (point[0], before[1], after);
        for step in &self.steps[after..] {
            self.area -= (step[0] - from) * (height - point[1]);
            [from, height] = *step;
            if height < point[1] {
                break;
            }
            to += 1;
        }
        let first = if before[0] == point[0] { after - 1 } else { after };
        if first < to {
            self.steps[first] = point;
            self.steps.drain(first + 1..to);
        } else {
            self.steps.insert(first, point);
        }
        true
    }
}
