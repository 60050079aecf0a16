//! What holds of every sample.

use std::ops::ControlFlow;
use std::path::Path;

use cantilever::analysis::AnalysisSettings;
use cantilever::store;
use cantilever::tradeoff::{Front, Region, explore};

/// The front is what the definition says: no other feasible design is as good everywhere and better somewhere, those that
/// are less certain never pushing off those that are more certain.
#[test]
fn the_front_is_that_of_the_definition() {
    for sample in ["cancer_prognosis", "credit_card_fraud"] {
        let opened = store::open(&Path::new("sample_projects").join(sample)).unwrap();
        let (project, settings) = (&opened.project, AnalysisSettings { samples: 500, seed: 1 });
        let explored = explore(project, &opened.evidence, &settings, &mut |_, _| ControlFlow::Continue(()));
        let exploration = explored.unwrap();
        let region = Region::of_project(&exploration, project);
        let front = Front::of(&exploration, &region, &exploration.objectives(project));
        let known = |index: &usize| region.is_feasible(*index) && exploration.costs(*index, &front.axes).is_some();
        let feasible: Vec<usize> = (0..exploration.len()).filter(known).collect();
        let dominates = |one: usize, other: usize| {
            let [a, b] = [one, other].map(|index| exploration.costs(index, &front.axes).unwrap());
            let doubts = [one, other].map(|index| exploration.doubt(index, &front.axes));
            doubts[0] <= doubts[1] && a != b && a.iter().zip(&b).all(|(a, b)| a <= b)
        };
        let best = feasible.iter().filter(|index| !feasible.iter().any(|other| dominates(*other, **index)));
        assert_eq!(front.members, best.copied().collect::<Vec<_>>(), "{sample}");
        assert!(!front.members.is_empty() && front.members.len() < feasible.len(), "{sample}");
    }
}
