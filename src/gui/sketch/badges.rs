//! Badges of requirements on the elements that they are attached to: a sign and a count, so that what fails stands out.

use std::collections::BTreeMap;

use egui::{Color32, FontId, Pos2, Rect, Stroke, StrokeKind, Vec2};

use super::absent::WORDS;
use super::paint::Brush;
use crate::analysis::{Analysis, Outcome};
use crate::gui::icons::{Sign, paint_sign};
use crate::model::{ComponentId, Project, Rectangle, Subject};

/// Requirements on one component, by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Badge {
    met: usize,
    missed: usize,
    unknown: usize,
}

/// The badges of all components: requirements on a scenario stand where its requests come in.
pub(super) fn badges(project: &Project, analysis: &Analysis) -> BTreeMap<ComponentId, Badge> {
    let mut badges: BTreeMap<ComponentId, Badge> = BTreeMap::new();
    for verdict in &analysis.verdicts {
        let subject = project.requirements.get(&verdict.requirement).map(|requirement| &requirement.measure.subject);
        let component = match subject {
            Some(Subject::Component(id)) => Some(id),
            Some(Subject::Scenario(id)) => project.scenarios.get(id).map(|scenario| &scenario.entry),
            _ => None,
        };
        let Some(component) = component else { continue };
        let badge = badges.entry(component.clone()).or_default();
        match verdict.outcome {
            Outcome::Met => badge.met += 1,
            Outcome::Missed => badge.missed += 1,
            Outcome::Unknown => badge.unknown += 1,
        }
    }
    badges
}

impl Badge {
    /// In words, the worst alone.
    pub fn words(self) -> String {
        match self {
            Self { missed, .. } if missed > 0 => format!("{missed} missed"),
            Self { unknown, .. } if unknown > 0 => format!("{unknown} unknown"),
            Self { met, .. } => format!("{met} met"),
        }
    }
}

impl Brush<'_> {
    /// A small plate at the lower left of a component.
    pub fn badge(&self, shape: Rectangle, badge: Badge) {
        if !self.view.shows_text() {
            return;
        }
        let palette = self.palette;
        let (sign, color) = match badge {
            Badge { missed: 1.., .. } => (Sign::Cross, palette.bad),
            Badge { unknown: 1.., .. } => (Sign::Question, palette.caution),
            _ => (Sign::Check, palette.good),
        };
        self.plate_below(shape, &badge.words(), (sign, color), if badge.missed > 0 { 1.6 } else { 1.0 });
    }

    /// The same on a component that the design leaves out.
    pub fn absence(&self, shape: Rectangle) {
        if self.view.shows_text() {
            self.plate_below(shape, WORDS, (Sign::Information, self.palette.text), 1.0);
        }
    }

    fn plate_below(&self, shape: Rectangle, words: &str, (sign, color): (Sign, Color32), width: f32) {
        let (rect, zoom) = (self.view.rect(shape), self.view.zoom);
        let galley = self.painter.layout_no_wrap(words.to_owned(), FontId::proportional(10.0 * zoom), color);
        let size = galley.size() + Vec2::new(24.0, 3.0) * zoom;
        let corner = Pos2::new(rect.min.x + 8.0 * zoom, rect.max.y - size.y / 2.0);
        let plate = Rect::from_min_size(corner, size);
        let stroke = Stroke::new(width, color);
        self.painter.rect(plate, 7.0 * zoom, self.palette.card, stroke, StrokeKind::Middle);
        let middle = Pos2::new(plate.min.x + 10.0 * zoom, plate.center().y);
        paint_sign(self.painter, Rect::from_center_size(middle, Vec2::splat(10.0 * zoom)), sign, color);
        let text = Pos2::new(plate.min.x + 18.0 * zoom, plate.center().y - galley.size().y / 2.0);
        self.painter.galley(text, galley, color);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::TestProject;
    use crate::analysis::{AnalysisSettings, analyse};
    use crate::model::{Design, EvidenceBook, Measure, Property, Quantity, Unit};

    #[test]
    fn a_badge_says_the_worst() {
        let limit = |amount| Quantity::estimated(amount, Unit::Millisecond);
        let used = || Subject::Scenario("use".into());
        let share = Quantity::estimated(99.0, Unit::Percent);
        let project = TestProject::new()
            .component("front", &[(Property::ServiceTimeMedian, 10.0)])
            .scenario("front", 1.0, 1.0)
            .requirement("slow", Measure::ResponseTimeP99, used(), limit(100.0))
            .requirement("fast", Measure::ResponseTimeP50, used(), limit(1.0))
            .requirement("up", Measure::Availability, used(), share)
            .build();
        let settings = AnalysisSettings { samples: 200, seed: 1 };
        let analysis = analyse(&project, &EvidenceBook::default(), &Design::default(), &settings);
        let found = badges(&project, &analysis);
        assert_eq!(found[&ComponentId::new("front")], Badge { met: 1, missed: 1, unknown: 1 });
        assert_eq!(found[&ComponentId::new("front")].words(), "1 missed");
        assert_eq!(Badge { met: 2, missed: 0, unknown: 0 }.words(), "2 met");
    }
}
