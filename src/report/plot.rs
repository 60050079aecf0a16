//! The trade-off between two measures as a picture: every design, the front, the thresholds, and the chosen design.

use std::fmt::Write as _;

use super::frame::{Frame, HEIGHT, LEFT, SIZE, WIDTH, scale};
use super::labels::{Labels, around};
use super::svg::{Text, palette, picture, short};
use super::ticks::Scale;
use crate::diagram::letters::{BOLD, text_width};
use crate::model::{Design, Direction, MeasureKey, Point, Project, Rectangle, group_thousands};
use crate::tradeoff::{Exploration, Front, Region, count_in_words};

/// Height below the axes.
const BELOW: f32 = 104.0;

/// Designs of the front that carry their number; more numbers than this would hide each other.
const MOST_NUMBERED: usize = 20;
/// Radius of the ring around the chosen design.
const RING: f32 = 10.0;

/// One measure against another for every design that both are known for, as SVG without any outside reference.
///
/// Infeasible designs are hollow crosses, feasible ones dots; the front is that of these two measures alone.
pub fn plot_svg(
    project: &Project,
    (exploration, region): (&Exploration, &Region),
    axes: (&MeasureKey, &MeasureKey),
    chosen: Option<&Design>,
) -> String {
    let dots: Vec<_> = (0..exploration.len()).filter_map(|index| Dot::of(index, (exploration, region), axes)).collect();
    let front = Front::of(exploration, region, &[axes.0.clone(), axes.1.clone()]).members;
    let chosen = chosen.and_then(|design| exploration.find(design));
    let scales = Scales::of(project, &dots, axes);
    let plot = Plot { axes, scales, front, chosen };
    let mut body = String::new();
    plot.frame().write_grid(&mut body);
    plot.frame().write_thresholds(project, axes, &mut body);
    plot.write_dots(&dots, &mut body);
    let mut labels = plot.labels(&dots);
    plot.write_chosen(&dots, &mut labels, &mut body);
    plot.write_numbers(&dots, &mut labels, &mut body);
    let names = [axes.0, axes.1].map(|key| (project.measure_name(key), key.measure));
    plot.frame().write_axis_names(names.each_ref().map(|(name, measure)| (name.as_str(), *measure)), &mut body);
    plot.write_legend(&dots, exploration.len() - dots.len(), &mut body);
    let [(across, _), (up, _)] = &names;
    let title = format!("{up} against {across}");
    picture((WIDTH, HEIGHT), &title, false, &body)
}

/// One design in the plot.
struct Dot {
    index: usize,
    /// What people know it by.
    number: u128,
    feasible: bool,
    x: f64,
    y: f64,
    x_interval: Option<(f64, f64)>,
    y_interval: Option<(f64, f64)>,
}

/// The ranges of both axes.
struct Scales {
    x: Scale,
    y: Scale,
}

/// Everything that the parts of the picture are drawn from.
struct Plot<'a> {
    axes: (&'a MeasureKey, &'a MeasureKey),
    scales: Scales,
    front: Vec<usize>,
    chosen: Option<usize>,
}

impl Dot {
    fn of(
        index: usize,
        (exploration, region): (&Exploration, &Region),
        axes: (&MeasureKey, &MeasureKey),
    ) -> Option<Self> {
        let (x, y) = (exploration.column(axes.0)?, exploration.column(axes.1)?);
        Some(Self {
            index,
            number: exploration.ordinal(index),
            feasible: region.is_feasible(index),
            x: x.value(index)?,
            y: y.value(index)?,
            x_interval: x.interval(index),
            y_interval: y.interval(index),
        })
    }
}

impl Scales {
    fn of(project: &Project, dots: &[Dot], axes: (&MeasureKey, &MeasureKey)) -> Self {
        let ends = |interval: Option<(f64, f64)>| interval.into_iter().flat_map(|(low, high)| [low, high]);
        let xs: Vec<_> = dots.iter().flat_map(|dot| ends(dot.x_interval).chain([dot.x])).collect();
        let ys: Vec<_> = dots.iter().flat_map(|dot| ends(dot.y_interval).chain([dot.y])).collect();
        Self { x: scale(project, xs, axes.0), y: scale(project, ys, axes.1) }
    }
}

impl Plot<'_> {
    fn frame(&self) -> Frame<'_> {
        Frame { across: &self.scales.x, up: &self.scales.y, below: BELOW }
    }

    fn x(&self, value: f64) -> f32 {
        self.frame().x(value)
    }

    fn y(&self, value: f64) -> f32 {
        self.frame().y(value)
    }

    fn write_dots(&self, dots: &[Dot], svg: &mut String) {
        for dot in dots.iter().filter(|dot| !dot.feasible) {
            self.write_cross(dot, svg);
        }
        for dot in dots.iter().filter(|dot| dot.feasible && !self.is_front(dot)) {
            self.write_circle(dot, 4.0, palette::FEASIBLE, 0.7, svg);
        }
        let mut front: Vec<_> = dots.iter().filter(|dot| self.is_front(dot)).collect();
        // From the best x on, each step holds its y until the next design of the front takes over.
        front.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
        if self.axes.0.measure.direction() == Direction::Higher {
            front.reverse();
        }
        let mut path = String::new();
        for dot in &front {
            let (x, y) = (short(self.x(dot.x)), short(self.y(dot.y)));
            if path.is_empty() { write!(path, "M{x} {y}") } else { write!(path, " H{x} V{y}") }.ok();
        }
        if front.len() > 1 {
            writeln!(
                svg,
                "<path d=\"{path}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.6\" stroke-linejoin=\"round\"/>",
                palette::FRONT
            )
            .ok();
        }
        for dot in dots.iter().filter(|dot| self.is_front(dot) || Some(dot.index) == self.chosen) {
            self.write_error_bars(dot, svg);
        }
        for dot in front {
            self.write_circle(dot, 5.0, palette::FRONT, 1.0, svg);
        }
    }

    /// The numbers of the designs on the front, each beside its own.
    fn write_numbers(&self, dots: &[Dot], labels: &mut Labels, svg: &mut String) {
        let front = dots.iter().filter(|dot| self.is_front(dot));
        if front.clone().count() > MOST_NUMBERED {
            return;
        }
        let chosen = dots.iter().find(|dot| Some(dot.index) == self.chosen);
        let chosen = chosen.map(|dot| (self.x(dot.x), self.y(dot.y)));
        for dot in front.filter(|dot| Some(dot.index) != self.chosen) {
            let words = group_thousands(&dot.number.to_string());
            let size = SIZE - 1.0;
            let place = (self.x(dot.x), self.y(dot.y));
            let is_ringed = chosen.is_some_and(|(x, y)| (x - place.0).hypot(y - place.1) < RING);
            let radius = if is_ringed { RING + 1.0 } else { 5.0 };
            let Point { x, y } = labels.place(&around(place, radius, (text_width(&words, size) * BOLD, size))).corner;
            let text = Text { x, y: y + size * 0.8, size, fill: palette::FRONT, anchor: "start", bold: true };
            text.write_over_lines(&words, svg);
        }
    }

    /// What labels keep off: the dots, the ring around the chosen design, and what is drawn as an interval.
    fn labels(&self, dots: &[Dot]) -> Labels {
        let around = |dot: &Dot, radius: f32| {
            let side = 2.0 * radius;
            Rectangle::new(self.x(dot.x) - radius, self.y(dot.y) - radius, side, side)
        };
        let is_chosen = |dot: &Dot| Some(dot.index) == self.chosen;
        let intervals = dots.iter().filter(|dot| self.is_front(dot) || is_chosen(dot)).flat_map(|dot| {
            let (x, y) = (self.x(dot.x), self.y(dot.y));
            let along =
                |(low, high): (f64, f64)| Rectangle::spanning(Point::new(self.x(low), y), Point::new(self.x(high), y));
            let upwards =
                |(low, high): (f64, f64)| Rectangle::spanning(Point::new(x, self.y(low)), Point::new(x, self.y(high)));
            dot.x_interval.map(along).into_iter().chain(dot.y_interval.map(upwards))
        });
        Labels {
            field: self.frame().field(),
            taken: dots.iter().filter(|dot| is_chosen(dot)).map(|dot| around(dot, RING)).collect(),
            points: dots.iter().map(|dot| around(dot, 4.0)).collect(),
            lines: intervals.collect(),
        }
    }

    fn is_front(&self, dot: &Dot) -> bool {
        self.front.contains(&dot.index)
    }

    fn write_circle(&self, dot: &Dot, radius: f32, color: &str, opacity: f32, svg: &mut String) {
        let (x, y) = (short(self.x(dot.x)), short(self.y(dot.y)));
        writeln!(
            svg,
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{color}\" fill-opacity=\"{opacity}\" stroke=\"{}\" stroke-width=\"0.8\"/>",
            palette::PAPER
        )
        .ok();
    }

    /// A cross of outlines, light enough to stay behind the feasible designs.
    fn write_cross(&self, dot: &Dot, svg: &mut String) {
        let (x, y) = (self.x(dot.x), self.y(dot.y));
        write_cross_at(x, y, svg);
    }

    fn write_error_bars(&self, dot: &Dot, svg: &mut String) {
        let color = if Some(dot.index) == self.chosen { palette::CHOSEN } else { palette::FRONT };
        let mut bar = |path: String| {
            writeln!(
                svg,
                "<path d=\"{path}\" stroke=\"{color}\" stroke-width=\"1.1\" stroke-opacity=\"0.65\" fill=\"none\"/>"
            )
            .ok();
        };
        let (x, y) = (self.x(dot.x), self.y(dot.y));
        if let Some((low, high)) = dot.x_interval {
            let (low, high) = (self.x(low), self.x(high));
            bar(format!("M{low:.1} {:.1} v6 m0 -3 H{high:.1} m0 -3 v6", y - 3.0));
        }
        if let Some((low, high)) = dot.y_interval {
            let (low, high) = (self.y(low), self.y(high));
            bar(format!("M{:.1} {low:.1} h6 m-3 0 V{high:.1} m-3 0 h6", x - 3.0));
        }
    }

    fn write_chosen(&self, dots: &[Dot], labels: &mut Labels, svg: &mut String) {
        let Some(dot) = dots.iter().find(|dot| Some(dot.index) == self.chosen) else {
            return;
        };
        let (x, y) = (self.x(dot.x), self.y(dot.y));
        let color = palette::CHOSEN;
        self.write_circle(dot, 5.5, color, 1.0, svg);
        writeln!(
            svg,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{RING}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2.2\"/>",
            short(x),
            short(y)
        )
        .ok();
        let words = format!("Chosen: {}", group_thousands(&dot.number.to_string()));
        let width = text_width(&words, SIZE) * BOLD + 12.0;
        let plate = labels.place(&around((x, y), RING + 1.0, (width, 20.0)));
        writeln!(
            svg,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"20\" rx=\"4\" fill=\"{}\" fill-opacity=\"0.94\" stroke=\"{color}\" stroke-width=\"0.8\"/>",
            short(plate.corner.x),
            short(plate.corner.y),
            short(width),
            palette::PAPER
        )
        .ok();
        let center = plate.center();
        Text { x: center.x, y: center.y + 4.3, size: SIZE, fill: color, anchor: "middle", bold: true }
            .write(&words, svg);
    }

    fn write_legend(&self, dots: &[Dot], hidden: usize, svg: &mut String) {
        let y = HEIGHT - 32.0;
        let mut x = LEFT;
        let mut entry = |sample: &dyn Fn(f32, &mut String), words: &str, svg: &mut String| {
            sample(x, svg);
            Text { x: x + 24.0, y: y + 4.0, size: SIZE - 0.5, fill: palette::MUTED, anchor: "start", bold: false }
                .write(words, svg);
            x += 24.0 + text_width(words, SIZE) + 20.0;
        };
        let circle = |fill: &'static str, radius: f32| {
            move |x: f32, svg: &mut String| {
                writeln!(svg, "<circle cx=\"{}\" cy=\"{}\" r=\"{radius}\" fill=\"{fill}\"/>", short(x + 9.0), short(y))
                    .ok();
            }
        };
        if dots.iter().any(|dot| self.is_front(dot)) {
            let sample = |x: f32, svg: &mut String| {
                writeln!(svg, "<path d=\"M{:.1} {y:.1} h18\" stroke=\"{}\" stroke-width=\"1.6\"/>", x, palette::FRONT)
                    .ok();
                circle(palette::FRONT, 4.5)(x, svg);
            };
            entry(&sample, "front of these two measures", svg);
        }
        if dots.iter().any(|dot| dot.feasible) {
            entry(&circle(palette::FEASIBLE, 4.0), "feasible", svg);
        }
        if dots.iter().any(|dot| !dot.feasible) {
            entry(&|x, svg| write_cross_at(x + 9.0, y, svg), "infeasible or undecided", svg);
        }
        if dots.iter().any(|dot| self.is_front(dot) && (dot.x_interval.is_some() || dot.y_interval.is_some())) {
            let sample = |x: f32, svg: &mut String| {
                writeln!(
                    svg,
                    "<path d=\"M{:.1} {:.1} h6 m-3 0 v14 m-3 0 h6\" stroke=\"{}\" fill=\"none\"/>",
                    x + 6.0,
                    y - 7.0,
                    palette::FRONT
                )
                .ok();
            };
            entry(&sample, "95 % interval", svg);
        }
        if hidden > 0 {
            let are = if hidden == 1 { "is" } else { "are" };
            let total = dots.len() + hidden;
            let words = format!(
                "{} of {} designs {are} not shown: a value is unknown or a component is overloaded.",
                count_in_words(hidden),
                count_in_words(total)
            );
            Text { x: LEFT, y: y + 24.0, size: SIZE - 0.5, fill: palette::MUTED, anchor: "start", bold: false }
                .write(&words, svg);
        }
    }
}

fn write_cross_at(x: f32, y: f32, svg: &mut String) {
    writeln!(
        svg,
        "<path d=\"M{:.1} {:.1} l8 8 m0 -8 l-8 8\" stroke=\"{}\" stroke-width=\"1.3\" fill=\"none\"/>",
        x - 4.0,
        y - 4.0,
        palette::INFEASIBLE
    )
    .ok();
}

#[cfg(test)]
mod tests {
    use super::super::svg::check_well_formed;
    use super::super::test_support::{cost, exploration, fraud_project, recall};
    use super::*;

    #[test]
    fn every_known_design_is_in_the_plot() {
        let (project, exploration) = (fraud_project(), exploration());
        let region = Region::of_project(&exploration, &project);
        let chosen = exploration.design(4);
        let svg = plot_svg(&project, (&exploration, &region), (&cost(), &recall()), chosen.as_ref());
        check_well_formed(&svg);
        let infeasible = exploration.len() - region.feasible();
        // One cross more explains itself in the legend; one design has no known cost.
        assert_eq!(svg.matches("l8 8 m0 -8").count(), infeasible);
        assert!(svg.contains("1 of 6 designs is not shown"));
        for words in ["Chosen: 5", "← better", "better →", ">2<", "$/month", "required ≥ 80 %", "95 % interval"] {
            assert!(svg.contains(words), "{words}");
        }
    }

    #[test]
    fn nothing_to_plot_is_still_a_picture() {
        let nothing = (&Exploration::default(), &Region::default());
        let svg = plot_svg(&Project::default(), nothing, (&cost(), &recall()), None);
        check_well_formed(&svg);
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }
}
