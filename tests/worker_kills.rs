//! Workers that are killed at any moment: the session goes on, and nothing finished is lost.

#![cfg(target_os = "linux")]

use std::path::Path;
use std::time::{Duration, Instant};

use cantilever::analysis::AnalysisSettings;
use cantilever::model::{Algorithm, Candidate, CandidateId, ComponentId, EvidenceBook, TreeSettings};
use cantilever::session::{Action, Session, SessionOptions, TrainingState};
use cantilever::store;
use cantilever::work::{JobName, WorkerProgram, no_wake};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// Workers that are killed.
const KILLS: u32 = 200;
/// Longest wait for anything.
const PATIENCE: Duration = Duration::from_mins(1);

/// The processes that this one has started and that still run.
fn children() -> Vec<Pid> {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let lists = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok());
    let numbers: Vec<i32> =
        lists.flat_map(|list| list.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<_>>()).collect();
    numbers.into_iter().map(Pid::from_raw).collect()
}

/// A session with a project of one candidate on the cancer data, in `folder`.
fn session(folder: &Path) -> (Session, JobName) {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_projects/cancer_prognosis");
    let opened = store::open(&sample).unwrap_or_else(|error| panic!("{error}"));
    let mut project = opened.project;
    let component = project.tasks.keys().next().cloned().unwrap_or_else(|| ComponentId::new(""));
    let name = (component.clone(), CandidateId::new("tree"));
    for task in project.tasks.values_mut() {
        let algorithm = Algorithm::DecisionTree(TreeSettings { max_depth: 4, min_leaf: 5 });
        let tree = Candidate { name: "Tree".to_owned(), algorithm, seed: 1, search: None };
        task.candidates.clear();
        task.candidates.insert(name.1.clone(), tree);
    }
    store::copy_over(&sample.join("data/wdbc.csv"), &folder.join("data/wdbc.csv")).unwrap_or_else(|e| panic!("{e}"));
    store::save(&folder.join("project.json"), &project, &EvidenceBook::default()).unwrap_or_else(|e| panic!("{e}"));
    let worker = WorkerProgram { path: env!("CARGO_BIN_EXE_cantilever").into(), arguments: vec!["worker".to_owned()] };
    let analysis = AnalysisSettings::default();
    let options = SessionOptions { worker, workers: 1, user: None, wake: no_wake(), analysis };
    let mut session = Session::new(options);
    session.perform(Action::Open(folder.to_owned()));
    (session, name)
}

/// Polls until `is_done`.
fn wait(session: &mut Session, what: &str, is_done: impl Fn(&Session) -> bool) {
    let begun = Instant::now();
    while !is_done(session) {
        assert!(begun.elapsed() < PATIENCE, "waited too long until {what}");
        std::thread::sleep(Duration::from_millis(1));
        session.poll();
    }
}

#[test]
fn a_killed_worker_fails_its_candidate_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let (mut session, name) = session(folder.path());
    session.perform(Action::Train(vec![name.clone()]));
    let begun = Instant::now();
    wait(&mut session, "the first training is finished", |session| !session.is_training());
    let whole = begun.elapsed();
    let finished = session.evidence().get(&name.0, &name.1).cloned().unwrap();
    let (mut killed, mut too_late) = (0, 0);
    for kill_number in 0..KILLS {
        session.perform(Action::Train(vec![name.clone()]));
        session.poll();
        wait(&mut session, "a worker runs", |session| !children().is_empty() || !session.is_training());
        // Evenly over the whole life of a worker.
        let begun = Instant::now();
        while begun.elapsed() < whole.mul_f64(f64::from(kill_number) / f64::from(KILLS)) {
            session.poll();
            std::thread::sleep(Duration::from_micros(200));
        }
        for child in children() {
            // It may have ended by itself.
            kill(child, Signal::SIGKILL).ok();
        }
        wait(&mut session, "the training ends", |session| !session.is_training());
        match session.training(&name).map(|training| &training.state) {
            Some(TrainingState::Failed(reason)) => {
                assert!(reason.contains("ended without a result"), "{reason}");
                killed += 1;
            }
            None => too_late += 1,
            other => panic!("{other:?}"),
        }
        let kept = session.evidence().get(&name.0, &name.1).unwrap();
        assert_eq!((&kept.fingerprint, &kept.details), (&finished.fingerprint, &finished.details));
    }
    assert!(killed > KILLS / 2 && killed + too_late == KILLS, "{killed} killed, {too_late} too late");
    session.perform(Action::Train(vec![name.clone()]));
    wait(&mut session, "the last training is finished", |session| !session.is_training());
    assert_eq!(session.training(&name), None, "nothing failed");
    assert!(session.trained_files(&name).iter().any(|file| file.ends_with("predictions.csv")));
}
