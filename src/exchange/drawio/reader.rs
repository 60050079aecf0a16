//! Reads a file: pages, unpacked where they are compressed, and their cells.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use flate2::{Decompress, FlushDecompress, Status};
use roxmltree::{Document, Node, ParsingOptions};

use super::label::words;
use super::{Cell, Drawing, Form, MAX_BYTES, MAX_CELLS, Page, Problem, ReadError, Style};
use crate::model::{Point, Rectangle};

/// Attributes of an object that are not what somebody stated about it.
const OWN_ATTRIBUTES: [&str; 3] = ["id", "label", "placeholders"];

/// Reads a drawing.
///
/// # Errors
/// The first thing that is wrong, with line and column: no XML, no drawing, a page that cannot be unpacked, or more than
/// [`MAX_BYTES`] or [`MAX_CELLS`].
pub fn read(text: &str) -> Result<Drawing, ReadError> {
    // The clipboard has it percent-encoded.
    let decoded = text.trim_start().starts_with("%3C").then(|| without_percents(text.trim().as_bytes()));
    let decoded = decoded.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let document = parse(decoded.as_deref().unwrap_or(text))?;
    let root = document.root_element();
    let pages = match root.tag_name().name() {
        "mxGraphModel" => vec![page(&document, root, "", 0)?],
        "mxfile" => {
            let (mut pages, mut count) = (Vec::new(), 0);
            for diagram in root.children().filter(|child| child.has_tag_name("diagram")) {
                let read = sheet(&document, diagram, count)?;
                count += read.cells.len();
                pages.push(read);
            }
            pages
        }
        name => return Err(error_at(&document, root, Problem::NoDrawing { name: name.to_owned() })),
    };
    if pages.is_empty() {
        return Err(error_at(&document, root, Problem::NoPage));
    }
    Ok(Drawing { pages })
}

fn parse(text: &str) -> Result<Document<'_>, ReadError> {
    if text.len() > MAX_BYTES {
        return Err(ReadError { line: 1, column: 1, problem: Problem::TooLong { limit: MAX_BYTES } });
    }
    let options = ParsingOptions { allow_dtd: false, nodes_limit: 16 * MAX_CELLS as u32, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| {
        let place = error.pos();
        // The message repeats the place.
        let said = error.to_string();
        let said = said.rsplit_once(" at ").map_or(said.as_str(), |(said, _)| said).to_owned();
        ReadError { line: place.row, column: place.col, problem: Problem::NoXml(said) }
    })
}

fn error_at(document: &Document<'_>, node: Node<'_, '_>, problem: Problem) -> ReadError {
    let (line, column) = place(document, node);
    ReadError { line, column, problem }
}

fn place(document: &Document<'_>, node: Node<'_, '_>) -> (u32, u32) {
    let place = document.text_pos_at(node.range().start);
    (place.row, place.col)
}

/// Lines and columns of offsets that only grow: each part of the text is looked at once.
struct Places<'a> {
    text: &'a str,
    offset: usize,
    place: (u32, u32),
}

impl Places<'_> {
    fn of(&mut self, offset: usize) -> (u32, u32) {
        for letter in self.text.get(self.offset..offset).unwrap_or_default().chars() {
            self.place = if letter == '\n' { (self.place.0 + 1, 1) } else { (self.place.0, self.place.1 + 1) };
        }
        self.offset = offset.max(self.offset);
        self.place
    }
}

/// A page: its model stands in it, or is packed into its text.
fn sheet(document: &Document<'_>, diagram: Node<'_, '_>, before: usize) -> Result<Page, ReadError> {
    let name = diagram.attribute("name").unwrap_or_default();
    if let Some(model) = diagram.children().find(|child| child.has_tag_name("mxGraphModel")) {
        return page(document, model, name, before);
    }
    let refuse = |reason: String| error_at(document, diagram, Problem::NotUnpacked { page: name.to_owned(), reason });
    let packed = diagram.text().unwrap_or_default().trim();
    if packed.is_empty() {
        return Ok(Page { name: name.to_owned(), cells: Vec::new() });
    }
    let unpacked = unpack(packed).map_err(refuse)?;
    let inner = parse(&unpacked).map_err(|error| refuse(error.to_string()))?;
    let mut read =
        page(&inner, inner.root_element(), name, before).map_err(|error| error_at(document, diagram, error.problem))?;
    // Places inside of what was packed mean nothing to people.
    let here = place(document, diagram);
    read.cells.iter_mut().for_each(|cell| cell.place = here);
    Ok(read)
}

/// Base64, then raw deflate, then percent-encoded text.
fn unpack(packed: &str) -> Result<String, String> {
    let lenient = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let engine = GeneralPurpose::new(&STANDARD, lenient);
    let plain: String = packed.chars().filter(|letter| !letter.is_whitespace()).collect();
    let bytes = engine.decode(plain).map_err(|error| error.to_string())?;
    let text = inflated(&bytes)?;
    String::from_utf8(without_percents(&text)).map_err(|error| error.to_string())
}

/// Percent-encoding makes a text up to three times as long.
const LONGEST: usize = 3 * MAX_BYTES;
/// Room for what is unpacked grows by this.
const STEP: usize = 64 * 1024;

fn inflated(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut inflater = Decompress::new(false);
    let mut text = Vec::new();
    while text.len() <= LONGEST {
        text.reserve(STEP);
        let rest = bytes.get(inflater.total_in() as usize..).unwrap_or_default();
        let before = (inflater.total_in(), text.len());
        let status = inflater.decompress_vec(rest, &mut text, FlushDecompress::None);
        match status.map_err(|error| error.to_string())? {
            Status::StreamEnd => return Ok(text),
            Status::Ok | Status::BufError if before == (inflater.total_in(), text.len()) => {
                return Err("it ends too early".to_owned());
            }
            Status::Ok | Status::BufError => {}
        }
    }
    Err(format!("it is longer than {MAX_BYTES} bytes"))
}

fn without_percents(text: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        let digits = text.get(at + 1..at + 3).and_then(|digits| std::str::from_utf8(digits).ok());
        let decoded = digits.filter(|_| *byte == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        plain.push(decoded.unwrap_or(*byte));
        at += if decoded.is_some() { 3 } else { 1 };
    }
    plain
}

fn page(document: &Document<'_>, model: Node<'_, '_>, name: &str, before: usize) -> Result<Page, ReadError> {
    if !model.has_tag_name("mxGraphModel") {
        let name = model.tag_name().name().to_owned();
        return Err(error_at(document, model, Problem::NoDrawing { name }));
    }
    let mut cells = Vec::new();
    let mut places = Places { text: document.input_text(), offset: 0, place: (1, 1) };
    let roots = model.children().filter(|child| child.has_tag_name("root"));
    for element in roots.flat_map(|root| root.children()).filter(Node::is_element) {
        if before + cells.len() >= MAX_CELLS {
            return Err(error_at(document, element, Problem::TooManyCells { limit: MAX_CELLS }));
        }
        cells.extend(cell(element, places.of(element.range().start)));
    }
    Ok(Page { name: name.to_owned(), cells })
}

/// A cell stands by itself, or in an object that says more about it.
fn cell(element: Node<'_, '_>, place: (u32, u32)) -> Option<Cell> {
    let is_plain = element.has_tag_name("mxCell");
    let inner = if is_plain { element } else { element.children().find(|child| child.has_tag_name("mxCell"))? };
    let mut data = BTreeMap::new();
    if !is_plain {
        let stated = element.attributes().filter(|entry| !OWN_ATTRIBUTES.contains(&entry.name()));
        data = stated.map(|entry| (entry.name().to_owned(), entry.value().to_owned())).collect();
    }
    let label = if is_plain { inner.attribute("value") } else { element.attribute("label") };
    let label = filled_in(label.unwrap_or_default(), &data, element.attribute("placeholders") == Some("1"));
    let style = Style::parse(inner.attribute("style").unwrap_or_default());
    Some(Cell {
        id: element.attribute("id").or(inner.attribute("id")).unwrap_or_default().to_owned(),
        parent: inner.attribute("parent").unwrap_or_default().to_owned(),
        // Other labels mean what they say, signs for "less" and all.
        label: if style.is_on("html") { words(&label) } else { label },
        data,
        style,
        form: form(inner),
        place,
    })
}

/// A label in which `%name%` stands for what is stated under that name. What is put in is not looked at again.
fn filled_in(label: &str, data: &BTreeMap<String, String>, has_placeholders: bool) -> String {
    if !has_placeholders {
        return label.to_owned();
    }
    let (mut filled, mut rest) = (String::new(), label);
    while let Some((before, after)) = rest.split_once('%').filter(|_| filled.len() < LONGEST_LABEL) {
        filled.push_str(before);
        let named = after.split_once('%').and_then(|(name, after)| Some((data.get(name)?, after)));
        let (part, after) = named.map_or(("%", after), |(value, after)| (value.as_str(), after));
        filled.push_str(part);
        rest = after;
    }
    filled + rest
}

/// A label that has grown longer by what was put in grows no further, in bytes.
const LONGEST_LABEL: usize = 64 * 1024;

fn form(cell: Node<'_, '_>) -> Form {
    let is_on = |name| cell.attribute(name) == Some("1");
    let geometry = cell.children().find(|child| child.has_tag_name("mxGeometry"));
    if is_on("edge") {
        let end = |name| cell.attribute(name).unwrap_or_default().to_owned();
        let array = |node: &Node<'_, '_>| node.has_tag_name("Array") && node.attribute("as") == Some("points");
        let points = geometry.and_then(|geometry| geometry.children().find(array));
        let points = points.into_iter().flat_map(|array| array.children()).filter(Node::is_element);
        let points = points.map(|point| Point::new(number(point, "x"), number(point, "y"))).collect();
        return Form::Line { source: end("source"), target: end("target"), points };
    }
    let Some(geometry) = geometry.filter(|_| is_on("vertex")) else { return Form::Layer };
    let shape = Rectangle::new(
        number(geometry, "x"),
        number(geometry, "y"),
        number(geometry, "width").max(0.0),
        number(geometry, "height").max(0.0),
    );
    Form::Box { shape }
}

fn number(node: Node<'_, '_>, name: &str) -> f32 {
    let number = node.attribute(name).and_then(|text| text.trim().parse::<f32>().ok());
    number.filter(|number| number.is_finite()).unwrap_or(0.0)
}
