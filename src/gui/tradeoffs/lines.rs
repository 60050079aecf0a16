//! Lines that name a design in the lists of the page "Choose", and the cards that they stand in.

use egui::{Align, Layout, Rect, RichText, Sense, Ui, Vec2};

use crate::gui::Scene;
use crate::gui::fields::{card, primary_button};
use crate::gui::theme::{STEP, palette, strong};
use crate::session::Action;

/// Designs that are listed at most in each list.
pub(super) const MOST_LISTED: usize = 5;
/// Width of the bar that shows what a design is worth.
const BAR: f32 = 64.0;

/// A line for a design: what it picks, and beside it a text with a bar from 0 to 1 (none below 0). A click looks at it.
pub(super) fn show_design(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    (index, is_strong): (usize, bool),
    (text, share): (&str, f64),
) {
    let Some(exploration) = scene.session.exploration().and_then(Result::ok) else { return };
    let Some(design) = exploration.design(index) else { return };
    let name = format!("Design {}", exploration.ordinal_text(index));
    let is_looked_at = *scene.session.design() == design;
    let colors = palette(ui.visuals());
    let words = title(scene, index);
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if share >= 0.0 {
                let (place, _) = ui.allocate_exact_size(Vec2::new(BAR, 8.0), Sense::hover());
                let filled = Rect::from_min_size(place.min, Vec2::new(BAR * share.clamp(0.0, 1.0) as f32, 8.0));
                ui.painter().rect_filled(place, 3, colors.border);
                ui.painter().rect_filled(filled, 3, colors.accent);
            }
            ui.label(RichText::new(text).color(if is_strong { colors.text } else { colors.weak }));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let label = if is_strong { strong(&words) } else { RichText::new(&words) };
                let button = ui.add(egui::Button::selectable(is_looked_at, label).truncate());
                if button.on_hover_text(format!("{name}: {words}")).clicked() {
                    scene.ask(Action::LookAt(design));
                }
            });
        });
    });
}

/// What a design picks.
pub(super) fn title(scene: &Scene<'_>, index: usize) -> String {
    let design = scene.session.exploration().and_then(Result::ok).and_then(|all| all.design(index));
    let picks = scene.session.design_in_words(&design.unwrap_or_default());
    picks.into_iter().map(|(_, pick)| pick).collect::<Vec<_>>().join(" · ")
}

/// A card with a heading.
pub(super) fn section(ui: &mut Ui, heading: &str, content: impl FnOnce(&mut Ui)) {
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(strong(heading));
        ui.add_space(0.5 * STEP);
        content(ui);
    });
    ui.add_space(STEP);
}

/// A button that looks at a design.
pub(super) fn show_look(ui: &mut Ui, scene: &mut Scene<'_>, index: usize, text: &str) {
    if let Some(design) = scene.session.exploration().and_then(Result::ok).and_then(|all| all.design(index)) {
        ui.add_enabled_ui(*scene.session.design() != design, |ui| {
            if primary_button(ui, text).clicked() {
                scene.ask(Action::LookAt(design));
            }
        });
    }
}
