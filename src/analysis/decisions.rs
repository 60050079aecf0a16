//! What becomes of a model's answers: people review what it flags, and something else answers while it is down.

use std::collections::BTreeSet;

use crate::model::{CallCondition, ComponentId, Measure, Project, Property, Provenance};

use super::known::{Known, Sourced, stated};
use super::resolve::{Model, Resolution, ResolvedComponent};
use super::uptime::{fallback, of_component, of_replicas};

/// How often something decides right, as shares of 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Rates {
    /// Of the positive cases.
    recall: f64,
    /// Wrong, of the negative cases.
    false_positives: f64,
}

/// Recall, false positive rate and accuracy in percent of what a component decides in the end.
///
/// A reviewer with a share `h` of right decisions (of several, on average) keeps `h` of the true alarms and `1 − h` of the false ones. While the
/// component is down, for the share `1 − A` of the time, its fallback decides: with its own model, or right as often as
/// is stated. Reviewers see what either of them flags.
pub(super) fn decisions(project: &Project, resolution: &Resolution<'_>, id: &ComponentId) -> [(Measure, Known); 3] {
    let rates = rates(project, resolution, id);
    let percent = |share: f64, provenance| Sourced::new(share * 100.0, provenance);
    let recall = rates.clone().map(|(rates, provenance)| percent(rates.recall, provenance));
    let false_positives = rates.clone().map(|(rates, provenance)| percent(rates.false_positives, provenance));
    let accuracy = rates.and_then(|(rates, provenance)| {
        let positive = positive_share(resolution, id)?;
        let right = positive * rates.recall + (1.0 - positive) * (1.0 - rates.false_positives);
        Ok(percent(right, provenance))
    });
    [
        (Measure::DecisionRecall, recall),
        (Measure::DecisionFalsePositiveRate, false_positives),
        (Measure::DecisionAccuracy, accuracy),
    ]
}

fn rates(project: &Project, resolution: &Resolution<'_>, id: &ComponentId) -> Result<(Rates, Provenance), String> {
    let resolved = &resolution.components[id];
    let (mut rates, mut provenance) = of_model(resolved)?;
    if let Some(other) = fallback(id, resolution) {
        let own_up = own_availability(resolution, id)?;
        let (instead, weakest) = of_fallback(other)?;
        let mixed = |own: f64, instead: f64| own_up.value * own + (1.0 - own_up.value) * instead;
        rates = Rates {
            recall: mixed(rates.recall, instead.recall),
            false_positives: mixed(rates.false_positives, instead.false_positives),
        };
        provenance = provenance.max(weakest).max(own_up.provenance);
    }
    let reviewers = reviewers(project, resolution, id);
    if !reviewers.is_empty() {
        // Several people share the work: each case is looked at by one of them.
        let mut share = 0.0;
        for reviewer in &reviewers {
            let name = &reviewer.component.name;
            let right = stated(&reviewer.component.properties, Property::RightDecisions)
                .ok_or_else(|| format!("state how many decisions of {name} are right"))?;
            share += right.value / 100.0 / reviewers.len() as f64;
            provenance = provenance.max(right.provenance);
        }
        rates = Rates { recall: rates.recall * share, false_positives: rates.false_positives * (1.0 - share) };
    }
    Ok((rates, provenance))
}

fn of_model(resolved: &ResolvedComponent<'_>) -> Result<(Rates, Provenance), String> {
    let name = &resolved.component.name;
    match (&resolved.model, resolved.model.first()) {
        (model, Some((candidate, _))) => {
            let recall = model.value(Measure::Recall);
            let rates = recall.zip(model.value(Measure::FalsePositiveRate)).map(|(recall, false_positives)| Rates {
                recall: recall / 100.0,
                false_positives: false_positives / 100.0,
            });
            let missing = || format!("the recall of {candidate} was not measured; train it again");
            Ok((rates.ok_or_else(missing)?, Provenance::Measured))
        }
        (Model::Missing(reason), _) => Err(reason.clone()),
        _ => Err(format!("{name} learns nothing; give it a learning task")),
    }
}

/// What answers instead: its own model, or as right as is stated of it.
fn of_fallback(other: &ResolvedComponent<'_>) -> Result<(Rates, Provenance), String> {
    let stated = stated(&other.component.properties, Property::RightDecisions);
    match (&other.model, stated) {
        (Model::None, None) => Err(format!("state how many decisions of {} are right", other.component.name)),
        (Model::None, Some(right)) => {
            let share = right.value / 100.0;
            Ok((Rates { recall: share, false_positives: 1.0 - share }, right.provenance))
        }
        _ => of_model(other),
    }
}

/// The component's availability without what answers in its place.
fn own_availability(resolution: &Resolution<'_>, id: &ComponentId) -> Known {
    let alone = of_replicas(&resolution.components[id]);
    alone.or_else(|| of_component(id, resolution)).unwrap_or(Ok(Sourced::new(1.0, Provenance::Assumed)))
}

/// People who look at what the component flags, each once.
fn reviewers<'r, 'a>(
    project: &Project,
    resolution: &'r Resolution<'a>,
    id: &ComponentId,
) -> Vec<&'r ResolvedComponent<'a>> {
    let flagged = project
        .system
        .connectors
        .values()
        .filter(|connector| connector.source == *id && connector.condition == CallCondition::WhenFlagged);
    let reached: BTreeSet<_> = flagged.flat_map(|connector| reached(project, &connector.target)).collect();
    let resolved = reached.into_iter().filter_map(|id| resolution.components.get(id));
    resolved.filter(|resolved| resolved.component.kind == "reviewer").collect()
}

/// The component itself, and what a queue passes on to.
fn reached<'p>(project: &'p Project, id: &'p ComponentId) -> Vec<&'p ComponentId> {
    let is_queue = project.system.components.get(id).is_some_and(|component| component.kind == "queue");
    let next = project.system.connectors.values().filter(|connector| is_queue && connector.source == *id);
    std::iter::once(id).chain(next.map(|connector| &connector.target)).collect()
}

/// Share of the held-out cases that are positive.
fn positive_share(resolution: &Resolution<'_>, id: &ComponentId) -> Result<f64, String> {
    match resolution.components[id].model.first() {
        Some((_, evidence)) if evidence.test_rows > 0 => {
            let positives = evidence.positive_test_rows.ok_or("its model does not decide between yes and no")?;
            Ok(positives as f64 / evidence.test_rows as f64)
        }
        _ => Err("no held-out cases say how many are positive".to_owned()),
    }
}
