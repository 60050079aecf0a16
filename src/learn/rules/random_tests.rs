//! Random conditions against an oracle of its own, and texts that no person would write.

use super::tests::{classes, raw, vocabulary, yes_no};
use super::*;

/// A generator that needs no crate.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % most as u64) as usize
    }
}

/// Whether two numbers compare in some way.
type Compares = fn(usize, usize) -> bool;

/// A random condition as text and its truth for the row: 1, 0, or a half where it is open. Conjunction is then the
/// smallest, disjunction the largest and negation what is left to 1 (Kleene 1938).
fn condition(random: &mut Random, depth: usize, row: &[Option<usize>; 2]) -> (String, f64) {
    let shape = random.below(if depth == 0 { 4 } else { 7 });
    let truth = |known: Option<bool>| known.map_or(0.5, |known| f64::from(u8::from(known)));
    let number = random.below(4);
    match shape {
        0 | 1 => {
            let signs: [(&str, Compares); 8] = [
                ("<", |a, b| a < b),
                ("<=", |a, b| a <= b),
                (">", |a, b| a > b),
                (">=", |a, b| a >= b),
                ("=", |a, b| a == b),
                ("≠", |a, b| a != b),
                ("is", |a, b| a == b),
                ("is not", |a, b| a != b),
            ];
            let (sign, compare) = signs[random.below(signs.len())];
            (format!("age {sign} {number}"), truth(row[0].map(|age| compare(age, number))))
        }
        2 => match random.below(4) {
            0 => ("sex is missing".to_owned(), truth(Some(row[1].is_none()))),
            1 => ("age is not missing".to_owned(), truth(Some(row[0].is_some()))),
            2 => {
                (format!("age between 1 and {}", 1 + number), truth(row[0].map(|age| (1..=1 + number).contains(&age))))
            }
            _ => (format!("age not in (0, {number})"), truth(row[0].map(|age| age != 0 && age != number))),
        },
        3 => {
            let names = ["male", "female"];
            let meant = random.below(2);
            match random.below(3) {
                0 => (format!("sex = {}", names[meant]), truth(row[1].map(|sex| sex == meant))),
                1 => (format!("sex <> \"{}\"", names[meant]), truth(row[1].map(|sex| sex != meant))),
                _ => (format!("sex in ({}, robot)", names[meant]), truth(row[1].map(|sex| sex == meant))),
            }
        }
        4 => {
            let (text, value) = condition(random, depth - 1, row);
            (format!("not ({text})"), 1.0 - value)
        }
        _ => {
            let parts: Vec<(String, f64)> =
                (0..2 + random.below(2)).map(|_| condition(random, depth - 1, row)).collect();
            let (word, start, join): (&str, f64, fn(f64, f64) -> f64) =
                if shape == 5 { (" and ", 1.0, f64::min) } else { (" or ", 0.0, f64::max) };
            let texts: Vec<String> = parts.iter().map(|part| format!("({})", part.0)).collect();
            (texts.join(word), parts.iter().map(|part| part.1).fold(start, join))
        }
    }
}

#[test]
fn conditions_hold_as_three_valued_logic_says() {
    let mut random = Random(7);
    let (mut held, mut open) = (0, 0);
    for _ in 0..20_000 {
        let row = [0, 1].map(|place| Some(random.below(5 - 2 * place)).filter(|value| *value < 4 - 2 * place));
        let (text, truth) = condition(&mut random, 3, &row);
        let vocabulary = vocabulary(yes_no());
        let rules = parse(&format!("if {text} then yes"), &vocabulary).expect(&text);
        let cell = |value: Option<usize>| value.map_or(f64::NAN, |value| value as f64);
        let cells = raw(&[f64::NAN, cell(row[0]), f64::NAN, f64::NAN, cell(row[1])]);
        let decided = rules.decide(RawRow(&cells));
        assert_eq!(decided.0 == 0, truth == 1.0, "{text} for {row:?}");
        let again = parse(&printed(&rules.rules[0], &vocabulary), &vocabulary).expect("canonical text is read");
        assert_eq!((&again.rules, again.decide(RawRow(&cells))), (&rules.rules, decided), "{text}");
        held += u32::from(truth == 1.0);
        open += u32::from(truth == 0.5);
    }
    assert!(held > 2000 && open > 1000, "{held}, {open}");
}

/// What texts are put together from.
const PIECES: &[&str] = &[
    "if",
    "when",
    "then",
    "else",
    "otherwise",
    "elif",
    "and",
    "or",
    "not",
    "between",
    "in",
    "is",
    "missing",
    "yes",
    "no",
    "good",
    "bad",
    "0.8",
    "80 %",
    "amount",
    "age",
    "country",
    "hours per week",
    "sex",
    "male",
    "DE",
    "\"",
    "`",
    "'",
    "“",
    "”",
    "(",
    ")",
    ",",
    "<",
    "<=",
    ">",
    "=",
    "!=",
    "≤",
    "≠",
    "#",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\u{feff}",
    "\u{2028}",
    "é",
    "🦀",
    "-",
    "1e999",
    "-0",
    "1e-320",
    "2024-02-30",
    "2024-02-29",
    "%",
    "!",
    "&&",
    "\0",
    "setosa",
    "1",
    "1.0",
    "9999999999999999999999",
];

#[test]
fn no_text_makes_it_panic_and_what_is_read_reads_back() {
    let lines = [
        "if age > 1 then ANSWER",
        "else ANSWER",
        "if sex in (male, female) or not (amount < 3) then ANSWER",
        "when hours per week between 1 and 2 then ANSWER",
        "if country is not missing and country != New Zealand then ANSWER",
        "# a comment",
    ];
    let mut random = Random(1);
    let goals = [yes_no(), classes(), RuleGoal::Number, RuleGoal::YesNo { no: "1".to_owned(), yes: "0.8".to_owned() }];
    let answers = ["yes", "setosa", "1.5", "0.8"];
    let mut read = 0;
    for turn in 0..120_000 {
        let vocabulary = vocabulary(goals[turn % goals.len()].clone());
        let mut signs: Vec<char> = (0..random.below(3))
            .flat_map(|_| {
                lines[random.below(lines.len())]
                    .replace("ANSWER", answers[turn % goals.len()])
                    .chars()
                    .chain(['\n'])
                    .collect::<Vec<_>>()
            })
            .collect();
        // Some signs of a text that can be read give way to a piece; now and then there are only pieces.
        for _ in 0..random.below(if signs.is_empty() { 12 } else { 4 }) {
            let start = random.below(signs.len() + 1);
            let end = signs.len().min(start + random.below(6));
            let piece = format!(" {} ", PIECES[random.below(PIECES.len())]);
            let piece = if random.below(2) == 0 { piece.trim_matches(' ') } else { &piece };
            signs.splice(start..end, piece.chars());
        }
        let text: String = signs.into_iter().collect();
        match parse(&text, &vocabulary) {
            Ok(rules) => {
                read += u32::from(!rules.rules.is_empty());
                let lines: Vec<String> = rules.rules.iter().map(|rule| printed(rule, &vocabulary)).collect();
                let again = parse(&lines.join("\n"), &vocabulary)
                    .unwrap_or_else(|error| panic!("{text:?}: {lines:?}: {error}"));
                let without_line = |rules: &RuleSet| -> Vec<(Option<Condition>, Answer)> {
                    rules.rules.iter().map(|rule| (rule.condition.clone(), rule.answer.clone())).collect()
                };
                assert_eq!(without_line(&again), without_line(&rules), "{text:?}");
            }
            Err(error) => {
                let lines = text.lines().count().max(1);
                assert!((1..=lines).contains(&error.line) && error.column > 0, "{text:?}: {error}");
            }
        }
    }
    assert!(read > 5000, "{read}");
}
