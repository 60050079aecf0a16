//! What further trials say about a candidate: against others, under disturbance, group by group, with fewer rows.

use egui::{Color32, Grid, RichText, ScrollArea, Sense, Stroke, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::columns::{interval_text, value_text};
use crate::gui::fields::caption;
use crate::gui::theme::palette;
use crate::learn::{Difference, difference};
use crate::model::{Direction, Disturbed, Evidence, GroupResult, Measure};

/// Height of a line with a bar.
const LINE: f32 = 22.0;

/// Another candidate that this one is compared with.
pub(super) struct Other<'a> {
    pub name: &'a str,
    pub evidence: &'a Evidence,
}

/// Shows by how much `evidence` differs from each of `others` in `measure`.
pub(super) fn show_comparison(ui: &mut Ui, evidence: &Evidence, others: &[Other<'_>], measure: Measure, size: Vec2) {
    let palette = palette(ui.visuals());
    ScrollArea::both().id_salt("comparison").max_height(size.y).auto_shrink([false, false]).show(ui, |ui| {
        let told = if evidence.trials.folds.is_empty() {
            "on the same resamples of the held-out rows"
        } else {
            "on the same folds"
        };
        caption(ui, &format!("Difference in {}, {told}, with its 95 % interval", measure.label()));
        Grid::new("comparison").num_columns(4).striped(true).min_row_height(18.0).show(ui, |ui| {
            for head in ["Against", "Difference", "", "Only one is right"] {
                caption(ui, head);
            }
            ui.end_row();
            for other in others {
                ui.label(RichText::new(other.name).small());
                match difference(evidence, other.evidence, measure) {
                    None => {
                        ui.label(RichText::new("judged on other rows").small().color(palette.weak));
                    }
                    Some(found) => {
                        let (word, color) = verdict(&found, measure, [palette.good, palette.bad, palette.weak]);
                        let sign = if found.value > 0.0 { "+" } else { "" };
                        let value = value_text(measure, found.value);
                        let text = format!("{sign}{value} {}", interval_text(measure, found.interval));
                        ui.label(RichText::new(text).small());
                        ui.label(RichText::new(word).small().color(color));
                        ui.label(RichText::new(cases_text(&found)).small()).on_hover_text(
                            "Held-out cases that only this candidate decides right : that only the other one does, and \
                             the probability of so uneven a split if both err equally often (McNemar)",
                        );
                    }
                }
                ui.end_row();
            }
        });
    });
}

fn verdict(found: &Difference, measure: Measure, [good, bad, weak]: [Color32; 3]) -> (&'static str, Color32) {
    if found.could_be_luck() {
        ("not distinguishable", weak)
    } else if (found.value > 0.0) == (measure.direction() == Direction::Higher) {
        ("better", good)
    } else {
        ("worse", bad)
    }
}

fn cases_text(found: &Difference) -> String {
    match found.cases {
        None => String::new(),
        Some((first, second, None)) => format!("{first} : {second}"),
        Some((first, second, Some(chance))) if chance < 0.001 => format!("{first} : {second}, p < 0.001"),
        Some((first, second, Some(chance))) => format!("{first} : {second}, p = {chance:.3}"),
    }
}

/// A bar per disturbance, by what it takes away.
pub(super) fn show_disturbed(ui: &mut Ui, disturbed: &[Disturbed], size: Vec2) {
    let palette = palette(ui.visuals());
    let ends = |of: &Disturbed| of.lost.interval.unwrap_or((of.lost.value, of.lost.value));
    let low = disturbed.iter().map(|of| ends(of).0).fold(0.0, f64::min);
    let high = disturbed.iter().map(|of| ends(of).1).fold(1.0, f64::max);
    ScrollArea::vertical().id_salt("disturbed").max_height(size.y).auto_shrink([false, false]).show(ui, |ui| {
        caption(ui, "Balanced accuracy (of numbers: variance explained) that is lost, in percentage points");
        let width = ui.available_width().min(size.x);
        let names = (width * 0.46).min(210.0);
        for of in disturbed {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                ui.allocate_ui(vec2(names, LINE), |ui| {
                    ui.set_min_width(names);
                    ui.add(egui::Label::new(RichText::new(&of.disturbance).small()).truncate());
                });
                let value = format!("{:.1}", if of.lost.value.abs() < 0.05 { 0.0 } else { of.lost.value });
                let (place, response) =
                    ui.allocate_exact_size(vec2((width - names - 52.0).max(40.0), LINE), Sense::hover());
                let at = |value: f64| place.left() + place.width() * ((value - low) / (high - low)) as f32;
                let bar = egui::Rect::from_two_pos(
                    pos2(at(0.0), place.top() + 6.0),
                    pos2(at(of.lost.value), place.bottom() - 6.0),
                );
                let color = if of.lost.value > 0.0 { palette.bad } else { palette.good };
                ui.painter().rect_filled(bar, 2.0, color.gamma_multiply(0.75));
                ui.painter().vline(at(0.0), place.y_range(), Stroke::new(1.0, palette.border));
                let (from, to) = ends(of);
                ui.painter().hline(at(from)..=at(to), place.center().y, Stroke::new(1.5, palette.text));
                let told = format!("{}: {value} points lost, 95 % interval {from:.1} to {to:.1}", of.disturbance);
                response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, &told));
                response.on_hover_text(told);
                ui.label(RichText::new(value).small());
            });
        }
    });
}

/// A line per group with what was measured in it.
pub(super) fn show_groups(ui: &mut Ui, evidence: &Evidence, size: Vec2) {
    let palette = palette(ui.visuals());
    let groups = &evidence.details.groups;
    let measures: Vec<Measure> =
        groups.iter().flat_map(|of| of.measured.keys().copied()).fold(Vec::new(), |mut known, measure| {
            if !known.contains(&measure) {
                known.push(measure);
            }
            known
        });
    ScrollArea::both().id_salt("groups").max_height(size.y).auto_shrink([false, false]).show(ui, |ui| {
        let summary = [Measure::GroupRecallGap, Measure::GroupSelectionRatio].into_iter().filter_map(|measure| {
            let measured = evidence.measured.get(&measure)?;
            let interval = measured.interval.map_or(String::new(), |ends| format!(" {}", interval_text(measure, ends)));
            Some(format!("{}: {}{interval}", measure.label(), value_text(measure, measured.value)))
        });
        caption(ui, &summary.collect::<Vec<_>>().join(" · "));
        Grid::new("groups").num_columns(measures.len() + 2).striped(true).min_row_height(18.0).show(ui, |ui| {
            caption(ui, "Group");
            caption(ui, "Rows");
            for measure in &measures {
                caption(ui, measure.label());
            }
            ui.end_row();
            for of in groups {
                ui.label(RichText::new(&of.group).small());
                ui.label(RichText::new(rows_text(of)).small());
                for measure in &measures {
                    match of.measured.get(measure) {
                        None => {
                            ui.label(RichText::new("unknown").small().color(palette.weak));
                        }
                        Some(found) => {
                            let label = ui.label(RichText::new(value_text(*measure, found.value)).small());
                            if let Some(ends) = found.interval {
                                label.on_hover_text(format!("95 % interval {}", interval_text(*measure, ends)));
                            }
                        }
                    }
                }
                ui.end_row();
            }
        });
    });
}

fn rows_text(of: &GroupResult) -> String {
    of.positives.map_or_else(|| of.rows.to_string(), |positives| format!("{} ({positives} positive)", of.rows))
}
