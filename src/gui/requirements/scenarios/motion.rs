//! The vehicle that waits for the answer, if there is one: the way that it needs to stop follows from it.

use egui::Ui;

use super::editor::Draft;
use crate::gui::fields::{caption, quantity_field};
use crate::gui::theme::STEP;
use crate::model::{Motion, Quantity, Unit};

pub(super) fn show(ui: &mut Ui, draft: &mut Draft<'_, '_>) {
    ui.add_space(STEP);
    let motion = draft.scenario.motion;
    let mut moves = motion.is_some();
    if ui.checkbox(&mut moves, "A vehicle moves until the answer is there").clicked() {
        let unknown = Motion {
            speed: Quantity::unknown(Unit::MetrePerSecond),
            deceleration: Quantity::unknown(Unit::MetrePerSecondSquared),
        };
        draft.change(|scenario| scenario.motion = moves.then_some(unknown));
    }
    let Some(motion) = motion else { return };
    let speed = number(ui, draft, "Speed", motion.speed, Unit::MetrePerSecond);
    if let Some(speed) = speed {
        draft.change(|scenario| scenario.motion = Some(Motion { speed, ..motion }));
    }
    let deceleration = number(ui, draft, "Deceleration", motion.deceleration, Unit::MetrePerSecondSquared);
    if let Some(deceleration) = deceleration {
        draft.change(|scenario| scenario.motion = Some(Motion { deceleration, ..motion }));
    }
    caption(ui, "The stopping distance can be required and is computed from them and from the response time.");
}

fn number(ui: &mut Ui, draft: &Draft<'_, '_>, label: &str, value: Quantity, usual: Unit) -> Option<Quantity> {
    let unit = if value.is_known() { value.unit() } else { usual };
    caption(ui, &format!("{label}, in {unit}"));
    let objection = |amount: f64| (amount < 0.0).then_some("It cannot be negative.");
    quantity_field(ui, (label, draft.id), (label, 120.0), (value, unit), objection)
}
