//! The gallery of samples: a card for each, with its drawing in small, what pulls in two directions in it, and what it
//! teaches.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align, CornerRadius, CursorIcon, FontId, Galley, Label, Layout, Pos2, Rect, Role, Sense, Stroke, StrokeKind,
    TextStyle, TextWrapMode, Ui, UiBuilder, Vec2, WidgetInfo, WidgetText,
};
use strum::IntoEnumIterator as _;

use super::disk::OnDisk;
use crate::gui::Scene;
use crate::gui::fields::{name, tag};
use crate::gui::sketch::Miniature;
use crate::gui::theme::{Palette, STEP, bold, palette};
use crate::model::Project;
use crate::session::{Action, Sample};

/// Room between cards.
const GAP: f32 = 16.0;
/// Room between the border of a card and its words.
const PADDING: f32 = 14.0;
/// Height of the drawing.
const PICTURE: f32 = 138.0;
/// Room around the drawing within its ground.
const MARGIN: f32 = 12.0;
/// Narrowest card that reads well; there are as many columns as have room, at most three.
const NARROWEST: f32 = 300.0;
/// How round the corners of a card are.
const ROUND: u8 = 8;

/// The drawings of the samples that have been in sight.
#[derive(Default)]
pub(super) struct Gallery {
    pictures: BTreeMap<Sample, Option<Picture>>,
    /// Whether a frame has been shown: the first one shall not wait for drawings.
    was_shown: bool,
    /// Whether a drawing may still be read in this frame.
    may_read: bool,
}

struct Picture {
    project: Arc<Project>,
    miniature: Miniature,
}

/// The words of a card, laid out in its width.
struct Words {
    title: Arc<Galley>,
    tension: Arc<Galley>,
    teaches: Arc<Galley>,
}

impl Gallery {
    /// Shows all cards, those of a row equally high.
    pub fn show(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, disk: &OnDisk) {
        self.may_read = std::mem::replace(&mut self.was_shown, true);
        let room = ui.available_width();
        let columns = columns(room);
        let width = (room - GAP * (columns - 1) as f32) / columns as f32;
        let samples: Vec<Sample> = Sample::iter().collect();
        for row in samples.chunks(columns) {
            let words: Vec<Words> = row.iter().map(|sample| Words::of(ui, *sample, width - 2.0 * PADDING)).collect();
            let tallest = words.iter().map(Words::height).fold(0.0, f32::max);
            let height = PICTURE + PADDING + tallest + 3.0 * STEP + ui.spacing().interact_size.y + PADDING;
            let (place, _) = ui.allocate_exact_size(Vec2::new(room, height), Sense::hover());
            for (position, (sample, words)) in row.iter().zip(words).enumerate() {
                let corner = place.min + Vec2::new(position as f32 * (width + GAP), 0.0);
                let card = Rect::from_min_size(corner, Vec2::new(width, height));
                self.show_card(ui, scene, (*sample, disk.has_copy(*sample)), &words, card);
            }
            ui.add_space(GAP - ui.spacing().item_spacing.y);
        }
    }

    fn show_card(
        &mut self,
        ui: &mut Ui,
        scene: &mut Scene<'_>,
        (sample, has_copy): (Sample, bool),
        words: &Words,
        card: Rect,
    ) {
        let colors = palette(ui.visuals());
        // The card itself takes no keyboard: its button does.
        let id = ui.scope_id().with(("card", sample));
        let whole = ui.interact(card.intersect(ui.clip_rect()), id, Sense::CLICK);
        if whole.hovered() {
            ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        }
        let border = if whole.contains_pointer() { colors.accent } else { colors.border };
        ui.painter().rect(card, ROUND, colors.card, Stroke::new(1.0, border), StrokeKind::Inside);
        self.show_picture(ui, sample, Rect::from_min_size(card.min, Vec2::new(card.width(), PICTURE)).shrink(1.0));
        let top = Pos2::new(card.min.x + PADDING, card.min.y + PICTURE + PADDING);
        let inside = Rect::from_min_max(top, card.max - Vec2::splat(PADDING));
        words.show(&mut child(ui, inside, (sample, "words"), Layout::top_down(Align::Min)));
        let line = Rect::from_min_max(Pos2::new(top.x, inside.max.y - ui.spacing().interact_size.y), inside.max);
        let mut foot = child(ui, line, (sample, "buttons"), Layout::left_to_right(Align::Center));
        let opens = show_buttons(&mut foot, scene, (sample, has_copy), colors);
        if opens || whole.clicked() {
            scene.ask(Action::OpenSample { sample, fresh: false });
        }
    }

    fn show_picture(&mut self, ui: &mut Ui, sample: Sample, place: Rect) {
        if ui.is_rect_visible(place) {
            let round = CornerRadius { nw: ROUND - 1, ne: ROUND - 1, sw: 0, se: 0 };
            let colors = palette(ui.visuals());
            ui.painter().rect_filled(place, round, colors.canvas);
            ui.painter().hline(place.x_range(), place.max.y, Stroke::new(1.0, colors.border));
            self.read(ui, sample);
            if let Some(Some(picture)) = self.pictures.get_mut(&sample) {
                picture.miniature.paint(ui, &picture.project, place.shrink(MARGIN));
            }
        }
        let response = ui.interact(place, ui.scope_id().with(("drawing", sample)), Sense::hover());
        let words = match self.pictures.get(&sample) {
            Some(Some(Picture { project, .. })) => {
                let system = &project.system;
                let (parts, nodes) = (system.components.len(), system.nodes.len());
                format!("Drawing of {}: {parts} components on {nodes} deployment nodes", sample.label())
            }
            _ => format!("Drawing of {}", sample.label()),
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &words));
    }

    /// Reads the sample's project unless that was done. One in a frame: the page stays quick while they come in.
    fn read(&mut self, ui: &Ui, sample: Sample) {
        if self.pictures.contains_key(&sample) {
            return;
        }
        if std::mem::take(&mut self.may_read) {
            let project = sample.project().ok();
            let picture =
                project.map(|project| Picture { project: Arc::new(project), miniature: Miniature::default() });
            self.pictures.insert(sample, picture);
        }
        ui.ctx().request_repaint();
    }
}

impl Words {
    fn of(ui: &Ui, sample: Sample, width: f32) -> Self {
        let colors = palette(ui.visuals());
        let laid = |text: WidgetText| text.into_galley(ui, Some(TextWrapMode::Wrap), width, TextStyle::Body);
        let size = |style: &TextStyle| style.resolve(ui.style()).size;
        let (body, small) = (size(&TextStyle::Body), size(&TextStyle::Small));
        let job = |parts: &[(&str, FontId, egui::Color32)]| {
            let mut job = LayoutJob::default();
            for (text, font, color) in parts {
                job.append(text, 0.0, TextFormat::simple(font.clone(), *color));
            }
            laid(job.into())
        };
        let title = FontId::new(body + 2.0, bold());
        let subject = format!("   {}", sample.subject());
        Self {
            title: job(&[(sample.label(), title, colors.text), (&subject, FontId::proportional(small), colors.weak)]),
            tension: job(&[(sample.tension(), FontId::proportional(body), colors.text)]),
            teaches: job(&[(sample.teaches(), FontId::proportional(small + 0.5), colors.weak)]),
        }
    }

    fn height(&self) -> f32 {
        self.title.size().y + self.tension.size().y + self.teaches.size().y + 2.0 * STEP
    }

    fn show(&self, ui: &mut Ui) {
        ui.spacing_mut().item_spacing.y = STEP;
        for galley in [&self.title, &self.tension, &self.teaches] {
            ui.add(Label::new(Arc::clone(galley)).selectable(false));
        }
    }
}

/// The buttons at the foot of a card; whether the sample is to be opened.
fn show_buttons(ui: &mut Ui, scene: &mut Scene<'_>, (sample, has_copy): (Sample, bool), colors: &Palette) -> bool {
    let open = ui.button("Open").on_hover_text(if has_copy { "Opens your copy" } else { "Makes a copy and opens it" });
    name(&open, &format!("Open {}", sample.label()));
    if has_copy {
        let again = ui.button("Start over…").on_hover_text("Opens a fresh copy; the changes in yours are lost");
        name(&again, &format!("Start over with {}", sample.label()));
        if again.clicked() {
            scene.ask(Action::OpenSample { sample, fresh: true });
        }
        tag(ui, "Your copy", colors.accent);
    }
    open.clicked()
}

/// Cards side by side.
fn columns(room: f32) -> usize {
    let most = ((room + GAP) / (NARROWEST + GAP)).floor();
    (most.max(1.0) as usize).min(3)
}

/// A part of the card that takes no room of its own.
fn child(ui: &mut Ui, place: Rect, salt: (Sample, &'static str), layout: Layout) -> Ui {
    ui.new_child(UiBuilder::new().id_salt(salt).max_rect(place).layout(layout))
}
