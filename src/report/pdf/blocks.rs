//! Turns what a report says into strips: title, facts, headings, paragraphs and lists.

use std::num::NonZeroU16;
use std::rc::Rc;

use krilla::tagging::{ListNumbering, Tag};

use super::super::ReportError;
use super::super::document::{Block, Report, Section};
use super::contents::Entry;
use super::flow::{Colour, Flow, Item, Mark, Strip, WIDTH};
use super::fonts::Fonts;
use super::tags::Structure;
use super::text::{Line, Side, Style, plain};
use super::{contents, figure, table};

pub(super) const INK: Colour = [0x1b, 0x24, 0x30];
pub(super) const MUTED: Colour = [0x55, 0x60, 0x6e];
pub(super) const RULE: Colour = [0xd5, 0xdb, 0xe2];
pub(super) const TINT: Colour = [0xf3, 0xf5, 0xf8];
pub(super) const ACCENT: Colour = [0x0b, 0x4a, 0x80];

pub(super) const BODY: Style = Style::new(10.0, 1.45);
const TITLE: Style = Style::new(23.0, 1.2).bold();
const SECTION: Style = Style::new(15.0, 1.25).bold();
const HEADING: Style = Style::new(11.0, 1.3).bold();
const LEAD: Style = Style::new(11.0, 1.45);

/// Longest line of running text, in points: longer ones are hard to follow to the next.
const MEASURE: f32 = 440.0;
/// Lines of paragraphs that stay on the page of the table that they lead to; more of them may stand apart.
const MOST_LINES_KEPT: usize = 5;
/// Widest column of the names of facts, in points.
const FACT_NAMES: f32 = 130.0;

/// What blocks are made into strips with.
pub(super) struct Composer {
    pub(super) fonts: Fonts,
    pub(super) structure: Structure,
}

/// The title and facts, the contents where there is more than one section, and the sections.
///
/// # Errors
/// A picture of the report cannot be read.
pub(super) fn composed(report: &Report) -> Result<(Flow, Composer, Vec<Entry>), ReportError> {
    let mut composer = Composer { fonts: Fonts::new(), structure: Structure::default() };
    let mut flow = Flow::new();
    let mut entries = contents::entries(report);
    flow.add(composer.title(&report.title));
    flow.add(composer.facts(&report.facts));
    if report.sections.len() > 1 {
        let room = flow.room_left();
        flow.add(composer.contents(&mut entries, room));
        flow.end_page();
    }
    let mut headings = 0;
    for section in &report.sections {
        let strips = composer.section(section, &mut headings)?;
        flow.add(strips);
    }
    composer.number_contents(&entries, &mut flow);
    Ok((flow, composer, entries))
}

impl Composer {
    fn title(&mut self, title: &str) -> Vec<Strip> {
        let lines = self.fonts.lines(title, TITLE, WIDTH);
        if lines.is_empty() {
            return Vec::new();
        }
        let element = self.heading_element(None, 1, title);
        let mut strips = stacked(lines, 0.0, INK, element);
        keep(&mut strips);
        strips
    }

    pub(super) fn heading_element(&mut self, parent: Option<usize>, level: u16, title: &str) -> usize {
        let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
        self.structure.add(parent, Tag::Hn(level, Some(plain(title)).filter(|title| !title.is_empty())))
    }

    /// Names at the left and values beside them.
    fn facts(&mut self, facts: &[(String, String)]) -> Vec<Strip> {
        let mut names: Vec<_> = facts.iter().map(|(name, _)| self.fonts.shape(name, BODY)).collect();
        let column = names.iter().map(|name| name.max).fold(0.0, f32::max).min(FACT_NAMES);
        let list = self.structure.add(None, Tag::L(ListNumbering::None));
        let mut strips = Vec::new();
        for ((_, value), name) in facts.iter().zip(&mut names) {
            let item = self.structure.add(Some(list), Tag::LI);
            let label = self.structure.add(Some(item), Tag::Lbl);
            let body = self.structure.add(Some(item), Tag::LBody);
            let left = column + 16.0;
            let name = name.lines(&mut self.fonts, column, Side::Start, 1.0);
            let value = self.fonts.lines(value, BODY, WIDTH - left);
            strips.extend(beside(&(name, 0.0, MUTED, label), &(value, left, INK, body), 2.0));
        }
        if let Some(first) = strips.first_mut() {
            first.before = 12.0;
        }
        strips
    }

    fn section(&mut self, section: &Section, headings: &mut usize) -> Result<Vec<Strip>, ReportError> {
        let element = self.structure.add(None, Tag::Section);
        let heading = self.heading_element(Some(element), 2, &section.title);
        let lines = self.fonts.lines(&section.title, SECTION, WIDTH);
        let rule = Item::Fill { x: 0.0, y: 0.0, width: WIDTH, height: 0.75, colour: RULE };
        let over = Strip {
            height: 9.0,
            before: 26.0,
            is_divider: true,
            keeps_next: true,
            items: vec![rule],
            ..Strip::default()
        };
        let mut strips = vec![over];
        strips.extend(stacked(lines, 0.0, INK, heading));
        strips.push(Strip { height: 3.0, ..Strip::default() });
        keep(&mut strips);
        mark(&mut strips[1..], headings);
        // Where the paragraphs begin that stand directly above the block that comes now.
        let mut words = strips.len();
        for block in &section.blocks {
            if matches!(block, Block::Table(_)) && strips.len() - words <= MOST_LINES_KEPT {
                keep(&mut strips[words..]);
            }
            strips.extend(self.block(block, element, headings)?);
            if !matches!(block, Block::Paragraph(_)) {
                words = strips.len();
            }
        }
        if let Some(last) = strips.last_mut() {
            last.keeps_next = false;
        }
        Ok(strips)
    }

    fn block(&mut self, block: &Block, section: usize, headings: &mut usize) -> Result<Vec<Strip>, ReportError> {
        Ok(match block {
            Block::Lead(text) => self.lead(text, section),
            Block::Paragraph(text) => self.paragraph(text, section),
            Block::Heading(title) => {
                let element = self.heading_element(Some(section), 3, title);
                let mut strips = stacked(self.fonts.lines(title, HEADING, WIDTH), 16.0, INK, element);
                keep(&mut strips);
                mark(&mut strips, headings);
                strips
            }
            Block::Bullets(items) => self.bullets(items, section),
            Block::Table(table) => table::strips(table, self, section),
            Block::Figure(picture) => figure::strips(picture, self, section)?,
        })
    }

    /// The sentence that a section is about, on a tint with a bar at its left.
    fn lead(&mut self, text: &str, section: usize) -> Vec<Strip> {
        let lines = self.fonts.lines(text, LEAD, MEASURE - 8.0);
        if lines.is_empty() {
            return Vec::new();
        }
        let element = self.structure.add(Some(section), Tag::P);
        let mut strips = stacked(lines, 8.0, INK, element);
        let (last, padding) = (strips.len() - 1, 8.0);
        for (number, strip) in strips.iter_mut().enumerate() {
            let above = if number == 0 { padding } else { 0.0 };
            strip.height += above + if number == last { padding } else { 0.0 };
            let text = std::mem::take(&mut strip.items).into_iter().map(|item| item.moved(14.0, above));
            let fill = |x, width, colour| Item::Fill { x, y: 0.0, width, height: strip.height, colour };
            let tints = [fill(3.0, MEASURE + 17.0, TINT), fill(0.0, 3.0, ACCENT)];
            strip.items = tints.into_iter().chain(text).collect();
        }
        strips
    }

    /// Lines of their own for each line of the text.
    fn paragraph(&mut self, text: &str, section: usize) -> Vec<Strip> {
        let lines: Vec<_> = text.lines().flat_map(|line| self.fonts.lines(line, BODY, MEASURE)).collect();
        if lines.is_empty() {
            return Vec::new();
        }
        let element = self.structure.add(Some(section), Tag::P);
        stacked(lines, 6.0, INK, element)
    }

    fn bullets(&mut self, items: &[String], section: usize) -> Vec<Strip> {
        let list = self.structure.add(Some(section), Tag::L(ListNumbering::Disc));
        let mut strips = Vec::new();
        for (number, text) in items.iter().enumerate() {
            let item = self.structure.add(Some(list), Tag::LI);
            let label = self.structure.add(Some(item), Tag::Lbl);
            let body = self.structure.add(Some(item), Tag::LBody);
            let bullet = self.fonts.lines("•", BODY, WIDTH);
            let text = self.fonts.lines(text, BODY, MEASURE - 14.0);
            let before = if number == 0 { 6.0 } else { 3.0 };
            strips.extend(beside(&(bullet, 3.0, MUTED, label), &(text, 14.0, INK, body), before));
        }
        strips
    }
}

/// Lines, their left end, colour and element.
type Column = (Vec<Rc<Line>>, f32, Colour, usize);

/// A strip for each line, the first with room `before` it; none of them is left alone on a page.
pub(super) fn stacked(lines: Vec<Rc<Line>>, before: f32, colour: Colour, element: usize) -> Vec<Strip> {
    let count = lines.len();
    let strip = |(number, line): (usize, Rc<Line>)| Strip {
        height: line.height,
        before: if number == 0 { before } else { 0.0 },
        keeps_next: number + 1 < count && (number == 0 || number + 2 == count),
        items: vec![Item::Text { x: 0.0, y: 0.0, line, colour, element: Some(element) }],
        ..Strip::default()
    };
    lines.into_iter().enumerate().map(strip).collect()
}

/// Two columns whose lines stand beside each other.
fn beside(left: &Column, right: &Column, before: f32) -> Vec<Strip> {
    let count = left.0.len().max(right.0.len());
    let strip = |number: usize| {
        let lines: Vec<_> = [left, right]
            .into_iter()
            .filter_map(|(lines, x, colour, element)| {
                let line = Rc::clone(lines.get(number)?);
                Some(Item::Text { x: *x, y: 0.0, line, colour: *colour, element: Some(*element) })
            })
            .collect();
        let height_of = |column: &Column| column.0.get(number).map_or(0.0, |line| line.height);
        Strip {
            height: height_of(left).max(height_of(right)),
            before: if number == 0 { before } else { 0.0 },
            keeps_next: number + 1 < count && (number == 0 || number + 2 == count),
            items: lines,
            ..Strip::default()
        }
    };
    (0..count).map(strip).collect()
}

/// All of them stay with what follows.
pub(super) fn keep(strips: &mut [Strip]) {
    for strip in strips {
        strip.keeps_next = true;
    }
}

/// The first of them is where the next entry of the contents leads.
fn mark(strips: &mut [Strip], headings: &mut usize) {
    if let Some(first) = strips.first_mut() {
        first.mark = Some(Mark::Heading(*headings));
    }
    *headings += 1;
}
