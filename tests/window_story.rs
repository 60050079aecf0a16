//! The whole job in the window: open a sample, add a component, connect it, require something, train two candidates with
//! real workers, see the front, pick a design, write the report. And a table of the user's own from file to comparison.
#![cfg(feature = "gui")]

use std::path::Path;
use std::time::{Duration, Instant};

use cantilever::analysis::AnalysisSettings;
use cantilever::gui::App;
use cantilever::model::{Goal, Measure};
use cantilever::session::{Freshness, Session, SessionOptions, Stage, TrainingState};
use cantilever::store::UserFolder;
use cantilever::tradeoff::Front;
use cantilever::work::{JobName, WorkerProgram, no_wake};
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

/// Longer than any step here takes on a slow machine.
const PATIENCE: Duration = Duration::from_mins(3);

type Window = Harness<'static, App>;

fn open_window(user: &Path) -> Window {
    let options = SessionOptions {
        worker: WorkerProgram { path: env!("CARGO_BIN_EXE_cantilever").into(), arguments: vec!["worker".to_owned()] },
        workers: 2,
        user: Some(UserFolder::at(user)),
        wake: no_wake(),
        analysis: AnalysisSettings { samples: 2_000, seed: 1 },
    };
    Harness::builder().with_size(egui::vec2(1280.0, 800.0)).with_max_steps(30).build_eframe(|creation| {
        let mut app = App::new(&creation.egui_ctx, Session::new(options));
        app.avoid_native_dialogs();
        app
    })
}

fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run();
}

fn type_into(window: &mut Window, (role, label): (Role, &str), text: &str) {
    window.get_by_role_and_label(role, label).focus();
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.get_by_role_and_label(role, label).type_text(text);
    window.run();
    if role == Role::TextInput {
        window.key_press(Key::Enter);
        window.run();
    }
}

fn drag(window: &mut Window, from: Pos2, to: Pos2) {
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    window.event(Event::PointerMoved(from));
    window.run();
    window.event(button(from, true));
    window.run();
    window.event(Event::PointerMoved(from + (to - from) * 0.5));
    window.run();
    window.event(Event::PointerMoved(to));
    window.run();
    window.event(button(to, false));
    window.run();
}

fn center(window: &Window, label: &str) -> Pos2 {
    window.get_by_label_contains(label).rect().center()
}

fn wait_until(window: &mut Window, what: &str, holds: impl Fn(&Session) -> bool) {
    let began = Instant::now();
    while !holds(window.state().session()) {
        assert!(began.elapsed() < PATIENCE, "it did not come to pass: {what}");
        std::thread::sleep(Duration::from_millis(20));
        window.run();
    }
    window.run();
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in the order in which it happens")]
fn the_whole_job_in_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open_window(&folder.path().join("user"));

    // Open the sample.
    click(&mut window, "Open Cancer prognosis");
    assert_eq!(window.state().session().stage(), Stage::Sketch);
    wait_until(&mut window, "the first numbers", |session| session.analysis().is_some() && !session.is_computing());

    // Add a component on the hospital server, and connect the viewer to it.
    click(&mut window, "Add Cache");
    let free = center(&window, "Component Nucleus measurement") + Vec2::new(0.0, 78.0);
    drag(&mut window, free, free);
    assert_eq!(window.state().session().undo_label(), Some("add Cache"));
    // Its name is asked for at once; Enter keeps the proposed one.
    window.key_press(egui::Key::Enter);
    window.run();
    let from = center(&window, "Component Nucleus measurement");
    window.event(Event::PointerMoved(from));
    window.run();
    let port = window.get_by_label("Connect Nucleus measurement from its bottom").rect().center();
    let to = center(&window, "Component Cache");
    drag(&mut window, port, to);
    let project = window.state().session().project().clone();
    let connector = project.system.connectors.values().last().unwrap();
    assert_eq!((connector.source.as_str(), connector.target.as_str()), ("extraction", "cache"));
    let node = project.system.components.values().last().and_then(|component| component.deployed_on.clone());
    assert_eq!(node.unwrap().as_str(), "hospital");

    // One replica of it would make the whole less available than required: state two.
    window.get_by_label_contains("Component Cache").click();
    window.run();
    type_into(&mut window, (Role::TextInput, "Replicas"), "2");

    // Require something of the response time.
    click(&mut window, "Requirements");
    let before = project.requirements.len();
    click(&mut window, "Add requirement");
    window.get_by_label("Require Response time, p99").click();
    window.run();
    let project = window.state().session().project().clone();
    assert_eq!(project.requirements.len(), before + 1);
    let (id, _) = project.requirements.last().unwrap();
    let id = id.clone();
    type_into(&mut window, (Role::TextInput, "Threshold"), "1 ms");
    wait_until(&mut window, "a verdict on the new requirement", |session| {
        let verdicts = session.analysis().map(|analysis| analysis.verdicts.clone()).unwrap_or_default();
        !session.is_computing()
            && verdicts
                .iter()
                .any(|verdict| verdict.requirement == id && verdict.outcome == cantilever::analysis::Outcome::Missed)
    });
    assert_eq!(window.state().session().region().unwrap().feasible(), 0);
    type_into(&mut window, (Role::TextInput, "Threshold"), "2.5 s");

    let threshold = window.state().session().project().requirements[&id].threshold;
    assert_eq!(threshold.to_string(), "2.5 s");

    // Change the settings of two candidates: their evidence is stale; train them with real workers.
    click(&mut window, "Models");
    for (candidate, field, value) in [("Decision tree", "Depth, at most", "4"), ("Gradient boosting", "Rounds", "40")] {
        window.get_by_label_contains(&format!("{candidate}: ")).click();
        window.run();
        type_into(&mut window, (Role::TextInput, field), value);
    }
    let is_stale = |session: &Session| {
        let names = session.candidates();
        names.iter().filter(|name| session.freshness(name) == Freshness::Stale).count() == 2
    };
    wait_until(&mut window, "two results are stale", is_stale);
    window.get_by_label_contains("Train all").click();
    window.run();
    wait_until(&mut window, "two candidates are trained", |session| {
        let failed = session.candidates().iter().any(|name| {
            session.training(name).is_some_and(|training| matches!(training.state, TrainingState::Failed(_)))
        });
        assert!(!failed, "a training failed");
        !session.is_training() && session.candidates().iter().all(|name| session.freshness(name) == Freshness::Current)
    });

    // See the front, look at a design and decide for it.
    click(&mut window, "Trade-offs");
    wait_until(&mut window, "all designs are evaluated", |session| !session.is_computing());
    let exploration = window.state().session().exploration().unwrap().unwrap().clone();
    assert_eq!(exploration.len(), 63);
    let session = window.state().session();
    let objectives = exploration.objectives(session.project());
    let front = Front::of(&exploration, session.region().unwrap(), &objectives).members;
    // The sample has decided for one of them already; the story takes another.
    let is_other = |index: &&usize| exploration.design(**index).as_ref() != Some(session.design());
    let other = *front.iter().find(is_other).unwrap();
    click(&mut window, &format!("Design {}", exploration.ordinal_text(other)));
    assert_eq!(*window.state().session().design(), exploration.design(other).unwrap());
    click(&mut window, "Decide for this design");
    assert_eq!(window.state().session().stage(), Stage::Decision);

    // Give the reasons and write the report.
    type_into(
        &mut window,
        (Role::MultilineTextInput, "Rationale: why this design and not another"),
        "Fewest missed tumours at this price.",
    );
    click(&mut window, "Report");
    wait_until(&mut window, "the report is shown", |session| !session.is_computing());
    click(&mut window, "Export…");
    let report = folder.path().join("report.html");
    type_into(&mut window, (Role::TextInput, "Path"), report.to_str().unwrap());
    if window.query_by_label("Save here").is_some() {
        click(&mut window, "Save here");
    }
    wait_until(&mut window, "the report is written", |session| !session.is_computing());
    let page = std::fs::read_to_string(&report).unwrap();
    assert!(page.contains("Fewest missed tumours at this price."));
    assert!(page.matches("<svg").count() >= 2);

    // Save with the keyboard; nothing is unsaved then, and undo still goes all the way back.
    window.key_press_modifiers(Modifiers::COMMAND, Key::S);
    window.run();
    assert!(!window.state().session().is_changed());
    let saved = cantilever::store::open(window.state().session().file().unwrap()).unwrap();
    assert_eq!(saved.project, **window.state().session().project());
    while window.state().session().undo_label().is_some() {
        window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        window.run();
    }
    assert_eq!(window.state().session().project().requirements.len(), before);
}

#[test]
fn a_table_of_ones_own_is_trained_on_one_is_cancelled_and_the_rest_compared() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("miles per gallon.csv");
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles/data/cars.csv"), &table).unwrap();
    let mut window = open_window(&folder.path().join("user"));
    click(&mut window, "Open Cancer prognosis");
    click(&mut window, "Models");
    click(&mut window, "Import table…");
    type_into(&mut window, (Role::TextInput, "Path"), table.to_str().unwrap());
    wait_until(&mut window, "the table is there", |session| session.project().datasets.len() == 2);
    let project = window.state().session().project().clone();
    let (component, task) = project.tasks.first().unwrap();
    let dataset = &project.datasets[&task.dataset];
    assert_eq!((dataset.target.as_str(), &dataset.goal), ("target", &Goal::Number));
    assert_eq!(dataset.excluded, ["turn"], "it only says which row it is");
    assert!(task.candidates.values().all(|candidate| candidate.algorithm.suits(&Goal::Number)));

    // One candidate learns so slowly that it has to be cancelled.
    window.get_by_label_contains("Multi-layer perceptron: ").click();
    window.run();
    type_into(&mut window, (Role::TextInput, "Epochs, at most"), "100000");
    type_into(&mut window, (Role::TextInput, "Learning rate"), "0.000001");
    window.get_by_label_contains("Train all").click();
    window.run();
    wait_until(&mut window, "all others are trained", |session| {
        let is_current = |name: &&JobName| session.freshness(name) == Freshness::Current;
        session.candidates().iter().filter(is_current).count() + 1 == task.candidates.len()
    });
    click(&mut window, "Cancel training");
    wait_until(&mut window, "the last one is cancelled", |session| !session.is_training());
    let session = window.state().session();
    for (id, candidate) in &task.candidates {
        let training = session.training(&(component.clone(), id.clone()));
        let is_cancelled = training.is_some_and(|training| matches!(training.state, TrainingState::Cancelled));
        let is_slow = candidate.algorithm.label() == "Multi-layer perceptron";
        assert_eq!(is_cancelled, is_slow, "{}", candidate.name);
        if !is_slow {
            // Guessing the mean is wrong by 7.5 miles per gallon.
            let error = session.evidence().get(component, id).unwrap().value(Measure::RootMeanSquaredError);
            assert!(error.unwrap() < 5.0, "{}: {error:?}", candidate.name);
        }
    }
    window.get_by_label_contains("Random forest: ").click();
    window.run();
    window.get_by_label_contains("Predicted against true numbers of 118 held-out rows");
}

/// From the welcome page to the sentence that says why the model that is right most often cannot be had.
#[test]
fn the_best_model_that_fits_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open_window(&folder.path().join("user"));
    click(&mut window, "Open Cancer prognosis");
    window.set_size(egui::vec2(1280.0, 2400.0));
    wait_until(&mut window, "the designs", |session| session.exploration().is_some() && !session.is_computing());
    click(&mut window, "Trade-offs");
    click(&mut window, "Limits");
    assert!(window.query_all_by_label_contains("It binds: without it, ").count() > 0);
    let sentence = "Random forest (Model of Diagnosis model) is best in accuracy (97.08 %) and balanced accuracy (96.72 %), \
                    and no design with it is feasible: \"Be explainable\" rules out all 9. If \"Be explainable\" \
                    became ≤ 479, ";
    window.get_by_label_contains(sentence);
    let feasible = |window: &Window| {
        let session = window.state().session();
        let exploration = session.exploration().unwrap().unwrap();
        let region = session.region().unwrap();
        let is_forest = |index: &usize| {
            let design = exploration.design(*index).unwrap();
            design.picks[&"diagnosis_model".into()] == cantilever::model::Pick::Candidate("random_forest".into())
        };
        (0..exploration.len()).filter(|index| region.is_feasible(*index)).filter(is_forest).count()
    };
    assert_eq!(feasible(&window), 0);
    click(&mut window, "Let in option 1");
    assert!(feasible(&window) > 0);
    assert_eq!(window.state().session().undo_label(), Some("loosen limits"));
    assert_eq!(window.query_all_by_label_contains("Random forest (Model of Diagnosis model) is best").count(), 0);
}
