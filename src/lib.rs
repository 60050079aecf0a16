//! Cantilever: architecture trade-offs of systems with machine-learned components.
//!
//! A **project** is what the architect states. **Evidence** is what was measured on trained models. A **design**
//! settles every open choice; its qualities are computed from project and evidence. A **decision** is one feasible
//! design on the front.
//!
//! The modules below stand in dependency order: each may use only what stands above it. `tests/architecture.rs`
//! checks that, and the other invariants of `ARCHITECTURE.md`.

pub mod model;
pub mod catalog;
pub mod edit;
pub mod diagram;
pub mod exchange;
pub mod analysis;
pub mod learn;
pub mod tradeoff;
pub mod report;
pub mod classroom;
pub mod store;
pub mod work;
pub mod session;
pub mod cli;
#[cfg(feature = "gui")]
pub mod gui;
