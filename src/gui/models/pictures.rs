//! The evidence of a candidate in pictures: where it errs, what it listens to, how it can be read. One at a time.

use egui::{
    Align2, Color32, FontId, Rect, Role, ScrollArea, Sense, Stroke, TextStyle, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::cascade::{self, Follower};
use super::table::Row;
use super::trials::{self, Other};
use super::{cases, curves, reading, thresholds};
use crate::gui::fields::{caption, pick};
use crate::gui::theme::palette;
use crate::model::{Algorithm, Confusion, Details, FeatureImportance, LearningTask, LossPoint, format_number};

/// Height of a line of the picture of importances.
const LINE: f32 = 20.0;

/// Where a picture stands; each place remembers what was last looked at there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Pane {
    Left,
    Right,
}

/// What the pictures are of.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    /// Tells plots of different candidates apart.
    pub id: &'a str,
    pub row: &'a Row<'a>,
    /// Losses of the training that goes on or of the last one.
    pub losses: &'a [LossPoint],
    /// The other candidates that have results.
    pub others: &'a [Other<'a>],
    /// The candidates that could decide what this one is not sure of.
    pub followers: &'a [Follower<'a>],
    /// Whether it is an open choice which of them does.
    pub is_second_open: bool,
    /// How candidates are judged.
    pub task: &'a LearningTask,
}

/// What was asked for in a picture.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Asked {
    /// A decision threshold that shall be used.
    Threshold(f64),
    /// Something about a second model.
    Cascade(cascade::Wish),
}

/// What can be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Picture {
    Loss,
    Reading,
    Importance,
    Dependence,
    Cases,
    Roc,
    Precision,
    Calibration,
    Residuals,
    Confusion,
    Thresholds,
    Cascade,
    Comparison,
    Disturbed,
    Groups,
    Growth,
}

impl Picture {
    const ALL: [Self; 16] = [
        Self::Loss,
        Self::Reading,
        Self::Importance,
        Self::Dependence,
        Self::Cases,
        Self::Roc,
        Self::Precision,
        Self::Calibration,
        Self::Residuals,
        Self::Confusion,
        Self::Thresholds,
        Self::Cascade,
        Self::Comparison,
        Self::Disturbed,
        Self::Groups,
        Self::Growth,
    ];

    fn label(self) -> &'static str {
        match self {
            Self::Loss => "Loss over the training",
            Self::Roc => "ROC: recall against false alarms",
            Self::Precision => "Precision against recall",
            Self::Calibration => "Calibration: what was predicted, what came true",
            Self::Confusion => "Confusion: truth against decision",
            Self::Residuals => "Predicted against true",
            Self::Thresholds => "Other thresholds",
            Self::Cascade => "Cascade: unsure cases to a second model",
            Self::Comparison => "Against the other candidates",
            Self::Disturbed => "Robustness: under disturbance",
            Self::Groups => "Fairness: group by group",
            Self::Growth => "Data need: with fewer rows",
            Self::Importance => "What it listens to",
            Self::Dependence => "Partial dependence: the mean answer by a value",
            Self::Cases => "Why: single cases explained",
            Self::Reading => "The model itself",
        }
    }

    fn is_there(self, shown: &Shown<'_>) -> bool {
        let is_stepwise = is_stepwise(&shown.row.candidate.algorithm);
        if self == Self::Loss {
            return !shown.losses.is_empty() || (is_stepwise && shown.row.evidence.is_none());
        }
        let Some(evidence) = shown.row.evidence else { return false };
        let details = &evidence.details;
        match self {
            Self::Loss => false,
            Self::Roc => !evidence.roc.is_empty(),
            Self::Precision => !details.precision_recall.is_empty(),
            Self::Calibration => !details.calibration.is_empty(),
            Self::Confusion => details.confusion.is_some(),
            Self::Residuals => !details.residuals.is_empty(),
            Self::Thresholds => !details.operating.is_empty(),
            Self::Cascade => !shown.followers.is_empty(),
            Self::Comparison => !shown.others.is_empty() && !evidence.trials.rows.is_empty(),
            Self::Disturbed => !details.disturbed.is_empty(),
            Self::Groups => !details.groups.is_empty(),
            Self::Growth => details.growth.is_some(),
            Self::Importance => !details.importance.is_empty(),
            Self::Dependence => !details.dependence.is_empty(),
            Self::Cases => !details.cases.is_empty(),
            Self::Reading => details.readable.is_some(),
        }
    }

    /// What stands at `pane` until something else is chosen: how it learned or what it made of it on the left, where it
    /// errs on the right.
    fn usual(pane: Pane, there: &[Self]) -> Option<Self> {
        let order = match pane {
            Pane::Left => [Self::Loss, Self::Reading, Self::Importance],
            Pane::Right => [Self::Roc, Self::Residuals, Self::Confusion],
        };
        order.into_iter().find(|picture| there.contains(picture))
    }
}

fn is_stepwise(algorithm: &Algorithm) -> bool {
    matches!(
        algorithm,
        Algorithm::LogisticRegression(_)
            | Algorithm::MultiLayerPerceptron(_)
            | Algorithm::ConvolutionalNetwork(_)
            | Algorithm::GradientBoosting(_)
            | Algorithm::ExplainableBoosting(_)
    )
}

/// Shows one picture in a space of this size below its heading, by which another one is chosen; gives what was asked
/// for.
pub(super) fn show(ui: &mut Ui, pane: Pane, shown: &Shown<'_>, size: Vec2) -> Option<Asked> {
    let there: Vec<Picture> = Picture::ALL.into_iter().filter(|picture| picture.is_there(shown)).collect();
    let Some(usual) = Picture::usual(pane, &there) else {
        caption(ui, if pane == Pane::Left { "What it learned" } else { "Where it errs" });
        curves::none(ui, "Pictures appear when the candidate is trained.", size);
        return None;
    };
    // The same picture stays in sight when another candidate is selected.
    let memory = ui.scope_id().with(("picture", pane));
    let remembered = ui.data(|data| data.get_temp::<Picture>(memory)).unwrap_or(usual);
    let picture = if there.contains(&remembered) { remembered } else { usual };
    let options: Vec<_> = there.iter().map(|picture| (*picture, picture.label().to_owned())).collect();
    let label = if pane == Pane::Left { "Left picture" } else { "Right picture" };
    if let Some(chosen) = pick(ui, label, label, &picture, &options) {
        ui.data_mut(|data| data.insert_temp(memory, chosen));
    }
    let size = size - vec2(0.0, 8.0);
    let Shown { id, losses, row, others, followers, is_second_open, task } = *shown;
    // The same picture may stand on both sides.
    let id = &format!("{id}, {pane:?}");
    let Some(evidence) = row.evidence.filter(|_| picture != Picture::Loss) else {
        if losses.is_empty() {
            curves::none(ui, "The curve appears as soon as a training is under way.", size);
        } else {
            curves::loss(ui, id, losses, size);
        }
        return None;
    };
    let Details { confusion, importance, readable, .. } = &evidence.details;
    match (picture, confusion, readable) {
        (Picture::Thresholds, ..) => {
            return thresholds::show(ui, id, evidence, task.judging.costs, size).map(Asked::Threshold);
        }
        (Picture::Cascade, ..) => {
            let given = (task.primary, is_second_open);
            return cascade::show(ui, id, (row, followers), given, size).map(Asked::Cascade);
        }
        (Picture::Comparison, ..) => trials::show_comparison(ui, evidence, others, task.primary, size),
        (Picture::Disturbed, ..) => trials::show_disturbed(ui, &evidence.details.disturbed, size),
        (Picture::Groups, ..) => trials::show_groups(ui, evidence, size),
        (Picture::Growth, ..) => curves::growth(ui, id, evidence, size),
        (Picture::Precision, ..) => curves::precision(ui, id, evidence, size),
        (Picture::Calibration, ..) => curves::calibration(ui, id, evidence, size),
        (Picture::Residuals, ..) => curves::residuals(ui, id, evidence, size),
        (Picture::Cases, ..) => cases::show(ui, &evidence.details.cases, size),
        (Picture::Importance, ..) => show_importance(ui, importance, size),
        (Picture::Dependence, ..) => {
            let told = "What the model answers on average if every held-out row had this value";
            reading::show_chosen(ui, id, &evidence.details.dependence, (told, "mean answer"), size);
        }
        (Picture::Confusion, Some(confusion), _) => show_confusion(ui, confusion, size),
        (Picture::Reading, confusion, Some(readable)) => {
            let classes = confusion.as_ref().map_or(&[][..], |confusion| &confusion.classes);
            reading::show(ui, id, readable, classes, size);
        }
        _ => curves::roc(ui, id, evidence, size),
    }
    None
}

/// A table of truth by decision, the fuller the darker.
fn show_confusion(ui: &mut Ui, confusion: &Confusion, size: Vec2) {
    let palette = palette(ui.visuals());
    let count = confusion.classes.len().max(1);
    let (head, side) = (34.0, (size.x * 0.28).clamp(60.0, 150.0));
    let cell =
        vec2(((size.x - side) / count as f32).clamp(34.0, 90.0), ((size.y - head) / count as f32).clamp(20.0, 44.0));
    let whole = vec2(side + cell.x * count as f32, head + cell.y * count as f32);
    ScrollArea::both().id_salt("confusion").max_height(size.y).max_width(size.x).show(ui, |ui| {
        let (place, _) = ui.allocate_exact_size(whole, Sense::hover());
        let small = TextStyle::Small.resolve(ui.style());
        let write = |ui: &Ui, at: Rect, align: Align2, text: &str, color: Color32| {
            let text = ui.painter().layout(shortened(text, at.width(), &small), small.clone(), color, at.width());
            let corner = align.align_size_within_rect(text.size(), at).min;
            ui.painter().galley(corner, text, color);
        };
        let corner = Rect::from_min_size(place.min, vec2(side, head));
        write(ui, corner.shrink(3.0), Align2::LEFT_BOTTOM, "truth ↓  decided →", palette.weak);
        for (class, name) in confusion.classes.iter().enumerate() {
            let top = Rect::from_min_size(place.min + vec2(side + cell.x * class as f32, 0.0), vec2(cell.x, head));
            write(ui, top.shrink(3.0), Align2::CENTER_BOTTOM, name, palette.weak);
            let left = Rect::from_min_size(place.min + vec2(0.0, head + cell.y * class as f32), vec2(side, cell.y));
            write(ui, left.shrink(3.0), Align2::RIGHT_CENTER, name, palette.weak);
        }
        for truth in 0..confusion.classes.len() {
            let of_class: u64 = (0..confusion.classes.len()).map(|decided| rows_of(confusion, truth, decided)).sum();
            for decided in 0..confusion.classes.len() {
                let rows = rows_of(confusion, truth, decided);
                let corner = place.min + vec2(side + cell.x * decided as f32, head + cell.y * truth as f32);
                let at = Rect::from_min_size(corner, cell).shrink(1.0);
                let share = rows as f32 / of_class.max(1) as f32;
                let ground = if truth == decided { palette.good } else { palette.bad };
                ui.painter().rect_filled(at, 2.0, ground.gamma_multiply(0.06 + 0.5 * share));
                write(ui, at, Align2::CENTER_CENTER, &format_number(rows as f64), palette.text);
                let [right, wrong] = [&confusion.classes[truth], &confusion.classes[decided]];
                let told = format!(
                    "{} of {} rows that are {right} were decided as {wrong} ({:.1} %)",
                    format_number(rows as f64),
                    format_number(of_class as f64),
                    100.0 * share
                );
                let response = ui.interact(at, ui.scope_id().with((truth, decided)), Sense::hover());
                response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, &told));
                response.on_hover_text(told);
            }
        }
    });
}

/// Rows of class `truth` that were decided as class `decided`.
fn rows_of(confusion: &Confusion, truth: usize, decided: usize) -> u64 {
    // A damaged file could hold fewer rows than its classes need.
    confusion.rows.get(truth * confusion.classes.len() + decided).copied().unwrap_or_default()
}

/// As much of `text` as about fits.
pub(super) fn shortened(text: &str, width: f32, font: &FontId) -> String {
    let most = (width / (font.size * 0.5)).max(3.0) as usize;
    if text.chars().count() <= most { text.to_owned() } else { text.chars().take(most - 1).chain(['…']).collect() }
}

/// A bar per feature, by how much the loss grows without it.
fn show_importance(ui: &mut Ui, importance: &[FeatureImportance], size: Vec2) {
    let palette = palette(ui.visuals());
    let largest = importance.iter().map(|of| of.loss + of.deviation).fold(0.0, f64::max);
    let small = TextStyle::Small.resolve(ui.style());
    ScrollArea::vertical().id_salt("importance").max_height(size.y).auto_shrink([false, false]).show(ui, |ui| {
        caption(ui, "How much the loss grows when the feature's values are mixed up among the held-out rows");
        let width = ui.available_width().min(size.x);
        let names = (width * 0.4).min(190.0);
        for of in importance {
            let (place, response) = ui.allocate_exact_size(vec2(width, LINE), Sense::hover());
            let (name, bar) = place.split_left_right_at_x(place.left() + names);
            let text = shortened(&of.feature, name.width() - 6.0, &small);
            let at = pos2(name.right() - 6.0, name.center().y);
            ui.painter().text(at, Align2::RIGHT_CENTER, text, small.clone(), palette.text);
            let scale = |value: f64| {
                let share = if largest > 0.0 { (value / largest).clamp(0.0, 1.0) } else { 0.0 };
                bar.left() + bar.width() * share as f32 * 0.96
            };
            let filled =
                Rect::from_min_max(pos2(bar.left(), bar.top() + 4.0), pos2(scale(of.loss), bar.bottom() - 4.0));
            ui.painter().rect_filled(filled, 2.0, palette.series[0]);
            let ends = scale(of.loss - of.deviation)..=scale(of.loss + of.deviation);
            ui.painter().hline(ends, bar.center().y, Stroke::new(1.5, palette.text));
            let told = format!(
                "{}: the loss grows by {} ± {}",
                of.feature,
                format_number(super::columns::rounded(of.loss)),
                format_number(super::columns::rounded(of.deviation))
            );
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &told));
            response.on_hover_text(told);
        }
    });
}
