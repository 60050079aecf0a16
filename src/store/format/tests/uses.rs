//! Any scenario, requirement and judgement.

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use strum::IntoEnumIterator as _;

use super::strategies::{measure, number, quantity, word};
use crate::model::*;

pub(super) fn scenario() -> impl Strategy<Value = Scenario> {
    let step =
        (option::of(quantity()), option::of(any::<bool>())).prop_map(|(calls, parallel)| Step { calls, parallel });
    let path = option::of(btree_map(word().prop_map(|id| ConnectorId::new(&id)), step, 0..3));
    let motion = option::of((quantity(), quantity()).prop_map(|(speed, deceleration)| Motion { speed, deceleration }));
    (word(), word(), word(), (quantity(), quantity(), option::of(quantity())), path, motion).prop_map(
        |(name, description, entry, (mean_load, peak_load, share), path, motion)| Scenario {
            name,
            description,
            entry: ComponentId::new(&entry),
            mean_load,
            peak_load,
            share,
            path: path.map_or(Path::Derived, Path::Drawn),
            motion,
        },
    )
}

fn measure_key() -> impl Strategy<Value = MeasureKey> {
    let subject = prop_oneof![
        Just(Subject::System),
        word().prop_map(|id| Subject::Scenario(ScenarioId::new(&id))),
        word().prop_map(|id| Subject::Component(ComponentId::new(&id))),
        word().prop_map(|id| Subject::Connector(ConnectorId::new(&id))),
        word().prop_map(|id| Subject::Node(NodeId::new(&id))),
        word().prop_map(|id| Subject::Dataset(DatasetId::new(&id))),
    ];
    (measure(), subject).prop_map(|(measure, subject)| MeasureKey::new(measure, subject))
}

pub(super) fn requirement() -> impl Strategy<Value = Requirement> {
    let strength = prop_oneof![
        Just(Strength::Hard),
        (number(), option::of(quantity())).prop_map(|(weight, worst)| Strength::Soft { weight, worst }),
    ];
    let situation = (word(), word(), word(), word()).prop_map(|(source, stimulus, environment, response)| Situation {
        source,
        stimulus,
        environment,
        response,
    });
    let level = || option::of(select(Level::iter().collect::<Vec<_>>()));
    let weights = btree_map(word().prop_map(|id| StakeholderId::new(&id)), number(), 0..3);
    let constraint = select(ConstraintType::iter().collect::<Vec<_>>());
    let derived_from = option::of(word().prop_map(|id| RequirementId::new(&id)));
    let words = (word(), word(), word());
    (words, measure_key(), quantity(), strength, situation, (constraint, level(), level()), weights, derived_from)
        .prop_map(
            |(
                (name, rationale, owner),
                measure,
                threshold,
                strength,
                situation,
                (constraint, importance, difficulty),
                weights,
                derived_from,
            )| Requirement {
                name,
                measure,
                threshold,
                strength,
                situation,
                constraint,
                importance,
                difficulty,
                rationale,
                owner,
                weights,
                derived_from,
            },
        )
}

pub(super) fn judgements() -> impl Strategy<Value = Judgements> {
    let judgement =
        (word(), option::of(number()), word()).prop_map(|(person, value, reason)| Judgement { person, value, reason });
    btree_map(measure_key(), vec(judgement, 1..3), 0..3)
}
