//! What becomes of decisions when something that they speak of is removed, and which of them may supersede which.

use super::EditError;
use crate::model::{ChoiceId, DecisionId, Pick, Project};

/// The decision whose place `id` is to take is there, and does not go back to `id` itself.
pub(super) fn check(project: &Project, id: &DecisionId, supersedes: Option<&DecisionId>) -> Result<(), EditError> {
    // What a file says wrongly must not keep the rest of a record from being edited.
    if project.decisions.get(id).is_some_and(|decision| decision.supersedes.as_ref() == supersedes) {
        return Ok(());
    }
    let mut older = supersedes;
    if let Some(missing) = older.filter(|older| *older != id && !project.decisions.contains_key(*older)) {
        return Err(EditError::NoSuchDecision(missing.clone()));
    }
    // No further than there are decisions: a file that was written by hand may hold a circle.
    for _ in 0..=project.decisions.len() {
        let Some(one) = older else { return Ok(()) };
        if one == id {
            return Err(EditError::SupersedesItself(id.clone()));
        }
        older = project.decisions.get(one).and_then(|decision| decision.supersedes.as_ref());
    }
    Ok(())
}

/// Removes a decision; one that superseded it stands on its own from now on.
pub(super) fn remove(project: &mut Project, id: &DecisionId) {
    project.decisions.shift_remove(id);
    for decision in project.decisions.values_mut() {
        decision.supersedes.take_if(|superseded| superseded == id);
    }
}

/// Requirements that are no more drive nothing.
pub(super) fn forget_drivers(project: &mut Project) {
    let requirements = &project.requirements;
    for decision in project.decisions.values_mut() {
        decision.drivers.retain(|driver| requirements.contains_key(driver));
    }
}

/// Takes options out of every design that was chosen or considered. Considered designs that differed in nothing else
/// are one from then on.
pub(super) fn forget_picks(project: &mut Project, is_gone: impl Fn(&ChoiceId, &Pick) -> bool) {
    for decision in project.decisions.values_mut() {
        for design in decision.considered.iter_mut().chain(&mut decision.design) {
            design.picks.retain(|choice, pick| !is_gone(choice, pick));
        }
        let mut seen = Vec::new();
        for design in std::mem::take(&mut decision.considered) {
            if !seen.contains(&design) {
                seen.push(design);
            }
        }
        decision.considered = seen;
    }
    if let Some(rejected) = project.breakout.as_mut().and_then(|breakout| breakout.rejected.as_mut()) {
        rejected.picks.retain(|choice, pick| !is_gone(choice, pick));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::{TestProject, design};
    use crate::edit::{Edit, History, create};
    use crate::model::{Decision, DecisionStatus, ElementId, Measure, OpenQuestion, Quantity, Subject, Unit};

    /// A service on one of two nodes, with 1 to 3 replicas, that must be cheap.
    fn project() -> Project {
        TestProject::new()
            .component("scorer", &[])
            .node("cloud", &[], &["scorer"])
            .node("edge", &[], &[])
            .choice("node", "scorer", OpenQuestion::Node(vec!["cloud".into(), "edge".into()]))
            .choice("replicas", "scorer", OpenQuestion::Replicas { fewest: 1, most: 3 })
            .requirement(
                "cheap",
                Measure::MonthlyCost,
                Subject::System,
                Quantity::estimated(100.0, Unit::DollarPerMonth),
            )
            .build()
    }

    fn begun(history: &mut History) -> DecisionId {
        let (id, decision) = create::decision(history.project());
        history.edit(&Edit::PutDecision(id.clone(), decision)).expect("a new decision is always possible");
        id
    }

    #[test]
    fn several_decisions_come_and_go_by_undo_and_redo() {
        let mut history = History::new(project());
        let (first, second) = (begun(&mut history), begun(&mut history));
        assert_eq!(history.undo_label(), Some("add Decision 2"));
        let titles = |history: &History| -> Vec<String> {
            history.project().decisions.values().map(|decision| decision.title.clone()).collect()
        };
        assert_eq!(titles(&history), ["Decision", "Decision 2"]);
        let accepted = Decision { status: DecisionStatus::Accepted, ..history.project().decisions[&first].clone() };
        history.edit(&Edit::PutDecision(first.clone(), accepted)).expect("it is there");
        assert_eq!(history.undo_label(), Some("change Decision"));
        let (third, successor) = create::successor(history.project(), &first).expect("it is there");
        assert_eq!((successor.supersedes.as_ref(), successor.title.as_str()), (Some(&first), "Decision 3"));
        let successor = Decision { status: DecisionStatus::Accepted, ..successor };
        history.edit(&Edit::PutDecision(third.clone(), successor)).expect("what it supersedes is there");
        assert_eq!(history.project().superseded_by(&first), Some(&third));
        history.edit(&Edit::RemoveDecision(first.clone())).expect("removing is always possible");
        assert_eq!(history.undo_label(), Some("remove Decision"));
        assert_eq!(history.project().decisions[&third].supersedes, None);
        for _ in 0..3 {
            assert!(history.undo());
        }
        assert_eq!(titles(&history), ["Decision", "Decision 2"]);
        assert_eq!(history.project().decisions[&first].status, DecisionStatus::Proposed);
        assert!(history.redo() && history.redo() && history.redo());
        assert_eq!(history.project().decisions.keys().collect::<Vec<_>>(), [&second, &third]);
    }

    #[test]
    fn none_supersedes_itself_or_what_is_not_there() {
        let mut history = History::new(project());
        let (first, second) = (begun(&mut history), begun(&mut history));
        let mut superseding = |id: &DecisionId, other: &str| {
            let decision = Decision { supersedes: Some(other.into()), ..history.project().decisions[id].clone() };
            history.edit(&Edit::PutDecision(id.clone(), decision))
        };
        assert_eq!(superseding(&first, "nobody"), Err(EditError::NoSuchDecision("nobody".into())));
        assert_eq!(superseding(&first, first.as_str()), Err(EditError::SupersedesItself(first.clone())));
        assert_eq!(superseding(&second, first.as_str()), Ok(()));
        assert_eq!(superseding(&first, second.as_str()), Err(EditError::SupersedesItself(first.clone())));
    }

    #[test]
    fn what_is_removed_is_spoken_of_no_more() {
        let mut project = project();
        let designs = [("cloud", 1), ("edge", 1), ("edge", 2)].map(|(node, replicas)| {
            design(&[("node", Pick::Node(node.into())), ("replicas", Pick::Replicas(replicas))])
        });
        let (id, mut decision) = create::decision(&project);
        decision.drivers = vec!["cheap".into()];
        decision.considered = designs.to_vec();
        decision.choose(designs[2].clone());
        Edit::PutDecision(id.clone(), decision).apply(&mut project).expect("it supersedes nothing");
        Edit::RemoveRequirement("cheap".into()).apply(&mut project).expect("removing is always possible");
        assert!(project.decisions[&id].drivers.is_empty());
        Edit::RemoveChoice("replicas".into()).apply(&mut project).expect("removing is always possible");
        let node = |id: &str| design(&[("node", Pick::Node(id.into()))]);
        assert_eq!(project.decisions[&id].considered, [node("cloud"), node("edge")]);
        assert_eq!(project.decisions[&id].design, Some(node("edge")));
        let gone = vec![ElementId::Node("edge".into())];
        Edit::Delete(gone).apply(&mut project).expect("deleting is always possible");
        assert_eq!(project.decisions[&id].considered, [node("cloud"), design(&[])]);
        assert_eq!(project.decisions[&id].design, Some(design(&[])));
    }
}
