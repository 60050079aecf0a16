//! That every template can be inserted, explained and checked.

use std::collections::BTreeSet;

use strum::IntoEnumIterator as _;

use super::*;
use crate::catalog::catalog;

#[test]
fn every_style_has_one_template_and_a_rule_that_is_checked_and_explained() {
    let styles: Vec<_> = catalog().templates().iter().map(|template| template.style).collect();
    assert_eq!(styles.len(), styles.iter().collect::<BTreeSet<_>>().len(), "none comes twice");
    for style in Style::iter() {
        let template = catalog().template(style);
        assert!(!template.checks.is_empty() && !template.sources.is_empty(), "{}", template.name);
        for check in &template.checks {
            assert!(catalog().rule(check).is_some(), "{}: {check}", template.name);
        }
        for text in [&template.purpose, &template.when, &template.rule] {
            assert!(text.len() > 30 && text.ends_with('.'), "{}: {text}", template.name);
        }
    }
}

#[test]
fn every_effect_is_about_a_known_quality_and_nothing_is_only_good() {
    for template in catalog().templates() {
        let name = &template.name;
        let has = |tendency| template.effects.iter().any(|effect| effect.tendency == tendency);
        assert!(has(Tendency::Better) && has(Tendency::Worse), "{name}");
        for effect in &template.effects {
            assert!(catalog().qualities.contains_key(&effect.quality), "{name}: {}", effect.quality);
            assert!(effect.why.len() > 20 && effect.why.ends_with('.'), "{name}: {}", effect.why);
        }
        let qualities: BTreeSet<_> = template.effects.iter().map(|effect| &effect.quality).collect();
        assert_eq!(qualities.len(), template.effects.len(), "{name} names each quality once");
    }
}

#[test]
fn every_element_is_of_a_known_kind_and_connected_with_what_is_there() {
    for template in catalog().templates() {
        let name = &template.name;
        let ids: BTreeSet<_> = template.components.iter().map(|component| component.id.as_str()).collect();
        assert_eq!(ids.len(), template.components.len(), "{name}");
        for component in &template.components {
            assert!(catalog().component_kind(&component.kind).is_some(), "{name}: {}", component.kind);
            let node = |id: &String| template.nodes.iter().any(|node| node.id == *id);
            assert!(component.node.as_ref().is_none_or(node), "{name}: {}", component.id);
            let within = |id: &String| template.boundaries.iter().any(|boundary| boundary.id == *id);
            assert!(component.within.iter().all(within), "{name}: {}", component.id);
            let named = component.facts.values().filter_map(|value| match value {
                FactValue::Component(id) => Some(id),
                _ => None,
            });
            assert!(named.into_iter().all(|id| ids.contains(id.as_str())), "{name}: {}", component.id);
        }
        for node in &template.nodes {
            assert!(catalog().node_kind(&node.kind).is_some(), "{name}: {}", node.kind);
        }
        for connector in &template.connectors {
            assert!(ids.contains(connector.source.as_str()) && ids.contains(connector.target.as_str()), "{name}");
            for (property, quantity) in &connector.properties {
                let amount = quantity.amount_in(property.unit()).expect("a default is known");
                assert_eq!(property.objection(amount), None, "{name}: {}", property.label());
            }
        }
    }
}
