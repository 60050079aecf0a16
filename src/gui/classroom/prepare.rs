//! The page on which the open project becomes an exercise.

use egui::Ui;

use super::super::Scene;

/// What the window remembers of it.
#[derive(Default)]
pub(super) struct PrepareView;

impl PrepareView {
    pub fn show(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        ui.label(scene.session.project().name.as_str());
    }
}
