//! Model files of layers in the safetensors format: the length of a JSON header as 8 bytes, the header, the numbers.

use serde_json::{Map, Value, json};

use super::super::algorithm::{DenseLayer, FilterTensor};
use super::super::error::LearnError;
use super::not_finite;

/// The numbers begin at a multiple of this, so that they can be mapped into memory.
const ALIGNMENT: usize = 8;

/// One file. The format's metadata holds texts only: of the description, what is no text stands there as JSON.
pub(super) fn bytes(
    head: &Map<String, Value>,
    filters: &[FilterTensor<'_>],
    layers: &[DenseLayer<'_>],
) -> Result<Vec<u8>, LearnError> {
    let mut metadata = Map::new();
    for (key, value) in head {
        let text = if let Value::String(text) = value { text.clone() } else { value.to_string() };
        metadata.insert(key.clone(), Value::String(text));
    }
    let mut header = Map::new();
    header.insert("__metadata__".to_owned(), Value::Object(metadata));
    let mut data = Vec::new();
    let mut put = |name: String, shape: &[usize], values: &[f32]| {
        if !values.iter().all(|value| value.is_finite()) {
            return Err(not_finite());
        }
        let start = data.len();
        data.extend(values.iter().flat_map(|value| value.to_le_bytes()));
        let entry = json!({ "dtype": "F32", "shape": shape, "data_offsets": [start, data.len()] });
        header.insert(name, entry);
        Ok(())
    };
    for (place, filter) in filters.iter().enumerate() {
        put(format!("filter.{place}.weight"), &filter.shape, &filter.weights)?;
        put(format!("filter.{place}.bias"), &[filter.biases.len()], &filter.biases)?;
    }
    for (place, layer) in layers.iter().enumerate() {
        let outputs = layer.biases.len();
        let inputs = layer.weights.len() / outputs.max(1);
        // PyTorch's order, where the weights of one output lie side by side.
        let weights: Vec<f32> =
            (0..outputs).flat_map(|output| layer.weights.iter().skip(output).step_by(outputs)).copied().collect();
        put(format!("layer.{place}.weight"), &[outputs, inputs], &weights)?;
        put(format!("layer.{place}.bias"), &[outputs], &layer.biases)?;
    }
    let mut header = Value::Object(header).to_string().into_bytes();
    header.resize(header.len().next_multiple_of(ALIGNMENT), b' ');
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.append(&mut header);
    bytes.append(&mut data);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_stand_output_by_output_behind_their_header() {
        let head = Map::from_iter([("classes".to_owned(), json!(["a", "b"])), ("goal".to_owned(), json!("classes"))]);
        // Two inputs, three outputs.
        let layer =
            DenseLayer { weights: vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0].into(), biases: vec![7.0, 8.0, 9.0].into() };
        let bytes = bytes(&head, &[], &[layer]).unwrap();
        let length = u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
        assert_eq!(length % 8, 0);
        let header: Value = serde_json::from_slice(&bytes[8..8 + length]).unwrap();
        assert_eq!(header["__metadata__"], json!({ "classes": "[\"a\",\"b\"]", "goal": "classes" }));
        let entry = json!({ "dtype": "F32", "shape": [3, 2], "data_offsets": [0, 24] });
        assert_eq!(header["layer.0.weight"], entry);
        assert_eq!(header["layer.0.bias"], json!({ "dtype": "F32", "shape": [3], "data_offsets": [24, 36] }));
        let numbers: Vec<f32> =
            bytes[8 + length..].chunks(4).map(|bytes| f32::from_le_bytes(bytes.try_into().unwrap())).collect();
        assert_eq!(numbers, [1.0, 4.0, 2.0, 5.0, 3.0, 6.0, 7.0, 8.0, 9.0]);
    }

    #[test]
    fn numbers_beyond_all_bounds_are_refused() {
        let layer = DenseLayer { weights: vec![f32::NAN].into(), biases: vec![0.0].into() };
        assert!(bytes(&Map::new(), &[], &[layer]).is_err());
    }
}
