//! Pinned designs as columns beside each other: choices, standing, numbers, verdicts. The columns share the room that
//! there is, so that four of them fit into a small window.

use egui::{Align, Button, Color32, Label, Layout, RichText, ScrollArea, Shape, Ui, vec2};

use super::compare::LETTERS;
use super::gaps::{Pairs, figure, interval, signed_figure};
use super::rejection::{certainty_of_fate, fate, reasons};
use super::space::{go_to, way_to};
use super::state::Shown;
use crate::analysis::{Quality, Verdict, verdicts};
use crate::gui::Scene;
use crate::gui::fields::{at_the_right, caption, name, outcome_look, quality_text, show_sign};
use crate::gui::theme::{palette, strong};
use crate::model::{Design, MeasureKey, format_number};
use crate::session::Action;
use crate::tradeoff::{Axis, Fate, Gap, intervals_overlap};

/// Room between two columns.
const GAP: f32 = 8.0;
/// Least and most width of the names of rows, and of a design.
const NAMES: [f32; 2] = [96.0, 240.0];
const DESIGN: [f32; 2] = [84.0, 260.0];

/// Designs with their places among all.
type Compared<'a> = &'a [(usize, Design)];

/// How wide the columns are, in points of the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Columns {
    names: f32,
    design: f32,
}

/// Rows of a table, every other one on another ground.
struct Rows {
    columns: Columns,
    shown: usize,
}

/// Shows the designs; gives the one whose pin is to be taken out.
pub(super) fn show(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    shown: &Shown,
    (designs, pairs): (Compared<'_>, &Pairs),
) -> Option<Design> {
    let columns = Columns::within(ui.available_width(), designs.len());
    let scrolled = ScrollArea::horizontal().id_salt("side by side").show(ui, |ui| {
        let mut rows = Rows { columns, shown: 0 };
        let unpinned = show_heads(ui, scene, shown, &mut rows, designs);
        for axis in shown.exploration.space().axes() {
            show_choice(ui, scene, &mut rows, (axis, designs));
        }
        show_standing(ui, scene, shown, &mut rows, designs);
        for key in &shown.objectives {
            show_values(ui, scene, shown, &mut rows, (key, designs, pairs));
        }
        show_verdicts(ui, scene, shown, &mut rows, designs);
        unpinned
    });
    scrolled.inner
}

impl Columns {
    /// Columns for so many designs that fit into `room` if they are wide enough to be read then.
    fn within(room: f32, designs: usize) -> Self {
        let names = (room * 0.24).clamp(NAMES[0], NAMES[1]);
        let design = ((room - names) / designs.max(1) as f32 - GAP).clamp(DESIGN[0], DESIGN[1]);
        Self { names, design }
    }
}

impl Rows {
    /// Shows a row: its name, and a cell for each design.
    fn show<T>(
        &mut self,
        ui: &mut Ui,
        head: impl FnOnce(&mut Ui),
        align: Align,
        (cells, mut cell): (impl IntoIterator<Item = T>, impl FnMut(&mut Ui, T)),
    ) {
        let ground = ui.painter().add(Shape::Noop);
        let row = ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing = vec2(GAP, 2.0);
            column(ui, self.columns.names, Align::Min, head);
            for content in cells {
                column(ui, self.columns.design, align, |ui| cell(ui, content));
            }
        });
        if self.shown % 2 == 1 {
            let color = ui.visuals().faint_bg_color;
            ui.painter().set(ground, Shape::rect_filled(row.response.rect.expand2(vec2(4.0, 2.0)), 2, color));
        }
        self.shown += 1;
    }
}

fn column(ui: &mut Ui, width: f32, align: Align, content: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(align), |ui| {
        ui.set_width(width);
        content(ui);
    });
}

fn show_heads(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    shown: &Shown,
    rows: &mut Rows,
    designs: Compared<'_>,
) -> Option<Design> {
    let mut unpinned = None;
    let cells = designs.iter().zip(LETTERS);
    let cell = |ui: &mut Ui, ((index, design), letter): (&(usize, Design), &str)| {
        ui.horizontal(|ui| {
            ui.label(strong(letter));
            at_the_right(ui, |ui| {
                let close = ui.small_button("×").on_hover_text("Take the pin out");
                name(&close, &format!("Take the pin out of {letter}"));
                if close.clicked() {
                    unpinned = Some(design.clone());
                }
            });
        });
        ui.spacing_mut().button_padding.x = 4.0;
        let title = format!("Design {}", shown.exploration.ordinal_text(*index));
        let is_looked_at = scene.session.design() == design;
        let head = ui.add(Button::selectable(is_looked_at, strong(&title)).truncate());
        name(&head, &format!("{letter}  {title}"));
        if head.on_hover_text(format!("{title}: look at it")).clicked() {
            scene.ask(Action::LookAt(design.clone()));
        }
    };
    rows.show(ui, |_| {}, Align::Min, (cells, cell));
    unpinned
}

/// Options that are not the same for all stand out; the name of a choice leads to its element.
fn show_choice(ui: &mut Ui, scene: &mut Scene<'_>, rows: &mut Rows, (axis, designs): (&Axis, Compared<'_>)) {
    let colors = palette(ui.visuals());
    let head = |ui: &mut Ui| match way_to(scene.session.project(), &axis.choice) {
        Some((element, words)) => {
            if ui.link(&axis.label).on_hover_text(words).clicked() {
                go_to(scene, &element);
            }
        }
        None => drop(ui.label(&axis.label)),
    };
    let picks: Vec<_> = designs.iter().map(|(_, design)| design.picks.get(&axis.choice)).collect();
    let differs = picks.windows(2).any(|pair| pair[0] != pair[1]);
    let text = |pick: Option<_>| pick.map_or_else(|| "as drawn".to_owned(), |pick| axis.option_label(pick));
    let cell = |ui: &mut Ui, text: String| {
        ui.label(if differs { strong(text).color(colors.accent) } else { RichText::new(text).color(colors.weak) });
    };
    rows.show(ui, head, Align::Min, (picks.into_iter().map(text), cell));
}

fn show_standing(ui: &mut Ui, scene: &Scene<'_>, shown: &Shown, rows: &mut Rows, designs: Compared<'_>) {
    let colors = palette(ui.visuals());
    let cell = |ui: &mut Ui, index: usize| {
        let (text, color) = match fate(shown, index) {
            Fate::OnFront => ("on the front", colors.good),
            Fate::Dominated => ("dominated", colors.weak),
            Fate::Incomparable => ("not comparable", colors.caution),
            Fate::Undecided => ("cannot be judged yet", colors.caution),
            Fate::Infeasible => ("infeasible", colors.bad),
        };
        let told = |ui: &mut Ui| {
            for reason in reasons(scene.session.project(), shown, index) {
                ui.label(reason);
            }
        };
        ui.label(RichText::new(text).color(color)).on_hover_ui(told);
        if let Some((percent, is_certain)) = certainty_of_fate(shown, index) {
            let color = if is_certain { colors.weak } else { colors.caution };
            ui.label(small(format!("in {percent:.0} % of draws"), color)).on_hover_ui(told);
        }
    };
    let head = |ui: &mut Ui| drop(ui.label("Standing"));
    rows.show(ui, head, Align::Min, (designs.iter().map(|(index, _)| *index), cell));
}

/// The values of a measure; unit and direction stand once, beside its name.
fn show_values(
    ui: &mut Ui,
    scene: &Scene<'_>,
    shown: &Shown,
    rows: &mut Rows,
    (key, designs, pairs): (&MeasureKey, Compared<'_>, &Pairs),
) {
    let head = |ui: &mut Ui| {
        ui.label(scene.session.project().measure_name(key));
        let (unit, direction) = (key.measure.unit().symbol(), key.measure.direction().label());
        caption(ui, &if unit.is_empty() { direction.to_owned() } else { format!("{unit}, {direction}") });
    };
    let qualities: Vec<_> = designs.iter().map(|(index, _)| shown.quality(*index, key)).collect();
    let first = qualities.first().and_then(Option::as_ref);
    let cell = |ui: &mut Ui, (place, quality): (usize, &Option<Quality>)| {
        show_value(ui, key, (quality.as_ref(), first.filter(|_| place > 0)), pairs.to_first(place, key));
    };
    rows.show(ui, head, Align::Max, (qualities.iter().enumerate(), cell));
}

/// A value with its difference from that of the first design, and whether what was measured tells them apart.
fn show_value(
    ui: &mut Ui,
    key: &MeasureKey,
    (quality, first): (Option<&Quality>, Option<&Quality>),
    gap: Option<&Gap>,
) {
    let colors = palette(ui.visuals());
    let Some(quality) = quality else {
        ui.label(RichText::new("not measured").color(colors.weak));
        return;
    };
    let unit = key.measure.unit();
    let (whole, is_number) = (quality_text(quality), quality.quantity.is_known() && !quality.is_overloaded());
    let value = ui.label(if is_number { figure(quality.quantity, unit) } else { whole.clone() });
    name(&value, &whole);
    let interval_in_words = quality.interval.map_or_else(String::new, |(low, high)| {
        format!(", 95 % interval {} to {}", format_number(low), format_number(high))
    });
    value.on_hover_text(format!("{whole}{interval_in_words}"));
    let amounts = quality.quantity.amount_in(unit).zip(first.and_then(|first| first.quantity.amount_in(unit)));
    // What reads the same is the same to whoever decides.
    let reads_the_same = first.is_some_and(|first| quality_text(first) == whole);
    let Some((own, other)) = amounts.filter(|(own, other)| own != other && !reads_the_same) else { return };
    let text = signed_figure(own - other, unit);
    let drawn = gap.filter(|gap| gap.is_drawn);
    let told = drawn.map(|gap| {
        let ends = interval(gap.difference.interval, unit);
        format!("95 % interval of the difference: {ends}, over all draws of what was measured on both.")
    });
    if drawn.is_some_and(Gap::is_open) {
        let difference = ui.label(small(format!("{text}, not distinguishable"), colors.weak));
        difference.on_hover_text(format!("{} 0 lies within it.", told.unwrap_or_default()));
        return;
    }
    let is_better = key.measure.direction().prefers(own, other);
    let (color, word) = if is_better { (colors.good, "better") } else { (colors.bad, "worse") };
    let difference = ui.label(small(format!("{text} {word}"), color));
    if let Some(told) = told {
        difference.on_hover_text(told);
    } else if first.is_some_and(|first| intervals_overlap(quality, first)) {
        let luck = ui.label(small("≈ may be luck".to_owned(), colors.caution));
        luck.on_hover_text("The 95 % intervals overlap.");
    }
}

fn show_verdicts(ui: &mut Ui, scene: &Scene<'_>, shown: &Shown, rows: &mut Rows, designs: Compared<'_>) {
    let project = scene.session.project();
    let judged: Vec<Vec<Verdict>> =
        designs.iter().map(|(index, _)| verdicts(project, &shown.exploration.qualities(*index))).collect();
    for (place, (_, requirement)) in project.requirements.iter().enumerate() {
        let kind = requirement.kind();
        let head = |ui: &mut Ui| {
            ui.label(&requirement.name);
            caption(ui, &format!("{} ({kind})", requirement.relation()));
        };
        let cell = |ui: &mut Ui, verdict: Option<&Verdict>| {
            let Some(verdict) = verdict else { return };
            let (sign, color, word) = outcome_look(ui.visuals(), verdict.outcome);
            let text = match verdict.worth {
                Some(worth) => format!("{word}, worth {:.0} %", worth * 100.0),
                None => word.to_owned(),
            };
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                show_sign(ui, sign, color);
                ui.add(Label::new(RichText::new(text).color(color)).wrap()).on_hover_text(&verdict.reason);
            });
        };
        rows.show(ui, head, Align::Min, (judged.iter().map(|verdicts| verdicts.get(place)), cell));
    }
}

fn small(text: String, color: Color32) -> RichText {
    RichText::new(text).small().color(color)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_designs_fit_into_the_panel_of_a_small_window() {
        let width = |room: f32, designs: usize| {
            let columns = Columns::within(room, designs);
            columns.names + designs as f32 * (GAP + columns.design)
        };
        // At 1280 points the panel has 588, of which margins take 52.
        for designs in 1..=4 {
            assert!(width(536.0, designs) < 536.1, "{designs}");
            assert!(width(2000.0, designs) < 2000.0, "{designs} are no wider than they need be");
        }
        assert_eq!(Columns::within(100.0, 4).design, DESIGN[0], "where there is no room it scrolls");
    }
}
