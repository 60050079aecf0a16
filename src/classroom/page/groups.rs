//! Every group with all that it said, what the program saw of its answer, and the files that were left out.

use super::Class;
use super::blocks::{Block, Cell, Section, Table};
use crate::classroom::comparison::Group;
use crate::classroom::phrases::{chosen, design, yes_or_no};
use crate::model::time_in_words;

impl Class<'_> {
    /// The answers, group by group.
    pub(super) fn every_group(&self) -> Section {
        let mut section = Section::new("groups", "Groups");
        if self.comparison.groups.is_empty() {
            section.paragraph("No group handed in.");
        }
        for (position, group) in self.comparison.groups.iter().enumerate() {
            let id = Some(format!("group-{}", position + 1));
            section.blocks.push(Block::Heading { text: self.name(position).to_owned(), id });
            section.blocks.push(Block::Facts { facts: facts(group, self.name(position)) });
            if !group.remarks.is_empty() {
                section.paragraph("The program remarks:");
                section.blocks.push(Block::Bullets { entries: group.remarks.clone() });
            }
        }
        section
    }

    /// The reference answer in the instructor's words; the notes on it are the instructor's alone. `None` where it chose
    /// nothing.
    pub(super) fn reference(&self) -> Option<Section> {
        let reference = self.comparison.reference.as_ref().filter(|reference| reference.chosen.is_some())?;
        let mut section = Section::new("reference", "Reference answer");
        section.paragraph("One answer that can be defended, not the only one.");
        let feasible = yes_or_no(reference.is_feasible, "not known");
        let mut facts = vec![
            ("Choice".to_owned(), chosen(reference.chosen.as_deref())),
            ("Meets own hard constraints".to_owned(), feasible.to_owned()),
        ];
        if !reference.rationale.trim().is_empty() {
            facts.push(("Why".to_owned(), reference.rationale.trim().to_owned()));
        }
        section.blocks.push(Block::Facts { facts });
        Some(section)
    }

    /// What the program saw about each specification; `None` where nothing is asked.
    pub(super) fn specifications(&self) -> Option<Section> {
        let mut section = Section::new("specifications", "Specifications");
        section
            .paragraph("What is asked of an answer, and what the program could see. The instructor has the last word.");
        let asked = self.comparison.groups.iter().enumerate().filter(|(_, group)| !group.specifications.is_empty());
        for (position, group) in asked {
            section.heading(self.name(position));
            let heads = ["Specification", "Points", "Met", "Why"].map(|title| match title {
                "Points" => Cell::number(title),
                title => Cell::new(title),
            });
            let mut table = Table::new(&format!("Specifications: {}", self.name(position)), heads);
            for seen in &group.specifications {
                let met = Cell::new(yes_or_no(seen.is_met, "not judged"));
                let met = match seen.is_met {
                    Some(true) => met.classed("good"),
                    Some(false) => met.classed("bad"),
                    None => met.classed("open"),
                };
                let points = Cell::number(seen.points.to_string());
                table.row(vec![Cell::new(&seen.text), points, met, Cell::new(&seen.reason)]);
            }
            section.table(table);
        }
        (section.blocks.len() > 1).then_some(section)
    }

    /// The files that hold no answer; `None` where there are none.
    pub(super) fn skipped(&self) -> Option<Section> {
        let mut section = Section::new("skipped", "Files left out");
        let mut table = Table::new("Files left out, with the reason", ["File", "Reason"].map(Cell::new));
        for (file, reason) in &self.comparison.skipped {
            table.row(vec![Cell::new(file), Cell::new(reason)]);
        }
        section.table(table);
        (!section.blocks.is_empty()).then_some(section)
    }
}

/// What there is to say about a group; what it did not say is left out, but for its choice.
fn facts(group: &Group, shown: &str) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    let mut put = |name: &str, value: &str| {
        if !value.trim().is_empty() {
            facts.push((name.to_owned(), value.trim().to_owned()));
        }
    };
    if group.name.trim() != shown {
        put("Name", &group.name);
    }
    put("Members", &group.members);
    put("Time worked", &group.seconds.map(time_in_words).unwrap_or_default());
    put("File", &group.file);
    put("Same version of the exercise", yes_or_no(group.is_same_version, ""));
    put("Choice", &chosen(group.chosen.as_deref()));
    put(
        "Meets own hard constraints",
        yes_or_no(group.is_feasible, if group.chosen.is_some() { "not known" } else { "" }),
    );
    put("Why", &group.rationale);
    if !group.rejected.is_empty() {
        put("Rejected", &design(&group.rejected));
    }
    put("Why rejected", &group.why_rejected);
    for (question, answer) in &group.answers {
        let question = if question.trim().is_empty() { "Question" } else { question.as_str() };
        put(question, if answer.trim().is_empty() { "no answer" } else { answer });
    }
    facts
}
