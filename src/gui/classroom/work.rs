//! The panel that guides a group through an exercise.

use egui::Ui;

use super::super::Scene;

/// What the window remembers of it.
#[derive(Default)]
pub(super) struct WorkView;

impl WorkView {
    pub fn show(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        ui.label(scene.session.project().name.as_str());
    }
}
