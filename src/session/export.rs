//! Writes the report of the decided design (or of the one looked at) in the background.

use std::collections::BTreeSet;
use std::ops::{ControlFlow, Range};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use strum::IntoEnumIterator as _;

use super::Session;
use super::reports::{ReportPreview, ReportQuestion};
use super::shell_quoted;
use crate::analysis::analyse;
use crate::model::Design;
use crate::report::{DesignTable, Format, Material, Part, Report, ReportError, Stamp, write, write_designs};
use crate::tradeoff::{Certainty, Exploration, ExploreError, Front, Region, Sensitivity, USUAL_STEP, explore};
use crate::work::{Background, Monitor, Poll};

/// What of the report is written, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportFile {
    /// The format.
    pub format: Format,
    /// The parts that are written.
    pub parts: BTreeSet<Part>,
}

/// How far an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportStep {
    /// The report is being made: what is done, which never grows less, and what it is in all, 0 where nobody knows.
    Making(u64, u64),
    /// Its files are being written, which is not stopped midway.
    Writing,
}

/// The export that is under way.
#[derive(Debug, Default)]
pub(super) struct Exporting(Option<Export>);

#[derive(Debug)]
struct Export {
    /// `None` when it was cancelled before anything was written.
    background: Background<Result<Option<Vec<PathBuf>>, ReportError>>,
    is_writing: Arc<AtomicBool>,
    /// What the user asked for: the file, or the folder.
    path: PathBuf,
}

/// Making a report takes so many parts of a hundred: first the designs, then each number moved; what is left is for
/// draws and writing down, which do not say how far they are.
const WHOLE: u64 = 100;
const EXPLORATION: Range<u64> = 0..60;
const SENSITIVITY: Range<u64> = 60..90;

/// The designs to compare with, or why there are none, where that is known already.
type Explored = Option<Result<Arc<Exploration>, ExploreError>>;

impl Default for ReportFile {
    fn default() -> Self {
        Self { format: Format::Html, parts: Part::iter().collect() }
    }
}

impl Exporting {
    pub fn is_pending(&self) -> bool {
        self.0.is_some()
    }

    /// Asks the export to stop.
    pub fn cancel(&self) {
        if let Some(export) = &self.0 {
            export.background.stop();
        }
    }
}

impl Session {
    /// The design that a report is about: the decided one, else the one that is looked at.
    pub fn reported_design(&self) -> Design {
        self.project().decided_design().cloned().unwrap_or_else(|| self.design.clone())
    }

    /// Makes the report as it would be exported, dated `date`. Computes for a moment.
    pub fn report(&self, date: String) -> Report {
        // Nobody stops it.
        self.report_maker(date, None)(&Monitor::default()).unwrap_or_default()
    }

    /// The report of what is on screen, while [`Session::is_report_wanted`].
    pub fn report_preview(&self) -> Option<ReportPreview<'_>> {
        match self.reports.preview()? {
            // What a gesture does to it is seen when the gesture ends.
            ReportPreview::Ready(report) if self.is_gesturing() => {
                Some(ReportPreview::Making { done: 0, total: 0, before: Some(report) })
            }
            preview => Some(preview),
        }
    }

    /// Whether somebody looks at the report.
    pub fn is_report_wanted(&self) -> bool {
        self.reports.is_wanted()
    }

    /// How far the export is that is under way.
    pub fn export_step(&self) -> Option<ExportStep> {
        let export = self.exporting.0.as_ref()?;
        if export.is_writing.load(Ordering::Relaxed) {
            return Some(ExportStep::Writing);
        }
        let (done, total) = export.background.progress();
        Some(ExportStep::Making(done, total))
    }

    /// Asks for the report while somebody looks at it.
    pub(super) fn ask_for_report(&mut self) {
        if !self.reports.is_wanted() {
            return;
        }
        let date = today();
        let (project, evidence) = (Arc::clone(self.project()), Arc::clone(self.evidence()));
        let (design, folder) = (self.reported_design(), self.folder().to_owned());
        let question = ReportQuestion { project, evidence, design, folder, date: date.clone() };
        // What the designs are known to be is not worked out twice.
        let is_busy = self.calculations.is_analysing() || self.calculations.is_exploring();
        let make = self.report_maker(date, self.calculations.current_exploration().cloned());
        self.reports.ask(question, (is_busy, &self.wake), make);
    }

    pub(super) fn export(&mut self, file: &ReportFile, path: &Path) {
        if self.refuses_export() {
            return;
        }
        self.document.history.commit();
        self.refresh();
        let (format, parts) = (file.format, file.parts.iter().copied().collect::<Vec<_>>());
        // What was looked at is what is written.
        let ready = self.reports.current().cloned();
        let make = self.report_maker(today(), self.calculations.current_exploration().cloned());
        let target = path.to_owned();
        self.start_export("report", path, move |monitor, is_writing| {
            let report = ready.map(Arc::unwrap_or_clone).or_else(|| make(monitor));
            let Some(report) = report.filter(|_| !monitor.is_stopped()) else { return Ok(None) };
            let report = report.with_parts(&parts);
            is_writing.store(true, Ordering::Relaxed);
            write(&report, format, &target).map(Some)
        });
    }

    pub(super) fn export_designs(&mut self, designs: &[Design], path: &Path) {
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
        if self.refuses_export() {
            return;
        }
        let (project, target) = (Arc::clone(self.project()), path.to_owned());
        self.start_export("export of designs", path, move |_, is_writing| {
            is_writing.store(true, Ordering::Relaxed);
            let measures = exploration.objectives(&project);
            let front = Front::of(&exploration, &region, &measures);
            let (exploration, region) = (&*exploration, &*region);
            let table = DesignTable { project: &project, exploration, region, front: &front, measures: &measures };
            write_designs(&table, &listed, &target).map(Some)
        });
    }

    /// One export at a time: says so where another one is under way.
    fn refuses_export(&mut self) -> bool {
        if self.exporting.is_pending() {
            self.notices.complain("another export is being written; try again in a moment");
        }
        self.exporting.is_pending()
    }

    fn start_export(
        &mut self,
        name: &str,
        path: &Path,
        write: impl FnOnce(&Monitor, &AtomicBool) -> Result<Option<Vec<PathBuf>>, ReportError> + Send + 'static,
    ) {
        let is_writing = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&is_writing);
        match Background::start(name, &self.wake, move |monitor| write(monitor, &told)) {
            Ok(background) => {
                self.exporting.0 = Some(Export { background, is_writing, path: path.to_owned() });
            }
            Err(error) => self.notices.complain(format!("{} cannot be written: {error}", path.display())),
        }
    }

    pub(super) fn poll_export(&mut self) -> bool {
        let Some(export) = self.exporting.0.take() else { return false };
        match export.background.poll() {
            Poll::Pending => {
                self.exporting.0 = Some(export);
                return false;
            }
            Poll::Ready(Ok(Some(files))) => self.notices.tell_written(&export.path, files.len()),
            Poll::Ready(Ok(None)) => self.notices.tell("The export was cancelled; nothing was written"),
            Poll::Ready(Err(error)) => self.notices.complain(error.to_string()),
            Poll::Crashed => {
                self.notices.complain("the export failed unexpectedly; please report this with the project");
            }
        }
        true
    }

    /// What makes the report, from designs that are known already or else from all of them worked out; `None` when it
    /// was stopped.
    fn report_maker(
        &self,
        date: String,
        explored: Explored,
    ) -> impl FnOnce(&Monitor) -> Option<Report> + Send + 'static + use<> {
        let (project, evidence, settings) =
            (Arc::clone(self.project()), Arc::clone(self.evidence()), self.analysis_settings);
        let design = self.reported_design();
        let folder =
            self.folder().file_name().map_or_else(|| "PROJECT".into(), |name| shell_quoted(&name.to_string_lossy()));
        let commands = vec![format!("cantilever train {folder}"), format!("cantilever report {folder} -o report.html")];
        let stamp = Stamp { date, program: format!("Cantilever {}", env!("CARGO_PKG_VERSION")), commands };
        move |monitor| {
            let analysis = analyse(&project, &evidence, &design, &settings);
            let parts_done = if explored.is_some() { SENSITIVITY.start } else { 0 };
            monitor.progress(parts_done, WHOLE).continue_value()?;
            let mut go_on = |done, total| report_within(monitor, EXPLORATION, (done, total));
            let explored =
                explored.unwrap_or_else(|| explore(&project, &evidence, &settings, &mut go_on).map(Arc::new));
            let mut go_on = |done, total| report_within(monitor, SENSITIVITY, (done, total));
            let exploration = explored.as_deref().ok();
            let region = exploration.map(|exploration| Region::of_project(exploration, &project));
            let explored = exploration.zip(region.as_ref());
            let measures = Sensitivity::measures(&project, &analysis.qualities);
            let sensitivity =
                Sensitivity::of((&project, &evidence, &design), &measures, USUAL_STEP, &settings, &mut go_on);
            let certainty = explored.and_then(|explored| {
                Certainty::of_project((&project, &evidence), explored, &settings, &mut || monitor.is_stopped())
            });
            if monitor.is_stopped() {
                return None;
            }
            let (sensitivity, certainty) = (sensitivity.as_ref(), certainty.as_ref());
            let (project, evidence, design, analysis) = (&*project, &*evidence, &design, &analysis);
            let material = Material { project, evidence, explored, sensitivity, certainty, design, analysis, settings };
            Some(Report::build(&material, &stamp))
        }
    }
}

/// Reports how far a part of making a report is, of the whole. It never goes back: parts have parts of their own.
fn report_within(monitor: &Monitor, part: Range<u64>, (done, total): (u64, u64)) -> ControlFlow<()> {
    let length = u128::from(part.end - part.start);
    let within = length * u128::from(done.min(total)) / u128::from(total.max(1));
    let before = monitor.reported().0;
    monitor.progress(before.max(part.start + within as u64), WHOLE)
}

/// Today's date (UTC) as `2026-03-01`; the environment variable `SOURCE_DATE_EPOCH` (seconds since 1970) sets another
/// day, so that reports can be made again byte by byte.
pub fn today() -> String {
    let fixed = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse().ok());
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let time = crate::learn::iso_time(fixed.unwrap_or_else(now));
    time.split('T').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;
    use crate::analysis::test_support::TestProject;
    use crate::session::{Action, Written};

    /// A session with one component, in a folder of its own.
    fn session() -> (Session, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(crate::store::PROJECT_FILE);
        let project = TestProject::new().component("Scorer", &[]).build();
        crate::store::save(&file, &project, &crate::model::EvidenceBook::default()).unwrap();
        let mut session = crate::session::tests::session(None);
        session.perform(Action::Open(file));
        session.settle();
        (session, folder)
    }

    fn last_notice(session: &Session) -> (bool, &str) {
        let notice = session.notices().last().expect("something was said");
        (notice.is_error, &notice.text)
    }

    #[test]
    fn an_export_is_cancelled_before_it_writes_and_only_one_runs_at_a_time() {
        let (mut session, folder) = session();
        let target = folder.path().join("report.html");
        let (go_on, waiting) = channel::<()>();
        session.start_export("report", &target, move |monitor, _| {
            waiting.recv().ok();
            Ok((!monitor.is_stopped()).then(Vec::new))
        });
        assert_eq!(session.export_step(), Some(ExportStep::Making(0, 0)));
        session.perform(Action::Export(ReportFile::default(), target.clone()));
        assert!(last_notice(&session).1.contains("nother export") && session.export_step().is_some());
        session.perform(Action::CancelExport);
        go_on.send(()).unwrap();
        session.settle();
        let (is_error, text) = last_notice(&session);
        assert!(!is_error && text.contains("cancelled"), "{text}");
        assert!(session.export_step().is_none() && !target.exists());
    }

    #[test]
    fn progress_never_goes_back_from_one_part_to_the_next() {
        let monitor = Monitor::default();
        let mut told = Vec::new();
        for (part, done) in [
            (EXPLORATION, (0, 0)),
            (EXPLORATION, (5, 10)),
            (EXPLORATION, (1, 10)),
            (SENSITIVITY, (0, 3)),
            (SENSITIVITY, (3, 3)),
        ] {
            assert!(report_within(&monitor, part, done).is_continue());
            told.push(monitor.reported());
        }
        assert_eq!(told, [(0, 100), (30, 100), (30, 100), (60, 100), (90, 100)]);
    }

    #[test]
    fn what_was_written_is_named_and_can_be_opened() {
        let (mut session, folder) = session();
        let target = folder.path().join("shop.md");
        session
            .perform(Action::Export(ReportFile { format: Format::Markdown, ..ReportFile::default() }, target.clone()));
        session.settle();
        let notice = session.notices().last().expect("it is told");
        let written = Written { path: target.clone(), is_folder: false };
        assert_eq!((notice.is_error, notice.written.as_ref()), (false, Some(&written)));
        assert!(notice.text.starts_with("Wrote shop.md and "), "its pictures are counted: {}", notice.text);
        let text = std::fs::read_to_string(&target).unwrap();
        assert_eq!(text, crate::report::markdown(&session.report(today())).text.replace("report_", "shop_"));
    }

    #[test]
    fn the_commands_of_a_report_name_a_folder_as_a_shell_takes_it() {
        let (mut session, folder) = session();
        let home = folder.path().join("card fraud");
        std::fs::create_dir(&home).unwrap();
        session.perform(Action::SaveTo(home));
        let text = crate::report::markdown(&session.report(today())).text;
        assert!(text.contains("cantilever train 'card fraud'"), "{text}");
        assert!(text.contains("cantilever report 'card fraud' -o report.html"), "{text}");
    }
}
