//! Work on an exercise in a class: what a group was given to do, and what it says besides the project itself.
//!
//! Most of an answer is the project: its requirements in their order are the ranked qualities, the hard ones among them
//! the constraints, and its decision says what was chosen and why.

use strum::{EnumIter, EnumString, IntoStaticStr};

use super::choice::Design;

/// The exercise that a project is worked on for, with what only a class asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Breakout {
    /// What the group was given to do.
    pub brief: Brief,
    /// What the group calls itself.
    pub group: String,
    /// Names of its members, as they want to give them; may be empty.
    pub members: String,
    /// Answers to the questions of the brief, by position; there may be fewer.
    pub answers: Vec<String>,
    /// A design that was considered and not taken.
    pub rejected: Option<Design>,
    /// Why it was not taken.
    pub why_rejected: String,
}

/// What a group is asked to do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Brief {
    /// Names the exercise, whatever its version.
    pub id: String,
    /// Names what exactly was given: 32 hexadecimal digits; empty for an exercise that was never saved.
    pub version: String,
    /// What it is called.
    pub title: String,
    /// The situation, in a few paragraphs.
    pub story: String,
    /// What the group is asked, one after the other.
    pub questions: Vec<String>,
    /// Minutes that the group has; 0 for no limit.
    pub minutes: u32,
    /// What the answer is judged by.
    pub specifications: Vec<Specification>,
}

/// Something that an answer does or does not do: there is no half of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Specification {
    /// What is asked, so that two readers come to the same judgement.
    pub text: String,
    /// What it counts when it is met, in points.
    pub points: u32,
    /// What the program can see for itself; the instructor has the last word.
    pub check: Option<Check>,
}

/// What can be seen in a project without judging what its words mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Check {
    /// Four qualities or more, each with a measure, a known limit and its unit, and one of them is not about being right.
    Qualities,
    /// There is a hard constraint, and each has a known limit that a design can be tested against.
    Constraints,
    /// Three designs or more were considered.
    Alternatives,
    /// Every requirement could be judged for the chosen design: nothing that was asked for is unknown.
    Evidence,
    /// The chosen design takes an option of the drawing for every open choice.
    Drawing,
    /// The chosen design meets every hard constraint, and no considered one that does is worth more by the group's own
    /// weights.
    Recommendation,
    /// A rejected design is named, with a reason.
    Rejection,
    /// The decision says what follows from it, good and bad.
    Risk,
    /// The decision says how one will see whether it holds.
    Confirmation,
}

impl Check {
    /// Whether answers are judged by it where these are asked.
    pub fn is_among(self, specifications: &[Specification]) -> bool {
        specifications.iter().any(|specification| specification.check == Some(self))
    }

    /// The key in files.
    pub fn key(self) -> &'static str {
        self.into()
    }

    /// A short name, for lists.
    pub fn label(self) -> &'static str {
        match self {
            Self::Qualities => "Qualities measured",
            Self::Constraints => "Constraints testable",
            Self::Alternatives => "Three designs considered",
            Self::Evidence => "Nothing unknown",
            Self::Drawing => "Choice fits the drawing",
            Self::Recommendation => "Choice follows from the weights",
            Self::Rejection => "Rejected option with a reason",
            Self::Risk => "Consequences named",
            Self::Confirmation => "Confirmation named",
        }
    }

    /// A specification that it belongs to, as one would ask it, with the usual points.
    pub fn specification(self) -> Specification {
        let (text, points) = match self {
            Self::Qualities => (
                "Names at least four qualities, each with a measure, a limit and a unit; one is not about accuracy.",
                15,
            ),
            Self::Constraints => ("States hard constraints with their type, each so that a design can be tested.", 15),
            Self::Alternatives => ("Considers at least three designs.", 10),
            Self::Evidence => ("Bases the choice on numbers that are measured, computed or stated, none unknown.", 15),
            Self::Drawing => ("The chosen design is one of the drawing.", 10),
            Self::Recommendation => ("The recommendation follows from the group's own constraints and weights.", 15),
            Self::Rejection => ("Names an option that was rejected, and what is given up without it.", 5),
            Self::Risk => ("Names a risk or a trade-off point of the choice.", 10),
            Self::Confirmation => ("Says what to watch in operation that could prove the choice wrong.", 5),
        };
        Specification { text: text.to_owned(), points, check: Some(self) }
    }
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator as _;

    use super::*;

    #[test]
    fn a_check_is_asked_for_where_a_specification_has_it() {
        let asked = [Specification::default(), Check::Risk.specification()];
        let found: Vec<Check> = Check::iter().filter(|check| check.is_among(&asked)).collect();
        assert_eq!(found, [Check::Risk], "what a person decides asks for none");
    }

    #[test]
    fn the_usual_specifications_make_a_hundred_points() {
        assert_eq!(Check::iter().map(|check| check.specification().points).sum::<u32>(), 100);
    }
}
