//! What a group will see of the project, counted; and what is still missing in an exercise.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use crate::edit::Given;
use crate::model::{DatasetSource, Decision, EvidenceBook, Project};
use crate::session::{ExerciseDraft, Session};
use crate::tradeoff::DesignSpace;

/// Up to so many combinations are gone through to count the designs among them.
const MOST_COUNTED: u128 = 1_000_000;
/// Files of a folder whose sizes are added up at most.
const MOST_FILES: usize = 20_000;
/// Bytes of data from which on an exercise is a burden for the network of a class.
pub(super) const MUCH_DATA: u64 = 20_000_000;

/// What a group will see, as far as it depends on the project and what is given of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Preview {
    pub components: usize,
    pub nodes: usize,
    /// Drawings besides the one that is shown.
    pub alternatives: usize,
    pub scenarios: usize,
    pub choices: usize,
    /// Designs to choose from; `None` for too many to count.
    pub designs: Option<usize>,
    /// Sentences about choices that have no option for a group.
    pub open: Vec<String>,
    pub candidates: usize,
    pub measured: usize,
    /// Seconds that training all candidates takes at most, one after the other; `None` where one may take any time.
    pub training_limit: Option<f64>,
    pub files: Vec<DataLook>,
    pub requirements_given: usize,
    /// Requirements of the reference answer.
    pub requirements: usize,
    /// The decision of the reference answer.
    pub decision: Option<String>,
}

/// A file or folder that a dataset is read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DataLook {
    /// Relative to the project's folder.
    pub path: String,
    /// `None` for one that is not there.
    pub bytes: Option<u64>,
}

/// The preview that was made last, and what it is about.
#[derive(Default)]
pub(super) struct Previews {
    last: Option<(Arc<Project>, Arc<EvidenceBook>, BTreeSet<Given>)>,
    preview: Preview,
}

impl Previews {
    /// The preview of what is open now. It is made anew when the project changed or something else is given.
    pub fn of(&mut self, session: &Session, draft: &ExerciseDraft) -> &Preview {
        let (project, evidence) = (session.project(), session.evidence());
        let is_current = self.last.as_ref().is_some_and(|(of, with, given)| {
            Arc::ptr_eq(of, project) && Arc::ptr_eq(with, evidence) && *given == draft.given
        });
        if !is_current {
            self.preview = Preview::of((project, evidence), &draft.given, session.folder());
            self.last = Some((Arc::clone(project), Arc::clone(evidence), draft.given.clone()));
        }
        &self.preview
    }
}

impl Preview {
    fn of((project, evidence): (&Project, &EvidenceBook), given: &BTreeSet<Given>, folder: &Path) -> Self {
        let part = crate::edit::given_part(project, given);
        let nothing = EvidenceBook::default();
        let evidence = if Given::Evidence.is_among(given) { evidence } else { &nothing };
        let space = DesignSpace::of(&part, evidence);
        let candidates = part.tasks.iter().flat_map(|(component, task)| {
            task.candidates.keys().map(move |candidate| evidence.get(component, candidate).is_some())
        });
        let measured: Vec<bool> = candidates.collect();
        let decision = project.current_decision().or_else(|| project.open_proposal());
        Self {
            components: part.system.components.len(),
            nodes: part.system.nodes.len(),
            alternatives: part.alternatives.others.len(),
            scenarios: part.scenarios.len(),
            choices: part.choices.len(),
            designs: (space.combinations() <= MOST_COUNTED).then(|| space.indices().count()),
            open: space.open().to_vec(),
            candidates: measured.len(),
            training_limit: training_limit(&part),
            measured: measured.iter().filter(|is_measured| **is_measured).count(),
            files: if Given::Data.is_among(given) { data(&part, folder) } else { Vec::new() },
            requirements_given: part.requirements.len(),
            requirements: project.requirements.len(),
            decision: decision.filter(|(_, one)| one.design.is_some()).map(|(_, one)| Decision::name(one).to_owned()),
        }
    }

    /// Bytes of all data that is there.
    pub fn bytes(&self) -> u64 {
        self.files.iter().filter_map(|file| file.bytes).sum()
    }
}

fn training_limit(project: &Project) -> Option<f64> {
    let tasks = project.tasks.values().filter(|task| !task.candidates.is_empty());
    tasks.map(|task| Some(task.judging.budget.seconds? * task.candidates.len() as f64)).sum()
}

fn data(project: &Project, folder: &Path) -> Vec<DataLook> {
    let paths: BTreeSet<&String> = project
        .datasets
        .values()
        .filter_map(|dataset| match &dataset.source {
            DatasetSource::TableFile { path } | DatasetSource::Images { path, .. } => Some(path),
            DatasetSource::GeneratedFraud(_) => None,
        })
        .collect();
    paths.into_iter().map(|path| DataLook { path: path.clone(), bytes: bytes_of(&folder.join(path)) }).collect()
}

/// The size of a file, or of all files in a folder; `None` where there is nothing.
fn bytes_of(path: &Path) -> Option<u64> {
    let metadata = path.metadata().ok()?;
    if !metadata.is_dir() {
        return Some(metadata.len());
    }
    let (mut bytes, mut seen, mut folders) = (0, 0, vec![path.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            // Links are not followed: they may lead in a circle.
            match entry.metadata() {
                Ok(metadata) if metadata.is_dir() => folders.push(entry.path()),
                Ok(metadata) => bytes += metadata.len(),
                Err(_) => {}
            }
            seen += 1;
            if seen >= MOST_FILES {
                return Some(bytes);
            }
        }
    }
    Some(bytes)
}

/// What keeps the exercise from being saved.
pub(super) fn obstacle(draft: &ExerciseDraft) -> Option<&'static str> {
    draft.brief.title.trim().is_empty().then_some("Give the exercise a title: groups see it first.")
}

/// What should be looked at before groups get the exercise; none of it keeps it from being saved.
pub(super) fn lacks(draft: &ExerciseDraft, preview: &Preview) -> Vec<String> {
    let mut lacks = Vec::new();
    let mut lack = |text: String| lacks.push(text);
    let (brief, given) = (&draft.brief, &draft.given);
    if brief.story.trim().is_empty() {
        lack("There is no story: groups would not know what the system is for.".to_owned());
    }
    if brief.questions.is_empty() {
        lack("Groups are asked no question.".to_owned());
    }
    let empty = |texts: Vec<&String>, what: &str| -> Vec<String> {
        let empty = texts.into_iter().enumerate().filter(|(_, text)| text.trim().is_empty());
        empty.map(|(position, _)| format!("{what} {} has no text.", position + 1)).collect()
    };
    let specifications = brief.specifications.iter().map(|one| &one.text).collect();
    empty(brief.questions.iter().collect(), "Question").into_iter().for_each(&mut lack);
    empty(specifications, "Specification").into_iter().for_each(&mut lack);
    if brief.specifications.is_empty() {
        lack("There is no specification: nothing says what a good answer is.".to_owned());
    }
    let worthless = brief.specifications.iter().enumerate().filter(|(_, one)| one.points == 0);
    worthless.for_each(|(position, _)| lack(format!("Specification {} counts no points.", position + 1)));
    if Given::Drawing.is_among(given) && preview.components == 0 {
        lack("The drawing is empty.".to_owned());
    }
    preview.open.iter().cloned().for_each(&mut lack);
    for file in preview.files.iter().filter(|file| file.bytes.is_none()) {
        lack(format!("{} is not beside the project: groups would not get it.", file.path));
    }
    if preview.bytes() > MUCH_DATA {
        lack("The data is large: the file takes long to hand out. Measurements alone are usually enough.".to_owned());
    }
    if preview.requirements_given > 0 {
        lack("Requirements are given: groups will not find their own qualities and constraints.".to_owned());
    }
    lacks
}
