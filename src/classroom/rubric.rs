//! What the program can see for itself of the specifications that an answer is judged by. It sees what is there and what
//! numbers say, never what words mean: the instructor has the last word.

use std::collections::BTreeSet;

use super::Prefilled;
use super::compare::{Analyst, Demands, Looked, SAME_WORTH};
use super::phrases;
use crate::analysis::{AnalysisSettings, Outcome, verdicts};
use crate::catalog::catalog;
use crate::classroom::{Judged, Weighed};
use crate::model::{
    Check, ConstraintType, Decision, Design, EvidenceBook, Project, Requirement, Specification, counted, format_number,
    listed,
};
use crate::tradeoff::DesignSpace;

/// Qualities that an answer has to name.
pub(super) const QUALITIES: usize = 4;

/// Designs that it has to consider.
pub(super) const DESIGNS: usize = 3;

/// Most considered designs that are looked at.
const MOST_CONSIDERED: usize = 50;

/// The quality whose measures say how often a system is right.
const BEING_RIGHT: &str = "Functional correctness";

/// An answer that specifications are checked of.
#[derive(Debug)]
pub(super) struct Rubric<'r> {
    pub project: &'r Project,
    pub evidence: &'r EvidenceBook,
    /// The designs of the project.
    pub space: &'r DesignSpace,
    pub demands: &'r Demands<'r>,
}

/// What can be seen of every specification of the exercise that `project` answers, in their order; nothing outside of a
/// class. Without a check a specification is left to people.
pub fn prefilled(project: &Project, evidence: &EvidenceBook, settings: &AnalysisSettings) -> Vec<Prefilled> {
    let Some(breakout) = &project.breakout else { return Vec::new() };
    let space = DesignSpace::of(project, evidence);
    let rubric = Rubric { project, evidence, space: &space, demands: &Demands::of(project) };
    let mut analyst = Analyst::new(*settings, BTreeSet::new());
    seen(&breakout.brief.specifications, &rubric, &mut analyst.look_at(project, evidence, evidence))
}

/// The same for these specifications.
pub(super) fn seen(
    specifications: &[Specification],
    rubric: &Rubric<'_>,
    looked: &mut Looked<'_, '_>,
) -> Vec<Prefilled> {
    let prefilled = |specification: &Specification| {
        let (is_met, reason) = match specification.check {
            None => (None, "A person has to tell.".to_owned()),
            Some(check) => rubric.check(check, looked),
        };
        let Specification { text, points, check } = specification.clone();
        Prefilled { text, points, check, is_met, reason }
    };
    specifications.iter().map(prefilled).collect()
}

/// Whether something is met, and why.
type Seen = (Option<bool>, String);

fn met(reason: impl Into<String>) -> Seen {
    (Some(true), reason.into())
}

fn missed(reason: impl Into<String>) -> Seen {
    (Some(false), reason.into())
}

const NOTHING_CHOSEN: &str = "No design is chosen yet.";

impl Rubric<'_> {
    fn check(&self, check: Check, looked: &mut Looked<'_, '_>) -> Seen {
        match check {
            Check::Qualities => self.qualities(),
            Check::Constraints => self.constraints(),
            Check::Alternatives => self.alternatives(),
            Check::Evidence => self.nothing_unknown(looked),
            Check::Drawing => self.drawing(),
            Check::Recommendation => self.recommendation(looked),
            Check::Rejection => self.rejection(),
            Check::Risk => self.words("consequences", |decision| &decision.consequences),
            Check::Confirmation => self.words("confirmation", |decision| &decision.confirmation),
        }
    }

    fn decision(&self) -> Option<&Decision> {
        self.project.current_decision().map(|(_, decision)| decision)
    }

    /// The chosen design as it was stated.
    fn stated(&self) -> Option<&Design> {
        self.decision()?.design.as_ref()
    }

    fn complete(&self, design: &Design) -> Design {
        self.space.complete(self.project, self.evidence, design)
    }

    fn qualities(&self) -> Seen {
        let (mut measured, mut open) = (Vec::new(), Vec::new());
        for requirement in self.project.requirements.values() {
            let quality = catalog().quality_name(requirement.measure.measure);
            let list = if is_testable(requirement) { &mut measured } else { &mut open };
            if !list.contains(&quality) {
                list.push(quality);
            }
        }
        open.retain(|quality| !measured.contains(quality));
        let names = if measured.is_empty() { String::new() } else { format!(": {}", listed(&measured)) };
        let mut reason = match measured.len() {
            1 => format!("1 quality has a measure and a limit with its unit{names}."),
            count => format!("{count} qualities have a measure and a limit with its unit{names}."),
        };
        if !open.is_empty() {
            reason += " Without a known limit: ";
            reason += &listed(&open);
            reason.push('.');
        }
        if measured == [BEING_RIGHT] {
            reason += " All are about being right.";
        }
        // Being right is one quality: where several are named, others are among them.
        (Some(measured.len() >= QUALITIES), reason)
    }

    fn constraints(&self) -> Seen {
        let hard: Vec<&Requirement> = self.project.requirements.values().filter(|one| one.is_hard()).collect();
        if hard.is_empty() {
            return missed("No hard constraint is stated.");
        }
        let open: Vec<String> =
            hard.iter().filter(|one| !is_testable(one)).map(|one| self.project.measure_name(&one.measure)).collect();
        if !open.is_empty() {
            return missed(format!(
                "{} of {} hard constraints cannot be tested, because the limit is not stated or does not suit what is \
                 measured: {}.",
                open.len(),
                hard.len(),
                listed(&open)
            ));
        }
        let of = |kind| hard.iter().filter(|one| one.constraint == kind).count();
        let [problem, project, design] =
            [ConstraintType::Problem, ConstraintType::Project, ConstraintType::Design].map(of);
        met(format!(
            "{} can be tested: {problem} of the problem, {project} of the project, {design} of the design.",
            counted(hard.len(), "hard constraint")
        ))
    }

    fn alternatives(&self) -> Seen {
        let considered = self.considered().len();
        let reason = match considered {
            1 => "1 design was considered.".to_owned(),
            count if count >= MOST_CONSIDERED => format!("{count} designs or more were considered."),
            count => format!("{count} designs were considered."),
        };
        (Some(considered >= DESIGNS), reason)
    }

    /// The different designs that were considered, the rejected one included, each complete.
    fn considered(&self) -> BTreeSet<Design> {
        let rejected = self.project.breakout.as_ref().and_then(|breakout| breakout.rejected.as_ref());
        let stated = self.decision().into_iter().flat_map(Decision::designs).take(MOST_CONSIDERED);
        stated.chain(rejected).map(|design| self.complete(design)).collect()
    }

    fn nothing_unknown(&self, looked: &mut Looked<'_, '_>) -> Seen {
        let Some(chosen) = self.stated() else { return missed(NOTHING_CHOSEN) };
        let judged = verdicts(self.project, &looked.qualities(&self.complete(chosen)));
        let unknown: Vec<_> = judged.iter().filter(|verdict| verdict.outcome == Outcome::Unknown).collect();
        match (judged.len(), unknown.as_slice()) {
            (0, _) => missed("Nothing is required that could be judged."),
            (1, []) => met("The 1 requirement could be judged for the chosen design."),
            (all, []) => met(format!("All {all} requirements could be judged for the chosen design.")),
            (all, [first, ..]) => {
                missed(format!("{} of {all} requirements cannot be judged. {}", unknown.len(), first.reason))
            }
        }
    }

    fn drawing(&self) -> Seen {
        let Some(stated) = self.stated() else { return missed(NOTHING_CHOSEN) };
        if let Some(open) = self.space.open().first() {
            return missed(open.clone());
        }
        let wanted = self.space.simplified(stated.clone());
        for axis in self.space.axes() {
            match wanted.picks.get(&axis.choice) {
                None => return missed(format!("The chosen design says nothing of this: {}.", axis.label)),
                Some(pick) if axis.index_of(pick).is_none() => {
                    return missed(format!("{}: {} is no option of the drawing.", axis.label, pick.key()));
                }
                Some(_) => {}
            }
        }
        if self.complete(stated).picks.iter().any(|(choice, pick)| wanted.picks.get(choice) != Some(pick)) {
            return missed("The drawing rules the chosen combination of options out.");
        }
        match self.space.axes().len() {
            0 => met("Nothing is open to choose in the drawing."),
            1 => met("The chosen design takes an option of the drawing for the 1 open choice."),
            count => met(format!("The chosen design takes an option of the drawing for all {count} open choices.")),
        }
    }

    fn recommendation(&self, looked: &mut Looked<'_, '_>) -> Seen {
        let Some(stated) = self.stated() else { return missed(NOTHING_CHOSEN) };
        let chosen = self.complete(stated);
        let own = match self.demands.judge(&looked.qualities(&chosen)) {
            Judged::Feasible(Weighed { worth, .. }) => worth,
            Judged::Infeasible(names) => {
                return missed(format!("The chosen design misses hard constraints: {}.", listed(&names)));
            }
            Judged::Unknown(names) => {
                return missed(format!("Whether the chosen design meets these is not known: {}.", listed(&names)));
            }
            Judged::Nothing => return missed(NOTHING_CHOSEN),
        };
        let constraints = match self.demands.constraints() {
            0 => "There is no hard constraint to meet".to_owned(),
            1 => "The chosen design meets the hard constraint".to_owned(),
            count => format!("The chosen design meets all {count} hard constraints"),
        };
        let Some(own) = own else {
            return if self.demands.weighs() {
                missed(format!("{constraints}; what it is worth is not known, because a weighed number is not."))
            } else {
                (None, format!("{constraints}; nothing is weighed, so that a person has to tell why it was taken."))
            };
        };
        let (mut feasible, mut best): (usize, Option<(f64, Design)>) = (0, None);
        for design in self.considered().into_iter().filter(|design| *design != chosen) {
            if let Judged::Feasible(weighed) = self.demands.judge(&looked.qualities(&design)) {
                feasible += 1;
                if let Some(worth) = weighed.worth.filter(|worth| best.as_ref().is_none_or(|(most, _)| worth > most)) {
                    best = Some((worth, design));
                }
            }
        }
        let others = match feasible {
            0 => "no other considered design can be taken".to_owned(),
            count => format!("of the other considered designs {count} can be taken, and none is worth more"),
        };
        let number = |worth: f64| format_number((worth * 1000.0).round() / 1000.0);
        match best {
            Some((worth, design)) if worth > own + SAME_WORTH => missed(format!(
                "{constraints} and is worth {} of 1 by the weights, but another considered design that does is worth \
                     {} ({}).",
                number(own),
                number(worth),
                phrases::design(&self.space.in_words(&design))
            )),
            _ => met(format!("{constraints} and is worth {} of 1 by the weights; {others}.", number(own))),
        }
    }

    fn rejection(&self) -> Seen {
        let breakout = self.project.breakout.as_ref();
        let Some(rejected) = breakout.and_then(|breakout| breakout.rejected.as_ref()) else {
            return missed("No rejected design is named.");
        };
        if self.stated().is_some_and(|chosen| self.complete(chosen) == self.complete(rejected)) {
            return missed("The rejected design is the chosen one.");
        }
        match count_words(breakout.map_or("", |breakout| &breakout.why_rejected)) {
            0 => missed("A rejected design is named, without a reason."),
            count => met(format!("A rejected design is named, with a reason of {}.", counted(count, "word"))),
        }
    }

    /// Whether a part of the decision says anything at all.
    fn words(&self, what: &str, part: fn(&Decision) -> &String) -> Seen {
        match self.decision().map_or(0, |decision| count_words(part(decision))) {
            0 => missed(format!("The decision says nothing under {what}.")),
            count => met(format!("The decision says {} under {what}.", counted(count, "word"))),
        }
    }
}

/// Whether a design can be tested against it: the limit is known, in a unit of the measure, and the subject has the measure.
fn is_testable(requirement: &Requirement) -> bool {
    let key = &requirement.measure;
    key.is_possible() && requirement.threshold.amount_in(key.measure.unit()).is_some()
}

fn count_words(text: &str) -> usize {
    text.split_whitespace().count()
}

#[cfg(test)]
mod tests;
