//! Looks for an element by name, kind or description, and jumps to it.

use std::sync::Arc;

use egui::{Align2, Area, Button, Frame, Id, Key, RichText, ScrollArea, TextEdit, Ui, Vec2};

use super::elements::spoken;
use super::{SketchView, extent_of};
use crate::diagram::Diagram;
use crate::gui::Scene;
use crate::gui::fields::name;
use crate::gui::theme::palette;
use crate::model::{ElementId, Project, ViewKey};
use crate::session::Action;

/// At most this many finds are listed.
const MOST: usize = 50;

/// A search under way.
#[derive(Debug, Default)]
pub(super) struct Find {
    text: String,
    /// Which of the finds the keys are at.
    position: usize,
    was_shown: bool,
}

impl SketchView {
    pub(super) fn show_find(&mut self, ui: &Ui, scene: &mut Scene<'_>) {
        let Some(mut find) = self.find.take() else { return };
        let project = Arc::clone(scene.session.project());
        let found = found(&project, &find.text);
        let (up, down, enter, escape) = ui.input(|input| {
            let key = |key| input.key_pressed(key);
            (key(Key::ArrowUp), key(Key::ArrowDown), key(Key::Enter), key(Key::Escape))
        });
        if down {
            find.position += 1;
        }
        if up {
            find.position = find.position.saturating_sub(1);
        }
        find.position = find.position.min(found.len().saturating_sub(1));
        let place = self.view.canvas.center_top() + Vec2::new(0.0, 12.0);
        let area = Area::new(Id::unique("find element")).fixed_pos(place).pivot(Align2::CENTER_TOP);
        let area = area.constrain_to(self.view.canvas);
        let shown = area.show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).show(ui, |ui| show_list(ui, &mut find, &project, &found)).inner
        });
        let chosen = shown.inner.or_else(|| found.get(find.position).filter(|_| enter).cloned());
        if let Some(element) = chosen {
            let mut diagram = Arc::clone(self.routing.shown());
            if extent_of(&diagram, &element).is_none() {
                // The view at hand does not show it; the whole drawing does.
                scene.ask(Action::ShowView(ViewKey::Everything));
                diagram = Arc::new(Diagram::of(&project));
            }
            if let Some(extent) = extent_of(&diagram, &element) {
                self.view.center_on(extent.center());
                // Far away nothing could be read.
                if self.view.zoom < 0.6 {
                    self.view.zoom_at(self.view.canvas.center(), 1.0 / self.view.zoom);
                }
            }
            scene.ask(Action::Select([element].into()));
            return;
        }
        let is_left = find.was_shown && shown.response.clicked_elsewhere();
        if !escape && !is_left {
            find.was_shown = true;
            self.find = Some(find);
        }
    }
}

fn show_list(ui: &mut Ui, find: &mut Find, project: &Project, found: &[ElementId]) -> Option<ElementId> {
    let field = ui.add(TextEdit::singleline(&mut find.text).hint_text("Find an element").desired_width(420.0));
    name(&field, "Find an element");
    if !field.has_focus() {
        field.request_focus();
    }
    let weak = palette(ui.visuals()).weak;
    if found.is_empty() {
        let text =
            if find.text.trim().is_empty() { "Type a part of a name or kind." } else { "Nothing has that name." };
        ui.label(RichText::new(text).color(weak));
    }
    let mut chosen = None;
    ScrollArea::vertical().max_height(260.0).min_scrolled_height(260.0).show(ui, |ui| {
        for (index, element) in found.iter().enumerate() {
            let entry = Button::selectable(index == find.position, spoken(project, &project.system, element));
            let entry = ui.add(entry.truncate().min_size(Vec2::new(ui.available_width(), 0.0)));
            if index == find.position {
                entry.scroll_to_me(None);
            }
            if entry.clicked() {
                chosen = Some(element.clone());
            }
        }
    });
    chosen
}

/// Elements that have every word of the text; those whose name begins with it first.
fn found(project: &Project, text: &str) -> Vec<ElementId> {
    let text = text.trim().to_lowercase();
    let words: Vec<_> = text.split_whitespace().collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<_> = project
        .system
        .elements()
        .filter_map(|element| {
            let name = project.element_name(&element).to_lowercase();
            let all = format!("{} {}", spoken(project, &project.system, &element), described(project, &element))
                .to_lowercase();
            let begins = name.starts_with(&text);
            (words.iter().all(|word| all.contains(word) || name.contains(word))).then_some((!begins, name, element))
        })
        .collect();
    found.sort();
    found.truncate(MOST);
    found.into_iter().map(|(_, _, element)| element).collect()
}

fn described(project: &Project, element: &ElementId) -> String {
    let system = &project.system;
    match element {
        ElementId::Component(id) => system.components.get(id).map(|found| found.description.clone()),
        ElementId::Node(id) => system.nodes.get(id).map(|found| found.description.clone()),
        ElementId::Boundary(id) => system.boundaries.get(id).map(|found| found.description.clone()),
        ElementId::Note(id) => system.notes.get(id).map(|found| found.text.clone()),
        ElementId::Connector(id) => system.connectors.get(id).map(|found| found.label.clone()),
    }
    .unwrap_or_default()
}
