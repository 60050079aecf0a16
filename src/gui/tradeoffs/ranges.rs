//! The popup in which filters are typed: ranges of measures and options of choices, for the keyboard and for exact
//! numbers.

use egui::{Button, Checkbox, CollapsingHeader, Frame, Id, Key, Margin, Popup, PopupCloseBehavior, ScrollArea, Ui};

use super::brush::{Aspect, Brush, Interval};
use super::state::Shown;
use super::wishes::Wishes;
use crate::gui::Scene;
use crate::gui::fields::{caption, focus_next_field, forget_next_field, hinted_quantity_field, name};
use crate::gui::theme::{STEP, strong};
use crate::model::{MeasureKey, Project, Quantity};
use crate::tradeoff::Axis;

/// Height of the list from which on it is scrolled.
const MOST_HEIGHT: f32 = 420.0;
/// Widths of the names, of the fields, and of it all.
const NAME: f32 = 190.0;
const FIELD: f32 = 100.0;
const WIDTH: f32 = 460.0;
/// Options that are offered one by one; of more, a range is drawn along the parallel axis.
const MOST_OPTIONS: u64 = 48;

/// The button that opens the popup.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, shown: &Shown, wishes: &mut Wishes) {
    let text = match wishes.brush.parts().len() {
        0 => "Filter…".to_owned(),
        count => format!("Filter ({count})…"),
    };
    let button = ui.button(text);
    name(&button, "Filter designs");
    let popup = Popup::default_response_id(&button);
    let opens = popup.with("opens");
    let was_open = Popup::is_id_open(ui.ctx(), popup);
    if button.clicked() && !was_open {
        ui.data_mut(|data| data.insert_temp(opens, true));
    }
    let frame = Frame::popup(ui.style()).inner_margin(Margin::same(12));
    let button = button.on_hover_text("Ranges of measures and options of choices that designs must have");
    Popup::from_toggle_button_response(&button)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .accessible_name("Ranges and options")
        .frame(frame)
        .show(|ui| show_popup(ui, scene, shown, &mut wishes.brush, opens));
    if was_open && !Popup::is_id_open(ui.ctx(), popup) && ui.input(|input| input.key_pressed(Key::Escape)) {
        // Whoever left it by the keyboard goes on where it was opened.
        button.request_focus();
    }
}

fn show_popup(ui: &mut Ui, scene: &Scene<'_>, shown: &Shown, brush: &mut Brush, opens: Id) {
    // Whoever opens it goes on in the first field. While it is being measured nothing can have the keyboard.
    if !ui.is_sizing_pass() && ui.data_mut(|data| data.remove_temp::<bool>(opens)).is_some() {
        focus_next_field(ui.ctx());
    }
    let (project, space) = (scene.session.project(), shown.exploration.space());
    ui.set_width(WIDTH);
    ui.horizontal(|ui| {
        ui.label(strong("Designs to go on with"));
        let clear = ui.add_enabled(!brush.is_empty(), Button::new("Clear all").small());
        name(&clear, "Clear all filters");
        if clear.clicked() {
            brush.clear();
            empty_fields(ui, everything());
        }
    });
    caption(ui, "They lie within every range, both ends included; an empty end is open.");
    ui.add_space(STEP);
    ScrollArea::vertical().max_height(MOST_HEIGHT).auto_shrink([false, true]).show(ui, |ui| {
        show_measures(ui, project, brush, &shown.objectives);
        for axis in space.axes() {
            show_options(ui, brush, axis);
        }
        let others: Vec<_> = shown.exploration.known().iter().filter(|key| !shown.objectives.contains(key)).collect();
        if others.is_empty() {
            return;
        }
        let is_used = |key: &&MeasureKey| !brush.intervals(&Aspect::Measure((*key).clone())).is_empty();
        let further = CollapsingHeader::new("Other measures").default_open(others.iter().any(is_used));
        further.show(ui, |ui| show_measures(ui, project, brush, others));
    });
    // Where there is no measure, no field elsewhere may take the keyboard instead.
    forget_next_field(ui.ctx());
}

/// Stands for the fields of all ranges; with a measure it stands for those of that measure.
fn everything() -> Id {
    Id::unique("all ranges")
}

/// Lets go of what was typed into these fields and could not be read: it stays with the fields that there were so far,
/// and the next ones are others.
fn empty_fields(ui: &Ui, which: Id) {
    ui.data_mut(|data| *data.get_temp_mut_or_default::<u64>(which) += 1);
}

/// How often these fields were emptied.
fn times_emptied(ui: &Ui, which: Id) -> u64 {
    ui.data(|data| data.get_temp(which)).unwrap_or_default()
}

/// The ranges of measures; one without any has a row of empty fields.
fn show_measures<'a>(
    ui: &mut Ui,
    project: &Project,
    brush: &mut Brush,
    keys: impl IntoIterator<Item = &'a MeasureKey>,
) {
    for key in keys {
        let aspect = Aspect::Measure(key.clone());
        let count = brush.intervals(&aspect).len().max(1);
        for position in 0..count {
            ui.horizontal(|ui| show_range(ui, project, brush, (key, &aspect), (position, count)));
        }
    }
}

fn show_range(
    ui: &mut Ui,
    project: &Project,
    brush: &mut Brush,
    (key, aspect): (&MeasureKey, &Aspect),
    (position, count): (usize, usize),
) {
    let title = project.measure_name(key);
    let title = if count > 1 { format!("{title}, range {}", position + 1) } else { title };
    let set = brush.intervals(aspect).get(position).copied();
    let Interval { low, high } = set.unwrap_or(Interval { low: f64::NEG_INFINITY, high: f64::INFINITY });
    ui.vertical(|ui| {
        ui.set_width(NAME);
        ui.label(&title);
        caption(ui, key.measure.direction().label());
    });
    let unit = key.measure.unit();
    let own = everything().with(format!("{aspect:?}"));
    let emptied = (times_emptied(ui, everything()), times_emptied(ui, own));
    let field = |ui: &mut Ui, end: f64, word: &str, is_wrong: &dyn Fn(f64) -> bool| {
        ui.vertical(|ui| {
            ui.set_width(FIELD);
            let objection = |amount| is_wrong(amount).then_some("It lies beyond the other end.");
            let id = ("end of a range", format!("{aspect:?}"), position, word, emptied);
            let label = format!("{title} {word}");
            // An end that is not finite is not known to a quantity, which is what an empty field says.
            let value = Quantity::estimated(end, unit);
            let new = hinted_quantity_field(ui, id, (&label, FIELD, word), (value, unit), objection);
            new.map(|new| new.amount_in(unit))
        })
        .inner
    };
    let least = field(ui, low, "from", &|amount| amount > high);
    let most = field(ui, high, "to", &|amount| amount < low);
    if least.is_some() || most.is_some() {
        let low = least.map_or(low, |least| least.unwrap_or(f64::NEG_INFINITY));
        let high = most.map_or(high, |most| most.unwrap_or(f64::INFINITY));
        replace(brush, aspect, position, Some(Interval { low, high }));
    }
    let close = ui.add_enabled(set.is_some(), Button::new("×").small());
    name(&close, &format!("Clear the filter on {title}"));
    if close.clicked() {
        replace(brush, aspect, position, None);
        empty_fields(ui, own);
    }
}

/// Puts an interval in the place of another one; one that is open at both ends is none.
fn replace(brush: &mut Brush, aspect: &Aspect, position: usize, interval: Option<Interval>) {
    let mut intervals = brush.intervals(aspect).to_vec();
    if position < intervals.len() {
        intervals.remove(position);
    }
    intervals.extend(interval.filter(|interval| interval.low.is_finite() || interval.high.is_finite()));
    brush.set(aspect, intervals);
}

/// The options of a choice, each to let pass or not.
fn show_options(ui: &mut Ui, brush: &mut Brush, axis: &Axis) {
    let aspect = Aspect::Choice(axis.choice.clone());
    ui.add_space(STEP);
    ui.label(&axis.label);
    if axis.count() > MOST_OPTIONS {
        caption(ui, &format!("{} options: a range of them is drawn along the parallel axis.", axis.count()));
        return;
    }
    let mut passes = passing(brush.intervals(&aspect), axis.count());
    let is_last = passes.iter().filter(|passes| **passes).count() == 1;
    ui.horizontal_wrapped(|ui| {
        for position in 0..passes.len() {
            let Some(pick) = axis.pick(position as u64) else { continue };
            let option = axis.option_label(&pick);
            // Without any option no design would be left.
            let may_change = !(is_last && passes[position]);
            let checkbox = ui.add_enabled(may_change, Checkbox::new(&mut passes[position], option.as_str()));
            name(&checkbox, &format!("{}: {option}", axis.label));
            if checkbox.changed() {
                brush.set(&aspect, around(&passes));
            }
        }
    });
}

/// Which of so many options lie in the intervals; all of them where there is none.
fn passing(intervals: &[Interval], options: u64) -> Vec<bool> {
    let passes = |position: u64| intervals.iter().any(|interval| interval.contains(position as f64));
    (0..options).map(|position| intervals.is_empty() || passes(position)).collect()
}

/// The intervals around the options that pass, each ending between two options; none where all pass.
fn around(passes: &[bool]) -> Vec<Interval> {
    if passes.iter().all(|passes| *passes) {
        return Vec::new();
    }
    let passing = passes.iter().enumerate().filter(|(_, passes)| **passes).map(|(position, _)| position as f64);
    passing.map(|position| Interval { low: position - 0.5, high: position + 0.5 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(low: f64, high: f64) -> Interval {
        Interval { low, high }
    }

    #[test]
    fn options_become_intervals_and_back() {
        let aspect = Aspect::Choice("place".into());
        let mut brush = Brush::default();
        for passes in [[true, false, true, true], [false, false, false, true], [true, true, true, true]] {
            brush.set(&aspect, around(&passes));
            assert_eq!(passing(brush.intervals(&aspect), 4), passes);
        }
        assert!(brush.is_empty(), "where all pass there is no filter");
        brush.set(&aspect, around(&[true, true, false, true]));
        assert_eq!(brush.intervals(&aspect), [interval(-0.5, 1.5), interval(2.5, 3.5)]);
    }

    #[test]
    fn a_range_takes_the_place_of_the_one_that_was_changed() {
        let aspect = Aspect::Choice("place".into());
        let mut brush = Brush::default();
        replace(&mut brush, &aspect, 0, Some(interval(5.0, 6.0)));
        assert_eq!(brush.intervals(&aspect), [interval(5.0, 6.0)]);
        brush.set(&aspect, vec![interval(1.0, 2.0), interval(5.0, 6.0)]);
        replace(&mut brush, &aspect, 1, Some(interval(7.0, f64::INFINITY)));
        assert_eq!(brush.intervals(&aspect), [interval(1.0, 2.0), interval(7.0, f64::INFINITY)]);
        replace(&mut brush, &aspect, 0, None);
        replace(&mut brush, &aspect, 0, Some(interval(f64::NEG_INFINITY, f64::INFINITY)));
        assert!(brush.is_empty(), "a range that is open at both ends is none");
    }
}
