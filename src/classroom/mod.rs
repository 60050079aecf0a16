//! Breakouts: an exercise made from a project, what groups hand in, and all their answers side by side.
//!
//! Nothing here reads a file: hand-ins come from strangers, and `store` has checked them before they come here.

mod anonymous;
mod axes;
mod chat;
mod compare;
mod comparison;
mod exercise;
mod feedback;
mod limits;
mod marks;
mod order;
mod page;
mod phrases;
mod tables;
#[cfg(test)]
mod test_support;
mod texts;
mod rubric;
mod steps;
mod vote;

pub use axes::usual_axes;
pub use chat::chat_text;
pub use compare::ranks;
pub use comparison::{
    Agreement, ChoiceNumber, Chooser, Comparison, Group, GroupPair, Judged, Likeness, MeasureColumn, Prefilled,
    RankedQuality, ReferenceAnswer, ReferenceRegret, Regret, Tested, ThresholdRow, Weighed,
};
pub use exercise::{DataFile, Exercise, HandIn, HandedIn, Reference};
pub use feedback::feedback;
pub use limits::{cut_when_compared, too_much_to_compare};
pub use marks::{Mark, Marks, Score, mark_of};
pub use page::comparison_html;
pub use phrases::{REFERENCE, coefficient};
pub use rubric::prefilled;
pub use steps::{Step, StepKind, steps};
pub use tables::comparison_tables;
pub use vote::{Ballot, Votes};
