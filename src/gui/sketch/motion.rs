//! Boxes that an arrangement has placed anew move there visibly, so that nobody loses track of them.

use std::collections::BTreeMap;

use egui::Ui;

use super::SketchView;
use crate::diagram::Diagram;
use crate::model::{ElementId, Rectangle, Size};

/// How long it takes, in seconds.
const DURATION: f64 = 0.22;

/// A motion under way.
pub(super) struct Motion {
    /// Where everything was.
    before: BTreeMap<ElementId, Rectangle>,
    /// When it began, once the first frame was shown.
    began: Option<f64>,
    /// Where everything is drawn now.
    pub now: BTreeMap<ElementId, Rectangle>,
}

impl SketchView {
    /// Whatever has another place in the next frame moves there from where it is now.
    pub fn animate(&mut self) {
        let diagram = self.routing.shown();
        let placed = diagram.frames.iter().chain(&diagram.boxes).chain(&diagram.notes);
        let before = placed.map(|placed| (placed.element.clone(), placed.shape)).collect();
        self.motion = Some(Motion { before, began: None, now: BTreeMap::new() });
    }

    /// One frame further.
    pub(super) fn move_on(&mut self, ui: &Ui, diagram: &Diagram) {
        let Some(mut motion) = self.motion.take() else { return };
        let now = ui.input(|input| input.time);
        let began = *motion.began.get_or_insert(now);
        let share = ((now - began) / DURATION).clamp(0.0, 1.0) as f32;
        if share >= 1.0 {
            return;
        }
        // Fast at first, slow at the end.
        let eased = 1.0 - (1.0 - share).powi(3);
        let moved = motion.before.iter().filter_map(|(element, from)| {
            let to = diagram.shape(element).filter(|to| to != from)?;
            Some((element.clone(), between(*from, to, eased)))
        });
        motion.now = moved.collect();
        if !motion.now.is_empty() {
            self.motion = Some(motion);
            ui.ctx().request_repaint();
        }
    }
}

fn between(from: Rectangle, to: Rectangle, share: f32) -> Rectangle {
    let mix = |a: f32, b: f32| a + (b - a) * share;
    let size = Size::new(mix(from.size.width, to.size.width), mix(from.size.height, to.size.height));
    let corner = crate::model::Point::new(mix(from.corner.x, to.corner.x), mix(from.corner.y, to.corner.y));
    Rectangle { corner, size }
}
