//! The parts that both burn models share: a chain of dense layers, its start weights, and scoring.
//!
//! burn's random generator is one for the whole process and its parameters are made at first use, so nothing here lets
//! burn draw a number: start weights come from our own seeded generator. Scoring uses the plain device only, because a
//! forward pass on the differentiating one keeps its graph alive.

use burn::module::{Module, Param, ParamId};
use burn::nn::Linear;
use burn::nn::loss::{
    BinaryCrossEntropyLoss, BinaryCrossEntropyLossConfig, CrossEntropyLoss, CrossEntropyLossConfig, MseLoss, Reduction,
};
use burn::tensor::{Device, Int, Tensor, TensorData, activation};
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use super::super::error::LearnError;
use super::super::prepare::Matrix;
use super::super::progress::Progress;
use super::super::targets::{Output, Targets};
use super::FitData;
use crate::model::LossPoint;

/// Passes without a lower validation loss after which training stops.
const PATIENCE: u32 = 10;
/// Rows scored at once: large enough to be fast, small enough to stay in the cache.
const BLOCK: usize = 512;

/// Dense layers with a rectifier between them; the last one gives the scores.
#[derive(Module, Debug)]
pub(super) struct Network {
    /// First to last; the last has an output per score.
    pub layers: Vec<Linear>,
}

impl Network {
    /// Layers of these widths with start weights. The output starts at the shares of the classes, or at the mean, so that
    /// no pass is spent on finding it.
    pub fn start(widths: &[usize], data: &FitData, random: &mut ChaCha8Rng, device: &Device) -> Self {
        let last = widths.len() - 2;
        let base: Vec<f32> = match data.output {
            Output::Number => vec![0.0],
            _ => data.fitting_targets.base_scores(data.output).into_iter().map(|score| score as f32).collect(),
        };
        let layers = widths.windows(2).enumerate().map(|(place, pair)| {
            let weights = start_weights(pair[0], pair[1], random);
            layer(weights, if place == last { base.clone() } else { vec![0.0; pair[1]] }, device)
        });
        Self { layers: layers.collect() }
    }

    /// The same network, to learn further on a differentiating device.
    pub fn learning(&self, device: &Device) -> Self {
        let layers = (0..self.layers.len()).map(|place| {
            let (weights, biases) = self.weights(place);
            layer(weights, biases, device)
        });
        Self { layers: layers.collect() }
    }

    /// The scores of a batch of rows.
    pub fn forward(&self, rows: Tensor<2>) -> Tensor<2> {
        let mut values = rows;
        let last = self.layers.len() - 1;
        for (place, layer) in self.layers.iter().enumerate() {
            values = layer.forward(values);
            if place < last {
                values = activation::relu(values);
            }
        }
        values
    }

    /// The scores of row-major `values`, row by row; to be called on a network of the plain device only.
    pub fn scores(&self, values: &[f32], columns: usize) -> Vec<f32> {
        let device = Device::flex();
        let mut scores = Vec::with_capacity(values.len() / columns);
        for block in values.chunks(BLOCK * columns) {
            let data = TensorData::new(block.to_vec(), [block.len() / columns, columns]);
            scores.extend(self.forward(Tensor::from_data(data, &device)).into_data().iter::<f32>());
        }
        scores
    }

    /// The scores of every row.
    pub fn score_all(&self, rows: &Matrix) -> Vec<f32> {
        self.scores(&rows.values, rows.columns)
    }

    /// The network as it would be saved.
    pub fn saved_bytes(&self) -> Result<Vec<u8>, LearnError> {
        let mut network = self.clone();
        // burn names parameters by random numbers; the same model must be saved as the same bytes.
        for (place, layer) in (0..).zip(&mut network.layers) {
            layer.weight.id = ParamId::from(2 * place);
            if let Some(bias) = &mut layer.bias {
                bias.id = ParamId::from(2 * place + 1);
            }
        }
        let bytes = network.into_record().into_bytes();
        bytes.map(|bytes| bytes.to_vec()).map_err(|error| LearnError::Internal(error.to_string()))
    }

    /// The weights of one layer, input by input, and its biases.
    pub fn weights(&self, layer: usize) -> (Vec<f32>, Vec<f32>) {
        let layer = &self.layers[layer];
        let weights = layer.weight.val().into_data().iter::<f32>().collect();
        let biases = layer.bias.as_ref().map(|bias| bias.val().into_data().iter::<f32>().collect());
        (weights, biases.unwrap_or_default())
    }
}

/// Passes over the fitting rows until the validation loss no longer falls; gives the model of the lowest. `pass` gives the
/// model and its losses after each.
pub(super) fn best_of_passes<M>(
    epochs: u32,
    start: M,
    mut pass: impl FnMut(u32, &mut Progress<'_>) -> Result<(M, LossPoint), LearnError>,
    progress: &mut Progress<'_>,
    warnings: &mut Vec<String>,
) -> Result<M, LearnError> {
    let (mut best, mut lowest, mut best_epoch) = (start, f64::INFINITY, 0);
    for epoch in 1..=epochs {
        let (model, losses) = pass(epoch, progress)?;
        progress.loss(losses, epochs)?;
        if losses.validation < lowest {
            (best, lowest, best_epoch) = (model, losses.validation, epoch);
        }
        if epoch - best_epoch >= PATIENCE {
            break;
        }
    }
    if best_epoch == epochs && epochs > 1 {
        warnings.push("The validation loss was still falling after the last epoch; more epochs may help.".to_owned());
    }
    Ok(best)
}

/// A layer with the given weights, input by input, and biases.
pub(super) fn layer(weights: Vec<f32>, biases: Vec<f32>, device: &Device) -> Linear {
    let (inputs, outputs) = (weights.len() / biases.len(), biases.len());
    Linear {
        weight: Param::from_tensor(Tensor::from_data(TensorData::new(weights, [inputs, outputs]), device)),
        bias: Some(Param::from_tensor(Tensor::from_data(TensorData::new(biases, [outputs]), device))),
    }
}

/// Start weights of a layer: uniform with variance 2 / (inputs + outputs) (Glorot and Bengio 2010), as scikit-learn draws
/// them. Larger ones let a narrow output start far from the base rates, which cost up to a fifth of the accuracy.
pub(super) fn start_weights(inputs: usize, outputs: usize, random: &mut ChaCha8Rng) -> Vec<f32> {
    let bound = (6.0 / (inputs + outputs) as f32).sqrt();
    (0..inputs * outputs).map(|_| random.random_range(-bound..bound)).collect()
}

/// The truth of a batch.
pub(super) enum Truth<C = Vec<i32>, N = Vec<f32>> {
    /// Places of classes.
    Codes(C),
    /// Numbers.
    Numbers(N),
}

impl Truth {
    /// The truth of `rows`; numbers as multiples of `scale` from `centre`.
    pub fn of(targets: &Targets, rows: &[usize], (centre, scale): (f64, f64)) -> Self {
        match targets {
            Targets::Classes(codes) => Self::Codes(rows.iter().map(|row| codes[*row] as i32).collect()),
            Targets::Numbers(numbers) => {
                Self::Numbers(rows.iter().map(|row| ((numbers[*row] - centre) / scale) as f32).collect())
            }
        }
    }
}

/// The truth of a batch as tensors.
pub(super) type TruthTensor = Truth<Tensor<1, Int>, Tensor<2>>;

/// What training makes small: cross-entropy of classes, squared error of numbers.
pub(super) enum Loss {
    Positive(BinaryCrossEntropyLoss),
    Classes(CrossEntropyLoss),
    Number(MseLoss),
}

impl Loss {
    /// The loss of scores for such answers.
    pub fn of(output: Output, device: &Device) -> Self {
        match output {
            Output::Positive => Self::Positive(BinaryCrossEntropyLossConfig::new().with_logits(true).init(device)),
            Output::Classes(_) => Self::Classes(CrossEntropyLossConfig::new().init(device)),
            Output::Number => Self::Number(MseLoss::new()),
        }
    }

    /// The mean loss of a batch.
    pub fn of_batch(&self, scores: Tensor<2>, truth: TruthTensor) -> Tensor<1> {
        match truth {
            Truth::Codes(codes) => match self {
                Self::Positive(loss) => loss.forward(scores.squeeze_dim::<1>(1), codes),
                Self::Classes(loss) => loss.forward(scores, codes),
                Self::Number(loss) => loss.forward(scores, codes.float().unsqueeze_dim::<2>(1), Reduction::Mean),
            },
            Truth::Numbers(numbers) => MseLoss::new().forward(scores, numbers, Reduction::Mean),
        }
    }
}

/// Rows and their truth as tensors.
pub(super) fn batch(rows: Vec<f32>, truth: Truth, columns: usize, device: &Device) -> (Tensor<2>, TruthTensor) {
    let count = rows.len() / columns;
    let truth = match truth {
        Truth::Codes(codes) => Truth::Codes(Tensor::from_data(TensorData::new(codes, [count]), device)),
        Truth::Numbers(numbers) => Truth::Numbers(Tensor::from_data(TensorData::new(numbers, [count, 1]), device)),
    };
    (Tensor::from_data(TensorData::new(rows, [count, columns]), device), truth)
}
