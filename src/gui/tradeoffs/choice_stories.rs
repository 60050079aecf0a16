//! Stories about comparing and choosing designs of the cancer sample.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;

use super::test_support::{click, open_in};
use crate::edit::{Edit, create};
use crate::gui::test_support::{Bench, bench, settle};
use crate::model::{ChoiceId, ElementId, Measure, MeasureKey, OpenQuestion, Quantity, Requirement};
use crate::session::{Action, Stage};
use crate::tradeoff::{Exploration, Front};

/// The stage in a window in which everything is in sight.
fn open() -> Bench {
    open_in(vec2(1800.0, 3000.0))
}

fn exploration(bench: &Bench) -> Arc<Exploration> {
    let explored = bench.harness.state().session().exploration();
    Arc::clone(explored.and_then(Result::ok).expect("the designs are evaluated"))
}

/// Lists all designs and pins these, in this order.
fn pin(bench: &mut Bench, designs: &[usize]) {
    click(bench, "All");
    let exploration = exploration(bench);
    for index in designs {
        let row = format!("Design {}", exploration.ordinal_text(*index));
        bench.harness.get_by_label(&row).click_modifiers(Modifiers::COMMAND);
        bench.harness.run();
    }
    click(bench, "Compare");
}

/// The first two designs of which this holds.
fn pair(bench: &Bench, holds: impl Fn(&Exploration, usize, usize) -> bool) -> [usize; 2] {
    let exploration = exploration(bench);
    let mut pairs =
        (0..exploration.len()).flat_map(|first| (first + 1..exploration.len()).map(move |one| [first, one]));
    pairs.find(|[first, second]| holds(&exploration, *first, *second)).expect("there are such designs")
}

#[test]
fn close_models_are_not_told_apart_and_the_page_says_so() {
    let mut bench = open();
    let certainty = Arc::clone(bench.harness.state().session().certainty().expect("it has been worked out"));
    let open_gaps = |exploration: &Exploration, first: usize, second: usize| -> Vec<bool> {
        let differs = |key: &MeasureKey| exploration.value(first, key) != exploration.value(second, key);
        let gaps = certainty.gaps(exploration, first, second).into_iter();
        gaps.filter(|gap| gap.is_drawn && differs(&gap.key)).map(|gap| gap.is_open()).collect()
    };
    let alike = pair(&bench, |exploration, first, second| {
        let open = open_gaps(exploration, first, second);
        !open.is_empty() && open.iter().all(|is_open| *is_open)
    });
    let count = open_gaps(&exploration(&bench), alike[0], alike[1]).len();
    pin(&mut bench, &alike);
    bench.harness.get_by_label_contains("A and B cannot be told apart by what was measured: ");
    assert_eq!(bench.harness.query_all_by_label_contains(", not distinguishable").count(), count);
    click(&mut bench, "Take the pin out of B");
    assert!(bench.harness.query_by_label_contains("cannot be told apart").is_none());
}

#[test]
fn designs_of_the_same_model_differ_in_nothing_that_was_measured() {
    let mut bench = open();
    let certainty = Arc::clone(bench.harness.state().session().certainty().expect("it has been worked out"));
    let same = pair(&bench, |exploration, first, second| {
        certainty
            .gaps(exploration, first, second)
            .iter()
            .all(|gap| gap.difference.interval == (0.0, 0.0) || !gap.is_drawn)
    });
    pin(&mut bench, &same);
    assert!(bench.harness.query_by_label_contains("cannot be told apart").is_none());
    assert!(bench.harness.query_by_label_contains("not distinguishable").is_none());
}

#[test]
fn the_best_says_that_its_limit_is_near() {
    let mut bench = open();
    // The recall of the best models was measured on so few rows that it may be less than 93 %.
    let context = bench.harness.ctx.clone();
    let project = Arc::clone(bench.harness.state().session().project());
    let found = project.requirements.iter().find(|(_, requirement)| requirement.name == "Miss no tumour");
    let (id, requirement) = found.expect("the sample has it");
    let threshold = Quantity::estimated(93.0, requirement.threshold.unit());
    let stricter = Requirement { threshold, ..requirement.clone() };
    bench.harness.state_mut().perform(&context, Action::Edit(Edit::PutRequirement(id.clone(), stricter)));
    settle(&mut bench);
    click(&mut bench, "Choose");
    let told = "It meets every limit in only ";
    assert_eq!(bench.harness.query_all_by_label_contains(told).count(), 1);
    click(&mut bench, "In order of importance");
    assert_eq!(bench.harness.query_all_by_label_contains(told).count(), 1);
}

#[test]
fn an_order_of_importance_decides_step_by_step() {
    let mut bench = open();
    click(&mut bench, "Choose");
    click(&mut bench, "In order of importance");
    let session = bench.harness.state().session();
    let (exploration, project) = (exploration(&bench), Arc::clone(session.project()));
    let objectives = exploration.objectives(&project);
    let region = session.region().expect("the limits are judged");
    let front = Front::of(&exploration, region, &objectives).members;
    let recall = objectives.iter().find(|key| key.measure == Measure::Recall).expect("recall is required");
    let name = project.measure_name(recall);
    for _ in 1..objectives.len() {
        click(&mut bench, &format!("Move {name} up"));
    }
    bench.harness.get_by_label_contains(&format!("1. {name}"));
    click(&mut bench, "Look at the best");
    let value = |index: usize| exploration.value(index, recall).expect("it was measured");
    let most = front.iter().map(|index| value(*index)).fold(0.0, f64::max);
    let looked_at = |bench: &Bench| exploration.find(bench.harness.state().session().design());
    let best = looked_at(&bench).expect("it is one of them");
    assert!(front.contains(&best) && value(best) == most, "{} is not {most}", value(best));
    let equal = front.iter().filter(|index| value(**index) == most).count();
    bench.harness.get_by_label_contains(&format!(": {equal} of {} left", front.len()));
    // Whoever passes over everything leaves all to the next measure.
    let field = format!("Tolerance of {name}");
    bench.harness.get_by_role_and_label(Role::TextInput, &field).click();
    bench.harness.run();
    bench.harness.get_by_role_and_label(Role::TextInput, &field).type_text("100");
    bench.harness.run();
    bench.harness.key_press(Key::Enter);
    bench.harness.run();
    let all = format!(": {} of {} left", front.len(), front.len());
    assert!(bench.harness.query_all_by_label_contains(&all).count() > 0, "nothing is left out by recall");
    click(&mut bench, &format!("Leave {name} out"));
    assert!(bench.harness.query_by_label(&format!("Move {name} up")).is_none());
    bench.harness.get_by_role_and_label(Role::ComboBox, "Further measure");
    click(&mut bench, "As stated");
    bench.harness.get_by_label(&format!("Move {name} up"));
}

#[test]
fn what_pinned_designs_do_differently_stands_out_in_the_drawing_and_leads_there() {
    let mut bench = open();
    let place = ChoiceId::new("diagnosis_node");
    let pair = pair(&bench, |exploration, first, second| {
        let picks = |index: usize| exploration.design(index).expect("it is one of them").picks;
        let (first, second) = (picks(first), picks(second));
        first.iter().filter(|(choice, pick)| second.get(*choice) != Some(*pick)).map(|(choice, _)| choice).eq([&place])
    });
    pin(&mut bench, &pair);
    let project = Arc::clone(bench.harness.state().session().project());
    let element = ElementId::Component("diagnosis".into());
    let name = |index: usize| {
        let design = exploration(&bench).design(index).expect("it is one of them");
        project.option_name(&project.choices[&place], &design.picks[&place])
    };
    let words = format!("{}: A: {} · B: {}", project.element_name(&element), name(pair[0]), name(pair[1]));
    click(&mut bench, &words);
    let session = bench.harness.state().session();
    assert_eq!((session.stage(), session.selection()), (Stage::Sketch, &[element].into()));
}

#[test]
fn a_choice_leads_to_its_element_from_the_head_of_the_table_and_from_a_comparison() {
    let mut bench = open();
    let axes = exploration(&bench).space().axes().to_vec();
    let project = Arc::clone(bench.harness.state().session().project());
    let element = project.choices[&axes[0].choice].element.clone();
    let there = |bench: &Bench| {
        let session = bench.harness.state().session();
        session.stage() == Stage::Sketch && *session.selection() == [element.clone()].into()
    };
    bench.harness.get_by_label(&axes[0].label).click_secondary();
    bench.harness.run();
    click(&mut bench, &format!("Show {} in the sketch", project.element_name(&element)));
    assert!(there(&bench));
    let context = bench.harness.ctx.clone();
    bench.harness.state_mut().perform(&context, Action::Select([].into()));
    bench.harness.state_mut().perform(&context, Action::GoTo(Stage::Tradeoffs));
    bench.harness.run();
    pin(&mut bench, &[0, 5]);
    click(&mut bench, &axes[1].label);
    assert!(there(&bench));
}

#[test]
fn what_is_selected_in_the_sketch_is_told_apart_in_the_plot() {
    let sample = std::path::Path::new("sample_projects/cancer_prognosis");
    let opened = crate::store::open(sample).expect("the sample is there");
    let mut project = opened.project.clone();
    let element = ElementId::Component("extraction".into());
    let question = OpenQuestion::Replicas { fewest: 1, most: 2 };
    let (id, choice) = create::choice(&project, element.clone(), question);
    let name = project.choice_name(&choice);
    Edit::PutChoice(id, choice).apply(&mut project).expect("its replicas can be left open");
    let mut bench = bench(&project, &opened.evidence);
    let context = bench.harness.ctx.clone();
    bench.harness.state_mut().perform(&context, Action::GoTo(Stage::Tradeoffs));
    bench.harness.run();
    let told = |bench: &Bench| bench.harness.get_by_role_and_label(Role::ComboBox, "Shape and colour").value();
    assert_ne!(told(&bench).as_deref(), Some(name.as_str()));
    bench.harness.state_mut().perform(&context, Action::GoTo(Stage::Sketch));
    bench.harness.state_mut().perform(&context, Action::Select([element].into()));
    bench.harness.state_mut().perform(&context, Action::GoTo(Stage::Tradeoffs));
    bench.harness.run();
    assert_eq!(told(&bench).as_deref(), Some(name.as_str()));
}

#[test]
fn a_choice_without_options_is_settled_where_it_is_told() {
    let mut bench = open();
    let project = Arc::clone(bench.harness.state().session().project());
    let nowhere = OpenQuestion::Node(vec!["no_such_node".into()]);
    let (id, choice) = create::choice(&project, ElementId::Component("extraction".into()), nowhere);
    let name = project.choice_name(&choice);
    let context = bench.harness.ctx.clone();
    bench.harness.state_mut().perform(&context, Action::Edit(Edit::PutChoice(id.clone(), choice)));
    settle(&mut bench);
    click(&mut bench, "Space");
    let sentence = format!("{name} is open: offer a node that exists.");
    assert!(bench.harness.query_all_by_label_contains(&sentence).count() > 0);
    click(&mut bench, &format!("Settle {name}"));
    assert!(!bench.harness.state().session().project().choices.contains_key(&id));
    settle(&mut bench);
    assert_eq!(bench.harness.query_all_by_label_contains(&sentence).count(), 0);
}

#[test]
fn four_designs_stand_side_by_side_in_a_small_window() {
    let mut bench = open_in(vec2(1280.0, 800.0));
    pin(&mut bench, &[0, 1, 2, 3]);
    let head = bench.harness.get_by_label("A  Design 1").rect();
    for (letter, design) in [("B", 2), ("C", 3), ("D", 4)] {
        let rect = bench.harness.get_by_label(&format!("{letter}  Design {design}")).rect();
        assert!(rect.right() < 1280.0 && (rect.top() - head.top()).abs() < 1.0, "{letter} is cut off: {rect:?}");
    }
    assert!(bench.harness.get_by_label("Take the pin out of D").rect().right() < 1280.0);
    // Nothing had to be scrolled for that: the names of the rows are there as well.
    assert!(bench.harness.get_by_label("Standing").rect().right() < head.left());
}
