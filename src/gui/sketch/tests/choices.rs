//! What is left open about an element, as the inspector shows it.

use super::*;
use crate::gui::test_support::bench_of_size;
use crate::model::{ComponentId, OpenQuestion};

/// The cancer sample after `edit`, with its diagnosis model selected, in a window in which the whole inspector is in
/// sight.
fn open_diagnosis(edit: &Edit) -> Bench {
    let (mut project, evidence) = cancer();
    edit.apply(&mut project).expect("the sample has what is edited");
    open(&project, &evidence)
}

fn cancer() -> (Project, EvidenceBook) {
    let sample = crate::store::open(std::path::Path::new("sample_projects/cancer_prognosis"));
    let sample = sample.expect("the sample is there");
    (sample.project, sample.evidence)
}

fn open(project: &Project, evidence: &EvidenceBook) -> Bench {
    let mut bench = bench_of_size(project, evidence, Vec2::new(1280.0, 2000.0));
    let context = bench.harness.ctx.clone();
    let diagnosis = ElementId::Component("diagnosis".into());
    bench.harness.state_mut().perform(&context, Action::Select([diagnosis].into()));
    bench.harness.run();
    bench
}

fn chooses_a_model(bench: &Bench) -> bool {
    project_of(bench).choices.values().any(|choice| matches!(choice.question, OpenQuestion::Candidate))
}

#[test]
fn the_choice_of_a_model_that_nothing_is_learned_for_is_settled() {
    // As a file may say it: in the window the choice goes with the task.
    let (mut project, evidence) = cancer();
    project.tasks.shift_remove(&ComponentId::new("diagnosis"));
    let mut bench = open(&project, &evidence);
    assert!(chooses_a_model(&bench));
    bench.harness.get_by_label_contains("Nothing is learned here any more");
    bench.harness.get_by_role_and_label(Role::CheckBox, "Which model").click();
    bench.harness.run();
    assert!(!chooses_a_model(&bench));
    assert!(bench.harness.query_by_label_contains("Nothing is learned here any more").is_none());
    assert!(bench.harness.query_by_label("Which model").is_none(), "there is nothing to leave open");
}

#[test]
fn a_choice_whose_candidates_were_removed_says_so() {
    let sample = crate::store::open(std::path::Path::new("sample_projects/cancer_prognosis"));
    let id = ComponentId::new("diagnosis");
    let mut task = sample.expect("the sample is there").project.tasks[&id].clone();
    task.candidates.clear();
    let mut bench = open_diagnosis(&Edit::PutTask(id, task));
    bench.harness.get_by_label_contains("No candidate is left to choose");
    bench.harness.get_by_role_and_label(Role::CheckBox, "Which model").click();
    bench.harness.run();
    assert!(!chooses_a_model(&bench));
    assert!(bench.harness.query_by_label_contains("No candidate is left to choose").is_none());
}
