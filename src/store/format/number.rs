//! Numbers as people read them: `250` instead of `250.0`, the shortest digits that read back the same, and words for
//! what JSON has no number for.

use std::fmt;

use serde::de::{Error as _, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::{Point, Rectangle};

/// A number of the model that may be anything, infinite and not-a-number included: a training that diverged must not
/// keep a project from being saved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number(pub f64);

/// A coordinate of the drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Coordinate(pub f32);

/// A place on the drawing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedPoint {
    x: Coordinate,
    y: Coordinate,
}

/// Place and size of something drawn.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedRectangle {
    x: Coordinate,
    y: Coordinate,
    width: Coordinate,
    height: Coordinate,
}

/// Integers up to here are written without a decimal point; each is exact as `f64`.
const LARGEST_PLAIN: f64 = 1e15;

const NOT_A_NUMBER: &str = "not a number";
const INFINITE: &str = "infinite";
const NEGATIVE_INFINITE: &str = "-infinite";

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = self.0;
        if value.is_nan() {
            serializer.serialize_str(NOT_A_NUMBER)
        } else if value.is_infinite() {
            serializer.serialize_str(if value > 0.0 { INFINITE } else { NEGATIVE_INFINITE })
        } else if value.fract() == 0.0 && value.abs() < LARGEST_PLAIN && !(value == 0.0 && value.is_sign_negative()) {
            serializer.serialize_i64(value as i64)
        } else {
            serializer.serialize_f64(value)
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NumberVisitor).map(Self)
    }
}

impl Serialize for Coordinate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Widening 0.1 would give 0.10000000149011612; the shortest digits of the narrow number give 0.1.
        let shortest = self.0.to_string().parse().unwrap_or_else(|_| f64::from(self.0));
        Number(shortest).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Coordinate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = deserializer.deserialize_any(NumberVisitor)?;
        let narrow = value as f32;
        if narrow.is_infinite() && value.is_finite() {
            return Err(D::Error::custom(format!("{value} is too large for a place on the drawing")));
        }
        Ok(Self(narrow))
    }
}

impl From<Point> for SavedPoint {
    fn from(point: Point) -> Self {
        Self { x: Coordinate(point.x), y: Coordinate(point.y) }
    }
}

impl From<SavedPoint> for Point {
    fn from(saved: SavedPoint) -> Self {
        Self::new(saved.x.0, saved.y.0)
    }
}

impl From<Rectangle> for SavedRectangle {
    fn from(shape: Rectangle) -> Self {
        Self {
            x: Coordinate(shape.corner.x),
            y: Coordinate(shape.corner.y),
            width: Coordinate(shape.size.width),
            height: Coordinate(shape.size.height),
        }
    }
}

impl From<SavedRectangle> for Rectangle {
    fn from(saved: SavedRectangle) -> Self {
        Self::new(saved.x.0, saved.y.0, saved.width.0, saved.height.0)
    }
}

struct NumberVisitor;

impl Visitor<'_> for NumberVisitor {
    type Value = f64;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a number")
    }

    fn visit_f64<E>(self, value: f64) -> Result<f64, E> {
        Ok(value)
    }

    fn visit_i64<E>(self, value: i64) -> Result<f64, E> {
        Ok(value as f64)
    }

    fn visit_u64<E>(self, value: u64) -> Result<f64, E> {
        Ok(value as f64)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<f64, E> {
        match text {
            NOT_A_NUMBER => Ok(f64::NAN),
            INFINITE => Ok(f64::INFINITY),
            NEGATIVE_INFINITE => Ok(f64::NEG_INFINITY),
            _ => Err(E::custom(format!(
                "\"{text}\" is no number; write one without quotes, or \"{NOT_A_NUMBER}\", \"{INFINITE}\" or \"{NEGATIVE_INFINITE}\""
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(value: f64, text: &str) {
        assert_eq!(serde_json::to_string(&Number(value)).unwrap(), text);
        let back: Number = serde_json::from_str(text).unwrap();
        assert!(back.0.to_bits() == value.to_bits() || (back.0.is_nan() && value.is_nan()), "{text}");
    }

    #[test]
    fn numbers_are_written_as_people_write_them() {
        check(250.0, "250");
        check(-3.0, "-3");
        check(0.1, "0.1");
        check(-0.0, "-0.0");
        check(f64::MIN_POSITIVE, "2.2250738585072014e-308");
        check(f64::NAN, "\"not a number\"");
        check(f64::INFINITY, "\"infinite\"");
        check(f64::NEG_INFINITY, "\"-infinite\"");
        assert!(serde_json::from_str::<Number>("\"five\"").is_err());
    }

    #[test]
    fn coordinates_keep_their_short_form() {
        assert_eq!(serde_json::to_string(&Coordinate(0.1)).unwrap(), "0.1");
        assert_eq!(serde_json::to_string(&Coordinate(120.0)).unwrap(), "120");
        assert!(serde_json::from_str::<Coordinate>("1e300").is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]
        #[test]
        fn every_number_reads_back_bit_by_bit(bits in any::<u64>(), narrow_bits in any::<u32>()) {
            let value = f64::from_bits(bits);
            let back: Number = serde_json::from_str(&serde_json::to_string(&Number(value)).unwrap()).unwrap();
            prop_assert!(back.0.to_bits() == bits || (value.is_nan() && back.0.is_nan()));
            let narrow = f32::from_bits(narrow_bits);
            let back: Coordinate = serde_json::from_str(&serde_json::to_string(&Coordinate(narrow)).unwrap()).unwrap();
            prop_assert!(back.0.to_bits() == narrow_bits || (narrow.is_nan() && back.0.is_nan()));
        }
    }
}
