//! A table whose head and first column stay in sight. Only the cells in sight are made and painted, so that a class of
//! 200 groups scrolls as a class of five.

use std::ops::Range;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{
    Align, Color32, FontFamily, FontId, Painter, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
    pos2, style::ScrollStyle, vec2,
};

use crate::gui::theme::{bold, palette};

/// Room between the border of a cell and its text.
const PAD: f32 = 6.0;
/// Height of a line, of the size of its text.
const LINE: f32 = 1.22;
/// Size of a small line, of a usual one.
const SMALL: f32 = 0.85;

/// What a table says, cell by cell.
pub(super) trait Source {
    /// Rows and columns, without head and first column.
    fn shape(&self) -> (usize, usize);
    /// Above the first column.
    fn corner(&self) -> Cell;
    /// Above a column.
    fn head(&self, column: usize) -> Cell;
    /// In front of a row.
    fn name(&self, row: usize) -> Cell;
    /// Where a row and a column meet.
    fn cell(&self, row: usize, column: usize) -> Cell;
}

/// How large a table is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sizes {
    /// Width of the first column.
    pub names: f32,
    /// Least and most width of the others.
    pub column: [f32; 2],
    /// Height of a row.
    pub row: f32,
    /// Height of the head.
    pub head: f32,
    /// Size of a usual line of text.
    pub text: f32,
}

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cell {
    lines: Vec<Line>,
    fill: Option<Color32>,
    hover: Option<String>,
    label: Option<String>,
    is_outlined: bool,
    is_at_the_left: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Line {
    text: String,
    color: Option<Color32>,
    is_small: bool,
    is_strong: bool,
    /// Goes on where the line before ends.
    is_beside: bool,
}

/// Shows a table in the room that `ui` has. `wanted` is a cell (row and column) to scroll to.
pub(super) fn show(ui: &mut Ui, id: &str, sizes: Sizes, source: &dyn Source, wanted: Option<(usize, usize)>) {
    let (rows, columns) = source.shape();
    let bars = bars();
    let room = (ui.available_width() - bars.floating_allocated_width - sizes.names) / columns.max(1) as f32;
    let width = room.clamp(sizes.column[0], sizes.column[1]).floor();
    let size = vec2(sizes.names + columns as f32 * width, sizes.head + rows as f32 * sizes.row);
    ui.scope(|ui| {
        ui.spacing_mut().scroll = bars;
        ScrollArea::both().id_salt(id).max_height(ui.available_height()).show(ui, |ui| {
            let (all, _) = ui.allocate_exact_size(size, Sense::hover());
            let table = Table { ui, sizes, width, all, seen: ui.clip_rect().intersect(all) };
            table.show(source);
            if let Some((row, column)) = wanted {
                let cell = table.place(row, column);
                // Head and first column lie over what is scrolled.
                ui.scroll_to_rect(Rect::from_min_max(cell.min - vec2(sizes.names, sizes.head), cell.max), None);
            }
        });
    });
}

/// Scroll bars that are seen before anybody scrolls: a table may look as if it ended at the edge.
fn bars() -> ScrollStyle {
    ScrollStyle {
        foreground_color: true,
        floating_width: 4.0,
        floating_allocated_width: 8.0,
        dormant_background_opacity: 0.0,
        dormant_handle_opacity: 0.5,
        active_background_opacity: 0.0,
        active_handle_opacity: 0.7,
        ..ScrollStyle::thin()
    }
}

/// A table on the screen.
struct Table<'a> {
    ui: &'a Ui,
    sizes: Sizes,
    /// Of a column.
    width: f32,
    /// Where the whole lies.
    all: Rect,
    /// What of it is in sight.
    seen: Rect,
}

impl Table<'_> {
    fn show(&self, source: &dyn Source) {
        let Sizes { names, head, .. } = self.sizes;
        let (rows, columns) = source.shape();
        let inner = self.seen.min + vec2(names, head);
        let body = Rect::from_min_max(inner, self.seen.max);
        let columns = within((body.left(), body.right()), self.all.left() + names, self.width, columns);
        let rows = within((body.top(), body.bottom()), self.all.top() + head, self.sizes.row, rows);
        for row in rows.clone() {
            self.stripe(row, body.y_range());
        }
        for (row, column) in rows.clone().flat_map(|row| columns.clone().map(move |column| (row, column))) {
            self.paint(self.place(row, column), body, (row + 1, column + 1), &source.cell(row, column));
        }
        let side = Rect::from_min_max(pos2(self.seen.left(), inner.y), pos2(inner.x, self.seen.bottom()));
        for row in rows {
            let place = self.place(row, 0);
            let place = Rect::from_x_y_ranges(side.x_range(), place.y_range());
            self.paint(place, side, (row + 1, 0), &source.name(row).at_the_left());
        }
        let top = Rect::from_min_max(pos2(inner.x, self.seen.top()), pos2(self.seen.right(), inner.y));
        for column in columns {
            let place = Rect::from_x_y_ranges(self.place(0, column).x_range(), top.y_range());
            self.paint(place, top, (0, column + 1), &source.head(column));
        }
        let corner = Rect::from_min_max(self.seen.min, inner);
        self.paint(corner, corner, (0, 0), &source.corner().at_the_left());
        let line = Stroke::new(1.0, palette(self.ui.visuals()).border);
        self.ui.painter().hline(self.seen.x_range(), inner.y, line);
        self.ui.painter().vline(inner.x, self.seen.y_range(), line);
    }

    fn place(&self, row: usize, column: usize) -> Rect {
        let from = vec2(self.sizes.names + column as f32 * self.width, self.sizes.head + row as f32 * self.sizes.row);
        Rect::from_min_size(self.all.min + from, vec2(self.width, self.sizes.row))
    }

    /// A thin line below a row.
    fn stripe(&self, row: usize, within: egui::Rangef) {
        let bottom = self.place(row, 0).bottom();
        if within.contains(bottom) {
            let line = Stroke::new(1.0, palette(self.ui.visuals()).faint);
            self.ui.painter().hline(self.seen.x_range(), bottom, line);
        }
    }

    fn paint(&self, place: Rect, within: Rect, at: (usize, usize), cell: &Cell) {
        let seen = place.intersect(within);
        if !seen.is_positive() {
            return;
        }
        let painter = self.ui.painter_at(seen.intersect(self.ui.clip_rect()));
        let box_of_cell = place.shrink2(Vec2::splat(1.5));
        if let Some(fill) = cell.fill {
            painter.rect_filled(box_of_cell, 3, fill);
        }
        if cell.is_outlined {
            let stroke = Stroke::new(1.5, palette(self.ui.visuals()).accent);
            painter.rect_stroke(box_of_cell, 3, stroke, StrokeKind::Inside);
        }
        if cell.lines.is_empty() {
            return;
        }
        let is_cut = self.write(&painter, place, cell);
        let response = self.ui.interact(seen, self.ui.scope_id().with(at), Sense::hover());
        let text = cell.text();
        let label = cell.label.as_deref().unwrap_or(&text);
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, label));
        match (&cell.hover, is_cut) {
            (Some(hover), true) => drop(response.on_hover_text(format!("{text}\n{hover}"))),
            (Some(hover), false) => drop(response.on_hover_text(hover)),
            (None, true) => drop(response.on_hover_text(text)),
            (None, false) => {}
        }
    }

    /// How many lines find room: where there are small ones, only the first is of the usual size.
    fn lines_within(&self, height: f32, cell: &Cell) -> usize {
        let usual = self.sizes.text * LINE;
        let further = if cell.lines.iter().any(|line| line.is_small) { usual * SMALL } else { usual };
        1 + ((height - usual) / further).floor().max(0.0) as usize
    }

    /// Writes the lines of a cell; gives whether some of it found no room.
    fn write(&self, painter: &Painter, place: Rect, cell: &Cell) -> bool {
        let colors = palette(self.ui.visuals());
        let mut job = LayoutJob { break_on_newline: true, ..LayoutJob::default() };
        job.halign = if cell.is_at_the_left { Align::LEFT } else { Align::Center };
        job.wrap = TextWrapping {
            max_width: place.width() - 2.0 * PAD,
            max_rows: self.lines_within(place.height(), cell),
            ..TextWrapping::default()
        };
        for (position, line) in cell.lines.iter().enumerate() {
            let family = if line.is_strong { bold() } else { FontFamily::Proportional };
            let size = self.sizes.text * if line.is_small { SMALL } else { 1.0 };
            let color = line.color.unwrap_or(if line.is_small { colors.weak } else { colors.text });
            let (gap, before) = match position {
                0 => (0.0, ""),
                _ if line.is_beside => (PAD, " "),
                _ => (0.0, "\n"),
            };
            let text = format!("{before}{}", line.text);
            job.append(&text, gap, TextFormat::simple(FontId::new(size, family), color));
        }
        let galley = painter.layout_job(job);
        let x = if cell.is_at_the_left { place.left() + PAD } else { place.center().x };
        let is_cut = galley.elided;
        painter.galley(pos2(x, place.center().y - galley.size().y / 2.0), galley, colors.text);
        is_cut
    }
}

impl Cell {
    /// A cell with this text.
    pub fn of(text: impl Into<String>) -> Self {
        Self::default().and(text, |_| {})
    }

    /// A cell whose text stands out.
    pub fn strong(text: impl Into<String>) -> Self {
        Self::default().and(text, |line| line.is_strong = true)
    }

    /// What was not said.
    pub fn dash() -> Self {
        Self::default().and("–", |line| line.is_small = true)
    }

    /// A small line more.
    pub fn small(self, text: impl Into<String>) -> Self {
        self.and(text, |line| line.is_small = true)
    }

    /// A small word that stands out, beside what was said last.
    pub fn beside(self, text: impl Into<String>) -> Self {
        self.and(text, |line| (line.is_small, line.is_strong, line.is_beside) = (true, true, true))
    }

    /// The last line in this colour.
    pub fn ink(mut self, color: Color32) -> Self {
        if let Some(line) = self.lines.last_mut() {
            line.color = Some(color);
        }
        self
    }

    /// The ground.
    pub fn fill(self, color: Color32) -> Self {
        Self { fill: Some(color), ..self }
    }

    /// What is said while the pointer is on it.
    pub fn hover(self, text: impl Into<String>) -> Self {
        Self { hover: Some(text.into()), ..self }
    }

    /// What assistive technology reads, where the text alone says too little.
    pub fn label(self, text: impl Into<String>) -> Self {
        Self { label: Some(text.into()), ..self }
    }

    /// With a frame, where `is_meant`.
    pub fn outlined(self, is_meant: bool) -> Self {
        Self { is_outlined: is_meant, ..self }
    }

    /// With its text at the left, as words are read.
    pub fn at_the_left(self) -> Self {
        Self { is_at_the_left: true, ..self }
    }

    /// All its lines.
    pub fn text(&self) -> String {
        self.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n")
    }

    fn and(mut self, text: impl Into<String>, change: impl FnOnce(&mut Line)) -> Self {
        let mut line = Line { text: text.into(), ..Line::default() };
        change(&mut line);
        self.lines.push(line);
        self
    }
}

/// The positions, of so many that begin at `start` with `step` between them, that lie in a range.
fn within((from, to): (f32, f32), start: f32, step: f32, count: usize) -> Range<usize> {
    let first = ((from - start) / step).floor().max(0.0) as usize;
    let end = ((to - start) / step).ceil().max(0.0) as usize;
    first.min(count)..end.min(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_in_sight_is_made() {
        // 200 columns of 100 points from 220 on; seen is what lies between 500 and 750.
        assert_eq!(within((500.0, 750.0), 220.0, 100.0, 200), 2..6);
        assert_eq!(within((0.0, 250.0), 220.0, 100.0, 200), 0..1);
        assert_eq!(within((500.0, 750.0), 220.0, 100.0, 4), 2..4);
        assert_eq!(within((900.0, 950.0), 220.0, 100.0, 4), 4..4, "scrolled beyond the end");
    }

    #[test]
    fn lines_of_a_cell_are_read_together() {
        let cell = Cell::strong("≤ 200 ms").small("0.2 s").small("hard · problem");
        assert_eq!(cell.text(), "≤ 200 ms\n0.2 s\nhard · problem");
    }
}
