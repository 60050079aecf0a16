//! Drawings from other tools, and for them: Structurizr workspaces and Mermaid diagrams.
//!
//! Each notation has a reader and a writer of its own that know nothing of this application. `mapping` stands between
//! them and a drawing. What one side cannot say is listed, never dropped silently.

mod mapping;
pub mod structurizr;

pub use mapping::{Exported, Imported, Omission, from_workspace, to_workspace};
