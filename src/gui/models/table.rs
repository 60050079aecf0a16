//! The table of candidates: name and status stay in sight, the measures scroll beside them, the header above them.

use egui::scroll_area::ScrollBarVisibility;
use egui::{
    Align, Button, Color32, Label, Layout, ProgressBar, Rect, RichText, Role, ScrollArea, Sense, Stroke, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};

use super::columns::{best, interval_text, reason_for_unknown, value_text};
use super::head::{LEGEND, diamond, show_header, show_legend};
use super::order::Order;
use super::status::Status;
use crate::gui::fields::{name, show_sign, tag};
use crate::gui::theme::palette;
use crate::model::{Candidate, CandidateId, Evidence, Measure, Provenance};
use crate::session::Freshness;

pub(super) const HEADER: f32 = 50.0;
const ROW: f32 = 44.0;
const NAME: f32 = 186.0;
const STATUS: f32 = 174.0;
pub(super) const COLUMN: f32 = 104.0;
pub(super) const PAD: f32 = 8.0;
/// Space below the rows for the scroll bar.
const BAR: f32 = 10.0;

/// One candidate as the table shows it.
pub(super) struct Row<'a> {
    pub id: &'a CandidateId,
    pub candidate: &'a Candidate,
    pub status: Status,
    pub evidence: Option<&'a Evidence>,
    /// Whether it fills the component in the design that is looked at.
    pub is_in_design: bool,
}

/// What was asked for in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    Select(CandidateId),
    Train(CandidateId),
    Cancel(CandidateId),
}

/// How far the table is scrolled, and what its rows are ordered by.
#[derive(Debug, Default)]
pub(super) struct Table {
    scrolled_down: f32,
    order: Order,
}

/// Where the parts of the table lie.
struct Parts {
    whole: Rect,
    corner: Rect,
    header: Rect,
    names: Rect,
    values: Rect,
}

impl Table {
    /// Shows the rows at most `height` high; gives what was asked for.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        (rows, measures): (&[Row<'_>], &[Measure]),
        selected: Option<&CandidateId>,
        height: f32,
    ) -> Option<Wish> {
        let body = (rows.len() as f32 * ROW + BAR).min(height - HEADER - LEGEND).max(ROW + BAR);
        let (whole, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEADER + body), Sense::hover());
        let parts = Parts::of(whole);
        let palette = palette(ui.visuals());
        ui.painter().rect_filled(whole, 6.0, palette.card);
        let mut wish = None;
        let rows = self.order.sorted(rows);
        self.show_names(ui, &parts, &rows, selected, &mut wish);
        let scrolled_right = self.show_values(ui, &parts, (&rows, measures), selected, &mut wish);
        show_corner(ui, &parts);
        if let Some(measure) = show_header(ui, parts.header, measures, (scrolled_right, self.order)) {
            self.order = self.order.after_click(measure);
        }
        let line = Stroke::new(1.0, palette.border);
        ui.painter().hline(whole.x_range(), parts.names.top(), line);
        ui.painter().vline(parts.values.left(), whole.y_range(), line);
        ui.painter().rect_stroke(whole, 6.0, line, egui::StrokeKind::Inside);
        show_legend(ui);
        wish
    }

    fn show_names(
        &mut self,
        ui: &mut Ui,
        parts: &Parts,
        rows: &[&Row<'_>],
        selected: Option<&CandidateId>,
        wish: &mut Option<Wish>,
    ) {
        let mut ui = ui.new_child(UiBuilder::new().max_rect(parts.names).id_salt("names"));
        let output = ScrollArea::vertical()
            .id_salt("names")
            .auto_shrink([false, false])
            .scroll_bar_visibility(ScrollBarVisibility::AlwaysHidden)
            .vertical_scroll_offset(self.scrolled_down)
            .show(&mut ui, |ui| {
                let start = ui.min_rect().min;
                ui.allocate_space(vec2(parts.names.width(), rows.len() as f32 * ROW + BAR));
                for (position, row) in rows.iter().enumerate() {
                    let top = start + vec2(0.0, position as f32 * ROW);
                    let place = Rect::from_min_size(top, vec2(parts.names.width(), ROW));
                    let look = (selected == Some(row.id), parts.is_hovered(ui, place));
                    show_name_row(ui, place, row, look, wish);
                }
            });
        self.scrolled_down = output.state.clamped_offset().y;
    }

    /// Gives how far the values are scrolled to the right.
    fn show_values(
        &mut self,
        ui: &mut Ui,
        parts: &Parts,
        (rows, measures): (&[&Row<'_>], &[Measure]),
        selected: Option<&CandidateId>,
        wish: &mut Option<Wish>,
    ) -> f32 {
        let winners: Vec<_> = measures.iter().map(|measure| best(*measure, &contest(rows, *measure))).collect();
        let mut ui = ui.new_child(UiBuilder::new().max_rect(parts.values).id_salt("values"));
        // There is more to the right: the bar says so also while the pointer is elsewhere.
        ui.spacing_mut().scroll.dormant_handle_opacity = 0.5;
        ui.spacing_mut().scroll.floating_width = 5.0;
        let width = (measures.len() as f32 * COLUMN).max(parts.values.width());
        let output = ScrollArea::both()
            .id_salt("values")
            .auto_shrink([false, false])
            .vertical_scroll_offset(self.scrolled_down)
            .show(&mut ui, |ui| {
                let start = ui.min_rect().min;
                ui.allocate_space(vec2(width, rows.len() as f32 * ROW + BAR));
                for (position, row) in rows.iter().enumerate() {
                    let top = start + vec2(0.0, position as f32 * ROW);
                    let place = Rect::from_min_size(top, vec2(width, ROW));
                    let label = format!("Results of {}", row.candidate.name);
                    let look = (selected == Some(row.id), parts.is_hovered(ui, place));
                    show_ground(ui, place, (row, &label), look, wish);
                    for (column, measure) in measures.iter().enumerate() {
                        let left = top + vec2(column as f32 * COLUMN, 0.0);
                        let cell = Rect::from_min_size(left, vec2(COLUMN, ROW));
                        if ui.is_rect_visible(cell) {
                            show_value(ui, cell, *measure, row, winners[column][position]);
                        }
                    }
                }
            });
        if output.state.clamped_offset().y != self.scrolled_down {
            self.scrolled_down = output.state.clamped_offset().y;
            ui.ctx().request_repaint();
        }
        output.state.clamped_offset().x
    }
}

impl Parts {
    /// Whether the pointer is on a row, be it on its name or on its values.
    fn is_hovered(&self, ui: &Ui, row: Rect) -> bool {
        let rows = Rect::from_x_y_ranges(self.whole.x_range(), self.names.y_range());
        let row = Rect::from_x_y_ranges(self.whole.x_range(), row.y_range()).intersect(rows);
        row.is_positive() && ui.ctx().rect_contains_pointer(ui.layer_id(), row)
    }

    fn of(whole: Rect) -> Self {
        let fixed = (NAME + STATUS).min(whole.width() * 0.6);
        let (left, right) = whole.split_left_right_at_x(whole.left() + fixed);
        let (corner, names) = left.split_top_bottom_at_y(whole.top() + HEADER);
        let (header, values) = right.split_top_bottom_at_y(whole.top() + HEADER);
        Self { whole, corner, header, names, values }
    }
}

/// The values that compete for the best of a column: what is out of date was measured on something else.
fn contest(rows: &[&Row<'_>], measure: Measure) -> Vec<Option<f64>> {
    let value = |row: &&Row<'_>| row.evidence.filter(|_| !row.is_stale())?.value(measure);
    rows.iter().map(value).collect()
}

impl Row<'_> {
    fn is_stale(&self) -> bool {
        self.status == Status::Measured(Freshness::Stale)
    }
}

/// The ground of a row, and its reaction to clicks.
fn show_ground(
    ui: &Ui,
    place: Rect,
    (row, label): (&Row<'_>, &str),
    (is_selected, is_hovered): (bool, bool),
    wish: &mut Option<Wish>,
) {
    let palette = palette(ui.visuals());
    let response = ui.interact(place, ui.scope_id().with(("row", row.id)), Sense::click());
    let fill = if is_selected {
        palette.accent_fill
    } else if is_hovered {
        palette.hovered
    } else {
        Color32::TRANSPARENT
    };
    ui.painter().rect_filled(place, 0.0, fill);
    ui.painter().hline(place.x_range(), place.bottom(), Stroke::new(1.0, palette.faint));
    if response.has_focus() {
        let ring = Stroke::new(1.5, palette.accent);
        ui.painter().rect_stroke(place.shrink(1.0), 2.0, ring, egui::StrokeKind::Inside);
    }
    response.widget_info(|| WidgetInfo::selected(Role::Row, true, is_selected, label));
    if response.clicked() {
        *wish = Some(Wish::Select(row.id.clone()));
    }
}

fn show_name_row(ui: &mut Ui, place: Rect, row: &Row<'_>, look: (bool, bool), wish: &mut Option<Wish>) {
    let label = format!("{}: {}", row.candidate.name, row.status.word());
    show_ground(ui, place, (row, &label), look, wish);
    let palette = palette(ui.visuals());
    if look.0 {
        let mark = Rect::from_min_size(place.min, vec2(3.0, place.height()));
        ui.painter().rect_filled(mark, 0.0, palette.accent);
    }
    let (name_place, status_place) = place.split_left_right_at_x(place.right() - STATUS);
    let mut cell = cell(ui, name_place, Layout::top_down(Align::Min));
    let title = RichText::new(&row.candidate.name).strong();
    cell.add(Label::new(title).selectable(false).truncate());
    cell.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        if row.is_in_design {
            tag(ui, "in design", palette.accent)
                .on_hover_text("This candidate fills the component in the design that is looked at");
        }
        let text = family_text(row.candidate);
        let label = Label::new(RichText::new(&text).small().color(palette.weak)).selectable(false).truncate();
        ui.add(label).on_hover_text(text);
    });
    show_status(ui, status_place, row, wish);
}

/// Family and settings; the family is left out where the name says it already.
fn family_text(candidate: &Candidate) -> String {
    let (family, settings) = (candidate.algorithm.label(), candidate.algorithm.summary());
    if candidate.name.starts_with(family) { settings } else { format!("{family}: {settings}") }
}

fn show_status(ui: &mut Ui, place: Rect, row: &Row<'_>, wish: &mut Option<Wish>) {
    let palette = palette(ui.visuals());
    let (sign, color) = row.status.look(ui.visuals());
    let mut cell = cell(ui, place, Layout::top_down(Align::Min));
    cell.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        if let Some(sign) = sign {
            show_sign(ui, sign, color);
        }
        let word = RichText::new(row.status.word()).color(color);
        ui.add(Label::new(word).selectable(false)).on_hover_text(row.status.story());
        crate::gui::fields::at_the_right(ui, |ui| {
            let is_under_way = row.status.is_under_way();
            if !is_under_way && !row.status.wants_training() {
                return;
            }
            let text = if is_under_way { "Cancel" } else { "Train" };
            let button = ui.add(Button::new(RichText::new(text).small()).small());
            name(&button, &format!("{text} {}", row.candidate.name));
            if button.clicked() {
                let id = row.id.clone();
                *wish = Some(if is_under_way { Wish::Cancel(id) } else { Wish::Train(id) });
            }
        });
    });
    let detail = RichText::new(row.status.detail()).small().color(palette.weak);
    cell.add(Label::new(detail).selectable(false).truncate()).on_hover_text(row.status.story());
    if let Status::Running(_, fraction) = row.status {
        let line = Rect::from_min_max(
            pos2(place.left() + PAD, place.bottom() - 6.0),
            pos2(place.right() - PAD, place.bottom() - 3.0),
        );
        cell.visuals_mut().extreme_bg_color = palette.border;
        let bar = ProgressBar::new(fraction).desired_height(3.0).fill(palette.accent).corner_radius(1);
        name(&cell.put(line, bar), &format!("Progress of {}", row.candidate.name));
    }
}

fn show_value(ui: &mut Ui, place: Rect, measure: Measure, row: &Row<'_>, is_best: bool) {
    let palette = palette(ui.visuals());
    let mut cell = cell(ui, place, Layout::top_down(Align::Max));
    let Some(measured) = row.evidence.and_then(|evidence| evidence.measured.get(&measure)) else {
        let dash = Label::new(RichText::new("–").color(palette.weak)).selectable(false);
        let reason = reason_for_unknown(measure, row.candidate, row.evidence);
        let response = cell.add(dash).on_hover_text(reason);
        name(&response, "unknown");
        return;
    };
    let color = if row.is_stale() { palette.weak } else { palette.text };
    let is_assumed = measured.quantity(measure).provenance() == Provenance::Assumed;
    let mut text = RichText::new(value_text(measure, measured.value)).color(color);
    if is_assumed {
        text = RichText::new(format!("~ {}", value_text(measure, measured.value))).color(color).italics();
    }
    if is_best {
        text = text.strong().color(palette.good);
    }
    let label = cell.add(Label::new(text).selectable(false).wrap_mode(egui::TextWrapMode::Extend));
    let mut hints = Vec::new();
    if is_best {
        diamond(cell.painter(), label.rect.left_center() - vec2(9.0, 0.0), palette.good);
        hints.push(format!("Best {} of these candidates", measure.label()));
    } else if row.is_stale() {
        hints.push(row.status.story());
    }
    if is_assumed {
        hints.push("Assumed, not measured: usual watts times the time that was measured".to_owned());
    }
    if !hints.is_empty() {
        label.on_hover_text(hints.join("\n"));
    }
    if let Some(interval) = measured.interval {
        let text = RichText::new(interval_text(measure, interval)).small().color(palette.weak);
        cell.add(Label::new(text).selectable(false))
            .on_hover_text("95 % interval: the value over all such cases probably lies in it");
    }
}

/// A place inside a cell.
fn cell(ui: &mut Ui, place: Rect, layout: Layout) -> Ui {
    let inner = place.shrink2(vec2(PAD, 5.0));
    let mut ui = ui.new_child(UiBuilder::new().max_rect(inner).layout(layout));
    ui.spacing_mut().item_spacing.y = 1.0;
    ui.spacing_mut().interact_size.y = 17.0;
    ui
}

fn show_corner(ui: &mut Ui, parts: &Parts) {
    let middle = parts.corner.right() - STATUS;
    for (text, left) in [("Candidate", parts.corner.left()), ("Status", middle)] {
        let place = Rect::from_x_y_ranges(left..=parts.corner.right(), parts.corner.y_range());
        let mut cell = cell(ui, place, Layout::left_to_right(Align::Max));
        cell.label(RichText::new(text).small().strong());
    }
}
