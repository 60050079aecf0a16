//! Any wish becomes a whole design: always complete, always one of the design space.

use std::collections::BTreeMap;

use super::space::{Axis, DesignSpace};
use crate::model::{Choice, Design, EvidenceBook, Fact, FactValue, OpenQuestion, Pick, Project, Property};

/// Most combinations that are looked through for one that is a design, where none of those near it is.
const MOST_COMPARED: usize = 20_000;

impl DesignSpace {
    /// A design of the project that this is the space of: what is `wanted` where that is still an option, else what was
    /// decided, else what is drawn, else the candidate that does best on the task's primary measure, else the first option.
    pub fn complete(&self, project: &Project, evidence: &EvidenceBook, wanted: &Design) -> Design {
        let decided = project.decided_design();
        let mut picks = BTreeMap::new();
        for axis in self.axes() {
            let is_option = |pick: &&Pick| axis.index_of(pick).is_some();
            let wanted = wanted.picks.get(&axis.choice).filter(is_option);
            let decided = || decided.and_then(|design| design.picks.get(&axis.choice)).filter(is_option);
            let pick = wanted.or_else(decided).cloned();
            let usual = || project.choices.get(&axis.choice).and_then(|choice| usual(project, evidence, choice));
            let pick = pick.or_else(|| usual().filter(|pick| is_option(&pick))).or_else(|| axis.pick(0));
            if let Some(pick) = pick {
                picks.insert(axis.choice.clone(), pick);
            }
        }
        let mut design = Design { picks };
        leave_out_impossible_seconds(project, evidence, &mut design);
        nearest(self, design)
    }

    /// A design in words, choice by choice: (`Model of Scorer`, `Random forest`). What it says of no choice of the space is
    /// left out.
    pub fn in_words(&self, design: &Design) -> Vec<(String, String)> {
        let words = |axis: &Axis| Some((axis.label.clone(), axis.option_label(design.picks.get(&axis.choice)?)));
        self.axes().iter().filter_map(words).collect()
    }
}

/// Where no cascade of the two models was measured, the first decides alone: it was chosen, the second was for another.
fn leave_out_impossible_seconds(project: &Project, evidence: &EvidenceBook, design: &mut Design) {
    for (id, choice) in project.choices.iter().filter(|(_, choice)| choice.question == OpenQuestion::Cascade) {
        let Some(component) = choice.component() else { continue };
        let is_possible = match project.models(design, component) {
            Some((first, Some((second, share)))) => evidence
                .cascade(component, first, second)
                .is_some_and(|found| found.choosable().any(|point| point.share == share)),
            Some((_, None)) => true,
            None => false,
        };
        if !is_possible && let Some(pick) = design.picks.get_mut(id) {
            *pick = Pick::Second(None);
        }
    }
}

/// The design itself, without what does not matter in it; where it is ruled out, one that differs in one choice, else in
/// two, else the first one there is.
fn nearest(space: &DesignSpace, design: Design) -> Design {
    let design = space.simplified(design);
    let admitted = |design: &Design| space.index_of(design).is_none_or(|index| space.admits(index));
    if admitted(&design) {
        return design;
    }
    if let Some(found) = changed(space, design.clone()).find(admitted) {
        return found;
    }
    let further = changed(space, design.clone()).flat_map(|near| changed(space, near));
    let further = further.take(MOST_COMPARED).find(admitted);
    let any = || (0..space.combinations()).take(MOST_COMPARED).find(|index| space.admits(*index));
    further.or_else(|| space.design(any()?)).unwrap_or(design)
}

/// Designs that differ from this one in one choice; those stated last give way first. They are made one by one, and of a
/// wide range of replicas the first alone: all of them at once would be more than fits into memory.
fn changed(space: &DesignSpace, design: Design) -> impl Iterator<Item = Design> + '_ {
    let most = MOST_COMPARED / space.axes().len().max(1);
    let picks = space.axes().iter().rev().flat_map(move |axis| {
        let options = (0..axis.count()).take(most.max(1));
        options.filter_map(move |option| Some((&axis.choice, axis.pick(option)?)))
    });
    picks.map(move |(choice, pick)| {
        let mut other = design.clone();
        other.picks.insert(choice.clone(), pick);
        space.simplified(other)
    })
}

fn usual(project: &Project, evidence: &EvidenceBook, choice: &Choice) -> Option<Pick> {
    let component = || project.system.components.get(choice.component()?);
    match &choice.question {
        OpenQuestion::Candidate => {
            let task = project.tasks.get(choice.component()?)?;
            let value = |candidate| evidence.get(choice.component()?, candidate)?.value(task.primary);
            let measured = task.candidates.keys().filter_map(|candidate| Some((candidate, value(candidate)?)));
            let best = measured.reduce(
                |best, next| {
                    if task.primary.direction().prefers(next.1, best.1) { next } else { best }
                },
            );
            best.map(|(candidate, _)| Pick::Candidate(candidate.clone()))
        }
        OpenQuestion::Cascade => Some(Pick::Second(None)),
        OpenQuestion::Node(_) => component()?.deployed_on.clone().map(Pick::Node),
        OpenQuestion::Replicas { .. } => {
            let replicas = component()?.properties.get(&Property::Replicas)?.amount()?;
            Some(Pick::Replicas(replicas as u32))
        }
        OpenQuestion::Presence(_) => Some(Pick::Present(true)),
        OpenQuestion::Fallback(_) => {
            let stated = component()?.facts.stated.get(&Fact::Fallback);
            Some(Pick::Fallback(match stated {
                Some(FactValue::Component(id)) => Some(id.clone()),
                _ => None,
            }))
        }
        OpenQuestion::Number { property, .. } => {
            let stated = project.system.properties(&choice.element)?.get(property).copied();
            Some(stated.map_or(Pick::Number(None), |quantity| Pick::number(*property, quantity)))
        }
    }
}
