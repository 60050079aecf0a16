//! The page "Choices": all chosen designs as a plot, and in words below it.

use egui::Ui;

use super::axes::Axes;
use super::plot::{self, Scale, Told};
use super::sheet::{Cell, Sizes, Source};
use super::shown::Shown;
use crate::classroom::Chooser;
use crate::gui::theme::{Palette, STEP, palette};

/// Choices by group: what was taken, then the numbers.
struct Choices<'a> {
    shown: &'a Shown,
    colors: &'static Palette,
}

/// The table below the plot.
const SIZES: Sizes = Sizes { names: 190.0, column: [130.0, 230.0], row: 38.0, head: 40.0, text: 13.5 };
/// Marks and names on a page.
const SCALE: Scale = Scale { mark: 6.0, text: 12.5 };
/// Least and most height of the plot.
const HEIGHT: [f32; 2] = [220.0, 520.0];

/// Shows the page.
pub(super) fn show(ui: &mut Ui, shown: &Shown, axes: &mut Axes) {
    if shown.comparison.groups.iter().all(|group| group.chosen.is_none()) {
        ui.label("No group has chosen a design yet.");
        return;
    }
    axes.show_pickers(ui, shown);
    let groups = shown.comparison.groups.len();
    let height = (ui.available_height() * 0.56).clamp(HEIGHT[0], HEIGHT[1]);
    let told = Told { groups, best: true, reference: true };
    plot::show(ui, shown, axes, told, (SCALE, height));
    plot::show_legend(ui, shown, axes, told);
    ui.add_space(STEP);
    let choices = Choices { shown, colors: palette(ui.visuals()) };
    super::sheet::show(ui, "choices", SIZES, &choices, None);
}

impl Source for Choices<'_> {
    fn shape(&self) -> (usize, usize) {
        let comparison = &self.shown.comparison;
        (comparison.choosers().count(), self.shown.choices.len() + comparison.measures.len())
    }

    fn corner(&self) -> Cell {
        Cell::of("Group").ink(self.colors.weak)
    }

    fn head(&self, column: usize) -> Cell {
        if let Some(choice) = self.shown.choices.get(column) {
            return Cell::of(choice).ink(self.colors.weak);
        }
        let column = &self.shown.comparison.measures[column - self.shown.choices.len()];
        Cell::of(&column.name).ink(self.colors.weak).hover(column.key.measure.direction().label())
    }

    fn name(&self, row: usize) -> Cell {
        let comparison = &self.shown.comparison;
        let chooser = self.shown.chooser(row);
        let (is_feasible, is_best) = match chooser {
            Chooser::Group(group) => (comparison.groups[group].is_feasible, comparison.is_best(group) == Some(true)),
            Chooser::Reference => (comparison.reference.as_ref().and_then(|reference| reference.is_feasible), false),
        };
        let cell = Cell::strong(self.shown.name_of(chooser));
        match (comparison.chosen(chooser), is_feasible) {
            (None, _) => cell.small("nothing chosen"),
            (Some(_), Some(false)) => cell.small("misses its own limits").ink(self.colors.bad),
            (Some(_), _) if is_best => cell.small("nobody's choice beats it").ink(self.colors.good),
            (Some(_), None) => cell.small("cannot be judged by its own limits").ink(self.colors.caution),
            (Some(_), Some(true)) if chooser == Chooser::Reference => cell.ink(self.colors.accent),
            (Some(_), Some(true)) => cell,
        }
    }

    fn cell(&self, row: usize, column: usize) -> Cell {
        let chooser = self.shown.chooser(row);
        let Some(chosen) = self.shown.comparison.chosen(chooser) else { return Cell::dash() };
        if let Some(choice) = self.shown.choices.get(column) {
            let option = chosen.iter().find(|(name, _)| name == choice).map(|(_, option)| option);
            return option.map_or_else(Cell::dash, Cell::of);
        }
        let measure = &self.shown.comparison.measures[column - self.shown.choices.len()];
        let text = measure.number(chooser).map_or("unknown", |number| number.text.as_str());
        let cell = Cell::of(text).label(format!("{}, {}: {text}", measure.name, self.shown.name_of(chooser)));
        if measure.value(chooser).is_some() { cell } else { cell.ink(self.colors.caution) }
    }
}
