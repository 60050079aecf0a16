//! How a genetic search makes designs: out of nothing, and out of two others.

use std::sync::{Mutex, PoisonError};

use heuropt::prelude::{Initializer, Rng, Variation};
use rand::Rng as _;

use super::ground::Ground;
use crate::model::Pick;

/// Further changes to a design that was looked at before.
const MOST_FURTHER: usize = 5;

/// The choices whose options may differ.
pub(super) struct Genes {
    /// Options of each choice.
    counts: Vec<usize>,
    /// The choices that make a difference.
    free: Vec<usize>,
    /// By choice, whether an option lies between its neighbours.
    is_ordered: Vec<bool>,
}

impl Genes {
    /// Those of a drawing.
    pub(super) fn of(ground: &Ground<'_>) -> Self {
        let is_ordered = |axis: &crate::tradeoff::Axis| {
            matches!(axis.pick(0), Some(Pick::Replicas(_) | Pick::Number(_) | Pick::Second(_)))
        };
        let axes = ground.part.space.axes();
        Self {
            counts: ground.counts.clone(),
            free: ground.free.clone(),
            is_ordered: axes.iter().map(is_ordered).collect(),
        }
    }

    fn random(&self, rng: &mut Rng) -> Vec<usize> {
        let mut options = vec![0; self.counts.len()];
        for choice in &self.free {
            options[*choice] = rng.random_range(0..self.counts[*choice]);
        }
        options
    }

    /// Changes one choice on average, and at least one.
    fn mutate(&self, options: &mut [usize], rng: &mut Rng) {
        let mut is_changed = false;
        while !is_changed {
            for choice in &self.free {
                if rng.random_range(0..self.free.len()) == 0 {
                    options[*choice] = self.other(*choice, options[*choice], rng);
                    is_changed = true;
                }
            }
        }
    }

    /// Another option than `own`: half of the time a neighbour, where there is an order.
    fn other(&self, choice: usize, own: usize, rng: &mut Rng) -> usize {
        let last = self.counts[choice] - 1;
        if self.is_ordered[choice] && rng.random_bool(0.5) {
            let is_up = own == 0 || own < last && rng.random_bool(0.5);
            return if is_up { own + 1 } else { own - 1 };
        }
        let other = rng.random_range(0..last);
        other + usize::from(other >= own)
    }
}

/// The first generation: what is given, then random designs.
pub(super) struct First<'g> {
    pub(super) genes: &'g Genes,
    pub(super) given: Vec<Vec<usize>>,
}

impl Initializer<Vec<usize>> for First<'_> {
    fn initialize(&mut self, size: usize, rng: &mut Rng) -> Vec<Vec<usize>> {
        let mut designs = std::mem::take(&mut self.given);
        designs.truncate(size);
        while designs.len() < size {
            designs.push(self.genes.random(rng));
        }
        designs
    }
}

/// Two designs from two others, each with every option from one of them but for some changes.
pub(super) struct Heirs<'g, 'a> {
    pub(super) genes: &'g Genes,
    pub(super) ground: &'g Mutex<Ground<'a>>,
}

impl Variation<Vec<usize>> for Heirs<'_, '_> {
    fn vary(&mut self, parents: &[Vec<usize>], rng: &mut Rng) -> Vec<Vec<usize>> {
        let mut heirs = parents.to_vec();
        if let [one, other] = heirs.as_mut_slice() {
            for choice in &self.genes.free {
                if rng.random_bool(0.5) {
                    std::mem::swap(&mut one[*choice], &mut other[*choice]);
                }
            }
        }
        for heir in &mut heirs {
            self.genes.mutate(heir, rng);
            for _ in 0..MOST_FURTHER {
                if !self.ground.lock().unwrap_or_else(PoisonError::into_inner).has_seen(heir) {
                    break;
                }
                self.genes.mutate(heir, rng);
            }
        }
        heirs
    }
}
