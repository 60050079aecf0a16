//! Points on the screen, however many designs there are: what would be painted over is left out, and the one under the
//! pointer is found without asking all.

use egui::{Pos2, Rect};

/// Up to so many points each is drawn.
pub(super) const FEW: usize = 5_000;
/// Of more, one for each square with this side, in points of the screen.
const PIXEL: f32 = 2.0;
/// Side of the squares that points are looked up in; a reach is at most as long.
const CELL: f32 = 16.0;

/// A design on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    pub index: usize,
    pub at: Pos2,
}

/// The points that are painted, what matters most last.
pub(super) struct Cloud {
    pub points: Vec<Point>,
    grid: Grid,
}

/// Points by the square that they lie in.
struct Grid {
    frame: Rect,
    columns: usize,
    /// Where the points of each square begin in `places`, and one more.
    starts: Vec<usize>,
    /// Positions of points.
    places: Vec<usize>,
}

impl Cloud {
    /// The points of `layers` that lie in `frame`; the first layer matters least and is painted first.
    pub fn of(mut layers: Vec<Vec<Point>>, frame: Rect) -> Self {
        for layer in &mut layers {
            layer.retain(|point| frame.contains(point.at));
        }
        if layers.iter().map(Vec::len).sum::<usize>() > FEW {
            thin(&mut layers, frame);
        }
        let points = layers.concat();
        let grid = Grid::of(&points, frame);
        Self { points, grid }
    }

    /// The design that is nearest to a place, if it lies within `reach`; of equally near ones the one painted last.
    pub fn nearest(&self, at: Pos2, reach: f32) -> Option<usize> {
        let distance = |place: &usize| self.points[*place].at.distance(at);
        let near = self.grid.around(at, reach).filter(|place| distance(place) <= reach);
        let nearest = near.min_by(|a, b| distance(a).total_cmp(&distance(b)).then(b.cmp(a)))?;
        Some(self.points[nearest].index)
    }
}

/// Keeps one point for each small square: of those in the layer that matters most, the first.
fn thin(layers: &mut [Vec<Point>], frame: Rect) {
    let columns = (frame.width() / PIXEL).ceil() as usize + 1;
    let rows = (frame.height() / PIXEL).ceil() as usize + 1;
    let mut is_taken = vec![false; columns * rows];
    for layer in layers.iter_mut().rev() {
        layer.retain(|point| {
            let from = (point.at - frame.min) / PIXEL;
            let cell = from.y as usize * columns + from.x as usize;
            !is_taken.get_mut(cell).is_some_and(|taken| std::mem::replace(taken, true))
        });
    }
}

impl Grid {
    fn of(points: &[Point], frame: Rect) -> Self {
        let columns = (frame.width() / CELL).floor().max(0.0) as usize + 1;
        let rows = (frame.height() / CELL).floor().max(0.0) as usize + 1;
        let mut grid = Self { frame, columns, starts: vec![0; columns * rows + 1], places: vec![0; points.len()] };
        let cells: Vec<usize> = points.iter().map(|point| grid.cell(point.at).min(columns * rows - 1)).collect();
        for cell in &cells {
            grid.starts[cell + 1] += 1;
        }
        for cell in 1..grid.starts.len() {
            grid.starts[cell] += grid.starts[cell - 1];
        }
        let mut next = grid.starts.clone();
        for (place, cell) in cells.into_iter().enumerate() {
            grid.places[next[cell]] = place;
            next[cell] += 1;
        }
        grid
    }

    fn cell(&self, at: Pos2) -> usize {
        let from = ((at - self.frame.min) / CELL).max(egui::Vec2::ZERO);
        from.y as usize * self.columns + from.x as usize
    }

    /// Positions of the points in the squares that lie at least partly within `reach`.
    fn around(&self, at: Pos2, reach: f32) -> impl Iterator<Item = usize> {
        let first = ((at - self.frame.min - egui::Vec2::splat(reach)) / CELL).floor();
        let last = ((at - self.frame.min + egui::Vec2::splat(reach)) / CELL).floor();
        let rows = (self.starts.len() - 1) / self.columns;
        let clamp = |square: f32, count: usize| square.clamp(-1.0, count as f32) as isize;
        let row_range = clamp(first.y, rows).max(0)..=clamp(last.y, rows).min(rows as isize - 1);
        let (left, right) = (clamp(first.x, self.columns).max(0), clamp(last.x, self.columns));
        let right = right.min(self.columns as isize - 1);
        row_range.filter(move |_| left <= right).flat_map(move |row| {
            let cell = |column: isize| row as usize * self.columns + column as usize;
            self.places[self.starts[cell(left)]..self.starts[cell(right) + 1]].iter().copied()
        })
    }
}

#[cfg(test)]
mod tests {
    use egui::pos2;
    use proptest::prelude::*;

    use super::*;

    const FRAME: Rect = Rect { min: Pos2 { x: 10.0, y: 20.0 }, max: Pos2 { x: 143.0, y: 97.0 } };

    fn place() -> impl Strategy<Value = Pos2> {
        (0..160_i32, 0..120_i32).prop_map(|(x, y)| pos2(x as f32, y as f32))
    }

    proptest! {
        #[test]
        fn the_nearest_is_the_one_that_asking_all_gives(
            places in prop::collection::vec(place(), 0..60),
            at in place(),
            reach in 1.0..CELL,
        ) {
            let point = |(index, at): (usize, &Pos2)| Point { index, at: *at };
            let points: Vec<Point> = places.iter().enumerate().map(point).collect();
            let cloud = Cloud::of(vec![points.clone()], FRAME);
            let within = points.iter().filter(|point| FRAME.contains(point.at) && point.at.distance(at) <= reach);
            let expected = within.map(|point| point.at.distance(at)).min_by(f32::total_cmp);
            let found = cloud.nearest(at, reach).map(|index| places[index].distance(at));
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn of_equally_near_points_the_one_on_top_is_meant() {
        let point = |index| Point { index, at: pos2(50.0, 50.0) };
        let cloud = Cloud::of(vec![vec![point(3), point(4)], vec![point(1)]], FRAME);
        assert_eq!(cloud.nearest(pos2(51.0, 50.0), 5.0), Some(1));
        assert_eq!(cloud.nearest(pos2(70.0, 50.0), 5.0), None);
    }

    #[test]
    fn of_very_many_points_those_that_matter_stay() {
        let crowd = (0..FEW).map(|index| Point { index, at: pos2(30.0 + (index % 3) as f32 * 4.0, 30.0) }).collect();
        let best = vec![Point { index: FEW, at: pos2(30.0, 30.0) }];
        let cloud = Cloud::of(vec![crowd, best], FRAME);
        let kept: Vec<usize> = cloud.points.iter().map(|point| point.index).collect();
        assert_eq!(kept, [1, 2, FEW]);
    }
}
