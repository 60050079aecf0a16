//! The design space: every design evaluated, the feasible ones, and the front among them.

mod explore;
mod front;
mod objectives;
mod space;
mod weights;

pub use explore::{EvaluatedDesign, Exploration, ExploreError, LARGEST_SPACE, explore, samples_for};
pub use front::pareto_front;
pub use space::{Axis, DesignSpace};
pub use weights::{Winner, winners};
