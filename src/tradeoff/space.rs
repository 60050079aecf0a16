//! The design space: every combination of the options of the open choices.

use crate::model::{Choice, ChoiceId, Design, EvidenceBook, OpenQuestion, Pick, Project};

/// One choice with its options.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// The choice.
    pub choice: ChoiceId,
    /// What is chosen, such as `Model of Scorer`.
    pub label: String,
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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DesignSpace {
    axes: Vec<Axis>,
    open: Vec<String>,
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
        match (listed, pick) {
            (Some((_, name)), _) => name.clone(),
            (None, Pick::Replicas(count)) => count.to_string(),
            (None, Pick::Candidate(id)) => id.to_string(),
            (None, Pick::Node(id)) => id.to_string(),
        }
    }

    fn index_of(&self, pick: &Pick) -> Option<u64> {
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
    /// The space of `project`: the candidates that were measured, the nodes that exist, the ranges of replicas.
    pub fn of(project: &Project, evidence: &EvidenceBook) -> Self {
        let mut space = Self::default();
        for (id, choice) in &project.choices {
            let Some(component) = project.system.components.get(&choice.component) else {
                space.open.push(format!("A choice is about {}, which does not exist; delete it.", choice.component));
                continue;
            };
            let label = format!("{} of {}", choice.question.label(), component.name);
            match options(project, evidence, choice) {
                Ok(options) => space.axes.push(Axis { choice: id.clone(), label, options }),
                Err(remedy) => space.open.push(format!("{label} is open: {remedy}.")),
            }
        }
        space
    }

    /// The choices that have options, in the project's order.
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// The choices that have no option yet, each a sentence that says what to do.
    pub fn open(&self) -> &[String] {
        &self.open
    }

    /// Designs in the space, at least 1; the largest `u128` when there are more.
    pub fn size(&self) -> u128 {
        self.axes.iter().fold(1, |size, axis| size.saturating_mul(u128::from(axis.count())))
    }

    /// The design at `index`; the options of the last choice change fastest.
    pub fn design(&self, index: u128) -> Option<Design> {
        if index >= self.size() {
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

    /// Which option the design at `index` takes for the choice at `position` of [`Self::axes`]; 0 for the first, also
    /// where there is no such choice.
    pub fn option_of(&self, index: u128, position: usize) -> u64 {
        let count = |axis: &Axis| u128::from(axis.count());
        // Nothing changes faster than the last choice.
        let steps = self.axes.iter().skip(position + 1).map(count).fold(1, u128::saturating_mul);
        self.axes.get(position).map_or(0, |axis| (index / steps % count(axis)) as u64)
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

    /// Every design, in order of its index.
    pub fn designs(&self) -> impl Iterator<Item = Design> + '_ {
        let mut index = 0;
        std::iter::from_fn(move || {
            let design = self.design(index);
            index += 1;
            design
        })
    }
}

/// The options of a choice, or what to do to have some.
fn options(project: &Project, evidence: &EvidenceBook, choice: &Choice) -> Result<Options, &'static str> {
    match &choice.question {
        OpenQuestion::Candidate => {
            let candidates = project.tasks.get(&choice.component).map(|task| task.candidates.iter());
            let measured =
                candidates.into_iter().flatten().filter(|(id, _)| evidence.get(&choice.component, id).is_some());
            let options = measured.map(|(id, candidate)| (Pick::Candidate(id.clone()), candidate.name.clone()));
            listed(options.collect(), "train a candidate")
        }
        OpenQuestion::Node(nodes) => {
            let mut options: Vec<(Pick, String)> = Vec::new();
            for id in nodes {
                let is_new = !options.iter().any(|(pick, _)| *pick == Pick::Node(id.clone()));
                if let Some(node) = project.system.nodes.get(id).filter(|_| is_new) {
                    options.push((Pick::Node(id.clone()), node.name.clone()));
                }
            }
            listed(options, "offer a node that exists")
        }
        OpenQuestion::Replicas { fewest, most } if 1 <= *fewest && fewest <= most => {
            Ok(Options::Replicas(*fewest, *most))
        }
        OpenQuestion::Replicas { .. } => Err("state a range of replicas from at least 1 upwards"),
    }
}

fn listed(options: Vec<(Pick, String)>, remedy: &'static str) -> Result<Options, &'static str> {
    if options.is_empty() { Err(remedy) } else { Ok(Options::Listed(options)) }
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
        assert_eq!(space.size(), 2 * 2 * 3);
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
        assert_eq!(space.size(), 6);
        assert_eq!(space.open(), ["Model of scorer is open: train a candidate."]);
        project.choices[&ChoiceId::new("copies")].question = OpenQuestion::Replicas { fewest: 0, most: 3 };
        assert_eq!(DesignSpace::of(&project, &EvidenceBook::default()).open().len(), 2);
        project.system.components.clear();
        assert_eq!(DesignSpace::of(&project, &EvidenceBook::default()).size(), 1);
    }

    #[test]
    fn huge_spaces_have_a_size() {
        let question = OpenQuestion::Replicas { fewest: 1, most: u32::MAX };
        let project = (0..6).fold(TestProject::new().component("a", &[]), |project, index| {
            project.choice(&format!("c{index}"), "a", question.clone())
        });
        assert_eq!(DesignSpace::of(&project.build(), &EvidenceBook::default()).size(), u128::MAX);
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
