//! The numbers of every design of a large space, put together from tables: what a component contributes depends on few
//! choices, so it is worked out once for each of their combinations, by the analysis itself, and then only added up.
//!
//! `dependence` says which choices matter to what, `build` fills the tables with what `rows` reads off the analysis, and
//! [`Walk`] goes from design to design. Sums, products, extremes and mean response times are those of
//! [`Evaluator`](super::Evaluator) but for rounding. Percentiles of response times are worked out from three moments
//! (`moments`, `percentile`) and are close, not equal.

mod build;
mod composition;
mod correction;
mod dependence;
mod formula;
mod groups;
mod moments;
mod percentile;
mod plan;
mod rows;
mod table;
#[cfg(test)]
mod tests;
mod walk;

pub use groups::{Group, Split, Term};
pub use walk::Walk;

use std::ops::ControlFlow;

use crate::model::{ChoiceId, Design, EvidenceBook, MeasureKey, Pick, Project};

use super::evaluator::Evaluator;
use super::types::AnalysisSettings;
use build::{ASSUMED, Build, ESTIMATED, design_of};
use composition::Composition;
use formula::{Formula, LEVELS, NodeSet, Time};
use percentile::Percentile;
use plan::Plan;
use table::Table;

/// The options of a choice, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The choice.
    pub choice: ChoiceId,
    /// Its options; at least one.
    pub picks: Vec<Pick>,
}

/// Why the numbers of a space cannot be put together from tables.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoFactors {
    /// Too many choices decide one number.
    #[error("the numbers of {about} depend on more than {most} combinations of options")]
    TooManyStates {
        /// A component, or a measure of an element.
        about: String,
        /// Most states of all components together.
        most: usize,
    },
    /// More nodes than can be told apart.
    #[error("too many nodes are shared by components")]
    TooManyNodes,
    /// The caller asked to stop.
    #[error("stopped before the tables were filled")]
    Stopped,
}

/// What every design of a space is put together from.
#[derive(Clone, Debug)]
pub struct Factors {
    /// Options of each choice.
    counts: Vec<usize>,
    options: Vec<Options>,
    measures: Vec<MeasureKey>,
    formulas: Vec<Formula>,
    tables: Vec<Table>,
    /// Tables by the last choice that matters to them, counted from 1.
    by_level: Vec<Vec<usize>>,
    sets: Vec<NodeSet>,
    times: Vec<Time>,
    compositions: Vec<Composition>,
    percentiles: [Percentile; 3],
    /// What nothing contributes to; so many sums stand first.
    neutral: Vec<f64>,
    sums: usize,
    base_doubt: u8,
    unavailable: Vec<(MeasureKey, String)>,
    notes: Vec<String>,
}

impl Factors {
    /// For the measures `compared`, by which designs are compared, and those that are only `limited`. `go_on` is asked
    /// for each state of each component, and may stop it.
    pub fn of(
        project: &Project,
        evidence: &EvidenceBook,
        options: &[Options],
        (compared, limited): (&[MeasureKey], &[MeasureKey]),
        settings: &AnalysisSettings,
        go_on: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<Self, NoFactors> {
        let counts: Vec<usize> = options.iter().map(|one| one.picks.len()).collect();
        let evaluator = Evaluator::new(project, evidence, settings);
        let first = design_of(options, &vec![0; counts.len()]);
        let mut keys: Vec<(MeasureKey, bool)> = compared.iter().map(|key| (key.clone(), true)).collect();
        keys.extend(limited.iter().filter(|key| !compared.contains(key)).map(|key| (key.clone(), false)));
        let mut plan = Plan::new(project, &evaluator, &evaluator.unsampled(&first), keys);
        let mut formulas = plan.formulas();
        let build = Build { project, evidence, evaluator: &evaluator, options, counts: &counts, plan: &plan, settings };
        let built = build.run(go_on)?;
        if !built.has_energy {
            plan.without_energy(&mut formulas);
        }
        let mut by_level = vec![Vec::new(); counts.len() + 1];
        for (position, table) in built.tables.iter().enumerate() {
            by_level[table.level()].push(position);
        }
        let (times, compositions) = put_times(&plan, &built);
        let mut factors = Self {
            by_level,
            neutral: plan.asked.neutral().values,
            sums: plan.asked.slots.iter().filter(|(slot, _)| slot.is_sum()).count(),
            measures: plan.keys.iter().map(|(key, _)| key.clone()).collect(),
            formulas,
            tables: built.tables,
            sets: built.sets,
            times,
            compositions,
            percentiles: LEVELS.map(Percentile::new),
            base_doubt: plan.base_doubt,
            unavailable: std::mem::take(&mut plan.unavailable),
            notes: std::mem::take(&mut plan.notes),
            options: options.to_vec(),
            counts,
        };
        factors.correct(project, evidence, settings, go_on)?;
        Ok(factors)
    }

    /// The measures whose values can be told; those compared by stand first.
    pub fn measures(&self) -> &[MeasureKey] {
        &self.measures
    }

    /// The position of one of them.
    pub fn position(&self, key: &MeasureKey) -> Option<usize> {
        self.measures().iter().position(|known| known == key)
    }

    /// The measures that cannot be told without samples, each with the reason.
    pub fn unavailable(&self) -> &[(MeasureKey, String)] {
        &self.unavailable
    }

    /// What the numbers take no account of, each as the end of a sentence about the search.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Rows of all tables.
    pub fn states(&self) -> usize {
        self.tables.iter().map(|table| table.states).sum()
    }

    /// The numbers of one design after the other, from the first one on.
    pub fn walk(&self) -> Walk<'_> {
        Walk::new(self)
    }

    /// The design that takes these options, one for each choice.
    pub fn design(&self, options: &[usize]) -> Design {
        design_of(&self.options, options)
    }

    /// The least and the most doubt that a design can have.
    pub fn doubts(&self) -> (u8, u8) {
        let of_table = |table: &Table| {
            let doubts = table.bits.iter().map(|bits| self.doubt(*bits));
            (doubts.clone().min().unwrap_or(0), doubts.max().unwrap_or(0))
        };
        let tables = self.tables.iter().map(of_table);
        tables.fold((self.base_doubt, self.base_doubt), |(least, most), (low, high)| (least.max(low), most.max(high)))
    }

    fn doubt(&self, bits: u64) -> u8 {
        let own = if bits & ASSUMED != 0 { 2 } else { u8::from(bits & ESTIMATED != 0) };
        own.max(self.base_doubt)
    }

    /// Adds what a component contributes. What is not known stays so.
    fn contribute(&self, values: &mut [f64], row: &[f64]) {
        let (sums, greatest) = values.split_at_mut(self.sums);
        for (sum, value) in sums.iter_mut().zip(row) {
            *sum += value;
        }
        for (greatest, value) in greatest.iter_mut().zip(&row[self.sums..]) {
            if *value > *greatest || value.is_nan() {
                *greatest = *value;
            }
        }
    }
}

/// The response times of a plan, and those that are put together call by call.
fn put_times(plan: &Plan<'_>, built: &build::Built) -> (Vec<Time>, Vec<Composition>) {
    let mut compositions = Vec::new();
    let mut times = Vec::with_capacity(plan.times.len());
    for ((scenario, _), overload) in plan.times.iter().zip(&built.overloads) {
        let is_composed = plan.asked.composed.iter().any(|(composed, _)| composed == scenario);
        let composition = plan.routes[*scenario].filter(|_| is_composed).map(|route| {
            let place = |index: usize| {
                let id = route.components[index];
                let table = built.owners.iter().position(|owner| owner.as_ref() == Some(id)).unwrap_or_default();
                (table, plan.offset(*scenario, id))
            };
            compositions.push(Composition::new(route, &built.tables, place));
            compositions.len() - 1
        });
        let (mean, spread) = plan.spread(*scenario, composition);
        times.push(Time { scenario: *scenario, overload: *overload, mean, spread, corrections: [1.0; 3] });
    }
    (times, compositions)
}
