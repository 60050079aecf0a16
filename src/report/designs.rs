//! Designs as comma-separated values, for spreadsheets and scripts.

use std::io::Write;

use crate::model::{MeasureKey, Project};
use crate::tradeoff::{Exploration, Fate, Front, Region};

/// Characters that make a spreadsheet take the rest of a cell for a formula.
const STARTS_OF_FORMULAS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Which designs to write, with what, and what is known about them.
#[derive(Clone, Copy)]
pub struct DesignTable<'a> {
    /// What the measures and requirements are called.
    pub project: &'a Project,
    /// The numbers.
    pub exploration: &'a Exploration,
    /// Which designs are feasible.
    pub region: &'a Region,
    /// Which of these are on the front.
    pub front: &'a Front,
    /// The columns after the choices.
    pub measures: &'a [MeasureKey],
}

impl DesignTable<'_> {
    /// Writes a head and a line for each design at `listed`. Numbers are in the unit that the head names; one that is not
    /// known is left empty, and so is one of a design that is overloaded.
    ///
    /// # Errors
    /// `out` takes no more.
    pub fn write_csv(&self, listed: &[usize], out: &mut dyn Write) -> std::io::Result<()> {
        let axes = self.exploration.space().axes();
        let mut writer = csv::Writer::from_writer(out);
        let heads = self.measures.iter().map(|key| match key.measure.unit().symbol() {
            "" => self.project.measure_name(key),
            unit => format!("{} [{unit}]", self.project.measure_name(key)),
        });
        let heads = axes.iter().map(|axis| axis.label.clone()).chain(heads);
        let own = |name: &str| std::iter::once(name.to_owned());
        writer.write_record(own("Design").chain(heads).chain(own("Status")).map(|head| harmless(&head)))?;
        for index in listed {
            let design = self.exploration.design(*index).unwrap_or_default();
            let pick = |axis: &crate::tradeoff::Axis| {
                design.picks.get(&axis.choice).map_or_else(String::new, |pick| harmless(&axis.option_label(pick)))
            };
            let value = |key| self.exploration.value(*index, key).map_or_else(String::new, |value| value.to_string());
            let cells = axes.iter().map(pick).chain(self.measures.iter().map(value));
            writer.write_record(own(&(index + 1).to_string()).chain(cells).chain(own(self.status(*index))))?;
        }
        writer.flush()
    }

    /// What became of a design, in a few words.
    pub fn status(&self, index: usize) -> &'static str {
        match self.front.fate(self.region, index) {
            Fate::OnFront => "on the front",
            Fate::Incomparable => "feasible, not comparable",
            Fate::Dominated => "feasible",
            Fate::Infeasible => "infeasible",
            Fate::Undecided => "cannot be judged yet",
        }
    }
}

/// Text that no spreadsheet takes for a formula (CWE-1236): an apostrophe before what would start one.
fn harmless(text: &str) -> String {
    if text.starts_with(STARTS_OF_FORMULAS) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{cost, exploration, fraud_project, recall};
    use super::*;

    #[test]
    fn designs_are_lines_with_numbers_that_programs_read() {
        let (mut project, exploration) = (fraud_project(), exploration());
        let region = Region::of_project(&exploration, &project);
        let measures = [cost(), recall()];
        let front = Front::of(&exploration, &region, &measures);
        let write = |project: &Project| {
            let table =
                DesignTable { project, exploration: &exploration, region: &region, front: &front, measures: &measures };
            let mut out = Vec::new();
            table.write_csv(&[0, 1, 2], &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        let text = write(&project);
        let lines: Vec<_> = text.lines().collect();
        let expected = [
            "Design,Model of Fraud model,Replicas of Gateway,Monthly cost [$/month],Recall (Fraud model) [%],Status",
            "1,Logistic,1,,78,infeasible",
            "2,Logistic,2,900,81,on the front",
            "3,Logistic,3,1300,78,infeasible",
        ];
        assert_eq!(lines, expected);
        project.system.components[&crate::model::ComponentId::new("screen")].name = "=HYPERLINK(1)".to_owned();
        assert!(write(&project).contains("Recall (=HYPERLINK(1))"), "only the start of a cell matters");
        assert_eq!(harmless("=1+1"), "'=1+1");
    }
}
