//! Rules that people write by hand: the language, its reader and its printer.
//!
//! One rule a line; the first one whose condition holds decides:
//!
//! ```text
//! # Anything after a number sign is a comment.
//! if amount > 120 and country = DE then yes
//! if age >= 60 and (sex = male or smoker = yes) then 0.8
//! if "hours per week" between 10 and 20 or job in (student, retired) then 15 %
//! if income is missing and not (age < 30) then no
//! else no
//! ```
//!
//! Keywords may be in any case; `when` and `otherwise` stand for `if` and `else`. Names and texts that hold signs or
//! keywords stand in double quotes, single quotes or backticks (twice the quote for one inside). Names and texts are
//! found as they are written, else without regard to case and to how wide spaces are.
//!
//! What an answer can be depends on the goal: `yes`, `no`, the class's own name (which goes before any other meaning:
//! `1` is a class where one is called that) or a probability of yes; the name of a class; or a number. A stated class
//! gets as its probability its share among the fitting rows that the rule catches, with one row of each class added
//! (Laplace 1814), but never so little that another class would be decided at a probability of one half. A stated
//! probability is taken as it is. Rows that no rule catches get the share of each class, or the mean, of all fitting
//! rows.
//!
//! Whether a missing value is larger, equal or different is unknown; so is the opposite of that. A rule decides only
//! where its condition is known to hold (Kleene 1938, as in SQL); `is missing` is always known.

mod answer;
mod error;
mod parser;
mod printer;
#[cfg(test)]
mod random_tests;
mod row;
mod starting;
mod test_parser;
mod tokens;
mod vocabulary;
#[cfg(test)]
mod tests;

pub use error::RuleError;
pub use starting::starting_rules;
pub use vocabulary::{RuleColumn, RuleGoal, Vocabulary};

pub(super) use parser::parse;
pub(super) use printer::printed;
pub(super) use row::RawRow;

/// Reads `text` as training will. What a person should know although it is no error is returned.
///
/// # Errors
/// The first place that cannot be understood.
pub fn check_rules(text: &str, vocabulary: &Vocabulary) -> Result<Vec<String>, RuleError> {
    let rules = parse(text, vocabulary)?;
    let mut notes = rules.notes;
    if rules.rules.is_empty() {
        notes.push(NO_RULE.to_owned());
    }
    Ok(notes)
}

/// What a person should know about a text without any rule.
pub(super) const NO_RULE: &str =
    "There is no rule yet, so every row gets the same answer: the share of each class, or the mean.";

/// Rules, the first that holds decides.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RuleSet {
    /// The rules in the order of the text; only the last can be without a condition.
    pub rules: Vec<Rule>,
    /// What a person should know although it is no error.
    pub notes: Vec<String>,
}

/// One rule.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rule {
    /// Its line in the text, from 1.
    pub line: usize,
    /// When it decides; `None` for always.
    pub condition: Option<Condition>,
    /// What it answers.
    pub answer: Answer,
}

/// What a rule answers.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Answer {
    /// The class at this place; where the goal is yes or no, 1 is yes.
    Class(u32),
    /// This probability of yes.
    Probability(f64),
    /// This number.
    Number(Stated),
}

/// When a rule decides.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Condition {
    /// All of them, at least two.
    All(Vec<Condition>),
    /// One of them, of at least two.
    Any(Vec<Condition>),
    /// The opposite.
    Not(Box<Condition>),
    /// One column is looked at.
    Test(Test),
}

/// A question about one column.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Test {
    /// Place of the column among the features.
    pub column: usize,
    /// The question.
    pub question: Question,
    /// Whether the opposite is asked.
    pub negated: bool,
}

/// What is asked about a column.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Question {
    /// How a number compares.
    Compare(Comparison, Stated),
    /// Whether a number lies between two others or is one of them.
    Between(Stated, Stated),
    /// Whether a number is in a list.
    Numbers(Vec<Stated>),
    /// Whether a text equals another.
    Text(StatedText),
    /// Whether a text is in a list.
    Texts(Vec<StatedText>),
    /// Whether there is no value.
    Missing,
}

/// How a number can compare with another; "different" is the opposite of equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    /// <
    Less,
    /// ≤
    AtMost,
    /// >
    More,
    /// ≥
    AtLeast,
    /// =
    Equal,
}

/// A number as it was stated.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stated {
    /// The number; for a date, days since 1970.
    pub value: f64,
    /// The text of a date.
    pub date: Option<String>,
}

/// A text as it was stated.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct StatedText {
    /// The text.
    pub text: String,
    /// Places of the column's texts that it stands for; several where they differ in case only.
    pub codes: Vec<u32>,
}

impl RuleSet {
    /// Numbers that the rules state: bounds, probabilities and answered numbers.
    pub fn stated_numbers(&self) -> u64 {
        let of_rule = |rule: &Rule| {
            let answered = u64::from(!matches!(rule.answer, Answer::Class(_)));
            answered + rule.condition.as_ref().map_or(0, |condition| sum(condition, &Test::stated_numbers))
        };
        self.rules.iter().map(of_rule).sum()
    }

    /// Whether a rule looks at this column.
    pub fn uses(&self, column: usize) -> bool {
        let looks = |test: &Test| u64::from(test.column == column);
        self.rules.iter().filter_map(|rule| rule.condition.as_ref()).any(|condition| sum(condition, &looks) > 0)
    }
}

impl Test {
    fn stated_numbers(&self) -> u64 {
        match &self.question {
            Question::Compare(..) => 1,
            Question::Between(..) => 2,
            Question::Numbers(numbers) => numbers.len() as u64,
            Question::Text(_) | Question::Texts(_) | Question::Missing => 0,
        }
    }
}

/// The sum over all tests of a condition.
fn sum(condition: &Condition, of_test: &impl Fn(&Test) -> u64) -> u64 {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().map(|part| sum(part, of_test)).sum(),
        Condition::Not(part) => sum(part, of_test),
        Condition::Test(test) => of_test(test),
    }
}
