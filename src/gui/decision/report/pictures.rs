//! The figures of a report as textures, drawn beside the window as sharp as the screen is.

use egui::{Color32, ColorImage, Image, RichText, Sense, TextureHandle, TextureOptions, Ui, Vec2, vec2};

use crate::gui::waking;
use crate::report::{Figure, Picture, Report, ReportError, picture};
use crate::work::{Background, Poll};

/// Figures that are drawn at a time: the window needs a processor as well.
const AT_A_TIME: usize = 2;
/// A texture this much off in size is still sharp enough.
const SHARP_ENOUGH: f32 = 0.02;
/// The size of a figure that does not say its own.
const UNKNOWN: Vec2 = vec2(480.0, 320.0);
/// Letters on paper.
const INK: Color32 = Color32::from_rgb(0x55, 0x60, 0x6e);

/// The figures that were drawn, and those that are being drawn.
#[derive(Default)]
pub(super) struct Pictures(Vec<Drawn>);

struct Drawn {
    /// No other figure of a report has it.
    key: String,
    svg: String,
    /// With the pixels per unit that it was drawn at.
    texture: Option<(f32, TextureHandle)>,
    drawing: Option<(f32, Background<Result<Picture, ReportError>>)>,
    trouble: Option<String>,
}

/// How large a figure is shown where there is so much room: as large as it is, if that fits.
pub(super) fn shown_size(figure: &Figure, room: f32) -> Vec2 {
    let natural = size_of(&figure.svg).unwrap_or(UNKNOWN);
    natural * (room / natural.x).min(1.0)
}

impl Pictures {
    /// Forgets what is in this report no more.
    pub fn keep(&mut self, report: &Report) {
        self.0.retain(|drawn| report.figures().any(|figure| figure.key == drawn.key && figure.svg == drawn.svg));
    }

    /// Shows a figure in this size, or that it is still being drawn.
    pub fn show(&mut self, ui: &mut Ui, figure: &Figure, size: Vec2) {
        let natural = size_of(&figure.svg).unwrap_or(UNKNOWN);
        let most = ui.input(|input| input.max_texture_side) as f32 / natural.max_elem();
        let scale = (size.x / natural.x * ui.ctx().pixels_per_point()).min(most);
        let is_free = self.0.iter().filter(|drawn| drawn.drawing.is_some()).count() < AT_A_TIME;
        let drawn = self.of(figure);
        drawn.poll(ui);
        let is_sharp = |at: f32| (at / scale - 1.0).abs() <= SHARP_ENOUGH;
        let is_drawn = drawn.texture.as_ref().is_some_and(|(at, _)| is_sharp(*at));
        if !is_drawn && is_free && drawn.drawing.is_none() && drawn.trouble.is_none() {
            drawn.begin(ui, scale);
        }
        match (&drawn.texture, &drawn.trouble) {
            (Some((_, texture)), _) => {
                ui.add(Image::new((texture.id(), size)).fit_to_exact_size(size).alt_text(&figure.caption));
            }
            (None, trouble) => {
                let (place, _) = ui.allocate_exact_size(size, Sense::hover());
                let text = trouble.as_deref().unwrap_or("The picture is being drawn");
                ui.put(place, egui::Label::new(RichText::new(text).small().color(INK)).wrap());
                if !is_free {
                    // It waits for another one, which wakes the window only once.
                    ui.ctx().request_repaint_after(std::time::Duration::from_millis(50));
                }
            }
        }
    }

    fn of(&mut self, figure: &Figure) -> &mut Drawn {
        let place = self.0.iter().position(|drawn| drawn.key == figure.key).unwrap_or_else(|| {
            let (key, svg) = (figure.key.clone(), figure.svg.clone());
            self.0.push(Drawn { key, svg, texture: None, drawing: None, trouble: None });
            self.0.len() - 1
        });
        &mut self.0[place]
    }
}

impl Drawn {
    fn begin(&mut self, ui: &Ui, scale: f32) {
        let svg = self.svg.clone();
        match Background::start("picture of the report", &waking(ui.ctx()), move |_| picture(&svg, scale)) {
            Ok(drawing) => self.drawing = Some((scale, drawing)),
            Err(error) => self.trouble = Some(format!("The picture could not be drawn: {error}.")),
        }
    }

    fn poll(&mut self, ui: &Ui) {
        let Some((scale, drawing)) = self.drawing.take() else { return };
        match drawing.poll() {
            Poll::Pending => self.drawing = Some((scale, drawing)),
            Poll::Ready(Ok(picture)) => {
                let size = [picture.width as usize, picture.height as usize];
                let image = ColorImage::from_rgba_premultiplied(size, &picture.pixels);
                self.texture = Some((scale, ui.ctx().load_texture(&self.key, image, TextureOptions::LINEAR)));
            }
            Poll::Ready(Err(error)) => self.trouble = Some(format!("{error}.")),
            Poll::Crashed => self.trouble = Some("The picture could not be drawn.".to_owned()),
        }
    }
}

/// Width and height that a picture says it has, in its own units.
fn size_of(svg: &str) -> Option<Vec2> {
    let start = svg.find("<svg")?;
    let head = &svg[start..start + svg[start..].find('>')?];
    let number = |name: &str| {
        let after = head.split_once(&format!(" {name}=\""))?.1;
        after.split_once('"')?.0.parse::<f32>().ok().filter(|number| number.is_finite() && *number >= 1.0)
    };
    Some(vec2(number("width")?, number("height")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(head: &str) -> Figure {
        Figure { key: "plot".to_owned(), caption: String::new(), svg: format!("{head}<rect width=\"1\"/></svg>") }
    }

    #[test]
    fn a_figure_is_never_shown_larger_than_it_is_nor_than_there_is_room() {
        let wide = figure("<svg viewBox=\"0 0 800 200\" stroke-width=\"3\" width=\"800\" height=\"200.5\" x=\"1\">");
        assert_eq!(size_of(&wide.svg), Some(vec2(800.0, 200.5)));
        assert_eq!(shown_size(&wide, 400.0), vec2(400.0, 100.25));
        assert_eq!(shown_size(&wide, 4000.0), vec2(800.0, 200.5));
        assert_eq!(size_of(&figure("<svg width=\"0\" height=\"10\">").svg), None);
        assert_eq!(size_of("no picture"), None);
    }
}
