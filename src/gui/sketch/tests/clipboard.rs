//! Copies: to the clipboard, from it, between projects, as text and as pictures.

use egui::{Event, Key, Modifiers, OutputCommand, Vec2};
use egui_kittest::kittest::Queryable as _;

use super::*;

/// What the application put on the clipboard in the last frame.
fn copied(bench: &Bench) -> Option<String> {
    let commands = &bench.harness.output().platform_output.commands;
    commands.iter().find_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    })
}

fn copy(bench: &mut Bench, event: Event) -> String {
    bench.harness.event(event);
    bench.harness.run_steps(1);
    let text = copied(bench).expect("something was copied");
    bench.harness.run();
    text
}

#[test]
fn copied_elements_are_pasted_at_the_pointer_here_and_in_another_project() {
    let mut bench = open();
    select(&mut bench, &[0]);
    let text = copy(&mut bench, Event::Copy);
    assert!(text.contains("\"service\""));
    let at = center_of(&bench, "Component Service") + Vec2::new(0.0, -120.0);
    bench.harness.event(Event::PointerMoved(at));
    bench.harness.run();
    bench.harness.event(Event::Paste(text.clone()));
    bench.harness.run();
    assert_eq!(project_of(&bench).system.components.len(), 3);
    assert_eq!(undo_label(&bench).as_deref(), Some("paste Service"));
    let pasted = bench.harness.state().session().selection().first().cloned();
    assert_eq!(pasted, Some(ElementId::Component("service_2".into())));
    let mut other = super::bench(&Project::default(), &EvidenceBook::default());
    run(&mut other, Command::GoToSketch);
    other.harness.event(Event::Paste(text));
    other.harness.run();
    assert_eq!(project_of(&other).system.components[0].name, "Service");
}

#[test]
fn cutting_deletes_and_pasting_brings_back() {
    let mut bench = open();
    select(&mut bench, &[1]);
    let text = copy(&mut bench, Event::Cut);
    assert_eq!(project_of(&bench).system.components.len(), 1);
    assert_eq!(undo_label(&bench).as_deref(), Some("cut Data store"));
    bench.harness.event(Event::Paste(text));
    bench.harness.run();
    assert_eq!(project_of(&bench).system.components.len(), 2);
}

#[test]
fn other_text_is_refused_with_a_reason() {
    let mut bench = open();
    bench.harness.event(Event::Paste("shopping list".to_owned()));
    bench.harness.run();
    assert_eq!(*project_of(&bench), project());
    assert!(bench.harness.query_by_label_contains("holds no elements of a drawing").is_some());
}

#[test]
fn a_duplicate_lies_beside_the_original() {
    let mut bench = open();
    select(&mut bench, &[0]);
    bench.harness.key_press_modifiers(Modifiers::COMMAND, Key::D);
    bench.harness.run();
    assert_eq!(shape(&bench, 2), shape(&bench, 0).moved(20.0, 20.0));
    assert_eq!(undo_label(&bench).as_deref(), Some("duplicate Service"));
}

#[test]
fn the_drawing_is_copied_as_svg_and_as_a_picture() {
    let mut bench = open();
    let context = bench.harness.ctx.clone();
    let commands = |bench: &mut Bench, command| {
        // Asked for outside of a frame, it is among the output of the next one.
        bench.harness.state_mut().perform(&context, Action::Run(command));
        bench.harness.run_steps(1);
        bench.harness.output().platform_output.commands.clone()
    };
    let svg = commands(&mut bench, Command::CopyAsSvg);
    assert!(svg.iter().any(|command| matches!(command, OutputCommand::CopyText(text) if text.starts_with("<svg"))));
    let picture = commands(&mut bench, Command::CopyAsPicture);
    let size = picture.iter().find_map(|command| match command {
        OutputCommand::CopyImage(image) => Some(image.size),
        _ => None,
    });
    assert!(size.is_some_and(|[width, height]| width > 800 && height > 400), "{size:?}");
}

#[test]
fn the_drawing_is_exported_as_png_at_a_chosen_scale() {
    let mut bench = open();
    bench.harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
    bench.harness.run();
    bench.harness.get_by_label_contains("PNG").click();
    bench.harness.run();
    bench.harness.get_by_label("3 x").click();
    bench.harness.run();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("drawing.png");
    let file = crate::session::DrawingFile {
        format: crate::session::DrawingFormat::Picture(crate::report::PictureFormat::Png),
        scale: 3.0,
        ..crate::session::DrawingFile::default()
    };
    let context = bench.harness.ctx.clone();
    bench.harness.state_mut().perform(&context, Action::ExportDrawing(file, path.clone()));
    bench.harness.run();
    assert_eq!(std::fs::read(path).unwrap()[..4], *b"\x89PNG");
}
