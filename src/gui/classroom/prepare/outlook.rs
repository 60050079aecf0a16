//! What a group will see, what stays with the instructor, and the buttons that save both.

use egui::{Button, Label, RichText, Ui};

use super::preview::{Preview, lacks, obstacle};
use super::rubric;
use crate::gui::Scene;
use crate::gui::dialogs::Purpose;
use crate::gui::fields::{caption, card, primary_button};
use crate::gui::icons::Sign;
use crate::gui::models::size_in_words;
use crate::gui::requirements::note;
use crate::gui::theme::{STEP, palette, strong};
use crate::model::counted;
use crate::session::ExerciseDraft;

/// The side of the page.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, draft: &ExerciseDraft, preview: &Preview) {
    card(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.label(strong("What a group will see"));
        ui.add_space(STEP);
        let good = palette(ui.visuals()).good;
        for line in seen(draft, preview) {
            note(ui, Sign::Check, good, line);
        }
        ui.add_space(2.0 * STEP);
        ui.label(strong("What stays with you"));
        ui.add_space(STEP);
        let weak = palette(ui.visuals()).weak;
        for line in kept(preview) {
            note(ui, Sign::Information, weak, line);
        }
    });
    ui.add_space(STEP);
    card(ui, |ui| {
        ui.set_min_width(ui.available_width());
        show_saving(ui, scene, draft, preview);
    });
}

fn show_saving(ui: &mut Ui, scene: &mut Scene<'_>, draft: &ExerciseDraft, preview: &Preview) {
    let colors = palette(ui.visuals());
    let obstacle = obstacle(draft);
    ui.add_enabled_ui(obstacle.is_none(), |ui| {
        if primary_button(ui, "Save for groups…").clicked() {
            scene.ask_for_file(Purpose::WriteExercise(false));
        }
    });
    caption(ui, "One file that a group opens. Your answer is not in it.");
    ui.add_space(STEP);
    let save = ui.add_enabled(obstacle.is_none(), Button::new("Save with reference answer…"));
    if save.clicked() {
        scene.ask_for_file(Purpose::WriteExercise(true));
    }
    let words = "For you alone: the same exercise with your requirements, decision and notes. You need it to compare \
                 what groups hand in.";
    ui.add(Label::new(RichText::new(words).small().color(colors.weak)).wrap());
    if let Some(obstacle) = obstacle {
        ui.add_space(STEP);
        note(ui, Sign::Cross, colors.bad, obstacle);
    }
    for lack in lacks(draft, preview) {
        note(ui, Sign::Warning, colors.caution, lack);
    }
}

/// What groups get, a line each.
fn seen(draft: &ExerciseDraft, preview: &Preview) -> Vec<String> {
    let brief = &draft.brief;
    let minutes = match brief.minutes {
        0 => "no time limit".to_owned(),
        minutes => counted(minutes as usize, "minute"),
    };
    let mut lines = vec![format!("{}, {minutes}", counted(brief.questions.len(), "question"))];
    lines.push(rubric::total(&brief.specifications));
    if preview.components == 0 {
        lines.push("An empty drawing".to_owned());
    } else {
        let (parts, nodes) = (counted(preview.components, "component"), counted(preview.nodes, "deployment node"));
        lines.push(format!("{parts} on {nodes}"));
        lines.push(counted(preview.scenarios, "scenario"));
    }
    if preview.alternatives > 0 {
        lines.push(counted(preview.alternatives, "other drawing"));
    }
    if preview.choices > 0 {
        let choices = counted(preview.choices, "open choice");
        lines.push(match preview.designs {
            _ if !preview.open.is_empty() => choices,
            Some(designs) => format!("{choices}, {} to choose from", counted(designs, "design")),
            None => format!("{choices}, more than a million combinations"),
        });
    }
    if preview.candidates > 0 {
        lines.push(match preview.measured {
            0 => format!("{}, none measured", counted(preview.candidates, "candidate model")),
            measured => format!("{measured} of {} measured", counted(preview.candidates, "candidate model")),
        });
    }
    for file in &preview.files {
        if let Some(bytes) = file.bytes {
            lines.push(format!("{}, {}", file.path, size_in_words(bytes)));
        }
    }
    if preview.requirements_given > 0 {
        lines.push(counted(preview.requirements_given, "requirement"));
    }
    lines
}

/// What groups do not get, a line each.
fn kept(preview: &Preview) -> Vec<String> {
    let mut lines = Vec::new();
    if preview.requirements_given == 0 && preview.requirements > 0 {
        lines.push(counted(preview.requirements, "requirement"));
    }
    if let Some(decision) = &preview.decision {
        lines.push(format!("The decision \"{decision}\""));
    }
    match (preview.requirements, &preview.decision) {
        (0, None) => {
            lines.push("There is no reference answer yet: state requirements and a decision first.".to_owned());
        }
        (0, Some(_)) => {
            lines.push(
                "The reference answer has no requirements: nobody can see which qualities groups missed.".to_owned(),
            );
        }
        (_, None) => {
            lines.push(
                "The reference answer has no decision yet: it then compares qualities and limits alone.".to_owned(),
            );
        }
        _ => {}
    }
    lines
}
