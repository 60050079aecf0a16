//! One scenario: how long requests take, where the time goes, how busy components are.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Grid, RichText, Ui};
use egui_plot::{Bar, BarChart, LineStyle, Plot, Text, VLine};

use super::{needs, system};
use crate::analysis::{Analysis, Latency, ScenarioAnalysis};
use crate::gui::Scene;
use crate::gui::explanation::explained;
use crate::gui::fields::{card, heading, provenance_mark};
use crate::gui::theme::{palette, strong};
use crate::model::{ElementId, Measure, MeasureKey, Project, Quantity, Subject, Unit, format_number};
use crate::session::Session;

/// Milliseconds that nobody notices.
const TINY: f64 = 0.001;
/// Bars of a histogram.
const BARS: usize = 60;
/// From this width on, two tables have room beside each other.
const BESIDE: f32 = 1060.0;
/// The slowest requests beyond this share are not plotted, or one of them would squeeze all others into a corner.
const SHOWN_SHARE: f64 = 0.998;

/// Histograms of the analysis at hand, counted once.
#[derive(Default)]
pub(super) struct Histograms {
    counted_for: Option<Arc<Analysis>>,
    by_scenario: BTreeMap<usize, Histogram>,
}

/// Shares of the requests by response time.
#[derive(Clone, Debug, Default, PartialEq)]
struct Histogram {
    /// Middle of each bar in milliseconds, and the share of the requests in it in percent.
    bars: Vec<(f64, f64)>,
    width: f64,
}

impl Histograms {
    /// Shows the scenario at this position of the analysis.
    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, analysis: &Arc<Analysis>, number: usize) {
        if !self.counted_for.as_ref().is_some_and(|counted| Arc::ptr_eq(counted, analysis)) {
            self.by_scenario.clear();
            self.counted_for = Some(Arc::clone(analysis));
        }
        let scenario = &analysis.scenarios[number];
        let project = Arc::clone(scene.session.project());
        let name = project.subject_name(&Subject::Scenario(scenario.scenario.clone()));
        heading(ui, &format!("Scenario: {name}"));
        let histogram = self.by_scenario.entry(number).or_insert_with(|| match &scenario.latency {
            Latency::Samples { sorted_ms, .. } => histogram(sorted_ms),
            Latency::Overloaded { .. } | Latency::Unknown { .. } => Histogram::default(),
        });
        card(ui, |ui| {
            ui.set_min_width(ui.available_width());
            show_latency(ui, scene.session, scenario, histogram, number);
            ui.add_space(8.0);
            in_two_columns(ui, |ui| show_hops(ui, &project, scenario), |ui| show_loads(ui, &project, scenario, number));
            ui.add_space(8.0);
            in_two_columns(
                ui,
                |ui| needs::show(ui, &project, scenario),
                |ui| {
                    ui.set_max_width(460.0);
                    ui.label(strong("Besides"));
                    system::show_scenario(ui, scene.session, analysis, &scenario.scenario);
                },
            );
        });
    }
}

/// Two tables beside each other, or one below the other where they would run over each other.
fn in_two_columns(ui: &mut Ui, left: impl FnOnce(&mut Ui), right: impl FnOnce(&mut Ui)) {
    if ui.available_width() < BESIDE {
        left(ui);
        ui.add_space(8.0);
        ui.vertical(right);
        return;
    }
    ui.horizontal_top(|ui| {
        let half = ui.available_width() * 0.42;
        ui.vertical(|ui| {
            ui.set_width(half);
            left(ui);
        });
        ui.add_space(16.0);
        ui.vertical(right);
    });
}

fn histogram(sorted_ms: &[f32]) -> Histogram {
    let last = ((sorted_ms.len() as f64 * SHOWN_SHARE) as usize).min(sorted_ms.len().saturating_sub(1));
    let Some((low, high)) = sorted_ms.first().zip(sorted_ms.get(last)) else { return Histogram::default() };
    let (low, high) = (f64::from(*low), f64::from(*high));
    let width = ((high - low) / BARS as f64).max(1e-9);
    let mut counts = vec![0_u32; BARS];
    for sample in &sorted_ms[..=last] {
        let bar = ((f64::from(*sample) - low) / width) as usize;
        counts[bar.min(BARS - 1)] += 1;
    }
    let share = 100.0 / sorted_ms.len() as f64;
    let bar = |(index, count): (usize, &u32)| (low + (index as f64 + 0.5) * width, f64::from(*count) * share);
    Histogram { bars: counts.iter().enumerate().map(bar).collect(), width }
}

fn show_latency(ui: &mut Ui, session: &Session, scenario: &ScenarioAnalysis, histogram: &Histogram, number: usize) {
    let colors = palette(ui.visuals());
    match &scenario.latency {
        Latency::Overloaded { reason } => {
            ui.colored_label(colors.bad, format!("The system is {reason}"));
        }
        Latency::Unknown { reason } => {
            ui.colored_label(colors.caution, format!("The response time is unknown: {reason}"));
        }
        Latency::Samples { provenance, .. } => {
            ui.horizontal(|ui| {
                ui.label("Response time at peak load");
                for (level, label, measure) in [
                    (0.5, "p50", Measure::ResponseTimeP50),
                    (0.95, "p95", Measure::ResponseTimeP95),
                    (0.99, "p99", Measure::ResponseTimeP99),
                ] {
                    let amount = scenario.latency.quantile(level).unwrap_or(f64::NAN);
                    ui.label(RichText::new(label).small().color(colors.weak));
                    let value = ui.label(strong(Quantity::estimated(amount, Unit::Millisecond).to_string()));
                    let key = MeasureKey::new(measure, Subject::Scenario(scenario.scenario.clone()));
                    explained(value, session, &key);
                }
                provenance_mark(ui, *provenance);
            });
            plot(ui, session.project(), scenario, histogram, number);
        }
    }
}

fn plot(ui: &mut Ui, project: &Project, scenario: &ScenarioAnalysis, histogram: &Histogram, number: usize) {
    let colors = palette(ui.visuals());
    let top = histogram.bars.iter().map(|(_, share)| *share).fold(0.0, f64::max);
    let bars = histogram.bars.iter().map(|(middle, share)| Bar::new(*middle, *share).width(histogram.width));
    let bars = BarChart::new("Requests", bars.collect()).color(colors.accent.gamma_multiply(0.65));
    let limits: Vec<f64> = project
        .requirements
        .values()
        .filter(|requirement| requirement.measure.subject == Subject::Scenario(scenario.scenario.clone()))
        .filter(|requirement| requirement.measure.measure.is_response_time())
        .filter_map(|requirement| requirement.threshold.amount_in(Unit::Millisecond))
        .collect();
    let quantiles = [(0.5, "p50"), (0.95, "p95"), (0.99, "p99")];
    let quantiles: Vec<_> =
        quantiles.iter().filter_map(|(level, label)| Some((scenario.latency.quantile(*level)?, *label))).collect();
    Plot::new(("latency", number))
        .height(180.0)
        .include_y(top * 1.25)
        .allow_scroll(false)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_boxed_zoom(false)
        .show_background(false)
        .show_grid(false)
        .show_crosshair(false)
        .x_axis_label("Response time [ms]")
        .y_axis_label("Requests [%]")
        .y_axis_formatter(|mark, _| format_number((mark.value * 1e9).round() / 1e9))
        .x_axis_formatter(|mark, _| format_number((mark.value * 1e9).round() / 1e9))
        .label_formatter(|_| None)
        .show(ui, |plot| {
            plot.bar_chart(bars);
            for (place, label) in &quantiles {
                plot.vline(VLine::new(*label, *place).color(colors.text).width(1.0));
                let text = Text::new(*label, [*place, top * 1.04].into(), strong(*label));
                plot.text(text.color(colors.text).anchor(egui::Align2::LEFT_BOTTOM));
            }
            for limit in &limits {
                let style = LineStyle::Dashed { length: 6.0 };
                plot.vline(VLine::new("limit", *limit).color(colors.bad).width(1.5).style(style));
                let text = Text::new("limit", [*limit, top * 0.9].into(), strong("limit"));
                plot.text(text.color(colors.bad).anchor(egui::Align2::RIGHT_BOTTOM));
            }
        });
}

fn show_hops(ui: &mut Ui, project: &Project, scenario: &ScenarioAnalysis) {
    let colors = palette(ui.visuals());
    ui.label(strong("Where the time goes"));
    if scenario.hops.is_empty() {
        ui.label(RichText::new("Not known while the response time is not.").color(colors.weak));
        return;
    }
    Grid::new(("hops", &scenario.scenario)).num_columns(4).striped(true).spacing([12.0, 4.0]).show(ui, |ui| {
        for (head, how) in [
            ("Component", "What requests wait for, in the order in which it is first called"),
            (
                "Visits",
                "Along every way from the entry, the calls per request multiply; ways add up; further tries count",
            ),
            ("Share of the mean", "Its work, its waiting and the link to it, over the time of all sampled requests"),
            (
                "Of the slowest 1 %",
                "The same in the slowest hundredth of the sampled requests: what to improve for p99",
            ),
        ] {
            ui.label(RichText::new(head).small().color(colors.weak)).on_hover_text(how);
        }
        ui.end_row();
        for hop in &scenario.hops {
            ui.label(project.element_name(&ElementId::Component(hop.component.clone())));
            ui.label(format_number(hop.visits));
            share(ui, hop.mean_share);
            share(ui, hop.tail_share);
            ui.end_row();
        }
    });
}

/// A bar with its number.
fn share(ui: &mut Ui, share: f64) {
    let colors = palette(ui.visuals());
    ui.horizontal(|ui| {
        let (place, _) = ui.allocate_exact_size(egui::vec2(64.0, 10.0), egui::Sense::hover());
        ui.painter().rect_filled(place, 2, colors.faint);
        let mut filled = place;
        filled.set_width(place.width() * share.clamp(0.0, 1.0) as f32);
        ui.painter().rect_filled(filled, 2, colors.accent);
        ui.label(RichText::new(format!("{:.0} %", share * 100.0)).small());
    });
}

fn show_loads(ui: &mut Ui, project: &Project, scenario: &ScenarioAnalysis, number: usize) {
    let colors = palette(ui.visuals());
    ui.label(strong("Load at the peak"));
    if scenario.loads.is_empty() {
        ui.label(RichText::new("Not known: state the scenario's peak load.").color(colors.weak));
        return;
    }
    Grid::new(("loads", number)).num_columns(6).striped(true).spacing([12.0, 4.0]).show(ui, |ui| {
        for (head, how) in [
            ("Component", "Everything that requests reach, events included"),
            ("Arrivals", "Peak load · visits per request, and what other scenarios bring meanwhile"),
            ("Capacity", "What one replica serves per second · replicas; 1 / mean work where no capacity is stated"),
            ("Busy", "Arrivals / capacity"),
            (
                "Waiting",
                "Mean wait of M/M/c, C / (c·μ − λ), stretched by (1 + Cs²) / 2 where the spread of work is known",
            ),
            ("Replicas", "As stated, or as the design picks"),
        ] {
            ui.label(RichText::new(head).small().color(colors.weak)).on_hover_text(how);
        }
        ui.end_row();
        for (id, load) in &scenario.loads {
            let is_bottleneck = scenario.bottleneck.as_ref() == Some(id);
            let name = project.element_name(&ElementId::Component(id.clone()));
            let text = if is_bottleneck { strong(name) } else { RichText::new(name) };
            let label = ui.label(text);
            if is_bottleneck {
                label.on_hover_text("The bottleneck: it limits the throughput");
            }
            ui.label(load.arrivals.to_string());
            ui.label(load.capacity.to_string());
            let is_overloaded = load.utilisation.amount_in(Unit::Percent).is_some_and(|percent| percent >= 100.0);
            if is_overloaded {
                ui.colored_label(colors.bad, "overloaded");
            } else {
                ui.label(load.utilisation.to_string());
            }
            let is_tiny = load.waiting.amount_in(Unit::Millisecond).is_some_and(|wait| wait > 0.0 && wait < TINY);
            ui.label(match (is_overloaded, is_tiny) {
                (true, _) => "grows".to_owned(),
                (_, true) => format!("below {TINY} ms"),
                _ => load.waiting.to_string(),
            });
            ui.label(load.replicas.to_string());
            ui.end_row();
        }
    });
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    #[test]
    fn every_shown_request_is_counted_once() {
        let samples: Vec<f32> = (0_u16..1000).map(|sample| f32::from(sample) / 10.0).collect();
        let histogram = histogram(&samples);
        let total: f64 = histogram.bars.iter().map(|(_, share)| share).sum();
        assert!((total - 99.9).abs() < 0.2, "{total}");
        assert!(histogram.bars.iter().all(|(_, share)| *share < 2.0));
        assert_eq!(super::histogram(&[]), Histogram::default());
        assert_eq!(super::histogram(&[5.0; 10]).bars.iter().filter(|(_, share)| *share > 0.0).count(), 1);
    }
}
