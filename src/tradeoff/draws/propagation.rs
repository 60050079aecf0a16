//! What moved measured numbers do to the computed numbers of designs: found by the analysis itself, one number at a
//! time.
//!
//! Every design is evaluated anew with each number that it can follow at either end of what 95 % of the draws lie
//! between (the sensitivities of a first-order propagation, by differences). All evaluations share their random
//! numbers, so that a difference is none of luck, and the relative change counts: fewer samples do than for the numbers
//! themselves. Of 100,000 designs with two such numbers each (median and 99th percentile of one model) these are half a
//! million evaluations of a thousand samples, about as many samples as evaluating the designs took; beyond that each
//! number is moved to one end only.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::exploration::Exploration;
use super::super::short_evidence::in_short;
use super::courses::{Courses, Effect};
use super::inputs::{Input, Inputs, put};
use crate::analysis::{AnalysisSettings, Evaluator, Qualities, Quality, Sampler};
use crate::edit::as_designed;
use crate::model::{EvidenceBook, Measure, MeasureKey, Project};

/// Beyond so many evaluations numbers are moved to one end only.
const MOST_EVALUATIONS: usize = 500_000;
/// Most samples over all evaluations before each gets fewer, and fewest and most samples of one.
const SAMPLES_IN_ALL: usize = 40_000_000;
const SAMPLES: (usize, usize) = (1_000, 4_000);
/// Designs that are evaluated together, each number of them in turn.
const TOGETHER: usize = 4096;
/// Changes of a value by less than this part of it are rounding: samples are single precision.
const ROUNDING: f64 = 1e-6;
/// How far draws reach beyond the ends between which 95 % of them lie.
const BEYOND: f64 = 1.75;
/// Where the whole way to an end overloads a design, how far it is gone instead.
const PARTS: [f64; 4] = [1.0, 0.5, 0.25, 0.125];

/// What is propagated through what.
pub(super) struct Propagation<'a> {
    pub project: &'a Project,
    pub exploration: &'a Exploration,
    pub inputs: &'a Inputs,
    pub keys: &'a [MeasureKey],
    /// Whether a design has the measure at a position from what was measured itself.
    pub is_measured: &'a dyn Fn(usize, usize) -> bool,
}

/// What is used again and again on the way.
struct Tools<'s> {
    book: EvidenceBook,
    /// Only away while an evaluator has it.
    sampler: Option<Sampler>,
    settings: AnalysisSettings,
    is_stopped: &'s mut dyn FnMut() -> bool,
    is_one_sided: bool,
}

/// One evaluation: by measure, its value, infinite where it has no bound and not a number where it is not known, and
/// how busy the busiest component is that it is about, where that is known.
struct Trial {
    values: Vec<f64>,
    busy: Vec<f64>,
}

/// One number moved.
struct Step {
    place: u32,
    /// By how much.
    shift: f64,
    /// By measure, its change per change of the number; not a number while it is not known.
    slopes: Vec<f64>,
    /// By measure, whether it has no bound then.
    overloads: Vec<bool>,
    busy: Vec<f64>,
}

/// A design with what was found about it.
struct Followed {
    design: usize,
    base: Trial,
    steps: Vec<Step>,
}

impl Propagation<'_> {
    /// The computed numbers of all designs; `None` where it was stopped.
    pub fn run(
        &self,
        evidence: &EvidenceBook,
        settings: &AnalysisSettings,
        is_stopped: &mut dyn FnMut() -> bool,
    ) -> Option<Courses> {
        let mut courses = Courses::default();
        let evaluations = self.evaluations();
        if evaluations == 0 {
            return Some(courses);
        }
        let affordable = (SAMPLES_IN_ALL / evaluations).clamp(SAMPLES.0, SAMPLES.1);
        let settings = AnalysisSettings { samples: affordable.min(settings.samples), ..*settings };
        let mut tools = Tools {
            book: in_short(evidence),
            sampler: None,
            settings,
            is_stopped,
            is_one_sided: evaluations > MOST_EVALUATIONS,
        };
        let (mut from, space) = (0, self.exploration.space());
        let drawing = |index: usize| self.exploration.number(index).map(|number| space.drawing_of(number));
        while from < self.exploration.len() {
            let most = self.exploration.len().min(from + TOGETHER);
            let to = (from + 1..most).find(|index| drawing(*index) != drawing(from)).unwrap_or(most);
            for followed in self.follow(from..to, &mut tools)? {
                self.tell(&followed, &mut courses);
            }
            from = to;
        }
        Some(courses)
    }

    /// How often a design has to be evaluated.
    fn evaluations(&self) -> usize {
        let ends = |input: usize| self.inputs.all[input].ends.iter().flatten().count();
        let of_design = |index: usize| -> usize { self.inputs.of_design(self.exploration, index).map(ends).sum() };
        (0..self.exploration.len()).map(of_design).filter(|count| *count > 0).map(|count| count + 1).sum()
    }

    /// Evaluates designs of the same drawing as they are, and with each of their numbers moved.
    fn follow(&self, designs: Range<usize>, tools: &mut Tools<'_>) -> Option<Vec<Followed>> {
        let mut followed: Vec<Followed> = Vec::new();
        let mut of_inputs: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for design in designs {
            let inputs: Vec<usize> = self.inputs.of_design(self.exploration, design).collect();
            if inputs.is_empty() {
                continue;
            }
            for input in inputs {
                of_inputs.entry(input).or_default().push(followed.len());
            }
            followed.push(Followed { design, base: Trial::nothing(), steps: Vec::new() });
        }
        let Some(first) = followed.first() else { return Some(followed) };
        let drawn = as_designed(self.project, &self.exploration.design(first.design)?);
        let all: Vec<usize> = (0..followed.len()).collect();
        self.evaluate(&drawn, &mut followed, &all, tools, |of, trial| of.base = trial)?;
        for (input, places) in of_inputs {
            let input = &self.inputs.all[input];
            let mut ends: Vec<f64> = input.ends.into_iter().flatten().collect();
            if tools.is_one_sided && ends.len() > 1 {
                ends.remove(0);
            }
            for end in ends {
                self.step(&drawn, &mut followed, &places, (input, end - input.value), tools)?;
            }
        }
        Some(followed)
    }

    /// Moves one number; where that overloads a design, only as far as it does not.
    fn step(
        &self,
        drawn: &Project,
        followed: &mut [Followed],
        places: &[usize],
        (input, shift): (&Input, f64),
        tools: &mut Tools<'_>,
    ) -> Option<()> {
        let mut open = places.to_vec();
        for part in PARTS {
            put(&mut tools.book, &input.source, input.value + part * shift);
            let learn = |of: &mut Followed, trial: Trial| of.learn(input.place, shift, part, &trial);
            self.evaluate(drawn, followed, &open, tools, learn)?;
            open.retain(|place| followed[*place].is_open());
            if open.is_empty() {
                break;
            }
        }
        put(&mut tools.book, &input.source, input.value);
        Some(())
    }

    /// Evaluates some of the designs with the evidence as it is now.
    fn evaluate(
        &self,
        drawn: &Project,
        followed: &mut [Followed],
        places: &[usize],
        tools: &mut Tools<'_>,
        mut take: impl FnMut(&mut Followed, Trial),
    ) -> Option<()> {
        let sampler = tools.sampler.take().unwrap_or_else(|| Sampler::new(&tools.settings));
        let mut evaluator = Evaluator::with_samples(drawn, &tools.book, sampler);
        for place in places {
            if (tools.is_stopped)() {
                return None;
            }
            let of = &mut followed[*place];
            let trial = Trial::of(self.keys, &evaluator.qualities(&self.exploration.design(of.design)?));
            take(of, trial);
        }
        tools.sampler = Some(evaluator.into_samples());
        Some(())
    }

    /// Puts down what was found about a design.
    fn tell(&self, followed: &Followed, courses: &mut Courses) {
        for (position, key) in self.keys.iter().enumerate() {
            let Some(value) = self.exploration.value(followed.design, key) else { continue };
            let base = followed.base.values[position];
            if !base.is_finite() || (self.is_measured)(followed.design, position) {
                continue;
            }
            // With fewer samples percentiles are a little off: the relative change counts.
            let scale = if base > 0.0 && value > 0.0 { value / base } else { 1.0 };
            let slope = |step: &Step| {
                let slope = step.slopes[position];
                let counts = (slope * step.shift).abs() > ROUNDING * base.abs();
                if counts { slope * scale } else { 0.0 }
            };
            let effects = followed.effects(slope);
            let strain = followed.strain(position, key.measure, courses);
            if strain.is_some() || !effects.is_empty() {
                courses.push((followed.design, position), value, &effects, strain);
            }
        }
    }
}

impl Trial {
    fn nothing() -> Self {
        Self { values: Vec::new(), busy: Vec::new() }
    }

    fn of(keys: &[MeasureKey], qualities: &Qualities) -> Self {
        let amount = |key: &MeasureKey, quality: Option<&Quality>| {
            quality.and_then(|quality| quality.quantity.amount_in(key.measure.unit())).unwrap_or(f64::NAN)
        };
        let value = |key: &MeasureKey| {
            let quality = qualities.get(key);
            if quality.is_some_and(Quality::is_overloaded) { f64::INFINITY } else { amount(key, quality) }
        };
        let busy = |key: &MeasureKey| {
            let utilisation = MeasureKey::new(Measure::PeakUtilisation, key.subject.clone());
            amount(&utilisation, qualities.get(&utilisation)) / 100.0
        };
        Self { values: keys.iter().map(value).collect(), busy: keys.iter().map(busy).collect() }
    }
}

impl Followed {
    /// Takes in what a number does that is moved by a part of `shift`: of the whole first.
    fn learn(&mut self, place: usize, shift: f64, part: f64, trial: &Trial) {
        if part == PARTS[0] {
            self.steps.push(Step {
                place: place as u32,
                shift,
                slopes: vec![f64::NAN; trial.values.len()],
                overloads: trial.values.iter().map(|value| value.is_infinite()).collect(),
                busy: trial.busy.clone(),
            });
        }
        let Some(step) = self.steps.last_mut() else { return };
        for ((slope, value), base) in step.slopes.iter_mut().zip(&trial.values).zip(&self.base.values) {
            if slope.is_nan() && value.is_finite() && base.is_finite() {
                *slope = (value - base) / (part * shift);
            }
        }
    }

    /// Whether the number that was moved last was moved too far.
    fn is_open(&self) -> bool {
        let is_open = |step: &Step| {
            let overloads = step.overloads.iter().zip(&step.slopes).zip(&self.base.values);
            overloads.into_iter().any(|((overload, slope), base)| *overload && slope.is_nan() && base.is_finite())
        };
        self.steps.last().is_some_and(is_open)
    }

    /// What each number does, where it does something. A side that it was not moved to is like the other.
    fn effects(&self, slope: impl Fn(&Step) -> f64) -> Vec<Effect> {
        let mut sides: Vec<(u32, [Option<f64>; 2])> = Vec::new();
        for step in &self.steps {
            let slope = Some(slope(step)).filter(|slope| slope.is_finite());
            let known = sides.iter().position(|(place, _)| *place == step.place);
            let at = known.unwrap_or_else(|| {
                sides.push((step.place, [None; 2]));
                sides.len() - 1
            });
            sides[at].1[usize::from(step.shift > 0.0)] = slope;
        }
        let effect = |(place, [below, above]): (u32, [Option<f64>; 2])| {
            let [below, above] = [below.or(above), above.or(below)].map(|slope| slope.unwrap_or(0.0) as f32);
            Effect { place, below, above }
        };
        let does_something = |effect: &Effect| effect.below != 0.0 || effect.above != 0.0;
        sides.into_iter().map(effect).filter(does_something).collect()
    }

    /// How near a measure comes to having no bound, where it can come there. What is busiest tells, if it tells right
    /// at every end; a component that nobody waits for may be busier, and then it is half the way to where there is no
    /// bound.
    fn strain(&self, position: usize, measure: Measure, courses: &mut Courses) -> Option<u32> {
        let busy = self.base.busy[position];
        let overloads = || self.steps.iter().map(|step| (step.overloads[position], step.busy[position]));
        let tells = busy < 1.0 && overloads().all(|(overload, busy)| overload == (busy >= 1.0));
        let is_time =
            measure.is_response_time() || matches!(measure, Measure::StoppingDistance | Measure::TimedOutShare);
        let greatest = self.steps.iter().map(|step| (step.busy[position] - busy).max(0.0)).sum::<f64>();
        let comes_there = is_time && tells && busy + BEYOND * greatest >= 1.0;
        if !comes_there && !overloads().any(|(overload, _)| overload) {
            return None;
        }
        if tells {
            let effects = self.effects(|step| (step.busy[position] - busy) / step.shift);
            return Some(courses.strain(busy, &effects));
        }
        let effects = self.effects(|step| if step.overloads[position] { 2.0 / step.shift } else { 0.0 });
        Some(courses.strain(0.0, &effects))
    }
}
