//! What is known of a measure among all designs: a group is not to weigh what nobody knows, nor to set a limit far from
//! everything that can be had.

use crate::model::{Measure, Requirement, Unit, format_number};
use crate::session::Session;

/// Whether any design has a value of `measure`, of whatever subject; `None` before the designs are evaluated.
pub(super) fn has_value(session: &Session, measure: Measure) -> Option<bool> {
    let exploration = session.exploration()?.ok()?;
    Some(exploration.known().iter().any(|key| key.measure == measure))
}

/// The values that designs have of what is required, whether they are feasible or not: a range that the limit itself cut
/// off would not say what a wider limit lets in. `None` while no value is known.
pub(super) fn range_of_designs(session: &Session, requirement: &Requirement) -> Option<String> {
    let exploration = session.exploration()?.ok()?;
    let column = exploration.column(&requirement.measure)?;
    let known = column.values().iter().copied().filter(|value| !value.is_nan());
    let (least, most) =
        known.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(value), most.max(value)));
    if least > most {
        return None;
    }
    let own = requirement.measure.measure.unit();
    let limit = requirement.threshold;
    let unit = if limit.is_known() { limit.unit() } else { own };
    let range = in_words(own.convert(least, unit)?, own.convert(most, unit)?, unit);
    // A search of a large space does not see every design.
    let whose = if exploration.search().is_some() { "The designs found have" } else { "Designs have" };
    Some(format!("{whose} {range}"))
}

/// `11,460 to 13,601 $/month`.
fn in_words(least: f64, most: f64, unit: Unit) -> String {
    let (least, most) = (format_number(least), format_number(most));
    let range = if least == most { least } else { format!("{least} to {most}") };
    format!("{range} {}", unit.symbol()).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_reads_as_numbers_with_one_unit() {
        assert_eq!(in_words(11_460.0, 13_601.0, Unit::DollarPerMonth), "11,460 to 13,601 $/month");
        assert_eq!(in_words(21.3, 21.3, Unit::Millisecond), "21.3 ms");
        assert_eq!(in_words(2.0, 4.0, Unit::Grade), "2 to 4 of 5");
    }
}
