//! Which measures designs are compared on when nobody has said so: those that the requirements speak of.

use super::explore::Exploration;
use crate::model::{Direction, Measure, MeasureKey, Project};

impl Exploration {
    /// The measures that designs are compared on: those of the requirements, in their order; with fewer than two of
    /// those, every measure that is known for some design.
    pub fn objectives(&self, project: &Project) -> Vec<MeasureKey> {
        let mut keys: Vec<MeasureKey> = Vec::new();
        for requirement in project.requirements.values() {
            if self.axes.contains(&requirement.measure) && !keys.contains(&requirement.measure) {
                keys.push(requirement.measure.clone());
            }
        }
        if keys.len() < 2 { self.axes.clone() } else { keys }
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

    /// The front on `axes`, without the measures that no feasible design is known for: on those nothing can be
    /// compared.
    pub fn comparable_front(&self, axes: &[MeasureKey]) -> Vec<usize> {
        let known = |key: &&MeasureKey| {
            let mut feasible = self.designs.iter().filter(|design| design.is_feasible());
            feasible.any(|design| design.qualities.get(*key).is_some_and(|quality| quality.quantity.is_known()))
        };
        let axes: Vec<_> = axes.iter().filter(known).cloned().collect();
        if axes.is_empty() { Vec::new() } else { self.front(&axes) }
    }
}
