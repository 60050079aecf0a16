//! Which choices the numbers of a component depend on: those about itself, about a caller that it runs inside of, about
//! what answers in its place, and about the models whose flags decide how often it is called.

use std::collections::BTreeSet;

use crate::model::{CallCondition, ComponentId, Fact, FactValue, OpenQuestion, Project, Property, Provenance};

use super::super::known::stated_or;
use super::super::resolve::{LONGEST_PROCESS_CHAIN, in_process_caller};
use super::super::route::Route;
use super::Options;

/// Positions of choices.
pub(super) type Choices = BTreeSet<usize>;

/// What decides what, in one project.
pub(super) struct Dependence<'a> {
    pub(super) project: &'a Project,
    pub(super) options: &'a [Options],
    pub(super) routes: Vec<&'a Route<'a>>,
}

impl<'a> Dependence<'a> {
    /// Everything that a component's own numbers depend on: its speed, load, price, energy, availability and how often it
    /// is reached.
    pub(super) fn of_component(&self, id: &ComponentId) -> Choices {
        let mut choices = self.about(id, |_| true);
        choices.extend(self.of_replicas(id, LONGEST_PROCESS_CHAIN));
        if let Some(other) = self.fallback(id) {
            choices.extend(self.of_replicas(other, LONGEST_PROCESS_CHAIN));
        }
        choices.extend(self.routes.iter().flat_map(|route| self.flags_before(route, id)));
        choices
    }

    /// What a measure of a single component depends on, decisions included: its fallback decides as well.
    pub(super) fn of_decisions(&self, id: &ComponentId) -> Choices {
        let mut choices = self.of_component(id);
        choices.extend(self.fallback(id).into_iter().flat_map(|other| self.about(other, |_| true)));
        choices
    }

    /// What decides which model a component has.
    pub(super) fn of_model(&self, id: &ComponentId) -> Choices {
        self.about(id, |question| matches!(question, OpenQuestion::Candidate | OpenQuestion::Cascade))
    }

    fn about(&self, id: &ComponentId, is_meant: impl Fn(&OpenQuestion) -> bool) -> Choices {
        let is_about = |options: &Options| {
            let choice = self.project.choices.get(&options.choice);
            choice.is_some_and(|choice| choice.is_about(id) && is_meant(&choice.question))
        };
        (0..self.options.len()).filter(|position| is_about(&self.options[*position])).collect()
    }

    /// As the replicas are resolved: picked, else stated, else those of the caller that it runs inside of.
    fn of_replicas(&self, id: &ComponentId, longest_chain: u32) -> Choices {
        let own = self.about(id, |question| matches!(question, OpenQuestion::Replicas { .. }));
        let Some(component) = self.project.system.components.get(id).filter(|_| own.is_empty()) else { return own };
        let stated = stated_or(&component.properties, Property::Replicas, 1.0);
        if stated.provenance < Provenance::Assumed || longest_chain == 0 {
            return own;
        }
        let caller = in_process_caller(self.project, id);
        caller.map_or(own, |caller| self.of_replicas(caller, longest_chain - 1))
    }

    fn fallback(&self, id: &ComponentId) -> Option<&'a ComponentId> {
        match self.project.system.components.get(id)?.facts.stated.get(&Fact::Fallback) {
            Some(FactValue::Component(other)) if other != id => Some(other),
            _ => None,
        }
    }

    /// The models whose flags decide how often requests of a route get to a component.
    fn flags_before(&self, route: &Route<'_>, id: &ComponentId) -> Choices {
        let Some(target) = route.components.iter().position(|other| *other == id) else { return Choices::new() };
        // Callers stand before their callees.
        let mut leads_there = vec![false; route.components.len()];
        leads_there[target] = true;
        let mut choices = Choices::new();
        for source in (0..target).rev() {
            for call in route.calls[source].iter().filter(|call| leads_there[call.target]) {
                if call.connector.condition == CallCondition::WhenFlagged {
                    choices.extend(self.of_model(route.components[source]));
                }
            }
            leads_there[source] = route.calls[source].iter().any(|call| leads_there[call.target]);
        }
        choices
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::TestProject;
    use crate::model::{ConnectorKind, Pick};

    #[test]
    fn callers_fallbacks_and_flags_matter() {
        let mut project = TestProject::new()
            .component("screen", &[])
            .component("deep", &[])
            .component("spare", &[])
            .component("library", &[])
            .call("screen", "deep", 1.0)
            .connect("deep", "library", ConnectorKind::InProcess, &[])
            .with_connector("screen-deep", |call| call.condition = CallCondition::WhenFlagged)
            .task("screen", &["tree"])
            .choice("model", "screen", OpenQuestion::Candidate)
            .choice("copies", "screen", OpenQuestion::Replicas { fewest: 1, most: 2 })
            .choice("deep copies", "deep", OpenQuestion::Replicas { fewest: 1, most: 2 })
            .choice("spare copies", "spare", OpenQuestion::Replicas { fewest: 1, most: 2 })
            .scenario("screen", 1.0, 1.0)
            .build();
        let fallback = FactValue::Component("spare".into());
        project.system.components[&ComponentId::new("deep")].facts.stated.insert(Fact::Fallback, fallback);
        let options: Vec<Options> = project
            .choices
            .keys()
            .map(|choice| Options { choice: choice.clone(), picks: vec![Pick::Replicas(1), Pick::Replicas(2)] })
            .collect();
        let route = Route::of(&project.system, &project.scenarios[0]).expect("the entry exists");
        let dependence = Dependence { project: &project, options: &options, routes: vec![&route] };
        let of = |id: &str| dependence.of_component(&id.into()).into_iter().collect::<Vec<_>>();
        assert_eq!(of("screen"), [0, 1]);
        assert_eq!(of("deep"), [0, 2, 3], "the flags of the screen, its own copies, those of what stands in");
        assert_eq!(of("library"), [0, 2], "it runs inside of its caller");
        assert_eq!(of("spare"), [3]);
        assert_eq!(dependence.of_model(&"screen".into()).into_iter().collect::<Vec<_>>(), [0]);
    }
}
