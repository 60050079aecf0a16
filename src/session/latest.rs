//! A calculation whose newest question counts: an older one under way is dropped, its result never shown as current.

use crate::work::{Background, Monitor, Poll, Wake};

/// The answer to the question asked last, as far as it is there.
#[derive(Debug)]
pub(super) struct Latest<K, T> {
    name: &'static str,
    running: Option<(K, Background<T>)>,
    done: Option<(K, T)>,
    /// A question that cannot be answered is not asked again.
    failed: Option<K>,
}

impl<K: Clone + PartialEq + Send + 'static, T: Send + 'static> Latest<K, T> {
    pub fn new(name: &'static str) -> Self {
        Self { name, running: None, done: None, failed: None }
    }

    /// Asks `question`, unless it is answered or under way already.
    pub fn ask(&mut self, question: K, wake: &Wake, answer: impl FnOnce(&K, &Monitor) -> T + Send + 'static) {
        let is_same = |asked: Option<&K>| asked == Some(&question);
        if is_same(self.running.as_ref().map(|(asked, _)| asked))
            || (self.running.is_none() && is_same(self.done.as_ref().map(|(asked, _)| asked)))
            || is_same(self.failed.as_ref())
        {
            return;
        }
        let asked = question.clone();
        self.running = Background::start(self.name, wake, move |monitor| answer(&asked, monitor))
            .ok()
            .map(|calculation| (question, calculation));
    }

    /// Takes over a finished answer. Says whether anything changed; a crash of the calculation is an error.
    pub fn poll(&mut self) -> Result<bool, String> {
        let Some((question, calculation)) = self.running.take() else { return Ok(false) };
        match calculation.poll() {
            Poll::Pending => {
                self.running = Some((question, calculation));
                Ok(false)
            }
            Poll::Ready(answer) => {
                self.done = Some((question, answer));
                Ok(true)
            }
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
