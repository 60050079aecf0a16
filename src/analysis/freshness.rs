//! How old a model can get before a newer one serves: the time between updates, and everything that an update waits for.

use crate::model::{Component, ComponentId, HOURS_PER_MONTH, Project, Property};

use super::known::{Known, Sourced, stated};
use super::rules::is_served_by;

/// The greatest age in hours that any model can reach: update interval, label delay, training time and deployment delay
/// together. Unknown as soon as one of them is, for any pipeline.
pub(super) fn model_age(project: &Project) -> Known {
    let pipelines = project.system.components.iter().filter(|(_, component)| component.kind == "training_pipeline");
    let mut oldest: Option<Sourced> = None;
    for (id, pipeline) in pipelines {
        let age = of_pipeline(project, id, pipeline)?;
        oldest = Some(oldest.map_or(age, |oldest| if age.value > oldest.value { age } else { oldest }));
    }
    oldest.ok_or_else(|| "no training pipeline is drawn that would renew a model".to_owned())
}

fn of_pipeline(project: &Project, id: &ComponentId, pipeline: &Component) -> Known {
    let number = |property: Property| {
        let missing = || format!("state the {} of {}", property.label().to_lowercase(), pipeline.name);
        stated(&pipeline.properties, property).ok_or_else(missing)
    };
    let mut age = interval(project, id, pipeline)?;
    for property in [Property::LabelDelay, Property::TrainingTime, Property::DeployDelay] {
        age = age.plus(number(property)?);
    }
    Ok(age)
}

/// Hours between two updates: stated for a model that the pipeline renews, else by its runs per month.
fn interval(project: &Project, id: &ComponentId, pipeline: &Component) -> Known {
    let served = project.system.components.iter().filter(|(server, _)| is_served_by(&project.system, id, server));
    let stated_there = served.filter_map(|(_, server)| stated(&server.properties, Property::UpdateInterval));
    let longest = stated_there.reduce(|a, b| if b.value > a.value { b } else { a });
    if let Some(interval) = longest {
        return Ok(interval);
    }
    match stated(&pipeline.properties, Property::RunsPerMonth) {
        Some(runs) if runs.value > 0.0 => Ok(runs.with(HOURS_PER_MONTH / runs.value)),
        _ => Err(format!("state the runs per month of {}", pipeline.name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::{TestProject, check_close};
    use crate::model::ConnectorKind;

    /// Labels after a week, 2 hours of training, 1 hour to deploy.
    fn weekly_labels(interval: f64) -> TestProject {
        let numbers = [(Property::LabelDelay, 168.0), (Property::TrainingTime, 2.0), (Property::DeployDelay, 1.0)];
        TestProject::new()
            .component_of_kind("train", "training_pipeline", &numbers)
            .component_of_kind("model", "inference_service", &[(Property::UpdateInterval, interval)])
            .connect("train", "model", ConnectorKind::DataFlow, &[])
    }

    #[test]
    fn o21_labels_not_training_make_a_model_old() {
        check_close(model_age(&weekly_labels(24.0).build()).unwrap().value, 195.0, 1e-9);
        check_close(model_age(&weekly_labels(1.0).build()).unwrap().value, 172.0, 1e-9);
    }

    #[test]
    fn an_unknown_step_is_an_unknown_age() {
        let bare = TestProject::new().component_of_kind("train", "training_pipeline", &[(Property::RunsPerMonth, 4.0)]);
        assert_eq!(model_age(&bare.build()).unwrap_err(), "state the label delay of train");
        assert!(model_age(&TestProject::new().build()).unwrap_err().contains("no training pipeline"));
    }
}
