//! What the stage has worked out for the exploration at hand; each part is worked out anew only when something that it
//! rests on changes.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use super::brush::{Aspect, Filter, Interval};
use super::points::{Dot, PlotAxis, Rank, Rows, dots, front_line, ordered, ranks};
use super::wishes::Wishes;
use crate::analysis::Quality;
use crate::model::MeasureKey;
use crate::session::{Landscape, Session};
use crate::tradeoff::{Certainty, Draws, Effect, Exploration, Front, Region, Relaxation, ShutOut};

/// Most designs of which it is said which options no feasible one takes: a limit that is dragged asks in every frame.
const MOST_EXPLAINED: usize = 20_000;

/// What stands beside the plot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumIter)]
pub(super) enum Page {
    /// The designs as a table.
    #[default]
    Designs,
    /// What the hard requirements leave.
    Limits,
    /// Which of the best to take.
    Choose,
    /// Pinned designs side by side.
    Compare,
    /// What every number does to the design that is looked at.
    Sensitivity,
    /// What is open, and what is ruled out.
    Space,
}

impl Page {
    pub fn label(self) -> &'static str {
        match self {
            Self::Designs => "Designs",
            Self::Limits => "Limits",
            Self::Choose => "Choose",
            Self::Compare => "Compare",
            Self::Sensitivity => "Sensitivity",
            Self::Space => "Space",
        }
    }

    pub fn meaning(self) -> &'static str {
        match self {
            Self::Designs => "The designs with their choices and numbers",
            Self::Compare => "Pinned designs side by side",
            Self::Sensitivity => "What every number does to the design that is looked at, and which of them matter",
            Self::Space => "What is left open, and which options must not be taken together",
            Self::Choose => "Which of the best designs to take, and what would turn the choice",
            Self::Limits => "What each hard requirement removes, and what would have to give way",
        }
    }
}

/// Something that was worked out once. It equals only itself, so that asking whether a picture of it is still current
/// costs nothing, however large it is.
#[derive(Debug)]
pub(super) struct Kept<T>(Arc<T>);

impl<T> Kept<T> {
    /// What was worked out elsewhere.
    pub fn of(shared: &Arc<T>) -> Self {
        Self(Arc::clone(shared))
    }
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> PartialEq for Kept<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Kept<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// Everything that plots and table show.
pub(super) struct Shown {
    pub exploration: Arc<Exploration>,
    pub objectives: Vec<MeasureKey>,
    pub region: Arc<Region>,
    /// The feasible designs that are best on the objectives.
    pub front: Kept<Front>,
    /// By design, how it is drawn.
    pub ranks: Kept<Vec<Rank>>,
    /// By design, how far the least certain of its compared values is from measured; see [`Exploration::doubts`].
    pub doubts: Kept<Vec<u8>>,
    /// The numbers in draws of what was measured; `None` while they are being worked out.
    pub draws: Option<Arc<Draws>>,
    /// How certain the front is; `None` while that is being worked out.
    pub certainty: Option<Arc<Certainty>>,
    /// Of a large space, what the limits leave of all designs; `None` while that is being worked out.
    pub landscape: Option<Arc<Landscape>>,
    /// What each limit removes, in the order of the region's limits; worked out for its page only.
    pub effects: Kept<Vec<Effect>>,
    /// What the limit at the same place has to give way until another design is feasible.
    pub relaxations: Kept<Vec<Option<Relaxation>>>,
    /// Where nothing is feasible, what would have to give way together.
    pub ways_out: Kept<Vec<Relaxation>>,
    /// The options that no feasible design takes; worked out for the page of limits only.
    pub shut_out: Kept<Vec<ShutOut>>,
    pub x: PlotAxis,
    pub y: PlotAxis,
    /// Designs whose values are known on both axes.
    pub dots: Kept<Vec<Dot>>,
    /// The line of the front of the two axes, among feasible designs.
    pub front_line: Kept<Vec<[f64; 2]>>,
    /// The designs inside the brush.
    pub filter: Kept<Filter>,
    pub rows: Kept<Rows>,
    /// By choice, the position of the option that each design takes; worked out when first asked for.
    options: Kept<Vec<OnceLock<Vec<f64>>>>,
    wishes: Wishes,
}

impl Shown {
    /// What is to be shown now; parts of `kept` that still hold are taken over.
    pub fn now(kept: Option<Self>, session: &Session, wishes: &Wishes) -> Option<Self> {
        let exploration = session.exploration()?.ok()?;
        let region = session.region()?;
        let (x, y) = session.plot()?;
        let axes = [wishes.axis(&x), wishes.axis(&y)];
        let objectives = exploration.objectives(session.project());
        let (draws, certainty) = (session.draws().cloned(), session.certainty().cloned());
        let landscape = session.landscape().cloned();
        let kept = kept.filter(|kept| Arc::ptr_eq(&kept.exploration, exploration));
        let still = Still::of(kept.as_ref(), region, &objectives, &axes, wishes);
        if still.everything {
            return kept.map(|kept| Self { draws, certainty, landscape, ..kept });
        }
        // By the numbers of the search others are feasible: nothing has to give way.
        let has_others = landscape.as_ref().is_some_and(|landscape| landscape.swept.feasible > 0);
        let explored = (exploration, region, has_others);
        let shown = Self::made(explored, objectives, axes, (kept.as_ref(), still), wishes);
        Some(Self { draws, certainty, landscape, ..shown })
    }

    fn made(
        (exploration, region, has_others): (&Arc<Exploration>, &Arc<Region>, bool),
        objectives: Vec<MeasureKey>,
        [x, y]: [PlotAxis; 2],
        (kept, still): (Option<&Self>, Still),
        wishes: &Wishes,
    ) -> Self {
        let choices = exploration.space().axes().len();
        let options = reuse(kept, true, |kept| &kept.options, || vec![OnceLock::new(); choices]);
        let front = reuse(kept, still.front, |kept| &kept.front, || Front::of(exploration, region, &objectives));
        let filter = reuse(kept, still.brush, |kept| &kept.filter, || filter(exploration, &options, wishes));
        let listed = || ordered((exploration, region), &front.members, &filter, &wishes.listing, &objectives);
        let limits = if wishes.page == Page::Limits { region.limits().len() } else { 0 };
        let effects = || match limits {
            0 => Vec::new(),
            _ => region.effects(exploration, &objectives, &front.members),
        };
        let relaxations = || (0..limits).map(|position| region.relaxation(exploration, position)).collect();
        let is_asked = wishes.page == Page::Limits && exploration.len() <= MOST_EXPLAINED;
        let shut_out = || if is_asked { region.shut_out(exploration) } else { Vec::new() };
        let ways_out = || match region.feasible() {
            0 if !has_others => region.joint_relaxations(exploration),
            _ => Vec::new(),
        };
        let line = || front_line(exploration, region, &x, &y);
        Self {
            ranks: reuse(kept, still.front, |kept| &kept.ranks, || ranks(region, &front, exploration.len())),
            doubts: reuse(kept, still.objectives, |kept| &kept.doubts, || exploration.doubts(&objectives)),
            effects: reuse(kept, still.page, |kept| &kept.effects, effects),
            relaxations: reuse(kept, still.page, |kept| &kept.relaxations, relaxations),
            ways_out: reuse(kept, still.region, |kept| &kept.ways_out, ways_out),
            shut_out: reuse(kept, still.page, |kept| &kept.shut_out, shut_out),
            dots: reuse(kept, still.axes, |kept| &kept.dots, || dots(exploration, &x, &y)),
            front_line: reuse(kept, still.axes && still.region, |kept| &kept.front_line, line),
            rows: reuse(kept, still.front && still.brush && still.listing, |kept| &kept.rows, listed),
            exploration: Arc::clone(exploration),
            region: Arc::clone(region),
            draws: None,
            certainty: None,
            landscape: None,
            wishes: wishes.clone(),
            objectives,
            front,
            options,
            filter,
            x,
            y,
        }
    }

    /// The values of all designs on an aspect, not a number where there is none; `None` for one that does not exist.
    pub fn values(&self, aspect: &Aspect) -> Option<&[f64]> {
        values(&self.exploration, &self.options, aspect)
    }

    /// The position of the option that each design takes in a choice, by the choice's position.
    pub fn options_of(&self, position: usize) -> &[f64] {
        option_column(&self.exploration, &self.options, position).unwrap_or_default()
    }

    /// Whether a design is drawn at all.
    pub fn is_drawn(&self, index: usize) -> bool {
        !self.wishes.hides_infeasible || self.rank(index) != Rank::Infeasible
    }

    /// What is known about a value of a design; of a computed one the interval is that of its draws.
    pub fn quality(&self, index: usize, key: &MeasureKey) -> Option<Quality> {
        let quality = self.exploration.quality(index, key)?;
        let interval = quality.interval.or_else(|| self.draws.as_ref()?.interval(index, key));
        Some(Quality { interval, ..quality })
    }

    /// The 95 % interval of a value of a design, where it is known.
    pub fn interval(&self, index: usize, key: &MeasureKey) -> Option<(f64, f64)> {
        let stored = self.exploration.column(key)?.interval(index);
        stored.or_else(|| self.draws.as_ref()?.interval(index, key))
    }

    /// How a design is drawn.
    pub fn rank(&self, index: usize) -> Rank {
        self.ranks.get(index).copied().unwrap_or(Rank::Infeasible)
    }
}

/// What still holds of what was worked out before, for the same designs.
#[expect(clippy::struct_excessive_bools, reason = "each is independent of the others")]
#[derive(Clone, Copy, Debug, Default)]
struct Still {
    everything: bool,
    region: bool,
    objectives: bool,
    /// Region and objectives.
    front: bool,
    axes: bool,
    /// The front and the page.
    page: bool,
    brush: bool,
    listing: bool,
}

impl Still {
    fn of(
        kept: Option<&Shown>,
        region: &Arc<Region>,
        objectives: &[MeasureKey],
        axes: &[PlotAxis; 2],
        wishes: &Wishes,
    ) -> Self {
        let Some(kept) = kept else { return Self::default() };
        let is_region = Arc::ptr_eq(&kept.region, region);
        let is_objectives = kept.objectives == objectives;
        let is_axes = [&kept.x, &kept.y] == [&axes[0], &axes[1]];
        let is_front = is_region && is_objectives;
        Self {
            everything: is_front && is_axes && kept.wishes == *wishes,
            region: is_region,
            objectives: is_objectives,
            front: is_front,
            axes: is_axes,
            page: is_front && kept.wishes.page == wishes.page,
            brush: kept.wishes.brush == wishes.brush,
            listing: kept.wishes.listing == wishes.listing,
        }
    }
}

fn filter(exploration: &Exploration, options: &[OnceLock<Vec<f64>>], wishes: &Wishes) -> Filter {
    let values = |aspect: &Aspect| values(exploration, options, aspect).unwrap_or_default();
    let parts = wishes.brush.parts().iter();
    let parts: Vec<(&[f64], &[Interval])> =
        parts.map(|(aspect, intervals)| (values(aspect), intervals.as_slice())).collect();
    Filter::of(exploration.len(), &parts)
}

fn reuse<T>(
    kept: Option<&Shown>,
    is_current: bool,
    part: impl Fn(&Shown) -> &Kept<T>,
    make: impl FnOnce() -> T,
) -> Kept<T> {
    kept.filter(|_| is_current).map_or_else(|| Kept(Arc::new(make())), |kept| part(kept).clone())
}

fn values<'a>(exploration: &'a Exploration, options: &'a [OnceLock<Vec<f64>>], aspect: &Aspect) -> Option<&'a [f64]> {
    match aspect {
        Aspect::Choice(_) => option_column(exploration, options, aspect.choice(exploration.space())?.0),
        Aspect::Measure(key) => Some(exploration.column(key)?.values()),
    }
}

fn option_column<'a>(
    exploration: &Exploration,
    options: &'a [OnceLock<Vec<f64>>],
    position: usize,
) -> Option<&'a [f64]> {
    let option = |index: usize| exploration.option_of(index, position) as f64;
    Some(options.get(position)?.get_or_init(|| (0..exploration.len()).map(option).collect()))
}
