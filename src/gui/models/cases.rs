//! Why single held-out rows are answered as they are: what each feature adds to the score, and what would turn the
//! decision.

use egui::{
    Align2, FontId, Rect, RichText, Role, ScrollArea, Sense, Stroke, TextStyle, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::pictures::shortened;
use super::reading::number;
use crate::gui::fields::{caption, pick};
use crate::gui::theme::{Palette, palette};
use crate::model::{Contribution, ExplainedCase, Flip};

/// Height of a line of the picture.
const LINE: f32 = 20.0;
/// Room for the number at the end of a line.
const NUMBER: f32 = 62.0;

/// Shows the case that is chosen above it in a space of this size.
pub(super) fn show(ui: &mut Ui, cases: &[ExplainedCase], size: Vec2) {
    let memory = ui.scope_id().with("case");
    let remembered = ui.data(|data| data.get_temp::<String>(memory));
    let shown = remembered.and_then(|choice| cases.iter().find(|case| case.choice == choice)).or_else(|| cases.first());
    let Some(shown) = shown else { return };
    let options: Vec<_> = cases.iter().map(|case| (case.choice.clone(), head(case))).collect();
    if let Some(chosen) = pick(ui, "case", "Case", &shown.choice, &options) {
        ui.data_mut(|data| data.insert_temp(memory, chosen));
    }
    let height = (size.y - 34.0).max(LINE);
    ScrollArea::vertical().id_salt("case").max_height(height).auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        caption(ui, &verdict(shown));
        Waterfall::of(ui, shown, ui.available_width().min(size.x) - 10.0).show(ui);
        show_flips(ui, &shown.flips);
        ui.add_space(4.0);
        caption(ui, "These rows are kept in the project with their values: mind whom you give it to.");
    });
}

fn head(case: &ExplainedCase) -> String {
    format!("{}: {}", case.choice, case.place)
}

/// What is true of the case and what was said.
fn verdict(case: &ExplainedCase) -> String {
    let way = format!("From {} {}, the mean, to {}:", number(case.base), case.unit, number(case.score));
    match &case.decision {
        Some(decision) => format!(
            "Truly {}, decided {decision}; probability of {} {}. {way}",
            case.truth,
            case.explained,
            number(case.answer)
        ),
        None => format!("Truly {}, answered {}. {way}", case.truth, number(case.answer)),
    }
}

/// Bars that lead from the score of an average row to that of the case.
struct Waterfall<'a> {
    case: &'a ExplainedCase,
    palette: &'static Palette,
    font: FontId,
    width: f32,
    /// Width of the names.
    names: f32,
    /// Least and greatest score on the way.
    range: (f64, f64),
}

impl<'a> Waterfall<'a> {
    fn of(ui: &Ui, case: &'a ExplainedCase, width: f32) -> Self {
        let mut at = case.base;
        let mut range = (at, at);
        for Contribution { added, deviation, .. } in &case.contributions {
            at += added;
            range = (range.0.min(at - deviation), range.1.max(at + deviation));
        }
        Self {
            case,
            palette: palette(ui.visuals()),
            font: TextStyle::Small.resolve(ui.style()),
            width,
            names: (width * 0.44).min(230.0),
            range,
        }
    }

    fn show(&self, ui: &mut Ui) {
        let mut at = self.case.base;
        for of in &self.case.contributions {
            self.show_line(ui, of, at);
            at += of.added;
        }
        if self.case.contributions.is_empty() {
            caption(ui, "No feature makes a difference to this row.");
        }
    }

    /// The bar of one feature, which begins at the score `from`.
    fn show_line(&self, ui: &mut Ui, of: &Contribution, from: f64) {
        let (place, response) = ui.allocate_exact_size(vec2(self.width, LINE), Sense::hover());
        let bar = Rect::from_x_y_ranges(place.left() + self.names + 6.0..=place.right() - NUMBER, place.y_range());
        let (low, high) = self.range;
        let scale = |score: f64| {
            let share = if high > low { (score - low) / (high - low) } else { 0.5 };
            bar.left() + bar.width() * share.clamp(0.0, 1.0) as f32
        };
        let painter = ui.painter();
        let name = if of.value.is_empty() { of.feature.clone() } else { format!("{} = {}", of.feature, of.value) };
        let text = shortened(&name, self.names, &self.font);
        let right = pos2(place.left() + self.names, place.center().y);
        painter.text(right, Align2::RIGHT_CENTER, text, self.font.clone(), self.palette.text);
        painter.vline(scale(self.case.base), place.y_range(), Stroke::new(1.0, self.palette.faint));
        // Colours that are told apart without red and green; the sign stands beside.
        let color = self.palette.series[usize::from(of.added < 0.0)];
        let to = from + of.added;
        let ends = Rect::from_x_y_ranges(
            scale(from.min(to))..=scale(from.max(to)).max(scale(from.min(to)) + 1.0),
            bar.shrink2(vec2(0.0, 4.0)).y_range(),
        );
        painter.rect_filled(ends, 2.0, color);
        if of.deviation > 0.0 {
            let spread = scale(to - of.deviation)..=scale(to + of.deviation);
            painter.hline(spread, bar.center().y, Stroke::new(1.5, self.palette.text));
        }
        let sign = if of.added < 0.0 { "−" } else { "+" };
        let added = format!("{sign}{}", number(of.added.abs()));
        let at = pos2(place.right() - NUMBER + 6.0, place.center().y);
        painter.text(at, Align2::LEFT_CENTER, &added, self.font.clone(), self.palette.text);
        let told = if of.deviation > 0.0 {
            format!("{name}: {added} ± {} (Shapley value, standard error of sampling)", number(of.deviation))
        } else {
            format!("{name}: {added} (Shapley value)")
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &told));
        response.on_hover_text(told);
    }
}

/// Changes of one feature that would turn the decision.
fn show_flips(ui: &mut Ui, flips: &[Flip]) {
    if flips.is_empty() {
        return;
    }
    ui.add_space(4.0);
    caption(ui, "A change of one feature that would turn the decision:");
    for flip in flips {
        let how_far = flip.between.map_or_else(String::new, |share| {
            format!(", past {} % of the rows compared with", number((share * 1000.0).round() / 10.0))
        });
        let text = format!("{} = {} → {}{how_far}", flip.feature, flip.value, flip.decision);
        ui.add(egui::Label::new(RichText::new(text).small()).truncate());
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::Queryable as _;

    use super::super::test_support::window;
    use super::*;

    fn case(choice: &str, added: f64) -> ExplainedCase {
        ExplainedCase {
            choice: choice.to_owned(),
            place: "line 12".to_owned(),
            truth: "no".to_owned(),
            decision: Some("yes".to_owned()),
            answer: 0.75,
            explained: "yes".to_owned(),
            unit: "log-odds".to_owned(),
            base: -1.0,
            score: -1.0 + added,
            contributions: vec![Contribution {
                feature: "amount".to_owned(),
                value: "1200".to_owned(),
                added,
                deviation: 0.0,
            }],
            flips: vec![Flip {
                feature: "amount".to_owned(),
                value: "90".to_owned(),
                between: Some(0.125),
                decision: "no".to_owned(),
            }],
        }
    }

    #[test]
    fn a_case_tells_what_adds_up_and_what_would_turn_it() {
        let cases = [case("Surest yes, wrongly", 2.0), case("Closest to the threshold", -0.5)];
        let mut harness = window([500.0, 400.0], move |ui| show(ui, &cases, Vec2::new(480.0, 380.0)));
        harness.get_by_label_contains("amount = 1200: +2 (Shapley value)");
        harness.get_by_label_contains("From -1 log-odds, the mean, to 1:");
        harness.get_by_label_contains("amount = 90 → no, past 12.5 % of the rows compared with");
        harness.get_by_label("Case").click();
        harness.run();
        harness.get_by_label("Closest to the threshold: line 12").click();
        harness.run();
        harness.get_by_label_contains("amount = 1200: −0.5");
    }
}
