//! What designs are compared on, and which of them are best.

use super::exploration::Exploration;
use super::front::pareto_front;
use super::points::Points;
use super::region::Region;
use crate::model::{Direction, Measure, MeasureKey, Project};

/// The designs that no other one dominates on some measures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Front {
    /// Their indices, ascending. Designs with equal values are all kept.
    pub members: Vec<usize>,
    /// Indices of the designs that cannot be compared because a value is not known, ascending.
    pub incomparable: Vec<usize>,
}

impl Front {
    /// The front of the feasible designs on `axes`. Measures that no feasible design is known for are left out: on those
    /// nothing can be compared.
    pub fn of(exploration: &Exploration, region: &Region, axes: &[MeasureKey]) -> Self {
        let feasible = || (0..exploration.len()).filter(|index| region.is_feasible(*index));
        let is_known = |key: &&MeasureKey| {
            exploration.column(key).is_some_and(|column| feasible().any(|index| column.value(index).is_some()))
        };
        let axes: Vec<MeasureKey> = axes.iter().filter(is_known).cloned().collect();
        if axes.is_empty() { Self::default() } else { Self::among(exploration, &axes, feasible()) }
    }

    /// The front of the designs at `indices` (ascending) on exactly these measures.
    pub fn among(exploration: &Exploration, axes: &[MeasureKey], indices: impl Iterator<Item = usize>) -> Self {
        let mut front = Self::default();
        let (mut members, mut points) = (Vec::new(), Points::new(axes.len()));
        for index in indices {
            match exploration.costs(index, axes) {
                Some(point) => {
                    members.push(index);
                    points.push(&point);
                }
                None => front.incomparable.push(index),
            }
        }
        front.members = pareto_front(&points).into_iter().map(|position| members[position]).collect();
        front
    }

    /// Whether a design is on the front.
    pub fn contains(&self, index: usize) -> bool {
        self.members.binary_search(&index).is_ok()
    }
}

impl Exploration {
    /// The value of a design on each measure, turned so that smaller is better; `None` when one of them is not known.
    pub fn costs(&self, index: usize, axes: &[MeasureKey]) -> Option<Vec<f64>> {
        let cost = |key: &MeasureKey| {
            let value = self.value(index, key)?;
            Some(if key.measure.direction() == Direction::Lower { value } else { -value })
        };
        axes.iter().map(cost).collect()
    }

    /// The measures that designs are compared on: those of the requirements, in their order; with fewer than two of
    /// those, every measure that is known for some design.
    pub fn objectives(&self, project: &Project) -> Vec<MeasureKey> {
        let mut keys: Vec<MeasureKey> = Vec::new();
        for requirement in project.requirements.values() {
            if self.known().contains(&requirement.measure) && !keys.contains(&requirement.measure) {
                keys.push(requirement.measure.clone());
            }
        }
        if keys.len() < 2 { self.known().to_vec() } else { keys }
    }

    /// The two measures of a first plot: across, what is paid (money, else time, else anything); upwards, what is had
    /// for it (a quality of a model if there is one).
    pub fn plot_axes(&self, project: &Project) -> Option<(MeasureKey, MeasureKey)> {
        let keys = self.objectives(project);
        let price = |key: &&MeasureKey| key.measure.direction() == Direction::Lower;
        let money = |key: &&MeasureKey| matches!(key.measure, Measure::MonthlyCost | Measure::CostPerRequest);
        let x = keys.iter().find(money).or_else(|| keys.iter().find(price)).or_else(|| keys.first())?;
        let others = || keys.iter().filter(|key| *key != x);
        let gain = |key: &&MeasureKey| key.measure.direction() == Direction::Higher;
        let of_model = |key: &&MeasureKey| gain(key) && key.measure.is_of_model();
        let y = others().find(of_model).or_else(|| others().find(gain)).or_else(|| others().next())?;
        Some((x.clone(), y.clone()))
    }
}
