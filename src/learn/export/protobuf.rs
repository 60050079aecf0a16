//! Writes protocol buffers, as far as ONNX needs them: numbered fields that hold whole numbers, floats, texts or
//! further messages.

/// A message being written.
#[derive(Default)]
pub(super) struct Message {
    bytes: Vec<u8>,
}

/// How a field's content is laid out.
const VARINT: u64 = 0;
const LENGTH_DELIMITED: u64 = 2;
const FOUR_BYTES: u64 = 5;

impl Message {
    /// Adds a whole number.
    #[must_use]
    pub fn integer(mut self, field: u64, value: i64) -> Self {
        self.key(field, VARINT);
        self.varint(value as u64);
        self
    }

    /// Adds a float.
    #[must_use]
    pub fn float(mut self, field: u64, value: f32) -> Self {
        self.key(field, FOUR_BYTES);
        self.bytes.extend(value.to_le_bytes());
        self
    }

    /// Adds bytes.
    #[must_use]
    pub fn raw(mut self, field: u64, value: &[u8]) -> Self {
        self.key(field, LENGTH_DELIMITED);
        self.varint(value.len() as u64);
        self.bytes.extend(value);
        self
    }

    /// Adds a text.
    #[must_use]
    pub fn text(self, field: u64, value: &str) -> Self {
        self.raw(field, value.as_bytes())
    }

    /// Adds texts, each as a field of its own.
    #[must_use]
    pub fn texts(self, field: u64, values: &[&str]) -> Self {
        values.iter().fold(self, |message, value| message.text(field, value))
    }

    /// Adds a message.
    #[must_use]
    pub fn message(self, field: u64, value: &Self) -> Self {
        self.raw(field, &value.bytes)
    }

    /// Adds messages, each as a field of its own.
    #[must_use]
    pub fn messages(self, field: u64, values: &[Self]) -> Self {
        values.iter().fold(self, |message, value| message.message(field, value))
    }

    /// Adds whole numbers in one field.
    #[must_use]
    pub fn integers(self, field: u64, values: &[i64]) -> Self {
        let mut packed = Self::default();
        for value in values {
            packed.varint(*value as u64);
        }
        self.message(field, &packed)
    }

    /// The finished message.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    fn key(&mut self, field: u64, layout: u64) {
        self.varint((field << 3) | layout);
    }

    /// Seven bits a byte, the lowest first; the highest bit says that more follow.
    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of the format's documentation (protobuf.dev/programming-guides/encoding).
    #[test]
    fn messages_are_written_as_documented() {
        let number = Message::default().integer(1, 150);
        assert_eq!(number.bytes, [0x08, 0x96, 0x01]);
        let text = Message::default().text(2, "testing");
        assert_eq!(text.bytes, [0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67]);
        let nested = Message::default().message(3, &number);
        assert_eq!(nested.bytes, [0x1a, 0x03, 0x08, 0x96, 0x01]);
        let packed = Message::default().integers(6, &[3, 270, 86942]);
        assert_eq!(packed.bytes, [0x32, 0x06, 0x03, 0x8e, 0x02, 0x9e, 0xa7, 0x05]);
        let negative = Message::default().integer(1, -2);
        assert_eq!(negative.bytes[1..], [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]);
    }
}
