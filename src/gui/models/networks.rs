//! The layers of networks as rows that can be added, changed and removed, and what they add up to while they are edited.

use egui::{RichText, Ui};

use super::number::{Limits, number, pair, whole_number};
use crate::gui::fields::{caption, name};
use crate::learn::{Input, network_size};
use crate::model::{
    Algorithm, Candidate, CandidateId, ConvolutionLayer, ConvolutionSettings, PerceptronSettings, format_number,
};

/// Most layers of a kind.
const MOST_LAYERS: usize = 10;
/// Hidden layers to begin with; the second is the lecture's network for 28 × 28 digits, 784-300-100-10.
const PRESETS: [&[u32]; 4] = [&[32, 16], &[300, 100], &[128], &[256, 128, 64]];
/// What a new layer has.
const NEW_UNITS: u32 = 32;
const NEW_FILTERS: u32 = 32;

/// What comes into a network and how many scores it gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ends {
    /// What comes in.
    pub input: Input,
    /// Scores: one per class, or 1 for yes or no and for numbers.
    pub outputs: usize,
}

/// The settings of a perceptron.
pub(super) fn perceptron(ui: &mut Ui, id: &CandidateId, settings: &mut PerceptronSettings) {
    hidden(ui, id, "Hidden layers", &mut settings.hidden);
    let PerceptronSettings { epochs, batch, learning_rate, .. } = settings;
    steps(ui, id, (epochs, batch), learning_rate);
}

/// The settings of a convolutional network.
pub(super) fn convolution(ui: &mut Ui, id: &CandidateId, settings: &mut ConvolutionSettings) {
    caption(ui, "Filters");
    let mut removed = None;
    let count = settings.layers.len();
    for (place, layer) in settings.layers.iter_mut().enumerate() {
        let ConvolutionLayer { filters, kernel, pool } = layer;
        pair(
            ui,
            |ui| {
                if let Some(new) = whole_number(ui, ("filters", id, place), "Filters", *filters, Limits::FILTERS) {
                    *filters = new;
                }
            },
            |ui| {
                if let Some(new) = whole_number(ui, ("kernel", id, place), "Kernel", *kernel, Limits::KERNEL) {
                    // An even one has no middle.
                    *kernel = new | 1;
                }
            },
        );
        ui.horizontal(|ui| {
            ui.checkbox(pool, "then halve").on_hover_text("Keeps the largest of each 2 × 2 pixels");
            if count > 1 && remove_button(ui, &format!("Remove filters {}", place + 1)) {
                removed = Some(place);
            }
        });
    }
    if let Some(place) = removed {
        settings.layers.remove(place);
    }
    if count < MOST_LAYERS && ui.small_button("Add filters").clicked() {
        settings.layers.push(ConvolutionLayer { filters: NEW_FILTERS, kernel: 3, pool: true });
    }
    hidden(ui, id, "Hidden layers behind them", &mut settings.hidden);
    let ConvolutionSettings { epochs, batch, learning_rate, .. } = settings;
    steps(ui, id, (epochs, batch), learning_rate);
}

/// A field per layer.
fn hidden(ui: &mut Ui, id: &CandidateId, label: &str, hidden: &mut Vec<u32>) {
    ui.horizontal(|ui| {
        caption(ui, label);
        ui.menu_button(RichText::new("Presets").small(), |ui| {
            for preset in PRESETS {
                let text: Vec<_> = preset.iter().map(u32::to_string).collect();
                if ui.button(text.join("-")).clicked() {
                    *hidden = preset.to_vec();
                    ui.close();
                }
            }
        });
    });
    let mut removed = None;
    for (place, units) in hidden.iter_mut().enumerate() {
        ui.horizontal(|ui| {
            let label = format!("Units of layer {}", place + 1);
            ui.scope(|ui| {
                ui.set_width(150.0);
                if let Some(new) = whole_number(ui, ("units", id, place), &label, *units, Limits::UNITS) {
                    *units = new;
                }
            });
            if remove_button(ui, &format!("Remove layer {}", place + 1)) {
                removed = Some(place);
            }
        });
    }
    if let Some(place) = removed {
        hidden.remove(place);
    }
    if hidden.len() < MOST_LAYERS && ui.small_button("Add layer").clicked() {
        hidden.push(hidden.last().map_or(NEW_UNITS, |units| (units / 2).max(1)));
    }
}

fn remove_button(ui: &mut Ui, label: &str) -> bool {
    let button = ui.small_button("Remove");
    name(&button, label);
    button.clicked()
}

fn steps(ui: &mut Ui, id: &CandidateId, (epochs, batch): (&mut u32, &mut u32), learning_rate: &mut f64) {
    let whole = |ui: &mut Ui, label: &str, value: &mut u32, limits: Limits| {
        if let Some(new) = whole_number(ui, id, label, *value, limits) {
            *value = new;
        }
    };
    pair(
        ui,
        |ui| whole(ui, "Epochs, at most", epochs, Limits::EPOCHS),
        |ui| whole(ui, "Batch size", batch, Limits::ROWS),
    );
    pair(
        ui,
        |ui| {
            if let Some(new) = number(ui, id, "Learning rate", *learning_rate, Limits::RATE) {
                *learning_rate = new;
            }
        },
        |_| (),
    );
}

/// What the layers add up to, before anything is trained.
pub(super) fn show_size(ui: &mut Ui, candidate: &Candidate, ends: impl Fn() -> Option<Ends>) {
    let algorithm = &candidate.algorithm;
    let is_network = matches!(algorithm, Algorithm::MultiLayerPerceptron(_) | Algorithm::ConvolutionalNetwork(_));
    if !is_network {
        return;
    }
    let Some(Ends { input, outputs }) = ends() else { return };
    let Some(size) = network_size(algorithm, input, outputs) else {
        caption(ui, "These layers need images, of which halving leaves at least one pixel.");
        return;
    };
    let text = format!(
        "{} parameters, {}; {} operations a row; {} while it trains",
        format_number(size.parameters as f64),
        size_in_words(size.weight_bytes),
        format_number(size.operations as f64),
        size_in_words(size.training_bytes)
    );
    caption(ui, &text);
}

/// So many bytes: `1.07 MB`.
pub(in crate::gui) fn size_in_words(count: u64) -> String {
    match count {
        0..1_000_000 => format!("{:.1} kB", count as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.2} MB", count as f64 / 1e6),
        _ => format!("{:.2} GB", count as f64 / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_written_with_a_unit() {
        assert_eq!([980, 1_066_440, 2_500_000_000].map(size_in_words), ["1.0 kB", "1.07 MB", "2.50 GB"]);
    }
}
