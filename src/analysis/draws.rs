//! Random numbers that every design shares: a difference between two designs is then never a difference of luck.

use std::collections::BTreeMap;
use std::sync::Arc;

use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;

use super::distribution::normal_quantile;

/// What a random number is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Purpose {
    /// A component's own work.
    Handling,
    /// The model's prediction.
    Model,
    /// Waiting for a free replica.
    Waiting,
    /// One-way latency of a connector.
    Link,
    /// Whether a call is made at all.
    Call,
    /// The prediction of a second model.
    SecondModel,
    /// Whether a case goes on to the second model.
    PassedOn,
}

/// Most bytes of lists that are kept.
const KEPT_BYTES: usize = 256 << 20;

/// The random numbers of one element for one purpose, one per sample.
pub(super) type Draw = Arc<[f32]>;

/// Random numbers by purpose and element, made when first asked for. Each list holds the midpoints of equal slices
/// of its distribution in random order (a Latin hypercube): a single list has exactly the right quantiles, and lists
/// of different elements are independent.
#[derive(Clone, Debug)]
pub(super) struct Draws {
    samples: usize,
    seed: u64,
    uniform: Vec<f32>,
    normal: Vec<f32>,
    lists: BTreeMap<(Purpose, Arc<str>), Draw>,
}

impl Draws {
    /// Lists of `samples` numbers (at least 1) made from `seed`.
    pub(super) fn new(samples: usize, seed: u64) -> Self {
        let samples = samples.max(1);
        let levels = || (0..samples).map(|slice| (slice as f64 + 0.5) / samples as f64);
        Self {
            samples,
            seed,
            uniform: levels().map(|level| level as f32).collect(),
            normal: levels().map(|level| normal_quantile(level) as f32).collect(),
            lists: BTreeMap::new(),
        }
    }

    /// Numbers in a list.
    pub(super) fn samples(&self) -> usize {
        self.samples
    }

    /// The numbers of `element` for `purpose`: uniform between 0 and 1 for waiting, calls and cases that go on, else
    /// standard normal.
    pub(super) fn list(&mut self, purpose: Purpose, element: &str) -> Draw {
        let key = (purpose, Arc::from(element));
        if let Some(list) = self.lists.get(&key) {
            return Arc::clone(list);
        }
        let mut list = match purpose {
            Purpose::Waiting | Purpose::Call | Purpose::PassedOn => self.uniform.clone(),
            Purpose::Handling | Purpose::Model | Purpose::SecondModel | Purpose::Link => self.normal.clone(),
        };
        list.shuffle(&mut ChaCha8Rng::seed_from_u64(self.seed ^ hash(purpose as u64, element)));
        let list = Draw::from(list);
        keep(&mut self.lists, key, &list);
        list
    }

    /// How far the lists of a callee are turned for the call number `repeat` over `connector`, so that two visits of
    /// one request to the same component are independent.
    pub(super) fn turn(&self, connector: &str, repeat: u32) -> usize {
        (hash(u64::from(repeat) + 1000, connector) % self.samples as u64) as usize
    }
}

/// Puts `list` into `kept`, which begins anew before it gets too large.
pub(super) fn keep<K: Ord>(kept: &mut BTreeMap<K, Draw>, key: K, list: &Draw) {
    if kept.len() * size_of_val(&**list) > KEPT_BYTES {
        kept.clear();
    }
    kept.insert(key, Arc::clone(list));
}

/// FNV-1a over `number` and `text`: the standard library's hash may differ between its versions.
fn hash(number: u64, text: &str) -> u64 {
    let bytes = number.to_le_bytes().into_iter().chain(text.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::check_close;

    fn correlation(a: &[f32], b: &[f32]) -> f64 {
        let products = a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b));
        products.sum::<f64>() / a.len() as f64
    }

    #[test]
    fn lists_are_repeatable_and_independent() {
        let mut draws = Draws::new(10_000, 7);
        let list = draws.list(Purpose::Handling, "scorer");
        assert_eq!(list, Draws::new(10_000, 7).list(Purpose::Handling, "scorer"));
        assert_ne!(list, Draws::new(10_000, 8).list(Purpose::Handling, "scorer"));
        // Four standard errors of a correlation of 10,000 pairs.
        check_close(correlation(&list, &draws.list(Purpose::Model, "scorer")), 0.0, 0.04);
        check_close(correlation(&list, &draws.list(Purpose::Handling, "store")), 0.0, 0.04);
        check_close(correlation(&list, &list), 1.0, 1e-3);
    }

    #[test]
    fn a_list_has_the_right_quantiles() {
        let mut list = Draws::new(1000, 1).list(Purpose::Waiting, "scorer").to_vec();
        list.sort_by(f32::total_cmp);
        check_close(f64::from(list[0]), 0.0005, 1e-6);
        check_close(f64::from(list[989]), 0.9895, 1e-6);
    }
}
