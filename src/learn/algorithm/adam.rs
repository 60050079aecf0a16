//! Adam in one sweep over each parameter. burn's own makes a dozen tensors of the parameter's size in every step, which
//! takes longer than the matrix products of a small batch.

use std::collections::BTreeMap;

use burn::module::{Module, ModuleMapper, Param, ParamId};
use burn::optim::GradientsParams;
use burn::tensor::{Tensor, TensorData};

use super::simd::run;

/// The usual shares of the past in the running means (Kingma and Ba 2015), and what keeps the divisor from 0.
const OF_MEANS: f32 = 0.9;
const OF_SQUARES: f32 = 0.999;
const EPSILON: f32 = 1e-8;

/// The running means that steps are taken by.
#[derive(Debug, Default)]
pub(super) struct Adam {
    steps: i32,
    moments: BTreeMap<ParamId, Moments>,
}

/// Running means of a parameter's gradient and of its square.
#[derive(Debug)]
struct Moments {
    means: Vec<f32>,
    squares: Vec<f32>,
}

impl Adam {
    /// `module` after one step of size `rate` against `gradients`; parameters without a gradient stay as they are.
    pub fn step<M: Module>(&mut self, rate: f64, module: M, gradients: GradientsParams) -> M {
        self.steps = self.steps.saturating_add(1);
        module.map(&mut Step { adam: self, rate: rate as f32, gradients })
    }
}

/// One step through all parameters.
struct Step<'a> {
    adam: &'a mut Adam,
    rate: f32,
    gradients: GradientsParams,
}

impl ModuleMapper for Step<'_> {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let Some(gradient) = self.gradients.remove::<D>(param.id) else { return param };
        let (id, tensor, mapper) = param.consume();
        let (device, shape) = (tensor.device(), tensor.dims());
        let (values, gradient) = (tensor.clone().inner().into_data(), gradient.into_data());
        let (Ok(mut values), Ok(gradient)) = (values.try_into_vec::<f32>(), gradient.try_into_vec::<f32>()) else {
            return Param::from_mapped_value(id, tensor, mapper);
        };
        let moments = self
            .adam
            .moments
            .entry(id)
            .or_insert_with(|| Moments { means: vec![0.0; values.len()], squares: vec![0.0; values.len()] });
        moments.step(&mut values, &gradient, self.rate, self.adam.steps);
        let tensor = Tensor::from_data(TensorData::new(values, shape), &device).require_grad();
        Param::from_mapped_value(id, tensor, mapper)
    }
}

impl Moments {
    /// Moves `values` by the step number `steps`, from 1.
    fn step(&mut self, values: &mut [f32], gradient: &[f32], rate: f32, steps: i32) {
        // The running means begin at 0, which is made good for.
        let of_mean = rate / (1.0 - OF_MEANS.powi(steps));
        let of_square = 1.0 / (1.0 - OF_SQUARES.powi(steps));
        let moments = self.means.iter_mut().zip(&mut self.squares);
        run(|| {
            for ((value, gradient), (mean, square)) in values.iter_mut().zip(gradient).zip(moments) {
                *mean = OF_MEANS * *mean + (1.0 - OF_MEANS) * gradient;
                *square = OF_SQUARES * *square + (1.0 - OF_SQUARES) * gradient * gradient;
                *value -= of_mean * *mean / ((*square * of_square).sqrt() + EPSILON);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use burn::optim::AdamConfig;
    use burn::tensor::Device;

    use super::super::network::layer;
    use super::*;

    #[test]
    fn steps_are_those_of_burn() {
        let device = Device::flex().autodiff();
        let weights: Vec<f32> = (0..12).map(|place| (place as f32 * 0.7).sin()).collect();
        let ours = layer(weights.clone(), vec![0.1, -0.2, 0.3], &device);
        let theirs = ours.clone();
        let (mut adam, mut reference) = (Adam::default(), AdamConfig::new().with_epsilon(1e-8).init());
        let rows = Tensor::<2>::from_data(
            TensorData::new((0..20).map(|place| (place as f32 * 1.3).cos()).collect::<Vec<f32>>(), [5, 4]),
            &device,
        );
        let (mut ours, mut theirs) = (ours, theirs);
        for _ in 0..7 {
            let loss = |layer: &burn::nn::Linear| (layer.forward(rows.clone()) - 1.0).powi_scalar(2).sum();
            let gradients = GradientsParams::from_grads(loss(&ours).backward(), &ours);
            ours = adam.step(0.05, ours, gradients);
            let gradients = GradientsParams::from_grads(loss(&theirs).backward(), &theirs);
            theirs = reference.step(0.05, theirs, gradients);
        }
        let numbers = |layer: &burn::nn::Linear| {
            let biases = layer.bias.as_ref().map(|bias| bias.val().into_data().iter::<f32>().collect::<Vec<f32>>());
            let weights = layer.weight.val().into_data();
            weights.iter::<f32>().chain(biases.unwrap_or_default()).collect::<Vec<f32>>()
        };
        for (ours, theirs) in numbers(&ours).iter().zip(numbers(&theirs)) {
            assert!((ours - theirs).abs() < 1e-5, "{ours} instead of {theirs}");
        }
        assert!((numbers(&ours)[0] - weights[0]).abs() > 0.01, "it moved");
    }
}
