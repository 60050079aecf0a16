//! A comparison as comma-separated values, one file for each table, for spreadsheets and scripts. Numbers are written in
//! full.

use super::comparison::{Chooser, Comparison, Judged, Likeness, Tested, ThresholdRow};
use super::phrases::{REFERENCE, design, names, yes_or_no};
use super::texts::inert;
use crate::model::listed;
use crate::report::cell_text;

/// Every table of the comparison: the name of its file and its lines with a head (RFC 4180, UTF-8). A cell that is empty
/// is not known or does not apply; no cell is a formula.
pub fn comparison_tables(comparison: &Comparison) -> Vec<(String, String)> {
    let safe = inert(comparison);
    let class = Class { names: names(&safe), comparison: &safe };
    let tables = [
        ("qualities.csv", class.qualities()),
        ("agreement.csv", class.agreement()),
        ("limits.csv", class.limits()),
        ("choices.csv", class.choices()),
        ("regret.csv", class.regret()),
        ("groups.csv", class.groups()),
        ("specifications.csv", class.specifications()),
        ("skipped.csv", class.skipped()),
    ];
    tables.into_iter().map(|(name, lines)| (name.to_owned(), text(&lines))).collect()
}

/// A table, with its head as first line.
type Lines = Vec<Vec<String>>;

struct Class<'a> {
    comparison: &'a Comparison,
    names: Vec<String>,
}

fn text(lines: &Lines) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(Vec::new());
    for line in lines {
        // Nothing can go wrong in memory.
        writer.write_record(line.iter().map(|cell| cell_text(cell).into_owned())).ok();
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn line(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

fn number(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

impl Class<'_> {
    fn qualities(&self) -> Lines {
        let mut head = vec!["Quality".to_owned()];
        head.extend(self.names.iter().map(|name| format!("{name}: rank (1 is first)")));
        if self.comparison.has_reference() {
            head.push(format!("{REFERENCE}: rank (1 is first)"));
        }
        head.push("Named by (groups)".to_owned());
        let rank = |rank: Option<usize>| rank.map(|rank| rank.to_string()).unwrap_or_default();
        let rows = self.comparison.qualities.iter().map(|quality| {
            let mut cells = vec![quality.quality.clone()];
            cells.extend(quality.ranks.iter().map(|found| rank(*found)));
            if self.comparison.has_reference() {
                cells.push(rank(quality.reference));
            }
            cells.push(quality.ranks.iter().flatten().count().to_string());
            cells
        });
        std::iter::once(head).chain(rows).collect()
    }

    fn agreement(&self) -> Lines {
        let mut lines = vec![line(&["Group", "Other group", "Kendall's tau-b (-1 to 1)", "Jaccard index (0 to 1)"])];
        let numbers = |likeness: Likeness| [number(likeness.kendall), number(likeness.jaccard)];
        for pair in &self.comparison.agreement.pairs {
            let mut cells = vec![self.name(pair.first), self.name(pair.second)];
            cells.extend(numbers(pair.likeness));
            lines.push(cells);
        }
        let mut mean = line(&["Mean of all pairs", ""]);
        mean.extend(numbers(self.comparison.agreement.mean));
        lines.push(mean);
        lines
    }

    fn limits(&self) -> Lines {
        let mut lines = vec![line(&[
            "Measure",
            "Group",
            "At least or at most",
            "Limit (in the unit)",
            "Unit",
            "Limit as stated",
            "Strength",
            "Constraint",
            "Weight (points)",
        ])];
        for row in &self.comparison.thresholds {
            let demands = row.demands.iter().enumerate().map(|(group, demand)| (self.name(group), demand));
            for (name, demand) in demands.chain([(REFERENCE.to_owned(), &row.reference)]) {
                lines.extend(demand.as_ref().map(|demand| limit(row, name, demand)));
            }
        }
        lines
    }

    fn choices(&self) -> Lines {
        let mut head = line(&["Group", "Choice", "Meets own hard constraints", "Not dominated by another choice"]);
        head.push("Hands for this design in the vote".to_owned());
        for measure in &self.comparison.measures {
            let unit = match measure.key.measure.unit().symbol() {
                "" => "number",
                symbol => symbol,
            };
            let name = &measure.name;
            head.extend([
                format!("{name} ({unit})"),
                format!("{name}, 95 % interval from ({unit})"),
                format!("{name}, 95 % interval to ({unit})"),
                format!("{name} in words"),
            ]);
        }
        let class = self.comparison;
        let rows = class.choosers().map(|chooser| {
            let (is_feasible, is_best) = match chooser {
                Chooser::Group(group) => (class.groups[group].is_feasible, class.is_best(group)),
                // It is no choice of the class.
                Chooser::Reference => (class.reference.as_ref().and_then(|reference| reference.is_feasible), None),
            };
            let mut cells = vec![self.name_of(chooser), words(class.chosen(chooser))];
            cells.extend([is_feasible, is_best].map(|answer| yes_or_no(answer, "").to_owned()));
            cells.push(class.hands(chooser).map(|hands| hands.to_string()).unwrap_or_default());
            for measure in &class.measures {
                let found = measure.number(chooser).cloned().unwrap_or_default();
                cells.extend([
                    number(found.value),
                    number(found.interval.map(|(low, _)| low)),
                    number(found.interval.map(|(_, high)| high)),
                    found.text,
                ]);
            }
            cells
        });
        std::iter::once(head).chain(rows).collect()
    }

    fn regret(&self) -> Lines {
        let mut lines = vec![line(&[
            "Judged by",
            "Choice of",
            "Judgement",
            "Worth (0 to 1)",
            "Regret (0 to 1; below 0 only for the reference)",
            "Hard constraints missed, or what is not known",
        ])];
        for judge in self.comparison.choosers() {
            for of in self.comparison.choosers() {
                let (judgement, worth, regret, names) = match self.comparison.regret.judged(judge, of) {
                    Judged::Feasible(weighed) => {
                        ("feasible", weighed.worth, weighed.regret, weighed.missing().unwrap_or_default())
                    }
                    Judged::Infeasible(missed) => ("infeasible", None, None, listed(missed)),
                    Judged::Unknown(unknown) => ("not known", None, None, listed(unknown)),
                    Judged::Nothing => ("nothing chosen", None, None, String::new()),
                };
                let (judge, of) = (self.name_of(judge), self.name_of(of));
                lines.push(vec![judge, of, judgement.to_owned(), number(worth), number(regret), names]);
            }
        }
        lines
    }

    fn groups(&self) -> Lines {
        let groups = &self.comparison.groups;
        let mut questions: Vec<&str> = Vec::new();
        for (question, _) in groups.iter().flat_map(|group| &group.answers) {
            if !questions.contains(&question.as_str()) {
                questions.push(question);
            }
        }
        let mut head = line(&[
            "Group",
            "File",
            "Members",
            "Time worked (s)",
            "Same version of the exercise",
            "Choice",
            "Meets own hard constraints",
            "Why chosen",
            "Rejected",
            "Why rejected",
            "Largest regret of others (0 to 1)",
            "Infeasible for (groups)",
            "Remarks",
        ]);
        head.extend(questions.iter().map(|question| (*question).to_owned()));
        let regret = &self.comparison.regret;
        let rows = groups.iter().enumerate().map(|(position, group)| {
            let rejected = if group.rejected.is_empty() { String::new() } else { design(&group.rejected) };
            let infeasible_for = regret.infeasible_for.get(position).filter(|_| group.chosen.is_some());
            let mut cells = vec![
                self.name(position),
                group.file.clone(),
                group.members.clone(),
                group.seconds.map(|seconds| seconds.to_string()).unwrap_or_default(),
                yes_or_no(group.is_same_version, "").to_owned(),
                words(group.chosen.as_deref()),
                yes_or_no(group.is_feasible, "").to_owned(),
                group.rationale.clone(),
                rejected,
                group.why_rejected.clone(),
                number(regret.worst_for_others.get(position).copied().flatten()),
                infeasible_for.map(usize::to_string).unwrap_or_default(),
                group.remarks.join("\n"),
            ];
            let answer = |question: &&str| group.answers.iter().find(|(asked, _)| asked == question);
            cells.extend(
                questions.iter().map(|question| answer(question).map(|(_, said)| said.clone()).unwrap_or_default()),
            );
            cells
        });
        std::iter::once(head).chain(rows).collect()
    }

    fn specifications(&self) -> Lines {
        let mut lines = vec![line(&[
            "Group",
            "Specification",
            "Points",
            "What was looked for",
            "Met as the program saw it",
            "Why",
        ])];
        for (position, group) in self.comparison.groups.iter().enumerate() {
            for asked in &group.specifications {
                lines.push(vec![
                    self.name(position),
                    asked.text.clone(),
                    asked.points.to_string(),
                    asked.check.map(|check| check.label().to_owned()).unwrap_or_default(),
                    yes_or_no(asked.is_met, "").to_owned(),
                    asked.reason.clone(),
                ]);
            }
        }
        lines
    }

    fn skipped(&self) -> Lines {
        let rows = self.comparison.skipped.iter().map(|(file, reason)| vec![file.clone(), reason.clone()]);
        std::iter::once(line(&["File", "Why it was left out"])).chain(rows).collect()
    }

    fn name(&self, group: usize) -> String {
        self.names.get(group).cloned().unwrap_or_default()
    }

    fn name_of(&self, chooser: Chooser) -> String {
        match chooser {
            Chooser::Group(group) => self.name(group),
            Chooser::Reference => REFERENCE.to_owned(),
        }
    }
}

/// What was chosen; nothing where nothing was, so that a cell is empty.
fn words(chosen: Option<&[(String, String)]>) -> String {
    chosen.map(design).unwrap_or_default()
}

fn limit(row: &ThresholdRow, name: String, demand: &Tested) -> Vec<String> {
    let measure = row.key.measure;
    vec![
        row.name.clone(),
        name,
        measure.direction().words().to_owned(),
        number(demand.limit),
        measure.unit().symbol().to_owned(),
        demand.stated.clone(),
        if demand.is_hard { "hard" } else { "soft" }.to_owned(),
        demand.constraint.label().to_owned(),
        number(demand.weight),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{compared, hostile};
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        // A reader that is not flexible refuses lines of another width.
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[track_caller]
    fn check(file: &str, place: usize, expected: &[&str]) {
        let tables = comparison_tables(&compared());
        let (_, text) = tables.iter().find(|(name, _)| name == file).unwrap();
        assert_eq!(rows(text)[place], expected);
    }

    #[test]
    fn every_table_has_its_numbers() {
        check("qualities.csv", 1, &["Predictive quality", "1", "2", "", "1", "2"]);
        check("qualities.csv", 4, &["Security", "", "", "", "3", "0"]);
        check("agreement.csv", 1, &["Rockets", "Night Owls", "-1", "0.6"]);
        check("agreement.csv", 4, &["Mean of all pairs", "", "-1", "0.25"]);
        let name = "Response time, p99 (Pay)";
        check("limits.csv", 2, &[name, "Night Owls", "at most", "300", "ms", "0.3 s", "soft", "Project", "40"]);
        check("limits.csv", 3, &[name, "Reference", "at most", "250", "ms", "250 ms", "hard", "Problem", ""]);
        check("limits.csv", 4, &["Monthly cost", "C", "at most", "", "$/month", "", "hard", "Design", ""]);
        check(
            "choices.csv",
            1,
            &[
                "Rockets",
                "Model of Scorer: Boosted trees · Replicas of Gateway: 2",
                "yes",
                "yes",
                "",
                "84",
                "82",
                "86",
                "84 %",
                "120",
                "",
                "",
                "120 ms",
                "900.25",
                "",
                "",
                "$900/month",
            ],
        );
        check("regret.csv", 2, &["Rockets", "Night Owls", "infeasible", "", "", "Answer in time"]);
        check("regret.csv", 5, &["Night Owls", "Rockets", "feasible", "0.5", "0.25", ""]);
        check("regret.csv", 9, &["C", "Rockets", "not known", "", "", "Monthly cost"]);
        check("regret.csv", 8, &["Night Owls", "Reference", "feasible", "1", "-0.25", ""]);
        check("regret.csv", 13, &["Reference", "Rockets", "infeasible", "", "", "Answer in time"]);
        let cells = [
            "Reference",
            "Model of Scorer: Random forest · Replicas of Gateway: 2",
            "yes",
            "",
            "",
            "",
            "",
            "",
            "unknown",
        ];
        check("choices.csv", 4, &[&cells[..], &["200", "", "", "200 ms", "500", "", "", "$500/month"]].concat());
        check("skipped.csv", 1, &["broken.json", "broken.json, line 1: this is no answer."]);
        check("specifications.csv", 3, &["Rockets", "Argues well.", "10", "", "", "Only a person can tell."]);
    }

    #[test]
    fn groups_stand_with_their_answers() {
        let tables = comparison_tables(&compared());
        let groups = rows(&tables.iter().find(|(name, _)| name == "groups.csv").unwrap().1);
        assert_eq!(groups[0][13..], ["What matters?", "What did you miss?"]);
        assert_eq!(groups[1][..5], ["Rockets", "one.json", "Ada Lovelace, Bob", "1100", "yes"]);
        assert_eq!(groups[1][10..], ["0.25", "0", "", "Speed.\nAnd trust.", ""]);
        assert_eq!(groups[3][5..9], ["", "", "", ""], "nothing was chosen, and nothing is said");
        assert_eq!(groups[3][10..12], ["", ""]);
    }

    #[test]
    fn lines_have_one_width_and_no_cell_is_a_formula() {
        let long = "x".repeat(10_000);
        for text in ["=cmd()", "@SUM(A1)", "\u{202e}=1\u{1b}", "<script>", "a,\"b\"\r\nc", "", &long] {
            let tables = comparison_tables(&hostile(text));
            assert_eq!(tables.len(), 8);
            for (name, table) in tables {
                assert!(table.ends_with("\r\n") && !table.contains(['\u{202e}', '\u{1b}']), "{name}");
                for cell in rows(&table).into_iter().flatten() {
                    assert!(!cell.trim_start().starts_with(['=', '+', '@']), "{name}: {cell}");
                }
            }
        }
        for (_, table) in comparison_tables(&Comparison::default()) {
            assert!(!rows(&table).is_empty(), "a head is there");
        }
    }
}
