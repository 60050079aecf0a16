//! What the datasets hold, read in the background and kept until the dataset changes.

use std::path::{Path, PathBuf};

use egui::Context;

use crate::gui::waking;
use crate::learn::{DatasetSummary, summarise};
use crate::model::Dataset;
use crate::work::{Background, Monitor, Poll};

/// Summaries kept; a project has few datasets.
const MOST_KEPT: usize = 8;

/// What is known of a dataset so far.
#[derive(Clone, Copy, Debug)]
pub(super) enum Known<'a> {
    /// It is being read, and how much of it is, from 0 to 1.
    Reading(f32),
    /// What it holds.
    Read(&'a DatasetSummary),
    /// Why it cannot be read, with the remedy.
    Unreadable(&'a str),
}

/// Summaries of datasets.
#[derive(Debug, Default)]
pub(super) struct Summaries {
    running: Option<(Question, Background<Answer>)>,
    done: Vec<(Question, Answer)>,
}

type Answer = Result<DatasetSummary, String>;

/// What a summary depends on: names and exclusions do not change what the rows are.
#[derive(Clone, Debug, PartialEq)]
struct Question {
    dataset: Dataset,
    folder: PathBuf,
}

impl Question {
    fn new(dataset: &Dataset, folder: &Path) -> Self {
        let dataset =
            Dataset { name: String::new(), description: String::new(), excluded: Vec::new(), ..dataset.clone() };
        Self { dataset, folder: folder.to_owned() }
    }
}

impl Summaries {
    /// What is known of `dataset`; begins to read it if nothing is. `context` repaints when there is news.
    pub fn look(&mut self, dataset: &Dataset, folder: &Path, context: &Context) -> Known<'_> {
        let question = Question::new(dataset, folder);
        self.poll();
        let is_running = self.running.as_ref().is_some_and(|(asked, _)| *asked == question);
        let place = self.done.iter().position(|(asked, _)| *asked == question);
        if place.is_none() && !is_running {
            self.start(question, context);
        }
        match place.map(|place| &self.done[place].1) {
            Some(Ok(summary)) => Known::Read(summary),
            Some(Err(reason)) => Known::Unreadable(reason),
            None => Known::Reading(self.running.as_ref().map_or(0.0, |(_, reading)| {
                let (done, total) = reading.progress();
                done as f32 / total.max(1) as f32
            })),
        }
    }

    /// Reads `dataset` anew: the file may have changed.
    pub fn forget(&mut self, dataset: &Dataset, folder: &Path) {
        let question = Question::new(dataset, folder);
        self.done.retain(|(asked, _)| *asked != question);
    }

    fn start(&mut self, question: Question, context: &Context) {
        let asked = question.clone();
        let read = move |monitor: &Monitor| {
            let mut progress = |done, total| monitor.progress(done, total);
            summarise(&asked.dataset, &asked.folder, &mut progress).map_err(|error| error.to_string())
        };
        match Background::start("summary of a dataset", &waking(context), read) {
            Ok(calculation) => self.running = Some((question, calculation)),
            Err(error) => self.keep(question, Err(format!("no thread could be started: {error}; try again"))),
        }
    }

    fn poll(&mut self) {
        let Some((question, calculation)) = self.running.take() else { return };
        match calculation.poll() {
            Poll::Pending => self.running = Some((question, calculation)),
            Poll::Ready(answer) => self.keep(question, answer),
            Poll::Crashed => {
                let reason = "the dataset could not be summarised because of a defect in this program".to_owned();
                self.keep(question, Err(reason));
            }
        }
    }

    fn keep(&mut self, question: Question, answer: Answer) {
        if self.done.len() >= MOST_KEPT {
            drop(self.done.remove(0));
        }
        self.done.push((question, answer));
    }
}
