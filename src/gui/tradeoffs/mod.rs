//! The stage "Trade-offs": every design in a plot and a table that show the same selection.

mod borders;
mod brush;
#[cfg(test)]
mod choice_stories;
mod choose;
mod choosing;
mod compare;
mod controls;
mod differing;
mod filter;
mod gaps;
#[cfg(test)]
mod keyboard_stories;
mod limits;
mod lines;
mod order;
mod ordering;
mod outlook;
mod plots;
mod points;
mod ranges;
mod rejection;
mod search;
mod sensitivity;
mod side_by_side;
mod space;
mod state;
mod steps;
#[cfg(test)]
mod stories;
mod table;
#[cfg(test)]
mod test_support;
#[cfg(test)]
mod tests;
mod wishes;

use std::collections::BTreeSet;

use egui::{Align, CentralPanel, Frame, Label, Layout, Margin, Panel, RichText, TextEdit, Ui};
use strum::IntoEnumIterator as _;

use self::choose::ChoosePage;
use self::compare::ComparePage;
use self::plots::{Plots, Pointed};
use self::points::Listed;
use self::sensitivity::SensitivityPage;
use self::space::SpacePage;
use self::state::{Page, Shown};
use self::table::DesignTable;
use self::wishes::{ViewKind, Wishes};
use super::Scene;
use super::fields::{caption, empty_state, name, primary_button};
use super::theme::{STEP, palette, strong};
use crate::edit::{Edit, create};
use crate::model::{DecisionStatus, Design, ElementId, OpenQuestion, capitalised, format_number};
use crate::session::{Action, Stage};
use crate::tradeoff::{Axis, DesignSpace, ExploreError};

/// The picture with its controls keeps this much beside the table, whatever else stands in the window.
const PICTURE: f32 = 508.0;
/// What stands beside the picture is at least so wide.
const NARROWEST_SIDE: f32 = 280.0;

/// What the stage remembers between frames.
#[derive(Default)]
pub(super) struct TradeoffsView {
    wishes: Wishes,
    shown: Option<Shown>,
    plots: Plots,
    table: DesignTable,
    choose: ChoosePage,
    compare: ComparePage,
    sensitivity: SensitivityPage,
    space: SpacePage,
    pinned: Vec<Design>,
    pointed: Pointed,
    /// The choices with their options that `wishes` is about.
    axes: Vec<Axis>,
    /// Whether Escape belonged to a text field or a menu at the end of the last frame.
    is_escape_taken: bool,
    /// What was selected in the sketch when it was looked at last.
    selected: BTreeSet<ElementId>,
}

impl TradeoffsView {
    /// Shows the stage in all the space that `ui` has.
    pub fn show(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let explored = scene.session.exploration();
        let looks = self.wishes.page == Page::Sensitivity && self.shown.is_some() && !matches!(explored, Some(Err(_)));
        if !looks && scene.session.sensitivity_wanted().is_some() {
            scene.ask(Action::WantSensitivity(None));
        }
        match scene.session.exploration() {
            Some(Err(error)) => {
                let error = error.clone();
                self.show_error(ui, scene, &error);
                return;
            }
            Some(Ok(exploration)) => {
                self.wishes.follow(&mut self.axes, exploration.space().axes());
                self.wishes.brush.retain(|aspect| wishes::exists(exploration, aspect));
                self.follow_selection(scene, exploration.space());
            }
            None => {}
        }
        self.shown = Shown::now(self.shown.take(), scene.session, &self.wishes);
        let Some(shown) = self.shown.take() else {
            show_waiting(ui, scene);
            return;
        };
        let before = self.wishes.clone();
        // A pin on a design that is none now waits until it is one again.
        let is_there = |design: &Design| shown.exploration.find(design).is_some();
        let (pinned, mut waiting): (Vec<Design>, Vec<Design>) = self.pinned.drain(..).partition(is_there);
        self.pinned = pinned;
        waiting.extend(self.pinned.drain(compare::MOST_PINNED.min(self.pinned.len())..));
        self.pointed.begin();
        let colors = palette(ui.visuals());
        let side = Frame::new().fill(colors.panel).inner_margin(Margin::same(12));
        Panel::right("designs")
            .frame(side)
            .default_size((ui.available_width() * 0.46).clamp(320.0, 760.0))
            .size_range(NARROWEST_SIDE..=(ui.available_width() - PICTURE).max(NARROWEST_SIDE))
            .show(ui, |ui| self.show_side(ui, scene, &shown));
        let ground = Frame::new().fill(colors.canvas).inner_margin(Margin::same(12));
        CentralPanel::default().frame(ground).show(ui, |ui| {
            show_summary(ui, scene, &shown, &self.wishes);
            controls::show(ui, scene, &shown, &mut self.wishes, &self.plots);
            filter::show(ui, scene, &shown, (&mut self.wishes, self.is_escape_taken));
            self.plots.best = (self.wishes.page == Page::Choose).then(|| self.choose.best()).flatten();
            self.plots.show(ui, scene, &shown, &mut self.wishes, (&mut self.pinned, &mut self.pointed));
        });
        self.pointed.end(ui);
        self.pinned.extend(waiting);
        self.pinned.truncate(2 * compare::MOST_PINNED);
        self.is_escape_taken = ui.ctx().text_edit_focused() || ui.ctx().any_popup_open();
        if self.wishes != before {
            // What was set is shown from the next frame on.
            ui.ctx().request_repaint();
        }
        self.shown = Some(shown);
    }

    /// The designs that stand side by side: pins also outlast the designs that they are on, and the project.
    pub fn compared(&self, space: &DesignSpace) -> Vec<Design> {
        let is_there = |design: &&Design| space.index_of(design).is_some_and(|index| space.admits(index));
        self.pinned.iter().filter(is_there).take(compare::MOST_PINNED).cloned().collect()
    }

    /// What was selected in the sketch since is what shapes and colours tell apart, if something about it is open.
    fn follow_selection(&mut self, scene: &Scene<'_>, space: &DesignSpace) {
        let selection = scene.session.selection();
        if self.selected == *selection {
            return;
        }
        self.selected.clone_from(selection);
        let project = scene.session.project();
        let is_about = |position: usize| {
            let choice = space.axes().get(position).and_then(|axis| project.choices.get(&axis.choice));
            choice.is_some_and(|choice| selection.contains(&choice.element))
        };
        if !is_about(self.wishes.colored_by)
            && let Some(position) = (0..space.axes().len()).find(|position| is_about(*position))
        {
            self.wishes.colored_by = position;
        }
    }

    fn show_side(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, shown: &Shown) {
        ui.horizontal_wrapped(|ui| {
            for page in Page::iter() {
                ui.selectable_value(&mut self.wishes.page, page, page.label()).on_hover_text(page.meaning());
            }
        });
        ui.separator();
        match self.wishes.page {
            Page::Designs => {
                show_listing(ui, scene, shown, &mut self.wishes);
                self.table.show(ui, scene, shown, &mut self.wishes.listing, (&mut self.pinned, &mut self.pointed));
            }
            Page::Limits => limits::show(ui, scene, shown),
            Page::Choose => self.choose.show(ui, scene, shown),
            Page::Compare => self.compare.show(ui, scene, shown, &mut self.pinned),
            Page::Sensitivity => self.sensitivity.show(ui, scene),
            Page::Space => {
                self.space.show(ui, scene, shown.exploration.search().is_none().then(|| shown.exploration.len()));
            }
        }
    }

    fn show_error(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, error: &ExploreError) {
        if matches!(error, ExploreError::NoChoices) {
            show_no_choices(ui, scene);
            return;
        }
        let ground = Frame::new().fill(palette(ui.visuals()).panel).inner_margin(Margin::same(16));
        CentralPanel::default().frame(ground).show(ui, |ui| {
            ui.set_max_width(640.0);
            ui.label(RichText::new("No designs to compare").heading());
            ui.colored_label(palette(ui.visuals()).bad, sentence(&error.to_string()));
            ui.add_space(STEP);
            self.space.show(ui, scene, None);
        });
    }
}

fn show_summary(ui: &mut Ui, scene: &mut Scene<'_>, shown: &Shown, wishes: &Wishes) {
    let colors = palette(ui.visuals());
    let all = shown.exploration.len();
    let swept = shown.landscape.as_ref().map(|landscape| &landscape.swept);
    let front = swept.and_then(|swept| Some(swept.front.as_ref()?.len())).unwrap_or(shown.front.members.len());
    let feasible = shown.region.feasible();
    let of_all = match shown.exploration.search() {
        Some(search) => search.brief(swept.map(|swept| swept.feasible).or(search.feasible)),
        None if all == 1 => format!("1 design, {feasible} feasible"),
        None => format!("{all} designs, {feasible} feasible"),
    };
    let of_all = format!("{of_all}, {} on the front", format_number(front as f64));
    ui.horizontal(|ui| {
        // The button keeps its room: words that have none are cut off.
        super::fields::at_the_right(ui, |ui| {
            show_decision(ui, scene);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let summary = ui.add(Label::new(strong(of_all)).truncate());
                if let Some(search) = shown.exploration.search() {
                    summary.on_hover_text(search.in_words(scene.session.project(), all).join(" "));
                }
                if let Some((done, total)) = scene.session.exploration_progress() {
                    let text = RichText::new(format!("updating: {done} of {total}")).small().color(colors.weak);
                    ui.add(Label::new(text).truncate());
                }
            });
        });
    });
    let left_out = all - shown.dots.len();
    if wishes.view == ViewKind::Scatter && left_out > 0 {
        let why = if shown.x.is_log || shown.y.is_log { "unknown, or not above 0" } else { "unknown" };
        let text = format!("{left_out} not plotted: a value is {why}");
        ui.label(RichText::new(text).small().color(colors.caution));
    }
    let is_any_feasible = shown.landscape.as_ref().is_some_and(|landscape| landscape.swept.feasible > 0);
    if shown.region.feasible() == 0 && !is_any_feasible {
        ui.colored_label(colors.bad, limits::way_out(scene.session.project(), shown));
    }
    for open in shown.exploration.space().open() {
        ui.label(RichText::new(open).small().color(colors.caution));
    }
}

/// What the table lists: which designs, by which words, and how many the filter leaves out.
fn show_listing(ui: &mut Ui, scene: &mut Scene<'_>, shown: &Shown, wishes: &mut Wishes) {
    ui.horizontal(|ui| {
        for listed in Listed::iter() {
            ui.selectable_value(&mut wishes.listing.listed, listed, listed.label());
        }
        let file = super::fields::at_the_right(ui, |ui| {
            ui.button("Export as CSV…").on_hover_text("The listed designs with what they are compared on")
        });
        if file.clicked() {
            // By name: while a file is chosen, other designs may take their places.
            let listed = shown.rows.designs.iter().filter_map(|index| shown.exploration.design(*index));
            scene.ask_for_file(super::dialogs::Purpose::Designs(listed.collect()));
        }
    });
    ui.add_space(STEP);
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(&mut wishes.listing.words).hint_text("names of options").desired_width(160.0);
        caption(ui, "Find");
        let field = ui.add(field).on_hover_text("All words must stand in the names of the options that a design takes");
        name(&field, "Find");
        if shown.rows.left_out > 0 {
            let (listed, left_out) = (shown.rows.designs.len(), shown.rows.left_out);
            caption(ui, &format!("{listed} listed, {left_out} left out by the filter or the words"));
        }
    });
    ui.add_space(STEP);
}

fn show_decision(ui: &mut Ui, scene: &mut Scene<'_>) {
    let (project, space, colors) = (scene.session.project(), scene.session.space(), palette(ui.visuals()));
    let design = scene.session.design().clone();
    // What a decision says of elements that are left out makes no other design.
    let simple = space.simplified(design.clone());
    let is_it = |other: &Design| space.simplified(other.clone()) == simple;
    let proposed = project.open_proposal().and_then(|(_, proposal)| proposal.design.as_ref());
    let is_accepted = project.current_decision().is_some_and(|(_, one)| one.status == DecisionStatus::Accepted);
    if is_accepted && project.decided_design().is_some_and(is_it) {
        ui.label(RichText::new("Decided").color(colors.good));
    } else if proposed.is_some_and(is_it) || project.decided_design().is_some_and(is_it) {
        ui.label(RichText::new("Proposed").color(colors.accent));
    } else if primary_button(ui, "Decide for this design").on_hover_text("The design that is looked at").clicked() {
        let (id, decision) = create::decision_for(project, design);
        scene.edit(Edit::PutDecision(id, decision));
        scene.ask(Action::GoTo(Stage::Decision));
    }
}

fn show_waiting(ui: &mut Ui, scene: &Scene<'_>) {
    let text = match scene.session.exploration_progress() {
        Some((done, total)) if total > 0 => format!("{done} of {total} designs are evaluated."),
        _ => "The designs are about to be evaluated.".to_owned(),
    };
    if scene.session.exploration().is_some() && scene.session.exploration_progress().is_none() {
        let text = "No measure is known for any design yet. State a scenario with its load, and train the candidates.";
        empty_state(ui, "Nothing to compare yet", text, |_| {});
    } else {
        empty_state(ui, "One moment", &text, |_| {});
    }
}

fn show_no_choices(ui: &mut Ui, scene: &mut Scene<'_>) {
    let text = sentence(&ExploreError::NoChoices.to_string());
    let project = std::sync::Arc::clone(scene.session.project());
    empty_state(ui, "No designs to compare", &text, |ui| {
        // The quickest way to a choice: which of the candidates fills the component.
        if let Some(component) = project.tasks.keys().next()
            && primary_button(ui, "Leave the model open").clicked()
        {
            let (id, choice) = create::choice(&project, component, OpenQuestion::Candidate);
            scene.edit(Edit::PutChoice(id, choice));
        }
        if ui.button("Go to the sketch").clicked() {
            scene.ask(Action::GoTo(Stage::Sketch));
        }
    });
}

/// The text of an error as a sentence of its own.
fn sentence(text: &str) -> String {
    format!("{}.", capitalised(text))
}
