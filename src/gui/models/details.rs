//! The selected candidate: what can be done with it, its settings, its curves, and what stands behind its numbers.

use std::path::PathBuf;

use egui::{Label, RichText, ScrollArea, Ui, vec2};

use super::cascade;
use super::pictures::{self, Asked, Pane, Shown};
use super::settings::{self, Surroundings};
use super::stand::Stand;
use super::table::Row;
use super::trials::Other;
use crate::gui::fields::{at_the_right, caption, heading, show_sign, tag};
use crate::gui::icons::Sign;
use crate::gui::theme::{STEP, palette};
use crate::model::{Candidate, CandidateId, Evidence, LossPoint, counted, format_number};

/// Width of the settings beside the curves.
const SETTINGS: f32 = 232.0;
/// Smallest and largest height of a curve.
const CURVE: std::ops::RangeInclusive<f32> = 130.0..=300.0;

/// What was asked for about the selected candidate.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wish {
    Change(CandidateId, Candidate),
    Duplicate(CandidateId),
    Remove(CandidateId),
    UseInDesign(CandidateId),
    Train(CandidateId),
    Cancel(CandidateId),
    Export(PathBuf),
    DecideFrom(f64),
    OpenSecond,
    /// The first candidate, and the second with the share in percent that it decides at most.
    UseBoth(CandidateId, CandidateId, f64),
}

/// Shows `row`; gives what was asked for.
/// `known` is what the table says.
pub(super) fn show(ui: &mut Ui, stand: &Stand<'_>, row: &Row<'_>, known: Option<&Surroundings<'_>>) -> Option<Wish> {
    let mut wish = show_head(ui, stand, row);
    ui.add_space(STEP);
    ScrollArea::vertical().id_salt("details").auto_shrink([false, false]).show(ui, |ui| {
        show_story(ui, row);
        let heading = if row.evidence.is_some() { 34.0 } else { 0.0 };
        let height = (ui.available_height() - 34.0 - heading).clamp(*CURVE.start(), *CURVE.end());
        ui.horizontal_top(|ui| {
            ui.vertical(|ui| {
                ui.set_width(SETTINGS.min(ui.available_width()));
                if let Some(changed) = settings::show(ui, row.id, row.candidate, known) {
                    wish = Some(Wish::Change(row.id.clone(), changed));
                }
            });
            ui.add_space(2.0 * STEP);
            let width = ((ui.available_width() - 3.0 * STEP) / 2.0).max(140.0);
            let size = vec2(width, height);
            let (id, losses) = (stand.curve_id(row.id), losses(stand, row));
            let (others, followers) = (others(stand, row), cascade::followers(stand, row));
            let is_second_open = stand.second_choice().is_some() && stand.choice.is_some();
            for pane in [Pane::Left, Pane::Right] {
                ui.vertical(|ui| {
                    ui.set_width(width);
                    let (others, followers, task) = (&others, &followers, stand.task);
                    let shown = Shown { id: &id, row, losses, others, followers, is_second_open, task };
                    if let Some(asked) = pictures::show(ui, pane, &shown, size) {
                        wish = Some(wish_of(row, asked));
                    }
                });
            }
        });
        if let Some(evidence) = row.evidence {
            show_background(ui, evidence);
        }
        ui.add_space(2.0 * STEP);
    });
    wish
}

fn wish_of(row: &Row<'_>, asked: Asked) -> Wish {
    match asked {
        Asked::Threshold(threshold) => Wish::DecideFrom(threshold),
        Asked::Cascade(cascade::Wish::Open) => Wish::OpenSecond,
        Asked::Cascade(cascade::Wish::Use(second, share)) => Wish::UseBoth(row.id.clone(), second, share),
    }
}

fn show_head(ui: &mut Ui, stand: &Stand<'_>, row: &Row<'_>) -> Option<Wish> {
    let palette = palette(ui.visuals());
    let id = || row.id.clone();
    let mut wish = None;
    ui.horizontal(|ui| {
        at_the_right(ui, |ui| {
            if ui.button("Remove").on_hover_text("Undo brings it back").clicked() {
                wish = Some(Wish::Remove(id()));
            }
            if ui.button("Duplicate").on_hover_text("Adds another candidate with these settings").clicked() {
                wish = Some(Wish::Duplicate(id()));
            }
            show_export(ui, stand, row, &mut wish);
            show_use(ui, stand, row, &mut wish);
            if row.status.is_under_way() {
                if ui.button("Cancel training").clicked() {
                    wish = Some(Wish::Cancel(id()));
                }
            } else if ui.button(if row.evidence.is_some() { "Train again" } else { "Train" }).clicked() {
                wish = Some(Wish::Train(id()));
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let count = row.evidence.map_or(0, |evidence| evidence.warnings.len());
                let reserved = if count > 0 { 90.0 } else { 0.0 };
                ui.scope(|ui| {
                    ui.set_max_width((ui.available_width() - reserved).max(60.0));
                    ui.add(egui::Label::new(RichText::new(&row.candidate.name).heading().strong()).truncate());
                });
                if count > 0 {
                    let text = counted(count, "warning");
                    let warnings = row.evidence.map(|evidence| evidence.warnings.join("\n")).unwrap_or_default();
                    ui.spacing_mut().interact_size.y = 16.0;
                    ui.horizontal(|ui| tag(ui, &text, palette.caution).on_hover_text(warnings));
                }
            });
        });
    });
    wish
}

/// A menu of the files that the training left.
fn show_export(ui: &mut Ui, stand: &Stand<'_>, row: &Row<'_>, wish: &mut Option<Wish>) {
    if row.evidence.is_none() {
        return;
    }
    ui.menu_button("Export", |ui| {
        let files = stand.session.trained_files(&stand.name_of(row.id));
        if files.is_empty() {
            caption(ui, "Train it on this machine: its model and answers then lie beside the project.");
        }
        for file in files {
            let label = match file.extension().and_then(|ending| ending.to_str()) {
                Some("csv") => "Answers to the held-out rows (CSV)…",
                Some("onnx") => "Model as ONNX…",
                Some("safetensors") => "Weights as safetensors…",
                _ => "Model as JSON…",
            };
            if ui.button(label).clicked() {
                *wish = Some(Wish::Export(file));
                ui.close();
            }
        }
    });
}

fn show_use(ui: &mut Ui, stand: &Stand<'_>, row: &Row<'_>, wish: &mut Option<Wish>) {
    if stand.choice.is_none() {
        return;
    }
    let hint = if row.is_in_design {
        "The design that is looked at has this candidate already"
    } else if row.evidence.is_none() {
        "Train it first: a design is judged by what was measured"
    } else {
        "Looks at the design with this candidate in place"
    };
    let is_enabled = row.evidence.is_some() && !row.is_in_design;
    let button = ui.add_enabled(is_enabled, egui::Button::new("Use in design"));
    if button.on_hover_text(hint).on_disabled_hover_text(hint).clicked() {
        *wish = Some(Wish::UseInDesign(row.id.clone()));
    }
}

/// The other candidates that have results.
fn others<'a>(stand: &Stand<'a>, row: &Row<'a>) -> Vec<Other<'a>> {
    let evidence = stand.session.evidence();
    let others = stand.task.candidates.iter().filter(|(id, _)| *id != row.id);
    others
        .filter_map(|(id, candidate)| {
            Some(Other { name: &candidate.name, evidence: evidence.get(stand.component, id)? })
        })
        .collect()
}

/// What went wrong or is out of date, where the numbers are looked at.
fn show_story(ui: &mut Ui, row: &Row<'_>) {
    let (sign, _) = row.status.look(ui.visuals());
    if let Some(sign @ (Sign::Cross | Sign::Warning)) = sign {
        told(ui, sign, &row.status.story());
    }
}

/// A sign and a sentence that may need several lines.
pub(super) fn told(ui: &mut Ui, sign: Sign, text: &str) {
    let palette = palette(ui.visuals());
    let color = if sign == Sign::Cross { palette.bad } else { palette.caution };
    ui.horizontal_top(|ui| {
        show_sign(ui, sign, color);
        ui.add(Label::new(RichText::new(text).color(color)).wrap());
    });
}

/// The losses to show: of the training that goes on, or else of the one that was measured.
fn losses<'a>(stand: &Stand<'a>, row: &Row<'a>) -> &'a [LossPoint] {
    let live = stand.session.training(&stand.name_of(row.id));
    let live =
        live.filter(|training| row.status.is_under_way() || (row.evidence.is_none() && !training.losses.is_empty()));
    match (live, row.evidence) {
        (Some(training), _) => &training.losses,
        (None, Some(evidence)) => &evidence.losses,
        (None, None) => &[],
    }
}

/// What a reader must know to judge the numbers.
fn show_background(ui: &mut Ui, evidence: &Evidence) {
    heading(ui, "About these numbers");
    for warning in &evidence.warnings {
        told(ui, Sign::Warning, warning);
    }
    let count = |value: u64| format_number(value as f64);
    let environment = &evidence.environment;
    let facts = [
        (
            "Rows",
            format!(
                "{} to train on, {} held out to judge{}",
                count(evidence.training_rows),
                count(evidence.test_rows),
                evidence
                    .positive_test_rows
                    .map_or_else(String::new, |rows| format!(", {} of them positive", count(rows))),
            ),
        ),
        ("Settings found", evidence.found.clone().unwrap_or_default()),
        ("Features offered", count(evidence.features)),
        (
            "Threshold",
            evidence.threshold.map_or_else(String::new, |threshold| {
                format!("positive from a probability of {}", format_number(threshold))
            }),
        ),
        ("Processor", environment.processor.clone()),
        ("System", environment.system.clone()),
        ("Program", environment.program.clone()),
        ("Measured at", environment.measured_at.clone()),
    ];
    egui::Grid::new("background").num_columns(2).min_row_height(18.0).spacing(vec2(16.0, 4.0)).show(ui, |ui| {
        for (label, value) in facts.into_iter().filter(|(_, value)| !value.is_empty()) {
            caption(ui, label);
            ui.label(RichText::new(value).small());
            ui.end_row();
        }
    });
}
