//! The utility tree: quality attributes, below them the requirements with importance, difficulty and verdict. Branches fold,
//! and both branches and leaves are put in another order by dragging.

use egui::collapsing_header::CollapsingState;
use egui::{Align2, CursorIcon, FontId, Id, Label, Rect, Response, RichText, Sense, Stroke, Ui, vec2};

use super::list::verdict;
use crate::catalog::catalog;
use crate::edit::Edit;
use crate::gui::Scene;
use crate::gui::fields::{card, outcome_look, show_sign};
use crate::gui::theme::{palette, strong};
use crate::model::{Level, Project, Requirement, RequirementId};

/// Height of a branch and of a leaf.
const ROW: f32 = 28.0;
/// How far leaves are indented.
const INDENT: f32 = 26.0;
/// Width of what can be taken hold of.
const GRIP: f32 = 16.0;

/// What is dragged, and over what it is dropped: some requirements, in their order.
#[derive(Clone, Debug, PartialEq)]
struct Dragged {
    /// Leaves only change places within a branch, branches among each other.
    quality: Option<String>,
    requirements: Vec<RequirementId>,
}

/// A branch: a quality attribute with its requirements.
struct Branch<'p> {
    quality: &'static str,
    leaves: Vec<(&'p RequirementId, &'p Requirement)>,
}

/// Shows the tree; gives the requirement that was clicked.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, selected: Option<&RequirementId>) -> Option<RequirementId> {
    let project = std::sync::Arc::clone(scene.session.project());
    let branches = branches(&project);
    let mut clicked = None;
    card(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.label(strong("Utility"));
        let colors = palette(ui.visuals());
        let legend = "Importance and difficulty: H high, M medium, L low. Look at (H, H) first.";
        ui.label(RichText::new(legend).small().color(colors.weak));
        for number in 0..branches.len() {
            clicked = show_branch(ui, scene, &branches, number, selected).or(clicked.take());
        }
    });
    clicked
}

/// Requirements below their quality attributes, both in the order of the project.
fn branches(project: &Project) -> Vec<Branch<'_>> {
    let mut branches: Vec<Branch<'_>> = Vec::new();
    for leaf in &project.requirements {
        let quality = catalog().quality_name(leaf.1.measure.measure);
        match branches.iter_mut().find(|branch| branch.quality == quality) {
            Some(branch) => branch.leaves.push(leaf),
            None => branches.push(Branch { quality, leaves: vec![leaf] }),
        }
    }
    branches
}

fn show_branch(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    branches: &[Branch<'_>],
    number: usize,
    selected: Option<&RequirementId>,
) -> Option<RequirementId> {
    let branch = &branches[number];
    let id = ui.make_persistent_id(("branch", branch.quality));
    let mut state = CollapsingState::load_with_default_open(ui.ctx(), id, true);
    let requirements: Vec<_> = branch.leaves.iter().map(|(id, _)| (*id).clone()).collect();
    let dragged = Dragged { quality: None, requirements };
    let row = ui.horizontal(|ui| {
        ui.set_min_height(ROW);
        let grip_id = ui.make_persistent_id(("grip of branch", branch.quality));
        grip(ui, grip_id, dragged, branch.quality);
        state.show_toggle_button(ui, egui::collapsing_header::paint_default_icon);
        let count = branch.leaves.len();
        let name = ui.add(Label::new(strong(branch.quality)).selectable(false).sense(Sense::click()));
        if name.on_hover_text(&catalog().qualities[branch.quality].explanation).clicked() {
            state.toggle(ui);
        }
        if !state.is_open() {
            ui.label(RichText::new(format!("{count}")).small().color(palette(ui.visuals()).weak));
        }
    });
    if let Some((dragged, is_after)) = dropped_on(ui, &row.response, |dragged| dragged.quality.is_none()) {
        let place = if is_after { branches.get(number + 1) } else { Some(branch) };
        let before = place.and_then(|place| place.leaves.first()).map(|(id, _)| (*id).clone());
        scene.edit(Edit::MoveRequirements(dragged.requirements, before));
    }
    let mut clicked = None;
    state.show_body_unindented(ui, |ui| {
        for (id, requirement) in &branch.leaves {
            if show_leaf(ui, scene, branch, (id, requirement), selected == Some(*id)) {
                clicked = Some((*id).clone());
            }
        }
    });
    clicked
}

/// Says whether it was clicked.
fn show_leaf(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    branch: &Branch<'_>,
    (id, requirement): (&RequirementId, &Requirement),
    is_selected: bool,
) -> bool {
    let colors = palette(ui.visuals());
    let (place, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let verdict = verdict(scene.session, id);
    let word = verdict.map_or("not judged yet", |verdict| outcome_look(ui.visuals(), verdict.outcome).2);
    response.widget_info(|| {
        let label = format!("Leaf {}: {word}", requirement.name);
        egui::WidgetInfo::selected(egui::Role::Row, true, is_selected, label)
    });
    if is_selected || response.hovered() || response.has_focus() {
        let fill = if is_selected { colors.accent_fill } else { colors.hovered };
        ui.painter().rect_filled(place, 4.0, fill);
    }
    let inside = Rect::from_min_max(place.min + vec2(INDENT, 0.0), place.max);
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(inside).layout(layout));
    let ui = &mut ui;
    let dragged = Dragged { quality: Some(branch.quality.to_owned()), requirements: vec![id.clone()] };
    let grip_id = ui.make_persistent_id(("grip of leaf", id));
    grip(ui, grip_id, dragged, &requirement.name);
    if let Some(verdict) = verdict {
        let (sign, color, _) = outcome_look(ui.visuals(), verdict.outcome);
        show_sign(ui, sign, color);
    }
    let grades = grades(requirement);
    let sentence = scene.session.project().sentence(requirement);
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        let grades = ui.add(Label::new(RichText::new(grades).monospace().small()).selectable(false));
        grades.on_hover_text("Importance for the business, difficulty to reach");
        let limit = RichText::new(requirement.relation()).small().color(colors.weak);
        ui.add(Label::new(limit).selectable(false));
        ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
            ui.add(Label::new(&requirement.name).truncate().selectable(false));
        });
    });
    let response = response.on_hover_text(sentence);
    let fits = |dragged: &Dragged| dragged.quality.as_deref() == Some(branch.quality);
    if let Some((dragged, is_after)) = dropped_on(ui, &response, fits)
        && let [moved] = dragged.requirements.as_slice()
        && moved != id
    {
        let order = reordered_leaves(scene.session.project(), &branch.leaves, moved, (id, is_after));
        scene.edit(Edit::MoveRequirements(order, None));
    }
    response.clicked()
}

/// `(H, M)`; a question mark for what nobody stated.
fn grades(requirement: &Requirement) -> String {
    let letter = |level: Option<Level>| level.map_or('?', |level| level.label().chars().next().unwrap_or('?'));
    format!("({}, {})", letter(requirement.importance), letter(requirement.difficulty))
}

/// What a branch or a leaf is taken hold of by.
fn grip(ui: &mut Ui, id: Id, dragged: Dragged, name: &str) {
    let (place, _) = ui.allocate_exact_size(vec2(GRIP, ROW - 8.0), Sense::hover());
    let response = ui.interact(place, id, Sense::drag());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Move {name}")));
    let color =
        if response.hovered() || response.dragged() { palette(ui.visuals()).text } else { palette(ui.visuals()).weak };
    for row in 0..3 {
        for column in 0..2 {
            let at = place.center() + vec2(column as f32 * 5.0 - 2.5, row as f32 * 5.0 - 5.0);
            ui.painter().circle_filled(at, 1.2, color);
        }
    }
    if response.dragged() {
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        if let Some(pointer) = ui.ctx().pointer_interact_pos() {
            let layer = egui::LayerId::new(egui::Order::Tooltip, Id::unique("dragged requirement"));
            let painter = ui.ctx().layer_painter(layer);
            painter.text(pointer + vec2(14.0, 0.0), Align2::LEFT_CENTER, name, FontId::proportional(13.0), color);
        }
    }
    let response = response.on_hover_cursor(CursorIcon::Grab).on_hover_text("Drag to another place in the tree");
    response.dnd_set_drag_payload(dragged);
}

/// Shows where what is dragged would go, before or after this row, and gives it with that place once it is let go there.
/// Only what `fits` is taken.
fn dropped_on(ui: &Ui, row: &Response, fits: impl Fn(&Dragged) -> bool) -> Option<(Dragged, bool)> {
    // A widget that is dragged over is not hovered: the place of the pointer decides.
    let pointer = ui.ctx().pointer_interact_pos().filter(|pointer| row.rect.contains(*pointer))?;
    let dragged = egui::DragAndDrop::payload::<Dragged>(ui.ctx()).filter(|dragged| fits(dragged))?;
    let is_after = pointer.y > row.rect.center().y;
    let line = Stroke::new(2.0, palette(ui.visuals()).accent);
    ui.painter().hline(row.rect.x_range(), if is_after { row.rect.bottom() } else { row.rect.top() }, line);
    let is_let_go = ui.input(|input| input.pointer.any_released());
    (is_let_go && egui::DragAndDrop::take_payload::<Dragged>(ui.ctx()).is_some())
        .then(|| (Dragged::clone(&dragged), is_after))
}

/// The order of all requirements when `moved` stands before or after `place` among its siblings; those of other branches
/// stay where they are.
fn reordered_leaves(
    project: &Project,
    siblings: &[(&RequirementId, &Requirement)],
    moved: &RequirementId,
    (place, is_after): (&RequirementId, bool),
) -> Vec<RequirementId> {
    let mut order: Vec<_> = siblings.iter().map(|(id, _)| *id).filter(|id| *id != moved).collect();
    let at = order.iter().position(|id| *id == place).map_or(order.len(), |at| at + usize::from(is_after));
    order.insert(at, moved);
    let is_sibling = |id: &RequirementId| siblings.iter().any(|(sibling, _)| *sibling == id);
    let mut order = order.into_iter();
    let keys = project.requirements.keys();
    keys.filter_map(|id| if is_sibling(id) { order.next().cloned() } else { Some(id.clone()) }).collect()
}
