//! A plain table on a card: a header, rows of one height that can be selected, cells that cut off what is too long.

use egui::{
    Align, Color32, Label, Layout, Rangef, Rect, Response, RichText, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo,
    vec2,
};

use crate::analysis::Quality;
use crate::gui::fields::{outcome_look, provenance_mark, quality_text, show_sign, tag};
use crate::gui::theme::{palette, strong};

const HEADER: f32 = 26.0;
/// Height of a row with two lines.
pub(in crate::gui) const TWO_LINES: f32 = 46.0;
/// Height of a row with one line.
pub(in crate::gui) const ONE_LINE: f32 = 30.0;
/// Height of a tag.
const TAG: f32 = 18.0;
const PAD: f32 = 10.0;

/// The head of a column.
pub(in crate::gui) struct Column {
    /// What stands in it.
    pub title: &'static str,
    /// Points; 0 for the one column that takes the rest.
    pub width: f32,
    /// Whether numbers stand in it, at the right.
    pub numeric: bool,
}

/// A table being shown.
pub(in crate::gui) struct Table {
    id: egui::Id,
    whole: Rect,
    row: f32,
    columns: Vec<(Rangef, bool)>,
}

impl Column {
    /// A column of words; see [`Column::width`].
    pub fn words(title: &'static str, width: f32) -> Self {
        Self { title, width, numeric: false }
    }

    /// A column of numbers.
    pub fn numbers(title: &'static str, width: f32) -> Self {
        Self { title, width, numeric: true }
    }
}

impl Table {
    /// Takes the space of so many rows, each `row` high, and shows the header.
    pub fn begin(ui: &mut Ui, salt: &str, columns: &[Column], (rows, row): (usize, f32)) -> Self {
        let size = vec2(ui.available_width(), HEADER + rows as f32 * row);
        let (whole, _) = ui.allocate_exact_size(size, Sense::hover());
        let palette = palette(ui.visuals());
        ui.painter().rect(whole, 6.0, palette.card, Stroke::new(1.0, palette.border), egui::StrokeKind::Inside);
        let rest = (whole.width() - columns.iter().map(|column| column.width).sum::<f32>()).max(2.0 * PAD);
        let mut left = whole.left();
        let mut table = Self { id: ui.make_persistent_id(salt), whole, row, columns: Vec::new() };
        for column in columns {
            let width = if column.width == 0.0 { rest } else { column.width };
            let range = Rangef::new(left, left + width);
            left += width;
            table.columns.push((range, column.numeric));
            let place = Rect::from_x_y_ranges(range, Rangef::new(whole.top(), whole.top() + HEADER));
            let mut ui = child(ui, place, column.numeric);
            ui.add(quiet(RichText::new(column.title).small().color(palette.weak)));
        }
        table
    }

    /// The ground of a row that can be clicked, called `label` for assistive technology.
    pub fn row(&self, ui: &mut Ui, index: usize, label: &str, is_selected: bool) -> Response {
        let place = self.place(index);
        let response = ui.interact(place, self.id.with(index), Sense::click());
        let palette = palette(ui.visuals());
        self.rule(ui, index);
        if is_selected || response.hovered() || response.has_focus() {
            let fill = if is_selected { palette.accent_fill } else { palette.hovered };
            ui.painter().rect_filled(place.shrink2(vec2(1.0, 0.5)), 4.0, fill);
        }
        if is_selected {
            let bar = Rect::from_min_size(place.min + vec2(1.0, 6.0), vec2(3.0, self.row - 12.0));
            ui.painter().rect_filled(bar, 1.5, palette.accent);
        }
        if response.has_focus() {
            let ring = Stroke::new(1.5, palette.accent);
            ui.painter().rect_stroke(place.shrink(1.5), 4.0, ring, egui::StrokeKind::Inside);
        }
        response.widget_info(|| WidgetInfo::selected(Role::Row, true, is_selected, label));
        response
    }

    /// The ground of a row that only tells something, called `label` for assistive technology.
    pub fn still_row(&self, ui: &mut Ui, index: usize, label: &str) -> Response {
        self.rule(ui, index);
        let response = ui.interact(self.place(index), self.id.with(index), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Row, true, label));
        response
    }

    /// One line in a cell.
    pub fn cell<R>(&self, ui: &mut Ui, (row, column): (usize, usize), content: impl FnOnce(&mut Ui) -> R) -> R {
        let (range, numeric) = self.columns[column];
        let place = Rect::from_x_y_ranges(range, self.place(row).y_range());
        content(&mut child(ui, place, numeric))
    }

    /// A word on a tinted ground.
    pub fn tag_cell(&self, ui: &mut Ui, (row, column): (usize, usize), text: &str, color: Color32) {
        let place = Rect::from_x_y_ranges(self.columns[column].0, self.place(row).y_range());
        let place = Rect::from_center_size(place.center(), vec2(place.width(), TAG));
        tag(&mut child(ui, place, false), text, color);
    }

    /// A name with a line of less weight below it, in the first column. What is cut off is `below`, never `end`.
    pub fn title_cell(&self, ui: &mut Ui, row: usize, title: &str, (below, end): (&str, &str)) {
        let small = |text: String| RichText::new(text).small().color(palette(ui.visuals()).weak);
        let (whole, below, end) = (small(format!("{below}{end}")), small(below.to_owned()), small(end.to_owned()));
        let place = Rect::from_x_y_ranges(self.columns[0].0, self.place(row).y_range()).shrink2(vec2(PAD, 6.0));
        let layout = Layout::top_down(Align::Min);
        let mut ui = ui.new_child(UiBuilder::new().max_rect(place).layout(layout));
        ui.spacing_mut().item_spacing = vec2(0.0, 2.0);
        ui.add(quiet(strong(title)));
        if width(&ui, whole.clone()) <= place.width() {
            ui.add(quiet(whole));
            return;
        }
        ui.horizontal_top(|ui| {
            let rest = (place.width() - width(ui, end.clone())).max(0.0);
            ui.scope(|ui| {
                ui.set_max_width(rest);
                ui.add(quiet(below));
            });
            ui.add(quiet(end));
        });
    }

    /// A value with the sign of its origin; gives the value.
    pub fn value_cell(&self, ui: &mut Ui, at: (usize, usize), quality: Option<&Quality>) -> Response {
        let weak = palette(ui.visuals()).weak;
        self.cell(ui, at, |ui| match quality {
            Some(quality) if quality.quantity.is_known() => {
                provenance_mark(ui, quality.quantity.provenance());
                ui.add(quiet(quality_text(quality)))
            }
            Some(quality) => ui.add(quiet(RichText::new(quality_text(quality)).color(weak))),
            None => ui.add(quiet(RichText::new("…").color(weak))),
        })
    }

    /// An outcome as sign and word, its reason on hover.
    pub fn outcome_cell(&self, ui: &mut Ui, at: (usize, usize), verdict: Option<&crate::analysis::Verdict>) {
        let Some(verdict) = verdict else { return };
        let (sign, color, word) = outcome_look(ui.visuals(), verdict.outcome);
        self.cell(ui, at, |ui| {
            show_sign(ui, sign, color);
            ui.add(quiet(RichText::new(word).color(color)));
        });
    }

    fn rule(&self, ui: &Ui, index: usize) {
        let place = self.place(index);
        ui.painter().hline(place.x_range(), place.top(), Stroke::new(1.0, palette(ui.visuals()).faint));
    }

    fn place(&self, row: usize) -> Rect {
        let top = self.whole.top() + HEADER + row as f32 * self.row;
        Rect::from_x_y_ranges(self.whole.x_range(), Rangef::new(top, top + self.row))
    }
}

/// Text on one line that leaves the pointer to the row.
pub(in crate::gui) fn quiet(text: impl Into<egui::WidgetText>) -> Label {
    Label::new(text).truncate().selectable(false)
}

/// How wide `text` is on one line.
fn width(ui: &Ui, text: RichText) -> f32 {
    let text = egui::WidgetText::from(text);
    text.into_galley(ui, Some(egui::TextWrapMode::Extend), f32::INFINITY, egui::TextStyle::Body).size().x
}

fn child(ui: &mut Ui, place: Rect, numeric: bool) -> Ui {
    let layout = if numeric { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) };
    ui.new_child(UiBuilder::new().max_rect(place.shrink2(vec2(PAD, 0.0))).layout(layout))
}
