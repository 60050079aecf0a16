//! A window for tests of single parts of the stage.

use egui::Ui;
use egui_kittest::Harness;

use crate::gui::theme::install;

/// A window of this size, dressed as the program's, that shows `content`.
pub(super) fn window<'a>(size: [f32; 2], mut content: impl FnMut(&mut Ui) + 'a) -> Harness<'a> {
    let mut is_dressed = false;
    let mut harness = Harness::builder().with_size(size).build_ui(move |ui| {
        if is_dressed {
            content(ui);
        } else {
            // Fonts are there from the next frame on.
            install(ui.ctx());
            is_dressed = true;
        }
    });
    harness.run();
    harness.run();
    harness
}
