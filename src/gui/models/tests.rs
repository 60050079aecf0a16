//! Stories about data and candidates.

use std::collections::BTreeMap;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::analysis::AnalysisSettings;
use crate::edit::create;
use crate::gui::App;
use crate::learn::{TrainingJob, fingerprint, fraud_sample_exclusions};
use crate::model::{
    Algorithm, CandidateId, Component, ComponentId, Dataset, DatasetSource, Environment, Evidence, EvidenceBook,
    ForestSettings, FraudGenerator, Goal, LossPoint, Measure, Measured, OpenQuestion, Pick, Point, Project,
};
use crate::session::{Action, Command, Session, SessionOptions, Stage};
use crate::work::{WorkerProgram, no_wake};

/// The application at the stage, and the folder of its project.
struct Story {
    harness: Harness<'static, App>,
    folder: tempfile::TempDir,
}

fn component_id() -> ComponentId {
    "scorer".into()
}

/// A project with one component that learns from a few generated payments.
fn project() -> Project {
    let mut project = Project { name: "Payments".to_owned(), ..Project::default() };
    let (_, component) = create::component(&project, "inference_service", Point::new(100.0, 100.0));
    let component = Component { name: "Scorer".to_owned(), ..component };
    project.system.components.insert(component_id(), component);
    let dataset = Dataset {
        name: "Few payments".to_owned(),
        description: "Synthetic.".to_owned(),
        source: DatasetSource::GeneratedFraud(FraudGenerator { seed: 1, customers: 60, terminals: 20, days: 40 }),
        target: "is_fraud".to_owned(),
        goal: Goal::Binary { positive: "1".to_owned() },
        excluded: fraud_sample_exclusions(),
    };
    project.datasets.insert("payments".into(), dataset);
    let task = create::task(&project, &component_id(), &"payments".into(), &Goal::Binary { positive: "1".to_owned() });
    project.tasks.insert(component_id(), task);
    let (choice, content) = create::choice(&project, &component_id(), OpenQuestion::Candidate);
    project.choices.insert(choice, content);
    project
}

/// What a training of `candidate` could have measured: a stand-in, for real trainings need a worker.
fn evidence(project: &Project, candidate: &CandidateId, quality: f64) -> Evidence {
    let job = TrainingJob::of(project, &component_id(), candidate, std::path::Path::new("")).unwrap();
    let with_interval = |value: f64, width: f64| Measured { value, interval: Some((value - width, value + width)) };
    let alone = |value: f64| Measured { value, interval: None };
    let measured = BTreeMap::from([
        (Measure::RocAuc, with_interval(quality, 0.012)),
        (Measure::Recall, with_interval(quality * 90.0, 4.2)),
        (Measure::FalsePositiveRate, with_interval(0.9, 0.1)),
        (Measure::Precision, with_interval(quality * 60.0, 5.0)),
        (Measure::F1, with_interval(quality * 0.8, 0.031)),
        (Measure::Accuracy, with_interval(98.0 + quality, 0.3)),
        (Measure::InferenceP50, alone(quality * 8.1)),
        (Measure::InferenceP99, alone(quality * 19.4)),
        (Measure::BatchThroughput, alone(quality * 1_300_000.0)),
        (Measure::ModelSize, alone(quality * 48.0)),
        (Measure::TrainingTime, alone(quality * 2.2)),
        (Measure::TrainingMemory, alone(quality * 120.0)),
        (Measure::Parameters, alone((quality * 1000.0).round())),
        (Measure::UsedFeatures, alone(12.0)),
        (Measure::PredictionOperations, alone(quality * 24.0)),
    ]);
    let loss = |step: u32| {
        let fall = (-f64::from(step) / 14.0).exp();
        LossPoint { step, training: 0.08 + 0.6 * fall, validation: 0.11 + 0.58 * fall }
    };
    let roc = |index: u32| {
        let rate = f64::from(index) / 100.0;
        (rate, rate.powf((1.0 - quality) / quality))
    };
    Evidence {
        fingerprint: fingerprint(&job).unwrap(),
        measured,
        training_rows: 1400,
        test_rows: 600,
        positive_test_rows: Some(31),
        features: 12,
        threshold: Some(0.5),
        losses: (1..=60).map(loss).collect(),
        roc: (0..=100).map(roc).collect(),
        environment: Environment {
            processor: "A processor with 8 cores".to_owned(),
            system: "Linux on x86_64".to_owned(),
            program: "0.1.0, optimised".to_owned(),
            measured_at: "2026-11-25T10:00:00Z".to_owned(),
        },
        warnings: vec!["Only 31 positive rows were held out: the intervals are wide.".to_owned()],
        ..Evidence::default()
    }
}

/// Evidence for the first two candidates.
fn evidence_book(project: &Project) -> EvidenceBook {
    let mut book = EvidenceBook::default();
    for (candidate, quality) in [("logistic_regression", 0.93), ("decision_tree", 0.89)] {
        book.insert(component_id(), candidate.into(), evidence(project, &candidate.into(), quality));
    }
    book
}

fn story(project: &Project, evidence: &EvidenceBook) -> Story {
    story_with(project, evidence, "no-worker-in-this-test", &[])
}

fn story_with(project: &Project, evidence: &EvidenceBook, worker: &str, arguments: &[&str]) -> Story {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("project.json");
    crate::store::save(&file, project, evidence).unwrap();
    let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
    let mut session = Session::new(SessionOptions {
        worker: WorkerProgram { path: worker.into(), arguments },
        workers: 1,
        user: None,
        wake: no_wake(),
        analysis: AnalysisSettings { samples: 500, seed: 1 },
    });
    session.perform(Action::Open(file));
    session.settle();
    session.perform(Action::GoTo(Stage::Models));
    let mut harness = Harness::builder().with_size([1280.0, 800.0]).with_max_steps(30).build_eframe(|creation| {
        let mut app = App::new(&creation.egui_ctx, session);
        app.avoid_native_dialogs();
        app
    });
    harness.run();
    Story { harness, folder }
}

impl Story {
    fn project(&self) -> &Project {
        self.harness.state().session().project()
    }

    fn candidates(&self) -> Vec<String> {
        let task = &self.project().tasks[&component_id()];
        task.candidates.values().map(|candidate| candidate.name.clone()).collect()
    }

    fn algorithm(&self, candidate: &str) -> &Algorithm {
        &self.project().tasks[&component_id()].candidates[&CandidateId::new(candidate)].algorithm
    }

    /// Brings what is called so into sight and clicks it.
    fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).scroll_to_me();
        self.harness.run();
        self.harness.get_by_label(label).click();
        self.harness.run();
    }

    /// Types into the field called `label` and leaves it.
    fn fill(&mut self, label: &str, text: &str) {
        let field = self.harness.get_by_role_and_label(Role::TextInput, label);
        field.scroll_to_me();
        self.harness.run();
        self.harness.get_by_role_and_label(Role::TextInput, label).click();
        self.harness.run();
        self.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        self.harness.get_by_role_and_label(Role::TextInput, label).type_text(text);
        self.harness.run();
        self.harness.key_press(Key::Enter);
        self.harness.run();
    }

    fn run(&mut self, command: Command) {
        let context = self.harness.ctx.clone();
        self.harness.state_mut().perform(&context, Action::Run(command));
        self.harness.run();
    }

    /// Goes on until the text is shown: something in the background has to end first.
    fn wait_for(&mut self, text: &str) {
        for _ in 0..1000 {
            self.harness.run_steps(2);
            if self.harness.query_all_by_label_contains(text).next().is_some() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        panic!("\"{text}\" does not appear");
    }
}

#[test]
fn a_candidate_is_added_changed_and_removed_with_one_step_each() {
    let project = project();
    let mut story = story(&project, &EvidenceBook::default());
    let before = story.candidates().len();
    story.click("Add candidate");
    story.harness.get_by_role_and_label(Role::Button, "Random forest").click();
    story.harness.run();
    assert_eq!(story.candidates().last().map(String::as_str), Some("Random forest 2"));
    assert_eq!(story.harness.state().session().undo_label(), Some("add candidate"));

    story.fill("Trees", "50");
    let trees = |story: &Story| match story.algorithm("random_forest_2") {
        Algorithm::RandomForest(settings) => settings.trees,
        other => panic!("{other:?}"),
    };
    assert_eq!(trees(&story), 50);
    assert_eq!(story.harness.state().session().undo_label(), Some("change candidate"));
    story.fill("Trees", "0");
    assert_eq!(trees(&story), 50, "a forest without trees cannot be trained");
    story.harness.get_by_label("A whole number from 1 to 10,000.");
    story.run(Command::Undo);
    assert_eq!(trees(&story), 100);
    assert_eq!(story.harness.state().session().undo_label(), Some("add candidate"));

    story.click("Duplicate");
    assert_eq!(story.candidates()[before..], ["Random forest 2", "Random forest 3"]);
    story.click("Remove");
    story.click("Random forest 2: Never trained");
    story.click("Remove");
    assert_eq!(story.candidates().len(), before);
    story.run(Command::Undo);
    assert_eq!(story.candidates()[before..], ["Random forest 2"]);
}

#[test]
fn hidden_layers_are_added_changed_and_removed() {
    let mut story = story(&project(), &EvidenceBook::default());
    story.click("Multi-layer perceptron: Never trained");
    story.fill("Units of layer 1", "64");
    let hidden = |story: &Story| match story.algorithm("multi_layer_perceptron") {
        Algorithm::MultiLayerPerceptron(settings) => settings.hidden.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(hidden(&story), [64, 16]);
    story.click("Add layer");
    assert_eq!(hidden(&story), [64, 16, 8]);
    story.click("Remove layer 2");
    assert_eq!(hidden(&story), [64, 8]);
    story.fill("Units of layer 1", "5000");
    assert_eq!(hidden(&story), [64, 8]);
    story.click("Presets");
    story.click("300-100");
    assert_eq!(hidden(&story), [300, 100]);
}

#[test]
fn numbers_of_other_settings_show_as_out_of_date() {
    let project = project();
    let mut story = story(&project, &evidence_book(&project));
    story.wait_for("Logistic regression: Trained");
    story.click("Logistic regression: Trained");
    story.fill("Iterations, at most", "300");
    story.wait_for("Logistic regression: Out of date");
    assert!(story.harness.query_by_label("Decision tree: Trained").is_some());
    story.run(Command::Undo);
    story.wait_for("Logistic regression: Trained");
}

#[test]
fn a_trained_candidate_is_used_in_the_design() {
    let project = project();
    let mut story = story(&project, &evidence_book(&project));
    let pick = |story: &Story| story.harness.state().session().design().picks.values().next().cloned();
    assert_eq!(pick(&story), Some(Pick::Candidate("logistic_regression".into())), "the better one");
    story.click("Decision tree: Trained");
    story.click("Use in design");
    assert_eq!(pick(&story), Some(Pick::Candidate("decision_tree".into())));
}

#[test]
fn a_settled_model_can_be_left_open() {
    let mut project = project();
    project.choices = crate::model::Collection::default();
    let mut story = story(&project, &evidence_book(&project));
    assert!(story.harness.query_by_label("Use in design").is_none());
    story.click("Leave the model open");
    let choice = story.project().choices.values().next().unwrap();
    assert_eq!((choice.component(), &choice.question), (Some(&component_id()), &OpenQuestion::Candidate));
    assert!(story.harness.query_by_label("Use in design").is_some());
}

#[test]
fn a_component_without_data_begins_with_generated_payments() {
    let mut project = project();
    project.tasks = crate::model::Collection::default();
    project.datasets = crate::model::Collection::default();
    project.choices = crate::model::Collection::default();
    let mut story = story(&project, &EvidenceBook::default());
    story.click(super::data::GENERATE);
    assert_eq!(story.candidates().len(), Algorithm::starting_set(&Goal::Binary { positive: String::new() }).len());
    assert_eq!(story.project().datasets.len(), 1);
    story.click("Remove");
    story.click("Add candidate");
    story.click("A starting set");
    assert_eq!(story.candidates().len(), Algorithm::starting_set(&Goal::Binary { positive: String::new() }).len());
    for _ in 0..3 {
        story.run(Command::Undo);
    }
    assert!(story.project().tasks.is_empty() && story.project().datasets.is_empty(), "each was one step to take back");
}

#[test]
fn a_drawing_without_models_leads_back_to_the_sketch() {
    let mut story = story(&Project::default(), &EvidenceBook::default());
    story.click("Go to the sketch");
    assert_eq!(story.harness.state().session().stage(), Stage::Sketch);
}

#[test]
fn data_is_summarised_and_columns_are_excluded() {
    let mut story = story(&project(), &EvidenceBook::default());
    story.wait_for("Columns (");
    story.harness.get_by_label_contains("Columns (").click();
    story.harness.run();
    story.harness.get_by_label("Learn from amount").scroll_to_me();
    story.harness.run();
    story.harness.get_by_label("Learn from amount").click();
    story.harness.run();
    let excluded = &story.project().datasets[0].excluded;
    assert_eq!(excluded.last().map(String::as_str), Some("amount"));
}

#[test]
fn data_that_cannot_be_read_says_why() {
    let mut project = project();
    project.datasets[0].source = DatasetSource::TableFile { path: "data/rows.csv".to_owned() };
    let mut story = story(&project, &EvidenceBook::default());
    story.wait_for("check the dataset's path");
    let file = story.folder.path().join("data/rows.csv");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, "amount,is_fraud\n1,0\n2,1\n3,0\n").unwrap();
    story.click("Read again");
    story.wait_for("Columns (1 of 2 learned from)");
}

/// A worker that says how far it is and then waits to be ended.
#[cfg(unix)]
const SLOW_WORKER: &str = r#"
    echo '{"Stage":{"name":"Fitting","fraction":0.4}}'
    for step in 1 2 3 4 5 6 7 8 9 10 11 12; do
        echo "{\"Loss\":{\"step\":$step,\"training\":0.$((60 - 3 * step)),\"validation\":0.$((62 - 2 * step))}}"
    done
    exec sleep 600
"#;

#[cfg(unix)]
#[test]
fn a_training_is_followed_and_cancelled() {
    let project = project();
    let mut story = story_with(&project, &evidence_book(&project), "sh", &["-c", SLOW_WORKER]);
    story.click("Train Random forest");
    story.wait_for("Random forest: Training 40 %");
    story.click("Train Gradient boosting");
    story.wait_for("Gradient boosting: Waiting");
    story.click("Random forest: Training 40 %");
    story.wait_for("Loss curve: after 12 passes");
    story.click("Cancel all");
    story.wait_for("Random forest: Cancelled");
    story.wait_for("Gradient boosting: Cancelled");
    assert!(!story.harness.state().session().is_training());
}

#[test]
fn names_and_values_scroll_together() {
    let mut project = project();
    let task = &mut project.tasks[&component_id()];
    for _ in 0..12 {
        let (id, candidate) =
            create::candidate(task, Algorithm::RandomForest(ForestSettings { trees: 100, max_depth: 16 }));
        task.candidates.insert(id, candidate);
    }
    let mut story = story(&project, &EvidenceBook::default());
    let heights = |story: &Story| {
        let top = |label| story.harness.get_by_label(label).rect().top();
        (top("Random forest: Never trained"), top("Results of Random forest"))
    };
    let before = heights(&story);
    assert_eq!(before.0, before.1);
    for (x, change) in [(320.0, -60.0), (800.0, -30.0), (320.0, 60.0)] {
        let before = heights(&story);
        story.harness.hover_at(egui::pos2(x, 250.0));
        story.harness.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: egui::vec2(0.0, change),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        });
        story.harness.run();
        let after = heights(&story);
        assert_eq!(after.0, after.1, "both halves at {x}");
        assert!((after.0 - before.0 - change).abs() < 2.0, "{before:?} to {after:?}");
    }
}
