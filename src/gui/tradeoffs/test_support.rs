//! What the stories about trade-offs begin with.

use egui::Vec2;
use egui_kittest::kittest::Queryable as _;

use crate::gui::test_support::{Bench, bench};
use crate::session::{Action, Stage};

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

fn begin() -> Bench {
    let sample = std::path::Path::new("sample_projects/cancer_prognosis");
    let opened = crate::store::open(sample).expect("the sample is there");
    let mut bench = bench(&opened.project, &opened.evidence);
    let context = bench.harness.ctx.clone();
    bench.harness.state_mut().perform(&context, Action::GoTo(Stage::Tradeoffs));
    bench
}

pub(super) fn click(bench: &mut Bench, label: &str) {
    bench.harness.get_by_label(label).click();
    bench.harness.run();
}
