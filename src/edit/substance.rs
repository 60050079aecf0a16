//! What of a project matters to its numbers: two projects that agree in it have the same ones.

use crate::model::{AcceptedFindings, BoundaryKind, Collection, Line, Project, Quantity, Rectangle, Strength};

/// The project without what no number depends on: where boxes lie, what was decided, and what a class asks for.
pub fn substance_of(project: &Project) -> Project {
    let (description, decisions, accepted) = (String::new(), Collection::default(), AcceptedFindings::new());
    let mut substance = Project { description, decisions, accepted, breakout: None, ..project.clone() };
    for component in substance.system.components.values_mut() {
        component.shape = Rectangle::default();
        component.description.clear();
    }
    for connector in substance.system.connectors.values_mut() {
        connector.line = Line::default();
    }
    for node in substance.system.nodes.values_mut() {
        node.shape = Rectangle::default();
        node.description.clear();
    }
    for boundary in substance.system.boundaries.values_mut() {
        // Tiers stand in the order in which they are drawn: calls are compared with it.
        if boundary.kind != BoundaryKind::Tier {
            boundary.shape = Rectangle::default();
        }
        boundary.description.clear();
    }
    for requirement in substance.requirements.values_mut() {
        (requirement.situation, requirement.importance, requirement.difficulty) = Default::default();
        (requirement.rationale, requirement.owner) = Default::default();
        requirement.weights.clear();
    }
    substance.stakeholders.clear();
    substance.views.clear();
    (substance.system.notes, substance.system.groups) = Default::default();
    substance.system.locked.clear();
    substance.system.collapsed.clear();
    substance
}

/// The substance without how much is required: which measures are asked for still matters.
pub fn without_limits(mut substance: Project) -> Project {
    for requirement in substance.requirements.values_mut() {
        requirement.threshold = Quantity::unknown(requirement.measure.measure.unit());
        (requirement.strength, requirement.derived_from) = (Strength::Hard, None);
        requirement.name.clear();
    }
    substance
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Edit, create};
    use crate::model::Point;

    #[test]
    fn places_matter_only_where_a_rule_looks_at_them() {
        let mut project = Project::default();
        let (id, component) = create::component(&project, "service", Point::default());
        Edit::PutComponent(id, component).apply(&mut project).unwrap();
        for kind in [BoundaryKind::Tier, BoundaryKind::Team] {
            let (id, boundary) = create::boundary(&project, kind, Point::default());
            Edit::PutBoundary(id, boundary).apply(&mut project).unwrap();
        }
        let before = substance_of(&project);
        project.system.components[0].shape.corner = Point::new(50.0, 60.0);
        project.system.boundaries[1].shape.corner = Point::new(50.0, 60.0);
        assert!(substance_of(&project) == before, "a service and a team were moved");
        project.system.boundaries[0].shape.corner = Point::new(50.0, 60.0);
        assert!(substance_of(&project) != before, "a tier was moved");
    }
}
