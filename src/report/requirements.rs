//! What is required, in full: the utility tree with its scenarios, what stakeholders weigh otherwise, what people judged,
//! and what must be up.

use super::document::{Block, Section, Table};
use super::part::Part;
use crate::analysis::Analysis;
use crate::catalog::catalog;
use crate::model::{Level, Project, Provenance, Strength, Subject, format_number};
use crate::tradeoff::percent;

/// Quality attributes with the requirements below them, each as a scenario with importance and difficulty.
pub(super) fn utility_section(project: &Project, analysis: &Analysis) -> Section {
    let mut section = Section::new(Part::Requirements, "Utility tree");
    let mut qualities: Vec<&str> = Vec::new();
    for requirement in project.requirements.values() {
        let quality = catalog().quality_name(requirement.measure.measure);
        if !qualities.contains(&quality) {
            qualities.push(quality);
        }
    }
    for quality in qualities {
        section.blocks.push(Block::Heading(quality.to_owned()));
        let mut table = Table::new(&["Scenario", "Importance, difficulty", "Constraint", "Owner", "#Worth", "Why"]);
        for (id, requirement) in &project.requirements {
            if catalog().quality_name(requirement.measure.measure) != quality {
                continue;
            }
            let verdict = analysis.verdicts.iter().find(|verdict| verdict.requirement == *id);
            let worth = verdict.and_then(|verdict| verdict.worth).map(|worth| format!("{:.0} %", worth * 100.0));
            let parent = requirement.derived_from.as_ref().and_then(|parent| project.requirements.get(parent));
            let why = match parent {
                Some(parent) => format!("{} Derived from {}.", requirement.rationale.trim(), parent.name),
                None => requirement.rationale.clone(),
            };
            table.row(vec![
                project.sentence(requirement).into(),
                format!("{}, {}", level(requirement.importance), level(requirement.difficulty)).into(),
                requirement.constraint.label().to_lowercase().into(),
                requirement.owner.as_str().into(),
                worth.unwrap_or_default().into(),
                why.trim().into(),
            ]);
        }
        section.table(table, "");
    }
    if section.blocks.is_empty() {
        section.paragraph("No requirements are stated.");
    }
    weights(project, &mut section);
    section
}

fn level(level: Option<Level>) -> &'static str {
    level.map_or("not stated", Level::label)
}

/// Points of every stakeholder, where somebody weighs otherwise than the others.
fn weights(project: &Project, section: &mut Section) {
    if project.stakeholders.is_empty() {
        return;
    }
    section.blocks.push(Block::Heading("Weights".to_owned()));
    let mut titles = vec!["Requirement".to_owned(), "#Everybody".to_owned()];
    titles.extend(project.stakeholders.values().map(|stakeholder| format!("#{}", stakeholder.name)));
    let titles: Vec<_> = titles.iter().map(String::as_str).collect();
    let mut table = Table::new(&titles);
    for requirement in project.requirements.values() {
        let Strength::Soft { weight, .. } = requirement.strength else { continue };
        let mut row = vec![requirement.name.as_str().into(), format_number(weight).into()];
        row.extend(project.stakeholders.keys().map(|id| {
            // Who states no weight of their own weighs as everybody does: an empty cell would look like none.
            requirement.weight_for(id).map_or_else(String::new, format_number).into()
        }));
        table.row(row);
    }
    section.table(table, "Every requirement is hard: nobody trades them.");
}

/// What people said about qualities, where they differ as well; `None` while nobody judged anything.
pub(super) fn judgements_section(project: &Project) -> Option<Section> {
    if project.judgements.is_empty() {
        return None;
    }
    let mut section = Section::new(Part::Requirements, "What people judged");
    let mut table = Table::new(&["Quality", "Person", "#Value", "Reason"]);
    for (key, judgements) in &project.judgements {
        for judgement in judgements {
            table.row(vec![
                project.measure_name(key).into(),
                judgement.person.as_str().into(),
                judgement.quantity(key.measure).to_string().into(),
                judgement.reason.as_str().into(),
            ]);
        }
    }
    section.table(table, "");
    Some(section)
}

/// What must be up for each scenario, the most important first.
pub(super) fn needs_section(project: &Project, analysis: &Analysis) -> Section {
    let mut section = Section::new(Part::Qualities, "What must be up");
    for scenario in &analysis.scenarios {
        section.blocks.push(Block::Heading(project.subject_name(&Subject::Scenario(scenario.scenario.clone()))));
        let mut table = Table::new(&["Component or node", "#Needed by", "#Availability", "#Importance", "Provenance"]);
        let mut parts: Vec<_> = scenario.needed.iter().collect();
        parts.sort_by(|a, b| b.importance.unwrap_or(f64::MAX).total_cmp(&a.importance.unwrap_or(f64::MAX)));
        for part in parts {
            let provenance: Provenance = part.availability.provenance();
            table.row(vec![
                project.element_name(&part.element).into(),
                percent(part.reach).into(),
                part.availability.to_string().into(),
                part.importance.map_or_else(String::new, format_number).into(),
                provenance.label().into(),
            ]);
        }
        section.table(table, "It is not known what its requests need.");
    }
    if section.blocks.is_empty() {
        section.paragraph("No scenario is stated, so nothing is needed.");
    }
    section
}
