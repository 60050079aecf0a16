//! Typed numbers of an element: value with unit, where it comes from, and what is usual where nothing is stated.

use egui::{Button, RichText, Ui};

use crate::catalog::{TypicalProperty, catalog};
use crate::gui::fields::{at_the_right, hinted_quantity_field, name, provenance_picker};
use crate::gui::theme::palette;
use crate::model::{Properties, Property, Quantity};

/// Shows the numbers; gives them anew when one was changed. Numbers that are stated without being usual for the kind
/// are shown as well.
pub(super) fn show(ui: &mut Ui, id: &str, stated: &Properties, typical: &[TypicalProperty]) -> Option<Properties> {
    let mut changed = None;
    let unusual = stated.keys().filter(|property| !typical.iter().any(|usual| usual.property == **property));
    let all =
        typical.iter().map(|usual| (usual.property, usual.default)).chain(unusual.map(|property| (*property, None)));
    for (property, default) in all.collect::<Vec<_>>() {
        let value = stated.get(&property).copied().unwrap_or(Quantity::unknown(property.unit()));
        if let Some(new) = show_one(ui, (id, property), (value, "unknown"), default) {
            let mut properties = stated.clone();
            if new.is_known() {
                properties.insert(property, new);
            } else {
                properties.remove(&property);
            }
            changed = Some(properties);
        }
    }
    changed
}

/// Shows the numbers that several elements of one kind have in common: a value where all state the same, else that they
/// differ. Gives the number that was changed, for all of them; an unknown one is to be taken away.
pub(super) fn show_common(
    ui: &mut Ui,
    id: &str,
    stated: &[&Properties],
    typical: &[TypicalProperty],
) -> Option<(Property, Quantity)> {
    let mut changed = None;
    for usual in typical {
        let property = usual.property;
        let unknown = Quantity::unknown(property.unit());
        let value_of = |properties: &&Properties| properties.get(&property).copied().unwrap_or(unknown);
        let first = stated.first().map_or(unknown, value_of);
        let differ = stated.iter().any(|properties| value_of(properties) != first);
        let (value, hint) = if differ { (unknown, "they differ") } else { (first, "unknown") };
        if let Some(new) = show_one(ui, (id, property), (value, hint), usual.default) {
            changed = Some((property, new));
        }
    }
    changed
}

/// A menu of published values, where there are any; gives the chosen one.
fn show_published(ui: &mut Ui, property: Property) -> Option<Quantity> {
    catalog().references(property).next()?;
    let mut chosen = None;
    let menu = ui.menu_button(RichText::new("…").small(), |ui| {
        ui.set_min_width(360.0);
        egui::ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
            for reference in catalog().references(property) {
                let value = RichText::new(reference.value.to_string()).small();
                let button = ui.add(Button::new(&reference.label).shortcut_text(value));
                if button.on_hover_text(format!("{}, {}", reference.source, reference.date)).clicked() {
                    chosen = Some(reference.value);
                    ui.close();
                }
            }
        });
    });
    name(&menu.response, &format!("Published values of {}", property.label()));
    menu.response.on_hover_text("Values that somebody published, each with its source; marked as assumed");
    chosen
}

fn show_one(
    ui: &mut Ui,
    (id, property): (&str, Property),
    (value, hint): (Quantity, &str),
    default: Option<Quantity>,
) -> Option<Quantity> {
    let palette = palette(ui.visuals());
    let mut changed = None;
    ui.horizontal(|ui| {
        ui.label(RichText::new(property.label()).small().color(palette.text));
        at_the_right(ui, |ui| {
            if value.is_known() {
                if let Some(provenance) = provenance_picker(ui, (id, property), property.label(), value.provenance()) {
                    changed = Some(value.with_provenance(provenance));
                }
            } else if let Some(default) = default {
                let button = ui
                    .small_button(format!("use {default}"))
                    .on_hover_text("What is usual for this kind, marked as assumed");
                if button.clicked() {
                    changed = Some(default);
                }
            }
            changed = show_published(ui, property).or(changed.take());
        });
    });
    let width = ui.available_width() - 12.0;
    let objection = |amount| property.objection(amount);
    let words = (property.label(), width, hint);
    let entered = hinted_quantity_field(ui, (id, property, "value"), words, (value, property.unit()), objection);
    entered.or(changed)
}
