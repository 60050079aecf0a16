//! Which design is decided, beside the one that is looked at, with a warning when it does not hold up.

use egui::{Button, Grid, RichText, Ui};

use super::{considered, show_open_choices, stage_of_remedy};
use crate::gui::Scene;
use crate::gui::fields::{caption, card, primary_button};
use crate::gui::icons::Sign;
use crate::gui::requirements::note;
use crate::gui::theme::{STEP, palette, strong};
use crate::model::{Decision, Design, Project, RequirementId, listed};
use crate::session::{Action, Session, Stage};
use crate::tradeoff::Exploration;

/// The button that decides for the design at hand.
pub(super) const DECIDE: &str = "Decide for the design that is looked at";

/// What is to become of the designs of a decision.
pub(super) enum Wish {
    /// This one is decided for.
    Decide(Design),
    /// None is decided for any more.
    Withdraw,
    /// These are considered as well.
    Consider(Vec<Design>),
    /// This one is not considered any more.
    Forget(Design),
}

impl Wish {
    /// Changes the decision accordingly.
    pub fn grant(self, decision: &mut Decision) {
        match self {
            Self::Decide(design) => decision.choose(design),
            Self::Withdraw => decision.design = None,
            Self::Consider(designs) => designs.into_iter().for_each(|design| decision.consider(design)),
            Self::Forget(design) => {
                decision.considered.retain(|other| *other != design);
                decision.design.take_if(|chosen| *chosen == design);
            }
        }
    }
}

/// Shows the designs of a decision; gives what is to become of them.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, decision: &Decision, compared: &[Design]) -> Option<Wish> {
    let (session, decided) = (scene.session, decision.design.as_ref());
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(strong("Design"));
        if session.space().axes().is_empty() {
            show_no_options(ui, scene);
            return None;
        }
        show_comparison(ui, session, decided);
        show_warnings(ui, session, decided);
        ui.add_space(STEP);
        let wish = show_buttons(ui, scene, decided);
        considered::show(ui, scene, decision, compared).or(wish)
    })
}

/// The place of a design in the exploration, if that has it.
pub(super) fn evaluated<'a>(session: &'a Session, design: &Design) -> Option<(&'a Exploration, usize)> {
    let exploration = session.exploration()?.ok()?;
    Some((exploration, exploration.find(design)?))
}

fn show_no_options(ui: &mut Ui, scene: &mut Scene<'_>) {
    let session = scene.session;
    let text = "There is no design to decide for: leave something open, such as the model of a component.";
    ui.label(RichText::new(text).color(palette(ui.visuals()).weak));
    show_open_choices(ui, session);
    let stage = stage_of_remedy(session);
    if ui.button(format!("Go to the stage {}", stage.label())).clicked() {
        scene.ask(Action::GoTo(stage));
    }
}

fn show_comparison(ui: &mut Ui, session: &Session, decided: Option<&Design>) {
    let colors = palette(ui.visuals());
    let looked_at = session.design();
    let is_same = decided == Some(looked_at);
    Grid::new("designs").num_columns(3).spacing([28.0, 5.0]).show(ui, |ui| {
        caption(ui, "Choice");
        if is_same {
            caption(ui, "Decided, and looked at now");
        } else {
            caption(ui, "Decided");
            caption(ui, "Looked at now");
        }
        ui.end_row();
        for axis in session.space().axes() {
            let pick = |design: &Design| design.picks.get(&axis.choice).cloned();
            let option = |design: &Design| pick(design).map(|pick| axis.option_label(&pick));
            let (old, new) = (decided.and_then(option), option(looked_at));
            let is_gone = decided.and_then(pick).is_some_and(|pick| axis.index_of(&pick).is_none());
            ui.label(RichText::new(&axis.label).color(colors.weak));
            match (&old, decided) {
                (Some(old), _) if is_gone => {
                    ui.label(RichText::new(format!("{old}, no option any more")).color(colors.caution))
                }
                (Some(old), _) => ui.label(strong(old)),
                (None, Some(_)) => ui.label(RichText::new("not decided").color(colors.caution)),
                (None, None) => ui.label(RichText::new("nothing yet").color(colors.weak)),
            };
            if !is_same {
                let differs = decided.is_some() && old != new;
                let new = new.unwrap_or_else(|| "not chosen".to_owned());
                ui.label(if differs { strong(new).color(colors.accent) } else { RichText::new(new) });
            }
            ui.end_row();
        }
    });
}

fn show_warnings(ui: &mut Ui, session: &Session, decided: Option<&Design>) {
    let colors = palette(ui.visuals());
    show_open_choices(ui, session);
    match decided {
        None => {
            let text = format!("Nothing is decided yet. Pick a design at the stage {}.", Stage::Tradeoffs.label());
            note(ui, Sign::Information, colors.accent, text);
            show_feasibility(ui, session, ("The design that is looked at", session.design()));
        }
        Some(design) if session.space().index_of(design).is_none() => {
            let unsettled = session.space().unsettled(session.project(), design);
            let what = match unsettled.as_slice() {
                [] => String::new(),
                names => format!(" It takes no option that there is for {}.", listed(names)),
            };
            let text = format!(
                "The decided design no longer exists: the open choices or their options have changed since.{what} \
                 Decide again."
            );
            note(ui, Sign::Warning, colors.caution, text);
        }
        Some(design) => {
            // A choice that has no option now is none of the space, but the decision lacks it.
            let unsettled = session.space().unsettled(session.project(), design);
            if !unsettled.is_empty() {
                let text =
                    format!("The decided design says nothing of {}: there is no option now.", listed(&unsettled));
                note(ui, Sign::Warning, colors.caution, text);
            }
            show_feasibility(ui, session, ("The decided design", design));
            if design != session.design() {
                show_feasibility(ui, session, ("The design that is looked at", session.design()));
            }
        }
    }
}

/// Says whether a design meets the hard requirements, and which it misses.
pub(in crate::gui) fn show_feasibility(ui: &mut Ui, session: &Session, (what, design): (&str, &Design)) {
    let colors = palette(ui.visuals());
    let found = evaluated(session, design).zip(session.region());
    let Some(((_, index), region)) = found else {
        caption(ui, &format!("{what} is not evaluated yet."));
        return;
    };
    let project = session.project();
    let (missed, undecided) = (region.missed(index), region.undecided(index));
    if region.is_feasible(index) {
        note(ui, Sign::Check, colors.good, format!("{what} is feasible: it meets every hard requirement."));
    }
    if !missed.is_empty() {
        let text = format!("{what} is not feasible: it misses {}.", names(project, &missed));
        note(ui, Sign::Cross, colors.bad, text);
    }
    if !undecided.is_empty() {
        let text = format!("{what} is not shown to be feasible: {} cannot be judged.", names(project, &undecided));
        note(ui, Sign::Question, colors.caution, text);
    }
}

/// Requirements by name, in quotation marks.
pub(super) fn names(project: &Project, ids: &[RequirementId]) -> String {
    let name = |id| project.requirements.get(id).map_or_else(String::new, |found| format!("\"{}\"", found.name));
    listed(&ids.iter().map(name).collect::<Vec<_>>())
}

fn show_buttons(ui: &mut Ui, scene: &mut Scene<'_>, decided: Option<&Design>) -> Option<Wish> {
    let looked_at = scene.session.design();
    let mut wish = None;
    ui.horizontal_wrapped(|ui| {
        if decided == Some(looked_at) {
            ui.add_enabled(false, Button::new(DECIDE)).on_disabled_hover_text("It is the decided one already.");
        } else if primary_button(ui, DECIDE).clicked() {
            wish = Some(Wish::Decide(looked_at.clone()));
        }
        let Some(decided) = decided else { return };
        let is_option = decided != looked_at && scene.session.space().index_of(decided).is_some();
        if is_option && ui.button("Look at the decided design").clicked() {
            scene.ask(Action::LookAt(decided.clone()));
        }
        if ui.button("Take the decision back").on_hover_text("No design is decided then; the texts stay").clicked() {
            wish = Some(Wish::Withdraw);
        }
    });
    wish
}
