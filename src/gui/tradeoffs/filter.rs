//! The line above the pictures that says what the brush lets through, frees it piece by piece, and opens the popup in
//! which it is typed.

use egui::{Align, Key, Layout, RichText, ScrollArea, Sense, Ui, UiBuilder, vec2};

use super::ranges;
use super::state::Shown;
use super::wishes::{ViewKind, Wishes};
use crate::gui::Scene;
use crate::gui::fields::{caption, name};
use crate::gui::theme::palette;

/// Shows what is fenced in and how many designs that leaves; without any fence, how to make one. It is always as high as
/// one line: what lies below must not move while a hand draws on it.
///
/// `was_taken` says whether Escape belonged to something else when it was pressed: a text field or a menu gives it up
/// before this is shown.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, shown: &Shown, (wishes, was_taken): (&mut Wishes, bool)) {
    if !wishes.brush.is_empty() && !was_taken && gives_up(ui, scene) {
        wishes.brush.clear();
    }
    let size = vec2(ui.available_width(), ui.spacing().interact_size.y + 4.0);
    let (place, _) = ui.allocate_exact_size(size, Sense::hover());
    let layout = Layout::left_to_right(Align::Center);
    let mut line = ui.new_child(UiBuilder::new().max_rect(place).layout(layout));
    line.set_clip_rect(place.intersect(ui.clip_rect()));
    ranges::show(&mut line, scene, shown, wishes);
    if wishes.brush.is_empty() {
        let hint = match wishes.view {
            ViewKind::Scatter => "Shift+drag over points does so too. A filter holds in all views and in the table.",
            ViewKind::Matrix => "A drag over points does so too. A filter holds in all views and in the table.",
            ViewKind::Parallel => "A drag along an axis does so too. A filter holds in all views and in the table.",
        };
        caption(&mut line, hint);
        return;
    }
    line.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let clear = ui.small_button("Clear filter").on_hover_text("Escape does so too");
        let left = format!("{} of {} designs", shown.filter.count(), shown.exploration.len());
        ui.label(RichText::new(left).color(palette(ui.visuals()).weak));
        ui.with_layout(layout, |ui| {
            ScrollArea::horizontal().id_salt("filter").show(ui, |ui| {
                ui.horizontal(|ui| show_parts(ui, scene, shown, wishes));
            });
        });
        if clear.clicked() {
            wishes.brush.clear();
        }
    });
}

/// Each interval as a button that takes it away.
fn show_parts(ui: &mut Ui, scene: &Scene<'_>, shown: &Shown, wishes: &mut Wishes) {
    let space = shown.exploration.space();
    let mut freed = None;
    for (aspect, intervals) in wishes.brush.parts() {
        let title = aspect.name(scene.session.project(), space);
        for (position, interval) in intervals.iter().enumerate() {
            let text = format!("{title}: {}", aspect.interval_in_words(space, *interval));
            let button = ui.small_button(format!("{text} ×")).on_hover_text("Takes this part of the filter away");
            name(&button, &format!("Remove filter {text}"));
            if button.clicked() {
                freed = Some((aspect.clone(), position));
            }
        }
    }
    if let Some((aspect, position)) = freed {
        let mut intervals = wishes.brush.intervals(&aspect).to_vec();
        intervals.remove(position);
        wishes.brush.set(&aspect, intervals);
    }
}

/// Whether Escape was pressed, and nothing nearer to the hand gives something up by it.
fn gives_up(ui: &Ui, scene: &Scene<'_>) -> bool {
    let context = ui.ctx();
    let is_taken = context.text_edit_focused()
        || context.any_popup_open()
        || scene.session.is_gesturing()
        || ui.memory(|memory| memory.top_modal_layer().is_some());
    !is_taken && ui.input(|input| input.key_pressed(Key::Escape))
}
