//! Where names stand beside marks, so that none covers another name or a mark.

use egui::{Pos2, Rect, Vec2, vec2};

/// Room between a mark and its name.
const GAP: f32 = 4.0;
/// So many of the places around a mark are near enough that nobody takes the name for another mark's.
const NEAR: usize = 12;

/// For each mark (its middle, and the size of its name) where the name goes; `None` where there is no room for it. Marks
/// reach `radius` far; names stay within `frame`, nearer to their own mark than to any other where they can, and off
/// `lines` where they find such a place. What comes first is placed first.
pub(super) fn place(marks: &[(Pos2, Vec2)], lines: &[Rect], radius: f32, frame: Rect) -> Vec<Option<Rect>> {
    let taken_by_marks: Vec<Rect> =
        marks.iter().map(|(at, _)| Rect::from_center_size(*at, Vec2::splat(2.0 * radius))).collect();
    let mut placed: Vec<Rect> = Vec::new();
    let mut place = |at: Pos2, size: Vec2| {
        let is_free = |rect: &Rect| {
            frame.contains_rect(*rect)
                && !placed.iter().any(|other| other.expand2(vec2(GAP, 0.0)).intersects(*rect))
                && !taken_by_marks.iter().any(|mark| mark.shrink(0.5).intersects(*rect))
        };
        let is_off_lines = |rect: &Rect| !lines.iter().any(|line| line.intersects(*rect));
        // Whose name it is nobody doubts then.
        let is_own = |rect: &Rect| {
            let own = rect.distance_to_pos(at);
            marks.iter().all(|(other, _)| *other == at || rect.distance_to_pos(*other) > own)
        };
        let near: Vec<Rect> = around(at, size, radius + GAP).take(NEAR).filter(is_free).collect();
        let best = near.iter().find(|rect| is_own(rect) && is_off_lines(rect));
        let best = best.or_else(|| near.iter().find(|rect| is_own(rect))).copied();
        let found = best.or_else(|| around(at, size, radius + GAP).find(is_free))?;
        placed.push(found);
        Some(found)
    };
    marks.iter().map(|(at, size)| place(*at, *size)).collect()
}

/// Places for a name, those that are read most easily first: beside the mark, above or below the line through it, so that
/// its intervals pass by.
fn around(at: Pos2, size: Vec2, distance: f32) -> impl Iterator<Item = Rect> {
    let half = size / 2.0;
    let corners = [(1.0, -1.0), (1.0, 1.0), (-1.0, -1.0), (-1.0, 1.0)];
    let sides = [(0.0, -1.0), (0.0, 1.0), (1.0, 0.0), (-1.0, 0.0)];
    let beside = corners.into_iter().map(move |(x, y)| vec2(x * (half.x + distance), y * (half.y + GAP)));
    let further = [1.0, 2.5].into_iter().flat_map(move |times: f32| {
        let away = half + Vec2::splat(distance * times);
        sides.into_iter().chain(corners).map(move |(x, y)| vec2(x * away.x, y * away.y))
    });
    beside.chain(further).map(move |away| Rect::from_center_size(at + away, size))
}

#[cfg(test)]
mod tests {
    use egui::pos2;

    use super::*;

    #[test]
    fn names_cover_neither_each_other_nor_marks() {
        let frame = Rect::from_min_size(pos2(0.0, 0.0), vec2(400.0, 300.0));
        let marks: Vec<_> = [(200.0, 150.0), (208.0, 150.0), (205.0, 160.0), (395.0, 20.0)]
            .into_iter()
            .map(|(x, y)| (pos2(x, y), vec2(40.0, 14.0)))
            .collect();
        let places: Vec<Rect> = place(&marks, &[], 5.0, frame).into_iter().flatten().collect();
        assert_eq!(places.len(), 4, "there is room for all");
        for (position, rect) in places.iter().enumerate() {
            assert!(frame.contains_rect(*rect), "{rect:?}");
            assert!(!places[..position].iter().any(|other| other.intersects(*rect)), "{places:?}");
            assert!(!marks.iter().any(|(at, _)| rect.contains(*at)), "{rect:?} covers a mark");
        }
    }

    #[test]
    fn a_name_is_nearer_to_its_own_mark() {
        let frame = Rect::from_min_size(pos2(0.0, 0.0), vec2(400.0, 300.0));
        let marks = [170.0, 200.0, 218.0].map(|x| (pos2(x, 150.0), vec2(60.0, 14.0)));
        // Lines through all of them leave no place that is off every line.
        let lines = marks.map(|(at, _)| Rect::from_center_size(at, vec2(1.0, 120.0)));
        let places = place(&marks, &lines, 5.0, frame);
        for (place, (at, _)) in places.iter().zip(marks) {
            let place = place.expect("there is room");
            let nearest = marks.iter().map(|(other, _)| place.distance_to_pos(*other)).fold(f32::INFINITY, f32::min);
            assert_eq!(place.distance_to_pos(at), nearest, "{places:?}");
        }
    }

    #[test]
    fn a_name_without_room_is_left_out() {
        let frame = Rect::from_min_size(pos2(0.0, 0.0), vec2(60.0, 20.0));
        let marks = [(pos2(10.0, 10.0), vec2(40.0, 14.0)), (pos2(10.0, 10.0), vec2(40.0, 14.0))];
        let places = place(&marks, &[], 5.0, frame);
        assert!(places[0].is_some() && places[1].is_none(), "{places:?}");
    }

    #[test]
    fn a_name_stands_beside_intervals() {
        let frame = Rect::from_min_size(pos2(0.0, 0.0), vec2(400.0, 300.0));
        let marks = [(pos2(100.0, 100.0), vec2(40.0, 14.0))];
        let across = Rect::from_two_pos(pos2(50.0, 100.0), pos2(150.0, 100.0));
        let upwards = Rect::from_two_pos(pos2(100.0, 70.0), pos2(100.0, 130.0));
        let above = Rect::from_min_size(pos2(109.0, 82.0), vec2(40.0, 14.0));
        assert_eq!(place(&marks, &[across, upwards], 5.0, frame), [Some(above)]);
        let of_another = Rect::from_two_pos(pos2(60.0, 90.0), pos2(200.0, 90.0));
        let below = Rect::from_min_size(pos2(109.0, 104.0), vec2(40.0, 14.0));
        assert_eq!(place(&marks, &[across, upwards, of_another], 5.0, frame), [Some(below)]);
        let everywhere = Rect::from_two_pos(pos2(0.0, 0.0), pos2(400.0, 300.0));
        assert_eq!(
            place(&marks, &[everywhere], 5.0, frame),
            [Some(above)],
            "a covered interval is better than no name"
        );
    }
}
