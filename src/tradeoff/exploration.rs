//! The numbers of every design, measure by measure.

use std::collections::BTreeMap;

use super::large::{Search, Way};
use super::space::DesignSpace;
use crate::analysis::{Qualities, Quality};
use crate::model::{Design, MeasureKey, Provenance, Quantity, group_thousands};

/// A measure that a design has no entry for.
const ABSENT: u32 = u32::MAX;

/// Every design of a project with all its qualities, or those of a large space that a search found. What is required of
/// them is not part of it: a threshold can move without any design being evaluated anew. (In a large space another search
/// follows: it keeps only designs that meet the limits.)
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exploration {
    space: DesignSpace,
    /// By row, the number of its combination in the space, ascending; `None` where row and number are the same.
    numbers: Option<Vec<u128>>,
    columns: Columns,
    known: Vec<MeasureKey>,
    /// Of a large space, how the designs were found.
    search: Option<Search>,
}

/// One measure under every design.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// In the measure's unit; not a number where there is none.
    values: Vec<f64>,
    /// By design, which of `kinds` its value is of; [`ABSENT`] where the measure does not apply.
    kind_of: Vec<u32>,
    kinds: Vec<Kind>,
}

/// What is to be said about a value besides the value.
#[derive(Clone, Debug, PartialEq)]
struct Kind {
    provenance: Provenance,
    interval: Option<(f64, f64)>,
    note: Option<String>,
    is_overloaded: bool,
}

/// Columns of the same designs, in the making.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Columns {
    rows: usize,
    by_measure: BTreeMap<MeasureKey, Column>,
}

impl Exploration {
    /// `columns` has a row for every design of `space`, in its order; `numbers` are theirs, `None` where every combination is
    /// a design.
    pub(super) fn numbered(space: DesignSpace, numbers: Option<Vec<u128>>, columns: Columns) -> Self {
        Self { known: columns.known(), space, numbers, columns, search: None }
    }

    /// `columns` has a row for each of the designs with these numbers, which ascend.
    pub(super) fn listed(space: DesignSpace, numbers: Vec<u128>, columns: Columns, search: Search) -> Self {
        let known = columns.known();
        Self { space, numbers: Some(numbers), columns, known, search: Some(search) }
    }

    /// How the designs were found among many more; `None` where there is a row for every design of the space.
    pub fn search(&self) -> Option<&Search> {
        self.search.as_ref()
    }

    /// Whether the front of the designs is that of the whole space as far as its numbers go; a genetic search may miss
    /// designs that are better.
    pub fn has_whole_front(&self) -> bool {
        self.search.as_ref().is_none_or(|search| search.way != Way::Evolution)
    }

    /// The numbers of designs that were evaluated elsewhere, in the order of `space`.
    pub fn of(space: DesignSpace, qualities: impl IntoIterator<Item = Qualities>) -> Self {
        let mut columns = Columns::default();
        for qualities in qualities {
            columns.push(qualities);
        }
        let numbers = (!space.is_whole()).then(|| space.indices().collect());
        Self::numbered(space, numbers, columns.finish())
    }

    /// Designs that were evaluated.
    pub fn len(&self) -> usize {
        self.columns.rows
    }

    /// Whether there is no design at all.
    pub fn is_empty(&self) -> bool {
        self.columns.rows == 0
    }

    /// The choices and their options.
    pub fn space(&self) -> &DesignSpace {
        &self.space
    }

    /// Measures that at least one design has a known value for.
    pub fn known(&self) -> &[MeasureKey] {
        &self.known
    }

    /// The design at `index`.
    pub fn design(&self, index: usize) -> Option<Design> {
        self.space.design(self.number(index)?)
    }

    /// The index of `design`, or of the one that differs from it only in what is said of elements that it leaves out;
    /// `None` also for a design that a search left out.
    pub fn find(&self, design: &Design) -> Option<usize> {
        self.row_of(self.space.index_of(&self.space.simplified(design.clone()))?)
    }

    /// The index of the design with this number among the combinations of the space; `None` where there is none, also
    /// because a search left it out.
    pub fn row_of(&self, number: u128) -> Option<usize> {
        let index = match &self.numbers {
            Some(numbers) => numbers.binary_search(&number).ok()?,
            None => usize::try_from(number).ok()?,
        };
        (index < self.len()).then_some(index)
    }

    /// Which option the design at `index` takes for the choice at `position` of the axes of [`Self::space`]; 0 for the
    /// first, also where there is no such design or choice.
    pub fn option_of(&self, index: usize, position: usize) -> u64 {
        self.number(index).map_or(0, |number| self.space.option_of(number, position))
    }

    /// The number of the design at `index` among the combinations of the space.
    pub fn number(&self, index: usize) -> Option<u128> {
        match &self.numbers {
            Some(numbers) => numbers.get(index).copied(),
            None => (index < self.len()).then_some(index as u128),
        }
    }

    /// The number that people know the design at `index` by, from 1: that of its combination in the space. It is the
    /// same in every list, whichever designs are listed; 0 where there is no such design.
    pub fn ordinal(&self, index: usize) -> u128 {
        self.number(index).map_or(0, |number| number.saturating_add(1))
    }

    /// The same as people write it: `1,234`.
    pub fn ordinal_text(&self, index: usize) -> String {
        group_thousands(&self.ordinal(index).to_string())
    }

    /// All values of one measure; `None` for a measure that applies to no design.
    pub fn column(&self, key: &MeasureKey) -> Option<&Column> {
        self.columns.by_measure.get(key)
    }

    /// The value of a measure under a design, in the measure's unit; `None` while it is not known.
    pub fn value(&self, index: usize, key: &MeasureKey) -> Option<f64> {
        self.column(key)?.value(index)
    }

    /// The same with all that is known about it; `None` where the measure does not apply.
    pub fn quality(&self, index: usize, key: &MeasureKey) -> Option<Quality> {
        self.column(key)?.quality(index, key)
    }

    /// Everything that is known about a design.
    pub fn qualities(&self, index: usize) -> Qualities {
        let columns = self.columns.by_measure.iter();
        columns.filter_map(|(key, column)| Some((key.clone(), column.quality(index, key)?))).collect()
    }
}

impl PartialEq for Column {
    fn eq(&self, other: &Self) -> bool {
        // What is not known in both is the same.
        let bits = |column: &Self| column.values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
        self.kind_of == other.kind_of && self.kinds == other.kinds && bits(self) == bits(other)
    }
}

impl Column {
    /// The value under a design; `None` while it is not known.
    pub fn value(&self, index: usize) -> Option<f64> {
        self.values.get(index).copied().filter(|value| !value.is_nan())
    }

    /// All values in the order of the designs; not a number where there is none.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Whether there is no value because some component is overloaded.
    pub fn is_overloaded(&self, index: usize) -> bool {
        self.kind(index).is_some_and(|kind| kind.is_overloaded)
    }

    /// Where the value comes from; `None` where the measure does not apply.
    pub fn provenance(&self, index: usize) -> Option<Provenance> {
        self.kind(index).map(|kind| kind.provenance)
    }

    /// Lower and upper end of the 95 % interval, where one was computed.
    pub fn interval(&self, index: usize) -> Option<(f64, f64)> {
        self.kind(index)?.interval
    }

    fn kind(&self, index: usize) -> Option<&Kind> {
        self.kinds.get(*self.kind_of.get(index)? as usize)
    }

    fn quality(&self, index: usize, key: &MeasureKey) -> Option<Quality> {
        let kind = self.kind(index)?;
        let unit = key.measure.unit();
        let known = self.value(index).map(|value| Quantity::new(value, unit, kind.provenance));
        let quantity = known.unwrap_or(Quantity::unknown(unit));
        Some(Quality { quantity, interval: kind.interval, note: kind.note.clone() })
    }

    /// Makes it `rows` long.
    fn fill_up(&mut self, rows: usize) {
        self.values.resize(rows, f64::NAN);
        self.kind_of.resize(rows, ABSENT);
    }

    /// The position of `kind`, which is new if no value has been of it.
    fn intern(&mut self, kind: Kind) -> u32 {
        // The kind of a value is mostly that of the value before, else one of few.
        let last = self.kind_of.last().copied().unwrap_or(ABSENT);
        if self.kinds.get(last as usize) == Some(&kind) {
            return last;
        }
        let known = self.kinds.iter().rev().take(MOST_COMPARED).position(|known| *known == kind);
        let position = known.map_or(self.kinds.len(), |from_end| self.kinds.len() - 1 - from_end);
        if position == self.kinds.len() {
            self.kinds.push(kind);
        }
        position as u32
    }
}

/// Kinds that a new one is compared with: a kind that is kept twice costs memory only.
const MOST_COMPARED: usize = 64;

impl Columns {
    /// Adds a design.
    pub fn push(&mut self, qualities: Qualities) {
        for (key, quality) in qualities {
            let unit = key.measure.unit();
            let is_overloaded = quality.is_overloaded();
            let column = self.by_measure.entry(key).or_default();
            column.fill_up(self.rows);
            let Quality { quantity, interval, note } = quality;
            let kind = column.intern(Kind { provenance: quantity.provenance(), interval, note, is_overloaded });
            column.values.push(quantity.amount_in(unit).unwrap_or(f64::NAN));
            column.kind_of.push(kind);
        }
        self.rows += 1;
    }

    /// Measures that some design has a value of.
    fn known(&self) -> Vec<MeasureKey> {
        let known = self.by_measure.iter().filter(|(_, column)| column.values.iter().any(|value| !value.is_nan()));
        known.map(|(key, _)| key.clone()).collect()
    }

    /// Makes all columns equally long.
    pub fn finish(mut self) -> Self {
        for column in self.by_measure.values_mut() {
            column.fill_up(self.rows);
        }
        self
    }
}
