//! Which combinations of options are no designs.

use std::collections::BTreeSet;

use super::space::Axis;
use crate::model::{Absence, Choice, ComponentId, ElementId, EvidenceBook, OpenQuestion, Pick, Project, Property};

/// What is ruled out, by positions of choices and options.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Rules {
    /// A combination that takes one of the named options of every choice of an exclusion is ruled out.
    exclusions: Vec<Vec<(usize, Vec<u64>)>>,
    absences: Vec<Absent>,
    cascades: Vec<Cascades>,
}

/// Which models can follow which.
#[derive(Clone, Debug, PartialEq)]
struct Cascades {
    /// The choice of the model that decides first.
    first: usize,
    /// The choice of the one that decides what the first is not sure of; its first option is that none does.
    second: usize,
    /// Options of the two that were measured together.
    measured: BTreeSet<(u64, u64)>,
}

/// What does not matter while an element is left out.
#[derive(Clone, Debug, PartialEq)]
struct Absent {
    /// The choice whether the element is there.
    presence: usize,
    /// Its option that it is not.
    option: u64,
    /// The choices about the element, all at their first option then.
    dependent: Vec<usize>,
}

impl Rules {
    /// The rules of `project` for the choices of `axes`. An exclusion that speaks of something that is no option rules
    /// nothing out. Two models in sequence that were not measured together are no design.
    pub fn of(project: &Project, evidence: &EvidenceBook, axes: &[Axis]) -> Self {
        let exclusions = missing_fallbacks(project, axes);
        let mut rules = Self { exclusions, cascades: cascades(project, evidence, axes), ..Self::default() };
        for exclusion in &project.exclusions {
            let parts = exclusion.options.iter().map(|(choice, picks)| {
                let position = axes.iter().position(|axis| axis.choice == *choice)?;
                let options: Vec<u64> = picks.iter().filter_map(|pick| axes[position].index_of(pick)).collect();
                (!options.is_empty()).then_some((position, options))
            });
            let parts: Option<Vec<_>> = parts.collect();
            rules.exclusions.extend(parts.filter(|parts| !parts.is_empty()));
        }
        for (presence, axis) in axes.iter().enumerate() {
            let Some(choice) = project.choices.get(&axis.choice) else { continue };
            let OpenQuestion::Presence(absence) = choice.question else { continue };
            let Some(option) = axis.index_of(&Pick::Present(false)) else { continue };
            let depends = |position: &usize| {
                let other = project.choices.get(&axes[*position].choice);
                *position != presence
                    && other.is_some_and(|other| goes_with(project, (&choice.element, absence), other))
            };
            let dependent: Vec<_> = (0..axes.len()).filter(depends).collect();
            if !dependent.is_empty() {
                rules.absences.push(Absent { presence, option, dependent });
            }
        }
        rules
    }

    /// Whether nothing is ruled out.
    pub fn is_empty(&self) -> bool {
        self.exclusions.is_empty() && self.absences.is_empty() && self.cascades.is_empty()
    }

    /// Whether the combination of these options, by position of the choice, is a design.
    pub fn admit(&self, option: impl Fn(usize) -> u64) -> bool {
        self.breaches(&option).next().is_none()
    }

    /// How many rules the combination of these options breaks; none if it is a design.
    pub fn broken(&self, option: impl Fn(usize) -> u64) -> usize {
        self.breaches(&option).count()
    }

    /// One for each rule that the combination of these options breaks.
    fn breaches<'r>(&'r self, option: &'r impl Fn(usize) -> u64) -> impl Iterator<Item = ()> + 'r {
        let is_left_out = move |absent: &&Absent| option(absent.presence) == absent.option;
        let matters = move |position: &usize| {
            !self.absences.iter().filter(is_left_out).any(|absent| absent.dependent.contains(position))
        };
        let is_excluded = move |parts: &&Vec<(usize, Vec<u64>)>| {
            parts.iter().all(|(position, options)| options.contains(&option(*position)) && matters(position))
        };
        let repeats = move |absent: &&Absent| {
            is_left_out(absent) && absent.dependent.iter().any(|position| option(*position) != 0)
        };
        let is_unmeasured = move |cascades: &&Cascades| {
            let (first, second) = (option(cascades.first), option(cascades.second));
            second != 0 && !cascades.measured.contains(&(first, second))
        };
        let excluded = self.exclusions.iter().filter(is_excluded).map(|_| ());
        let repeated = self.absences.iter().filter(repeats).map(|_| ());
        excluded.chain(repeated).chain(self.cascades.iter().filter(is_unmeasured).map(|_| ()))
    }

    /// Choices whether an element is there, each with the choices that do not matter while it is not.
    pub fn absences(&self) -> impl Iterator<Item = (usize, &[usize])> {
        self.absences.iter().map(|absent| (absent.presence, absent.dependent.as_slice()))
    }
}

/// For each choice of a second model, which of its options go with which first model.
fn cascades(project: &Project, evidence: &EvidenceBook, axes: &[Axis]) -> Vec<Cascades> {
    let asked = |question: OpenQuestion| {
        let choice = move |axis: &Axis| project.choices.get(&axis.choice).filter(|choice| choice.question == question);
        axes.iter().enumerate().filter_map(move |(place, axis)| Some((place, axis, choice(axis)?.component()?)))
    };
    let mut all = Vec::new();
    for (second, options, component) in asked(OpenQuestion::Cascade) {
        let mut measured = BTreeSet::new();
        // Without a choice of the first model nothing fills the component, and so nothing follows it.
        let first = asked(OpenQuestion::Candidate).find(|(.., other)| *other == component);
        let picks = |axis: &Axis| (0..axis.count()).filter_map(|option| Some((option, axis.pick(option)?))).collect();
        let firsts: Vec<(u64, Pick)> = first.map_or_else(Vec::new, |(_, axis, _)| picks(axis));
        for (after, pick) in picks(options) {
            let Pick::Second(Some((candidate, share))) = pick else { continue };
            for (before, pick) in &firsts {
                let Pick::Candidate(first) = pick else { continue };
                let found = evidence.cascade(component, first, &candidate);
                if found.is_some_and(|found| found.choosable().any(|point| point.share == share.value())) {
                    measured.insert((*before, after));
                }
            }
        }
        // Where the second has one option only, it is that there is none.
        if options.count() > 1 {
            all.push(Cascades { first: first.map_or(second, |(place, ..)| place), second, measured });
        }
    }
    all
}

/// Whether a choice does not matter while an element is left out: it is about the element, or about a connector that goes
/// with it. What the connectors of a component state that calls go past lives on in the ways past it, but for what is said
/// of the way to it: of that only how often it is taken.
fn goes_with(project: &Project, (element, absence): (&ElementId, Absence), choice: &Choice) -> bool {
    let ElementId::Connector(id) = &choice.element else { return choice.element == *element };
    if choice.element == *element {
        return true;
    }
    let Some(connector) = project.system.connectors.get(id) else { return false };
    let is_it = |end: &ComponentId| *element == ElementId::Component(end.clone());
    match absence {
        Absence::Dropped => is_it(&connector.source) || is_it(&connector.target),
        Absence::Bypassed => {
            let is_number = matches!(choice.question, OpenQuestion::Number { property, .. } if property != Property::CallsPerRequest);
            is_it(&connector.target) && is_number
        }
    }
}

/// Fallbacks that are left out themselves answer nothing: a design that says both would be that without a fallback once
/// more.
fn missing_fallbacks(project: &Project, axes: &[Axis]) -> Vec<Vec<(usize, Vec<u64>)>> {
    let choice = |axis: &Axis| project.choices.get(&axis.choice);
    let mut all = Vec::new();
    for (presence, axis) in axes.iter().enumerate() {
        let Some(Choice { element: ElementId::Component(id), question: OpenQuestion::Presence(_) }) = choice(axis)
        else {
            continue;
        };
        let Some(absent) = axis.index_of(&Pick::Present(false)) else { continue };
        for (position, other) in axes.iter().enumerate() {
            if let Some(option) = other.index_of(&Pick::Fallback(Some(id.clone()))) {
                all.push(vec![(presence, vec![absent]), (position, vec![option])]);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use crate::analysis::test_support::{TestProject, cascade, evidence};
    use crate::model::{Absence, ElementId, Exclusion, Pick, Project};
    use crate::model::{EvidenceBook, OpenQuestion};
    use crate::tradeoff::DesignSpace;

    /// A cache that may be left out, on one of two nodes; a scorer with one to three replicas.
    fn project() -> Project {
        TestProject::new()
            .component("cache", &[])
            .component("scorer", &[])
            .node("edge", &[], &[])
            .node("cloud", &[], &[])
            .choice("copies", "scorer", OpenQuestion::Replicas { fewest: 1, most: 3 })
            .choice("place", "cache", OpenQuestion::Node(vec!["edge".into(), "cloud".into()]))
            .choice("cached", "cache", OpenQuestion::Presence(Absence::Bypassed))
            .build()
    }

    fn exclusion(options: &[(&str, &[Pick])]) -> Exclusion {
        let options = options.iter().map(|(choice, picks)| ((*choice).into(), picks.iter().cloned().collect()));
        Exclusion { reason: String::new(), options: options.collect() }
    }

    #[test]
    fn what_is_left_out_is_counted_once() {
        let space = DesignSpace::of(&project(), &EvidenceBook::default());
        let labels: Vec<_> = space.axes().iter().map(|axis| axis.label.as_str()).collect();
        assert_eq!(labels, ["cache in the design", "Replicas of scorer", "Node of cache"]);
        // With the cache on one of two nodes, or without it: times three.
        assert_eq!((space.combinations(), space.indices().count()), (12, 9));
        for design in space.designs() {
            assert_eq!(space.simplified(design.clone()), design);
        }
        let mut design = space.design(6).unwrap();
        design.picks.insert("place".into(), Pick::Node("cloud".into()));
        assert!(!space.admits(space.index_of(&design).unwrap()));
        assert_eq!(space.index_of(&space.simplified(design)), Some(6));
    }

    #[test]
    fn what_is_excluded_is_what_the_project_says_of_each_design() {
        let mut project = project();
        let two_or_more = [Pick::Replicas(2), Pick::Replicas(3)];
        project.exclusions = vec![
            exclusion(&[("place", &[Pick::Node("edge".into())]), ("copies", &two_or_more)]),
            exclusion(&[("copies", &[Pick::Replicas(1)]), ("cached", &[Pick::Present(false)])]),
            // None of these rules anything out.
            exclusion(&[]),
            exclusion(&[("copies", &[Pick::Replicas(9)])]),
            exclusion(&[("unheard", &[Pick::Replicas(1)])]),
        ];
        let space = DesignSpace::of(&project, &evidence(&[]));
        for index in 0..space.combinations() {
            let design = space.design(index).unwrap();
            let is_simple = space.simplified(design.clone()) == design;
            let takes = |choice: &str, picks: &[Pick]| picks.contains(&design.picks[&choice.into()]);
            let is_there = takes("cached", &[Pick::Present(true)]);
            let is_crowded = is_there && takes("place", &[Pick::Node("edge".into())]) && takes("copies", &two_or_more);
            let is_bare = !is_there && takes("copies", &[Pick::Replicas(1)]);
            assert_eq!(space.admits(index), is_simple && !is_crowded && !is_bare, "{design:?}");
            let broken = [!is_simple, is_crowded, is_bare].into_iter().filter(|breaks| *breaks).count();
            assert_eq!(space.broken(index), broken, "{design:?}");
        }
        assert_eq!(space.indices().count(), 6);
    }

    #[test]
    fn only_models_that_were_measured_together_follow_each_other() {
        let project = TestProject::new()
            .component("scorer", &[])
            .task("scorer", &["tree", "forest", "deep"])
            .choice("second", "scorer", OpenQuestion::Cascade)
            .choice("model", "scorer", OpenQuestion::Candidate);
        let mut book = evidence(&["tree", "forest", "deep"].map(|id| ("scorer", id, &[][..])));
        for (first, shares) in [("tree", &[0.0, 5.0, 20.0, 100.0][..]), ("forest", &[0.0, 20.0, 100.0][..])] {
            let points: Vec<_> = shares.iter().map(|share| (*share, &[][..])).collect();
            book.insert_cascade("scorer".into(), [first.into(), "deep".into()], cascade(&points));
        }
        let space = DesignSpace::of(&project.clone().build(), &book);
        let second = &space.axes()[0];
        let options: Vec<_> =
            (0..second.count()).filter_map(|index| Some(second.option_label(&second.pick(index)?))).collect();
        assert_eq!(second.label, "Second model of scorer");
        assert_eq!(options, ["none", "deep for up to 5 %", "deep for up to 20 %"]);
        // Each alone; the tree with either share, the forest with one of them.
        assert_eq!((space.combinations(), space.indices().count()), (9, 6));
        let keys: Vec<_> = space
            .designs()
            .filter(|design| design.picks[&"second".into()] != Pick::Second(None))
            .map(|design| format!("{} {}", design.picks[&"model".into()].key(), design.picks[&"second".into()].key()))
            .collect();
        assert_eq!(keys, ["tree deep:5", "tree deep:20", "forest deep:20"]);
        // Training the first anew makes what was measured with it stale.
        let mut again = book.get(&"scorer".into(), &"tree".into()).expect("it was measured").clone();
        "new".clone_into(&mut again.fingerprint);
        book.insert("scorer".into(), "tree".into(), again);
        assert_eq!(DesignSpace::of(&project.clone().build(), &book).indices().count(), 4);
        let mut closed = project.build();
        closed.choices.shift_remove(&crate::model::ChoiceId::new("model"));
        assert_eq!(DesignSpace::of(&closed, &book).indices().count(), 1, "what no model fills has no second one");
    }

    #[test]
    fn what_is_left_out_answers_nothing() {
        let project = TestProject::new()
            .component("scorer", &[])
            .component("rules", &[])
            .choice("instead", "scorer", OpenQuestion::Fallback(vec![None, Some("rules".into())]))
            .choice("there", "rules", OpenQuestion::Presence(Absence::Dropped))
            .build();
        let space = DesignSpace::of(&project, &EvidenceBook::default());
        assert_eq!((space.combinations(), space.indices().count()), (4, 3));
    }

    #[test]
    fn a_connector_goes_with_its_ends() {
        let mut project = project();
        let connected =
            TestProject::new().component("scorer", &[]).component("cache", &[]).call("scorer", "cache", 1.0);
        project.system.connectors = connected.build().system.connectors;
        let (id, connector) =
            project.system.connectors.iter().next().map(|(id, found)| (id.clone(), found.clone())).unwrap();
        let question = OpenQuestion::Presence(Absence::Dropped);
        let (choice, content) = crate::edit::create::choice(&project, ElementId::Connector(id), question);
        project.choices.insert(choice, content);
        assert_eq!(connector.target, "cache".into());
        let count = |project: &Project| DesignSpace::of(project, &EvidenceBook::default()).indices().count();
        // Past the cache leads what led to it, if it is there: two nodes and call or none with it, call or none without.
        assert_eq!(count(&project), 3 * (4 + 2));
        project.choices[&crate::model::ChoiceId::new("cached")].question = OpenQuestion::Presence(Absence::Dropped);
        assert_eq!(count(&project), 3 * (4 + 1), "nothing of that matters without the cache");
    }
}
