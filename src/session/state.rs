//! The session's state and all that can be read from it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::calculations::Calculations;
use super::cascades::CascadeName;
use super::classroom::{Classes, Drafting, Timer};
use super::document::Document;
use super::exchange::Transfer;
use super::export::Exporting;
use super::landscapes::Landscape;
use super::notice::{Notice, Notices};
use super::reports::Reports;
use super::safety::Safety;
use super::stage::Stage;
use super::trainings::{Training, Trainings};
use crate::analysis::{Analysis, AnalysisSettings, NoBudget};
use crate::model::{
    AlternativeId, CandidateId, ComponentId, Design, ElementId, EvidenceBook, MeasureKey, Project, Quantity,
    Requirement, Scenario, ScenarioId, ViewKey,
};
use crate::store::{Recovery, Settings, UserFolder};
use crate::tradeoff::{Certainty, DesignSpace, Draws, Exploration, ExploreError, Region, Sensitivity};
use crate::work::{JobName, TrainingQueue, Wake, WorkerProgram};

/// How a session is set up.
pub struct SessionOptions {
    /// The program started for each training.
    pub worker: WorkerProgram,
    /// Workers at a time, at least 1.
    pub workers: usize,
    /// Where settings and recovered work are kept; `None` keeps nothing.
    pub user: Option<UserFolder>,
    /// Called when there is something to poll.
    pub wake: Wake,
    /// Samples and seed of the analysis.
    pub analysis: AnalysisSettings,
}

/// Whether evidence still belongs to what the project says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Nothing was measured.
    Missing,
    /// Not known yet: being checked.
    Unchecked,
    /// The same data and settings would be used today.
    Current,
    /// Data, settings or program changed since: train again.
    Stale,
    /// The data cannot be read today, so nobody can say.
    Uncheckable,
}

/// The whole application without a window.
pub struct Session {
    pub(super) document: Document,
    pub(super) stage: Stage,
    pub(super) selection: BTreeSet<ElementId>,
    pub(super) view: ViewKey,
    pub(super) compared_with: Option<AlternativeId>,
    pub(super) drawn_path: Option<ScenarioId>,
    /// What the user asked to look at; [`Session::design`] is this, completed.
    pub(super) wanted: Design,
    pub(super) design: Design,
    pub(super) space: Arc<DesignSpace>,
    /// The state that `space` and `design` were made from.
    pub(super) settled_for: (Arc<Project>, Arc<EvidenceBook>),
    pub(super) plot: Option<(MeasureKey, MeasureKey)>,
    pub(super) trainings: Trainings,
    pub(super) calculations: Calculations,
    pub(super) reports: Reports,
    pub(super) exporting: Exporting,
    pub(super) transfer: Option<Transfer>,
    pub(super) draft: Drafting,
    pub(super) timer: Timer,
    pub(super) classes: Classes,
    pub(super) safety: Safety,
    pub(super) notices: Notices,
    pub(super) user: Option<UserFolder>,
    pub(super) settings: Settings,
    pub(super) recoveries: Vec<Recovery>,
    pub(super) wake: Wake,
    pub(super) analysis_settings: AnalysisSettings,
}

impl SessionOptions {
    /// The usual setting: this program as its own worker, the user's folder.
    ///
    /// # Errors
    /// The operating system does not say where the running program lies.
    pub fn usual(wake: Wake) -> std::io::Result<Self> {
        Ok(Self {
            worker: WorkerProgram::this_program()?,
            workers: TrainingQueue::sensible_limit(),
            user: UserFolder::find(),
            wake,
            analysis: AnalysisSettings::default(),
        })
    }
}

impl Session {
    /// A session with no project open.
    pub fn new(options: SessionOptions) -> Self {
        let SessionOptions { worker, workers, user, wake, analysis } = options;
        let mut notices = Notices::default();
        let (settings, trouble) = user.as_ref().map_or_else(Default::default, UserFolder::settings);
        if let Some(trouble) = trouble {
            notices.complain(trouble);
        }
        let recoveries = user.as_ref().map(UserFolder::find_recoveries).unwrap_or_default();
        for error in recoveries.unreadable {
            notices.complain(format!("recovered work cannot be read: {error}"));
        }
        Self {
            document: Document::default(),
            stage: Stage::Welcome,
            selection: BTreeSet::new(),
            view: ViewKey::Everything,
            compared_with: None,
            drawn_path: None,
            wanted: Design::default(),
            design: Design::default(),
            space: Arc::default(),
            settled_for: <(Arc<Project>, Arc<EvidenceBook>)>::default(),
            plot: None,
            trainings: Trainings::new(worker, workers, Arc::clone(&wake)),
            calculations: Calculations::new(Arc::clone(&wake), analysis),
            reports: Reports::new(),
            exporting: Exporting::default(),
            transfer: None,
            draft: Drafting::default(),
            timer: Timer::default(),
            classes: Classes::default(),
            safety: Safety::default(),
            notices,
            user,
            settings,
            recoveries: recoveries.found,
            wake,
            analysis_settings: analysis,
        }
    }

    /// What the architect states.
    pub fn project(&self) -> &Arc<Project> {
        self.document.history.project()
    }

    /// What was measured.
    pub fn evidence(&self) -> &Arc<EvidenceBook> {
        &self.document.evidence
    }

    /// The project's file, if it was ever saved.
    pub fn file(&self) -> Option<&Path> {
        self.document.file.as_deref()
    }

    /// Whether a folder is one that the program keeps for itself: copies of samples, work on exercises.
    pub fn keeps(&self, folder: &Path) -> bool {
        self.user.as_ref().is_some_and(|user| folder.starts_with(user.path()))
    }

    /// The folder that relative paths of datasets start from; empty for a project that was never saved.
    pub fn folder(&self) -> &Path {
        self.document.folder()
    }

    /// Whether a project is open.
    pub fn is_open(&self) -> bool {
        self.stage != Stage::Welcome
    }

    /// Whether anything is unsaved.
    pub fn is_changed(&self) -> bool {
        self.is_open() && self.document.is_changed()
    }

    /// What the user is at.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// The selected elements; all of them exist.
    pub fn selection(&self) -> &BTreeSet<ElementId> {
        &self.selection
    }

    /// The view of the drawing that is shown.
    pub fn view(&self) -> &ViewKey {
        &self.view
    }

    /// The alternative whose differences are shown.
    pub fn compared_with(&self) -> Option<&AlternativeId> {
        self.compared_with.as_ref().filter(|id| self.project().alternatives.others.contains_key(*id))
    }

    /// Whether a gesture is open.
    pub fn is_gesturing(&self) -> bool {
        self.document.history.is_open()
    }

    /// What undo would take back.
    pub fn undo_label(&self) -> Option<&str> {
        self.document.history.undo_label()
    }

    /// What redo would bring back.
    pub fn redo_label(&self) -> Option<&str> {
        self.document.history.redo_label()
    }

    /// The design that is looked at: complete, and one of the design space.
    pub fn design(&self) -> &Design {
        &self.design
    }

    /// The open choices with their options.
    pub fn space(&self) -> &DesignSpace {
        &self.space
    }

    /// A design in words, choice by choice: (`Model of Scorer`, `Random forest`).
    pub fn design_in_words(&self, design: &Design) -> Vec<(String, String)> {
        self.space.in_words(design)
    }

    /// The analysis of the design, as soon as there is one; see [`Session::is_analysing`].
    pub fn analysis(&self) -> Option<&Arc<Analysis>> {
        self.calculations.analysis()
    }

    /// The analysis before the last change of project, evidence or design; `None` as long as nothing changed.
    pub fn analysis_before(&self) -> Option<&Arc<Analysis>> {
        self.calculations.analysis_before()
    }

    /// The limit that a requirement leaves for a component of the design that is looked at.
    pub fn budget(&self, requirement: &Requirement, component: &ComponentId) -> Result<Quantity, NoBudget> {
        let known = (&**self.project(), &**self.evidence());
        self.calculations.budget(known, self.design(), requirement, component)
    }

    /// The scenario whose path is being drawn.
    pub fn drawn_path(&self) -> Option<(&ScenarioId, &Scenario)> {
        self.project().scenarios.get_key_value(self.drawn_path.as_ref()?)
    }

    /// Whether a newer analysis is on its way.
    pub fn is_analysing(&self) -> bool {
        self.calculations.is_analysing()
    }

    /// All designs, or why there are none; `None` before the first result.
    pub fn exploration(&self) -> Option<Result<&Arc<Exploration>, &ExploreError>> {
        self.calculations.exploration().map(Result::as_ref)
    }

    /// Which of these designs are feasible under what is required now.
    pub fn region(&self) -> Option<&Arc<Region>> {
        self.calculations.region()
    }

    /// Of a large space, all designs under what is required now, by the numbers of the search; `None` while that is being
    /// worked out, and where there are too many designs.
    pub fn landscape(&self) -> Option<&Arc<Landscape>> {
        let exploration = self.exploration()?.ok().filter(|exploration| exploration.search().is_some())?;
        let landscape = self.calculations.landscape()?;
        // While newer designs are searched, what is shown is still about the older ones.
        (landscape.overview.space() == exploration.space()).then_some(landscape)
    }

    /// The numbers of all designs in draws of what was measured; `None` while that is being worked out.
    pub fn draws(&self) -> Option<&Arc<Draws>> {
        self.calculations.draws()
    }

    /// How certain it is which of them are on the front; `None` while that is being worked out.
    pub fn certainty(&self) -> Option<&Arc<Certainty>> {
        self.calculations.certainty(self.project())
    }

    /// What every number does to the design that is looked at, while [`Session::sensitivity_wanted`]; `None` while
    /// that is being worked out.
    pub fn sensitivity(&self) -> Option<&Arc<Sensitivity>> {
        self.calculations.sensitivities().current()
    }

    /// Percent that numbers are moved by for that; `None` while nobody looks.
    pub fn sensitivity_wanted(&self) -> Option<u32> {
        self.calculations.sensitivities().wanted()
    }

    /// Numbers done and numbers in all, while that is being worked out.
    pub fn sensitivity_progress(&self) -> Option<(u64, u64)> {
        self.calculations.sensitivities().progress()
    }

    /// Designs done and designs in all, while a newer exploration is on its way.
    pub fn exploration_progress(&self) -> Option<(u64, u64)> {
        self.calculations.exploration_progress()
    }

    /// The measures to plot, across and upwards: those the user chose while they can be plotted, else sensible ones.
    pub fn plot(&self) -> Option<(MeasureKey, MeasureKey)> {
        let exploration = self.exploration()?.ok()?;
        let chosen =
            self.plot.as_ref().filter(|(x, y)| exploration.known().contains(x) && exploration.known().contains(y));
        chosen.cloned().or_else(|| exploration.plot_axes(self.project()))
    }

    /// The training of a candidate that is under way or came to nothing.
    pub fn training(&self, name: &JobName) -> Option<&Training> {
        self.trainings.get(name)
    }

    /// Whether any training is under way.
    pub fn is_training(&self) -> bool {
        !self.trainings.is_idle()
    }

    /// The trainings that wait or run.
    pub fn trainings_under_way(&self) -> impl Iterator<Item = &JobName> {
        self.trainings.under_way()
    }

    /// Whether what was measured on a candidate still belongs to what the project says.
    pub fn freshness(&self, name: &JobName) -> Freshness {
        let Some(evidence) = self.evidence().get(&name.0, &name.1) else { return Freshness::Missing };
        match self.calculations.fingerprint(name) {
            None => Freshness::Unchecked,
            Some(Err(_)) => Freshness::Uncheckable,
            Some(Ok(print)) if *print == evidence.fingerprint => Freshness::Current,
            Some(Ok(_)) => Freshness::Stale,
        }
    }

    /// Why the cascade of two candidates could not be measured; `None` also while that is being done.
    pub fn cascade_problem(&self, name: &CascadeName) -> Option<&str> {
        self.calculations.cascades().problem(name)
    }

    /// Whether cascades are being measured.
    pub fn is_measuring_cascades(&self) -> bool {
        self.calculations.cascades().is_pending()
    }

    /// The cascades of a component that are measured while its second model is an open choice: the second candidate
    /// takes longer than the first and does better on the task's primary measure. The most promising first.
    pub fn sensible_cascades(&self, component: &ComponentId) -> Vec<[CandidateId; 2]> {
        let task = self.project().tasks.get(component);
        task.map_or_else(Vec::new, |task| super::cascades::sensible(component, task, self.evidence()))
    }

    /// Every candidate of the project, by component.
    pub fn candidates(&self) -> Vec<JobName> {
        let tasks = self.project().tasks.iter();
        tasks.flat_map(|(component, task)| task.candidates.keys().map(|id| (component.clone(), id.clone()))).collect()
    }

    /// Whether anything is being computed (trainings aside).
    pub fn is_computing(&self) -> bool {
        let is_written = self.reports.is_pending() || self.exporting.is_pending();
        self.calculations.is_pending() || is_written || self.classes.is_pending()
    }

    /// What there is to tell, the oldest first.
    pub fn notices(&self) -> &[Notice] {
        self.notices.entries()
    }

    /// Projects used lately, the latest first.
    pub fn recent(&self) -> &[PathBuf] {
        &self.settings.recent
    }

    /// A preference of the interface.
    pub fn preference(&self, key: &str) -> Option<&str> {
        self.settings.interface.get(key).map(String::as_str)
    }

    /// Unsaved work of earlier sessions that ended without saving or discarding it.
    pub fn recoveries(&self) -> &[Recovery] {
        &self.recoveries
    }

    /// When [`Session::poll`] wants to be called even if nothing wakes it; `None` for never.
    pub fn next_poll(&self) -> Option<Duration> {
        let copy = (self.user.is_some() && self.is_changed()).then(|| self.safety.due(&self.document)).flatten();
        copy.into_iter().chain(self.timer.due()).chain(self.classes.due()).min()
    }
}
