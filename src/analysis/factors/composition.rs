//! Response times that do not simply add up: calls that are made sometimes, one of several branches, calls at once.

use crate::model::CallCondition;

use super::super::route::{Call, Route};
use super::super::sampler::LinkTime;
use super::moments::Moments;
use super::rows::rated;
use super::table::Table;

/// Repeats of parallel calls beyond which the longest of them is that of the next power of two.
const COUNTED_REPEATS: u32 = 8;

/// The response time of a scenario, put together call by call.
#[derive(Clone, Debug)]
pub(super) struct Composition {
    /// Callees before their callers; the entry last.
    nodes: Vec<Node>,
}

#[derive(Clone, Debug)]
struct Node {
    /// The table that has its own time and the rates of its calls, and where they stand in its rows.
    table: usize,
    offset: usize,
    calls: Vec<Made>,
    /// The last choice that matters to its response, counted from 1.
    level: usize,
}

#[derive(Clone, Debug)]
struct Made {
    /// Position of the callee among the nodes; `None` where the caller does not wait.
    target: Option<usize>,
    link: Moments,
    is_parallel: bool,
    is_branch: bool,
}

/// Whether response times of a route are sums of those of its components: every call that is waited for is made a fixed
/// whole number of times, one after the other.
pub(super) fn adds_up(route: &Route<'_>, rate: impl Fn(usize, usize) -> Option<f64>) -> bool {
    let on_path = (0..route.components.len()).filter(|index| route.blocking[*index]);
    on_path.into_iter().all(|index| {
        let parallel = route.blocking_calls(index).filter(|call| call.is_parallel()).count();
        rated(route, index).all(|(position, call)| {
            let rate = rate(index, position);
            let is_whole = rate.is_none_or(|rate| rate.fract() == 0.0);
            let is_alone = !call.is_parallel() || (parallel == 1 && rate.is_none_or(|rate| rate <= 1.0));
            call.connector.condition == CallCondition::Always && is_whole && is_alone
        })
    })
}

/// Whether no two calls of a route are made at once: then mean response times still add up.
pub(super) fn is_sequential(route: &Route<'_>) -> bool {
    (0..route.components.len()).all(|index| route.blocking_calls(index).all(|call| !call.is_parallel()))
}

impl Composition {
    /// Of a route; `place` gives the table of the component at a position, and where its numbers begin in the rows.
    pub(super) fn new(route: &Route<'_>, tables: &[Table], place: impl Fn(usize) -> (usize, usize)) -> Self {
        let on_path: Vec<usize> = (0..route.components.len()).rev().filter(|index| route.blocking[*index]).collect();
        let mut nodes: Vec<Node> = Vec::with_capacity(on_path.len());
        for index in &on_path {
            let (table, offset) = place(*index);
            let made = |(_, call): (usize, &Call<'_>)| Made {
                target: on_path.iter().position(|node| *node == call.target).filter(|_| call.connector.kind.blocks()),
                link: LinkTime::of(call.connector).map_or(Moments::UNKNOWN, Moments::of_link),
                is_parallel: call.is_parallel(),
                is_branch: call.connector.condition == CallCondition::OneOf,
            };
            let calls: Vec<Made> = rated(route, *index).map(made).collect();
            let targets = calls.iter().filter_map(|call| call.target);
            let level = targets.map(|target| nodes[target].level).fold(tables[table].level(), Ord::max);
            nodes.push(Node { table, offset, calls, level });
        }
        Self { nodes }
    }

    /// Responses of nothing yet.
    pub(super) fn responses(&self) -> Vec<Moments> {
        vec![Moments::UNKNOWN; self.nodes.len()]
    }

    /// Works out the responses that the choice at `level` is the last one to matter to.
    pub(super) fn update(&self, level: usize, tables: &[Table], states: &[usize], responses: &mut [Moments]) {
        for (position, node) in self.nodes.iter().enumerate().filter(|(_, node)| node.level == level) {
            let table = &tables[node.table];
            let row = &table.extra[states[node.table] * table.extra_width + node.offset..];
            responses[position] = node.respond(row, responses);
        }
    }

    /// The response of the whole.
    pub(super) fn response(responses: &[Moments]) -> Moments {
        responses.last().copied().unwrap_or(Moments::UNKNOWN)
    }
}

impl Node {
    fn respond(&self, row: &[f64], responses: &[Moments]) -> Moments {
        let mut total = Moments { mean: row[0], variance: row[1], third: row[2] };
        let mut slowest: Option<Moments> = None;
        let mut has_branches = false;
        for (call, rate) in self.calls.iter().zip(&row[3..]) {
            let Some(target) = call.target else { continue };
            let time = call.link.plus(responses[target]);
            let (whole, chance) = (rate.floor(), rate.fract());
            if call.is_parallel {
                let (mut longest, mut left) = (slowest.unwrap_or_default(), whole);
                let mut repeated = time;
                while left >= f64::from(COUNTED_REPEATS) {
                    repeated = repeated.longer(repeated, 1.0);
                    left = (left / 2.0).ceil();
                }
                for _ in 0..left as u32 {
                    longest = longest.longer(repeated, 1.0);
                }
                slowest = Some(if chance > 0.0 { longest.longer(time, chance) } else { longest });
            } else if call.is_branch {
                has_branches = true;
            } else {
                total = total.plus(time.times(whole));
                if chance > 0.0 {
                    total = total.plus(time.thinned(chance));
                }
                if rate.is_nan() {
                    total = Moments::UNKNOWN;
                }
            }
        }
        if has_branches {
            let branches = self.calls.iter().zip(&row[3..]).filter(|(call, _)| call.is_branch && !call.is_parallel);
            let branches = branches.filter_map(|(call, rate)| Some((*rate, call.link.plus(responses[call.target?]))));
            total = total.plus(Moments::one_of(branches));
        }
        slowest.map_or(total, |slowest| total.plus(slowest))
    }
}
