//! What becomes of all that speaks of an option which is none any more: it leaves what is ruled out and the decisions. A
//! new candidate or element may get the same identifier, and nothing was ever said or decided of that one.

use std::collections::BTreeSet;

use super::decisions;
use crate::model::{
    CandidateId, Choice, ChoiceId, Collection, ComponentId, Exclusion, LearningTask, OpenQuestion, Pick, Project,
};

/// Adds or replaces what a component learns. Candidates that it then has no more are options of no drawing.
pub(super) fn put_task(project: &mut Project, component: &ComponentId, task: &LearningTask) {
    let before = project.tasks.insert(component.clone(), task.clone());
    let gone: BTreeSet<CandidateId> = before
        .iter()
        .flat_map(|before| before.candidates.keys())
        .filter(|id| !task.candidates.contains_key(*id))
        .cloned()
        .collect();
    if !gone.is_empty() {
        forget_candidates(project, component, &gone);
    }
}

/// Removes what a component learns; which of its candidates fills it is no longer asked, on any drawing.
pub(super) fn remove_task(project: &mut Project, component: &ComponentId) {
    project.tasks.shift_remove(component);
    let is_about_it = |choice: &Choice| {
        choice.is_about(component) && matches!(choice.question, OpenQuestion::Candidate | OpenQuestion::Cascade)
    };
    let found = |choices: &Collection<ChoiceId, Choice>| -> Vec<ChoiceId> {
        choices.iter().filter(|(_, choice)| is_about_it(choice)).map(|(id, _)| id.clone()).collect()
    };
    let mut gone: BTreeSet<ChoiceId> = BTreeSet::new();
    for other in project.alternatives.others.values_mut() {
        for id in found(&other.choices) {
            remove_from(&mut other.choices, &mut other.exclusions, &id);
            gone.insert(id);
        }
    }
    decisions::forget_picks(project, |choice, _| gone.contains(choice));
    for id in found(&project.choices) {
        remove_choice(project, &id);
    }
}

/// Removes a choice, also from the designs of decisions.
pub(super) fn remove_choice(project: &mut Project, id: &ChoiceId) {
    remove_from(&mut project.choices, &mut project.exclusions, id);
    // A decision may be about another drawing that still has the choice.
    if !choices_elsewhere(project).contains(id) {
        decisions::forget_picks(project, |choice, _| choice == id);
    }
}

/// Takes an option that is none any more out of what is ruled out on the drawing that is shown, and out of decisions.
pub(super) fn forget_option(project: &mut Project, gone: &Pick) {
    leave_out(&mut project.exclusions, |_, pick| pick == gone);
    let elsewhere = choices_elsewhere(project);
    decisions::forget_picks(project, |choice, pick| pick == gone && !elsewhere.contains(choice));
}

/// The choices of the drawings that are not shown.
fn choices_elsewhere(project: &Project) -> BTreeSet<ChoiceId> {
    project.alternatives.others.values().flat_map(|other| other.choices.keys()).cloned().collect()
}

/// Takes candidates of a component out of what is ruled out on any drawing, and out of the decision. Those of other
/// components may have the same identifiers.
fn forget_candidates(project: &mut Project, component: &ComponentId, gone: &BTreeSet<CandidateId>) {
    let is_gone = |pick: &Pick| match pick {
        Pick::Candidate(id) | Pick::Second(Some((id, _))) => gone.contains(id),
        _ => false,
    };
    let about_it = |choices: &Collection<ChoiceId, Choice>| -> BTreeSet<ChoiceId> {
        choices.iter().filter(|(_, choice)| choice.is_about(component)).map(|(id, _)| id.clone()).collect()
    };
    let mut all = about_it(&project.choices);
    leave_out(&mut project.exclusions, |choice, pick| all.contains(choice) && is_gone(pick));
    // The decision may be about another drawing; what this one says of a choice comes first.
    for other in project.alternatives.others.values_mut() {
        let choices = about_it(&other.choices);
        leave_out(&mut other.exclusions, |choice, pick| choices.contains(choice) && is_gone(pick));
        all.extend(choices.into_iter().filter(|choice| !project.choices.contains_key(choice)));
    }
    decisions::forget_picks(project, |choice, pick| all.contains(choice) && is_gone(pick));
}

/// Takes options out of exclusions. One that could never hold any more goes altogether: without one of its parts it
/// would rule out more than it did.
fn leave_out(exclusions: &mut Vec<Exclusion>, is_gone: impl Fn(&ChoiceId, &Pick) -> bool) {
    exclusions.retain_mut(|exclusion| {
        exclusion.options.iter_mut().all(|(choice, options)| {
            let before = options.len();
            options.retain(|pick| !is_gone(choice, pick));
            options.len() == before || !options.is_empty()
        })
    });
}

fn remove_from(choices: &mut Collection<ChoiceId, Choice>, exclusions: &mut Vec<Exclusion>, id: &ChoiceId) {
    choices.shift_remove(id);
    // Without one of its choices an exclusion would rule out more than it did.
    exclusions.retain(|exclusion| !exclusion.options.contains_key(id));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Edit, History, create};
    use crate::model::{Amount, Design, ElementId, Goal, NodeId, Point};

    const MODEL: &str = "scorer_model";
    const SECOND: &str = "scorer_second";
    const OTHER: &str = "other_model";
    const PLACE: &str = "scorer_node";

    fn candidate(id: &str) -> Pick {
        Pick::Candidate(id.into())
    }

    fn second(id: &str) -> Pick {
        Pick::Second(Some((id.into(), Amount::new(5.0))))
    }

    fn node(id: &str) -> Pick {
        Pick::Node(id.into())
    }

    fn excluded(options: &[(&str, &[Pick])]) -> Exclusion {
        let options = options.iter().map(|(choice, picks)| ((*choice).into(), picks.iter().cloned().collect()));
        Exclusion { reason: String::new(), options: options.collect() }
    }

    /// Two components, each with the candidates "tree" and "forest"; of the first also the second model and the node
    /// are open. It was decided for the forest after the tree, on the edge.
    fn project() -> Project {
        let mut project = Project::default();
        let apply = |project: &mut Project, edit: Edit| edit.apply(project).expect("what it speaks of is there");
        for name in ["scorer", "other"] {
            let (_, component) = create::component(&project, "inference_service", Point::default());
            apply(&mut project, Edit::PutComponent(name.into(), component));
            let mut task = create::task(&project, &name.into(), &"data".into(), &Goal::Number);
            let usual = task.candidates[0].clone();
            task.candidates = ["tree", "forest"].map(|id| (CandidateId::new(id), usual.clone())).into_iter().collect();
            apply(&mut project, Edit::PutTask(name.into(), task));
        }
        for name in ["edge", "cloud"] {
            let (_, node) = create::node(&project, "cloud_region", Point::default());
            apply(&mut project, Edit::PutNode(name.into(), node));
        }
        let nodes = OpenQuestion::Node(vec!["edge".into(), "cloud".into()]);
        for (id, component, question) in [
            (MODEL, "scorer", OpenQuestion::Candidate),
            (SECOND, "scorer", OpenQuestion::Cascade),
            (OTHER, "other", OpenQuestion::Candidate),
            (PLACE, "scorer", nodes),
        ] {
            let element = ElementId::Component(component.into());
            apply(&mut project, Edit::PutChoice(id.into(), Choice { element, question }));
        }
        let picks = [
            (MODEL, candidate("tree")),
            (SECOND, second("forest")),
            (OTHER, candidate("forest")),
            (PLACE, node("edge")),
        ];
        let picks = picks.into_iter().map(|(choice, pick)| (choice.into(), pick)).collect();
        let (id, mut decision) = create::decision(&project);
        decision.choose(Design { picks });
        apply(&mut project, Edit::PutDecision(id, decision));
        project.exclusions = vec![
            excluded(&[(MODEL, &[candidate("tree"), candidate("forest")]), (PLACE, &[node("edge")])]),
            excluded(&[(MODEL, &[candidate("forest")]), (PLACE, &[node("cloud")])]),
            excluded(&[(SECOND, &[second("forest")]), (PLACE, &[node("cloud")])]),
            excluded(&[(OTHER, &[candidate("forest")]), (PLACE, &[node("cloud")])]),
        ];
        project
    }

    fn decided(project: &Project) -> Vec<(&str, String)> {
        let picks =
            project.decisions.values().filter_map(|decision| decision.design.as_ref()).flat_map(|design| &design.picks);
        picks.map(|(choice, pick)| (choice.as_str(), pick.key())).collect()
    }

    /// The project after the edit; taking that back must bring back what was there.
    #[track_caller]
    fn after(project: &Project, edit: &Edit) -> Project {
        let mut history = History::new(project.clone());
        history.edit(edit).expect("what it speaks of is there");
        let changed = (**history.project()).clone();
        assert!(history.undo(), "it is a step");
        assert!(**history.project() == *project, "one step back everything is there again");
        changed
    }

    fn without(project: &Project, candidate: &str) -> Edit {
        let mut task = project.tasks[&ComponentId::new("scorer")].clone();
        task.candidates.shift_remove(&CandidateId::new(candidate));
        Edit::PutTask("scorer".into(), task)
    }

    #[test]
    fn a_removed_candidate_is_no_longer_ruled_out_nor_decided_for() {
        let project = project();
        let changed = after(&project, &without(&project, "forest"));
        let expected = [
            excluded(&[(MODEL, &[candidate("tree")]), (PLACE, &[node("edge")])]),
            excluded(&[(OTHER, &[candidate("forest")]), (PLACE, &[node("cloud")])]),
        ];
        assert_eq!(changed.exclusions, expected);
        let left = [(OTHER, "forest".to_owned()), (MODEL, "tree".to_owned()), (PLACE, "edge".to_owned())];
        assert_eq!(decided(&changed), left, "the other component's forest is another one");
        let mut task = project.tasks[&ComponentId::new("scorer")].clone();
        task.candidates[&CandidateId::new("forest")].seed += 1;
        let changed = after(&project, &Edit::PutTask("scorer".into(), task));
        assert!(changed.decisions == project.decisions && changed.exclusions == project.exclusions, "it is still one");
    }

    #[test]
    fn without_a_task_nothing_is_asked_about_its_candidates() {
        let project = project();
        let changed = after(&project, &Edit::RemoveTask("scorer".into()));
        assert_eq!(changed.choices.keys().map(ChoiceId::as_str).collect::<Vec<_>>(), [OTHER, PLACE]);
        assert_eq!(changed.exclusions, project.exclusions[3..]);
        assert_eq!(decided(&changed), [(OTHER, "forest".to_owned()), (PLACE, "edge".to_owned())]);
    }

    #[test]
    fn a_deleted_node_and_component_take_along_what_speaks_of_them() {
        let project = project();
        let changed = after(&project, &Edit::Delete(vec![ElementId::Node("cloud".into())]));
        assert_eq!(changed.choices[&ChoiceId::new(PLACE)].question, OpenQuestion::Node(vec![NodeId::new("edge")]));
        assert_eq!(changed.exclusions, project.exclusions[..1]);
        assert_eq!(changed.decisions, project.decisions);
        let changed = after(&project, &Edit::Delete(vec![ElementId::Component("scorer".into())]));
        assert_eq!(changed.choices.keys().map(ChoiceId::as_str).collect::<Vec<_>>(), [OTHER]);
        assert!(changed.exclusions.is_empty() && changed.tasks.len() == 1);
        assert_eq!(decided(&changed), [(OTHER, "forest".to_owned())]);
    }

    #[test]
    fn what_another_alternative_still_has_stays_decided() {
        let mut project = project();
        let branch = Edit::BranchAlternative("edge".into(), "On the edge".to_owned());
        branch.apply(&mut project).expect("there is no such alternative yet");
        let before = decided(&project).len();
        let changed = after(&project, &Edit::RemoveChoice(PLACE.into()));
        assert_eq!(decided(&changed).len(), before, "the decision may be about the other drawing");
        let changed = after(&project, &Edit::Delete(vec![ElementId::Node("edge".into())]));
        assert_eq!(decided(&changed).len(), before);
    }

    #[test]
    fn other_alternatives_forget_a_removed_candidate_too() {
        let mut project = project();
        let branch = Edit::BranchAlternative("edge".into(), "On the edge".to_owned());
        branch.apply(&mut project).expect("there is no such alternative yet");
        let changed = after(&project, &without(&project, "forest"));
        assert_eq!(changed.alternatives.others[0].exclusions, changed.exclusions);
        let changed = after(&project, &Edit::RemoveTask("scorer".into()));
        assert_eq!(changed.alternatives.others[0].choices.len(), 2);
        assert_eq!(changed.alternatives.others[0].exclusions, project.exclusions[3..]);
    }
}
