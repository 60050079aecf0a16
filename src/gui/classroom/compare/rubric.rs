//! The page "Rubric": for each group what the program saw of each specification, and what the instructor says.

use egui::text::LayoutJob;
use egui::{Align, Button, FontSelection, Label, Layout, Rect, RichText, ScrollArea, Sense, TextEdit, Ui, vec2};

use super::shown::Shown;
use crate::classroom::{Group, Mark, Marks, Prefilled, Score, mark_of};
use crate::gui::Scene;
use crate::gui::fields::{caption, card, draft, name, show_sign};
use crate::gui::icons::Sign;
use crate::gui::requirements::scroll;
use crate::gui::theme::{STEP, palette, strong};
use crate::model::counted;
use crate::session::Action;

/// Width of the list of groups.
const LIST: f32 = 230.0;
/// Lines longer than this are hard to read.
const WIDEST: f32 = 820.0;
/// Room for the points of a specification.
const POINTS: f32 = 80.0;
/// Room that a sign takes before words.
const SIGN: f32 = 14.0;
/// Height of the bar that shows the points.
const BAR: f32 = 5.0;

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
        let size = vec2(LIST, ui.available_height());
        ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
            ui.set_width(LIST);
            show_list(ui, shown, marks, selected);
        });
        ui.separator();
        ui.vertical(|ui| {
            // What was selected before this frame: a comment that is left by a click in the list still arrives.
            if let Some(group) = groups.get(before) {
                show_group(ui, scene, group, (shown.file(before), marks));
            }
        });
    });
    if *selected != before {
        ui.ctx().request_repaint();
    }
}

fn show_list(ui: &mut Ui, shown: &Shown, marks: &Marks, selected: &mut usize) {
    let row = ui.spacing().interact_size.y;
    let colors = palette(ui.visuals());
    let groups = &shown.comparison.groups;
    *selected = (*selected).min(groups.len().saturating_sub(1));
    caption(ui, "Groups, and their points. * something is left for you to judge");
    ui.add_space(STEP);
    ScrollArea::vertical().id_salt("groups to mark").auto_shrink([false, false]).show_rows(
        ui,
        row,
        groups.len(),
        |ui, rows| {
            for position in rows {
                let score = Score::of(&groups[position].specifications, marks, shown.file(position));
                let (open, color) = if score.open > 0 { (" *", colors.caution) } else { ("", colors.weak) };
                let points = RichText::new(format!("{} of {}{open}", score.met, score.of)).small().color(color);
                let button = Button::selectable(*selected == position, &groups[position].name).right_text(points);
                let entry = ui.add(button.truncate().min_size(vec2(ui.available_width(), row)));
                name(&entry, &format!("Rubric of {}", groups[position].name));
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
        show_score(ui, score);
        ui.add_space(2.0 * STEP);
        for (position, seen) in group.specifications.iter().enumerate() {
            let mark = mark_of(marks, file, position).cloned().unwrap_or_default();
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

/// The points in words, above a bar of what is met, what is open and what is missed.
fn show_score(ui: &mut Ui, score: Score) {
    let colors = palette(ui.visuals());
    ui.label(strong(in_words(score)));
    let (place, _) = ui.allocate_exact_size(vec2(ui.available_width(), BAR), Sense::hover());
    ui.painter().rect_filled(place, 3, colors.border);
    let part = |points: u64| place.width() * points as f32 / score.of.max(1) as f32;
    let met = Rect::from_min_size(place.min, vec2(part(score.met), BAR));
    let open = Rect::from_min_size(met.right_top(), vec2(part(score.open), BAR));
    ui.painter().rect_filled(open, 3, colors.caution.gamma_multiply(0.6));
    ui.painter().rect_filled(met, 3, colors.good);
}

/// Shows a specification; gives the instructor's new mark.
fn show_specification(ui: &mut Ui, seen: &Prefilled, position: usize, mark: &Mark) -> Option<Mark> {
    let colors = palette(ui.visuals());
    let number = position + 1;
    let verdict = seen.verdict(Some(mark));
    let mut changed = None;
    ui.horizontal_top(|ui| {
        let (sign, color) = match verdict {
            Some(true) => (Sign::Check, colors.good),
            Some(false) => (Sign::Cross, colors.bad),
            None => (Sign::Question, colors.caution),
        };
        show_sign(ui, sign, color);
        let width = (ui.available_width() - POINTS).max(POINTS);
        ui.vertical(|ui| {
            ui.set_width(width);
            ui.add(Label::new(strong(format!("{number}. {}", seen.text))).wrap());
            let (word, color) = match seen.is_met {
                Some(true) => ("Seen: met.", colors.good),
                Some(false) => ("Seen: not met.", colors.bad),
                None => ("A person decides.", colors.caution),
            };
            let mut told = LayoutJob::default();
            for text in [RichText::new(format!("{word} ")).color(color), RichText::new(&seen.reason).color(colors.weak)]
            {
                text.append_to(&mut told, ui.style(), FontSelection::Default, Align::Center);
            }
            ui.add(Label::new(told).wrap());
        });
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            ui.label(RichText::new(counted(seen.points as usize, "point")).color(colors.weak));
        });
    });
    ui.add_space(STEP);
    ui.horizontal(|ui| {
        // Below the words, not below the sign.
        ui.add_space(SIGN + ui.spacing().item_spacing.x);
        for (text, is_met) in [("Met", Some(true)), ("Not met", Some(false)), ("As seen", None)] {
            let button = ui.radio(mark.is_met == is_met, text);
            name(&button, &format!("Specification {number}: {}", text.to_lowercase()));
            if button.clicked() && mark.is_met != is_met {
                changed = Some(Mark { is_met, ..mark.clone() });
            }
        }
        ui.add_space(2.0 * STEP);
        if let Some(comment) = show_comment(ui, number, &mark.comment) {
            changed = Some(Mark { comment, ..changed.take().unwrap_or_else(|| mark.clone()) });
        }
    });
    if verdict.is_none() {
        ui.horizontal(|ui| {
            ui.add_space(SIGN + ui.spacing().item_spacing.x);
            caption(ui, "Not judged yet: it counts as not met until you decide.");
        });
    }
    changed
}

/// The field for a comment; gives what was written when it is left.
fn show_comment(ui: &mut Ui, number: usize, comment: &str) -> Option<String> {
    let id = ui.make_persistent_id("comment");
    let edit = |ui: &mut Ui, text: &mut String| {
        let field = TextEdit::singleline(text).id(id).hint_text("Comment for the group");
        ui.add(field.desired_width(f32::INFINITY))
    };
    draft(ui, id, comment, edit, &format!("Comment on specification {number}")).filter(|text| text != comment)
}

/// `40 of 100, 30 not judged yet`.
fn in_words(score: Score) -> String {
    let open = if score.open > 0 { format!(", {} not judged yet", score.open) } else { String::new() };
    format!("{} of {}{open}", score.met, score.of)
}

#[cfg(test)]
mod tests {
    use super::super::test_support::comparison;
    use super::*;

    #[test]
    fn the_instructor_has_the_last_word_about_points() {
        let group = &comparison().groups[0];
        let score = |marks: &Marks| in_words(Score::of(&group.specifications, marks, &group.file));
        assert_eq!(score(&Marks::new()), "40 of 100, 30 not judged yet");
        let mark = |is_met| Mark { is_met: Some(is_met), comment: String::new() };
        let key = |position| (group.file.clone(), position);
        let marks = Marks::from([(key(0), mark(false)), (key(1), mark(true)), (key(2), mark(true))]);
        assert_eq!(score(&marks), "60 of 100");
        let elsewhere = Marks::from([(("other.json".to_owned(), 2), mark(true))]);
        assert_eq!(score(&elsewhere), "40 of 100, 30 not judged yet");
    }
}
