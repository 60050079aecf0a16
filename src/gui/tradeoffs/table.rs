//! The designs as a table beside the plot: sortable, and one with it in what is looked at.

use std::ops::Range;

use egui::accesskit::Role;
use egui::{Align, Layout, RichText, Sense, Stroke, StrokeKind, Ui, WidgetInfo};
use egui_extras::{Column, TableBuilder, TableRow};

use super::compare::{LETTERS, toggle};
use super::plots::Pointed;
use super::points::SortColumn;
use super::rejection::{certainty, draws_in_words, fate, reasons};
use super::space::{go_to, way_to};
use super::state::Shown;
use super::steps::{self, Waiting};
use super::wishes::Listing;
use crate::gui::Scene;
use crate::gui::fields::{quality_text, show_sign};
use crate::gui::icons::Sign;
use crate::gui::theme::{palette, strong};
use crate::model::{Design, Project};
use crate::session::Action;
use crate::tradeoff::{Fate, Standing};

const ROW_HEIGHT: f32 = 24.0;

/// What the table remembers between frames.
#[derive(Default)]
pub(super) struct DesignTable {
    /// The design that was looked at on the last frame; another one is scrolled to.
    looked_at: Option<usize>,
    /// The row of the design that is looked at is to have the keyboard.
    waiting: Option<Waiting>,
    /// The rows that were in sight on the last frame; only those exist.
    in_sight: Range<usize>,
}

/// What happened to the rows on a frame.
#[derive(Default)]
struct Touched {
    clicked: Option<usize>,
    hovered: Option<usize>,
    /// The row that keys lead to.
    stepped: Option<usize>,
    /// The row that was to have the keyboard has it.
    is_focused: bool,
    /// The rows that were shown.
    shown: Range<usize>,
}

/// What stands out.
struct Marked<'a> {
    looked_at: Option<usize>,
    hovered: Option<usize>,
    /// Pinned designs with their letters.
    letters: &'a [(Option<usize>, &'static str)],
    /// The one design whose row the Tab key reaches while that of the design that is looked at is out of sight; arrows
    /// lead to the others.
    stand_in: Option<usize>,
    /// It takes the keyboard.
    takes_keyboard: bool,
}

impl DesignTable {
    /// Shows the table in all the space that `ui` has.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        scene: &mut Scene<'_>,
        shown: &Shown,
        listing: &mut Listing,
        (pinned, pointed): (&mut Vec<Design>, &mut Pointed),
    ) {
        let looked_at = shown.exploration.find(scene.session.design());
        let is_new = self.looked_at != looked_at;
        self.looked_at = looked_at;
        let row_of = |index: usize| shown.rows.designs.iter().position(|other| *other == index);
        let axes = shown.exploration.space().axes();
        let choices: Vec<String> = axes.iter().map(|axis| axis.label.clone()).collect();
        let columns = choices.len() + shown.objectives.len();
        let letters: Vec<_> = pinned.iter().map(|design| shown.exploration.find(design)).zip(LETTERS).collect();
        let rows = &shown.rows.designs;
        let row = looked_at.and_then(row_of);
        self.waiting = self.waiting.and_then(|waiting| waiting.go_on(ui)).filter(|_| row.is_some());
        let marked = Marked {
            looked_at,
            hovered: pointed.design(),
            letters: &letters,
            stand_in: self.stand_in(row, rows),
            takes_keyboard: self.waiting.is_some(),
        };
        let mut touched = Touched::default();
        if self.waiting.is_some() {
            // Keys go on leading through the rows while the row that they led to is scrolled to.
            touched.stepped = row.and_then(|row| steps::row_after(ui, row, rows.len()));
        }
        egui::ScrollArea::horizontal().auto_shrink([false, false]).show(ui, |ui| {
            let mut table = TableBuilder::new(ui)
                .striped(true)
                .resizable(true)
                // Of each row one cell has the keyboard, not all.
                .sense(Sense::CLICK)
                .cell_layout(Layout::left_to_right(Align::Center))
                .column(Column::exact(44.0))
                .column(Column::exact(58.0));
            for _ in 0..choices.len() {
                table = table.column(Column::initial(108.0).at_least(60.0).clip(true));
            }
            for _ in 0..shown.objectives.len() {
                table = table.column(Column::initial(92.0).at_least(60.0).clip(true));
            }
            if let Some(row) = row.filter(|_| is_new) {
                table = table.scroll_to_row(row, None);
            }
            table
                .header(36.0, |mut header| {
                    header.col(|_| {});
                    header.col(|ui| head_of_certainty(ui, scene.session.project(), shown));
                    for position in 0..columns {
                        header.col(|ui| head(ui, scene, shown, listing, (position, &choices)));
                    }
                })
                .body(|body| {
                    body.rows(ROW_HEIGHT, rows.len(), |mut row| {
                        let index = rows[row.index()];
                        show_row(&mut row, scene, shown, (index, &marked), &mut touched);
                    });
                });
        });
        if let Some(index) = touched.hovered {
            pointed.set(index);
        }
        if touched.is_focused {
            self.waiting = None;
        }
        self.see(ui, touched.shown);
        if let Some(design) = touched.clicked.and_then(|index| shown.exploration.design(index)) {
            pick_up(ui, scene, pinned, design);
            self.waiting = Some(Waiting::now(ui));
        }
        let stepped = touched.stepped.and_then(|row| rows.get(row));
        if let Some(design) = stepped.and_then(|index| shown.exploration.design(*index)) {
            scene.ask(Action::LookAt(design));
            self.waiting = Some(Waiting::now(ui));
        }
    }
}

impl DesignTable {
    /// The first design in sight where the row of the one that is looked at is not.
    fn stand_in(&self, row: Option<usize>, rows: &[usize]) -> Option<usize> {
        let is_in_sight = row.is_some_and(|row| self.in_sight.contains(&row));
        if is_in_sight { None } else { rows.get(self.in_sight.start).or(rows.first()).copied() }
    }

    fn see(&mut self, ui: &Ui, rows: Range<usize>) {
        if self.in_sight != rows {
            self.in_sight = rows;
            // Which row the Tab key reaches shows from the next frame on.
            ui.ctx().request_repaint();
        }
    }
}

fn show_row(
    row: &mut TableRow<'_, '_>,
    scene: &Scene<'_>,
    shown: &Shown,
    (index, marked): (usize, &Marked<'_>),
    touched: &mut Touched,
) {
    row.set_selected(marked.looked_at == Some(index));
    if marked.hovered == Some(index) {
        row.set_hovered(true);
    }
    let design = shown.exploration.design(index).unwrap_or_default();
    let place = row.index();
    let first = if touched.shown.is_empty() { place } else { touched.shown.start.min(place) };
    touched.shown = first..touched.shown.end.max(place + 1);
    row.col(|ui| {
        show_handle(ui, shown, (place, index), marked, touched);
        status(ui, scene.session.project(), shown, index);
        if let Some((_, letter)) = marked.letters.iter().find(|(pinned, _)| *pinned == Some(index)) {
            ui.add(egui::Label::new(strong(*letter)).selectable(false));
        }
    });
    row.col(|ui| show_certainty(ui, shown, index));
    for axis in shown.exploration.space().axes() {
        let pick = design.picks.get(&axis.choice);
        let pick = pick.map_or_else(|| "as drawn".to_owned(), |pick| axis.option_label(pick));
        row.col(|ui| {
            ui.add(egui::Label::new(pick).truncate().selectable(false));
        });
    }
    for key in &shown.objectives {
        row.col(|ui| {
            let quality = shown.exploration.quality(index, key);
            let text = quality.as_ref().map_or_else(|| "unknown".to_owned(), quality_text);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.add(egui::Label::new(text).truncate().selectable(false));
            });
        });
    }
    if row.response().clicked() {
        touched.clicked = Some(index);
    }
    if row.response().hovered() {
        touched.hovered = Some(index);
    }
}

/// The row for assistive technology and for the keyboard; a click on it is a click on the row.
fn show_handle(ui: &Ui, shown: &Shown, (row, index): (usize, usize), marked: &Marked<'_>, touched: &mut Touched) {
    let is_selected = marked.looked_at == Some(index);
    let is_stop = is_selected || marked.stand_in == Some(index);
    let sense = if is_stop { Sense::click() } else { Sense::CLICK };
    let handle = ui.interact(ui.max_rect(), ui.scope_id().with(index), sense);
    let name = format!("Design {}", shown.exploration.ordinal_text(index));
    handle.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_selected, &name));
    if handle.clicked() {
        touched.clicked = Some(index);
    }
    if handle.hovered() {
        touched.hovered = Some(index);
    }
    if is_selected && marked.takes_keyboard {
        handle.request_focus();
        touched.is_focused = true;
    }
    if handle.has_focus() {
        let stroke = Stroke::new(1.5, palette(ui.visuals()).accent);
        ui.painter().rect_stroke(ui.max_rect(), 2, stroke, StrokeKind::Inside);
        touched.stepped = steps::row_after(ui, row, shown.rows.designs.len()).or(touched.stepped);
    }
}

fn head_of_certainty(ui: &mut Ui, project: &Project, shown: &Shown) {
    let text = "In how many of all draws of what was measured the design meets every limit and is on the front. From \
                95 % on that is certain; what is dominated, or misses a limit, in 95 % of them is certainly so; the \
                rest is undecided.";
    let head = egui::Label::new(RichText::new("On the front in").small()).wrap();
    ui.add(head).on_hover_ui(|ui| {
        ui.label(text);
        ui.label(draws_in_words(project, shown));
    });
}

fn show_certainty(ui: &mut Ui, shown: &Shown, index: usize) {
    let Some((percent, standing)) = certainty(shown, index) else { return };
    let colors = palette(ui.visuals());
    let color = if standing == Standing::Undecided { colors.caution } else { colors.weak };
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let text = RichText::new(format!("{percent:.0} %")).color(color);
        ui.add(egui::Label::new(text).selectable(false));
    });
}

/// A click on a design looks at it; with the command key it pins it, or takes the pin out.
pub(super) fn pick_up(ui: &Ui, scene: &mut Scene<'_>, pinned: &mut Vec<Design>, design: Design) {
    if ui.input(|input| input.modifiers.command) {
        toggle(pinned, design);
    } else {
        scene.ask(Action::LookAt(design));
    }
}

fn head(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    shown: &Shown,
    listing: &mut Listing,
    (position, choices): (usize, &[String]),
) {
    let project = std::sync::Arc::clone(scene.session.project());
    let axis = shown.exploration.space().axes().get(position);
    let way = axis.and_then(|axis| way_to(&project, &axis.choice));
    let (column, text, hint) = if let Some(choice) = choices.get(position) {
        (SortColumn::Choice(position), choice.clone(), choice.clone())
    } else {
        let objective = position - choices.len();
        let key = &shown.objectives[objective];
        let hint = format!("{}: {}", project.measure_name(key), key.measure.direction().label());
        (SortColumn::Objective(objective), key.measure.label().to_owned(), hint)
    };
    let (sorted, descending) = listing.sorting;
    let direction = match (sorted == column, descending) {
        (true, false) => ", ascending",
        (true, true) => ", descending",
        (false, _) => "",
    };
    let text = if sorted == column { strong(text) } else { RichText::new(text) };
    let button = egui::Button::new(text.small()).frame(false).wrap();
    let click = if way.is_some() { "Click to sort, right-click to go to its element." } else { "Click to sort." };
    let response = ui.add(button).on_hover_text(format!("{hint}{direction}. {click}"));
    if response.clicked() {
        listing.sorting = (column, sorted == column && !descending);
    }
    if let Some((element, words)) = way {
        response.context_menu(|ui| {
            if ui.button(words).clicked() {
                go_to(scene, &element);
            }
        });
    }
}

fn status(ui: &mut Ui, project: &Project, shown: &Shown, index: usize) {
    let palette = palette(ui.visuals());
    let (sign, color) = match fate(shown, index) {
        Fate::OnFront => (Sign::Check, palette.good),
        Fate::Dominated => (Sign::Check, palette.weak),
        Fate::Incomparable => (Sign::Question, palette.weak),
        Fate::Undecided => (Sign::Question, palette.caution),
        Fate::Infeasible => (Sign::Cross, palette.bad),
    };
    show_sign(ui, sign, color).on_hover_ui(|ui| {
        for reason in reasons(project, shown, index) {
            ui.label(reason);
        }
    });
}
