//! Parallel axes as plain numbers: where they stand, which line is under the pointer, which lines are drawn when there
//! are too many, and what a drag along an axis does to its intervals.

use egui::{Pos2, Rangef, Rect, pos2};

use super::fence;
use super::ruler::Ruler;
use crate::gui::tradeoffs::brush::Interval;

/// Room for the names of axes.
pub(super) const HEAD: f32 = 58.0;
/// Room below the axes for what is not known.
const FOOT: f32 = 34.0;
/// How near to an end of an interval a press takes hold of that end.
const END: f32 = 6.0;

/// Axes that stand beside each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lanes {
    frame: Rect,
    count: usize,
}

/// What a press on an axis takes hold of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hold {
    /// Nothing: a new interval begins.
    New,
    /// The interval at this position as a whole.
    Whole(usize),
    /// Its end that is higher on the screen.
    Top(usize),
    /// Its end that is lower on the screen.
    Bottom(usize),
}

impl Lanes {
    pub fn new(frame: Rect, count: usize) -> Self {
        Self { frame, count }
    }

    /// Where the axis at a position stands.
    pub fn x(&self, position: usize) -> f32 {
        self.frame.left() + self.width() * (position as f32 + 0.5)
    }

    /// Room for each axis.
    pub fn width(&self) -> f32 {
        self.frame.width() / self.count.max(1) as f32
    }

    /// From the upper to the lower end of all axes.
    pub fn stretch(&self) -> Rangef {
        let top = self.frame.top() + HEAD;
        Rangef::new(top, (self.frame.bottom() - FOOT).max(top + 1.0))
    }

    /// The height of a share of an axis.
    pub fn y(&self, share: f32) -> f32 {
        let Rangef { min, max } = self.stretch();
        max - (max - min) * share
    }

    /// The share at a height; below 0 or above 1 beyond the ends.
    pub fn share(&self, y: f32) -> f32 {
        let Rangef { min, max } = self.stretch();
        (max - y) / (max - min)
    }

    /// The height of what is not known.
    pub fn unknown(&self) -> f32 {
        self.stretch().max + 18.0
    }

    /// The position of the axis that has its room at `x`.
    pub fn position_at(&self, x: f32) -> usize {
        let position = ((x - self.frame.left()) / self.width()).floor().max(0.0) as usize;
        position.min(self.count.saturating_sub(1))
    }

    /// The points of a line through these values, from the left.
    pub fn line(&self, rulers: &[Ruler], values: impl Iterator<Item = f64>) -> Vec<Pos2> {
        let at = |(position, (ruler, value)): (usize, (&Ruler, f64))| {
            let y = ruler.share(value).map_or(self.unknown(), |share| self.y(share));
            pos2(self.x(position), y)
        };
        rulers.iter().zip(values).enumerate().map(at).collect()
    }
}

/// The position of the line that passes nearest to `at`, if one passes within `reach`; of equally near ones the last.
pub(super) fn nearest_line(lines: &[Vec<Pos2>], at: Pos2, reach: f32) -> Option<usize> {
    let distance = |line: &Vec<Pos2>| {
        let pairs = line.windows(2).filter(|pair| pair[0].x - reach <= at.x && at.x <= pair[1].x + reach);
        pairs.map(|pair| distance_to_segment(at, pair[0], pair[1])).min_by(f32::total_cmp)
    };
    let near = lines.iter().enumerate().filter_map(|(position, line)| Some((position, distance(line)?)));
    let near = near.filter(|(_, distance)| *distance <= reach);
    near.min_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(position, _)| position)
}

fn distance_to_segment(at: Pos2, from: Pos2, to: Pos2) -> f32 {
    let along = to - from;
    let share = ((at - from).dot(along) / along.length_sq().max(f32::MIN_POSITIVE)).clamp(0.0, 1.0);
    (from + along * share).distance(at)
}

/// At most so many of the designs: all of the last layers as far as they fit, then evenly out of the one that does not.
pub(super) fn sample(mut layers: Vec<Vec<usize>>, most: usize) -> Vec<Vec<usize>> {
    let mut room = most;
    for layer in layers.iter_mut().rev() {
        let count = layer.len();
        if count > room {
            *layer = (0..room).map(|place| layer[place * count / room]).collect();
        }
        room -= layer.len();
    }
    layers
}

/// `elements` with the one at `from` at the place `to`.
pub(super) fn moved<T: Clone>(elements: &[T], from: usize, to: usize) -> Vec<T> {
    let mut elements = elements.to_vec();
    if from < elements.len() {
        let element = elements.remove(from);
        elements.insert(to.min(elements.len()), element);
    }
    elements
}

/// What a press at a height takes hold of, with the heights that the intervals cover.
pub(super) fn hold_at(covered: &[Rangef], y: f32) -> Hold {
    // What lies outside of the axis cannot be taken hold of.
    for (position, range) in covered.iter().enumerate().filter(|(_, range)| range.span() >= 0.0) {
        // A short interval has a middle, too.
        let end = END.min(range.span() / 3.0).max(2.0);
        if (y - range.min).abs() <= end {
            return Hold::Top(position);
        }
        if (y - range.max).abs() <= end {
            return Hold::Bottom(position);
        }
        if range.contains(y) {
            return Hold::Whole(position);
        }
    }
    Hold::New
}

/// The interval that a drag from one height to another makes of `held`, which covers `covered`; `is_choice` lets it end
/// between options only.
pub(super) fn dragged(
    (lanes, ruler, is_choice): (&Lanes, &Ruler, bool),
    (hold, covered): (Hold, Rangef),
    (from, to): (f32, f32),
) -> Interval {
    let stretch = lanes.stretch();
    // An end that is open stays so while the other one moves.
    let beyond = |y: f32| {
        if y <= stretch.min {
            y - 1.0
        } else if y >= stretch.max {
            y + 1.0
        } else {
            y
        }
    };
    let (a, b) = match hold {
        Hold::New => (from, to),
        Hold::Top(_) => (to, beyond(covered.max)),
        Hold::Bottom(_) => (beyond(covered.min), to),
        Hold::Whole(_) => (covered.min + to - from, covered.max + to - from),
    };
    let interval = fence::interval(a, b, stretch, |y| ruler.value(lanes.share(y)));
    match (is_choice, hold) {
        (false, _) => interval,
        // Every option that the drag touches.
        (true, Hold::New) => {
            Interval { low: (interval.low + 0.5).floor() - 0.5, high: (interval.high + 0.5).ceil() - 0.5 }
        }
        (true, _) => {
            let low = (interval.low + 0.5).round() - 0.5;
            Interval { low, high: ((interval.high + 0.5).round() - 0.5).max(low + 1.0) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Unit;

    fn lanes() -> Lanes {
        // The axes are 100 points high.
        Lanes::new(Rect::from_min_size(Pos2::ZERO, egui::vec2(300.0, HEAD + FOOT + 100.0)), 3)
    }

    /// From 0 at the bottom to 1 at the top.
    fn ruler() -> Ruler {
        let ruler = Ruler::of_values([0.2, 0.8].into_iter(), Unit::Ratio, false);
        assert_eq!((ruler.share(0.0), ruler.share(1.0)), (Some(0.0), Some(1.0)), "{ruler:?}");
        ruler
    }

    #[test]
    fn axes_stand_in_the_middle_of_their_room() {
        let lanes = lanes();
        assert_eq!([0, 1, 2].map(|position| lanes.x(position)), [50.0, 150.0, 250.0]);
        assert_eq!([-5.0, 99.0, 101.0, 900.0].map(|x| lanes.position_at(x)), [0, 0, 1, 2]);
        assert_eq!((lanes.y(1.0), lanes.y(0.25), lanes.share(HEAD + 75.0)), (HEAD, HEAD + 75.0, 0.25));
        let line = lanes.line(&[ruler(), ruler()], [0.5, f64::NAN].into_iter());
        assert_eq!(line, [pos2(50.0, HEAD + 50.0), pos2(150.0, lanes.unknown())]);
        assert!(lanes.unknown() > lanes.stretch().max, "what is not known is on no place of the axis");
    }

    #[test]
    fn the_nearest_line_is_found_between_axes() {
        let lines = vec![
            vec![pos2(0.0, 0.0), pos2(100.0, 0.0)],
            vec![pos2(0.0, 100.0), pos2(100.0, 0.0)],
            vec![pos2(0.0, 100.0), pos2(100.0, 100.0)],
        ];
        assert_eq!(nearest_line(&lines, pos2(50.0, 47.0), 6.0), Some(1));
        assert_eq!(nearest_line(&lines, pos2(10.0, 3.0), 6.0), Some(0));
        assert_eq!(nearest_line(&lines, pos2(0.0, 100.0), 6.0), Some(2), "the one on top");
        assert_eq!(nearest_line(&lines, pos2(50.0, 75.0), 6.0), None);
    }

    #[test]
    fn of_too_many_lines_the_last_layers_stay_whole() {
        let layers = vec![(0..10).collect(), (10..16).collect(), vec![16, 17]];
        assert_eq!(sample(layers.clone(), 100), layers);
        assert_eq!(sample(layers.clone(), 5), [vec![], vec![10, 12, 14], vec![16, 17]]);
        assert_eq!(sample(layers.clone(), 10), [vec![0, 5], (10..16).collect(), vec![16, 17]]);
        assert_eq!(sample(layers, 1), [vec![], vec![], vec![16]]);
    }

    #[test]
    fn elements_move_to_their_new_place() {
        assert_eq!(moved(&[0, 1, 2, 3], 0, 2), [1, 2, 0, 3]);
        assert_eq!(moved(&[0, 1, 2, 3], 3, 1), [0, 3, 1, 2]);
        assert_eq!(moved(&[0, 1], 5, 0), [0, 1]);
    }

    #[test]
    fn presses_take_hold_of_ends_before_middles() {
        let covered = [Rangef::new(10.0, 50.0), Rangef::new(70.0, 76.0), Rangef::new(0.0, -20.0)];
        let holds = [0.0, 8.0, 30.0, 53.0, 60.0, 70.0, 73.0].map(|y| hold_at(&covered, y));
        let expected =
            [Hold::New, Hold::Top(0), Hold::Whole(0), Hold::Bottom(0), Hold::New, Hold::Top(1), Hold::Whole(1)];
        assert_eq!(holds, expected);
    }

    #[test]
    fn drags_make_move_and_resize_intervals() {
        let (lanes, ruler) = (lanes(), ruler());
        let drag = |hold, covered: (f32, f32), from: f32, to: f32| {
            let covered = Rangef::new(HEAD + covered.0, HEAD + covered.1);
            dragged((&lanes, &ruler, false), (hold, covered), (HEAD + from, HEAD + to))
        };
        assert_eq!(drag(Hold::New, (0.0, 0.0), 20.0, 60.0), Interval { low: 0.4, high: 0.8 });
        assert_eq!(drag(Hold::New, (0.0, 0.0), 20.0, -8.0), Interval { low: 0.8, high: f64::INFINITY });
        assert_eq!(drag(Hold::Whole(0), (20.0, 60.0), 30.0, 40.0), Interval { low: 0.3, high: 0.7 });
        assert_eq!(drag(Hold::Top(0), (20.0, 60.0), 20.0, 50.0), Interval { low: 0.4, high: 0.5 });
        assert_eq!(drag(Hold::Bottom(0), (0.0, 60.0), 60.0, 70.0), Interval { low: 0.3, high: f64::INFINITY });
    }

    #[test]
    fn intervals_on_choices_end_between_options() {
        let lanes = lanes();
        // Four options of 25 points each, the first on top.
        let ruler = Ruler::of_options(["a", "b", "c", "d"].map(str::to_owned).to_vec());
        let drag = |hold, covered: (f32, f32), from: f32, to: f32| {
            let covered = Rangef::new(HEAD + covered.0, HEAD + covered.1);
            dragged((&lanes, &ruler, true), (hold, covered), (HEAD + from, HEAD + to))
        };
        assert_eq!(drag(Hold::New, (0.0, 0.0), 30.0, 60.0), Interval { low: 0.5, high: 2.5 });
        assert_eq!(drag(Hold::New, (0.0, 0.0), 30.0, 34.0), Interval { low: 0.5, high: 1.5 });
        assert_eq!(drag(Hold::Whole(0), (25.0, 75.0), 30.0, 38.0), Interval { low: 0.5, high: 2.5 });
        assert_eq!(drag(Hold::Whole(0), (25.0, 75.0), 30.0, 46.0), Interval { low: 1.5, high: 3.5 });
        assert_eq!(drag(Hold::Bottom(0), (25.0, 75.0), 75.0, 30.0), Interval { low: 0.5, high: 1.5 });
    }
}
