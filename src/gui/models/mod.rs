//! The stage "Models": what ML components learn from, the candidates for their models, and what was measured on them.

mod cascade;
mod cases;
mod columns;
mod curves;
mod data;
mod details;
mod head;
mod judging;
mod networks;
mod number;
mod order;
mod pictures;
mod reading;
mod required;
mod rows_view;
mod settings;
mod stand;
mod status;
mod summaries;
mod table;
#[cfg(test)]
mod test_support;
#[cfg(test)]
mod tests;
mod thorough;
mod thresholds;
mod tree;
mod trials;

pub(super) use networks::size_in_words;

use egui::{Frame, Margin, Panel, RichText, ScrollArea, Ui};

use self::settings::Surroundings;
use self::stand::{Stand, components, first_choice, open_choice};
use self::summaries::{Known, Summaries};
use self::table::{Row, Table};
use super::Scene;
use super::dialogs::Purpose;
use super::fields::{at_the_right, caption, empty_state, heading, primary_button, signed};
use super::icons::Sign;
use super::theme::{STEP, palette};
use crate::edit::{Edit, create};
use crate::model::{
    Algorithm, Amount, Candidate, CandidateId, ComponentId, LearningTask, OpenQuestion, OperatingPoint, Pick, Quantity,
    Unit,
};
use crate::session::{Action, Command, Session, Stage};
use crate::work::JobName;

/// Width of the panel with data and judging.
const DATA: f32 = 268.0;
/// Largest share of the height that the table takes.
const TABLE_SHARE: f32 = 0.52;

/// What the stage remembers between frames.
#[derive(Debug, Default)]
pub(super) struct ModelsView {
    component: Option<ComponentId>,
    candidate: Option<CandidateId>,
    summaries: Summaries,
    table: Table,
}

impl ModelsView {
    /// The component that new data is for: the one that is shown, or would be.
    pub fn learning_component(&self, session: &Session) -> ComponentId {
        let components = components(session.project());
        let shown = self.component.clone().filter(|shown| components.contains(shown));
        shown.or_else(|| first_choice(session, &components)).unwrap_or_else(|| ComponentId::new(""))
    }

    /// Shows the stage in all the space that `ui` has.
    pub fn show(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let session = scene.session;
        let components = components(session.project());
        if !self.component.as_ref().is_some_and(|shown| components.contains(shown)) {
            self.component = first_choice(session, &components);
        }
        let Some(component) = self.component.clone() else {
            show_no_component(ui, scene);
            return;
        };
        let palette = palette(ui.visuals());
        let ground = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(14, 10));
        Panel::left("models data").frame(ground).default_size(DATA).size_range(220.0..=420.0).show(ui, |ui| {
            ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
                // The bar lies above the content: beside it, not on the numbers.
                ui.set_max_width(ui.available_width() - STEP);
                self.show_components(ui, session, &components);
                if let Some(task) = session.project().tasks.get(&component) {
                    ui.separator();
                    data::show(ui, scene, (&component, task), &mut self.summaries);
                }
                ui.add_space(2.0 * STEP);
            });
        });
        let margin = Frame::new().inner_margin(Margin::symmetric(14, 10));
        egui::CentralPanel::default().frame(margin).show(ui, |ui| match session.project().tasks.get(&component) {
            Some(task) => self.show_candidates(ui, scene, &component, task),
            None => show_no_data(ui, scene, &component),
        });
    }

    fn show_components(&mut self, ui: &mut Ui, session: &Session, components: &[ComponentId]) {
        heading(ui, "Learning components");
        for id in components {
            let project = session.project();
            let Some(component) = project.system.components.get(id) else { continue };
            let note = match project.tasks.get(id).map(|task| task.candidates.len()) {
                None => "no data yet".to_owned(),
                Some(1) => "1 candidate".to_owned(),
                Some(count) => format!("{count} candidates"),
            };
            let is_shown = self.component.as_ref() == Some(id);
            ui.horizontal(|ui| {
                if ui.selectable_label(is_shown, &component.name).clicked() && !is_shown {
                    self.component = Some(id.clone());
                    self.candidate = None;
                }
                at_the_right(ui, |ui| caption(ui, &note));
            });
        }
    }

    fn show_candidates(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, component: &ComponentId, task: &LearningTask) {
        let session = scene.session;
        let stand = Stand { session, component, task, choice: open_choice(session.project(), component) };
        let rows = stand.rows();
        // Before anything is added: what is added now is in the rows of the next frame.
        if !rows.iter().any(|row| Some(row.id) == self.candidate.as_ref()) {
            self.candidate = stand.picked().or_else(|| rows.first().map(|row| row.id)).cloned();
        }
        let known = self.surroundings(ui, session, task);
        let mut added = show_head(ui, scene, &stand, (&rows, known.as_ref()));
        if rows.is_empty() {
            let text = "Add the models that could fill this component, then train them.";
            empty_state(ui, "No candidates yet", text, |ui| {
                if primary_button(ui, "Add a starting set").on_hover_text(STARTING_SET).clicked() {
                    added = Some(stand.missing_of_starting_set());
                }
                if let Some(families) = family_menu(ui, &stand, known.as_ref(), "Add the first candidate") {
                    added = Some(families);
                }
            });
        }
        if let Some(families) = added {
            self.add(scene, &stand, families);
        }
        if rows.is_empty() {
            return;
        }
        let height = (ui.available_height() * TABLE_SHARE).max(180.0);
        let evidence: Vec<_> = rows.iter().filter_map(|row| row.evidence).collect();
        let measures = columns::measures(stand.goal(), task.primary, &evidence);
        let wish = self.table.show(ui, (&rows, &measures), self.candidate.as_ref(), height);
        match wish {
            Some(table::Wish::Select(id)) => self.candidate = Some(id),
            Some(table::Wish::Train(id)) => scene.ask(Action::Train(vec![stand.name_of(&id)])),
            Some(table::Wish::Cancel(id)) => scene.ask(Action::CancelTraining(stand.name_of(&id))),
            None => {}
        }
        ui.add_space(STEP);
        required::show(ui, &stand);
        let selected = rows.iter().find(|row| Some(row.id) == self.candidate.as_ref());
        let known = self.surroundings(ui, session, task);
        if let Some(wish) = selected.and_then(|row| details::show(ui, &stand, row, known.as_ref())) {
            self.grant(scene, &stand, wish);
        }
    }

    /// What settings depend on, once the table has been read.
    fn surroundings<'a>(&'a mut self, ui: &Ui, session: &'a Session, task: &LearningTask) -> Option<Surroundings<'a>> {
        let dataset = session.project().datasets.get(&task.dataset)?;
        match self.summaries.look(dataset, session.folder(), ui.ctx()) {
            Known::Read(summary) => Some(Surroundings { dataset, summary }),
            Known::Reading(_) | Known::Unreadable(_) => None,
        }
    }

    fn grant(&mut self, scene: &mut Scene<'_>, stand: &Stand<'_>, wish: details::Wish) {
        let mut task = stand.task.clone();
        match wish {
            details::Wish::Change(id, candidate) => {
                task.candidates.insert(id, candidate);
            }
            details::Wish::Duplicate(id) => {
                let Some(original) = stand.task.candidates.get(&id) else { return };
                let (copy, candidate) = create::candidate(stand.task, original.algorithm.clone());
                let place = task.candidates.get_index_of(&id).map_or(task.candidates.len(), |place| place + 1);
                task.candidates.shift_insert(
                    place,
                    copy.clone(),
                    Candidate { seed: original.seed, search: original.search, ..candidate },
                );
                self.candidate = Some(copy);
            }
            details::Wish::Remove(id) => {
                let place = task.candidates.get_index_of(&id).unwrap_or(0);
                task.candidates.shift_remove(&id);
                self.candidate =
                    task.candidates.get_index(place.min(task.candidates.len().max(1) - 1)).map(|(id, _)| id.clone());
            }
            details::Wish::UseInDesign(id) => {
                let Some(choice) = stand.choice else { return };
                let mut design = stand.session.design().clone();
                design.picks.insert(choice.clone(), Pick::Candidate(id));
                scene.ask(Action::LookAt(design));
                return;
            }
            details::Wish::OpenSecond => return open_second(scene, stand),
            details::Wish::UseBoth(first, second, share) => {
                let (Some(model), Some(after)) = (stand.choice, stand.second_choice()) else { return };
                let mut design = stand.session.design().clone();
                design.picks.insert(model.clone(), Pick::Candidate(first));
                design.picks.insert(after.clone(), Pick::Second(Some((second, Amount::new(share)))));
                scene.ask(Action::LookAt(design));
                return;
            }
            details::Wish::DecideFrom(threshold) => {
                task.operating_point = OperatingPoint::Probability(threshold);
            }
            details::Wish::Export(file) => return scene.ask_for_file(Purpose::Trained(file)),
            details::Wish::Train(id) => return scene.ask(Action::Train(vec![stand.name_of(&id)])),
            details::Wish::Cancel(id) => return scene.ask(Action::CancelTraining(stand.name_of(&id))),
        }
        scene.edit(Edit::PutTask(stand.component.clone(), task));
    }

    /// Adds a candidate of each of these families; the last one is then looked at.
    fn add(&mut self, scene: &mut Scene<'_>, stand: &Stand<'_>, families: Vec<Algorithm>) {
        let mut task = stand.task.clone();
        for algorithm in families {
            let (id, candidate) = create::candidate(&task, algorithm);
            task.candidates.insert(id.clone(), candidate);
            self.candidate = Some(id);
        }
        scene.edit(Edit::PutTask(stand.component.clone(), task));
    }
}

/// Leaves open what decides unsure cases, and which model decides first, without which there is no second.
fn open_second(scene: &mut Scene<'_>, stand: &Stand<'_>) {
    let project = stand.session.project();
    let first = stand.choice.is_none().then_some(OpenQuestion::Candidate);
    let second = stand.second_choice().is_none().then_some(OpenQuestion::Cascade);
    let edits = first.into_iter().chain(second).map(|question| {
        let (id, choice) = create::choice(project, stand.component, question);
        Edit::PutChoice(id, choice)
    });
    scene.ask(Action::EditAll("leave a second model open".to_owned(), edits.collect()));
}

/// Shows what can be done with all candidates; gives the families of which one shall be added each. `known` is what the
/// table says.
fn show_head(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    stand: &Stand<'_>,
    (rows, known): (&[Row<'_>], Option<&Surroundings<'_>>),
) -> Option<Vec<Algorithm>> {
    let mut added = None;
    ui.horizontal(|ui| {
        ui.label(RichText::new("Candidates").heading().strong());
        at_the_right(ui, |ui| {
            show_training_buttons(ui, scene, stand, rows);
            added = family_menu(ui, stand, known, "Add candidate");
        });
    });
    if stand.choice.is_none() && !rows.is_empty() {
        let palette = palette(ui.visuals());
        ui.horizontal_wrapped(|ui| {
            let text = "The model is not left open, so no candidate takes part in the trade-off.";
            signed(ui, Sign::Information, palette.accent, text);
            if ui.button("Leave the model open").clicked() {
                let project = stand.session.project();
                let (id, choice) = create::choice(project, stand.component, OpenQuestion::Candidate);
                scene.edit(Edit::PutChoice(id, choice));
            }
        });
    }
    ui.add_space(STEP);
    added
}

fn show_training_buttons(ui: &mut Ui, scene: &mut Scene<'_>, stand: &Stand<'_>, rows: &[Row<'_>]) {
    let idle = || rows.iter().filter(|row| !row.status.is_under_way());
    let mut names: Vec<JobName> =
        idle().filter(|row| row.status.wants_training()).map(|row| stand.name_of(row.id)).collect();
    let is_repetition = names.is_empty();
    // While others are still at it, nobody wants the finished ones measured anew.
    if is_repetition && idle().count() == rows.len() {
        names = idle().map(|row| stand.name_of(row.id)).collect();
    }
    if !names.is_empty() {
        let hint = if is_repetition {
            "Every result is current; this measures all of them anew"
        } else {
            "Trains every candidate of this component that has no current result"
        };
        let words = if is_repetition { "Train all again" } else { "Train all" };
        // How long it may take is known before it starts.
        let limit = stand.task.judging.budget.seconds;
        let limit = limit.map(|seconds| format!(", at most {} each", Quantity::estimated(seconds, Unit::Second)));
        let words = format!("{words}{}", limit.unwrap_or_default());
        let button = if is_repetition { ui.button(words) } else { primary_button(ui, &words) };
        if button.on_hover_text(hint).clicked() {
            scene.ask(Action::Train(names));
        }
    }
    if rows.iter().any(|row| row.status.is_under_way()) && ui.button("Cancel all").clicked() {
        scene.ask(Action::Run(Command::CancelTraining));
    }
}

/// What a starting set is good for.
const STARTING_SET: &str = "Adds the families that differ most in what they trade: a baseline, what can be read, and \
                            what is usually most right";

/// A menu of families, some of them for images only; gives the chosen ones with their usual settings.
fn family_menu(
    ui: &mut Ui,
    stand: &Stand<'_>,
    known: Option<&Surroundings<'_>>,
    label: &str,
) -> Option<Vec<Algorithm>> {
    let mut chosen = None;
    ui.menu_button(label, |ui| {
        let missing = stand.missing_of_starting_set();
        let all_there = "Each family of the starting set is there already";
        let button = ui.add_enabled(!missing.is_empty(), egui::Button::new("A starting set"));
        if button.on_hover_text(STARTING_SET).on_disabled_hover_text(all_there).clicked() {
            chosen = Some(missing);
            ui.close();
        }
        ui.separator();
        // Until the table has been read, nobody knows that its rows are no images.
        let of_images = known.is_none_or(Surroundings::are_images).then(Algorithm::for_images);
        for algorithm in Algorithm::families(stand.goal()).into_iter().chain(of_images) {
            if ui.button(algorithm.label()).on_hover_text(algorithm.summary()).clicked() {
                chosen = Some(vec![algorithm]);
                ui.close();
            }
        }
    });
    chosen
}

fn show_no_component(ui: &mut Ui, scene: &mut Scene<'_>) {
    let text = "Models fill components of the kinds \"Model inference service\" and \"Embedded model\". Add one of them \
                to the drawing; its data and candidates then appear here.";
    empty_state(ui, "No component learns yet", text, |ui| {
        if primary_button(ui, "Go to the sketch").clicked() {
            scene.ask(Action::GoTo(Stage::Sketch));
        }
    });
}

fn show_no_data(ui: &mut Ui, scene: &mut Scene<'_>, component: &ComponentId) {
    let project = scene.session.project();
    let name = project.system.components.get(component).map_or_else(String::new, |found| found.name.clone());
    let text = "Import a table of past cases with a column to predict, or try everything out on generated card \
                transactions. One candidate of each family is then added, ready to be trained.";
    empty_state(ui, &format!("{name} has nothing to learn from yet"), text, |ui| {
        data::show_beginnings(ui, scene, component);
    });
}
