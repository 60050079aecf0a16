//! Differences between designs in words, and whether what was measured tells two of them apart.

use std::sync::Arc;

use super::state::Shown;
use crate::gui::fields::quality_text;
use crate::model::{MeasureKey, Project, Quantity, Unit};
use crate::tradeoff::{Certainty, Exploration, Gap};
pub(super) use crate::tradeoff::{difference_in_words as difference, interval_in_words as interval};

/// Measures that a sentence names at most.
const MOST_NAMED: usize = 3;

/// How a few designs differ pair by pair; worked out anew only when designs or draws are others.
#[derive(Default)]
pub(super) struct Pairs {
    known: Option<(Arc<Exploration>, Arc<Certainty>)>,
    designs: Vec<usize>,
    /// Positions of the two designs, the later one first, and by how much it differs from the earlier one.
    gaps: Vec<((usize, usize), Vec<Gap>)>,
}

impl Pairs {
    /// The pairs of `designs` now; `self` is given back if it still holds. Without any while the draws are under way.
    pub fn now(self, shown: &Shown, designs: &[usize]) -> Self {
        let Some(certainty) = &shown.certainty else { return Self::default() };
        let is_same = |(exploration, known): &(Arc<Exploration>, Arc<Certainty>)| {
            Arc::ptr_eq(exploration, &shown.exploration) && Arc::ptr_eq(known, certainty)
        };
        if self.designs == designs && self.known.as_ref().is_some_and(is_same) {
            return self;
        }
        let positions = (0..designs.len()).flat_map(|later| (0..later).map(move |earlier| (later, earlier)));
        let gaps = |(later, earlier): (usize, usize)| {
            let gaps = certainty.gaps(&shown.exploration, designs[later], designs[earlier]);
            ((later, earlier), gaps)
        };
        Self {
            known: Some((Arc::clone(&shown.exploration), Arc::clone(certainty))),
            designs: designs.to_vec(),
            gaps: positions.map(gaps).collect(),
        }
    }

    /// How the design at a position differs from the first one in a measure.
    pub fn to_first(&self, position: usize, key: &MeasureKey) -> Option<&Gap> {
        let (_, gaps) = self.gaps.iter().find(|(pair, _)| *pair == (position, 0))?;
        gaps.iter().find(|gap| gap.key == *key)
    }

    /// A sentence for every two designs that differ in what was measured, but nowhere beyond luck.
    pub fn sentences(&self, project: &Project, shown: &Shown, letters: &[&str]) -> Vec<String> {
        let sentence = |((later, earlier), gaps): &((usize, usize), Vec<Gap>)| {
            let pair = (self.designs[*later], self.designs[*earlier]);
            let measured: Vec<&Gap> = gaps.iter().filter(|gap| gap.is_drawn && differs(shown, pair, gap)).collect();
            let is_open = !measured.is_empty() && measured.iter().all(|gap| gap.is_open());
            let names = is_open.then(|| Some((*letters.get(*earlier)?, *letters.get(*later)?))).flatten();
            names.map(|(earlier, later)| {
                let grounds = grounds(project, shown, pair, &measured);
                format!("{earlier} and {later} cannot be told apart by what was measured: {grounds}.")
            })
        };
        self.gaps.iter().filter_map(sentence).collect()
    }
}

/// Whether two designs differ in a measure so that it can be read: what reads the same is the same to whoever decides.
pub(super) fn differs(shown: &Shown, (first, second): (usize, usize), gap: &Gap) -> bool {
    let text = |index| shown.exploration.quality(index, &gap.key).as_ref().map(quality_text);
    text(first) != text(second)
}

/// `Recall (Model) differs by 0.4 pp, 95 % interval −1.1 to 1.9 pp`, measure by measure.
pub(super) fn grounds(project: &Project, shown: &Shown, (first, second): (usize, usize), gaps: &[&Gap]) -> String {
    let one = |gap: &&Gap| {
        let value = |index| shown.exploration.value(index, &gap.key);
        let apart = value(first).zip(value(second)).map_or(gap.difference.median, |(first, second)| first - second);
        let unit = gap.key.measure.unit();
        // Turned so that the difference itself is above 0.
        let (low, high) = gap.difference.interval;
        let ends = if apart < 0.0 { (-high, -low) } else { (low, high) };
        let (apart, ends) = (difference(apart.abs(), unit), interval(ends, unit));
        format!("{} differs by {apart}, 95 % interval {ends}", project.measure_name(&gap.key))
    };
    let named: Vec<String> = gaps.iter().take(MOST_NAMED).map(one).collect();
    let more = gaps.len().saturating_sub(MOST_NAMED);
    let named = named.join("; ");
    if more > 0 { format!("{named}; and {more} more measures within luck") } else { named }
}

/// The number of a quantity for a column that says the unit; with its own unit where that is another one.
pub(super) fn figure(quantity: Quantity, unit: Unit) -> String {
    let text = quantity.to_string();
    if quantity.unit() != unit {
        return text;
    }
    let bare = match unit.symbol().strip_prefix('$') {
        Some(per) => text.strip_prefix('$').and_then(|text| text.strip_suffix(per)),
        None => text.strip_suffix(unit.symbol()),
    };
    bare.map_or(text.as_str(), str::trim_end).to_owned()
}

/// How far a figure is from another one, with its sign: `+120`, and `−2.3 pp` of shares, which differ in points.
pub(super) fn signed_figure(amount: f64, unit: Unit) -> String {
    let sign = if amount < 0.0 { "−" } else { "+" };
    let size = amount.abs();
    let text =
        if unit == Unit::Percent { difference(size, unit) } else { figure(Quantity::measured(size, unit), unit) };
    format!("{sign}{text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_stand_before_figures() {
        assert_eq!(signed_figure(2.5, Unit::Percent), "+2.5 pp");
        assert_eq!(signed_figure(-120.0, Unit::DollarPerMonth), "−120");
    }

    #[test]
    fn figures_leave_the_unit_to_the_head_of_their_row() {
        assert_eq!(figure(Quantity::measured(1618.4, Unit::DollarPerMonth), Unit::DollarPerMonth), "1,618");
        assert_eq!(figure(Quantity::measured(3.5, Unit::Dollar), Unit::Dollar), "3.5");
        assert_eq!(figure(Quantity::measured(99.95, Unit::Percent), Unit::Percent), "99.95");
        assert_eq!(figure(Quantity::measured(97.0, Unit::Millisecond), Unit::Millisecond), "97");
        assert_eq!(figure(Quantity::measured(2.0, Unit::Count), Unit::Count), "2");
        assert_eq!(figure(Quantity::measured(0.25, Unit::Second), Unit::Millisecond), "0.25 s");
        assert_eq!(figure(Quantity::unknown(Unit::Millisecond), Unit::Millisecond), "unknown");
    }
}
