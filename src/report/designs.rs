//! Designs as comma-separated values, for spreadsheets and scripts.

use std::io::Write;

use super::inert::cell_text;
use crate::model::{MeasureKey, Project};
use crate::tradeoff::{Axis, DesignSpace, Exploration, Fate, Front, Region, Tables};

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
    /// Writes a head and a line for each design at `listed`, named by the number of its combination from 1. Numbers are
    /// in the unit that the head names; one that is not known is left empty, and so is one of a design that is
    /// overloaded.
    ///
    /// # Errors
    /// `out` takes no more.
    pub fn write_csv(&self, listed: &[usize], out: &mut dyn Write) -> std::io::Result<()> {
        let axes = self.exploration.space().axes();
        let mut writer = csv::Writer::from_writer(out);
        let heads = heads(self.project, axes, self.measures);
        let own = |name: &str| std::iter::once(name.to_owned());
        writer.write_record(heads.into_iter().chain(own("Status")))?;
        for index in listed {
            let design = self.exploration.design(*index).unwrap_or_default();
            let pick = |axis: &Axis| {
                design
                    .picks
                    .get(&axis.choice)
                    .map_or_else(String::new, |pick| cell_text(&axis.option_label(pick)).into_owned())
            };
            let value = |key| self.exploration.value(*index, key).map_or_else(String::new, |value| value.to_string());
            let cells = axes.iter().map(pick).chain(self.measures.iter().map(value));
            writer.write_record(
                own(&self.exploration.ordinal(*index).to_string()).chain(cells).chain(own(self.status(*index))),
            )?;
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

/// The names of the columns: the design, its choices, the measures with their units.
fn heads(project: &Project, axes: &[Axis], measures: &[MeasureKey]) -> Vec<String> {
    let measures = measures.iter().map(|key| match key.measure.unit().symbol() {
        "" => project.measure_name(key),
        unit => format!("{} [{unit}]", project.measure_name(key)),
    });
    let heads = std::iter::once("Design".to_owned()).chain(axes.iter().map(|axis| axis.label.clone()));
    heads.chain(measures).map(|head| cell_text(&head).into_owned()).collect()
}

/// Writes a head and a line for every design of a large space, one after the other, with the numbers of `measures` from
/// the tables of its `drawings`: those of a search, not of the full analysis. A number that is not known is left empty, and
/// so is one of a design that is overloaded.
///
/// # Errors
/// `out` takes no more.
pub fn write_searched_csv(
    project: &Project,
    space: &DesignSpace,
    (drawings, measures): (&[Tables<'_>], &[MeasureKey]),
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let axes = space.axes();
    let label = |axis: &Axis, option| {
        axis.pick(option).map_or_else(String::new, |pick| cell_text(&axis.option_label(&pick)).into_owned())
    };
    let labels = |axis: &Axis| (0..axis.count()).map(|option| label(axis, option)).collect();
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(heads(project, axes, measures))?;
    for drawing in drawings {
        let labels: Vec<Vec<String>> = drawing.space.axes().iter().map(labels).collect();
        let places: Vec<Option<usize>> = measures.iter().map(|key| drawing.factors.position(key)).collect();
        let mut walk = drawing.factors.walk();
        for number in drawing.first.. {
            if space.admits(number) {
                writer.write_field((number + 1).to_string())?;
                for (labels, option) in labels.iter().zip(walk.options()) {
                    writer.write_field(&labels[*option])?;
                }
                for place in &places {
                    let value = place.map_or(f64::NAN, |place| walk.value(place));
                    writer.write_field(if value.is_finite() { value.to_string() } else { String::new() })?;
                }
                writer.write_record(None::<&[u8]>)?;
            }
            if !walk.advance() {
                break;
            }
        }
    }
    writer.flush()
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{cost, evidence, exploration, fraud_project, recall};
    use super::*;

    #[test]
    fn every_design_of_a_space_is_a_line() {
        use crate::analysis::AnalysisSettings;
        use crate::model::EvidenceBook;
        let (project, book) = (fraud_project(), EvidenceBook::default());
        let space = DesignSpace::of(&project, &book);
        let (settings, keys) = (AnalysisSettings { samples: 10, seed: 1 }, [cost()]);
        let drawings = crate::tradeoff::tables(&project, &book, &settings, &space, &keys).unwrap();
        let mut out = Vec::new();
        write_searched_csv(&project, &space, (&drawings, &keys), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len() as u128, space.combinations() + 1);
        assert!(lines[0].starts_with("Design,") && lines[0].ends_with("Monthly cost [$/month]"), "{}", lines[0]);
        let columns = |line: &str| line.split(',').count();
        assert!(lines[1].starts_with("1,") && lines.iter().all(|line| columns(line) == columns(lines[0])));
    }

    #[test]
    fn a_design_has_the_same_number_in_every_list() {
        use crate::analysis::{AnalysisSettings, Qualities};
        use crate::model::{Exclusion, Pick};
        let (mut project, book) = (fraud_project(), evidence());
        let together = [("model", Pick::Candidate("logistic".into())), ("replicas", Pick::Replicas(2))];
        let options = together.into_iter().map(|(choice, pick)| (choice.into(), [pick].into())).collect();
        project.exclusions = vec![Exclusion { reason: String::new(), options }];
        let space = DesignSpace::of(&project, &book);
        let numbers = |lines: &[u8]| -> Vec<String> {
            let lines = String::from_utf8_lossy(lines).into_owned();
            let number = |line: &str| line.split(',').next().unwrap_or_default().to_owned();
            lines.lines().skip(1).map(number).collect()
        };
        let exploration = Exploration::of(space.clone(), std::iter::repeat_n(Qualities::new(), 5));
        let (region, measures) = (Region::of_project(&exploration, &project), [cost()]);
        let front = Front::of(&exploration, &region, &measures);
        let table = DesignTable {
            project: &project,
            exploration: &exploration,
            region: &region,
            front: &front,
            measures: &measures,
        };
        let (mut listed, mut streamed) = (Vec::new(), Vec::new());
        table.write_csv(&[0, 1, 2, 3, 4], &mut listed).expect("memory takes everything");
        let settings = AnalysisSettings { samples: 10, seed: 1 };
        let drawings = crate::tradeoff::tables(&project, &book, &settings, &space, &measures).expect("it has tables");
        write_searched_csv(&project, &space, (&drawings, &measures), &mut streamed).expect("memory takes everything");
        assert_eq!(numbers(&listed), ["1", "3", "4", "5", "6"], "the second combination is no design");
        assert_eq!(numbers(&streamed), numbers(&listed));
        assert_eq!((exploration.ordinal_text(1), exploration.ordinal(9)), ("3".to_owned(), 0));
    }

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
    }

    #[test]
    fn no_name_is_taken_for_a_formula() {
        use crate::analysis::{AnalysisSettings, Qualities};
        use crate::model::CandidateId;
        let (mut project, book) = (fraud_project(), evidence());
        project.tasks[0].candidates[&CandidateId::new("logistic")].name = "＝1+1\u{202e}".to_owned();
        let space = DesignSpace::of(&project, &book);
        let exploration = Exploration::of(space.clone(), std::iter::repeat_n(Qualities::new(), 6));
        let (region, measures) = (Region::of_project(&exploration, &project), [cost()]);
        let front = Front::of(&exploration, &region, &measures);
        let table = DesignTable {
            project: &project,
            exploration: &exploration,
            region: &region,
            front: &front,
            measures: &measures,
        };
        let (mut listed, mut streamed) = (Vec::new(), Vec::new());
        table.write_csv(&[0], &mut listed).expect("memory takes everything");
        let settings = AnalysisSettings { samples: 10, seed: 1 };
        let drawings = crate::tradeoff::tables(&project, &book, &settings, &space, &measures).expect("it has tables");
        write_searched_csv(&project, &space, (&drawings, &measures), &mut streamed).expect("memory takes everything");
        for lines in [listed, streamed] {
            let text = String::from_utf8(lines).expect("it is text");
            assert!(text.contains("\n1,'＝1+1,1,"), "{text}");
        }
    }
}
