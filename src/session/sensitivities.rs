//! The sensitivity of the design that is looked at: worked out only while somebody wants to see it.

use std::sync::Arc;

use super::calculations::Question;
use super::latest::Latest;
use crate::analysis::AnalysisSettings;
use crate::model::Design;
use crate::tradeoff::Sensitivity;
use crate::work::Wake;

/// Percents that numbers can be moved by.
pub const SENSITIVITY_PERCENTS: std::ops::RangeInclusive<u32> = 1..=50;

/// What is wanted, and what was found.
pub(super) struct Sensitivities {
    /// Percent that numbers are moved by; `None` while nobody looks.
    wanted: Option<u32>,
    latest: Latest<SensitivityQuestion, Arc<Sensitivity>>,
    /// Whether the newest answer is one to what is asked now.
    is_current: bool,
}

#[derive(Clone, PartialEq)]
struct SensitivityQuestion {
    question: Question,
    design: Design,
    percent: u32,
}

impl Sensitivities {
    pub fn new() -> Self {
        Self { wanted: None, latest: Latest::new("sensitivity"), is_current: false }
    }

    /// From now on numbers shall be moved by so many percent; `None` ends it.
    pub fn want(&mut self, percent: Option<u32>) {
        let (fewest, most) = SENSITIVITY_PERCENTS.into_inner();
        self.wanted = percent.map(|percent| percent.clamp(fewest, most));
        if self.wanted.is_none() {
            self.latest.stop();
        }
    }

    /// Asks for what is wanted and not current. It waits while what matters more `is_busy`: the window needs a
    /// processor as well.
    pub fn ask(
        &mut self,
        (question, design): (Question, &Design),
        settings: AnalysisSettings,
        (is_busy, wake): (bool, &Wake),
    ) {
        let Some(percent) = self.wanted else { return };
        let question = SensitivityQuestion { question, design: design.clone(), percent };
        self.is_current = self.latest.last().is_some_and(|(asked, _)| *asked == question);
        if is_busy {
            self.latest.stop_unless(&question);
            return;
        }
        self.latest.ask(question, wake, move |asked, monitor| {
            let Question { substance, evidence } = &asked.question;
            let within = f64::from(asked.percent) / 100.0;
            let mut progress = |done, total| monitor.progress(done, total);
            let given = (&**substance, &**evidence, &asked.design);
            Sensitivity::of_usual(given, within, &settings, &mut progress).map(Arc::new)
        });
    }

    /// Takes over a finished answer. Says whether anything changed.
    pub fn poll(&mut self) -> Result<bool, String> {
        self.latest.poll()
    }

    /// The answer to what is wanted, as soon as it is there.
    pub fn current(&self) -> Option<&Arc<Sensitivity>> {
        self.latest.answer().filter(|_| self.is_current && self.wanted.is_some())
    }

    pub fn wanted(&self) -> Option<u32> {
        self.wanted
    }

    pub fn progress(&self) -> Option<(u64, u64)> {
        self.latest.progress()
    }

    pub fn is_pending(&self) -> bool {
        self.latest.is_pending()
    }
}
