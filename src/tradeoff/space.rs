//! The design space: every combination of the options of the open choices that is not ruled out.

use std::collections::BTreeSet;

use super::rules::Rules;
use crate::model::{
    Amount, Choice, ChoiceId, ComponentId, Design, EvidenceBook, OpenQuestion, Pick, Project, in_sentence,
};

/// One choice with its options.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// The choice.
    pub choice: ChoiceId,
    /// What is chosen, such as `Model of Scorer`.
    pub label: String,
    /// Whether the drawing itself depends on the option.
    pub changes_the_drawing: bool,
    options: Options,
}

#[derive(Clone, Debug, PartialEq)]
enum Options {
    /// Picks with the names shown to people.
    Listed(Vec<(Pick, String)>),
    /// Numbers of replicas, both ends included.
    Replicas(u32, u32),
}

/// Every combination of the options of the open choices. A choice that has no option yet is left open.
///
/// Combinations are numbered from 0, the options of the last choice changing fastest; not all of them are designs, see
/// [`DesignSpace::admits`]. Choices that change the drawing come first, so that designs of the same drawing follow each
/// other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DesignSpace {
    axes: Vec<Axis>,
    /// By choice, how many combinations lie between two of its options: asked for in every inner loop.
    steps: Vec<u128>,
    open: Vec<String>,
    /// The choices that `open` is about, in the same order.
    unanswered: Vec<ChoiceId>,
    rules: Rules,
}

impl Axis {
    /// How many options there are; at least 1.
    pub fn count(&self) -> u64 {
        match &self.options {
            Options::Listed(options) => options.len() as u64,
            Options::Replicas(fewest, most) => u64::from(most - fewest) + 1,
        }
    }

    /// The option at `index`, in the order of the project.
    pub fn pick(&self, index: u64) -> Option<Pick> {
        match &self.options {
            Options::Listed(options) => options.get(usize::try_from(index).ok()?).map(|(pick, _)| pick.clone()),
            Options::Replicas(fewest, _) if index < self.count() => Some(Pick::Replicas(fewest + index as u32)),
            Options::Replicas(..) => None,
        }
    }

    /// The option's name for people.
    pub fn option_label(&self, pick: &Pick) -> String {
        let listed = match &self.options {
            Options::Listed(options) => options.iter().find(|(option, _)| option == pick),
            Options::Replicas(..) => None,
        };
        listed.map_or_else(|| pick.key(), |(_, name)| name.clone())
    }

    /// The place of an option; `None` for what is none.
    pub fn index_of(&self, pick: &Pick) -> Option<u64> {
        match (&self.options, pick) {
            (Options::Listed(options), _) => {
                options.iter().position(|(option, _)| option == pick).map(|index| index as u64)
            }
            (Options::Replicas(fewest, most), Pick::Replicas(count)) if (fewest..=most).contains(&count) => {
                Some(u64::from(count - fewest))
            }
            (Options::Replicas(..), _) => None,
        }
    }
}

impl DesignSpace {
    /// The space of `project`: the candidates that were measured, the nodes that exist, the ranges of replicas, and so
    /// on; without the combinations that the project rules out.
    pub fn of(project: &Project, evidence: &EvidenceBook) -> Self {
        let mut space = Self::default();
        let (drawing, other): (Vec<_>, Vec<_>) =
            project.choices.iter().partition(|(_, choice)| choice.question.changes_the_drawing());
        for (id, choice) in drawing.into_iter().chain(other) {
            let label = project.choice_name(choice);
            if !project.system.contains(&choice.element) {
                let name = project.element_name(&choice.element);
                space.open.push(format!("A choice is about {name}, which does not exist; delete it."));
                space.unanswered.push(id.clone());
                continue;
            }
            let changes_the_drawing = choice.question.changes_the_drawing();
            match options(project, evidence, choice) {
                Ok(options) => space.axes.push(Axis { choice: id.clone(), label, changes_the_drawing, options }),
                Err(remedy) => {
                    space.open.push(format!("{label} is open: {remedy}."));
                    space.unanswered.push(id.clone());
                }
            }
        }
        space.steps = steps(&space.axes);
        space.rules = Rules::of(project, evidence, &space.axes);
        space
    }

    /// The choices that have options: those that change the drawing, then the others, each in the project's order.
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// The choices that have no option yet, each a sentence that says what to do.
    pub fn open(&self) -> &[String] {
        &self.open
    }

    /// The same sentences, each with the choice that it is about.
    pub fn open_choices(&self) -> impl Iterator<Item = (&ChoiceId, &str)> {
        self.unanswered.iter().zip(self.open.iter().map(String::as_str))
    }

    /// All combinations of options, at least 1; the largest `u128` when there are more. Without anything ruled out they
    /// are the designs.
    pub fn combinations(&self) -> u128 {
        self.axes.iter().fold(1, |size, axis| size.saturating_mul(u128::from(axis.count())))
    }

    /// Whether every combination is a design.
    pub fn is_whole(&self) -> bool {
        self.rules.is_empty()
    }

    /// Whether the combination at `index` is a design: nothing rules it out, and what is said of an element that it leaves
    /// out is the first option, so that no design is counted twice.
    pub fn admits(&self, index: u128) -> bool {
        self.rules.is_empty() || self.rules.admit(|position| self.option_of(index, position))
    }

    /// How many rules the combination at `index` breaks: none if it is a design.
    pub(super) fn broken(&self, index: u128) -> usize {
        self.rules.broken(|position| self.option_of(index, position))
    }

    /// The number of the drawing that the combination at `index` has: equal for those that differ only in choices that
    /// change no drawing.
    pub fn drawing_of(&self, index: u128) -> u128 {
        let same = self.axes.iter().filter(|axis| !axis.changes_the_drawing);
        index / same.fold(1, |designs: u128, axis| designs.saturating_mul(u128::from(axis.count())))
    }

    /// How many drawings the choices that change the drawing make.
    pub fn drawings(&self) -> u128 {
        let changing = self.axes.iter().filter(|axis| axis.changes_the_drawing);
        changing.fold(1, |drawings: u128, axis| drawings.saturating_mul(u128::from(axis.count())))
    }

    /// The part of the space with one of the drawings, all of its combinations admitted: what the choices that change the
    /// drawing come to is settled. Its combination 0 is that with the number `drawing · combinations` of the whole.
    #[must_use]
    pub fn part(&self, drawing: u128) -> Self {
        let first = drawing * (self.combinations() / self.drawings().max(1));
        let settled = |(position, axis): (usize, &Axis)| {
            let mut axis = axis.clone();
            if axis.changes_the_drawing
                && let Some(pick) = axis.pick(self.option_of(first, position))
            {
                let label = axis.option_label(&pick);
                axis.options = Options::Listed(vec![(pick, label)]);
            }
            axis
        };
        let axes: Vec<Axis> = self.axes.iter().enumerate().map(settled).collect();
        Self { steps: steps(&axes), axes, ..Self::default() }
    }

    /// The combination at `index`.
    pub fn design(&self, index: u128) -> Option<Design> {
        if index >= self.combinations() {
            return None;
        }
        let mut rest = index;
        let mut design = Design::default();
        for axis in self.axes.iter().rev() {
            let count = u128::from(axis.count());
            design.picks.insert(axis.choice.clone(), axis.pick((rest % count) as u64)?);
            rest /= count;
        }
        Some(design)
    }

    /// Which option the combination at `index` takes for the choice at `position` of [`Self::axes`]; 0 for the first, also
    /// where there is no such choice.
    pub fn option_of(&self, index: u128, position: usize) -> u64 {
        let of = self.axes.get(position).zip(self.steps.get(position));
        of.map_or(0, |(axis, step)| (index / step % u128::from(axis.count())) as u64)
    }

    /// The index of a design that picks one option for every choice of the space and nothing else.
    pub fn index_of(&self, design: &Design) -> Option<u128> {
        if design.picks.len() != self.axes.len() {
            return None;
        }
        self.axes.iter().try_fold(0_u128, |index, axis| {
            let position = axis.index_of(design.picks.get(&axis.choice)?)?;
            index.checked_mul(u128::from(axis.count()))?.checked_add(u128::from(position))
        })
    }

    /// The design that does not matter in anything that it says of elements that it leaves out: the one of those that do
    /// not differ that [`Self::admits`] counts.
    pub fn simplified(&self, mut design: Design) -> Design {
        for (presence, dependent) in self.rules.absences() {
            let is_absent = self
                .axes
                .get(presence)
                .is_some_and(|axis| design.picks.get(&axis.choice) == Some(&Pick::Present(false)));
            for axis in dependent.iter().filter_map(|position| self.axes.get(*position)).filter(|_| is_absent) {
                design.picks.extend(axis.pick(0).map(|first| (axis.choice.clone(), first)));
            }
        }
        design
    }

    /// Indices of the designs, ascending.
    pub fn indices(&self) -> impl Iterator<Item = u128> + '_ {
        (0..self.combinations()).filter(|index| self.admits(*index))
    }

    /// Every design, in order of its index.
    pub fn designs(&self) -> impl Iterator<Item = Design> + '_ {
        self.indices().map_while(|index| self.design(index))
    }
}

/// By choice, the combinations of those after it: nothing changes faster than the last one.
fn steps(axes: &[Axis]) -> Vec<u128> {
    let mut steps = vec![1; axes.len()];
    for position in (1..axes.len()).rev() {
        steps[position - 1] = u128::saturating_mul(steps[position], u128::from(axes[position].count()));
    }
    steps
}

/// The options of a choice, or what to do to have some.
fn options(project: &Project, evidence: &EvidenceBook, choice: &Choice) -> Result<Options, String> {
    let named = |pick: Pick| {
        let name = project.option_name(choice, &pick);
        (pick, name)
    };
    match &choice.question {
        OpenQuestion::Candidate => {
            let component = choice.component();
            let candidates =
                component.and_then(|component| project.tasks.get(component)).map(|task| task.candidates.keys());
            let is_measured = |id: &&_| component.is_some_and(|component| evidence.get(component, id).is_some());
            let picks = candidates.into_iter().flatten().filter(is_measured).map(|id| Pick::Candidate(id.clone()));
            listed(picks.map(named), "train a candidate")
        }
        OpenQuestion::Cascade => {
            let seconds = choice.component().map_or_else(Vec::new, |component| seconds(project, evidence, component));
            listed(std::iter::once(Pick::Second(None)).chain(seconds).map(named), "")
        }
        OpenQuestion::Node(nodes) => {
            let exists = |id: &&_| project.system.nodes.contains_key(*id);
            listed(nodes.iter().filter(exists).map(|id| named(Pick::Node(id.clone()))), "offer a node that exists")
        }
        OpenQuestion::Replicas { fewest, most } if 1 <= *fewest && fewest <= most => {
            Ok(Options::Replicas(*fewest, *most))
        }
        OpenQuestion::Replicas { .. } => Err("state a range of replicas from at least 1 upwards".to_owned()),
        OpenQuestion::Presence(_) => listed([true, false].map(|is_there| named(Pick::Present(is_there))), ""),
        OpenQuestion::Fallback(options) => {
            let exists = |id: &&Option<_>| {
                id.as_ref()
                    .is_none_or(|id| project.system.components.contains_key(id) && choice.component() != Some(id))
            };
            let picks = options.iter().filter(exists).map(|id| named(Pick::Fallback(id.clone())));
            listed(picks, "offer a component that can answer, or none")
        }
        OpenQuestion::Number { property, values } => {
            let is_possible = |value: &&crate::model::Quantity| match value.amount_in(property.unit()) {
                Some(amount) => property.objection(amount).is_none(),
                None => !value.is_known(),
            };
            let picks = values.iter().filter(is_possible).map(|value| named(Pick::number(*property, *value)));
            listed(picks, &format!("state the numbers that its {} could be", in_sentence(property.label())))
        }
    }
}

/// The second models of a component of which a cascade was measured, with the shares that may be passed on to them.
fn seconds(project: &Project, evidence: &EvidenceBook, component: &ComponentId) -> Vec<Pick> {
    let candidates = || project.tasks.get(component).into_iter().flat_map(|task| task.candidates.keys());
    let mut picks = Vec::new();
    for second in candidates() {
        let measured = candidates().filter_map(|first| evidence.cascade(component, first, second));
        let shares: BTreeSet<Amount> =
            measured.flat_map(|found| found.choosable().map(|point| Amount::new(point.share))).collect();
        picks.extend(shares.into_iter().map(|share| Pick::Second(Some((second.clone(), share)))));
    }
    picks
}

/// Options that are named twice count once.
fn listed(options: impl IntoIterator<Item = (Pick, String)>, remedy: &str) -> Result<Options, String> {
    let mut kept: Vec<(Pick, String)> = Vec::new();
    for option in options {
        if !kept.iter().any(|(pick, _)| *pick == option.0) {
            kept.push(option);
        }
    }
    if kept.is_empty() { Err(remedy.to_owned()) } else { Ok(Options::Listed(kept)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::{TestProject, evidence};

    fn project() -> Project {
        TestProject::new()
            .component("scorer", &[])
            .task("scorer", &["tree", "forest", "untrained"])
            .node("edge", &[], &[])
            .node("cloud", &[], &[])
            .choice("model", "scorer", OpenQuestion::Candidate)
            .choice(
                "place",
                "scorer",
                OpenQuestion::Node(vec!["edge".into(), "gone".into(), "cloud".into(), "edge".into()]),
            )
            .choice("copies", "scorer", OpenQuestion::Replicas { fewest: 2, most: 4 })
            .build()
    }

    #[test]
    fn indices_and_designs_are_one_to_one() {
        let space = DesignSpace::of(&project(), &evidence(&[("scorer", "tree", &[]), ("scorer", "forest", &[])]));
        assert_eq!(space.combinations(), 2 * 2 * 3);
        let designs: Vec<_> = space.designs().collect();
        assert_eq!(designs.len(), 12);
        for (index, design) in designs.iter().enumerate() {
            assert_eq!(space.index_of(design), Some(index as u128));
        }
        assert_eq!(designs[1].picks[&"copies".into()], Pick::Replicas(3));
        assert_eq!(designs[11].picks[&"model".into()], Pick::Candidate("forest".into()));
        let options: Vec<_> = (0..3).map(|position| space.option_of(10, position)).collect();
        assert_eq!(options, [1, 1, 1], "the last but one: forest, cloud, 3 replicas");
        assert_eq!(space.option_of(10, 3), 0, "there is no such choice");
        assert_eq!(space.design(12), None);
        assert_eq!(space.index_of(&Design::default()), None);
    }

    #[test]
    fn a_choice_without_options_is_left_open() {
        let mut project = project();
        let space = DesignSpace::of(&project, &EvidenceBook::default());
        assert_eq!(space.combinations(), 6);
        assert_eq!(space.open(), ["Model of scorer is open: train a candidate."]);
        let open: Vec<_> = space.open_choices().collect();
        assert_eq!(open, [(&ChoiceId::new("model"), "Model of scorer is open: train a candidate.")]);
        project.choices[&ChoiceId::new("copies")].question = OpenQuestion::Replicas { fewest: 0, most: 3 };
        assert_eq!(DesignSpace::of(&project, &EvidenceBook::default()).open().len(), 2);
        project.system.components.clear();
        assert_eq!(DesignSpace::of(&project, &EvidenceBook::default()).combinations(), 1);
    }

    #[test]
    fn huge_spaces_have_a_size() {
        let question = OpenQuestion::Replicas { fewest: 1, most: u32::MAX };
        let project = (0..6).fold(TestProject::new().component("a", &[]), |project, index| {
            project.choice(&format!("c{index}"), "a", question.clone())
        });
        assert_eq!(DesignSpace::of(&project.build(), &EvidenceBook::default()).combinations(), u128::MAX);
    }

    #[test]
    fn options_have_names() {
        let space = DesignSpace::of(&project(), &EvidenceBook::default());
        let [place, copies] = space.axes() else { panic!("two choices have options") };
        assert_eq!(
            (place.label.as_str(), place.option_label(&Pick::Node("cloud".into())).as_str()),
            ("Node of scorer", "cloud")
        );
        assert_eq!((copies.count(), copies.option_label(&Pick::Replicas(3)).as_str()), (3, "3"));
    }
}
