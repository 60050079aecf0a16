//! Whether the first record of a table names its columns, and the names.

use super::cell::Value;
use crate::learn::error::LearnError;

/// Records that are enough to tell.
pub(super) const RECORDS_TO_TELL: usize = 1000;

/// Whether the first of `records` names the columns rather than being a row of them. In doubt it does.
pub(super) fn has_header(records: &[Vec<Value<'_>>]) -> bool {
    let Some((first, rest)) = records.split_first() else { return true };
    let measured: Vec<usize> = (0..first.len()).filter(|column| is_measured(&first[*column])).collect();
    if !measured.is_empty() {
        return is_sequence(first) || !measured.iter().any(|column| is_mostly_measured(rest, *column));
    }
    if (0..first.len()).any(|column| is_mostly_measured(rest, column)) {
        return true;
    }
    // Nothing but texts: a name does not appear again in its own column. A header that is repeated further down does.
    let rows: Vec<_> = rest.iter().filter(|record| *record != first).collect();
    let named = first.iter().filter(|value| **value != Value::Missing).count();
    let recurring = (0..first.len())
        .filter(|column| first[*column] != Value::Missing)
        .filter(|column| rows.iter().any(|row| row.get(*column) == Some(&first[*column])))
        .count();
    recurring * 2 < named.max(1)
}

fn is_measured(value: &Value<'_>) -> bool {
    matches!(value, Value::Number(_) | Value::Date(_))
}

/// Whether most cells of a column that are there are numbers or dates.
fn is_mostly_measured(records: &[Vec<Value<'_>>], column: usize) -> bool {
    let present = records.iter().filter_map(|record| record.get(column)).filter(|value| **value != Value::Missing);
    let (measured, all) =
        present.fold((0, 0), |(measured, all), value| (measured + usize::from(is_measured(value)), all + 1));
    measured * 2 > all
}

/// Whether the numbers name columns: years in a row, or the places that programs give to columns without names.
fn is_sequence(first: &[Value<'_>]) -> bool {
    let numbers: Vec<f64> =
        first.iter().filter_map(|value| if let Value::Number(number) = value { Some(*number) } else { None }).collect();
    let counts_up = numbers.len() >= 3 && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1.0);
    let is_years = numbers.first().is_some_and(|first| (1900.0..2100.0).contains(first));
    let is_places = numbers.len() == first.len() && numbers.first() == Some(&0.0);
    counts_up && (is_years || is_places)
}

/// The name of a column without one, by its place from 0.
pub(super) fn name_by_place(place: usize) -> String {
    format!("column {}", place + 1)
}

/// Refuses two columns of one name. `line` is where the names stand.
pub(super) fn refuse_duplicates(origin: &str, line: u64, names: &[String]) -> Result<(), LearnError> {
    let mut sorted: Vec<&String> = names.iter().collect();
    sorted.sort_unstable();
    match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        None => Ok(()),
        Some(pair) => Err(LearnError::Cell {
            file: origin.to_owned(),
            line,
            column: pair[0].clone(),
            problem: "two columns have this name; rename one of them in the first line".to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: bool) {
        let records: Vec<Vec<Value<'_>>> =
            text.lines().map(|line| line.split(',').map(|cell| Value::parse(cell, false)).collect()).collect();
        assert_eq!(has_header(&records), expected, "{text}");
    }

    #[test]
    fn headers_are_told_from_rows() {
        check("age,city\n31,Ulm", true);
        check("31,Ulm\n28,Bonn", false);
        check("2024-01-31,Ulm\n2024-02-01,Bonn", false);
        check("age", true);
        check("", true);
        check("name,city\nAnn,Ulm\nBob,Bonn", true);
        check("p,x,s\ne,x,s\np,b,s\ne,x,y", false);
        check("kind,other\nkind,other\na,other\nb,c", false);
        check("kind,city,note\nkind,city,note\na,b,c", true);
    }

    #[test]
    fn numbers_can_be_names() {
        check("country,2019,2020,2021\nA,1,2,3\nB,4,5,6", true);
        check("0,1,2\n5.1,3.5,1.4\n4.9,3.0,1.4", true);
        check("4,5,6\n5.1,3.5,1.4", false);
        check("code,7\nx,a\ny,b", true);
    }

    #[test]
    fn two_columns_of_one_name_are_refused() {
        let names = ["a", "b", "a"].map(str::to_owned);
        let error = refuse_duplicates("a.csv", 1, &names).unwrap_err().to_string();
        assert!(error.starts_with("a.csv, line 1, column \"a\": two columns have this name"), "{error}");
        assert!(refuse_duplicates("a.csv", 1, &names[..2]).is_ok());
    }
}
