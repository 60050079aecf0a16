//! A model as a person would read it: its weights, its tree, or its curves.

use egui::{RichText, ScrollArea, Sense, TextStyle, Ui, Vec2, Window, vec2};

use super::columns::rounded;
use super::{curves, tree};
use crate::gui::fields::{at_the_right, caption, pick};
use crate::gui::theme::palette;
use crate::model::{Curve, Readable, TreeNode, Weights, format_number};

/// Space that a level of a tree moves to the right.
const INDENT: f32 = 14.0;

/// Shows `readable` in a space of this size; `classes` are the names of what is told apart, if it is classes.
pub(super) fn show(ui: &mut Ui, id: &str, readable: &Readable, classes: &[String], size: Vec2) {
    match readable {
        Readable::Weights(weights) => show_weights(ui, weights, size),
        Readable::Tree(nodes) => show_tree(ui, nodes, classes, size),
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

/// A number with as many digits as can be read.
pub(super) fn number(value: f64) -> String {
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

/// The tree as a drawing, in the pane or in a window of its own, or in words.
fn show_tree(ui: &mut Ui, nodes: &[TreeNode], classes: &[String], size: Vec2) {
    let (in_words, enlarged) = (ui.scope_id().with("tree in words"), ui.scope_id().with("tree enlarged"));
    let mut is_in_words = ui.data(|data| data.get_temp(in_words)).unwrap_or(false);
    let mut is_enlarged = ui.data(|data| data.get_temp(enlarged)).unwrap_or(false);
    ui.horizontal(|ui| {
        ui.selectable_value(&mut is_in_words, false, "Drawn");
        ui.selectable_value(&mut is_in_words, true, "In words");
        at_the_right(ui, |ui| {
            if ui.button("Enlarge").on_hover_text("Shows the tree in a window of its own").clicked() {
                is_enlarged = true;
            }
        });
    });
    let rest = size - vec2(0.0, 26.0);
    if is_in_words {
        show_words(ui, nodes, rest);
    } else {
        tree::show(ui, nodes, classes, rest);
    }
    if is_enlarged {
        let room = ui.ctx().content_rect();
        Window::new("The tree")
            .id(enlarged)
            .open(&mut is_enlarged)
            .collapsible(false)
            .default_rect(room.shrink2(vec2(room.width() * 0.08, room.height() * 0.1)))
            .show(ui.ctx(), |ui| tree::show(ui, nodes, classes, ui.available_size()));
    }
    ui.data_mut(|data| {
        data.insert_temp(in_words, is_in_words);
        data.insert_temp(enlarged, is_enlarged);
    });
}

/// The tree as nested conditions, as one reads them aloud.
fn show_words(ui: &mut Ui, nodes: &[TreeNode], size: Vec2) {
    ScrollArea::both().id_salt("tree").max_height(size.y).auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        // A damaged file could lead in a circle: no more nodes are told than there are.
        show_node(ui, nodes, (0, 0), &mut nodes.len());
    });
}

/// Tells the node at `place` and those below it, of which so many are `left` to be told.
fn show_node(ui: &mut Ui, nodes: &[TreeNode], (place, depth): (usize, usize), left: &mut usize) {
    let Some(node) = nodes.get(place).filter(|_| *left > 0 && depth <= tree::MOST_LEVELS) else { return };
    *left -= 1;
    match node {
        TreeNode::Leaf { answer, .. } => show_line(ui, depth, &format!("→ {}", answer_text(answer)), true),
        TreeNode::Split { condition, left: yes, right: no, .. } => {
            show_line(ui, depth, &format!("if {condition}"), false);
            show_node(ui, nodes, (*yes as usize, depth + 1), left);
            show_line(ui, depth, "else", false);
            show_node(ui, nodes, (*no as usize, depth + 1), left);
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

#[cfg(test)]
mod tests {
    use super::super::test_support::window;
    use super::*;

    #[test]
    fn a_tree_that_leads_in_a_circle_is_told_no_further() {
        let circle = [TreeNode::Split { condition: "a".to_owned(), left: 0, right: 0, rows: None }];
        window([300.0, 200.0], move |ui| show_words(ui, &circle, vec2(280.0, 180.0)));
    }
}
