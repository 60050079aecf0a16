//! How a requirement is filed: importance and difficulty, where it comes from, who answers for it.

use egui::{RichText, Ui};
use strum::IntoEnumIterator as _;

use super::Draft;
use crate::gui::fields::{caption, pick, pick_any, text_field};
use crate::gui::theme::{STEP, palette};
use crate::model::{ConstraintType, Level};

pub(super) fn show(ui: &mut Ui, draft: &mut Draft<'_, '_>) {
    let weak = palette(ui.visuals()).weak;
    let (importance, difficulty) = (draft.requirement.importance, draft.requirement.difficulty);
    caption(ui, "Importance for the business");
    let options = levels();
    let words = "Importance for the business";
    if let Some(level) = pick(ui, ("importance", draft.id), words, &importance, &options) {
        draft.change(|requirement| requirement.importance = level);
    }
    caption(ui, "Difficulty to reach");
    if let Some(level) = pick(ui, ("difficulty", draft.id), "Difficulty to reach", &difficulty, &options) {
        draft.change(|requirement| requirement.difficulty = level);
    }
    ui.add_space(STEP);
    caption(ui, "Where it comes from");
    let constraint = draft.requirement.constraint;
    let label = "Where it comes from";
    if let Some(new) =
        pick_any(ui, ("constraint", draft.id), label, &constraint, |option: &ConstraintType| option.label())
    {
        draft.change(|requirement| requirement.constraint = new);
    }
    ui.label(RichText::new(constraint.meaning()).small().color(weak));
    ui.add_space(STEP);
    let owner = draft.requirement.owner.clone();
    if let Some(owner) = text_field(ui, ("requirement owner", draft.id), "Owner: who answers for it", &owner) {
        draft.change(|requirement| requirement.owner = owner);
    }
}

fn levels() -> Vec<(Option<Level>, String)> {
    let stated = Level::iter().map(|level| (Some(level), level.label().to_owned()));
    std::iter::once((None, "Not stated".to_owned())).chain(stated).collect()
}
