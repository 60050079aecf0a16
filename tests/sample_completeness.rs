//! Every sample is whole: what a class looks for in it is there, it can be opened and saved, and its story stands beside it.

use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use cantilever::analysis::{AnalysisSettings, Severity, check};
use cantilever::model::{ConstraintType, DecisionStatus};
use cantilever::session::{Action, Sample, Session, SessionOptions, Stage};
use cantilever::store::{self, Opened, UserFolder};
use cantilever::tradeoff::{Region, explore};
use cantilever::work::{WorkerProgram, no_wake};
use strum::IntoEnumIterator as _;

/// All samples together may take this many bytes: they are part of the program.
const MOST_BYTES: u64 = 25_000_000;

fn folder(sample: Sample) -> PathBuf {
    Path::new("sample_projects").join(sample.key())
}

fn opened(sample: Sample) -> Opened {
    store::open(&folder(sample)).unwrap_or_else(|error| panic!("{}: {error}", sample.key()))
}

#[test]
fn every_drawing_has_machines_and_boundaries_and_another_beside_it() {
    for sample in Sample::iter() {
        let (name, project) = (sample.key(), opened(sample).project);
        assert!(!project.description.is_empty(), "{name}");
        let others: Vec<_> = project.alternatives.others.values().collect();
        assert!(!others.is_empty(), "{name} has no alternative architecture");
        assert!(others.iter().all(|other| !other.name.is_empty() && !other.description.is_empty()), "{name}");
        for system in std::iter::once(&project.system).chain(others.into_iter().map(|other| &other.system)) {
            assert!(system.components.len() >= 5 && system.connectors.len() >= 5, "{name}");
            assert!(system.components.values().filter(|one| one.deployed_on.is_some()).count() >= 2, "{name}");
            assert!(!system.nodes.is_empty() && !system.boundaries.is_empty(), "{name}");
            for (id, boundary) in &system.boundaries {
                let has_members = system.components.values().any(|component| component.boundaries.contains(id));
                assert!(has_members, "nothing of {name} lies within {}", boundary.name);
            }
        }
    }
}

#[test]
fn every_sample_is_used_under_a_load_and_requires_things_with_numbers() {
    for sample in Sample::iter() {
        let (name, project) = (sample.key(), opened(sample).project);
        let loaded = project.scenarios.values().filter(|one| one.mean_load.is_known() && one.peak_load.is_known());
        assert!(loaded.count() >= 1, "{name} is used under no load");
        assert!((5..=8).contains(&project.requirements.len()), "{name} has {}", project.requirements.len());
        let mut types = BTreeSet::new();
        for requirement in project.requirements.values() {
            assert!(requirement.threshold.is_known(), "{name}: {} has no number", requirement.name);
            assert!(!requirement.rationale.is_empty() && !requirement.owner.is_empty(), "{name}: {}", requirement.name);
            types.insert(requirement.constraint);
        }
        let all: BTreeSet<_> = ConstraintType::iter().collect();
        assert_eq!(types, all, "{name} lacks a type of constraint");
    }
}

#[test]
fn something_is_open_in_every_sample_and_every_candidate_was_measured() {
    for sample in Sample::iter() {
        let (name, opened) = (sample.key(), opened(sample));
        assert!(!opened.project.choices.is_empty(), "nothing is open in {name}");
        let learns = sample != Sample::TwitterRedesign;
        assert_eq!(!opened.project.tasks.is_empty(), learns, "{name}");
        for (component, task) in &opened.project.tasks {
            assert!(task.candidates.len() >= 3, "{name} offers {} candidates", task.candidates.len());
            for candidate in task.candidates.keys() {
                assert!(opened.evidence.get(component, candidate).is_some(), "{name}: {candidate} was not measured");
            }
        }
    }
}

#[test]
fn every_decision_says_who_chose_which_design_out_of_which_and_why() {
    for sample in Sample::iter() {
        let (name, Opened { project, evidence, .. }) = (sample.key(), opened(sample));
        let (_, decision) = project.current_decision().unwrap_or_else(|| panic!("{name} decides nothing"));
        assert_eq!(decision.status, DecisionStatus::Accepted, "{name}");
        assert!(decision.date.is_some() && decision.revisit > decision.date, "{name}");
        let words = [&decision.title, &decision.deciders, &decision.consulted, &decision.informed];
        assert!(words.into_iter().all(|text| !text.trim().is_empty()), "{name}");
        let reasons = [&decision.context, &decision.rationale, &decision.consequences, &decision.confirmation];
        assert!(reasons.into_iter().all(|text| text.len() > 80), "{name}");
        assert!(decision.drivers.len() >= 2, "{name}");
        assert!(decision.drivers.iter().all(|id| project.requirements.contains_key(id)), "{name}");

        let settings = AnalysisSettings { samples: 500, seed: 1 };
        let exploration = explore(&project, &evidence, &settings, &mut |_, _| ControlFlow::Continue(())).unwrap();
        let chosen = decision.design.as_ref().unwrap_or_else(|| panic!("{name} chose no design"));
        assert!(decision.considered.contains(chosen) && decision.considered.len() >= 2, "{name}");
        for design in &decision.considered {
            assert!(exploration.find(design).is_some(), "{name} considered what is no design: {design:?}");
        }
        let index = exploration.find(chosen).unwrap();
        let region = Region::of_project(&exploration, &project);
        assert!(region.is_feasible(index), "{name} chose what misses {:?}", region.missed(index));
    }
}

#[test]
fn no_check_calls_anything_in_a_sample_an_error() {
    for sample in Sample::iter() {
        let findings = check(&opened(sample).project);
        let errors: Vec<_> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", sample.key());
    }
}

#[test]
fn every_readme_tells_the_story_the_tension_and_what_to_ask() {
    for sample in Sample::iter() {
        let name = sample.key();
        let readme = fs::read_to_string(folder(sample).join("README.md")).unwrap();
        for part in ["What is open", "The tension.", "What to look at", "Stated numbers.", "What it cannot tell."] {
            assert!(readme.contains(&format!("**{part}**")), "the README of {name} lacks \"{part}\"");
        }
        let (_, asked) =
            readme.split_once("**Questions for a class**").unwrap_or_else(|| panic!("{name} asks nothing"));
        let numbered = asked.lines().filter(|line| line.starts_with(|letter: char| letter.is_ascii_digit()));
        assert!(numbered.count() >= 4, "{name} asks too little");
        if folder(sample).join("data").exists() {
            let source = fs::read_to_string(folder(sample).join("data/SOURCE.md")).unwrap();
            let is_licensed = ["licence", "Public\ndomain", "Public domain"].iter().any(|words| source.contains(words));
            assert!(is_licensed, "{name} does not say under which licence its data is");
            assert!(readme.contains("(data/SOURCE.md)"), "{name}");
        }
    }
}

#[test]
fn every_copy_is_opened_and_saved_byte_for_byte() {
    let home = tempfile::tempdir().unwrap();
    let mut session = Session::new(SessionOptions {
        worker: WorkerProgram { path: "no-worker-in-this-test".into(), arguments: Vec::new() },
        workers: 1,
        user: Some(UserFolder::at(home.path().join("user"))),
        wake: no_wake(),
        analysis: AnalysisSettings { samples: 500, seed: 1 },
    });
    for sample in Sample::iter() {
        session.perform(Action::OpenSample { sample, fresh: false });
        assert_eq!(session.stage(), Stage::Sketch, "{}: {:?}", sample.key(), session.notices());
        assert!(session.has_copy(sample));
        let again = home.path().join(format!("{}.json", sample.key()));
        let (project, evidence) = (session.project(), session.evidence());
        store::save(&again, project, evidence).unwrap();
        let original = fs::read(folder(sample).join("project.json")).unwrap();
        assert!(fs::read(&again).unwrap() == original, "{} is saved otherwise than it came", sample.key());
    }
}

#[test]
fn all_samples_together_are_small_enough_to_be_carried() {
    let mut bytes = 0;
    let mut folders = vec![PathBuf::from("sample_projects")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            // What trainings on this machine left is no part of the samples.
            if path.is_dir() && !path.ends_with("trained") {
                folders.push(path);
            } else if path.is_file() {
                bytes += fs::metadata(&path).unwrap().len();
            }
        }
    }
    assert!(bytes <= MOST_BYTES, "the samples take {bytes} bytes");
}
