//! The hypervolume in five dimensions: swept along the fifth, each point adds its box in the others, without what the
//! points met before cover of it.

use super::four;

/// Memory that is used again and again.
#[derive(Default)]
pub(super) struct Sweep {
    /// The points met so far without the fifth coordinate, ascending in the fourth; none covers another.
    met: Vec<[f64; 4]>,
    /// What reaches into the box of a point.
    within: Vec<[f64; 4]>,
    lower: four::Sweep,
}

impl Sweep {
    /// The hypervolume of `points`, which are all better than the reference and ascend in the fifth coordinate.
    pub(super) fn volume(&mut self, points: impl Iterator<Item = [f64; 5]>, reference: [f64; 5]) -> f64 {
        self.met.clear();
        let [first, second, third, fourth, end] = reference;
        let mut volume = 0.0;
        for [x, y, z, w, along] in points {
            volume += self.add([x, y, z, w], [first, second, third, fourth]) * (end - along);
        }
        volume
    }

    /// Adds a point, and takes away those that it covers. The volume that it dominates and no other does.
    fn add(&mut self, point: [f64; 4], mut end: [f64; 4]) -> f64 {
        // A point that is worse in one dimension alone ends the box of this one there.
        for other in &self.met {
            match worse_in(other, &point) {
                0 => return 0.0,
                1 => {
                    let dimension = (0..4).find(|dimension| other[*dimension] > point[*dimension]).unwrap_or(0);
                    end[dimension] = end[dimension].min(other[dimension]);
                }
                _ => {}
            }
        }
        self.within.clear();
        for other in &self.met {
            if worse_in(&end, other) == 4 {
                self.within.push(std::array::from_fn(|dimension| other[dimension].max(point[dimension])));
            }
        }
        let whole = point.iter().zip(end).map(|(value, end)| end - value).product::<f64>();
        let added = whole - self.lower.volume(&self.within, end);
        self.met.retain(|other| worse_in(&point, other) != 0);
        let place = self.met.partition_point(|other| other[3] <= point[3]);
        self.met.insert(place, point);
        added
    }
}

/// In how many dimensions `a` is worse than `b`.
fn worse_in(a: &[f64; 4], b: &[f64; 4]) -> u32 {
    a.iter().zip(b).map(|(a, b)| u32::from(a > b)).sum()
}
