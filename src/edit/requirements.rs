//! The order of requirements, which is that of the utility tree.

use std::collections::BTreeSet;

use crate::model::{Collection, Project, RequirementId};

/// Puts `moved`, in this order, before the requirement `before`, or at the end. What is not there is passed over; a
/// requirement that is moved before itself stays where it is.
pub(super) fn reorder(project: &mut Project, moved: &[RequirementId], before: Option<&RequirementId>) {
    let chosen: BTreeSet<_> = moved.iter().collect();
    // The place is that of the first requirement from `before` on that does not move itself.
    let keys: Vec<_> = project.requirements.keys().cloned().collect();
    let from = before.and_then(|before| keys.iter().position(|key| key == before)).unwrap_or(keys.len());
    let place = keys[from..].iter().find(|key| !chosen.contains(key)).cloned();
    let mut taken: Vec<_> = moved.iter().filter_map(|id| project.requirements.shift_remove_entry(id)).collect();
    let rest = std::mem::take(&mut project.requirements);
    let mut ordered = Collection::default();
    for (id, requirement) in &rest {
        if place.as_ref() == Some(id) {
            ordered.extend(taken.drain(..));
        }
        ordered.insert(id.clone(), requirement.clone());
    }
    ordered.extend(taken);
    project.requirements = ordered;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::create;
    use crate::model::{Measure, Subject};

    #[track_caller]
    fn check(moved: &[&str], before: Option<&str>, expected: &str) {
        let mut project = Project::default();
        for id in ["a", "b", "c", "d"] {
            let (_, requirement) = create::requirement(&project, Measure::MonthlyCost, Subject::System);
            project.requirements.insert(id.into(), requirement);
        }
        let moved: Vec<_> = moved.iter().map(|id| RequirementId::new(id)).collect();
        reorder(&mut project, &moved, before.map(RequirementId::new).as_ref());
        let order: Vec<_> = project.requirements.keys().map(RequirementId::as_str).collect();
        assert_eq!(order.join(" "), expected);
    }

    #[test]
    fn requirements_go_before_another_or_to_the_end() {
        check(&["d"], Some("b"), "a d b c");
        check(&["a"], None, "b c d a");
        check(&["c", "a"], Some("b"), "c a b d");
        check(&["a", "b"], Some("b"), "a b c d");
        check(&["nobody"], Some("a"), "a b c d");
        check(&["b"], Some("nobody"), "a c d b");
    }
}
