//! The first rows of a table as they were read, with what each column is for.

use egui::{Context, Grid, RichText, ScrollArea, Ui, Window};

use crate::gui::fields::{caption, pick};
use crate::gui::theme::palette;
use crate::learn::{ColumnKind, ColumnSummary, DatasetSummary};
use crate::model::{Dataset, LearningTask, SplitRule};

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Feature,
    Target,
    LeftOut,
    Time,
    Group,
    Protected,
}

impl Role {
    const ALL: [Self; 6] = [Self::Feature, Self::Target, Self::LeftOut, Self::Time, Self::Group, Self::Protected];

    fn label(self) -> &'static str {
        match self {
            Self::Feature => "Learned from",
            Self::Target => "To predict",
            Self::LeftOut => "Left out",
            Self::Time => "Time to split by",
            Self::Group => "Group kept together",
            Self::Protected => "Groups to treat alike",
        }
    }

    /// What `column` is for; the most telling where it is for several things.
    fn of(column: &str, dataset: &Dataset, task: &LearningTask) -> Self {
        match &task.split {
            _ if column == dataset.target => Self::Target,
            SplitRule::ByTime { column: time, .. } if time == column => Self::Time,
            SplitRule::Grouped { column: group, .. } if group == column => Self::Group,
            _ if task.judging.protected.as_deref() == Some(column) => Self::Protected,
            _ if dataset.excluded.iter().any(|name| name == column) => Self::LeftOut,
            _ => Self::Feature,
        }
    }

    /// Makes `column` that.
    fn give(self, column: &str, dataset: &mut Dataset, task: &mut LearningTask) {
        let leave_out = |dataset: &mut Dataset| {
            if !dataset.excluded.iter().any(|name| name == column) {
                dataset.excluded.push(column.to_owned());
            }
        };
        if Self::of(column, dataset, task) == Self::Protected {
            task.judging.protected = None;
        }
        let (test_share, seed) = match &task.split {
            SplitRule::Stratified { test_share, seed } | SplitRule::Grouped { test_share, seed, .. } => {
                (*test_share, *seed)
            }
            SplitRule::ByTime { test_share, .. } => (*test_share, 1),
        };
        let is_split_by = matches!(Self::of(column, dataset, task), Self::Time | Self::Group);
        if is_split_by && !matches!(self, Self::Time | Self::Group) {
            task.split = SplitRule::Stratified { test_share, seed };
        }
        match self {
            Self::Feature => dataset.excluded.retain(|name| name != column),
            Self::LeftOut => leave_out(dataset),
            Self::Target => {
                dataset.excluded.retain(|name| name != column);
                column.clone_into(&mut dataset.target);
            }
            Self::Time => {
                task.split = SplitRule::ByTime { column: column.to_owned(), test_share };
                leave_out(dataset);
            }
            Self::Group => {
                task.split = SplitRule::Grouped { column: column.to_owned(), test_share, seed };
                leave_out(dataset);
            }
            Self::Protected => task.judging.protected = Some(column.to_owned()),
        }
    }
}

/// Shows the rows in a window of their own while `is_open`; changes what columns are for.
pub(super) fn show(
    context: &Context,
    is_open: &mut bool,
    summary: &DatasetSummary,
    (dataset, task): (&mut Dataset, &mut LearningTask),
) {
    let title = format!("The first rows of {}", dataset.name);
    Window::new(title)
        .id(egui::Id::unique("rows of a dataset"))
        .open(is_open)
        .default_pos([300.0, 120.0])
        .default_size([860.0, 420.0])
        .show(context, |ui| {
            caption(ui, "Choose above each column what it is for. Cells are shown as they were understood.");
            ScrollArea::both().auto_shrink([false, false]).show(ui, |ui| {
                Grid::new("rows").num_columns(summary.columns.len()).striped(true).min_row_height(18.0).show(
                    ui,
                    |ui| {
                        for column in &summary.columns {
                            head(ui, column, dataset, task);
                        }
                        ui.end_row();
                        for row in &summary.first_rows {
                            for cell in row {
                                show_cell(ui, cell.as_deref());
                            }
                            ui.end_row();
                        }
                    },
                );
            });
        });
}

fn head(ui: &mut Ui, column: &ColumnSummary, dataset: &mut Dataset, task: &mut LearningTask) {
    ui.vertical(|ui| {
        ui.set_width(150.0);
        ui.label(RichText::new(&column.name).strong());
        let kind = match column.kind {
            ColumnKind::Number { .. } => "numbers".to_owned(),
            ColumnKind::Text { distinct } => format!("texts, {distinct} different"),
        };
        let missing = if column.missing > 0 { format!(", {} missing", column.missing) } else { String::new() };
        ui.add(egui::Label::new(RichText::new(format!("{kind}{missing}")).small()).truncate());
        let role = Role::of(&column.name, dataset, task);
        let fits = |role: &Role| *role != Role::Time || matches!(column.kind, ColumnKind::Number { .. });
        let options: Vec<_> = Role::ALL.into_iter().filter(fits).map(|role| (role, role.label().to_owned())).collect();
        let label = format!("What {} is for", column.name);
        if let Some(chosen) = pick(ui, ("role", &column.name), &label, &role, &options) {
            chosen.give(&column.name, dataset, task);
        }
    });
}

fn show_cell(ui: &mut Ui, cell: Option<&str>) {
    match cell {
        Some(text) => {
            ui.label(RichText::new(text).small());
        }
        None => {
            ui.label(RichText::new("missing").small().italics().color(palette(ui.visuals()).weak));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::create;
    use crate::model::{DatasetSource, Goal, Project};

    #[test]
    fn a_column_is_what_it_was_made() {
        let mut dataset = Dataset {
            name: String::new(),
            description: String::new(),
            source: DatasetSource::TableFile { path: String::new() },
            target: "y".to_owned(),
            goal: Goal::Classes,
            excluded: Vec::new(),
        };
        let mut task = create::task(&Project::default(), &"model".into(), &"data".into(), &Goal::Classes);
        for role in [Role::LeftOut, Role::Time, Role::Group, Role::Feature, Role::Protected, Role::Target] {
            role.give("x", &mut dataset, &mut task);
            assert_eq!(Role::of("x", &dataset, &task), role);
        }
        assert_eq!(dataset.target, "x");
        assert!(dataset.excluded.is_empty() && matches!(task.split, SplitRule::Stratified { .. }));
        assert_eq!(task.judging.protected, None);
    }
}
