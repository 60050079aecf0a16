//! Numbers of data and settings: fields with the range that training accepts, said in words when it is left.

use egui::{AsIdSalt, Ui};

use crate::gui::fields::{caption, quantity_field};
use crate::model::{Quantity, Unit};

/// Beyond this, not every whole number has a floating point number of its own.
const LARGEST_EXACT: f64 = 9_007_199_254_740_991.0;

/// The numbers that a setting can be, with the sentence that says so.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    least: f64,
    most: f64,
    /// Whether `least` itself is too small.
    above_least: bool,
    is_whole: bool,
    sentence: &'static str,
}

impl Limits {
    /// A seed of something random.
    pub const SEED: Self = Self::from_to(0.0, LARGEST_EXACT, "A seed is a whole number, 0 or more.").whole();
    /// Passes over the data.
    pub const EPOCHS: Self = Self::from_to(1.0, 100_000.0, "A whole number from 1 to 100,000.").whole();
    /// Trees or boosting rounds.
    pub const TREES: Self = Self::from_to(1.0, 10_000.0, "A whole number from 1 to 10,000.").whole();
    /// Rows in a batch or a leaf.
    pub const ROWS: Self = Self::from_to(1.0, 1_000_000.0, "A whole number from 1 to 1,000,000.").whole();
    /// Settings that are tried.
    pub const TRIES: Self = Self::from_to(2.0, 1000.0, "A whole number from 2 to 1000.").whole();
    /// How far tried settings lie apart.
    pub const FACTOR: Self = Self::from_to(1.0, 1000.0, "Above 1 and at most 1000.").above();
    /// Units of a layer.
    pub const UNITS: Self = Self::from_to(1.0, 4096.0, "A whole number from 1 to 4096.").whole();
    /// Filters of a convolutional layer.
    pub const FILTERS: Self = Self::from_to(1.0, 1024.0, "A whole number from 1 to 1024.").whole();
    /// Rows and columns of a kernel.
    pub const KERNEL: Self = Self::from_to(1.0, 15.0, "An odd number from 1 to 15.").whole();
    /// Depth of a tree.
    pub const DEPTH: Self = Self::from_to(1.0, 64.0, "A whole number from 1 to 64.").whole();
    /// Depth of a boosted tree.
    pub const BOOSTED_DEPTH: Self = Self::from_to(1.0, 16.0, "A whole number from 1 to 16.").whole();
    /// Step size of a training.
    pub const RATE: Self = Self::from_to(0.0, 1.0, "Above 0 and at most 1.").above();
    /// Strength of a penalty.
    pub const PENALTY: Self = Self::from_to(0.0, f64::MAX, "0 or more; 0 is no penalty.");
    /// Cost of a violated margin.
    pub const COST: Self = Self::from_to(0.0, 1e6, "Above 0 and at most 1,000,000.").above();
    /// Pairs of features.
    pub const PAIRS: Self = Self::from_to(0.0, 100.0, "A whole number from 0 to 100.").whole();
    /// A probability.
    pub const PROBABILITY: Self = Self::from_to(0.0, 1.0, "A probability lies between 0 and 1.");
    /// A share in percent that may be none or all.
    pub const PERCENT: Self = Self::from_to(0.0, 100.0, "A share lies between 0 and 100 %.");
    /// Folds of a cross-validation.
    pub const FOLDS: Self = Self::from_to(2.0, 100.0, "A whole number from 2 to 100.").whole();
    /// Repeats of a cross-validation, and further seeds.
    pub const REPEATS: Self = Self::from_to(1.0, 100.0, "A whole number from 1 to 100.").whole();
    /// What cannot be negative.
    pub const NOT_NEGATIVE: Self = Self::from_to(0.0, 1e15, "0 or more.");
    /// Customers, terminals or days of the generator.
    pub const SIZE: Self = Self::from_to(1.0, 10_000_000.0, "A whole number from 1 to 10,000,000.").whole();

    const fn from_to(least: f64, most: f64, sentence: &'static str) -> Self {
        Self { least, most, above_least: false, is_whole: false, sentence }
    }

    const fn whole(self) -> Self {
        Self { is_whole: true, ..self }
    }

    const fn above(self) -> Self {
        Self { above_least: true, ..self }
    }

    /// What is wrong with `value`; `None` when it can be used.
    pub fn objection(self, value: f64) -> Option<&'static str> {
        let is_in = (self.least..=self.most).contains(&value) && !(self.above_least && value == self.least);
        let fits = is_in && (!self.is_whole || value.fract() == 0.0);
        (!fits).then_some(self.sentence)
    }
}

/// A share of the rows to hold out, in percent: neither none nor all.
pub(super) fn share_objection(percent: f64) -> Option<&'static str> {
    (percent <= 0.0 || percent >= 100.0).then_some("Hold out more than 0 % and less than 100 %.")
}

/// A plain number with its label above; gives the new value when the field is left.
pub(super) fn number(ui: &mut Ui, id: impl AsIdSalt, label: &str, value: f64, limits: Limits) -> Option<f64> {
    measured_number(ui, id, label, Quantity::estimated(value, Unit::Ratio), |value| limits.objection(value))
}

/// As [`number`], for whole numbers.
pub(super) fn whole_number(ui: &mut Ui, id: impl AsIdSalt, label: &str, value: u32, limits: Limits) -> Option<u32> {
    number(ui, id, label, f64::from(value), limits).map(|value| value as u32)
}

/// A number with its unit and its label above; gives the new value, in that unit, when the field is left.
pub(super) fn measured_number(
    ui: &mut Ui,
    id: impl AsIdSalt,
    label: &str,
    value: Quantity,
    objection: impl Fn(f64) -> Option<&'static str>,
) -> Option<f64> {
    caption(ui, label);
    let width = ui.available_width();
    let unit = value.unit();
    quantity_field(ui, (id, label), (label, width), (value, unit), objection)?.amount_in(unit)
}

/// Fields two by two, so that the panel stays short.
pub(super) fn pair(ui: &mut Ui, left: impl FnOnce(&mut Ui), right: impl FnOnce(&mut Ui)) {
    ui.columns_const(|[first, second]| {
        left(first);
        right(second);
    });
}
