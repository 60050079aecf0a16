//! The made-up world: customers with homes, habits and budgets, terminals on a map, and three kinds of thieves.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, LogNormal, Normal, Poisson};

use crate::model::FraudGenerator;

/// Side of the square map.
const MAP_KILOMETRES: f64 = 100.0;
/// Share of the terminals that belong to web shops.
const ONLINE_TERMINALS: f64 = 0.15;
/// A customer's regular terminals.
const REGULAR_TERMINALS: usize = 8;

/// Chance per day that a customer's card is stolen, that a terminal is compromised, that credentials leak. Chosen so
/// that each kind of fraud makes up somewhat less than 0.2 % of all transactions.
const THEFT_PER_DAY: f64 = 0.000_40;
const COMPROMISE_PER_DAY: f64 = 0.000_11;
const LEAK_PER_DAY: f64 = 0.000_40;
/// Chance that a transaction at a compromised terminal is the thief's.
const COMPROMISED_SHARE: f64 = 0.5;

/// One card payment.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Transaction {
    /// Days since the simulation began.
    pub time: f64,
    /// Whose card it is, from 0.
    pub customer: u32,
    /// Where it is used, from 0.
    pub terminal: u32,
    /// In dollars.
    pub amount: f64,
    /// Whether the terminal belongs to a web shop.
    pub online: bool,
    /// From the customer's home to the terminal; 0 for a web shop.
    pub kilometres: f64,
    /// Whether it is fraud.
    pub fraud: bool,
}

struct Terminal {
    place: (f64, f64),
    online: bool,
    /// First and last day on which thieves use what they skim here.
    compromised: Vec<(f64, f64)>,
}

struct Customer {
    home: (f64, f64),
    /// Payments per day.
    rate: f64,
    /// Median payment, and how widely payments spread around it.
    median_amount: f64,
    spread: f64,
    /// Usual hour, and how many hours payments spread around it.
    usual_hour: f64,
    hours_spread: f64,
    regular: Vec<u32>,
}

/// Everything that happens in `warm_up` days and the days of `settings`, ordered by time.
pub(super) fn simulate(settings: &FraudGenerator, warm_up: u32) -> Vec<Transaction> {
    let mut world = World::new(settings, warm_up);
    let mut transactions = Vec::new();
    for customer in 0..settings.customers {
        world.live(customer, &mut transactions);
    }
    transactions.sort_by(|a, b| a.time.total_cmp(&b.time).then(a.customer.cmp(&b.customer)));
    transactions
}

struct World {
    random: ChaCha8Rng,
    days: u32,
    terminals: Vec<Terminal>,
    customers: Vec<Customer>,
    web_shops: Vec<u32>,
}

impl World {
    fn new(settings: &FraudGenerator, warm_up: u32) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(settings.seed);
        let days = settings.days + warm_up;
        let terminals: Vec<_> = (0..settings.terminals).map(|_| terminal(&mut random, days)).collect();
        let web_shops =
            (0..).zip(&terminals).filter(|(_, terminal)| terminal.online).map(|(number, _)| number).collect();
        let mut world = Self { random, days, terminals, customers: Vec::new(), web_shops };
        for _ in 0..settings.customers {
            let customer = world.customer();
            world.customers.push(customer);
        }
        world
    }

    fn customer(&mut self) -> Customer {
        let home = place(&mut self.random);
        let mut nearest: Vec<(f64, u32)> = (0..)
            .zip(&self.terminals)
            .filter(|(_, terminal)| !terminal.online)
            .map(|(number, terminal)| (distance(home, terminal.place), number))
            .collect();
        nearest.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut regular: Vec<u32> = nearest.iter().take(REGULAR_TERMINALS).map(|(_, number)| *number).collect();
        for _ in 0..self.random.random_range(0..=2) {
            regular.extend(self.web_shop());
        }
        let night_owl = self.random.random_bool(0.12);
        Customer {
            home,
            rate: log_normal(&mut self.random, 0.7, 0.5),
            median_amount: log_normal(&mut self.random, 28.0, 0.7),
            spread: self.random.random_range(0.4..0.8),
            usual_hour: if night_owl { 22.5 } else { self.random.random_range(11.0..18.0) },
            hours_spread: self.random.random_range(2.0..4.5),
            regular,
        }
    }

    /// All payments with one customer's card.
    fn live(&mut self, number: u32, transactions: &mut Vec<Transaction>) {
        let mut trip_until = -1.0;
        for day in 0..self.days {
            let today = f64::from(day);
            if self.random.random_bool(0.004) {
                trip_until = today + self.random.random_range(1.0..9.0);
            }
            for _ in 0..self.payments(number, day) {
                let transaction = self.honest(number, today, today < trip_until);
                transactions.push(transaction);
            }
            if self.random.random_bool(THEFT_PER_DAY) {
                self.stolen_card(number, today, transactions);
            }
            if self.random.random_bool(LEAK_PER_DAY) {
                self.leaked_credentials(number, today, transactions);
            }
        }
    }

    fn payments(&mut self, number: u32, day: u32) -> u32 {
        let weekend = if day % 7 >= 5 { 1.3 } else { 1.0 };
        // A shopping day now and then looks as busy as a thief's.
        let spree = if self.random.random_bool(0.02) { 4.0 } else { 1.0 };
        Poisson::new(self.customers[number as usize].rate * weekend * spree)
            .map_or(0, |poisson| poisson.sample(&mut self.random) as u32)
    }

    /// A payment by the card's owner, or by a thief who copied the card at a compromised terminal.
    fn honest(&mut self, number: u32, today: f64, on_trip: bool) -> Transaction {
        let customer = &self.customers[number as usize];
        let hour = Normal::new(customer.usual_hour, customer.hours_spread)
            .map_or(12.0, |normal| normal.sample(&mut self.random))
            .rem_euclid(24.0);
        let mut amount = log_normal(&mut self.random, customer.median_amount, customer.spread);
        if self.random.random_bool(0.02) {
            amount *= self.random.random_range(3.0..9.0);
        }
        let wanders = on_trip || self.random.random_bool(0.03) || customer.regular.is_empty();
        let terminal = if wanders {
            self.random.random_range(0..self.terminals.len() as u32)
        } else {
            customer.regular[self.random.random_range(0..customer.regular.len())]
        };
        let time = today + hour / 24.0;
        let skimmed =
            self.terminals[terminal as usize].compromised.iter().any(|(from, to)| (*from..*to).contains(&time));
        let fraud = skimmed && self.random.random_bool(COMPROMISED_SHARE);
        if fraud {
            amount *= self.random.random_range(1.2..3.5);
        }
        self.transaction(number, terminal, time, amount, fraud)
    }

    /// A thief with the card itself: within hours, some large payments far from where the owner shops.
    fn stolen_card(&mut self, number: u32, today: f64, transactions: &mut Vec<Transaction>) {
        let mut time = today + self.random.random_range(0.3..0.95);
        for _ in 0..self.random.random_range(2..=6) {
            let terminal = self.random.random_range(0..self.terminals.len() as u32);
            let factor = self.random.random_range(3.0..9.0);
            let amount = self.amount(number, factor);
            transactions.push(self.transaction(number, terminal, time, amount, true));
            time += self.random.random_range(0.01..0.15);
        }
    }

    /// A buyer of leaked credentials: for some days, larger payments in web shops, mostly at night.
    fn leaked_credentials(&mut self, number: u32, today: f64, transactions: &mut Vec<Transaction>) {
        let span = self.random.random_range(2.0..9.0);
        for _ in 0..self.random.random_range(2..=6) {
            let Some(terminal) = self.web_shop() else { return };
            let day = (today + self.random.random_range(0.0..span)).floor();
            let at_night = self.random.random_bool(0.8);
            let hour = if at_night { self.random.random_range(0.0..6.0) } else { self.random.random_range(6.0..24.0) };
            let factor = self.random.random_range(2.0..7.0);
            let amount = self.amount(number, factor);
            transactions.push(self.transaction(number, terminal, day + hour / 24.0, amount, true));
        }
    }

    /// A usual amount of this customer, times `factor`.
    fn amount(&mut self, number: u32, factor: f64) -> f64 {
        let customer = &self.customers[number as usize];
        factor * log_normal(&mut self.random, customer.median_amount, customer.spread)
    }

    fn web_shop(&mut self) -> Option<u32> {
        let place = self.random.random_range(0..self.web_shops.len().max(1));
        self.web_shops.get(place).copied()
    }

    fn transaction(&self, customer: u32, terminal: u32, time: f64, amount: f64, fraud: bool) -> Transaction {
        let shop = &self.terminals[terminal as usize];
        let home = self.customers[customer as usize].home;
        let kilometres = if shop.online { 0.0 } else { distance(home, shop.place) };
        Transaction {
            time,
            customer,
            terminal,
            amount: (amount.max(0.01) * 100.0).round() / 100.0,
            online: shop.online,
            kilometres,
            fraud,
        }
    }
}

fn terminal(random: &mut ChaCha8Rng, days: u32) -> Terminal {
    let place = place(random);
    let online = random.random_bool(ONLINE_TERMINALS);
    let mut compromised = Vec::new();
    for day in 0..days {
        if random.random_bool(COMPROMISE_PER_DAY) {
            compromised.push((f64::from(day), f64::from(day) + random.random_range(25.0..50.0)));
        }
    }
    Terminal { place, online, compromised }
}

fn place(random: &mut ChaCha8Rng) -> (f64, f64) {
    (random.random_range(0.0..MAP_KILOMETRES), random.random_range(0.0..MAP_KILOMETRES))
}

fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

/// A log-normal draw with this median; `spread` is the standard deviation of its logarithm.
fn log_normal(random: &mut ChaCha8Rng, median: f64, spread: f64) -> f64 {
    LogNormal::new(median.ln(), spread).map_or(median, |distribution| distribution.sample(random))
}
