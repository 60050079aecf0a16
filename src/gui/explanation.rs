//! "How was this computed?": on hover, each number shows its formula, its inputs with their origin, and what it takes for
//! granted.

use egui::{Grid, Label, Response, RichText, Ui};

use super::fields::provenance_mark;
use super::theme::{palette, strong};
use crate::analysis::{Explanation, explain};
use crate::catalog::catalog;
use crate::edit::as_designed;
use crate::model::MeasureKey;
use crate::session::Session;

/// Widest an explanation gets.
const WIDTH: f32 = 440.0;

/// Lets a shown number tell how it came about.
pub(super) fn explained(shown: Response, session: &Session, key: &MeasureKey) -> Response {
    shown.on_hover_ui(|ui| {
        let Some(analysis) = session.analysis() else { return };
        let drawn = as_designed(session.project(), session.design());
        let known = (&**session.evidence(), session.design());
        let Some(explanation) = explain(&drawn, known, analysis, key) else { return };
        let note = analysis.qualities.get(key).and_then(|quality| quality.note.as_deref());
        show(ui, &session.project().measure_name(key), key, &explanation, note);
    })
}

fn show(ui: &mut Ui, name: &str, key: &MeasureKey, explanation: &Explanation, note: Option<&str>) {
    let weak = palette(ui.visuals()).weak;
    ui.set_max_width(WIDTH);
    ui.label(strong(name));
    let text = &catalog().measure_text(key.measure).explanation;
    ui.add(Label::new(RichText::new(text).small().color(weak)).wrap());
    if let Some(note) = note {
        ui.add(Label::new(RichText::new(note).small()).wrap());
    }
    ui.separator();
    ui.label(RichText::new("How was this computed?").small().color(weak));
    ui.add(Label::new(explanation.formula).wrap());
    if !explanation.inputs.is_empty() {
        ui.spacing_mut().interact_size.y = 15.0;
        Grid::new("inputs of a number").num_columns(3).spacing([10.0, 2.0]).show(ui, |ui| {
            for input in &explanation.inputs {
                ui.scope(|ui| {
                    ui.set_max_width(WIDTH - 130.0);
                    ui.add(Label::new(RichText::new(&input.label).small()).truncate());
                });
                ui.label(RichText::new(input.quantity.to_string()).small());
                provenance_mark(ui, input.quantity.provenance());
                ui.end_row();
            }
        });
    }
    if explanation.further > 0 {
        ui.label(RichText::new(format!("and {} more", explanation.further)).small().color(weak));
    }
    for assumption in &explanation.assumptions {
        ui.add(Label::new(RichText::new(format!("Taken for granted: {assumption}")).small().color(weak)).wrap());
    }
}
