//! Limits side by side: what each group demands of the same measure.

use egui::{RichText, Ui};

use super::sheet::{Cell, Sizes, Source};
use super::shown::Shown;
use crate::classroom::{REFERENCE, Tested, ThresholdRow};
use crate::gui::theme::{Palette, STEP, palette};
use crate::model::Quantity;

/// Limits by measure and group; the reference stands before the groups.
struct Limits<'a> {
    shown: &'a Shown,
    /// Rows that are told already.
    told: usize,
    colors: &'static Palette,
}

/// The table on a page.
const SIZES: Sizes = Sizes { names: 230.0, column: [180.0, 230.0], row: 50.0, head: 40.0, text: 13.5 };

/// Shows the page.
pub(super) fn show(ui: &mut Ui, shown: &Shown) {
    if shown.comparison.thresholds.is_empty() {
        ui.label("No group has stated a requirement, so there are no limits to compare.");
        return;
    }
    let text = "Limits are in the unit of each measure, with the words of the group below where those differ. A hard \
                limit rules a design out; a soft one costs points.";
    ui.label(RichText::new(text).color(palette(ui.visuals()).weak));
    ui.add_space(STEP);
    show_table(ui, shown, SIZES, (shown.comparison.thresholds.len(), false));
}

/// Shows the first so many rows; scrolls to the last of them where that is wanted.
pub(super) fn show_table(ui: &mut Ui, shown: &Shown, sizes: Sizes, (told, scrolls): (usize, bool)) {
    let limits = Limits { shown, told, colors: palette(ui.visuals()) };
    let newest = told.checked_sub(1).filter(|_| scrolls);
    super::sheet::show(ui, "limits", sizes, &limits, newest.map(|row| (row, 0)));
}

impl Limits<'_> {
    fn group(&self, column: usize) -> Option<usize> {
        column.checked_sub(usize::from(self.shown.has_reference))
    }

    fn of(&self, row: &ThresholdRow, tested: &Tested, mark: Option<&str>) -> Cell {
        let Some(limit) = tested.limit else {
            return Cell::of("not stated").ink(self.colors.caution).small(tested.kind());
        };
        let value = limit_text(row, limit);
        let cell = Cell::strong(&value);
        let cell = match mark {
            Some(mark) => {
                let share = if mark == "strictest" { 0.34 } else { 0.08 };
                cell.beside(mark).fill(self.colors.card.lerp_to_gamma(self.colors.heat, share))
            }
            None => cell,
        };
        if value.ends_with(&tested.stated) {
            cell.small(tested.kind())
        } else {
            cell.small(format!("\"{}\", {}", tested.stated, tested.kind()))
        }
    }
}

/// `≤ 200 ms`, in the unit of the measure.
fn limit_text(row: &ThresholdRow, limit: f64) -> String {
    let measure = row.key.measure;
    format!("{} {}", measure.direction().symbol(), Quantity::estimated(limit, measure.unit()))
}

impl Source for Limits<'_> {
    fn shape(&self) -> (usize, usize) {
        let comparison = &self.shown.comparison;
        (comparison.thresholds.len(), comparison.groups.len() + usize::from(self.shown.has_reference))
    }

    fn corner(&self) -> Cell {
        Cell::of("Measure").ink(self.colors.weak)
    }

    fn head(&self, column: usize) -> Cell {
        match self.group(column) {
            None => Cell::strong(REFERENCE).ink(self.colors.accent),
            Some(group) => Cell::strong(self.shown.name(group)),
        }
    }

    fn name(&self, row: usize) -> Cell {
        let row = &self.shown.comparison.thresholds[row];
        Cell::of(&row.name).small(row.key.measure.direction().label())
    }

    fn cell(&self, row: usize, column: usize) -> Cell {
        if row >= self.told {
            return Cell::default();
        }
        let (extremes, row) = (self.shown.extremes[row], &self.shown.comparison.thresholds[row]);
        let group = self.group(column);
        let tested = group.map_or(row.reference.as_ref(), |group| row.demands.get(group).and_then(Option::as_ref));
        let Some(tested) = tested else { return Cell::dash() };
        // Only groups are asked who is strictest; the reference is what they are held against.
        let mark = extremes.filter(|_| group.is_some()).and_then(|extremes| match tested.limit? {
            limit if limit == extremes.strictest => Some("strictest"),
            limit if limit == extremes.loosest => Some("loosest"),
            _ => None,
        });
        let who = group.map_or(REFERENCE, |group| self.shown.name(group));
        let cell = self.of(row, tested, mark);
        let label = format!("{}, {who}: {}", row.name, cell.text().replace('\n', ", "));
        cell.label(label).hover(tested.constraint.meaning())
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::comparison;
    use super::*;

    #[test]
    fn a_limit_is_told_in_the_unit_of_the_measure_and_of_the_group() {
        let shown = Shown::of(&std::sync::Arc::new(comparison()), false);
        let context = egui::Context::default();
        let limits = Limits { shown: &shown, told: 2, colors: palette(&context.style_of(egui::Theme::Light).visuals) };
        assert_eq!(limits.cell(0, 0).text(), "≤ 200 ms\nhard, problem", "the reference, in the same words");
        assert_eq!(limits.cell(0, 1).text(), "≤ 100 ms\nstrictest\n\"0.1 s\", hard, problem");
        assert_eq!(limits.cell(0, 2).text(), "≤ 500 ms\nloosest\nsoft, 40 points, problem");
        assert_eq!(limits.cell(0, 3).text(), "–");
        assert_eq!(limits.cell(1, 1).text(), "not stated\nhard, problem");
        let untold = Limits { told: 1, ..limits };
        assert_eq!(untold.cell(1, 1).text(), "");
    }
}
