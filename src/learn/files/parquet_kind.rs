//! What the types of Parquet mean for a table of numbers and texts.

use std::borrow::Cow;
use std::fmt::Write as _;

use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::schema::types::ColumnDescriptor;

use super::cell::Value;

/// Milliseconds in a day.
const DAY: f64 = 86_400_000.0;

/// How the cells of a column are to be understood.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// `true` and `false` as texts.
    Boolean,
    /// Numbers, divided by this; whole ones may have no sign.
    Number {
        /// What the stored number is divided by.
        divisor: f64,
        /// Whether the highest bit is no sign.
        is_unsigned: bool,
    },
    /// Moments, whose stored number divided by this is days since 1970.
    Days {
        /// Units in a day.
        divisor: f64,
    },
    /// Texts.
    Text,
    /// Decimal numbers as bytes, the highest first, divided by this.
    Decimal {
        /// What the stored number is divided by.
        divisor: f64,
    },
    /// Identifiers of 16 bytes.
    Uuid,
}

/// How the cells of a flat column are to be understood; `None` if they cannot be.
pub(super) fn kind_of(column: &ColumnDescriptor) -> Option<Kind> {
    let (logical, converted) = (column.logical_type_ref(), column.converted_type());
    let decimal = match (logical, converted) {
        (Some(LogicalType::Decimal(decimal)), _) => Some(decimal.scale),
        (_, ConvertedType::DECIMAL) => Some(column.type_scale()),
        _ => None,
    };
    let decimal = decimal.map(|scale| 10_f64.powi(scale));
    let number = |divisor, is_unsigned| Some(Kind::Number { divisor, is_unsigned });
    match column.physical_type() {
        Type::BOOLEAN => Some(Kind::Boolean),
        Type::INT96 => Some(Kind::Days { divisor: DAY }),
        Type::FLOAT | Type::DOUBLE => number(1.0, false),
        Type::INT32 | Type::INT64 => match (logical, converted) {
            _ if decimal.is_some() => number(decimal?, false),
            (Some(LogicalType::Date), _) | (None, ConvertedType::DATE) => Some(Kind::Days { divisor: 1.0 }),
            (Some(LogicalType::Timestamp(moment)), _) => Some(Kind::Days { divisor: units_of(moment.unit) }),
            (Some(LogicalType::Time(moment)), _) => number(units_of(moment.unit), false),
            (None, ConvertedType::TIMESTAMP_MILLIS) => Some(Kind::Days { divisor: DAY }),
            (None, ConvertedType::TIMESTAMP_MICROS) => Some(Kind::Days { divisor: DAY * 1e3 }),
            (None, ConvertedType::TIME_MILLIS) => number(DAY, false),
            (None, ConvertedType::TIME_MICROS) => number(DAY * 1e3, false),
            (Some(LogicalType::Integer(whole)), _) => number(1.0, !whole.is_signed),
            (None, ConvertedType::UINT_32 | ConvertedType::UINT_64) => number(1.0, true),
            _ => number(1.0, false),
        },
        Type::BYTE_ARRAY | Type::FIXED_LEN_BYTE_ARRAY if decimal.is_some() => Some(Kind::Decimal { divisor: decimal? }),
        Type::BYTE_ARRAY => match logical {
            // Some programs leave out that bytes are text.
            None | Some(LogicalType::String | LogicalType::Enum | LogicalType::Json) => {
                (converted != ConvertedType::BSON).then_some(Kind::Text)
            }
            Some(_) => None,
        },
        Type::FIXED_LEN_BYTE_ARRAY => (logical == Some(&LogicalType::Uuid)).then_some(Kind::Uuid),
    }
}

/// Units of time in a day.
fn units_of(unit: TimeUnit) -> f64 {
    match unit {
        TimeUnit::MILLIS => DAY,
        TimeUnit::MICROS => DAY * 1e3,
        TimeUnit::NANOS => DAY * 1e6,
    }
}

impl Kind {
    /// Whether the column becomes one of texts.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Boolean | Self::Text | Self::Uuid)
    }

    /// What a stored number means. It may be infinite or not a number.
    pub fn number<'a>(self, stored: f64) -> Value<'a> {
        match self {
            Self::Days { divisor } => Value::Date(stored / divisor),
            Self::Number { divisor, .. } | Self::Decimal { divisor } => Value::Number(stored / divisor),
            Self::Boolean | Self::Text | Self::Uuid => Value::Missing,
        }
    }

    /// A whole number of 32 bits.
    pub fn widened(self, stored: i32) -> f64 {
        if self.is_unsigned() { f64::from(stored.cast_unsigned()) } else { f64::from(stored) }
    }

    /// A whole number of 64 bits.
    pub fn real(self, stored: i64) -> f64 {
        if self.is_unsigned() { stored.cast_unsigned() as f64 } else { stored as f64 }
    }

    /// What stored bytes mean; `None` if they mean nothing.
    pub fn bytes(self, bytes: &[u8]) -> Option<Value<'_>> {
        match self {
            Self::Decimal { .. } => Some(self.number(whole_number(bytes))),
            Self::Uuid => Some(Value::Text(Cow::Owned(text_of_uuid(bytes)))),
            _ => {
                let text = std::str::from_utf8(bytes).ok()?.trim();
                Some(if text.is_empty() { Value::Missing } else { Value::Text(Cow::Borrowed(text)) })
            }
        }
    }

    fn is_unsigned(self) -> bool {
        matches!(self, Self::Number { is_unsigned: true, .. })
    }
}

/// A whole number in two's complement, the highest byte first.
fn whole_number(bytes: &[u8]) -> f64 {
    // Inverting first keeps the digits of negative numbers near zero.
    if bytes.first().is_some_and(|first| *first >= 128) {
        return -bytes.iter().fold(0.0, |value, byte| value * 256.0 + f64::from(!byte)) - 1.0;
    }
    bytes.iter().fold(0.0, |value, byte| value * 256.0 + f64::from(*byte))
}

fn text_of_uuid(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(36);
    for (place, byte) in bytes.iter().enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        write!(text, "{byte:02x}").ok();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_whole_numbers_in_bytes() {
        for (bytes, expected) in
            [(&[0x04, 0xD2][..], 1234.0), (&[0xFF; 16], -1.0), (&[0xFB, 0x2E], -1234.0), (&[0x80], -128.0), (&[], 0.0)]
        {
            assert_eq!(whole_number(bytes), expected);
        }
        assert_eq!(Kind::Decimal { divisor: 100.0 }.bytes(&[0x04, 0xD2]), Some(Value::Number(12.34)));
    }

    #[test]
    fn bytes_are_text_or_nothing() {
        assert_eq!(Kind::Text.bytes(b" Ulm "), Some(Value::Text("Ulm".into())));
        assert_eq!(Kind::Text.bytes(b""), Some(Value::Missing));
        assert_eq!(Kind::Text.bytes(b"\xFF"), None);
        let bytes: Vec<u8> = (0..16).collect();
        assert_eq!(Kind::Uuid.bytes(&bytes), Some(Value::Text("00010203-0405-0607-0809-0a0b0c0d0e0f".into())));
    }

    #[test]
    fn numbers_keep_their_sign_or_have_none() {
        let kind = |is_unsigned| Kind::Number { divisor: 1.0, is_unsigned };
        assert_eq!((kind(true).widened(-1), kind(false).widened(-1)), (4_294_967_295.0, -1.0));
        assert_eq!((kind(true).real(-1), kind(false).real(-1)), (18_446_744_073_709_551_615.0, -1.0));
        assert_eq!(Kind::Days { divisor: DAY }.number(DAY * 2.0), Value::Date(2.0));
    }
}
