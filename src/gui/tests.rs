//! Stories about the frame around the stages.

use egui_kittest::kittest::Queryable as _;

use super::test_support::{bench, bench_of_size};
use crate::edit::Edit;
use crate::model::{EvidenceBook, Project};
use crate::session::{Action, Command, Stage};

#[test]
fn every_stage_opens_and_says_what_to_do_in_an_empty_project() {
    let project = Project { name: "Empty".to_owned(), ..Project::default() };
    let mut bench = bench(&project, &EvidenceBook::default());
    for stage in [Stage::Requirements, Stage::Models, Stage::Analysis, Stage::Tradeoffs, Stage::Decision, Stage::Sketch]
    {
        bench.harness.get_by_label(stage.label()).click();
        bench.harness.run();
        assert_eq!(bench.harness.state().session().stage(), stage);
    }
}

#[test]
fn every_stage_fits_a_small_window() {
    let sample = crate::store::open(std::path::Path::new("sample_projects/credit_card_fraud")).unwrap();
    // The window at 1280 x 800 with text at 200 %, and smaller.
    for size in [egui::vec2(640.0, 400.0), egui::vec2(480.0, 320.0)] {
        let mut bench = bench_of_size(&sample.project, &sample.evidence, size);
        for command in <Command as strum::IntoEnumIterator>::iter().filter(|command| command.stage().is_some()) {
            let context = bench.harness.ctx.clone();
            bench.harness.state_mut().perform(&context, Action::Run(command));
            bench.harness.run_steps(4);
            assert_eq!(Some(bench.harness.state().session().stage()), command.stage());
        }
    }
}

#[test]
fn saving_first_goes_on_to_what_was_asked_for() {
    let project = Project { name: "Shop".to_owned(), ..Project::default() };
    let mut bench = bench(&project, &EvidenceBook::default());
    let context = bench.harness.ctx.clone();
    let file = bench.harness.state().session().file().expect("it was saved").to_owned();
    let edit = Edit::Describe { name: "Shop with a model".to_owned(), description: String::new() };
    bench.harness.state_mut().perform(&context, Action::Edit(edit));
    bench.harness.state_mut().perform(&context, Action::Run(Command::CloseProject));
    bench.harness.run();
    bench.harness.get_by_label("Save").click();
    bench.harness.run();
    assert!(!bench.harness.state().session().is_open(), "it is closed as was asked");
    assert_eq!(crate::store::open(&file).unwrap().project.name, "Shop with a model");
}
