//! Numbers and facts of one element, in the order in which they matter: the same for components, connectors and nodes.

use egui::{CollapsingHeader, RichText, Ui};

use super::{facts, properties};
use crate::catalog::{Typical, catalog};
use crate::gui::fields::heading;
use crate::gui::theme::STEP;
use crate::model::{Facts, Project, Properties};

/// Shows everything that is stated; gives numbers and facts anew when one was changed.
pub(super) fn show(
    ui: &mut Ui,
    id: &str,
    project: &Project,
    (numbers, stated): (&Properties, &Facts),
    typical: &Typical,
) -> Option<(Properties, Facts)> {
    let mut changed = None;
    ui.add_space(STEP);
    heading(ui, "Numbers");
    let is_further = |property: &_| typical.further.iter().any(|usual| usual.property == *property);
    let hidden: Vec<_> = numbers.keys().filter(|property| is_further(property)).copied().collect();
    let first: Properties =
        numbers.iter().filter(|(property, _)| !is_further(property)).map(|(a, b)| (*a, *b)).collect();
    if let Some(mut new) = properties::show(ui, id, &first, &typical.properties) {
        new.extend(numbers.iter().filter(|(property, _)| is_further(property)).map(|(a, b)| (*a, *b)));
        changed = Some((new, stated.clone()));
    }
    if !typical.further.is_empty() {
        let title = format!("More numbers ({} of {} stated)", hidden.len(), typical.further.len());
        CollapsingHeader::new(RichText::new(title).small()).id_salt((id, "more numbers")).show(ui, |ui| {
            let more: Properties = hidden.iter().map(|property| (*property, numbers[property])).collect();
            if let Some(new) = properties::show(ui, id, &more, &typical.further) {
                changed = Some((first.into_iter().chain(new).collect(), stated.clone()));
            }
        });
    }
    if let Some(new) = facts::show_origins(ui, id, numbers, stated) {
        changed = Some((numbers.clone(), new));
    }
    ui.add_space(STEP);
    heading(ui, "Facts");
    if let Some(answer) = facts::show(ui, id, project, &[stated], &typical.facts) {
        let mut new = stated.clone();
        facts::set(&mut new, answer);
        changed = Some((numbers.clone(), new));
    }
    if let Some(new) = facts::show_own(ui, id, stated) {
        changed = Some((numbers.clone(), new));
    }
    if let Some((new, facts)) = &mut changed {
        // A number that was taken from the catalogue keeps the catalogue's source.
        for (property, value) in new.iter().filter(|(property, value)| numbers.get(*property) != Some(*value)) {
            let mut published = catalog().references(*property);
            if let Some(reference) = published.find(|reference| reference.value == *value) {
                facts.origins.insert(*property, reference.origin());
            }
        }
        facts.origins.retain(|property, _| new.contains_key(property));
    }
    changed
}
