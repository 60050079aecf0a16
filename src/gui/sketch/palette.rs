//! The palette: everything that can be drawn, by group, with what it is for.

use egui::{RichText, ScrollArea, Sense, Stroke, Ui, Vec2};

use crate::catalog::{ElementKind, catalog};
use crate::gui::fields::{caption, name, pick_any};
use crate::gui::icons;
use crate::gui::theme::{STEP, palette};
use crate::model::{ConnectorKind, KindId};

/// A kind of box that is about to be placed.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum NewElement {
    /// A component of this kind.
    Component(KindId),
    /// A deployment node of this kind.
    Node(KindId),
}

/// What the palette was used for in a frame.
#[derive(Default)]
pub(super) struct PaletteUse {
    /// A kind was clicked: the next click on the canvas places it.
    pub picked: Option<NewElement>,
    /// A kind was dragged out and dropped, wherever that was.
    pub dropped: Option<NewElement>,
    /// Another kind of connector is drawn from now on.
    pub connector: Option<ConnectorKind>,
}

/// Shows the palette.
pub(super) fn show(ui: &mut Ui, placing: Option<&NewElement>, connector: ConnectorKind) -> PaletteUse {
    let mut used = PaletteUse::default();
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
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
        ui.add_space(2.0 * STEP);
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

fn show_kind(
    ui: &mut Ui,
    element: NewElement,
    kind: &ElementKind,
    (is_learned, placing): (bool, Option<&NewElement>),
    used: &mut PaletteUse,
) {
    let palette = palette(ui.visuals());
    let size = Vec2::new(ui.available_width(), 24.0);
    let (place, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Add {}", kind.label)));
    let is_placing = placing == Some(&element);
    if is_placing || response.hovered() || response.has_focus() {
        let fill = if is_placing { palette.accent_fill } else { palette.hovered };
        ui.painter().rect_filled(place, 5, fill);
    }
    let color = if is_learned { palette.learned } else { palette.weak };
    let corner = place.min + Vec2::new(5.0, 3.0);
    icons::paint(
        ui.painter(),
        egui::Rect::from_min_size(corner, Vec2::splat(18.0)),
        &kind.icon,
        Stroke::new(1.3, color),
    );
    let font = egui::TextStyle::Body.resolve(ui.style());
    let left = place.min.x + 31.0;
    let mut job = egui::text::LayoutJob::simple_singleline(kind.label.clone(), font, palette.text);
    job.wrap = egui::text::TextWrapping::truncate_at_width(place.max.x - left);
    let galley = ui.painter().layout_job(job);
    ui.painter().galley(egui::pos2(left, place.center().y - galley.size().y / 2.0), galley, palette.text);
    if response.clicked() {
        used.picked = Some(element.clone());
    }
    if response.drag_stopped() {
        used.dropped = Some(element);
    }
    response.on_hover_text(&kind.description);
}

/// A list of component kinds in a small window, for placing by double-click.
pub(super) fn show_picker(ui: &mut Ui, search: &mut String) -> Option<KindId> {
    let mut chosen = None;
    let field = ui.add(egui::TextEdit::singleline(search).hint_text("Search kinds").desired_width(200.0));
    name(&field, "Search kinds");
    field.request_focus();
    let wanted = search.to_lowercase();
    let fits = |kind: &ElementKind| kind.label.to_lowercase().contains(&wanted);
    let is_entered = ui.input(|input| input.key_pressed(egui::Key::Enter));
    ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
        for (index, (key, kind)) in catalog().component_kinds.iter().filter(|(_, kind)| fits(&kind.element)).enumerate()
        {
            let entry =
                ui.selectable_label(index == 0 && !wanted.is_empty(), &kind.label).on_hover_text(&kind.description);
            if entry.clicked() || (is_entered && index == 0) {
                chosen = Some(key.clone());
            }
        }
    });
    chosen
}
