//! What is to be predicted, row by row, and what the answer to it is made of.

use super::error::LearnError;
use super::table::{Cells, Column, MISSING, Table};
use crate::model::{Dataset, Goal};

/// Most classes that a model is asked to tell apart.
const MOST_CLASSES: usize = 1000;
/// Fewest rows of a class: it must be fitted, validated and judged.
const FEWEST_OF_CLASS: usize = 5;
/// Values named in an error.
const NAMED: usize = 5;

/// The truth, row by row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Targets {
    /// The place of each row's class; where the goal is yes or no, 1 is yes.
    Classes(Vec<u32>),
    /// Each row's number.
    Numbers(Vec<f64>),
}

/// What an answer is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Output {
    /// The probability of yes.
    Positive,
    /// One probability per class.
    Classes(usize),
    /// A number.
    Number,
}

/// The target of a table, as the goal sees it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Aim {
    /// The truth.
    pub targets: Targets,
    /// Names of the classes; none for numbers.
    pub classes: Vec<String>,
    /// What an answer is made of.
    pub output: Output,
}

impl Output {
    /// Numbers in an answer.
    pub fn width(self) -> usize {
        match self {
            Self::Positive | Self::Number => 1,
            Self::Classes(count) => count,
        }
    }

    /// Classes to tell apart; 0 for numbers.
    pub fn classes(self) -> usize {
        match self {
            Self::Positive => 2,
            Self::Classes(count) => count,
            Self::Number => 0,
        }
    }

    /// Turns native scores of one row into an answer: by the logistic function, by softmax, or not at all.
    pub fn link(self, scores: &mut [f64]) {
        match self {
            Self::Number => {}
            Self::Positive => scores.iter_mut().for_each(|score| *score = sigmoid(*score)),
            Self::Classes(_) => {
                let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                for score in scores.iter_mut() {
                    *score = (*score - largest).exp();
                }
                let total: f64 = scores.iter().sum();
                for score in scores.iter_mut() {
                    *score /= total;
                }
            }
        }
    }

    /// Operations of [`Self::link`]: the logistic function negates, raises, adds and divides.
    pub fn link_operations(self) -> u64 {
        match self {
            Self::Number => 0,
            Self::Positive => 4,
            Self::Classes(count) => 3 * count as u64,
        }
    }
}

/// The probability that belongs to these log-odds.
pub(super) fn sigmoid(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

impl Targets {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Classes(codes) => codes.len(),
            Self::Numbers(numbers) => numbers.len(),
        }
    }

    /// The truth of `rows`.
    pub fn of(&self, rows: &[usize]) -> Self {
        match self {
            Self::Classes(codes) => Self::Classes(rows.iter().map(|row| codes[*row]).collect()),
            Self::Numbers(numbers) => Self::Numbers(rows.iter().map(|row| numbers[*row]).collect()),
        }
    }

    /// The place of each row's class; nothing for numbers.
    pub fn codes(&self) -> &[u32] {
        match self {
            Self::Classes(codes) => codes,
            Self::Numbers(_) => &[],
        }
    }

    /// Each row's number; nothing for classes.
    pub fn numbers(&self) -> &[f64] {
        match self {
            Self::Classes(_) => &[],
            Self::Numbers(numbers) => numbers,
        }
    }

    /// Whether each row is a yes.
    pub fn positives(&self) -> Vec<bool> {
        self.codes().iter().map(|code| *code == 1).collect()
    }

    /// Mean and deviation of numbers; 0 and 1 for classes, and for numbers that are all alike.
    pub fn centre_and_scale(&self) -> (f64, f64) {
        let numbers = self.numbers();
        if numbers.is_empty() {
            return (0.0, 1.0);
        }
        let count = numbers.len() as f64;
        let mean = numbers.iter().sum::<f64>() / count;
        let deviation = (numbers.iter().map(|number| (number - mean).powi(2)).sum::<f64>() / count).sqrt();
        (mean, if deviation.is_normal() { deviation } else { 1.0 })
    }

    /// What a model without any feature would answer: the log-odds of yes, the logarithm of each class's share, or the
    /// mean.
    pub fn base_scores(&self, output: Output) -> Vec<f64> {
        let count = self.len() as f64;
        let share = |class: u32| self.codes().iter().filter(|code| **code == class).count() as f64 / count;
        match output {
            Output::Positive => vec![(share(1) / share(0)).ln()],
            Output::Classes(classes) => (0..classes as u32).map(|class| share(class).max(0.5 / count).ln()).collect(),
            Output::Number => vec![self.numbers().iter().sum::<f64>() / count],
        }
    }
}

impl Aim {
    /// Reads the target column of `table`.
    pub fn of(table: &Table, dataset: &Dataset) -> Result<Self, LearnError> {
        let column = table.column(&dataset.target, "the target")?;
        refuse_missing(table, column)?;
        match &dataset.goal {
            Goal::Binary { positive } => yes_or_no(table, column, positive.trim()),
            Goal::Classes => classes(table, column),
            Goal::Number => numbers(table, column),
        }
    }
}

fn refuse_missing(table: &Table, column: &Column) -> Result<(), LearnError> {
    let missing = match &column.cells {
        Cells::Numbers(values) => values.iter().position(|value| value.is_nan()),
        Cells::Texts { codes, .. } => codes.iter().position(|code| *code == MISSING),
    };
    missing.map_or(Ok(()), |row| {
        Err(table.cell_error(row, &column.name, "the target is missing; fill it in or remove the row"))
    })
}

/// The different values as text, in order (numbers by size), and the place of each row's.
fn coded(column: &Column) -> (Vec<String>, Vec<u32>) {
    match &column.cells {
        Cells::Numbers(values) => {
            let mut distinct = values.clone();
            distinct.sort_by(f64::total_cmp);
            distinct.dedup();
            let place = |value: &f64| distinct.partition_point(|other| other < value) as u32;
            (distinct.iter().map(f64::to_string).collect(), values.iter().map(place).collect())
        }
        Cells::Texts { codes, dictionary } => {
            let mut order: Vec<usize> = (0..dictionary.len()).collect();
            order.sort_by(|a, b| dictionary[*a].cmp(&dictionary[*b]));
            let mut places = vec![0; dictionary.len()];
            order.iter().zip(0..).for_each(|(text, place)| places[*text] = place);
            let names = order.iter().map(|text| dictionary[*text].clone()).collect();
            (names, codes.iter().map(|code| places[*code as usize]).collect())
        }
    }
}

fn yes_or_no(table: &Table, column: &Column, positive: &str) -> Result<Aim, LearnError> {
    let (names, codes) = coded(column);
    let is_number = matches!(column.cells, Cells::Numbers(_));
    let is_meant = |name: &String| {
        name == positive || (is_number && positive.parse::<f64>().is_ok_and(|number| number.to_string() == *name))
    };
    let place = names.iter().position(is_meant);
    match place {
        Some(_) if names.len() == 1 => Err(LearnError::Data(format!(
            "every row of {} has \"{positive}\" as its target; a model needs examples of both classes",
            table.origin
        ))),
        None => Err(LearnError::Data(format!(
            "no row of {} has \"{positive}\" as its target \"{}\"; the positive value must be one of its values, such \
             as: {}",
            table.origin,
            column.name,
            some(&first_seen(column, &names, &codes))
        ))),
        Some(place) => {
            let others: Vec<&String> = names.iter().filter(|name| !is_meant(name)).collect();
            let other = if let [other] = others[..] { other.clone() } else { format!("not {}", names[place]) };
            let codes = codes.iter().map(|code| u32::from(*code as usize == place)).collect();
            let classes = vec![other, names[place].clone()];
            Ok(Aim { targets: Targets::Classes(codes), classes, output: Output::Positive })
        }
    }
}

/// Names in the order in which the rows show them.
fn first_seen(column: &Column, names: &[String], codes: &[u32]) -> Vec<String> {
    match &column.cells {
        Cells::Texts { dictionary, .. } => dictionary.clone(),
        Cells::Numbers(_) => {
            let mut seen = Vec::new();
            for name in codes.iter().map(|code| &names[*code as usize]) {
                if seen.len() < NAMED && !seen.contains(name) {
                    seen.push(name.clone());
                }
            }
            seen
        }
    }
}

fn classes(table: &Table, column: &Column) -> Result<Aim, LearnError> {
    let (names, codes) = coded(column);
    if names.len() < 2 {
        return Err(LearnError::Data(format!(
            "every row of {} has the same target; a model needs examples of two classes or more",
            table.origin
        )));
    }
    if names.len() > MOST_CLASSES {
        return Err(LearnError::Data(format!(
            "the target \"{}\" of {} has {} different values, more than {MOST_CLASSES} classes; predict a number \
             instead, or put values together",
            column.name,
            table.origin,
            names.len()
        )));
    }
    let mut counts = vec![0; names.len()];
    for code in &codes {
        counts[*code as usize] += 1;
    }
    let rare: Vec<String> = names
        .iter()
        .zip(&counts)
        .filter(|(_, count)| **count < FEWEST_OF_CLASS)
        .map(|(name, _)| name.clone())
        .collect();
    if !rare.is_empty() {
        return Err(LearnError::Data(format!(
            "{} of the {} classes of the target \"{}\" have fewer than {FEWEST_OF_CLASS} rows in {}; put rare ones \
             together or leave their rows out: {}",
            rare.len(),
            names.len(),
            column.name,
            table.origin,
            some(&rare)
        )));
    }
    Ok(Aim { targets: Targets::Classes(codes), output: Output::Classes(names.len()), classes: names })
}

fn numbers(table: &Table, column: &Column) -> Result<Aim, LearnError> {
    let Cells::Numbers(values) = &column.cells else {
        return Err(LearnError::Data(format!(
            "the target \"{}\" of {} holds text, so it is no number to predict; predict its classes instead, or choose \
             another column",
            column.name, table.origin
        )));
    };
    if values.iter().all(|value| *value == values[0]) {
        return Err(LearnError::Data(format!(
            "every row of {} has the same target; there is nothing to predict",
            table.origin
        )));
    }
    Ok(Aim { targets: Targets::Numbers(values.clone()), classes: Vec::new(), output: Output::Number })
}

fn some(names: &[String]) -> String {
    let rest = if names.len() > NAMED { ", …" } else { "" };
    format!("{}{rest}", names[..names.len().min(NAMED)].join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(cells: Cells, rows: usize) -> Table {
        let columns = vec![Column { name: "y".to_owned(), cells }];
        Table { columns, rows, origin: "rows.csv".to_owned(), lines: Vec::new() }
    }

    fn texts(values: &[&str]) -> Table {
        let mut dictionary: Vec<String> = Vec::new();
        let codes = values.iter().map(|value| {
            let place = dictionary.iter().position(|known| known == value);
            place.unwrap_or_else(|| {
                dictionary.push((*value).to_owned());
                dictionary.len() - 1
            }) as u32
        });
        let codes = codes.collect();
        table(Cells::Texts { codes, dictionary }, values.len())
    }

    fn aim(table: &Table, goal: Goal) -> Result<Aim, String> {
        let dataset = Dataset {
            name: String::new(),
            description: String::new(),
            source: crate::model::DatasetSource::TableFile { path: String::new() },
            target: "y".to_owned(),
            goal,
            excluded: Vec::new(),
        };
        Aim::of(table, &dataset).map_err(|error| error.to_string())
    }

    #[test]
    fn classes_are_in_order_and_yes_is_one() {
        let table = texts(&["b", "a", "c", "b"].repeat(5));
        let found = aim(&table, Goal::Classes).unwrap();
        assert_eq!(found.classes, ["a", "b", "c"]);
        assert_eq!(found.targets.codes()[..4], [1, 0, 2, 1]);
        let found = aim(&table, Goal::Binary { positive: "b".to_owned() }).unwrap();
        assert_eq!((found.classes, found.output), (vec!["not b".to_owned(), "b".to_owned()], Output::Positive));
        assert_eq!(found.targets.codes()[..4], [1, 0, 0, 1]);
    }

    #[test]
    fn what_cannot_be_predicted_is_said() {
        let check = |table: Table, goal, expected: &str| {
            let message = aim(&table, goal).expect_err(expected);
            assert!(message.contains(expected), "{message}");
        };
        check(texts(&["a"; 9]), Goal::Classes, "the same target");
        check(texts(&["a", "b", "a", "a", "a", "a"]), Goal::Classes, "fewer than 5 rows in rows.csv");
        check(texts(&["a", "b"]), Goal::Number, "holds text, so it is no number");
        check(table(Cells::Numbers(vec![2.0; 9]), 9), Goal::Number, "there is nothing to predict");
        let many = (0..50_000).map(f64::from).collect();
        check(table(Cells::Numbers(many), 50_000), Goal::Classes, "50000 different values, more than 1000 classes");
        check(table(Cells::Numbers(vec![1.0, f64::NAN]), 2), Goal::Number, "the target is missing");
    }

    #[test]
    fn scores_become_answers() {
        let mut scores = [0.0, 3.0_f64.ln(), 1000.0 - 1000.0];
        Output::Classes(3).link(&mut scores);
        assert!((scores[1] - 0.6).abs() < 1e-12 && (scores[0] - 0.2).abs() < 1e-12, "{scores:?}");
        let mut score = [0.0];
        Output::Positive.link(&mut score);
        assert_eq!(score, [0.5]);
        let targets = Targets::Classes(vec![0, 1, 1, 1]);
        assert!((targets.base_scores(Output::Positive)[0] - 3.0_f64.ln()).abs() < 1e-12);
        assert_eq!(Targets::Numbers(vec![1.0, 3.0]).centre_and_scale(), (2.0, 1.0));
    }
}
