//! Learning: from a table of examples to a trained candidate and everything that can be measured on it.
//!
//! A [`TrainingJob`] goes in, [`Evidence`](crate::model::Evidence) comes out. The code here knows no process, channel or
//! window; it reports to a callback, which also stops it. burn is used nowhere else.

mod algorithm;
mod columns;
mod csv_file;
mod environment;
mod error;
mod examples;
mod fraud;
mod job;
mod measure;
mod prepare;
mod progress;
mod split;
mod summary;
mod table;
mod trained;

pub use columns::{FileColumn, columns_of, positive_value_of};
pub use environment::iso_time;
pub use error::LearnError;
pub use fraud::{fraud_sample_exclusions, fraud_sample_settings};
pub use job::{TrainingEvent, TrainingJob, fingerprint};
pub use measure::{
    average_precision, brier_score, dense_parameters, mcnemar, population_stability, rate_gap, rate_ratio, roc_auc,
    wilson_interval,
};
pub use split::Split;
pub use summary::{ColumnKind, ColumnRole, ColumnSummary, DatasetSummary, summarise};
pub use trained::{Trained, fit, train};
