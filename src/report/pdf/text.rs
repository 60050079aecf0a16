//! Text of a PDF: what may stand in it, and how it breaks into lines that know where each glyph goes.

use std::rc::Rc;

use krilla::text::{GlyphId, KrillaGlyph};
use parley::{Alignment, AlignmentOptions, Layout};

use super::super::inert::inert;
use super::fonts::Fonts;

/// Height of Inter's letters above and below the line they stand on, per size.
const ASCENT: f32 = 0.968_75;
const DESCENT: f32 = 0.242;
/// Longest run of marks on one letter, and of letters in scripts where some count as marks; what comes after stands by
/// itself. Layout counts what belongs to a letter in eight bits.
const MARKS: usize = 16;
const SYLLABLES: usize = 200;

/// How letters look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Style {
    /// Points.
    pub(super) size: f32,
    /// Height of a line per size.
    pub(super) leading: f32,
    pub(super) is_bold: bool,
    /// Whether all digits have the same width.
    pub(super) is_tabular: bool,
}

/// Text as glyphs, which can be broken into lines of any width.
pub(super) struct Shaped {
    text: Rc<str>,
    layout: Layout<()>,
    style: Style,
    /// Width of the longest piece that is not broken, in points.
    pub(super) min: f32,
    /// Width without breaks, in points.
    pub(super) max: f32,
}

/// One line, whose glyphs are placed from its upper left corner.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) text: Rc<str>,
    pub(super) runs: Vec<GlyphRun>,
    /// From top to top of the next, in points.
    pub(super) height: f32,
    /// From the top to where letters stand, in points.
    pub(super) baseline: f32,
    /// Points from the first to the last visible letter.
    pub(super) width: f32,
}

/// Glyphs of one font, left to right.
#[derive(Debug)]
pub(super) struct GlyphRun {
    pub(super) face: usize,
    pub(super) size: f32,
    pub(super) x: f32,
    pub(super) glyphs: Vec<KrillaGlyph>,
}

/// Which side lines stand at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Where the script starts.
    Start,
    /// The right.
    Right,
}

impl Style {
    pub(super) const fn new(size: f32, leading: f32) -> Self {
        Self { size, leading, is_bold: false, is_tabular: false }
    }

    pub(super) const fn bold(self) -> Self {
        Self { is_bold: true, ..self }
    }

    pub(super) const fn tabular(self) -> Self {
        Self { is_tabular: true, ..self }
    }
}

impl Shaped {
    pub(super) fn new(text: String, layout: Layout<()>, style: Style) -> Self {
        let widths = layout.calculate_content_widths();
        Self { text: text.into(), layout, style, min: widths.min, max: widths.max }
    }

    /// The lines of at most `width` points, with letters of `factor` times the size that was asked for.
    pub(super) fn lines(&mut self, fonts: &mut Fonts, width: f32, side: Side, factor: f32) -> Vec<Rc<Line>> {
        if self.text.is_empty() {
            return Vec::new();
        }
        // A little more than what was measured, so that rounding breaks no line.
        self.layout.break_all_lines(Some(width / factor + 0.01));
        let alignment = match side {
            Side::Start => Alignment::Start,
            Side::Right => Alignment::Right,
        };
        self.layout.align(alignment, AlignmentOptions::default());
        self.layout.lines().map(|line| Rc::new(self.line(&line, fonts, factor))).collect()
    }

    /// How many lines of at most `width` points there are, with letters of `factor` times the size.
    pub(super) fn count(&mut self, width: f32, factor: f32) -> usize {
        if self.text.is_empty() {
            return 0;
        }
        self.layout.break_all_lines(Some(width / factor + 0.01));
        self.layout.len()
    }

    fn line(&self, line: &parley::Line<'_, ()>, fonts: &mut Fonts, factor: f32) -> Line {
        let metrics = line.metrics();
        let size = self.style.size * factor;
        let (mut ascent, mut descent) = (ASCENT * size, DESCENT * size);
        let mut x = metrics.offset * factor;
        let mut runs = Vec::new();
        for run in line.runs() {
            ascent = ascent.max(run.metrics().ascent * factor);
            descent = descent.max(run.metrics().descent * factor);
            let start = x;
            let mut glyphs: Vec<KrillaGlyph> = Vec::new();
            for cluster in run.visual_clusters() {
                if cluster.is_ligature_continuation() {
                    if let Some(glyph) = glyphs.last_mut() {
                        let range = cluster.text_range();
                        glyph.text_range.start = glyph.text_range.start.min(range.start);
                        glyph.text_range.end = glyph.text_range.end.max(range.end);
                    }
                    continue;
                }
                for glyph in cluster.glyphs() {
                    let em = run.font_size();
                    // Offsets count downwards here and upwards in a PDF.
                    let (advance, right, up) = (glyph.advance / em, glyph.x / em, -glyph.y / em);
                    let range = cluster.text_range();
                    glyphs.push(KrillaGlyph::new(GlyphId::new(glyph.id), advance, right, up, 0.0, range, None));
                    x += glyph.advance * factor;
                }
            }
            if let Some(face) = fonts.face_of(&run).filter(|_| !glyphs.is_empty()) {
                runs.push(GlyphRun { face, size: run.font_size() * factor, x: start, glyphs });
            }
        }
        let height = (self.style.leading * size).max(ascent + descent);
        let baseline = (height - ascent - descent) / 2.0 + ascent;
        let width = (metrics.advance - metrics.trailing_whitespace) * factor;
        Line { text: Rc::clone(&self.text), runs, height, baseline, width }
    }
}

impl Fonts {
    /// `text` in lines of at most `width` points.
    pub(super) fn lines(&mut self, text: &str, style: Style, width: f32) -> Vec<Rc<Line>> {
        self.shape(text, style).lines(self, width, Side::Start, 1.0)
    }

    /// `text` in at most `count` lines of at most `width` points; what does not fit becomes an ellipsis.
    pub(super) fn elided(&mut self, text: &str, style: Style, width: f32, count: usize) -> Vec<Rc<Line>> {
        let lines = self.lines(text, style, width);
        if lines.len() <= count {
            return lines;
        }
        let shown = lines[..count].iter().flat_map(|line| &line.runs).flat_map(|run| &run.glyphs);
        let end = shown.map(|glyph| glyph.text_range.end).max().unwrap_or(0);
        let mut kept = lines[0].text[..end].trim_end().to_owned();
        loop {
            let lines = self.lines(&format!("{}…", kept.trim_end()), style, width);
            if lines.len() <= count || kept.pop().is_none() {
                return lines.into_iter().take(count).collect();
            }
        }
    }
}

/// The height of lines below each other, in points.
pub(super) fn height(lines: &[Rc<Line>]) -> f32 {
    lines.iter().map(|line| line.height).sum()
}

/// `text` as it may stand on a page: spaces in a row are one, and nothing in it controls readers, the direction of what
/// stands beside it, or the program that lays it out.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let (mut marks, mut syllables) = (0, 0);
    for character in inert(text).trim().chars() {
        let character = if character == '\n' { ' ' } else { character };
        if character == ' ' && (plain.is_empty() || plain.ends_with(' ')) {
            continue;
        }
        // A share does not lose its sign to the next line.
        if character == '%' && plain.ends_with(' ') {
            plain.pop();
            plain.push('\u{a0}');
        }
        marks = if joins(plain.chars().next_back(), character) { marks + 1 } else { 0 };
        syllables = if has_spacing_marks(character) { syllables + 1 } else { 0 };
        if marks > MARKS || syllables > SYLLABLES {
            plain.push('\u{200b}');
            (marks, syllables) = (marks.min(1), 1);
        }
        plain.push(character);
    }
    plain.truncate(plain.trim_end_matches(' ').len());
    plain
}

/// `text` as it may stand on a page, or `otherwise` where nothing of it may.
pub(super) fn plain_or(text: &str, otherwise: &str) -> String {
    let plain = plain(text);
    if plain.is_empty() { otherwise.to_owned() } else { plain }
}

/// Whether a character becomes part of what stands before it: marks, joiners, variants, syllables in pieces.
fn joins(before: Option<char>, character: char) -> bool {
    match character {
        // A syllable begins with consonants.
        '\u{1100}'..='\u{115f}' => !matches!(before, Some('\u{1160}'..='\u{11ff}')),
        '\u{1160}'..='\u{11ff}' | '\u{a960}'..='\u{a97f}' | '\u{d7b0}'..='\u{d7ff}' | '\u{1f3fb}'..='\u{1f3ff}' => true,
        // What `escape_debug` writes as a number extends a letter or cannot be seen.
        '\u{300}'.. => before == Some('\u{200d}') || character.escape_debug().len() > 1,
        _ => false,
    }
}

/// Whether a character is of a script that has marks among its letters.
fn has_spacing_marks(character: char) -> bool {
    matches!(character,
        '\u{900}'..='\u{109f}' | '\u{1700}'..='\u{1cff}' | '\u{a800}'..='\u{abff}' | '\u{11000}'..='\u{11fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_turns_or_hides_what_stands_beside_it() {
        assert_eq!(plain(" a\t\n b\u{202e}c\u{2066}\u{0}d\u{feff} "), "a bcd");
        assert_eq!(plain("2\u{a0}ms"), "2\u{a0}ms");
        assert_eq!(plain("50 % of 4"), "50\u{a0}% of 4");
        assert_eq!(plain("\u{1b}\r\n"), "");
        assert_eq!(plain("שלום e\u{301} 한국"), "שלום e\u{301} 한국");
    }

    #[test]
    fn endless_marks_are_divided() {
        let longest = |text: &str| plain(text).split('\u{200b}').map(|part| part.chars().count()).max().unwrap();
        assert!(longest(&format!("a{}", "\u{301}".repeat(1000))) <= MARKS + 1);
        assert!(longest(&"👩\u{200d}".repeat(500)) <= MARKS + 1);
        assert!(longest(&"\u{1100}".repeat(500)) <= MARKS + 1);
        assert!(longest(&format!("क{}", "\u{93e}".repeat(600))) <= SYLLABLES);
        // Ordinary syllables in pieces are not.
        assert_eq!(plain(&"\u{1100}\u{1161}\u{11a8}".repeat(60)).matches('\u{200b}').count(), 0);
    }

    #[test]
    fn lines_are_no_wider_than_asked_and_lose_nothing() {
        let mut fonts = Fonts::new();
        for text in ["one two three four five six seven eight", &"W".repeat(300), "שלום עולם שלום עולם"]
        {
            let lines = fonts.lines(text, Style::new(10.0, 1.4), 60.0);
            assert!(lines.len() > 1 && lines.iter().all(|line| line.width <= 60.1), "{text}");
            let glyphs = lines.iter().flat_map(|line| &line.runs).flat_map(|run| &run.glyphs);
            let drawn: std::collections::BTreeSet<usize> = glyphs.flat_map(|glyph| glyph.text_range.clone()).collect();
            assert_eq!(drawn.len(), text.len(), "{text}");
        }
    }

    #[test]
    fn what_is_elided_ends_in_an_ellipsis() {
        let mut fonts = Fonts::new();
        let lines = fonts.elided(&"long ".repeat(100), Style::new(10.0, 1.4), 100.0, 1);
        assert_eq!(lines.len(), 1);
        assert!(lines[0].text.ends_with('…') && lines[0].width <= 100.1, "{}", lines[0].text);
        assert_eq!(&*fonts.elided("short", Style::new(10.0, 1.4), 100.0, 1)[0].text, "short");
    }
}
