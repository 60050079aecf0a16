//! The page "Compare": two to four designs side by side, choice by choice, number by number, verdict by verdict.

use std::sync::Arc;

use egui::Ui;

use super::differing::differing;
use super::gaps::Pairs;
use super::side_by_side;
use super::space::go_to;
use super::state::Shown;
use crate::gui::Scene;
use crate::gui::fields::{caption, empty_state, primary_button};
use crate::gui::sketch::Miniature;
use crate::gui::theme::{STEP, palette};
use crate::model::Design;

/// Designs that fit beside each other.
pub(super) const MOST_PINNED: usize = 4;
/// Height of the small picture of the drawing.
const PICTURE: f32 = 280.0;
/// What pinned designs are called in the plot and on the page.
pub(super) const LETTERS: [&str; MOST_PINNED] = ["A", "B", "C", "D"];

/// What the page remembers between frames.
#[derive(Default)]
pub(super) struct ComparePage {
    pairs: Pairs,
    drawing: Miniature,
}

/// Pins a design, or takes the pin out; when all pins are used, the oldest gives way.
pub(super) fn toggle(pinned: &mut Vec<Design>, design: Design) {
    if let Some(place) = pinned.iter().position(|other| *other == design) {
        pinned.remove(place);
        return;
    }
    if pinned.len() == MOST_PINNED {
        pinned.remove(0);
    }
    pinned.push(design);
}

impl ComparePage {
    /// Shows the page in all the space that `ui` has.
    pub fn show(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, shown: &Shown, pinned: &mut Vec<Design>) {
        let looked_at = scene.session.design().clone();
        let is_new = !pinned.contains(&looked_at) && shown.exploration.find(&looked_at).is_some();
        if pinned.is_empty() {
            let text = "Pin two to four designs: Ctrl+click them in the plot or in the table, or pin the one that is \
                        looked at.";
            empty_state(ui, "Nothing pinned yet", text, |ui| {
                if is_new && primary_button(ui, "Pin the design that is looked at").clicked() {
                    toggle(pinned, looked_at.clone());
                }
            });
            return;
        }
        crate::gui::requirements::scroll(ui, "compare", |ui| {
            ui.horizontal(|ui| {
                let text = match pinned.len() {
                    1 => "Pin another: Ctrl+click it in the plot or in the table.",
                    _ => "Differences are those from A.",
                };
                caption(ui, text);
                if is_new && ui.button("Pin the design that is looked at").clicked() {
                    toggle(pinned, looked_at.clone());
                }
            });
            let designs: Vec<(usize, Design)> =
                pinned.iter().filter_map(|design| Some((shown.exploration.find(design)?, design.clone()))).collect();
            let indices: Vec<usize> = designs.iter().map(|(index, _)| *index).collect();
            self.pairs = std::mem::take(&mut self.pairs).now(shown, &indices);
            for sentence in self.pairs.sentences(scene.session.project(), shown, &LETTERS) {
                ui.colored_label(palette(ui.visuals()).caution, sentence);
            }
            ui.add_space(STEP);
            self.show_drawing(ui, scene, shown, &designs);
            if let Some(design) = side_by_side::show(ui, scene, shown, (&designs, &self.pairs)) {
                toggle(pinned, design);
            }
        });
    }

    /// The drawing with what the designs treat differently; a click goes there.
    fn show_drawing(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, shown: &Shown, designs: &[(usize, Design)]) {
        let project = Arc::clone(scene.session.project());
        let designs: Vec<Design> = designs.iter().map(|(_, design)| design.clone()).collect();
        let marks = differing(&project, shown.exploration.space(), &designs, &LETTERS);
        if marks.is_empty() {
            return;
        }
        let clicked = self.drawing.show(ui, &project, PICTURE, &marks);
        if let Some(element) = clicked {
            go_to(scene, &element);
        }
        ui.add_space(STEP);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ChoiceId, Pick};

    #[test]
    fn a_fifth_pin_takes_the_place_of_the_first() {
        let design = |count| Design { picks: [(ChoiceId::new("copies"), Pick::Replicas(count))].into() };
        let mut pinned = Vec::new();
        (1..=5).for_each(|count| toggle(&mut pinned, design(count)));
        assert_eq!(pinned, [design(2), design(3), design(4), design(5)]);
        toggle(&mut pinned, design(3));
        assert_eq!(pinned, [design(2), design(4), design(5)]);
    }
}
