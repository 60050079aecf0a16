//! All designs of a large space behind those that were analysed: a square of the picture is light where some design lies
//! in it, and stronger where a feasible one does.
//!
//! Of each square only the least is kept that one of its designs needs of the limit that moves, so that a picture of a
//! million designs follows a hand.

use std::sync::Arc;

use egui::{Color32, ColorImage, Mesh, Painter, Pos2, Rect, TextureHandle, TextureOptions, Ui, Vec2};
use egui_plot::{PlotBounds, PlotTransform};

use crate::gui::theme::{Palette, palette};
use crate::gui::tradeoffs::points::PlotAxis;
use crate::gui::tradeoffs::state::Kept;
use crate::session::Landscape;
use crate::tradeoff::{Exploration, Overview};

/// Side of a square, in points of the screen.
const SQUARE: f32 = 3.0;
/// Side of the mark of a design that was not analysed yet.
const MARK: f32 = 5.0;

/// The pictures that were made last.
#[derive(Default)]
pub(super) struct Backdrop {
    squares: Option<Squares>,
    /// Made for a theme, for the most that designs may need, with or without those that need more.
    texture: Option<(f64, bool, &'static Palette, TextureHandle)>,
    extent: Option<Extent>,
    newcomers: Option<Newcomers>,
}

/// Where designs on the front lie that were not analysed yet.
struct Newcomers {
    landscape: Kept<Landscape>,
    exploration: Kept<Exploration>,
    axes: [PlotAxis; 2],
    places: Vec<[f64; 2]>,
}

/// Two corners around all designs on two axes.
struct Extent {
    overview: Kept<Overview>,
    axes: [PlotAxis; 2],
    corners: Vec<[f64; 2]>,
}

struct Squares {
    landscape: Arc<Landscape>,
    axes: [PlotAxis; 2],
    bounds: PlotBounds,
    frame: Rect,
    columns: usize,
    /// By square, row by row from the top: the least that a design in it needs; not a number where there is none.
    needs: Vec<f64>,
}

impl Backdrop {
    /// Two corners of all designs on two axes, none if there is no design.
    pub fn extent(&mut self, landscape: &Landscape, axes: [&PlotAxis; 2]) -> &[[f64; 2]] {
        let overview = Kept::of(&landscape.overview);
        let is_current = |extent: &Extent| extent.overview == overview && same(&extent.axes, axes);
        if !self.extent.as_ref().is_some_and(is_current) {
            let corners = corners(&landscape.overview, axes);
            self.extent = Some(Extent { overview, axes: axes.map(Clone::clone), corners });
        }
        self.extent.as_ref().map_or(&[], |extent| extent.corners.as_slice())
    }

    /// Paints the designs on the front by the numbers of the search that `exploration` does not hold, because they were
    /// not analysed yet, as open squares.
    pub fn paint_newcomers(
        &mut self,
        painter: &Painter,
        (landscape, exploration): (&Arc<Landscape>, &Arc<Exploration>),
        (axes, transform): ([&PlotAxis; 2], &PlotTransform),
        palette: &Palette,
    ) {
        let (landscape_now, exploration_now) = (Kept::of(landscape), Kept::of(exploration));
        let is_current = |kept: &Newcomers| {
            kept.landscape == landscape_now && kept.exploration == exploration_now && same(&kept.axes, axes)
        };
        if !self.newcomers.as_ref().is_some_and(is_current) {
            let places = newcomers(landscape, exploration, axes);
            let axes = axes.map(Clone::clone);
            self.newcomers = Some(Newcomers { landscape: landscape_now, exploration: exploration_now, axes, places });
        }
        let mut mesh = Mesh::default();
        for place in self.newcomers.iter().flat_map(|kept| &kept.places) {
            let at = transform.position_from_point(&(*place).into());
            mesh.add_colored_rect(Rect::from_center_size(at, Vec2::splat(MARK)), palette.accent);
            mesh.add_colored_rect(Rect::from_center_size(at, Vec2::splat(MARK - 2.0)), palette.canvas);
        }
        painter.add(Arc::new(mesh));
    }

    /// Paints all designs, those that are not feasible only where `shows_all`.
    pub fn paint(
        &mut self,
        ui: &Ui,
        painter: &Painter,
        landscape: &Arc<Landscape>,
        (axes, transform): ([&PlotAxis; 2], &PlotTransform),
        shows_all: bool,
    ) {
        let kept = self.squares.take().filter(|squares| squares.are_about(landscape, axes, transform));
        if kept.is_none() {
            self.texture = None;
        }
        let squares = self.squares.insert(kept.unwrap_or_else(|| Squares::of(landscape, axes, transform)));
        let palette = palette(ui.visuals());
        let most = landscape.most();
        let is_current = |(of, all, theme, _): &(f64, bool, &'static Palette, TextureHandle)| {
            (*of, *all) == (most, shows_all) && std::ptr::eq(*theme, palette)
        };
        let texture = match self.texture.take() {
            Some(kept) if is_current(&kept) => kept.3,
            Some((_, _, _, mut texture)) => {
                texture.set(squares.image(most, shows_all, palette), TextureOptions::NEAREST);
                texture
            }
            None => {
                ui.ctx().load_texture("all designs", squares.image(most, shows_all, palette), TextureOptions::NEAREST)
            }
        };
        let size = Vec2::new(squares.columns as f32, squares.rows() as f32) * SQUARE;
        let place = Rect::from_min_size(squares.frame.min, size);
        painter.image(texture.id(), place, Rect::from_min_max(Pos2::ZERO, Pos2::new(1.0, 1.0)), Color32::WHITE);
        self.texture = Some((most, shows_all, palette, texture));
    }
}

impl Squares {
    fn of(landscape: &Arc<Landscape>, [x, y]: [&PlotAxis; 2], transform: &PlotTransform) -> Self {
        let frame = *transform.frame();
        let columns = (frame.width() / SQUARE).ceil().max(0.0) as usize + 1;
        let rows = (frame.height() / SQUARE).ceil().max(0.0) as usize + 1;
        let mut squares = Self {
            landscape: Arc::clone(landscape),
            axes: [x.clone(), y.clone()],
            bounds: *transform.bounds(),
            frame,
            columns,
            needs: vec![f64::NAN; columns * rows],
        };
        let overview = &landscape.overview;
        let (Some(across), Some(upwards)) = (overview.column(&x.key), overview.column(&y.key)) else { return squares };
        let needs = landscape.needs();
        for (row, (across, upwards)) in across.iter().zip(upwards).enumerate() {
            let (Some(across), Some(upwards)) = (place(x, *across), place(y, *upwards)) else { continue };
            let at = Pos2::new(transform.position_from_point_x(across), transform.position_from_point_y(upwards));
            if !frame.contains(at) {
                continue;
            }
            let from = (at - frame.min) / SQUARE;
            let square = &mut squares.needs[from.y as usize * columns + from.x as usize];
            let need = needs.map_or(f64::NEG_INFINITY, |needs| needs[row]);
            // The smaller one, or the one that is a number.
            *square = square.min(need);
        }
        squares
    }

    fn are_about(&self, landscape: &Landscape, axes: [&PlotAxis; 2], transform: &PlotTransform) -> bool {
        self.landscape.is_like(landscape)
            && same(&self.axes, axes)
            && (self.frame, self.bounds) == (*transform.frame(), *transform.bounds())
    }

    fn rows(&self) -> usize {
        self.needs.len() / self.columns
    }

    fn image(&self, most: f64, shows_all: bool, palette: &Palette) -> ColorImage {
        let feasible = palette.accent.gamma_multiply(0.5);
        let others = if shows_all { palette.weak.gamma_multiply(0.35) } else { Color32::TRANSPARENT };
        let color = |need: &f64| match need {
            need if need.is_nan() => Color32::TRANSPARENT,
            need if *need <= most => feasible,
            _ => others,
        };
        ColorImage::new([self.columns, self.rows()], self.needs.iter().map(color).collect())
    }
}

/// The places of such designs on two axes.
fn newcomers(landscape: &Landscape, exploration: &Exploration, axes: [&PlotAxis; 2]) -> Vec<[f64; 2]> {
    let overview = &landscape.overview;
    let (Some(across), Some(upwards)) = (overview.column(&axes[0].key), overview.column(&axes[1].key)) else {
        return Vec::new();
    };
    let is_new = |row: &usize| overview.number(*row).is_some_and(|number| exploration.row_of(number).is_none());
    let at = |row: usize| Some([place(axes[0], across[row])?, place(axes[1], upwards[row])?]);
    landscape.swept.front.iter().flatten().copied().filter(is_new).filter_map(at).collect()
}

fn same(kept: &[PlotAxis; 2], axes: [&PlotAxis; 2]) -> bool {
    [&kept[0], &kept[1]] == axes
}

fn place(axis: &PlotAxis, value: f64) -> Option<f64> {
    axis.place(value).filter(|place| place.is_finite())
}

fn corners(overview: &Overview, [x, y]: [&PlotAxis; 2]) -> Vec<[f64; 2]> {
    let (Some(across), Some(upwards)) = (overview.column(&x.key), overview.column(&y.key)) else { return Vec::new() };
    let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    for (across, upwards) in across.iter().zip(upwards) {
        let (Some(across), Some(upwards)) = (place(x, *across), place(y, *upwards)) else { continue };
        for (axis, at) in [across, upwards].into_iter().enumerate() {
            (low[axis], high[axis]) = (low[axis].min(at), high[axis].max(at));
        }
    }
    if low[0] <= high[0] { vec![low, high] } else { Vec::new() }
}
