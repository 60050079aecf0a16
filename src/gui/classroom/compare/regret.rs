//! Regret: each group's choice, judged under every other group's limits and weights.

use egui::{RichText, Ui};

use super::sheet::{Cell, Sizes, Source};
use super::shown::Shown;
use crate::classroom::{Chooser, Comparison, Judged, REFERENCE, Weighed, coefficient};
use crate::gui::fields::tag;
use crate::gui::icons::Sign;
use crate::gui::requirements::note;
use crate::gui::theme::{Palette, STEP, palette};
use crate::model::{counted, listed};

/// Rows that sum up, before those of the groups.
const SUMS: usize = 2;

/// Judgements by judging group, under two rows that sum up.
struct Table<'a> {
    shown: &'a Shown,
    told: Told,
    colors: &'static Palette,
}

/// What of the table is told already.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Told {
    /// Rows of judging groups.
    pub judges: usize,
    /// The rows that sum up.
    pub sums: bool,
    /// What the reference judges, and what is judged of it.
    pub reference: bool,
}

/// Room for what the words in cells mean.
const LEGEND: f32 = 64.0;
/// Height that a table has in any window.
const LEAST: f32 = 120.0;
/// The table on a page.
const SIZES: Sizes = Sizes { names: 210.0, column: [92.0, 150.0], row: 34.0, head: 40.0, text: 13.5 };

/// Shows the page.
pub(super) fn show(ui: &mut Ui, shown: &Shown) {
    let groups = shown.comparison.groups.len();
    if shown.comparison.groups.iter().all(|group| group.chosen.is_none()) {
        ui.label("No group has chosen a design, so there is nothing to judge.");
        return;
    }
    show_compromise(ui, shown);
    let text = "A row judges, a column is judged: how much less the choice of the column is worth to the group of the \
                row than the best choice of the class that it could live with, from 0.00 (none is better) to 1.00. \
                The frame marks a group's own choice.";
    let beside = if shown.has_reference_choice() {
        " The reference is no choice of the class: below 0 it is worth more."
    } else {
        ""
    };
    ui.label(RichText::new(format!("{text}{beside}")).color(palette(ui.visuals()).weak));
    ui.add_space(STEP);
    ui.scope(|ui| {
        ui.set_max_height((ui.available_height() - LEGEND).max(LEAST));
        show_table(ui, shown, SIZES, Told { judges: groups, sums: true, reference: true }, false);
    });
    show_legend(ui);
}

/// How many rows the table has.
pub(super) fn rows(shown: &Shown) -> usize {
    shown.comparison.choosers().count() + SUMS
}

/// Shows what is told already; scrolls to what was told last where that is wanted.
pub(super) fn show_table(ui: &mut Ui, shown: &Shown, sizes: Sizes, told: Told, scrolls: bool) {
    let table = Table { shown, told, colors: palette(ui.visuals()) };
    let groups = shown.comparison.groups.len();
    // The sums stand above the judges, what concerns the reference behind all others.
    let newest = match told {
        Told { reference: true, .. } if shown.has_reference_choice() => Some((SUMS + groups, groups)),
        Told { sums: true, .. } => Some((0, 0)),
        Told { judges, .. } => judges.checked_sub(1).map(|judge| (SUMS + judge, 0)),
    };
    super::sheet::show(ui, "regret", sizes, &table, newest.filter(|_| scrolls));
}

/// Reads the choice that most groups can live with.
pub(super) fn show_compromise(ui: &mut Ui, shown: &Shown) {
    let colors = palette(ui.visuals());
    if let Some(group) = shown.compromise {
        note(ui, Sign::Information, colors.accent, reading(&shown.comparison, Chooser::Group(group)));
    } else {
        note(ui, Sign::Question, colors.caution, why_no_compromise(&shown.comparison));
    }
}

/// Why no group has a regret with another group's choice.
fn why_no_compromise(comparison: &Comparison) -> &'static str {
    let groups = || (0..comparison.groups.len()).map(Chooser::Group);
    let judged = || groups().flat_map(|of| judged_by_others(comparison, of));
    if groups().count() < 2 {
        "There is no other group yet that could judge a choice."
    } else if judged().any(is_unknown) {
        "No group could judge another group's choice: numbers are missing."
    } else if judged().any(|judged| matches!(judged, Judged::Feasible(_))) {
        "No group that could live with another group's choice weighs anything."
    } else {
        "Every choice misses a hard limit of every other group."
    }
}

fn show_legend(ui: &mut Ui) {
    let colors = palette(ui.visuals());
    ui.add_space(STEP);
    ui.horizontal_wrapped(|ui| {
        tag(ui, "infeasible", colors.bad);
        ui.label("misses a hard limit of the group of the row");
        tag(ui, "unknown", colors.caution);
        ui.label("a number that the group asks for or weighs is missing");
        tag(ui, "no weights", colors.weak);
        ui.label("feasible, but the group weighs nothing");
        tag(ui, "–", colors.weak);
        ui.label("nothing to tell: nothing was chosen, or no other group can live with it");
    });
}

/// What a choice is to the class, in a sentence.
pub(super) fn reading(comparison: &Comparison, of: Chooser) -> String {
    let name = match of {
        Chooser::Group(group) => comparison.groups.get(group).map_or("", |group| group.name.as_str()),
        Chooser::Reference => REFERENCE,
    };
    if comparison.chosen(of).is_none() {
        return format!("{name} has chosen nothing.");
    }
    let all = comparison.groups.len();
    let judged = || (0..all).map(|judge| comparison.regret.judged(Chooser::Group(judge), of));
    let feasible = judged().filter(|judged| matches!(judged, Judged::Feasible(_))).count();
    let unknown = judged().filter(|judged| matches!(judged, Judged::Unknown(_))).count();
    let infeasible = comparison.regret.infeasible_groups(of);
    let is_for_all = feasible == all && all > 1;
    let for_whom = if is_for_all { "all ".to_owned() } else { format!("{feasible} of ") } + &counted(all, "group");
    let could_judge = judged_by_others(comparison, of).filter(|judged| has_regret(judged)).count();
    let resting = format!(", of {} that could judge", counted(could_judge, "group"));
    let worst = match comparison.regret.worst(of) {
        Some(worst) if worst < 0.005 => format!(" and for no other group is a choice of the class better{resting}"),
        Some(worst) => format!(" and for other groups at worst {worst:.2} below their best{resting}"),
        None => String::new(),
    };
    let mut but = Vec::new();
    if infeasible > 0 {
        but.push(format!("; infeasible for {infeasible}"));
    }
    if unknown > 0 {
        but.push(format!("; {unknown} cannot judge it"));
    }
    format!("{name}'s choice is feasible for {for_whom}{worst}{}.", but.concat())
}

/// The worst regret that others have with a choice, or why there is none.
fn worst_in_words(comparison: &Comparison, of: Chooser) -> String {
    if comparison.regret.worst(of).is_some() {
        return reading(comparison, of);
    }
    let by_others = || judged_by_others(comparison, of);
    let why = if by_others().next().is_none() {
        "there is no other group."
    } else if by_others().any(is_unknown) {
        "numbers are missing by which other groups would judge this choice."
    } else if by_others().any(|judged| matches!(judged, Judged::Feasible(_))) {
        "no other group that could live with this choice weighs anything."
    } else {
        "this choice misses a hard limit of every other group."
    };
    format!("There is no regret to tell: {why}")
}

fn has_regret(judged: &Judged) -> bool {
    matches!(judged, Judged::Feasible(weighed) if weighed.regret.is_some())
}

/// Whether more could be said if more were known.
fn is_unknown(judged: &Judged) -> bool {
    match judged {
        Judged::Unknown(_) => true,
        Judged::Feasible(weighed) => !weighed.unknown.is_empty(),
        Judged::Infeasible(_) | Judged::Nothing => false,
    }
}

/// What the other groups say of a choice.
fn judged_by_others(comparison: &Comparison, of: Chooser) -> impl Iterator<Item = &Judged> {
    let judges = (0..comparison.groups.len()).map(Chooser::Group).filter(move |judge| *judge != of);
    judges.map(move |judge| comparison.regret.judged(judge, of))
}

/// What a judgement says, in words.
fn in_words(judge: &str, of: &str, judged: &Judged) -> String {
    match judged {
        Judged::Feasible(Weighed { worth: Some(worth), regret: Some(regret), .. }) if *regret <= -0.005 => {
            let more = -regret;
            format!("To {judge}, {of}'s choice is worth {worth:.2} of 1, {more:.2} more than any choice of the class.")
        }
        Judged::Feasible(Weighed { worth: Some(worth), regret: Some(regret), .. }) if *regret < 0.005 => {
            format!("To {judge}, no feasible choice of the class is worth more than {of}'s: {worth:.2} of 1.")
        }
        Judged::Feasible(Weighed { worth: Some(worth), regret: Some(regret), .. }) => {
            format!("To {judge}, {of}'s choice is worth {worth:.2} of 1, {regret:.2} less than the best of the class.")
        }
        Judged::Feasible(weighed) => match weighed.missing() {
            Some(missing) => format!("To {judge}, {of}'s choice is feasible; {missing}."),
            None => format!("To {judge}, {of}'s choice is feasible; {judge} weighs nothing."),
        },
        Judged::Infeasible(missed) => format!("To {judge}, {of}'s choice misses: {}.", listed(missed)),
        Judged::Unknown(missing) => {
            format!("{judge} cannot judge {of}'s choice; not known: {}.", listed(missing))
        }
        Judged::Nothing => format!("{of} has chosen nothing."),
    }
}

impl Table<'_> {
    fn sum(&self, row: usize, of: Chooser) -> Cell {
        let comparison = &self.shown.comparison;
        let name = self.shown.name_of(of);
        let is_told = self.told.sums && (of != Chooser::Reference || self.told.reference);
        if !is_told {
            return Cell::default();
        }
        if comparison.chosen(of).is_none() {
            return Cell::dash();
        }
        if row == 0 {
            let cell = match comparison.regret.worst(of) {
                Some(worst) => Cell::strong(coefficient(Some(worst))).fill(self.tint(worst)),
                None if judged_by_others(comparison, of).any(is_unknown) => {
                    Cell::of("unknown").ink(self.colors.caution)
                }
                None => Cell::dash(),
            };
            let label = format!("{name}, worst regret for others: {}", cell.text());
            cell.label(label).hover(worst_in_words(comparison, of))
        } else {
            let count = comparison.regret.infeasible_groups(of);
            let color = if count == 0 { self.colors.good } else { self.colors.bad };
            let groups = counted(count, "group");
            let text = if count == 0 { "none" } else { &groups };
            let label = format!("{name}: infeasible for {groups}");
            Cell::strong(text).ink(color).label(label).hover(reading(comparison, of))
        }
    }

    fn named(&self, chooser: Chooser) -> Cell {
        let cell = Cell::strong(self.shown.name_of(chooser));
        if chooser == Chooser::Reference { cell.ink(self.colors.accent) } else { cell }
    }

    fn is_told(&self, judge: Chooser) -> bool {
        judge.group().map_or(self.told.reference, |group| group < self.told.judges)
    }

    fn tint(&self, regret: f64) -> egui::Color32 {
        let share = (regret / self.shown.largest_regret.max(0.05)).clamp(0.0, 1.0) as f32;
        self.colors.card.lerp_to_gamma(self.colors.heat, 0.02 + 0.48 * share)
    }
}

impl Source for Table<'_> {
    fn shape(&self) -> (usize, usize) {
        let choosers = self.shown.comparison.choosers().count();
        (choosers + SUMS, choosers)
    }

    fn corner(&self) -> Cell {
        Cell::of("Judged by ↓  choice of →").ink(self.colors.weak)
    }

    fn head(&self, column: usize) -> Cell {
        match self.shown.chooser(column) {
            Chooser::Reference if !self.told.reference => Cell::default(),
            chooser => self.named(chooser),
        }
    }

    fn name(&self, row: usize) -> Cell {
        match row {
            0 => Cell::of("Worst regret for others").ink(self.colors.weak),
            1 => Cell::of("Infeasible for").ink(self.colors.weak),
            row if self.is_told(self.shown.chooser(row - SUMS)) => self.named(self.shown.chooser(row - SUMS)),
            _ => Cell::default(),
        }
    }

    fn cell(&self, row: usize, column: usize) -> Cell {
        let of = self.shown.chooser(column);
        let Some(judge) = row.checked_sub(SUMS).map(|judge| self.shown.chooser(judge)) else {
            return self.sum(row, of);
        };
        if !self.is_told(judge) || (of == Chooser::Reference && !self.told.reference) {
            return Cell::default();
        }
        let judged = self.shown.comparison.regret.judged(judge, of);
        let cell = match judged {
            Judged::Feasible(Weighed { regret: Some(regret), .. }) => {
                Cell::strong(coefficient(Some(*regret))).fill(self.tint(*regret))
            }
            Judged::Feasible(weighed) if !weighed.unknown.is_empty() => Cell::of("unknown").ink(self.colors.caution),
            Judged::Feasible(_) => Cell::of("no weights").ink(self.colors.weak),
            Judged::Infeasible(_) => Cell::of("infeasible").ink(self.colors.bad),
            Judged::Unknown(_) => Cell::of("unknown").ink(self.colors.caution),
            Judged::Nothing => Cell::dash(),
        };
        let (judge_name, of_name) = (self.shown.name_of(judge), self.shown.name_of(of));
        let text = cell.text();
        cell.outlined(judge == of)
            .label(format!("{of_name}'s choice judged by {judge_name}: {text}"))
            .hover(in_words(judge_name, of_name, judged))
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::comparison;
    use super::*;

    #[test]
    fn a_choice_is_read_in_a_sentence() {
        let mut class = comparison();
        let text = "Ada's choice is feasible for all 3 groups and for other groups at worst 0.12 below their best, \
                    of 2 groups that could judge.";
        assert_eq!(reading(&class, Chooser::Group(0)), text);
        let text = "Bit's choice is feasible for 2 of 3 groups and for other groups at worst 0.30 below their best, \
                    of 1 group that could judge; infeasible for 1.";
        assert_eq!(reading(&class, Chooser::Group(1)), text);
        assert_eq!(reading(&class, Chooser::Group(2)), "Cat has chosen nothing.");
        class.regret.rows[2][0] = Judged::Unknown(vec!["Recall".to_owned()]);
        class.regret.worst_for_others[0] = Some(0.0);
        let text = "Ada's choice is feasible for 2 of 3 groups and for no other group is a choice of the class better, \
                    of 1 group that could judge; 1 cannot judge it.";
        assert_eq!(reading(&class, Chooser::Group(0)), text);
    }

    #[test]
    fn a_regret_that_nobody_has_is_no_unknown_one() {
        let mut class = comparison();
        class.regret.worst_for_others[1] = None;
        class.regret.rows[0][1] = Judged::Infeasible(vec!["Stay cheap".to_owned()]);
        let all_infeasible = class.clone();
        class.regret.rows[0][1] = Judged::Unknown(vec!["Recall".to_owned()]);
        let context = egui::Context::default();
        let told = |class: &Comparison| {
            let shown = Shown::of(&std::sync::Arc::new(class.clone()), false);
            let colors = palette(&context.style_of(egui::Theme::Light).visuals);
            let table = Table { shown: &shown, told: Told { judges: 3, sums: true, reference: true }, colors };
            (table.cell(0, 1).text(), worst_in_words(class, Chooser::Group(1)))
        };
        let why = |words: &str| format!("There is no regret to tell: {words}");
        let expected = ("–".to_owned(), why("this choice misses a hard limit of every other group."));
        assert_eq!(told(&all_infeasible), expected);
        let expected =
            ("unknown".to_owned(), why("numbers are missing by which other groups would judge this choice."));
        assert_eq!(told(&class), expected);
    }

    #[test]
    fn a_class_without_a_regret_is_told_why() {
        let mut class = comparison();
        for row in &mut class.regret.rows {
            row.fill(Judged::Infeasible(vec!["Stay cheap".to_owned()]));
        }
        assert_eq!(why_no_compromise(&class), "Every choice misses a hard limit of every other group.");
        class.regret.rows[0][1] = Judged::Feasible(Weighed::default());
        let nothing_weighed = "No group that could live with another group's choice weighs anything.";
        assert_eq!(why_no_compromise(&class), nothing_weighed);
        class.regret.rows[0][0] = Judged::Unknown(vec!["Recall".to_owned()]);
        assert_eq!(why_no_compromise(&class), nothing_weighed, "of another group's choice");
        class.regret.rows[2][0] = Judged::Unknown(vec!["Recall".to_owned()]);
        assert_eq!(why_no_compromise(&class), "No group could judge another group's choice: numbers are missing.");
        class.groups.truncate(1);
        assert_eq!(why_no_compromise(&class), "There is no other group yet that could judge a choice.");
    }

    #[test]
    fn a_judgement_names_what_is_missed_or_missing() {
        let missed = Judged::Infeasible(vec!["Answer fast".to_owned(), "Stay cheap".to_owned()]);
        assert_eq!(in_words("Cat", "Bit", &missed), "To Cat, Bit's choice misses: Answer fast and Stay cheap.");
        let unknown = Judged::Unknown(vec!["Recall".to_owned()]);
        assert_eq!(in_words("Cat", "Bit", &unknown), "Cat cannot judge Bit's choice; not known: Recall.");
        let weighed = Judged::Feasible(Weighed { worth: Some(0.58), regret: Some(0.12), ..Weighed::default() });
        let text = "To Bit, Ada's choice is worth 0.58 of 1, 0.12 less than the best of the class.";
        assert_eq!(in_words("Bit", "Ada", &weighed), text);
        let unknown = Weighed { unknown: vec!["Interpretability".to_owned()], weighs: 5, ..Weighed::default() };
        let text = "To Bit, Ada's choice is feasible; not known: Interpretability (of 5).";
        assert_eq!(in_words("Bit", "Ada", &Judged::Feasible(unknown)), text);
        let text = "To Bit, Ada's choice is feasible; Bit weighs nothing.";
        assert_eq!(in_words("Bit", "Ada", &Judged::Feasible(Weighed::default())), text);
    }
}
