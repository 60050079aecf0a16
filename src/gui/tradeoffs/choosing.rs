//! What the page "Choose" has worked out under some weights: the ranking, and how firm it is.

use std::sync::Arc;

use egui::Context;

use super::gaps::differs;
use super::outlook::Prospect;
use super::state::Shown;
use crate::model::{MeasureKey, Project, StakeholderId};
use crate::tradeoff::{
    Certainty, Criterion, Difference, Exploration, Flip, Gap, LimitRange, Points, Region, Rivals, criteria, lead,
    ranking, utilities, weight_flips,
};

/// The scale that small points are on.
const SMALL_SCALE: f64 = 10.0;
/// With more designs behind all limits together, where they flip is found when the hand rests.
const MOST_AT_ONCE: usize = 50_000;
/// Designs behind the best that are looked at closely.
const MOST_CLOSE: usize = 4;

/// Whose weights count, and those that were tried instead.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Weighing {
    /// Nobody in particular while `None`.
    pub stakeholder: Option<StakeholderId>,
    /// Points from 0 to 100 that count instead of those that are stated.
    pub tried: Vec<(MeasureKey, f64)>,
}

/// What a hand is doing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hand {
    /// It drags a limit: the front changes with every frame.
    pub moves_a_limit: bool,
    /// It holds something down, such as a slider.
    pub is_down: bool,
}

/// A design that what was measured does not set apart from the best.
#[derive(Clone, Debug)]
pub(super) struct Close {
    pub design: usize,
    /// By how much the best is worth more, -1 to 1.
    pub lead: Difference,
    /// How the best differs from it in what was measured and counts, as far as it can be read.
    pub gaps: Vec<Gap>,
}

/// What stays while weights move.
struct Basis {
    exploration: Arc<Exploration>,
    region: Arc<Region>,
    project: Arc<Project>,
    /// The designs of the front.
    members: Vec<usize>,
    worths: Points,
    /// By limit.
    rivals: Vec<Rivals>,
}

/// Everything that the page shows.
pub(super) struct Choosing {
    basis: Basis,
    certainty: Option<Arc<Certainty>>,
    weighing: Weighing,
    /// What can be said whatever the weights.
    pub prospect: Prospect,
    pub criteria: Vec<Criterion>,
    /// The most points on the scale.
    pub scale: f64,
    /// Designs on the front, the best first, each with what it is worth, 0 to 1.
    pub ranking: Vec<(usize, f64)>,
    /// How far each weight may move; winners are designs.
    pub flips: Vec<Flip>,
    /// Of those that follow, the ones that what was measured does not set apart from the best.
    pub close: Vec<Close>,
    /// For each limit, the best design by where the limit stands; in the unit of the limit.
    pub limits: Vec<Vec<LimitRange>>,
    /// The points that the limits were looked at with.
    limits_by: Vec<f64>,
}

impl Choosing {
    /// What is to be shown now; parts of `kept` that still hold are taken over. While a hand drags a limit everything
    /// stays: not all of it keeps up.
    pub fn now(
        kept: Option<Self>,
        (project, shown): (&Arc<Project>, &Shown),
        (weighing, hand): (&Weighing, Hand),
        context: &Context,
    ) -> Self {
        let kept = kept.filter(|kept| kept.basis.holds(project, shown, hand));
        let mut choosing = match kept {
            Some(kept) if kept.weighing == *weighing && (hand.moves_a_limit || kept.knows(shown)) => kept,
            kept => Self::of(kept, (project, shown), weighing, context),
        };
        choosing.prospect.poll();
        let points: Vec<f64> = choosing.criteria.iter().map(|criterion| criterion.points).collect();
        let count: usize = choosing.basis.rivals.iter().map(Rivals::len).sum();
        if choosing.limits_by != points && (!hand.is_down || count <= MOST_AT_ONCE) {
            choosing.limits = choosing.basis.rivals.iter().map(|rivals| rivals.best(&points)).collect();
            choosing.limits_by = points;
        }
        choosing
    }

    /// Whether the limits were looked at with other weights.
    pub fn has_old_limits(&self) -> bool {
        !self.criteria.iter().map(|criterion| &criterion.points).eq(&self.limits_by)
    }

    fn knows(&self, shown: &Shown) -> bool {
        match (&self.certainty, &shown.certainty) {
            (Some(own), Some(other)) => Arc::ptr_eq(own, other),
            (own, other) => own.is_none() && other.is_none(),
        }
    }

    fn of(
        kept: Option<Self>,
        (project, shown): (&Arc<Project>, &Shown),
        weighing: &Weighing,
        context: &Context,
    ) -> Self {
        let mut criteria = criteria(project, &shown.front.axes, weighing.stakeholder.as_ref());
        let scale = scale(&criteria);
        for criterion in &mut criteria {
            let tried = weighing.tried.iter().find(|(key, _)| *key == criterion.key);
            criterion.points = tried.map_or(criterion.points, |(_, points)| *points);
        }
        let has_same_keys = |kept: &Self| {
            kept.criteria.iter().map(|criterion| &criterion.key).eq(criteria.iter().map(|criterion| &criterion.key))
        };
        let (basis, prospect, limits, limits_by) = if let Some(kept) = kept.filter(has_same_keys) {
            (kept.basis, kept.prospect, kept.limits, kept.limits_by)
        } else {
            let basis = Basis::of(project, shown, &criteria);
            let prospect = Prospect::start(&basis.members, &basis.worths, basis.costs(shown), context);
            (basis, prospect, Vec::new(), Vec::new())
        };
        let points: Vec<f64> = criteria.iter().map(|criterion| criterion.points).collect();
        let mut flips = weight_flips(&basis.worths, &points);
        for flip in &mut flips {
            flip.below = flip.below.map(|option| basis.members[option]);
            flip.above = flip.above.map(|option| basis.members[option]);
        }
        let ranking: Vec<(usize, f64)> =
            ranking(&basis.worths, &points).iter().map(|ranked| (basis.members[ranked.option], ranked.score)).collect();
        Self {
            close: close(shown, &basis, &criteria, &ranking),
            certainty: shown.certainty.clone(),
            weighing: weighing.clone(),
            basis,
            prospect,
            criteria,
            scale,
            ranking,
            flips,
            limits,
            limits_by,
        }
    }
}

impl Basis {
    fn of(project: &Arc<Project>, shown: &Shown, criteria: &[Criterion]) -> Self {
        let (exploration, region) = (&shown.exploration, &shown.region);
        let members = shown.front.members.clone();
        let (rivals, of) = (0..region.limits().len(), (&**exploration, &**region, &*shown.front));
        Self {
            worths: utilities(project, exploration, criteria, (&members, &members)),
            rivals: rivals.map(|limit| Rivals::of(project, of, criteria, limit)).collect(),
            exploration: Arc::clone(exploration),
            region: Arc::clone(region),
            project: Arc::clone(project),
            members,
        }
    }

    /// Whether it is still what weights are about.
    fn holds(&self, project: &Arc<Project>, shown: &Shown, hand: Hand) -> bool {
        let is_same_project = Arc::ptr_eq(&self.project, project) || self.project.requirements == project.requirements;
        let is_same = is_same_project && Arc::ptr_eq(&self.region, &shown.region);
        Arc::ptr_eq(&self.exploration, &shown.exploration) && (is_same || hand.moves_a_limit)
    }

    /// What each design of the front costs in each objective.
    fn costs(&self, shown: &Shown) -> Points {
        let axes = &shown.front.axes;
        let unknown = || vec![f64::NAN; axes.len()];
        let rows = self.members.iter().map(|index| self.exploration.costs(*index, axes).unwrap_or_else(unknown));
        Points::from_rows(axes.len(), rows)
    }
}

/// Points are compared with each other only: who gives one to three wants no scale to a hundred.
fn scale(criteria: &[Criterion]) -> f64 {
    if criteria.iter().all(|criterion| criterion.points <= SMALL_SCALE) { SMALL_SCALE } else { 100.0 }
}

/// Of the first designs behind the best, those that are worth as much within luck.
fn close(shown: &Shown, basis: &Basis, criteria: &[Criterion], ranking: &[(usize, f64)]) -> Vec<Close> {
    let Some((certainty, ((best, _), others))) = shown.certainty.as_deref().zip(ranking.split_first()) else {
        return Vec::new();
    };
    let exploration = &basis.exploration;
    let counts = |gap: &Gap| criteria.iter().any(|criterion| criterion.key == gap.key && criterion.points > 0.0);
    let one = |(design, _): &(usize, f64)| {
        let pair = (*best, *design);
        let lead = lead(&basis.project, (exploration, certainty), criteria, pair, &basis.members)?;
        let gaps = certainty.gaps(exploration, *best, *design).into_iter();
        let gaps: Vec<Gap> = gaps.filter(|gap| gap.is_drawn && counts(gap) && differs(shown, pair, gap)).collect();
        (lead.could_be_luck() && !gaps.is_empty()).then_some(Close { design: *design, lead, gaps })
    };
    others.iter().take(MOST_CLOSE).filter_map(one).collect()
}
