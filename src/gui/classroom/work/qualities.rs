//! The group's ranked qualities: its requirements in their order, each with measure and limit.

use std::collections::BTreeMap;

use egui::{Align, Button, Color32, Layout, RichText, TextStyle, Ui};

use super::Wish;
use super::adding::{self, Adding};
use super::form::Form;
use super::known::range_of_designs;
use crate::catalog::catalog;
use crate::classroom::ranks;
use crate::edit::Edit;
use crate::gui::fields::{at_the_right, caption, card, name, pick};
use crate::gui::icons::Sign;
use crate::gui::requirements::{USUAL_WEIGHT, bare_limit_field, note, subjects};
use crate::gui::theme::{STEP, palette, strong};
use crate::model::{Direction, Project, Requirement, RequirementId, Strength};

/// More qualities than this are no priorities.
const MOST: usize = 5;
/// Room for the two words beside a limit.
const STRENGTH: f32 = 92.0;
/// What a field needs beside its text.
const FIELD_PAD: f32 = 22.0;
/// A limit needs no wider field.
const WIDEST_FIELD: f32 = 140.0;

pub(super) fn show(ui: &mut Ui, form: &mut Form<'_, '_>, adding: &mut Adding) -> Option<Wish> {
    let project = std::sync::Arc::clone(&form.project);
    let colors = palette(ui.visuals());
    if project.requirements.is_empty() {
        let text = "Which qualities matter most here, how is each measured, and where is the limit? Add them, the most \
                    important first.";
        ui.label(RichText::new(text).color(colors.weak));
        ui.add_space(STEP);
    }
    let mut wish = None;
    let ranks = ranks(&project);
    for (position, (id, requirement)) in project.requirements.iter().enumerate() {
        if show_row(ui, form, (id, requirement), (position, rank(&ranks, requirement))) {
            wish = Some(Wish::Show(id.clone()));
        }
        ui.add_space(STEP);
    }
    let named = ranks.len();
    if named > MOST {
        let text =
            format!("{named} qualities are named. At most {MOST} are recommended: what is not among them can wait.");
        note(ui, Sign::Warning, colors.caution, text);
        ui.add_space(STEP);
    }
    adding::show(ui, form, adding);
    wish
}

/// The name of the quality that a requirement is about.
fn quality(requirement: &Requirement) -> &'static str {
    catalog().quality_name(requirement.measure.measure)
}

/// The rank of the quality that a requirement is about.
fn rank(ranks: &BTreeMap<&str, usize>, requirement: &Requirement) -> usize {
    ranks.get(quality(requirement)).copied().unwrap_or_default()
}

/// Says whether it is to be shown on its stage.
fn show_row(
    ui: &mut Ui,
    form: &mut Form<'_, '_>,
    (id, requirement): (&RequirementId, &Requirement),
    (position, rank): (usize, usize),
) -> bool {
    let mut changed = requirement.clone();
    let is_asked_for = card(ui, |ui| {
        ui.set_width(ui.available_width());
        let is_asked_for = show_title(ui, form, (id, requirement), (position, rank));
        show_subject(ui, &form.project, id, &mut changed);
        show_limit(ui, id, &mut changed);
        if let Some(range) = range_of_designs(form.scene.session, requirement) {
            caption(ui, &range);
        }
        is_asked_for
    });
    form.put(id, changed);
    is_asked_for
}

fn show_title(
    ui: &mut Ui,
    form: &mut Form<'_, '_>,
    (id, requirement): (&RequirementId, &Requirement),
    (position, rank): (usize, usize),
) -> bool {
    let project = std::sync::Arc::clone(&form.project);
    let neighbour = |position: usize| project.requirements.get_index(position).map(|(id, _)| id.clone());
    let is_last = position + 1 == project.requirements.len();
    let title = &requirement.name;
    let mut is_asked_for = false;
    ui.horizontal(|ui| {
        let number = ui.label(strong(format!("{rank}.")));
        number.on_hover_text("The rank of a quality is that of the first requirement on it");
        at_the_right(ui, |ui| {
            // The name of the quality has little room as it is.
            ui.spacing_mut().item_spacing.x = STEP;
            ui.spacing_mut().button_padding.x = 5.0;
            let out = ui.small_button("×").on_hover_text("Removes it");
            name(&out, &format!("Remove {title}"));
            if out.clicked() {
                form.scene.edit(Edit::RemoveRequirement(id.clone()));
            }
            let down = ui.add_enabled(!is_last, Button::new("↓").small()).on_hover_text("Matters less");
            name(&down, &format!("Move {title} down"));
            if down.clicked() {
                form.scene.edit(Edit::MoveRequirements(vec![id.clone()], neighbour(position + 2)));
            }
            let up = ui.add_enabled(position > 0, Button::new("↑").small()).on_hover_text("Matters more");
            name(&up, &format!("Move {title} up"));
            if up.clicked() {
                form.scene.edit(Edit::MoveRequirements(vec![id.clone()], neighbour(position - 1)));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let button = ui.add(Button::new(strong(quality(requirement))).frame(false).truncate());
                name(&button, &format!("Show {title}"));
                let hint = format!("{} A click shows it at the stage Requirements.", project.sentence(requirement));
                is_asked_for = button.on_hover_text(hint).clicked();
            });
        });
    });
    is_asked_for
}

fn show_subject(ui: &mut Ui, project: &Project, id: &RequirementId, changed: &mut Requirement) {
    let options = subjects(project, changed.measure.measure);
    let (subject, measure) = (&changed.measure.subject, changed.measure.measure.label());
    if options.len() == 1 && options[0].0 == *subject {
        caption(ui, &format!("{measure} of {}", options[0].1));
        return;
    }
    let label = format!("Subject of {}", changed.name);
    caption(ui, &format!("{measure} of"));
    if let Some(subject) = pick(ui, ("subject", id), &label, subject, &options) {
        changed.measure.subject = subject;
        // What another requirement leaves is left for the subject that it was derived for.
        changed.derived_from = None;
    }
}

fn show_limit(ui: &mut Ui, id: &RequirementId, changed: &mut Requirement) {
    let measure = changed.measure.measure;
    let what = match measure.direction() {
        Direction::Lower => "At most",
        Direction::Higher => "At least",
    };
    let label = format!("Limit of {}", changed.name);
    let text = TextStyle::Body.resolve(ui.style());
    let shown = ui.painter().layout_no_wrap(changed.threshold.to_string(), text, Color32::PLACEHOLDER).size().x;
    let is_on_one_line = ui
        .horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = STEP;
            ui.spacing_mut().button_padding.x = 6.0;
            caption(ui, what);
            let room = ui.available_width() - STRENGTH;
            let needed = shown + FIELD_PAD;
            let width = if needed <= room { room.min(WIDEST_FIELD) } else { needed.min(ui.available_width()) };
            ui.vertical(|ui| {
                ui.set_max_width(width);
                // What is wrong with a number stands below its field.
                let limit = (label.as_str(), width);
                let threshold = bare_limit_field(ui, ("limit", id, measure), limit, measure, changed.threshold);
                changed.threshold = threshold.unwrap_or(changed.threshold);
            });
            if needed <= room {
                strength(ui, changed);
            }
            needed <= room
        })
        .inner;
    if !is_on_one_line {
        strength(ui, changed);
    }
}

/// What missing it means: two words to choose from.
pub(super) fn strength(ui: &mut Ui, changed: &mut Requirement) {
    let is_hard = changed.is_hard();
    ui.horizontal(|ui| {
        let hard = ui.selectable_label(is_hard, "Hard").on_hover_text("A design that misses it is ruled out");
        name(&hard, &format!("Hard: {}", changed.name));
        if hard.clicked() && !is_hard {
            changed.strength = Strength::Hard;
        }
        let soft = ui.selectable_label(!is_hard, "Soft").on_hover_text("A design that misses it is less desirable");
        name(&soft, &format!("Soft: {}", changed.name));
        if soft.clicked() && is_hard {
            changed.strength = Strength::Soft { weight: USUAL_WEIGHT, worst: None };
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::TestProject;
    use crate::model::{Measure, Quantity, Subject};

    #[test]
    fn a_quality_has_the_rank_of_its_first_requirement() {
        let required = |project: TestProject, id: &str, measure: Measure| {
            project.requirement(id, measure, Subject::System, Quantity::unknown(measure.unit()))
        };
        let project = required(TestProject::new(), "cost", Measure::MonthlyCost);
        let project = required(project, "energy", Measure::MonthlyEnergy);
        let project = required(project, "per request", Measure::CostPerRequest);
        let project = required(project, "use", Measure::Usability);
        let project = project.build();
        let ranks = ranks(&project);
        let found: Vec<usize> = project.requirements.values().map(|requirement| rank(&ranks, requirement)).collect();
        assert_eq!((found, ranks.len()), (vec![1, 2, 1, 3], 3));
    }
}
