//! Two measures of all choices as a picture: which are dominated by no other is told by their shape.

use std::fmt::Write as _;

use super::super::axes::usual_axes;
use super::super::comparison::{Chooser, Comparison, MeasureColumn};
use super::super::phrases::REFERENCE;
use super::symbols::{Mark, RADIUS, write_legend};
use crate::diagram::letters::{shortened, text_width};
use crate::model::{Rectangle, counted, listed};
use crate::report::frame::{Frame, HEIGHT, LEFT, SIZE, WIDTH, ceiling};
use crate::report::svg::{Text, palette, picture, short};
use crate::report::{Scale, around};

/// Height below the axes.
const BELOW: f32 = 92.0;
/// Choices that are called by name; more are called by number alone.
const MOST_NAMED: usize = 12;
/// How wide a name beside its mark is at most.
const WIDEST_LABEL: f32 = 150.0;
/// Names of choices that are not shown; of more only the number is said.
const MOST_MISSING: usize = 8;

/// A picture of the two measures that a class is plotted by.
pub(super) struct Plot<'a> {
    x: &'a MeasureColumn,
    y: &'a MeasureColumn,
    scales: (Scale, Scale),
    dots: Vec<Dot>,
    /// Names of those whose choice has no place in the picture.
    missing: Vec<&'a str>,
}

/// A choice that both measures are known of.
struct Dot {
    chooser: Chooser,
    label: String,
    mark: Mark,
    x: f64,
    y: f64,
    x_interval: Option<(f64, f64)>,
    y_interval: Option<(f64, f64)>,
}

impl<'a> Plot<'a> {
    /// `None` where no two measures are known of two choices.
    pub(super) fn of(class: &'a Comparison, names: &'a [String]) -> Option<Self> {
        let [x, y] = usual_axes(&class.measures)?.map(|position| &class.measures[position]);
        let (mut dots, mut missing) = (Vec::new(), Vec::new());
        for chooser in class.choosers().filter(|chooser| class.chosen(*chooser).is_some()) {
            let (name, mark) = match chooser {
                Chooser::Group(group) if class.is_best(group) == Some(true) => (names[group].as_str(), Mark::Best),
                Chooser::Group(group) => (names[group].as_str(), Mark::Other),
                Chooser::Reference => (REFERENCE, Mark::Reference),
            };
            match value(x, chooser).zip(value(y, chooser)) {
                Some((x_value, y_value)) => dots.push(Dot {
                    chooser,
                    label: name.to_owned(),
                    mark,
                    x: x_value,
                    y: y_value,
                    x_interval: interval(x, chooser),
                    y_interval: interval(y, chooser),
                }),
                None => missing.push(name),
            }
        }
        let is_by_number = dots.len() > MOST_NAMED;
        for dot in &mut dots {
            let Chooser::Group(group) = dot.chooser else { continue };
            let number = group + 1;
            let name = shortened(&dot.label, WIDEST_LABEL, SIZE);
            dot.label = if is_by_number { number.to_string() } else { format!("{number} {name}") };
        }
        let scales = (
            scale(x, dots.iter().map(|dot| (dot.x, dot.x_interval))),
            scale(y, dots.iter().map(|dot| (dot.y, dot.y_interval))),
        );
        Some(Self { x, y, scales, dots, missing })
    }

    /// The picture, with all of its text escaped.
    pub(super) fn svg(&self) -> String {
        let mut body = String::new();
        self.frame().write_grid(&mut body);
        let axes = [self.x, self.y].map(|column| (column.name.as_str(), column.key.measure));
        self.frame().write_axis_names(axes, &mut body);
        for dot in &self.dots {
            self.write_interval(dot, &mut body);
        }
        for dot in &self.dots {
            dot.mark.write(self.place(dot), &mut body);
        }
        for (label, place) in self.labels() {
            let text = Text {
                x: place.corner.x,
                y: place.corner.y + SIZE,
                size: SIZE,
                fill: palette::INK,
                anchor: "start",
                bold: false,
            };
            text.write_over_lines(label, &mut body);
        }
        let has_reference = self.dots.iter().any(|dot| dot.mark == Mark::Reference);
        write_legend((LEFT, HEIGHT - 20.0), has_reference, &mut body);
        picture((WIDTH, HEIGHT), &format!("Choices of groups: {} against {}", self.y.name, self.x.name), false, &body)
    }

    /// What the picture shows, and whom it leaves out.
    pub(super) fn caption(&self) -> String {
        let of_groups = self.dots.iter().filter(|dot| dot.mark != Mark::Reference).count();
        let beside = if of_groups < self.dots.len() { " and the reference answer" } else { "" };
        let mut text = format!("{} against {} of {}{beside}.", self.y.name, self.x.name, counted(of_groups, "choice"));
        let unlabelled = self.dots.len() - self.labels().len();
        if unlabelled > 0 {
            let have = if unlabelled == 1 { "has" } else { "have" };
            write!(text, " For want of room {unlabelled} {have} no label.").ok();
        }
        if self.missing.len() > MOST_MISSING {
            write!(text, " Not shown, since a value is not known: {}.", counted(self.missing.len(), "choice")).ok();
        } else if !self.missing.is_empty() {
            write!(text, " Not shown, since a value is not known: {}.", listed(&self.missing)).ok();
        }
        text
    }

    fn frame(&self) -> Frame<'_> {
        Frame { across: &self.scales.0, up: &self.scales.1, below: BELOW }
    }

    fn place(&self, dot: &Dot) -> (f32, f32) {
        (self.across(dot.x), self.up(dot.y))
    }

    fn across(&self, value: f64) -> f32 {
        self.frame().x(value)
    }

    fn up(&self, value: f64) -> f32 {
        self.frame().y(value)
    }

    /// Labels with their places: none covers a mark or another label. One that finds no place is left out.
    fn labels(&self) -> Vec<(&str, Rectangle)> {
        let field = Rectangle::new(LEFT, 2.0, WIDTH - LEFT - 2.0, HEIGHT - BELOW - 2.0);
        let marks: Vec<_> = self
            .dots
            .iter()
            .map(|dot| {
                let (x, y) = self.place(dot);
                Rectangle::new(x - RADIUS, y - RADIUS, 2.0 * RADIUS, 2.0 * RADIUS)
            })
            .collect();
        let mut placed: Vec<(&str, Rectangle)> = Vec::new();
        for dot in &self.dots {
            let size = (text_width(&dot.label, SIZE), SIZE + 4.0);
            // Several choices at the same place have their labels around it, nearer ones first.
            let rings = [RADIUS + 1.0, RADIUS + 18.0, RADIUS + 36.0];
            let places = rings.into_iter().flat_map(|radius| around(self.place(dot), radius, size));
            let is_free = |place: &Rectangle| {
                field.encloses(*place)
                    && !marks.iter().any(|mark| mark.touches(*place))
                    && !placed.iter().any(|(_, other)| other.touches(*place))
            };
            if let Some(place) = places.into_iter().find(is_free) {
                placed.push((&dot.label, place));
            }
        }
        placed
    }

    fn write_interval(&self, dot: &Dot, svg: &mut String) {
        let (x, y) = self.place(dot);
        let mut line = |from: (f32, f32), to: (f32, f32)| {
            let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(short);
            let color = palette::LINE;
            writeln!(svg, "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"{color}\"/>").ok();
        };
        if let Some((low, high)) = dot.x_interval {
            line((self.across(low), y), (self.across(high), y));
        }
        if let Some((low, high)) = dot.y_interval {
            line((x, self.up(low)), (x, self.up(high)));
        }
    }
}

/// The range of an axis, with all values and their intervals in it.
fn scale(measure: &MeasureColumn, values: impl Iterator<Item = (f64, Option<(f64, f64)>)>) -> Scale {
    let ends = values.flat_map(|(value, interval)| {
        let (low, high) = interval.unwrap_or((value, value));
        [value, low, high]
    });
    Scale::around(ends, ceiling(measure.key.measure))
}

fn value(measure: &MeasureColumn, of: Chooser) -> Option<f64> {
    measure.value(of).filter(|value| value.is_finite())
}

fn interval(measure: &MeasureColumn, of: Chooser) -> Option<(f64, f64)> {
    measure.number(of)?.interval.filter(|(low, high)| low.is_finite() && high.is_finite())
}

#[cfg(test)]
mod tests {
    use super::super::super::test_support::{compared, hostile};
    use super::*;
    use crate::classroom::ChoiceNumber;
    use crate::report::svg::check_well_formed;

    fn names(class: &Comparison) -> Vec<String> {
        class.groups.iter().map(|group| group.name.clone()).collect()
    }

    fn number(value: f64) -> ChoiceNumber {
        ChoiceNumber { value: Some(value), ..ChoiceNumber::default() }
    }

    /// So many groups, of which the choices lie at few places.
    fn crowd(size: usize) -> Comparison {
        let mut class = compared();
        class.groups = vec![class.groups[0].clone(); size];
        class.best = vec![false; size];
        class.reference = None;
        for measure in &mut class.measures {
            measure.groups = (0..size).map(|group| number((group % 7) as f64)).collect();
        }
        class
    }

    #[test]
    fn measures_known_of_two_choices_are_shown() {
        let class = compared();
        let names = names(&class);
        let plot = Plot::of(&class, &names).unwrap();
        assert_eq!((plot.x.name.as_str(), plot.y.name.as_str()), ("Response time, p99 (Pay)", "Monthly cost"));
        let svg = plot.svg();
        check_well_formed(&svg);
        for words in ["1 Rockets", "2 Night Owls", "Monthly cost, $/month", "Response time, p99 (Pay), ms", "← better"]
        {
            assert!(svg.contains(words), "{words}");
        }
        // Both choices are diamonds, the reference is a square; one of each kind explains itself below.
        assert_eq!(svg.matches(" z\" fill").count(), 3);
        assert_eq!(svg.matches("<circle").count(), 1);
        assert_eq!(svg.matches("width=\"10\" height=\"10\"").count(), 2);
        let caption = "Monthly cost against Response time, p99 (Pay) of 2 choices and the reference answer.";
        assert_eq!(plot.caption(), caption);
        let alone = Comparison { reference: None, ..class };
        let plot = Plot::of(&alone, &names).unwrap();
        assert_eq!(plot.svg().matches("width=\"10\" height=\"10\"").count(), 0);
        assert_eq!(plot.caption(), "Monthly cost against Response time, p99 (Pay) of 2 choices.");
    }

    #[test]
    fn what_is_not_known_is_said() {
        let mut class = crowd(3);
        class.measures[0].groups[1].value = None;
        let names = ["A", "B", "C"].map(str::to_owned);
        let plot = Plot::of(&class, &names).unwrap();
        assert!(
            plot.caption().ends_with("of 2 choices. Not shown, since a value is not known: B."),
            "{}",
            plot.caption()
        );
        class.measures.truncate(1);
        assert!(Plot::of(&class, &names).is_none());
        assert!(Plot::of(&Comparison::default(), &[]).is_none());
    }

    #[test]
    fn labels_cover_nothing() {
        for size in [5, 12, 200] {
            let class = crowd(size);
            let names = names(&class);
            let plot = Plot::of(&class, &names).unwrap();
            let labels = plot.labels();
            assert!(labels.len() >= 5, "{size}");
            for (position, (label, place)) in labels.iter().enumerate() {
                let others = labels.iter().enumerate().filter(|(other, _)| *other != position);
                assert!(others.into_iter().all(|(_, (_, other))| !other.touches(*place)), "{label} of {size}");
            }
            let unlabelled = plot.dots.len() - labels.len();
            assert_eq!(plot.caption().contains(" no label"), unlabelled > 0);
        }
    }

    #[test]
    fn hostile_text_and_numbers_stay_in_the_picture() {
        let mut class = hostile("\"><script>alert(1)</script>");
        class.measures[1].groups = [f64::NAN, 1e300, -1e300].map(number).to_vec();
        class.measures[2].groups = [f64::INFINITY, 0.0, 0.0].map(number).to_vec();
        class.groups[2].chosen = Some(Vec::new());
        let names = names(&class);
        let svg = Plot::of(&class, &names).unwrap().svg();
        check_well_formed(&svg);
        assert!(!svg.contains("<script") && !svg.contains("NaN") && !svg.contains("inf\""), "{svg}");
    }
}
