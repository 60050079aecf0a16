//! The chosen design among the others: where it stands, which one is next best, and what the choice between the two
//! gains and gives up.

use super::super::certainty::{Certainty, LEVEL};
use super::super::draws::Gap;
use super::super::exploration::Exploration;
use super::super::objectives::{Fate, Front};
use super::super::points::Points;
use super::super::preference::{Criterion, criteria, scores, utilities};
use super::super::region::Region;
use super::super::standing::Standing;
use super::super::words::{count_in_words, instead_in_words, interval_in_words, overlap_in_words, percent};
use super::{Explored, Kind};
use crate::model::{Decision, Design, MeasureKey, Project, in_sentence, listed};

/// A chosen design with those that it could be compared with.
pub(super) struct Contest<'a> {
    pub project: &'a Project,
    pub exploration: &'a Exploration,
    pub region: &'a Region,
    certainty: Option<&'a Certainty>,
    pub front: Front,
    pub criteria: Vec<Criterion>,
    /// The chosen design, then those that were considered and are feasible, then the front; each once.
    pub pool: Vec<usize>,
    /// What each of the pool is worth in each criterion, 0 to 1.
    pub worths: Points,
    /// The weighted sums of these, 0 to 1; not a number where one is not known.
    pub scores: Vec<f64>,
    /// How many of the pool, after the chosen one, were considered.
    considered: usize,
}

impl<'a> Contest<'a> {
    /// `None` where the design is none of those that were evaluated, or no feasible design can be compared on anything.
    pub fn of(
        project: &'a Project,
        (decision, design): (&Decision, &Design),
        Explored { exploration, region, certainty }: Explored<'a>,
    ) -> Option<Self> {
        let chosen = exploration.find(design)?;
        let front = Front::of(exploration, region, &exploration.objectives(project));
        if front.axes.is_empty() {
            return None;
        }
        let criteria = criteria(project, &front.axes, None);
        let mut pool = vec![chosen];
        let mut add = |index: usize| {
            if !pool.contains(&index) {
                pool.push(index);
            }
        };
        let considered = decision.considered.iter().filter_map(|design| exploration.find(design));
        considered.filter(|index| region.is_feasible(*index)).for_each(&mut add);
        let considered = pool.len() - 1;
        // The front has each design once, so that only the first few need to be looked for.
        let first: Vec<usize> = pool.clone();
        pool.extend(front.members.iter().filter(|member| !first.contains(member)));
        let worths = utilities(project, exploration, &criteria, (&pool, &front.members));
        let points: Vec<f64> = criteria.iter().map(|criterion| criterion.points).collect();
        let scores = scores(&worths, &points);
        Some(Self { project, exploration, region, certainty, front, criteria, pool, worths, scores, considered })
    }

    /// Where the chosen design stands among all.
    pub fn standing(&self) -> Vec<String> {
        let (all, feasible, on_front) = (self.exploration.len(), self.region.feasible(), self.front.members.len());
        let are = |count: usize| if count == 1 { "is" } else { "are" };
        let mut lines = vec![match self.exploration.search() {
            Some(search) => format!("{}, {} on the front.", search.summary(all), count_in_words(on_front)),
            None => format!(
                "Of {} designs {} {} feasible and {} {} on the front.",
                count_in_words(all),
                count_in_words(feasible),
                are(feasible),
                count_in_words(on_front),
                are(on_front)
            ),
        }];
        let effects = self.region.effects(self.exploration, &self.front.axes, &self.front.members);
        // Of a space that was searched, only designs are here that meet the limits.
        let is_whole = self.exploration.search().is_none();
        let most = effects.iter().max_by_key(|effect| effect.removed_alone);
        let most = most.filter(|effect| is_whole && effect.removed_alone > 0);
        if let Some((effect, requirement)) =
            most.and_then(|effect| Some((effect, self.project.requirements.get(&effect.requirement)?)))
        {
            let (name, alone) = (&requirement.name, count_in_words(effect.removed_alone));
            lines.push(format!("\"{name}\" ({}) alone rules out {alone} of them.", requirement.relation()));
        }
        let compared: Vec<String> = self.front.axes.iter().map(|key| self.measure(key)).collect();
        lines.push(match self.front.fate(self.region, self.chosen()) {
            Fate::OnFront => format!(
                "This design is on the front: no other feasible one{} that is known as well is at least as good in {} \
                 and better in one of them.",
                if self.exploration.has_whole_front() { "" } else { " that was looked at and" },
                listed(&compared)
            ),
            Fate::Dominated => match self.front.dominating(self.exploration, self.chosen()) {
                Some(by) => format!(
                    "This design is not on the front: the one with {} is nowhere worse and better in {}.",
                    self.name(by),
                    listed(&self.compared(by).1)
                ),
                None => "This design is not on the front.".to_owned(),
            },
            Fate::Incomparable => "This design cannot be compared: a value is not known.".to_owned(),
            Fate::Undecided => {
                "This design is not shown to be feasible: a hard requirement cannot be judged yet.".to_owned()
            }
            Fate::Infeasible => self.way_in(),
        });
        lines
    }

    /// The next best design, and what the choice gains and gives up against it.
    pub fn against_the_rival(&self) -> Vec<String> {
        let Some(rival) = self.rival() else {
            return vec!["No other feasible design can be compared with it.".to_owned()];
        };
        let weights = if self.is_weighed() { "by the stated weights" } else { "with all measures counting alike" };
        let place = if self.considered > 0 { "of the designs that were considered" } else { "on the front" };
        let (own, other) = (self.scores[0], self.scores[rival]);
        let name = self.name(self.pool[rival]);
        let worth = format!("worth {} against {} of this one", percent(other), percent(own));
        let name = format!("the design with {name}");
        let mut lines = vec![if !self.can_win() {
            format!("The best feasible one {place}, {weights}, is {name}.")
        } else if other > own {
            format!("Another one {place} comes before it, {weights}: {name}, {worth}. Say what the weights leave out.")
        } else {
            format!("The next best one {place}, {weights}, is {name}, {worth}.")
        }];
        let (gained, given_up) = self.compared(self.pool[rival]);
        if !gained.is_empty() {
            lines.push(format!("Against that, this one is better in {}.", listed(&gained)));
        }
        if !given_up.is_empty() {
            lines.push(format!("It is worse in {}.", listed(&given_up)));
        }
        lines
    }

    /// What is good and bad about choosing this design and not the next best one.
    pub fn consequences(&self) -> Vec<(Kind, String)> {
        let Some(rival) = self.rival() else { return Vec::new() };
        let rival = self.pool[rival];
        let (gained, given_up) = self.compared(rival);
        let name = self.name(rival);
        let good = gained.iter().map(|text| (Kind::Good, format!("Better in {text} than the design with {name}.")));
        let bad = given_up.iter().map(|text| (Kind::Bad, format!("Worse in {text} than the design with {name}.")));
        good.chain(bad).collect()
    }

    /// How certain it is that the chosen design is one of the best.
    pub fn certainty(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let drawn = self.certainty.filter(|certainty| !certainty.drawn.is_empty());
        if let Some((certainty, place)) = drawn.and_then(|certainty| Some((certainty, certainty.place(self.chosen())?)))
        {
            let word = match place.standing(LEVEL) {
                Standing::OnFront => "which is certain enough",
                Standing::Dominated => "so it is most likely not one of the best",
                Standing::Infeasible => "and it most likely misses a limit",
                Standing::Undecided => "so what was measured does not settle it",
            };
            lines.push(format!(
                "In {} of {} draws of what was measured it is on the front, {word}.",
                percent(place.on_front),
                certainty.replicates
            ));
        }
        lines.push(
            match self.exploration.doubt(self.chosen(), &self.front.axes) {
                0 => "All numbers that it is compared on were measured.",
                1 => "The least certain of the numbers that it is compared on is an estimate.",
                _ => "The least certain of the numbers that it is compared on is only assumed.",
            }
            .to_owned(),
        );
        lines
    }

    /// What another design takes instead: `Logistic instead of Boosted trees (Model of Scorer)`.
    pub fn name(&self, other: usize) -> String {
        let (own, other) = (self.exploration.design(self.chosen()), self.exploration.design(other));
        let Some((own, other)) = own.zip(other) else { return String::new() };
        let differs = self.exploration.space().axes().iter().filter_map(|axis| {
            let (own, other) = (own.picks.get(&axis.choice)?, other.picks.get(&axis.choice)?);
            let label = |pick| axis.option_label(pick);
            (own != other).then(|| format!("{} instead of {} ({})", label(other), label(own), axis.label))
        });
        listed(&differs.collect::<Vec<_>>())
    }

    /// A measure's name in the middle of a sentence.
    pub fn measure(&self, key: &MeasureKey) -> String {
        in_sentence(&self.project.measure_name(key))
    }

    /// Whether some requirement says how much it matters.
    pub fn is_weighed(&self) -> bool {
        self.criteria.iter().any(|criterion| criterion.requirement.is_some() && criterion.points > 0.0)
    }

    /// The chosen design.
    pub fn chosen(&self) -> usize {
        self.pool[0]
    }

    /// Whether the chosen design can be compared with others as their equal: it is feasible, and its values are known.
    pub fn can_win(&self) -> bool {
        self.region.is_feasible(self.chosen()) && !self.scores[0].is_nan()
    }

    /// Whether no other design of the pool is worth more than the chosen one.
    pub fn comes_first(&self) -> bool {
        self.scores.iter().all(|score| score.is_nan() || *score <= self.scores[0])
    }

    /// The best other design, as in the sentences.
    pub fn runner_up(&self) -> Option<usize> {
        self.rival().map(|position| self.pool[position])
    }

    /// The position in the pool of the best other design: of those that were considered if there are any, else of all.
    fn rival(&self) -> Option<usize> {
        let end = if self.considered > 0 { 1 + self.considered } else { self.pool.len() };
        let known = (1..end).filter(|position| !self.scores[*position].is_nan());
        known.reduce(|best, next| if self.scores[next] > self.scores[best] { next } else { best })
    }

    /// In what the chosen design is better than another one, and in what it is worse, with the numbers.
    fn compared(&self, other: usize) -> (Vec<String>, Vec<String>) {
        let gaps = self.certainty.map_or_else(Vec::new, |found| found.gaps(self.exploration, self.chosen(), other));
        let (mut better, mut worse) = (Vec::new(), Vec::new());
        for key in &self.front.axes {
            let of = |index: usize| Some((self.exploration.value(index, key)?, self.exploration.quality(index, key)?));
            let Some(((own, own_quality), (theirs, their_quality))) = of(self.chosen()).zip(of(other)) else {
                continue;
            };
            // What reads the same is the same to whoever decides.
            if own_quality.in_words() == their_quality.in_words() {
                continue;
            }
            let doubt = match gaps.iter().find(|gap| gap.key == *key && gap.is_drawn) {
                Some(gap) => doubt(gap, own - theirs),
                None => overlap_in_words(&own_quality, &their_quality).to_owned(),
            };
            let text = instead_in_words((&own_quality, &their_quality), &doubt);
            let text = format!("{} ({text})", self.measure(key));
            if key.measure.direction().prefers(own, theirs) { better.push(text) } else { worse.push(text) }
        }
        (better, worse)
    }

    /// What would have to give way for the chosen design, which is not feasible.
    fn way_in(&self) -> String {
        let chosen = self.chosen();
        let way = self.region.relaxations_among(self.exploration, &|index| index == chosen, 1).into_iter().next();
        let way =
            way.map_or_else(|| "No loosening of limits alone lets it in.".to_owned(), |way| way.in_words(self.project));
        format!("This design is not feasible. {way}")
    }
}

/// How far what was measured settles a difference.
fn doubt(gap: &Gap, difference: f64) -> String {
    let (low, high) = gap.difference.interval;
    // Turned so that the difference itself is above 0.
    let ends = if difference < 0.0 { (-high, -low) } else { (low, high) };
    let ends = interval_in_words(ends, gap.key.measure.unit());
    let luck = if gap.is_open() { "which may be luck: " } else { "" };
    format!(", {luck}a difference of {ends} with 95 % certainty")
}
