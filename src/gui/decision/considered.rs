//! The designs that were weighed against each other, with the chosen one among them.

use std::sync::Arc;

use egui::{Button, Id, RichText, TextWrapMode, Ui};

use super::design::{Wish, evaluated, names};
use crate::gui::Scene;
use crate::gui::fields::{at_the_right, caption, name, show_sign};
use crate::gui::icons::Sign;
use crate::gui::theme::{STEP, palette};
use crate::model::{Collection, Decision, Design, Requirement, RequirementId};
use crate::session::{Action, Session};
use crate::tradeoff::Region;

/// Designs that a decision can still be overlooked with.
pub(in crate::gui) const MOST_CONSIDERED: usize = 12;

/// Shows the designs; gives what is to be done about them.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, decision: &Decision, compared: &[Design]) -> Option<Wish> {
    let mut wish = None;
    ui.add_space(STEP);
    caption(ui, "Considered designs");
    if decision.designs().next().is_none() {
        let text = "None yet: add those that were weighed against each other.";
        ui.label(RichText::new(text).color(palette(ui.visuals()).weak));
    }
    for design in decision.designs() {
        wish = show_row(ui, scene, decision, design).or(wish);
    }
    show_adding(ui, scene.session, decision, compared).or(wish)
}

fn show_row(ui: &mut Ui, scene: &mut Scene<'_>, decision: &Decision, design: &Design) -> Option<Wish> {
    let title = title(scene.session, design);
    let mut wish = None;
    ui.horizontal(|ui| {
        at_the_right(ui, |ui| {
            let out = ui.small_button("×").on_hover_text("Not considered any more");
            name(&out, &format!("Take out {title}"));
            if out.clicked() {
                wish = Some(Wish::Forget(design.clone()));
            }
            let can_be_looked_at = scene.session.design() != design && evaluated(scene.session, design).is_some();
            let look = ui.add_enabled(can_be_looked_at, Button::new("Look").small());
            name(&look, &format!("Look at {title}"));
            if look.on_hover_text("Looks at this design on every stage").clicked() {
                scene.ask(Action::LookAt(design.clone()));
            }
            show_standing(ui, scene.session, design);
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ui.style_mut().wrap_mode = Some(TextWrapMode::Truncate);
                let is_chosen = decision.design.as_ref() == Some(design);
                let choice = ui.radio(is_chosen, &title).on_hover_text(format!("Decides for {title}"));
                if choice.clicked() && !is_chosen {
                    wish = Some(Wish::Decide(design.clone()));
                }
            });
        });
    });
    wish
}

/// Whether it meets the hard requirements, as a sign.
fn show_standing(ui: &mut Ui, session: &Session, design: &Design) {
    let colors = palette(ui.visuals());
    let Some(((_, index), region)) = evaluated(session, design).zip(session.region()) else {
        show_sign(ui, Sign::Question, colors.caution).on_hover_text("It is none of the designs that were evaluated.");
        return;
    };
    let project = session.project();
    let (missed, undecided) = (region.missed(index), region.undecided(index));
    let (sign, color, text) = if region.is_feasible(index) {
        (Sign::Check, colors.good, "It meets every hard requirement.".to_owned())
    } else if missed.is_empty() {
        (Sign::Question, colors.caution, format!("{} cannot be judged yet.", names(project, &undecided)))
    } else {
        (Sign::Cross, colors.bad, format!("It misses {}.", names(project, &missed)))
    };
    show_sign(ui, sign, color).on_hover_text(text);
}

fn show_adding(ui: &mut Ui, session: &Session, decision: &Decision, compared: &[Design]) -> Option<Wish> {
    let room = MOST_CONSIDERED.saturating_sub(decision.considered.len());
    let is_new = |design: &&Design| !decision.considered.contains(design);
    let mut added: Option<Vec<Design>> = None;
    let full = format!("{MOST_CONSIDERED} designs are considered; take some out first.");
    ui.horizontal_wrapped(|ui| {
        let looked_at = session.design();
        let can_add = room > 0 && is_new(&looked_at) && session.space().index_of(looked_at).is_some();
        let why_not = match room {
            0 => full.as_str(),
            _ if is_new(&looked_at) => "It is none of the designs that there are.",
            _ => "It is one of them already.",
        };
        let button = ui.add_enabled(can_add, Button::new("Add the one that is looked at"));
        if button.on_disabled_hover_text(why_not).clicked() {
            added = Some(vec![looked_at.clone()]);
        }
        let others: Vec<&Design> = compared.iter().filter(is_new).collect();
        let why_not = match (room, compared.len()) {
            (0, _) => full.as_str(),
            (_, 0) => "No designs are pinned on the page Compare of the stage Trade-offs.",
            _ => "They are considered already.",
        };
        let button = ui.add_enabled(room > 0 && !others.is_empty(), Button::new("Add the compared designs"));
        if button.on_hover_text("Those that are pinned side by side").on_disabled_hover_text(why_not).clicked() {
            added = Some(others.into_iter().cloned().collect());
        }
        let front = front(ui, session);
        let missing: Option<Vec<&Design>> = front.as_ref().map(|front| front.iter().filter(is_new).collect());
        let why_not = match (room, front.as_deref()) {
            (0, _) => full.as_str(),
            (_, None) => "The designs are not evaluated yet.",
            (_, Some([])) => "No design is on the front.",
            (_, Some(_)) => "They are considered already.",
        };
        let missing = missing.unwrap_or_default();
        let hint = format!(
            "The designs that no other feasible one dominates; of more than {MOST_CONSIDERED} those that are worth \
             most as the requirements weigh them"
        );
        let button = ui.add_enabled(room > 0 && !missing.is_empty(), Button::new("Add the front"));
        if button.on_hover_text(hint).on_disabled_hover_text(why_not).clicked() {
            added = Some(missing.into_iter().cloned().collect());
        }
    });
    added.map(|designs| Wish::Consider(designs.into_iter().take(room).collect()))
}

/// The best designs, with what they follow from.
#[derive(Clone)]
struct Front {
    /// What designs are worth more by.
    requirements: Collection<RequirementId, Requirement>,
    region: Arc<Region>,
    designs: Arc<[Design]>,
}

/// What can be added of the front; `None` before the designs are evaluated. It is worked out anew only when something
/// changes: among very many designs that takes longer than a frame.
fn front(ui: &Ui, session: &Session) -> Option<Arc<[Design]>> {
    session.exploration()?.ok()?;
    let (project, region) = (session.project(), session.region()?);
    let id = Id::unique("front to consider");
    let kept: Option<Front> = ui.data(|data| data.get_temp(id));
    // What is written in a record changes nothing about the front.
    let requirements = &project.requirements;
    let is_current = |kept: &Front| Arc::ptr_eq(&kept.region, region) && kept.requirements == *requirements;
    if let Some(kept) = kept.filter(is_current) {
        return Some(kept.designs);
    }
    let designs: Arc<[Design]> = session.best_designs(MOST_CONSIDERED).into();
    let requirements = requirements.clone();
    let front = Front { requirements, region: Arc::clone(region), designs: Arc::clone(&designs) };
    ui.data_mut(|data| data.insert_temp(id, front));
    Some(designs)
}

/// What a design picks, in a line.
pub(in crate::gui) fn title(session: &Session, design: &Design) -> String {
    let picks: Vec<String> = session.design_in_words(design).into_iter().map(|(_, pick)| pick).collect();
    if picks.is_empty() { "as drawn".to_owned() } else { picks.join(" · ") }
}
