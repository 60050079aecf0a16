//! What people write, what it is printed as, where it decides, and its errors word by word.

use super::*;
use crate::learn::prepare::halves;

/// Numbers `amount` and `age`, texts `country`, `hours per week` a number, `sex` a text.
pub(super) fn vocabulary(goal: RuleGoal) -> Vocabulary {
    let number = |name: &str| RuleColumn { name: name.to_owned(), is_text: false, texts: Vec::new() };
    let text = |name: &str, texts: &[&str]| RuleColumn {
        name: name.to_owned(),
        is_text: true,
        texts: texts.iter().map(|text| (*text).to_owned()).collect(),
    };
    let columns = vec![
        number("amount"),
        number("age"),
        text("country", &["DE", "FR", "New Zealand", "7"]),
        number("hours per week"),
        text("sex", &["male", "female"]),
    ];
    Vocabulary { columns, goal }
}

/// Bad or not.
pub(super) fn yes_no() -> RuleGoal {
    RuleGoal::YesNo { no: "good".to_owned(), yes: "bad".to_owned() }
}

/// Three flowers.
pub(super) fn classes() -> RuleGoal {
    RuleGoal::Classes(["setosa", "versicolor", "virginica"].map(str::to_owned).to_vec())
}

fn canonical(text: &str, goal: RuleGoal) -> String {
    let vocabulary = vocabulary(goal);
    match parse(text, &vocabulary) {
        Ok(rules) => rules.rules.iter().map(|rule| printed(rule, &vocabulary)).collect::<Vec<_>>().join("\n"),
        Err(error) => error.to_string(),
    }
}

/// A row as the raw preparation gives it.
pub(super) fn raw(cells: &[f64]) -> Vec<f32> {
    cells.iter().flat_map(|cell| halves(*cell)).collect()
}

#[test]
fn what_people_write_is_read_in_one_form() {
    let check = |text: &str, expected: &str| assert_eq!(canonical(text, yes_no()), expected);
    check("IF Amount > 120 AND country = de THEN Yes", "if amount > 120 and country = de then yes");
    check(
        "if age≥60 and (sex == male or sex is not \"female\") then 80 %",
        "if age >= 60 and (sex = male or sex != female) then 0.8",
    );
    check("when hours per week <> 1e3 then bad # often\n\n", "if \"hours per week\" != 1000 then yes");
    check("if `hours per week` not between -1 and +2.5 then 0", "if \"hours per week\" not between -1 and 2.5 then 0");
    check("if country in (New Zealand, 'DE') then 5%", "if country in (\"New Zealand\", DE) then 0.05");
    check("if age not in (1,2) then no", "if age not in (1, 2) then no");
    check("if age is not missing && not age = 3 then good", "if age is not missing and not (age = 3) then no");
    check("# nothing\n  # at all", "");
    check("else if age < 3 then yes\notherwise 0.25", "if age < 3 then yes\nelse 0.25");
    check("if age > 2024-02-29 12:00 then yes", "if age > \"2024-02-29 12:00\" then yes");
    check("if country = 7 then yes", "if country = 7 then yes");
    // And binds more tightly than or, and not more tightly than both.
    check("if not age=1 or age=2 and age=3 then no", "if not (age = 1) or (age = 2 and age = 3) then no");
    check("if (((age = 1))) then no", "if age = 1 then no");
    assert_eq!(
        canonical("if age = 1 then Setosa\nelse virginica", classes()),
        "if age = 1 then setosa\nelse virginica"
    );
    assert_eq!(canonical("if age = 1 then -2.50", RuleGoal::Number), "if age = 1 then -2.5");
    let numbered = RuleGoal::YesNo { no: "0".to_owned(), yes: "1".to_owned() };
    assert_eq!(canonical("if age = 1 then 1\nelse 1.0", numbered), "if age = 1 then yes\nelse 1.0");
}

#[test]
fn errors_say_where_and_what() {
    let check = |text: &str, line: usize, column: usize, expected: &str| {
        let error = parse(text, &vocabulary(yes_no())).expect_err(text);
        assert_eq!((error.line, error.column), (line, column), "{text}: {error}");
        assert!(error.problem.contains(expected), "{text}: {error}");
    };
    check(
        "\nif amuont > 3 then yes",
        2,
        4,
        "no column \"amuont\"; did you mean \"amount\"? the columns are: amount, age",
    );
    check("if income > 3 then yes", 1, 4, "there is no column \"income\"; the columns are: amount");
    check("if 18 < age then yes", 1, 4, "begins with the column");
    check("if amount > high then yes", 1, 13, "\"amount\" holds numbers, and \"high\" is none");
    check("if amount > age then yes", 1, 13, "is a column, but columns can only be compared with values");
    check("if country > 5 then yes", 1, 12, "holds text, which is neither smaller nor larger");
    check("if country = 5 then yes", 1, 14, "the number 5 is none of it; its texts are: DE, FR");
    check("if country between 1 and 2 then yes", 1, 20, "holds text");
    check("if age between 3 and 2 then yes", 1, 22, "write the smaller one first");
    check("if age > 3", 1, 11, "expected \"and\", \"or\" or \"then\", but the line ends");
    check("if age > 1,234 then yes", 1, 11, "there is a comma; numbers have a decimal point");
    check("if age > then yes", 1, 10, "expected a number to compare \"age\" with, but there is \"then\"");
    check("if age then yes", 1, 8, "a comparison of \"age\", such as");
    check("if (age > 3 then yes", 1, 13, "or \")\"");
    check("if age in 3 then yes", 1, 11, "a list such as (a, b)");
    check("if age in (3 then yes", 1, 14, "\",\" or \")\" in the list");
    check("if age > 3 then", 1, 16, "an answer: yes, no or a probability");
    check("if age > 3 then yes no", 1, 17, "there is no class \"yes no\"");
    check(
        "if age > 3 then bed",
        1,
        17,
        "did you mean \"bad\"? an answer is a probability or one of: good, bad, yes, no",
    );
    check("if age > 3 then 1.5", 1, 17, "from 0 to 1, or written as 80 %");
    check("if age > 3 then 101 %", 1, 17, "from 0 % to 100 %");
    check("if age > 3 then yes )", 1, 21, "expected the end of the line, but there is \")\"");
    check("else no\n\nif age > 3 then yes", 3, 1, "because line 1 decides all");
    check("age > 3 then yes", 1, 1, "expected \"if\" or \"else\"");
    check("if \"age > 3 then yes", 1, 4, "never closed");
    check("if ü = 3 then yes", 1, 4, "no column \"ü\"");
    check(&format!("if {}age = 1", "not ".repeat(100_000)), 1, 168, "more than 40 conditions");
    let error = parse("else virginca", &vocabulary(classes())).expect_err("misspelt");
    assert!(error.problem.contains("did you mean \"virginica\"? the classes are: setosa"), "{error}");
    let error = parse("else 0.8", &vocabulary(classes())).expect_err("a probability");
    assert!(error.problem.contains("a probability does not say of which class"), "{error}");
    let error = parse("else yes", &vocabulary(RuleGoal::Number)).expect_err("no number");
    assert_eq!(
        error.to_string(),
        "line 1, column 6: a number is to be predicted, and \"yes\" is none; write one such as 12.5"
    );
}

#[test]
fn texts_that_no_row_has_are_told() {
    let notes = check_rules("if country = Frr then yes", &vocabulary(yes_no())).expect("it can be read");
    assert_eq!(
        notes,
        ["Line 1: no row has \"Frr\" in \"country\"; did you mean \"FR\"? its texts are: DE, FR, New Zealand, 7."]
    );
    assert_eq!(check_rules("", &vocabulary(yes_no())), Ok(vec![NO_RULE.to_owned()]));
    let mut unknown = vocabulary(yes_no());
    unknown.columns[2].texts.clear();
    assert_eq!(check_rules("if country = 5 then yes", &unknown), Ok(Vec::new()));
}

#[test]
fn boundaries_hold_for_numbers_that_32_bits_cannot_tell_apart() {
    let decides = |text: &str, amount: f64| {
        let rules = parse(text, &vocabulary(yes_no())).expect(text);
        rules.decide(RawRow(&raw(&[amount, f64::NAN, f64::NAN, f64::NAN, f64::NAN]))).0 == 0
    };
    for (bound, step) in
        [(16_777_216.0_f64, 1.0), (2.0_f64.powi(48) - 2.0, 1.0), (0.1, 1e-14), (-4e9, 1.0), (19_000.5, 1e-9)]
    {
        for amount in [bound - step, bound, bound + step] {
            for (sign, expected) in [
                ("<", amount < bound),
                ("<=", amount <= bound),
                (">", amount > bound),
                (">=", amount >= bound),
                ("=", amount == bound),
                ("!=", amount != bound),
            ] {
                assert_eq!(
                    decides(&format!("if amount {sign} {bound} then yes"), amount),
                    expected,
                    "{amount} {sign} {bound}"
                );
            }
        }
    }
    // 1/3 has no end, but the same number always equals itself; so does one beyond what is kept.
    assert!(decides(&format!("if amount = {} then yes", 1.0 / 3.0), 1.0 / 3.0));
    assert!(decides(&format!("if amount >= {} then yes", 9_007_199_254_740_991.0_f64), 9_007_199_254_740_991.0));
}

#[test]
fn comparisons_are_counted_as_they_are_made() {
    let count =
        |text: &str, cells: [f64; 5]| parse(text, &vocabulary(yes_no())).expect(text).decide(RawRow(&raw(&cells)));
    let row = [5.0, 30.0, 1.0, f64::NAN, 0.0];
    assert_eq!(count("if amount > 9 and age > 3 then yes\nelse no", row), (1, 1));
    assert_eq!(count("if amount > 3 and age > 3 then yes\nelse no", row), (0, 2));
    assert_eq!(count("if amount > 3 or age > 3 then yes\nelse no", row), (0, 1));
    assert_eq!(count("if amount between 6 and 8 then yes\nif age between 6 and 40 then no", row), (1, 3));
    assert_eq!(count("if country in (DE, FR, \"7\") then yes", row), (0, 2));
    assert_eq!(count("if hours per week > 3 and age = 1 then yes\nif hours per week is missing then no", row), (1, 3));
    assert_eq!(count("if age = 1 then yes", row), (1, 1));
    let rules =
        parse("if age between 1 and 2 or age in (3,4) then 0.5\nif sex=male then yes\nelse 20%", &vocabulary(yes_no()));
    let rules = rules.expect("it can be read");
    assert_eq!(rules.stated_numbers(), 6);
    assert_eq!([0, 1, 2, 3, 4].map(|column| rules.uses(column)), [false, true, false, false, true]);
}

#[test]
fn awkward_names_are_quoted_and_found_again() {
    let names = [
        "if",
        "a\nb",
        "say \"x\"",
        "`\"'",
        "",
        " x ",
        "a#b",
        "#a",
        "C#",
        "80 %",
        "x=y",
        "“y”",
        "(z)",
        "Missing",
        "O'Brien",
        "7",
        "a,b",
        "-",
        "\u{feff}x",
    ];
    let columns =
        names.map(|name| RuleColumn { name: name.to_owned(), is_text: true, texts: names.map(str::to_owned).to_vec() });
    let vocabulary =
        Vocabulary { columns: columns.to_vec(), goal: RuleGoal::Classes(names.map(str::to_owned).to_vec()) };
    for (place, name) in names.iter().enumerate() {
        let text = printer::quoted(name);
        let line = format!("if {text} = {text} then {text}");
        let rules = parse(&line, &vocabulary).unwrap_or_else(|error| panic!("{line}: {error}"));
        let [Rule { condition: Some(Condition::Test(test)), answer, .. }] = &rules.rules[..] else { panic!("{line}") };
        assert_eq!((test.column, answer), (place, &Answer::Class(place as u32)), "{line}");
        assert_eq!(printed(&rules.rules[0], &vocabulary), line);
    }
}

#[test]
fn the_starting_text_can_be_used_at_once_and_its_examples_too() {
    let odd = RuleGoal::YesNo { no: "Yes".to_owned(), yes: "No".to_owned() };
    for goal in [yes_no(), classes(), RuleGoal::Number, odd, RuleGoal::Classes(Vec::new())] {
        let has_else = !matches!(&goal, RuleGoal::Number) && goal != RuleGoal::Classes(Vec::new());
        let is_known = goal != RuleGoal::Classes(Vec::new());
        let vocabulary = vocabulary(goal);
        let text = starting_rules(&vocabulary);
        let rules = parse(&text, &vocabulary).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(rules.rules.len(), usize::from(has_else), "{text}");
        let examples: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("# if")).collect();
        assert_eq!(examples.len(), 3);
        for example in examples.iter().filter(|_| is_known) {
            let found =
                parse(&format!("if{example}"), &vocabulary).unwrap_or_else(|error| panic!("{example}: {error}"));
            assert_eq!(found.notes, Vec::<String>::new(), "{example}");
        }
    }
    assert_eq!(starting_rules(&Vocabulary::default()).lines().count(), 4);
}
