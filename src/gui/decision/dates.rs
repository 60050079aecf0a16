//! A field for a day.

use egui::{RichText, TextEdit, Ui};

use crate::gui::fields::{caption, draft};
use crate::gui::theme::palette;
use crate::model::Date;

/// A day with a label above; says whether it was changed, which happens when the field is left. What is no day stays in
/// the field with the reason below it, and the day stays as it was; when that changes elsewhere, the text goes.
pub(super) fn date_field(ui: &mut Ui, id: impl egui::AsIdSalt, label: &str, value: &mut Option<Date>) -> bool {
    let id = ui.make_persistent_id((id, "date"));
    let trouble_id = id.with("trouble");
    let kept_id = id.with("kept");
    let kept: Option<Option<Date>> = ui.data_mut(|data| data.remove_temp(kept_id));
    if kept.is_some_and(|kept| kept != *value) {
        ui.data_mut(|data| {
            data.remove::<String>(id);
            data.remove::<String>(trouble_id);
        });
    }
    caption(ui, label);
    let edit = |ui: &mut Ui, text: &mut String| ui.add(TextEdit::singleline(text).id(id).hint_text("year-month-day"));
    let before = *value;
    let shown = before.map_or_else(String::new, |date| date.to_string());
    if let Some(text) = draft(ui, id, &shown, edit, label) {
        let read = if text.trim().is_empty() { Ok(None) } else { text.parse::<Date>().map(Some) };
        let trouble = match read {
            Ok(date) => {
                *value = date;
                String::new()
            }
            Err(error) => {
                ui.data_mut(|data| data.insert_temp(id, text));
                error.to_string()
            }
        };
        ui.data_mut(|data| data.insert_temp(trouble_id, trouble));
    }
    let trouble: Option<String> = ui.data(|data| data.get_temp(trouble_id));
    if let Some(trouble) = trouble.filter(|trouble| !trouble.is_empty()) {
        // What could not be read was meant to take the place of this day.
        ui.data_mut(|data| data.insert_temp(kept_id, before));
        ui.colored_label(palette(ui.visuals()).bad, RichText::new(trouble).small());
    }
    *value != before
}
