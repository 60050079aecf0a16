//! The numbers of designs, worked out once for all groups that share a drawing, its numbers and what was measured.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::analysis::{AnalysisSettings, Evaluator, Qualities, Sampler};
use crate::edit::{as_designed, substance_of};
use crate::model::{Alternatives, Collection, Design, EvidenceBook, MeasureKey, Project};

/// Most different projects whose numbers are kept: in a class most groups share one, or every one has its own.
const MOST_GROUNDS: usize = 32;

/// Works out numbers of designs. What it has kept changes how long that takes, never a number.
#[derive(Debug)]
pub(in crate::classroom) struct Analyst<'a> {
    settings: AnalysisSettings,
    /// What any group demands.
    asked: BTreeSet<MeasureKey>,
    /// `None` before the first design.
    sampler: Option<Sampler>,
    grounds: Vec<Ground<'a>>,
}

/// What numbers of designs depend on, and those that are known.
#[derive(Debug)]
struct Ground<'a> {
    substance: Project,
    own: &'a EvidenceBook,
    numbers: BTreeMap<Design, Arc<Qualities>>,
}

/// A project whose designs are looked at.
#[derive(Debug)]
pub(in crate::classroom) struct Looked<'l, 'a> {
    analyst: &'l mut Analyst<'a>,
    project: &'l Project,
    evidence: &'l EvidenceBook,
    ground: usize,
}

impl<'a> Analyst<'a> {
    /// One that also computes all that is `asked`.
    pub fn new(settings: AnalysisSettings, asked: BTreeSet<MeasureKey>) -> Self {
        Self { settings, asked, sampler: None, grounds: Vec::new() }
    }

    /// Looks at designs of `project` with `evidence`. Of all projects that it looks at, those with equal `own` evidence
    /// have equal evidence altogether.
    pub fn look_at<'l>(
        &'l mut self,
        project: &'l Project,
        evidence: &'l EvidenceBook,
        own: &'a EvidenceBook,
    ) -> Looked<'l, 'a> {
        let substance = ground_of(project);
        let known = self.grounds.iter().position(|other| other.own == own && other.substance == substance);
        let ground = known.unwrap_or_else(|| {
            // The last place is for those that come too late to be kept.
            self.grounds.truncate(MOST_GROUNDS - 1);
            self.grounds.push(Ground { substance, own, numbers: BTreeMap::new() });
            self.grounds.len() - 1
        });
        Looked { analyst: self, project, evidence, ground }
    }
}

impl Looked<'_, '_> {
    /// The value of every measure under `design`, those that only other groups ask for included.
    pub fn qualities(&mut self, design: &Design) -> Arc<Qualities> {
        let Analyst { settings, asked, sampler, grounds } = &mut *self.analyst;
        let numbers = &mut grounds[self.ground].numbers;
        if let Some(known) = numbers.get(design) {
            return Arc::clone(known);
        }
        let drawn = as_designed(self.project, design);
        let kept = sampler.take().unwrap_or_else(|| Sampler::new(settings));
        let mut evaluator = Evaluator::with_samples(&drawn, self.evidence, kept).asking(&*asked);
        let found = Arc::new(evaluator.qualities(design));
        *sampler = Some(evaluator.into_samples());
        numbers.insert(design.clone(), Arc::clone(&found));
        found
    }
}

/// The project without what its numbers do not depend on: what is required is asked for by all groups.
fn ground_of(project: &Project) -> Project {
    let (name, requirements, alternatives) = (String::new(), Collection::default(), Alternatives::default());
    Project { name, requirements, alternatives, ..substance_of(project) }
}
