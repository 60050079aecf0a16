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
    /// Why making it failed last.
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
        if self.asked.as_ref() != Some(&question) {
            self.trouble = None;
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
        if let Some(trouble) = self.trouble.as_deref() {
            return Some(ReportPreview::Failed(trouble));
        }
        let (done, total) = self.latest.progress().unwrap_or((0, 0));
        Some(ReportPreview::Making { done, total, before: self.latest.answer() })
    }

    pub fn is_pending(&self) -> bool {
        self.latest.is_pending()
    }
}
