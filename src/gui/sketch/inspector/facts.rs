//! What is stated besides numbers: answers to the catalogue's questions, and fields of the architect's own.

use egui::{CollapsingHeader, ComboBox, Id, RichText, TextEdit, Ui};

use crate::gui::fields::{at_the_right, caption, draft, name};
use crate::gui::theme::palette;
use crate::model::{Fact, FactForm, FactValue, Facts, Origin, Project, Properties};

/// One changed answer; `None` takes it away.
pub(super) type Answer = (Fact, Option<FactValue>);

/// Shows the answers of one element, or what the answers of several have in common. Gives the answer that was changed,
/// for all of them.
pub(super) fn show(ui: &mut Ui, id: &str, project: &Project, stated: &[&Facts], asked: &[Fact]) -> Option<Answer> {
    let mut changed = None;
    let unasked = stated.iter().flat_map(|facts| facts.stated.keys()).filter(|fact| !asked.contains(fact));
    let mut all: Vec<Fact> = asked.iter().chain(unasked).copied().collect();
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|fact| seen.insert(*fact));
    for fact in all {
        let first = stated.first().and_then(|facts| facts.stated.get(&fact));
        let differ = stated.iter().any(|facts| facts.stated.get(&fact) != first);
        let value = first.filter(|_| !differ);
        let hint = if differ { "they differ" } else { "not stated" };
        changed = show_one(ui, (id, fact), project, (value, hint)).or(changed);
    }
    changed
}

fn show_one(
    ui: &mut Ui,
    (id, fact): (&str, Fact),
    project: &Project,
    (value, hint): (Option<&FactValue>, &str),
) -> Option<Answer> {
    let mut changed = None;
    ui.horizontal(|ui| {
        let label = RichText::new(fact.label()).small().color(palette(ui.visuals()).text);
        ui.label(label).on_hover_text(fact.meaning());
        at_the_right(ui, |ui| {
            let width = (ui.available_width() - 4.0).clamp(60.0, 150.0);
            changed = if fact.form() == FactForm::Text {
                let id = ui.make_persistent_id((id, fact, "words"));
                let shown = value.map_or("", FactValue::word);
                let edit = |ui: &mut Ui, text: &mut String| {
                    ui.add(
                        TextEdit::singleline(text).id(id).desired_width(width).hint_text(RichText::new(hint).small()),
                    )
                };
                let text = draft(ui, id, shown, edit, fact.label());
                text.filter(|text| text.trim() != shown).map(|text| (fact, fact.answer(text.trim())))
            } else {
                pick_answer(ui, (id, fact), &options(fact, project), (value, hint), width)
            };
        });
    });
    changed
}

/// A choice among the answers, and to state none.
fn pick_answer(
    ui: &mut Ui,
    (id, fact): (&str, Fact),
    options: &[(FactValue, String)],
    (value, hint): (Option<&FactValue>, &str),
    width: f32,
) -> Option<Answer> {
    let mut chosen = None;
    let known = options.iter().find(|(option, _)| Some(option) == value).map(|(_, text)| text.clone());
    let weak = palette(ui.visuals()).weak;
    let shown = known.map_or_else(|| RichText::new(hint).color(weak), RichText::new);
    let combo = ComboBox::from_id_salt((id, fact)).selected_text(shown.small()).width(width).truncate();
    let response = combo
        .show_ui(ui, |ui| {
            if ui.selectable_label(value.is_none(), "not stated").clicked() {
                chosen = Some((fact, None));
            }
            for (option, text) in options {
                if ui.selectable_label(Some(option) == value, text).clicked() {
                    chosen = Some((fact, Some(option.clone())));
                }
            }
        })
        .response;
    name(&response, fact.label());
    chosen.filter(|(_, chosen)| chosen.as_ref() != value)
}

fn options(fact: Fact, project: &Project) -> Vec<(FactValue, String)> {
    if fact.form() == FactForm::Component {
        let components = project.system.components.iter();
        return components.map(|(id, found)| (FactValue::Component(id.clone()), found.name.clone())).collect();
    }
    fact.options().into_iter().map(|(value, text)| (value, text.to_owned())).collect()
}

/// Shows fields under names of the architect's own, with room for one more; gives the facts anew when one was changed.
pub(super) fn show_own(ui: &mut Ui, id: &str, facts: &Facts) -> Option<Facts> {
    let mut changed = None;
    let title = titled("Own fields", facts.own.len());
    CollapsingHeader::new(RichText::new(title).small()).id_salt((id, "own fields")).show(ui, |ui| {
        for (key, value) in &facts.own {
            let field = ui.make_persistent_id((id, "own", key));
            ui.horizontal(|ui| {
                ui.label(RichText::new(key).small());
                at_the_right(ui, |ui| {
                    let remove = ui.small_button("×").on_hover_text("Remove the field");
                    name(&remove, &format!("Remove {key}"));
                    if remove.clicked() {
                        let mut new = facts.clone();
                        new.own.remove(key);
                        changed = Some(new);
                    }
                    let edit = |ui: &mut Ui, text: &mut String| {
                        ui.add(TextEdit::singleline(text).id(field).desired_width(130.0))
                    };
                    if let Some(text) = draft(ui, field, value, edit, key).filter(|text| text != value) {
                        let mut new = facts.clone();
                        new.own.insert(key.clone(), text);
                        changed = Some(new);
                    }
                });
            });
        }
        let new_field = ui.make_persistent_id((id, "own", "new"));
        let edit = |ui: &mut Ui, text: &mut String| {
            let field = TextEdit::singleline(text).id(new_field).desired_width(f32::INFINITY);
            ui.add(field.hint_text("Name of a new field, then Enter"))
        };
        let key = draft(ui, new_field, "", edit, "New field").map(|key| key.trim().to_owned());
        if let Some(key) = key.filter(|key| !key.is_empty() && !facts.own.contains_key(key)) {
            let mut new = facts.clone();
            new.own.insert(key, String::new());
            changed = Some(new);
        }
    });
    changed
}

/// Shows who stated the numbers, when, and on what grounds; gives the facts anew when that was changed.
pub(super) fn show_origins(ui: &mut Ui, id: &str, numbers: &Properties, facts: &Facts) -> Option<Facts> {
    let known: Vec<_> = numbers.iter().filter(|(_, quantity)| quantity.is_known()).collect();
    if known.is_empty() {
        return None;
    }
    let mut changed = None;
    let said = known.iter().filter(|(property, _)| facts.origins.contains_key(property)).count();
    let title = titled("Who stated the numbers", said);
    CollapsingHeader::new(RichText::new(title).small()).id_salt((id, "origins")).show(ui, |ui| {
        for (property, quantity) in known {
            let origin = facts.origins.get(property).cloned().unwrap_or_default();
            caption(ui, &format!("{} ({quantity}, {})", property.label(), quantity.provenance().label()));
            let mut new = origin.clone();
            ui.horizontal(|ui| {
                let third = (ui.available_width() - 20.0) / 3.0;
                for (field, hint) in [(&mut new.person, "who"), (&mut new.date, "when"), (&mut new.reason, "why")] {
                    let field_id = ui.make_persistent_id((id, property, hint));
                    if let Some(text) = origin_field(ui, field_id, (field, hint), third, property.label()) {
                        *field = text;
                    }
                }
            });
            if new != origin {
                let mut facts = facts.clone();
                if new == Origin::default() {
                    facts.origins.remove(property);
                } else {
                    facts.origins.insert(*property, new);
                }
                changed = Some(facts);
            }
        }
    });
    changed
}

fn origin_field(ui: &mut Ui, id: Id, (value, hint): (&str, &str), width: f32, number: &str) -> Option<String> {
    let edit = |ui: &mut Ui, text: &mut String| {
        ui.add(TextEdit::singleline(text).id(id).desired_width(width).hint_text(RichText::new(hint).small()))
    };
    draft(ui, id, value, edit, &format!("{number}: {hint}")).map(|text| text.trim().to_owned())
}

fn titled(title: &str, count: usize) -> String {
    if count == 0 { title.to_owned() } else { format!("{title} ({count})") }
}

/// Puts an answer into an element's facts.
pub(super) fn set(facts: &mut Facts, (fact, value): Answer) {
    match value {
        Some(value) => drop(facts.stated.insert(fact, value)),
        None => drop(facts.stated.remove(&fact)),
    }
}
