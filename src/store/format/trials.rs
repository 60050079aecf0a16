//! The saved form of what candidates are compared by, from version 5 on: long lists as short texts.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::number::Number;
use super::unique::UniqueMap;
use super::words::SavedMeasure;
use crate::model::{Measure, Trials};

/// What candidates that were judged on the same rows are compared by.
#[derive(Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct SavedTrials {
    rows: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    right: Option<Bits>,
    #[serde(skip_serializing_if = "UniqueMap::is_empty")]
    resamples: UniqueMap<SavedMeasure, Packed>,
    #[serde(skip_serializing_if = "UniqueMap::is_empty")]
    folds: UniqueMap<SavedMeasure, Packed>,
    #[serde(skip_serializing_if = "Option::is_none")]
    held_out_to_kept: Option<Number>,
}

/// Yes and no, as one 1 or 0 each, eight to a byte and the bytes in base 64, after their number: `171:Zx8…`.
#[derive(PartialEq)]
struct Bits(Vec<bool>);

/// Numbers of four bytes each, the lowest byte first, in base 64.
#[derive(PartialEq)]
struct Packed(Vec<f32>);

impl Serialize for Bits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes: Vec<u8> = self.0.chunks(8).map(byte_of).collect();
        serializer.serialize_str(&format!("{}:{}", self.0.len(), STANDARD.encode(bytes)))
    }
}

/// The first bit is the highest.
fn byte_of(bits: &[bool]) -> u8 {
    bits.iter().enumerate().fold(0, |byte, (place, bit)| byte | (u8::from(*bit) << (7 - place)))
}

impl<'de> Deserialize<'de> for Bits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let parts = text.split_once(':').and_then(|(count, bytes)| {
            let count: usize = count.parse().ok()?;
            let bytes = STANDARD.decode(bytes).ok()?;
            (bytes.len() == count.div_ceil(8)).then_some((count, bytes))
        });
        let Some((count, bytes)) = parts else {
            return Err(D::Error::custom("expected a number of bits, a colon and the bits in base 64"));
        };
        Ok(Self((0..count).map(|place| bytes[place / 8] & (1 << (7 - place % 8)) != 0).collect()))
    }
}

impl Serialize for Packed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes: Vec<u8> = self.0.iter().flat_map(|number| number.to_le_bytes()).collect();
        serializer.serialize_str(&STANDARD.encode(bytes))
    }
}

impl<'de> Deserialize<'de> for Packed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = STANDARD.decode(text).map_err(|error| D::Error::custom(error.to_string()))?;
        let (numbers, rest) = bytes.as_chunks::<4>();
        if !rest.is_empty() {
            return Err(D::Error::custom("expected numbers of four bytes each in base 64"));
        }
        Ok(Self(numbers.iter().map(|number| f32::from_le_bytes(*number)).collect()))
    }
}

impl SavedTrials {
    /// Whether there is nothing to save.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The saved form.
    pub(super) fn of(trials: &Trials) -> Self {
        let packed = |values: &BTreeMap<Measure, Vec<f32>>| {
            UniqueMap(values.iter().map(|(measure, of)| (SavedMeasure(*measure), Packed(of.clone()))).collect())
        };
        Self {
            rows: trials.rows.clone(),
            right: (!trials.right.is_empty()).then(|| Bits(trials.right.clone())),
            resamples: packed(&trials.resamples),
            folds: packed(&trials.folds),
            held_out_to_kept: (trials.held_out_to_kept != 0.0).then_some(Number(trials.held_out_to_kept)),
        }
    }

    /// The trials, from their saved form.
    pub(super) fn open(self) -> Trials {
        let plain = |saved: UniqueMap<SavedMeasure, Packed>| {
            saved.0.into_iter().map(|(measure, values)| (measure.0, values.0)).collect()
        };
        Trials {
            rows: self.rows,
            right: self.right.map(|bits| bits.0).unwrap_or_default(),
            resamples: plain(self.resamples),
            folds: plain(self.folds),
            held_out_to_kept: self.held_out_to_kept.map_or(0.0, |ratio| ratio.0),
        }
    }
}
