//! The game of one background row: what to ask for the Shapley values of a case seen from it, and what the answers say.

/// Up to as many features in which case and background row differ, all coalitions are asked about.
const ALWAYS_ENUMERATED: usize = 8;
/// With more features than this they never are.
const MOST_ENUMERATED: usize = 12;

/// Most questions that the game of one background row takes, with so many features and orders.
pub(in crate::learn) fn most_questions(features: usize, orders: usize) -> usize {
    (1 << features.min(ALWAYS_ENUMERATED)).max(2 * orders * features)
}

/// Features of a case join a background row one after another, until it is the case.
pub(super) struct Game<'a> {
    /// Where it starts.
    pub row: &'a [f64],
    /// Features in which the case has another value: the players.
    pub differing: Vec<usize>,
    /// Times to ask: of all coalitions once, of orders as often as there are walks; 0 if there is nothing to find out.
    pub parts: usize,
    /// Whether all coalitions are asked about, rather than orders.
    pub is_enumerated: bool,
}

impl<'a> Game<'a> {
    /// The game of `row`, with `walks` orders unless `is_enumerated` says of players and walks that all coalitions are
    /// to be asked about.
    pub fn new(row: &'a [f64], case: &[f64], walks: usize, is_enumerated: fn(usize, usize) -> bool) -> Self {
        let is_same = |(own, other): (&f64, &f64)| own == other || own.is_nan() && other.is_nan();
        let places = case.iter().zip(row).enumerate();
        let differing: Vec<usize> = places.filter(|(_, pair)| !is_same(*pair)).map(|(place, _)| place).collect();
        let is_enumerated = is_enumerated(differing.len(), walks);
        let parts = match differing.len() {
            0 => 0,
            _ if is_enumerated => 1,
            _ => walks,
        };
        Self { row, differing, parts, is_enumerated }
    }

    /// Questions of each part.
    pub fn questions(&self) -> usize {
        match self.differing.len() {
            0 => 0,
            count if self.is_enumerated => (1 << count) - 2,
            count => 2 * (count - 1),
        }
    }

    /// Gives `add` the rows of one part: each coalition of `order` but none and all, by rising number, or what is there
    /// after each feature but the last has joined, in this order and then in the opposite one.
    pub fn ask<E>(&self, order: &[usize], case: &[f64], add: &mut dyn FnMut(&[f64]) -> Result<(), E>) -> Result<(), E> {
        let mut asked = self.row.to_vec();
        let join = |asked: &mut [f64], feature: usize| asked[feature] = case[feature];
        if self.is_enumerated {
            for coalition in 1..(1_usize << order.len()) - 1 {
                asked.copy_from_slice(self.row);
                let players = order.iter().enumerate().filter(|(place, _)| is_in(*place, coalition));
                players.for_each(|(_, feature)| join(&mut asked, *feature));
                add(&asked)?;
            }
            return Ok(());
        }
        let inner = order.len() - 1;
        let forwards = order.iter().take(inner).enumerate();
        for (joined, feature) in forwards.chain(order.iter().rev().take(inner).enumerate()) {
            if joined == 0 {
                asked.copy_from_slice(self.row);
            }
            join(&mut asked, *feature);
            add(&asked)?;
        }
        Ok(())
    }

    /// Contributions in the order of `order`, from the answers to one part, the score `from` of the row and the score
    /// `to` of the case.
    pub fn contributions(&self, order: &[usize], answers: &[f64], from: f64, to: f64) -> Vec<f64> {
        if self.is_enumerated {
            let worth: Vec<f64> = [from].into_iter().chain(answers.iter().copied()).chain([to]).collect();
            return shapley_values(order.len(), &worth);
        }
        let (forwards, backwards) = answers.split_at(order.len() - 1);
        let changes = |inner: &[f64]| -> Vec<f64> {
            let before = [from].into_iter().chain(inner.iter().copied());
            inner.iter().copied().chain([to]).zip(before).map(|(after, before)| after - before).collect()
        };
        let (forwards, backwards) = (changes(forwards), changes(backwards));
        forwards.iter().zip(backwards.iter().rev()).map(|(one, other)| f64::midpoint(*one, *other)).collect()
    }
}

/// Whether all coalitions of `differing` features are gone through rather than `walks` pairs of walks.
pub(super) fn is_enumerated(differing: usize, walks: usize) -> bool {
    differing <= ALWAYS_ENUMERATED
        || differing <= MOST_ENUMERATED && (1 << differing) - 2 <= 2 * walks * (differing - 1)
}

/// Shapley values of `count` players, from the worth of each coalition, which is read as a number of that many bits.
fn shapley_values(count: usize, worth: &[f64]) -> Vec<f64> {
    // Of coalitions of one size: their share of all orders in which exactly they stand before a player.
    let mut weights = vec![1.0 / count as f64];
    for size in 1..count {
        weights.push(weights[size - 1] * size as f64 / (count - size) as f64);
    }
    let of_player = |player: usize| {
        let others = (0..worth.len()).filter(|coalition| !is_in(player, *coalition));
        let added = others.map(|coalition| {
            weights[coalition.count_ones() as usize] * (worth[coalition | 1 << player] - worth[coalition])
        });
        added.sum()
    };
    (0..count).map(of_player).collect()
}

/// Whether the player is in the coalition, a number with one bit a player.
fn is_in(player: usize, coalition: usize) -> bool {
    coalition >> player & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Plays the game of `row` for `function`, with all coalitions or else one walk there and back.
    fn played(row: &[f64], case: &[f64], is_enumerated: bool, function: fn(&[f64]) -> f64) -> Vec<f64> {
        let game = Game::new(row, case, 1, if is_enumerated { |_, _| true } else { |_, _| false });
        let mut answers = Vec::new();
        let mut add = |asked: &[f64]| {
            answers.push(function(asked));
            Ok::<(), ()>(())
        };
        game.ask(&game.differing, case, &mut add).unwrap();
        assert_eq!(answers.len(), game.questions());
        let mut all = vec![0.0; case.len()];
        let found = game.contributions(&game.differing, &answers, function(row), function(case));
        game.differing.iter().zip(found).for_each(|(feature, found)| all[*feature] = found);
        all
    }

    fn near(ours: &[f64], theirs: &[f64]) {
        assert_eq!(ours.len(), theirs.len());
        assert!(ours.iter().zip(theirs).all(|(ours, theirs)| (ours - theirs).abs() < 1e-12), "{ours:?} {theirs:?}");
    }

    /// Shapley's formula as it stands in the books, subset by subset, with factorials.
    fn by_formula(row: &[f64], case: &[f64], function: fn(&[f64]) -> f64) -> Vec<f64> {
        let factorial = |number: usize| (1..=number).map(|factor| factor as f64).product::<f64>();
        let count = case.len();
        let mut values = vec![0.0; count];
        for (player, value) in values.iter_mut().enumerate() {
            let others: Vec<usize> = (0..count).filter(|other| *other != player).collect();
            let mut subsets: Vec<Vec<usize>> = vec![Vec::new()];
            for other in others {
                let with: Vec<Vec<usize>> = subsets.iter().map(|subset| [&subset[..], &[other]].concat()).collect();
                subsets.extend(with);
            }
            for mut subset in subsets {
                let weight = factorial(subset.len()) * factorial(count - subset.len() - 1) / factorial(count);
                let mixed = |chosen: &[usize]| {
                    let value = |place: usize| if chosen.contains(&place) { case[place] } else { row[place] };
                    function(&(0..count).map(value).collect::<Vec<f64>>())
                };
                let without = mixed(&subset);
                subset.push(player);
                *value += weight * (mixed(&subset) - without);
            }
        }
        values
    }

    #[test]
    fn the_formula_gives_the_same() {
        let function: fn(&[f64]) -> f64 =
            |row| row[0] * row[1] * row[2] + (row[3] - row[4]).exp() * row[0] + f64::from(u8::from(row[5] > row[2]));
        let (row, case) = ([0.3, 0.9, 0.2, 0.5, 0.1, 0.4], [0.8, -0.7, 0.6, 0.5, 0.9, 0.3]);
        near(&played(&row, &case, true, function), &by_formula(&row, &case, function));
    }

    #[test]
    fn a_product_is_shared_as_shapley_says() {
        // From 0, a product belongs to all alike; from elsewhere, of two factors, to each its change at the mean of the
        // other.
        near(&played(&[0.0; 4], &[2.0, 3.0, 5.0, 7.0], true, |row| row.iter().product()), &[52.5; 4]);
        for is_enumerated in [true, false] {
            let found = played(&[1.0, 10.0, 4.0], &[3.0, 40.0, 9.0], is_enumerated, |row| row[0] * row[1]);
            near(&found, &[2.0 * 25.0, 30.0 * 2.0, 0.0]);
            assert_eq!(found[2], 0.0);
        }
    }

    #[test]
    fn equal_parts_get_equal_shares_and_the_sum_is_the_change() {
        let function: fn(&[f64]) -> f64 = |row| (row[0] * row[1]).exp() + row[0] + row[1] + row[2] * row[0] * row[1];
        let found = played(&[0.1, 0.1, 0.7], &[0.9, 0.9, 0.2], true, function);
        near(&found[..1], &found[1..2]);
        for is_enumerated in [true, false] {
            let sum: f64 = played(&[0.4, 0.1, 0.7], &[0.9, 0.8, 0.2], is_enumerated, function).iter().sum();
            near(&[sum], &[function(&[0.9, 0.8, 0.2]) - function(&[0.4, 0.1, 0.7])]);
        }
    }

    #[test]
    fn equal_values_do_not_play_and_enumerating_is_bounded() {
        let game = Game::new(&[1.0, f64::NAN, 3.0, 4.0], &[1.0, f64::NAN, f64::NAN, 5.0], 9, |_, _| true);
        assert_eq!((game.differing, game.parts), (vec![2, 3], 1));
        let decisions = [(0, 2), (8, 2), (9, 2), (10, 57), (10, 56), (12, 187), (12, 186), (13, 100_000)];
        let expected = [true, true, false, true, false, true, false, false];
        assert_eq!(decisions.map(|(differing, walks)| is_enumerated(differing, walks)), expected);
    }
}
