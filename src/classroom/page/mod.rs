//! A compared class as one self-contained HTML page: no scripts, no outside files, for every width, light or dark, ready
//! to print.

mod blocks;
mod choices;
mod groups;
mod limits;
mod matters;
mod plot;
mod regret;
mod symbols;
#[cfg(test)]
mod tests;

use minijinja::context;
use minijinja::value::Value;

use self::blocks::{Block, Cell, Section};
use super::comparison::{Chooser, Comparison};
use super::phrases::{REFERENCE, short_names};
use super::texts::inert;
use crate::model::counted;
use crate::report::{one_line, rendered};

const TEMPLATE: &str = include_str!("../../../assets/templates/comparison.html");
/// Characters of a name that stand in a table or a heading; the whole name is beside the group's answer.
const LONGEST_NAME: usize = 40;

/// The comparison as a page, with all of its numbers, and with everything that groups said.
pub fn comparison_html(comparison: &Comparison) -> String {
    let safe = inert(comparison);
    let class = Class { comparison: &safe, names: short_names(&safe, LONGEST_NAME) };
    let sections = [
        Some(class.matters()),
        Some(class.limits()),
        Some(class.choices()),
        Some(class.regret()),
        Some(class.every_group()),
        class.reference(),
        class.specifications(),
        class.skipped(),
    ];
    let sections: Vec<Value> = sections.iter().flatten().map(section_value).collect();
    let title = match one_line(&safe.title) {
        title if title.is_empty() => "Answers of the class".to_owned(),
        title => format!("{title}: answers of the class"),
    };
    // The template is a part of the program; a test renders it with every kind of block.
    rendered(TEMPLATE, context! { title, facts => class.facts(), sections }).unwrap_or_else(|error| error.to_string())
}

/// The class with a name for every group.
struct Class<'a> {
    comparison: &'a Comparison,
    names: Vec<String>,
}

impl Class<'_> {
    fn facts(&self) -> Vec<(&'static str, String)> {
        let class = self.comparison;
        let chosen = class.groups.iter().filter(|group| group.chosen.is_some()).count();
        let mut facts = vec![
            ("Groups", class.groups.len().to_string()),
            ("Groups that chose a design", format!("{chosen} of {}", class.groups.len())),
        ];
        if !class.skipped.is_empty() {
            facts.push(("Left out", counted(class.skipped.len(), "file")));
        }
        facts
    }

    fn name(&self, group: usize) -> &str {
        self.names.get(group).map_or("", String::as_str)
    }

    fn name_of(&self, chooser: Chooser) -> &str {
        match chooser {
            Chooser::Group(group) => self.name(group),
            Chooser::Reference => REFERENCE,
        }
    }

    /// The names of all groups as heads of columns.
    fn heads(&self) -> impl Iterator<Item = Cell> + '_ {
        self.names.iter().map(Cell::new)
    }
}

fn section_value(section: &Section) -> Value {
    let blocks: Vec<Value> = section
        .blocks
        .iter()
        .map(|block| match block {
            // The picture escapes its own text, see `plot`.
            Block::Figure { svg, caption } => {
                context! { kind => "figure", svg => Value::from_safe_string(svg.clone()), caption }
            }
            block => Value::from_serialize(block),
        })
        .collect();
    let anchors = section.anchors();
    context! { id => section.id, title => section.title, is_wide => section.is_wide(), anchors, blocks }
}
