//! What an import or export could not carry over.

use egui::{Context, Id, Key, Modal, RichText, ScrollArea};

use crate::gui::fields::{heading, primary_button};
use crate::gui::theme::{STEP, palette};
use crate::session::Transfer;

/// Shows the list; says whether it was read.
pub(super) fn show(context: &Context, transfer: &Transfer) -> bool {
    let mut is_read = false;
    let modal = Modal::new(Id::unique("transfer")).show(context, |ui| {
        ui.set_width(460.0);
        heading(ui, &transfer.done);
        let weak = palette(ui.visuals()).weak;
        let count = transfer.omissions.len();
        let what = if count == 1 { "One thing was".to_owned() } else { format!("{count} things were") };
        ui.label(RichText::new(format!("{what} left out or guessed:")).color(weak));
        ui.add_space(STEP);
        ScrollArea::vertical().max_height(300.0).auto_shrink([false, true]).show(ui, |ui| {
            for omission in &transfer.omissions {
                ui.horizontal_wrapped(|ui| {
                    ui.label("•");
                    ui.label(RichText::new(&omission.what).small());
                    if let Some((_, line, column)) = &omission.place {
                        ui.label(RichText::new(format!("line {line}, column {column}")).small().color(weak));
                    }
                });
            }
        });
        ui.add_space(2.0 * STEP);
        ui.horizontal(|ui| {
            is_read |= primary_button(ui, "Close").clicked();
            if ui.button("Copy the list").clicked() {
                let lines: Vec<_> = transfer.omissions.iter().map(ToString::to_string).collect();
                context.copy_text(lines.join("\n"));
            }
        });
    });
    is_read || modal.should_close() || context.input(|input| input.key_pressed(Key::Enter))
}
