//! Builds the report: the order of a MADR decision record, filled with computed numbers.

use std::sync::Arc;

use super::document::{Block, Column, Figure, Report, ReportedVerdict, Section};
use super::input::Input;
use super::options::{options_section, outcome_section};
use super::part::Part;
use super::{
    atam, decisions, drawing, evidence, matrix, records, reproduction, requirements, space, summary, supplement, words,
};
use crate::analysis::{Analysis, AnalysisSettings, Verdict};
use crate::diagram::Diagram;
use crate::model::{Design, EvidenceBook, Project, Requirement, When};
use crate::tradeoff::{Certainty, Exploration, Region, Sensitivity};

/// What the report cannot know by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// The date that the report carries.
    pub date: String,
    /// Name and version of the program.
    pub program: String,
    /// Command lines that compute the report again, in order.
    pub commands: Vec<String>,
}

/// Everything that a report is made from.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// What the architect stated.
    pub project: &'a Project,
    /// What was measured on trained candidates.
    pub evidence: &'a EvidenceBook,
    /// The designs to compare with, and which of them meet the project's hard requirements; without them the report says
    /// that it looks at one design alone.
    pub explored: Option<(&'a Exploration, &'a Region)>,
    /// What the design's numbers do to its qualities and verdicts, if that was worked out.
    pub sensitivity: Option<&'a Sensitivity>,
    /// How certain it is which designs are on the front, if that was worked out.
    pub certainty: Option<&'a Certainty>,
    /// The design that the report is about.
    pub design: &'a Design,
    /// The analysis of that design.
    pub analysis: &'a Analysis,
    /// How all that was sampled.
    pub settings: AnalysisSettings,
}

impl Report {
    /// Says everything there is to say about the design.
    pub fn build(material: &Material<'_>, stamp: &Stamp) -> Self {
        let project = material.project;
        let input = Input::of(material);
        let analysis = material.analysis;
        let mut sections = vec![
            summary::section(&input),
            context_section(project),
            drivers_section(&input),
            options_section(&input),
            outcome_section(&input),
        ];
        sections.extend(decisions::after_outcome(&input));
        sections.push(drawing_section(project));
        sections.push(requirements::utility_section(project, analysis));
        sections.push(matrix::verdicts_section(&input));
        sections.extend(requirements::judgements_section(project));
        sections.extend(space::sections(&input));
        sections.extend(atam::section(&input));
        sections.push(supplement::qualities_section(project, analysis));
        sections.push(supplement::latency_section(project, analysis));
        sections.push(requirements::needs_section(project, analysis));
        sections.push(supplement::cost_section(project, analysis));
        sections.extend(evidence::evidence_section(project, material.evidence, material.design));
        sections.push(supplement::findings_section(project, analysis));
        if !project.accepted.is_empty() {
            sections.push(supplement::accepted_section(project, analysis));
        }
        sections.push(supplement::unmeasured_section(project));
        sections.push(supplement::assumptions_section());
        sections.push(reproduction::section(&input, material.settings, stamp));
        sections.extend(decisions::others_section(project));
        let facts = decisions::facts(project, input.is_decided, &input.unsettled, stamp);
        let records = records::records(&input, &stamp.date);
        let verdicts = analysis.verdicts.iter().filter_map(|verdict| reported(project, verdict)).collect();
        Self { title: title(project), facts, sections, records, verdicts }.inert()
    }
}

fn reported(project: &Project, verdict: &Verdict) -> Option<ReportedVerdict> {
    let requirement = project.requirements.get(&verdict.requirement)?;
    let quantity = verdict.quality.quantity;
    Some(ReportedVerdict {
        requirement: verdict.requirement.to_string(),
        name: requirement.name.clone(),
        measure: project.measure_name(&requirement.measure),
        required: requirement.relation(),
        value: quantity.amount().filter(|amount| amount.is_finite()),
        unit: quantity.unit().symbol().to_owned(),
        text: verdict.quality.in_words(),
        outcome: verdict.outcome.key().to_owned(),
        provenance: quantity.provenance().label().to_owned(),
    })
}

fn title(project: &Project) -> String {
    let name = project.name.trim();
    if name.is_empty() { "Decision about an untitled system".to_owned() } else { format!("Decision: {name}") }
}

fn context_section(project: &Project) -> Section {
    let mut section = Section::new(Part::Decision, "Context and problem statement");
    section.paragraph(project.current_decision().map_or("", |(_, decision)| &decision.context));
    section.paragraph(&project.description);
    if section.blocks.is_empty() {
        section.paragraph("The problem has not been put into words yet.");
    }
    let scenarios = project.scenarios.values().map(|scenario| {
        let [mean, peak] = [When::Mean, When::Peak].map(|when| project.load(scenario, when));
        let mut text = format!("{}: {mean} on average, {peak} at peak", scenario.name);
        if !scenario.description.trim().is_empty() {
            text.push_str(". ");
            text.push_str(scenario.description.trim());
        }
        text
    });
    section.bullets(scenarios.collect());
    section
}

/// What the decision is made for: the requirements that it names, else the hard ones.
fn drivers_section(input: &Input<'_>) -> Section {
    let project = input.project;
    let mut section = Section::new(Part::Decision, "Decision drivers");
    let in_full = |requirement: &Requirement| {
        let kind = words::strength(requirement);
        format!("{} ({kind}): {}", requirement.name, project.sentence(requirement))
    };
    let named = input.decision().map_or(&[][..], |decision| &decision.drivers);
    let named: Vec<String> = named.iter().filter_map(|id| project.requirements.get(id)).map(in_full).collect();
    if !named.is_empty() {
        section.bullets(named);
        return section;
    }
    let hard: Vec<String> = project.requirements.values().filter(|one| one.is_hard()).map(in_full).collect();
    section.paragraph(match (project.requirements.is_empty(), hard.is_empty()) {
        (true, _) => "No requirements are stated, so no design can be said to be good enough.",
        (false, true) => "No requirement is named as a driver, and none is hard.",
        (false, false) => "No requirement is named as a driver; these are hard, so that every design must meet them.",
    });
    section.bullets(hard);
    section
}

fn drawing_section(project: &Project) -> Section {
    let mut section = Section::new(Part::Architecture, "Architecture");
    let diagram = Diagram::of(&Arc::new(project.clone()));
    let svg = drawing::drawing_svg(&diagram, &drawing::DrawingOptions::default());
    let caption = "The system with its deployment nodes, components and connectors.".to_owned();
    section.blocks.push(Block::Figure(Figure { key: "drawing".to_owned(), caption, svg }));
    section
}

/// A column of numbers or of words.
pub(super) fn column(title: String, numeric: bool) -> Column {
    Column { title, numeric }
}
