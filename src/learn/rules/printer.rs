//! Rules as text in one canonical form, which reads back as the same rules.

use super::tokens::{Kind, keyword, tokens};
use super::vocabulary::{RuleGoal, Vocabulary};
use super::{Answer, Comparison, Condition, Question, Rule, Stated, Test};

/// `rule` as a line of text.
pub(in super::super) fn printed(rule: &Rule, vocabulary: &Vocabulary) -> String {
    let answer = answer(&rule.answer, &vocabulary.goal);
    match &rule.condition {
        Some(condition) => format!("if {} then {answer}", of_condition(condition, vocabulary)),
        None => format!("else {answer}"),
    }
}

fn answer(answer: &Answer, goal: &RuleGoal) -> String {
    match answer {
        Answer::Class(class) => class_name(*class, goal),
        Answer::Number(number) => of_number(number),
        Answer::Probability(probability) => {
            let mut text = probability.to_string();
            // A class can be called 0.5 or 1; other digits of the same number are no such name.
            while goal.class(&text).is_some() {
                text.push_str(if text.contains('.') { "0" } else { ".0" });
            }
            text
        }
    }
}

/// What the class is called in a rule: yes and no where these words mean it.
fn class_name(class: u32, goal: &RuleGoal) -> String {
    if matches!(goal, RuleGoal::YesNo { .. }) {
        let word = if class == 1 { "yes" } else { "no" };
        if goal.class(word) == Some(class) {
            return word.to_owned();
        }
    }
    goal.classes().get(class as usize).map_or_else(|| class.to_string(), |name| quoted(name))
}

fn of_condition(condition: &Condition, vocabulary: &Vocabulary) -> String {
    let joined = |parts: &[Condition], word: &str| {
        let parts: Vec<String> = parts
            .iter()
            .map(|part| match part {
                Condition::All(_) | Condition::Any(_) => format!("({})", of_condition(part, vocabulary)),
                Condition::Not(_) | Condition::Test(_) => of_condition(part, vocabulary),
            })
            .collect();
        parts.join(word)
    };
    match condition {
        Condition::All(parts) => joined(parts, " and "),
        Condition::Any(parts) => joined(parts, " or "),
        Condition::Not(part) => format!("not ({})", of_condition(part, vocabulary)),
        Condition::Test(test) => of_test(test, vocabulary),
    }
}

fn of_test(test: &Test, vocabulary: &Vocabulary) -> String {
    let name = vocabulary.columns.get(test.column).map(|column| quoted(&column.name)).unwrap_or_default();
    let not = if test.negated { "not " } else { "" };
    match &test.question {
        Question::Compare(Comparison::Equal, number) => format!("{name} {} {}", equal(test), of_number(number)),
        Question::Compare(comparison, number) => format!("{name} {} {}", sign(*comparison), of_number(number)),
        Question::Text(text) => format!("{name} {} {}", equal(test), quoted(&text.text)),
        Question::Between(low, high) => format!("{name} {not}between {} and {}", of_number(low), of_number(high)),
        Question::Missing => format!("{name} is {not}missing"),
        Question::Numbers(numbers) => {
            let numbers: Vec<String> = numbers.iter().map(of_number).collect();
            format!("{name} {not}in ({})", numbers.join(", "))
        }
        Question::Texts(texts) => {
            let texts: Vec<String> = texts.iter().map(|text| quoted(&text.text)).collect();
            format!("{name} {not}in ({})", texts.join(", "))
        }
    }
}

fn equal(test: &Test) -> &'static str {
    if test.negated { "!=" } else { "=" }
}

fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Less => "<",
        Comparison::AtMost => "<=",
        Comparison::More => ">",
        Comparison::AtLeast => ">=",
        Comparison::Equal => "=",
    }
}

fn of_number(number: &Stated) -> String {
    number.date.as_ref().map_or_else(|| number.value.to_string(), |date| quoted(date))
}

/// `text` as it can stand for a name: in quotes unless it is a plain word.
pub(super) fn quoted(text: &str) -> String {
    let text = text.lines().collect::<Vec<_>>().join(" ");
    let is_plain = matches!(tokens(&text).as_deref(), Ok([only]) if only.kind == Kind::Word(text.clone()));
    if is_plain && keyword(&text).is_none() {
        return text;
    }
    let quote = ['"', '`', '\''].into_iter().find(|quote| !text.contains(*quote)).unwrap_or('"');
    format!("{quote}{}{quote}", text.replace(quote, &format!("{quote}{quote}")))
}
