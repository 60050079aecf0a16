//! The palette: everything that can be drawn, by group, with what it is for.

use egui::{Button, Painter, Rect, RichText, ScrollArea, Sense, Stroke, Ui, Vec2};
use strum::IntoEnumIterator as _;

use crate::catalog::{ElementKind, catalog};
use crate::edit::create;
use crate::gui::fields::{caption, name, pick_any};
use crate::gui::icons;
use crate::gui::theme::{STEP, palette};
use crate::model::{BoundaryKind, ConnectorKind, KindId};
use crate::session::Command;

/// Something that is about to be placed.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum NewElement {
    /// A component of this kind.
    Component(KindId),
    /// A deployment node of this kind.
    Node(KindId),
    /// A boundary of this kind.
    Boundary(BoundaryKind),
    /// A note.
    Note,
}

impl NewElement {
    /// Width and height.
    pub fn size(&self) -> (f32, f32) {
        match self {
            Self::Component(_) => create::COMPONENT_SIZE,
            Self::Node(_) => create::NODE_SIZE,
            Self::Boundary(_) => create::BOUNDARY_SIZE,
            Self::Note => create::NOTE_SIZE,
        }
    }
}

/// What the palette was used for in a frame.
#[derive(Default)]
pub(super) struct PaletteUse {
    /// A kind was clicked: the next click on the canvas places it.
    pub picked: Option<NewElement>,
    /// A kind was chosen with the keyboard: it goes where there is room.
    pub placed: Option<NewElement>,
    /// A kind was dragged out and dropped, wherever that was.
    pub dropped: Option<NewElement>,
    /// Another kind of connector is drawn from now on.
    pub connector: Option<ConnectorKind>,
    /// The gallery of templates was asked for.
    pub wants_template: bool,
}

/// Shows the palette; its signs only, where it is narrow.
pub(super) fn show(ui: &mut Ui, placing: Option<&NewElement>, connector: ConnectorKind, is_narrow: bool) -> PaletteUse {
    let mut used = PaletteUse::default();
    let caption = |ui: &mut Ui, text: &str| {
        if !is_narrow {
            caption(ui, text);
        }
    };
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let label = Command::InsertTemplate.label();
        let words = if is_narrow { "…" } else { label };
        let button = ui.add(Button::new(words).min_size(Vec2::new(ui.available_width(), 0.0)));
        name(&button, label);
        used.wants_template = button.on_hover_text("A style or pattern with its elements, rule and effects").clicked();
        let mut group = "";
        for (key, kind) in &catalog().component_kinds {
            if kind.group != group {
                group = &kind.group;
                ui.add_space(STEP);
                caption(ui, group);
            }
            show_kind(ui, NewElement::Component(key.clone()), &kind.element, (kind.ml, placing), &mut used);
        }
        ui.add_space(STEP);
        caption(ui, "Deployment nodes");
        for (key, kind) in &catalog().node_kinds {
            show_kind(ui, NewElement::Node(key.clone()), kind, (false, placing), &mut used);
        }
        ui.add_space(STEP);
        caption(ui, "Boundaries and notes");
        for kind in BoundaryKind::iter() {
            let key = if kind == BoundaryKind::TrustZone { Some("B") } else { None };
            let entry = Entry { label: kind.label(), hint: boundary_hint(kind), key, is_learned: false };
            show_entry(ui, NewElement::Boundary(kind), &entry, placing, &mut used, &paint_boundary);
        }
        let hint = "A remark on the drawing; it changes no number";
        let entry = Entry { label: "Note", hint, key: Some("N"), is_learned: false };
        show_entry(ui, NewElement::Note, &entry, placing, &mut used, &paint_note);
        ui.add_space(2.0 * STEP);
        if is_narrow {
            return;
        }
        caption(ui, "New connectors are");
        used.connector = pick_any(ui, "connector kind", "Kind of new connectors", &connector, |kind| kind.label());
        ui.label(
            RichText::new("Draw one from the edge of a component to another.")
                .small()
                .color(palette(ui.visuals()).weak),
        );
        ui.add_space(2.0 * STEP);
    });
    used
}

/// One line of the palette.
struct Entry<'a> {
    label: &'a str,
    hint: &'a str,
    /// The key that does the same.
    key: Option<&'a str>,
    is_learned: bool,
}

fn show_kind(
    ui: &mut Ui,
    element: NewElement,
    kind: &ElementKind,
    (is_learned, placing): (bool, Option<&NewElement>),
    used: &mut PaletteUse,
) {
    let entry = Entry { label: &kind.label, hint: &kind.description, key: kind.key.as_deref(), is_learned };
    let paint = |painter: &Painter, place: Rect, stroke: Stroke| icons::paint(painter, place, &kind.icon, stroke);
    show_entry(ui, element, &entry, placing, used, &paint);
}

fn show_entry(
    ui: &mut Ui,
    element: NewElement,
    entry: &Entry<'_>,
    placing: Option<&NewElement>,
    used: &mut PaletteUse,
    paint: &dyn Fn(&Painter, Rect, Stroke),
) {
    let palette = palette(ui.visuals());
    let size = Vec2::new(ui.available_width(), 24.0);
    let (place, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Add {}", entry.label)));
    let is_placing = placing == Some(&element);
    if is_placing || response.hovered() || response.has_focus() {
        let fill = if is_placing { palette.accent_fill } else { palette.hovered };
        ui.painter().rect_filled(place, 5, fill);
    }
    let color = if entry.is_learned { palette.learned } else { palette.weak };
    let corner = place.min + Vec2::new(5.0, 3.0);
    paint(ui.painter(), Rect::from_min_size(corner, Vec2::splat(18.0)), Stroke::new(1.3, color));
    if size.x > SIGN_ONLY {
        show_words(ui, entry, place);
    }
    if response.clicked() {
        let is_by_pointer = ui.input(|input| input.pointer.any_click());
        *(if is_by_pointer { &mut used.picked } else { &mut used.placed }) = Some(element.clone());
    }
    if response.drag_stopped() {
        used.dropped = Some(element);
    }
    let key = entry.key.map_or_else(String::new, |key| format!(" Key: {key}."));
    response.on_hover_text(format!("{}: {}{key}", entry.label, entry.hint));
}

/// A narrower entry has no room for words.
const SIGN_ONLY: f32 = 60.0;

/// The name of an entry, and its key at the right.
fn show_words(ui: &Ui, entry: &Entry<'_>, place: Rect) {
    let palette = palette(ui.visuals());
    let font = egui::TextStyle::Body.resolve(ui.style());
    let (left, mut right) = (place.min.x + 31.0, place.max.x);
    if let Some(key) = entry.key {
        let font = egui::TextStyle::Small.resolve(ui.style());
        let galley = ui.painter().layout_no_wrap(key.to_owned(), font, palette.weak);
        right -= galley.size().x + 6.0;
        ui.painter().galley(egui::pos2(right, place.center().y - galley.size().y / 2.0), galley, palette.weak);
    }
    let mut job = egui::text::LayoutJob::simple_singleline(entry.label.to_owned(), font, palette.text);
    job.wrap = egui::text::TextWrapping::truncate_at_width(right - 4.0 - left);
    let galley = ui.painter().layout_job(job);
    ui.painter().galley(egui::pos2(left, place.center().y - galley.size().y / 2.0), galley, palette.text);
}

fn boundary_hint(kind: BoundaryKind) -> &'static str {
    match kind {
        BoundaryKind::TrustZone => "A line that data and callers cross from less trust to more",
        BoundaryKind::Team => "What one team owns",
        BoundaryKind::Tier => "One layer of the system, such as presentation or storage",
        BoundaryKind::Jurisdiction => "Where one set of laws holds",
        BoundaryKind::System => "One software system with its parts",
        BoundaryKind::Area => "What belongs together for any other reason",
    }
}

fn paint_boundary(painter: &Painter, place: Rect, stroke: Stroke) {
    let rect = place.shrink(2.5);
    let corners = [rect.min, rect.right_top(), rect.max, rect.left_bottom(), rect.min];
    painter.extend(egui::Shape::dashed_line(&corners, stroke, 3.0, 2.0));
}

fn paint_note(painter: &Painter, place: Rect, stroke: Stroke) {
    let rect = place.shrink(2.5);
    let (bent, low) = (rect.right_top() - Vec2::new(4.0, 0.0), rect.right_top() + Vec2::new(0.0, 4.0));
    let outline = vec![rect.min, bent, low, rect.max, rect.left_bottom(), rect.min];
    painter.add(egui::Shape::line(outline, stroke));
    painter.line_segment([rect.min + Vec2::new(3.0, 6.0), rect.min + Vec2::new(9.0, 6.0)], stroke);
}
