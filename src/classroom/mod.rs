//! Breakouts: an exercise made from a project, what groups hand in, and all their answers side by side.
//!
//! Nothing here reads a file: hand-ins come from strangers, and `store` has checked them before they come here.

mod comparison;
mod exercise;
mod marks;
mod steps;

pub use comparison::{
    Agreement, Comparison, Group, GroupPair, Judged, Likeness, MeasureColumn, Prefilled, RankedQuality, Regret, Tested,
    ThresholdRow, Weighed,
};
pub use exercise::{DataFile, Exercise, HandIn, HandedIn, Reference};
pub use marks::{Mark, Marks};
pub use steps::{Step, StepKind, steps};
