//! The editor of one requirement.

use egui::{RichText, Ui};

use super::list::verdict;
use super::measures::measure_picker;
use super::note;
use super::words::{sensible_subject, subjects, why_no_subject};
use crate::catalog::catalog;
use crate::edit::{Edit, create};
use crate::gui::Scene;
use crate::gui::fields::{
    caption, card, heading, long_text_field, outcome_look, pick, provenance_mark, quality_text, quantity_field, signed,
    text_field,
};
use crate::gui::icons::Sign;
use crate::gui::theme::{STEP, palette, strong};
use crate::model::{Dimension, Measure, Project, Quantity, Requirement, RequirementId, Strength, Subject, Unit};
use crate::session::Session;

/// Importance of a requirement that has just been made soft, in points.
const USUAL_WEIGHT: f64 = 50.0;

/// Changes of one requirement, each a step of its own even when two come in one frame.
struct Draft<'a, 'b> {
    scene: &'a mut Scene<'b>,
    id: &'a RequirementId,
    requirement: Requirement,
}

impl Draft<'_, '_> {
    fn change(&mut self, change: impl FnOnce(&mut Requirement)) {
        change(&mut self.requirement);
        self.scene.edit(Edit::PutRequirement(self.id.clone(), self.requirement.clone()));
    }
}

/// Shows the editor.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, id: &RequirementId) {
    let session = scene.session;
    let project = session.project();
    let Some(requirement) = project.requirements.get(id) else { return };
    let mut draft = Draft { scene, id, requirement: requirement.clone() };
    heading(ui, "Requirement");
    if let Some(name) = text_field(ui, ("requirement name", id), "Name", &requirement.name) {
        draft.change(|requirement| requirement.name = name);
    }
    ui.add_space(STEP);
    show_measure(ui, project, &mut draft);
    show_threshold(ui, &mut draft);
    show_verdict(ui, session, id);
    show_strength(ui, &mut draft);
    ui.add_space(STEP);
    let rationale = &requirement.rationale;
    if let Some(text) = long_text_field(ui, ("requirement rationale", id), "Rationale: why, and who asks", rationale, 3)
    {
        draft.change(|requirement| requirement.rationale = text);
    }
    ui.add_space(2.0 * STEP);
    if ui.button("Remove requirement").clicked() {
        draft.scene.edit(Edit::RemoveRequirement(id.clone()));
    }
}

fn show_measure(ui: &mut Ui, project: &Project, draft: &mut Draft<'_, '_>) {
    let weak = palette(ui.visuals()).weak;
    let key = draft.requirement.measure.clone();
    let text = catalog().measure_text(key.measure);
    caption(ui, "Measure");
    if let Some(measure) = measure_picker(ui, project, key.measure) {
        draft.change(|requirement| measure_instead(project, requirement, measure));
    }
    let kind = format!("{}, {}.", text.quality, key.measure.direction().label());
    ui.label(RichText::new(kind).small());
    ui.label(RichText::new(&text.explanation).small().color(weak));
    ui.add_space(STEP);
    caption(ui, "Of");
    let options = subjects(project, key.measure);
    if options.is_empty() {
        note(ui, Sign::Warning, palette(ui.visuals()).caution, RichText::new(why_no_subject(key.measure)).small());
    } else if options.len() == 1 && options[0].0 == key.subject {
        ui.label(match &key.subject {
            Subject::System => "The whole system".to_owned(),
            Subject::Scenario(_) => format!("{} (the only scenario)", options[0].1),
            Subject::Component(_) => format!("{} (the only component that learns)", options[0].1),
        });
    } else if let Some(subject) = pick(ui, ("requirement subject", draft.id), "Of", &key.subject, &options) {
        draft.change(|requirement| requirement.measure.subject = subject);
    }
    ui.add_space(STEP);
}

/// Measures something else: on a subject that fits, without the old threshold if it would mean something else, and
/// under a new name if the old one was only the measure's.
fn measure_instead(project: &Project, requirement: &mut Requirement, measure: Measure) {
    let before = requirement.measure.measure;
    let fits = subjects(project, measure).iter().any(|(subject, _)| *subject == requirement.measure.subject);
    if !fits && let Some(subject) = sensible_subject(project, measure) {
        requirement.measure.subject = subject;
    }
    requirement.measure.measure = measure;
    if before.unit() != measure.unit() || before.direction() != measure.direction() {
        requirement.threshold = Quantity::unknown(measure.unit());
    }
    if requirement.name.starts_with(before.label()) {
        requirement.name = create::requirement(project, measure, requirement.measure.subject.clone()).1.name;
    }
}

fn show_threshold(ui: &mut Ui, draft: &mut Draft<'_, '_>) {
    let measure = draft.requirement.measure.measure;
    let threshold = draft.requirement.threshold;
    // A bare number is meant in the unit that is shown.
    let is_kept = threshold.is_known() && threshold.unit().dimension() == measure.unit().dimension();
    let unit = if is_kept { threshold.unit() } else { measure.unit() };
    let example = if unit.symbol().is_empty() { String::new() } else { format!(", in {}", unit.symbol()) };
    let what = match measure.direction() {
        crate::model::Direction::Lower => "At most",
        crate::model::Direction::Higher => "At least",
    };
    caption(ui, &format!("{what}{example}"));
    let objection = move |amount| objection(unit, amount);
    let id = ("requirement threshold", draft.id, measure);
    if let Some(threshold) = quantity_field(ui, id, ("Threshold", 140.0), (threshold, unit), objection) {
        draft.change(|requirement| requirement.threshold = threshold);
    }
    ui.add_space(STEP);
}

/// What is wrong with a threshold of `amount` in `unit`.
fn objection(unit: Unit, amount: f64) -> Option<&'static str> {
    match unit {
        Unit::Percent if !(0.0..=100.0).contains(&amount) => Some("A share lies between 0 and 100 %."),
        _ if unit.dimension() == Dimension::Fraction && unit != Unit::Percent && !(0.0..=1.0).contains(&amount) => {
            Some("This measure lies between 0 and 1.")
        }
        _ if amount < 0.0 => Some("It cannot be negative."),
        _ => None,
    }
}

fn show_verdict(ui: &mut Ui, session: &Session, id: &RequirementId) {
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        let Some(verdict) = verdict(session, id) else {
            caption(ui, "Being judged…");
            return;
        };
        let (sign, color, word) = outcome_look(ui.visuals(), verdict.outcome);
        ui.horizontal(|ui| {
            signed(ui, sign, color, strong(word).color(color));
            if verdict.quality.quantity.is_known() || verdict.quality.is_overloaded() {
                ui.label(strong(quality_text(&verdict.quality)));
            }
            if verdict.quality.quantity.is_known() {
                provenance_mark(ui, verdict.quality.quantity.provenance());
                caption(ui, verdict.quality.quantity.provenance().label());
            }
        });
        ui.label(RichText::new(&verdict.reason).small());
    });
}

fn show_strength(ui: &mut Ui, draft: &mut Draft<'_, '_>) {
    ui.add_space(STEP);
    caption(ui, "A design that misses it");
    let is_hard = draft.requirement.is_hard();
    if ui.radio(is_hard, "Hard: is ruled out").clicked() && !is_hard {
        draft.change(|requirement| requirement.strength = Strength::Hard);
    }
    if ui.radio(!is_hard, "Soft: is less desirable").clicked() && is_hard {
        draft.change(|requirement| requirement.strength = Strength::Soft { weight: USUAL_WEIGHT });
    }
    let Strength::Soft { weight } = draft.requirement.strength else { return };
    caption(ui, "Importance, 0 to 100 points");
    let value = Quantity::estimated(weight, Unit::Count);
    let objection = |amount: f64| (!(0.0..=100.0).contains(&amount)).then_some("Importance goes from 0 to 100 points.");
    let id = ("requirement weight", draft.id);
    let new = quantity_field(ui, id, ("Importance", 80.0), (value, Unit::Count), objection);
    if let Some(weight) = new.and_then(|new| new.amount_in(Unit::Count)) {
        draft.change(|requirement| requirement.strength = Strength::Soft { weight });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::TestProject;

    fn check(measure: Measure, expected: (&str, Quantity)) {
        let limit = Quantity::estimated(80.0, Unit::Percent);
        let project = TestProject::new()
            .component("scorer", &[])
            .task("scorer", &["tree"])
            .requirement("r", Measure::Recall, Subject::Component("scorer".into()), limit)
            .build();
        let mut requirement = project.requirements[0].clone();
        requirement.name = "Recall".to_owned();
        measure_instead(&project, &mut requirement, measure);
        assert_eq!((requirement.name.as_str(), requirement.threshold), expected, "{measure:?}");
    }

    #[test]
    fn a_threshold_survives_only_while_it_means_the_same() {
        check(Measure::Precision, ("Precision", Quantity::estimated(80.0, Unit::Percent)));
        check(Measure::FalsePositiveRate, ("False positive rate", Quantity::unknown(Unit::Percent)));
        check(Measure::MonthlyCost, ("Monthly cost", Quantity::unknown(Unit::DollarPerMonth)));
    }

    #[test]
    fn impossible_thresholds_are_objected_to() {
        let objects = |unit, amount| objection(unit, amount).is_some();
        assert!(objects(Unit::Percent, 101.0) && objects(Unit::Ratio, 80.0) && objects(Unit::Millisecond, -1.0));
        assert!(!objects(Unit::Percent, 99.9) && !objects(Unit::Ratio, 0.8) && !objects(Unit::Millisecond, 250.0));
    }
}
