//! The measured numbers that the computed numbers of designs follow, which designs follow which, and the evidence with
//! one of them set otherwise.

use super::super::exploration::Exploration;
use super::super::short_evidence::MEASURED;
use super::readings::{Models, Readings, Second, Source};
use crate::model::{
    Amount, CallCondition, CandidateId, ComponentId, EvidenceBook, Measure, MeasureKey, OpenQuestion, Pick, Project,
};

/// The models that a component can have, by the options of the choices that say which.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ModelAxes {
    pub component: ComponentId,
    /// Where the choice of the candidate stands among the axes of the space, with its options.
    first: (usize, Vec<CandidateId>),
    /// The same of a second model, where that is open.
    second: Option<(usize, Vec<Second>)>,
}

/// A measured number whose draws differ and that numbers of a system depend on.
#[derive(Clone, Debug)]
pub(super) struct Input {
    pub source: Source,
    /// Where it stands among the readings.
    pub place: usize,
    /// As it was measured.
    pub value: f64,
    /// Between which 95 % of its draws lie, the lower end first; an end is missing where that is the value itself.
    pub ends: [Option<f64>; 2],
}

/// All of them.
#[derive(Clone, Debug)]
pub(super) struct Inputs {
    pub all: Vec<Input>,
    /// By component with models, and by the number of the models, positions in `all`.
    of_models: Vec<(ModelAxes, Vec<Vec<usize>>)>,
}

impl ModelAxes {
    /// Of every component whose model is an open choice.
    pub fn of(project: &Project, exploration: &Exploration) -> Vec<Self> {
        let axes = exploration.space().axes();
        let question = |choice| project.choices.get(choice).and_then(|open| Some((open.component()?, &open.question)));
        let mut found: Vec<Self> = Vec::new();
        for (position, axis) in axes.iter().enumerate() {
            let Some((component, OpenQuestion::Candidate)) = question(&axis.choice) else { continue };
            if found.iter().any(|known| known.component == *component) {
                continue;
            }
            let picks = |position: usize| (0..axes[position].count()).map(move |option| axes[position].pick(option));
            let candidates = picks(position).filter_map(|pick| match pick {
                Some(Pick::Candidate(candidate)) => Some(candidate),
                _ => None,
            });
            let is_second = |other: &usize| {
                question(&axes[*other].choice).is_some_and(|asked| asked == (component, &OpenQuestion::Cascade))
            };
            let second = (0..axes.len()).find(is_second).map(|position| {
                let seconds = picks(position).map(|pick| match pick {
                    Some(Pick::Second(second)) => second,
                    _ => None,
                });
                (position, seconds.collect())
            });
            found.push(Self { component: component.clone(), first: (position, candidates.collect()), second });
        }
        found
    }

    /// All combinations, in the order of their numbers.
    pub fn models(&self) -> impl Iterator<Item = Models> {
        let none = [None];
        let seconds = self.second.as_ref().map_or(none.to_vec(), |(_, seconds)| seconds.clone());
        self.first.1.iter().flat_map(move |first| {
            let with = seconds.clone().into_iter();
            with.map(move |second| (first.clone(), second))
        })
    }

    /// The number of the models that a design has.
    pub fn number(&self, exploration: &Exploration, index: usize) -> usize {
        let first = exploration.option_of(index, self.first.0) as usize;
        let second = self
            .second
            .as_ref()
            .map(|(position, seconds)| (seconds.len(), exploration.option_of(index, *position) as usize));
        second.map_or(first, |(count, second)| first * count + second)
    }
}

impl Inputs {
    /// The inputs among the readings that matter to the designs of the exploration.
    pub fn of(axes: &[ModelAxes], readings: &Readings, relevant: &[Measure]) -> Self {
        let mut inputs = Self { all: Vec::new(), of_models: Vec::new() };
        for axes in axes {
            let of_models = |models: Models| -> Vec<usize> {
                let sources = sources(&axes.component, &models, relevant).into_iter();
                sources.filter_map(|source| inputs.position(source, readings)).collect()
            };
            let positions = axes.models().map(of_models).collect();
            inputs.of_models.push((axes.clone(), positions));
        }
        inputs
    }

    /// Where an input stands, which is new if nobody has asked for it; `None` for what is no input.
    fn position(&mut self, source: Source, readings: &Readings) -> Option<usize> {
        let place = readings.place(&source).filter(|place| readings.varies(*place))?;
        if let Some(known) = self.all.iter().position(|input| input.place == place) {
            return Some(known);
        }
        let value = readings.value(place);
        let (low, high) = readings.ends(place);
        let ends = [Some(low).filter(|low| *low < value), Some(high).filter(|high| *high > value)];
        self.all.push(Input { source, place, value, ends });
        Some(self.all.len() - 1)
    }

    /// Positions in [`Self::all`] of what the numbers of a design can follow.
    pub fn of_design(&self, exploration: &Exploration, index: usize) -> impl Iterator<Item = usize> {
        self.of_models.iter().flat_map(move |(axes, positions)| {
            let of_models = positions.get(axes.number(exploration, index));
            of_models.map_or(&[][..], Vec::as_slice).iter().copied()
        })
    }
}

/// Measures that numbers of the system depend on: prediction times always, how many cases a model flags where a call
/// waits for that, and how often it is right where that is asked of its decisions.
pub(super) fn relevant(project: &Project, keys: &[MeasureKey]) -> Vec<Measure> {
    let decisions = [Measure::DecisionRecall, Measure::DecisionFalsePositiveRate, Measure::DecisionAccuracy];
    let asks_for_decisions = keys.iter().any(|key| decisions.contains(&key.measure));
    let mut connectors = project.system.connectors.values();
    let has_flags = connectors.any(|connector| connector.condition == CallCondition::WhenFlagged);
    let matters = |measure: &Measure| match measure {
        Measure::FlaggedShare => has_flags,
        Measure::Recall | Measure::FalsePositiveRate => asks_for_decisions,
        _ => true,
    };
    MEASURED.into_iter().filter(matters).collect()
}

/// What is measured on models: times on each of the two alone, everything else on what decides in the end.
fn sources(component: &ComponentId, models: &Models, relevant: &[Measure]) -> Vec<Source> {
    let (first, second) = models;
    let alone = |candidate: &CandidateId| (candidate.clone(), None);
    let mut sources = Vec::new();
    for measure in relevant.iter().copied() {
        if matches!(measure, Measure::InferenceP50 | Measure::InferenceP99) {
            let second = second.as_ref().map(|(second, _)| second).filter(|second| *second != first);
            let both = std::iter::once(first).chain(second);
            sources.extend(both.map(|candidate| (component.clone(), alone(candidate), measure)));
        } else {
            sources.push((component.clone(), models.clone(), measure));
        }
    }
    sources
}

/// Sets a measured value otherwise; nothing happens where it was not measured.
pub(super) fn put(book: &mut EvidenceBook, (component, (first, second), measure): &Source, amount: f64) {
    match second {
        None => {
            let Some(mut found) = book.get(component, first).cloned() else { return };
            if let Some(measured) = found.measured.get_mut(measure) {
                measured.value = amount;
            }
            book.insert(component.clone(), first.clone(), found);
        }
        Some((second, share)) => {
            let Some(mut found) = book.cascade(component, first, second).cloned() else { return };
            let mut points = found.points.iter_mut().filter(|point| Amount::new(point.share) == *share);
            if let Some(measured) = points.find_map(|point| point.measured.get_mut(measure)) {
                measured.value = amount;
            }
            book.insert_cascade(component.clone(), [first.clone(), second.clone()], found);
        }
    }
}
