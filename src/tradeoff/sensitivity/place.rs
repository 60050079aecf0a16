//! What a number is called and where it is stated, also where it stands on a way past what the design leaves out, which
//! nobody drew.

use super::number::Number;
use crate::model::{ComponentId, Connector, ConnectorId, ElementId, Project};

/// Where numbers stand.
pub(super) struct Places<'a> {
    /// The project as it is stated.
    pub stated: &'a Project,
    /// The project as the design has it.
    pub designed: &'a Project,
}

impl Places<'_> {
    /// What a number is called. A way past something is named by its ends and by what it goes past, such as
    /// `App → Store past Cache: Network latency, median`.
    pub fn name(&self, number: &Number) -> String {
        number.name(self.designed, &|element| self.element_name(element))
    }

    /// The element of the drawing that a number is stated on: that of a way past something stands on the connector that
    /// led on from there. `None` for the numbers of scenarios, which are not drawn.
    pub fn stated_on(&self, number: &Number) -> Option<ElementId> {
        let element = number.element(self.stated)?;
        match self.leading_on(&element) {
            Some((connector, _)) => Some(ElementId::Connector(connector.clone())),
            None => Some(element).filter(|element| self.stated.system.contains(element)),
        }
    }

    fn element_name(&self, element: &ElementId) -> String {
        let name = self.designed.element_name(element);
        match self.leading_on(element) {
            Some((_, connector)) => {
                format!("{name} past {}", self.stated.element_name(&ElementId::from(&connector.source)))
            }
            None => name,
        }
    }

    /// The connector by which a way that only the design has led on from the last component that it goes past.
    fn leading_on(&self, element: &ElementId) -> Option<(&ConnectorId, &Connector)> {
        let ElementId::Connector(id) = element else { return None };
        let drawn = &self.stated.system.connectors;
        let way = self.designed.system.connectors.get(id).filter(|_| !drawn.contains_key(id))?;
        let is_left_out = |id: &ComponentId| !self.designed.system.components.contains_key(id);
        let mut reached = vec![&way.source];
        let mut next = 0;
        while let Some(source) = reached.get(next).copied() {
            next += 1;
            let leaving = drawn.values().filter(|leaving| leaving.source == *source);
            for target in leaving.map(|leaving| &leaving.target).filter(|target| is_left_out(target)) {
                if !reached.contains(&target) {
                    reached.push(target);
                }
            }
        }
        drawn.iter().find(|(_, leaving)| {
            leaving.target == way.target
                && leaving.kind.is_data() == way.kind.is_data()
                && is_left_out(&leaving.source)
                && reached.contains(&&leaving.source)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::AnalysisSettings;
    use crate::analysis::test_support::{TestProject, design};
    use crate::edit::as_designed;
    use crate::model::{Absence, Design, EvidenceBook, Measure, MeasureKey, OpenQuestion, Pick, Property, Subject};
    use crate::tradeoff::Sensitivity;

    #[test]
    fn a_way_past_two_components_is_told_by_its_ends() {
        let bypassed = || OpenQuestion::Presence(Absence::Bypassed);
        let project = TestProject::new()
            .component("app", &[])
            .component("cache", &[])
            .component("proxy", &[])
            .component("store", &[])
            .call("app", "cache", 1.0)
            .call("cache", "proxy", 1.0)
            .call("proxy", "store", 7.0)
            .call("app", "store", 9.0)
            .choice("cached", "cache", bypassed())
            .choice("proxied", "proxy", bypassed())
            .build();
        let picks = design(&[("cached", Pick::Present(false)), ("proxied", Pick::Present(false))]);
        let designed = as_designed(&project, &picks);
        let places = Places { stated: &project, designed: &designed };
        let named = |id: &ConnectorId| {
            let number = Number::Property(ElementId::Connector(id.clone()), Property::LinkLatencyMedian);
            (places.name(&number), places.stated_on(&number))
        };
        let names: Vec<_> = designed.system.connectors.keys().map(named).collect();
        let label = Property::LinkLatencyMedian.label();
        let on = |id: &str| Some(ElementId::Connector(id.into()));
        let expected = [
            (format!("app → store: {label}"), on("app-store")),
            (format!("app → store past proxy: {label}"), on("proxy-store")),
        ];
        assert_eq!(names, expected);
    }

    #[test]
    fn what_only_the_design_has_is_named_in_words() {
        let stage = [(Property::ServiceTimeMedian, 1.0), (Property::Capacity, 1e9)];
        let project = TestProject::new()
            .component("app", &stage)
            .component("cache", &stage)
            .component("store", &stage)
            .call("app", "cache", 2.0)
            .call("cache", "store", 5.0)
            .choice("cached", "cache", OpenQuestion::Presence(Absence::Bypassed))
            .scenario("app", 1.0, 1.0)
            .build();
        let measures = [MeasureKey::new(Measure::ResponseTimeMean, Subject::Scenario("use".into()))];
        let settings = AnalysisSettings { samples: 1000, seed: 3 };
        let of = |design: &Design| {
            let given = (&project, &EvidenceBook::default(), design);
            let mut go_on = |_, _| std::ops::ControlFlow::Continue(());
            Sensitivity::of(given, &measures, 0.2, &settings, &mut go_on).expect("nobody stops it")
        };
        let without = design(&[("cached", Pick::Present(false))]);
        let found = of(&without);
        let label = Property::LinkLatencyMedian.label();
        let way = format!("app → store past cache: {label}");
        let moved = found.numbers.iter().find(|moved| moved.name == way).expect("the way past the cache is named");
        assert_eq!(moved.stated_on, Some(ElementId::Connector("cache-store".into())));
        let point = found.sensitivity_points(0.0).into_iter().find(|point| found.numbers[point.number].name == way);
        let sentence = found.point_in_words(&project, &point.expect("the network takes most of the time"));
        assert!(sentence.starts_with(&format!("{way} (5 ms, ")), "{sentence}");
        let with = design(&[("cached", Pick::Present(true))]);
        let found = of(&with);
        assert!(found.numbers.iter().any(|moved| moved.name == format!("cache → store: {label}")));
        assert!(found.numbers.iter().all(|moved| !moved.name.contains(" past ")), "nothing is passed");
    }
}
