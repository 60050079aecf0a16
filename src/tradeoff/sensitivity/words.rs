//! What was found, in sentences: the window and the command line say the same.

use super::number::Number;
use super::points::{SensitivityPoint, TradeOffPoint};
use super::{Moved, Sensitivity, Span, Value, VerdictFlip};
use crate::analysis::Outcome;
use crate::model::{MeasureKey, Project, Provenance, Quantity, Unit, format_number, listed};

impl Span {
    /// How far `amount` is from the number, signed: `+12 %`, `−0.05 pp` of a share, `+1` of a whole number.
    pub fn change_in_words(&self, amount: f64) -> String {
        let sign = if amount < self.base { "−" } else { "+" };
        let distance = (amount - self.base).abs();
        if self.is_whole {
            return format!("{sign}{}", format_number(distance));
        }
        match self.quantity.unit().convert(distance, Unit::Percent).filter(|_| self.is_share) {
            Some(points) => format!("{sign}{} pp", format_number(points)),
            None => match self.change(amount) {
                Some(change) => format!("{sign}{} %", format_number((change.abs() * 1000.0).round() / 10.0)),
                None => format!("{sign}{}", self.at(distance)),
            },
        }
    }
}

impl Value {
    /// The value of a measure for people: `97 ms`, `overloaded`, `unknown`.
    pub fn in_words(self, key: &MeasureKey) -> String {
        match self {
            Self::Known(value) => Quantity::measured(value, key.measure.unit()).legible().to_string(),
            Self::Overloaded => "overloaded".to_owned(),
            Self::Unknown => "unknown".to_owned(),
        }
    }
}

impl Moved {
    /// Where the number comes from, in a word.
    pub fn origin(&self) -> &'static str {
        match self.number {
            Number::Picked(_) => "picked",
            _ => self.span.quantity.provenance().label(),
        }
    }

    /// Whether nobody has confirmed the number.
    pub fn is_assumed(&self) -> bool {
        self.span.quantity.provenance() == Provenance::Assumed
    }

    /// Name, value and origin: `Scorer: Service time, median (4 ms, assumed)`.
    pub fn in_words(&self) -> String {
        format!("{} ({}, {})", self.name, self.span.quantity, self.origin())
    }

    /// Where a verdict changes: `"Fast" fails from 1.3 s on (+12 %)`, `"Cheap" is met from 2 down (−1)`.
    pub fn flip_in_words(&self, project: &Project, flip: &VerdictFlip) -> String {
        let requirement = project.requirements.get(&flip.requirement);
        let name = requirement.map_or_else(|| flip.requirement.to_string(), |requirement| requirement.name.clone());
        let becomes = if flip.to == Outcome::Met { "is met" } else { "fails" };
        let way = if flip.amount < self.span.base { "down" } else { "on" };
        let (amount, change) = (self.span.at(flip.amount), self.span.change_in_words(flip.amount));
        format!("\"{name}\" {becomes} from {amount} {way} ({change})")
    }
}

impl Sensitivity {
    /// A sensitivity point in a sentence: which qualities hang on the number, and which verdicts.
    pub fn point_in_words(&self, project: &Project, point: &SensitivityPoint) -> String {
        let moved = &self.numbers[point.number];
        let quality = |measure: &usize| {
            let name = project.measure_name(&self.measures[*measure]);
            let swing = moved.swing(*measure);
            match swing.map(|swing| (swing.elasticity, swing.overloads(self.base[*measure]))) {
                Some((_, true)) => format!("{name} (overloaded at one end)"),
                Some((Some(elasticity), false)) => format!("{name} (elasticity {})", elasticity_in_words(elasticity)),
                _ => name,
            }
        };
        let qualities = listed(&point.measures.iter().map(quality).collect::<Vec<_>>());
        let flips: Vec<_> = moved.flips.iter().map(|flip| moved.flip_in_words(project, flip)).collect();
        let advice = if moved.is_assumed() { " It is assumed, and it matters: measure it." } else { "" };
        let verdicts = if flips.is_empty() { String::new() } else { format!(" {}.", flips.join("; ")) };
        format!("{} moves {qualities}.{verdicts}{advice}", moved.in_words())
    }

    /// A trade-off point in a sentence: what raising the number improves and worsens.
    pub fn trade_off_in_words(&self, project: &Project, point: &TradeOffPoint) -> String {
        let name = |measure: &usize| project.measure_name(&self.measures[*measure]);
        let names = |measures: &[usize]| listed(&measures.iter().map(name).collect::<Vec<_>>());
        let number = self.numbers[point.number].in_words();
        let (helps, hurts) = (names(&point.helps), names(&point.hurts));
        format!("Raising {number} improves {helps} and worsens {hurts}; lowering it does the opposite.")
    }
}

/// An elasticity with its sign: `0.83`, `−2`.
pub fn elasticity_in_words(elasticity: f64) -> String {
    let rounded = (elasticity * 100.0).round() / 100.0;
    let sign = if rounded < 0.0 { "−" } else { "" };
    format!("{sign}{}", format_number(rounded.abs()))
}
