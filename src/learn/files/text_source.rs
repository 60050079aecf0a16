//! The bytes of a text file as UTF-8 with one kind of line break, whatever it is written in.

use std::io::{self, Read};

use encoding_rs::Decoder;

use super::dialect::Encoding;

/// Longest record; what is longer comes from a quote that is never closed.
const LONGEST_RECORD: u64 = 16_000_000;
/// Bytes decoded at a time.
const CHUNK: usize = 65_536;

/// Decodes, and turns `\r\n` and `\r` into `\n`, so that lines are counted as an editor counts them.
pub(super) struct TextSource<R> {
    inner: R,
    /// `None` for UTF-8, which passes as it is.
    decoder: Option<Decoder>,
    /// Bytes to be decoded.
    raw: Vec<u8>,
    /// What they say, handed out up to `start`. A decoder gives nothing into less room than one character takes, and
    /// readers may offer less.
    decoded: String,
    start: usize,
    has_ended: bool,
    /// Whether the last character was a carriage return.
    after_return: bool,
    bytes_read: u64,
    since_record: u64,
}

impl<R: Read> TextSource<R> {
    /// Reads `inner`, which stands behind the mark of its encoding.
    pub fn new(inner: R, encoding: Encoding) -> Self {
        let decoder = match encoding {
            Encoding::Utf8 | Encoding::Utf8WithMark => None,
            Encoding::Utf16Little => Some(encoding_rs::UTF_16LE),
            Encoding::Utf16Big => Some(encoding_rs::UTF_16BE),
            Encoding::Windows1252 => Some(encoding_rs::WINDOWS_1252),
        };
        Self {
            inner,
            decoder: decoder.map(encoding_rs::Encoding::new_decoder_without_bom_handling),
            raw: Vec::new(),
            decoded: String::new(),
            start: 0,
            has_ended: false,
            after_return: false,
            bytes_read: 0,
            since_record: 0,
        }
    }

    /// Bytes of the file read so far.
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// A record has ended.
    pub fn begin_record(&mut self) {
        self.since_record = 0;
    }

    /// Whether reading failed because a record does not end.
    pub fn is_overlong(&self) -> bool {
        self.since_record > LONGEST_RECORD
    }

    fn decode(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let Some(decoder) = &mut self.decoder else {
            let count = self.inner.read(out)?;
            self.bytes_read += count as u64;
            return Ok(count);
        };
        while self.start == self.decoded.len() && !self.has_ended {
            self.raw.resize(CHUNK, 0);
            let count = self.inner.read(&mut self.raw)?;
            self.bytes_read += count as u64;
            self.has_ended = count == 0;
            self.start = 0;
            self.decoded.clear();
            self.decoded.reserve(decoder.max_utf8_buffer_length(count).unwrap_or(4 * CHUNK));
            let _ = decoder.decode_to_string(&self.raw[..count], &mut self.decoded, self.has_ended);
        }
        let waiting = &self.decoded.as_bytes()[self.start..];
        let count = waiting.len().min(out.len());
        out[..count].copy_from_slice(&waiting[..count]);
        self.start += count;
        Ok(count)
    }

    /// Replaces line breaks in place; returns how many bytes remain.
    fn unify_breaks(&mut self, bytes: &mut [u8]) -> usize {
        if !self.after_return && !bytes.contains(&b'\r') {
            return bytes.len();
        }
        let mut kept = 0;
        for place in 0..bytes.len() {
            let byte = bytes[place];
            let is_second_half = byte == b'\n' && self.after_return;
            self.after_return = byte == b'\r';
            if !is_second_half {
                bytes[kept] = if byte == b'\r' { b'\n' } else { byte };
                kept += 1;
            }
        }
        kept
    }
}

impl<R: Read> Read for TextSource<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.is_overlong() {
            return Err(io::Error::other("a record does not end"));
        }
        loop {
            let count = self.decode(out)?;
            let kept = self.unify_breaks(&mut out[..count]);
            self.since_record += kept as u64;
            if kept > 0 || count == 0 {
                return Ok(kept);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a few bytes at a time.
    struct Trickle<'a>(&'a [u8], usize);

    impl Read for Trickle<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(out.len());
            out[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn check(bytes: &[u8], encoding: Encoding, expected: &str) {
        for step in 1..5 {
            let mut text = String::new();
            let mut source = TextSource::new(Trickle(bytes, step), encoding);
            source.read_to_string(&mut text).unwrap();
            assert_eq!(text, expected);
            assert_eq!(source.bytes_read(), bytes.len() as u64);
        }
    }

    #[test]
    fn line_breaks_become_one_kind() {
        check(b"a\r\nb\rc\n\nd\r\r\n", Encoding::Utf8, "a\nb\nc\n\nd\n\n");
        check("ä\n".as_bytes(), Encoding::Utf8WithMark, "ä\n");
    }

    #[test]
    fn encodings_become_utf_8() {
        check(b"K\xf6ln \x80\r\n", Encoding::Windows1252, "Köln €\n");
        let little: Vec<u8> = "Kö\r\n𝄞".encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&little, Encoding::Utf16Little, "Kö\n𝄞");
        let big: Vec<u8> = "Kö\r\n𝄞".encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&big, Encoding::Utf16Big, "Kö\n𝄞");
    }

    #[test]
    fn little_room_is_enough() {
        let wide: Vec<u8> = "ö\r\n𝄞".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut source = TextSource::new(&wide[..], Encoding::Utf16Little);
        let (mut read, mut byte) = (Vec::new(), [0]);
        while source.read(&mut byte).unwrap() == 1 {
            read.push(byte[0]);
        }
        assert_eq!(read, "ö\n𝄞".as_bytes());
    }

    #[test]
    fn an_endless_record_is_stopped() {
        let mut source = TextSource::new(io::repeat(b'a'), Encoding::Utf8);
        let mut buffer = vec![0; 1 << 20];
        let read = (0..100).try_for_each(|_| source.read(&mut buffer).map(|_| ()));
        assert!(read.is_err() && source.is_overlong());
        source.begin_record();
        assert!(source.read(&mut buffer).is_ok());
    }
}
