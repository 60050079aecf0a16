//! Reads what a rule answers.

use super::parser::Cursor;
use super::test_parser::stated;
use super::vocabulary::{RuleGoal, advice, one_line};
use super::{Answer, RuleError};
use crate::learn::files::number;

/// Reads an answer.
pub(super) fn answer(cursor: &mut Cursor<'_>) -> Result<Answer, RuleError> {
    let goal = &cursor.vocabulary.goal;
    let what = match goal {
        RuleGoal::YesNo { .. } => "yes, no or a probability such as 0.8 or 80 %",
        RuleGoal::Classes(_) => "the name of a class",
        RuleGoal::Number => "a number",
    };
    let Some((text, at)) = cursor.take_words() else {
        return Err(cursor.expected(&format!("an answer: {what}")));
    };
    if let Some(class) = goal.class(&text) {
        return Ok(Answer::Class(class));
    }
    let found = match goal {
        RuleGoal::YesNo { .. } => probability(&text).unwrap_or_else(|| Err(unknown(goal, &text))),
        RuleGoal::Classes(_) => Err(unknown(goal, &text)),
        RuleGoal::Number => stated(&text)
            .map(Answer::Number)
            .ok_or_else(|| format!("a number is to be predicted, and \"{text}\" is none; write one such as 12.5")),
    };
    found.map_err(|problem| cursor.error_at(at, &problem))
}

/// The probability that `text` states, or what is wrong with it; `None` if it is no number.
fn probability(text: &str) -> Option<Result<Answer, String>> {
    let (digits, most) = text.trim().strip_suffix('%').map_or((text.trim(), 1.0), |digits| (digits.trim_end(), 100.0));
    let value = number(digits, false)?;
    if (0.0..=most).contains(&value) {
        return Some(Ok(Answer::Probability(value.abs() / most)));
    }
    let range = if most > 1.0 { "from 0 % to 100 %" } else { "from 0 to 1, or written as 80 %" };
    Some(Err(format!("\"{text}\" is no probability; it must be a number {range}")))
}

fn unknown(goal: &RuleGoal, text: &str) -> String {
    let names = goal.classes();
    match goal {
        RuleGoal::YesNo { .. } => {
            let meant = advice(&[names, vec!["yes", "no"]].concat(), text, "an answer is a probability or one of");
            format!("there is no class \"{}\"{meant}", one_line(text))
        }
        _ if number(text.trim_end_matches([' ', '%']), false).is_some() => format!(
            "\"{text}\" is no class, and a probability does not say of which class it is{}",
            advice(&names, text, "the classes are")
        ),
        _ => format!("there is no class \"{}\"{}", one_line(text), advice(&names, text, "the classes are")),
    }
}
