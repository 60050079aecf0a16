//! A class of three groups whose numbers can be reckoned by hand: a scorer with three models and three prices.

use std::collections::BTreeMap;

use crate::analysis::AnalysisSettings;
use crate::analysis::test_support::{TestProject, evidence};
use crate::classroom::{Comparison, Exercise, HandIn, HandedIn, Reference};
use crate::model::{
    Breakout, Brief, Decision, Design, EvidenceBook, Measure, MeasureKey, OpenQuestion, Pick, Project, Property,
    Quantity, Requirement, Strength, Subject, Unit,
};

/// Samples are of no use where nothing takes time.
pub(in crate::classroom) const SETTINGS: AnalysisSettings = AnalysisSettings { samples: 100, seed: 1 };

/// Recall of the models: 60, 80 and 90 %.
pub(in crate::classroom) fn measured() -> EvidenceBook {
    let of = |recall| [(Measure::Recall, recall)];
    evidence(&[("scorer", "quick", &of(60.0)), ("scorer", "good", &of(80.0)), ("scorer", "best", &of(90.0))])
}

/// The project that groups are given: which model, and at which of three prices per month, is open.
pub(in crate::classroom) fn given() -> Project {
    let values = [100.0, 200.0, 400.0].map(dollars).to_vec();
    let price = OpenQuestion::Number { property: Property::MonthlyPrice, values };
    let project = TestProject::new()
        .component("scorer", &[(Property::MonthlyPrice, 100.0)])
        .task("scorer", &["quick", "good", "best"])
        .choice("model", "scorer", OpenQuestion::Candidate)
        .choice("price", "scorer", price)
        .build();
    Project { name: "Cards".to_owned(), ..project }
}

pub(in crate::classroom) fn dollars(amount: f64) -> Quantity {
    Quantity::estimated(amount, Unit::DollarPerMonth)
}

pub(in crate::classroom) fn percent(amount: f64) -> Quantity {
    Quantity::estimated(amount, Unit::Percent)
}

pub(in crate::classroom) fn cost() -> MeasureKey {
    MeasureKey::new(Measure::MonthlyCost, Subject::System)
}

pub(in crate::classroom) fn recall() -> MeasureKey {
    MeasureKey::new(Measure::Recall, Subject::Component("scorer".into()))
}

/// The model at this price.
pub(in crate::classroom) fn design(model: &str, price: f64) -> Design {
    let price = Pick::number(Property::MonthlyPrice, dollars(price));
    Design { picks: BTreeMap::from([("model".into(), Pick::Candidate(model.into())), ("price".into(), price)]) }
}

/// A soft demand.
pub(in crate::classroom) fn soft(weight: f64, worst: Option<Quantity>) -> Strength {
    Strength::Soft { weight, worst }
}

/// A name, what is demanded of what, and how firmly.
pub(in crate::classroom) type Demand<'a> = (&'a str, MeasureKey, Quantity, Strength);

/// The given project with these requirements.
pub(in crate::classroom) fn requiring(demands: &[Demand<'_>]) -> Project {
    let mut project = given();
    for (name, key, threshold, strength) in demands {
        let made = TestProject::new().requirement(name, key.measure, key.subject.clone(), *threshold).build();
        for (id, requirement) in &made.requirements {
            project.requirements.insert(id.clone(), Requirement { strength: *strength, ..requirement.clone() });
        }
    }
    project
}

pub(in crate::classroom) fn brief() -> Brief {
    Brief {
        id: "cards".to_owned(),
        version: "1".to_owned(),
        title: "Card fraud".to_owned(),
        questions: vec!["What would you watch?".to_owned()],
        ..Brief::default()
    }
}

/// What the group hands in that chose `design`.
pub(in crate::classroom) fn handed_in(group: &str, demands: &[Demand<'_>], design: Option<Design>) -> HandedIn {
    let mut project = requiring(demands);
    let breakout = Breakout { brief: brief(), group: group.to_owned(), ..Breakout::default() };
    project.breakout = Some(breakout);
    let mut decision = Decision { rationale: format!("{group} says so"), ..Decision::default() };
    if let Some(design) = design {
        decision.choose(design);
    }
    project.decisions.insert("choice".into(), decision);
    let hand_in = HandIn { project, ..HandIn::default() };
    HandedIn { file: format!("{group}.json"), hand_in }
}

/// The instructor's file: recall of at least 75 % and security are of the reference.
pub(in crate::classroom) fn exercise() -> Exercise {
    let security = MeasureKey::new(Measure::Security, Subject::System);
    let reference = requiring(&[
        ("Find fraud", recall(), percent(75.0), Strength::Hard),
        ("Withstand attacks", security, Quantity::estimated(4.0, Unit::Grade), Strength::Hard),
    ]);
    Exercise {
        brief: brief(),
        project: given(),
        evidence: measured(),
        files: Vec::new(),
        reference: Some(Reference { project: reference, notes: String::new() }),
    }
}

/// Three groups that want different things.
///
/// - A: at most $300 a month; points for recall from 50 to 90 % (30) and for cost from $300 down to $100 (10); the quick
///   model for $100.
/// - B: at least 70 % recall; points for cost from $400 down to $100 (50); the good model for $200.
/// - C: points for reaching 90 % recall (5); the best model for $400.
pub(in crate::classroom) fn groups() -> Vec<HandedIn> {
    let recall_ratio = Quantity::estimated(0.7, Unit::Ratio);
    vec![
        handed_in(
            "A",
            &[
                ("Budget", cost(), dollars(300.0), Strength::Hard),
                ("Find much", recall(), percent(90.0), soft(30.0, Some(percent(50.0)))),
                ("Cheap", cost(), dollars(100.0), soft(10.0, Some(dollars(300.0)))),
            ],
            Some(design("quick", 100.0)),
        ),
        handed_in(
            "B",
            &[
                ("Find most", recall(), recall_ratio, Strength::Hard),
                ("Save", cost(), dollars(100.0), soft(50.0, Some(dollars(400.0)))),
            ],
            Some(design("good", 200.0)),
        ),
        handed_in("C", &[("Excel", recall(), percent(90.0), soft(5.0, None))], Some(design("best", 400.0))),
    ]
}

/// The comparison of these files with the instructor's.
pub(in crate::classroom) fn compared(hand_ins: &[HandedIn]) -> Comparison {
    Comparison::of(Some(&exercise()), hand_ins, Vec::new(), &SETTINGS, &mut |_, _| true).expect("it was not stopped")
}
