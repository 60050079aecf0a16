//! The page "Groups": a card for each, with everything that it says.

use egui::{Label, Rect, RichText, Ui, vec2};

use super::regret::reading;
use super::shown::Shown;
use crate::classroom::Group;
use crate::gui::fields::{caption, card, tag};
use crate::gui::icons::Sign;
use crate::gui::requirements::{note, scroll};
use crate::gui::theme::{STEP, palette, strong};

/// Lines longer than this are hard to read.
const WIDEST: f32 = 900.0;

/// Height of a card that was not in sight yet.
const USUAL: f32 = 300.0;

/// How high each card was when it was last in sight: what is out of sight is only left room for.
#[derive(Default)]
pub(super) struct Cards {
    heights: Vec<Option<f32>>,
    width: f32,
}

impl Cards {
    /// Forgets the heights: the cards are others now.
    pub fn forget(&mut self) {
        self.heights.clear();
    }

    /// Shows the page.
    pub fn show(&mut self, ui: &mut Ui, shown: &Shown) {
        scroll(ui, "groups", |ui| {
            let width = ui.available_width().min(WIDEST);
            if self.width != width {
                self.heights.clear();
                self.width = width;
            }
            let groups = &shown.comparison.groups;
            self.heights.resize(groups.len(), None);
            for (position, group) in groups.iter().enumerate() {
                let height = &mut self.heights[position];
                let room = vec2(width, height.unwrap_or(USUAL));
                if !ui.is_rect_visible(Rect::from_min_size(ui.cursor().min, room)) {
                    ui.allocate_space(room);
                    continue;
                }
                let shown_card = ui.push_id(position, |ui| {
                    ui.set_max_width(width);
                    card(ui, |ui| {
                        ui.set_width(ui.available_width());
                        show_group(ui, group);
                        caption(ui, "In the class");
                        ui.label(reading(&shown.comparison, position));
                    });
                });
                *height = Some(shown_card.response.rect.height());
            }
        });
    }
}

fn show_group(ui: &mut Ui, group: &Group) {
    let colors = palette(ui.visuals());
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(&group.name).heading());
        if let Some(seconds) = group.seconds {
            tag(ui, &time_in_words(seconds), colors.weak);
        }
        match group.is_feasible {
            Some(true) => drop(tag(ui, "meets its own hard limits", colors.good)),
            Some(false) => drop(tag(ui, "misses its own hard limits", colors.bad)),
            None if group.chosen.is_some() => drop(tag(ui, "own limits cannot be judged", colors.caution)),
            None => {}
        }
        if group.is_same_version == Some(false) {
            let told = "It answers another version of the exercise than the one that you compare with.";
            tag(ui, "another version", colors.caution).on_hover_text(told);
        }
    });
    for text in [&group.members, &group.file] {
        if !text.is_empty() {
            caption(ui, text);
        }
    }
    for remark in &group.remarks {
        note(ui, Sign::Information, colors.caution, remark);
    }
    ui.add_space(STEP);
    match &group.chosen {
        Some(chosen) => show_design(ui, "Chosen", chosen),
        None => drop(ui.label(RichText::new("Nothing was chosen.").color(colors.caution))),
    }
    show_text(ui, "Why", &group.rationale, group.chosen.is_some());
    if !group.rejected.is_empty() {
        show_design(ui, "Rejected", &group.rejected);
    }
    show_text(ui, "Why not", &group.why_rejected, !group.rejected.is_empty());
    for (question, answer) in &group.answers {
        show_text(ui, question, answer, true);
    }
}

/// A design, choice by choice.
pub(super) fn show_design(ui: &mut Ui, title: &str, design: &[(String, String)]) {
    caption(ui, title);
    ui.horizontal_wrapped(|ui| {
        for (choice, option) in design {
            ui.label(RichText::new(format!("{choice}:")).color(palette(ui.visuals()).weak));
            ui.label(strong(option));
            ui.add_space(2.0 * STEP);
        }
    });
}

/// What a group wrote; where it wrote nothing that is said if it was asked.
pub(super) fn show_text(ui: &mut Ui, title: &str, text: &str, was_asked: bool) {
    let is_empty = text.trim().is_empty();
    if is_empty && !was_asked {
        return;
    }
    caption(ui, title);
    if is_empty {
        ui.label(RichText::new("no answer").color(palette(ui.visuals()).caution));
    } else {
        ui.add(Label::new(text).wrap());
    }
}

/// `18 min`, `1 h 5 min`; less than a minute is said in seconds.
pub(super) fn time_in_words(seconds: u32) -> String {
    match seconds / 60 {
        0 => format!("{seconds} s"),
        minutes if minutes < 60 => format!("{minutes} min"),
        minutes => format!("{} h {} min", minutes / 60, minutes % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_told_as_people_do() {
        assert_eq!([59, 1100, 3900].map(time_in_words), ["59 s", "18 min", "1 h 5 min"]);
    }
}
