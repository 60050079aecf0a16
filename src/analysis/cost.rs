//! The monthly bill: replicas by the hour, work by the hour, requests, fixed prices, and the nodes.

use std::collections::BTreeSet;

use crate::catalog::catalog;
use crate::model::{
    Component, ComponentId, DeploymentNode, ElementId, HOURS_PER_MONTH, NodeId, Property, Provenance, Unit,
};

use super::known::{Known, Sourced, stated};
use super::resolve::{Resolution, ResolvedComponent};
use super::types::{CostItem, Quality};

const PRICES: [Property; 6] = [
    Property::HourlyPrice,
    Property::BusyHourPrice,
    Property::RequestPrice,
    Property::MonthlyPrice,
    Property::DevicePrice,
    Property::StoragePrice,
];

const SECONDS_PER_HOUR: f64 = 3600.0;

/// One position of the bill before it is shown.
#[derive(Clone, Debug)]
pub struct Charge {
    /// What is paid for.
    pub label: String,
    /// How it is reckoned, such as `3 replicas · $0.34/h · 730 h`.
    pub how: String,
    /// The element that causes it.
    pub element: ElementId,
    /// Dollars per month, or what to state.
    pub monthly: Known,
}

/// The whole bill. `arrivals` gives the mean requests per second that reach a component, over all scenarios.
pub fn charges(resolution: &Resolution<'_>, arrivals: impl Fn(&ComponentId) -> Known) -> Vec<Charge> {
    let mut charges = Vec::new();
    let mut nodes: BTreeSet<&NodeId> = BTreeSet::new();
    for (id, resolved) in resolution.components.iter().filter(|(_, resolved)| !resolved.outside) {
        let element = ElementId::Component((*id).clone());
        for (label, how, monthly) in component_charges(resolved, || arrivals(id)) {
            charges.push(Charge { label, how, element: element.clone(), monthly });
        }
        let Some((id, node)) = resolved.node.filter(|(id, _)| nodes.insert(id)) else { continue };
        if let Some(price) = fixed_price(node) {
            let label = format!("{}, fixed price", node.name);
            let (how, element) = ("a fixed price per month".to_owned(), ElementId::Node(id.clone()));
            charges.push(Charge { label, how, element, monthly: Ok(price) });
        }
    }
    charges
}

/// What a node costs per month, whatever runs on it.
pub(super) fn fixed_price(node: &DeploymentNode) -> Option<Sourced> {
    stated(&node.properties, Property::MonthlyPrice)
}

/// What one component costs per month, without the fixed price of its node.
pub(super) fn of_component(resolved: &ResolvedComponent<'_>, arrivals: impl Fn() -> Known) -> Known {
    if resolved.outside {
        return Ok(Sourced::new(0.0, Provenance::Measured));
    }
    super::known::sum(component_charges(resolved, arrivals).iter().map(|(_, _, monthly)| monthly))
}

fn component_charges(resolved: &ResolvedComponent<'_>, arrivals: impl Fn() -> Known) -> Vec<(String, String, Known)> {
    let component = resolved.component;
    let name = &component.name;
    let replicas = match resolved.servers() {
        1 => "1 replica".to_owned(),
        count => format!("{count} replicas"),
    };
    let mut charges = Vec::new();
    let mut is_priced = false;
    let mut price = |property| {
        is_priced |= component.properties.contains_key(&property);
        let missing = || format!("state the {} of {name} ($0 if it is free)", property.label().to_lowercase());
        component
            .properties
            .contains_key(&property)
            .then(|| stated(&component.properties, property).ok_or_else(missing))
    };
    if let Some(hourly) = price(Property::HourlyPrice) {
        let how = format!("{replicas} · {} · 730 h", shown(&hourly, Unit::DollarPerHour));
        charges.push((format!("{name}, {replicas}"), how, hourly.map(|hourly| for_replicas(hourly, resolved))));
    }
    if let Some(busy) = price(Property::BusyHourPrice) {
        let how = format!(
            "{} · time of work on each · {} · 730 h",
            shown(&arrivals(), Unit::PerSecond),
            shown(&busy, Unit::DollarPerHour)
        );
        let monthly = busy.and_then(|busy| for_work(busy, resolved, arrivals()));
        charges.push((format!("{name}, hours of work"), how, monthly));
    }
    if let Some(request) = price(Property::RequestPrice) {
        let how = format!(
            "{} · 3,600 s · 730 h · {}",
            shown(&arrivals(), Unit::PerSecond),
            shown(&request, Unit::DollarPerRequest)
        );
        let monthly = request.and_then(|request| {
            let arrivals = arrivals()?;
            Ok(request.times(arrivals.with(arrivals.value * SECONDS_PER_HOUR * HOURS_PER_MONTH)))
        });
        charges.push((format!("{name}, requests"), how, monthly));
    }
    if let Some(fixed) = price(Property::MonthlyPrice) {
        charges.push((format!("{name}, fixed price"), "a fixed price per month".to_owned(), fixed));
    }
    if let Some(device) = price(Property::DevicePrice) {
        let how = format!("{} · devices · hours per run · runs per month", shown(&device, Unit::DollarPerHour));
        charges.push((format!("{name}, training"), how, device.and_then(|device| for_training(device, component))));
    }
    if let Some(storage) = price(Property::StoragePrice) {
        let kept = stated(&component.properties, Property::StoredData);
        let kept = kept.ok_or_else(|| format!("state the stored data of {name}"));
        let how = format!("{} · stored data", shown(&storage, Unit::DollarPerGigabyteMonth));
        charges.push((format!("{name}, storage"), how, storage.and_then(|storage| Ok(storage.times(kept?)))));
    }
    // What runs inside its caller already has that caller's node paid for.
    let node = resolved.node.filter(|_| !resolved.embedded);
    if let Some((node, hourly)) =
        node.and_then(|(_, node)| Some((node, stated(&node.properties, Property::HourlyPrice)?)))
    {
        is_priced = true;
        let how = format!("{replicas} · {} · 730 h", shown(&Ok(hourly), Unit::DollarPerHour));
        charges.push((format!("{} for {name}, {replicas}", node.name), how, Ok(for_replicas(hourly, resolved))));
    }
    if !is_priced && expects_a_price(component) {
        let how = "no price is stated".to_owned();
        charges.push((name.clone(), how, Err(format!("state a price of {name} ($0 if it is free)"))));
    }
    charges
}

fn shown(known: &Known, unit: Unit) -> String {
    super::known::quantity(known, unit).to_string()
}

fn for_replicas(hourly: Sourced, resolved: &ResolvedComponent<'_>) -> Sourced {
    let hours = resolved.replicas.value * HOURS_PER_MONTH;
    hourly.weakened(resolved.replicas.provenance).with(hourly.value * hours)
}

/// Runs a month, each of some hours on some devices (1 is assumed).
fn for_training(device: Sourced, component: &Component) -> Known {
    let number = |property: Property| {
        let missing = || format!("state the {} of {}", property.label().to_lowercase(), component.name);
        stated(&component.properties, property).ok_or_else(missing)
    };
    let devices = super::known::stated_or(&component.properties, Property::TrainingDevices, 1.0);
    Ok(device.times(devices).times(number(Property::TrainingTime)?).times(number(Property::RunsPerMonth)?))
}

/// Hours of work in a month: arrivals per second times seconds of work each gives the share of time, times 730 h.
fn for_work(hourly: Sourced, resolved: &ResolvedComponent<'_>, arrivals: Known) -> Known {
    let arrivals = arrivals?;
    let service = resolved.service.clone()?;
    let busy = arrivals.value * service.mean() / 1000.0;
    let hourly = hourly.weakened(arrivals.provenance).weakened(service.provenance);
    Ok(hourly.with(hourly.value * busy * HOURS_PER_MONTH))
}

/// Whether components of this kind usually cost something; one of an unknown kind may.
fn expects_a_price(component: &Component) -> bool {
    catalog()
        .component_kind(&component.kind)
        .is_none_or(|kind| kind.typical.properties.iter().any(|typical| PRICES.contains(&typical.property)))
}

/// Requests of a month at so many per second.
pub(super) fn per_month(per_second: f64) -> f64 {
    per_second * SECONDS_PER_HOUR * HOURS_PER_MONTH
}

/// The bill as it is shown.
pub fn items(charges: &[Charge]) -> Vec<CostItem> {
    let item = |charge: &Charge| CostItem {
        label: charge.label.clone(),
        how: charge.how.clone(),
        element: Some(charge.element.clone()),
        monthly: super::known::quantity(&charge.monthly, Unit::DollarPerMonth),
    };
    charges.iter().map(item).collect()
}

/// The sum of the bill per month, and per request when `requests` per second come in.
pub fn totals(charges: &[Charge], requests: &Known) -> (Quality, Quality) {
    let missing: Vec<_> = charges.iter().filter_map(|charge| charge.monthly.as_ref().err()).cloned().collect();
    let monthly = match missing.as_slice() {
        [] => super::known::sum(charges.iter().map(|charge| &charge.monthly)),
        [only] => Err(only.clone()),
        [first, rest @ ..] => Err(format!("{first} (and {} more)", rest.len())),
    };
    let per_request = per_request(&monthly, requests);
    let monthly = super::known::quality(&monthly, Unit::DollarPerMonth);
    (monthly, super::known::quality(&per_request, Unit::DollarPerRequest))
}

fn per_request(monthly: &Known, requests: &Known) -> Known {
    let (monthly, requests) = (monthly.clone()?, requests.clone()?);
    let per_month = per_month(requests.value);
    if per_month <= 0.0 {
        return Err("no requests come in; state a mean load above 0".to_owned());
    }
    Ok(monthly.weakened(requests.provenance).with(monthly.value / per_month))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::{TestProject, check_close, design, evidence};
    use crate::analysis::{AnalysisSettings, analyse};
    use crate::model::{
        ConnectorKind, Design, EvidenceBook, Measure, MeasureKey, OpenQuestion, Pick, Project, Subject,
    };

    /// Mean load that makes 30 million requests a month.
    const THIRTY_MILLION: f64 = 30e6 / (3600.0 * 730.0);

    fn bill(project: &TestProject) -> (Quality, Quality) {
        let (project, book, design) = (project.clone().build(), EvidenceBook::default(), Design::default());
        let resolution = Resolution::of(&project, &book, &design);
        let requests = Ok(Sourced::new(THIRTY_MILLION, Provenance::Estimated));
        totals(&charges(&resolution, |_| requests.clone()), &requests)
    }

    #[track_caller]
    fn check(project: &TestProject, monthly: f64, per_request: f64) {
        let (total, each) = bill(project);
        check_close(total.quantity.amount().unwrap_or_else(|| panic!("unknown: {:?}", total.note)), monthly, 1e-6);
        check_close(each.quantity.amount().expect("requests come in"), per_request, 1e-9);
    }

    #[test]
    fn o15_a_bill_adds_up() {
        let project = TestProject::new()
            .component("scorer", &[(Property::HourlyPrice, 0.5), (Property::Replicas, 3.0)])
            .component("gateway", &[(Property::HourlyPrice, 0.1), (Property::Replicas, 2.0)])
            .component("data", &[(Property::MonthlyPrice, 200.0)])
            .component("network", &[(Property::RequestPrice, 2e-6)])
            .component(
                "training",
                &[(Property::DevicePrice, 3.0), (Property::TrainingTime, 6.0), (Property::RunsPerMonth, 4.0)],
            )
            .component("storage", &[(Property::StoragePrice, 0.09), (Property::StoredData, 500.0)]);
        check(&project, 1618.0, 1618.0 / 30e6);
    }

    /// What one request, and a month, of the scenario `use` cost.
    fn costs(project: &Project, book: &EvidenceBook, design: &Design) -> (f64, f64) {
        let settings = AnalysisSettings { samples: 100, seed: 1 };
        let analysis = analyse(project, book, design, &settings);
        let value = |measure| analysis.qualities[&MeasureKey::new(measure, Subject::System)].quantity.amount();
        (value(Measure::CostPerRequest).expect("it is known"), value(Measure::MonthlyCost).expect("it is known"))
    }

    #[test]
    fn o16_a_cascade_pays_the_large_model_for_few() {
        let sometimes = [(Property::CallsPerRequest, 0.05), (Property::LinkLatencyMedian, 1.0)];
        let project = TestProject::new()
            .component("small", &[(Property::RequestPrice, 0.0001)])
            .component("large", &[(Property::RequestPrice, 0.004)])
            .connect("small", "large", ConnectorKind::SynchronousCall, &sometimes)
            .scenario("small", 10.0, 10.0);
        let (each, _) = costs(&project.build(), &EvidenceBook::default(), &Design::default());
        check_close(each, 0.0003, 1e-12);
    }

    #[test]
    fn o17_false_alarms_are_most_of_the_reviewers_hours() {
        // Of a million, 0.25 % are fraud: 2,000 found at a recall of 80 %, 9,975 false alarms at 1 %.
        let flagged = (2_000.0 + 9_975.0) / 1e6 * 100.0;
        let a_million = 1e6 / (3600.0 * 730.0);
        let reviewer = [(Property::ServiceTimeMedian, 120_000.0), (Property::BusyHourPrice, 1.0)];
        let project = TestProject::new()
            .component("screen", &[(Property::ServiceTimeMedian, 1.0), (Property::RequestPrice, 0.0)])
            .component_of_kind("people", "reviewer", &reviewer)
            .connect("screen", "people", ConnectorKind::AsynchronousEvent, &[])
            .with_connector("screen-people", |line| line.condition = crate::model::CallCondition::WhenFlagged)
            .task("screen", &["tree"])
            .choice("model", "screen", OpenQuestion::Candidate)
            .scenario("screen", a_million, a_million);
        let book = evidence(&[(
            "screen",
            "tree",
            &[(Measure::InferenceP50, 1.0), (Measure::InferenceP99, 1.0), (Measure::FlaggedShare, flagged)],
        )]);
        let picks = design(&[("model", Pick::Candidate("tree".into()))]);
        let (_, hours) = costs(&project.build(), &book, &picks);
        check_close(hours, 399.2, 0.05);
    }

    #[test]
    fn a_node_is_paid_per_replica() {
        let scorer = [(Property::HourlyPrice, 0.5), (Property::Replicas, 3.0)];
        let project = TestProject::new().component("scorer", &scorer).node(
            "region",
            &[(Property::HourlyPrice, 0.2)],
            &["scorer"],
        );
        check(&project, 3.0 * 0.7 * 730.0, 3.0 * 0.7 * 730.0 / 30e6);
    }

    #[test]
    fn people_are_paid_for_the_hours_they_work() {
        // 2 minutes a case: 1,000,000 hours for 30 million cases.
        let reviewer = [(Property::ServiceTimeMedian, 120_000.0), (Property::BusyHourPrice, 40.0)];
        check(&TestProject::new().component_of_kind("people", "reviewer", &reviewer), 40e6, 40.0 / 30.0);
    }

    #[test]
    fn a_missing_price_is_not_free() {
        let (total, each) = bill(&TestProject::new().component("scorer", &[]));
        assert_eq!(total.note.as_deref(), Some("state a price of scorer ($0 if it is free)"));
        assert!(!total.quantity.is_known() && !each.quantity.is_known());
        check(&TestProject::new().component_of_kind("app", "client_app", &[]), 0.0, 0.0);
    }
}
