//! The page "Choose", in order of importance: one measure after the other decides among what those before it have left.

use egui::{Align, Label, Layout, Ui};

use super::gaps::{difference, grounds};
use super::lines::{MOST_LISTED, section, show_design, show_look, title};
use super::ordering::{Ordering, usual_order};
use super::rejection::risk;
use super::state::Shown;
use crate::gui::Scene;
use crate::gui::fields::{caption, hinted_quantity_field, name, pick};
use crate::gui::theme::{STEP, palette, strong};
use crate::model::{MeasureKey, Quantity};
use crate::tradeoff::{Ordered, Turn};

/// Measures, the most important first, each with the difference from the best that is passed over, in its unit.
type Goals = Vec<(MeasureKey, f64)>;

/// What the page remembers between frames.
#[derive(Default)]
pub(super) struct OrderPage {
    /// `None` while the order is that of the stated weights.
    goals: Option<Goals>,
    pub ordering: Option<Ordering>,
}

impl OrderPage {
    /// Shows the page in all the space that `ui` has.
    pub fn show(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, shown: &Shown) {
        let axes = &shown.front.axes;
        let usual = || usual_order(scene.session.project(), axes);
        let mut goals = self.goals.clone().unwrap_or_else(usual);
        goals.retain(|(key, _)| axes.contains(key));
        let ordering = Ordering::now(self.ordering.take(), shown, &goals, scene.session.is_gesturing());
        crate::gui::requirements::scroll(ui, "order", |ui| {
            let changed = show_goals(ui, scene, shown, &ordering);
            show_left(ui, scene, shown, &ordering);
            show_turns(ui, scene, &ordering);
            if let Some(changed) = changed {
                self.goals = Some(changed);
                ui.ctx().request_repaint();
            }
            let is_stated = self.goals.is_none();
            if !is_stated && ui.button("As stated").on_hover_text("By the points of the requirements").clicked() {
                self.goals = None;
                ui.ctx().request_repaint();
            }
        });
        self.ordering = Some(ordering);
    }

    /// The first design that is left.
    pub fn best(&self) -> Option<usize> {
        self.ordering.as_ref()?.ordered.winners.first().copied()
    }
}

/// The measures in their order; gives them anew when something about them was changed.
fn show_goals(ui: &mut Ui, scene: &Scene<'_>, shown: &Shown, ordering: &Ordering) -> Option<Goals> {
    let mut changed = None;
    section(ui, "In this order", |ui| {
        caption(
            ui,
            "The first measure decides. What is no further from the best than its tolerance goes on to the next; nothing \
             of a later one makes up for an earlier one.",
        );
        ui.add_space(STEP);
        let mut before = shown.front.members.len();
        for (position, step) in ordering.ordered.steps.iter().enumerate() {
            changed = show_goal(ui, scene, ordering, position).or(changed.take());
            let key = &ordering.goals[position].0;
            let what = match step.limit {
                Some(limit) => {
                    let limit = Quantity::estimated(limit, key.measure.unit());
                    format!("{} {limit}", key.measure.direction().symbol())
                }
                None => "known for none of them".to_owned(),
            };
            caption(ui, &format!("{what}: {} of {before} left", step.stay));
            show_close(ui, scene, shown, ordering, position);
            before = step.stay;
            ui.add_space(STEP);
        }
        let is_free = |key: &&MeasureKey| !ordering.goals.iter().any(|(goal, _)| goal == *key);
        let project = scene.session.project();
        let free = shown.front.axes.iter().filter(is_free);
        let free: Vec<_> = free.map(|key| (Some(key.clone()), project.measure_name(key))).collect();
        if !free.is_empty()
            && let Some(Some(key)) = pick(ui, "further measure", "Further measure", &None, &free)
        {
            changed = Some(ordering.goals.iter().cloned().chain([(key, 0.0)]).collect());
        }
    });
    changed
}

fn show_goal(ui: &mut Ui, scene: &Scene<'_>, ordering: &Ordering, position: usize) -> Option<Goals> {
    let goals = &ordering.goals;
    let (key, tolerance) = &goals[position];
    let title = scene.session.project().measure_name(key);
    let mut changed = None;
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let drop = ui.small_button("×").on_hover_text("Leaves the measure out of the order");
            name(&drop, &format!("Leave {title} out"));
            let can_fall = position + 1 < goals.len();
            let down = ui.add_enabled(can_fall, egui::Button::new("↓").small()).on_hover_text("Less important");
            name(&down, &format!("Move {title} down"));
            let up = ui.add_enabled(position > 0, egui::Button::new("↑").small()).on_hover_text("More important");
            name(&up, &format!("Move {title} up"));
            let moved = |from: usize, to: usize| {
                let mut goals = goals.clone();
                goals.swap(from, to);
                Some(goals)
            };
            if drop.clicked() {
                let others = goals.iter().enumerate().filter(|(place, _)| *place != position);
                changed = Some(others.map(|(_, goal)| goal.clone()).collect());
            } else if down.clicked() {
                changed = moved(position, position + 1);
            } else if up.clicked() {
                changed = moved(position, position - 1);
            }
            let unit = key.measure.unit();
            // Without a tolerance the field is empty.
            let value = if *tolerance > 0.0 { Quantity::estimated(*tolerance, unit) } else { Quantity::unknown(unit) };
            let label = format!("Tolerance of {title}");
            let id = ("tolerance", key.measure.key(), &title);
            let objection = |amount: f64| (amount < 0.0).then_some("A tolerance is 0 or more.");
            if let Some(new) = hinted_quantity_field(ui, id, (&label, 76.0, "none"), (value, unit), objection) {
                let mut goals = goals.clone();
                goals[position].1 = new.amount_in(unit).unwrap_or(0.0);
                changed = Some(goals);
            }
            caption(ui, "tolerance");
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let direction = key.measure.direction().label();
                let label = Label::new(strong(format!("{}. {title}", position + 1))).truncate();
                ui.add(label).on_hover_text(format!("{title}: {direction}"));
            });
        });
    });
    changed
}

/// What a step leaves out although what was measured does not tell it apart from what is left.
fn show_close(ui: &mut Ui, scene: &Scene<'_>, shown: &Shown, ordering: &Ordering, position: usize) {
    let Some((winner, close)) = ordering.ordered.winners.first().zip(ordering.close.get(position)) else { return };
    let Some((index, gap)) = close.first() else { return };
    let others = match close.len() - 1 {
        0 => String::new(),
        1 => " One more is as close.".to_owned(),
        more => format!(" {more} more are as close."),
    };
    let text = format!(
        "{} is left out here, but cannot be told apart from what is left by what was measured: {}.{others}",
        title(scene, *index),
        grounds(scene.session.project(), shown, (*winner, *index), &[gap])
    );
    ui.colored_label(palette(ui.visuals()).caution, text);
}

fn show_left(ui: &mut Ui, scene: &mut Scene<'_>, shown: &Shown, ordering: &Ordering) {
    let Ordered { winners, .. } = &ordering.ordered;
    section(ui, "Best in this order", |ui| {
        if winners.len() > 1 {
            let text = if winners.len() == shown.front.members.len() {
                "All designs of the front: the order tells none of them apart.".to_owned()
            } else {
                format!("{} designs that the order does not tell apart:", winners.len())
            };
            caption(ui, &text);
        }
        for (place, index) in winners.iter().take(MOST_LISTED).enumerate() {
            show_design(ui, scene, (*index, place == 0), ("", -1.0));
        }
        if winners.len() > MOST_LISTED {
            caption(ui, &format!("and {} more", winners.len() - MOST_LISTED));
        }
        if let Some(best) = winners.first() {
            if let Some(risk) = risk(shown, *best) {
                ui.colored_label(palette(ui.visuals()).caution, risk);
            }
            ui.add_space(STEP);
            show_look(ui, scene, *best, "Look at the best");
        }
    });
}

/// What would turn the choice, a sentence each.
fn show_turns(ui: &mut Ui, scene: &Scene<'_>, ordering: &Ordering) {
    let project = scene.session.project();
    let flips = &ordering.flips;
    let mut sentences = Vec::new();
    for ((key, _), flip) in ordering.goals.iter().zip(&flips.tolerances) {
        let measure = project.measure_name(key);
        let sentence = |words: &str, turn: &Turn, rounds_up: bool| {
            let tolerance = difference(rounded(turn.tolerance, rounds_up), key.measure.unit());
            let side = if rounds_up { format!("{tolerance} {words}") } else { format!("{words} {tolerance}") };
            format!("with a tolerance of {side} on {measure}: {}", named(scene, &turn.winners))
        };
        sentences.extend(flip.below.as_ref().map(|turn| sentence("less than", turn, false)));
        sentences.extend(flip.above.as_ref().map(|turn| sentence("or more", turn, true)));
    }
    for (position, winners) in flips.swaps.iter().enumerate() {
        let measure = |position: usize| project.measure_name(&ordering.goals[position].0);
        if let Some(winners) = winners {
            let (earlier, later) = (measure(position), measure(position + 1));
            sentences.push(format!("if {later} came before {earlier}: {}", named(scene, winners)));
        }
    }
    section(ui, "What would turn it", |ui| {
        if sentences.is_empty() && flips.is_complete {
            ui.label("No tolerance, and no two neighbours that change places.");
        }
        for sentence in sentences {
            ui.label(format!("• {sentence}"));
        }
        if !flips.is_complete {
            caption(ui, "The front is so large that not every tolerance was tried.");
        }
    });
}

/// The first of some designs, and how many more there are.
fn named(scene: &Scene<'_>, designs: &[usize]) -> String {
    match designs {
        [] => "none".to_owned(),
        [index] => title(scene, *index),
        [index, others @ ..] => format!("{} and {} more", title(scene, *index), others.len()),
    }
}

/// A tolerance with three digits, on the side on which what is said of it still holds.
fn rounded(tolerance: f64, rounds_up: bool) -> f64 {
    if tolerance <= 0.0 || !tolerance.is_finite() {
        return tolerance;
    }
    let scale = 10_f64.powf(2.0 - tolerance.log10().floor());
    let scaled = tolerance * scale;
    // What is a short number already stays.
    if (scaled - scaled.round()).abs() < 1e-6 {
        return scaled.round() / scale;
    }
    if rounds_up { scaled.ceil() / scale } else { scaled.floor() / scale }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_a_rounded_tolerance_holds() {
        for (tolerance, less, more) in
            [(1.5625, 1.56, 1.57), (2.0, 2.0, 2.0), (0.012_345, 0.0123, 0.0124), (0.0, 0.0, 0.0)]
        {
            let near = |found: f64, expected: f64| (found - expected).abs() < 1e-12;
            assert!(near(rounded(tolerance, false), less), "{tolerance}: {}", rounded(tolerance, false));
            assert!(near(rounded(tolerance, true), more), "{tolerance}: {}", rounded(tolerance, true));
        }
        assert!((rounded(123_456.0, true) - 124_000.0).abs() < 1e-6);
        assert_eq!(rounded(f64::INFINITY, true), f64::INFINITY);
    }
}
