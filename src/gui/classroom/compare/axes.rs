//! What the choices of a class are plotted by, as the user wants it.

use egui::{RichText, Ui};

use super::shown::Shown;
use crate::classroom::{MeasureColumn, usual_axes};
use crate::gui::fields::{name, pick};
use crate::gui::theme::palette;
use crate::model::MeasureKey;

/// What is plotted, across and upwards.
#[derive(Default)]
pub(super) struct Axes {
    keys: [Option<MeasureKey>; 2],
    pub is_log: [bool; 2],
}

impl Axes {
    /// The measures that are plotted, by position; `None` while there are fewer than two.
    pub fn columns(&self, measures: &[MeasureColumn]) -> Option<[usize; 2]> {
        if measures.len() < 2 {
            return None;
        }
        let find = |key: &Option<MeasureKey>| measures.iter().position(|column| Some(&column.key) == key.as_ref());
        let usual = usual_axes(measures).unwrap_or([0, 1]);
        // A measure is not plotted against itself unless somebody wants that.
        let other_than = |taken: usize, side: usize| if usual[side] == taken { usual[1 - side] } else { usual[side] };
        Some(match (find(&self.keys[0]), find(&self.keys[1])) {
            (Some(x), Some(y)) => [x, y],
            (Some(x), None) => [x, other_than(x, 1)],
            (None, Some(y)) => [other_than(y, 0), y],
            (None, None) => usual,
        })
    }

    /// Lets the user choose what is plotted.
    pub fn show_pickers(&mut self, ui: &mut Ui, shown: &Shown) {
        let measures = &shown.comparison.measures;
        let Some(columns) = self.columns(measures) else { return };
        let options: Vec<_> = measures.iter().map(|column| (column.key.clone(), column.name.clone())).collect();
        ui.horizontal_wrapped(|ui| {
            for (side, title) in ["Across", "Upwards"].into_iter().enumerate() {
                ui.label(RichText::new(title).color(palette(ui.visuals()).weak));
                if let Some(key) = pick(ui, title, title, &measures[columns[side]].key, &options) {
                    self.keys[side] = Some(key);
                }
                let log = ui.checkbox(&mut self.is_log[side], "logarithmic");
                name(&log, &format!("{title}: logarithmic"));
                ui.add_space(12.0);
            }
        });
    }

    /// Where a value lies on an axis; `None` where it has no place.
    pub fn place(&self, side: usize, value: f64) -> Option<f64> {
        match self.is_log[side] {
            true if value > 0.0 => Some(value.log10()),
            true => None,
            false => Some(value).filter(|value| value.is_finite()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::comparison;
    use super::*;

    #[test]
    fn what_the_user_chose_is_plotted_against_what_is_usual() {
        // Usual is the response time across, against the recall.
        let measures = comparison().measures;
        let columns = |keys| Axes { keys, ..Axes::default() }.columns(&measures);
        let key = |position: usize| Some(measures[position].key.clone());
        assert_eq!(columns([None, None]), Some([0, 1]));
        assert_eq!(columns([key(1), None]), Some([1, 0]));
        assert_eq!(columns([None, key(0)]), Some([1, 0]));
        assert_eq!(columns([key(0), key(0)]), Some([0, 0]));
        assert_eq!(Axes::default().columns(&measures[..1]), None);
    }
}
