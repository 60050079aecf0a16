//! Making, showing and removing alternative architectures.

use crate::model::{Alternative, AlternativeId, Project};

/// Puts a copy of the drawing aside under its name; what is drawn from now on is the new alternative.
pub(super) fn branch(project: &mut Project, id: &AlternativeId, name: &str) {
    let aside = Alternative {
        name: project.alternatives.name.clone(),
        description: project.alternatives.description.clone(),
        system: project.system.clone(),
        views: project.views.clone(),
        choices: project.choices.clone(),
        exclusions: project.exclusions.clone(),
    };
    let old = std::mem::replace(&mut project.alternatives.current, id.clone());
    project.alternatives.others.insert(old, aside);
    name.clone_into(&mut project.alternatives.name);
    project.alternatives.description.clear();
}

/// Shows another alternative; the one that was shown takes its place among the others.
pub(super) fn show(project: &mut Project, id: &AlternativeId) {
    let Some(position) = project.alternatives.others.get_index_of(id) else { return };
    let shown = &mut project.alternatives;
    let Some(aside) = shown.others.shift_remove(id) else { return };
    let old = std::mem::replace(&mut shown.current, id.clone());
    let put_aside = Alternative {
        name: std::mem::replace(&mut shown.name, aside.name),
        description: std::mem::replace(&mut shown.description, aside.description),
        system: std::mem::replace(&mut project.system, aside.system),
        views: std::mem::replace(&mut project.views, aside.views),
        choices: std::mem::replace(&mut project.choices, aside.choices),
        exclusions: std::mem::replace(&mut project.exclusions, aside.exclusions),
    };
    project.alternatives.others.shift_insert(position, old, put_aside);
    let scenarios = &project.scenarios;
    project.views.retain(|key, _| match key {
        crate::model::ViewKey::Scenario(id) => scenarios.contains_key(id),
        _ => true,
    });
}

#[cfg(test)]
mod tests {
    use crate::edit::{Edit, create};
    use crate::model::{ComponentId, ElementId, Goal, Point, Project};

    #[test]
    fn alternatives_keep_to_themselves_and_share_what_is_learned() {
        let mut project = Project::default();
        let put = |project: &mut Project, edit: Edit| edit.apply(project).unwrap();
        let (id, model) = create::component(&project, "inference_service", Point::new(0.0, 0.0));
        put(&mut project, Edit::PutComponent(id.clone(), model));
        let task = create::task(&project, &id, &"data".into(), &Goal::Number);
        put(&mut project, Edit::PutTask(id.clone(), task));
        put(&mut project, Edit::BranchAlternative("edge".into(), "On the edge".to_owned()));
        put(&mut project, Edit::Delete(vec![ElementId::Component(id.clone())]));
        assert!(project.system.components.is_empty());
        assert!(project.tasks.contains_key(&id), "the other alternative still learns it");
        put(&mut project, Edit::ShowAlternative("first".into()));
        assert!(project.system.components.contains_key(&ComponentId::new("model_inference_service")));
        assert_eq!((project.alternatives.name.as_str(), project.alternatives.others.len()), ("As drawn", 1));
        put(&mut project, Edit::RemoveAlternative("edge".into()));
        put(&mut project, Edit::Delete(vec![ElementId::Component(id.clone())]));
        assert!(project.tasks.is_empty());
        assert!(Edit::ShowAlternative("edge".into()).apply(&mut project).is_err());
    }
}
