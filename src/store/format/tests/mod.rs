//! What the format promises: every project comes back equal, the same bytes each time, and damage is an error.

mod learned;
mod strategies;
mod uses;

use std::path::Path;

use proptest::prelude::*;
use strategies::{book, project};

use super::*;
use crate::model::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn every_project_comes_back_equal_and_with_the_same_bytes(project in project(), book in book()) {
        let text = to_text(&project, &book);
        let (again, book_again) = from_text(&text, Path::new("project.json")).unwrap();
        prop_assert_eq!(&again, &project);
        prop_assert_eq!(&book_again, &book);
        prop_assert_eq!(to_text(&again, &book_again), text);
    }

    #[test]
    fn damaged_bytes_never_panic(project in project(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = to_text(&project, &EvidenceBook::default()).into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(text) = String::from_utf8(bytes) {
            from_text(&text, Path::new("project.json")).ok();
        }
    }
}

/// Opening `text` fails with a message that holds all of `parts`.
fn check_refused(text: &str, parts: &[&str]) {
    let message = from_text(text, Path::new("shop/project.json")).unwrap_err().to_string();
    for part in parts.iter().chain(&["shop/project.json"]) {
        assert!(message.contains(part), "\"{part}\" is missing in: {message}");
    }
}

#[test]
fn foreign_and_future_files_are_named_as_such() {
    check_refused("", &["line 1", "not JSON", "restore an earlier copy"]);
    check_refused("[1, 2]", &["not a Cantilever project"]);
    check_refused(r#"["cantilever project", 1, "x"]"#, &["not a Cantilever project"]);
    check_refused(r#"{"name": "other"}"#, &["not a Cantilever project"]);
    check_refused(r#"{"format": "cantilever project", "version": 9, "new": 1}"#, &["version 9", "reads up to 8"]);
    check_refused(r#"{"format": "cantilever project", "version": "one"}"#, &["\"one\"", "Versions 1 to 8"]);
    check_refused("{\n<<<<<<< mine\n}", &["merge conflict"]);
    check_refused(&format!("{{\"a\": {}", "[".repeat(100_000)), &["not JSON"]);
}

/// A file with `fields` besides name and version is refused.
fn check_field(fields: &str, parts: &[&str]) {
    check_refused(&format!("{{\"format\": \"cantilever project\", \"version\": 1, \"name\": \"\",\n{fields}}}"), parts);
}

#[test]
fn mistakes_are_named_with_place_and_remedy() {
    let component = r#"{"id": "a", "name": "A", "kind": "k", "shape": {"x": 0, "y": 0, "width": 9, "height": 9}}"#;
    let load = r#"{"value": 1, "unit": "furlong", "provenance": "measured"}"#;
    let scenario = format!(r#"{{"id": "s", "name": "S", "entry": "a", "mean_load": {load}, "peak_load": {load}}}"#);
    check_field(
        &format!(r#""scenarios": [{scenario}]"#),
        &["line 2", "scenarios[0].mean_load.unit", "furlong", "ms, s"],
    );
    check_field(
        &format!(r#""system": {{"components": [{component}, {component}]}}"#),
        &["system.components", "\"a\" is used twice"],
    );
    check_field(
        r#""tasks": [{"component": "a", "dataset": "d", "split": {"random": {}}}]"#,
        &["tasks[0].split", "`stratified`, `grouped`, `by_time`"],
    );
    check_field(
        r#""requirements": [{"id": "r", "name": "R", "measure": "speed"}]"#,
        &["requirements[0].measure", "recall"],
    );
    check_field(r#""requirements": [{"id": "r"}]"#, &["requirements[0]", "missing field `name`"]);
    check_field(r#""naem": 1"#, &["naem", "unknown field `naem`", "`description`"]);
    check_field(
        r#""decision": {"status": "accepted", "design": {"x": {"replicas": 1}, "x": {"replicas": 2}}}"#,
        &["decision.design", "\"x\" stands here twice"],
    );
}

#[test]
fn mistakes_in_the_work_on_an_exercise_are_named_as_well() {
    let breakout = |more: &str| format!(r#""breakout": {{"exercise": {{"id": "e", "title": "E"}}{more}}}"#);
    check_field(&breakout(r#", "grup": "A""#), &["breakout", "unknown field `grup`", "`group`"]);
    let brief =
        r#""breakout": {"exercise": {"id": "e", "title": "E", "specifications": [{"text": "t", "check": "x"}]}}"#;
    check_field(brief, &["breakout.exercise.specifications[0].check", "qualities"]);
    check_field(
        &breakout(r#", "rejected": {"x": {"replicas": 1}, "x": {"replicas": 2}}"#),
        &["breakout.rejected", "\"x\" stands here twice"],
    );
}

#[test]
fn mistakes_in_decisions_are_named_as_well() {
    let decision = |more: &str| format!(r#"{{"id": "d", "title": "D", "status": "accepted"{more}}}"#);
    check_field(
        &format!(r#""decisions": [{}, {}]"#, decision(""), decision("")),
        &["decisions", "\"d\" is used twice"],
    );
    check_field(
        &format!(r#""decisions": [{}]"#, decision(r#", "date": "2026-02-30""#)),
        &["decisions[0].date", "\"2026-02-30\" is no day", "year-month-day"],
    );
    check_field(
        &format!(r#""decisions": [{}]"#, decision(r#", "considered": [{"x": {"replicas": 1}, "x": {"replicas": 2}}]"#)),
        &["decisions[0].considered[0]", "\"x\" stands here twice"],
    );
}

/// The decisions of a file of version 6 whose only one has these fields.
fn upgraded(fields: &str) -> Collection<DecisionId, Decision> {
    let text = format!(r#"{{"format": "cantilever project", "version": 6, "name": "Shop", "decision": {{{fields}}}}}"#);
    from_text(&text, Path::new("project.json")).expect("version 6 is read").0.decisions
}

#[test]
fn the_one_decision_of_older_versions_becomes_the_first_of_a_list() {
    let nothing =
        r#""status": "proposed", "deciders": "", "context": "", "rationale": "", "consequences": "", "design": null"#;
    assert!(upgraded(nothing).is_empty());
    let decisions = upgraded(
        r#""status": "accepted", "deciders": "Ada", "context": "Fraud doubled.", "rationale": "It is cheap.",
        "consequences": "Reviewers wait.", "design": {"copies": {"replicas": 2}}"#,
    );
    let design = Design { picks: [("copies".into(), Pick::Replicas(2))].into() };
    let expected = Decision {
        title: "Decision".to_owned(),
        status: DecisionStatus::Accepted,
        deciders: "Ada".to_owned(),
        context: "Fraud doubled.".to_owned(),
        rationale: "It is cheap.".to_owned(),
        consequences: "Reviewers wait.".to_owned(),
        considered: vec![design.clone()],
        design: Some(design),
        ..Decision::default()
    };
    assert_eq!(decisions, [("decision".into(), expected)].into_iter().collect());
    let context = upgraded(r#""status": "proposed", "context": "Two pathologists read every sample.""#);
    assert_eq!(context[0].context, "Two pathologists read every sample.");
}
