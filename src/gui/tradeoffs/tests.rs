//! Stories about the trade-offs of the cancer sample.

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;

use super::test_support::open;
use crate::gui::test_support::{Bench, settle};
use crate::session::{Action, Stage};

#[test]
fn a_row_is_looked_at_and_decided_for_in_one_step() {
    let mut bench = open();
    bench.harness.get_by_label("All").click();
    bench.harness.run();
    let session = bench.harness.state().session();
    let exploration = session.exploration().unwrap().unwrap().clone();
    assert_eq!(exploration.len(), 63);
    let other = (0..63).find(|index| exploration.design(*index).as_ref() != Some(session.design())).unwrap();
    bench.harness.get_by_label(&format!("Design {}", exploration.ordinal_text(other))).click();
    bench.harness.run();
    assert_eq!(Some(bench.harness.state().session().design()), exploration.design(other).as_ref());
    bench.harness.get_by_label("Decide for this design").click();
    bench.harness.run();
    let session = bench.harness.state().session();
    assert_eq!(session.project().decided_design(), exploration.design(other).as_ref());
    let label = "change Which model reads along";
    assert_eq!((session.stage(), session.undo_label()), (Stage::Decision, Some(label)));
}

#[test]
fn the_front_and_the_feasible_ones_are_listed_apart() {
    let mut bench = open();
    // Only rows in sight are there: all shall be.
    bench.harness.set_size(egui::vec2(1280.0, 3000.0));
    bench.harness.run();
    let session = bench.harness.state().session();
    let exploration = session.exploration().unwrap().unwrap().clone();
    let objectives = exploration.objectives(session.project());
    let front = crate::tradeoff::Front::of(&exploration, session.region().unwrap(), &objectives).members;
    let rows = |bench: &Bench| bench.harness.query_all_by_label_contains("Design ").count();
    assert_eq!(rows(&bench), front.len());
    bench.harness.get_by_label("Feasible").click();
    bench.harness.run();
    assert!(rows(&bench) > front.len());
}

#[test]
fn axes_can_be_chosen() {
    let mut bench = open();
    let before = bench.harness.state().session().plot().unwrap();
    bench.harness.get_by_role_and_label(Role::ComboBox, "Across").click();
    bench.harness.run();
    bench.harness.get_by_label("Response time, mean (Read a sample)").click();
    bench.harness.run();
    let (x, y) = bench.harness.state().session().plot().unwrap();
    assert_eq!((x.measure, y), (crate::model::Measure::ResponseTimeMean, before.1));
}

#[test]
fn a_limit_moves_with_the_hand_that_drags_it() {
    let mut bench = open();
    bench.harness.get_by_label("Limits").click();
    bench.harness.run();
    let of = |bench: &Bench| {
        let session = bench.harness.state().session();
        let (_, requirement) = session.project().requirements.first().unwrap();
        (requirement.threshold.amount().unwrap(), session.region().unwrap().feasible())
    };
    let before = of(&bench);
    let border = bench.harness.get_by_label_contains("Limit: Miss no tumour").rect();
    let start = egui::pos2(border.left() + 40.0, border.center().y);
    bench.harness.drag_at(start);
    bench.harness.run_steps(1);
    for step in 1..=8 {
        bench.harness.hover_at(start - egui::vec2(0.0, 8.0 * step as f32));
        bench.harness.run_steps(1);
    }
    let held = of(&bench);
    assert!(held.0 > before.0 && held.1 < before.1, "{held:?} while it is dragged, {before:?} before");
    let exploration = |bench: &Bench| bench.harness.state().session().exploration().unwrap().unwrap().clone();
    let explored = exploration(&bench);
    bench.harness.drop_at(start - egui::vec2(0.0, 64.0));
    bench.harness.run();
    assert_eq!(of(&bench), held);
    assert!(std::sync::Arc::ptr_eq(&explored, &exploration(&bench)), "no design was evaluated anew");
    assert_eq!(bench.harness.state().session().undo_label(), Some("move the limit of Miss no tumour"));
    let context = bench.harness.ctx.clone();
    bench.harness.state_mut().perform(&context, Action::Run(crate::session::Command::Undo));
    bench.harness.run();
    assert_eq!(of(&bench), before, "one drag is one step");
}

#[test]
fn the_least_that_must_give_way_is_offered_and_taken() {
    let mut bench = open();
    bench.harness.get_by_label("Limits").click();
    bench.harness.run();
    let feasible = |bench: &Bench| bench.harness.state().session().region().unwrap().feasible();
    let before = feasible(&bench);
    bench.harness.get_by_label("Loosen Miss no tumour").click();
    bench.harness.run();
    assert_eq!(feasible(&bench), before + 6);
    // Nothing reaches 99 %: the way out says what would.
    let project = bench.harness.state().session().project().clone();
    let (id, requirement) = project.requirements.first().unwrap();
    let threshold = crate::model::Quantity::estimated(99.0, crate::model::Unit::Percent);
    let edit = super::limits::move_limit(id, requirement, threshold);
    let context = bench.harness.ctx.clone();
    bench.harness.state_mut().perform(&context, Action::Edit(edit));
    bench.harness.run();
    assert_eq!(feasible(&bench), 0);
    bench.harness.get_by_label_contains("No design is feasible. If \"Miss no tumour\" became ≥ 95.3 %");
    bench.harness.get_by_label("Take way 1").click();
    bench.harness.run();
    assert!(feasible(&bench) > 0);
}

#[test]
fn the_best_under_the_stated_weights_is_what_the_requirements_say_is_worth_most() {
    let mut bench = open();
    // Only what is in sight can be clicked.
    bench.harness.set_size(egui::vec2(1280.0, 2400.0));
    bench.harness.get_by_label("Choose").click();
    bench.harness.run();
    bench.harness.get_by_label("The choice flips");
    assert!(bench.harness.query_all_by_label_contains("of the weight (").count() > 0);
    bench.harness.get_by_label("Look at the best").click();
    bench.harness.run();
    let session = bench.harness.state().session();
    let exploration = session.exploration().unwrap().unwrap();
    let objectives = exploration.objectives(session.project());
    let front = crate::tradeoff::Front::of(exploration, session.region().unwrap(), &objectives).members;
    let worth = |index: usize| {
        let verdicts = crate::analysis::verdicts(session.project(), &exploration.qualities(index));
        crate::analysis::worth(session.project(), &verdicts, None).unwrap()
    };
    let most = front.iter().map(|index| worth(*index)).fold(0.0, f64::max);
    let best = exploration.find(session.design()).unwrap();
    assert!(front.contains(&best) && (worth(best) - most).abs() < 1e-12, "{} is not {most}", worth(best));
}

#[test]
fn pinned_designs_stand_side_by_side_and_rejected_ones_say_why() {
    let mut bench = open();
    bench.harness.set_size(egui::vec2(1600.0, 2400.0));
    bench.harness.run();
    bench.harness.get_by_label("All").click();
    bench.harness.run();
    for design in ["Design 1", "Design 6"] {
        bench.harness.get_by_label(design).click_modifiers(egui::Modifiers::COMMAND);
        bench.harness.run();
    }
    let looked_at = bench.harness.state().session().design().clone();
    bench.harness.get_by_label("Compare").click();
    bench.harness.run();
    bench.harness.get_by_label("infeasible");
    bench.harness.get_by_label("on the front");
    bench.harness.get_by_label("B  Design 6").click();
    bench.harness.run();
    let session = bench.harness.state().session();
    assert_ne!(*session.design(), looked_at);
    let exploration = session.exploration().unwrap().unwrap();
    assert_eq!(exploration.find(session.design()), Some(5));
    bench.harness.get_by_label("Take the pin out of A").click();
    bench.harness.run();
    bench.harness.get_by_label("A  Design 6");
    assert!(bench.harness.query_by_label("infeasible").is_none());
}

#[test]
fn the_front_says_how_certain_it_is() {
    let bench = open();
    let session = bench.harness.state().session();
    let certainty = session.certainty().expect("it has been worked out");
    let exploration = session.exploration().unwrap().unwrap();
    let objectives = exploration.objectives(session.project());
    let front = crate::tradeoff::Front::of(exploration, session.region().unwrap(), &objectives).members;
    assert!(!certainty.drawn.is_empty(), "recall was measured with an interval");
    let places: Vec<_> = front.iter().map(|index| certainty.place(*index).unwrap().on_front).collect();
    // The likeliest values put them on the front, so draws do so often; of close models not always.
    assert!(
        places.iter().all(|on_front| *on_front > 0.1) && places.iter().any(|on_front| *on_front < 1.0),
        "{places:?}"
    );
    assert!(bench.harness.query_all_by_label_contains(" %").count() > front.len());
    let region = session.region().unwrap();
    let is_near = |index: &usize| !region.is_feasible(*index) && certainty.place(*index).is_some();
    let near: Vec<usize> = (0..exploration.len()).filter(is_near).collect();
    assert!(!near.is_empty(), "a model with a recall a little below its limit may have more");
    assert!(near.iter().all(|index| certainty.place(*index).is_some_and(|place| place.infeasible > 0.5)));
}

#[test]
fn leaving_the_stage_puts_down_the_limit_that_is_held() {
    let mut bench = open();
    let border = bench.harness.get_by_label_contains("Limit: Miss no tumour").rect();
    let start = egui::pos2(border.left() + 40.0, border.center().y);
    bench.harness.drag_at(start);
    bench.harness.run_steps(1);
    bench.harness.hover_at(start - egui::vec2(0.0, 30.0));
    bench.harness.run_steps(2);
    assert!(bench.harness.state().session().is_gesturing());
    let context = bench.harness.ctx.clone();
    bench.harness.state_mut().perform(&context, Action::GoTo(Stage::Requirements));
    bench.harness.run();
    assert!(!bench.harness.state().session().is_gesturing());
}

#[test]
fn an_objective_that_no_feasible_design_is_known_for_leaves_the_choice_open() {
    let mut bench = open();
    // A use without any load: its response time is known for no design.
    let project = bench.harness.state().session().project().clone();
    let (_, mut requirement) = project.requirements.last().map(|(id, one)| (id.clone(), one.clone())).unwrap();
    let energy = crate::model::MeasureKey::new(crate::model::Measure::MonthlyEnergy, crate::model::Subject::System);
    requirement.threshold = crate::model::Quantity::unknown(energy.measure.unit());
    requirement.measure = energy;
    let context = bench.harness.ctx.clone();
    let edit = crate::edit::Edit::PutRequirement("energy".into(), requirement);
    bench.harness.state_mut().perform(&context, Action::Edit(edit));
    settle(&mut bench);
    bench.harness.get_by_label("Choose").click();
    bench.harness.run();
    bench.harness.get_by_label("Best under these weights");
}

fn open_sensitivity() -> Bench {
    let mut bench = open();
    // Only what is in sight can be clicked.
    bench.harness.set_size(egui::vec2(1280.0, 3000.0));
    bench.harness.get_by_label("Sensitivity").click();
    settle(&mut bench);
    bench
}

#[test]
fn a_bar_of_the_tornado_leads_to_its_element() {
    let mut bench = open_sensitivity();
    let session = bench.harness.state().session();
    let sensitivity = session.sensitivity().expect("it has been worked out").clone();
    assert_eq!((session.sensitivity_wanted(), sensitivity.within), (Some(20), 0.2));
    bench.harness.get_by_role_and_label(Role::ComboBox, "Quality");
    bench.harness.get_by_label("Sensitivity points");
    bench.harness.get_by_label("Trade-off points");
    bench.harness.get_by_label_contains("Nucleus measurement: Service time, median: ").click();
    bench.harness.run();
    let session = bench.harness.state().session();
    let element = crate::model::ElementId::Component("extraction".into());
    assert_eq!((session.stage(), session.selection().first()), (Stage::Sketch, Some(&element)));
    assert_eq!(session.sensitivity_wanted(), None, "nobody looks any more");
}

#[test]
fn a_quality_that_no_number_moves_says_why() {
    let mut bench = open_sensitivity();
    bench.harness.get_by_role_and_label(Role::ComboBox, "Quality").click();
    bench.harness.run();
    bench.harness.get_by_label("ROC AUC (Diagnosis model)").click();
    bench.harness.run();
    bench.harness.get_by_label("It was measured on the model: no number of the project moves it.");
}

#[test]
fn a_number_that_turns_a_verdict_says_where() {
    let mut bench = open_sensitivity();
    let session = bench.harness.state().session();
    let id = crate::model::RequirementId::new("response_time");
    let mut requirement = session.project().requirements[&id].clone();
    // A limit that is just met.
    let now = session.analysis().unwrap().qualities[&requirement.measure].quantity;
    requirement.threshold = now.scaled(1.02, crate::model::Provenance::Estimated);
    let edit = crate::edit::Edit::PutRequirement(id, requirement);
    let context = bench.harness.ctx.clone();
    bench.harness.state_mut().perform(&context, Action::Edit(edit));
    settle(&mut bench);
    let told = bench.harness.query_all_by_label_contains("; \"Answer while looking\" fails from ").count();
    let flips = |moved: &&crate::tradeoff::Moved| moved.flips.iter().any(|flip| flip.measure == 1);
    let sensitivity = bench.harness.state().session().sensitivity().expect("it has been worked out");
    assert_eq!(sensitivity.measures[1].measure, crate::model::Measure::ResponseTimeP99);
    let turning = sensitivity.numbers.iter().filter(flips).count();
    assert!(turning > 0 && told >= turning.min(16), "{told} rows tell of {turning} numbers");
}

#[test]
fn percents_can_be_set_and_end_with_the_page() {
    let mut bench = open_sensitivity();
    bench.harness.get_by_role_and_label(Role::Slider, "Percent that numbers are moved by").focus();
    bench.harness.run();
    bench.harness.key_press(egui::Key::ArrowRight);
    settle(&mut bench);
    let session = bench.harness.state().session();
    assert_eq!(session.sensitivity_wanted(), Some(21));
    assert_eq!(session.sensitivity().expect("it has been worked out").within, 0.21);
    bench.harness.get_by_label("Designs").click();
    bench.harness.run();
    assert_eq!(bench.harness.state().session().sensitivity_wanted(), None);
}
