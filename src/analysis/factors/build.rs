//! Fills the tables: every component once in every one of its states.

use std::ops::ControlFlow;

use crate::model::{ComponentId, Design, EvidenceBook, Measure, MeasureKey, NodeId, Project, Provenance, Subject};

use super::super::cost::{charges, fixed_price};
use super::super::elements::{Elements, judged};
use super::super::evaluator::{Evaluator, Unsampled};
use super::super::known::Sourced;
use super::super::sampler::Sampler;
use super::super::types::{AnalysisSettings, Quality};
use super::dependence::{Choices, Dependence};
use super::formula::NodeSet;
use super::plan::{Plan, SetKind};
use super::rows::{Reading, Row, doubt};
use super::table::{Slot, Table};
use super::{NoFactors, Options};

/// Most states of all components together.
const MOST_STATES: usize = 100_000;

/// Bits for how certain numbers are; those of overloaded scenarios and of nodes follow.
pub(super) const ESTIMATED: u64 = 1;
pub(super) const ASSUMED: u64 = 2;
const FIRST_BIT: u32 = 2;

/// What a table is about.
enum Owner<'a> {
    Component(&'a ComponentId),
    /// A measure of one element, by its position.
    Alone(usize),
}

/// A table in the making.
struct Draft {
    table: Table,
    rows: Vec<Row>,
}

/// All tables of a plan.
pub(super) struct Build<'e, 'a> {
    pub(super) project: &'a Project,
    pub(super) evidence: &'a EvidenceBook,
    pub(super) evaluator: &'e Evaluator<'a>,
    pub(super) options: &'e [Options],
    pub(super) counts: &'e [usize],
    pub(super) plan: &'e Plan<'e>,
    pub(super) settings: &'e AnalysisSettings,
}

/// Tables, with what their bits mean.
pub(super) struct Built {
    pub(super) tables: Vec<Table>,
    /// The component of each table, if it is about one.
    pub(super) owners: Vec<Option<ComponentId>>,
    pub(super) sets: Vec<NodeSet>,
    /// By scenario with response times, the bit of overload.
    pub(super) overloads: Vec<u64>,
    /// Whether anything at all takes energy.
    pub(super) has_energy: bool,
}

impl Build<'_, '_> {
    pub(super) fn run(&self, go_on: &mut dyn FnMut() -> ControlFlow<()>) -> Result<Built, NoFactors> {
        let routes = self.plan.routes.iter().flatten().copied().collect();
        let dependence = Dependence { project: self.project, options: self.options, routes };
        let components = self.project.system.components.keys().filter(|id| self.plan.concerns(id));
        let mut owners: Vec<(Owner<'_>, Choices)> =
            components.map(|id| (Owner::Component(id), dependence.of_component(id))).collect();
        for (position, (key, _)) in self.plan.keys.iter().enumerate() {
            if self.plan.asked.position(Slot::Alone(position)).is_some() {
                owners.push((Owner::Alone(position), self.of_element(&dependence, key)));
            }
        }
        let mut states = 0;
        let mut sampler = Sampler::new(self.settings);
        let mut drafts = Vec::with_capacity(owners.len());
        for (owner, choices) in &owners {
            let table = Table::new(choices, self.counts, MOST_STATES.saturating_sub(states));
            let table =
                table.ok_or_else(|| NoFactors::TooManyStates { about: self.about(owner), most: MOST_STATES })?;
            states += table.states;
            let mut rows = Vec::with_capacity(table.states);
            let mut options = vec![0; self.counts.len()];
            for state in 0..table.states {
                if go_on().is_break() {
                    return Err(NoFactors::Stopped);
                }
                table.pick(state, self.counts, &mut options);
                rows.push(self.row(owner, &self.design(&options), &mut sampler));
            }
            drafts.push(Draft { table, rows }.without_what_does_not_matter(self.counts));
        }
        let has_energy = self.has_energy();
        let mut built = self.finish(&drafts)?;
        let component = |owner: &Owner<'_>| match owner {
            Owner::Component(id) => Some((*id).clone()),
            Owner::Alone(_) => None,
        };
        built.owners = owners.iter().map(|(owner, _)| component(owner)).collect();
        built.has_energy = has_energy;
        Ok(built)
    }

    /// The design that takes these options.
    fn design(&self, options: &[usize]) -> Design {
        design_of(self.options, options)
    }

    fn about(&self, owner: &Owner<'_>) -> String {
        match owner {
            Owner::Component(id) => self.project.system.components[*id].name.clone(),
            Owner::Alone(position) => self.project.measure_name(&self.plan.keys[*position].0),
        }
    }

    /// What a measure of a single element depends on.
    fn of_element(&self, dependence: &Dependence<'_>, key: &MeasureKey) -> Choices {
        match &key.subject {
            Subject::Component(id) if key.measure.is_of_model() => dependence.of_model(id),
            Subject::Component(id) => dependence.of_decisions(id),
            Subject::Node(_) if key.measure == Measure::MonthlyCost => {
                let components = self.project.system.components.keys();
                components.flat_map(|id| dependence.of_component(id)).collect()
            }
            _ => Choices::new(),
        }
    }

    fn row(&self, owner: &Owner<'_>, design: &Design, sampler: &mut Sampler) -> Row {
        let unsampled = self.evaluator.unsampled(design);
        match owner {
            Owner::Component(id) => {
                let (evaluator, routes) = (self.evaluator, self.plan.routes.as_slice());
                Reading { evaluator, routes, design: &unsampled, id }.row(&self.plan.asked)
            }
            Owner::Alone(position) => {
                let (key, is_compared) = &self.plan.keys[*position];
                let mut row = self.plan.asked.neutral();
                let quality = self.alone(key, &unsampled, sampler);
                let amount = quality.as_ref().and_then(|quality| quality.quantity.amount_in(key.measure.unit()));
                let has_no_bound = quality.as_ref().is_some_and(Quality::is_overloaded);
                if let Some(quality) = quality.filter(|_| *is_compared && amount.is_some()) {
                    row.doubt = doubt(quality.quantity.provenance());
                }
                if let Some(place) = self.plan.asked.position(Slot::Alone(*position)) {
                    let missing = if has_no_bound { f64::INFINITY } else { f64::NAN };
                    row.values[place] = amount.unwrap_or(missing);
                }
                row
            }
        }
    }

    /// A measure of a single element: as the analysis has it.
    fn alone(&self, key: &MeasureKey, design: &Unsampled<'_>, sampler: &mut Sampler) -> Option<Quality> {
        let charges = match key.measure {
            Measure::MonthlyCost => charges(&design.resolution, |component| self.evaluator.arrivals(component, design)),
            _ => Vec::new(),
        };
        let scenarios = self.plan.routes.iter().zip(&design.scenarios);
        let elements = Elements {
            project: self.project,
            resolution: &design.resolution,
            scenarios: scenarios.filter_map(|(route, scenario)| Some(((*route)?, scenario))).collect(),
            charges: &charges,
        };
        let of_model = || {
            let Subject::Component(id) = &key.subject else { return None };
            let measured = design.resolution.components.get(id)?.model.measured();
            let measured = measured.get(&key.measure)?;
            Some(Quality { quantity: measured.quantity(key.measure), interval: measured.interval, note: None })
        };
        elements.quality(key, sampler).or_else(of_model).or_else(|| judged(self.project, key))
    }

    /// Whether energy is stated of anything: which things, no choice changes.
    fn has_energy(&self) -> bool {
        let design = self.design(&vec![0; self.counts.len()]);
        let resolution = super::super::resolve::Resolution::of(self.project, self.evidence, &design);
        let unknown = || Err(String::new());
        let mut inside = resolution.components.values().filter(|resolved| !resolved.outside);
        inside.any(|resolved| super::super::energy::of_component(resolved, unknown).next().is_some())
    }

    /// Gives bits to whatever needs one, and makes sums exact.
    fn finish(&self, drafts: &[Draft]) -> Result<Built, NoFactors> {
        let mut free = FIRST_BIT;
        let mut take = || {
            let bit = 1_u64.checked_shl(free).ok_or(NoFactors::TooManyNodes);
            free += 1;
            bit
        };
        let overloads: Vec<u64> = self.plan.asked.timed.iter().map(|_| take()).collect::<Result<_, _>>()?;
        let rows = || drafts.iter().flat_map(|draft| &draft.rows);
        let mut priced: Vec<(&NodeId, u64)> = Vec::new();
        for id in rows().filter_map(|row| row.priced.as_ref()) {
            if !priced.iter().any(|(known, _)| *known == id) {
                priced.push((id, take()?));
            }
        }
        let mut needed: Vec<(&(usize, NodeId, f64), u64)> = Vec::new();
        for need in rows().flat_map(|row| &row.needs) {
            if !needed.iter().any(|(known, _)| *known == need) {
                needed.push((need, take()?));
            }
        }
        // The greatest need of a node stands first.
        needed.sort_by(|((_, _, one), _), ((_, _, other), _)| other.total_cmp(one));
        let sets: Vec<NodeSet> = self.plan.sets.iter().map(|kind| self.set(*kind, &priced, &needed)).collect();
        // Nodes that add nothing tie nothing together.
        let adding = sets.iter().flat_map(|set| set.nodes.iter().flatten()).filter(|(_, value)| *value != 0.0);
        let used = adding.map(|(bit, _)| bit).chain(&overloads).fold(ESTIMATED | ASSUMED, |all, bit| all | bit);
        let mut tables = Vec::with_capacity(drafts.len());
        for Draft { table, rows } in drafts {
            let mut table = table.clone();
            table.extra_width = rows.iter().map(|row| row.extra.len()).max().unwrap_or(0);
            for row in rows {
                let mut bits = [0, ESTIMATED, ESTIMATED | ASSUMED][usize::from(row.doubt.min(2))];
                for (scenario, bit) in self.plan.asked.timed.iter().zip(&overloads) {
                    bits |= if row.overloaded.contains(scenario) { *bit } else { 0 };
                }
                let prices = priced.iter().filter(|(id, _)| row.priced.as_ref() == Some(*id));
                let needs = needed.iter().filter(|(need, _)| row.needs.contains(need));
                bits |= prices.map(|(_, bit)| bit).chain(needs.map(|(_, bit)| bit)).fold(0, |all, bit| all | bit);
                table.bits.push(bits & used);
                table.values.extend(&row.values);
                table.extra.extend(&row.extra);
                table.extra.resize(table.bits.len() * table.extra_width, 0.0);
            }
            tables.push(table);
        }
        let width = self.plan.asked.slots.len();
        for (slot, _) in self.plan.asked.slots.iter().enumerate().filter(|(_, (slot, _))| slot.is_sum()) {
            super::table::make_exact(&mut tables, slot, width);
        }
        Ok(Built { tables, owners: Vec::new(), sets, overloads, has_energy: true })
    }

    fn set(&self, kind: SetKind, priced: &[(&NodeId, u64)], needed: &[(&(usize, NodeId, f64), u64)]) -> NodeSet {
        let nodes = &self.project.system.nodes;
        let mut by_node: Vec<(&NodeId, Vec<(u64, f64)>)> = Vec::new();
        let mut add = |id, bit, value: f64| match by_node.iter_mut().find(|(known, _)| *known == id) {
            Some((_, needs)) => needs.push((bit, value)),
            None => by_node.push((id, vec![(bit, value)])),
        };
        match kind {
            SetKind::Price => {
                for (id, bit) in priced {
                    add(*id, *bit, fixed_price(&nodes[*id]).map_or(f64::NAN, |price| price.value));
                }
            }
            SetKind::Failure(scenario) | SetKind::Interruptions(scenario) => {
                for ((_, id, reach), bit) in needed.iter().filter(|((own, ..), _)| *own == scenario) {
                    let part = super::super::availability::part_of_node(
                        id,
                        &nodes[id],
                        Sourced::new(*reach, Provenance::Measured),
                    );
                    let value = match kind {
                        SetKind::Failure(_) => part.contribution().map(|share| -share.value.ln()),
                        _ => part.interruptions().map(|rate| rate.value),
                    };
                    add(id, *bit, value.unwrap_or(f64::NAN));
                }
            }
        }
        let mask = by_node.iter().flat_map(|(_, needs)| needs).fold(0, |all, (bit, _)| all | bit);
        NodeSet { nodes: by_node.into_iter().map(|(_, needs)| needs).collect(), mask }
    }
}

/// The design that takes these of the options.
pub(super) fn design_of(all: &[Options], options: &[usize]) -> Design {
    let picks = all.iter().zip(options);
    let picks = picks.filter_map(|(one, option)| Some((one.choice.clone(), one.picks.get(*option)?.clone())));
    Design { picks: picks.collect() }
}

impl Draft {
    /// Leaves out the choices whose options all give the same rows.
    fn without_what_does_not_matter(mut self, counts: &[usize]) -> Self {
        let mut position = 0;
        while position < self.table.strides.len() {
            let (choice, stride) = self.table.strides[position];
            let count = counts[choice];
            let first = |state: usize| state - state / stride % count * stride;
            if (0..self.rows.len()).any(|state| !same(&self.rows[state], &self.rows[first(state)])) {
                position += 1;
                continue;
            }
            let kept: Vec<usize> = (0..self.rows.len()).filter(|state| first(*state) == *state).collect();
            self.rows = kept.into_iter().map(|state| self.rows[state].clone()).collect();
            self.table.strides.remove(position);
            for (_, longer) in self.table.strides.iter_mut().take(position) {
                *longer /= count;
            }
            self.table.states = self.rows.len();
        }
        self
    }
}

/// Whether rows have the same numbers, bit by bit: what is not known in both is the same.
fn same(one: &Row, other: &Row) -> bool {
    let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
    one.doubt == other.doubt
        && one.overloaded == other.overloaded
        && one.priced == other.priced
        && one.needs == other.needs
        && bits(&one.values) == bits(&other.values)
        && bits(&one.extra) == bits(&other.extra)
}
