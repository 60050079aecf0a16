//! What qualities are computed from, and the same with one number set otherwise.

use std::borrow::Cow;

use super::super::short_evidence::in_short;
use super::number::Number;
use crate::edit::{Edit, as_designed};
use crate::model::{
    CandidateId, ComponentId, ConnectorId, Design, ElementId, Evidence, EvidenceBook, Measure, Measured, Path, Pick,
    Project, Property, Provenance, Quantity, Scenario, ScenarioId, Step, TotalLoad, Unit, When,
};

/// Project, evidence and design.
#[derive(Clone, Debug)]
pub(super) struct Given<'a> {
    pub project: Cow<'a, Project>,
    pub evidence: Cow<'a, EvidenceBook>,
    pub design: Cow<'a, Design>,
}

impl Number {
    /// The edits that set it to `amount`, in the unit that it has: none for what no edit changes, which is what was
    /// measured and what a design picks. Of branches of which one is taken, the others make room.
    pub fn edits(&self, project: &Project, amount: f64) -> Vec<Edit> {
        let edits = match self {
            Self::Property(id, property) => property_edits(project, self, (id, *property), amount),
            Self::Load(id, when) => with_scenario(project, id, |scenario| {
                let load = match when {
                    When::Mean => &mut scenario.mean_load,
                    When::Peak => &mut scenario.peak_load,
                };
                *load = with_amount(*load, amount);
            }),
            Self::TotalLoad(when) => project.total_load.map(|load| {
                let load = match when {
                    When::Mean => TotalLoad { mean: with_amount(load.mean, amount), ..load },
                    When::Peak => TotalLoad { peak: with_amount(load.peak, amount), ..load },
                };
                vec![Edit::StateTotalLoad(Some(load))]
            }),
            Self::Share(id) => with_scenario(project, id, |scenario| {
                scenario.share = scenario.share.map(|share| with_amount(share, amount));
            }),
            Self::Calls(id, connector) => calls_edits(project, self, (id, connector), amount),
            Self::Speed(id) => with_scenario(project, id, |scenario| {
                if let Some(motion) = &mut scenario.motion {
                    motion.speed = with_amount(motion.speed, amount);
                }
            }),
            Self::Deceleration(id) => with_scenario(project, id, |scenario| {
                if let Some(motion) = &mut scenario.motion {
                    motion.deceleration = with_amount(motion.deceleration, amount);
                }
            }),
            Self::Picked(_) | Self::Measured(..) => None,
        };
        edits.unwrap_or_default()
    }
}

impl<'a> Given<'a> {
    /// What is given, the drawing as the design has it, with the evidence that qualities depend on.
    pub fn new(project: &'a Project, evidence: &EvidenceBook, design: &'a Design) -> Self {
        let evidence = Cow::Owned(in_short(evidence));
        Self { project: as_designed(project, design), evidence, design: Cow::Borrowed(design) }
    }

    /// The candidate that the design picks for a component, with what was measured on it.
    pub fn chosen(&self, component: &ComponentId) -> Option<(&CandidateId, &Evidence)> {
        let (first, _) = self.project.models(&self.design, component)?;
        Some((first, self.evidence.get(component, first)?))
    }

    /// The candidates of the cascade that the design picks for a component, and the share that goes on.
    fn cascade(&self, component: &ComponentId) -> Option<([&CandidateId; 2], f64)> {
        let (first, second) = self.project.models(&self.design, component)?;
        second.map(|(second, share)| ([first, second], share))
    }

    /// A value measured on the model that the design picks for a component: on both where two decide together and it
    /// was measured so, else on the first.
    pub fn measured(&self, component: &ComponentId, measure: Measure) -> Option<Measured> {
        let together = self.cascade(component).and_then(|([first, second], share)| {
            self.evidence.cascade(component, first, second)?.point(share)?.measured.get(&measure)
        });
        together.or_else(|| self.chosen(component)?.1.measured.get(&measure)).copied()
    }

    /// The evidence with such a value set otherwise.
    fn measured_otherwise(&self, component: &ComponentId, measure: Measure, amount: f64) -> Option<EvidenceBook> {
        let mut book = EvidenceBook::clone(&self.evidence);
        if let Some(([first, second], share)) = self.cascade(component) {
            let mut cascade = book.cascade(component, first, second)?.clone();
            let mut points = cascade.points.iter_mut().filter(|point| point.share == share);
            if let Some(measured) = points.find_map(|point| point.measured.get_mut(&measure)) {
                measured.value = amount;
                book.insert_cascade(component.clone(), [first.clone(), second.clone()], cascade);
                return Some(book);
            }
        }
        let (candidate, evidence) = self.chosen(component)?;
        book.insert(component.clone(), candidate.clone(), measured_otherwise(evidence, measure, amount));
        Some(book)
    }

    /// The same with a number set to `amount`, in the unit that it has.
    pub fn with<'s>(&'s self, number: &Number, amount: f64) -> Given<'s> {
        let mut given = Given {
            project: Cow::Borrowed(&*self.project),
            evidence: Cow::Borrowed(&*self.evidence),
            design: Cow::Borrowed(&*self.design),
        };
        match number {
            Number::Picked(id) => {
                given.design.to_mut().picks.insert(id.clone(), Pick::Replicas(amount as u32));
            }
            Number::Measured(component, measure) => {
                if let Some(book) = self.measured_otherwise(component, *measure, amount) {
                    given.evidence = Cow::Owned(book);
                }
            }
            number => {
                let mut project = Project::clone(&self.project);
                for edit in number.edits(&self.project, amount) {
                    // An edit of what is there cannot fail; if it does, nothing changes, and no change is reported.
                    edit.apply(&mut project).ok();
                }
                given.project = Cow::Owned(project);
            }
        }
        given
    }

    /// The connectors of which exactly one is taken, this number's first, each with its probability; `None` for a
    /// number that is no such probability, and where one of them is not known.
    pub fn branches(&self, number: &Number) -> Option<Vec<(ConnectorId, f64)>> {
        branches(&self.project, number)
    }
}

/// See [`Given::branches`].
fn branches(project: &Project, number: &Number) -> Option<Vec<(ConnectorId, f64)>> {
    let (scenario, own) = number.branch(project)?;
    let connectors = &project.system.connectors;
    let source = &connectors.get(&own)?.source;
    let path = scenario.and_then(|id| Some(&project.scenarios.get(&id)?.path));
    let others = connectors.iter().filter(|(id, other)| {
        **id != own
            && other.source == *source
            && other.condition == crate::model::CallCondition::OneOf
            && path.is_none_or(|path| path.step(id).is_some())
    });
    let share = |id: &ConnectorId| {
        let stepped = path.and_then(|path| path.step(id)?.calls);
        let stated = connectors.get(id)?.properties.get(&Property::CallsPerRequest).copied();
        Some((id.clone(), stepped.or(stated)?.amount_in(Unit::Ratio)?))
    };
    std::iter::once(&own).chain(others.map(|(id, _)| id)).map(share).collect()
}

/// What the other branches become when this one gets `amount` (in `unit`): all shrink or grow alike, so that the sum
/// stays.
fn make_room(project: &Project, number: &Number, amount: f64, unit: Unit) -> Vec<(ConnectorId, f64)> {
    let (Some(branches), Some(new)) = (branches(project, number), unit.convert(amount, Unit::Ratio)) else {
        return Vec::new();
    };
    let others: f64 = branches.iter().skip(1).map(|(_, share)| share).sum();
    let old = branches.first().map_or(0.0, |(_, share)| *share);
    if others <= 0.0 {
        return Vec::new();
    }
    let factor = ((others + old - new) / others).max(0.0);
    branches.into_iter().skip(1).map(|(id, share)| (id, share * factor)).collect()
}

fn property_edits(
    project: &Project,
    number: &Number,
    (element, property): (&ElementId, Property),
    amount: f64,
) -> Option<Vec<Edit>> {
    let quantity = *project.system.properties(element)?.get(&property)?;
    let mut edits = vec![put_property(project, element, property, with_amount(quantity, amount))?];
    for (id, share) in make_room(project, number, amount, quantity.unit()) {
        let stated = *project.system.connectors.get(&id)?.properties.get(&property)?;
        let room = Quantity::new(share, Unit::Ratio, stated.provenance());
        edits.push(put_property(project, &ElementId::Connector(id), property, room)?);
    }
    Some(edits)
}

fn put_property(project: &Project, element: &ElementId, property: Property, quantity: Quantity) -> Option<Edit> {
    let system = &project.system;
    Some(match element {
        ElementId::Component(id) => {
            let mut component = system.components.get(id)?.clone();
            component.properties.insert(property, quantity);
            Edit::PutComponent(id.clone(), component)
        }
        ElementId::Connector(id) => {
            let mut connector = system.connectors.get(id)?.clone();
            connector.properties.insert(property, quantity);
            Edit::PutConnector(id.clone(), connector)
        }
        ElementId::Node(id) => {
            let mut node = system.nodes.get(id)?.clone();
            node.properties.insert(property, quantity);
            Edit::PutNode(id.clone(), node)
        }
        ElementId::Boundary(_) | ElementId::Note(_) => return None,
    })
}

fn calls_edits(
    project: &Project,
    number: &Number,
    (scenario, connector): (&ScenarioId, &ConnectorId),
    amount: f64,
) -> Option<Vec<Edit>> {
    let stated = project.scenarios.get(scenario)?.path.step(connector)?.calls?;
    let room = make_room(project, number, amount, stated.unit());
    with_scenario(project, scenario, |scenario| {
        let Path::Drawn(steps) = &mut scenario.path else { return };
        let mut set = |id: ConnectorId, calls: Quantity| {
            steps.entry(id).and_modify(|step: &mut Step| step.calls = Some(calls));
        };
        set(connector.clone(), with_amount(stated, amount));
        for (id, share) in room {
            set(id, Quantity::new(share, Unit::Ratio, Provenance::Estimated));
        }
    })
}

fn with_scenario(project: &Project, id: &ScenarioId, change: impl FnOnce(&mut Scenario)) -> Option<Vec<Edit>> {
    let mut scenario = project.scenarios.get(id)?.clone();
    change(&mut scenario);
    Some(vec![Edit::PutScenario(id.clone(), scenario)])
}

/// Another amount with the same unit and origin.
fn with_amount(quantity: Quantity, amount: f64) -> Quantity {
    Quantity::new(amount, quantity.unit(), quantity.provenance())
}

fn measured_otherwise(evidence: &Evidence, measure: Measure, amount: f64) -> Evidence {
    let mut evidence = evidence.clone();
    let before = evidence.value(measure).filter(|before| *before > 0.0);
    if let Some(measured) = evidence.measured.get_mut(&measure) {
        measured.value = amount;
    }
    if measure == Measure::InferenceP50
        && let Some((before, tail)) = before.zip(evidence.measured.get_mut(&Measure::InferenceP99))
    {
        tail.value *= amount / before;
    }
    evidence
}
