//! How the numbers of two models in sequence came about: measured on both together, or following from those of each.

use super::{Input, LOGNORMAL, Teller, Told};
use crate::analysis::{Model, Resolution};
use crate::model::{Measure, MeasureKey, Quantity, Subject, Unit, in_sentence};

/// What the time of two models one after the other follows from.
const TIMES: [Measure; 2] = [Measure::InferenceP50, Measure::InferenceP99];

impl Teller<'_> {
    /// Where a model is followed by a second one, how `key` is known of the two together; `None` where one decides
    /// alone, and of what is not known of both.
    pub(super) fn together(&self, key: &MeasureKey) -> Option<Told> {
        let Subject::Component(id) = &key.subject else { return None };
        let (evidence, design) = self.known;
        self.project.models(design, id)?.1?;
        let resolution = Resolution::of(self.project, evidence, design);
        let Model::Cascade(cascade) = &resolution.components.get(id)?.model else { return None };
        let passed_on = Quantity::measured(cascade.point.passed_on, Unit::Percent);
        let passed_on = Input { label: "Cases that the second model decides".to_owned(), quantity: passed_on };
        if cascade.point.measured.contains_key(&key.measure) {
            let formula = "Measured on what the two models decide together, from the answers of both to the same cases, \
                           which they have not seen.";
            return Some((formula, vec![passed_on], vec![]));
        }
        let derived = cascade.derived(key.measure)?;
        let candidates = &self.project.tasks.get(id)?.candidates;
        let from = if derived.is_time { &TIMES[..] } else { std::slice::from_ref(&key.measure) };
        let mut inputs = Vec::new();
        for (candidate, evidence) in [cascade.first, cascade.second] {
            let name = candidates.get(candidate).map_or(candidate.as_str(), |found| &found.name);
            let measured = from.iter().filter_map(|measure| Some((measure, evidence.measured.get(measure)?)));
            inputs.extend(measured.map(|(measure, measured)| Input {
                label: format!("{name}, {}", in_sentence(measure.label())),
                quantity: measured.quantity(*measure),
            }));
        }
        inputs.extend(Some(passed_on).filter(|_| derived.needs_share));
        let assumptions = if derived.is_time { vec![LOGNORMAL] } else { vec![] };
        Some((derived.formula, inputs, assumptions))
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::test_support::{TestProject, cascade, design, evidence};
    use crate::analysis::{AnalysisSettings, Explanation, analyse, explain};
    use crate::model::{Amount, Measure, MeasureKey, OpenQuestion, Pick, Property, Subject};

    /// A screen of 10 kB with a deeper model of 400 kB behind it, which decides 5 % of the cases.
    fn explained(measure: Measure, second: Option<f64>) -> Explanation {
        let project = TestProject::new()
            .component("scorer", &[(Property::ServiceTimeMedian, 1.0)])
            .task("scorer", &["screen", "deep"])
            .choice("model", "scorer", OpenQuestion::Candidate)
            .choice("second", "scorer", OpenQuestion::Cascade)
            .build();
        let of = |size, time| {
            let times = [(Measure::InferenceP50, time), (Measure::InferenceP99, 3.0 * time)];
            [(Measure::ModelSize, size), (Measure::TrainingEnergy, size), times[0], times[1], (Measure::Recall, 80.0)]
        };
        let (screen, deep) = (of(10.0, 100.0), of(400.0, 900.0));
        let mut book = evidence(&[("scorer", "screen", &screen), ("scorer", "deep", &deep)]);
        let together = cascade(&[(5.0, &[(Measure::Recall, 85.0)])]);
        book.insert_cascade("scorer".into(), ["screen".into(), "deep".into()], together);
        let second = Pick::Second(second.map(|share| ("deep".into(), Amount::new(share))));
        let picks = design(&[("model", Pick::Candidate("screen".into())), ("second", second)]);
        let analysis = analyse(&project, &book, &picks, &AnalysisSettings { samples: 100, seed: 1 });
        let key = MeasureKey::new(measure, Subject::Component("scorer".into()));
        explain(&project, (&book, &picks), &analysis, &key).expect("the model has it")
    }

    fn inputs(explanation: &Explanation) -> Vec<String> {
        explanation.inputs.iter().map(|input| format!("{}: {}", input.label, input.quantity)).collect()
    }

    #[test]
    fn what_follows_from_two_models_is_not_called_measured() {
        let size = explained(Measure::ModelSize, Some(5.0));
        assert!(size.formula.starts_with("The sum of both"), "{}", size.formula);
        assert_eq!(inputs(&size), ["screen, model size: 10 kB", "deep, model size: 400 kB"]);
        let energy = explained(Measure::TrainingEnergy, Some(5.0));
        assert_eq!((energy.formula, energy.inputs.len()), (size.formula, 2));
        let time = explained(Measure::InferenceP99, Some(5.0));
        assert!(time.formula.contains("one after the other") && time.inputs.len() == 5, "{time:?}");
        assert_eq!(inputs(&time)[4], "Cases that the second model decides: 5 %");
    }

    #[test]
    fn what_was_measured_says_on_what() {
        let recall = explained(Measure::Recall, Some(5.0));
        assert!(recall.formula.starts_with("Measured on what the two models decide together"), "{}", recall.formula);
        let alone = explained(Measure::ModelSize, None);
        assert!(alone.formula.starts_with("Measured on the trained model") && alone.inputs.is_empty());
    }
}
