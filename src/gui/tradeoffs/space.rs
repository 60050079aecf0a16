//! The page "Space": what is open, how many designs that makes, and which options must not be taken together.

use std::collections::{BTreeMap, BTreeSet};

use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{Align, Layout, PopupCloseBehavior, RichText, Ui};

use crate::edit::Edit;
use crate::gui::Scene;
use crate::gui::fields::{at_the_right, caption, card, empty_state, hinted_text_field, name, pick, primary_button};
use crate::gui::theme::{STEP, palette, strong};
use crate::model::{ChoiceId, ElementId, Exclusion, Pick, Project, format_number};
use crate::session::{Action, Stage};
use crate::tradeoff::{Axis, DesignSpace};

/// Options named one by one in a sentence; more are counted.
const MOST_NAMED: usize = 6;

/// What the page remembers between frames: the combination that is about to be ruled out.
#[derive(Default)]
pub(super) struct SpacePage {
    options: BTreeMap<ChoiceId, BTreeSet<Pick>>,
    reason: String,
}

impl SpacePage {
    /// Shows the page in all the space that `ui` has. `designs` is their number where that is known.
    pub fn show(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, designs: Option<usize>) {
        let session = scene.session;
        let (space, project) = (session.space(), session.project());
        if project.choices.is_empty() {
            empty_state(ui, "Nothing is left open", "Leave something open about an element of the sketch.", |_| {});
            return;
        }
        crate::gui::requirements::scroll(ui, "space", |ui| {
            ui.label(strong(size(space, designs)));
            if !space.is_whole() {
                caption(ui, "What is said of an element that a design leaves out makes no further design.");
            }
            ui.add_space(STEP);
            for axis in space.axes() {
                show_choice(ui, scene, project, axis);
            }
            for open in space.open_choices() {
                show_open(ui, scene, project, open);
            }
            ui.add_space(STEP);
            show_exclusions(ui, scene, project, space);
            self.show_new(ui, scene, project, space);
        });
    }

    /// The combination that is about to be ruled out: one choice after the other with its options.
    fn show_new(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, project: &Project, space: &DesignSpace) {
        self.options.retain(|choice, _| space.axes().iter().any(|axis| axis.choice == *choice));
        card(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(strong("Rule a combination out"));
            caption(ui, "Designs that take one of the marked options of every choice named here are left out.");
            let mut dropped = None;
            for axis in space.axes() {
                let Some(options) = self.options.get_mut(&axis.choice) else { continue };
                options.retain(|option| axis.index_of(option).is_some());
                ui.horizontal(|ui| {
                    ui.label(&axis.label);
                    let text = if options.is_empty() { "Choose…".to_owned() } else { named(axis, options) };
                    // It stays open while options are marked one after the other.
                    let config = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
                    MenuButton::new(text).config(config).ui(ui, |ui| show_options(ui, axis, options));
                    let close = ui.small_button("×");
                    name(&close, &format!("Leave {} out of it", axis.label));
                    dropped = dropped.take().or(close.clicked().then(|| axis.choice.clone()));
                });
            }
            if let Some(choice) = dropped {
                self.options.remove(&choice);
            }
            let free = space.axes().iter().filter(|axis| !self.options.contains_key(&axis.choice));
            let free: Vec<_> = free.map(|axis| (Some(axis.choice.clone()), axis.label.clone())).collect();
            if !free.is_empty() {
                let label = if self.options.is_empty() { "Choice" } else { "Further choice" };
                if let Some(Some(choice)) = pick(ui, "excluded choice", label, &None, &free) {
                    self.options.insert(choice, BTreeSet::new());
                }
            }
            if let Some(reason) =
                hinted_text_field(ui, "why excluded", ("Why", "too large for the phone"), &self.reason)
            {
                self.reason = reason;
            }
            let is_complete = self.options.len() > 1 && self.options.values().all(|options| !options.is_empty());
            let hint = "Name at least two choices with an option each";
            let add = ui.add_enabled_ui(is_complete, |ui| primary_button(ui, "Rule out")).inner;
            if add.on_disabled_hover_text(hint).clicked() {
                let new =
                    Exclusion { reason: std::mem::take(&mut self.reason), options: std::mem::take(&mut self.options) };
                scene.edit(Edit::Exclude(project.exclusions.iter().cloned().chain([new]).collect()));
            }
        });
    }
}

/// `3 × 2 × 4 = 24 combinations, 20 of them designs`.
fn size(space: &DesignSpace, designs: Option<usize>) -> String {
    let counts: Vec<_> = space.axes().iter().map(|axis| format_number(axis.count() as f64)).collect();
    let all = space.combinations();
    let total = match (space.is_whole(), designs) {
        (true, _) => {
            if all == 1 {
                "1 design".to_owned()
            } else {
                format!("{} designs", format_number(all as f64))
            }
        }
        (false, Some(designs)) => {
            let designs = format_number(designs as f64);
            let are =
                if designs == "1" { "1 of them a design".to_owned() } else { format!("{designs} of them designs") };
            format!("{} combinations, {are}", format_number(all as f64))
        }
        (false, None) => format!("{} combinations", format_number(all as f64)),
    };
    if counts.len() > 1 { format!("{} = {total}", counts.join(" × ")) } else { total }
}

fn show_choice(ui: &mut Ui, scene: &mut Scene<'_>, project: &Project, axis: &Axis) {
    let Some(choice) = project.choices.get(&axis.choice) else { return };
    let colors = palette(ui.visuals());
    ui.horizontal(|ui| {
        ui.label(&axis.label);
        at_the_right(ui, |ui| {
            show_settle(ui, scene, &axis.choice, &axis.label);
            let change = ui.small_button("Change…").on_hover_text("Shows the element in the sketch");
            name(&change, &format!("Change {}", axis.label));
            if change.clicked() {
                go_to(scene, &choice.element);
            }
        });
    });
    let options = (0..axis.count().min(MOST_NAMED as u64)).filter_map(|index| axis.pick(index));
    let mut names: Vec<_> = options.map(|option| axis.option_label(&option)).collect();
    if axis.count() > MOST_NAMED as u64 {
        names.push(format!("{} more", axis.count() - MOST_NAMED as u64));
    }
    ui.label(RichText::new(names.join(" · ")).small().color(colors.weak));
    ui.add_space(0.5 * STEP);
}

/// A choice that has no option: what to do about it, or to settle it as it is drawn.
fn show_open(ui: &mut Ui, scene: &mut Scene<'_>, project: &Project, (id, sentence): (&ChoiceId, &str)) {
    let label = project.choices.get(id).map_or_else(|| id.to_string(), |choice| project.choice_name(choice));
    ui.horizontal(|ui| {
        at_the_right(ui, |ui| {
            show_settle(ui, scene, id, &label);
            ui.with_layout(Layout::left_to_right(Align::Center).with_main_wrap(true), |ui| {
                ui.colored_label(palette(ui.visuals()).caution, sentence);
            });
        });
    });
    ui.add_space(0.5 * STEP);
}

fn show_settle(ui: &mut Ui, scene: &mut Scene<'_>, id: &ChoiceId, label: &str) {
    let settle = ui.small_button("Settle").on_hover_text("It is no longer open: what is drawn holds");
    name(&settle, &format!("Settle {label}"));
    if settle.clicked() {
        scene.edit(Edit::RemoveChoice(id.clone()));
    }
}

/// Selects an element in the sketch.
pub(super) fn go_to(scene: &mut Scene<'_>, element: &ElementId) {
    scene.ask(Action::Select([element.clone()].into()));
    scene.ask(Action::GoTo(Stage::Sketch));
}

/// The element that a choice is about, with the words that offer to go there.
pub(super) fn way_to(project: &Project, choice: &ChoiceId) -> Option<(ElementId, String)> {
    let element = project.choices.get(choice)?.element.clone();
    let words = format!("Show {} in the sketch", project.element_name(&element));
    Some((element, words))
}

fn show_exclusions(ui: &mut Ui, scene: &mut Scene<'_>, project: &Project, space: &DesignSpace) {
    for (position, exclusion) in project.exclusions.iter().enumerate() {
        card(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal(|ui| {
                ui.label(strong("Not together"));
                at_the_right(ui, |ui| {
                    let allow = ui.small_button("Allow again");
                    name(&allow, &format!("Allow combination {} again", position + 1));
                    if allow.clicked() {
                        let mut left = project.exclusions.clone();
                        left.remove(position);
                        scene.edit(Edit::Exclude(left));
                    }
                });
            });
            for (choice, options) in &exclusion.options {
                if let Some(axis) = space.axes().iter().find(|axis| axis.choice == *choice) {
                    ui.label(format!("{}: {}", axis.label, named(axis, options)));
                } else {
                    let name =
                        project.choices.get(choice).map_or_else(|| choice.to_string(), |one| project.choice_name(one));
                    let text = format!("{name}: has none of these options now, so nothing is ruled out");
                    ui.colored_label(palette(ui.visuals()).caution, text);
                }
            }
            if !exclusion.reason.trim().is_empty() {
                caption(ui, &exclusion.reason);
            }
        });
        ui.add_space(STEP);
    }
}

/// The options by name, `or` between them.
fn named(axis: &Axis, options: &BTreeSet<Pick>) -> String {
    let names: Vec<_> = options.iter().take(MOST_NAMED).map(|option| axis.option_label(option)).collect();
    let more = options.len().saturating_sub(MOST_NAMED);
    let names = names.join(" or ");
    if more > 0 { format!("{names} or {more} more") } else { names }
}

fn show_options(ui: &mut Ui, axis: &Axis, options: &mut BTreeSet<Pick>) {
    egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
        for option in (0..axis.count()).filter_map(|index| axis.pick(index)) {
            let mut is_in = options.contains(&option);
            if ui.checkbox(&mut is_in, axis.option_label(&option)).changed() && !options.remove(&option) {
                options.insert(option);
            }
        }
    });
}
