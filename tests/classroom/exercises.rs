//! What groups get of a project: nothing of the answer, and nothing that hangs in the air.

use std::collections::BTreeSet;
use std::path::Path;

use cantilever::analysis::{Severity, check};
use cantilever::classroom::{DataFile, Exercise, HandIn};
use cantilever::edit::{Given, given_part};
use cantilever::model::{Brief, Check, Project};
use cantilever::session::Sample;
use cantilever::store::{
    self, Opened, StoreError, exercise_from_text, exercise_to_text, hand_in_from_text, hand_in_to_text, stamped,
};
use strum::IntoEnumIterator as _;

fn opened(sample: Sample) -> Opened {
    store::open(&Path::new("sample_projects").join(sample.key())).unwrap()
}

/// Findings of the worst sort, which a project as drawn must not have. That what flags cases learns nothing yet is part of
/// the exercise where models are kept back.
fn errors(project: &Project) -> BTreeSet<&'static str> {
    let found = check(project).into_iter().filter(|found| found.rule != "flag_without_model");
    found.filter(|found| found.severity == Severity::Error).map(|found| found.rule).collect()
}

fn exercise(sample: Sample, given: &[Given]) -> Exercise {
    let Opened { project, evidence, .. } = opened(sample);
    let brief = Brief {
        id: "fraud".to_owned(),
        title: "Stop fraud".to_owned(),
        story: "A bank.\n\nCards.".to_owned(),
        questions: vec!["Which qualities?".to_owned()],
        minutes: 20,
        specifications: Check::iter().map(Check::specification).collect(),
        ..Brief::default()
    };
    Exercise::about(brief, &project, &evidence, &given.iter().copied().collect())
}

#[test]
fn whatever_is_given_of_a_sample_hangs_together() {
    for sample in Sample::iter() {
        let project = opened(sample).project;
        let before = errors(&project);
        for set in 0..64_u32 {
            let given: BTreeSet<Given> = Given::iter()
                .enumerate()
                .filter(|(position, _)| set & (1 << position) != 0)
                .map(|(_, one)| one)
                .collect();
            let part = given_part(&project, &given);
            let new: Vec<_> = errors(&part).difference(&before).copied().collect();
            assert_eq!(new, Vec::<&str>::new(), "{} with {given:?}", sample.key());
            assert!(part.decisions.is_empty() && part.accepted.is_empty(), "{given:?}");
            let has = |one: Given| one.is_among(&given);
            assert_eq!(part.system == project.system, has(Given::Drawing), "{given:?}");
            assert!(part.choices.is_empty() || has(Given::Choices), "{given:?}");
            assert!(part.tasks.is_empty() || has(Given::Models), "{given:?}");
            assert!(part.requirements.is_empty() || has(Given::Requirements), "{given:?}");
        }
        let all: BTreeSet<Given> = Given::iter().collect();
        let part = given_part(&project, &all);
        let whole = Project { decisions: part.decisions.clone(), accepted: part.accepted.clone(), ..project };
        assert_eq!(part, whole, "{}", sample.key());
    }
}

#[test]
fn measurements_need_models_and_models_need_a_drawing() {
    let given: BTreeSet<Given> = [Given::Evidence, Given::Drawing].into();
    assert!(!Given::Evidence.is_among(&given) && Given::Drawing.is_among(&given));
    let part = |given: &[Given]| exercise(Sample::CreditCardFraud, given);
    assert_eq!(part(&[Given::Evidence, Given::Drawing]).evidence.iter().count(), 0);
    assert!(part(&[Given::Evidence, Given::Models, Given::Drawing]).evidence.iter().count() > 0);
}

#[test]
fn groups_never_get_the_reference_and_both_files_have_the_same_version() {
    let given = [Given::Drawing, Given::Choices, Given::Models, Given::Evidence];
    let mut exercise = exercise(Sample::CreditCardFraud, &given);
    exercise.files.push(DataFile { path: "data/π.bin".to_owned(), content: (0..=255).collect() });
    let exercise = stamped(&exercise);
    let decision = exercise.reference.as_ref().unwrap().project.decisions[0].clone();
    let (mine, theirs) = (exercise_to_text(&exercise), exercise_to_text(&exercise.for_groups()));
    let secret = serde_json::to_string(&decision.rationale).unwrap();
    assert!(mine.contains(&secret) && !theirs.contains(&secret) && !theirs.contains(&decision.title));
    let open = |text: &str| exercise_from_text(text, Path::new("fraud.exercise.json")).unwrap();
    assert_eq!(open(&mine), exercise);
    assert_eq!(open(&theirs), exercise.for_groups());
    assert_eq!((open(&mine).brief.version.len(), open(&theirs).brief.version), (32, exercise.brief.version.clone()));
    let mut other = exercise.clone();
    other.brief.minutes = 25;
    assert_ne!(stamped(&other).brief.version, exercise.brief.version);
}

#[test]
fn a_hand_in_comes_back_equal_and_is_no_exercise() {
    let exercise = stamped(&exercise(Sample::SidewalkRobot, &[Given::Drawing, Given::Choices]));
    let mut project = exercise.begun();
    let breakout = project.breakout.as_mut().unwrap();
    (breakout.group, breakout.answers) = ("Gruppe 1 \u{202e}<b>".to_owned(), vec!["Safety".to_owned()]);
    let evidence = opened(Sample::SidewalkRobot).evidence;
    let hand_in = HandIn { project, evidence, seconds: Some(1100), program: "cantilever 0.1.0".to_owned() };
    let text = hand_in_to_text(&hand_in);
    let file = Path::new("group.hand-in.json");
    let again = hand_in_from_text(&text, file).unwrap();
    assert_eq!(again, hand_in);
    assert_eq!(hand_in_to_text(&again), text);
    let error = exercise_from_text(&text, file).unwrap_err();
    assert!(matches!(error, StoreError::OtherKind { .. }), "{error}");
    let newer = text.replacen("\"version\": 1", "\"version\": 2", 1);
    assert!(matches!(hand_in_from_text(&newer, file), Err(StoreError::NewerVersion { version: 2, newest: 1, .. })));
    for (from, to) in [("\"seconds\"", "\"secs\""), ("\"system\"", "\"sytem\"")] {
        let error = hand_in_from_text(&text.replacen(from, to, 1), file).unwrap_err().to_string();
        assert!(error.contains("group.hand-in.json") && error.contains("unknown field"), "{error}");
    }
}

#[test]
fn an_attached_file_that_leads_elsewhere_is_refused() {
    let mut exercise = exercise(Sample::TwitterRedesign, &[Given::Drawing]);
    exercise.files.push(DataFile { path: "data/x.csv".to_owned(), content: b"a\n1\n".to_vec() });
    let text = exercise_to_text(&exercise);
    for path in ["../x.csv", "/x.csv", "C:\\\\x.csv", "data/../../x.csv"] {
        let error = exercise_from_text(&text.replace("data/x.csv", path), Path::new("x.json")).unwrap_err();
        assert!(matches!(error, StoreError::BadAttachment { .. }), "{path}: {error}");
    }
    let damaged = text.replacen("YQox", "YQ*x", 1);
    assert_ne!(damaged, text);
    let error = exercise_from_text(&damaged, Path::new("x.json")).unwrap_err().to_string();
    assert!(error.contains("x.json") && error.contains("data/x.csv"), "{error}");
}
