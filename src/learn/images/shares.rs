//! Which images are taken when not all are: the same share of each class, evenly spaced.

use crate::learn::error::LearnError;

/// How many images of each class are taken, when there are `counts` and `most` shall be taken in all.
///
/// # Errors
/// Not even one of each class can be taken.
pub(super) fn shares(counts: &[usize], most: u32) -> Result<Vec<usize>, LearnError> {
    let (all, most) = (counts.iter().sum::<usize>(), most as usize);
    if all <= most {
        return Ok(counts.to_vec());
    }
    let present = counts.iter().filter(|count| **count > 0).count();
    if most < present {
        let allowed = format!("at least {present}, one of each class");
        return Err(LearnError::Setting { what: "The number of images".to_owned(), allowed });
    }
    let exact = |count: usize| count as u128 * most as u128;
    let mut shares: Vec<usize> =
        counts.iter().map(|count| ((exact(*count) / all as u128) as usize).max(usize::from(*count > 0))).collect();
    // Largest remainders first; of equal ones the first class.
    let mut by_remainder: Vec<usize> = (0..counts.len()).collect();
    by_remainder
        .sort_by_key(|class| std::cmp::Reverse(counts.get(*class).map_or(0, |count| exact(*count) % all as u128)));
    for class in by_remainder {
        if let (Some(share), Some(count)) = (shares.get(class).copied(), counts.get(class))
            && shares.iter().sum::<usize>() < most
            && share < *count
            && let Some(share) = shares.get_mut(class)
        {
            *share += 1;
        }
    }
    // Tiny classes were given one image each, which the largest pay for.
    while shares.iter().sum::<usize>() > most
        && let Some(largest) = shares.iter_mut().max()
    {
        *largest -= 1;
    }
    Ok(shares)
}

/// Whether the image at `place` of a class is among the `share` that are taken of `count`.
pub(super) fn is_taken(place: usize, share: usize, count: usize) -> bool {
    let passed = |places: usize| places as u128 * share as u128 / count.max(1) as u128;
    passed(place + 1) > passed(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_class_gives_the_same_share() {
        assert_eq!(shares(&[600, 300, 100], 100).unwrap(), [60, 30, 10]);
        assert_eq!(shares(&[6, 3, 1], 10).unwrap(), [6, 3, 1]);
        assert_eq!(shares(&[6, 3, 1], u32::MAX).unwrap(), [6, 3, 1]);
        // Exact shares 3.33 each: the first gets the one that is left.
        assert_eq!(shares(&[7, 7, 7], 10).unwrap(), [4, 3, 3]);
        // Exact shares 9.98 and 0.01 twice: one of each tiny class, as the large one can spare them.
        assert_eq!(shares(&[10_000, 10, 10], 10).unwrap(), [8, 1, 1]);
        assert_eq!(shares(&[5, 0, 5], 2).unwrap(), [1, 0, 1]);
        let error = shares(&[5, 5, 5], 2).unwrap_err().to_string();
        assert_eq!(error, "The number of images must be at least 3, one of each class");
    }

    #[test]
    fn shares_add_up_whatever_the_counts() {
        for seed in 0..500_usize {
            let counts: Vec<usize> = (0..=seed % 7).map(|class| 1 + (seed * 7919 + class * 104_729) % 997).collect();
            let most = counts.len() + (seed * 31) % 400;
            let shares = shares(&counts, most as u32).unwrap();
            assert_eq!(shares.iter().sum::<usize>(), most.min(counts.iter().sum()), "{counts:?}, {most}");
            assert!(shares.iter().zip(&counts).all(|(share, count)| (1..=*count).contains(share)));
        }
    }

    #[test]
    fn what_is_taken_is_evenly_spaced() {
        let taken = |share, count| (0..count).filter(|place| is_taken(*place, share, count)).collect::<Vec<_>>();
        assert_eq!(taken(3, 12), [3, 7, 11]);
        assert_eq!(taken(4, 4), [0, 1, 2, 3]);
        assert_eq!(taken(0, 4), [0; 0]);
        for (share, count) in [(7, 60), (59, 60), (1, 999), (333, 1000)] {
            let places = taken(share, count);
            assert_eq!(places.len(), share);
            let gaps: Vec<_> = places.windows(2).map(|pair| pair[1] - pair[0]).collect();
            assert!(gaps.iter().all(|gap| (count / share..=count.div_ceil(share)).contains(gap)));
        }
    }
}
