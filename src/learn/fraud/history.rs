//! What a feature store would know at the moment of a payment: sliding windows over the past, and confirmed fraud only
//! after the delay with which it is reported.

use std::collections::VecDeque;

use super::world::Transaction;
use crate::model::FraudGenerator;

/// Days until a fraud is reported and becomes known.
const LABEL_DELAY: f64 = 7.0;
/// Days of known labels that a terminal's fraud share looks back on.
const FRAUD_WINDOW: f64 = 28.0;
/// The longest window over a customer's payments, in days.
const CUSTOMER_WINDOW: f64 = 30.0;

/// The past of every customer and terminal.
pub(super) struct History {
    customers: Vec<VecDeque<(f64, f64)>>,
    terminals: Vec<VecDeque<(f64, bool)>>,
}

/// What is known just before a payment; NaN where the past has nothing to average.
pub(super) struct Past {
    pub transactions_1_day: f64,
    pub transactions_7_days: f64,
    pub mean_amount_7_days: f64,
    pub mean_amount_30_days: f64,
    pub terminal_transactions_7_days: f64,
    pub terminal_fraud_share: f64,
}

impl History {
    pub fn new(settings: &FraudGenerator) -> Self {
        Self {
            customers: vec![VecDeque::new(); settings.customers as usize],
            terminals: vec![VecDeque::new(); settings.terminals as usize],
        }
    }

    /// What is known before `next`; payments must come in the order of time.
    pub fn before(&mut self, next: &Transaction) -> Past {
        let now = next.time;
        let payments = &mut self.customers[next.customer as usize];
        while payments.front().is_some_and(|(time, _)| *time < now - CUSTOMER_WINDOW) {
            payments.pop_front();
        }
        let since = |days: f64| payments.iter().rev().take_while(move |(time, _)| *time >= now - days);
        let mean = |days: f64| {
            let (sum, count) = since(days).fold((0.0, 0.0), |(sum, count), (_, amount)| (sum + amount, count + 1.0));
            sum / count
        };
        let (transactions_1_day, transactions_7_days) = (since(1.0).count() as f64, since(7.0).count() as f64);
        let (mean_amount_7_days, mean_amount_30_days) = (mean(7.0), mean(CUSTOMER_WINDOW));
        let visits = &mut self.terminals[next.terminal as usize];
        while visits.front().is_some_and(|(time, _)| *time < now - LABEL_DELAY - FRAUD_WINDOW) {
            visits.pop_front();
        }
        let known = visits.partition_point(|(time, _)| *time < now - LABEL_DELAY);
        let frauds = visits.iter().take(known).filter(|(_, fraud)| *fraud).count();
        Past {
            transactions_1_day,
            transactions_7_days,
            mean_amount_7_days,
            mean_amount_30_days,
            terminal_transactions_7_days: (visits.len() - known) as f64,
            terminal_fraud_share: frauds as f64 / known as f64,
        }
    }

    /// Remembers a payment.
    pub fn add(&mut self, transaction: &Transaction) {
        self.customers[transaction.customer as usize].push_back((transaction.time, transaction.amount));
        self.terminals[transaction.terminal as usize].push_back((transaction.time, transaction.fraud));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payment(time: f64, amount: f64, fraud: bool) -> Transaction {
        Transaction { time, customer: 0, terminal: 0, amount, online: false, kilometres: 0.0, fraud }
    }

    #[test]
    fn windows_end_at_the_payment_and_labels_come_late() {
        let mut history = History::new(&FraudGenerator { seed: 0, customers: 1, terminals: 1, days: 1 });
        for past in [payment(1.0, 10.0, true), payment(3.0, 20.0, false), payment(9.5, 60.0, true)] {
            history.add(&past);
        }
        let past = history.before(&payment(10.0, 5.0, false));
        assert_eq!((past.transactions_1_day, past.transactions_7_days), (1.0, 2.0));
        assert_eq!((past.mean_amount_7_days, past.mean_amount_30_days), (40.0, 30.0));
        // Only the payment of day 1 is old enough for its label to be known on day 10.
        assert_eq!((past.terminal_transactions_7_days, past.terminal_fraud_share), (2.0, 1.0));
        let past = history.before(&payment(100.0, 5.0, false));
        assert!(past.mean_amount_30_days.is_nan() && past.terminal_fraud_share.is_nan());
    }
}
