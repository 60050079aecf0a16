//! The room that a stage needs, whatever the window leaves it.

use egui::{ScrollArea, Ui, Vec2};

/// A stage with tables and an editor beside them needs this much.
const STAGE_WIDTH: f32 = 940.0;

/// Where large text leaves less room than a stage needs, it scrolls sideways.
pub(super) fn at_least_wide(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    if ui.available_width() >= STAGE_WIDTH {
        return content(ui);
    }
    ScrollArea::horizontal().auto_shrink([false, false]).show(ui, |ui| {
        let size = Vec2::new(STAGE_WIDTH, ui.available_height());
        ui.allocate_ui(size, |ui| {
            ui.set_min_size(size);
            content(ui);
        });
    });
}
