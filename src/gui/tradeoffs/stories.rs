//! Stories about the pictures of the cancer sample's designs: brushing, linking, arranging.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, Pos2, pos2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::test_support::{ALL, check_filtered, click, objectives, open_all as open, rows};
use crate::gui::test_support::Bench;
use crate::model::Direction;

fn drag(bench: &mut Bench, from: Pos2, to: Pos2) {
    bench.harness.drag_at(from);
    bench.harness.run_steps(1);
    for step in 1..=4_u8 {
        bench.harness.hover_at(from + (to - from) * (f32::from(step) / 4.0));
        bench.harness.run_steps(1);
    }
    bench.harness.drop_at(to);
    bench.harness.run();
}

#[test]
fn a_rectangle_over_points_filters_table_and_other_views() {
    let mut bench = open();
    let border = bench.harness.get_by_label_contains("Limit: Miss no tumour").rect();
    // From below the limit's height to beyond the upper right corner: the best of the models.
    let from = pos2(border.left() + 8.0, border.center().y - 30.0);
    bench.harness.event(Event::ModifiersChanged(Modifiers::SHIFT));
    drag(&mut bench, from, pos2(border.right() + 15.0, 5.0));
    bench.harness.event(Event::ModifiersChanged(Modifiers::NONE));
    bench.harness.run();
    let left = check_filtered(&bench);
    let limit = bench.harness.get_by_label_contains("Limit: Miss no tumour").rect();
    assert_eq!(limit.center(), border.center(), "the picture was not moved");
    for view in ["Parallel", "Matrix", "Scatter"] {
        click(&mut bench, view);
        assert_eq!(check_filtered(&bench), left, "{view}");
    }
    click(&mut bench, "Clear filter");
    assert_eq!(rows(&bench), ALL);
}

#[test]
fn an_interval_on_a_parallel_axis_is_made_moved_and_cleared() {
    let mut bench = open();
    click(&mut bench, "Parallel");
    let (key, name) = objectives(&bench).remove(0);
    assert_eq!(key.measure.direction(), Direction::Higher);
    let filter = format!("Filter on {name}");
    let strip = bench.harness.get_by_label(&filter).rect();
    // Better is up: the lower half are the worse ones, and beyond the end there is no limit.
    drag(&mut bench, strip.center(), pos2(strip.center().x, strip.bottom() + 30.0));
    let interval = |bench: &Bench| {
        let label = bench.harness.get_by_label_contains(&format!("Remove filter {name}: ≤ ")).accesskit_node().label();
        label.expect("it has a name")
    };
    let before = interval(&bench);
    let worse = check_filtered(&bench);
    // The upper end is taken hold of and drawn further down.
    let lower = pos2(strip.center().x, strip.center().y + strip.height() / 4.0);
    drag(&mut bench, strip.center(), lower);
    assert_ne!(interval(&bench), before, "its end was moved");
    assert!(rows(&bench) <= worse);
    // A click on the axis frees it.
    bench.harness.drag_at(strip.center() - vec2(0.0, strip.height() / 4.0));
    bench.harness.drop_at(strip.center() - vec2(0.0, strip.height() / 4.0));
    bench.harness.run();
    assert_eq!(rows(&bench), ALL);
    assert!(bench.harness.query_by_label("Clear filter").is_none());
}

#[test]
fn axes_on_choices_are_filtered_by_options() {
    let mut bench = open();
    click(&mut bench, "Parallel");
    let session = bench.harness.state().session();
    let exploration = session.exploration().and_then(Result::ok).expect("the designs are evaluated").clone();
    let axis = &exploration.space().axes()[1];
    let first = axis.option_label(&axis.pick(0).expect("it has an option"));
    let strip = bench.harness.get_by_label(&format!("Filter on {}", axis.label)).rect();
    // The first option of three is in the uppermost third.
    drag(&mut bench, strip.center_top() + vec2(0.0, 20.0), strip.center_top() + vec2(0.0, 60.0));
    bench.harness.get_by_label(&format!("Remove filter {}: {first}", axis.label));
    let expected = (0..ALL).filter(|index| exploration.option_of(*index, 1) == 0).count();
    assert_eq!(check_filtered(&bench), expected);
}

#[test]
fn parallel_axes_are_dragged_to_another_place_and_removed() {
    let mut bench = open();
    click(&mut bench, "Parallel");
    let (_, name) = objectives(&bench).remove(0);
    let session = bench.harness.state().session();
    let choice =
        session.exploration().and_then(Result::ok).expect("the designs are evaluated").space().axes()[0].label.clone();
    let head = |bench: &Bench, name: &str| bench.harness.get_by_label(&format!("Axis {name}")).rect().center();
    let (from, to) = (head(&bench, &name), head(&bench, &choice));
    assert!(to.x < from.x);
    drag(&mut bench, from, to);
    assert!(head(&bench, &name).x < head(&bench, &choice).x);
    click(&mut bench, "Axes");
    bench.harness.get_by_role_and_label(Role::CheckBox, &choice).click();
    bench.harness.run();
    assert!(bench.harness.query_by_label(&format!("Axis {choice}")).is_none());
    head(&bench, &name);
}

#[test]
fn the_matrix_is_brushed_and_freed_piece_by_piece() {
    let mut bench = open();
    click(&mut bench, "Matrix");
    let names: Vec<String> = objectives(&bench).into_iter().map(|(_, name)| name).collect();
    let bars = bench.harness.get_by_label(&format!("Distribution of {}", names[0])).rect();
    drag(&mut bench, bars.center(), pos2(bars.left() - 30.0, bars.center().y));
    check_filtered(&bench);
    let pair = bench.harness.get_by_label(&format!("{} against {}", names[1], names[0])).rect();
    drag(&mut bench, pair.center(), pair.right_top() + vec2(30.0, -30.0));
    bench.harness.get_by_label_contains(&format!("Remove filter {}: ≥ ", names[1]));
    let first = format!("Remove filter {}: ≥ ", names[0]);
    bench.harness.get_by_label_contains(&first).click();
    bench.harness.run();
    assert!(bench.harness.query_by_label_contains(&first).is_none());
    bench.harness.key_press(Key::Escape);
    bench.harness.run();
    assert!(bench.harness.query_by_label("Clear filter").is_none());
    assert_eq!(rows(&bench), ALL);
}

#[test]
fn words_find_designs_by_the_names_of_their_options() {
    let mut bench = open();
    let session = bench.harness.state().session();
    let exploration = session.exploration().and_then(Result::ok).expect("the designs are evaluated").clone();
    let names = |index: usize| -> Vec<String> {
        let design = exploration.design(index).expect("it is one of them");
        let axes = exploration.space().axes().iter();
        axes.map(|axis| axis.option_label(&design.picks[&axis.choice]).to_lowercase()).collect()
    };
    let wanted = names(ALL - 1)[0].clone();
    let has = |index: usize, word: &str| names(index).iter().any(|name| name.contains(word));
    let expected = (0..ALL).filter(|index| wanted.split_whitespace().all(|word| has(*index, word))).count();
    bench.harness.get_by_role_and_label(Role::TextInput, "Find").focus();
    bench.harness.run();
    bench.harness.get_by_role_and_label(Role::TextInput, "Find").type_text(&wanted);
    bench.harness.run();
    assert!(expected < ALL);
    assert_eq!(rows(&bench), expected);
}

#[test]
fn a_hovered_row_and_a_clicked_point_settle() {
    let mut bench = open();
    for view in ["Parallel", "Matrix", "Scatter"] {
        click(&mut bench, view);
        bench.harness.get_by_label("Design 3").hover();
        // It ends as soon as nothing asks for another frame.
        bench.harness.run();
    }
    click(&mut bench, "Parallel");
    let looked_at = bench.harness.state().session().design().clone();
    let exploration = bench.harness.state().session().exploration().and_then(Result::ok).expect("it is there").clone();
    let other = usize::from(exploration.find(&looked_at) == Some(0));
    click(&mut bench, &format!("Design {}", exploration.ordinal_text(other)));
    assert_ne!(*bench.harness.state().session().design(), looked_at);
}
