//! Views: each shows its part, and what is changed in one is changed in all.

use egui::{Key, Modifiers, Vec2};
use egui_kittest::kittest::Queryable as _;

use super::*;
use crate::gui::test_support::settle;
use crate::model::{ConnectorKind, ViewKey};

/// A user calls the service, which runs on the node.
fn open_shop() -> Bench {
    let mut start = project();
    let (id, user) = create::component(&start, "user", Point::new(200.0, 40.0));
    Edit::PutComponent(id.clone(), user).apply(&mut start).unwrap();
    let service = start.system.components.get_index(0).unwrap().0.clone();
    let node = start.system.nodes.get_index(0).unwrap().0.clone();
    Edit::Deploy(service.clone(), Some(node)).apply(&mut start).unwrap();
    let (call, connector) = create::connector(&start, &id, &service, ConnectorKind::SynchronousCall);
    Edit::PutConnector(call, connector).apply(&mut start).unwrap();
    bench(&start, &EvidenceBook::default())
}

fn show(bench: &mut Bench, view: &str) {
    bench.harness.get_by_label(view).click();
    bench.harness.run_steps(3);
    bench.harness.run();
}

fn is_seen(bench: &Bench, label: &str) -> bool {
    bench.harness.query_by_label_contains(label).is_some()
}

#[test]
fn each_view_shows_its_part() {
    let mut bench = open_shop();
    for (view, seen, unseen) in [
        ("Components", "Component Data store", "Node Cloud region"),
        ("Deployment", "Node Cloud region", "Component Data store"),
        ("Context", "Component Two boxes", "Component Service"),
        ("Everything", "Component Service", "Component Two boxes"),
    ] {
        show(&mut bench, view);
        assert!(is_seen(&bench, seen), "{view} shows {seen}");
        assert!(!is_seen(&bench, unseen), "{view} does not show {unseen}");
    }
    show(&mut bench, "Data flow");
    assert!(is_seen(&bench, "No data flows yet"));
}

#[test]
fn a_place_belongs_to_the_view_and_a_name_to_all() {
    let mut bench = open_shop();
    show(&mut bench, "Components");
    let before = shape(&bench, 0);
    let at = center_of(&bench, "Component Service");
    drag(&mut bench, at, at + Vec2::new(-60.0, 90.0));
    assert_eq!(shape(&bench, 0), before, "everything stays as it is");
    let project = project_of(&bench);
    assert!(project.views[&ViewKey::Components].places.contains_key(&ElementId::Component("service".into())));
    assert!(project.system.components[0].deployed_on.is_some(), "a view without nodes undeploys nothing");
    assert_eq!(undo_label(&bench).as_deref(), Some("move Service"));
    bench.harness.key_press(Key::F2);
    bench.harness.run();
    bench.harness.get_by_label("New name").type_text("Checkout");
    bench.harness.run();
    bench.harness.key_press(Key::Enter);
    bench.harness.run();
    show(&mut bench, "Everything");
    assert!(is_seen(&bench, "Component Checkout"));
}

#[test]
fn hiding_is_not_deleting() {
    let mut bench = open_shop();
    show(&mut bench, "Components");
    select(&mut bench, &[1]);
    bench.harness.key_press_modifiers(Modifiers::COMMAND, Key::H);
    bench.harness.run();
    assert!(!is_seen(&bench, "Component Data store"));
    assert_eq!(project_of(&bench).system.components.len(), 3);
    show(&mut bench, "Everything");
    assert!(is_seen(&bench, "Component Data store"));
    show(&mut bench, "Components");
    bench.harness.get_by_label("1 hidden").click();
    bench.harness.run();
    assert!(is_seen(&bench, "Component Data store"));
}

#[test]
fn the_box_for_the_whole_opens_into_its_components() {
    let mut bench = open_shop();
    show(&mut bench, "Context");
    let at = center_of(&bench, "Component Two boxes");
    double_click(&mut bench, at);
    bench.harness.run_steps(3);
    assert_eq!(*bench.harness.state().session().view(), ViewKey::Components);
}

#[test]
fn a_find_that_the_view_does_not_show_is_shown_where_it_is() {
    let mut bench = open_shop();
    show(&mut bench, "Deployment");
    bench.harness.key_press_modifiers(Modifiers::COMMAND, Key::F);
    bench.harness.run();
    bench.harness.get_by_label("Find an element").type_text("data store");
    bench.harness.run();
    bench.harness.key_press(Key::Enter);
    bench.harness.run();
    assert_eq!(*bench.harness.state().session().view(), ViewKey::Everything);
    assert!(is_seen(&bench, "Component Data store"));
}

#[test]
fn the_drawing_is_coloured_by_a_number_that_is_told_as_well() {
    let sample = crate::store::open(std::path::Path::new("sample_projects/credit_card_fraud")).unwrap();
    let mut bench = bench(&sample.project, &sample.evidence);
    settle(&mut bench);
    bench.harness.get_by_label("Colour the drawing by: Nothing").click();
    bench.harness.run();
    bench.harness.get_by_label("Utilisation").click();
    bench.harness.run();
    assert!(bench.harness.query_by_label("Colour the drawing by: Utilisation").is_some());
    let gateway = bench.harness.get_by_label_contains("Component Payment gateway");
    let words = gateway.accesskit_node().label().unwrap_or_default();
    assert!(words.ends_with(" %"), "{words}");
    let legend = bench.harness.get_by_label_contains("Legend:");
    assert!(legend.accesskit_node().label().unwrap_or_default().contains("100 %"));
}
