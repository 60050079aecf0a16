//! The little that is needed to write SVG by hand: escaping, text that fits, and the palette of light pages.

use std::fmt::Write as _;

use super::inert::inert;

/// Fonts that every reader's machine has one of.
pub(super) const FONT: &str = "system-ui, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

/// Colours on a light page. Text colours stand at 4.5:1 or better against white and the tints.
pub(crate) mod palette {
    /// Main text.
    pub(crate) const INK: &str = "#1b2430";
    /// Second-rank text.
    pub(crate) const MUTED: &str = "#55606e";
    /// Lines around boxes and along axes.
    pub(crate) const LINE: &str = "#6b7683";
    /// Grid lines.
    pub(crate) const GRID: &str = "#e3e7ec";
    /// The page.
    pub(crate) const PAPER: &str = "#ffffff";
    /// Inside a deployment node.
    pub(crate) const NODE: &str = "#f3f5f8";
    /// Around a deployment node.
    pub(crate) const NODE_LINE: &str = "#b9c2cd";
    /// A note.
    pub(crate) const NOTE: &str = "#fdf6d8";
    /// Around a note.
    pub(crate) const NOTE_LINE: &str = "#cdbb75";
    /// What is machine-learned.
    pub(crate) const LEARNED: &str = "#6b3fb5";
    /// Inside a machine-learned component.
    pub(crate) const LEARNED_TINT: &str = "#f6f1fd";
    /// Feasible designs.
    pub(crate) const FEASIBLE: &str = "#1f6fb2";
    /// The front.
    pub(crate) const FRONT: &str = "#0b4a80";
    /// Infeasible designs.
    pub(crate) const INFEASIBLE: &str = "#8a6a6a";
    /// The chosen design.
    pub(crate) const CHOSEN: &str = "#b23c06";
    /// Thresholds of requirements.
    pub(crate) const THRESHOLD: &str = "#2c6b45";
}

/// `text` as it may stand in an element or an attribute, inert: drawings are written without a report as well.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in inert(text).chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\n' => safe.push(' '),
            character => safe.push(character),
        }
    }
    safe
}

/// One line of text.
pub(crate) struct Text<'a> {
    /// Where it is anchored.
    pub x: f32,
    /// Its baseline.
    pub y: f32,
    /// Font size.
    pub size: f32,
    /// Colour.
    pub fill: &'a str,
    /// `start`, `middle` or `end`.
    pub anchor: &'a str,
    /// Whether it is bold.
    pub bold: bool,
}

impl Text<'_> {
    /// Writes `content` at this place.
    pub(crate) fn write(&self, content: &str, svg: &mut String) {
        self.write_styled(content, "", svg);
    }

    /// Writes `content` on a rim of paper, so that it can be read across lines. The rim is a text of its own, because
    /// not every reader of SVG knows `paint-order`.
    pub(crate) fn write_over_lines(&self, content: &str, svg: &mut String) {
        let rim = format!(
            " stroke=\"{}\" stroke-width=\"3.5\" stroke-linejoin=\"round\" aria-hidden=\"true\"",
            palette::PAPER
        );
        self.write_styled(content, &rim, svg);
        self.write_styled(content, "", svg);
    }

    fn write_styled(&self, content: &str, style: &str, svg: &mut String) {
        let weight = if self.bold { " font-weight=\"600\"" } else { "" };
        writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\" text-anchor=\"{}\"{weight}{style}>{}</text>",
            short(self.x),
            short(self.y),
            self.size,
            self.fill,
            self.anchor,
            escaped(content)
        )
        .ok();
    }
}

/// A coordinate with at most one decimal.
pub(crate) fn short(value: f32) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// A whole picture of this size around `body`, on a page of paper or on none.
pub(crate) fn picture((width, height): (f32, f32), title: &str, is_transparent: bool, body: &str) -> String {
    let (width, height, title) = (short(width), short(height), escaped(title));
    let page = if is_transparent {
        String::new()
    } else {
        format!("<rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\n", palette::PAPER)
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\" aria-label=\"{title}\" font-family=\"{FONT}\">\n<title>{title}</title>\n\
         {page}{body}</svg>\n"
    )
}

/// Panics unless `svg` is well-formed: every element closed in order, no stray `<`, `&` or quote.
#[cfg(test)]
pub(crate) fn check_well_formed(svg: &str) {
    let mut open: Vec<String> = Vec::new();
    let mut rest = svg;
    while let Some(start) = rest.find('<') {
        check_entities(&rest[..start]);
        let end =
            rest[start..].find('>').unwrap_or_else(|| panic!("an element is never closed: {}", &rest[start..])) + start;
        let tag = &rest[start + 1..end];
        assert!(!tag.contains('<'), "< within an element: {tag}");
        check_entities(tag);
        assert!(tag.matches('"').count().is_multiple_of(2), "a quote is missing: {tag}");
        let name = tag.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap_or_default().to_owned();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "closed in the wrong order");
        } else if !tag.ends_with('/') {
            open.push(name);
        }
        rest = &rest[end + 1..];
    }
    assert!(open.is_empty(), "still open: {open:?}");
}

#[cfg(test)]
fn check_entities(text: &str) {
    for after in text.split('&').skip(1) {
        let known = ["amp;", "lt;", "gt;", "quot;", "#39;"].iter().any(|entity| after.starts_with(entity));
        assert!(known, "a bare & in: {text}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        assert_eq!(escaped("<script>&\"'\u{0}\n"), "&lt;script&gt;&amp;&quot;&#39; ");
        assert_eq!(escaped("a\u{202e}b\tc\u{1b}\u{fffe}\r\nd"), "ab c d");
        check_well_formed(&picture((10.0, 10.0), "\"><script>", false, "<text>&amp;</text>"));
    }

    #[test]
    #[should_panic(expected = "wrong order")]
    fn the_check_sees_what_is_broken() {
        check_well_formed("<svg><g></svg></g>");
    }

    /// Relative luminance and contrast as WCAG 2 defines them.
    fn contrast(color: &str, background: &str) -> f64 {
        let luminance = |color: &str| {
            let channel = |at: usize| {
                let value = f64::from(u8::from_str_radix(&color[at..at + 2], 16).unwrap()) / 255.0;
                if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
        };
        let (a, b) = (luminance(color), luminance(background));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_can_be_read() {
        assert!((contrast("#ffffff", "#000000") - 21.0).abs() < 1e-9);
        for background in [palette::PAPER, palette::NODE, palette::LEARNED_TINT, palette::NOTE] {
            for color in [palette::INK, palette::MUTED, palette::FRONT, palette::CHOSEN, palette::THRESHOLD] {
                assert!(contrast(color, background) >= 4.5, "{color} on {background}");
            }
        }
        assert!(contrast(palette::PAPER, palette::LEARNED) >= 4.5);
    }
}
