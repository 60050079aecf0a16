//! Stories across the stages on the fraud sample and a small system: requirements as scenarios, budgets, paths, judgements.

use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::tests::{click, fill, perform, project, undo};
use crate::analysis::Outcome;
use crate::edit::create;
use crate::gui::test_support::{Bench, bench_of_size, settle};
use crate::model::{
    ConnectorId, EvidenceBook, Level, Measure, MeasureKey, Path, Project, Quantity, Requirement, RequirementId,
    Subject, Unit,
};
use crate::session::{Action, Stage};

const SIZE: egui::Vec2 = egui::vec2(1280.0, 1700.0);

fn open(project: &Project, evidence: &EvidenceBook, stage: Stage) -> Bench {
    let mut story = bench_of_size(project, evidence, SIZE);
    perform(&mut story, Action::GoTo(stage));
    story
}

fn fraud(stage: Stage) -> Bench {
    let opened = crate::store::open(std::path::Path::new("sample_projects/credit_card_fraud")).unwrap();
    open(&opened.project, &opened.evidence, stage)
}

fn now(story: &Bench) -> std::sync::Arc<Project> {
    std::sync::Arc::clone(story.harness.state().session().project())
}

fn find(story: &Bench, name: &str) -> (RequirementId, Requirement) {
    let project = now(story);
    let found = project.requirements.iter().find(|(_, requirement)| requirement.name.starts_with(name));
    let (id, requirement) = found.unwrap_or_else(|| panic!("there is no requirement {name}"));
    (id.clone(), requirement.clone())
}

fn outcome(story: &Bench, id: &RequirementId) -> Outcome {
    let analysis = story.harness.state().session().analysis().unwrap();
    analysis.verdicts.iter().find(|verdict| verdict.requirement == *id).unwrap().outcome
}

fn choose(story: &mut Bench, combo: &str, option: &str) {
    story.harness.get_by_role_and_label(Role::ComboBox, combo).click();
    settle(story);
    story.harness.get_by_role_and_label(Role::Button, option).click();
    settle(story);
}

#[test]
fn a_latency_requirement_on_the_fraud_sample_holds_until_one_number_breaks_it() {
    let mut story = fraud(Stage::Requirements);
    click(&mut story, "Add requirement");
    click(&mut story, "Require Response time, p99");
    fill(&mut story, "Threshold", "40 ms");
    click(&mut story, "Begin with the worked example");
    let (id, stated) = find(&story, "Response time, p99");
    assert_eq!(stated.situation.source, "a card holder");
    assert_eq!(stated.threshold, Quantity::estimated(40.0, Unit::Millisecond), "a stated limit stays");
    let sentence = now(&story).sentence(&stated);
    assert!(sentence.starts_with("When a card holder pays") && sentence.ends_with("at most 40 ms."), "{sentence}");
    assert_eq!(outcome(&story, &id), Outcome::Met);

    // Three times the load is more than one component can bear.
    click(&mut story, "Scenario Authorise a payment");
    fill(&mut story, "Peak load", "3k/s");
    assert_eq!(outcome(&story, &id), Outcome::Missed);
    perform(&mut story, Action::GoTo(Stage::Analysis));
    let analysis = std::sync::Arc::clone(story.harness.state().session().analysis().unwrap());
    let found = analysis.findings.iter().find(|finding| finding.rule == "overloaded").expect("somebody is overloaded");
    assert!(story.harness.query_by_label(&found.message).is_some(), "the finding is shown");
    assert!(story.harness.query_all_by_label("was met").next().is_some(), "and what the change did");
    undo(&mut story);
    assert_eq!(outcome(&story, &id), Outcome::Met);
}

#[test]
fn a_budget_is_derived_stays_linked_and_limits_the_models() {
    let mut story = fraud(Stage::Requirements);
    click(&mut story, "Answer in time: met");
    click(&mut story, "Derive a limit for a component");
    story.harness.get_by_role_and_label(Role::Button, "Fraud model").click();
    settle(&mut story);
    let (id, derived) = find(&story, "Fraud model: response time, p99");
    assert_eq!(derived.measure.subject, Subject::Component("fraud_model".into()));
    assert_eq!(derived.derived_from, Some(RequirementId::new("response_time")));
    let left = derived.threshold.amount_in(Unit::Millisecond).unwrap();
    assert!(left > 1.0 && left < 60.0, "{left}");
    assert_eq!(outcome(&story, &id), Outcome::Met);
    assert!(story.harness.query_by_role_and_label(Role::Link, "Answer in time").is_some(), "the parent is linked");

    // A stricter parent leaves less: the stated budget is then too large, and can be brought into step.
    click(&mut story, "Answer in time: met");
    fill(&mut story, "Threshold", "40 ms");
    let rules = |story: &Bench| -> Vec<&str> {
        let analysis = story.harness.state().session().analysis().unwrap();
        analysis.findings.iter().map(|finding| finding.rule).collect()
    };
    assert!(rules(&story).contains(&"budget_outgrown"), "{:?}", rules(&story));
    click(&mut story, "Fraud model: response time, p99: met");
    click(&mut story, "Take over");
    assert!(!rules(&story).contains(&"budget_outgrown"), "{:?}", rules(&story));
    assert!(find(&story, "Fraud model").1.threshold.amount_in(Unit::Millisecond).unwrap() < left);

    perform(&mut story, Action::GoTo(Stage::Models));
    let cell = format!(", {id}: ");
    let cells = story.harness.query_all_by_label_contains(&cell).count();
    assert_eq!(cells, 5, "every trained candidate is judged by it");
}

#[test]
fn the_fraud_sample_is_coloured_by_utilisation() {
    let mut story = fraud(Stage::Sketch);
    click(&mut story, "Colour the drawing by: Nothing");
    click(&mut story, "Utilisation");
    assert!(story.harness.query_by_label("Colour the drawing by: Utilisation").is_some());
    let gateway = story.harness.get_by_label_contains("Payment gateway, Gateway or load balancer");
    let words = gateway.accesskit_node().label().unwrap_or_default();
    assert!(words.ends_with(", 63 %"), "62.5 % busy is written beside it: {words}");
}

#[test]
fn a_quality_that_nothing_computes_is_judged_by_people() {
    let mut project = project();
    let (id, mut requirement) = create::requirement(&project, Measure::Usability, Subject::System);
    requirement.threshold = Quantity::estimated(4.0, Unit::Grade);
    project.requirements.insert(id.clone(), requirement);
    let mut story = open(&project, &EvidenceBook::default(), Stage::Requirements);
    assert_eq!(outcome(&story, &id), Outcome::Unknown);
    click(&mut story, "What people judge");
    click(&mut story, "Add a judgement");
    assert_eq!(outcome(&story, &id), Outcome::Unknown, "nobody has said anything yet");
    fill(&mut story, "Judgement 1", "5");
    fill(&mut story, "Person 1", "Ada");
    assert_eq!(outcome(&story, &id), Outcome::Met);
    click(&mut story, "Add a judgement");
    fill(&mut story, "Judgement 2", "9");
    assert!(story.harness.query_by_label("A grade lies between 1 and 5.").is_some());
    fill(&mut story, "Judgement 2", "2");
    assert_eq!(outcome(&story, &id), Outcome::Missed, "the middle of 5 and 2 is below 4");
    let key = MeasureKey::new(Measure::Usability, Subject::System);
    assert_eq!(now(&story).judgements[&key].iter().map(|one| one.value).collect::<Vec<_>>(), [Some(5.0), Some(2.0)]);
    undo(&mut story);
    undo(&mut story);
    assert_eq!(outcome(&story, &id), Outcome::Met);
}

#[test]
fn the_utility_tree_shows_grades_and_folds() {
    let mut story = fraud(Stage::Requirements);
    click(&mut story, "Utility tree");
    click(&mut story, "Leaf Stay affordable: missed");
    click(&mut story, "Importance, origin, owner");
    choose(&mut story, "Difficulty to reach", "High");
    assert_eq!(find(&story, "Stay affordable").1.difficulty, Some(Level::High));
    let leaves = |story: &Bench| story.harness.query_all_by_label_contains("Leaf ").count();
    let before = leaves(&story);
    click(&mut story, "Operating cost");
    assert_eq!(leaves(&story), before - 2, "both requirements on cost are folded away");
}

#[test]
fn dragging_in_the_utility_tree_changes_the_order() {
    let mut story = fraud(Stage::Requirements);
    click(&mut story, "Utility tree");
    let place = |story: &Bench, label: &str| story.harness.get_by_label(label).rect().center();
    let from = place(&story, "Move Cost per payment");
    let to = place(&story, "Leaf Stay affordable: missed") - egui::vec2(0.0, 6.0);
    let press = |pressed, pos| egui::Event::PointerButton {
        pos,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: egui::Modifiers::NONE,
    };
    for event in [
        egui::Event::PointerMoved(from),
        press(true, from),
        egui::Event::PointerMoved(from - egui::vec2(0.0, 9.0)),
        egui::Event::PointerMoved(to),
        press(false, to),
    ] {
        story.harness.event(event);
        story.harness.run();
    }
    settle(&mut story);
    let names: Vec<_> = now(&story).requirements.values().map(|one| one.name.clone()).collect();
    let position = |name: &str| names.iter().position(|other| other == name).unwrap();
    assert_eq!(position("Cost per payment") + 1, position("Stay affordable"), "{names:?}");
    undo(&mut story);
    assert_eq!(now(&story).requirements.keys().map(RequirementId::as_str).nth(3), Some("cost"));
}

#[test]
fn a_path_is_drawn_on_the_sketch_and_adjusted_beside_it() {
    let mut story = fraud(Stage::Requirements);
    click(&mut story, "Scenario Authorise a payment");
    click(&mut story, "Draw it on the sketch");
    assert_eq!(story.harness.state().session().stage(), Stage::Sketch);
    let rules = story.harness.get_by_label_contains("Blocking rules, Rule safeguard").rect().center();
    let press = |pressed| egui::Event::PointerButton {
        pos: rules,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: egui::Modifiers::NONE,
    };
    story.harness.event(egui::Event::PointerMoved(rules));
    story.harness.run();
    story.harness.event(press(true));
    story.harness.event(press(false));
    settle(&mut story);
    let drawn = now(&story).scenarios[0].clone();
    let (reached, _) = drawn.reached(&now(&story).system);
    assert!(!reached.contains(&"rules".into()), "{reached:?}");
    assert!(story.harness.state().session().selection().is_empty(), "a click on the path selects nothing");
    click(&mut story, "Done");
    perform(&mut story, Action::GoTo(Stage::Requirements));
    let Path::Drawn(steps) = &drawn.path else { panic!("the path is drawn") };
    let model = steps.keys().find(|id| now(&story).system.connectors[*id].target == "fraud_model".into()).unwrap();
    let name = now(&story).element_name(&crate::model::ElementId::Connector(model.clone()));
    fill(&mut story, &format!("Calls of {name}"), "2");
    fill(&mut story, &format!("Calls of {name}"), "-1");
    assert!(story.harness.query_by_label("Calls cannot be negative.").is_some());
    let calls = |story: &Bench, id: &ConnectorId| now(story).scenarios[0].path.step(id).unwrap().calls;
    assert_eq!(calls(&story, model), Some(Quantity::estimated(2.0, Unit::Ratio)));
    let analysis = std::sync::Arc::clone(story.harness.state().session().analysis().unwrap());
    let load = &analysis.scenarios[0].loads[&"fraud_model".into()];
    assert_eq!(load.arrivals.amount(), Some(2000.0), "twice the peak reaches the model");
    click(&mut story, "Follows all connectors from there");
    assert_eq!(now(&story).scenarios[0].path, Path::Derived);
}

#[test]
fn scenarios_share_all_requests_and_the_shares_must_add_up() {
    let mut story = open(&project(), &EvidenceBook::default(), Stage::Requirements);
    click(&mut story, "Scenario use");
    click(&mut story, "A share of all requests");
    fill(&mut story, "Share", "60 %");
    assert!(story.harness.query_all_by_label_contains("add up to 60 %, not to 100 %").next().is_some());
    fill(&mut story, "Share", "160");
    assert!(story.harness.query_by_label("A share lies between 0 and 100 %.").is_some());
    fill(&mut story, "All requests, peak", "50/s");
    fill(&mut story, "All requests, mean", "5/s");
    let project = now(&story);
    let load = project.load(&project.scenarios[0], crate::model::When::Peak);
    assert_eq!(load.amount_in(Unit::PerSecond), Some(30.0));
}

#[test]
fn what_cannot_be_is_refused_at_its_field_and_nothing_is_lost() {
    let mut project = project();
    let subject = Subject::Scenario("use".into());
    let (id, mut requirement) = create::requirement(&project, Measure::Availability, subject);
    requirement.threshold = Quantity::estimated(99.0, Unit::Percent);
    project.requirements.insert(id, requirement);
    let mut story = open(&project, &EvidenceBook::default(), Stage::Requirements);
    let before = now(&story);
    for (text, words) in [
        ("120 %", "A share lies between 0 and 100 %."),
        ("-1", "A share lies between 0 and 100 %."),
        ("1e308", "A share lies between 0 and 100 %."),
        ("NaN", "\"NaN\" is not a number with a unit; write for example \"250 ms\" or \"1.5k /s\""),
        ("99 ms", "cannot combine Millisecond with Percent"),
        ("99 furlongs", "\"furlongs\" is not a unit"),
    ] {
        fill(&mut story, "Threshold", text);
        let is_said = story.harness.query_all_by_label_contains(words).next().is_some();
        assert!(is_said, "nothing is said about {text}");
        assert_eq!(now(&story).requirements, before.requirements, "{text}");
    }
    perform(&mut story, Action::GoTo(Stage::Sketch));
    perform(&mut story, Action::Select([crate::model::ElementId::Component("Scorer".into())].into()));
    for (text, words) in [("-5 ms", "This cannot be negative."), ("NaN", "is not a number")] {
        fill(&mut story, "Service time, median", text);
        assert!(story.harness.query_all_by_label_contains(words).next().is_some(), "nothing is said about {text}");
        assert_eq!(now(&story).system, before.system);
    }
    fill(&mut story, "Service time, median", "1e308 ms");
    let analysis = std::sync::Arc::clone(story.harness.state().session().analysis().unwrap());
    assert!(analysis.qualities.values().all(|quality| quality.quantity.amount().is_none_or(f64::is_finite)));
}

#[test]
fn a_path_through_what_was_deleted_says_so_and_is_kept() {
    let mut project = project();
    let steps = project.system.connectors.keys().map(|id| (id.clone(), crate::model::Step::default()));
    project.scenarios[0].path = Path::Drawn(steps.collect());
    let mut story = open(&project, &EvidenceBook::default(), Stage::Requirements);
    perform(
        &mut story,
        Action::Edit(crate::edit::Edit::Delete(vec![crate::model::ElementId::Component("Scorer".into())])),
    );
    click(&mut story, "Scenario use");
    assert!(story.harness.query_all_by_label_contains("is gone. Draw it again, or take it out.").next().is_some());
    let rules = |story: &Bench| -> Vec<&str> {
        let analysis = story.harness.state().session().analysis().unwrap();
        analysis.findings.iter().map(|finding| finding.rule).collect()
    };
    assert!(rules(&story).contains(&"gap_in_path"));
    assert_eq!(now(&story).scenarios[0].path, project.scenarios[0].path, "nothing is lost");
    undo(&mut story);
    assert!(!rules(&story).contains(&"gap_in_path"), "undo brings the path back as well");
    perform(
        &mut story,
        Action::Edit(crate::edit::Edit::Delete(vec![crate::model::ElementId::Component("Gateway".into())])),
    );
    assert!(story.harness.query_by_label("The component that it entered at is gone. Choose another.").is_some());
}
