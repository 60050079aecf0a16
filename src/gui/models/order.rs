//! The order of the candidates in their table: as listed, or by a measure whose head was clicked.

use super::table::Row;
use crate::model::{Direction, Measure};

/// What the rows are ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Order {
    /// As the user listed them.
    #[default]
    Listed,
    /// The best value of this measure first.
    Best(Measure),
    /// The worst value of this measure first.
    Worst(Measure),
}

impl Order {
    /// The order after a click on the head of `measure`: the best first, then the worst, then as listed.
    pub fn after_click(self, measure: Measure) -> Self {
        match self {
            Self::Best(by) if by == measure => Self::Worst(measure),
            Self::Worst(by) if by == measure => Self::Listed,
            _ => Self::Best(measure),
        }
    }

    /// What is told of the head of `measure`.
    pub fn told(self, measure: Measure) -> Option<&'static str> {
        match self {
            Self::Best(by) if by == measure => Some("best first"),
            Self::Worst(by) if by == measure => Some("worst first"),
            _ => None,
        }
    }

    /// The rows in this order; what is unknown comes last, and what is equal stays as listed.
    pub fn sorted<'a, 'b>(self, rows: &'a [Row<'b>]) -> Vec<&'a Row<'b>> {
        let mut sorted: Vec<_> = rows.iter().collect();
        let (measure, is_best_first) = match self {
            Self::Listed => return sorted,
            Self::Best(measure) => (measure, true),
            Self::Worst(measure) => (measure, false),
        };
        let is_rising = (measure.direction() == Direction::Lower) == is_best_first;
        let value = |row: &Row<'_>| row.evidence.and_then(|evidence| evidence.value(measure));
        sorted.sort_by(|one, other| match (value(one), value(other)) {
            (Some(one), Some(other)) if is_rising => one.total_cmp(&other),
            (Some(one), Some(other)) => other.total_cmp(&one),
            (one, other) => one.is_none().cmp(&other.is_none()),
        });
        sorted
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::status::Status;
    use super::super::table::Table;
    use super::super::test_support::window;
    use super::*;
    use crate::model::{Algorithm, Candidate, CandidateId, Evidence, Measured};
    use crate::session::Freshness;

    #[test]
    fn clicks_bring_the_best_first_then_the_worst_then_the_list() {
        let (auc, loss) = (Measure::RocAuc, Measure::LogLoss);
        let order = Order::default().after_click(auc);
        assert_eq!((order, order.told(auc), order.told(loss)), (Order::Best(auc), Some("best first"), None));
        assert_eq!(order.after_click(auc), Order::Worst(auc));
        assert_eq!(order.after_click(auc).after_click(auc), Order::Listed);
        assert_eq!(order.after_click(loss), Order::Best(loss));
    }

    #[test]
    fn unknown_values_come_last_whatever_the_direction() {
        let candidate = Candidate { name: String::new(), algorithm: Algorithm::Baseline, seed: 1, search: None };
        let evidence = |value| Evidence {
            measured: BTreeMap::from([(Measure::LogLoss, Measured { value, interval: None })]),
            ..Evidence::default()
        };
        let all = [None, Some(evidence(0.5)), Some(evidence(0.25)), Some(evidence(0.5))];
        let ids: Vec<CandidateId> = (0..4).map(|place| CandidateId::new(&place.to_string())).collect();
        let rows: Vec<Row<'_>> = ids
            .iter()
            .zip(&all)
            .map(|(id, evidence)| Row {
                id,
                candidate: &candidate,
                status: Status::Measured(Freshness::Current),
                evidence: evidence.as_ref(),
                is_in_design: false,
            })
            .collect();
        let order = |order: Order| -> String { order.sorted(&rows).iter().map(|row| row.id.as_str()).collect() };
        assert_eq!(order(Order::Listed), "0123");
        assert_eq!(order(Order::Best(Measure::LogLoss)), "2130");
        assert_eq!(order(Order::Worst(Measure::LogLoss)), "1320");
    }

    #[test]
    fn a_click_on_a_head_orders_the_rows() {
        use egui_kittest::Harness;
        use egui_kittest::kittest::Queryable as _;

        let names = ["First", "Second"];
        let candidates = names.map(|name| Candidate {
            name: name.to_owned(),
            algorithm: Algorithm::Baseline,
            seed: 1,
            search: None,
        });
        let evidence = [0.25, 0.75].map(|value| Evidence {
            measured: BTreeMap::from([(Measure::RocAuc, Measured { value, interval: None })]),
            ..Evidence::default()
        });
        let ids = names.map(CandidateId::new);
        let mut table = Table::default();
        let mut harness = window([700.0, 300.0], move |ui| {
            let row = |place: usize| Row {
                id: &ids[place],
                candidate: &candidates[place],
                status: Status::Measured(Freshness::Current),
                evidence: Some(&evidence[place]),
                is_in_design: false,
            };
            table.show(ui, (&[row(0), row(1)], &[Measure::RocAuc, Measure::LogLoss]), None, 250.0);
        });
        let is_first_above = |harness: &Harness<'_>| {
            let top = |name: &str| harness.get_by_label(&format!("Results of {name}")).rect().top();
            top("First") < top("Second")
        };
        assert!(is_first_above(&harness));
        for (is_above, told) in [(false, "best first"), (true, "worst first")] {
            harness.get_by_label_contains("ROC AUC, ").click();
            harness.run();
            assert_eq!(is_first_above(&harness), is_above);
            harness.get_by_label_contains(told);
        }
    }
}
