//! Builds the report: the order of a MADR decision record, filled with computed numbers.

use std::sync::Arc;

use super::document::{Block, Cell, Column, Figure, Report, ReportedVerdict, Section, Table, Tone};
use super::options::{OptionsInput, options_section, outcome_section};
use super::part::Part;
use super::{decisions, drawing, evidence, plot, requirements, supplement, words};
use crate::analysis::{Analysis, Outcome, Verdict};
use crate::diagram::Diagram;
use crate::model::{Design, EvidenceBook, Project, Strength, When, in_sentence, listed};
use crate::tradeoff::{DesignSpace, Exploration, Front, Region, Sensitivity};

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
    /// The designs to compare with; without them the report says that it looks at one design alone.
    pub exploration: Option<&'a Exploration>,
    /// What the design's numbers do to its qualities and verdicts, if that was worked out.
    pub sensitivity: Option<&'a Sensitivity>,
    /// The design that the report is about.
    pub design: &'a Design,
    /// The analysis of that design.
    pub analysis: &'a Analysis,
}

impl Report {
    /// Says everything there is to say about the design.
    pub fn build(material: &Material<'_>, stamp: &Stamp) -> Self {
        let Material { project, evidence: book, exploration, analysis, design, .. } = *material;
        let axes = exploration.map_or_else(Vec::new, |exploration| exploration.objectives(project));
        let region = exploration.map(|exploration| Region::of_project(exploration, project));
        let explored = exploration.zip(region.as_ref());
        let front = explored.map(|(exploration, region)| Front::of(exploration, region, &axes).members);
        let front = front.unwrap_or_default();
        let space = DesignSpace::of(project, book);
        // What a decision says of elements that are left out makes no other design.
        let simple = |design: &Design| space.simplified(design.clone());
        let is_decided = project.decided_design().map(simple) == Some(simple(design));
        let unsettled = if is_decided { space.unsettled(project, design) } else { Vec::new() };
        let (axes, front, unsettled) = (axes.as_slice(), front.as_slice(), unsettled.as_slice());
        let options = OptionsInput { project, explored, analysis, design, axes, front, unsettled, is_decided };
        let mut sections = vec![
            context_section(project),
            drivers_section(project, analysis),
            requirements::utility_section(project, analysis),
            options_section(&options),
            outcome_section(&options),
            consequences_section(project, &options),
        ];
        sections.extend(decisions::more_sections(project));
        sections.push(drawing_section(project));
        sections.extend(explored.and_then(|explored| plot_section(project, explored, design)));
        sections.push(supplement::qualities_section(project, analysis));
        sections.push(supplement::latency_section(project, analysis));
        sections.push(requirements::needs_section(project, analysis));
        sections.push(supplement::cost_section(project, analysis));
        sections.extend(requirements::judgements_section(project));
        sections.extend(evidence::evidence_section(project, book, design));
        sections.push(supplement::findings_section(project, analysis));
        if !project.accepted.is_empty() {
            sections.push(supplement::accepted_section(project, analysis));
        }
        sections.extend(decisions::others_section(project));
        sections.push(supplement::unmeasured_section(project));
        sections.push(supplement::assumptions_section());
        sections.push(evidence::reproduction_section(project, book, stamp));
        let facts = decisions::facts(project, is_decided, unsettled, stamp);
        let verdicts = analysis.verdicts.iter().filter_map(|verdict| reported(project, verdict)).collect();
        Self { title: title(project), facts, sections, records: Vec::new(), verdicts }.inert()
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
        text: words::value(&verdict.quality),
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

fn drivers_section(project: &Project, analysis: &Analysis) -> Section {
    let mut section = Section::new(Part::Decision, "Decision drivers");
    let drivers = project.current_decision().map_or_else(Vec::new, |(_, found)| decisions::drivers(project, found));
    if !drivers.is_empty() {
        section.paragraph(&format!("The decision is made for {}.", listed(&drivers)));
    }
    let mut table = Table::new(&[
        "Requirement",
        "Measure",
        "#Required",
        "#Value",
        "#95 % interval",
        "Verdict",
        "Strength",
        "Provenance",
    ]);
    for verdict in &analysis.verdicts {
        let Some(requirement) = project.requirements.get(&verdict.requirement) else {
            continue;
        };
        table.row(vec![
            requirement.name.as_str().into(),
            project.measure_name(&requirement.measure).into(),
            requirement.relation().into(),
            words::value(&verdict.quality).into(),
            words::interval(&verdict.quality).into(),
            verdict_cell(verdict),
            strength(requirement.strength).into(),
            verdict.quality.quantity.provenance().label().into(),
        ]);
    }
    section.table(table, "No requirements are stated, so no design can be said to be good enough.");
    let explained = analysis.verdicts.iter().filter(|verdict| verdict.outcome != Outcome::Met);
    section.bullets(explained.map(|verdict| verdict.reason.clone()).filter(|reason| !reason.is_empty()).collect());
    section
}

/// The verdict in a word.
pub(super) fn verdict_cell(verdict: &Verdict) -> Cell {
    match verdict.outcome {
        Outcome::Met => Cell::toned("met", Tone::Good),
        Outcome::Missed => Cell::toned("missed", Tone::Bad),
        Outcome::Unknown => Cell::toned("not known", Tone::Open),
    }
}

fn strength(strength: Strength) -> String {
    match strength {
        Strength::Hard => "hard".to_owned(),
        Strength::Soft { weight, .. } => format!("soft, {} points", crate::model::format_number(weight)),
    }
}

fn consequences_section(project: &Project, options: &OptionsInput<'_>) -> Section {
    let mut section = Section::new(Part::Decision, "Consequences");
    section.paragraph(options.decision().map_or("", |decision| &decision.consequences));
    let verdicts = &options.analysis.verdicts;
    let sentence = |start: &str, verdict: &Verdict| {
        let name = project.requirements.get(&verdict.requirement).map_or("", |requirement| requirement.name.trim());
        let parts: Vec<_> = [name, verdict.reason.trim()].into_iter().filter(|part| !part.is_empty()).collect();
        format!("{start}: {}", parts.join(". "))
    };
    let with = |outcome: Outcome| verdicts.iter().filter(move |verdict| verdict.outcome == outcome);
    let mut items: Vec<_> = with(Outcome::Met).map(|verdict| sentence("Good", verdict)).collect();
    items.extend(with(Outcome::Missed).map(|verdict| sentence("Bad", verdict)));
    items.extend(with(Outcome::Unknown).map(|verdict| sentence("Open", verdict)));
    section.bullets(items);
    if section.blocks.is_empty() {
        section.paragraph("No consequences are stated.");
    }
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

fn plot_section(project: &Project, explored: (&Exploration, &Region), design: &Design) -> Option<Section> {
    let (x, y) = explored.0.plot_axes(project)?;
    let mut section = Section::new(Part::Designs, "Trade-off");
    let caption = format!(
        "{} against {} of every design that both are known for; the numbers are those of the designs above.",
        project.measure_name(&y),
        in_sentence(&project.measure_name(&x))
    );
    let svg = plot::plot_svg(project, explored, (&x, &y), Some(design));
    section.blocks.push(Block::Figure(Figure { key: "trade_off".to_owned(), caption, svg }));
    Some(section)
}

/// A column of numbers or of words.
pub(super) fn column(title: String, numeric: bool) -> Column {
    Column { title, numeric }
}
