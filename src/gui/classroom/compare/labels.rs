//! Where names stand beside marks, so that none covers another name or a mark.

use egui::{Pos2, Rect, Vec2, vec2};

/// Room between a mark and its name.
const GAP: f32 = 4.0;

/// For each mark (its middle, and the size of its name) where the name goes; `None` where there is no room for it. Marks
/// reach `radius` far; names stay within `frame`. What comes first is placed first.
pub(super) fn place(marks: &[(Pos2, Vec2)], radius: f32, frame: Rect) -> Vec<Option<Rect>> {
    let taken_by_marks: Vec<Rect> =
        marks.iter().map(|(at, _)| Rect::from_center_size(*at, Vec2::splat(2.0 * radius))).collect();
    let mut placed: Vec<Rect> = Vec::new();
    let mut place = |at: Pos2, size: Vec2| {
        let is_free = |rect: &Rect| {
            frame.contains_rect(*rect)
                && !placed.iter().any(|other| other.intersects(*rect))
                && !taken_by_marks.iter().any(|mark| mark.shrink(0.5).intersects(*rect))
        };
        let found = around(at, size, radius + GAP).find(is_free)?;
        placed.push(found);
        Some(found)
    };
    marks.iter().map(|(at, size)| place(*at, *size)).collect()
}

/// Places for a name, those that are read most easily first.
fn around(at: Pos2, size: Vec2, distance: f32) -> impl Iterator<Item = Rect> {
    let towards =
        [(1.0, 0.0), (-1.0, 0.0), (0.0, -1.0), (0.0, 1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, -1.0), (-1.0, 1.0)];
    [1.0, 2.5].into_iter().flat_map(move |times: f32| {
        towards.into_iter().map(move |(x, y)| {
            let half = size / 2.0;
            let away = vec2(x * (half.x + distance * times), y * (half.y + distance * times));
            Rect::from_center_size(at + away, size)
        })
    })
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
        let places: Vec<Rect> = place(&marks, 5.0, frame).into_iter().flatten().collect();
        assert_eq!(places.len(), 4, "there is room for all");
        for (position, rect) in places.iter().enumerate() {
            assert!(frame.contains_rect(*rect), "{rect:?}");
            assert!(!places[..position].iter().any(|other| other.intersects(*rect)), "{places:?}");
            assert!(!marks.iter().any(|(at, _)| rect.contains(*at)), "{rect:?} covers a mark");
        }
    }

    #[test]
    fn a_name_without_room_is_left_out() {
        let frame = Rect::from_min_size(pos2(0.0, 0.0), vec2(60.0, 20.0));
        let marks = [(pos2(10.0, 10.0), vec2(40.0, 14.0)), (pos2(10.0, 10.0), vec2(40.0, 14.0))];
        let places = place(&marks, 5.0, frame);
        assert!(places[0].is_some() && places[1].is_none(), "{places:?}");
    }
}
