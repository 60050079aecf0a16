//! A candidate's answers to the held-out rows, read back from the table that its training left.

use std::io::Read;
use std::path::Path;

use super::error::LearnError;
use super::targets::{Output, Targets};
use crate::model::Goal;

/// What a heading of a class's probability starts with.
const PROBABILITY: &str = "probability of ";
/// Columns before the probabilities: row, truth and decision.
const BEFORE: usize = 3;
/// What to do about a table that does not hold what it should.
const REMEDY: &str = "train the candidate again to have it written anew";

/// Answers to rows beside the truth, in the order of the rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    /// What an answer is made of.
    pub(super) output: Output,
    /// Names of the classes; where the goal is yes or no, the second is yes.
    pub(super) classes: Vec<String>,
    /// Where each row is found: its line, or its number.
    pub(super) rows: Vec<u64>,
    /// The place of each row's true class.
    pub(super) truth: Targets,
    /// The probability of yes, or one probability per class, row by row.
    pub(super) probabilities: Vec<f64>,
}

impl Answers {
    /// Reads a file that [`super::predictions_csv`] wrote for a candidate with this goal.
    ///
    /// # Errors
    /// There is no such file, the goal is a number, or the table does not hold what was written.
    pub fn read(file: &Path, goal: &Goal) -> Result<Self, LearnError> {
        let name = file.display().to_string();
        let content = std::fs::File::open(file)
            .map_err(|error| LearnError::Data(format!("cannot read the answers in {name}: {error}; {REMEDY}")))?;
        Self::of(std::io::BufReader::new(content), &name, goal)
    }

    /// Reads a table; `name` is what errors call it.
    fn of(content: impl Read, name: &str, goal: &Goal) -> Result<Self, LearnError> {
        let mut table = csv::Reader::from_reader(content);
        let broken = |problem: String| LearnError::Data(format!("{name} cannot be read: {problem}; {REMEDY}"));
        let headings = table.headers().map_err(|error| broken(error.to_string()))?.clone();
        let classes = headings.iter().skip(BEFORE).map(|heading| heading.strip_prefix(PROBABILITY).map(str::to_owned));
        let classes: Option<Vec<String>> = classes.collect();
        let classes = classes.filter(|classes| classes.len() >= 2);
        let Some(classes) = classes else {
            let problem = format!("after row, truth and decision it needs a \"{PROBABILITY}…\" for each class");
            return Err(broken(problem));
        };
        let output = match goal {
            Goal::Binary { .. } if classes.len() == 2 => Output::Positive,
            Goal::Binary { .. } => {
                return Err(broken(format!("it tells {} classes apart, not yes from no", classes.len())));
            }
            Goal::Classes => Output::Classes(classes.len()),
            Goal::Number => {
                return Err(LearnError::Data(format!(
                    "the answers in {name} are numbers, of which no model says how sure it is; a cascade needs classes"
                )));
            }
        };
        let (mut rows, mut truth, mut probabilities) = (Vec::new(), Vec::new(), Vec::new());
        for record in table.records() {
            let record = record.map_err(|error| broken(error.to_string()))?;
            let line = record.position().map_or(0, csv::Position::line);
            let wrong = |column: usize, problem: &str| LearnError::Cell {
                file: name.to_owned(),
                line,
                column: headings.get(column).unwrap_or_default().to_owned(),
                problem: format!("{problem}; {REMEDY}"),
            };
            let cell = |column: usize| record.get(column).unwrap_or_default();
            rows.push(cell(0).parse().ok().ok_or_else(|| wrong(0, "this is no number of a row"))?);
            let class = classes.iter().position(|class| class == cell(1));
            truth.push(class.ok_or_else(|| wrong(1, "this is none of the classes"))? as u32);
            let first = if output == Output::Positive { BEFORE + 1 } else { BEFORE };
            for column in first..BEFORE + classes.len() {
                let probability = cell(column).parse().ok().filter(|number| (0.0..=1.0).contains(number));
                probabilities.push(probability.ok_or_else(|| wrong(column, "this is no probability"))?);
            }
        }
        if rows.is_empty() {
            return Err(broken("it has no rows".to_owned()));
        }
        Ok(Self { output, classes, rows, truth: Targets::Classes(truth), probabilities })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YES_OR_NO: &str = "row,truth,decision,probability of no,probability of yes\n\
                             7,yes,no,0.75,0.25\n\
                             9,no,yes,0.1,0.9\n";

    fn read(text: &str, goal: &Goal) -> Result<Answers, String> {
        Answers::of(text.as_bytes(), "predictions.csv", goal).map_err(|error| error.to_string())
    }

    fn binary() -> Goal {
        Goal::Binary { positive: "yes".to_owned() }
    }

    #[test]
    fn what_was_written_is_read() {
        let found = read(YES_OR_NO, &binary()).expect("it is whole");
        assert_eq!((found.rows.as_slice(), found.truth.codes()), (&[7, 9][..], &[1, 0][..]));
        assert_eq!((found.output, found.probabilities.as_slice()), (Output::Positive, &[0.25, 0.9][..]));
        let of_classes = read(YES_OR_NO, &Goal::Classes).expect("it is whole");
        assert_eq!(of_classes.probabilities, [0.75, 0.25, 0.1, 0.9]);
        assert_eq!(of_classes.output, Output::Classes(2));
    }

    #[test]
    fn what_is_wrong_is_named_with_place_and_remedy() {
        for (before, after, parts) in [
            ("0.1,0.9", "0.1,nine", ["line 3", "probability of yes", "train the candidate again"]),
            ("0.1,0.9", "0.1,NaN", ["line 3", "this is no probability", "train the candidate again"]),
            ("7,yes", "7,maybe", ["line 2", "\"truth\"", "none of the classes"]),
            ("9,no", "x,no", ["line 3", "\"row\"", "no number of a row"]),
            ("probability of yes", "answer", ["predictions.csv", "for each class", "train the candidate again"]),
            (",0.1,0.9", ",0.1", ["predictions.csv", "cannot be read", "train the candidate again"]),
        ] {
            let message = read(&YES_OR_NO.replace(before, after), &binary()).expect_err(after);
            for part in parts {
                assert!(message.contains(part), "\"{part}\" is missing in: {message}");
            }
        }
        let empty = YES_OR_NO.lines().next().unwrap_or_default();
        assert!(read(empty, &binary()).expect_err("there are no rows").contains("no rows"));
        assert!(read(YES_OR_NO, &Goal::Number).expect_err("these are no numbers").contains("how sure"));
        let gone = Answers::read(Path::new("nowhere/predictions.csv"), &binary()).map_err(|error| error.to_string());
        assert!(gone.expect_err("there is no such file").contains("nowhere/predictions.csv"));
    }
}
