//! Stories about the frame around the stages.

use egui_kittest::kittest::Queryable as _;

use super::test_support::bench;
use crate::model::{EvidenceBook, Project};
use crate::session::Stage;

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
