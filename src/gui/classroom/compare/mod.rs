//! The page on which the answers of a class stand side by side.

mod axes;
mod choices;
mod groups;
mod head;
mod labels;
mod matrix;
mod plot;
mod presentation;
mod regret;
mod rubric;
mod sheet;
mod shown;
mod slides;
#[cfg(test)]
mod stories;
#[cfg(test)]
mod stories_presented;
#[cfg(test)]
mod test_support;
mod thresholds;
mod vote;

use std::sync::Arc;

use egui::{CentralPanel, Frame, Margin, Panel, Ui};
use strum::IntoEnumIterator as _;

use super::super::Scene;
use crate::classroom::Comparison;
use crate::gui::theme::palette;
use crate::session::Action;
use axes::Axes;
use groups::Cards;
use head::Wish;
use presentation::Presentation;
use shown::Shown;

/// What of a class is in sight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumIter)]
enum Section {
    /// Qualities and their ranks.
    #[default]
    Matters,
    /// What is demanded.
    Limits,
    /// What was chosen.
    Choices,
    /// What choices are to others.
    Regret,
    /// Each group with all that it says.
    Groups,
    /// What answers are judged by.
    Rubric,
}

/// What the window remembers of it.
#[derive(Default)]
pub(super) struct CompareView {
    section: Section,
    is_anonymous: bool,
    shown: Option<Shown>,
    axes: Axes,
    cards: Cards,
    /// The group whose rubric is in sight.
    marked: usize,
    presentation: Option<Presentation>,
}

impl CompareView {
    /// Shows the page in all the space that `ui` has.
    pub fn show(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        let Some(class) = scene.session.class() else { return };
        match &class.comparison {
            Some(comparison) => self.follow(comparison),
            None => self.shown = None,
        }
        let compared = self.shown.as_ref().filter(|shown| !shown.comparison.groups.is_empty());
        if let (Some(shown), Some(presentation)) = (compared, &mut self.presentation) {
            if !presentation.show(ui, scene, shown, &self.axes) {
                self.presentation = None;
                ui.ctx().request_repaint();
            }
            return;
        }
        self.presentation = None;
        // What is shown now: a field that a click elsewhere takes the focus from still gives its text.
        let section = self.section;
        let bar = Frame::new().fill(palette(ui.visuals()).panel).inner_margin(Margin::symmetric(14, 8));
        let mut wish = None;
        Panel::top("head of the class").frame(bar).show(ui, |ui| {
            wish = head::show(ui, scene, class, &mut self.is_anonymous);
            if let Some(shown) = &self.shown {
                head::show_skipped(ui, &shown.comparison);
            }
            if self.shown.as_ref().is_some_and(|shown| !shown.comparison.groups.is_empty()) {
                ui.separator();
                ui.horizontal_wrapped(|ui| {
                    for section in Section::iter() {
                        let tab = ui.selectable_value(&mut self.section, section, section.label());
                        tab.on_hover_text(section.meaning());
                    }
                });
            }
        });
        let page = CentralPanel::default().frame(Frame::new().inner_margin(Margin::symmetric(14, 10)));
        page.show(ui, |ui| match &self.shown {
            Some(shown) if !shown.comparison.groups.is_empty() => match section {
                Section::Matters => matrix::show(ui, shown),
                Section::Limits => thresholds::show(ui, shown),
                Section::Choices => choices::show(ui, shown, &mut self.axes),
                Section::Regret => regret::show(ui, shown),
                Section::Groups => self.cards.show(ui, shown),
                Section::Rubric => rubric::show(ui, scene, shown, &mut self.marked),
            },
            _ if class.progress.is_some() => {}
            _ => head::show_empty(ui, scene, class),
        });
        // Afterwards: a comment that is left by the click belongs to the class that is put away.
        match wish {
            Some(Wish::Present) => self.presentation = Some(Presentation::default()),
            Some(Wish::Close) => scene.ask(Action::CloseClass),
            None => {}
        }
        if self.section != section || wish.is_some() {
            ui.ctx().request_repaint();
        }
    }

    /// Whether the class is shown slide by slide.
    pub fn is_presenting(&self) -> bool {
        self.presentation.is_some()
    }

    /// Keeps what is shown up to date with the class.
    fn follow(&mut self, comparison: &Arc<Comparison>) {
        if !self.shown.as_ref().is_some_and(|shown| shown.is_about(comparison, self.is_anonymous)) {
            let marked = self.shown.as_ref().map(|shown| shown.file(self.marked).to_owned());
            let shown = Shown::of(comparison, self.is_anonymous);
            // Groups stand elsewhere without their names, and when more have handed in.
            self.marked = marked.and_then(|file| shown.place_of(&file)).unwrap_or(self.marked);
            self.shown = Some(shown);
            self.cards.forget();
        }
    }
}

impl Section {
    fn label(self) -> &'static str {
        match self {
            Self::Matters => "What matters",
            Self::Limits => "Limits",
            Self::Choices => "Choices",
            Self::Regret => "Regret",
            Self::Groups => "Groups",
            Self::Rubric => "Rubric",
        }
    }

    fn meaning(self) -> &'static str {
        match self {
            Self::Matters => "Which qualities groups name, in which order, and how far they agree",
            Self::Limits => "What each group demands of the same measure",
            Self::Choices => "All chosen designs on one plot, and in words",
            Self::Regret => "Each group's choice under every other group's limits and weights",
            Self::Groups => "Everything that each group says",
            Self::Rubric => "What the program saw of each specification, and your marks",
        }
    }
}
