//! Stories about the analysis of one design.

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use crate::gui::test_support::bench;
use crate::model::{EvidenceBook, Project};
use crate::session::{Action, Stage};

#[test]
fn another_pick_gives_other_numbers() {
    let opened = crate::store::open(std::path::Path::new("sample_projects/credit_card_fraud")).unwrap();
    let mut bench = bench(&opened.project, &opened.evidence);
    let context = bench.harness.ctx.clone();
    bench.harness.state_mut().perform(&context, Action::GoTo(Stage::Analysis));
    bench.harness.run();
    let before = bench.harness.state().session().design().clone();
    bench.harness.get_by_role_and_label(Role::ComboBox, "Replicas of Fraud model").click();
    bench.harness.run();
    bench.harness.get_by_role_and_label(Role::Button, "1").click();
    bench.harness.run();
    assert_ne!(*bench.harness.state().session().design(), before);
    // The new numbers come from the background.
    for _ in 0..500 {
        if bench.harness.query_by_label_contains("Overloaded: ").is_some() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
        bench.harness.run();
    }
    panic!("one replica is not said to be overloaded");
}

#[test]
fn an_empty_project_is_told_where_to_begin() {
    let mut bench = bench(&Project::default(), &EvidenceBook::default());
    let context = bench.harness.ctx.clone();
    bench.harness.state_mut().perform(&context, Action::GoTo(Stage::Analysis));
    bench.harness.run();
    bench.harness.get_by_label("Go to the sketch").click();
    bench.harness.run();
    assert_eq!(bench.harness.state().session().stage(), Stage::Sketch);
}
