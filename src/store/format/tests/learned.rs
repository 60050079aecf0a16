//! Any data to learn from, any task on it, and any evidence.

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;

use super::strategies::{collection, measure, number, word};
use crate::model::*;

pub(super) fn dataset() -> impl Strategy<Value = Dataset> {
    let source = prop_oneof![
        word().prop_map(|path| DatasetSource::TableFile { path }),
        (word(), any::<(u32, u32, bool, u32)>()).prop_map(|(path, (width, height, colour, most))| {
            DatasetSource::Images { path, settings: ImageSettings { width, height, colour, most } }
        }),
        any::<(u64, u32, u32, u32)>().prop_map(|(seed, customers, terminals, days)| {
            DatasetSource::GeneratedFraud(FraudGenerator { seed, customers, terminals, days })
        }),
    ];
    let goal =
        prop_oneof![word().prop_map(|positive| Goal::Binary { positive }), Just(Goal::Classes), Just(Goal::Number),];
    (word(), word(), source, word(), goal, vec(word(), 0..3)).prop_map(
        |(name, description, source, target, goal, excluded)| Dataset {
            name,
            description,
            source,
            target,
            goal,
            excluded,
        },
    )
}

fn algorithm() -> impl Strategy<Value = Algorithm> {
    let numbers = (any::<u32>(), any::<u32>(), number(), number(), vec(any::<u32>(), 0..4));
    (0..13, numbers, word()).prop_map(|(family, (one, other, learning_rate, l2, hidden), text)| match family {
        12 => Algorithm::ConvolutionalNetwork(ConvolutionSettings {
            layers: vec![ConvolutionLayer { filters: one, kernel: other, pool: one % 2 == 0 }],
            hidden,
            epochs: one,
            batch: other,
            learning_rate,
        }),
        11 => Algorithm::Rules(RuleSettings { text }),
        5 => Algorithm::Baseline,
        6 => Algorithm::LinearRegression(LinearSettings { l2 }),
        7 => Algorithm::NaiveBayes,
        8 => Algorithm::NearestNeighbours(NeighbourSettings { neighbours: one, by_distance: other % 2 == 0 }),
        9 => Algorithm::SupportVectors(SupportVectorSettings { linear: one % 2 == 0, cost: l2 }),
        10 => Algorithm::ExplainableBoosting(ExplainableSettings { rounds: one, learning_rate, pairs: other }),
        0 => Algorithm::LogisticRegression(LogisticSettings { iterations: one, l2 }),
        1 => Algorithm::MultiLayerPerceptron(PerceptronSettings { hidden, epochs: one, batch: other, learning_rate }),
        2 => Algorithm::DecisionTree(TreeSettings { max_depth: one, min_leaf: other }),
        3 => Algorithm::RandomForest(ForestSettings { trees: one, max_depth: other }),
        _ => Algorithm::GradientBoosting(BoostingSettings { rounds: one, learning_rate, max_depth: other }),
    })
}

pub(super) fn task() -> impl Strategy<Value = LearningTask> {
    let split = prop_oneof![
        (number(), any::<u64>()).prop_map(|(test_share, seed)| SplitRule::Stratified { test_share, seed }),
        (word(), number()).prop_map(|(column, test_share)| SplitRule::ByTime { column, test_share }),
        (word(), number(), any::<u64>()).prop_map(|(column, test_share, seed)| SplitRule::Grouped {
            column,
            test_share,
            seed
        }),
    ];
    let operating_point = prop_oneof![
        number().prop_map(OperatingPoint::Probability),
        number().prop_map(OperatingPoint::FalsePositiveRate),
        Just(OperatingPoint::LeastCost),
    ];
    let search = option::of((any::<(u32, bool)>(), number()).prop_map(|((tries, is_grid), factor)| Search {
        tries,
        factor,
        by: if is_grid { SearchMethod::Grid } else { SearchMethod::Random },
    }));
    let candidate = (word(), algorithm(), any::<u64>(), search).prop_map(|(name, algorithm, seed, search)| Candidate {
        name,
        algorithm,
        seed,
        search,
    });
    (word(), split, operating_point, measure(), judging(), collection(candidate, CandidateId::new)).prop_map(
        |(dataset, split, operating_point, primary, judging, candidates)| LearningTask {
            dataset: DatasetId::new(&dataset),
            split,
            operating_point,
            primary,
            judging,
            candidates,
        },
    )
}

fn judging() -> impl Strategy<Value = Judging> {
    let folds = any::<(u32, u32)>().prop_map(|(count, repeats)| Folds { count, repeats });
    let costs =
        (number(), number()).prop_map(|(false_positive, false_negative)| ErrorCosts { false_positive, false_negative });
    let budget =
        (option::of(number()), option::of(number())).prop_map(|(seconds, megabytes)| Budget { seconds, megabytes });
    (option::of(folds), any::<(u32, bool)>(), option::of(word()), option::of(costs), budget).prop_map(
        |(folds, (seeds, growing), protected, costs, budget)| Judging {
            folds,
            seeds,
            growing,
            protected,
            costs,
            budget,
        },
    )
}

fn measured() -> impl Strategy<Value = Measured> {
    (number(), option::of((number(), number()))).prop_map(|(value, interval)| Measured { value, interval })
}

fn trials() -> impl Strategy<Value = Trials> {
    let values = || btree_map(measure(), vec(-1e9_f32..1e9, 0..9), 0..3);
    (word(), vec(any::<bool>(), 0..20), values(), values(), 0.0..9.0_f64).prop_map(
        |(rows, right, resamples, folds, held_out_to_kept)| Trials { rows, right, resamples, folds, held_out_to_kept },
    )
}

pub(super) fn evidence() -> impl Strategy<Value = Evidence> {
    let loss = (any::<u32>(), number(), number()).prop_map(|(step, training, validation)| LossPoint {
        step,
        training,
        validation,
    });
    let environment = (word(), word(), word(), word())
        .prop_map(|(processor, system, program, measured_at)| Environment { processor, system, program, measured_at });
    let curves = (vec(loss, 0..4), vec((number(), number()), 0..4));
    let counts = any::<(u64, u64, Option<u64>, u64)>();
    let texts = (word(), vec(word(), 0..3));
    let measured = btree_map(measure(), measured(), 0..4);
    let details = (details(), trials());
    (texts, measured, counts, option::of(number()), (curves, details), environment).prop_map(
        |((fingerprint, warnings), measured, counts, threshold, ((losses, roc), (details, trials)), environment)| {
            Evidence {
                fingerprint,
                measured,
                training_rows: counts.0,
                test_rows: counts.1,
                positive_test_rows: counts.2,
                found: if counts.3 % 2 == 0 { Some("depth 3".to_owned()) } else { None },
                features: counts.3,
                threshold,
                losses,
                roc,
                details,
                trials,
                environment,
                warnings,
            }
        },
    )
}

fn details() -> impl Strategy<Value = Details> {
    let pair = || (number(), number());
    let confusion =
        (vec(word(), 0..3), vec(any::<u64>(), 0..4)).prop_map(|(classes, rows)| Confusion { classes, rows });
    let point = (number(), number(), any::<u64>()).prop_map(|(predicted, observed, rows)| CalibrationPoint {
        predicted,
        observed,
        rows,
    });
    let importance = (word(), number(), number()).prop_map(|(feature, loss, deviation)| FeatureImportance {
        feature,
        loss,
        deviation,
    });
    let node = prop_oneof![
        (word(), any::<(u32, u32, Option<u64>)>()).prop_map(|(condition, (left, right, rows))| TreeNode::Split {
            condition,
            left,
            right,
            rows
        }),
        (vec(number(), 0..3), any::<Option<u64>>()).prop_map(|(answer, rows)| TreeNode::Leaf { answer, rows }),
    ];
    let weights = (vec(word(), 0..3), vec(number(), 0..3), vec((word(), vec(number(), 0..3)), 0..3))
        .prop_map(|(outputs, intercepts, weights)| Weights { outputs, intercepts, weights });
    let curve = || {
        (word(), vec(word(), 0..3), vec(pair(), 0..3)).prop_map(|(feature, levels, points)| Curve {
            feature,
            levels,
            points,
        })
    };
    let dependence = vec(curve(), 0..3);
    let readable = prop_oneof![
        weights.prop_map(Readable::Weights),
        vec(node, 0..4).prop_map(Readable::Tree),
        vec(word(), 0..3).prop_map(Readable::Rules),
        (number(), vec(curve(), 0..3)).prop_map(|(intercept, curves)| Readable::Curves { intercept, curves }),
    ];
    let curves = (vec(point, 0..3), vec(pair(), 0..3), vec(pair(), 0..3));
    let choice = (number(), any::<(u64, u64)>()).prop_map(|(threshold, (true_positives, false_positives))| {
        OperatingChoice { threshold, true_positives, false_positives }
    });
    let disturbed = (word(), measured()).prop_map(|(disturbance, lost)| Disturbed { disturbance, lost });
    let group = (word(), any::<(u64, Option<u64>)>(), btree_map(measure(), measured(), 0..3))
        .prop_map(|(group, (rows, positives), measured)| GroupResult { group, rows, positives, measured });
    let growth = (measure(), number(), vec((any::<u64>(), number()), 0..3))
        .prop_map(|(measure, baseline, points)| Growth { measure, baseline, points });
    let trials = (vec(choice, 0..3), vec(disturbed, 0..3), vec(group, 0..3), option::of(growth));
    let explained = (option::of(readable), vec(case(), 0..3));
    (option::of(confusion), curves, vec(importance, 0..3), dependence, explained, trials).prop_map(
        |(
            confusion,
            (calibration, precision_recall, residuals),
            importance,
            dependence,
            (readable, cases),
            (operating, disturbed, groups, growth),
        )| Details {
            confusion,
            calibration,
            precision_recall,
            residuals,
            importance,
            dependence,
            operating,
            disturbed,
            groups,
            growth,
            readable,
            cases,
        },
    )
}

fn case() -> impl Strategy<Value = ExplainedCase> {
    let contribution = (word(), word(), number(), number())
        .prop_map(|(feature, value, added, deviation)| Contribution { feature, value, added, deviation });
    let flip = (word(), word(), option::of(number()), word()).prop_map(|(feature, value, between, decision)| Flip {
        feature,
        value,
        between,
        decision,
    });
    let texts = (word(), word(), option::of(word()), word());
    let places = (word(), word());
    (texts, places, (number(), number(), number()), vec(contribution, 0..3), vec(flip, 0..3)).prop_map(
        |((choice, truth, decision, explained), (place, unit), (answer, base, score), contributions, flips)| {
            ExplainedCase { choice, place, truth, decision, answer, explained, unit, base, score, contributions, flips }
        },
    )
}
