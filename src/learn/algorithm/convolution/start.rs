//! Filters before their first step: whether the settings fit the images, and the start weights.

use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use super::super::super::error::LearnError;
use super::super::super::prepare::Matrix;
use super::super::FitData;
use super::filters::Filters;
use super::layer::FilterLayer;
use crate::model::{ConvolutionSettings, ImageShape};

/// Most values of one layer of one image; more do not fit the memory of a batch.
const MOST_VALUES: usize = 1 << 24;

/// Filters with start weights: uniform with variance 2 / inputs (He, Zhang, Ren and Sun 2015), which keeps the size of
/// the signal through rectifiers.
pub(super) fn start_filters(
    settings: &ConvolutionSettings,
    data: &FitData,
    random: &mut ChaCha8Rng,
) -> Result<Filters, LearnError> {
    let mut size = image_size(data)?;
    if settings.layers.is_empty() {
        let what = "The number of convolutional layers".to_owned();
        return Err(LearnError::Setting { what, allowed: "at least 1; without any, choose a perceptron".to_owned() });
    }
    let mut layers = Vec::with_capacity(settings.layers.len());
    for (number, layer) in settings.layers.iter().enumerate() {
        let (filters, kernel) = (layer.filters as usize, layer.kernel as usize);
        let what = format!("convolutional layer {}", number + 1);
        if filters == 0 || kernel.is_multiple_of(2) {
            return Err(LearnError::Setting {
                what: format!("The {what}"),
                allowed: "of at least 1 filter, with a kernel of an odd number of pixels, such as 3".to_owned(),
            });
        }
        if layer.pool && size[..2].iter().any(|pixels| *pixels < 2) {
            return Err(LearnError::Setting {
                what: format!("Pooling after {what}, where {} x {} pixels are left,", size[0], size[1]),
                allowed: "off; or leave out pooling in an earlier layer".to_owned(),
            });
        }
        let values = (size[0] + kernel).saturating_mul(size[1] + kernel).saturating_mul(size[2].max(filters));
        if values > MOST_VALUES {
            return Err(LearnError::Setting {
                what: format!("The size of {what}, {} x {} pixels with {filters} filters,", size[0], size[1]),
                allowed: format!(
                    "at most {MOST_VALUES} values; use smaller images, fewer filters or pooling before it"
                ),
            });
        }
        let inputs = kernel * kernel * size[2];
        let bound = (6.0 / inputs as f32).sqrt();
        let weights = (0..inputs * filters).map(|_| random.random_range(-bound..bound)).collect();
        let window = if layer.pool { 2 } else { 1 };
        let layer = FilterLayer { size, filters, kernel, window, weights, biases: vec![0.0; filters] };
        size = layer.outgoing();
        layers.push(layer);
    }
    Ok(Filters { layers, centre_and_scale: centre_and_scale(&data.fitting) })
}

/// Width, height and channels of the images.
fn image_size(data: &FitData) -> Result<[usize; 3], LearnError> {
    let Some(ImageShape { width, height, channels }) = data.shape else {
        return Err(LearnError::Data(
            "a convolutional network needs images, but the dataset is a plain table; state the width, height and \
             channels of its images, or choose another family"
                .to_owned(),
        ));
    };
    let size = [width, height, channels].map(|length| length as usize);
    if size.contains(&0) || size.iter().product::<usize>() != data.fitting.columns {
        return Err(LearnError::Data(format!(
            "images of {width} x {height} pixels with {channels} channels need {} columns, but there are {}; correct \
             the shape of the images or the excluded columns",
            size.iter().product::<usize>(),
            data.fitting.columns
        )));
    }
    Ok(size)
}

/// Mean and deviation of all values; deviation 1 where they are all alike.
fn centre_and_scale(rows: &Matrix) -> (f32, f32) {
    let count = rows.values.len().max(1) as f64;
    let centre = rows.values.iter().map(|value| f64::from(*value)).sum::<f64>() / count;
    let squares: f64 = rows.values.iter().map(|value| (f64::from(*value) - centre).powi(2)).sum();
    let scale = (squares / count).sqrt() as f32;
    (centre as f32, if scale.is_normal() { scale } else { 1.0 })
}
