//! What the design means for every requirement.

use egui::{Grid, RichText, Ui};

use crate::analysis::{Analysis, Change, Verdict};
use crate::gui::Scene;
use crate::gui::explanation::explained;
use crate::gui::fields::{card, heading, outcome_look, provenance_mark, quality_text, show_sign};
use crate::gui::theme::{palette, strong};
use crate::model::{Quantity, Requirement, Unit, format_number};
use crate::session::{Action, Session, Stage};

/// Shows the verdicts.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, analysis: &Analysis) {
    heading(ui, "Requirements");
    card(ui, |ui| {
        ui.set_min_width(ui.available_width());
        if analysis.verdicts.is_empty() {
            ui.label("Nothing is required yet, so nothing can be judged.");
            if ui.button("State a requirement").clicked() {
                scene.ask(Action::GoTo(Stage::Requirements));
            }
            return;
        }
        let right = ui.max_rect().right();
        let before = scene.session.analysis_before();
        Grid::new("verdicts").num_columns(6).spacing([18.0, 8.0]).show(ui, |ui| {
            for verdict in &analysis.verdicts {
                let earlier = before.and_then(|before| {
                    before.verdicts.iter().find(|earlier| earlier.requirement == verdict.requirement)
                });
                show_one(ui, scene.session, verdict, earlier, right);
                ui.end_row();
            }
        });
    });
}

fn show_one(ui: &mut Ui, session: &Session, verdict: &Verdict, earlier: Option<&Verdict>, right: f32) {
    let colors = palette(ui.visuals());
    let (sign, color, word) = outcome_look(ui.visuals(), verdict.outcome);
    let requirement = session.project().requirements.get(&verdict.requirement);
    let change = requirement
        .zip(earlier)
        .and_then(|(requirement, earlier)| verdict.change_since(earlier, requirement.measure.measure.direction()));
    ui.horizontal(|ui| {
        show_sign(ui, sign, color);
        ui.colored_label(color, word);
        if let Some(change) = change.as_ref().filter(|change| change.outcome != verdict.outcome) {
            let (_, _, word) = outcome_look(ui.visuals(), change.outcome);
            ui.label(RichText::new(format!("was {word}")).small().color(colors.weak));
        }
    });
    let name = requirement.map_or(verdict.requirement.as_str(), |requirement| requirement.name.as_str());
    let kind = requirement.map_or("", Requirement::kind);
    ui.label(strong(name));
    ui.label(RichText::new(kind).small().color(colors.weak));
    ui.horizontal(|ui| {
        let value = ui.label(quality_text(&verdict.quality));
        if let Some(requirement) = requirement {
            explained(value, session, &requirement.measure);
        }
        provenance_mark(ui, verdict.quality.quantity.provenance());
        if let Some((low, high)) = verdict.quality.interval {
            let text = format!("[{}, {}]", format_number(low), format_number(high));
            ui.label(RichText::new(text).small().color(colors.weak)).on_hover_text("95 % interval");
        }
        if let Some(change) = &change {
            show_change(ui, change, &quality_text(&verdict.quality));
        }
    });
    ui.label(requirement.map_or_else(String::new, crate::model::Requirement::relation));
    ui.scope(|ui| {
        ui.set_max_width((right - ui.cursor().left()).max(160.0));
        let reason = RichText::new(&verdict.reason).small().color(colors.weak);
        ui.add(egui::Label::new(reason).truncate()).on_hover_text(&verdict.reason);
    });
}

/// The verdicts that the last change moved.
fn moved(session: &Session) -> Vec<(&Requirement, &Verdict, Change)> {
    let Some((analysis, before)) = session.analysis().zip(session.analysis_before()) else { return Vec::new() };
    let project = session.project();
    let moved = analysis.verdicts.iter().filter_map(|verdict| {
        let requirement = project.requirements.get(&verdict.requirement)?;
        let earlier = before.verdicts.iter().find(|earlier| earlier.requirement == verdict.requirement)?;
        let change = verdict.change_since(earlier, requirement.measure.measure.direction())?;
        Some((requirement, verdict, change))
    });
    moved.collect()
}

/// Whether the last change moved any verdict.
pub(in crate::gui) fn has_moved(session: &Session) -> bool {
    !moved(session).is_empty()
}

/// The verdicts that the last change moved, each with what it was: for a place beside the numbers that are changed.
pub(in crate::gui) fn show_moved(ui: &mut Ui, session: &Session) {
    ui.label(strong("What the last change did"));
    for (requirement, verdict, change) in moved(session) {
        let (sign, color, word) = outcome_look(ui.visuals(), verdict.outcome);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            show_sign(ui, sign, color).on_hover_text(word);
            ui.label(&requirement.name).on_hover_text(&verdict.reason);
            let value = ui.label(strong(quality_text(&verdict.quality)));
            explained(value, session, &requirement.measure);
            show_change(ui, &change, &quality_text(&verdict.quality));
            if change.outcome != verdict.outcome {
                let (_, _, word) = outcome_look(ui.visuals(), change.outcome);
                ui.label(RichText::new(format!("was {word}")).small().color(palette(ui.visuals()).weak));
            }
        });
    }
}

/// The difference to the value before the last change; colour and word say whether it is for the better.
fn show_change(ui: &mut Ui, change: &Change, now: &str) {
    let colors = palette(ui.visuals());
    let before = quality_text(&change.quality);
    let (text, color) = match change.difference {
        Some((difference, unit, is_better)) => {
            let (word, color) = if is_better { ("better", colors.good) } else { ("worse", colors.bad) };
            (format!("{}, {word}", difference_text(difference, unit)), color)
        }
        None if before == now => return,
        None => (format!("was {before}"), colors.weak),
    };
    let label = ui.label(RichText::new(text).small().color(color));
    label.on_hover_text(format!("{before} before the last change"));
}

/// A difference with its sign: `−48 ms`, `+0.3 percentage points`.
fn difference_text(difference: f64, unit: Unit) -> String {
    let sign = if difference < 0.0 { '−' } else { '+' };
    let size = difference.abs();
    if unit == Unit::Percent {
        return format!("{sign}{} percentage points", format_number(size));
    }
    format!("{sign}{}", Quantity::estimated(size, unit))
}
