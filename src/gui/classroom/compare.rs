//! The page on which the answers of a class stand side by side.

use egui::Ui;

use super::super::Scene;

/// What the window remembers of it.
#[derive(Default)]
pub(super) struct CompareView;

impl CompareView {
    pub fn show(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        ui.label(scene.session.project().name.as_str());
    }
}
