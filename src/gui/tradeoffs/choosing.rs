//! What the page "Choose" has worked out: the ranking under some weights, and how firm it is.

use std::sync::Arc;

use super::state::Shown;
use crate::model::{Direction, MeasureKey, Project, Quantity, StakeholderId};
use crate::tradeoff::{
    Bound, Criterion, Exploration, Flip, Group, LimitRange, LimitedDesign, Points, Region, Share, criteria, groups,
    knee, limit_flips, ranking, shares, utilities, weight_flips,
};

/// Weightings that are drawn to find out who wins for how many.
const WEIGHTINGS: usize = 4_000;
/// With more designs on the front fewer weightings are drawn, so that the window does not wait.
const MOST_SCORES: usize = 4_000_000;
/// The scale that small points are on.
const SMALL_SCALE: f64 = 10.0;
/// A handful of really different designs.
const MOST_GROUPS: usize = 7;

/// Whose weights count, and those that were tried instead.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Weighing {
    /// Nobody in particular while `None`.
    pub stakeholder: Option<StakeholderId>,
    /// Points from 0 to 100 that count instead of those that are stated.
    pub tried: Vec<(MeasureKey, f64)>,
}

/// Everything that the page shows.
pub(super) struct Choosing {
    exploration: Arc<Exploration>,
    region: Arc<Region>,
    project: Arc<Project>,
    weighing: Weighing,
    pub criteria: Vec<Criterion>,
    /// The most points on the scale.
    pub scale: f64,
    /// Designs on the front, the best first, each with what it is worth, 0 to 1.
    pub ranking: Vec<(usize, f64)>,
    /// How far each weight may move; winners are designs.
    pub flips: Vec<Flip>,
    /// Designs by the share of all weightings for which they win, the largest first.
    pub shares: Vec<(usize, Share)>,
    /// How many weightings that was found with.
    pub weightings: usize,
    pub knee: Option<usize>,
    /// Groups of designs of the front.
    pub groups: Vec<Group>,
    /// For each limit, the best design by where the limit stands; in the measure's unit.
    pub limits: Vec<Vec<LimitRange>>,
}

impl Choosing {
    /// What is to be shown now; `kept` is given back if it still is, and while a hand moves something (`waits`): thousands
    /// of weightings do not keep up with it.
    pub fn now(
        kept: Option<Self>,
        project: &Arc<Project>,
        shown: &Shown,
        (weighing, waits): (&Weighing, bool),
    ) -> Self {
        let is_current = |kept: &Self| {
            let is_same = Arc::ptr_eq(&kept.region, &shown.region) && Arc::ptr_eq(&kept.project, project);
            Arc::ptr_eq(&kept.exploration, &shown.exploration) && (is_same || waits) && kept.weighing == *weighing
        };
        kept.filter(is_current).unwrap_or_else(|| Self::of(project, shown, weighing))
    }

    fn of(project: &Arc<Project>, shown: &Shown, weighing: &Weighing) -> Self {
        let (exploration, region) = (&shown.exploration, &shown.region);
        let members = &shown.front.members;
        let mut criteria = criteria(project, &shown.front.axes, weighing.stakeholder.as_ref());
        let scale = scale(&criteria);
        for criterion in &mut criteria {
            let tried = weighing.tried.iter().find(|(key, _)| *key == criterion.key);
            criterion.points = tried.map_or(criterion.points, |(_, points)| *points);
        }
        let points: Vec<f64> = criteria.iter().map(|criterion| criterion.points).collect();
        let worths = utilities(project, exploration, &criteria, (members, members));
        let mut flips = weight_flips(&worths, &points);
        for flip in &mut flips {
            flip.below = flip.below.map(|option| members[option]);
            flip.above = flip.above.map(|option| members[option]);
        }
        let weightings = WEIGHTINGS.min(MOST_SCORES / (members.len() * criteria.len()).max(1)).max(100);
        let won = shares(&worths, weightings, 1);
        let mut shares: Vec<(usize, Share)> =
            members.iter().copied().zip(won).filter(|(_, share)| share.share > 0.0).collect();
        shares.sort_by(|a, b| b.1.share.total_cmp(&a.1.share));
        let mut costs = Points::with_capacity(criteria.len(), members.len());
        for index in members {
            costs.push(&exploration.costs(*index, &shown.front.axes).unwrap_or_else(|| vec![f64::NAN; criteria.len()]));
        }
        let mut groups = groups(&costs, MOST_GROUPS);
        for group in &mut groups {
            group.representative = members[group.representative];
            group.members.iter_mut().for_each(|member| *member = members[*member]);
        }
        let limits =
            (0..region.limits().len()).map(|limit| when_limit_moves(project, shown, (&criteria, &points), limit));
        Self {
            limits: limits.collect(),
            exploration: Arc::clone(exploration),
            region: Arc::clone(region),
            project: Arc::clone(project),
            weighing: weighing.clone(),
            ranking: ranking(&worths, &points).iter().map(|ranked| (members[ranked.option], ranked.score)).collect(),
            scale,
            flips,
            shares,
            weightings,
            knee: knee(&costs).map(|place| members[place]),
            groups,
            criteria,
        }
    }
}

/// Points are compared with each other only: who gives one to three wants no scale to a hundred.
fn scale(criteria: &[Criterion]) -> f64 {
    if criteria.iter().all(|criterion| criterion.points <= SMALL_SCALE) { SMALL_SCALE } else { 100.0 }
}

/// Which design is worth most while one limit moves and all others stay.
fn when_limit_moves(
    project: &Project,
    shown: &Shown,
    (criteria, points): (&[Criterion], &[f64]),
    position: usize,
) -> Vec<LimitRange> {
    let (exploration, region) = (&shown.exploration, &shown.region);
    let limit = &region.limits()[position];
    // Of designs that are worth the same, one of the front is named before any other.
    let others = (0..exploration.len()).filter(|index| !shown.front.contains(*index));
    let others = others.filter(|index| region.meets_others(*index, position));
    let designs: Vec<usize> = shown.front.members.iter().copied().chain(others).collect();
    let worths = utilities(project, exploration, criteria, (&designs, &shown.front.members));
    let mut scores = vec![f64::NAN; designs.len()];
    for ranked in ranking(&worths, points) {
        scores[ranked.option] = ranked.score;
    }
    let unit = limit.threshold.unit();
    let value = |index: usize| {
        let value = exploration.value(index, &limit.key)?;
        limit.key.measure.unit().convert(value, unit)
    };
    let limited = |(index, utility): (&usize, &f64)| LimitedDesign {
        utility: *utility,
        value: value(*index).unwrap_or(f64::NAN),
        meets_others: true,
    };
    let limited: Vec<_> = designs.iter().zip(&scores).map(limited).filter(|one| !one.value.is_nan()).collect();
    let known: Vec<usize> = designs.iter().copied().filter(|index| value(*index).is_some()).collect();
    let bound = match limit.key.measure.direction() {
        Direction::Lower => Bound::AtMost,
        Direction::Higher => Bound::AtLeast,
    };
    let mut ranges = limit_flips(&limited, bound);
    // A range whose ends read the same says nothing.
    let shown = |amount: f64| Quantity::estimated(amount, unit).to_string();
    ranges.retain(|range| !range.loosest.is_finite() || shown(range.strictest) != shown(range.loosest));
    for range in &mut ranges {
        range.best = range.best.map(|place| known[place]);
    }
    ranges
}
