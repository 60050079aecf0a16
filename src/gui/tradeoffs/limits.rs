//! What the hard requirements leave: what each of them removes, whether it binds, and what would have to give way.

use egui::{Rect, RichText, Sense, Ui, Vec2};

use super::state::Shown;
use crate::edit::Edit;
use crate::gui::Scene;
use crate::gui::fields::{at_the_right, caption, card, empty_state, quantity_field, show_sign};
use crate::gui::icons::Sign;
use crate::gui::requirements::note;
use crate::gui::theme::{STEP, palette, strong};
use crate::model::{Project, Quantity, Requirement, RequirementId, counted, format_number};
use crate::session::{Action, Stage};
use crate::tradeoff::{Effect, Relaxation, Search, count_in_words};

/// Height of the bar that shows how many designs a limit removes.
const BAR: f32 = 6.0;

/// Shows the page in all the space that `ui` has.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, shown: &Shown) {
    if shown.region.limits().is_empty() {
        let text = "No requirement is hard, so every design is feasible. A hard requirement states what a design must \
                    reach to be considered at all.";
        empty_state(ui, "Nothing is ruled out", text, |ui| {
            if ui.button("Go to the requirements").clicked() {
                scene.ask(Action::GoTo(Stage::Requirements));
            }
        });
        return;
    }
    if let Some(search) = shown.exploration.search() {
        crate::gui::requirements::scroll(ui, "limits", |ui| show_searched(ui, scene, shown, search));
        return;
    }
    crate::gui::requirements::scroll(ui, "limits", |ui| {
        let (all, feasible) = (counted(shown.exploration.len(), "design"), shown.region.feasible());
        let meet = if feasible == 1 { "meets" } else { "meet" };
        let feasible = count_in_words(feasible);
        let text = format!("Of {all}, {feasible} {meet} every hard requirement. Drag a limit in the plot to move it.");
        caption(ui, &text);
        ui.add_space(STEP);
        show_ways_out(ui, scene, shown);
        for (effect, relaxation) in shown.effects.iter().zip(shown.relaxations.iter()) {
            show_limit(ui, scene, shown, (effect, relaxation.as_ref()));
        }
        show_shut_out(ui, scene, shown);
    });
}

/// Of a space that was searched: what each limit removes from all of it, as far as that was counted. What would have to
/// give way is not known, since only the designs on the front are.
fn show_searched(ui: &mut Ui, scene: &mut Scene<'_>, shown: &Shown, search: &Search) {
    let project = std::sync::Arc::clone(scene.session.project());
    for sentence in search.in_words(&project, shown.exploration.len()) {
        caption(ui, &sentence);
    }
    if shown.landscape.is_some() {
        caption(ui, "Drag a limit in the plot to move it: all designs follow.");
    }
    ui.add_space(STEP);
    for limit in shown.region.limits() {
        let Some(requirement) = project.requirements.get(&limit.requirement) else { continue };
        card(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal(|ui| {
                ui.label(strong(&requirement.name));
                at_the_right(ui, |ui| {
                    if let Some(threshold) = limit_field(ui, &limit.requirement, requirement) {
                        scene.edit(move_limit(&limit.requirement, requirement, threshold));
                    }
                    ui.label(requirement.measure.measure.direction().symbol());
                });
            });
            caption(ui, &project.measure_name(&requirement.measure));
            // Those of a limit that moves, where they are known.
            let all = shown.landscape.as_ref().map_or(&search.removed, |landscape| &landscape.swept.removed);
            let removed = all.iter().find(|removed| removed.requirement == limit.requirement);
            match removed {
                Some(removed) => {
                    let numbers = [removed.removed, removed.removed_alone].map(|count| format_number(count as f64));
                    bar(ui, [removed.removed, removed.removed_alone], search.size as u64);
                    ui.label(format!("Removes {}, {} by it alone.", numbers[0], numbers[1]));
                    if removed.undecided > 0 {
                        let undecided = format_number(removed.undecided as f64);
                        caption(ui, &format!("{undecided} of these cannot be judged: a number is missing."));
                    }
                }
                None => drop(caption(ui, "What it removes was not counted.")),
            }
        });
        ui.add_space(STEP);
    }
}

/// One sentence for a space without a feasible design: what binds, and the least that would have to give way.
pub(super) fn way_out(project: &Project, shown: &Shown) -> String {
    // A search that found none does not say that there is none.
    let is_sure = shown.exploration.search().is_none_or(|search| search.feasible == Some(0));
    match shown.ways_out.first() {
        Some(relaxation) if !is_sure => {
            format!("No feasible design was found. {}", relaxation.in_words(project))
        }
        Some(relaxation) => format!("No design is feasible. {}", relaxation.in_words(project)),
        None if unstated(project, shown).is_some() => {
            format!(
                "No design is feasible as long as \"{}\" has no limit: state one.",
                unstated(project, shown).unwrap_or_default()
            )
        }
        None if !is_sure => {
            "No feasible design was found, and moving limits does not help those that were: numbers are \
                             missing or components are overloaded."
                .to_owned()
        }
        None => "No design is feasible, and moving limits does not help: numbers are missing or components are \
                 overloaded."
            .to_owned(),
    }
}

/// A hard requirement without a limit, by which nothing can be judged.
fn unstated(project: &Project, shown: &Shown) -> Option<String> {
    let limit = shown.region.limits().iter().find(|limit| !limit.threshold.is_known())?;
    Some(project.requirements.get(&limit.requirement)?.name.clone())
}

fn show_ways_out(ui: &mut Ui, scene: &mut Scene<'_>, shown: &Shown) {
    if shown.region.feasible() > 0 {
        return;
    }
    let colors = palette(ui.visuals());
    let project = std::sync::Arc::clone(scene.session.project());
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(strong("What would have to give way").color(colors.bad));
        if shown.ways_out.is_empty() {
            note(ui, Sign::Warning, colors.caution, way_out(&project, shown));
        }
        for (position, relaxation) in shown.ways_out.iter().enumerate() {
            ui.horizontal_top(|ui| {
                let button = ui.button("Take").on_hover_text("Changes these requirements; undo takes it back");
                crate::gui::fields::name(&button, &format!("Take way {}", position + 1));
                if button.clicked() {
                    take(scene, &project, relaxation);
                }
                let effort = format!("{:.0} % in all", relaxation.effort * 100.0);
                ui.vertical(|ui| {
                    ui.label(relaxation.in_words(&project));
                    ui.label(RichText::new(format!("The limits give way by {effort}.")).small().color(colors.weak));
                });
            });
        }
    });
    ui.add_space(STEP);
}

/// Options that no feasible design takes, with the least that would let them in.
fn show_shut_out(ui: &mut Ui, scene: &mut Scene<'_>, shown: &Shown) {
    if shown.shut_out.is_empty() {
        return;
    }
    let colors = palette(ui.visuals());
    let project = std::sync::Arc::clone(scene.session.project());
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(strong("Options that no feasible design takes"));
        for (position, option) in shown.shut_out.iter().enumerate() {
            ui.horizontal_top(|ui| {
                let (sign, color) = if option.best_in.is_empty() {
                    (Sign::Cross, colors.weak)
                } else {
                    // What would be best is what people will ask about.
                    (Sign::Warning, colors.caution)
                };
                show_sign(ui, sign, color);
                ui.vertical(|ui| {
                    ui.label(option.in_words(&project, shown.exploration.space().axes()));
                    if let Some(way) = &option.way {
                        let button = ui
                            .small_button("Let it in")
                            .on_hover_text("Changes these requirements; undo takes it back");
                        crate::gui::fields::name(&button, &format!("Let in option {}", position + 1));
                        if button.clicked() {
                            take(scene, &project, way);
                        }
                    }
                });
            });
            ui.add_space(0.5 * STEP);
        }
    });
}

fn show_limit(ui: &mut Ui, scene: &mut Scene<'_>, shown: &Shown, (effect, relaxation): (&Effect, Option<&Relaxation>)) {
    let project = std::sync::Arc::clone(scene.session.project());
    let Some(requirement) = project.requirements.get(&effect.requirement) else { return };
    let colors = palette(ui.visuals());
    card(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            let (sign, color) =
                if effect.removed == 0 { (Sign::Check, colors.good) } else { (Sign::Cross, colors.bad) };
            show_sign(ui, sign, color);
            ui.label(strong(&requirement.name));
            at_the_right(ui, |ui| {
                if let Some(threshold) = limit_field(ui, &effect.requirement, requirement) {
                    scene.edit(move_limit(&effect.requirement, requirement, threshold));
                }
                ui.label(requirement.measure.measure.direction().symbol());
            });
        });
        ui.label(RichText::new(project.measure_name(&requirement.measure)).small().color(colors.weak));
        bar(ui, [effect.removed, effect.removed_alone].map(|count| count as u64), shown.exploration.len() as u64);
        for line in removed(effect, shown.exploration.len(), requirement.threshold.is_known()) {
            ui.label(line);
        }
        match (effect.kept_off_front, effect.removed_alone) {
            (0, 0) if effect.removed > 0 => {
                caption(ui, "It does not bind: what it removes, another limit removes as well.");
            }
            (0, 1..) => {
                caption(ui, "It does not bind: no design that it alone removes would be on the front.");
            }
            (0, 0) => {}
            (more, _) => {
                let text = format!("It binds: without it, {} would be on the front.", counted(more, "more design"));
                ui.label(RichText::new(text).color(colors.caution));
            }
        }
        if let Some(relaxation) = relaxation {
            show_relaxation(ui, scene, &project, relaxation);
        } else if effect.removed > 0 && effect.removed_alone == 0 {
            caption(ui, "Loosening it alone admits nothing.");
        } else if effect.removed > 0 {
            caption(ui, "Loosening it admits nothing: what it alone removes is overloaded or not known.");
        }
    });
    ui.add_space(STEP);
}

fn show_relaxation(ui: &mut Ui, scene: &mut Scene<'_>, project: &Project, relaxation: &Relaxation) {
    let Some((id, threshold)) = relaxation.changes.first() else { return };
    let Some(requirement) = project.requirements.get(id) else { return };
    ui.horizontal_wrapped(|ui| {
        let symbol = requirement.measure.measure.direction().symbol();
        let more = counted(relaxation.admits, "more design");
        let are = if relaxation.admits == 1 { "is" } else { "are" };
        ui.label(format!("From {symbol} {threshold} on, {more} {are} feasible."));
        let button = ui.small_button("Loosen").on_hover_text("Moves the limit there; undo takes it back");
        crate::gui::fields::name(&button, &format!("Loosen {}", requirement.name));
        if button.clicked() {
            take(scene, project, relaxation);
        }
    });
}

fn limit_field(ui: &mut Ui, id: &RequirementId, requirement: &Requirement) -> Option<Quantity> {
    let measure = requirement.measure.measure;
    let objection = move |amount| measure.objection(amount);
    let label = format!("Limit of {}", requirement.name);
    let unit = requirement.threshold.unit();
    quantity_field(ui, ("limit", id.as_str()), (&label, 110.0), (requirement.threshold, unit), objection)
}

/// The edit that moves the limit of a requirement. A limit that somebody moves is no longer what another one leaves.
pub(super) fn move_limit(id: &RequirementId, requirement: &Requirement, threshold: Quantity) -> Edit {
    let moved = Requirement { threshold, derived_from: None, ..requirement.clone() };
    Edit::PutRequirement(id.clone(), moved)
}

fn take(scene: &mut Scene<'_>, project: &Project, relaxation: &Relaxation) {
    let edit =
        |(id, threshold): &(RequirementId, Quantity)| Some(move_limit(id, project.requirements.get(id)?, *threshold));
    let edits = relaxation.changes.iter().filter_map(edit).collect();
    scene.ask(Action::EditAll("loosen limits".to_owned(), edits));
}

/// How many of all designs a limit removes: the darker part by itself alone.
fn bar(ui: &mut Ui, [removed, removed_alone]: [u64; 2], all: u64) {
    let colors = palette(ui.visuals());
    let (place, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), BAR), Sense::hover());
    let share = |count: u64| count as f32 / all.max(1) as f32;
    let part = |count| Rect::from_min_size(place.min, Vec2::new(place.width() * share(count), BAR));
    ui.painter().rect_filled(place, 3, colors.border);
    ui.painter().rect_filled(part(removed), 3, colors.bad.gamma_multiply(0.45));
    ui.painter().rect_filled(part(removed_alone), 3, colors.bad);
}

fn removed(effect: &Effect, all: usize, has_limit: bool) -> Vec<String> {
    if effect.removed == 0 {
        return vec!["Every design meets it.".to_owned()];
    }
    let alone = match effect.removed_alone {
        0 => "none by it alone".to_owned(),
        alone => format!("{alone} by it alone"),
    };
    let mut lines = vec![format!("Removes {} of {all}, {alone}.", effect.removed)];
    if effect.undecided > 0 {
        let why = if has_limit { "a number is missing" } else { "the requirement has no limit yet" };
        lines.push(format!("{} of these cannot be judged: {why}.", counted(effect.undecided, "design")));
    }
    lines
}
