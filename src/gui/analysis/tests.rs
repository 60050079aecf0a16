//! Stories about the analysis of one design.

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use crate::gui::test_support::{bench, bench_of_size, settle};
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
        if bench.harness.query_by_label_contains("The system is overloaded: ").is_some() {
            assert!(bench.harness.query_all_by_label("was met").next().is_some(), "an overloaded system was none");
            assert!(bench.harness.query_by_label_contains("/month, better").is_some(), "fewer replicas cost less");
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
        bench.harness.run();
    }
    panic!("one replica is not said to be overloaded");
}

#[test]
fn a_finding_is_accepted_with_a_reason_and_opened_again() {
    let opened = crate::store::open(std::path::Path::new("sample_projects/credit_card_fraud")).unwrap();
    let mut bench = bench(&opened.project, &opened.evidence);
    let context = bench.harness.ctx.clone();
    bench.harness.state_mut().perform(&context, Action::GoTo(Stage::Analysis));
    settle(&mut bench);
    let click = |bench: &mut crate::gui::test_support::Bench, label: &str| {
        let node = bench.harness.query_all_by_label(label).next().unwrap_or_else(|| panic!("there is no {label}"));
        node.scroll_to_me();
        bench.harness.run();
        bench.harness.query_all_by_label(label).next().unwrap().click();
        bench.harness.run();
    };
    click(&mut bench, "Accept with a reason");
    bench.harness.get_by_role_and_label(Role::TextInput, "Why it is left as it is").focus();
    bench.harness.run();
    let field = bench.harness.get_by_role_and_label(Role::TextInput, "Why it is left as it is");
    field.type_text("Reviewers see a random sample as well.");
    bench.harness.run();
    bench.harness.key_press(egui::Key::Enter);
    bench.harness.run();
    let project = std::sync::Arc::clone(bench.harness.state().session().project());
    assert_eq!(project.accepted.values().collect::<Vec<_>>(), ["Reviewers see a random sample as well."]);
    assert!(project.accepted.keys().all(|key| key.rule == "feedback_loop"), "{:?}", project.accepted);
    assert_eq!(bench.harness.state().session().undo_label(), Some("accept finding"));
    click(&mut bench, "Accepted: 1");
    click(&mut bench, "Open it again");
    assert!(bench.harness.state().session().project().accepted.is_empty());
}

#[test]
fn a_narrow_stage_has_nothing_over_anything_else_and_nothing_cut_off() {
    let opened = crate::store::open(std::path::Path::new("sample_projects/credit_card_fraud")).unwrap();
    // What the guide of a class leaves of a window of 1280 points.
    let mut bench = bench_of_size(&opened.project, &opened.evidence, egui::vec2(960.0, 3000.0));
    let context = bench.harness.ctx.clone();
    bench.harness.state_mut().perform(&context, Action::GoTo(Stage::Analysis));
    settle(&mut bench);
    let rect = |label: &str| bench.harness.query_all_by_label(label).next().expect(label).rect();
    for choice in ["Model of Fraud model", "Node of Fraud model", "Replicas of Fraud model"] {
        let picker = bench.harness.get_by_role_and_label(Role::ComboBox, choice).rect();
        let words = bench.harness.get_by_role_and_label(Role::Label, choice).rect();
        assert!(words.right() <= picker.left() && picker.right() < 960.0, "{choice}: {words:?} {picker:?}");
    }
    let (hops, loads) = (rect("Where the time goes"), rect("Load at the peak"));
    assert!(loads.top() > hops.bottom() && loads.left() == hops.left(), "{hops:?} {loads:?}");
    for cost in &bench.harness.state().session().analysis().expect("it was worked out").costs {
        let (words, price) = (rect(&cost.label), rect(&cost.monthly.to_string()));
        assert!(words.right() <= price.left(), "{}: {words:?} {price:?}", cost.label);
    }
}

#[test]
fn another_project_begins_at_the_top() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let opened = crate::store::open(std::path::Path::new("sample_projects/credit_card_fraud")).unwrap();
    let file = folder.path().join("project.json");
    crate::store::save(&file, &opened.project, &opened.evidence).expect("the project is saved");
    let mut bench = bench(&opened.project, &opened.evidence);
    let context = bench.harness.ctx.clone();
    bench.harness.state_mut().perform(&context, Action::GoTo(Stage::Analysis));
    settle(&mut bench);
    let top = |bench: &crate::gui::test_support::Bench| {
        bench.harness.get_by_label("Scenario: Authorise a payment").rect().top()
    };
    let at_first = top(&bench);
    bench.harness.query_all_by_label("Findings").next().expect("there are findings").scroll_to_me();
    settle(&mut bench);
    assert!(top(&bench) < at_first, "it was scrolled");
    bench.harness.state_mut().perform(&context, Action::Open(file));
    bench.harness.state_mut().perform(&context, Action::GoTo(Stage::Analysis));
    settle(&mut bench);
    assert_eq!(top(&bench), at_first);
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
