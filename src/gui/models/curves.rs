//! Curves of a candidate: loss over the training, recall against false alarms, calibration, and the like.

use egui::{RichText, Role, TextStyle, Ui, Vec2, WidgetInfo};
use egui_plot::{
    AxisHints, Corner, HoverPosition, Legend, Line, LineStyle, MarkerShape, Plot, PlotPoint, PlotPoints, Points, Text,
    uniform_grid_spacer,
};

use super::columns::rounded;
use crate::gui::fields::caption;
use crate::gui::theme::palette;
use crate::model::{CascadeEvidence, CascadePoint, Curve, Evidence, LossPoint, Measure, format_number};

/// Shows training and validation loss in a space of this size.
pub(super) fn loss(ui: &mut Ui, id: &str, losses: &[LossPoint], size: Vec2) {
    let palette = palette(ui.visuals());
    let points = |value: fn(&LossPoint) -> f64| -> PlotPoints<'static> {
        losses.iter().map(|point| [f64::from(point.step), value(point)]).collect()
    };
    let (training, validation) = (points(|point| point.training), points(|point| point.validation));
    let told = losses.last().map_or_else(
        || "Loss curve, empty".to_owned(),
        |last| {
            let (training, validation) = (format_number(last.training), format_number(last.validation));
            format!("Loss curve: after {} passes training {training}, validation {validation}", last.step)
        },
    );
    let response = quiet(ui, Plot::new(("loss", id)), ["passes or rounds", "mean loss"], size)
        .include_x(0.0)
        .include_y(0.0)
        .legend(legend(Corner::RightTop))
        .label_formatter(|at| near(at, |name, x, y| format!("{name} loss after {x:.0}: {}", format_number(y))))
        .show(ui, |plot| {
            plot.line(line("Training", training).color(palette.series[0]));
            let dashed = LineStyle::Dashed { length: 6.0 };
            plot.line(line("Validation", validation).color(palette.series[1]).style(dashed));
        })
        .response;
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &told));
}

/// Shows the receiver operating characteristic with the point that the model works at.
pub(super) fn roc(ui: &mut Ui, id: &str, evidence: &Evidence, size: Vec2) {
    let palette = palette(ui.visuals());
    let curve: PlotPoints<'_> = evidence.roc.iter().map(|(rate, recall)| [*rate, *recall]).collect();
    let at = evidence.value(Measure::FalsePositiveRate).zip(evidence.value(Measure::Recall));
    let told = evidence
        .value(Measure::RocAuc)
        .map_or_else(|| "ROC curve".to_owned(), |area| format!("ROC curve with an area of {area:.3}"));
    let response = unit(quiet(ui, Plot::new(("roc", id)), ["false positive rate", "recall"], size))
        .legend(legend(Corner::RightBottom))
        .label_formatter(|at| {
            near(at, |name, x, y| format!("{name}: recall {:.1} % at {:.2} % false positives", y * 100.0, x * 100.0))
        })
        .show(ui, |plot| {
            plot.line(line("Model", curve).color(palette.series[0]));
            let guessing: PlotPoints<'_> = vec![[0.0, 0.0], [1.0, 1.0]].into();
            let dashed = LineStyle::Dashed { length: 6.0 };
            plot.line(Line::new("Guessing", guessing).color(palette.weak).width(1.2).style(dashed));
            if let Some((rate, recall)) = at {
                let point: PlotPoints<'_> = vec![[rate / 100.0, recall / 100.0]].into();
                let diamond = Points::new("At its threshold", point).shape(MarkerShape::Diamond);
                plot.points(diamond.radius(5.0).color(palette.series[1]));
            }
        })
        .response;
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &told));
}

/// Shows precision by recall.
pub(super) fn precision(ui: &mut Ui, id: &str, evidence: &Evidence, size: Vec2) {
    let palette = palette(ui.visuals());
    let curve = pairs(&evidence.details.precision_recall);
    let told = evidence.value(Measure::AveragePrecision).map_or_else(
        || "Precision by recall".to_owned(),
        |precision| format!("Precision by recall, on average {precision:.3}"),
    );
    let response = unit(quiet(ui, Plot::new(("precision", id)), ["recall", "precision"], size))
        .label_formatter(|at| {
            near(at, |_, x, y| format!("precision {:.1} % at a recall of {:.1} %", y * 100.0, x * 100.0))
        })
        .show(ui, |plot| {
            plot.line(line("Model", curve).color(palette.series[0]));
        })
        .response;
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &told));
}

/// Shows what came true by what was predicted.
pub(super) fn calibration(ui: &mut Ui, id: &str, evidence: &Evidence, size: Vec2) {
    let palette = palette(ui.visuals());
    let points = &evidence.details.calibration;
    let curve: PlotPoints<'_> = points.iter().map(|point| [point.predicted, point.observed]).collect();
    let dots: PlotPoints<'_> = points.iter().map(|point| [point.predicted, point.observed]).collect();
    let told = evidence
        .value(Measure::CalibrationError)
        .map_or_else(|| "Calibration".to_owned(), |error| format!("Calibration, off by {error:.3} on average"));
    let rows = |predicted: f64| {
        points
            .iter()
            .find(|point| point.predicted == predicted)
            .map_or(String::new(), |point| format!(" ({} rows)", format_number(point.rows as f64)))
    };
    let response =
        unit(quiet(ui, Plot::new(("calibration", id)), ["predicted probability", "share that came true"], size))
            .label_formatter(|at| {
                near(at, |_, x, y| format!("predicted {:.0} %, came true in {:.0} %{}", x * 100.0, y * 100.0, rows(x)))
            })
            .show(ui, |plot| {
                let ideal: PlotPoints<'_> = vec![[0.0, 0.0], [1.0, 1.0]].into();
                let dashed = LineStyle::Dashed { length: 6.0 };
                plot.line(Line::new("Ideal", ideal).color(palette.weak).width(1.2).style(dashed));
                plot.line(line("Model", curve).color(palette.series[0]));
                plot.points(Points::new("Model", dots).radius(3.5).color(palette.series[0]));
            })
            .response;
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &told));
}

/// Shows predicted against true numbers of held-out rows.
pub(super) fn residuals(ui: &mut Ui, id: &str, evidence: &Evidence, size: Vec2) {
    let palette = palette(ui.visuals());
    let rows = &evidence.details.residuals;
    let ends = rows
        .iter()
        .map(|row| row.1)
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), truth| (low.min(truth), high.max(truth)));
    let dots: PlotPoints<'_> = rows.iter().map(|(predicted, truth)| [*truth, *predicted]).collect();
    let told = format!("Predicted against true numbers of {} held-out rows", rows.len());
    let response = quiet(ui, Plot::new(("residuals", id)), ["true", "predicted"], size)
        .label_formatter(|at| near(at, |_, x, y| format!("predicted {}, true {}", format_number(y), format_number(x))))
        .show(ui, |plot| {
            let ideal: PlotPoints<'_> = vec![[ends.0, ends.0], [ends.1, ends.1]].into();
            let dashed = LineStyle::Dashed { length: 6.0 };
            plot.line(Line::new("Ideal", ideal).color(palette.weak).width(1.2).style(dashed));
            plot.points(Points::new("Rows", dots).radius(2.5).color(palette.series[0]));
        })
        .response;
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &told));
}

/// Shows the quality by the number of rows that were trained on, which rise from mark to mark by a factor.
pub(super) fn growth(ui: &mut Ui, id: &str, evidence: &Evidence, size: Vec2) {
    let palette = palette(ui.visuals());
    let Some(growth) = &evidence.details.growth else { return };
    let at = |rows: u64| (rows.max(1) as f64).log10();
    let curve = || -> PlotPoints<'static> { growth.points.iter().map(|(rows, value)| [at(*rows), *value]).collect() };
    let ends = growth.points.first().zip(growth.points.last()).map(|(first, last)| [at(first.0), at(last.0)]);
    let told = format!("{} by training rows, {} points", growth.measure.label(), growth.points.len());
    let rows = |value: f64| format_number(10_f64.powf(value).round());
    let response = quiet(ui, Plot::new(("growth", id)), ["training rows", growth.measure.label()], size)
        .x_axis_formatter(move |mark, _| rows(mark.value))
        .x_grid_spacer(uniform_grid_spacer(|_| [1.0, 0.5, 0.5]))
        .label_formatter(|at| near(at, |_, x, y| format!("{} with {} rows", format_number(rounded(y)), rows(x))))
        .show(ui, |plot| {
            plot.line(line("This candidate", curve()).color(palette.series[0]));
            plot.points(Points::new("This candidate", curve()).radius(3.5).color(palette.series[0]));
            if let Some(ends) = ends {
                let same: PlotPoints<'_> = ends.map(|end| [end, growth.baseline]).to_vec().into();
                let dashed = LineStyle::Dashed { length: 6.0 };
                plot.line(Line::new("Same answer to all", same).color(palette.weak).width(1.2).style(dashed));
                let words = RichText::new("the same answer to every case").small().color(palette.weak);
                let place = PlotPoint::new(ends[0], growth.baseline);
                plot.text(Text::new("Same answer to all", place, words).anchor(egui::Align2::LEFT_BOTTOM));
            }
        })
        .response;
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &told));
}

/// Shows a measure of two candidates in sequence by the share of the cases that go on, and where `point` lies.
pub(super) fn cascade(
    ui: &mut Ui,
    id: &str,
    together: &CascadeEvidence,
    (measure, point): (Measure, &CascadePoint),
    size: Vec2,
) {
    let palette = palette(ui.visuals());
    let curve = || -> PlotPoints<'static> {
        together.points.iter().filter_map(|point| Some([point.passed_on, point.value(measure)?])).collect()
    };
    let told = format!("{} by the share passed on, {} points", measure.label(), together.points.len());
    let response = quiet(ui, Plot::new(("cascade", id)), ["% of the cases passed on", measure.label()], size)
        .include_x(0.0)
        .include_x(100.0)
        .label_formatter(|at| {
            near(at, |_, x, y| {
                let [share, value] = [x, y].map(|number| format_number(rounded(number)));
                format!("{value} with {share} % passed on")
            })
        })
        .show(ui, |plot| {
            plot.line(line("Both", curve()).color(palette.series[0]));
            plot.points(Points::new("Both", curve()).radius(3.0).color(palette.series[0]));
            if let Some(value) = point.value(measure) {
                let at: PlotPoints<'_> = vec![[point.passed_on, value]].into();
                let diamond = Points::new("Chosen", at).shape(MarkerShape::Diamond);
                plot.points(diamond.radius(5.0).color(palette.series[1]));
            }
        })
        .response;
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &told));
}

/// Shows what one feature adds to the score or what is answered, by its value; `upwards` says which.
pub(super) fn shape(ui: &mut Ui, id: &str, curve: &Curve, upwards: &str, size: Vec2) {
    let palette = palette(ui.visuals());
    let points = pairs(&curve.points);
    let told = format!("Curve of {}, {upwards}, by its value", curve.feature);
    let named = |value: f64| {
        if curve.levels.is_empty() {
            return format_number(rounded(value));
        }
        let is_place = value >= 0.0 && value.fract() == 0.0;
        curve.levels.get(value as usize).filter(|_| is_place).cloned().unwrap_or_default()
    };
    let mut plot = quiet(ui, Plot::new(("shape", id, &curve.feature)), [&curve.feature, upwards], size);
    if !curve.levels.is_empty() {
        plot = plot.x_axis_formatter(|mark, _| named(mark.value)).x_grid_spacer(uniform_grid_spacer(|_| [1.0; 3]));
    }
    let response = plot
        .label_formatter(|at| near(at, |name, x, y| format!("{name} {}: {}", named(x), format_number(rounded(y)))))
        .show(ui, |plot| {
            if curve.levels.is_empty() {
                plot.line(line(&curve.feature, points).color(palette.series[0]));
            } else {
                plot.points(Points::new(&curve.feature, points).radius(4.0).color(palette.series[0]));
            }
        })
        .response;
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &told));
}

fn pairs(values: &[(f64, f64)]) -> PlotPoints<'static> {
    values.iter().map(|(x, y)| [*x, *y]).collect()
}

/// A plot of shares.
fn unit(plot: Plot<'_>) -> Plot<'_> {
    plot.include_x(0.0).include_x(1.0).include_y(0.0).include_y(1.0)
}

/// A space of the size of a curve that says why there is none.
pub(super) fn none(ui: &mut Ui, reason: &str, size: Vec2) {
    let palette = palette(ui.visuals());
    egui::Frame::new().fill(palette.card).stroke(egui::Stroke::new(1.0, palette.border)).corner_radius(4).show(
        ui,
        |ui| {
            ui.set_min_size(size - Vec2::splat(2.0));
            ui.set_max_width(size.x - 2.0);
            ui.vertical_centered(|ui| {
                ui.add_space((size.y / 2.0 - 20.0).max(4.0));
                ui.scope(|ui| {
                    ui.set_max_width(size.x - 32.0);
                    caption(ui, reason);
                });
            });
        },
    );
}

/// Plots here are looked at, not moved: the wheel belongs to the panel.
fn quiet<'a>(ui: &Ui, plot: Plot<'a>, [across, upwards]: [&str; 2], size: Vec2) -> Plot<'a> {
    let palette = palette(ui.visuals());
    let small = TextStyle::Small.resolve(ui.style());
    let axis = |hints: AxisHints<'a>, label: &str, spacing: std::ops::RangeInclusive<f32>| {
        vec![
            hints
                .label(RichText::new(label).small().color(palette.weak))
                .tick_label_font(small.clone())
                .tick_label_color(palette.weak)
                .label_spacing(spacing),
        ]
    };
    plot.width(size.x)
        .height(size.y)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_axis_zoom_drag(false)
        .set_margin_fraction(Vec2::splat(0.03))
        .grid_color(palette.faint)
        .custom_x_axes(axis(AxisHints::new_x(), across, 24.0..=44.0))
        .custom_y_axes(axis(AxisHints::new_y(), upwards, 14.0..=24.0))
}

/// A line through its points as they are: no band where they lie densely, which would widen a steep curve.
fn line<'a>(name: &str, points: PlotPoints<'a>) -> Line<'a> {
    Line::new(name, points).allow_band(false).width(1.8)
}

fn legend(corner: Corner) -> Legend {
    Legend::default().position(corner).follow_insertion_order(true).text_style(TextStyle::Small)
}

fn near(at: &HoverPosition<'_>, text: impl Fn(&str, f64, f64) -> String) -> Option<String> {
    match at {
        HoverPosition::NearDataPoint { plot_name, position, .. } => Some(text(plot_name, position.x, position.y)),
        HoverPosition::Elsewhere { .. } => None,
    }
}
