//! The small window that asks for a kind, or for a component to connect to.

use egui::{Area, Frame, Id, Key, RichText, ScrollArea, TextEdit, Ui};

use super::SketchView;
use super::palette::NewElement;
use crate::catalog::catalog;
use crate::edit::{Edit, create};
use crate::gui::Scene;
use crate::gui::fields::name;
use crate::gui::theme::palette;
use crate::model::{ComponentId, ElementId, KindId, Point, Project};
use crate::session::Action;

/// More components than this are not listed: a letter more finds them.
const MOST: usize = 40;

/// The window while it is open.
#[derive(Debug)]
pub(super) struct KindPicker {
    /// Where the new component's middle will be.
    at: Point,
    /// Connected from this component.
    source: Option<ComponentId>,
    /// Whether components that are there already can be chosen as well.
    offers_existing: bool,
    /// What was typed to find an entry.
    search: String,
    /// The entry that Enter takes.
    position: usize,
    /// Whether it was there a frame ago: the click that opens it must not close it.
    was_shown: bool,
}

/// An entry.
#[derive(Clone, Debug, PartialEq)]
enum Choice {
    Existing(ComponentId),
    Kind(KindId),
}

impl KindPicker {
    /// Asks what to put at a place.
    pub fn at(at: Point) -> Self {
        Self { at, source: None, offers_existing: false, search: String::new(), position: 0, was_shown: false }
    }

    /// Asks what `source` is to be connected to, at a place where nothing is.
    pub fn from(source: ComponentId, at: Point) -> Self {
        Self { source: Some(source), ..Self::at(at) }
    }

    /// Lets what is there already be chosen as well.
    pub fn with_existing(self) -> Self {
        Self { offers_existing: true, ..self }
    }
}

impl SketchView {
    pub(super) fn show_kind_picker(&mut self, ui: &Ui, scene: &mut Scene<'_>) {
        let Some(mut picker) = self.picker.take() else { return };
        let project = std::sync::Arc::clone(scene.session.project());
        let corner = self.view.to_screen(picker.at);
        let area = Area::new(Id::unique("kind picker")).fixed_pos(corner).constrain_to(self.view.canvas);
        let chosen = area.show(ui.ctx(), |ui| Frame::popup(ui.style()).show(ui, |ui| picker.show(ui, &project)).inner);
        if ui.input(|input| input.key_pressed(Key::Escape)) || (picker.was_shown && chosen.response.clicked_elsewhere())
        {
            return;
        }
        match (chosen.inner, &picker.source) {
            (None, _) => {
                picker.was_shown = true;
                self.picker = Some(picker);
            }
            (Some(Choice::Existing(target)), Some(source)) => self.connect(scene, source, &target),
            (Some(Choice::Existing(_)), None) => {}
            (Some(Choice::Kind(kind)), None) => self.place(scene, &NewElement::Component(kind), picker.at),
            (Some(Choice::Kind(kind)), Some(source)) => self.add_connected(scene, source, &kind, picker.at),
        }
    }

    /// A new component that `source` is connected to, as one step.
    fn add_connected(&mut self, scene: &mut Scene<'_>, source: &ComponentId, kind: &str, at: Point) {
        let project = scene.session.project();
        let (id, component) = create::component(project, kind, at);
        let (connector_id, connector) = create::connector(project, source, &id, self.connector);
        let name = component.name.clone();
        let label = format!("add {name}");
        let edits = vec![Edit::PutComponent(id.clone(), component), Edit::PutConnector(connector_id, connector)];
        scene.ask(Action::EditAll(label, edits));
        scene.ask(Action::Select([ElementId::Component(id.clone())].into()));
        self.renaming = Some((ElementId::Component(id), name));
    }
}

impl KindPicker {
    fn show(&mut self, ui: &mut Ui, project: &Project) -> Option<Choice> {
        let hint = if self.offers_existing { "Search components and kinds" } else { "Search kinds" };
        let field = ui.add(TextEdit::singleline(&mut self.search).hint_text(hint).desired_width(240.0));
        name(&field, "Search kinds");
        if !field.has_focus() {
            field.request_focus();
        }
        if field.changed() {
            self.position = 0;
        }
        let entries = self.entries(project);
        let (up, down, enter) = ui.input(|input| {
            (input.key_pressed(Key::ArrowUp), input.key_pressed(Key::ArrowDown), input.key_pressed(Key::Enter))
        });
        self.position = (self.position + usize::from(down)).saturating_sub(usize::from(up));
        self.position = self.position.min(entries.len().saturating_sub(1));
        let is_meant = !self.search.trim().is_empty() || self.position > 0 || self.offers_existing;
        let weak = palette(ui.visuals()).weak;
        if entries.is_empty() {
            ui.label(RichText::new("Nothing has that name.").color(weak));
        }
        let mut chosen = None;
        ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
            for (index, (choice, text, hint)) in entries.into_iter().enumerate() {
                let is_first = is_meant && index == self.position;
                let entry = ui.selectable_label(is_first, text).on_hover_text(hint);
                if is_first && (up || down) {
                    entry.scroll_to_me(None);
                }
                if entry.clicked() || (enter && index == self.position) {
                    chosen = Some(choice);
                }
            }
        });
        chosen
    }

    /// What fits the search: components first, then kinds; those that begin with it before those that hold it.
    fn entries(&self, project: &Project) -> Vec<(Choice, String, String)> {
        let wanted = self.search.trim().to_lowercase();
        let rank = |text: &str| {
            let text = text.to_lowercase();
            text.contains(&wanted).then(|| (!wanted.is_empty() && text != wanted, !text.starts_with(&wanted)))
        };
        let others = project.system.components.iter().filter(|(id, _)| self.source.as_ref() != Some(*id));
        let existing = others.filter(|_| self.offers_existing).filter_map(|(id, component)| {
            let entry = (Choice::Existing(id.clone()), format!("to {}", component.name), component.description.clone());
            Some((rank(&component.name)?, entry))
        });
        let kinds = catalog().component_kinds.iter().filter_map(|(key, kind)| {
            let entry = (Choice::Kind(key.clone()), kind.label.clone(), kind.description.clone());
            Some((rank(&kind.label)?, entry))
        });
        let sorted = |found: &mut dyn Iterator<Item = ((bool, bool), (Choice, String, String))>| {
            let mut found: Vec<_> = found.collect();
            found.sort_by_key(|(rank, _)| *rank);
            found.into_iter().map(|(_, entry)| entry).collect::<Vec<_>>()
        };
        let (mut existing, mut kinds) = (existing, kinds);
        let mut entries = sorted(&mut existing);
        entries.truncate(MOST);
        entries.extend(sorted(&mut kinds));
        entries
    }
}
