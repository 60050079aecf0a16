//! A use of the system: where requests come in, which way they take, and how many.

use std::collections::{BTreeMap, BTreeSet};

use super::id::{ComponentId, ConnectorId};
use super::quantity::Quantity;
use super::system::{Connector, System};
use super::unit::Unit;

/// A use of the system under a load.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Name shown to people.
    pub name: String,
    /// What happens, in a sentence or two.
    pub description: String,
    /// The component that the request reaches first.
    pub entry: ComponentId,
    /// The way of its requests from there.
    pub path: Path,
    /// Requests per second on average: what cost is computed for.
    pub mean_load: Quantity,
    /// Requests per second in the busiest hour: what waiting time and utilisation are computed for.
    pub peak_load: Quantity,
    /// Its share of all requests to the system; where it is stated, the loads follow from [`TotalLoad`] instead.
    pub share: Option<Quantity>,
    /// The vehicle that waits for the answer, if there is one.
    pub motion: Option<Motion>,
}

/// The way of a scenario's requests.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Path {
    /// Over every connector that leads on from the entry.
    #[default]
    Derived,
    /// Only over these connectors.
    Drawn(BTreeMap<ConnectorId, Step>),
}

/// What a scenario says about a connector of its path.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Step {
    /// Calls per visit of the source in this scenario, a ratio; the connector's own number while `None`.
    pub calls: Option<Quantity>,
    /// Whether it is called at the same time as the others of its source; as the connector says while `None`.
    pub parallel: Option<bool>,
}

/// All requests to the system, which scenarios have shares of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TotalLoad {
    /// Requests per second on average.
    pub mean: Quantity,
    /// Requests per second in the busiest hour.
    pub peak: Quantity,
}

/// A vehicle that keeps moving until the answer is there, and then brakes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Motion {
    /// How fast it moves.
    pub speed: Quantity,
    /// How hard it brakes.
    pub deceleration: Quantity,
}

/// When the load of a scenario is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// On average.
    Mean,
    /// In the busiest hour.
    Peak,
}

impl Scenario {
    /// Requests per second: its own, or its share of `total`.
    pub fn load(&self, when: When, total: Option<&TotalLoad>) -> Quantity {
        let Some(share) = self.share else {
            return match when {
                When::Mean => self.mean_load,
                When::Peak => self.peak_load,
            };
        };
        let unknown = Quantity::unknown(Unit::PerSecond);
        let Some(total) = total else { return unknown };
        let all = match when {
            When::Mean => total.mean,
            When::Peak => total.peak,
        };
        share.amount_in(Unit::Ratio).map_or(unknown, |ratio| all.scaled(ratio, share.provenance()))
    }
}

impl Scenario {
    /// The components that its requests reach, and the connectors over which they do.
    pub fn reached(&self, system: &System) -> (BTreeSet<ComponentId>, BTreeSet<ConnectorId>) {
        let mut leaving: BTreeMap<&ComponentId, Vec<(&ConnectorId, &ComponentId)>> = BTreeMap::new();
        let takes = |id: &ConnectorId, connector: &Connector| {
            !connector.kind.is_data()
                && self.path.step(id).is_some()
                && system.components.contains_key(&connector.target)
        };
        for (id, connector) in system.connectors.iter().filter(|(id, connector)| takes(id, connector)) {
            leaving.entry(&connector.source).or_default().push((id, &connector.target));
        }
        let (mut components, mut connectors) = (BTreeSet::new(), BTreeSet::new());
        let mut open: Vec<_> = system.components.get_key_value(&self.entry).into_iter().map(|(id, _)| id).collect();
        while let Some(id) = open.pop() {
            components.insert(id.clone());
            // What leaves a component is followed once.
            for (connector, target) in leaving.remove(id).into_iter().flatten() {
                connectors.insert(connector.clone());
                open.push(target);
            }
        }
        (components, connectors)
    }
}

impl When {
    /// The word shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Mean => "mean",
            Self::Peak => "peak",
        }
    }
}

impl Path {
    /// What the scenario says about a connector; `None` when its requests do not take it.
    pub fn step(&self, connector: &ConnectorId) -> Option<Step> {
        match self {
            Self::Derived => Some(Step::default()),
            Self::Drawn(steps) => steps.get(connector).copied(),
        }
    }
}

impl Default for TotalLoad {
    fn default() -> Self {
        Self { mean: Quantity::unknown(Unit::PerSecond), peak: Quantity::unknown(Unit::PerSecond) }
    }
}
