//! The drawing as a design has it: without what the design leaves out, with what it states otherwise.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::bypass::bypass;
use super::cascade;
use crate::model::{
    Absence, CallCondition, Choice, Connector, ConnectorId, Design, ElementId, Fact, FactValue, OpenQuestion, Pick,
    Project, Property, Quantity, System,
};

/// The project as `design` has it. Answers that change no drawing (which model, which node, how many replicas) are not
/// its business; a project whose drawing stays as it is comes back as it is.
pub fn as_designed<'a>(project: &'a Project, design: &Design) -> Cow<'a, Project> {
    let mut changed = Cow::Borrowed(project);
    let answered = || project.choices.iter().filter_map(|(id, choice)| Some((choice, design.picks.get(id)?)));
    // Numbers first: a way past a component takes over what its connectors state.
    for (choice, pick) in answered() {
        let (OpenQuestion::Number { property, values }, Pick::Number(_)) = (&choice.question, pick) else { continue };
        let option = values.iter().find(|value| Pick::number(*property, **value) == *pick).copied();
        if let Some(option) = option {
            state_number(&mut changed, choice, *property, option);
        }
    }
    let absences = || {
        answered().filter_map(|(choice, pick)| match (&choice.question, pick) {
            (OpenQuestion::Presence(absence), Pick::Present(false)) => Some((&choice.element, *absence)),
            _ => None,
        })
    };
    if absences().next().is_some() {
        let unasked = without_cache(&changed.system);
        // Connectors before components: no way past a component takes one that is not there.
        let (components, others): (Vec<_>, Vec<_>) =
            absences().partition(|(element, _)| matches!(element, ElementId::Component(_)));
        for (element, absence) in others.into_iter().chain(components) {
            if changed.system.contains(element) {
                leave_out(changed.to_mut(), element, absence);
            }
        }
        forget_caches(&mut changed.to_mut().system, &unasked);
    }
    for (choice, pick) in answered() {
        if let (OpenQuestion::Fallback(_), Pick::Fallback(instead)) = (&choice.question, pick) {
            let instead = instead.clone().filter(|id| changed.system.components.contains_key(id));
            state_fallback(&mut changed, choice, instead.map(FactValue::Component));
        }
    }
    changed
}

fn state_fallback(project: &mut Cow<'_, Project>, choice: &Choice, instead: Option<FactValue>) {
    let Some(id) = choice.component() else { return };
    let stated = project.system.components.get(id).map(|component| component.facts.stated.get(&Fact::Fallback));
    if stated.is_none_or(|stated| stated == instead.as_ref()) {
        return;
    }
    let Some(component) = project.to_mut().system.components.get_mut(id) else { return };
    match instead {
        Some(instead) => drop(component.facts.stated.insert(Fact::Fallback, instead)),
        None => drop(component.facts.stated.remove(&Fact::Fallback)),
    }
}

/// An option that is not known is the option to state nothing.
fn state_number(project: &mut Cow<'_, Project>, choice: &Choice, property: Property, option: Quantity) {
    let stated = project.system.properties(&choice.element).map(|properties| properties.get(&property).copied());
    let wanted = Some(option).filter(|option| option.is_known());
    if stated.is_none_or(|stated| stated == wanted) {
        return;
    }
    let Some(properties) = project.to_mut().system.properties_mut(&choice.element) else { return };
    match wanted {
        Some(quantity) => drop(properties.insert(property, quantity)),
        None => drop(properties.remove(&property)),
    }
}

fn leave_out(project: &mut Project, element: &ElementId, absence: Absence) {
    if let (ElementId::Component(id), Absence::Bypassed) = (element, absence) {
        bypass(project, id);
    }
    cascade::delete(project, std::slice::from_ref(element));
}

/// Connectors that are taken where a cache has no answer, while no cache says how often it has one.
fn without_cache(system: &System) -> BTreeSet<ConnectorId> {
    let is_unasked =
        |connector: &Connector| connector.condition == CallCondition::WhenMissed && !system.asks_a_cache(connector);
    system.connectors.iter().filter(|(_, connector)| is_unasked(connector)).map(|(id, _)| id.clone()).collect()
}

/// Where there was a cache and is none any more, every request misses it; of what never had one nothing is known.
fn forget_caches(system: &mut System, unasked: &BTreeSet<ConnectorId>) {
    for id in without_cache(system).difference(unasked) {
        system.connectors[id].condition = CallCondition::Always;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Edit, create};
    use crate::model::{Amount, ChoiceId, ComponentId, Connector, ConnectorId, ConnectorKind, Path, Point, Step, Unit};

    /// App → cache → (missed) store, and app → scorer with rules that could answer instead.
    fn project() -> Project {
        let mut project = Project::default();
        for name in ["App", "Cache", "Store", "Scorer", "Rules"] {
            let (_, mut component) = create::component(&project, "service", Point::default());
            component.name = name.to_owned();
            component.properties.clear();
            Edit::PutComponent(id(name), component).apply(&mut project).unwrap();
        }
        connect(&mut project, ("App", "Cache"), CallCondition::Always, 2.0);
        connect(&mut project, ("Cache", "Store"), CallCondition::WhenMissed, 3.0);
        connect(&mut project, ("App", "Scorer"), CallCondition::Always, 1.0);
        let hits = Quantity::estimated(80.0, Unit::Percent);
        project.system.components[&id("Cache")].properties.insert(Property::HitShare, hits);
        project
    }

    fn id(name: &str) -> ComponentId {
        ComponentId::new(&name.to_lowercase())
    }

    fn connect(project: &mut Project, (source, target): (&str, &str), condition: CallCondition, calls: f64) {
        let connector = Connector {
            source: id(source),
            target: id(target),
            kind: ConnectorKind::SynchronousCall,
            label: String::new(),
            condition,
            parallel: false,
            line: crate::model::Line::default(),
            properties: [(Property::CallsPerRequest, Quantity::estimated(calls, Unit::Ratio))].into(),
            facts: crate::model::Facts::default(),
        };
        let name = ConnectorId::new(&format!("{source}-{target}").to_lowercase());
        Edit::PutConnector(name, connector).apply(project).unwrap();
    }

    fn open(project: &mut Project, element: ElementId, question: OpenQuestion) -> ChoiceId {
        let (choice, content) = create::choice(project, element, question);
        Edit::PutChoice(choice.clone(), content).apply(project).unwrap();
        choice
    }

    fn design(choice: &ChoiceId, pick: Pick) -> Design {
        Design { picks: [(choice.clone(), pick)].into() }
    }

    #[test]
    fn without_a_cache_its_callers_call_what_it_called() {
        let mut project = project();
        let choice = open(&mut project, (&id("Cache")).into(), OpenQuestion::Presence(Absence::Bypassed));
        let (entry, mut scenario) = create::scenario(&project, &id("App"));
        let steps = [("app-cache", Some(0.5)), ("cache-store", None)];
        let step = |calls: Option<f64>| Step {
            calls: calls.map(|calls| Quantity::estimated(calls, Unit::Ratio)),
            parallel: None,
        };
        scenario.path = Path::Drawn(steps.map(|(id, calls)| (ConnectorId::new(id), step(calls))).into());
        project.scenarios.insert(entry, scenario);
        let with = as_designed(&project, &design(&choice, Pick::Present(true)));
        assert!(matches!(with, Cow::Borrowed(_)), "nothing changes");
        let without = as_designed(&project, &design(&choice, Pick::Present(false)));
        assert!(!without.system.components.contains_key(&id("Cache")) && without.choices.is_empty());
        let (past, call) = without.system.connectors.iter().find(|(_, call)| call.target == id("Store")).unwrap();
        assert_eq!((&call.source, call.condition), (&id("App"), CallCondition::Always));
        assert_eq!(call.properties[&Property::CallsPerRequest].amount(), Some(6.0));
        let Path::Drawn(steps) = &without.scenarios[0].path else { panic!("its path is drawn") };
        assert_eq!(steps[past].calls.and_then(Quantity::amount), Some(1.5), "0.5 of the path times 3 of the connector");
        assert_eq!(without.system.connectors.len(), 2);
    }

    #[test]
    fn a_cache_beside_the_store_leaves_every_request_a_miss() {
        let mut project = project();
        connect(&mut project, ("App", "Rules"), CallCondition::WhenMissed, 1.0);
        let choice = open(&mut project, (&id("Cache")).into(), OpenQuestion::Presence(Absence::Dropped));
        let without = as_designed(&project, &design(&choice, Pick::Present(false)));
        let calls: Vec<_> =
            without.system.connectors.values().map(|call| (call.target.as_str(), call.condition)).collect();
        assert_eq!(calls, [("scorer", CallCondition::Always), ("rules", CallCondition::Always)]);
    }

    #[test]
    fn a_gateway_before_a_cache_leaves_the_cache_its_hits() {
        let mut project = project();
        connect(&mut project, ("App", "Rules"), CallCondition::Always, 1.0);
        connect(&mut project, ("Rules", "Cache"), CallCondition::Always, 1.0);
        connect(&mut project, ("Rules", "Store"), CallCondition::WhenMissed, 1.0);
        // Nobody states how often this one has an answer.
        connect(&mut project, ("Store", "Scorer"), CallCondition::WhenMissed, 1.0);
        let choice = open(&mut project, (&id("Rules")).into(), OpenQuestion::Presence(Absence::Bypassed));
        let without = as_designed(&project, &design(&choice, Pick::Present(false)));
        let condition = |source: &str, target: &str| {
            let ends = |call: &&Connector| (&call.source, &call.target) == (&id(source), &id(target));
            without.system.connectors.values().filter(ends).map(|call| call.condition).next_back()
        };
        assert_eq!(condition("App", "Store"), Some(CallCondition::WhenMissed), "the app asks the cache now");
        assert_eq!(condition("Store", "Scorer"), Some(CallCondition::WhenMissed), "what is not known stays so");
    }

    #[test]
    fn a_share_of_hits_that_is_chosen_counts_before_anything_is_left_out() {
        let mut project = project();
        project.system.components[&id("Cache")].properties.clear();
        let percent = |amount| Quantity::estimated(amount, Unit::Percent);
        let question =
            OpenQuestion::Number { property: Property::HitShare, values: vec![percent(50.0), percent(90.0)] };
        let hits = open(&mut project, (&id("Cache")).into(), question);
        let there = open(&mut project, (&id("Rules")).into(), OpenQuestion::Presence(Absence::Dropped));
        let mut picks = design(&there, Pick::Present(false));
        picks.picks.insert(hits, Pick::Number(Some(Amount::new(50.0))));
        let without = as_designed(&project, &picks);
        assert_eq!(without.system.connectors[1].condition, CallCondition::WhenMissed);
        assert_eq!(without.system.components[&id("Cache")].properties[&Property::HitShare], percent(50.0));
    }

    #[test]
    fn an_entry_that_calls_several_times_has_no_substitute() {
        let mut project = project();
        let choice = open(&mut project, (&id("Cache")).into(), OpenQuestion::Presence(Absence::Bypassed));
        let (scenario, content) = create::scenario(&project, &id("Cache"));
        project.scenarios.insert(scenario, content);
        let without = as_designed(&project, &design(&choice, Pick::Present(false)));
        assert_eq!(without.scenarios[0].entry, id("Cache"), "it called the store three times");
    }

    #[test]
    fn fallbacks_and_numbers_are_stated_or_not() {
        let mut project = project();
        let options = vec![None, Some(id("Rules"))];
        let fallback = open(&mut project, (&id("Scorer")).into(), OpenQuestion::Fallback(options));
        let unknown = Quantity::unknown(Unit::Second);
        let values = vec![unknown, Quantity::estimated(10.0, Unit::Second)];
        let question = OpenQuestion::Number { property: Property::HeartbeatInterval, values };
        let heartbeat = open(&mut project, (&id("Scorer")).into(), question);
        let mut picks = design(&fallback, Pick::Fallback(Some(id("Rules"))));
        picks.picks.insert(heartbeat.clone(), Pick::Number(Some(Amount::new(10.0))));
        let with = as_designed(&project, &picks).into_owned();
        let scorer = &with.system.components[&id("Scorer")];
        assert_eq!(scorer.facts.stated.get(&Fact::Fallback), Some(&FactValue::Component(id("Rules"))));
        assert_eq!(scorer.properties[&Property::HeartbeatInterval], Quantity::estimated(10.0, Unit::Second));
        let mut picks = design(&fallback, Pick::Fallback(None));
        picks.picks.insert(heartbeat, Pick::Number(None));
        let without = as_designed(&with, &picks);
        let scorer = &without.system.components[&id("Scorer")];
        assert!(scorer.facts.stated.is_empty() && scorer.properties.is_empty());
    }
}
