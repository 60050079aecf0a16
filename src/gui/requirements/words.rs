//! How requirements are put into words, and what each measure can be taken of.

use crate::model::{Measure, Project, Requirement, Scope, Subject};

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

/// What `measure` can be taken of in this project, with names, the usual sort of thing first: a model only of components
/// that learn.
pub(in crate::gui) fn subjects(project: &Project, measure: Measure) -> Vec<(Subject, String)> {
    let system = &project.system;
    let all = measure.scopes().iter().flat_map(|scope| -> Vec<Subject> {
        match scope {
            Scope::System => vec![Subject::System],
            Scope::Scenario => project.scenarios.keys().cloned().map(Subject::Scenario).collect(),
            Scope::Component => system.components.keys().cloned().map(Subject::Component).collect(),
            Scope::Model => {
                let learns = system.components.keys().filter(|id| project.tasks.contains_key(*id));
                learns.cloned().map(Subject::Component).collect()
            }
            Scope::Connector => system.connectors.keys().cloned().map(Subject::Connector).collect(),
            Scope::Node => system.nodes.keys().cloned().map(Subject::Node).collect(),
            Scope::Data => project.datasets.keys().cloned().map(Subject::Dataset).collect(),
        }
    });
    all.map(|subject| {
        let name = match (&subject, measure.scopes()) {
            (Subject::System, _) | (_, [_]) => project.subject_name(&subject),
            // Where several sorts of things can be meant, a name alone does not say which.
            (Subject::Scenario(_), _) => format!("Scenario: {}", project.subject_name(&subject)),
            (Subject::Connector(_), _) => format!("Connector: {}", project.subject_name(&subject)),
            (Subject::Node(_), _) => format!("Node: {}", project.subject_name(&subject)),
            _ => format!("Component: {}", project.subject_name(&subject)),
        };
        (subject, name)
    })
    .collect()
}

/// The subject that a new requirement on `measure` most likely means: of the usual sort, the first that has none on it
/// yet.
pub(in crate::gui) fn sensible_subject(project: &Project, measure: Measure) -> Option<Subject> {
    let mut subjects = subjects(project, measure);
    subjects.retain(|(subject, _)| measure.scopes()[0].takes(subject));
    let is_free = |subject: &Subject| {
        let mut keys = project.requirements.values().map(|requirement| &requirement.measure);
        !keys.any(|key| key.measure == measure && key.subject == *subject)
    };
    let free = subjects.iter().find(|(subject, _)| is_free(subject));
    free.or_else(|| subjects.first()).map(|(subject, _)| subject.clone())
}

/// Why `measure` has nothing that it could be taken of.
pub(in crate::gui) fn why_no_subject(measure: Measure) -> &'static str {
    match measure.scopes()[0] {
        Scope::Model => {
            "It is measured on a trained model. Give a component something to learn first, at the stage Models."
        }
        Scope::Data => "It is a quality of data. Add a table of examples first, at the stage Models.",
        Scope::Scenario => "It belongs to a use of the system. Add a scenario first.",
        _ => "It belongs to something on the drawing. Draw it first.",
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
        check(Measure::CostPerRequest, &["System"]);
        check(Measure::Recall, &["scorer"]);
        check(Measure::ResponseTimeP99, &["Component: scorer", "Component: gateway"]);
        check(Measure::TenfoldReplicas, &[]);
        let project = TestProject::new().component("scorer", &[]).build();
        assert_eq!(sensible_subject(&project, Measure::ResponseTimeP99), None, "it is usually that of a scenario");
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
