//! The weights of a convolutional network as burn's optimiser and its saved form see them.

use burn::module::{Module, Param, ParamId};
use burn::optim::GradientsParams;
use burn::tensor::{Device, Tensor, TensorData};

use super::super::super::error::LearnError;
use super::super::network::Network;
use super::filters::Filters;
use super::layer::LayerGradient;

/// All that is learned.
#[derive(Module, Debug)]
pub(super) struct Learned {
    filters: Vec<FilterWeights>,
    /// What stands behind the filters.
    pub dense: Network,
}

#[derive(Module, Debug)]
struct FilterWeights {
    weights: Param<Tensor<2>>,
    biases: Param<Tensor<1>>,
}

impl Learned {
    /// The same weights as burn sees them.
    pub fn new(filters: &Filters, dense: Network, device: &Device) -> Self {
        let filters = filters.layers.iter().map(|layer| {
            let shape = [layer.weights.len() / layer.filters, layer.filters];
            let weights = TensorData::new(layer.weights.clone(), shape);
            let biases = TensorData::new(layer.biases.clone(), [layer.filters]);
            FilterWeights {
                weights: Param::from_tensor(Tensor::from_data(weights, device)),
                biases: Param::from_tensor(Tensor::from_data(biases, device)),
            }
        });
        Self { filters: filters.collect(), dense }
    }

    /// Adds the gradients of the filters, which burn has not computed, to those of the dense layers.
    pub fn register(&self, found: Vec<LayerGradient>, gradients: &mut GradientsParams) {
        let device = Device::flex();
        for (layer, (weights, biases)) in self.filters.iter().zip(found) {
            let weights = TensorData::new(weights, layer.weights.dims());
            let biases = TensorData::new(biases, layer.biases.dims());
            gradients.register(layer.weights.id, Tensor::<2>::from_data(weights, &device));
            gradients.register(layer.biases.id, Tensor::<1>::from_data(biases, &device));
        }
    }

    /// Gives the weights to the filters that compute.
    pub fn copy_to(&self, filters: &mut Filters) {
        for (layer, learned) in filters.layers.iter_mut().zip(&self.filters) {
            layer.weights = learned.weights.val().into_data().iter::<f32>().collect();
            layer.biases = learned.biases.val().into_data().iter::<f32>().collect();
        }
    }

    /// The network as it would be saved.
    pub fn saved_bytes(mut self) -> Result<Vec<u8>, LearnError> {
        // burn names parameters by random numbers; the same model must be saved as the same bytes.
        let mut numbers = (0..).map(ParamId::from);
        let mut rename = |id: &mut ParamId| *id = numbers.next().unwrap_or(*id);
        for layer in &mut self.filters {
            rename(&mut layer.weights.id);
            rename(&mut layer.biases.id);
        }
        for layer in &mut self.dense.layers {
            rename(&mut layer.weight.id);
            layer.bias.iter_mut().for_each(|bias| rename(&mut bias.id));
        }
        let bytes = self.into_record().into_bytes();
        bytes.map(|bytes| bytes.to_vec()).map_err(|error| LearnError::Internal(error.to_string()))
    }
}
