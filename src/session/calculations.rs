//! What is computed from project, evidence and design whenever one of them changes, in the background.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::cascades::{CascadeName, Cascades};
use super::certainties::Certainties;
use super::landscapes::{Landscape, Landscapes};
use super::latest::Latest;
use super::sensitivities::Sensitivities;
use super::sizes::Sizes;
use crate::analysis::{Analysis, AnalysisSettings, Budgets, NoBudget, Sampler, analyse_with};
use crate::edit::{as_designed, substance_of, without_limits};
use crate::learn::{TrainingJob, fingerprint};
use crate::model::{
    CascadeEvidence, Collection, ComponentId, Dataset, DatasetId, Design, EvidenceBook, LearningTasks, Project,
    Quantity, Requirement,
};
use crate::tradeoff::{Certainty, DesignSpace, Draws, Exploration, ExploreError, Limit, Region, explore};
use crate::work::{JobName, Wake};

/// Analysis, exploration and fingerprints of the current project.
pub(super) struct Calculations {
    analysis: Latest<(Question, Design), Arc<Analysis>>,
    /// The analysis that the newest one took the place of.
    analysis_before: Option<Arc<Analysis>>,
    sizes: Sizes,
    exploration: Latest<Question, Result<Arc<Exploration>, ExploreError>>,
    fingerprints: Latest<FingerprintQuestion, BTreeMap<JobName, Result<String, String>>>,
    cascades: Cascades,
    region: Option<(Arc<Exploration>, Arc<Region>)>,
    landscapes: Landscapes,
    certainties: Certainties,
    sensitivities: Sensitivities,
    /// Whether the newest exploration answers what was asked last.
    is_explored: bool,
    /// The project seen last.
    seen: Option<Seen>,
    settings: AnalysisSettings,
    /// Shared by one analysis after the other.
    sampler: Arc<Mutex<Sampler>>,
    wake: Wake,
}

/// A project, and what of it matters.
struct Seen {
    project: Arc<Project>,
    /// To the numbers and the verdicts.
    substance: Arc<Project>,
    /// To the numbers alone.
    without_limits: Arc<Project>,
}

/// What the numbers depend on. `substance` is compared by value: moving a box asks nothing new.
#[derive(Clone, Debug)]
pub(super) struct Question {
    pub substance: Arc<Project>,
    pub evidence: Arc<EvidenceBook>,
}

#[derive(Clone, Debug, PartialEq)]
struct FingerprintQuestion {
    tasks: LearningTasks,
    datasets: Collection<DatasetId, Dataset>,
    folder: PathBuf,
}

impl PartialEq for Question {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.evidence, &other.evidence)
            && (Arc::ptr_eq(&self.substance, &other.substance) || self.substance == other.substance)
    }
}

impl Calculations {
    pub fn new(wake: Wake, settings: AnalysisSettings) -> Self {
        Self {
            analysis: Latest::new("analysis"),
            analysis_before: None,
            sizes: Sizes::new(),
            exploration: Latest::new("exploration"),
            fingerprints: Latest::new("check of the evidence"),
            cascades: Cascades::new(),
            region: None,
            landscapes: Landscapes::new(),
            certainties: Certainties::new(),
            sensitivities: Sensitivities::new(),
            is_explored: false,
            seen: None,
            settings,
            sampler: Arc::new(Mutex::new(Sampler::new(&settings))),
            wake,
        }
    }

    /// Asks for everything that is not current.
    pub fn ask(
        &mut self,
        (project, evidence): (&Arc<Project>, &Arc<EvidenceBook>),
        (design, space): (&Design, &Arc<DesignSpace>),
        folder: &Path,
    ) {
        let (substance, without_limits) = self.substance(project);
        let of_numbers = Question { substance: without_limits, evidence: Arc::clone(evidence) };
        let question = Question { substance, evidence: Arc::clone(evidence) };
        let (settings, sampler) = (self.settings, Arc::clone(&self.sampler));
        self.analysis.ask((question.clone(), design.clone()), &self.wake, move |(question, design), _| {
            // What a crash leaves behind is as good as before: samples are only ever added.
            let mut sampler = sampler.lock().unwrap_or_else(PoisonError::into_inner);
            Some(Arc::new(analyse_with(&question.substance, &question.evidence, design, &mut sampler)))
        });
        // One after the other: the window needs a processor as well, and the design that is looked at comes first.
        let is_busy = self.analysis.is_pending();
        match self.sizes.ask(space, (is_busy, &self.wake)) {
            Some(true) => {
                // Of a large space only designs are kept that meet the limits: these are part of the question.
                self.ask_for_designs(question.clone(), is_busy);
                self.ask_for_landscape(project, (of_numbers, space));
            }
            Some(false) => {
                self.landscapes.clear();
                self.ask_for_designs(of_numbers, is_busy);
            }
            // The designs of another space are not wanted any more.
            None => {
                self.is_explored = false;
                self.exploration.stop();
            }
        }
        self.ask_for_certainty(project);
        let is_busy = self.analysis.is_pending() || self.is_exploring() || self.certainties.is_pending();
        self.sensitivities.ask((question, design), settings, (is_busy, &self.wake));
        let question = FingerprintQuestion {
            tasks: project.tasks.clone(),
            datasets: project.datasets.clone(),
            folder: folder.to_owned(),
        };
        let of_project = Arc::clone(project);
        self.fingerprints.ask(question, &self.wake, move |question, monitor| {
            let mut prints = BTreeMap::new();
            for (component, task) in &question.tasks {
                for candidate in task.candidates.keys() {
                    if monitor.is_stopped() {
                        return None;
                    }
                    let Some(job) = TrainingJob::of(&of_project, component, candidate, &question.folder) else {
                        continue;
                    };
                    let print = fingerprint(&job).map_err(|error| error.to_string());
                    prints.insert((component.clone(), candidate.clone()), print);
                }
            }
            Some(prints)
        });
        let is_busy = self.analysis.is_pending() || self.fingerprints.is_pending();
        let prints = self.fingerprints.answer();
        // What nobody can check counts as current, as everywhere.
        let is_current = |name: &JobName| match prints.and_then(|prints| prints.get(name)) {
            Some(Ok(print)) => evidence.get(&name.0, &name.1).is_some_and(|found| found.fingerprint == *print),
            _ => true,
        };
        self.cascades.ask((project, evidence), &is_current, folder, (is_busy, &self.wake));
    }

    /// Asks for the numbers of all designs of a large space, after those that are worth most attention.
    fn ask_for_landscape(&mut self, project: &Project, (question, space): (Question, &DesignSpace)) {
        if !self.analysis.is_pending() && !self.is_exploring() {
            self.landscapes.ask(question, space, self.settings, &self.wake);
            self.landscapes.ask_for_sweeps(Limit::of_project(project), &self.wake);
        }
    }

    fn ask_for_designs(&mut self, question: Question, is_busy: bool) {
        self.is_explored = self.exploration.last().is_some_and(|(asked, _)| *asked == question);
        if is_busy {
            self.exploration.stop_unless(&question);
            return;
        }
        let settings = self.settings;
        self.exploration.ask(question, &self.wake, move |question, monitor| {
            let mut progress = |done, total| monitor.progress(done, total);
            let explored = explore(&question.substance, &question.evidence, &settings, &mut progress);
            (!matches!(explored, Err(ExploreError::Stopped))).then(|| explored.map(Arc::new))
        });
    }

    /// The designs of the project as it is now, or why there are none to compare; `None` as long as they are not known.
    pub fn current_exploration(&self) -> Option<&Result<Arc<Exploration>, ExploreError>> {
        self.exploration.answer().filter(|_| self.is_explored)
    }

    /// Whether newer designs are on their way.
    pub fn is_exploring(&self) -> bool {
        self.sizes.is_pending() || self.exploration.is_pending()
    }

    /// Asks how certain it is which designs are feasible and on the front.
    fn ask_for_certainty(&mut self, project: &Project) {
        if self.is_exploring() {
            self.certainties.stop();
            return;
        }
        // The design that is looked at comes first, then what a hand may move.
        if self.analysis.is_pending() || self.landscapes.is_pending() {
            return;
        }
        let Some((question, Ok(explored))) = self.exploration.last() else { return };
        if let Some((exploration, region)) = self.region.as_ref().filter(|(judged, _)| Arc::ptr_eq(judged, explored)) {
            self.certainties.ask(question, (exploration, region), project, (self.settings, &self.wake));
        }
    }

    /// The numbers of all designs in draws of what was measured; `None` while that is being worked out.
    pub fn draws(&self) -> Option<&Arc<Draws>> {
        self.certainties.draws(self.exploration.answer()?.as_ref().ok()?)
    }

    /// How certain the front is; `None` while that is being worked out.
    pub fn certainty(&self, project: &Project) -> Option<&Arc<Certainty>> {
        let (exploration, region) = self.region.as_ref()?;
        self.certainties.current(exploration, region, project)
    }

    /// From now on the sensitivity of the design is wanted, with numbers moved by so many percent; `None` for not any
    /// more.
    pub fn want_sensitivity(&mut self, percent: Option<u32>) {
        self.sensitivities.want(percent);
    }

    pub fn sensitivities(&self) -> &Sensitivities {
        &self.sensitivities
    }

    /// Takes over finished results. Says whether anything changed.
    pub fn poll(&mut self) -> Result<bool, String> {
        let before = self.analysis.answer().cloned();
        let is_analysed = self.analysis.poll()?;
        if is_analysed {
            self.analysis_before = before;
        }
        let is_explored = [self.sizes.poll()?, self.exploration.poll()?].contains(&true);
        let others = [
            self.landscapes.poll()?,
            self.certainties.poll()?,
            self.sensitivities.poll()?,
            self.fingerprints.poll()?,
            self.cascades.poll()?,
        ];
        Ok(is_analysed || is_explored || others.contains(&true))
    }

    /// The cascades that were measured since the last call.
    pub fn take_cascades(&mut self) -> Vec<(CascadeName, CascadeEvidence)> {
        self.cascades.take()
    }

    pub fn cascades(&self) -> &Cascades {
        &self.cascades
    }

    pub fn analysis(&self) -> Option<&Arc<Analysis>> {
        self.analysis.answer()
    }

    pub fn analysis_before(&self) -> Option<&Arc<Analysis>> {
        self.analysis_before.as_ref()
    }

    /// The limit that a requirement leaves for a component under a design, worked out at once.
    pub fn budget(
        &self,
        (project, evidence): (&Project, &EvidenceBook),
        design: &Design,
        requirement: &Requirement,
        component: &ComponentId,
    ) -> Result<Quantity, NoBudget> {
        let drawn = as_designed(project, design);
        Budgets::new(&drawn, evidence, design, &self.settings).of(requirement, component)
    }

    pub fn is_analysing(&self) -> bool {
        self.analysis.is_pending()
    }

    pub fn exploration(&self) -> Option<&Result<Arc<Exploration>, ExploreError>> {
        self.exploration.answer()
    }

    /// Judges the designs by what is required now. A moved threshold needs nothing but this, so it keeps up with a hand
    /// that drags one.
    pub fn judge(&mut self, project: &Project) {
        let Some(Ok(exploration)) = self.exploration.answer() else {
            self.region = None;
            return;
        };
        let limits = Limit::of_project(project);
        self.landscapes.look(limits.clone());
        let is_current = |(judged, region): &(Arc<Exploration>, Arc<Region>)| {
            Arc::ptr_eq(judged, exploration) && region.limits() == limits
        };
        if !self.region.as_ref().is_some_and(is_current) {
            let region = Region::of(exploration, limits);
            self.region = Some((Arc::clone(exploration), Arc::new(region)));
        }
    }

    pub fn region(&self) -> Option<&Arc<Region>> {
        self.region.as_ref().map(|(_, region)| region)
    }

    pub fn landscape(&self) -> Option<&Arc<Landscape>> {
        self.landscapes.now()
    }

    pub fn exploration_progress(&self) -> Option<(u64, u64)> {
        self.exploration.progress().or_else(|| self.is_exploring().then_some((0, 0)))
    }

    pub fn fingerprint(&self, name: &JobName) -> Option<&Result<String, String>> {
        self.fingerprints.answer()?.get(name)
    }

    pub fn is_pending(&self) -> bool {
        self.analysis.is_pending()
            || self.is_exploring()
            || self.landscapes.is_pending()
            || self.certainties.is_pending()
            || self.sensitivities.is_pending()
            || self.fingerprints.is_pending()
            || self.cascades.is_pending()
    }

    /// Forgets the results of a project that is no longer open.
    pub fn clear(&mut self) {
        self.analysis.clear();
        self.analysis_before = None;
        self.sizes.clear();
        self.exploration.clear();
        (self.is_explored, self.region) = (false, None);
        self.landscapes.clear();
        self.certainties = Certainties::new();
        self.sensitivities = Sensitivities::new();
        self.fingerprints.clear();
        self.cascades = Cascades::new();
        self.seen = None;
    }

    /// What of a project matters to the verdicts, and what to the numbers alone.
    fn substance(&mut self, project: &Arc<Project>) -> (Arc<Project>, Arc<Project>) {
        let seen = self.seen.take().filter(|seen| Arc::ptr_eq(&seen.project, project));
        let seen = self.seen.insert(seen.unwrap_or_else(|| {
            let substance = substance_of(project);
            let without_limits = Arc::new(without_limits(substance.clone()));
            Seen { project: Arc::clone(project), substance: Arc::new(substance), without_limits }
        }));
        (Arc::clone(&seen.substance), Arc::clone(&seen.without_limits))
    }
}
