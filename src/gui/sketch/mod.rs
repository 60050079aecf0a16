//! The stage "Sketch": palette, canvas and inspector.

mod absent;
mod badges;
mod canvas;
mod comparing;
mod elements;
mod find;
mod handles;
mod heat;
mod inspector;
mod keys;
mod legend;
mod menu;
mod miniature;
mod minimap;
mod motion;
mod paint;
mod palette;
mod path;
mod picker;
mod pointer;
mod popups;
mod routing;
mod templates;
#[cfg(test)]
mod tests;
mod tool;
mod view;
mod views;

pub(super) use miniature::{Mark, Miniature};

use egui::{Button, CentralPanel, Frame, Margin, Panel, Ui};

use self::absent::Absent;
use self::comparing::Comparison;
use self::find::Find;
use self::heat::Heat;
use self::motion::Motion;
use self::palette::NewElement;
use self::picker::KindPicker;
use self::routing::Routing;
use self::templates::TemplateGallery;
use self::tool::Tool;
use self::view::Viewport;
use super::Scene;
use super::theme::palette as colors;
use crate::diagram::Diagram;
use crate::edit::{Edit, create};
use crate::model::{ConnectorKind, ElementId, Point, Rectangle, ViewKey};
use crate::session::{Action, Command};

/// A window with less room than this shows its panels smaller.
const NARROW: f32 = 860.0;
/// So does one with less than this where the guide of an exercise stands beside the stage: a group reads its drawing before
/// it draws.
const NARROW_BESIDE_GUIDE: f32 = 1200.0;
/// Rings of places around the middle in which room is looked for.
const FARTHEST_RING: i32 = 12;
/// One step of the zoom commands.
const ZOOM_STEP: f32 = 1.25;

/// What the stage remembers between frames.
pub(super) struct SketchView {
    view: Viewport,
    tool: Tool,
    /// Boxes on their way to where an arrangement has placed them.
    motion: Option<Motion>,
    /// The next click on the canvas places this.
    placing: Option<NewElement>,
    connector: ConnectorKind,
    /// The element whose name is being typed, and the text so far.
    renaming: Option<(ElementId, String)>,
    picker: Option<KindPicker>,
    find: Option<Find>,
    gallery: Option<TemplateGallery>,
    comparison: Option<Comparison>,
    /// What the design that is looked at leaves out.
    absent: Absent,
    /// What the drawing is coloured by, and the colours for what was shown last.
    heat: Heat,
    heat_kept: heat::Kept,
    /// Where the menu was asked for.
    menu_at: Option<Point>,
    /// Asked for by a command; done when the canvas knows its size.
    zooming: Option<Command>,
    /// An element of the canvas has the keyboard.
    is_focused: bool,
    /// The view that was shown last; another one is fitted first.
    shown_view: ViewKey,
    /// The document that the view was fitted to.
    fitted: Option<u64>,
    /// The drawing was only opened so far: it begins where it can be read, even if not all of it is in sight.
    is_opened: bool,
    /// The view that showed everything, as long as nobody has moved it: a canvas of another size is fitted anew.
    fit: Option<Viewport>,
    routing: Routing,
}

impl Default for SketchView {
    fn default() -> Self {
        Self {
            view: Viewport::default(),
            tool: Tool::Idle,
            motion: None,
            placing: None,
            connector: ConnectorKind::SynchronousCall,
            renaming: None,
            picker: None,
            find: None,
            gallery: None,
            comparison: None,
            absent: Absent::default(),
            heat: Heat::Off,
            heat_kept: heat::Kept::default(),
            menu_at: None,
            zooming: None,
            is_focused: false,
            shown_view: ViewKey::Everything,
            fitted: None,
            is_opened: false,
            fit: None,
            routing: Routing::default(),
        }
    }
}

impl SketchView {
    /// Shows the stage in all the space that `ui` has, beside the guide of an exercise or not.
    pub fn show(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, is_beside_guide: bool) {
        let colors = colors(ui.visuals());
        // Large text leaves less room: the palette shows its signs only, so that there is still a canvas.
        let is_narrow = ui.available_width() < if is_beside_guide { NARROW_BESIDE_GUIDE } else { NARROW };
        let palette = if is_narrow {
            let side = Frame::new().fill(colors.panel).inner_margin(Margin::symmetric(4, 6));
            Panel::left("signs").frame(side).exact_size(44.0).resizable(false)
        } else {
            let side = Frame::new().fill(colors.panel).inner_margin(Margin::symmetric(8, 6));
            Panel::left("palette").frame(side).default_size(236.0).size_range(150.0..=300.0)
        };
        let used = palette.show(ui, |ui| palette::show(ui, self.placing.as_ref(), self.connector, is_narrow)).inner;
        let side = Frame::new().fill(colors.panel).inner_margin(Margin::symmetric(12, 8));
        let (id, width) = if is_narrow { ("narrow inspector", 240.0) } else { ("inspector", 300.0) };
        Panel::right(id)
            .frame(side)
            .default_size(width)
            .size_range(240.0..=460.0)
            .show(ui, |ui| inspector::show(ui, scene));
        if let Some(kind) = used.connector {
            self.connector = kind;
        }
        if used.wants_template {
            self.gallery = Some(TemplateGallery::default());
        }
        if let Some(picked) = used.picked {
            self.placing = if self.placing.as_ref() == Some(&picked) { None } else { Some(picked) };
        }
        CentralPanel::default().frame(Frame::new().fill(colors.canvas)).show(ui, |ui| {
            self.view.canvas = ui.available_rect_before_wrap();
            self.view.enlargement = ui.ctx().zoom_factor();
            if self.shown_view != *scene.session.view() {
                self.shown_view = scene.session.view().clone();
                (self.zooming, self.is_opened) = (Some(Command::ZoomToFit), true);
            }
            self.fit_once(ui.ctx(), scene);
            self.compare(scene);
            self.show_canvas(ui, scene);
            self.show_views(ui, scene);
            self.show_path_bar(ui, scene);
            let dropped_at = ui.input(|input| input.pointer.latest_pos()).filter(|at| self.view.canvas.contains(*at));
            if let Some(element) = used.placed {
                self.place_where_room_is(scene, &element);
            }
            if let Some((element, at)) = used.dropped.zip(dropped_at) {
                self.place(scene, &element, self.view.to_drawing(at));
            }
            self.show_legend(ui, scene);
            self.show_zoom(ui, scene);
            self.show_minimap(ui, scene);
            self.show_differences(ui, scene);
            self.show_find(ui, scene);
            self.show_gallery(ui, scene);
        });
    }

    /// Zooms the drawing, or opens what the canvas has to offer.
    pub fn run(&mut self, command: Command) {
        match command {
            Command::Find => self.find = Some(Find::default()),
            Command::InsertTemplate => self.gallery = Some(TemplateGallery::default()),
            command => (self.zooming, self.is_opened) = (Some(command), false),
        }
    }

    /// Where the middle of what is pasted shall be: at the pointer, else in the middle of the canvas.
    pub fn paste_place(&self, context: &egui::Context) -> Point {
        let pointer = context.input(|input| input.pointer.latest_pos()).filter(|at| self.view.canvas.contains(*at));
        self.view.to_drawing(pointer.unwrap_or(self.view.canvas.center()))
    }

    /// Adds an element as close to the middle of the canvas as it covers nothing.
    fn place_where_room_is(&mut self, scene: &mut Scene<'_>, element: &NewElement) {
        let middle = self.view.to_drawing(self.view.canvas.center());
        self.place(scene, element, self.room_near(middle, element.size()));
    }

    /// A middle for something of this size that covers no box and no note: `middle`, or one close by.
    fn room_near(&self, middle: Point, (width, height): (f32, f32)) -> Point {
        let diagram = self.routing.shown();
        let is_free = |at: &Point| {
            let shape = Rectangle::new(at.x - width / 2.0, at.y - height / 2.0, width, height);
            let there = diagram.visible(shape.grown(tool::GRID));
            there.boxes.is_empty() && there.notes.is_empty()
        };
        let apart = (width + 4.0 * tool::GRID, height + 4.0 * tool::GRID);
        places_around(middle, apart).find(is_free).unwrap_or(middle)
    }

    /// Adds an element with its middle at `center`, selects it and asks for its name.
    fn place(&mut self, scene: &mut Scene<'_>, element: &NewElement, center: Point) {
        self.placing = None;
        let project = scene.session.project();
        let on_grid = |shape: Rectangle| if is_on_grid(scene) { on_grid(shape) } else { shape };
        let (edit, id, name) = match element {
            NewElement::Component(kind) => {
                let (id, mut component) = create::component(project, kind, center);
                component.shape = on_grid(component.shape);
                let name = component.name.clone();
                (Edit::PutComponent(id.clone(), component), ElementId::Component(id), name)
            }
            NewElement::Node(kind) => {
                let (id, mut node) = create::node(project, kind, center);
                node.shape = on_grid(node.shape);
                let name = node.name.clone();
                (Edit::PutNode(id.clone(), node), ElementId::Node(id), name)
            }
            NewElement::Boundary(kind) => {
                let (id, mut boundary) = create::boundary(project, *kind, center);
                boundary.shape = on_grid(boundary.shape);
                let name = boundary.name.clone();
                (Edit::PutBoundary(id.clone(), boundary), ElementId::Boundary(id), name)
            }
            NewElement::Note => {
                let (id, mut note) = create::note(project, "", center);
                note.shape = on_grid(note.shape);
                (Edit::PutNote(id.clone(), note), ElementId::Note(id), String::new())
            }
        };
        scene.edit(edit);
        scene.ask(Action::Select([id.clone()].into()));
        self.renaming = Some((id, name));
    }

    /// Another project is shown as a whole at first, or from its beginning if it could not be read so.
    fn fit_once(&mut self, context: &egui::Context, scene: &Scene<'_>) {
        let document = Some(scene.session.document_number());
        if self.fitted != document {
            (self.zooming, self.is_opened) = (Some(Command::ZoomToFit), true);
            (self.tool, self.placing, self.renaming, self.picker) = (Tool::Idle, None, None, None);
            (self.find, self.gallery) = (None, None);
        }
        self.fitted = document;
        let (middle, canvas) = (self.view.canvas.center(), self.view.canvas);
        let enlargement = self.view.enlargement;
        let is_untouched =
            self.fit.is_some_and(|fit| Viewport { canvas, enlargement, ..fit } == self.view && fit.canvas != canvas);
        if is_untouched && self.zooming.is_none() && self.tool == Tool::Idle {
            self.zooming = Some(Command::ZoomToFit);
        }
        let Some(command) = self.zooming.take() else { return };
        let diagram = self.routing.diagram(scene.session.project(), scene.session.view(), context);
        match command {
            Command::ZoomIn => self.view.zoom_at(middle, ZOOM_STEP),
            Command::ZoomOut => self.view.zoom_at(middle, 1.0 / ZOOM_STEP),
            Command::ActualSize => self.view.zoom_at(middle, 1.0 / self.view.zoom),
            Command::ZoomToSelection => {
                let extents = scene.session.selection().iter().filter_map(|element| extent_of(&diagram, element));
                if let Some(extent) = extents.reduce(Rectangle::union) {
                    self.view.fit(extent);
                }
            }
            _ => {
                let extent = diagram.extent().unwrap_or(Rectangle::new(0.0, 0.0, 800.0, 500.0));
                if self.is_opened {
                    self.view.open(extent);
                } else {
                    self.view.fit(extent);
                }
                self.fit = Some(self.view);
            }
        }
    }

    fn show_zoom(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let corner = self.view.canvas.left_bottom() + egui::vec2(12.0, -40.0);
        let place = egui::Rect::from_min_size(corner, egui::vec2(560.0, 28.0));
        let percent = format!("{:.0} %", self.view.zoom * 100.0);
        ui.scope_builder(egui::UiBuilder::new().max_rect(place), |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                for (text, command) in [
                    ("-", Command::ZoomOut),
                    (percent.as_str(), Command::ActualSize),
                    ("+", Command::ZoomIn),
                    ("Fit", Command::ZoomToFit),
                ] {
                    let hint = command.shortcut().map_or_else(String::new, |shortcut| format!(" ({shortcut})"));
                    let button = ui.add(Button::new(text)).on_hover_text(format!("{}{hint}", command.label()));
                    super::fields::name(&button, command.label());
                    if button.clicked() {
                        scene.ask(Action::Run(command));
                    }
                }
                let legend = ui.add(Button::selectable(legend::is_wanted(scene), "Legend"));
                if legend.on_hover_text("What lines and frames mean").clicked() {
                    scene.ask(Action::Run(Command::ToggleLegend));
                }
                self.show_heat_menu(ui);
            });
        });
    }
}

/// Whether the grid catches what is moved.
fn is_on_grid(scene: &Scene<'_>) -> bool {
    scene.session.preference("grid") != Some("off")
}

/// The place of a box, or of a connector's line.
fn extent_of(diagram: &Diagram, element: &ElementId) -> Option<Rectangle> {
    diagram.shape(element).or_else(|| diagram.connector(element).map(crate::diagram::DrawnConnector::extent))
}

/// `middle`, and the places around it that lie whole steps of `(across, down)` away, the nearest ring first.
fn places_around(middle: Point, (across, down): (f32, f32)) -> impl Iterator<Item = Point> {
    let ring = |ring: i32| {
        let steps = (-ring..=ring).flat_map(move |row| (-ring..=ring).map(move |column| (column, row)));
        steps.filter(move |(column, row)| column.abs().max(row.abs()) == ring)
    };
    let steps = (0..=FARTHEST_RING).flat_map(ring);
    steps.map(move |(column, row)| middle.moved(column as f32 * across, row as f32 * down))
}

fn on_grid(shape: Rectangle) -> Rectangle {
    let snap = |value: f32| (value / tool::GRID).round() * tool::GRID;
    Rectangle { corner: Point::new(snap(shape.corner.x), snap(shape.corner.y)), size: shape.size }
}
