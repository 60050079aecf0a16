//! Small parts that every panel is made of: fields that commit when they are left, signs, tags, headings.

use egui::{Align, Button, Color32, Id, Key, Layout, Rect, Response, RichText, Sense, TextEdit, Ui, Vec2, WidgetText};

use super::icons::{Sign, paint_sign};
use super::theme::{STEP, palette, strong};
use crate::analysis::{Outcome, Quality};
use crate::model::{Provenance, Quantity, Unit};

/// A single-line text with a label above. Gives the new text when the field is left or Enter is pressed, so that one
/// visit is one step to undo; Escape restores the old text.
pub(super) fn text_field(ui: &mut Ui, id: impl egui::AsIdSalt, label: &str, value: &str) -> Option<String> {
    let id = ui.make_persistent_id((id, "text"));
    caption(ui, label);
    let outcome =
        draft(ui, id, value, |ui, text| ui.add(TextEdit::singleline(text).id(id).desired_width(f32::INFINITY)), label);
    outcome.filter(|text| text != value)
}

/// As [`text_field`], with words that stand in the empty field.
pub(super) fn hinted_text_field(
    ui: &mut Ui,
    id: impl egui::AsIdSalt,
    (label, hint): (&str, &str),
    value: &str,
) -> Option<String> {
    let id = ui.make_persistent_id((id, "hinted text"));
    caption(ui, label);
    let edit = |ui: &mut Ui, text: &mut String| {
        ui.add(TextEdit::singleline(text).id(id).hint_text(hint).desired_width(f32::INFINITY))
    };
    draft(ui, id, value, edit, label).filter(|text| text != value)
}

/// As [`text_field`] with several lines.
pub(super) fn long_text_field(
    ui: &mut Ui,
    id: impl egui::AsIdSalt,
    label: &str,
    value: &str,
    rows: usize,
) -> Option<String> {
    let id = ui.make_persistent_id((id, "long text"));
    caption(ui, label);
    let edit = |ui: &mut Ui, text: &mut String| {
        ui.add(TextEdit::multiline(text).id(id).desired_rows(rows).desired_width(f32::INFINITY))
    };
    draft(ui, id, value, edit, label).filter(|text| text != value)
}

/// A number with unit in a field of `width` points; takes `250 ms`, `0.25s`, `1.5k/s`, and `?` for unknown. `objection`
/// says what is wrong with an amount in `unit`. What cannot be read stays in the field with the reason below it, and
/// the value stays as it was. `label` names the field for assistive technology.
pub(super) fn quantity_field(
    ui: &mut Ui,
    id: impl egui::AsIdSalt,
    (label, width): (&str, f32),
    (value, unit): (Quantity, Unit),
    objection: impl Fn(f64) -> Option<&'static str>,
) -> Option<Quantity> {
    hinted_quantity_field(ui, id, (label, width, "unknown"), (value, unit), objection)
}

/// As [`quantity_field`], with words of its own that stand in the empty field.
pub(super) fn hinted_quantity_field(
    ui: &mut Ui,
    id: impl egui::AsIdSalt,
    (label, width, hint): (&str, f32, &str),
    (value, unit): (Quantity, Unit),
    objection: impl Fn(f64) -> Option<&'static str>,
) -> Option<Quantity> {
    let id = ui.make_persistent_id((id, "quantity"));
    let shown = if value.is_known() { value.to_string() } else { String::new() };
    let trouble_id = id.with("trouble");
    let edit = |ui: &mut Ui, text: &mut String| {
        ui.add(
            TextEdit::singleline(text)
                .id(id)
                .desired_width(width)
                .hint_text(hint)
                .align(egui::Align2([Align::RIGHT, Align::Center])),
        )
    };
    let outcome = draft(ui, id, &shown, edit, label);
    let mut accepted = None;
    if let Some(text) = outcome {
        let trouble = match read_quantity(&text, unit, &objection) {
            Ok(quantity) => {
                accepted = Some(quantity);
                String::new()
            }
            Err(trouble) => {
                ui.data_mut(|data| data.insert_temp(id, text));
                trouble
            }
        };
        ui.data_mut(|data| data.insert_temp(trouble_id, trouble));
    }
    let trouble: Option<String> =
        ui.data(|data| data.get_temp(trouble_id)).filter(|trouble: &String| !trouble.is_empty());
    if let Some(trouble) = trouble {
        ui.colored_label(palette(ui.visuals()).bad, RichText::new(trouble).small());
    }
    // A number typed anew is an estimate of the architect's; the same number keeps its origin.
    accepted
        .map(|new| if new.amount_in(unit) == value.amount_in(unit) { value } else { new })
        .filter(|new| *new != value)
}

fn read_quantity(text: &str, unit: Unit, objection: &impl Fn(f64) -> Option<&'static str>) -> Result<Quantity, String> {
    let quantity = Quantity::parse(text, unit).map_err(|error| error.to_string())?;
    match quantity.amount_in(unit).and_then(objection) {
        Some(objection) => Err(objection.to_owned()),
        None => Ok(quantity),
    }
}

/// Left for the field that is shown next: it takes the keyboard.
#[derive(Clone, Copy, Default)]
struct NextField;

/// Gives the keyboard to the field that is shown next.
pub(super) fn focus_next_field(context: &egui::Context) {
    context.data_mut(|data| data.insert_temp(Id::unique("next field"), NextField));
}

/// Takes that back, where there was no field.
pub(super) fn forget_next_field(context: &egui::Context) {
    context.data_mut(|data| data.remove::<NextField>(Id::unique("next field")));
}

/// Shows content of which no field takes the keyboard as the field that is shown next: that is one of the stage.
pub(super) fn beside_next_field<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    let id = Id::unique("next field");
    let kept: Option<NextField> = ui.data_mut(|data| data.remove_temp(id));
    let result = content(ui);
    if let Some(kept) = kept {
        ui.data_mut(|data| data.insert_temp(id, kept));
    }
    result
}

/// Runs an editor on a draft that lives as long as the field has the focus; gives the draft when the field is left.
pub(super) fn draft(
    ui: &mut Ui,
    id: Id,
    value: &str,
    edit: impl FnOnce(&mut Ui, &mut String) -> Response,
    label: &str,
) -> Option<String> {
    let kept: Option<String> = ui.data(|data| data.get_temp(id));
    let mut text = kept.clone().unwrap_or_else(|| value.to_owned());
    let response = edit(ui, &mut text);
    name(&response, label);
    if ui.data_mut(|data| data.remove_temp::<NextField>(Id::unique("next field"))).is_some() {
        response.request_focus();
        response.scroll_to_me(None);
    }
    let is_cancelled = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape));
    if is_cancelled {
        ui.data_mut(|data| {
            data.remove::<String>(id);
            data.remove::<String>(id.with("trouble"));
        });
        return None;
    }
    if response.lost_focus() {
        ui.data_mut(|data| data.remove::<String>(id));
        return kept.is_some().then_some(text);
    }
    if response.changed() {
        ui.data_mut(|data| data.insert_temp(id, text));
    }
    None
}

/// Where a number comes from, to choose; gives the new choice. Only measuring makes a number measured, hence that is
/// offered only if it is so already.
pub(super) fn provenance_picker(
    ui: &mut Ui,
    id: impl egui::AsIdSalt,
    label: &str,
    value: Provenance,
) -> Option<Provenance> {
    let mut chosen = value;
    let response = egui::ComboBox::from_id_salt((id, "provenance"))
        .selected_text(RichText::new(value.label()).small())
        .width(84.0)
        .show_ui(ui, |ui| {
            for option in [Provenance::Estimated, Provenance::Assumed] {
                ui.selectable_value(&mut chosen, option, option.label());
            }
        })
        .response;
    name(&response, &format!("Origin of {label}"));
    (chosen != value).then_some(chosen)
}

/// Height of a list of options from which on it is scrolled.
const MOST_OPTIONS: f32 = 440.0;

/// A choice of a few; gives the new choice. `label` names it for assistive technology.
pub(super) fn pick<T: PartialEq + Clone>(
    ui: &mut Ui,
    id: impl egui::AsIdSalt,
    label: &str,
    value: &T,
    options: &[(T, String)],
) -> Option<T> {
    let mut chosen = None;
    let shown = options.iter().find(|(option, _)| option == value).map_or("Choose…", |(_, text)| text.as_str());
    let response = egui::ComboBox::from_id_salt((id, "pick"))
        .selected_text(shown)
        .width(ui.available_width().min(240.0))
        .height(MOST_OPTIONS)
        .truncate()
        .show_ui(ui, |ui| {
            for (option, text) in options {
                if ui.selectable_label(option == value, text).clicked() {
                    chosen = Some(option.clone());
                }
            }
        })
        .response;
    name(&response, label);
    chosen.filter(|chosen| chosen != value)
}

/// A choice among all values of an enumeration.
pub(super) fn pick_any<T: PartialEq + Clone + strum::IntoEnumIterator>(
    ui: &mut Ui,
    id: impl egui::AsIdSalt,
    label: &str,
    value: &T,
    text: impl Fn(&T) -> &'static str,
) -> Option<T> {
    let options: Vec<_> = T::iter().map(|option| (option.clone(), text(&option).to_owned())).collect();
    pick(ui, id, label, value, &options)
}

/// Gives a control a name for assistive technology, keeping its role.
pub(super) fn name(response: &Response, label: &str) {
    response.ctx.accesskit_node_builder(response.id, |node| node.set_label(label));
}

/// A small label above a field.
pub(super) fn caption(ui: &mut Ui, text: &str) -> Response {
    ui.label(RichText::new(text).small().color(palette(ui.visuals()).weak))
}

/// The heading of a part of a panel.
pub(super) fn heading(ui: &mut Ui, text: &str) -> Response {
    ui.add_space(STEP);
    ui.label(RichText::new(text).heading())
}

/// A sign in front of words on one line.
pub(super) fn signed(ui: &mut Ui, sign: Sign, color: Color32, text: impl Into<WidgetText>) -> Response {
    ui.horizontal(|ui| {
        show_sign(ui, sign, color);
        ui.label(text)
    })
    .inner
}

/// A sign alone, as high as a line.
pub(super) fn show_sign(ui: &mut Ui, sign: Sign, color: Color32) -> Response {
    let (place, response) = ui.allocate_exact_size(Vec2::splat(14.0), Sense::hover());
    paint_sign(ui.painter(), place, sign, color);
    response
}

/// Sign, colour and word of an outcome.
pub(super) fn outcome_look(visuals: &egui::Visuals, outcome: Outcome) -> (Sign, Color32, &'static str) {
    let palette = palette(visuals);
    match outcome {
        Outcome::Met => (Sign::Check, palette.good, "met"),
        Outcome::Missed => (Sign::Cross, palette.bad, "missed"),
        Outcome::Unknown => (Sign::Question, palette.caution, "unknown"),
    }
}

/// The value of a quality for a narrow place: "overloaded" and "unknown" instead of a number that is not there.
pub(super) fn quality_text(quality: &Quality) -> String {
    quality.in_words()
}

/// The origin of a number as one letter in a coloured ring, with the word on hover.
pub(super) fn provenance_mark(ui: &mut Ui, provenance: Provenance) -> Response {
    let palette = palette(ui.visuals());
    let color = match provenance {
        Provenance::Measured => palette.good,
        Provenance::Estimated => palette.accent,
        Provenance::Assumed | Provenance::Unknown => palette.caution,
    };
    let (place, response) = ui.allocate_exact_size(Vec2::splat(14.0), Sense::hover());
    paint_provenance(ui, place, provenance, color);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, provenance.label()));
    response.on_hover_text(provenance.label())
}

fn paint_provenance(ui: &Ui, place: Rect, provenance: Provenance, color: Color32) {
    let letter = provenance.label().chars().next().unwrap_or('?').to_ascii_uppercase();
    let letter = if provenance == Provenance::Unknown { '?' } else { letter };
    ui.painter().circle_stroke(place.center(), 6.5, egui::Stroke::new(1.0, color));
    ui.painter().text(place.center(), egui::Align2::CENTER_CENTER, letter, egui::FontId::proportional(9.5), color);
}

/// A word on a tinted ground.
pub(super) fn tag(ui: &mut Ui, text: &str, color: Color32) -> Response {
    egui::Frame::new()
        .fill(color.gamma_multiply(0.14))
        .corner_radius(3)
        .inner_margin(egui::Margin::symmetric(5, 1))
        .show(ui, |ui| ui.label(RichText::new(text).small().color(color)))
        .response
}

/// What a panel shows while it has nothing to show: why, and what to do first.
pub(super) fn empty_state(ui: &mut Ui, title: &str, text: &str, actions: impl FnOnce(&mut Ui)) {
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.22).clamp(4.0 * STEP, 160.0));
        ui.label(RichText::new(title).heading());
        ui.add_space(STEP);
        ui.scope(|ui| {
            ui.set_max_width(ui.available_width().min(460.0));
            ui.label(RichText::new(text).color(palette(ui.visuals()).weak));
        });
        ui.add_space(3.0 * STEP);
        actions(ui);
    });
}

/// The one button that matters most here.
pub(super) fn primary_button(ui: &mut Ui, text: &str) -> Response {
    let palette = palette(ui.visuals());
    ui.add(Button::new(strong(text).color(palette.card)).fill(palette.accent))
}

/// A card: a light frame around something that belongs together.
pub(super) fn card<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    let palette = palette(ui.visuals());
    egui::Frame::new()
        .fill(palette.card)
        .stroke(egui::Stroke::new(1.0, palette.border))
        .corner_radius(8)
        .inner_margin(egui::Margin::same(14))
        .show(ui, |ui| ui.with_layout(Layout::top_down(Align::Min), content).inner)
        .inner
}

/// Room for a list with the words beside it.
const TOGETHER: f32 = 340.0;

/// In a line that wraps: a list with its words goes to the next line as a whole where this one has no room for both.
pub(super) fn together(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let size = egui::vec2(TOGETHER, ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), content);
}

/// A line with words at the left, cut where they have no room, and content that is never cut at the right end, written
/// from there to the left.
pub(super) fn row(ui: &mut Ui, words: &str, content: impl FnOnce(&mut Ui)) -> Response {
    let line = |ui: &mut Ui| {
        content(ui);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| ui.add(egui::Label::new(words).truncate()));
    };
    let size = egui::vec2(ui.available_width(), ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), line).response
}

/// Content at the right end of the line.
pub(super) fn at_the_right<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    ui.with_layout(Layout::right_to_left(Align::Center), content).inner
}
