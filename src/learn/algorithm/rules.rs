//! Rules that a person wrote. Fitting looks up how often a stated class is right where its rule decides.

use super::super::error::LearnError;
use super::super::rules::{Answer, NO_RULE, RawRow, RuleSet, parse, printed};
use super::super::targets::{Output, Targets};
use super::{Exported, Finish, FitData, Inside, Model, Parts};
use crate::model::RuleSettings;

/// By how much a stated class is likelier than the likeliest other one where it would lose otherwise.
const LEAD: f64 = 1e-9;

/// Rules with what each answers. The last answer is that of rows that no rule catches.
pub(super) struct RuleList {
    rules: RuleSet,
    /// As many numbers per rule as the output is wide.
    answers: Vec<f64>,
    output: Output,
    /// The rules in canonical form.
    text: String,
    /// The same with what each rule caught, line by line.
    lines: Vec<String>,
}

/// Reads the rules and looks up what they catch among the fitting rows, which must be raw.
pub(super) fn fit(settings: &RuleSettings, data: &FitData, warnings: &mut Vec<String>) -> Result<RuleList, LearnError> {
    let vocabulary = &data.vocabulary;
    if data.fitting.columns != 2 * vocabulary.columns.len() {
        return Err(LearnError::Internal("rules look at raw rows, but these are prepared".to_owned()));
    }
    let mut rules = parse(&settings.text, vocabulary)?;
    warnings.append(&mut rules.notes);
    if rules.rules.is_empty() {
        warnings.push(NO_RULE.to_owned());
    }
    let mut caught: Vec<Vec<usize>> = vec![Vec::new(); rules.rules.len() + 1];
    for row in 0..data.fitting.rows() {
        let (place, _) = rules.decide(RawRow(data.fitting.row(row)));
        caught[place].push(row);
    }
    for (rule, rows) in rules.rules.iter().zip(&caught) {
        if rows.is_empty() {
            warnings.push(format!("The rule in line {} decides no row that models are fitted on.", rule.line));
        }
    }
    let truth = &data.fitting_targets;
    let mut answers = Vec::with_capacity(caught.len() * data.output.width());
    for (rule, rows) in rules.rules.iter().zip(&caught) {
        answers.extend(answer(&rule.answer, &truth.of(rows), data.output));
    }
    answers.extend(shares_or_mean(truth, data.output));
    let text = rules.rules.iter().map(|rule| printed(rule, vocabulary) + "\n").collect();
    let lines = lines(&rules, &caught, &answers, data);
    Ok(RuleList { rules, answers, output: data.output, text, lines })
}

/// What a rule answers that caught rows with this truth.
fn answer(answer: &Answer, caught: &Targets, output: Output) -> Vec<f64> {
    match answer {
        Answer::Number(number) => vec![number.value],
        Answer::Probability(probability) => vec![*probability],
        Answer::Class(class) => of_class(*class, &counts(caught, output), output),
    }
}

/// The smoothed share of each class, changed as little as makes `class` the one that is decided.
fn of_class(class: u32, counts: &[u64], output: Output) -> Vec<f64> {
    let total = counts.iter().sum::<u64>() + counts.len() as u64;
    let mut shares: Vec<f64> = counts.iter().map(|count| (count + 1) as f64 / total as f64).collect();
    if output == Output::Positive {
        let yes = shares.get(1).copied().unwrap_or(0.5);
        return vec![if class == 1 { yes.max(0.5) } else { yes.min(0.5_f64.next_down()) }];
    }
    let others = (0..).zip(&shares).filter(|(place, _)| *place != class).map(|(_, share)| *share);
    let least = others.fold(0.0, f64::max) * (1.0 + LEAD);
    if let Some(share) = shares.get_mut(class as usize)
        && *share < least
    {
        *share = least;
        let sum: f64 = shares.iter().sum();
        for share in &mut shares {
            *share /= sum;
        }
    }
    shares
}

/// Rows of each class.
fn counts(truth: &Targets, output: Output) -> Vec<u64> {
    let mut counts = vec![0; output.classes()];
    for code in truth.codes() {
        if let Some(count) = counts.get_mut(*code as usize) {
            *count += 1;
        }
    }
    counts
}

/// The answer without any rule.
fn shares_or_mean(truth: &Targets, output: Output) -> Vec<f64> {
    let rows = truth.len().max(1) as f64;
    let shares = counts(truth, output).into_iter().map(|count| count as f64 / rows);
    match output {
        Output::Number => vec![truth.numbers().iter().sum::<f64>() / rows],
        Output::Positive => shares.skip(1).collect(),
        Output::Classes(_) => shares.collect(),
    }
}

/// The rules with what they caught as comments, so that they can be copied and used again.
fn lines(rules: &RuleSet, caught: &[Vec<usize>], answers: &[f64], data: &FitData) -> Vec<String> {
    let names = data.vocabulary.goal.classes();
    let mut lines = Vec::with_capacity(caught.len());
    let of_places = caught.iter().zip(answers.chunks_exact(data.output.width())).enumerate();
    for (place, (rows, answer)) in of_places {
        let rule = rules.rules.get(place);
        if rule.is_none() && rules.rules.last().is_some_and(|last| last.condition.is_none()) {
            break;
        }
        let truth = data.fitting_targets.of(rows);
        let observed = shares_or_mean(&truth, data.output);
        let said = match (data.output, rule.map(|rule| &rule.answer)) {
            (Output::Positive, _) => {
                format!("yes {}, observed {}", short(answer[0]), observed_text(rows, observed[0]))
            }
            (Output::Number, _) => format!("{}, observed mean {}", short(answer[0]), observed_text(rows, observed[0])),
            (Output::Classes(_), Some(Answer::Class(class))) => {
                format!("probability {}", short(answer.get(*class as usize).copied().unwrap_or(f64::NAN)))
            }
            (Output::Classes(_), _) => {
                let likeliest = names.iter().zip(answer).reduce(|best, next| if next.1 > best.1 { next } else { best });
                likeliest.map_or_else(String::new, |(name, share)| format!("{name} {}", short(*share)))
            }
        };
        let count = rows.len();
        let rows = if count == 1 { "row" } else { "rows" };
        lines.push(match rule {
            Some(rule) => format!("{}  # {count} {rows}: {said}", printed(rule, &data.vocabulary)),
            None => format!("# no rule  # {count} {rows}: {said}"),
        });
    }
    lines
}

/// What was observed in `rows`.
fn observed_text(rows: &[usize], observed: f64) -> String {
    if rows.is_empty() { "nothing".to_owned() } else { short(observed) }
}

/// A number with at most four significant digits.
fn short(value: f64) -> String {
    format!("{value:.3e}").parse().unwrap_or(value).to_string()
}

impl RuleList {
    fn answer_at(&self, place: usize) -> &[f64] {
        let width = self.output.width();
        self.answers.get(place * width..(place + 1) * width).unwrap_or_default()
    }
}

impl Model for RuleList {
    fn output(&self) -> Output {
        self.output
    }

    fn scores(&self, row: &[f32], scores: &mut [f64]) {
        let answer = self.answer_at(self.rules.decide(RawRow(row)).0);
        scores.iter_mut().zip(answer).for_each(|(score, answer)| *score = *answer);
    }

    fn adds_evidence(&self) -> bool {
        false
    }

    fn saved_bytes(&self) -> Result<Vec<u8>, LearnError> {
        Ok(self.text.clone().into_bytes())
    }

    fn parameters(&self) -> u64 {
        self.rules.stated_numbers()
    }

    fn uses(&self, column: usize) -> bool {
        self.rules.uses(column / 2)
    }

    fn operations(&self, row: &[f32]) -> u64 {
        self.rules.decide(RawRow(row)).1
    }

    fn exported(&self) -> Exported<'_> {
        let answers = self.answers.chunks_exact(self.output.width()).collect();
        Exported { parts: Parts::Rules { rules: self.text.lines().collect(), answers }, finish: Finish::Plain }
    }

    fn inside(&self) -> Inside<'_> {
        Inside::Rules(&self.lines)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::prepare::{Matrix, halves};
    use super::super::super::rules::{RuleColumn, RuleGoal, Vocabulary};
    use super::*;

    /// One column `x` with the numbers 0, 1, 2 … and these truths.
    fn data(truth: Targets, output: Output, goal: RuleGoal) -> FitData {
        let values = (0..truth.len()).flat_map(|row| halves(row as f64)).collect();
        let column = RuleColumn { name: "x".to_owned(), is_text: false, texts: Vec::new() };
        FitData {
            fitting: Matrix { values, columns: 2 },
            fitting_targets: truth.clone(),
            validation: Matrix { values: Vec::new(), columns: 2 },
            validation_targets: truth,
            output,
            shape: None,
            vocabulary: Vocabulary { columns: vec![column], goal },
        }
    }

    fn fitted(text: &str, data: &FitData) -> (RuleList, Vec<String>) {
        let mut warnings = Vec::new();
        let list = fit(&RuleSettings { text: text.to_owned() }, data, &mut warnings).unwrap();
        (list, warnings)
    }

    fn said(list: &RuleList, x: f64) -> Vec<f64> {
        let mut answer = vec![0.0; list.output.width()];
        list.answer(&halves(x), &mut answer);
        answer
    }

    fn yes_no(codes: &[u32]) -> FitData {
        let goal = RuleGoal::YesNo { no: "good".to_owned(), yes: "bad".to_owned() };
        data(Targets::Classes(codes.to_vec()), Output::Positive, goal)
    }

    #[test]
    fn a_stated_class_gets_its_share_but_always_decides() {
        let data = yes_no(&[1, 1, 1, 0, 0, 0, 0, 1, 1, 0]);
        let text = "if x < 4 then yes\nif x < 7 then yes\nif x < 9 then no\nif x > 50 then no\nif x = 9 then 0.3";
        let (list, warnings) = fitted(text, &data);
        // Three of four with one of each added are 4 of 6; none of three cannot be less than the middle.
        assert_eq!(said(&list, 0.0), [4.0 / 6.0]);
        assert_eq!(said(&list, 5.0), [0.5]);
        assert_eq!(said(&list, 8.0), [0.5_f64.next_down()]);
        assert_eq!(said(&list, 9.0), [0.3]);
        assert_eq!(said(&list, 20.0), [0.5], "five of ten rows");
        assert_eq!(warnings, ["The rule in line 4 decides no row that models are fitted on."]);
        assert_eq!(list.lines[0], "if x < 4 then yes  # 4 rows: yes 0.6667, observed 0.75");
        assert_eq!(list.lines[3], "if x > 50 then no  # 0 rows: yes 0.5, observed nothing");
        assert_eq!(list.lines[5], "# no rule  # 0 rows: yes 0.5, observed nothing");
        assert_eq!((list.parameters(), list.operations(&halves(8.0))), (6, 3));
        assert!(list.uses(0) && list.uses(1));
        // The saved text and the lines shown are the same rules again.
        let saved = String::from_utf8(list.saved_bytes().unwrap()).unwrap();
        assert_eq!(fitted(&saved, &data).0.lines, list.lines);
        assert_eq!(fitted(&list.lines.join("\n"), &data).0.text, saved);
    }

    #[test]
    fn a_stated_class_is_the_likeliest_of_several() {
        let names = ["a", "b", "c"].map(str::to_owned).to_vec();
        let data = data(Targets::Classes(vec![0, 0, 0, 1, 2, 2, 2, 1]), Output::Classes(3), RuleGoal::Classes(names));
        let (list, warnings) = fitted("if x < 4 then a\nif x < 7 then b\nif x > 99 then c", &data);
        // Counts 3, 1, 0 become 4, 2, 1 of 7.
        assert_eq!(said(&list, 0.0), [4.0 / 7.0, 2.0 / 7.0, 1.0 / 7.0]);
        // Counts 0, 0, 3 become 1, 1, 4 of 6; b is lifted to 4 as well, and all are divided by 9.
        let lifted = said(&list, 5.0);
        assert!(lifted[1] > lifted[2] && (lifted[1] - 4.0 / 9.0).abs() < 1e-8 && (lifted[0] - 1.0 / 9.0).abs() < 1e-8);
        assert!((lifted.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        let nothing = said(&list, 100.0);
        assert!(nothing[2] > nothing[0] && (nothing[2] - 1.0 / 3.0).abs() < 1e-8);
        assert_eq!(said(&list, 50.0), [3.0 / 8.0, 2.0 / 8.0, 3.0 / 8.0]);
        assert_eq!((warnings.len(), list.lines.len()), (1, 4));
        assert_eq!(list.lines[0], "if x < 4 then a  # 4 rows: probability 0.5714");
    }

    #[test]
    fn numbers_are_answered_as_stated_and_else_by_the_mean() {
        let data = data(Targets::Numbers(vec![1.0, 3.0, 8.0, 12.0]), Output::Number, RuleGoal::Number);
        let (list, _) = fitted("if x < 2 then 2.5", &data);
        assert_eq!((said(&list, 1.0), said(&list, 3.0)), (vec![2.5], vec![6.0]));
        assert_eq!(
            list.lines,
            ["if x < 2 then 2.5  # 2 rows: 2.5, observed mean 2", "# no rule  # 2 rows: 6, observed mean 10"]
        );
        let (empty, warnings) = fitted("# nothing yet", &data);
        assert_eq!(
            (said(&empty, 1.0), empty.operations(&halves(1.0)), warnings),
            (vec![6.0], 0, vec![NO_RULE.to_owned()])
        );
        let (all, _) = fitted("else -1", &data);
        assert_eq!(all.lines, ["else -1  # 4 rows: -1, observed mean 6"]);
    }

    #[test]
    fn what_cannot_be_read_is_an_error_with_its_place() {
        let data = yes_no(&[0, 1]);
        let settings = RuleSettings { text: "else no\nelse yes".to_owned() };
        let error = fit(&settings, &data, &mut Vec::new()).err().map(|error| error.to_string()).unwrap();
        assert!(error.starts_with("the rules cannot be read at line 2, column 1: no row reaches this rule"), "{error}");
    }
}
