//! The report of what is on screen: made beside the window while somebody looks at it, and anew when anything in it
//! changes.

use std::path::PathBuf;
use std::sync::Arc;

use super::latest::Latest;
use crate::model::{Design, EvidenceBook, Project};
use crate::report::Report;
use crate::work::{Monitor, Wake};

/// How far the report is that somebody looks at.
#[derive(Clone, Copy, Debug)]
pub enum ReportPreview<'a> {
    /// It is on its way.
    Making {
        /// Steps done of the part that takes longest.
        done: u64,
        /// Steps in all; 0 where nobody knows.
        total: u64,
        /// The report before the last change, if there was one: not what would be exported.
        before: Option<&'a Arc<Report>>,
    },
    /// It says what would be exported now.
    Ready(&'a Arc<Report>),
    /// It could not be made.
    Failed(&'a str),
}

/// Whether a report is wanted, and what there is of it.
pub(super) struct Reports {
    is_wanted: bool,
    latest: Latest<ReportQuestion, Arc<Report>>,
    /// What is asked now.
    asked: Option<ReportQuestion>,
    /// Why making it failed last, of whatever question that was.
    trouble: Option<String>,
}

/// All that a report depends on.
#[derive(Clone, Debug)]
pub(super) struct ReportQuestion {
    pub project: Arc<Project>,
    pub evidence: Arc<EvidenceBook>,
    pub design: Design,
    /// The project's folder, which commands name.
    pub folder: PathBuf,
    /// The day that the report carries.
    pub date: String,
}

impl PartialEq for ReportQuestion {
    fn eq(&self, other: &Self) -> bool {
        let is_same_project = Arc::ptr_eq(&self.project, &other.project) || self.project == other.project;
        Arc::ptr_eq(&self.evidence, &other.evidence)
            && self.design == other.design
            && (&self.folder, &self.date) == (&other.folder, &other.date)
            && is_same_project
    }
}

impl Reports {
    pub fn new() -> Self {
        Self { is_wanted: false, latest: Latest::new("report"), asked: None, trouble: None }
    }

    /// From now on the report is made and kept current, or not any more.
    pub fn want(&mut self, is_wanted: bool) {
        self.is_wanted = is_wanted;
        if !is_wanted {
            self.latest.stop();
            self.asked = None;
        }
    }

    pub fn is_wanted(&self) -> bool {
        self.is_wanted
    }

    /// Asks for the report, unless it is there or nobody wants it. It waits while what it is made from `is_busy`.
    pub fn ask(
        &mut self,
        question: ReportQuestion,
        (is_busy, wake): (bool, &Wake),
        make: impl FnOnce(&Monitor) -> Option<Report> + Send + 'static,
    ) {
        if !self.is_wanted {
            return;
        }
        if is_busy {
            self.latest.stop_unless(&question);
        } else {
            self.latest.ask(question.clone(), wake, move |_, monitor| make(monitor).map(Arc::new));
        }
        self.asked = Some(question);
    }

    /// Takes over a finished report. Says whether anything changed.
    pub fn poll(&mut self) -> Result<bool, String> {
        let polled = self.latest.poll();
        if let Err(trouble) = &polled {
            self.trouble = Some(trouble.clone());
        }
        polled
    }

    /// The report, if it is the one that is asked for.
    pub fn current(&self) -> Option<&Arc<Report>> {
        let (question, report) = self.latest.last()?;
        (self.asked.as_ref() == Some(question)).then_some(report)
    }

    /// What there is to show; `None` while nobody wants it.
    pub fn preview(&self) -> Option<ReportPreview<'_>> {
        if !self.is_wanted {
            return None;
        }
        if let Some(report) = self.current() {
            return Some(ReportPreview::Ready(report));
        }
        // What failed is not made again: it has to be said whenever that is asked for.
        if let Some(trouble) = self.trouble.as_deref().filter(|_| self.asked.as_ref() == self.latest.failed()) {
            return Some(ReportPreview::Failed(trouble));
        }
        let (done, total) = self.latest.progress().unwrap_or((0, 0));
        Some(ReportPreview::Making { done, total, before: self.latest.answer() })
    }

    pub fn is_pending(&self) -> bool {
        self.latest.is_pending()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work::no_wake;

    fn question(day: &str) -> ReportQuestion {
        ReportQuestion {
            project: Arc::default(),
            evidence: Arc::default(),
            design: Design::default(),
            folder: PathBuf::new(),
            date: day.to_owned(),
        }
    }

    /// Polls until nothing is under way; says whether anything failed.
    fn has_failed(reports: &mut Reports) -> bool {
        let mut has_failed = false;
        while reports.is_pending() {
            has_failed |= reports.poll().is_err();
            std::thread::yield_now();
        }
        has_failed
    }

    #[test]
    fn a_report_that_cannot_be_made_says_so_whenever_it_is_looked_at() {
        let mut reports = Reports::new();
        let failing = question("2026-03-01");
        reports.want(true);
        reports.ask(failing.clone(), (false, &no_wake()), |_| panic!("a defect"));
        assert!(has_failed(&mut reports));
        assert!(matches!(reports.preview(), Some(ReportPreview::Failed(_))));
        let other = ReportQuestion { evidence: Arc::clone(&failing.evidence), ..question("2026-03-02") };
        reports.ask(other, (false, &no_wake()), |_| Some(Report::default()));
        assert!(!has_failed(&mut reports));
        assert!(matches!(reports.preview(), Some(ReportPreview::Ready(_))), "another one can be made");
        // Somebody looks away, and back at the first one.
        reports.want(false);
        assert!(reports.preview().is_none());
        reports.want(true);
        reports.ask(failing, (false, &no_wake()), |_| panic!("it is not made again"));
        assert!(!has_failed(&mut reports));
        assert!(matches!(reports.preview(), Some(ReportPreview::Failed(_))), "nothing is on its way");
    }
}
