//! The design that the user looks at: always complete, always one of the design space.

use std::collections::BTreeMap;

use crate::model::{Choice, Design, EvidenceBook, OpenQuestion, Pick, Project};
use crate::tradeoff::{Axis, DesignSpace};

/// A design of the project: what is `wanted` where that is still an option, else what was decided, else what is drawn,
/// else the candidate that does best on the task's primary measure, else the first option.
pub(super) fn complete(project: &Project, evidence: &EvidenceBook, wanted: &Design) -> Design {
    let space = DesignSpace::of(project, evidence);
    let decided = project.decision.design.as_ref();
    let mut picks = BTreeMap::new();
    for axis in space.axes() {
        let is_option = |pick: &&Pick| (0..axis.count()).any(|index| axis.pick(index).as_ref() == Some(*pick));
        let wanted = wanted.picks.get(&axis.choice).filter(is_option);
        let decided = || decided.and_then(|design| design.picks.get(&axis.choice)).filter(is_option);
        let pick = wanted.or_else(decided).cloned();
        let usual = || project.choices.get(&axis.choice).and_then(|choice| usual(project, evidence, choice));
        let pick = pick.or_else(|| usual().filter(|pick| is_option(&pick))).or_else(|| axis.pick(0));
        if let Some(pick) = pick {
            picks.insert(axis.choice.clone(), pick);
        }
    }
    Design { picks }
}

/// The design in words, choice by choice: `Model of Scorer: Random forest`.
pub(super) fn in_words(space: &DesignSpace, design: &Design) -> Vec<(String, String)> {
    let words = |axis: &Axis| Some((axis.label.clone(), axis.option_label(design.picks.get(&axis.choice)?)));
    space.axes().iter().filter_map(words).collect()
}

fn usual(project: &Project, evidence: &EvidenceBook, choice: &Choice) -> Option<Pick> {
    let component = project.system.components.get(&choice.component)?;
    match choice.question {
        OpenQuestion::Candidate => {
            let task = project.tasks.get(&choice.component)?;
            let value = |candidate| evidence.get(&choice.component, candidate)?.value(task.primary);
            let measured = task.candidates.keys().filter_map(|candidate| Some((candidate, value(candidate)?)));
            let best = measured.reduce(
                |best, next| {
                    if task.primary.direction().prefers(next.1, best.1) { next } else { best }
                },
            );
            best.map(|(candidate, _)| Pick::Candidate(candidate.clone()))
        }
        OpenQuestion::Node(_) => component.deployed_on.clone().map(Pick::Node),
        OpenQuestion::Replicas { .. } => {
            let replicas = component.properties.get(&crate::model::Property::Replicas)?.amount()?;
            Some(Pick::Replicas(replicas as u32))
        }
    }
}
