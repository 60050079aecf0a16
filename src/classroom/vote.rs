//! The vote of a class: who would take which design, now that every group has been heard.

use std::collections::BTreeMap;

use super::comparison::{Chooser, Comparison};

/// Hands that were raised for a design, by the file of a group that chose it; under an empty name those for the reference.
pub type Votes = BTreeMap<String, u32>;

/// A design that can be voted for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ballot {
    /// Who chose it: groups in their order, then the reference.
    pub choosers: Vec<Chooser>,
    /// Hands that were raised for it.
    pub hands: u32,
}

impl Comparison {
    /// Every design that was chosen, once: those of groups in their order, then that of the reference where no group chose
    /// the same.
    pub fn ballots(&self) -> Vec<Ballot> {
        let mut ballots: Vec<Ballot> = Vec::new();
        let mut places: BTreeMap<&[(String, String)], usize> = BTreeMap::new();
        for chooser in self.choosers() {
            let Some(chosen) = self.chosen(chooser) else { continue };
            let place = *places.entry(chosen).or_insert(ballots.len());
            if place == ballots.len() {
                ballots.push(Ballot { choosers: Vec::new(), hands: 0 });
            }
            let ballot = &mut ballots[place];
            ballot.choosers.push(chooser);
            ballot.hands = ballot.hands.saturating_add(self.own_hands(chooser));
        }
        ballots
    }

    /// Whether a hand was raised for any of the designs.
    pub fn has_voted(&self) -> bool {
        self.choosers().any(|chooser| self.chosen(chooser).is_some() && self.own_hands(chooser) > 0)
    }

    /// Hands that were raised for a design, by whoever chose it; `None` where nothing was chosen, and where nobody voted.
    pub fn hands(&self, of: Chooser) -> Option<u32> {
        let chosen = self.chosen(of).filter(|_| self.has_voted())?;
        let same = self.choosers().filter(|other| self.chosen(*other) == Some(chosen));
        Some(same.fold(0_u32, |sum, other| sum.saturating_add(self.own_hands(other))))
    }

    /// Takes over how the class voted.
    pub(crate) fn count(&mut self, votes: &Votes) {
        let hands = |file: &str| votes.get(file).copied().unwrap_or_default();
        self.hands = self.groups.iter().map(|group| hands(&group.file)).collect();
        if let Some(reference) = &mut self.reference {
            reference.hands = hands("");
        }
    }

    fn own_hands(&self, chooser: Chooser) -> u32 {
        let hands = match chooser {
            Chooser::Group(group) => self.hands.get(group).copied(),
            Chooser::Reference => self.reference.as_ref().map(|reference| reference.hands),
        };
        hands.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::compared;
    use super::*;

    #[test]
    fn a_design_is_voted_for_once_whoever_chose_it() {
        let mut class = compared();
        class.groups[2].chosen = class.groups[0].chosen.clone();
        let [rockets, owls, third] = [0, 1, 2].map(Chooser::Group);
        let told = |class: &Comparison| {
            class.ballots().into_iter().map(|ballot| (ballot.choosers, ballot.hands)).collect::<Vec<_>>()
        };
        let expected = |hands: [u32; 3]| {
            vec![(vec![rockets, third], hands[0]), (vec![owls], hands[1]), (vec![Chooser::Reference], hands[2])]
        };
        assert_eq!(told(&class), expected([0, 0, 0]));
        assert_eq!(class.hands(rockets), None, "nobody voted");
        // A file that is not of this class counts for nothing.
        let votes = [("one.json", 3), ("three.json", 4), ("", 2), ("gone.json", 9)];
        class.count(&votes.map(|(file, hands)| (file.to_owned(), hands)).into());
        assert_eq!(told(&class), expected([7, 0, 2]));
        assert_eq!(
            [rockets, owls, third, Chooser::Reference].map(|of| class.hands(of)),
            [Some(7), Some(0), Some(7), Some(2)]
        );
        let hidden = class.anonymous();
        let place = class.anonymous_order().iter().position(|position| *position == 1).expect("it is there");
        assert_eq!(hidden.hands(Chooser::Group(place)), Some(0), "hands go with their group");
        // Who takes what the reference takes shares its hands.
        class.groups[1].chosen = class.reference.as_ref().and_then(|reference| reference.chosen.clone());
        assert_eq!(told(&class)[1], (vec![owls, Chooser::Reference], 2));
        class.groups[1].chosen = None;
        assert_eq!(class.hands(owls), None, "it chose nothing");
    }
}
