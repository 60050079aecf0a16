//! Numbers of an element that are left open, each with its options in one line of text.

use egui::{RichText, TextEdit, Ui};

use super::put;
use crate::catalog::{Typical, catalog};
use crate::edit::{Edit, create};
use crate::gui::Scene;
use crate::gui::fields::{at_the_right, caption, draft, name, pick};
use crate::gui::theme::palette;
use crate::model::{ElementId, OpenQuestion, Project, Property, Quantity};

/// The option that nothing is stated.
const NOT_STATED: &str = "none";

/// Shows the open numbers, and a way to open another.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, project: &Project, element: &ElementId) {
    let mut open = Vec::new();
    for (id, choice) in project.choices.iter().filter(|(_, choice)| choice.element == *element) {
        let OpenQuestion::Number { property, values } = &choice.question else { continue };
        open.push(*property);
        ui.horizontal(|ui| {
            caption(ui, property.label()).on_hover_text(property.meaning());
            at_the_right(ui, |ui| {
                let close = ui.small_button("×").on_hover_text("Settle it: what is stated holds");
                name(&close, &format!("Settle {}", property.label()));
                if close.clicked() {
                    scene.edit(Edit::RemoveChoice(id.clone()));
                }
            });
        });
        if let Some(values) = options_field(ui, id.as_str(), *property, values) {
            put(scene, id, element, OpenQuestion::Number { property: *property, values });
        }
    }
    let Some(stated) = project.system.properties(element) else { return };
    let typical = typical_of(project, element);
    let usual = typical.properties.iter().chain(&typical.further).map(|typical| typical.property);
    let mut options: Vec<(Option<Property>, String)> = Vec::new();
    for property in stated.keys().copied().chain(usual) {
        // Replicas have a question of their own.
        let is_new = !options.iter().any(|(option, _)| *option == Some(property));
        if is_new && property != Property::Replicas && !open.contains(&property) {
            options.push((Some(property), property.label().to_owned()));
        }
    }
    options.sort_by(|a, b| a.1.cmp(&b.1));
    if options.is_empty() {
        return;
    }
    let shown: Vec<_> = std::iter::once((None, "Leave a number open…".to_owned())).chain(options).collect();
    if let Some(Some(property)) = pick(ui, "open number", "Leave a number open", &None, &shown) {
        let now = stated.get(&property).copied().unwrap_or(Quantity::unknown(property.unit()));
        let question = OpenQuestion::Number { property, values: vec![now] };
        let (id, choice) = create::choice(project, element.clone(), question);
        scene.edit(Edit::PutChoice(id, choice));
        crate::gui::fields::focus_next_field(ui.ctx());
    }
}

fn typical_of<'a>(project: &Project, element: &ElementId) -> &'a Typical {
    let system = &project.system;
    match element {
        ElementId::Component(id) => {
            let kind = system.components.get(id).map_or("", |component| component.kind.as_str());
            catalog().typical_of_component(kind)
        }
        ElementId::Connector(id) => {
            let kind = system.connectors.get(id).map(|connector| connector.kind);
            catalog().typical_of_connector(kind.unwrap_or(crate::model::ConnectorKind::SynchronousCall))
        }
        _ => {
            let node = match element {
                ElementId::Node(id) => system.nodes.get(id),
                _ => None,
            };
            catalog().typical_of_node(node.map_or("", |node| node.kind.as_str()))
        }
    }
}

/// The options separated by commas; gives the new ones when the field is left. What cannot be read stays in the field with
/// the reason below it.
fn options_field(ui: &mut Ui, id: &str, property: Property, values: &[Quantity]) -> Option<Vec<Quantity>> {
    let id = ui.make_persistent_id((id, "options"));
    let shown = values.iter().map(|value| option_text(*value)).collect::<Vec<_>>().join(", ");
    let hint = format!("10 {}, 20 {}, {NOT_STATED}", property.unit().symbol(), property.unit().symbol());
    let edit = |ui: &mut Ui, text: &mut String| {
        ui.add(TextEdit::singleline(text).id(id).hint_text(hint).desired_width(f32::INFINITY))
    };
    let label = format!("Options of {}", property.label());
    let mut accepted = None;
    if let Some(text) = draft(ui, id, &shown, edit, &label) {
        let trouble = match read_options(&text, property, values) {
            Ok(read) => {
                accepted = Some(read);
                String::new()
            }
            Err(trouble) => {
                ui.data_mut(|data| data.insert_temp(id, text));
                trouble
            }
        };
        ui.data_mut(|data| data.insert_temp(id.with("trouble"), trouble));
    }
    let trouble: Option<String> = ui.data(|data| data.get_temp(id.with("trouble")));
    if let Some(trouble) = trouble.filter(|trouble| !trouble.is_empty()) {
        ui.colored_label(palette(ui.visuals()).bad, RichText::new(trouble).small());
    } else if values.len() < 2 {
        let text = format!("Separate the options by commas; \"{NOT_STATED}\" is the option to state nothing.");
        ui.label(RichText::new(text).small().color(palette(ui.visuals()).weak));
    }
    accepted.filter(|read| read != values)
}

fn option_text(value: Quantity) -> String {
    if value.is_known() { value.to_string() } else { NOT_STATED.to_owned() }
}

/// Reads options; those that were there before keep their origin. A comma between digits of one number (`1,000`) ends an
/// option only where a space follows or what follows is no group of three digits.
fn read_options(text: &str, property: Property, before: &[Quantity]) -> Result<Vec<Quantity>, String> {
    let mut read: Vec<Quantity> = Vec::new();
    for part in split(text).iter().map(|part| part.trim()).filter(|part| !part.is_empty()) {
        let unit = property.unit();
        // What reads as it did stays what it was, with all its digits and its origin.
        let is_taken = |old: &Quantity| read.contains(old);
        let untouched = before.iter().find(|old| option_text(**old) == part && !is_taken(old));
        let quantity = if let Some(untouched) = untouched {
            *untouched
        } else if part.eq_ignore_ascii_case(NOT_STATED) {
            Quantity::unknown(unit)
        } else {
            let quantity = Quantity::parse(part, unit).map_err(|error| format!("{part}: {error}"))?;
            let amount = quantity.amount_in(unit);
            if let Some(objection) = amount.and_then(|amount| property.objection(amount)) {
                return Err(format!("{part}: {objection}"));
            }
            let same = before.iter().find(|old| old.is_known() && old.amount_in(unit) == amount);
            same.copied().unwrap_or(quantity)
        };
        if !read.iter().any(|other| other.amount_in(unit) == quantity.amount_in(unit)) {
            read.push(quantity);
        }
    }
    if read.is_empty() { Err("State at least one option.".to_owned()) } else { Ok(read) }
}

fn split(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let digit = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_digit);
    let (mut parts, mut start) = (Vec::new(), 0);
    for (index, _) in text.match_indices([',', ';']) {
        let is_group = bytes[index] == b','
            && index > 0
            && digit(index - 1)
            && (1..=3).all(|offset| digit(index + offset))
            && !digit(index + 4);
        if !is_group {
            parts.push(&text[start..index]);
            start = index + 1;
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Unit;

    #[test]
    fn options_are_read_as_they_are_shown() {
        let before = [Quantity::assumed(10.0, Unit::Second)];
        let read = read_options("10 s, 1 min,none, 0.5min", Property::HeartbeatInterval, &before).expect("all can be");
        assert_eq!(read[0], before[0], "it keeps its origin");
        assert_eq!(read[1].amount_in(Unit::Second), Some(60.0));
        assert!(!read[2].is_known());
        let fine = [1.231, 1.234].map(|seconds| Quantity::assumed(seconds, Unit::Second));
        let again = read_options("1.23 s, 1.23 s, 3 s", Property::HeartbeatInterval, &fine).expect("all can be");
        assert_eq!(again[..2], fine, "what reads the same keeps its digits");
        let shown = read.iter().map(|value| option_text(*value)).collect::<Vec<_>>().join(", ");
        assert_eq!(read_options(&shown, Property::HeartbeatInterval, &read), Ok(read));
    }

    #[test]
    fn thousands_are_one_number_and_nonsense_says_why() {
        assert_eq!(split("1,000 ms, 2,500 ms,30"), ["1,000 ms", " 2,500 ms", "30"]);
        for nonsense in ["0 s", "ten", "5 kg", "", ", "] {
            assert!(read_options(nonsense, Property::HeartbeatInterval, &[]).is_err(), "{nonsense}");
        }
    }
}
