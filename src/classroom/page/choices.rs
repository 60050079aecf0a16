//! What groups chose: a picture of two measures, and every choice in words with its numbers.

use super::Class;
use super::blocks::{Block, Cell, Section, Table};
use super::plot::Plot;
use crate::classroom::phrases::{amount, chosen, yes_or_no};

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
        heads.extend(class.measures.iter().map(|measure| Cell::number(&measure.name)));
        let mut table = Table::new("Choices with their numbers", heads);
        for (position, group) in class.groups.iter().enumerate() {
            let unknown = if group.chosen.is_some() { "not known" } else { "–" };
            let mut cells = vec![
                Cell::new(format!("{} {}", position + 1, self.name(position))),
                Cell::new(chosen(group)),
                judgement(group.is_feasible, unknown),
                Cell::new(yes_or_no(class.is_best(position), unknown)),
            ];
            for measure in &class.measures {
                let interval = measure.intervals.get(position).copied().flatten();
                let unit = measure.key.measure.unit();
                let note = interval.map(|(low, high)| format!("{} to {}", amount(low, unit), amount(high, unit)));
                let text = measure.texts.get(position).map_or("", String::as_str);
                cells.push(Cell::number(text).classed("long").noted(note.unwrap_or_default()));
            }
            table.row(cells);
        }
        section.table(table);
        if class.measures.iter().any(|measure| measure.intervals.iter().any(Option::is_some)) {
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
