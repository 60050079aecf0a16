//! The list of requirements with the verdict on each.

use egui::{Color32, RichText, Ui};

use super::measures::add_menu;
use super::table::{Column, TWO_LINES, Table, quiet};
use super::tree;
use super::words::sentence;
use crate::analysis::Verdict;
use crate::catalog::catalog;
use crate::edit::{Edit, create};
use crate::gui::Scene;
use crate::gui::explanation::explained;
use crate::gui::fields::{at_the_right, caption, card, outcome_look};
use crate::gui::theme::{STEP, palette, strong};
use crate::model::{MeasureKey, Requirement, RequirementId, Strength};
use crate::session::Session;

/// A list narrower than this leaves the quality attribute to the editor.
const WIDE: f32 = 780.0;

/// How requirements are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Listing {
    /// Row by row, with all numbers.
    #[default]
    Table,
    /// Below the quality attributes that they are about.
    Tree,
}

/// Shows the heading and the list; gives the requirement that was clicked or added.
pub(super) fn show(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    listing: &mut Listing,
    selected: Option<&RequirementId>,
) -> Option<RequirementId> {
    let session = scene.session;
    let is_empty = session.project().requirements.is_empty();
    let mut added = None;
    ui.horizontal(|ui| {
        ui.label(RichText::new("Requirements").heading());
        at_the_right(ui, |ui| {
            if !is_empty {
                added = add_menu(ui, session.project(), false);
                ui.add_space(STEP);
                ui.selectable_value(listing, Listing::Tree, "Utility tree");
                ui.selectable_value(listing, Listing::Table, "Table");
            }
        });
    });
    let mut clicked = None;
    if is_empty {
        added = show_nothing(ui, session);
    } else {
        show_design(ui, session);
        clicked = match listing {
            Listing::Table => show_rows(ui, session, selected),
            Listing::Tree => tree::show(ui, scene, selected),
        };
    }
    if let Some(key) = added {
        let (id, requirement) = create::requirement(session.project(), key.measure, key.subject);
        scene.edit(Edit::PutRequirement(id.clone(), requirement));
        return Some(id);
    }
    clicked
}

/// The verdict on a requirement, as soon as there is one.
pub(super) fn verdict<'a>(session: &'a Session, id: &RequirementId) -> Option<&'a Verdict> {
    session.analysis()?.verdicts.iter().find(|verdict| verdict.requirement == *id)
}

fn show_nothing(ui: &mut Ui, session: &Session) -> Option<MeasureKey> {
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(strong("No requirement yet"));
        let text = "State what the system must do well, as a measure with a limit. Hard requirements rule designs out; \
                    soft ones say which of the others is better.";
        ui.label(RichText::new(text).color(palette(ui.visuals()).weak));
        ui.add_space(STEP);
        add_menu(ui, session.project(), !session.project().scenarios.is_empty())
    })
}

fn show_design(ui: &mut Ui, session: &Session) {
    let words = session.design_in_words(session.design());
    let text = if words.is_empty() {
        "Judged as drawn: no choice is left open.".to_owned()
    } else {
        let picks: Vec<_> = words.iter().map(|(choice, option)| format!("{choice}: {option}")).collect();
        format!("Judged for the design that is looked at. {}", picks.join(" · "))
    };
    caption(ui, &text);
}

fn show_rows(ui: &mut Ui, session: &Session, selected: Option<&RequirementId>) -> Option<RequirementId> {
    let requirements = &session.project().requirements;
    let is_wide = ui.available_width() >= WIDE;
    let mut columns = vec![Column::words("Requirement", 0.0)];
    if is_wide {
        columns.push(Column::words("Quality attribute", 180.0));
    }
    columns.extend([Column::words("Kind", 84.0), Column::numbers("Now", 182.0), Column::words("Verdict", 108.0)]);
    let table = Table::begin(ui, "requirements", &columns, (requirements.len(), TWO_LINES));
    let mut clicked = None;
    for (row, (id, requirement)) in requirements.iter().enumerate() {
        let verdict = verdict(session, id);
        let word = verdict.map_or("not judged yet", |verdict| outcome_look(ui.visuals(), verdict.outcome).2);
        let label = format!("{}: {word}", requirement.name);
        let response = table.row(ui, row, &label, selected == Some(id));
        if response.clicked() {
            clicked = Some(id.clone());
        }
        let (what, limit) = sentence(session.project(), requirement);
        table.title_cell(ui, row, &requirement.name, (&what, &limit));
        let mut column = 1;
        if is_wide {
            let quality = catalog().quality_name(requirement.measure.measure);
            table.cell(ui, (row, column), |ui| ui.add(quiet(quality)));
            column += 1;
        }
        let (kind, color) = strength(ui, requirement);
        table.tag_cell(ui, (row, column), &kind, color);
        let value = table.value_cell(ui, (row, column + 1), verdict.map(|verdict| &verdict.quality));
        let value = explained(value, session, &requirement.measure);
        // The number tells how it came about, the rest of the row how it was judged.
        if let Some(verdict) = verdict.filter(|_| !value.contains_pointer()) {
            response.on_hover_text(&verdict.reason);
        }
        table.outcome_cell(ui, (row, column + 2), verdict);
    }
    clicked
}

fn strength(ui: &Ui, requirement: &Requirement) -> (String, Color32) {
    let palette = palette(ui.visuals());
    match requirement.strength {
        Strength::Hard => ("hard".to_owned(), palette.accent),
        Strength::Soft { weight, .. } => (format!("soft, {}", crate::model::format_number(weight)), palette.weak),
    }
}
