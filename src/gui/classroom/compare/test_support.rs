//! A class of three groups made by hand, and a window that compares it.

use std::cell::RefCell;
use std::rc::Rc;

use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;

use super::CompareView;
use crate::analysis::AnalysisSettings;
use crate::classroom::{
    Agreement, ChoiceNumber, Comparison, Group, GroupPair, Judged, Likeness, MeasureColumn, Prefilled, RankedQuality,
    ReferenceAnswer, ReferenceRegret, Regret, Tested, ThresholdRow, Weighed,
};
use crate::gui::dialogs::Purpose;
use crate::gui::{App, Scene};
use crate::model::{Check, ConstraintType, Measure, MeasureKey, Subject};
use crate::session::{Action, Session, SessionOptions};
use crate::work::{WorkerProgram, no_wake};

/// Ada and Bit chose, Cat did not. All three name accuracy and latency; nobody names fairness, which the reference does.
pub(super) fn comparison() -> Comparison {
    Comparison {
        title: "Card fraud".to_owned(),
        groups: vec![
            Group {
                members: "Ann, Abe".to_owned(),
                seconds: Some(1100),
                rationale: "It finds the most fraud.".to_owned(),
                rejected: picks("Neural network"),
                why_rejected: "It answers too late.".to_owned(),
                answers: vec![("What would change your mind?".to_owned(), "Labels that come late.".to_owned())],
                remarks: vec!["The same reasons as Bit.".to_owned()],
                ..group("Ada", Some("Random forest"))
            },
            group("Bit", Some("Logistic regression")),
            group("Cat", None),
        ],
        qualities: vec![
            quality("Accuracy", [Some(1), Some(1), Some(3)], Some(2)),
            quality("Latency", [Some(2), Some(2), Some(1)], Some(1)),
            quality("Cost", [Some(3), None, Some(2)], None),
            quality("Fairness", [None; 3], Some(3)),
        ],
        missed: vec!["Fairness".to_owned()],
        reference: None,
        agreement: agreement(),
        thresholds: thresholds(),
        measures: vec![
            MeasureColumn {
                key: key(Measure::ResponseTimeP99),
                name: "Response time of the system".to_owned(),
                groups: vec![
                    number(80.0, Some((70.0, 95.0)), "80 ms"),
                    number(90.0, None, "90 ms"),
                    ChoiceNumber::unknown("unknown"),
                ],
                reference: None,
            },
            MeasureColumn {
                key: key(Measure::Recall),
                name: "Recall of Scorer".to_owned(),
                groups: vec![number(90.0, None, "90 %"), number(70.0, None, "70 %"), ChoiceNumber::unknown("unknown")],
                reference: None,
            },
        ],
        best: vec![true, false, false],
        hands: Vec::new(),
        regret: regret(),
        skipped: vec![("broken.json".to_owned(), "It is not a hand-in.".to_owned())],
    }
}

/// The same class beside an instructor who would take a gradient boosting: 75 ms and 80 %.
pub(super) fn with_reference(mut class: Comparison) -> Comparison {
    class.reference = Some(ReferenceAnswer {
        notes: "A tree can be defended as well.".to_owned(),
        chosen: Some(picks("Gradient boosting")),
        is_feasible: Some(true),
        rationale: "It answers soonest.".to_owned(),
        hands: 0,
    });
    let numbers = [number(75.0, None, "75 ms"), number(80.0, None, "80 %")];
    for (column, number) in class.measures.iter_mut().zip(numbers) {
        column.reference = Some(number);
    }
    class.regret.reference = Some(ReferenceRegret {
        judged_by: vec![weighed(0.65, 0.25), weighed(0.8, -0.1), weighed(0.8, 0.0)],
        judges: vec![weighed(0.5, 0.0), Judged::Infeasible(vec!["Find most".to_owned()]), Judged::Nothing],
        own: weighed(0.7, -0.2),
        worst: Some(0.25),
        infeasible_for: 0,
    });
    class
}

fn number(value: f64, interval: Option<(f64, f64)>, text: &str) -> ChoiceNumber {
    ChoiceNumber { value: Some(value), interval, text: text.to_owned() }
}

/// A class of so many groups that chose alike, with nothing judged.
pub(super) fn large(groups: usize) -> Comparison {
    let of = comparison();
    Comparison {
        groups: (0..groups).map(|number| group(&format!("G{number}"), Some("Random forest"))).collect(),
        qualities: vec![RankedQuality {
            quality: "Accuracy".to_owned(),
            ranks: vec![Some(1); groups],
            reference: None,
        }],
        measures: Vec::new(),
        thresholds: Vec::new(),
        best: vec![false; groups],
        regret: Regret {
            rows: vec![vec![Judged::Nothing; groups]; groups],
            worst_for_others: vec![None; groups],
            infeasible_for: vec![0; groups],
            reference: None,
        },
        ..of
    }
}

/// A session in which this class is compared.
pub(super) fn session(comparison: Comparison) -> Session {
    let mut session = Session::new(SessionOptions {
        worker: WorkerProgram { path: "no-worker-in-this-test".into(), arguments: Vec::new() },
        workers: 1,
        user: None,
        wake: no_wake(),
        analysis: AnalysisSettings { samples: 2_000, seed: 1 },
    });
    session.show_comparison(comparison);
    session
}

/// The application with the page on which this class is compared.
pub(super) fn story(comparison: Comparison) -> Harness<'static, App> {
    window(session(comparison))
}

/// The application on this session.
pub(super) fn window(session: Session) -> Harness<'static, App> {
    let mut harness =
        Harness::builder().with_size(egui::vec2(1280.0, 800.0)).with_max_steps(30).build_eframe(|creation| {
            let mut app = App::new(&creation.egui_ctx, session);
            app.avoid_native_dialogs();
            app
        });
    harness.run();
    harness
}

/// The page alone, and what it asks for.
pub(super) fn page(view: CompareView, comparison: Comparison) -> (Harness<'static>, Rc<RefCell<Vec<Action>>>) {
    let session = session(comparison);
    let asked = Rc::new(RefCell::new(Vec::new()));
    let (sink, mut view, mut is_dressed) = (Rc::clone(&asked), view, false);
    let harness = Harness::builder().with_size(egui::vec2(1280.0, 800.0)).build_ui(move |ui| {
        if !is_dressed {
            // Fonts are there from the next frame on.
            crate::gui::theme::install(ui.ctx());
            is_dressed = true;
            return;
        }
        let (mut actions, mut questions): (Vec<Action>, Vec<Purpose>) = Default::default();
        view.show(ui, &mut Scene { session: &session, actions: &mut actions, questions: &mut questions });
        sink.borrow_mut().extend(actions);
    });
    (harness, asked)
}

/// Everything that assistive technology would read.
pub(super) fn texts<State>(story: &Harness<'_, State>) -> Vec<String> {
    let text = |node: egui_kittest::Node<'_>| {
        let node = node.accesskit_node();
        [node.label(), node.value()].into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    story.root().children_recursive().map(text).collect()
}

/// Whether any of that holds this text.
pub(super) fn shows<State>(story: &Harness<'_, State>, text: &str) -> bool {
    texts(story).iter().any(|shown| shown.contains(text))
}

fn group(name: &str, model: Option<&str>) -> Group {
    let specification = |text: &str, points, check, is_met| Prefilled {
        text: text.to_owned(),
        points,
        check,
        is_met,
        reason: format!("Why: {}.", text.to_lowercase()),
    };
    Group {
        name: name.to_owned(),
        file: format!("{}.hand-in.json", name.to_lowercase()),
        is_same_version: Some(true),
        chosen: model.map(picks),
        is_feasible: model.map(|_| true),
        specifications: vec![
            specification("Names four qualities", 40, Some(Check::Qualities), Some(true)),
            specification("States constraints", 30, Some(Check::Constraints), Some(false)),
            specification("Argues well", 30, None, None),
        ],
        ..Group::default()
    }
}

fn picks(model: &str) -> Vec<(String, String)> {
    vec![("Model of Scorer".to_owned(), model.to_owned())]
}

fn key(measure: Measure) -> MeasureKey {
    MeasureKey::new(measure, Subject::System)
}

fn quality(name: &str, ranks: [Option<usize>; 3], reference: Option<usize>) -> RankedQuality {
    RankedQuality { quality: name.to_owned(), ranks: ranks.to_vec(), reference }
}

/// Ada and Bit rank what both name alike; Cat puts latency before accuracy. Means by hand.
fn agreement() -> Agreement {
    let pair = |first, second, kendall: f64, jaccard: f64| GroupPair {
        first,
        second,
        likeness: Likeness { kendall: Some(kendall), jaccard: Some(jaccard) },
    };
    Agreement {
        mean: Likeness { kendall: Some(-1.0 / 9.0), jaccard: Some(7.0 / 9.0) },
        pairs: vec![pair(0, 1, 1.0, 2.0 / 3.0), pair(0, 2, -1.0 / 3.0, 1.0), pair(1, 2, -1.0, 2.0 / 3.0)],
    }
}

fn thresholds() -> Vec<ThresholdRow> {
    let tested = |limit, stated: &str, weight: Option<f64>| Tested {
        limit,
        stated: stated.to_owned(),
        is_hard: weight.is_none(),
        constraint: ConstraintType::Problem,
        weight,
    };
    vec![
        ThresholdRow {
            key: key(Measure::ResponseTimeP99),
            name: "Response time of the system".to_owned(),
            demands: vec![
                Some(tested(Some(100.0), "0.1 s", None)),
                Some(tested(Some(500.0), "500 ms", Some(40.0))),
                None,
            ],
            reference: Some(tested(Some(200.0), "200 ms", None)),
        },
        ThresholdRow {
            key: key(Measure::MonthlyCost),
            name: "Monthly cost".to_owned(),
            demands: vec![Some(tested(None, "unknown", None)), None, None],
            reference: None,
        },
    ]
}

fn weighed(worth: f64, regret: f64) -> Judged {
    Judged::Feasible(Weighed { worth: Some(worth), regret: Some(regret), ..Weighed::default() })
}

fn regret() -> Regret {
    Regret {
        rows: vec![
            vec![weighed(0.9, 0.0), weighed(0.6, 0.3), Judged::Nothing],
            vec![weighed(0.58, 0.12), weighed(0.7, 0.0), Judged::Nothing],
            vec![weighed(0.8, 0.0), Judged::Infeasible(vec!["Answer fast".to_owned()]), Judged::Nothing],
        ],
        worst_for_others: vec![Some(0.12), Some(0.3), None],
        infeasible_for: vec![0, 1, 0],
        reference: None,
    }
}
