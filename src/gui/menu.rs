//! The bar above everything: menus, the stages as tabs; and the status line below.

use egui::{Button, MenuBar, RichText, ScrollArea, Ui};
use strum::IntoEnumIterator as _;

use super::Scene;
use super::fields::at_the_right;
use super::theme::{palette, strong};
use crate::analysis::Outcome;
use crate::model::counted;
use crate::session::{Action, Command, Stage};

const FILE: [Option<Command>; 12] = [
    Some(Command::NewProject),
    Some(Command::OpenProject),
    Some(Command::ImportDrawing),
    None,
    Some(Command::Save),
    Some(Command::SaveAs),
    None,
    Some(Command::ExportReport),
    Some(Command::ExportDrawing),
    None,
    Some(Command::CloseProject),
    Some(Command::Quit),
];
const EDIT: [Option<Command>; 19] = [
    Some(Command::Undo),
    Some(Command::Redo),
    None,
    Some(Command::Cut),
    Some(Command::Copy),
    Some(Command::Paste),
    Some(Command::Duplicate),
    Some(Command::Delete),
    None,
    Some(Command::InsertTemplate),
    None,
    Some(Command::CopyAsSvg),
    Some(Command::CopyAsPicture),
    None,
    Some(Command::SelectAll),
    Some(Command::ClearSelection),
    Some(Command::EditProperties),
    Some(Command::Find),
    Some(Command::ShowCommands),
];
const ARRANGE: [Option<Command>; 23] = [
    Some(Command::ArrangeRightwards),
    Some(Command::ArrangeDownwards),
    Some(Command::ArrangeByTier),
    Some(Command::ArrangeByDeployment),
    None,
    Some(Command::AlignLeft),
    Some(Command::AlignCenter),
    Some(Command::AlignRight),
    Some(Command::AlignTop),
    Some(Command::AlignMiddle),
    Some(Command::AlignBottom),
    None,
    Some(Command::DistributeHorizontally),
    Some(Command::DistributeVertically),
    None,
    Some(Command::BringToFront),
    Some(Command::SendToBack),
    None,
    Some(Command::Group),
    Some(Command::Ungroup),
    Some(Command::ToggleLock),
    Some(Command::ToggleCollapsed),
    Some(Command::StraightenConnectors),
];
const VIEW: [Option<Command>; 18] = [
    Some(Command::ZoomIn),
    Some(Command::ZoomOut),
    Some(Command::ActualSize),
    Some(Command::ZoomToFit),
    Some(Command::ZoomToSelection),
    None,
    Some(Command::Hide),
    Some(Command::ShowHidden),
    Some(Command::ToggleGrid),
    Some(Command::ToggleMinimap),
    Some(Command::ToggleLegend),
    None,
    Some(Command::LargerText),
    Some(Command::SmallerText),
    Some(Command::ToggleTheme),
    Some(Command::ToggleContrast),
    None,
    Some(Command::ShowKeys),
];
const CLASS: [Option<Command>; 6] = [
    Some(Command::OpenExercise),
    Some(Command::HandIn),
    None,
    Some(Command::PrepareExercise),
    None,
    Some(Command::CompareClass),
];
const MODELS: [Option<Command>; 2] = [Some(Command::TrainAll), Some(Command::CancelTraining)];

/// In a window with less room the stages stand in a row of their own.
const ONE_ROW: f32 = 860.0;

/// Menus and stages.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>) {
    let is_wide = ui.available_width() >= ONE_ROW;
    MenuBar::new().ui(ui, |ui| {
        let menus = [
            ("File", &FILE[..]),
            ("Edit", &EDIT[..]),
            ("Arrange", &ARRANGE[..]),
            ("View", &VIEW[..]),
            ("Train", &MODELS[..]),
            ("Class", &CLASS[..]),
        ];
        for (title, entries) in menus {
            ui.menu_button(title, |ui| entries.iter().for_each(|entry| show_entry(ui, scene, *entry)));
        }
        if scene.session.is_open() && is_wide {
            ui.separator();
            show_stages(ui, scene);
        }
        at_the_right(ui, |ui| show_right(ui, scene));
    });
    if scene.session.is_open() && !is_wide {
        ScrollArea::horizontal().id_salt("stages").show(ui, |ui| ui.horizontal(|ui| show_stages(ui, scene)));
    }
}

fn show_entry(ui: &mut Ui, scene: &mut Scene<'_>, entry: Option<Command>) {
    let Some(command) = entry else {
        ui.separator();
        return;
    };
    let shortcut = command.shortcut().map(|shortcut| shortcut.to_string()).unwrap_or_default();
    let button = Button::new(command.label_now(scene.session)).shortcut_text(shortcut);
    if ui.add_enabled(command.is_enabled(scene.session), button).clicked() {
        scene.ask(Action::Run(command));
        ui.close();
    }
}

fn show_stages(ui: &mut Ui, scene: &mut Scene<'_>) {
    for command in Command::iter() {
        let Some(stage) = command.stage() else { continue };
        let is_current = scene.session.stage() == stage;
        let text = if is_current { strong(stage.label()) } else { RichText::new(stage.label()) };
        let hint = match command.shortcut() {
            Some(shortcut) => format!("{} ({shortcut})", stage.purpose()),
            None => stage.purpose().to_owned(),
        };
        if ui.selectable_label(is_current, text).on_hover_text(hint).clicked() {
            scene.ask(Action::GoTo(stage));
        }
    }
}

fn show_right(ui: &mut Ui, scene: &mut Scene<'_>) {
    let theme = if ui.visuals().dark_mode { "Light theme" } else { "Dark theme" };
    if ui.button(theme).clicked() {
        scene.ask(Action::Run(Command::ToggleTheme));
    }
    for command in [Command::Redo, Command::Undo] {
        if !scene.session.is_open() {
            continue;
        }
        let button = ui.add_enabled(command.is_enabled(scene.session), Button::new(command.label()));
        if button.on_hover_text(command.label_now(scene.session)).clicked() {
            scene.ask(Action::Run(command));
        }
    }
}

/// The status line: what the design does to the requirements, and what is going on.
pub(super) fn show_status(ui: &mut Ui, scene: &mut Scene<'_>) {
    let palette = palette(ui.visuals());
    let weak = |text: String| RichText::new(text).small().color(palette.weak);
    ui.horizontal(|ui| {
        if let Some(analysis) = scene.session.analysis() {
            let count = |outcome| analysis.verdicts.iter().filter(|verdict| verdict.outcome == outcome).count();
            let (met, missed, unknown) = (count(Outcome::Met), count(Outcome::Missed), count(Outcome::Unknown));
            let text = format!("Requirements: {met} met, {missed} missed, {unknown} unknown");
            if ui.link(RichText::new(text).small()).clicked() {
                scene.ask(Action::GoTo(Stage::Analysis));
            }
        }
        let design = scene.session.design_in_words(scene.session.design());
        if !design.is_empty() {
            ui.separator();
            let picks: Vec<_> = design.into_iter().map(|(_, pick)| pick).collect();
            ui.label(weak(format!("Design: {}", picks.join(", ")))).on_hover_text("The design that is looked at");
        }
        at_the_right(ui, |ui| {
            let file =
                scene.session.file().map_or_else(|| "not saved yet".to_owned(), |file| file.display().to_string());
            ui.add(egui::Label::new(weak(file)).truncate());
            show_activity(ui, scene);
        });
    });
}

fn show_activity(ui: &mut Ui, scene: &mut Scene<'_>) {
    let under_way = scene.session.trainings_under_way().count();
    if under_way > 0 {
        let text = format!("Training {}", counted(under_way, "candidate"));
        if ui.link(RichText::new(text).small()).clicked() {
            scene.ask(Action::GoTo(Stage::Models));
        }
        ui.separator();
    } else if let Some((done, total)) = scene.session.exploration_progress().filter(|(_, total)| *total > 0) {
        ui.label(RichText::new(format!("Evaluating designs: {done} of {total}")).small());
        ui.separator();
    }
}
