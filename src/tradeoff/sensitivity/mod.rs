//! Sensitivity of a design: what every number of the project does to its qualities and verdicts when it is a little
//! smaller or larger.
//!
//! Sensitivity points and trade-off points are those of ATAM: Kazman, Klein and Clements, "ATAM: Method for
//! Architecture Evaluation" (CMU/SEI-2000-TR-004). Here they are computed, one number at a time.

mod flips;
mod given;
mod number;
mod place;
mod points;
mod span;
mod swing;
#[cfg(test)]
mod tests;
mod words;

use std::ops::ControlFlow;

pub use flips::VerdictFlip;
pub use number::Number;
pub use points::{NOTABLE, SensitivityPoint, TradeOffPoint};
pub use span::Span;
pub use swing::{Swing, Value};
pub use words::elasticity_in_words;

use self::given::Given;
use self::place::Places;
use self::swing::Trial;
use super::explore::samples_for;
use crate::analysis::{AnalysisSettings, Evaluator, Qualities, Sampler};
use crate::edit::as_designed;
use crate::model::{Design, ElementId, EvidenceBook, MeasureKey, Project, RequirementId};

/// The part of itself that a number is moved by unless somebody says otherwise.
pub const USUAL_STEP: f64 = 0.2;

/// What every number does to the qualities of one design.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// The part of itself that each number was moved by, up and down; see [`Span`] for shares and whole numbers.
    pub within: f64,
    /// The qualities that were looked at, in the order that was asked for.
    pub measures: Vec<MeasureKey>,
    /// Their values as things are.
    pub base: Vec<Value>,
    /// Every number that can move, in the order of the project.
    pub numbers: Vec<Moved>,
}

/// A number with what it does.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// Which one.
    pub number: Number,
    /// What it is called: element or scenario, and what of it, such as `Scorer: Service time, median`.
    pub name: String,
    /// The element of the drawing that it is stated on; `None` for the numbers of scenarios, which are not drawn.
    pub stated_on: Option<ElementId>,
    /// What it is, and where it was moved to.
    pub span: Span,
    /// What that does to the qualities, in their order; those that it does nothing to are not listed.
    pub swings: Vec<Swing>,
    /// The verdicts that change on the way, by requirement.
    pub flips: Vec<VerdictFlip>,
}

impl Sensitivity {
    /// Moves every number of `project`, and those measured on the models of `design`, by the part `within` of itself
    /// (above 0, below 1) and evaluates the design anew: once for each end, and a few times more where a verdict
    /// changes on the way. Everything else stays, and all evaluations share their random numbers, so that a
    /// difference is never one of luck. `progress` gets the numbers done and their number, and may stop it, with
    /// `None`.
    ///
    /// Of `measures`, what a number is itself is no effect of it: recall does not depend on recall.
    pub fn of(
        (project, evidence, design): (&Project, &EvidenceBook, &Design),
        measures: &[MeasureKey],
        within: f64,
        settings: &AnalysisSettings,
        progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Option<Self> {
        let given = Given::new(project, evidence, design);
        let spans = span::numbers(&given).into_iter();
        let spans: Vec<(Number, Span)> =
            spans.filter_map(|number| Span::of(&number, &given, within).map(|span| (number, span))).collect();
        let evaluations = 2 * spans.len() as u128 + 1;
        let settings = AnalysisSettings { samples: samples_for(evaluations, settings.samples), ..*settings };
        let laboratory = Laboratory::new((project, &given), measures, &settings);
        let (total, mut numbers) = (spans.len() as u64, Vec::with_capacity(spans.len()));
        for (done, (number, span)) in spans.into_iter().enumerate() {
            let mut is_stopped = || progress(done as u64, total).is_break();
            numbers.push(laboratory.moved(number, span, &mut is_stopped)?);
        }
        if progress(total, total).is_break() {
            return None;
        }
        Some(Self { within, measures: measures.to_vec(), base: laboratory.base.values, numbers })
    }

    /// The same for what a design is looked at for where nobody says otherwise, see [`Self::measures`].
    pub fn of_usual(
        (project, evidence, design): (&Project, &EvidenceBook, &Design),
        within: f64,
        settings: &AnalysisSettings,
        progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Option<Self> {
        let measures = Self::measures(project, &Self::qualities((project, evidence, design), settings));
        Self::of((project, evidence, design), &measures, within, settings, progress)
    }

    /// Everything that a design could be looked at for.
    pub fn qualities(
        (project, evidence, design): (&Project, &EvidenceBook, &Design),
        settings: &AnalysisSettings,
    ) -> Qualities {
        let drawn = as_designed(project, design);
        Evaluator::new(&drawn, evidence, settings).qualities(design)
    }

    /// What a design is looked at for where nobody says otherwise: the measures of the requirements, in their order;
    /// with fewer than two of those, every computed measure that is known.
    pub fn measures(project: &Project, qualities: &Qualities) -> Vec<MeasureKey> {
        let mut keys = project.required_measures();
        keys.retain(|key| qualities.contains_key(key));
        if keys.len() >= 2 {
            return keys;
        }
        let known = qualities.iter().filter(|(key, quality)| {
            key.measure.method() == crate::model::Method::Computed && quality.quantity.is_known()
        });
        let others: Vec<_> = known.map(|(key, _)| key.clone()).filter(|key| !keys.contains(key)).collect();
        keys.extend(others);
        keys
    }
}

impl Moved {
    /// What it does to the quality at this position.
    pub fn swing(&self, measure: usize) -> Option<&Swing> {
        self.swings.iter().find(|swing| swing.measure == measure)
    }
}

/// Evaluates the design with one number set otherwise.
struct Laboratory<'a> {
    given: &'a Given<'a>,
    places: Places<'a>,
    measures: &'a [MeasureKey],
    /// The requirements on these measures, with the positions of what they limit.
    limits: Vec<(RequirementId, usize)>,
    requirements: Vec<RequirementId>,
    /// With the samples of the design as it is: a moved number leaves most of them as they are.
    sampler: Sampler,
    base: Trial,
}

impl<'a> Laboratory<'a> {
    fn new(
        (stated, given): (&'a Project, &'a Given<'a>),
        measures: &'a [MeasureKey],
        settings: &AnalysisSettings,
    ) -> Self {
        let mut evaluator = Evaluator::with_samples(&given.project, &given.evidence, Sampler::new(settings));
        let qualities = evaluator.qualities(&given.design);
        let sampler = evaluator.into_samples();
        let place = |key: &MeasureKey| measures.iter().position(|measure| measure == key);
        let all = given.project.requirements.iter();
        let limits: Vec<(RequirementId, usize)> =
            all.filter_map(|(id, requirement)| Some((id.clone(), place(&requirement.measure)?))).collect();
        let requirements: Vec<RequirementId> = limits.iter().map(|(id, _)| id.clone()).collect();
        let base = Trial::of(&given.project, &qualities, measures, &requirements);
        let places = Places { stated, designed: &given.project };
        Self { given, places, measures, limits, requirements, sampler, base }
    }

    fn evaluate(&self, number: &Number, amount: f64) -> Trial {
        let varied = self.given.with(number, amount);
        let mut evaluator = Evaluator::with_samples(&varied.project, &varied.evidence, self.sampler.clone());
        let qualities = evaluator.qualities(&varied.design);
        let mut trial = Trial::of(&varied.project, &qualities, self.measures, &self.requirements);
        for (place, _) in self.measures.iter().enumerate().filter(|(_, key)| number.is(key)) {
            trial.values[place] = self.base.values[place];
            let limited = (0..self.limits.len()).filter(|limit| self.limits[*limit].1 == place);
            limited.for_each(|limit| trial.outcomes[limit] = self.base.outcomes[limit]);
        }
        trial
    }

    fn moved(&self, number: Number, span: Span, is_stopped: &mut dyn FnMut() -> bool) -> Option<Moved> {
        let mut evaluate = |amount: f64| (!is_stopped()).then(|| self.evaluate(&number, amount));
        let mut end = |amount: Option<f64>| match amount {
            Some(amount) => evaluate(amount).map(Some),
            None => Some(None),
        };
        let (low, high) = (end(span.low)?, end(span.high)?);
        let trials = (low.as_ref(), &self.base, high.as_ref());
        let flips = flips::flips(&self.limits, &span, trials, &mut evaluate)?;
        let swing = |(place, key): (usize, &MeasureKey)| {
            let value = |trial: &Trial| trial.values[place];
            let values = (low.as_ref().map(value), value(&self.base), high.as_ref().map(value));
            Swing::of(place, key, &span, values)
        };
        let swings = self.measures.iter().enumerate().filter_map(swing).collect();
        let (name, stated_on) = (self.places.name(&number), self.places.stated_on(&number));
        Some(Moved { number, name, stated_on, span, swings, flips })
    }
}
