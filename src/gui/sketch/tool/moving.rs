//! Moves elements, or copies of them.

use std::collections::{BTreeMap, BTreeSet};

use super::{GRID, Manner, Outcome};
use crate::diagram::{Diagram, Guide, carried, dropped, moved, snapped};
use crate::edit::{Clip, Edit, Placement};
use crate::model::{ElementId, Point, Project, Rectangle};

/// A move under way.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::gui::sketch) struct Moving {
    elements: BTreeSet<ElementId>,
    from: Point,
    /// Shapes before the move of everything that moves.
    before: BTreeMap<ElementId, Rectangle>,
    /// Shapes now.
    now: BTreeMap<ElementId, Rectangle>,
    /// What lies around and does not move: neighbours to line up with.
    neighbours: Vec<Rectangle>,
    guides: Vec<Guide>,
    offset: (f32, f32),
    is_copy: bool,
}

impl Moving {
    /// Begins to move `elements`; `None` when nothing of them can be moved. Neighbours are looked for in `area`.
    pub fn new(diagram: &Diagram, elements: &BTreeSet<ElementId>, from: Point, area: Rectangle) -> Option<Self> {
        let system = diagram.system();
        let moving = carried(system, elements);
        let shape = |element: &ElementId| diagram.shape(element).or_else(|| system.shape(element));
        let before: BTreeMap<_, _> =
            moving.iter().filter_map(|element| Some((element.clone(), shape(element)?))).collect();
        if before.is_empty() {
            return None;
        }
        let visible = diagram.visible(area);
        let boxes = visible.boxes.iter().filter_map(|index| diagram.boxes.get(*index));
        let notes = visible.notes.iter().filter_map(|index| diagram.notes.get(*index));
        let frames = visible.frames.iter().filter_map(|index| diagram.frames.get(*index));
        let still = boxes.chain(notes).chain(frames).filter(|placed| !moving.contains(&placed.element));
        let neighbours = still.map(|placed| placed.shape).collect();
        let now = before.clone();
        let elements = elements.clone();
        Some(Self { elements, from, before, now, neighbours, guides: Vec::new(), offset: (0.0, 0.0), is_copy: false })
    }

    pub fn drag(&mut self, to: Point, manner: Manner) {
        let (mut dx, mut dy) = (to.x - self.from.x, to.y - self.from.y);
        if manner.straight {
            if dx.abs() >= dy.abs() { dy = 0.0 } else { dx = 0.0 }
        }
        self.guides.clear();
        if !manner.free {
            let all = self.lead().moved(dx, dy);
            let snapped = snapped(all, &self.neighbours, manner.reach, manner.on_grid.then_some(GRID));
            // What may not move along an axis is not caught along it either.
            if !manner.straight || dx != 0.0 {
                dx += snapped.dx;
            }
            if !manner.straight || dy != 0.0 {
                dy += snapped.dy;
            }
            self.guides = snapped.guides;
        }
        self.is_copy = manner.copy;
        if self.offset != (dx, dy) {
            self.offset = (dx, dy);
            for (element, shape) in &self.before {
                self.now.insert(element.clone(), shape.moved(dx, dy));
            }
        }
    }

    /// What the neighbours catch: the box that was grabbed, or the outline of several.
    fn lead(&self) -> Rectangle {
        let own = self.elements.iter().filter_map(|element| self.before.get(element)).copied();
        own.reduce(Rectangle::union).or_else(|| self.before.values().next().copied()).unwrap_or_default()
    }

    pub fn is_copy(&self) -> bool {
        self.is_copy
    }

    pub fn shapes(&self) -> &BTreeMap<ElementId, Rectangle> {
        &self.now
    }

    pub fn guides(&self) -> &[Guide] {
        &self.guides
    }

    /// The element that is moved by itself, if it is one.
    pub fn single(&self) -> Option<&ElementId> {
        self.elements.first().filter(|_| self.elements.len() == 1)
    }

    pub fn finish(self, diagram: &Diagram) -> Outcome {
        let project = diagram.project();
        if self.offset == (0.0, 0.0) {
            return Outcome::default();
        }
        if self.is_copy {
            let clip = Clip::of(project, &carried(&project.system, &self.elements));
            let (edits, pasted) = clip.paste(project, self.offset.0, self.offset.1);
            return Outcome { label: "copy".to_owned(), edits, selection: Some(pasted) };
        }
        let edits = move_edits(diagram, &self.elements, self.offset);
        Outcome { label: format!("move {}", listed(project, &self.elements)), edits, selection: None }
    }
}

/// The edits that move `elements` in the view that is shown, and what follows from where they come to lie.
pub(in crate::gui::sketch) fn move_edits(
    diagram: &Diagram,
    elements: &BTreeSet<ElementId>,
    offset: (f32, f32),
) -> Vec<Edit> {
    let placement = Placement { view: diagram.view().clone(), ..moved(diagram.system(), elements, offset) };
    let follow = dropped(&placement.applied(diagram.system()), elements);
    std::iter::once(Edit::Place(placement)).chain(follow).collect()
}

fn listed(project: &Project, elements: &BTreeSet<ElementId>) -> String {
    match elements.first() {
        Some(only) if elements.len() == 1 => project.element_name(only),
        _ => format!("{} elements", elements.len()),
    }
}
