//! Pictures of whole designs: scatter, scatter matrix and parallel axes, one with each other and the table in what is
//! looked at, pinned, under the pointer and inside the brush.

mod backdrop;
mod card;
mod cloud;
mod fence;
mod heads;
mod lanes;
mod marks;
mod matrix;
mod parallel;
mod ruler;
mod scatter;

use egui::{Pos2, Rect, Response, Stroke, StrokeKind, Ui};

pub(super) use marks::{LOOKS, legend};

use self::cloud::Cloud;
use self::fence::Rubber;
use super::borders::Grip;
use super::state::{Kept, Shown};
use super::steps;
use super::wishes::{ViewKind, Wishes};
use crate::gui::Scene;
use crate::gui::theme::{Palette, palette};
use crate::model::Design;
use crate::session::Action;
use crate::tradeoff::Exploration;

/// A click within this distance of a point means the point, in points of the screen.
const REACH: f32 = 12.0;
/// With more designs on the front, their intervals would hide the points.
const MOST_INTERVALS: usize = 60;

/// What the pictures remember between frames.
#[derive(Default)]
pub(super) struct Plots {
    grip: Grip,
    rubber: Rubber,
    scatter: scatter::Scatter,
    matrix: matrix::Matrix,
    parallel: parallel::Parallel,
    /// The design that is best as the page beside the picture chooses; it stands out.
    pub best: Option<usize>,
}

/// The design under the pointer, in whatever picture or row.
#[derive(Default)]
pub(super) struct Pointed {
    now: Option<usize>,
    before: Option<usize>,
}

/// The designs that stand out on this frame.
struct Picked {
    looked_at: Option<usize>,
    decided: Option<usize>,
    hovered: Option<usize>,
    best: Option<usize>,
    /// In the order of their letters.
    pinned: Vec<Option<usize>>,
}

/// What a picture of all designs rests on, whatever it shows of them.
#[derive(Clone, PartialEq)]
struct Basis {
    exploration: Kept<Exploration>,
    ranks: Kept<Vec<super::points::Rank>>,
    doubts: Kept<Vec<u8>>,
    filter: Kept<super::brush::Filter>,
    colored_by: usize,
    hides_infeasible: bool,
    palette: &'static Palette,
    pixels_per_point: f32,
}

impl Plots {
    /// Shows the picture that was chosen in all the space that `ui` has.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        scene: &mut Scene<'_>,
        shown: &Shown,
        wishes: &mut Wishes,
        (pinned, pointed): (&mut Vec<Design>, &mut Pointed),
    ) {
        self.rubber.settle(ui);
        let find = |design: &Design| shown.exploration.find(design).filter(|index| shown.is_drawn(*index));
        let picked = Picked {
            looked_at: find(scene.session.design()),
            decided: scene.session.project().decided_design().and_then(find),
            hovered: pointed.design().filter(|index| *index < shown.exploration.len() && shown.is_drawn(*index)),
            best: self.best.filter(|index| *index < shown.exploration.len() && shown.is_drawn(*index)),
            pinned: pinned.iter().map(find).collect(),
        };
        match wishes.view {
            ViewKind::Scatter => scatter::show(ui, scene, shown, wishes, (self, &picked, pinned, pointed)),
            ViewKind::Matrix => matrix::show(ui, scene, shown, wishes, (self, &picked, pinned, pointed)),
            ViewKind::Parallel => parallel::show(ui, scene, shown, wishes, (self, &picked, pinned, pointed)),
        }
    }

    /// Whether the picture is so full that only designs on the front keep shape and filling.
    pub fn is_crowded(&self, view: ViewKind) -> bool {
        match view {
            ViewKind::Scatter => self.scatter.is_crowded(),
            ViewKind::Matrix => self.matrix.is_crowded(),
            ViewKind::Parallel => false,
        }
    }
}

impl Pointed {
    /// To be called before anything is shown.
    pub fn begin(&mut self) {
        self.before = self.now.take();
    }

    /// Says which design is under the pointer.
    pub fn set(&mut self, index: usize) {
        self.now = Some(index);
    }

    /// The design under the pointer; what is shown before the picture that finds it out knows it a frame later.
    pub fn design(&self) -> Option<usize> {
        self.now.or(self.before)
    }

    /// To be called after everything is shown.
    pub fn end(&self, ui: &Ui) {
        if self.now != self.before {
            ui.ctx().request_repaint();
        }
    }
}

impl Picked {
    /// The designs whose intervals are drawn: those that stand out, and those on the front if they are few.
    fn with_intervals(&self, shown: &Shown) -> Vec<usize> {
        let own = [self.looked_at, self.hovered, self.best].into_iter().chain(self.pinned.iter().copied()).flatten();
        let mut designs: Vec<usize> = few_on_front(shown).iter().copied().chain(own).collect();
        designs.sort_unstable();
        designs.dedup();
        designs
    }
}

impl Basis {
    fn of(ui: &Ui, shown: &Shown, wishes: &Wishes) -> Self {
        Self {
            exploration: Kept::of(&shown.exploration),
            ranks: shown.ranks.clone(),
            doubts: shown.doubts.clone(),
            filter: shown.filter.clone(),
            colored_by: wishes.colored_by,
            hides_infeasible: wishes.hides_infeasible,
            palette: palette(ui.visuals()),
            pixels_per_point: ui.ctx().pixels_per_point(),
        }
    }
}

/// The designs on the front if they are few.
fn few_on_front(shown: &Shown) -> &[usize] {
    let members = &shown.front.members;
    if members.len() <= MOST_INTERVALS { members } else { &[] }
}

/// A click on a design looks at it or pins it; the pointer on it shows its card.
fn answer(
    ui: &Ui,
    scene: &mut Scene<'_>,
    shown: &Shown,
    (response, index): (&Response, usize),
    (keys, pinned): (&[crate::model::MeasureKey], &mut Vec<Design>),
) {
    if response.clicked()
        && let Some(design) = shown.exploration.design(index)
    {
        super::table::pick_up(ui, scene, pinned, design);
        // From here on the arrows lead.
        response.request_focus();
    }
    response.clone().on_hover_ui_at_pointer(|ui| card::show(ui, scene, shown, index, keys));
}

/// Lets the arrow keys lead from point to point while a picture has the keyboard: to the next one inside the filter.
/// `at` is the point that is looked at.
fn step(
    ui: &Ui,
    scene: &mut Scene<'_>,
    shown: &Shown,
    (response, cloud): (&Response, &Cloud),
    at: Option<(usize, Pos2)>,
) {
    if !response.has_focus() {
        return;
    }
    let inside = cloud.points.iter().filter(|point| shown.filter.contains(point.index));
    let points = inside.map(|point| (point.index, point.at));
    let next = steps::towards(ui).and_then(|towards| steps::beside(points, at, towards));
    if let Some(design) = next.and_then(|index| shown.exploration.design(index)) {
        scene.ask(Action::LookAt(design));
    }
}

/// A frame around the picture that has the keyboard.
fn show_focus(ui: &Ui, response: &Response, frame: Rect) {
    if response.has_focus() {
        let stroke = Stroke::new(1.5, palette(ui.visuals()).accent);
        ui.painter().rect_stroke(frame, 0, stroke, StrokeKind::Inside);
    }
}

/// The hard limits on a measure, in its unit.
fn limits_on(project: &crate::model::Project, key: &crate::model::MeasureKey) -> Vec<f64> {
    let hard = project.requirements.values().filter(|requirement| requirement.is_hard() && requirement.measure == *key);
    hard.filter_map(|requirement| requirement.threshold.amount_in(key.measure.unit())).collect()
}
