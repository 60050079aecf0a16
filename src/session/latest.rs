//! A calculation whose newest question counts. There is one at a time: one that was overtaken is asked to stop, and the
//! newest question waits until it has ended, so that many changes in a row do not pile up.

use crate::work::{Background, Monitor, Poll, Wake};

/// The answer to the question asked last, as far as it is there.
#[derive(Debug)]
pub(super) struct Latest<K, T> {
    name: &'static str,
    running: Option<(K, Background<Option<T>>)>,
    done: Option<(K, T)>,
    /// A question that cannot be answered is not asked again.
    failed: Option<K>,
}

impl<K: Clone + PartialEq + Send + 'static, T: Send + 'static> Latest<K, T> {
    pub fn new(name: &'static str) -> Self {
        Self { name, running: None, done: None, failed: None }
    }

    /// Asks `question`, unless it is answered or under way already. One that has to wait is to be asked again after
    /// [`Self::poll`]. `answer` gives `None` only when it was stopped.
    pub fn ask(&mut self, question: K, wake: &Wake, answer: impl FnOnce(&K, &Monitor) -> Option<T> + Send + 'static) {
        self.stop_unless(&question);
        let is_same = |asked: &K| *asked == question;
        if self.running.is_some()
            || self.done.as_ref().is_some_and(|(asked, _)| is_same(asked))
            || self.failed.as_ref().is_some_and(is_same)
        {
            return;
        }
        let asked = question.clone();
        self.running = Background::start(self.name, wake, move |monitor| answer(&asked, monitor))
            .ok()
            .map(|calculation| (question, calculation));
    }

    /// Asks the calculation under way to stop if it answers another question than this one.
    pub fn stop_unless(&self, question: &K) {
        if let Some((_, calculation)) = self.running.as_ref().filter(|(asked, _)| asked != question) {
            calculation.stop();
        }
    }

    /// Asks the calculation under way to stop: its answer is not wanted any more.
    pub fn stop(&self) {
        if let Some((_, calculation)) = &self.running {
            calculation.stop();
        }
    }

    /// Takes over a finished answer. Says whether anything changed; a crash of the calculation is an error.
    pub fn poll(&mut self) -> Result<bool, String> {
        let Some((question, calculation)) = self.running.take() else { return Ok(false) };
        match calculation.poll() {
            Poll::Pending => {
                self.running = Some((question, calculation));
                Ok(false)
            }
            Poll::Ready(Some(answer)) => {
                // Also of an overtaken question: it is newer than what is shown.
                self.done = Some((question, answer));
                Ok(true)
            }
            Poll::Ready(None) => Ok(false),
            Poll::Crashed => {
                self.failed = Some(question);
                Err(format!(
                    "the {} failed unexpectedly; please report this with the project that it happened on",
                    self.name
                ))
            }
        }
    }

    /// The newest answer, current or not.
    pub fn answer(&self) -> Option<&T> {
        self.done.as_ref().map(|(_, answer)| answer)
    }

    /// The newest answer with its question.
    pub fn last(&self) -> Option<(&K, &T)> {
        self.done.as_ref().map(|(question, answer)| (question, answer))
    }

    /// The question that could not be answered last.
    pub fn failed(&self) -> Option<&K> {
        self.failed.as_ref()
    }

    /// Whether a newer answer is on its way.
    pub fn is_pending(&self) -> bool {
        self.running.is_some()
    }

    /// Steps done and steps in all of the calculation under way.
    pub fn progress(&self) -> Option<(u64, u64)> {
        self.running.as_ref().map(|(_, calculation)| calculation.progress())
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Self::new(self.name);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;
    use crate::work::no_wake;

    /// Polls until nothing is under way.
    fn wait(latest: &mut Latest<u32, u32>) {
        while latest.is_pending() {
            latest.poll().expect("nothing crashes");
            std::thread::yield_now();
        }
    }

    #[test]
    fn changes_in_a_row_do_not_pile_up() {
        let mut latest = Latest::new("test");
        let (go_on, waiting) = channel();
        latest.ask(1, &no_wake(), move |question, monitor| {
            waiting.recv().ok();
            assert!(monitor.progress(0, 0).is_break(), "it was overtaken and not told");
            Some(*question)
        });
        let started = channel();
        for question in 2..10 {
            let started = started.0.clone();
            latest.ask(question, &no_wake(), move |question, _| {
                started.send(*question).ok();
                Some(*question)
            });
        }
        assert_eq!(latest.answer(), None);
        go_on.send(()).expect("the first is under way");
        wait(&mut latest);
        assert_eq!(latest.answer(), Some(&1), "what an overtaken calculation found is newer than nothing");
        latest.ask(9, &no_wake(), |question, _| Some(*question));
        wait(&mut latest);
        assert_eq!(latest.answer(), Some(&9));
        assert!(started.1.try_recv().is_err(), "those in between were never started");
    }

    #[test]
    fn what_was_stopped_midway_shows_nothing() {
        let mut latest = Latest::new("test");
        latest.ask(1, &no_wake(), |question, _| Some(*question));
        wait(&mut latest);
        latest.ask(2, &no_wake(), |_, _| None);
        wait(&mut latest);
        assert_eq!(latest.answer(), Some(&1));
    }
}
