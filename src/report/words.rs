//! Numbers, designs and comparisons in words.

use crate::analysis::Quality;
use crate::model::{
    Choice, Design, MeasureKey, OpenQuestion, Pick, Project, Quantity, Unit, format_number, in_sentence,
};
use crate::tradeoff::Exploration;

/// A quality's value as people write it; one that overload makes infinite says so.
pub(super) fn value(quality: &Quality) -> String {
    quality.in_words()
}

/// `78.1 to 85.2 %`.
pub(super) fn interval(quality: &Quality) -> String {
    let Some((low, high)) = quality.interval else {
        return String::new();
    };
    let unit = quality.quantity.unit();
    let bare = |amount: f64| {
        let text = Quantity::measured(amount, unit).to_string();
        text.strip_suffix(unit.symbol()).unwrap_or(&text).trim().to_owned()
    };
    match unit.symbol() {
        "" => format!("{} to {}", bare(low), bare(high)),
        symbol if symbol.starts_with('$') => {
            format!("${} to {}", format_number(low), Quantity::measured(high, unit))
        }
        symbol => format!("{} to {} {symbol}", bare(low), bare(high)),
    }
}

/// The design in words: `Fraud model: Boosted trees · Gateway: 4 replicas`. Choices that it leaves open are left out.
pub(super) fn design(project: &Project, design: &Design) -> String {
    let picks: Vec<_> = project
        .choices
        .iter()
        .filter_map(|(id, choice)| {
            let element = project.element_name(&choice.element);
            let pick = pick(project, choice, design.picks.get(id)?);
            Some(match choice.question {
                OpenQuestion::Cascade | OpenQuestion::Fallback(_) | OpenQuestion::Number { .. } => {
                    format!("{element}, {}: {pick}", in_sentence(choice.question.label()))
                }
                _ => format!("{element}: {pick}"),
            })
        })
        .collect();
    if picks.is_empty() { "the system as drawn".to_owned() } else { picks.join(" · ") }
}

/// One option taken, in words.
pub(super) fn pick(project: &Project, choice: &Choice, pick: &Pick) -> String {
    match pick {
        Pick::Replicas(1) => "1 replica".to_owned(),
        Pick::Replicas(number) => format!("{number} replicas"),
        Pick::Present(true) => "part of it".to_owned(),
        Pick::Present(false) => "left out".to_owned(),
        _ => project.option_name(choice, pick),
    }
}

/// `1 design`, `3 designs`.
pub(super) fn counted(number: usize, noun: &str) -> String {
    let number_text = format_number(number as f64);
    if number == 1 { format!("1 {noun}") } else { format!("{number_text} {noun}s") }
}

/// How far `design` is better than `other` on `key`, or worse: positive is better, in the measure's unit. `None` when
/// one of them is unknown.
pub(super) fn advantage(key: &MeasureKey, exploration: &Exploration, design: usize, other: usize) -> Option<f64> {
    let difference = exploration.value(design, key)? - exploration.value(other, key)?;
    Some(match key.measure.direction() {
        crate::model::Direction::Lower => -difference,
        crate::model::Direction::Higher => difference,
    })
}

/// `recall (Fraud model), 82 % instead of 78.9 %`, with a warning when the intervals overlap.
pub(super) fn comparison(
    project: &Project,
    key: &MeasureKey,
    exploration: &Exploration,
    (design, other): (usize, usize),
) -> String {
    let quality = |design: usize| exploration.quality(design, key);
    let Some((ours, theirs)) = quality(design).zip(quality(other)) else {
        return in_sentence(&project.measure_name(key));
    };
    let unsure = match (ours.interval, theirs.interval) {
        (Some((low, high)), Some((other_low, other_high))) if low <= other_high && other_low <= high => {
            ", though the 95 % intervals overlap"
        }
        _ => "",
    };
    let name = in_sentence(&project.measure_name(key));
    format!("{name}, {} instead of {}{unsure}", value(&ours), value(&theirs))
}

/// A share of one as percent without needless digits: `0.317` gives `31.7 %`.
pub(super) fn percent(share: f64) -> String {
    Quantity::measured((share * 1000.0).round() / 10.0, Unit::Percent).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_and_counts_read_well() {
        let quality = |low, high, unit| Quality {
            quantity: Quantity::measured(f64::midpoint(low, high), unit),
            interval: Some((low, high)),
            note: None,
        };
        assert_eq!(interval(&quality(78.1, 85.25, Unit::Percent)), "78.1 to 85.25 %");
        assert_eq!(interval(&quality(0.9, 0.95, Unit::Ratio)), "0.9 to 0.95");
        assert_eq!(interval(&quality(1200.0, 1300.0, Unit::DollarPerMonth)), "$1,200 to $1,300/month");
        assert_eq!(counted(1, "design") + &counted(1200, "design"), "1 design1,200 designs");
    }
}
