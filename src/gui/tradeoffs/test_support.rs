//! What the stories about trade-offs begin with.

use egui::Vec2;
use egui_kittest::kittest::Queryable as _;

use crate::gui::test_support::{Bench, bench};
use crate::model::{DecisionStatus, MeasureKey};
use crate::session::{Action, Stage};

/// All designs of the sample.
pub(super) const ALL: usize = 63;

/// The stage with the designs of the cancer sample.
pub(super) fn open() -> Bench {
    let mut bench = begin();
    bench.harness.run();
    bench
}

/// The same in a window of this size, from the first frame on: panels keep the width that they began with.
pub(super) fn open_in(size: Vec2) -> Bench {
    let mut bench = begin();
    bench.harness.set_size(size);
    bench.harness.run();
    bench
}

/// The stage with all designs listed, in a window in which every row is in sight.
pub(super) fn open_all() -> Bench {
    let mut bench = open_in(Vec2::new(1280.0, 3000.0));
    click(&mut bench, "All");
    assert_eq!(rows(&bench), ALL);
    bench
}

fn begin() -> Bench {
    let sample = std::path::Path::new("sample_projects/cancer_prognosis");
    let mut opened = crate::store::open(sample).expect("the sample is there");
    // The stories decide for themselves: what the sample has decided is open again.
    for decision in opened.project.decisions.values_mut() {
        (decision.status, decision.date, decision.design) = (DecisionStatus::Proposed, None, None);
        decision.considered.clear();
    }
    let mut bench = bench(&opened.project, &opened.evidence);
    let context = bench.harness.ctx.clone();
    bench.harness.state_mut().perform(&context, Action::GoTo(Stage::Tradeoffs));
    bench
}

pub(super) fn click(bench: &mut Bench, label: &str) {
    bench.harness.get_by_label(label).click();
    bench.harness.run();
}

/// Rows of the table.
pub(super) fn rows(bench: &Bench) -> usize {
    bench.harness.query_all_by_label_contains("Design ").count()
}

/// Fails unless the table lists what the filter says it leaves, and that is some but not all.
pub(super) fn check_filtered(bench: &Bench) -> usize {
    let left = rows(bench);
    assert!(0 < left && left < ALL, "{left} designs are left");
    bench.harness.get_by_label(&format!("{left} of {ALL} designs"));
    bench.harness.get_by_label(&format!("{left} listed, {} left out by the filter or the words", ALL - left));
    left
}

/// The measures that designs are compared on, with their names.
pub(super) fn objectives(bench: &Bench) -> Vec<(MeasureKey, String)> {
    let session = bench.harness.state().session();
    let exploration = session.exploration().and_then(Result::ok).expect("the designs are evaluated");
    let keys = exploration.objectives(session.project());
    keys.into_iter().map(|key| (key.clone(), session.project().measure_name(&key))).collect()
}
