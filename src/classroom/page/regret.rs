//! What each choice is to every group: feasible or not, and how much it gives up.

use super::Class;
use super::blocks::{Cell, Section, Table};
use crate::classroom::comparison::{Chooser, Judged, Weighed};
use crate::classroom::phrases::{listed_or, loss};
use crate::tradeoff::percent;

impl Class<'_> {
    /// Every choice as every group judges it.
    pub(super) fn regret(&self) -> Section {
        let regret = &self.comparison.regret;
        let mut section = Section::new("regret", "Every choice as every group judges it");
        if self.comparison.groups.iter().all(|group| group.chosen.is_none()) {
            section.paragraph("There is no choice to judge.");
            return section;
        }
        section.paragraph(
            "Read along a row: one group judges the choices of all by its own hard constraints and weights. The number \
             is the regret: by how many percentage points (pp) of all that could be had the choice is worth less to that \
             group than the best choice of the class that it could take. 0 pp is the best of the class. A choice that \
             misses a hard constraint of the group is infeasible, and the constraints are named.",
        );
        if regret.reference.is_some() {
            section.paragraph(
                "The reference answer is judged in the last column, and judges in the last row. It is no choice of the \
                 class: below 0 pp it is worth more than any of them.",
            );
        }
        let mut heads = vec![Cell::new("Judged by")];
        let choosers: Vec<Chooser> = self.comparison.choosers().collect();
        heads.extend(choosers.iter().map(|of| Cell::new(format!("Choice of {}", self.name_of(*of)))));
        let mut table = Table::new("Every choice as every group judges it", heads);
        for judge in &choosers {
            let mut cells = vec![Cell::new(self.name_of(*judge))];
            cells.extend(choosers.iter().map(|of| {
                let cell = judgement(regret.judged(*judge, *of));
                if of == judge { cell.classed("own") } else { cell }
            }));
            table.row(cells);
        }
        let sums = |of: &Chooser| {
            let worst = regret.worst(*of).map_or_else(|| "–".to_owned(), loss);
            let all = regret.rows.len();
            let is_chosen = self.comparison.chosen(*of).is_some();
            let infeasible =
                if is_chosen { format!("{} of {all}", regret.infeasible_groups(*of)) } else { "–".to_owned() };
            (Cell::new(worst), Cell::new(infeasible))
        };
        let (worst, infeasible): (Vec<Cell>, Vec<Cell>) = choosers.iter().map(sums).unzip();
        table.foot([vec![Cell::new("Largest regret of another group")], worst].concat());
        table.foot([vec![Cell::new("Infeasible for")], infeasible].concat());
        section.table(table);
        section.paragraph("A group's judgement of its own choice has a frame.");
        section
    }
}

fn judgement(judged: &Judged) -> Cell {
    match judged {
        Judged::Feasible(weighed @ Weighed { worth, regret, .. }) => {
            if let Some(missing) = weighed.missing() {
                return Cell::new("feasible").noted(missing).classed("open");
            }
            let note = worth.map(|worth| format!("worth {}", percent(worth))).unwrap_or_default();
            let text = regret.map_or_else(|| "feasible, not weighed".to_owned(), loss);
            let class = if regret.is_some_and(|regret| regret <= 0.0) { "good" } else { "" };
            Cell::new(text).noted(note).classed(class)
        }
        Judged::Infeasible(missed) => {
            Cell::new("infeasible").noted(format!("misses {}", listed_or(missed, "a hard constraint"))).classed("bad")
        }
        Judged::Unknown(unknown) => {
            Cell::new("not known").noted(listed_or(unknown, "a number is missing")).classed("open")
        }
        Judged::Nothing => Cell::new("nothing chosen"),
    }
}
