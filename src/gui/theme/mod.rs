//! The look: one type scale, one spacing step and a palette whose hues have meaning, in light and dark, with usual and with
//! high contrast.

mod palette;
#[cfg(test)]
pub(super) mod vision;

use std::sync::Arc;

pub(super) use palette::{Palette, palette};

use egui::{
    CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, RichText, Stroke, Style, TextStyle, Theme,
    Vec2, Visuals,
};

/// Spacing goes in steps of this many points.
pub(super) const STEP: f32 = 4.0;

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
    set_contrast(context, Contrast::Usual);
    context.options_mut(|options| {
        // Zooming the drawing and the text are commands of ours.
        options.zoom_with_keyboard = false;
    });
}

/// How far lines and letters stand out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Contrast {
    /// As most people like it: WCAG 2.1, level AA.
    Usual,
    /// For those who see less, and for bad projectors: level AAA.
    High,
}

/// Dresses both themes.
pub(super) fn set_contrast(context: &egui::Context, contrast: Contrast) {
    for theme in [Theme::Light, Theme::Dark] {
        context.style_mut_of(theme, |style| dress(style, theme, Palette::of(theme, contrast)));
    }
}

/// Dresses a part of the window for a projector: high contrast, and no text below 22 points.
pub(super) fn dress_for_projector(ui: &mut egui::Ui) {
    let theme = if ui.visuals().dark_mode { Theme::Dark } else { Theme::Light };
    let style = ui.style_mut();
    dress(style, theme, Palette::of(theme, Contrast::High));
    for (name, font) in &mut style.text_styles {
        font.size = match name {
            TextStyle::Small | TextStyle::Button | TextStyle::Monospace => 22.0,
            TextStyle::Body => 24.0,
            TextStyle::Heading => 34.0,
            TextStyle::Name(_) => 48.0,
        };
    }
    style.spacing.item_spacing = Vec2::new(3.0 * STEP, 2.0 * STEP);
    style.spacing.interact_size.y = 36.0;
}

/// Inter in two weights, with the toolkit's own fonts for the characters that it lacks.
fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let usual = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let regular: &[u8] = include_bytes!("../../../assets/fonts/Inter-Regular.otf");
    let semibold: &[u8] = include_bytes!("../../../assets/fonts/Inter-SemiBold.otf");
    for (name, data, family) in [("inter", regular, FontFamily::Proportional), ("inter-semibold", semibold, bold())] {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(data)));
        let family = fonts.families.entry(family).or_default();
        *family = std::iter::once(name.to_owned()).chain(usual.iter().cloned()).collect();
    }
    fonts
}

fn dress(style: &mut Style, theme: Theme, palette: &Palette) {
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
