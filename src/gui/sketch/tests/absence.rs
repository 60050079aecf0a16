//! What the design that is looked at leaves out.

use super::*;
use crate::model::{Absence, Design, OpenQuestion, Pick};

#[test]
fn what_the_design_leaves_out_is_said_to_be_left_out() {
    let mut project = project();
    let service = ElementId::Component("service".into());
    let question = OpenQuestion::Presence(Absence::Dropped);
    let (id, choice) = create::choice(&project, service, question);
    Edit::PutChoice(id.clone(), choice).apply(&mut project).expect("whether it is there can be left open");
    let mut bench = bench(&project, &EvidenceBook::default());
    bench.harness.run();
    let words = "left out in this design";
    assert!(bench.harness.query_by_label_contains(words).is_none());
    let context = bench.harness.ctx.clone();
    let design = |is_there| Design { picks: [(id.clone(), Pick::Present(is_there))].into() };
    bench.harness.state_mut().perform(&context, Action::LookAt(design(false)));
    bench.harness.run();
    bench.harness.get_by_label_contains(words);
    bench.harness.state_mut().perform(&context, Action::LookAt(design(true)));
    bench.harness.run();
    assert!(bench.harness.query_by_label_contains(words).is_none());
}
