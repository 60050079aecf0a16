//! New decision records: an empty one, and one that takes the place of another.

use super::unused_name;
use crate::model::{Date, Decision, DecisionId, DecisionStatus, Design, Project, unused_id};

/// A proposal that says nothing yet.
pub fn decision(project: &Project) -> (DecisionId, Decision) {
    titled(project, "Decision", Decision::default())
}

/// A proposal to take the place of the decision `id`, about the same problem: who decides, context, drivers and designs
/// are those of the other, the choice and its reasons are open. `None` where there is no such decision.
pub fn successor(project: &Project, id: &DecisionId) -> Option<(DecisionId, Decision)> {
    let old = project.decisions.get(id)?;
    let new = Decision {
        supersedes: Some(id.clone()),
        deciders: old.deciders.clone(),
        consulted: old.consulted.clone(),
        informed: old.informed.clone(),
        context: old.context.clone(),
        drivers: old.drivers.clone(),
        considered: old.designs().cloned().collect(),
        ..Decision::default()
    };
    let title = old.title.trim();
    Some(titled(project, if title.is_empty() { "Decision" } else { title }, new))
}

/// The decision for `design`: the proposal that there is, with this design chosen; else a new one, which is to take the
/// place of the decision that counts now, if there is one.
pub fn decision_for(project: &Project, design: Design) -> (DecisionId, Decision) {
    let proposal = project.open_proposal().map(|(id, proposal)| (id.clone(), proposal.clone()));
    let successor = || successor(project, project.current_decision()?.0);
    let (id, mut decided) = proposal.or_else(successor).unwrap_or_else(|| decision(project));
    decided.choose(design);
    (id, decided)
}

/// `decision` with another status; what is settled and has no date yet is settled `today`, what is open again has none.
#[must_use]
pub fn with_status(decision: &Decision, status: DecisionStatus, today: Option<Date>) -> Decision {
    let date = if status == DecisionStatus::Proposed { None } else { decision.date.or(today) };
    Decision { status, date, ..decision.clone() }
}

fn titled(project: &Project, title: &str, decision: Decision) -> (DecisionId, Decision) {
    let title = unused_name(title, |title| project.decisions.values().any(|other| other.title == title));
    let id = unused_id(&title, |id| project.decisions.contains_key(&DecisionId::new(id)));
    (DecisionId::new(&id), Decision { title, ..decision })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Pick;

    #[test]
    fn what_is_settled_gets_a_date_and_keeps_the_one_it_has() {
        let today = "2026-03-01".parse().ok();
        let accepted = with_status(&Decision::default(), DecisionStatus::Accepted, today);
        assert_eq!((accepted.status, accepted.date), (DecisionStatus::Accepted, today));
        let rejected = with_status(&accepted, DecisionStatus::Rejected, "2026-04-01".parse().ok());
        assert_eq!(rejected.date, today);
        assert_eq!(with_status(&rejected, DecisionStatus::Proposed, today), Decision::default());
    }

    #[test]
    fn a_design_is_put_into_the_proposal_or_into_a_new_one() {
        let design = |count| Design { picks: [("copies".into(), Pick::Replicas(count))].into() };
        let mut project = Project::default();
        let (first, mut decided) = decision_for(&project, design(1));
        assert_eq!((decided.design.as_ref(), decided.supersedes.as_ref()), (Some(&design(1)), None));
        project.decisions.insert(first.clone(), decided.clone());
        let (again, changed) = decision_for(&project, design(2));
        assert_eq!((&again, changed.considered), (&first, vec![design(1), design(2)]));
        decided.status = DecisionStatus::Accepted;
        project.decisions.insert(first.clone(), decided);
        let (second, new) = decision_for(&project, design(2));
        assert_ne!(second, first);
        assert_eq!((new.supersedes, new.status, new.design), (Some(first), DecisionStatus::Proposed, Some(design(2))));
    }

    #[test]
    fn a_successor_is_about_the_same_and_open() {
        let mut project = Project::default();
        let (id, mut old) = decision(&project);
        assert_eq!(successor(&project, &id), None);
        old.context = "Fraud has doubled.".to_owned();
        old.rationale = "It is cheap.".to_owned();
        old.design = Some(Design::default());
        old.status = DecisionStatus::Accepted;
        project.decisions.insert(id.clone(), old);
        let (_, new) = successor(&project, &id).expect("it is there");
        assert_eq!((new.title.as_str(), new.context.as_str()), ("Decision 2", "Fraud has doubled."));
        assert_eq!((new.design, new.considered, new.rationale.as_str()), (None, vec![Design::default()], ""));
        assert_eq!((new.status, new.supersedes), (DecisionStatus::Proposed, Some(id)));
    }
}
