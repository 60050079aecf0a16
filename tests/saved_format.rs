//! Every version of the saved format has a file in `tests/formats` that still opens, says what it said, and is written
//! back byte by byte while its version is the current one.

use std::fs;
use std::path::{Path, PathBuf};

use cantilever::model::{
    Absence, Amount, BoundaryId, BoundaryKind, CallCondition, Check, ChoiceId, ComponentId, ConnectorId, ConnectorKind,
    ConstraintType, DatasetId, DatasetSource, Decision, DecisionId, DecisionStatus, ElementId, ErrorCosts, Folds, Goal,
    GroupId, Level, Measure, MeasureKey, NodeId, NoteId, OpenQuestion, OperatingPoint, Path as Way, Pick, Point,
    Project, Property, Provenance, Quantity, Readable, Rectangle, RequirementId, ScenarioId, Search, SearchMethod,
    SplitRule, Step, Strength, Style, Subject, TreeNode, Unit, ViewKey, When,
};
use cantilever::store::{self, StoreError};

fn version_1() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/version_1/project.json")
}

fn version_2() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/version_2/project.json")
}

fn version_3() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/version_3/project.json")
}

fn version_4() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/version_4/project.json")
}

fn version_5() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/version_5/project.json")
}

fn version_6() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/version_6/project.json")
}

fn version_7() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/version_7/project.json")
}

fn version_8() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/version_8/project.json")
}

/// The only decision of a file of versions 1 to 6.
fn only_decision(project: &Project) -> &Decision {
    assert_eq!(project.decisions.keys().collect::<Vec<_>>(), [&DecisionId::new("decision")]);
    &project.decisions[0]
}

#[test]
fn version_1_still_says_what_it_said() {
    let opened = store::open(&version_1()).unwrap();
    let project = &opened.project;
    assert_eq!(project.name, "Card payments 🛡 检测");
    assert_eq!(project.system.components.len(), 6);
    assert_eq!(project.system.components.keys().next(), Some(&ComponentId::new("app")));
    let gateway = &project.system.components[&ComponentId::new("gateway")];
    assert_eq!(gateway.properties[&Property::ServiceTimeMedian], Quantity::estimated(900.0, Unit::Microsecond));
    assert_eq!(gateway.properties[&Property::Availability], Quantity::assumed(99.95, Unit::Percent));
    assert_eq!(gateway.deployed_on, Some(NodeId::new("cloud")));
    assert!(!project.system.components[&ComponentId::new("screen")].properties[&Property::Memory].is_known());
    let kinds: Vec<_> = project.system.connectors.values().map(|connector| connector.kind).collect();
    assert_eq!(kinds[3..], [ConnectorKind::InProcess, ConnectorKind::AsynchronousEvent, ConnectorKind::DataFlow]);
    assert!(project.requirements[&RequirementId::new("fast")].is_hard());
    assert_eq!(project.scenarios[0].mean_load.provenance(), Provenance::Measured);
    let design = only_decision(project).design.as_ref().unwrap();
    assert_eq!(design.picks[&ChoiceId::new("gateway_replicas")], Pick::Replicas(4));
    let network = opened.evidence.get(&"deep".into(), &"network".into()).unwrap();
    assert_eq!(network.value(Measure::RocAuc), Some(5.75));
    assert_eq!(network.losses[1].validation, f64::INFINITY);
    assert!(network.losses[2].training.is_nan());
}

#[test]
fn version_2_still_says_what_it_said() {
    let project = store::open(&version_2()).unwrap().project;
    let system = &project.system;
    assert_eq!(system.nodes[&NodeId::new("cluster")].parent, Some(NodeId::new("cloud")));
    let boundary = &system.boundaries[&BoundaryId::new("bank")];
    assert_eq!((boundary.name.as_str(), boundary.kind), ("Bank", BoundaryKind::TrustZone));
    assert_eq!(system.components[&ComponentId::new("gateway")].boundaries, [BoundaryId::new("bank")].into());
    assert!(system.notes[&NoteId::new("note")].text.starts_with("Why so few?\n"));
    let line = &system.connectors[0].line;
    assert_eq!(
        (line.bends.as_slice(), line.label_offset),
        (&[Point::new(260.0, 90.5)][..], Some(Point::new(0.0, -20.0)))
    );
    let app = ElementId::Component(ComponentId::new("app"));
    assert!(system.groups[&GroupId::new("group")].contains(&app));
    assert!(system.locked.contains(&app));
    assert!(system.collapsed.contains(&NodeId::new("cluster")));
    let layout = &project.views[&ViewKey::Components];
    assert_eq!(layout.places[&app], Rectangle::new(1.0, 2.0, 170.0, 76.0));
    assert_eq!(layout.hidden, [ElementId::Note(NoteId::new("note"))].into());
    assert!(project.views.contains_key(&ViewKey::Scenario(ScenarioId::new("pay"))));
}

#[test]
fn version_3_still_says_what_it_said() {
    let project = store::open(&version_3()).unwrap().project;
    let ratio = |amount| Quantity::estimated(amount, Unit::Ratio);
    let scenario = &project.scenarios[0];
    assert_eq!(scenario.share, Some(Quantity::estimated(60.0, Unit::Percent)));
    let Way::Drawn(steps) = &scenario.path else { panic!("its path is drawn") };
    assert_eq!(steps[&ConnectorId::new("c1")], Step { calls: Some(ratio(0.5)), parallel: Some(true) });
    assert_eq!(steps[&ConnectorId::new("c2")], Step::default());
    assert_eq!(scenario.motion.unwrap().speed, Quantity::estimated(4.0, Unit::MilePerHour));
    assert_eq!(project.load(scenario, When::Peak).amount(), Some(900.0));
    let requirement = |id: &str| &project.requirements[&RequirementId::new(id)];
    let fast = requirement("fast");
    assert_eq!((fast.situation.source.as_str(), fast.owner.as_str()), ("a card holder", "Payments"));
    assert_eq!((fast.importance, fast.difficulty), (Some(Level::High), Some(Level::Low)));
    assert_eq!(fast.constraint, ConstraintType::Project);
    assert_eq!(requirement("budget").derived_from, Some(RequirementId::new("fast")));
    let worst = Some(Quantity::estimated(6.0, Unit::DollarPerHour));
    assert_eq!(requirement("cheap").strength, Strength::Soft { weight: 60.0, worst });
    assert_eq!(requirement("cheap").weight_for(&"finance".into()), Some(90.0));
    assert_eq!(requirement("link").measure.subject, Subject::Connector("c1".into()));
    assert_eq!(requirement("up").measure.subject, Subject::Node("cloud".into()));
    assert!(matches!(requirement("whole").measure.subject, Subject::Dataset(_)));
    let judged = &project.judgements[&MeasureKey::new(Measure::Usability, Subject::System)];
    assert_eq!(judged.iter().map(|judgement| judgement.value).collect::<Vec<_>>(), [Some(4.0), Some(3.0)]);
    assert_eq!(project.system.boundaries[&BoundaryId::new("bank")].style, Some(Style::Microservices));
    let conditions: Vec<_> = project.system.connectors.values().take(2).map(|found| found.condition).collect();
    assert_eq!(conditions, [CallCondition::WhenMissed, CallCondition::OneOf]);
}

#[test]
fn version_4_still_says_what_it_said() {
    let opened = store::open(&version_4()).unwrap();
    let project = &opened.project;
    assert_eq!(project.datasets[&DatasetId::new("transactions")].goal, Goal::Binary { positive: "1".to_owned() });
    assert_eq!(project.datasets[&DatasetId::new("cases_by_kind")].goal, Goal::Classes);
    assert_eq!(project.datasets[&DatasetId::new("limits")].goal, Goal::Number);
    let task = &project.tasks[&ComponentId::new("gateway")];
    assert_eq!(task.split, SplitRule::Grouped { column: "customer".to_owned(), test_share: 0.25, seed: 9 });
    let families: Vec<_> = task.candidates.values().map(|candidate| candidate.algorithm.label()).collect();
    let expected = ["Baseline", "Naive Bayes", "Nearest neighbours", "Support vector machine", "Explainable boosting"];
    assert_eq!(families, expected);
    let bayes = opened.evidence.get(&"gateway".into(), &"bayes".into()).unwrap();
    assert_eq!((bayes.positive_test_rows, bayes.threshold), (None, None));
    assert_eq!(bayes.value(Measure::InteractionStrength), Some(0.25));
    assert_eq!(bayes.details.confusion.as_ref().unwrap().rows, [5, 1, 2, 9]);
    assert_eq!(bayes.details.importance[1].loss, -0.125);
    let Some(Readable::Tree(nodes)) = &bayes.details.readable else { panic!("it is a tree") };
    assert_eq!(nodes[2], TreeNode::Leaf { answer: vec![0.5, 0.5], rows: None });
    let linear = opened.evidence.get(&"reviewer".into(), &"linear".into()).unwrap();
    assert_eq!(linear.details.residuals, [(1.5, 2.0), (3.0, 2.5)]);
    assert_eq!(linear.details.dependence[1].levels, ["a", "b"]);
    let network = opened.evidence.get(&"deep".into(), &"network".into()).unwrap();
    assert_eq!(network.details.calibration[1].rows, 12);
}

#[test]
fn version_5_still_says_what_it_said() {
    let opened = store::open(&version_5()).unwrap();
    let project = &opened.project;
    let DatasetSource::Images { path, settings } = &project.datasets[&DatasetId::new("photos")].source else {
        panic!("these are images")
    };
    assert_eq!((path.as_str(), settings.width, settings.height, settings.colour), ("data/photos", 28, 24, true));
    let task = &project.tasks[&ComponentId::new("screen")];
    assert_eq!(task.operating_point, OperatingPoint::LeastCost);
    assert_eq!(task.judging.folds, Some(Folds { count: 5, repeats: 2 }));
    assert_eq!(task.judging.costs, Some(ErrorCosts { false_positive: 2.5, false_negative: 40.0 }));
    assert_eq!((task.judging.seeds, task.judging.protected.as_deref()), (4, Some("gender")));
    assert_eq!(task.judging.budget.megabytes, Some(4000.0));
    let families: Vec<_> = task.candidates.values().skip(4).map(|candidate| candidate.algorithm.label()).collect();
    assert_eq!(families, ["Rules", "Convolutional network"]);
    assert_eq!(task.candidates[2].search, Some(Search { tries: 12, factor: 4.0, by: SearchMethod::Grid }));
    let boosted = opened.evidence.get(&"screen".into(), &"boosted".into()).unwrap();
    assert_eq!(boosted.found.as_deref(), Some("120 rounds, rate 0.08, depth 3"));
    assert_eq!(boosted.details.operating[1].true_positives, 7);
    assert_eq!(boosted.details.groups[0].measured[&Measure::Recall].interval, Some((37.5, 96.5)));
    assert_eq!(boosted.details.growth.as_ref().unwrap().points, [(100, 0.75), (200, 0.875)]);
    let case = &boosted.details.cases[0];
    assert_eq!(
        (case.place.as_str(), case.decision.as_deref(), case.contributions[0].deviation),
        ("line 12", Some("yes"), 0.125)
    );
    assert_eq!((case.flips[0].between, case.flips[1].between), (Some(0.25), None));
    let bayes = opened.evidence.get(&"gateway".into(), &"bayes".into()).map(|found| &found.details.readable);
    let Some(Some(Readable::Tree(nodes))) = bayes else { panic!("it is a tree") };
    assert_eq!(nodes[1], TreeNode::Leaf { answer: vec![0.25, 0.75], rows: Some(12) });
    assert_eq!(boosted.trials.right, [true, true, false, true, false, false, false, false, false, true]);
    assert_eq!(boosted.trials.folds[&Measure::RocAuc], [0.875, 0.625]);
}

#[test]
fn version_6_still_says_what_it_said() {
    let project = store::open(&version_6()).unwrap().project;
    let question = |id: &str| &project.choices[&ChoiceId::new(id)].question;
    assert_eq!(question("deep_presence"), &OpenQuestion::Presence(Absence::Bypassed));
    assert_eq!(question("screen_fallback"), &OpenQuestion::Fallback(vec![None, Some("gateway".into())]));
    assert_eq!(project.choices[&ChoiceId::new("c1_presence")].element, ElementId::Connector(ConnectorId::new("c1")));
    let OpenQuestion::Number { property, values } = question("cloud_price") else { panic!("it is a number") };
    let price = Quantity::assumed(0.25, Unit::DollarPerHour);
    assert_eq!(
        (*property, values.as_slice()),
        (Property::HourlyPrice, &[Quantity::unknown(Unit::DollarPerHour), price][..])
    );
    assert_eq!(project.choices[&ChoiceId::new("cloud_price")].element, ElementId::Node(NodeId::new("cloud")));
    assert_eq!(project.exclusions[0].reason, "Too large for the office.");
    let prices = &project.exclusions[1].options[&ChoiceId::new("cloud_price")];
    assert_eq!(*prices, [Pick::Number(None), Pick::Number(Some(Amount::new(0.25)))].into());
    let design = project.decided_design().unwrap();
    assert_eq!(design.picks[&ChoiceId::new("screen_fallback")], Pick::Fallback(None));
}

#[test]
fn version_6_says_what_two_models_decide_together() {
    let opened = store::open(&version_6()).unwrap();
    let project = &opened.project;
    assert_eq!(project.choices[&ChoiceId::new("screen_second")].question, OpenQuestion::Cascade);
    let excluded = &project.exclusions[2].options[&ChoiceId::new("screen_second")];
    assert_eq!(*excluded, [Pick::Second(None), Pick::Second(Some(("boosted".into(), Amount::new(50.0))))].into());
    let design = only_decision(project).design.as_ref().unwrap();
    let models = project.models(design, &"screen".into());
    assert_eq!(models, Some((&"logistic".into(), Some((&"boosted".into(), 10.0)))));
    let cascade = opened.evidence.cascade(&"screen".into(), &"logistic".into(), &"boosted".into()).unwrap();
    let point = cascade.point(10.0).unwrap();
    assert_eq!((point.threshold, point.passed_on, point.value(Measure::Recall)), (Some(0.375), 9.75, Some(87.5)));
    assert_eq!(cascade.points[0].threshold, None);
    assert_eq!(cascade.choosable().count(), 1);
    let other_way = opened.evidence.cascade(&"screen".into(), &"boosted".into(), &"logistic".into());
    assert_eq!(other_way, None);
}

#[test]
fn the_decision_of_version_6_is_one_of_a_list_with_the_same_words() {
    let project = store::open(&version_6()).unwrap().project;
    let decision = only_decision(&project);
    assert_eq!((decision.title.as_str(), decision.status), ("Decision", DecisionStatus::Accepted));
    assert_eq!((decision.deciders.as_str(), decision.context.as_str()), ("Ada, Grace", "Fraud has doubled."));
    assert_eq!(decision.rationale, "It finds the most at a price we can pay.");
    assert_eq!(decision.consequences, "Training takes an hour.");
    assert_eq!(decision.considered.first(), decision.design.as_ref());
    assert_eq!(decision.design.as_ref().map(|design| design.picks.len()), Some(7));
    assert_eq!((decision.date, decision.drivers.len(), decision.dissent.as_str()), (None, 0, ""));
}

#[test]
fn version_7_says_what_was_decided_when_by_whom_and_why() {
    let project = store::open(&version_7()).unwrap().project;
    let ids: Vec<_> = project.decisions.keys().map(DecisionId::as_str).collect();
    assert_eq!(ids, ["first_model", "decision", "neural"]);
    let (first, second, third) = (&project.decisions[0], &project.decisions[1], &project.decisions[2]);
    assert_eq!((first.date, first.considered.len()), ("2026-01-15".parse().ok(), 0));
    assert_eq!(project.standing(&"first_model".into()), "Superseded by Two models");
    assert_eq!(project.current_decision().map(|(id, _)| id.as_str()), Some("decision"));
    assert_eq!(second.supersedes, Some(DecisionId::new("first_model")));
    assert_eq!((second.date, second.revisit), ("2026-11-20".parse().ok(), "2027-05-20".parse().ok()));
    let people = [&second.deciders, &second.consulted, &second.informed];
    assert_eq!(people, ["Ada, Grace", "Fraud desk", "Everybody in payments"]);
    assert_eq!(second.drivers, [RequirementId::new("fast"), RequirementId::new("cheap")]);
    assert_eq!((second.considered.len(), second.considered.last()), (2, second.design.as_ref()));
    assert_eq!(second.considered[0], *first.design.as_ref().unwrap());
    assert_eq!(
        (second.confirmation.as_str(), second.dissent.as_str()),
        ("cantilever check PROJECT", "Grace would rather wait.")
    );
    assert_eq!((third.status, &third.design), (DecisionStatus::Rejected, &None));
}

#[test]
fn version_8_says_which_exercise_it_answers() {
    let project = store::open(&version_8()).unwrap().project;
    let breakout = project.breakout.as_ref().unwrap();
    let brief = &breakout.brief;
    assert_eq!((brief.id.as_str(), brief.title.as_str(), brief.minutes), ("stop_fraud", "Stop fraud", 20));
    assert_eq!((brief.version.len(), brief.questions.len(), brief.story.lines().count()), (32, 2, 3));
    let checks: Vec<_> = brief.specifications.iter().map(|one| (one.points, one.check)).collect();
    assert_eq!(checks, [(15, Some(Check::Qualities)), (10, None)]);
    assert_eq!((breakout.group.as_str(), breakout.members.as_str()), ("Corner 3", "Ada, Grace"));
    assert_eq!(breakout.answers, ["Latency and fraud caught", ""]);
    assert_eq!(breakout.rejected.as_ref(), project.decisions[0].design.as_ref());
    assert_eq!(breakout.why_rejected, "Nobody can explain it to a customer.");
    assert_eq!(store::open(&version_7()).unwrap().project.breakout, None);
}

#[test]
fn version_8_is_written_back_byte_by_byte() {
    let opened = store::open(&version_8()).unwrap();
    let text = fs::read_to_string(version_8()).unwrap();
    let again = store::to_text(&opened.project, &opened.evidence);
    assert!(again == text, "the saved format has changed; a changed format needs a new version:\n{again}");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("project.json");
    store::save(&file, &opened.project, &opened.evidence).unwrap();
    assert_eq!(fs::read_to_string(file).unwrap(), text);
}

#[test]
fn a_file_that_was_cut_off_anywhere_is_an_error() {
    let text = fs::read_to_string(version_1()).unwrap();
    // Every offset of the first and the last part, and a sample of those in between, none inside a character.
    let near_an_end = |offset: usize| offset < 1_500 || offset > text.len() - 500;
    let offsets = (0..text.trim_end().len()).filter(|offset| near_an_end(*offset) || offset % 37 == 0);
    let mut tried = 0;
    for offset in offsets.filter(|offset| text.is_char_boundary(*offset)) {
        let error = store::from_text(&text[..offset], Path::new("cut.json")).unwrap_err();
        assert!(matches!(error, StoreError::NotJson { .. }), "offset {offset}: {error}");
        tried += 1;
    }
    assert!(tried > 2_000, "{tried}");
}

#[test]
fn a_newer_version_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("project.json");
    let newer = fs::read_to_string(version_1()).unwrap().replace("\"version\": 1,", "\"version\": 9,");
    fs::write(&file, &newer).unwrap();
    let error = store::open(folder.path()).unwrap_err();
    assert!(matches!(error, StoreError::NewerVersion { version: 9, .. }), "{error}");
    assert_eq!(fs::read_to_string(&file).unwrap(), newer);
}

#[test]
fn samples_are_written_as_the_program_writes_them() {
    let folders = fs::read_dir("sample_projects").unwrap().map(|entry| entry.unwrap());
    for entry in folders.filter(|entry| entry.path().is_dir()) {
        let sample = entry.file_name().into_string().unwrap();
        let file = entry.path().join("project.json");
        let opened = store::open(&file).unwrap();
        let text = store::to_text(&opened.project, &opened.evidence);
        assert!(text == fs::read_to_string(&file).unwrap(), "save {sample} anew with the program");
    }
}
