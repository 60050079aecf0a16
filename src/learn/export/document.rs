//! Model files in JSON: the description and the parts, in one object.

use std::io::{self, Write};

use serde::Serialize as _;
use serde_json::ser::{Formatter, Serializer};
use serde_json::{Map, Value};

use super::super::algorithm::Parts;
use super::super::error::LearnError;
use super::not_finite;

/// The members of the description, then those of the parts.
#[derive(serde::Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    head: &'a Map<String, Value>,
    #[serde(flatten)]
    parts: &'a Parts<'a>,
}

/// One file.
pub(super) fn bytes(head: &Map<String, Value>, parts: &Parts<'_>) -> Result<Vec<u8>, LearnError> {
    let mut bytes = Vec::new();
    let document = Document { head, parts };
    match document.serialize(&mut Serializer::with_formatter(&mut bytes, Finite)) {
        Ok(()) => Ok(bytes),
        Err(error) if error.is_io() => Err(not_finite()),
        Err(error) => Err(LearnError::Internal(error.to_string())),
    }
}

/// JSON has no infinity, and serde writes null instead, which a reader would trip over. Nothing else here is null.
struct Finite;

impl Formatter for Finite {
    fn write_null<W: ?Sized + Write>(&mut self, _writer: &mut W) -> io::Result<()> {
        Err(io::ErrorKind::InvalidData.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn constant(score: f64) -> Result<String, LearnError> {
        let head = Map::from_iter([("format".to_owned(), Value::from("cantilever model"))]);
        let bytes = bytes(&head, &Parts::Constant { scores: vec![score].into() })?;
        Ok(String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn parts_stand_beside_the_description() {
        let expected = r#"{"format":"cantilever model","parts":"constant","scores":[0.1]}"#;
        assert_eq!(constant(0.1).unwrap(), expected);
    }

    #[test]
    fn numbers_that_json_cannot_hold_are_refused() {
        for score in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
            assert!(constant(score).unwrap_err().to_string().contains("extreme values"));
        }
    }
}
