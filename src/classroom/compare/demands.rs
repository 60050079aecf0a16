//! What a group demands, ready to judge many choices by.

use super::clean::{NAME, line};
use crate::analysis::{Outcome, Qualities, judged, weighed};
use crate::classroom::{Judged, Weighed};
use crate::model::{Project, Requirement, Strength};

/// Most constraints that are named as missed; how many more there are is said.
const MOST_NAMED: usize = 12;

/// The requirements of a group.
#[derive(Debug)]
pub(in crate::classroom) struct Demands<'a> {
    /// Hard ones, with their names.
    hard: Vec<(&'a Requirement, String)>,
    /// Soft ones, with their points and names.
    soft: Vec<(&'a Requirement, f64, String)>,
}

impl<'a> Demands<'a> {
    /// The requirements of `project`.
    pub fn of(project: &'a Project) -> Self {
        let (mut hard, mut soft) = (Vec::new(), Vec::new());
        for requirement in project.requirements.values() {
            match requirement.strength {
                Strength::Hard => hard.push((requirement, named(project, requirement))),
                Strength::Soft { weight, .. } => soft.push((requirement, weight, named(project, requirement))),
            }
        }
        Self { hard, soft }
    }

    /// Whether anything is weighed.
    pub fn weighs(&self) -> bool {
        self.soft.iter().any(|(_, weight, _)| *weight > 0.0)
    }

    /// How many hard constraints there are.
    pub fn constraints(&self) -> usize {
        self.hard.len()
    }

    /// What a choice with these numbers is to the group; regret is not known yet. A constraint that is missed rules it out,
    /// whatever else is not known. What is overloaded misses every limit.
    pub fn judge(&self, qualities: &Qualities) -> Judged {
        let (mut missed, mut unknown) = (Vec::new(), Vec::new());
        for (requirement, name) in &self.hard {
            match judged(requirement, qualities.get(&requirement.measure)).0 {
                Outcome::Met => {}
                Outcome::Missed => missed.push(name),
                Outcome::Unknown => unknown.push(name),
            }
        }
        if !missed.is_empty() {
            return Judged::Infeasible(listed(&missed));
        }
        if !unknown.is_empty() {
            return Judged::Unknown(listed(&unknown));
        }
        Judged::Feasible(self.weighed(qualities))
    }

    /// What these numbers are worth by the group's weights, whether or not they are feasible.
    fn weighed(&self, qualities: &Qualities) -> Weighed {
        let counted = || self.soft.iter().filter(|(_, weight, _)| *weight > 0.0);
        let worth = |requirement: &Requirement| judged(requirement, qualities.get(&requirement.measure)).1;
        let unknown = counted().filter(|(requirement, ..)| worth(requirement).is_none()).map(|(.., name)| name);
        Weighed {
            worth: weighed(counted().map(|(requirement, weight, _)| (*weight, worth(requirement)))),
            regret: None,
            unknown: listed(&unknown.collect::<Vec<_>>()),
            weighs: counted().count(),
        }
    }
}

/// The requirement's name, or the measure's where it has none.
pub(super) fn named(project: &Project, requirement: &Requirement) -> String {
    let name = line(&requirement.name, NAME);
    if name.is_empty() { line(&project.measure_name(&requirement.measure), NAME) } else { name }
}

fn listed(names: &[&String]) -> Vec<String> {
    let mut listed: Vec<String> = names.iter().take(MOST_NAMED).map(|name| (*name).clone()).collect();
    if names.len() > MOST_NAMED {
        listed.push(format!("{} more", names.len() - MOST_NAMED));
    }
    listed
}
