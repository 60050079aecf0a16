//! The numbers that go into another one, gathered from the drawing and from the analysis.

use super::{Input, Teller};
use crate::analysis::ScenarioAnalysis;
use crate::model::{
    ComponentId, ConnectorId, ElementId, Measure, MeasureKey, Property, Quantity, ScenarioId, Subject, When,
};

impl Teller<'_> {
    /// Everything that the time of a scenario depends on.
    pub(super) fn times(&self, scenario: &ScenarioAnalysis, id: &ScenarioId) -> Vec<Input> {
        let peak = self.project.scenarios.get(id).map(|scenario| self.project.load(scenario, When::Peak));
        let peak = peak.map(|quantity| Input { label: "Peak load".to_owned(), quantity });
        let hops = scenario.hops.iter().flat_map(|hop| {
            let waiting = scenario.loads.get(&hop.component).map(|load| load.waiting);
            let waiting = waiting.map(|waiting| self.input(&hop.component, "mean waiting", waiting));
            self.work(&hop.component).into_iter().chain(waiting)
        });
        let links = self.links(scenario).flat_map(|id| self.of_connector(id, &[Property::LinkLatencyMedian]));
        peak.into_iter().chain(hops).chain(links).collect()
    }

    /// Own work of a component: stated around a model, and the measured model.
    pub(super) fn work(&self, id: &ComponentId) -> Vec<Input> {
        let mut inputs = self.stated(id, &[Property::ServiceTimeMedian, Property::ServiceTimeTail]);
        inputs.extend(self.model(id, &[Measure::InferenceP50, Measure::InferenceP99]));
        inputs
    }

    /// Stated numbers of the components and of the calls on a path.
    pub(super) fn of_path(
        &self,
        scenario: &ScenarioAnalysis,
        component: &[Property],
        connector: &[Property],
    ) -> Vec<Input> {
        let components = scenario.hops.iter().flat_map(|hop| self.stated(&hop.component, component));
        let connectors = self.links(scenario).flat_map(|id| self.of_connector(id, connector));
        components.chain(connectors).collect()
    }

    /// Calls between components that requests wait for.
    pub(super) fn links<'s>(&'s self, scenario: &'s ScenarioAnalysis) -> impl Iterator<Item = &'s ConnectorId> {
        let is_hop = |id: &ComponentId| scenario.hops.iter().any(|hop| hop.component == *id);
        let path = self.project.scenarios.get(&scenario.scenario).map(|scenario| &scenario.path);
        let connectors = self.project.system.connectors.iter();
        connectors
            .filter(move |(id, connector)| {
                let is_taken = path.is_none_or(|path| path.step(id).is_some());
                is_taken && connector.kind.blocks() && is_hop(&connector.source) && is_hop(&connector.target)
            })
            .map(|(id, _)| id)
    }

    pub(super) fn needed(&self, scenario: &ScenarioAnalysis) -> Vec<Input> {
        let needed = scenario.needed.iter().map(|part| {
            let name = self.project.element_name(&part.element);
            let share = (part.reach < 1.0).then(|| format!(", needed by {:.0} %", part.reach * 100.0));
            Input { label: format!("{name}{}", share.unwrap_or_default()), quantity: part.availability }
        });
        needed.collect()
    }

    pub(super) fn bill(&self) -> Vec<Input> {
        self.analysis.costs.iter().map(|item| Input { label: item.label.clone(), quantity: item.monthly }).collect()
    }

    pub(super) fn bill_of(&self, element: &ElementId) -> Vec<Input> {
        let items = self.analysis.costs.iter().filter(|item| item.element.as_ref() == Some(element));
        items.map(|item| Input { label: item.label.clone(), quantity: item.monthly }).collect()
    }

    pub(super) fn model(&self, id: &ComponentId, measures: &[Measure]) -> Vec<Input> {
        let key = |measure: &Measure| MeasureKey::new(*measure, Subject::Component(id.clone()));
        let known = measures.iter().filter(|measure| self.analysis.qualities.contains_key(&key(measure)));
        known.map(|measure| self.input(id, &measure.label().to_lowercase(), self.quantity(&key(measure)))).collect()
    }

    pub(super) fn stated(&self, id: &ComponentId, properties: &[Property]) -> Vec<Input> {
        let Some(component) = self.project.system.components.get(id) else { return Vec::new() };
        let stated = properties.iter().filter_map(|property| {
            let quantity = *component.properties.get(property)?;
            Some(self.input(id, &property.label().to_lowercase(), quantity))
        });
        stated.collect()
    }

    pub(super) fn of_connector(&self, id: &ConnectorId, properties: &[Property]) -> Vec<Input> {
        let Some(connector) = self.project.system.connectors.get(id) else { return Vec::new() };
        let name = self.project.element_name(&ElementId::Connector(id.clone()));
        let stated = properties.iter().filter_map(|property| {
            let quantity = *connector.properties.get(property)?;
            Some(Input { label: format!("{name}, {}", property.label().to_lowercase()), quantity })
        });
        stated.collect()
    }

    pub(super) fn input(&self, id: &ComponentId, what: &str, quantity: Quantity) -> Input {
        let name = self.project.element_name(&ElementId::Component(id.clone()));
        Input { label: format!("{name}, {what}"), quantity }
    }

    pub(super) fn quantity(&self, key: &MeasureKey) -> Quantity {
        let quality = self.analysis.qualities.get(key);
        quality.map_or(Quantity::unknown(key.measure.unit()), |quality| quality.quantity)
    }
}
