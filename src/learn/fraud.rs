//! Our own generator of card transactions with three kinds of fraud. Everything is made up; a reader of results is told
//! so by the dataset's description. The same settings give the same rows.

mod history;
mod world;

use super::error::LearnError;
use super::table::{Cells, Column, Table};
use crate::model::FraudGenerator;
use history::History;
use world::Transaction;

/// Days simulated before the first row, so that every row has a full history behind it.
const WARM_UP_DAYS: u32 = 36;
/// Most customer days, terminal days and rows one table may need.
const MOST_DAYS: u64 = 10_000_000;

/// Settings that give about 130,000 transactions, a little more than half a percent of them fraud.
pub fn fraud_sample_settings() -> FraudGenerator {
    FraudGenerator { seed: 20_240_501, customers: 1200, terminals: 400, days: 120 }
}

/// The columns that must not be learned from in a generated table: identifiers, and the time that orders the rows.
pub fn fraud_sample_exclusions() -> Vec<String> {
    ["customer", "terminal", "time_in_days"].map(str::to_owned).to_vec()
}

/// The transactions of `settings`, ordered by time.
pub(super) fn generate(settings: &FraudGenerator) -> Result<Table, LearnError> {
    check(settings)?;
    let transactions = world::simulate(settings, WARM_UP_DAYS);
    let mut columns: Vec<(&str, Vec<f64>)> = COLUMNS.iter().map(|name| (*name, Vec::new())).collect();
    let mut history = History::new(settings);
    for transaction in &transactions {
        let row = row(transaction, &history.before(transaction));
        history.add(transaction);
        if transaction.time >= f64::from(WARM_UP_DAYS) {
            for ((_, values), value) in columns.iter_mut().zip(row) {
                values.push(value);
            }
        }
    }
    let rows = columns[0].1.len();
    let columns =
        columns.into_iter().map(|(name, values)| Column { name: name.to_owned(), cells: Cells::Numbers(values) });
    Ok(Table {
        columns: columns.collect(),
        rows,
        origin: "the generated card transactions".to_owned(),
        lines: Vec::new(),
    })
}

const COLUMNS: [&str; 16] = [
    "time_in_days",
    "customer",
    "terminal",
    "amount",
    "hour_of_day",
    "is_night",
    "is_weekend",
    "is_online",
    "kilometres_from_home",
    "customer_transactions_1_day",
    "customer_transactions_7_days",
    "customer_mean_amount_7_days",
    "customer_mean_amount_30_days",
    "terminal_transactions_7_days",
    "terminal_fraud_share_28_days",
    "is_fraud",
];

/// The row's values in the order of [`COLUMNS`].
fn row(transaction: &Transaction, past: &history::Past) -> [f64; COLUMNS.len()] {
    let day = transaction.time.floor();
    let hour = (transaction.time - day) * 24.0;
    [
        transaction.time - f64::from(WARM_UP_DAYS),
        f64::from(transaction.customer),
        f64::from(transaction.terminal),
        transaction.amount,
        hour,
        f64::from(hour < 6.0),
        f64::from(day.rem_euclid(7.0) >= 5.0),
        f64::from(transaction.online),
        transaction.kilometres,
        past.transactions_1_day,
        past.transactions_7_days,
        past.mean_amount_7_days,
        past.mean_amount_30_days,
        past.terminal_transactions_7_days,
        past.terminal_fraud_share,
        f64::from(transaction.fraud),
    ]
}

fn check(settings: &FraudGenerator) -> Result<(), LearnError> {
    for (value, what) in [
        (settings.customers, "The number of customers"),
        (settings.terminals, "The number of terminals"),
        (settings.days, "The number of days"),
    ] {
        if value == 0 {
            return Err(LearnError::Setting { what: what.to_owned(), allowed: "1 or more".to_owned() });
        }
    }
    let days = u64::from(settings.days) + u64::from(WARM_UP_DAYS);
    if days.saturating_mul(u64::from(settings.customers.max(settings.terminals))) > MOST_DAYS {
        return Err(LearnError::Setting {
            what: "The number of days times the number of customers (or terminals)".to_owned(),
            allowed: format!("at most {MOST_DAYS}"),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column<'a>(table: &'a Table, name: &str) -> &'a [f64] {
        match &table.column(name, "a test").unwrap().cells {
            Cells::Numbers(values) => values,
            Cells::Texts { .. } => panic!("{name} holds texts"),
        }
    }

    #[test]
    fn the_sample_is_large_rare_ordered_and_repeatable() {
        let settings = fraud_sample_settings();
        let table = generate(&settings).unwrap();
        assert!((110_000..=150_000).contains(&table.rows), "{} rows", table.rows);
        let rate = column(&table, "is_fraud").iter().sum::<f64>() / table.rows as f64;
        assert!((0.003..=0.008).contains(&rate), "fraud rate {rate}");
        assert!(column(&table, "time_in_days").is_sorted());
        assert!(column(&table, "amount").iter().all(|amount| *amount > 0.0));
        // Debug text, because a missing value (NaN) does not equal itself.
        assert_eq!(format!("{:?}", generate(&settings).unwrap()), format!("{table:?}"));
    }

    #[test]
    fn another_seed_gives_other_rows_of_the_same_kind() {
        let settings = FraudGenerator { seed: 5, ..fraud_sample_settings() };
        let table = generate(&settings).unwrap();
        assert_ne!(column(&table, "amount")[..9], column(&generate(&fraud_sample_settings()).unwrap(), "amount")[..9]);
        let rate = column(&table, "is_fraud").iter().sum::<f64>() / table.rows as f64;
        assert!((0.003..=0.008).contains(&rate), "fraud rate {rate}");
    }

    #[test]
    fn impossible_settings_are_refused() {
        let none = FraudGenerator { seed: 1, customers: 0, terminals: 5, days: 5 };
        assert_eq!(generate(&none).unwrap_err().to_string(), "The number of customers must be 1 or more");
        let huge = FraudGenerator { seed: 1, customers: u32::MAX, terminals: 5, days: 5 };
        assert!(generate(&huge).unwrap_err().to_string().ends_with("at most 10000000"));
        let tiny = FraudGenerator { seed: 1, customers: 1, terminals: 1, days: 1 };
        assert!(generate(&tiny).is_ok());
    }
}
