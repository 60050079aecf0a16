//! Genetic searches against the enumeration of the same spaces.

use std::ops::ControlFlow;

use super::super::super::hypervolume::hypervolume;
use super::super::super::objectives::undominated;
use super::super::super::points::Points;
use super::super::super::region::{Limit, Region};
use super::super::super::space::DesignSpace;
use super::super::super::{Exploration, ExploreError};
use super::super::enumerate::{enumerate, options_at};
use super::super::limits::Judged;
use super::super::tests::{FAST, STAGES, availability, chain, cost, go_on, limit, of_scenario};
use super::super::{Way, explore_within, options};
use super::*;
use crate::model::{
    Absence, EvidenceBook, Exclusion, Measure, MeasureKey, NodeId, OpenQuestion, Pick, Project, Property, Quantity,
};

fn median() -> MeasureKey {
    of_scenario(Measure::ResponseTimeP50)
}

/// A design that takes one of so many replicas for each of these choices is ruled out.
fn exclusion(choices: &[(&str, u32)]) -> Exclusion {
    let options = choices.iter().map(|(choice, most)| ((*choice).into(), (1..=*most).map(Pick::Replicas).collect()));
    Exclusion { reason: String::new(), options: options.collect() }
}

/// A space with the tables of its numbers.
struct Case {
    space: DesignSpace,
    factors: Factors,
    tests: Vec<Test>,
    objectives: Vec<Objective>,
}

impl Case {
    fn of(project: &Project, keys: &[MeasureKey]) -> Self {
        let book = EvidenceBook::default();
        let space = DesignSpace::of(project, &book);
        let limits = Limit::of_project(project);
        let limited: Vec<MeasureKey> = limits.iter().map(|limit| limit.key.clone()).collect();
        let mut proceed = || ControlFlow::Continue(());
        let factors = Factors::of(project, &book, &options(&space), (keys, &limited), &FAST, &mut proceed);
        let factors = factors.expect("there are few states");
        let (tests, objectives) = (Test::of_all(&limits, &factors), Objective::of_all(keys, &factors));
        assert_eq!(objectives.len(), keys.len(), "everything is stated");
        Self { space, factors, tests, objectives }
    }

    fn evolved(&self, seed: u64, most: u64, progress: Progress<'_>) -> Result<Found, Failure> {
        let part = Part { whole: &self.space, first: 0, space: &self.space };
        evolve(&part, &self.factors, (&self.tests, &self.objectives), (seed, most), progress)
    }

    fn enumerated(&self) -> Found {
        let admits = |number: u64| self.space.admits(u128::from(number));
        let asked = (self.tests.as_slice(), self.objectives.as_slice());
        enumerate((&self.space, &admits), &self.factors, asked, &mut go_on).expect("nobody stops it")
    }

    /// The points of designs, each with its place and its doubt. Fails where one is no design or misses a limit.
    fn points(&self, numbers: &[u128]) -> (Points, Vec<(usize, u8)>) {
        let (mut points, mut doubts) = (Points::new(self.objectives.len()), Vec::new());
        let mut walk = self.factors.walk();
        for (place, number) in numbers.iter().enumerate() {
            assert!(self.space.admits(*number), "{number} is ruled out");
            walk.go_to(&options_at(&self.space, *number));
            let meets = |test: &Test| test.judge(walk.value(test.position)) == Judged::Met;
            assert!(self.tests.iter().all(meets), "{number} misses a limit");
            let costs = self.objectives.iter().map(|objective| objective.cost(walk.value(objective.position)));
            points.push(&costs.collect::<Vec<f64>>());
            doubts.push((place, walk.doubt()));
        }
        (points, doubts)
    }

    /// Looks at no more than about `most` designs of a space of more; checks what comes of it, and gives it with the
    /// exact front and how much of the hypervolume of that it has.
    fn check(&self, most: u64) -> (Found, Found, f64) {
        assert!(u128::from(most) < self.space.combinations(), "else there is nothing to search");
        let (found, exact) = (self.evolved(1, most, &mut go_on).expect("nobody stops it"), self.enumerated());
        assert!(!found.front.is_empty() && found.front.is_sorted_by(|one, other| one < other));
        let (points, doubts) = self.points(&found.front);
        assert_eq!(undominated(&points, &doubts).len(), found.front.len(), "some dominate others");
        let reached = found.reached.expect("it says how far it went");
        assert!(0 < reached.looked_at && reached.looked_at <= most + most / 10);
        assert!(!found.is_fruitless && found.feasible.is_none() && found.removed.is_empty());
        let (best, _) = self.points(&exact.front);
        let worst = |place: usize| {
            let values = || best.rows().map(move |row| row[place]);
            let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
            high + 0.1 * (high - low).max(1e-3)
        };
        let reference: Vec<f64> = (0..self.objectives.len()).map(worst).collect();
        let share = hypervolume(&points, &reference) / hypervolume(&best, &reference);
        (found, exact, share)
    }
}

#[test]
fn the_whole_front_of_a_small_space_is_found() {
    // 16^4 designs.
    let keys = [cost(), availability(), median()];
    let (found, exact, share) = Case::of(&chain(&STAGES[..4], 8, true).build(), &keys).check(60_000);
    assert_eq!(found.front, exact.front);
    assert_eq!((found.reached.map(|reached| reached.changes), share), (Some(MOST_CHANGES), 1.0));
}

#[test]
fn nearly_all_of_a_larger_space_is_found() {
    // 12^4 x 2^4 designs.
    let project = chain(&STAGES[..4], 12, true).build();
    let (_, _, share) = Case::of(&project, &[cost(), availability(), median()]).check(40_000);
    assert!(share > 0.99, "{share}");
}

#[test]
fn limits_and_rules_are_kept() {
    // 10^4 x 2^4 combinations.
    let project = limit(chain(&STAGES[..4], 10, true), "up", &availability(), 97.0);
    let mut project = limit(project, "fast", &of_scenario(Measure::ResponseTimeP95), 200.0).build();
    project.exclusions = vec![exclusion(&[("copies s0", 3), ("copies s1", 3)]), exclusion(&[("copies s3", 2)])];
    let (found, exact, share) = Case::of(&project, &[cost(), availability(), median()]).check(40_000);
    assert!(share > 0.99 && found.front.len() * 10 > exact.front.len() * 8, "{share}");
    let taken = |number: &u128| *number % 20 / 2 > 1;
    assert!(found.front.iter().all(taken), "more than two replicas of the last stage");
}

#[test]
fn many_choices_are_searched() {
    // 5^7 designs.
    let stages: Vec<_> = STAGES.iter().chain(&STAGES[..2]).copied().collect();
    let project = chain(&stages, 5, false).build();
    let (_, _, share) = Case::of(&project, &[cost(), availability(), median()]).check(30_000);
    assert!(share > 0.99, "{share}");
}

#[test]
fn what_is_more_certain_is_found_beside_what_is_better() {
    let mut project = chain(&STAGES[..3], 10, true).build();
    // How many calls there are is assumed where nobody says so, and then nothing is more certain than that.
    for connector in project.system.connectors.values_mut() {
        let once = Quantity::estimated(1.0, Property::CallsPerRequest.unit());
        connector.properties.insert(Property::CallsPerRequest, once);
    }
    let edge = project.system.nodes.get_mut(&NodeId::new("edge")).expect("there is such a node");
    let price = edge.properties.get_mut(&Property::MonthlyPrice).expect("it has a price");
    *price = Quantity::assumed(15.0, Property::MonthlyPrice.unit());
    let case = Case::of(&project, &[cost(), availability()]);
    assert!(case.factors.doubts().0 < case.factors.doubts().1);
    let (found, exact, share) = case.check(7_000);
    let (_, doubts) = case.points(&exact.front);
    assert!(doubts.iter().any(|(_, doubt)| *doubt == case.factors.doubts().0), "some are more certain");
    assert!(found.front.len() * 10 > exact.front.len() * 9 && share > 0.99, "{share}");
    let certain = |numbers: &[u128]| case.points(numbers).1.iter().filter(|(_, doubt)| *doubt < 2).count();
    assert!(certain(&found.front) * 10 > certain(&exact.front) * 8);
}

#[test]
fn equal_seeds_give_equal_results_and_it_can_be_stopped() {
    let case = Case::of(&chain(&STAGES[..4], 12, true).build(), &[cost(), median()]);
    let mut calls = Vec::new();
    let mut count = |done, all| {
        calls.push((done, all));
        ControlFlow::Continue(())
    };
    let once = case.evolved(7, 12_000, &mut count);
    assert_eq!(once, case.evolved(7, 12_000, &mut go_on));
    let rises = |pair: &[(u64, u64)]| pair[0].0 <= pair[1].0;
    assert!(calls.len() > 5 && calls.windows(2).all(rises) && calls.iter().all(|(done, all)| done <= all));
    for last in [1, calls.len() / 2, calls.len()] {
        let mut left = last;
        let stopped = case.evolved(7, 12_000, &mut |_, _| {
            left -= 1;
            if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!(stopped, Err(Failure::Stopped));
    }
}

#[test]
fn what_is_small_enough_is_gone_through() {
    let case = Case::of(&chain(&STAGES[..3], 5, true).build(), &[cost(), availability(), median()]);
    let found = case.evolved(1, 1_000, &mut go_on).expect("nobody stops it");
    assert_eq!(found.front, case.enumerated().front);
    assert_eq!(found.reached, Some(Reached { looked_at: 1_000, changes: MOST_CHANGES }));
}

/// The front of a project with more designs than are gone through.
fn explored(project: &Project, keys: &[MeasureKey], most: u64) -> Result<Exploration, ExploreError> {
    let book = EvidenceBook::default();
    let space = DesignSpace::of(project, &book);
    let size = space.combinations();
    assert!(size > super::super::LARGEST_ENUMERATION);
    explore_within(project, &book, &FAST, (space, size), Some(keys), most, &mut go_on)
}

#[test]
fn a_huge_space_with_something_ruled_out_is_explored() {
    let mut project = limit(chain(&STAGES, 30, false), "up", &availability(), 90.0).build();
    // What is cheapest.
    project.exclusions = vec![exclusion(&[("copies s0", 2), ("copies s1", 2)])];
    let exploration = explored(&project, &[cost(), availability()], 15_000).expect("it can be searched");
    let search = exploration.search().expect("it is a large space");
    assert!(search.way == Way::Evolution && search.is_limited && search.size == 24_300_000);
    assert!(search.feasible.is_none() && search.removed.is_empty() && search.incomparable.is_none());
    assert!(!exploration.has_whole_front() && exploration.len() > 10);
    let reach = search.reach.as_ref().expect("it says how far it went");
    assert!((1_000..20_000).contains(&reach.looked_at));
    assert_eq!(reach.remedy, "offer fewer options for Replicas of s4 (30 now)");
    let numbers: Vec<u128> = (0..exploration.len()).filter_map(|index| exploration.number(index)).collect();
    assert!(numbers.iter().all(|number| exploration.space().admits(*number)));
    assert_eq!(Region::of_project(&exploration, &project).feasible(), exploration.len());
    // Without the rule, what does not simply add up takes the same way.
    project.exclusions.clear();
    let exploration = explored(&project, &[cost(), median()], 15_000).expect("it can be searched");
    assert!(exploration.search().is_some_and(|search| search.way == Way::Evolution));
}

#[test]
fn huge_spaces_of_several_drawings_are_searched_together() {
    // 12^6 x 2 x 2 x 2 combinations; the second stage may be left out, and one of the others be paid otherwise.
    let unit = Property::MonthlyPrice.unit();
    let values = vec![Quantity::unknown(unit), Quantity::estimated(40.0, unit)];
    let stages: Vec<_> = STAGES.iter().chain(&STAGES[..1]).copied().collect();
    let project = chain(&stages, 12, false)
        .choice("there", "s1", OpenQuestion::Presence(Absence::Bypassed))
        .choice("paid", "s2", OpenQuestion::Number { property: Property::MonthlyPrice, values })
        .choice("place", "s0", OpenQuestion::Node(vec!["edge".into(), "cloud".into()]))
        .build();
    let exploration = explored(&project, &[cost(), availability()], 40_000).expect("it can be searched");
    let numbers: Vec<u128> = (0..exploration.len()).filter_map(|index| exploration.number(index)).collect();
    assert!(numbers.is_sorted() && numbers.iter().all(|number| exploration.space().admits(*number)));
    let is_without = |index: usize| {
        let design = exploration.design(index);
        design.is_some_and(|design| design.picks.get(&"there".into()) == Some(&Pick::Present(false)))
    };
    let without = (0..exploration.len()).filter(|index| is_without(*index)).count();
    assert!(without > 10 && without * 10 > exploration.len() * 9, "less is better in all of these");
    let space = exploration.space();
    let free = |drawing: u128| {
        let part = space.part(drawing);
        Part { whole: space, first: drawing * part.combinations(), space: &part }.free().len()
    };
    let mut freedom: Vec<usize> = (0..space.drawings()).map(free).collect();
    freedom.sort_unstable();
    assert_eq!(freedom, [6, 6, 7, 7], "what is left out has no replicas");
}

#[test]
fn that_nothing_was_found_is_not_that_there_is_nothing() {
    let project = limit(chain(&STAGES, 30, false), "up", &availability(), 99.999_999);
    let project = limit(project, "cheap", &cost(), 500.0).build();
    let exploration = explored(&project, &[cost(), median()], 15_000).expect("it can be searched");
    let search = exploration.search().expect("it is a large space");
    assert!(!search.is_limited && search.feasible.is_none() && search.on_front > 0);
    let words = search.in_words(&project, exploration.len()).join(" ");
    assert!(words.contains("which does not prove that there is none"), "{words}");
    assert!(!words.contains("no design meets") && !words.contains("they meet every"), "{words}");
    assert!(search.objectives.contains(&availability()), "what is limited is compared as well");
}
