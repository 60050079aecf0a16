//! Writes the report of the decided design (or of the one looked at) in the background.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use super::Session;
use crate::analysis::analyse;
use crate::model::Design;
use crate::report::{DesignTable, Format, Material, Report, ReportError, Stamp, write, write_designs};
use crate::tradeoff::{Certainty, Front, Region, Sensitivity, USUAL_STEP, explore};
use crate::work::{Background, Poll};

/// The report being written.
#[derive(Debug, Default)]
pub(super) struct Exporting(Option<Background<Result<Vec<PathBuf>, ReportError>>>);

impl Exporting {
    pub fn is_pending(&self) -> bool {
        self.0.is_some()
    }
}

impl Session {
    /// The design that a report is about: the decided one, else the one that is looked at.
    pub fn reported_design(&self) -> Design {
        self.project().decided_design().cloned().unwrap_or_else(|| self.design.clone())
    }

    /// Makes the report as it would be exported, dated `date`. Computes for a moment.
    pub fn report(&self, date: String) -> Report {
        self.report_maker(date)()
    }

    pub(super) fn export(&mut self, format: Format, path: &Path) {
        self.document.history.commit();
        let (make, path) = (self.report_maker(today()), path.to_owned());
        match Background::start("report", &self.wake, move |_| write(&make(), format, &path)) {
            Ok(background) => self.exporting.0 = Some(background),
            Err(error) => self.notices.complain(format!("the report cannot be written: {error}")),
        }
    }

    pub(super) fn export_designs(&mut self, designs: &[Design], path: PathBuf) {
        let explored = self.exploration().and_then(Result::ok).cloned().zip(self.region().cloned());
        let Some((exploration, region)) = explored else {
            self.notices.complain("there are no designs to export yet");
            return;
        };
        let listed: Option<Vec<usize>> = designs.iter().map(|design| exploration.find(design)).collect();
        let Some(listed) = listed else {
            self.notices.complain("the designs have changed since they were listed; export them again");
            return;
        };
        if self.exporting.is_pending() {
            self.notices.complain("another export is being written; try again in a moment");
            return;
        }
        let project = Arc::clone(self.project());
        let make = move |_: &_| {
            let measures = exploration.objectives(&project);
            let front = Front::of(&exploration, &region, &measures);
            let (exploration, region) = (&*exploration, &*region);
            let table = DesignTable { project: &project, exploration, region, front: &front, measures: &measures };
            write_designs(&table, &listed, &path)
        };
        match Background::start("export of designs", &self.wake, make) {
            Ok(background) => self.exporting.0 = Some(background),
            Err(error) => self.notices.complain(format!("the designs cannot be written: {error}")),
        }
    }

    pub(super) fn poll_export(&mut self) -> bool {
        let Some(export) = self.exporting.0.take() else { return false };
        match export.poll() {
            Poll::Pending => {
                self.exporting.0 = Some(export);
                return false;
            }
            Poll::Ready(Ok(files)) => {
                let written = files.first().map_or_else(String::new, |file| file.display().to_string());
                self.notices.tell(format!("Wrote {written}"));
            }
            Poll::Ready(Err(error)) => self.notices.complain(error.to_string()),
            Poll::Crashed => {
                self.notices.complain("the export failed unexpectedly; please report this with the project");
            }
        }
        true
    }

    fn report_maker(&self, date: String) -> impl FnOnce() -> Report + Send + 'static {
        let (project, evidence, settings) =
            (Arc::clone(self.project()), Arc::clone(self.evidence()), self.analysis_settings);
        let design = self.reported_design();
        let folder =
            self.folder().file_name().map_or_else(|| "PROJECT".into(), |name| name.to_string_lossy().into_owned());
        let commands = vec![format!("cantilever train {folder}"), format!("cantilever report {folder} -o report.html")];
        let stamp = Stamp { date, program: format!("Cantilever {}", env!("CARGO_PKG_VERSION")), commands };
        move || {
            let analysis = analyse(&project, &evidence, &design, &settings);
            let mut go_on = |_, _| std::ops::ControlFlow::Continue(());
            let exploration = explore(&project, &evidence, &settings, &mut go_on).ok();
            let sensitivity = Sensitivity::of_usual((&project, &evidence, &design), USUAL_STEP, &settings, &mut go_on);
            let region = exploration.as_ref().map(|exploration| Region::of_project(exploration, &project));
            let certainty = exploration
                .as_ref()
                .zip(region.as_ref())
                .and_then(|explored| Certainty::of_project((&project, &evidence), explored, &settings, &mut || false));
            let (exploration, sensitivity, certainty) =
                (exploration.as_ref(), sensitivity.as_ref(), certainty.as_ref());
            let (project, evidence, design, analysis) = (&*project, &*evidence, &design, &analysis);
            let material =
                Material { project, evidence, exploration, sensitivity, certainty, design, analysis, settings };
            Report::build(&material, &stamp)
        }
    }
}

/// Today's date (UTC) as `2026-03-01`; the environment variable `SOURCE_DATE_EPOCH` (seconds since 1970) sets another
/// day, so that reports can be made again byte by byte.
pub fn today() -> String {
    let fixed = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse().ok());
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let time = crate::learn::iso_time(fixed.unwrap_or_else(now));
    time.split('T').next().unwrap_or_default().to_owned()
}
