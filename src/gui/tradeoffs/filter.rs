//! The line above the pictures that says what the brush lets through, and frees it piece by piece.

use egui::{Key, RichText, Ui};

use super::state::Shown;
use super::wishes::{ViewKind, Wishes};
use crate::gui::Scene;
use crate::gui::fields::{caption, name};
use crate::gui::theme::{palette, strong};

/// Shows what is fenced in and how many designs that leaves; without any fence, how to make one.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, shown: &Shown, wishes: &mut Wishes) {
    if wishes.brush.is_empty() {
        let hint = match wishes.view {
            ViewKind::Scatter => "Shift+drag over points filters designs, here, in the other views and in the table.",
            ViewKind::Matrix => "A drag over points filters designs, here, in the other views and in the table.",
            ViewKind::Parallel => "A drag along an axis filters designs, here, in the other views and in the table.",
        };
        // As high as the line that takes its place.
        ui.horizontal_wrapped(|ui| {
            ui.set_min_height(ui.spacing().interact_size.y);
            caption(ui, hint);
        });
        return;
    }
    if gives_up(ui, scene) {
        wishes.brush.clear();
        return;
    }
    let project = scene.session.project();
    let space = shown.exploration.space();
    ui.horizontal_wrapped(|ui| {
        ui.label(strong("Filter:"));
        let mut freed = None;
        for (aspect, intervals) in wishes.brush.parts() {
            let title = aspect.name(project, space);
            for (position, interval) in intervals.iter().enumerate() {
                let text = format!("{title} {} ×", aspect.interval_in_words(space, *interval));
                let button = ui.small_button(text).on_hover_text("Takes this part of the filter away");
                name(&button, &format!("Remove filter {} on {title}", position + 1));
                if button.clicked() {
                    freed = Some((aspect.clone(), position));
                }
            }
        }
        let left = format!("{} of {} designs", shown.filter.count(), shown.exploration.len());
        ui.label(RichText::new(left).color(palette(ui.visuals()).weak));
        if ui.small_button("Clear filter").on_hover_text("Escape does so too").clicked() {
            wishes.brush.clear();
        } else if let Some((aspect, position)) = freed {
            let mut intervals = wishes.brush.intervals(&aspect).to_vec();
            intervals.remove(position);
            wishes.brush.set(&aspect, intervals);
        }
    });
}

/// Whether Escape was pressed, and nothing nearer to the hand gives something up by it.
fn gives_up(ui: &Ui, scene: &Scene<'_>) -> bool {
    let context = ui.ctx();
    let is_taken = context.text_edit_focused()
        || context.any_popup_open()
        || scene.session.is_gesturing()
        || ui.memory(|memory| memory.top_modal_layer().is_some());
    !is_taken && ui.input(|input| input.key_pressed(Key::Escape))
}
