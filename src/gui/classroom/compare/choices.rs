//! The page "Choices": all chosen designs as a plot, and in words below it.

use egui::Ui;

use super::axes::Axes;
use super::plot::{self, Scale, Told};
use super::sheet::{Cell, Sizes, Source};
use super::shown::Shown;
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
    plot::show(ui, shown, axes, Told { groups, best: true }, (SCALE, height));
    plot::show_legend(ui, shown, axes);
    ui.add_space(STEP);
    let choices = Choices { shown, colors: palette(ui.visuals()) };
    super::sheet::show(ui, "choices", SIZES, &choices, None);
}

impl Source for Choices<'_> {
    fn shape(&self) -> (usize, usize) {
        let comparison = &self.shown.comparison;
        (comparison.groups.len(), self.shown.choices.len() + comparison.measures.len())
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
        let cell = Cell::strong(self.shown.name(row));
        let group = &self.shown.comparison.groups[row];
        let is_best = self.shown.comparison.is_best(row) == Some(true);
        match (&group.chosen, group.is_feasible) {
            (None, _) => cell.small("nothing chosen"),
            (Some(_), Some(false)) => cell.small("misses its own limits").ink(self.colors.bad),
            (Some(_), _) if is_best => cell.small("nobody's choice beats it").ink(self.colors.good),
            (Some(_), None) => cell.small("cannot be judged by its own limits").ink(self.colors.caution),
            (Some(_), Some(true)) => cell,
        }
    }

    fn cell(&self, row: usize, column: usize) -> Cell {
        let group = &self.shown.comparison.groups[row];
        let Some(chosen) = &group.chosen else { return Cell::dash() };
        if let Some(choice) = self.shown.choices.get(column) {
            let option = chosen.iter().find(|(name, _)| name == choice).map(|(_, option)| option);
            return option.map_or_else(Cell::dash, Cell::of);
        }
        let measure = &self.shown.comparison.measures[column - self.shown.choices.len()];
        let text = measure.texts.get(row).map_or("unknown", String::as_str);
        let is_known = measure.values.get(row).copied().flatten().is_some();
        let cell = Cell::of(text).label(format!("{}, {}: {text}", measure.name, group.name));
        if is_known { cell } else { cell.ink(self.colors.caution) }
    }
}
