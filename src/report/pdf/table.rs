//! Tables: how wide their columns are, and rows that stay whole where a page can hold them.

use std::rc::Rc;

use krilla::tagging::{TableHeaderScope, Tag};

use super::super::document::{Row, Table, Tone};
use super::super::html::LONG;
use super::balance::{Share, balanced};
use super::blocks::{Composer, INK, MUTED, RULE, TINT};
use super::flow::{Colour, Head, Item, LANDSCAPE_WIDTH, Strip, WIDTH, room};
use super::text::{Line, Shaped, Side, Style, height};
use super::widths::{Demand, Fit, bands, breaks_words, fit};

const CELL: Style = Style::new(8.5, 1.35);
/// Letters are never smaller than this, in points.
const LEGIBLE: f32 = 7.0;
/// Above and below the text of a row, in points.
const PADDING: f32 = 3.2;
/// How far the tint of a row stands out at both sides, in points.
const OVERHANG: f32 = 4.0;
/// Rows that are looked at, at most, for how columns share the width.
const MOST_WEIGHED: usize = 100;
/// Letters of a unit that can stand on a line of its own.
const SHORTEST_WORD: usize = 4;
const HEAD_RULE: Colour = [0x8b, 0x95, 0xa1];

/// Everything about a table that its rows share.
struct Frame {
    columns: Vec<usize>,
    fit: Fit,
    is_landscape: bool,
    element: usize,
}

/// A row of cells, laid out for the widths of their columns.
struct LaidOut {
    cells: Vec<(Vec<Rc<Line>>, Colour, usize)>,
    is_emphasis: bool,
}

/// The strips of a table, or of several beside each other's columns where it has too many for one.
pub(super) fn strips(table: &Table, composer: &mut Composer, section: usize) -> Vec<Strip> {
    let heads = table.columns.iter().map(|column| composer.fonts.shape(&column.title, style(column.numeric, true)));
    let mut heads: Vec<Shaped> = heads.collect();
    let mut rows: Vec<Vec<Shaped>> = table.rows.iter().map(|row| shaped(table, row, composer)).collect();
    let demands: Vec<Demand> = (0..table.columns.len())
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column)).zip(&table.rows);
            let numeric = table.columns[column].numeric;
            let (title, least) = (heads[column].max, heads[column].min);
            cells.fold(Demand { min: least, least, max: least, title, numeric }, |demand, (cell, row)| {
                let text = &row.cells[column].text;
                let is_number = numeric && text.chars().count() <= LONG;
                let min = if is_number { cell.max } else { cell.min };
                let least = if is_number && divisible(text).is_none() { cell.max } else { cell.min };
                Demand {
                    min: demand.min.max(min),
                    least: demand.least.max(least),
                    max: demand.max.max(cell.max),
                    ..demand
                }
            })
        })
        .collect();
    let mut strips = Vec::new();
    // A page on its side is better than words that are broken.
    let is_landscape = breaks_words(&demands, WIDTH, LEGIBLE / CELL.size);
    let width = if is_landscape { LANDSCAPE_WIDTH } else { WIDTH };
    for columns in bands(&demands, width, LEGIBLE / CELL.size) {
        let band: Vec<Demand> = columns.iter().map(|column| demands[*column]).collect();
        let element = composer.structure.add(Some(section), Tag::Table);
        let mut fit = fit(&band, width, LEGIBLE / CELL.size);
        fit.widths = lowest(&fit, (&columns, &band), &mut heads, &mut rows);
        let frame = Frame { columns, fit, is_landscape, element };
        strips.extend(frame.strips(table, &mut heads, &mut rows, composer));
    }
    strips
}

/// The widths of a fit, shared out again so that rows become lower.
fn lowest(
    fit: &Fit,
    (columns, demands): (&[usize], &[Demand]),
    heads: &mut [Shaped],
    rows: &mut [Vec<Shaped>],
) -> Vec<f32> {
    let share = |(width, demand): (&f32, &Demand)| Share {
        width: *width,
        least: (demand.least * fit.factor).min(*width),
        numeric: demand.numeric,
    };
    let shares: Vec<Share> = fit.widths.iter().zip(demands).map(share).collect();
    let apart = rows.len() / MOST_WEIGHED + 1;
    balanced(&shares, |place, width| {
        let column = columns[place];
        let head = heads[column].count(width, fit.factor);
        let cells = rows.iter_mut().step_by(apart).map(|row| row.get_mut(column));
        let cells = cells.map(|cell| cell.map_or(0, |cell| cell.count(width, fit.factor)));
        std::iter::once(head).chain(cells).collect()
    })
}

/// Where a number may be divided if it has to be: before what it may be at least and at most, and after the stroke of
/// a unit that is a word. What stands on either side stays together.
fn divisible(text: &str) -> Option<String> {
    if text.chars().count() > LONG {
        return None;
    }
    let has_word = text.split_once('/').is_some_and(|(_, unit)| {
        let letters = unit.chars().take_while(|character| character.is_alphabetic());
        letters.count() >= SHORTEST_WORD
    });
    let (number, interval) = match text.split_once(" (") {
        Some((number, interval)) => (number, Some(interval)),
        None if has_word => (text, None),
        None => return None,
    };
    let whole = |part: &str| part.replace(' ', "\u{a0}");
    Some(match interval {
        Some(interval) => format!("{} ({}", whole(number), whole(interval)),
        None => whole(number),
    })
}

fn style(is_numeric: bool, is_bold: bool) -> Style {
    let style = if is_bold { CELL.bold() } else { CELL };
    if is_numeric { style.tabular() } else { style }
}

fn shaped(table: &Table, row: &Row, composer: &mut Composer) -> Vec<Shaped> {
    let cells = row.cells.iter().zip(&table.columns);
    cells
        .map(|(cell, column)| {
            let is_bold = row.emphasis || cell.tone != Tone::Neutral;
            let divided = if column.numeric { divisible(&cell.text) } else { None };
            composer.fonts.shape(divided.as_ref().unwrap_or(&cell.text), style(column.numeric, is_bold))
        })
        .collect()
}

fn colour(tone: Tone) -> Colour {
    match tone {
        Tone::Neutral => INK,
        Tone::Good => [0x1c, 0x6b, 0x3a],
        Tone::Bad => [0xa4, 0x22, 0x1a],
        Tone::Open => [0x85, 0x50, 0x0a],
    }
}

impl Frame {
    fn strips(
        &self,
        table: &Table,
        heads: &mut [Shaped],
        rows: &mut [Vec<Shaped>],
        composer: &mut Composer,
    ) -> Vec<Strip> {
        let group = composer.structure.add(Some(self.element), Tag::THead);
        let line = composer.structure.add(Some(group), Tag::TR);
        let mut head = LaidOut { cells: Vec::new(), is_emphasis: false };
        for (place, column) in self.columns.iter().enumerate() {
            let element = composer.structure.add(Some(line), Tag::TH(TableHeaderScope::Column));
            let lines = self.lines(place, &mut heads[*column], table.columns[*column].numeric, composer);
            head.cells.push((lines, MUTED, element));
        }
        let mut strips = self.head_strips(&head);
        let repeated = repeated(&strips);
        let group = composer.structure.add(Some(self.element), Tag::TBody);
        let count = rows.len();
        for (number, (row, cells)) in table.rows.iter().zip(rows).enumerate() {
            let line = composer.structure.add(Some(group), Tag::TR);
            let mut laid_out = LaidOut { cells: Vec::new(), is_emphasis: row.emphasis };
            for (place, column) in self.columns.iter().enumerate() {
                let element = composer.structure.add(Some(line), Tag::TD);
                let Some(cell) = cells.get_mut(*column) else { continue };
                let lines = self.lines(place, cell, table.columns[*column].numeric, composer);
                laid_out.cells.push((lines, colour(row.cells[*column].tone), element));
            }
            let mut row = self.row_strips(&laid_out, repeated.as_ref());
            // Neither the first nor the last row stands alone.
            if let Some(last) = row.last_mut() {
                last.keeps_next = number + 1 < count && (number == 0 || number + 2 == count);
            }
            strips.extend(row);
        }
        if let Some(last) = strips.last_mut() {
            last.keeps_next = false;
            last.height += 4.0;
        }
        for strip in &mut strips {
            strip.is_landscape = self.is_landscape;
        }
        strips
    }

    fn lines(&self, place: usize, cell: &mut Shaped, is_numeric: bool, composer: &mut Composer) -> Vec<Rc<Line>> {
        let side = if is_numeric { Side::Right } else { Side::Start };
        cell.lines(&mut composer.fonts, self.fit.widths[place], side, self.fit.factor)
    }

    /// The head in one strip, or one for each line where it would take too much of a page.
    fn head_strips(&self, head: &LaidOut) -> Vec<Strip> {
        let strip_height = head.tallest() + 2.0 * PADDING;
        if strip_height > room(self.is_landscape) / 3.0 {
            let mut strips = self.divided(head, None);
            if let Some(first) = strips.first_mut() {
                first.before = 10.0;
            }
            return strips;
        }
        // Heads stand on the rule below them.
        let mut items = self.texts(head, |lines| strip_height - PADDING - height(lines));
        items.push(self.rule(strip_height - 0.75, 0.75, HEAD_RULE));
        vec![Strip { height: strip_height, before: 10.0, keeps_next: true, items, ..Strip::default() }]
    }

    fn row_strips(&self, row: &LaidOut, head: Option<&Rc<Head>>) -> Vec<Strip> {
        let strip_height = row.tallest().max(CELL.size * self.fit.factor * CELL.leading) + 2.0 * PADDING;
        if strip_height + head.map_or(0.0, |head| head.height) > room(self.is_landscape) {
            return self.divided(row, head);
        }
        let mut items = self.tint(row, strip_height);
        items.extend(self.texts(row, |_| PADDING));
        items.push(self.rule(strip_height - 0.5, 0.5, RULE));
        vec![Strip { height: strip_height, items, head: head.cloned(), ..Strip::default() }]
    }

    /// A row that no page can hold: a strip for each line.
    fn divided(&self, row: &LaidOut, head: Option<&Rc<Head>>) -> Vec<Strip> {
        let count = row.cells.iter().map(|(lines, ..)| lines.len()).max().unwrap_or(0);
        let strip = |number: usize| {
            let lines = row.cells.iter().filter_map(|(lines, ..)| lines.get(number));
            let tallest = lines.map(|line| line.height).fold(0.0, f32::max);
            let above = if number == 0 { PADDING } else { 0.0 };
            let below = if number + 1 == count { PADDING } else { 0.0 };
            let strip_height = above + tallest + below;
            let mut items = self.tint(row, strip_height);
            for (place, (lines, colour, element)) in row.cells.iter().enumerate() {
                items.extend(lines.get(number).map(|line| self.text(place, above, line, *colour, *element)));
            }
            if number + 1 == count {
                items.push(self.rule(strip_height - 0.5, 0.5, RULE));
            }
            Strip { height: strip_height, items, head: head.cloned(), ..Strip::default() }
        };
        (0..count).map(strip).collect()
    }

    /// The text of every cell, each of which begins at `top` of its lines.
    fn texts(&self, row: &LaidOut, top: impl Fn(&[Rc<Line>]) -> f32) -> Vec<Item> {
        let mut items = Vec::new();
        for (place, (lines, colour, element)) in row.cells.iter().enumerate() {
            let mut y = top(lines);
            for line in lines {
                items.push(self.text(place, y, line, *colour, *element));
                y += line.height;
            }
        }
        items
    }

    fn text(&self, place: usize, y: f32, line: &Rc<Line>, colour: Colour, element: usize) -> Item {
        Item::Text { x: self.fit.left(place), y, line: Rc::clone(line), colour, element: Some(element) }
    }

    fn rule(&self, y: f32, height: f32, colour: Colour) -> Item {
        Item::Fill { x: 0.0, y, width: self.fit.width(), height, colour }
    }

    fn tint(&self, row: &LaidOut, height: f32) -> Vec<Item> {
        let width = self.fit.width() + 2.0 * OVERHANG;
        let tint = Item::Fill { x: -OVERHANG, y: 0.0, width, height, colour: TINT };
        if row.is_emphasis { vec![tint] } else { Vec::new() }
    }
}

impl LaidOut {
    fn tallest(&self) -> f32 {
        self.cells.iter().map(|(lines, ..)| height(lines)).fold(0.0, f32::max)
    }
}

/// The head as it is drawn again on later pages, where nobody has to hear it again; nothing if it is too high for that.
fn repeated(strips: &[Strip]) -> Option<Rc<Head>> {
    let [strip] = strips else { return None };
    let mut items = strip.items.clone();
    for item in &mut items {
        if let Item::Text { element, .. } = item {
            *element = None;
        }
    }
    Some(Rc::new(Head { height: strip.height, items }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_divided_where_a_reader_would() {
        assert_eq!(divisible("$0.0001/request").as_deref(), Some("$0.0001/request"));
        assert_eq!(divisible("≤ $12,000/month").as_deref(), Some("≤\u{a0}$12,000/month"));
        assert_eq!(
            divisible("5.28 % (3.54 to 7.79 %)").as_deref(),
            Some("5.28\u{a0}% (3.54\u{a0}to\u{a0}7.79\u{a0}%)")
        );
        assert_eq!(divisible("1,000 /s"), None);
        assert_eq!(divisible("26.83 ms"), None);
        // A sentence is divided between its words.
        assert_eq!(divisible("gradient boosting (20 trees, depth 6)"), None);
    }
}
