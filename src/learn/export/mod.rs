//! Takes a trained model out of the program: a file of the model that other programs can answer with, an ONNX file
//! where that format has a form for it, and its answers as a table.

mod document;
mod head;
mod onnx;
mod predictions;
mod protobuf;
mod safetensors;

use super::algorithm::Parts;
use super::error::LearnError;
use super::trained::Trained;

pub use predictions::predictions_csv;

/// Learned numbers from which on a model is too large to be kept as a file.
const MOST_PARAMETERS: u64 = 5_000_000;
/// Held-out rows from which on answers are too many to be kept.
const MOST_ROWS: usize = 2_000_000;

/// A file that a training leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrainedFile {
    /// Its name, with its ending.
    pub name: String,
    /// What is in it.
    pub content: Vec<u8>,
}

/// The files that a training leaves: answers to the held-out rows and the model, each with its name.
///
/// # Errors
/// A number of the model is infinite or none, or the memory does not suffice.
pub(super) fn files(trained: &Trained) -> Result<Vec<TrainedFile>, LearnError> {
    let mut files = Vec::new();
    if trained.split.test.len() <= MOST_ROWS {
        let mut answers = Vec::new();
        predictions_csv(trained, &trained.split.test, &mut answers)?;
        files.push(TrainedFile { name: "predictions.csv".to_owned(), content: answers });
    }
    if trained.model.parameters() <= MOST_PARAMETERS {
        let of_model = std::iter::once(model_file(trained)?).chain(onnx_file(trained)?);
        let named = |file: ModelFile| TrainedFile { name: format!("model.{}", file.extension), content: file.bytes };
        files.extend(of_model.map(named));
    }
    Ok(files)
}

/// A file of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelFile {
    /// What its name should end on, without the dot.
    pub extension: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// The model with all it takes to answer raw rows: weights of layers as safetensors, everything else as JSON. Equal
/// models give equal bytes.
///
/// # Errors
/// A number of the model is infinite or none, which the file cannot hold.
pub fn model_file(trained: &Trained) -> Result<ModelFile, LearnError> {
    let exported = trained.model.exported();
    let head = head::head(trained, &exported);
    match &exported.parts {
        Parts::Layers { layers } => {
            Ok(ModelFile { extension: "safetensors", bytes: safetensors::bytes(&head, &[], layers)? })
        }
        Parts::Filters { filters, layers, .. } => {
            Ok(ModelFile { extension: "safetensors", bytes: safetensors::bytes(&head, filters, layers)? })
        }
        parts => Ok(ModelFile { extension: "json", bytes: document::bytes(&head, parts)? }),
    }
}

/// The model as ONNX, for layers and trees; `None` for models of other parts.
///
/// # Errors
/// The description in the file cannot be written.
pub fn onnx_file(trained: &Trained) -> Result<Option<ModelFile>, LearnError> {
    let exported = trained.model.exported();
    let head = head::head(trained, &exported);
    let bytes = onnx::bytes(&trained.preparation, &head, &exported)?;
    Ok(bytes.map(|bytes| ModelFile { extension: "onnx", bytes }))
}

/// What a file without room for such numbers says of a model that has one.
fn not_finite() -> LearnError {
    LearnError::Data(
        "the model holds a number that is infinite or none, so it cannot be written; look for extreme values in the \
         data"
            .to_owned(),
    )
}
