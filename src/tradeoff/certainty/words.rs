//! What was drawn and what was not, in words.

use std::collections::BTreeMap;

use super::Certainty;
use crate::model::{Measure, MeasureKey, Project, in_sentence, listed};

/// Models and measures that a sentence names at most.
const MOST_NAMED: usize = 4;

impl Certainty {
    /// Sentences: what moves from draw to draw, what does not, and of what no spread is stored.
    pub fn in_words(&self, project: &Project) -> Vec<String> {
        let names = |keys: &[MeasureKey]| named(keys.iter().map(|key| project.measure_name(key)).collect());
        let mut sentences = if self.has_nothing_feasible() {
            vec!["No design meets every limit in any draw of what was measured, so nothing was compared.".to_owned()]
        } else if self.drawn.is_empty() {
            let still = "Nothing that was measured, as far as its spread is stored, moves what designs are compared on \
                         or limited in.";
            vec![still.to_owned()]
        } else {
            let (draws, moved) = (self.replicates, names(&self.drawn));
            vec![format!("What was measured is drawn anew {draws} times; that moves {moved}.")]
        };
        if !self.drawn.is_empty() && !self.kept.is_empty() {
            sentences.push(format!("It does not move {}.", names(&self.kept)));
        }
        let mut steady: BTreeMap<Measure, Vec<String>> = BTreeMap::new();
        for (component, candidate, measure) in self.draws.steady() {
            steady.entry(*measure).or_default().push(project.candidate_name(component, candidate));
        }
        let of_measure = |(measure, models): (Measure, Vec<String>)| {
            format!(
                "No spread of the {} of {} is stored, or none to speak of: it stays.",
                in_sentence(measure.label()),
                named(models)
            )
        };
        sentences.extend(steady.into_iter().map(of_measure));
        sentences
    }
}

/// `Recall, Monthly cost and 2 more`.
fn named(mut names: Vec<String>) -> String {
    let more = names.len().saturating_sub(MOST_NAMED);
    names.truncate(MOST_NAMED);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    listed(&names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_names_are_counted() {
        let names = |count: usize| named((1..=count).map(|number| format!("m{number}")).collect());
        let expected = ["", "m1", "m1 and m2", "m1, m2 and m3", "m1, m2, m3 and m4", "m1, m2, m3, m4 and 1 more"];
        assert_eq!([0, 1, 2, 3, 4, 5].map(names), expected);
    }
}
