//! The data that a component learns from: which, how much, what is predicted, what must not be learned from.

use egui::{CollapsingHeader, RichText, Ui};

use super::columns::rounded;
use super::details::told;
use super::judging::column_field;
use super::number::{Limits, number, pair, whole_number};
use super::rows_view;
use super::summaries::{Known, Summaries};
use crate::edit::{Edit, create};
use crate::gui::Scene;
use crate::gui::dialogs::Purpose;
use crate::gui::fields::{caption, heading, long_text_field, name, pick, primary_button, text_field};
use crate::gui::icons::Sign;
use crate::gui::theme::{STEP, palette};
use crate::learn::{
    ColumnKind, ColumnSummary, DatasetSummary, Suspicion, fraud_sample_exclusions, fraud_sample_settings,
};
use crate::model::{
    ComponentId, Dataset, DatasetSource, FraudGenerator, Goal, ImageSettings, LearningTask, Measure, OperatingPoint,
    Project, SplitRule, format_number,
};
use crate::session::Action;

/// The button that asks for a file.
pub(super) const IMPORT: &str = "Import table…";
/// The button that asks for a folder.
const IMPORT_IMAGES: &str = "Import images…";
/// The button that takes generated rows.
pub(super) const GENERATE: &str = "Use generated transactions";

/// Shows the data of `component`; asks for what the user changes.
pub(super) fn show(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    (component, task): (&ComponentId, &LearningTask),
    summaries: &mut Summaries,
) {
    heading(ui, "Data");
    pick_dataset(ui, scene, component, task);
    let Some(dataset) = scene.session.project().datasets.get(&task.dataset).cloned() else {
        told(ui, Sign::Warning, &format!("The dataset \"{}\" is missing. Choose another one.", task.dataset));
        return;
    };
    let folder = scene.session.folder().to_owned();
    let known = summaries.look(&dataset, &folder, ui.ctx());
    let mut changed = dataset.clone();
    describe(ui, &mut changed);
    show_source(ui, &mut changed.source);
    let wants_retry = show_summary(ui, known, &dataset);
    show_target(ui, &mut changed, known);
    let is_table = !matches!(dataset.source, DatasetSource::Images { .. });
    let mut changed_task = task.clone();
    if let Known::Read(summary) = known
        && is_table
    {
        let memory = ui.make_persistent_id(("rows", &task.dataset));
        let mut is_open = ui.data(|data| data.get_temp(memory)).unwrap_or(false);
        if ui.button("Look at the rows…").on_hover_text("The first rows, and what each column is for").clicked() {
            is_open = !is_open;
        }
        rows_view::show(ui.ctx(), &mut is_open, summary, (&mut changed, &mut changed_task));
        ui.data_mut(|data| data.insert_temp(memory, is_open));
        show_suspicious(ui, summary, &mut changed);
        show_columns(ui, summary, &mut changed);
    }
    ui.add_space(2.0 * STEP);
    if changed_task != *task {
        scene.edit(Edit::PutTask(component.clone(), changed_task));
    } else if let Some(task) = super::judging::show(ui, task, &dataset, known) {
        scene.edit(Edit::PutTask(component.clone(), task));
    }
    if wants_retry {
        summaries.forget(&dataset, &folder);
    }
    if changed != dataset {
        let edit = Edit::PutDataset(task.dataset.clone(), changed.clone());
        if changed.goal.label() == dataset.goal.label() {
            scene.edit(edit);
        } else {
            // Another goal needs another ranking, and families that can do it.
            let task = create::task_with_goal(task, &changed.goal);
            let label = format!("predict {} as {}", changed.target, changed.goal.label().to_lowercase());
            scene.ask(Action::EditAll(label, vec![edit, Edit::PutTask(component.clone(), task)]));
        }
    }
}

/// Buttons for a component that has no data yet.
pub(super) fn show_beginnings(ui: &mut Ui, scene: &mut Scene<'_>, component: &ComponentId) {
    let session = scene.session;
    let project = session.project();
    for (id, dataset) in &project.datasets {
        if ui.button(format!("Use {}", dataset.name)).clicked() {
            let task = create::task(project, component, id, &dataset.goal);
            scene.edit(Edit::PutTask(component.clone(), task));
        }
    }
    let import = primary_button(ui, IMPORT);
    if import.on_hover_text("A table with a column to predict: CSV, Excel, OpenDocument or Parquet").clicked() {
        scene.ask_for_file(Purpose::Table(component.clone()));
    }
    import_images(ui, scene, component);
    let generate = ui.button(GENERATE);
    if generate.on_hover_text("About 130,000 made-up card transactions, half a percent of them fraud").clicked() {
        scene.ask(generated(project, component));
    }
}

fn import_images(ui: &mut Ui, scene: &mut Scene<'_>, component: &ComponentId) {
    let hint = "A folder with a folder of images for each class, or IDX files as MNIST and Fashion-MNIST come in";
    if ui.button(IMPORT_IMAGES).on_hover_text(hint).clicked() {
        scene.ask_for_file(Purpose::Images(component.clone()));
    }
}

/// The columns other than the target; empty while they are not known.
pub(super) fn other_columns(dataset: &Dataset, known: Known<'_>) -> Vec<String> {
    let Known::Read(summary) = known else { return Vec::new() };
    summary.columns.iter().map(|column| column.name.clone()).filter(|name| *name != dataset.target).collect()
}

/// The columns that rows can be ordered by; empty while they are not known.
pub(super) fn numeric_columns(dataset: &Dataset, known: Known<'_>) -> Vec<String> {
    let Known::Read(summary) = known else { return Vec::new() };
    let numeric = summary.columns.iter().filter(|column| matches!(column.kind, ColumnKind::Number { .. }));
    numeric.map(|column| column.name.clone()).filter(|name| *name != dataset.target).collect()
}

/// Gives `component` rows of our own generator, judged as the past predicts the future.
fn generated(project: &Project, component: &ComponentId) -> Action {
    let dataset = Dataset {
        name: "Generated card transactions".to_owned(),
        description:
            "Synthetic: card transactions with three kinds of fraud, made by this program's own seeded generator. \
                      Good for trying things out; no statement about real payments."
                .to_owned(),
        source: DatasetSource::GeneratedFraud(fraud_sample_settings()),
        target: "is_fraud".to_owned(),
        goal: Goal::Binary { positive: "1".to_owned() },
        excluded: fraud_sample_exclusions(),
    };
    let id = create::dataset_id(project, &dataset.name);
    let mut task = create::task(project, component, &id, &dataset.goal);
    task.split = SplitRule::ByTime { column: "time_in_days".to_owned(), test_share: 0.3 };
    task.operating_point = OperatingPoint::FalsePositiveRate(0.01);
    task.primary = Measure::AveragePrecision;
    let edits = vec![Edit::PutDataset(id, dataset), Edit::PutTask(component.clone(), task)];
    Action::EditAll("use generated transactions".to_owned(), edits)
}

fn pick_dataset(ui: &mut Ui, scene: &mut Scene<'_>, component: &ComponentId, task: &LearningTask) {
    let project = scene.session.project();
    let options: Vec<_> = project.datasets.iter().map(|(id, dataset)| (id.clone(), dataset.name.clone())).collect();
    let chosen = pick(ui, "dataset", "Dataset", &task.dataset, &options);
    if let Some((id, dataset)) = chosen.and_then(|id| project.datasets.get_key_value(&id)) {
        let task = create::task(project, component, id, &dataset.goal);
        scene.edit(Edit::PutTask(component.clone(), task));
    }
    ui.horizontal(|ui| {
        if ui.button(IMPORT).on_hover_text("Learn from another table instead").clicked() {
            scene.ask_for_file(Purpose::Table(component.clone()));
        }
        import_images(ui, scene, component);
    });
}

fn describe(ui: &mut Ui, dataset: &mut Dataset) {
    if !dataset.description.is_empty() {
        caption(ui, &dataset.description);
    }
    CollapsingHeader::new(RichText::new("Edit name and description").small()).id_salt("describe").show(ui, |ui| {
        if let Some(new) = text_field(ui, "dataset name", "Name of the dataset", &dataset.name)
            && !new.trim().is_empty()
        {
            new.trim().clone_into(&mut dataset.name);
        }
        if let Some(new) = long_text_field(ui, "dataset text", "Description", &dataset.description, 4) {
            dataset.description = new;
        }
    });
}

fn show_source(ui: &mut Ui, source: &mut DatasetSource) {
    match source {
        DatasetSource::TableFile { path } => {
            if let Some(new) = text_field(ui, "path", "File, seen from the project's folder", path) {
                *path = new.trim().replace('\\', "/");
            }
        }
        DatasetSource::Images { path, settings } => {
            if let Some(new) = text_field(ui, "path", "Images, seen from the project's folder", path) {
                *path = new.trim().replace('\\', "/");
            }
            let ImageSettings { width, height, colour, most } = settings;
            pair(ui, |ui| size(ui, "Width, pixels", width), |ui| size(ui, "Height, pixels", height));
            pair(ui, |ui| size(ui, "Images, at most", most), |_| ());
            ui.checkbox(colour, "In colour");
        }
        DatasetSource::GeneratedFraud(settings) => {
            let FraudGenerator { seed, customers, terminals, days } = settings;
            fact(ui, "Source", "generated transactions");
            pair(
                ui,
                |ui| {
                    if let Some(new) = number(ui, "generator seed", "Generator seed", *seed as f64, Limits::SEED) {
                        *seed = new as u64;
                    }
                },
                |ui| size(ui, "Days", days),
            );
            pair(ui, |ui| size(ui, "Card holders", customers), |ui| size(ui, "Shop terminals", terminals));
        }
    }
}

fn size(ui: &mut Ui, label: &str, value: &mut u32) {
    if let Some(new) = whole_number(ui, "generator", label, *value, Limits::SIZE) {
        *value = new;
    }
}

/// Shows what the rows are like; says whether they shall be read again.
fn show_summary(ui: &mut Ui, known: Known<'_>, dataset: &Dataset) -> bool {
    match known {
        Known::Reading(done) => {
            caption(ui, &format!("Reading the rows… {:.0} %", 100.0 * done));
            ui.ctx().request_repaint_after(std::time::Duration::from_millis(200));
            false
        }
        Known::Unreadable(reason) => {
            told(ui, Sign::Cross, "These rows cannot be used");
            ui.label(RichText::new(reason).small().color(palette(ui.visuals()).bad));
            ui.button("Read again").clicked()
        }
        Known::Read(summary) => {
            let missing: u64 = summary.columns.iter().map(|column| column.missing).sum();
            fact(ui, "Rows", &format_number(summary.rows as f64));
            show_classes(ui, summary, dataset);
            fact(ui, "Learned from", &format!("{} columns", features(summary, dataset)));
            if missing > 0 {
                fact(ui, "Empty cells", &format_number(missing as f64));
            }
            false
        }
    }
}

/// How many rows each class has, or the positive one.
fn show_classes(ui: &mut Ui, summary: &DatasetSummary, dataset: &Dataset) {
    let told = |rows: u64| {
        let share = 100.0 * rows as f64 / (summary.rows as f64).max(1.0);
        format!("{} ({} %)", format_number(rows as f64), format_number(rounded(share)))
    };
    match &dataset.goal {
        Goal::Number => {}
        Goal::Binary { positive } => {
            let is_meant = |name: &String| name == positive.trim();
            let found = summary.classes.iter().find(|(name, _)| is_meant(name)).or_else(|| summary.classes.last());
            fact(ui, "Positive rows", &found.map_or_else(String::new, |(_, rows)| told(*rows)));
        }
        Goal::Classes => {
            fact(ui, "Classes", &summary.classes.len().to_string());
            if let (Some((most, many)), Some((least, few))) = (summary.classes.first(), summary.classes.last()) {
                fact(ui, "Most frequent", &format!("{most}: {}", told(*many)));
                fact(ui, "Rarest", &format!("{least}: {}", told(*few)));
            }
        }
    }
}

fn features(summary: &DatasetSummary, dataset: &Dataset) -> usize {
    summary.columns.iter().filter(|column| is_offered(column, dataset)).count()
}

fn is_offered(column: &ColumnSummary, dataset: &Dataset) -> bool {
    column.name != dataset.target && !dataset.excluded.contains(&column.name)
}

fn show_target(ui: &mut Ui, dataset: &mut Dataset, known: Known<'_>) {
    let columns: Vec<String> = match known {
        Known::Read(summary) => summary.columns.iter().map(|column| column.name.clone()).collect(),
        _ => Vec::new(),
    };
    let (target, mut goal) = (dataset.target.clone(), dataset.goal.clone());
    pair(
        ui,
        |ui| {
            if let Some(new) = column_field(ui, "target", "To predict", &target, &columns) {
                dataset.excluded.retain(|name| *name != new);
                dataset.target = new;
            }
        },
        |ui| {
            caption(ui, "As");
            let yes = Goal::Binary { positive: positive_of(&goal) };
            let options = [
                (yes, "yes or no".to_owned()),
                (Goal::Classes, "one of its classes".to_owned()),
                (Goal::Number, "a number".to_owned()),
            ];
            if let Some(new) = pick(ui, "goal", "As", &dataset.goal, &options) {
                goal = new;
            }
        },
    );
    if let Goal::Binary { positive } = &mut goal
        && let Some(new) = text_field(ui, "positive", "Positive value", positive)
    {
        new.trim().clone_into(positive);
    }
    dataset.goal = goal;
}

fn positive_of(goal: &Goal) -> String {
    if let Goal::Binary { positive } = goal { positive.clone() } else { "1".to_owned() }
}

/// Columns that are learned from and should not be, with a way to leave them out.
fn show_suspicious(ui: &mut Ui, summary: &DatasetSummary, dataset: &mut Dataset) {
    for column in summary.columns.iter().filter(|column| is_offered(column, dataset)).collect::<Vec<_>>() {
        let Some(suspicion) = column.suspicion else { continue };
        told(ui, Sign::Warning, &suspicion_text(&column.name, suspicion));
        let button = ui.button("Leave it out");
        name(&button, &format!("Leave out {}", column.name));
        if button.clicked() {
            dataset.excluded.push(column.name.clone());
        }
    }
}

fn suspicion_text(column: &str, suspicion: Suspicion) -> String {
    match suspicion {
        Suspicion::Identifier => format!("\"{column}\" is another one in each row: it only says which row it is."),
        Suspicion::TellsTarget { share } => format!(
            "\"{column}\" alone explains {:.0} % of what can be explained. Is it known before what is predicted?",
            100.0 * share
        ),
    }
}

fn show_columns(ui: &mut Ui, summary: &DatasetSummary, dataset: &mut Dataset) {
    let title = format!("Columns ({} of {} learned from)", features(summary, dataset), summary.columns.len());
    CollapsingHeader::new(RichText::new(title).small()).id_salt("columns").show(ui, |ui| {
        caption(ui, "Untick what is not known at the time of the decision, and identifiers.");
        for column in summary.columns.iter().filter(|column| column.name != dataset.target) {
            let mut is_used = is_offered(column, dataset);
            let response = ui.checkbox(&mut is_used, &column.name).on_hover_text(column_text(column));
            name(&response, &format!("Learn from {}", column.name));
            if response.clicked() {
                if is_used {
                    dataset.excluded.retain(|name| *name != column.name);
                } else {
                    dataset.excluded.push(column.name.clone());
                }
            }
        }
    });
}

/// What a column holds, in one line.
fn column_text(column: &ColumnSummary) -> String {
    let kind = match column.kind {
        ColumnKind::Number { range: Some((low, high)) } => {
            format!("Numbers from {} to {}", format_number(low), format_number(high))
        }
        ColumnKind::Number { range: None } => "No values at all".to_owned(),
        ColumnKind::Text { distinct } => format!("{} different texts", format_number(distinct as f64)),
    };
    if column.missing == 0 { kind } else { format!("{kind}, {} cells empty", format_number(column.missing as f64)) }
}

/// A word and its value on one line, the value at the right end.
fn fact(ui: &mut Ui, label: &str, value: &str) {
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = 18.0;
        ui.horizontal(|ui| {
            caption(ui, label);
            crate::gui::fields::at_the_right(ui, |ui| ui.add(egui::Label::new(value).truncate()));
        });
    });
}
