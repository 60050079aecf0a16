//! The last slide: who would take which design, now that every group has been heard. Hands are counted and typed in.

use egui::{Align, Button, DragValue, Layout, Rect, RichText, ScrollArea, Sense, Ui, vec2};

use super::groups::AS_DRAWN;
use super::shown::Shown;
use crate::classroom::{Ballot, Chooser};
use crate::gui::Scene;
use crate::gui::fields::name;
use crate::gui::theme::{STEP, palette, strong};
use crate::model::counted;
use crate::session::Action;
use crate::tradeoff::percent;

/// More people are in no class.
const MOST_HANDS: u32 = 9_999;
/// Height of a bar, and the width of the longest.
const BAR: f32 = 18.0;
const LONGEST: f32 = 560.0;
/// Room for a number between its buttons.
const NUMBER: f32 = 90.0;

/// Shows every design that was chosen, with the hands that were raised for it.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, shown: &Shown) {
    let ballots = shown.comparison.ballots();
    let all: u32 = ballots.iter().fold(0, |sum, ballot| sum.saturating_add(ballot.hands));
    let most = ballots.iter().map(|ballot| ballot.hands).max().unwrap_or_default();
    let text = match all {
        0 => "Hands up for each. Count with + and −, or type the number.".to_owned(),
        all => format!("{} in all.", counted(all as usize, "hand")),
    };
    ui.label(RichText::new(text).small().color(palette(ui.visuals()).weak));
    ui.add_space(2.0 * STEP);
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        for (place, ballot) in ballots.iter().enumerate() {
            ui.push_id(place, |ui| show_ballot(ui, scene, shown, ballot, (all, most)));
            ui.add_space(3.0 * STEP);
        }
    });
}

fn show_ballot(ui: &mut Ui, scene: &mut Scene<'_>, shown: &Shown, ballot: &Ballot, (all, most): (u32, u32)) {
    let who: Vec<&str> = ballot.choosers.iter().map(|chooser| shown.name_of(*chooser)).collect();
    let who = who.join(", ");
    let chosen = ballot.choosers.first().and_then(|chooser| shown.comparison.chosen(*chooser)).unwrap_or_default();
    let options: Vec<&str> = chosen.iter().map(|(_, option)| option.as_str()).collect();
    let design = if options.is_empty() { AS_DRAWN.to_owned() } else { options.join(" · ") };
    let mut hands = ballot.hands;
    ui.horizontal(|ui| {
        let less = ui.add_enabled(hands > 0, Button::new("−"));
        name(&less, &format!("One hand less for {who}"));
        if less.clicked() {
            hands -= 1;
        }
        // Whole hands for the arrow keys; and what stands in a file is changed by nobody but who counts.
        let number = DragValue::new(&mut hands).range(0..=MOST_HANDS).speed(1.0);
        let number = number.clamp_existing_to_range(false).update_while_editing(false);
        let number = ui.add_sized(vec2(NUMBER, ui.spacing().interact_size.y), number);
        name(&number, &format!("Hands for {who}"));
        let more = ui.add_enabled(hands < MOST_HANDS, Button::new("+"));
        name(&more, &format!("One hand more for {who}"));
        if more.clicked() {
            hands += 1;
        }
        ui.add_space(2.0 * STEP);
        ui.with_layout(Layout::top_down(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.y = STEP * 0.5;
            ui.label(strong(design));
            ui.label(RichText::new(who).small().color(palette(ui.visuals()).weak));
            show_bar(ui, ballot.hands, (all, most));
        });
    });
    if hands != ballot.hands {
        let file = |chooser: &Chooser| chooser.group().map_or("", |group| shown.file(group)).to_owned();
        scene.ask(Action::Vote { files: ballot.choosers.iter().map(file).collect(), hands });
    }
}

/// How many of all hands these are: as long as they are many. Before the first one there is room for it, so that nothing
/// moves under the pointer of who counts.
fn show_bar(ui: &mut Ui, hands: u32, (all, most): (u32, u32)) {
    let colors = palette(ui.visuals());
    ui.horizontal(|ui| {
        let longest = LONGEST.min(ui.available_width() * 0.7);
        let (room, _) = ui.allocate_exact_size(vec2(longest, BAR), Sense::hover());
        // The least share is still seen, and no hand has no bar.
        let width = if hands == 0 { 0.0 } else { (longest * hands as f32 / most as f32).max(2.0) };
        if all == 0 {
            return;
        }
        ui.painter().rect_filled(Rect::from_min_size(room.min, vec2(width, BAR)), 3, colors.accent);
        ui.label(RichText::new(percent(f64::from(hands) / f64::from(all))).small());
    });
}
