//! Which of the best designs to take: what they are worth to somebody, how firm that is, and where to begin where
//! nobody has said what matters.

mod criteria;
mod groups;
mod knee;
mod lexicographic;
mod limit_flips;
mod order_flips;
mod ordered;
mod rivals;
mod scale;
mod shares;
mod weight_flips;
mod weights;

pub use criteria::{Criterion, criteria, lead, shortlist, utilities};
pub use groups::{Group, SIMILAR, groups};
pub use knee::knee;
pub use limit_flips::{Bound, LimitRange, LimitedDesign, limit_flips};
pub use order_flips::{OrderFlips, ToleranceFlip, Turn};
pub use ordered::{Ordered, OrderedStep};
pub use rivals::Rivals;
pub use shares::{Share, shares};
pub use weight_flips::{Flip, Ranked, ranking, scores, weight_flips};
pub use weights::{Winner, winners};
