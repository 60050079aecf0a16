//! The project: everything the architect states, in one value.

use std::collections::BTreeMap;

use super::Collection;
use super::acceptance::AcceptedFindings;
use super::alternative::Alternatives;
use super::breakout::Breakout;
use super::choice::{Choice, Design, Exclusion, OpenQuestion, Pick};
use super::decision::Decision;
use super::element::ElementId;
use super::id::{CandidateId, ChoiceId, ComponentId, DatasetId, DecisionId, RequirementId, ScenarioId, StakeholderId};
use super::judgement::Judgements;
use super::learning::{Dataset, LearningTasks};
use super::quantity::{Quantity, format_number};
use super::requirement::{Requirement, Stakeholder};
use super::scenario::{Scenario, TotalLoad, When};
use super::subject::{MeasureKey, Subject};
use super::system::{Note, System};
use super::unit::Unit;
use super::view::{ViewKey, ViewLayout};

/// Everything the architect states.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Project {
    /// Name shown to people.
    pub name: String,
    /// The problem in a few sentences.
    pub description: String,
    /// The drawing.
    pub system: System,
    /// What views do otherwise than by themselves; a view that says nothing is not listed.
    pub views: BTreeMap<ViewKey, ViewLayout>,
    /// How the system is used.
    pub scenarios: Collection<ScenarioId, Scenario>,
    /// All requests to the system, if scenarios have shares of them.
    pub total_load: Option<TotalLoad>,
    /// What it must do well.
    pub requirements: Collection<RequirementId, Requirement>,
    /// Who weighs the requirements.
    pub stakeholders: Collection<StakeholderId, Stakeholder>,
    /// What people say about qualities that nothing computes and nobody measured.
    pub judgements: Judgements,
    /// Tables of examples.
    pub datasets: Collection<DatasetId, Dataset>,
    /// What ML components learn, by component.
    pub tasks: LearningTasks,
    /// Which alternative is drawn, and the others.
    pub alternatives: Alternatives,
    /// Open decisions.
    pub choices: Collection<ChoiceId, Choice>,
    /// Options of the open decisions that must not be taken together.
    pub exclusions: Vec<Exclusion>,
    /// Which designs were chosen, and why, in the order in which they were begun.
    pub decisions: Collection<DecisionId, Decision>,
    /// Findings of the checks that are left as they are, and why.
    pub accepted: AcceptedFindings,
    /// The exercise that it is worked on for; `None` outside of a class.
    pub breakout: Option<Breakout>,
}

impl Project {
    /// Requests per second of a scenario; unknown if it has a share of what nobody stated.
    pub fn load(&self, scenario: &Scenario, when: When) -> Quantity {
        scenario.load(when, self.total_load.as_ref())
    }

    /// What is required to be measured, in the order of the requirements, each measure once.
    pub fn required_measures(&self) -> Vec<MeasureKey> {
        let mut keys: Vec<MeasureKey> = Vec::new();
        for requirement in self.requirements.values() {
            if !keys.contains(&requirement.measure) {
                keys.push(requirement.measure.clone());
            }
        }
        keys
    }

    /// Whether the subject is there; an element is if it is drawn now, and not in another alternative alone.
    pub fn has_subject(&self, subject: &Subject) -> bool {
        match subject {
            Subject::System => true,
            Subject::Scenario(id) => self.scenarios.contains_key(id),
            Subject::Dataset(id) => self.datasets.contains_key(id),
            Subject::Component(_) | Subject::Connector(_) | Subject::Node(_) => {
                subject.element().is_some_and(|element| self.system.contains(&element))
            }
        }
    }

    /// The subject's name for people: "System", or the name of the scenario, element or dataset.
    pub fn subject_name(&self, subject: &Subject) -> String {
        match subject {
            Subject::System => "System".to_owned(),
            Subject::Scenario(id) => self.scenarios.get(id).map_or_else(|| id.to_string(), |found| found.name.clone()),
            Subject::Component(id) => self.element_name(&ElementId::Component(id.clone())),
            Subject::Connector(id) => self.element_name(&ElementId::Connector(id.clone())),
            Subject::Node(id) => self.element_name(&ElementId::Node(id.clone())),
            Subject::Dataset(id) => self.datasets.get(id).map_or_else(|| id.to_string(), |found| found.name.clone()),
        }
    }

    /// Measure and subject for people: `Recall (Fraud model)`.
    pub fn measure_name(&self, key: &MeasureKey) -> String {
        match &key.subject {
            Subject::System => key.measure.label().to_owned(),
            subject => format!("{} ({})", key.measure.label(), self.subject_name(subject)),
        }
    }

    /// What is chosen, for people: `Model of Scorer`, `Cache in the design`.
    pub fn choice_name(&self, choice: &Choice) -> String {
        let element = self.element_name(&choice.element);
        match choice.question {
            OpenQuestion::Presence(_) => format!("{element} in the design"),
            _ => format!("{} of {element}", choice.question.label()),
        }
    }

    /// A candidate's name; its identifier where it is not there any more.
    pub fn candidate_name(&self, component: &ComponentId, id: &CandidateId) -> String {
        let candidate = self.tasks.get(component).and_then(|task| task.candidates.get(id));
        candidate.map_or_else(|| id.to_string(), |candidate| candidate.name.clone())
    }

    /// An option's name for people: `Random forest`, `3`, `10 s`.
    pub fn option_name(&self, choice: &Choice, pick: &Pick) -> String {
        match pick {
            Pick::Candidate(id) => {
                let task = choice.component().and_then(|component| self.tasks.get(component));
                let candidate = task.and_then(|task| task.candidates.get(id));
                candidate.map_or_else(|| id.to_string(), |candidate| candidate.name.clone())
            }
            Pick::Second(Some((id, share))) => {
                let second = self.option_name(choice, &Pick::Candidate(id.clone()));
                format!("{second} for up to {}", Quantity::measured(share.value(), Unit::Percent))
            }
            Pick::Node(id) => self.element_name(&ElementId::Node(id.clone())),
            Pick::Replicas(count) => count.to_string(),
            Pick::Present(true) => "yes".to_owned(),
            Pick::Present(false) => "no".to_owned(),
            Pick::Fallback(Some(id)) => self.element_name(&ElementId::Component(id.clone())),
            Pick::Fallback(None) | Pick::Second(None) => "none".to_owned(),
            Pick::Number(None) => "not stated".to_owned(),
            Pick::Number(Some(amount)) => match &choice.question {
                OpenQuestion::Number { property, values } => {
                    // In the unit in which it was stated.
                    let stated = values.iter().find(|value| Pick::number(*property, **value) == *pick);
                    stated.copied().unwrap_or(Quantity::estimated(amount.value(), property.unit())).to_string()
                }
                _ => format_number(amount.value()),
            },
        }
    }

    /// The models that a design fills a component with: the candidate that decides, and the one that decides up to so
    /// many percent of the cases instead, those that the first is least sure of.
    pub fn models<'d>(
        &self,
        design: &'d Design,
        component: &ComponentId,
    ) -> Option<(&'d CandidateId, Option<(&'d CandidateId, f64)>)> {
        let (mut first, mut second) = (None, None);
        for (id, choice) in self.choices.iter().filter(|(_, choice)| choice.is_about(component)) {
            match (&choice.question, design.picks.get(id)) {
                (OpenQuestion::Candidate, Some(Pick::Candidate(candidate))) => first = Some(candidate),
                (OpenQuestion::Cascade, Some(Pick::Second(pick))) => second = pick.as_ref(),
                _ => {}
            }
        }
        Some((first?, second.map(|(candidate, share)| (candidate, share.value()))))
    }

    /// The view's name for people.
    pub fn view_name(&self, view: &ViewKey) -> String {
        match view {
            ViewKey::Everything => "Everything".to_owned(),
            ViewKey::Context => "Context".to_owned(),
            ViewKey::Components => "Components".to_owned(),
            ViewKey::Deployment => "Deployment".to_owned(),
            ViewKey::DataFlow => "Data flow".to_owned(),
            ViewKey::Scenario(id) => {
                self.scenarios.get(id).map_or_else(|| id.to_string(), |scenario| scenario.name.clone())
            }
        }
    }

    /// Every view that makes sense now: the standard ones, and one for each scenario.
    pub fn view_keys(&self) -> Vec<ViewKey> {
        let standard =
            [ViewKey::Everything, ViewKey::Context, ViewKey::Components, ViewKey::Deployment, ViewKey::DataFlow];
        standard.into_iter().chain(self.scenarios.keys().cloned().map(ViewKey::Scenario)).collect()
    }

    /// The element's name for people; a connector is named by its ends.
    pub fn element_name(&self, element: &ElementId) -> String {
        let component = |id: &ComponentId| {
            self.system.components.get(id).map_or_else(|| id.to_string(), |found| found.name.clone())
        };
        match element {
            ElementId::Component(id) => component(id),
            ElementId::Node(id) => self.system.nodes.get(id).map_or_else(|| id.to_string(), |found| found.name.clone()),
            ElementId::Boundary(id) => {
                self.system.boundaries.get(id).map_or_else(|| id.to_string(), |found| found.name.clone())
            }
            ElementId::Note(id) => self.system.notes.get(id).map_or_else(|| id.to_string(), Note::title),
            ElementId::Connector(id) => self.system.connectors.get(id).map_or_else(
                || id.to_string(),
                |found| format!("{} → {}", component(&found.source), component(&found.target)),
            ),
        }
    }
}
