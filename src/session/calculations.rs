//! What is computed from project, evidence and design whenever one of them changes, in the background.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::cascades::{CascadeName, Cascades};
use super::latest::Latest;
use super::sensitivities::Sensitivities;
use crate::analysis::{Analysis, AnalysisSettings, Budgets, NoBudget, Sampler, analyse_with};
use crate::edit::as_designed;
use crate::learn::{TrainingJob, fingerprint};
use crate::model::{
    AcceptedFindings, BoundaryKind, CascadeEvidence, Collection, ComponentId, Dataset, DatasetId, Design, EvidenceBook,
    LearningTasks, Line, MeasureKey, Project, Quantity, Rectangle, Requirement, Strength,
};
use crate::tradeoff::{Certainty, DesignSpace, Exploration, ExploreError, LARGEST_SPACE, Limit, Region, explore};
use crate::work::{JobName, Wake};

/// Analysis, exploration and fingerprints of the current project.
pub(super) struct Calculations {
    analysis: Latest<(Question, Design), Arc<Analysis>>,
    /// The analysis that the newest one took the place of.
    analysis_before: Option<Arc<Analysis>>,
    exploration: Latest<Question, Result<Arc<Exploration>, ExploreError>>,
    fingerprints: Latest<FingerprintQuestion, BTreeMap<JobName, Result<String, String>>>,
    cascades: Cascades,
    region: Option<(Arc<Exploration>, Arc<Region>)>,
    certainty: Latest<FeasibleDesigns, Arc<Certainty>>,
    sensitivities: Sensitivities,
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

/// Designs whose standing is asked for. What is judged anew is another question.
#[derive(Clone)]
struct FeasibleDesigns {
    exploration: Arc<Exploration>,
    region: Arc<Region>,
    objectives: Vec<MeasureKey>,
}

impl PartialEq for FeasibleDesigns {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.exploration, &other.exploration)
            && Arc::ptr_eq(&self.region, &other.region)
            && self.objectives == other.objectives
    }
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
            exploration: Latest::new("exploration"),
            fingerprints: Latest::new("check of the evidence"),
            cascades: Cascades::new(),
            region: None,
            certainty: Latest::new("certainty"),
            sensitivities: Sensitivities::new(),
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
        (design, space): (&Design, &DesignSpace),
        folder: &Path,
    ) {
        let (substance, without_limits) = self.substance(project);
        // Of a large space only designs are kept that meet the limits: these are part of the question.
        let is_large = space.combinations() > LARGEST_SPACE;
        let substance_of_designs = if is_large { Arc::clone(&substance) } else { without_limits };
        let of_designs = Question { substance: substance_of_designs, evidence: Arc::clone(evidence) };
        let question = Question { substance, evidence: Arc::clone(evidence) };
        let (settings, sampler) = (self.settings, Arc::clone(&self.sampler));
        self.analysis.ask((question.clone(), design.clone()), &self.wake, move |(question, design), _| {
            // What a crash leaves behind is as good as before: samples are only ever added.
            let mut sampler = sampler.lock().unwrap_or_else(PoisonError::into_inner);
            Some(Arc::new(analyse_with(&question.substance, &question.evidence, design, &mut sampler)))
        });
        if self.analysis.is_pending() {
            // One after the other: the window needs a processor as well, and the design that is looked at comes first.
            self.exploration.stop_unless(&of_designs);
        } else {
            self.exploration.ask(of_designs, &self.wake, move |question, monitor| {
                let mut progress = |done, total| monitor.progress(done, total);
                let explored = explore(&question.substance, &question.evidence, &settings, &mut progress);
                (!matches!(explored, Err(ExploreError::Stopped))).then(|| explored.map(Arc::new))
            });
        }
        self.ask_for_certainty(project, evidence);
        let is_busy = self.analysis.is_pending() || self.exploration.is_pending() || self.certainty.is_pending();
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
                    if monitor.progress(0, 0) == ControlFlow::Break(()) {
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

    /// Asks how certain it is which of the feasible designs are on the front.
    fn ask_for_certainty(&mut self, project: &Arc<Project>, evidence: &Arc<EvidenceBook>) {
        let Some((exploration, region)) = self.region.clone().filter(|_| !self.exploration.is_pending()) else {
            return;
        };
        let objectives = exploration.objectives(project);
        let question = FeasibleDesigns { exploration, region, objectives };
        let (project, evidence) = (Arc::clone(project), Arc::clone(evidence));
        self.certainty.ask(question, &self.wake, move |question, monitor| {
            let mut is_stopped = || monitor.progress(0, 0).is_break();
            let explored = (&*question.exploration, &*question.region);
            Certainty::of(&project, &evidence, explored, &question.objectives, &mut is_stopped).map(Arc::new)
        });
    }

    /// How certain the front is; `None` while that is being worked out.
    pub fn certainty(&self, project: &Project) -> Option<&Arc<Certainty>> {
        let (exploration, region) = self.region.as_ref()?;
        let (question, certainty) = self.certainty.last()?;
        let is_current =
            Arc::ptr_eq(&question.region, region) && question.objectives == exploration.objectives(project);
        is_current.then_some(certainty)
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
        let is_explored = self.exploration.poll()?;
        let others =
            [self.certainty.poll()?, self.sensitivities.poll()?, self.fingerprints.poll()?, self.cascades.poll()?];
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

    pub fn exploration_progress(&self) -> Option<(u64, u64)> {
        self.exploration.progress()
    }

    pub fn fingerprint(&self, name: &JobName) -> Option<&Result<String, String>> {
        self.fingerprints.answer()?.get(name)
    }

    pub fn is_pending(&self) -> bool {
        self.analysis.is_pending()
            || self.exploration.is_pending()
            || self.certainty.is_pending()
            || self.sensitivities.is_pending()
            || self.fingerprints.is_pending()
            || self.cascades.is_pending()
    }

    /// Forgets the results of a project that is no longer open.
    pub fn clear(&mut self) {
        self.analysis.clear();
        self.analysis_before = None;
        self.exploration.clear();
        self.region = None;
        self.certainty.clear();
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

/// The same without how much is required: which measures are asked for still matters.
fn without_limits(mut substance: Project) -> Project {
    for requirement in substance.requirements.values_mut() {
        requirement.threshold = Quantity::unknown(requirement.measure.measure.unit());
        (requirement.strength, requirement.derived_from) = (Strength::Hard, None);
        requirement.name.clear();
    }
    substance
}

/// The project without what no number depends on: where boxes lie, and what was decided.
fn substance_of(project: &Project) -> Project {
    let (description, decisions, accepted) = (String::new(), Collection::default(), AcceptedFindings::new());
    let mut substance = Project { description, decisions, accepted, ..project.clone() };
    for component in substance.system.components.values_mut() {
        component.shape = Rectangle::default();
        component.description.clear();
    }
    for connector in substance.system.connectors.values_mut() {
        connector.line = Line::default();
    }
    for node in substance.system.nodes.values_mut() {
        node.shape = Rectangle::default();
        node.description.clear();
    }
    for boundary in substance.system.boundaries.values_mut() {
        // Tiers stand in the order in which they are drawn: calls are compared with it.
        if boundary.kind != BoundaryKind::Tier {
            boundary.shape = Rectangle::default();
        }
        boundary.description.clear();
    }
    for requirement in substance.requirements.values_mut() {
        (requirement.situation, requirement.importance, requirement.difficulty) = Default::default();
        (requirement.rationale, requirement.owner) = Default::default();
        requirement.weights.clear();
    }
    substance.stakeholders.clear();
    substance.views.clear();
    (substance.system.notes, substance.system.groups) = Default::default();
    substance.system.locked.clear();
    substance.system.collapsed.clear();
    substance
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Edit, create};
    use crate::model::Point;

    #[test]
    fn places_matter_only_where_a_rule_looks_at_them() {
        let mut project = Project::default();
        let (id, component) = create::component(&project, "service", Point::default());
        Edit::PutComponent(id, component).apply(&mut project).unwrap();
        for kind in [BoundaryKind::Tier, BoundaryKind::Team] {
            let (id, boundary) = create::boundary(&project, kind, Point::default());
            Edit::PutBoundary(id, boundary).apply(&mut project).unwrap();
        }
        let before = substance_of(&project);
        project.system.components[0].shape.corner = Point::new(50.0, 60.0);
        project.system.boundaries[1].shape.corner = Point::new(50.0, 60.0);
        assert!(substance_of(&project) == before, "a service and a team were moved");
        project.system.boundaries[0].shape.corner = Point::new(50.0, 60.0);
        assert!(substance_of(&project) != before, "a tier was moved");
    }
}
