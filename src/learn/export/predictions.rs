//! A model's answers as a table: CSV, a line per row.

use std::io::Write;

use super::super::error::LearnError;
use super::super::measure::most_likely;
use super::super::targets::{Output, Targets};
use super::super::trained::Trained;

/// Rows that are answered at once: enough for every processor core, few enough to stay small.
const BLOCK: usize = 4096;

/// Writes truth and answer of `rows` to `out`. `row` is the line of the file that a row starts on, with 1 the first
/// line; or where the rows do not come from a file with lines, its number, with 1 the first row.
///
/// # Errors
/// There is no such row, or `out` takes no more.
pub fn predictions_csv(trained: &Trained, rows: &[usize], out: &mut dyn Write) -> Result<(), LearnError> {
    let examples = &trained.examples;
    if let Some(row) = rows.iter().find(|row| **row >= examples.rows()) {
        return Err(LearnError::Data(format!(
            "row {} was to be predicted, but there are only {}; predict rows of the table that was read",
            row + 1,
            examples.rows()
        )));
    }
    let mut table = csv::Writer::from_writer(out);
    let mut header = vec!["row".to_owned(), "truth".to_owned()];
    if examples.aim.output == Output::Number {
        header.push("answer".to_owned());
    } else {
        header.push("decision".to_owned());
        header.extend(trained.classes().iter().map(|class| format!("probability of {class}")));
    }
    table.write_record(&header).map_err(|error| unwritable(&error))?;
    for block in rows.chunks(BLOCK) {
        let answers = trained.answers(block);
        let width = examples.aim.output.width();
        let truth = examples.aim.targets.of(block);
        for (place, (row, answer)) in block.iter().zip(answers.chunks_exact(width)).enumerate() {
            let line = examples.lines.get(*row).copied().unwrap_or(*row as u64 + 1);
            let truth = match &truth {
                Targets::Classes(codes) => class(trained, codes[place]).to_owned(),
                Targets::Numbers(numbers) => numbers[place].to_string(),
            };
            let mut record = vec![line.to_string(), truth];
            record.extend(answer_cells(trained, answer));
            table.write_record(&record).map_err(|error| unwritable(&error))?;
        }
    }
    table.flush().map_err(|error| unwritable(&error.into()))
}

/// The number; or the class decided for, and the probability of each.
fn answer_cells(trained: &Trained, answer: &[f64]) -> Vec<String> {
    let (decision, probabilities) = match (trained.examples.aim.output, answer) {
        (Output::Positive, [yes]) => {
            let decision = u32::from(trained.threshold.is_some_and(|threshold| *yes >= threshold));
            (decision, vec![1.0 - yes, *yes])
        }
        (Output::Classes(classes), _) => {
            (most_likely(answer, classes).first().copied().unwrap_or_default(), answer.to_vec())
        }
        _ => return answer.iter().map(f64::to_string).collect(),
    };
    let probabilities = probabilities.iter().map(f64::to_string);
    std::iter::once(class(trained, decision).to_owned()).chain(probabilities).collect()
}

fn class(trained: &Trained, code: u32) -> &str {
    trained.classes().get(code as usize).map_or("", String::as_str)
}

fn unwritable(error: &csv::Error) -> LearnError {
    LearnError::Write { what: "predictions", problem: error.to_string() }
}
