//! The stage "Analysis": everything that is computed for one design.

mod findings;
mod needs;
mod scenario;
mod system;
#[cfg(test)]
mod tests;
pub(super) mod verdicts;

use std::sync::Arc;

use egui::{Frame, Margin, Panel, RichText, ScrollArea, Ui};

use super::Scene;
use super::explanation::explained;
use super::fields::{
    at_the_right, caption, card, empty_state, heading, pick, primary_button, provenance_mark, row, together,
};
use super::theme::{STEP, palette, strong};
use crate::analysis::Analysis;
use crate::model::{HOURS_PER_MONTH, Measure, MeasureKey, Pick, Quantity, Subject, Unit, When};
use crate::session::{Action, Stage};

/// What the stage remembers between frames.
#[derive(Default)]
pub(super) struct AnalysisView {
    histograms: scenario::Histograms,
}

impl AnalysisView {
    /// Shows the stage in all the space that `ui` has.
    pub fn show(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let project = Arc::clone(scene.session.project());
        if project.system.components.is_empty() {
            empty_state(ui, "Nothing to analyse yet", "Draw the components of the system first.", |ui| {
                if primary_button(ui, "Go to the sketch").clicked() {
                    scene.ask(Action::GoTo(Stage::Sketch));
                }
            });
            return;
        }
        let colors = palette(ui.visuals());
        let bar = Frame::new().fill(colors.panel).inner_margin(Margin::symmetric(14, 8));
        Panel::top("design").frame(bar).show(ui, |ui| show_design(ui, scene));
        let Some(analysis) = scene.session.analysis().cloned() else {
            empty_state(ui, "One moment", "The numbers are being computed.", |_| {});
            return;
        };
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            Frame::new().inner_margin(Margin::same(14)).show(ui, |ui| self.show_numbers(ui, scene, &analysis));
        });
    }

    fn show_numbers(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, analysis: &Arc<Analysis>) {
        verdicts::show(ui, scene, analysis);
        ui.add_space(3.0 * STEP);
        if analysis.scenarios.is_empty() {
            card(ui, |ui| {
                ui.set_min_width(ui.available_width());
                ui.label(
                    "No scenario says how the system is used, so response time, load and availability are unknown.",
                );
                if ui.button("State a scenario").clicked() {
                    scene.ask(Action::GoTo(Stage::Requirements));
                }
            });
        }
        for number in 0..analysis.scenarios.len() {
            self.histograms.show(ui, scene, analysis, number);
            ui.add_space(3.0 * STEP);
        }
        let is_wide = ui.available_width() > 760.0;
        if is_wide {
            ui.columns_const(|[left, right]: &mut [Ui; 2]| {
                show_costs(left, scene, analysis);
                left.add_space(3.0 * STEP);
                system::show(left, scene.session, analysis);
                findings::show(right, scene, analysis);
            });
        } else {
            show_costs(ui, scene, analysis);
            ui.add_space(3.0 * STEP);
            system::show(ui, scene.session, analysis);
            ui.add_space(3.0 * STEP);
            findings::show(ui, scene, analysis);
        }
    }
}

/// The design with a picker for each open choice.
fn show_design(ui: &mut Ui, scene: &mut Scene<'_>) {
    let design = scene.session.design().clone();
    let axes = scene.session.space().axes();
    if axes.is_empty() {
        ui.horizontal(|ui| {
            ui.label("The design as it is drawn: nothing is left open.");
            if ui.link("Leave something open").clicked() {
                scene.actions.push(Action::GoTo(Stage::Sketch));
            }
        });
        return;
    }
    let mut looked_at = None;
    ui.horizontal_wrapped(|ui| {
        ui.label(strong("Design"));
        for axis in axes {
            let options: Vec<(Pick, String)> = (0..axis.count().min(1000))
                .filter_map(|index| axis.pick(index))
                .map(|pick| (pick.clone(), axis.option_label(&pick)))
                .collect();
            let Some(current) = design.picks.get(&axis.choice) else { continue };
            together(ui, |ui| {
                caption(ui, &axis.label);
                let chosen = ui.scope(|ui| {
                    ui.set_max_width(190.0);
                    pick(ui, axis.choice.as_str(), &axis.label, current, &options)
                });
                if let Some(chosen) = chosen.inner {
                    let mut design = design.clone();
                    design.picks.insert(axis.choice.clone(), chosen);
                    looked_at = Some(design);
                }
            });
        }
        if scene.session.is_analysing() {
            ui.label(RichText::new("updating").small().color(palette(ui.visuals()).weak));
        }
    });
    if let Some(design) = looked_at {
        scene.ask(Action::LookAt(design));
    }
}

fn show_costs(ui: &mut Ui, scene: &Scene<'_>, analysis: &Analysis) {
    let colors = palette(ui.visuals());
    heading(ui, "Monthly cost");
    card(ui, |ui| {
        ui.set_min_width(ui.available_width());
        let session = scene.session;
        let project = session.project();
        let loads = project.scenarios.values().map(|scenario| project.load(scenario, When::Mean));
        let requests: Option<f64> = loads.map(|load| load.amount_in(Unit::PerSecond)).sum();
        let requests = requests.map(|load| load * 3600.0 * HOURS_PER_MONTH).filter(|requests| *requests > 0.0);
        for item in &analysis.costs {
            let row = row(ui, &item.label, |ui| {
                provenance_mark(ui, item.monthly.provenance());
                ui.label(item.monthly.to_string());
                // The same per request: what each part adds to the price of an answer.
                let each = item.monthly.amount_in(Unit::DollarPerMonth).zip(requests);
                if let Some((monthly, requests)) = each.filter(|(monthly, _)| *monthly > 0.0) {
                    let each = Quantity::estimated(monthly / requests, Unit::DollarPerRequest);
                    ui.label(RichText::new(each.to_string()).small().color(colors.weak));
                }
            });
            row.on_hover_text(&item.how);
        }
        if analysis.costs.is_empty() {
            ui.label(RichText::new("No price is stated anywhere.").color(colors.weak));
        }
        ui.separator();
        let key = MeasureKey::new(Measure::MonthlyCost, Subject::System);
        let total = analysis.qualities.get(&key);
        ui.horizontal(|ui| {
            ui.label(strong("Total"));
            at_the_right(ui, |ui| {
                let quantity = total.map_or(Quantity::unknown(Unit::DollarPerMonth), |quality| quality.quantity);
                provenance_mark(ui, quantity.provenance());
                explained(ui.label(strong(quantity.to_string())), scene.session, &key);
            });
        });
        if let Some(note) = total.and_then(|quality| quality.note.as_ref()) {
            ui.label(RichText::new(note).small().color(colors.caution));
        }
        caption(ui, &format!("{}, at mean load", scene.session.project().name));
    });
}
