//! The only code that changes a project: edits as values, and the history that takes them back.

mod alternatives;
mod bypass;
mod cascade;
mod clip;
pub mod create;
mod decisions;
mod drawing;
mod edits;
mod given;
mod history;
mod label;
mod options;
pub mod path;
mod requirements;
mod substance;
pub mod template;
mod variant;

pub use clip::Clip;
pub use drawing::Placement;
pub use edits::{Edit, EditError};
pub use given::{Given, given_part};
pub use history::{History, Snapshot};
pub use substance::{substance_of, without_limits};
pub use variant::as_designed;
