//! The class on a projector: one slide at a time in large type, revealed step by step.

use egui::{Align, Button, Frame, Key, Layout, Margin, Modifiers, RichText, ScrollArea, Ui};

use super::axes::Axes;
use super::groups::{show_design, show_text};
use super::plot::{self, Scale};
use super::sheet::Sizes;
use super::shown::Shown;
use super::slides::{Place, Slide, after_groups, slides};
use super::{matrix, regret, thresholds, vote};
use crate::gui::Scene;
use crate::gui::fields::{at_the_right, name};
use crate::gui::theme::{self, STEP, palette};
use crate::model::counted;

/// Size of text in tables; small lines are 22 points.
const TEXT: f32 = 26.0;
/// Where ranks stand.
const RANKS: Sizes = Sizes { names: 300.0, column: [150.0, 240.0], row: 52.0, head: 76.0, text: TEXT };
/// Where limits stand: up to three lines each.
const LIMITS: Sizes = Sizes { names: 330.0, column: [290.0, 360.0], row: 104.0, head: 76.0, text: TEXT };
/// Where regret stands.
const REGRET: Sizes = Sizes { names: 340.0, column: [150.0, 240.0], row: 52.0, head: 76.0, text: TEXT };
/// Marks and names on the plot.
const SCALE: Scale = Scale { mark: 11.0, text: 22.0 };

/// Height of a row that still holds a line of text.
const LOWEST_ROW: f32 = 38.0;

/// Room below for sentences that come last.
const BELOW_RANKS: f32 = 230.0;
const BELOW_REGRET: f32 = 90.0;
const BELOW_PLOT: f32 = 90.0;
/// Height that a table or a plot has in any window.
const LEAST: f32 = 120.0;

/// Where the presentation is.
#[derive(Default)]
pub(super) struct Presentation {
    place: Place,
    /// Where it was on the last frame: what is new is scrolled to once.
    seen: Option<Place>,
    /// A number was being typed on the last frame.
    is_typing: bool,
}

/// What a key or a button asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    Forward,
    Back,
    Whole,
    Leave,
}

impl Presentation {
    /// Shows the slide in all the space that `ui` has; gives whether the presentation goes on.
    pub fn show(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, shown: &Shown, axes: &Axes) -> bool {
        let slides = slides(shown);
        self.place = self.place.within(&slides);
        let is_new = self.seen.replace(self.place) != Some(self.place);
        // Esc leaves the field first, which has lost the keyboard by now.
        let mut wish = if self.is_typing { None } else { taken(ui) };
        let whole = ui.max_rect();
        ui.scope(|ui| {
            theme::dress_for_projector(ui);
            let colors = palette(ui.visuals());
            ui.painter().rect_filled(whole, 0, colors.canvas);
            let slide = slides.get(self.place.slide).map_or(Slide::Title, |(slide, _)| *slide);
            egui::Panel::bottom("steps of the presentation")
                .frame(Frame::new().inner_margin(Margin::symmetric(28, 10)))
                .show_separator_line(false)
                .show(ui, |ui| wish = show_steps(ui, self.place, &slides).or(wish));
            let page = egui::CentralPanel::default();
            page.frame(Frame::new().inner_margin(Margin { left: 28, right: 28, top: 20, bottom: 4 }))
                .show(ui, |ui| show_slide(ui, scene, (shown, axes), (slide, self.place.step, is_new)));
        });
        self.is_typing = ui.ctx().text_edit_focused();
        match wish {
            Some(Wish::Forward) => self.place = self.place.forward(&slides),
            Some(Wish::Back) => self.place = self.place.back(&slides),
            Some(Wish::Whole) => self.place = self.place.whole(&slides),
            Some(Wish::Leave) => return false,
            None => return true,
        }
        ui.ctx().request_repaint();
        true
    }
}

/// Takes the keys of the presentation out of the input, unless something that stands over it wants them.
fn taken(ui: &Ui) -> Option<Wish> {
    let context = ui.ctx();
    let is_covered = context.memory(|memory| memory.top_modal_layer().is_some())
        || context.text_edit_focused()
        || egui::Popup::is_any_open(context);
    if is_covered {
        return None;
    }
    let keys = [
        (Key::ArrowRight, Wish::Forward),
        (Key::Space, Wish::Forward),
        // Remote controls for projectors send these.
        (Key::PageDown, Wish::Forward),
        (Key::ArrowLeft, Wish::Back),
        (Key::PageUp, Wish::Back),
        (Key::ArrowDown, Wish::Whole),
        (Key::Escape, Wish::Leave),
    ];
    let wish = context.input_mut(|input| {
        let mut pressed = keys.into_iter().filter(|(key, _)| input.consume_key(Modifiers::NONE, *key));
        pressed.next().map(|(_, wish)| wish)
    });
    if wish.is_some() {
        // Arrows would lead from button to button as well.
        context.memory_mut(|memory| memory.focused().into_iter().for_each(|id| memory.surrender_focus(id)));
    }
    wish
}

/// Where the presentation is, and what leads on.
fn show_steps(ui: &mut Ui, place: Place, slides: &[(Slide, usize)]) -> Option<Wish> {
    let mut wish = None;
    let (done, steps) = (place.step + 1, slides.get(place.slide).map_or(1, |(_, steps)| *steps));
    let text = format!("Slide {} of {}, step {done} of {steps}", place.slide + 1, slides.len());
    ui.horizontal(|ui| {
        let color = palette(ui.visuals()).weak;
        ui.label(RichText::new(text).small().color(color)).on_hover_text(
            "Right or Space: next step. Left: back. Down: all of this slide. Esc: leave. Page keys work as well.",
        );
        at_the_right(ui, |ui| {
            if ui.button("Leave").on_hover_text("Esc").clicked() {
                wish = Some(Wish::Leave);
            }
            let is_last = place.forward(slides) == place;
            let next = ui.add_enabled(!is_last, Button::new("→"));
            name(&next, "Next step");
            if next.on_hover_text("Right or Space").clicked() {
                wish = Some(Wish::Forward);
            }
            let is_first = place.back(slides) == place;
            let back = ui.add_enabled(!is_first, Button::new("←"));
            name(&back, "Step back");
            if back.on_hover_text("Left").clicked() {
                wish = Some(Wish::Back);
            }
        });
    });
    wish
}

fn show_slide(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    (shown, axes): (&Shown, &Axes),
    (slide, step, is_new): (Slide, usize, bool),
) {
    let groups = shown.comparison.groups.len();
    if let Some(title) = slide.title() {
        ui.label(RichText::new(title).heading());
        ui.add_space(2.0 * STEP);
    }
    match slide {
        Slide::Title => show_title(ui, shown),
        Slide::Matters => show_matters(ui, shown, step, is_new),
        Slide::Limits => thresholds::show_table(ui, shown, LIMITS, (step, is_new)),
        Slide::Choices => {
            let reference = step > groups + 1;
            let told = plot::Told { groups: step.min(groups), best: step > groups, reference };
            plot::show(ui, shown, axes, told, (SCALE, (ui.available_height() - BELOW_PLOT).max(LEAST)));
            if told.best {
                plot::show_legend(ui, shown, axes, told);
            }
        }
        Slide::Words => show_words(ui, shown, step),
        Slide::Regret => {
            let reference = step > groups + 1;
            let told = regret::Told { judges: step.min(groups), sums: step > groups, reference };
            leaving(ui, BELOW_REGRET, |ui| {
                let sizes = fitted(ui, REGRET, regret::rows(shown));
                regret::show_table(ui, shown, sizes, told, is_new);
            });
            if told.sums {
                regret::show_compromise(ui, shown);
            }
        }
        Slide::Vote => vote::show(ui, scene, shown),
    }
}

fn show_title(ui: &mut Ui, shown: &Shown) {
    let title = Some(shown.comparison.title.as_str()).filter(|title| !title.is_empty());
    let groups = shown.comparison.groups.len();
    ui.with_layout(Layout::top_down(Align::Center), |ui| {
        ui.add_space(ui.available_height() * 0.32);
        ui.label(RichText::new(title.unwrap_or("What the class decided")).text_style(theme::title()));
        ui.add_space(2.0 * STEP);
        ui.label(counted(groups, "group"));
        ui.add_space(8.0 * STEP);
        let keys = "Right or Space: next step     Left: back     Down: all of a slide     Esc: leave";
        ui.label(RichText::new(keys).small().color(palette(ui.visuals()).weak));
    });
}

/// First the qualities, then group by group, the reference, what nobody names, and how far groups agree.
fn show_matters(ui: &mut Ui, shown: &Shown, step: usize, is_new: bool) {
    let groups = shown.comparison.groups.len();
    let after = after_groups(shown, step.saturating_sub(groups));
    let told = matrix::Told { groups: step.min(groups), reference: after.reference };
    let newest = told.groups.checked_sub(1).filter(|_| is_new && step <= groups);
    leaving(ui, BELOW_RANKS, |ui| {
        let sizes = fitted(ui, RANKS, shown.comparison.qualities.len());
        matrix::show_table(ui, shown, sizes, told, newest);
    });
    if after.missed {
        matrix::show_missed(ui, shown);
    }
    if after.agreement {
        matrix::show_agreement(ui, shown);
    }
}

/// The table with rows as low as they may get, where that brings all of them into sight.
fn fitted(ui: &Ui, sizes: Sizes, rows: usize) -> Sizes {
    let row = (ui.available_height() - sizes.head) / rows.max(1) as f32;
    Sizes { row: row.floor().clamp(LOWEST_ROW, sizes.row), ..sizes }
}

/// Content that leaves so much room below for what is told later: nothing shall move when that is told.
fn leaving(ui: &mut Ui, room: f32, content: impl FnOnce(&mut Ui)) {
    ui.scope(|ui| {
        ui.set_max_height((ui.available_height() - room).max(LEAST));
        content(ui);
    });
    ui.add_space(2.0 * STEP);
}

/// A group in its own words; after all of them the instructor.
fn show_words(ui: &mut Ui, shown: &Shown, step: usize) {
    let class = &shown.comparison;
    let chooser = shown.chooser(step);
    ScrollArea::vertical().id_salt(("words of a group", step)).auto_shrink([false, false]).show(ui, |ui| {
        ui.label(RichText::new(shown.name_of(chooser)).heading().color(palette(ui.visuals()).accent));
        ui.add_space(STEP);
        match class.chosen(chooser) {
            Some(chosen) => show_design(ui, "Chosen", chosen),
            None => drop(ui.label("Nothing was chosen.")),
        }
        let Some(group) = class.groups.get(step) else {
            show_text(ui, "Why", class.reference.as_ref().map_or("", |reference| &reference.rationale), false);
            return;
        };
        show_text(ui, "Why", &group.rationale, group.chosen.is_some());
        if !group.rejected.is_empty() {
            show_design(ui, "Rejected", &group.rejected);
        }
        show_text(ui, "Why not", &group.why_rejected, !group.rejected.is_empty());
    });
}

impl Slide {
    fn title(self) -> Option<&'static str> {
        match self {
            Self::Title => None,
            Self::Matters => Some("What matters to each group"),
            Self::Limits => Some("What each group demands"),
            Self::Choices => Some("What was chosen"),
            Self::Words => Some("Chosen and rejected"),
            Self::Regret => Some("Each choice, judged by all"),
            Self::Vote => Some("Which design would you take now?"),
        }
    }
}
