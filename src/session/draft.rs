//! What the numbers say of a design, for the record of a decision.

use std::borrow::Cow;

use super::Session;
use crate::analysis::{Verdict, verdicts};
use crate::model::{Decision, Design};
use crate::tradeoff::{Draft, Explored, Front, shortlist};

impl Session {
    /// The verdicts on a design: from the exploration, else from the analysis if that is about it. `None` while nothing
    /// is known of it.
    pub fn judged(&self, design: &Design) -> Option<Cow<'_, [Verdict]>> {
        if let Some(Ok(exploration)) = self.exploration()
            && let Some(index) = exploration.find(design)
        {
            return Some(Cow::Owned(verdicts(self.project(), &exploration.qualities(index))));
        }
        let is_about_it = design == self.design() && !self.is_analysing();
        let analysis = self.analysis().filter(|_| is_about_it)?;
        Some(Cow::Borrowed(&analysis.verdicts))
    }

    /// What the numbers say of the design that a decision chose; `None` while none is chosen, nothing is known of it, or
    /// newer numbers are on their way.
    pub fn draft(&self, decision: &Decision) -> Option<Draft> {
        // Older numbers must not get into a record.
        if self.is_computing() {
            return None;
        }
        let verdicts = self.judged(decision.design.as_ref()?)?;
        let explored = self.exploration().and_then(Result::ok).zip(self.region());
        let certainty = self.certainty().map(|certainty| &**certainty);
        let explored = explored.map(|(exploration, region)| Explored { exploration, region, certainty });
        Draft::of(self.project(), decision, &verdicts, explored)
    }

    /// The designs on the front; of more than `most` those that are worth most as the requirements weigh them.
    pub fn best_designs(&self, most: usize) -> Vec<Design> {
        let Some((exploration, region)) = self.exploration().and_then(Result::ok).zip(self.region()) else {
            return Vec::new();
        };
        let front = Front::of(exploration, region, &exploration.objectives(self.project()));
        let listed = shortlist(self.project(), exploration, &front, most).into_iter();
        listed.filter_map(|index| exploration.design(index)).collect()
    }
}
