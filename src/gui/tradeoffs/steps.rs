//! From one design to another with the keys: from row to row of the table, and from point to point of a picture.

use std::cmp::Ordering;

use egui::{FocusDirection, Id, Key, Modifiers, Pos2, Ui};

use super::state::Shown;

/// Rows that a page is long.
const PAGE: isize = 12;
/// Frames in which a row that is to have the keyboard may be scrolled to.
const PATIENCE: u8 = 60;

/// Where an arrow key leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Towards {
    Left,
    Right,
    Up,
    Down,
}

/// A row on the way to the keyboard.
#[derive(Clone, Copy)]
pub(super) struct Waiting {
    /// What had the keyboard before: something else that took it meanwhile keeps it.
    from: Option<Id>,
    frames: u8,
}

impl Waiting {
    /// From now on.
    pub fn now(ui: &Ui) -> Self {
        Self { from: ui.memory(egui::Memory::focused), frames: PATIENCE }
    }

    /// The same a frame later, as long as nothing else took the keyboard.
    pub fn go_on(self, ui: &Ui) -> Option<Self> {
        let focused = ui.memory(egui::Memory::focused);
        let is_free = focused.is_none() || focused == self.from;
        (is_free && self.frames > 0).then(|| Self { frames: self.frames - 1, ..self })
    }
}

/// The row that the keys lead to from a row of so many, if one that leads elsewhere was pressed.
pub(super) fn row_after(ui: &Ui, row: usize, rows: usize) -> Option<usize> {
    let last = rows.checked_sub(1)?;
    let down = presses(ui, Key::ArrowDown) - presses(ui, Key::ArrowUp);
    let steps = down + PAGE * (presses(ui, Key::PageDown) - presses(ui, Key::PageUp));
    let (first, end) = (presses(ui, Key::Home) > 0, presses(ui, Key::End) > 0);
    let to = match (first, end) {
        (true, _) => 0,
        (_, true) => last,
        _ => row.saturating_add_signed(steps).min(last),
    };
    (to != row).then_some(to)
}

/// The design that the keys lead to in the order of the table: from the one at `index`, or to the first.
pub(super) fn design_after(ui: &Ui, shown: &Shown, index: Option<usize>) -> Option<usize> {
    let rows = &shown.rows.designs;
    let row = index.and_then(|index| rows.iter().position(|other| *other == index));
    let to = row_after(ui, row.unwrap_or(0), rows.len());
    // Whoever comes from elsewhere begins at the beginning.
    rows.get(if row.is_some() { to? } else { to.map(|_| 0)? }).copied()
}

/// The arrow key that was pressed.
pub(super) fn towards(ui: &Ui) -> Option<Towards> {
    let keys = [
        (Key::ArrowLeft, Towards::Left),
        (Key::ArrowRight, Towards::Right),
        (Key::ArrowUp, Towards::Up),
        (Key::ArrowDown, Towards::Down),
    ];
    keys.into_iter().find(|(key, _)| presses(ui, *key) > 0).map(|(_, towards)| towards)
}

/// How often a key was pressed; it is taken out of the input, and moves the keyboard to nothing else.
fn presses(ui: &Ui, key: Key) -> isize {
    let count = ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
    if count > 0 {
        ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
    }
    count as isize
}

/// The point, by number, that comes next in a direction. Points follow each other along that axis; of those at the same
/// place of it, along the other one; of those in the same spot, by number: so every point is reached, and the opposite
/// key leads back. From nowhere it is the outermost point on the other side.
pub(super) fn beside(
    points: impl Iterator<Item = (usize, Pos2)>,
    from: Option<(usize, Pos2)>,
    towards: Towards,
) -> Option<usize> {
    let order = |a: &(usize, Pos2), b: &(usize, Pos2)| {
        let [x, y] = [a.1.x.total_cmp(&b.1.x), a.1.y.total_cmp(&b.1.y)];
        let (along, aside) = if matches!(towards, Towards::Left | Towards::Right) { (x, y) } else { (y, x) };
        along.then(aside).then(a.0.cmp(&b.0))
    };
    let (is_forward, wanted) = match towards {
        Towards::Right | Towards::Down => (true, Ordering::Greater),
        Towards::Left | Towards::Up => (false, Ordering::Less),
    };
    let beyond = points.filter(|point| from.is_none_or(|from| order(point, &from) == wanted));
    let next = if is_forward { beyond.min_by(order) } else { beyond.max_by(order) };
    next.map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use egui::pos2;

    use super::*;

    /// Two in one spot, two at one height, three one above the other.
    const POINTS: [Pos2; 6] = [
        Pos2 { x: 10.0, y: 50.0 },
        Pos2 { x: 30.0, y: 20.0 },
        Pos2 { x: 30.0, y: 90.0 },
        Pos2 { x: 30.0, y: 20.0 },
        Pos2 { x: 70.0, y: 50.0 },
        Pos2 { x: 90.0, y: 10.0 },
    ];

    fn next(from: Option<usize>, towards: Towards) -> Option<usize> {
        beside(POINTS.into_iter().enumerate(), from.map(|index| (index, POINTS[index])), towards)
    }

    fn walk(towards: Towards) -> Vec<usize> {
        let mut way = Vec::new();
        while let Some(index) = next(way.last().copied(), towards) {
            assert!(way.len() < POINTS.len(), "it goes round in circles: {way:?}");
            way.push(index);
        }
        way
    }

    #[test]
    fn every_point_is_reached_and_the_opposite_key_leads_back() {
        assert_eq!(walk(Towards::Right), [0, 1, 3, 2, 4, 5]);
        assert_eq!(walk(Towards::Down), [5, 1, 3, 0, 4, 2]);
        for (there, back) in [(Towards::Right, Towards::Left), (Towards::Down, Towards::Up)] {
            let (mut there, back) = (walk(there), walk(back));
            there.reverse();
            assert_eq!(there, back);
        }
    }

    #[test]
    fn what_is_on_no_point_goes_on_from_where_it_is() {
        let from = Some((99, pos2(40.0, 0.0)));
        let points = || POINTS.into_iter().enumerate();
        assert_eq!(beside(points(), from, Towards::Right), Some(4));
        assert_eq!(beside(points(), from, Towards::Left), Some(2));
        assert_eq!(beside(points(), from, Towards::Up), None, "none is higher");
        assert_eq!(beside(std::iter::empty(), None, Towards::Up), None);
    }
}
