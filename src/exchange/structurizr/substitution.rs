//! Constants and variables, and putting their values where `${NAME}` stands.

use std::collections::BTreeMap;

use super::MAX_BYTES;
use super::error::{Fault, ReadErrorKind, quote};
use super::lexer::Token;

/// The values that names stand for.
#[derive(Debug, Default)]
pub(super) struct Constants {
    values: BTreeMap<String, Value>,
    /// Values may be made of values, so without a limit a few lines could stand for more text than there is memory.
    inserted: usize,
}

#[derive(Debug)]
struct Value {
    text: String,
    constant: bool,
}

impl Constants {
    /// Gives a name a value. A constant cannot be given another, a variable can.
    pub(super) fn define(&mut self, name: &Token, text: &str, constant: bool) -> Result<(), Fault> {
        if name.text.is_empty() || !name.text.chars().all(is_name_letter) {
            return Err(Fault::form(
                name.place,
                format!("{} cannot be the name of a constant", quote(&name.text)),
                "use only the letters A to Z, digits, `-`, `_` and `.`",
            ));
        }
        match self.values.get(&name.text) {
            Some(earlier) if constant || earlier.constant => Err(Fault::new(
                ReadErrorKind::Duplicate,
                name.place,
                format!("{} is already defined", quote(&name.text)),
                "give it another name, or use `!var` for both definitions",
            )),
            _ => {
                self.values.insert(name.text.clone(), Value { text: text.to_owned(), constant });
                Ok(())
            }
        }
    }

    /// Puts values into a word. A name without a value stays as it is written and is told to `unknown`.
    pub(super) fn substitute(&mut self, token: &mut Token, unknown: &mut dyn FnMut(&str)) -> Result<(), Fault> {
        if !token.text.contains("${") {
            return Ok(());
        }
        let mut result = String::new();
        let mut rest = token.text.as_str();
        while let Some((before, after)) = rest.split_once("${") {
            result.push_str(before);
            let length = after.find(|letter| !is_name_letter(letter)).unwrap_or(after.len());
            let (name, behind) = after.split_at_checked(length).unwrap_or((after, ""));
            let closed = behind.strip_prefix('}').filter(|_| !name.is_empty());
            match (closed, self.values.get(name)) {
                (Some(behind), Some(value)) => {
                    self.inserted = self.inserted.saturating_add(value.text.len());
                    if self.inserted > MAX_BYTES {
                        let problem = format!("constants insert more than {MAX_BYTES} bytes of text");
                        let remedy = "do not build constants from constants over and over";
                        return Err(Fault::new(ReadErrorKind::TooLarge, token.place, problem, remedy));
                    }
                    result.push_str(&value.text);
                    rest = behind;
                }
                (closed, _) => {
                    if closed.is_some() {
                        unknown(name);
                    }
                    result.push_str("${");
                    rest = after;
                }
            }
        }
        result.push_str(rest);
        token.text = result;
        Ok(())
    }
}

fn is_name_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.')
}

#[cfg(test)]
mod tests {
    use super::super::syntax::Place;
    use super::*;

    fn token(text: &str) -> Token {
        Token { text: text.to_owned(), quoted: true, place: Place::default() }
    }

    fn check(text: &str, expected: &str, expected_unknown: &[&str]) {
        let mut constants = Constants::default();
        constants.define(&token("NAME"), "value", true).unwrap();
        constants.define(&token("dollar"), "$", true).unwrap();
        let mut word = token(text);
        let mut unknown = Vec::new();
        constants.substitute(&mut word, &mut |name| unknown.push(name.to_owned())).unwrap();
        assert_eq!(
            (word.text.as_str(), unknown),
            (expected, expected_unknown.iter().map(ToString::to_string).collect())
        );
    }

    #[test]
    fn a_defined_name_is_replaced_once_and_an_undefined_one_stays() {
        check("a ${NAME} b ${NAME}", "a value b value", &[]);
        check("${HOME}", "${HOME}", &["HOME"]);
        check("${dollar}{NAME}", "${NAME}", &[]);
        check("$${NAME}", "$value", &[]);
        check("${", "${", &[]);
        check("${}", "${}", &[]);
        check("${NAME", "${NAME", &[]);
        check("${a b} ${${NAME}", "${a b} ${value", &[]);
    }

    #[test]
    fn a_constant_keeps_its_value_and_a_variable_takes_a_new_one() {
        let mut constants = Constants::default();
        constants.define(&token("c"), "1", true).unwrap();
        assert_eq!(constants.define(&token("c"), "2", false).unwrap_err().kind, ReadErrorKind::Duplicate);
        constants.define(&token("v"), "1", false).unwrap();
        constants.define(&token("v"), "2", false).unwrap();
        assert_eq!(constants.define(&token("v"), "3", true).unwrap_err().kind, ReadErrorKind::Duplicate);
        assert_eq!(constants.define(&token("a b"), "3", true).unwrap_err().kind, ReadErrorKind::Form);
        let mut word = token("${c}${v}");
        constants.substitute(&mut word, &mut |_| {}).unwrap();
        assert_eq!(word.text, "12");
    }
}
