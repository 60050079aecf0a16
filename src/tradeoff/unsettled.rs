//! What a design leaves unsettled: a decision made some time ago may lack options that were removed since, and choices
//! that were opened since.

use super::space::DesignSpace;
use crate::model::{ChoiceId, Design, Project};

impl DesignSpace {
    /// The open choices of `project` for which `design` takes no option that there is, by name. `self` is the space of
    /// the same project.
    pub fn unsettled(&self, project: &Project, design: &Design) -> Vec<String> {
        let is_settled = |id: &ChoiceId| {
            let axis = self.axes().iter().find(|axis| axis.choice == *id);
            axis.zip(design.picks.get(id)).is_some_and(|(axis, pick)| axis.index_of(pick).is_some())
        };
        let open = project.choices.iter().filter(|(_, choice)| project.system.contains(&choice.element));
        open.filter(|(id, _)| !is_settled(id)).map(|(_, choice)| project.choice_name(choice)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::{TestProject, design, evidence};
    use crate::model::{OpenQuestion, Pick};

    #[test]
    fn what_is_no_option_and_what_was_never_chosen_is_unsettled() {
        let project = TestProject::new()
            .component("scorer", &[])
            .task("scorer", &["tree"])
            .choice("model", "scorer", OpenQuestion::Candidate)
            .choice("copies", "scorer", OpenQuestion::Replicas { fewest: 1, most: 3 })
            .choice("lost", "nobody", OpenQuestion::Candidate)
            .build();
        let trained = DesignSpace::of(&project, &evidence(&[("scorer", "tree", &[])]));
        let picks = |model: &str, copies| {
            design(&[("model", Pick::Candidate(model.into())), ("copies", Pick::Replicas(copies))])
        };
        let unsettled = |space: &DesignSpace, design: &Design| space.unsettled(&project, design);
        assert!(unsettled(&trained, &picks("tree", 3)).is_empty());
        assert_eq!(unsettled(&trained, &picks("forest", 4)), ["Model of scorer", "Replicas of scorer"]);
        assert_eq!(unsettled(&trained, &design(&[("copies", Pick::Replicas(1))])), ["Model of scorer"]);
        let untrained = DesignSpace::of(&project, &evidence(&[]));
        assert_eq!(unsettled(&untrained, &picks("tree", 3)), ["Model of scorer"], "it has no option at all now");
    }
}
