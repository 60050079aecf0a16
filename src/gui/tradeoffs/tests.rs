//! Stories about the trade-offs of the cancer sample.

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use crate::gui::test_support::{Bench, bench};
use crate::session::{Action, Stage};

fn open() -> Bench {
    let opened = crate::store::open(std::path::Path::new("sample_projects/cancer_prognosis")).unwrap();
    let mut bench = bench(&opened.project, &opened.evidence);
    let context = bench.harness.ctx.clone();
    bench.harness.state_mut().perform(&context, Action::GoTo(Stage::Tradeoffs));
    bench.harness.run();
    bench
}

#[test]
fn a_row_is_looked_at_and_decided_for_in_one_step() {
    let mut bench = open();
    bench.harness.get_by_label("All").click();
    bench.harness.run();
    let session = bench.harness.state().session();
    let exploration = session.exploration().unwrap().unwrap().clone();
    assert_eq!(exploration.designs.len(), 63);
    let other = exploration.designs.iter().position(|design| design.design != *session.design()).unwrap();
    bench.harness.get_by_label(&format!("Design {}", other + 1)).click();
    bench.harness.run();
    assert_eq!(*bench.harness.state().session().design(), exploration.designs[other].design);
    bench.harness.get_by_label("Decide for this design").click();
    bench.harness.run();
    let session = bench.harness.state().session();
    assert_eq!(session.project().decision.design.as_ref(), Some(&exploration.designs[other].design));
    assert_eq!((session.stage(), session.undo_label()), (Stage::Decision, Some("change decision")));
}

#[test]
fn the_front_and_the_feasible_ones_are_listed_apart() {
    let mut bench = open();
    // Only rows in sight are there: all shall be.
    bench.harness.set_size(egui::vec2(1280.0, 3000.0));
    bench.harness.run();
    let session = bench.harness.state().session();
    let exploration = session.exploration().unwrap().unwrap().clone();
    let front = exploration.comparable_front(&exploration.objectives(session.project()));
    let rows = |bench: &Bench| bench.harness.query_all_by_label_contains("Design ").count();
    assert_eq!(rows(&bench), front.len());
    bench.harness.get_by_label("Feasible").click();
    bench.harness.run();
    assert!(rows(&bench) > front.len());
}

#[test]
fn axes_can_be_chosen() {
    let mut bench = open();
    let before = bench.harness.state().session().plot().unwrap();
    bench.harness.get_by_role_and_label(Role::ComboBox, "Across").click();
    bench.harness.run();
    bench.harness.get_by_label("Response time, mean (Read a sample)").click();
    bench.harness.run();
    let (x, y) = bench.harness.state().session().plot().unwrap();
    assert_eq!((x.measure, y), (crate::model::Measure::ResponseTimeMean, before.1));
}
