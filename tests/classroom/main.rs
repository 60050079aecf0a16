//! A breakout from start to end without a window: an exercise made from the fraud sample, three groups that answer
//! differently, and the class compared; and whatever else lies among the files that were handed in.
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that goes wrong")]

mod exercises;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Output};

use cantilever::analysis::AnalysisSettings;
use cantilever::classroom::{Chooser, Comparison, HandIn};
use cantilever::edit::{Edit, Given, create};
use cantilever::model::{Breakout, Design};
use cantilever::session::{Action, ClassFiles, Command, Session, SessionOptions};
use cantilever::store::{self, UserFolder};
use cantilever::work::{WorkerProgram, no_wake};
use serde_json::Value;
use strum::IntoEnumIterator as _;

const SAMPLE: &str = "sample_projects/credit_card_fraud";

fn session(user: Option<UserFolder>) -> Session {
    Session::new(SessionOptions {
        worker: WorkerProgram { path: "no-worker-in-this-test".into(), arguments: Vec::new() },
        workers: 1,
        user,
        wake: no_wake(),
        analysis: AnalysisSettings { samples: 500, seed: 1 },
    })
}

/// Fails when anything was complained about.
#[track_caller]
fn check_fine(session: &Session) {
    let complaints: Vec<_> = session.notices().iter().filter(|notice| notice.is_error).collect();
    assert!(complaints.is_empty(), "{complaints:?}");
}

/// The exercise about the sample, for groups and with its reference answer. Everything is given, so that what groups
/// answer differs in what the story changes.
fn exercise(folder: &Path) -> [PathBuf; 2] {
    let mut session = session(None);
    session.perform(Action::Open(SAMPLE.into()));
    session.perform(Action::Run(Command::PrepareExercise));
    let mut draft = session.exercise_draft().unwrap().clone();
    draft.given = Given::iter().collect();
    draft.brief.questions = vec!["What could prove you wrong?".to_owned()];
    session.perform(Action::Draft(Some(Box::new(draft))));
    let files = ["groups.exercise.json", "reference.exercise.json"].map(|name| folder.join(name));
    for (to, with_reference) in files.iter().zip([false, true]) {
        session.perform(Action::WriteExercise { with_reference, to: to.clone() });
    }
    check_fine(&session);
    files
}

/// A group works on the exercise: it names itself, puts its last requirement `first` or not, takes the option of this
/// number for the first open choice, and hands in.
fn work(folder: &Path, exercise: &Path, (name, first, option): (&str, bool, u64)) -> PathBuf {
    let mut session = session(Some(UserFolder::at(folder.join(format!("user {option}")))));
    session.perform(Action::OpenExercise { file: exercise.to_owned(), fresh: false });
    check_fine(&session);
    let breakout = session.project().breakout.clone().unwrap();
    let breakout = Breakout { group: name.to_owned(), answers: vec!["A quiet month.".to_owned()], ..breakout };
    session.perform(Action::Edit(Edit::PutBreakout(Some(Box::new(breakout)))));
    let ids: Vec<_> = session.project().requirements.keys().cloned().collect();
    if first {
        session.perform(Action::Edit(Edit::MoveRequirements(vec![ids[ids.len() - 1].clone()], Some(ids[0].clone()))));
    }
    let axis = &session.space().axes()[0];
    let pick = (axis.choice.clone(), axis.pick(option % axis.count()).unwrap());
    let mut design: Design = session.design().clone();
    design.picks.extend([pick]);
    session.perform(Action::LookAt(design));
    let (id, decision) = create::decision_for(session.project(), session.design().clone());
    session.perform(Action::Edit(Edit::PutDecision(id, decision)));
    session.perform(Action::RunTimer(true));
    session.perform(Action::RunTimer(false));
    fs::create_dir_all(folder.join("class")).unwrap();
    let to = folder.join("class").join(format!("{option}.hand-in.json"));
    session.perform(Action::HandIn(to.clone()));
    check_fine(&session);
    to
}

const GROUPS: [(&str, bool, u64); 3] =
    [("Red", false, 0), ("Green", true, 1), ("</script> ../../\u{1b}[31m", false, 2)];

fn compare(exercise: Option<&Path>, hand_ins: &[PathBuf]) -> (Session, Comparison) {
    let mut session = session(None);
    let files = ClassFiles { exercise: exercise.map(Path::to_owned), hand_ins: hand_ins.to_vec() };
    session.perform(Action::CompareClass(files));
    session.settle();
    let problem = session.class().and_then(|class| class.problem.clone());
    let comparison = session.comparison(false).unwrap_or_else(|| panic!("{problem:?}"));
    (session, comparison)
}

#[test]
fn three_groups_answer_differently_and_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    let [groups, reference] = exercise(folder.path());
    let handed: Vec<_> = GROUPS.iter().map(|group| work(folder.path(), &groups, *group)).collect();
    let given = store::open_exercise(&groups).unwrap();
    assert!(given.reference.is_none() && !given.evidence.is_empty());
    let answer = store::open_hand_in(&handed[0]).unwrap();
    assert!(answer.evidence.is_empty(), "what was given is not handed in again");
    assert!(fs::metadata(&handed[0]).unwrap().len() < 1_000_000);

    let class = folder.path().join("class");
    let (mut session, comparison) = compare(Some(&reference), std::slice::from_ref(&class));
    let names: Vec<_> = comparison.groups.iter().map(|group| group.name.as_str()).collect();
    assert!(names.len() == 3 && names.contains(&"Red") && names.contains(&"Green"), "{names:?}");
    assert!(!names.concat().contains('\u{1b}'), "a name cannot steer a terminal");
    assert!(comparison.skipped.is_empty(), "{:?}", comparison.skipped);
    assert!(comparison.groups.iter().all(|group| group.is_same_version == Some(true) && group.chosen.is_some()));
    let chosen = |name: &str| &comparison.groups.iter().find(|group| group.name == name).unwrap().chosen;
    assert_ne!(chosen("Red"), chosen("Green"));
    assert!(!comparison.qualities.is_empty());
    assert!(comparison.qualities.iter().all(|row| row.ranks.len() == 3));
    assert!(comparison.agreement.mean.jaccard.is_some());
    assert!(comparison.regret.rows.len() == 3 && comparison.regret.rows.iter().all(|row| row.len() == 3));

    // Written down, with what a hostile group wrote inert and within the folders that were named.
    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    for (name, anonymous) in [("page.html", false), ("anonymous.html", true), ("tables", false)] {
        session.perform(Action::ExportComparison { to: out.join(name), anonymous });
    }
    session.perform(Action::WriteFeedback(out.join("feedback")));
    check_fine(&session);
    let page = fs::read_to_string(out.join("page.html")).unwrap();
    assert!(page.contains("Green") && !page.contains("</script> ../../"), "a name cannot end a script");
    assert!(!fs::read_to_string(out.join("anonymous.html")).unwrap().contains("Green"));
    assert_eq!(fs::read_dir(out.join("feedback")).unwrap().count(), 3);
    assert_eq!(fs::read_dir(&out).unwrap().count(), 4, "nothing lies beside what was named");
}

#[test]
fn the_class_votes_and_the_count_is_kept_and_written_down() {
    let folder = tempfile::tempdir().unwrap();
    let [groups, reference] = exercise(folder.path());
    let handed: Vec<_> = GROUPS.iter().map(|group| work(folder.path(), &groups, *group)).collect();
    let class = folder.path().join("class");
    let (mut session, comparison) = compare(Some(&reference), std::slice::from_ref(&class));
    let file = |name: &str| comparison.groups.iter().find(|group| group.name == name).unwrap().file.clone();
    let place = |name: &str| Chooser::Group(comparison.groups.iter().position(|group| group.name == name).unwrap());
    assert_eq!(comparison.hands(place("Red")), None);
    session.perform(Action::Vote { files: vec![file("Red")], hands: 12 });
    session.perform(Action::Vote { files: vec![file("Green")], hands: 5 });
    session.perform(Action::Vote { files: vec![file("Green")], hands: 0 });
    session.perform(Action::Vote { files: vec![String::new()], hands: 3 });
    let out = folder.path().join("tables");
    session.perform(Action::ExportComparison { to: out.clone(), anonymous: false });
    check_fine(&session);
    drop(session);
    let table = fs::read_to_string(out.join("choices.csv")).unwrap();
    assert!(table.contains("Hands for this design in the vote") && table.contains(",12,"), "{table}");

    // Who looks again, with one hand-in less, finds what was counted for the rest.
    fs::remove_file(handed.last().unwrap()).unwrap();
    let (session, comparison) = compare(Some(&reference), &[class]);
    let told = "The count of the class's vote was read from ";
    assert!(session.notices().iter().any(|notice| notice.text.starts_with(told)), "{:?}", session.notices());
    let place = |name: &str| Chooser::Group(comparison.groups.iter().position(|group| group.name == name).unwrap());
    assert_eq!(comparison.groups.len(), 2);
    assert_eq!(
        [place("Red"), place("Green"), Chooser::Reference].map(|of| comparison.hands(of)),
        [Some(12), Some(0), Some(3)]
    );
}

#[test]
fn whatever_else_was_handed_in_is_named_and_the_rest_is_compared() {
    let folder = tempfile::tempdir().unwrap();
    let [groups, reference] = exercise(folder.path());
    let file = work(folder.path(), &groups, GROUPS[0]);
    let class = folder.path().join("class");
    let at = |name: &str| class.join(name);
    let text = fs::read_to_string(&file).unwrap();
    let answer = store::open_hand_in(&file).unwrap();
    let about = |id: &str, version: &str| {
        let mut breakout = answer.breakout().unwrap().clone();
        (breakout.brief.id, breakout.brief.version) = (id.to_owned(), version.to_owned());
        let project = cantilever::model::Project { breakout: Some(breakout), ..answer.project.clone() };
        HandIn { project, ..answer.clone() }
    };
    let brief = &answer.breakout().unwrap().brief;
    store::save_hand_in(&at("another exercise.json"), &about("another", &brief.version)).unwrap();
    store::save_hand_in(&at("old version.json"), &about(&brief.id, &"0".repeat(32))).unwrap();
    fs::copy(&file, at("copy of 0.json")).unwrap();
    store::save_hand_in(&at("renamed.txt"), &HandIn { seconds: Some(7), ..answer.clone() }).unwrap();
    fs::write(at("cut.hand-in.json"), &text[..text.len() / 2]).unwrap();
    fs::write(at("unknown field.json"), text.replacen("\"version\": 1", "\"version\": 1, \"run\": \"rm\"", 1)).unwrap();
    fs::write(at("newer.json"), text.replacen("\"version\": 1", "\"version\": 9", 1)).unwrap();
    fs::write(at("no text.json"), [0xff, 0xfe, 0x00]).unwrap();
    File::create(at("large.hand-in.json")).unwrap().set_len(100_000_000).unwrap();
    fs::copy(&reference, at("reference.json")).unwrap();
    fs::copy(Path::new(SAMPLE).join("project.json"), at("project.json")).unwrap();

    let (session, comparison) = compare(None, std::slice::from_ref(&class));
    assert_eq!(session.class().unwrap().files.exercise, Some(at("reference.json")), "it lies in the folder");
    let compared: Vec<_> = comparison.groups.iter().map(|group| group.file.as_str()).collect();
    assert_eq!(compared, ["0.hand-in.json", "old version.json", "renamed.txt"]);
    assert_eq!(comparison.groups[1].is_same_version, Some(false), "another version is told");
    let mut skipped = comparison.skipped.clone();
    skipped.sort();
    let expected = [
        ("another exercise.json", "another exercise"),
        ("copy of 0.json", "the same as 0.hand-in.json"),
        ("cut.hand-in.json", "not JSON"),
        ("large.hand-in.json", "100.0 MB"),
        ("newer.json", "newer program"),
        ("no text.json", "not a text"),
        ("unknown field.json", "unknown field `run`"),
    ];
    assert_eq!(skipped.len(), expected.len(), "{skipped:?}");
    for ((name, reason), (file, part)) in skipped.iter().zip(expected) {
        assert!(name == file && reason.contains(part), "{name}: {reason}");
    }
}

/// Runs the program with settings in `user`; gives its exit code, standard output and standard error.
fn cantilever(user: &Path, arguments: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = Process::new(env!("CARGO_BIN_EXE_cantilever"))
        .args(arguments)
        .env("CANTILEVER_CONFIG_DIR", user)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

#[test]
fn the_command_line_runs_a_breakout_from_start_to_end() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let run = |arguments: &[&str]| cantilever(&folder.path().join("user"), arguments);
    let ask = ["--minutes", "15", "--question", "Why?", "--give", "drawing,choices,models,evidence,requirements"];
    let (code, out, errors) = run(&[&["exercise", SAMPLE, "-o", &at("e.json")][..], &ask[..]].concat());
    assert_eq!((code, errors.as_str()), (0, ""), "{out}");
    let (code, out, _) = run(&[&["exercise", SAMPLE, "-o", &at("r.json"), "--with-reference"][..], &ask[..]].concat());
    assert!(code == 0 && out.contains("for the instructor alone"), "{out}");
    fs::create_dir(at("class")).unwrap();
    for group in ["red", "green"] {
        let project = at(group);
        let (code, _, errors) = run(&["begin", &at("e.json"), &project]);
        assert_eq!(code, 0, "{errors}");
        let file = Path::new(&project).join("project.json");
        let mut value: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        assert_eq!(value["breakout"]["exercise"]["minutes"], 15);
        value["breakout"]["group"] = Value::from(group);
        fs::write(&file, value.to_string()).unwrap();
        let (code, out, errors) = run(&["hand-in", &project, "--chat", "-o", &at(&format!("class/{group}.json"))]);
        assert_eq!(code, 0, "{errors}");
        assert!((2..=12).contains(&out.lines().count()), "at most ten lines for the chat: {out}");
    }
    let (code, _, errors) = run(&["begin", &at("e.json"), &at("red")]);
    assert!(code == 2 && errors.contains("is there already"), "{errors}");
    let (code, _, errors) = run(&["hand-in", SAMPLE, "-o", &at("x.json")]);
    assert!(code == 2 && errors.contains("answers no exercise"), "{errors}");

    let compare = ["compare", &at("class"), "--exercise", &at("r.json"), "--samples", "500"];
    let (code, out, errors) = run(&[&compare[..], &["-o", &at("c.html"), "--tables", &at("tables")][..]].concat());
    assert_eq!((code, errors.as_str()), (0, ""), "{out}");
    for part in ["2 groups", "green", "Ranks of qualities", "Agreement", "Regret", "Wrote "] {
        assert!(out.contains(part), "{part} is missing: {out}");
    }
    assert!(Path::new(&at("c.html")).is_file() && Path::new(&at("tables")).is_dir());
    fs::write(at("class/broken.hand-in.json"), "{").unwrap();
    let (code, out, errors) = run(&[&compare[..], &["--json"][..]].concat());
    assert!(code == 1 && errors.contains("left out broken.hand-in.json"), "{errors}");
    let value: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(value["groups"].as_array().unwrap().len(), 2);
    assert_eq!(value["skipped"][0]["file"], "broken.hand-in.json");
    let (code, out, errors) = run(&["compare", &at("red"), "--samples", "500"]);
    assert!(code == 2 && out.is_empty() && errors.contains("no hand-ins"), "{errors}");
}
