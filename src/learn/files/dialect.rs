//! How a text file is written, found out from its beginning: encoding, separator, quotes, decimal mark, header.

use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use csv::{ReaderBuilder, StringRecord};

use super::cell::{Value, is_missing, number};
use super::header::{RECORDS_TO_TELL, has_header};
use super::text_source::TextSource;
use super::{open, unreadable};
use crate::learn::error::LearnError;

/// Bytes that are looked at.
const SAMPLE: usize = 262_144;
/// Separators that are tried, the most usual first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How a text file is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    /// How characters are stored.
    pub encoding: Encoding,
    /// What stands between cells.
    pub delimiter: u8,
    /// What encloses a cell that contains the delimiter.
    pub quote: u8,
    /// Whether the first record names the columns.
    pub has_header: bool,
    /// Whether 12,5 is a number and 1.234 more than a thousand.
    pub decimal_comma: bool,
    /// Whether a line such as `sep=;`, which Excel understands, stands above the table.
    pub separator_line: bool,
}

/// How characters are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 behind its byte order mark.
    Utf8WithMark,
    /// UTF-16, the low byte first, behind its byte order mark.
    Utf16Little,
    /// UTF-16, the high byte first, behind its byte order mark.
    Utf16Big,
    /// The usual encoding of old Windows programs in western Europe and America.
    Windows1252,
}

impl Encoding {
    /// Bytes of the mark before the text.
    pub fn mark_length(self) -> u64 {
        match self {
            Self::Utf8 | Self::Windows1252 => 0,
            Self::Utf8WithMark => 3,
            Self::Utf16Little | Self::Utf16Big => 2,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Utf8 | Self::Utf8WithMark => "UTF-8",
            Self::Utf16Little | Self::Utf16Big => "UTF-16",
            Self::Windows1252 => "Windows-1252",
        }
    }
}

impl Dialect {
    /// Such as "semicolons, decimal comma, Windows-1252, no header".
    pub fn description(&self) -> String {
        let mut parts = vec![self.delimiter_name().1];
        if self.quote == b'\'' {
            parts.push("single quotes");
        }
        if self.decimal_comma {
            parts.push("decimal comma");
        }
        parts.push(self.encoding.name());
        if !self.has_header {
            parts.push("no header");
        }
        parts.join(", ")
    }

    /// The delimiter as "a comma" and as "commas".
    pub fn delimiter_name(&self) -> (&'static str, &'static str) {
        match self.delimiter {
            b';' => ("a semicolon", "semicolons"),
            b'\t' => ("a tab", "tabs"),
            b'|' => ("a vertical bar", "vertical bars"),
            _ => ("a comma", "commas"),
        }
    }
}

/// What was found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Detected {
    /// How the file is written.
    pub dialect: Dialect,
    /// What a person should know about the guesses.
    pub warnings: Vec<String>,
}

/// Finds out how the file at `path` is written.
pub(super) fn detect(path: &Path) -> Result<Detected, LearnError> {
    let (mut file, _) = open(path)?;
    let mut sample = Vec::new();
    let bad = |error| unreadable(path, &error);
    file.seek(SeekFrom::Start(0)).map_err(bad)?;
    file.take(SAMPLE as u64).read_to_end(&mut sample).map_err(bad)?;
    detect_in(&sample, sample.len() == SAMPLE, &path.display().to_string())
}

/// `is_cut` says that the file goes on behind `bytes`.
fn detect_in(bytes: &[u8], is_cut: bool, origin: &str) -> Result<Detected, LearnError> {
    let mut warnings = Vec::new();
    let encoding = encoding_of(bytes, is_cut, origin)?;
    if encoding == Encoding::Windows1252 {
        warnings.push(
            "The file is not UTF-8 and was taken for Windows-1252; if letters look wrong, save it as UTF-8.".to_owned(),
        );
    }
    let mut decoded = Vec::new();
    let after_mark = &bytes[encoding.mark_length() as usize..];
    TextSource::new(after_mark, encoding)
        .read_to_end(&mut decoded)
        .map_err(|error| unreadable(origin.as_ref(), &error))?;
    let text = String::from_utf8_lossy(&decoded);
    let (announced, text) = separator_line(&text);
    let quote = quote_of(text);
    let delimiter = announced.unwrap_or_else(|| delimiter_of(text, quote, is_cut));
    let records = records_of(text, delimiter, quote, is_cut);
    let mark = decimal_mark(&records, delimiter);
    if mark == DecimalMark::AmbiguousComma || mark == DecimalMark::AmbiguousGroups {
        let meaning = if mark == DecimalMark::AmbiguousComma { "decimals" } else { "thousands" };
        warnings.push(format!("Cells such as 1,234 can be read in two ways; their comma was taken to mark {meaning}."));
    }
    let decimal_comma = matches!(mark, DecimalMark::Comma | DecimalMark::AmbiguousComma);
    let values: Vec<Vec<Value<'_>>> = records
        .iter()
        .take(RECORDS_TO_TELL)
        .map(|record| record.iter().map(|cell| Value::parse(cell.trim(), decimal_comma)).collect())
        .collect();
    let has_header = has_header(&values);
    if !has_header {
        warnings.push("The first line looks like a row, so the columns are numbered; add a line of names.".to_owned());
    }
    let separator_line = announced.is_some();
    Ok(Detected {
        dialect: Dialect { encoding, delimiter, quote, has_header, decimal_comma, separator_line },
        warnings,
    })
}

fn encoding_of(bytes: &[u8], is_cut: bool, origin: &str) -> Result<Encoding, LearnError> {
    for (mark, encoding) in [
        (&b"\xEF\xBB\xBF"[..], Encoding::Utf8WithMark),
        (b"\xFF\xFE", Encoding::Utf16Little),
        (b"\xFE\xFF", Encoding::Utf16Big),
    ] {
        if bytes.starts_with(mark) {
            return Ok(encoding);
        }
    }
    let controls = bytes.iter().filter(|byte| **byte < b' ' && !byte.is_ascii_whitespace()).count();
    if bytes.contains(&0) || controls * 100 > bytes.len() {
        return Err(LearnError::Data(format!(
            "{origin} is not text; choose a CSV, Excel, OpenDocument or Parquet file, or save the table as CSV in UTF-8"
        )));
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => Ok(Encoding::Utf8),
        // The sample may end within a character.
        Err(error) if is_cut && error.error_len().is_none() => Ok(Encoding::Utf8),
        Err(_) => Ok(Encoding::Windows1252),
    }
}

/// The separator that a line such as `sep=;` announces, and the text below it.
fn separator_line(text: &str) -> (Option<u8>, &str) {
    let Some((line, rest)) = text.split_once('\n') else { return (None, text) };
    match line.trim_matches('"').as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] if DELIMITERS.contains(delimiter) => {
            (Some(*delimiter), rest)
        }
        _ => (None, text),
    }
}

/// The single quote where cells stand in single quotes and none in double ones.
fn quote_of(text: &str) -> u8 {
    let is_enclosed = |cell: &str, quote| cell.len() >= 2 && cell.starts_with(quote) && cell.ends_with(quote);
    let (mut single, mut begun, mut ended) = (0_usize, 0_usize, 0_usize);
    for cell in text.split(['\n', ',', ';', '\t', '|']) {
        let cell = cell.trim();
        if cell.starts_with('"') {
            return b'"';
        }
        single += usize::from(is_enclosed(cell, '\''));
        begun += usize::from(cell.starts_with('\''));
        ended += usize::from(cell.ends_with('\''));
    }
    // Apostrophes begin words or end them, hardly ever as often the one as the other.
    if single >= 2 && begun.min(ended) * 10 >= begun.max(ended) * 9 { b'\'' } else { b'"' }
}

/// The separator that divides the records into the most even numbers of cells.
fn delimiter_of(text: &str, quote: u8, is_cut: bool) -> u8 {
    let scored = DELIMITERS.iter().rev().filter_map(|delimiter| {
        let records = records_of(text, *delimiter, quote, is_cut);
        Some((score(&records)?, *delimiter))
    });
    // Among equals the last one wins, which is the most usual one.
    scored.max_by_key(|(score, _)| *score).map_or(b',', |(_, delimiter)| delimiter)
}

/// How even the records are, then how many cells are numbers, in twentieths; then how many cells a record has. `None`
/// if they are not divided.
fn score(records: &[StringRecord]) -> Option<(usize, usize, usize)> {
    let mut lengths: Vec<usize> = records.iter().map(StringRecord::len).collect();
    lengths.sort_unstable();
    let runs = lengths.chunk_by(|left, right| left == right);
    let (share, usual) = runs.map(|run| (run.len(), run[0])).max()?;
    if usual < 2 {
        return None;
    }
    let first_fits = records[0].len() == usual;
    let evenness = (share * 20 / records.len()) + if first_fits { 5 } else { 0 };
    let cells: Vec<&str> = records.iter().flatten().map(str::trim).filter(|cell| !is_missing(cell)).collect();
    let numbers = cells.iter().filter(|cell| number(cell, false).or_else(|| number(cell, true)).is_some()).count();
    Some((evenness, numbers * 20 / cells.len().max(1), usual))
}

fn records_of(text: &str, delimiter: u8, quote: u8, is_cut: bool) -> Vec<StringRecord> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .quote(quote)
        .from_reader(text.as_bytes());
    let mut records: Vec<StringRecord> = reader.records().map_while(Result::ok).collect();
    // The last record may be cut off.
    if is_cut && records.len() > 1 {
        records.pop();
    }
    records
}

/// What commas in numbers mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DecimalMark {
    /// The point is decimal.
    Point,
    /// The comma is decimal.
    Comma,
    /// There are only cells such as 1,234; the separator makes a decimal comma likely.
    AmbiguousComma,
    /// There are only cells such as 1,234, and nothing speaks for a decimal comma.
    AmbiguousGroups,
}

/// Decides by the cells that can be read in one way only.
fn decimal_mark(records: &[StringRecord], delimiter: u8) -> DecimalMark {
    let (mut comma, mut point, mut either) = (0, 0, 0);
    for cell in records.iter().flatten().map(str::trim).filter(|cell| cell.contains([',', '.'])) {
        match (number(cell, true), number(cell, false)) {
            (Some(_), None) => comma += 1,
            (None, Some(_)) => point += 1,
            (Some(_), Some(_)) if cell.contains(',') => either += 1,
            _ => {}
        }
    }
    if delimiter == b',' || comma < point {
        DecimalMark::Point
    } else if comma > point {
        DecimalMark::Comma
    } else if either == 0 || point > 0 {
        DecimalMark::Point
    } else if delimiter == b';' {
        DecimalMark::AmbiguousComma
    } else {
        DecimalMark::AmbiguousGroups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn describe(bytes: &[u8]) -> String {
        detect_in(bytes, false, "rows.csv").unwrap().dialect.description()
    }

    #[test]
    fn dialects_are_described_for_people() {
        for (text, expected) in [
            ("age,city\n31,Ulm\n28,Bonn\n", "commas, UTF-8"),
            ("31;1,5\n28;2,25\n", "semicolons, decimal comma, UTF-8, no header"),
            ("a\tb\n1\t2,500\n", "tabs, UTF-8"),
            ("a;b\nx;2,500\n", "semicolons, decimal comma, UTF-8"),
            ("a;b\n1;1.234,5\n2;7\n", "semicolons, decimal comma, UTF-8"),
            ("a;b\n1;1.5\n2;7.25\n", "semicolons, UTF-8"),
            ("a|b\n1|2\n", "vertical bars, UTF-8"),
            ("'a, b','c'\n'1','2'\n", "commas, single quotes, UTF-8"),
            ("a,b\n'twas,dogs'\n'tis,it's\n", "commas, UTF-8"),
            ("sep=;\na;b\n1;2\n", "semicolons, UTF-8"),
            ("note\nhello, you\nbye\n", "commas, UTF-8"),
            ("a,b\n\"x;y;z\",1\n\"p;q;r\",2\n", "commas, UTF-8"),
            ("a;b;c\nx, y;1;2\nz;3;4\n", "semicolons, UTF-8"),
            ("a,b\n1,\"1,234.5\"\n", "commas, UTF-8"),
            ("", "commas, UTF-8"),
        ] {
            assert_eq!(describe(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn encodings_are_told_by_their_marks_and_errors() {
        assert_eq!(describe(b"\xEF\xBB\xBFa,b\n1,2\n"), "commas, UTF-8");
        assert_eq!(describe(b"Stra\xDFe;n\nA;1\n"), "semicolons, Windows-1252");
        let bytes: Vec<u8> = "\u{feff}a\tb\r\n1\t2\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(describe(&bytes), "tabs, UTF-16");
        let warnings = detect_in(b"Stra\xDFe;n\nA;1\n", false, "rows.csv").unwrap().warnings;
        assert!(warnings[0].contains("Windows-1252"), "{warnings:?}");
        // A sample that ends within a character is no error.
        assert_eq!(detect_in(b"a,b\n1,\xC3", true, "rows.csv").unwrap().dialect.encoding, Encoding::Utf8);
        let error = detect_in(b"a\0b", false, "rows.csv").unwrap_err().to_string();
        assert!(error.starts_with("rows.csv is not text; choose"), "{error}");
        let rubbish: Vec<u8> = (1..=255).cycle().map(|byte: u8| byte.wrapping_mul(29)).take(2000).collect();
        assert!(detect_in(&rubbish, false, "rows.csv").is_err());
    }

    #[test]
    fn doubtful_commas_are_pointed_out() {
        let detected = detect_in(b"a\tb\n1\t2,500\n", false, "rows.csv").unwrap();
        assert_eq!(
            detected.warnings,
            ["Cells such as 1,234 can be read in two ways; their comma was taken to mark thousands."]
        );
    }
}
