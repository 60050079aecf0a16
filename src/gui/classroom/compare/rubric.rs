//! The page "Rubric": for each group what the program saw of each specification, and what the instructor says.

use egui::{Label, RichText, ScrollArea, Ui, vec2};

use super::shown::Shown;
use crate::classroom::{Group, Mark, Marks, Prefilled};
use crate::gui::Scene;
use crate::gui::fields::{caption, card, name, show_sign, text_field};
use crate::gui::icons::Sign;
use crate::gui::requirements::scroll;
use crate::gui::theme::{STEP, palette, strong};
use crate::session::Action;

/// Width of the list of groups.
const LIST: f32 = 230.0;
/// Lines longer than this are hard to read.
const WIDEST: f32 = 820.0;

/// Points of a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Score {
    /// Of specifications that are met.
    met: u32,
    /// Of all.
    of: u32,
    /// Of those that nobody has judged yet.
    open: u32,
}

/// Shows the page; `selected` is the group whose specifications are in sight.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, shown: &Shown, selected: &mut usize) {
    let groups = &shown.comparison.groups;
    if groups.iter().all(|group| group.specifications.is_empty()) {
        ui.label("The exercise has no specifications that answers are judged by.");
        return;
    }
    let Some(marks) = scene.session.class().map(|class| &class.marks) else { return };
    let before = *selected;
    ui.horizontal_top(|ui| {
        ui.allocate_ui(vec2(LIST, ui.available_height()), |ui| {
            ui.set_width(LIST);
            show_list(ui, shown, marks, selected);
        });
        ui.separator();
        ui.vertical(|ui| {
            // What was selected before this frame: a comment that is left by a click in the list still arrives.
            if let Some(group) = groups.get(before) {
                let file = shown.original.groups.get(before).map_or("", |group| group.file.as_str());
                show_group(ui, scene, group, (file, marks));
            }
        });
    });
    if *selected != before {
        ui.ctx().request_repaint();
    }
}

fn show_list(ui: &mut Ui, shown: &Shown, marks: &Marks, selected: &mut usize) {
    let row = ui.spacing().interact_size.y;
    let groups = &shown.comparison.groups;
    *selected = (*selected).min(groups.len().saturating_sub(1));
    ScrollArea::vertical().id_salt("groups to mark").auto_shrink([false, false]).show_rows(
        ui,
        row,
        groups.len(),
        |ui, rows| {
            for position in rows {
                let file = shown.original.groups.get(position).map_or("", |group| group.file.as_str());
                let score = Score::of(&groups[position].specifications, marks, file);
                let open = if score.open > 0 { " *" } else { "" };
                let text = format!("{}   {} of {}{open}", groups[position].name, score.met, score.of);
                let button = egui::Button::selectable(*selected == position, text).truncate();
                let entry = ui.add_sized(vec2(ui.available_width(), row), button);
                name(&entry, &format!("Rubric of {}", groups[position].name));
                if score.open > 0 {
                    entry.clone().on_hover_text("* Something is left for you to judge.");
                }
                if entry.clicked() {
                    *selected = position;
                }
            }
        },
    );
}

fn show_group(ui: &mut Ui, scene: &mut Scene<'_>, group: &Group, (file, marks): (&str, &Marks)) {
    scroll(ui, &format!("rubric {file}"), |ui| {
        ui.set_max_width(ui.available_width().min(WIDEST));
        let score = Score::of(&group.specifications, marks, file);
        ui.label(RichText::new(&group.name).heading());
        ui.label(strong(score.in_words()));
        ui.add_space(STEP);
        for (position, seen) in group.specifications.iter().enumerate() {
            let mark = marks.get(&(file.to_owned(), position)).cloned().unwrap_or_default();
            let id = (file, position);
            ui.push_id(id, |ui| {
                card(ui, |ui| {
                    ui.set_width(ui.available_width());
                    if let Some(mark) = show_specification(ui, seen, position, &mark) {
                        scene.ask(Action::Mark { file: file.to_owned(), specification: position, mark });
                    }
                });
            });
        }
    });
}

/// Shows a specification; gives the instructor's new mark.
fn show_specification(ui: &mut Ui, seen: &Prefilled, position: usize, mark: &Mark) -> Option<Mark> {
    let colors = palette(ui.visuals());
    let mut changed = None;
    let number = position + 1;
    ui.horizontal_top(|ui| {
        let (sign, color) = match verdict(seen, mark) {
            Some(true) => (Sign::Check, colors.good),
            Some(false) => (Sign::Cross, colors.bad),
            None => (Sign::Question, colors.caution),
        };
        show_sign(ui, sign, color);
        let points = if seen.points == 1 { "1 point".to_owned() } else { format!("{} points", seen.points) };
        ui.add(Label::new(strong(format!("{number}. {} ({points})", seen.text))).wrap());
    });
    let (word, color) = match seen.is_met {
        Some(true) => ("Seen: met.", colors.good),
        Some(false) => ("Seen: not met.", colors.bad),
        None => ("A person decides.", colors.caution),
    };
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(word).color(color));
        ui.label(&seen.reason);
    });
    ui.horizontal(|ui| {
        for (text, is_met) in [("Met", Some(true)), ("Not met", Some(false)), ("As seen", None)] {
            let button = ui.radio(mark.is_met == is_met, text);
            name(&button, &format!("Specification {number}: {}", text.to_lowercase()));
            if button.clicked() && mark.is_met != is_met {
                changed = Some(Mark { is_met, ..mark.clone() });
            }
        }
    });
    let label = format!("Comment on specification {number}");
    if let Some(comment) = text_field(ui, "comment", &label, &mark.comment) {
        changed = Some(Mark { comment, ..changed.unwrap_or_else(|| mark.clone()) });
    }
    if seen.is_met.is_none() && mark.is_met.is_none() {
        caption(ui, "Not judged yet: it counts as not met until you decide.");
    }
    changed
}

/// Whether a specification is met: as the instructor says, else as the program saw.
fn verdict(seen: &Prefilled, mark: &Mark) -> Option<bool> {
    mark.is_met.or(seen.is_met)
}

impl Score {
    fn of(specifications: &[Prefilled], marks: &Marks, file: &str) -> Self {
        let mut score = Self::default();
        for (position, seen) in specifications.iter().enumerate() {
            let mark = marks.get(&(file.to_owned(), position)).cloned().unwrap_or_default();
            score.of += seen.points;
            match verdict(seen, &mark) {
                Some(true) => score.met += seen.points,
                Some(false) => {}
                None => score.open += seen.points,
            }
        }
        score
    }

    fn in_words(self) -> String {
        let open = if self.open > 0 { format!(", {} not judged yet", self.open) } else { String::new() };
        format!("{} of {}{open}", self.met, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::comparison;
    use super::*;

    #[test]
    fn the_instructor_has_the_last_word_about_points() {
        let group = &comparison().groups[0];
        let score = |marks: &Marks| Score::of(&group.specifications, marks, &group.file).in_words();
        assert_eq!(score(&Marks::new()), "40 of 100, 30 not judged yet");
        let mark = |is_met| Mark { is_met: Some(is_met), comment: String::new() };
        let key = |position| (group.file.clone(), position);
        let marks = Marks::from([(key(0), mark(false)), (key(1), mark(true)), (key(2), mark(true))]);
        assert_eq!(score(&marks), "60 of 100");
        let elsewhere = Marks::from([(("other.json".to_owned(), 2), mark(true))]);
        assert_eq!(score(&elsewhere), "40 of 100, 30 not judged yet");
    }
}
