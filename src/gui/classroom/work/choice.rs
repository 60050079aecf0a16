//! The design that the group recommends, and why.

use egui::{Align, Button, Label, Layout, RichText, Ui};

use super::form::Form;
use crate::gui::decision::{MOST_CONSIDERED, design_title, show_feasibility, show_open_choices, stage_of_remedy};
use crate::gui::fields::{at_the_right, caption, card, name, primary_button};
use crate::gui::theme::{STEP, palette, strong};
use crate::model::{Check, Decision, Design, listed};
use crate::session::{Action, Session, Stage};

pub(super) fn show(ui: &mut Ui, form: &mut Form<'_, '_>) {
    let session = form.scene.session;
    if session.space().axes().is_empty() {
        show_nothing_open(ui, form);
    } else {
        let chosen = form.decision.as_ref().and_then(|(_, decision)| decision.design.clone());
        show_chosen(ui, session, chosen.as_ref());
        show_buttons(ui, form, chosen.as_ref());
        show_considered(ui, form);
    }
    ui.add_space(STEP);
    form.decision_text(ui, ("Why this design and not another", 4), |decision| &mut decision.rationale);
    let is_asked_or_said = |check: Check, part: fn(&Decision) -> &String| {
        check.is_among(&form.breakout.brief.specifications)
            || form.decision.as_ref().is_some_and(|(_, decision)| !part(decision).trim().is_empty())
    };
    let shows_risk = is_asked_or_said(Check::Risk, |decision| &decision.consequences);
    let shows_confirmation = is_asked_or_said(Check::Confirmation, |decision| &decision.confirmation);
    if shows_risk {
        form.decision_text(ui, ("What follows from it, good and bad", 3), |decision| &mut decision.consequences);
    }
    if shows_confirmation {
        form.decision_text(ui, ("How one will see whether it holds", 3), |decision| &mut decision.confirmation);
    }
}

/// Without open choices there is one design only, and nothing to choose.
fn show_nothing_open(ui: &mut Ui, form: &mut Form<'_, '_>) {
    let session = form.scene.session;
    let text = "There are no designs yet to choose between. Draw the system, and leave something open: which model \
                fills a component, where it runs, or how many copies there are.";
    ui.label(RichText::new(text).color(palette(ui.visuals()).weak));
    show_open_choices(ui, session);
    let stage = stage_of_remedy(session);
    if ui.button(format!("Go to the stage {}", stage.label())).clicked() {
        form.scene.ask(Action::GoTo(stage));
    }
}

fn show_chosen(ui: &mut Ui, session: &Session, chosen: Option<&Design>) {
    let colors = palette(ui.visuals());
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        let Some(chosen) = chosen else {
            ui.label(strong("No design is chosen"));
            show_feasibility(ui, session, ("The design that is looked at", session.design()));
            return;
        };
        ui.label(strong("Chosen design"));
        show_picks(ui, session, chosen);
        if session.space().index_of(chosen).is_none() {
            let unsettled = session.space().unsettled(session.project(), chosen);
            let of = if unsettled.is_empty() { String::new() } else { format!(" of {}", listed(&unsettled)) };
            let text = format!("The choices{of} have changed since. Choose again.");
            ui.add(Label::new(RichText::new(text).color(colors.caution)).wrap());
        } else {
            show_feasibility(ui, session, ("The chosen design", chosen));
        }
    });
    ui.add_space(STEP);
}

/// A design in words, choice by choice.
pub(super) fn show_picks(ui: &mut Ui, session: &Session, design: &Design) {
    let weak = palette(ui.visuals()).weak;
    for (choice, option) in session.design_in_words(design) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = STEP;
            ui.label(RichText::new(format!("{choice}:")).small().color(weak));
            ui.label(option);
        });
    }
}

fn show_buttons(ui: &mut Ui, form: &mut Form<'_, '_>, chosen: Option<&Design>) {
    let looked_at = form.scene.session.design().clone();
    let label = "Choose the design that is looked at";
    if chosen == Some(&looked_at) {
        ui.add_enabled(false, Button::new(label)).on_disabled_hover_text("It is the chosen one already.");
    } else {
        if primary_button(ui, label).clicked() {
            form.choose(looked_at.clone());
        }
        caption(ui, &format!("Looked at: {}", design_title(form.scene.session, &looked_at)));
    }
    let hint = "The designs of which no other one is better in everything";
    if ui.button("Show the front").on_hover_text(hint).clicked() {
        form.scene.ask(Action::GoTo(Stage::Tradeoffs));
    }
}

/// The designs that were weighed against each other; one more can be added, and each looked at or taken out.
fn show_considered(ui: &mut Ui, form: &mut Form<'_, '_>) {
    let session = form.scene.session;
    let decision = form.decision.as_ref().map(|(_, decision)| decision.clone()).unwrap_or_default();
    ui.add_space(STEP);
    caption(ui, "Considered designs");
    let mut taken_out = None;
    for design in decision.designs() {
        if show_considered_one(ui, form, design, decision.design.as_ref() == Some(design)) {
            taken_out = Some(design.clone());
        }
    }
    if let Some(taken_out) = taken_out {
        form.change_decision(|decision| decision.considered.retain(|other| *other != taken_out));
    }
    let looked_at = session.design();
    let full = format!("{MOST_CONSIDERED} designs are considered; take some out first.");
    let why_not = if decision.designs().any(|design| design == looked_at) {
        Some("It is one of them already.")
    } else if decision.considered.len() >= MOST_CONSIDERED {
        Some(full.as_str())
    } else if session.space().index_of(looked_at).is_none() {
        Some("It is none of the designs that there are.")
    } else {
        None
    };
    let button = ui.add_enabled(why_not.is_none(), Button::new("Consider the design that is looked at"));
    if button.on_disabled_hover_text(why_not.unwrap_or_default()).clicked() {
        form.consider(looked_at.clone());
    }
}

/// Says whether it is to be taken out. The chosen design is always one of those that were considered.
fn show_considered_one(ui: &mut Ui, form: &mut Form<'_, '_>, design: &Design, is_chosen: bool) -> bool {
    let session = form.scene.session;
    let title = design_title(session, design);
    let mut is_taken_out = false;
    ui.horizontal(|ui| {
        at_the_right(ui, |ui| {
            if is_chosen {
                caption(ui, "chosen");
            } else {
                let out = ui.small_button("×").on_hover_text("Not considered any more");
                name(&out, &format!("Take out {title}"));
                is_taken_out = out.clicked();
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let is_there = session.space().index_of(design).is_some();
                let button = Button::selectable(session.design() == design, &title).truncate();
                let button = ui.add_enabled(is_there, button).on_hover_text(format!("Looks at {title}"));
                let why_not = "It is none of the designs that there are: choices or options have changed since.";
                if button.on_disabled_hover_text(why_not).clicked() {
                    form.scene.ask(Action::LookAt(design.clone()));
                }
            });
        });
    });
    is_taken_out
}
