//! The gallery of styles and patterns: what each is for, what it is expected to bring, its rule; and putting one in.

use std::sync::Arc;

use egui::{Align, Button, Id, Key, Layout, Modal, RichText, ScrollArea, Sense, Stroke, TextEdit, Ui, Vec2};

use super::{Miniature, SketchView, is_on_grid, on_grid, places_around, tool};
use crate::catalog::{Template, TemplateSort, Tendency, catalog};
use crate::edit::template::{clip, insertion};
use crate::gui::Scene;
use crate::gui::fields::{caption, heading, name, primary_button};
use crate::gui::theme::{STEP, palette, strong};
use crate::model::{Point, Project, Rectangle, Style};
use crate::session::{Action, Command};

/// Width of the list.
const LIST: f32 = 230.0;
/// Width of what is said about one template.
const DETAILS: f32 = 440.0;
/// Height of both, where the window has so much.
const HEIGHT: f32 = 460.0;
/// What the window needs besides: heading, search, buttons and margins.
const BESIDES: Vec2 = Vec2::new(80.0, 190.0);
/// Height of the small drawing.
const PICTURE: f32 = 150.0;

/// The gallery while it is open.
#[derive(Default)]
pub(super) struct TemplateGallery {
    search: String,
    /// The entry that is shown, among those that fit the search.
    position: usize,
    /// Whether an entry was chosen with the arrow keys.
    is_chosen: bool,
    miniature: Miniature,
    /// What the small drawing shows.
    drawn: Option<(Style, Arc<Project>)>,
}

/// What the gallery was used for in a frame.
#[derive(Clone, Copy)]
enum Use {
    Nothing,
    Insert,
    Close,
}

impl SketchView {
    /// Shows the gallery, if it is open, and puts in what was chosen.
    pub(super) fn show_gallery(&mut self, ui: &Ui, scene: &mut Scene<'_>) {
        let Some(mut gallery) = self.gallery.take() else { return };
        let found = found(&gallery.search);
        let (up, down, enter, escape) = ui.input(|input| {
            let key = |key| input.key_pressed(key);
            (key(Key::ArrowUp), key(Key::ArrowDown), key(Key::Enter), key(Key::Escape))
        });
        gallery.is_chosen |= up || down;
        gallery.position = (gallery.position + usize::from(down)).saturating_sub(usize::from(up));
        gallery.position = gallery.position.min(found.len().saturating_sub(1));
        // Enter leaves the field: whether it had the keyboard must be asked before.
        let is_typing = ui.ctx().text_edit_focused();
        let shown = Modal::new(Id::unique("templates")).show(ui.ctx(), |ui| gallery.show(ui, &found));
        // Enter in the field takes what is shown; on a button it presses the button.
        let is_meant = enter && is_typing && (gallery.is_chosen || !gallery.search.trim().is_empty());
        match (shown.inner, found.get(gallery.position)) {
            (Use::Insert, Some(template)) => self.insert(scene, template),
            (Use::Nothing, Some(template)) if is_meant => self.insert(scene, template),
            (Use::Close, _) => {}
            _ if escape || shown.should_close() => {}
            _ => self.gallery = Some(gallery),
        }
    }

    /// Puts a template in where nothing is, as close to the middle of the canvas as there is room, and selects it.
    fn insert(&mut self, scene: &mut Scene<'_>, template: &Template) {
        let size = clip(template).extent().unwrap_or_default().size;
        let middle = self.view.to_drawing(self.view.canvas.center());
        let center = self.empty_ground(middle, (size.width, size.height));
        let shape = Rectangle::new(center.x - size.width / 2.0, center.y - size.height / 2.0, size.width, size.height);
        let shape = if is_on_grid(scene) { on_grid(shape) } else { shape };
        let (edits, added) = insertion(scene.session.project(), template, shape.center());
        scene.ask(Action::EditAll(format!("insert {}", template.name), edits));
        scene.ask(Action::Select(added));
        if !self.view.shown().encloses(shape) {
            self.zooming = Some(Command::ZoomToSelection);
        }
    }

    /// A middle for something of this size that lies on no box, note or frame: `middle`, or one close by.
    fn empty_ground(&self, middle: Point, (width, height): (f32, f32)) -> Point {
        let diagram = self.routing.shown();
        let is_free = |at: &Point| {
            let shape = Rectangle::new(at.x - width / 2.0, at.y - height / 2.0, width, height);
            let there = diagram.visible(shape.grown(2.0 * tool::GRID));
            there.boxes.is_empty() && there.notes.is_empty() && there.frames.is_empty()
        };
        // Half steps find the gap nearest to the middle.
        let (across, down) = (width / 2.0 + 2.0 * tool::GRID, height / 2.0 + 2.0 * tool::GRID);
        // A drawing that fills all these places ends somewhere: below it there is room.
        let below = || diagram.extent().map(|all| Point::new(middle.x, all.far_corner().y + height / 2.0 + 2.0 * down));
        places_around(middle, (across, down)).find(is_free).or_else(below).unwrap_or(middle)
    }
}

impl TemplateGallery {
    fn show(&mut self, ui: &mut Ui, found: &[&'static Template]) -> Use {
        let mut used = Use::Nothing;
        let window = ui.ctx().content_rect().size() - BESIDES;
        let height = window.y.clamp(120.0, HEIGHT);
        let width = (window.x - LIST).clamp(160.0, DETAILS);
        heading(ui, "Insert a template");
        let field =
            ui.add(TextEdit::singleline(&mut self.search).hint_text("Search styles and patterns").desired_width(LIST));
        name(&field, "Search templates");
        if ui.memory(|memory| memory.focused().is_none()) {
            field.request_focus();
        }
        if field.changed() {
            self.position = 0;
        }
        ui.add_space(STEP);
        // The line between both is as long as there is room: in a dialog that grows with what is in it, that has to end.
        let strip = Vec2::new(LIST + width + 4.0 * STEP, height);
        ui.allocate_ui_with_layout(strip, Layout::left_to_right(Align::TOP), |ui| {
            ui.allocate_ui(Vec2::new(LIST, height), |ui| {
                ui.set_min_size(Vec2::new(LIST, height));
                ui.vertical(|ui| self.show_list(ui, found, height));
            });
            ui.separator();
            ui.vertical(|ui| {
                ui.set_width(width);
                let Some(template) = found.get(self.position) else {
                    ui.label(RichText::new("No template says that.").color(palette(ui.visuals()).weak));
                    return;
                };
                self.show_details(ui, template, height);
            });
        });
        ui.add_space(STEP);
        ui.horizontal(|ui| {
            let chosen = found.get(self.position);
            if ui.add_enabled_ui(chosen.is_some(), |ui| primary_button(ui, "Insert").clicked()).inner {
                used = Use::Insert;
            }
            if ui.button("Cancel").clicked() {
                used = Use::Close;
            }
        });
        used
    }

    fn show_list(&mut self, ui: &mut Ui, found: &[&'static Template], height: f32) {
        let mut sort = None;
        ScrollArea::vertical().id_salt("templates").max_height(height).auto_shrink([false, false]).show(ui, |ui| {
            for (index, template) in found.iter().enumerate() {
                if sort != Some(template.sort) {
                    sort = Some(template.sort);
                    caption(ui, template.sort.label());
                }
                let is_shown = index == self.position;
                let entry = ui.add(Button::selectable(is_shown, template.name.as_str()));
                if entry.clicked() || (entry.gained_focus() && !is_shown) {
                    self.position = index;
                } else if is_shown
                    && ui.input(|input| input.key_pressed(Key::ArrowUp) || input.key_pressed(Key::ArrowDown))
                {
                    entry.scroll_to_me(None);
                }
            }
        });
    }

    fn show_details(&mut self, ui: &mut Ui, template: &Template, height: f32) {
        ScrollArea::vertical().id_salt("template").max_height(height).auto_shrink([false, false]).show(ui, |ui| {
            ui.label(strong(&template.name));
            ui.label(&template.purpose);
            let is_other = self.drawn.as_ref().is_none_or(|(style, _)| *style != template.style);
            if is_other {
                let project = Project { system: clip(template).system, ..Project::default() };
                self.drawn = Some((template.style, Arc::new(project)));
            }
            if let Some((_, project)) = &self.drawn {
                self.miniature.show(ui, project, PICTURE, &[]);
            }
            caption(ui, "When it is worth it");
            ui.label(&template.when);
            caption(ui, "Its rule, which is checked from then on");
            ui.label(&template.rule);
            show_effects(ui, template);
        });
    }
}

/// What a template is expected to do to qualities, each with an arrow and a word, and where that is written.
pub(super) fn show_effects(ui: &mut Ui, template: &Template) {
    let colors = palette(ui.visuals());
    ui.add_space(STEP);
    caption(ui, "Effects on qualities: expected, not measured");
    for effect in &template.effects {
        let color = match effect.tendency {
            Tendency::Better => colors.good,
            Tendency::Worse => colors.bad,
            Tendency::Depends => colors.caution,
        };
        ui.horizontal(|ui| {
            show_arrow(ui, effect.tendency, Stroke::new(1.6, color));
            ui.label(RichText::new(format!("{}: {}", effect.quality, effect.tendency.label())).color(color));
        });
        ui.indent(&effect.quality, |ui| ui.label(RichText::new(&effect.why).small()));
    }
    let sources = format!("Expected by: {}.", template.sources.join("; "));
    ui.label(RichText::new(sources).small().color(colors.weak));
    let note = "What it does to this system is computed from its own numbers, once it is drawn and used by a scenario.";
    ui.label(RichText::new(note).small().color(colors.weak));
}

/// Up for better, down for worse, both ways where it depends.
fn show_arrow(ui: &mut Ui, tendency: Tendency, stroke: Stroke) {
    let (place, _) = ui.allocate_exact_size(Vec2::splat(14.0), Sense::hover());
    let (top, bottom) = (place.center_top() + Vec2::new(0.0, 1.5), place.center_bottom() - Vec2::new(0.0, 1.5));
    let painter = ui.painter();
    painter.line_segment([top, bottom], stroke);
    let head = |tip: egui::Pos2, down: f32| {
        painter.line(vec![tip + Vec2::new(-3.5, down), tip, tip + Vec2::new(3.5, down)], stroke);
    };
    if tendency != Tendency::Worse {
        head(top, 3.5);
    }
    if tendency != Tendency::Better {
        head(bottom, -3.5);
    }
}

/// Templates that have every word of the search in their name or purpose; styles first, and in each sort those whose name
/// has them before the others.
fn found(search: &str) -> Vec<&'static Template> {
    let search = search.trim().to_lowercase();
    let has_all = |text: &str| {
        let text = text.to_lowercase();
        search.split_whitespace().all(|word| text.contains(word))
    };
    let fits = |template: &&Template| has_all(&format!("{} {}", template.name, template.purpose));
    let mut found: Vec<_> = catalog().templates().iter().filter(fits).collect();
    found.sort_by_key(|template| (template.sort != TemplateSort::Style, !has_all(&template.name)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_search_finds_by_name_and_purpose_and_groups_the_sorts() {
        let all = found("");
        assert_eq!(all.len(), catalog().templates().len());
        let first_pattern = all.iter().position(|template| template.sort == TemplateSort::Pattern).unwrap();
        assert!(all[first_pattern..].iter().all(|template| template.sort == TemplateSort::Pattern));
        let heartbeat: Vec<_> = found("HEARTbeat").iter().map(|template| template.style).collect();
        assert_eq!(heartbeat, [Style::Heartbeat]);
        assert!(found("no such thing").is_empty());
    }
}
