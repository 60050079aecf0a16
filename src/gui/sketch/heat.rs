//! Colours the drawing by a number or a fact of its components, so that what stands out is seen at once. The value is
//! written beside each: colour alone says nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Color32, Ui};
use strum::{EnumIter, IntoEnumIterator as _};

use super::SketchView;
use crate::analysis::Analysis;
use crate::diagram::Diagram;
use crate::gui::fields::name;
use crate::gui::theme::Palette;
use crate::model::{BoundaryKind, Component, ComponentId, DataClass, ElementId, Provenance, Quantity, System, Unit};

/// What the drawing is coloured by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumIter)]
pub(super) enum Heat {
    /// Nothing.
    #[default]
    Off,
    /// How busy a component is at peak load.
    Utilisation,
    /// Its share of the response time.
    ResponseTime,
    /// How much the availability gains when it gets better.
    AvailabilityImportance,
    /// What it costs.
    MonthlyCost,
    /// The data that it has to do with.
    DataClass,
    /// The team that it belongs to.
    Team,
    /// Where the weakest of its numbers comes from.
    Provenance,
}

/// The place of a value among the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Tinge {
    /// Between nothing (0) and the most (1).
    Share(f32),
    /// One of several that have no order.
    Class(usize),
}

/// The colours of a drawing.
#[derive(Debug, Default)]
pub(super) struct HeatMap {
    tints: BTreeMap<ComponentId, (Tinge, String)>,
    /// What colours mean, for the legend.
    pub scale: Vec<(Tinge, String)>,
}

/// A heat map with what it was made from.
#[derive(Default)]
pub(super) struct Kept {
    heat: Heat,
    /// One per project and view.
    diagram: Option<Arc<Diagram>>,
    analysis: Option<Arc<Analysis>>,
    map: Arc<HeatMap>,
}

impl Heat {
    fn label(self) -> &'static str {
        match self {
            Self::Off => "Nothing",
            Self::Utilisation => "Utilisation",
            Self::ResponseTime => "Share of response time",
            Self::AvailabilityImportance => "Importance for availability",
            Self::MonthlyCost => "Monthly cost",
            Self::DataClass => "Data class",
            Self::Team => "Team",
            Self::Provenance => "Weakest provenance",
        }
    }
}

impl Tinge {
    /// Its colour: text stays legible on it.
    pub fn color(self, palette: &Palette) -> Color32 {
        match self {
            Self::Share(share) => palette.card.lerp_to_gamma(palette.heat, 0.08 + 0.42 * share.clamp(0.0, 1.0)),
            Self::Class(index) => palette.card.lerp_to_gamma(palette.series[index % palette.series.len()], 0.32),
        }
    }
}

impl HeatMap {
    fn of(heat: Heat, system: &System, analysis: Option<&Analysis>) -> Self {
        let mut map = Self::default();
        match heat {
            Heat::Off => {}
            Heat::Utilisation => map.fill_shares(utilisations(analysis), 100.0, Unit::Percent),
            Heat::ResponseTime => map.fill_shares(time_shares(analysis), 100.0, Unit::Percent),
            Heat::AvailabilityImportance => map.fill_shares(importance(analysis), 1.0, Unit::Ratio),
            Heat::MonthlyCost => {
                let costs = costs(analysis);
                let most = costs.values().copied().fold(0.0, f64::max);
                map.fill_shares(costs, most, Unit::DollarPerMonth);
            }
            Heat::DataClass => {
                let class = |component: &Component| component.facts.data().map(|class| (class as usize, class.label()));
                map.fill_classes(system, class, DataClass::iter().map(|class| class.label().to_owned()).collect());
            }
            Heat::Team => {
                let teams = system.boundaries.iter().filter(|(_, boundary)| boundary.kind == BoundaryKind::Team);
                let teams: Vec<_> = teams.collect();
                let team = |component: &Component| {
                    let index = teams.iter().position(|(id, _)| component.boundaries.contains(*id))?;
                    Some((index, teams.get(index)?.1.name.as_str()))
                };
                map.fill_classes(system, team, teams.iter().map(|(_, team)| team.name.clone()).collect());
            }
            Heat::Provenance => {
                let origins = [Provenance::Measured, Provenance::Estimated, Provenance::Assumed, Provenance::Unknown];
                let weakest = |component: &Component| {
                    let origin = component.properties.values().map(|quantity| quantity.provenance()).max()?;
                    Some((origins.iter().position(|known| *known == origin)?, origin.label()))
                };
                map.fill_classes(system, weakest, origins.map(|origin| origin.label().to_owned()).to_vec());
            }
        }
        map
    }

    /// What a component shows, if it has a value.
    pub fn tint(&self, id: &ComponentId) -> Option<&(Tinge, String)> {
        self.tints.get(id)
    }

    fn fill_shares(&mut self, amounts: BTreeMap<ComponentId, f64>, most: f64, unit: Unit) {
        let written = |amount: f64| {
            let digits = match amount.abs() {
                10.0.. => amount.round(),
                1.0.. => (amount * 10.0).round() / 10.0,
                _ => (amount * 1000.0).round() / 1000.0,
            };
            Quantity::estimated(digits, unit).to_string()
        };
        if most > 0.0 && !amounts.is_empty() {
            let steps = [0.0, 0.5, 1.0].map(|share: f32| (Tinge::Share(share), written(f64::from(share) * most)));
            self.scale = steps.to_vec();
        }
        self.tints = amounts
            .into_iter()
            .map(|(id, amount)| {
                let text = if amount.is_finite() { written(amount) } else { "overloaded".to_owned() };
                let share = if most > 0.0 { (amount / most) as f32 } else { 0.0 };
                (id, (Tinge::Share(share), text))
            })
            .collect();
    }

    fn fill_classes<'s>(
        &mut self,
        system: &'s System,
        class: impl Fn(&'s Component) -> Option<(usize, &'s str)>,
        names: Vec<String>,
    ) {
        let tint = |(id, component): (&ComponentId, &'s Component)| {
            let (index, text) = class(component)?;
            Some((id.clone(), (Tinge::Class(index), text.to_owned())))
        };
        self.tints = system.components.iter().filter_map(tint).collect();
        let is_used = |index: &usize| self.tints.values().any(|(tinge, _)| *tinge == Tinge::Class(*index));
        let used = names.into_iter().enumerate().filter(|(index, _)| is_used(index));
        self.scale = used.map(|(index, name)| (Tinge::Class(index), name)).collect();
    }
}

/// The utilisation in percent that a component reaches in any scenario; without bound when it is overloaded.
fn utilisations(analysis: Option<&Analysis>) -> BTreeMap<ComponentId, f64> {
    let mut busiest = BTreeMap::new();
    for (id, load) in analysis.into_iter().flat_map(|analysis| &analysis.scenarios).flat_map(|found| &found.loads) {
        if let Some(percent) = load.utilisation.amount_in(Unit::Percent) {
            let entry = busiest.entry(id.clone()).or_insert(0.0);
            *entry = f64::max(*entry, if percent >= 100.0 { f64::INFINITY } else { percent });
        }
    }
    busiest
}

/// The largest share in percent that a component has of any scenario's mean response time.
fn time_shares(analysis: Option<&Analysis>) -> BTreeMap<ComponentId, f64> {
    let mut shares = BTreeMap::new();
    for hop in analysis.into_iter().flat_map(|analysis| &analysis.scenarios).flat_map(|found| &found.hops) {
        let entry = shares.entry(hop.component.clone()).or_insert(0.0);
        *entry = f64::max(*entry, hop.mean_share * 100.0);
    }
    shares
}

/// The largest importance that a component has for the availability of any scenario.
fn importance(analysis: Option<&Analysis>) -> BTreeMap<ComponentId, f64> {
    let mut largest = BTreeMap::new();
    for part in analysis.into_iter().flat_map(|analysis| &analysis.scenarios).flat_map(|found| &found.needed) {
        if let (ElementId::Component(id), Some(importance)) = (&part.element, part.importance) {
            let entry = largest.entry(id.clone()).or_insert(0.0);
            *entry = f64::max(*entry, importance);
        }
    }
    largest
}

/// Dollars per month of what a component causes, where all of it is known.
fn costs(analysis: Option<&Analysis>) -> BTreeMap<ComponentId, f64> {
    let mut costs: BTreeMap<ComponentId, Option<f64>> = BTreeMap::new();
    for item in analysis.into_iter().flat_map(|analysis| &analysis.costs) {
        if let Some(ElementId::Component(id)) = &item.element {
            let entry = costs.entry(id.clone()).or_insert(Some(0.0));
            *entry = entry.zip(item.monthly.amount_in(Unit::DollarPerMonth)).map(|(sum, more)| sum + more);
        }
    }
    costs.into_iter().filter_map(|(id, cost)| Some((id, cost?))).collect()
}

impl SketchView {
    /// The colours for what is drawn now.
    pub(super) fn heat_map(&mut self, diagram: &Arc<Diagram>, analysis: Option<&Arc<Analysis>>) -> Arc<HeatMap> {
        let kept = &self.heat_kept;
        let is_kept = kept.heat == self.heat
            && kept.diagram.as_ref().is_some_and(|kept| Arc::ptr_eq(kept, diagram))
            && kept.analysis.as_ref().map(Arc::as_ptr) == analysis.map(Arc::as_ptr);
        if !is_kept {
            let map = Arc::new(HeatMap::of(self.heat, diagram.system(), analysis.map(Arc::as_ref)));
            let (diagram, analysis) = (Some(Arc::clone(diagram)), analysis.cloned());
            self.heat_kept = Kept { heat: self.heat, diagram, analysis, map };
        }
        Arc::clone(&self.heat_kept.map)
    }

    /// The colours that were shown last.
    pub(super) fn shown_heat(&self) -> &HeatMap {
        &self.heat_kept.map
    }

    /// A menu of what the drawing can be coloured by.
    pub(super) fn show_heat_menu(&mut self, ui: &mut Ui) {
        let title = format!("Colour: {}", self.heat.label());
        let menu = ui.menu_button(title, |ui| {
            for heat in Heat::iter() {
                if ui.selectable_label(self.heat == heat, heat.label()).clicked() {
                    self.heat = heat;
                    ui.close();
                }
            }
        });
        name(&menu.response, &format!("Colour the drawing by: {}", self.heat.label()));
        menu.response.on_hover_text("Colour the components by a number or a fact");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::TestProject;
    use crate::analysis::{AnalysisSettings, analyse};
    use crate::model::{Boundary, Design, EvidenceBook, Fact, FactValue, Project, Property, Rectangle, ViewKey};

    fn project() -> Project {
        TestProject::new()
            .component("front", &[(Property::ServiceTimeMedian, 1.0), (Property::MonthlyPrice, 300.0)])
            .component("back", &[(Property::ServiceTimeMedian, 3.0), (Property::MonthlyPrice, 100.0)])
            .component("apart", &[(Property::MonthlyPrice, 0.0)])
            .call("front", "back", 0.0)
            .scenario("front", 100.0, 250.0)
            .build()
    }

    fn texts(heat: Heat, project: &Project) -> Vec<(String, Tinge, String)> {
        let settings = AnalysisSettings { samples: 500, seed: 1 };
        let analysis = analyse(project, &EvidenceBook::default(), &Design::default(), &settings);
        let map = HeatMap::of(heat, &project.system, Some(&analysis));
        map.tints.iter().map(|(id, (tinge, text))| (id.to_string(), *tinge, text.clone())).collect()
    }

    #[test]
    fn loads_costs_and_shares_are_told_for_those_that_have_them() {
        let project = project();
        let entry = |id: &str, share: f32, text: &str| (id.to_owned(), Tinge::Share(share), text.to_owned());
        // 250 a second of 1 ms and of 3 ms each.
        assert_eq!(texts(Heat::Utilisation, &project), [entry("back", 0.75, "75 %"), entry("front", 0.25, "25 %")]);
        let costs = [
            entry("apart", 0.0, "$0/month"),
            entry("back", 1.0 / 3.0, "$100/month"),
            entry("front", 1.0, "$300/month"),
        ];
        assert_eq!(texts(Heat::MonthlyCost, &project), costs);
        assert_eq!(texts(Heat::ResponseTime, &project).len(), 2);
        assert!(texts(Heat::Off, &project).is_empty());
    }

    #[test]
    fn facts_and_teams_are_classes_and_what_is_not_stated_has_none() {
        let mut project = project();
        let boundary = Boundary {
            name: "Risk".to_owned(),
            kind: BoundaryKind::Team,
            description: String::new(),
            style: None,
            shape: Rectangle::default(),
        };
        project.system.boundaries.insert("risk".into(), boundary);
        let back = &mut project.system.components[&ComponentId::new("back")];
        back.boundaries.insert("risk".into());
        back.facts.stated.insert(Fact::Data, FactValue::DataClass(DataClass::Personal));
        assert_eq!(texts(Heat::Team, &project), [("back".to_owned(), Tinge::Class(0), "Risk".to_owned())]);
        assert_eq!(texts(Heat::DataClass, &project), [("back".to_owned(), Tinge::Class(2), "Personal".to_owned())]);
        assert!(texts(Heat::Provenance, &project).iter().all(|(_, _, text)| text == "estimated"));
    }

    #[test]
    fn an_overloaded_component_is_called_so() {
        let mut project = project();
        project.scenarios[0].peak_load = Quantity::estimated(400.0, Unit::PerSecond);
        assert_eq!(texts(Heat::Utilisation, &project)[0].2, "overloaded");
        let mut map = HeatMap::default();
        map.fill_shares([("front".into(), 100.0 + 1e-12)].into(), 100.0, Unit::Percent);
        assert_eq!(map.tint(&"front".into()).unwrap().1, "100 %", "a rounded share of all of the time is no overload");
    }

    #[test]
    fn another_view_of_the_same_project_is_coloured_anew() {
        let project = Arc::new(project());
        let mut sketch = SketchView { heat: Heat::Provenance, ..SketchView::default() };
        let mut is_coloured = |view| {
            let diagram = Arc::new(Diagram::of_view(&project, &view));
            sketch.heat_map(&diagram, None).tint(&"front".into()).is_some()
        };
        assert!(!is_coloured(ViewKey::Context), "the context shows the system as one box");
        assert!(is_coloured(ViewKey::Everything));
    }
}
