//! The only code that changes a project: edits as values, and the history that takes them back.

mod cascade;
pub mod create;
mod edits;
mod history;

pub use edits::{Edit, EditError};
pub use history::{History, Snapshot};
