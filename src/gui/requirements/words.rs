//! How requirements are put into words, and what each measure can be taken of.

use crate::model::{Measure, Project, Requirement, Subject};

/// The requirement as a sentence in two parts: `Response time, p99 of Payment` and ` ≤ 250 ms`.
pub(super) fn sentence(project: &Project, requirement: &Requirement) -> (String, String) {
    let key = &requirement.measure;
    let what = match &key.subject {
        Subject::System => key.measure.label().to_owned(),
        subject => format!("{} of {}", key.measure.label(), project.subject_name(subject)),
    };
    if requirement.threshold.is_known() {
        (what, format!(" {}", requirement.relation()))
    } else {
        (what, ", no limit stated yet".to_owned())
    }
}

/// What `measure` can be taken of in this project, with names: scenarios, components that learn, or the system.
pub(super) fn subjects(project: &Project, measure: Measure) -> Vec<(Subject, String)> {
    let named = |subject: Subject| {
        let name = project.subject_name(&subject);
        (subject, name)
    };
    if measure.is_of_model() {
        let learns = project.system.components.keys().filter(|id| project.tasks.contains_key(*id));
        learns.map(|id| named(Subject::Component(id.clone()))).collect()
    } else if measure.is_of_scenario() {
        project.scenarios.keys().map(|id| named(Subject::Scenario(id.clone()))).collect()
    } else {
        vec![named(Subject::System)]
    }
}

/// The subject that a new requirement on `measure` most likely means: the first that has none on it yet.
pub(super) fn sensible_subject(project: &Project, measure: Measure) -> Option<Subject> {
    let subjects = subjects(project, measure);
    let is_free = |subject: &Subject| {
        let mut keys = project.requirements.values().map(|requirement| &requirement.measure);
        !keys.any(|key| key.measure == measure && key.subject == *subject)
    };
    let free = subjects.iter().find(|(subject, _)| is_free(subject));
    free.or_else(|| subjects.first()).map(|(subject, _)| subject.clone())
}

/// Why `measure` has nothing that it could be taken of.
pub(super) fn why_no_subject(measure: Measure) -> &'static str {
    if measure.is_of_model() {
        "It is measured on a trained model. Give a component something to learn first, at the stage Models."
    } else {
        "It belongs to a use of the system. Add a scenario first."
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::TestProject;
    use crate::model::{Quantity, Unit};

    fn check(measure: Measure, expected: &[&str]) {
        let project = TestProject::new().component("scorer", &[]).component("gateway", &[]).task("scorer", &["tree"]);
        let names: Vec<_> = subjects(&project.build(), measure).into_iter().map(|(_, name)| name).collect();
        assert_eq!(names, expected, "{measure:?}");
    }

    #[test]
    fn a_measure_is_offered_only_what_it_can_be_taken_of() {
        check(Measure::MonthlyCost, &["System"]);
        check(Measure::Recall, &["scorer"]);
        check(Measure::ResponseTimeP99, &[]);
    }

    #[test]
    fn a_requirement_reads_as_a_sentence() {
        let limit = Quantity::estimated(0.8, Unit::Ratio);
        let none = Quantity::unknown(Unit::DollarPerMonth);
        let project = TestProject::new()
            .component("scorer", &[])
            .requirement("a", Measure::F1, Subject::Component("scorer".into()), limit)
            .requirement("b", Measure::MonthlyCost, Subject::System, none)
            .build();
        let sentences: Vec<_> = project
            .requirements
            .values()
            .map(|one| sentence(&project, one))
            .map(|(what, limit)| what + &limit)
            .collect();
        assert_eq!(sentences, ["F1 of scorer ≥ 0.8", "Monthly cost, no limit stated yet"]);
    }
}
