//! Which layer each box is in.

use std::collections::BTreeSet;

/// A graph of boxes, by number: who calls whom. An edge may stand for several connectors.
pub(super) struct Graph {
    pub count: usize,
    pub edges: BTreeSet<(usize, usize)>,
}

impl Graph {
    /// The graph without its circles: edges that close one are turned around. Boxes are visited in their order, those
    /// that nobody calls first, so that calls run away from where requests come in.
    pub fn without_circles(&self) -> Self {
        let mut targets = vec![Vec::new(); self.count];
        let mut called = vec![false; self.count];
        for (from, to) in self.edges.iter().filter(|(from, to)| from != to) {
            targets[*from].push(*to);
            called[*to] = true;
        }
        let mut state = vec![State::New; self.count];
        let mut edges = BTreeSet::new();
        let starts = (0..self.count).filter(|node| !called[*node]).chain((0..self.count).filter(|node| called[*node]));
        for start in starts {
            // A stack of our own: a long chain must not exhaust the program's.
            let mut stack = vec![(start, 0)];
            if state[start] != State::New {
                continue;
            }
            state[start] = State::Open;
            while let Some((node, next)) = stack.pop() {
                let Some(target) = targets[node].get(next).copied() else {
                    state[node] = State::Done;
                    continue;
                };
                stack.push((node, next + 1));
                match state[target] {
                    State::Open => drop(edges.insert((target, node))),
                    State::Done => drop(edges.insert((node, target))),
                    State::New => {
                        edges.insert((node, target));
                        state[target] = State::Open;
                        stack.push((target, 0));
                    }
                }
            }
        }
        Self { count: self.count, edges }
    }

    /// The layer of every box of a graph without circles: behind all that call it, and as close before what it calls.
    pub fn layers(&self) -> Vec<usize> {
        let (mut callers, mut targets) = (vec![Vec::new(); self.count], vec![Vec::new(); self.count]);
        for (from, to) in &self.edges {
            callers[*to].push(*from);
            targets[*from].push(*to);
        }
        let mut layers = vec![0; self.count];
        let mut waiting: Vec<usize> = callers.iter().map(Vec::len).collect();
        let mut ready: Vec<usize> = (0..self.count).filter(|node| waiting[*node] == 0).collect();
        let mut sorted = Vec::new();
        while let Some(node) = ready.pop() {
            sorted.push(node);
            for target in &targets[node] {
                layers[*target] = layers[*target].max(layers[node] + 1);
                waiting[*target] -= 1;
                if waiting[*target] == 0 {
                    ready.push(*target);
                }
            }
        }
        // A source that feeds a late layer stands right before it, not at the far end.
        for node in sorted.into_iter().rev() {
            if let Some(next) = targets[node].iter().map(|target| layers[*target]).min()
                && callers[node].is_empty()
            {
                layers[node] = next - 1;
            }
        }
        layers
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(count: usize, edges: &[(usize, usize)], expected: &[usize]) {
        let graph = Graph { count, edges: edges.iter().copied().collect() };
        assert_eq!(graph.without_circles().layers(), expected);
    }

    #[test]
    fn everything_stands_behind_its_callers() {
        check(4, &[(0, 1), (1, 2), (0, 2), (2, 3)], &[0, 1, 2, 3]);
        check(3, &[], &[0, 0, 0]);
    }

    #[test]
    fn a_source_of_a_late_layer_stands_right_before_it() {
        check(5, &[(0, 1), (1, 2), (2, 3), (4, 3)], &[0, 1, 2, 3, 2]);
    }

    #[test]
    fn circles_are_broken_where_they_close() {
        check(3, &[(0, 1), (1, 2), (2, 0)], &[0, 1, 2]);
        check(2, &[(0, 0), (0, 1), (1, 0)], &[0, 1]);
    }
}
