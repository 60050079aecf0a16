//! The identifiers that are taken, and new ones made from names.

use std::collections::{BTreeMap, BTreeSet};

use super::registry::Scope;
use super::syntax::IdentifierScope;

/// The longest identifier that is made from a name, before a number is added.
const MAX_MADE: usize = 40;
/// Words that would be read as something else where an identifier may stand first on a line.
const RESERVED: &[&str] = &[
    "animation",
    "animationstep",
    "autolayout",
    "component",
    "container",
    "containerinstance",
    "default",
    "deploymentenvironment",
    "deploymentgroup",
    "deploymentnode",
    "description",
    "element",
    "exclude",
    "group",
    "include",
    "infrastructurenode",
    "instances",
    "person",
    "properties",
    "softwaresystem",
    "softwaresysteminstance",
    "tag",
    "tags",
    "technology",
    "this",
    "title",
    "url",
];

/// The identifiers that are taken, and the numbers to try next.
#[derive(Debug, Default)]
pub(super) struct Pool {
    hierarchical: bool,
    taken: BTreeSet<(Scope, String)>,
    next: BTreeMap<(Scope, String), usize>,
}

impl Pool {
    pub(super) fn new(scope: IdentifierScope) -> Self {
        Self { hierarchical: scope == IdentifierScope::Hierarchical, ..Self::default() }
    }

    pub(super) fn is_hierarchical(&self) -> bool {
        self.hierarchical
    }

    fn scope(&self, scope: Scope) -> Scope {
        if self.hierarchical { scope } else { Scope::Root }
    }

    fn is_free(&self, scope: Scope, lower: &str) -> bool {
        !self.taken.contains(&(scope, lower.to_owned()))
    }

    /// Takes a given identifier, if it is one and is free.
    pub(super) fn claim(&mut self, scope: Scope, name: &str) -> Option<String> {
        let scope = self.scope(scope);
        let starts_well = name.starts_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '_');
        let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
        let lower = name.to_ascii_lowercase();
        let good = starts_well && name.len() <= 256 && name.chars().all(plain) && lower != "this";
        if !good || !self.is_free(scope, &lower) {
            return None;
        }
        self.taken.insert((scope, lower));
        Some(name.to_owned())
    }

    /// Makes an identifier from a name and takes it.
    pub(super) fn make(&mut self, scope: Scope, name: &str, fallback: &str) -> String {
        let scope = self.scope(scope);
        let base = Some(camel_case(name)).filter(|base| !base.is_empty()).unwrap_or_else(|| fallback.to_owned());
        let lower = base.to_ascii_lowercase();
        if !is_reserved(&lower) && self.is_free(scope, &lower) {
            self.taken.insert((scope, lower));
            return base;
        }
        let mut number = self.next.get(&(scope, lower.clone())).copied().unwrap_or(2);
        while !self.is_free(scope, &format!("{lower}{number}")) {
            number += 1;
        }
        self.taken.insert((scope, format!("{lower}{number}")));
        self.next.insert((scope, lower), number + 1);
        format!("{base}{number}")
    }
}

/// Whether a word would be read as a keyword where an identifier may stand.
pub(super) fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name.to_ascii_lowercase().as_str())
}

/// The letters and digits of a name, with a capital where a new word starts: `Online shop` gives `onlineShop`.
fn camel_case(name: &str) -> String {
    let mut result = String::new();
    for word in name.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        for (index, letter) in word.chars().enumerate() {
            let first = result.is_empty();
            result.push(match (index, first) {
                (0, true) => letter.to_ascii_lowercase(),
                (0, false) => letter.to_ascii_uppercase(),
                _ => letter,
            });
            if result.len() >= MAX_MADE {
                return result;
            }
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_an_identifier_of_plain_letters() {
        for (name, expected) in [
            ("Online Shop", "onlineShop"),
            ("API-gateway (v2)", "aPIGatewayV2"),
            ("Ärztin", "rztin"),
            ("患者", ""),
            ("  ", ""),
        ] {
            assert_eq!(camel_case(name), expected, "{name}");
        }
        assert_eq!(camel_case(&"word ".repeat(100)).len(), MAX_MADE);
    }

    #[test]
    fn names_that_are_taken_or_reserved_get_a_number() {
        let mut pool = Pool::default();
        assert_eq!(pool.make(Scope::Root, "Shop", "system"), "shop");
        assert_eq!(pool.make(Scope::Root, "SHOP", "system"), "sHOP2");
        assert_eq!(pool.make(Scope::Root, "shop", "system"), "shop3");
        assert_eq!(pool.make(Scope::Root, "Title", "system"), "title2");
        assert_eq!(pool.claim(Scope::Root, "ShOp"), None);
        assert_eq!(pool.claim(Scope::Root, "this"), None);
        assert_eq!(pool.claim(Scope::Root, "-x"), None);
    }
}
