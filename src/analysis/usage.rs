//! Checks of how the system is used, and of what people state about it: loads, shares, branches, judgements.

use crate::model::{CallCondition, ElementId, Path, Project, Property, Quantity, Scenario, Strength, Unit, When};

use super::check::warning;
use super::known::stated_or;
use super::route::{Call, Route};
use super::types::{Finding, Severity};

/// Shares and probabilities that add up to a whole may be this far off by rounding, as a share of one.
const ROUNDING: f64 = 1e-4;

/// What is missing or wrong about scenarios.
pub(super) fn findings(project: &Project) -> Vec<Finding> {
    let mut findings = Vec::new();
    if project.scenarios.is_empty() {
        let message = "There is no scenario, so nothing can be computed for requests.".to_owned();
        let remedy = "Add one: where requests come in, and how many.";
        findings.push(warning("no_scenario", None, message, remedy));
    }
    for scenario in project.scenarios.values() {
        loads(project, scenario, &mut findings);
        path(project, scenario, &mut findings);
        branches(project, scenario, &mut findings);
    }
    findings.extend(mix(project));
    findings
}

fn loads(project: &Project, scenario: &Scenario, findings: &mut Vec<Finding>) {
    let amounts = [When::Mean, When::Peak].map(|when| project.load(scenario, when).amount_in(Unit::PerSecond));
    if amounts.iter().any(|amount| amount.is_none_or(|amount| amount < 0.0)) {
        let message = format!("The mean or the peak load of {} is not stated.", scenario.name);
        let remedy = if scenario.share.is_some() {
            "State all requests to the system, and the share of the scenario."
        } else {
            "State both in requests per second."
        };
        findings.push(warning("missing_load", None, message, remedy));
    }
    if let [Some(mean), Some(peak)] = amounts
        && peak < mean
    {
        let message = format!("The peak load of {} is below its mean load.", scenario.name);
        findings.push(warning("peak_below_mean", None, message, "Correct the one that is wrong."));
    }
}

/// Calls of a drawn path that cannot be, and connectors on it that no request gets to.
fn path(project: &Project, scenario: &Scenario, findings: &mut Vec<Finding>) {
    let Path::Drawn(steps) = &scenario.path else { return };
    let (_, reached) = scenario.reached(&project.system);
    for (id, step) in steps.iter().filter(|(id, _)| project.system.connectors.contains_key(*id)) {
        let element = ElementId::Connector(id.clone());
        let name = project.element_name(&element);
        if step.calls.is_some_and(|calls| calls.amount_in(Unit::Ratio).is_none_or(|amount| amount < 0.0)) {
            let message = format!("How often {} goes over {name} is no number of calls.", scenario.name);
            findings.push(warning("impossible_calls", Some(element), message, "State a number of 0 or more."));
        } else if !reached.contains(id) {
            let message = format!("{name} is on the path of {}, but no request gets there over it.", scenario.name);
            let remedy = "Put on the path what leads there, or take it off.";
            findings.push(warning("unreached_step", Some(element), message, remedy));
        }
    }
}

/// Branches of which exactly one is taken whose probabilities do not add up to a whole.
fn branches(project: &Project, scenario: &Scenario, findings: &mut Vec<Finding>) {
    let Some(route) = Route::of(&project.system, scenario) else { return };
    for (id, calls) in route.components.iter().zip(&route.calls) {
        let branches: Vec<_> = calls.iter().filter(|call| call.connector.condition == CallCondition::OneOf).collect();
        let own = |call: &Call<'_>| stated_or(&call.connector.properties, Property::CallsPerRequest, 1.0).value;
        let probability = |call: &&Call<'_>| match call.step.calls {
            Some(calls) => calls.amount_in(Unit::Ratio).unwrap_or(f64::NAN),
            None => own(call),
        };
        let sum: f64 = branches.iter().copied().map(|call| probability(&call)).sum();
        if branches.is_empty() || (sum - 1.0).abs() <= ROUNDING {
            continue;
        }
        let element = ElementId::Component((*id).clone());
        let sum = Quantity::estimated(sum * 100.0, Unit::Percent);
        let message = format!(
            "The branches of {} in {} have probabilities that add up to {sum}, not to 100 %.",
            project.element_name(&element),
            scenario.name
        );
        let mut elements = vec![element];
        elements.extend(branches.iter().map(|call| ElementId::Connector(call.id.clone())));
        findings.push(Finding {
            rule: "branches_not_whole",
            severity: Severity::Error,
            elements,
            message,
            remedy: "State as calls per request how probable each branch is; together they are 1.".to_owned(),
        });
    }
}

/// Scenarios whose shares of all requests do not add up to all.
fn mix(project: &Project) -> Option<Finding> {
    let shares: Vec<_> = project.scenarios.values().filter_map(|scenario| scenario.share).collect();
    if shares.is_empty() {
        return None;
    }
    let sum: Option<f64> = shares.iter().map(|share| share.amount_in(Unit::Ratio)).sum();
    let words = match sum {
        Some(sum) if (sum - 1.0).abs() <= ROUNDING => return None,
        Some(sum) => format!("add up to {}, not to 100 %", Quantity::estimated(sum * 100.0, Unit::Percent)),
        None => "are not all stated".to_owned(),
    };
    let message = format!("The shares of all requests that scenarios have {words}.");
    Some(warning("mix_not_whole", None, message, "Correct the shares at the stage Requirements."))
}

/// Limits and judgements that no value can be.
pub(super) fn impossible_statements(project: &Project) -> Vec<Finding> {
    let mut findings = Vec::new();
    for requirement in project.requirements.values() {
        let measure = requirement.measure.measure;
        let worst = match requirement.strength {
            Strength::Soft { worst, .. } => worst,
            Strength::Hard => None,
        };
        for (what, limit) in [("limit", Some(requirement.threshold)), ("worst acceptable value", worst)] {
            let amount = limit.and_then(|limit| limit.amount_in(measure.unit()));
            if let Some(objection) = amount.and_then(|amount| measure.objection(amount)) {
                let message = format!("The {what} of {} cannot be: {}", requirement.name, objection.to_lowercase());
                let element = requirement.measure.subject.element();
                findings.push(warning("impossible_limit", element, message, "Correct it at the stage Requirements."));
            }
        }
        let ends = worst
            .and_then(|worst| worst.amount_in(measure.unit()))
            .zip(requirement.threshold.amount_in(measure.unit()));
        if ends.is_some_and(|(worst, limit)| measure.direction().prefers(worst, limit)) {
            let message = format!("The worst acceptable value of {} is better than its limit.", requirement.name);
            findings.push(warning("worst_beyond_limit", None, message, "Exchange the two."));
        }
    }
    for (key, judgements) in &project.judgements {
        let objection =
            judgements.iter().filter_map(|judgement| judgement.value).find_map(|value| key.measure.objection(value));
        if let Some(objection) = objection {
            let name = project.measure_name(key);
            let message = format!("A judgement of {name} cannot be and does not count: {}", objection.to_lowercase());
            let remedy = "Correct it beside a requirement on it.";
            findings.push(warning("impossible_judgement", key.subject.element(), message, remedy));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::TestProject;
    use crate::model::{Judgement, Measure, MeasureKey, Step, Subject};

    fn rules(project: &Project) -> Vec<&'static str> {
        let all = findings(project).into_iter().chain(impossible_statements(project));
        all.map(|finding| finding.rule).collect()
    }

    fn fork(probabilities: [f64; 2]) -> TestProject {
        let mut project = TestProject::new().component("a", &[]);
        for (target, probability) in ["b", "c"].into_iter().zip(probabilities) {
            let id = format!("a-{target}");
            project = project.component(target, &[]).call("a", target, 1.0).with_connector(&id, |connector| {
                connector.condition = CallCondition::OneOf;
                let calls = Quantity::estimated(probability, Unit::Ratio);
                connector.properties.insert(Property::CallsPerRequest, calls);
            });
        }
        project.scenario("a", 1.0, 2.0)
    }

    #[test]
    fn branches_add_up_to_a_whole() {
        assert_eq!(rules(&fork([0.3, 0.7]).build()), Vec::<&str>::new());
        let project = fork([0.3, 0.6]).build();
        assert_eq!(rules(&project), ["branches_not_whole"]);
        let message = &findings(&project)[0].message;
        assert_eq!(message, "The branches of a in use have probabilities that add up to 90 %, not to 100 %.");
        let mut adjusted = project.clone();
        let calls = Some(Quantity::estimated(0.4, Unit::Ratio));
        let steps = [("a-b", calls), ("a-c", None)].map(|(id, calls)| (id.into(), Step { calls, parallel: None }));
        adjusted.scenarios[0].path = Path::Drawn(steps.into_iter().collect());
        assert_eq!(rules(&adjusted), Vec::<&str>::new(), "the scenario says otherwise");
    }

    #[test]
    fn shares_add_up_to_all_requests() {
        let mut project = TestProject::new().component("a", &[]).scenario("a", 1.0, 2.0).build();
        project.scenarios[0].share = Some(Quantity::estimated(60.0, Unit::Percent));
        assert_eq!(rules(&project), ["missing_load", "mix_not_whole"]);
        let other = project.scenarios[0].clone();
        project
            .scenarios
            .insert("other".into(), Scenario { share: Some(Quantity::estimated(0.4, Unit::Ratio)), ..other });
        let load = |amount| Quantity::estimated(amount, Unit::PerSecond);
        project.total_load = Some(crate::model::TotalLoad { mean: load(10.0), peak: load(100.0) });
        assert_eq!(rules(&project), Vec::<&str>::new());
        assert_eq!(project.load(&project.scenarios[0], When::Peak).amount(), Some(60.0));
        project.scenarios[1].share = Some(Quantity::unknown(Unit::Percent));
        assert_eq!(rules(&project), ["missing_load", "mix_not_whole"]);
    }

    #[test]
    fn a_path_is_walked_from_its_entry() {
        let mut project = fork([0.5, 0.5]).component("d", &[]).call("b", "d", 1.0).build();
        let step = |id: &str, calls: Option<f64>| {
            let calls = calls.map(|calls| Quantity::estimated(calls, Unit::Ratio));
            (id.into(), Step { calls, parallel: None })
        };
        project.scenarios[0].path = Path::Drawn([step("a-c", Some(1.0)), step("b-d", None)].into_iter().collect());
        assert_eq!(rules(&project), ["unreached_step"]);
        project.scenarios[0].path = Path::Drawn([step("a-c", Some(-1.0))].into_iter().collect());
        assert!(rules(&project).contains(&"impossible_calls"));
    }

    #[test]
    fn what_no_value_can_be_is_named() {
        let limit = Quantity::estimated(120.0, Unit::Percent);
        let subject = Subject::Scenario("use".into());
        let mut project = TestProject::new()
            .component("a", &[])
            .scenario("a", 1.0, 2.0)
            .requirement("up", Measure::Availability, subject, limit)
            .build();
        let key = MeasureKey::new(Measure::Usability, Subject::System);
        let judgement = Judgement { person: "Ada".to_owned(), value: Some(9.0), reason: String::new() };
        project.judgements.insert(key, vec![judgement]);
        assert_eq!(rules(&project), ["impossible_limit", "impossible_judgement"]);
        project.requirements[0].threshold = Quantity::estimated(99.0, Unit::Percent);
        let worst = Some(Quantity::estimated(99.9, Unit::Percent));
        project.requirements[0].strength = Strength::Soft { weight: 1.0, worst };
        assert_eq!(rules(&project), ["worst_beyond_limit", "impossible_judgement"]);
    }
}
