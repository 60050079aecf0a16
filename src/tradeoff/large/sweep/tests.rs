//! A moved limit against the search that looks at every design anew.

use std::ops::ControlFlow;

use proptest::prelude::*;

use super::super::overview::Overview;
use super::super::tests::{FAST, availability, chain, cost, go_on, limit, of_scenario, stage};
use super::super::{Way, Whole, drawings, usual_objectives};
use crate::model::{Absence, EvidenceBook, Measure, OpenQuestion, Quantity};
use crate::tradeoff::{DesignSpace, Limit};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_moved_limit_leaves_what_a_search_finds(
        stages in prop::collection::vec(stage(), 2..4),
        with_nodes: bool,
        most in 1..4_u32,
        thresholds in [60.0..500.0_f64, 100.0..900.0, 93.0..99.99],
        moved in 0..3_usize,
        is_left_out: bool,
        shares in prop::collection::vec(0.0..1.0_f64, 4),
    ) {
        let keys = [of_scenario(Measure::ResponseTimeP95), cost(), availability()];
        let mut project = chain(&stages, most, with_nodes);
        for (key, threshold) in keys.iter().zip(thresholds) {
            project = limit(project, &key.measure.label().replace(' ', "_"), key, threshold);
        }
        if is_left_out {
            let absence = OpenQuestion::Presence(Absence::Bypassed);
            project = project.choice("there at all", "s1", absence);
        }
        let (mut project, book) = (project.build(), EvidenceBook::default());
        let space = DesignSpace::of(&project, &book);
        let overview = Overview::of((&project, &book), &FAST, &space, &mut go_on).expect("it can be put together");
        let overview = overview.expect("there are few designs");
        prop_assert_eq!(overview.len() as u128, (0..space.combinations()).filter(|number| space.admits(*number)).count() as u128);
        let limits = Limit::of_project(&project);
        let sweep = overview.sweep(&limits, moved, &mut || ControlFlow::Continue(())).expect("all is known");
        let mut values: Vec<f64> = overview.column(&keys[moved]).expect("it is known").to_vec();
        values.sort_by(f64::total_cmp);
        for share in shares {
            // At a value itself, and between values.
            let at = values[(share * (values.len() - 1) as f64) as usize];
            let threshold = if share < 0.5 || !at.is_finite() { at } else { at * 1.01 };
            if !threshold.is_finite() {
                continue;
            }
            project.requirements[moved].threshold = Quantity::estimated(threshold, keys[moved].measure.unit());
            let limits = Limit::of_project(&project);
            let whole = Whole {
                project: &project,
                evidence: &book,
                settings: &FAST,
                space: &space,
                size: space.combinations(),
                way: Way::Enumeration,
                most: 0,
            };
            let (drawn, found) = whole.search((&usual_objectives(&project), &limits, &limits), &mut go_on).expect("nobody stops it");
            let swept = sweep.at(Some(threshold));
            prop_assert_eq!(Some(swept.feasible), drawings::total(&found, |found| found.feasible));
            prop_assert_eq!(&swept.removed, &drawings::removed(&found));
            let compared = drawings::compared(&drawn, &found);
            let expected = drawings::front(&drawn, &found, &compared);
            let front = swept.front.expect("everything is known of every design");
            let front: Vec<u128> = front.into_iter().filter_map(|row| overview.number(row)).collect();
            prop_assert_eq!(front, expected);
        }
        let none = sweep.at(None);
        prop_assert_eq!((none.feasible, none.removed[moved].undecided), (0, overview.len() as u64));
        prop_assert_eq!(none.front, Some(Vec::new()));
    }
}
