//! What an instructor says about the specifications that groups meet.

use std::collections::BTreeMap;

use super::comparison::Prefilled;

/// By group (the name of its file) and specification (its position): the instructor's marks.
pub type Marks = BTreeMap<(String, usize), Mark>;

/// What the instructor says about one specification of one group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// Whether it is met; `None` leaves it to what the program saw.
    pub is_met: Option<bool>,
    /// A sentence for the group; may be empty.
    pub comment: String,
}

/// Points of a group. The file of an answer says how many there are to have: their sum has room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Of specifications that are met.
    pub met: u64,
    /// Of all.
    pub of: u64,
    /// Of those that nobody has judged yet.
    pub open: u64,
}

/// What the instructor says about a specification of the group with this file, if anything.
pub fn mark_of<'m>(marks: &'m Marks, file: &str, specification: usize) -> Option<&'m Mark> {
    marks.get(&(file.to_owned(), specification))
}

impl Prefilled {
    /// Whether it is met: as the instructor says, else as the program saw. `None` where neither says.
    pub fn verdict(&self, mark: Option<&Mark>) -> Option<bool> {
        mark.and_then(|mark| mark.is_met).or(self.is_met)
    }
}

impl Score {
    /// The points of the group with this file, whose specifications these are.
    pub fn of(specifications: &[Prefilled], marks: &Marks, file: &str) -> Self {
        let mut score = Self::default();
        for (position, asked) in specifications.iter().enumerate() {
            let points = u64::from(asked.points);
            score.of += points;
            match asked.verdict(mark_of(marks, file, position)) {
                Some(true) => score.met += points,
                Some(false) => {}
                None => score.open += points,
            }
        }
        score
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::compared;
    use super::*;

    #[test]
    fn the_instructor_has_the_last_word() {
        let mark = |is_met| Mark { is_met, comment: "Well put.".to_owned() };
        for seen in [Some(true), Some(false), None] {
            let asked = Prefilled { is_met: seen, ..Prefilled::default() };
            assert_eq!(asked.verdict(None), seen);
            assert_eq!(asked.verdict(Some(&mark(None))), seen, "a comment alone decides nothing");
            assert_eq!(asked.verdict(Some(&mark(Some(true)))), Some(true));
            assert_eq!(asked.verdict(Some(&mark(Some(false)))), Some(false));
        }
    }

    #[test]
    fn points_are_those_of_what_is_met() {
        // 60 points missed, 30 met and 10 open, as the program saw.
        let group = &compared().groups[0];
        let score = |marks: &Marks| Score::of(&group.specifications, marks, &group.file);
        assert_eq!(score(&Marks::new()), Score { met: 30, of: 100, open: 10 });
        let mark = |file: &str, position, is_met| {
            ((file.to_owned(), position), Mark { is_met: Some(is_met), comment: String::new() })
        };
        let marks = Marks::from([mark("one.json", 1, false), mark("one.json", 2, true), mark("owls.json", 0, true)]);
        assert_eq!(score(&marks), Score { met: 10, of: 100, open: 0 });
        let many = Prefilled { points: u32::MAX, is_met: Some(true), ..Prefilled::default() };
        let all = u64::from(u32::MAX) * 3;
        assert_eq!(Score::of(&[many.clone(), many.clone(), many], &marks, ""), Score { met: all, of: all, open: 0 });
    }
}
