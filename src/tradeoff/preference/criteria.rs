//! What designs are weighed by: each objective with what its values are worth, and how much it matters.

use super::super::certainty::{Certainty, LEVEL};
use super::super::exploration::Exploration;
use super::super::objectives::Front;
use super::super::points::Points;
use super::super::standing::{Difference, pair};
use super::weight_flips::{normalised, ranking};
use crate::model::{MeasureKey, Project, Requirement, RequirementId, StakeholderId, Strength};

/// Points of an objective that nobody has weighed, while nothing is weighed at all.
const EVEN: f64 = 50.0;

/// Worths that differ by no more than this are taken for equal.
const ROUNDING: f64 = 1e-9;

/// An objective with what it is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Criterion {
    /// The objective.
    pub key: MeasureKey,
    /// The soft requirement that says what values are worth; without one, the best value among the compared designs is
    /// worth all and the worst nothing.
    pub requirement: Option<RequirementId>,
    /// How much it matters to the one who weighs, 0 to 100 points.
    pub points: f64,
}

/// The objectives as somebody weighs them: `stakeholder`, or everybody. Soft requirements bring their points; what is
/// only limited, or not required at all, has none beside them, and as many as all others where nothing is soft.
pub fn criteria(project: &Project, objectives: &[MeasureKey], stakeholder: Option<&StakeholderId>) -> Vec<Criterion> {
    let soft = |key: &MeasureKey| {
        let mut of_key = project.requirements.iter().filter(|(_, requirement)| requirement.measure == *key);
        of_key.find_map(|(id, requirement)| Some((id, points(requirement, stakeholder)?)))
    };
    let is_weighed = objectives.iter().any(|key| soft(key).is_some_and(|(_, points)| points > 0.0));
    let criterion = |key: &MeasureKey| match soft(key) {
        Some((id, points)) => Criterion { key: key.clone(), requirement: Some(id.clone()), points },
        None => Criterion { key: key.clone(), requirement: None, points: if is_weighed { 0.0 } else { EVEN } },
    };
    objectives.iter().map(criterion).collect()
}

fn points(requirement: &Requirement, stakeholder: Option<&StakeholderId>) -> Option<f64> {
    let Strength::Soft { weight, .. } = requirement.strength else { return None };
    Some(stakeholder.and_then(|id| requirement.weight_for(id)).unwrap_or(weight).max(0.0))
}

/// What each of the designs is worth in each criterion, 0 to 1, larger is better; not a number where a value is not
/// known. Where no soft requirement says it, worth runs in proportion from the worst value among `best` (0) to the best
/// (1), and is that of all where these are equal; designs beyond that range keep to its ends.
pub fn utilities(
    project: &Project,
    exploration: &Exploration,
    criteria: &[Criterion],
    (designs, best): (&[usize], &[usize]),
) -> Points {
    let worth =
        |criterion: &Criterion| (Worth::of(project, exploration, criterion, best), exploration.column(&criterion.key));
    let worths: Vec<_> = criteria.iter().map(worth).collect();
    let mut utilities = Points::with_capacity(criteria.len(), designs.len());
    let mut row = vec![f64::NAN; criteria.len()];
    for index in designs {
        for (utility, (worth, column)) in row.iter_mut().zip(&worths) {
            let value = column.and_then(|column| column.value(*index));
            *utility = value.map_or(f64::NAN, |value| worth.at(value));
        }
        utilities.push(&row);
    }
    utilities
}

/// The designs of a front, ascending; of more than `most`, those that are worth most as the requirements weigh them,
/// the best first.
pub fn shortlist(project: &Project, exploration: &Exploration, front: &Front, most: usize) -> Vec<usize> {
    if front.members.len() <= most {
        return front.members.clone();
    }
    let criteria = criteria(project, &front.axes, None);
    let worths = utilities(project, exploration, &criteria, (&front.members, &front.members));
    let points: Vec<f64> = criteria.iter().map(|criterion| criterion.points).collect();
    ranking(&worths, &points).iter().take(most).map(|ranked| front.members[ranked.option]).collect()
}

/// By how much the first of two designs is worth more than the second in draws of what was measured, all criteria
/// together, -1 to 1; `best` says what is worth how much, as for [`utilities`]. `None` where it is the same in all
/// draws: then nothing that was measured with an interval sets the two apart.
pub fn lead(
    project: &Project,
    (exploration, certainty): (&Exploration, &Certainty),
    criteria: &[Criterion],
    (first, second): (usize, usize),
    best: &[usize],
) -> Option<Difference> {
    let points: Vec<f64> = criteria.iter().map(|criterion| criterion.points).collect();
    let weights = normalised(&points, criteria.len());
    let mut scores = [vec![0.0; certainty.replicates], vec![0.0; certainty.replicates]];
    for (criterion, weight) in criteria.iter().zip(weights).filter(|(_, weight)| *weight > 0.0) {
        let worth = Worth::of(project, exploration, criterion, best);
        for (scores, index) in scores.iter_mut().zip([first, second]) {
            let values = certainty.values(exploration, index, &criterion.key)?;
            scores.iter_mut().zip(values).for_each(|(score, value)| *score += weight * worth.at(value));
        }
    }
    let difference = pair(&scores[0], &scores[1], 1, LEVEL)?.differences.first().copied()?;
    (difference.interval.1 - difference.interval.0 > ROUNDING).then_some(difference)
}

/// What a value is worth.
enum Worth<'a> {
    Stated(&'a Requirement),
    /// In proportion between the worst value and the best.
    Between(f64, f64),
}

impl<'a> Worth<'a> {
    fn of(project: &'a Project, exploration: &Exploration, criterion: &Criterion, best: &[usize]) -> Self {
        let stated = criterion.requirement.as_ref().and_then(|id| project.requirements.get(id));
        // Without a limit a requirement says nothing about worth.
        if let Some(requirement) = stated.filter(|requirement| requirement.threshold.is_known()) {
            return Self::Stated(requirement);
        }
        let column = exploration.column(&criterion.key);
        let values = best.iter().filter_map(|index| column?.value(*index));
        let ends = values.map(|value| (value, value)).reduce(|a, b| {
            let prefers = |a: f64, b: f64| criterion.key.measure.direction().prefers(a, b);
            let pick = |a, b, wants_better| if prefers(b, a) == wants_better { b } else { a };
            (pick(a.0, b.0, false), pick(a.1, b.1, true))
        });
        let (worst, best) = ends.unwrap_or((0.0, 0.0));
        Self::Between(worst, best)
    }

    fn at(&self, value: f64) -> f64 {
        match self {
            Self::Stated(requirement) => requirement.worth(value).unwrap_or(f64::NAN),
            Self::Between(worst, best) if worst == best => 1.0,
            Self::Between(worst, best) => ((value - worst) / (best - worst)).clamp(0.0, 1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::test_support::{exploration, keys, limit};
    use super::*;
    use crate::model::{Quantity, Stakeholder, Unit};

    /// The cost is a soft requirement, the others are not.
    fn project() -> Project {
        let mut project = Project::default();
        for position in 0..2 {
            let (limit, requirement) = limit(position, Some(100.0));
            project.requirements.insert(limit.requirement, requirement);
        }
        let worst = Some(Quantity::estimated(200.0, Unit::DollarPerMonth));
        project.requirements[1].strength = Strength::Soft { weight: 30.0, worst };
        project.stakeholders.insert("finance".into(), Stakeholder { name: "Finance".to_owned() });
        project.requirements[1].weights.insert("finance".into(), 90.0);
        project
    }

    #[test]
    fn soft_requirements_bring_their_points() {
        let project = project();
        let points = |project: &Project, who: Option<&StakeholderId>| -> Vec<f64> {
            criteria(project, &keys(), who).iter().map(|criterion| criterion.points).collect()
        };
        assert_eq!(points(&project, None), [0.0, 30.0, 0.0]);
        assert_eq!(points(&project, Some(&"finance".into())), [0.0, 90.0, 0.0]);
        assert_eq!(points(&Project::default(), None), [50.0; 3], "nobody has weighed anything");
    }

    #[test]
    fn of_a_large_front_the_designs_that_are_worth_most_are_listed() {
        // Only the cost is weighed: $100 is as good as it gets, $200 is worth nothing.
        let rows = [180.0, 120.0, 150.0].map(|dollars| [Some(300.0 - dollars), Some(dollars), Some(5.0)]);
        let exploration = exploration(&rows);
        let front = Front::among(&exploration, &keys(), &[0, 1, 2]);
        let listed = |most| shortlist(&project(), &exploration, &front, most);
        assert_eq!((front.members.len(), listed(3), listed(2)), (3, vec![0, 1, 2], vec![1, 2]));
    }

    #[test]
    fn worth_is_what_is_stated_else_by_the_range_of_the_best() {
        let project = project();
        let rows = [
            [Some(10.0), Some(150.0), Some(5.0)],
            [Some(30.0), Some(90.0), None],
            [Some(99.0), Some(400.0), Some(7.0)],
        ];
        let exploration = exploration(&rows);
        let criteria = criteria(&project, &keys(), None);
        let utilities = utilities(&project, &exploration, &criteria, (&[0, 1, 2], &[0, 1]));
        assert_eq!(utilities.row(0), [1.0, 0.5, 1.0]);
        assert_eq!(utilities.row(1)[..2], [0.0, 1.0]);
        assert!(utilities.row(1)[2].is_nan(), "it is not known");
        assert_eq!(utilities.row(2), [0.0, 0.0, 1.0], "beyond the range of the best it keeps to the ends");
    }
}
