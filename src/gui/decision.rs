//! The stage "Decision".

use egui::Ui;

use super::Scene;

/// What the stage remembers between frames.
#[derive(Debug, Default)]
pub(super) struct DecisionView;

impl DecisionView {
    /// Shows the stage in all the space that `ui` has.
    pub fn show(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let _ = (ui, scene.session);
    }
}
