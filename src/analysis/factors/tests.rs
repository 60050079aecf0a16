//! Fast numbers against those of the analysis, for every design of many small projects.

use std::ops::ControlFlow;

use proptest::prelude::*;

use super::*;
use crate::analysis::test_support::{TestProject, evidence};
use crate::analysis::{Evaluator, Qualities};
use crate::edit::create;
use crate::model::{
    CallCondition, ComponentId, ConnectorKind, Fact, FactValue, Measure, OpenQuestion, Property, Quantity, Subject,
    Unit,
};

/// What a project has.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "every combination is a project")]
struct Shape {
    /// The screen passes on what it flags, and nothing else.
    flags: bool,
    /// The screen calls two components at once.
    parallel: bool,
    /// The deep model runs something inside of it.
    library: bool,
    /// Something answers in place of the deep model.
    fallback: bool,
    /// A second scenario loads the same components.
    second: bool,
    /// A component of which no price is stated.
    unpriced: bool,
    /// Requests per second at peak.
    peak: f64,
    /// Work of the deep model in milliseconds.
    deep: f64,
}

fn shapes() -> impl Strategy<Value = Shape> {
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), prop::bool::weighted(0.1));
    (flags, 5.0..400.0_f64, 2.0..40.0_f64).prop_map(|(flags, peak, deep)| {
        let (flags, parallel, library, fallback, second, unpriced) = flags;
        Shape { flags, parallel, library, fallback, second, unpriced, peak, deep }
    })
}

const UP: [(Property, f64); 3] =
    [(Property::TimeBetweenFailures, 700.0), (Property::TimeToRepair, 2.0), (Property::MonthlyPrice, 20.0)];

/// A gateway, a screening model, a deep one and a store: 2 x 2 x 3 x 2 x 2 designs.
fn project(shape: Shape) -> Project {
    let with = |numbers: &[(Property, f64)]| [UP.as_slice(), numbers].concat();
    let time = |median, tail| [(Property::ServiceTimeMedian, median), (Property::ServiceTimeTail, tail)];
    let node = |price, slowdown, available| {
        let numbers =
            [(Property::HourlyPrice, price), (Property::Slowdown, slowdown), (Property::Availability, available)];
        [numbers.as_slice(), &[(Property::MonthlyPrice, 10.0 * price), (Property::CarbonIntensity, 300.0 * price)]]
            .concat()
    };
    let failing = [(Property::TimeBetweenFailures, 5000.0)];
    let edge = [node(0.1, 3.0, 99.0).as_slice(), &failing].concat();
    let cloud = [node(0.3, 1.0, 99.9).as_slice(), &failing].concat();
    let unpriced = [(Property::ServiceTimeMedian, 1.0), (Property::Availability, 99.0)];
    let mut deep = with(&time(shape.deep, 3.0 * shape.deep));
    deep.extend([(Property::BusyHourPrice, 0.4), (Property::NeededReplicas, 1.0), (Property::RequestEnergy, 2.0)]);
    let mut built = TestProject::new()
        .component("gateway", &with(&time(2.0, 6.0)))
        .component("screen", &with(&[(Property::ServiceTimeMedian, 0.5), (Property::RequestEnergy, 0.1)]))
        .component("deep", &deep)
        .component("store", &with(&[(Property::ServiceTimeMedian, 1.0), (Property::RequestPrice, 1e-6)]))
        .component("audit", if shape.unpriced { &unpriced } else { &UP })
        .component("spare", &with(&time(1.0, 2.0)))
        .call("gateway", "screen", 1.0)
        .call("screen", "deep", 0.5)
        .call("screen", "store", 0.5)
        .call("deep", "store", 0.2)
        .connect("gateway", "audit", ConnectorKind::AsynchronousEvent, &[])
        .with_connector("deep-store", |call| {
            call.properties.insert(Property::CallsPerRequest, Quantity::estimated(2.0, Unit::Ratio));
        })
        .node("edge", &edge, &["gateway"])
        .node("cloud", &cloud, &["deep", "store", "spare"])
        .task("screen", &["linear", "tree"])
        .choice("model", "screen", OpenQuestion::Candidate)
        .choice("place", "screen", OpenQuestion::Node(vec!["edge".into(), "cloud".into()]))
        .choice("copies", "screen", OpenQuestion::Replicas { fewest: 1, most: 3 })
        .choice("deep copies", "deep", OpenQuestion::Replicas { fewest: 1, most: 2 })
        .choice("store place", "store", OpenQuestion::Node(vec!["edge".into(), "cloud".into()]))
        .scenario("gateway", shape.peak / 3.0, shape.peak);
    if shape.flags {
        built = built.with_connector("screen-deep", |call| call.condition = CallCondition::WhenFlagged);
    }
    if shape.parallel {
        built = built
            .with_connector("screen-deep", |call| call.parallel = true)
            .with_connector("screen-store", |call| call.parallel = true);
    }
    if shape.library {
        built = built.component("library", &time(0.3, 0.9)).connect("deep", "library", ConnectorKind::InProcess, &[]);
    }
    let mut project = built.build();
    if shape.fallback {
        let spare = FactValue::Component("spare".into());
        project.system.components[&ComponentId::new("deep")].facts.stated.insert(Fact::Fallback, spare);
    }
    if shape.second {
        let (_, mut second) = create::scenario(&project, &"deep".into());
        second.mean_load = Quantity::estimated(2.0, Unit::PerSecond);
        second.peak_load = Quantity::estimated(7.0, Unit::PerSecond);
        project.scenarios.insert("batch".into(), second);
    }
    project
}

fn book() -> EvidenceBook {
    let model = |recall, p50, flagged| {
        [
            (Measure::Recall, recall),
            (Measure::InferenceP50, p50),
            (Measure::InferenceP99, 2.5 * p50),
            (Measure::FlaggedShare, flagged),
        ]
    };
    let (linear, tree) = (model(70.0, 300.0, 30.0), model(80.0, 900.0, 12.0));
    evidence(&[("screen", "linear", &linear), ("screen", "tree", &tree)])
}

fn options(project: &Project) -> Vec<Options> {
    let picks = |question: &OpenQuestion| -> Vec<Pick> {
        match question {
            OpenQuestion::Candidate => ["linear", "tree"].map(|id| Pick::Candidate(id.into())).into(),
            OpenQuestion::Node(nodes) => nodes.iter().cloned().map(Pick::Node).collect(),
            OpenQuestion::Replicas { fewest, most } => (*fewest..=*most).map(Pick::Replicas).collect(),
            _ => panic!("it changes the drawing"),
        }
    };
    let choices = project.choices.iter();
    choices.map(|(id, choice)| Options { choice: id.clone(), picks: picks(&choice.question) }).collect()
}

fn key(measure: Measure) -> MeasureKey {
    MeasureKey::new(measure, Subject::System)
}

fn of_scenario(measure: Measure, id: &str) -> MeasureKey {
    MeasureKey::new(measure, Subject::Scenario(id.into()))
}

/// What is added, multiplied or compared: equal but for rounding.
fn exact(project: &Project) -> Vec<MeasureKey> {
    let mut keys: Vec<MeasureKey> =
        [Measure::MonthlyCost, Measure::CostPerRequest, Measure::MonthlyEnergy, Measure::MonthlyCarbon].map(key).into();
    keys.push(key(Measure::PropagationCost));
    for id in project.scenarios.keys() {
        let measures = [
            Measure::Availability,
            Measure::MonthlyDowntime,
            Measure::UptimeBetweenFailures,
            Measure::MaximumThroughput,
            Measure::PeakUtilisation,
            Measure::TenfoldReplicas,
        ];
        keys.extend(measures.map(|measure| of_scenario(measure, id.as_str())));
    }
    let of_component = |measure, id: &str| MeasureKey::new(measure, Subject::Component(id.into()));
    keys.push(of_component(Measure::Recall, "screen"));
    keys
}

fn factors(project: &Project, compared: &[MeasureKey], limited: &[MeasureKey], samples: usize) -> Factors {
    let settings = AnalysisSettings { samples, seed: 1 };
    let mut go_on = || ControlFlow::Continue(());
    Factors::of(project, &book(), &options(project), (compared, limited), &settings, &mut go_on)
        .expect("there are few states")
}

/// Calls `check` with the fast and the full value of every measure under every design; a value is `None` where nobody
/// knows it, and without end where it has no bound.
fn compare(
    project: &Project,
    factors: &Factors,
    samples: usize,
    mut check: impl FnMut(&MeasureKey, Option<f64>, Option<f64>),
) -> usize {
    let book = book();
    let mut evaluator = Evaluator::new(project, &book, &AnalysisSettings { samples, seed: 1 });
    let mut walk = factors.walk();
    let mut designs = 0;
    loop {
        designs += 1;
        let qualities: Qualities = evaluator.qualities(&factors.design(walk.options()));
        for (position, key) in factors.measures().iter().enumerate() {
            let quality = &qualities[key];
            let full = if quality.is_overloaded() {
                Some(f64::INFINITY)
            } else {
                quality.quantity.amount_in(key.measure.unit())
            };
            check(key, Some(walk.value(position)).filter(|value| !value.is_nan()), full);
        }
        if !walk.advance() {
            return designs;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_design_has_the_numbers_of_the_analysis(shape in shapes()) {
        let project = project(shape);
        let factors = factors(&project, &exact(&project), &[], 10);
        let mut differing = Vec::new();
        let designs = compare(&project, &factors, 10, |key, fast, full| {
            let is_same = match (fast, full) {
                (Some(fast), Some(full)) => (fast - full).abs() <= 1e-9 * full.abs().max(1.0),
                _ => fast == full,
            };
            if !is_same {
                differing.push((key.clone(), fast, full));
            }
        });
        prop_assert_eq!(designs, 48);
        prop_assert!(differing.is_empty(), "{:?}", differing);
    }

    #[test]
    fn doubts_are_those_of_the_analysis(shape in shapes()) {
        let project = project(shape);
        let book = book();
        let recall = MeasureKey::new(Measure::Recall, Subject::Component("screen".into()));
        let throughput = of_scenario(Measure::MaximumThroughput, "use");
        for keys in [vec![recall.clone()], vec![key(Measure::MonthlyCost), recall.clone()], vec![recall, throughput]] {
            let factors = factors(&project, &keys, &[], 10);
            let mut evaluator = Evaluator::new(&project, &book, &AnalysisSettings { samples: 10, seed: 1 });
            let mut walk = factors.walk();
            let (least, most) = factors.doubts();
            loop {
                let qualities = evaluator.qualities(&factors.design(walk.options()));
                let known = keys.iter().map(|key| &qualities[key].quantity);
                let all_known = known.clone().all(|quantity| quantity.is_known());
                let expected = known.map(|quantity| rows::doubt(quantity.provenance())).max().unwrap_or(0);
                if all_known {
                    prop_assert_eq!(walk.doubt(), expected);
                    prop_assert!((least..=most).contains(&expected));
                }
                if !walk.advance() {
                    break;
                }
            }
        }
    }
}

/// The greatest relative difference of a measure; what has no bound must have none on both sides.
fn greatest_difference(shape: Shape, measure: Measure) -> f64 {
    let project = project(shape);
    let asked = of_scenario(measure, "use");
    let factors = factors(&project, std::slice::from_ref(&asked), &[], 20_000);
    let mut greatest: f64 = 0.0;
    compare(&project, &factors, 20_000, |_, fast, full| match (fast, full) {
        (Some(fast), Some(full)) if full.is_finite() => greatest = greatest.max((fast / full - 1.0).abs()),
        _ => assert_eq!(fast, full, "{measure:?}"),
    });
    greatest
}

#[test]
fn response_times_of_a_chain_are_close() {
    let shape = Shape { peak: 40.0, deep: 8.0, ..Shape::default() };
    for (measure, tolerance) in [
        (Measure::ResponseTimeMean, 0.02),
        (Measure::ResponseTimeP50, 0.06),
        (Measure::ResponseTimeP95, 0.06),
        (Measure::ResponseTimeP99, 0.06),
    ] {
        let difference = greatest_difference(shape, measure);
        assert!(difference < tolerance, "{measure:?} differs by {difference}");
    }
}

#[test]
fn what_is_called_sometimes_or_at_once_is_close_as_well() {
    let shape = Shape { peak: 40.0, deep: 8.0, ..Shape::default() };
    for shape in [Shape { flags: true, ..shape }, Shape { parallel: true, library: true, ..shape }] {
        let mean = greatest_difference(shape, Measure::ResponseTimeMean);
        assert!(mean < 0.04, "{shape:?}: the mean differs by {mean}");
        let p99 = greatest_difference(shape, Measure::ResponseTimeP99);
        assert!(p99 < 0.25, "{shape:?}: the 99th percentile differs by {p99}");
    }
}

#[test]
fn what_only_samples_show_is_said() {
    let project = project(Shape { peak: 40.0, deep: 8.0, ..Shape::default() });
    let keys = [of_scenario(Measure::TimedOutShare, "use"), of_scenario(Measure::ResponseTimeP99, "use")];
    let factors = factors(&project, &keys, &[], 100);
    assert_eq!(factors.measures(), &keys[1..]);
    assert_eq!(factors.unavailable()[0].0, keys[0]);
    assert_eq!(factors.notes(), ["it takes no account of timeouts in use"]);
}

#[test]
fn choices_that_decide_together_stay_together() {
    let keys = [key(Measure::MonthlyCost), of_scenario(Measure::ResponseTimeP99, "use")];
    let project = project(Shape { peak: 40.0, deep: 8.0, flags: true, ..Shape::default() });
    let factors = factors(&project, &keys, &[], 100);
    // How much the screen flags decides how much reaches the others.
    let split = factors.split(12, 10).expect("it falls apart");
    assert!(split.fixed.contains(&0) || split.groups.iter().all(|group| !group.contains(&0) || group.len() > 3));
    let mut all: Vec<usize> = split.groups.concat();
    all.extend(&split.fixed);
    all.sort_unstable();
    assert_eq!(all, [0, 1, 2, 3, 4]);
    // Together they are every design.
    let mut walk = factors.walk();
    loop {
        let options = walk.options().to_vec();
        let mut sum = 0.0;
        for choices in split.groups.iter().map(Vec::as_slice).chain([&[][..]]) {
            let group = factors.group(choices, &split, &options);
            let own: Vec<usize> = choices.iter().map(|choice| options[*choice]).collect();
            let place = group.options.iter().position(|one| *one == own).expect("it is an option");
            sum += group.values[place * factors.width()];
        }
        assert_eq!(sum, walk.put().values[0], "the first sum is the cost without nodes");
        if !walk.advance() {
            break;
        }
    }
    assert!(factors.terms(0).is_some() && factors.terms(1).is_none(), "calls that are made sometimes do not add up");
}
