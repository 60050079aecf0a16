//! What groups chose: a picture of two measures, and every choice in words with its numbers.

use super::Class;
use super::blocks::{Block, Cell, Section, Table};
use super::plot::Plot;
use crate::classroom::comparison::Chooser;
use crate::classroom::phrases::{REFERENCE, amount, chosen, yes_or_no};

impl Class<'_> {
    /// The choices of all groups.
    pub(super) fn choices(&self) -> Section {
        let class = self.comparison;
        let mut section = Section::new("choices", "Choices");
        if class.groups.iter().all(|group| group.chosen.is_none()) {
            section.paragraph("No group chose a design.");
            return section;
        }
        if let Some(plot) = Plot::of(class, &self.names) {
            section.blocks.push(Block::Figure { svg: plot.svg(), caption: plot.caption() });
        }
        section.paragraph(
            "A choice is not dominated if no other one is at least as good in every measure below and better in one; a \
             measure that is known of fewer than half of the choices does not count. Where another number of a choice is \
             not known, that cannot be told. The numbers are those of the project that the group handed in. The picture \
             knows groups by their numbers here.",
        );
        let mut heads = vec![Cell::new("Group"), Cell::new("Choice"), Cell::new("Meets own hard limits")];
        heads.push(Cell::new("Not dominated"));
        let has_voted = class.has_voted();
        heads.extend(has_voted.then(|| Cell::number("Hands in the vote")));
        heads.extend(class.measures.iter().map(|measure| Cell::number(&measure.name)));
        let mut table = Table::new("Choices with their numbers", heads);
        for chooser in class.choosers() {
            let is_chosen = class.chosen(chooser).is_some();
            let unknown = if is_chosen { "not known" } else { "–" };
            let (name, is_feasible, is_best) = match chooser {
                Chooser::Group(group) => (
                    format!("{} {}", group + 1, self.name(group)),
                    class.groups[group].is_feasible,
                    yes_or_no(class.is_best(group), unknown),
                ),
                // It is no choice of the class.
                Chooser::Reference => {
                    (REFERENCE.to_owned(), class.reference.as_ref().and_then(|reference| reference.is_feasible), "–")
                }
            };
            let mut cells = vec![
                Cell::new(name),
                Cell::new(chosen(class.chosen(chooser))).classed("design"),
                judgement(is_feasible, unknown),
                Cell::new(is_best),
            ];
            if has_voted {
                cells
                    .push(Cell::number(class.hands(chooser).map_or_else(|| "–".to_owned(), |hands| hands.to_string())));
            }
            for measure in &class.measures {
                let number = measure.number(chooser).cloned().unwrap_or_default();
                let unit = measure.key.measure.unit();
                let note =
                    number.interval.map(|(low, high)| format!("{} to {}", amount(low, unit), amount(high, unit)));
                cells.push(Cell::number(number.text).classed("long").noted(note.unwrap_or_default()));
            }
            table.row(cells);
        }
        section.table(table);
        let numbers = || class.measures.iter().flat_map(|measure| measure.groups.iter().chain(&measure.reference));
        if has_voted {
            section.paragraph(
                "In the end the class voted on the designs that were chosen: hands for a design stand with everybody who \
                 chose it.",
            );
        }
        if numbers().any(|number| number.interval.is_some()) {
            section.paragraph("Below a number stands its 95 % interval, where there is one.");
        }
        section
    }
}

fn judgement(is_feasible: Option<bool>, unknown: &'static str) -> Cell {
    let cell = Cell::new(yes_or_no(is_feasible, unknown));
    match is_feasible {
        Some(true) => cell.classed("good"),
        Some(false) => cell.classed("bad"),
        None => cell,
    }
}
