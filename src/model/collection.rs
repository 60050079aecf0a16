//! An ordered collection of named things: quick look-up by identifier, and the user's order kept.

use std::hash::Hash;
use std::ops::{Deref, DerefMut};

use indexmap::IndexMap;

/// A map that keeps insertion order and, unlike a bare [`IndexMap`], counts order when two are compared: moving a
/// requirement up is a change that undo must see. Remove with `shift_remove`, which keeps the order of the rest.
#[derive(Clone, Debug)]
pub struct Collection<K, V>(IndexMap<K, V>);

impl<K, V> Default for Collection<K, V> {
    fn default() -> Self {
        Self(IndexMap::new())
    }
}

impl<K: PartialEq + Eq + Hash, V: PartialEq> PartialEq for Collection<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_slice() == other.0.as_slice()
    }
}

impl<K, V> Deref for Collection<K, V> {
    type Target = IndexMap<K, V>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<K, V> DerefMut for Collection<K, V> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl<K: Eq + Hash, V> FromIterator<(K, V)> for Collection<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl<'a, K, V> IntoIterator for &'a Collection<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = indexmap::map::Iter<'a, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
