//! How many requests come: a scenario's own, or its share of all requests to the system.

use egui::{RichText, Ui};

use super::editor::Draft;
use crate::edit::Edit;
use crate::gui::Scene;
use crate::gui::fields::{caption, quantity_field, signed};
use crate::gui::icons::Sign;
use crate::gui::requirements::note;
use crate::gui::theme::{STEP, palette};
use crate::model::{Project, Quantity, ScenarioId, TotalLoad, Unit, When};

/// Shares that add up to a whole may be this far off by rounding, in percent.
const ROUNDING: f64 = 0.01;

pub(super) fn show(ui: &mut Ui, project: &Project, draft: &mut Draft<'_, '_>) {
    caption(ui, "How many requests come");
    let share = draft.scenario.share;
    if ui.radio(share.is_none(), "So many per second").clicked() && share.is_some() {
        draft.change(|scenario| scenario.share = None);
    }
    if ui.radio(share.is_some(), "A share of all requests").clicked() && share.is_none() {
        draft.change(|scenario| scenario.share = Some(Quantity::unknown(Unit::Percent)));
    }
    ui.add_space(STEP);
    if let Some(share) = share {
        caption(ui, "Share of all requests, in %");
        let unit = if share.is_known() { share.unit() } else { Unit::Percent };
        let objection = move |amount: f64| {
            let percent = unit.convert(amount, Unit::Percent)?;
            (!(0.0..=100.0).contains(&percent)).then_some("A share lies between 0 and 100 %.")
        };
        let new = quantity_field(ui, ("share", draft.id), ("Share", 140.0), (share, unit), objection);
        if let Some(share) = new {
            draft.change(|scenario| scenario.share = Some(share));
        }
        show_sum(ui, project);
        ui.add_space(STEP);
        return;
    }
    let (mean, peak) = (draft.scenario.mean_load, draft.scenario.peak_load);
    if let Some(load) = show_field(ui, draft.id, ("Mean load", "Cost is computed for it."), mean) {
        draft.change(|scenario| scenario.mean_load = load);
    }
    let words = ("Peak load", "The busiest hour: waiting time, utilisation and response time are computed for it.");
    if let Some(load) = show_field(ui, draft.id, words, peak) {
        draft.change(|scenario| scenario.peak_load = load);
    }
    let loads = mean.amount_in(Unit::PerSecond).zip(peak.amount_in(Unit::PerSecond));
    if loads.is_some_and(|(mean, peak)| peak < mean) {
        let text = RichText::new("The peak is below the mean.").small();
        note(ui, Sign::Warning, palette(ui.visuals()).caution, text);
    }
}

fn show_field(ui: &mut Ui, id: &ScenarioId, (label, explanation): (&str, &str), value: Quantity) -> Option<Quantity> {
    caption(ui, &format!("{label}, in requests per second"));
    let objection = |amount: f64| (amount < 0.0).then_some("A load cannot be negative.");
    let new = quantity_field(ui, (label, id), (label, 140.0), (value, Unit::PerSecond), objection);
    caption(ui, explanation);
    ui.add_space(STEP);
    new
}

/// All requests to the system, where scenarios have shares of them.
pub(super) fn show_total(ui: &mut Ui, scene: &mut Scene<'_>) {
    let project = std::sync::Arc::clone(scene.session.project());
    if project.scenarios.values().all(|scenario| scenario.share.is_none()) {
        return;
    }
    let total = project.total_load.unwrap_or_default();
    ui.horizontal(|ui| {
        ui.label("All requests to the system:");
        for (when, load) in [(When::Mean, total.mean), (When::Peak, total.peak)] {
            let label = format!("All requests, {}", when.label());
            let objection = |amount: f64| (amount < 0.0).then_some("A load cannot be negative.");
            let new =
                quantity_field(ui, ("total load", when.label()), (&label, 90.0), (load, Unit::PerSecond), objection);
            ui.label(when.label());
            let Some(load) = new else { continue };
            let total = match when {
                When::Mean => TotalLoad { mean: load, ..total },
                When::Peak => TotalLoad { peak: load, ..total },
            };
            scene.edit(Edit::StateTotalLoad(Some(total)));
        }
    });
    show_sum(ui, &project);
}

/// Says what the shares add up to.
fn show_sum(ui: &mut Ui, project: &Project) {
    let colors = palette(ui.visuals());
    let shares: Option<f64> = project
        .scenarios
        .values()
        .filter_map(|scenario| scenario.share)
        .map(|share| share.amount_in(Unit::Percent))
        .sum();
    let small = |text: String| RichText::new(text).small();
    match shares {
        None => drop(signed(ui, Sign::Question, colors.caution, small("A share is not stated yet.".to_owned()))),
        Some(sum) if (sum - 100.0).abs() <= ROUNDING => {
            signed(ui, Sign::Check, colors.good, small("The shares add up to 100 %.".to_owned()));
        }
        Some(sum) => {
            let sum = Quantity::estimated(sum, Unit::Percent);
            let words = format!("The shares add up to {sum}, not to 100 %.");
            signed(ui, Sign::Warning, colors.caution, small(words));
        }
    }
}
