//! What people say about a quality that nothing computes, or that nobody has measured yet.

use egui::{Button, RichText, Ui};

use super::Draft;
use super::measured::with_unit;
use crate::edit::Edit;
use crate::gui::fields::{caption, quantity_field, text_field};
use crate::gui::theme::{STEP, palette};
use crate::model::{Judgement, Measure, Method};

pub(super) fn show(ui: &mut Ui, draft: &mut Draft<'_, '_>) {
    let weak = palette(ui.visuals()).weak;
    let key = draft.requirement.measure.clone();
    let words = match key.measure.method() {
        Method::Measured => {
            "Counts only while nothing is measured. The middle of all judgements is compared with the limit."
        }
        _ => "The middle of all judgements is compared with the limit; how far they lie apart is shown beside it.",
    };
    ui.label(RichText::new(words).small().color(weak));
    let mut judgements = draft.scene.session.project().judgements.get(&key).cloned().unwrap_or_default();
    let mut is_changed = false;
    let mut removed = None;
    for (index, judgement) in judgements.iter_mut().enumerate() {
        ui.add_space(STEP);
        is_changed |= show_one(ui, (draft.id.as_str(), index), key.measure, judgement);
        if ui.add(Button::new("Remove this judgement").small()).clicked() {
            removed = Some(index);
        }
    }
    if let Some(index) = removed {
        judgements.remove(index);
        is_changed = true;
    }
    ui.add_space(STEP);
    if ui.button("Add a judgement").clicked() {
        judgements.push(Judgement { person: String::new(), value: None, reason: String::new() });
        is_changed = true;
    }
    if is_changed {
        draft.scene.edit(Edit::Judge(key, judgements));
    }
}

fn show_one(ui: &mut Ui, id: (&str, usize), measure: Measure, judgement: &mut Judgement) -> bool {
    let unit = measure.unit();
    let before = judgement.clone();
    let value = judgement.quantity(measure);
    let number = id.1 + 1;
    if let Some(person) = text_field(ui, ("person", id), &format!("Person {number}"), &judgement.person) {
        judgement.person = person;
    }
    caption(ui, &with_unit("Value", unit));
    let field = quantity_field(ui, ("value", id), (&format!("Judgement {number}"), 100.0), (value, unit), |amount| {
        measure.objection(amount)
    });
    if let Some(new) = field {
        judgement.value = new.amount_in(unit);
    }
    if let Some(reason) = text_field(ui, ("reason", id), &format!("Reason {number}"), &judgement.reason) {
        judgement.reason = reason;
    }
    *judgement != before
}
