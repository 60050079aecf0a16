//! Guesses that spare the user questions: which column is to be predicted, and which can hardly be learned from.

use super::look::{FileColumn, FileColumnKind, Look};
use crate::model::Goal;

/// Names of columns that people predict, the most telling first.
const TARGETS: [&str; 24] = [
    "target",
    "label",
    "labels",
    "class",
    "y",
    "outcome",
    "churn",
    "churned",
    "default",
    "defaulted",
    "diagnosis",
    "fraud",
    "survived",
    "response",
    "result",
    "price",
    "quality",
    "species",
    "sentiment",
    "rating",
    "readmitted",
    "attrition",
    "converted",
    "purchased",
];
/// Words that say so at the start of a name as well as at its end.
const LEADING: [&str; 6] = ["target", "label", "outcome", "churn", "default", "diagnosis"];
/// Words at the end of a name that says which row it is.
const IDENTIFIERS: [&str; 8] = ["id", "ids", "uuid", "guid", "identifier", "index", "rowid", "rownames"];
/// Words at the end of a name that says when it was.
const TIMES: [&str; 7] = ["date", "datetime", "time", "timestamp", "datum", "zeit", "zeitpunkt"];
/// Distinct whole numbers that may be classes.
const MOST_CLASSES: usize = 20;

/// What a column probably is, judged by its name and its values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ColumnHints {
    /// It says which row it is: nothing can be learned from it.
    pub is_identifier: bool,
    /// It says when something was.
    pub is_time: bool,
    /// Every cell is the same.
    pub is_constant: bool,
}

/// The place of the column that is probably to be predicted: by its name, else the last one that can be. `None` if
/// there are no columns.
pub fn probable_target(look: &Look) -> Option<usize> {
    // Without two values there is nothing to learn.
    let can_be = |column: &FileColumn| column.distinct > 1 && !column.hints.is_identifier && !column.hints.is_time;
    let candidates: Vec<usize> = (0..look.columns.len()).filter(|place| can_be(&look.columns[*place])).collect();
    let words: Vec<Vec<String>> = look.columns.iter().map(|column| words_of(&column.name)).collect();
    let find = |fits: &dyn Fn(&[String], &str) -> bool| {
        TARGETS.iter().find_map(|name| candidates.iter().rev().find(|place| fits(&words[**place], name)).copied())
    };
    find(&|words, name| words.len() == 1 && words[0] == name)
        .or_else(|| find(&|words, name| words.last().is_some_and(|last| last == name)))
        .or_else(|| find(&|words, name| LEADING.contains(&name) && words.first().is_some_and(|first| first == name)))
        .or_else(|| candidates.last().copied())
        .or_else(|| look.columns.len().checked_sub(1))
}

/// What is probably to be learned about `column`.
pub fn probable_goal(column: &FileColumn) -> Goal {
    match column.kind {
        _ if column.distinct == 2 => Goal::Binary { positive: positive_value_of(&column.values) },
        FileColumnKind::Number { whole, .. } if !whole || column.distinct > MOST_CLASSES => Goal::Number,
        _ => Goal::Classes,
    }
}

/// The value that is probably the positive one: `1`, `yes`, `true` or the like; else the rarer-sounding second one.
pub fn positive_value_of(values: &[String]) -> String {
    let usual = ["1", "1.0", "true", "yes", "y", "positive", "fraud", "malignant"];
    let is_usual = |value: &&String| usual.contains(&value.to_lowercase().as_str());
    values.iter().find(is_usual).or_else(|| values.get(1)).or_else(|| values.first()).cloned().unwrap_or_default()
}

/// Whether the name says which row it is.
pub(super) fn names_identifier(name: &str) -> bool {
    words_of(name).last().is_some_and(|last| IDENTIFIERS.contains(&last.as_str())) || name.starts_with("Unnamed: ")
}

/// Whether the name says when something was.
pub(super) fn names_time(name: &str) -> bool {
    let words = words_of(name);
    let Some(last) = words.last() else { return false };
    TIMES.contains(&last.as_str()) || words.len() == 1 && last == "year" || words.len() > 1 && last == "at"
}

/// The words of a name in lower case: `customerId`, `customer_id` and `Customer ID` are two each.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for character in name.chars() {
        let begins = !character.is_alphanumeric() || character.is_uppercase() && before.is_lowercase();
        if begins && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| character.is_alphanumeric()) {
            word.extend(character.to_lowercase());
        }
        before = character;
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str, kind: FileColumnKind, distinct: usize) -> FileColumn {
        let hints =
            ColumnHints { is_identifier: names_identifier(name), is_time: names_time(name), is_constant: false };
        FileColumn { name: name.to_owned(), kind, values: Vec::new(), distinct, missing: 0, hints }
    }

    fn target(names: &[&str]) -> Option<String> {
        let columns = names.iter().map(|name| column(name, FileColumnKind::Text, 5)).collect();
        let look = Look { columns, ..Look::default() };
        probable_target(&look).map(|place| names[place].to_owned())
    }

    #[test]
    fn targets_are_known_by_their_names() {
        for (names, expected) in [
            (&["id", "Class", "age"][..], "Class"),
            (&["y", "target", "age"], "target"),
            (&["SalePrice", "age"], "SalePrice"),
            (&["default payment next month", "age"], "default payment next month"),
            (&["class_of_worker", "age", "income"], "income"),
            (&["age", "city", "customer_id"], "city"),
            (&["customerId"], "customerId"),
        ] {
            assert_eq!(target(names).as_deref(), Some(expected));
        }
        assert_eq!(target(&[]), None);
    }

    #[test]
    fn names_say_what_a_column_is() {
        for name in ["id", "ID", "customerId", "customer_id", "Customer ID", "uuid", "Unnamed: 0"] {
            assert!(names_identifier(name), "{name}");
        }
        for name in ["paid", "valid", "idle", "humidity", ""] {
            assert!(!names_identifier(name), "{name}");
        }
        for name in ["date", "order_date", "createdAt", "created at", "Year", "timestamp"] {
            assert!(names_time(name), "{name}");
        }
        for name in ["update", "at", "times", "time_in_hospital", "model_year"] {
            assert!(!names_time(name), "{name}");
        }
    }

    #[test]
    fn goals_follow_from_the_values() {
        let number = |whole| FileColumnKind::Number { whole, smallest: 0.0, largest: 9.0 };
        for (kind, distinct, expected) in [
            (FileColumnKind::Text, 300, Goal::Classes),
            (number(true), 20, Goal::Classes),
            (number(true), 21, Goal::Number),
            (number(false), 3, Goal::Number),
        ] {
            assert_eq!(probable_goal(&column("a", kind, distinct)), expected);
        }
        for (kind, values, positive) in [(number(true), ["0", "1"], "1"), (FileColumnKind::Text, ["Yes", "No"], "Yes")]
        {
            let column = FileColumn { values: values.map(str::to_owned).to_vec(), ..column("a", kind, 2) };
            assert_eq!(probable_goal(&column), Goal::Binary { positive: positive.to_owned() });
        }
    }

    #[test]
    fn the_positive_value_is_the_usual_one() {
        let of =
            |values: &[&str]| positive_value_of(&values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>());
        assert_eq!((of(&["Yes", "No"]).as_str(), of(&["a", "b"]).as_str(), of(&["a"]).as_str()), ("Yes", "b", "a"));
        assert_eq!(of(&[]), "");
    }
}
