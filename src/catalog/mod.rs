//! What the field knows, kept as data in `assets/catalog`: kinds of components and nodes, default numbers, measures,
//! rules of architecture.

mod icon;
mod kinds;
mod measures;
mod references;
mod rules;
mod template;
mod words;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use indexmap::IndexMap;

pub use icon::Icon;
pub use kinds::{ComponentKind, ElementKind, NodeKind, Typical, TypicalProperty};
pub use measures::{Example, MeasureText, QualityGroup, QualityText};
pub use references::Reference;
pub use rules::RuleText;
pub use template::{
    Effect, Template, TemplateBoundary, TemplateComponent, TemplateConnector, TemplateNode, TemplateSort, Tendency,
};

use crate::model::{Collection, ConnectorKind, KindId, Measure, Properties, Property, Style};

/// Everything in `assets/catalog`, read once.
#[derive(Debug)]
pub struct Catalog {
    /// Kinds of components in palette order.
    pub component_kinds: Collection<KindId, ComponentKind>,
    /// Kinds of deployment nodes in palette order.
    pub node_kinds: Collection<KindId, NodeKind>,
    connectors: Vec<(ConnectorKind, Typical)>,
    unusual: Typical,
    measures: Vec<(Measure, MeasureText)>,
    /// Quality attributes by name, those of the system first, then of models, then of data.
    pub qualities: IndexMap<String, QualityText>,
    rules: BTreeMap<String, RuleText>,
    references: Vec<Reference>,
    templates: Vec<Template>,
}

/// The catalogue.
pub fn catalog() -> &'static Catalog {
    // The files are compiled in: a mistake in them is a mistake of ours, and `tests` below read every one of them.
    static CATALOG: LazyLock<Catalog> =
        LazyLock::new(|| Catalog::read().unwrap_or_else(|error| panic!("assets/catalog: {error}")));
    &CATALOG
}

impl Catalog {
    fn read() -> Result<Self, String> {
        let literature = template::read_literature(include_str!("../../assets/catalog/literature.json"))?;
        Ok(Self {
            component_kinds: kinds::read_component_kinds(include_str!("../../assets/catalog/component_kinds.json"))?,
            node_kinds: kinds::read_node_kinds(include_str!("../../assets/catalog/node_kinds.json"))?,
            connectors: kinds::read_connectors(include_str!("../../assets/catalog/connectors.json"))?,
            unusual: Typical::default(),
            measures: measures::read_measures(include_str!("../../assets/catalog/measures.json"))?,
            qualities: measures::read_qualities(include_str!("../../assets/catalog/qualities.json"))?,
            rules: rules::read_rules(include_str!("../../assets/catalog/rules.json"))?,
            references: references::read_references(include_str!("../../assets/catalog/references.json"))?,
            templates: template::read_templates(include_str!("../../assets/catalog/templates.json"), &literature)?,
        })
    }

    /// The component kind with this key.
    pub fn component_kind(&self, key: &str) -> Option<&ComponentKind> {
        self.component_kinds.get(key)
    }

    /// The node kind with this key.
    pub fn node_kind(&self, key: &str) -> Option<&NodeKind> {
        self.node_kinds.get(key)
    }

    /// What is usually stated about a component of this kind; nothing for a kind that is not in the catalogue.
    pub fn typical_of_component(&self, key: &str) -> &Typical {
        self.component_kinds.get(key).map_or(&self.unusual, |kind| &kind.element.typical)
    }

    /// What is usually stated about a node of this kind; nothing for a kind that is not in the catalogue.
    pub fn typical_of_node(&self, key: &str) -> &Typical {
        self.node_kinds.get(key).map_or(&self.unusual, |kind| &kind.typical)
    }

    /// What is usually stated about a connector of this kind.
    pub fn typical_of_connector(&self, kind: ConnectorKind) -> &Typical {
        self.connectors.iter().find(|(known, _)| *known == kind).map_or(&self.unusual, |(_, typical)| typical)
    }

    /// The defaults among the numbers of a new connector, each marked as assumed.
    pub fn connector_defaults(&self, kind: ConnectorKind) -> Properties {
        self.typical_of_connector(kind).defaults()
    }

    /// Published values of a number, with their sources.
    pub fn references(&self, property: Property) -> impl Iterator<Item = &Reference> {
        self.references.iter().filter(move |reference| reference.property == property)
    }

    /// Why a rule of the architecture matters, and what helps; `None` for checks that need no explanation.
    pub fn rule(&self, key: &str) -> Option<&RuleText> {
        self.rules.get(key)
    }

    /// Styles, then patterns, that can be put into a drawing.
    pub fn templates(&self) -> &[Template] {
        &self.templates
    }

    /// What the field knows about a style or pattern.
    ///
    /// # Panics
    /// Never: a test checks that every style has a template.
    pub fn template(&self, style: Style) -> &Template {
        let found = self.templates.iter().find(|template| template.style == style);
        found.unwrap_or_else(|| panic!("templates.json has {}", style.key()))
    }

    /// What a measure means, in plain words.
    ///
    /// # Panics
    /// Never: a test checks that every measure is explained.
    pub fn measure_text(&self, measure: Measure) -> &MeasureText {
        self.measures
            .iter()
            .find(|(known, _)| *known == measure)
            .map_or_else(|| panic!("measures.json explains {}", measure.key()), |(_, text)| text)
    }
}

impl Catalog {
    /// The name of the quality attribute that a measure stands for.
    pub fn quality_name(&self, measure: Measure) -> &str {
        &self.measure_text(measure).quality
    }

    /// What the quality attribute of a measure means.
    ///
    /// # Panics
    /// Never: a test checks that every quality is explained.
    pub fn quality_of(&self, measure: Measure) -> &QualityText {
        let name = self.quality_name(measure);
        self.qualities.get(name).unwrap_or_else(|| panic!("qualities.json explains {name}"))
    }

    /// The measures of a quality attribute, in their order.
    pub fn measures_of<'c>(&'c self, quality: &'c str) -> impl Iterator<Item = Measure> + 'c {
        self.measures.iter().filter(move |(_, text)| text.quality == quality).map(|(measure, _)| *measure)
    }
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator as _;

    use super::*;
    use crate::model::{Provenance, Quantity, Unit};

    #[test]
    fn every_file_reads_and_every_measure_is_explained() {
        let catalog = catalog();
        assert!(catalog.component_kinds.len() >= 15 && catalog.node_kinds.len() >= 4);
        for measure in Measure::iter() {
            assert!(catalog.measure_text(measure).explanation.len() > 20, "{}", measure.key());
        }
        for kind in ConnectorKind::iter() {
            assert!(!catalog.typical_of_connector(kind).properties.is_empty(), "{kind:?}");
        }
    }

    #[test]
    fn every_quality_has_measures_and_a_worked_example_that_could_be_stated() {
        let catalog = catalog();
        for measure in Measure::iter() {
            assert!(catalog.quality_of(measure).explanation.len() > 40, "{}", measure.key());
            let anchors = if measure.unit() == Unit::Grade { 3 } else { 0 };
            assert_eq!(catalog.measure_text(measure).anchors.len(), anchors, "{}", measure.key());
        }
        for (name, quality) in &catalog.qualities {
            let example = &quality.example;
            assert!(catalog.measures_of(name).any(|measure| measure == example.measure), "{name}");
            assert!(example.measure.scopes().contains(&example.scope), "{name}");
            let unit = example.measure.unit();
            let threshold = Quantity::parse(&example.threshold, unit).unwrap_or_else(|error| panic!("{name}: {error}"));
            let amount = threshold.amount_in(unit).unwrap_or_else(|| panic!("{name} has a limit in {unit}"));
            assert_eq!(example.measure.objection(amount), None, "{name}");
            assert!(quality.questions.len() >= 2, "{name}");
            let parts = [&example.source, &example.stimulus, &example.environment, &example.response];
            assert!(parts.into_iter().all(|part| !part.is_empty() && !part.ends_with('.')), "{name}");
        }
    }

    #[test]
    fn defaults_are_assumed_and_possible() {
        for kind in catalog().component_kinds.values() {
            for (property, quantity) in kind.defaults() {
                assert_eq!(quantity.provenance(), Provenance::Assumed, "{}", kind.label);
                let amount = quantity.amount_in(property.unit()).expect("a default is known");
                assert_eq!(property.objection(amount), None, "{} of {}", property.label(), kind.label);
            }
        }
        let learns = |key| catalog().component_kind(key).is_some_and(|kind| kind.learns && kind.ml);
        assert!(["inference_service", "embedded_model", "batch_scorer"].into_iter().all(learns));
        let service = catalog().component_kind("service").expect("a plain service is in the catalogue");
        assert!(!service.defaults().contains_key(&Property::HourlyPrice), "prices have no honest default");
    }

    #[test]
    fn published_values_are_possible_and_name_their_source() {
        for reference in &catalog().references {
            let label = &reference.label;
            assert_eq!(reference.value.provenance(), Provenance::Assumed, "{label}");
            let amount = reference.value.amount_in(reference.property.unit()).expect("a published value is known");
            assert_eq!(reference.property.objection(amount), None, "{label}");
            let year: String = reference.date.chars().take(4).collect();
            assert!(year.parse::<u16>().is_ok_and(|year| (2000..2100).contains(&year)), "{label}: {year}");
            assert!(reference.source.len() > 8 && label.len() > 3, "{label}");
        }
        for property in [Property::HourlyPrice, Property::CarbonIntensity, Property::Slowdown] {
            assert!(catalog().references(property).count() >= 3, "{property:?}");
        }
    }

    #[test]
    fn every_rule_says_why_and_what_helps() {
        for (key, rule) in &catalog().rules {
            assert!(rule.why.len() > 40 && !rule.tactics.is_empty() && !rule.title.is_empty(), "{key}");
        }
    }

    #[test]
    fn icons_stay_inside_their_box() {
        let icons = catalog().component_kinds.values().map(|kind| &kind.icon);
        for icon in icons.chain(catalog().node_kinds.values().map(|kind| &kind.icon)) {
            let places = icon.lines.iter().flatten();
            assert!(places.flatten().all(|coordinate| (0.0..=Icon::SIDE).contains(coordinate)));
            assert!(!(icon.lines.is_empty() && icon.circles.is_empty() && icon.boxes.is_empty()));
        }
    }
}
