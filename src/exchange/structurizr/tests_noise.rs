//! Whatever happens to a good text on its way, reading it gives a tree or an error at a place within it.

use proptest::prelude::*;

use super::tests::{HOSPITAL, ML_PLATFORM, ONLINE_SHOP, hospital_files};
use super::*;

/// Reads a text and checks that the place of an error lies in it. Tells whether it was an error.
fn fails_at_a_place(text: &str) -> bool {
    let Err(error) = read(text, "test.dsl", &mut hospital_files) else { return false };
    let text = match error.file.as_str() {
        "test.dsl" => text.to_owned(),
        included => hospital_files(included).unwrap(),
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let line = text.split('\n').nth(error.line as usize - 1);
    let line = line.unwrap_or_else(|| panic!("there is no such line: {error}"));
    assert!(error.column >= 1 && error.column as usize <= line.chars().count() + 1, "{error}");
    assert!(!error.problem.is_empty() && !error.remedy.is_empty());
    true
}

fn examples() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just(ONLINE_SHOP), Just(HOSPITAL), Just(ML_PLATFORM)]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn a_truncated_workspace_is_always_an_error(text in examples(), part in 0.0..1.0_f64) {
        let last = text.rfind('}').unwrap();
        let cut = (0..=(last as f64 * part) as usize).rev().find(|at| text.is_char_boundary(*at)).unwrap();
        prop_assert!(fails_at_a_place(&text[..cut]));
    }

    #[test]
    fn noise_in_a_workspace_never_crashes_the_reader(
        text in examples(),
        noise in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let mut bytes = text.as_bytes().to_vec();
        for (index, byte) in noise {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        fails_at_a_place(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn lines_lost_doubled_or_swapped_never_crash_the_reader(
        text in examples(),
        moves in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..3_u8), 1..8),
    ) {
        let mut lines: Vec<&str> = text.lines().collect();
        for (first, second, what) in moves {
            let (first, second) = (first.index(lines.len()), second.index(lines.len()));
            match what {
                0 => lines.swap(first, second),
                1 => lines.insert(first, lines[second]),
                _ => drop(lines.remove(first)),
            }
        }
        if let Ok((workspace, _)) = read(&lines.join("\n"), "test.dsl", &mut hospital_files) {
            prop_assert!(read(&write(&workspace), "again.dsl", &mut hospital_files).is_ok());
        }
        fails_at_a_place(&lines.join("\n"));
    }

    #[test]
    fn words_of_the_language_in_any_order_never_crash_the_reader(
        words in proptest::collection::vec(prop::sample::select(WORDS), 0..200),
    ) {
        let text: String = words.concat();
        fails_at_a_place(&text);
        fails_at_a_place(&format!("workspace {{\nmodel {{\na = person A\n{text}\n}}\n}}"));
    }
}

const WORDS: &[&str] = &[
    "workspace ",
    "model ",
    "views ",
    "{\n",
    "}\n",
    "\n",
    "a ",
    "= ",
    "-> ",
    "person ",
    "softwareSystem ",
    "container ",
    "component ",
    "group ",
    "\"x\" ",
    "\"",
    "\\",
    "\\\n",
    "\"\"\"\n",
    "/* ",
    "*/ ",
    "// ",
    "# ",
    "${a} ",
    "!const ",
    "!include ",
    "deploymentEnvironment ",
    "deploymentNode ",
    "instanceOf ",
    "dynamic ",
    "filtered ",
    "include ",
    "* ",
    "this ",
    "tags ",
    "properties ",
    "!element ",
    "archetypes ",
    "--a-> ",
    "!script ",
    "1: ",
    "styles ",
    "animation ",
];
