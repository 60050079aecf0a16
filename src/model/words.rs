//! Lists, large numbers and time as people write them, the same everywhere.

/// Names in a row: `a`, `a and b`, `a, b and c`; nothing where there are none.
pub fn listed(names: &[impl AsRef<str>]) -> String {
    let mut text = String::new();
    for (place, name) in names.iter().enumerate() {
        if place > 0 {
            text.push_str(if place + 1 == names.len() { " and " } else { ", " });
        }
        text.push_str(name.as_ref());
    }
    text
}

/// So many of something, thousands told apart: `1 design`, `1,200 designs`.
pub fn counted(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{} {noun}s", group_thousands(&number.to_string())) }
}

/// A number that is written out in decimal digits, with its thousands told apart: `-1234.5` becomes `-1,234.5`. One in
/// scientific form stays as it is.
pub fn group_thousands(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, fraction) = digits.find('.').map_or((digits, ""), |dot| digits.split_at(dot));
    if whole.len() <= 3 || whole.contains('e') {
        return text.to_owned();
    }
    let mut grouped = String::with_capacity(text.len() + whole.len() / 3);
    grouped.push_str(sign);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + fraction
}

/// Time as people say it, whole minutes: `45 s`, `18 min`, `1 h 5 min`.
pub fn time_in_words(seconds: u32) -> String {
    match seconds / 60 {
        0 => format!("{seconds} s"),
        minutes if minutes < 60 => format!("{minutes} min"),
        minutes => format!("{} h {} min", minutes / 60, minutes % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_a_row_read_well() {
        assert_eq!(listed(&[""; 0]), "");
        assert_eq!(listed(&["a"]), "a");
        assert_eq!(listed(&["a".to_owned(), "b".to_owned()]), "a and b");
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn one_thing_is_no_plural() {
        assert_eq!(
            [0, 1, 2, 1200].map(|number| counted(number, "design")).join(", "),
            "0 designs, 1 design, 2 designs, 1,200 designs"
        );
    }

    #[test]
    fn time_is_told_as_people_do() {
        let told = [0, 59, 60, 1100, 3599, 3600, 3900].map(time_in_words);
        assert_eq!(told, ["0 s", "59 s", "1 min", "18 min", "59 min", "1 h 0 min", "1 h 5 min"]);
    }

    #[test]
    fn thousands_are_told_apart() {
        let cases = [
            ("7", "7"),
            ("100", "100"),
            ("1000", "1,000"),
            ("-1234.5678", "-1,234.5678"),
            ("1234567", "1,234,567"),
            ("0.000054", "0.000054"),
            ("5.39e-9", "5.39e-9"),
        ];
        for (text, expected) in cases {
            assert_eq!(group_thousands(text), expected);
        }
    }
}
