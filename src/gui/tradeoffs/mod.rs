//! The stage "Trade-offs": every design in a plot and a table that show the same selection.

mod borders;
mod choose;
mod choosing;
mod compare;
mod limits;
mod plot;
mod points;
mod rejection;
mod state;
mod table;
#[cfg(test)]
mod tests;

use egui::{CentralPanel, Checkbox, Frame, Margin, Panel, RichText, Ui};
use strum::IntoEnumIterator as _;

use self::borders::Grip;
use self::choose::ChoosePage;
use self::points::Listed;
use self::state::{Page, Shown, Wishes};
use super::Scene;
use super::fields::{caption, empty_state, name, pick, primary_button};
use super::theme::{STEP, palette, strong};
use crate::edit::Edit;
use crate::model::{Decision, Design, MeasureKey, OpenQuestion};
use crate::session::{Action, Stage};
use crate::tradeoff::ExploreError;

/// What the stage remembers between frames.
#[derive(Default)]
pub(super) struct TradeoffsView {
    wishes: Wishes,
    shown: Option<Shown>,
    grip: Grip,
    choose: ChoosePage,
    pinned: Vec<Design>,
}

impl TradeoffsView {
    /// Shows the stage in all the space that `ui` has.
    pub fn show(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        if let Some(Err(error)) = scene.session.exploration() {
            let error = error.clone();
            show_error(ui, scene, &error);
            return;
        }
        self.shown = Shown::now(self.shown.take(), scene.session, &self.wishes);
        let Some(shown) = &self.shown else {
            show_waiting(ui, scene);
            return;
        };
        let colors = palette(ui.visuals());
        let side = Frame::new().fill(colors.panel).inner_margin(Margin::same(12));
        let (wishes, grip, pinned) = (&mut self.wishes, &mut self.grip, &mut self.pinned);
        let choose = &mut self.choose;
        Panel::right("designs")
            .frame(side)
            .default_size((ui.available_width() * 0.46).clamp(320.0, 760.0))
            .size_range(280.0..=1200.0)
            .show(ui, |ui| show_side(ui, scene, shown, (&mut *wishes, choose, &mut *pinned)));
        let ground = Frame::new().fill(colors.canvas).inner_margin(Margin::same(12));
        CentralPanel::default().frame(ground).show(ui, |ui| {
            show_summary(ui, scene, shown);
            show_controls(ui, scene, shown, wishes);
            plot::show(ui, scene, shown, wishes.hides_infeasible, (grip, pinned));
        });
    }
}

fn show_summary(ui: &mut Ui, scene: &Scene<'_>, shown: &Shown) {
    let colors = palette(ui.visuals());
    let all = shown.exploration.len();
    ui.horizontal_wrapped(|ui| {
        let (feasible, front) = (shown.region.feasible(), shown.front.members.len());
        let of_all = match shown.exploration.search() {
            Some(search) => search.summary(all),
            None => format!("{all} designs, {feasible} feasible"),
        };
        let summary = ui.label(strong(format!("{of_all}, {front} on the front")));
        if let Some(search) = shown.exploration.search() {
            summary.on_hover_text(search.in_words(scene.session.project(), all).join(" "));
        }
        if let Some((done, total)) = scene.session.exploration_progress() {
            ui.label(RichText::new(format!("updating: {done} of {total}")).small().color(colors.weak));
        }
        if shown.scatter.left_out > 0 {
            let text = format!("{} not plotted: a value is unknown", shown.scatter.left_out);
            ui.label(RichText::new(text).small().color(colors.caution));
        }
    });
    if shown.region.feasible() == 0 {
        ui.colored_label(colors.bad, limits::way_out(scene.session.project(), shown));
    }
    for open in shown.exploration.space().open() {
        ui.label(RichText::new(open).small().color(colors.caution));
    }
}

fn show_controls(ui: &mut Ui, scene: &mut Scene<'_>, shown: &Shown, wishes: &mut Wishes) {
    let project = std::sync::Arc::clone(scene.session.project());
    let keys: Vec<(MeasureKey, String)> =
        shown.exploration.known().iter().map(|key| (key.clone(), project.measure_name(key))).collect();
    let (x, y) = (&shown.x.key, &shown.y.key);
    ui.horizontal_wrapped(|ui| {
        let log = |ui: &mut Ui, is_on: &mut bool, label: &str| {
            let toggle = ui.add(Checkbox::new(is_on, "log"));
            name(&toggle, label);
        };
        caption(ui, "Upwards");
        if let Some(key) = ui.scope(|ui| limited(ui, |ui| pick(ui, "y axis", "Upwards", y, &keys))).inner {
            scene.ask(Action::Plot(x.clone(), key));
        }
        log(ui, &mut wishes.is_log[1], "Logarithmic upwards");
        ui.add_space(2.0 * STEP);
        caption(ui, "Across");
        if let Some(key) = ui.scope(|ui| limited(ui, |ui| pick(ui, "x axis", "Across", x, &keys))).inner {
            scene.ask(Action::Plot(key, y.clone()));
        }
        log(ui, &mut wishes.is_log[0], "Logarithmic across");
    });
    ui.horizontal_wrapped(|ui| {
        let axes = shown.exploration.space().axes();
        let options: Vec<_> = axes.iter().enumerate().map(|(index, axis)| (index, axis.label.clone())).collect();
        caption(ui, "Shape and colour");
        if let Some(index) = limited(ui, |ui| pick(ui, "colour", "Shape and colour", &wishes.colored_by, &options)) {
            wishes.colored_by = index;
        }
        ui.checkbox(&mut wishes.hides_infeasible, "Hide infeasible");
    });
    ui.horizontal_wrapped(|ui| {
        let axes = shown.exploration.space().axes();
        if let Some(axis) = axes.get(wishes.colored_by) {
            let names: Vec<_> = (0..axis.count().min(plot::LOOKS as u64))
                .filter_map(|index| axis.pick(index))
                .map(|pick| axis.option_label(&pick))
                .collect();
            plot::legend(ui, &names);
        }
    });
}

fn limited<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    ui.scope(|ui| {
        ui.set_max_width(210.0);
        content(ui)
    })
    .inner
}

fn show_side(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    shown: &Shown,
    (wishes, choose, pinned): (&mut Wishes, &mut ChoosePage, &mut Vec<Design>),
) {
    ui.horizontal(|ui| {
        for page in Page::iter() {
            ui.selectable_value(&mut wishes.page, page, page.label()).on_hover_text(page.meaning());
        }
        super::fields::at_the_right(ui, |ui| show_decision(ui, scene));
    });
    ui.separator();
    match wishes.page {
        Page::Designs => {
            ui.horizontal(|ui| {
                for listed in Listed::iter() {
                    ui.selectable_value(&mut wishes.listed, listed, listed.label());
                }
                let file = super::fields::at_the_right(ui, |ui| {
                    ui.button("Export as CSV…").on_hover_text("The listed designs with what they are compared on")
                });
                if file.clicked() {
                    // By name: while a file is chosen, other designs may take their places.
                    let listed = shown.rows.iter().filter_map(|index| shown.exploration.design(*index));
                    scene.ask_for_file(super::dialogs::Purpose::Designs(listed.collect()));
                }
            });
            ui.add_space(STEP);
            table::show(ui, scene, shown, (wishes, pinned));
        }
        Page::Limits => limits::show(ui, scene, shown),
        Page::Choose => choose.show(ui, scene, shown),
        Page::Compare => compare::show(ui, scene, shown, pinned),
    }
}

fn show_decision(ui: &mut Ui, scene: &mut Scene<'_>) {
    let design = scene.session.design().clone();
    if scene.session.project().decision.design.as_ref() == Some(&design) {
        ui.label(RichText::new("Decided").color(palette(ui.visuals()).good));
    } else if primary_button(ui, "Decide for this design").on_hover_text("The design that is looked at").clicked() {
        let decision = Decision { design: Some(design), ..scene.session.project().decision.clone() };
        scene.edit(Edit::Decide(decision));
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

fn show_error(ui: &mut Ui, scene: &mut Scene<'_>, error: &ExploreError) {
    let text = error.to_string();
    let mut characters = text.chars();
    let text: String =
        characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).chain(['.']).collect();
    let project = std::sync::Arc::clone(scene.session.project());
    empty_state(ui, "No designs to compare", &text, |ui| {
        // The quickest way to a choice: which of the candidates fills the component.
        if let Some(component) = project.tasks.keys().next().filter(|_| *error == ExploreError::NoChoices)
            && primary_button(ui, "Leave the model open").clicked()
        {
            let (id, choice) = crate::edit::create::choice(&project, component, OpenQuestion::Candidate);
            scene.edit(Edit::PutChoice(id, choice));
        }
        if ui.button("Go to the sketch").clicked() {
            scene.ask(Action::GoTo(Stage::Sketch));
        }
    });
}
