//! The text that a person begins with: the language explained with the dataset's own columns, and one rule.

use super::printer::quoted;
use super::vocabulary::{RuleColumn, RuleGoal, Vocabulary};

/// What stands for a number that nobody knows yet.
const EXAMPLE_NUMBER: &str = "10";

/// Comment lines that explain the language with the first columns of `vocabulary`, and an `else` where one can be made.
pub fn starting_rules(vocabulary: &Vocabulary) -> String {
    let example = example_answer(&vocabulary.goal);
    let mut lines = vec![
        "# One rule a line; the first one that holds decides. This is a comment.".to_owned(),
        "# Compare with < <= > >= = != between … and …, in (…, …), is missing; join with and, or, not.".to_owned(),
    ];
    let number = vocabulary.columns.iter().find(|column| !column.is_text);
    let text = vocabulary.columns.iter().find(|column| column.is_text);
    let of_number = number.map(|column| format!("{} > {EXAMPLE_NUMBER}", quoted(&column.name)));
    let of_text = text.map(|column| format!("{} = {}", quoted(&column.name), example_text(column)));
    let shown = [&of_number, &of_text].into_iter().flatten().cloned().collect::<Vec<_>>();
    lines.extend(shown.iter().map(|condition| format!("# if {condition} then {example}")));
    if let [first, second] = &shown[..] {
        lines.push(format!("# if {first} and not ({second}) then {example}"));
    }
    if let RuleGoal::YesNo { .. } = vocabulary.goal {
        lines.push("# An answer is yes, no or a probability of yes, such as 0.8 or 80 %.".to_owned());
    }
    lines.push(last_line(&vocabulary.goal));
    lines.join("\n") + "\n"
}

/// Decides the rows that are left, where an answer is known that makes sense for them.
fn last_line(goal: &RuleGoal) -> String {
    match goal {
        RuleGoal::YesNo { .. } if goal.class("no") == Some(0) => "else no".to_owned(),
        RuleGoal::YesNo { no, .. } => format!("else {}", quoted(no)),
        RuleGoal::Classes(names) => match names.first() {
            Some(name) => format!("else {}", quoted(name)),
            None => "# else and the name of a class".to_owned(),
        },
        // The mean of the fitting rows is a better guess than any number made up here.
        RuleGoal::Number => format!("# else {EXAMPLE_NUMBER}\n# Without an else, rows that are left get the mean."),
    }
}

fn example_answer(goal: &RuleGoal) -> String {
    match goal {
        RuleGoal::YesNo { .. } if goal.class("yes") == Some(1) => "yes".to_owned(),
        RuleGoal::YesNo { yes, .. } => quoted(yes),
        RuleGoal::Classes(names) => names.last().map_or_else(|| "a_class".to_owned(), |name| quoted(name)),
        RuleGoal::Number => EXAMPLE_NUMBER.to_owned(),
    }
}

fn example_text(column: &RuleColumn) -> String {
    column.texts.first().map_or_else(|| "\"some text\"".to_owned(), |text| quoted(text))
}
