//! Two models in sequence under a design: what they are worth together, and how long they take.

use std::collections::BTreeMap;

use super::distribution::{TimeDistribution, fenton_wilkinson};
use crate::model::{CandidateId, CascadePoint, Evidence, Measure, Measured};

/// Halvings of the range in which a percentile lies: enough for every digit that is shown.
const HALVINGS: u32 = 60;

/// How a value of two models in sequence follows from the values of each.
#[derive(Clone, Copy, Debug)]
enum Rule {
    /// Both are there, and both were trained.
    Sum,
    /// Whoever follows an answer follows the second only where that decides.
    SumOfSteps,
    /// They are trained one after the other, and whoever wants to understand both has the harder one to understand.
    Greatest,
    /// The one that a small tree stands in for less well.
    Least,
    /// Predictions per second.
    Rate,
    /// The time that this share of the predictions stays within.
    Time(f64),
}

/// How a value of two models in sequence came about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Derived {
    /// In words.
    pub formula: &'static str,
    /// Whether it depends on how many cases go on to the second model.
    pub needs_share: bool,
    /// Whether it follows from the times of both models; else from the same measure of both.
    pub is_time: bool,
}

/// A model that decides every case, and one that decides those instead that the first is least sure of.
#[derive(Clone, Copy, Debug)]
pub struct Cascade<'a> {
    /// What decides every case, with its evidence.
    pub first: (&'a CandidateId, &'a Evidence),
    /// What decides the rest, with its evidence.
    pub second: (&'a CandidateId, &'a Evidence),
    /// What was measured on both together.
    pub point: &'a CascadePoint,
}

impl Cascade<'_> {
    /// Share of the cases that go on to the second model, 0 to 1: as measured, not as allowed.
    pub fn passed_on(&self) -> f64 {
        self.point.passed_on / 100.0
    }

    /// What is known of the two together: quality as measured on both, and of what was measured on each alone that
    /// which follows from it. What does not follow (robustness, treatment of groups, features used) is not known.
    pub fn measured(&self) -> BTreeMap<Measure, Measured> {
        let follows = self.first.1.measured.keys().filter_map(|measure| {
            let value = self.following(*measure)?;
            Some((*measure, Measured { value, interval: None }))
        });
        let mut measured: BTreeMap<Measure, Measured> = follows.collect();
        measured.extend(self.point.measured.iter().map(|(measure, value)| (*measure, *value)));
        measured
    }

    /// One of these values, in the measure's unit.
    pub fn value(&self, measure: Measure) -> Option<f64> {
        self.point.value(measure).or_else(|| self.following(measure))
    }

    /// What follows from the values of the two alone. A measure of quality does not: it was measured on both or is not
    /// known.
    fn following(&self, measure: Measure) -> Option<f64> {
        let (first, second) = (self.first.1.value(measure)?, self.second.1.value(measure)?);
        match Rule::of(measure)? {
            Rule::Sum => Some(first + second),
            Rule::SumOfSteps => Some(first + self.passed_on() * second),
            Rule::Greatest => Some(first.max(second)),
            Rule::Least => Some(first.min(second)),
            Rule::Rate if first > 0.0 && second > 0.0 => Some((first.recip() + self.passed_on() / second).recip()),
            Rule::Rate => None,
            Rule::Time(level) => self.time_within(level),
        }
    }

    /// How a value came about that was not measured on both; `None` for one that was, or is not known.
    pub(super) fn derived(&self, measure: Measure) -> Option<Derived> {
        let rule = Rule::of(measure).filter(|_| self.point.value(measure).is_none())?;
        self.following(measure).map(|_| rule.derived())
    }

    /// Mean time of a single-row prediction of a model, in microseconds.
    pub fn mean_of(evidence: &Evidence) -> Option<f64> {
        Some(time_of(evidence)?.mean())
    }

    /// Mean time of a single-row prediction of the two together, in microseconds: what the second costs it costs for
    /// its share.
    pub fn mean_time(&self) -> Option<f64> {
        Some(Self::mean_of(self.first.1)? + self.passed_on() * Self::mean_of(self.second.1)?)
    }

    /// Microseconds that this share of the single-row predictions stays within: those of the first alone, and of both
    /// one after the other, whose sum is taken as lognormal (Fenton and Wilkinson).
    fn time_within(&self, level: f64) -> Option<f64> {
        let first = time_of(self.first.1)?;
        let both = fenton_wilkinson(&[first, time_of(self.second.1)?]);
        let passed_on = self.passed_on();
        let within = |time: f64| (1.0 - passed_on) * first.cumulative(time) + passed_on * both.cumulative(time);
        let (mut low, mut high) = (first.quantile(level), both.quantile(level));
        if within(low) >= level {
            return Some(low);
        }
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            *(if within(middle) >= level { &mut high } else { &mut low }) = middle;
        }
        Some(high)
    }
}

impl Rule {
    /// The rule of a measure; `None` where nothing follows.
    fn of(measure: Measure) -> Option<Self> {
        Some(match measure {
            Measure::ModelSize
            | Measure::Parameters
            | Measure::Leaves
            | Measure::TrainingTime
            | Measure::TrainingProcessorTime
            | Measure::TrainingEnergy => Self::Sum,
            Measure::PredictionOperations | Measure::RuleLength => Self::SumOfSteps,
            Measure::TrainingMemory | Measure::InteractionStrength | Measure::MainEffectComplexity => Self::Greatest,
            Measure::SurrogateFit => Self::Least,
            Measure::BatchThroughput => Self::Rate,
            Measure::InferenceP50 => Self::Time(0.5),
            Measure::InferenceP99 => Self::Time(0.99),
            _ => return None,
        })
    }

    fn derived(self) -> Derived {
        let (formula, needs_share) = match self {
            Self::Sum => ("The sum of both models: both are there, and both were trained.", false),
            Self::SumOfSteps => ("First model + share of cases that the second decides · second model.", true),
            Self::Greatest => ("The greater of both models.", false),
            Self::Least => ("The smaller of both models.", false),
            Self::Rate => ("1 / (1 / first model + share of cases that the second decides / second model).", true),
            Self::Time(_) => {
                let formula = "Percentile of a mixture: the first model alone, and for the share of cases that the \
                               second decides both one after the other. Their sum is taken as lognormal (Fenton and \
                               Wilkinson).";
                (formula, true)
            }
        };
        Derived { formula, needs_share, is_time: matches!(self, Self::Time(_)) }
    }
}

/// Time of a single-row prediction of a model, in microseconds.
fn time_of(evidence: &Evidence) -> Option<TimeDistribution> {
    let median = evidence.value(Measure::InferenceP50)?;
    TimeDistribution::from_percentiles(median, evidence.value(Measure::InferenceP99))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::{TestProject, check_close, design, evidence};
    use crate::analysis::{AnalysisSettings, Model, Qualities, Resolution, analyse};
    use crate::model::{
        Amount, CascadeEvidence, ComponentId, EvidenceBook, MeasureKey, OpenQuestion, Pick, Project, Property, Subject,
    };

    /// A scorer that is paid by the hour of its work, and whose two models could follow each other.
    fn project() -> Project {
        TestProject::new()
            .component("scorer", &[(Property::ServiceTimeMedian, 0.0), (Property::BusyHourPrice, 3600.0)])
            .task("scorer", &["screen", "deep"])
            .choice("model", "scorer", OpenQuestion::Candidate)
            .choice("second", "scorer", OpenQuestion::Cascade)
            .scenario("scorer", 1e-6, 1e-6)
            .build()
    }

    /// Models that take these milliseconds each time, and a cascade in which 5 % of the cases go on.
    fn book(milliseconds: [f64; 2]) -> EvidenceBook {
        let of = |time: f64, size: f64, recall: f64| {
            [
                (Measure::InferenceP50, 1000.0 * time),
                (Measure::InferenceP99, 1000.0 * time),
                (Measure::ModelSize, size),
                (Measure::PredictionOperations, 10.0 * size),
                (Measure::BatchThroughput, 1000.0 / time),
                (Measure::UsedFeatures, 5.0),
                (Measure::Recall, recall),
            ]
        };
        let (screen, deep) = (of(milliseconds[0], 10.0, 60.0), of(milliseconds[1], 400.0, 90.0));
        let mut book = evidence(&[("scorer", "screen", &screen), ("scorer", "deep", &deep)]);
        let recall = Measured { value: 85.0, interval: Some((80.0, 89.0)) };
        let point = |share, passed_on, measured| CascadePoint { share, threshold: Some(0.5), passed_on, measured };
        let points = vec![
            point(5.0, 5.0, [(Measure::Recall, recall)].into()),
            point(10.0, 9.0, [(Measure::Recall, recall)].into()),
        ];
        let cascade = CascadeEvidence { fingerprints: Default::default(), points };
        book.insert_cascade("scorer".into(), ["screen".into(), "deep".into()], cascade);
        book
    }

    fn qualities(book: &EvidenceBook, second: Option<(&str, f64)>) -> Qualities {
        let second = Pick::Second(second.map(|(id, share)| (id.into(), Amount::new(share))));
        let picks = design(&[("model", Pick::Candidate("screen".into())), ("second", second)]);
        analyse(&project(), book, &picks, &AnalysisSettings { samples: 1000, seed: 1 }).qualities
    }

    #[track_caller]
    fn check(qualities: &Qualities, measure: Measure, subject: Subject, expected: f64) {
        let quality = &qualities[&MeasureKey::new(measure, subject)];
        let amount = quality.quantity.amount().unwrap_or_else(|| panic!("{measure:?}: {:?}", quality.note));
        check_close(amount, expected, 1e-6 * expected.abs());
    }

    fn scorer() -> Subject {
        Subject::Component("scorer".into())
    }

    #[test]
    fn o16_what_the_second_costs_it_costs_for_its_share() {
        // $0.0001 a case for the screen and $0.004 for the deep model, at $1 a second: 0.1 and 4 ms.
        let book = book([0.1, 4.0]);
        check(&qualities(&book, Some(("deep", 5.0))), Measure::CostPerRequest, Subject::System, 0.0003);
        check(&qualities(&book, None), Measure::CostPerRequest, Subject::System, 0.0001);
    }

    #[test]
    fn times_are_a_mixture_and_capacity_follows_their_mean() {
        let book = book([1.0, 10.0]);
        let found = qualities(&book, Some(("deep", 5.0)));
        let used = || Subject::Scenario("use".into());
        // 95 % take 1 ms, the others 11.
        check(&found, Measure::ResponseTimeP50, used(), 1.0);
        check(&found, Measure::ResponseTimeP99, used(), 11.0);
        check(&found, Measure::ResponseTimeMean, used(), 1.5);
        check(&found, Measure::MaximumThroughput, used(), 1000.0 / 1.5);
        check(&found, Measure::InferenceP50, scorer(), 1000.0);
        check(&found, Measure::InferenceP99, scorer(), 11_000.0);
        // Where 10 % may go on but 9 % do, 9 % count.
        check(&qualities(&book, Some(("deep", 10.0))), Measure::ResponseTimeMean, used(), 1.9);
    }

    #[test]
    fn spread_times_vary_as_their_mixture_does() {
        let (project, book) = (project(), {
            let mut book = book([1.0, 10.0]);
            for candidate in ["screen", "deep"] {
                let mut found = book.get(&"scorer".into(), &candidate.into()).expect("it was measured").clone();
                found.measured.entry(Measure::InferenceP99).and_modify(|tail| tail.value *= 4.0);
                book.insert("scorer".into(), candidate.into(), found);
            }
            book
        });
        let second = Pick::Second(Some(("deep".into(), Amount::new(5.0))));
        let picks = design(&[("model", Pick::Candidate("screen".into())), ("second", second)]);
        let resolution = Resolution::of(&project, &book, &picks);
        let service = resolution.components[&ComponentId::new("scorer")].service.clone().expect("it is known");
        let [one, ten] = [1.0, 10.0].map(|time| TimeDistribution::from_percentiles(time, Some(4.0 * time)));
        let (one, ten) = (one.expect("a spread"), ten.expect("a spread"));
        let mean = one.mean() + 0.05 * ten.mean();
        check_close(service.mean(), mean, 1e-12);
        // E[X²] of the mixture, case by case.
        let second_moment = |part: TimeDistribution| part.variance() + part.mean() * part.mean();
        let both = second_moment(one) + 2.0 * one.mean() * ten.mean() + second_moment(ten);
        let square = 0.95 * second_moment(one) + 0.05 * both;
        check_close(service.variation(), square / (mean * mean) - 1.0, 1e-12);
    }

    #[test]
    fn what_is_known_of_both_is_known_of_the_cascade() {
        let book = book([1.0, 10.0]);
        let found = qualities(&book, Some(("deep", 5.0)));
        for (measure, expected) in [
            (Measure::Recall, 85.0),
            (Measure::ModelSize, 410.0),
            (Measure::PredictionOperations, 100.0 + 0.05 * 4000.0),
            (Measure::BatchThroughput, 1000.0 / 1.5),
        ] {
            check(&found, measure, scorer(), expected);
        }
        let recall = &found[&MeasureKey::new(Measure::Recall, scorer())];
        assert_eq!(
            (recall.interval, recall.quantity.provenance()),
            (Some((80.0, 89.0)), crate::model::Provenance::Measured)
        );
        let used = MeasureKey::new(Measure::UsedFeatures, scorer());
        assert!(!found.contains_key(&used), "which features both use is not known");
        let alone = qualities(&book, None);
        check(&alone, Measure::Recall, scorer(), 60.0);
        check(&alone, Measure::UsedFeatures, scorer(), 5.0);
    }

    #[test]
    fn what_was_not_measured_together_is_missing() {
        let project = project();
        let mut book = book([1.0, 10.0]);
        let reason = |book: &EvidenceBook, share: f64| {
            let second = Pick::Second(Some(("deep".into(), Amount::new(share))));
            let picks = design(&[("model", Pick::Candidate("screen".into())), ("second", second)]);
            match &Resolution::of(&project, book, &picks).components[&ComponentId::new("scorer")].model {
                Model::Missing(reason) => Some(reason.clone()),
                _ => None,
            }
        };
        assert_eq!(reason(&book, 5.0), None);
        let expected = "measure the cascade of screen and deep for scorer: train both anew";
        let another = "choose another share of cases that deep decides for scorer";
        assert_eq!(reason(&book, 7.0).as_deref(), Some(another));
        // Training one of them anew makes it stale.
        let mut again = book.get(&"scorer".into(), &"deep".into()).expect("it was measured").clone();
        "new".clone_into(&mut again.fingerprint);
        book.insert("scorer".into(), "deep".into(), again);
        assert_eq!(reason(&book, 5.0).as_deref(), Some(expected));
    }
}
