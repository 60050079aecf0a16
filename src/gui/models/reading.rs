//! A model as a person would read it: its weights, its tree, or its curves.

use egui::{RichText, ScrollArea, Sense, TextStyle, Ui, Vec2, vec2};

use super::columns::rounded;
use super::curves;
use crate::gui::fields::{caption, pick};
use crate::gui::theme::palette;
use crate::model::{Curve, Readable, TreeNode, Weights, format_number};

/// Space that a level of a tree moves to the right.
const INDENT: f32 = 14.0;

/// Shows `readable` in a space of this size.
pub(super) fn show(ui: &mut Ui, id: &str, readable: &Readable, size: Vec2) {
    match readable {
        Readable::Weights(weights) => show_weights(ui, weights, size),
        Readable::Tree(nodes) => show_tree(ui, nodes, size),
        Readable::Rules(lines) => {
            ScrollArea::both().id_salt("rules").max_height(size.y).auto_shrink([false, false]).show(ui, |ui| {
                for line in lines {
                    ui.add(egui::Label::new(RichText::new(line).monospace().small()).extend());
                }
            });
        }
        Readable::Curves { intercept, curves } => show_curves(ui, id, (*intercept, curves), size),
    }
}

fn number(value: f64) -> String {
    format_number(rounded(if value.abs() >= 1.0 { (value * 1000.0).round() / 1000.0 } else { value }))
}

/// A line per feature with its weight in each sum, the heaviest first.
fn show_weights(ui: &mut Ui, weights: &Weights, size: Vec2) {
    let mut order: Vec<&(String, Vec<f64>)> = weights.weights.iter().collect();
    let heaviest = |of: &[f64]| of.iter().fold(0.0_f64, |most, weight| most.max(weight.abs()));
    order.sort_by(|a, b| heaviest(&b.1).total_cmp(&heaviest(&a.1)));
    let palette = palette(ui.visuals());
    ScrollArea::both().id_salt("weights").max_height(size.y).auto_shrink([false, false]).show(ui, |ui| {
        caption(ui, "Each standardised feature times its weight, added up");
        egui::Grid::new("weights").num_columns(weights.outputs.len() + 1).striped(true).show(ui, |ui| {
            caption(ui, "Feature");
            for output in &weights.outputs {
                caption(ui, output);
            }
            ui.end_row();
            let constant = ("(always)".to_owned(), weights.intercepts.clone());
            for (feature, of_feature) in std::iter::once(&constant).chain(order) {
                ui.label(RichText::new(feature).small());
                for weight in of_feature {
                    let color = if *weight < 0.0 { palette.bad } else { palette.text };
                    ui.label(RichText::new(number(*weight)).small().color(color));
                }
                ui.end_row();
            }
        });
    });
}

/// The tree as nested conditions, as one reads them aloud.
fn show_tree(ui: &mut Ui, nodes: &[TreeNode], size: Vec2) {
    ScrollArea::both().id_salt("tree").max_height(size.y).auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        show_node(ui, nodes, 0, 0);
    });
}

fn show_node(ui: &mut Ui, nodes: &[TreeNode], place: usize, depth: usize) {
    match nodes.get(place) {
        // A damaged file could lead in a circle.
        None => {}
        Some(_) if depth > nodes.len() => {}
        Some(TreeNode::Leaf(answer)) => show_line(ui, depth, &format!("→ {}", answer_text(answer)), true),
        Some(TreeNode::Split { condition, left, right }) => {
            show_line(ui, depth, &format!("if {condition}"), false);
            show_node(ui, nodes, *left as usize, depth + 1);
            show_line(ui, depth, "else", false);
            show_node(ui, nodes, *right as usize, depth + 1);
        }
    }
}

fn answer_text(answer: &[f64]) -> String {
    let texts: Vec<_> = answer.iter().map(|value| number(*value)).collect();
    texts.join(", ")
}

fn show_line(ui: &mut Ui, depth: usize, text: &str, is_answer: bool) {
    let palette = palette(ui.visuals());
    let font = TextStyle::Small.resolve(ui.style());
    let color = if is_answer { palette.accent } else { palette.text };
    let text = ui.painter().layout_no_wrap(text.to_owned(), font, color);
    let (place, response) = ui.allocate_exact_size(text.size() + vec2(INDENT * depth as f32, 0.0), Sense::hover());
    let told = text.text().to_owned();
    ui.painter().galley(place.min + vec2(INDENT * depth as f32, 0.0), text, color);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &told));
}

/// One curve at a time; what all add up to is the score.
fn show_curves(ui: &mut Ui, id: &str, (intercept, all): (f64, &[Curve]), size: Vec2) {
    let told = format!("{} curves and {} add up to the score", all.len(), number(intercept));
    show_chosen(ui, id, all, (&told, "added to the score"), size);
}

/// The curve of the feature that is chosen above it; `told` explains the curves, `upwards` is the label of their axis.
pub(super) fn show_chosen(ui: &mut Ui, id: &str, all: &[Curve], (told, upwards): (&str, &str), size: Vec2) {
    let memory = ui.scope_id().with("curve");
    let remembered = ui.data(|data| data.get_temp::<String>(memory));
    let shown = remembered.and_then(|name| all.iter().find(|curve| curve.feature == name)).or_else(|| all.first());
    let Some(shown) = shown else {
        curves::none(ui, "No feature matters to this model.", size);
        return;
    };
    let options: Vec<_> = all.iter().map(|curve| (curve.feature.clone(), curve.feature.clone())).collect();
    if let Some(chosen) = pick(ui, "curve", "Feature", &shown.feature, &options) {
        ui.data_mut(|data| data.insert_temp(memory, chosen));
    }
    caption(ui, told);
    curves::shape(ui, id, shown, upwards, size - vec2(0.0, 52.0));
}
