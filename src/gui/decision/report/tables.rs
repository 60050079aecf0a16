//! Tables on the page: columns as wide as they need to be, numbers at the right, tones as colours beside the words.

use std::sync::Arc;

use egui::{
    Color32, FontFamily, FontId, Galley, Label, Rect, RichText, ScrollArea, Sense, Stroke, Ui, UiBuilder, pos2, vec2,
};

use crate::gui::theme::{STEP, bold, palette};
use crate::report::{Cell, Row, Table, Tone};

/// Rows that are shown; the export has all.
const MOST_ROWS: usize = 60;
/// Size of letters, in points.
const LETTERS: f32 = 12.5;
/// Between two columns.
const GAP: f32 = 14.0;
/// Above and below the text of a row.
const PADDING: f32 = 4.0;
/// A single word is not given more room than this.
const WIDEST_WORD: f32 = 150.0;

/// Widths of the columns, in points.
pub(super) type Widths = Vec<f32>;

/// Shows a table; `widths` are worked out where they are not known.
pub(super) fn show(ui: &mut Ui, table: &Table, widths: &mut Option<Widths>) {
    let room = ui.available_width();
    let widths = widths.get_or_insert_with(|| widths_of(ui, table, room));
    let width = widths.iter().sum::<f32>() + GAP * widths.len().saturating_sub(1) as f32;
    if width > room + 1.0 {
        // More words than the page is wide: the table scrolls by itself.
        ScrollArea::horizontal().id_salt("table").auto_shrink([false, true]).show(ui, |ui| {
            show_rows(ui, table, widths, width);
            ui.add_space(2.0 * STEP);
        });
    } else {
        show_rows(ui, table, widths, width.max(1.0));
    }
    if table.rows.len() > MOST_ROWS {
        let more = table.rows.len() - MOST_ROWS;
        let text =
            if more == 1 { "1 more row in the export".to_owned() } else { format!("{more} more rows in the export") };
        ui.label(RichText::new(text).small().color(palette(ui.visuals()).weak));
    }
}

/// About how high a table will be at this width.
pub(super) fn guessed_height(table: &Table, width: f32) -> f32 {
    let column = (width / table.columns.len().max(1) as f32 - GAP).max(40.0);
    let lines = |row: &Row| {
        let longest = row.cells.iter().map(|cell| cell.text.chars().count()).max().unwrap_or(0);
        (longest as f32 * 3.0 / column).ceil().clamp(1.0, 6.0)
    };
    let rows: f32 = table.rows.iter().take(MOST_ROWS).map(|row| 15.0 * lines(row) + 2.0 * PADDING).sum();
    rows + 30.0
}

fn show_rows(ui: &mut Ui, table: &Table, widths: &[f32], width: f32) {
    let colors = palette(ui.visuals());
    ui.spacing_mut().item_spacing.y = 0.0;
    let titles: Vec<_> = table.columns.iter().map(|column| (column.title.as_str(), colors.weak, true)).collect();
    show_row(ui, table, &titles, (widths, width, Stroke::new(1.0, colors.line)));
    for row in table.rows.iter().take(MOST_ROWS) {
        let cells: Vec<_> = row.cells.iter().map(|cell| (cell.text.as_str(), color(ui, cell), row.emphasis)).collect();
        show_row(ui, table, &cells, (widths, width, Stroke::new(1.0, colors.border)));
    }
}

/// A row of texts with their colours and weights, and a line below it.
fn show_row(ui: &mut Ui, table: &Table, cells: &[(&str, Color32, bool)], (widths, width, line): (&[f32], f32, Stroke)) {
    let galleys: Vec<Arc<Galley>> = cells
        .iter()
        .zip(widths)
        .map(|((text, color, is_bold), width)| {
            // A hair wider: the width of a column is that of its widest text.
            ui.painter().layout((*text).to_owned(), font(*is_bold), *color, width + 0.5)
        })
        .collect();
    let height = galleys.iter().map(|galley| galley.size().y).fold(LETTERS, f32::max) + 2.0 * PADDING;
    let (place, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    ui.painter().hline(place.x_range(), place.bottom(), line);
    let mut inside = ui.new_child(UiBuilder::new().max_rect(place));
    let mut left = place.left();
    for (index, (galley, width)) in galleys.into_iter().zip(widths).enumerate() {
        let is_number = table.columns.get(index).is_some_and(|column| column.numeric);
        let start = if is_number { left + (width - galley.size().x).max(0.0) } else { left };
        if !galley.is_empty() {
            let at = Rect::from_min_size(pos2(start, place.top() + PADDING), galley.size());
            inside.put(at, Label::new(galley));
        }
        left += width + GAP;
    }
}

/// As wide as its texts where all fit; else every column gets its longest word, and a share of what is left.
fn widths_of(ui: &Ui, table: &Table, room: f32) -> Widths {
    let measure = |text: &str, is_bold: bool| {
        ui.painter().layout_no_wrap(text.to_owned(), font(is_bold), Color32::PLACEHOLDER).size().x
    };
    let longest_word =
        |text: &str| text.split_whitespace().max_by_key(|word| word.chars().count()).unwrap_or_default().to_owned();
    let (mut least, mut natural) = (Vec::new(), Vec::new());
    for (index, column) in table.columns.iter().enumerate() {
        let cells = table.rows.iter().take(MOST_ROWS).filter_map(|row| Some((row.cells.get(index)?, row.emphasis)));
        let texts = cells.map(|(cell, is_bold)| (cell.text.as_str(), is_bold));
        let (mut word, mut text) = (0.0_f32, 0.0_f32);
        for (content, is_bold) in texts.chain(std::iter::once((column.title.as_str(), true))) {
            text = text.max(measure(content, is_bold));
            // Numbers keep their unit on the same line as long as there is room for a word of that length.
            let unbroken = if column.numeric { content.to_owned() } else { longest_word(content) };
            word = word.max(measure(&unbroken, is_bold).min(WIDEST_WORD));
        }
        least.push(word.min(text));
        natural.push(text);
    }
    let gaps = GAP * least.len().saturating_sub(1) as f32;
    share((room - gaps).max(0.0), &least, &natural)
}

/// Shares `room` out among columns that need at least and want at most so much.
fn share(room: f32, least: &[f32], natural: &[f32]) -> Widths {
    let (least_sum, natural_sum) = (least.iter().sum::<f32>(), natural.iter().sum::<f32>());
    if natural_sum <= room {
        return natural.to_vec();
    }
    let part = ((room - least_sum) / (natural_sum - least_sum).max(f32::EPSILON)).clamp(0.0, 1.0);
    least.iter().zip(natural).map(|(least, natural)| least + part * (natural - least)).collect()
}

fn font(is_bold: bool) -> FontId {
    FontId::new(LETTERS, if is_bold { bold() } else { FontFamily::Proportional })
}

fn color(ui: &Ui, cell: &Cell) -> Color32 {
    let colors = palette(ui.visuals());
    match cell.tone {
        Tone::Neutral => colors.text,
        Tone::Good => colors.good,
        Tone::Bad => colors.bad,
        Tone::Open => colors.caution,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_shared_by_need() {
        assert_eq!(share(100.0, &[10.0, 10.0], &[30.0, 40.0]), [30.0, 40.0], "all fit");
        assert_eq!(
            share(50.0, &[10.0, 20.0], &[30.0, 40.0]),
            [20.0, 30.0],
            "half of what they want beyond their needs"
        );
        assert_eq!(share(20.0, &[10.0, 20.0], &[30.0, 40.0]), [10.0, 20.0], "never less than a word");
        assert_eq!(share(20.0, &[], &[]), Widths::new());
    }
}
