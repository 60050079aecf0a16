//! Whether a design space is a large one, counted once for each space and beside the window where it has to be counted.

use std::sync::Arc;

use super::latest::Latest;
use crate::tradeoff::{DesignSpace, is_known_to_be_large, is_large};
use crate::work::Wake;

/// What is known about the space asked for last.
pub(super) struct Sizes(Latest<Counted, bool>);

/// A space whose designs are counted. It is compared by value: another threshold or a moved box makes an equal one.
#[derive(Clone, Debug)]
struct Counted(Arc<DesignSpace>);

impl PartialEq for Counted {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl Sizes {
    pub fn new() -> Self {
        Self(Latest::new("counting of designs"))
    }

    /// Whether the space is large; `None` while that is being counted, or has to wait while what matters more
    /// `is_busy`.
    pub fn ask(&mut self, space: &Arc<DesignSpace>, (is_busy, wake): (bool, &Wake)) -> Option<bool> {
        if let Some(known) = is_known_to_be_large(space) {
            self.0.stop();
            return Some(known);
        }
        let question = Counted(Arc::clone(space));
        let counted = self.0.last().filter(|(asked, _)| **asked == question).map(|(_, is_large)| *is_large);
        if counted.is_none() && !is_busy {
            let count = |question: &Counted, monitor: &crate::work::Monitor| {
                is_large(&question.0, &mut || monitor.is_stopped())
            };
            self.0.ask(question, wake, count);
        }
        counted
    }

    pub fn poll(&mut self) -> Result<bool, String> {
        self.0.poll()
    }

    pub fn is_pending(&self) -> bool {
        self.0.is_pending()
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }
}
