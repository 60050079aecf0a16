//! Where labels of a plot stand: beside what they name, and on nothing else where there is room.

use crate::model::Rectangle;

/// What a label counts as when it is cut off, covers another label, a point, or a thin line.
const CUT_OFF: usize = 1000;
const LABEL: usize = 100;
const POINT: usize = 3;
const LINE: usize = 1;

/// Everything in a plot that a label should not cover; `taken` has the labels that found their place.
pub(super) struct Labels {
    /// What labels stay within.
    pub(super) field: Rectangle,
    pub(super) taken: Vec<Rectangle>,
    pub(super) points: Vec<Rectangle>,
    pub(super) lines: Vec<Rectangle>,
}

impl Labels {
    /// The place among these that covers least, the first of equals, which is taken from now on.
    pub(super) fn place(&mut self, places: &[Rectangle]) -> Rectangle {
        let best = places.iter().copied().min_by_key(|place| self.covered(*place)).unwrap_or_default();
        self.taken.push(best);
        best
    }

    fn covered(&self, place: Rectangle) -> usize {
        let count = |others: &[Rectangle]| others.iter().filter(|other| other.touches(place)).count();
        let cut_off = if self.field.encloses(place) { 0 } else { CUT_OFF };
        cut_off + LABEL * count(&self.taken) + POINT * count(&self.points) + LINE * count(&self.lines)
    }
}

/// Places for a label of this size around a point of this radius, the most usual first.
pub(super) fn around((x, y): (f32, f32), radius: f32, (width, height): (f32, f32)) -> [Rectangle; 8] {
    let (right, left) = (x + radius + 3.0, x - radius - 3.0 - width);
    let (above, below) = (y - radius - height, y + radius);
    let corners = [
        (right, above),
        (left, above),
        (right, below),
        (left, below),
        (right, y - height / 2.0),
        (left, y - height / 2.0),
        (x - width / 2.0, above - 4.0),
        (x - width / 2.0, below + 4.0),
    ];
    corners.map(|(x, y)| Rectangle::new(x, y, width, height))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels() -> Labels {
        let field = Rectangle::new(0.0, 0.0, 100.0, 100.0);
        Labels { field, taken: Vec::new(), points: Vec::new(), lines: Vec::new() }
    }

    #[test]
    fn labels_of_one_point_stand_around_it() {
        let mut labels = labels();
        let places = around((50.0, 50.0), 5.0, (16.0, 10.0));
        let taken: Vec<Rectangle> = (0..4).map(|_| labels.place(&places)).collect();
        assert_eq!(taken, places[..4], "each takes the first that is free");
        for (index, label) in taken.iter().enumerate() {
            assert!(taken[..index].iter().all(|other| !other.touches(*label)), "label {index} covers another");
            assert!(!label.touches(Rectangle::new(45.0, 45.0, 10.0, 10.0)), "label {index} covers its point");
        }
    }

    #[test]
    fn a_label_is_not_cut_off_and_keeps_off_points() {
        let mut labels = labels();
        // In the upper right corner only the place at the lower left is within the field.
        let places = around((95.0, 5.0), 5.0, (16.0, 10.0));
        assert_eq!(labels.place(&places), places[3]);
        // A point where the first place would be.
        labels.points.push(Rectangle::new(60.0, 36.0, 8.0, 8.0));
        let places = around((50.0, 50.0), 5.0, (16.0, 10.0));
        assert_eq!(labels.place(&places), places[1]);
    }

    #[test]
    fn where_nothing_is_free_a_line_is_covered_before_a_label() {
        let mut labels = labels();
        let places = [Rectangle::new(10.0, 10.0, 20.0, 10.0), Rectangle::new(40.0, 10.0, 20.0, 10.0)];
        labels.taken.push(places[0]);
        labels.lines.push(Rectangle::new(50.0, 0.0, 1.0, 100.0));
        assert_eq!(labels.place(&places), places[1]);
    }
}
