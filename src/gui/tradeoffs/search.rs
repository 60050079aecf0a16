//! Finding designs in the table by the names of the options that they take.

use crate::tradeoff::{DesignSpace, Exploration};

/// The words that are looked for, each with the options whose names hold it.
pub(super) struct Search<'a> {
    exploration: &'a Exploration,
    /// By word, choice and option.
    holds: Vec<Vec<Vec<bool>>>,
}

impl<'a> Search<'a> {
    /// A search for all words of `text`, whatever their case; an empty one finds every design.
    pub fn new(text: &str, exploration: &'a Exploration) -> Self {
        let text = text.to_lowercase();
        let names: Vec<Vec<String>> = if text.trim().is_empty() { Vec::new() } else { names(exploration.space()) };
        let holds = |word: &str| -> Vec<Vec<bool>> {
            names.iter().map(|options| options.iter().map(|name| name.contains(word)).collect()).collect()
        };
        Self { exploration, holds: text.split_whitespace().map(holds).collect() }
    }

    /// Whether every word stands in the name of some option that the design at `index` takes.
    pub fn finds(&self, index: usize) -> bool {
        let takes = |(position, options): (usize, &Vec<bool>)| {
            let option = self.exploration.option_of(index, position) as usize;
            options.get(option).is_some_and(|holds| *holds)
        };
        self.holds.iter().all(|choices| choices.iter().enumerate().any(takes))
    }
}

fn names(space: &DesignSpace) -> Vec<Vec<String>> {
    let name = |axis: &crate::tradeoff::Axis, option: u64| {
        axis.pick(option).map_or_else(String::new, |pick| axis.option_label(&pick).to_lowercase())
    };
    space.axes().iter().map(|axis| (0..axis.count()).map(|option| name(axis, option)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Qualities;
    use crate::analysis::test_support::TestProject;
    use crate::model::{EvidenceBook, OpenQuestion};

    #[test]
    fn all_words_must_stand_in_names_of_options() {
        let project = TestProject::new()
            .component("scorer", &[])
            .node("Edge box", &[], &[])
            .node("Cloud", &[], &[])
            .choice("place", "scorer", OpenQuestion::Node(vec!["Edge box".into(), "Cloud".into()]))
            .choice("copies", "scorer", OpenQuestion::Replicas { fewest: 1, most: 3 })
            .build();
        let space = DesignSpace::of(&project, &EvidenceBook::default());
        let exploration = Exploration::of(space, vec![Qualities::new(); 6]);
        let found = |text: &str| -> Vec<usize> {
            let search = Search::new(text, &exploration);
            (0..6).filter(|index| search.finds(*index)).collect()
        };
        assert_eq!(found("  "), [0, 1, 2, 3, 4, 5]);
        assert_eq!(found("EDGE"), [0, 1, 2]);
        assert_eq!(found("box 2"), [1]);
        assert_eq!(found("edge cloud"), Vec::<usize>::new(), "no design takes both");
        assert_eq!(found("3"), [2, 5]);
    }
}
