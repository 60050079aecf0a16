//! What stands above the pictures: which picture, its axes and scales, what tells designs apart, and the legend.

use std::sync::Arc;

use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{Button, Checkbox, PopupCloseBehavior, ScrollArea, Ui};
use strum::IntoEnumIterator as _;

use super::brush::Aspect;
use super::plots::{LOOKS, Plots, legend};
use super::state::Shown;
use super::wishes::{MOST_IN_MATRIX, ViewKind, Wishes, toggle};
use crate::gui::Scene;
use crate::gui::fields::{caption, name, pick, together};
use crate::gui::theme::STEP;
use crate::model::MeasureKey;
use crate::session::Action;

/// Height of the list of axes from which on it is scrolled.
const MOST_AXES: f32 = 420.0;

/// Shows all controls of the picture.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, shown: &Shown, wishes: &mut Wishes, plots: &Plots) {
    ui.horizontal_wrapped(|ui| {
        for view in ViewKind::iter() {
            ui.selectable_value(&mut wishes.view, view, view.label()).on_hover_text(view.meaning());
        }
        ui.add_space(STEP);
        match wishes.view {
            ViewKind::Scatter => {}
            ViewKind::Matrix => show_matrix_menu(ui, scene, shown, wishes),
            ViewKind::Parallel => show_parallel_menu(ui, scene, shown, wishes),
        }
        let axes = shown.exploration.space().axes();
        let options: Vec<_> = axes.iter().enumerate().map(|(index, axis)| (index, axis.label.clone())).collect();
        together(ui, |ui| {
            caption(ui, "Shape and colour");
            if let Some(index) = limited(ui, |ui| pick(ui, "colour", "Shape and colour", &wishes.colored_by, &options))
            {
                wishes.colored_by = index;
            }
        });
        ui.checkbox(&mut wishes.hides_infeasible, "Hide infeasible");
    });
    if wishes.view == ViewKind::Scatter {
        show_scatter_axes(ui, scene, shown, wishes);
    }
    ui.scope(|ui| {
        // Lines of small text, not of buttons.
        (ui.spacing_mut().interact_size.y, ui.spacing_mut().item_spacing.y) = (16.0, 2.0);
        show_legend(ui, shown, wishes, plots);
    });
}

fn show_legend(ui: &mut Ui, shown: &Shown, wishes: &Wishes, plots: &Plots) {
    ui.horizontal_wrapped(|ui| {
        let axis = shown.exploration.space().axes().get(wishes.colored_by);
        let options = axis.into_iter().flat_map(|axis| {
            let picks = (0..axis.count().min(LOOKS as u64)).filter_map(|index| axis.pick(index));
            picks.map(|pick| axis.option_label(&pick))
        });
        legend(ui, &options.collect::<Vec<_>>(), wishes.view != ViewKind::Parallel);
        if plots.is_crowded(wishes.view) {
            caption(ui, "So many points that only those on the front keep their shapes.");
        }
    });
}

fn show_scatter_axes(ui: &mut Ui, scene: &mut Scene<'_>, shown: &Shown, wishes: &mut Wishes) {
    let project = Arc::clone(scene.session.project());
    let keys: Vec<(MeasureKey, String)> =
        shown.exploration.known().iter().map(|key| (key.clone(), project.measure_name(key))).collect();
    let (x, y) = (&shown.x.key, &shown.y.key);
    ui.horizontal_wrapped(|ui| {
        together(ui, |ui| {
            caption(ui, "Upwards");
            if let Some(key) = limited(ui, |ui| pick(ui, "y axis", "Upwards", y, &keys)) {
                scene.ask(Action::Plot(x.clone(), key));
            }
            show_log(ui, wishes, y, "Logarithmic upwards");
        });
        ui.add_space(STEP);
        together(ui, |ui| {
            caption(ui, "Across");
            if let Some(key) = limited(ui, |ui| pick(ui, "x axis", "Across", x, &keys)) {
                scene.ask(Action::Plot(key, y.clone()));
            }
            show_log(ui, wishes, x, "Logarithmic across");
        });
    });
}

fn show_log(ui: &mut Ui, wishes: &mut Wishes, key: &MeasureKey, label: &str) {
    let mut is_log = wishes.logarithmic.contains(key);
    let checkbox = ui.add(Checkbox::new(&mut is_log, "log"));
    name(&checkbox, label);
    if checkbox.changed() {
        toggle(&mut wishes.logarithmic, key);
    }
}

fn limited<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    ui.scope(|ui| {
        ui.set_max_width(210.0);
        content(ui)
    })
    .inner
}

/// A menu that stays open while axes are turned on and off.
fn menu(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let config = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let (button, _) = MenuButton::from_button(Button::new("Axes")).config(config).ui(ui, |ui| {
        ui.set_min_width(260.0);
        ScrollArea::vertical().max_height(MOST_AXES).show(ui, content);
    });
    button.on_hover_text("Which choices and measures have an axis");
}

fn show_matrix_menu(ui: &mut Ui, scene: &Scene<'_>, shown: &Shown, wishes: &mut Wishes) {
    let project = scene.session.project();
    let mut keys = wishes.matrix_keys(&shown.exploration, &shown.objectives);
    menu(ui, |ui| {
        caption(ui, &format!("Up to {MOST_IN_MATRIX} measures"));
        for key in shown.exploration.known() {
            let mut is_on = keys.contains(key);
            let may_change = is_on || keys.len() < MOST_IN_MATRIX;
            let checkbox = Checkbox::new(&mut is_on, project.measure_name(key));
            if ui.add_enabled(may_change, checkbox).changed() {
                match keys.iter().position(|other| other == key) {
                    Some(place) => drop(keys.remove(place)),
                    None => keys.push(key.clone()),
                }
                wishes.matrix = Some(keys.clone());
            }
        }
    });
}

fn show_parallel_menu(ui: &mut Ui, scene: &Scene<'_>, shown: &Shown, wishes: &mut Wishes) {
    let (project, space) = (scene.session.project(), shown.exploration.space());
    let mut aspects = wishes.parallel_aspects(&shown.exploration, &shown.objectives);
    let choices = space.axes().iter().map(|axis| Aspect::Choice(axis.choice.clone()));
    let all: Vec<Aspect> = choices.chain(shown.exploration.known().iter().cloned().map(Aspect::Measure)).collect();
    menu(ui, |ui| {
        for aspect in &all {
            let mut is_on = aspects.contains(aspect);
            if ui.checkbox(&mut is_on, aspect.name(project, space)).changed() {
                match aspects.iter().position(|other| other == aspect) {
                    Some(place) => drop(aspects.remove(place)),
                    None => aspects.push(aspect.clone()),
                }
                wishes.parallel = Some(aspects.clone());
            }
        }
        ui.separator();
        if ui.button("All choices and objectives").clicked() {
            wishes.parallel = None;
            wishes.flipped.clear();
        }
    });
}
