//! Colours by meaning, and that all of them can be read.

use egui::{Color32, Theme, Visuals};

use super::Contrast;

/// Colours by meaning. Every text colour reaches a contrast of 4.5 : 1 on `panel`, `canvas` and `card`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gui) struct Palette {
    /// Behind panels.
    pub panel: Color32,
    /// Behind the drawing and the plots.
    pub canvas: Color32,
    /// Behind cards and the boxes of components.
    pub card: Color32,
    /// Behind a card that the pointer is on.
    pub hovered: Color32,
    /// Thin lines between things.
    pub border: Color32,
    /// Grid dots and other lines that must not draw the eye.
    pub faint: Color32,
    /// Text.
    pub text: Color32,
    /// Text of less weight: captions, units.
    pub weak: Color32,
    /// What can be acted on, and what is selected.
    pub accent: Color32,
    /// Behind what is selected.
    pub accent_fill: Color32,
    /// Machine-learned elements.
    pub learned: Color32,
    /// Behind machine-learned elements.
    pub learned_fill: Color32,
    /// Met, feasible, fresh.
    pub good: Color32,
    /// Missed, infeasible, failed.
    pub bad: Color32,
    /// Unknown, stale, assumed: look twice.
    pub caution: Color32,
    /// Behind deployment nodes.
    pub node_fill: Color32,
    /// Behind notes.
    pub note_fill: Color32,
    /// Around notes.
    pub note_line: Color32,
    /// Connectors seen from far away.
    pub line: Color32,
    /// Lines that show why a box came to rest.
    pub guide: Color32,
    /// What a heat map mixes in: the more, the more of it.
    pub heat: Color32,
    /// Colours that only tell series apart; none of them means anything. They differ in lightness as well, so that they
    /// are told apart in grey and with any colour vision.
    pub series: [Color32; 6],
}

const LIGHT: Palette = Palette {
    panel: Color32::from_rgb(0xfa, 0xfb, 0xfc),
    canvas: Color32::from_rgb(0xf1, 0xf3, 0xf6),
    card: Color32::from_rgb(0xff, 0xff, 0xff),
    hovered: Color32::from_rgb(0xe9, 0xf2, 0xf8),
    border: Color32::from_rgb(0xd3, 0xd9, 0xe1),
    faint: Color32::from_rgb(0xdd, 0xe2, 0xe8),
    text: Color32::from_rgb(0x1b, 0x20, 0x27),
    weak: Color32::from_rgb(0x55, 0x5f, 0x6d),
    accent: Color32::from_rgb(0x05, 0x63, 0x8f),
    accent_fill: Color32::from_rgb(0xd8, 0xea, 0xf5),
    learned: Color32::from_rgb(0x6a, 0x3d, 0xa3),
    learned_fill: Color32::from_rgb(0xf3, 0xec, 0xfb),
    good: Color32::from_rgb(0x15, 0x6f, 0x41),
    bad: Color32::from_rgb(0xb0, 0x24, 0x1c),
    caution: Color32::from_rgb(0x85, 0x55, 0x00),
    node_fill: Color32::from_rgb(0xe8, 0xec, 0xf1),
    note_fill: Color32::from_rgb(0xfd, 0xf6, 0xd8),
    note_line: Color32::from_rgb(0xc9, 0xb6, 0x6c),
    line: Color32::from_rgb(0x8d, 0x97, 0xa4),
    guide: Color32::from_rgb(0xc0, 0x1f, 0x7a),
    heat: Color32::from_rgb(0xc2, 0x41, 0x0c),
    series: [
        Color32::from_rgb(0x05, 0x63, 0x8f),
        Color32::from_rgb(0xc6, 0x5d, 0x09),
        Color32::from_rgb(0x53, 0x27, 0x8a),
        Color32::from_rgb(0x0b, 0x7b, 0x59),
        Color32::from_rgb(0xe1, 0x5c, 0x92),
        Color32::from_rgb(0x55, 0x50, 0x00),
    ],
};

const DARK: Palette = Palette {
    panel: Color32::from_rgb(0x1b, 0x1f, 0x25),
    canvas: Color32::from_rgb(0x13, 0x16, 0x1b),
    card: Color32::from_rgb(0x23, 0x28, 0x30),
    hovered: Color32::from_rgb(0x2c, 0x36, 0x41),
    border: Color32::from_rgb(0x3a, 0x42, 0x4d),
    faint: Color32::from_rgb(0x2a, 0x30, 0x39),
    text: Color32::from_rgb(0xe7, 0xea, 0xef),
    weak: Color32::from_rgb(0xa8, 0xb1, 0xbd),
    accent: Color32::from_rgb(0x62, 0xbc, 0xec),
    accent_fill: Color32::from_rgb(0x17, 0x3a, 0x4f),
    learned: Color32::from_rgb(0xc0, 0x9c, 0xf7),
    learned_fill: Color32::from_rgb(0x2c, 0x25, 0x3d),
    good: Color32::from_rgb(0x5f, 0xca, 0x94),
    bad: Color32::from_rgb(0xf5, 0x92, 0x8a),
    caution: Color32::from_rgb(0xe8, 0xb8, 0x58),
    node_fill: Color32::from_rgb(0x1e, 0x23, 0x2a),
    note_fill: Color32::from_rgb(0x35, 0x30, 0x1d),
    note_line: Color32::from_rgb(0x8f, 0x80, 0x45),
    line: Color32::from_rgb(0x6b, 0x76, 0x84),
    guide: Color32::from_rgb(0xff, 0x7a, 0xc4),
    heat: Color32::from_rgb(0xf0, 0x98, 0x5a),
    series: [
        Color32::from_rgb(0x62, 0xbc, 0xec),
        Color32::from_rgb(0xdd, 0x89, 0x4b),
        Color32::from_rgb(0x9d, 0x77, 0xce),
        Color32::from_rgb(0x7e, 0xf2, 0xdb),
        Color32::from_rgb(0xb3, 0x54, 0x83),
        Color32::from_rgb(0xd5, 0xcb, 0x64),
    ],
};

/// Light, with contrast of 7 : 1 for text and 3 : 1 for lines.
const LIGHT_HIGH: Palette = Palette {
    panel: Color32::from_rgb(0xff, 0xff, 0xff),
    canvas: Color32::from_rgb(0xff, 0xff, 0xff),
    card: Color32::from_rgb(0xff, 0xff, 0xff),
    hovered: Color32::from_rgb(0xe2, 0xee, 0xf8),
    border: Color32::from_rgb(0x59, 0x63, 0x70),
    faint: Color32::from_rgb(0xb4, 0xbb, 0xc4),
    text: Color32::from_rgb(0x00, 0x00, 0x00),
    weak: Color32::from_rgb(0x33, 0x3b, 0x45),
    accent: Color32::from_rgb(0x00, 0x40, 0x70),
    accent_fill: Color32::from_rgb(0xc6, 0xe1, 0xf5),
    learned: Color32::from_rgb(0x4e, 0x1f, 0x8a),
    learned_fill: Color32::from_rgb(0xf4, 0xec, 0xff),
    good: Color32::from_rgb(0x00, 0x4d, 0x26),
    bad: Color32::from_rgb(0x8c, 0x0d, 0x08),
    caution: Color32::from_rgb(0x5e, 0x38, 0x00),
    node_fill: Color32::from_rgb(0xee, 0xf1, 0xf5),
    note_fill: Color32::from_rgb(0xff, 0xfa, 0xdc),
    note_line: Color32::from_rgb(0x7a, 0x68, 0x14),
    line: Color32::from_rgb(0x45, 0x4d, 0x58),
    guide: Color32::from_rgb(0xa0, 0x00, 0x5c),
    heat: Color32::from_rgb(0x9a, 0x2c, 0x00),
    series: [
        Color32::from_rgb(0x00, 0x40, 0x70),
        Color32::from_rgb(0xd5, 0x6d, 0x32),
        Color32::from_rgb(0x24, 0x00, 0x78),
        Color32::from_rgb(0x06, 0x85, 0x76),
        Color32::from_rgb(0xb1, 0x2f, 0x64),
        Color32::from_rgb(0x5b, 0x50, 0x0e),
    ],
};

/// Dark, with contrast of 7 : 1 for text and 3 : 1 for lines.
const DARK_HIGH: Palette = Palette {
    panel: Color32::from_rgb(0x00, 0x00, 0x00),
    canvas: Color32::from_rgb(0x00, 0x00, 0x00),
    card: Color32::from_rgb(0x0c, 0x0f, 0x13),
    hovered: Color32::from_rgb(0x1c, 0x2a, 0x36),
    border: Color32::from_rgb(0x8f, 0x9a, 0xa8),
    faint: Color32::from_rgb(0x3c, 0x44, 0x4e),
    text: Color32::from_rgb(0xff, 0xff, 0xff),
    weak: Color32::from_rgb(0xd3, 0xd9, 0xe1),
    accent: Color32::from_rgb(0x8c, 0xd6, 0xff),
    accent_fill: Color32::from_rgb(0x0a, 0x38, 0x57),
    learned: Color32::from_rgb(0xd9, 0xc2, 0xff),
    learned_fill: Color32::from_rgb(0x22, 0x16, 0x38),
    good: Color32::from_rgb(0x86, 0xea, 0xb4),
    bad: Color32::from_rgb(0xff, 0xb0, 0xa8),
    caution: Color32::from_rgb(0xff, 0xd4, 0x7a),
    node_fill: Color32::from_rgb(0x10, 0x15, 0x1b),
    note_fill: Color32::from_rgb(0x24, 0x20, 0x0c),
    note_line: Color32::from_rgb(0xc4, 0xb2, 0x6a),
    line: Color32::from_rgb(0xae, 0xb8, 0xc4),
    guide: Color32::from_rgb(0xff, 0x9a, 0xd4),
    heat: Color32::from_rgb(0xff, 0xb0, 0x70),
    series: [
        Color32::from_rgb(0x8c, 0xd6, 0xff),
        Color32::from_rgb(0xdb, 0x92, 0x64),
        Color32::from_rgb(0x99, 0x85, 0xbd),
        Color32::from_rgb(0x89, 0xc5, 0x9d),
        Color32::from_rgb(0xb2, 0x61, 0x80),
        Color32::from_rgb(0xef, 0xe6, 0x88),
    ],
};

const ALL: [&Palette; 4] = [&LIGHT, &DARK, &LIGHT_HIGH, &DARK_HIGH];

impl Palette {
    pub(super) fn of(theme: Theme, contrast: Contrast) -> &'static Self {
        match (theme, contrast) {
            (Theme::Light, Contrast::Usual) => &LIGHT,
            (Theme::Dark, Contrast::Usual) => &DARK,
            (Theme::Light, Contrast::High) => &LIGHT_HIGH,
            (Theme::Dark, Contrast::High) => &DARK_HIGH,
        }
    }
}

/// The palette that `visuals` were made from.
pub(in crate::gui) fn palette(visuals: &Visuals) -> &'static Palette {
    ALL.into_iter().find(|palette| palette.panel == visuals.panel_fill).unwrap_or(&LIGHT)
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator as _;

    use super::super::vision::Sight;
    use super::*;

    /// Relative luminance as WCAG 2.1 defines it.
    fn luminance(color: Color32) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_text_is_legible() {
        for (palette, least) in [(LIGHT, 4.5), (DARK, 4.5), (LIGHT_HIGH, 7.0), (DARK_HIGH, 7.0)] {
            let Palette { text, weak, accent, learned, good, bad, caution, .. } = palette;
            for ink in [text, weak, accent, learned, good, bad, caution] {
                for ground in [palette.panel, palette.canvas, palette.card, palette.hovered] {
                    let ratio = contrast(ink, ground);
                    assert!(ratio >= least, "{ink:?} on {ground:?}: {ratio:.2}");
                }
            }
            assert!(contrast(text, palette.accent_fill) >= least);
            assert!(contrast(text, palette.learned_fill) >= least);
            assert!(contrast(learned, palette.learned_fill) >= least);
            assert!(contrast(weak, palette.node_fill) >= least);
            for tint in [0.5, 1.0].map(|share: f32| palette.card.lerp_to_gamma(palette.heat, 0.08 + 0.42 * share)) {
                assert!(contrast(text, tint) >= 4.5, "{tint:?}: {:.2}", contrast(text, tint));
            }
            for color in palette.series {
                assert!(contrast(text, palette.card.lerp_to_gamma(color, 0.32)) >= 4.5, "{color:?}");
                assert!(contrast(color, palette.canvas) >= 3.0, "{color:?}");
            }
        }
    }

    #[test]
    fn series_are_told_apart_by_anybody_and_in_grey() {
        for palette in ALL {
            for sight in Sight::iter() {
                // In grey there is nothing but lightness, of which six steps are needed above the ground.
                let least = if sight == Sight::Grey { 5.5 } else { 9.5 };
                for (position, color) in palette.series.iter().enumerate() {
                    for other in &palette.series[..position] {
                        let difference = sight.difference(*color, *other);
                        assert!(difference >= least, "{color:?} and {other:?} with {sight:?}: {difference:.1}");
                    }
                    for ground in [palette.canvas, palette.card] {
                        let difference = sight.difference(*color, ground);
                        assert!(difference >= 25.0, "{color:?} on {ground:?} with {sight:?}: {difference:.1}");
                    }
                }
            }
        }
    }

    #[test]
    fn high_contrast_has_borders_that_stand_out() {
        for palette in [LIGHT_HIGH, DARK_HIGH] {
            for ground in [palette.panel, palette.canvas, palette.card, palette.node_fill] {
                for line in [palette.border, palette.line, palette.accent, palette.note_line] {
                    assert!(contrast(line, ground) >= 3.0, "{line:?} on {ground:?}");
                }
            }
        }
    }

    #[test]
    fn each_palette_is_known_by_its_panels() {
        for theme in [Theme::Light, Theme::Dark] {
            for contrast in [Contrast::Usual, Contrast::High] {
                let wanted = Palette::of(theme, contrast);
                assert_eq!(palette(&super::super::visuals(theme.default_visuals(), wanted)), wanted);
            }
        }
    }
}
