//! Learning: from a table of examples to a trained candidate and everything that can be measured on it.
//!
//! A [`TrainingJob`] goes in, [`Evidence`](crate::model::Evidence) comes out. The code here knows no process, channel or
//! window; it reports to a callback, which also stops it. burn is used nowhere else.

mod algorithm;
mod answers;
mod environment;
mod error;
mod examples;
mod explain;
mod export;
mod files;
mod fraud;
mod images;
mod job;
mod measure;
mod network_size;
mod prepare;
mod progress;
mod rules;
mod search;
mod split;
mod summary;
mod suspicion;
mod table;
mod targets;
mod threshold;
mod trained;
mod trials;

pub use answers::Answers;
pub use environment::iso_time;
pub use error::LearnError;
pub use export::{ModelFile, TrainedFile, model_file, onnx_file, predictions_csv};
pub use files::{
    ColumnHints, FileColumn, FileColumnKind, Look, look, positive_value_of, probable_goal, probable_target,
};
pub use fraud::{fraud_sample_exclusions, fraud_sample_settings};
pub use images::{ImageClass, ImageLayout, ImageLook, image_files, is_images, look_at_images};
pub use job::{TrainingEvent, TrainingJob, fingerprint};
pub use measure::{
    ClassConfusion, Difference, average_precision, brier_of_classes, brier_score, calibration_curve, calibration_error,
    cascade, dense_parameters, determination, difference, log_loss, mcnemar, mean_absolute_error, measures_at,
    median_absolute_error, most_likely, peak_memory, pinball_loss, population_stability, rate_gap, rate_ratio, roc_auc,
    roc_auc_one_against_rest, root_mean_squared_error, wilson_interval,
};
pub use network_size::{Input, NetworkSize, network_size};
pub use rules::{RuleColumn, RuleError, RuleGoal, Vocabulary, check_rules, starting_rules};
pub use split::Split;
pub use summary::{ColumnKind, ColumnRole, ColumnSummary, DatasetSummary, summarise};
pub use suspicion::Suspicion;
pub use trained::{Keep, Trained, fit, train, train_keeping};
