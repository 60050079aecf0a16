//! What can be said of the front whatever the weights: for how many of them each design wins, the knee, groups of
//! similar designs. With many designs it is worked out beside the window.

use egui::Context;

use crate::gui::waking;
use crate::tradeoff::{Group, Points, Share, groups, knee, shares};
use crate::work::{Background, Poll};

/// Weightings that are drawn to find out who wins for how many.
const WEIGHTINGS: usize = 4_000;
/// With more designs on the front fewer weightings are drawn, so that nobody waits long.
const MOST_SCORES: usize = 4_000_000;
/// Whatever the number of designs, so many weightings are drawn.
const LEAST_WEIGHTINGS: usize = 100;
/// A handful of really different designs.
const MOST_GROUPS: usize = 7;
/// With more designs on the front, finding the groups would be felt.
const MOST_AT_ONCE: usize = 400;

/// What the front looks like to somebody who has no weights yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Outlook {
    /// Designs by the share of all weightings for which they win, the largest first.
    pub shares: Vec<(usize, Share)>,
    /// How many weightings that was found with.
    pub weightings: usize,
    pub knee: Option<usize>,
    /// Groups of designs of the front.
    pub groups: Vec<Group>,
}

/// An outlook, at once or later.
pub(super) enum Prospect {
    Known(Outlook),
    UnderWay(Background<Outlook>),
    Failed,
}

impl Prospect {
    /// Begins to work it out for the designs `members`, with what each is worth and costs in each objective.
    pub fn start(members: &[usize], worths: &Points, costs: Points, context: &Context) -> Self {
        if members.len() <= MOST_AT_ONCE {
            return Self::Known(outlook(members, worths, &costs));
        }
        let (members, worths) = (members.to_vec(), worths.clone());
        Background::start("outlook", &waking(context), move |_| outlook(&members, &worths, &costs))
            .map_or(Self::Failed, Self::UnderWay)
    }

    /// Takes over what is ready.
    pub fn poll(&mut self) {
        let Self::UnderWay(background) = self else { return };
        match background.poll() {
            Poll::Pending => {}
            Poll::Ready(outlook) => *self = Self::Known(outlook),
            Poll::Crashed => *self = Self::Failed,
        }
    }
}

fn outlook(members: &[usize], worths: &Points, costs: &Points) -> Outlook {
    let scores = (members.len() * worths.dimensions()).max(1);
    let weightings = WEIGHTINGS.min(MOST_SCORES / scores).max(LEAST_WEIGHTINGS);
    let won = shares(worths, weightings, 1);
    let mut shares: Vec<(usize, Share)> =
        members.iter().copied().zip(won).filter(|(_, share)| share.share > 0.0).collect();
    shares.sort_by(|a, b| b.1.share.total_cmp(&a.1.share));
    let mut groups = groups(costs, MOST_GROUPS);
    for group in &mut groups {
        group.representative = members[group.representative];
        group.members.iter_mut().for_each(|member| *member = members[*member]);
    }
    Outlook { shares, weightings, knee: knee(costs).map(|place| members[place]), groups }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    /// On a quarter of a circle: none dominates another.
    fn circle(count: usize) -> (Vec<usize>, Points, Points) {
        let angle = |place: usize| place as f64 / (count - 1) as f64 * std::f64::consts::FRAC_PI_2;
        let row = |place: usize| [1.0 - angle(place).sin(), 1.0 - angle(place).cos()];
        let costs = Points::from_rows(2, (0..count).map(row));
        let worths = Points::from_rows(2, (0..count).map(|place| row(place).map(|cost| 1.0 - cost)));
        ((0..count).map(|place| place * 10).collect(), worths, costs)
    }

    #[test]
    fn few_designs_are_known_at_once_and_many_a_little_later() {
        let (members, worths, costs) = circle(9);
        let few = Prospect::start(&members, &worths, costs, &Context::default());
        let Prospect::Known(few) = few else { panic!("nine designs are few") };
        assert_eq!(few.knee, Some(40), "the middle of the circle, by its design");
        assert!(few.shares.iter().all(|(design, _)| members.contains(design)));
        let (members, worths, costs) = circle(MOST_AT_ONCE + 1);
        let mut many = Prospect::start(&members, &worths, costs, &Context::default());
        let deadline = Instant::now() + Duration::from_mins(1);
        while matches!(many, Prospect::UnderWay(_)) {
            assert!(Instant::now() < deadline, "it is never ready");
            std::thread::sleep(Duration::from_millis(5));
            many.poll();
        }
        let Prospect::Known(many) = many else { panic!("it failed") };
        assert_eq!(many.groups.iter().map(|group| group.members.len()).sum::<usize>(), MOST_AT_ONCE + 1);
    }
}
