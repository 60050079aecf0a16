//! The look: one type scale, one spacing step and a palette whose hues have meaning, in light and dark.

use std::sync::Arc;

use egui::{
    Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, RichText, Stroke, Style, TextStyle,
    Theme, Vec2, Visuals,
};

/// Spacing goes in steps of this many points.
pub(super) const STEP: f32 = 4.0;

/// Colours by meaning. Every text colour reaches a contrast of 4.5 : 1 on `panel`, `canvas` and `card`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Palette {
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
    /// Colours that only tell series apart; none of them means anything.
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
    series: [
        Color32::from_rgb(0x05, 0x63, 0x8f),
        Color32::from_rgb(0xc2, 0x5a, 0x0a),
        Color32::from_rgb(0x6a, 0x3d, 0xa3),
        Color32::from_rgb(0x0d, 0x7c, 0x66),
        Color32::from_rgb(0xb3, 0x2d, 0x6b),
        Color32::from_rgb(0x6d, 0x65, 0x17),
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
    series: [
        Color32::from_rgb(0x62, 0xbc, 0xec),
        Color32::from_rgb(0xf0, 0x9a, 0x5a),
        Color32::from_rgb(0xc0, 0x9c, 0xf7),
        Color32::from_rgb(0x5c, 0xcf, 0xb8),
        Color32::from_rgb(0xf0, 0x8a, 0xb8),
        Color32::from_rgb(0xd3, 0xc9, 0x62),
    ],
};

/// The palette of the theme that `visuals` belong to.
pub(super) fn palette(visuals: &Visuals) -> &'static Palette {
    if visuals.dark_mode { &DARK } else { &LIGHT }
}

/// The largest text: the program's name on the welcome page.
pub(super) fn title() -> TextStyle {
    TextStyle::Name("title".into())
}

/// The family of headings and of what must stand out.
pub(super) fn bold() -> FontFamily {
    FontFamily::Name("semibold".into())
}

/// Text that stands out by its weight.
pub(super) fn strong(text: impl Into<String>) -> RichText {
    RichText::new(text).family(bold())
}

/// Sets up both themes.
pub(super) fn install(context: &egui::Context) {
    context.set_fonts(fonts());
    for theme in [Theme::Light, Theme::Dark] {
        context.style_mut_of(theme, |style| dress(style, theme));
    }
    context.options_mut(|options| {
        // Zooming the drawing and the text are commands of ours.
        options.zoom_with_keyboard = false;
    });
}

/// Inter in two weights, with the toolkit's own fonts for the characters that it lacks.
fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let usual = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let regular: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.otf");
    let semibold: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.otf");
    for (name, data, family) in [("inter", regular, FontFamily::Proportional), ("inter-semibold", semibold, bold())] {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(data)));
        let family = fonts.families.entry(family).or_default();
        *family = std::iter::once(name.to_owned()).chain(usual.iter().cloned()).collect();
    }
    fonts
}

fn dress(style: &mut Style, theme: Theme) {
    let palette = if theme == Theme::Dark { &DARK } else { &LIGHT };
    style.text_styles = [
        (TextStyle::Small, 11.5, FontFamily::Proportional),
        (TextStyle::Body, 13.5, FontFamily::Proportional),
        (TextStyle::Button, 13.5, FontFamily::Proportional),
        (TextStyle::Monospace, 13.0, FontFamily::Monospace),
        (TextStyle::Heading, 17.0, bold()),
        (title(), 30.0, bold()),
    ]
    .into_iter()
    .map(|(name, size, family)| (name, FontId::new(size, family)))
    .collect();
    style.spacing.item_spacing = Vec2::new(2.0 * STEP, 1.5 * STEP);
    style.spacing.button_padding = Vec2::new(2.5 * STEP, STEP);
    style.spacing.interact_size.y = 26.0;
    style.spacing.window_margin = Margin::same(16);
    style.spacing.menu_margin = Margin::same(6);
    style.animation_time = 0.1;
    style.visuals = visuals(theme.default_visuals(), palette);
}

fn visuals(base: Visuals, palette: &Palette) -> Visuals {
    let mut visuals = base;
    let radius = CornerRadius::same(5);
    visuals.panel_fill = palette.panel;
    visuals.window_fill = palette.card;
    visuals.window_stroke = Stroke::new(1.0, palette.border);
    visuals.window_corner_radius = CornerRadius::same(8);
    visuals.menu_corner_radius = CornerRadius::same(6);
    visuals.extreme_bg_color = palette.card;
    visuals.text_edit_bg_color = Some(palette.card);
    visuals.faint_bg_color = palette.canvas;
    visuals.code_bg_color = palette.canvas;
    visuals.weak_text_color = Some(palette.weak);
    visuals.hyperlink_color = palette.accent;
    visuals.error_fg_color = palette.bad;
    visuals.warn_fg_color = palette.caution;
    visuals.selection.bg_fill = palette.accent_fill;
    visuals.selection.stroke = Stroke::new(1.5, palette.accent);
    let widgets = &mut visuals.widgets;
    for (widget, fill, border, text) in [
        (&mut widgets.noninteractive, palette.panel, palette.border, palette.text),
        (&mut widgets.inactive, palette.card, palette.border, palette.text),
        (&mut widgets.hovered, palette.hovered, palette.accent, palette.text),
        (&mut widgets.active, palette.accent_fill, palette.accent, palette.text),
        (&mut widgets.open, palette.hovered, palette.border, palette.text),
    ] {
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
        widget.bg_stroke = Stroke::new(1.0, border);
        widget.fg_stroke = Stroke::new(1.2, text);
        widget.corner_radius = radius;
        widget.expansion = 0.0;
    }
    visuals
}

#[cfg(test)]
mod tests {
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
        for palette in [LIGHT, DARK] {
            let Palette { text, weak, accent, learned, good, bad, caution, .. } = palette;
            for ink in [text, weak, accent, learned, good, bad, caution] {
                for ground in [palette.panel, palette.canvas, palette.card, palette.hovered] {
                    let ratio = contrast(ink, ground);
                    assert!(ratio >= 4.5, "{ink:?} on {ground:?}: {ratio:.2}");
                }
            }
            assert!(contrast(text, palette.accent_fill) >= 4.5);
            assert!(contrast(text, palette.learned_fill) >= 4.5);
            assert!(contrast(learned, palette.learned_fill) >= 4.5);
            assert!(contrast(weak, palette.node_fill) >= 4.5);
            for color in palette.series {
                assert!(contrast(color, palette.canvas) >= 3.0, "{color:?}");
            }
        }
    }
}
