//! Which two measures a class is plotted by, unless somebody wants others: what one pays against what one gets for it.

use super::comparison::MeasureColumn;
use crate::catalog::catalog;
use crate::model::Direction;

/// The measures across and upwards, by position: a price against the most demanded measure of the model, each about a
/// quality of its own. A measure counts where it is known of two choices or more, and of at least half as many as the
/// best known one. `None` where there are no two.
pub fn usual_axes(measures: &[MeasureColumn]) -> Option<[usize; 2]> {
    let known = |column: &MeasureColumn| column.known().filter(|value| value.is_finite()).count();
    let most = measures.iter().map(known).max().unwrap_or_default();
    let least = most.div_ceil(2).max(2);
    // Those that are demanded most come first.
    let candidates: Vec<usize> = (0..measures.len()).filter(|position| known(&measures[*position]) >= least).collect();
    let of_model = candidates.iter().copied().find(|position| measures[*position].key.measure.is_of_model());
    let taken = of_model.or_else(|| candidates.first().copied())?;
    let others = || candidates.iter().copied().filter(move |position| *position != taken);
    let quality = |position: usize| catalog().quality_name(measures[position].key.measure);
    let is_price = |position: &usize| measures[*position].key.measure.direction() == Direction::Lower;
    let unlike = || others().filter(|position| quality(*position) != quality(taken));
    let system_price =
        || unlike().find(|position| is_price(position) && !measures[*position].key.measure.is_of_model());
    let other =
        system_price().or_else(|| unlike().find(is_price)).or_else(|| unlike().next()).or_else(|| others().next())?;
    // What is said of a model goes upwards.
    Some(if of_model.is_some() { [other, taken] } else { [taken, other] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classroom::ChoiceNumber;
    use crate::model::{Measure, MeasureKey, Subject};

    fn column(measure: Measure, values: &[Option<f64>]) -> MeasureColumn {
        MeasureColumn {
            key: MeasureKey::new(measure, Subject::System),
            name: measure.label().to_owned(),
            groups: values.iter().map(|value| ChoiceNumber { value: *value, ..ChoiceNumber::default() }).collect(),
            reference: None,
        }
    }

    #[test]
    fn a_price_stands_against_what_is_got_for_it() {
        let all = [Some(1.0), Some(2.0), Some(3.0)];
        let mut measures = vec![
            column(Measure::AveragePrecision, &all),
            column(Measure::Recall, &all),
            column(Measure::Availability, &all),
            column(Measure::CostPerRequest, &all),
            column(Measure::ResponseTimeP99, &all),
        ];
        assert_eq!(usual_axes(&measures), Some([3, 0]));
        for number in &mut measures[3].groups[1..] {
            number.value = None;
        }
        assert_eq!(usual_axes(&measures), Some([4, 0]), "a price that one choice has tells nothing");
        measures.truncate(3);
        assert_eq!(usual_axes(&measures), Some([2, 0]), "without a price, another quality");
        measures.truncate(2);
        assert_eq!(usual_axes(&measures), Some([1, 0]), "the same quality at last");
        measures.truncate(1);
        assert_eq!(usual_axes(&measures), None);
    }

    #[test]
    fn without_a_model_the_most_demanded_goes_across() {
        let all = [Some(1.0), Some(2.0)];
        let measures = [
            column(Measure::ResponseTimeP99, &all),
            column(Measure::ResponseTimeP50, &all),
            column(Measure::MonthlyCost, &all),
        ];
        assert_eq!(usual_axes(&measures), Some([0, 2]));
    }

    #[test]
    fn a_measure_that_few_choices_have_leaves_room_for_another() {
        let five = |known: usize| (0..5).map(|number| (number < known).then_some(number as f64)).collect::<Vec<_>>();
        let measures = [
            column(Measure::ResponseTimeP99, &five(2)),
            column(Measure::Recall, &five(5)),
            column(Measure::MonthlyCost, &five(3)),
        ];
        assert_eq!(usual_axes(&measures), Some([2, 1]), "2 of 5 is less than half");
    }
}
