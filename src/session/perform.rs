//! What actions do, and what is taken over from the background.

use std::sync::Arc;
use std::time::Duration;

use super::{Action, Command, Freshness, Session, Stage};
use crate::edit::Edit;
use crate::learn::TrainingJob;
use crate::model::{Design, ViewKey};
use crate::tradeoff::DesignSpace;
use crate::work::JobName;

/// Between two looks at background work, for callers that wait for it.
const PATIENCE: Duration = Duration::from_millis(5);

impl Session {
    /// Does what is asked.
    pub fn perform(&mut self, action: Action) {
        match action {
            Action::Run(command) => self.run(command),
            Action::Edit(edit) => self.edit(&edit),
            Action::EditAll(label, edits) => self.edit_all(label, &edits),
            Action::Begin(label) => self.document.history.begin(label),
            Action::Commit => self.document.history.commit(),
            Action::Abort => self.document.history.abort(),
            Action::Select(elements) => self.selection = elements,
            Action::Paste { text, at } => self.paste(&text, at),
            Action::ShowView(view) => self.view = view,
            Action::Compare(with) => self.compared_with = with,
            Action::DrawPath(scenario) => self.drawn_path = scenario,
            Action::GoTo(stage) => self.go_to(stage),
            Action::LookAt(design) => self.look_at(design),
            Action::Train(names) => self.train(&names),
            Action::CancelTraining(name) => self.trainings.cancel(&name),
            Action::ImportTable(component, path) => self.import_table(&component, &path),
            Action::ImportImages(component, path) => self.import_images(&component, &path),
            Action::ExportTrained { from, to } => self.export_trained(&from, &to),
            Action::Open(path) => self.open_any(&path),
            Action::OpenSample { sample, fresh } => self.open_sample(sample, fresh),
            Action::SaveTo(path) => self.save_to(&path),
            Action::WantReport(is_wanted) => self.reports.want(is_wanted),
            Action::Export(file, path) => self.export(&file, &path),
            Action::CancelExport => self.exporting.cancel(),
            Action::ExportDesigns(listed, path) => self.export_designs(&listed, &path),
            Action::ExportDrawing(drawing, path) => self.export_drawing(drawing, &path),
            Action::ImportDrawing(path) => self.import_drawing(&path),
            Action::DismissTransfer => self.transfer = None,
            Action::Plot(x, y) => self.plot = Some((x, y)),
            Action::WantSensitivity(percent) => self.calculations.want_sensitivity(percent),
            Action::Recover(position) => self.recover(position),
            Action::DiscardRecovery(position) => self.discard_recovery(position),
            Action::ForgetRecent(path) => self.forget_recent(&path),
            Action::Prefer(key, value) => self.prefer(key, &value),
            Action::RunTimer(runs) => self.run_timer(runs),
            Action::Draft(draft) => self.set_draft(draft.map(|draft| *draft)),
            Action::CloseClass => self.close_class(),
            Action::OpenExercise { file, fresh } => self.open_exercise(&file, fresh),
            Action::BeginExercise { sample, fresh } => self.begin_exercise(sample, fresh),
            Action::WriteShipped { sample, with_reference, to } => self.write_shipped(sample, with_reference, &to),
            Action::HandIn(to) => self.hand_in(&to),
            Action::WriteExercise { with_reference, to } => self.write_exercise(with_reference, &to),
            Action::CompareClass(files) => self.compare_class(files),
            Action::Mark { file, specification, mark } => self.mark(file, specification, mark),
            Action::Vote { files, hands } => self.vote(files, hands),
            Action::ExportComparison { to, anonymous } => self.export_comparison(&to, anonymous),
            Action::WriteFeedback(folder) => self.write_feedback(&folder),
            Action::Tell(text) => self.notices.tell(text),
            Action::Complain(text) => self.notices.complain(text),
            Action::Dismiss(number) => self.notices.dismiss(number),
        }
        self.refresh();
    }

    /// Takes over what finished in the background. Says whether anything changed.
    pub fn poll(&mut self) -> bool {
        let mut finished = Vec::new();
        let mut changed = self.trainings.poll(&mut finished);
        for ((component, candidate), evidence) in finished {
            let book = Arc::make_mut(&mut self.document.evidence);
            let replaced = book.remove(&component, &candidate);
            book.insert(component, candidate, evidence);
            if let Some(replaced) = replaced {
                self.forget_files_of(&replaced);
            }
        }
        match self.calculations.poll() {
            Ok(anything) => changed |= anything,
            Err(trouble) => {
                self.notices.complain(trouble);
                changed = true;
            }
        }
        let cascades = self.calculations.take_cascades();
        if !cascades.is_empty() {
            self.document.add_evidence(|book| {
                for ((component, first, second), cascade) in cascades {
                    book.insert_cascade(component, [first, second], cascade);
                }
            });
        }
        match self.reports.poll() {
            Ok(anything) => changed |= anything,
            Err(trouble) => {
                self.notices.complain(trouble);
                changed = true;
            }
        }
        changed |= self.poll_export();
        changed |= self.poll_class();
        self.poll_timer();
        self.keep_safe();
        self.refresh();
        changed
    }

    /// Waits until everything but trainings is computed. For callers without a window.
    pub fn settle(&mut self) {
        self.poll();
        while self.is_computing() {
            std::thread::sleep(PATIENCE);
            self.poll();
        }
    }

    /// Brings everything that follows from project and evidence up to date. Within a gesture that is only what keeps up
    /// with it.
    pub(super) fn refresh(&mut self) {
        if !self.is_open() {
            return;
        }
        self.calculations.judge(self.document.history.project());
        if self.is_gesturing() {
            return;
        }
        let state = self.document.state();
        let is_settled = Arc::ptr_eq(&state.0, &self.settled_for.0) && Arc::ptr_eq(&state.1, &self.settled_for.1);
        if !is_settled {
            self.space = Arc::new(DesignSpace::of(&state.0, &state.1));
            self.design = self.space.complete(&state.0, &state.1, &self.wanted);
            let system = &state.0.system;
            self.selection.retain(|element| system.contains(element));
            if let ViewKey::Scenario(id) = &self.view
                && !state.0.scenarios.contains_key(id)
            {
                self.view = ViewKey::Everything;
            }
            self.settled_for = state;
        }
        let (project, evidence) = &self.settled_for;
        self.calculations.ask((project, evidence), (&self.design, &self.space), self.document.folder());
        self.ask_for_report();
    }

    fn run(&mut self, command: Command) {
        if !command.is_enabled(self) {
            return;
        }
        match command {
            Command::NewProject => self.new_project(),
            Command::CloseProject => self.close(),
            Command::Save => {
                if let Some(file) = self.document.file.clone() {
                    self.save_to(&file);
                }
            }
            Command::Undo => drop(self.document.history.undo()),
            Command::Redo => drop(self.document.history.redo()),
            Command::Delete => {
                let elements = std::mem::take(&mut self.selection).into_iter().collect();
                self.edit(&Edit::Delete(elements));
            }
            Command::SelectAll => self.selection = self.project().system.elements().collect(),
            Command::ClearSelection => self.selection.clear(),
            Command::PrepareExercise => self.draft_exercise(),
            Command::CompareClass => self.show_class(),
            Command::TrainAll => self.train_all(),
            Command::CancelTraining => self.trainings.cancel_all(),
            command if self.run_on_drawing(command) => {}
            command => {
                if let Some(stage) = command.stage() {
                    self.go_to(stage);
                }
            }
        }
    }

    pub(super) fn edit(&mut self, edit: &Edit) {
        if let Err(error) = self.document.history.edit(edit) {
            self.notices.complain(error.to_string());
        }
    }

    pub(super) fn edit_all(&mut self, label: String, edits: &[Edit]) {
        self.document.history.begin(label);
        for edit in edits {
            if let Err(error) = self.document.history.edit(edit) {
                self.notices.complain(error.to_string());
                self.document.history.abort();
                return;
            }
        }
        self.document.history.commit();
    }

    fn go_to(&mut self, stage: Stage) {
        self.hide_class();
        self.hide_draft();
        if self.is_open() && stage != Stage::Welcome {
            // What was being moved on the stage before is where it is now.
            self.document.history.commit();
            if self.stage != stage {
                self.calculations.want_sensitivity(None);
                self.reports.want(false);
            }
            self.stage = stage;
        }
    }

    fn look_at(&mut self, design: Design) {
        self.wanted = design;
        self.design =
            DesignSpace::of(self.project(), self.evidence()).complete(self.project(), self.evidence(), &self.wanted);
    }

    fn train(&mut self, names: &[JobName]) {
        for name in names {
            match TrainingJob::of(self.project(), &name.0, &name.1, self.document.folder()) {
                Some(job) => self.trainings.start(job),
                None => self.notices.complain(format!(
                    "\"{}\" of {} cannot be trained: the project has no such candidate, or its dataset is missing; choose a dataset first",
                    name.1, name.0
                )),
            }
        }
    }

    fn train_all(&mut self) {
        let mut names = self.candidates();
        let needs = |name: &JobName| self.freshness(name) != Freshness::Current;
        if names.iter().any(needs) {
            names.retain(needs);
        }
        names.retain(|name| !self.training(name).is_some_and(super::Training::is_under_way));
        self.train(&names);
    }
}
