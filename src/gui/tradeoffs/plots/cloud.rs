//! Points on the screen, however many designs there are: what would be painted over is left out, and the one under the
//! pointer is found without asking all.

use egui::{Pos2, Rect};

/// Up to so many points each is drawn.
pub(super) const FEW: usize = 5_000;
/// Of more, one for each square with this side, in points of the screen.
const PIXEL: f32 = 3.0;
/// Side of the squares that points are looked up in; a reach is at most as long.
const CELL: f32 = 16.0;

/// A design on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    pub index: usize,
    pub at: Pos2,
}

/// Where all designs are on the screen; it stays while only what is thought of them changes.
pub(super) struct Spread {
    frame: Rect,
    points: Vec<Point>,
    /// By point, the small square that it lies in.
    pixels: Vec<u32>,
    squares: usize,
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

impl Spread {
    /// The points that lie in `frame`.
    pub fn of(points: impl Iterator<Item = Point>, frame: Rect) -> Self {
        let points: Vec<Point> = points.filter(|point| frame.contains(point.at)).collect();
        let columns = (frame.width() / PIXEL).max(0.0) as usize + 1;
        let rows = (frame.height() / PIXEL).max(0.0) as usize + 1;
        let pixel = |point: &Point| {
            let from = (point.at - frame.min) / PIXEL;
            (from.y as usize * columns + from.x as usize) as u32
        };
        Self { frame, pixels: points.iter().map(pixel).collect(), points, squares: columns * rows }
    }

    /// What is painted of it. `layer` says how much a design matters, from 0; `None` is not painted at all.
    pub fn cloud(&self, layer: impl Fn(usize) -> Option<u8>) -> Cloud {
        let layers: Vec<Option<u8>> = self.points.iter().map(|point| layer(point.index)).collect();
        let mut painted: Vec<(u8, Point)> = if layers.iter().flatten().count() > FEW {
            self.thinned(&layers)
        } else {
            layers.iter().zip(&self.points).filter_map(|(layer, point)| Some(((*layer)?, *point))).collect()
        };
        painted.sort_by_key(|(layer, _)| *layer);
        let points: Vec<Point> = painted.into_iter().map(|(_, point)| point).collect();
        Cloud { grid: Grid::of(&points, self.frame), points }
    }

    /// One point for each small square: of those that matter most, the first.
    fn thinned(&self, layers: &[Option<u8>]) -> Vec<(u8, Point)> {
        let mut best: Vec<Option<(u8, usize)>> = vec![None; self.squares];
        for (place, layer) in layers.iter().enumerate() {
            let Some(layer) = *layer else { continue };
            let best = &mut best[self.pixels[place] as usize];
            if best.is_none_or(|(other, _)| layer > other) {
                *best = Some((layer, place));
            }
        }
        best.into_iter().flatten().map(|(layer, place)| (layer, self.points[place])).collect()
    }
}

impl Cloud {
    /// The design that is nearest to a place, if it lies within `reach`; of equally near ones the one painted last.
    pub fn nearest(&self, at: Pos2, reach: f32) -> Option<usize> {
        let distance = |place: &usize| self.points[*place].at.distance(at);
        let near = self.grid.around(at, reach).filter(|place| distance(place) <= reach);
        let nearest = near.min_by(|a, b| distance(a).total_cmp(&distance(b)).then(b.cmp(a)))?;
        Some(self.points[nearest].index)
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
            let cloud = Spread::of(points.iter().copied(), FRAME).cloud(|_| Some(0));
            let within = points.iter().filter(|point| FRAME.contains(point.at) && point.at.distance(at) <= reach);
            let expected = within.map(|point| point.at.distance(at)).min_by(f32::total_cmp);
            let found = cloud.nearest(at, reach).map(|index| places[index].distance(at));
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn of_equally_near_points_the_one_on_top_is_meant() {
        let points = (0..4).map(|index| Point { index, at: pos2(50.0, 50.0) });
        let layer = |index: usize| [Some(0), Some(1), Some(0), None][index];
        let cloud = Spread::of(points, FRAME).cloud(layer);
        assert_eq!(cloud.points.iter().map(|point| point.index).collect::<Vec<_>>(), [0, 2, 1]);
        assert_eq!(cloud.nearest(pos2(51.0, 50.0), 5.0), Some(1));
        assert_eq!(cloud.nearest(pos2(70.0, 50.0), 5.0), None);
    }

    #[test]
    fn of_very_many_points_those_that_matter_stay() {
        let crowd = (0..=FEW).map(|index| Point { index, at: pos2(30.0 + (index % 3) as f32 * 4.0, 30.0) });
        let spread = Spread::of(crowd, FRAME);
        let best = 3 * (FEW / 6);
        let indices = |cloud: Cloud| cloud.points.iter().map(|point| point.index).collect::<Vec<_>>();
        assert_eq!(indices(spread.cloud(|index| Some(u8::from(index == best)))), [1, 2, best]);
        let few = spread.cloud(|index| (index < 9).then_some(0));
        assert_eq!(indices(few), (0..9).collect::<Vec<_>>());
    }
}
