//! The nearest known word to a mistyped one, for the remedies in error messages.

/// Longer words are not compared: nobody mistypes them, and comparing costs the product of the lengths.
const MAX_LETTERS: usize = 48;
/// The most candidates that are compared.
const MAX_CANDIDATES: usize = 20_000;

/// The candidate that is nearest to the word in any case, if it is near enough to be meant.
pub(super) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters: Vec<char> = word.to_lowercase().chars().take(MAX_LETTERS + 1).collect();
    if letters.is_empty() || letters.len() > MAX_LETTERS {
        return None;
    }
    let allowed = (letters.len() / 3).max(1);
    candidates
        .into_iter()
        .take(MAX_CANDIDATES)
        .filter_map(|candidate| {
            let other: Vec<char> = candidate.to_lowercase().chars().take(MAX_LETTERS + 1).collect();
            let far = other.len().abs_diff(letters.len()) > allowed || other.len() > MAX_LETTERS;
            let distance = if far { usize::MAX } else { distance(&letters, &other) };
            (distance <= allowed).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many letters must be put in, taken out, replaced, or swapped with their neighbour (optimal string alignment).
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    let mut earlier: Option<char> = None;
    for (row, letter) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        let mut previous: Option<char> = None;
        for (column, other) in right.iter().enumerate() {
            let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX - 1);
            let replaced = at(&above, column) + usize::from(letter != other);
            let mut best = replaced.min(at(&above, column + 1) + 1).min(at(&current, column) + 1);
            if column > 0 && earlier == Some(*other) && previous == Some(*letter) {
                best = best.min(at(&before, column - 1) + 1);
            }
            current.push(best);
            previous = Some(*other);
        }
        earlier = Some(*letter);
        before = std::mem::replace(&mut above, current);
    }
    above.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_the_word_that_was_meant() {
        let words = ["person", "softwareSystem", "container", "component"];
        assert_eq!(nearest("presonn", words), Some("person"));
        assert_eq!(nearest("SOFTWARESYSTM", words), Some("softwareSystem"));
        assert_eq!(nearest("contianer", words), Some("container"));
        assert_eq!(nearest("compnent", words), Some("component"));
    }

    #[test]
    fn a_word_that_is_like_none_finds_none() {
        assert_eq!(nearest("zebra", ["person", "container"]), None);
        assert_eq!(nearest("", ["a"]), None);
        assert_eq!(nearest(&"person".repeat(100), ["person"]), None);
    }

    #[test]
    fn swapping_two_neighbours_counts_once() {
        let letters = |word: &str| word.chars().collect::<Vec<_>>();
        assert_eq!(distance(&letters("ab"), &letters("ba")), 1);
        assert_eq!(distance(&letters("kitten"), &letters("sitting")), 3);
        assert_eq!(distance(&letters(""), &letters("abc")), 3);
    }
}
