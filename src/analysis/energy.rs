//! Energy and CO2 of a month: of the requests that models answer, and of their training.
//!
//! Strubell, Ganesh and McCallum, "Energy and Policy Considerations for Deep Learning in NLP" (2019): the power of the
//! devices times the hours, times the power usage effectiveness of the site.

use crate::catalog::catalog;
use crate::model::{ComponentId, HOURS_PER_MONTH, Property, Provenance};

use super::known::{Known, Sourced, stated, stated_or, sum};
use super::resolve::{Model, Resolution, ResolvedComponent};

/// Power usage effectiveness of a data centre of which nothing is stated (Strubell et al. 2019, after Ascierto 2018).
const USUAL_EFFECTIVENESS: f64 = 1.58;

const REQUESTS_PER_MONTH: f64 = 3600.0 * HOURS_PER_MONTH;

/// Kilowatt hours and kilograms of CO2 per month. `arrivals` gives the mean requests per second that reach a component.
/// Unknown as soon as one model or one pipeline is.
pub(super) fn monthly(resolution: &Resolution<'_>, arrivals: impl Fn(&ComponentId) -> Known) -> (Known, Known) {
    let inside = resolution.components.iter().filter(|(_, resolved)| !resolved.outside);
    let arrivals = &arrivals;
    let parts: Vec<_> = inside.flat_map(|(id, resolved)| of_component(resolved, move || arrivals(id))).collect();
    if parts.is_empty() {
        let nothing = || Err("no energy is stated; state the energy per request of what answers".to_owned());
        return (nothing(), nothing());
    }
    (sum(parts.iter().map(|(energy, _)| energy)), sum(parts.iter().map(|(_, carbon)| carbon)))
}

/// Kilowatt hours and kilograms of CO2 per month of everything that one component needs energy for.
pub(super) fn of_component(
    resolved: &ResolvedComponent<'_>,
    arrivals: impl Fn() -> Known,
) -> impl Iterator<Item = (Known, Known)> {
    let [serving, training] = [serving(resolved, arrivals), training(resolved)];
    let energy = serving.into_iter().chain(training);
    energy.map(|energy| {
        let carbon = carbon(&energy, resolved);
        (energy, carbon)
    })
}

/// Kilowatt hours per month of the requests that a component answers; `None` where that is not asked: neither a model nor
/// anything stated.
fn serving(resolved: &ResolvedComponent<'_>, arrivals: impl Fn() -> Known) -> Option<Known> {
    let component = resolved.component;
    let Some(request) = stated(&component.properties, Property::RequestEnergy) else {
        let is_model = !matches!(resolved.model, Model::None);
        return is_model.then(|| Err(format!("state the energy per request of {}", component.name)));
    };
    let kilowatt_hours = |arrivals: Sourced| {
        let effectiveness = effectiveness(resolved);
        let per_month = arrivals.value * REQUESTS_PER_MONTH;
        request.times(effectiveness).times(arrivals.with(per_month / 1e6))
    };
    Some(arrivals().map(kilowatt_hours))
}

/// Kilowatt hours per month of training; `None` for what trains nothing.
fn training(resolved: &ResolvedComponent<'_>) -> Option<Known> {
    let component = resolved.component;
    let number = |property| stated(&component.properties, property);
    let says = |property: Property| format!("state the {} of {}", property.label().to_lowercase(), component.name);
    let power = match number(Property::DevicePower) {
        Some(power) => power,
        None if component.kind == "training_pipeline" => return Some(Err(says(Property::DevicePower))),
        None => return None,
    };
    let hours = number(Property::TrainingTime).ok_or_else(|| says(Property::TrainingTime));
    let runs = number(Property::RunsPerMonth).ok_or_else(|| says(Property::RunsPerMonth));
    let devices = stated_or(&component.properties, Property::TrainingDevices, 1.0);
    let watt_hours = hours.and_then(|hours| Ok(power.times(devices).times(hours).times(runs?)));
    Some(watt_hours.map(|energy| energy.with(energy.value / 1000.0).times(effectiveness(resolved))))
}

/// Energy of the site per energy of its computers: stated for the node, usual for a data centre, 1 for a device.
fn effectiveness(resolved: &ResolvedComponent<'_>) -> Sourced {
    let Some((_, node)) = resolved.node else { return Sourced::new(USUAL_EFFECTIVENESS, Provenance::Assumed) };
    let typical = catalog().typical_of_node(&node.kind);
    let is_asked = |typical: &&crate::catalog::TypicalProperty| typical.property == Property::PowerUsageEffectiveness;
    let is_site = typical.properties.iter().chain(&typical.further).any(|typical| is_asked(&typical));
    stated_or(&node.properties, Property::PowerUsageEffectiveness, if is_site { USUAL_EFFECTIVENESS } else { 1.0 })
}

/// Kilograms of CO2 of so many kilowatt hours.
fn carbon(energy: &Known, resolved: &ResolvedComponent<'_>) -> Known {
    let energy = energy.clone()?;
    let component = &resolved.component.name;
    let (_, node) = resolved.node.ok_or_else(|| format!("deploy {component}: the CO2 depends on where it runs"))?;
    let intensity = stated(&node.properties, Property::CarbonIntensity)
        .ok_or_else(|| format!("state the carbon intensity of {}", node.name))?;
    let grams = energy.times(intensity);
    Ok(grams.with(grams.value / 1000.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::{TestProject, check_close};
    use crate::model::{Design, EvidenceBook};

    fn of(project: &TestProject, arrivals: f64) -> (Known, Known) {
        let (project, book, design) = (project.clone().build(), EvidenceBook::default(), Design::default());
        let resolution = Resolution::of(&project, &book, &design);
        monthly(&resolution, |_| Ok(Sourced::new(arrivals, Provenance::Estimated)))
    }

    /// One run a month on devices of so many watts for so many hours, in a data centre.
    fn pipeline(watts: f64, hours: f64) -> TestProject {
        let numbers = [(Property::DevicePower, watts), (Property::TrainingTime, hours), (Property::RunsPerMonth, 1.0)];
        // 0.954 pounds of CO2 per kilowatt hour.
        let site = [(Property::PowerUsageEffectiveness, 1.58), (Property::CarbonIntensity, 432.727)];
        TestProject::new().component_of_kind("train", "training_pipeline", &numbers).node("site", &site, &["train"])
    }

    #[test]
    fn o18_energy_and_carbon_of_published_trainings() {
        for (watts, hours, kilowatt_hours, pounds) in [
            (1515.43, 84.0, 201.0, 192.0),
            (517.66, 336.0, 275.0, 262.0),
            (12_041.51, 79.2, 1507.0, 1438.0),
            (1515.43, 274_120.0, 656_347.0, 626_155.0),
        ] {
            let (energy, carbon) = of(&pipeline(watts, hours), 0.0);
            check_close(energy.unwrap().value, kilowatt_hours, 0.5);
            check_close(carbon.unwrap().value / 0.453_592_37, pounds, 0.000_05 * pounds + 0.5);
        }
    }

    #[test]
    fn requests_take_energy_and_unknown_stays_unknown() {
        // 0.5 mWh at 10 requests per second: 26.28 million a month make 13.14 kWh, on a device without a site.
        let phone = [(Property::CarbonIntensity, 400.0), (Property::PowerUsageEffectiveness, 1.0)];
        let project =
            TestProject::new().component("model", &[(Property::RequestEnergy, 0.5)]).node("phone", &phone, &["model"]);
        let (energy, carbon) = of(&project, 10.0);
        check_close(energy.unwrap().value, 13.14, 1e-9);
        check_close(carbon.unwrap().value, 5.256, 1e-9);
        let (energy, _) = of(&project.clone().component_of_kind("train", "training_pipeline", &[]), 10.0);
        assert_eq!(energy.unwrap_err(), "state the power per device of train");
        let (energy, carbon) = of(&TestProject::new().component("api", &[]), 10.0);
        assert!(energy.unwrap_err().contains("no energy is stated") && carbon.is_err());
        let nowhere = TestProject::new().component("model", &[(Property::RequestEnergy, 0.5)]);
        assert!(of(&nowhere, 10.0).1.unwrap_err().contains("deploy model"));
    }
}
