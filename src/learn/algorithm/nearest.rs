//! Nearest neighbours as a candidate.

use super::super::error::LearnError;
use super::super::prepare::Matrix;
use super::super::progress::Progress;
use super::super::targets::{Output, Targets};
use super::exported::{self, Exported, Finish, Parts};
use super::neighbours::{Near, NeighbourCore};
use super::{FitData, Model, Newer};
use crate::model::NeighbourSettings;

/// The remembered rows with their truth.
pub(super) struct Nearest {
    core: NeighbourCore,
    truth: Truth,
    output: Output,
    columns: usize,
    neighbours: usize,
}

enum Truth {
    Codes(Vec<u32>),
    Numbers(Vec<f32>),
}

/// Remembers the fitting rows.
pub(super) fn fit(settings: &NeighbourSettings, data: &FitData) -> Nearest {
    let neighbours = (settings.neighbours as usize).min(data.fitting.rows());
    let truth = match &data.fitting_targets {
        Targets::Classes(codes) => Truth::Codes(codes.clone()),
        Targets::Numbers(numbers) => Truth::Numbers(numbers.iter().map(|number| *number as f32).collect()),
    };
    Nearest {
        core: NeighbourCore::new(&data.fitting, neighbours, settings.by_distance),
        truth,
        output: data.output,
        columns: data.fitting.columns,
        neighbours,
    }
}

impl Nearest {
    fn put_together(&self, nearest: &[Near], answer: &mut [f64]) {
        match (&self.truth, answer) {
            (Truth::Numbers(numbers), answer) => answer[0] = self.core.mean(nearest, numbers),
            (Truth::Codes(codes), [answer]) => {
                let mut shares = [0.0; 2];
                self.core.shares(nearest, codes, &mut shares);
                *answer = shares[1];
            }
            (Truth::Codes(codes), answer) => self.core.shares(nearest, codes, answer),
        }
    }
}

impl Model for Nearest {
    fn output(&self) -> Output {
        self.output
    }

    fn scores(&self, row: &[f32], scores: &mut [f64]) {
        let mut nearest = Vec::with_capacity(self.neighbours + 1);
        self.core.nearest(row, &mut nearest);
        self.put_together(&nearest, scores);
    }

    fn adds_evidence(&self) -> bool {
        false
    }

    fn answers(&self, rows: &Matrix) -> Vec<f64> {
        let width = self.output.width();
        let mut answers = vec![0.0; rows.rows() * width];
        for (nearest, answer) in self.core.nearest_of_many(rows).iter().zip(answers.chunks_exact_mut(width)) {
            self.put_together(nearest, answer);
        }
        answers
    }

    fn saved_bytes(&self) -> Result<Vec<u8>, LearnError> {
        let rows = self.core.rows();
        let mut bytes: Vec<u8> = Vec::new();
        for row in 0..rows.rows() {
            bytes.extend(rows.row(row).iter().flat_map(|value| value.to_le_bytes()));
            match &self.truth {
                Truth::Codes(codes) => bytes.extend(codes[row].to_le_bytes()),
                Truth::Numbers(numbers) => bytes.extend(numbers[row].to_le_bytes()),
            }
        }
        Ok(bytes)
    }

    fn parameters(&self) -> u64 {
        (self.core.rows().rows() * (self.columns + 1)) as u64
    }

    fn take_in(&mut self, newer: &Newer<'_>, _progress: &mut Progress<'_>) -> Option<Result<(), LearnError>> {
        self.core.remember(&newer.data.fitting);
        match &mut self.truth {
            Truth::Codes(codes) => codes.extend(newer.data.fitting_targets.codes()),
            Truth::Numbers(numbers) => {
                numbers.extend(newer.data.fitting_targets.numbers().iter().map(|number| *number as f32));
            }
        }
        Some(Ok(()))
    }

    fn exported(&self) -> Exported<'_> {
        let rows = self.core.rows();
        let parts = Parts::Neighbours {
            neighbours: self.neighbours,
            by_distance: self.core.by_distance(),
            truth: match &self.truth {
                Truth::Codes(codes) => exported::Truth::Codes(codes),
                Truth::Numbers(numbers) => exported::Truth::Numbers(numbers),
            },
            rows: (0..rows.rows()).map(|row| rows.row(row)).collect(),
        };
        Exported { parts, finish: Finish::Plain }
    }

    fn uses(&self, _column: usize) -> bool {
        true
    }

    fn operations(&self, _row: &[f32]) -> u64 {
        // A difference, a square and a sum per stored value, and a comparison per row.
        (self.core.rows().rows() * (3 * self.columns + 1)) as u64
    }
}
