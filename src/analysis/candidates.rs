//! What is required of a component, judged for every candidate that could fill it: the limits in a comparison of models.

use std::collections::BTreeMap;

use crate::model::{
    CandidateId, ChoiceId, ComponentId, Design, EvidenceBook, MeasureKey, Method, OpenQuestion, Pick, Project, Subject,
};

use super::elements::judged;
use super::evaluator::Evaluator;
use super::types::{Qualities, Quality, Verdict};
use super::verdict::verdicts;

/// The verdicts on the requirements of each component, by candidate; components of which nothing is required, and
/// candidates that were not trained, are left out.
pub(super) type CandidateVerdicts = BTreeMap<ComponentId, BTreeMap<CandidateId, Vec<Verdict>>>;

/// Judges every trained candidate of every component whose model is an open choice, the rest of the design as it is.
pub(super) fn judge(
    project: &Project,
    evidence: &EvidenceBook,
    design: &Design,
    evaluator: &mut Evaluator<'_>,
) -> CandidateVerdicts {
    let mut all = CandidateVerdicts::new();
    for (choice, open) in project.choices.iter().filter(|(_, open)| open.question == OpenQuestion::Candidate) {
        let Some(component) = open.component() else { continue };
        let of_it = |key: &MeasureKey| key.subject == Subject::Component(component.clone());
        let keys: Vec<_> = project.requirements.values().map(|one| &one.measure).filter(|key| of_it(key)).collect();
        let Some(task) = project.tasks.get(component).filter(|_| !keys.is_empty()) else { continue };
        // Only what depends on the rest of the system needs the rest of the system.
        let in_system = keys.iter().any(|key| key.measure.method() == Method::Computed);
        for candidate in task.candidates.keys() {
            let Some(found) = evidence.get(component, candidate) else { continue };
            let mut qualities = if in_system {
                let mut other = design.clone();
                other.picks.insert(choice.clone(), Pick::Candidate(candidate.clone()));
                // Each alone: what a second model makes of it is another question.
                let is_second = |id: &ChoiceId| {
                    let choice = project.choices.get(id);
                    choice.is_some_and(|one| one.is_about(component) && one.question == OpenQuestion::Cascade)
                };
                other.picks.retain(|id, _| !is_second(id));
                evaluator.qualities(&other)
            } else {
                Qualities::new()
            };
            for key in &keys {
                if let Some(measured) = found.measured.get(&key.measure) {
                    let quantity = measured.quantity(key.measure);
                    let quality = Quality { quantity, interval: measured.interval, note: None };
                    qualities.insert((*key).clone(), quality);
                } else if let Some(quality) = judged(project, key) {
                    qualities.entry((*key).clone()).or_insert(quality);
                }
            }
            let verdicts = verdicts(project, &qualities).into_iter();
            let on_it = verdicts.filter(|verdict| {
                project.requirements.get(&verdict.requirement).is_some_and(|one| of_it(&one.measure))
            });
            all.entry(component.clone()).or_default().insert(candidate.clone(), on_it.collect());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::{TestProject, evidence};
    use crate::analysis::{AnalysisSettings, Outcome, analyse};
    use crate::model::{Measure, Property, Quantity, Unit};

    #[test]
    fn a_budget_is_a_limit_for_every_candidate() {
        let limit = Quantity::estimated(5.0, Unit::Millisecond);
        let subject = Subject::Component("scorer".into());
        let recall = Quantity::estimated(80.0, Unit::Percent);
        let project = TestProject::new()
            .component("scorer", &[(Property::ServiceTimeMedian, 1.0), (Property::Capacity, 1e6)])
            .task("scorer", &["small", "large", "untrained"])
            .choice("model", "scorer", OpenQuestion::Candidate)
            .scenario("scorer", 1.0, 1.0)
            .requirement("fast", Measure::ResponseTimeP99, subject.clone(), limit)
            .requirement("finds", Measure::Recall, subject, recall)
            .build();
        let measured = |microseconds, recall| {
            [(Measure::InferenceP50, microseconds), (Measure::InferenceP99, microseconds), (Measure::Recall, recall)]
        };
        let (small, large) = (measured(1000.0, 70.0), measured(9000.0, 90.0));
        let book = evidence(&[("scorer", "small", &small), ("scorer", "large", &large)]);
        let settings = AnalysisSettings { samples: 500, seed: 1 };
        let analysis = analyse(&project, &book, &Design::default(), &settings);
        let outcomes = |candidate: &str| -> Vec<Outcome> {
            analysis.candidates[&ComponentId::new("scorer")][&CandidateId::new(candidate)]
                .iter()
                .map(|verdict| verdict.outcome)
                .collect()
        };
        assert_eq!(outcomes("small"), [Outcome::Met, Outcome::Missed]);
        assert_eq!(outcomes("large"), [Outcome::Missed, Outcome::Met]);
        assert_eq!(analysis.candidates[&ComponentId::new("scorer")].len(), 2, "what is not trained is not judged");
    }
}
