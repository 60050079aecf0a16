//! What a report says of a decision as a whole: on its first page, of its risks, and in its records.

use super::test_support::{
    analysis, cost, design, evidence, exploration, fraud_project, fraud_report, material, report_of, response, stamp,
};
use super::*;
use crate::analysis::Outcome;
use crate::model::{Decision, DecisionStatus, ElementId, Project, Property, Quantity, Unit};
use crate::tradeoff::{Moved, Number, Region, Sensitivity, Span, Swing, Value, VerdictFlip};

/// The text of one section in Markdown, without escapes.
fn section(report: &Report, title: &str) -> String {
    text_of(&report.sections, title)
}

fn text_of(sections: &[Section], title: &str) -> String {
    let found = sections.iter().find(|section| section.title == title).unwrap_or_else(|| panic!("no {title}"));
    markdown(&Report { sections: vec![found.clone()], ..Report::default() }).text.replace('\\', "")
}

#[track_caller]
fn check(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "\"{part}\" is missing in:\n{text}");
    }
}

/// The report on the decided design of another project.
fn report_on(project: &Project) -> Report {
    report_of(project, &evidence(), Some(&exploration()), &analysis(), &design("boosted", 2))
}

/// A slower gateway misses the limit on the time; one replica less overloads it, one more costs more.
fn sensitivity() -> Sensitivity {
    let gateway = ElementId::Component("gateway".into());
    let span = |quantity: Quantity, [low, base, high]: [f64; 3], is_whole| Span {
        quantity,
        base,
        low: Some(low),
        high: Some(high),
        scale: base,
        is_whole,
        is_share: false,
    };
    let swing = |measure, low, high: f64, elasticity| Swing {
        measure,
        low: Some(low),
        high: Some(Value::Known(high)),
        elasticity: Some(elasticity),
    };
    let service = Moved {
        number: Number::Property(gateway.clone(), Property::ServiceTimeMedian),
        name: "Gateway: Service time, median".to_owned(),
        stated_on: Some(gateway.clone()),
        span: span(Quantity::assumed(3.0, Unit::Millisecond), [2.4, 3.0, 3.6], false),
        swings: vec![swing(0, Value::Known(200.0), 2100.0, 2.0)],
        flips: vec![VerdictFlip {
            requirement: "fast".into(),
            measure: 0,
            from: Outcome::Met,
            to: Outcome::Missed,
            amount: 3.5,
            change: Some(0.5 / 3.0),
        }],
    };
    let replicas = Moved {
        number: Number::Picked("replicas".into()),
        name: "Gateway: Replicas picked".to_owned(),
        stated_on: Some(gateway),
        span: span(Quantity::estimated(2.0, Unit::Count), [1.0, 2.0, 3.0], true),
        swings: vec![swing(0, Value::Overloaded, 190.0, -0.5), swing(1, Value::Known(1100.0), 1400.0, 0.24)],
        flips: Vec::new(),
    };
    Sensitivity {
        within: 0.2,
        measures: vec![response(), cost()],
        base: vec![Value::Known(240.0), Value::Known(1250.0)],
        numbers: vec![service, replicas],
    }
}

pub(super) fn report_with_sensitivity() -> Report {
    let (project, book, exploration, analysis) = (fraud_project(), evidence(), exploration(), analysis());
    let (design, sensitivity) = (design("boosted", 2), sensitivity());
    let region = Region::of_project(&exploration, &project);
    let all = material(&project, &book, Some((&exploration, &region)), &analysis, &design);
    Report::build(&Material { sensitivity: Some(&sensitivity), ..all }, &stamp())
}

#[test]
fn the_first_page_says_what_was_decided_and_what_is_open() {
    let report = report_with_sensitivity();
    assert_eq!(report.sections[0].title, "Summary");
    check(
        &section(&report, "Summary"),
        &[
            "**Chosen option: Fraud model: Boosted trees · Gateway: 2 replicas, because it meets all 2 hard requirements",
            "Model of the screen: Accepted on 2026-11-20 by Ada, Grace; to be revisited on 2027-05-20.",
            "| Find the fraud (hard) | 84 % (82 to 86 %) | ≥ 80 % | met | measured |",
            "### Against the next best design",
            "Gateway: Service time, median (3 ms, assumed): \"Answer in time\" fails from 3.5 ms on (+16.7 %).",
            // Eight components with an assumed time and an estimated number of replicas, and two loads.
            "18 stated numbers were never measured: 8 assumed and 10 estimated.",
            "One finding is open, warning: Card and terminal features runs once",
        ],
    );
}

#[test]
fn parts_follow_each_other_and_equal_input_gives_an_equal_report() {
    let report = report_with_sensitivity();
    assert!(report.sections.is_sorted_by_key(|section| section.part), "{:?}", report.sections);
    assert_eq!(report, report_with_sensitivity());
    let keys: Vec<_> = report.figures().map(|figure| figure.key.as_str()).collect();
    assert_eq!(keys, ["drawing", "trade_off", "trade_off_2", "tornado"]);
}

#[test]
fn what_is_stated_of_consequences_takes_the_place_of_what_was_worked_out() {
    let stated = section(&fraud_report(), "Consequences");
    assert!(stated.contains("Reviewers must be trained") && !stated.contains("is met"), "{stated}");
    let mut project = fraud_project();
    project.decisions[0].consequences.clear();
    project.decisions[0].confirmation.clear();
    let report = report_on(&project);
    check(&section(&report, "Consequences"), &["Good: \"Find the fraud\" is met. 84 % is at least 80 %."]);
    check(&section(&report, "Confirmation"), &["cantilever check PROJECT", "It enforces:", "\"Find the fraud\""]);
}

#[test]
fn without_moved_numbers_verdicts_and_findings_make_risks_and_non_risks() {
    let text = section(&fraud_report(), "What the decision hangs on");
    check(
        &text,
        &[
            "was not worked out",
            "| Model of Fraud model: Boosted trees |  | N2 |",
            "| The system as drawn | R1 | N1, N3 |",
            "R1: Card and terminal features runs once; when it fails, nothing is answered. Run a second replica.",
            "N2: \"Find the fraud\" (hard) is met. 84 % is at least 80 %. It rests on this: what is to come is like",
            "no stated requirement",
        ],
    );
    let mut analysis = analysis();
    analysis.verdicts[1].quality.interval = Some((79.0, 86.0));
    let report = report_of(&fraud_project(), &evidence(), Some(&exploration()), &analysis, &design("boosted", 2));
    check(
        &section(&report, "What the decision hangs on"),
        &[
            "R1: \"Find the fraud\" (hard) is met, but what was measured leaves doubt. 84 % is at least 80 %.",
            "| R1 | Find the fraud (driver) |",
        ],
    );
}

#[test]
fn points_and_risks_stand_with_the_decisions_that_they_belong_to() {
    let report = report_with_sensitivity();
    check(
        &section(&report, "What the decision hangs on"),
        &[
            "| Model of Fraud model: Boosted trees |  |  |  | N1 |",
            "| Replicas of Gateway: 2 replicas | S1, S2 | T1 | R1 | N2 |",
            "| The system as drawn |  |  | R2 |  |",
            "S1: Gateway: Service time, median (3 ms, assumed) moves",
            "T1: Raising Gateway: Replicas picked (2, picked) improves",
            "R1: \"Answer in time\" (hard) is met, but it fails with Gateway: Service time, median (3 ms, assumed) at 3.5 \
             ms (+16.7 %).",
        ],
    );
    let tornado = report.figures().find(|figure| figure.key == "tornado").expect("numbers move the time");
    svg::check_well_formed(&tornado.svg);
    check(&tornado.svg, &["now 240 ms", "overloaded", "required ≤ 2 s", "Gateway: Replicas picked"]);
    assert!(tornado.caption.starts_with("What moves response time, p99 (Pay by card)"), "{}", tornado.caption);
}

#[test]
fn a_record_has_the_names_and_the_order_of_madr() {
    let records = fraud_report().records;
    assert_eq!(records.len(), 1);
    let record = &records[0];
    assert_eq!(record.title, "Model of the screen");
    let facts: Vec<_> = record.facts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let expected = [
        ("status", "accepted"),
        ("date", "2026-11-20"),
        ("decision-makers", "Ada, Grace"),
        ("consulted", "Fraud desk"),
    ];
    assert_eq!(facts, expected);
    let titles: Vec<_> = record.sections.iter().map(|section| section.title.as_str()).collect();
    let expected = [
        "Context and Problem Statement",
        "Decision Drivers",
        "Considered Options",
        "Decision Outcome",
        "Pros and Cons of the Options",
        "More Information",
    ];
    assert_eq!(titles, expected);
    check(
        &text_of(&record.sections, "Decision Outcome"),
        &[
            "Chosen option: \"Fraud model: Boosted trees · Gateway: 2 replicas\", because it finds the most fraud at a \
             price we can pay.",
            "### Consequences",
            "Reviewers must be trained on the new cases.",
            "### Confirmation",
        ],
    );
    check(
        &text_of(&record.sections, "Pros and Cons of the Options"),
        &[
            "### Fraud model: Logistic · Gateway: 3 replicas",
            "Bad, because \"Find the fraud\" is missed.",
            "### Fraud model: Boosted trees · Gateway: 2 replicas",
            "Good, because \"Find the fraud\" is met. 84 % is at least 80 %.",
        ],
    );
    check(
        &text_of(&record.sections, "More Information"),
        &["To be revisited on 2027-05-20.", "Dissent: Operations wants one replica less."],
    );
}

#[test]
fn records_begin_with_the_oldest_and_give_an_old_decision_no_new_reasons() {
    let mut project = fraud_project();
    let old = Decision {
        title: "Rules".to_owned(),
        status: DecisionStatus::Accepted,
        date: "2026-01-02".parse().ok(),
        design: Some(design("logistic", 2)),
        ..Decision::default()
    };
    let elsewhere = Decision { title: "Nine".to_owned(), design: Some(design("logistic", 9)), ..Decision::default() };
    project.decisions.insert("nine".into(), elsewhere);
    project.decisions.insert("rules".into(), old);
    project.decisions[0].supersedes = Some("rules".into());
    let records = report_on(&project).records;
    let titles: Vec<_> = records.iter().map(|record| record.title.as_str()).collect();
    assert_eq!(titles, ["Rules", "Model of the screen", "Nine"]);
    assert_eq!(records[0].facts[0], ("status".to_owned(), "superseded by Model of the screen".to_owned()));
    check(&text_of(&records[0].sections, "Decision Outcome"), &["No reason is stated."]);
    check(&text_of(&records[0].sections, "More Information"), &["Superseded by \"Model of the screen\"."]);
    check(&text_of(&records[1].sections, "More Information"), &["Supersedes \"Rules\"."]);
    check(&text_of(&records[2].sections, "More Information"), &["says only what was stated"]);
    assert!(records[2].sections.iter().all(|section| section.title != "Pros and Cons of the Options"));
}
