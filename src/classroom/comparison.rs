//! All answers of a class side by side, as plain values: what the window shows and what leaves as a page or a table.

use crate::model::{Check, ConstraintType, MeasureKey};

/// All answers of a class. Everything by group is in the order of `groups`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// What the exercise is called.
    pub title: String,
    /// Those who handed in, by name.
    pub groups: Vec<Group>,
    /// Every quality that a group or the reference names: those that most groups name first.
    pub qualities: Vec<RankedQuality>,
    /// Qualities of the reference that no group names.
    pub missed: Vec<String>,
    /// How the instructor would answer; `None` where no reference was compared with.
    pub reference: Option<ReferenceAnswer>,
    /// How far groups agree about what matters.
    pub agreement: Agreement,
    /// What groups demand of the same measure, side by side.
    pub thresholds: Vec<ThresholdRow>,
    /// Measures of the chosen designs, for a plot: those that most groups demand first.
    pub measures: Vec<MeasureColumn>,
    /// Which choices are not dominated by another one in all of `measures`: no other is at least as good in each and
    /// better in one. A choice with a number that is not known, or overloaded, is never among them; a measure that is known
    /// of fewer than half of the choices does not count.
    pub best: Vec<bool>,
    /// What each group's choice is to every other group.
    pub regret: Regret,
    /// Hands that the class raised in the end, as they were typed in: of several groups that chose the same design one has
    /// all of them, and before a vote there are none. What a design has tells [`Comparison::hands`].
    pub hands: Vec<u32>,
    /// Files that hold no answer to this exercise, with the reason; and the reference answer where its choice is more than
    /// can be compared.
    pub skipped: Vec<(String, String)>,
}

/// Who chose a design, or judges one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chooser {
    /// A group, by position.
    Group(usize),
    /// The instructor, in the reference answer.
    Reference,
}

/// How the instructor would answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReferenceAnswer {
    /// What the instructor noted about it, for the instructor alone; empty where nothing was.
    pub notes: String,
    /// The chosen design, as that of a group; `None` where nothing was chosen.
    pub chosen: Option<Vec<(String, String)>>,
    /// Whether that meets the reference's own hard constraints; `None` where that cannot be judged.
    pub is_feasible: Option<bool>,
    /// Why it was chosen.
    pub rationale: String,
    /// Hands that were typed in for it alone, see [`Comparison::hands`].
    pub hands: u32,
}

/// A group and what it says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// What it calls itself; the file's name where it says nothing.
    pub name: String,
    /// The file's name; with its folder before it where it lies in a folder of those that were chosen.
    pub file: String,
    /// Names of its members; empty where they were not given.
    pub members: String,
    /// Seconds that it worked by its own timer, where that ran.
    pub seconds: Option<u32>,
    /// Whether it answered what the instructor's file asks, or another version of the exercise; `None` where there is no
    /// instructor's file to compare with, or that says no version.
    pub is_same_version: Option<bool>,
    /// The chosen design, choice by choice: (`Model of Scorer`, `Random forest`); `None` where nothing was chosen.
    pub chosen: Option<Vec<(String, String)>>,
    /// Whether the chosen design meets the group's own hard constraints; `None` where that cannot be judged.
    pub is_feasible: Option<bool>,
    /// Why it was chosen.
    pub rationale: String,
    /// The rejected design in the same form; empty where none is named.
    pub rejected: Vec<(String, String)>,
    /// Why it was rejected.
    pub why_rejected: String,
    /// Questions with the group's answers; an answer may be empty.
    pub answers: Vec<(String, String)>,
    /// What the program has to say: "the same answer as group B", "drawn anew".
    pub remarks: Vec<String>,
    /// What could be seen about each specification of the exercise.
    pub specifications: Vec<Prefilled>,
}

/// What the program could see about a specification.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prefilled {
    /// What is asked.
    pub text: String,
    /// Points that it counts.
    pub points: u32,
    /// What was looked for; `None` where only a person can tell.
    pub check: Option<Check>,
    /// Whether that was found; `None` where only a person can tell.
    pub is_met: Option<bool>,
    /// A sentence that says why.
    pub reason: String,
}

/// A quality, and where groups rank it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RankedQuality {
    /// Its name in the catalogue.
    pub quality: String,
    /// The rank of each group, from 1, by the first requirement on each quality; `None` where a group does not name it.
    pub ranks: Vec<Option<usize>>,
    /// The rank in the reference.
    pub reference: Option<usize>,
}

/// How far groups agree.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agreement {
    /// Mean over all pairs of groups in which it is defined.
    pub mean: Likeness,
    /// Every pair of groups, by positions.
    pub pairs: Vec<GroupPair>,
}

/// How alike two rankings are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Likeness {
    /// Kendall's tau-b of the ranks, -1 (opposite) to 1 (the same order), over the qualities that either names; those that
    /// one does not name are tied behind those that it names. `None` where it is not defined: with fewer than two
    /// qualities, and where a ranking ties all.
    pub kendall: Option<f64>,
    /// Qualities that both name, over qualities that one of them names, 0 to 1; `None` where neither names any.
    pub jaccard: Option<f64>,
}

/// Two groups.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GroupPair {
    /// Position of one.
    pub first: usize,
    /// Position of the other, which is larger.
    pub second: usize,
    /// How alike their rankings are.
    pub likeness: Likeness,
}

/// What groups demand of the same measure of the same thing.
#[derive(Clone, Debug, PartialEq)]
pub struct ThresholdRow {
    /// The measure and its subject.
    pub key: MeasureKey,
    /// Its name, with the subject.
    pub name: String,
    /// Each group's demand; `None` where it has none.
    pub demands: Vec<Option<Tested>>,
    /// What the reference demands.
    pub reference: Option<Tested>,
}

/// One demand.
#[derive(Clone, Debug, PartialEq)]
pub struct Tested {
    /// The limit in the measure's own unit; `None` while it is not stated.
    pub limit: Option<f64>,
    /// The limit as the group stated it, with its unit.
    pub stated: String,
    /// Whether a design that misses it is out.
    pub is_hard: bool,
    /// Where the demand comes from.
    pub constraint: ConstraintType,
    /// Points of a soft demand.
    pub weight: Option<f64>,
}

/// One measure of all chosen designs.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureColumn {
    /// The measure and its subject.
    pub key: MeasureKey,
    /// Its name, with the subject.
    pub name: String,
    /// The number of each group's choice, as the project of that group has it.
    pub groups: Vec<ChoiceNumber>,
    /// That of the reference's choice; `None` without one.
    pub reference: Option<ChoiceNumber>,
}

/// One measure of one chosen design.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChoiceNumber {
    /// In the measure's unit; `None` where it is not known.
    pub value: Option<f64>,
    /// The 95 % interval of the same, where there is any.
    pub interval: Option<(f64, f64)>,
    /// The same as people read it, with unit; "overloaded" and "unknown" are said.
    pub text: String,
}

/// What each group's choice is to every group: `rows[judge][of]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Regret {
    /// By the group that judges, then by the group whose choice is judged.
    pub rows: Vec<Vec<Judged>>,
    /// By group: the largest regret that its choice leaves any other group with; `None` where none could say.
    pub worst_for_others: Vec<Option<f64>>,
    /// By group: for how many groups its choice is infeasible, itself included.
    pub infeasible_for: Vec<usize>,
    /// The same beside the reference; `None` where that chose nothing.
    pub reference: Option<ReferenceRegret>,
}

/// What the reference's choice is to groups, and theirs to the reference. It is no choice of the class: what is worth more
/// than the best one of the class has a regret below 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReferenceRegret {
    /// By group: the reference's choice as the group judges it.
    pub judged_by: Vec<Judged>,
    /// By group: its choice, as the reference judges it.
    pub judges: Vec<Judged>,
    /// The reference's choice as the reference judges it.
    pub own: Judged,
    /// The largest regret that it leaves any group with; `None` where none could say.
    pub worst: Option<f64>,
    /// For how many groups it is infeasible.
    pub infeasible_for: usize,
}

/// A choice as a group judges it.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Judged {
    /// It meets every hard constraint of the group.
    Feasible(Weighed),
    /// It misses hard constraints of the group: their names.
    Infeasible(Vec<String>),
    /// It misses none, but something that they limit is not known: what.
    Unknown(Vec<String>),
    /// Nothing was chosen.
    #[default]
    Nothing,
}

/// What a feasible choice is worth to a group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weighed {
    /// Its worth by the group's weights, 0 to 1; `None` where the group weighs nothing, or a weighed number is unknown.
    pub worth: Option<f64>,
    /// How much less that is than the best choice of the class that is feasible for the group, 0 to 1; below 0 only for
    /// the choice of the reference, which can be worth more than any of the class.
    pub regret: Option<f64>,
    /// What the group weighs and is not known of the choice, by name.
    pub unknown: Vec<String>,
    /// How many demands the group weighs.
    pub weighs: usize,
}

impl Comparison {
    /// The groups in their order, then the reference where that chose a design.
    pub fn choosers(&self) -> impl Iterator<Item = Chooser> + use<> {
        let reference = self.chosen(Chooser::Reference).is_some().then_some(Chooser::Reference);
        (0..self.groups.len()).map(Chooser::Group).chain(reference)
    }

    /// What was chosen; `None` where nothing was.
    pub fn chosen(&self, chooser: Chooser) -> Option<&[(String, String)]> {
        let chosen = match chooser {
            Chooser::Group(group) => &self.groups.get(group)?.chosen,
            Chooser::Reference => &self.reference.as_ref()?.chosen,
        };
        chosen.as_deref()
    }

    /// Whether answers were compared without the exercise that they are about: what was given is missing then.
    pub fn lacks_exercise(&self) -> bool {
        !self.groups.is_empty() && self.groups.iter().all(|group| group.is_same_version.is_none())
    }
}

impl Chooser {
    /// The position of the group; `None` for the instructor.
    pub fn group(self) -> Option<usize> {
        match self {
            Self::Group(group) => Some(group),
            Self::Reference => None,
        }
    }
}

impl MeasureColumn {
    /// The number of a choice; `None` without such a group, or without a choice of the reference.
    pub fn number(&self, of: Chooser) -> Option<&ChoiceNumber> {
        match of {
            Chooser::Group(group) => self.groups.get(group),
            Chooser::Reference => self.reference.as_ref(),
        }
    }

    /// The value of a choice in the measure's unit; `None` where it is not known.
    pub fn value(&self, of: Chooser) -> Option<f64> {
        self.number(of)?.value
    }

    /// The values of all groups' choices that are known.
    pub fn known(&self) -> impl Iterator<Item = f64> + '_ {
        self.groups.iter().filter_map(|number| number.value)
    }
}

impl ChoiceNumber {
    /// One that is not known, with the reason in a word.
    pub fn unknown(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }
}

impl Regret {
    /// What a choice is to somebody; nothing where there is no such choice.
    pub fn judged(&self, judge: Chooser, of: Chooser) -> &Judged {
        let reference = self.reference.as_ref();
        let found = match (judge, of) {
            (Chooser::Group(judge), Chooser::Group(of)) => self.rows.get(judge).and_then(|row| row.get(of)),
            (Chooser::Group(judge), Chooser::Reference) => reference.and_then(|found| found.judged_by.get(judge)),
            (Chooser::Reference, Chooser::Group(of)) => reference.and_then(|found| found.judges.get(of)),
            (Chooser::Reference, Chooser::Reference) => reference.map(|found| &found.own),
        };
        found.unwrap_or(&Judged::Nothing)
    }

    /// The largest regret that a choice leaves any other group with; `None` where none could say.
    pub fn worst(&self, of: Chooser) -> Option<f64> {
        match of {
            Chooser::Group(group) => *self.worst_for_others.get(group)?,
            Chooser::Reference => self.reference.as_ref()?.worst,
        }
    }

    /// For how many groups a choice is infeasible.
    pub fn infeasible_groups(&self, of: Chooser) -> usize {
        let count = match of {
            Chooser::Group(group) => self.infeasible_for.get(group).copied(),
            Chooser::Reference => self.reference.as_ref().map(|reference| reference.infeasible_for),
        };
        count.unwrap_or_default()
    }
}
