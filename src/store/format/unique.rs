//! Lists and maps that refuse to hold the same identifier twice: a file merged by hand must not lose an element.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::hash::Hash;
use std::marker::PhantomData;

use serde::de::{Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::model::Collection;

/// One element of a saved list, known by an identifier that no other element of the list has.
pub(super) trait Identified {
    /// The identifier, with words around it where it has several parts.
    fn identifier(&self) -> String;
}

/// The list's elements in the user's order.
#[derive(Serialize)]
#[serde(transparent)]
pub(super) struct UniqueList<T>(pub Vec<T>);

/// A map sorted by key.
#[derive(PartialEq, Serialize)]
#[serde(transparent, bound = "K: Serialize, V: Serialize")]
pub(super) struct UniqueMap<K, V>(pub BTreeMap<K, V>);

impl<T> Default for UniqueList<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K, V> Default for UniqueMap<K, V> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K, V> UniqueMap<K, V> {
    /// Whether there is nothing to save.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> UniqueList<T> {
    /// Whether there is nothing to save.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The saved form of a collection.
    pub(super) fn of<'a, K, V>(items: &'a Collection<K, V>, save: impl Fn(&'a K, &'a V) -> T) -> Self {
        Self(items.into_iter().map(|(id, item)| save(id, item)).collect())
    }

    /// The collection, from its saved form.
    pub(super) fn into_collection<K: Eq + Hash, V>(self, open: impl Fn(T) -> (K, V)) -> Collection<K, V> {
        self.0.into_iter().map(open).collect()
    }
}

impl<'de, T: Deserialize<'de> + Identified> Deserialize<'de> for UniqueList<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ListVisitor(PhantomData))
    }
}

impl<'de, K: Deserialize<'de> + Ord + Serialize, V: Deserialize<'de>> Deserialize<'de> for UniqueMap<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MapVisitor(PhantomData))
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de> + Identified> Visitor<'de> for ListVisitor<T> {
    type Value = UniqueList<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        let mut seen = BTreeSet::new();
        while let Some(element) = elements.next_element::<T>()? {
            let identifier = element.identifier();
            if seen.contains(&identifier) {
                return Err(A::Error::custom(format!(
                    "the identifier {identifier} is used twice; rename or remove one"
                )));
            }
            seen.insert(identifier);
            list.push(element);
        }
        Ok(UniqueList(list))
    }
}

struct MapVisitor<K, V>(PhantomData<(K, V)>);

impl<'de, K: Deserialize<'de> + Ord + Serialize, V: Deserialize<'de>> Visitor<'de> for MapVisitor<K, V> {
    type Value = UniqueMap<K, V>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some((key, value)) = entries.next_entry::<K, V>()? {
            if map.contains_key(&key) {
                let key = serde_json::to_string(&key).unwrap_or_default();
                return Err(A::Error::custom(format!("the key {key} stands here twice; remove one")));
            }
            map.insert(key, value);
        }
        Ok(UniqueMap(map))
    }
}
