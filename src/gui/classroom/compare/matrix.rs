//! What matters: which qualities groups name, where they rank them, and how far they agree.

use egui::text::LayoutJob;
use egui::{Align, Color32, FontSelection, Label, RichText, Ui};

use super::sheet::{Cell, Sizes, Source};
use super::shown::Shown;
use crate::classroom::{GroupPair, REFERENCE, coefficient};
use crate::gui::fields::{caption, heading};
use crate::gui::icons::Sign;
use crate::gui::requirements::note;
use crate::gui::theme::{Palette, STEP, palette, strong};
use crate::model::listed;

/// What of it is told already.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Told {
    /// Groups, from the first on.
    pub groups: usize,
    pub reference: bool,
}

/// Ranks of qualities by group; the reference stands before the groups.
struct Matrix<'a> {
    shown: &'a Shown,
    told: Told,
    colors: &'static Palette,
}

/// Shows the page.
pub(super) fn show(ui: &mut Ui, shown: &Shown) {
    if shown.comparison.qualities.is_empty() {
        ui.label("No group has stated a requirement, so there is nothing to rank.");
        return;
    }
    show_missed(ui, shown);
    show_agreement(ui, shown);
    let text = "Order: mean Kendall's tau-b over all pairs of groups, from 1 (the same order) over 0 (unrelated) to −1 \
                (opposite); what a group does not name stands behind all that it names. In common: mean Jaccard index, from \
                0 (nothing) to 1 (the same qualities).";
    caption(ui, text);
    heading(ui, "Where each group ranks each quality");
    let told = Told { groups: shown.comparison.groups.len(), reference: true };
    show_table(ui, shown, SIZES, told, None);
}

/// The table on a page.
const SIZES: Sizes = Sizes { names: 210.0, column: [92.0, 150.0], row: 30.0, head: 40.0, text: 13.5 };

/// Shows the ranks that are told already; `wanted` is a group to scroll to.
pub(super) fn show_table(ui: &mut Ui, shown: &Shown, sizes: Sizes, told: Told, wanted: Option<usize>) {
    let matrix = Matrix { shown, told, colors: palette(ui.visuals()) };
    let before = usize::from(shown.has_reference);
    super::sheet::show(ui, "ranks of qualities", sizes, &matrix, wanted.map(|group| (0, group + before)));
}

/// Says which qualities of the reference nobody names.
pub(super) fn show_missed(ui: &mut Ui, shown: &Shown) {
    let colors = palette(ui.visuals());
    let (sign, color, text) = missed(shown, colors);
    note(ui, sign, color, text);
}

/// A line about agreement: a title, a number, names that stand out, and words.
type Line = (&'static str, String, String, String);

/// Says how far groups agree, with the pairs that agree most and least.
pub(super) fn show_agreement(ui: &mut Ui, shown: &Shown) {
    let lines = lines(shown);
    let weak = palette(ui.visuals()).weak;
    let width = |text: RichText| {
        let text = egui::WidgetText::from(text);
        text.into_galley(ui, Some(egui::TextWrapMode::Extend), f32::INFINITY, egui::TextStyle::Body).size().x
    };
    let titles = lines.iter().map(|line| width(RichText::new(line.0))).fold(0.0, f32::max);
    let numbers = lines.iter().map(|line| width(strong(&line.1))).fold(0.0, f32::max);
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        for (title, number, names, words) in &lines {
            ui.horizontal_top(|ui| {
                for (text, width) in [(RichText::new(*title).color(weak), titles), (strong(number), numbers)] {
                    let label = ui.add(Label::new(text).extend());
                    ui.add_space((width - label.rect.width()).max(0.0) + STEP);
                }
                let mut job = LayoutJob::default();
                for text in [strong(names), RichText::new(words)].into_iter().filter(|text| !text.is_empty()) {
                    text.append_to(&mut job, ui.style(), FontSelection::Default, Align::Center);
                }
                ui.add(Label::new(job).wrap());
            });
        }
    });
}

fn lines(shown: &Shown) -> Vec<Line> {
    let mean = shown.comparison.agreement.mean;
    let order = mean.kendall.map(|kendall| ("Order", mean.kendall, String::new(), order_in_words(kendall).to_owned()));
    let common = mean.jaccard.map(|jaccard| ("In common", mean.jaccard, String::new(), common_in_words(jaccard)));
    let pair = |title, pair: Option<GroupPair>| {
        pair.map(|pair| {
            let names = format!("{} and {}", shown.name(pair.first), shown.name(pair.second));
            (title, pair.likeness.kendall, names, likeness_in_words(&pair))
        })
    };
    // Of a single pair, and of pairs that are all alike, none stands out.
    let closest = shown.closest.filter(|_| shown.farthest.is_some());
    let pairs = [pair("Most alike", closest), pair("Most different", shown.farthest)];
    let all = [order, common].into_iter().chain(pairs).flatten();
    all.map(|(title, number, names, words)| {
        (title, number.map_or_else(|| "–".to_owned(), |_| coefficient(number)), names, words)
    })
    .collect()
}

fn missed(shown: &Shown, colors: &Palette) -> (Sign, Color32, String) {
    let missed = &shown.comparison.missed;
    if !shown.has_reference && missed.is_empty() {
        let text = "Add the exercise with its reference answer to see which qualities nobody thought of.";
        return (Sign::Information, colors.weak, text.to_owned());
    }
    if missed.is_empty() {
        let text = "Each quality of the reference answer is named by some group.";
        return (Sign::Check, colors.good, text.to_owned());
    }
    let names = listed(missed);
    (Sign::Warning, colors.caution, format!("Nobody names {names}, which the reference answer does."))
}

fn order_in_words(kendall: f64) -> &'static str {
    match kendall {
        kendall if kendall >= 0.7 => "Groups rank in much the same order.",
        kendall if kendall >= 0.3 => "Groups agree about the order in part.",
        kendall if kendall > -0.3 => "One group's order says little about another's.",
        _ => "What some put first, others put last or do not name.",
    }
}

fn common_in_words(jaccard: f64) -> String {
    let percent = jaccard * 100.0;
    format!("Of the qualities that one of two groups names, both name {percent:.0} % on average.")
}

/// What follows the names of a pair, whose order stands before them.
fn likeness_in_words(pair: &GroupPair) -> String {
    pair.likeness.jaccard.map_or_else(String::new, |jaccard| format!(", {jaccard:.2} in common"))
}

impl Matrix<'_> {
    /// The group of a column; `None` for the reference.
    fn group(&self, column: usize) -> Option<usize> {
        column.checked_sub(usize::from(self.shown.has_reference))
    }

    fn is_told(&self, group: Option<usize>) -> bool {
        group.map_or(self.told.reference, |group| group < self.told.groups)
    }
}

impl Source for Matrix<'_> {
    fn shape(&self) -> (usize, usize) {
        let comparison = &self.shown.comparison;
        (comparison.qualities.len(), comparison.groups.len() + usize::from(self.shown.has_reference))
    }

    fn corner(&self) -> Cell {
        Cell::of("Quality").ink(self.colors.weak)
    }

    fn head(&self, column: usize) -> Cell {
        match self.group(column) {
            None => Cell::strong(REFERENCE).ink(self.colors.accent),
            Some(group) if self.is_told(Some(group)) => Cell::strong(self.shown.name(group)),
            Some(_) => Cell::default(),
        }
    }

    fn name(&self, row: usize) -> Cell {
        let row = &self.shown.comparison.qualities[row];
        let is_missed = row.ranks.iter().all(Option::is_none);
        // A quality that only the reference names is told with the reference.
        if is_missed && !self.told.reference { Cell::default() } else { Cell::of(&row.quality) }
    }

    fn cell(&self, row: usize, column: usize) -> Cell {
        let row = &self.shown.comparison.qualities[row];
        let group = self.group(column);
        if !self.is_told(group) {
            return Cell::default();
        }
        let who = group.map_or(REFERENCE, |group| self.shown.name(group));
        let rank = group.map_or(row.reference, |group| row.ranks.get(group).copied().flatten());
        let Some(rank) = rank else {
            return Cell::dash().label(format!("{}, {who}: not named", row.quality));
        };
        let share = 1.0 - (rank.saturating_sub(1) as f32 / (self.shown.last_rank.max(2) - 1) as f32).min(1.0);
        let fill = self.colors.card.lerp_to_gamma(self.colors.heat, 0.08 + 0.42 * share);
        Cell::strong(rank.to_string()).fill(fill).label(format!("{}, {who}: rank {rank}", row.quality))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agreement_is_said_in_plain_words() {
        assert_eq!(order_in_words(1.0), "Groups rank in much the same order.");
        assert_eq!(order_in_words(-0.11), "One group's order says little about another's.");
        assert_eq!(order_in_words(-0.9), "What some put first, others put last or do not name.");
        assert!(common_in_words(0.5).contains("both name 50 %"));
    }

    #[test]
    fn each_line_about_agreement_has_its_number() {
        let shown = Shown::of(&std::sync::Arc::new(super::super::test_support::comparison()), false);
        let found = lines(&shown);
        let first = |line: &Line| (line.0, line.1.clone(), line.2.clone() + &line.3);
        assert_eq!(first(&found[0]).1, "−0.11");
        assert_eq!(first(&found[2]), ("Most alike", "1.00".to_owned(), "Ada and Bit, 0.67 in common".to_owned()));
        assert_eq!(first(&found[3]).1, "−1.00");
        assert_eq!(found.len(), 4);
    }
}
