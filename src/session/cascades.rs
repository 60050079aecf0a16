//! Cascades of two candidates, measured from the answers that their trainings left beside the project.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};

use super::latest::Latest;
use crate::learn::{Answers, cascade};
use crate::model::{
    CandidateId, CascadeEvidence, ComponentId, ErrorCosts, Evidence, EvidenceBook, Goal, LearningTask, Measure,
    OpenQuestion, Project,
};
use crate::store::{PREDICTIONS_FILE, trained_folder};
use crate::work::{JobName, Monitor, Wake};

/// Most cascades of one component that are measured: those in which the second candidate is the most better.
const MOST_PAIRS: usize = 12;

/// A cascade: the component, the candidate that decides first, and the one that decides the rest.
pub type CascadeName = (ComponentId, CandidateId, CandidateId);

/// What is being measured, and what could not be.
pub(super) struct Cascades {
    latest: Latest<Question, Found>,
    /// Measured and not taken over yet.
    fresh: Vec<(CascadeName, CascadeEvidence)>,
}

#[derive(Clone, Debug, PartialEq)]
struct Question {
    /// The project's folder.
    folder: PathBuf,
    wanted: Vec<Wanted>,
}

/// A cascade that is to be measured, with all that it depends on.
#[derive(Clone, Debug, PartialEq)]
struct Wanted {
    name: CascadeName,
    goal: Goal,
    costs: Option<ErrorCosts>,
    /// Of each candidate the fingerprint, and the probability from which it decides yes.
    sides: [(String, Option<f64>); 2],
    /// When each was measured: trained anew, it has left its answers anew.
    measured_at: [String; 2],
}

/// What came of measuring each.
type Found = Vec<(Wanted, Result<CascadeEvidence, String>)>;

impl Cascades {
    pub fn new() -> Self {
        Self { latest: Latest::new("measuring of cascades"), fresh: Vec::new() }
    }

    /// Asks for the cascades that are open choices and not measured yet, of candidates whose evidence `is_current`: what
    /// errors cost, or what is to be learned, may have changed since. It waits while what matters more `is_busy`.
    pub fn ask(
        &mut self,
        (project, evidence): (&Project, &EvidenceBook),
        is_current: &dyn Fn(&JobName) -> bool,
        folder: &Path,
        (is_busy, wake): (bool, &Wake),
    ) {
        let mut wanted = wanted(project, evidence);
        wanted.retain(|one| {
            let (component, first, second) = &one.name;
            [first, second].into_iter().all(|candidate| is_current(&(component.clone(), candidate.clone())))
        });
        let question = Question { folder: folder.to_owned(), wanted };
        if is_busy || question.wanted.is_empty() {
            self.latest.stop_unless(&question);
            return;
        }
        self.latest.ask(question, wake, measure);
    }

    /// Takes over what was measured. Says whether anything changed.
    pub fn poll(&mut self) -> Result<bool, String> {
        let is_changed = self.latest.poll()?;
        if let (true, Some(found)) = (is_changed, self.latest.answer()) {
            let measured = found.iter().filter_map(|(wanted, found)| Some((&wanted.name, found.as_ref().ok()?)));
            self.fresh.extend(measured.map(|(name, found)| (name.clone(), found.clone())));
        }
        Ok(is_changed)
    }

    /// What was measured since the last call.
    pub fn take(&mut self) -> Vec<(CascadeName, CascadeEvidence)> {
        std::mem::take(&mut self.fresh)
    }

    /// Why a cascade could not be measured.
    pub fn problem(&self, name: &CascadeName) -> Option<&str> {
        let (_, found) = self.latest.answer()?.iter().find(|(wanted, _)| wanted.name == *name)?;
        found.as_ref().err().map(String::as_str)
    }

    pub fn is_pending(&self) -> bool {
        self.latest.is_pending()
    }
}

/// The cascades of a component that make sense, the most promising first: the second candidate takes longer than the
/// first, or it would better decide alone, and does better on the task's primary measure, or the first would. Both were
/// judged on the same rows.
pub(super) fn sensible(component: &ComponentId, task: &LearningTask, evidence: &EvidenceBook) -> Vec<[CandidateId; 2]> {
    let measured = || task.candidates.keys().filter_map(|id| Some((id, evidence.get(component, id)?)));
    let mut pairs = Vec::new();
    for (first, before) in measured() {
        for (second, after) in measured() {
            if let Some(gain) = gain(task.primary, before, after) {
                pairs.push((gain, [first.clone(), second.clone()]));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    pairs.into_iter().take(MOST_PAIRS).map(|(_, pair)| pair).collect()
}

/// By how much the second is better; `None` unless it is, takes longer, and was judged on the same rows.
fn gain(primary: Measure, first: &Evidence, second: &Evidence) -> Option<f64> {
    let time = |evidence: &Evidence| evidence.value(Measure::InferenceP50);
    let is_slower = time(second)? > time(first)?;
    let cost = |evidence: &Evidence| Some(primary.direction().cost(evidence.value(primary)?));
    let gain = cost(first)? - cost(second)?;
    (is_slower && gain > 0.0 && first.trials.rows == second.trials.rows).then_some(gain)
}

fn wanted(project: &Project, evidence: &EvidenceBook) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    for choice in project.choices.values().filter(|choice| choice.question == OpenQuestion::Cascade) {
        let Some((component, task)) = choice.component().and_then(|id| Some((id, project.tasks.get(id)?))) else {
            continue;
        };
        let goal = project.datasets.get(&task.dataset).map(|dataset| dataset.goal.clone());
        // Of a number no candidate says how sure it is.
        let Some(goal) = goal.filter(|goal| *goal != Goal::Number) else { continue };
        for [first, second] in sensible(component, task, evidence) {
            let side = |candidate| {
                let found = evidence.get(component, candidate);
                found.map_or((String::new(), None), |found| (found.fingerprint.clone(), found.threshold))
            };
            if evidence.cascade(component, &first, &second).is_none() {
                let sides = [side(&first), side(&second)];
                let measured_at = [&first, &second].map(|candidate| {
                    evidence
                        .get(component, candidate)
                        .map_or_else(String::new, |found| found.environment.measured_at.clone())
                });
                let name = (component.clone(), first, second);
                wanted.push(Wanted { name, goal: goal.clone(), costs: task.judging.costs, sides, measured_at });
            }
        }
    }
    wanted
}

/// Measures every cascade that is wanted; `None` when it was stopped.
fn measure(question: &Question, monitor: &Monitor) -> Option<Found> {
    let mut read: BTreeMap<String, Result<Answers, String>> = BTreeMap::new();
    let mut all = Vec::new();
    for (number, wanted) in question.wanted.iter().enumerate() {
        for (fingerprint, _) in &wanted.sides {
            if let Entry::Vacant(place) = read.entry(fingerprint.clone()) {
                place.insert(answers(&question.folder, fingerprint, &wanted.goal));
            }
        }
        let mut is_stopped = || monitor.progress(number as u64, question.wanted.len() as u64).is_break();
        let found = of_pair(wanted, &read, &mut is_stopped);
        if is_stopped() {
            return None;
        }
        all.push((wanted.clone(), found));
    }
    Some(all)
}

fn answers(folder: &Path, fingerprint: &str, goal: &Goal) -> Result<Answers, String> {
    let folder = trained_folder(folder, fingerprint)
        .ok_or("the answers of its candidates were not kept; save the project and train both again")?;
    Answers::read(&folder.join(PREDICTIONS_FILE), goal).map_err(|error| error.to_string())
}

fn of_pair(
    wanted: &Wanted,
    read: &BTreeMap<String, Result<Answers, String>>,
    is_stopped: &mut dyn FnMut() -> bool,
) -> Result<CascadeEvidence, String> {
    let side = |(fingerprint, threshold): &(String, Option<f64>)| match read.get(fingerprint) {
        Some(Ok(answers)) => Ok((answers, *threshold)),
        Some(Err(problem)) => Err(problem.clone()),
        None => Err("its candidates were not trained".to_owned()),
    };
    let (first, second) = (side(&wanted.sides[0])?, side(&wanted.sides[1])?);
    let points = cascade(first, second, wanted.costs, is_stopped).map_err(|error| error.to_string())?;
    let fingerprints = wanted.sides.each_ref().map(|(fingerprint, _)| fingerprint.clone());
    Ok(CascadeEvidence { fingerprints, points })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::AnalysisSettings;
    use crate::analysis::test_support::{TestProject, evidence};
    use crate::model::{Amount, DatasetSource, Pick};
    use crate::session::{Action, Command, Session, SessionOptions};
    use crate::work::{WorkerProgram, no_wake};

    /// Leaves the answers of `screen` and `deep`, as their trainings would, below this folder.
    fn leave_answers(folder: &Path) {
        let table = |answers: [f64; 4]| {
            let truth = ["0", "1", "0", "1"];
            let rows = (2..).zip(truth).zip(answers);
            let rows = rows.map(|((row, truth), yes)| format!("{row},{truth},0,{},{yes}\n", 1.0 - yes));
            format!("row,truth,decision,probability of 0,probability of 1\n{}", rows.collect::<String>())
        };
        // The first is least sure of the second row, which it gets wrong.
        for (print, answers) in [("a", [0.1, 0.4, 0.2, 0.95]), ("b", [0.1, 0.8, 0.2, 0.9])] {
            let file = trained_folder(folder, &print.repeat(32)).expect("a fingerprint").join(PREDICTIONS_FILE);
            crate::store::unpack(&file, table(answers).as_bytes()).expect("it can be written");
        }
    }

    /// Two candidates of which `deep` is slower and better, and one that is slower and worse.
    fn project_and_book() -> (Project, EvidenceBook) {
        let mut project = TestProject::new()
            .component("scorer", &[])
            .task("scorer", &["screen", "deep", "poor"])
            .choice("model", "scorer", OpenQuestion::Candidate)
            .choice("second", "scorer", OpenQuestion::Cascade)
            .build();
        // Nobody can check whether the evidence is current: that counts as current.
        project.datasets[0].source = DatasetSource::TableFile { path: "gone.csv".to_owned() };
        let of = |time, quality| [(Measure::InferenceP50, time), (Measure::RocAuc, quality)];
        let (screen, deep, poor) = (of(1.0, 0.8), of(9.0, 0.9), of(5.0, 0.7));
        let mut book = evidence(&[("scorer", "screen", &screen), ("scorer", "deep", &deep), ("scorer", "poor", &poor)]);
        for (candidate, print) in [("screen", 'a'), ("deep", 'b'), ("poor", 'c')] {
            let mut found = book.get(&"scorer".into(), &candidate.into()).expect("it was measured").clone();
            found.fingerprint = print.to_string().repeat(32);
            book.insert("scorer".into(), candidate.into(), found);
        }
        (project, book)
    }

    fn measured(folder: &Path, project: &Project, book: &EvidenceBook) -> Found {
        let question = Question { folder: folder.to_owned(), wanted: wanted(project, book) };
        measure(&question, &Monitor::default()).expect("nobody stops it")
    }

    #[test]
    fn only_a_slower_and_better_second_makes_sense() {
        let (project, book) = project_and_book();
        let component = ComponentId::new("scorer");
        let pairs = sensible(&component, &project.tasks[&component], &book);
        let names: Vec<_> = pairs.iter().map(|[first, second]| format!("{first} {second}")).collect();
        assert_eq!(names, ["poor deep", "screen deep"], "the greater gain first");
    }

    #[test]
    fn files_beside_the_project_are_enough_and_their_lack_is_named() {
        let (project, mut book) = project_and_book();
        let folder = tempfile::tempdir().expect("there is room for a folder");
        leave_answers(folder.path());
        let found = measured(folder.path(), &project, &book);
        let [(_, of_poor), (wanted, of_screen)] = found.as_slice() else { panic!("there are two pairs") };
        let problem = of_poor.as_ref().expect_err("the answers of the poor one are not there");
        assert!(problem.contains("predictions.csv") && problem.contains("train the candidate again"), "{problem}");
        let of_screen = of_screen.as_ref().expect("both files are there");
        let accuracy: Vec<_> = of_screen.points.iter().map(|point| point.value(Measure::Accuracy)).collect();
        // A quarter of four rows is the first that can go on: 30 %, then half, then three, then all.
        assert_eq!(accuracy, [Some(75.0), Some(100.0), Some(100.0), Some(100.0), Some(100.0)]);
        let (component, first, second) = wanted.name.clone();
        book.insert_cascade(component, [first, second], of_screen.clone());
        let left: Vec<_> = super::wanted(&project, &book).into_iter().map(|wanted| wanted.name.1).collect();
        assert_eq!(left, ["poor".into()], "what was measured is not measured again");
        let unsaved = measured(Path::new(""), &project, &book);
        assert!(unsaved[0].1.as_ref().is_err_and(|problem| problem.contains("save the project")));
    }

    #[test]
    fn a_session_measures_what_is_open_and_offers_it() {
        let (project, book) = project_and_book();
        let folder = tempfile::tempdir().expect("there is room for a folder");
        leave_answers(folder.path());
        let file = folder.path().join("project.json");
        crate::store::save(&file, &project, &book).expect("it can be written");
        let mut session = Session::new(SessionOptions {
            worker: WorkerProgram { path: "there-is-no-such-program".into(), arguments: Vec::new() },
            workers: 1,
            user: None,
            wake: no_wake(),
            analysis: AnalysisSettings { samples: 100, seed: 1 },
        });
        session.perform(Action::Open(file.clone()));
        session.settle();
        let names = |first: &str| (ComponentId::new("scorer"), CandidateId::new(first), CandidateId::new("deep"));
        let (component, screen, deep) = names("screen");
        assert!(session.evidence().cascade(&component, &screen, &deep).is_some());
        assert!(!session.is_changed(), "nobody did anything that could be lost");
        let saved = || crate::store::open(&file).expect("it was saved").evidence;
        assert!(saved().cascade(&component, &screen, &deep).is_none());
        session.perform(Action::Run(Command::Save));
        assert!(saved().cascade(&component, &screen, &deep).is_some(), "it is saved with the rest");
        assert!(session.cascade_problem(&names("poor")).is_some_and(|problem| problem.contains(PREDICTIONS_FILE)));
        let look_at = |session: &mut Session, first: &str| {
            let mut design = session.design().clone();
            design.picks.insert("model".into(), Pick::Candidate(first.into()));
            design.picks.insert("second".into(), Pick::Second(Some((deep.clone(), Amount::new(30.0)))));
            session.perform(Action::LookAt(design));
            session.design().picks[&"second".into()].clone()
        };
        assert_eq!(look_at(&mut session, "screen").key(), "deep:30");
        // With another first model it was not measured: that one decides alone.
        assert_eq!(look_at(&mut session, "deep"), Pick::Second(None));
        session.settle();
        assert_eq!(session.exploration().and_then(Result::ok).map(|found| found.len()), Some(3 + 3));
    }
}
