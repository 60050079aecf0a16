//! How certain it is which designs are feasible and on the front: draws of what was measured, followed through all
//! designs once, and then judged by whatever is required.

use std::sync::Arc;

use super::calculations::Question;
use super::latest::Latest;
use crate::analysis::AnalysisSettings;
use crate::model::{MeasureKey, Project};
use crate::tradeoff::{Certainty, Draws, Exploration, Region};
use crate::work::Wake;

/// What is under way, and what was found.
pub(super) struct Certainties {
    draws: Latest<FollowedDesigns, Arc<Draws>>,
    certainty: Latest<JudgedDesigns, Arc<Certainty>>,
}

/// Designs whose numbers are followed, with the question that they are the answer to.
#[derive(Clone)]
struct FollowedDesigns {
    of: Question,
    exploration: Arc<Exploration>,
    keys: Vec<MeasureKey>,
}

/// Designs whose standing is asked for. What is judged anew is another question.
#[derive(Clone)]
struct JudgedDesigns {
    exploration: Arc<Exploration>,
    region: Arc<Region>,
    draws: Arc<Draws>,
    objectives: Vec<MeasureKey>,
}

impl PartialEq for FollowedDesigns {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.exploration, &other.exploration) && self.keys == other.keys
    }
}

impl PartialEq for JudgedDesigns {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.exploration, &other.exploration)
            && Arc::ptr_eq(&self.region, &other.region)
            && Arc::ptr_eq(&self.draws, &other.draws)
            && self.objectives == other.objectives
    }
}

impl Certainties {
    pub fn new() -> Self {
        Self { draws: Latest::new("propagation of uncertainty"), certainty: Latest::new("certainty") }
    }

    /// Asks what is drawn of the designs of `exploration`, which is the answer to `of`, and where they stand in
    /// `region`. A moved limit needs the second only.
    pub fn ask(
        &mut self,
        of: &Question,
        (exploration, region): (&Arc<Exploration>, &Arc<Region>),
        project: &Project,
        (settings, wake): (AnalysisSettings, &Wake),
    ) {
        let (objectives, keys) = (exploration.objectives(project), Draws::keys(exploration, project));
        let question = FollowedDesigns { of: of.clone(), exploration: Arc::clone(exploration), keys };
        let known = self.draws.last().filter(|(asked, _)| **asked == question).map(|(_, draws)| Arc::clone(draws));
        let Some(draws) = known else {
            self.certainty.stop();
            self.draws.ask(question, wake, move |asked, monitor| {
                let mut is_stopped = || monitor.is_stopped();
                let given = (&*asked.of.substance, &*asked.of.evidence);
                Draws::of(given, &asked.exploration, &asked.keys, &settings, &mut is_stopped).map(Arc::new)
            });
            return;
        };
        let (exploration, region) = (Arc::clone(exploration), Arc::clone(region));
        let question = JudgedDesigns { exploration, region, draws, objectives };
        self.certainty.ask(question, wake, move |asked, monitor| {
            let mut is_stopped = || monitor.is_stopped();
            let explored = (&*asked.exploration, &*asked.region);
            Certainty::of(&asked.draws, explored, &asked.objectives, &mut is_stopped).map(Arc::new)
        });
    }

    /// Designs are being evaluated anew: nothing is wanted of those that there are.
    pub fn stop(&self) {
        self.draws.stop();
        self.certainty.stop();
    }

    /// What was drawn of these designs, as soon as it is there.
    pub fn draws(&self, exploration: &Arc<Exploration>) -> Option<&Arc<Draws>> {
        let (question, draws) = self.draws.last()?;
        Arc::ptr_eq(&question.exploration, exploration).then_some(draws)
    }

    /// The answer for designs judged like this, as soon as it is there.
    pub fn current(
        &self,
        exploration: &Exploration,
        region: &Arc<Region>,
        project: &Project,
    ) -> Option<&Arc<Certainty>> {
        let (question, certainty) = self.certainty.last()?;
        let is_current =
            Arc::ptr_eq(&question.region, region) && question.objectives == exploration.objectives(project);
        is_current.then_some(certainty)
    }

    /// Takes over finished answers. Says whether anything changed.
    pub fn poll(&mut self) -> Result<bool, String> {
        Ok([self.draws.poll()?, self.certainty.poll()?].contains(&true))
    }

    pub fn is_pending(&self) -> bool {
        self.draws.is_pending() || self.certainty.is_pending()
    }
}
