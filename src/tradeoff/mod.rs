//! The design space: every design evaluated, the feasible ones, and the front among them.
//!
//! An [`Exploration`] holds the numbers of every design, whatever is required of them; a [`Region`] says which designs
//! are feasible under the hard requirements; a [`Front`] which of these no other one dominates. Of a large space
//! (`large`), an exploration holds the designs on the front, which a [`Search`] found by faster numbers.

#[cfg(test)]
mod calibration;
mod certainty;
mod completion;
mod draft;
mod draws;
mod exploration;
mod explore;
mod feasibility;
mod front;
mod hypervolume;
mod large;
mod objectives;
mod points;
mod preference;
mod region;
mod relaxation;
mod replicates;
mod rules;
mod sensitivity;
mod short_evidence;
mod shut_out;
mod space;
mod staircase;
mod standing;
#[cfg(test)]
mod test_support;
mod unsettled;
mod words;

pub use certainty::{Certainty, LEVEL};
pub use draft::{Draft, Explored};
pub use draws::{Draws, Gap};
pub use exploration::{Column, Exploration};
pub use explore::{ExploreError, LARGEST_SPACE, explore, explore_by, is_known_to_be_large, is_large, samples_for};
pub use front::{FrontBuilder, pareto_front};
pub use hypervolume::hypervolume;
pub use large::{
    Combine, Coordinate, LARGEST_ENUMERATION, Overview, Reach, Removed, Search, Stage, Sweep, Swept, Tables, Way,
    fast_front, options, prune, tables, usual_objectives,
};
pub use objectives::{Fate, Front};
pub use points::Points;
pub use preference::{
    Bound, Criterion, Flip, Group, LimitRange, LimitedDesign, OrderFlips, Ordered, OrderedStep, Ranked, Rivals,
    SIMILAR, Share, ToleranceFlip, Turn, Winner, criteria, groups, knee, lead, limit_flips, ranking, scores, shares,
    shortlist, utilities, weight_flips, winners,
};
pub use region::{Effect, Limit, Region};
pub use relaxation::Relaxation;
pub use replicates::{Drawer, Range, Reading, Replicates, Trials};
pub use sensitivity::{
    Moved, NOTABLE, Number, Sensitivity, SensitivityPoint, Span, Swing, TradeOffPoint, USUAL_STEP, Value, VerdictFlip,
    elasticity_in_words,
};
pub use shut_out::ShutOut;
pub use space::{Axis, DesignSpace};
pub use standing::{Difference, Field, Pair, Place, Standing, pair, places};
pub use words::{
    count_in_words, difference_in_words, instead_in_words, interval_in_words, intervals_overlap, overlap_in_words,
    percent,
};
