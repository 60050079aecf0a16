//! The names that rules can use: columns, their texts, classes; and which one a misspelt name was meant to be.

use crate::model::Goal;

/// Names listed in an error.
const LISTED: usize = 20;
/// Characters of a name that are compared.
const COMPARED: usize = 64;

/// What rules can talk about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vocabulary {
    /// The features, in file order.
    pub columns: Vec<RuleColumn>,
    /// What they can answer.
    pub goal: RuleGoal,
}

/// A column that rules can look at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleColumn {
    /// Its header.
    pub name: String,
    /// Whether it holds texts; else numbers.
    pub is_text: bool,
    /// All its different texts; empty for numbers, and where they are not known.
    pub texts: Vec<String>,
}

/// What rules can answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum RuleGoal {
    /// Yes or no, with the names of both classes.
    YesNo {
        /// What no is called.
        no: String,
        /// What yes is called.
        yes: String,
    },
    /// The class at a place in this list.
    Classes(Vec<String>),
    /// A number.
    #[default]
    Number,
}

impl RuleGoal {
    /// What rules can answer for `goal`, whose classes have these names, in any order for yes or no.
    pub fn of(goal: &Goal, classes: &[String]) -> Self {
        match goal {
            Goal::Number => Self::Number,
            Goal::Classes => Self::Classes(classes.to_vec()),
            Goal::Binary { positive } => {
                let positive = positive.trim();
                let number = |name: &str| name.parse::<f64>().ok().filter(|number| number.is_finite());
                let is_meant = |name: &&String| {
                    name.as_str() == positive || number(positive).is_some_and(|meant| number(name) == Some(meant))
                };
                let yes = classes.iter().find(is_meant).map_or(positive, |name| name.as_str());
                let no = classes.iter().find(|name| name.as_str() != yes);
                Self::YesNo { no: no.map_or_else(|| format!("not {yes}"), Clone::clone), yes: yes.to_owned() }
            }
        }
    }

    /// Names of the classes; none for numbers.
    pub(in crate::learn) fn classes(&self) -> Vec<&str> {
        match self {
            Self::YesNo { no, yes } => vec![no, yes],
            Self::Classes(names) => names.iter().map(String::as_str).collect(),
            Self::Number => Vec::new(),
        }
    }

    /// Place of the class that `text` means. A class's own name goes before what yes and no otherwise mean.
    pub(super) fn class(&self, text: &str) -> Option<u32> {
        let own = only(&matching(&self.classes(), text));
        let is_yes_no = matches!(self, Self::YesNo { .. });
        own.or_else(|| match text.to_lowercase().as_str() {
            "yes" if is_yes_no => Some(1),
            "no" if is_yes_no => Some(0),
            _ => None,
        })
    }
}

/// Places of the names that `text` means: those spelt the same, else those that differ only in case and spaces.
pub(super) fn matching<Name: AsRef<str>>(names: &[Name], text: &str) -> Vec<u32> {
    let places = |is_same: &dyn Fn(&str) -> bool| -> Vec<u32> {
        (0..).zip(names).filter(|(_, name)| is_same(name.as_ref())).map(|(place, _)| place).collect()
    };
    let same = places(&|name| name == text);
    if !same.is_empty() {
        return same;
    }
    let spaced = one_line(text);
    let same = places(&|name| one_line(name) == spaced);
    if !same.is_empty() {
        return same;
    }
    let folded = spaced.to_lowercase();
    places(&|name| one_line(name).to_lowercase() == folded)
}

/// The only one of `places`.
pub(super) fn only(places: &[u32]) -> Option<u32> {
    if let [place] = places { Some(*place) } else { None }
}

/// `name` with single spaces between its words, as it can stand in a line.
pub(super) fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `; did you mean "amount"?` where a name is close, and the list of `what` there are.
pub(super) fn advice<Name: AsRef<str>>(names: &[Name], text: &str, what: &str) -> String {
    let meant = nearest(names, text).map(|name| format!("; did you mean \"{}\"?", one_line(name))).unwrap_or_default();
    if names.is_empty() {
        return meant;
    }
    let listed: Vec<String> = names.iter().take(LISTED).map(|name| one_line(name.as_ref())).collect();
    let rest = if names.len() > LISTED { ", …" } else { "" };
    let separator = if meant.is_empty() { "; " } else { " " };
    format!("{meant}{separator}{what}: {}{rest}", listed.join(", "))
}

/// The name that differs from `text` in the fewest characters, if those are few.
fn nearest<'a, Name: AsRef<str>>(names: &'a [Name], text: &str) -> Option<&'a str> {
    let folded = |name: &str| one_line(name).to_lowercase().chars().take(COMPARED).collect::<Vec<char>>();
    let wanted = folded(text);
    let allowed = (wanted.len() / 3).max(1);
    let distances = names.iter().map(|name| (distance(&wanted, &folded(name.as_ref())), name.as_ref()));
    let close = distances.filter(|(distance, name)| *distance <= allowed && *distance < name.chars().count());
    close.min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

/// Characters to insert, to leave out, to replace or to swap with their neighbour (Damerau 1964, each at most once).
fn distance(from: &[char], to: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    for (row, sign) in from.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, other) in to.iter().enumerate() {
            let replaced = last[column] + usize::from(sign != other);
            let mut least = replaced.min(last[column + 1] + 1).min(current[column] + 1);
            if row > 0 && column > 0 && *sign == to[column - 1] && from[row - 1] == *other {
                least = least.min(before[column - 1] + 1);
            }
            current.push(least);
        }
        before = std::mem::replace(&mut last, current);
    }
    last[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_as_in_the_literature() {
        let check = |from: &str, to: &str, expected| {
            let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
            assert_eq!((distance(&from, &to), distance(&to, &from)), (expected, expected));
        };
        check("kitten", "sitting", 3);
        check("saturday", "sunday", 3);
        check("", "abc", 3);
        check("amuont", "amount", 1);
        check("ca", "abc", 3);
    }

    #[test]
    fn the_nearest_name_is_offered_only_when_it_is_near() {
        let names = ["amount", "age", "sex"];
        assert_eq!(nearest(&names, "Amout"), Some("amount"));
        assert_eq!(nearest(&names, "country"), None);
        assert_eq!(nearest(&names, "sax"), Some("sex"));
        assert_eq!(nearest(&["a", "b"], "c"), None);
    }

    #[test]
    fn the_classes_of_yes_and_no_are_found_in_any_order() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let binary = |positive: &str| Goal::Binary { positive: positive.to_owned() };
        let goal = |no: &str, yes: &str| RuleGoal::YesNo { no: no.to_owned(), yes: yes.to_owned() };
        assert_eq!(RuleGoal::of(&binary(" 1.0 "), &names(&["1", "0"])), goal("0", "1"));
        assert_eq!(RuleGoal::of(&binary("b"), &names(&["not b", "b"])), goal("not b", "b"));
        assert_eq!(RuleGoal::of(&binary("b"), &[]), goal("not b", "b"));
        let reversed = goal("Yes", "No");
        assert_eq!(["yes", "no", "NO", "maybe"].map(|text| reversed.class(text)), [Some(0), Some(1), Some(1), None]);
        let numbered = goal("1", "2");
        assert_eq!(["1", "2", "yes", "1.0"].map(|text| numbered.class(text)), [Some(0), Some(1), Some(1), None]);
    }
}
