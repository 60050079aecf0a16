//! The designs as a table beside the plot: sortable, and one with it in what is looked at.

use egui::{Align, Layout, RichText, Ui};
use egui_extras::{Column, TableBuilder, TableRow};

use super::compare::{LETTERS, toggle};
use super::plots::Pointed;
use super::points::SortColumn;
use super::rejection::{certainty, fate, reasons};
use super::space::{go_to, way_to};
use super::state::Shown;
use super::wishes::Listing;
use crate::gui::Scene;
use crate::gui::fields::{name, quality_text, show_sign};
use crate::gui::icons::Sign;
use crate::gui::theme::{palette, strong};
use crate::model::{Design, Project};
use crate::session::Action;
use crate::tradeoff::Fate;

const ROW_HEIGHT: f32 = 24.0;

/// What the table remembers between frames.
#[derive(Default)]
pub(super) struct DesignTable {
    /// The design that was looked at on the last frame; another one is scrolled to.
    looked_at: Option<usize>,
}

/// What happened to the rows on a frame.
#[derive(Default)]
struct Touched {
    clicked: Option<usize>,
    hovered: Option<usize>,
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
        let is_new = self.looked_at.is_some() && self.looked_at != looked_at;
        self.looked_at = looked_at;
        let row_of = |index: usize| shown.rows.designs.iter().position(|other| *other == index);
        let scroll_to = looked_at.filter(|_| is_new).and_then(row_of);
        let axes = shown.exploration.space().axes();
        let choices: Vec<String> = axes.iter().map(|axis| axis.label.clone()).collect();
        let columns = choices.len() + shown.objectives.len();
        let letters: Vec<_> = pinned.iter().map(|design| shown.exploration.find(design)).zip(LETTERS).collect();
        let marked = (looked_at, pointed.design(), letters.as_slice());
        let mut touched = Touched::default();
        egui::ScrollArea::horizontal().auto_shrink([false, false]).show(ui, |ui| {
            let mut table = TableBuilder::new(ui)
                .striped(true)
                .resizable(true)
                .sense(egui::Sense::click())
                .cell_layout(Layout::left_to_right(Align::Center))
                .column(Column::exact(44.0))
                .column(Column::exact(58.0));
            for _ in 0..choices.len() {
                table = table.column(Column::initial(108.0).at_least(60.0).clip(true));
            }
            for _ in 0..shown.objectives.len() {
                table = table.column(Column::initial(92.0).at_least(60.0).clip(true));
            }
            if let Some(row) = scroll_to {
                table = table.scroll_to_row(row, None);
            }
            table
                .header(36.0, |mut header| {
                    header.col(|_| {});
                    header.col(head_of_certainty);
                    for position in 0..columns {
                        header.col(|ui| head(ui, scene, shown, listing, (position, &choices)));
                    }
                })
                .body(|body| {
                    body.rows(ROW_HEIGHT, shown.rows.designs.len(), |mut row| {
                        let index = shown.rows.designs[row.index()];
                        show_row(&mut row, scene, shown, (index, marked), &mut touched);
                    });
                });
        });
        if let Some(index) = touched.hovered {
            pointed.set(index);
        }
        if let Some(design) = touched.clicked.and_then(|index| shown.exploration.design(index)) {
            pick_up(ui, scene, pinned, design);
        }
    }
}

/// What stands out: the design that is looked at, the one under the pointer, and pinned ones with their letters.
type Marked<'a> = (Option<usize>, Option<usize>, &'a [(Option<usize>, &'static str)]);

fn show_row(
    row: &mut TableRow<'_, '_>,
    scene: &Scene<'_>,
    shown: &Shown,
    (index, (looked_at, hovered, letters)): (usize, Marked<'_>),
    touched: &mut Touched,
) {
    row.set_selected(looked_at == Some(index));
    if hovered == Some(index) {
        row.set_hovered(true);
    }
    let design = shown.exploration.design(index).unwrap_or_default();
    row.col(|ui| {
        // The row's name for assistive technology; a click on it is a click on the row.
        let handle = ui.interact(ui.max_rect(), ui.scope_id().with(index), egui::Sense::click());
        name(&handle, &format!("Design {}", shown.exploration.ordinal_text(index)));
        if handle.clicked() {
            touched.clicked = Some(index);
        }
        if handle.hovered() {
            touched.hovered = Some(index);
        }
        status(ui, scene.session.project(), shown, index);
        if let Some((_, letter)) = letters.iter().find(|(pinned, _)| *pinned == Some(index)) {
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

fn head_of_certainty(ui: &mut Ui) {
    let text = "In how many of all draws of what was measured the design is on the front. From 95 % on it is certain, \
                below 5 % it is certainly dominated, between them undecided. Numbers that are computed for the system \
                keep their values, and designs that are feasible by the numbers as they stand stay so.";
    let head = egui::Label::new(RichText::new("On the front in").small()).wrap();
    ui.add(head).on_hover_text(text);
}

fn show_certainty(ui: &mut Ui, shown: &Shown, index: usize) {
    let Some((percent, word)) = certainty(shown, index) else { return };
    let colors = palette(ui.visuals());
    let color = if word == "undecided" { colors.caution } else { colors.weak };
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
