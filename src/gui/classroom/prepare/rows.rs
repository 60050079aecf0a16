//! Rows of a list that are moved and removed.

use egui::{Button, Ui};

use crate::gui::fields::name;

/// What is done with a row of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Up(usize),
    Down(usize),
    Remove(usize),
}

impl Change {
    /// Does it, once every row has been shown: until then positions mean what they meant.
    pub fn make<T>(self, list: &mut Vec<T>) {
        match self {
            Self::Up(position) => list.swap(position - 1, position),
            Self::Down(position) => list.swap(position, position + 1),
            Self::Remove(position) => drop(list.remove(position)),
        }
    }
}

/// The buttons of the row at `position` of `count`, called `what` and its number.
pub(super) fn buttons(ui: &mut Ui, what: &str, (position, count): (usize, usize)) -> Option<Change> {
    let number = position + 1;
    let up = ui.add_enabled(position > 0, Button::new("↑").small());
    name(&up, &format!("Move {what} {number} up"));
    let down = ui.add_enabled(number < count, Button::new("↓").small());
    name(&down, &format!("Move {what} {number} down"));
    let remove = ui.add(Button::new("Remove").small());
    name(&remove, &format!("Remove {what} {number}"));
    if up.clicked() {
        Some(Change::Up(position))
    } else if down.clicked() {
        Some(Change::Down(position))
    } else {
        remove.clicked().then_some(Change::Remove(position))
    }
}
