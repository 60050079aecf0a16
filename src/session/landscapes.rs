//! All designs of a large space under the limits as they stand, for pictures that follow a hand which moves one of them.

use std::sync::Arc;

use super::calculations::Question;
use super::latest::Latest;
use crate::analysis::AnalysisSettings;
use crate::tradeoff::{DesignSpace, ExploreError, Limit, Overview, Sweep, Swept};
use crate::work::Wake;

/// What the limits leave of all designs of a large space, by the numbers of the search.
#[derive(Debug)]
pub struct Landscape {
    /// The numbers of all designs.
    pub overview: Arc<Overview>,
    /// What the limits leave; everything is feasible while there is none.
    pub swept: Swept,
    sweeps: Arc<Sweeps>,
    /// The limits that it is about.
    limits: Vec<Limit>,
    /// What the limit does that has moved last, with the most that a design may need of it.
    moved: Option<(Arc<Sweep>, f64)>,
}

/// What was worked out, and what is under way.
pub(super) struct Landscapes {
    overview: Latest<Question, Option<Arc<Overview>>>,
    sweeps: Latest<Limited, Arc<Sweeps>>,
    now: Option<Arc<Landscape>>,
}

/// The movements of each limit while the others stay.
#[derive(Debug)]
struct Sweeps {
    limits: Vec<Limit>,
    by_limit: Vec<Arc<Sweep>>,
}

#[derive(Clone)]
struct Limited {
    overview: Arc<Overview>,
    limits: Vec<Limit>,
}

impl PartialEq for Limited {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.overview, &other.overview) && self.limits == other.limits
    }
}

impl Landscape {
    /// By design of the overview, what it needs; it is feasible where that is no more than [`Self::most`]. `None` while
    /// there is no limit.
    pub fn needs(&self) -> Option<&[f64]> {
        self.moved.as_ref().map(|(sweep, _)| sweep.needs())
    }

    /// The most that a feasible design needs.
    pub fn most(&self) -> f64 {
        self.moved.as_ref().map_or(f64::INFINITY, |(_, most)| *most)
    }

    /// Whether designs need the same in both, so that they differ in no more than how much is allowed.
    pub fn is_like(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.overview, &other.overview)
            && match (&self.moved, &other.moved) {
                (Some((own, _)), Some((theirs, _))) => Arc::ptr_eq(own, theirs),
                (own, theirs) => own.is_none() && theirs.is_none(),
            }
    }

    fn of(overview: &Arc<Overview>, sweeps: &Arc<Sweeps>, limits: Vec<Limit>) -> Option<Self> {
        let is_same = |(one, other): (&Limit, &Limit)| one.requirement == other.requirement && one.key == other.key;
        let can_judge = sweeps.by_limit.len() == sweeps.limits.len();
        if !can_judge || limits.len() != sweeps.limits.len() || !limits.iter().zip(&sweeps.limits).all(is_same) {
            return None;
        }
        let differs = |position: &usize| limits[*position].threshold != sweeps.limits[*position].threshold;
        let mut moved = (0..limits.len()).filter(differs);
        let (first, second) = (moved.next(), moved.next());
        if second.is_some() {
            return None;
        }
        let position = first.unwrap_or(0);
        let (swept, moved) = match sweeps.by_limit.get(position) {
            Some(sweep) => {
                let limit = &limits[position];
                let threshold = limit.threshold.amount_in(limit.key.measure.unit());
                let most = threshold.map_or(f64::NEG_INFINITY, |threshold| sweep.cost(threshold));
                (sweep.at(threshold), Some((Arc::clone(sweep), most)))
            }
            None => (Swept { feasible: overview.len() as u64, ..Swept::default() }, None),
        };
        Some(Self { overview: Arc::clone(overview), swept, sweeps: Arc::clone(sweeps), limits, moved })
    }
}

impl Sweeps {
    /// What moving the limit at `moved` does, if all others are as in `limits`: its own threshold does not matter.
    fn without(&self, moved: usize, limits: &[Limit]) -> Option<Arc<Sweep>> {
        let is_same = |(position, (one, other)): (usize, (&Limit, &Limit))| {
            one.requirement == other.requirement
                && one.key == other.key
                && (position == moved || one.threshold == other.threshold)
        };
        let all_same = self.limits.len() == limits.len() && self.limits.iter().zip(limits).enumerate().all(is_same);
        all_same.then(|| self.by_limit.get(moved).cloned()).flatten()
    }
}

impl Landscapes {
    pub fn new() -> Self {
        Self { overview: Latest::new("overview of all designs"), sweeps: Latest::new("effect of limits"), now: None }
    }

    /// Asks for the numbers of all designs; to be called for large spaces only.
    pub fn ask(&mut self, question: Question, space: &DesignSpace, settings: AnalysisSettings, wake: &Wake) {
        let space = space.clone();
        self.overview.ask(question, wake, move |question, monitor| {
            let mut progress = |done, total| monitor.progress(done, total);
            let known = (&*question.substance, &*question.evidence);
            match Overview::of(known, &settings, &space, &mut progress) {
                Err(ExploreError::Stopped) => None,
                // The exploration says why.
                Err(_) => Some(None),
                Ok(overview) => Some(overview.map(Arc::new)),
            }
        });
    }

    /// Asks what moving each of these limits would do.
    pub fn ask_for_sweeps(&mut self, limits: Vec<Limit>, wake: &Wake) {
        let Some(overview) = self.overview.answer().cloned().flatten().filter(|_| !self.overview.is_pending()) else {
            return;
        };
        let known = self.sweeps.last().filter(|(asked, _)| Arc::ptr_eq(&asked.overview, &overview));
        let known = known.map(|(_, sweeps)| Arc::clone(sweeps));
        self.sweeps.ask(Limited { overview, limits }, wake, move |asked, monitor| {
            let mut go_on = || monitor.progress(0, 0);
            let sweep = |moved| {
                let known = known.as_ref().and_then(|known| known.without(moved, &asked.limits));
                known.or_else(|| asked.overview.sweep(&asked.limits, moved, &mut go_on).map(Arc::new))
            };
            let by_limit: Option<Vec<Arc<Sweep>>> = (0..asked.limits.len()).map(sweep).collect();
            let is_stopped = by_limit.is_none() && monitor.is_stopped();
            // Where one of them cannot be judged, nothing can be said.
            (!is_stopped)
                .then(|| Arc::new(Sweeps { limits: asked.limits.clone(), by_limit: by_limit.unwrap_or_default() }))
        });
    }

    /// Looks at all designs under these limits.
    pub fn look(&mut self, limits: Vec<Limit>) {
        let (Some(Some(overview)), Some((asked, sweeps))) = (self.overview.answer(), self.sweeps.last()) else {
            self.now = None;
            return;
        };
        let is_current = |now: &Arc<Landscape>| {
            Arc::ptr_eq(&now.overview, overview) && Arc::ptr_eq(&now.sweeps, sweeps) && now.limits == limits
        };
        if self.now.as_ref().is_some_and(is_current) {
            return;
        }
        let is_about = Arc::ptr_eq(&asked.overview, overview);
        self.now = is_about.then(|| Landscape::of(overview, sweeps, limits).map(Arc::new)).flatten();
    }

    pub fn now(&self) -> Option<&Arc<Landscape>> {
        self.now.as_ref()
    }

    pub fn is_pending(&self) -> bool {
        self.overview.is_pending() || self.sweeps.is_pending()
    }

    /// Takes over finished results. Says whether anything changed.
    pub fn poll(&mut self) -> Result<bool, String> {
        let (overview, sweeps) = (self.overview.poll()?, self.sweeps.poll()?);
        Ok(overview || sweeps)
    }

    /// Forgets everything; a space that is not large has no landscape.
    pub fn clear(&mut self) {
        if self.is_empty() {
            return;
        }
        self.overview.stop();
        self.sweeps.stop();
        *self = Self::new();
    }

    /// Whether there is nothing to forget.
    fn is_empty(&self) -> bool {
        self.overview.last().is_none() && !self.is_pending()
    }
}
