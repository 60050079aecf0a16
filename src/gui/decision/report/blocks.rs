//! The pieces of a report as the window shows them.

use egui::text::{LayoutJob, TextFormat};
use egui::{FontId, Frame, Label, Margin, RichText, Stroke, TextStyle, Ui, accesskit};

use super::pictures::{self, Pictures};
use super::tables::{self, Widths};
use crate::gui::theme::{STEP, bold, palette, strong};
use crate::report::{Block, Figure, Report};

/// How wide a letter is on average, and how high a line, in points.
const LETTER: (f32, f32) = (6.6, 18.0);

/// The title with the facts below it.
pub(super) fn show_head(ui: &mut Ui, report: &Report) {
    show_heading(ui, &report.title, 22.0);
    ui.add_space(STEP);
    for (name, value) in &report.facts {
        ui.add(Label::new(fact(ui, name, value)).wrap());
    }
}

/// A heading of `size` points, which assistive technology can jump to.
pub(super) fn show_heading(ui: &mut Ui, text: &str, size: f32) {
    let heading = ui.add(Label::new(RichText::new(text).font(FontId::new(size, bold()))).wrap());
    ui.ctx().accesskit_node_builder(heading.id, |node| {
        node.set_role(accesskit::Role::Heading);
        node.set_label(text);
    });
}

/// A block, whatever it is.
pub(super) fn show(ui: &mut Ui, block: &Block, (widths, pictures): (&mut Option<Widths>, &mut Pictures)) {
    match block {
        Block::Lead(text) => {
            ui.add(Label::new(strong(text)).wrap());
        }
        Block::Paragraph(text) => {
            ui.add(Label::new(text).wrap());
        }
        Block::Heading(text) => show_heading(ui, text, 14.5),
        Block::Bullets(items) => {
            for item in items {
                ui.horizontal_top(|ui| {
                    ui.label(RichText::new("•").color(palette(ui.visuals()).weak));
                    ui.add(Label::new(item).wrap());
                });
            }
        }
        Block::Table(table) => tables::show(ui, table, widths),
        Block::Figure(figure) => show_figure(ui, figure, pictures),
    }
}

/// About how high a block will be at this width.
pub(super) fn guessed_height(block: &Block, width: f32) -> f32 {
    let (letter, line) = LETTER;
    let lines = |text: &str, width: f32| {
        let needed = |line: &str| (line.chars().count() as f32 * letter / width).ceil().max(1.0);
        text.lines().map(needed).sum::<f32>().max(1.0)
    };
    match block {
        Block::Lead(text) | Block::Paragraph(text) | Block::Heading(text) => line * lines(text, width),
        Block::Bullets(items) => items.iter().map(|item| line * lines(item, width - 20.0) + 8.0).sum(),
        Block::Table(table) => tables::guessed_height(table, width),
        Block::Figure(figure) => {
            pictures::shown_size(figure, width - 2.0 * STEP).y + line * lines(&figure.caption, width) + 4.0 * STEP
        }
    }
}

/// A picture on paper, which is light in every theme, with its caption below.
fn show_figure(ui: &mut Ui, figure: &Figure, pictures: &mut Pictures) {
    let border = Stroke::new(1.0, palette(ui.visuals()).border);
    let frame = Frame::new().fill(egui::Color32::WHITE).stroke(border).corner_radius(4);
    frame.inner_margin(Margin::same(STEP as i8)).show(ui, |ui| {
        let size = pictures::shown_size(figure, ui.available_width());
        pictures.show(ui, figure, size);
    });
    let caption = RichText::new(&figure.caption).small().color(palette(ui.visuals()).weak);
    ui.add(Label::new(caption).wrap());
}

/// Name and value in one text, so that both are read out together.
fn fact(ui: &Ui, name: &str, value: &str) -> LayoutJob {
    let colors = palette(ui.visuals());
    let font = TextStyle::Body.resolve(ui.style());
    let mut job = LayoutJob::default();
    job.append(&format!("{name}: "), 0.0, TextFormat::simple(font.clone(), colors.weak));
    job.append(value, 0.0, TextFormat::simple(font, colors.text));
    job
}
