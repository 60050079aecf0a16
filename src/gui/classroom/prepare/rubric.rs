//! What answers are judged by: what is asked, its points, and what the program can see for itself.

use egui::{Button, DragValue, RichText, Ui};
use strum::IntoEnumIterator as _;

use super::rows;
use crate::gui::fields::{caption, long_text_field, name, pick};
use crate::gui::theme::{STEP, palette};
use crate::model::{Check, Specification, counted};

/// Most points of one specification.
const MOST_POINTS: u32 = 1000;

pub(super) fn show(ui: &mut Ui, specifications: &mut Vec<Specification>) {
    let text = "Each is met or not: there is no half of it. What the program can see, it says; you have the last word.";
    ui.label(RichText::new(text).color(palette(ui.visuals()).weak));
    ui.add_space(STEP);
    let (mut change, count) = (None, specifications.len());
    for (position, one) in specifications.iter_mut().enumerate() {
        let label = format!("Specification {}", position + 1);
        if let Some(text) = long_text_field(ui, ("specification", position), &label, &one.text, 2) {
            one.text = text;
        }
        ui.horizontal_wrapped(|ui| {
            let suffix = if one.points == 1 { " point" } else { " points" };
            let points = ui.add(DragValue::new(&mut one.points).range(0..=MOST_POINTS).suffix(suffix));
            name(&points, &format!("Points of specification {}", position + 1));
            show_check(ui, position, &mut one.check);
            change = change.or(rows::buttons(ui, "specification", (position, count)));
        });
        ui.add_space(STEP);
    }
    if let Some(change) = change {
        change.make(specifications);
    }
    ui.horizontal_wrapped(|ui| {
        if ui.button("Add specification").clicked() {
            specifications.push(Specification::default());
        }
        let missing: Vec<_> = Check::iter().filter(|check| !check.is_among(specifications)).collect();
        let usual = ui.add_enabled(!missing.is_empty(), Button::new("Usual nine"));
        let words = "Adds what the list lacks of what the program can check, with the usual points";
        if usual.on_hover_text(words).on_disabled_hover_text("All nine are in the list").clicked() {
            specifications.extend(missing.into_iter().map(Check::specification));
        }
        caption(ui, &total(specifications));
    });
}

/// How many specifications there are, and what they count together.
pub(super) fn total(specifications: &[Specification]) -> String {
    let points: usize = specifications.iter().map(|one| one.points as usize).sum();
    format!("{}, {}", counted(specifications.len(), "specification"), counted(points, "point"))
}

fn show_check(ui: &mut Ui, position: usize, check: &mut Option<Check>) {
    let mut options = vec![(None, "A person decides".to_owned())];
    options.extend(Check::iter().map(|check| (Some(check), format!("Program: {}", check.label().to_lowercase()))));
    let label = format!("Who checks specification {}", position + 1);
    if let Some(chosen) = pick(ui, ("check", position), &label, check, &options) {
        *check = chosen;
    }
}
