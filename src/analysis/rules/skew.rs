//! Training-serving skew: a model is served with features that other code makes than it was trained with.

use super::{components, finding, neighbours, serves_model};
use crate::analysis::types::{Finding, Severity};
use crate::model::{Component, ComponentId, Fact, Project, System};

pub(super) fn findings(project: &Project) -> Vec<Finding> {
    let system = &project.system;
    let pipelines = system.components.iter().filter(|(_, component)| component.kind == "training_pipeline");
    let servers: Vec<_> = system.components.iter().filter(|(_, component)| serves_model(component)).collect();
    let pairs = pipelines.flat_map(|pipeline| servers.iter().map(move |server| (pipeline, *server)));
    pairs
        .filter(|((pipeline, _), (server, _))| is_served_by(system, pipeline, server))
        .filter_map(|(pipeline, server)| skew(system, pipeline, server))
        .collect()
}

fn skew(
    system: &System,
    (pipeline_id, pipeline): (&ComponentId, &Component),
    (server_id, server): (&ComponentId, &Component),
) -> Option<Finding> {
    let stated =
        |component: &Component, fact| Some(component.facts.text(fact).to_owned()).filter(|text| !text.is_empty());
    let code = stated(pipeline, Fact::FeatureCode).zip(stated(server, Fact::FeatureCode))?;
    let elements = components([pipeline_id, server_id]);
    let (trained, served) = (&pipeline.name, &server.name);
    if code.0 != code.1 && !shares_features(system, pipeline_id, server_id) {
        let message = format!("{trained} makes features with {}, {served} with {}.", code.0, code.1);
        let remedy = "Let both take their features from one feature store, or from one library.";
        return Some(finding(("feature_skew", Severity::Error), elements, message, remedy));
    }
    let versions = stated(pipeline, Fact::FeatureCodeVersion).zip(stated(server, Fact::FeatureCodeVersion))?;
    if code.0 == code.1 && versions.0 != versions.1 {
        let message = format!("{trained} uses version {} of {}, {served} version {}.", versions.0, code.0, versions.1);
        let remedy = "Deploy model and feature code together, or keep the version with the model.";
        return Some(finding(("feature_version_skew", Severity::Warning), elements, message, remedy));
    }
    None
}

/// Whether the models of a pipeline are served here: it is connected, directly or over a registry.
pub(in crate::analysis) fn is_served_by(system: &System, pipeline: &ComponentId, server: &ComponentId) -> bool {
    let around = neighbours(system, pipeline);
    let is_registry =
        |id: &&&ComponentId| system.components.get(**id).is_some_and(|found| found.kind == "model_registry");
    around.contains(server) || around.iter().filter(is_registry).any(|id| neighbours(system, id).contains(server))
}

/// Whether both are connected with one feature store.
fn shares_features(system: &System, a: &ComponentId, b: &ComponentId) -> bool {
    let of_b = neighbours(system, b);
    let is_store = |id: &&ComponentId| system.components.get(*id).is_some_and(|found| found.kind == "feature_store");
    neighbours(system, a).into_iter().filter(is_store).any(|id| of_b.contains(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::TestProject;
    use crate::model::ConnectorKind;

    fn parts() -> TestProject {
        TestProject::new()
            .component_of_kind("train", "training_pipeline", &[])
            .component_of_kind("registry", "model_registry", &[])
            .component_of_kind("infer", "inference_service", &[])
            .connect("train", "registry", ConnectorKind::DataFlow, &[])
            .call("infer", "registry", 1.0)
    }

    #[track_caller]
    fn check(project: TestProject, codes: [(&str, &str); 2], expected: &[&str]) {
        let mut project = project.build();
        for (id, (code, version)) in ["train", "infer"].into_iter().zip(codes) {
            let facts = &mut project.system.components[&ComponentId::new(id)].facts;
            facts.set_text(Fact::FeatureCode, code);
            facts.set_text(Fact::FeatureCodeVersion, version);
        }
        let rules: Vec<_> = findings(&project).iter().map(|finding| finding.rule).collect();
        assert_eq!(rules, expected);
    }

    #[test]
    fn other_code_is_an_error_and_another_version_a_warning() {
        check(parts(), [("clean", "1"), ("clean", "1")], &[]);
        check(parts(), [("clean", "1"), ("clean", "2")], &["feature_version_skew"]);
        check(parts(), [("clean", "1"), ("tidy", "1")], &["feature_skew"]);
        check(parts(), [("clean", ""), ("", "")], &[]);
    }

    #[test]
    fn one_feature_store_for_both_is_fine() {
        let shared = parts().component_of_kind("features", "feature_store", &[]);
        let shared = shared.call("infer", "features", 1.0).connect("features", "train", ConnectorKind::DataFlow, &[]);
        check(shared, [("clean", "1"), ("tidy", "1")], &[]);
    }
}
