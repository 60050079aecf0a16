//! The page "Groups": a card for each, with everything that it says.

use egui::text::LayoutJob;
use egui::{Align, FontSelection, Label, Layout, Rect, RichText, TextStyle, Ui, vec2};

use super::regret::reading;
use super::shown::Shown;
use crate::classroom::{Chooser, Group};
use crate::gui::fields::{caption, card, tag};
use crate::gui::icons::Sign;
use crate::gui::requirements::{note, scroll};
use crate::gui::theme::{STEP, palette, strong};
use crate::model::time_in_words;

/// Lines longer than this are hard to read.
const WIDEST: f32 = 900.0;
/// From this width on, a card has room for another one beside it.
const NARROWEST: f32 = 480.0;
/// Between two cards.
const GAP: f32 = 3.0 * STEP;

/// Height of a row of cards that was not in sight yet.
const USUAL: f32 = 300.0;

/// How high each row of cards was when it was last in sight: what is out of sight is only left room for.
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
            show_reference(ui, shown);
            let all = ui.available_width();
            let columns = if all >= 2.0 * NARROWEST + GAP { 2 } else { 1 };
            let width = ((all - GAP * (columns - 1) as f32) / columns as f32).floor().min(WIDEST);
            if self.width != width {
                self.heights.clear();
                self.width = width;
            }
            let groups = shown.comparison.groups.len();
            self.heights.resize(groups.div_ceil(columns), None);
            ui.spacing_mut().item_spacing.y = GAP;
            for (row, height) in self.heights.iter_mut().enumerate() {
                let room = vec2(all, height.unwrap_or(USUAL));
                if !ui.is_rect_visible(Rect::from_min_size(ui.cursor().min, room)) {
                    ui.allocate_space(room);
                    continue;
                }
                let cards = row * columns..((row + 1) * columns).min(groups);
                let shown_row = ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = GAP;
                    cards.for_each(|position| show_card(ui, shown, position, width));
                });
                *height = Some(shown_row.response.rect.height());
            }
        });
    }
}

/// How the instructor would answer. The notes on it are never on the projector.
fn show_reference(ui: &mut Ui, shown: &Shown) {
    let Some(reference) = &shown.comparison.reference else { return };
    if reference.notes.is_empty() && reference.chosen.is_none() {
        return;
    }
    ui.set_max_width(ui.available_width().min(2.0 * WIDEST));
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(RichText::new("Reference answer").heading());
        if let Some(chosen) = &reference.chosen {
            show_design(ui, "Chosen", chosen);
            show_text(ui, "Why", &reference.rationale, false);
        }
        if !reference.notes.is_empty() {
            show_text(ui, "Notes, for you alone: neither presented nor exported", &reference.notes, false);
        }
    });
    ui.add_space(GAP);
}

fn show_card(ui: &mut Ui, shown: &Shown, position: usize, width: f32) {
    ui.push_id(position, |ui| {
        ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(width);
            card(ui, |ui| {
                ui.spacing_mut().item_spacing = vec2(2.0 * STEP, STEP);
                ui.set_width(ui.available_width());
                show_group(ui, shown, position);
            });
        });
    });
}

fn show_group(ui: &mut Ui, shown: &Shown, position: usize) {
    let colors = palette(ui.visuals());
    let group = &shown.comparison.groups[position];
    show_title(ui, group);
    let who: Vec<&str> = [group.members.as_str(), &group.file].into_iter().filter(|text| !text.is_empty()).collect();
    if !who.is_empty() {
        caption(ui, &who.join(" · "));
    }
    for remark in &group.remarks {
        note(ui, Sign::Information, colors.caution, remark);
    }
    match &group.chosen {
        Some(chosen) => show_design(ui, "Chosen", chosen),
        None => drop(ui.label(RichText::new("Nothing was chosen.").color(colors.caution))),
    }
    show_text(ui, "Why", &group.rationale, group.chosen.is_some());
    if !group.rejected.is_empty() {
        show_design(ui, "Rejected", &group.rejected);
    }
    show_text(ui, "Why not", &group.why_rejected, !group.rejected.is_empty());
    show_text(ui, "In the class", &reading(&shown.comparison, Chooser::Group(position)), true);
    if !group.answers.is_empty() {
        ui.add_space(STEP);
        ui.separator();
    }
    for (question, answer) in &group.answers {
        show_text(ui, question, answer, true);
    }
}

fn show_title(ui: &mut Ui, group: &Group) {
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
}

/// What a design is called where nothing was open to choose.
pub(super) const AS_DRAWN: &str = "The system as drawn";

/// A design, choice by choice.
pub(super) fn show_design(ui: &mut Ui, title: &str, design: &[(String, String)]) {
    show_part(ui, title);
    if design.is_empty() {
        ui.label(AS_DRAWN);
    }
    ui.scope(|ui| {
        // Lines of text, not of controls.
        ui.spacing_mut().interact_size.y = ui.text_style_height(&TextStyle::Body);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0 * STEP;
            let weak = palette(ui.visuals()).weak;
            for (choice, option) in design {
                let mut words = LayoutJob::default();
                for text in [RichText::new(format!("{choice}: ")).color(weak), strong(option)] {
                    text.append_to(&mut words, ui.style(), FontSelection::Default, Align::Center);
                }
                ui.label(words);
            }
        });
    });
}

/// What a group wrote; where it wrote nothing that is said if it was asked.
pub(super) fn show_text(ui: &mut Ui, title: &str, text: &str, was_asked: bool) {
    let is_empty = text.trim().is_empty();
    if is_empty && !was_asked {
        return;
    }
    show_part(ui, title);
    if is_empty {
        ui.label(RichText::new("no answer").italics().color(palette(ui.visuals()).weak));
    } else {
        ui.add(Label::new(text).wrap());
    }
}

/// The small title of a part, nearer to what follows than to what came before.
fn show_part(ui: &mut Ui, title: &str) {
    ui.add_space(2.0 * STEP);
    caption(ui, title);
}
