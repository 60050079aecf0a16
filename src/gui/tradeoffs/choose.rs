//! The page "Choose": which of the best designs to take, under whose weights, and what would turn the choice.

use egui::{Align, Layout, RichText, Slider, Ui};
use strum::IntoEnumIterator as _;

use super::choosing::{Choosing, Close, Hand, Weighing};
use super::gaps::grounds;
use super::lines::{MOST_LISTED, section, show_design, show_look, title};
use super::order::OrderPage;
use super::outlook::{Outlook, Prospect};
use super::rejection::risk;
use super::state::Shown;
use crate::gui::Scene;
use crate::gui::fields::{at_the_right, caption, empty_state, name, pick};
use crate::gui::theme::{STEP, palette, strong};
use crate::model::{Direction, Quantity, StakeholderId, format_number};
use crate::tradeoff::{Flip, LimitRange};

/// How the best designs are told from the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumIter)]
enum Way {
    /// What is lost in one measure can be made up for in another.
    #[default]
    Weights,
    /// Nothing makes up for a loss in what matters more.
    Order,
}

/// What the page remembers between frames.
#[derive(Default)]
pub(super) struct ChoosePage {
    way: Way,
    weighing: Weighing,
    choosing: Option<Choosing>,
    order: OrderPage,
}

impl Way {
    fn label(self) -> &'static str {
        match self {
            Self::Weights => "By weights",
            Self::Order => "In order of importance",
        }
    }

    fn meaning(self) -> &'static str {
        match self {
            Self::Weights => "What a design loses in one measure it can make up for in another",
            Self::Order => "Nothing makes up for a loss in what matters more, but small differences are passed over",
        }
    }
}

impl ChoosePage {
    /// Shows the page in all the space that `ui` has.
    pub fn show(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, shown: &Shown) {
        if shown.front.members.is_empty() {
            let text = if shown.exploration.has_whole_front() {
                "No feasible design can be compared on what is required. The page \"Limits\" says what rules designs \
                 out."
            } else {
                "No feasible design was found that can be compared on what is required. The page \"Limits\" says more."
            };
            empty_state(ui, "Nothing to choose from", text, |_| {});
            (self.choosing, self.order.ordering) = (None, None);
            return;
        }
        ui.horizontal_wrapped(|ui| {
            for way in Way::iter() {
                ui.selectable_value(&mut self.way, way, way.label()).on_hover_text(way.meaning());
            }
        });
        match self.way {
            Way::Weights => self.show_weighing(ui, scene, shown),
            Way::Order => self.order.show(ui, scene, shown),
        }
    }

    /// The design that is best in the way that is shown, if there is one.
    pub fn best(&self) -> Option<usize> {
        match self.way {
            Way::Weights => self.choosing.as_ref()?.ranking.first().map(|(index, _)| *index),
            Way::Order => self.order.best(),
        }
    }

    fn show_weighing(&mut self, ui: &mut Ui, scene: &mut Scene<'_>, shown: &Shown) {
        let project = scene.session.project();
        let is_there = |id: &StakeholderId| project.stakeholders.contains_key(id);
        self.weighing.stakeholder = self.weighing.stakeholder.take().filter(is_there);
        let is_down = ui.input(|input| input.pointer.any_down());
        let hand = Hand { moves_a_limit: scene.session.is_gesturing(), is_down };
        let choosing = Choosing::now(self.choosing.take(), (project, shown), (&self.weighing, hand), ui.ctx());
        crate::gui::requirements::scroll(ui, "choose", |ui| {
            show_weights(ui, scene, &choosing, &mut self.weighing);
            show_best(ui, scene, shown, &choosing);
            match &choosing.prospect {
                Prospect::Known(outlook) => {
                    show_any_weights(ui, scene, (&choosing, outlook));
                    show_limits(ui, scene, shown, &choosing);
                    show_starts(ui, scene, (&choosing, outlook));
                }
                prospect => {
                    show_limits(ui, scene, shown, &choosing);
                    let text = match prospect {
                        Prospect::Failed => "What holds whatever the weights could not be worked out.",
                        _ => "What holds whatever the weights is being worked out.",
                    };
                    caption(ui, text);
                }
            }
        });
        self.choosing = Some(choosing);
    }
}

fn show_weights(ui: &mut Ui, scene: &Scene<'_>, choosing: &Choosing, weighing: &mut Weighing) {
    let project = scene.session.project();
    let colors = palette(ui.visuals());
    section(ui, "What matters", |ui| {
        if !project.stakeholders.is_empty() {
            let everybody = std::iter::once((None, "Everybody".to_owned()));
            let each = project.stakeholders.iter().map(|(id, one)| (Some(id.clone()), one.name.clone()));
            let options: Vec<_> = everybody.chain(each).collect();
            ui.horizontal(|ui| {
                caption(ui, "Weighed by");
                if let Some(who) = pick(ui, "weighed by", "Weighed by", &weighing.stakeholder, &options) {
                    *weighing = Weighing { stakeholder: who, tried: Vec::new() };
                }
            });
        }
        let sum: f64 = choosing.criteria.iter().map(|criterion| criterion.points).sum();
        let mut points: Vec<f64> = choosing.criteria.iter().map(|criterion| criterion.points).collect();
        let mut is_moved = false;
        let most = choosing.scale;
        ui.visuals_mut().widgets.inactive.bg_fill = colors.border;
        for (criterion, points) in choosing.criteria.iter().zip(&mut points) {
            let title = project.measure_name(&criterion.key);
            let worth = match criterion.requirement.as_ref().and_then(|id| project.requirements.get(id)) {
                Some(requirement) => format!("What it is worth is stated by \"{}\".", requirement.name),
                None => "The best value on the front is worth all, the worst nothing.".to_owned(),
            };
            ui.horizontal(|ui| {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let share = if sum > 0.0 { criterion.points / sum * 100.0 } else { 0.0 };
                    let share = RichText::new(format!("{share:.0} %")).small().color(colors.weak);
                    ui.add_sized([34.0, 18.0], egui::Label::new(share));
                    let slider = ui.add(Slider::new(points, 0.0..=most).integer().suffix(" pt"));
                    name(&slider, &format!("Points of {title}"));
                    if slider.changed()
                        && (slider.dragged() || slider.has_focus() || slider.is_pointer_button_down_on())
                    {
                        is_moved = true;
                    } else {
                        // The slider rounds what it shows; what nobody moved stays as it was stated.
                        *points = criterion.points;
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        ui.add(egui::Label::new(&title).truncate()).on_hover_text(worth);
                    });
                });
            });
        }
        if is_moved {
            let keys = choosing.criteria.iter().map(|criterion| criterion.key.clone());
            weighing.tried = keys.zip(points).collect();
        }
        // Words that do not wrap would push the whole page beyond the window.
        ui.horizontal_wrapped(|ui| {
            if !weighing.tried.is_empty()
                && ui.button("As stated").on_hover_text("Forgets what was tried here").clicked()
            {
                weighing.tried.clear();
            }
            let text = if !weighing.tried.is_empty() {
                "Tried here only; the requirements keep their points."
            } else if choosing.criteria.iter().all(|criterion| criterion.requirement.is_none()) {
                "No requirement is soft: all count alike until you say otherwise."
            } else {
                "The points of the soft requirements; what only has a hard limit counts nothing beyond it."
            };
            caption(ui, text);
        });
    });
}

fn show_best(ui: &mut Ui, scene: &mut Scene<'_>, shown: &Shown, choosing: &Choosing) {
    let Some((best, _)) = choosing.ranking.first().copied() else { return };
    section(ui, "Best under these weights", |ui| {
        for (place, (index, worth)) in choosing.ranking.iter().take(MOST_LISTED).enumerate() {
            let text = format!("{:.0} %", worth * 100.0);
            show_design(ui, scene, (*index, place == 0), (&text, *worth));
        }
        let others = choosing.ranking.len().saturating_sub(MOST_LISTED);
        if others > 0 {
            caption(ui, &format!("and {others} more on the front"));
        }
        if let Some(risk) = risk(shown, best) {
            ui.colored_label(palette(ui.visuals()).caution, risk);
        }
        for close in &choosing.close {
            ui.colored_label(palette(ui.visuals()).caution, close_in_words(scene, shown, best, close));
        }
        ui.add_space(STEP);
        let sentences: Vec<String> =
            choosing.flips.iter().flat_map(|flip| flip_sentences(scene, choosing, flip)).collect();
        if sentences.is_empty() {
            ui.label("It stays the best whatever weight any one of these gets.");
        } else {
            ui.label(strong("The choice flips"));
            for sentence in sentences {
                ui.label(format!("• {sentence}"));
            }
        }
        ui.add_space(STEP);
        show_look(ui, scene, best, "Look at the best");
    });
}

/// `Random forest · Cloud · 2 cannot be told apart from the best by what was measured: Recall differs by 0.4 pp …`
fn close_in_words(scene: &Scene<'_>, shown: &Shown, best: usize, close: &Close) -> String {
    let gaps: Vec<_> = close.gaps.iter().collect();
    let grounds = grounds(scene.session.project(), shown, (best, close.design), &gaps);
    let (low, high) = close.lead.interval;
    let points = |share: f64| format!("{:.0}", share * 100.0).replace('-', "−");
    format!(
        "{} cannot be told apart from the best by what was measured: {grounds}. The best is worth {} to {} pp more, \
         with 95 % certainty.",
        title(scene, close.design),
        points(low),
        points(high)
    )
}

/// `if Recall gets more than 64 % of the weight: Random forest · Cloud · 2`.
fn flip_sentences(scene: &Scene<'_>, choosing: &Choosing, flip: &Flip) -> Vec<String> {
    let Some(criterion) = choosing.criteria.get(flip.criterion) else { return Vec::new() };
    let measure = scene.session.project().measure_name(&criterion.key);
    let side = |than: &str, share: f64, design: Option<usize>| {
        let design = title(scene, design?);
        Some(format!(
            "if {measure} gets {than} than {} % of the weight ({} % now): {design}",
            format_number((share * 1000.0).round() / 10.0),
            format_number((flip.weight * 1000.0).round() / 10.0)
        ))
    };
    [side("less", flip.from, flip.below), side("more", flip.to, flip.above)].into_iter().flatten().collect()
}

fn show_any_weights(ui: &mut Ui, scene: &mut Scene<'_>, (choosing, outlook): (&Choosing, &Outlook)) {
    section(ui, "Whatever the weights", |ui| {
        let text = match choosing.criteria.len() {
            0..=2 => "For which share of all weightings each design is best:".to_owned(),
            _ => format!(
                "For which share of {} weightings drawn at random each design is best:",
                format_number(outlook.weightings as f64)
            ),
        };
        caption(ui, &text);
        for (index, share) in outlook.shares.iter().take(MOST_LISTED) {
            let text = match share.standard_error {
                0.0 => format!("{:.1} %", share.share * 100.0),
                error => format!("{:.1} ± {:.1} %", share.share * 100.0, 196.0 * error),
            };
            show_design(ui, scene, (*index, false), (&text, share.share));
        }
        let never = choosing.ranking.len().saturating_sub(outlook.shares.len());
        if never > 0 {
            caption(ui, &format!("{never} of {} on the front are the best for none of them.", choosing.ranking.len()));
        }
    });
}

fn show_limits(ui: &mut Ui, scene: &mut Scene<'_>, shown: &Shown, choosing: &Choosing) {
    let turning = choosing.limits.iter().filter(|ranges| ranges.len() > 1).count();
    if turning == 0 {
        return;
    }
    section(ui, "If a limit moved", |ui| {
        caption(ui, "The best design under these weights, by where one limit stands while all others stay.");
        if choosing.has_old_limits() {
            caption(ui, "So many designs: this follows when the weight is let go.");
        }
        for (limit, ranges) in shown.region.limits().iter().zip(&choosing.limits).filter(|(_, ranges)| ranges.len() > 1)
        {
            let project = scene.session.project();
            let Some(requirement) = project.requirements.get(&limit.requirement) else { continue };
            ui.label(strong(format!("{}, now {}", requirement.name, requirement.relation())));
            let threshold = limit.threshold.amount();
            let direction = limit.key.measure.direction();
            // From the strictest on, and not more than can be read: those about where the limit is now.
            let now = threshold
                .map_or(0, |now| ranges.iter().rposition(|range| direction.meets(range.strictest, now)).unwrap_or(0));
            let from = now.saturating_sub(2);
            for (place, range) in ranges.iter().enumerate().skip(from).take(MOST_LISTED) {
                show_range(ui, scene, (range, limit.threshold.unit(), direction), place == now);
            }
        }
    });
}

fn show_range(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    (range, unit, direction): (&LimitRange, crate::model::Unit, Direction),
    is_now: bool,
) {
    let amount = |value: f64| Quantity::estimated(value, unit).to_string();
    let words = match (range.strictest.is_finite(), range.loosest.is_finite(), direction) {
        (true, _, Direction::Lower) => format!("limit of {} or more", amount(range.strictest)),
        (true, _, Direction::Higher) => format!("limit of {} or less", amount(range.strictest)),
        (false, true, Direction::Lower) => format!("limit below {}", amount(range.loosest)),
        (false, true, Direction::Higher) => format!("limit above {}", amount(range.loosest)),
        (false, false, _) => "wherever it stands".to_owned(),
    };
    match range.best {
        Some(index) => show_design(ui, scene, (index, is_now), (&words, -1.0)),
        None => {
            ui.horizontal(|ui| {
                ui.label(RichText::new("no design").color(palette(ui.visuals()).bad));
                at_the_right(ui, |ui| ui.label(RichText::new(words).color(palette(ui.visuals()).weak)));
            });
        }
    }
}

fn show_starts(ui: &mut Ui, scene: &mut Scene<'_>, (choosing, outlook): (&Choosing, &Outlook)) {
    section(ui, "Where to begin", |ui| {
        match outlook.knee {
            Some(knee) => {
                caption(
                    ui,
                    "The knee of the front: whoever leaves it loses at least as much as they win, in shares of the ranges.",
                );
                show_design(ui, scene, (knee, false), ("knee", -1.0));
            }
            None => {
                caption(ui, "The front has no knee: no design gives up less in all than those at its ends.");
            }
        }
        if choosing.ranking.len() > outlook.groups.len() {
            ui.add_space(STEP);
            let text = format!(
                "The {} designs of the front in {} groups, each shown by the design in its middle:",
                choosing.ranking.len(),
                outlook.groups.len()
            );
            caption(ui, &text);
            for group in &outlook.groups {
                let text = match group.members.len() {
                    1 => "alone".to_owned(),
                    count => format!("{count} designs, up to {:.0} % apart", group.radius * 100.0),
                };
                show_design(ui, scene, (group.representative, false), (&text, -1.0));
            }
            caption(ui, "Apart: in the measure in which they differ most, as a share of its range on the front.");
        }
    });
}
