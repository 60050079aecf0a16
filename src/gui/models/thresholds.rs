//! What another decision threshold would bring, to be tried with a slider.

use egui::{RichText, ScrollArea, Slider, Ui, Vec2};

use super::columns::value_text;
use crate::gui::fields::{caption, name};
use crate::learn::measures_at;
use crate::model::{Confusion, ErrorCosts, Evidence, OperatingChoice};

/// Shows `evidence` at the threshold that the slider says, beside the one it works at; gives a threshold that shall be
/// used from now on.
pub(super) fn show(ui: &mut Ui, id: &str, evidence: &Evidence, costs: Option<ErrorCosts>, size: Vec2) -> Option<f64> {
    let choices = &evidence.details.operating;
    let (positives, negatives) = totals(evidence.details.confusion.as_ref()?)?;
    let memory = ui.make_persistent_id(("threshold", id));
    let now = evidence.threshold.unwrap_or(0.5);
    let mut place = ui.data(|data| data.get_temp(memory)).unwrap_or_else(|| place_of(choices, now));
    place = place.min(choices.len().checked_sub(1)?);
    let mut wish = None;
    ScrollArea::vertical().id_salt("thresholds").max_height(size.y).auto_shrink([false, false]).show(ui, |ui| {
        caption(ui, "What another threshold would bring on the held-out rows");
        ui.horizontal(|ui| {
            ui.spacing_mut().slider_width = (size.x - 150.0).max(80.0);
            let slider = ui.add(Slider::new(&mut place, 0..=choices.len() - 1).show_value(false));
            name(&slider, "Threshold");
            if slider.changed() {
                ui.data_mut(|data| data.insert_temp(memory, place));
            }
            ui.label(RichText::new(format!("from {}", threshold_text(choices[place].threshold))).small());
        });
        let at = |choice: &OperatingChoice| measures_at(*choice, positives, negatives, costs);
        let (tried, used) = (at(&choices[place]), at(&choices[place_of(choices, now)]));
        ui.spacing_mut().item_spacing.y = 2.0;
        egui::Grid::new("thresholds").num_columns(3).striped(true).min_col_width(70.0).min_row_height(17.0).show(
            ui,
            |ui| {
                caption(ui, "");
                caption(ui, "there");
                caption(ui, &format!("at {}", threshold_text(now)));
                ui.end_row();
                for (measure, value) in tried {
                    ui.label(RichText::new(measure.label()).small());
                    ui.label(RichText::new(value_text(measure, value)).small().strong());
                    let before = used.iter().find(|(other, _)| *other == measure);
                    ui.label(
                        RichText::new(before.map_or(String::new(), |(_, value)| value_text(measure, *value))).small(),
                    );
                    ui.end_row();
                }
            },
        );
        let hint = "Chosen by its effect on held-out rows, a threshold looks better than it is: train again to see the \
                    numbers at it, and prefer a rule that validation rows decide";
        if ui.button("Decide from there on").on_hover_text(hint).clicked() {
            wish = Some(choices[place].threshold.min(1.0));
        }
    });
    wish
}

/// Positive and negative rows, of yes or no only.
fn totals(confusion: &Confusion) -> Option<(u64, u64)> {
    match confusion.rows[..] {
        [true_negatives, false_positives, false_negatives, true_positives] => {
            Some((false_negatives + true_positives, true_negatives + false_positives))
        }
        _ => None,
    }
}

/// The place of the threshold that is next to `threshold`.
fn place_of(choices: &[OperatingChoice], threshold: f64) -> usize {
    let apart = |choice: &OperatingChoice| (choice.threshold - threshold).abs();
    let nearest = choices.iter().enumerate().min_by(|(_, a), (_, b)| apart(a).total_cmp(&apart(b)));
    nearest.map_or(0, |(place, _)| place)
}

fn threshold_text(threshold: f64) -> String {
    if threshold > 0.0 && threshold < 0.001 { format!("{threshold:.1e}") } else { format!("{threshold:.3}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_threshold_is_found() {
        let choice = |threshold| OperatingChoice { threshold, true_positives: 0, false_positives: 0 };
        let choices = [choice(0.0), choice(0.4), choice(0.9)];
        assert_eq!([0.1, 0.5, 2.0].map(|threshold| place_of(&choices, threshold)), [0, 1, 2]);
        assert_eq!([0.000_02, 0.5].map(threshold_text), ["2.0e-5", "0.500"]);
    }
}
