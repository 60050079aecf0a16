//! A class of three groups to test with: two that answered, and one that chose nothing.

use super::comparison::{
    Agreement, ChoiceNumber, Comparison, Group, GroupPair, Judged, Likeness, MeasureColumn, Prefilled, RankedQuality,
    ReferenceAnswer, ReferenceRegret, Regret, Tested, ThresholdRow, Weighed,
};
use super::texts::visit;
use crate::model::{Check, ConstraintType, Measure, MeasureKey, Subject};

/// `Rockets`, `Night Owls` and `C`.
pub(super) fn compared() -> Comparison {
    let (groups, regret) = (vec![rockets(), owls(), nothing()], regret());
    let quality = |name: &str, ranks: [Option<usize>; 3], reference| RankedQuality {
        quality: name.to_owned(),
        ranks: ranks.to_vec(),
        reference,
    };
    Comparison {
        title: "Card fraud".to_owned(),
        groups,
        qualities: vec![
            quality("Predictive quality", [Some(1), Some(2), None], Some(1)),
            quality("Performance", [Some(2), Some(1), None], Some(2)),
            quality("Cost", [None, Some(3), Some(1)], None),
            quality("Security", [None, None, None], Some(3)),
        ],
        missed: vec!["Security".to_owned()],
        reference: Some(ReferenceAnswer {
            notes: "Either model can be defended.".to_owned(),
            chosen: Some(pairs(&[("Model of Scorer", "Random forest"), ("Replicas of Gateway", "2")])),
            is_feasible: Some(true),
            rationale: "Analysts have to explain each case.".to_owned(),
            hands: 0,
        }),
        agreement: Agreement {
            mean: likeness(Some(-1.0), 0.25),
            pairs: vec![
                GroupPair { first: 0, second: 1, likeness: likeness(Some(-1.0), 0.6) },
                GroupPair { first: 0, second: 2, likeness: likeness(None, 0.0) },
                GroupPair { first: 1, second: 2, likeness: likeness(None, 0.125) },
            ],
        },
        thresholds: thresholds(),
        measures: measures(),
        best: vec![true, true, false],
        hands: Vec::new(),
        regret,
        skipped: vec![("broken.json".to_owned(), "broken.json, line 1: this is no answer.".to_owned())],
    }
}

/// The same class with `text` in the place of every text.
pub(super) fn hostile(text: &str) -> Comparison {
    let mut class = compared();
    visit(&mut class, &mut |_, found| text.clone_into(found));
    class
}

fn likeness(kendall: Option<f64>, jaccard: f64) -> Likeness {
    Likeness { kendall, jaccard: Some(jaccard) }
}

fn pairs(texts: &[(&str, &str)]) -> Vec<(String, String)> {
    texts.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn specifications(is_met: [Option<bool>; 3]) -> Vec<Prefilled> {
    let asked = [
        ("Names four qualities.", 60, Some(Check::Qualities), "Two are named."),
        ("Names a rejected option.", 30, Some(Check::Rejection), "One is named, with a reason."),
        ("Argues well.", 10, None, "Only a person can tell."),
    ];
    let seen = asked.into_iter().zip(is_met).map(|((text, points, check, reason), is_met)| Prefilled {
        text: text.to_owned(),
        points,
        check,
        is_met,
        reason: reason.to_owned(),
    });
    seen.collect()
}

fn rockets() -> Group {
    Group {
        name: "Rockets".to_owned(),
        file: "one.json".to_owned(),
        members: "Ada Lovelace, Bob".to_owned(),
        seconds: Some(1100),
        is_same_version: Some(true),
        chosen: Some(pairs(&[("Model of Scorer", "Boosted trees"), ("Replicas of Gateway", "2")])),
        is_feasible: Some(true),
        rationale: "Rockets think, as Ada does, that night owls are wrong.".to_owned(),
        rejected: pairs(&[("Model of Scorer", "Random forest"), ("Replicas of Gateway", "2")]),
        why_rejected: "Too slow.".to_owned(),
        answers: pairs(&[("What matters?", "Speed.\nAnd trust."), ("What did you miss?", "")]),
        remarks: Vec::new(),
        specifications: specifications([Some(false), Some(true), None]),
    }
}

fn owls() -> Group {
    Group {
        name: "Night Owls".to_owned(),
        file: "owls.json".to_owned(),
        is_same_version: Some(false),
        chosen: Some(pairs(&[("Model of Scorer", "Random forest"), ("Replicas of Gateway", "1")])),
        is_feasible: Some(false),
        rationale: "It costs less.".to_owned(),
        answers: pairs(&[("What matters?", "Asked Bob and rockets.")]),
        remarks: vec!["the same answer as Rockets".to_owned()],
        specifications: specifications([Some(true), Some(false), None]),
        ..Group::default()
    }
}

fn nothing() -> Group {
    Group {
        name: "C".to_owned(),
        file: "three.json".to_owned(),
        remarks: vec!["drawn like C".to_owned()],
        specifications: specifications([Some(false), Some(false), None]),
        ..Group::default()
    }
}

fn thresholds() -> Vec<ThresholdRow> {
    let demand = |limit, stated: &str, weight: Option<f64>, constraint| {
        Some(Tested { limit, stated: stated.to_owned(), is_hard: weight.is_none(), constraint, weight })
    };
    vec![
        ThresholdRow {
            key: MeasureKey::new(Measure::ResponseTimeP99, Subject::Scenario("pay".into())),
            name: "Response time, p99 (Pay)".to_owned(),
            demands: vec![
                demand(Some(200.0), "200 ms", None, ConstraintType::Problem),
                demand(Some(300.0), "0.3 s", Some(40.0), ConstraintType::Project),
                None,
            ],
            reference: demand(Some(250.0), "250 ms", None, ConstraintType::Problem),
        },
        ThresholdRow {
            key: MeasureKey::new(Measure::MonthlyCost, Subject::System),
            name: "Monthly cost".to_owned(),
            demands: vec![None, None, demand(None, "", None, ConstraintType::Design)],
            reference: None,
        },
    ]
}

fn measures() -> Vec<MeasureColumn> {
    let number = |value, text: &str| ChoiceNumber { value, interval: None, text: text.to_owned() };
    let column = |key, name: &str, values: [Option<f64>; 4], interval, texts: [&str; 4]| {
        let mut groups: Vec<_> = values.into_iter().zip(texts).map(|(value, text)| number(value, text)).collect();
        let reference = groups.pop();
        groups[0].interval = interval;
        MeasureColumn { key, name: name.to_owned(), groups, reference }
    };
    vec![
        column(
            MeasureKey::new(Measure::Recall, Subject::Component("scorer".into())),
            "Recall (Scorer)",
            [Some(84.0), None, None, None],
            Some((82.0, 86.0)),
            ["84 %", "unknown", "unknown", "unknown"],
        ),
        column(
            MeasureKey::new(Measure::ResponseTimeP99, Subject::Scenario("pay".into())),
            "Response time, p99 (Pay)",
            [Some(120.0), Some(250.5), None, Some(200.0)],
            None,
            ["120 ms", "250.5 ms", "unknown", "200 ms"],
        ),
        column(
            MeasureKey::new(Measure::MonthlyCost, Subject::System),
            "Monthly cost",
            [Some(900.25), Some(400.0), None, Some(500.0)],
            None,
            ["$900/month", "$400/month", "unknown", "$500/month"],
        ),
    ]
}

fn regret() -> Regret {
    let worth = |worth, regret| {
        Judged::Feasible(Weighed { worth: Some(worth), regret: Some(regret), weighs: 1, ..Weighed::default() })
    };
    let missed = || Judged::Infeasible(vec!["Answer in time".to_owned()]);
    let unknown = Judged::Unknown(vec!["Monthly cost".to_owned()]);
    Regret {
        rows: vec![
            vec![worth(0.875, 0.0), missed(), Judged::Nothing],
            vec![worth(0.5, 0.25), missed(), Judged::Nothing],
            vec![unknown, Judged::Feasible(Weighed::default()), Judged::Nothing],
        ],
        worst_for_others: vec![Some(0.25), None, None],
        infeasible_for: vec![0, 2, 0],
        reference: Some(ReferenceRegret {
            judged_by: vec![worth(0.75, 0.125), worth(1.0, -0.25), missed()],
            judges: vec![missed(), worth(0.5, 0.0), Judged::Nothing],
            own: worth(0.625, -0.125),
            worst: Some(0.125),
            infeasible_for: 1,
        }),
    }
}
