//! What designs are compared on, and which of them are best.

use super::exploration::{Column, Exploration};
use super::front::pareto_front;
use super::points::Points;
use super::region::Region;
use crate::model::{ComponentId, Direction, LearningTask, Measure, MeasureKey, Project, Provenance, Subject};

/// The designs that no other one dominates on some measures. What is less certain never pushes off what is more certain:
/// a design dominates another if it is nowhere worse and somewhere better, and the least certain of its values is no less
/// certain than that of the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Front {
    /// The measures that were compared on.
    pub axes: Vec<MeasureKey>,
    /// Their indices, ascending. Designs with equal values are all kept.
    pub members: Vec<usize>,
    /// Indices of the designs that cannot be compared because a value is not known, ascending.
    pub incomparable: Vec<usize>,
}

/// What became of a design.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It is on the front.
    OnFront,
    /// It meets every limit, but another design is at least as good everywhere and better somewhere.
    Dominated,
    /// It meets every limit, but a value that it would be compared on is not known.
    Incomparable,
    /// A limit cannot be judged, and none is missed.
    Undecided,
    /// It misses a limit.
    Infeasible,
}

impl Front {
    /// The front of the feasible designs on `axes`. Measures that no feasible design is known for are left out: on those
    /// nothing can be compared.
    pub fn of(exploration: &Exploration, region: &Region, axes: &[MeasureKey]) -> Self {
        let feasible: Vec<usize> = (0..exploration.len()).filter(|index| region.is_feasible(*index)).collect();
        Self::among(exploration, axes, &feasible)
    }

    /// The front of the designs at `designs` (ascending), on those of the measures that one of them is known for.
    pub fn among(exploration: &Exploration, axes: &[MeasureKey], designs: &[usize]) -> Self {
        let columns = axes.iter().filter_map(|key| Some((key, exploration.column(key)?)));
        let columns: Vec<(&MeasureKey, &Column)> =
            columns.filter(|(_, column)| designs.iter().any(|index| column.value(*index).is_some())).collect();
        let mut front = Self { axes: columns.iter().map(|(key, _)| (*key).clone()).collect(), ..Self::default() };
        if columns.is_empty() {
            return front;
        }
        let (mut compared, mut points) = (Vec::new(), Points::with_capacity(columns.len(), designs.len()));
        let mut point = vec![0.0; columns.len()];
        for index in designs {
            for (cost, (key, column)) in point.iter_mut().zip(&columns) {
                *cost = key.measure.direction().cost(column.value(*index).unwrap_or(f64::NAN));
            }
            if point.iter().any(|cost| cost.is_nan()) {
                front.incomparable.push(*index);
            } else {
                compared.push((*index, doubt(&columns, *index)));
                points.push(&point);
            }
        }
        front.members = undominated(&points, &compared);
        front
    }

    /// Whether a design is on the front.
    pub fn contains(&self, index: usize) -> bool {
        self.members.binary_search(&index).is_ok()
    }

    /// The first design of the front that dominates the one at `index` of the exploration that the front is of; `None`
    /// also where that cannot be compared.
    pub fn dominating(&self, exploration: &Exploration, index: usize) -> Option<usize> {
        let (own, doubt) = (exploration.costs(index, &self.axes)?, exploration.doubt(index, &self.axes));
        let dominates = |member: &&usize| {
            let is_as_certain = exploration.doubt(**member, &self.axes) <= doubt;
            exploration.costs(**member, &self.axes).filter(|_| is_as_certain).is_some_and(|other| {
                other.iter().zip(&own).all(|(other, own)| other <= own) && other.iter().zip(&own).any(|(a, b)| a < b)
            })
        };
        self.members.iter().find(dominates).copied()
    }

    /// What became of a design of the exploration that the front and `region` are of.
    pub fn fate(&self, region: &Region, index: usize) -> Fate {
        if self.contains(index) {
            Fate::OnFront
        } else if self.incomparable.binary_search(&index).is_ok() {
            Fate::Incomparable
        } else if region.is_feasible(index) {
            Fate::Dominated
        } else if region.is_missed(index) {
            Fate::Infeasible
        } else {
            Fate::Undecided
        }
    }
}

/// The designs that none of no more doubt dominates; `compared` names each point's design and its doubt.
pub(super) fn undominated(points: &Points, compared: &[(usize, u8)]) -> Vec<usize> {
    let mut doubts: Vec<u8> = compared.iter().map(|(_, doubt)| *doubt).collect();
    doubts.sort_unstable();
    doubts.dedup();
    if doubts.len() < 2 {
        return pareto_front(points).into_iter().map(|place| compared[place].0).collect();
    }
    let mut members = Vec::new();
    for most in doubts {
        let places: Vec<usize> = (0..compared.len()).filter(|place| compared[*place].1 <= most).collect();
        let among = Points::from_rows(points.dimensions(), places.iter().map(|place| points.row(*place)));
        let front = pareto_front(&among).into_iter().map(|place| compared[places[place]]);
        members.extend(front.filter(|(_, doubt)| *doubt == most).map(|(index, _)| index));
    }
    members.sort_unstable();
    members
}

/// How far a design is from measured: 0 if all its values were measured, 1 if the least certain of them was estimated, 2
/// if it was assumed.
fn doubt(columns: &[(&MeasureKey, &Column)], index: usize) -> u8 {
    match columns.iter().filter_map(|(_, column)| column.provenance(index)).max() {
        None | Some(Provenance::Measured) => 0,
        Some(Provenance::Estimated) => 1,
        Some(_) => 2,
    }
}

impl Exploration {
    /// How far the values of a design on some measures are from measured, 0 to 2; see [`Front`].
    pub fn doubt(&self, index: usize, axes: &[MeasureKey]) -> u8 {
        let columns: Vec<_> = axes.iter().filter_map(|key| Some((key, self.column(key)?))).collect();
        doubt(&columns, index)
    }

    /// The same for every design.
    pub fn doubts(&self, axes: &[MeasureKey]) -> Vec<u8> {
        let columns: Vec<_> = axes.iter().filter_map(|key| Some((key, self.column(key)?))).collect();
        (0..self.len()).map(|index| doubt(&columns, index)).collect()
    }

    /// The value of a design on each measure, turned so that smaller is better; `None` when one of them is not known.
    pub fn costs(&self, index: usize, axes: &[MeasureKey]) -> Option<Vec<f64>> {
        let cost = |key: &MeasureKey| Some(key.measure.direction().cost(self.value(index, key)?));
        axes.iter().map(cost).collect()
    }

    /// The measures that designs are compared on: those of the requirements, in their order; with fewer than two of
    /// those, every measure that is known for some design. Of a large space, the measures that it was searched by.
    pub fn objectives(&self, project: &Project) -> Vec<MeasureKey> {
        if let Some(search) = self.search() {
            // Designs that are best on others were not looked for.
            return search.objectives.iter().filter(|key| self.known().contains(key)).cloned().collect();
        }
        let mut keys = project.required_measures();
        keys.retain(|key| self.known().contains(key));
        if keys.len() < 2 { self.known().to_vec() } else { keys }
    }

    /// The two measures of a first plot: across, what is paid (money, else time, else anything); upwards, what is had
    /// for it (a quality of a model if there is one: a required one, else what its task is judged by first).
    pub fn plot_axes(&self, project: &Project) -> Option<(MeasureKey, MeasureKey)> {
        let keys = self.objectives(project);
        let price = |key: &&MeasureKey| key.measure.direction() == Direction::Lower;
        let money = |key: &&MeasureKey| matches!(key.measure, Measure::MonthlyCost | Measure::CostPerRequest);
        let x = keys.iter().find(money).or_else(|| keys.iter().find(price)).or_else(|| keys.first())?;
        let others = || keys.iter().filter(|key| *key != x);
        let gain = |key: &&MeasureKey| key.measure.direction() == Direction::Higher;
        let of_model = |key: &&MeasureKey| gain(key) && key.measure.is_of_model();
        let required = project.required_measures();
        let is_required = |key: &&MeasureKey| of_model(key) && required.contains(key);
        let is_primary = |key: &&MeasureKey| {
            let of_task = |(component, task): (&ComponentId, &LearningTask)| {
                key.measure == task.primary && key.subject == Subject::Component(component.clone())
            };
            of_model(key) && project.tasks.iter().any(of_task)
        };
        let y = others().find(is_required).or_else(|| others().find(is_primary)).or_else(|| others().find(of_model));
        let y = y.or_else(|| others().find(gain)).or_else(|| others().next())?;
        Some((x.clone(), y.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::space::DesignSpace;
    use super::super::test_support::{exploration, keys};
    use super::*;
    use crate::analysis::Quality;
    use crate::analysis::test_support::TestProject;
    use crate::model::{EvidenceBook, OpenQuestion, Quantity};

    #[test]
    fn what_nobody_is_known_for_is_not_compared_on() {
        let rows = [
            [Some(1.0), Some(5.0), None],
            [Some(2.0), Some(4.0), None],
            [Some(2.0), Some(6.0), None],
            [None, Some(1.0), Some(1.0)],
        ];
        let exploration = exploration(&rows);
        let front = Front::among(&exploration, &keys(), &[0, 1, 2]);
        assert_eq!((front.axes.as_slice(), front.members.as_slice()), (&keys()[..2], &[0, 1][..]));
        let all = Front::among(&exploration, &keys(), &[0, 1, 2, 3]);
        assert_eq!((all.axes.len(), all.incomparable.len()), (3, 4), "nothing is known on all three");
        assert_eq!(Front::among(&exploration, &keys(), &[]), Front::default());
    }

    #[test]
    fn a_first_plot_shows_what_is_required_of_a_model_or_what_its_task_is_judged_by() {
        let task = |project: TestProject| project.task("scorer", &["small", "large"]).build();
        let open = || TestProject::new().component("scorer", &[]).choice("model", "scorer", OpenQuestion::Candidate);
        let key = |measure| MeasureKey::new(measure, Subject::Component("scorer".into()));
        let cost = MeasureKey::new(Measure::MonthlyCost, Subject::System);
        let shown = |project: &Project| {
            let design = || {
                let measures = [Measure::Accuracy, Measure::Recall, project.tasks[0].primary].map(key);
                let all = measures.into_iter().chain([cost.clone()]);
                all.map(|key| (key.clone(), Quality::of(Quantity::measured(50.0, key.measure.unit())))).collect()
            };
            let space = DesignSpace::of(project, &EvidenceBook::default());
            Exploration::of(space, [design(), design()]).plot_axes(project)
        };
        let project = task(open());
        let primary = project.tasks[0].primary;
        assert!(primary != Measure::Accuracy && primary != Measure::Recall, "accuracy comes first in the catalogue");
        assert_eq!(shown(&project), Some((cost.clone(), key(primary))));
        let limit = Quantity::estimated(40.0, Measure::Recall.unit());
        let required = open().requirement("Find most", Measure::Recall, key(Measure::Recall).subject, limit);
        assert_eq!(shown(&task(required)), Some((cost.clone(), key(Measure::Recall))));
    }

    #[test]
    fn what_is_less_certain_never_pushes_off_what_is_more_certain() {
        let question = OpenQuestion::Replicas { fewest: 1, most: 4 };
        let project = TestProject::new().component("scorer", &[]).choice("replicas", "scorer", question).build();
        let [time, cost, _] = keys();
        let design = |milliseconds: f64, dollars: Quantity| {
            let time_taken = Quantity::measured(milliseconds, time.measure.unit());
            [(time.clone(), Quality::of(time_taken)), (cost.clone(), Quality::of(dollars))].into()
        };
        let unit = cost.measure.unit();
        let designs = [
            design(10.0, Quantity::measured(100.0, unit)),
            design(9.0, Quantity::assumed(90.0, unit)),
            design(12.0, Quantity::measured(110.0, unit)),
            design(11.0, Quantity::assumed(120.0, unit)),
        ];
        let exploration = Exploration::of(DesignSpace::of(&project, &EvidenceBook::default()), designs);
        let axes = [time, cost];
        // The assumed second one is better than all, but only the assumed fourth one is pushed off by it.
        assert_eq!(Front::among(&exploration, &axes, &[0, 1, 2, 3]).members, [0, 1]);
        let doubts = [0, 1, 2, 3].map(|index| exploration.doubt(index, &axes));
        assert_eq!(doubts, [0, 2, 0, 2]);
        assert_eq!(exploration.doubts(&axes), doubts);
    }
}
