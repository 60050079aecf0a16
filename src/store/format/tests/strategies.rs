//! Any project and any evidence, for properties that all of them have.

use std::collections::BTreeMap;

use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use strum::IntoEnumIterator as _;

use super::learned::{dataset, evidence, task};
use super::uses::{judgements, requirement, scenario};
use crate::model::*;

pub(super) fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("欺诈 模型 🦀".to_owned()),
        Just("\"quoted\" \\ back\nline\ttab \u{0} \u{2028} </script>".to_owned()),
        any::<String>(),
    ]
}

pub(super) fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        select(vec![0.0, -0.0, 1.0, 250.0, 0.1, 1e15, 1e16, f64::MAX, f64::MIN_POSITIVE, 5e-324, f64::INFINITY]),
        any::<f64>(),
    ]
}

pub(super) fn quantity() -> impl Strategy<Value = Quantity> {
    let provenance = select(Provenance::iter().collect::<Vec<_>>());
    (number(), select(Unit::iter().collect::<Vec<_>>()), provenance)
        .prop_map(|(amount, unit, provenance)| Quantity::new(amount, unit, provenance))
}

fn properties() -> impl Strategy<Value = Properties> {
    btree_map(select(Property::iter().collect::<Vec<_>>()), quantity(), 0..4)
}

fn shape() -> impl Strategy<Value = Rectangle> {
    (any::<f32>(), any::<f32>(), any::<f32>(), 0.0_f32..500.0)
        .prop_map(|(x, y, width, height)| Rectangle::new(x, y, width, height))
}

pub(super) fn measure() -> impl Strategy<Value = Measure> {
    select(Measure::iter().collect::<Vec<_>>())
}

pub(super) fn collection<K, V>(
    item: impl Strategy<Value = V>,
    id: fn(&str) -> K,
) -> impl Strategy<Value = Collection<K, V>>
where
    K: std::hash::Hash + Eq + std::fmt::Debug,
    V: std::fmt::Debug,
{
    vec((word(), item), 0..4).prop_map(move |items| items.into_iter().map(|(text, item)| (id(&text), item)).collect())
}

fn facts() -> impl Strategy<Value = Facts> {
    let stated = vec((select(Fact::iter().collect::<Vec<_>>()), any::<usize>(), word()), 0..4).prop_map(|facts| {
        let answer = |(fact, number, word): (Fact, usize, String)| {
            let options = fact.options();
            let option = options.get(number % options.len().max(1)).map(|(value, _)| value.clone());
            Some((fact, option.or_else(|| fact.answer(&word))?))
        };
        facts.into_iter().filter_map(answer).collect()
    });
    let origin = (word(), word(), word()).prop_map(|(person, date, reason)| Origin { person, date, reason });
    let origins = btree_map(select(Property::iter().collect::<Vec<_>>()), origin, 0..3);
    (stated, btree_map(word(), word(), 0..3), origins).prop_map(|(stated, own, origins)| Facts { stated, own, origins })
}

fn system() -> impl Strategy<Value = System> {
    let box_words = (word(), word(), word(), shape());
    let component = (box_words, option::of(word()), vec(word(), 0..3), properties(), facts()).prop_map(
        |((name, kind, description, shape), node, boundaries, properties, facts)| Component {
            name,
            kind,
            description,
            shape,
            deployed_on: node.as_deref().map(NodeId::new),
            boundaries: boundaries.iter().map(|id| BoundaryId::new(id)).collect(),
            properties,
            facts,
        },
    );
    let kinds = select(ConnectorKind::iter().collect::<Vec<_>>());
    let conditions = select(CallCondition::iter().collect::<Vec<_>>());
    let connector = (word(), word(), kinds, word(), conditions, any::<bool>(), line(), properties(), facts()).prop_map(
        |(source, target, kind, label, condition, parallel, line, properties, facts)| Connector {
            source: ComponentId::new(&source),
            target: ComponentId::new(&target),
            kind,
            label,
            condition,
            parallel,
            line,
            properties,
            facts,
        },
    );
    let node = (word(), word(), word(), shape(), option::of(word()), properties(), facts()).prop_map(
        |(name, kind, description, shape, parent, properties, facts)| DeploymentNode {
            name,
            kind,
            description,
            shape,
            parent: parent.as_deref().map(NodeId::new),
            properties,
            facts,
        },
    );
    let kinds = select(BoundaryKind::iter().collect::<Vec<_>>());
    let styles = option::of(select(Style::iter().collect::<Vec<_>>()));
    let boundary = (word(), kinds, word(), styles, shape())
        .prop_map(|(name, kind, description, style, shape)| Boundary { name, kind, description, style, shape });
    let note = (word(), shape()).prop_map(|(text, shape)| Note { text, shape });
    (
        collection(component, ComponentId::new),
        collection(connector, ConnectorId::new),
        collection(node, NodeId::new),
        collection(boundary, BoundaryId::new),
        collection(note, NoteId::new),
        collection(btree_set(element(), 0..4), GroupId::new),
        btree_set(element(), 0..4),
        btree_set(word(), 0..3),
    )
        .prop_map(|(components, connectors, nodes, boundaries, notes, groups, locked, collapsed)| System {
            components,
            connectors,
            nodes,
            boundaries,
            notes,
            groups,
            locked,
            collapsed: collapsed.iter().map(|id| NodeId::new(id)).collect(),
        })
}

fn views() -> impl Strategy<Value = BTreeMap<ViewKey, ViewLayout>> {
    let key = prop_oneof![
        select(vec![
            ViewKey::Everything,
            ViewKey::Context,
            ViewKey::Components,
            ViewKey::Deployment,
            ViewKey::DataFlow
        ]),
        word().prop_map(|id| ViewKey::Scenario(ScenarioId::new(&id))),
    ];
    let places = btree_map(element(), shape(), 0..3);
    let lines = btree_map(word().prop_map(|id| ConnectorId::new(&id)), line(), 0..3);
    let layout = (btree_set(element(), 0..3), places, lines).prop_map(|(hidden, places, lines)| ViewLayout {
        hidden,
        places,
        lines,
    });
    btree_map(key, layout, 0..3)
}

fn line() -> impl Strategy<Value = Line> {
    let point = || (any::<f32>(), any::<f32>()).prop_map(|(x, y)| Point::new(x, y));
    (vec(point(), 0..3), option::of(point())).prop_map(|(bends, label_offset)| Line { bends, label_offset })
}

fn element() -> impl Strategy<Value = ElementId> {
    (0..5, word()).prop_map(|(sort, id)| match sort {
        0 => ElementId::Component(ComponentId::new(&id)),
        1 => ElementId::Connector(ConnectorId::new(&id)),
        2 => ElementId::Node(NodeId::new(&id)),
        3 => ElementId::Boundary(BoundaryId::new(&id)),
        _ => ElementId::Note(NoteId::new(&id)),
    })
}

fn choice() -> impl Strategy<Value = Choice> {
    let question = prop_oneof![
        Just(OpenQuestion::Candidate),
        Just(OpenQuestion::Cascade),
        vec(word(), 0..3).prop_map(|ids| OpenQuestion::Node(ids.iter().map(|id| NodeId::new(id)).collect())),
        any::<(u32, u32)>().prop_map(|(fewest, most)| OpenQuestion::Replicas { fewest, most }),
        select(vec![Absence::Bypassed, Absence::Dropped]).prop_map(OpenQuestion::Presence),
        vec(option::of(word()), 0..3).prop_map(|ids| {
            OpenQuestion::Fallback(ids.iter().map(|id| id.as_ref().map(|id| ComponentId::new(id))).collect())
        }),
        (select(Property::iter().collect::<Vec<_>>()), vec(quantity(), 0..3))
            .prop_map(|(property, values)| OpenQuestion::Number { property, values }),
    ];
    let subject = element().prop_filter("nothing is open about these", |element| {
        !matches!(element, ElementId::Boundary(_) | ElementId::Note(_))
    });
    (subject, question).prop_map(|(element, question)| Choice { element, question })
}

fn pick() -> impl Strategy<Value = Pick> {
    prop_oneof![
        word().prop_map(|id| Pick::Candidate(CandidateId::new(&id))),
        option::of((word(), any::<f64>()))
            .prop_map(|second| { Pick::Second(second.map(|(id, share)| (CandidateId::new(&id), Amount::new(share)))) }),
        word().prop_map(|id| Pick::Node(NodeId::new(&id))),
        any::<u32>().prop_map(Pick::Replicas),
        any::<bool>().prop_map(Pick::Present),
        option::of(word()).prop_map(|id| Pick::Fallback(id.map(|id| ComponentId::new(&id)))),
        option::of(any::<f64>()).prop_map(|amount| Pick::Number(amount.map(Amount::new))),
    ]
}

fn exclusions() -> impl Strategy<Value = Vec<Exclusion>> {
    let options = btree_map(word().prop_map(|id| ChoiceId::new(&id)), btree_set(pick(), 0..3), 0..3);
    vec((word(), options).prop_map(|(reason, options)| Exclusion { reason, options }), 0..3)
}

fn design() -> impl Strategy<Value = Design> {
    btree_map(word().prop_map(|id| ChoiceId::new(&id)), pick(), 0..3).prop_map(|picks| Design { picks })
}

fn date() -> impl Strategy<Value = Date> {
    (0_u16..=9999, 1_u8..=12, 1_u8..=28).prop_map(|(year, month, day)| Date::new(year, month, day).expect("a day"))
}

fn decision() -> impl Strategy<Value = Decision> {
    let status = select(DecisionStatus::iter().collect::<Vec<_>>());
    let designs = (vec(design(), 0..3), option::of(design()));
    let supersedes = option::of(word().prop_map(|id| DecisionId::new(&id)));
    let drivers = vec(word().prop_map(|id| RequirementId::new(&id)), 0..3);
    let (people, texts) = ((word(), word(), word()), (word(), word(), word(), word(), word()));
    (word(), status, supersedes, (option::of(date()), option::of(date())), people, drivers, designs, texts).prop_map(
        |(title, status, supersedes, (date, revisit), people, drivers, (considered, design), texts)| Decision {
            title,
            status,
            supersedes,
            date,
            revisit,
            deciders: people.0,
            consulted: people.1,
            informed: people.2,
            context: texts.0,
            drivers,
            considered,
            design,
            rationale: texts.1,
            consequences: texts.2,
            confirmation: texts.3,
            dissent: texts.4,
        },
    )
}

fn alternatives() -> impl Strategy<Value = Alternatives> {
    let other = (word(), word(), system(), views(), collection(choice(), ChoiceId::new), exclusions()).prop_map(
        |(name, description, system, views, choices, exclusions)| Alternative {
            name,
            description,
            system,
            views,
            choices,
            exclusions,
        },
    );
    (word(), word(), word(), collection(other, AlternativeId::new)).prop_map(|(id, name, description, others)| {
        Alternatives { current: AlternativeId::new(&id), name, description, others }
    })
}

fn accepted() -> impl Strategy<Value = AcceptedFindings> {
    let key = (word(), btree_set(element(), 0..3)).prop_map(|(rule, elements)| FindingKey { rule, elements });
    btree_map(key, word(), 0..3)
}

fn breakout() -> impl Strategy<Value = Breakout> {
    let check = option::of(select(Check::iter().collect::<Vec<_>>()));
    let specification =
        (word(), any::<u32>(), check).prop_map(|(text, points, check)| Specification { text, points, check });
    let brief = (word(), word(), word(), word(), vec(word(), 0..3), any::<u32>(), vec(specification, 0..3)).prop_map(
        |(id, version, title, story, questions, minutes, specifications)| Brief {
            id,
            version,
            title,
            story,
            questions,
            minutes,
            specifications,
        },
    );
    (brief, word(), word(), vec(word(), 0..3), option::of(design()), word()).prop_map(
        |(brief, group, members, answers, rejected, why_rejected)| Breakout {
            brief,
            group,
            members,
            answers,
            rejected,
            why_rejected,
        },
    )
}

pub(super) fn project() -> impl Strategy<Value = Project> {
    let stated = (
        collection(scenario(), ScenarioId::new),
        collection(requirement(), RequirementId::new),
        option::of((quantity(), quantity()).prop_map(|(mean, peak)| TotalLoad { mean, peak })),
        collection(word().prop_map(|name| Stakeholder { name }), StakeholderId::new),
        judgements(),
    );
    let learned = (collection(dataset(), DatasetId::new), collection(task(), ComponentId::new));
    (
        word(),
        word(),
        (system(), views(), alternatives()),
        stated,
        learned,
        (collection(choice(), ChoiceId::new), exclusions()),
        (collection(decision(), DecisionId::new), accepted(), option::of(breakout())),
    )
        .prop_map(
            |(
                name,
                description,
                (system, views, alternatives),
                (scenarios, requirements, total_load, stakeholders, judgements),
                (datasets, tasks),
                (choices, exclusions),
                (decisions, accepted, breakout),
            )| {
                Project {
                    name,
                    description,
                    system,
                    views,
                    scenarios,
                    total_load,
                    requirements,
                    stakeholders,
                    judgements,
                    datasets,
                    tasks,
                    alternatives,
                    choices,
                    exclusions,
                    decisions,
                    accepted,
                    breakout,
                }
            },
        )
}

pub(super) fn book() -> impl Strategy<Value = EvidenceBook> {
    let entries = vec((word(), word(), evidence()), 0..3);
    (entries, vec((word(), word(), word(), cascade()), 0..3)).prop_map(|(entries, cascades)| {
        let mut book = EvidenceBook::default();
        for (component, candidate, evidence) in entries {
            book.insert(ComponentId::new(&component), CandidateId::new(&candidate), evidence);
        }
        for (component, first, second, cascade) in cascades {
            let pair = [CandidateId::new(&first), CandidateId::new(&second)];
            book.insert_cascade(ComponentId::new(&component), pair, cascade);
        }
        book
    })
}

fn cascade() -> impl Strategy<Value = CascadeEvidence> {
    let measured = (number(), option::of((number(), number())));
    let measured = measured.prop_map(|(value, interval)| Measured { value, interval });
    let point = (number(), option::of(number()), number(), btree_map(measure(), measured, 0..3));
    let point = point.prop_map(|(share, threshold, passed_on, measured)| CascadePoint {
        share,
        threshold,
        passed_on,
        measured,
    });
    (word(), word(), vec(point, 0..3))
        .prop_map(|(first, second, points)| CascadeEvidence { fingerprints: [first, second], points })
}
