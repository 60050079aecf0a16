//! Ways past a component that a design leaves out.

use crate::model::{
    CallCondition, ComponentId, Connector, ConnectorId, ConnectorKind, Path, Project, Property, Quantity, Step, Unit,
    unused_id,
};

/// Lets everything that reaches `component` go on to what it reaches itself: requests over connectors that carry
/// requests, data over those that carry data. The component stays, and its own connectors do.
///
/// A scenario that enters here enters by what is called instead, if that is one call and always made; else it has no
/// entry any more, and its numbers are not known.
pub(super) fn bypass(project: &mut Project, component: &ComponentId) {
    let system = &project.system;
    let ends = system.connectors.iter().filter(|(_, connector)| connector.source != connector.target);
    let (mut incoming, mut outgoing) = (Vec::new(), Vec::new());
    for (id, connector) in ends {
        if connector.target == *component {
            incoming.push(id.clone());
        } else if connector.source == *component {
            outgoing.push((id.clone(), connector.clone()));
        }
    }
    let hits = system.components.get(component).is_some_and(|found| found.properties.contains_key(&Property::HitShare));
    for before in &incoming {
        // A way past that was made before this one may have changed it.
        let Some(reaching) = project.system.connectors.get(before).cloned() else { continue };
        let is_only_call = requests_from(project, &reaching.source).count() == 1;
        let branches = branches(project, (before, &reaching), &outgoing, hits);
        let is_branch = reaching.condition == CallCondition::OneOf && !reaching.kind.is_data();
        let is_lost = is_branch && branches.is_empty();
        let ways = Ways { is_cache: hits, is_only_call, branches };
        for (after, leaving) in &outgoing {
            let carries_the_same = reaching.kind.is_data() == leaving.kind.is_data();
            if carries_the_same && reaching.source != leaving.target {
                let past = ways.joined(&reaching, (after, leaving));
                let name = format!("{before} {after}");
                let id = unused_id(&name, |id| project.system.connectors.contains_key(&ConnectorId::new(id)));
                let id = ConnectorId::new(&id);
                join_paths(project, (before, after), (&reaching, leaving), &id);
                project.system.connectors.insert(id, past);
            }
        }
        if is_lost {
            // What is left of the branches is no whole any more: each is made as often by itself.
            let of_source = project.system.connectors.values_mut().filter(|other| other.source == reaching.source);
            for other in of_source.filter(|other| other.condition == CallCondition::OneOf) {
                other.condition = CallCondition::Always;
            }
        }
    }
    enter_behind(project, component, &outgoing);
}

/// Lets scenarios that enter at the component enter by the one call that it always makes.
fn enter_behind(project: &mut Project, component: &ComponentId, outgoing: &[(ConnectorId, Connector)]) {
    let mut targets = outgoing.iter().filter(|(_, leaving)| !leaving.kind.is_data());
    let (Some((id, only)), None) = (targets.next(), targets.next()) else { return };
    if only.condition != CallCondition::Always {
        return;
    }
    for scenario in project.scenarios.values_mut().filter(|scenario| scenario.entry == *component) {
        let step = scenario.path.step(id).unwrap_or_default();
        if is_once(step.calls.or(own_calls(only))) {
            scenario.entry = only.target.clone();
        }
    }
}

/// The connectors of a component that carry requests.
fn requests_from<'a>(
    project: &'a Project,
    source: &ComponentId,
) -> impl Iterator<Item = (&'a ConnectorId, &'a Connector)> {
    project.system.connectors.iter().filter(move |(_, other)| other.source == *source && !other.kind.is_data())
}

/// Which of the calls of a component that is passed by are branches of its caller from then on, of which exactly one is
/// taken.
///
/// Branches behind a branch are branches themselves, and one call behind it takes its place. Of several calls behind a
/// branch only one can: no condition says of two calls that they are made together or not at all. The others are made
/// as often, each by itself, so that means are right and only the tails of response times are not quite.
fn branches(
    project: &Project,
    (before, reaching): (&ConnectorId, &Connector),
    outgoing: &[(ConnectorId, Connector)],
    is_cache: bool,
) -> Vec<ConnectorId> {
    let goes_on = |leaving: &Connector| !leaving.kind.is_data() && leaving.target != reaching.source;
    let requests = || outgoing.iter().filter(|(_, leaving)| goes_on(leaving));
    let own = requests().filter(|(_, leaving)| leaving.condition == CallCondition::OneOf);
    let own: Vec<ConnectorId> = own.map(|(id, _)| id.clone()).collect();
    match reaching.condition {
        CallCondition::OneOf if own.is_empty() => {
            let is_sure = |leaving: &Connector| match leaving.condition {
                CallCondition::Always => true,
                CallCondition::WhenMissed => is_cache,
                CallCondition::WhenFlagged | CallCondition::OneOf => false,
            };
            let once = || requests().filter(|(id, leaving)| is_made_once(project, id, leaving));
            let heir = once().find(|(_, leaving)| is_sure(leaving)).or_else(|| once().next());
            heir.map(|(id, _)| id.clone()).into_iter().collect()
        }
        CallCondition::OneOf => own,
        CallCondition::Always if is_made_once(project, before, reaching) => {
            // Two such choices of one caller cannot be told apart.
            let has_others =
                requests_from(project, &reaching.source).any(|(_, other)| other.condition == CallCondition::OneOf);
            if has_others { Vec::new() } else { own }
        }
        _ => Vec::new(),
    }
}

/// What is to be known about the component that is passed by.
struct Ways {
    /// It states how often it has an answer: what it called when it had none is called always now.
    is_cache: bool,
    /// Its caller calls nothing else.
    is_only_call: bool,
    /// Its calls that are branches of its caller from now on.
    branches: Vec<ConnectorId>,
}

impl Ways {
    /// The way over the second connector for what came over the first: made as often as both were made one after the
    /// other, over the network of the second.
    fn joined(&self, reaching: &Connector, (after, leaving): (&ConnectorId, &Connector)) -> Connector {
        let kind = if reaching.kind == ConnectorKind::AsynchronousEvent { reaching.kind } else { leaving.kind };
        let condition = match (reaching.condition, leaving.condition) {
            _ if self.branches.contains(after) => CallCondition::OneOf,
            // Another cache stays, and the caller asks it now.
            (CallCondition::Always, CallCondition::WhenMissed) if !self.is_cache => CallCondition::WhenMissed,
            (CallCondition::OneOf, _) => CallCondition::Always,
            (condition, _) => condition,
        };
        let mut past = Connector {
            source: reaching.source.clone(),
            target: leaving.target.clone(),
            kind,
            condition,
            parallel: if self.is_only_call { leaving.parallel } else { reaching.parallel },
            line: crate::model::Line::default(),
            ..leaving.clone()
        };
        if let Some(calls) = product(own_calls(reaching), own_calls(leaving)) {
            past.properties.insert(Property::CallsPerRequest, calls);
        }
        past
    }
}

/// Drawn paths that took both connectors take the new one.
fn join_paths(
    project: &mut Project,
    (before, after): (&ConnectorId, &ConnectorId),
    (reaching, leaving): (&Connector, &Connector),
    past: &ConnectorId,
) {
    for scenario in project.scenarios.values_mut() {
        let Path::Drawn(steps) = &mut scenario.path else { continue };
        let Some((first, second)) = steps.get(before).copied().zip(steps.get(after).copied()) else { continue };
        let calls = match (first.calls, second.calls) {
            (None, None) => None,
            (first, second) => product(first.or(own_calls(reaching)), second.or(own_calls(leaving))),
        };
        steps.insert(past.clone(), Step { calls, parallel: first.parallel });
    }
}

fn own_calls(connector: &Connector) -> Option<Quantity> {
    connector.properties.get(&Property::CallsPerRequest).copied()
}

/// Whether a call is made once, also in every scenario that says itself how often.
fn is_made_once(project: &Project, id: &ConnectorId, connector: &Connector) -> bool {
    let steps = project.scenarios.values().filter_map(|scenario| match &scenario.path {
        Path::Drawn(steps) => steps.get(id),
        Path::Derived => None,
    });
    is_once(own_calls(connector)) && steps.into_iter().all(|step| is_once(step.calls))
}

fn is_once(calls: Option<Quantity>) -> bool {
    calls.is_none_or(|calls| calls.amount_in(Unit::Ratio) == Some(1.0))
}

/// Of two numbers of calls; where one is not stated it is 1.
fn product(first: Option<Quantity>, second: Option<Quantity>) -> Option<Quantity> {
    let (Some(first), Some(second)) = (first, second) else { return first.or(second) };
    let Some(factor) = second.amount_in(Unit::Ratio) else { return Some(second) };
    Some(first.scaled(factor, second.provenance()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::check;
    use crate::analysis::test_support::{TestProject, design};
    use crate::edit::as_designed;
    use crate::model::{Absence, OpenQuestion, Pick};

    const ALWAYS: CallCondition = CallCondition::Always;
    const ONE_OF: CallCondition = CallCondition::OneOf;

    /// Calls by source, target, condition and how often they are made; "passed" may be left out, and its calls go past
    /// it.
    fn without_passed(calls: &[(&str, &str, CallCondition, f64)]) -> Project {
        let mut project = TestProject::new();
        for (source, target, condition, often) in calls {
            project = project.component(source, &[]).component(target, &[]).call(source, target, 1.0).with_connector(
                &format!("{source}-{target}"),
                |call| {
                    call.condition = *condition;
                    call.properties.insert(Property::CallsPerRequest, Quantity::estimated(*often, Unit::Ratio));
                },
            );
        }
        let question = OpenQuestion::Presence(Absence::Bypassed);
        let project = project.scenario("app", 1.0, 2.0).choice("there", "passed", question).build();
        as_designed(&project, &design(&[("there", Pick::Present(false))])).into_owned()
    }

    /// What the app calls afterwards; of branches that are no whole the checks must not complain.
    #[track_caller]
    fn expect(calls: &[(&str, &str, CallCondition, f64)], expected: &[(&str, CallCondition, f64)]) {
        let project = without_passed(calls);
        let found: Vec<_> = requests_from(&project, &"app".into())
            .map(|(_, call)| {
                let often = own_calls(call).and_then(|calls| calls.amount_in(Unit::Ratio)).unwrap_or(1.0);
                (call.target.as_str(), call.condition, (often * 1e6).round() / 1e6)
            })
            .collect();
        assert_eq!(found, expected);
        let rules: Vec<_> = check(&project).into_iter().map(|finding| finding.rule).collect();
        assert!(!rules.contains(&"branches_not_whole"), "{rules:?}");
    }

    #[test]
    fn one_of_several_calls_behind_a_branch_takes_its_place() {
        let fork = [("app", "passed", ONE_OF, 0.3), ("app", "other", ONE_OF, 0.7)];
        let calls = [fork[0], fork[1], ("passed", "often", ALWAYS, 2.0), ("passed", "store", ALWAYS, 1.0)];
        expect(&calls, &[("other", ONE_OF, 0.7), ("often", ALWAYS, 0.6), ("store", ONE_OF, 0.3)]);
        // Where none can, the rest of the branches are made as often by themselves.
        let calls = [fork[0], fork[1], ("passed", "often", ALWAYS, 3.0)];
        expect(&calls, &[("other", ALWAYS, 0.7), ("often", ALWAYS, 0.9)]);
    }

    #[test]
    fn branches_behind_a_branch_are_branches() {
        let calls = [
            ("app", "passed", ONE_OF, 0.3),
            ("app", "other", ONE_OF, 0.7),
            ("passed", "small", ONE_OF, 0.4),
            ("passed", "large", ONE_OF, 0.6),
            ("passed", "log", ALWAYS, 1.0),
        ];
        let expected = [("other", ONE_OF, 0.7), ("small", ONE_OF, 0.12), ("large", ONE_OF, 0.18), ("log", ALWAYS, 0.3)];
        expect(&calls, &expected);
    }

    #[test]
    fn two_choices_of_one_caller_are_not_mixed() {
        let passed = [("passed", "small", ONE_OF, 0.4), ("passed", "large", ONE_OF, 0.6)];
        let alone = [("app", "passed", ALWAYS, 1.0), passed[0], passed[1]];
        expect(&alone, &[("small", ONE_OF, 0.4), ("large", ONE_OF, 0.6)]);
        let beside = [("app", "left", ONE_OF, 0.5), ("app", "right", ONE_OF, 0.5), alone[0], passed[0], passed[1]];
        let expected = [("left", ONE_OF, 0.5), ("right", ONE_OF, 0.5), ("small", ALWAYS, 0.4), ("large", ALWAYS, 0.6)];
        expect(&beside, &expected);
    }
}
