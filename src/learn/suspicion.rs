//! Columns that a person should look at before a model learns from them: those that only say which row it is, and those
//! that say what was to be predicted.

use std::collections::HashMap;

use super::explain::evenly;
use super::table::{Cells, Column, MISSING, Table};
use super::targets::Targets;

/// Rows that are looked at; fewer than the least say too little.
const MOST_ROWS: usize = 20_000;
const FEWEST_ROWS: usize = 40;
/// More columns than this are pixels or words, and not looked at one by one.
const MOST_COLUMNS: usize = 500;
/// Pieces that the range of a number is cut into, each with as many rows.
const PIECES: usize = 64;
/// What can be explained about the target must be explained by this share for a column to be suspicious.
const TELLING: f64 = 0.97;

/// Why a column is suspicious.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Suspicion {
    /// It is another one in each row: nothing general can be learned from it.
    Identifier,
    /// It alone predicts the target: is it known before what is predicted?
    TellsTarget {
        /// Share of what can be explained about the target that this column explains, 0.97 to 1: of the wrong decisions
        /// of a constant answer, or of the variance.
        share: f64,
    },
}

/// The suspicion about each column of `table`, whose target is known as `targets`.
pub(super) fn suspicions(table: &Table, targets: &Targets) -> Vec<Option<Suspicion>> {
    if table.columns.len() > MOST_COLUMNS || table.rows < FEWEST_ROWS {
        return vec![None; table.columns.len()];
    }
    let rows: Vec<usize> = evenly(table.rows, MOST_ROWS).collect();
    table.columns.iter().map(|column| suspicion(column, &rows, targets)).collect()
}

fn suspicion(column: &Column, rows: &[usize], targets: &Targets) -> Option<Suspicion> {
    if is_identifier(column) {
        return Some(Suspicion::Identifier);
    }
    let share = explained(&pieces(column, rows), rows, targets)?;
    (share >= TELLING).then_some(Suspicion::TellsTarget { share })
}

/// Whether each row has another text, or a number that counts the rows.
fn is_identifier(column: &Column) -> bool {
    match &column.cells {
        Cells::Texts { codes, dictionary } => dictionary.len() == codes.len(),
        Cells::Numbers(numbers) => numbers.windows(2).all(|pair| pair[1] == pair[0] + 1.0),
    }
}

/// Which piece of the column's range each of `rows` lies in: levels of a text, stretches of a number; the missing have
/// their own.
fn pieces(column: &Column, rows: &[usize]) -> Vec<u32> {
    match &column.cells {
        Cells::Texts { codes, .. } => rows.iter().map(|row| codes[*row]).collect(),
        Cells::Numbers(numbers) => {
            let mut sorted: Vec<f64> = rows.iter().map(|row| numbers[*row]).filter(|number| !number.is_nan()).collect();
            sorted.sort_by(f64::total_cmp);
            let mut ends: Vec<f64> = evenly(sorted.len(), PIECES).map(|place| sorted[place]).collect();
            ends.dedup();
            let piece = |number: f64| {
                if number.is_nan() { MISSING } else { ends.partition_point(|end| *end <= number) as u32 }
            };
            rows.iter().map(|row| piece(numbers[*row])).collect()
        }
    }
}

/// The share of what can be explained about the target that is explained when each piece has its own answer, found on
/// every other row and judged on the rows between; `None` where there is nothing to explain.
fn explained(pieces: &[u32], rows: &[usize], targets: &Targets) -> Option<f64> {
    let places = |parity: usize| (parity..rows.len()).step_by(2);
    let truth = |place: usize| match targets {
        Targets::Classes(codes) => f64::from(codes[rows[place]]),
        Targets::Numbers(numbers) => numbers[rows[place]],
    };
    let is_numeric = matches!(targets, Targets::Numbers(_));
    let answer = if is_numeric { mean } else { most_frequent };
    let mut of_pieces: HashMap<u32, Vec<f64>> = HashMap::new();
    for place in places(0) {
        of_pieces.entry(pieces[place]).or_default().push(truth(place));
    }
    let constant = answer(&places(0).map(truth).collect::<Vec<_>>());
    let answers: HashMap<u32, f64> = of_pieces.into_iter().map(|(piece, truths)| (piece, answer(&truths))).collect();
    let loss = |answer: f64, truth: f64| {
        if is_numeric { (answer - truth).powi(2) } else { f64::from(u8::from(answer != truth)) }
    };
    let (mut left, mut all) = (0.0, 0.0);
    for place in places(1) {
        let told = answers.get(&pieces[place]).copied().unwrap_or(constant);
        left += loss(told, truth(place));
        all += loss(constant, truth(place));
    }
    (all > 0.0).then(|| 1.0 - left / all)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// The code that comes most often; of equally frequent ones the smallest.
fn most_frequent(codes: &[f64]) -> f64 {
    let mut sorted = codes.to_vec();
    sorted.sort_by(f64::total_cmp);
    let runs = sorted.chunk_by(|a, b| a == b);
    let longest = runs.max_by(|a, b| a.len().cmp(&b.len()).then(b[0].total_cmp(&a[0])));
    longest.map_or(0.0, |run| run[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(name: &str, values: impl Iterator<Item = f64>) -> Column {
        Column { name: name.to_owned(), cells: Cells::Numbers(values.collect()) }
    }

    fn texts(name: &str, codes: Vec<u32>, levels: usize) -> Column {
        let dictionary = (0..levels).map(|level| format!("level {level}")).collect();
        Column { name: name.to_owned(), cells: Cells::Texts { codes, dictionary } }
    }

    /// Values that jump about without a pattern.
    fn noise(row: usize) -> f64 {
        ((row * 7919 + 13) % 1009) as f64
    }

    fn check(target: &Targets) -> Vec<Option<Suspicion>> {
        let rows = 400;
        let after = |row: usize| match target {
            Targets::Classes(codes) => f64::from(codes[row]),
            Targets::Numbers(numbers) => numbers[row],
        };
        let columns = vec![
            numbers("number", (0..rows).map(|row| row as f64)),
            texts("key", (0..rows as u32).collect(), rows),
            numbers("noise", (0..rows).map(noise)),
            numbers("afterwards", (0..rows).map(|row| 3.0 - 2.0 * after(row))),
            texts("verdict", (0..rows).map(|row| u32::from(after(row) > 0.5)).collect(), 2),
            numbers("nothing", (0..rows).map(|_| f64::NAN)),
        ];
        suspicions(&Table { columns, rows, origin: String::new(), lines: Vec::new() }, target)
    }

    #[test]
    fn identifiers_and_what_is_known_afterwards_are_suspicious() {
        let classes = Targets::Classes((0..400).map(|row| u32::from(noise(row * 3) > 700.0)).collect());
        let found = check(&classes);
        let leak = Some(Suspicion::TellsTarget { share: 1.0 });
        let identifier = Some(Suspicion::Identifier);
        assert_eq!(found, [identifier, identifier, None, leak, leak, None]);
        let amounts = Targets::Numbers((0..400).map(|row| noise(row * 3) / 1009.0).collect());
        let found = check(&amounts);
        assert_eq!((found[0], found[1], found[2], found[4]), (identifier, identifier, None, None));
        assert!(matches!(found[3], Some(Suspicion::TellsTarget { share }) if share > 0.99), "{found:?}");
    }

    #[test]
    fn few_rows_raise_no_suspicion() {
        let columns = vec![numbers("number", (0..20).map(f64::from))];
        let table = Table { columns, rows: 20, origin: String::new(), lines: Vec::new() };
        assert_eq!(suspicions(&table, &Targets::Numbers(vec![0.0; 20])), [None]);
        assert_eq!(most_frequent(&[2.0, 1.0, 2.0, 1.0, 3.0]), 1.0);
    }
}
