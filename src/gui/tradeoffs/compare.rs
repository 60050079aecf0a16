//! The page "Compare": two to four designs side by side, choice by choice, number by number, verdict by verdict.

use std::sync::Arc;

use egui::{Grid, RichText, Ui};

use super::differing::differing;
use super::gaps::{Pairs, interval, signed_difference};
use super::rejection::{certainty, fate, reasons};
use super::space::{go_to, way_to};
use super::state::Shown;
use crate::analysis::{Quality, Verdict, verdicts};
use crate::gui::Scene;
use crate::gui::fields::{caption, empty_state, name, outcome_look, primary_button, quality_text, show_sign};
use crate::gui::sketch::Miniature;
use crate::gui::theme::{STEP, palette, strong};
use crate::model::{Design, MeasureKey, format_number};
use crate::session::Action;
use crate::tradeoff::{Fate, Gap};

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
            egui::ScrollArea::horizontal().show(ui, |ui| self.show_grid(ui, scene, shown, (&designs, pinned)));
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

    fn show_grid(
        &self,
        ui: &mut Ui,
        scene: &mut Scene<'_>,
        shown: &Shown,
        (designs, pinned): (&[(usize, Design)], &mut Vec<Design>),
    ) {
        Grid::new("compared").num_columns(designs.len() + 1).spacing([24.0, 6.0]).striped(true).show(ui, |ui| {
            show_heads(ui, scene, shown, (designs, pinned));
            show_choices(ui, scene, shown, designs);
            show_standing(ui, scene, shown, designs);
            for key in &shown.objectives {
                ui.label(scene.session.project().measure_name(key));
                let first = designs.first().and_then(|(index, _)| shown.exploration.quality(*index, key));
                for (place, (index, _)) in designs.iter().enumerate() {
                    let quality = shown.exploration.quality(*index, key);
                    let first = first.as_ref().filter(|_| place > 0);
                    show_value(ui, key, (quality.as_ref(), first), self.pairs.to_first(place, key));
                }
                ui.end_row();
            }
            show_verdicts(ui, scene, shown, designs);
        });
    }
}

fn show_heads(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    shown: &Shown,
    (designs, pinned): (&[(usize, Design)], &mut Vec<Design>),
) {
    ui.label("");
    for ((index, design), letter) in designs.iter().zip(LETTERS) {
        ui.horizontal(|ui| {
            let is_looked_at = scene.session.design() == design;
            let text = format!("{letter}  Design {}", shown.exploration.ordinal_text(*index));
            let head = ui.selectable_label(is_looked_at, strong(text));
            if head.on_hover_text("Look at it").clicked() {
                scene.ask(Action::LookAt(design.clone()));
            }
            let close = ui.small_button("×").on_hover_text("Take the pin out");
            name(&close, &format!("Take the pin out of {letter}"));
            if close.clicked() {
                toggle(pinned, design.clone());
            }
        });
    }
    ui.end_row();
}

/// Options that are not the same for all stand out; the name of a choice leads to its element.
fn show_choices(ui: &mut Ui, scene: &mut Scene<'_>, shown: &Shown, designs: &[(usize, Design)]) {
    let colors = palette(ui.visuals());
    for axis in shown.exploration.space().axes() {
        match way_to(scene.session.project(), &axis.choice) {
            Some((element, words)) => {
                if ui.link(&axis.label).on_hover_text(words).clicked() {
                    go_to(scene, &element);
                }
            }
            None => drop(ui.label(&axis.label)),
        }
        let picks: Vec<_> = designs.iter().map(|(_, design)| design.picks.get(&axis.choice)).collect();
        let differs = picks.windows(2).any(|pair| pair[0] != pair[1]);
        for pick in picks {
            let text = pick.map_or_else(|| "as drawn".to_owned(), |pick| axis.option_label(pick));
            ui.label(if differs { strong(text).color(colors.accent) } else { RichText::new(text).color(colors.weak) });
        }
        ui.end_row();
    }
}

fn show_standing(ui: &mut Ui, scene: &Scene<'_>, shown: &Shown, designs: &[(usize, Design)]) {
    let colors = palette(ui.visuals());
    ui.label("Standing");
    for (index, _) in designs {
        let (text, color) = match fate(shown, *index) {
            Fate::OnFront => ("on the front", colors.good),
            Fate::Dominated => ("dominated", colors.weak),
            Fate::Incomparable => ("not comparable", colors.caution),
            Fate::Undecided => ("cannot be judged yet", colors.caution),
            Fate::Infeasible => ("infeasible", colors.bad),
        };
        let told = |ui: &mut Ui| {
            for reason in reasons(scene.session.project(), shown, *index) {
                ui.label(reason);
            }
        };
        ui.horizontal(|ui| {
            ui.label(RichText::new(text).color(color)).on_hover_ui(told);
            if let Some((percent, word)) = certainty(shown, *index) {
                let color = if word == "undecided" { colors.caution } else { colors.weak };
                let text = RichText::new(format!("in {percent:.0} % of draws")).small().color(color);
                ui.label(text).on_hover_ui(told);
            }
        });
    }
    ui.end_row();
}

/// A value with its difference from that of the first design, and whether what was measured tells them apart.
fn show_value(
    ui: &mut Ui,
    key: &MeasureKey,
    (quality, first): (Option<&Quality>, Option<&Quality>),
    gap: Option<&Gap>,
) {
    let colors = palette(ui.visuals());
    ui.horizontal(|ui| {
        let Some(quality) = quality else {
            ui.label(RichText::new("not measured").color(colors.weak));
            return;
        };
        let value = ui.label(quality_text(quality));
        if let Some((low, high)) = quality.interval {
            value.on_hover_text(format!("95 % interval: {} to {}", format_number(low), format_number(high)));
        }
        let unit = key.measure.unit();
        let amounts = quality.quantity.amount_in(unit).zip(first.and_then(|first| first.quantity.amount_in(unit)));
        // What reads the same is the same to whoever decides.
        let reads_the_same = first.is_some_and(|first| quality_text(first) == quality_text(quality));
        let Some((own, other)) = amounts.filter(|(own, other)| own != other && !reads_the_same) else { return };
        let text = signed_difference(own - other, unit);
        let drawn = gap.filter(|gap| gap.is_drawn);
        let told = drawn.map(|gap| {
            let ends = interval(gap.difference.interval, unit);
            format!("95 % interval of the difference: {ends}, over all draws of what was measured on both.")
        });
        if drawn.is_some_and(Gap::is_open) {
            let difference = ui.label(RichText::new(format!("{text}, not distinguishable")).small().color(colors.weak));
            difference.on_hover_text(format!("{} 0 lies within it.", told.unwrap_or_default()));
            return;
        }
        let is_better = key.measure.direction().prefers(own, other);
        let (color, word) = if is_better { (colors.good, "better") } else { (colors.bad, "worse") };
        let difference = ui.label(RichText::new(format!("{text} {word}")).small().color(color));
        if let Some(told) = told {
            difference.on_hover_text(told);
        } else if overlap(quality, first) {
            difference.on_hover_text("The 95 % intervals overlap: it may be luck.");
            ui.label(RichText::new("≈").small().color(colors.caution)).on_hover_text("May be luck");
        }
    });
}

fn overlap(quality: &Quality, first: Option<&Quality>) -> bool {
    let intervals = first.and_then(|first| first.interval.zip(quality.interval));
    intervals.is_some_and(|(a, b)| a.0 <= b.1 && b.0 <= a.1)
}

fn show_verdicts(ui: &mut Ui, scene: &Scene<'_>, shown: &Shown, designs: &[(usize, Design)]) {
    let project = scene.session.project();
    let judged: Vec<Vec<Verdict>> =
        designs.iter().map(|(index, _)| verdicts(project, &shown.exploration.qualities(*index))).collect();
    for (place, (_, requirement)) in project.requirements.iter().enumerate() {
        let kind = if requirement.is_hard() { "hard" } else { "soft" };
        ui.label(&requirement.name).on_hover_text(format!("{} ({kind})", requirement.relation()));
        for verdict in judged.iter().filter_map(|verdicts| verdicts.get(place)) {
            let (sign, color, word) = outcome_look(ui.visuals(), verdict.outcome);
            let text = match verdict.worth {
                Some(worth) => format!("{word}, worth {:.0} %", worth * 100.0),
                None => word.to_owned(),
            };
            ui.horizontal(|ui| {
                show_sign(ui, sign, color);
                ui.label(RichText::new(text).color(color)).on_hover_text(&verdict.reason);
            });
        }
        ui.end_row();
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
