//! What is measured, on what, and the limit.

use egui::{CollapsingHeader, RichText, Ui};

use super::Draft;
use crate::catalog::catalog;
use crate::edit::create;
use crate::gui::fields::{caption, hinted_quantity_field, pick};
use crate::gui::icons::Sign;
use crate::gui::requirements::measures::measure_picker;
use crate::gui::requirements::note;
use crate::gui::requirements::words::{sensible_subject, subjects, why_no_subject};
use crate::gui::theme::{STEP, palette};
use crate::model::{Direction, Measure, Project, Quantity, Requirement, Subject, Unit};

/// The ends of the scale of grades.
const GRADES: &str = "1 to 5";

pub(super) fn show(ui: &mut Ui, project: &Project, draft: &mut Draft<'_, '_>) {
    show_measure(ui, project, draft);
    show_subject(ui, project, draft);
    show_threshold(ui, draft);
}

fn show_measure(ui: &mut Ui, project: &Project, draft: &mut Draft<'_, '_>) {
    let weak = palette(ui.visuals()).weak;
    let measure = draft.requirement.measure.measure;
    let text = catalog().measure_text(measure);
    caption(ui, "Measure");
    if let Some(measure) = measure_picker(ui, project, measure) {
        draft.change(|requirement| measure_instead(project, requirement, measure));
    }
    let kind = format!("{}, {}, {}.", text.quality, measure.direction().label(), measure.method().label());
    ui.label(RichText::new(kind).small());
    ui.label(RichText::new(&text.explanation).small().color(weak));
    for (grade, anchor) in [1, 3, 5].iter().zip(&text.anchors) {
        ui.label(RichText::new(format!("{grade}: {anchor}")).small().color(weak));
    }
    let quality = catalog().quality_of(measure);
    let title = RichText::new(format!("What is {}?", text.quality.to_lowercase())).small();
    CollapsingHeader::new(title).id_salt("about the quality").show(ui, |ui| {
        ui.label(RichText::new(&quality.explanation).small());
        for question in &quality.questions {
            ui.label(RichText::new(format!("• {question}")).small().color(weak));
        }
    });
    ui.add_space(STEP);
}

fn show_subject(ui: &mut Ui, project: &Project, draft: &mut Draft<'_, '_>) {
    let key = draft.requirement.measure.clone();
    caption(ui, "Of");
    let options = subjects(project, key.measure);
    if options.is_empty() {
        note(ui, Sign::Warning, palette(ui.visuals()).caution, RichText::new(why_no_subject(key.measure)).small());
    } else if options.len() == 1 && options[0].0 == key.subject {
        ui.label(match &key.subject {
            Subject::System => "The whole system".to_owned(),
            _ => format!("{} (the only one)", options[0].1),
        });
    } else if let Some(subject) = pick(ui, ("requirement subject", draft.id), "Of", &key.subject, &options) {
        draft.change(|requirement| {
            requirement.measure.subject = subject;
            // What another requirement leaves is left for the subject that it was derived for.
            requirement.derived_from = None;
        });
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
    requirement.derived_from = None;
    if before.unit() != measure.unit() || before.direction() != measure.direction() {
        requirement.threshold = Quantity::unknown(measure.unit());
        if let crate::model::Strength::Soft { worst, .. } = &mut requirement.strength {
            *worst = None;
        }
    }
    if requirement.name.starts_with(before.label()) {
        requirement.name = create::requirement(project, measure, requirement.measure.subject.clone()).1.name;
    }
}

fn show_threshold(ui: &mut Ui, draft: &mut Draft<'_, '_>) {
    let measure = draft.requirement.measure.measure;
    let what = match measure.direction() {
        Direction::Lower => "At most",
        Direction::Higher => "At least",
    };
    let id = ("requirement threshold", draft.id, measure);
    if let Some(threshold) = limit_field(ui, id, (what, "Threshold"), measure, draft.requirement.threshold) {
        draft.change(|requirement| requirement.threshold = threshold);
    }
    ui.add_space(STEP);
}

/// A field for a value of `measure`, with `what` above it and `label` for assistive technology.
pub(super) fn limit_field(
    ui: &mut Ui,
    id: impl egui::AsIdSalt,
    (what, label): (&str, &str),
    measure: Measure,
    value: Quantity,
) -> Option<Quantity> {
    let unit = shown_unit(measure, value);
    caption(ui, &with_unit(what, unit));
    bare_limit_field(ui, id, (label, 140.0), measure, value)
}

/// As [`limit_field`] with nothing above it and so wide; the empty field says the unit.
pub(in crate::gui) fn bare_limit_field(
    ui: &mut Ui,
    id: impl egui::AsIdSalt,
    (label, width): (&str, f32),
    measure: Measure,
    value: Quantity,
) -> Option<Quantity> {
    let unit = shown_unit(measure, value);
    let hint = match unit {
        Unit::Grade => GRADES.to_owned(),
        _ if unit.symbol().is_empty() => "unknown".to_owned(),
        _ => format!("in {}", unit.symbol()),
    };
    let objection = move |amount| {
        let amount = unit.convert(amount, measure.unit())?;
        measure.objection(amount)
    };
    hinted_quantity_field(ui, id, (label, width, &hint), (value, unit), objection)
}

/// What a field asks for: `At most, in ms`, `At least (1 to 5)`.
pub(super) fn with_unit(what: &str, unit: Unit) -> String {
    match unit {
        Unit::Grade => format!("{what} ({GRADES})"),
        _ if unit.symbol().is_empty() => what.to_owned(),
        _ => format!("{what}, in {}", unit.symbol()),
    }
}

/// A bare number is meant in the unit that is shown.
fn shown_unit(measure: Measure, value: Quantity) -> Unit {
    let is_kept = value.is_known() && value.unit().dimension() == measure.unit().dimension();
    if is_kept { value.unit() } else { measure.unit() }
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
    fn a_field_says_its_unit_and_a_grade_its_range() {
        assert_eq!(with_unit("At least", Unit::Grade), "At least (1 to 5)");
        assert_eq!(with_unit("At most", Unit::Millisecond), "At most, in ms");
        assert_eq!(with_unit("At most", Unit::Count), "At most");
    }

    #[test]
    fn a_threshold_survives_only_while_it_means_the_same() {
        check(Measure::Precision, ("Precision", Quantity::estimated(80.0, Unit::Percent)));
        check(Measure::FalsePositiveRate, ("False positive rate", Quantity::unknown(Unit::Percent)));
        check(Measure::MonthlyCost, ("Monthly cost", Quantity::unknown(Unit::DollarPerMonth)));
    }
}
