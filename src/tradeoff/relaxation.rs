//! How far hard limits would have to give way until something (more) is feasible.

use crate::model::{Direction, Project, Quantity, RequirementId, listed};

use super::exploration::Exploration;
use super::front::pareto_front;
use super::points::Points;
use super::region::{Limit, Region};
use super::words::count_in_words;

/// Joint relaxations that are worth telling.
const MOST_TOLD: usize = 5;

/// Digits that a relaxed threshold keeps: nobody states a limit of 613.4471 ms.
const DIGITS: i32 = 3;

/// Thresholds that give way, and what becomes feasible.
#[derive(Clone, Debug, PartialEq)]
pub struct Relaxation {
    /// What has to give way, with the new threshold in the unit of the old one, rounded to the side that admits more.
    pub changes: Vec<(RequirementId, Quantity)>,
    /// By how much the thresholds give way, each as a share of itself, in sum; 0.2 is a budget that grows by 20 %. A
    /// threshold of 0 is measured by the range of the values instead.
    pub effort: f64,
    /// Designs that become feasible.
    pub admits: usize,
}

impl Region {
    /// The least that the limit at `position` has to give way, all others staying, until another design is feasible;
    /// `None` when no loosening of it alone admits any.
    pub fn relaxation(&self, exploration: &Exploration, position: usize) -> Option<Relaxation> {
        let limit = self.limits().get(position)?;
        let misses_it_only = |index: &usize| self.is_removed_by_only(*index, position) && self.misses_only(*index);
        let column = exploration.column(&limit.key);
        let values: Vec<f64> =
            (0..exploration.len()).filter(misses_it_only).filter_map(|index| limit.value(column, index)).collect();
        let nearest = values.iter().copied().reduce(|a, b| if limit.direction().prefers(b, a) { b } else { a })?;
        let relaxation = self.relaxed(exploration, &[(position, nearest)])?;
        // Nothing but what it alone removes can become feasible.
        let threshold = relaxation.changes.first()?.1.amount()?;
        let admits = values.iter().filter(|value| limit.direction().meets(**value, threshold)).count();
        Some(Relaxation { admits, ..relaxation })
    }

    /// Ways to make something feasible by letting several limits give way at once, the least effort first. None of them
    /// asks as much or more of every limit than another does. Designs that are overloaded or not known where they miss a
    /// limit help nothing.
    pub fn joint_relaxations(&self, exploration: &Exploration) -> Vec<Relaxation> {
        self.relaxations_among(exploration, &|_| true, MOST_TOLD)
    }

    /// The same for making one of the designs feasible that `is_meant` names: the `most` with the least effort.
    pub(super) fn relaxations_among(
        &self,
        exploration: &Exploration,
        is_meant: &dyn Fn(usize) -> bool,
        most: usize,
    ) -> Vec<Relaxation> {
        let limits = self.limits();
        let columns: Vec<_> = limits.iter().map(|limit| exploration.column(&limit.key)).collect();
        let scales: Vec<f64> = (0..limits.len()).map(|position| self.scale(exploration, position)).collect();
        let (mut values, mut points): (Vec<Vec<f64>>, Points) = (Vec::new(), Points::new(limits.len()));
        for index in (0..exploration.len()).filter(|index| is_meant(*index) && self.misses_only(*index)) {
            let wanted = |position: usize| {
                let limit = &limits[position];
                if self.is_missed_at(index, position) {
                    limit.value(columns[position], index)
                } else {
                    limit.threshold.amount()
                }
            };
            let Some(wanted) = (0..limits.len()).map(wanted).collect::<Option<Vec<f64>>>() else { continue };
            let gap = |(position, value): (usize, &f64)| {
                let threshold = limits[position].threshold.amount().unwrap_or(*value);
                (value - threshold).abs() / scales[position]
            };
            points.push(&wanted.iter().enumerate().map(gap).collect::<Vec<_>>());
            values.push(wanted);
        }
        let mut ways: Vec<(f64, Vec<f64>, &Vec<f64>)> = pareto_front(&points)
            .into_iter()
            .map(|place| (points.row(place).iter().sum(), points.row(place).to_vec(), &values[place]))
            .collect();
        ways.sort_by(|a, b| a.0.total_cmp(&b.0));
        ways.dedup_by(|a, b| a.1 == b.1);
        let relaxed = |(_, gaps, values): (f64, Vec<f64>, &Vec<f64>)| {
            let gives_way = (0..limits.len()).filter(|position| gaps[*position] > 0.0);
            let changes: Vec<_> = gives_way.map(|position| (position, values[position])).collect();
            self.relaxed(exploration, &changes)
        };
        let admitted = |relaxation: Relaxation| {
            let mut limits = limits.to_vec();
            for limit in &mut limits {
                let change = relaxation.changes.iter().find(|(id, _)| *id == limit.requirement);
                limit.threshold = change.map_or(limit.threshold, |(_, threshold)| *threshold);
            }
            let admits = Self::of(exploration, limits).feasible().saturating_sub(self.feasible());
            Relaxation { admits, ..relaxation }
        };
        ways.into_iter().take(most).filter_map(relaxed).map(admitted).collect()
    }

    /// The relaxation by which each of these limits lets this value pass, not yet with what it admits.
    fn relaxed(&self, exploration: &Exploration, wanted: &[(usize, f64)]) -> Option<Relaxation> {
        let mut relaxation = Relaxation { changes: Vec::new(), effort: 0.0, admits: 0 };
        for (position, value) in wanted {
            let limit = self.limits().get(*position)?;
            let (old, value) = (limit.threshold.amount()?, rounded_away(*value, limit.direction()));
            let threshold = Quantity::new(value, limit.threshold.unit(), limit.threshold.provenance());
            relaxation.effort += (value - old).abs() / self.scale(exploration, *position);
            relaxation.changes.push((limit.requirement.clone(), threshold));
        }
        Some(relaxation)
    }

    /// What a change of the limit at `position` is measured by: above 0.
    fn scale(&self, exploration: &Exploration, position: usize) -> f64 {
        let limit = &self.limits()[position];
        let threshold = limit.threshold.amount().map_or(0.0, f64::abs);
        if threshold > 0.0 {
            return threshold;
        }
        let column = exploration.column(&limit.key);
        let values = (0..exploration.len()).filter_map(|index| limit.value(column, index));
        let ends =
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        if ends.1 > ends.0 { ends.1 - ends.0 } else { 1.0 }
    }
}

impl Relaxation {
    /// `If "Answer in time" became ≤ 3 s and "Stay cheap" ≤ $1,800/month, 2 designs would be feasible.`
    pub fn in_words(&self, project: &Project) -> String {
        let designs =
            if self.admits == 1 { "1 design".to_owned() } else { format!("{} designs", count_in_words(self.admits)) };
        format!("{}, {designs} would be feasible.", self.changes_in_words(project))
    }

    /// The limits that give way: `If "Answer in time" became ≤ 3 s and "Stay cheap" ≤ $1,800/month`.
    pub fn changes_in_words(&self, project: &Project) -> String {
        let change = |(position, (id, threshold)): (usize, &(RequirementId, Quantity))| {
            let requirement = project.requirements.get(id);
            let name = requirement.map_or_else(|| id.to_string(), |requirement| requirement.name.clone());
            let symbol = requirement.map_or("", |requirement| requirement.measure.measure.direction().symbol());
            let became = if position == 0 { "became " } else { "" };
            format!("\"{name}\" {became}{symbol} {threshold}")
        };
        let changes: Vec<String> = self.changes.iter().enumerate().map(change).collect();
        format!("If {}", listed(&changes))
    }
}

impl Limit {
    fn direction(&self) -> Direction {
        self.key.measure.direction()
    }
}

/// `value` with few digits, never on the side that `value` itself would miss.
fn rounded_away(value: f64, direction: Direction) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let places = DIGITS - 1 - value.abs().log10().floor() as i32;
    // Dividing by a whole power of ten gives the number that a person would type.
    let (up, down) = if places >= 0 { (10_f64.powi(places), 1.0) } else { (1.0, 10_f64.powi(-places)) };
    let scaled = value * up / down;
    let near = scaled.round() * down / up;
    if near == value {
        return value;
    }
    let outward = if direction == Direction::Lower { scaled.ceil() } else { scaled.floor() };
    let rounded = outward * down / up;
    if direction.meets(value, rounded) { rounded } else { value }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::test_support::{exploration, limit, numbers};
    use super::*;

    fn region(rows: &[[Option<f64>; 3]], thresholds: &[f64]) -> (Exploration, Region) {
        let exploration = exploration(rows);
        let limits = thresholds.iter().enumerate().map(|(position, threshold)| limit(position, Some(*threshold)).0);
        let region = Region::of(&exploration, limits.collect());
        (exploration, region)
    }

    /// The region after a relaxation.
    fn relaxed(exploration: &Exploration, region: &Region, relaxation: &Relaxation) -> Region {
        let mut limits = region.limits().to_vec();
        for (id, threshold) in &relaxation.changes {
            limits.iter_mut().find(|limit| limit.requirement == *id).unwrap().threshold = *threshold;
        }
        Region::of(exploration, limits)
    }

    #[test]
    fn the_nearest_design_is_admitted_and_no_other_way_is_shorter() {
        // Of the three measures, the first two are better low and the third is better high.
        let rows = [
            [Some(12.0), Some(1.0), Some(9.0)],
            [Some(5.0), Some(7.77), Some(9.0)],
            [Some(11.0), Some(1.0), Some(9.0)],
            [Some(14.0), None, Some(2.0)],
        ];
        let (exploration, region) = region(&rows, &[10.0, 5.0, 3.0]);
        assert_eq!(region.feasible(), 0);
        let of = |position| region.relaxation(&exploration, position);
        let first = of(0).unwrap();
        assert_eq!(first.changes[0].1.amount(), Some(11.0));
        assert_eq!((first.admits, first.effort), (1, 0.1));
        assert_eq!(of(1).unwrap().changes[0].1.amount(), Some(7.77));
        assert_eq!(of(2), None, "what misses the third is not known on the second");
        let ways = region.joint_relaxations(&exploration);
        assert_eq!(ways[0], first, "the shortest way out is one of a single limit here");
        assert_eq!(ways.len(), 2, "12 asks more of the same limit than 11 does");
        let mut project = Project::default();
        for position in 0..3 {
            let (limit, requirement) = limit(position, Some(1.0));
            project.requirements.insert(limit.requirement, requirement);
        }
        let sentence = "If \"r0\" became ≤ 11 ms, 1 design would be feasible.";
        assert_eq!(ways[0].in_words(&project), sentence);
    }

    proptest! {
        #[test]
        fn ways_out_lead_out_and_are_the_shortest(
            rows in prop::collection::vec(numbers(), 1..25),
            thresholds in prop::collection::vec(1.0..10.0_f64, 3),
        ) {
            let (exploration, region) = region(&rows, &thresholds);
            for position in 0..3 {
                if let Some(relaxation) = region.relaxation(&exploration, position) {
                    prop_assert!(relaxation.admits > 0 && relaxation.changes.len() == 1);
                    let after = relaxed(&exploration, &region, &relaxation);
                    prop_assert_eq!(after.feasible(), region.feasible() + relaxation.admits);
                }
            }
            let ways = region.joint_relaxations(&exploration);
            prop_assert!(ways.windows(2).all(|pair| pair[0].effort <= pair[1].effort + 0.02));
            // By brute force: the least effort that any single design asks.
            let effort = |row: &[Option<f64>; 3]| -> Option<f64> {
                let gaps: Option<Vec<f64>> = row.iter().zip(&thresholds).enumerate().map(|(position, (value, threshold))| {
                    let over = if position == 2 { threshold - (*value)? } else { (*value)? - threshold };
                    Some(over.max(0.0) / threshold)
                }).collect();
                gaps.map(|gaps| gaps.iter().sum()).filter(|effort| *effort > 0.0)
            };
            let least = rows.iter().filter_map(effort).fold(f64::INFINITY, f64::min);
            let shortest = ways.first().map_or(f64::INFINITY, |way| way.effort);
            // Rounding to three digits asks for a little more.
            prop_assert!(shortest == least || (shortest - least).abs() < 0.03 * (1.0 + least), "{} {}", shortest, least);
            for way in &ways {
                prop_assert!(relaxed(&exploration, &region, way).feasible() > region.feasible());
            }
        }
    }

    #[test]
    fn relaxed_thresholds_are_short_and_admit_what_they_are_made_for() {
        let cases = [
            (613.447, Direction::Lower, 614.0),
            (613.0, Direction::Lower, 613.0),
            (0.012_341, Direction::Lower, 0.0124),
            (91.27, Direction::Higher, 91.2),
            (12_345.0, Direction::Lower, 12_400.0),
            (-3.217, Direction::Lower, -3.21),
            (0.0, Direction::Lower, 0.0),
        ];
        for (value, direction, expected) in cases {
            assert_eq!(rounded_away(value, direction), expected);
            assert!(direction.meets(value, rounded_away(value, direction)));
        }
    }
}
