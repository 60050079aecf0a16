//! Sensitivities against closed forms worked out by hand.

use std::ops::ControlFlow;

use super::given::Given;
use super::*;
use crate::analysis::test_support::{TestProject, cascade, check_close, design, evidence};
use crate::analysis::{Outcome, analyse};
use crate::model::{
    Amount, CallCondition, ComponentId, ConnectorKind, ElementId, Measure, Motion, OpenQuestion, Path, Pick, Property,
    Provenance, Quantity, Step, Subject, TotalLoad, Unit, When,
};

const SETTINGS: AnalysisSettings = AnalysisSettings { samples: 1000, seed: 3 };

fn system(measure: Measure) -> MeasureKey {
    MeasureKey::new(measure, Subject::System)
}

fn of_use(measure: Measure) -> MeasureKey {
    MeasureKey::new(measure, Subject::Scenario("use".into()))
}

fn component(id: &str, property: Property) -> Number {
    Number::Property(ElementId::Component(id.into()), property)
}

fn connector(id: &str, property: Property) -> Number {
    Number::Property(ElementId::Connector(id.into()), property)
}

fn sensitivity(project: &Project, measures: &[MeasureKey]) -> Sensitivity {
    of_design((project, &EvidenceBook::default(), &Design::default()), measures)
}

fn of_design(given: (&Project, &EvidenceBook, &Design), measures: &[MeasureKey]) -> Sensitivity {
    let mut go_on = |_, _| ControlFlow::Continue(());
    Sensitivity::of(given, measures, USUAL_STEP, &SETTINGS, &mut go_on).expect("nobody stops it")
}

fn moved<'s>(sensitivity: &'s Sensitivity, number: &Number) -> &'s Moved {
    let found = sensitivity.numbers.iter().find(|moved| moved.number == *number);
    found.unwrap_or_else(|| panic!("{number:?} is not moved"))
}

#[track_caller]
fn check(sensitivity: &Sensitivity, number: &Number, measure: usize, expected: f64, tolerance: f64) {
    let swing = moved(sensitivity, number).swing(measure).expect("it does something");
    check_close(swing.elasticity.expect("both ends are known"), expected, tolerance);
}

/// Three replicas at half a dollar an hour and a store at $200: 1,095 + 200 dollars a month.
fn priced() -> TestProject {
    TestProject::new()
        .component("scorer", &[(Property::HourlyPrice, 0.5), (Property::Replicas, 3.0)])
        .component("store", &[(Property::MonthlyPrice, 200.0)])
}

#[test]
fn a_price_matters_as_much_as_its_share_of_the_bill() {
    let found = sensitivity(&priced().build(), &[system(Measure::MonthlyCost)]);
    assert_eq!(found.base, [Value::Known(1295.0)]);
    check(&found, &component("scorer", Property::HourlyPrice), 0, 1095.0 / 1295.0, 1e-9);
    check(&found, &component("store", Property::MonthlyPrice), 0, 200.0 / 1295.0, 1e-9);
    // By the step that was really taken: two to four replicas.
    check(&found, &component("scorer", Property::Replicas), 0, 1095.0 / 1295.0, 1e-9);
    let replicas = &moved(&found, &component("scorer", Property::Replicas)).span;
    assert_eq!((replicas.low, replicas.high, replicas.is_whole), (Some(2.0), Some(4.0), true));
    let names: Vec<_> = found.tornado(0).iter().map(|place| found.numbers[*place].number.clone()).collect();
    let expected = [
        component("scorer", Property::Replicas),
        component("scorer", Property::HourlyPrice),
        component("store", Property::MonthlyPrice),
    ];
    assert_eq!(names, expected, "730, 438 and 80 dollars between the ends");
}

#[test]
fn a_stage_matters_as_much_as_its_share_of_the_time() {
    let stage = |milliseconds| [(Property::ServiceTimeMedian, milliseconds), (Property::Capacity, 1e9)];
    let project = TestProject::new()
        .component("gateway", &stage(10.0))
        .component("scorer", &stage(30.0))
        .call("gateway", "scorer", 5.0)
        .scenario("gateway", 1.0, 1.0);
    let found = sensitivity(&project.build(), &[of_use(Measure::ResponseTimeMean)]);
    // 10 ms + 30 ms + the way there and back.
    check_close(found.base[0].known().expect("it is known"), 50.0, 1e-4);
    check(&found, &component("gateway", Property::ServiceTimeMedian), 0, 0.2, 1e-5);
    check(&found, &component("scorer", Property::ServiceTimeMedian), 0, 0.6, 1e-5);
    check(&found, &connector("gateway-scorer", Property::LinkLatencyMedian), 0, 0.2, 1e-5);
    let nothing = moved(&found, &connector("gateway-scorer", Property::Timeout));
    assert_eq!((nothing.swings.len(), nothing.flips.len()), (0, 0), "nobody waits that long");
}

#[test]
fn o16_a_cascade_hangs_on_how_often_the_large_model_is_asked() {
    let sometimes = [(Property::CallsPerRequest, 0.05), (Property::LinkLatencyMedian, 1.0)];
    let project = TestProject::new()
        .component("small", &[(Property::RequestPrice, 0.0001)])
        .component("large", &[(Property::RequestPrice, 0.004)])
        .connect("small", "large", ConnectorKind::SynchronousCall, &sometimes)
        .scenario("small", 10.0, 20.0);
    let found = sensitivity(&project.build(), &[system(Measure::CostPerRequest)]);
    check(&found, &component("small", Property::RequestPrice), 0, 1.0 / 3.0, 1e-9);
    check(&found, &component("large", Property::RequestPrice), 0, 2.0 / 3.0, 1e-9);
    check(&found, &connector("small-large", Property::CallsPerRequest), 0, 2.0 / 3.0, 1e-9);
    let load = moved(&found, &Number::Load("use".into(), When::Mean));
    assert_eq!(load.swings, [], "a request costs the same however many there are");
}

#[test]
fn availability_hangs_on_each_part_by_its_share_of_the_downtime() {
    let up = |percent| [(Property::Availability, percent)];
    let project = TestProject::new()
        .component("gateway", &up(99.9))
        .component("store", &up(99.5))
        .component("inference", &up(99.0))
        .call("gateway", "store", 1.0)
        .call("gateway", "inference", 1.0)
        .scenario("gateway", 1.0, 1.0);
    let measures = [of_use(Measure::Availability), of_use(Measure::MonthlyDowntime)];
    let found = sensitivity(&project.build(), &measures);
    let inference = component("inference", Property::Availability);
    let span = &moved(&found, &inference).span;
    check_close(span.low.expect("it can be lower"), 98.8, 1e-9);
    check_close(span.high.expect("it can be higher"), 99.2, 1e-9);
    // Of 1 − 0.999·0.995·0.99, what one percent of downtime there brings.
    let share = 0.01 * 0.999 * 0.995 / (1.0 - 0.999 * 0.995 * 0.99);
    check(&found, &inference, 0, share, 1e-9);
    check(&found, &inference, 1, -share, 1e-9);
}

#[test]
fn a_verdict_flips_exactly_where_the_bill_reaches_its_limit() {
    let limit = Quantity::estimated(1400.0, Unit::DollarPerMonth);
    let project = priced().requirement("cheap", Measure::MonthlyCost, Subject::System, limit).build();
    let found = sensitivity(&project, &[system(Measure::MonthlyCost)]);
    let hourly = moved(&found, &component("scorer", Property::HourlyPrice));
    // 2,190 h · price + 200 = 1,400.
    let exact = 1200.0 / 2190.0;
    let [flip] = hourly.flips.as_slice() else { panic!("one verdict flips: {:?}", hourly.flips) };
    assert_eq!((flip.from, flip.to, flip.measure), (Outcome::Met, Outcome::Missed, 0));
    assert!((exact..=exact + 0.001 * 0.5).contains(&flip.amount), "{} is not just above {exact}", flip.amount);
    check_close(flip.change.expect("the price is not 0"), exact / 0.5 - 1.0, 0.001);
    let replicas = moved(&found, &component("scorer", Property::Replicas));
    assert_eq!(replicas.flips.iter().map(|flip| flip.amount).collect::<Vec<_>>(), [4.0]);
    assert_eq!(replicas.flip_in_words(&project, &replicas.flips[0]), "\"cheap\" fails from 4 on (+1)");
    assert_eq!(moved(&found, &component("store", Property::MonthlyPrice)).flips, [], "$1,335 are still allowed");
    // A tighter limit is missed now, and met again when the price is low enough: 2,190 h · price + 200 = 1,250.
    let tight = Quantity::estimated(1250.0, Unit::DollarPerMonth);
    let project = priced().requirement("cheap", Measure::MonthlyCost, Subject::System, tight).build();
    let found = sensitivity(&project, &[system(Measure::MonthlyCost)]);
    let flips = &moved(&found, &component("scorer", Property::HourlyPrice)).flips;
    assert_eq!((flips.len(), flips[0].from, flips[0].to), (1, Outcome::Missed, Outcome::Met));
    check_close(flips[0].amount, 1050.0 / 2190.0, 0.001 * 0.5);
}

#[test]
fn what_becomes_overloaded_is_worse_than_any_number() {
    let service = [(Property::ServiceTimeMedian, 1.0), (Property::Capacity, 100.0)];
    let limit = Quantity::estimated(1e6, Unit::Second);
    let measure = of_use(Measure::ResponseTimeMean);
    let project = TestProject::new()
        .component("service", &service)
        .scenario("service", 50.0, 90.0)
        .requirement("answers", measure.measure, measure.subject.clone(), limit)
        .build();
    let found = sensitivity(&project, &[measure]);
    let load = moved(&found, &Number::Load("use".into(), When::Peak));
    let swing = load.swing(0).expect("it does something");
    assert!(swing.high == Some(Value::Overloaded) && swing.overloads(found.base[0]));
    // 100 requests a second are as many as can be served.
    let [flip] = load.flips.as_slice() else { panic!("one verdict flips: {:?}", load.flips) };
    assert!((100.0..=100.0 + 0.001 * 90.0).contains(&flip.amount), "{}", flip.amount);
    let first = &found.numbers[found.tornado(0)[0]];
    assert!(first.swing(0).is_some_and(|swing| swing.overloads(found.base[0])), "overload comes first");
    assert!(found.is_sensitive(load, 0, f64::INFINITY), "whatever its elasticity");
}

#[test]
fn replicas_trade_money_for_availability() {
    let numbers = [(Property::HourlyPrice, 0.5), (Property::Replicas, 2.0), (Property::Availability, 99.0)];
    let project = TestProject::new().component("service", &numbers).scenario("service", 1.0, 1.0).build();
    let found = sensitivity(&project, &[of_use(Measure::Availability), system(Measure::MonthlyCost)]);
    let replicas = component("service", Property::Replicas);
    // Between one and three replicas 1 − 10⁻² and 1 − 10⁻⁶, at 1 − 10⁻⁴.
    check(&found, &replicas, 0, (1e-2 - 1e-6) / 1e-4, 1e-3);
    check(&found, &replicas, 1, 1.0, 1e-9);
    let points = found.trade_off_points(NOTABLE);
    let [point] = points.as_slice() else { panic!("one number pulls both ways: {points:?}") };
    assert_eq!(found.numbers[point.number].number, replicas);
    assert_eq!((point.helps.as_slice(), point.hurts.as_slice()), (&[0][..], &[1][..]));
    let sentence = "Raising service: Replicas (2, estimated) improves Availability (use) and worsens Monthly cost; \
                    lowering it does the opposite.";
    assert_eq!(found.trade_off_in_words(&project, point), sentence);
    let sensitive = found.sensitivity_points(NOTABLE);
    assert_eq!(sensitive.len(), 3, "replicas, price and availability");
    assert_eq!(found.sensitivity_points(f64::INFINITY), [], "nothing flips");
}

#[test]
fn of_two_models_what_was_measured_together_is_moved() {
    let project = TestProject::new()
        .component("scorer", &[(Property::ServiceTimeMedian, 0.0)])
        .task("scorer", &["screen", "deep"])
        .choice("model", "scorer", OpenQuestion::Candidate)
        .choice("second", "scorer", OpenQuestion::Cascade)
        .scenario("scorer", 1e-9, 1e-9)
        .build();
    let of = |time, recall| [(Measure::InferenceP50, time), (Measure::Recall, recall)];
    let (screen, deep) = (of(1000.0, 60.0), of(10_000.0, 90.0));
    let mut book = evidence(&[("scorer", "screen", &screen), ("scorer", "deep", &deep)]);
    let together = cascade(&[(5.0, &[(Measure::Recall, 85.0)])]);
    book.insert_cascade("scorer".into(), ["screen".into(), "deep".into()], together);
    let second = Pick::Second(Some(("deep".into(), Amount::new(5.0))));
    let picks = design(&[("model", Pick::Candidate("screen".into())), ("second", second)]);
    let given = Given::new(&project, &book, &picks);
    let scorer = ComponentId::new("scorer");
    let recall = |given: &Given<'_>| given.measured(&scorer, Measure::Recall).map(|measured| measured.value);
    assert_eq!(recall(&given), Some(85.0));
    assert_eq!(recall(&given.with(&Number::Measured(scorer.clone(), Measure::Recall), 80.0)), Some(80.0));
    // The first takes 1 ms of the 1.5 that both take on average.
    let found = of_design((&project, &book, &picks), &[of_use(Measure::ResponseTimeMean)]);
    check(&found, &Number::Measured(scorer.clone(), Measure::InferenceP50), 0, 1.0 / 1.5, 2e-3);
}

#[test]
fn a_slower_model_matters_as_much_as_a_slower_node() {
    let recall = MeasureKey::new(Measure::Recall, Subject::Component("scorer".into()));
    let project = TestProject::new()
        .component("scorer", &[(Property::ServiceTimeMedian, 10.0)])
        .node("edge", &[(Property::Slowdown, 2.0)], &["scorer"])
        .task("scorer", &["tree"])
        .choice("model", "scorer", OpenQuestion::Candidate)
        .scenario("scorer", 1e-9, 1e-9)
        .build();
    let tree = [(Measure::InferenceP50, 20_000.0), (Measure::InferenceP99, 60_000.0), (Measure::Recall, 80.0)];
    let book = evidence(&[("scorer", "tree", &tree)]);
    let picks = design(&[("model", Pick::Candidate("tree".into()))]);
    let measures = [of_use(Measure::ResponseTimeMean), recall];
    let found = of_design((&project, &book, &picks), &measures);
    // A lognormal time of median 2 · 20 ms and 99th percentile 2 · 60 ms has this mean.
    let sigma = 3_f64.ln() / crate::analysis::NORMAL_P99;
    let mean = 40.0 * (sigma * sigma / 2.0).exp();
    let share = mean / (10.0 + mean);
    check(&found, &Number::Measured("scorer".into(), Measure::InferenceP50), 0, share, 2e-3);
    let slowdown = Number::Property(ElementId::Node("edge".into()), Property::Slowdown);
    check(&found, &slowdown, 0, share, 2e-3);
    let own = moved(&found, &Number::Measured("scorer".into(), Measure::Recall));
    assert_eq!(own.swings, [], "recall is no effect of recall");
    assert_eq!(own.span.quantity.provenance(), Provenance::Measured);
}

#[test]
fn branches_make_room_for_each_other() {
    let branch = |share| [(Property::CallsPerRequest, share), (Property::LinkLatencyMedian, 1.0)];
    let call = ConnectorKind::SynchronousCall;
    let project = TestProject::new()
        .component("router", &[(Property::RequestPrice, 0.0)])
        .component("small", &[(Property::RequestPrice, 0.01)])
        .component("large", &[(Property::RequestPrice, 0.02)])
        .connect("router", "small", call, &branch(0.3))
        .connect("router", "large", call, &branch(0.7))
        .with_connector("router-small", |call| call.condition = CallCondition::OneOf)
        .with_connector("router-large", |call| call.condition = CallCondition::OneOf)
        .scenario("router", 1.0, 1.0);
    let found = sensitivity(&project.build(), &[system(Measure::CostPerRequest)]);
    // Every request that takes one branch does not take the other: a cent less each.
    let expected = 0.01 * 0.3 / (0.3 * 0.01 + 0.7 * 0.02);
    check(&found, &connector("router-small", Property::CallsPerRequest), 0, -expected, 1e-9);
    check(&found, &connector("router-large", Property::CallsPerRequest), 0, expected, 1e-9);
}

#[test]
fn numbers_stay_what_they_can_be() {
    let node = [(Property::PowerUsageEffectiveness, 1.1)];
    let numbers = [(Property::ServiceTimeMedian, 10.0), (Property::ServiceTimeTail, 11.0), (Property::Memory, 0.0)];
    let project = TestProject::new()
        .component("service", &numbers)
        .component("model", &[])
        .connect("service", "model", ConnectorKind::SynchronousCall, &[(Property::Retries, 0.0)])
        .node("site", &node, &[])
        .choice("copies", "service", OpenQuestion::Replicas { fewest: 1, most: 4 })
        .build();
    let picks = design(&[("copies", Pick::Replicas(4))]);
    let given = Given::new(&project, &EvidenceBook::default(), &picks);
    let ends = |number: &Number| Span::of(number, &given, USUAL_STEP).map(|span| (span.low, span.high));
    assert_eq!(ends(&component("service", Property::ServiceTimeMedian)), Some((Some(8.0), Some(11.0))));
    assert_eq!(ends(&component("service", Property::Memory)), None, "nobody knows what a fifth of 0 is");
    assert_eq!(ends(&connector("service-model", Property::Retries)), Some((None, Some(1.0))));
    assert_eq!(ends(&Number::Picked("copies".into())), Some((Some(3.0), None)));
    let effectiveness = Number::Property(ElementId::Node("site".into()), Property::PowerUsageEffectiveness);
    let (low, _) = ends(&effectiveness).expect("it can move");
    check_close(low.expect("it can be lower"), 1.0, 1e-9);
    assert!(span::numbers(&given).contains(&Number::Picked("copies".into())));
}

#[test]
fn every_number_can_be_set() {
    let mut project = priced().call("scorer", "store", 1.0).scenario("scorer", 10.0, 20.0).build();
    let rate = |amount| Quantity::estimated(amount, Unit::PerSecond);
    project.total_load = Some(TotalLoad { mean: rate(5.0), peak: rate(9.0) });
    let mut shared = project.scenarios[0].clone();
    shared.share = Some(Quantity::estimated(40.0, Unit::Percent));
    let calls = Some(Quantity::estimated(0.5, Unit::Ratio));
    shared.path = Path::Drawn([("scorer-store".into(), Step { calls, parallel: None })].into());
    let motion = |speed, unit, deceleration| Motion {
        speed: Quantity::estimated(speed, unit),
        deceleration: Quantity::estimated(deceleration, Unit::MetrePerSecondSquared),
    };
    shared.motion = Some(motion(50.0, Unit::KilometrePerHour, 4.0));
    project.scenarios.insert("shared".into(), shared);
    let (book, nothing) = (EvidenceBook::default(), Design::default());
    let given = Given::new(&project, &book, &nothing);
    let numbers = span::numbers(&given);
    assert_eq!(
        numbers.len(),
        3 + 2 + 2 + 4 + 2,
        "properties, the connector's, two loads, the shared use, all requests"
    );
    for number in numbers {
        let span = Span::of(&number, &given, USUAL_STEP).unwrap_or_else(|| panic!("{number:?} can move"));
        let amount = span.low.expect("it can be lower");
        let set = given.with(&number, amount);
        assert_eq!(number.quantity(&set), Some(span.at(amount)), "{number:?}");
        assert_eq!(number.quantity(&given), Some(span.quantity), "{number:?}");
        let name = number.name(&project, &|element| project.element_name(element));
        assert!(!name.is_empty() && !number.edits(&project, amount).is_empty(), "{number:?}");
    }
}

#[test]
fn the_base_is_what_the_analysis_says_and_the_search_can_be_stopped() {
    let service = [(Property::ServiceTimeMedian, 4.0), (Property::ServiceTimeTail, 16.0)];
    let project = priced().component("app", &service).scenario("app", 10.0, 20.0).build();
    let qualities = analyse(&project, &EvidenceBook::default(), &Design::default(), &SETTINGS).qualities;
    let measures = Sensitivity::measures(&project, &qualities);
    assert!(measures.contains(&of_use(Measure::ResponseTimeP99)), "without requirements, all that is computed");
    let found = sensitivity(&project, &measures);
    for (key, value) in measures.iter().zip(&found.base) {
        assert_eq!(value.known(), qualities[key].quantity.amount_in(key.measure.unit()), "{key:?}");
    }
    let mut calls = Vec::new();
    let given = (&project, &EvidenceBook::default(), &Design::default());
    let stopped = Sensitivity::of(given, &measures, USUAL_STEP, &SETTINGS, &mut |done, all| {
        calls.push((done, all));
        if done == 1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let all = found.numbers.len() as u64;
    assert_eq!((stopped, calls.first(), calls.last()), (None, Some(&(0, all)), Some(&(1, all))));
    let limit = Quantity::estimated(1400.0, Unit::DollarPerMonth);
    let asked = TestProject::new()
        .requirement("cheap", Measure::MonthlyCost, Subject::System, limit)
        .requirement("fast", Measure::ResponseTimeP99, Subject::Scenario("use".into()), limit)
        .build();
    let expected = [system(Measure::MonthlyCost), of_use(Measure::ResponseTimeP99)];
    assert_eq!(Sensitivity::measures(&asked, &qualities), expected);
}

#[test]
fn changes_are_told_in_the_words_of_the_number() {
    let span = |amount, unit, is_whole, is_share| Span {
        quantity: Quantity::assumed(amount, unit),
        base: amount,
        low: None,
        high: None,
        scale: if is_share { 100.0 - amount } else { amount },
        is_whole,
        is_share,
    };
    assert_eq!(span(200.0, Unit::Millisecond, false, false).change_in_words(224.6), "+12.3 %");
    assert_eq!(span(99.5, Unit::Percent, false, true).change_in_words(99.45), "−0.05 pp");
    assert_eq!(span(2.0, Unit::Count, true, false).change_in_words(1.0), "−1");
    assert_eq!(elasticity_in_words(-0.831), "−0.83");
    assert_eq!(elasticity_in_words(-0.0001), "0");
    let project = priced().build();
    let number = Number::Property(ElementId::Component(ComponentId::new("store")), Property::MonthlyPrice);
    let name = number.name(&project, &|element| project.element_name(element));
    let span = span(200.0, Unit::DollarPerMonth, false, false);
    let moved = Moved { number, name, stated_on: None, span, swings: Vec::new(), flips: Vec::new() };
    assert_eq!(moved.in_words(), "store: Fixed price ($200/month, assumed)");
}
