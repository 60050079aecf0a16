//! Support vector machines as candidates, their decision values turned into probabilities on rows they did not see.

use std::ops::ControlFlow;

use super::super::error::LearnError;
use super::super::explain::evenly;
use super::super::prepare::Matrix;
use super::super::progress::Progress;
use super::super::targets::{Output, Targets};
use super::exported::{Exported, Finish};
use super::support_vectors::{
    BinaryMachine, ClassMachines, Costs, Kernel, Settings, class_probabilities, gamma_scale, platt, platt_probability,
    solve, solve_regression,
};
use super::{FitData, Model};
use crate::model::SupportVectorSettings;

/// Deviations of the target that an estimate may be off for nothing; scikit-learn's usual epsilon, on the standardised
/// target.
const EPSILON: f64 = 0.1;
/// Most rows that are fitted: the time grows with their square.
const MOST_ROWS: usize = 20_000;

/// A fitted machine.
pub(super) struct SupportMachine {
    kind: Kind,
    columns: usize,
    is_linear: bool,
}

enum Kind {
    /// The machine, and the curve that turns its values into the probability of yes.
    Positive(BinaryMachine, (f64, f64)),
    /// The machines, and a curve per class.
    Classes(ClassMachines, Vec<(f64, f64)>),
    /// The machine, and mean and deviation of the target, which it does without.
    Number(BinaryMachine, (f64, f64)),
}

/// Fits the machine on the fitting rows and its curves on the validation rows.
pub(super) fn fit(
    settings: &SupportVectorSettings,
    data: &FitData,
    progress: &mut Progress<'_>,
    warnings: &mut Vec<String>,
) -> Result<SupportMachine, LearnError> {
    let (rows, targets) = fitted_rows(data, warnings);
    let kernel = if settings.linear { Kernel::Linear } else { Kernel::Radial { gamma: gamma_scale(&rows) } };
    let solving = Settings::new(kernel);
    let cost = settings.cost;
    let mut outcome = Ok(());
    let mut stop = |done: u32, total: u32| {
        outcome = progress.step(done, total);
        if outcome.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    let validation = &data.validation;
    let kind = match (data.output, &targets) {
        (Output::Number, _) => {
            let (centre, scale) = targets.centre_and_scale();
            let scaled: Vec<f32> = targets.numbers().iter().map(|number| ((number - centre) / scale) as f32).collect();
            let machine = solve_regression(&rows, &scaled, (cost, EPSILON), &solving, &mut stop);
            machine.map(|machine| Kind::Number(machine, (centre, scale)))
        }
        (Output::Positive, _) => {
            let signs: Vec<f32> = targets.codes().iter().map(|code| if *code == 1 { 1.0 } else { -1.0 }).collect();
            let costs = Costs { positive: cost, negative: cost };
            solve(&rows, &signs, costs, &solving, &mut stop).map(|machine| {
                let values = machine.decision_values(validation);
                let curve = platt(&values, &data.validation_targets.positives());
                Kind::Positive(machine, curve)
            })
        }
        (Output::Classes(classes), _) => {
            let costs = vec![cost; classes];
            ClassMachines::fit(&rows, targets.codes(), &costs, &solving, &mut stop).map(|machines| {
                let values = machines.decision_values_of_many(validation);
                let curves = (0..classes).map(|class| {
                    let of_class: Vec<f64> = values.iter().copied().skip(class).step_by(classes).collect();
                    let labels: Vec<bool> =
                        data.validation_targets.codes().iter().map(|code| *code as usize == class).collect();
                    platt(&of_class, &labels)
                });
                let curves = curves.collect();
                Kind::Classes(machines, curves)
            })
        }
    };
    outcome?;
    let kind = kind.map_err(|_stopped| LearnError::Cancelled)?;
    if !kind.is_settled() {
        warnings.push("The support vector machine has not settled; a smaller cost makes it easier.".to_owned());
    }
    Ok(SupportMachine { kind, columns: rows.columns, is_linear: settings.linear })
}

/// The rows that are fitted, with their truth.
fn fitted_rows(data: &FitData, warnings: &mut Vec<String>) -> (Matrix, Targets) {
    let count = data.fitting.rows();
    let chosen: Vec<usize> = evenly(count, MOST_ROWS).collect();
    if chosen.len() < count {
        warnings.push(format!(
            "Fitted on {MOST_ROWS} of the {count} rows, since the time of a support vector machine grows with their \
             square."
        ));
    }
    let values = chosen.iter().flat_map(|row| data.fitting.row(*row)).copied().collect();
    (Matrix { values, columns: data.fitting.columns }, data.fitting_targets.of(&chosen))
}

impl Kind {
    fn is_settled(&self) -> bool {
        match self {
            Self::Positive(machine, _) | Self::Number(machine, _) => machine.settled,
            Self::Classes(machines, _) => machines.settled(),
        }
    }

    /// Rows that the answer is made of.
    fn vectors(&self) -> usize {
        match self {
            Self::Positive(machine, _) | Self::Number(machine, _) => machine.vectors().len(),
            Self::Classes(machines, _) => machines.rows().len(),
        }
    }
}

impl Model for SupportMachine {
    fn output(&self) -> Output {
        match &self.kind {
            Kind::Positive(..) => Output::Positive,
            Kind::Classes(_, curves) => Output::Classes(curves.len()),
            Kind::Number(..) => Output::Number,
        }
    }

    fn scores(&self, row: &[f32], scores: &mut [f64]) {
        match &self.kind {
            Kind::Positive(machine, _) => scores[0] = machine.decision_value(row),
            Kind::Classes(machines, _) => machines.decision_values(row, scores),
            Kind::Number(machine, (centre, scale)) => scores[0] = machine.decision_value(row) * scale + centre,
        }
    }

    fn answer(&self, row: &[f32], answer: &mut [f64]) {
        self.scores(row, answer);
        match &self.kind {
            Kind::Positive(_, (a, b)) => answer[0] = platt_probability(*a, *b, answer[0]),
            Kind::Classes(_, curves) => class_probabilities(curves, answer),
            Kind::Number(..) => {}
        }
    }

    fn answers(&self, rows: &Matrix) -> Vec<f64> {
        match &self.kind {
            Kind::Positive(machine, (a, b)) => {
                machine.decision_values(rows).into_iter().map(|value| platt_probability(*a, *b, value)).collect()
            }
            Kind::Classes(machines, curves) => {
                let mut answers = machines.decision_values_of_many(rows);
                answers.chunks_exact_mut(curves.len()).for_each(|answer| class_probabilities(curves, answer));
                answers
            }
            Kind::Number(machine, (centre, scale)) => {
                machine.decision_values(rows).into_iter().map(|value| value * scale + centre).collect()
            }
        }
    }

    fn saved_bytes(&self) -> Result<Vec<u8>, LearnError> {
        Ok(match &self.kind {
            Kind::Positive(machine, _) | Kind::Number(machine, _) => machine.saved(),
            Kind::Classes(machines, _) => machines.saved(),
        })
    }

    fn parameters(&self) -> u64 {
        let vectors = self.kind.vectors();
        (if self.is_linear { self.columns } else { vectors * (self.columns + 1) }) as u64 + 1
    }

    fn exported(&self) -> Exported<'_> {
        match &self.kind {
            Kind::Positive(machine, curve) => {
                Exported { parts: machine.exported(), finish: Finish::Platt { curves: vec![*curve] } }
            }
            Kind::Classes(machines, curves) => {
                Exported { parts: machines.exported(), finish: Finish::Platt { curves: curves.clone() } }
            }
            Kind::Number(machine, (centre, scale)) => {
                Exported { parts: machine.exported(), finish: Finish::Scaled { centre: *centre, scale: *scale } }
            }
        }
    }

    fn uses(&self, _column: usize) -> bool {
        true
    }

    fn operations(&self, _row: &[f32]) -> u64 {
        // Similarity to a vector takes a difference, a square and a sum per column, and an exponential.
        let columns = self.columns as u64;
        let sums = if self.is_linear { 2 * columns } else { self.kind.vectors() as u64 * (3 * columns + 3) };
        sums + self.output().link_operations()
    }
}
