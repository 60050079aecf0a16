//! Turns raw rows into the numbers an algorithm sees. Everything it knows comes from the rows it was fitted on.

use super::error::LearnError;
use super::examples::Examples;

/// Text features with more different values than this are left out.
pub(super) const MOST_CATEGORIES: usize = 20;
/// Features whose cells are gathered at once: a few lines of the cache.
const GATHERED: usize = 16;
/// Values beyond this are cut off: no measurement is that large, and 32-bit arithmetic must stay finite.
pub(super) const LARGEST: f64 = 1e30;

/// Rows of prepared features, row after row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Matrix {
    /// The values, row-major.
    pub values: Vec<f32>,
    /// Values in a row, at least 1.
    pub columns: usize,
}

/// How raw rows become prepared rows.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Preparation {
    plans: Vec<Plan>,
}

/// Where one prepared column comes from.
#[derive(Clone, Debug, PartialEq)]
struct Plan {
    /// Index of the raw feature.
    source: usize,
    recipe: Recipe,
}

/// How a prepared column is made of its feature.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Recipe {
    /// Missing values become the median; then subtract `centre` and divide by `scale`.
    Number {
        /// What missing values become.
        median: f64,
        /// What is subtracted.
        centre: f64,
        /// What the difference is divided by.
        scale: f64,
    },
    /// 1 where the text has this code, else 0.
    Category {
        /// Place in the feature's dictionary.
        code: f64,
    },
    /// The first or second of the [`halves`] of the cell as it is.
    Half(usize),
}

impl Matrix {
    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.values.len() / self.columns
    }

    /// One row.
    pub fn row(&self, row: usize) -> &[f32] {
        &self.values[row * self.columns..(row + 1) * self.columns]
    }
}

impl Preparation {
    /// Learns medians, means, deviations and categories from `rows` of `examples`; what a reader must know about
    /// features that are left out goes to `warnings`. `scaled` brings numbers to mean 0 and deviation 1; with `every_column`
    /// numbers are kept that never change, so that pixels keep their places.
    pub fn fit(
        examples: &Examples,
        rows: &[usize],
        (scaled, every_column): (bool, bool),
        warnings: &mut Vec<String>,
    ) -> Result<Self, LearnError> {
        let mut plans = Vec::new();
        let columns = present_cells(examples, rows);
        for ((source, feature), mut present) in examples.features.iter().enumerate().zip(columns) {
            let is_missing_somewhere = present.len() < rows.len();
            let added = plans.len();
            let least = present.iter().copied().min_by(f64::total_cmp).unwrap_or(0.0);
            if feature.dictionary.is_empty() {
                plans.extend(number(source, &mut present, rows.len(), scaled));
            } else {
                plans.extend(categories(source, present, is_missing_somewhere, &feature.dictionary));
            }
            if plans.len() == added && every_column && feature.dictionary.is_empty() {
                plans.push(Plan { source, recipe: Recipe::Number { median: least, centre: 0.0, scale: 1.0 } });
            } else if plans.len() == added {
                let reason = if feature.dictionary.len() > MOST_CATEGORIES {
                    format!("holds text with more than {MOST_CATEGORIES} different values")
                } else {
                    "has the same value in every row that models are fitted on".to_owned()
                };
                warnings.push(format!("The column \"{}\" is not used: it {reason}.", feature.name));
            }
        }
        if plans.is_empty() {
            return Err(LearnError::Data(
                "no column can be learned from; each is constant or holds text with many different values".to_owned(),
            ));
        }
        if plans.len() > usize::from(u16::MAX) {
            return Err(LearnError::Data(format!(
                "there are {} features, but at most {} can be learned from; exclude some columns",
                plans.len(),
                u16::MAX
            )));
        }
        Ok(Self { plans })
    }

    /// Passes every cell on as it is: two columns for each feature, which [`whole`] puts together.
    pub fn raw(examples: &Examples) -> Self {
        let sources = 0..examples.features.len();
        let plans = sources.flat_map(|source| [0, 1].map(|half| Plan { source, recipe: Recipe::Half(half) }));
        Self { plans: plans.collect() }
    }

    /// Whether cells are passed on as they are: NaN where they are missing, and texts as their places.
    pub fn is_raw(&self) -> bool {
        self.plans.iter().any(|plan| matches!(plan.recipe, Recipe::Half(_)))
    }

    /// Values in a prepared row.
    pub fn columns(&self) -> usize {
        self.plans.len()
    }

    /// The raw feature that a prepared column comes from.
    pub fn source(&self, column: usize) -> usize {
        self.plans[column].source
    }

    /// How a prepared column is made.
    pub fn recipe(&self, column: usize) -> &Recipe {
        &self.plans[column].recipe
    }

    /// Name of a prepared column: that of its feature, or `city = Ulm`.
    pub fn column_name(&self, column: usize, examples: &Examples) -> String {
        let plan = &self.plans[column];
        let feature = &examples.features[plan.source];
        match plan.recipe {
            Recipe::Number { .. } | Recipe::Half(_) => feature.name.clone(),
            Recipe::Category { code } => format!("{} = {}", feature.name, feature.dictionary[code as usize]),
        }
    }

    /// What rows meet whose prepared value is at most `threshold`: `amount ≤ 120`, or `city is not Ulm`.
    pub fn condition(&self, column: usize, threshold: f32, examples: &Examples) -> String {
        let plan = &self.plans[column];
        let feature = &examples.features[plan.source];
        match plan.recipe {
            Recipe::Number { .. } | Recipe::Half(_) => {
                format!("{} ≤ {}", feature.name, short(self.unscaled(column, f64::from(threshold))))
            }
            Recipe::Category { code } => format!("{} is not {}", feature.name, feature.dictionary[code as usize]),
        }
    }

    /// The feature's value behind a prepared one.
    pub fn unscaled(&self, column: usize, value: f64) -> f64 {
        match self.plans[column].recipe {
            Recipe::Number { centre, scale, .. } => value * scale + centre,
            Recipe::Category { .. } | Recipe::Half(_) => value,
        }
    }

    /// Appends the prepared values of one raw row to `out`.
    pub fn append(&self, raw: &[f64], out: &mut Vec<f32>) {
        out.extend(self.plans.iter().map(|plan| {
            let cell = raw[plan.source];
            match plan.recipe {
                Recipe::Number { median, centre, scale } => {
                    let value = if cell.is_nan() { median } else { cell };
                    ((value - centre) / scale).clamp(-LARGEST, LARGEST) as f32
                }
                Recipe::Category { code } => f32::from(cell == code),
                Recipe::Half(half) => halves(cell)[half],
            }
        }));
    }

    /// The prepared values of `rows`.
    pub fn matrix(&self, examples: &Examples, rows: &[usize]) -> Matrix {
        let mut values = Vec::with_capacity(rows.len() * self.columns());
        for row in rows {
            self.append(examples.raw_row(*row), &mut values);
        }
        Matrix { values, columns: self.columns() }
    }
}

/// `value` as the nearest 32-bit number and what that leaves: together exact for whole numbers up to 2⁴⁸ and to 14
/// digits for others. The order of numbers is kept, though close ones can become equal.
pub(super) fn halves(value: f64) -> [f32; 2] {
    let first = value.clamp(-LARGEST, LARGEST) as f32;
    [first, (value.clamp(-LARGEST, LARGEST) - f64::from(first)) as f32]
}

/// The value that [`halves`] came from.
pub(super) fn whole(halves: [f32; 2]) -> f64 {
    f64::from(halves[0]) + f64::from(halves[1])
}

/// A number with at most five significant digits.
fn short(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return value.to_string();
    }
    let scale = 10_f64.powf(4.0 - value.abs().log10().floor());
    if scale.is_finite() && scale > 0.0 { ((value * scale).round() / scale).to_string() } else { value.to_string() }
}

/// The cells of each feature that are there in `rows`. Some features are gone through at once, because cells of a row lie
/// side by side.
fn present_cells<'a>(examples: &'a Examples, rows: &'a [usize]) -> impl Iterator<Item = Vec<f64>> + 'a {
    let features = examples.features.len();
    (0..features).step_by(GATHERED).flat_map(move |first| {
        let last = (first + GATHERED).min(features);
        let mut columns = vec![Vec::with_capacity(rows.len()); last - first];
        for row in rows {
            for (column, cell) in columns.iter_mut().zip(&examples.raw_row(*row)[first..last]) {
                if !cell.is_nan() {
                    column.push(*cell);
                }
            }
        }
        columns
    })
}

/// The median of some values, which it puts into another order; of an even number, the middle of the two in the middle.
fn median(values: &mut [f64]) -> Option<f64> {
    let (is_even, middle) = (values.len().is_multiple_of(2), values.len() / 2);
    if values.is_empty() {
        return None;
    }
    let (below, upper, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    let lower = below.iter().copied().max_by(f64::total_cmp);
    Some(lower.filter(|_| is_even).map_or(*upper, |lower| f64::midpoint(lower, *upper)))
}

/// The plan for a numeric feature with these values, none if it is constant or nowhere present.
fn number(source: usize, present: &mut [f64], rows: usize, scaled: bool) -> Option<Plan> {
    let first = *present.first()?;
    if present.iter().all(|value| *value == first) {
        return None;
    }
    let median = median(present)?;
    let (mut centre, mut scale) = (0.0, 1.0);
    if scaled {
        let imputed = (rows - present.len()) as f64;
        centre = (present.iter().sum::<f64>() + imputed * median) / rows as f64;
        let squares: f64 = present.iter().map(|value| (value - centre).powi(2)).sum();
        let deviation = ((squares + imputed * (median - centre).powi(2)) / rows as f64).sqrt();
        if deviation.is_normal() {
            scale = deviation;
        }
    }
    Some(Plan { source, recipe: Recipe::Number { median, centre, scale } })
}

/// One column per text that occurs; a single column for a feature with two texts and nothing missing.
fn categories(source: usize, mut present: Vec<f64>, missing: bool, dictionary: &[String]) -> Vec<Plan> {
    present.sort_by(f64::total_cmp);
    present.dedup();
    if present.len() > MOST_CATEGORIES || (present.len() < 2 && !missing) {
        return Vec::new();
    }
    present.sort_by(|a, b| dictionary[*a as usize].cmp(&dictionary[*b as usize]));
    if present.len() == 2 && !missing {
        present.remove(0);
    }
    present.into_iter().map(|code| Plan { source, recipe: Recipe::Category { code } }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::examples::Feature;
    use super::super::targets::{Aim, Output, Targets};
    use super::*;

    fn examples(features: &[(&str, &[&str])], raw: Vec<f64>) -> Examples {
        let rows = raw.len() / features.len();
        let features = features
            .iter()
            .map(|(name, texts)| Feature {
                name: (*name).to_owned(),
                dictionary: texts.iter().map(|text| (*text).to_owned()).collect(),
            })
            .collect();
        let aim = Aim { targets: Targets::Numbers(vec![0.0; rows]), classes: Vec::new(), output: Output::Number };
        Examples {
            features,
            raw,
            aim,
            order: None,
            groups: None,
            shape: None,
            are_images: false,
            protected: None,
            lines: Vec::new(),
            warnings: Vec::new(),
        }
    }

    #[test]
    fn numbers_are_imputed_by_the_median_and_standardised() {
        let examples = examples(&[("x", &[])], vec![1.0, f64::NAN, 3.0, 8.0, 1000.0]);
        let preparation = Preparation::fit(&examples, &[0, 1, 2, 3], (true, false), &mut Vec::new()).unwrap();
        // Median 3 fills the gap: 1, 3, 3, 8 have mean 3.75 and population variance 6.6875.
        let expected = [1.0, 3.0, 3.0, 8.0].map(|x: f64| ((x - 3.75) / 6.6875_f64.sqrt()) as f32);
        assert_eq!(preparation.matrix(&examples, &[0, 1, 2, 3]).values, expected);
        let plain = Preparation::fit(&examples, &[0, 1, 2, 3], (false, false), &mut Vec::new()).unwrap();
        assert_eq!(plain.matrix(&examples, &[1, 4]).values, [3.0, 1000.0]);
    }

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median(&mut [3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&mut [4.0, 1.0, 3.0, 2.0]), Some(2.5));
        assert_eq!(median(&mut [7.0]), Some(7.0));
        assert_eq!(median(&mut []), None);
    }

    #[test]
    fn texts_become_columns_of_zeros_and_ones() {
        let gap = f64::NAN;
        let raw = vec![0.0, 0.0, 1.0, 1.0, 2.0, gap, 0.0, 1.0];
        let examples = examples(&[("city", &["Ulm", "Bonn", "Kiel"]), ("paid", &["yes", "no"])], raw);
        let preparation = Preparation::fit(&examples, &[0, 1, 2], (false, false), &mut Vec::new()).unwrap();
        // Bonn, Kiel, Ulm; then no, yes, because one row of `paid` is missing.
        assert_eq!(preparation.matrix(&examples, &[2, 3]).values, [0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0]);
        assert_eq!((0..5).map(|column| preparation.source(column)).collect::<Vec<_>>(), [0, 0, 0, 1, 1]);
    }

    #[test]
    fn features_without_information_are_named() {
        let names: Vec<String> = (0..30).map(|code| format!("customer {code}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let raw = (0..30).flat_map(|row| [f64::from(row), f64::from(row), 7.0]).collect();
        let examples = examples(&[("x", &[]), ("customer", &names), ("constant", &[])], raw);
        let mut warnings = Vec::new();
        let rows: Vec<usize> = (0..30).collect();
        assert_eq!(Preparation::fit(&examples, &rows, (true, false), &mut warnings).unwrap().columns(), 1);
        assert_eq!(warnings.len(), 2);
        assert!(warnings[0].contains("\"customer\" is not used: it holds text"), "{}", warnings[0]);
        assert!(warnings[1].contains("\"constant\" is not used: it has the same value"), "{}", warnings[1]);
    }

    #[test]
    fn raw_cells_survive_in_two_halves() {
        let largest_exact = 2.0_f64.powi(48);
        let cells = vec![largest_exact - 1.0, f64::NAN, 16_777_217.0, 0.1, 1e300, 2.0];
        let examples = examples(&[("x", &[]), ("city", &["Ulm", "Bonn", "Kiel"])], cells);
        let preparation = Preparation::raw(&examples);
        assert!(preparation.is_raw());
        assert_eq!((0..4).map(|column| preparation.source(column)).collect::<Vec<_>>(), [0, 0, 1, 1]);
        let matrix = preparation.matrix(&examples, &[0, 1, 2]);
        let back: Vec<f64> = matrix.values.chunks_exact(2).map(|pair| whole([pair[0], pair[1]])).collect();
        assert_eq!((back[0], back[2], back[5]), (largest_exact - 1.0, 16_777_217.0, 2.0));
        assert!(back[1].is_nan() && (back[3] - 0.1).abs() < 1e-15 && back[4].is_finite());
        // Order is kept across the places where the nearest 32-bit number changes.
        let mut last = f64::NEG_INFINITY;
        let mut value = 16_777_216.9_f64;
        for _ in 0..200_000 {
            let now = whole(halves(value));
            assert!(now >= last, "{value}");
            (last, value) = (now, value + 1e-6 + value * 1e-15);
        }
    }
}
